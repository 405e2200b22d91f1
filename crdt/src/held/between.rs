//! Whether there is a place between the two neighbours that a struct names.
//!
//! Whoever types `ab` and then puts something between `b` and `a` asks for a place that is nowhere. yrs and Yjs take it all the same, and
//! where they put it depends on whether `ab` was one struct at that time or two: it would stand elsewhere after the next load.

use std::collections::HashMap;

use super::Held;
use super::crowd::GONE;
use crate::id::{ClientId, Id};
use crate::scan::{Scan, ScanError};

impl Held {
    /// Refuses an update, which is no gap, of which a struct wants to stand right of something and left of what that was put behind. For
    /// what somebody brings: what is stored was taken once, and stays.
    ///
    /// # Errors
    /// There is such a struct. Where the order of its neighbours follows from more than that they were written one behind the other, it
    /// is not found.
    pub fn check_order(&self, scan: &Scan) -> Result<(), ScanError> {
        let mut brought = HashMap::new();
        for client in &scan.clients {
            let next = self.next(client.client);
            for it in client.structs.iter().filter(|it| it.to > next) {
                let ids = &scan.ids[it.first_id as usize..][..it.ids()];
                let ([left, right], true, true) = (ids, it.left, it.right) else {
                    continue;
                };
                if left.client != right.client || left.clock < right.clock {
                    continue;
                }
                let begin = brought
                    .entry(left.client)
                    .or_insert_with(|| self.runs(left.client, scan));
                if self.run_is_held(*right, *left) && !begins_within(begin, *right, *left) {
                    return Err(ScanError::Contradiction {
                        what: "a struct between neighbours that stand the other way round",
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether what is held from `first` to `last` was written one behind the other.
    fn run_is_held(&self, first: Id, last: Id) -> bool {
        let next = self.next(first.client);
        if first.clock >= next {
            return true;
        }
        let last = last.clock.min(next - 1);
        let chains = self.clients.get(&first.client).map(|it| &it.chains);
        // Of what was collected nobody knows any more how it stood.
        chains.is_some_and(|it| it.list(first.clock) != GONE && it.is_one(first.clock, last))
    }

    /// Where the structs that an update brings of a client go on behind something else than the one before them.
    fn runs(&self, client: ClientId, scan: &Scan) -> Vec<u32> {
        let next = self.next(client);
        let Some(position) = scan.position(client) else {
            return Vec::new();
        };
        let structs = scan.clients[position].structs.iter();
        let structs = structs.filter(|it| it.from >= next);
        let begin = structs.filter(|it| {
            let left = it.left.then(|| scan.ids[it.first_id as usize]);
            let before = it.from.checked_sub(1).map(|clock| Id { client, clock });
            left.is_none() || left != before
        });
        begin.map(|it| it.from).collect()
    }
}

/// Whether one of `begin`, which ascend, is beyond `first` and not beyond `last`.
fn begins_within(begin: &[u32], first: Id, last: Id) -> bool {
    let until = |clock| begin.partition_point(|it| *it <= clock);
    until(first.clock) < until(last.clock)
}
