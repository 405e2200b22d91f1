//! Work on everything that somebody has asked for: on a node, or from the command line. It goes on from page to page; a backfill notes
//! how far it is in the transaction of each, so whoever takes it over after a crash does nothing twice.

use std::time::Duration;

use imprimatur_protocol::RunId;
use serde_json::json;

use super::store::{self, RunRow};
use super::{backfill, reconcile};
use crate::access::Caller;
use crate::error::{Error, Result, describe};
use crate::events::{self, EventKind};
use crate::platform::Platform;
use crate::registry::Registry;

/// How long whoever does a run has it for after each page.
const LEASE_MS: i64 = 60_000;

/// How often a run may be broken off without having gone on in between, and the waits until somebody goes on with it.
const TRIES: i64 = 10;
const FIRST_WAIT_MS: i64 = 15_000;
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1000;

/// How often a node looks for a run that nobody does.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// Reads everything of WorkOS anew.
    Backfill,
    /// Compares the registry with what is known here, and has written what differs.
    Reconcile,
}

impl RunKind {
    /// As it is written everywhere.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Backfill => "backfill",
            Self::Reconcile => "reconcile",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Backfill, Self::Reconcile]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// A run and what it needs.
#[derive(Clone, Copy)]
pub enum Work<'a> {
    /// Reads everything of WorkOS anew.
    Backfill,
    /// Compares the registry with what is known here.
    Reconcile(&'a Registry),
}

/// What came of a run so far. With a reconcile, *changed* were different, *created* were missing, and *refused* are in the registry alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Looked at.
    pub done: i64,
    /// How many there are, as far as one can know.
    pub total: Option<i64>,
    /// Not known before.
    pub created: i64,
    /// Known as something else.
    pub changed: i64,
    /// Known.
    pub unchanged: i64,
    /// Not to be read; the log says why.
    pub refused: i64,
    /// Known, and gone.
    pub removed: i64,
}

impl Tally {
    fn of(row: &RunRow) -> Self {
        Self {
            done: row.done,
            total: row.total,
            created: row.created,
            changed: row.changed,
            unchanged: row.unchanged,
            refused: row.refused,
            removed: row.removed,
        }
    }
}

/// How a run has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// What came of it.
    pub tally: Tally,
    /// What it has left undone, and why.
    pub left: Option<String>,
}

/// A run that is being done.
pub(super) struct Run {
    pub(super) id: RunId,
    pub(super) scope: Option<String>,
    pub(super) started_at: i64,
    pub(super) place: String,
    pub(super) tally: Tally,
    /// Changes nothing, and only counts.
    pub(super) dry: bool,
    /// Removes what it does not find, however much that is.
    pub(super) removes: bool,
    /// What it leaves undone, and why.
    pub(super) left: Option<String>,
    lease: i64,
    attempts: i64,
}

impl Run {
    /// Notes how far it is, in the transaction of what was done.
    ///
    /// # Errors
    /// Somebody else does it by now.
    pub(super) async fn at(&self, tx: &mut crate::workspace::Tx, now_ms: i64) -> Result<()> {
        let until = now_ms + LEASE_MS;
        let place = &self.place;
        if store::run_at(tx, self.id, self.lease, place, &self.tally, until).await? {
            return Ok(());
        }
        Err(Error::unavailable("Somebody else does this by now."))
    }
}

/// How long a run that the command line asks for is left to it, before a node takes it.
const LEFT_MS: i64 = 10_000;

/// Who asks for a run.
#[derive(Clone, Copy)]
pub enum Asking<'a> {
    /// An administrator; whichever node looks next does it.
    Caller(&'a Caller),
    /// The command line, which does it itself. With `removes`, it removes what it does not find, however much that is.
    Command {
        /// Whether it does.
        removes: bool,
    },
}

/// Asks for a run. One of this kind that was asked for before, and has not ended, is that one.
///
/// # Errors
/// The database failed.
pub async fn ask_for(
    platform: &Platform,
    kind: RunKind,
    scope: Option<&str>,
    asking: Asking<'_>,
) -> Result<RunId> {
    let mut tx = platform.db.begin().await?;
    let (id, now_ms) = (platform.clock.id(), platform.clock.now_ms());
    let left_until = match asking {
        Asking::Caller(_) => 0,
        Asking::Command { .. } => now_ms + LEFT_MS,
    };
    store::begin_run(&mut tx, id, kind.as_str(), scope, now_ms, left_until).await?;
    let open = store::open_run(&mut tx, kind.as_str(), scope).await?;
    let open = open.ok_or_else(|| Error::unavailable("The run has just ended. Ask again."))?;
    match asking {
        Asking::Caller(caller) if open.id == id => {
            let details = json!({ "kind": kind.as_str() });
            let asked = caller.does(EventKind::RunAsked, Some(id.to_string()), details);
            events::record(&mut tx, &platform.clock, &asked).await?;
        }
        Asking::Command { removes: true } => store::run_removes(&mut tx, open.id).await?,
        Asking::Caller(_) | Asking::Command { removes: false } => {}
    }
    tx.commit().await?;
    Ok(open.id)
}

/// Does runs until the program ends.
pub(super) async fn run(platform: &Platform, registry: &Registry) {
    loop {
        match take(platform, None).await {
            Ok(Some((kind, run))) => {
                // Whoever wants to know how far it is asks the database.
                let mut tell = |_: &Tally| {};
                let what = match kind {
                    RunKind::Backfill => Work::Backfill,
                    RunKind::Reconcile => Work::Reconcile(registry),
                };
                let work = work(platform, what, run, &mut tell);
                tokio::select! {
                    () = platform.shutdown.cancelled() => return,
                    done = work => if let Err(cause) = done {
                        let cause = describe(&cause);
                        tracing::warn!(error.cause = %cause, "a {} was broken off, and is gone on with: {cause}", kind.as_str());
                    },
                }
            }
            Ok(None) => {}
            Err(cause) => {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "runs cannot be looked up: {cause}");
            }
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Does one run, from where it is, and tells how it goes.
///
/// # Errors
/// It could not be ended; it stands where it stood, and can be gone on with.
pub async fn do_now(
    platform: &Platform,
    what: Work<'_>,
    id: RunId,
    tell: &mut (dyn FnMut(&Tally) + Send),
) -> Result<Ended> {
    let taken = take(platform, Some(id)).await?;
    let (_, run) =
        taken.ok_or_else(|| Error::unavailable("A node of the program does it already."))?;
    work(platform, what, run, tell).await
}

/// Counts what a backfill would do, and changes nothing.
///
/// # Errors
/// WorkOS or the database failed.
pub async fn rehearse(
    platform: &Platform,
    scope: Option<&str>,
    tell: &mut (dyn FnMut(&Tally) + Send),
) -> Result<Ended> {
    let mut run = Run {
        id: platform.clock.id(),
        scope: scope.map(str::to_owned),
        started_at: platform.clock.now_ms(),
        place: String::new(),
        tally: Tally::default(),
        dry: true,
        removes: false,
        left: None,
        lease: 0,
        attempts: 0,
    };
    backfill::run(platform, &mut run, tell).await?;
    Ok(Ended {
        tally: run.tally,
        left: run.left,
    })
}

async fn take(platform: &Platform, id: Option<RunId>) -> Result<Option<(RunKind, Run)>> {
    let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    let row = store::take_run(&mut tx, id, lease, now_ms, now_ms + LEASE_MS).await?;
    tx.commit().await?;
    let Some(row) = row else { return Ok(None) };
    let kind = RunKind::named(&row.kind)
        .ok_or_else(|| Error::internal(format!("a run of the unknown kind `{}`", row.kind)))?;
    let tally = Tally::of(&row);
    let run = Run {
        id: row.id,
        scope: row.scope,
        started_at: row.started_at,
        place: row.place,
        tally,
        dry: false,
        removes: row.removes != 0,
        left: None,
        lease,
        attempts: row.attempts,
    };
    Ok(Some((kind, run)))
}

async fn work(
    platform: &Platform,
    what: Work<'_>,
    mut run: Run,
    tell: &mut (dyn FnMut(&Tally) + Send),
) -> Result<Ended> {
    let done = match what {
        Work::Backfill => backfill::run(platform, &mut run, tell).await,
        Work::Reconcile(registry) => reconcile::run(platform, registry, &mut run, tell).await,
    };
    let mut tx = platform.db.begin().await?;
    let now_ms = platform.clock.now_ms();
    match &done {
        Ok(()) => {
            let left = run.left.as_deref();
            store::end_run(&mut tx, run.id, run.lease, &run.tally, left, now_ms).await?;
        }
        // It goes on from where it is: nobody has to ask for it again.
        Err(cause) if run.attempts + 1 < TRIES => {
            let until = now_ms + wait_ms(run.attempts);
            store::put_off(&mut tx, run.id, run.lease, &describe(cause), until).await?;
        }
        Err(cause) => {
            let why = describe(cause);
            store::end_run(&mut tx, run.id, run.lease, &run.tally, Some(&why), now_ms).await?;
        }
    }
    tx.commit().await?;
    done.map(|()| Ended {
        tally: run.tally,
        left: run.left,
    })
}

fn wait_ms(attempts: i64) -> i64 {
    FIRST_WAIT_MS
        .saturating_mul(1 << attempts.clamp(0, 20))
        .min(LONGEST_WAIT_MS)
}
