//! Reads the raw bytes of a v1 update before anything decodes them.
//!
//! Bytes from the wire are hostile: 20 KB of nested arrays overflow the decoder's stack and end the process, where no
//! unwinding helps; a few bytes can announce a billion structs. The scan is iterative, allocates in proportion to its
//! input, and accepts nothing that the decoder of yrs 0.28.1 would refuse, misread or choke on. It also lists what
//! the update brings and what it rests on, for [`crate::held`].
//!
//! What is stricter here than in Yjs and yrs, and why no honest client notices:
//!
//! - **JSON content** (2) is refused: Yjs writes `Any` in its place since version 13.0, and yrs reads it wrongly
//!   (one string too many).
//! - **Subdocuments** (9) are refused: a room serves one document, the schema has none, and yrs would build and lock
//!   a second document inside the first.
//! - **Moves** (11), weak links and XML hooks are refused: no release of Yjs 13 writes the first two, the third is
//!   deprecated, and yrs, built without `weak`, reads all three differently from Yjs or not at all.
//! - Empty structs, a client listed twice, deletions out of order, padded numbers, trailing bytes: no encoder writes them.

mod content;
mod cursor;

pub(crate) use cursor::Cursor;

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::id::{ClientId, Id};

/// Bounds of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanLimits {
    /// How deep plain values, JSON and shared types may nest (`LIMIT_NESTING`); at most 64 counts.
    pub nesting: usize,
    /// How many structs, and how many deletions, an update may list. Each takes many times its bytes in memory.
    pub structs: usize,
}

impl ScanLimits {
    /// For bytes that were accepted once, under whatever limit held then: still far from what overflows a stack.
    pub const fn stored() -> Self {
        Self {
            nesting: Self::CEILING,
            structs: usize::MAX,
        }
    }

    const CEILING: usize = 64;
}

impl Default for ScanLimits {
    fn default() -> Self {
        Self {
            nesting: 32,
            structs: 1_000_000,
        }
    }
}

/// Why bytes are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// The bytes end in the middle of something.
    #[error("the update is truncated")]
    Truncated,
    /// The bytes are not an update.
    #[error("malformed update at byte {at}: {what}")]
    Malformed {
        /// Offset in the bytes.
        at: usize,
        /// What was wrong there.
        what: &'static str,
    },
    /// Well-formed content that this server does not take.
    #[error("the update holds {what}, which this server does not take")]
    Unsupported {
        /// What was found.
        what: &'static str,
    },
    /// Values or shared types nest too deeply.
    #[error("the update nests more than {limit} levels deep")]
    Nesting {
        /// The limit that it passed.
        limit: usize,
    },
    /// More structs or deletions than a draft may have.
    #[error("the update lists more than {limit} structs or deletions")]
    TooMany {
        /// The limit that it passed.
        limit: usize,
    },
    /// Structs rest on each other in a circle, or name a parent that can have no children.
    #[error("the update contradicts itself or the document: {what}")]
    Contradiction {
        /// What was found.
        what: &'static str,
    },
}

/// What an update brings and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The structs of each client, a client once, in the order of the bytes.
    pub clients: Vec<ClientStructs>,
    /// The delete set: ascending and disjoint within a client, a client once.
    pub deletions: Vec<Range>,
    /// Bytes of content (strings, values, binaries, keys) that the structs carry.
    pub content_bytes: usize,
    pub(crate) nesting: usize,
    pub(crate) ids: Vec<Id>,
    /// Position in `clients` by client, ascending.
    index: Vec<(ClientId, usize)>,
}

/// The structs that an update brings of one client; contiguous from the first to the last, skips included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientStructs {
    /// Who wrote them.
    pub client: ClientId,
    pub(crate) structs: Vec<Struct>,
}

/// Clocks `from..to` of one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// Whose.
    pub client: ClientId,
    /// The first clock.
    pub from: u32,
    /// One past the last clock.
    pub to: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Struct {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Index of its first id in `Scan::ids`; `kind` says how many follow.
    pub(crate) first_id: u32,
    pub(crate) kind: StructKind,
    /// Whether a left origin, a right origin, a parent is named, in this order in `ids`.
    pub(crate) left: bool,
    pub(crate) right: bool,
    pub(crate) parent: bool,
    /// A hash of parent and key, where they are named: the list that it begins or joins. Never 0.
    pub(crate) place: u32,
    /// A hash of the attribute that a format sets.
    pub(crate) attribute: u32,
    /// Bytes of plain values in it; each of them may take 24 in memory.
    pub(crate) plain_bytes: u32,
    /// Where it stands in the update: its first byte, and one past its last.
    pub(crate) bytes: (u32, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StructKind {
    Skip,
    /// Collected: it no longer has content, nor a place.
    Gc,
    /// Deleted, but still in its place.
    Deleted,
    /// A shared type, which can be a parent.
    Type,
    /// Text, which joins the text before it.
    Text,
    /// Plain values, which join the values before them.
    Values,
    /// An embed or a binary, which does not.
    Single,
    /// Begins or ends an attribute of the text that follows.
    Format,
}

impl Struct {
    /// How many ids it names.
    pub(crate) const fn ids(&self) -> usize {
        self.left as usize + self.right as usize + self.parent as usize
    }
}

impl Scan {
    /// The clocks that the update brings, gathered as far as they touch; skips are left out.
    pub fn insertions(&self) -> impl Iterator<Item = Range> {
        self.clients.iter().flat_map(|client| {
            let mut structs = client
                .structs
                .iter()
                .filter(|it| it.kind != StructKind::Skip)
                .peekable();
            std::iter::from_fn(move || {
                let first = structs.next()?;
                let mut range = Range {
                    client: client.client,
                    from: first.from,
                    to: first.to,
                };
                while let Some(next) = structs.next_if(|next| next.from == range.to) {
                    range.to = next.to;
                }
                Some(range)
            })
        })
    }

    /// The clocks that the update passes over: a merged update whose middle is missing has them.
    pub fn skips(&self) -> impl Iterator<Item = Range> {
        self.clients.iter().flat_map(|client| {
            let skips = client
                .structs
                .iter()
                .filter(|it| it.kind == StructKind::Skip);
            skips.map(|it| Range {
                client: client.client,
                from: it.from,
                to: it.to,
            })
        })
    }

    /// Whether what the range begins with comes with the update itself, as something deleted already.
    pub(crate) fn brings_deleted(&self, range: &Range) -> bool {
        let structs = self
            .position(range.client)
            .map(|position| &self.clients[position].structs);
        structs
            .and_then(|structs| structs.get(structs.partition_point(|it| it.to <= range.from)))
            .is_some_and(|it| {
                it.from <= range.from && matches!(it.kind, StructKind::Deleted | StructKind::Gc)
            })
    }

    /// Position in `clients`.
    pub(crate) fn position(&self, client: ClientId) -> Option<usize> {
        match self.index.as_slice() {
            [(only, _)] => (*only == client).then_some(0),
            index => index
                .binary_search_by_key(&client, |(id, _)| *id)
                .ok()
                .map(|at| index[at].1),
        }
    }

    /// What it takes in memory, in bytes.
    pub fn bytes(&self) -> usize {
        let structs = self
            .clients
            .iter()
            .map(|it| it.structs.capacity())
            .sum::<usize>();
        structs * size_of::<Struct>()
            + self.clients.capacity() * size_of::<ClientStructs>()
            + self.ids.capacity() * size_of::<Id>()
            + self.deletions.capacity() * size_of::<Range>()
            + self.index.capacity() * size_of::<(ClientId, usize)>()
    }

    /// Whether the update brings neither a struct nor a deletion.
    pub fn is_empty(&self) -> bool {
        self.insertions().next().is_none() && self.deletions.is_empty()
    }
}

/// Scans one v1 update.
///
/// # Errors
///
/// The first thing that is wrong with it. Nothing is allocated beyond a small multiple of the input.
pub fn scan(bytes: &[u8], limits: &ScanLimits) -> Result<Scan, ScanError> {
    let nesting = limits.nesting.min(ScanLimits::CEILING);
    let mut cursor = Cursor::new(bytes);
    // A client takes three bytes at least (count, id, clock), a struct two.
    let clients = cursor.count(3)?;
    let mut scan = Scan {
        clients: Vec::with_capacity(clients),
        deletions: Vec::new(),
        content_bytes: 0,
        nesting,
        ids: Vec::new(),
        index: Vec::with_capacity(clients),
    };
    let mut bound = Bound::new(limits.structs);
    for position in 0..clients {
        let structs = scan_client(&mut cursor, &mut scan, &mut bound)?;
        scan.index.push((structs.client, position));
        scan.clients.push(structs);
    }
    scan.index.sort_unstable();
    if scan.index.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(cursor.malformed("a client is listed twice"));
    }
    let bound = Bound::new(limits.structs);
    scan_deletions(&mut cursor, &mut scan.deletions, bound)?;
    cursor.end()?;
    Ok(scan)
}

/// How many things an update may still list.
struct Bound {
    limit: usize,
    left: usize,
}

impl Bound {
    const fn new(limit: usize) -> Self {
        Self { limit, left: limit }
    }

    fn take(&mut self, count: usize) -> Result<(), ScanError> {
        let limit = self.limit;
        self.left = self
            .left
            .checked_sub(count)
            .ok_or(ScanError::TooMany { limit })?;
        Ok(())
    }
}

fn scan_client(
    cursor: &mut Cursor<'_>,
    scan: &mut Scan,
    bound: &mut Bound,
) -> Result<ClientStructs, ScanError> {
    let count = cursor.count(2)?;
    bound.take(count)?;
    let client = cursor.client()?;
    let mut clock = cursor.clock()?;
    let mut structs = Vec::with_capacity(count);
    for _ in 0..count {
        let it = scan_struct(cursor, scan, clock)?;
        clock = it.to;
        structs.push(it);
    }
    Ok(ClientStructs { client, structs })
}

pub(crate) const LEFT: u8 = 0b1000_0000;
pub(crate) const RIGHT: u8 = 0b0100_0000;
pub(crate) const PARENT_SUB: u8 = 0b0010_0000;
pub(crate) const CONTENT: u8 = 0b0001_1111;
pub(crate) const GC: u8 = 0;
pub(crate) const SKIP: u8 = 10;

fn scan_struct(cursor: &mut Cursor<'_>, scan: &mut Scan, from: u32) -> Result<Struct, ScanError> {
    let starts = offset(cursor)?;
    let info = cursor.byte()?;
    let first_id = u32::try_from(scan.ids.len()).map_err(|_| cursor.malformed("too many ids"))?;
    let mut it = Struct {
        from,
        to: from,
        first_id,
        kind: StructKind::Text,
        left: false,
        right: false,
        parent: false,
        place: 0,
        attribute: 0,
        plain_bytes: 0,
        bytes: (starts, starts),
    };
    let length;
    match info & CONTENT {
        GC | SKIP if info & !CONTENT != 0 => {
            return Err(cursor.malformed("flags on a struct that has none"));
        }
        GC => {
            it.kind = StructKind::Gc;
            length = cursor.clock()?;
        }
        SKIP => {
            it.kind = StructKind::Skip;
            length = cursor.clock()?;
        }
        reference => {
            it.left = info & LEFT != 0;
            it.right = info & RIGHT != 0;
            if it.left {
                scan.ids.push(cursor.id()?);
            }
            if it.right {
                scan.ids.push(cursor.id()?);
            }
            if !it.left && !it.right {
                let mut place = DefaultHasher::new();
                match cursor.byte()? {
                    1 => cursor.string()?.hash(&mut place),
                    0 => {
                        it.parent = true;
                        let parent = cursor.id()?;
                        parent.hash(&mut place);
                        scan.ids.push(parent);
                    }
                    _ => return Err(cursor.malformed("parent information is neither 0 nor 1")),
                }
                if info & PARENT_SUB != 0 {
                    let key = cursor.string()?;
                    key.hash(&mut place);
                    scan.content_bytes += key.len();
                }
                it.place = (place.finish() as u32).max(1);
            }
            let content = content::scan(cursor, reference, scan)?;
            (it.kind, length) = (content.kind, content.length);
            (it.attribute, it.plain_bytes) = (content.attribute, content.plain_bytes);
        }
    }
    if length == 0 {
        return Err(cursor.malformed("an empty struct"));
    }
    it.to = cursor.past(from, length)?;
    it.bytes.1 = offset(cursor)?;
    Ok(it)
}

fn offset(cursor: &Cursor<'_>) -> Result<u32, ScanError> {
    u32::try_from(cursor.position()).map_err(|_| cursor.malformed("too many bytes"))
}

fn scan_deletions(
    cursor: &mut Cursor<'_>,
    deletions: &mut Vec<Range>,
    mut bound: Bound,
) -> Result<(), ScanError> {
    let clients = cursor.count(2)?;
    let mut seen = Vec::with_capacity(clients);
    for _ in 0..clients {
        let client = cursor.client()?;
        seen.push(client);
        let mut last = 0;
        let count = cursor.count(2)?;
        bound.take(count)?;
        for index in 0..count {
            let from = cursor.clock()?;
            let length = cursor.clock()?;
            if length == 0 || (index > 0 && from < last) {
                return Err(cursor.malformed("deletions out of order"));
            }
            last = cursor.past(from, length)?;
            deletions.push(Range {
                client,
                from,
                to: last,
            });
        }
    }
    seen.sort_unstable();
    if seen.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(cursor.malformed("a client's deletions are listed twice"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
