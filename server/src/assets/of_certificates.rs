//! Images that fields of certificates are filled with: photographs of people. They are none of the organisation's images, and of one certificate each:
//! every one rests alone, under its id, so that it can be deleted when what its certificate says of somebody is erased.

use axum::extract::Request;
use bytes::Bytes;
use imprimatur_protocol::api::assets::AssetWarning;
use imprimatur_protocol::{CertificateImageId, OrganisationId};

use super::blobs::Shelf;
use super::model::AssetType;
use super::picture::{Bounds, Picture};
use super::upload::Received;
use super::{Assets, PublishedImage};
use crate::error::Result;

/// Pixels of one: a third of A4 in 300 dpi has three millions, and cameras make some twelve. Whoever looks at the certificate has it drawn.
const PIXELS_MOST: u64 = 13_000_000;

/// Bytes that one may rest in.
const BYTES_MOST: usize = 8 * 1024 * 1024;

/// What is known of an image of a certificate, by whoever keeps a row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateImage {
    /// Under which it rests.
    pub id: CertificateImageId,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// What it rests as.
    pub kind: AssetType,
    /// How many bytes it rests in.
    pub bytes: i64,
}

/// An image that was received, and is stored nowhere yet.
pub struct ReceivedImage(Received);

impl ReceivedImage {
    /// What is to be known of it.
    #[must_use]
    pub fn described(&self, id: CertificateImageId) -> CertificateImage {
        CertificateImage {
            id,
            sha256: self.0.sha256.clone(),
            kind: self.0.picture.kind,
            bytes: i64::try_from(self.0.picture.bytes.len()).unwrap_or(i64::MAX),
        }
    }

    /// Width and height in pixels.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a side has at most nine digits")]
    pub fn size(&self) -> [f64; 2] {
        let Picture {
            width_millipixels,
            height_millipixels,
            ..
        } = &self.0.picture;
        [*width_millipixels, *height_millipixels].map(|side| side as f64 / 1_000.0)
    }

    /// What was not taken over.
    #[must_use]
    pub fn warnings(&self) -> Vec<AssetWarning> {
        self.0.picture.warnings.clone()
    }
}

impl Assets {
    /// Receives an image for a certificate of an organisation.
    ///
    /// # Errors
    /// There were too many within a minute, or it is none that can be taken.
    pub async fn receive_for_certificate(
        &self,
        organisation: OrganisationId,
        now_ms: i64,
        request: Request,
    ) -> Result<ReceivedImage> {
        let places = self.counted(organisation, now_ms)?;
        let ours = self.bounds();
        let bounds = Bounds {
            pixels: ours.pixels.min(PIXELS_MOST),
            stored_bytes: ours.stored_bytes.min(BYTES_MOST),
            ..ours
        };
        let received = self.receive(&places, bounds, request).await?;
        Ok(ReceivedImage(received))
    }

    /// Stores what was received. Whoever calls has noted it before: what is kept of a person is found when it is to be deleted.
    ///
    /// # Errors
    /// Where images rest is away or full.
    pub async fn store_for_certificate(
        &self,
        organisation: OrganisationId,
        id: CertificateImageId,
        received: ReceivedImage,
    ) -> Result<()> {
        let Received {
            picture,
            sha256,
            _place,
        } = received.0;
        let (shelf, bytes) = (Shelf::OfCertificate(id), Bytes::from(picture.bytes));
        let blobs = &self.0.blobs;
        blobs.put(shelf, organisation, &sha256, bytes).await
    }

    /// An image of a certificate, with its size; none when it was deleted.
    ///
    /// # Errors
    /// Where images rest is away.
    pub async fn image_of_certificate(
        &self,
        organisation: OrganisationId,
        image: &CertificateImage,
    ) -> Result<Option<PublishedImage>> {
        let shelf = Shelf::OfCertificate(image.id);
        self.measured(
            shelf,
            organisation,
            (&image.sha256, image.bytes),
            image.kind,
        )
        .await
    }

    /// Stores the same image for another certificate. False: it was deleted. Noted before, as [`Self::store_for_certificate`] has it.
    ///
    /// # Errors
    /// Where images rest is away or full.
    pub async fn copy_for_certificate(
        &self,
        organisation: OrganisationId,
        image: &CertificateImage,
        to: CertificateImageId,
    ) -> Result<bool> {
        let _place = self.0.read_place().await?;
        let CertificateImage { sha256, bytes, .. } = image;
        let blobs = &self.0.blobs;
        let shelf = Shelf::OfCertificate(image.id);
        let Some(found) = blobs.get(shelf, organisation, sha256, *bytes).await? else {
            return Ok(false);
        };
        let shelf = Shelf::OfCertificate(to);
        blobs.put(shelf, organisation, sha256, found).await?;
        Ok(true)
    }

    /// Deletes an image of a certificate. What is not there is deleted already.
    ///
    /// # Errors
    /// Where images rest is away.
    pub async fn forget_of_certificate(
        &self,
        organisation: OrganisationId,
        id: CertificateImageId,
        sha256: &str,
    ) -> Result<()> {
        let blobs = &self.0.blobs;
        blobs
            .delete(Shelf::OfCertificate(id), organisation, sha256)
            .await
    }
}
