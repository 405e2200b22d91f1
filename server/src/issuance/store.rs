//! The SQL of batches in the workspace. The organisation comes first, always; only jobs are looked for among everybody's.

pub(super) mod acts;
pub(super) mod deliveries;
pub(super) mod links;

use imprimatur_protocol::api::issuance::{BatchState, NewCertificateBody};
use imprimatur_protocol::{
    BatchId, CertificateId, OrganisationId, PersonId, TemplateId, VersionId,
};

use super::rows::Wanted;
use crate::error::{Error, Result};
use crate::workspace::{Column, Columns, Tx, args, parse, record};

/// Rows that one statement of a batch writes: five values each.
const ROWS_AT_ONCE: usize = 1_000;

const STATES: [(BatchState, &str); 5] = [
    (BatchState::Open, "open"),
    (BatchState::Paused, "paused"),
    (BatchState::Done, "done"),
    (BatchState::Cancelled, "cancelled"),
    (BatchState::Failed, "failed"),
];

/// The word of a state.
pub(super) fn state_name(state: BatchState) -> &'static str {
    let known = STATES.iter().find(|(known, _)| *known == state);
    known.map_or("failed", |(_, word)| word)
}

impl Column for BatchState {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        parse(row, name, |word| {
            let known = STATES.iter().find(|(_, known)| *known == word);
            known
                .map(|(state, _)| *state)
                .ok_or_else(|| format!("`{word}` is unknown here"))
        })
    }
}

record! {
    /// A batch, with the name that there still is for who asked for it.
    #[derive(Debug, Clone)]
    pub(super) struct BatchRow {
        pub(super) id: BatchId,
        pub(super) asking_hash: String,
        pub(super) template_id: TemplateId,
        pub(super) template_name: String,
        pub(super) version_id: VersionId,
        pub(super) state: BatchState,
        pub(super) all_rows: i64,
        pub(super) issued: i64,
        pub(super) asked_by: PersonId,
        pub(super) asked_by_name: Option<String>,
        pub(super) asked_at: i64,
        pub(super) ended_at: Option<i64>,
        pub(super) reason: Option<String>,
    }
}

macro_rules! batches {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, b.asking_hash, b.template_id, b.template_name, b.version_id, b.state, b.all_rows, b.issued, b.asked_by,
                    NULLIF(p.name, '') AS asked_by_name, b.asked_at, b.ended_at, b.reason
             FROM batches b LEFT JOIN people p ON p.id = b.asked_by
             WHERE b.organisation_id = $1 AND ",
            $rest
        )
    };
}

/// One of them.
pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    batch: BatchId,
) -> Result<Option<BatchRow>> {
    tx.fetch_optional(batches!("b.id = $2"), args![organisation, batch])
        .await
}

/// The one that was asked for by a key.
pub(super) async fn asked(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: &str,
) -> Result<Option<BatchRow>> {
    tx.fetch_optional(batches!("b.asking_key = $2"), args![organisation, key])
        .await
}

/// Those that have not ended, and the newest others; the newest first, but what has not ended before all others.
pub(super) async fn newest(
    tx: &mut Tx,
    organisation: OrganisationId,
    at_most: u32,
) -> Result<Vec<BatchRow>> {
    tx.fetch_all(
        batches!("b.id > '' ORDER BY CASE WHEN b.state IN ('open', 'paused', 'failed') THEN 0 ELSE 1 END, b.id DESC LIMIT $2"),
        args![organisation, at_most],
    )
    .await
}

record! {
    struct TemplateRow {
        id: TemplateId,
    }
}

/// Whether there is such a template; one that was deleted is none.
pub(super) async fn is_template(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<bool> {
    let found: Option<TemplateRow> = tx
        .fetch_optional(
            "SELECT id FROM templates WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL",
            args![organisation, template],
        )
        .await?;
    Ok(found.is_some_and(|row| row.id == template))
}

/// A batch that is about to be asked for.
pub(super) struct NewBatch<'a> {
    pub(super) id: BatchId,
    pub(super) key: &'a str,
    pub(super) hash: &'a str,
    pub(super) template: TemplateId,
    pub(super) template_name: &'a str,
    pub(super) version: VersionId,
    pub(super) version_number: i64,
    pub(super) asked_by: PersonId,
    pub(super) now_ms: i64,
    pub(super) deliver: bool,
    pub(super) secret: String,
}

/// Asks for it, unless something was asked for by the same key. Whether it was asked for.
pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewBatch<'_>,
    certificates: &[(CertificateId, NewCertificateBody)],
) -> Result<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO batches (id, organisation_id, asking_key, asking_hash, template_id, template_name, version_id, version_number,
                                  state, all_rows, issued, asked_by, asked_at, attempts, next_try_at, lease, deliver, secret)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, 0, $10, $11, 0, $11, 0, $12, $13)
             ON CONFLICT DO NOTHING",
            args![
                new.id,
                organisation,
                new.key,
                new.hash,
                new.template,
                new.template_name,
                new.version,
                new.version_number,
                i64::try_from(certificates.len()).unwrap_or(i64::MAX),
                new.asked_by,
                new.now_ms,
                i64::from(new.deliver),
                new.secret.clone()
            ],
        )
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let mut number = 0_i64;
    for some in certificates.chunks(ROWS_AT_ONCE) {
        let mut rows = Vec::with_capacity(some.len());
        for (id, wanted) in some {
            number += 1;
            rows.push(serde_json::json!([number, id, written(wanted)?]));
        }
        tx.execute_either(
            "INSERT INTO batch_rows (organisation_id, batch_id, number, certificate_id, wanted)
             SELECT $1, $2, value ->> 0, value ->> 1, value ->> 2 FROM json_each($3)",
            "INSERT INTO batch_rows (organisation_id, batch_id, number, certificate_id, wanted)
             SELECT $1, $2, (it ->> 0)::bigint, it ->> 1, it ->> 2 FROM json_array_elements($3::json) it",
            args![organisation, new.id, serde_json::Value::from(rows).to_string()],
        )
        .await?;
    }
    Ok(true)
}

fn written(wanted: &NewCertificateBody) -> Result<String> {
    serde_json::to_string(wanted)
        .map_err(|cause| Error::internal("writing what is to be issued").caused_by(cause))
}

record! {
    struct CertificateRow {
        certificate_id: CertificateId,
    }
}

/// The certificates of a batch, in their order.
pub(super) async fn certificates(
    tx: &mut Tx,
    organisation: OrganisationId,
    batch: BatchId,
    at_most: u32,
) -> Result<Vec<CertificateId>> {
    let rows: Vec<CertificateRow> = tx
        .fetch_all(
            "SELECT certificate_id FROM batch_rows WHERE organisation_id = $1 AND batch_id = $2 ORDER BY number LIMIT $3",
            args![organisation, batch, at_most],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.certificate_id).collect())
}

record! {
    /// A certificate of a batch, with its place in it.
    pub(super) struct PlacedRow {
        pub(super) number: i64,
        pub(super) certificate_id: CertificateId,
    }
}

/// Certificates of a batch after a place, in their order.
pub(super) async fn placed(
    tx: &mut Tx,
    organisation: OrganisationId,
    batch: BatchId,
    after: i64,
    at_most: u32,
) -> Result<Vec<PlacedRow>> {
    tx.fetch_all(
        "SELECT number, certificate_id FROM batch_rows WHERE organisation_id = $1 AND batch_id = $2 AND number > $3 ORDER BY number LIMIT $4",
        args![organisation, batch, after, at_most],
    )
    .await
}

record! {
    /// A job that somebody has taken on.
    #[derive(Debug, Clone)]
    pub(super) struct Job {
        pub(super) id: BatchId,
        pub(super) organisation_id: OrganisationId,
        pub(super) template_id: TemplateId,
        pub(super) template_name: String,
        pub(super) version_id: VersionId,
        pub(super) version_number: i64,
        pub(super) state: BatchState,
        pub(super) issued: i64,
        pub(super) asked_by: PersonId,
        pub(super) attempts: i64,
        pub(super) lease: i64,
        pub(super) deliver: i64,
        pub(super) secret: Option<String>,
    }
}

/// Takes on jobs that are due, for a while; among them what was cancelled and has not come to its end.
pub(super) async fn take(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
    at_most: u32,
) -> Result<Vec<Job>> {
    tx.execute_either(
        "UPDATE batches SET lease = $1, next_try_at = $3, attempts = attempts + 1
         WHERE id IN (
             SELECT id FROM batches WHERE ended_at IS NULL AND state <> 'paused' AND next_try_at <= $2 ORDER BY next_try_at LIMIT $4)",
        "UPDATE batches SET lease = $1, next_try_at = $3, attempts = attempts + 1
         WHERE ended_at IS NULL AND state <> 'paused' AND id IN (
             SELECT id FROM batches WHERE ended_at IS NULL AND state <> 'paused' AND next_try_at <= $2 ORDER BY next_try_at LIMIT $4
             FOR UPDATE SKIP LOCKED)",
        args![lease, now_ms, until_ms, at_most],
    )
    .await?;
    tx.fetch_all(
        "SELECT id, organisation_id, template_id, template_name, version_id, version_number, state, issued, asked_by, attempts, lease, deliver, secret
         FROM batches WHERE ended_at IS NULL AND lease = $1",
        args![lease],
    )
    .await
}

record! {
    struct WantedRow {
        number: i64,
        certificate_id: CertificateId,
        wanted: Option<String>,
    }
}

/// The next certificates of a job.
pub(super) async fn wanted(
    tx: &mut Tx,
    job: &Job,
    after: i64,
    at_most: u32,
) -> Result<Vec<Wanted>> {
    let rows: Vec<WantedRow> = tx
        .fetch_all(
            "SELECT number, certificate_id, wanted FROM batch_rows
             WHERE organisation_id = $1 AND batch_id = $2 AND number > $3 ORDER BY number LIMIT $4",
            args![job.organisation_id, job.id, after, at_most],
        )
        .await?;
    let read = |row: WantedRow| {
        let body = serde_json::from_str(row.wanted.as_deref().unwrap_or_default());
        let body =
            body.map_err(|cause| Error::internal("reading what is to be issued").caused_by(cause))?;
        Ok(Wanted {
            number: row.number,
            id: row.certificate_id,
            body,
        })
    };
    rows.into_iter().map(read).collect()
}

record! {
    struct StateRow {
        state: BatchState,
    }
}

/// Notes that a job is done up to a row, lets go of what those were to say, and keeps it for a while longer. Gives its state by then: somebody may
/// have held it up, or cancelled it. None: somebody else has it.
pub(super) async fn advance(
    tx: &mut Tx,
    job: &Job,
    issued: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<BatchState>> {
    let held: Option<StateRow> = tx
        .fetch_optional(
            "UPDATE batches SET issued = $4, next_try_at = $5, attempts = 1, faults = 0, reason = NULL, said = NULL,
                    secret = CASE WHEN $4 >= all_rows AND state <> 'cancelled' THEN NULL ELSE secret END,
                    state = CASE WHEN $4 >= all_rows AND state <> 'cancelled' THEN 'done' ELSE state END,
                    ended_at = CASE WHEN $4 >= all_rows AND state <> 'cancelled' THEN $6 ELSE ended_at END
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL
             RETURNING state",
            args![
                job.organisation_id,
                job.id,
                job.lease,
                issued,
                until_ms,
                now_ms
            ],
        )
        .await?;
    let Some(held) = held else {
        return Ok(None);
    };
    tx.execute(
        "UPDATE batch_rows SET wanted = NULL WHERE organisation_id = $1 AND batch_id = $2 AND number <= $3 AND wanted IS NOT NULL",
        args![job.organisation_id, job.id, issued],
    )
    .await?;
    Ok(Some(held.state))
}

/// Lets go of a job that is held up.
pub(super) async fn release(tx: &mut Tx, job: &Job, now_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE batches SET next_try_at = $4 WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL",
        args![job.organisation_id, job.id, job.lease, now_ms],
    )
    .await?;
    Ok(())
}

record! {
    struct FaultsRow {
        faults: i64,
    }
}

/// Notes why a job has to wait, and until when. Gives how many faults there were in a row.
pub(super) async fn wait(
    tx: &mut Tx,
    job: &Job,
    reason: &str,
    said: &str,
    next_try_at: i64,
) -> Result<i64> {
    let row: Option<FaultsRow> = tx
        .fetch_optional(
            "UPDATE batches SET reason = $4, said = $5, next_try_at = $6, faults = CASE WHEN $4 = 'fault' THEN faults + 1 ELSE faults END
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL
             RETURNING faults",
            args![
                job.organisation_id,
                job.id,
                job.lease,
                reason,
                said,
                next_try_at
            ],
        )
        .await?;
    Ok(row.map_or(0, |row| row.faults))
}

/// Ends a job that was cancelled: what was issued stays, and what was not is forgotten.
pub(super) async fn end(tx: &mut Tx, job: &Job, now_ms: i64) -> Result<()> {
    let ended = tx
        .execute(
            "UPDATE batches SET reason = NULL, said = NULL, secret = NULL, ended_at = $4
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL",
            args![job.organisation_id, job.id, job.lease, now_ms],
        )
        .await?;
    if ended == 1 {
        tx.execute(
            "UPDATE batch_rows SET wanted = NULL WHERE organisation_id = $1 AND batch_id = $2 AND wanted IS NOT NULL",
            args![job.organisation_id, job.id],
        )
        .await?;
    }
    Ok(())
}

/// Gives a job up. What was not issued is kept: somebody may mend what is wrong, and go on.
pub(super) async fn fail(tx: &mut Tx, job: &Job, said: &str, now_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE batches SET state = 'failed', reason = 'fault', said = $4, ended_at = $5
         WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL",
        args![job.organisation_id, job.id, job.lease, said, now_ms],
    )
    .await?;
    Ok(())
}

/// Holds a batch up, goes on with it, or cancels it. Whether it was in that state until now.
///
/// Whoever has it hears of it after the part that it is writing, and is left the time for that; where nobody has, it is due.
pub(super) async fn turn(
    tx: &mut Tx,
    organisation: OrganisationId,
    batch: BatchId,
    from: BatchState,
    to: BatchState,
) -> Result<bool> {
    let turned = tx
        .execute(
            "UPDATE batches SET state = $4, ended_at = NULL, faults = 0
             WHERE organisation_id = $1 AND id = $2 AND state = $3 AND (ended_at IS NULL OR state = 'failed')",
            args![organisation, batch, state_name(from), state_name(to)],
        )
        .await?;
    Ok(turned == 1)
}
