//! The SQL of reviews. The organisation comes first, always.

mod people;
mod settled;

use imprimatur_protocol::api::reviews::ReviewRulesBody;
use imprimatur_protocol::{DraftId, OrganisationId, PersonId, ReviewId, VersionId};

pub(super) use self::people::*;
pub(super) use self::settled::*;

use super::state::{State, state_name, state_named};
use crate::access::roles::{role_name, role_named};
use crate::error::{Error, Result};
use crate::workspace::{Tx, args, record};

record! {
    /// One review, without the people around it.
    #[derive(Debug, Clone)]
    pub(super) struct ReviewRow {
        pub(super) id: ReviewId,
        pub(super) draft_id: DraftId,
        pub(super) number: i64,
        pub(super) version_id: VersionId,
        pub(super) version_number: i64,
        pub(super) content_hash: String,
        pub(super) head: i64,
        state: String,
        pub(super) needed: i64,
        role: Option<String>,
        four_eyes: i64,
        pub(super) note: Option<String>,
        pub(super) asked_by: PersonId,
        pub(super) asker_name: String,
        pub(super) asked_at: i64,
        pub(super) due_at: Option<i64>,
        pub(super) revision: i64,
    }
}

impl ReviewRow {
    pub(super) fn state(&self) -> Result<State> {
        state_named(&self.state).ok_or_else(|| {
            Error::internal(format!(
                "the state `{}` of {} is unknown",
                self.state, self.id
            ))
        })
    }

    pub(super) fn role(&self) -> Option<crate::access::roles::Role> {
        self.role.as_deref().and_then(role_named)
    }

    pub(super) const fn four_eyes(&self) -> bool {
        self.four_eyes != 0
    }
}

/// What is selected of reviews, with a condition.
macro_rules! reviews {
    ($condition:literal) => {
        concat!(
            "SELECT r.id, r.draft_id, r.number, r.version_id, r.version_number, r.content_hash, r.head, r.state, r.needed, r.role,
                    r.four_eyes, r.note, r.asked_by, p.name AS asker_name, r.asked_at, r.due_at, r.revision
             FROM reviews r JOIN people p ON p.id = r.asked_by
             WHERE r.organisation_id = $1 AND ",
            $condition
        )
    };
}

/// The newest review of a draft.
pub(super) async fn newest(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<ReviewRow>> {
    tx.fetch_optional(
        reviews!("r.draft_id = $2 ORDER BY r.number DESC LIMIT 1"),
        args![organisation, draft],
    )
    .await
}

/// A review of a draft whose template is there.
pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
) -> Result<Option<ReviewRow>> {
    tx.fetch_optional(
        reviews!(
            "r.id = $2 AND EXISTS (
                 SELECT 1 FROM drafts d JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
                 WHERE d.organisation_id = r.organisation_id AND d.id = r.draft_id AND t.deleted_at IS NULL)"
        ),
        args![organisation, review],
    )
    .await
}

/// Takes a review for this transaction, so that two who decide at once do it one after the other, and counts what is done to it.
pub(super) async fn take(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
) -> Result<Option<ReviewRow>> {
    tx.execute(
        "UPDATE reviews SET revision = revision + 1 WHERE organisation_id = $1 AND id = $2",
        args![organisation, review],
    )
    .await?;
    find(tx, organisation, review).await
}

record! {
    struct HeadRow {
        head: i64,
    }
}

/// The newest journal row of a draft; none when there is no such draft.
pub(super) async fn head(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<i64>> {
    let row: Option<HeadRow> = tx
        .fetch_optional(
            "SELECT d.head FROM drafts d JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             WHERE d.organisation_id = $1 AND d.id = $2 AND t.deleted_at IS NULL",
            args![organisation, draft],
        )
        .await?;
    Ok(row.map(|row| row.head))
}

/// A review that is about to begin.
pub(super) struct NewReview<'a> {
    pub(super) id: ReviewId,
    pub(super) draft: DraftId,
    pub(super) number: i64,
    pub(super) version: VersionId,
    pub(super) version_number: i64,
    pub(super) content_hash: &'a str,
    pub(super) head: i64,
    pub(super) rules: &'a ReviewRulesBody,
    pub(super) note: Option<&'a str>,
    pub(super) asked_by: PersonId,
    pub(super) asked_at: i64,
    pub(super) due_at: Option<i64>,
}

/// Begins a review. False: another one is open, or was first with this number.
pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewReview<'_>,
) -> Result<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO reviews (id, organisation_id, draft_id, number, version_id, version_number, content_hash, head, state, needed, role,
                                  four_eyes, note, asked_by, asked_at, due_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'in_review', $9, $10, $11, $12, $13, $14, $15, 1)
             ON CONFLICT DO NOTHING",
            args![
                new.id,
                organisation,
                new.draft,
                new.number,
                new.version,
                new.version_number,
                new.content_hash,
                new.head,
                new.rules.approvals,
                new.rules.role.map(|role| role_name(role).to_owned()),
                i64::from(new.rules.four_eyes),
                new.note.map(str::to_owned),
                new.asked_by,
                new.asked_at,
                new.due_at
            ],
        )
        .await?;
    Ok(inserted == 1)
}

/// Sets the state of a review.
pub(super) async fn set_state(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
    state: State,
) -> Result<()> {
    tx.execute(
        "UPDATE reviews SET state = $3, revision = revision + 1 WHERE organisation_id = $1 AND id = $2",
        args![organisation, review, state_name(state)],
    )
    .await?;
    Ok(())
}

/// Asks until another day, and reminds anew.
pub(super) async fn set_due(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
    due_at: Option<i64>,
) -> Result<()> {
    tx.execute(
        "UPDATE reviews SET due_at = $3, reminded_at = NULL WHERE organisation_id = $1 AND id = $2",
        args![organisation, review, due_at],
    )
    .await?;
    Ok(())
}

record! {
    struct StateRow {
        id: ReviewId,
        state: String,
    }
}

/// The reviews of a version, the newest first.
pub(super) async fn of_version(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<Vec<(ReviewId, State)>> {
    let rows: Vec<StateRow> = tx
        .fetch_all(
            "SELECT id, state FROM reviews WHERE organisation_id = $1 AND version_id = $2 ORDER BY number DESC LIMIT 100",
            args![organisation, version],
        )
        .await?;
    let read = |row: StateRow| Some((row.id, state_named(&row.state)?));
    Ok(rows.into_iter().filter_map(read).collect())
}

record! {
    struct VersionRow {
        version_id: VersionId,
    }
}

/// The version of a draft that was published last.
pub(super) async fn last_published(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<VersionId>> {
    let row: Option<VersionRow> = tx
        .fetch_optional(
            "SELECT version_id FROM reviews WHERE organisation_id = $1 AND draft_id = $2 AND state = 'published'
             ORDER BY number DESC LIMIT 1",
            args![organisation, draft],
        )
        .await?;
    Ok(row.map(|row| row.version_id))
}

record! {
    /// A review that is to be decided soon.
    pub(super) struct DueRow {
        pub(super) id: ReviewId,
        pub(super) organisation_id: OrganisationId,
        pub(super) draft_id: DraftId,
        pub(super) version_id: VersionId,
        pub(super) asked_by: PersonId,
    }
}

/// Takes reviews that are due by then and not reminded of yet, of every organisation; whoever commits has taken them for all nodes.
pub(super) async fn take_due(
    tx: &mut Tx,
    due_by_ms: i64,
    now_ms: i64,
    at_most: u32,
) -> Result<Vec<DueRow>> {
    tx.fetch_all(
        "UPDATE reviews SET reminded_at = $2
         WHERE state = 'in_review' AND reminded_at IS NULL AND id IN (
             SELECT id FROM reviews WHERE state = 'in_review' AND reminded_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $3)
         RETURNING id, organisation_id, draft_id, version_id, asked_by",
        args![due_by_ms, now_ms, at_most],
    )
    .await
}
