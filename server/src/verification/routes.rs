//! What anybody may ask, without an account.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use imprimatur_credential::{DidDocument, pack};
use imprimatur_protocol::api::access::Locale;
use imprimatur_protocol::api::issuance::{
    CertificateStepBody, VerificationBody, VerifiedDomainBody,
};
use imprimatur_protocol::{
    CertificateId, ErrorBody, ErrorCode, OrganisationId, ShareId, StatusListId,
};
use imprimatur_render::qr_svg;
use maud::Markup;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::addresses::{self, counted};
use super::answer::{Found, outcome};
use super::asked::{PageQuery, PictureQuery, locale_of, wants_json};
use super::history::Step;
use super::issuers::Domain;
use super::logs::{Asked, Visitor};
use super::{Verification, held, page};
use crate::access::locales::locale_name;
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::http::conditional::{matches_tag, wanted_tag};
use crate::http::extract::{Path, Query};
use crate::http::saved_as::saved_as;
use crate::issuance::{Said, Sheet, damaged, did_of};
use crate::pictures::Format;
use crate::registry::Failure;

/// After a rotation, whoever holds a copy of the keys does not know the new one for so long.
const KEYS_CACHE: &str = "public, max-age=60";

/// A list may change at any moment; whoever has one that is a minute old is told what held a minute ago.
const LIST_CACHE: &str = "public, max-age=60";

const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// The routes of verification.
pub fn router(verification: Verification) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(look))
        .routes(routes!(brief))
        .routes(routes!(offline_qr))
        .merge(addresses::router())
        .routes(routes!(credential))
        .routes(routes!(pdf))
        .routes(routes!(png))
        .routes(routes!(svg))
        .routes(routes!(verify))
        .routes(routes!(held::verify_held, held::may_send))
        .routes(routes!(list))
        .routes(routes!(issuer))
        .layer(from_fn_with_state(verification.clone(), counted))
        .layer(map_response(for_every_site))
        .with_state(verification)
}

/// What anybody may ask, the pages of any site may read: also that there is nothing, or that nobody can tell now.
async fn for_every_site(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A certificate, for anybody
///
/// A page; with `Accept: application/json` what `GET /api/verify/{id}` answers.
#[utoipa::path(get, path = "/v/{id}", tag = "verification", security(()), params(("id" = CertificateId, Path), PageQuery), responses(
    (status = 200, description = "A page"),
    (status = 404, description = "A page that says so"),
    (status = 503, description = "A page that says that nobody can tell now"),
))]
async fn look(
    State(verification): State<Verification>,
    visitor: Visitor,
    id: Result<Path<CertificateId>>,
    query: PageQuery,
    headers: HeaderMap,
) -> Response {
    // What is no id names nothing, for people as well.
    let found = match id {
        Ok(Path(id)) => verification.find(id).await,
        Err(_) => Ok(None),
    };
    if wants_json(&headers) {
        return answered(&verification, found, "api", visitor).into_response();
    }
    let own = found.as_ref().ok().and_then(Option::as_ref);
    let locale = locale_of(
        query.lang.as_deref(),
        &headers,
        own.map(|found| found.language.as_str()),
    );
    let now_ms = verification.0.platform.clock.now_ms();
    match found {
        Ok(found) => {
            verification.note(found.as_ref(), "page", Some(locale), visitor);
            let status = match &found {
                Some(_) => StatusCode::OK,
                None => StatusCode::NOT_FOUND,
            };
            let pages = verification.pages(found.as_ref()).await;
            html(status, &page::of(found.as_ref(), locale, now_ms, pages))
        }
        Err(failure) => {
            tell(&failure);
            html(StatusCode::SERVICE_UNAVAILABLE, &page::away(locale))
        }
    }
}

/// Whether a certificate holds, as its recipient shows it: with its title, its issuer and the first letters of their name
#[utoipa::path(get, path = "/s/{id}", tag = "verification", security(()), params(("id" = ShareId, Path), PageQuery), responses(
    (status = 200, description = "A page"),
    (status = 404, description = "A page that says so"),
    (status = 503, description = "A page that says that nobody can tell now"),
))]
async fn brief(
    State(verification): State<Verification>,
    visitor: Visitor,
    id: Result<Path<ShareId>>,
    query: PageQuery,
    headers: HeaderMap,
) -> Response {
    let found = match id {
        Ok(Path(id)) => verification.find_shared(id).await,
        Err(_) => Ok(None),
    };
    let known = found.as_ref().ok().and_then(Option::as_ref);
    let own = known.map(|found| found.language.as_str());
    let locale = locale_of(query.lang.as_deref(), &headers, own);
    match found {
        Ok(found) => {
            verification.note(found.as_ref(), "brief", Some(locale), visitor);
            let status = match &found {
                Some(_) => StatusCode::OK,
                None => StatusCode::NOT_FOUND,
            };
            html(status, &page::brief(found.as_ref(), locale))
        }
        Err(failure) => {
            tell(&failure);
            html(StatusCode::SERVICE_UNAVAILABLE, &page::away(locale))
        }
    }
}

/// What the registry says of a certificate, for programs
#[utoipa::path(get, path = "/api/verify/{id}", tag = "verification", security(()), params(("id" = CertificateId, Path)), responses(
    (status = 200, body = VerificationBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_damaged`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn verify(
    State(verification): State<Verification>,
    visitor: Visitor,
    Path(id): Path<CertificateId>,
) -> Response {
    let found = verification.find(id).await;
    answered(&verification, found, "api", visitor).into_response()
}

/// The signed credential, byte for byte as it was issued
#[utoipa::path(get, path = "/v/{id}/credential.json", tag = "verification", security(()), params(("id" = CertificateId, Path)), responses(
    (status = 200, description = "`application/vc`"),
    (status = 404, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn credential(
    State(verification): State<Verification>,
    visitor: Visitor,
    Path(id): Path<CertificateId>,
) -> Result<Response> {
    let found = verification.find(id).await.map_err(away)?;
    verification.note(found.as_ref(), "credential", None, visitor);
    match found.map(|found| found.said) {
        Some(Said::Genuine(bytes, _)) => {
            Ok((open("application/vc", "no-cache"), bytes).into_response())
        }
        Some(Said::Damaged(why)) => Err(damaged(&why)),
        Some(Said::Erased) | None => Err(Error::not_found("certificate")),
    }
}

/// A code with all that a certificate says, signed: it is checked without this server, but for what became of it since
#[utoipa::path(get, path = "/v/{id}/offline-qr.svg", tag = "verification", security(()), params(("id" = CertificateId, Path)), responses(
    (status = 200, description = "`image/svg+xml`"),
    (status = 404, description = "There is no such certificate, or it says too much for a code", body = ErrorBody),
    (status = 409, description = "`certificate_damaged`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn offline_qr(
    State(verification): State<Verification>,
    Path(id): Path<CertificateId>,
) -> Result<Response> {
    let found = verification.find(id).await.map_err(away)?;
    let bytes = match found.map(|found| found.said) {
        Some(Said::Genuine(bytes, _)) => bytes,
        Some(Said::Damaged(why)) => return Err(damaged(&why)),
        Some(Said::Erased) | None => return Err(Error::not_found("certificate")),
    };
    let code = pack(&bytes)
        .ok()
        .and_then(|packed| qr_svg(&format!("{}/v/{id}#{packed}", verification.0.origin)));
    let code = code.ok_or_else(|| {
        let sentence = "What this certificate says is too much for a code. Its address and its files say all of it.";
        Error::new(Kind::NotFound, ErrorCode::NotFound, sentence)
    })?;
    let policy = [(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)];
    Ok((open("image/svg+xml", "no-cache"), policy, code).into_response())
}

/// A certificate as PDF, with the signed credential inside
#[utoipa::path(get, path = "/v/{id}/certificate.pdf", tag = "verification", security(()), params(("id" = CertificateId, Path)), responses(
    (status = 200, description = "`application/pdf`"),
    (status = 304),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_damaged`", body = ErrorBody),
    (status = 422, description = "`picture_too_large`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`, `storage_unavailable`, `render_busy`, `render_timeout`", body = ErrorBody),
))]
async fn pdf(
    State(verification): State<Verification>,
    Path(id): Path<CertificateId>,
    headers: HeaderMap,
) -> Result<Response> {
    let sheet = Sheet {
        format: Format::Pdf,
        page: 0,
    };
    verification.picture(id, sheet, &headers).await
}

/// A page of a certificate as pixels
#[utoipa::path(get, path = "/v/{id}/certificate.png", tag = "verification", security(()), params(("id" = CertificateId, Path), PictureQuery), responses(
    (status = 200, description = "`image/png`"),
    (status = 304),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_damaged`", body = ErrorBody),
    (status = 422, description = "`picture_too_large`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`, `storage_unavailable`, `render_busy`, `render_timeout`", body = ErrorBody),
))]
async fn png(
    State(verification): State<Verification>,
    Path(id): Path<CertificateId>,
    Query(query): Query<PictureQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let sheet = query.sheet(Format::Png)?;
    verification.picture(id, sheet, &headers).await
}

/// A page of a certificate as vectors
#[utoipa::path(get, path = "/v/{id}/certificate.svg", tag = "verification", security(()), params(("id" = CertificateId, Path), PictureQuery), responses(
    (status = 200, description = "`image/svg+xml`"),
    (status = 304),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_damaged`", body = ErrorBody),
    (status = 422, description = "`picture_too_large`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`, `storage_unavailable`, `render_busy`, `render_timeout`", body = ErrorBody),
))]
async fn svg(
    State(verification): State<Verification>,
    Path(id): Path<CertificateId>,
    Query(query): Query<PictureQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let sheet = query.sheet(Format::Svg)?;
    verification.picture(id, sheet, &headers).await
}

/// A signed list of what is revoked, or suspended
#[utoipa::path(get, path = "/status/{list}/{purpose}", tag = "verification", security(()), params(("list" = String, Path), ("purpose" = String, Path)), responses(
    (status = 200, description = "`application/vc`"),
    (status = 304),
    (status = 404, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn list(
    State(verification): State<Verification>,
    Path((list, purpose)): Path<(StatusListId, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let unknown = || Error::not_found("list");
    if !["revocation", "suspension"].contains(&purpose.as_str()) {
        return Err(unknown());
    }
    let found = verification
        .list(&format!("{list}-{purpose}"))
        .await
        .map_err(away)?;
    let (bytes, revision) = found.ok_or_else(unknown)?;
    let tag = format!("\"{revision}\"");
    let tagged = [(header::ETAG, tag.clone())];
    if wanted_tag(&headers).is_some_and(|wanted| matches_tag(wanted, &tag)) {
        return Ok((
            StatusCode::NOT_MODIFIED,
            open("application/vc", LIST_CACHE),
            tagged,
        )
            .into_response());
    }
    Ok((open("application/vc", LIST_CACHE), tagged, bytes).into_response())
}

/// Who an organisation is as an issuer, and its keys (did:web)
#[utoipa::path(get, path = "/issuers/{id}/did.json", tag = "verification", security(()), params(("id" = OrganisationId, Path)), responses(
    (status = 200, description = "`application/did+json`"),
    (status = 404, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn issuer(
    State(verification): State<Verification>,
    Path(organisation): Path<OrganisationId>,
) -> Result<Response> {
    let issuer = did_of(&verification.0.origin, organisation)?;
    let keys = verification
        .keys(organisation, &issuer)
        .await
        .map_err(away)?;
    if keys.is_empty() {
        return Err(Error::not_found("issuer"));
    }
    let document = serde_json::to_vec(&DidDocument::new(&issuer, &keys))
        .map_err(|cause| Error::internal("writing who an issuer is").caused_by(cause))?;
    Ok((open("application/did+json", KEYS_CACHE), document).into_response())
}

impl Verification {
    async fn picture(
        &self,
        certificate: CertificateId,
        sheet: Sheet,
        headers: &HeaderMap,
    ) -> Result<Response> {
        let tag = |sha256: &str| format!("\"{sha256}\"");
        let wanted = wanted_tag(headers).map(str::to_owned);
        let has = |sha256: &str| {
            wanted
                .as_deref()
                .is_some_and(|it| matches_tag(it, &tag(sha256)))
        };
        let picture = self.0.issuance.picture(certificate, sheet, has).await?;
        let picture = picture.ok_or_else(|| Error::not_found("certificate"))?;
        let told = open(sheet.format.media_type(), "no-cache");
        let page = (sheet.page > 0).then(|| format!(" {}", sheet.page + 1));
        let page = page.unwrap_or_default();
        let name = format!("{}{page}.{}", picture.name, sheet.format.ending());
        let more = [
            (header::ETAG, tag(&picture.sha256)),
            (header::CONTENT_DISPOSITION, saved_as("inline", &name)),
        ];
        let Some(bytes) = picture.bytes else {
            return Ok((StatusCode::NOT_MODIFIED, told, more).into_response());
        };
        let mut response = (told, more, bytes).into_response();
        if sheet.format == Format::Svg {
            // What a layout holds is drawn, never run.
            let policy = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
            response
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        Ok(response)
    }

    pub(super) fn note(
        &self,
        found: Option<&Found>,
        method: &'static str,
        language: Option<Locale>,
        visitor: Visitor,
    ) {
        let outcome = outcome(found);
        metrics::counter!("imprimatur_verifications_total", "method" => method, "outcome" => outcome).increment(1);
        if let Some(found) = found {
            if let Said::Damaged(why) = &found.said {
                tracing::error!(certificate.id = %found.id, error.cause = %why, "{} is not what was issued: {why}", found.id);
            }
            let asked = Asked {
                organisation: found.organisation,
                certificate: found.id,
                method,
                outcome,
                language: language.map(locale_name),
                visitor,
            };
            self.0.logs.note(&self.0.platform, &asked);
        }
    }
}

/// For programs, of any site.
fn answered(
    verification: &Verification,
    found: std::result::Result<Option<Found>, Failure>,
    method: &'static str,
    visitor: Visitor,
) -> Result<Response> {
    let found = found.map_err(away)?;
    verification.note(found.as_ref(), method, None, visitor);
    let found = found.ok_or_else(|| Error::not_found("certificate"))?;
    let credential = match &found.said {
        Said::Genuine(bytes, _) => serde_json::from_slice(bytes).ok(),
        Said::Erased => None,
        Said::Damaged(why) => return Err(damaged(why)),
    };
    let body = VerificationBody {
        id: found.id,
        state: found.state,
        reason: found.reason,
        reason_note: found.reason_note.clone(),
        supersedes: found.supersedes,
        superseded_by: found.superseded_by,
        checked_at: rfc3339(verification.0.platform.clock.now_ms()),
        domains: domains(&found),
        history: history(&found),
        credential,
    };
    let vary = [(header::VARY, "accept")];
    Ok((open("application/json", "no-cache"), vary, axum::Json(body)).into_response())
}

fn domains(found: &Found) -> Vec<VerifiedDomainBody> {
    let body = |domain: &Domain| VerifiedDomainBody {
        domain: domain.name.clone(),
        verified_at: rfc3339(domain.since_ms),
    };
    found.issuer.domains.iter().map(body).collect()
}

fn history(found: &Found) -> Vec<CertificateStepBody> {
    let body = |step: &Step| CertificateStepBody {
        step: step.step,
        at: rfc3339(step.at_ms),
    };
    found.history.iter().map(body).collect()
}

/// What it is, and how long it may be kept.
pub(super) fn open(
    media_type: &'static str,
    cache: &'static str,
) -> [(HeaderName, HeaderValue); 2] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
    ]
}

pub(super) fn html(status: StatusCode, page: &Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "accept, accept-language"),
    ];
    (status, headers, page.0.clone()).into_response()
}

pub(super) fn tell(failure: &Failure) {
    tracing::warn!(error.cause = %failure, "the registry does not answer, and nobody can check a certificate: {failure}");
}

pub(super) fn away(failure: Failure) -> Error {
    Error::new(
        Kind::Busy,
        ErrorCode::RegistryUnavailable,
        "The registry does not answer: this cannot be checked right now. Try again in a moment.",
    )
    .caused_by(failure)
}
