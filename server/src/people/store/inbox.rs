//! The SQL of events of WorkOS: those that came, and how far they were fetched.

use crate::error::Result;
use crate::people::objects::Event;
use crate::workspace::{Tx, args, record};

/// Keeps an event until it is worked off. False: it came before.
pub(in crate::people) async fn keep_event(
    tx: &mut Tx,
    event: &Event,
    body: &str,
    source: &'static str,
    occurred_at: i64,
    now_ms: i64,
) -> Result<bool> {
    let kept = tx
        .execute(
            "INSERT INTO workos_events (id, event, source, occurred_at, received_at, body, state, attempts, next_try_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $5)
             ON CONFLICT (id) DO NOTHING",
            args![
                event.id.as_str(),
                event.event.as_str(),
                source,
                occurred_at,
                now_ms,
                body
            ],
        )
        .await?;
    Ok(kept == 1)
}

record! {
    /// An event that somebody has taken on.
    pub(in crate::people) struct EventRow {
        pub(in crate::people) id: String,
        pub(in crate::people) body: String,
        pub(in crate::people) attempts: i64,
    }
}

/// Takes on events that are due, until a time.
pub(in crate::people) async fn take_events(
    tx: &mut Tx,
    now_ms: i64,
    until_ms: i64,
    at_most: u32,
) -> Result<Vec<EventRow>> {
    macro_rules! due {
        ($locked:literal) => {
            concat!(
                "UPDATE workos_events SET next_try_at = $2
                 WHERE id IN (SELECT id FROM workos_events WHERE state = 'waiting' AND next_try_at <= $1
                              ORDER BY next_try_at LIMIT $3",
                $locked,
                ") RETURNING id, body, attempts"
            )
        };
    }
    tx.fetch_either(
        due!(""),
        due!(" FOR UPDATE SKIP LOCKED"),
        args![now_ms, until_ms, at_most],
    )
    .await
}

/// It was worked off. Its id is enough to know it by; what it says of people is kept where it belongs.
pub(in crate::people) async fn event_done(
    tx: &mut Tx,
    id: &str,
    state: &'static str,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE workos_events SET state = $2, done_at = $3, error = NULL, body = '' WHERE id = $1",
        args![id, state, now_ms],
    )
    .await?;
    Ok(())
}

/// It was not: it is tried again at a time, or, with none, not any more. Somebody else may have done it meanwhile.
pub(in crate::people) async fn event_failed(
    tx: &mut Tx,
    id: &str,
    error: &str,
    next_try_ms: Option<i64>,
    now_ms: i64,
) -> Result<()> {
    let state = if next_try_ms.is_some() {
        "waiting"
    } else {
        "failed"
    };
    tx.execute(
        "UPDATE workos_events SET state = $2, error = $3, attempts = attempts + 1, next_try_at = $4,
             done_at = CASE WHEN $2 = 'failed' THEN $5 ELSE NULL END
         WHERE id = $1 AND state = 'waiting'",
        args![id, state, error, next_try_ms.unwrap_or(now_ms), now_ms],
    )
    .await?;
    Ok(())
}

/// Forgets events that were worked off before a time.
pub(in crate::people) async fn forget_events(
    tx: &mut Tx,
    before_ms: i64,
    at_most: u32,
) -> Result<u64> {
    tx.execute(
        "DELETE FROM workos_events WHERE id IN (
             SELECT id FROM workos_events WHERE received_at < $1 AND state <> 'waiting' ORDER BY received_at LIMIT $2)",
        args![before_ms, at_most],
    )
    .await
}

record! {
    /// How far the events were fetched.
    pub(in crate::people) struct CursorRow {
        pub(in crate::people) event_id: Option<String>,
        pub(in crate::people) event_at: Option<i64>,
        pub(in crate::people) from_ms: i64,
        pub(in crate::people) fetched_at: Option<i64>,
        pub(in crate::people) failure: Option<String>,
        pub(in crate::people) gap_at: Option<i64>,
    }
}

/// Takes on fetching events, until a time. None: another node does.
pub(in crate::people) async fn take_cursor(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
    from_ms: i64,
) -> Result<Option<CursorRow>> {
    tx.execute(
        "INSERT INTO workos_cursor (name, from_ms, lease, leased_until) VALUES ('events', $1, 0, 0) ON CONFLICT (name) DO NOTHING",
        args![from_ms],
    )
    .await?;
    tx.fetch_optional(
        "UPDATE workos_cursor SET lease = $1, leased_until = $3
         WHERE name = 'events' AND (leased_until <= $2 OR lease = $1)
         RETURNING event_id, event_at, from_ms, fetched_at, failure, gap_at",
        args![lease, now_ms, until_ms],
    )
    .await
}

/// Moves on, in the transaction in which what was fetched is kept. False: somebody else fetches by now.
pub(in crate::people) async fn move_cursor(
    tx: &mut Tx,
    lease: i64,
    last: Option<(&str, Option<i64>)>,
    now_ms: i64,
) -> Result<bool> {
    let moved = tx
        .execute(
            "UPDATE workos_cursor SET event_id = COALESCE($2, event_id), event_at = COALESCE($3, event_at), fetched_at = $4,
                 failure = NULL
             WHERE name = 'events' AND lease = $1",
            args![
                lease,
                last.map(|(id, _)| id.to_owned()),
                last.and_then(|(_, at)| at),
                now_ms
            ],
        )
        .await?;
    Ok(moved == 1)
}

/// Whoever fetched has ended.
pub(in crate::people) async fn let_go_of_cursor(tx: &mut Tx, lease: i64) -> Result<()> {
    tx.execute(
        "UPDATE workos_cursor SET leased_until = 0 WHERE name = 'events' AND lease = $1",
        args![lease],
    )
    .await?;
    Ok(())
}

/// They could not be fetched.
pub(in crate::people) async fn cursor_failed(tx: &mut Tx, lease: i64, failure: &str) -> Result<()> {
    tx.execute(
        "UPDATE workos_cursor SET failure = $2 WHERE name = 'events' AND lease = $1",
        args![lease, failure],
    )
    .await?;
    Ok(())
}

/// WorkOS does not know the last event any more: what follows is fetched from a time on. With a gap: what was before that is missing.
pub(in crate::people) async fn cursor_lost(
    tx: &mut Tx,
    lease: i64,
    from_ms: i64,
    gap_at: Option<i64>,
) -> Result<()> {
    tx.execute(
        "UPDATE workos_cursor SET event_id = NULL, event_at = NULL, from_ms = $2, gap_at = COALESCE($3, gap_at)
         WHERE name = 'events' AND lease = $1",
        args![lease, from_ms, gap_at],
    )
    .await?;
    Ok(())
}

/// Somebody has read everything anew: nothing is missing any more that was before a time.
pub(in crate::people) async fn gap_mended(tx: &mut Tx, since_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE workos_cursor SET gap_at = NULL WHERE name = 'events' AND gap_at < $1",
        args![since_ms],
    )
    .await?;
    Ok(())
}
