//! What a room holds: every id that an update may rest on.
//!
//! An update is a **gap** when it rests on something that is neither held nor brought by itself. Applied
//! all the same, yrs would integrate it or keep it pending while Yjs peers wait for ever: screens and server would
//! differ. So it is checked here, against what the document holds plus what is in flight to the journal.
//!
//! How deep each shared type stands is kept as well. One update may put a map into a map; ten thousand such updates make a
//! chain whose deletion overflows the stack of yrs 0.28.1, which deletes and collects recursively (tried, on 2 MB: 3,000 levels
//! are deleted, though not read as JSON; 10,000 end the process).

use std::collections::BTreeMap;

use crate::document::{Applied, ApplyError, DecodeError, Document};
use crate::id::{ClientId, Id};
use crate::scan::{Range, Scan, ScanError, ScanLimits, StructKind, scan};
use crate::vector::StateVector;

mod between;
mod crowd;
mod levels;

pub use crowd::Weight;
use crowd::{Chains, Crowd, Runs};
use levels::{Level, Levels};

/// The ids of a draft: what is applied, and what is in flight to the journal.
#[derive(Debug, Clone, Default)]
pub struct Held {
    clients: BTreeMap<ClientId, Client>,
    crowd: Crowd,
}

#[derive(Debug, Clone, Default)]
struct Client {
    /// Every clock below is held.
    next: u32,
    /// Ascending, disjoint, not touching.
    deleted: Vec<(u32, u32)>,
    levels: Levels,
    chains: Chains,
    runs: Runs,
    /// Of the last struct: its kind and its right neighbour.
    last: Option<(StructKind, Option<Id>)>,
}

/// How an update stands to what is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It brings structs or deletions, and all that it rests on is there.
    New {
        /// The clocks beyond what is held, a client once. Empty when the update only deletes.
        beyond: Vec<Range>,
    },
    /// It brings nothing that is not held.
    Nothing,
    /// It rests on something that is neither held nor brought by itself.
    Gap,
}

impl Held {
    /// What `document` holds.
    pub fn from_document(document: &Document) -> Result<Self, DecodeError> {
        Self::from_state(&document.encode_state())
    }

    /// What a whole state holds, without decoding it.
    pub fn from_state(state: &[u8]) -> Result<Self, DecodeError> {
        let mut held = Self::default();
        let whole = scan(state, &ScanLimits::stored())?;
        if held.check(&whole)? == Verdict::Gap {
            return Err(ApplyError::Pending.into());
        }
        held.admit(&whole);
        Ok(held)
    }

    /// Judges an update against what is held.
    ///
    /// # Errors
    ///
    /// The update can never fit, whatever arrives meanwhile: shared types nested beyond the scan's limit, structs that
    /// rest on each other in a circle, a parent that can have no children.
    pub fn check(&self, scan: &Scan) -> Result<Verdict, ScanError> {
        let Some(next) = self.contiguous(scan) else {
            return Ok(Verdict::Gap);
        };
        if self.names_unknown(scan, &next) {
            return Ok(Verdict::Gap);
        }
        let beyond: Vec<Range> = next.iter().filter(|it| it.from < it.to).copied().collect();
        if beyond.is_empty() {
            let news = scan.deletions.iter().any(|range| !self.has_deleted(*range));
            return Ok(if news {
                Verdict::New { beyond }
            } else {
                Verdict::Nothing
            });
        }
        self.levels_of(scan, scan.nesting)?;
        Ok(Verdict::New { beyond })
    }

    /// An update without what is held already, where it brings a struct of which the first part is held. To be asked before anything
    /// else: what the struct says of its place is its author's claim, and only the rest of it is new.
    ///
    /// # Errors
    ///
    /// Bytes that scanned and cannot be read.
    pub fn trim(&self, bytes: &[u8], scan: &Scan) -> Result<Option<Vec<u8>>, ScanError> {
        crate::trim::trim(bytes, scan, |client| self.next(client))
    }

    /// Takes in an update whose verdict was [`Verdict::New`] or [`Verdict::Nothing`].
    ///
    /// # Panics
    ///
    /// The verdict was another one: the caller's fault, after which nothing here could be relied on.
    pub fn admit(&mut self, scan: &Scan) {
        self.admit_within(scan, &Weight::UNBOUNDED)
            .expect("nothing exceeds what is unbounded");
    }

    /// Takes in an update as [`Held::admit`] does, unless the document would then weigh too much.
    ///
    /// What only deletes may go as far again beyond the bound of parts: it is how a full document gets room.
    ///
    /// # Errors
    ///
    /// The weight that it would have had. Nothing was taken in.
    ///
    /// # Panics
    ///
    /// As [`Held::admit`] does.
    pub fn admit_within(&mut self, scan: &Scan, most: &Weight) -> Result<(), Weight> {
        let whole = self
            .contiguous(scan)
            .is_some_and(|next| !self.names_unknown(scan, &next));
        // What was accepted once stays accepted, under whatever limit.
        let ordered = self.levels_of(scan, usize::MAX);
        // Anything else would leave ids out of what is held, and every later update that rests on them would be a gap.
        let (true, Ok((levels, order))) = (whole, ordered) else {
            panic!("only what was checked is admitted");
        };
        let cuts = scan
            .deletions
            .iter()
            .filter(|range| !self.has_deleted(**range));
        let cuts = 2 * cuts.count() as u64;
        if cuts > 0 && self.weight().parts.saturating_add(cuts) > most.parts.saturating_mul(2) {
            return Err(self.weight());
        }
        self.note(scan);
        let mut grown = false;
        // One after the other, each after what it rests on.
        for (client, position) in order {
            let (structs, level) = (&scan.clients[client], levels[client][position]);
            let it = &structs.structs[position];
            if it.to <= self.next(structs.client) || it.kind == StructKind::Skip {
                continue;
            }
            grown = true;
            self.crowd_in(structs.client, it, scan);
            let client = self.clients.entry(structs.client).or_default();
            client.levels.push(it.from.max(client.next), level);
            client.next = it.to;
        }
        let weight = self.weight();
        if grown && weight.exceeds(most) {
            self.give_back();
            return Err(weight);
        }
        self.keep();
        for range in &scan.deletions {
            if self.delete(*range) && !scan.brings_deleted(range) {
                self.cut(*range);
            }
        }
        self.keep();
        Ok(())
    }

    /// Takes in what followed from applying an update: deletions that no update names.
    pub fn learn(&mut self, applied: &Applied) {
        // What was named and cut was counted when it was admitted; the rest are whole structs.
        for range in &applied.deleted {
            _ = self.delete(*range);
        }
    }

    /// The next clock of `client`.
    pub fn next(&self, client: ClientId) -> u32 {
        self.clients.get(&client).map_or(0, |it| it.next)
    }

    /// The next clock of every client.
    pub fn state_vector(&self) -> StateVector {
        self.clients
            .iter()
            .filter(|(_, it)| it.next > 0)
            .map(|(client, it)| (*client, it.next))
            .collect()
    }

    /// What of each client would be new: `from` is what is held, `to` what would be. `None`: a struct starts beyond.
    fn contiguous(&self, scan: &Scan) -> Option<Vec<Range>> {
        let mut next = Vec::with_capacity(scan.clients.len());
        for structs in &scan.clients {
            let from = self.next(structs.client);
            let mut to = from;
            for it in structs
                .structs
                .iter()
                .filter(|it| it.kind != StructKind::Skip)
            {
                if it.from > to {
                    return None;
                }
                to = to.max(it.to);
            }
            next.push(Range {
                client: structs.client,
                from,
                to,
            });
        }
        Some(next)
    }

    fn names_unknown(&self, scan: &Scan, next: &[Range]) -> bool {
        let next_of = |client| {
            scan.position(client)
                .map_or_else(|| self.next(client), |position| next[position].to)
        };
        let unknown = |id: &Id| id.clock >= next_of(id.client);
        scan.ids.iter().any(unknown)
            || scan
                .deletions
                .iter()
                .any(|range| range.to > next_of(range.client))
    }

    fn has_deleted(&self, range: Range) -> bool {
        let Some(client) = self.clients.get(&range.client) else {
            return false;
        };
        let after = client
            .deleted
            .partition_point(|(from, _)| *from <= range.from);
        after > 0 && client.deleted[after - 1].1 >= range.to
    }

    /// What of a range is not deleted.
    pub(crate) fn undeleted(&self, range: Range) -> Vec<Range> {
        let deleted = self.clients.get(&range.client);
        let deleted = deleted.map_or(&[][..], |client| &client.deleted);
        let first = deleted.partition_point(|(_, to)| *to <= range.from);
        let (mut left, mut from) = (Vec::new(), range.from);
        for (start, end) in &deleted[first..] {
            if from >= range.to || *start >= range.to {
                break;
            }
            if from < *start {
                left.push(Range {
                    from,
                    to: *start,
                    ..range
                });
            }
            from = *end;
        }
        if from < range.to {
            left.push(Range { from, ..range });
        }
        left
    }

    /// Whether it is by itself: nothing that it overlaps or touches was deleted before.
    fn delete(&mut self, range: Range) -> bool {
        let deleted = &mut self.clients.entry(range.client).or_default().deleted;
        // Everything that overlaps or touches the range becomes one with it.
        let first = deleted.partition_point(|(_, to)| *to < range.from);
        let last = first + deleted[first..].partition_point(|(from, _)| *from <= range.to);
        if first == last {
            deleted.insert(first, (range.from, range.to));
            true
        } else {
            let merged = (
                deleted[first].0.min(range.from),
                deleted[last - 1].1.max(range.to),
            );
            deleted[first] = merged;
            deleted.drain(first + 1..last);
            false
        }
    }

    fn level(&self, id: Id) -> Option<Level> {
        let client = self.clients.get(&id.client)?;
        (id.clock < client.next).then(|| client.levels.get(id.clock))
    }
}

#[cfg(test)]
mod tests;
