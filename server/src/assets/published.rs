//! Files that published versions are drawn with. They rest under their hashes, and what they are stands in the registry: the workspace is not asked.

use std::io::Cursor;

use bytes::Bytes;
use image::ImageReader;
use imprimatur_protocol::OrganisationId;
use tokio::task::spawn_blocking;
use usvg::{Options, Tree};

use super::Assets;
use super::blobs::Shelf;
use super::model::AssetType;
use crate::error::{Error, Result};

/// An image that a published version is drawn with.
pub struct PublishedImage {
    /// What it rests as.
    pub kind: AssetType,
    /// Its bytes.
    pub bytes: Bytes,
    /// Width and height in pixels.
    pub size: [f64; 2],
}

impl Assets {
    /// An image of a published version, by its hash, its length, and what it was noted to be; none when its file is missing or not what was published.
    ///
    /// # Errors
    /// Where images rest is away, or it is none that was made uniform here.
    pub async fn published_image(
        &self,
        organisation: OrganisationId,
        (sha256, length): (&str, i64),
        kind: AssetType,
    ) -> Result<Option<PublishedImage>> {
        self.measured(Shelf::Published, organisation, (sha256, length), kind)
            .await
    }

    /// An image of a shelf, with its size; none when it is missing or not what was stored.
    pub(super) async fn measured(
        &self,
        shelf: Shelf,
        organisation: OrganisationId,
        (sha256, length): (&str, i64),
        kind: AssetType,
    ) -> Result<Option<PublishedImage>> {
        let _place = self.0.read_place().await?;
        let blobs = &self.0.blobs;
        let found = blobs.get(shelf, organisation, sha256, length).await?;
        let Some(bytes) = found else {
            return Ok(None);
        };
        let measured = spawn_blocking(move || size_of(kind, &bytes).map(|size| (bytes, size)));
        let measured = measured
            .await
            .map_err(|cause| Error::internal("measuring an image").caused_by(cause))?;
        let (bytes, size) =
            measured.ok_or_else(|| Error::internal("an image that is kept cannot be read"))?;
        Ok(Some(PublishedImage { kind, bytes, size }))
    }
}

/// Width and height of an image that was made uniform.
fn size_of(kind: AssetType, bytes: &[u8]) -> Option<[f64; 2]> {
    match kind {
        AssetType::Png | AssetType::Jpeg => {
            let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
            let (width, height) = reader.ok()?.into_dimensions().ok()?;
            Some([f64::from(width), f64::from(height)])
        }
        AssetType::Svg => {
            // Plain shapes by now: it refers to nothing.
            let size = Tree::from_data(bytes, &Options::default()).ok()?.size();
            Some([f64::from(size.width()), f64::from(size.height())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_as_large_as_they_say() {
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::new(4, 3)
            .write_to(&mut png, image::ImageFormat::Png)
            .unwrap();
        assert_eq!(size_of(AssetType::Png, png.get_ref()), Some([4.0, 3.0]));
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><path d=\"M0 0h20v10z\"/></svg>";
        assert_eq!(size_of(AssetType::Svg, svg), Some([20.0, 10.0]));
        assert_eq!(size_of(AssetType::Png, b"no image"), None);
    }
}
