//! What was done in an organisation, for those who manage it.

use axum::extract::State;
use imprimatur_protocol::api::admin::{EventBody, HappenedBody};
use imprimatur_protocol::{ErrorBody, EventId};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::access::Manager;
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::events::{self, EventRow};
use crate::http::extract::Query;
use crate::platform::Platform;

/// Events of an answer.
const EVENTS: u32 = 100;

/// What `GET /api/admin/events` is asked with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct HappenedQuery {
    /// Where the answer before ended.
    #[param(value_type = Option<String>)]
    before: Option<EventId>,
}

/// What was done that somebody may have to answer for, the newest first
#[utoipa::path(get, path = "/api/admin/events", tag = "people", params(HappenedQuery), responses(
    (status = 200, body = HappenedBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
pub(super) async fn happened(
    State(platform): State<Platform>,
    manager: Manager,
    Query(query): Query<HappenedQuery>,
) -> Result<axum::Json<HappenedBody>> {
    let mut tx = platform.db.read().await?;
    let rows = events::before(&mut tx, manager.organisation(), query.before, EVENTS).await?;
    let is_end = rows.len() < EVENTS as usize;
    let before = rows.last().map(|row| row.id).filter(|_| !is_end);
    let events: Result<Vec<EventBody>> = rows.into_iter().map(body).collect();
    Ok(axum::Json(HappenedBody {
        events: events?,
        before,
    }))
}

fn body(row: EventRow) -> Result<EventBody> {
    let details = serde_json::from_str(&row.details)
        .map_err(|cause| Error::internal("reading an event").caused_by(cause))?;
    Ok(EventBody {
        id: row.id,
        kind: row.kind,
        actor_id: row.actor_id,
        actor_name: row.actor_name,
        impersonator: row.impersonator,
        subject_id: row.subject_id,
        details,
        occurred_at: rfc3339(row.occurred_at),
    })
}
