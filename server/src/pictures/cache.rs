//! Drawn pictures that are kept while there is room; the one asked for longest ago goes first.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use super::model::Key;

/// What an entry takes beside its bytes.
const ENTRY_BYTES: usize = 200;

/// Bounded by bytes.
pub(super) struct Cache {
    at_most: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    by_key: HashMap<Key, Entry>,
    bytes: usize,
    asked: u64,
}

struct Entry {
    bytes: Bytes,
    /// Rises with every question.
    asked: u64,
}

impl Cache {
    pub(super) fn new(at_most: usize) -> Self {
        Self {
            at_most,
            kept: Mutex::default(),
        }
    }

    pub(super) fn get(&self, key: &Key) -> Option<Bytes> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.asked += 1;
        let asked = kept.asked;
        let entry = kept.by_key.get_mut(key)?;
        entry.asked = asked;
        Some(entry.bytes.clone())
    }

    /// Bytes that are kept now.
    pub(super) fn bytes(&self) -> usize {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .bytes
    }

    /// Keeps a picture, unless it would take more than a quarter of the room.
    pub(super) fn put(&self, key: Key, bytes: Bytes) {
        let size = bytes.len() + ENTRY_BYTES;
        if size > self.at_most / 4 {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.asked += 1;
        let asked = kept.asked;
        kept.bytes += size;
        if let Some(old) = kept.by_key.insert(key, Entry { bytes, asked }) {
            kept.bytes -= old.bytes.len() + ENTRY_BYTES;
        }
        while kept.bytes > self.at_most {
            let oldest = kept.by_key.iter().min_by_key(|(_, entry)| entry.asked);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            if let Some(gone) = kept.by_key.remove(&oldest) {
                kept.bytes -= gone.bytes.len() + ENTRY_BYTES;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_longest_ago_goes_first() {
        let cache = Cache::new(4_000);
        let key = |name: &str| Key::of(&[name.as_bytes()]);
        for name in ["a", "b", "c"] {
            cache.put(key(name), Bytes::from(vec![0; 800]));
        }
        assert!(cache.get(&key("a")).is_some());
        cache.put(key("d"), Bytes::from(vec![0; 800]));
        cache.put(key("e"), Bytes::from(vec![0; 800]));
        assert!(cache.get(&key("a")).is_some(), "asked for lately");
        assert!(cache.get(&key("b")).is_none(), "the oldest made room");
        cache.put(key("huge"), Bytes::from(vec![0; 3_000]));
        assert!(
            cache.get(&key("huge")).is_none(),
            "one does not push out all others"
        );
        cache.put(key("e"), Bytes::from(vec![0; 700]));
        let kept = cache.kept.lock().unwrap();
        let bytes: usize = kept
            .by_key
            .values()
            .map(|it| it.bytes.len() + ENTRY_BYTES)
            .sum();
        assert_eq!(bytes, kept.bytes);
    }
}
