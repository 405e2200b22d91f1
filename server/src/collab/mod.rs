//! Editing together: every open draft is a room, every socket in it a session, every edit a row of the journal.
//!
//! The walk of one edit: [`upgrade`](self) authorises, `socket` reads, `session` judges what needs no document, `room` the rest;
//! `journal` commits for all rooms at once, and only then the room applies, shows and reports saved. The rules have
//! numbers in `protocol/SPEC.md`.
//!
//! Invariants: nobody sees an edit that is not on disk; a room alone holds its document; every queue is bounded, and
//! a session that does not read is caught up later, at nobody else's cost. What a layout holds is `crdt`'s business.

mod acks;
mod draft;
mod elsewhere;
mod haste;
mod hub;
mod journal;
mod metrics;
mod news;
mod outbox;
mod presence;
mod rate;
mod rights;
mod room;
mod routes;
mod session;
#[cfg(test)]
#[path = "../../../tests/sim/mod.rs"]
mod sim;
mod socket;
mod store;
#[cfg(test)]
mod testing;
mod upgrade;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::extract::FromRef;
use imprimatur_protocol::{DraftId, OrganisationId};
use tokio::sync::Semaphore;
use tokio::time::{MissedTickBehavior, interval};

pub use draft::{CommittedLayout, DraftHead, FirstContent};
pub use routes::router;

use self::hub::Hub;
use self::journal::Journal;
use self::news::Board;
use self::room::{Beat, Ground};
use crate::bus::{Notice, Topic};
use crate::platform::Platform;

/// How often it is looked which drafts are in quarantine, and rooms are told.
const DAMAGED_EVERY: Duration = Duration::from_secs(3);

impl FromRef<Collab> for Platform {
    fn from_ref(collab: &Collab) -> Self {
        collab.0.platform.clone()
    }
}

/// Editing together, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Collab(Arc<Shared>);

struct Shared {
    platform: Platform,
    hub: Hub,
    journal: Journal,
    readings: Arc<Semaphore>,
    /// Something that has ended or changed may have been missed here.
    behind: AtomicBool,
    news: Board,
}

impl Collab {
    /// Starts the journal, and listens for sessions and drafts that end. Must be called within the runtime.
    pub fn start(platform: Platform) -> Self {
        let limits = Arc::new(platform.config.limits.clone());
        let (journal, writing) = Journal::new(platform.db.clone(), platform.clock.clone(), &limits);
        let ground = Ground {
            journal: journal.clone(),
            clock: platform.clock.clone(),
            bus: Arc::clone(&platform.bus),
            node: platform.node,
            limits,
            beat: Beat::new(),
            shutdown: platform.shutdown.clone(),
        };
        // It ends with the last handle; what it has accepted is written before.
        tokio::spawn(writing);
        let notices = platform.bus.subscribe(Topic::Notices);
        let collab = Self(Arc::new(Shared {
            platform,
            hub: Hub::new(ground),
            journal,
            readings: Arc::new(Semaphore::new(draft::READINGS)),
            behind: AtomicBool::new(false),
            news: Board::default(),
        }));
        tokio::spawn(collab.clone().listen(notices));
        tokio::spawn(collab.clone().compare_often());
        tokio::spawn(collab.clone().watch_damaged());
        tokio::spawn(collab.clone().tell_what_waits());
        collab
    }

    /// Closes the sockets of a draft that was deleted, on every node.
    pub fn draft_deleted(&self, organisation: OrganisationId, draft: DraftId) {
        self.0
            .platform
            .notify(Notice::DraftDeleted(organisation, draft));
    }

    /// Shows what is open and what waits now.
    pub fn observe(&self) {
        metrics::observe(&metrics::Open {
            journal: self.0.journal.waiting(),
            ..self.0.hub.looked_at()
        });
    }

    /// Waits until every room and socket has ended, after the platform's `shutdown` was cancelled: clients were told,
    /// and what was unsaved is on disk. The caller bounds the wait.
    pub async fn stopped(&self) {
        self.0.hub.tasks().close();
        self.0.hub.tasks().wait().await;
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }

    fn hub(&self) -> &Hub {
        &self.0.hub
    }

    fn journal(&self) -> &Journal {
        &self.0.journal
    }

    fn readings(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.readings)
    }

    /// Looks which drafts are in quarantine, until the program ends.
    async fn watch_damaged(self) {
        let shutdown = self.0.platform.shutdown.clone();
        let mut looks = interval(DAMAGED_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = looks.tick() => {}
                () = shutdown.cancelled() => return,
            }
            // When the database cannot say, all stays as it is: others tell of that.
            if let Ok(damaged) = self.0.journal.damaged().await {
                metrics::damaged(damaged.len());
                self.0.hub.tell_damaged(&damaged);
            }
        }
    }
}
