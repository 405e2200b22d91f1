//! The addresses of recipients: their links, their page, and the page that stops mail.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use imprimatur_protocol::api::name_requests::{NewNameRequestBody, OwnNameRequestBody};
use imprimatur_protocol::api::recipients::{
    AskLinkBody, LinkBody, LinkSecretBody, MineBody, SharedBody,
};
use imprimatur_protocol::{CertificateId, ErrorBody, ErrorCode, RecipientAddressId};
use serde::Deserialize;
use url::form_urlencoded;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Recipients;
use super::caller::{Recipient, cookie, removal_cookie};
use super::page::{self, Found};
use crate::access::session::Token;
use crate::error::Result;
use crate::http::client_address::ClientAddress;
use crate::http::extract::{Json, Path, Query, read};

/// Bytes of the form that a mail program sends: two words.
const FORM_BYTES_MOST: usize = 4 * 1024;

/// The routes of recipients.
pub fn router(recipients: Recipients) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(view))
        .routes(routes!(ask))
        .routes(routes!(look))
        .routes(routes!(enter, leave))
        .routes(routes!(ask_address))
        .routes(routes!(remove_address))
        .routes(routes!(share, unshare))
        .routes(routes!(ask_name, take_name_back))
        .routes(routes!(unsubscribing, unsubscribe))
        .with_state(recipients)
}

/// The page of a recipient: their certificates of all organisations, and their addresses
#[utoipa::path(get, path = "/api/mine", tag = "recipients", security(("recipient" = [])), responses(
    (status = 200, body = MineBody),
    (status = 401, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn view(
    State(recipients): State<Recipients>,
    who: Recipient,
) -> Result<axum::Json<MineBody>> {
    recipients.view(who.id).await.map(axum::Json)
}

/// Has a link sent that opens the page of whoever has an address
///
/// The answer is the same whether or not anything is known of the address.
#[utoipa::path(post, path = "/api/mine/links", tag = "recipients", security(()), request_body = AskLinkBody, responses(
    (status = 202, description = "A link is sent, if there is anything behind it"),
    (status = 422, description = "`address_malformed`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`unavailable`", body = ErrorBody),
))]
async fn ask(
    State(recipients): State<Recipients>,
    ClientAddress(client): ClientAddress,
    Json(body): Json<AskLinkBody>,
) -> Result<(StatusCode, axum::Json<()>)> {
    recipients.tried(client)?;
    recipients.ask(&body.email, body.language).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(())))
}

/// What a link would do; looking uses nothing up
#[utoipa::path(post, path = "/api/mine/look", tag = "recipients", security(()), request_body = LinkSecretBody, responses(
    (status = 200, body = LinkBody),
    (status = 403, description = "`recipient_link_expired`", body = ErrorBody),
    (status = 404, description = "`recipient_link_unknown`", body = ErrorBody),
    (status = 409, description = "`recipient_link_used`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn look(
    State(recipients): State<Recipients>,
    ClientAddress(client): ClientAddress,
    Json(body): Json<LinkSecretBody>,
) -> Result<axum::Json<LinkBody>> {
    recipients.tried(client)?;
    recipients.look(&body.secret).await.map(axum::Json)
}

/// Does what a link is for, once: claims a certificate, opens a page, or adds an address to the page that this browser is signed in to
#[utoipa::path(post, path = "/api/mine/session", tag = "recipients", security(()), request_body = LinkSecretBody, responses(
    (status = 204, description = "Lets this browser in by a cookie"),
    (status = 403, description = "`recipient_link_expired`, `recipient_other_browser`", body = ErrorBody),
    (status = 404, description = "`recipient_link_unknown`", body = ErrorBody),
    (status = 409, description = "`recipient_link_used`, `certificate_claimed`, `addresses_full`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn enter(
    State(recipients): State<Recipients>,
    ClientAddress(client): ClientAddress,
    jar: CookieJar,
    Json(body): Json<LinkSecretBody>,
) -> Result<(StatusCode, CookieJar)> {
    recipients.tried(client)?;
    let platform = recipients.platform();
    let visitor = Recipient::of(platform, &jar).await?;
    let entered = recipients.enter(&body.secret, visitor.as_ref()).await?;
    let jar = match entered.cookie {
        Some((token, seconds)) => jar.add(cookie(&platform.config, &token, seconds)),
        None => jar,
    };
    // Nothing that can fail comes after the link was used up.
    Ok((StatusCode::NO_CONTENT, jar))
}

/// Signs this browser out
#[utoipa::path(delete, path = "/api/mine/session", tag = "recipients", security(("recipient" = [])), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
))]
async fn leave(
    State(recipients): State<Recipients>,
    jar: CookieJar,
    who: Recipient,
) -> Result<(StatusCode, CookieJar)> {
    recipients.leave(&who).await?;
    let removed = removal_cookie(&recipients.platform().config);
    Ok((StatusCode::NO_CONTENT, jar.add(removed)))
}

/// Has a link sent that adds an address to the page
///
/// The answer is the same whether or not the address is somebody's.
#[utoipa::path(post, path = "/api/mine/addresses", tag = "recipients", security(("recipient" = [])), request_body = AskLinkBody, responses(
    (status = 202, description = "A link is sent"),
    (status = 401, body = ErrorBody),
    (status = 409, description = "`addresses_full`", body = ErrorBody),
    (status = 422, description = "`address_malformed`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`unavailable`", body = ErrorBody),
))]
async fn ask_address(
    State(recipients): State<Recipients>,
    ClientAddress(client): ClientAddress,
    who: Recipient,
    Json(body): Json<AskLinkBody>,
) -> Result<(StatusCode, axum::Json<()>)> {
    recipients.tried(client)?;
    recipients
        .ask_address(who.id, &body.email, body.language)
        .await?;
    Ok((StatusCode::ACCEPTED, axum::Json(())))
}

/// Takes an address away from the page; certificates that were found by it stay
#[utoipa::path(delete, path = "/api/mine/addresses/{id}", tag = "recipients", security(("recipient" = [])), params(("id" = RecipientAddressId, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`address_last`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn remove_address(
    State(recipients): State<Recipients>,
    who: Recipient,
    Path(address): Path<RecipientAddressId>,
) -> Result<StatusCode> {
    recipients.remove_address(who.id, address).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes an address under which anybody sees that a certificate holds, and nothing of what it says of its recipient
#[utoipa::path(put, path = "/api/mine/certificates/{id}/share", tag = "recipients", security(("recipient" = [])), params(("id" = CertificateId, Path)), responses(
    (status = 200, body = SharedBody),
    (status = 401, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn share(
    State(recipients): State<Recipients>,
    who: Recipient,
    Path(certificate): Path<CertificateId>,
) -> Result<axum::Json<SharedBody>> {
    let organisation = recipients.own(who.id, certificate).await?;
    let brief_url = recipients.share(organisation, certificate).await?;
    Ok(axum::Json(SharedBody { brief_url }))
}

/// Takes that address back
#[utoipa::path(delete, path = "/api/mine/certificates/{id}/share", tag = "recipients", security(("recipient" = [])), params(("id" = CertificateId, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn unshare(
    State(recipients): State<Recipients>,
    who: Recipient,
    Path(certificate): Path<CertificateId>,
) -> Result<StatusCode> {
    let organisation = recipients.own(who.id, certificate).await?;
    recipients.unshare(organisation, certificate).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks the organisation to be called otherwise in a certificate
///
/// Where that is asked already and nobody has decided, it asks for this name from now on.
#[utoipa::path(put, path = "/api/mine/certificates/{id}/name-request", tag = "recipients", security(("recipient" = [])), request_body = NewNameRequestBody, params(("id" = CertificateId, Path)), responses(
    (status = 200, body = OwnNameRequestBody),
    (status = 401, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_superseded`, `certificate_state`, `name_requests_full`", body = ErrorBody),
    (status = 422, description = "`name_invalid`, `note_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn ask_name(
    State(recipients): State<Recipients>,
    ClientAddress(client): ClientAddress,
    who: Recipient,
    Path(certificate): Path<CertificateId>,
    Json(body): Json<NewNameRequestBody>,
) -> Result<axum::Json<OwnNameRequestBody>> {
    recipients.tried(client)?;
    let organisation = recipients.own(who.id, certificate).await?;
    let issuance = recipients.issuance();
    let asked = issuance.ask_name(organisation, certificate, &body).await?;
    Ok(axum::Json(asked))
}

/// Takes back what was asked, and nobody has decided
#[utoipa::path(delete, path = "/api/mine/certificates/{id}/name-request", tag = "recipients", security(("recipient" = [])), params(("id" = CertificateId, Path)), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`name_request_moved`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn take_name_back(
    State(recipients): State<Recipients>,
    who: Recipient,
    Path(certificate): Path<CertificateId>,
) -> Result<StatusCode> {
    let organisation = recipients.own(who.id, certificate).await?;
    let issuance = recipients.issuance();
    issuance.take_name_back(organisation, certificate).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What of the page is asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PageQuery {
    /// `de`, `fr`, `it`, `rm` or `en`; without it what the browser prefers.
    lang: Option<String>,
}

/// A page that asks whether no more mail is to be sent; opening it changes nothing
#[utoipa::path(get, path = "/unsubscribe/{token}", tag = "recipients", security(()), params(("token" = String, Path), PageQuery), responses(
    (status = 200, description = "A page"),
    (status = 404, description = "A page that says so"),
))]
async fn unsubscribing(
    State(recipients): State<Recipients>,
    Path(token): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let found = recipients.stop_of(&token).await?;
    Ok(page::answer(&found, query.lang.as_deref(), &headers))
}

/// Stops mail about certificates of an organisation to an address (RFC 8058)
///
/// The form is `List-Unsubscribe=One-Click`, as mail programs send it; with `again` mail goes there again.
#[utoipa::path(post, path = "/unsubscribe/{token}", tag = "recipients", security(()), params(("token" = String, Path), PageQuery), responses(
    (status = 200, description = "A page that says so"),
    (status = 404, description = "A page that says so"),
))]
async fn unsubscribe(
    State(recipients): State<Recipients>,
    Path(token): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response> {
    let form = read(request, FORM_BYTES_MOST, ErrorCode::BodyTooLarge).await?;
    let wants_again = form_urlencoded::parse(&form).any(|(name, _)| name == "again");
    let found = recipients.stop_of(&token).await?;
    if let Found::Asked(stop) | Found::Stopped(stop) = &found {
        recipients.issuance().turn_mail(stop, !wants_again).await?;
    }
    let found = recipients.stop_of(&token).await?;
    Ok(page::answer(&found, query.lang.as_deref(), &headers))
}

impl Recipients {
    /// What a link stops.
    async fn stop_of(&self, token: &str) -> Result<Found> {
        let Some(token) = Token::read(token) else {
            return Ok(Found::Nothing);
        };
        Ok(match self.issuance().stop(&token).await? {
            None => Found::Nothing,
            Some(stop) if stop.is_stopped => Found::Stopped(stop),
            Some(stop) => Found::Asked(stop),
        })
    }
}
