//! People, organisations and members as whoever knows them elsewhere says they are. What somebody has written stays when they are gone; what
//! they may do ends at once.

use imprimatur_protocol::{OrganisationId, PersonId};

use super::locales::{Locale, locale_name};
use super::roles::{ROLES, Role, role_name};
use super::store;
use crate::bus::Notice;
use crate::clock::Clock;
use crate::error::Result;
use crate::workspace::Tx;

/// A person, as they are known elsewhere.
#[derive(Debug)]
pub struct KnownPerson<'a> {
    /// The id there.
    pub workos_id: &'a str,
    /// Where mail reaches them, unless the address is somebody else's by now.
    pub email: Option<&'a str>,
    /// How they are called.
    pub name: &'a str,
    /// A guess at their language, until they choose one.
    pub locale: Locale,
}

/// Waits until nobody else brings news of people, and keeps others from it until this transaction ends. What is to be done for one piece of
/// news depends on what came before it: a membership makes nobody a member whose user comes at the same moment.
///
/// # Errors
/// The database failed.
pub async fn bring_alone(tx: &mut Tx) -> Result<()> {
    store::bring_alone(tx).await
}

/// Keeps a person as they are known; makes them when they are new here.
///
/// No two people have one address there, but news of them comes in any order: the caller knows whose it is now, and whoever else has it here
/// is without one.
pub async fn keep_person(tx: &mut Tx, clock: &Clock, known: &KnownPerson<'_>) -> Result<PersonId> {
    if let Some(email) = known.email {
        store::park_email(tx, email, known.workos_id).await?;
    }
    store::keep_person(
        tx,
        clock.id(),
        known,
        locale_name(known.locale),
        clock.now_ms(),
    )
    .await
}

/// Keeps the language that somebody has chosen. Gives the id by which they are known elsewhere.
pub async fn choose_locale(
    tx: &mut Tx,
    person: PersonId,
    locale: Locale,
) -> Result<Option<String>> {
    store::set_locale(tx, person, locale).await
}

/// Lets go of a person: they are a member nowhere, and nothing but their id is left. Gives what is to be told once that is committed.
pub async fn forget_person(tx: &mut Tx, clock: &Clock, workos_id: &str) -> Result<Vec<Notice>> {
    let Some(person) = store::person_known_as(tx, workos_id).await? else {
        return Ok(Vec::new());
    };
    let mut notices = Vec::new();
    for organisation in store::organisations_of(tx, person).await? {
        notices.extend(remove_member(tx, organisation, person).await?);
    }
    store::forget_person(tx, person, clock.now_ms()).await?;
    Ok(notices)
}

/// Keeps an organisation as it is known; makes it when it is new here.
pub async fn keep_organisation(
    tx: &mut Tx,
    clock: &Clock,
    workos_id: &str,
    name: &str,
) -> Result<OrganisationId> {
    store::keep_organisation(tx, clock.id(), workos_id, name, clock.now_ms()).await
}

/// Whether an organisation is known here, and has not ended.
///
/// # Errors
/// The database failed.
pub async fn knows_organisation(tx: &mut Tx, workos_id: &str) -> Result<bool> {
    Ok(store::organisation_known_as(tx, workos_id).await?.is_some())
}

/// Ends an organisation: nobody is a member any more. What it made stays.
pub async fn end_organisation(tx: &mut Tx, clock: &Clock, workos_id: &str) -> Result<Vec<Notice>> {
    let Some(organisation) = store::organisation_known_as(tx, workos_id).await? else {
        return Ok(Vec::new());
    };
    let people = store::delete_members(tx, organisation).await?;
    let told = |person| Notice::RightsChanged(organisation, person);
    let notices = people.into_iter().map(told).collect();
    // Their programs are members no more; that the keys are good would not be true.
    store::revoke_keys(tx, organisation, clock.now_ms()).await?;
    store::end_organisation(tx, organisation, clock.now_ms()).await?;
    Ok(notices)
}

/// Makes somebody a member with these roles, or, with none, no member. Does nothing while one of the two is not known here.
pub async fn keep_member(
    tx: &mut Tx,
    clock: &Clock,
    organisation: &str,
    person: &str,
    roles: &[Role],
) -> Result<Vec<Notice>> {
    let organisation = store::organisation_known_as(tx, organisation).await?;
    let person = store::person_known_as(tx, person).await?;
    let (Some(organisation), Some(person)) = (organisation, person) else {
        return Ok(Vec::new());
    };
    // In the order of the table, each once.
    let held: Vec<&str> = ROLES
        .into_iter()
        .filter(|role| roles.contains(role))
        .map(role_name)
        .collect();
    let Some(first) = held.first() else {
        return remove_member(tx, organisation, person).await;
    };
    let (first, all) = (*first, held.join(","));
    if !store::keep_member(tx, organisation, person, first, &all, clock.now_ms()).await? {
        return Ok(Vec::new());
    }
    store::outdate(tx, organisation, person, clock.now_ms()).await?;
    Ok(vec![Notice::RightsChanged(organisation, person)])
}

async fn remove_member(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Vec<Notice>> {
    store::end_all(tx, organisation, person).await?;
    store::delete_member(tx, organisation, person).await?;
    Ok(vec![Notice::RightsChanged(organisation, person)])
}
