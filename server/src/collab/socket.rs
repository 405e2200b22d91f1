//! The loops around one socket: one reads, one writes and pings. When either ends, both do, and the room is told.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{FutureExt, SinkExt, StreamExt};
use imprimatur_protocol::Close;
use imprimatur_protocol::frame::{Access, Expiring, Own};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout};
use tokio_tungstenite::tungstenite;

use super::haste::Haste;
use super::hub::RoomHandle;
use super::metrics;
use super::outbox::{End, Link, Next, Outgoing};
use super::rate::Rate;
use super::room::{RoomMsg, SessionKey};
use super::session::{Breach, Session, Step};
use crate::clock::Clock;
use crate::config::Limits;

/// How often a socket is pinged (P4).
const PING_EVERY: Duration = Duration::from_secs(2);

/// How long before its sign-in ends a client is told.
const WARNED_MS: i64 = 60_000;

/// How long a socket may take to say good-bye before it is dropped.
const FAREWELL: Duration = Duration::from_secs(3);

/// What an answer to SyncStep1 costs, in updates: it may be as large as the draft.
const ANSWER_TOKENS: u32 = 20;

/// What an update of a session counts as that is held to texts: looking at formats may read as much as the whole draft (R10).
const JUDGED_TOKENS: u32 = 4;

/// One socket of a session that a room has taken in.
pub(super) struct Joined {
    pub(super) key: SessionKey,
    pub(super) session: Session,
    pub(super) access: Access,
    pub(super) room: RoomHandle,
    pub(super) outgoing: Outgoing,
    /// It knows our own messages.
    pub(super) own: bool,
    pub(super) limits: Arc<Limits>,
    pub(super) clock: Clock,
}

/// Serves a socket until it ends.
///
/// There are thousands of these futures. What an `async fn` is given it keeps a place for as long as it lives, beside the place where it
/// moves it; so all of it is put where it stays before the future begins, and what it calls borrows.
pub(super) fn serve(socket: WebSocket, joined: Joined) -> impl Future<Output = ()> + Send {
    let Joined {
        key,
        session,
        access,
        room,
        outgoing,
        own,
        limits,
        clock,
    } = joined;
    let (sink, stream) = socket.split();
    let rate = |a_second, burst| Rate::new(a_second, burst, Instant::now());
    let mut reader = Reader {
        key,
        session,
        update_tokens: match access {
            Access::Edit | Access::View => 1,
            Access::Texts => JUDGED_TOKENS,
        },
        room: room.clone(),
        link: Arc::clone(outgoing.link()),
        updates: rate(limits.updates_per_second, limits.updates_burst),
        presence: rate(limits.presence_per_second, limits.presence_burst),
        stream,
        haste: Haste::new(Instant::now()),
    };
    let mut writer = Writer {
        key,
        room,
        sink,
        outgoing,
        silence: Duration::from_secs(limits.silence_seconds),
        clock,
        own,
        told_of_ms: 0,
    };
    async move {
        let mut writing = pin!(writer.run());
        let (unwritten, leaving) = tokio::select! {
            () = &mut writing => (false, RoomMsg::Leave(key)),
            ended = reader.run() => (true, reader.left(ended)),
        };
        // First of all: the others are not to see a cursor that is gone. A room that has ended needs no telling.
        let _ = reader.room.send(leaving).await;
        if unwritten {
            // What waits and the close frame still go out, if the peer takes them.
            let _ = timeout(FAREWELL * 2, writing).await;
        }
        // What the peer still sends is taken off the line, or it might never read why it was closed.
        let _ = timeout(FAREWELL, async {
            while let Some(Ok(_)) = reader.stream.next().await {}
        })
        .await;
    }
}

/// Refuses a socket that no room took in.
pub(super) async fn refuse(mut socket: WebSocket, close: Close) {
    metrics::closed(close);
    let _ = timeout(FAREWELL, socket.send(farewell(close))).await;
}

fn farewell(close: Close) -> Message {
    Message::Close(Some(CloseFrame {
        code: close.code(),
        reason: close.reason().into(),
    }))
}

struct Reader {
    key: SessionKey,
    session: Session,
    /// What an update counts as (R4).
    update_tokens: u32,
    room: RoomHandle,
    link: Arc<Link>,
    updates: Rate,
    presence: Rate,
    stream: SplitStream<WebSocket>,
    haste: Haste,
}

impl Reader {
    /// Reads until the peer goes or breaks a rule.
    async fn run(&mut self) -> Result<(), Breach> {
        while let Some(message) = self.next().await {
            let message = match message {
                Ok(message) => message,
                Err(error) => return ended_by(error),
            };
            // It has no more to say here, and the others are not to see it any longer.
            if self.link.is_barred() {
                return Ok(());
            }
            self.haste.hear(Instant::now());
            let was_quiet = self.link.hear();
            if was_quiet && self.room.send(RoomMsg::Heard(self.key)).await.is_err() {
                return Err(Close::RoomFailed.into());
            }
            match message {
                Message::Binary(bytes) => self.take(&bytes).await?,
                // y-protocols are binary (C4).
                Message::Text(_) => return Err(Close::Malformed.into()),
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Close(_) => return Ok(()),
            }
        }
        Ok(())
    }

    /// The next message, when it is time for it.
    async fn next(&mut self) -> Option<Result<Message, axum::Error>> {
        if self.haste.is_great() {
            if let Some(next) = self.stream.next().now_or_never() {
                return next;
            }
            sleep_until(self.haste.look_at(self.room.beat, Instant::now())).await;
        }
        self.stream.next().await
    }

    /// Ends the writing side as well, and gives what the room is told.
    fn left(&self, ended: Result<(), Breach>) -> RoomMsg {
        let key = self.key;
        match ended {
            Ok(()) => {
                self.link.hang_up();
                RoomMsg::Leave(key)
            }
            Err(breach) => {
                self.link.close(breach.close);
                RoomMsg::Breach {
                    key,
                    breach: Box::new(breach),
                }
            }
        }
    }

    async fn take(&mut self, message: &Bytes) -> Result<(), Breach> {
        let key = self.key;
        let (rate, tokens, message) = match self.session.step(message)? {
            Step::Answer(vector) => (
                &mut self.updates,
                ANSWER_TOKENS,
                RoomMsg::Answer { key, vector },
            ),
            Step::Update(update) => {
                metrics::update_received();
                (
                    &mut self.updates,
                    self.update_tokens,
                    RoomMsg::Update {
                        key,
                        update: Box::new(update),
                    },
                )
            }
            Step::Presence(stated) => (&mut self.presence, 1, RoomMsg::Presence { key, stated }),
            Step::QueryPresence => (&mut self.presence, 1, RoomMsg::QueryPresence(key)),
            Step::Ignored => return Ok(()),
        };
        let wait = rate.take(tokens, Instant::now());
        // Not reading is our doing, so it is no silence of the peer's.
        self.link.hold_up(true);
        if !wait.is_zero() {
            sleep(wait).await;
        }
        let sent = self.room.send(message).await;
        self.link.hold_up(false);
        sent.map_err(|_| Close::RoomFailed.into())
    }
}

/// A message that is too large is a breach; everything else that fails is the network's doing.
fn ended_by(error: axum::Error) -> Result<(), Breach> {
    match error.into_inner().downcast_ref::<tungstenite::Error>() {
        Some(tungstenite::Error::Capacity(_)) => Err(Close::FrameTooLarge.into()),
        Some(tungstenite::Error::Utf8(_)) => Err(Close::Malformed.into()),
        _ => Ok(()),
    }
}

struct Writer {
    key: SessionKey,
    room: RoomHandle,
    sink: SplitSink<WebSocket, Message>,
    outgoing: Outgoing,
    silence: Duration,
    clock: Clock,
    own: bool,
    /// The end of the sign-in that the client was told of.
    told_of_ms: i64,
}

impl Writer {
    /// What a client is told of its sign-in about to end, once.
    fn warning(&mut self) -> Option<Message> {
        let ends_at_ms = self.outgoing.link().ends_at_ms().load(Ordering::Relaxed);
        let left_ms = ends_at_ms.saturating_sub(self.clock.now_ms());
        if !self.own || left_ms > WARNED_MS || self.told_of_ms == ends_at_ms {
            return None;
        }
        self.told_of_ms = ends_at_ms;
        let in_ms = u64::try_from(left_ms).unwrap_or(0);
        Some(Message::Binary(
            Own::Expiring(Expiring { in_ms }).write().into(),
        ))
    }

    /// Writes what waits and pings, until the socket is to end.
    async fn run(&mut self) {
        let mut pings = interval(PING_EVERY);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let end = loop {
            let writing = async {
                tokio::select! {
                    next = self.outgoing.next() => Some(next),
                    _ = pings.tick() => None,
                }
            };
            let frames = match writing.await {
                Some(Next::Frames(frames)) => frames.into_iter().map(Message::Binary).collect(),
                Some(Next::CatchUp) => {
                    let behind = RoomMsg::CatchUp(self.key);
                    if self.room.send(behind).await.is_err() {
                        break End::Close(Close::RoomFailed);
                    }
                    continue;
                }
                Some(Next::End(end)) => break end,
                None if self.outgoing.link().silence() >= self.silence => break End::HangUp,
                None => {
                    end_with_sign_in(self.outgoing.link(), &self.clock);
                    let ping = Message::Ping(Bytes::new());
                    self.warning().into_iter().chain([ping]).collect()
                }
            };
            // A peer that does not read must not keep the socket from ending. Most writes are done at once, and then nobody waits.
            let written = tokio::select! {
                biased;
                written = write(&mut self.sink, frames) => written,
                end = stalled(&self.outgoing, self.silence, &self.clock) => break end,
            };
            if written.is_err() {
                break End::HangUp;
            }
        };
        if let End::Close(close) = end {
            metrics::closed(close);
            let _ = timeout(FAREWELL, self.sink.send(farewell(close))).await;
        }
    }
}

/// Writes all, and flushes once.
async fn write(
    sink: &mut SplitSink<WebSocket, Message>,
    frames: Vec<Message>,
) -> Result<(), axum::Error> {
    for frame in frames {
        sink.feed(frame).await?;
    }
    sink.flush().await
}

/// A socket lasts as long as its sign-in.
fn end_with_sign_in(link: &Link, clock: &Clock) {
    if clock.now_ms() >= link.ends_at_ms().load(Ordering::Relaxed) {
        link.close(Close::SessionEnded);
    }
}

/// The socket is to end, or its peer has neither read nor spoken for too long.
async fn stalled(outgoing: &Outgoing, silence: Duration, clock: &Clock) -> End {
    tokio::select! {
        end = outgoing.closing() => {
            // What is being written may be the last words; they have a moment. What somebody may not see any more has none.
            let is_last = matches!(end, End::Close(close) if close != Close::Lagging);
            if is_last && !outgoing.link().is_barred() {
                sleep(FAREWELL).await;
            }
            end
        }
        () = async {
            while outgoing.link().silence() < silence {
                sleep(PING_EVERY).await;
                end_with_sign_in(outgoing.link(), clock);
            }
        } => End::HangUp,
    }
}
