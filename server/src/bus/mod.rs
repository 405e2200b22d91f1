//! News between nodes, and between the parts of one node. The database is the truth, the bus is a
//! hint: a message may be lost, and whoever must not miss one compares with the database.
//!
//! Notices are heard by the node that speaks too, because a socket may be on any node, this one included. News of a
//! draft are for the other nodes: a room knows its own.

mod codec;
#[cfg(test)]
mod contract;
mod local;
mod redis;
mod topics;
mod watch;

use std::time::Duration;

use bytes::Bytes;
use imprimatur_protocol::frame::News as Told;
use imprimatur_protocol::{DraftId, OrganisationId, PersonId, SessionId};

pub use self::local::LocalBus;
pub use self::redis::RedisBus;
pub use self::topics::Subscription;
pub use self::watch::observe;

/// Which node of a cluster, new at each start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// What somebody may do in an organisation has changed, or they are no member any more: their open sockets follow.
    RightsChanged(OrganisationId, PersonId),
    /// There is news beside the document of a draft; its open sockets are told (SPEC O4).
    DraftNews(OrganisationId, DraftId, Told),
    /// There is news for somebody in an organisation; their open sockets are told (SPEC O4).
    PersonNews(OrganisationId, PersonId, Told),
}

/// Something that the rooms of one draft tell each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomNews {
    /// The newest journal row that the speaker's document holds. Whoever holds less reads the journal.
    pub head: u64,
    /// What happened.
    pub said: Said,
}

/// What the room of a draft says to the rooms of the same draft elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Journal row `head` was committed.
    Committed {
        /// The row as the journal holds it.
        row: Bytes,
        /// Client ids that it uses for the first time, and whose they are.
        binds: Vec<(u64, PersonId)>,
    },
    /// Where people are, as `collab` writes it.
    Presence(Bytes),
    /// The speaker has just opened, or was cut off: say who is with you.
    WhoIsThere,
    /// Nothing but the head.
    Here,
}

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// To everybody, on [`Topic::Notices`].
    Notice(Notice),
    /// To the rooms of a draft.
    Room(RoomNews),
}

/// A message and who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The node that spoke.
    pub node: NodeId,
    /// What it is about.
    pub topic: Topic,
    /// What is told.
    pub news: News,
}

/// What a subscriber is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message.
    Envelope(Envelope),
    /// Messages were lost, or may have been: compare with the database.
    Missed,
}

/// How the bus does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It reaches this process only, and always does.
    Local,
    /// It reaches the other nodes; its own message came back after so long.
    Connected(Duration),
    /// It does not reach the other nodes. They find out by comparing with the database.
    CutOff,
}

/// Carries envelopes. Never waits: what cannot be carried is lost, and the subscriber hears [`Heard::Missed`] where that is known.
pub trait Bus: Send + Sync {
    /// Sends to everybody who subscribes to the envelope's topic now.
    fn publish(&self, envelope: Envelope);

    /// Hears what is published on a topic from now on.
    fn subscribe(&self, topic: Topic) -> Subscription;

    /// Whether other nodes may be on it. Where none can be, nobody needs to compare with the database.
    fn is_shared(&self) -> bool;

    /// How it does now.
    fn condition(&self) -> Condition;

    /// Messages that could not be carried, since the start.
    fn lost(&self) -> u64;
}
