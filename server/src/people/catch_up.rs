//! Fetches events that no webhook brought. One node does it at a time, at the start and then on a timer, from where the last one was. (WorkOS API
//! reference, "Events".)

use std::time::Duration;

use serde_json::Value;

use super::objects::Event;
use super::store::{self, CursorRow};
use super::worker::Wake;
use crate::clock::rfc3339;
use crate::error::{Error, Result, describe};
use crate::platform::Platform;
use crate::workos::client::PAGE;
use crate::workos::{Failure, Page};

/// What is asked for. Others are nothing that is known here.
const EVENTS: &str = "user.created,user.updated,user.deleted,\
    organization.created,organization.updated,organization.deleted,\
    organization_domain.created,organization_domain.updated,organization_domain.deleted,\
    organization_domain.verified,organization_domain.verification_failed,\
    organization_membership.created,organization_membership.updated,organization_membership.deleted,\
    role.created,role.updated,role.deleted,\
    organization_role.created,organization_role.updated,organization_role.deleted,\
    session.revoked,\
    dsync.user.created,dsync.user.updated,dsync.user.deleted";

/// How long whoever fetches has it for: a page is fetched and kept within a fraction of it.
const LEASE_MS: i64 = 30_000;

/// How far back the first one begins: what a backfill that began before this program did may have missed.
const FIRST_MS: i64 = 60 * 60 * 1000;

/// WorkOS keeps events for 90 days, and gives them from a time on for 30; a day less, for its clock is not ours.
const KEPT_MS: i64 = 89 * 24 * 60 * 60 * 1000;
const GIVEN_MS: i64 = 29 * 24 * 60 * 60 * 1000;

/// How far before the last event that was fetched is gone on, where WorkOS does not know that one any more: what it had not told of by then.
const OVERLAP_MS: i64 = 5 * 60 * 1000;

/// Fetches until the program ends.
pub(super) async fn run(platform: &Platform, wake: &Wake) {
    let every = Duration::from_secs(platform.config.limits.events_seconds);
    loop {
        if let Err(cause) = round(platform, wake).await {
            let cause = describe(&cause);
            tracing::warn!(error.cause = %cause, "events of WorkOS were not fetched: {cause}");
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(every) => {}
        }
    }
}

/// Fetches all there is, if nobody else does. Gives how many events were new.
pub(super) async fn round(platform: &Platform, wake: &Wake) -> Result<u64> {
    let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
    let fetched = fetch_all(platform, wake, lease).await;
    // Whoever comes next need not wait until it is over.
    let mut tx = platform.db.begin().await?;
    store::let_go_of_cursor(&mut tx, lease).await?;
    tx.commit().await?;
    fetched
}

async fn fetch_all(platform: &Platform, wake: &Wake, lease: i64) -> Result<u64> {
    let mut new = 0;
    while !platform.shutdown.is_cancelled() {
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let until = now_ms + LEASE_MS;
        let cursor = store::take_cursor(&mut tx, lease, now_ms, until, now_ms - FIRST_MS).await?;
        tx.commit().await?;
        let Some(cursor) = cursor else {
            return Ok(new);
        };
        let page = match fetch(platform, &cursor, now_ms).await {
            Ok(page) => page,
            Err(failure) => {
                failed(platform, lease, &cursor, &failure).await?;
                return Err(Error::internal("fetching events of WorkOS").caused_by(failure));
            }
        };
        let count = page.data.len();
        let Some(kept) = keep(platform, lease, &page).await? else {
            return Ok(new);
        };
        new += kept;
        if kept > 0 {
            wake.wake();
        }
        if count < PAGE {
            return Ok(new);
        }
    }
    Ok(new)
}

async fn fetch(platform: &Platform, cursor: &CursorRow, now_ms: i64) -> Result<Page, Failure> {
    let workos = platform
        .workos()
        .map_err(|cause| Failure::Unreadable(cause.to_string()))?;
    let from = rfc3339(cursor.from_ms.max(now_ms - GIVEN_MS));
    let place = match (&cursor.event_id, cursor.event_at) {
        (Some(_), Some(at)) if now_ms - at > KEPT_MS => return Err(too_old()),
        (Some(id), _) => ("after", id.as_str()),
        (None, _) => ("range_start", from.as_str()),
    };
    workos
        .client
        .list("/events", &[("events", EVENTS), place])
        .await
}

fn too_old() -> Failure {
    Failure::Refused {
        code: "cursor_too_old".to_owned(),
        said: "the last event that was fetched is older than WorkOS keeps any".to_owned(),
        status: 422,
    }
}

/// Keeps a page, and moves on, in one transaction. None: somebody else fetches by now.
async fn keep(platform: &Platform, lease: i64, page: &Page) -> Result<Option<u64>> {
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    let mut new = 0;
    let mut last = None;
    for data in &page.data {
        // What cannot be read is passed over, and not stumbled over again.
        if let Some(id) = data.get("id").and_then(Value::as_str) {
            last = Some((id.to_owned(), None));
        }
        let Some(event) = read(data) else { continue };
        // One whose time cannot be read is worked off, and fails, like any other.
        let occurred_at = event.occurred_at_ms().unwrap_or(now_ms);
        let text = data.to_string();
        let is_new =
            store::keep_event(&mut tx, &event, &text, "events", occurred_at, now_ms).await?;
        new += u64::from(is_new);
        last = Some((event.id, Some(occurred_at)));
    }
    if last.is_none() && page.data.len() >= PAGE {
        let after = page.list_metadata.after.clone();
        let after = after.ok_or_else(|| {
            Error::internal("a whole page of WorkOS's events has no ids, and no end is told")
        })?;
        last = Some((after, None));
    }
    if new > 0 {
        store::count_received(&mut tx, now_ms, i64::try_from(new).unwrap_or(i64::MAX)).await?;
    }
    let last = last.as_ref().map(|(id, at)| (id.as_str(), *at));
    if !store::move_cursor(&mut tx, lease, last, now_ms).await? {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(Some(new))
}

fn read(data: &Value) -> Option<Event> {
    match serde_json::from_value(data.clone()) {
        Ok(event) => Some(event),
        Err(cause) => {
            metrics::counter!("imprimatur_workos_events_total", "outcome" => "unreadable")
                .increment(1);
            tracing::error!(error.cause = %cause, "an event of WorkOS has no id or no data, and is passed over: {cause}");
            None
        }
    }
}

async fn failed(
    platform: &Platform,
    lease: i64,
    cursor: &CursorRow,
    failure: &Failure,
) -> Result<()> {
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    let is_lost = cursor.event_id.is_some()
        && matches!(
            failure,
            Failure::Refused {
                status: 400 | 404 | 422,
                ..
            }
        );
    if is_lost {
        let last_ms = cursor.event_at.unwrap_or(cursor.from_ms) - OVERLAP_MS;
        let earliest_ms = now_ms - GIVEN_MS;
        // Where nothing happened for long, nothing is missing.
        let is_gap = last_ms < earliest_ms && cursor.fetched_at.is_none_or(|at| at < earliest_ms);
        if is_gap {
            tracing::error!(
                error.cause = %failure,
                "events of WorkOS are missing: it does not know the last one that was fetched any more, and that was long ago. Run `imprimatur backfill workos`"
            );
        } else {
            tracing::warn!(
                error.cause = %failure,
                "WorkOS does not know the last event that was fetched any more; they are fetched from its time on"
            );
        }
        let from_ms = last_ms.max(earliest_ms);
        store::cursor_lost(&mut tx, lease, from_ms, is_gap.then_some(now_ms)).await?;
    }
    store::cursor_failed(&mut tx, lease, &failure.to_string()).await?;
    tx.commit().await
}
