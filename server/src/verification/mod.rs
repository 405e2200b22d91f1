//! Anybody proves a certificate: by its address, without an account, from what the registry says alone, on any node.
//!
//! Invariants: for an answer the workspace is never asked; nothing is told of who looks; an answer says what was found and never more than that: where the registry does
//! not answer, nobody can tell now.

mod addresses;
mod answer;
mod asked;
mod held;
mod history;
mod issuers;
mod logs;
mod page;
mod parts;
mod routes;
mod words;

use std::sync::Arc;

pub use self::addresses::nothing_here;
pub(crate) use self::asked::locale_of;
pub(crate) use self::parts::{Tone, whole};
pub use self::routes::router;
use crate::issuance::Issuance;
use crate::platform::Platform;
use crate::registry::Registry;

/// Checking certificates, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Verification(Arc<Shared>);

struct Shared {
    platform: Platform,
    registry: Registry,
    /// Draws them, for whoever asks first.
    issuance: Issuance,
    /// Where this program answers.
    origin: String,
    logs: logs::Logs,
    issuers: issuers::Issuers,
}

impl Verification {
    /// Nothing is noted before [`Self::run_until_shutdown`].
    #[must_use]
    pub fn new(platform: Platform, registry: Registry, issuance: Issuance, origin: String) -> Self {
        Self(Arc::new(Shared {
            platform,
            registry,
            issuance,
            origin,
            logs: logs::Logs::default(),
            issuers: issuers::Issuers::default(),
        }))
    }

    /// Notes what was asked, until the program ends.
    pub async fn run_until_shutdown(self) {
        let Shared {
            platform,
            registry,
            logs,
            ..
        } = &*self.0;
        tokio::join!(
            logs.write_until_shutdown(platform, registry),
            logs::sweep_until_shutdown(platform, registry)
        );
    }
}
