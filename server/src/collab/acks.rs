//! What a session may be told about its updates: the `saved` watermark (SPEC §5, O1). Pure.

use std::collections::VecDeque;

/// Counts a session's update messages and knows how far all of them are settled.
///
/// A number is settled when its update is on disk, brought nothing, or was refused. The watermark is the greatest
/// number up to which all are settled.
#[derive(Debug, Default)]
pub(super) struct Acks {
    received: u64,
    /// Accepted and not on disk yet, ascending. Bounded by what a room may hold unsaved.
    waiting: VecDeque<Waiting>,
    /// The first gap after each answer in `waiting`, and the first before them all: ascending. Those between follow
    /// from it, so that a client that sends nothing but gaps takes no memory.
    gaps: VecDeque<u64>,
    reported: u64,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    /// A SyncStep2: on disk, it resolves every gap before it.
    answer: bool,
}

impl Acks {
    /// Nothing more is to come of this update: it brought nothing, or was refused.
    pub(super) fn settled(&mut self, number: u64) {
        self.received = number;
    }

    /// The update was accepted; [`Self::on_disk`] follows, or [`Self::discard`].
    pub(super) fn accepted(&mut self, number: u64, answer: bool) {
        self.received = number;
        self.waiting.push_back(Waiting { number, answer });
    }

    /// The update was a gap: nothing passes it until a later SyncStep2 is on disk.
    pub(super) fn gap(&mut self, number: u64) {
        self.received = number;
        let last_answer = self
            .waiting
            .iter()
            .rev()
            .find(|it| it.answer)
            .map_or(0, |it| it.number);
        if self.gaps.back().is_none_or(|last| *last < last_answer) {
            self.gaps.push_back(number);
        }
    }

    /// The update is on disk.
    pub(super) fn on_disk(&mut self, number: u64) {
        let Some(position) = self.waiting.iter().position(|it| it.number == number) else {
            return;
        };
        let answer = self.waiting.remove(position).is_some_and(|it| it.answer);
        if answer {
            self.resolve(number);
        }
    }

    /// A SyncStep2 brought nothing, and nothing is in flight: all that its client has is on disk.
    pub(super) fn resolve(&mut self, number: u64) {
        while self.gaps.front().is_some_and(|gap| *gap < number) {
            self.gaps.pop_front();
        }
    }

    /// What waited was thrown away. The client is asked for it again, so it is a gap like any other.
    pub(super) fn discard(&mut self) {
        let first = self.waiting.front().map(|it| it.number);
        self.waiting.clear();
        let first = first.into_iter().chain(self.gaps.front().copied()).min();
        self.gaps = first.into_iter().collect();
    }

    /// Whether a gap waits for the answer that resolves it.
    pub(super) fn has_gap(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// The watermark, when it rose since it was last asked for.
    pub(super) fn rise(&mut self) -> Option<u64> {
        let blocked = self
            .waiting
            .front()
            .map(|it| it.number)
            .into_iter()
            .chain(self.gaps.front().copied())
            .min();
        let up_to = blocked.map_or(self.received, |number| number - 1);
        (up_to > self.reported).then(|| {
            self.reported = up_to;
            up_to
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_watermark_rises_in_the_order_of_the_disk() {
        let mut acks = Acks::default();
        acks.accepted(1, true);
        acks.settled(2);
        acks.accepted(3, false);
        assert_eq!(acks.rise(), None);
        acks.on_disk(1);
        assert_eq!(acks.rise(), Some(2));
        assert_eq!(acks.rise(), None);
        acks.on_disk(3);
        assert_eq!(acks.rise(), Some(3));
    }

    #[test]
    fn o1_the_watermark_never_passes_a_gap_until_its_answer_is_on_disk() {
        let mut acks = Acks::default();
        acks.accepted(1, false);
        acks.gap(2);
        acks.gap(3);
        acks.on_disk(1);
        assert_eq!(acks.rise(), Some(1));
        acks.accepted(4, false);
        acks.on_disk(4);
        assert_eq!(acks.rise(), None, "an ordinary update resolves no gap");
        acks.accepted(5, true);
        acks.gap(6);
        acks.gap(7);
        assert_eq!(acks.rise(), None, "the answer is not on disk yet");
        acks.on_disk(5);
        assert_eq!(
            acks.rise(),
            Some(5),
            "the gap after the answer is still open"
        );
        acks.accepted(8, true);
        acks.on_disk(8);
        assert_eq!(acks.rise(), Some(8));
    }

    #[test]
    fn o1_an_answer_that_brings_nothing_resolves_too() {
        let mut acks = Acks::default();
        acks.gap(1);
        acks.settled(2);
        acks.resolve(2);
        assert_eq!(acks.rise(), Some(2));
    }

    #[test]
    fn u10_what_was_discarded_waits_for_an_answer() {
        let mut acks = Acks::default();
        acks.accepted(1, false);
        acks.on_disk(1);
        acks.accepted(2, true);
        acks.gap(3);
        acks.accepted(4, false);
        acks.discard();
        acks.on_disk(2);
        acks.on_disk(4);
        assert_eq!(acks.rise(), Some(1));
        acks.accepted(5, true);
        acks.on_disk(5);
        assert_eq!(acks.rise(), Some(5));
    }

    #[test]
    fn gaps_take_no_memory() {
        let mut acks = Acks::default();
        (1..10_000).for_each(|number| acks.gap(number));
        assert_eq!(acks.gaps.len(), 1);
    }
}
