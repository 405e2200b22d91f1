//! The program from start to end: what is opened, in which order, and what is waited for when it ends.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use crate::access;
use crate::assets::Assets;
use crate::audit::Audit;
use crate::bus::{self, Bus, LocalBus, NodeId, RedisBus};
use crate::clock::Clock;
use crate::collab::Collab;
use crate::comments::Comments;
use crate::config::{Config, MetricsListen};
use crate::error::{Error, Result};
use crate::guests::Guests;
use crate::http::metrics::{Metrics, Observe, serve_metrics};
use crate::http::ready::Readiness;
use crate::http::serve::serve;
use crate::http::sites::Sites;
use crate::issuance::Issuance;
use crate::lists::Lists;
use crate::live::Live;
use crate::notifications::Notifications;
use crate::people::Peopled;
use crate::pictures::Pictures;
use crate::platform::Platform;
use crate::publishing::Publishing;
use crate::rate::Requests;
use crate::recipients::Recipients;
use crate::registry::Registry;
use crate::reviews::Reviews;
use crate::router::{Slices, router};
use crate::telemetry::metrics::Recorder;
use crate::verification::Verification;
use crate::versions::Versions;
use crate::workos::WorkOsAccess;
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
    people: JoinHandle<()>,
    audit: JoinHandle<()>,
    registry: Registry,
    mails: JoinHandle<()>,
    versions: JoinHandle<()>,
    reviews: JoinHandle<()>,
    publishing: JoinHandle<()>,
    issuance: JoinHandle<()>,
    lists: JoinHandle<()>,
    verification: JoinHandle<()>,
    recipients: JoinHandle<()>,
    metrics: Option<JoinHandle<()>>,
    /// Ends the serving of metrics, which are wanted while all else ends.
    unwatched: CancellationToken,
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
        // Before anything is counted.
        let metrics = listen_for_metrics(&config).await?;
        let platform = Platform {
            db: Db::open(&config).await?,
            node,
            bus: open_bus(&config, node)?,
            shutdown: CancellationToken::new(),
            requests: Arc::new(Requests::new(&config.limits)),
            workos: open_workos(&config, &clock)?,
            clock,
            config: Arc::new(config),
        };
        let registry = Registry::open(&platform.config).await?;
        access::prepare(&platform).await?;

        let assets = Assets::open(platform.clone()).await?;
        let collab = Collab::start(platform.clone());
        let readiness = Readiness::new(&platform);
        let pictures = Pictures::new(platform.clone(), assets.clone(), collab.clone());
        let versions = Versions::new(
            platform.clone(),
            assets.clone(),
            collab.clone(),
            pictures.clone(),
        );
        let reviews = Reviews::new(
            platform.clone(),
            collab.clone(),
            pictures.clone(),
            versions.clone(),
        );
        let publishing = Publishing::new(
            platform.clone(),
            registry.clone(),
            assets.clone(),
            collab.clone(),
            reviews.clone(),
        );
        let origin = origin(&platform.config, address);
        let issuance = Issuance::open(
            platform.clone(),
            registry.clone(),
            assets.clone(),
            pictures.clone(),
            origin.clone(),
        )?;
        let lists = Lists::new(platform.clone(), issuance.clone(), pictures.clone());
        let verification = Verification::new(
            platform.clone(),
            registry.clone(),
            issuance.clone(),
            origin.clone(),
        );
        let recipients =
            Recipients::new(platform.clone(), registry.clone(), issuance.clone(), origin)?;
        let people = Peopled::new(platform.clone());
        let audit = Audit::new(platform.clone(), registry.clone());
        let comments = Comments::start(platform.clone(), collab.clone());
        let live = Live::start(platform.clone());
        let guests = Guests::new(
            platform.clone(),
            comments.clone(),
            versions.clone(),
            live.clone(),
        );
        let notifications = Notifications::new(platform.clone(), live.clone())?;
        let slices = Slices {
            platform: platform.clone(),
            people: people.clone(),
            readiness,
            assets,
            collab: collab.clone(),
            pictures,
            audit: audit.clone(),
            comments,
            guests,
            live,
            notifications: notifications.clone(),
            versions: versions.clone(),
            reviews: reviews.clone(),
            publishing: publishing.clone(),
            issuance: issuance.clone(),
            lists: lists.clone(),
            verification: verification.clone(),
            recipients: recipients.clone(),
        };
        let router = router(&slices);
        let shutdown = platform.shutdown.clone();
        let limits = platform.config.limits.clone();
        let server =
            tokio::spawn(async move { serve("public", listener, router, &limits, shutdown).await });
        let sweeper = tokio::spawn(access::sweep_until_shutdown(platform.clone()));
        let people = tokio::spawn(people.run_until_shutdown(registry.clone()));
        let audit = tokio::spawn(audit.run_until_shutdown());
        let mails = tokio::spawn(notifications.run_until_shutdown());
        let versions = tokio::spawn(versions.run_until_shutdown());
        let reviews = tokio::spawn(reviews.run_until_shutdown());
        let publishing = tokio::spawn(publishing.run_until_shutdown());
        let issuance = tokio::spawn(issuance.run_until_shutdown());
        let lists = tokio::spawn(lists.run_until_shutdown());
        let verification = tokio::spawn(verification.run_until_shutdown());
        let recipients = tokio::spawn(recipients.run_until_shutdown());
        let unwatched = CancellationToken::new();
        let metrics = metrics
            .map(|(listener, recorder)| watch(&slices, listener, recorder, unwatched.clone()));
        Ok(Running {
            address,
            platform,
            collab,
            server,
            sweeper,
            people,
            audit,
            registry,
            mails,
            versions,
            reviews,
            publishing,
            issuance,
            lists,
            verification,
            recipients,
            metrics,
            unwatched,
        })
    }
}

/// Where people and programs reach this server: what credentials say of it.
fn origin(config: &Config, address: SocketAddr) -> String {
    match &config.public_url {
        Some(url) => url.origin().to_owned(),
        // Listening on every address is no address.
        None if address.ip().is_unspecified() => format!("http://localhost:{}", address.port()),
        None => format!("http://{address}"),
    }
}

/// What work without a server stands on: no address is listened on, and other nodes are told what changes.
///
/// # Errors
/// A database cannot be opened.
pub async fn without_server(config: Config) -> Result<Platform> {
    let clock = Clock::system();
    let node = NodeId(u64::from_be_bytes(clock.random()));
    Ok(Platform {
        db: Db::open(&config).await?,
        node,
        bus: open_bus(&config, node)?,
        shutdown: CancellationToken::new(),
        requests: Arc::new(Requests::new(&config.limits)),
        workos: open_workos(&config, &clock)?,
        clock,
        config: Arc::new(config),
    })
}

/// A way to WorkOS, where people come from it.
fn open_workos(config: &Config, clock: &Clock) -> Result<Option<WorkOsAccess>> {
    let settings = config.workos.clone();
    settings.map(|it| WorkOsAccess::new(it, clock)).transpose()
}

/// Redis, or what a node needs that is alone.
fn open_bus(config: &Config, node: NodeId) -> Result<Arc<dyn Bus>> {
    let queue = config.limits.bus_queue;
    Ok(match &config.redis {
        Some(redis) => Arc::new(RedisBus::start(&redis.url, &redis.prefix, queue, node)?),
        None => Arc::new(LocalBus::new(queue)),
    })
}

/// Takes the address of `/metrics` and begins to count; none where that is off, or the address is taken.
async fn listen_for_metrics(config: &Config) -> Result<Option<(TcpListener, Recorder)>> {
    let MetricsListen::At(address) = config.metrics_listen else {
        return Ok(None);
    };
    match TcpListener::bind(address).await {
        Ok(listener) => {
            if let Ok(address) = listener.local_addr() {
                tracing::info!("metrics are served on http://{address}/metrics");
            }
            Ok(Some((listener, Recorder::install()?)))
        }
        Err(cause) => {
            tracing::warn!(error.cause = %cause, "no metrics are served: METRICS_LISTEN={address} cannot be listened on: {cause}");
            Ok(None)
        }
    }
}

/// Serves `/metrics` until it is told to end.
fn watch(
    slices: &Slices,
    listener: TcpListener,
    recorder: Recorder,
    shutdown: CancellationToken,
) -> JoinHandle<()> {
    let platform = slices.platform.clone();
    let hosts = match platform.config.metrics_listen {
        MetricsListen::At(address) if address.ip().is_loopback() => {
            Some(Arc::new(Sites::new(&platform.config)))
        }
        MetricsListen::At(_) | MetricsListen::Off => None,
    };
    let limits = platform.config.limits.clone();
    let (people, audit, publishing) = (
        slices.people.clone(),
        slices.audit.clone(),
        slices.publishing.clone(),
    );
    let (readiness, assets, collab, live, pictures) = (
        slices.readiness.clone(),
        slices.assets.clone(),
        slices.collab.clone(),
        slices.live.clone(),
        slices.pictures.clone(),
    );
    let observe: Observe = Arc::new(move || {
        platform.db.observe();
        bus::observe(&*platform.bus);
        assets.observe();
        collab.observe();
        live.observe();
        pictures.observe();
        let (readiness, people) = (readiness.clone(), people.clone());
        let (audit, publishing) = (audit.clone(), publishing.clone());
        Box::pin(async move {
            tokio::join!(
                readiness.observe(),
                people.observe(),
                audit.observe(),
                publishing.observe(),
            );
        })
    });
    let metrics = Metrics {
        recorder: recorder.clone(),
        observe,
        hosts,
    };
    tokio::spawn(async move {
        tokio::join!(
            recorder.keep_until_shutdown(shutdown.clone()),
            serve_metrics(listener, metrics, &limits, shutdown.clone()),
        );
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

    /// Stops taking connections, lets what runs end, and closes the database: all within `LIMIT_SHUTDOWN_SECONDS`, of which a fifth is left for the
    /// last traces.
    pub async fn stop(self) {
        let Self {
            platform,
            collab,
            server,
            sweeper,
            people,
            audit,
            registry,
            mails,
            versions,
            reviews,
            publishing,
            issuance,
            lists,
            verification,
            recipients,
            metrics,
            unwatched,
            ..
        } = self;
        platform.shutdown.cancel();
        let patience = Duration::from_secs(platform.config.limits.shutdown_seconds);
        let asked_at = Instant::now();
        let ended = timeout(patience / 10 * 7, async {
            let server = server.await;
            // No socket is opened any more; rooms heard of the end themselves, and write what they hold.
            collab.stopped().await;
            unwatched.cancel();
            let watching = match metrics {
                Some(metrics) => metrics.await,
                None => Ok(()),
            };
            let ended = [
                server,
                sweeper.await,
                people.await,
                audit.await,
                mails.await,
                versions.await,
                reviews.await,
                publishing.await,
                issuance.await,
                lists.await,
                verification.await,
                recipients.await,
                watching,
            ];
            registry.close().await;
            ended
        })
        .await;
        match ended {
            Ok(tasks) => {
                for cause in tasks.into_iter().filter_map(Result::err) {
                    tracing::error!(error.cause = %cause, "a task failed while the program ended: {cause}");
                }
            }
            Err(_) => tracing::warn!(
                "work was still open {:.1} s after the end was asked for",
                asked_at.elapsed().as_secs_f64()
            ),
        }
        drop(collab);
        let left = (patience / 10 * 8).saturating_sub(asked_at.elapsed());
        let closed = timeout(left, platform.db.close());
        if closed.await.is_err() {
            tracing::warn!("database connections were still in use at the end");
        }
    }
}
