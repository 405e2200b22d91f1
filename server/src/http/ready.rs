//! Whether this node may be given work: its database takes writes, its data folder takes files, and it is not about to end.
//!
//! Bounded however often it is asked: one check runs at a time, its answer holds for a second, and a check that does not come
//! back is waited for, not repeated.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::bus::Condition;
use crate::clock::rfc3339;
use crate::error::{Error, describe};
use crate::platform::Platform;
use crate::workspace::{Db, Trouble};

/// How long an answer holds.
const HOLDS: Duration = Duration::from_secs(1);

/// How long a check may take until it counts as failed.
const PATIENCE: Duration = Duration::from_secs(2);

/// A check that has no connection after so long makes somebody knock beside it.
const KNOCK_AFTER: Duration = Duration::from_millis(500);
const KNOCK_WITHIN: Duration = Duration::from_secs(1);

/// How long a check that does not come back is waited for, before another one is tried: the way to the database may be a new one.
const GIVE_UP: Duration = Duration::from_secs(30);

/// The file below `DATA_DIR` that is written to see whether any can be.
const PROBE_FILE: &str = ".ready";

/// More than a file system keeps inside a folder's entry.
const PROBE_BYTES: [u8; 8 * 1024] = [b'.'; 8 * 1024];

/// What is well.
const OK: &str = "ok";

/// Nothing was heard within [`PATIENCE`].
const NO_ANSWER: &str = "no_answer";

/// All connections are in use.
const NO_CONNECTION: &str = Trouble::NoConnection.as_str();

/// The part that is told and does not count: without it edits of other nodes come late, and none is lost.
const BUS: &str = "bus";

/// Whether this node may be given work. Cloning shares it.
#[derive(Clone)]
pub struct Readiness(Arc<Inner>);

struct Inner {
    platform: Platform,
    checks: tokio::sync::Mutex<Checks>,
    states: Mutex<BTreeMap<&'static str, Since>>,
}

struct Checks {
    database: Check,
    /// Whether anybody is there, while there is no connection.
    knock: Check,
    data_folder: Check,
    /// Whether the check of the database that runs, or the last one, has a connection.
    connected: Arc<AtomicBool>,
    checked_at: Option<Instant>,
}

/// The state of a part, by a stable word, and since when, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Since {
    state: &'static str,
    since_ms: i64,
}

/// What a check found: a stable word, and the cause for the log.
type Found = (&'static str, Option<String>);

/// At most one of its kind runs.
#[derive(Default)]
struct Check {
    running: Option<(Instant, JoinHandle<Found>)>,
}

impl Check {
    /// Begins one, or goes on waiting for the one that runs. None: it did not come back in time.
    async fn ask(&mut self, begin: impl FnOnce() -> JoinHandle<Found>) -> Option<Found> {
        if let Some((begun, task)) = &self.running {
            if begun.elapsed() > GIVE_UP {
                task.abort();
            }
            // What one says that nobody waited for to its end is old by now. One that cannot be broken off, on a thread of its own, keeps its
            // place: a disk that hangs takes one thread, not all.
            if task.is_finished() {
                self.running = None;
            }
        }
        let (_, task) = self
            .running
            .get_or_insert_with(|| (Instant::now(), begin()));
        let ended = timeout(PATIENCE, task).await.ok()?;
        self.running = None;
        match ended {
            Ok(found) => Some(found),
            Err(cause) if cause.is_cancelled() => None,
            Err(cause) => Some(("failed", Some(cause.to_string()))),
        }
    }
}

impl Readiness {
    /// Nothing is checked before somebody asks.
    pub fn new(platform: &Platform) -> Self {
        Self(Arc::new(Inner {
            platform: platform.clone(),
            checks: tokio::sync::Mutex::new(Checks {
                database: Check::default(),
                knock: Check::default(),
                data_folder: Check::default(),
                connected: Arc::default(),
                checked_at: None,
            }),
            states: Mutex::default(),
        }))
    }

    /// Looks at everything, unless it was looked at just now. Gives whether the node may be given work, and every part.
    async fn check(&self) -> (bool, BTreeMap<&'static str, Since>) {
        let Inner {
            platform, checks, ..
        } = &*self.0;
        let draining = platform.shutdown.is_cancelled();
        self.note("program", if draining { "draining" } else { OK }, None);
        let cut_off = platform.bus.condition() == Condition::CutOff;
        self.keep(BUS, if cut_off { "cut_off" } else { OK });
        if !draining {
            let mut checks = checks.lock().await;
            if checks.checked_at.is_none_or(|at| at.elapsed() >= HOLDS) {
                self.look(&mut checks).await;
                checks.checked_at = Some(Instant::now());
            }
        }
        let states = self.0.states.lock().unwrap_or_else(PoisonError::into_inner);
        let ready = states
            .iter()
            .all(|(part, known)| *part == BUS || known.state == OK);
        (ready, states.clone())
    }

    async fn look(&self, checks: &mut Checks) {
        let Checks {
            database,
            knock,
            data_folder,
            connected,
            ..
        } = checks;
        let platform = &self.0.platform;
        let checked = database.ask(|| {
            let (db, connected) = (platform.db.clone(), Arc::clone(connected));
            connected.store(false, Ordering::Relaxed);
            tokio::spawn(async move { write_to_database(&db, &connected).await })
        });
        let knocked = async {
            sleep(KNOCK_AFTER).await;
            if connected.load(Ordering::Relaxed) {
                return std::future::pending().await;
            }
            let db = platform.db.clone();
            let knocked = knock.ask(|| tokio::spawn(async move { found(db.knock().await) }));
            timeout(KNOCK_WITHIN, knocked).await.ok().flatten()
        };
        let folder = data_folder.ask(|| {
            let config = &platform.config;
            // Where nothing rests there, it need not even exist.
            let file = config
                .uses_data_dir()
                .then(|| config.data_dir.join(PROBE_FILE));
            tokio::task::spawn_blocking(move || file.map_or((OK, None), write_to_folder))
        });
        let ((database, knocked), data_folder) = tokio::join!(both(checked, knocked), folder);
        let is_connected = connected.load(Ordering::Relaxed);
        let is_exhausted = platform.db.is_exhausted() && !is_connected;
        let late = || Some(format!("no answer within {} s", PATIENCE.as_secs()));
        let (state, cause) = match (database, knocked) {
            (Some((state, cause)), _) if state == OK || is_connected => (state, cause),
            // Whoever waits for a connection waits for what is not there.
            (_, Some(Some((knocked, why)))) if knocked != OK => (knocked, why),
            (_, Some(None)) => (NO_ANSWER, late()),
            (Some((state, cause)), _) => (state, cause),
            (None, _) if is_exhausted => (NO_CONNECTION, late()),
            (None, _) => (NO_ANSWER, late()),
        };
        self.note("database", state, cause);
        let (state, cause) = data_folder.unwrap_or_else(|| (NO_ANSWER, late()));
        self.note("data_folder", state, cause);
    }

    /// Keeps a part's state. Gives what it was before, when that was another; none for the first time.
    fn keep(&self, part: &'static str, state: &'static str) -> Option<Option<&'static str>> {
        let since_ms = self.0.platform.clock.now_ms();
        let mut states = self.0.states.lock().unwrap_or_else(PoisonError::into_inner);
        let before = states.get(part).map(|known| known.state);
        if before == Some(state) {
            return None;
        }
        states.insert(part, Since { state, since_ms });
        Some(before)
    }

    /// Keeps a part's state, and says in the log when it changes.
    fn note(&self, part: &'static str, state: &'static str, cause: Option<String>) {
        let Some(before) = self.keep(part, state) else {
            return;
        };
        let cause = cause.unwrap_or_default();
        match (before, state) {
            (None, OK) => {}
            (Some(_), OK) => tracing::info!(ready.part = part, "{part} is well again"),
            (_, "draining") => {}
            _ => {
                tracing::error!(
                    ready.part = part,
                    ready.state = state,
                    error.cause = cause,
                    "not ready: {part} is {state}: {cause}"
                );
            }
        }
    }

    /// Shows it in the metrics.
    pub async fn observe(&self) {
        let parts = self.check().await.1;
        for (part, known) in parts.into_iter().filter(|(part, _)| *part != BUS) {
            let is_well = if known.state == OK { 1.0 } else { 0.0 };
            metrics::gauge!("imprimatur_ready", "part" => part).set(is_well);
        }
    }
}

/// What the first says, and the second, if it has said something before.
async fn both(
    first: impl Future<Output = Option<Found>>,
    second: impl Future<Output = Option<Found>>,
) -> (Option<Found>, Option<Option<Found>>) {
    let (mut first, mut second) = (pin!(first), pin!(second));
    tokio::select! {
        biased;
        said = &mut first => (said, None),
        knocked = &mut second => (first.await, Some(knocked)),
    }
}

async fn write_to_database(db: &Db, connected: &AtomicBool) -> Found {
    found(db.check(connected).await)
}

fn found(checked: Result<(), (Trouble, Error)>) -> Found {
    match checked {
        Ok(()) => (OK, None),
        Err((trouble, error)) => (trouble.as_str(), Some(describe(&error))),
    }
}

fn write_to_folder(file: PathBuf) -> Found {
    let written = std::fs::File::create(file).and_then(|mut file| {
        file.write_all(&PROBE_BYTES)?;
        file.sync_data()
    });
    let Err(cause) = written else {
        return (OK, None);
    };
    let state = match cause.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "full",
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
            "read_only"
        }
        _ => "failed",
    };
    (state, Some(cause.to_string()))
}

/// The route.
pub fn router(readiness: Readiness) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(readyz))
        .with_state(readiness)
}

/// `GET /readyz`
///
/// Each part has a state, by a stable word, and says since when it was seen so.
#[utoipa::path(get, path = "/readyz", tag = "service", responses(
    (status = 200, description = "The node may be given work: `{\"status\":\"ready\",\"parts\":{…}}`", body = Object),
    (status = 503, description = "It may not: `not_ready`. `database`: `unreachable`, `no_answer`, `no_connection`, `read_only`, `full`, `failed`; \
        `data_folder`: `full`, `read_only`, `no_answer`, `failed`; `program`: `draining`. `bus`: `cut_off` is told and keeps nobody from working", body = Object),
))]
async fn readyz(State(readiness): State<Readiness>) -> (StatusCode, Json<Value>) {
    let (ready, parts) = readiness.check().await;
    let parts: serde_json::Map<String, Value> = parts
        .into_iter()
        .map(|(part, Since { state, since_ms })| {
            let value = json!({ "state": state, "since": rfc3339(since_ms) });
            (part.to_owned(), value)
        })
        .collect();
    if ready {
        return (
            StatusCode::OK,
            Json(json!({ "status": "ready", "parts": parts })),
        );
    }
    let body = Json(json!({ "status": "not_ready", "parts": parts }));
    (StatusCode::SERVICE_UNAVAILABLE, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(states: &BTreeMap<&'static str, Since>, part: &str) -> &'static str {
        states[part].state
    }

    #[tokio::test]
    async fn a_database_that_only_reads_is_red_and_green_again_when_it_writes() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let readiness = Readiness::new(&platform);
        assert!(readiness.check().await.0);
        platform.db.set_read_only(true).await;
        assert!(readiness.check().await.0, "an answer holds for a second");
        tokio::time::sleep(HOLDS).await;
        let (ready, states) = readiness.check().await;
        assert!(!ready);
        assert_eq!(state(&states, "database"), "read_only");
        assert_eq!(state(&states, "data_folder"), OK);
        platform.db.set_read_only(false).await;
        platform.clock.advance(Duration::from_secs(9));
        tokio::time::sleep(HOLDS).await;
        let (ready, states) = readiness.check().await;
        assert!(ready);
        assert_eq!(states["database"].since_ms, platform.clock.now_ms());
        assert!(states["data_folder"].since_ms < platform.clock.now_ms());
    }

    #[tokio::test]
    async fn an_exhausted_pool_is_red_within_its_patience_and_is_asked_once() {
        let (_folder, platform) = Platform::for_test(&["--limit-database-wait-seconds=60"]).await;
        let readiness = Readiness::new(&platform);
        let held = platform.db.begin().await.unwrap();
        let started = Instant::now();
        let (ready, states) = readiness.check().await;
        assert!(!ready);
        assert_eq!(state(&states, "database"), "no_connection");
        assert!(started.elapsed() < PATIENCE + Duration::from_secs(1));
        drop(held);
        tokio::time::sleep(HOLDS).await;
        assert!(readiness.check().await.0, "the same check came back");
    }

    #[tokio::test]
    async fn a_full_data_folder_is_red() {
        let (folder, platform) = Platform::for_test(&[]).await;
        let file = folder.path().join(PROBE_FILE);
        std::os::unix::fs::symlink("/dev/full", file).unwrap();
        let (ready, states) = Readiness::new(&platform).check().await;
        assert!(!ready);
        assert_eq!(state(&states, "data_folder"), "full");
    }

    #[tokio::test]
    async fn draining_is_red_at_once() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let readiness = Readiness::new(&platform);
        assert!(readiness.check().await.0);
        platform.shutdown.cancel();
        let (ready, states) = readiness.check().await;
        assert!(!ready, "the answer of a moment ago does not hold");
        assert_eq!(state(&states, "program"), "draining");
    }
}
