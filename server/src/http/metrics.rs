//! `/metrics`, on a listener of its own, so that what the public reaches does not tell it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::serve::serve;
use super::sites::Sites;
use crate::config::Limits;
use crate::telemetry::metrics::Recorder;

/// Text as Prometheus writes it.
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Connections at once: a collector or two, and somebody who looks.
const CONNECTIONS: usize = 16;

/// Brings up to date what is looked at, not counted, just before it is read.
pub type Observe = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// What is served.
#[derive(Clone)]
pub struct Metrics {
    /// What was counted.
    pub recorder: Recorder,
    /// Looks at the rest.
    pub observe: Observe,
    /// On a loopback address, the hosts that a request may name: a page of another site, whose name was pointed here, reads nothing.
    /// None on other addresses, which collectors know by names of their own.
    pub hosts: Option<Arc<Sites>>,
}

/// Serves until `shutdown`.
pub async fn serve_metrics(
    listener: TcpListener,
    metrics: Metrics,
    limits: &Limits,
    shutdown: CancellationToken,
) {
    let mut limits = limits.clone();
    limits.connections = CONNECTIONS;
    let router = Router::new().fallback(answer).with_state(metrics);
    serve("metrics", listener, router, &limits, shutdown).await;
}

async fn answer(State(metrics): State<Metrics>, request: Request) -> Response {
    if let Some(hosts) = &metrics.hosts
        && !hosts.is_our_host(request.uri(), request.headers())
    {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    if request.uri().path() != "/metrics" {
        return StatusCode::NOT_FOUND.into_response();
    }
    (metrics.observe)().await;
    (
        [(header::CONTENT_TYPE, CONTENT_TYPE)],
        metrics.recorder.text(),
    )
        .into_response()
}
