//! What the page and programs ask of issuing.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::api::access::PersonRefBody;
use imprimatur_protocol::api::issuance::{
    BatchBody, BatchState, BatchesBody, CertificateBody, CertificatesBody, DeliveryBody,
    DeliveryState, NewBatchBody, ReasonBody,
};
use imprimatur_protocol::{BatchId, CertificateId, ErrorBody, OrganisationId};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::acts::away;
use super::lifecycle::Act;
use super::list::{self, Listing};
use super::rules;
use super::store::{self, BatchRow, deliveries};
use super::{Issuance, delivery, images, name_requests, succession};
use crate::access::{Issuer, Manager};
use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::http::extract::{Json, Path, Query};
use crate::http::saved_as::saved_as;
use crate::workspace::Tx;

/// Certificates of a batch that its answer names: of the rest there is a list.
const NAMED: u32 = 100;

/// Batches of one answer.
const BATCHES: u32 = 20;

/// Certificates of one answer.
const LISTED: u32 = 100;

/// The routes of issuing.
pub fn router(issuance: Issuance) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(issue, batches))
        .routes(routes!(report))
        .routes(routes!(batch))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(cancel))
        .routes(routes!(certificates))
        .routes(routes!(certificate))
        .routes(routes!(succession::read_content))
        .routes(routes!(succession::correct_one))
        .routes(routes!(succession::renew_one))
        .routes(routes!(name_requests::open_ones))
        .routes(routes!(name_requests::accept_one))
        .routes(routes!(name_requests::decline_one))
        .routes(routes!(suspend))
        .routes(routes!(reinstate))
        .routes(routes!(revoke))
        .routes(routes!(send))
        .routes(routes!(images::upload))
        .routes(routes!(images::content))
        .routes(routes!(rotate))
        .routes(routes!(super::bounces::receive))
        .routes(routes!(rules::read_rules, rules::write_rules))
        .with_state(issuance)
}

/// Issues certificates
///
/// All are judged before the first is issued, for which the registry has to answer. They are issued soon, also when it is away by then; `GET /api/batches/{id}`
/// says how far it is. Days are those of UTC.
/// Asking again by the same key is answered with what was asked first.
#[utoipa::path(post, path = "/api/batches", tag = "issuance", request_body = NewBatchBody, responses(
    (status = 202, body = BatchBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 409, description = "`nothing_to_issue_from`, `key_reused`", body = ErrorBody),
    (status = 413, description = "`batch_too_large`", body = ErrorBody),
    (status = 422, description = "`certificate_invalid`, with `faults`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn issue(
    State(issuance): State<Issuance>,
    who: Issuer,
    Json(body): Json<NewBatchBody>,
) -> Result<(StatusCode, axum::Json<BatchBody>)> {
    let row = issuance.issue(who.caller(), body).await?;
    Ok((StatusCode::ACCEPTED, answer(&issuance, &who, row).await?))
}

/// How far a batch is
#[utoipa::path(get, path = "/api/batches/{id}", tag = "issuance", params(("id" = BatchId, Path)), responses(
    (status = 200, body = BatchBody),
    (status = 404, body = ErrorBody),
))]
async fn batch(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(batch): Path<BatchId>,
) -> Result<axum::Json<BatchBody>> {
    let mut tx = issuance.platform().db.read().await?;
    let row = store::find(&mut tx, who.organisation(), batch).await?;
    drop(tx);
    let row = row.ok_or_else(|| Error::not_found("batch"))?;
    answer(&issuance, &who, row).await
}

async fn turn(
    issuance: &Issuance,
    who: &Issuer,
    batch: BatchId,
    to: BatchState,
) -> Result<axum::Json<BatchBody>> {
    let row = issuance.turn(who.caller(), batch, to).await?;
    answer(issuance, who, row).await
}

/// Holds a batch up
#[utoipa::path(post, path = "/api/batches/{id}/pause", tag = "issuance", params(("id" = BatchId, Path)), responses(
    (status = 200, body = BatchBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_state`", body = ErrorBody),
))]
async fn pause(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(batch): Path<BatchId>,
) -> Result<axum::Json<BatchBody>> {
    turn(&issuance, &who, batch, BatchState::Paused).await
}

/// Goes on with a batch that is held up
#[utoipa::path(post, path = "/api/batches/{id}/resume", tag = "issuance", params(("id" = BatchId, Path)), responses(
    (status = 200, body = BatchBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_state`", body = ErrorBody),
))]
async fn resume(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(batch): Path<BatchId>,
) -> Result<axum::Json<BatchBody>> {
    turn(&issuance, &who, batch, BatchState::Open).await
}

/// Ends a batch: what is issued stays, and nothing more is
///
/// Of what is being written at that moment, 25 certificates at most, `issued` says in the end whether it is; nobody is sent a mail about it.
#[utoipa::path(post, path = "/api/batches/{id}/cancel", tag = "issuance", params(("id" = BatchId, Path)), responses(
    (status = 200, body = BatchBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_state`", body = ErrorBody),
))]
async fn cancel(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(batch): Path<BatchId>,
) -> Result<axum::Json<BatchBody>> {
    turn(&issuance, &who, batch, BatchState::Cancelled).await
}

pub(super) async fn answer(
    issuance: &Issuance,
    who: &Issuer,
    row: BatchRow,
) -> Result<axum::Json<BatchBody>> {
    let mut tx = issuance.platform().db.read().await?;
    batch_body(&mut tx, who.organisation(), row)
        .await
        .map(axum::Json)
}

/// A batch with the first of its certificates.
pub(super) async fn batch_body(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: BatchRow,
) -> Result<BatchBody> {
    let certificates = store::certificates(tx, organisation, row.id, NAMED).await?;
    Ok(described(row, certificates))
}

fn described(row: BatchRow, certificates: Vec<CertificateId>) -> BatchBody {
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    BatchBody {
        id: row.id,
        template_id: row.template_id,
        title: row.template_name,
        version_id: row.version_id,
        state: row.state,
        all: count(row.all_rows),
        issued: count(row.issued),
        waits: row.state == BatchState::Open && row.reason.is_some(),
        asked_by: PersonRefBody {
            id: row.asked_by,
            name: row.asked_by_name.unwrap_or_default(),
        },
        asked_at: rfc3339(row.asked_at),
        ended_at: row.ended_at.map(rfc3339),
        supersedes: row.supersedes_id.and_then(|id| id.parse().ok()),
        certificates,
    }
}

/// The newest batches, each without its certificates; those that have not ended come first
#[utoipa::path(get, path = "/api/batches", tag = "issuance", responses(
    (status = 200, body = BatchesBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
))]
async fn batches(State(issuance): State<Issuance>, who: Issuer) -> Result<axum::Json<BatchesBody>> {
    let mut tx = issuance.platform().db.read().await?;
    let rows = store::newest(&mut tx, who.organisation(), BATCHES).await?;
    let batches = rows.into_iter().map(|row| described(row, Vec::new()));
    Ok(axum::Json(BatchesBody {
        batches: batches.collect(),
    }))
}

/// What became of a batch, as a file for spreadsheets
///
/// A line for each certificate, in the order in which they were asked for: its number, whom it is for, whether it is issued and holds, where it can be
/// checked, and what became of the mail. Cells that a spreadsheet would take for a formula begin with an apostrophe.
#[utoipa::path(get, path = "/api/batches/{id}/report", tag = "issuance", params(("id" = BatchId, Path)), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 404, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn report(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(batch): Path<BatchId>,
) -> Result<Response> {
    let mut tx = issuance.platform().db.read().await?;
    let row = store::find(&mut tx, who.organisation(), batch).await?;
    drop(tx);
    let row = row.ok_or_else(|| Error::not_found("batch"))?;
    let locale = who.caller().person.preferred_locale;
    let text = issuance.report(who.organisation(), batch, locale).await?;
    let name = format!("{} {}.csv", row.template_name, &rfc3339(row.asked_at)[..10]);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, saved_as("attachment", &name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}

/// What of the certificates is asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CertificatesQuery {
    /// Those that were issued before this one.
    before: Option<CertificateId>,
    /// Those whose newest mail is in this state.
    delivery: Option<DeliveryState>,
}

/// The certificates of the organisation, the newest first
#[utoipa::path(get, path = "/api/certificates", tag = "issuance", params(CertificatesQuery), responses(
    (status = 200, body = CertificatesBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn certificates(
    State(issuance): State<Issuance>,
    who: Issuer,
    Query(query): Query<CertificatesQuery>,
) -> Result<axum::Json<CertificatesBody>> {
    let listing = Listing {
        organisation: who.organisation(),
        origin: issuance.origin(),
        now_ms: issuance.platform().clock.now_ms(),
    };
    let (mut certificates, next) = match query.delivery {
        None => {
            let found = list::newest(issuance.registry(), &listing, query.before, LISTED).await;
            let found = found.map_err(away)?;
            let is_full = found.len() == LISTED as usize;
            let next = found.last().filter(|_| is_full).map(|last| last.id);
            (found, next)
        }
        Some(state) => by_delivery(&issuance, &listing, query.before, state).await?,
    };
    tell_deliveries(&issuance, &who, &mut certificates).await?;
    Ok(axum::Json(CertificatesBody { certificates, next }))
}

/// Those whose newest mail is in a state: which they are is known here, what they are in the registry.
async fn by_delivery(
    issuance: &Issuance,
    listing: &Listing<'_>,
    before: Option<CertificateId>,
    state: DeliveryState,
) -> Result<(Vec<CertificateBody>, Option<CertificateId>)> {
    let before = before.map_or_else(|| list::AFTER_ALL.to_owned(), |id| id.to_string());
    let mut tx = issuance.platform().db.read().await?;
    let name = delivery::state_name(state);
    let ids = deliveries::in_state(&mut tx, listing.organisation, name, &before, LISTED).await?;
    drop(tx);
    let found = list::among(issuance.registry(), listing, &ids).await;
    let mut found = found.map_err(away)?;
    found.sort_by_key(|one| std::cmp::Reverse(one.id));
    let is_full = ids.len() == LISTED as usize;
    Ok((found, ids.last().filter(|_| is_full).copied()))
}

/// A certificate
#[utoipa::path(get, path = "/api/certificates/{id}", tag = "issuance", params(("id" = CertificateId, Path)), responses(
    (status = 200, body = CertificateBody),
    (status = 404, body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn certificate(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
) -> Result<axum::Json<CertificateBody>> {
    shown(&issuance, &who, certificate).await
}

async fn shown(
    issuance: &Issuance,
    who: &Issuer,
    certificate: CertificateId,
) -> Result<axum::Json<CertificateBody>> {
    let listing = Listing {
        organisation: who.organisation(),
        origin: issuance.origin(),
        now_ms: issuance.platform().clock.now_ms(),
    };
    let found = list::one(issuance.registry(), &listing, certificate).await;
    let mut found: Vec<CertificateBody> = found.map_err(away)?.into_iter().collect();
    tell_deliveries(issuance, who, &mut found).await?;
    let found = found.pop().map(axum::Json);
    found.ok_or_else(|| Error::not_found("certificate"))
}

/// What became of mails is known here; what they are about, in the registry.
async fn tell_deliveries(
    issuance: &Issuance,
    who: &Issuer,
    certificates: &mut [CertificateBody],
) -> Result<()> {
    let ids = certificates.iter().map(|it| it.id).collect::<Vec<_>>();
    let mut tx = issuance.platform().db.read().await?;
    let stand = deliveries::stand(&mut tx, who.organisation(), ids.into_iter()).await?;
    for certificate in certificates {
        let row = stand
            .iter()
            .find(|row| row.certificate_id == certificate.id);
        certificate.delivery = row.and_then(|row| {
            Some(DeliveryBody {
                state: delivery::state_named(&row.state)?,
                at: rfc3339(row.at),
                claimed_at: row.claimed_at.map(rfc3339),
            })
        });
    }
    Ok(())
}

/// Sends the mail about a certificate once more
#[utoipa::path(post, path = "/api/certificates/{id}/send", tag = "issuance", params(("id" = CertificateId, Path)), responses(
    (status = 202, body = CertificateBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_state`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn send(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
) -> Result<(StatusCode, axum::Json<CertificateBody>)> {
    issuance.send_again(who.caller(), certificate).await?;
    Ok((
        StatusCode::ACCEPTED,
        shown(&issuance, &who, certificate).await?,
    ))
}

async fn acted(
    issuance: &Issuance,
    who: &Issuer,
    certificate: CertificateId,
    act: Act,
    reason: Option<ReasonBody>,
) -> Result<(StatusCode, axum::Json<Option<CertificateBody>>)> {
    let is_done = issuance.act(who.caller(), certificate, act, reason).await?;
    if !is_done {
        return Ok((StatusCode::ACCEPTED, axum::Json(None)));
    }
    let axum::Json(certificate) = shown(issuance, who, certificate).await?;
    Ok((StatusCode::OK, axum::Json(Some(certificate))))
}

/// Says that a certificate does not hold for now
#[utoipa::path(post, path = "/api/certificates/{id}/suspend", tag = "issuance", request_body = ReasonBody, params(("id" = CertificateId, Path)), responses(
    (status = 200, body = CertificateBody),
    (status = 202, description = "`null`: the registry is away, and it is done as soon as that is back"),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_state`, `certificate_superseded`, `certificate_busy`", body = ErrorBody),
    (status = 422, description = "`note_invalid`", body = ErrorBody),
))]
async fn suspend(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
    Json(body): Json<ReasonBody>,
) -> Result<(StatusCode, axum::Json<Option<CertificateBody>>)> {
    acted(&issuance, &who, certificate, Act::Suspend, Some(body)).await
}

/// Says that a certificate that was suspended holds again
#[utoipa::path(post, path = "/api/certificates/{id}/reinstate", tag = "issuance", params(("id" = CertificateId, Path)), responses(
    (status = 200, body = CertificateBody),
    (status = 202, description = "`null`: the registry is away, and it is done as soon as that is back"),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_state`, `certificate_superseded`, `certificate_busy`", body = ErrorBody),
))]
async fn reinstate(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
) -> Result<(StatusCode, axum::Json<Option<CertificateBody>>)> {
    acted(&issuance, &who, certificate, Act::Reinstate, None).await
}

/// Says that a certificate does not hold any more, for ever
#[utoipa::path(post, path = "/api/certificates/{id}/revoke", tag = "issuance", request_body = ReasonBody, params(("id" = CertificateId, Path)), responses(
    (status = 200, body = CertificateBody),
    (status = 202, description = "`null`: the registry is away, and it is done as soon as that is back"),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_state`, `certificate_superseded`, `certificate_busy`", body = ErrorBody),
    (status = 422, description = "`note_invalid`", body = ErrorBody),
))]
async fn revoke(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
    Json(body): Json<ReasonBody>,
) -> Result<(StatusCode, axum::Json<Option<CertificateBody>>)> {
    acted(&issuance, &who, certificate, Act::Revoke, Some(body)).await
}

/// Signs with a new key from now on
///
/// What was signed until now still verifies.
#[utoipa::path(post, path = "/api/issuer-key/rotate", tag = "issuance", responses(
    (status = 202, description = "The registry is away, and it is done as soon as that is back"),
    (status = 204),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
async fn rotate(State(issuance): State<Issuance>, who: Manager) -> Result<StatusCode> {
    Ok(if issuance.rotate(who.caller()).await? {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::ACCEPTED
    })
}
