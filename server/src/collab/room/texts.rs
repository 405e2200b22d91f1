//! What of an update is text, for sessions that may write nothing else (SPEC R8 to R12).
//!
//! A room in which nobody is held to texts knows nothing of this: its permit is made when the first such session writes, and
//! dropped when the last one leaves. In between every update that the room admits is taken into it.

use imprimatur_crdt::ClientId;
use imprimatur_crdt::permit::{Permit, Ruling, Taken};
use imprimatur_protocol::PersonId;
use imprimatur_protocol::frame::Access;

use super::{LONG_BYTES, Room, SessionKey, aside};
use crate::collab::session::Incoming;

/// The update is refused.
#[derive(Debug)]
pub(super) struct NotTexts;

impl Room {
    /// Judges an update that is checked and not admitted yet; gives what the permit is to take in with it.
    pub(super) fn judge(
        &mut self,
        key: SessionKey,
        update: &Incoming,
        binds: &[(ClientId, PersonId)],
    ) -> Result<Option<Taken>, NotTexts> {
        let Some((texts_only, person)) = self.members.get(&key).map(|member| {
            let texts_only = member.who.access == Access::Texts;
            (texts_only, member.who.person.id)
        }) else {
            return Ok(None);
        };
        if texts_only && self.permit.is_none() {
            self.permit = self.read_permit();
        }
        let long = update.bytes.len() >= LONG_BYTES;
        let Some(permit) = &self.permit else {
            return if texts_only { Err(NotTexts) } else { Ok(None) };
        };
        let Some(held) = &self.held else {
            return Err(NotTexts);
        };
        let placed = aside(long, || permit.place(&update.bytes, &update.scan, held));
        // What rests on itself in a circle was found when it was checked; a permit that it escapes would lack it for ever.
        let Some(placed) = placed else {
            self.permit = None;
            return if texts_only { Err(NotTexts) } else { Ok(None) };
        };
        if !texts_only {
            return Ok(Some(placed.into_taken()));
        }
        let own = |client: ClientId| {
            self.clients.get(&client) == Some(&person) || binds.iter().any(|(id, _)| *id == client)
        };
        let ruling = aside(long, || permit.judge(&placed, held, own));
        let formats = match ruling {
            Ok(Ruling::Allowed) => return Ok(Some(placed.into_taken())),
            Ok(Ruling::Formats(formats)) => formats,
            Err(forbidden) => return self.not_texts(key, &forbidden.to_string()),
        };
        let state = self.encoded().map(|state| state.state());
        let (Some(state), Some(permit)) = (state, &self.permit) else {
            return Err(NotTexts);
        };
        let unsaved = self.unsaved_edits().map(|edit| &edit.bytes[..]);
        let history = std::iter::once(&state[..]).chain(unsaved);
        let stay = aside(state.len() >= LONG_BYTES, || {
            permit.looks_stay(&formats, history, &placed)
        });
        if !stay {
            return self.not_texts(key, "the look of characters that stay");
        }
        Ok(Some(placed.into_taken()))
    }

    /// An update was admitted.
    pub(super) fn follow(&mut self, taken: Option<Taken>) {
        if let (Some(permit), Some(taken)) = (&mut self.permit, taken) {
            permit.take(taken);
        }
    }

    /// Drops the permit when nobody needs it any more.
    pub(super) fn spare_permit(&mut self) {
        let held_to_texts = |access| matches!(access, Access::Texts);
        if !self.members.values().any(|it| held_to_texts(it.who.access)) {
            self.permit = None;
        }
    }

    fn not_texts(&self, key: SessionKey, why: &str) -> Result<Option<Taken>, NotTexts> {
        if let Some(member) = self.members.get(&key) {
            tracing::info!(
                draft.id = %self.place.draft, session.id = %member.who.session, refused.why = why,
                "an update of {} was refused: {why}", self.place.draft
            );
        }
        Err(NotTexts)
    }

    /// Reads what is held. `None`: it cannot be read, so nothing may be written as text.
    fn read_permit(&mut self) -> Option<Permit> {
        let state = self.encoded()?.state();
        let unsaved = self.unsaved_edits().map(|edit| &edit.bytes[..]);
        let history = std::iter::once(&state[..]).chain(unsaved);
        match aside(state.len() >= LONG_BYTES, || Permit::read(history)) {
            Ok(permit) => Some(permit),
            Err(error) => {
                tracing::error!(
                    draft.id = %self.place.draft, error.cause = %error,
                    "{}: what is text cannot be told: {error}", self.place.draft
                );
                None
            }
        }
    }
}
