//! The wire as an outsider would write it from SPEC: written apart from the `protocol` crate, so that a mistake there shows.

use serde_json::Value;

/// A y-protocols message, or one of our own.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A state vector; asks for what it lacks.
    SyncStep1(Vec<u8>),
    /// The answer to SyncStep1.
    SyncStep2(Vec<u8>),
    /// An edit.
    Update(Vec<u8>),
    /// Presence.
    Awareness(Vec<Entry>),
    /// Asks for everybody's presence.
    QueryAwareness,
    /// One of the messages of `imprimatur.v1`: its type, and its JSON.
    Own(u64, Value),
}

/// One client's presence.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The client id.
    pub client: u64,
    /// Which of two states is newer.
    pub clock: u64,
    /// The state; null when it is withdrawn.
    pub state: Value,
}

/// `hello`, the first message of `imprimatur.v1`.
pub const HELLO: u64 = 100;
/// `saved`.
pub const SAVED: u64 = 101;
/// `refused`.
pub const REFUSED: u64 = 102;
/// `lagging`.
pub const LAGGING: u64 = 103;
/// `going_away`.
pub const GOING_AWAY: u64 = 104;
/// `unsaved`.
pub const UNSAVED: u64 = 105;
/// `expiring`.
pub const EXPIRING: u64 = 106;
/// `news`.
pub const NEWS: u64 = 107;

/// Appends a varuint.
pub fn put_varuint(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a length and bytes.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_varuint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Bytes that are read from the front.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Reads a varuint.
    pub fn varuint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// Reads a length and that many bytes.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.varuint()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// Reads a string.
    pub fn string(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}

impl Message {
    /// The bytes of one WebSocket message.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::SyncStep1(bytes) => sync(&mut out, 0, bytes),
            Self::SyncStep2(bytes) => sync(&mut out, 1, bytes),
            Self::Update(bytes) => sync(&mut out, 2, bytes),
            Self::Awareness(entries) => {
                put_varuint(&mut out, 1);
                let mut inner = Vec::new();
                put_varuint(&mut inner, entries.len() as u64);
                for entry in entries {
                    put_varuint(&mut inner, entry.client);
                    put_varuint(&mut inner, entry.clock);
                    put_bytes(&mut inner, entry.state.to_string().as_bytes());
                }
                put_bytes(&mut out, &inner);
            }
            Self::QueryAwareness => put_varuint(&mut out, 3),
            Self::Own(kind, body) => {
                put_varuint(&mut out, *kind);
                put_bytes(&mut out, body.to_string().as_bytes());
            }
        }
        out
    }

    /// Reads one WebSocket message; none when it is not of the protocol or has bytes left over.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let message = match reader.varuint()? {
            0 => match (reader.varuint()?, reader.bytes()?.to_vec()) {
                (0, payload) => Self::SyncStep1(payload),
                (1, payload) => Self::SyncStep2(payload),
                (2, payload) => Self::Update(payload),
                _ => return None,
            },
            1 => Self::Awareness(entries(reader.bytes()?)?),
            3 => Self::QueryAwareness,
            kind @ 100.. => Self::Own(kind, serde_json::from_str(reader.string()?).ok()?),
            _ => return None,
        };
        reader.0.is_empty().then_some(message)
    }
}

fn sync(out: &mut Vec<u8>, kind: u64, payload: &[u8]) {
    put_varuint(out, 0);
    put_varuint(out, kind);
    put_bytes(out, payload);
}

fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut reader = Reader(bytes);
    let count = reader.varuint()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let client = reader.varuint()?;
        let clock = reader.varuint()?;
        let state = serde_json::from_str(reader.string()?).ok()?;
        entries.push(Entry {
            client,
            clock,
            state,
        });
    }
    reader.0.is_empty().then_some(entries)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Entry, Message};

    #[test]
    fn every_message_comes_back() {
        let entry = Entry {
            client: u64::from(u32::MAX),
            clock: 300,
            state: json!({"cursor": null}),
        };
        for message in [
            Message::SyncStep1(vec![0]),
            Message::SyncStep2(vec![1; 200]),
            Message::Update(Vec::new()),
            Message::Awareness(vec![entry]),
            Message::QueryAwareness,
            Message::Own(101, json!({"upTo": 7, "head": 3})),
        ] {
            assert_eq!(Message::decode(&message.encode()), Some(message));
        }
        assert_eq!(Message::decode(&[0, 2, 5, 1]), None, "cut off");
    }
}
