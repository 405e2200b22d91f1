//! Who has deleted lately. Deletions carry no client id, so who only deletes would be nobody in a draft's history: they are noted beside the rows.

use std::time::Duration;

use imprimatur_protocol::PersonId;
use tokio::time::Instant;

/// A person is noted at most so often: a note is a write of its own, and people who type delete all the time. Whoever asks who wrote since a
/// moment counts those as well that were noted so long before it.
pub(in crate::collab) const NOTE_EVERY: Duration = Duration::from_secs(10);

/// Whose deletions were noted when.
#[derive(Debug, Default)]
pub(super) struct Deletions(Vec<(PersonId, Instant)>);

impl Deletions {
    /// Those of these people who are to be noted now.
    pub(super) fn take_note(
        &mut self,
        people: impl Iterator<Item = PersonId>,
        now: Instant,
    ) -> Vec<PersonId> {
        self.0
            .retain(|(_, at)| now.saturating_duration_since(*at) < NOTE_EVERY);
        let mut new = Vec::new();
        for person in people {
            if self.0.iter().all(|(known, _)| *known != person) {
                self.0.push((person, now));
                new.push(person);
            }
        }
        new
    }

    /// What was to be written was not.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_noted_once_in_a_while() {
        let person = |last: char| -> PersonId {
            format!("per_0190a1b2c3d47e5f8a9b0c1d2e3f4a5{last}")
                .parse()
                .unwrap()
        };
        let (anna, ben) = (person('a'), person('b'));
        let (mut deletions, start) = (Deletions::default(), Instant::now());
        let mut note = |people: &[PersonId], after: u64| {
            let now = start + Duration::from_secs(after);
            deletions.take_note(people.iter().copied(), now)
        };
        assert_eq!(note(&[anna, anna], 0), [anna]);
        assert_eq!(note(&[anna, ben], 9), [ben]);
        assert_eq!(note(&[anna, ben], 10), [anna]);
        deletions.forget();
        assert_eq!(deletions.take_note([anna].into_iter(), start), [anna]);
    }
}
