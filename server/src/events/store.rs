//! The SQL of events.

use imprimatur_protocol::{EventId, ImpersonatorId, OrganisationId, PersonId};

use super::Event;
use crate::error::Result;
use crate::workspace::{Tx, args, record};

pub(super) async fn insert(
    tx: &mut Tx,
    id: EventId,
    event: &Event<'_>,
    impersonator: Option<ImpersonatorId>,
    details: &str,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO events (id, organisation_id, kind, actor_id, impersonator_id, subject_id, details, occurred_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            event.organisation,
            event.kind.as_str(),
            event.actor,
            impersonator.map(|id| id.to_string()),
            event.subject.clone(),
            details,
            now_ms
        ],
    )
    .await?;
    Ok(())
}

record! {
    struct ImpersonatorRow {
        id: ImpersonatorId,
    }
}

/// The id of somebody of that address, the same each time.
pub(super) async fn impersonator(
    tx: &mut Tx,
    new: ImpersonatorId,
    organisation: OrganisationId,
    address: &str,
) -> Result<ImpersonatorId> {
    tx.execute(
        "INSERT INTO impersonators (id, organisation_id, address) VALUES ($1, $2, $3)
         ON CONFLICT (organisation_id, address) DO NOTHING",
        args![new, organisation, address],
    )
    .await?;
    let row: ImpersonatorRow = tx
        .fetch_one(
            "SELECT id FROM impersonators WHERE organisation_id = $1 AND address = $2",
            args![organisation, address],
        )
        .await?;
    Ok(row.id)
}

record! {
    /// An event, with the names that there still are for its ids.
    pub struct EventRow {
        /// Stable.
        pub id: EventId,
        /// What happened.
        pub kind: String,
        /// Who did it.
        pub actor_id: PersonId,
        /// How they are called, unless they are gone.
        pub actor_name: Option<String>,
        /// The address of whoever acted in their name.
        pub impersonator: Option<String>,
        /// What it was done to.
        pub subject_id: Option<String>,
        /// What else there is to say, as JSON.
        pub details: String,
        /// When, in milliseconds since 1970.
        pub occurred_at: i64,
    }
}

pub(super) async fn before(
    tx: &mut Tx,
    organisation: OrganisationId,
    before: Option<EventId>,
    at_most: u32,
) -> Result<Vec<EventRow>> {
    tx.fetch_all(
        "SELECT e.id, e.kind, e.actor_id, NULLIF(p.name, '') AS actor_name, i.address AS impersonator, e.subject_id, e.details, e.occurred_at
         FROM events e
         LEFT JOIN people p ON p.id = e.actor_id
         LEFT JOIN impersonators i ON i.id = e.impersonator_id AND i.organisation_id = e.organisation_id
         WHERE e.organisation_id = $1 AND ($2 = '' OR e.id < $2) ORDER BY e.id DESC LIMIT $3",
        args![
            organisation,
            before.map(|id| id.to_string()).unwrap_or_default(),
            at_most
        ],
    )
    .await
}
