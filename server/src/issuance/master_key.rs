//! The key that seals issuers' keys, where it was not given: made once into the data folder, for its owner alone.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::clock::Clock;
use crate::config::{Config, MasterKey};
use crate::error::{Error, Result};

const FILE: &str = "issuer_master_key";

/// The given key, or the one of the data folder.
///
/// # Errors
/// It can neither be read nor made, or is none.
pub(super) fn open(config: &Config, clock: &Clock) -> Result<MasterKey> {
    if let Some(key) = &config.issuer_master_key {
        return Ok(key.clone());
    }
    let path = config.data_dir.join(FILE);
    let failed = |cause: String| {
        let place = path.display();
        Error::internal("opening the key that seals issuers' keys").caused_by(format!(
            "{place} cannot be used, and ISSUER_MASTER_KEY is not set: {cause}"
        ))
    };
    if !path.exists() {
        make(&config.data_dir, &path, clock).map_err(|cause| failed(cause.to_string()))?;
    }
    let text = fs::read_to_string(&path).map_err(|cause| failed(cause.to_string()))?;
    let key = text.parse().map_err(failed)?;
    if config.redis.is_some() {
        tracing::error!(
            "several nodes need the same ISSUER_MASTER_KEY: what one of them has sealed, the others cannot sign with"
        );
    }
    tracing::info!(
        file = %path.display(),
        "issuers' keys are sealed with a key in {}: back it up apart from the databases, or set ISSUER_MASTER_KEY",
        path.display()
    );
    Ok(key)
}

/// Written whole before it has its name; of two that start at once, the first one's counts.
fn make(folder: &Path, path: &Path, clock: &Clock) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{FILE}.{}", hex::encode(clock.random::<8>())));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    writeln!(file, "{}", hex::encode(clock.random::<32>()))?;
    file.sync_all()?;
    let linked = match fs::hard_link(&unfinished, path) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    };
    fs::remove_file(&unfinished)?;
    linked?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn config(folder: &Path, more: &[&str]) -> Config {
        let data = format!("--data-dir={}", folder.display());
        let line = [&["imprimatur", "serve", &data], more].concat();
        Config::read(line).expect("settings").1
    }

    #[test]
    fn one_is_made_for_its_owner_alone_and_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let (config, clock) = (config(folder.path(), &[]), Clock::system());
        let made = open(&config, &clock).expect("a key");
        assert_eq!(open(&config, &clock).expect("a key"), made);
        let files: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(files.len(), 1, "{files:?}");
        let mode = fs::metadata(folder.path().join(FILE))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_key_is_refused_and_a_given_one_needs_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let given = config(
            folder.path(),
            &[&format!("--issuer-master-key={}", "ab".repeat(32))],
        );
        let key = open(&given, &Clock::system()).expect("a key");
        assert_eq!(key.as_bytes(), &[0xAB; 32]);
        assert!(!folder.path().join(FILE).exists());
        fs::write(folder.path().join(FILE), "").expect("a file");
        assert!(open(&config(folder.path(), &[]), &Clock::system()).is_err());
    }
}
