//! The SQL of people who are at WorkOS to sign in.

use imprimatur_protocol::OrganisationId;

use crate::error::Result;
use crate::workspace::{Tx, args, record};

pub(in crate::people) async fn begin_sign_in(
    tx: &mut Tx,
    state_hash: Vec<u8>,
    verifier: &str,
    return_to: &str,
    expires_at: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO sign_ins (state_hash, verifier, return_to, expires_at) VALUES ($1, $2, $3, $4)",
        args![state_hash, verifier, return_to, expires_at],
    )
    .await?;
    Ok(())
}

record! {
    /// Somebody who has left to sign in.
    pub(in crate::people) struct LeftRow {
        pub(in crate::people) verifier: String,
        pub(in crate::people) return_to: String,
    }
}

/// Takes out who left with a state: it is good once.
pub(in crate::people) async fn end_sign_in(
    tx: &mut Tx,
    state_hash: Vec<u8>,
    now_ms: i64,
) -> Result<Option<LeftRow>> {
    tx.fetch_optional(
        "DELETE FROM sign_ins WHERE state_hash = $1 AND expires_at > $2 RETURNING verifier, return_to",
        args![state_hash, now_ms],
    )
    .await
}

record! {
    struct AwayRow {
        away: i64,
    }
}

/// How many are away.
pub(in crate::people) async fn sign_ins(tx: &mut Tx) -> Result<i64> {
    let row: AwayRow = tx
        .fetch_one("SELECT COUNT(*) AS away FROM sign_ins", args![])
        .await?;
    Ok(row.away)
}

/// Forgets who has not come back.
pub(in crate::people) async fn forget_sign_ins(
    tx: &mut Tx,
    now_ms: i64,
    at_most: u32,
) -> Result<()> {
    tx.execute(
        "DELETE FROM sign_ins WHERE state_hash IN (
             SELECT state_hash FROM sign_ins WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        args![now_ms, at_most],
    )
    .await?;
    Ok(())
}

record! {
    struct WorkOsIdRow {
        workos_id: Option<String>,
    }
}

/// The id that WorkOS knows an organisation by.
pub(in crate::people) async fn workos_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Option<String>> {
    let row: Option<WorkOsIdRow> = tx
        .fetch_optional(
            "SELECT workos_id FROM organisations WHERE id = $1 AND deleted_at IS NULL",
            args![organisation],
        )
        .await?;
    Ok(row.and_then(|row| row.workos_id))
}

/// Whether a user is known to be a member of an organisation, by the ids of WorkOS.
pub(in crate::people) async fn is_member(
    tx: &mut Tx,
    organization: &str,
    user: &str,
) -> Result<bool> {
    let row: Option<WorkOsIdRow> = tx
        .fetch_optional(
            "SELECT o.workos_id FROM members m
             JOIN organisations o ON o.id = m.organisation_id
             JOIN people p ON p.id = m.person_id
             WHERE o.workos_id = $1 AND p.workos_id = $2",
            args![organization, user],
        )
        .await?;
    Ok(row.is_some())
}
