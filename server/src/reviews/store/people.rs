//! The SQL of who is asked, who has changed the draft, and what was said.

use std::collections::BTreeSet;

use imprimatur_protocol::api::reviews::Verdict;
use imprimatur_protocol::{DraftId, OrganisationId, PersonId, ReviewId, VersionId};

use super::ReviewRow;
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    /// Somebody who is asked, or who has changed the draft.
    pub(in crate::reviews) struct PersonRow {
        pub(in crate::reviews) person_id: PersonId,
        pub(in crate::reviews) name: String,
        pub(in crate::reviews) color: i64,
    }
}

/// Who is asked by name.
pub(in crate::reviews) async fn approvers(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
) -> Result<Vec<PersonRow>> {
    tx.fetch_all(
        "SELECT a.person_id, p.name, COALESCE(m.color, 0) AS color
         FROM review_approvers a JOIN people p ON p.id = a.person_id
         LEFT JOIN members m ON m.organisation_id = a.organisation_id AND m.person_id = a.person_id
         WHERE a.organisation_id = $1 AND a.review_id = $2 ORDER BY p.name, p.id",
        args![organisation, review],
    )
    .await
}

/// Who has changed the draft since the version that was published last.
pub(in crate::reviews) async fn authors(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
) -> Result<Vec<PersonRow>> {
    tx.fetch_all(
        "SELECT a.person_id, p.name, COALESCE(m.color, 0) AS color
         FROM review_authors a JOIN people p ON p.id = a.person_id
         LEFT JOIN members m ON m.organisation_id = a.organisation_id AND m.person_id = a.person_id
         WHERE a.organisation_id = $1 AND a.review_id = $2 ORDER BY p.name, p.id",
        args![organisation, review],
    )
    .await
}

/// Asks these by name, and nobody else.
pub(in crate::reviews) async fn set_approvers(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
    people: &BTreeSet<PersonId>,
) -> Result<()> {
    tx.execute(
        "DELETE FROM review_approvers WHERE organisation_id = $1 AND review_id = $2",
        args![organisation, review],
    )
    .await?;
    for person in people {
        tx.execute(
            "INSERT INTO review_approvers (organisation_id, review_id, person_id) VALUES ($1, $2, $3)",
            args![organisation, review, *person],
        )
        .await?;
    }
    Ok(())
}

/// Notes who has changed the draft.
pub(in crate::reviews) async fn set_authors(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
    people: &BTreeSet<PersonId>,
) -> Result<()> {
    for person in people {
        tx.execute(
            "INSERT INTO review_authors (organisation_id, review_id, person_id) VALUES ($1, $2, $3)",
            args![organisation, review, *person],
        )
        .await?;
    }
    Ok(())
}

record! {
    /// What somebody has said.
    pub(in crate::reviews) struct VerdictRow {
        pub(in crate::reviews) person_id: PersonId,
        pub(in crate::reviews) name: String,
        pub(in crate::reviews) color: i64,
        verdict: String,
        pub(in crate::reviews) content_hash: String,
        pub(in crate::reviews) note: Option<String>,
        pub(in crate::reviews) decided_at: i64,
    }
}

impl VerdictRow {
    pub(in crate::reviews) fn verdict(&self) -> Verdict {
        if self.verdict == verdict_name(Verdict::Approved) {
            Verdict::Approved
        } else {
            Verdict::ChangesRequested
        }
    }
}

const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approved => "approved",
        Verdict::ChangesRequested => "changes_requested",
    }
}

/// What was said to a version, in the order in which it was.
pub(in crate::reviews) async fn verdicts(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: ReviewId,
) -> Result<Vec<VerdictRow>> {
    tx.fetch_all(
        "SELECT v.person_id, p.name, COALESCE(m.color, 0) AS color, v.verdict, v.content_hash, v.note, v.decided_at
         FROM review_verdicts v JOIN people p ON p.id = v.person_id
         LEFT JOIN members m ON m.organisation_id = v.organisation_id AND m.person_id = v.person_id
         WHERE v.organisation_id = $1 AND v.review_id = $2 ORDER BY v.decided_at, v.person_id",
        args![organisation, review],
    )
    .await
}

/// Keeps what somebody says; it takes the place of what they said before.
pub(in crate::reviews) async fn say(
    tx: &mut Tx,
    organisation: OrganisationId,
    review: &ReviewRow,
    person: PersonId,
    (verdict, note): (Verdict, Option<&str>),
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO review_verdicts (organisation_id, review_id, person_id, verdict, content_hash, note, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (organisation_id, review_id, person_id) DO UPDATE SET verdict = excluded.verdict,
             content_hash = excluded.content_hash, note = excluded.note, decided_at = excluded.decided_at",
        args![
            organisation,
            review.id,
            person,
            verdict_name(verdict),
            &review.content_hash,
            note.map(str::to_owned),
            now_ms
        ],
    )
    .await?;
    Ok(())
}

record! {
    struct ApproverRow {
        person_id: PersonId,
    }
}

/// Who has approved a version in a review that ended so.
pub(in crate::reviews) async fn approvers_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<Vec<PersonId>> {
    let rows: Vec<ApproverRow> = tx
        .fetch_all(
            "SELECT DISTINCT v.person_id
             FROM reviews r JOIN review_verdicts v ON v.organisation_id = r.organisation_id AND v.review_id = r.id
             WHERE r.organisation_id = $1 AND r.version_id = $2 AND r.state IN ('approved', 'published')
               AND v.verdict = 'approved' AND v.content_hash = r.content_hash
             ORDER BY v.person_id LIMIT 500",
            args![organisation, version],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

record! {
    struct WhoRow {
        person_id: PersonId,
    }
}

/// Who made the template of a draft: with a layout of their own, from a starter, or as a copy.
pub(in crate::reviews) async fn beginner(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<PersonId>> {
    let row: Option<WhoRow> = tx
        .fetch_optional(
            "SELECT t.created_by AS person_id FROM drafts d
             JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             WHERE d.organisation_id = $1 AND d.id = $2",
            args![organisation, draft],
        )
        .await?;
    Ok(row.map(|row| row.person_id))
}

macro_rules! makers_of {
    ($people:literal) => {
        concat!(
            "SELECT DISTINCT created_by AS person_id FROM api_keys WHERE organisation_id = $1 AND person_id IN (",
            $people,
            ")"
        )
    };
}

/// These people, and whoever made the keys of programs among them: what a program writes somebody answers for.
pub(in crate::reviews) async fn humans(
    tx: &mut Tx,
    organisation: OrganisationId,
    mut people: BTreeSet<PersonId>,
) -> Result<BTreeSet<PersonId>> {
    let makers: Vec<WhoRow> = tx
        .fetch_listed(
            makers_of!("SELECT value FROM json_each($2)"),
            makers_of!("SELECT json_array_elements_text($2::json)"),
            args![organisation],
            people.iter(),
        )
        .await?;
    people.extend(makers.into_iter().map(|row| row.person_id));
    Ok(people)
}
