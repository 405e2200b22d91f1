//! What has ended, and what people may do now: heard of by notices, and found by comparing with the database.
//!
//! A notice is sent once, after its commit, and may be lost: at the sender that is cut off or dies, on the way, or here while the database
//! does not say what it is about. So everything that is open here is compared with the database again and again, whatever the bus says of
//! itself.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{Fuse, FusedFuture};
use imprimatur_protocol::{DraftId, OrganisationId, SessionId};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::news::Whom;
use super::{Collab, store, upgrade};
use crate::access;
use crate::access::roles::Permission;
use crate::bus::{Condition, Heard, News, Notice, Subscription};
use crate::error::{Error, Result, describe};

/// How often everything is compared at most: after something may have been missed, and always where there may be other nodes. The one that
/// speaks may be cut off, or end before it has spoken, and nobody else knows; a right that is taken away ends within 2 s all the same.
const LOOK_EVERY: Duration = Duration::from_millis(1_500);

/// How often everything is compared where no other node can be. It takes one query for a thousand sessions, and one for a thousand drafts.
const COMPARE_EVERY: Duration = Duration::from_secs(if cfg!(test) { 8 } else { 30 });

/// Drafts that are looked up with one query.
const DRAFTS_AT_ONCE: usize = 1_000;

impl Collab {
    /// Asks the database what sessions may do, and closes their sockets where that has changed. When the database cannot say, all
    /// stays as it is and is asked again soon.
    pub(super) async fn look_again(&self, sessions: &[SessionId]) {
        if sessions.is_empty() {
            return;
        }
        let holders = match self.holders(sessions).await {
            Ok(holders) => holders,
            Err(cause) => return self.stays_behind("sessions", &cause),
        };
        for session in sessions {
            let access = match holders.get(session) {
                Some(Ok(caller)) if caller.may(Permission::View) => {
                    Some((upgrade::access_of(caller), caller.expires_at_ms))
                }
                Some(Ok(_)) | None => None,
                Some(Err(cause)) => {
                    let cause = describe(cause);
                    tracing::warn!(session.id = %session, error.cause = %cause, "what a session may do cannot be read: {cause}");
                    continue;
                }
            };
            self.hub().set_access(*session, access);
        }
    }

    async fn holders(
        &self,
        sessions: &[SessionId],
    ) -> Result<std::collections::HashMap<SessionId, Result<access::Caller>>> {
        #[cfg(test)]
        let turn = self.journal().faults().read().await?;
        let holders = access::session::holders(self.platform(), sessions).await?;
        #[cfg(test)]
        turn.leave().await?;
        Ok(holders)
    }

    fn stays_behind(&self, what: &str, cause: &Error) {
        self.0.behind.store(true, Ordering::Relaxed);
        let cause = describe(cause);
        tracing::warn!(error.cause = %cause, "{what} could not be looked up, and will be again: {cause}");
    }

    /// Hears what ends, until the program does.
    pub(super) async fn listen(self, mut notices: Subscription) {
        let shutdown = self.platform().shutdown.clone();
        // While the database is asked, what needs no database is heard: a sign-out, a draft that is gone.
        let mut asked = HashSet::new();
        let mut looking = pin!(Fuse::terminated());
        loop {
            if looking.is_terminated() && !asked.is_empty() {
                looking.set(look(&self, asked.drain().collect()).fuse());
            }
            let heard = tokio::select! {
                heard = notices.next() => heard,
                () = &mut looking, if !looking.is_terminated() => continue,
                () = shutdown.cancelled() => return,
            };
            match heard {
                Heard::Envelope(envelope) => match envelope.news {
                    News::Notice(Notice::SessionEnded(session)) => {
                        self.hub().close_session(session);
                    }
                    News::Notice(Notice::DraftDeleted(_, draft)) => self.hub().close_draft(draft),
                    News::Notice(Notice::RightsChanged(organisation, person)) => {
                        asked.extend(self.hub().sessions_of(organisation, person));
                    }
                    News::Notice(Notice::DraftNews(organisation, draft, news)) => {
                        self.heard_news(Whom::Draft(organisation, draft), news);
                    }
                    News::Notice(Notice::PersonNews(organisation, person, news)) => {
                        self.heard_news(Whom::Person(organisation, person), news);
                    }
                    News::Room(_) => {}
                },
                // However often that is said, it is made up for once.
                Heard::Missed => self.0.behind.store(true, Ordering::Relaxed),
            }
        }
    }

    /// Compares what is open here with the database, until the program ends.
    pub(super) async fn compare_often(self) {
        let shutdown = self.platform().shutdown.clone();
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut compared_at = Instant::now();
        loop {
            tokio::select! {
                _ = looks.tick() => {}
                () = shutdown.cancelled() => return,
            }
            // Taken before the comparison: what is missed while it goes on is for the next one.
            let is_behind = self.0.behind.swap(false, Ordering::Relaxed);
            let is_alone = self.platform().bus.condition() == Condition::Local;
            if is_behind || !is_alone || compared_at.elapsed() >= COMPARE_EVERY {
                compared_at = Instant::now();
                self.compare().await;
            }
        }
    }

    /// Asks the database about everything that is open.
    async fn compare(&self) {
        self.look_again(&self.hub().sessions()).await;
        let places: Vec<_> = self.hub().places();
        for some in places.chunks(DRAFTS_AT_ONCE) {
            let there = match self.present(some.iter().map(|it| it.draft)).await {
                Ok(there) => there,
                Err(cause) => return self.stays_behind("drafts", &cause),
            };
            for place in some {
                if !there.contains(&(place.organisation, place.draft)) {
                    self.hub().close_draft(place.draft);
                }
            }
        }
    }

    async fn present(
        &self,
        drafts: impl Iterator<Item = DraftId>,
    ) -> Result<HashSet<(OrganisationId, DraftId)>> {
        #[cfg(test)]
        let turn = self.journal().faults().read().await?;
        let mut tx = self.platform().db.read().await?;
        let there = store::present(&mut tx, drafts).await?;
        drop(tx);
        #[cfg(test)]
        turn.leave().await?;
        Ok(there.into_iter().collect())
    }
}

async fn look(collab: &Collab, sessions: Vec<SessionId>) {
    collab.look_again(&sessions).await;
}

#[cfg(test)]
mod tests;
