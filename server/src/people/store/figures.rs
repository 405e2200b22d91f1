//! The SQL of figures for those who look after this: counted in the transaction of what they count.

use crate::error::Result;
use crate::workspace::{Tx, args};

const MINUTE_MS: i64 = 60_000;

/// How long minutes are kept.
const KEPT_MINUTES: i64 = 7 * 24 * 60;

/// Counts what was brought to the registry, and what was not.
pub(in crate::people) async fn count_synced(
    tx: &mut Tx,
    now_ms: i64,
    synced: i64,
    failed: i64,
) -> Result<()> {
    count(tx, now_ms, [synced, failed, 0]).await
}

/// Counts events that came.
pub(in crate::people) async fn count_received(
    tx: &mut Tx,
    now_ms: i64,
    received: i64,
) -> Result<()> {
    count(tx, now_ms, [0, 0, received]).await
}

async fn count(tx: &mut Tx, now_ms: i64, [synced, failed, received]: [i64; 3]) -> Result<()> {
    let minute = now_ms / MINUTE_MS;
    tx.execute(
        "INSERT INTO sync_minutes (minute, synced, failed, received) VALUES ($1, $2, $3, $4)
         ON CONFLICT (minute) DO UPDATE SET synced = sync_minutes.synced + excluded.synced,
             failed = sync_minutes.failed + excluded.failed, received = sync_minutes.received + excluded.received",
        args![minute, synced, failed, received],
    )
    .await?;
    tx.execute(
        "DELETE FROM sync_minutes WHERE minute < $1",
        args![minute - KEPT_MINUTES],
    )
    .await?;
    Ok(())
}

/// Counts webhooks that were refused, the last of them at a time.
pub(in crate::people) async fn count_refusals(
    tx: &mut Tx,
    reason: &'static str,
    times: i64,
    refused_at: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO workos_refusals (reason, times, refused_at) VALUES ($1, $2, $3)
         ON CONFLICT (reason) DO UPDATE SET times = workos_refusals.times + excluded.times, refused_at = excluded.refused_at",
        args![reason, times, refused_at],
    )
    .await?;
    Ok(())
}
