//! The door: what every request passes, and what every answer carries.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::ErrorCode;

use super::extract::{is_json, is_picture, json_required};
use super::sites::Sites;
use crate::clock::Clock;
use crate::config::{Config, LocalSignIn};
use crate::error::{Error, Failure, Kind, Result};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Everything the page may load comes from here. `wasm-unsafe-eval` lets it run WebAssembly, and no other evaluated code: HarfBuzz, which shapes
/// its texts, is such a program and comes from the page's own origin. Styles are inline too, because the UI kit adds some while it runs;
/// pictures may come out of the page itself (thumbnails, previews of an upload).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Carried by every answer, unless its route says otherwise.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // A socket's address may hold a token.
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
];

/// What only a proxy adds.
const FORWARDED: [&str; 6] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-real-ip",
];

/// What the door needs to know.
#[derive(Clone)]
pub struct Door(Arc<Rules>);

struct Rules {
    sites: Sites,
    clock: Clock,
    refuse_forwarded: bool,
    secure: bool,
    timeout: Duration,
}

impl Door {
    /// From the settings.
    pub fn new(config: &Config, clock: &Clock) -> Self {
        Self(Arc::new(Rules {
            sites: Sites::new(config),
            clock: clock.clone(),
            // Local sign-in is judged by the address that is listened on; a proxy would open it to others.
            refuse_forwarded: config.local_sign_in == LocalSignIn::On,
            secure: config
                .public_url
                .as_ref()
                .is_some_and(crate::config::PublicUrl::is_secure),
            timeout: Duration::from_secs(config.limits.request_seconds),
        }))
    }
}

/// The outermost layer: gives the request an id, its answer the headers, and a failure its one line in the log.
pub async fn attend(State(door): State<Door>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = u64::from_be_bytes(door.0.clock.random::<8>());
    let id = format!("{id:016x}");
    let method = request.method().clone();
    // Never the query: it may hold a token.
    let path = request.uri().path().to_owned();

    let mut response =
        match tokio::time::timeout(door.0.timeout, guarded(&door.0, request, next)).await {
            Ok(response) => response,
            Err(_) => Error::new(
                Kind::Busy,
                ErrorCode::TimedOut,
                "The request took too long and was given up. Try again.",
            )
            .into_response(),
        };

    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // A route may be stricter: an uploaded image, opened by itself, may load nothing at all.
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if door.0.secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    // What people see of an organisation stays out of every cache, unless a route says otherwise.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    record(&id, &method, &path, &response, started.elapsed());
    response
}

async fn guarded(rules: &Rules, request: Request, next: Next) -> Response {
    match guard(rules, &request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// What is wrong with a request before anybody asks what it wants.
fn guard(rules: &Rules, request: &Request) -> Result<()> {
    let (uri, headers) = (request.uri(), request.headers());
    if !rules.sites.is_our_host(uri, headers) {
        return Err(Error::new(
            Kind::Misdirected,
            ErrorCode::HostNotAllowed,
            "This server does not answer for that host name. Set PUBLIC_URL or ALLOWED_HOSTS to allow it.",
        ));
    }
    if rules.refuse_forwarded && FORWARDED.iter().any(|name| headers.contains_key(*name)) {
        return Err(Error::new(
            Kind::Forbidden,
            ErrorCode::ForwardedRefused,
            "Anybody who reaches this server may sign in, so it takes no requests that come through a proxy. \
             Set LOCAL_SIGN_IN=off.",
        ));
    }
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let upgrade = headers.contains_key(header::UPGRADE);
    if (!safe || upgrade) && !rules.sites.is_our_origin(uri, headers) {
        return Err(Error::new(
            Kind::Forbidden,
            ErrorCode::OriginNotAllowed,
            "This request comes from a page of another site.",
        ));
    }
    if !safe && has_body(headers) && !is_json(headers) && !is_picture(headers) {
        return Err(json_required());
    }
    Ok(())
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers
            .get(header::CONTENT_LENGTH)
            .is_some_and(|length| length != "0")
}

/// One line a failure of ours; what clients do wrong is theirs to read.
fn record(id: &str, method: &Method, path: &str, response: &Response, took: Duration) {
    let status = response.status().as_u16();
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let Some(failure) = response.extensions().get::<Failure>() else {
        tracing::debug!(request.id = id, http.method = %method, http.path = path, http.status = status, took.ms = ms, "{method} {path} {status}");
        return;
    };
    let code = failure.code.as_str();
    let cause = failure.cause.as_deref().unwrap_or("");
    match failure.kind {
        Kind::Internal => {
            tracing::error!(request.id = id, http.method = %method, http.path = path, http.status = status, took.ms = ms, error.code = code, error.cause = cause, "{method} {path} failed: {cause}");
        }
        kind if kind.is_ours() => {
            tracing::warn!(request.id = id, http.method = %method, http.path = path, http.status = status, took.ms = ms, error.code = code, error.cause = cause, "{method} {path} was put off ({code}): {cause}");
        }
        _ => {
            tracing::debug!(request.id = id, http.method = %method, http.path = path, http.status = status, took.ms = ms, error.code = code, "{method} {path} was refused ({code})");
        }
    }
}

/// The answer to a request whose handler panicked.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default();
    Error::internal(format!("a handler panicked: {text}")).into_response()
}

/// The answer to a method that an address does not have.
pub async fn method_not_allowed() -> Error {
    Error::new(
        Kind::Method,
        ErrorCode::MethodNotAllowed,
        "This address has no such method; see /api/openapi.json.",
    )
}
