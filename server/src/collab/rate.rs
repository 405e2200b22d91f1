//! How fast a socket is read (SPEC R4). Pure: time is given to it.

use std::time::Duration;

use tokio::time::Instant;

/// A bucket of tokens that fills steadily. Taking from an empty one costs a wait, never a message.
#[derive(Debug)]
pub(super) struct Rate {
    burst: f64,
    per_second: f64,
    /// Below zero: what was taken ahead of time, and is waited for.
    tokens: f64,
    at: Instant,
}

impl Rate {
    /// A full bucket.
    pub(super) fn new(per_second: u32, burst: u32, now: Instant) -> Self {
        Self {
            burst: burst.into(),
            per_second: per_second.into(),
            tokens: burst.into(),
            at: now,
        }
    }

    /// Takes tokens; says how long to stop reading first.
    pub(super) fn take(&mut self, tokens: u32, now: Instant) -> Duration {
        let elapsed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        self.tokens = (self.tokens + elapsed * self.per_second).min(self.burst) - f64::from(tokens);
        if self.tokens >= 0.0 {
            Duration::ZERO
        } else {
            Duration::from_secs_f64(-self.tokens / self.per_second)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r4_a_burst_passes_and_then_the_rate_counts() {
        let start = Instant::now();
        let mut rate = Rate::new(100, 1_000, start);
        assert!((0..1_000).all(|_| rate.take(1, start).is_zero()));
        assert_eq!(rate.take(1, start).as_millis(), 10);
        assert_eq!(rate.take(1, start).as_millis(), 20);
        assert!(rate.take(1, start + Duration::from_secs(1)).is_zero());
        assert!(rate.take(1, start + Duration::from_secs(3_600)).is_zero());
        assert!((0..999).all(|_| rate.take(1, start + Duration::from_secs(3_600)).is_zero()));
        assert_eq!(
            rate.take(20, start + Duration::from_secs(3_600))
                .as_millis(),
            200
        );
    }
}
