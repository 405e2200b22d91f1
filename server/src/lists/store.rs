//! The SQL of lists. The organisation comes first; only what has expired is looked for among everybody's.

use imprimatur_protocol::{ListId, OrganisationId, PersonId, TemplateId};

use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    /// A list.
    pub(super) struct ListRow {
        pub(super) template_id: TemplateId,
        pub(super) name: String,
        pub(super) file: Vec<u8>,
        pub(super) expires_at: i64,
    }
}

/// One of them, unless it has expired.
pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    list: ListId,
    now_ms: i64,
) -> Result<Option<ListRow>> {
    tx.fetch_optional(
        "SELECT template_id, name, file, expires_at FROM lists WHERE organisation_id = $1 AND id = $2 AND expires_at > $3",
        args![organisation, list, now_ms],
    )
    .await
}

record! {
    struct Count {
        count: i64,
    }
}

/// How many an organisation has.
pub(super) async fn count(tx: &mut Tx, organisation: OrganisationId, now_ms: i64) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM lists WHERE organisation_id = $1 AND expires_at > $2",
            args![organisation, now_ms],
        )
        .await?;
    Ok(row.count)
}

/// A list that is taken in.
pub(super) struct NewList<'a> {
    pub(super) id: ListId,
    pub(super) template: TemplateId,
    pub(super) name: &'a str,
    pub(super) file: Vec<u8>,
    pub(super) created_by: PersonId,
    pub(super) now_ms: i64,
    pub(super) expires_at: i64,
}

pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: NewList<'_>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO lists (id, organisation_id, template_id, name, file, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            new.id,
            organisation,
            new.template,
            new.name,
            new.file,
            new.created_by,
            new.now_ms,
            new.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// Forgets one. Whether it was there.
pub(super) async fn delete(
    tx: &mut Tx,
    organisation: OrganisationId,
    list: ListId,
) -> Result<bool> {
    let deleted = tx
        .execute(
            "DELETE FROM lists WHERE organisation_id = $1 AND id = $2",
            args![organisation, list],
        )
        .await?;
    Ok(deleted == 1)
}

/// Forgets some of what has expired. How many.
pub(super) async fn forget(tx: &mut Tx, now_ms: i64, at_most: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM lists WHERE id IN (SELECT id FROM lists WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        args![now_ms, at_most],
    )
    .await
}
