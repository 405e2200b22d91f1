//! Accepting connections: bounded in number, bounded in the time for a request's head, ended gracefully.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::config::Limits;

/// The system is out of something that it will have again.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `shutdown`, under a name for the metrics, then lets requests in progress end. Upgraded sockets are not waited for: their rooms do that.
pub async fn serve(
    name: &'static str,
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    shutdown: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let open = TaskTracker::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.head_seconds));

    loop {
        let accepted = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = accept(name, &listener, &places) => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(cause) => {
                if !is_of_one_connection(&cause) {
                    tracing::warn!(error.cause = %cause, "no connection could be accepted: {cause}");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
                continue;
            }
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = http
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let shutdown = shutdown.clone();
        open.spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = shutdown.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            // How a connection ends is the client's affair; how a request ends is logged where it is answered.
            if let Err(cause) = ended {
                tracing::debug!(error.cause = %cause, "a connection broke: {cause}");
            }
        });
    }

    drop(listener);
    open.close();
    // Less than all that runs has: what ends after the requests is to end as well.
    let patience = Duration::from_secs(limits.shutdown_seconds) / 2;
    if tokio::time::timeout(patience, open.wait()).await.is_err() {
        tracing::warn!(
            "requests still ran {:.1} s after the end was asked for",
            patience.as_secs_f64()
        );
    }
}

async fn accept(
    name: &'static str,
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(Connection, SocketAddr)> {
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .expect("this semaphore is never closed");
    let (stream, peer) = listener.accept().await?;
    // Edits are small, and people wait for them.
    let _ = stream.set_nodelay(true);
    Ok((
        Connection {
            stream,
            _counted: Counted::begin(name),
            _place: place,
        },
        peer,
    ))
}

fn is_of_one_connection(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// A connection that keeps its place until it closes, also as a socket.
struct Connection {
    stream: TcpStream,
    _counted: Counted,
    _place: OwnedSemaphorePermit,
}

/// Counts a connection while it is open.
struct Counted(&'static str);

impl Counted {
    fn begin(name: &'static str) -> Self {
        metrics::gauge!("imprimatur_http_connections", "listener" => name).increment(1.0);
        Self(name)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("imprimatur_http_connections", "listener" => self.0).decrement(1.0);
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
