//! The SQL of discussions: what changes them. The organisation comes first, always.
//!
//! Whoever changes something of a draft's discussions takes the next revision first ([`next_revision`]): that row is the lock under which the rest is
//! read and written, so nothing changes between the two.

mod marks;
mod reading;

use std::collections::BTreeSet;

use imprimatur_protocol::{
    ActorId, CommentId, DraftId, OrganisationId, PersonId, TemplateId, ThreadId, VersionId,
};

pub(super) use self::marks::{
    count_reactions, react, read_all, read_thread, touch_comment, unreact,
};
pub(super) use self::reading::{
    Asked, CommentRow, HangingRow, Listed, ThreadRow, list, mentionable, revisions, said, thread,
    thread_now,
};
use crate::error::Result;
use crate::workspace::{Db, Tx, args, record};

record! {
    struct Count {
        count: i64,
    }
}

record! {
    /// A draft that is there, and how far its discussions are: 0 when nothing was ever said.
    pub(super) struct DraftRow {
        pub(super) draft_id: DraftId,
        pub(super) template_id: TemplateId,
        pub(super) revision: i64,
    }
}

const DRAFT: &str =
    "SELECT d.id AS draft_id, d.template_id, COALESCE(s.revision, 0) AS revision FROM drafts d
     JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
     LEFT JOIN discussions s ON s.organisation_id = d.organisation_id AND s.draft_id = d.id
     WHERE d.organisation_id = $1 AND d.id = $2 AND t.deleted_at IS NULL";

/// A draft whose template was not deleted.
pub(super) async fn draft(
    db: &Db,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<DraftRow>> {
    db.look(DRAFT, args![organisation, draft]).await
}

/// The draft of a thread, if it is there.
pub(super) async fn draft_of_thread(
    db: &Db,
    organisation: OrganisationId,
    thread: ThreadId,
) -> Result<Option<DraftRow>> {
    db.look(
        "SELECT d.id AS draft_id, d.template_id, COALESCE(s.revision, 0) AS revision FROM threads h
         JOIN drafts d ON d.organisation_id = h.organisation_id AND d.id = h.draft_id
         JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         LEFT JOIN discussions s ON s.organisation_id = d.organisation_id AND s.draft_id = d.id
         WHERE h.organisation_id = $1 AND h.id = $2 AND t.deleted_at IS NULL",
        args![organisation, thread],
    )
    .await
}

record! {
    /// Where a comment stands.
    pub(super) struct PlaceRow {
        pub(super) thread_id: ThreadId,
        pub(super) draft_id: DraftId,
        pub(super) author_id: ActorId,
        pub(super) deleted_at: Option<i64>,
    }
}

/// Where a comment stands, if its draft is there.
pub(super) async fn place_of_comment(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
) -> Result<Option<PlaceRow>> {
    tx.fetch_optional(
        "SELECT c.thread_id, h.draft_id, c.author_id, c.deleted_at FROM comments c
         JOIN threads h ON h.organisation_id = c.organisation_id AND h.id = c.thread_id
         JOIN drafts d ON d.organisation_id = h.organisation_id AND d.id = h.draft_id
         JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         WHERE c.organisation_id = $1 AND c.id = $2 AND t.deleted_at IS NULL",
        args![organisation, comment],
    )
    .await
}

record! {
    /// The thread that a comment with a key stands in.
    pub(super) struct KeptRow {
        pub(super) thread_id: ThreadId,
        pub(super) draft_id: DraftId,
    }
}

/// What somebody has written under a key before.
pub(super) async fn kept(
    db: &Db,
    organisation: OrganisationId,
    author: ActorId,
    key: &str,
) -> Result<Option<KeptRow>> {
    db.look(
        "SELECT c.thread_id, h.draft_id FROM comments c
         JOIN threads h ON h.organisation_id = c.organisation_id AND h.id = c.thread_id
         WHERE c.organisation_id = $1 AND c.author_id = $2 AND c.client_key = $3",
        args![organisation, author, key],
    )
    .await
}

record! {
    /// How far the discussions of a draft are, by the change that is being made.
    pub(super) struct NextRow {
        pub(super) revision: i64,
        pub(super) threads: i64,
    }
}

/// Takes the next revision of a draft's discussions, and the numbers of so many new threads. Nobody else takes one before this transaction has ended.
pub(super) async fn next_revision(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    new_threads: i64,
) -> Result<NextRow> {
    tx.fetch_one(
        "INSERT INTO discussions (organisation_id, draft_id, revision, threads) VALUES ($1, $2, 1, $3)
         ON CONFLICT (organisation_id, draft_id)
         DO UPDATE SET revision = discussions.revision + 1, threads = discussions.threads + excluded.threads
         RETURNING revision, threads",
        args![organisation, draft, new_threads],
    )
    .await
}

/// A thread that is begun, with its first comment.
pub(super) struct NewThread<'a> {
    pub(super) id: ThreadId,
    pub(super) draft: DraftId,
    pub(super) number: i64,
    pub(super) anchor: String,
    pub(super) page: &'a str,
    pub(super) version: Option<VersionId>,
    pub(super) is_blocking: bool,
    pub(super) author: ActorId,
    pub(super) revision: i64,
    pub(super) now_ms: i64,
}

pub(super) async fn insert_thread(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: NewThread<'_>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO threads (id, organisation_id, draft_id, number, anchor, page, state, blocking, gone, comments, created_by, created_at, revision, version_id)
         VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, 0, 1, $8, $9, $10, $11)",
        args![
            new.id,
            organisation,
            new.draft,
            new.number,
            new.anchor,
            new.page,
            i64::from(new.is_blocking),
            new.author,
            new.now_ms,
            new.revision,
            new.version.map(|it| it.to_string())
        ],
    )
    .await?;
    Ok(())
}

/// A comment that is written.
pub(super) struct NewComment<'a> {
    pub(super) id: CommentId,
    pub(super) thread: ThreadId,
    pub(super) author: ActorId,
    pub(super) body: &'a str,
    pub(super) key: &'a str,
    pub(super) revision: i64,
    pub(super) now_ms: i64,
}

/// Writes a comment; false when its author has written one under this key before.
pub(super) async fn insert_comment(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewComment<'_>,
) -> Result<bool> {
    let written = tx
        .execute(
            "INSERT INTO comments (id, organisation_id, thread_id, author_id, body, created_at, revision, changed_revision, client_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) ON CONFLICT (organisation_id, author_id, client_key) DO NOTHING",
            args![
                new.id,
                organisation,
                new.thread,
                new.author,
                new.body,
                new.now_ms,
                new.revision,
                new.key
            ],
        )
        .await?;
    Ok(written == 1)
}

record! {
    /// What a thread is called by, and how many comments were ever written in it.
    pub(super) struct KnownRow {
        pub(super) number: i64,
        pub(super) comments: i64,
    }
}

/// Counts a comment that was written in a thread that was there before.
pub(super) async fn count_comment(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewComment<'_>,
) -> Result<KnownRow> {
    tx.fetch_one(
        "UPDATE threads SET comments = comments + 1, gone = 0, revision = $3 WHERE organisation_id = $1 AND id = $2
         RETURNING number, comments",
        args![organisation, new.thread, new.revision],
    )
    .await
}

/// What a thread is called by.
pub(super) async fn known(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
) -> Result<KnownRow> {
    tx.fetch_one(
        "SELECT number, comments FROM threads WHERE organisation_id = $1 AND id = $2",
        args![organisation, thread],
    )
    .await
}

/// Who takes part in a thread: whoever wrote in it, or is mentioned. Guests are told nothing.
pub(super) async fn participants(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
) -> Result<Vec<PersonId>> {
    let rows: Vec<MemberRow> = tx
        .fetch_all(
            "SELECT author_id AS person_id FROM comments WHERE organisation_id = $1 AND thread_id = $2 AND deleted_at IS NULL AND author_id LIKE 'per%'
             UNION SELECT person_id FROM comment_mentions WHERE organisation_id = $1 AND thread_id = $2",
            args![organisation, thread],
        )
        .await?;
    Ok(rows.into_iter().map(|it| it.person_id).collect())
}

/// Whom a comment mentions.
pub(super) async fn mentioned(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    comment: CommentId,
) -> Result<Vec<PersonId>> {
    let rows: Vec<MemberRow> = tx
        .fetch_all(
            "SELECT person_id FROM comment_mentions WHERE organisation_id = $1 AND thread_id = $2 AND comment_id = $3",
            args![organisation, thread, comment],
        )
        .await?;
    Ok(rows.into_iter().map(|it| it.person_id).collect())
}

record! {
    struct MemberRow {
        person_id: PersonId,
    }
}

/// Writes down whom a comment mentions; gives those of them who are members.
pub(super) async fn mention(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    comment: CommentId,
    people: BTreeSet<PersonId>,
) -> Result<Vec<PersonId>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let members: Vec<MemberRow> = tx
        .fetch_listed(
            "SELECT person_id FROM members WHERE organisation_id = $1 AND person_id IN (SELECT value FROM json_each($2)) ORDER BY person_id",
            "SELECT person_id FROM members WHERE organisation_id = $1
             AND person_id IN (SELECT json_array_elements_text($2::json)) ORDER BY person_id",
            args![organisation],
            people.iter(),
        )
        .await?;
    for member in &members {
        tx.execute(
            "INSERT INTO comment_mentions (organisation_id, thread_id, comment_id, person_id) VALUES ($1, $2, $3, $4)",
            args![organisation, thread, comment, member.person_id],
        )
        .await?;
    }
    Ok(members.into_iter().map(|it| it.person_id).collect())
}

/// A comment mentions nobody any more.
pub(super) async fn forget_mentions(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    comment: CommentId,
) -> Result<()> {
    tx.execute(
        "DELETE FROM comment_mentions WHERE organisation_id = $1 AND thread_id = $2 AND comment_id = $3",
        args![organisation, thread, comment],
    )
    .await?;
    Ok(())
}

/// Gives a comment other words.
pub(super) async fn reword(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
    body: &str,
    (revision, now_ms): (i64, i64),
) -> Result<()> {
    tx.execute(
        "UPDATE comments SET body = $3, edited_at = $4, changed_revision = $5
         WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL",
        args![organisation, comment, body, now_ms, revision],
    )
    .await?;
    Ok(())
}

/// Deletes the words of a comment, and what hangs on it. The thread is gone with the last of them.
pub(super) async fn delete_comment(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    comment: CommentId,
    (revision, now_ms): (i64, i64),
) -> Result<()> {
    forget_mentions(tx, organisation, thread, comment).await?;
    tx.execute(
        "DELETE FROM comment_reactions WHERE organisation_id = $1 AND thread_id = $2 AND comment_id = $3",
        args![organisation, thread, comment],
    )
    .await?;
    tx.execute(
        "UPDATE comments SET body = '', deleted_at = $3, changed_revision = $4 WHERE organisation_id = $1 AND id = $2",
        args![organisation, comment, now_ms, revision],
    )
    .await?;
    tx.execute(
        "UPDATE threads SET gone = 1 WHERE organisation_id = $1 AND id = $2 AND NOT EXISTS (
             SELECT 1 FROM comments c WHERE c.organisation_id = $1 AND c.thread_id = $2 AND c.deleted_at IS NULL)",
        args![organisation, thread],
    )
    .await?;
    Ok(())
}

/// A thread has changed in a revision.
pub(super) async fn touch(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    revision: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE threads SET revision = $3 WHERE organisation_id = $1 AND id = $2",
        args![organisation, thread, revision],
    )
    .await?;
    Ok(())
}

/// Resolves an open thread, or opens a resolved one; false when it stands so already.
pub(super) async fn set_state(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    state: &'static str,
    resolved: Option<(PersonId, i64)>,
) -> Result<bool> {
    let changed = tx
        .execute(
            "UPDATE threads SET state = $3, resolved_by = $4, resolved_at = $5
             WHERE organisation_id = $1 AND id = $2 AND state <> $3",
            args![
                organisation,
                thread,
                state,
                resolved.map(|(by, _)| by.to_string()),
                resolved.map(|(_, at)| at)
            ],
        )
        .await?;
    Ok(changed == 1)
}

pub(super) async fn set_blocking(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    is_blocking: bool,
) -> Result<bool> {
    let changed = tx
        .execute(
            "UPDATE threads SET blocking = $3 WHERE organisation_id = $1 AND id = $2 AND blocking <> $3",
            args![organisation, thread, i64::from(is_blocking)],
        )
        .await?;
    Ok(changed == 1)
}

/// Pins a thread elsewhere, or notes where what it is pinned to was seen last.
pub(super) async fn set_anchor(
    tx: &mut Tx,
    organisation: OrganisationId,
    thread: ThreadId,
    anchor: &str,
    page: &str,
) -> Result<bool> {
    let changed = tx
        .execute(
            "UPDATE threads SET anchor = $3, page = $4 WHERE organisation_id = $1 AND id = $2 AND anchor <> $3",
            args![organisation, thread, anchor, page],
        )
        .await?;
    Ok(changed == 1)
}

/// Open threads of a draft that say that it is not ready.
pub(super) async fn open_blocking(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM threads
             WHERE organisation_id = $1 AND draft_id = $2 AND state = 'open' AND blocking = 1 AND gone = 0",
            args![organisation, draft],
        )
        .await?;
    Ok(row.count)
}
