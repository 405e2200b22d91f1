//! What is to be done of itself: checkpoints, thinning, pictures. The drafts of all organisations are looked through for it; each is then
//! worked on in its own.

use imprimatur_protocol::{DraftId, OrganisationId, VersionId};

use super::super::model::Authors;
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    /// A draft that was edited since its history was last looked at.
    #[derive(Debug, Clone)]
    pub(in crate::versions) struct Edited {
        pub(in crate::versions) organisation_id: OrganisationId,
        pub(in crate::versions) draft_id: DraftId,
        /// When it was last edited, to some ten seconds.
        pub(in crate::versions) edited_at: i64,
    }
}

/// When a draft is due.
#[derive(Debug, Clone, Copy)]
pub(in crate::versions) struct Due {
    /// Edits before this are not looked for.
    pub(in crate::versions) edited_from: i64,
    /// Whose history was last looked at before this.
    pub(in crate::versions) looked_before: i64,
    /// Or that was last edited before this.
    pub(in crate::versions) quiet_before: i64,
    pub(in crate::versions) now_ms: i64,
}

/// Drafts that are due for a checkpoint, those first that were edited longest ago.
pub(in crate::versions) async fn due(tx: &mut Tx, due: Due, most: u32) -> Result<Vec<Edited>> {
    tx.fetch_all(
        "SELECT d.organisation_id, d.id AS draft_id, t.updated_at AS edited_at
         FROM templates t
         JOIN drafts d ON d.organisation_id = t.organisation_id AND d.template_id = t.id
         LEFT JOIN draft_histories h ON h.organisation_id = d.organisation_id AND h.draft_id = d.id
         WHERE t.updated_at >= $1 AND t.deleted_at IS NULL AND d.head > COALESCE(h.head, 0)
           AND COALESCE(h.claimed_until, 0) < $4
           AND (COALESCE(h.looked_at, d.created_at) < $2 OR t.updated_at < $3)
         ORDER BY t.updated_at LIMIT $5",
        args![
            due.edited_from,
            due.looked_before,
            due.quiet_before,
            due.now_ms,
            most
        ],
    )
    .await
}

/// Claims a draft's history, which there is, until then. Whether it is ours now.
pub(in crate::versions) async fn claim(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    now_ms: i64,
    until: i64,
) -> Result<bool> {
    let claimed = tx
        .execute(
            "UPDATE draft_histories SET claimed_until = $4
             WHERE organisation_id = $1 AND draft_id = $2 AND claimed_until < $3",
            args![organisation, draft, now_ms, until],
        )
        .await?;
    Ok(claimed == 1)
}

/// Notes that a draft was looked at up to a row, and that it held nothing new. Who wrote so far is still to be named by the next version.
pub(in crate::versions) async fn nothing_new(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    head: i64,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE draft_histories
         SET head = CASE WHEN head < $3 THEN $3 ELSE head END, looked_at = $4, claimed_until = 0
         WHERE organisation_id = $1 AND draft_id = $2",
        args![organisation, draft, head, now_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// A draft whose old checkpoints are to be thinned.
    #[derive(Debug, Clone)]
    pub(in crate::versions) struct Thick {
        pub(in crate::versions) organisation_id: OrganisationId,
        pub(in crate::versions) draft_id: DraftId,
    }
}

/// Drafts that are due for thinning.
pub(in crate::versions) async fn to_thin(
    tx: &mut Tx,
    now_ms: i64,
    most: u32,
) -> Result<Vec<Thick>> {
    tx.fetch_all(
        "SELECT organisation_id, draft_id FROM draft_histories WHERE thin_at <= $1 ORDER BY thin_at LIMIT $2",
        args![now_ms, most],
    )
    .await
}

/// Locks a draft's history for thinning and says when the next is due. False when another node was first.
pub(in crate::versions) async fn thin_next(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    now_ms: i64,
    next_ms: i64,
) -> Result<bool> {
    let claimed = tx
        .execute(
            "UPDATE draft_histories SET thin_at = $4
             WHERE organisation_id = $1 AND draft_id = $2 AND thin_at <= $3",
            args![organisation, draft, now_ms, next_ms],
        )
        .await?;
    Ok(claimed == 1)
}

record! {
    /// A checkpoint that nobody named.
    #[derive(Debug, Clone)]
    pub(in crate::versions) struct Old {
        pub(in crate::versions) id: VersionId,
        pub(in crate::versions) hash: String,
        pub(in crate::versions) created_at: i64,
    }
}

/// Checkpoints of a draft that nobody named, made after `after` and before `before`, the oldest first.
pub(in crate::versions) async fn old(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    (after, before): (i64, i64),
    most: u32,
) -> Result<Vec<Old>> {
    tx.fetch_all(
        "SELECT id, hash, created_at FROM versions
         WHERE organisation_id = $1 AND draft_id = $2 AND created_at > $3 AND created_at < $4
           AND kind = 'checkpoint' AND name IS NULL
         ORDER BY created_at, id LIMIT $5",
        args![organisation, draft, after, before, most],
    )
    .await
}

/// Removes a checkpoint that nobody has named meanwhile.
pub(in crate::versions) async fn remove(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: VersionId,
) -> Result<bool> {
    let removed = tx
        .execute(
            "DELETE FROM versions WHERE organisation_id = $1 AND id = $2 AND kind = 'checkpoint' AND name IS NULL",
            args![organisation, id],
        )
        .await?;
    Ok(removed == 1)
}

record! {
    /// Who wrote in a version.
    pub(in crate::versions) struct WrittenRow {
        pub(in crate::versions) id: VersionId,
        pub(in crate::versions) authors: Authors,
    }
}

/// The version after another one, of whichever kind, as the journal has them.
pub(in crate::versions) async fn next_version(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    id: VersionId,
) -> Result<Option<WrittenRow>> {
    tx.fetch_optional(
        "SELECT id, authors FROM versions
         WHERE organisation_id = $1 AND draft_id = $2
           AND (head, created_at, id) > (SELECT head, created_at, id FROM versions WHERE organisation_id = $1 AND id = $3)
         ORDER BY head, created_at, id LIMIT 1",
        args![organisation, draft, id],
    )
    .await
}

/// Names who wrote what a version brought.
pub(in crate::versions) async fn set_authors(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: VersionId,
    authors: &Authors,
) -> Result<()> {
    tx.execute(
        "UPDATE versions SET authors = $3 WHERE organisation_id = $1 AND id = $2",
        args![organisation, id, authors.text()],
    )
    .await?;
    Ok(())
}

/// Removes what no version holds any more, unless one has begun to hold it since `unused_since`.
pub(in crate::versions) async fn remove_content(
    tx: &mut Tx,
    organisation: OrganisationId,
    hash: &str,
    unused_since: i64,
) -> Result<()> {
    tx.execute(
        "DELETE FROM version_contents
         WHERE organisation_id = $1 AND hash = $2 AND used_at < $3
           AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.organisation_id = $1 AND v.hash = $2)",
        args![organisation, hash, unused_since],
    )
    .await?;
    Ok(())
}

record! {
    /// A frozen version whose pictures are still to be drawn.
    #[derive(Debug, Clone)]
    pub(in crate::versions) struct Undrawn {
        pub(in crate::versions) organisation_id: OrganisationId,
        pub(in crate::versions) id: VersionId,
    }
}

/// Frozen versions whose pictures are still to be drawn, the oldest first.
pub(in crate::versions) async fn undrawn(tx: &mut Tx, most: u32) -> Result<Vec<Undrawn>> {
    tx.fetch_all(
        "SELECT v.organisation_id, v.id FROM versions v
         JOIN drafts d ON d.organisation_id = v.organisation_id AND d.id = v.draft_id
         JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         WHERE v.drawn_at IS NULL AND v.kind = 'frozen' AND t.deleted_at IS NULL
         ORDER BY v.created_at LIMIT $1",
        args![most],
    )
    .await
}

/// Notes that the pictures of a version are kept.
pub(in crate::versions) async fn set_drawn(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: VersionId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE versions SET drawn_at = $3 WHERE organisation_id = $1 AND id = $2",
        args![organisation, id, now_ms],
    )
    .await?;
    Ok(())
}
