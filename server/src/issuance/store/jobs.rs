//! The SQL of working batches off: jobs, which are taken on for a while.

use imprimatur_protocol::api::issuance::{BatchState, Succession};
use imprimatur_protocol::{
    BatchId, CertificateId, OrganisationId, PersonId, TemplateId, VersionId,
};

use super::{images, read_wanted, succession_named};
use crate::error::Result;
use crate::issuance::rows::Wanted;
use crate::workspace::{Tx, args, record};

record! {
    /// A job that somebody has taken on.
    #[derive(Debug, Clone)]
    pub(in crate::issuance) struct Job {
        pub(in crate::issuance) id: BatchId,
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) template_id: TemplateId,
        pub(in crate::issuance) template_name: String,
        pub(in crate::issuance) version_id: VersionId,
        pub(in crate::issuance) version_number: i64,
        pub(in crate::issuance) state: BatchState,
        pub(in crate::issuance) issued: i64,
        pub(in crate::issuance) asked_by: PersonId,
        pub(in crate::issuance) attempts: i64,
        pub(in crate::issuance) lease: i64,
        pub(in crate::issuance) deliver: i64,
        pub(in crate::issuance) secret: Option<String>,
        /// By which it was asked for.
        pub(in crate::issuance) asking_key: String,
        supersedes_id: Option<String>,
        succession: Option<String>,
    }
}

impl Job {
    /// The certificate whose place the only one of it takes, and how. Nothing that this version does not know is done half.
    pub(in crate::issuance) fn succession(
        &self,
    ) -> Result<Option<(CertificateId, Succession)>, String> {
        let (Some(of), how) = (&self.supersedes_id, &self.succession) else {
            return Ok(None);
        };
        let of = of
            .parse()
            .map_err(|_| format!("`{of}` is no certificate"))?;
        let how = how.as_deref().and_then(succession_named);
        how.map(|how| Some((of, how)))
            .ok_or_else(|| "how it takes the place of another is unknown here".to_owned())
    }
}

/// Takes on jobs that are due, for a while; among them what was cancelled and has not come to its end.
pub(in crate::issuance) async fn take(
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
        "SELECT id, organisation_id, template_id, template_name, version_id, version_number, state, issued, asked_by, attempts, lease, deliver, secret, asking_key, supersedes_id, succession
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
        erased_at: Option<i64>,
    }
}

/// A row of a batch that is not behind it yet.
pub(in crate::issuance) enum Row {
    /// One that is to be issued.
    Wanted(Box<Wanted>),
    /// One that never is: what it was to say was erased. Its place in the batch.
    Erased(i64),
}

impl Row {
    /// Its place in the batch, from 1.
    pub(in crate::issuance) fn number(&self) -> i64 {
        match self {
            Self::Wanted(wanted) => wanted.number,
            Self::Erased(number) => *number,
        }
    }
}

/// The next certificates of a job.
pub(in crate::issuance) async fn wanted(
    tx: &mut Tx,
    job: &Job,
    after: i64,
    at_most: u32,
) -> Result<Vec<Row>> {
    let rows: Vec<WantedRow> = tx
        .fetch_all(
            "SELECT number, certificate_id, wanted, erased_at FROM batch_rows
             WHERE organisation_id = $1 AND batch_id = $2 AND number > $3 ORDER BY number LIMIT $4",
            args![job.organisation_id, job.id, after, at_most],
        )
        .await?;
    let read = |row: WantedRow| {
        if row.erased_at.is_some() {
            return Ok(Row::Erased(row.number));
        }
        let body = read_wanted(row.wanted.as_deref().unwrap_or_default())?;
        Ok(Row::Wanted(Box::new(Wanted {
            number: row.number,
            id: row.certificate_id,
            body,
            images: Vec::new(),
        })))
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
pub(in crate::issuance) async fn advance(
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
pub(in crate::issuance) async fn release(tx: &mut Tx, job: &Job, now_ms: i64) -> Result<()> {
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
pub(in crate::issuance) async fn wait(
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

/// Ends a job that was cancelled: what was issued stays, and what was not is forgotten. False: somebody else has it.
pub(in crate::issuance) async fn end(tx: &mut Tx, job: &Job, now_ms: i64) -> Result<bool> {
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
        images::let_go_of_batch(tx, job.organisation_id, job.id, now_ms).await?;
    }
    Ok(ended == 1)
}

/// Gives a job up. What was not issued is kept: somebody may mend what is wrong, and go on.
pub(in crate::issuance) async fn fail(
    tx: &mut Tx,
    job: &Job,
    said: &str,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE batches SET state = 'failed', reason = 'fault', said = $4, ended_at = $5
         WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL",
        args![job.organisation_id, job.id, job.lease, said, now_ms],
    )
    .await?;
    Ok(())
}
