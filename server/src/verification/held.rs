//! Whether what somebody holds is what was issued: also after what it says of a person was erased here.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::api::issuance::HeldBody;
use imprimatur_protocol::{ErrorBody, ErrorCode};

use super::Verification;
use super::logs::Visitor;
use super::routes::{away, open};
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::http::extract::read;
use crate::issuance::{Said, damaged};

/// Bytes of a credential that somebody holds: those that are issued here have some 60,000 at most.
const HELD_BYTES: usize = 256 * 1024;

/// What the registry says of a credential that somebody holds
///
/// The body is the signed file, byte for byte as it was served or stands in the PDF. Of another one of the same id it is said that it is not what was issued.
#[utoipa::path(post, path = "/api/verify", tag = "verification", security(()), request_body(content = serde_json::Value, content_type = "application/json"), responses(
    (status = 200, body = HeldBody),
    (status = 404, description = "`not_found`: it is none of ours", body = ErrorBody),
    (status = 409, description = "`certificate_damaged`", body = ErrorBody),
    (status = 413, description = "`body_too_large`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
pub(super) async fn verify_held(
    State(verification): State<Verification>,
    visitor: Visitor,
    request: Request,
) -> Result<Response> {
    let held = read(request, HELD_BYTES, ErrorCode::BodyTooLarge).await?;
    let found = verification.find_held(&held).await.map_err(away)?;
    let Some((found, is_issued)) = found else {
        verification.note(None, "held", None, visitor);
        return Err(Error::not_found("certificate"));
    };
    verification.note(Some(&found), "held", None, visitor);
    if let Said::Damaged(why) = &found.said {
        return Err(damaged(why));
    }
    let body = HeldBody {
        id: found.id,
        is_issued,
        state: found.state,
        reason: found.reason,
        reason_note: found.reason_note,
        superseded_by: found.superseded_by,
        checked_at: rfc3339(verification.0.platform.clock.now_ms()),
    };
    Ok((open("application/json", "no-store"), axum::Json(body)).into_response())
}

/// Whether the pages of other sites may send what somebody holds: they may (Fetch, section 3.3.3)
#[utoipa::path(options, path = "/api/verify", tag = "verification", security(()), responses(
    (status = 204, description = "With `POST`, and `Content-Type: application/json`"),
))]
pub(super) async fn may_send() -> impl IntoResponse {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (StatusCode::NO_CONTENT, headers)
}
