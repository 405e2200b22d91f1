//! Drafts as pictures: SVG, PNG and PDF of what is saved, with samples or given values in its merge fields.
//!
//! Invariants: a picture shows only what is on disk; drawing stays off the async threads, is bounded in number, time and memory, and
//! ends when nobody waits for it any more; what is kept is named by everything that it was drawn from. How a layout becomes a
//! picture is `render`'s business.

mod cache;
mod draw;
mod examine;
mod fonts;
mod images;
mod model;
mod routes;

use std::sync::Arc;

use axum::extract::FromRef;
use tokio::sync::{OnceCell, Semaphore};

use self::cache::Cache;
use crate::assets::Assets;
use crate::collab::Collab;
use crate::platform::Platform;

pub use draw::{Enclosure, Filled, Shown};
pub use fonts::faces_of;
pub use model::{Format, page_not_found};
pub use routes::router;

/// Pictures of drafts, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Pictures(Arc<Shared>);

struct Shared {
    platform: Platform,
    assets: Assets,
    collab: Collab,
    fonts: OnceCell<Arc<imprimatur_render::Fonts>>,
    /// Places of those that wait and those that are drawn.
    places: Arc<Semaphore>,
    /// Places of those that are drawn.
    turns: Arc<Semaphore>,
    cache: Cache,
}

impl Pictures {
    /// Nothing is loaded before the first picture is asked for.
    pub fn new(platform: Platform, assets: Assets, collab: Collab) -> Self {
        let limits = &platform.config.limits;
        let (turns, queue) = (limits.renders, limits.render_queue);
        Self(Arc::new(Shared {
            fonts: OnceCell::new(),
            places: Arc::new(Semaphore::new(
                turns.saturating_add(queue).min(Semaphore::MAX_PERMITS),
            )),
            turns: Arc::new(Semaphore::new(turns.min(Semaphore::MAX_PERMITS))),
            cache: Cache::new(limits.picture_cache_bytes),
            platform,
            assets,
            collab,
        }))
    }

    /// Shows what is drawn, what waits, and what is kept now.
    pub fn observe(&self) {
        let Shared {
            platform,
            places,
            turns,
            cache,
            ..
        } = &*self.0;
        let limits = &platform.config.limits;
        let most = limits.renders.saturating_add(limits.render_queue);
        let held = most.saturating_sub(places.available_permits());
        let drawing = limits.renders.saturating_sub(turns.available_permits());
        metrics::gauge!("imprimatur_pictures_drawing").set(drawing as f64);
        metrics::gauge!("imprimatur_pictures_waiting").set(held.saturating_sub(drawing) as f64);
        metrics::gauge!("imprimatur_pictures_cache_bytes").set(cache.bytes() as f64);
    }
}

impl FromRef<Pictures> for Platform {
    fn from_ref(pictures: &Pictures) -> Self {
        pictures.0.platform.clone()
    }
}
