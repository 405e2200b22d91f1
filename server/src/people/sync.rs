//! Brings what has changed to the registry: takes on what is due, writes its newest state, and notes that it is there.
//!
//! A row of `sync_status` waits until its newest state was written, so nothing is lost whenever this ends. Several nodes may do it at once: a
//! row is taken on for a while, whoever comes too late with it changes nothing here, and in the registry an older state never takes the place
//! of a newer one.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::Instant;

use super::copies::{self, CopyKind};
use super::registry_watch::RegistryWatch;
use super::store::{self, TakenRow};
use super::worker::Wake;
use crate::error::Result;
use crate::platform::Platform;
use crate::registry::{Copy, Failure, ROWS_AT_ONCE, Reason, Registry};

/// How long somebody who took rows on may take with them: a round is a fraction of it, unless the registry is slow. Whoever takes longer does no harm, and
/// is not believed here; whoever dies holds them up for no longer.
const LEASE: Duration = Duration::from_secs(30);

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

/// Takes on what is due and brings it there, over and over until nothing is due or something failed.
///
/// While the registry writes what was taken on, what it had written before is settled, and the next is taken on and read: all three at once.
pub(super) async fn round(platform: &Platform, registry: &Registry) -> Result<Round> {
    let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
    let mut round = Round::default();
    let (mut prepared, mut written) = (Vec::new(), Vec::new());
    for takes in 0.. {
        let all_well = round.failed == 0 && written.iter().all(Done::is_well);
        let takes_more = all_well && takes < TAKES && !platform.shutdown.is_cancelled();
        let (done, settled, next) = tokio::join!(
            write(registry, prepared),
            settle(platform, std::mem::take(&mut written), lease),
            take_on(platform, lease, takes_more)
        );
        let ((synced, failed), (taken, ready)) = (settled?, next?);
        round.taken += taken;
        round.synced += synced;
        round.failed += failed;
        (written, prepared) = (done, ready);
        if written.is_empty() && prepared.is_empty() {
            break;
        }
    }
    Ok(round)
}

/// Takes on what is due, and reads it. Gives how much.
async fn take_on(
    platform: &Platform,
    lease: i64,
    takes_more: bool,
) -> Result<(usize, Vec<Prepared>)> {
    if !takes_more {
        return Ok((0, Vec::new()));
    }
    let now_ms = platform.clock.now_ms();
    let until_ms = now_ms + i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
    let at_most = platform.config.limits.sync_rows;
    let mut tx = platform.db.begin().await?;
    let taken = store::take_due(&mut tx, lease, now_ms, until_ms, at_most).await?;
    tx.commit().await?;
    Ok((taken.len(), prepare(platform, taken).await?))
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

type Written = std::result::Result<(), Failure>;

impl Done {
    fn is_well(&self) -> bool {
        self.results.iter().all(Written::is_ok)
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

/// Writes one batch after the other.
async fn write(registry: &Registry, prepared: Vec<Prepared>) -> Vec<Done> {
    let mut done = Vec::with_capacity(prepared.len());
    for batch in prepared {
        done.push(write_batch(registry, batch).await);
    }
    done
}

/// Writes a batch. A copy that the registry does not take keeps no other from it.
async fn write_batch(registry: &Registry, prepared: Prepared) -> Done {
    let Prepared { batch, copies } = prepared;
    let table = batch.kind.table();
    let good: Vec<&Copy> = copies.iter().flatten().collect();
    let together = registry.upsert(table, &good).await;
    let mut results = Vec::with_capacity(copies.len());
    for copy in &copies {
        results.push(match (copy, &together) {
            (Err(failure), _) => Err(failure.clone()),
            (Ok(_), Ok(())) => Ok(()),
            (Ok(copy), Err(failure)) if failure.reason == Reason::Row => {
                registry.upsert(table, &[copy]).await
            }
            (Ok(_), Err(failure)) => Err(failure.clone()),
        });
    }
    Done { batch, results }
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
        for (row, written) in batch.rows.iter().zip(results) {
            match written {
                Ok(()) => good.push((row.id.as_str(), row.wanted)),
                Err(failure) => {
                    let next = now_ms + wait_ms(platform, row.attempts);
                    let reason = failure.reason.as_str();
                    store::failed(&mut tx, row, lease, now_ms, next, reason, &failure.said).await?;
                    all_failed += 1;
                }
            }
        }
        all_synced += store::synced(&mut tx, batch.kind.as_str(), &good, lease, now_ms).await?;
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
