//! The SQL of templates. The organisation comes first, always.

use imprimatur_protocol::{DraftId, OrganisationId, PersonId, TemplateId};

use super::model::{Cursor, Name, Template};
use crate::error::Result;
use crate::workspace::{Tx, args};

#[derive(sqlx::FromRow)]
struct Count {
    count: i64,
}

/// How many live templates there are.
pub(super) async fn count(tx: &mut Tx, organisation: OrganisationId) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM templates WHERE organisation_id = $1 AND deleted_at IS NULL",
            args![organisation],
        )
        .await?;
    Ok(row.count)
}

pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: TemplateId,
    name: &Name,
    author: PersonId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO templates (id, organisation_id, name, search_name, created_by, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        args![id, organisation, name.as_str(), name.searched(), author, now_ms],
    )
    .await?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, organisation: OrganisationId, id: TemplateId) -> Result<Option<Template>> {
    tx.fetch_optional(
        "SELECT t.id, t.name, d.id AS draft_id, t.created_at, t.updated_at,
                p.id AS author_id, p.name AS author_name
         FROM templates t
         JOIN drafts d ON d.organisation_id = t.organisation_id AND d.template_id = t.id
         JOIN people p ON p.id = t.created_by
         WHERE t.organisation_id = $1 AND t.id = $2 AND t.deleted_at IS NULL",
        args![organisation, id],
    )
    .await
}

/// At most `limit` templates after `cursor`, newest edited first.
pub(super) async fn list(
    tx: &mut Tx,
    organisation: OrganisationId,
    pattern: &str,
    cursor: &Cursor,
    limit: u32,
) -> Result<Vec<Template>> {
    tx.fetch_all(
        r"SELECT t.id, t.name, d.id AS draft_id, t.created_at, t.updated_at,
                 p.id AS author_id, p.name AS author_name
          FROM templates t
          JOIN drafts d ON d.organisation_id = t.organisation_id AND d.template_id = t.id
          JOIN people p ON p.id = t.created_by
          WHERE t.organisation_id = $1 AND t.deleted_at IS NULL
            AND t.search_name LIKE $2 ESCAPE '\'
            AND (t.updated_at, t.id) < ($3, $4)
          ORDER BY t.updated_at DESC, t.id DESC
          LIMIT $5",
        args![organisation, pattern, cursor.updated_at, &cursor.id, limit],
    )
    .await
}

/// Whether there was one to rename.
pub(super) async fn rename(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: TemplateId,
    name: &Name,
    now_ms: i64,
) -> Result<bool> {
    let renamed = tx
        .execute(
            "UPDATE templates SET name = $3, search_name = $4, updated_at = $5
             WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL",
            args![organisation, id, name.as_str(), name.searched(), now_ms],
        )
        .await?;
    Ok(renamed == 1)
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    #[sqlx(try_from = "String")]
    id: DraftId,
}

/// Deletes a template softly; gives its draft, or none when there was nothing to delete.
pub(super) async fn delete(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: TemplateId,
    now_ms: i64,
) -> Result<Option<DraftId>> {
    let deleted = tx
        .execute(
            "UPDATE templates SET deleted_at = $3
             WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL",
            args![organisation, id, now_ms],
        )
        .await?;
    if deleted == 0 {
        return Ok(None);
    }
    let row: DraftRow = tx
        .fetch_one(
            "SELECT id FROM drafts WHERE organisation_id = $1 AND template_id = $2",
            args![organisation, id],
        )
        .await?;
    Ok(Some(row.id))
}
