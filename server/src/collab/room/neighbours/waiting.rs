//! What sessions bring waits until the room has read all that they can have seen on other nodes (SPEC N2).

use std::time::Duration;

use tokio::time::Instant;

use super::{Neighbours, Parked};
use crate::collab::room::commit::ENTRY_BYTES;
use crate::collab::room::intake::unsaved;
use crate::collab::room::{Room, SessionKey};
use crate::collab::session::Incoming;

impl Parked {
    fn bytes(&self) -> usize {
        waiting_bytes(&self.update)
    }
}

fn waiting_bytes(update: &Incoming) -> usize {
    update.weight() + ENTRY_BYTES
}

impl Room {
    /// Whether an update has to wait until the journal was read: its session may have seen, on another node, rows that are
    /// not here yet.
    pub(in crate::collab::room) fn must_wait(&self, key: SessionKey) -> bool {
        let Some(neighbours) = &self.neighbours else {
            return false;
        };
        let fresh = self
            .members
            .get(&key)
            .is_none_or(|it| it.reading <= neighbours.ended);
        !fresh || neighbours.parked.iter().any(|it| it.key == key)
    }

    /// The reading after which a session that joins now is known to have seen nothing that is not here.
    pub(in crate::collab::room) fn reading_for_newcomer(&mut self) -> u64 {
        self.read_journal_within(Duration::ZERO);
        self.neighbours.as_ref().map_or(0, Neighbours::next_reading)
    }

    /// Keeps an update until the journal was read once more. False when too much waits already: then it is dropped.
    pub(in crate::collab::room) fn park(&mut self, key: SessionKey, update: Box<Incoming>) -> bool {
        let most = self.ground.limits.room_queue_bytes;
        let Some(neighbours) = &mut self.neighbours else {
            return false;
        };
        let bytes = waiting_bytes(&update);
        if neighbours.parked_bytes + bytes > most {
            return false;
        }
        neighbours.parked_bytes += bytes;
        let reading = neighbours.next_reading();
        neighbours.parked.push_back(Parked {
            key,
            update,
            reading,
        });
        neighbours.read_within(Duration::ZERO);
        true
    }

    /// Judges what waited for a reading that has ended.
    pub(super) fn release(&mut self) {
        let now = Instant::now();
        loop {
            let Some(neighbours) = &mut self.neighbours else {
                return;
            };
            let ended = neighbours.ended;
            let Some(parked) = neighbours.parked.pop_front_if(|it| it.reading <= ended) else {
                return;
            };
            neighbours.parked_bytes = neighbours.parked_bytes.saturating_sub(parked.bytes());
            self.judge_finally(parked.key, parked.update, now);
        }
    }

    /// Drops what a session brought that is not judged yet.
    pub(in crate::collab::room) fn unpark(&mut self, key: SessionKey) {
        if let Some(neighbours) = &mut self.neighbours {
            neighbours.parked.retain(|it| it.key != key);
            neighbours.parked_bytes = neighbours.parked.iter().map(Parked::bytes).sum();
        }
    }

    /// How many updates are parked, how many bytes of them, and how many rows wait for others.
    #[cfg(test)]
    pub(in crate::collab::room) fn waiting_for_neighbours(&self) -> (usize, usize, usize) {
        self.neighbours.as_ref().map_or((0, 0, 0), |it| {
            (it.parked.len(), it.parked_bytes, it.ahead.len())
        })
    }

    /// Tells a session once that what it brought waits for storage.
    pub(in crate::collab::room) fn tell_unsaved(&mut self, key: SessionKey) {
        if let Some(member) = self.members.get_mut(&key)
            && !member.told_unsaved
        {
            member.told_unsaved = true;
            member.outbox.own(&unsaved());
        }
    }
}
