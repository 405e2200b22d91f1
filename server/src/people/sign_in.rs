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
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::form_urlencoded;
use utoipa::IntoParams;

use super::apply::apply;
use super::objects::{Kind, Object};
use super::store;
use crate::access::{Caller, entry, seal, session};
use crate::config::PublicUrl;
use crate::error::{Error, Kind as ErrorKind, Result, describe};
use crate::http::extract::{Json, Query};
use crate::platform::Platform;
use crate::workos::client::SignIn;
use crate::workos::{Authenticated, Claims, Failure};

/// What binds the way back to the browser that left: it holds, sealed, what it left with.
const COOKIE: &str = "imprimatur_sign_in";

/// How long somebody may be away.
const AWAY_MS: i64 = 15 * 60 * 1000;

/// What is sealed for this place is opened in no other.
const PLACE: &[u8] = b"sign-in";

/// Where somebody is led who did not say where to.
const HOME: &str = "/";

/// Letters of an address that somebody is led back to: the browser keeps them in a cookie.
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

/// What somebody left with.
#[derive(Serialize, Deserialize)]
struct Left {
    /// What WorkOS gives back untouched.
    state: String,
    /// What the code is good with. (RFC 7636, section 4.1.)
    verifier: String,
    return_to: String,
    /// Until when they may come back, in milliseconds since 1970.
    until_ms: i64,
}

/// Sends the browser to WorkOS to sign in
#[utoipa::path(get, path = "/auth/sign-in", tag = "access", security(()), params(SignInQuery), responses(
    (status = 303, description = "To WorkOS"),
    (status = 403, description = "`workos_off`", body = ErrorBody),
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
    let organization = match query.organisation {
        Some(organisation) => {
            let mut tx = platform.db.read().await?;
            store::workos_organisation(&mut tx, organisation).await?
        }
        None => None,
    };
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
    let left = Left {
        state,
        verifier,
        return_to,
        until_ms: platform.clock.now_ms() + AWAY_MS,
    };
    let mut cookie = own_cookie(&platform, sealed(&platform, &left)?);
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
    let left = jar.get(COOKIE).map(Cookie::value);
    let left = left.and_then(|sealed| unsealed(&platform, sealed));
    let return_to = left.as_ref().map(|left| left.return_to.clone());
    Ok(match enter(&platform, left, &query).await {
        Ok(token) => {
            let answer = answer.add(session::cookie(&platform.config, &token));
            (answer, go(return_to.as_deref().unwrap_or(HOME))).into_response()
        }
        Err(refusal) => {
            let (code, cause) = (refusal.code().as_str(), describe(&refusal));
            if refusal.kind() == ErrorKind::Internal {
                tracing::error!(error.code = code, error.cause = %cause, "somebody could not be signed in: {cause}");
            } else {
                tracing::info!(error.code = code, error.cause = %cause, "somebody was not signed in: {cause}");
            }
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("error", code);
            if let Some(return_to) = &return_to {
                query.append_pair("next", return_to);
            }
            (answer, go(&format!("/sign-in?{}", query.finish()))).into_response()
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

/// From the way back to a session.
async fn enter(
    platform: &Platform,
    left: Option<Left>,
    query: &CallbackQuery,
) -> Result<session::Token> {
    let left = left.ok_or_else(over)?;
    // Whoever has another's link, and not their browser, is not signed in as them; nor is anybody as whoever made the link.
    if query.state.as_ref() != Some(&left.state) || left.until_ms <= platform.clock.now_ms() {
        return Err(over());
    }
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
    let token = entry::enter(platform, authenticated, &claims, None).await?;
    token.ok_or_else(no_member)
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
    let wanted = wanted.unwrap_or(HOME);
    let is_ours = wanted.len() <= RETURN_TO_MOST
        && wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && wanted.bytes().all(|byte| byte > b' ' && byte < 0x7f);
    let led = if is_ours { wanted } else { HOME };
    led.to_owned()
}

fn sealed(platform: &Platform, left: &Left) -> Result<String> {
    let secret = &platform.workos()?.client.settings().api_key;
    let text = serde_json::to_string(left)
        .map_err(|cause| Error::internal("writing what somebody left with").caused_by(cause))?;
    Ok(URL_SAFE_NO_PAD.encode(seal::seal(secret, PLACE, &text, &platform.clock)))
}

/// None: it is not from here, or of another `WORKOS_API_KEY`.
fn unsealed(platform: &Platform, sealed: &str) -> Option<Left> {
    let secret = &platform.workos.as_ref()?.client.settings().api_key;
    let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    serde_json::from_str(&seal::open(secret, PLACE, &sealed)?).ok()
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
