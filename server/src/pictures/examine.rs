//! What stands against a layout, with the faces and images that its pictures are drawn with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use imprimatur_crdt::Layout;
use imprimatur_protocol::OrganisationId;
use imprimatur_render::gate::{Brand, Examination, Filling, Finding, examine, overflowing};
use imprimatur_render::{Assets, Failure, Fonts, Stop, pictures_of};
use tokio::task::spawn_blocking;

use super::Pictures;
use super::draw::{StopOnDrop, refused, timed_out};
use crate::error::{Error, Result};

impl Pictures {
    /// What stands against a layout.
    ///
    /// # Errors
    /// So many wait already, it takes too long, or the layout holds more than a picture can show.
    pub async fn examine(
        &self,
        organisation: OrganisationId,
        layout: Layout,
        brand: Brand,
    ) -> Result<Vec<Finding>> {
        let layout = Arc::new(layout);
        self.looked_at(organisation, layout, move |layout, fonts, assets, stop| {
            let started = Instant::now();
            let found = examine(&Examination {
                layout,
                fonts,
                assets,
                brand: &brand,
                stop,
            });
            metrics::histogram!("imprimatur_gate_examine_seconds").record(started.elapsed());
            found
        })
        .await
    }

    /// Which elements of a layout need more room than they have, for each of some certificates (language, and values by key): as many of them as were
    /// looked at within `time`, at least one.
    ///
    /// # Errors
    /// As [`Self::examine`].
    pub async fn overflowing(
        &self,
        organisation: OrganisationId,
        layout: Arc<Layout>,
        certificates: Vec<(String, BTreeMap<String, String>)>,
        time: Duration,
    ) -> Result<Vec<Vec<String>>> {
        self.looked_at(organisation, layout, move |layout, fonts, assets, stop| {
            let started = Instant::now();
            let mut found = Vec::new();
            for (language, values) in &certificates {
                let filling = Filling { language, values };
                found.push(overflowing(layout, &filling, (fonts, assets), stop)?);
                if started.elapsed() > time {
                    break;
                }
            }
            Ok(found)
        })
        .await
    }

    /// Looks at a layout with its faces and images, away from the async threads. It takes a turn among the pictures, for it sets and paints every page as they do.
    async fn looked_at<T: Send + 'static>(
        &self,
        organisation: OrganisationId,
        layout: Arc<Layout>,
        look: impl FnOnce(&Layout, &Fonts, &Assets, &Stop) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T> {
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
        let looking = spawn_blocking(move || {
            // Held by the work itself: it may go on for a moment when its request has been given up.
            let _held = turn;
            look(&layout, &fonts, &assets, &stop)
        });
        let seconds = self.0.platform.config.limits.render_seconds;
        let found = tokio::time::timeout(Duration::from_secs(seconds), looking).await;
        drop(stopping);
        match found {
            Err(_) => Err(timed_out(seconds)),
            Ok(Err(cause)) => Err(Error::internal("looking at a layout").caused_by(cause)),
            Ok(Ok(found)) => found.map_err(refused),
        }
    }
}
