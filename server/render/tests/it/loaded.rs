//! The faces of the house, from the folder that `node collect.mjs` fills.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use imprimatur_render::Fonts;

/// Where the manifest is.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")
}

/// The manifest's text.
pub(crate) fn manifest() -> String {
    std::fs::read_to_string(folder().join("fonts.json")).expect("the manifest is in the repository")
}

/// Loaded once for all tests of a program.
pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let files = folder().join("files");
    Fonts::new(&manifest(), |file| {
        let bytes = std::fs::read(files.join(file)).ok()?;
        Some(Cow::Owned(bytes))
    })
    .expect("collected fonts: npm ci && node collect.mjs, in server/render/fonts")
});
