//! The faces that pictures are set in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use imprimatur_render::Fonts;
use imprimatur_render::text::DEFAULT_FAMILY;
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::Pictures;
use crate::error::{Error, Result};
use crate::http::font_files;

const MANIFEST: &str = include_str!("../../render/fonts/fonts.json");

/// What the manifest says of the files.
#[derive(Deserialize)]
struct Manifest {
    /// Families that are looked into when the wanted one has no letter.
    fallback: Vec<String>,
    faces: Vec<ManifestFace>,
}

#[derive(Deserialize)]
struct ManifestFace {
    family: String,
    file: String,
    sha256: String,
}

static FACES: LazyLock<Manifest> =
    LazyLock::new(|| serde_json::from_str(MANIFEST).expect("the manifest is built in"));

/// The files that a text in one of these families may be set in, each with its SHA-256: those of the families, and those that
/// stand in where they have no letter.
pub fn faces_of(families: &BTreeSet<String>) -> BTreeMap<&'static str, &'static str> {
    let manifest = &*FACES;
    let is_used = |family: &String| {
        families.contains(family) || family == DEFAULT_FAMILY || manifest.fallback.contains(family)
    };
    manifest
        .faces
        .iter()
        .filter(|face| is_used(&face.family))
        .map(|face| (face.file.as_str(), face.sha256.as_str()))
        .collect()
}

impl Pictures {
    /// Read once, when the first picture is drawn.
    pub(super) async fn fonts(&self) -> Result<Arc<Fonts>> {
        let read = || async {
            spawn_blocking(|| Fonts::new(MANIFEST, font_files::face))
                .await
                .map_err(|cause| Error::internal("reading the fonts").caused_by(cause))?
                .map(Arc::new)
                .map_err(|cause| Error::internal("reading the fonts").caused_by(cause))
        };
        self.0.fonts.get_or_try_init(read).await.cloned()
    }
}
