//! What is new, told to pages that hold no socket (server-sent events). Only that something is new is told, and of what; the page asks for the rest, with
//! its own rights.
//!
//! One task of a node hears the bus and wakes the streams that it concerns. Nothing is queued for a stream: of each thing the newest is told, once. What
//! a bus loses is healed by asking everybody to look now and then. A stream ends after some minutes, with its session, and when the rights behind it
//! change; the page opens the next one, and is let in anew.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::unfold;
use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId, PersonId, SessionId};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, Sleep, sleep};

use crate::bus::{Condition, Heard, News as Spoken, Notice, Subscription, Topic};
use crate::error::{Error, Kind, Result};
use crate::platform::Platform;

/// Streams of a node: one of so many of its connections (`LIMIT_CONNECTIONS`). The others are for editors, and for questions.
const ONE_OF_CONNECTIONS: usize = 4;

/// Streams of one inbox or draft: more windows than a person looks at, and than a draft has guests at once.
const STREAMS_OF_ONE_MOST: usize = 20;

/// How long a stream lasts.
const LASTS: Duration = Duration::from_secs(5 * 60);

/// Between two things that a stream says. What happens meanwhile is one.
const APART: Duration = Duration::from_millis(200);

/// How often a stream says that it is there. A page that hears nothing for twice as long knows that it is none.
const BEAT: Duration = Duration::from_secs(15);

/// How often everybody is asked to look where a bus between nodes may lose something, and where it reaches no other node.
const HEAL_EVERY: Duration = Duration::from_secs(30);
const HEAL_EVERY_CUT_OFF: Duration = Duration::from_secs(5);

/// Sessions that may end at once before streams end that need not.
const ENDED_QUEUE: usize = 256;

/// What a page follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Followed {
    /// What somebody is told of in an organisation.
    Inbox(OrganisationId, PersonId),
    /// What guests see of a draft.
    Draft(OrganisationId, DraftId),
}

/// The streams of a node. Cloning shares them.
#[derive(Clone)]
pub struct Live(Arc<Shared>);

struct Shared {
    platform: Platform,
    board: Mutex<Board>,
    /// Sessions that have ended.
    ended: broadcast::Sender<SessionId>,
}

#[derive(Default)]
struct Board {
    followed: HashMap<Followed, Followers>,
    streams: usize,
    /// How often anything began to be followed.
    begun: u64,
}

struct Followers {
    begun: u64,
    streams: usize,
    news: watch::Sender<Posted>,
}

/// The newest of each thing that was told.
#[derive(Default, Clone)]
struct Posted {
    told: u64,
    /// Each with how much had been told by then.
    news: Vec<(u64, News)>,
}

impl Posted {
    /// Notes news; of what it is about the older one is forgotten.
    fn post(&mut self, news: News) {
        self.told += 1;
        self.news.retain(|(_, known)| known.about != news.about);
        self.news.push((self.told, news));
    }

    /// What was told after so much.
    fn since(&self, told: u64) -> impl Iterator<Item = News> {
        let newer = self.news.iter().filter(move |(number, _)| *number > told);
        newer.map(|(_, news)| *news)
    }
}

/// A place among the streams, until it is dropped.
struct Place {
    live: Live,
    followed: Followed,
    begun: u64,
}

impl Live {
    /// Hears the bus from now on, until the program ends.
    #[must_use]
    pub fn start(platform: Platform) -> Self {
        let notices = platform.bus.subscribe(Topic::Notices);
        let live = Self(Arc::new(Shared {
            platform,
            board: Mutex::default(),
            ended: broadcast::channel(ENDED_QUEUE).0,
        }));
        tokio::spawn(live.clone().listen(notices));
        live
    }

    /// The answer to a page that follows something, in a session if it has one, for so long at most.
    ///
    /// # Errors
    /// So many follow already (`too_many_requests`).
    pub fn follow(
        &self,
        followed: Followed,
        session: Option<SessionId>,
        lasts: Duration,
    ) -> Result<impl IntoResponse + use<>> {
        let told = self.stream(followed, session, lasts)?.map(|news| {
            let event = Event::default().json_data(news);
            Ok::<_, Infallible>(event.unwrap_or_else(|_| Event::default()))
        });
        let beat = Event::default().event("beat").data("0");
        let beats = KeepAlive::new().interval(BEAT).event(beat);
        // A proxy that gathers what it hands on would make a stream of nothing.
        let unbuffered = [("x-accel-buffering", "no")];
        Ok((unbuffered, Sse::new(told).keep_alive(beats)))
    }

    fn stream(
        &self,
        followed: Followed,
        session: Option<SessionId>,
        lasts: Duration,
    ) -> Result<impl Stream<Item = News> + use<>> {
        struct Watch {
            place: Place,
            news: watch::Receiver<Posted>,
            told: u64,
            waits: VecDeque<News>,
            ended: broadcast::Receiver<SessionId>,
            session: Option<SessionId>,
            over: Pin<Box<Sleep>>,
            has_spoken: bool,
        }
        let (place, news) = self.place(followed)?;
        let told = news.borrow().told;
        let watch = Watch {
            place,
            news,
            told,
            waits: VecDeque::new(),
            ended: self.0.ended.subscribe(),
            session,
            over: Box::pin(sleep(lasts.min(LASTS))),
            has_spoken: false,
        };
        Ok(unfold(watch, |mut watch| async move {
            if let Some(news) = watch.waits.pop_front() {
                return Some((news, watch));
            }
            let shutdown = watch.place.live.0.platform.shutdown.clone();
            if watch.has_spoken {
                tokio::select! {
                    () = shutdown.cancelled() => return None,
                    () = sleep(APART) => {}
                }
            }
            loop {
                tokio::select! {
                    () = shutdown.cancelled() => return None,
                    () = &mut watch.over => return None,
                    ended = watch.ended.recv() => match ended {
                        Ok(ended) if watch.session != Some(ended) => {}
                        // Their own; or so many that theirs may be among them.
                        _ => return None,
                    },
                    changed = watch.news.changed() => {
                        // Nobody speaks any more: the rights behind it have changed.
                        changed.ok()?;
                        let posted = watch.news.borrow_and_update();
                        watch.waits.extend(posted.since(watch.told));
                        watch.told = posted.told;
                        drop(posted);
                        if let Some(news) = watch.waits.pop_front() {
                            watch.has_spoken = true;
                            return Some((news, watch));
                        }
                    }
                }
            }
        }))
    }

    fn place(&self, followed: Followed) -> Result<(Place, watch::Receiver<Posted>)> {
        let most = self.0.platform.config.limits.connections / ONE_OF_CONNECTIONS;
        let mut board = self.board();
        let of_one = board.followed.get(&followed).map_or(0, |it| it.streams);
        if board.streams >= most || of_one >= STREAMS_OF_ONE_MOST {
            return Err(Error::new(
                Kind::TooMany,
                ErrorCode::TooManyRequests,
                "So many follow already. Ask now and then instead.",
            ));
        }
        board.streams += 1;
        board.begun += 1;
        let begun = board.begun;
        let followers = board.followed.entry(followed);
        let followers = followers.or_insert_with(|| Followers {
            begun,
            streams: 0,
            news: watch::Sender::new(Posted::default()),
        });
        followers.streams += 1;
        let place = Place {
            live: self.clone(),
            followed,
            begun: followers.begun,
        };
        Ok((place, followers.news.subscribe()))
    }

    /// Shows how many streams there are.
    pub fn observe(&self) {
        metrics::gauge!("imprimatur_streams").set(self.board().streams as f64);
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn listen(self, mut notices: Subscription) {
        let platform = self.0.platform.clone();
        let mut healed = Instant::now();
        loop {
            let heal_every = match platform.bus.condition() {
                Condition::Local => None,
                Condition::Connected(_) => Some(HEAL_EVERY),
                Condition::CutOff => Some(HEAL_EVERY_CUT_OFF),
            };
            if heal_every.is_some_and(|every| healed.elapsed() >= every) {
                self.wake_all();
                healed = Instant::now();
            }
            let heard = tokio::select! {
                () = platform.shutdown.cancelled() => return,
                () = sleep(HEAL_EVERY_CUT_OFF) => continue,
                heard = notices.next() => heard,
            };
            match heard {
                Heard::Missed => self.wake_all(),
                Heard::Envelope(envelope) => {
                    if let Spoken::Notice(notice) = envelope.news {
                        self.act(notice);
                    }
                }
            }
        }
    }

    fn act(&self, notice: Notice) {
        match notice {
            Notice::PersonNews(organisation, person, news) => {
                self.wake(Followed::Inbox(organisation, person), news);
            }
            Notice::DraftNews(organisation, draft, news) => match news.about {
                About::Discussions | About::Review => {
                    self.wake(Followed::Draft(organisation, draft), news);
                }
                // None of a guest's business.
                About::Publication | About::Inbox => {}
            },
            Notice::DraftDeleted(organisation, draft) => {
                self.end(Followed::Draft(organisation, draft));
            }
            Notice::RightsChanged(organisation, person) => {
                self.end(Followed::Inbox(organisation, person));
            }
            // Nobody may follow at the moment.
            Notice::SessionEnded(session) => drop(self.0.ended.send(session)),
        }
    }

    fn wake(&self, followed: Followed, news: News) {
        if let Some(followers) = self.board().followed.get(&followed) {
            followers.news.send_modify(|posted| posted.post(news));
        }
    }

    /// Something may have happened to anybody.
    fn wake_all(&self) {
        for (followed, followers) in &self.board().followed {
            for about in kinds(*followed) {
                let news = News {
                    about: *about,
                    revision: 0,
                };
                followers.news.send_modify(|posted| posted.post(news));
            }
        }
    }

    fn end(&self, followed: Followed) {
        self.board().followed.remove(&followed);
    }
}

/// What somebody who follows it is told of.
const fn kinds(followed: Followed) -> &'static [About] {
    match followed {
        Followed::Inbox(..) => &[About::Inbox],
        Followed::Draft(..) => &[About::Discussions, About::Review],
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut board = self.live.board();
        board.streams -= 1;
        // What ended and began anew since counts its own.
        let Some(followers) = board.followed.get_mut(&self.followed) else {
            return;
        };
        if followers.begun == self.begun {
            followers.streams -= 1;
            if followers.streams == 0 {
                board.followed.remove(&self.followed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    fn news(about: About, revision: u64) -> News {
        News { about, revision }
    }

    #[tokio::test]
    async fn each_is_told_of_their_own_and_a_burst_is_told_once() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let live = Live::start(platform.clone());
        let (organisation, other) = (platform.clock.id(), platform.clock.id());
        let (anna, luca, draft) = (
            platform.clock.id(),
            platform.clock.id(),
            platform.clock.id(),
        );
        let mut hers = pin!(
            live.stream(Followed::Inbox(organisation, anna), None, LASTS)
                .unwrap()
        );
        let mut theirs = pin!(
            live.stream(Followed::Draft(organisation, draft), None, LASTS)
                .unwrap()
        );
        for revision in 1..=50 {
            platform.notify(Notice::PersonNews(
                organisation,
                luca,
                news(About::Inbox, revision),
            ));
            platform.notify(Notice::PersonNews(
                other,
                anna,
                news(About::Inbox, revision),
            ));
            platform.notify(Notice::DraftNews(
                organisation,
                draft,
                news(About::Publication, revision),
            ));
        }
        for revision in 1..=50 {
            platform.notify(Notice::PersonNews(
                organisation,
                anna,
                news(About::Inbox, revision),
            ));
        }
        for told in [
            news(About::Discussions, 11),
            news(About::Review, 7),
            news(About::Discussions, 12),
        ] {
            platform.notify(Notice::DraftNews(organisation, draft, told));
        }
        let first = theirs.next().await;
        let mut both = vec![first, theirs.next().await];
        both.sort_by_key(|told| told.map(|told| told.revision));
        let expected = [news(About::Review, 7), news(About::Discussions, 12)];
        assert_eq!(both, expected.map(Some), "neither hides the other");
        assert_eq!(hers.next().await, Some(news(About::Inbox, 50)));
    }

    #[tokio::test]
    async fn a_stream_ends_with_its_session_and_with_the_rights_behind_it() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let live = Live::start(platform.clone());
        let (organisation, person) = (platform.clock.id(), platform.clock.id());
        let (session, another): (SessionId, SessionId) = (platform.clock.id(), platform.clock.id());
        let followed = Followed::Inbox(organisation, person);
        let mut one = pin!(live.stream(followed, Some(session), LASTS).unwrap());
        let mut two = pin!(live.stream(followed, Some(another), LASTS).unwrap());
        platform.notify(Notice::SessionEnded(session));
        assert_eq!(one.next().await, None);
        platform.notify(Notice::PersonNews(
            organisation,
            person,
            news(About::Inbox, 1),
        ));
        assert_eq!(two.next().await, Some(news(About::Inbox, 1)));
        platform.notify(Notice::RightsChanged(organisation, person));
        assert_eq!(two.next().await, None);
        let mut three = pin!(live.stream(followed, Some(another), LASTS).unwrap());
        platform.shutdown.cancel();
        assert_eq!(three.next().await, None);
    }

    #[tokio::test]
    async fn places_are_bounded_and_given_back() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let live = Live::start(platform.clone());
        let followed = Followed::Inbox(platform.clock.id(), platform.clock.id());
        let mut streams: Vec<_> = (0..STREAMS_OF_ONE_MOST)
            .map(|_| live.stream(followed, None, LASTS).unwrap())
            .collect();
        let refused = live.stream(followed, None, LASTS).err().unwrap();
        assert_eq!(refused.code(), ErrorCode::TooManyRequests);
        live.end(followed);
        streams.push(live.stream(followed, None, LASTS).unwrap());
        assert_eq!(live.board().streams, STREAMS_OF_ONE_MOST + 1);
        streams.drain(..STREAMS_OF_ONE_MOST);
        assert_eq!(live.board().followed[&followed].streams, 1);
        streams.clear();
        let board = live.board();
        assert_eq!((board.streams, board.followed.len()), (0, 0));
    }
}
