//! The SQL of organisations.

use imprimatur_protocol::OrganisationId;

use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct NameRow {
        name: String,
    }
}

record! {
    struct WorkOsRow {
        workos_id: Option<String>,
    }
}

/// What an organisation is called at WorkOS; none: it does not know it.
pub(in crate::access) async fn workos_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Option<String>> {
    let row: Option<WorkOsRow> = tx
        .fetch_optional(
            "SELECT workos_id FROM organisations WHERE id = $1",
            args![organisation],
        )
        .await?;
    Ok(row.and_then(|row| row.workos_id))
}

/// What an organisation calls itself.
pub(in crate::access) async fn organisation_name(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Option<String>> {
    let row: Option<NameRow> = tx
        .fetch_optional(
            "SELECT name FROM organisations WHERE id = $1",
            args![organisation],
        )
        .await?;
    Ok(row.map(|row| row.name))
}
