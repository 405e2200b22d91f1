//! What certificates are issued from, as the registry has it: without the workspace.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use imprimatur_crdt::{Layout, json};
use imprimatur_protocol::{OrganisationId, TemplateId, VersionId};

use super::acts::away;
use crate::assets::{AssetType, Assets, PublishedImage};
use crate::error::Error;
use crate::registry::{Failure, Registry};
use crate::workspace::record;

/// Layouts that are kept once they were read: they never change.
const KEPT: usize = 64;

/// Layouts that were read, each in its organisation.
#[derive(Default)]
pub(super) struct Layouts(Mutex<HashMap<(OrganisationId, VersionId), Arc<Layout>>>);

record! {
    struct CurrentRow {
        name: String,
        version_id: VersionId,
        number: i64,
        archived: i64,
    }
}

/// The version that certificates of a template are issued from.
pub(super) struct Current {
    /// As the template is called.
    pub(super) name: String,
    pub(super) version: VersionId,
    pub(super) number: i64,
}

/// The version that is published of a template; none where nothing is, or nothing new is issued from it.
pub(super) async fn current(
    registry: &Registry,
    organisation: OrganisationId,
    template: TemplateId,
) -> Result<Option<Current>, Failure> {
    let rows: Vec<CurrentRow> = registry
        .fetch_all(
            "SELECT t.name, v.id AS version_id, v.number, CASE WHEN t.archived_at IS NULL THEN 0 ELSE 1 END AS archived
             FROM certificate_templates t
             JOIN template_versions v ON v.organisation_id = t.organisation_id AND v.id = t.current_version_id
             WHERE t.organisation_id = ? AND t.id = ?",
            &[organisation.to_string().into(), template.to_string().into()],
        )
        .await?;
    let row = rows.into_iter().find(|row| row.archived == 0);
    Ok(row.map(|row| Current {
        name: row.name,
        version: row.version_id,
        number: row.number,
    }))
}

record! {
    struct LayoutRow {
        layout: Vec<u8>,
    }
}

record! {
    struct ImageRow {
        name: String,
        sha256: String,
        media_type: String,
        bytes: i64,
    }
}

/// The images that a published version is drawn with, by what its layout calls them. One whose file is gone is left out.
///
/// # Errors
/// The registry is away, or where files rest.
pub(super) async fn images(
    registry: &Registry,
    assets: &Assets,
    organisation: OrganisationId,
    version: VersionId,
) -> Result<BTreeMap<String, PublishedImage>, Error> {
    let rows: Result<Vec<ImageRow>, Failure> = registry
        .fetch_all(
            "SELECT name, sha256, media_type, bytes FROM template_version_files
             WHERE template_version_id = ? AND organisation_id = ? AND part = 'image'",
            &[version.to_string().into(), organisation.to_string().into()],
        )
        .await;
    let mut images = BTreeMap::new();
    for row in rows.map_err(away)? {
        let kind = match row.media_type.as_str() {
            "image/png" => AssetType::Png,
            "image/jpeg" => AssetType::Jpeg,
            _ => AssetType::Svg,
        };
        let file = (row.sha256.as_str(), row.bytes);
        if let Some(image) = assets.published_image(organisation, file, kind).await? {
            images.insert(row.name, image);
        }
    }
    Ok(images)
}

impl Layouts {
    /// The layout of a published version; none where there is no such version.
    pub(super) async fn of(
        &self,
        registry: &Registry,
        organisation: OrganisationId,
        version: VersionId,
    ) -> Result<Option<Arc<Layout>>, Failure> {
        if let Some(known) = self.kept().get(&(organisation, version)) {
            return Ok(Some(Arc::clone(known)));
        }
        let rows: Vec<LayoutRow> = registry
            .fetch_all(
                "SELECT layout FROM template_versions WHERE organisation_id = ? AND id = ?",
                &[organisation.to_string().into(), version.to_string().into()],
            )
            .await?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let unreadable =
            |why: String| Failure::row(format!("the layout of {version} cannot be read: {why}"));
        let value =
            serde_json::from_slice(&row.layout).map_err(|cause| unreadable(cause.to_string()))?;
        let layout = json::from_json(&value).map_err(|faults| unreadable(format!("{faults:?}")))?;
        let layout = Arc::new(layout);
        let mut kept = self.kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert((organisation, version), Arc::clone(&layout));
        Ok(Some(layout))
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<(OrganisationId, VersionId), Arc<Layout>>> {
        // Held for a few steps only, and nothing under it can panic half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
