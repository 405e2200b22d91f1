//! One client's connection, as cheap as it can be: y-protocols as they are, and as Hocuspocus frames them.

use futures_util::{SinkExt, StreamExt};
use imprimatur_tests::wire::{Message, Reader, put_bytes, put_varuint};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Message as Frame};

/// What a client reads at once: many small frames, and a thousand clients fit into memory.
const READ_BUFFER: usize = 16 * 1024;

/// Hocuspocus' own message types, beside those of y-protocols.
const AUTHENTICATION: u64 = 2;
const SYNC_REPLY: u64 = 4;

/// How messages are wrapped.
#[derive(Clone)]
pub(crate) enum Framing {
    /// One message in one frame.
    Plain,
    /// Each message begins with the draft's name, and the first one is a token.
    Named(String),
}

/// A connection that has been let in.
pub(crate) struct Line {
    stream: WebSocketStream<TcpStream>,
    framing: Framing,
}

/// The half that sends.
pub(crate) struct Sink {
    sink: futures_util::stream::SplitSink<WebSocketStream<TcpStream>, Frame>,
    framing: Framing,
}

/// The half that hears.
pub(crate) struct Ear {
    stream: futures_util::stream::SplitStream<WebSocketStream<TcpStream>>,
    named: bool,
}

/// A message of a server.
pub(crate) enum Heard<'a> {
    /// The answer to the first question.
    Answer(&'a [u8]),
    /// Somebody's edits.
    Edits(&'a [u8]),
    /// Entries of presence.
    Presence(&'a [u8]),
}

impl Line {
    /// Connects. `buffer` bounds what the kernel takes for a client that does not read.
    pub(crate) async fn dial(
        port: u16,
        path: &str,
        framing: Framing,
        buffer: Option<u32>,
    ) -> Result<Self, String> {
        let reason = |cause: &dyn std::fmt::Display| format!("{path}: {cause}");
        let socket = TcpSocket::new_v4().map_err(|cause| reason(&cause))?;
        if let Some(bytes) = buffer {
            socket
                .set_recv_buffer_size(bytes)
                .map_err(|cause| reason(&cause))?;
        }
        let tcp = socket
            .connect(([127, 0, 0, 1], port).into())
            .await
            .map_err(|cause| reason(&cause))?;
        tcp.set_nodelay(true).map_err(|cause| reason(&cause))?;
        let request = format!("ws://127.0.0.1:{port}{path}")
            .into_client_request()
            .map_err(|cause| reason(&cause))?;
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
        let (stream, _) = tokio_tungstenite::client_async_with_config(request, tcp, Some(config))
            .await
            .map_err(|cause| reason(&cause))?;
        Ok(Self { stream, framing })
    }

    /// Says who one is where that is asked for, asks for everything, and answers that one has nothing.
    pub(crate) async fn greet(self) -> Result<(Sink, Ear), String> {
        let named = matches!(self.framing, Framing::Named(_));
        let (sink, stream) = self.stream.split();
        let mut sink = Sink {
            sink,
            framing: self.framing,
        };
        if named {
            let mut token = Vec::new();
            put_varuint(&mut token, AUTHENTICATION);
            put_varuint(&mut token, 0);
            put_bytes(&mut token, b"");
            sink.send(&token.into()).await?;
        }
        // An empty state vector, and an empty update: no client, no deletion.
        sink.send(&Message::SyncStep1(vec![0]).encode().into())
            .await?;
        sink.send(&Message::SyncStep2(vec![0, 0]).encode().into())
            .await?;
        Ok((sink, Ear { stream, named }))
    }
}

impl Sink {
    /// Sends a message of y-protocols.
    pub(crate) async fn send(&mut self, message: &Bytes) -> Result<(), String> {
        let frame = match &self.framing {
            Framing::Plain => message.clone(),
            Framing::Named(name) => {
                let mut frame = Vec::with_capacity(message.len() + name.len() + 2);
                put_bytes(&mut frame, name.as_bytes());
                frame.extend_from_slice(message);
                frame.into()
            }
        };
        self.sink
            .send(Frame::Binary(frame))
            .await
            .map_err(|cause| cause.to_string())
    }
}

impl Ear {
    /// Waits for the next frame; none when the connection is over.
    pub(crate) async fn next(&mut self) -> Option<Bytes> {
        loop {
            match self.stream.next().await {
                Some(Ok(Frame::Binary(bytes))) => return Some(bytes),
                Some(Ok(Frame::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// Takes a frame apart.
    pub(crate) fn hear(&self, frame: &[u8], mut each: impl FnMut(Heard<'_>)) {
        let mut reader = Reader(frame);
        while !reader.0.is_empty() {
            if self.hear_one(&mut reader, &mut each).is_none() {
                return;
            }
        }
    }

    fn hear_one(&self, reader: &mut Reader<'_>, each: &mut impl FnMut(Heard<'_>)) -> Option<()> {
        if self.named {
            reader.bytes()?;
        }
        match reader.varuint()? {
            0 | SYNC_REPLY => match (reader.varuint()?, reader.bytes()?) {
                (1, update) => each(Heard::Answer(update)),
                (2, update) => each(Heard::Edits(update)),
                _ => {}
            },
            1 => each(Heard::Presence(reader.bytes()?)),
            // Nothing that the load waits for.
            _ => reader.0 = &[],
        }
        Some(())
    }
}
