//! Signing in and out, and who the caller is.

use std::sync::Arc;

use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::CookieJar;
use imprimatur_protocol::api::access::{
    ChangeMeBody, LocalPersonBody, LocalSignInBody, MeBody, OrganisationBody, PersonBody,
    SignInOptionsBody, SignedInBody,
};
use imprimatur_protocol::{ErrorBody, ErrorCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::attempts::Attempts;
use super::caller::Caller;
use super::locales::locale_named;
use super::roles::permissions;
use super::sample::{self, ORGANISATIONS};
use super::session;
use super::store;
use crate::config::{Config, LocalSignIn};
use crate::error::{Error, Kind, Result};
use crate::http::client_address::ClientAddress;
use crate::http::extract::Json;
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
        .routes(routes!(me, change_me))
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
    axum::Json(SignInOptionsBody { local })
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
    let token = session::begin(&platform, organisation, person).await?;
    let jar = CookieJar::new().add(session::cookie(&platform.config, &token));
    let body = SignedInBody {
        token: token.reveal().to_owned(),
    };
    Ok((jar, axum::Json(body)))
}

/// Ends the session, and closes its open sockets
#[utoipa::path(post, path = "/auth/sign-out", tag = "access", responses(
    (status = 204),
    (status = 401, body = ErrorBody),
))]
async fn sign_out(State(platform): State<Platform>, caller: Caller) -> Result<impl IntoResponse> {
    session::end(&platform, caller.session).await?;
    let jar = CookieJar::new().add(session::removal_cookie(&platform.config));
    Ok((StatusCode::NO_CONTENT, jar))
}

/// Who the caller is
#[utoipa::path(get, path = "/api/me", tag = "access", responses(
    (status = 200, body = MeBody),
    (status = 401, body = ErrorBody),
))]
async fn me(caller: Caller) -> axum::Json<MeBody> {
    axum::Json(me_body(caller))
}

/// Changes the language that the interface greets the caller in
#[utoipa::path(patch, path = "/api/me", tag = "access", request_body = ChangeMeBody, responses(
    (status = 200, body = MeBody),
    (status = 401, body = ErrorBody),
    (status = 422, description = "`locale_unknown`", body = ErrorBody),
))]
async fn change_me(
    State(platform): State<Platform>,
    mut caller: Caller,
    Json(body): Json<ChangeMeBody>,
) -> Result<axum::Json<MeBody>> {
    let locale = locale_named(&body.preferred_locale).ok_or_else(|| {
        Error::unprocessable(
            ErrorCode::LocaleUnknown,
            "The interface speaks de, fr, it, rm and en.",
        )
    })?;
    let mut tx = platform.db.begin().await?;
    store::set_locale(&mut tx, caller.person.id, locale).await?;
    tx.commit().await?;
    caller.person.preferred_locale = locale;
    Ok(axum::Json(me_body(caller)))
}

fn me_body(caller: Caller) -> MeBody {
    MeBody {
        person: PersonBody {
            id: caller.person.id,
            name: caller.person.name,
            email: caller.person.email,
            color: caller.person.color.to_owned(),
            preferred_locale: caller.person.preferred_locale,
        },
        organisation: OrganisationBody {
            id: caller.organisation.id,
            name: caller.organisation.name,
        },
        role: caller.role,
        permissions: permissions(caller.role),
    }
}

fn is_local_on(config: &Config) -> bool {
    match config.local_sign_in {
        LocalSignIn::On | LocalSignIn::InsecureAnyoneMayEnter => true,
        LocalSignIn::Off => false,
    }
}
