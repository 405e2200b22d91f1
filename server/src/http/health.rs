//! Whether the process answers. Says nothing of its neighbours, so that their absence restarts nobody.

use axum::Json;
use serde_json::{Value, json};

/// `GET /healthz`
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "service",
    responses((status = 200, description = "The process answers: `{\"status\":\"ok\"}`", body = Object))
)]
pub async fn healthz() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}
