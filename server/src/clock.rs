//! The one source of time, ids and randomness, so that a test can hold it still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use imprimatur_protocol::Id;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// Tells the time and makes ids. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    /// The newest id's milliseconds and, in the lowest 12 bits, its counter.
    newest: Arc<AtomicU64>,
}

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Milliseconds since 1970, moved by hand.
    Held(Arc<AtomicI64>),
    /// As `Held`, and what is random is not.
    #[cfg(test)]
    Drawn {
        now: Arc<AtomicI64>,
        dice: Arc<AtomicU64>,
    },
}

impl Clock {
    /// The computer's own clock.
    pub fn system() -> Self {
        Self::new(Source::System)
    }

    /// A clock that stands still until [`Self::advance`].
    pub fn held(now_ms: i64) -> Self {
        Self::new(Source::Held(Arc::new(AtomicI64::new(now_ms))))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            newest: Arc::default(),
        }
    }

    /// Moves a held clock on. The computer's own clock does not obey.
    pub fn advance(&self, by: Duration) {
        if let Source::Held(now) = &self.source {
            let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
            now.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// Milliseconds since 1970, UTC.
    pub fn now_ms(&self) -> i64 {
        match &self.source {
            Source::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| {
                    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
                }),
            Source::Held(now) => now.load(Ordering::SeqCst),
            #[cfg(test)]
            Source::Drawn { now, .. } => now.load(Ordering::SeqCst),
        }
    }

    /// A new id. Each is greater than those made before it by this clock, also within a millisecond.
    pub fn id<T: Id>(&self) -> T {
        let mut random = self.random::<10>();
        let millis = u64::try_from(self.now_ms()).unwrap_or(0);
        // Begins in the lower half of the counter, so that there is room above.
        let start =
            (millis << 12) | (u64::from(u16::from_be_bytes([random[0], random[1]])) & 0x7ff);
        let next = |newest: u64| start.max(newest + 1);
        let newest = self
            .newest
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |newest| {
                Some(next(newest))
            });
        let stamp = next(newest.unwrap_or_else(|newest| newest));
        let counter = u16::try_from(stamp & 0xfff).expect("12 bits fit into 16");
        random[..2].copy_from_slice(&counter.to_be_bytes());
        T::from_uuid(uuid::Builder::from_unix_timestamp_millis(stamp >> 12, &random).into_uuid())
    }

    /// Bytes that nobody can guess.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        #[cfg(test)]
        if let Source::Drawn { dice, .. } = &self.source {
            for chunk in bytes.chunks_mut(8) {
                let drawn = splitmix(dice.fetch_add(SPLITMIX_STEP, Ordering::SeqCst));
                chunk.copy_from_slice(&drawn.to_le_bytes()[..chunk.len()]);
            }
            return bytes;
        }
        getrandom::fill(&mut bytes)
            .expect("the operating system has randomness once it has booted");
        bytes
    }
}

#[cfg(test)]
impl Clock {
    /// Stands still, jumps when it is told to, and draws the same random bytes for the same seed.
    pub(crate) fn drawn(now_ms: i64, seed: u64) -> Self {
        Self::new(Source::Drawn {
            now: Arc::new(AtomicI64::new(now_ms)),
            dice: Arc::new(AtomicU64::new(seed)),
        })
    }

    /// Moves a drawn clock, forth or back.
    pub(crate) fn jump(&self, by_ms: i64) {
        if let Source::Drawn { now, .. } = &self.source {
            now.fetch_add(by_ms, Ordering::SeqCst);
        }
    }
}

/// The step of splitmix64 from one state to the next.
#[cfg(test)]
pub(crate) const SPLITMIX_STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// What splitmix64 gives in a state.
#[cfg(test)]
pub(crate) fn splitmix(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(SPLITMIX_STEP);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Always three digits of a second, so that the texts sort as the times do.
const RFC3339: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// A time as bodies write it: RFC 3339, UTC, to the millisecond.
pub fn rfc3339(ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000)
        .ok()
        .and_then(|time| time.format(RFC3339).ok())
        .unwrap_or_default()
}

/// The time that RFC 3339 text says, in milliseconds since 1970.
pub fn read_rfc3339(text: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(time.unix_timestamp_nanos().div_euclid(1_000_000)).ok()
}

#[cfg(test)]
mod tests {
    use imprimatur_protocol::TemplateId;

    use super::*;

    #[test]
    fn a_held_clock_moves_by_hand_only() {
        let clock = Clock::held(1_000);
        assert_eq!(clock.now_ms(), 1_000);
        clock.advance(Duration::from_secs(2));
        assert_eq!(clock.now_ms(), 3_000);
    }

    #[test]
    fn later_ids_are_greater() {
        let clock = Clock::held(1_700_000_000_000);
        let first = clock.id::<TemplateId>();
        clock.advance(Duration::from_millis(1));
        let mut ids = vec![first];
        // More than one millisecond's counter holds.
        ids.extend((0..10_000).map(|_| clock.id::<TemplateId>()));
        assert!(ids.is_sorted_by(|a, b| a < b && a.to_string() < b.to_string()));
        assert_eq!(first.uuid().get_version_num(), 7);
    }

    #[test]
    fn times_are_written_in_utc() {
        assert_eq!(rfc3339(1_763_804_096_007), "2025-11-22T09:34:56.007Z");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
        for ms in [1_763_804_096_007, 0, -1] {
            assert_eq!(read_rfc3339(&rfc3339(ms)), Some(ms));
        }
        assert_eq!(
            read_rfc3339("2025-11-22T10:34:56.007+01:00"),
            Some(1_763_804_096_007)
        );
        assert_eq!(read_rfc3339("yesterday"), None);
    }
}
