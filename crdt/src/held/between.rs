//! Takes out right neighbours that stand left: a struct may ask for a place that is nowhere.
//!
//! Whoever types `xab` and then puts something between `b` and `a` does. Undo and redo of Yjs do, where something was deleted and brought
//! back several times. yrs and Yjs put it behind `b`, or, where `xab` is one struct, between `x` and `a`: here and there it would read
//! differently, and here after the next load. Told of `b` alone, everybody puts it behind `b`. Its author is not told, and reads the same
//! until they load what they have kept.
//!
//! What was not written behind the one before it never is one struct with that. So where such a one stands between the two neighbours, or
//! `a` is one itself, everybody agrees as it is.

use std::collections::HashMap;

use super::Held;
use super::crowd::GONE;
use crate::id::{ClientId, Id};
use crate::scan::{Cursor, RIGHT, Scan, ScanError, Struct};

impl Held {
    /// An update, which is no gap, without the right neighbours that make structs stand elsewhere for somebody else. For what somebody brings:
    /// what is stored was taken so, and stays. `None`: it has none.
    ///
    /// # Errors
    /// Bytes that are not those that were scanned.
    pub fn straighten(&self, bytes: &[u8], scan: &Scan) -> Result<Option<Vec<u8>>, ScanError> {
        let mut straight = Vec::new();
        let mut copied = 0;
        let mut brought = HashMap::new();
        for client in &scan.clients {
            let next = self.next(client.client);
            for it in client.structs.iter().filter(|it| it.to > next) {
                if self.is_turned(it, scan, &mut brought) {
                    let [info, right, rest] = parts(bytes, it)?;
                    straight.extend(&bytes[copied..info]);
                    straight.push(bytes[info] & !RIGHT);
                    straight.extend(&bytes[info + 1..right]);
                    copied = rest;
                }
            }
        }
        if copied == 0 {
            return Ok(None);
        }
        straight.extend(&bytes[copied..]);
        Ok(Some(straight))
    }

    /// Whether the right neighbour that a struct names stands left of its left one, both in one run and neither at its beginning. `brought`:
    /// where runs begin that the update brings, as far as that was asked.
    fn is_turned(
        &self,
        it: &Struct,
        scan: &Scan,
        brought: &mut HashMap<ClientId, Vec<u32>>,
    ) -> bool {
        let ids = &scan.ids[it.first_id as usize..][..it.ids()];
        let ([left, right], true, true) = (ids, it.left, it.right) else {
            return false;
        };
        if left.client != right.client || left.clock < right.clock {
            return false;
        }
        let Some(clock) = right.clock.checked_sub(1) else {
            return false;
        };
        let before = Id { clock, ..*right };
        let runs = brought
            .entry(left.client)
            .or_insert_with(|| self.runs(left.client, scan));
        self.run_is_held(before, *left) && !begins_within(runs, before, *left)
    }

    /// Whether what is held from `first` to `last` was written one behind the other.
    fn run_is_held(&self, first: Id, last: Id) -> bool {
        let next = self.next(first.client);
        if first.clock >= next {
            return true;
        }
        let last = last.clock.min(next - 1);
        // Of what was collected nobody knows any more how it stood.
        self.clients.get(&first.client).is_some_and(|it| {
            it.chains.list(first.clock) != GONE && it.runs.is_one(first.clock, last)
        })
    }

    /// Where the structs that an update brings of a client go on behind something else than the one before them.
    fn runs(&self, client: ClientId, scan: &Scan) -> Vec<u32> {
        let next = self.next(client);
        let Some(position) = scan.position(client) else {
            return Vec::new();
        };
        let structs = scan.clients[position].structs.iter();
        let structs = structs.filter(|it| it.from >= next);
        let runs = structs.filter(|it| {
            let left = it.left.then(|| scan.ids[it.first_id as usize]);
            let before = it.from.checked_sub(1).map(|clock| Id { client, clock });
            left.is_none() || left != before
        });
        runs.map(|it| it.from).collect()
    }
}

/// Where a struct that names both neighbours has its info byte, where its right neighbour, and what follows that.
fn parts(bytes: &[u8], it: &Struct) -> Result<[usize; 3], ScanError> {
    let info = it.bytes.0 as usize;
    let mut cursor = Cursor::at(bytes, info);
    cursor.byte()?;
    cursor.id()?;
    let right = cursor.position();
    cursor.id()?;
    Ok([info, right, cursor.position()])
}

/// Whether one of `runs`, which ascend, begins beyond `first` and not beyond `last`.
fn begins_within(runs: &[u32], first: Id, last: Id) -> bool {
    let until = |clock| runs.partition_point(|it| *it <= clock);
    until(first.clock) < until(last.clock)
}
