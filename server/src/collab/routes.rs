//! What is known of a draft outside its socket.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_crdt::json::to_json;
use imprimatur_protocol::api::collab::{DraftBody, TemplateRefBody};
use imprimatur_protocol::{DraftId, ErrorBody};
use tokio::task::spawn_blocking;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Collab, store, upgrade};
use crate::access::Viewer;
use crate::error::{Error, Result};
use crate::http::conditional::{matches_tag, wanted_tag};
use crate::http::extract::Path;

/// The routes of editing together.
pub fn router(collab: Collab) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(draft))
        .routes(routes!(layout))
        .routes(routes!(upgrade::open))
        .with_state(collab)
}

/// A draft, without its content
#[utoipa::path(get, path = "/api/drafts/{id}", tag = "collab",
    params(("id" = DraftId, Path, description = "The draft")),
    responses(
        (status = 200, body = DraftBody),
        (status = 404, description = "`not_found`", body = ErrorBody),
    ))]
async fn draft(
    State(collab): State<Collab>,
    caller: Viewer,
    Path(id): Path<DraftId>,
) -> Result<axum::Json<DraftBody>> {
    let mut tx = collab.platform().db.read().await?;
    let row = store::find(&mut tx, caller.organisation(), id)
        .await?
        .ok_or_else(|| Error::not_found("draft"))?;
    Ok(axum::Json(DraftBody {
        id,
        head: row.head(),
        template: TemplateRefBody {
            id: row.template_id,
            name: row.template_name,
        },
    }))
}

/// A draft's layout as it is saved
///
/// `POST /api/templates` takes it as `layout`. The `ETag` changes with every saved edit.
#[utoipa::path(get, path = "/api/drafts/{id}/layout", tag = "collab",
    params(("id" = DraftId, Path, description = "The draft")),
    responses(
        (status = 200, description = "The layout", body = serde_json::Value),
        (status = 304, description = "As the caller has it (`If-None-Match`)"),
        (status = 404, description = "`not_found`", body = ErrorBody),
    ))]
async fn layout(
    State(collab): State<Collab>,
    caller: Viewer,
    Path(id): Path<DraftId>,
    headers: HeaderMap,
) -> Result<Response> {
    if let Some(wanted) = wanted_tag(&headers) {
        let mut tx = collab.platform().db.read().await?;
        let row = store::find(&mut tx, caller.organisation(), id)
            .await?
            .ok_or_else(|| Error::not_found("draft"))?;
        let tag = tag(id, row.head());
        if matches_tag(wanted, &tag) {
            return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, value(&tag))]).into_response());
        }
    }
    let committed = collab.layout(caller.organisation(), id).await?;
    let tag = tag(id, committed.head);
    let json = spawn_blocking(move || to_json(&committed.layout).to_string())
        .await
        .map_err(|cause| Error::internal("writing a layout").caused_by(cause))?;
    let headers = [
        (header::ETAG, value(&tag)),
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
    ];
    Ok((headers, json).into_response())
}

/// The head names the content: it rises with every saved edit and never comes back.
fn tag(id: DraftId, head: u64) -> String {
    format!("\"{id}-{head}\"")
}

fn value(tag: &str) -> HeaderValue {
    HeaderValue::from_str(tag).expect("an id and a number are plain ASCII")
}
