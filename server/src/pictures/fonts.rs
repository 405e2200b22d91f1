//! The faces that pictures are set in.

use std::sync::Arc;

use imprimatur_render::Fonts;
use tokio::task::spawn_blocking;

use super::Pictures;
use crate::error::{Error, Result};
use crate::http::font_files;

const MANIFEST: &str = include_str!("../../render/fonts/fonts.json");

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
