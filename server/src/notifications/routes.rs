//! What programs and the page do with somebody's inbox: their own, in the organisation that they signed in to.

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use imprimatur_protocol::api::access::PersonRefBody;
use imprimatur_protocol::api::collab::TemplateRefBody;
use imprimatur_protocol::api::comments::AuthorBody;
use imprimatur_protocol::api::notifications::{
    InboxBody, InboxQuery, NotificationBody, NotificationKind, PreferencesBody, ReadInboxBody,
    UnreadBody,
};
use imprimatur_protocol::{ErrorBody, ErrorCode, NotificationId, OrganisationId, PersonId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, NotificationRow, StandRow};
use super::{Notifications, after_reading, announce, model};
use crate::access::Viewer;
use crate::access::colors::color;
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::http::extract::{Json, Query};
use crate::live::Followed;
use crate::platform::Platform;
use crate::workspace::Tx;

/// Notifications of an answer when nobody asks for a number.
const PAGE_ROWS: u32 = 30;

/// The routes of inboxes.
pub fn router(notifications: Notifications) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(unread))
        .routes(routes!(live))
        .routes(routes!(read))
        .routes(routes!(preferences, decide))
        .with_state(notifications)
}

/// That there is something new in the caller's inbox, as soon as there is
///
/// A stream of events (`text/event-stream`): each says that the inbox has changed, and the newest revision of it; 0: it may have. It ends after some
/// minutes; open the next one.
#[utoipa::path(get, path = "/api/inbox/live", tag = "notifications", responses(
    (status = 200, content_type = "text/event-stream", body = String),
    (status = 429, description = "`too_many_requests`: so many follow already; ask for `GET /api/inbox/unread` now and then", body = ErrorBody),
))]
async fn live(
    State(notifications): State<Notifications>,
    who: Viewer,
) -> Result<impl IntoResponse> {
    let caller = who.caller();
    let inbox = Followed::Inbox(caller.organisation.id, caller.person.id);
    notifications
        .0
        .live
        .follow(inbox, Some(caller.session), Duration::MAX)
}

/// What the caller was told, the newest first
#[utoipa::path(get, path = "/api/inbox", tag = "notifications", params(InboxQuery), responses(
    (status = 200, body = InboxBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
))]
async fn list(
    State(platform): State<Platform>,
    who: Viewer,
    Query(query): Query<InboxQuery>,
) -> Result<axum::Json<InboxBody>> {
    let most = platform.config.limits.page_rows;
    let limit = query.limit.unwrap_or(PAGE_ROWS).min(most);
    let before = match query.after.as_deref().map(str::parse::<NotificationId>) {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => return Err(not_a_place()),
    };
    if limit == 0 {
        return Err(not_a_place());
    }
    let only_unread = query.unread.unwrap_or(false);
    let (organisation, person) = (who.organisation(), who.caller().person.id);
    let mut tx = platform.db.read().await?;
    // One more than asked for tells whether there is a next page.
    let mut rows = store::list(
        &mut tx,
        organisation,
        person,
        before,
        only_unread,
        limit + 1,
    )
    .await?;
    let asked = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > asked;
    rows.truncate(asked);
    let next = rows.last().filter(|_| more).map(|last| last.id.to_string());
    let stand = store::stand(&mut tx, organisation, person).await?;
    let notifications = bodies(&mut tx, organisation, rows).await?;
    let UnreadBody { unread, revision } = stand_body(&stand);
    Ok(axum::Json(InboxBody {
        notifications,
        next,
        unread,
        revision,
    }))
}

fn not_a_place() -> Error {
    Error::invalid(
        ErrorCode::AddressInvalid,
        "`limit` is at least 1, and `after` what an answer has called `next`.",
    )
}

/// How much the caller has not read
#[utoipa::path(get, path = "/api/inbox/unread", tag = "notifications", responses((status = 200, body = UnreadBody)))]
async fn unread(State(platform): State<Platform>, who: Viewer) -> Result<axum::Json<UnreadBody>> {
    let mut tx = platform.db.read().await?;
    let stand = store::stand(&mut tx, who.organisation(), who.caller().person.id).await?;
    Ok(axum::Json(stand_body(&stand)))
}

/// Notes what the caller has read
#[utoipa::path(put, path = "/api/inbox/read", tag = "notifications", request_body = ReadInboxBody, responses(
    (status = 200, body = UnreadBody),
    (status = 422, description = "`settings_invalid`: more than `LIMIT_PAGE_ROWS` ids", body = ErrorBody),
))]
async fn read(
    State(platform): State<Platform>,
    who: Viewer,
    Json(body): Json<ReadInboxBody>,
) -> Result<axum::Json<UnreadBody>> {
    let most = platform.config.limits.page_rows;
    if body.ids.len() > usize::try_from(most).unwrap_or(usize::MAX) {
        return Err(Error::unprocessable(
            ErrorCode::SettingsInvalid,
            format!("At most {most} notifications are read at once."),
        ));
    }
    let (organisation, person) = (who.organisation(), who.caller().person.id);
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    store::hold(&mut tx, organisation, person).await?;
    let mut read = 0;
    for id in body.ids {
        read += store::read_one(&mut tx, organisation, person, id, now_ms).await?;
    }
    if let Some(up_to) = body.up_to {
        read += store::read_up_to(&mut tx, organisation, person, up_to, now_ms).await?;
    }
    if let Some(thread) = body.thread_id {
        read += store::read_thread(&mut tx, organisation, person, thread, now_ms).await?;
    }
    let changed = after_reading(&mut tx, organisation, person, read).await?;
    let stand = store::stand(&mut tx, organisation, person).await?;
    tx.commit().await?;
    announce(&platform, &changed);
    Ok(axum::Json(stand_body(&stand)))
}

/// What the caller wants to be told of, and where
#[utoipa::path(get, path = "/api/inbox/preferences", tag = "notifications", responses((status = 200, body = PreferencesBody)))]
async fn preferences(
    State(platform): State<Platform>,
    who: Viewer,
) -> Result<axum::Json<PreferencesBody>> {
    let mut tx = platform.db.read().await?;
    let wanted = wanted(&mut tx, who.organisation(), who.caller().person.id).await?;
    Ok(axum::Json(wanted.body()))
}

/// Decides what the caller is told of, and where
#[utoipa::path(put, path = "/api/inbox/preferences", tag = "notifications", request_body = PreferencesBody, responses(
    (status = 200, body = PreferencesBody),
))]
async fn decide(
    State(platform): State<Platform>,
    who: Viewer,
    Json(body): Json<PreferencesBody>,
) -> Result<(StatusCode, axum::Json<PreferencesBody>)> {
    let (organisation, person) = (who.organisation(), who.caller().person.id);
    let mut tx = platform.db.begin().await?;
    let mut wanted = wanted(&mut tx, organisation, person).await?;
    wanted.decide(&body);
    let now_ms = platform.clock.now_ms();
    store::decide(&mut tx, organisation, person, &wanted, now_ms).await?;
    tx.commit().await?;
    Ok((StatusCode::OK, axum::Json(wanted.body())))
}

async fn wanted(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<model::Preferences> {
    let members = store::members(tx, organisation, &[person]).await?;
    Ok(members
        .first()
        .map(store::MemberRow::preferences)
        .unwrap_or_default())
}

fn stand_body(stand: &StandRow) -> UnreadBody {
    UnreadBody {
        unread: u32::try_from(stand.unread).unwrap_or(u32::MAX),
        revision: stand
            .revision
            .map_or(0, |revision| u64::try_from(revision).unwrap_or(0)),
    }
}

async fn bodies(
    tx: &mut Tx,
    organisation: OrganisationId,
    rows: Vec<NotificationRow>,
) -> Result<Vec<NotificationBody>> {
    let meant = rows.iter().flat_map(|row| model::mentioned(&row.excerpt));
    let names: HashMap<PersonId, String> = store::names(tx, organisation, meant)
        .await?
        .into_iter()
        .map(|row| (row.person_id, row.name))
        .collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| body(row, &names))
        .collect())
}

/// None: of a kind that only a newer version knows.
fn body(row: NotificationRow, names: &HashMap<PersonId, String>) -> Option<NotificationBody> {
    let actor = row.actor_id.and_then(|id| id.parse().ok());
    let mentions = model::mentioned(&row.excerpt).into_iter();
    Some(NotificationBody {
        id: row.id,
        kind: NotificationKind::named(&row.kind)?,
        actor: actor
            .map(|id| AuthorBody::new(id, row.actor_name, color(row.actor_color.unwrap_or(0)))),
        template: TemplateRefBody {
            id: row.template_id,
            name: row.template_name,
        },
        draft_id: row.draft_id,
        thread_id: row.thread_id.and_then(|id| id.parse().ok()),
        thread_number: row
            .thread_number
            .and_then(|number| u32::try_from(number).ok()),
        subject_id: row.subject_id,
        mentions: mentions
            .filter_map(|id| {
                let name = names.get(&id)?.clone();
                Some(PersonRefBody { id, name })
            })
            .collect(),
        excerpt: row.excerpt,
        created_at: rfc3339(row.created_at),
        read: row.read_at.is_some(),
    })
}
