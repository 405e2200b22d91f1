//! What the members of an organisation may do, and how a change of that reaches their open sockets.

use imprimatur_protocol::{OrganisationId, PersonId};

use super::colors::color;
use super::roles::{Permission, ROLES, Role, allows, role_name, role_named};
use super::store;
use crate::bus::Notice;
use crate::error::{Error, Result};
use crate::platform::Platform;
use crate::workspace::Tx;

/// A member who may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbleMember {
    /// Stable.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
    /// Their colour.
    pub color: &'static str,
    /// What they are there to do.
    pub roles: Vec<Role>,
}

/// Members whose roles allow something, by their names, at most so many. Programs are none. What a single sign-in leaves out of that is known with it alone.
///
/// # Errors
/// The database failed.
pub async fn able(
    tx: &mut Tx,
    organisation: OrganisationId,
    permission: Permission,
    at_most: u32,
) -> Result<Vec<AbleMember>> {
    // A role that does not allow it leaves a pattern that nothing is like.
    let patterns = ROLES.map(|role| match allows(role, permission) {
        true => format!("%,{},%", role_name(role)),
        false => String::new(),
    });
    let rows = store::able(tx, organisation, &patterns, at_most).await?;
    Ok(rows
        .into_iter()
        .map(|row| AbleMember {
            id: row.id,
            name: row.name,
            color: color(row.color),
            roles: row.roles.split(',').filter_map(role_named).collect(),
        })
        .collect())
}

/// Whether somebody is a member at this moment whose roles allow something. What a single sign-in leaves out of that is known with it alone.
///
/// # Errors
/// The database failed.
pub async fn may(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    permission: Permission,
) -> Result<bool> {
    let roles = roles(tx, organisation, person).await?;
    Ok(roles.into_iter().any(|role| allows(role, permission)))
}

/// The roles of somebody at this moment; none: they are no member.
///
/// # Errors
/// The database failed.
pub async fn roles(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Vec<Role>> {
    let roles = store::roles_of(tx, organisation, person).await?;
    let roles = roles.iter().flat_map(|roles| roles.split(','));
    Ok(roles.filter_map(role_named).collect())
}

/// What an organisation is called at WorkOS; none: it does not know it.
///
/// # Errors
/// The database failed.
pub async fn workos_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Option<String>> {
    store::workos_organisation(tx, organisation).await
}

/// What an organisation calls itself.
///
/// # Errors
/// There is no such organisation, or the database failed.
pub async fn organisation_name(tx: &mut Tx, organisation: OrganisationId) -> Result<String> {
    let name = store::organisation_name(tx, organisation).await?;
    name.ok_or_else(|| Error::not_found("organisation"))
}

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
