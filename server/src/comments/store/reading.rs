//! The SQL of discussions: what reads them.

use imprimatur_protocol::{ActorId, CommentId, DraftId, OrganisationId, PersonId, ThreadId};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::workspace::{Arg, Db, Tx, args, record};

record! {
    /// How far the discussions of a draft are.
    pub(in crate::comments) struct DiscussionRow {
        pub(in crate::comments) draft_id: DraftId,
        pub(in crate::comments) revision: i64,
    }
}

/// How far the discussions of some drafts are.
pub(in crate::comments) async fn revisions(
    tx: &mut Tx,
    organisation: OrganisationId,
    drafts: &[DraftId],
) -> Result<Vec<DiscussionRow>> {
    tx.fetch_listed(
        "SELECT draft_id, revision FROM discussions WHERE organisation_id = $1 AND draft_id IN (SELECT value FROM json_each($2))",
        "SELECT draft_id, revision FROM discussions WHERE organisation_id = $1
         AND draft_id IN (SELECT json_array_elements_text($2::json))",
        args![organisation],
        drafts.iter(),
    )
    .await
}

record! {
    /// A thread without what was said in it. As a list in JSON it has these fields in this order.
    #[derive(Deserialize)]
    pub(in crate::comments) struct ThreadRow {
        pub(in crate::comments) id: ThreadId,
        pub(in crate::comments) draft_id: DraftId,
        pub(in crate::comments) number: i64,
        pub(in crate::comments) anchor: String,
        pub(in crate::comments) version_id: Option<String>,
        pub(in crate::comments) state: String,
        pub(in crate::comments) resolved_by: Option<String>,
        pub(in crate::comments) resolved_name: Option<String>,
        pub(in crate::comments) resolved_color: Option<i64>,
        pub(in crate::comments) resolved_at: Option<i64>,
        pub(in crate::comments) blocking: i64,
        pub(in crate::comments) gone: i64,
        pub(in crate::comments) comments: i64,
        pub(in crate::comments) created_by: ActorId,
        pub(in crate::comments) revision: i64,
        /// 1: somebody else has said something that the caller has not read.
        pub(in crate::comments) unread: i64,
    }
}

// For the reader `$2` of the organisation `$1`.
macro_rules! unread {
    () => {
        "CAST(CASE WHEN EXISTS (
             SELECT 1 FROM comments c WHERE c.organisation_id = $1 AND c.thread_id = h.id AND c.author_id <> $2 AND c.deleted_at IS NULL
             AND c.revision > COALESCE((SELECT r.revision FROM thread_reads r
                                        WHERE r.organisation_id = $1 AND r.person_id = $2 AND r.thread_id = h.id), 0)
         ) THEN 1 ELSE 0 END AS BIGINT)"
    };
}

const THREAD: &str = concat!(
    "SELECT h.id, h.draft_id, h.number, h.anchor, h.version_id, h.state, h.resolved_by, NULLIF(p.name, '') AS resolved_name,
            m.color AS resolved_color, h.resolved_at, h.blocking, h.gone, h.comments, h.created_by, h.revision, ",
    unread!(),
    " AS unread
     FROM threads h
     LEFT JOIN people p ON p.id = h.resolved_by
     LEFT JOIN members m ON m.organisation_id = h.organisation_id AND m.person_id = h.resolved_by
     WHERE h.organisation_id = $1 AND h.id = $3"
);

/// One thread.
pub(in crate::comments) async fn thread(
    tx: &mut Tx,
    organisation: OrganisationId,
    reader: ActorId,
    thread: ThreadId,
) -> Result<Option<ThreadRow>> {
    tx.fetch_optional(THREAD, args![organisation, reader, thread])
        .await
}

/// As [`thread`], without a transaction.
pub(in crate::comments) async fn thread_now(
    db: &Db,
    organisation: OrganisationId,
    reader: ActorId,
    thread: ThreadId,
) -> Result<Option<ThreadRow>> {
    db.look(THREAD, args![organisation, reader, thread]).await
}

/// Which threads of a draft are asked for.
pub(in crate::comments) struct Asked<'a> {
    pub(in crate::comments) draft: DraftId,
    pub(in crate::comments) since: i64,
    /// Empty: in any state.
    pub(in crate::comments) state: &'static str,
    /// Empty: on any page.
    pub(in crate::comments) page: &'a str,
    pub(in crate::comments) is_mine: bool,
    pub(in crate::comments) at_most: u32,
}

/// A draft that is there, and threads of it.
pub(in crate::comments) struct Listed {
    pub(in crate::comments) draft: DraftId,
    /// How far its discussions are.
    pub(in crate::comments) revision: i64,
    /// The least recently changed first.
    pub(in crate::comments) threads: Vec<ThreadRow>,
}

record! {
    struct ListedRow {
        draft_id: DraftId,
        revision: i64,
        /// A list of lists, each a [`ThreadRow`].
        threads: Option<String>,
    }
}

// One question, and all in one row: everybody in a draft asks it whenever somebody says something, and each way to the database and each row of an
// answer costs more than what is in it.
macro_rules! list_with {
    ($list:literal, $array:literal) => {
        concat!(
            "SELECT d.id AS draft_id, COALESCE(s.revision, 0) AS revision, (
                 SELECT CAST(",
            $list,
            "(",
            $array,
            "(h.id, h.draft_id, h.number, h.anchor, h.version_id, h.state, h.resolved_by, NULLIF(p.name, ''), m.color,
                     h.resolved_at, h.blocking, h.gone, h.comments, h.created_by, h.revision, ",
            unread!(),
            ") ORDER BY h.revision) AS TEXT)
                 FROM (
                     SELECT * FROM threads h
                     WHERE h.organisation_id = $1 AND h.draft_id = $3 AND h.revision > $4 AND ($5 = '' OR h.state = $5) AND ($6 = '' OR h.page = $6)
                     AND (CAST($7 AS BIGINT) = 0 OR h.created_by = $2
                          OR EXISTS (SELECT 1 FROM comments c WHERE c.organisation_id = $1 AND c.thread_id = h.id AND c.author_id = $2)
                          OR EXISTS (SELECT 1 FROM comment_mentions n
                                     WHERE n.organisation_id = $1 AND n.thread_id = h.id AND n.person_id = $2))
                     ORDER BY h.revision LIMIT $8
                 ) h
                 LEFT JOIN people p ON p.id = h.resolved_by
                 LEFT JOIN members m ON m.organisation_id = h.organisation_id AND m.person_id = h.resolved_by
             ) AS threads
             FROM drafts d
             JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             LEFT JOIN discussions s ON s.organisation_id = d.organisation_id AND s.draft_id = d.id
             WHERE d.organisation_id = $1 AND d.id = $3 AND t.deleted_at IS NULL"
        )
    };
}

/// Threads of a draft whose template was not deleted.
pub(in crate::comments) async fn list(
    db: &Db,
    organisation: OrganisationId,
    reader: ActorId,
    asked: &Asked<'_>,
) -> Result<Option<Listed>> {
    let found: Option<ListedRow> = db
        .look_either(
            list_with!("json_group_array", "json_array"),
            list_with!("json_agg", "json_build_array"),
            args![
                organisation,
                reader,
                asked.draft,
                asked.since,
                asked.state,
                asked.page,
                i64::from(asked.is_mine),
                asked.at_most
            ],
        )
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    Ok(Some(Listed {
        draft: row.draft_id,
        revision: row.revision,
        threads: unpacked(row.threads)?,
    }))
}

/// Rows that were packed into one; none where there was nothing to pack.
fn unpacked<T: DeserializeOwned>(packed: Option<String>) -> Result<Vec<T>> {
    serde_json::from_str(packed.as_deref().unwrap_or("[]"))
        .map_err(|cause| Error::internal("reading discussions").caused_by(cause))
}

/// A comment. As a list in JSON it has these fields in this order.
#[derive(Deserialize)]
pub(in crate::comments) struct CommentRow {
    pub(in crate::comments) id: CommentId,
    pub(in crate::comments) thread_id: ThreadId,
    pub(in crate::comments) author_id: ActorId,
    pub(in crate::comments) author_name: Option<String>,
    pub(in crate::comments) author_color: Option<i64>,
    pub(in crate::comments) body: String,
    pub(in crate::comments) created_at: i64,
    pub(in crate::comments) edited_at: Option<i64>,
    pub(in crate::comments) deleted_at: Option<i64>,
}

/// What hangs on a comment: a reaction, or somebody whom it mentions.
#[derive(Deserialize)]
pub(in crate::comments) struct HangingRow {
    pub(in crate::comments) comment_id: CommentId,
    pub(in crate::comments) person_id: PersonId,
    /// Of a reaction.
    pub(in crate::comments) emoji: Option<String>,
    /// Of somebody who is mentioned.
    pub(in crate::comments) name: Option<String>,
}

record! {
    struct SaidRow {
        /// A list of lists, each a [`CommentRow`].
        comments: Option<String>,
        /// A list of lists, each a [`HangingRow`].
        hanging: Option<String>,
    }
}

// As `list_with!`.
macro_rules! said_in {
    ($list:literal, $array:literal, $comments:literal) => {
        concat!(
            "WITH said AS (",
            $comments,
            "),
             hanging AS (
                 SELECT r.comment_id, r.person_id, r.emoji, NULL AS name, r.reacted_at FROM said c
                 JOIN comment_reactions r ON r.organisation_id = c.organisation_id AND r.thread_id = c.thread_id AND r.comment_id = c.id
                 UNION ALL
                 SELECT n.comment_id, n.person_id, NULL, p.name, 0 FROM said c
                 JOIN comment_mentions n ON n.organisation_id = c.organisation_id AND n.thread_id = c.thread_id AND n.comment_id = c.id
                 JOIN people p ON p.id = n.person_id WHERE p.deleted_at IS NULL)
             SELECT (
                 SELECT CAST(",
            $list,
            "(",
            $array,
            "(c.id, c.thread_id, c.author_id, COALESCE(NULLIF(p.name, ''), g.name), COALESCE(m.color, g.color), c.body, c.created_at,
                     c.edited_at, c.deleted_at) ORDER BY c.thread_id, c.revision) AS TEXT)
                 FROM said c
                 LEFT JOIN people p ON p.id = c.author_id
                 LEFT JOIN members m ON m.organisation_id = c.organisation_id AND m.person_id = c.author_id
                 LEFT JOIN guests g ON g.organisation_id = c.organisation_id AND g.id = c.author_id
             ) AS comments, (
                 SELECT CAST(",
            $list,
            "(",
            $array,
            "(u.comment_id, u.person_id, u.emoji, u.name) ORDER BY u.comment_id, u.reacted_at, u.person_id) AS TEXT) FROM hanging u
             ) AS hanging"
        )
    };
}

/// What has changed in some threads after a revision that is known: comments in order, then reactions, the oldest first, and whom they mention.
pub(in crate::comments) async fn said(
    db: &Db,
    organisation: OrganisationId,
    threads: impl Iterator<Item = ThreadId>,
    known: i64,
) -> Result<(Vec<CommentRow>, Vec<HangingRow>)> {
    let found: Option<SaidRow> = db
        .look_either(
            said_in!(
                "json_group_array",
                "json_array",
                "SELECT * FROM comments c WHERE c.organisation_id = $1 AND c.thread_id IN (SELECT value FROM json_each($3))
                 AND (c.changed_revision IS NULL OR c.changed_revision > $2)"
            ),
            said_in!(
                "json_agg",
                "json_build_array",
                // Thread by thread: given all of them, Postgres looks through whatever was ever said in the organisation, as long as it does not know
                // how much that is.
                "SELECT c.* FROM json_array_elements_text($3::json) asked (id) CROSS JOIN LATERAL (
                     SELECT * FROM comments c WHERE c.organisation_id = $1 AND c.thread_id = asked.id
                     AND (c.changed_revision IS NULL OR c.changed_revision > $2) OFFSET 0) c"
            ),
            args![organisation, known, Arg::list(threads)],
        )
        .await?;
    let Some(row) = found else {
        return Ok((Vec::new(), Vec::new()));
    };
    Ok((unpacked(row.comments)?, unpacked(row.hanging)?))
}

record! {
    /// A member.
    pub(in crate::comments) struct PersonRow {
        pub(in crate::comments) person_id: PersonId,
        pub(in crate::comments) name: String,
        pub(in crate::comments) color: i64,
    }
}

/// Members whose name, or a word of it, begins with something, by name.
pub(in crate::comments) async fn mentionable(
    tx: &mut Tx,
    organisation: OrganisationId,
    (start, word): (&str, &str),
    at_most: u32,
) -> Result<Vec<PersonRow>> {
    tx.fetch_all(
        r"SELECT p.id AS person_id, p.name, m.color FROM members m JOIN people p ON p.id = m.person_id
          WHERE m.organisation_id = $1 AND p.deleted_at IS NULL AND p.name <> ''
            AND (COALESCE(p.folded, LOWER(p.name)) LIKE $2 ESCAPE '\' OR COALESCE(p.folded, LOWER(p.name)) LIKE $3 ESCAPE '\')
          ORDER BY COALESCE(p.folded, LOWER(p.name)), p.id LIMIT $4",
        args![organisation, start, word, at_most],
    )
    .await
}
