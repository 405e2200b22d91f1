//! When rooms hand over what has gathered: all rooms of a node at the same moments, so that one transaction carries what was written in
//! all of them, and each socket is written to once for what came since.
//!
//! Rooms in which much is written do so in two halves. What one half has written goes to the disk and to its sockets while the other
//! gathers: everybody waits behind half as much, for some more transactions.

use std::time::Duration;

use tokio::time::Instant;

/// Where much is written many share a batch all the same: nobody gains by waiting for more.
const QUICK: Duration = Duration::from_millis(8);

/// For longer nobody waits there.
const BUSY: Duration = QUICK.saturating_mul(2);

/// Where little is written, what came within two frames of a film is saved and shown together, about as often as it is shown where everybody is.
/// A transaction costs as much for one edit as for many, and so does a socket that is written to.
const BEAT: Duration = BUSY.saturating_mul(2);

/// How much later the second half hands over: in the middle between two quick moments of the first.
const LATER: Duration = Duration::from_millis(4);

/// So many edits in one hand-over are much.
const MUCH: usize = 4;

/// And much is written where so many come again within this time. Four people whose edits fall together ten times a second gain nothing by
/// two transactions for them.
const AGAIN_WITHIN: Duration = BEAT.saturating_add(QUICK);

/// What was busy is so until it has not been for a while.
const CALM_AFTER: Duration = Duration::from_secs(1);

/// Whether much is written in a room. It then hands over quickly, and folds later: what waits for its turn is what people look at.
#[derive(Debug)]
pub(super) struct Rush {
    /// When much was handed over last, or, as soon as that is on disk, when it was: a slow disk is no calm.
    much_at: Option<Instant>,
    /// Much is on its way to the disk.
    is_under_way: bool,
    /// Until when the room counts as busy, if no more comes.
    until: Option<Instant>,
}

impl Rush {
    pub(super) const fn new() -> Self {
        Self {
            much_at: None,
            is_under_way: false,
            until: None,
        }
    }

    /// So many edits are handed over.
    pub(super) fn hand_over(&mut self, edits: usize, now: Instant) {
        self.is_under_way = edits >= MUCH;
        if !self.is_under_way {
            return;
        }
        if self.much_at.is_some_and(|at| now <= at + AGAIN_WITHIN) {
            self.until = Some(now + CALM_AFTER);
        }
        self.much_at = Some(now);
    }

    /// What was handed over is on disk.
    pub(super) fn committed(&mut self, now: Instant) {
        if std::mem::take(&mut self.is_under_way) {
            self.much_at = Some(now);
        }
    }

    pub(super) fn is_on(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// Whether so many edits that have gathered are not to wait for more.
    pub(super) fn is_enough(&self, gathered: usize, now: Instant) -> bool {
        gathered >= MUCH && self.is_on(now)
    }
}

/// The moments at which a room hands over.
#[derive(Debug, Clone, Copy)]
pub(in crate::collab) struct Beat {
    from: Instant,
    /// By how much its own moments are later than everybody's.
    later: Duration,
}

impl Beat {
    /// That of a node, and of the first half of its rooms.
    pub(in crate::collab) fn new() -> Self {
        Self {
            from: Instant::now(),
            later: Duration::ZERO,
        }
    }

    /// That of the room which was opened while so many were.
    pub(in crate::collab) fn of(self, opened: usize) -> Self {
        let later = if opened.is_multiple_of(2) {
            Duration::ZERO
        } else {
            LATER
        };
        Self { later, ..self }
    }

    /// The next moment at which everybody hands over in whose room little is written.
    pub(in crate::collab) fn next(self, now: Instant) -> Instant {
        self.after(now, BEAT, Duration::ZERO)
    }

    /// The same in a room in which much was written until now: it is one of its own quick moments, too.
    pub(super) fn next_of_half(self, now: Instant) -> Instant {
        self.after(now, BUSY, self.later)
    }

    /// The next moment at which much is handed over.
    pub(in crate::collab) fn next_quick(self, now: Instant) -> Instant {
        self.after(now, QUICK, self.later)
    }

    fn after(self, now: Instant, every: Duration, later: Duration) -> Instant {
        let since = (now.duration_since(self.from) + every - later).as_nanos();
        let into = Duration::from_nanos((since % every.as_nanos()) as u64);
        now + (every - into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_that_begin_to_wait_at_different_times_wait_for_the_same_moment() {
        let beat = Beat::new();
        let at = |micros| beat.from + Duration::from_micros(micros);
        for beat in [beat.of(0), beat.of(1)] {
            assert_eq!(beat.next(at(0)), at(32_000));
            assert_eq!(beat.next(at(1)), at(32_000));
            assert_eq!(beat.next(at(31_999)), at(32_000));
            assert_eq!(beat.next(at(32_000)), at(64_000));
        }
    }

    #[test]
    fn a_room_is_busy_where_much_comes_again_and_again_and_calm_a_second_later() {
        let mut rush = Rush::new();
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        for millis in [0, 100, 200] {
            rush.hand_over(4, at(millis));
            assert!(!rush.is_on(at(millis)), "a burst now and then");
        }
        rush.hand_over(3, at(210));
        assert!(!rush.is_on(at(210)));
        rush.hand_over(4, at(232));
        assert!(rush.is_on(at(232)) && rush.is_enough(4, at(232)));
        assert!(!rush.is_enough(3, at(232)));
        rush.hand_over(4, at(300));
        assert!(rush.is_on(at(1_231)) && !rush.is_on(at(1_232)));
        assert!(!rush.is_enough(4, at(1_232)));
    }

    #[test]
    fn a_room_is_busy_on_a_slow_disk_too() {
        let mut rush = Rush::new();
        let start = Instant::now();
        for millis in [0, 96, 192] {
            let at = start + Duration::from_millis(millis);
            rush.hand_over(9, at);
            assert_eq!(rush.is_on(at), millis > 0);
            rush.committed(at + Duration::from_millis(70));
        }
    }

    #[test]
    fn where_much_is_written_one_half_hands_over_between_the_moments_of_the_other() {
        let beat = Beat::new();
        let at = |micros| beat.from + Duration::from_micros(micros);
        let (first, second) = (beat.of(4), beat.of(5));
        for (now, firsts, seconds) in [
            (0, 8_000, 4_000),
            (3_999, 8_000, 4_000),
            (4_000, 8_000, 12_000),
            (8_000, 16_000, 12_000),
        ] {
            assert_eq!(first.next_quick(at(now)), at(firsts));
            assert_eq!(second.next_quick(at(now)), at(seconds));
        }
        for (half, moment) in [(first, 16_000), (second, 20_000)] {
            assert_eq!(half.next_of_half(at(5_000)), at(moment));
            assert_eq!(half.next_quick(at(moment - 1)), at(moment));
        }
    }
}
