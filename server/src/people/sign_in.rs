//! Signing in by WorkOS: away with a state that only this browser can bring back, and in again. (RFC 6749, section 4.1; RFC 7636.)

use axum::extract::State;
use axum::http::header::{LOCATION, REFERRER_POLICY};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use imprimatur_protocol::api::access::{SignedInBody, SwitchBody};
use imprimatur_protocol::{ErrorBody, ErrorCode, OrganisationId};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::apply::apply;
use super::objects::{Kind, Object};
use super::store;
use crate::access::{Caller, entry, session};
use crate::config::PublicUrl;
use crate::error::{Error, Kind as ErrorKind, Result, describe};
use crate::http::extract::{Json, Query};
use crate::platform::Platform;
use crate::workos::client::SignIn;
use crate::workos::{Authenticated, Claims, Failure};

/// What binds the way back to the browser that left.
const COOKIE: &str = "imprimatur_sign_in";

/// How long somebody may be away.
const AWAY_MS: i64 = 15 * 60 * 1000;

/// People who may be away at once, on all nodes; more is an attack.
const AWAY_MOST: i64 = 100_000;

/// Letters of an address that somebody is led back to.
const RETURN_TO_MOST: usize = 1_000;

/// What `GET /auth/sign-in` is asked with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInQuery {
    /// Where to go afterwards: a path of this server.
    return_to: Option<String>,
    /// Where to sign in to. Without it, the person chooses.
    #[param(value_type = Option<String>)]
    organisation: Option<OrganisationId>,
    /// Their e-mail address, where it is known.
    login_hint: Option<String>,
}

/// What WorkOS sends somebody back with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CallbackQuery {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Sends the browser to WorkOS to sign in
#[utoipa::path(get, path = "/auth/sign-in", tag = "access", security(()), params(SignInQuery), responses(
    (status = 303, description = "To WorkOS"),
    (status = 403, description = "`workos_off`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
pub(super) async fn leave(
    State(platform): State<Platform>,
    uri: Uri,
    headers: HeaderMap,
    Query(query): Query<SignInQuery>,
) -> Result<Response> {
    let workos = platform.workos()?;
    let return_to = return_to(query.return_to.as_deref());
    let state = URL_SAFE_NO_PAD.encode(platform.clock.random::<32>());
    let verifier = URL_SAFE_NO_PAD.encode(platform.clock.random::<32>());
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let redirect_uri = callback_address(&platform, &uri, &headers)?;
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    let organization = match query.organisation {
        Some(organisation) => store::workos_organisation(&mut tx, organisation).await?,
        None => None,
    };
    store::forget_sign_ins(&mut tx, now_ms, platform.config.limits.sweep_rows).await?;
    if store::sign_ins(&mut tx).await? >= AWAY_MOST {
        return Err(Error::new(
            ErrorKind::TooMany,
            ErrorCode::TooManyRequests,
            "Too many people are signing in. Try again in some minutes.",
        ));
    }
    store::begin_sign_in(
        &mut tx,
        hash(&state),
        &verifier,
        &return_to,
        now_ms + AWAY_MS,
    )
    .await?;
    tx.commit().await?;
    let url = workos
        .client
        .authorize_url(&SignIn {
            redirect_uri: &redirect_uri,
            state: &state,
            challenge: &challenge,
            organization: organization.as_deref(),
            login_hint: query.login_hint.as_deref(),
        })
        .map_err(|failure| Error::internal("going to WorkOS").caused_by(failure))?;
    let mut cookie = own_cookie(&platform, state);
    cookie.set_max_age(time::Duration::milliseconds(AWAY_MS));
    Ok((CookieJar::new().add(cookie), go(url.as_str())).into_response())
}

/// Where WorkOS sends the browser back to
///
/// Whatever happened, the browser is led on: to where it wanted to go, or to the page for signing in with `?error=` and a code.
#[utoipa::path(get, path = "/auth/callback", tag = "access", security(()), params(CallbackQuery), responses(
    (status = 303, description = "To the page"),
    (status = 403, description = "`workos_off`", body = ErrorBody),
))]
pub(super) async fn come_back(
    State(platform): State<Platform>,
    jar: CookieJar,
    Query(query): Query<CallbackQuery>,
) -> Result<Response> {
    platform.workos()?;
    let mut removal = own_cookie(&platform, String::new());
    removal.make_removal();
    let answer = CookieJar::new().add(removal);
    let own_state = jar.get(COOKIE).map(|cookie| cookie.value().to_owned());
    Ok(match enter(&platform, own_state.as_deref(), &query).await {
        Ok((token, return_to)) => {
            let answer = answer.add(session::cookie(&platform.config, &token));
            (answer, go(&return_to)).into_response()
        }
        Err(refusal) => {
            let cause = describe(&refusal);
            tracing::info!(error.code = refusal.code().as_str(), error.cause = %cause, "somebody was not signed in: {cause}");
            let page = format!("/sign-in?error={}", refusal.code().as_str());
            (answer, go(&page)).into_response()
        }
    })
}

/// Goes over to another organisation of the caller
#[utoipa::path(post, path = "/auth/switch", tag = "access", request_body = SwitchBody, responses(
    (status = 200, body = SignedInBody),
    (status = 403, description = "`sign_in_refused`: sign in there by `GET /auth/sign-in`", body = ErrorBody),
    (status = 404, description = "`not_found`", body = ErrorBody),
    (status = 503, description = "`sign_in_unavailable`", body = ErrorBody),
))]
pub(super) async fn switch(
    State(platform): State<Platform>,
    caller: Caller,
    Json(body): Json<SwitchBody>,
) -> Result<impl IntoResponse> {
    let token = entry::switch(&platform, &caller, body.organisation_id).await?;
    let jar = CookieJar::new().add(session::cookie(&platform.config, &token));
    let token = token.reveal().to_owned();
    Ok((jar, axum::Json(SignedInBody { token })))
}

/// From the way back to a session, and where its person wanted to go.
async fn enter(
    platform: &Platform,
    own_state: Option<&str>,
    query: &CallbackQuery,
) -> Result<(session::Token, String)> {
    let state = query.state.as_deref().ok_or_else(over)?;
    // Whoever has another's link, and not their browser, is not signed in as them; nor is anybody as whoever made the link.
    if own_state != Some(state) {
        return Err(over());
    }
    let mut tx = platform.db.begin().await?;
    let left = store::end_sign_in(&mut tx, hash(state), platform.clock.now_ms()).await?;
    tx.commit().await?;
    let left = left.ok_or_else(over)?;
    if let Some(error) = &query.error {
        tracing::info!(workos.error = error, "WorkOS did not let somebody in");
        return Err(refused());
    }
    let code = query.code.as_deref().ok_or_else(over)?;
    let workos = platform.workos()?;
    let authenticated = workos.client.exchange(code, &left.verifier).await;
    let authenticated = authenticated.map_err(|failure| {
        let passes = failure.is_passing();
        tracing::warn!(error.cause = %failure, "a code of WorkOS was not exchanged: {failure}");
        if passes {
            entry::unavailable()
        } else {
            refused()
        }
    })?;
    let claims = entry::claims(platform, &authenticated).await?;
    keep_what_is_said(platform, &authenticated, &claims).await?;
    let token = entry::enter(platform, authenticated, &claims).await?;
    Ok((token.ok_or_else(no_member)?, left.return_to))
}

/// Somebody who comes for the first time is often here before the news of them.
async fn keep_what_is_said(
    platform: &Platform,
    authenticated: &Authenticated,
    claims: &Claims,
) -> Result<()> {
    let said_at_ms = platform.clock.now_ms();
    keep(platform, Kind::User, &authenticated.user, said_at_ms).await?;
    let Some(organization) = claims.org_id.as_deref() else {
        return Ok(());
    };
    let mut tx = platform.db.read().await?;
    let is_known = store::is_member(&mut tx, organization, &claims.sub).await?;
    drop(tx);
    if is_known {
        return Ok(());
    }
    let client = &platform.workos()?.client;
    let fetched = async {
        let thing = client
            .get(&format!("/organizations/{organization}"))
            .await?;
        let memberships = client
            .list(
                "/user_management/organization_memberships",
                &[
                    ("organization_id", organization),
                    ("user_id", &claims.sub),
                    ("statuses", "active,inactive,pending"),
                ],
            )
            .await?;
        Ok::<_, Failure>((thing, memberships))
    };
    let (thing, memberships) = fetched.await.map_err(|failure| {
        tracing::warn!(error.cause = %failure, "whether somebody is a member could not be asked: {failure}");
        entry::unavailable()
    })?;
    keep(platform, Kind::Organization, &thing, said_at_ms).await?;
    for membership in &memberships.data {
        keep(
            platform,
            Kind::OrganizationMembership,
            membership,
            said_at_ms,
        )
        .await?;
    }
    Ok(())
}

async fn keep(
    platform: &Platform,
    kind: Kind,
    data: &serde_json::Value,
    said_at_ms: i64,
) -> Result<()> {
    let object = Object::read(kind, data, said_at_ms, false).map_err(|why| {
        Error::internal(format!(
            "what WorkOS says of a {} cannot be read: {why}",
            kind.as_str()
        ))
    })?;
    let mut tx = platform.db.begin().await?;
    let change = super::objects::Change::Object(object);
    let (_, notices) = apply(&mut tx, &platform.clock, &change).await?;
    tx.commit().await?;
    notices.into_iter().for_each(|it| platform.notify(it));
    Ok(())
}

/// Where WorkOS is to send the browser back to: our own address, by the name that the browser knows.
fn callback_address(platform: &Platform, uri: &Uri, headers: &HeaderMap) -> Result<String> {
    let origin = match &platform.config.public_url {
        Some(url) => url.origin().to_owned(),
        None => {
            // The door lets only hosts of ours in.
            let host = headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok());
            let host = host.or_else(|| uri.authority().map(|it| it.as_str()));
            format!("http://{}", host.ok_or_else(over)?)
        }
    };
    Ok(format!("{origin}/auth/callback"))
}

/// A path of ours: whoever makes a link to the way in must not decide where it leads out.
fn return_to(wanted: Option<&str>) -> String {
    let wanted = wanted.unwrap_or("/");
    let is_ours = wanted.len() <= RETURN_TO_MOST
        && wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && wanted.bytes().all(|byte| byte > b' ' && byte < 0x7f);
    if is_ours {
        wanted.to_owned()
    } else {
        "/".to_owned()
    }
}

fn hash(state: &str) -> Vec<u8> {
    Sha256::digest(state.as_bytes()).to_vec()
}

fn go(address: &str) -> Response {
    // A code that stands in an address is told to nobody.
    (
        StatusCode::SEE_OTHER,
        [
            (LOCATION, address),
            (REFERRER_POLICY, "no-referrer"),
            (header::CACHE_CONTROL, "no-store"),
        ],
    )
        .into_response()
}

fn own_cookie(platform: &Platform, value: String) -> Cookie<'static> {
    Cookie::build((COOKIE, value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/auth")
        .secure(
            platform
                .config
                .public_url
                .as_ref()
                .is_some_and(PublicUrl::is_secure),
        )
        .build()
}

fn over() -> Error {
    Error::new(
        ErrorKind::Forbidden,
        ErrorCode::SignInOver,
        "This way back does not belong to this browser, or it took too long. Sign in again.",
    )
}

fn refused() -> Error {
    Error::new(
        ErrorKind::Forbidden,
        ErrorCode::SignInRefused,
        "WorkOS did not let you in.",
    )
}

fn no_member() -> Error {
    Error::new(
        ErrorKind::Forbidden,
        ErrorCode::OrganisationRequired,
        "You are a member of no organisation here. Ask an administrator to invite you.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for (wanted, led) in [
            (None, "/"),
            (
                Some("/templates/tpl_1?page=2#x"),
                "/templates/tpl_1?page=2#x",
            ),
            (Some("//evil.example"), "/"),
            (Some("/\\evil.example"), "/"),
            (Some("https://evil.example"), "/"),
            (Some("/\t/evil.example"), "/"),
            (Some("javascript:alert(1)"), "/"),
            (Some(""), "/"),
        ] {
            assert_eq!(return_to(wanted), led, "{wanted:?}");
        }
        assert_eq!(
            return_to(Some(&format!("/{}", "a".repeat(RETURN_TO_MOST)))),
            "/"
        );
    }
}
