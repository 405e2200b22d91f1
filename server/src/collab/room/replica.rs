//! The document of a room, while it is needed as one: it takes many times the memory of its bytes, and most open drafts are not being
//! edited.

use std::time::Duration;

use imprimatur_crdt::{DecodeError, Document, StateVector, held::Held};
use tokio::time::Instant;

use super::{Known, LONG_BYTES, Room, aside};
use crate::collab::journal::How;

/// A draft is quiet when nobody has written, or asked for a difference, for so long.
pub(super) const QUIET_AFTER: Duration = Duration::from_secs(10);

/// Reading a larger state again takes longer than whoever writes next should wait.
const QUIET_BYTES_MOST: usize = 1024 * 1024;

/// What a room has of its document.
pub(in crate::collab) enum Replica {
    /// All of it.
    Awake(Document),
    /// Its vector. Its bytes are the room's encoded state.
    Asleep(StateVector),
    /// Nothing: it broke, and is loaded again.
    Lost,
}

impl Replica {
    /// What it holds; `None` when that is not known.
    pub(super) fn vector(&self) -> Option<StateVector> {
        match self {
            Self::Awake(document) => Some(document.state_vector()),
            Self::Asleep(vector) => Some(vector.clone()),
            Self::Lost => None,
        }
    }

    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Self::Lost)
    }
}

/// Parts that a document with this in it has.
pub(super) fn parts(held: Option<&Held>) -> u64 {
    held.map_or(0, |held| held.weight().parts)
}

impl Room {
    /// What is held, read from the bytes where there was no need of it. `None` while the draft is loaded again.
    pub(super) fn held(&mut self) -> Option<&mut Held> {
        if self.held.is_none() && self.reloading.is_none() {
            self.needed_at = Instant::now();
            let encoded = self.encoded()?;
            let (state, known) = (encoded.state(), encoded.known);
            match aside(state.len() >= LONG_BYTES, || Held::from_state(&state)) {
                Ok(held) => self.now_held(Some(held), known),
                Err(cause) => self.unreadable(&cause),
            }
        }
        self.held.as_mut()
    }

    /// What is held was made anew.
    pub(super) fn now_held(&mut self, held: Option<Held>, known: Known) {
        self.weighed_parts = parts(held.as_ref());
        (self.held, self.held_knows) = (held, known);
    }

    /// The bytes are loaded again, and decoded: what cannot be read a second time is no proof of anything.
    fn unreadable(&mut self, cause: &DecodeError) {
        tracing::error!(
            draft.id = %self.place.draft, error.cause = %cause,
            "the state of {} cannot be read again: {cause}", self.place.draft
        );
        self.replica = Replica::Lost;
        self.load_how = How::Decoded;
        self.start_over("its state could not be read again");
    }

    /// The document, read from its bytes where it is asleep. `None` while it is loaded again.
    pub(super) fn awake(&mut self) -> Option<&mut Document> {
        // Whoever needs it once may need it again: it is not read anew from moment to moment.
        self.needed_at = Instant::now();
        if let Replica::Asleep(_) = self.replica {
            let state = self.state.as_ref()?.state();
            let read = aside(state.len() >= LONG_BYTES, || Document::from_state(&state));
            match read {
                Ok(document) => self.replica = Replica::Awake(document),
                Err(cause) => self.unreadable(&cause),
            }
        }
        match &mut self.replica {
            Replica::Awake(document) => Some(document),
            Replica::Asleep(_) | Replica::Lost => None,
        }
    }

    /// Keeps the bytes alone when nobody has needed more for a while.
    pub(super) fn fall_asleep(&mut self, now: Instant) {
        let is_quiet = now.duration_since(self.needed_at) >= QUIET_AFTER
            && self.in_flight.is_none()
            && self.gathering.is_empty()
            && self.landed_entries().next().is_none()
            && self.reloading.is_none()
            && self.permit.is_none();
        if !is_quiet || self.state_bytes > QUIET_BYTES_MOST {
            return;
        }
        if let Replica::Awake(document) = &self.replica {
            let vector = document.state_vector();
            if self.encoded().is_some() {
                self.replica = Replica::Asleep(vector);
            }
        }
        if matches!(self.replica, Replica::Asleep(_)) {
            self.held = None;
            self.gathering.shrink_to_fit();
        }
    }
}
