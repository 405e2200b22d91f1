//! Publishing: an approved version becomes the one from which certificates are issued.
//!
//! Pressing the button writes a row (`acts`); one node at a time works it off (`worker`), step by step (`steps`): files to where published ones rest, the version
//! and then the template to the registry, and last the note here that it is so, with its event. Everybody in the draft is told of every step.
//!
//! Invariants: a template has one open publication at most; a step may be done again, by anybody, and changes nothing then; a row of a version is
//! never changed, and an older publication never takes the place of a newer one; what the registry refers to was there before. So wherever
//! a node ends there is one publication, and one event of it.

mod acts;
mod collect;
mod model;
mod routes;
mod rows;
mod steps;
mod store;
mod worker;

use std::sync::Arc;

use axum::extract::FromRef;
use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{DraftId, OrganisationId};
use tokio::sync::Notify;

pub use self::routes::router;
use crate::assets::Assets;
use crate::collab::Collab;
use crate::platform::Platform;
use crate::registry::Registry;
use crate::reviews::Reviews;

/// Publishing, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Publishing(Arc<Shared>);

struct Shared {
    platform: Platform,
    registry: Registry,
    assets: Assets,
    collab: Collab,
    reviews: Reviews,
    wake: Notify,
}

impl FromRef<Publishing> for Platform {
    fn from_ref(publishing: &Publishing) -> Self {
        publishing.0.platform.clone()
    }
}

impl Publishing {
    /// Nothing runs before [`Self::run_until_shutdown`].
    #[must_use]
    pub fn new(
        platform: Platform,
        registry: Registry,
        assets: Assets,
        collab: Collab,
        reviews: Reviews,
    ) -> Self {
        Self(Arc::new(Shared {
            platform,
            registry,
            assets,
            collab,
            reviews,
            wake: Notify::new(),
        }))
    }

    /// Shows how much is open.
    pub async fn observe(&self) {
        let totals = async {
            let mut tx = self.platform().db.read().await?;
            store::totals(&mut tx).await
        };
        // A workspace that cannot be read is told of elsewhere.
        let Ok(totals) = totals.await else { return };
        let now_ms = self.platform().clock.now_ms();
        let waits_ms = totals.oldest.map_or(0, |since| (now_ms - since).max(0));
        metrics::gauge!("imprimatur_publications_open").set(totals.open as f64);
        metrics::gauge!("imprimatur_publications_oldest_seconds").set(waits_ms as f64 / 1000.0);
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }

    fn registry(&self) -> &Registry {
        &self.0.registry
    }

    fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Something was asked for: it is begun at once.
    fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Tells everybody in a draft, on every node, that how far its publication is has changed. After the commit.
    fn tell(&self, organisation: OrganisationId, draft: DraftId) {
        let now_ms = self.platform().clock.now_ms();
        let news = News {
            about: About::Publication,
            revision: u64::try_from(now_ms).unwrap_or(0),
        };
        self.0.collab.tell_draft(organisation, draft, news);
    }
}

#[cfg(test)]
mod tests;
