//! The SQL of what people leave at comments: reactions, and how far they have read.

use imprimatur_protocol::{ActorId, CommentId, DraftId, OrganisationId, PersonId, ThreadId};

use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct Count {
        count: i64,
    }
}

/// Somebody reacts to a comment from now on; false when they do already.
pub(in crate::comments) async fn react(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    comment: CommentId,
    emoji: &'static str,
    person: PersonId,
    now_ms: i64,
) -> Result<bool> {
    let added = tx
        .execute(
            "INSERT INTO comment_reactions (organisation_id, thread_id, comment_id, emoji, person_id, reacted_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            args![organisation, thread, comment, emoji, person, now_ms],
        )
        .await?;
    Ok(added == 1)
}

/// Somebody does not react any more; false when they did not.
pub(in crate::comments) async fn unreact(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    comment: CommentId,
    emoji: &'static str,
    person: PersonId,
) -> Result<bool> {
    let removed = tx
        .execute(
            "DELETE FROM comment_reactions
             WHERE organisation_id = $1 AND thread_id = $2 AND comment_id = $3 AND emoji = $4 AND person_id = $5",
            args![organisation, thread, comment, emoji, person],
        )
        .await?;
    Ok(removed == 1)
}

/// Something that hangs on a comment has changed in a revision.
pub(in crate::comments) async fn touch_comment(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
    revision: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE comments SET changed_revision = $3 WHERE organisation_id = $1 AND id = $2",
        args![organisation, comment, revision],
    )
    .await?;
    Ok(())
}

/// How many reactions a comment has.
pub(in crate::comments) async fn count_reactions(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    comment: CommentId,
) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM comment_reactions WHERE organisation_id = $1 AND thread_id = $2 AND comment_id = $3",
            args![organisation, thread, comment],
        )
        .await?;
    Ok(row.count)
}

/// Somebody has read a thread up to a revision. It never goes back.
pub(in crate::comments) async fn read_thread(
    tx: &mut Tx,
    organisation: OrganisationId,
    reader: ActorId,
    thread: ThreadId,
    revision: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO thread_reads (organisation_id, person_id, thread_id, revision) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation_id, person_id, thread_id)
         DO UPDATE SET revision = excluded.revision WHERE excluded.revision > thread_reads.revision",
        args![organisation, reader, thread, revision],
    )
    .await?;
    Ok(())
}

/// Somebody has read all threads of a draft up to a revision.
pub(in crate::comments) async fn read_all(
    tx: &mut Tx,
    organisation: OrganisationId,
    reader: ActorId,
    draft: DraftId,
    revision: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO thread_reads (organisation_id, person_id, thread_id, revision)
         SELECT h.organisation_id, CAST($2 AS TEXT), h.id, CAST($4 AS BIGINT) FROM threads h
         WHERE h.organisation_id = $1 AND h.draft_id = $3
         ON CONFLICT (organisation_id, person_id, thread_id)
         DO UPDATE SET revision = excluded.revision WHERE excluded.revision > thread_reads.revision",
        args![organisation, reader, draft, revision],
    )
    .await?;
    Ok(())
}
