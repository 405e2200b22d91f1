//! What is published, as the registry holds it: enough to issue from, without the workspace.

use imprimatur_protocol::{OrganisationId, VersionId};
use serde_json::json;

use super::model::{Stop, Wait};
use super::store::{Job, MadeRow};
use crate::registry::{Copy, CopyTable, IfThere, ROWS_AT_ONCE, Registry, RowTable, Value, moment};
use crate::versions::Frozen;
use crate::workspace::record;

const VERSIONS: RowTable = RowTable {
    name: "template_versions",
    columns: &[
        "id",
        "organisation_id",
        "template_id",
        "number",
        "content_hash",
        "layout",
        "schema_version",
        "renderer",
        "approved_by",
        "published_by",
        "published_at",
    ],
};

const FILES: RowTable = RowTable {
    name: "template_version_files",
    columns: &[
        "template_version_id",
        "part",
        "name",
        "organisation_id",
        "sha256",
        "media_type",
        "bytes",
    ],
};

const TEMPLATES: CopyTable = CopyTable {
    name: "certificate_templates",
    key: "id",
    columns: &[
        "organisation_id",
        "name",
        "default_language",
        "languages",
        "current_version_id",
        "created_by",
        "created_at",
        "updated_at",
        "archived_at",
    ],
};

/// An image or a face that a version is drawn with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// `image` or `face`.
    pub(super) part: &'static str,
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) media_type: &'static str,
    pub(super) bytes: i64,
}

/// Writes what a version is drawn with. What is there already stays: it says the same.
pub(super) async fn put_files(registry: &Registry, job: &Job, files: &[File]) -> Result<(), Stop> {
    let rows: Vec<Vec<Value>> = files
        .iter()
        .map(|file| {
            vec![
                job.version_id.to_string().into(),
                file.part.into(),
                file.name.clone().into(),
                job.organisation_id.to_string().into(),
                file.sha256.clone().into(),
                file.media_type.into(),
                file.bytes.into(),
            ]
        })
        .collect();
    for some in rows.chunks(ROWS_AT_ONCE) {
        registry.insert(&FILES, some, IfThere::Keep).await?;
    }
    Ok(())
}

record! {
    struct HashRow {
        content_hash: String,
    }
}

/// Writes a version, for ever. One that is there already is that one, or nothing is published.
pub(super) async fn put_version(
    registry: &Registry,
    job: &Job,
    frozen: &Frozen,
) -> Result<(), Stop> {
    let layout = frozen.content.layout();
    let row = vec![
        job.version_id.to_string().into(),
        job.organisation_id.to_string().into(),
        job.template_id.to_string().into(),
        job.version_number.into(),
        job.content_hash.clone().into(),
        frozen.content.canonical().to_vec().into(),
        i64::from(layout.schema).into(),
        frozen.version.renderer.into(),
        job.approved_by.clone().into(),
        job.asked_by.to_string().into(),
        moment(job.asked_at).into(),
    ];
    registry.insert(&VERSIONS, &[row], IfThere::Keep).await?;
    let there: Vec<HashRow> = registry
        .fetch_all(
            "SELECT content_hash FROM template_versions WHERE organisation_id = ? AND id = ?",
            &[
                job.organisation_id.to_string().into(),
                job.version_id.to_string().into(),
            ],
        )
        .await?;
    match there.first() {
        Some(there) if there.content_hash == job.content_hash => Ok(()),
        Some(_) => Err(Stop::Never(
            "the registry holds another content of this version".to_owned(),
        )),
        None => Err(Stop::Never(
            "the registry holds another version of this number".to_owned(),
        )),
    }
}

/// Says which version of a template is the current one, unless a later publication has said so already.
pub(super) async fn put_template(
    registry: &Registry,
    job: &Job,
    made: &MadeRow,
    languages: &[String],
    archived_at: Option<i64>,
) -> Result<(), Stop> {
    let default_language = languages.first().cloned().unwrap_or_default();
    let copy = Copy {
        row: vec![
            job.template_id.to_string().into(),
            job.organisation_id.to_string().into(),
            made.name.clone().into(),
            default_language.into(),
            json!(languages).to_string().into(),
            job.version_id.to_string().into(),
            made.created_by.to_string().into(),
            moment(made.created_at).into(),
            moment(job.asked_at).into(),
            archived_at.map(moment).into(),
            job.number.into(),
        ],
    };
    registry.upsert(&TEMPLATES, &[&copy]).await?;
    Ok(())
}

record! {
    struct OneRow {
        one: i64,
    }
}

/// Waits for any answer of the registry.
pub(super) async fn answers(registry: &Registry) -> Result<(), Stop> {
    let rows: Vec<OneRow> = registry.fetch_all("SELECT 1 AS one", &[]).await?;
    match rows[..] {
        [OneRow { one: 1 }] => Ok(()),
        _ => Err(Stop::Wait(
            Wait::Registry,
            "it answers something else".to_owned(),
        )),
    }
}

record! {
    struct ReferenceRow {
        template_version_id: String,
        is_there: i64,
    }
}

/// Whether a published version is drawn with a file, or one that is being published. Of a publication that failed or was cancelled the registry knows
/// files without a version: they hold nothing.
pub(super) async fn is_referenced(
    registry: &Registry,
    organisation: OrganisationId,
    sha256: &str,
    open: &[VersionId],
) -> Result<bool, Stop> {
    let rows: Vec<ReferenceRow> = registry
        .fetch_all(
            "SELECT f.template_version_id, CASE WHEN v.id IS NULL THEN 0 ELSE 1 END AS is_there
             FROM template_version_files f
             LEFT JOIN template_versions v ON v.organisation_id = f.organisation_id AND v.id = f.template_version_id
             WHERE f.organisation_id = ? AND f.sha256 = ? ORDER BY is_there DESC, f.template_version_id DESC LIMIT 1000",
            &[organisation.to_string().into(), sha256.into()],
        )
        .await?;
    Ok(rows.iter().any(|row| {
        row.is_there == 1
            || open
                .iter()
                .any(|it| it.to_string() == row.template_version_id)
    }))
}
