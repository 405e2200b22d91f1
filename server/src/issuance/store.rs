//! The SQL of batches in the workspace. The organisation comes first, always; only jobs are looked for among everybody's.

pub(super) mod acts;
pub(super) mod deliveries;
pub(super) mod erasures;
pub(super) mod images;
pub(super) mod jobs;
pub(super) mod links;
pub(super) mod name_requests;

use std::collections::BTreeSet;

use imprimatur_protocol::api::issuance::{BatchState, NewCertificateBody, Succession};
use imprimatur_protocol::{
    BatchId, CertificateId, DraftId, OrganisationId, PersonId, TemplateId, VersionId,
};

use crate::error::{Error, Result};
use crate::workspace::{Column, Columns, Tx, args, record, word};

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
        word(row, name, |word| {
            let known = STATES.iter().find(|(_, known)| *known == word);
            known.map(|(state, _)| *state)
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
        pub(super) supersedes_id: Option<String>,
    }
}

macro_rules! batches {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, b.asking_hash, b.template_id, b.template_name, b.version_id, b.state, b.all_rows, b.issued, b.asked_by,
                    NULLIF(p.name, '') AS asked_by_name, b.asked_at, b.ended_at, b.reason, b.supersedes_id
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

record! {
    struct DraftRow {
        id: DraftId,
    }
}

/// The draft of a template; none where that was deleted.
pub(super) async fn draft_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<Option<DraftId>> {
    let found: Option<DraftRow> = tx
        .fetch_optional(
            "SELECT d.id FROM drafts d JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             WHERE d.organisation_id = $1 AND d.template_id = $2 AND t.deleted_at IS NULL",
            args![organisation, template],
        )
        .await?;
    Ok(found.map(|row| row.id))
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
    pub(super) succession: Option<(CertificateId, Succession)>,
    /// Those that have images.
    pub(super) images: &'a BTreeSet<CertificateId>,
}

/// Asks for it, unless something was asked for by the same key, or for a successor of the same certificate. Whether it was asked for.
pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewBatch<'_>,
    certificates: &[(CertificateId, NewCertificateBody)],
) -> Result<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO batches (id, organisation_id, asking_key, asking_hash, template_id, template_name, version_id, version_number,
                                  state, all_rows, issued, asked_by, asked_at, attempts, next_try_at, lease, deliver, secret, supersedes_id, succession)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, 0, $10, $11, 0, $11, 0, $12, $13, $14, $15)
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
                new.secret.clone(),
                new.succession.map(|(of, _)| of.to_string()),
                new.succession.map(|(_, how)| succession_name(how).to_owned())
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
            let has_images = new.images.contains(id);
            rows.push(serde_json::json!([
                number,
                id,
                written(wanted, has_images)?
            ]));
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

/// Says that a certificate has images: a program that knows none of them leaves it to one that does.
const HAS_IMAGES: &str = "has_images";

fn written(wanted: &NewCertificateBody, has_images: bool) -> Result<String> {
    let failed = |cause| Error::internal("writing what is to be issued").caused_by(cause);
    let mut value = serde_json::to_value(wanted).map_err(failed)?;
    if has_images {
        value[HAS_IMAGES] = true.into();
    }
    Ok(value.to_string())
}

/// What a certificate is to say, as it was written.
fn read_wanted(text: &str) -> Result<NewCertificateBody> {
    let failed = |cause| Error::internal("reading what is to be issued").caused_by(cause);
    let mut value: serde_json::Value = serde_json::from_str(text).map_err(failed)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove(HAS_IMAGES);
    }
    serde_json::from_value(value).map_err(failed)
}

record! {
    struct CertificateRow {
        certificate_id: CertificateId,
    }
}

/// The certificates of a batch that are issued, in their order.
pub(super) async fn certificates(
    tx: &mut Tx,
    organisation: OrganisationId,
    batch: BatchId,
    at_most: u32,
) -> Result<Vec<CertificateId>> {
    let rows: Vec<CertificateRow> = tx
        .fetch_all(
            "SELECT r.certificate_id FROM batch_rows r JOIN batches b ON b.organisation_id = r.organisation_id AND b.id = r.batch_id
             WHERE r.organisation_id = $1 AND r.batch_id = $2 AND r.number <= b.issued AND r.erased_at IS NULL ORDER BY r.number LIMIT $3",
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

/// How a certificate takes the place of another, as databases hold it.
pub(super) const fn succession_name(succession: Succession) -> &'static str {
    match succession {
        Succession::Correction => "correction",
        Succession::Renewal => "renewal",
    }
}

/// The succession of that name.
pub(super) fn succession_named(name: &str) -> Option<Succession> {
    [Succession::Correction, Succession::Renewal]
        .into_iter()
        .find(|it| succession_name(*it) == name)
}

/// Cancels what was given up of the successors of a certificate.
pub(super) async fn give_way(
    tx: &mut Tx,
    organisation: OrganisationId,
    predecessor: CertificateId,
) -> Result<()> {
    tx.execute(
        "UPDATE batches SET state = 'cancelled', ended_at = NULL
         WHERE organisation_id = $1 AND supersedes_id = $2 AND state = 'failed'",
        args![organisation, predecessor],
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
