//! What waits for one socket to take it: bounded, with presence and `saved` coalesced. What no longer fits is left out, and sent as
//! one difference when the socket was read.
//!
//! [`Outbox`] is the room's end and never waits; [`Outgoing`] is the end of the socket that writes. Dropping the
//! outbox without a word means that its room is gone, and the client is told to come back.

mod sent;
mod told;

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use imprimatur_protocol::Close;
use imprimatur_protocol::frame::{Own, Saved};
use tokio::sync::Notify;
use tokio::time::Instant;

pub(super) use self::sent::{Flight, Sent, awareness};
use self::told::Told;
use crate::config::Limits;

/// Messages of the server's own and questions that may wait beyond a full queue: they are small, and must not be lost.
const OWN_BEYOND: usize = 64;

/// Answers to SyncStep1 that may wait at once. They are as large as the draft and so count apart from the rest; a
/// client that asks again and again without reading is one that lags.
const ANSWERS: usize = 4;

/// Bytes of answers that may wait at once, beyond the first. Sockets that ask and do not read must not hold a large draft
/// several times each.
const ANSWER_BYTES: usize = 1024 * 1024;

/// How many bytes the writer takes at a time. What it has taken no longer counts as waiting.
const TAKEN_BYTES: usize = 64 * 1024;

/// The room's end. Never waits.
pub(super) struct Outbox {
    link: Arc<Link>,
    /// Whether the client asked for our own messages (C3).
    own: bool,
}

/// The end of the socket that writes.
pub(super) struct Outgoing(Arc<Link>);

/// What the room, the socket and whoever may close it share.
pub(super) struct Link {
    /// Never held across an await.
    queue: Mutex<Queue>,
    ready: Notify,
    closing: Notify,
    born: Instant,
    /// Milliseconds after `born`.
    heard_ms: AtomicU64,
    /// When the sign-in ends, in milliseconds since 1970; it may be renewed.
    ends_at_ms: AtomicI64,
    quiet: AtomicBool,
    held_up: AtomicBool,
    barred: AtomicBool,
    frames_most: usize,
    bytes_most: usize,
}

#[derive(Default)]
struct Queue {
    frames: VecDeque<Frame>,
    bytes: usize,
    answers: usize,
    answer_bytes: usize,
    saved: Option<Saved>,
    /// What is shown of others, if nothing else of it waits.
    flight: Option<Arc<Flight>>,
    /// The newest state of each client id (P6). Its size is bounded by the room's table of presence.
    presence: BTreeMap<u64, Sent>,
    news: Told,
    lag: Lag,
    closing: Option<End>,
    /// When something was last put in, in milliseconds after `born`.
    filled_ms: u64,
}

/// Whether the socket is read fast enough (SPEC U11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Lag {
    /// Everything is put in.
    #[default]
    No,
    /// The queue was full: nothing more of the document is put in.
    Behind,
    /// What was in it is taken; the room was told so.
    Ready,
}

struct Frame {
    bytes: Bytes,
    answer: bool,
}

/// What waits for a socket.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) frames: usize,
    pub(super) bytes: usize,
}

impl Queue {
    fn put(&mut self, frame: Bytes) {
        self.bytes += frame.len();
        self.frames.push_back(Frame {
            bytes: frame,
            answer: false,
        });
    }

    /// Notes where somebody is; whoever lags is told only who has left, for of them it would never hear again.
    fn note(&mut self, sent: &Sent) {
        if let Some(flight) = self.flight.take() {
            flight.states.iter().for_each(|it| self.note(it));
        }
        let newer = |known: &Sent| known.clock > sent.clock;
        if self.presence.get(&sent.client).is_some_and(newer) {
            return;
        }
        if self.lag == Lag::No || sent.state.is_none() {
            self.presence.insert(sent.client, sent.clone());
        } else {
            self.presence.remove(&sent.client);
        }
    }

    fn forget_presence(&mut self) {
        self.flight = None;
        self.presence = BTreeMap::new();
    }
}

/// How a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a close frame that says why.
    Close(Close),
    /// Without a word: the peer is gone already.
    HangUp,
}

/// What the writer does next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Send these.
    Frames(Vec<Bytes>),
    /// The queue was full and is empty now: the room is to send what was left out since.
    CatchUp,
    /// Nothing waits any more, and the socket ends.
    End(End),
}

/// A queue for one socket: the room's end, the writer's end, and what both share.
pub(super) fn outbox(own: bool, limits: &Limits) -> (Outbox, Outgoing) {
    let link = Arc::new(Link {
        queue: Mutex::default(),
        ready: Notify::new(),
        closing: Notify::new(),
        born: Instant::now(),
        heard_ms: AtomicU64::new(0),
        ends_at_ms: AtomicI64::new(i64::MAX),
        quiet: AtomicBool::new(false),
        held_up: AtomicBool::new(false),
        barred: AtomicBool::new(false),
        frames_most: limits.session_queue,
        bytes_most: limits.session_queue_bytes,
    });
    (
        Outbox {
            link: Arc::clone(&link),
            own,
        },
        Outgoing(link),
    )
}

impl Outbox {
    /// Queues parts of the document: updates. False when one does not fit any more: then it is left out, and so is all that follows,
    /// until the socket was read ([`Next::CatchUp`]).
    #[must_use]
    pub(super) fn push<'a>(&self, frames: impl IntoIterator<Item = &'a Bytes>) -> bool {
        let mut queue = self.link.queue();
        if queue.closing.is_some() || queue.lag != Lag::No {
            return true;
        }
        let (mut fits, mut some) = (true, false);
        for frame in frames {
            some = true;
            let full = queue.frames.len() >= self.link.frames_most
                || (queue.bytes > 0 && queue.bytes + frame.len() > self.link.bytes_most);
            if full {
                queue.lag = Lag::Behind;
                // Whoever is still there when it catches up is told then; whoever has left by then would stay for ever.
                let waiting = std::mem::take(&mut queue.presence);
                waiting.values().for_each(|sent| queue.note(sent));
                fits = false;
                break;
            }
            queue.put(frame.clone());
        }
        if some {
            self.link.filled(queue);
        }
        fits
    }

    /// Queues what is small and must not be left out. A socket that does not even take that ends: it comes back and catches up.
    pub(super) fn insist(&self, frame: Bytes) {
        let mut queue = self.link.queue();
        if queue.closing.is_some() {
            return;
        }
        if queue.frames.len() >= self.link.frames_most + OWN_BEYOND {
            return self.link.end(queue, End::Close(Close::Lagging));
        }
        queue.put(frame);
        self.link.filled(queue);
    }

    /// Queues the answer to a SyncStep1. False while the socket lags: it is answered when it catches up.
    #[must_use]
    pub(super) fn answer(&self, frame: Bytes) -> bool {
        let mut queue = self.link.queue();
        if queue.closing.is_some() {
            return true;
        }
        if queue.lag != Lag::No {
            return false;
        }
        let full = queue.answers >= ANSWERS
            || (queue.answers > 0 && queue.answer_bytes + frame.len() > ANSWER_BYTES);
        if full {
            self.link.end(queue, End::Close(Close::Lagging));
            return true;
        }
        queue.answers += 1;
        queue.answer_bytes += frame.len();
        queue.frames.push_back(Frame {
            bytes: frame,
            answer: true,
        });
        self.link.filled(queue);
        true
    }

    /// The socket was read: everything is put in again. What it lacks is to be put in next.
    pub(super) fn resume(&self) {
        self.link.queue().lag = Lag::No;
    }

    /// Queues one of our own messages, if the client asked for them.
    pub(super) fn own(&self, own: &Own) {
        if self.own {
            self.insist(own.write().into());
        }
    }

    /// Says how far the client's updates are saved; only the newest waits.
    pub(super) fn saved(&self, saved: Saved) {
        if self.own && !self.link.is_barred() {
            let mut queue = self.link.queue();
            queue.saved = Some(saved);
            self.link.filled(queue);
        }
    }

    /// Says where some are; of each client id only the newest waits.
    pub(super) fn presence<'a>(&self, states: impl IntoIterator<Item = &'a Sent>) {
        let mut queue = self.link.queue();
        if queue.closing.is_some() {
            return;
        }
        states.into_iter().for_each(|sent| queue.note(sent));
        if !queue.presence.is_empty() {
            self.link.filled(queue);
        }
    }

    /// As [`Self::presence`], for what others are shown as well.
    pub(super) fn flight(&self, flight: &Arc<Flight>) {
        let mut queue = self.link.queue();
        if queue.closing.is_none()
            && queue.lag == Lag::No
            && queue.flight.is_none()
            && queue.presence.is_empty()
        {
            queue.flight = Some(Arc::clone(flight));
            return self.link.filled(queue);
        }
        drop(queue);
        self.presence(&flight.states);
    }

    /// Whether the client understands our own messages.
    pub(super) fn understands(&self) -> bool {
        self.own
    }

    /// How long nothing was put in.
    pub(super) fn idle(&self) -> Duration {
        let filled = self.link.queue().filled_ms;
        Duration::from_millis(self.link.now_ms().saturating_sub(filled))
    }

    /// Ends the socket.
    pub(super) fn close(&self, close: Close) {
        self.link.close(close);
    }

    /// What both ends share.
    pub(super) fn link(&self) -> &Arc<Link> {
        &self.link
    }
}

impl Drop for Outbox {
    /// A room that ends in order says why first; this one did not.
    fn drop(&mut self) {
        self.link.close(Close::RoomFailed);
    }
}

impl Outgoing {
    /// Waits for something to do. May be dropped while it waits without losing anything.
    pub(super) async fn next(&self) -> Next {
        loop {
            let ready = self.0.ready.notified();
            if let Some(next) = self.0.take() {
                return next;
            }
            ready.await;
        }
    }

    /// Waits until the socket is to end.
    pub(super) async fn closing(&self) -> End {
        loop {
            let closing = self.0.closing.notified();
            if let Some(end) = self.0.queue().closing {
                return end;
            }
            closing.await;
        }
    }

    /// What both ends share.
    pub(super) fn link(&self) -> &Arc<Link> {
        &self.0
    }
}

impl Link {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // Nothing under the lock can panic half way, so what a panic elsewhere left is whole.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What waits now, answers included.
    pub(super) fn waiting(&self) -> Waiting {
        let queue = self.queue();
        Waiting {
            frames: queue.frames.len(),
            bytes: queue.bytes + queue.answer_bytes,
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn filled(&self, mut queue: MutexGuard<'_, Queue>) {
        queue.filled_ms = self.now_ms();
        drop(queue);
        self.ready.notify_one();
    }

    /// The first end holds. A breach or a stop still lets out what waits; a queue that is full is emptied, and so is that of somebody whose rights have
    /// changed, however their socket was to end.
    fn end(&self, mut queue: MutexGuard<'_, Queue>, end: End) {
        let bars = matches!(end, End::Close(Close::SessionEnded | Close::RightsChanged));
        if bars {
            self.barred.store(true, Ordering::Relaxed);
        }
        if bars || queue.closing.is_none() {
            queue.closing.get_or_insert(end);
            if bars || matches!(end, End::HangUp | End::Close(Close::Lagging)) {
                queue.frames = VecDeque::new();
                (queue.bytes, queue.answers, queue.answer_bytes) = (0, 0, 0);
                queue.saved = None;
                queue.news = Told::default();
            }
            queue.forget_presence();
        }
        drop(queue);
        self.ready.notify_one();
        self.closing.notify_one();
    }

    /// What may be done here has changed: nothing goes either way any more, while the socket takes its time to end.
    pub(super) fn is_barred(&self) -> bool {
        self.barred.load(Ordering::Relaxed)
    }

    /// When the sign-in ends, in milliseconds since 1970.
    pub(super) fn ends_at_ms(&self) -> &AtomicI64 {
        &self.ends_at_ms
    }

    /// Ends the socket with a close frame.
    pub(super) fn close(&self, close: Close) {
        self.end(self.queue(), End::Close(close));
    }

    /// Ends the socket without a word.
    pub(super) fn hang_up(&self) {
        self.end(self.queue(), End::HangUp);
    }

    fn take(&self) -> Option<Next> {
        let mut queue = self.queue();
        let mut frames = Vec::new();
        let mut taken = 0;
        while taken < TAKEN_BYTES
            && let Some(frame) = queue.frames.pop_front()
        {
            taken += frame.bytes.len();
            if frame.answer {
                queue.answers -= 1;
                queue.answer_bytes -= frame.bytes.len();
            } else {
                queue.bytes -= frame.bytes.len();
            }
            frames.push(frame.bytes);
        }
        if queue.frames.is_empty() {
            if let Some(saved) = queue.saved.take() {
                frames.push(Own::Saved(saved).write().into());
            }
            if let Some(flight) = queue.flight.take() {
                frames.push(flight.frame.clone());
            }
            queue.news.take(&mut frames);
            if !queue.presence.is_empty() {
                frames.push(awareness(std::mem::take(&mut queue.presence).values()));
            }
        }
        if !frames.is_empty() {
            return Some(Next::Frames(frames));
        }
        if queue.closing.is_none() && queue.lag == Lag::Behind {
            queue.lag = Lag::Ready;
            return Some(Next::CatchUp);
        }
        queue.closing.map(Next::End)
    }

    /// Something was heard from the socket. True when it had gone quiet, and the room must learn that it is back.
    pub(super) fn hear(&self) -> bool {
        self.heard_ms.store(self.now_ms(), Ordering::Relaxed);
        self.quiet.swap(false, Ordering::Relaxed)
    }

    /// How long nothing was heard. The time in which we did not listen does not count.
    pub(super) fn silence(&self) -> Duration {
        if self.held_up.load(Ordering::Relaxed) {
            return Duration::ZERO;
        }
        Duration::from_millis(
            self.now_ms()
                .saturating_sub(self.heard_ms.load(Ordering::Relaxed)),
        )
    }

    /// The room shows the session as quiet; it wants to know when it is heard again.
    pub(super) fn mark_quiet(&self) {
        self.quiet.store(true, Ordering::Relaxed);
    }

    /// We stop listening: the rate is passed, or the room is busy.
    pub(super) fn hold_up(&self, held_up: bool) {
        if !held_up {
            self.heard_ms.store(self.now_ms(), Ordering::Relaxed);
        }
        self.held_up.store(held_up, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
