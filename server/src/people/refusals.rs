//! Webhooks that were refused, counted. Anybody can send one, so a refusal costs no write: they are gathered, and written now and then.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::store;
use crate::error::{Result, describe};
use crate::platform::Platform;

/// How often they are written. What was gathered since is lost with a node that falls over: they are figures.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// By the reason, of which there are few: how many since they were last written, and when the last one came.
type Gathered = BTreeMap<&'static str, (i64, i64)>;

/// What was refused and is not written yet. Cloning shares it.
#[derive(Clone, Default)]
pub(super) struct Refusals(Arc<Mutex<Gathered>>);

impl Refusals {
    /// One was refused.
    pub(super) fn note(&self, reason: &'static str, now_ms: i64) {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (times, refused_at) = gathered.entry(reason).or_default();
        *times += 1;
        *refused_at = now_ms;
    }

    /// Writes them until the program ends.
    pub(super) async fn run(&self, platform: &Platform) {
        let mut is_ending = false;
        while !is_ending {
            tokio::select! {
                () = platform.shutdown.cancelled() => is_ending = true,
                () = tokio::time::sleep(WRITE_EVERY) => {}
            }
            if let Err(cause) = self.write(platform).await {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "refused webhooks could not be counted: {cause}");
            }
        }
    }

    async fn write(&self, platform: &Platform) -> Result<()> {
        let gathered = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if gathered.is_empty() {
            return Ok(());
        }
        let written = async {
            let mut tx = platform.db.begin().await?;
            for (reason, (times, refused_at)) in &gathered {
                store::count_refusals(&mut tx, reason, *times, *refused_at).await?;
            }
            tx.commit().await
        };
        let written = written.await;
        if written.is_err() {
            let mut again = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (reason, (times, refused_at)) in gathered {
                let (all, last) = again.entry(reason).or_default();
                *all += times;
                *last = refused_at.max(*last);
            }
        }
        written
    }
}
