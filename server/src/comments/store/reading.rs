//! The SQL of discussions: what reads them.

use imprimatur_protocol::{ActorId, CommentId, DraftId, OrganisationId, PersonId, ThreadId};

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::workspace::{Tx, args, record};

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
    /// A thread without what was said in it.
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
        /// Up to where the caller has read it.
        pub(in crate::comments) read_to: Option<i64>,
    }
}

/// What is selected of threads for the reader `$2` of the organisation `$1`, with a further condition.
macro_rules! threads_where {
    ($condition:literal) => {
        concat!(
            "SELECT h.id, h.draft_id, h.number, h.anchor, h.version_id, h.state, h.resolved_by, NULLIF(p.name, '') AS resolved_name,
                    m.color AS resolved_color, h.resolved_at, h.blocking, h.gone, h.comments, h.created_by, h.revision,
                    (SELECT r.revision FROM thread_reads r
                     WHERE r.organisation_id = $1 AND r.person_id = $2 AND r.thread_id = h.id) AS read_to
             FROM threads h
             LEFT JOIN people p ON p.id = h.resolved_by
             LEFT JOIN members m ON m.organisation_id = h.organisation_id AND m.person_id = h.resolved_by
             WHERE h.organisation_id = $1 AND ",
            $condition
        )
    };
}

/// One thread.
pub(in crate::comments) async fn thread(
    tx: &mut Tx,
    organisation: OrganisationId,
    reader: ActorId,
    thread: ThreadId,
) -> Result<Option<ThreadRow>> {
    tx.fetch_optional(
        threads_where!("h.id = $3"),
        args![organisation, reader, thread],
    )
    .await
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

/// Threads of a draft, the least recently changed first.
pub(in crate::comments) async fn threads(
    tx: &mut Tx,
    organisation: OrganisationId,
    reader: ActorId,
    asked: &Asked<'_>,
) -> Result<Vec<ThreadRow>> {
    tx.fetch_all(
        threads_where!(
            "h.draft_id = $3 AND h.revision > $4 AND ($5 = '' OR h.state = $5) AND ($6 = '' OR h.page = $6)
             AND (CAST($7 AS BIGINT) = 0 OR h.created_by = $2
                  OR EXISTS (SELECT 1 FROM comments c WHERE c.organisation_id = $1 AND c.thread_id = h.id AND c.author_id = $2)
                  OR EXISTS (SELECT 1 FROM comment_mentions n WHERE n.organisation_id = $1 AND n.thread_id = h.id AND n.person_id = $2))
             ORDER BY h.revision LIMIT $8"
        ),
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
    .await
}

/// A comment.
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
    pub(in crate::comments) revision: i64,
}

record! {
    struct PackedRow {
        /// A list of lists, each with the fields of a [`CommentRow`] in their order.
        packed: Option<String>,
    }
}

// All in one row: a long thread has hundreds, each of them read again by everybody in the draft whenever somebody answers, and reading a row costs
// more than what is in it.
macro_rules! comments_in {
    ($list:literal, $array:literal, $threads:literal) => {
        concat!(
            "SELECT CAST(",
            $list,
            "(",
            $array,
            "(c.id, c.thread_id, c.author_id, COALESCE(NULLIF(p.name, ''), g.name), COALESCE(m.color, g.color), c.body, c.created_at,
                     c.edited_at, c.deleted_at, c.revision) ORDER BY c.thread_id, c.revision) AS TEXT) AS packed
             FROM comments c
             LEFT JOIN people p ON p.id = c.author_id
             LEFT JOIN members m ON m.organisation_id = c.organisation_id AND m.person_id = c.author_id
             LEFT JOIN guests g ON g.organisation_id = c.organisation_id AND g.id = c.author_id
             WHERE c.organisation_id = $1 AND c.thread_id ",
            $threads
        )
    };
}

/// What was said in some threads, in order.
pub(in crate::comments) async fn comments(
    tx: &mut Tx,
    organisation: OrganisationId,
    threads: &[ThreadId],
) -> Result<Vec<CommentRow>> {
    let rows: Vec<PackedRow> = tx
        .fetch_listed(
            comments_in!(
                "json_group_array",
                "json_array",
                "IN (SELECT value FROM json_each($2))"
            ),
            comments_in!(
                "json_agg",
                "json_build_array",
                "= ANY (ARRAY(SELECT json_array_elements_text($2::json)))"
            ),
            args![organisation],
            threads.iter(),
        )
        .await?;
    let packed = rows.into_iter().next().and_then(|row| row.packed);
    serde_json::from_str(packed.as_deref().unwrap_or("[]"))
        .map_err(|cause| Error::internal("reading comments").caused_by(cause))
}

record! {
    /// What hangs on a comment: a reaction, or somebody whom it mentions.
    pub(in crate::comments) struct HangingRow {
        pub(in crate::comments) comment_id: CommentId,
        pub(in crate::comments) person_id: PersonId,
        /// Of a reaction.
        pub(in crate::comments) emoji: Option<String>,
        /// Of somebody who is mentioned.
        pub(in crate::comments) name: Option<String>,
    }
}

macro_rules! hanging_in {
    ($threads:literal) => {
        concat!(
            "SELECT comment_id, person_id, emoji, NULL AS name, reacted_at FROM comment_reactions WHERE organisation_id = $1 AND thread_id ",
            $threads,
            " UNION ALL
             SELECT n.comment_id, n.person_id, NULL, p.name, 0 FROM comment_mentions n JOIN people p ON p.id = n.person_id
             WHERE n.organisation_id = $1 AND p.deleted_at IS NULL AND n.thread_id ",
            $threads,
            " ORDER BY comment_id, reacted_at, person_id"
        )
    };
}

/// Reactions in some threads, the oldest first, and whom their comments mention.
pub(in crate::comments) async fn hanging(
    tx: &mut Tx,
    organisation: OrganisationId,
    threads: &[ThreadId],
) -> Result<Vec<HangingRow>> {
    tx.fetch_listed(
        hanging_in!("IN (SELECT value FROM json_each($2))"),
        hanging_in!("= ANY (ARRAY(SELECT json_array_elements_text($2::json)))"),
        args![organisation],
        threads.iter(),
    )
    .await
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
