//! When rooms hand over what has gathered: all rooms of a node at the same moments, so that one transaction carries what was written in
//! all of them, and each socket is written to once for what came since.
//!
//! Rooms in which much is written do so in two halves. What one half has written goes to the disk and to its sockets while the other
//! gathers: everybody waits behind half as much, for some more transactions.

use std::time::Duration;

use tokio::time::Instant;

/// Where much is written many share a batch all the same: nobody gains by waiting for more.
const QUICK: Duration = Duration::from_millis(8);

/// What is written within a frame of a film is saved and shown together. A socket that is written to costs as much for one edit as for many.
const BEAT: Duration = QUICK.saturating_mul(2);

/// How much later the second half hands over: in the middle between two quick moments of the first.
const LATER: Duration = Duration::from_millis(4);

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
    pub(super) fn next(self, now: Instant) -> Instant {
        self.after(now, BEAT, Duration::ZERO)
    }

    /// The same in a room in which much was written until now: it is one of its own quick moments, too.
    pub(super) fn next_of_half(self, now: Instant) -> Instant {
        self.after(now, BEAT, self.later)
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
            assert_eq!(beat.next(at(0)), at(16_000));
            assert_eq!(beat.next(at(1)), at(16_000));
            assert_eq!(beat.next(at(15_999)), at(16_000));
            assert_eq!(beat.next(at(16_000)), at(32_000));
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
