//! The SQL of what is to be erased of certificates.

use imprimatur_protocol::{CertificateId, OrganisationId};

use super::images;
use crate::error::Result;
use crate::issuance::erasure::Why;
use crate::workspace::{Column, Columns, Tx, args, record, word};

impl Column for Why {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        word(row, name, Self::named)
    }
}

record! {
    /// A certificate of which what it says of a person is being erased.
    #[derive(Debug, Clone)]
    pub(in crate::issuance) struct ErasureRow {
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) certificate_id: CertificateId,
        pub(in crate::issuance) reason: Why,
        pub(in crate::issuance) asked_at: i64,
        pub(in crate::issuance) attempts: i64,
        pub(in crate::issuance) lease: i64,
        pub(in crate::issuance) erased_at: Option<i64>,
    }
}

/// Has certificates erased, unless they are being. Gives how many are from now on.
pub(in crate::issuance) async fn ask(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificates: &[CertificateId],
    why: Why,
    now_ms: i64,
) -> Result<u64> {
    tx.execute_either(
        "INSERT INTO erasures (organisation_id, certificate_id, reason, asked_at, attempts, next_try_at, lease)
         SELECT $1, value, $2, $3, 0, $3, 0 FROM json_each($4) WHERE true ON CONFLICT DO NOTHING",
        "INSERT INTO erasures (organisation_id, certificate_id, reason, asked_at, attempts, next_try_at, lease)
         SELECT $1, it, $2, $3, 0, $3, 0 FROM json_array_elements_text($4::json) it ON CONFLICT DO NOTHING",
        args![
            organisation,
            why.as_str(),
            now_ms,
            crate::workspace::Arg::list(certificates.iter())
        ],
    )
    .await
}

/// Takes on the one that is due first, for a while; of one organisation, or of any.
pub(in crate::issuance) async fn take(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<ErasureRow>> {
    tx.fetch_optional(
        "UPDATE erasures SET lease = $1, next_try_at = $3, attempts = attempts + 1
         WHERE next_try_at <= $2 AND (organisation_id, certificate_id) IN (
             SELECT organisation_id, certificate_id FROM erasures WHERE next_try_at <= $2 ORDER BY next_try_at LIMIT 1)
         RETURNING organisation_id, certificate_id, reason, asked_at, attempts, lease, erased_at",
        args![lease, now_ms, until_ms],
    )
    .await
}

/// Takes one on by its certificate, whoever has it: doing it twice is doing it once. What is done and only looked at once more is left to that.
pub(in crate::issuance) async fn take_one(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
    lease: i64,
    until_ms: i64,
) -> Result<Option<ErasureRow>> {
    tx.fetch_optional(
        "UPDATE erasures SET lease = $3, next_try_at = $4, attempts = attempts + 1
         WHERE organisation_id = $1 AND certificate_id = $2 AND erased_at IS NULL
         RETURNING organisation_id, certificate_id, reason, asked_at, attempts, lease, erased_at",
        args![organisation, certificate, lease, until_ms],
    )
    .await
}

/// Notes that it is done, and until when it is looked once more. False: it was noted before, or somebody else has it by now.
pub(in crate::issuance) async fn done(
    tx: &mut Tx,
    row: &ErasureRow,
    now_ms: i64,
    next_try_at: i64,
) -> Result<bool> {
    let done = tx
        .execute(
            "UPDATE erasures SET erased_at = $4, next_try_at = $5, attempts = 0
             WHERE organisation_id = $1 AND certificate_id = $2 AND lease = $3 AND erased_at IS NULL",
            args![
                row.organisation_id,
                row.certificate_id,
                row.lease,
                now_ms,
                next_try_at
            ],
        )
        .await?;
    forget_here(tx, row).await?;
    Ok(done == 1)
}

/// What the workspace knows of whom it was given to.
async fn forget_here(tx: &mut Tx, row: &ErasureRow) -> Result<()> {
    // What a mail server has said may name the address, and who has claimed it is theirs no more. The link that stops mail goes on working.
    tx.execute(
        "UPDATE deliveries SET error = NULL, claim_hash = NULL WHERE organisation_id = $1 AND certificate_id = $2",
        args![row.organisation_id, row.certificate_id],
    )
    .await?;
    tx.execute(
        "DELETE FROM holdings WHERE organisation_id = $1 AND certificate_id = $2",
        args![row.organisation_id, row.certificate_id],
    )
    .await?;
    tx.execute(
        "DELETE FROM name_requests WHERE organisation_id = $1 AND certificate_id = $2",
        args![row.organisation_id, row.certificate_id],
    )
    .await?;
    tx.execute(
        "UPDATE certificate_acts SET note = NULL WHERE organisation_id = $1 AND certificate_id = $2",
        args![row.organisation_id, row.certificate_id],
    )
    .await?;
    let of = [row.certificate_id];
    images::let_go(tx, row.organisation_id, &of, row.asked_at).await
}

/// Nothing is left to do. A mail that was under way, or one that was just being issued, may have left something here since.
pub(in crate::issuance) async fn forget(tx: &mut Tx, row: &ErasureRow) -> Result<()> {
    forget_here(tx, row).await?;
    tx.execute(
        "DELETE FROM erasures WHERE organisation_id = $1 AND certificate_id = $2 AND lease = $3",
        args![row.organisation_id, row.certificate_id, row.lease],
    )
    .await?;
    Ok(())
}

/// It is tried again.
pub(in crate::issuance) async fn put_off(
    tx: &mut Tx,
    row: &ErasureRow,
    next_try_at: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE erasures SET next_try_at = $4 WHERE organisation_id = $1 AND certificate_id = $2 AND lease = $3",
        args![row.organisation_id, row.certificate_id, row.lease, next_try_at],
    )
    .await?;
    Ok(())
}

record! {
    /// An organisation whose certificates are to be looked through.
    pub(in crate::issuance) struct RoundRow {
        pub(in crate::issuance) organisation_id: OrganisationId,
        /// What it has settled: how many days something is kept, or before an end it is reminded of.
        pub(in crate::issuance) days: i64,
        pub(in crate::issuance) reached: i64,
    }
}

/// An organisation that keeps what it issues for so many days, and whose turn it is.
pub(in crate::issuance) async fn keeps(tx: &mut Tx, now_ms: i64) -> Result<Option<RoundRow>> {
    tx.fetch_optional(
        "SELECT t.organisation_id, t.retention_days AS days, COALESCE(r.reached, 0) AS reached
         FROM organisation_settings t
         LEFT JOIN certificate_rounds r ON r.organisation_id = t.organisation_id AND r.round = 'retention'
         WHERE t.retention_days IS NOT NULL AND (r.due_at IS NULL OR r.due_at <= $1) LIMIT 1",
        args![now_ms],
    )
    .await
}

/// An organisation that reminds those who have its certificates so many days before they end, and whose turn it is.
pub(in crate::issuance) async fn reminds(tx: &mut Tx, now_ms: i64) -> Result<Option<RoundRow>> {
    tx.fetch_optional(
        "SELECT t.organisation_id, t.reminder_days AS days, COALESCE(r.reached, 0) AS reached
         FROM issuing_rules t
         LEFT JOIN certificate_rounds r ON r.organisation_id = t.organisation_id AND r.round = 'reminders'
         WHERE t.reminder_days IS NOT NULL AND (r.due_at IS NULL OR r.due_at <= $1) LIMIT 1",
        args![now_ms],
    )
    .await
}

/// Says when it is an organisation's turn next. False: another node has said it just now.
pub(in crate::issuance) async fn turn(
    tx: &mut Tx,
    organisation: OrganisationId,
    round: &'static str,
    now_ms: i64,
    due_at: i64,
) -> Result<bool> {
    let is_ours = tx
        .execute(
            "INSERT INTO certificate_rounds (organisation_id, round, due_at, reached) VALUES ($1, $2, $4, 0)
             ON CONFLICT (organisation_id, round) DO UPDATE SET due_at = $4 WHERE certificate_rounds.due_at <= $3",
            args![organisation, round, now_ms, due_at],
        )
        .await?;
    Ok(is_ours == 1)
}

/// Notes how far a round is.
pub(in crate::issuance) async fn reach(
    tx: &mut Tx,
    organisation: OrganisationId,
    round: &'static str,
    reached: i64,
    due_at: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE certificate_rounds SET reached = $3, due_at = $4 WHERE organisation_id = $1 AND round = $2",
        args![organisation, round, reached, due_at],
    )
    .await?;
    Ok(())
}

/// Forgets what certificates that wait to be issued were to say: they never are. Gives how many.
pub(in crate::issuance) async fn unwant(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificates: &[CertificateId],
    now_ms: i64,
) -> Result<u64> {
    images::let_go(tx, organisation, certificates, now_ms).await?;
    tx.execute_either(
        "UPDATE batch_rows SET wanted = NULL, erased_at = $2
         WHERE organisation_id = $1 AND wanted IS NOT NULL AND certificate_id IN (SELECT value FROM json_each($3))",
        "UPDATE batch_rows SET wanted = NULL, erased_at = $2
         WHERE organisation_id = $1 AND wanted IS NOT NULL AND certificate_id IN (SELECT json_array_elements_text($3::json))",
        args![
            organisation,
            now_ms,
            crate::workspace::Arg::list(certificates.iter())
        ],
    )
    .await
}
