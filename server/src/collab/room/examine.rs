//! What tests ask a room beyond what sockets may.

use std::time::Duration;

use imprimatur_crdt::{ClientId, Document};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::replica::QUIET_AFTER;
use super::{Replica, Room};

/// What only tests ask.
pub(in crate::collab) enum Examination {
    /// Fails inside.
    Panic,
    /// Has been idle for long, if nobody is in it; and nobody has written for long.
    Tire,
    /// Does it hold no more of its document than the bytes?
    IsAsleep(oneshot::Sender<bool>),
    /// Forgets what its document holds.
    LoseDocument,
    /// What is it still busy with?
    Left(oneshot::Sender<Left>),
}

/// What a room has left to do. Of a room at rest all of it is zero.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::collab) struct Left {
    /// Bytes that are accepted and not on disk.
    pub(in crate::collab) unsaved_bytes: usize,
    /// Entries that gather.
    pub(in crate::collab) gathering: usize,
    /// Batches that the journal has.
    pub(in crate::collab) in_flight: usize,
    /// Updates that wait for the journal to be read, and their bytes.
    pub(in crate::collab) parked: usize,
    pub(in crate::collab) parked_bytes: usize,
    /// Rows that wait for those before them.
    pub(in crate::collab) ahead: usize,
    /// Loads of the draft that have not ended.
    pub(in crate::collab) reloading: usize,
    /// Sessions with a gap that is not resolved.
    pub(in crate::collab) gaps: usize,
}

impl Room {
    pub(super) fn examine(&mut self, examination: Examination) {
        match examination {
            Examination::Panic => panic!("the test has asked for it"),
            Examination::Tire => {
                let long = Duration::from_secs(self.ground.limits.idle_seconds);
                self.idle_since = self.idle_since.checked_sub(long).unwrap_or(self.idle_since);
                self.needed_at = self
                    .needed_at
                    .checked_sub(QUIET_AFTER)
                    .unwrap_or(self.needed_at);
                self.fall_asleep(Instant::now());
            }
            Examination::IsAsleep(reply) => {
                let _ = reply.send(matches!(self.replica, Replica::Asleep(_)));
            }
            Examination::LoseDocument => {
                self.replica = Replica::Awake(Document::new(ClientId::READER));
            }
            Examination::Left(reply) => {
                // Whoever asked may have gone.
                let _ = reply.send(self.left());
            }
        }
    }

    fn left(&self) -> Left {
        let (parked, parked_bytes, ahead) = self.waiting_for_neighbours();
        Left {
            unsaved_bytes: self.unsaved_bytes,
            gathering: self.gathering.len(),
            in_flight: usize::from(self.in_flight.is_some()),
            parked,
            parked_bytes,
            ahead,
            reloading: usize::from(self.reloading.is_some()),
            gaps: self.members.values().filter(|it| it.acks.has_gap()).count(),
        }
    }
}
