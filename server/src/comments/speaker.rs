//! Who takes part in discussions: members of the organisation, and guests of one draft.

use imprimatur_protocol::{ActorId, DraftId, OrganisationId};
use serde_json::Value;

use crate::access::roles::Rights;
use crate::access::{Caller, Commenter, Viewer};
use crate::events::{Event, EventKind};

/// Somebody who reads discussions, and says something if their rights allow it.
#[derive(Debug, Clone)]
pub struct Speaker {
    /// Whose discussions they reach.
    pub organisation: OrganisationId,
    /// Who they are.
    pub actor: ActorId,
    /// What they may do.
    pub rights: Rights,
    /// Who acts in their name, by their address.
    pub impersonator: Option<String>,
    /// The only draft that they reach, if it is one.
    pub within: Option<DraftId>,
}

impl Speaker {
    /// Whether they reach a draft of their organisation.
    pub(super) fn reaches(&self, draft: DraftId) -> bool {
        self.within.is_none_or(|only| only == draft)
    }

    /// Something that they do, to be recorded in the transaction in which it is done.
    pub(super) fn does(
        &self,
        kind: EventKind,
        subject: Option<String>,
        details: Value,
    ) -> Event<'_> {
        Event {
            kind,
            organisation: self.organisation,
            actor: self.actor,
            impersonator: self.impersonator.as_deref(),
            subject,
            details,
        }
    }
}

impl From<&Caller> for Speaker {
    fn from(caller: &Caller) -> Self {
        Self {
            organisation: caller.organisation.id,
            actor: caller.person.id.into(),
            rights: caller.rights,
            impersonator: caller.impersonator.clone(),
            within: None,
        }
    }
}

impl From<&Viewer> for Speaker {
    fn from(who: &Viewer) -> Self {
        who.caller().into()
    }
}

impl From<&Commenter> for Speaker {
    fn from(who: &Commenter) -> Self {
        who.caller().into()
    }
}
