//! The SQL of the rules that organisations have settled.

use imprimatur_protocol::OrganisationId;
use imprimatur_protocol::api::reviews::ReviewRulesBody;

use crate::access::roles::{role_name, role_named};
use crate::error::{Error, Result};
use crate::workspace::{Tx, args, record};

record! {
    struct RulesRow {
        approvals: i64,
        role: Option<String>,
        four_eyes: i64,
        severities: String,
    }
}

/// The rules of an organisation, if it has settled some.
pub(in crate::reviews) async fn rules(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Option<ReviewRulesBody>> {
    let row: Option<RulesRow> = tx
        .fetch_optional(
            "SELECT approvals, role, four_eyes, severities FROM review_rules WHERE organisation_id = $1",
            args![organisation],
        )
        .await?;
    Ok(row.map(|row| ReviewRulesBody {
        approvals: u32::try_from(row.approvals).unwrap_or(1),
        role: row.role.as_deref().and_then(role_named),
        four_eyes: row.four_eyes != 0,
        // A code that only another version knows leaves all as they are by themselves.
        severities: serde_json::from_str(&row.severities).unwrap_or_default(),
    }))
}

/// Settles the rules of an organisation.
pub(in crate::reviews) async fn settle_rules(
    tx: &mut Tx,
    organisation: OrganisationId,
    rules: &ReviewRulesBody,
    now_ms: i64,
) -> Result<()> {
    let severities = serde_json::to_string(&rules.severities)
        .map_err(|cause| Error::internal("writing rules").caused_by(cause))?;
    tx.execute(
        "INSERT INTO review_rules (organisation_id, approvals, role, four_eyes, severities, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (organisation_id) DO UPDATE SET approvals = excluded.approvals, role = excluded.role,
             four_eyes = excluded.four_eyes, severities = excluded.severities, updated_at = excluded.updated_at",
        args![
            organisation,
            rules.approvals,
            rules.role.map(|role| role_name(role).to_owned()),
            i64::from(rules.four_eyes),
            severities,
            now_ms
        ],
    )
    .await?;
    Ok(())
}
