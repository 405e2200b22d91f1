//! When rooms hand over what has gathered: all rooms of a node at the same moments, so that one transaction carries what was written in
//! all of them, and each socket is written to once for what came since.

use std::time::Duration;

use tokio::time::Instant;

/// Where much is written many share a batch all the same: nobody gains by waiting for more.
const QUICK: Duration = Duration::from_millis(5);

/// What is written within a frame of a film is saved and shown together. A socket that is written to costs as much for one edit as for many.
/// Each of these moments is also one of the quick ones, so that busy rooms and others share a transaction.
const BEAT: Duration = QUICK.saturating_mul(3);

/// The moments at which the rooms of a node hand over.
#[derive(Debug, Clone, Copy)]
pub(in crate::collab) struct Beat {
    from: Instant,
}

impl Beat {
    pub(in crate::collab) fn new() -> Self {
        Self {
            from: Instant::now(),
        }
    }

    /// The next moment at which what little was written is handed over.
    pub(super) fn next(self, now: Instant) -> Instant {
        self.after(now, BEAT)
    }

    /// The next moment at which much is handed over.
    pub(in crate::collab) fn next_quick(self, now: Instant) -> Instant {
        self.after(now, QUICK)
    }

    fn after(self, now: Instant, every: Duration) -> Instant {
        let since = now.duration_since(self.from).as_nanos();
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
        assert_eq!(beat.next(at(0)), at(15_000));
        assert_eq!(beat.next(at(1)), at(15_000));
        assert_eq!(beat.next(at(14_999)), at(15_000));
        assert_eq!(beat.next(at(15_000)), at(30_000));
        assert_eq!(beat.next_quick(at(1)), at(5_000));
        assert_eq!(beat.next_quick(at(14_000)), beat.next(at(14_000)));
    }
}
