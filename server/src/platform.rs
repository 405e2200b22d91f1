//! What every slice stands on. Cloning is cheap and shares all of it.

use std::sync::Arc;
use std::time::Duration;

use imprimatur_protocol::ErrorCode;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::bus::{Bus, Envelope, News, NodeId, Notice, Topic};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Kind, Result, describe};
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

/// Work that waits in rows of the database, and is looked for.
pub struct Rounds<'a> {
    /// What cannot be read when the database is away, and waits then, for the log: `publications`.
    pub of: &'static str,
    /// After a round in which nothing was due. Another node may have taken the request.
    pub look_every: Duration,
    /// After a round in which something was: there may be more.
    pub go_on_after: Duration,
    /// Rings when something was asked for here.
    pub wake: Option<&'a Notify>,
}

impl Platform {
    /// Does round after round until the program ends. A round says whether anything was due.
    pub async fn work<F: Future<Output = Result<bool>>>(
        &self,
        rounds: Rounds<'_>,
        round: impl Fn() -> F,
    ) {
        let Rounds {
            of,
            look_every,
            go_on_after,
            wake,
        } = rounds;
        loop {
            let pause = match round().await {
                Ok(true) => go_on_after,
                Ok(false) => look_every,
                Err(cause) => {
                    let cause = describe(&cause);
                    tracing::warn!(error.cause = %cause, "{of} cannot be read, and wait: {cause}");
                    look_every
                }
            };
            let woken = async {
                match wake {
                    Some(wake) => wake.notified().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.shutdown.cancelled() => return,
                () = woken => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
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
