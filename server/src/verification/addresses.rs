//! Addresses beside those of certificates that somebody may type, shorten or follow: each leads somewhere, or says that there is nothing. And how often anybody
//! may ask for all of them.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use imprimatur_protocol::{CertificateId, ErrorBody, OrganisationId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{PageQuery, locale_of, wants_json};
use super::routes::{html, tell};
use super::{Verification, page};
use crate::access::locales::{locale_name, locale_named};
use crate::error::Result;
use crate::http::client_address::ClientAddress;
use crate::http::extract::Path;
use crate::issuance::did_of;
use crate::rate::too_often;

pub(super) fn router() -> OpenApiRouter<Verification> {
    OpenApiRouter::new()
        .routes(routes!(certificates))
        .routes(routes!(certificate))
        .routes(routes!(who))
        .routes(routes!(issuer))
}

/// To the page where anything can be checked
#[utoipa::path(get, path = "/v", tag = "verification", security(()), responses((status = 307, description = "`/verify`")))]
async fn certificates() -> Redirect {
    Redirect::temporary("/verify")
}

/// To the page of a certificate, without the last slash
#[utoipa::path(get, path = "/v/{id}/", tag = "verification", security(()), params(("id" = CertificateId, Path), PageQuery), responses(
    (status = 308, description = "`/v/{id}`"),
    (status = 404, description = "A page that says that there is no such certificate"),
))]
async fn certificate(
    id: Result<Path<CertificateId>>,
    query: PageQuery,
    headers: HeaderMap,
) -> Response {
    match id {
        Ok(Path(id)) => to(&format!("/v/{id}"), &query),
        // What is no id is not said again in an address.
        Err(_) => nothing(&query, &headers),
    }
}

/// To the page of an issuer, without the last slash
#[utoipa::path(get, path = "/issuers/{id}/", tag = "verification", security(()), params(("id" = OrganisationId, Path), PageQuery), responses(
    (status = 308, description = "`/issuers/{id}`"),
    (status = 404, description = "A page that says that there is no such issuer"),
))]
async fn issuer(
    id: Result<Path<OrganisationId>>,
    query: PageQuery,
    headers: HeaderMap,
) -> Response {
    match id {
        Ok(Path(id)) => to(&format!("/issuers/{id}"), &query),
        Err(_) => nothing(&query, &headers),
    }
}

/// Who an organisation is that issues, for people
#[utoipa::path(get, path = "/issuers/{id}", tag = "verification", security(()), params(("id" = OrganisationId, Path), PageQuery), responses(
    (status = 200, description = "A page"),
    (status = 404, description = "A page that says so"),
    (status = 429, body = ErrorBody),
    (status = 503, description = "A page that says that nobody can tell now"),
))]
async fn who(
    State(verification): State<Verification>,
    id: Result<Path<OrganisationId>>,
    query: PageQuery,
    headers: HeaderMap,
) -> Result<Response> {
    let Ok(Path(organisation)) = id else {
        return Ok(nothing(&query, &headers));
    };
    let locale = locale_of(query.lang.as_deref(), &headers, None);
    let did = did_of(&verification.0.origin, organisation)?;
    let found = async {
        let keys = verification.keys(organisation, &did).await?;
        Ok((keys, verification.issuer(organisation).await?))
    };
    Ok(match found.await {
        Ok((keys, _)) if keys.is_empty() => html(StatusCode::NOT_FOUND, &page::no_issuer(locale)),
        Ok((keys, issuer)) => {
            let page = page::issuer(organisation, did.as_str(), &keys, &issuer, locale);
            html(StatusCode::OK, &page)
        }
        Err(failure) => {
            tell(&failure);
            html(StatusCode::SERVICE_UNAVAILABLE, &page::away(locale))
        }
    })
}

/// There, in the language that was asked for.
fn to(path: &str, query: &PageQuery) -> Response {
    let locale = query.lang.as_deref().and_then(locale_named);
    let address = match locale {
        Some(locale) => format!("{path}?lang={}", locale_name(locale)),
        None => path.to_owned(),
    };
    Redirect::permanent(&address).into_response()
}

fn nothing(query: &PageQuery, headers: &HeaderMap) -> Response {
    let locale = locale_of(query.lang.as_deref(), headers, None);
    html(StatusCode::NOT_FOUND, &page::unknown(locale))
}

/// Below the addresses of certificates, issuers and lists, where there is nothing: a page that says so. None: it is another address.
#[must_use]
pub fn nothing_here(path: &str, headers: &HeaderMap) -> Option<Response> {
    let first = path.split('/').nth(1);
    matches!(first, Some("v" | "s" | "issuers" | "status"))
        .then(|| nothing(&PageQuery::default(), headers))
}

/// Whether people look at what stands there: a certificate, a share of one, or who has issued it.
fn is_page(path: &str) -> bool {
    let mut parts = path.split('/').skip(1);
    let is_ours = matches!(parts.next(), Some("v" | "s" | "issuers"));
    // An id, and perhaps a slash.
    is_ours && parts.next().is_some() && parts.all(str::is_empty)
}

/// Counts what an address asks for, and refuses what is too much: people in words.
pub(super) async fn counted(
    State(verification): State<Verification>,
    request: Request,
    next: Next,
) -> Response {
    let platform = &verification.0.platform;
    let address = request.extensions().get::<ClientAddress>().copied();
    let taken = address.map_or(Ok(()), |ClientAddress(address)| {
        platform
            .requests
            .of_verifier(address, platform.clock.now_ms())
    });
    let Err(over) = taken else {
        return next.run(request).await;
    };
    let sentence = "There were too many requests for certificates from one address within a minute. Wait a moment.";
    let mut refusal = too_often(sentence.to_owned(), over).into_response();
    if is_page(request.uri().path()) && !wants_json(request.headers()) {
        let asked = PageQuery::of(request.uri()).lang;
        let locale = locale_of(asked.as_deref(), request.headers(), None);
        let mut response = html(StatusCode::TOO_MANY_REQUESTS, &page::busy(locale));
        if let Some(wait) = refusal.headers().get(header::RETRY_AFTER) {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, wait.clone());
        }
        *response.extensions_mut() = std::mem::take(refusal.extensions_mut());
        return response;
    }
    refusal
}
