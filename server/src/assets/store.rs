//! The SQL of images. The organisation comes first, always.

use std::collections::BTreeMap;

use imprimatur_protocol::{AssetId, OrganisationId, PersonId};

use super::model::{AssetMeta, AssetType, type_name};
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    /// What an organisation has.
    pub(super) struct Held {
        pub(super) assets: i64,
        pub(super) bytes: i64,
    }
}

/// How many images there are, and in how many bytes they rest.
pub(super) async fn held(tx: &mut Tx, organisation: OrganisationId) -> Result<Held> {
    // A sum of BIGINT is NUMERIC on Postgres.
    tx.fetch_one(
        "SELECT COUNT(*) AS assets, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes
         FROM assets WHERE organisation_id = $1",
        args![organisation],
    )
    .await
}

/// An image that is about to get its row.
pub(super) struct NewAsset<'a> {
    pub(super) id: AssetId,
    pub(super) sha256: &'a str,
    pub(super) kind: AssetType,
    pub(super) name: &'a str,
    pub(super) width_millipixels: i64,
    pub(super) height_millipixels: i64,
    pub(super) bytes: i64,
    pub(super) author: PersonId,
    pub(super) now_ms: i64,
}

/// Writes the row, unless the organisation has the same content already. Whether it was written.
pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewAsset<'_>,
) -> Result<bool> {
    let written = tx
        .execute(
            "INSERT INTO assets (organisation_id, id, sha256, kind, name, width_millipixels, height_millipixels, bytes, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (organisation_id, sha256) DO NOTHING",
            args![
                organisation,
                new.id,
                new.sha256,
                type_name(new.kind),
                new.name,
                new.width_millipixels,
                new.height_millipixels,
                new.bytes,
                new.author,
                new.now_ms
            ],
        )
        .await?;
    Ok(written == 1)
}

pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: AssetId,
) -> Result<Option<AssetMeta>> {
    tx.fetch_optional(
        "SELECT a.id, a.sha256, a.kind, a.name, a.width_millipixels, a.height_millipixels, a.bytes, a.created_at,
                p.id AS author_id, p.name AS author_name
         FROM assets a
         JOIN people p ON p.id = a.created_by
         WHERE a.organisation_id = $1 AND a.id = $2",
        args![organisation, id],
    )
    .await
}

record! {
    struct HashRow {
        id: AssetId,
        sha256: String,
    }
}

/// The hashes of those of these images that there are.
pub(super) async fn hashes(
    tx: &mut Tx,
    organisation: OrganisationId,
    ids: Vec<AssetId>,
) -> Result<BTreeMap<AssetId, String>> {
    let rows: Vec<HashRow> = tx
        .fetch_listed(
            "SELECT id, sha256 FROM assets
             WHERE organisation_id = $1 AND id IN (SELECT value FROM json_each($2))",
            "SELECT id, sha256 FROM assets
             WHERE organisation_id = $1 AND id IN (SELECT json_array_elements_text($2::json))",
            args![organisation],
            ids.into_iter(),
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.sha256)).collect())
}

/// The image with this content.
pub(super) async fn find_content(
    tx: &mut Tx,
    organisation: OrganisationId,
    sha256: &str,
) -> Result<Option<AssetMeta>> {
    tx.fetch_optional(
        "SELECT a.id, a.sha256, a.kind, a.name, a.width_millipixels, a.height_millipixels, a.bytes, a.created_at,
                p.id AS author_id, p.name AS author_name
         FROM assets a
         JOIN people p ON p.id = a.created_by
         WHERE a.organisation_id = $1 AND a.sha256 = $2",
        args![organisation, sha256],
    )
    .await
}

/// At most `limit` images made before `cursor`, newest first.
pub(super) async fn list(
    tx: &mut Tx,
    organisation: OrganisationId,
    cursor: &str,
    limit: u32,
) -> Result<Vec<AssetMeta>> {
    tx.fetch_all(
        "SELECT a.id, a.sha256, a.kind, a.name, a.width_millipixels, a.height_millipixels, a.bytes, a.created_at,
                p.id AS author_id, p.name AS author_name
         FROM assets a
         JOIN people p ON p.id = a.created_by
         WHERE a.organisation_id = $1 AND a.id < $2
         ORDER BY a.id DESC
         LIMIT $3",
        args![organisation, cursor, limit],
    )
    .await
}
