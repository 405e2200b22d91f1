//! What every place for images must do, whichever it is: a folder, and a bucket behind a real S3 protocol. What only one of
//! them can do wrong stands below.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use imprimatur_bucket::{ACCESS_KEY_ID, Bucket, NAME, SECRET_ACCESS_KEY};
use imprimatur_protocol::{ErrorCode, OrganisationId};

use super::blobs::{Blobs, Shelf};
use super::model::hash;
use super::{bucket, folder};
use crate::config::{self, Limits, Storage};

const BYTES: &[u8] = b"picture";

fn organisation() -> OrganisationId {
    "org_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b".parse().unwrap()
}

fn key(sha256: &str) -> String {
    format!("org/{}/asset/{sha256}", organisation())
}

/// A place, with its back door.
enum Place {
    Folder(tempfile::TempDir),
    Bucket(Bucket),
}

impl Place {
    fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    async fn bucket() -> Self {
        Self::Bucket(Bucket::start(0).await)
    }

    fn storage(&self) -> Storage {
        match self {
            Self::Folder(folder) => Storage::Folder(folder.path().join("deep/images")),
            Self::Bucket(bucket) => Storage::Bucket(settings(bucket)),
        }
    }

    /// As one more node opens it.
    async fn open(&self) -> Blobs {
        Blobs::open(&self.storage(), &limits()).await.unwrap()
    }

    /// The file that an object rests in.
    fn file(&self, sha256: &str) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.path().join("deep/images").join(key(sha256)),
            Self::Bucket(bucket) => bucket.file(&format!("images/live/{}", key(sha256))),
        }
    }
}

fn settings(bucket: &Bucket) -> config::Bucket {
    config::Bucket {
        name: NAME.to_owned(),
        prefix: "images/live".to_owned(),
        region: "auto".to_owned(),
        endpoint: Some(bucket.endpoint().parse().unwrap()),
        access_key_id: ACCESS_KEY_ID.to_owned(),
        secret_access_key: SECRET_ACCESS_KEY.to_owned(),
    }
}

fn limits() -> Limits {
    Limits {
        storage_seconds: 4,
        ..Limits::default()
    }
}

async fn put(blobs: &Blobs, bytes: &'static [u8]) {
    let hash = hash(bytes);
    let put = || {
        blobs.put(
            Shelf::Asset,
            organisation(),
            &hash,
            Bytes::from_static(bytes),
        )
    };
    // A bucket that has the object already may hang up while it is sent: then one is to try again.
    if put().await.is_err() {
        put().await.unwrap();
    }
}

async fn get(blobs: &Blobs, bytes: &[u8]) -> Option<Bytes> {
    let length = i64::try_from(bytes.len()).unwrap();
    blobs
        .get(Shelf::Asset, organisation(), &hash(bytes), length)
        .await
        .unwrap()
}

async fn what_was_stored_is_read_and_nothing_else(place: Place) {
    let blobs = place.open().await;
    assert_eq!(get(&blobs, BYTES).await, None);
    put(&blobs, BYTES).await;
    assert_eq!(get(&blobs, BYTES).await.as_deref(), Some(BYTES));
    assert_eq!(
        get(&place.open().await, BYTES).await.as_deref(),
        Some(BYTES)
    );
    assert_eq!(fs::read(place.file(&hash(BYTES))).unwrap(), BYTES);

    let other: OrganisationId = "org_0190a1b2c3d47e5f8a9b0c1d2e3f4a5c".parse().unwrap();
    assert_eq!(
        blobs
            .get(Shelf::Asset, other, &hash(BYTES), 7)
            .await
            .unwrap(),
        None
    );
    let sha256 = hash(BYTES);
    let elsewhere = blobs.get(Shelf::Picture, organisation(), &sha256, 7).await;
    assert_eq!(elsewhere.unwrap(), None, "each rests on its own shelf");
    for length in [6, 8, -1] {
        let found = blobs
            .get(Shelf::Asset, organisation(), &hash(BYTES), length)
            .await;
        assert_eq!(found.unwrap(), None, "{length}");
    }
    // More than one packet, one frame or one read.
    let large: &'static [u8] = vec![7; 3 * 1024 * 1024 + 1].leak();
    put(&blobs, large).await;
    assert_eq!(get(&blobs, large).await.as_deref(), Some(large));
}

async fn what_is_damaged_is_never_handed_out_and_mended_by_storing_it_again(place: Place) {
    let blobs = place.open().await;
    put(&blobs, BYTES).await;
    let file = place.file(&hash(BYTES));
    for damage in [
        Some(&b"pict"[..]),
        Some(b"pictur3"),
        Some(b"picture."),
        Some(b""),
        None,
    ] {
        match damage {
            Some(damage) => fs::write(&file, damage).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        assert_eq!(get(&blobs, BYTES).await, None, "{damage:?}");
        put(&blobs, BYTES).await;
        assert_eq!(
            get(&blobs, BYTES).await.as_deref(),
            Some(BYTES),
            "{damage:?}"
        );
    }
}

async fn many_nodes_store_the_same_at_once(place: Place) {
    let nodes = [place.open().await, place.open().await];
    for round in 0..4_u8 {
        let bytes: &'static [u8] = vec![round; 100_000].leak();
        if round == 3 {
            // Damaged, and mended by all of them.
            put(&nodes[0], bytes).await;
            fs::write(place.file(&hash(bytes)), b"pict").unwrap();
        }
        let at_once = (0..12).map(|number| {
            let blobs = nodes[number % 2].clone();
            tokio::spawn(async move { put(&blobs, bytes).await })
        });
        for done in futures_util::future::join_all(at_once).await {
            done.unwrap();
        }
        assert_eq!(get(&nodes[1], bytes).await.as_deref(), Some(bytes));
    }
}

macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        mod in_a_folder {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(super::Place::folder()).await;
                }
            )+
        }
        mod in_a_bucket {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name(super::Place::bucket().await).await;
                }
            )+
        }
    };
}

contract![
    what_was_stored_is_read_and_nothing_else,
    what_is_damaged_is_never_handed_out_and_mended_by_storing_it_again,
    many_nodes_store_the_same_at_once,
];

fn age(file: &PathBuf, at: SystemTime) {
    let file = fs::File::options().write(true).open(file).unwrap();
    file.set_modified(at).unwrap();
}

#[tokio::test]
async fn what_a_killed_program_left_unfinished_in_a_folder_is_deleted_at_the_start() {
    let place = Place::folder();
    put(&place.open().await, BYTES).await;
    let [old, new] = ["#1", "#2"].map(|end| {
        let path = place.file(&format!("{}{end}", hash(BYTES)));
        fs::write(&path, b"pict").unwrap();
        path
    });
    let long_ago = SystemTime::now() - folder::LEFT_OVER - Duration::from_secs(60);
    for path in [&old, &place.file(&hash(BYTES))] {
        age(path, long_ago);
    }
    let blobs = place.open().await;
    assert!(!old.exists() && new.exists());
    assert_eq!(get(&blobs, BYTES).await.as_deref(), Some(BYTES));
}

#[tokio::test]
async fn in_a_bucket_what_is_right_is_not_written_again() {
    let place = Place::bucket().await;
    let blobs = place.open().await;
    put(&blobs, BYTES).await;
    let file = place.file(&hash(BYTES));
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    age(&file, long_ago);
    put(&blobs, BYTES).await;
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago);
    fs::write(&file, b"pictur3").unwrap();
    put(&blobs, BYTES).await;
    assert_eq!(fs::read(&file).unwrap(), BYTES);
}

/// Refused with the code for it, not later than is promised.
async fn refused(blobs: &Blobs) -> String {
    let start = Instant::now();
    let bytes = Bytes::from_static(b"another");
    let sha256 = hash(&bytes);
    let put = blobs
        .put(Shelf::Asset, organisation(), &sha256, bytes)
        .await
        .unwrap_err();
    let get = blobs
        .get(Shelf::Asset, organisation(), &sha256, 7)
        .await
        .unwrap_err();
    for error in [&put, &get] {
        assert_eq!(error.code(), ErrorCode::StorageUnavailable);
    }
    let patience = 2 * limits().storage_seconds + 1;
    assert!(start.elapsed() < Duration::from_secs(patience));
    put.cause().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_may_be_away_and_come_back() {
    let mut service = Bucket::start(0).await;
    let settings = settings(&service);
    let storage = Storage::Bucket(settings.clone());
    let seconds = Duration::from_secs(1);
    service.go_away().await;
    // Opened while it is away, too.
    let blobs = Blobs::open(&storage, &limits()).await.unwrap();
    let store = bucket::open(&settings, seconds).unwrap();
    let why = bucket::look(&*store, &settings).await.unwrap_err();
    assert!(why.contains("does not answer"), "{why}");
    refused(&blobs).await;
    service.come_back().await;
    bucket::look(&*store, &settings).await.unwrap();
    assert_eq!(service.keys(), Vec::<String>::new());
    put(&blobs, BYTES).await;
    service.go_away().await;
    refused(&blobs).await;
    service.come_back().await;
    assert_eq!(get(&blobs, BYTES).await.as_deref(), Some(BYTES));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_refuses_the_key_or_is_not_there_is_told_apart() {
    let service = Bucket::start(0).await;
    let right = settings(&service);
    let wrong = |change: fn(&mut config::Bucket)| {
        let mut settings = right.clone();
        change(&mut settings);
        settings
    };
    for (settings, told) in [
        (
            wrong(|it| it.secret_access_key.push('x')),
            "refuses the key",
        ),
        (wrong(|it| it.access_key_id.push('x')), "refuses the key"),
        (wrong(|it| it.name.push('x')), "no such bucket"),
    ] {
        let store = bucket::open(&settings, Duration::from_secs(1)).unwrap();
        let why = bucket::look(&*store, &settings).await.unwrap_err();
        assert!(why.contains(told), "{why}");
        assert!(!why.contains(&settings.secret_access_key), "{why}");
        if told == "no such bucket" {
            // This service makes a bucket of whatever is written to; real ones refuse.
            continue;
        }
        let blobs = Blobs::open(&Storage::Bucket(settings), &limits()).await;
        let bytes = Bytes::from_static(BYTES);
        let stored = blobs
            .unwrap()
            .put(Shelf::Asset, organisation(), &hash(BYTES), bytes)
            .await;
        assert_eq!(stored.unwrap_err().code(), ErrorCode::StorageUnavailable);
    }
    // Looking writes nothing, also where it may.
    let store = bucket::open(&right, Duration::from_secs(1)).unwrap();
    bucket::look(&*store, &right).await.unwrap();
    assert_eq!(service.keys(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_never_answers_or_speaks_no_tls_is_given_up_in_time() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = silent.local_addr().unwrap();
    let held = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            held.push(stream);
        }
    });
    let plain = Bucket::start(0).await;
    let mut settings = settings(&plain);
    settings.endpoint = Some(format!("http://{address}").parse().unwrap());
    let storage = Storage::Bucket(settings.clone());
    let short = Limits {
        storage_seconds: 1,
        ..limits()
    };
    let why = refused(&Blobs::open(&storage, &short).await.unwrap()).await;
    assert!(
        why.contains("within 1s") || why.contains("imeout") || why.contains("timed out"),
        "{why}"
    );
    let secure = plain.endpoint().replace("http:", "https:");
    settings.endpoint = Some(secure.parse().unwrap());
    let storage = Storage::Bucket(settings);
    refused(&Blobs::open(&storage, &short).await.unwrap()).await;
    held.abort();
}
