//! Images kept in memory, the least recently used first to go.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use imprimatur_protocol::{AssetId, OrganisationId};

use super::model::Asset;

/// What an entry takes beside its bytes, about; so that many small images are bounded as well.
const ENTRY_BYTES: usize = 512;

/// Images in memory, of at most so many bytes. The key names the organisation, so that nobody is answered from
/// somebody else's.
pub(super) struct Cache {
    at_most: usize,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    entries: HashMap<(OrganisationId, AssetId), Entry>,
    bytes: usize,
    /// Rises with every use.
    uses: u64,
}

struct Entry {
    asset: Arc<Asset>,
    used: u64,
}

impl Cache {
    pub(super) fn new(at_most: usize) -> Self {
        Self {
            at_most,
            held: Mutex::default(),
        }
    }

    pub(super) fn get(&self, organisation: OrganisationId, id: AssetId) -> Option<Arc<Asset>> {
        let mut held = self.lock();
        held.uses += 1;
        let now = held.uses;
        let entry = held.entries.get_mut(&(organisation, id))?;
        entry.used = now;
        Some(Arc::clone(&entry.asset))
    }

    /// One that is larger than a quarter of the whole is not kept: it would drive out all others.
    pub(super) fn put(&self, organisation: OrganisationId, asset: Arc<Asset>) {
        let weight = weight(&asset);
        if weight > self.at_most / 4 {
            return;
        }
        let mut held = self.lock();
        held.uses += 1;
        let used = held.uses;
        let key = (organisation, asset.meta.id);
        if let Some(before) = held.entries.insert(key, Entry { asset, used }) {
            held.bytes -= self::weight(&before.asset);
        }
        held.bytes += weight;
        while held.bytes > self.at_most {
            let Some(oldest) = held
                .entries
                .iter()
                .min_by_key(|(_, entry)| entry.used)
                .map(|(key, _)| *key)
            else {
                break;
            };
            if let Some(gone) = held.entries.remove(&oldest) {
                held.bytes -= self::weight(&gone.asset);
            }
        }
    }

    /// Bytes that are kept now.
    pub(super) fn bytes(&self) -> usize {
        self.lock().bytes
    }

    /// The guard is held for a few steps only.
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn weight(asset: &Asset) -> usize {
    asset.bytes.len() + ENTRY_BYTES
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::model::{AssetMeta, AssetType};
    use super::*;
    use crate::clock::Clock;

    fn asset(clock: &Clock, length: usize) -> Arc<Asset> {
        Arc::new(Asset {
            meta: AssetMeta {
                id: clock.id(),
                sha256: String::new(),
                kind: AssetType::Png,
                name: String::new(),
                width_millipixels: 0,
                height_millipixels: 0,
                bytes: 0,
                created_at: 0,
                author_id: clock.id(),
                author_name: String::new(),
            },
            bytes: Bytes::from(vec![0; length]),
        })
    }

    #[test]
    fn the_least_recently_used_goes_first_and_nothing_too_large_is_kept() {
        let clock = Clock::held(1);
        let [ours, theirs]: [OrganisationId; 2] = [clock.id(), clock.id()];
        let cache = Cache::new(8_000);
        let all: Vec<_> = (0..4).map(|_| asset(&clock, 1_400)).collect();
        for one in &all {
            cache.put(ours, Arc::clone(one));
        }
        assert!(cache.get(ours, all[0].meta.id).is_some(), "all have room");
        assert!(cache.get(theirs, all[0].meta.id).is_none());
        let fifth = asset(&clock, 1_400);
        cache.put(ours, Arc::clone(&fifth));
        assert!(cache.get(ours, all[1].meta.id).is_none());
        for one in [&all[0], &all[2], &all[3], &fifth] {
            assert!(cache.get(ours, one.meta.id).is_some());
        }
        let large = asset(&clock, 4_000);
        cache.put(ours, Arc::clone(&large));
        assert!(cache.get(ours, large.meta.id).is_none());
        // The same again takes no more room.
        for _ in 0..20 {
            cache.put(ours, Arc::clone(&fifth));
        }
        assert!(cache.get(ours, all[2].meta.id).is_some());
    }
}
