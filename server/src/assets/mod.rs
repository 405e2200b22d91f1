//! Uploaded images: what comes in is judged by its content, made uniform, and kept under the hash of what is stored.
//!
//! Invariants: every query and every address of bytes names the organisation first; bytes are durable before the row that
//! names them; what is read again is checked against its hash before anybody gets it; an image never changes, so it may be
//! kept in caches for ever. Images are not deleted: layouts refer to them, and whoever undoes a deletion needs them again.

mod blobs;
mod bucket;
mod cache;
mod folder;
mod model;
mod picture;
mod rate;
mod routes;
mod store;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use imprimatur_protocol::{AssetId, ErrorCode, OrganisationId};
use tokio::sync::{Semaphore, SemaphorePermit};

pub use model::{Asset, AssetMeta, AssetType};
pub use routes::router;

use blobs::Blobs;
use cache::Cache;
use rate::UploadRate;

use crate::error::{Error, Kind, Result};
use crate::platform::Platform;

/// The images of all organisations. Cloning shares it.
#[derive(Clone)]
pub struct Assets(Arc<Inner>);

struct Inner {
    platform: Platform,
    blobs: Blobs,
    cache: Cache,
    rate: UploadRate,
    /// Places for bodies in memory.
    uploads: Arc<Semaphore>,
    /// Places on the threads that decode.
    decodes: Arc<Semaphore>,
    /// Places for bytes that are fetched from where they rest.
    reads: Semaphore,
}

impl Assets {
    /// Opens the place where the bytes rest.
    ///
    /// # Errors
    /// When its folder cannot be made. A bucket that is away is no error: it may come back.
    pub async fn open(platform: Platform) -> Result<Self> {
        let limits = &platform.config.limits;
        let blobs = Blobs::open(&platform.config.storage, limits).await?;
        Ok(Self(Arc::new(Inner {
            blobs,
            cache: Cache::new(limits.asset_cache_bytes),
            rate: UploadRate::new(limits.assets_per_minute, limits.asset_uploads),
            uploads: Arc::new(Semaphore::new(limits.asset_uploads_per_node)),
            decodes: Arc::new(Semaphore::new(limits.asset_decodes)),
            reads: Semaphore::new(limits.asset_reads),
            platform,
        })))
    }

    /// An image with its bytes; none when the organisation has no such image.
    pub async fn read(
        &self,
        organisation: OrganisationId,
        id: AssetId,
    ) -> Result<Option<Arc<Asset>>> {
        let counted = |from: &'static str| {
            metrics::counter!("imprimatur_assets_reads_total", "from" => from).increment(1);
        };
        if let Some(known) = self.0.cache.get(organisation, id) {
            counted("memory");
            return Ok(Some(known));
        }
        let Some(meta) = self.meta(organisation, id).await? else {
            return Ok(None);
        };
        let _place = self.0.read_place().await?;
        // Many ask for the same at one moment: who waited finds what the first one fetched.
        if let Some(known) = self.0.cache.get(organisation, id) {
            counted("memory");
            return Ok(Some(known));
        }
        let bytes = self
            .0
            .blobs
            .get(organisation, &meta.sha256, meta.bytes)
            .await?
            .ok_or_else(|| {
                counted("missing");
                Error::internal(format!(
                    "the bytes of {id} are missing or not those that were stored"
                ))
            })?;
        counted("store");
        let asset = Arc::new(Asset { meta, bytes });
        self.0.cache.put(organisation, Arc::clone(&asset));
        Ok(Some(asset))
    }

    /// Shows how much is kept in memory now.
    pub fn observe(&self) {
        metrics::gauge!("imprimatur_assets_cache_bytes").set(self.0.cache.bytes() as f64);
    }

    /// What is known of an image, without its bytes.
    async fn meta(&self, organisation: OrganisationId, id: AssetId) -> Result<Option<AssetMeta>> {
        let mut tx = self.0.platform.db.read().await?;
        store::find(&mut tx, organisation, id).await
    }
}

impl Inner {
    /// A place to fetch an image in; waited for no longer than the fetching itself may take.
    async fn read_place(&self) -> Result<SemaphorePermit<'_>> {
        let patience = Duration::from_secs(self.platform.config.limits.storage_seconds);
        tokio::time::timeout(patience, self.reads.acquire())
            .await
            .map_err(|_| {
                Error::new(
                    Kind::Busy,
                    ErrorCode::StorageUnavailable,
                    "Many images are being fetched at the moment. Try again.",
                )
            })?
            .map_err(|_| ending())
    }
}

/// Nobody closes these places while the server runs.
fn ending() -> Error {
    Error::unavailable("The server is about to end. Try again.")
}

#[cfg(test)]
mod contract;
