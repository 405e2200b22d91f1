//! What a room may be asked, and what waits for it.

use bytes::Bytes;
use imprimatur_protocol::Close;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

#[cfg(test)]
use super::Examination;
use super::{Participant, SessionKey, State};
use crate::collab::outbox::Outbox;
use crate::collab::session::{Breach, Incoming, Stated};

/// Who joins, and the room's end of the socket's queue.
pub(in crate::collab) struct Joiner {
    pub(in crate::collab) who: Participant,
    pub(in crate::collab) outbox: Outbox,
}

/// Everything that a room may be asked. Small: a mailbox keeps places for dozens of them.
pub(in crate::collab) enum RoomMsg {
    /// Takes a socket in. Unanswered when the room is vanishing: ask the hub for another one.
    Join {
        key: SessionKey,
        joiner: Box<Joiner>,
        reply: oneshot::Sender<Result<(), Close>>,
    },
    /// A socket has ended.
    Leave(SessionKey),
    /// A socket has ended because of what came over it.
    Breach {
        key: SessionKey,
        breach: Box<Breach>,
    },
    /// A client says what it holds and wants the rest.
    Answer { key: SessionKey, vector: Bytes },
    /// A client brings an update.
    Update {
        key: SessionKey,
        update: Box<Incoming>,
    },
    /// A client says where it is.
    Presence {
        key: SessionKey,
        stated: Vec<Stated>,
    },
    /// A client wants to know where the others are.
    QueryPresence(SessionKey),
    /// A socket that had gone quiet was heard again.
    Heard(SessionKey),
    /// A socket whose queue was full has taken what was in it.
    CatchUp(SessionKey),
    /// The committed state and its head, for whoever reads the layout.
    State(oneshot::Sender<State>),
    /// Whether the draft is in quarantine, as the database says it now.
    Damaged(bool),
    /// What only tests ask.
    #[cfg(test)]
    Test(Examination),
}

impl RoomMsg {
    /// What a client has brought with it, in bytes.
    pub(in crate::collab) fn weight(&self) -> usize {
        match self {
            Self::Answer { vector, .. } => vector.len(),
            Self::Update { update, .. } => update.weight(),
            Self::Presence { stated, .. } => stated.iter().map(Stated::weight).sum(),
            _ => 0,
        }
    }
}

/// A message on its way to a room.
pub(in crate::collab) struct Letter {
    pub(in crate::collab) message: RoomMsg,
    /// Frees its bytes in the mailbox when the room has dealt with it.
    pub(in crate::collab) space: Option<OwnedSemaphorePermit>,
}
