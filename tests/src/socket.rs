//! A bare WebSocket to a draft: sends any bytes, and shows everything that comes.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message as Frame};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::Person;
use crate::wire::Message;

/// How long a story waits for one message.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which messages a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// y-protocols only.
    Stock,
    /// Our own messages too (`imprimatur.v1`).
    Ours,
}

/// A WebSocket that has been let in.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What came next on a socket.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A message of the protocol.
    Message(Message),
    /// The server closed, with this code and reason; 1006 when the connection just ended.
    Closed(u16, String),
}

/// A refused upgrade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
}

impl Socket {
    /// Opens a draft's socket as a person, by token, as a stock provider would.
    pub async fn open(person: &Person, draft: &str, dialect: Dialect) -> Self {
        Self::try_open(person, draft, dialect)
            .await
            .expect("the server lets the person in")
    }

    /// As [`Socket::open`], for sockets that may be refused.
    pub async fn try_open(person: &Person, draft: &str, dialect: Dialect) -> Result<Self, Refusal> {
        let query = person
            .token_if_any()
            .map(|token| format!("?token={token}"))
            .unwrap_or_default();
        let subprotocol = [("sec-websocket-protocol", "imprimatur.v1")];
        let headers = if dialect == Dialect::Ours {
            &subprotocol[..]
        } else {
            &[]
        };
        Self::dial(
            person.address(),
            &format!("/collab/{draft}{query}"),
            headers,
        )
        .await
    }

    /// Opens any path with any headers.
    pub async fn dial(
        address: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Self, Refusal> {
        let url = format!("{}{path}", address.replacen("http", "ws", 1));
        let mut request = url.into_client_request().expect("a request");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header name");
            request
                .headers_mut()
                .insert(name, HeaderValue::from_str(value).expect("a header value"));
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(Error::Http(response)) => Err(Refusal {
                status: response.status().as_u16(),
                body: response
                    .body()
                    .as_deref()
                    .map(String::from_utf8_lossy)
                    .unwrap_or_default()
                    .into_owned(),
            }),
            Err(other) => Err(Refusal {
                status: 0,
                body: other.to_string(),
            }),
        }
    }

    /// Sends a message of the protocol. A socket that the server has closed takes it in silence; reading tells.
    pub async fn send(&mut self, message: &Message) {
        self.send_bytes(message.encode()).await;
    }

    /// Sends any bytes as one binary message.
    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        let _ = self.stream.send(Frame::Binary(bytes.into())).await;
    }

    /// Sends a text message, which no client of this protocol does.
    pub async fn send_text(&mut self, text: &str) {
        let _ = self.stream.send(Frame::Text(text.into())).await;
    }

    /// The next message or the end; panics when nothing comes for ten seconds.
    pub async fn next(&mut self) -> Event {
        self.next_within(PATIENCE)
            .await
            .unwrap_or_else(|| panic!("nothing came within {PATIENCE:?}"))
    }

    /// The next message or the end, if it comes in time.
    pub async fn next_within(&mut self, limit: Duration) -> Option<Event> {
        tokio::time::timeout(limit, self.read()).await.ok()
    }

    async fn read(&mut self) -> Event {
        loop {
            match self.stream.next().await {
                Some(Ok(Frame::Binary(bytes))) => {
                    let message = Message::decode(&bytes);
                    return Event::Message(
                        message.unwrap_or_else(|| panic!("not of the protocol: {bytes:?}")),
                    );
                }
                Some(Ok(Frame::Close(Some(close)))) => {
                    return Event::Closed(close.code.into(), close.reason.to_string());
                }
                Some(Ok(Frame::Text(text))) => panic!("the server sent text: {text}"),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Event::Closed(1006, String::new()),
            }
        }
    }

    /// Reads on until `pick` chooses a message.
    pub async fn until<T>(&mut self, what: &str, mut pick: impl FnMut(&Message) -> Option<T>) -> T {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        loop {
            match tokio::time::timeout_at(deadline, self.read()).await {
                Ok(Event::Message(message)) => {
                    if let Some(found) = pick(&message) {
                        return found;
                    }
                    seen.push(message);
                }
                Ok(end @ Event::Closed(..)) => panic!("waiting for {what}: {end:?} after {seen:?}"),
                Err(_) => panic!("waiting for {what}: only {seen:?} came"),
            }
        }
    }

    /// Reads on until the server closes, and gives code and reason.
    pub async fn until_closed(&mut self) -> (u16, String) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            match tokio::time::timeout_at(deadline, self.read()).await {
                Ok(Event::Closed(code, reason)) => return (code, reason),
                Ok(Event::Message(_)) => {}
                Err(_) => panic!("the server did not close the socket within {PATIENCE:?}"),
            }
        }
    }

    /// The stream itself, for a task that reads while it writes.
    #[must_use]
    pub fn into_stream(self) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
        self.stream
    }
}
