//! The sample people of local sign-in: two organisations, so that the border between them can be tried.
//!
//! Their ids never change, so that a restart finds the same people.

use imprimatur_protocol::{Id, OrganisationId, PersonId};
use uuid::Uuid;

use super::locales::Locale;
use super::roles::Role;
use super::store;
use crate::error::Result;
use crate::platform::Platform;

/// What all sample ids have in common, so that logs show them for what they are. Version 7, like every id.
const MARK: u128 = 0x0190_5a3b_1e00_7000_8000_0000_0000_0000;

/// A sample organisation.
pub struct SampleOrganisation {
    number: u128,
    /// As its members call it.
    pub name: &'static str,
    /// Its people.
    pub people: [SamplePerson; 6],
}

/// A sample person.
pub struct SamplePerson {
    number: u128,
    /// What to sign in with.
    pub email: &'static str,
    /// First name and surname.
    pub name: &'static str,
    /// What they are there to do.
    pub role: Role,
    /// The language they are greeted in.
    pub locale: Locale,
}

const fn person(
    number: u128,
    email: &'static str,
    name: &'static str,
    role: Role,
    locale: Locale,
) -> SamplePerson {
    SamplePerson {
        number,
        email,
        name,
        role,
        locale,
    }
}

/// Both organisations.
pub const ORGANISATIONS: [SampleOrganisation; 2] = [
    SampleOrganisation {
        number: 0x100,
        name: "Musterschule Beispiel",
        people: [
            person(
                0x101,
                "admin@sample.example",
                "Anna Keller",
                Role::Admin,
                Locale::De,
            ),
            person(
                0x102,
                "designer@sample.example",
                "Luca Bernasconi",
                Role::Designer,
                Locale::De,
            ),
            person(
                0x103,
                "designer2@sample.example",
                "Flurina Caduff",
                Role::Designer,
                Locale::De,
            ),
            person(
                0x104,
                "editor@sample.example",
                "Camille Rochat",
                Role::ContentEditor,
                Locale::De,
            ),
            person(
                0x105,
                "approver@sample.example",
                "Reto Zgraggen",
                Role::Approver,
                Locale::De,
            ),
            person(
                0x106,
                "viewer@sample.example",
                "Nina Brunner",
                Role::Viewer,
                Locale::De,
            ),
        ],
    },
    SampleOrganisation {
        number: 0x200,
        name: "École Exemple",
        people: [
            person(
                0x201,
                "admin@other.example",
                "Hélène Favre",
                Role::Admin,
                Locale::Fr,
            ),
            person(
                0x202,
                "designer@other.example",
                "Mathieu Chappuis",
                Role::Designer,
                Locale::Fr,
            ),
            person(
                0x203,
                "designer2@other.example",
                "Giulia Pedrazzini",
                Role::Designer,
                Locale::Fr,
            ),
            person(
                0x204,
                "editor@other.example",
                "Gian-Andri Tönz",
                Role::ContentEditor,
                Locale::Fr,
            ),
            person(
                0x205,
                "approver@other.example",
                "Ursina Derungs",
                Role::Approver,
                Locale::Fr,
            ),
            person(
                0x206,
                "viewer@other.example",
                "Beat Ammann",
                Role::Viewer,
                Locale::Fr,
            ),
        ],
    },
];

impl SampleOrganisation {
    /// Always the same.
    pub fn id(&self) -> OrganisationId {
        OrganisationId::from_uuid(Uuid::from_u128(MARK | self.number))
    }
}

impl SamplePerson {
    /// Always the same.
    pub fn id(&self) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(MARK | self.number))
    }
}

/// The sample person of an address, with the organisation.
pub fn find(email: &str) -> Option<(OrganisationId, PersonId)> {
    let email = email.trim();
    ORGANISATIONS.iter().find_map(|organisation| {
        let person = organisation
            .people
            .iter()
            .find(|person| person.email.eq_ignore_ascii_case(email))?;
        Some((organisation.id(), person.id()))
    })
}

/// Makes the sample people, where they are missing. What somebody has changed since stays.
pub async fn plant(platform: &Platform) -> Result<()> {
    let now = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    for organisation in &ORGANISATIONS {
        store::plant_organisation(&mut tx, organisation.id(), organisation.name, now).await?;
        for (place, person) in (0_i64..).zip(&organisation.people) {
            store::plant_member(&mut tx, organisation.id(), person, place, now).await?;
        }
    }
    tx.commit().await
}

/// Ends every session of the sample people: local sign-in is off, and its sessions must not outlive it.
pub async fn lock_out(platform: &Platform) -> Result<()> {
    let mut tx = platform.db.begin().await?;
    let now_ms = platform.clock.now_ms();
    for organisation in &ORGANISATIONS {
        // Keys that somebody made without a password, too.
        store::revoke_keys(&mut tx, organisation.id(), now_ms).await?;
        store::end_sessions_of(&mut tx, organisation.id()).await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_found_and_every_id_is_its_own() {
        let mut ids: Vec<PersonId> = Vec::new();
        for organisation in &ORGANISATIONS {
            for person in &organisation.people {
                assert_eq!(find(person.email), Some((organisation.id(), person.id())));
                assert_eq!(person.id().uuid().get_version_num(), 7);
                ids.push(person.id());
            }
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 12);
        assert!(find(" Designer@Sample.Example ").is_some());
        assert!(find("nobody@sample.example").is_none());
    }
}
