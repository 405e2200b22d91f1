//! What every slice stands on. Cloning is cheap and shares all of it.

use std::sync::Arc;

use imprimatur_protocol::ErrorCode;
use tokio_util::sync::CancellationToken;

use crate::bus::{Bus, Envelope, News, NodeId, Notice, Topic};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::rate::Requests;
use crate::workos::WorkOsAccess;
use crate::workspace::Db;

/// What every slice stands on. Cloning is cheap and shares all of it.
#[derive(Clone)]
pub struct Platform {
    /// The workspace database.
    pub db: Db,
    /// Time, ids and randomness.
    pub clock: Clock,
    /// The settings, fixed at start.
    pub config: Arc<Config>,
    /// How often requests may come.
    pub requests: Arc<Requests>,
    /// Cancelled when the program is to end; every task listens.
    pub shutdown: CancellationToken,
    /// News between nodes.
    pub bus: Arc<dyn Bus>,
    /// This node, new at each start.
    pub node: NodeId,
    /// WorkOS, where people come from it.
    pub workos: Option<WorkOsAccess>,
}

impl Platform {
    /// WorkOS.
    ///
    /// # Errors
    /// People do not come from it here.
    pub fn workos(&self) -> Result<&WorkOsAccess> {
        self.workos.as_ref().ok_or_else(|| {
            Error::new(
                Kind::Forbidden,
                ErrorCode::WorkOsOff,
                "Signing in by WorkOS is not set up here.",
            )
        })
    }

    /// Tells every node.
    pub fn notify(&self, notice: Notice) {
        self.bus.publish(Envelope {
            node: self.node,
            topic: Topic::Notices,
            news: News::Notice(notice),
        });
    }
}

#[cfg(test)]
impl Platform {
    /// On an empty database in a folder that lives as long as the first of the two; the clock stands still.
    pub(crate) async fn for_test(settings: &[&str]) -> (tempfile::TempDir, Self) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = format!("--data-dir={}", folder.path().display());
        let line = [&["imprimatur", "serve", &data], settings].concat();
        let (_, config) = Config::read(line).expect("the settings of a test are right");
        let db = Db::open(&config).await.expect("an empty database opens");
        let clock = Clock::held(1_763_804_096_007);
        let workos = config.workos.clone();
        let platform = Self {
            db,
            workos: workos.map(|it| WorkOsAccess::new(it, &clock).expect("TLS is there")),
            clock,
            bus: Arc::new(crate::bus::LocalBus::new(config.limits.bus_queue)),
            requests: Arc::new(Requests::new(&config.limits)),
            config: Arc::new(config),
            shutdown: CancellationToken::new(),
            node: NodeId(1),
        };
        (folder, platform)
    }
}
