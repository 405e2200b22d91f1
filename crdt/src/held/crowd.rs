//! How crowded places are: an upper bound of what integrating costs, here, in every browser and at every load.
//!
//! Where several structs claim one place (the same left neighbour), yrs and Yjs walk over the list to order
//! them. Tried on yrs 0.28.1: 10,000 structs at the place of 10,000 others, 50 KB, take 18 s; 4 MB would take days, again at every load.
//!
//! The walk goes on only while what it passes has the same left neighbour or stands upon something it has passed. So it is longer than
//! one step only where a place is **contested**: two structs with the same left neighbour, of which the later one does not
//! name the earlier one as its right neighbour. (Who inserts at one place again and again, one before the other, contests nothing.)
//! Whether a place is contested does not depend on the order in which updates arrive, so its structs times the length of its
//! list bound all walks at this place, in every order.

use std::collections::{HashMap, HashSet};

use super::{Client, Held};
use crate::id::{ClientId, Id};
use crate::scan::{Range, Scan, Struct, StructKind};

/// What a document would weigh with an update in it; all of it counted from above.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Parts that the document keeps in memory, some 200 bytes each: structs that do not join their neighbours, and what deletions cut.
    pub parts: u64,
    /// Steps that ordering concurrent structs takes at most, all together.
    pub steps: u64,
    /// Formats times the different attributes among them: what reading texts takes at most.
    pub formatting: u64,
}

impl Weight {
    /// No bound at all.
    pub const UNBOUNDED: Self = Self {
        parts: u64::MAX,
        steps: u64::MAX,
        formatting: u64::MAX,
    };

    /// Whether it is over a bound.
    pub const fn exceeds(&self, most: &Self) -> bool {
        self.parts > most.parts || self.steps > most.steps || self.formatting > most.formatting
    }
}

/// The places of a document and who stands there.
#[derive(Debug, Clone, Default)]
pub(super) struct Crowd {
    /// Lists (a text, an array, the values that a key has had) by the hash of their place. Where two share one, both
    /// count as one longer list.
    lists: HashMap<u32, List>,
    /// What stands right of a struct, where that is not the next one of its own chain.
    after: HashMap<Id, After>,
    parts: u64,
    steps: u64,
    formats: u64,
    attributes: HashSet<u32>,
    /// What was there before the update that is being taken in, so that it can be given back.
    before: Before,
}

#[derive(Debug, Clone, Default)]
struct Before {
    lists: Vec<(u32, Option<List>)>,
    after: Vec<(Id, Option<After>)>,
    attributes: Vec<u32>,
    clients: Vec<(ClientId, Option<Mark>)>,
    parts: u64,
    steps: u64,
    formats: u64,
}

/// How far a client was.
#[derive(Debug, Clone, Copy)]
struct Mark {
    next: u32,
    last: Option<(StructKind, Option<Id>)>,
    levels: usize,
    chains: usize,
    runs: usize,
}

/// Structs of one client, each the right neighbour of the one before it, as chains: `(first clock, list)`.
#[derive(Debug, Clone, Default)]
pub(super) struct Chains(Vec<(u32, u32)>);

/// Structs of one client, each written behind the one before it, by the clock of the first. Longer than a chain where somebody else wrote at
/// the same place. What was collected is a run of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs(Vec<u32>);

/// Bytes of plain values that take as much memory as a part or two: 24 bytes for each `null`.
const PLAIN_BYTES_A_PART: u32 = 32;

/// No list: collected, or the child of something collected.
pub(super) const GONE: u32 = 0;

#[derive(Debug, Clone, Copy, Default)]
struct List {
    structs: u64,
    /// Structs that stand at contested places of it.
    contested: u64,
    /// What begins it.
    head: Option<After>,
}

/// What has one left neighbour.
#[derive(Debug, Clone, Copy)]
struct After {
    /// The one that stands first; `None`: contested, nobody knows.
    first: Option<Id>,
    structs: u64,
}

impl Chains {
    pub(super) fn list(&self, clock: u32) -> u32 {
        let after = self.0.partition_point(|(from, _)| *from <= clock);
        if after == 0 {
            GONE
        } else {
            self.0[after - 1].1
        }
    }

    fn is_gone(&self) -> bool {
        self.0.last().is_some_and(|(_, list)| *list == GONE)
    }

    fn begins_at(&self, clock: u32) -> bool {
        self.0
            .binary_search_by_key(&clock, |(from, _)| *from)
            .is_ok()
    }
}

impl Runs {
    /// Whether both belong to one run.
    pub(super) fn is_one(&self, first: u32, last: u32) -> bool {
        let until = |clock| self.0.partition_point(|from| *from <= clock);
        until(first) == until(last)
    }
}

impl Crowd {
    /// A list became longer by `structs`, and by `contested` that stand at contested places.
    fn grow(&mut self, list: u32, structs: u64, contested: u64) -> &mut List {
        self.parts += structs;
        self.before
            .lists
            .push((list, self.lists.get(&list).copied()));
        let entry = self.lists.entry(list).or_default();
        let steps = entry.contested.saturating_mul(entry.structs);
        entry.structs += structs;
        entry.contested += contested;
        // What is collected is in no list, and nobody walks there.
        if list != GONE {
            let grown = entry.contested.saturating_mul(entry.structs);
            self.steps = self.steps.saturating_sub(steps).saturating_add(grown);
        }
        entry
    }
}

impl Held {
    /// What the document weighs, with what is in flight.
    pub fn weight(&self) -> Weight {
        let crowd = &self.crowd;
        Weight {
            parts: crowd.parts,
            steps: crowd.steps,
            formatting: crowd.formats * crowd.attributes.len() as u64,
        }
    }

    /// Notes what is there, so that [`Held::give_back`] restores it.
    pub(super) fn note(&mut self, scan: &Scan) {
        let marks = scan.clients.iter().map(|structs| {
            let mark = self.clients.get(&structs.client).map(|client| Mark {
                next: client.next,
                last: client.last,
                levels: client.levels.len(),
                chains: client.chains.0.len(),
                runs: client.runs.0.len(),
            });
            (structs.client, mark)
        });
        let clients = marks.collect();
        let crowd = &mut self.crowd;
        crowd.before = Before {
            clients,
            parts: crowd.parts,
            steps: crowd.steps,
            formats: crowd.formats,
            ..Before::default()
        };
    }

    /// Forgets all that was taken in since [`Held::note`]. Deletions must not have been.
    pub(super) fn give_back(&mut self) {
        let crowd = &mut self.crowd;
        let before = std::mem::take(&mut crowd.before);
        for (key, list) in before.lists.into_iter().rev() {
            match list {
                Some(list) => _ = crowd.lists.insert(key, list),
                None => _ = crowd.lists.remove(&key),
            }
        }
        for (left, after) in before.after.into_iter().rev() {
            match after {
                Some(after) => _ = crowd.after.insert(left, after),
                None => _ = crowd.after.remove(&left),
            }
        }
        for attribute in before.attributes {
            crowd.attributes.remove(&attribute);
        }
        (crowd.parts, crowd.steps, crowd.formats) = (before.parts, before.steps, before.formats);
        for (id, mark) in before.clients {
            let Some(mark) = mark else {
                self.clients.remove(&id);
                continue;
            };
            if let Some(client) = self.clients.get_mut(&id) {
                (client.next, client.last) = (mark.next, mark.last);
                client.levels.truncate(mark.levels);
                client.chains.0.truncate(mark.chains);
                client.runs.0.truncate(mark.runs);
            }
        }
    }

    /// Forgets how it was before: what was taken in stays.
    pub(super) fn keep(&mut self) {
        self.crowd.before = Before::default();
    }

    /// Counts a deletion that cuts what it deletes out of its neighbours.
    pub(super) fn cut(&mut self, range: Range) {
        for clock in [range.from, range.to - 1] {
            let client = range.client;
            let list = self.list_of(Id { client, clock });
            self.crowd.grow(list, 1, 0);
        }
    }

    /// Takes a struct in, after all that it rests on.
    pub(super) fn crowd_in(&mut self, owner: ClientId, it: &Struct, scan: &Scan) {
        let from = it.from.max(self.next(owner));
        let id = Id {
            client: owner,
            clock: from,
        };
        let last = from.checked_sub(1).map(|clock| Id {
            client: owner,
            clock,
        });
        let mut ids = scan.ids[it.first_id as usize..][..it.ids()].iter().copied();
        let mut left = ids.by_ref().take(usize::from(it.left)).next();
        let right = ids.by_ref().take(usize::from(it.right)).next();
        if from > it.from {
            // Its beginning is here already, and what is new stands right of that.
            left = last;
        }
        let collected = matches!(it.kind, StructKind::Gc | StructKind::Skip);
        let list = match left.or(right) {
            _ if collected => GONE,
            Some(neighbour) => self.list_of(neighbour),
            None => it.place,
        };
        let before = match left {
            _ if list == GONE => None,
            Some(left) => self.after(left),
            None => self.crowd.lists.get(&list).and_then(|list| list.head),
        };
        let behind_last = left.is_some() && left == last;
        let chained = behind_last && before.is_none();
        let follows = chained || list == GONE;
        let parts = self.parts_of(owner, it, (from, right), follows)
            + u64::from(left.is_some_and(|left| self.cuts(left)));
        let client = self.clients.entry(owner).or_default();
        // What is collected goes on from what was collected, whatever it stood behind.
        let goes_on = list == GONE && client.chains.is_gone();
        if !goes_on && (list == GONE || !behind_last) {
            client.runs.0.push(from);
        }
        if !goes_on && !chained {
            client.chains.0.push((from, list));
        }
        if list == GONE {
            self.crowd.grow(list, parts, 0);
            return;
        }
        let (now, contested) = match before {
            None => (
                After {
                    first: Some(id),
                    structs: 1,
                },
                0,
            ),
            Some(After { first, structs }) => {
                let first_too = first.is_some_and(|first| Some(first) == right);
                let after = After {
                    first: first_too.then_some(id),
                    structs: structs + 1,
                };
                // Either nobody has walked so far, or they all did already.
                let contested = match first {
                    Some(_) if first_too => 0,
                    Some(_) => structs + 1,
                    None => 1,
                };
                (after, contested)
            }
        };
        let entry = self.crowd.grow(list, parts, contested);
        match left {
            None => entry.head = Some(now),
            // The next of its own chain needs no entry.
            Some(_) if chained => {}
            Some(left) => {
                let before = self.crowd.after.insert(left, now);
                self.crowd.before.after.push((left, before));
            }
        }
    }

    /// Parts that a struct adds: itself, unless it joins the one before it, and what it cuts in two.
    fn parts_of(
        &mut self,
        owner: ClientId,
        it: &Struct,
        (from, right): (u32, Option<Id>),
        follows: bool,
    ) -> u64 {
        if it.kind == StructKind::Format {
            self.crowd.formats += 1;
            if self.crowd.attributes.insert(it.attribute) {
                self.crowd.before.attributes.push(it.attribute);
            }
        }
        let client = self.clients.entry(owner).or_default();
        let joins = matches!(
            it.kind,
            StructKind::Text | StructKind::Values | StructKind::Deleted | StructKind::Gc
        );
        let like_last = client.last.replace((it.kind, right)) == Some((it.kind, right));
        let values = u64::from(it.plain_bytes / PLAIN_BYTES_A_PART);
        if from > 0 && joins && like_last && follows {
            return values;
        }
        let cuts_right = right.is_some_and(|right| {
            self.clients
                .get(&right.client)
                .is_some_and(|client| !client.chains.begins_at(right.clock))
        });
        1 + values + u64::from(cuts_right)
    }

    /// Whether what comes to stand right of it parts it from the next one of its chain.
    fn cuts(&self, left: Id) -> bool {
        !self.crowd.after.contains_key(&left) && self.next_of_chain(left).is_some()
    }

    fn list_of(&self, id: Id) -> u32 {
        self.clients
            .get(&id.client)
            .map_or(GONE, |client| client.chains.list(id.clock))
    }

    fn after(&self, left: Id) -> Option<After> {
        let noted = self.crowd.after.get(&left).copied();
        noted.or_else(|| self.next_of_chain(left))
    }

    /// The next one of its own chain, which stands right of it as long as nobody has come between them.
    fn next_of_chain(&self, left: Id) -> Option<After> {
        let client: &Client = self.clients.get(&left.client)?;
        let next = left.clock.checked_add(1)?;
        let chained = next < client.next && !client.chains.begins_at(next);
        chained.then_some(After {
            first: Some(Id {
                client: left.client,
                clock: next,
            }),
            structs: 1,
        })
    }
}
