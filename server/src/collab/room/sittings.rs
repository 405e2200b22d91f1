//! Who edits is noted for the history: with the first edit of a sitting, and now and then while it goes on. What is noted rides on a batch of edits,
//! in its transaction; all other batches write nothing but their rows.

use imprimatur_protocol::PersonId;
use tokio::time::Instant;

use super::Room;
use super::commit::Entry;
use crate::events::SITTING;

impl Room {
    /// Whose sitting is to be noted with these edits.
    pub(super) fn sitting_down(&mut self, entries: &[Entry]) -> Vec<PersonId> {
        let now = Instant::now();
        // People who have not edited for so long are noted again, so they need not be remembered.
        self.sittings
            .retain(|_, noted| now.duration_since(*noted) < SITTING);
        let mut sitting = Vec::new();
        for entry in entries {
            let Some(edit) = &entry.edit else { continue };
            // Whoever has left at once is known by the client id that they have brought.
            let member = self.members.get(&entry.author);
            let person = member.map(|member| member.who.person.id);
            let person = person.or_else(|| edit.binds.first().map(|(_, person)| *person));
            if let Some(person) = person
                && !self.sittings.contains_key(&person)
            {
                self.sittings.insert(person, now);
                sitting.push(person);
            }
        }
        sitting
    }
}
