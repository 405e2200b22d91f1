//! What was done that somebody may have to answer for, and that others may want to hear of: rows that are written in the transaction in which it was
//! done, and never changed. They say nothing of a person but their id. Those that the audit keeps for good are handed over to it in the same transaction.
//!
//! They are kept for good, some 300 bytes each: the history of a template is as long as the template is old, and what its organisation did is read from
//! them years later. Nothing deletes them; an edit is one in half an hour and a comment one each, so the largest organisations have some hundred
//! thousand a year.

mod kinds;
mod store;

use std::time::Duration;

use imprimatur_protocol::{
    ActorId, DraftId, EventId, Id, ImpersonatorId, OrganisationId, PersonId,
};
use serde_json::Value;

pub use self::kinds::EventKind;
pub use self::store::EventRow;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::workspace::Tx;

/// Something that was done.
pub struct Event<'a> {
    /// What.
    pub kind: EventKind,
    /// Where.
    pub organisation: OrganisationId,
    /// By whom; [`by_itself`] where a rule or a command did it.
    pub actor: ActorId,
    /// Who acted in their name, by their address.
    pub impersonator: Option<&'a str>,
    /// What it was done to, by its id.
    pub subject: Option<String>,
    /// What else there is to say: nothing that a person has typed, nothing about a person but ids, and no numbers but whole ones, which every database
    /// writes alike. An event about a template says so by `template`, or by `draft`, and by `version` and `number` if it is about one; then it
    /// stands in the template's history.
    pub details: Value,
}

/// This program itself, where no person has done something: an id that no person has.
#[must_use]
pub fn by_itself() -> ActorId {
    PersonId::from_uuid(uuid::Uuid::nil()).into()
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
    store::insert(tx, id, event, impersonator, &details, clock.now_ms()).await?;
    if event.kind.is_audited() {
        let salt = hex::encode(clock.random::<32>());
        store::hand_over(tx, id, event, impersonator, &salt).await?;
    }
    Ok(())
}

/// What was done in an organisation before an event, the newest first: what is the business of those who manage it alone.
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

/// While somebody edits, that is noted so often.
pub const SITTING: Duration = Duration::from_secs(30 * 60);

/// Notes that somebody edits a draft, unless that was noted less than a [`SITTING`] ago.
///
/// # Errors
/// The database failed.
pub async fn record_sitting(
    tx: &mut Tx,
    clock: &Clock,
    organisation: OrganisationId,
    draft: DraftId,
    person: PersonId,
) -> Result<()> {
    store::sitting(tx, clock.id(), organisation, draft, person, clock.now_ms()).await
}
