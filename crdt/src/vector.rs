//! State vectors: how much of each client's writing somebody holds.

use std::collections::BTreeMap;

use crate::id::ClientId;
use crate::scan::{Cursor, Scan, ScanError};

/// The next clock of every client; what SyncStep1 carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateVector {
    clocks: BTreeMap<ClientId, u32>,
}

impl StateVector {
    /// Reads the bytes of a SyncStep1.
    ///
    /// # Errors
    ///
    /// Truncated or trailing bytes, numbers out of range, more entries than there are bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, ScanError> {
        let mut cursor = Cursor::new(bytes);
        let mut clocks = BTreeMap::new();
        for _ in 0..cursor.count(2)? {
            let client = cursor.client()?;
            clocks.insert(client, cursor.clock()?);
        }
        cursor.end()?;
        Ok(Self { clocks })
    }

    /// The bytes that a SyncStep1 carries; equal vectors give equal bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1 + self.clocks.len() * 9);
        crate::write::varuint(&mut out, self.clocks.len() as u64);
        for (client, clock) in &self.clocks {
            crate::write::varuint(&mut out, client.get());
            crate::write::varuint(&mut out, u64::from(*clock));
        }
        out
    }

    /// The next clock of `client`: 0 when nothing of it is held.
    pub fn get(&self, client: ClientId) -> u32 {
        self.clocks.get(&client).copied().unwrap_or(0)
    }

    /// What somebody holds at least who holds all of this but what an update brings.
    #[must_use]
    pub fn without(&self, update: &Scan) -> Self {
        let mut clocks = self.clocks.clone();
        for brought in &update.clients {
            let Some(first) = brought.structs.first() else {
                continue;
            };
            clocks
                .entry(brought.client)
                .and_modify(|clock| *clock = (*clock).min(first.from));
        }
        Self { clocks }
    }

    /// Every client with its next clock, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = (ClientId, u32)> {
        self.clocks.iter().map(|(client, clock)| (*client, *clock))
    }
}

impl FromIterator<(ClientId, u32)> for StateVector {
    fn from_iter<I: IntoIterator<Item = (ClientId, u32)>>(entries: I) -> Self {
        Self {
            clocks: entries.into_iter().collect(),
        }
    }
}
