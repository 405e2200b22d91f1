//! Clients that send many messages at once are read shortly before their room may hand over, and only then: looking at a socket costs more than a
//! message, and no edit is handed over earlier. What else they send waits those milliseconds, too.

use std::time::Duration;

use tokio::time::Instant;

use super::room::Beat;

/// A message that follows on another within this time follows quickly.
const QUICKLY: Duration = Duration::from_millis(3);

/// So many more messages have to follow quickly than slowly. One is nothing: pairs are common, as of an edit and where its author is.
const GREAT: u8 = 2;

/// Beyond this it is not counted: whoever stops is soon in no haste.
const MOST: u8 = 4;

/// How long before the end of a beat the socket is looked at. What is read then has to reach the room in time.
const BEFORE: Duration = Duration::from_millis(2);

/// How quickly a client's messages follow each other.
pub(super) struct Haste {
    heard_at: Instant,
    quick: u8,
}

impl Haste {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            heard_at: now,
            quick: 0,
        }
    }

    /// A message was read.
    pub(super) fn hear(&mut self, now: Instant) {
        self.quick = if now.duration_since(self.heard_at) < QUICKLY {
            (self.quick + 1).min(MOST)
        } else {
            self.quick.saturating_sub(1)
        };
        self.heard_at = now;
    }

    /// Whether it sends many in a beat.
    pub(super) fn is_great(&self) -> bool {
        self.quick >= GREAT
    }

    /// When the socket is looked at again; a time that is over: at once.
    pub(super) fn look_at(&self, beat: Beat, now: Instant) -> Instant {
        beat.next_quick(now).min(beat.next(now)) - BEFORE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(gaps_ms: &[u64]) -> bool {
        let mut now = Instant::now();
        let mut haste = Haste::new(now);
        for gap in gaps_ms {
            now += Duration::from_millis(*gap);
            haste.hear(now);
        }
        haste.is_great()
    }

    #[test]
    fn pairs_are_read_as_they_come_and_floods_once_in_a_beat() {
        assert!(!after(&[]));
        assert!(!after(&[50, 0, 50, 0, 50, 0]), "an edit with its presence");
        assert!(!after(&[10, 10, 10, 10]), "a hand that draws");
        assert!(after(&[50, 1, 1]));
        assert!(after(&[1, 1, 1, 1, 6, 0, 0, 6, 0, 0, 6]), "read in bunches");
        assert!(!after(&[1, 1, 1, 1, 1, 1, 20, 20, 20]), "it has ended");
    }

    #[tokio::test]
    async fn it_is_looked_at_within_a_beat() {
        let haste = Haste::new(Instant::now());
        let beat = Beat::new();
        for step in 0..40 {
            let now = Instant::now() + Duration::from_millis(step);
            let wait = haste.look_at(beat, now).saturating_duration_since(now);
            assert!(wait < Duration::from_millis(8), "{wait:?}");
        }
        // Where little is written the second half hands over with the first.
        let second = beat.of(1);
        let now = Instant::now();
        assert!(haste.look_at(second, now) < second.next(now));
        let late = second.next(now) - Duration::from_millis(3);
        assert!(haste.look_at(second, late) < second.next(late));
    }
}
