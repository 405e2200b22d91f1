//! The addresses of reviews.

use axum::extract::State;
use axum::http::StatusCode;
use imprimatur_protocol::api::reviews::{
    ApproveBody, ApproversBody, DraftReviewBody, GateBody, GateQuery, ReassignBody,
    RequestChangesBody, ReviewRulesBody, SubmitReviewBody,
};
use imprimatur_protocol::{DraftId, ErrorBody, ReviewId};
use serde_json::json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Reviews, rules, store};
use crate::access::{Approver, Editor, Manager, Viewer};
use crate::error::Result;
use crate::events::{self, EventKind};
use crate::http::extract::{Json, Path, Query};

/// The routes of reviews.
pub fn router(reviews: Reviews) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(show, submit))
        .routes(routes!(gate))
        .routes(routes!(approve))
        .routes(routes!(request_changes))
        .routes(routes!(withdraw))
        .routes(routes!(reassign))
        .routes(routes!(approvers))
        .routes(routes!(read_rules, write_rules))
        .with_state(reviews)
}

/// How a draft stands between being made and being published
#[utoipa::path(get, path = "/api/drafts/{id}/review", tag = "reviews", params(("id" = DraftId, Path)), responses(
    (status = 200, body = DraftReviewBody),
    (status = 404, body = ErrorBody),
))]
async fn show(
    State(reviews): State<Reviews>,
    who: Viewer,
    Path(draft): Path<DraftId>,
) -> Result<axum::Json<DraftReviewBody>> {
    reviews.standing(who.caller(), draft).await.map(axum::Json)
}

/// Freezes a version, and asks that it is approved
#[utoipa::path(post, path = "/api/drafts/{id}/review", tag = "reviews", params(("id" = DraftId, Path)), request_body = SubmitReviewBody, responses(
    (status = 201, body = DraftReviewBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`review_open`", body = ErrorBody),
    (status = 422, description = "`gate_closed`, `approver_unknown`, `approvers_too_few`, `four_eyes`, `deadline_invalid`, `note_invalid`, `layout_invalid`", body = ErrorBody),
))]
async fn submit(
    State(reviews): State<Reviews>,
    who: Editor,
    Path(draft): Path<DraftId>,
    Json(body): Json<SubmitReviewBody>,
) -> Result<(StatusCode, axum::Json<DraftReviewBody>)> {
    reviews.submit(who.caller(), draft, &body).await?;
    let standing = reviews.standing(who.caller(), draft).await?;
    Ok((StatusCode::CREATED, axum::Json(standing)))
}

/// What stands against submitting and publishing
#[utoipa::path(get, path = "/api/drafts/{id}/gate", tag = "reviews", params(("id" = DraftId, Path), GateQuery), responses(
    (status = 200, body = GateBody),
    (status = 404, description = "`not_found`: no such draft, or no such version of it", body = ErrorBody),
    (status = 422, description = "`layout_invalid`, `picture_too_large`", body = ErrorBody),
    (status = 503, description = "`render_busy`, `render_timeout`, `storage_unavailable`", body = ErrorBody),
))]
async fn gate(
    State(reviews): State<Reviews>,
    who: Viewer,
    Path(draft): Path<DraftId>,
    Query(query): Query<GateQuery>,
) -> Result<axum::Json<GateBody>> {
    let gate = reviews.gate(who.organisation(), draft, query.version);
    gate.await.map(axum::Json)
}

/// Approves the version that a review is about
#[utoipa::path(post, path = "/api/reviews/{id}/approve", tag = "reviews", params(("id" = ReviewId, Path)), request_body = ApproveBody, responses(
    (status = 200, body = DraftReviewBody),
    (status = 403, description = "`permission_required`, `approval_not_asked`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`review_closed`, `review_moved`", body = ErrorBody),
    (status = 422, description = "`note_invalid`", body = ErrorBody),
))]
async fn approve(
    State(reviews): State<Reviews>,
    who: Approver,
    Path(review): Path<ReviewId>,
    Json(body): Json<ApproveBody>,
) -> Result<axum::Json<DraftReviewBody>> {
    let draft = reviews.approve(who.caller(), review, &body).await?;
    reviews.standing(who.caller(), draft).await.map(axum::Json)
}

/// Asks that something is changed first
#[utoipa::path(post, path = "/api/reviews/{id}/request-changes", tag = "reviews", params(("id" = ReviewId, Path)), request_body = RequestChangesBody, responses(
    (status = 200, body = DraftReviewBody),
    (status = 403, description = "`permission_required`, `approval_not_asked`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`review_closed`", body = ErrorBody),
    (status = 422, description = "`note_invalid`", body = ErrorBody),
))]
async fn request_changes(
    State(reviews): State<Reviews>,
    who: Approver,
    Path(review): Path<ReviewId>,
    Json(body): Json<RequestChangesBody>,
) -> Result<axum::Json<DraftReviewBody>> {
    let draft = reviews.request_changes(who.caller(), review, &body).await?;
    reviews.standing(who.caller(), draft).await.map(axum::Json)
}

/// Takes the question back
#[utoipa::path(post, path = "/api/reviews/{id}/withdraw", tag = "reviews", params(("id" = ReviewId, Path)), responses(
    (status = 200, body = DraftReviewBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`review_closed`", body = ErrorBody),
))]
async fn withdraw(
    State(reviews): State<Reviews>,
    who: Editor,
    Path(review): Path<ReviewId>,
) -> Result<axum::Json<DraftReviewBody>> {
    let draft = reviews.withdraw(who.caller(), review).await?;
    reviews.standing(who.caller(), draft).await.map(axum::Json)
}

/// Asks others, or until another day
#[utoipa::path(put, path = "/api/reviews/{id}/approvers", tag = "reviews", params(("id" = ReviewId, Path)), request_body = ReassignBody, responses(
    (status = 200, body = DraftReviewBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`review_closed`", body = ErrorBody),
    (status = 422, description = "`approver_unknown`, `approvers_too_few`, `four_eyes`, `deadline_invalid`", body = ErrorBody),
))]
async fn reassign(
    State(reviews): State<Reviews>,
    who: Editor,
    Path(review): Path<ReviewId>,
    Json(body): Json<ReassignBody>,
) -> Result<axum::Json<DraftReviewBody>> {
    let draft = reviews.reassign(who.caller(), review, &body).await?;
    reviews.standing(who.caller(), draft).await.map(axum::Json)
}

/// Who may be asked to approve
#[utoipa::path(get, path = "/api/approvers", tag = "reviews", responses((status = 200, body = ApproversBody)))]
async fn approvers(
    State(reviews): State<Reviews>,
    who: Viewer,
) -> Result<axum::Json<ApproversBody>> {
    reviews.approvers(who.caller()).await.map(axum::Json)
}

/// By which rules reviews are decided
#[utoipa::path(get, path = "/api/settings/review", tag = "reviews", responses((status = 200, body = ReviewRulesBody)))]
async fn read_rules(
    State(reviews): State<Reviews>,
    who: Viewer,
) -> Result<axum::Json<ReviewRulesBody>> {
    let mut tx = reviews.platform().db.read().await?;
    let settled = store::rules(&mut tx, who.organisation()).await?;
    Ok(axum::Json(settled.unwrap_or_else(rules::unsettled)))
}

/// Settles by which rules reviews are decided, from the next one on
#[utoipa::path(put, path = "/api/settings/review", tag = "reviews", request_body = ReviewRulesBody, responses(
    (status = 200, body = ReviewRulesBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 422, description = "`settings_invalid`", body = ErrorBody),
))]
async fn write_rules(
    State(reviews): State<Reviews>,
    manager: Manager,
    Json(body): Json<ReviewRulesBody>,
) -> Result<axum::Json<ReviewRulesBody>> {
    rules::check(&body)?;
    let platform = reviews.platform();
    let mut tx = platform.db.begin().await?;
    store::settle_rules(
        &mut tx,
        manager.organisation(),
        &body,
        platform.clock.now_ms(),
    )
    .await?;
    // All of them: a check that is turned off is what somebody may have to answer for. None is a word that a person has typed.
    let details = json!({
        "review_approvals": body.approvals,
        "review_role": body.role,
        "review_four_eyes": body.four_eyes,
        "review_severities": body.severities,
    });
    let done = manager
        .caller()
        .does(EventKind::SettingsChanged, None, details);
    events::record(&mut tx, &platform.clock, &done).await?;
    tx.commit().await?;
    Ok(axum::Json(body))
}
