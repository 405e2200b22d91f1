//! The door: what every request passes, and what every answer carries.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::ErrorCode;
use tracing::Instrument;

use super::client_address::{ClientAddress, is_of_proxy};
use super::extract::{is_json, is_picture, json_required};
use super::request_id::{REQUEST_ID, request_id};
use super::sites::Sites;
use crate::clock::Clock;
use crate::config::{Config, LocalSignIn, Proxy};
use crate::error::{Error, Failure, Kind, Result};
use crate::platform::Platform;
use crate::rate::Requests;
use crate::telemetry;

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

/// What a probe asks often, and must be told also when its address asked too much.
const UNCOUNTED: [&str; 2] = ["/healthz", "/readyz"];

/// What mail programs send a form to, from wherever they run (RFC 8058): the address alone is the permission. And what the pages of any site may ask.
/// No cookie counts there.
const FROM_ANYWHERE: [&str; 2] = ["/unsubscribe/{token}", "/api/verify"];

/// The page and its files, and addresses that name nothing: in logs and metrics they are one.
const NO_ROUTE: &str = "other";

/// Parts of an address that a log shows; no route has more.
const SEGMENTS_MAX: usize = 8;

/// What the door needs to know.
#[derive(Clone)]
pub struct Door(Arc<Rules>);

struct Rules {
    sites: Sites,
    clock: Clock,
    proxies: Vec<Proxy>,
    requests: Arc<Requests>,
    refuse_forwarded: bool,
    /// Whether traces are written.
    is_traced: bool,
    secure: bool,
    timeout: Duration,
}

impl Door {
    /// From the settings.
    pub fn new(platform: &Platform) -> Self {
        let config: &Config = &platform.config;
        Self(Arc::new(Rules {
            sites: Sites::new(config),
            clock: platform.clock.clone(),
            proxies: config.trusted_proxies.clone(),
            requests: Arc::clone(&platform.requests),
            // Local sign-in is judged by the address that is listened on; a proxy would open it to others.
            refuse_forwarded: config.local_sign_in == LocalSignIn::On,
            is_traced: config.otlp_url.is_some(),
            secure: config
                .public_url
                .as_ref()
                .is_some_and(crate::config::PublicUrl::is_secure),
            timeout: Duration::from_secs(config.limits.request_seconds),
        }))
    }
}

/// A request, as logs, traces and metrics speak of it: without what only the client knows.
struct Seen {
    method: &'static str,
    /// The template. The query is never spoken of: it may hold a token.
    route: String,
    /// The address, as far as it is the template's own words and our ids.
    path: String,
}

impl Seen {
    fn of(request: &Request) -> Self {
        let route = request
            .extensions()
            .get::<MatchedPath>()
            .map_or(NO_ROUTE, MatchedPath::as_str);
        Self {
            method: method_name(request.method()),
            route: route.to_owned(),
            path: known_words(route, request.uri().path()),
        }
    }
}

/// An address without what somebody may have typed into it.
fn known_words(route: &str, path: &str) -> String {
    let mut templates = route.split('/');
    let mut known = |segment: &str| {
        let template = templates.next();
        let is_id = segment.split_once('_').is_some_and(|(kind, digits)| {
            (1..=4).contains(&kind.len())
                && digits.len() == 32
                && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        template == Some(segment) || is_id
    };
    path.split('/')
        .map(|segment| if known(segment) { segment } else { "…" })
        .take(SEGMENTS_MAX)
        .collect::<Vec<_>>()
        .join("/")
}

/// Methods are bounded in number, whatever clients make up.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Counts a request while it is answered, also when it is given up.
struct InFlight;

impl InFlight {
    fn begin() -> Self {
        metrics::gauge!("imprimatur_http_requests_in_flight").increment(1.0);
        Self
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        metrics::gauge!("imprimatur_http_requests_in_flight").decrement(1.0);
    }
}

/// The outermost layer: gives the request an id, which every line of its log carries, its answer the headers, and a failure its
/// one line in the log.
pub async fn attend(State(door): State<Door>, request: Request, next: Next) -> Response {
    let id = request_id(request.headers(), &door.0.clock);
    let seen = Seen::of(&request);
    // Of the highest level, so that lines carry the id at every setting of LOG.
    let span = tracing::error_span!(
        "request",
        request.id = id,
        http.method = seen.method,
        http.route = seen.route,
        http.path = seen.path,
        http.status = tracing::field::Empty,
        otel.name = format!("{} {}", seen.method, seen.route),
        otel.kind = "server",
        otel.status_code = tracing::field::Empty,
    );
    if door.0.is_traced && is_of_proxy(&request, &door.0.proxies) {
        telemetry::follow(&span, request.headers());
    }
    answer(&door.0, request, next, &id, &seen)
        .instrument(span)
        .await
}

async fn answer(rules: &Rules, request: Request, next: Next, id: &str, seen: &Seen) -> Response {
    let started = Instant::now();
    let _in_flight = InFlight::begin();
    let mut response =
        match tokio::time::timeout(rules.timeout, guarded(rules, request, next)).await {
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
    if rules.secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    // What people see of an organisation stays out of every cache, unless a route says otherwise.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
    record(seen, &response, started.elapsed());
    response
}

async fn guarded(rules: &Rules, mut request: Request, next: Next) -> Response {
    let client = ClientAddress::of(&request, &rules.proxies);
    request.extensions_mut().insert(client);
    match guard(rules, &request, client) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// What is wrong with a request before anybody asks what it wants.
fn guard(rules: &Rules, request: &Request, client: ClientAddress) -> Result<()> {
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
    let route = request.extensions().get::<MatchedPath>();
    let counted = match route {
        Some(route) => !UNCOUNTED.contains(&route.as_str()),
        None => is_program(uri.path()),
    };
    if counted {
        rules.requests.of_address(client.0, rules.clock.now_ms())?;
    }
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if route.is_some_and(|route| FROM_ANYWHERE.contains(&route.as_str())) {
        return Ok(());
    }
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

/// Whether an address is the programs': those that are not matched are looked at all the same, for a session. Others are the page's.
pub fn is_program(path: &str) -> bool {
    matches!(
        path.split('/').nth(1),
        Some("api" | "auth" | "collab" | "webhooks")
    )
}

/// One line a failure of ours; what clients do wrong is theirs to read. The request's span carries what it was.
fn record(seen: &Seen, response: &Response, took: Duration) {
    let Seen { method, route, .. } = seen;
    let status = response.status().as_u16();
    count(seen, status, took);
    let span = tracing::Span::current();
    span.record("http.status", status);
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let Some(failure) = response.extensions().get::<Failure>() else {
        tracing::debug!(took.ms = ms, "{method} {route} {status}");
        return;
    };
    let code = failure.code.as_str();
    metrics::counter!("imprimatur_http_refusals_total", "code" => code).increment(1);
    let cause = failure.cause.as_deref().unwrap_or("");
    match failure.kind {
        Kind::Internal => {
            span.record("otel.status_code", "ERROR");
            tracing::error!(
                took.ms = ms,
                error.code = code,
                error.cause = cause,
                "{method} {route} failed: {cause}"
            );
        }
        kind if kind.is_ours() => {
            span.record("otel.status_code", "ERROR");
            tracing::warn!(
                took.ms = ms,
                error.code = code,
                error.cause = cause,
                "{method} {route} was put off ({code}): {cause}"
            );
        }
        _ => {
            tracing::debug!(
                took.ms = ms,
                error.code = code,
                "{method} {route} was refused ({code})"
            );
        }
    }
}

fn count(seen: &Seen, status: u16, took: Duration) {
    let class = match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    metrics::counter!("imprimatur_http_requests_total",
        "method" => seen.method, "route" => seen.route.clone(), "status" => class)
    .increment(1);
    metrics::histogram!("imprimatur_http_request_seconds",
        "method" => seen.method, "route" => seen.route.clone(), "status" => class)
    .record(took);
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
