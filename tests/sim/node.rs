//! A node of a run: everything that a process of the product has for drafts, on the run's database and bus.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::sky::{Health, NodeBus, NodeWeather, Sky, Stopped};
use crate::bus::NodeId;
use crate::clock::Clock;
use crate::collab::Collab;
use crate::collab::journal::Place;
use crate::collab::room::{Examination, Left, RoomMsg};
use crate::platform::Platform;

/// When the runs take place, in milliseconds since 1970.
const BEGIN_MS: i64 = 1_763_804_096_007;

/// How long a room may take to answer, in simulated time.
const ANSWERS_WITHIN: Duration = Duration::from_secs(5);

/// A node.
pub(super) struct Node {
    pub(super) collab: Collab,
    pub(super) clock: Clock,
    pub(super) bus: Arc<NodeBus>,
    pub(super) health: Arc<Health>,
    pub(super) draining: bool,
    place: Place,
}

impl Node {
    /// Starts a node. `number` is new each time.
    pub(super) fn start(
        platform: &Platform,
        sky: &Arc<Sky>,
        place: Place,
        number: u64,
        shared: bool,
    ) -> Self {
        let health = Health::new();
        let bus = NodeBus::new(sky, &health, platform.config.limits.bus_queue, shared);
        let clock = Clock::drawn(BEGIN_MS, number);
        let collab = Collab::start(Platform {
            node: NodeId(number),
            clock: clock.clone(),
            bus: bus.clone(),
            shutdown: CancellationToken::new(),
            ..platform.clone()
        });
        let weather = Arc::new(NodeWeather {
            sky: Arc::clone(sky),
            health: Arc::clone(&health),
        });
        if collab.journal().faults().weather.set(weather).is_err() {
            unreachable!("a new journal has no weather yet");
        }
        Self {
            collab,
            clock,
            bus,
            health,
            draining: false,
            place,
        }
    }

    pub(super) fn takes_sockets(&self) -> bool {
        !self.draining && !self.health.is_dead()
    }

    /// As `kill -9`: from here on nothing of it reaches the database, the bus or a peer.
    pub(super) fn crash(&self) {
        self.health.die();
        self.collab.hub().close_draft(self.place.draft);
        self.collab.platform().shutdown.cancel();
    }

    /// As SIGTERM.
    pub(super) fn drain(&mut self) {
        self.draining = true;
        self.collab.platform().shutdown.cancel();
    }

    pub(super) fn fold(&self) {
        let (collab, place) = (self.collab.clone(), self.place);
        // A fold that fails changes nothing.
        tokio::spawn(async move { collab.journal().fold(place).await.is_ok() });
    }

    pub(super) fn tire(&self) {
        let (collab, place) = (self.collab.clone(), self.place);
        tokio::spawn(async move { collab.hub().evict(place.draft).await });
    }

    /// The state that its room holds, if one is open, and what that room has left to do.
    pub(super) async fn state(&self) -> Option<(u64, Vec<u8>, Left)> {
        let hub = self.collab.hub();
        let asked = async {
            let state = hub.state(self.place.draft).await?;
            let (reply, left) = tokio::sync::oneshot::channel();
            hub.room(self.place.draft)?
                .send(RoomMsg::Test(Examination::Left(reply)))
                .await
                .ok()?;
            Some((state.head, state.state.to_vec(), left.await.ok()?))
        };
        tokio::time::timeout(ANSWERS_WITHIN, asked).await.ok()?
    }

    pub(super) fn is_open(&self) -> bool {
        self.collab.hub().room(self.place.draft).is_some()
    }

    /// What is on disk, read anew.
    pub(super) async fn stored(&self) -> (u64, imprimatur_crdt::Document) {
        let loaded = self.collab.journal().load(self.place).await;
        let loaded = loaded
            .expect("the journal can be read")
            .expect("the draft is there");
        (loaded.head, loaded.into_document())
    }

    /// Whose each client id is.
    pub(super) async fn clients(
        &self,
    ) -> Vec<(imprimatur_crdt::ClientId, imprimatur_protocol::PersonId)> {
        let _stopped = Stopped::time();
        let db = &self.collab.platform().db;
        let mut tx = db.read().await.expect("the database can be read");
        let Place {
            organisation,
            draft,
        } = self.place;
        crate::collab::store::clients::bound(&mut tx, organisation, draft)
            .await
            .expect("the database can be read")
    }
}
