//! Where the bytes of images rest: objects under keys of our own making, `org/<organisation>/asset/<sha256>`.
//!
//! Today that is a folder below `DATA_DIR`; another place is another [`ObjectStore`], and nothing else changes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_protocol::OrganisationId;
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use tokio::task::spawn_blocking;

use super::model::hash;
use crate::error::{Error, Result};

/// The folder below `DATA_DIR`.
const FOLDER: &str = "assets";

/// What the store calls a file that is not complete yet ends in this and a number; no key of ours holds it.
const UNFINISHED: char = '#';

/// How old an unfinished file is before it counts as left over by a program that was killed. No upload takes so long,
/// also not that of another node on the same folder.
const LEFT_OVER: Duration = Duration::from_secs(60 * 60);

/// Where the bytes of images rest. Cloning shares it.
#[derive(Clone)]
pub(super) struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// In a folder, durably: file and folder are on the disk before [`Self::put`] returns.
    pub(super) async fn open(data_dir: &Path) -> Result<Self> {
        let folder = data_dir.join(FOLDER);
        spawn_blocking(move || {
            make(&folder).map_err(|cause| {
                failed("making the folder of images")
                    .caused_by(format!("{}: {cause}", folder.display()))
            })?;
            clean(&folder);
            let store = LocalFileSystem::new_with_prefix(&folder)
                .map_err(|cause| failed("opening the folder of images").caused_by(cause))?
                .with_fsync(true);
            Ok(Self(Arc::new(store)))
        })
        .await
        .map_err(|cause| failed("opening the folder of images").caused_by(cause))?
    }

    /// Stores bytes under their hash. What rests there already is replaced by the same: a damaged file is mended by uploading it again.
    pub(super) async fn put(
        &self,
        organisation: OrganisationId,
        sha256: &str,
        bytes: Bytes,
    ) -> Result<()> {
        self.0
            .put(&key(organisation, sha256), PutPayload::from_bytes(bytes))
            .await
            .map_err(|cause| {
                Error::unavailable("The image could not be stored. Nothing was changed; try again.")
                    .caused_by(cause)
            })?;
        Ok(())
    }

    /// The bytes with this hash; none when they are missing, or are not those that were stored.
    pub(super) async fn get(
        &self,
        organisation: OrganisationId,
        sha256: &str,
        length: i64,
    ) -> Result<Option<Bytes>> {
        let away = |cause| {
            Error::unavailable("The image cannot be read at the moment. Try again.")
                .caused_by(cause)
        };
        let found = match self.0.get(&key(organisation, sha256)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(cause) => return Err(away(cause)),
        };
        if i64::try_from(found.meta.size).ok() != Some(length) {
            return Ok(None);
        }
        let bytes = found.bytes().await.map_err(away)?;
        let (bytes, told) = spawn_blocking(move || {
            let told = hash(&bytes);
            (bytes, told)
        })
        .await
        .map_err(|cause| failed("checking an image").caused_by(cause))?;
        Ok((told == sha256).then_some(bytes))
    }
}

fn key(organisation: OrganisationId, sha256: &str) -> object_store::path::Path {
    object_store::path::Path::from(format!("org/{organisation}/asset/{sha256}"))
}

fn failed(doing: &'static str) -> Error {
    Error::internal(doing)
}

/// Makes the folder and those above it that are missing, each entry durable.
fn make(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = match folder.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Ok(()),
    };
    make(parent)?;
    match fs::create_dir(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::AlreadyExists => return Err(cause),
        _ => {}
    }
    fs::File::open(parent)?.sync_all()
}

/// Deletes what a program that was killed left unfinished. What cannot be deleted only takes space.
fn clean(folder: &Path) {
    let mut folders: Vec<PathBuf> = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let Ok(meta) = entry.metadata() else { continue };
            if meta.is_dir() {
                folders.push(path);
                continue;
            }
            let unfinished = entry.file_name().to_string_lossy().contains(UNFINISHED);
            let old = meta
                .modified()
                .ok()
                .and_then(|at| at.elapsed().ok())
                .is_some_and(|age| age > LEFT_OVER);
            if unfinished
                && old
                && let Err(cause) = fs::remove_file(&path)
            {
                tracing::warn!(error.cause = %cause, "an unfinished file of an image could not be deleted: {cause}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation() -> OrganisationId {
        "org_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b".parse().unwrap()
    }

    fn file(folder: &Path, sha256: &str) -> PathBuf {
        folder.join(format!("assets/org/{}/asset/{sha256}", organisation()))
    }

    #[tokio::test]
    async fn what_was_stored_is_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&folder.path().join("deep/data")).await.unwrap();
        let data = folder.path().join("deep/data");
        let sha256 = hash(b"picture");
        blobs
            .put(organisation(), &sha256, Bytes::from_static(b"picture"))
            .await
            .unwrap();
        assert_eq!(
            blobs
                .get(organisation(), &sha256, 7)
                .await
                .unwrap()
                .as_deref(),
            Some(&b"picture"[..])
        );
        let other: OrganisationId = "org_0190a1b2c3d47e5f8a9b0c1d2e3f4a5c".parse().unwrap();
        assert_eq!(blobs.get(other, &sha256, 7).await.unwrap(), None);

        // Cut off, or other content of the same length: never handed out, and mended by storing it again.
        for damaged in [&b"pict"[..], b"pictur3"] {
            fs::write(file(&data, &sha256), damaged).unwrap();
            assert_eq!(blobs.get(organisation(), &sha256, 7).await.unwrap(), None);
        }
        blobs
            .put(organisation(), &sha256, Bytes::from_static(b"picture"))
            .await
            .unwrap();
        assert!(
            blobs
                .get(organisation(), &sha256, 7)
                .await
                .unwrap()
                .is_some()
        );
        fs::remove_file(file(&data, &sha256)).unwrap();
        assert_eq!(blobs.get(organisation(), &sha256, 7).await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_a_killed_program_left_unfinished_is_deleted_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).await.unwrap();
        let sha256 = hash(b"picture");
        blobs
            .put(organisation(), &sha256, Bytes::from_static(b"picture"))
            .await
            .unwrap();
        let [old, new] = ["#1", "#2"].map(|end| {
            let path = file(folder.path(), &format!("{sha256}{end}"));
            fs::write(&path, b"pict").unwrap();
            path
        });
        let long_ago = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        for path in [&old, &file(folder.path(), &sha256)] {
            fs::File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_modified(long_ago)
                .unwrap();
        }
        let blobs = Blobs::open(folder.path()).await.unwrap();
        assert!(!old.exists() && new.exists());
        assert!(
            blobs
                .get(organisation(), &sha256, 7)
                .await
                .unwrap()
                .is_some()
        );
    }
}
