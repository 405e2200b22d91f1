//! Signing in and out, and keys for programs.

use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use imprimatur_protocol::api::access::{
    ApiKeyBody, ApiKeysBody, CreatedApiKeyBody, LocalPersonBody, LocalSignInBody, NewApiKeyBody,
    PersonRefBody, SignInOptionsBody, SignedInBody, SignedOutBody,
};
use imprimatur_protocol::{ApiKeyId, ErrorBody, ErrorCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::attempts::Attempts;
use super::caller::{Caller, Manager};
use super::roles::Rights;
use super::sample::{self, ORGANISATIONS};
use super::{api_keys, entry, session};
use crate::clock::rfc3339;
use crate::config::{Config, LocalSignIn};
use crate::error::{Error, Kind, Result};
use crate::http::client_address::ClientAddress;
use crate::http::extract::{Json, Path};
use crate::platform::Platform;

/// What the routes of access stand on.
#[derive(Clone, FromRef)]
struct Access {
    platform: Platform,
    attempts: Arc<Attempts>,
}

/// The routes of access.
pub fn router(platform: Platform) -> OpenApiRouter {
    let attempts = Arc::new(Attempts::new(&platform.config.limits));
    OpenApiRouter::new()
        .routes(routes!(options))
        .routes(routes!(sign_in_locally))
        .routes(routes!(sign_out))
        .routes(routes!(list_keys, create_key))
        .routes(routes!(revoke_key))
        .with_state(Access { platform, attempts })
}

/// How one may sign in
#[utoipa::path(get, path = "/auth/options", tag = "access", responses((status = 200, body = SignInOptionsBody)))]
async fn options(State(platform): State<Platform>) -> axum::Json<SignInOptionsBody> {
    let mut local = Vec::new();
    if is_local_on(&platform.config) {
        for organisation in &ORGANISATIONS {
            local.extend(organisation.people.iter().map(|person| LocalPersonBody {
                email: person.email.to_owned(),
                name: person.name.to_owned(),
                role: person.role,
                organisation: organisation.name.to_owned(),
            }));
        }
    }
    let workos = platform.workos.is_some();
    axum::Json(SignInOptionsBody { local, workos })
}

/// Signs in as a sample person, without a password
///
/// Only where local sign-in is on. The token is also set as a cookie.
#[utoipa::path(post, path = "/auth/local", tag = "access", request_body = LocalSignInBody, responses(
    (status = 200, body = SignedInBody),
    (status = 403, description = "`local_sign_in_off`, `sign_in_unknown`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn sign_in_locally(
    State(platform): State<Platform>,
    State(attempts): State<Arc<Attempts>>,
    ClientAddress(client): ClientAddress,
    Json(body): Json<LocalSignInBody>,
) -> Result<impl IntoResponse> {
    if !is_local_on(&platform.config) {
        return Err(Error::new(
            Kind::Forbidden,
            ErrorCode::LocalSignInOff,
            "Signing in without an identity provider is switched off here.",
        ));
    }
    attempts.take(&platform, client).await?;
    let (organisation, person) = sample::find(&body.email).ok_or_else(|| {
        Error::new(
            Kind::Forbidden,
            ErrorCode::SignInUnknown,
            "Nobody of that address may sign in here; GET /auth/options lists who may.",
        )
    })?;
    let token = session::begin(&platform, organisation, person, None).await?;
    let jar = CookieJar::new().add(session::cookie(&platform.config, &token));
    let body = SignedInBody {
        token: token.reveal().to_owned(),
    };
    Ok((jar, axum::Json(body)))
}

/// Ends the session, and closes its open sockets
///
/// A browser that came by WorkOS has to go on to `next`: else it would be signed in again without being asked.
#[utoipa::path(post, path = "/auth/sign-out", tag = "access", responses(
    (status = 200, body = SignedOutBody),
    (status = 401, body = ErrorBody),
))]
async fn sign_out(State(platform): State<Platform>, caller: Caller) -> Result<impl IntoResponse> {
    let next = entry::sign_out(&platform, &caller).await?;
    let jar = CookieJar::new().add(session::removal_cookie(&platform.config));
    Ok((jar, axum::Json(SignedOutBody { next })))
}

/// Keys for programs
#[utoipa::path(get, path = "/api/keys", tag = "access", responses(
    (status = 200, body = ApiKeysBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
async fn list_keys(
    State(platform): State<Platform>,
    manager: Manager,
) -> Result<axum::Json<ApiKeysBody>> {
    let rows = api_keys::list(&platform, manager.caller()).await?;
    let keys = rows.into_iter().map(|row| ApiKeyBody {
        id: row.id,
        name: row.name,
        shown: row.shown,
        scopes: Rights::named(&row.scopes).list(),
        created_by: PersonRefBody {
            id: row.created_by,
            name: row.created_by_name,
        },
        created_at: rfc3339(row.created_at),
        used_at: row.used_at.map(rfc3339),
        revoked_at: row.revoked_at.map(rfc3339),
    });
    let keys = keys.collect();
    Ok(axum::Json(ApiKeysBody { keys }))
}

/// Makes a key for a program
///
/// Its secret is in the answer, and nowhere afterwards.
#[utoipa::path(post, path = "/api/keys", tag = "access", request_body = NewApiKeyBody, responses(
    (status = 201, body = CreatedApiKeyBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 422, description = "`name_invalid`, `scopes_invalid`, `api_keys_full`", body = ErrorBody),
))]
async fn create_key(
    State(platform): State<Platform>,
    manager: Manager,
    Json(body): Json<NewApiKeyBody>,
) -> Result<impl IntoResponse> {
    let name = api_keys::name(&body.name)?;
    let (id, token) = api_keys::create(&platform, manager.caller(), &name, &body.scopes).await?;
    let key = token.reveal().to_owned();
    Ok((
        StatusCode::CREATED,
        axum::Json(CreatedApiKeyBody { id, key }),
    ))
}

/// Takes a key back
#[utoipa::path(delete, path = "/api/keys/{id}", tag = "access",
    params(("id" = ApiKeyId, Path, description = "The key")),
    responses(
        (status = 204),
        (status = 403, description = "`permission_required`", body = ErrorBody),
        (status = 404, description = "`not_found`", body = ErrorBody),
    ))]
async fn revoke_key(
    State(platform): State<Platform>,
    manager: Manager,
    Path(key): Path<ApiKeyId>,
) -> Result<StatusCode> {
    api_keys::revoke(&platform, manager.caller(), key).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn is_local_on(config: &Config) -> bool {
    match config.local_sign_in {
        LocalSignIn::On | LocalSignIn::InsecureAnyoneMayEnter => true,
        LocalSignIn::Off => false,
    }
}
