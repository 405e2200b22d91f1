//! Traces by OTLP/HTTP, where `OTLP_URL` says so. A collector that is away costs a line in the log: what waits for it is bounded, and
//! what has no room is dropped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Request, Response, Uri, header};
use hyper_util::rt::TokioIo;
use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_http::{HeaderExtractor, HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, SdkTracerProvider};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tracing::{Level, Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

use crate::config::Config;
use crate::error::{Error, Result};

/// Whose spans are written: this program's, not those of what it is built from.
const TARGET: &str = "imprimatur";

/// Of these spans every level is written. An edit has several, and logs never show them.
const EDITS: &str = "imprimatur::edit";

/// Where a collector takes traces, below its address.
const PATH: &str = "/v1/traces";

/// The port of OTLP/HTTP.
const PORT: u16 = 4318;

/// Spans that wait for the collector; some 1 KiB each. Further ones are dropped.
const QUEUE_SPANS: usize = 2_048;

/// Between deliveries.
const DELIVER_EVERY: Duration = Duration::from_secs(2);

/// How long a delivery may take.
const DELIVERY: Duration = Duration::from_secs(5);

/// How long the last delivery may take, when the program ends.
const LAST_DELIVERY: Duration = Duration::from_secs(2);

/// Bytes of a collector's answer. It says little.
const ANSWER_BYTES: usize = 64 * 1024;

/// What writes traces, or nothing.
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Delivers what still waits, for a short time.
    pub async fn end(self) {
        let Some(provider) = self.0 else {
            return;
        };
        let ended =
            tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(LAST_DELIVERY))
                .await;
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => {
                tracing::warn!(error.cause = %cause, "the last traces were not delivered: {cause}");
            }
            Err(cause) => {
                tracing::warn!(error.cause = %cause, "delivering the last traces failed: {cause}");
            }
        }
    }
}

/// What listens to spans.
type Traced<S> = Option<Box<dyn Layer<S> + Send + Sync>>;

/// What writes traces, and what listens to spans for it. Called on the async runtime, whose connections it uses.
pub(super) fn start<S>(config: &Config) -> Result<(Traces, Traced<S>)>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    let Some(url) = &config.otlp_url else {
        return Ok((Traces(None), None));
    };
    let failed = |cause: String| Error::internal("reading OTLP_URL").caused_by(cause);
    let collector = Collector::at(url).map_err(failed)?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(collector)
        .with_endpoint(format!("{}{PATH}", url.trim_end_matches('/')))
        .with_timeout(DELIVERY)
        .build()
        .map_err(|cause| failed(format!("OTLP_URL={url}: {cause}")))?;
    let batches = BatchConfigBuilder::default()
        .with_max_queue_size(QUEUE_SPANS)
        .with_scheduled_delay(DELIVER_EVERY)
        .build();
    let processor = BatchSpanProcessor::builder(exporter)
        .with_batch_config(batches)
        .build();
    let provider = SdkTracerProvider::builder()
        .with_span_processor(processor)
        .with_resource(Resource::builder().with_service_name(TARGET).build())
        .build();
    let layer = tracing_opentelemetry::layer()
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_tracer(provider.tracer(TARGET))
        .with_filter(
            Targets::new()
                .with_target(TARGET, Level::INFO)
                .with_target(EDITS, Level::TRACE),
        )
        .boxed();
    Ok((Traces(Some(provider)), Some(layer)))
}

/// Puts a span that was just made into the trace that a request names in `traceparent` (W3C Trace Context). Only for requests of proxies that are
/// believed: what names a trace also says whether it is written at all. Headers that name none leave the span as it is.
pub fn follow(span: &Span, headers: &HeaderMap) {
    // Without the header nothing is named, whatever else is going on here.
    let none = Context::new();
    let named =
        TraceContextPropagator::new().extract_with_context(&none, &HeaderExtractor(headers));
    if named.span().span_context().is_valid() {
        // It fails where no traces are written, or not of this span: then there is nothing to follow.
        let _ = span.set_parent(named);
    }
}

/// A way to the collector that may be taken from any thread: the connections are the async runtime's.
#[derive(Debug)]
struct Collector {
    runtime: Handle,
    /// Host and port.
    host: String,
    port: u16,
    authority: HeaderValue,
    /// Whether the last delivery failed, so that an absence is one line in the log.
    is_away: AtomicBool,
}

impl Collector {
    fn at(url: &str) -> Result<Self, String> {
        let refused = || format!("OTLP_URL={url} is no address such as http://127.0.0.1:4318");
        let uri: Uri = url.parse().map_err(|_| refused())?;
        let authority = uri.authority().ok_or_else(refused)?;
        Ok(Self {
            runtime: Handle::current(),
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(PORT),
            authority: HeaderValue::from_str(authority.as_str()).map_err(|_| refused())?,
            is_away: AtomicBool::new(false),
        })
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (mut parts, body) = request.into_parts();
        let path = parts
            .uri
            .path_and_query()
            .map_or(PATH, |path| path.as_str());
        parts.uri = path.parse()?;
        parts.headers.insert(header::HOST, self.authority.clone());
        let request = Request::from_parts(parts, Body::from(body));
        let to = (self.host.clone(), self.port);
        let delivery = self
            .runtime
            .spawn(async move { tokio::time::timeout(DELIVERY, deliver(to, request)).await });
        let answered = match delivery.await {
            Ok(Ok(answered)) => answered,
            Ok(Err(late)) => Err(late.into()),
            Err(cause) => Err(cause.into()),
        };
        let is_away = !answered
            .as_ref()
            .is_ok_and(|answer| answer.status().is_success());
        if self.is_away.swap(is_away, Ordering::Relaxed) != is_away {
            match &answered {
                Err(cause) => {
                    tracing::warn!(error.cause = %cause, "traces cannot be delivered, and are dropped until they can: {cause}");
                }
                Ok(answer) if is_away => {
                    let status = answer.status().as_u16();
                    tracing::warn!(
                        http.status = status,
                        "the collector refuses traces ({status})"
                    );
                }
                Ok(_) => tracing::info!("traces are delivered again"),
            }
        }
        answered
    }
}

async fn deliver(to: (String, u16), request: Request<Body>) -> Result<Response<Bytes>, HttpError> {
    let stream = TcpStream::connect(to).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let answered = async {
        let (parts, body) = sender.send_request(request).await?.into_parts();
        let body = to_bytes(Body::new(body), ANSWER_BYTES).await?;
        Ok(Response::from_parts(parts, body))
    }
    .await;
    connection.abort();
    answered
}
