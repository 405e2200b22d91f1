//! The SQL of what is done to certificates after they were issued.

use imprimatur_protocol::{CertificateActId, CertificateId, OrganisationId, PersonId};

use crate::error::Result;
use crate::issuance::lifecycle::Act;
use crate::workspace::{Column, Columns, Tx, args, record, word};

impl Column for Act {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        word(row, name, |word| {
            Self::ALL.into_iter().find(|act| act.as_str() == word)
        })
    }
}

record! {
    /// Something that is being done.
    #[derive(Debug, Clone)]
    pub(in crate::issuance) struct ActRow {
        pub(in crate::issuance) id: CertificateActId,
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) certificate_id: CertificateId,
        /// From 1, of the certificate.
        pub(in crate::issuance) number: i64,
        pub(in crate::issuance) act: Act,
        pub(in crate::issuance) reason: Option<String>,
        /// Why, in words; empty: without words from now on.
        pub(in crate::issuance) note: Option<String>,
        pub(in crate::issuance) asked_by: PersonId,
        pub(in crate::issuance) asked_at: i64,
        pub(in crate::issuance) attempts: i64,
        pub(in crate::issuance) lease: i64,
    }
}

/// Something that is about to be done.
pub(in crate::issuance) struct NewAct {
    pub(in crate::issuance) id: CertificateActId,
    pub(in crate::issuance) certificate: CertificateId,
    pub(in crate::issuance) act: Act,
    pub(in crate::issuance) reason: Option<&'static str>,
    /// Why, in words.
    pub(in crate::issuance) note: Option<String>,
    pub(in crate::issuance) asked_by: PersonId,
    pub(in crate::issuance) now_ms: i64,
    pub(in crate::issuance) lease: i64,
    pub(in crate::issuance) until_ms: i64,
    /// The number of the last act that the registry knows of, as far as that could be asked.
    pub(in crate::issuance) known: i64,
}

/// Notes it, unless something is being done to the certificate. Whether it was noted.
pub(in crate::issuance) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewAct,
) -> Result<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO certificate_acts (id, organisation_id, certificate_id, number, act, reason, asked_by, asked_at, attempts, next_try_at, lease, note)
             SELECT $1, $2, $3, CASE WHEN COALESCE(MAX(number), 0) < $11 THEN $11 ELSE COALESCE(MAX(number), 0) END + 1, $4, $5, $6, $7, 1, $8, $9, $10
             FROM certificate_acts WHERE organisation_id = $2 AND certificate_id = $3
             ON CONFLICT DO NOTHING",
            args![
                new.id,
                organisation,
                new.certificate,
                new.act.as_str(),
                new.reason.map(str::to_owned),
                new.asked_by,
                new.now_ms,
                new.until_ms,
                new.lease,
                new.note.clone(),
                new.known
            ],
        )
        .await?;
    Ok(inserted == 1)
}

/// One of them.
pub(in crate::issuance) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: CertificateActId,
) -> Result<Option<ActRow>> {
    tx.fetch_optional(
        "SELECT id, organisation_id, certificate_id, number, act, reason, note, asked_by, asked_at, attempts, lease
         FROM certificate_acts WHERE organisation_id = $1 AND id = $2",
        args![organisation, id],
    )
    .await
}

/// Takes on the one that is due first, for a while.
pub(in crate::issuance) async fn take(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<ActRow>> {
    tx.fetch_optional(
        "UPDATE certificate_acts SET lease = $1, next_try_at = $3, attempts = attempts + 1
         WHERE ended_at IS NULL AND next_try_at <= $2 AND id = (
             SELECT id FROM certificate_acts WHERE ended_at IS NULL AND next_try_at <= $2 ORDER BY next_try_at LIMIT 1)
         RETURNING id, organisation_id, certificate_id, number, act, reason, note, asked_by, asked_at, attempts, lease",
        args![lease, now_ms, until_ms],
    )
    .await
}

/// Notes that it has another number. False: somebody else has it by now.
pub(in crate::issuance) async fn renumber(tx: &mut Tx, row: &ActRow) -> Result<bool> {
    let renumbered = tx
        .execute(
            "UPDATE certificate_acts SET number = $4 WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL",
            args![row.organisation_id, row.id, row.lease, row.number],
        )
        .await?;
    Ok(renumbered == 1)
}

/// Notes why it has to wait, and until when.
pub(in crate::issuance) async fn wait(
    tx: &mut Tx,
    row: &ActRow,
    said: &str,
    next_try_at: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE certificate_acts SET said = $4, next_try_at = $5
         WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL",
        args![row.organisation_id, row.id, row.lease, said, next_try_at],
    )
    .await?;
    Ok(())
}

/// Ends it, done or given up; its words stand in the registry, or nowhere any more. False: somebody else has it by now.
pub(in crate::issuance) async fn end(
    tx: &mut Tx,
    row: &ActRow,
    failure: Option<&str>,
    now_ms: i64,
) -> Result<bool> {
    let ended = tx
        .execute(
            "UPDATE certificate_acts SET said = $4, ended_at = $5, note = NULL
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND ended_at IS NULL",
            args![
                row.organisation_id,
                row.id,
                row.lease,
                failure.map(str::to_owned),
                now_ms
            ],
        )
        .await?;
    Ok(ended == 1)
}
