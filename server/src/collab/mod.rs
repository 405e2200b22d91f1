//! Editing together: every open draft is a room, every socket in it a session, every edit a row of the journal.
//!
//! The walk of one edit: [`upgrade`](self) authorises, `socket` reads, `session` judges what needs no document, `room` the rest;
//! `journal` commits for all rooms at once, and only then the room applies, shows and reports saved. The rules have
//! numbers in `protocol/SPEC.md`.
//!
//! Invariants: nobody sees an edit that is not on disk; a room alone holds its document; every queue is bounded, and
//! a full one ends the session that does not read, never another. What a layout holds is `crdt`'s business.

mod acks;
mod draft;
mod elsewhere;
mod hub;
mod journal;
mod metrics;
mod outbox;
mod presence;
mod rate;
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
use std::time::Duration;

use axum::extract::FromRef;
use imprimatur_protocol::{DraftId, OrganisationId, PersonId, SessionId};
use tokio::sync::Semaphore;
use tokio::time::{MissedTickBehavior, interval};

pub use draft::{CommittedLayout, DraftHead, FirstContent};
pub use routes::router;

use self::hub::Hub;
use self::journal::Journal;
use self::room::Ground;
use crate::access;
use crate::access::roles::Permission;
use crate::bus::{Condition, Heard, News, Notice, Subscription, Topic};
use crate::error::describe;
use crate::platform::Platform;

/// While the bus is cut off, the database is asked so often what has ended and who may do what now: a right that is taken away is to
/// hold within 2 s.
const LOOK_EVERY: Duration = Duration::from_millis(1_500);

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
        }));
        tokio::spawn(collab.clone().listen(notices));
        tokio::spawn(collab.clone().watch_damaged());
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

    /// Asks the database what a session may do, and closes its sockets if that has changed. When the database cannot say, all
    /// stays as it is: changes will be heard of.
    async fn look_again(&self, session: SessionId) {
        match access::session::holder(&self.0.platform, session).await {
            Ok(caller) => {
                let access = caller
                    .filter(|it| it.may(Permission::View))
                    .map(|it| upgrade::access_of(&it));
                self.0.hub.set_access(session, access);
            }
            Err(cause) => {
                let cause = describe(&cause);
                tracing::warn!(session.id = %session, error.cause = %cause, "a session could not be looked up: {cause}");
            }
        }
    }

    /// What somebody may do has changed.
    async fn rights_changed(&self, organisation: OrganisationId, person: PersonId) {
        for session in self.0.hub.sessions_of(organisation, person) {
            self.look_again(session).await;
        }
    }

    /// Hears what ends, until the program does.
    async fn listen(self, mut notices: Subscription) {
        let shutdown = self.0.platform.shutdown.clone();
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let heard = tokio::select! {
                heard = notices.next() => heard,
                _ = looks.tick() => {
                    // What other nodes would say is not heard now.
                    if self.0.platform.bus.condition() == Condition::CutOff {
                        self.compare().await;
                    }
                    continue;
                }
                () = shutdown.cancelled() => return,
            };
            match heard {
                Heard::Envelope(envelope) => match envelope.news {
                    News::Notice(Notice::SessionEnded(session)) => {
                        self.0.hub.close_session(session);
                    }
                    News::Notice(Notice::DraftDeleted(_, draft)) => self.0.hub.close_draft(draft),
                    News::Notice(Notice::RightsChanged(organisation, person)) => {
                        self.rights_changed(organisation, person).await;
                    }
                    News::Room(_) => {}
                },
                Heard::Missed => self.compare().await,
            }
        }
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

    /// Notices were lost: ask the database about everything that is open.
    async fn compare(&self) {
        for session in self.0.hub.sessions() {
            self.look_again(session).await;
        }
        for place in self.0.hub.places() {
            let draft = place.draft;
            match self.is_deleted(place).await {
                Ok(true) => self.0.hub.close_draft(draft),
                Ok(false) => {}
                Err(cause) => {
                    let cause = describe(&cause);
                    tracing::warn!(draft.id = %draft, error.cause = %cause, "a draft could not be looked up: {cause}");
                }
            }
        }
    }

    async fn is_deleted(&self, place: journal::Place) -> crate::error::Result<bool> {
        let mut tx = self.0.platform.db.read().await?;
        Ok(store::find(&mut tx, place.organisation, place.draft)
            .await?
            .is_none())
    }
}
