//! News between nodes, and between the parts of one node. The database is the truth, the bus is a
//! hint: a message may be lost, and whoever must not miss one compares with the database.
//!
//! A node hears its own messages too, because a socket may be on any node, this one included;
//! [`Envelope::node`] says who spoke, for those who must not listen to themselves.

#[cfg(test)]
mod contract;
mod local;

use std::sync::Arc;

use imprimatur_protocol::{DraftId, OrganisationId, SessionId};
use tokio::sync::broadcast;

pub use local::LocalBus;

/// Which node of a cluster, new at each start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeId(pub u64);

/// What one subscribes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// What every node must hear of.
    Notices,
    /// One open draft.
    Draft(DraftId),
}

/// Something that every node must act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A session was signed out or removed; its open sockets close with 4401.
    SessionEnded(SessionId),
    /// A template was deleted; the open sockets of its draft close with 4404.
    DraftDeleted(OrganisationId, DraftId),
}

/// A message and who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The node that spoke.
    pub node: NodeId,
    /// What it is about.
    pub topic: Topic,
    /// What happened.
    pub notice: Notice,
}

/// What a subscriber is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message.
    Envelope(Envelope),
    /// Messages were lost: compare with the database.
    Missed,
}

/// Carries envelopes. Never waits: what cannot be carried is lost, and the subscriber hears [`Heard::Missed`] where that is known.
pub trait Bus: Send + Sync {
    /// Sends to everybody who subscribes to the envelope's topic now.
    fn publish(&self, envelope: Envelope);

    /// Hears what is published on a topic from now on.
    fn subscribe(&self, topic: Topic) -> Subscription;
}

/// One subscriber's queue, bounded. Ends when dropped.
pub struct Subscription {
    topic: Topic,
    queue: broadcast::Receiver<Envelope>,
    /// Keeps the sending side alive, so that a quiet bus is no closed bus.
    _bus: Arc<broadcast::Sender<Envelope>>,
}

impl Subscription {
    /// The next message. May be dropped while it waits without losing one.
    pub async fn next(&mut self) -> Heard {
        loop {
            match self.queue.recv().await {
                Ok(envelope) if envelope.topic == self.topic => return Heard::Envelope(envelope),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Heard::Missed,
                // The subscription holds a sender itself, so this does not happen.
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
