//! Uploaded images: what comes in is judged by its content, made uniform, and kept under the hash of what is stored.
//!
//! Invariants: every query and every address of bytes names the organisation first; bytes are durable before the row that
//! names them (of what is deleted one day, the row comes first, so that it is found); what is read again is checked against its hash before anybody gets it; an image never changes, so it may be
//! kept in caches for ever. Images are not deleted: layouts refer to them, and whoever undoes a deletion needs them again. Those that certificates are
//! filled with are of people, and are (`of_certificates`).

mod blobs;
mod bucket;
mod cache;
mod folder;
mod model;
mod of_certificates;
mod picture;
mod published;
mod rate;
mod routes;
mod store;
mod upload;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use imprimatur_protocol::{AssetId, CertificateId, ErrorCode, OrganisationId};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::spawn_blocking;

pub use model::{Asset, AssetMeta, AssetType, type_name};
pub use of_certificates::{CertificateImage, ReceivedImage};
pub use published::PublishedImage;
pub use routes::{router, served};

use blobs::{Blobs, Shelf};
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
            .get(Shelf::Asset, organisation, &meta.sha256, meta.bytes)
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

    /// The SHA-256 of each of these images that the organisation has.
    ///
    /// # Errors
    /// The database failed.
    pub async fn hashes(
        &self,
        organisation: OrganisationId,
        ids: Vec<AssetId>,
    ) -> Result<BTreeMap<AssetId, String>> {
        let mut tx = self.0.platform.db.read().await?;
        store::hashes(&mut tx, organisation, ids).await
    }

    /// The hash under which something that was drawn is kept.
    ///
    /// # Errors
    /// The program ends.
    pub async fn hash(&self, bytes: Bytes) -> Result<String> {
        spawn_blocking(move || model::hash(&bytes))
            .await
            .map_err(|cause| Error::internal("hashing a picture").caused_by(cause))
    }

    /// Keeps what was drawn, under its hash, beside the organisation's images; `alone`: for one certificate, whoever else has the same. The same again
    /// changes nothing.
    ///
    /// # Errors
    /// Where images rest is away or full.
    pub async fn keep(
        &self,
        organisation: OrganisationId,
        alone: Option<CertificateId>,
        sha256: &str,
        bytes: Bytes,
    ) -> Result<()> {
        let shelf = alone.map_or(Shelf::Picture, Shelf::Sheet);
        self.0.blobs.put(shelf, organisation, sha256, bytes).await
    }

    /// What was kept under this hash, in so many bytes; none when it is missing or not what was kept.
    ///
    /// # Errors
    /// Where images rest is away.
    pub async fn kept(
        &self,
        organisation: OrganisationId,
        alone: Option<CertificateId>,
        sha256: &str,
        length: i64,
    ) -> Result<Option<Bytes>> {
        let _place = self.0.read_place().await?;
        let shelf = alone.map_or(Shelf::Picture, Shelf::Sheet);
        self.0.blobs.get(shelf, organisation, sha256, length).await
    }

    /// Deletes what was kept under this hash. What is not there is deleted already.
    ///
    /// # Errors
    /// Where images rest is away.
    pub async fn forget(
        &self,
        organisation: OrganisationId,
        alone: Option<CertificateId>,
        sha256: &str,
    ) -> Result<()> {
        let shelf = alone.map_or(Shelf::Picture, Shelf::Sheet);
        self.0.blobs.delete(shelf, organisation, sha256).await
    }

    /// Puts a file that a published version is drawn with where those rest, under its hash. The same again changes nothing.
    ///
    /// # Errors
    /// Where images rest is away or full, or the bytes are not those of the hash.
    pub async fn publish(
        &self,
        organisation: OrganisationId,
        sha256: &str,
        bytes: Bytes,
    ) -> Result<()> {
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let blobs = &self.0.blobs;
        let there = blobs
            .get(Shelf::Published, organisation, sha256, length)
            .await?;
        if there.is_some() {
            return Ok(());
        }
        let (bytes, told) = spawn_blocking(move || {
            let told = model::hash(&bytes);
            (bytes, told)
        })
        .await
        .map_err(|cause| Error::internal("hashing a file").caused_by(cause))?;
        if told != sha256 {
            return Err(Error::internal("a file is not the one of its hash"));
        }
        blobs
            .put(Shelf::Published, organisation, sha256, bytes)
            .await
    }

    /// Deletes a published file. Only for whoever knows that nothing refers to it.
    ///
    /// # Errors
    /// Where images rest is away.
    pub async fn unpublish(&self, organisation: OrganisationId, sha256: &str) -> Result<()> {
        let blobs = &self.0.blobs;
        blobs.delete(Shelf::Published, organisation, sha256).await
    }

    /// Every published file of an organisation.
    pub fn published(
        &self,
        organisation: OrganisationId,
    ) -> BoxStream<'static, Result<PublishedFile>> {
        let found = self.0.blobs.list(Shelf::Published, organisation);
        found
            .map_ok(|(sha256, written_at_ms)| PublishedFile {
                sha256,
                written_at_ms,
            })
            .boxed()
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

/// A file that published versions are drawn with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// When it was written, in milliseconds since 1970.
    pub written_at_ms: i64,
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
