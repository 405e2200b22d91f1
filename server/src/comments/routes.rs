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

use super::model::beginnings;
use super::{Comments, Speaker, store, view};
use crate::access::folding::folded;
use crate::access::{Commenter, Viewer};
use crate::error::{Error, Result};
use crate::http::extract::{Json, Path, Query};
use crate::platform::Platform;

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
    let found = comments.list(&Speaker::from(&who), draft, &query).await?;
    Ok(axum::Json(found))
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
    let thread = comments
        .begin(&Speaker::from(&who), draft, &body, None)
        .await?;
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
    comments.read_all(&Speaker::from(&who), draft, body).await?;
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
    let shown = comments.show(&Speaker::from(&who), thread).await?;
    Ok(axum::Json(shown))
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
    let changed = comments.change(&who, thread, &body).await?;
    Ok(axum::Json(changed))
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
    comments.read(&Speaker::from(&who), thread, body).await?;
    Ok(StatusCode::NO_CONTENT)
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
    let thread = comments.answer(&Speaker::from(&who), thread, &body).await?;
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
    let thread = comments
        .reword(&Speaker::from(&who), comment, &body.body)
        .await?;
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
    let thread = comments.delete(&Speaker::from(&who), comment).await?;
    Ok(axum::Json(thread))
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
    let thread = comments.react(&who, comment, body).await?;
    Ok(axum::Json(thread))
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
            .map(|row| view::author(row.person_id.into(), Some(row.name), Some(row.color)))
            .collect(),
    }))
}
