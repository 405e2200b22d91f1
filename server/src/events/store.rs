//! The SQL of events.

use imprimatur_protocol::{DraftId, EventId, ImpersonatorId, OrganisationId, PersonId};
use serde_json::{Value, json};

use super::{Event, EventKind, SITTING};
use crate::error::Result;
use crate::workspace::{Tx, args, record};

/// Writes an event. Which template it is about is what its details say, or whose their draft is.
pub(super) async fn insert(
    tx: &mut Tx,
    id: EventId,
    event: &Event<'_>,
    impersonator: Option<ImpersonatorId>,
    details: &str,
    now_ms: i64,
) -> Result<()> {
    let named = |name: &str| event.details[name].as_str().map(str::to_owned);
    tx.execute(
        "INSERT INTO events (id, organisation_id, kind, actor_id, impersonator_id, subject_id, details, occurred_at, template_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
                 COALESCE($9, (SELECT template_id FROM drafts WHERE organisation_id = $2 AND id = $10)))",
        args![
            id,
            event.organisation,
            event.kind.as_str(),
            event.actor,
            impersonator.map(|id| id.to_string()),
            event.subject.clone(),
            details,
            now_ms,
            named("template"),
            named("draft")
        ],
    )
    .await?;
    Ok(())
}

record! {
    struct PersonRow {
        name: String,
        email: String,
    }
}

/// Has an event chained in the registry, with what is known now of who did it: what is written there is the same whoever writes it, and how often.
pub(super) async fn hand_over(
    tx: &mut Tx,
    id: EventId,
    event: &Event<'_>,
    impersonator: Option<ImpersonatorId>,
    salt: &str,
) -> Result<()> {
    let actor: Option<PersonRow> = tx
        .fetch_optional(
            "SELECT name, email FROM people WHERE id = $1",
            args![event.actor],
        )
        .await?;
    let mut people = Vec::new();
    if let Some(actor) = actor {
        people.push(json!({ "part": "actor", "person": event.actor, "name": actor.name, "email": actor.email }));
    }
    if let (Some(id), Some(address)) = (impersonator, event.impersonator) {
        people
            .push(json!({ "part": "impersonator", "person": id, "name": null, "email": address }));
    }
    tx.execute(
        "INSERT INTO audit_outbox (organisation_id, event_id, salt, people) VALUES ($1, $2, $3, $4)",
        args![event.organisation, id, salt, Value::from(people).to_string()],
    )
    .await?;
    Ok(())
}

pub(super) async fn sitting(
    tx: &mut Tx,
    id: EventId,
    organisation: OrganisationId,
    draft: DraftId,
    person: PersonId,
    now_ms: i64,
) -> Result<()> {
    let since_ms = now_ms - i64::try_from(SITTING.as_millis()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO events (id, organisation_id, kind, actor_id, subject_id, details, occurred_at, template_id)
         SELECT $1, d.organisation_id, $5, $4, d.id, '{}', $6, d.template_id
         FROM drafts d
         WHERE d.organisation_id = $2 AND d.id = $3 AND NOT EXISTS (
             SELECT 1 FROM events e
             WHERE e.organisation_id = $2 AND e.template_id = d.template_id AND e.id > $7
               AND e.kind = $5 AND e.actor_id = $4)",
        args![
            id,
            organisation,
            draft,
            person,
            EventKind::DraftEdited.as_str(),
            now_ms,
            first_id(since_ms)
        ],
    )
    .await?;
    Ok(())
}

/// What is less than every id of an event that was made from then on: ids begin with their time.
fn first_id(ms: i64) -> String {
    format!("evt_{:012x}", ms.max(0))
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

macro_rules! events_before {
    ($kinds:literal) => {
        concat!(
            "SELECT e.id, e.kind, e.actor_id, NULLIF(p.name, '') AS actor_name, i.address AS impersonator, e.subject_id, e.details, e.occurred_at
             FROM events e
             LEFT JOIN people p ON p.id = e.actor_id
             LEFT JOIN impersonators i ON i.id = e.impersonator_id AND i.organisation_id = e.organisation_id
             WHERE e.organisation_id = $1 AND ($2 = '' OR e.id < $2) AND e.kind IN ",
            $kinds,
            " ORDER BY e.id DESC LIMIT $3"
        )
    };
}

pub(super) async fn before(
    tx: &mut Tx,
    organisation: OrganisationId,
    before: Option<EventId>,
    at_most: u32,
) -> Result<Vec<EventRow>> {
    // Of what is issued there is a list of its own: a batch of it would bury everything else.
    let kinds = EventKind::ALL
        .into_iter()
        .filter(|kind| !kind.is_activity() && *kind != EventKind::CertificateIssued);
    tx.fetch_listed(
        events_before!("(SELECT value FROM json_each($4))"),
        events_before!("(SELECT json_array_elements_text($4::json))"),
        args![
            organisation,
            before.map(|id| id.to_string()).unwrap_or_default(),
            at_most
        ],
        kinds.map(EventKind::as_str),
    )
    .await
}
