//! Who exists: people, organisations and memberships as WorkOS has them, and their copies in the registry.
//!
//! Invariants: news in any order and any number ends in the same state; what WorkOS deleted never comes back; a change and the note that it is to
//! be brought to the registry are one transaction.

mod admin;
mod apply;
mod audit;
mod backfill;
mod catch_up;
pub mod convex;
mod copies;
mod inbox;
mod leftovers;
pub mod lookups;
mod me;
mod objects;
mod observe;
mod reconcile;
mod refusals;
mod registry_watch;
pub mod runs;
mod settings;
mod sign_in;
mod store;
mod sync;
#[cfg(test)]
mod tests;
mod watchers;
mod worker;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::inbox::People;
use self::refusals::Refusals;
use self::registry_watch::RegistryWatch;
use self::watchers::Watchers;
use self::worker::Wake;
use crate::platform::Platform;
use crate::registry::Registry;

pub use self::settings::brand;

/// What is known of people, for routes and for the work behind them. Cloning shares it.
#[derive(Clone)]
pub struct Peopled(People);

impl Peopled {
    /// Nothing runs yet.
    #[must_use]
    pub fn new(platform: Platform) -> Self {
        Self(People {
            platform,
            wake: Wake::default(),
            sync_wake: Wake::default(),
            registry: RegistryWatch::default(),
            refusals: Refusals::default(),
            watchers: Watchers::default(),
        })
    }

    /// Works off what comes from WorkOS, and brings it to the registry, until the program ends. Where WorkOS is not set up, nothing comes.
    pub async fn run_until_shutdown(self, registry: Registry) {
        let People {
            platform,
            wake,
            sync_wake,
            registry: watch,
            refusals,
            ..
        } = self.0;
        if platform.workos.is_none() {
            leftovers::run(&platform).await;
            return;
        }
        tokio::join!(
            leftovers::run(&platform),
            worker::run(&platform, &wake, &sync_wake),
            catch_up::run(&platform, &wake),
            sync::run(&platform, &registry, &watch, &sync_wake),
            runs::run(&platform, &registry),
            refusals.run(&platform),
        );
    }
}

/// The routes of people.
pub fn router(people: Peopled) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(me::me, me::change_me))
        .routes(routes!(inbox::receive))
        .routes(routes!(sign_in::leave))
        .routes(routes!(sign_in::come_back))
        .routes(routes!(sign_in::switch))
        .routes(routes!(admin::sync))
        .routes(routes!(admin::live))
        .routes(routes!(admin::things))
        .routes(routes!(admin::retry))
        .routes(routes!(admin::ask_for_run))
        .routes(routes!(admin::members))
        .routes(routes!(audit::happened))
        .routes(routes!(settings::read, settings::write))
        .routes(routes!(lookups::person))
        .routes(routes!(lookups::organisation))
        .with_state(people.0)
}
