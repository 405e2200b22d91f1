//! Where people are, told between nodes (SPEC N4).

use imprimatur_crdt::ClientId;
use tokio::time::Instant;

use super::PRESENCE_EVERY;
use crate::bus::{NodeId, Said};
use crate::collab::elsewhere::{self, Elsewhere};
use crate::collab::outbox::Sent;
use crate::collab::room::Room;

impl Room {
    /// Somebody is somewhere, says another node.
    pub(super) fn hear_of(&mut self, node: NodeId, it: Elsewhere, now: Instant) {
        // It may not have read yet whose the id is.
        let bound_to = ClientId::new(it.sent.client).and_then(|id| self.clients.get(&id));
        if bound_to.is_some_and(|person| *person != it.person) {
            return;
        }
        if let Some(sent) = self.presence.elsewhere(node, it, now) {
            self.show_here(&sent, None);
        }
    }

    /// Notes presence that the other nodes are to hear of.
    pub(in crate::collab::room) fn moved(&mut self, sent: &Sent) {
        if let Some(neighbours) = &mut self.neighbours {
            neighbours.moved.insert(sent.client, sent.clone());
            neighbours
                .tell_at
                .get_or_insert_with(|| Instant::now() + PRESENCE_EVERY);
        }
    }

    /// Tells where everybody here is.
    pub(super) fn tell_everything(&mut self) {
        for sent in self.presence.seen_from_elsewhere() {
            self.moved(&sent);
        }
    }

    /// Tells the other nodes who has moved.
    pub(super) fn tell(&mut self) {
        let Some(neighbours) = &mut self.neighbours else {
            return;
        };
        neighbours.tell_at = None;
        let moved = std::mem::take(&mut neighbours.moved);
        if moved.is_empty() {
            return;
        }
        let states: Vec<Elsewhere> = moved
            .into_values()
            .filter_map(|sent| {
                let person = self.presence.person(sent.client)?;
                Some(Elsewhere { person, sent })
            })
            .collect();
        self.say(Said::Presence(elsewhere::write(&states)));
    }
}
