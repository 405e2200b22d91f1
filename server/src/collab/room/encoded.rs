//! The state of a draft as bytes, encoded once for all who are sent it.

use bytes::Bytes;
use imprimatur_protocol::frame::Message;

/// A whole state in the message that answers whoever holds nothing. Every answer shares its bytes.
pub(super) struct Encoded {
    pub(super) frame: Bytes,
    pub(super) length: usize,
    pub(super) known: Known,
}

/// Which deletions something knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Every one: a document has taken in all of it.
    All,
    /// Those that somebody has named: it was put together from bytes. That leaves out what only followed from others' writing, as when two people
    /// set one property at once.
    Named,
}

impl Encoded {
    pub(super) fn new(state: &[u8], known: Known) -> Self {
        Self {
            frame: Message::SyncStep2(state).write().into(),
            length: state.len(),
            known,
        }
    }

    /// The state alone: the last bytes of the message.
    pub(super) fn state(&self) -> Bytes {
        self.frame.slice(self.frame.len() - self.length..)
    }
}
