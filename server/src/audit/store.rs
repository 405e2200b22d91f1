//! The SQL of the workspace's side of the audit: what waits to be chained, and how far each chain is.

use imprimatur_protocol::{EventId, OrganisationId, PersonId};

use super::entry::BEGINNING;
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct OrganisationRow {
        organisation_id: OrganisationId,
    }
}

/// Organisations of which something waits, and whose chain nobody writes now.
pub(super) async fn due(tx: &mut Tx, now_ms: i64, at_most: u32) -> Result<Vec<OrganisationId>> {
    let rows: Vec<OrganisationRow> = tx
        .fetch_all(
            "SELECT DISTINCT o.organisation_id
             FROM audit_outbox o LEFT JOIN audit_chains c ON c.organisation_id = o.organisation_id
             WHERE c.lease_until IS NULL OR c.lease_until < $1 LIMIT $2",
            args![now_ms, at_most],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.organisation_id).collect())
}

/// Organisations that have a chain, after one.
pub(super) async fn organisations(
    tx: &mut Tx,
    after: &str,
    at_most: u32,
) -> Result<Vec<OrganisationId>> {
    let rows: Vec<OrganisationRow> = tx
        .fetch_all(
            "SELECT organisation_id FROM audit_chains WHERE organisation_id > $1
             ORDER BY organisation_id LIMIT $2",
            args![after, at_most],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.organisation_id).collect())
}

record! {
    /// How far a chain is known to be.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Head {
        pub(super) sequence: i64,
        pub(super) hash: String,
        pub(super) broken: Option<String>,
    }
}

/// How far a chain is known to be.
pub(super) async fn head(tx: &mut Tx, organisation: OrganisationId) -> Result<Option<Head>> {
    tx.fetch_optional(
        "SELECT sequence, hash, broken FROM audit_chains WHERE organisation_id = $1",
        args![organisation],
    )
    .await
}

/// Takes a chain on for a while, unless somebody else has.
pub(super) async fn take(
    tx: &mut Tx,
    organisation: OrganisationId,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<bool> {
    tx.execute(
        "INSERT INTO audit_chains (organisation_id, sequence, hash, lease, lease_until) VALUES ($1, 0, $2, 0, 0)
         ON CONFLICT (organisation_id) DO NOTHING",
        args![organisation, BEGINNING],
    )
    .await?;
    let taken = tx
        .execute(
            "UPDATE audit_chains SET lease = $2, lease_until = $4 WHERE organisation_id = $1 AND lease_until < $3",
            args![organisation, lease, now_ms, until_ms],
        )
        .await?;
    Ok(taken == 1)
}

/// Goes on holding a chain; false when somebody else has taken it on.
pub(super) async fn keep(
    tx: &mut Tx,
    organisation: OrganisationId,
    lease: i64,
    until_ms: i64,
) -> Result<bool> {
    let changed = tx
        .execute(
            "UPDATE audit_chains SET lease_until = $3 WHERE organisation_id = $1 AND lease = $2",
            args![organisation, lease, until_ms],
        )
        .await?;
    Ok(changed == 1)
}

/// Lets go of a chain that is still held, until then.
pub(super) async fn let_go(
    tx: &mut Tx,
    organisation: OrganisationId,
    lease: i64,
    until_ms: i64,
    broken: Option<&str>,
) -> Result<()> {
    tx.execute(
        "UPDATE audit_chains SET lease_until = $3, broken = $4 WHERE organisation_id = $1 AND lease = $2",
        args![organisation, lease, until_ms, broken.map(str::to_owned)],
    )
    .await?;
    Ok(())
}

record! {
    /// An event that waits, with who was in it.
    pub(super) struct WaitingRow {
        pub(super) event_id: EventId,
        pub(super) salt: String,
        pub(super) people: Option<String>,
        pub(super) kind: String,
        pub(super) actor_id: PersonId,
        pub(super) impersonator_id: Option<String>,
        pub(super) subject_id: Option<String>,
        pub(super) details: String,
        pub(super) occurred_at: i64,
        pub(super) template_id: Option<String>,
        pub(super) is_program: i64,
    }
}

/// What waits, the oldest first.
pub(super) async fn waiting(
    tx: &mut Tx,
    organisation: OrganisationId,
    at_most: u32,
) -> Result<Vec<WaitingRow>> {
    tx.fetch_all(
        "SELECT o.event_id, o.salt, o.people, e.kind, e.actor_id, e.impersonator_id, e.subject_id, e.details, e.occurred_at,
                e.template_id, CASE WHEN e.actor_id = 'per_00000000000000000000000000000000' THEN 1 ELSE COALESCE(p.is_program, 0) END AS is_program
         FROM audit_outbox o
         JOIN events e ON e.organisation_id = o.organisation_id AND e.id = o.event_id
         LEFT JOIN people p ON p.id = e.actor_id
         WHERE o.organisation_id = $1 ORDER BY o.event_id LIMIT $2",
        args![organisation, at_most],
    )
    .await
}

/// Notes that these are chained, up to a link. A chain that is known to be further stays so.
pub(super) async fn settle(
    tx: &mut Tx,
    organisation: OrganisationId,
    ids: &[String],
    sequence: i64,
    hash: &str,
) -> Result<()> {
    tx.execute_either(
        "DELETE FROM audit_outbox WHERE organisation_id = $1 AND event_id IN (SELECT value FROM json_each($2))",
        "DELETE FROM audit_outbox WHERE organisation_id = $1 AND event_id IN (SELECT json_array_elements_text($2::json))",
        args![organisation, serde_json::json!(ids).to_string()],
    )
    .await?;
    tx.execute(
        "UPDATE audit_chains SET sequence = $2, hash = $3 WHERE organisation_id = $1 AND sequence < $2",
        args![organisation, sequence, hash],
    )
    .await?;
    Ok(())
}

/// Forgets who somebody was in what waits.
pub(super) async fn erase(tx: &mut Tx, organisation: OrganisationId, person: &str) -> Result<u64> {
    tx.execute(
        "UPDATE audit_outbox SET people = NULL
         WHERE organisation_id = $1 AND event_id IN (
             SELECT id FROM events WHERE organisation_id = $1 AND (actor_id = $2 OR impersonator_id = $2))",
        args![organisation, person],
    )
    .await
}

record! {
    /// What waits in all chains.
    pub(super) struct Totals {
        pub(super) waiting: i64,
        pub(super) broken: i64,
    }
}

/// What waits in all chains, and how many of them nothing is added to.
pub(super) async fn totals(tx: &mut Tx) -> Result<Totals> {
    tx.fetch_one(
        "SELECT (SELECT COUNT(*) FROM audit_outbox) AS waiting,
                (SELECT COUNT(*) FROM audit_chains WHERE broken IS NOT NULL) AS broken",
        args![],
    )
    .await
}
