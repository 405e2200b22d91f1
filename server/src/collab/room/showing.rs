//! Showing those here where the others are: many movements at once, as people see no more than some of them a second (SPEC P6).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use imprimatur_crdt::ClientId;
use imprimatur_protocol::PersonId;
use tokio::time::Instant;

use super::{Room, SessionKey};
use crate::collab::outbox::{Flight, Sent};
use crate::collab::session::Stated;

/// Movements are shown at most so often, the first one at once.
const SHOW_EVERY: Duration = Duration::from_millis(33);

/// What is to be shown to those here.
#[derive(Default)]
pub(super) struct Showing {
    /// The newest state of each client id, and whose socket needs not to be told of it.
    moved: BTreeMap<u64, (Sent, Option<SessionKey>)>,
    shown_at: Option<Instant>,
    due: Option<Instant>,
}

impl Showing {
    fn note(&mut self, sent: &Sent, owner: Option<SessionKey>) {
        self.moved.insert(sent.client, (sent.clone(), owner));
        let next = self.shown_at.map(|at| at + SHOW_EVERY);
        self.due.get_or_insert(next.unwrap_or_else(Instant::now));
    }

    /// When it is to be shown.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    fn take(&mut self, now: Instant) -> BTreeMap<u64, (Sent, Option<SessionKey>)> {
        self.shown_at = Some(now);
        self.due = None;
        std::mem::take(&mut self.moved)
    }
}

impl Room {
    pub(super) fn presence(&mut self, key: SessionKey, stated: Vec<Stated>, now: Instant) {
        let Some(speaker) = self.speaker(key) else {
            return;
        };
        for stated in stated {
            let bound_to = ClientId::new(stated.client)
                .and_then(|id| self.clients.get(&id))
                .copied();
            if let Some(sent) = self.presence.state(speaker, stated, bound_to, now) {
                self.show(&sent, Some(key));
            }
        }
    }

    /// Ids are whose the journal says they are: these, or, with none, all that it names.
    pub(super) fn settle_ids(&mut self, these: Option<&[(ClientId, PersonId)]>) {
        let now = Instant::now();
        let settled = match these {
            Some(these) => {
                let these = these.iter().map(|(id, person)| (id.get(), *person));
                self.presence.settle(these, now)
            }
            None => {
                let all = self.clients.iter().map(|(id, person)| (id.get(), *person));
                self.presence.settle(all, now)
            }
        };
        if !settled.is_empty()
            && let Some(neighbours) = &mut self.neighbours
        {
            // Where whose they are is may have been told already, and was not believed.
            neighbours.greet_in_turn();
        }
        for sent in settled {
            self.show(&sent, None);
        }
    }

    pub(super) fn query_presence(&mut self, key: SessionKey) {
        let seen = self.presence.seen_by(key);
        if let Some(member) = self.members.get(&key) {
            member.outbox.presence(&seen);
        }
    }

    /// Shows a state to everybody but its owner, on every node.
    pub(super) fn show(&mut self, sent: &Sent, owner: Option<SessionKey>) {
        self.show_here(sent, owner);
        self.moved(sent);
    }

    /// As [`Self::show`], on this node.
    pub(super) fn show_here(&mut self, sent: &Sent, owner: Option<SessionKey>) {
        self.showing.note(sent, owner);
    }

    /// Shows where people are now, if it is time.
    pub(super) fn show_in_turn(&mut self) {
        let now = Instant::now();
        if self.showing.due().is_none_or(|due| now < due) {
            return;
        }
        let moved = self.showing.take(now);
        let owners: BTreeSet<SessionKey> = moved.values().filter_map(|(_, it)| *it).collect();
        let mut flight: Option<Arc<Flight>> = None;
        for (key, member) in &self.members {
            if owners.contains(key) {
                let of_others = moved.values().filter(|(_, owner)| *owner != Some(*key));
                member.outbox.presence(of_others.map(|(sent, _)| sent));
            } else {
                let states = || moved.values().map(|(sent, _)| sent.clone()).collect();
                member
                    .outbox
                    .flight(flight.get_or_insert_with(|| Flight::new(states())));
            }
        }
    }

    pub(super) fn silence(&mut self, key: SessionKey, silence: Duration, now: Instant) {
        for sent in self.presence.silence(key, silence, now) {
            self.show(&sent, Some(key));
        }
    }
}
