//! The SQL of publications in the workspace. The organisation comes first, always; only jobs are looked for among everybody's.

use imprimatur_protocol::{
    DraftId, OrganisationId, PersonId, PublicationId, TemplateId, VersionId,
};

use super::model::{
    Act, OUTAGES_COUNTED, State, Wait, act_name, act_named, state_name, state_named, wait_name,
    wait_named,
};
use crate::error::Result;
use crate::workspace::{Column, Columns, Tx, args, record, word};

macro_rules! words {
    ($($type:ty => $named:ident),*) => {$(
        impl Column for $type {
            fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
                word(row, name, $named)
            }
        }
    )*};
}
words!(Act => act_named, State => state_named);

record! {
    /// A publication, with the name that there still is for who asked for it.
    #[derive(Debug, Clone)]
    pub(super) struct PublicationRow {
        pub(super) id: PublicationId,
        pub(super) act: Act,
        pub(super) version_id: VersionId,
        pub(super) version_number: i64,
        pub(super) content_hash: String,
        pub(super) state: State,
        pub(super) step: i64,
        pub(super) asked_by: PersonId,
        pub(super) asked_by_name: Option<String>,
        pub(super) asked_at: i64,
        pub(super) ended_at: Option<i64>,
        pub(super) next_try_at: i64,
        pub(super) reason: Option<String>,
        pub(super) is_unsettled: i64,
        pub(super) cancelled_by: Option<PersonId>,
        pub(super) cancelled_by_name: Option<String>,
    }
}

impl PublicationRow {
    /// Whether nothing of it stands in the registry yet.
    pub(super) fn may_cancel(&self) -> bool {
        self.state == State::Open && self.is_unsettled != 0
    }

    pub(super) fn waits_for(&self) -> Option<Wait> {
        self.reason.as_deref().and_then(wait_named)
    }
}

macro_rules! publications {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.act, u.version_id, u.version_number, u.content_hash,
                    CASE WHEN u.cancelled_by IS NULL THEN u.state ELSE 'cancelled' END AS state, u.step, u.asked_by,
                    NULLIF(p.name, '') AS asked_by_name, u.asked_at, u.ended_at, u.next_try_at, u.reason,
                    CAST(CASE WHEN u.settled_at IS NULL AND (u.lease = 0 OR u.settling_lease = u.lease) THEN 1 ELSE 0 END AS BIGINT) AS is_unsettled,
                    u.cancelled_by, NULLIF(c.name, '') AS cancelled_by_name
             FROM publications u LEFT JOIN people p ON p.id = u.asked_by LEFT JOIN people c ON c.id = u.cancelled_by
             WHERE u.organisation_id = $1 AND ",
            $rest
        )
    };
}

/// The one that is open of a template.
pub(super) async fn open(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<Option<PublicationRow>> {
    tx.fetch_optional(
        publications!("u.template_id = $2 AND u.state = 'open'"),
        args![organisation, template],
    )
    .await
}

/// The newest that was done of a template: it says what is published.
pub(super) async fn newest_done(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<Option<PublicationRow>> {
    tx.fetch_optional(
        publications!("u.template_id = $2 AND u.state = 'done' ORDER BY u.number DESC LIMIT 1"),
        args![organisation, template],
    )
    .await
}

record! {
    struct NumberRow {
        number: i64,
    }
}

/// The number of the newest that was ever asked for of a template; 0: none was.
pub(super) async fn newest_number(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<i64> {
    let row: NumberRow = tx
        .fetch_one(
            "SELECT COALESCE(MAX(number), 0) AS number FROM publications WHERE organisation_id = $1 AND template_id = $2",
            args![organisation, template],
        )
        .await?;
    Ok(row.number)
}

/// Whether a version was ever published.
pub(super) async fn was_published(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
    version: VersionId,
) -> Result<bool> {
    let found: Option<PublicationRow> = tx
        .fetch_optional(
            publications!(
                "u.template_id = $2 AND u.version_id = $3 AND u.state = 'done' AND u.act = 'publish' LIMIT 1"
            ),
            args![organisation, template, version],
        )
        .await?;
    Ok(found.is_some())
}

/// What was asked for and has ended, the newest first.
pub(super) async fn history(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
    at_most: u32,
) -> Result<Vec<PublicationRow>> {
    tx.fetch_all(
        publications!("u.template_id = $2 AND u.state <> 'open' ORDER BY u.number DESC LIMIT $3"),
        args![organisation, template, at_most],
    )
    .await
}

/// One of them.
pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: PublicationId,
) -> Result<Option<PublicationRow>> {
    tx.fetch_optional(publications!("u.id = $2"), args![organisation, id])
        .await
}

record! {
    /// A template with its draft.
    pub(super) struct TemplateRow {
        pub(super) template_id: TemplateId,
        pub(super) draft_id: DraftId,
    }
}

/// The template that a draft is of, unless it was deleted.
pub(super) async fn template_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<TemplateRow>> {
    tx.fetch_optional(
        "SELECT d.template_id, d.id AS draft_id
         FROM drafts d JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         WHERE d.organisation_id = $1 AND d.id = $2 AND t.deleted_at IS NULL",
        args![organisation, draft],
    )
    .await
}

/// A template that was not deleted.
pub(super) async fn template(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<Option<TemplateRow>> {
    tx.fetch_optional(
        "SELECT d.template_id, d.id AS draft_id
         FROM drafts d JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         WHERE d.organisation_id = $1 AND t.id = $2 AND t.deleted_at IS NULL",
        args![organisation, template],
    )
    .await
}

/// A publication that is about to be asked for.
pub(super) struct NewPublication<'a> {
    /// The newest number before, when it was judged whether there is anything to do.
    pub(super) after: i64,
    pub(super) id: PublicationId,
    pub(super) template: TemplateId,
    pub(super) draft: DraftId,
    pub(super) act: Act,
    pub(super) version: VersionId,
    pub(super) version_number: i64,
    pub(super) content_hash: &'a str,
    pub(super) asked_by: PersonId,
    pub(super) approved_by: String,
    pub(super) now_ms: i64,
}

/// Asks for it, unless one of the template is open. Whether it was asked for.
pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewPublication<'_>,
) -> Result<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO publications (id, organisation_id, template_id, draft_id, number, act, version_id, version_number,
                                       content_hash, state, step, asked_by, approved_by, asked_at, attempts, next_try_at, lease)
             SELECT $1, $2, $3, $4, COALESCE(MAX(number), 0) + 1, $5, $6, $7, $8, 'open', 0, $9, $10, $11, 0, $11, 0
             FROM publications WHERE organisation_id = $2 AND template_id = $3
             HAVING COALESCE(MAX(number), 0) = $12
             ON CONFLICT DO NOTHING",
            args![
                new.id,
                organisation,
                new.template,
                new.draft,
                act_name(new.act),
                new.version,
                new.version_number,
                new.content_hash,
                new.asked_by,
                new.approved_by.clone(),
                new.now_ms,
                new.after
            ],
        )
        .await?;
    Ok(inserted == 1)
}

record! {
    /// A job that somebody has taken on.
    #[derive(Debug, Clone)]
    pub(super) struct Job {
        pub(super) id: PublicationId,
        pub(super) organisation_id: OrganisationId,
        pub(super) template_id: TemplateId,
        pub(super) draft_id: DraftId,
        pub(super) number: i64,
        pub(super) act: Act,
        pub(super) version_id: VersionId,
        pub(super) version_number: i64,
        pub(super) content_hash: String,
        pub(super) step: i64,
        pub(super) asked_by: PersonId,
        pub(super) approved_by: String,
        pub(super) asked_at: i64,
        pub(super) attempts: i64,
        pub(super) lease: i64,
        pub(super) settled_at: Option<i64>,
    }
}

/// Takes on jobs that are due, for a while.
pub(super) async fn take(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
    at_most: u32,
) -> Result<Vec<Job>> {
    tx.execute_either(
        "UPDATE publications SET lease = $1, settling_lease = $1, next_try_at = $3, attempts = attempts + 1
         WHERE state = 'open' AND id IN (
             SELECT id FROM publications WHERE state = 'open' AND next_try_at <= $2 ORDER BY next_try_at LIMIT $4)",
        "UPDATE publications SET lease = $1, settling_lease = $1, next_try_at = $3, attempts = attempts + 1
         WHERE state = 'open' AND id IN (
             SELECT id FROM publications WHERE state = 'open' AND next_try_at <= $2 ORDER BY next_try_at LIMIT $4
             FOR UPDATE SKIP LOCKED)",
        args![lease, now_ms, until_ms, at_most],
    )
    .await?;
    tx.fetch_all(
        "SELECT id, organisation_id, template_id, draft_id, number, act, version_id, version_number, content_hash, step,
                asked_by, approved_by, asked_at, attempts, lease, settled_at
         FROM publications WHERE state = 'open' AND lease = $1",
        args![lease],
    )
    .await
}

/// Notes that a step is done, and keeps the job for a while longer. False: somebody else has it by now.
pub(super) async fn advance(tx: &mut Tx, job: &Job, step: i64, until_ms: i64) -> Result<bool> {
    let held = tx
        .execute(
            "UPDATE publications SET step = $4, next_try_at = $5, reason = NULL, said = NULL
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND state = 'open'",
            args![job.organisation_id, job.id, job.lease, step, until_ms],
        )
        .await?;
    Ok(held == 1)
}

/// Notes that it is about to be written in the registry: nobody cancels it from now on. False: somebody else has it by now, or it was cancelled.
pub(super) async fn settle(tx: &mut Tx, job: &Job, now_ms: i64) -> Result<bool> {
    let held = tx
        .execute(
            "UPDATE publications SET settled_at = $4
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND state = 'open'",
            args![job.organisation_id, job.id, job.lease, now_ms],
        )
        .await?;
    Ok(held == 1)
}

/// Cancels it, unless it is settled or has ended, or a node holds it that would not settle it first. Whether it was cancelled.
pub(super) async fn cancel(
    tx: &mut Tx,
    organisation: OrganisationId,
    publication: PublicationId,
    person: PersonId,
    now_ms: i64,
) -> Result<bool> {
    let cancelled = tx
        .execute(
            "UPDATE publications SET state = 'failed', reason = NULL, said = NULL, cancelled_by = $3, ended_at = $4
             WHERE organisation_id = $1 AND id = $2 AND state = 'open'
               AND settled_at IS NULL AND (lease = 0 OR settling_lease = lease)",
            args![organisation, publication, person, now_ms],
        )
        .await?;
    Ok(cancelled == 1)
}

record! {
    /// Where a publication belongs.
    pub(super) struct PlaceRow {
        pub(super) template_id: TemplateId,
        pub(super) draft_id: DraftId,
    }
}

/// What a publication is of.
pub(super) async fn place(
    tx: &mut Tx,
    organisation: OrganisationId,
    publication: PublicationId,
) -> Result<Option<PlaceRow>> {
    tx.fetch_optional(
        "SELECT template_id, draft_id FROM publications WHERE organisation_id = $1 AND id = $2",
        args![organisation, publication],
    )
    .await
}

record! {
    struct OpenVersionRow {
        version_id: VersionId,
    }
}

/// The versions of an organisation that are being published.
pub(super) async fn open_versions(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Vec<VersionId>> {
    let rows: Vec<OpenVersionRow> = tx
        .fetch_all(
            "SELECT version_id FROM publications WHERE organisation_id = $1 AND state = 'open'",
            args![organisation],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.version_id).collect())
}

/// Notes why it has to wait, and until when. An outage counts for no more than so many tries, however long it lasts.
pub(super) async fn wait(
    tx: &mut Tx,
    job: &Job,
    wait: Wait,
    said: &str,
    next_try_at: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE publications SET reason = $4, said = $5, next_try_at = $6,
             attempts = CASE WHEN $4 <> 'fault' AND attempts > $7 THEN $7 ELSE attempts END
         WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND state = 'open'",
        args![
            job.organisation_id,
            job.id,
            job.lease,
            wait_name(wait),
            said,
            next_try_at,
            OUTAGES_COUNTED
        ],
    )
    .await?;
    Ok(())
}

/// Ends it. False: somebody else has it by now.
pub(super) async fn end(
    tx: &mut Tx,
    job: &Job,
    state: State,
    step: i64,
    failure: Option<(Wait, &str)>,
    now_ms: i64,
) -> Result<bool> {
    let ended = tx
        .execute(
            "UPDATE publications SET state = $4, step = $5, reason = $6, said = $7, ended_at = $8
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND state = 'open'",
            args![
                job.organisation_id,
                job.id,
                job.lease,
                state_name(state),
                step,
                failure.map(|(wait, _)| wait_name(wait).to_owned()),
                failure.map(|(_, said)| said.to_owned()),
                now_ms
            ],
        )
        .await?;
    Ok(ended == 1)
}

record! {
    /// What the registry's row of a template needs of the workspace.
    pub(super) struct MadeRow {
        pub(super) name: String,
        pub(super) created_by: PersonId,
        pub(super) created_at: i64,
    }
}

/// Who made a template, when, and how it is called. Also of one that was deleted: what is published stays.
pub(super) async fn made(
    tx: &mut Tx,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<Option<MadeRow>> {
    tx.fetch_optional(
        "SELECT name, created_by, created_at FROM templates WHERE organisation_id = $1 AND id = $2",
        args![organisation, template],
    )
    .await
}

record! {
    /// How much is open.
    pub(super) struct Totals {
        pub(super) open: i64,
        pub(super) oldest: Option<i64>,
    }
}

/// How many are open, and since when the oldest is.
pub(super) async fn totals(tx: &mut Tx) -> Result<Totals> {
    tx.fetch_one(
        "SELECT COUNT(*) AS open, MIN(asked_at) AS oldest FROM publications WHERE state = 'open'",
        args![],
    )
    .await
}
