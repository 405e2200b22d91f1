//! Where the bytes of images rest: objects under keys of our own making, in a folder or in a bucket. What differs between the two is how they are opened, and
//! how an object is written. Of an organisation, under `org/<organisation>/`: what was uploaded, `asset/<sha256>`; what is drawn and kept, `picture/<sha256>`;
//! what published versions are drawn with, `published/<sha256>`; and of certificates, each apart, the images that they are filled with,
//! `certificate/<id>-<sha256>`, and their pages but the first, `sheet/<id>-<sha256>`.

use std::error::Error as StdError;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use imprimatur_protocol::{CertificateId, CertificateImageId, ErrorCode, OrganisationId};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use tokio::task::spawn_blocking;

use super::model::hash;
use super::{bucket, folder};
use crate::config::{Limits, Storage};
use crate::error::{Error, Kind, Result, describe};

/// Characters of a cause in the log; services answer with whole pages.
const CAUSE_CHARACTERS: usize = 600;

const NOT_STORED: &str = "The image could not be stored. Nothing was changed; try again.";
const NOT_DELETED: &str = "The file could not be deleted. It is tried again.";
const NOT_READ: &str = "The image cannot be read at the moment. Try again.";

/// Where the bytes of images rest. Cloning shares it.
#[derive(Clone)]
pub(super) struct Blobs(Arc<Inner>);

struct Inner {
    store: Arc<dyn ObjectStore>,
    /// Before every key; empty, or without slashes at its ends.
    prefix: String,
    writing: Writing,
    /// How long storing or reading one image may take, all tries together.
    patience: Duration,
    /// Where they rest, if that is a folder.
    folder: Option<PathBuf>,
}

/// What rests under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    /// An uploaded image.
    Asset,
    /// What was drawn from a version, and of a certificate its PDF and its first page.
    Picture,
    /// What a published version is drawn with.
    Published,
    /// An image that a field of a certificate is filled with: alone, so that it can be deleted whoever else has the same.
    OfCertificate(CertificateImageId),
    /// A page but the first that was drawn of a certificate, and may look like that of another: alone as well.
    Sheet(CertificateId),
}

/// How an object comes to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// In place of what is there. A folder is written so: only who wrote a file itself knows that it is on the disk.
    Replace,
    /// Where nothing is yet. A bucket is written so: an object that is right is never written again, whoever uploads it how often,
    /// and only one that is damaged is replaced.
    Create,
}

impl Blobs {
    /// Opens the folder or the bucket. A bucket that cannot be reached is told in the log, and tried again with every image.
    pub(super) async fn open(storage: &Storage, limits: &Limits) -> Result<Self> {
        let patience = Duration::from_secs(limits.storage_seconds);
        match storage {
            Storage::Folder(path) => {
                let store = folder::open(path).await?;
                let blobs = Self::new(store, String::new(), Writing::Replace, patience);
                Ok(blobs.within(path.clone()))
            }
            Storage::Bucket(place) => {
                let store = bucket::open(place, patience)?;
                bucket::check(&*store, place).await;
                let prefix = place.prefix.clone();
                Ok(Self::new(store, prefix, Writing::Create, patience))
            }
        }
    }

    fn new(
        store: Arc<dyn ObjectStore>,
        prefix: String,
        writing: Writing,
        patience: Duration,
    ) -> Self {
        Self(Arc::new(Inner {
            store,
            prefix,
            writing,
            patience,
            folder: None,
        }))
    }

    /// In a folder, in which deletions are made durable.
    fn within(self, folder: PathBuf) -> Self {
        let Inner {
            store,
            prefix,
            writing,
            patience,
            ..
        } = &*self.0;
        Self(Arc::new(Inner {
            store: Arc::clone(store),
            prefix: prefix.clone(),
            writing: *writing,
            patience: *patience,
            folder: Some(folder),
        }))
    }

    /// Stores bytes under their hash, durably. The same again changes nothing, also when several nodes store it at once;
    /// what is damaged there is mended by it.
    pub(super) async fn put(
        &self,
        shelf: Shelf,
        organisation: OrganisationId,
        sha256: &str,
        bytes: Bytes,
    ) -> Result<()> {
        let key = self.key(shelf, organisation, sha256);
        self.in_time(NOT_STORED, self.write(&key, sha256, bytes))
            .await
    }

    /// The bytes with this hash; none when they are missing, or are not those that were stored.
    pub(super) async fn get(
        &self,
        shelf: Shelf,
        organisation: OrganisationId,
        sha256: &str,
        length: i64,
    ) -> Result<Option<Bytes>> {
        let Ok(length) = u64::try_from(length) else {
            return Ok(None);
        };
        let key = self.key(shelf, organisation, sha256);
        self.in_time(NOT_READ, self.read(&key, sha256, length))
            .await
    }

    /// Deletes what rests under a hash. What is not there was deleted before.
    pub(super) async fn delete(
        &self,
        shelf: Shelf,
        organisation: OrganisationId,
        sha256: &str,
    ) -> Result<()> {
        let key = self.key(shelf, organisation, sha256);
        let delete = async {
            match self.0.store.delete(&key).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(cause) => return Err(unavailable(NOT_DELETED, &cause)),
            }
            match &self.0.folder {
                Some(folder) => folder::deleted(folder, &key).await,
                None => Ok(()),
            }
        };
        self.in_time(NOT_DELETED, delete).await
    }

    /// What rests on a shelf of an organisation: the hash of each, and when it was written, in milliseconds since 1970.
    pub(super) fn list(
        &self,
        shelf: Shelf,
        organisation: OrganisationId,
    ) -> BoxStream<'static, Result<(String, i64)>> {
        let prefix = self.key(shelf, organisation, "");
        let found = self.0.store.list(Some(&prefix));
        found
            .map(|found| {
                let meta = found.map_err(|cause| unavailable(NOT_READ, &cause))?;
                let sha256 = meta.location.filename().unwrap_or_default().to_owned();
                Ok((sha256, meta.last_modified.timestamp_millis()))
            })
            .boxed()
    }

    async fn write(&self, key: &Path, sha256: &str, bytes: Bytes) -> Result<()> {
        let away = |cause| unavailable(NOT_STORED, &cause);
        let payload = PutPayload::from_bytes(bytes.clone());
        if self.0.writing == Writing::Create {
            let mode = PutMode::Create.into();
            let refused = match self.0.store.put_opts(key, payload.clone(), mode).await {
                Ok(_) => return Ok(()),
                // There already, or being written by another node at this moment.
                Err(object_store::Error::AlreadyExists { .. }) => None,
                // A service may say so before it has read it all, and hang up.
                Err(cause) => Some(cause),
            };
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            match (self.read(key, sha256, length).await, refused) {
                (Ok(Some(_)), _) => return Ok(()),
                (Ok(None), _) => {}
                (Err(_), Some(cause)) => return Err(away(cause)),
                (Err(cause), None) => return Err(cause),
            }
        }
        // Whoever else replaces it at this moment writes the very same bytes.
        self.0.store.put(key, payload).await.map_err(away)?;
        Ok(())
    }

    async fn read(&self, key: &Path, sha256: &str, length: u64) -> Result<Option<Bytes>> {
        let away = |cause| unavailable(NOT_READ, &cause);
        let found = match self.0.store.get(key).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(cause) => return Err(away(cause)),
        };
        // Before the body is taken into memory.
        if found.meta.size != length {
            return Ok(None);
        }
        let bytes = found.bytes().await.map_err(away)?;
        let (bytes, told) = spawn_blocking(move || {
            let told = hash(&bytes);
            (bytes, told)
        })
        .await
        .map_err(|cause| Error::internal("checking an image").caused_by(cause))?;
        Ok((told == sha256).then_some(bytes))
    }

    async fn in_time<T>(
        &self,
        message: &'static str,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let patience = self.0.patience;
        tokio::time::timeout(patience, work)
            .await
            .unwrap_or_else(|_| {
                Err(storage_unavailable(message).caused_by(format!(
                    "no answer from where images rest within {patience:?}"
                )))
            })
    }

    fn key(&self, shelf: Shelf, organisation: OrganisationId, sha256: &str) -> Path {
        let place = match shelf {
            Shelf::Asset => format!("asset/{sha256}"),
            Shelf::Picture => format!("picture/{sha256}"),
            Shelf::Published => format!("published/{sha256}"),
            Shelf::OfCertificate(id) => format!("certificate/{id}-{sha256}"),
            Shelf::Sheet(id) => format!("sheet/{id}-{sha256}"),
        };
        Path::from(format!("{}/org/{organisation}/{place}", self.0.prefix))
    }
}

fn storage_unavailable(message: &'static str) -> Error {
    Error::new(Kind::Busy, ErrorCode::StorageUnavailable, message)
}

fn unavailable(message: &'static str, cause: &object_store::Error) -> Error {
    storage_unavailable(message).caused_by(told(cause))
}

/// What lay beneath, in a length that a log bears.
pub(super) fn told(cause: &(dyn StdError + 'static)) -> String {
    let text = describe(cause);
    let end = text.char_indices().nth(CAUSE_CHARACTERS);
    match end {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
