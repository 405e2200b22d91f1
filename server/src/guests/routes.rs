//! The addresses of guests: what members do with review links, and what guests do.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use imprimatur_protocol::api::comments::{
    AnchorBody, AuthorBody, EditCommentBody, NewCommentBody, NewThreadBody, ReadThreadBody,
    ThreadBody, ThreadsBody, ThreadsQuery,
};
use imprimatur_protocol::api::guests::{
    EnterBody, GuestBody, GuestPageQuery, GuestState, GuestThreadsQuery, GuestVersionQuery,
    GuestViewBody, GuestsBody, InviteGuestBody, InvitedGuestBody,
};
use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{CommentId, DraftId, ErrorBody, ErrorCode, GuestId, ThreadId};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Guests;
use super::caller::{Guest, cookie, removal_cookie};
use super::model::{GUESTS_MOST, TOLD_FOR_MS, end_of, state};
use super::store::{self, GuestRow, NewGuest};
use crate::access::colors::color;
use crate::access::session::Token;
use crate::access::{Commenter, Editor};
use crate::bus::Notice;
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::events::{self, EventKind};
use crate::http::extract::{Json, Path, Query};
use crate::live::Followed;
use crate::pictures::Format;
use crate::templates::Name;
use crate::versions::Wanted;

/// The routes of guests.
pub fn router(guests: Guests) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, invite))
        .routes(routes!(revoke))
        .routes(routes!(enter, leave))
        .routes(routes!(view))
        .routes(routes!(layout))
        .routes(routes!(page))
        .routes(routes!(threads, begin))
        .routes(routes!(live))
        .routes(routes!(answer))
        .routes(routes!(reword, delete))
        .routes(routes!(read))
        .with_state(guests)
}

/// The guests of a draft, the newest first
#[utoipa::path(get, path = "/api/drafts/{id}/guests", tag = "guests", params(("id" = DraftId, Path)), responses(
    (status = 200, body = GuestsBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn list(
    State(guests): State<Guests>,
    who: Commenter,
    Path(draft): Path<DraftId>,
) -> Result<axum::Json<GuestsBody>> {
    let organisation = who.organisation();
    guests.0.comments.reach(&(&who).into(), draft).await?;
    let mut tx = guests.platform().db.read().await?;
    let rows = store::list(&mut tx, organisation, draft, GUESTS_MOST).await?;
    let now_ms = guests.platform().clock.now_ms();
    Ok(axum::Json(GuestsBody {
        guests: rows.into_iter().map(|row| body(row, now_ms)).collect(),
    }))
}

/// Invites a guest
///
/// The answer alone holds the link.
#[utoipa::path(post, path = "/api/drafts/{id}/guests", tag = "guests", params(("id" = DraftId, Path)), request_body = InviteGuestBody, responses(
    (status = 201, body = InvitedGuestBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`guests_full`", body = ErrorBody),
    (status = 422, description = "`name_invalid`, `guest_days_invalid`", body = ErrorBody),
))]
async fn invite(
    State(guests): State<Guests>,
    who: Editor,
    Path(draft): Path<DraftId>,
    Json(body): Json<InviteGuestBody>,
) -> Result<(StatusCode, axum::Json<InvitedGuestBody>)> {
    let platform = guests.platform();
    let organisation = who.organisation();
    guests.0.comments.reach(&who.caller().into(), draft).await?;
    let name = Name::read(&body.name, platform.config.limits.name_characters)?;
    let now_ms = platform.clock.now_ms();
    let expires_at = end_of(body.days, now_ms)?;
    let (guest, secret) = (platform.clock.id(), Token::new(&platform.clock));
    let mut tx = platform.db.begin().await?;
    let count = store::count(&mut tx, organisation, draft).await?;
    if count >= GUESTS_MOST {
        return Err(Error::new(
            Kind::Conflict,
            ErrorCode::GuestsFull,
            format!("The draft has had {GUESTS_MOST} guests, which is the limit of this server."),
        ));
    }
    let new = NewGuest {
        id: guest,
        draft,
        name: name.as_str(),
        color: count,
        secret_hash: secret.hash(),
        invited_by: who.caller().person.id,
        now_ms,
        expires_at,
    };
    store::insert(&mut tx, organisation, new).await?;
    store::forget_ended(&mut tx, organisation, draft, now_ms - TOLD_FOR_MS).await?;
    let event = who.caller().does(
        EventKind::GuestInvited,
        Some(guest.to_string()),
        json!({ "draft": draft }),
    );
    events::record(&mut tx, &platform.clock, &event).await?;
    let row = store::find(&mut tx, organisation, guest).await?;
    let row = row.ok_or_else(not_found)?;
    tx.commit().await?;
    let invited = InvitedGuestBody {
        guest: self::body(row, now_ms),
        link: format!("/guest#{}", secret.reveal()),
    };
    Ok((StatusCode::CREATED, axum::Json(invited)))
}

/// Takes a review link back
///
/// Its guest is let in no more from their next request on; what they said stays.
#[utoipa::path(delete, path = "/api/guests/{id}", tag = "guests", params(("id" = GuestId, Path)), responses(
    (status = 204),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
))]
async fn revoke(
    State(guests): State<Guests>,
    who: Editor,
    Path(guest): Path<GuestId>,
) -> Result<StatusCode> {
    let platform = guests.platform();
    let organisation = who.organisation();
    let mut tx = platform.db.begin().await?;
    let found = store::find(&mut tx, organisation, guest).await?;
    let draft = found.ok_or_else(not_found)?.draft_id;
    let now_ms = platform.clock.now_ms();
    if store::revoke(&mut tx, organisation, guest, now_ms).await? {
        let event = who.caller().does(
            EventKind::GuestRevoked,
            Some(guest.to_string()),
            json!({ "draft": draft }),
        );
        events::record(&mut tx, &platform.clock, &event).await?;
        tx.commit().await?;
        // Their page asks, and is told that they are out.
        let news = News {
            about: About::Discussions,
            revision: 0,
        };
        platform.notify(Notice::DraftNews(organisation, draft, news));
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Exchanges the secret of a review link for a cookie
///
/// Any number of times until the link ends: whatever follows links in mails uses nothing up.
#[utoipa::path(post, path = "/api/guest/session", tag = "guests", request_body = EnterBody, security(()), responses(
    (status = 200, body = GuestViewBody),
    (status = 403, description = "`guest_link_expired`, `guest_link_revoked`", body = ErrorBody),
    (status = 404, description = "`guest_link_unknown`", body = ErrorBody),
))]
async fn enter(
    State(guests): State<Guests>,
    jar: CookieJar,
    Json(body): Json<EnterBody>,
) -> Result<(CookieJar, axum::Json<GuestViewBody>)> {
    let (row, token, seconds) = guests.enter(&body.secret).await?;
    let view = guests.view(row).await?;
    let cookie = cookie(&guests.platform().config, &token, seconds);
    Ok((jar.add(cookie), axum::Json(view)))
}

/// Leaves
#[utoipa::path(delete, path = "/api/guest/session", tag = "guests", security(("guest" = [])), responses(
    (status = 204),
    (status = 401, body = ErrorBody),
))]
async fn leave(
    State(guests): State<Guests>,
    jar: CookieJar,
    guest: Guest,
) -> Result<(StatusCode, CookieJar)> {
    guests.leave(&guest).await?;
    let removed = removal_cookie(&guests.platform().config);
    Ok((StatusCode::NO_CONTENT, jar.add(removed)))
}

/// Who the guest is, and what they are shown
#[utoipa::path(get, path = "/api/guest", tag = "guests", security(("guest" = [])), responses(
    (status = 200, body = GuestViewBody),
    (status = 401, body = ErrorBody),
    (status = 403, description = "`guest_link_expired`, `guest_link_revoked`", body = ErrorBody),
))]
async fn view(State(guests): State<Guests>, guest: Guest) -> Result<axum::Json<GuestViewBody>> {
    guests.view(guest.row).await.map(axum::Json)
}

/// The layout of the version that the guest is shown
#[utoipa::path(get, path = "/api/guest/layout", tag = "guests", params(GuestVersionQuery), security(("guest" = [])), responses(
    (status = 200, description = "The layout", body = serde_json::Value),
    (status = 304, description = "As the guest has it (`If-None-Match`)"),
    (status = 404, description = "`version_not_ready`", body = ErrorBody),
))]
async fn layout(
    State(guests): State<Guests>,
    guest: Guest,
    Query(query): Query<GuestVersionQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let version = guests.ready(&guest, query.version).await?;
    let versions = &guests.0.versions;
    versions
        .layout_answer(guest.organisation(), version, &headers)
        .await
}

/// A page of the version that the guest is shown, as PNG
#[utoipa::path(get, path = "/api/guest/page.png", tag = "guests", params(GuestPageQuery), security(("guest" = [])), responses(
    (status = 200, description = "The page", content_type = "image/png", body = Vec<u8>),
    (status = 304, description = "As the guest has it (`If-None-Match`)"),
    (status = 400, description = "`address_invalid`, `locale_unknown`", body = ErrorBody),
    (status = 404, description = "`version_not_ready`, `page_not_found`", body = ErrorBody),
    (status = 503, description = "`render_busy`, `render_timeout`, `storage_unavailable`", body = ErrorBody),
))]
async fn page(
    State(guests): State<Guests>,
    guest: Guest,
    Query(query): Query<GuestPageQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let version = guests.ready(&guest, query.version).await?;
    let wanted = Wanted {
        format: Format::Png,
        page: query
            .page
            .map(|it| usize::try_from(it).unwrap_or(usize::MAX)),
        locale: query.locale,
    };
    let versions = &guests.0.versions;
    versions
        .picture_answer(guest.organisation(), version, wanted, &headers)
        .await
}

/// The discussions of the draft, or what has changed in them; none while nothing is ready
#[utoipa::path(get, path = "/api/guest/threads", tag = "guests", params(GuestThreadsQuery), security(("guest" = [])), responses(
    (status = 200, body = ThreadsBody),
    (status = 401, body = ErrorBody),
))]
async fn threads(
    State(guests): State<Guests>,
    guest: Guest,
    Query(query): Query<GuestThreadsQuery>,
) -> Result<axum::Json<ThreadsBody>> {
    let asked = ThreadsQuery {
        since: query.since,
        known: query.known,
        ..ThreadsQuery::default()
    };
    if !guests.is_ready(&guest).await? {
        // Nothing of a draft is a guest's business before somebody has given a version of it to approvers.
        return Ok(axum::Json(ThreadsBody {
            threads: Vec::new(),
            revision: 0,
            more: false,
        }));
    }
    let comments = &guests.0.comments;
    let (speaker, draft) = (guest.speaker(), guest.draft());
    let mut found = comments.list(&speaker, draft, &asked).await?;
    found.threads = found.threads.into_iter().map(as_seen).collect();
    Ok(axum::Json(found))
}

/// That there is something new to see, as soon as there is
///
/// A stream of events (`text/event-stream`): each says what has changed of the draft. It ends after some minutes; open the next one.
#[utoipa::path(get, path = "/api/guest/live", tag = "guests", security(("guest" = [])), responses(
    (status = 200, content_type = "text/event-stream", body = String),
    (status = 401, body = ErrorBody),
    (status = 429, description = "`too_many_requests`: so many follow already; ask for `GET /api/guest/threads` now and then", body = ErrorBody),
))]
async fn live(State(guests): State<Guests>, guest: Guest) -> Result<impl IntoResponse> {
    let draft = Followed::Draft(guest.organisation(), guest.draft());
    let left = guest.row.expires_at - guests.platform().clock.now_ms();
    let lasts = Duration::from_millis(u64::try_from(left).unwrap_or(0));
    guests.0.live.follow(draft, None, lasts)
}

/// Begins a thread on the version that the guest is shown
#[utoipa::path(post, path = "/api/guest/threads", tag = "guests", params(GuestVersionQuery), request_body = NewThreadBody, security(("guest" = [])), responses(
    (status = 201, body = ThreadBody),
    (status = 403, description = "`not_the_author`: a guest holds nothing back", body = ErrorBody),
    (status = 404, description = "`version_not_ready`", body = ErrorBody),
    (status = 409, description = "`threads_full`, `key_reused`", body = ErrorBody),
    (status = 422, description = "`comment_invalid`, `anchor_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn begin(
    State(guests): State<Guests>,
    guest: Guest,
    Query(query): Query<GuestVersionQuery>,
    Json(body): Json<NewThreadBody>,
) -> Result<(StatusCode, axum::Json<ThreadBody>)> {
    let comments = &guests.0.comments;
    let (speaker, draft) = (guest.speaker(), guest.draft());
    // What was written before is answered with, whatever has become of the version since.
    let thread = match comments.written_before(&speaker, &body.key).await? {
        Some(thread) => thread,
        None => {
            let version = guests.ready(&guest, query.version).await?;
            comments
                .begin(&speaker, draft, &body, Some(version))
                .await?
        }
    };
    Ok((StatusCode::CREATED, axum::Json(as_seen(thread))))
}

/// Answers in a thread
#[utoipa::path(post, path = "/api/guest/threads/{id}/comments", tag = "guests", params(("id" = ThreadId, Path)), request_body = NewCommentBody, security(("guest" = [])), responses(
    (status = 201, body = ThreadBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`thread_full`, `key_reused`", body = ErrorBody),
    (status = 422, description = "`comment_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn answer(
    State(guests): State<Guests>,
    guest: Guest,
    Path(thread): Path<ThreadId>,
    Json(body): Json<NewCommentBody>,
) -> Result<(StatusCode, axum::Json<ThreadBody>)> {
    let comments = &guests.0.comments;
    let speaker = guest.speaker();
    let before = comments.written_before(&speaker, &body.key).await?;
    let thread = match before.filter(|it| it.id == thread) {
        Some(thread) => thread,
        None => {
            guests.ready(&guest, None).await?;
            comments.answer(&speaker, thread, &body).await?
        }
    };
    Ok((StatusCode::CREATED, axum::Json(as_seen(thread))))
}

/// Gives a comment of the guest's own other words
#[utoipa::path(patch, path = "/api/guest/comments/{id}", tag = "guests", params(("id" = CommentId, Path)), request_body = EditCommentBody, security(("guest" = [])), responses(
    (status = 200, body = ThreadBody),
    (status = 403, description = "`not_the_author`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 422, description = "`comment_invalid`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn reword(
    State(guests): State<Guests>,
    guest: Guest,
    Path(comment): Path<CommentId>,
    Json(body): Json<EditCommentBody>,
) -> Result<axum::Json<ThreadBody>> {
    let comments = &guests.0.comments;
    let thread = comments
        .reword(&guest.speaker(), comment, &body.body)
        .await?;
    Ok(axum::Json(as_seen(thread)))
}

/// Deletes a comment of the guest's own; its place in the thread stays
#[utoipa::path(delete, path = "/api/guest/comments/{id}", tag = "guests", params(("id" = CommentId, Path)), security(("guest" = [])), responses(
    (status = 200, body = ThreadBody),
    (status = 403, description = "`not_the_author`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
))]
async fn delete(
    State(guests): State<Guests>,
    guest: Guest,
    Path(comment): Path<CommentId>,
) -> Result<axum::Json<ThreadBody>> {
    let comments = &guests.0.comments;
    let thread = comments.delete(&guest.speaker(), comment).await?;
    Ok(axum::Json(as_seen(thread)))
}

/// Notes up to where the guest has read a thread
#[utoipa::path(put, path = "/api/guest/threads/{id}/read", tag = "guests", params(("id" = ThreadId, Path)), request_body = ReadThreadBody, security(("guest" = [])), responses(
    (status = 204),
    (status = 404, body = ErrorBody),
))]
async fn read(
    State(guests): State<Guests>,
    guest: Guest,
    Path(thread): Path<ThreadId>,
    Json(body): Json<ReadThreadBody>,
) -> Result<StatusCode> {
    let comments = &guests.0.comments;
    comments.read(&guest.speaker(), thread, body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A thread without words of the live draft: of a passage a guest sees only in which element it stands.
fn as_seen(mut thread: ThreadBody) -> ThreadBody {
    if let AnchorBody::Passage { element, place, .. } = thread.anchor {
        thread.anchor = AnchorBody::Element {
            element,
            offset: [1.0, 0.0],
            place,
        };
    }
    thread
}

fn body(row: GuestRow, now_ms: i64) -> GuestBody {
    let color = color(row.inviter_color.unwrap_or(0));
    GuestBody {
        id: row.id,
        name: row.name,
        state: match row.inviter_color {
            // Whoever invited them is no member any more.
            None => GuestState::Revoked,
            Some(_) => state(row.revoked_at, row.expires_at, now_ms),
        },
        invited_by: AuthorBody::new(row.invited_by.into(), row.inviter_name, color),
        invited_at: rfc3339(row.invited_at),
        expires_at: rfc3339(row.expires_at),
        seen_at: row.seen_at.map(rfc3339),
    }
}

fn not_found() -> Error {
    Error::not_found("guest")
}
