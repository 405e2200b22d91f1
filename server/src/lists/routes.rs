//! The addresses of lists.

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::api::issuance::BatchBody;
use imprimatur_protocol::api::lists::{
    IssueListBody, ListBody, ListCheckBody, ListFitBody, ListFitQueryBody, ListMappingBody,
    ListPreviewBody, ListReadingBody,
};
use imprimatur_protocol::{ErrorBody, ErrorCode, ListId, TemplateId};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Lists;
use crate::access::Issuer;
use crate::error::{Error, Result};
use crate::http::extract::{Json, Path, Query, read};
use crate::templates::Name;

/// The routes of lists.
pub fn router(lists: Lists) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(take))
        .routes(routes!(discard))
        .routes(routes!(reread))
        .routes(routes!(check))
        .routes(routes!(fit))
        .routes(routes!(preview))
        .routes(routes!(issue))
        .with_state(lists)
}

/// What a file is taken in with.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct NewListQuery {
    /// From which template certificates are to be issued.
    template_id: TemplateId,
    /// As the file is called.
    name: String,
}

/// Takes in a list: a file of text with cells, or a workbook
///
/// How it is read is found out and told. It is kept for a day, unless it is issued or discarded before.
#[utoipa::path(post, path = "/api/lists", tag = "lists", params(NewListQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 201, body = ListBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 409, description = "`nothing_to_issue_from`, `lists_full`", body = ErrorBody),
    (status = 413, description = "`list_too_large`", body = ErrorBody),
    (status = 422, description = "`list_unreadable`, `name_invalid`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn take(
    State(lists): State<Lists>,
    who: Issuer,
    Query(query): Query<NewListQuery>,
    request: Request,
) -> Result<(StatusCode, axum::Json<ListBody>)> {
    let limits = &lists.platform().config.limits;
    let name = Name::read(&query.name, limits.name_characters)?;
    let place = lists.receiving()?;
    let file = read(request, limits.list_bytes, ErrorCode::ListTooLarge).await?;
    let body = lists.take(who.caller(), query.template_id, name.as_str(), file);
    let body = body.await?;
    drop(place);
    Ok((StatusCode::CREATED, axum::Json(body)))
}

/// Discards a list
#[utoipa::path(delete, path = "/api/lists/{id}", tag = "lists", params(("id" = ListId, Path)), responses(
    (status = 204),
    (status = 404, body = ErrorBody),
))]
async fn discard(
    State(lists): State<Lists>,
    who: Issuer,
    Path(list): Path<ListId>,
) -> Result<StatusCode> {
    if lists.discard(who.organisation(), list).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Error::not_found("list"))
}

/// Reads a list as it is told to
#[utoipa::path(post, path = "/api/lists/{id}/read", tag = "lists", request_body = ListReadingBody, params(("id" = ListId, Path)), responses(
    (status = 200, body = ListBody),
    (status = 404, body = ErrorBody),
    (status = 413, description = "`list_too_large`", body = ErrorBody),
    (status = 422, description = "`list_unreadable`", body = ErrorBody),
))]
async fn reread(
    State(lists): State<Lists>,
    who: Issuer,
    Path(list): Path<ListId>,
    Json(reading): Json<ListReadingBody>,
) -> Result<axum::Json<ListBody>> {
    let body = lists.reread(who.organisation(), list, reading).await?;
    Ok(axum::Json(body))
}

/// Judges every row of a list
///
/// Changes nothing. Days, numbers and languages are read as people write them.
#[utoipa::path(post, path = "/api/lists/{id}/check", tag = "lists", request_body = ListMappingBody, params(("id" = ListId, Path)), responses(
    (status = 200, body = ListCheckBody),
    (status = 404, body = ErrorBody),
    (status = 422, description = "`mapping_invalid` with `faults`, `list_unreadable`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn check(
    State(lists): State<Lists>,
    who: Issuer,
    Path(list): Path<ListId>,
    Json(mapping): Json<ListMappingBody>,
) -> Result<axum::Json<ListCheckBody>> {
    let body = lists.check(who.organisation(), list, mapping).await?;
    Ok(axum::Json(body))
}

/// Tries rows of a list in the template: whose texts leave their boxes?
///
/// As many rows as can be tried in a moment; ask on from `next`.
#[utoipa::path(post, path = "/api/lists/{id}/fit", tag = "lists", request_body = ListFitQueryBody, params(("id" = ListId, Path)), responses(
    (status = 200, body = ListFitBody),
    (status = 404, body = ErrorBody),
    (status = 422, description = "`mapping_invalid` with `faults`", body = ErrorBody),
    (status = 503, description = "`render_busy`, `registry_unavailable`", body = ErrorBody),
))]
async fn fit(
    State(lists): State<Lists>,
    who: Issuer,
    Path(list): Path<ListId>,
    Json(body): Json<ListFitQueryBody>,
) -> Result<axum::Json<ListFitBody>> {
    let found = lists.fit(who.organisation(), list, body.mapping, body.from);
    Ok(axum::Json(found.await?))
}

/// A page of a row's certificate, as it would look
#[utoipa::path(post, path = "/api/lists/{id}/preview", tag = "lists", request_body = ListPreviewBody, params(("id" = ListId, Path)), responses(
    (status = 200, content_type = "image/png", body = Vec<u8>),
    (status = 404, description = "`not_found`, `page_not_found`", body = ErrorBody),
    (status = 422, description = "`certificate_invalid`, `mapping_invalid`", body = ErrorBody),
    (status = 503, description = "`render_busy`, `registry_unavailable`", body = ErrorBody),
))]
async fn preview(
    State(lists): State<Lists>,
    who: Issuer,
    Path(list): Path<ListId>,
    Json(body): Json<ListPreviewBody>,
) -> Result<Response> {
    let picture = lists.preview(who.organisation(), list, body);
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, picture.await?).into_response())
}

/// Issues a list
///
/// All of it, or nothing. Asked again, it answers with the batch that it was issued as; its file is forgotten.
#[utoipa::path(post, path = "/api/lists/{id}/issue", tag = "lists", request_body = IssueListBody, params(("id" = ListId, Path)), responses(
    (status = 202, body = BatchBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`nothing_to_issue_from`", body = ErrorBody),
    (status = 422, description = "`certificate_invalid`, `mapping_invalid` with `faults`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn issue(
    State(lists): State<Lists>,
    who: Issuer,
    Path(list): Path<ListId>,
    Json(body): Json<IssueListBody>,
) -> Result<(StatusCode, axum::Json<BatchBody>)> {
    let batch = lists.issue(who.caller(), list, body).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(batch)))
}
