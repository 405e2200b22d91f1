//! What the members of an organisation may do, and how a change of that reaches their open sockets.

use imprimatur_protocol::{OrganisationId, PersonId};

use super::roles::Role;
use super::store;
use crate::bus::Notice;
use crate::error::{Error, Result};
use crate::platform::Platform;

/// Gives a member another role, from now on and on every node, open sockets included.
///
/// # Errors
/// There is no such member, or the database failed.
pub async fn set_role(
    platform: &Platform,
    organisation: OrganisationId,
    person: PersonId,
    role: Role,
) -> Result<()> {
    let mut tx = platform.db.begin().await?;
    if !store::set_role(&mut tx, organisation, person, role).await? {
        return Err(Error::not_found("member"));
    }
    tx.commit().await?;
    platform.notify(Notice::RightsChanged(organisation, person));
    Ok(())
}
