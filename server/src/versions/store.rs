//! The SQL of versions. The organisation comes first, always; what looks for work to do looks at all of them.

mod work;

use std::collections::BTreeSet;

use imprimatur_crdt::StateVector;
use imprimatur_protocol::{DraftId, OrganisationId, PersonId, VersionId};

use super::content::{Content, Stored};
use super::model::{Authors, Cursor, Occasion, Version, VersionKind, kind_name, occasion_name};
use crate::error::{Error, Result};
use crate::workspace::{Tx, args, record};

pub(super) use work::*;

/// How long after it was made a draft's history is thinned first.
const THIN_FIRST_MS: i64 = 24 * 60 * 60 * 1_000;

/// What a new version is told apart by.
pub(super) struct NewVersion<'a> {
    pub(super) kind: VersionKind,
    pub(super) occasion: Occasion,
    pub(super) number: Option<i64>,
    pub(super) name: Option<&'a str>,
    pub(super) made_by: Option<PersonId>,
}

record! {
    /// How far a draft's history goes.
    pub(super) struct Noted {
        pub(super) head: i64,
        pub(super) vector: Vec<u8>,
        /// When the newest version was made.
        pub(super) version_at: i64,
        pub(super) number: i64,
    }
}

impl Noted {
    /// How much of each client's writing the newest version holds.
    pub(super) fn vector(&self) -> Result<StateVector> {
        if self.vector.is_empty() {
            return Ok(StateVector::default());
        }
        StateVector::decode(&self.vector)
            .map_err(|cause| Error::internal("reading a history").caused_by(cause))
    }
}

/// How far a draft's history goes from now on.
pub(super) struct Progress {
    pub(super) head: i64,
    pub(super) vector: Vec<u8>,
    pub(super) number: i64,
}

/// Locks a draft's history until the transaction ends, and begins it where there is none.
pub(super) async fn lock(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    now_ms: i64,
) -> Result<Noted> {
    tx.execute(
        "INSERT INTO draft_histories (organisation_id, draft_id, head, looked_at, vector, version_at, number, claimed_until, thin_at)
         VALUES ($1, $2, 0, 0, $3, 0, 0, 0, $4)
         ON CONFLICT (organisation_id, draft_id) DO UPDATE SET head = draft_histories.head",
        args![organisation, draft, Vec::new(), now_ms + THIN_FIRST_MS],
    )
    .await?;
    tx.fetch_one(
        "SELECT head, vector, version_at, number FROM draft_histories WHERE organisation_id = $1 AND draft_id = $2",
        args![organisation, draft],
    )
    .await
}

/// Notes how far a draft's history goes, and gives up what was claimed.
pub(super) async fn note(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    progress: &Progress,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE draft_histories SET head = $3, vector = $4, number = $5, looked_at = $6, version_at = $6, claimed_until = 0
         WHERE organisation_id = $1 AND draft_id = $2",
        args![
            organisation,
            draft,
            progress.head,
            progress.vector.as_slice(),
            progress.number,
            now_ms
        ],
    )
    .await?;
    Ok(())
}

/// Stores what a version holds, unless the organisation has the same already.
pub(super) async fn put_content(
    tx: &mut Tx,
    organisation: OrganisationId,
    content: &Content,
    now_ms: i64,
) -> Result<()> {
    // A row that is there is locked by this, so that nobody removes it as unused meanwhile.
    let there = tx
        .execute(
            "UPDATE version_contents SET used_at = $3 WHERE organisation_id = $1 AND hash = $2",
            args![organisation, content.hash(), now_ms],
        )
        .await?;
    if there == 1 {
        return Ok(());
    }
    let Stored {
        hash,
        layout,
        layout_bytes,
        assets,
        fonts,
    } = content.stored()?;
    tx.execute(
        "INSERT INTO version_contents (organisation_id, hash, layout, layout_bytes, assets, fonts, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (organisation_id, hash) DO UPDATE SET used_at = excluded.used_at",
        args![
            organisation,
            hash,
            layout,
            layout_bytes,
            assets,
            fonts,
            now_ms
        ],
    )
    .await?;
    Ok(())
}

/// What versions of this hash hold.
pub(super) async fn content(
    tx: &mut Tx,
    organisation: OrganisationId,
    hash: &str,
) -> Result<Option<Stored>> {
    tx.fetch_optional(
        "SELECT hash, layout, layout_bytes, assets, fonts FROM version_contents
         WHERE organisation_id = $1 AND hash = $2",
        args![organisation, hash],
    )
    .await
}

pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: &Version,
) -> Result<()> {
    tx.execute(
        "INSERT INTO versions (organisation_id, id, draft_id, kind, occasion, number, name, hash, head, title, authors,
                               made_by, renderer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            organisation,
            version.id,
            version.draft_id,
            kind_name(version.kind),
            occasion_name(version.occasion),
            version.number,
            version.name.clone(),
            &version.hash,
            version.head,
            &version.title,
            version.authors.text(),
            version.made_by.map(|id| id.to_string()),
            version.renderer,
            version.created_at
        ],
    )
    .await?;
    Ok(())
}

/// A version of a draft whose template was not deleted.
pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: VersionId,
) -> Result<Option<Version>> {
    tx.fetch_optional(
        "SELECT v.id, v.draft_id, v.kind, v.occasion, v.number, v.name, v.hash, v.head, v.title, v.authors, v.made_by,
                v.renderer, v.created_at
         FROM versions v
         JOIN drafts d ON d.organisation_id = v.organisation_id AND d.id = v.draft_id
         JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         WHERE v.organisation_id = $1 AND v.id = $2 AND t.deleted_at IS NULL",
        args![organisation, id],
    )
    .await
}

/// The frozen version of a number.
pub(super) async fn numbered(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    number: i64,
) -> Result<Option<Version>> {
    tx.fetch_optional(
        "SELECT id, draft_id, kind, occasion, number, name, hash, head, title, authors, made_by, renderer, created_at
         FROM versions WHERE organisation_id = $1 AND draft_id = $2 AND number = $3",
        args![organisation, draft, number],
    )
    .await
}

/// The newest version of a draft.
pub(super) async fn newest(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<Version>> {
    tx.fetch_optional(
        "SELECT id, draft_id, kind, occasion, number, name, hash, head, title, authors, made_by, renderer, created_at
         FROM versions WHERE organisation_id = $1 AND draft_id = $2
         ORDER BY created_at DESC, id DESC LIMIT 1",
        args![organisation, draft],
    )
    .await
}

/// At most `limit` versions made from `from` on and before `cursor`, the newest first.
pub(super) async fn list(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    is_kept: bool,
    (from, cursor): (i64, &Cursor),
    limit: u32,
) -> Result<Vec<Version>> {
    let sql = if is_kept {
        "SELECT id, draft_id, kind, occasion, number, name, hash, head, title, authors, made_by, renderer, created_at
         FROM versions
         WHERE organisation_id = $1 AND draft_id = $2 AND created_at >= $3 AND (created_at, id) < ($4, $5)
           AND (number IS NOT NULL OR name IS NOT NULL)
         ORDER BY created_at DESC, id DESC LIMIT $6"
    } else {
        "SELECT id, draft_id, kind, occasion, number, name, hash, head, title, authors, made_by, renderer, created_at
         FROM versions
         WHERE organisation_id = $1 AND draft_id = $2 AND created_at >= $3 AND (created_at, id) < ($4, $5)
         ORDER BY created_at DESC, id DESC LIMIT $6"
    };
    tx.fetch_all(
        sql,
        args![
            organisation,
            draft,
            from,
            cursor.created_at,
            &cursor.id,
            limit
        ],
    )
    .await
}

record! {
    /// How many versions were made in a stretch of time.
    pub(super) struct Stretch {
        /// When it begins.
        pub(super) at: i64,
        pub(super) versions: i64,
    }
}

/// How many versions were made in each stretch of so many milliseconds in which any was.
pub(super) async fn stretches(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    (from, until): (i64, i64),
    stretch_ms: i64,
) -> Result<Vec<Stretch>> {
    tx.fetch_all(
        "SELECT created_at / $5 * $5 AS at, COUNT(*) AS versions FROM versions
         WHERE organisation_id = $1 AND draft_id = $2 AND created_at >= $3 AND created_at < $4
         GROUP BY created_at / $5 * $5 ORDER BY at",
        args![organisation, draft, from, until, stretch_ms],
    )
    .await
}

/// Names a version, or takes its name away. Whether there was one.
pub(super) async fn rename(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: VersionId,
    name: Option<&str>,
) -> Result<bool> {
    let renamed = tx
        .execute(
            "UPDATE versions SET name = $3 WHERE organisation_id = $1 AND id = $2",
            args![organisation, id, name.map(str::to_owned)],
        )
        .await?;
    Ok(renamed == 1)
}

record! {
    struct NamedRow {
        named: i64,
    }
}

/// How many checkpoints of a draft are named.
pub(super) async fn named(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<i64> {
    let row: NamedRow = tx
        .fetch_one(
            "SELECT COUNT(*) AS named FROM versions
             WHERE organisation_id = $1 AND draft_id = $2 AND name IS NOT NULL AND number IS NULL",
            args![organisation, draft],
        )
        .await?;
    Ok(row.named)
}

record! {
    struct AuthorsRow {
        authors: Authors,
    }
}

/// Everybody who wrote what the versions after this one brought; without one: all of them. After is said by the journal: of two nodes the slower may
/// write the earlier state later.
pub(super) async fn authors_since(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    after: Option<&Version>,
) -> Result<BTreeSet<PersonId>> {
    let head = after.map_or(-1, |version| version.head);
    let rows: Vec<AuthorsRow> = tx
        .fetch_all(
            "SELECT DISTINCT authors FROM versions
             WHERE organisation_id = $1 AND draft_id = $2 AND head > $3",
            args![organisation, draft, head],
        )
        .await?;
    Ok(rows.into_iter().flat_map(|row| row.authors.0).collect())
}

record! {
    /// Somebody as history shows them.
    pub(super) struct AuthorRow {
        pub(super) id: PersonId,
        pub(super) name: String,
        pub(super) color: Option<i64>,
    }
}

/// These people: those who are gone have no row.
pub(super) async fn people(
    tx: &mut Tx,
    organisation: OrganisationId,
    ids: &BTreeSet<PersonId>,
) -> Result<Vec<AuthorRow>> {
    macro_rules! people_by_id {
        ($ids:literal) => {
            concat!(
                "SELECT p.id, p.name, m.color FROM people p
                 LEFT JOIN members m ON m.organisation_id = $1 AND m.person_id = p.id
                 WHERE p.id IN ",
                $ids
            )
        };
    }
    tx.fetch_listed(
        people_by_id!("(SELECT value FROM json_each($2))"),
        people_by_id!("(SELECT json_array_elements_text($2::json))"),
        args![organisation],
        ids.iter().copied().collect::<Vec<_>>().into_iter(),
    )
    .await
}

record! {
    /// A picture that was kept.
    pub(super) struct KeptRow {
        pub(super) sha256: String,
        pub(super) bytes: i64,
    }
}

/// What a picture of a version is told apart by.
#[derive(Debug, Clone)]
pub(super) struct PictureKey<'a> {
    pub(super) version: VersionId,
    pub(super) format: &'a str,
    /// From 1; 0: all pages.
    pub(super) page: i64,
    pub(super) language: &'a str,
}

/// A picture of a version, where it was drawn before.
pub(super) async fn picture(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: &PictureKey<'_>,
) -> Result<Option<KeptRow>> {
    tx.fetch_optional(
        "SELECT sha256, bytes FROM version_pictures
         WHERE organisation_id = $1 AND version_id = $2 AND format = $3 AND page = $4 AND language = $5",
        args![organisation, key.version, key.format, key.page, key.language],
    )
    .await
}

/// Forgets a picture whose bytes are gone, if it is still the one that was looked for.
pub(super) async fn forget_picture(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: &PictureKey<'_>,
    sha256: &str,
) -> Result<()> {
    tx.execute(
        "DELETE FROM version_pictures
         WHERE organisation_id = $1 AND version_id = $2 AND format = $3 AND page = $4 AND language = $5 AND sha256 = $6",
        args![
            organisation,
            key.version,
            key.format,
            key.page,
            key.language,
            sha256
        ],
    )
    .await?;
    Ok(())
}

/// Notes a picture that is kept. When another node was first, its own stays.
pub(super) async fn put_picture(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: &PictureKey<'_>,
    kept: &KeptRow,
    renderer: u32,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO version_pictures (organisation_id, version_id, format, page, language, sha256, bytes, renderer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (organisation_id, version_id, format, page, language) DO NOTHING",
        args![
            organisation,
            key.version,
            key.format,
            key.page,
            key.language,
            &kept.sha256,
            kept.bytes,
            renderer,
            now_ms
        ],
    )
    .await?;
    Ok(())
}
