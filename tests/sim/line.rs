//! One socket of a peer, from its end: what it sends goes one by one, what it was sent waits until it takes it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use imprimatur_protocol::Close;
use imprimatur_protocol::frame::Message;
use tokio::sync::{mpsc, oneshot};

use super::node::Node;
use super::sky::Health;
use crate::collab::Collab;
use crate::collab::journal::Place;
use crate::collab::outbox::{End, Next, Outgoing, outbox};
use crate::collab::room::{Participant, RoomMsg};
use crate::collab::session::{Session, Step};

/// What goes from the client's end to the node's.
enum Up {
    Message(Bytes),
    Heard,
    /// It has read what was in its queue.
    Emptied,
}

/// One socket, from the client's end.
pub(super) struct Line {
    pub(super) node: usize,
    pub(super) health: Arc<Health>,
    up: mpsc::UnboundedSender<Up>,
    joining: Option<oneshot::Receiver<Result<Outgoing, Close>>>,
    outgoing: Option<Outgoing>,
    down: VecDeque<Bytes>,
    /// How long the node takes to notice that it is gone, in milliseconds.
    unnoticed_ms: Arc<AtomicU64>,
    /// All updates, in their order: the first is number 1.
    pub(super) sent: Vec<Vec<u8>>,
    pub(super) saved: u64,
    /// It has heard the answer to its SyncStep1.
    pub(super) synced: bool,
    ended: Option<Close>,
}

impl Line {
    /// Opens a socket.
    pub(super) fn open(
        node: &Node,
        number: usize,
        place: Place,
        who: Participant,
        own: bool,
    ) -> Self {
        let (up, messages) = mpsc::unbounded_channel();
        let (reply, joining) = oneshot::channel();
        let unnoticed_ms = Arc::new(AtomicU64::new(0));
        tokio::spawn(serve(
            Served {
                collab: node.collab.clone(),
                health: Arc::clone(&node.health),
                place,
                who,
                own,
                unnoticed_ms: Arc::clone(&unnoticed_ms),
            },
            messages,
            reply,
        ));
        Self {
            node: number,
            health: Arc::clone(&node.health),
            up,
            joining: Some(joining),
            outgoing: None,
            down: VecDeque::new(),
            unnoticed_ms,
            sent: Vec::new(),
            saved: 0,
            synced: false,
            ended: None,
        }
    }

    pub(super) fn send(&mut self, message: &Message<'_>) {
        if let Message::SyncStep2(update) | Message::Update(update) = message {
            self.sent.push(update.to_vec());
        }
        // What a dead node does not take is lost, as on any socket.
        let _ = self.up.send(Up::Message(message.write().into()));
    }

    /// Takes what waits off the line. `reads` is false while the client takes nothing.
    pub(super) fn pull(&mut self, reads: bool) {
        if self.health.is_dead() {
            self.ended.get_or_insert(Close::Restarting);
            return;
        }
        if self.health.is_still() {
            return;
        }
        if let Some(joining) = &mut self.joining {
            match joining.try_recv() {
                Ok(Ok(outgoing)) => self.outgoing = Some(outgoing),
                Ok(Err(close)) => self.ended = Some(close),
                Err(oneshot::error::TryRecvError::Empty) => return,
                Err(oneshot::error::TryRecvError::Closed) => self.ended = Some(Close::Restarting),
            }
            self.joining = None;
        }
        let Some(outgoing) = &self.outgoing else {
            return;
        };
        if outgoing.link().hear() {
            let _ = self.up.send(Up::Heard);
        }
        while reads && let Some(next) = outgoing.next().now_or_never() {
            match next {
                Next::Frames(frames) => self.down.extend(frames),
                Next::CatchUp => {
                    let _ = self.up.send(Up::Emptied);
                }
                Next::End(_) => break,
            }
        }
        if let Some(end) = outgoing.ended() {
            self.ended = Some(match end {
                End::Close(close) => close,
                End::HangUp => Close::Restarting,
            });
        }
    }

    pub(super) fn next(&mut self) -> Option<Bytes> {
        self.down.pop_front()
    }

    /// Why it is over, once everything that came before was taken.
    pub(super) fn over(&self) -> Option<Close> {
        self.ended.filter(|_| self.down.is_empty())
    }

    /// The room has taken it in, and nothing waits.
    pub(super) fn rests(&self) -> bool {
        self.outgoing.is_some() && self.down.is_empty() && self.ended.is_none() && self.synced
    }

    /// Leaves it; the node notices after so long.
    pub(super) fn leave(self, unnoticed_ms: u64) {
        self.unnoticed_ms.store(unnoticed_ms, SeqCst);
    }
}

struct Served {
    collab: Collab,
    health: Arc<Health>,
    place: Place,
    who: Participant,
    own: bool,
    unnoticed_ms: Arc<AtomicU64>,
}

/// The node's end of a socket. Ends when the client's end was dropped.
async fn serve(
    served: Served,
    mut messages: mpsc::UnboundedReceiver<Up>,
    reply: oneshot::Sender<Result<Outgoing, Close>>,
) {
    let Served {
        collab,
        health,
        place,
        who,
        own,
        unnoticed_ms,
    } = served;
    if !health.runs().await {
        return;
    }
    let limits = Arc::new(collab.platform().config.limits.clone());
    let (hub, mut ends) = (collab.hub(), None);
    let key = hub.key();
    let joined = hub
        .join(place, key, &who, || {
            let (room, socket) = outbox(own, &limits);
            ends = Some(socket);
            room
        })
        .await;
    let (room, link, answer) = match (joined, ends) {
        (Ok(room), Some(outgoing)) => (room, Arc::clone(outgoing.link()), outgoing),
        (Err(close), _) => {
            let _ = reply.send(Err(close));
            return;
        }
        (Ok(_), None) => unreachable!("whoever was taken in has a queue"),
    };
    // A client that has gone meanwhile sends nothing more.
    let _ = reply.send(Ok(answer));
    let mut session = Session::new(who.person, &limits);
    let mut leaving = RoomMsg::Leave(key);
    while let Some(up) = messages.recv().await {
        if !health.runs().await {
            return;
        }
        let message = match up {
            Up::Heard => RoomMsg::Heard(key),
            Up::Emptied => RoomMsg::CatchUp(key),
            Up::Message(bytes) => match session.step(&bytes) {
                Ok(Step::Answer(vector)) => RoomMsg::Answer { key, vector },
                Ok(Step::Update(update)) => RoomMsg::Update {
                    key,
                    update: Box::new(update),
                },
                Ok(Step::Presence(stated)) => RoomMsg::Presence { key, stated },
                Ok(Step::QueryPresence) => RoomMsg::QueryPresence(key),
                Ok(Step::Ignored) => continue,
                Err(breach) => {
                    link.close(breach.close);
                    let breach = Box::new(breach);
                    leaving = RoomMsg::Breach { key, breach };
                    break;
                }
            },
        };
        if room.send(message).await.is_err() {
            link.close(Close::RoomFailed);
            break;
        }
    }
    tokio::time::sleep(Duration::from_millis(unnoticed_ms.load(SeqCst))).await;
    if health.runs().await {
        // A room that has ended needs no telling.
        let _ = room.send(leaving).await;
    }
}
