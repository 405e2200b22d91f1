//! The SQL of client ids: whose they are, on every node and for ever.

use imprimatur_crdt::ClientId;
use imprimatur_protocol::{DraftId, OrganisationId, PersonId};

use super::{signed, unsigned};
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    struct ClientRow {
        client_id: i64,
        person_id: PersonId,
    }
}

/// Whose each client id of a draft is.
pub(in crate::collab) async fn bound(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Vec<(ClientId, PersonId)>> {
    let rows: Vec<ClientRow> = tx
        .fetch_all(
            "SELECT c.client_id, c.person_id
             FROM draft_clients c JOIN drafts d ON d.id = c.draft_id
             WHERE d.organisation_id = $1 AND c.draft_id = $2",
            args![organisation, draft],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((ClientId::new(unsigned(row.client_id))?, row.person_id)))
        .collect())
}

record! {
    struct PersonRow {
        person_id: PersonId,
    }
}

/// Whose a client id is, after it was to be bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::collab) enum Bound {
    /// The person's, from now on.
    Now,
    /// The person's, as it was.
    Before,
    /// Somebody else's.
    Foreign,
}

/// Binds a client id to a person for ever, unless it is somebody's already.
pub(in crate::collab) async fn bind(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    client: ClientId,
    person: PersonId,
    now_ms: i64,
) -> Result<Bound> {
    let inserted = tx
        .execute(
            "INSERT INTO draft_clients (draft_id, client_id, person_id, bound_at)
             SELECT id, $3, $4, $5 FROM drafts WHERE organisation_id = $1 AND id = $2
             ON CONFLICT (draft_id, client_id) DO NOTHING",
            args![organisation, draft, signed(client.get()), person, now_ms],
        )
        .await?;
    if inserted == 1 {
        return Ok(Bound::Now);
    }
    let row: PersonRow = tx
        .fetch_one(
            "SELECT c.person_id
             FROM draft_clients c JOIN drafts d ON d.id = c.draft_id
             WHERE d.organisation_id = $1 AND c.draft_id = $2 AND c.client_id = $3",
            args![organisation, draft, signed(client.get())],
        )
        .await?;
    Ok(if row.person_id == person {
        Bound::Before
    } else {
        Bound::Foreign
    })
}

/// Takes a binding back, in the same transaction.
pub(in crate::collab) async fn unbind(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    client: ClientId,
) -> Result<()> {
    tx.execute(
        "DELETE FROM draft_clients
         WHERE draft_id = (SELECT id FROM drafts WHERE organisation_id = $1 AND id = $2) AND client_id = $3",
        args![organisation, draft, signed(client.get())],
    )
    .await?;
    Ok(())
}

/// Notes that a person deletes something at this moment.
pub(in crate::collab) async fn note_deletion(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    person: PersonId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO draft_deletions (organisation_id, draft_id, person_id, deleted_at)
         SELECT organisation_id, id, $3, $4 FROM drafts WHERE organisation_id = $1 AND id = $2
         ON CONFLICT (organisation_id, draft_id, person_id) DO UPDATE SET deleted_at = excluded.deleted_at",
        args![organisation, draft, person, now_ms],
    )
    .await?;
    Ok(())
}

/// Who has deleted something from a moment on.
pub(in crate::collab) async fn deleters_since(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    since_ms: i64,
) -> Result<Vec<PersonId>> {
    let rows: Vec<PersonRow> = tx
        .fetch_all(
            "SELECT person_id FROM draft_deletions
             WHERE organisation_id = $1 AND draft_id = $2 AND deleted_at >= $3",
            args![organisation, draft, since_ms],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}
