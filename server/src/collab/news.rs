//! News beside the document (SPEC O4): of discussions, of somebody's inbox. It goes to the sockets past the rooms, so that no edit waits for it.
//!
//! A notice follows the commit of what it is about, and reaches every node by the bus. The first is told at once; what follows within
//! [`TELL_EVERY`] is told once at its end, with the newest revision: whoever hears it asks by HTTP, and fifty questions a second of everybody who
//! looks on would be dear.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{DraftId, OrganisationId, PersonId};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::Collab;
use super::hub::Socket;
use super::journal::Place;
use super::outbox::Link;
use crate::bus::Notice;

/// How often the same news is told at most.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// How often it is looked whether something that was held back is due.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How long news is remembered for sockets that were about to join when it was told.
const REMEMBERED: Duration = Duration::from_secs(5);

/// News that is held back or remembered at once: some 100 bytes each. What is more is told at once.
const BOARD_MOST: usize = 10_000;

/// Whom news concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whom {
    /// Everybody who has the draft open.
    Draft(OrganisationId, DraftId),
    /// Somebody, whichever draft they have open.
    Person(OrganisationId, PersonId),
}

impl Whom {
    /// Whether a socket is among them.
    pub(super) fn is(self, socket: &Socket) -> bool {
        match self {
            Self::Draft(organisation, draft) => {
                socket.draft == draft && socket.organisation == organisation
            }
            Self::Person(organisation, person) => {
                socket.person == person && socket.organisation == organisation
            }
        }
    }
}

/// What was told lately, and what waits to be.
#[derive(Default)]
pub(super) struct Board(Mutex<HashMap<(Whom, About), Posted>>);

struct Posted {
    revision: u64,
    told_at: Instant,
    waits: bool,
}

impl Board {
    fn posted(&self) -> MutexGuard<'_, HashMap<(Whom, About), Posted>> {
        // Held for a few steps only, and nothing under it can panic half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes news. Gives what is to be told at once: the newest, also where older news comes late. What is not is among what [`Self::due`] gives.
    fn post(&self, whom: Whom, news: News, now: Instant) -> Option<News> {
        let mut posted = self.posted();
        let is_full = posted.len() >= BOARD_MOST;
        match posted.entry((whom, news.about)) {
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.revision = known.revision.max(news.revision);
                let is_early = now.duration_since(known.told_at) < TELL_EVERY;
                known.waits = is_early;
                if is_early {
                    return None;
                }
                known.told_at = now;
                let (about, revision) = (news.about, known.revision);
                Some(News { about, revision })
            }
            Entry::Vacant(place) => {
                if !is_full {
                    place.insert(Posted {
                        revision: news.revision,
                        told_at: now,
                        waits: false,
                    });
                }
                Some(news)
            }
        }
    }

    /// What has waited long enough. What nobody has to be told of any more is forgotten.
    fn due(&self, now: Instant) -> Vec<(Whom, News)> {
        let mut due = Vec::new();
        self.posted().retain(|(whom, about), posted| {
            let age = now.duration_since(posted.told_at);
            if posted.waits && age >= TELL_EVERY {
                posted.waits = false;
                posted.told_at = now;
                let revision = posted.revision;
                due.push((
                    *whom,
                    News {
                        about: *about,
                        revision,
                    },
                ));
            }
            posted.waits || age < REMEMBERED
        });
        due
    }

    /// What was told of somebody or something lately.
    fn lately(&self, whom: Whom) -> Vec<News> {
        let posted = self.posted();
        let mut told = Vec::new();
        for about in [
            About::Discussions,
            About::Inbox,
            About::Review,
            About::Publication,
        ] {
            if let Some(known) = posted.get(&(whom, about)) {
                let revision = known.revision;
                told.push(News { about, revision });
            }
        }
        told
    }
}

impl Collab {
    /// Tells everybody who has a draft open, on every node, that there is news of it. After the commit, never within it.
    pub fn tell_draft(&self, organisation: OrganisationId, draft: DraftId, news: News) {
        self.platform()
            .notify(Notice::DraftNews(organisation, draft, news));
    }

    /// As [`Self::tell_draft`], on this node only: what was told may have been lost.
    pub fn tell_draft_here(&self, organisation: OrganisationId, draft: DraftId, news: News) {
        self.heard_news(Whom::Draft(organisation, draft), news);
    }

    /// Drafts that are open on this node.
    pub fn open_drafts(&self) -> Vec<(OrganisationId, DraftId)> {
        let places = self.hub().places().into_iter();
        places.map(|it| (it.organisation, it.draft)).collect()
    }

    pub(super) fn heard_news(&self, whom: Whom, news: News) {
        if let Some(news) = self.0.news.post(whom, news, Instant::now()) {
            self.hub().tell(whom, news);
        }
    }

    /// What was told between a socket's `hello`, after which its client asks, and its registration.
    pub(super) fn tell_late(&self, place: Place, person: PersonId, link: &Link) {
        let whoms = [
            Whom::Draft(place.organisation, place.draft),
            Whom::Person(place.organisation, person),
        ];
        for whom in whoms {
            for news in self.0.news.lately(whom) {
                link.tell(news);
            }
        }
    }

    /// Tells what was held back, until the program ends.
    pub(super) async fn tell_what_waits(self) {
        let shutdown = self.platform().shutdown.clone();
        let mut looks = interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = looks.tick() => {}
                () = shutdown.cancelled() => return,
            }
            for (whom, news) in self.0.news.due(Instant::now()) {
                self.hub().tell(whom, news);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn news(revision: u64) -> News {
        News {
            about: About::Discussions,
            revision,
        }
    }

    #[test]
    fn o4_the_first_is_told_at_once_and_of_what_follows_the_newest() {
        let clock = Clock::held(1);
        let (board, start) = (Board::default(), Instant::now());
        let whom = Whom::Draft(clock.id(), clock.id());
        assert_eq!(board.post(whom, news(7), start), Some(news(7)));
        let soon = start + TELL_EVERY / 2;
        assert_eq!(board.post(whom, news(9), soon), None);
        assert_eq!(board.post(whom, news(8), soon), None);
        assert_eq!(board.due(soon), []);
        assert_eq!(board.due(start + TELL_EVERY), [(whom, news(9))]);
        assert_eq!(board.due(start + TELL_EVERY * 2), [], "it is told once");
        assert_eq!(
            board.post(whom, news(10), start + TELL_EVERY * 3),
            Some(news(10))
        );
        // What comes late brings nobody back.
        assert_eq!(
            board.post(whom, news(8), start + TELL_EVERY * 5),
            Some(news(10))
        );
    }

    #[test]
    fn o4_each_draft_and_person_is_told_of_their_own() {
        let clock = Clock::held(1);
        let (board, now) = (Board::default(), Instant::now());
        let organisation = clock.id();
        assert_eq!(
            board.post(Whom::Draft(organisation, clock.id()), news(1), now),
            Some(news(1))
        );
        assert_eq!(
            board.post(Whom::Draft(organisation, clock.id()), news(1), now),
            Some(news(1))
        );
        let person = Whom::Person(organisation, clock.id());
        assert_eq!(board.post(person, news(1), now), Some(news(1)));
        assert_eq!(board.lately(person), [news(1)]);
    }

    #[test]
    fn o4_memory_is_bounded_and_what_was_told_is_forgotten() {
        let clock = Clock::held(1);
        let (board, now) = (Board::default(), Instant::now());
        for _ in 0..BOARD_MOST + 10 {
            let whom = Whom::Person(clock.id(), clock.id());
            assert_eq!(
                board.post(whom, news(1), now),
                Some(news(1)),
                "told, whether noted or not"
            );
        }
        assert_eq!(board.posted().len(), BOARD_MOST);
        assert_eq!(board.due(now + REMEMBERED), []);
        assert_eq!(board.posted().len(), 0);
    }
}
