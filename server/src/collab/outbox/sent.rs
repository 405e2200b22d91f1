//! Where somebody is, on its way to others.

use std::sync::Arc;

use bytes::Bytes;
use imprimatur_protocol::frame::Message;
use imprimatur_protocol::presence::{self, Entry};

/// A state of presence on its way to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::collab) struct Sent {
    pub(in crate::collab) client: u64,
    pub(in crate::collab) clock: u64,
    /// `None` withdraws.
    pub(in crate::collab) state: Option<Arc<str>>,
}

impl Sent {
    fn entry(&self) -> Entry<'_> {
        Entry {
            client: self.client,
            clock: self.clock,
            state: self.state.as_deref(),
        }
    }
}

/// States that many sessions are shown at once: encoded once, and shared by all of them.
#[derive(Debug)]
pub(in crate::collab) struct Flight {
    pub(super) states: Vec<Sent>,
    pub(super) frame: Bytes,
}

impl Flight {
    pub(in crate::collab) fn new(states: Vec<Sent>) -> Arc<Self> {
        let frame = awareness(states.iter());
        Arc::new(Self { states, frame })
    }
}

/// An awareness message with these states.
pub(in crate::collab) fn awareness<'a>(states: impl ExactSizeIterator<Item = &'a Sent>) -> Bytes {
    Message::Awareness(&presence::write(states.map(Sent::entry)))
        .write()
        .into()
}
