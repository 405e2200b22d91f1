//! Brings what has changed to the registry: takes on what is due, writes its newest state, and notes that it is there.
//!
//! A row of `sync_status` waits until its newest state was written, so nothing is lost whenever this ends. Several nodes may do it at once, each
//! in two lanes: a row is taken on for a while, whoever comes too late with it changes nothing here, and in the registry an older state never
//! takes the place of a newer one.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::copies::{self, CopyKind};
use super::registry_watch::RegistryWatch;
use super::store::{self, TakenRow};
use super::worker::Wake;
use crate::error::Result;
use crate::platform::Platform;
use crate::registry::{Copy, CopyTable, Failure, ROWS_AT_ONCE, Reason, Registry};

/// How long somebody who took rows on may take with them. Whoever is slower begins no further statement, and hands back what is left; whoever
/// dies holds them up for no longer.
const LEASE: Duration = Duration::from_mins(1);

/// What a statement may take at most until the registry's answer is there: a statement that may outlive the lease is not begun.
const ANSWER: Duration = Duration::from_secs(15);

/// After so many tries of a row, it is tried alone: what fails for a reason that nobody knows may fail for one row.
const TRIED_ALONE_AFTER: i64 = 2;

/// How often more is taken on before its tables are looked at again.
const TAKES: usize = 100;

/// Without anything to do, it is looked after so long: another node may have gone with what it took on.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Its tables are looked at so often while all is well: somebody may change them.
const LOOK_AT_TABLES_EVERY: Duration = Duration::from_secs(300);

/// What a round has done.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Round {
    /// Taken on.
    pub(super) taken: usize,
    /// In the registry now.
    pub(super) synced: usize,
    /// To be tried again.
    pub(super) failed: usize,
}

/// Works until the program ends.
pub(super) async fn run(
    platform: &Platform,
    registry: &Registry,
    watch: &RegistryWatch,
    wake: &Wake,
) {
    let mut looked_at: Option<Instant> = None;
    let mut may_write = false;
    loop {
        if !may_write || looked_at.is_none_or(|at| at.elapsed() >= LOOK_AT_TABLES_EVERY) {
            may_write = watch.look(platform, registry).await;
            looked_at = Some(Instant::now());
        }
        let pause = if may_write {
            match round(platform, registry).await {
                // There may be more.
                Ok(Round {
                    taken, failed: 0, ..
                }) if taken > 0 => Duration::ZERO,
                Ok(round) => {
                    // What it did not take may be for its tables.
                    may_write = round.failed == 0;
                    LOOK_EVERY
                }
                Err(cause) => {
                    tracing::error!(error.cause = %crate::error::describe(&cause), "what is to be synced cannot be read: {cause}");
                    LOOK_EVERY
                }
            }
        } else {
            LOOK_EVERY
        };
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = wake.woken() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Takes on what is due and brings it there, over and over until nothing is due or something failed. Where much is due, two do it beside each
/// other: most of the time each waits for a database.
pub(super) async fn round(platform: &Platform, registry: &Registry) -> Result<Round> {
    let (one, other) = (new_lease(platform), new_lease(platform));
    let first = take_on(platform, one, !platform.shutdown.is_cancelled()).await?;
    if first.rows < platform.config.limits.sync_rows as usize {
        return bring(platform, registry, one, first).await;
    }
    let lanes = tokio::join!(
        bring(platform, registry, one, first),
        bring(platform, registry, other, TakenOn::nothing())
    );
    match lanes {
        (Ok(one), Ok(other)) => Ok(Round {
            taken: one.taken + other.taken,
            synced: one.synced + other.synced,
            failed: one.failed + other.failed,
        }),
        (Err(cause), Ok(_)) | (Ok(_), Err(cause)) => Err(cause),
        (Err(cause), Err(other)) => {
            tracing::error!(error.cause = %crate::error::describe(&other), "nor can it be in the other lane: {other}");
            Err(cause)
        }
    }
}

fn new_lease(platform: &Platform) -> i64 {
    i64::from_be_bytes(platform.clock.random()) & i64::MAX
}

/// Brings there what was taken on, and what else is due.
///
/// While the registry writes what was taken on, what it had written before is settled, and the next is taken on and read: all three at once.
async fn bring(
    platform: &Platform,
    registry: &Registry,
    lease: i64,
    first: TakenOn,
) -> Result<Round> {
    let mut round = Round {
        taken: first.rows,
        ..Round::default()
    };
    let (mut taken_on, mut written) = (first, Vec::new());
    for takes in 1.. {
        let all_well = round.failed == 0 && written.iter().all(Done::is_well);
        let takes_more = all_well && takes < TAKES && !platform.shutdown.is_cancelled();
        let (done, settled, next) = tokio::join!(
            write(platform, registry, taken_on),
            settle(platform, std::mem::take(&mut written), lease),
            take_on(platform, lease, takes_more)
        );
        let ((synced, failed), next) = match (settled, next) {
            (Ok(settled), Ok(next)) => (settled, next),
            (Err(cause), _) | (_, Err(cause)) => {
                // What was written meanwhile is there, and whoever reads the state is to see it.
                settle(platform, done, lease).await?;
                return Err(cause);
            }
        };
        round.taken += next.rows;
        round.synced += synced;
        round.failed += failed;
        (written, taken_on) = (done, next);
        if written.is_empty() && taken_on.prepared.is_empty() {
            break;
        }
    }
    Ok(round)
}

/// What was taken on, and is read.
struct TakenOn {
    rows: usize,
    prepared: Vec<Prepared>,
    /// It is this node's until then.
    until: Instant,
}

impl TakenOn {
    fn nothing() -> Self {
        Self {
            rows: 0,
            prepared: Vec::new(),
            until: Instant::now(),
        }
    }
}

/// Takes on what is due, and reads it.
async fn take_on(platform: &Platform, lease: i64, takes_more: bool) -> Result<TakenOn> {
    if !takes_more {
        return Ok(TakenOn::nothing());
    }
    let until = Instant::now() + LEASE;
    let now_ms = platform.clock.now_ms();
    let until_ms = now_ms + i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
    let at_most = platform.config.limits.sync_rows;
    let mut tx = platform.db.begin().await?;
    let taken = store::take_due(&mut tx, lease, now_ms, until_ms, at_most).await?;
    tx.commit().await?;
    Ok(TakenOn {
        rows: taken.len(),
        prepared: prepare(platform, taken).await?,
        until,
    })
}

/// Rows of one kind that are written with one statement.
struct Batch {
    kind: CopyKind,
    rows: Vec<TakenRow>,
}

/// A batch with its copies, or why there is none.
struct Prepared {
    batch: Batch,
    copies: Vec<std::result::Result<Copy, Failure>>,
}

/// A batch, and what became of each row.
struct Done {
    batch: Batch,
    results: Vec<Written>,
}

/// What became of a row.
#[derive(Debug)]
enum Written {
    /// It is in the registry.
    There,
    /// It is to be tried again later.
    Failed(Failure),
    /// It was not tried.
    Left,
}

impl From<std::result::Result<(), Failure>> for Written {
    fn from(result: std::result::Result<(), Failure>) -> Self {
        match result {
            Ok(()) => Self::There,
            Err(failure) => Self::Failed(failure),
        }
    }
}

impl Done {
    fn is_well(&self) -> bool {
        self.results.iter().all(|it| matches!(it, Written::There))
    }
}

/// Rows of one kind after the other, as many at once as the registry is given.
fn batches(taken: Vec<TakenRow>) -> Vec<Batch> {
    let mut by_kind: BTreeMap<&'static str, (CopyKind, Vec<TakenRow>)> = BTreeMap::new();
    for row in taken {
        if let Some(kind) = CopyKind::named(&row.kind) {
            let rows = by_kind.entry(kind.as_str()).or_insert((kind, Vec::new()));
            rows.1.push(row);
        }
    }
    let mut batches = Vec::new();
    for (kind, mut rows) in by_kind.into_values() {
        // In one order on every node: none waits for another that waits for it.
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        let batch = |rows: &[TakenRow]| Batch {
            kind,
            rows: rows.to_vec(),
        };
        batches.extend(rows.chunks(ROWS_AT_ONCE).map(batch));
    }
    batches
}

/// Reads the newest states of rows.
async fn prepare(platform: &Platform, taken: Vec<TakenRow>) -> Result<Vec<Prepared>> {
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let mut prepared = Vec::new();
    let mut tx = platform.db.read().await?;
    for batch in batches(taken) {
        let ids = batch.rows.iter().map(|row| row.id.as_str());
        let states = copies::states(&mut tx, batch.kind, ids).await?;
        let states: HashMap<&str, _> = states
            .iter()
            .map(|state| (state.id.as_str(), state))
            .collect();
        let now_ms = platform.clock.now_ms();
        let copies = batch.rows.iter().map(|row| {
            let state = states.get(row.id.as_str());
            let state = state.ok_or_else(|| Failure::row("there is nothing of this id"))?;
            copies::copy(batch.kind, state, row.wanted, now_ms).map_err(Failure::row)
        });
        let copies = copies.collect();
        prepared.push(Prepared { batch, copies });
    }
    Ok(prepared)
}

/// Writes one batch after the other, as long as there is time and the registry works: where it does not, each further statement would only
/// wait for it.
async fn write(platform: &Platform, registry: &Registry, taken_on: TakenOn) -> Vec<Done> {
    let mut writing = Writing {
        registry,
        until: taken_on.until,
        ends: &platform.shutdown,
        works: true,
    };
    let mut done = Vec::with_capacity(taken_on.prepared.len());
    for batch in taken_on.prepared {
        done.push(writing.batch(batch).await);
    }
    done
}

/// The statements of what was taken on at once.
struct Writing<'a> {
    registry: &'a Registry,
    until: Instant,
    ends: &'a CancellationToken,
    works: bool,
}

impl Writing<'_> {
    /// Writes copies in one statement, unless there is no time for it any more.
    async fn statement(&mut self, table: &CopyTable, copies: &[&Copy]) -> Written {
        let in_time = Instant::now() + ANSWER <= self.until;
        if !self.works || !in_time || self.ends.is_cancelled() {
            return Written::Left;
        }
        let result = self.registry.upsert(table, copies).await;
        if let Err(failure) = &result {
            self.works = match failure.reason {
                Reason::Row | Reason::Duplicate | Reason::Locked => true,
                // Of one row that is tried alone, it says nothing of the others.
                Reason::Failed => copies.len() == 1,
                Reason::Unreachable | Reason::Refused | Reason::Schema => false,
            };
        }
        result.into()
    }

    /// Writes a batch. A copy that the registry does not take keeps no other from it.
    async fn batch(&mut self, prepared: Prepared) -> Done {
        let Prepared { batch, copies } = prepared;
        let table = batch.kind.table();
        let is_suspect = |row: &TakenRow| {
            row.attempts >= TRIED_ALONE_AFTER
                && row.error_reason.as_deref() == Some(Reason::Failed.as_str())
        };
        let good = copies.iter().zip(&batch.rows);
        let good = good.filter(|(_, row)| !is_suspect(row));
        let good: Vec<&Copy> = good.filter_map(|(copy, _)| copy.as_ref().ok()).collect();
        let together = if good.is_empty() {
            Written::There
        } else {
            self.statement(table, &good).await
        };
        let mut results = Vec::with_capacity(copies.len());
        for (copy, row) in copies.iter().zip(&batch.rows) {
            results.push(match (copy, &together) {
                (Err(failure), _) => Written::Failed(failure.clone()),
                (Ok(copy), _) if is_suspect(row) => self.statement(table, &[copy]).await,
                (Ok(_), Written::There) => Written::There,
                (Ok(_), Written::Left) => Written::Left,
                (Ok(copy), Written::Failed(failure))
                    if matches!(failure.reason, Reason::Row | Reason::Duplicate) =>
                {
                    self.statement(table, &[copy]).await
                }
                (Ok(_), Written::Failed(failure)) => Written::Failed(failure.clone()),
            });
        }
        Done { batch, results }
    }
}

/// Notes how it went with what was written. Gives how many were written, and how many were not.
async fn settle(platform: &Platform, written: Vec<Done>, lease: i64) -> Result<(usize, usize)> {
    let (mut all_synced, mut all_failed) = (0, 0);
    if written.is_empty() {
        return Ok((0, 0));
    }
    let mut tx = platform.db.begin().await?;
    let now_ms = platform.clock.now_ms();
    for Done { batch, results } in written {
        let mut good = Vec::with_capacity(batch.rows.len());
        let mut left = Vec::new();
        for (row, written) in batch.rows.iter().zip(results) {
            match written {
                Written::There => good.push((row.id.as_str(), row.wanted)),
                Written::Left => left.push(row.id.as_str()),
                Written::Failed(failure) => {
                    let next = now_ms + wait_ms(platform, row.attempts);
                    let reason = failure.reason.as_str();
                    store::failed(&mut tx, row, lease, now_ms, next, reason, &failure.said).await?;
                    all_failed += 1;
                }
            }
        }
        all_synced += store::synced(&mut tx, batch.kind.as_str(), &good, lease, now_ms).await?;
        store::hand_back(&mut tx, batch.kind.as_str(), &left, lease).await?;
    }
    let counted = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    store::count_synced(&mut tx, now_ms, counted(all_synced), counted(all_failed)).await?;
    tx.commit().await?;
    Ok((all_synced, all_failed))
}

/// Twice as long after each try, up to a bound; scattered, so that what failed together does not come back together.
fn wait_ms(platform: &Platform, attempts: i64) -> i64 {
    let limits = &platform.config.limits;
    let first = i64::from(limits.sync_retry_seconds) * 1000;
    let most = i64::from(limits.sync_retry_seconds_most) * 1000;
    let doubled = first.saturating_mul(1 << attempts.clamp(0, 20)).min(most);
    let [scatter] = platform.clock.random::<1>();
    doubled / 2 + doubled / 2 * i64::from(scatter) / 255
}
