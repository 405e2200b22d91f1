//! The SQL of what nobody has to do any more.

use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::{OrganisationId, PersonId};

use super::ToldRow;
use crate::error::Result;
use crate::workspace::{Tx, args};

/// Whom something of a kind was told and has not been read, each once and in order.
pub(in crate::notifications) async fn unread_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    kind: NotificationKind,
    subject: &str,
) -> Result<Vec<PersonId>> {
    let rows: Vec<ToldRow> = tx
        .fetch_all(
            "SELECT DISTINCT person_id FROM notifications
             WHERE organisation_id = $1 AND kind = $2 AND subject_id = $3 AND read_at IS NULL ORDER BY person_id",
            args![organisation, kind.as_str(), subject],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Deletes what somebody has not read of it.
pub(in crate::notifications) async fn delete_unread_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    (person, kind): (PersonId, NotificationKind),
    subject: &str,
) -> Result<u64> {
    tx.execute(
        "DELETE FROM notifications WHERE organisation_id = $1 AND person_id = $2 AND kind = $3 AND subject_id = $4 AND read_at IS NULL",
        args![organisation, person, kind.as_str(), subject],
    )
    .await
}
