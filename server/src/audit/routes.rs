//! What the page and programs ask of the history and of the audit.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use imprimatur_protocol::api::audit::ActivityBody;
use imprimatur_protocol::{ErrorBody, ErrorCode, EventId, PersonId, TemplateId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::activity::{self, Wanted};
use super::{Audit, registry_unavailable};
use crate::access::{Manager, Viewer};
use crate::config::AuditFormat as Format;
use crate::error::{Error, Kind, Result, describe};
use crate::events::EventKind;
use crate::http::extract::Query;
use crate::http::saved_as::saved_as;
use crate::platform::Platform;

/// Rows that are read for a page of the history.
const ROWS: u32 = 60;

/// The routes of the history and of the audit.
pub fn router(audit: Audit) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(happened))
        .routes(routes!(export))
        .with_state(audit)
}

/// What `GET /api/activity` is asked with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ActivityQuery {
    /// Of one template alone.
    #[param(value_type = Option<String>)]
    template: Option<TemplateId>,
    /// By one person alone.
    #[param(value_type = Option<String>)]
    person: Option<PersonId>,
    /// Of these kinds alone, separated by commas.
    kinds: Option<String>,
    /// Where the answer before ended.
    #[param(value_type = Option<String>)]
    before: Option<EventId>,
}

/// What happened to the organisation's templates, the newest first
///
/// Edits of one sitting are one entry.
#[utoipa::path(get, path = "/api/activity", tag = "audit", params(ActivityQuery), responses(
    (status = 200, body = ActivityBody),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
))]
async fn happened(
    State(platform): State<Platform>,
    who: Viewer,
    Query(query): Query<ActivityQuery>,
) -> Result<axum::Json<ActivityBody>> {
    let wanted = Wanted {
        template: query.template,
        person: query.person,
        kinds: kinds(query.kinds.as_deref())?,
        before: query.before,
    };
    let mut tx = platform.db.read().await?;
    let rows = activity::rows(&mut tx, who.organisation(), &wanted, ROWS).await?;
    Ok(axum::Json(activity::body(rows, ROWS as usize)))
}

/// Kinds by their names; all that everybody may see where none is named.
fn kinds(names: Option<&str>) -> Result<Vec<EventKind>> {
    let Some(names) = names else {
        return Ok(EventKind::ALL
            .into_iter()
            .filter(|kind| kind.is_activity())
            .collect());
    };
    let named = names.split(',').map(|name| {
        EventKind::named(name)
            .filter(|kind| kind.is_activity())
            .ok_or_else(|| {
                Error::invalid(
                    ErrorCode::AddressInvalid,
                    "`kinds` names one that there is not.",
                )
            })
    });
    named.collect()
}

/// What `GET /api/audit/export` is asked with.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    /// `csv`, or `json`.
    format: Option<String>,
}

/// The organisation's audit as a file
///
/// Every link with its hash. Cells that a spreadsheet would take for a formula begin with an apostrophe.
#[utoipa::path(get, path = "/api/audit/export", tag = "audit", params(ExportQuery), responses(
    (status = 200, content_type = "text/csv", body = String),
    (status = 400, description = "`address_invalid`", body = ErrorBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 429, description = "`too_many_requests`", body = ErrorBody),
    (status = 503, description = "`unavailable`: the registry does not answer", body = ErrorBody),
))]
async fn export(
    State(audit): State<Audit>,
    who: Manager,
    Query(query): Query<ExportQuery>,
) -> Result<Response> {
    let (format, kind) = match query.format.as_deref() {
        None | Some("csv") => (Format::Csv, "text/csv; charset=utf-8"),
        Some("json") => (Format::Json, "application/json"),
        Some(_) => {
            return Err(Error::invalid(
                ErrorCode::AddressInvalid,
                "`format` is csv or json.",
            ));
        }
    };
    let place = audit.exports.clone().try_acquire_owned().map_err(|_| {
        Error::new(
            Kind::TooMany,
            ErrorCode::TooManyRequests,
            "The audit is being exported by so many already. Try again in a moment.",
        )
    })?;
    audit
        .registry
        .may_be_written()
        .await
        .map_err(registry_unavailable)?;
    let mut export = audit.export(who.organisation(), format);
    // The first part decides what is answered; after it a failure can only break the answer off.
    let first = export.next().await?;
    let parts = unfold(
        (Some(first), export, place),
        |(ready, mut export, place)| async move {
            let part = match ready {
                Some(part) => Ok(part),
                None => export.next().await,
            };
            match part {
                Ok(Some(text)) => Some((Ok(text), (None, export, place))),
                Ok(None) => None,
                Err(cause) => {
                    let cause_text = describe(&cause);
                    tracing::warn!(error.cause = %cause_text, "an export of the audit was broken off: {cause_text}");
                    Some((Err(cause), (Some(None), export, place)))
                }
            }
        },
    );
    let name = match format {
        Format::Csv => "audit.csv",
        Format::Json => "audit.json",
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, saved_as("attachment", name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}
