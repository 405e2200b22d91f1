//! The SQL of those who are known elsewhere.

use imprimatur_protocol::{OrganisationId, PersonId};

use crate::access::folding::folded;
use crate::access::known::KnownPerson;
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct PersonRow {
        person_id: PersonId,
    }
}

record! {
    struct OrganisationRow {
        organisation_id: OrganisationId,
    }
}

/// Of what is known elsewhere, on Postgres; SQLite has one writer anyway.
const NEWS: i64 = 0x6e65_7773;

/// Until this transaction ends, nobody else brings news of people, or begins a session by them.
pub(in crate::access) async fn bring_alone(tx: &mut Tx) -> Result<()> {
    tx.execute_either("SELECT $1", "SELECT pg_advisory_xact_lock($1)", args![NEWS])
        .await?;
    Ok(())
}

/// Until this transaction ends, nobody brings news of people.
pub(in crate::access) async fn await_news(tx: &mut Tx) -> Result<()> {
    let wait = "SELECT pg_advisory_xact_lock_shared($1)";
    tx.execute_either("SELECT $1", wait, args![NEWS]).await?;
    Ok(())
}

/// Addresses are unique, and this is none.
pub(in crate::access) async fn park_email(tx: &mut Tx, email: &str, workos_id: &str) -> Result<()> {
    tx.execute(
        "UPDATE people SET email = 'parked:' || id
         WHERE email = $1 AND (workos_id IS NULL OR workos_id <> $2)",
        args![email, workos_id],
    )
    .await?;
    Ok(())
}

pub(in crate::access) async fn keep_person(
    tx: &mut Tx,
    id: PersonId,
    known: &KnownPerson<'_>,
    locale: &str,
    now_ms: i64,
) -> Result<PersonId> {
    let row: PersonRow = tx
        .fetch_one(
            "INSERT INTO people (id, email, name, preferred_locale, created_at, workos_id, folded)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (workos_id) DO UPDATE SET email = excluded.email, name = excluded.name, deleted_at = NULL,
                 folded = excluded.folded,
                 preferred_locale = CASE WHEN people.locale_chosen = 1 THEN people.preferred_locale
                                         ELSE excluded.preferred_locale END
             RETURNING id AS person_id",
            args![
                id,
                known.email.map_or_else(|| format!("parked:{id}"), str::to_owned),
                known.name,
                locale,
                now_ms,
                known.workos_id,
                folded(known.name)
            ],
        )
        .await?;
    Ok(row.person_id)
}

/// Leaves the row, which others name, and nothing in it.
pub(in crate::access) async fn forget_person(
    tx: &mut Tx,
    person: PersonId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE people SET email = 'deleted:' || id, name = '', folded = NULL, deleted_at = $2 WHERE id = $1",
        args![person, now_ms],
    )
    .await?;
    Ok(())
}

pub(in crate::access) async fn person_known_as(
    tx: &mut Tx,
    workos_id: &str,
) -> Result<Option<PersonId>> {
    let row: Option<PersonRow> = tx
        .fetch_optional(
            "SELECT id AS person_id FROM people WHERE workos_id = $1 AND deleted_at IS NULL",
            args![workos_id],
        )
        .await?;
    Ok(row.map(|row| row.person_id))
}

pub(in crate::access) async fn organisation_known_as(
    tx: &mut Tx,
    workos_id: &str,
) -> Result<Option<OrganisationId>> {
    let row: Option<OrganisationRow> = tx
        .fetch_optional(
            "SELECT id AS organisation_id FROM organisations WHERE workos_id = $1 AND deleted_at IS NULL",
            args![workos_id],
        )
        .await?;
    Ok(row.map(|row| row.organisation_id))
}

pub(in crate::access) async fn keep_organisation(
    tx: &mut Tx,
    id: OrganisationId,
    workos_id: &str,
    name: &str,
    now_ms: i64,
) -> Result<OrganisationId> {
    let row: OrganisationRow = tx
        .fetch_one(
            "INSERT INTO organisations (id, name, created_at, workos_id) VALUES ($1, $2, $3, $4)
             ON CONFLICT (workos_id) DO UPDATE SET name = excluded.name, deleted_at = NULL
             RETURNING id AS organisation_id",
            args![id, name, now_ms, workos_id],
        )
        .await?;
    Ok(row.organisation_id)
}

pub(in crate::access) async fn end_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE organisations SET deleted_at = $2 WHERE id = $1",
        args![organisation, now_ms],
    )
    .await?;
    Ok(())
}

/// Where somebody is a member.
pub(in crate::access) async fn organisations_of(
    tx: &mut Tx,
    person: PersonId,
) -> Result<Vec<OrganisationId>> {
    let rows: Vec<OrganisationRow> = tx
        .fetch_all(
            "SELECT organisation_id FROM members WHERE person_id = $1",
            args![person],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.organisation_id).collect())
}

/// Nobody is a member any more, and nobody is signed in there. Gives who was.
pub(in crate::access) async fn delete_members(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Vec<PersonId>> {
    let people = people_of(tx, organisation).await?;
    for gone in [
        "DELETE FROM sessions WHERE organisation_id = $1",
        "DELETE FROM members WHERE organisation_id = $1",
    ] {
        tx.execute(gone, args![organisation]).await?;
    }
    Ok(people)
}

/// Who is a member.
async fn people_of(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<PersonId>> {
    let rows: Vec<PersonRow> = tx
        .fetch_all(
            "SELECT person_id FROM members WHERE organisation_id = $1",
            args![organisation],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Makes somebody a member with these roles. False: they were that before.
pub(in crate::access) async fn keep_member(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    role: &str,
    roles: &str,
    now_ms: i64,
) -> Result<bool> {
    let changed = tx
        .execute(
            "INSERT INTO members (organisation_id, person_id, role, roles, color, created_at)
             VALUES ($1, $2, $3, $4,
                     (SELECT COALESCE(MAX(color) + 1, 0) FROM members WHERE organisation_id = $1), $5)
             ON CONFLICT (organisation_id, person_id) DO UPDATE SET role = excluded.role, roles = excluded.roles
             WHERE members.role <> excluded.role OR members.roles IS NULL OR members.roles <> excluded.roles",
            args![organisation, person, role, roles, now_ms],
        )
        .await?;
    Ok(changed == 1)
}

pub(in crate::access) async fn delete_member(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<()> {
    tx.execute(
        "DELETE FROM members WHERE organisation_id = $1 AND person_id = $2",
        args![organisation, person],
    )
    .await?;
    Ok(())
}
