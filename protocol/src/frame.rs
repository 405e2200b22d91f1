//! Messages of `/collab/{draft}`: those of y-protocols, and our own from type 100 on (SPEC §1, §5).
//!
//! A WebSocket message holds exactly one. Reading is strict: whatever is cut short, too long or followed by more
//! bytes is an error, because a message that was half understood is worse than none. Nothing here decodes an
//! update; edits are bytes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::ErrorCode;
use crate::id::{PersonId, SessionId};

/// The subprotocol that turns on our own messages (C3).
pub const SUBPROTOCOL: &str = "imprimatur.v1";

/// The version of our own messages, as `hello` says it.
pub const PROTOCOL_VERSION: u32 = 1;

/// The greatest number that every client can hold: a JavaScript number's 53 bits.
pub const LARGEST_NUMBER: u64 = (1 << 53) - 1;

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const QUERY_AWARENESS: u64 = 3;
const SYNC_STEP_1: u64 = 0;
const SYNC_STEP_2: u64 = 1;
const SYNC_UPDATE: u64 = 2;
/// Types from here on are our own, and only the server sends them.
const OWN: u64 = 100;

/// A message that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// It ends before its content does.
    #[error("the message ends too early")]
    Truncated,
    /// A number of more than 53 bits.
    #[error("a number in the message is too large")]
    NumberTooLarge,
    /// Bytes after the end of the one message that it may hold.
    #[error("there are bytes after the end of the message")]
    TrailingBytes,
    /// A text that is not UTF-8.
    #[error("a text in the message is not UTF-8")]
    NotUtf8,
    /// A type that no client may send, or that nobody knows.
    #[error("type {0} is not a message that a client may send")]
    UnknownType(u64),
    /// The body of one of our own messages is not JSON of its shape.
    #[error("the body of message {0} cannot be read")]
    BodyMalformed(u64),
}

/// Reads the primitives of lib0 from bytes.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the start of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// A number: seven bits a byte, least first, the top bit set on all but the last.
    pub fn varuint(&mut self) -> Result<u64, FrameError> {
        let mut number = 0u64;
        // Eight bytes hold 56 bits; a longer form cannot be of 53.
        for shift in (0..56).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or(FrameError::Truncated)?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return if number <= LARGEST_NUMBER {
                    Ok(number)
                } else {
                    Err(FrameError::NumberTooLarge)
                };
            }
        }
        Err(FrameError::NumberTooLarge)
    }

    /// Bytes behind their length.
    pub fn bytes(&mut self) -> Result<&'a [u8], FrameError> {
        let length = usize::try_from(self.varuint()?).map_err(|_| FrameError::Truncated)?;
        if length > self.rest.len() {
            return Err(FrameError::Truncated);
        }
        let (bytes, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(bytes)
    }

    /// A text behind its length in bytes.
    pub fn string(&mut self) -> Result<&'a str, FrameError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| FrameError::NotUtf8)
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Ends reading: nothing may be left.
    pub fn end(self) -> Result<(), FrameError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(FrameError::TrailingBytes)
        }
    }
}

/// Appends a number as [`Reader::varuint`] reads it.
pub fn write_varuint(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends bytes behind their length.
pub fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_varuint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// A message as both sides of y-protocols send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message<'a> {
    /// "This is what I hold": a state vector.
    SyncStep1(&'a [u8]),
    /// "This is what you lack": an update, the answer to a SyncStep1.
    SyncStep2(&'a [u8]),
    /// An edit that was just made.
    Update(&'a [u8]),
    /// States of presence; see [`crate::presence`].
    Awareness(&'a [u8]),
    /// "Send me every state of presence."
    QueryAwareness,
}

impl<'a> Message<'a> {
    /// Reads one message from a client. Messages that only a server sends are [`FrameError::UnknownType`] (C4, §5).
    pub fn read(bytes: &'a [u8]) -> Result<Self, FrameError> {
        let mut reader = Reader::new(bytes);
        let message = match reader.varuint()? {
            SYNC => match reader.varuint()? {
                SYNC_STEP_1 => Self::SyncStep1(reader.bytes()?),
                SYNC_STEP_2 => Self::SyncStep2(reader.bytes()?),
                SYNC_UPDATE => Self::Update(reader.bytes()?),
                other => return Err(FrameError::UnknownType(other)),
            },
            AWARENESS => Self::Awareness(reader.bytes()?),
            QUERY_AWARENESS => Self::QueryAwareness,
            other => return Err(FrameError::UnknownType(other)),
        };
        reader.end()?;
        Ok(message)
    }

    /// The bytes of one WebSocket message.
    pub fn write(&self) -> Vec<u8> {
        let (head, payload): (&[u64], &[u8]) = match self {
            Self::SyncStep1(vector) => (&[SYNC, SYNC_STEP_1], vector),
            Self::SyncStep2(update) => (&[SYNC, SYNC_STEP_2], update),
            Self::Update(update) => (&[SYNC, SYNC_UPDATE], update),
            Self::Awareness(states) => (&[AWARENESS], states),
            Self::QueryAwareness => return vec![QUERY_AWARENESS as u8],
        };
        let mut out = Vec::with_capacity(payload.len() + 8);
        for &number in head {
            write_varuint(&mut out, number);
        }
        write_bytes(&mut out, payload);
        out
    }
}

/// What a session may do to the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Everything.
    Edit,
    /// Texts, but not their place or shape.
    Texts,
    /// Look, and be seen looking.
    View,
}

/// Somebody as others see them beside the layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresentPerson {
    /// Who.
    pub id: PersonId,
    /// As others call them.
    pub name: String,
    /// The colour of their cursor, `#rrggbb`.
    pub color: String,
}

/// Body of message 100, the first on a socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hello {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u32,
    /// The sign-in under which the socket runs.
    pub session: SessionId,
    /// Who the server takes the client for.
    pub person: PresentPerson,
    /// What it may do.
    pub access: Access,
    /// The newest journal row of the draft.
    #[ts(type = "number")]
    pub head: u64,
    /// The draft is in quarantine (U12): whoever may do what, it can only be read, and `access` is `view`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub damaged: bool,
}

/// Body of message 101: the first `up_to` update messages of this socket are on disk, brought nothing, or were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// Counted on this socket from 1: SyncStep2 and Update messages.
    #[ts(type = "number")]
    pub up_to: u64,
    /// The newest journal row of the draft.
    #[ts(type = "number")]
    pub head: u64,
}

/// Body of message 102: update message `update` was refused and will never be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refused {
    /// Counted as in [`Saved`].
    #[ts(type = "number")]
    pub update: u64,
    /// Why.
    pub code: ErrorCode,
    /// A sentence for people, in English.
    pub message: String,
}

/// Body of message 104: the socket is about to be closed for the server's sake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GoingAway {
    /// `restarting`.
    pub reason: String,
    /// How long to wait before coming back.
    #[ts(type = "number")]
    pub retry_after_ms: u64,
}

/// Body of message 105: updates wait for the journal; `saved` follows when it is back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Unsaved {
    /// `journal_unavailable`.
    pub code: ErrorCode,
    /// A sentence for people, in English.
    pub message: String,
}

/// Body of message 106: the sign-in of the socket is about to end; the socket goes on with a fresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Expiring {
    /// In how many milliseconds.
    #[ts(type = "number")]
    pub in_ms: u64,
}

/// What there is news of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The discussions of the draft: `GET /api/drafts/{draft}/threads?since=` has them.
    Discussions,
    /// The inbox of the person: `GET /api/inbox` has it.
    Inbox,
    /// The reviews of the draft: `GET /api/drafts/{draft}/review` has the newest.
    Review,
    /// What is published of the draft's template: `GET /api/drafts/{draft}/publication` has it.
    Publication,
}

/// Body of message 107: there is news that is fetched by HTTP (O4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct News {
    /// Of what.
    pub about: About,
    /// The newest revision of it.
    #[ts(type = "number")]
    pub revision: u64,
}

/// One of our own messages (§5). Only the server sends them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// 100, the first message on a socket.
    Hello(Hello),
    /// 101.
    Saved(Saved),
    /// 102.
    Refused(Refused),
    /// 103: the session reads too slowly; the newest state follows.
    Lagging,
    /// 104.
    GoingAway(GoingAway),
    /// 105.
    Unsaved(Unsaved),
    /// 106.
    Expiring(Expiring),
    /// 107.
    News(News),
}

impl Own {
    /// The bytes of one WebSocket message.
    pub fn write(&self) -> Vec<u8> {
        let (kind, body) = match self {
            Self::Hello(body) => (OWN, serde_json::to_vec(body)),
            Self::Saved(body) => (OWN + 1, serde_json::to_vec(body)),
            Self::Refused(body) => (OWN + 2, serde_json::to_vec(body)),
            Self::Lagging => (OWN + 3, Ok(b"{}".to_vec())),
            Self::GoingAway(body) => (OWN + 4, serde_json::to_vec(body)),
            Self::Unsaved(body) => (OWN + 5, serde_json::to_vec(body)),
            Self::Expiring(body) => (OWN + 6, serde_json::to_vec(body)),
            Self::News(body) => (OWN + 7, serde_json::to_vec(body)),
        };
        let body = body.expect("these bodies have text keys only, so they are always JSON");
        let mut out = Vec::with_capacity(body.len() + 4);
        write_varuint(&mut out, kind);
        write_bytes(&mut out, &body);
        out
    }

    /// Reads one of our own messages, as a client does.
    pub fn read(bytes: &[u8]) -> Result<Self, FrameError> {
        fn body<'a, T: Deserialize<'a>>(kind: u64, json: &'a str) -> Result<T, FrameError> {
            serde_json::from_str(json).map_err(|_| FrameError::BodyMalformed(kind))
        }
        let mut reader = Reader::new(bytes);
        let kind = reader.varuint()?;
        if !(OWN..=OWN + 7).contains(&kind) {
            return Err(FrameError::UnknownType(kind));
        }
        let json = reader.string()?;
        reader.end()?;
        Ok(match kind - OWN {
            0 => Self::Hello(body(kind, json)?),
            1 => Self::Saved(body(kind, json)?),
            2 => Self::Refused(body(kind, json)?),
            3 => Self::Lagging,
            4 => Self::GoingAway(body(kind, json)?),
            5 => Self::Unsaved(body(kind, json)?),
            6 => Self::Expiring(body(kind, json)?),
            _ => Self::News(body(kind, json)?),
        })
    }
}

#[cfg(test)]
mod tests;
