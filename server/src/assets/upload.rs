//! What happens to an upload: counted, received, judged and made uniform, stored, and only then given its row.

use std::sync::Arc;

use axum::extract::Request;
use bytes::Bytes;
use imprimatur_protocol::api::assets::AssetWarning;
use imprimatur_protocol::{ErrorCode, OrganisationId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::blobs::Shelf;
use super::model::{AssetMeta, hash, name};
use super::picture::{self, Bounds, Picture, Refusal};
use super::store::{self, NewAsset};
use super::{Assets, Inner, ending};
use crate::access::Designer;
use crate::error::{Error, Kind, Result};
use crate::http::extract::read;

/// What became of an upload.
pub(super) struct Uploaded {
    pub(super) meta: AssetMeta,
    pub(super) warnings: Vec<AssetWarning>,
    /// False: the organisation had this content already.
    pub(super) is_new: bool,
}

/// An image as it is about to be stored.
pub(super) struct Received {
    pub(super) picture: Picture,
    /// Of its bytes.
    pub(super) sha256: String,
    /// The bytes lie in memory until they are stored, however long that takes.
    pub(super) _place: (OwnedSemaphorePermit, OwnedSemaphorePermit),
}

impl Assets {
    /// Takes an image in. The same content gives the same image again.
    pub(super) async fn upload(
        &self,
        who: &Designer,
        told: Option<&str>,
        request: Request,
    ) -> Result<Uploaded> {
        let Inner {
            platform, blobs, ..
        } = &*self.0;
        let limits = &platform.config.limits;
        let organisation = who.organisation();
        let now_ms = platform.clock.now_ms();
        let places = self.counted(organisation, now_ms)?;
        // Before anything is received: most that is full is told early.
        self.room_for(organisation, 0).await?;
        let Received {
            picture,
            sha256,
            _place,
        } = self.receive(&places, self.bounds(), request).await?;
        let Picture {
            kind,
            width_millipixels,
            height_millipixels,
            bytes,
            warnings,
        } = picture;
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);

        let known = {
            let mut tx = platform.db.read().await?;
            store::find_content(&mut tx, organisation, &sha256).await?
        };
        if known.is_none() {
            self.room_for(organisation, length).await?;
        }
        // Also when it is known: if its file was damaged, this mends it.
        blobs
            .put(Shelf::Asset, organisation, &sha256, Bytes::from(bytes))
            .await?;
        if let Some(meta) = known {
            return Ok(Uploaded {
                meta,
                warnings,
                is_new: false,
            });
        }
        let name = name(told, limits.name_characters);
        let new = NewAsset {
            id: platform.clock.id(),
            sha256: &sha256,
            kind,
            name: &name,
            width_millipixels,
            height_millipixels,
            bytes: length,
            author: who.caller().person.id,
            now_ms,
        };
        let mut tx = platform.db.begin().await?;
        let is_new = store::insert(&mut tx, organisation, &new).await?;
        let meta = store::find_content(&mut tx, organisation, &sha256)
            .await?
            .ok_or_else(|| Error::internal("an image that was just written is not there"))?;
        tx.commit().await?;
        Ok(Uploaded {
            meta,
            warnings,
            is_new,
        })
    }

    /// Counts one upload of an organisation; gives its places for bodies.
    pub(super) fn counted(
        &self,
        organisation: OrganisationId,
        now_ms: i64,
    ) -> Result<Arc<Semaphore>> {
        self.0.rate.take(organisation, now_ms).ok_or_else(|| {
            Error::new(
                Kind::TooMany,
                ErrorCode::TooManyRequests,
                "Your organisation uploaded too many images within a minute. Wait a moment.",
            )
        })
    }

    /// What an image of the organisation may be.
    pub(super) fn bounds(&self) -> Bounds {
        let limits = &self.0.platform.config.limits;
        Bounds {
            pixels: limits.asset_pixels,
            side: limits.asset_side,
            elements: limits.asset_elements,
            stored_bytes: limits.asset_stored_bytes,
        }
    }

    /// Receives an image, judges it and makes it uniform.
    pub(super) async fn receive(
        &self,
        places: &Arc<Semaphore>,
        bounds: Bounds,
        request: Request,
    ) -> Result<Received> {
        let limits = &self.0.platform.config.limits;
        // One organisation's slow uploads do not take all places of the node.
        let place = (place(places).await?, place(&self.0.uploads).await?);
        let body = read(request, limits.asset_bytes, ErrorCode::AssetTooLarge).await?;
        let decode = self::place(&self.0.decodes).await?;
        let read = spawn_blocking(move || {
            // A request that was given up leaves the thread busy: the places are free when it ends, not before.
            let _decode = decode;
            let picture = picture::read(&body, &bounds)?;
            let sha256 = hash(&picture.bytes);
            Ok(Received {
                picture,
                sha256,
                _place: place,
            })
        })
        .await;
        match read {
            Ok(Ok(received)) => Ok(received),
            Ok(Err(refusal)) => Err(refused(refusal, &bounds)),
            Err(cause) => {
                tracing::warn!(error.cause = %cause, "an upload broke its decoder: {cause}");
                Err(refused(
                    Refusal::Unreadable("it breaks its decoder".to_owned()),
                    &bounds,
                ))
            }
        }
    }

    /// Whether the organisation may have one more image, of so many bytes. Several at one moment may all be the last;
    /// LIMIT_ASSET_UPLOADS bounds how many.
    async fn room_for(&self, organisation: OrganisationId, bytes: i64) -> Result<()> {
        let limits = &self.0.platform.config.limits;
        let mut tx = self.0.platform.db.read().await?;
        let held = store::held(&mut tx, organisation).await?;
        let at_most = i64::try_from(limits.assets_bytes_per_organisation).unwrap_or(i64::MAX);
        if held.assets >= i64::from(limits.assets_per_organisation)
            || held.bytes.saturating_add(bytes) > at_most
        {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::AssetsFull,
                format!(
                    "Your organisation has {} images of {} bytes together; this server allows {} of {at_most} bytes.",
                    held.assets, held.bytes, limits.assets_per_organisation
                ),
            ));
        }
        Ok(())
    }
}

async fn place(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit> {
    Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(|_| ending())
}

/// What was wrong with a file, as the answer says it.
fn refused(refusal: Refusal, bounds: &Bounds) -> Error {
    match refusal {
        Refusal::TypeUnknown => Error::new(
            Kind::Unsupported,
            ErrorCode::AssetTypeUnknown,
            "The content of this file is no PNG, JPEG, WebP or (uncompressed) SVG.",
        ),
        Refusal::Unreadable(why) => Error::unprocessable(
            ErrorCode::AssetUnreadable,
            format!("This image cannot be read: {why}."),
        ),
        Refusal::TooManyPixels => Error::unprocessable(
            ErrorCode::AssetTooManyPixels,
            format!(
                "An image has at least one pixel, at most {} pixels, and no side longer than {}.",
                bounds.pixels, bounds.side
            ),
        ),
        Refusal::TooComplex(why) => Error::unprocessable(
            ErrorCode::AssetTooComplex,
            format!("This drawing is too complex: {why}."),
        ),
        Refusal::TooLarge => Error::new(
            Kind::TooLarge,
            ErrorCode::AssetTooLarge,
            format!(
                "Made uniform, this image takes more than {} bytes, which is the limit of this server.",
                bounds.stored_bytes
            ),
        ),
    }
}
