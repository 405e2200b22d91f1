//! The SQL of who signs in: the ids of WorkOS for what is known here.

use imprimatur_protocol::OrganisationId;

use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct WorkOsIdRow {
        workos_id: Option<String>,
    }
}

/// The id that WorkOS knows an organisation by.
pub(in crate::people) async fn workos_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Option<String>> {
    let row: Option<WorkOsIdRow> = tx
        .fetch_optional(
            "SELECT workos_id FROM organisations WHERE id = $1 AND deleted_at IS NULL",
            args![organisation],
        )
        .await?;
    Ok(row.and_then(|row| row.workos_id))
}

/// Whether a user is known to be a member of an organisation, by the ids of WorkOS.
pub(in crate::people) async fn is_member(
    tx: &mut Tx,
    organization: &str,
    user: &str,
) -> Result<bool> {
    let row: Option<WorkOsIdRow> = tx
        .fetch_optional(
            "SELECT o.workos_id FROM members m
             JOIN organisations o ON o.id = m.organisation_id
             JOIN people p ON p.id = m.person_id
             WHERE o.workos_id = $1 AND p.workos_id = $2",
            args![organization, user],
        )
        .await?;
    Ok(row.is_some())
}
