//! How much waits, for those who look from outside.

use super::inbox::People;
use super::{Peopled, store};

impl Peopled {
    /// Shows how much waits.
    pub async fn observe(&self) {
        let People {
            platform, registry, ..
        } = &self.0;
        if platform.workos.is_none() {
            return;
        }
        let is_well = if registry.state().state == "ok" {
            1.0
        } else {
            0.0
        };
        metrics::gauge!("imprimatur_registry_ready").set(is_well);
        let totals = async {
            let mut tx = platform.db.read().await?;
            store::totals(&mut tx).await
        };
        // A workspace that cannot be read is told of elsewhere.
        let Ok(totals) = totals.await else { return };
        let now_ms = platform.clock.now_ms();
        let waits_ms = totals.oldest.map_or(0, |since| (now_ms - since).max(0));
        metrics::gauge!("imprimatur_sync_waiting").set(totals.waiting as f64);
        metrics::gauge!("imprimatur_sync_failing").set(totals.failing as f64);
        metrics::gauge!("imprimatur_sync_oldest_seconds").set(waits_ms as f64 / 1000.0);
        metrics::gauge!("imprimatur_workos_events_waiting").set(totals.events as f64);
    }
}
