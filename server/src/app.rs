//! The program from start to end: what is opened, in which order, and what is waited for when it ends.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::access;
use crate::assets::Assets;
use crate::bus::{Bus, LocalBus, NodeId, RedisBus};
use crate::clock::Clock;
use crate::collab::Collab;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::http::serve::serve;
use crate::platform::Platform;
use crate::router::router;
use crate::workspace::Db;

/// A server that is about to run.
pub struct App;

/// A server that runs. Dropping it leaves it running.
pub struct Running {
    address: SocketAddr,
    platform: Platform,
    collab: Collab,
    server: JoinHandle<()>,
    sweeper: JoinHandle<()>,
}

impl App {
    /// Opens everything and begins to serve.
    ///
    /// # Errors
    /// When the database or the address cannot be opened; nothing is left running then.
    pub async fn start(config: Config) -> Result<Running> {
        Self::start_at(config, Clock::system()).await
    }

    /// As [`Self::start`], with a clock that a test may hold.
    pub async fn start_at(config: Config, clock: Clock) -> Result<Running> {
        // First, so that a second start on a busy port fails before it touches the database.
        let listener = TcpListener::bind(config.listen).await.map_err(|cause| {
            Error::internal("listening")
                .caused_by(format!("cannot listen on {}: {cause}", config.listen))
        })?;
        let address = listener
            .local_addr()
            .map_err(|cause| Error::internal("listening").caused_by(cause))?;
        let node = NodeId(u64::from_be_bytes(clock.random()));
        let platform = Platform {
            db: Db::open(&config).await?,
            node,
            clock,
            bus: bus(&config, node)?,
            shutdown: CancellationToken::new(),
            config: Arc::new(config),
        };
        access::prepare(&platform).await?;

        let assets = Assets::open(platform.clone()).await?;
        let collab = Collab::start(platform.clone());
        let router = router(&platform, &assets, &collab);
        let shutdown = platform.shutdown.clone();
        let limits = platform.config.limits.clone();
        let server = tokio::spawn(async move { serve(listener, router, &limits, shutdown).await });
        let sweeper = tokio::spawn(access::sweep_until_shutdown(platform.clone()));
        Ok(Running {
            address,
            platform,
            collab,
            server,
            sweeper,
        })
    }
}

/// Redis, or what a node needs that is alone.
fn bus(config: &Config, node: NodeId) -> Result<Arc<dyn Bus>> {
    let queue = config.limits.bus_queue;
    Ok(match &config.redis {
        Some(redis) => Arc::new(RedisBus::start(&redis.url, &redis.prefix, queue, node)?),
        None => Arc::new(LocalBus::new(queue)),
    })
}

impl Running {
    /// The address that is listened on, with the port that was really taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the slices stand on, for tests inside this process.
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// Stops taking connections, lets what runs end within `LIMIT_SHUTDOWN_SECONDS`, and closes the database.
    pub async fn stop(self) {
        let Self {
            platform,
            collab,
            server,
            sweeper,
            ..
        } = self;
        platform.shutdown.cancel();
        let patience = Duration::from_secs(platform.config.limits.shutdown_seconds);
        let ended = tokio::time::timeout(patience, async {
            let server = server.await;
            // No socket is opened any more; rooms heard of the end themselves, and write what they hold.
            collab.stopped().await;
            (server, sweeper.await)
        })
        .await;
        match ended {
            Ok((server, sweeper)) => {
                for cause in [server.err(), sweeper.err()].into_iter().flatten() {
                    tracing::error!(error.cause = %cause, "a task failed while the program ended: {cause}");
                }
            }
            Err(_) => tracing::warn!(
                "work was still open {} s after the end was asked for",
                patience.as_secs()
            ),
        }
        drop(collab);
        if tokio::time::timeout(patience, platform.db.close())
            .await
            .is_err()
        {
            tracing::warn!("database connections were still in use at the end");
        }
    }
}
