//! Works off events, whichever way they came: each in a transaction of its own, in any order, again where it failed.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::apply::{Outcome, apply};
use super::objects::Event;
use super::store::{self, EventRow};
use crate::bus::Notice;
use crate::error::{Result, describe};
use crate::platform::Platform;

/// Events that are taken on at once.
const AT_ONCE: u32 = 100;

/// How long whoever took one on may take with it.
const LEASE_MS: i64 = 30_000;

/// Without being woken it is looked after so long: another node may have gone with what it took on.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Tries, and waits between them: a database that is away is back by then, and what cannot be read will never be.
const TRIES: i64 = 10;
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 5 * 60 * 1000;

/// How long events are kept that were worked off. What comes later once more is told by the state of its thing.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Events that are forgotten at once, and how often: more than come.
const FORGOTTEN_AT_ONCE: u32 = 500;
const FORGET_EVERY: Duration = Duration::from_secs(5);

/// Wakes the worker. Cloning shares it.
#[derive(Clone, Default)]
pub(super) struct Wake(Arc<Notify>);

impl Wake {
    /// There is something to do.
    pub(super) fn wake(&self) {
        self.0.notify_one();
    }

    pub(super) async fn woken(&self) {
        self.0.notified().await;
    }
}

/// Works until the program ends.
pub(super) async fn run(platform: &Platform, wake: &Wake, sync_wake: &Wake) {
    let mut forgotten_at = Instant::now();
    while !platform.shutdown.is_cancelled() {
        if forgotten_at.elapsed() >= FORGET_EVERY {
            forgotten_at = Instant::now();
            if let Err(cause) = forget(platform).await {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "old events of WorkOS cannot be forgotten: {cause}");
            }
        }
        let more = match round(platform).await {
            Ok(taken) => {
                if taken > 0 {
                    sync_wake.wake();
                }
                taken == AT_ONCE as usize
            }
            Err(cause) => {
                let cause = describe(&cause);
                tracing::error!(error.cause = %cause, "events of WorkOS cannot be worked off: {cause}");
                false
            }
        };
        if more {
            continue;
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = wake.woken() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Works off what is due; gives how many were taken on.
pub(super) async fn round(platform: &Platform) -> Result<usize> {
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    let taken = store::take_events(&mut tx, now_ms, now_ms + LEASE_MS, AT_ONCE).await?;
    tx.commit().await?;
    for event in &taken {
        work_off(platform, event).await?;
    }
    Ok(taken.len())
}

async fn forget(platform: &Platform) -> Result<()> {
    let before_ms = platform.clock.now_ms() - KEPT_MS;
    let mut tx = platform.db.begin().await?;
    store::forget_events(&mut tx, before_ms, FORGOTTEN_AT_ONCE).await?;
    tx.commit().await
}

async fn work_off(platform: &Platform, row: &EventRow) -> Result<()> {
    let change = serde_json::from_str::<Event>(&row.body)
        .map_err(|cause| cause.to_string())
        .and_then(|event| Ok((event.change()?, event.event)));
    let (change, event) = match change {
        Ok(change) => change,
        // It will not be another one by waiting.
        Err(why) => return note_failure(platform, row, &why, None).await,
    };
    let now_ms = platform.clock.now_ms();
    let applied = async {
        let mut tx = platform.db.begin().await?;
        let (outcome, notices) = apply(&mut tx, &platform.clock, &change).await?;
        store::event_done(&mut tx, &row.id, outcome.as_str(), now_ms).await?;
        tx.commit().await?;
        Ok::<(Outcome, Vec<Notice>), crate::error::Error>((outcome, notices))
    };
    match applied.await {
        Ok((outcome, notices)) => {
            let outcome = outcome.as_str();
            metrics::counter!("imprimatur_workos_events_total", "outcome" => outcome).increment(1);
            tracing::debug!(
                event.id = row.id,
                event.kind = event,
                event.outcome = outcome,
                "an event of WorkOS was worked off"
            );
            notices.into_iter().for_each(|it| platform.notify(it));
            Ok(())
        }
        Err(cause) => {
            let cause = describe(&cause);
            tracing::warn!(event.id = row.id, event.kind = event, error.cause = %cause, "an event of WorkOS was not worked off: {cause}");
            let next = (row.attempts + 1 < TRIES).then(|| now_ms + wait_ms(row.attempts));
            note_failure(platform, row, &cause, next).await
        }
    }
}

fn wait_ms(attempts: i64) -> i64 {
    FIRST_WAIT_MS
        .saturating_mul(1 << attempts.clamp(0, 20))
        .min(LONGEST_WAIT_MS)
}

async fn note_failure(
    platform: &Platform,
    row: &EventRow,
    why: &str,
    next_try_ms: Option<i64>,
) -> Result<()> {
    if next_try_ms.is_none() {
        metrics::counter!("imprimatur_workos_events_total", "outcome" => "failed").increment(1);
        tracing::error!(event.id = row.id, "an event of WorkOS is given up: {why}");
    }
    let mut tx = platform.db.begin().await?;
    store::event_failed(&mut tx, &row.id, why, next_try_ms, platform.clock.now_ms()).await?;
    tx.commit().await
}
