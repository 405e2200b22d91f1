//! Client ids and clocks: how the document names its operations.

use std::fmt;

/// Names one writer of operations: 53 bits, as Yjs makes them.
///
/// Ids below [`ClientId::RESERVED`] are the server's own and never bound to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(u64);

impl ClientId {
    /// Ids below this one are the server's own (SPEC U5).
    pub const RESERVED: u64 = 16;
    /// The id under which starter content is written.
    pub const STARTER: ClientId = ClientId(1);
    /// The id of documents that only read, such as a room's.
    pub const READER: ClientId = ClientId(2);

    /// `None` when the number has more than 53 bits: JavaScript could not hold it, and yrs would mask it
    /// to somebody else's id.
    pub const fn new(id: u64) -> Option<Self> {
        if id >> 53 == 0 { Some(Self(id)) } else { None }
    }

    /// The number itself, below 2^53.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether the id is one of the server's own.
    pub const fn is_reserved(self) -> bool {
        self.0 < Self::RESERVED
    }

    pub(crate) fn yrs(self) -> yrs::block::ClientID {
        yrs::block::ClientID::new(self.0)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One operation: the `clock`-th of its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// Who wrote it.
    pub client: ClientId,
    /// Counted from 0; a string counts one for each UTF-16 unit.
    pub clock: u32,
}
