//! What was done that somebody may have to answer for, and that others may want to hear of: rows that are written in the transaction in which it was
//! done, and never changed. They say nothing of a person but their id.

mod store;

use imprimatur_protocol::{EventId, ImpersonatorId, OrganisationId, PersonId};
use serde_json::Value;

pub use self::store::EventRow;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::workspace::Tx;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Somebody began to act in a member's name.
    SessionImpersonated,
    /// A key for a program was made.
    KeyCreated,
    /// A key for a program was taken back.
    KeyRevoked,
    /// The organisation's settings were changed.
    SettingsChanged,
    /// Work on everything of the organisation was asked for.
    RunAsked,
}

impl EventKind {
    /// As it is written everywhere. A word is never changed afterwards.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionImpersonated => "session.impersonated",
            Self::KeyCreated => "key.created",
            Self::KeyRevoked => "key.revoked",
            Self::SettingsChanged => "settings.changed",
            Self::RunAsked => "run.asked",
        }
    }
}

/// Something that was done.
pub struct Event<'a> {
    /// What.
    pub kind: EventKind,
    /// Where.
    pub organisation: OrganisationId,
    /// By whom.
    pub actor: PersonId,
    /// Who acted in their name, by their address.
    pub impersonator: Option<&'a str>,
    /// What it was done to, by its id.
    pub subject: Option<String>,
    /// What else there is to say: nothing about a person but ids.
    pub details: Value,
}

/// Records what is done in this transaction.
///
/// # Errors
/// The database failed.
pub async fn record(tx: &mut Tx, clock: &Clock, event: &Event<'_>) -> Result<()> {
    let id: EventId = clock.id();
    let impersonator = match event.impersonator {
        Some(address) => {
            let new: ImpersonatorId = clock.id();
            Some(store::impersonator(tx, new, event.organisation, address).await?)
        }
        None => None,
    };
    let details = serde_json::to_string(&event.details)
        .map_err(|cause| Error::internal("writing an event").caused_by(cause))?;
    store::insert(tx, id, event, impersonator, &details, clock.now_ms()).await
}

/// What was done in an organisation before an event, the newest first.
///
/// # Errors
/// The database failed.
pub async fn before(
    tx: &mut Tx,
    organisation: OrganisationId,
    before: Option<EventId>,
    at_most: u32,
) -> Result<Vec<EventRow>> {
    store::before(tx, organisation, before, at_most).await
}
