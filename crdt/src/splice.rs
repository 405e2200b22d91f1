//! Puts a state and what was written since together into one state, and updates that follow one another into one update, without
//! decoding any of them.
//!
//! Decoding a long history takes many times as long as reading its bytes, and whoever opens a draft needs nothing but bytes. In a v1
//! update the structs of a client stand one after the other, each relative to nothing but its ids; so the structs of an update that
//! go on where a state ends can be put behind the state's own. What an update deletes is added to what the state deletes.
//!
//! A state put together is larger than what [`crate::Document::encode_state`] would write, which drops what was deleted; otherwise it says the same.

use std::collections::BTreeMap;

use crate::id::ClientId;
use crate::scan::{ClientStructs, Scan, ScanError, ScanLimits, StructKind, scan};
use crate::vector::StateVector;
use crate::write::varuint;

/// A whole state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spliced {
    /// It, as one v1 update.
    pub state: Vec<u8>,
    /// How far it goes.
    pub vector: StateVector,
}

/// What there is of one client.
#[derive(Default)]
struct Client<'a> {
    structs: usize,
    /// The clock of the first struct.
    first: u32,
    /// Every clock from there to below this is there.
    next: u32,
    /// Bytes of structs, in order.
    pieces: Vec<&'a [u8]>,
    /// `(from, to)`, in any order.
    deleted: Vec<(u32, u32)>,
}

/// Puts updates behind a state. They must be all that was written since and fit one after the other, as the rows of a journal do.
///
/// `None` where their bytes do not simply follow each other: one passes over clocks, or brings half a struct that is there already. Such
/// are rare, and to be decoded.
///
/// # Errors
/// Bytes that do not scan.
pub fn splice<'a>(
    state: &'a [u8],
    updates: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Option<Spliced>, ScanError> {
    let mut clients = BTreeMap::new();
    for bytes in std::iter::once(state).chain(updates) {
        let scan = scan(bytes, &ScanLimits::stored())?;
        if !take_in(&mut clients, bytes, &scan) {
            return Ok(None);
        }
    }
    Ok(Some(Spliced {
        state: write(&mut clients),
        vector: clients
            .iter()
            .filter(|(_, it)| it.next > 0)
            .map(|(id, it)| (*id, it.next))
            .collect(),
    }))
}

/// Puts updates that follow one another, each with its scan, into one that says what all of them say.
///
/// `None` where their bytes do not simply follow each other, as in [`splice`].
#[must_use]
pub fn join<'a>(updates: impl IntoIterator<Item = (&'a [u8], &'a Scan)>) -> Option<Vec<u8>> {
    let mut clients: BTreeMap<ClientId, Client<'_>> = BTreeMap::new();
    for (bytes, scan) in updates {
        for brought in &scan.clients {
            let client = clients.entry(brought.client).or_default();
            if let (0, Some(first)) = (client.structs, brought.structs.first()) {
                (client.first, client.next) = (first.from, first.from);
            }
        }
        if !take_in(&mut clients, bytes, scan) {
            return None;
        }
    }
    Some(write(&mut clients))
}

fn take_in<'a>(clients: &mut BTreeMap<ClientId, Client<'a>>, bytes: &'a [u8], scan: &Scan) -> bool {
    for brought in &scan.clients {
        let client = clients.entry(brought.client).or_default();
        if !follow(client, bytes, brought) {
            return false;
        }
    }
    for range in &scan.deletions {
        let client = clients.entry(range.client).or_default();
        client.deleted.push((range.from, range.to));
    }
    true
}

/// Puts the new structs of an update behind those of their client.
fn follow<'a>(client: &mut Client<'a>, bytes: &'a [u8], brought: &ClientStructs) -> bool {
    let known = brought.structs.partition_point(|it| it.to <= client.next);
    let new = &brought.structs[known..];
    let (Some(first), Some(last)) = (new.first(), new.last()) else {
        return true;
    };
    if first.from != client.next || new.iter().any(|it| it.kind == StructKind::Skip) {
        return false;
    }
    let (start, end) = (first.bytes.0 as usize, last.bytes.1 as usize);
    client.pieces.push(&bytes[start..end]);
    client.structs += new.len();
    client.next = last.to;
    true
}

fn write(clients: &mut BTreeMap<ClientId, Client<'_>>) -> Vec<u8> {
    let pieces = clients.values().flat_map(|it| &it.pieces);
    let length: usize = pieces.map(|it| it.len()).sum();
    // The numbers around them are few.
    let mut out = Vec::with_capacity(length + length / 16 + 64);
    // Greater ids first, as Yjs and yrs write them.
    let writers = || clients.iter().rev().filter(|(_, it)| it.structs > 0);
    varuint(&mut out, writers().count() as u64);
    for (id, client) in writers() {
        varuint(&mut out, client.structs as u64);
        varuint(&mut out, id.get());
        varuint(&mut out, u64::from(client.first));
        client
            .pieces
            .iter()
            .for_each(|it| out.extend_from_slice(it));
    }
    for client in clients.values_mut() {
        merge(&mut client.deleted);
    }
    let deleters = || {
        clients
            .iter()
            .rev()
            .filter(|(_, it)| !it.deleted.is_empty())
    };
    varuint(&mut out, deleters().count() as u64);
    for (id, client) in deleters() {
        varuint(&mut out, id.get());
        varuint(&mut out, client.deleted.len() as u64);
        for (from, to) in &client.deleted {
            varuint(&mut out, u64::from(*from));
            varuint(&mut out, u64::from(to - from));
        }
    }
    out
}

/// Sorts ranges and makes one of those that overlap or touch.
fn merge(ranges: &mut Vec<(u32, u32)>) {
    ranges.sort_unstable();
    ranges.dedup_by(|next, before| {
        let joins = next.0 <= before.1;
        if joins {
            before.1 = before.1.max(next.1);
        }
        joins
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn edits(client: u64, words: &[&str]) -> Vec<Vec<u8>> {
        use yrs::{Doc, ReadTxn, Text, Transact};
        let doc = Doc::with_client_id(client);
        let text = doc.get_or_insert_text("words");
        words
            .iter()
            .map(|word| {
                let before = doc.transact().state_vector();
                let mut txn = doc.transact_mut();
                let end = text.len(&txn);
                text.insert(&mut txn, end, word);
                drop(txn);
                doc.transact().encode_diff_v1(&before)
            })
            .collect()
    }

    fn spliced(rows: &[Vec<u8>]) -> Option<Spliced> {
        let empty = [0, 0];
        splice(&empty, rows.iter().map(|it| &**it)).expect("they scan")
    }

    #[test]
    fn rows_that_follow_each_other_become_one_state() {
        let mut rows = edits(7, &["a", "bc"]);
        rows.extend(edits(9, &["d", "e"]));
        let spliced = spliced(&rows).expect("they follow each other");
        let document = Document::from_state(&spliced.state).expect("it reads");
        assert_eq!(document.state_vector(), spliced.vector);
        let updates = rows.iter().map(|it| &**it);
        let (row_by_row, left_out) = Document::load(None, updates).expect("they load");
        assert!(left_out.is_empty());
        assert_eq!(row_by_row.state_vector(), spliced.vector);
    }

    #[test]
    fn what_is_there_already_is_left_out() {
        let rows = edits(7, &["a", "bc"]);
        let twice = [&rows[..], &rows[..]].concat();
        assert_eq!(spliced(&twice), spliced(&rows));
    }

    #[test]
    fn a_gap_and_half_a_struct_are_left_to_the_decoder() {
        let rows = edits(7, &["a", "bc", "d"]);
        assert_eq!(spliced(&rows[1..]), None);
        let document = Document::load(None, rows[..2].iter().map(|it| &**it));
        let joined = document.expect("they load").0.encode_state();
        // "a" and "bc" stand as one struct there.
        assert_eq!(spliced(&[rows[0].clone(), joined]), None);
    }

    fn joined(updates: &[Vec<u8>]) -> Option<Vec<u8>> {
        let scans: Vec<Scan> = updates
            .iter()
            .map(|it| scan(it, &ScanLimits::stored()).expect("it scans"))
            .collect();
        join(updates.iter().map(|it| &**it).zip(&scans))
    }

    #[test]
    fn updates_that_follow_each_other_become_one_for_whoever_has_what_was_before() {
        let (anna, luca) = (edits(7, &["a", "bc", "d"]), edits(9, &["e", "f"]));
        let before = [anna[0].clone(), luca[0].clone()];
        let later = [anna[1].clone(), luca[1].clone(), anna[2].clone()];
        let load = |rows: &[Vec<u8>]| {
            let updates = rows.iter().map(|it| &**it);
            let (document, left_out) = Document::load(None, updates).expect("they load");
            assert!(left_out.is_empty());
            document
        };
        let joined = joined(&later).expect("they follow each other");
        let at_once = load(&[&before[..], &[joined]].concat());
        let one_by_one = load(&[&before[..], &later[..]].concat());
        assert_eq!(at_once.encode_state(), one_by_one.encode_state());
    }

    #[test]
    fn updates_with_a_gap_between_them_are_not_joined() {
        let anna = edits(7, &["a", "bc", "d"]);
        assert_eq!(joined(&[anna[0].clone(), anna[2].clone()]), None);
        assert!(joined(&anna[1..]).is_some());
        assert_eq!(joined(&[]), Some(vec![0, 0]));
    }

    #[test]
    fn ranges_that_touch_are_one() {
        let mut ranges = vec![(5, 7), (0, 2), (2, 3), (6, 9)];
        merge(&mut ranges);
        assert_eq!(ranges, [(0, 3), (5, 9)]);
    }
}
