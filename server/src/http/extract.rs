//! Reading a request, with refusals in our own words.

use axum::extract::{FromRef, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use imprimatur_protocol::ErrorCode;
use serde::de::DeserializeOwned;

use crate::error::{Error, Kind, Result};
use crate::platform::Platform;

/// How many times the limit is read and thrown away, so that a client that only listens after it has sent all hears
/// why it was refused, instead of a broken connection.
const DRAINED: usize = 4;

/// A JSON body of a known shape, of at most `LIMIT_BODY_BYTES`.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
    Platform: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if !is_json(request.headers()) {
            return Err(json_required());
        }
        let limit = Platform::from_ref(state).config.limits.body_bytes;
        let body = read(request, limit, ErrorCode::BodyTooLarge).await?;
        let wrong = |cause: &str| {
            let cause = shortened(cause);
            let message = format!("The body is not what is expected here: {cause}.");
            Error::invalid(ErrorCode::BodyInvalid, message)
        };
        // A list would be taken for an object whose names nobody has said.
        if body.trim_ascii_start().first() == Some(&b'[') {
            return Err(wrong("it is a list, and no object"));
        }
        let value = serde_json::from_slice(&body).map_err(|cause| wrong(&cause.to_string()))?;
        Ok(Self(value))
    }
}

/// What a refusal says of what was sent: as much of it as tells what is meant.
pub fn shortened(text: &str) -> String {
    const LETTERS: usize = 300;
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The refusal of a body whose declared type a form of another site could send, too.
pub(super) fn json_required() -> Error {
    Error::new(
        Kind::Unsupported,
        ErrorCode::JsonRequired,
        "Send JSON with `Content-Type: application/json`, and a file with `image/…` or `application/octet-stream`.",
    )
}

/// Whether the body is declared as JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(value)) = headers
        .get(header::CONTENT_TYPE)
        .map(|value| value.to_str())
    else {
        return false;
    };
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Whether the body is declared as a picture or as plain bytes. What it really is is told by its content, for which this
/// declaration counts nothing; only a page of our own can make it, as with JSON.
pub(super) fn is_picture(headers: &HeaderMap) -> bool {
    let Some(Ok(value)) = headers
        .get(header::CONTENT_TYPE)
        .map(|value| value.to_str())
    else {
        return false;
    };
    let essence = value.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/octet-stream"
        || essence
            .strip_prefix("image/")
            .is_some_and(|kind| !kind.is_empty())
}

/// The bytes of a body, of at most `limit`; one that is larger is refused with `code`.
pub async fn read(request: Request, limit: usize, code: ErrorCode) -> Result<Vec<u8>> {
    let too_large = || {
        Error::new(
            Kind::TooLarge,
            code,
            format!("The body is larger than {limit} bytes, which is the limit of this server."),
        )
    };
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit.saturating_mul(DRAINED)) {
        return Err(too_large());
    }
    // What is declared is not believed before it is there.
    let mut body = Vec::with_capacity(declared.unwrap_or(0).min(64 * 1024));
    let mut received = 0_usize;
    let mut stream = request.into_body().into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk
            .map_err(|_| Error::invalid(ErrorCode::BodyInvalid, "The body ended too early."))?;
        received += chunk.len();
        if received > limit.saturating_mul(DRAINED) {
            break;
        }
        if received <= limit {
            body.extend_from_slice(&chunk);
        }
    }
    if received > limit {
        return Err(too_large());
    }
    Ok(body)
}

/// The parts of an address. One that cannot be read names nothing, so it is "not found".
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Error::not_found("address"))
    }
}

/// The query of an address.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T, S> FromRequestParts<S> for Query<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        axum::extract::Query::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|cause| {
                Error::invalid(
                    ErrorCode::AddressInvalid,
                    format!(
                        "The query of the address cannot be read: {}.",
                        shortened(&cause.body_text())
                    ),
                )
            })
    }
}
