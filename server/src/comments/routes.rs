//! What programs and the page do with discussions.

use axum::extract::State;
use axum::http::StatusCode;
use imprimatur_protocol::api::comments::{
    ChangeThreadBody, EditCommentBody, MentionableBody, MentionableQuery, NewCommentBody,
    NewThreadBody, ReactBody, ReadThreadBody, ThreadBody, ThreadsBody, ThreadsQuery,
};
use imprimatur_protocol::{CommentId, DraftId, ErrorBody, ErrorCode, ThreadId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{beginnings, state_name};
use super::store::{self, Asked};
use super::{Comments, view};
use crate::access::folding::folded;
use crate::access::{Commenter, Viewer};
use crate::error::{Error, Result};
use crate::http::extract::{Json, Path, Query};
use crate::notifications::{self, announce};
use crate::platform::Platform;

/// Threads of an answer when nobody asks for a number.
const PAGE_ROWS: u32 = 100;

/// Comments of an answer, beyond its first thread: an answer stays below some megabytes.
const PAGE_COMMENTS: i64 = 500;

/// Letters of the id of a page in a query; one that is longer names none.
const PAGE_ID_MOST: usize = 40;

/// People who are offered.
const MENTIONABLE: u32 = 10;

/// The routes of discussions.
pub fn router(comments: Comments) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(read_all))
        .routes(routes!(show, change))
        .routes(routes!(read))
        .routes(routes!(answer))
        .routes(routes!(reword, delete))
        .routes(routes!(react))
        .routes(routes!(mentionable))
        .with_state(comments)
}

/// The discussions of a draft, or what has changed in them
#[utoipa::path(get, path = "/api/drafts/{id}/threads", tag = "comments", params(("id" = DraftId, Path), ThreadsQuery), responses(
    (status = 200, body = ThreadsBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn list(
    State(comments): State<Comments>,
    who: Viewer,
    Path(draft): Path<DraftId>,
    Query(query): Query<ThreadsQuery>,
) -> Result<axum::Json<ThreadsBody>> {
    let platform = comments.platform();
    let most = platform.config.limits.page_rows;
    let limit = query.limit.unwrap_or(PAGE_ROWS).min(most);
    let page = query.page.as_deref().unwrap_or_default();
    if limit == 0 || page.len() > PAGE_ID_MOST || page.contains('\0') {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            "`limit` is at least 1, and `page` the id of a page.",
        ));
    }
    let (organisation, reader) = (who.organisation(), who.caller().person.id);
    let mut tx = platform.db.read().await?;
    let found = store::draft(&mut tx, organisation, draft).await?;
    let draft = found.ok_or_else(|| Error::not_found("draft"))?.draft_id;
    let newest = store::revision(&mut tx, organisation, draft).await?;
    let asked = Asked {
        draft,
        since: i64::try_from(query.since.unwrap_or(0)).unwrap_or(i64::MAX),
        state: query.state.map(state_name).unwrap_or_default(),
        page,
        is_mine: query.mine.unwrap_or(false),
        // One more than asked for tells whether there are more.
        at_most: limit + 1,
    };
    let mut rows = store::threads(&mut tx, organisation, reader, &asked).await?;
    let mut weight = 0;
    let within = rows
        .iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX));
    let fit = within
        .take_while(|row| {
            weight += row.comments;
            weight == row.comments || weight <= PAGE_COMMENTS
        })
        .count();
    let more = rows.len() > fit;
    rows.truncate(fit);
    let revision = if more {
        rows.last().map_or(newest, |last| last.revision)
    } else {
        newest
    };
    Ok(axum::Json(ThreadsBody {
        threads: view::whole(&mut tx, organisation, reader, rows).await?,
        revision: u64::try_from(revision).unwrap_or(0),
        more,
    }))
}

/// Begins a thread
///
/// The same key again changes nothing, and is answered with the thread.
#[utoipa::path(post, path = "/api/drafts/{id}/threads", tag = "comments", params(("id" = DraftId, Path)), request_body = NewThreadBody, responses(
    (status = 201, body = ThreadBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`threads_full`, `key_reused`", body = ErrorBody),
    (status = 422, description = "`comment_invalid`, `anchor_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn begin(
    State(comments): State<Comments>,
    who: Commenter,
    Path(draft): Path<DraftId>,
    Json(body): Json<NewThreadBody>,
) -> Result<(StatusCode, axum::Json<ThreadBody>)> {
    let thread = comments.begin(&who, draft, &body).await?;
    Ok((StatusCode::CREATED, axum::Json(thread)))
}

/// Notes that the caller has read all threads of a draft
#[utoipa::path(put, path = "/api/drafts/{id}/threads/read", tag = "comments", params(("id" = DraftId, Path)), request_body = ReadThreadBody, responses(
    (status = 204),
    (status = 404, body = ErrorBody),
))]
async fn read_all(
    State(comments): State<Comments>,
    who: Viewer,
    Path(draft): Path<DraftId>,
    Json(body): Json<ReadThreadBody>,
) -> Result<StatusCode> {
    let organisation = who.organisation();
    let draft = comments.draft(organisation, draft).await?.draft_id;
    let mut tx = comments.platform().db.begin().await?;
    let revision = upto(store::revision(&mut tx, organisation, draft).await?, body);
    let reader = who.caller().person.id;
    store::read_all(&mut tx, organisation, reader, draft, revision).await?;
    let now_ms = comments.platform().clock.now_ms();
    let read = notifications::draft_was_read(&mut tx, organisation, reader, draft, now_ms).await?;
    tx.commit().await?;
    announce(comments.platform(), &read);
    Ok(StatusCode::NO_CONTENT)
}

/// One thread
#[utoipa::path(get, path = "/api/threads/{id}", tag = "comments", params(("id" = ThreadId, Path)), responses(
    (status = 200, body = ThreadBody),
    (status = 404, body = ErrorBody),
))]
async fn show(
    State(comments): State<Comments>,
    who: Viewer,
    Path(thread): Path<ThreadId>,
) -> Result<axum::Json<ThreadBody>> {
    comments.draft_of(who.organisation(), thread).await?;
    Ok(axum::Json(comments.show(who.caller(), thread).await?))
}

/// Resolves a thread, opens it again, lets it hold the draft back, or pins it elsewhere
#[utoipa::path(patch, path = "/api/threads/{id}", tag = "comments", params(("id" = ThreadId, Path)), request_body = ChangeThreadBody, responses(
    (status = 200, body = ThreadBody),
    (status = 403, description = "`permission_required`, `not_the_author`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, description = "`anchor_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn change(
    State(comments): State<Comments>,
    who: Commenter,
    Path(thread): Path<ThreadId>,
    Json(body): Json<ChangeThreadBody>,
) -> Result<axum::Json<ThreadBody>> {
    Ok(axum::Json(comments.change(&who, thread, &body).await?))
}

/// Notes up to where the caller has read a thread
#[utoipa::path(put, path = "/api/threads/{id}/read", tag = "comments", params(("id" = ThreadId, Path)), request_body = ReadThreadBody, responses(
    (status = 204),
    (status = 404, body = ErrorBody),
))]
async fn read(
    State(comments): State<Comments>,
    who: Viewer,
    Path(thread): Path<ThreadId>,
    Json(body): Json<ReadThreadBody>,
) -> Result<StatusCode> {
    let organisation = who.organisation();
    let draft = comments.draft_of(organisation, thread).await?.draft_id;
    let mut tx = comments.platform().db.begin().await?;
    let revision = upto(store::revision(&mut tx, organisation, draft).await?, body);
    let reader = who.caller().person.id;
    store::read_thread(&mut tx, organisation, reader, thread, revision).await?;
    let now_ms = comments.platform().clock.now_ms();
    let read =
        notifications::thread_was_read(&mut tx, organisation, reader, thread, now_ms).await?;
    tx.commit().await?;
    announce(comments.platform(), &read);
    Ok(StatusCode::NO_CONTENT)
}

/// Nobody has read what was not said yet.
fn upto(newest: i64, body: ReadThreadBody) -> i64 {
    i64::try_from(body.revision).map_or(newest, |revision| revision.min(newest))
}

/// Answers in a thread
///
/// The same key again changes nothing, and is answered with the thread.
#[utoipa::path(post, path = "/api/threads/{id}/comments", tag = "comments", params(("id" = ThreadId, Path)), request_body = NewCommentBody, responses(
    (status = 201, body = ThreadBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`thread_full`, `key_reused`", body = ErrorBody),
    (status = 422, description = "`comment_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn answer(
    State(comments): State<Comments>,
    who: Commenter,
    Path(thread): Path<ThreadId>,
    Json(body): Json<NewCommentBody>,
) -> Result<(StatusCode, axum::Json<ThreadBody>)> {
    let thread = comments.answer(&who, thread, &body).await?;
    Ok((StatusCode::CREATED, axum::Json(thread)))
}

/// Gives a comment of the caller's own other words
#[utoipa::path(patch, path = "/api/comments/{id}", tag = "comments", params(("id" = CommentId, Path)), request_body = EditCommentBody, responses(
    (status = 200, body = ThreadBody),
    (status = 403, description = "`permission_required`, `not_the_author`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, description = "`comment_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn reword(
    State(comments): State<Comments>,
    who: Commenter,
    Path(comment): Path<CommentId>,
    Json(body): Json<EditCommentBody>,
) -> Result<axum::Json<ThreadBody>> {
    let thread = comments.reword(&who, comment, &body.body).await?;
    Ok(axum::Json(thread))
}

/// Deletes a comment of the caller's own; its place in the thread stays
#[utoipa::path(delete, path = "/api/comments/{id}", tag = "comments", params(("id" = CommentId, Path)), responses(
    (status = 200, body = ThreadBody),
    (status = 403, description = "`permission_required`, `not_the_author`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn delete(
    State(comments): State<Comments>,
    who: Commenter,
    Path(comment): Path<CommentId>,
) -> Result<axum::Json<ThreadBody>> {
    Ok(axum::Json(comments.delete(&who, comment).await?))
}

/// Reacts to a comment, or does not any more
#[utoipa::path(put, path = "/api/comments/{id}/reaction", tag = "comments", params(("id" = CommentId, Path)), request_body = ReactBody, responses(
    (status = 200, body = ThreadBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`thread_full`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn react(
    State(comments): State<Comments>,
    who: Commenter,
    Path(comment): Path<CommentId>,
    Json(body): Json<ReactBody>,
) -> Result<axum::Json<ThreadBody>> {
    Ok(axum::Json(comments.react(&who, comment, body).await?))
}

/// Members of the organisation, to be mentioned
#[utoipa::path(get, path = "/api/mentionable", tag = "comments", params(MentionableQuery), responses(
    (status = 200, body = MentionableBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
async fn mentionable(
    State(platform): State<Platform>,
    who: Commenter,
    Query(query): Query<MentionableQuery>,
) -> Result<axum::Json<MentionableBody>> {
    let prefix = query.prefix.unwrap_or_default();
    if prefix.chars().count() > platform.config.limits.name_characters || prefix.contains('\0') {
        return Err(Error::invalid(
            ErrorCode::AddressInvalid,
            "`prefix` is longer than a name, or holds a NUL.",
        ));
    }
    let (start, word) = beginnings(&folded(&prefix));
    let mut tx = platform.db.read().await?;
    let rows =
        store::mentionable(&mut tx, who.organisation(), (&start, &word), MENTIONABLE).await?;
    let people = rows.into_iter();
    Ok(axum::Json(MentionableBody {
        people: people
            .map(|row| view::author(row.person_id, Some(row.name), Some(row.color)))
            .collect(),
    }))
}
