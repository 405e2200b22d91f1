//! How much one organisation may upload at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use imprimatur_protocol::OrganisationId;
use tokio::sync::Semaphore;

const MINUTE_MS: i64 = 60_000;

/// Entries after which those that hold nothing back are dropped.
const ENTRIES: usize = 1_000;

/// Counts uploads by organisation. There are no more entries than organisations with somebody who may upload.
pub(super) struct UploadRate {
    per_minute: u32,
    at_once: usize,
    held: Mutex<HashMap<OrganisationId, Entry>>,
}

struct Entry {
    /// When the organisation has its whole minute again.
    free_at_ms: i64,
    places: Arc<Semaphore>,
}

impl UploadRate {
    pub(super) fn new(per_minute: u32, at_once: usize) -> Self {
        Self {
            per_minute,
            at_once,
            held: Mutex::default(),
        }
    }

    /// Counts one upload; gives the places for bodies of the organisation, or none when there were too many.
    pub(super) fn take(&self, organisation: OrganisationId, now_ms: i64) -> Option<Arc<Semaphore>> {
        let cost_ms = (MINUTE_MS / i64::from(self.per_minute)).max(1);
        // Held for a few steps only.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= ENTRIES {
            held.retain(|_, entry| {
                entry.free_at_ms > now_ms || Arc::strong_count(&entry.places) > 1
            });
        }
        let entry = held.entry(organisation).or_insert_with(|| Entry {
            free_at_ms: now_ms,
            places: Arc::new(Semaphore::new(self.at_once)),
        });
        let next = entry.free_at_ms.max(now_ms) + cost_ms;
        if next - now_ms > MINUTE_MS {
            return None;
        }
        entry.free_at_ms = next;
        Some(Arc::clone(&entry.places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn a_minutes_worth_passes_for_each_and_comes_back() {
        let clock = Clock::held(1);
        let [ours, theirs]: [OrganisationId; 2] = [clock.id(), clock.id()];
        let rate = UploadRate::new(60, 2);
        let passed = |organisation, now_ms| {
            (0..100)
                .filter(|_| rate.take(organisation, now_ms).is_some())
                .count()
        };
        assert_eq!(passed(ours, 0), 60);
        assert_eq!(passed(theirs, 0), 60);
        assert_eq!(passed(ours, 5_000), 5);
    }

    #[test]
    fn memory_is_bounded_and_who_uploads_keeps_its_places() {
        let clock = Clock::held(1);
        let rate = UploadRate::new(60, 2);
        let busy: OrganisationId = clock.id();
        let places = rate.take(busy, 0).unwrap();
        for _ in 0..5 * ENTRIES {
            rate.take(clock.id(), 0).unwrap();
        }
        rate.take(clock.id(), MINUTE_MS).unwrap();
        assert_eq!(rate.held.lock().unwrap().len(), 2);
        assert!(Arc::ptr_eq(&places, &rate.take(busy, MINUTE_MS).unwrap()));
    }
}
