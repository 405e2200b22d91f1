//! The ceilings: hands each message of a room to everybody else in it, and does nothing else; or serves a page after one read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket};
use axum::extract::{Path, State, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use tokio::sync::broadcast;

/// More than ever waits for one client.
const QUEUE: usize = 65_536;

type Rooms = Arc<Mutex<HashMap<String, broadcast::Sender<(u64, Message)>>>>;

/// Serves until the process is ended.
pub(crate) async fn serve(port: u16) {
    let rooms = Rooms::default();
    let router = Router::new()
        .route("/{name}", routing::any(upgrade))
        .with_state(rooms);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .expect("a free port");
    axum::serve(tcp_nodelay(listener), router)
        .await
        .expect("it serves");
}

/// Serves a page after one read of a row by its key, until the process is ended: `rows` is a SQLite file with `rows (id, body)`.
pub(crate) async fn serve_page(port: u16, rows: &str, page: Vec<u8>) {
    let options = SqliteConnectOptions::new().filename(rows).read_only(true);
    let rows = SqlitePoolOptions::new().connect_with(options).await;
    let state = Paged {
        rows: rows.expect("the rows are there"),
        page: Bytes::from(page),
    };
    let router = Router::new()
        .route("/{id}", routing::get(paged))
        .with_state(state);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
        .await
        .expect("a free port");
    axum::serve(tcp_nodelay(listener), router)
        .await
        .expect("it serves");
}

#[derive(Clone)]
struct Paged {
    rows: SqlitePool,
    page: Bytes,
}

async fn paged(State(state): State<Paged>, Path(id): Path<String>) -> Response {
    let body: Option<Vec<u8>> = sqlx::query_scalar("SELECT body FROM rows WHERE id = ?")
        .bind(id)
        .fetch_optional(&state.rows)
        .await
        .expect("a row is read");
    match body {
        Some(_) => ([("content-type", "text/html; charset=utf-8")], state.page).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Small messages leave at once, as with the product.
fn tcp_nodelay(
    listener: tokio::net::TcpListener,
) -> impl axum::serve::Listener<Addr = std::net::SocketAddr, Io = tokio::net::TcpStream> {
    use axum::serve::ListenerExt;
    listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    })
}

async fn upgrade(
    upgrade: WebSocketUpgrade,
    Path(name): Path<String>,
    State(rooms): State<Rooms>,
) -> Response {
    let room = rooms
        .lock()
        .expect("no holder panics")
        .entry(name)
        .or_insert_with(|| broadcast::channel(QUEUE).0)
        .clone();
    upgrade.on_upgrade(|socket| relay(socket, room))
}

async fn relay(mut socket: WebSocket, room: broadcast::Sender<(u64, Message)>) {
    static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let me = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let mut others = room.subscribe();
    loop {
        tokio::select! {
            message = socket.recv() => match message {
                Some(Ok(message @ Message::Binary(_))) => {
                    let _ = room.send((me, message));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
            message = others.recv() => match message {
                Ok((author, message)) if author != me => {
                    if socket.send(message).await.is_err() {
                        return;
                    }
                }
                Ok(_) => {}
                Err(_) => return,
            },
        }
    }
}
