//! The SQL of what organisations have settled.

use imprimatur_protocol::OrganisationId;

use super::StateRow;
use crate::error::Result;
use crate::people::copies::SETTINGS;
use crate::workspace::{Tx, args, record};

record! {
    /// What an organisation has settled.
    pub(in crate::people) struct SettingsRow {
        pub(in crate::people) brand: String,
        pub(in crate::people) billing: String,
        pub(in crate::people) default_language: String,
        pub(in crate::people) retention_days: Option<i64>,
    }
}

/// What an organisation has settled, if anything.
pub(in crate::people) async fn settings(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<Option<SettingsRow>> {
    tx.fetch_optional(
        "SELECT brand, billing, default_language, retention_days FROM organisation_settings WHERE organisation_id = $1",
        args![organisation],
    )
    .await
}

record! {
    struct FoundRow {
        found: i64,
    }
}

/// Whether the organisation of that id at WorkOS has settled anything.
pub(in crate::people) async fn has_settled(tx: &mut Tx, id: &str) -> Result<bool> {
    let row: FoundRow = tx
        .fetch_one(
            "SELECT COUNT(*) AS found FROM organisation_settings t JOIN organisations o ON o.id = t.organisation_id
             WHERE o.workos_id = $1",
            args![id],
        )
        .await?;
    Ok(row.found > 0)
}

/// Settles all of it.
pub(in crate::people) async fn settle(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: &SettingsRow,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO organisation_settings (organisation_id, brand, billing, default_language, retention_days, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (organisation_id) DO UPDATE SET brand = excluded.brand, billing = excluded.billing,
             default_language = excluded.default_language, retention_days = excluded.retention_days,
             updated_at = excluded.updated_at",
        args![
            organisation,
            row.brand.as_str(),
            row.billing.as_str(),
            row.default_language.as_str(),
            row.retention_days,
            now_ms
        ],
    )
    .await?;
    Ok(())
}

record! {
    struct SettledRow {
        id: String,
        updated_at: i64,
        brand: String,
        billing: String,
        default_language: String,
        retention_days: Option<i64>,
        metadata: Option<String>,
        deleted_at: Option<i64>,
        wanted: i64,
        synced: i64,
    }
}

/// What is selected of what organisations have settled, with `$1` the word for it.
macro_rules! settled {
    ($condition:literal) => {
        concat!(
            "SELECT o.workos_id AS id, t.updated_at, t.brand, t.billing, t.default_language, t.retention_days, t.metadata, o.deleted_at,
                    COALESCE(s.wanted, 0) AS wanted, COALESCE(s.synced, 0) AS synced
             FROM organisation_settings t
             JOIN organisations o ON o.id = t.organisation_id
             LEFT JOIN sync_status s ON s.target = 'registry' AND s.kind = $1 AND s.id = o.workos_id
             WHERE ",
            $condition
        )
    };
}

/// What organisations have settled, by their ids at WorkOS, as states like those of WorkOS.
pub(in crate::people) async fn settled<'a>(
    tx: &mut Tx,
    ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<StateRow>> {
    let rows: Vec<SettledRow> = tx
        .fetch_listed(
            settled!("o.workos_id IN (SELECT value FROM json_each($2))"),
            settled!("o.workos_id IN (SELECT json_array_elements_text($2::json))"),
            args![SETTINGS],
            ids,
        )
        .await?;
    Ok(rows.into_iter().map(state).collect())
}

/// The same of those after an id, of all organisations or of one.
pub(in crate::people) async fn settled_after(
    tx: &mut Tx,
    organisation: Option<&str>,
    after: &str,
    at_most: u32,
) -> Result<Vec<StateRow>> {
    let rows: Vec<SettledRow> = tx
        .fetch_all(
            settled!(
                "o.workos_id > $2 AND ($3 = '' OR o.workos_id = $3) ORDER BY o.workos_id LIMIT $4"
            ),
            args![SETTINGS, after, organisation.unwrap_or_default(), at_most],
        )
        .await?;
    Ok(rows.into_iter().map(state).collect())
}

fn state(row: SettledRow) -> StateRow {
    let read = |text: &str| serde_json::from_str(text).unwrap_or(serde_json::Value::Null);
    StateRow {
        organisation_id: Some(row.id.clone()),
        id: row.id,
        updated_at: row.updated_at,
        deleted_at: row.deleted_at,
        body: serde_json::json!({
            "brand": read(&row.brand),
            "billing": read(&row.billing),
            "default_language": row.default_language,
            "retention_days": row.retention_days,
        })
        .to_string(),
        preferred_locale: None,
        metadata: row.metadata,
        wanted: row.wanted,
        synced: row.synced,
    }
}

/// Keeps what the system before this one let somebody do. False: it was kept before, or there is nobody.
pub(in crate::people) async fn former_role(tx: &mut Tx, user: &str, role: &str) -> Result<bool> {
    let kept = tx
        .execute(
            "UPDATE people SET former_role = $2 WHERE workos_id = $1 AND (former_role IS NULL OR former_role <> $2)",
            args![user, role],
        )
        .await?;
    Ok(kept == 1)
}

/// Keeps what the system before this one knew of an organisation. False: it was kept before, or there is none.
pub(in crate::people) async fn carry_metadata(
    tx: &mut Tx,
    organisation: &str,
    metadata: &str,
    now_ms: i64,
) -> Result<bool> {
    let kept = tx
        .execute(
            "INSERT INTO organisation_settings (organisation_id, brand, billing, default_language, metadata, updated_at)
             SELECT id, '{}', '{}', 'de', $2, $3 FROM organisations WHERE workos_id = $1 AND deleted_at IS NULL
             ON CONFLICT (organisation_id) DO UPDATE SET metadata = excluded.metadata, updated_at = excluded.updated_at
             WHERE organisation_settings.metadata IS NULL OR organisation_settings.metadata <> excluded.metadata",
            args![organisation, metadata, now_ms],
        )
        .await?;
    Ok(kept == 1)
}
