//! How an organisation issues: how numbers are made, and whether whoever has a certificate is reminded of its end.

use axum::extract::State;
use imprimatur_protocol::api::issuance::{IssuingRulesBody, NumberingBody};
use imprimatur_protocol::{ErrorBody, ErrorCode, OrganisationId};
use serde_json::json;

use super::{Issuance, numbering};
use crate::access::{Manager, Viewer};
use crate::error::{Error, Result};
use crate::events::{self, EventKind};
use crate::http::extract::Json;
use crate::workspace::{Tx, args, record};

/// A year: whoever is reminded earlier has forgotten it again.
const REMINDER_DAYS_MOST: u32 = 366;

record! {
    struct RulesRow {
        numbering: String,
        reminder_days: Option<i64>,
    }
}

/// The rules of an organisation. Nobody is reminded before somebody wants it: mail to people outside goes out in the organisation's name.
pub(super) async fn settled(tx: &mut Tx, organisation: OrganisationId) -> Result<IssuingRulesBody> {
    let row: Option<RulesRow> = tx
        .fetch_optional(
            "SELECT numbering, reminder_days FROM issuing_rules WHERE organisation_id = $1",
            args![organisation],
        )
        .await?;
    let Some(row) = row else {
        return Ok(IssuingRulesBody {
            numbering: numbering::unsettled(),
            reminder_days: None,
        });
    };
    // Numbers that were not meant are worse than none: nothing is issued by rules that cannot be read.
    let numbering: NumberingBody = serde_json::from_str(&row.numbering)
        .map_err(|cause| Error::internal("reading how numbers are made").caused_by(cause))?;
    Ok(IssuingRulesBody {
        numbering,
        reminder_days: row.reminder_days.and_then(|days| u32::try_from(days).ok()),
    })
}

/// How the organisation issues
#[utoipa::path(get, path = "/api/settings/issuing", tag = "issuance", responses((status = 200, body = IssuingRulesBody)))]
pub(super) async fn read_rules(
    State(issuance): State<Issuance>,
    who: Viewer,
) -> Result<axum::Json<IssuingRulesBody>> {
    let mut tx = issuance.platform().db.read().await?;
    settled(&mut tx, who.organisation()).await.map(axum::Json)
}

/// Settles how the organisation issues, from the next certificate on
///
/// A number that was given is never given again: what is counted goes on where it was whenever numbers begin as they did before.
#[utoipa::path(put, path = "/api/settings/issuing", tag = "issuance", request_body = IssuingRulesBody, responses(
    (status = 200, body = IssuingRulesBody),
    (status = 403, description = "`permission_required`", body = ErrorBody),
    (status = 422, description = "`settings_invalid`", body = ErrorBody),
))]
pub(super) async fn write_rules(
    State(issuance): State<Issuance>,
    manager: Manager,
    Json(body): Json<IssuingRulesBody>,
) -> Result<axum::Json<IssuingRulesBody>> {
    numbering::check(&body.numbering)?;
    if body
        .reminder_days
        .is_some_and(|days| !(1..=REMINDER_DAYS_MOST).contains(&days))
    {
        return Err(Error::unprocessable(
            ErrorCode::SettingsInvalid,
            format!(
                "Whoever has a certificate is reminded 1 to {REMINDER_DAYS_MOST} days before its end, or never."
            ),
        ));
    }
    let platform = issuance.platform();
    let numbering = serde_json::to_string(&body.numbering)
        .map_err(|cause| Error::internal("writing how numbers are made").caused_by(cause))?;
    let mut tx = platform.db.begin().await?;
    tx.execute(
        "INSERT INTO issuing_rules (organisation_id, numbering, reminder_days, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation_id) DO UPDATE SET numbering = excluded.numbering, reminder_days = excluded.reminder_days,
             updated_at = excluded.updated_at",
        args![
            manager.organisation(),
            numbering,
            body.reminder_days.map(i64::from),
            platform.clock.now_ms()
        ],
    )
    .await?;
    // What numbers begin with is what somebody has typed, and stays out of the audit.
    let details = json!({
        "numbering_kind": body.numbering.kind,
        "numbering_year": body.numbering.year,
        "numbering_digits": body.numbering.digits,
        "reminder_days": body.reminder_days,
    });
    let done = manager
        .caller()
        .does(EventKind::SettingsChanged, None, details);
    events::record(&mut tx, &platform.clock, &done).await?;
    tx.commit().await?;
    Ok(axum::Json(body))
}
