//! What the page and programs ask of publishing.

use axum::extract::State;
use axum::http::StatusCode;
use imprimatur_protocol::api::access::PersonRefBody;
use imprimatur_protocol::api::publishing::{DraftPublicationBody, PublicationBody, PublishedBody};
use imprimatur_protocol::{DraftId, ErrorBody, ErrorCode, PublicationId, TemplateId, VersionId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Publishing;
use super::model::{Act, State as PublicationState, steps};
use super::store::{self, PublicationRow};
use crate::access::roles::Permission;
use crate::access::{Publisher, Viewer};
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::http::extract::Path;

/// What was done that is told at once: nobody reads further back there, and the audit knows all of it.
const HISTORY: u32 = 50;

/// The routes of publishing.
pub fn router(publishing: Publishing) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(stands))
        .routes(routes!(publish))
        .routes(routes!(roll_back))
        .routes(routes!(archive))
        .routes(routes!(cancel))
        .with_state(publishing)
}

/// What is published of a draft's template, and what is being done to it
#[utoipa::path(get, path = "/api/drafts/{id}/publication", tag = "publishing", params(("id" = DraftId, Path)), responses(
    (status = 200, body = DraftPublicationBody),
    (status = 404, body = ErrorBody),
))]
async fn stands(
    State(publishing): State<Publishing>,
    who: Viewer,
    Path(draft): Path<DraftId>,
) -> Result<axum::Json<DraftPublicationBody>> {
    let organisation = who.organisation();
    let mut tx = publishing.platform().db.read().await?;
    let template = store::template_of(&mut tx, organisation, draft).await?;
    let template = template
        .ok_or_else(|| Error::not_found("draft"))?
        .template_id;
    let open = store::open(&mut tx, organisation, template).await?;
    let newest = store::newest_done(&mut tx, organisation, template).await?;
    let history = store::history(&mut tx, organisation, template, HISTORY).await?;
    let may = who.caller().may(Permission::Publish);
    Ok(axum::Json(DraftPublicationBody {
        current: newest.map(|row| PublishedBody {
            version_id: row.version_id,
            version_number: number(row.version_number),
            content_hash: row.content_hash,
            published_at: rfc3339(row.ended_at.unwrap_or(row.asked_at)),
            is_archived: row.act == Act::Archive,
        }),
        open: open.map(body),
        history: history.into_iter().map(body).collect(),
        may: (!may).then_some(ErrorCode::PermissionRequired),
    }))
}

/// Publishes an approved version
///
/// It is done soon, also when the registry is away at the moment; `GET /api/drafts/{id}/publication` says how far it is. Asking again for what is being
/// done, or is so, is answered with that.
#[utoipa::path(post, path = "/api/versions/{id}/publish", tag = "publishing", params(("id" = VersionId, Path)), responses(
    (status = 202, body = PublicationBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`version_not_approved`, `publishing_open`", body = ErrorBody),
    (status = 422, description = "`gate_closed`", body = ErrorBody),
))]
async fn publish(
    State(publishing): State<Publishing>,
    who: Publisher,
    Path(version): Path<VersionId>,
) -> Result<(StatusCode, axum::Json<PublicationBody>)> {
    let row = publishing.publish(who.caller(), version).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(body(row))))
}

/// Makes a version that was published before the published one again
///
/// What was issued since stays as it is.
#[utoipa::path(post, path = "/api/versions/{id}/roll-back", tag = "publishing", params(("id" = VersionId, Path)), responses(
    (status = 202, body = PublicationBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`version_not_published`, `publishing_open`", body = ErrorBody),
))]
async fn roll_back(
    State(publishing): State<Publishing>,
    who: Publisher,
    Path(version): Path<VersionId>,
) -> Result<(StatusCode, axum::Json<PublicationBody>)> {
    let row = publishing.roll_back(who.caller(), version).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(body(row))))
}

/// Ends that anything new is issued from a template
///
/// What was published and issued stays, and it can be published again.
#[utoipa::path(post, path = "/api/templates/{id}/archive", tag = "publishing", params(("id" = TemplateId, Path)), responses(
    (status = 202, body = PublicationBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`version_not_published`, `publishing_open`", body = ErrorBody),
))]
async fn archive(
    State(publishing): State<Publishing>,
    who: Publisher,
    Path(template): Path<TemplateId>,
) -> Result<(StatusCode, axum::Json<PublicationBody>)> {
    let row = publishing.archive(who.caller(), template).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(body(row))))
}

/// Cancels what was asked for, as long as nothing of it stands in the registry
///
/// `may_cancel` of a publication says whether that is so. Cancelling again is answered with what was cancelled.
#[utoipa::path(post, path = "/api/publications/{id}/cancel", tag = "publishing", params(("id" = PublicationId, Path)), responses(
    (status = 200, body = PublicationBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`publishing_settled`", body = ErrorBody),
))]
async fn cancel(
    State(publishing): State<Publishing>,
    who: Publisher,
    Path(publication): Path<PublicationId>,
) -> Result<axum::Json<PublicationBody>> {
    let row = publishing.cancel(who.caller(), publication).await?;
    Ok(axum::Json(body(row)))
}

fn number(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn body(row: PublicationRow) -> PublicationBody {
    let waits_for = row.waits_for();
    let may_cancel = row.may_cancel();
    let is_waiting = row.state == PublicationState::Open && waits_for.is_some();
    PublicationBody {
        id: row.id,
        act: row.act,
        version_id: row.version_id,
        version_number: number(row.version_number),
        state: row.state,
        step: number(row.step),
        steps: u32::try_from(steps(row.act).len()).unwrap_or_default(),
        waits_for: waits_for
            .filter(|_| matches!(row.state, PublicationState::Open | PublicationState::Failed)),
        next_try_at: is_waiting.then(|| rfc3339(row.next_try_at)),
        asked_by: PersonRefBody {
            id: row.asked_by,
            name: row.asked_by_name.unwrap_or_default(),
        },
        asked_at: rfc3339(row.asked_at),
        ended_at: row.ended_at.map(rfc3339),
        may_cancel,
        cancelled_by: row.cancelled_by.map(|id| PersonRefBody {
            id,
            name: row.cancelled_by_name.unwrap_or_default(),
        }),
    }
}
