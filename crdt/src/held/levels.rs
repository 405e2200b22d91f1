//! How deep structs stand: a root's children at 1, theirs at 2.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Held;
use crate::id::Id;
use crate::scan::{Range, Scan, ScanError, Struct, StructKind};

/// Where a struct stands, in one byte: its depth, and whether it is a shared type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level(u8);

impl Level {
    /// Collected, or within something collected: it has no place.
    const GONE: Level = Level(0);
    const TYPE: u8 = 0x80;
    /// Deeper ones are counted as this deep; every limit is far below.
    const DEEPEST: u8 = 0x7f;

    const fn depth(self) -> u8 {
        self.0 & Self::DEEPEST
    }

    const fn is_type(self) -> bool {
        self.0 & Self::TYPE != 0
    }

    const fn at(depth: u8, is_type: bool) -> Self {
        let depth = if depth > Self::DEEPEST {
            Self::DEEPEST
        } else {
            depth
        };
        Self(if is_type && depth > 0 {
            depth | Self::TYPE
        } else {
            depth
        })
    }
}

/// The levels of one client's structs, as runs: `(first clock, level)`.
#[derive(Debug, Clone, Default)]
pub(super) struct Levels(Vec<(u32, Level)>);

impl Levels {
    /// The level from `clock` on.
    pub(super) fn push(&mut self, clock: u32, level: Level) {
        if self.0.last().is_none_or(|(_, last)| *last != level) {
            self.0.push((clock, level));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    pub(super) fn get(&self, clock: u32) -> Level {
        let after = self.0.partition_point(|(from, _)| *from <= clock);
        if after == 0 {
            Level::GONE
        } else {
            self.0[after - 1].1
        }
    }
}

impl Held {
    /// The level of every struct of an update that is no gap, and an order in which they can be integrated, each after
    /// what it rests on: the places of their clients and of themselves.
    pub(super) fn levels_of(&self, scan: &Scan, limit: usize) -> Result<Ordered, ScanError> {
        let mut walk = Walk {
            held: self,
            scan,
            limit,
            levels: scan
                .clients
                .iter()
                .map(|it| Vec::with_capacity(it.structs.len()))
                .collect(),
            order: Vec::new(),
        };
        // Two people who type in turn rest on each other struct by struct, so the order is found by struct and not by
        // client: a client that cannot go on waits for one struct of another, and goes on when that one is known.
        let mut ready: Vec<usize> = (0..scan.clients.len()).rev().collect();
        let mut waiting = vec![BinaryHeap::new(); scan.clients.len()];
        while let Some(client) = ready.pop() {
            if let Some(needed) = walk.advance(client)? {
                waiting[needed.client].push((Reverse(needed.position), client));
            }
            let known = walk.levels[client].len();
            while let Some((Reverse(position), waiter)) = waiting[client].peek().copied()
                && position < known
            {
                waiting[client].pop();
                ready.push(waiter);
            }
        }
        if waiting.iter().any(|waiters| !waiters.is_empty()) {
            return Err(ScanError::Contradiction {
                what: "structs that rest on each other in a circle",
            });
        }
        Ok((walk.levels, walk.order))
    }

    /// An order in which the structs of an update that is no gap can be integrated, each after what it rests on: the
    /// places of their clients and of themselves. `None`: there is none.
    pub(crate) fn order_of(&self, scan: &Scan) -> Option<Vec<(usize, usize)>> {
        let ordered = self.levels_of(scan, usize::MAX).ok();
        ordered.map(|(_, order)| order)
    }

    pub(crate) fn is_deleted(&self, id: Id) -> bool {
        self.has_deleted(Range {
            client: id.client,
            from: id.clock,
            to: id.clock + 1,
        })
    }
}

/// By client and struct; and the order.
pub(super) type Ordered = (Vec<Vec<Level>>, Vec<(usize, usize)>);

struct Walk<'a> {
    held: &'a Held,
    scan: &'a Scan,
    limit: usize,
    /// By client and struct, as far as it is known.
    levels: Vec<Vec<Level>>,
    order: Vec<(usize, usize)>,
}

/// A struct of the update, by the places of its client and itself.
#[derive(Clone, Copy)]
struct Needed {
    client: usize,
    position: usize,
}

enum Found {
    Level(Level),
    /// Not yet: this struct comes first.
    After(Needed),
}

impl Walk<'_> {
    /// Goes on with a client's structs; stops at the end, or at one that rests on a struct whose level is not known yet.
    fn advance(&mut self, client: usize) -> Result<Option<Needed>, ScanError> {
        let structs = &self.scan.clients[client].structs;
        while let Some(it) = structs.get(self.levels[client].len()) {
            match self.level(client, it)? {
                Found::Level(level) => {
                    self.order.push((client, self.levels[client].len()));
                    self.levels[client].push(level);
                }
                Found::After(needed) => return Ok(Some(needed)),
            }
        }
        Ok(None)
    }

    fn level(&self, client: usize, it: &Struct) -> Result<Found, ScanError> {
        let owner = self.scan.clients[client].client;
        if matches!(it.kind, StructKind::Skip | StructKind::Gc) {
            return Ok(Found::Level(Level::GONE));
        }
        if it.to <= self.held.next(owner) {
            // Held already: yrs passes over it, and nothing in the update looks here for it.
            return Ok(Found::Level(Level::GONE));
        }
        let mut ids = self.scan.ids[it.first_id as usize..][..it.ids()].iter();
        let mut depth = if it.ids() == 0 { 1 } else { 0 };
        for id in ids.by_ref().take(it.left as usize + it.right as usize) {
            match self.find(*id) {
                Found::Level(level) => depth = depth.max(level.depth()),
                after => return Ok(after),
            }
        }
        if let Some(parent) = ids.next() {
            let level = match self.find(*parent) {
                Found::Level(level) => level,
                after => return Ok(after),
            };
            if level.is_type() {
                depth = level.depth() + 1;
            } else if level != Level::GONE && !self.is_deleted(*parent) {
                return Err(ScanError::Contradiction {
                    what: "a parent that can have no children",
                });
            }
        }
        let is_type = it.kind == StructKind::Type;
        if is_type && usize::from(depth) > self.limit {
            return Err(ScanError::Nesting { limit: self.limit });
        }
        Ok(Found::Level(Level::at(depth, is_type)))
    }

    fn find(&self, id: Id) -> Found {
        if let Some(level) = self.held.level(id) {
            return Found::Level(level);
        }
        let Some(index) = self.scan.position(id.client) else {
            return Found::Level(Level::GONE);
        };
        let structs = &self.scan.clients[index].structs;
        let position = structs.partition_point(|it| it.to <= id.clock);
        match self.levels[index].get(position) {
            Some(level) => Found::Level(*level),
            None => Found::After(Needed {
                client: index,
                position,
            }),
        }
    }

    fn is_deleted(&self, id: Id) -> bool {
        if self.held.level(id).is_some() {
            return self.held.is_deleted(id);
        }
        let Some(index) = self.scan.position(id.client) else {
            return false;
        };
        let structs = &self.scan.clients[index].structs;
        structs
            .get(structs.partition_point(|it| it.to <= id.clock))
            .is_some_and(|it| it.kind == StructKind::Deleted)
    }
}
