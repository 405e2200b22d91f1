//! The SQL of organisations.

use imprimatur_protocol::OrganisationId;

use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct NameRow {
        name: String,
    }
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
