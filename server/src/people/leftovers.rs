//! What an older version has left, or leaves while it still runs beside this one, is brought in order: after the start and then now and then, a little
//! at a time, so that nobody waits for it. Every node does it; what is in order is not written.

use std::time::Duration;

use super::objects::{Kind, reduce};
use super::store;
use crate::access::folding::folded;
use crate::error::{Result, describe};
use crate::platform::Platform;

/// Rows that are looked at in one transaction, and the pause after it.
const AT_ONCE: u32 = 200;
const PAUSE: Duration = Duration::from_millis(50);

/// How often all of them are looked at.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// Brings in order until the program ends.
pub(super) async fn run(platform: &Platform) {
    loop {
        let all = async {
            names(platform).await?;
            bodies(platform, Kind::OrganizationMembership).await?;
            bodies(platform, Kind::DirectoryUser).await?;
            events(platform).await
        };
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            done = all => if let Err(cause) = done {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "what an older version has left waits: {cause}");
            },
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Names as they are searched, of people whom an older version has renamed, let go of, or never folded.
pub(super) async fn names(platform: &Platform) -> Result<()> {
    let mut after = String::new();
    loop {
        let mut tx = platform.db.begin().await?;
        let rows = store::names_after(&mut tx, &after, AT_ONCE).await?;
        for row in &rows {
            let right = (!row.name.is_empty()).then(|| folded(&row.name));
            if row.folded != right {
                store::fold(&mut tx, &row.id, &row.name, right).await?;
            }
        }
        tx.commit().await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after.clone_from(&last.id);
        tokio::time::sleep(PAUSE).await;
    }
}

/// What is said of people in things that are not theirs.
pub(super) async fn bodies(platform: &Platform, kind: Kind) -> Result<()> {
    let mut after = String::new();
    loop {
        let mut tx = platform.db.begin().await?;
        let rows = store::bodies_after(&mut tx, kind, &after, AT_ONCE).await?;
        for row in &rows {
            // One that cannot be read is none that this version has kept, and is told of where it is used.
            let Ok(serde_json::Value::Object(body)) = serde_json::from_str(&row.body) else {
                continue;
            };
            let mut right = body.clone();
            reduce(kind, &mut right);
            if right != body {
                let right = serde_json::Value::Object(right).to_string();
                store::rewrite(&mut tx, kind, &row.id, &row.body, &right).await?;
            }
        }
        tx.commit().await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after.clone_from(&last.id);
        tokio::time::sleep(PAUSE).await;
    }
}

/// What events say that were worked off.
pub(super) async fn events(platform: &Platform) -> Result<()> {
    loop {
        let mut tx = platform.db.begin().await?;
        let emptied = store::empty_events(&mut tx, AT_ONCE).await?;
        tx.commit().await?;
        if emptied == 0 {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
}
