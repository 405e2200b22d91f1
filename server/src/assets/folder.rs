//! Images in a folder: file and folder are on the disk before a write is done.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};

/// What the store calls a file that is not complete yet ends in this and a number; no key of ours holds it.
const UNFINISHED: char = '#';

/// How old an unfinished file is before it counts as left over by a program that was killed. No upload takes so long,
/// also not that of another node on the same folder.
pub(super) const LEFT_OVER: Duration = Duration::from_secs(60 * 60);

/// Makes the folder when it is missing, and tidies it.
pub(super) async fn open(folder: &Path) -> Result<Arc<dyn ObjectStore>> {
    let folder = folder.to_path_buf();
    spawn_blocking(move || {
        make(&folder).map_err(|cause| {
            Error::internal("making the folder of images")
                .caused_by(format!("{}: {cause}", folder.display()))
        })?;
        clean(&folder);
        let store = LocalFileSystem::new_with_prefix(&folder)
            .map_err(|cause| Error::internal("opening the folder of images").caused_by(cause))?
            .with_fsync(true);
        Ok(Arc::new(store) as Arc<dyn ObjectStore>)
    })
    .await
    .map_err(|cause| Error::internal("opening the folder of images").caused_by(cause))?
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

/// Makes a deletion durable: what was to be forgotten does not come back with the power.
pub(super) async fn deleted(folder: &Path, key: &Key) -> Result<()> {
    let mut parent = folder.to_path_buf();
    parent.extend(key.parts().map(|part| part.as_ref().to_owned()));
    parent.pop();
    let synced = spawn_blocking(move || match fs::File::open(parent) {
        Ok(parent) => parent.sync_all(),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(cause),
    });
    synced
        .await
        .map_err(|cause| Error::internal("deleting an image").caused_by(cause))?
        .map_err(|cause| Error::internal("deleting an image").caused_by(cause))
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
