//! What stands against a layout, with the faces and images that its pictures are drawn with.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use imprimatur_crdt::Layout;
use imprimatur_protocol::OrganisationId;
use imprimatur_render::gate::{Brand, Examination, Finding, examine};
use imprimatur_render::{Stop, pictures_of};
use tokio::task::spawn_blocking;

use super::Pictures;
use super::draw::{StopOnDrop, refused, timed_out};
use crate::error::{Error, Result};

impl Pictures {
    /// What stands against a layout. It takes a turn among the pictures, for it sets and paints every page as they do.
    ///
    /// # Errors
    /// So many wait already, it takes too long, or the layout holds more than a picture can show.
    pub async fn examine(
        &self,
        organisation: OrganisationId,
        layout: Layout,
        brand: Brand,
    ) -> Result<Vec<Finding>> {
        let turn = self.turn().await?;
        let fonts = self.fonts().await?;
        let shown: BTreeSet<String> = layout
            .languages
            .iter()
            .flat_map(|language| pictures_of(&layout, language, None))
            .collect();
        let assets = self.images(organisation, shown).await?;
        let stop = Stop::default();
        let stopping = StopOnDrop(stop.clone());
        let examining = spawn_blocking(move || {
            // Held by the work itself: it may go on for a moment when its request has been given up.
            let _held = turn;
            let started = Instant::now();
            let found = examine(&Examination {
                layout: &layout,
                fonts: &fonts,
                assets: &assets,
                brand: &brand,
                stop: &stop,
            });
            metrics::histogram!("imprimatur_gate_examine_seconds").record(started.elapsed());
            found
        });
        let seconds = self.0.platform.config.limits.render_seconds;
        let found = tokio::time::timeout(Duration::from_secs(seconds), examining).await;
        drop(stopping);
        match found {
            Err(_) => Err(timed_out(seconds)),
            Ok(Err(cause)) => Err(Error::internal("examining").caused_by(cause)),
            Ok(Ok(found)) => found.map_err(refused),
        }
    }
}
