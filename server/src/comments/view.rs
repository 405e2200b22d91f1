//! Threads as people see them: rows of several tables put together.

use std::collections::HashMap;

use imprimatur_protocol::api::access::PersonRefBody;
use imprimatur_protocol::api::comments::{
    AuthorBody, CommentBody, Emoji, ReactionBody, ThreadBody, ThreadState,
};
use imprimatur_protocol::{ActorId, CommentId, OrganisationId, PersonId, ThreadId};

use super::model::state_name;
use super::store::{self, CommentRow, HangingRow, ThreadRow};
use crate::access::colors::color;
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::workspace::Db;

/// What hangs on comments.
#[derive(Default)]
struct Hanging {
    reactions: HashMap<CommentId, Vec<ReactionBody>>,
    mentions: HashMap<CommentId, Vec<PersonRefBody>>,
}

/// These threads, each without comments that have not changed since a revision that is known; whole where that is 0.
///
/// What was said is read after the threads are, and may be newer: whoever asks for what comes after them is told it once more.
pub(super) async fn threads(
    db: &Db,
    organisation: OrganisationId,
    rows: Vec<ThreadRow>,
    known: i64,
) -> Result<Vec<ThreadBody>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|row| row.id);
    let (comments, hung) = store::said(db, organisation, ids, known).await?;
    let mut said: HashMap<ThreadId, Vec<CommentRow>> = HashMap::new();
    for row in comments {
        said.entry(row.thread_id).or_default().push(row);
    }
    let mut hanging = Hanging::of(hung);
    rows.into_iter()
        .map(|row| {
            let comments = said.remove(&row.id).unwrap_or_default();
            thread(row, comments, known, &mut hanging)
        })
        .collect()
}

impl Hanging {
    fn of(rows: Vec<HangingRow>) -> Self {
        let mut hanging = Self::default();
        for row in rows {
            if let Some(name) = row.name {
                let mentions = hanging.mentions.entry(row.comment_id).or_default();
                mentions.push(PersonRefBody {
                    id: row.person_id,
                    name,
                });
            }
            // One that only a newer version knows is not shown.
            let Some(emoji) = row.emoji.as_deref().and_then(Emoji::named) else {
                continue;
            };
            let reactions = hanging.reactions.entry(row.comment_id).or_default();
            match reactions.iter_mut().find(|it| it.emoji == emoji) {
                Some(reaction) => reaction.people.push(row.person_id),
                None => reactions.push(ReactionBody {
                    emoji,
                    people: vec![row.person_id],
                }),
            }
        }
        hanging
    }
}

fn thread(
    row: ThreadRow,
    comments: Vec<CommentRow>,
    known: i64,
    hanging: &mut Hanging,
) -> Result<ThreadBody> {
    let anchor = serde_json::from_str(&row.anchor).map_err(|cause| {
        Error::internal(format!("the place of {} cannot be read", row.id)).caused_by(cause)
    })?;
    let resolved_by = row.resolved_by.as_deref().and_then(|id| id.parse().ok());
    Ok(ThreadBody {
        id: row.id,
        draft_id: row.draft_id,
        number: u32::try_from(row.number).unwrap_or(u32::MAX),
        anchor,
        version: row.version_id.and_then(|id| id.parse().ok()),
        state: if row.state == state_name(ThreadState::Resolved) {
            ThreadState::Resolved
        } else {
            ThreadState::Open
        },
        resolved_by: resolved_by
            .map(|id: PersonId| author(id.into(), row.resolved_name, row.resolved_color)),
        resolved_at: row.resolved_at.map(rfc3339),
        blocking: row.blocking == 1,
        unread: row.unread == 1,
        comments: comments
            .into_iter()
            .map(|it| comment(it, hanging))
            .collect(),
        comments_since: u64::try_from(known).unwrap_or(0),
        gone: row.gone == 1,
        revision: u64::try_from(row.revision).unwrap_or(0),
    })
}

fn comment(row: CommentRow, hanging: &mut Hanging) -> CommentBody {
    CommentBody {
        id: row.id,
        author: author(row.author_id, row.author_name, row.author_color),
        body: row.body,
        created_at: rfc3339(row.created_at),
        edited_at: row.edited_at.map(rfc3339),
        deleted: row.deleted_at.is_some(),
        reactions: hanging.reactions.remove(&row.id).unwrap_or_default(),
        mentions: hanging.mentions.remove(&row.id).unwrap_or_default(),
    }
}

/// Somebody by their place in the order of joining; who is no member any more has the colour of the first.
pub(super) fn author(id: ActorId, name: Option<String>, place: Option<i64>) -> AuthorBody {
    AuthorBody::new(id, name, color(place.unwrap_or(0)))
}
