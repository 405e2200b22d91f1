//! What is new, told to pages that hold no socket (server-sent events). Only that something is new is told, and of what; the page asks for the rest, with
//! its own rights.
//!
//! One task of a node hears the bus and wakes the streams that it concerns. Nothing is queued for a stream: what happens while it speaks is told
//! once. A stream ends after some minutes, with its session, and when the rights behind it change; the page opens the next one, and is let in anew.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::unfold;
use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId, PersonId, SessionId};
use tokio::sync::{broadcast, watch};
use tokio::time::{Sleep, sleep};

use crate::bus::{Heard, News as Spoken, Notice, Subscription, Topic};
use crate::error::{Error, Kind, Result};
use crate::platform::Platform;

/// Streams of a node.
const STREAMS_MOST: usize = 10_000;

/// Of one inbox or draft: more windows than a person looks at, and more guests than a draft has.
const STREAMS_OF_ONE_MOST: usize = 200;

/// How long a stream lasts.
const LASTS: Duration = Duration::from_secs(5 * 60);

/// Between two things that a stream says. What happens meanwhile is one.
const APART: Duration = Duration::from_millis(200);

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
    news: watch::Sender<News>,
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

    /// The answer to a page that follows something, in a session if it has one.
    ///
    /// # Errors
    /// So many follow already (`too_many_requests`).
    pub fn follow(
        &self,
        followed: Followed,
        session: Option<SessionId>,
    ) -> Result<Sse<impl Stream<Item = std::result::Result<Event, Infallible>> + use<>>> {
        let told = self.stream(followed, session)?.map(|news| {
            let event = Event::default().json_data(news);
            Ok(event.unwrap_or_else(|_| Event::default()))
        });
        Ok(Sse::new(told).keep_alive(KeepAlive::default()))
    }

    fn stream(
        &self,
        followed: Followed,
        session: Option<SessionId>,
    ) -> Result<impl Stream<Item = News> + use<>> {
        struct Watch {
            place: Place,
            news: watch::Receiver<News>,
            ended: broadcast::Receiver<SessionId>,
            session: Option<SessionId>,
            over: Pin<Box<Sleep>>,
            has_spoken: bool,
        }
        let (place, news) = self.place(followed)?;
        let watch = Watch {
            place,
            news,
            ended: self.0.ended.subscribe(),
            session,
            over: Box::pin(sleep(LASTS)),
            has_spoken: false,
        };
        Ok(unfold(watch, |mut watch| async move {
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
                        watch.has_spoken = true;
                        let news = *watch.news.borrow_and_update();
                        return Some((news, watch));
                    }
                }
            }
        }))
    }

    fn place(&self, followed: Followed) -> Result<(Place, watch::Receiver<News>)> {
        let mut board = self.board();
        let of_one = board.followed.get(&followed).map_or(0, |it| it.streams);
        if board.streams >= STREAMS_MOST || of_one >= STREAMS_OF_ONE_MOST {
            return Err(Error::new(
                Kind::TooMany,
                ErrorCode::TooManyRequests,
                "So many follow already. Ask now and then instead.",
            ));
        }
        board.streams += 1;
        board.begun += 1;
        let begun = board.begun;
        let followers = board.followed.entry(followed).or_insert_with(|| {
            let about = about(followed);
            Followers {
                begun,
                streams: 0,
                news: watch::Sender::new(News { about, revision: 0 }),
            }
        });
        followers.streams += 1;
        let place = Place {
            live: self.clone(),
            followed,
            begun: followers.begun,
        };
        Ok((place, followers.news.subscribe()))
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn listen(self, mut notices: Subscription) {
        loop {
            let heard = tokio::select! {
                () = self.0.platform.shutdown.cancelled() => return,
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
            Notice::DraftNews(organisation, draft, news) => {
                // What is published is none of a guest's business.
                if news.about != About::Publication {
                    self.wake(Followed::Draft(organisation, draft), news);
                }
            }
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
            followers.news.send_replace(news);
        }
    }

    /// Something may have happened to anybody.
    fn wake_all(&self) {
        for (followed, followers) in &self.board().followed {
            let about = about(*followed);
            followers.news.send_replace(News { about, revision: 0 });
        }
    }

    fn end(&self, followed: Followed) {
        self.board().followed.remove(&followed);
    }
}

/// What it is about when nobody knows more.
const fn about(followed: Followed) -> About {
    match followed {
        Followed::Inbox(..) => About::Inbox,
        Followed::Draft(..) => About::Discussions,
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
            live.stream(Followed::Inbox(organisation, anna), None)
                .unwrap()
        );
        let mut theirs = pin!(
            live.stream(Followed::Draft(organisation, draft), None)
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
        platform.notify(Notice::DraftNews(
            organisation,
            draft,
            news(About::Review, 7),
        ));
        assert_eq!(theirs.next().await, Some(news(About::Review, 7)));
        assert_eq!(hers.next().await, Some(news(About::Inbox, 50)));
    }

    #[tokio::test]
    async fn a_stream_ends_with_its_session_and_with_the_rights_behind_it() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let live = Live::start(platform.clone());
        let (organisation, person) = (platform.clock.id(), platform.clock.id());
        let (session, another): (SessionId, SessionId) = (platform.clock.id(), platform.clock.id());
        let followed = Followed::Inbox(organisation, person);
        let mut one = pin!(live.stream(followed, Some(session)).unwrap());
        let mut two = pin!(live.stream(followed, Some(another)).unwrap());
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
        let mut three = pin!(live.stream(followed, Some(another)).unwrap());
        platform.shutdown.cancel();
        assert_eq!(three.next().await, None);
    }

    #[tokio::test]
    async fn places_are_bounded_and_given_back() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let live = Live::start(platform.clone());
        let followed = Followed::Inbox(platform.clock.id(), platform.clock.id());
        let mut streams: Vec<_> = (0..STREAMS_OF_ONE_MOST)
            .map(|_| live.stream(followed, None).unwrap())
            .collect();
        let refused = live.stream(followed, None).err().unwrap();
        assert_eq!(refused.code(), ErrorCode::TooManyRequests);
        live.end(followed);
        streams.push(live.stream(followed, None).unwrap());
        assert_eq!(live.board().streams, STREAMS_OF_ONE_MOST + 1);
        streams.drain(..STREAMS_OF_ONE_MOST);
        assert_eq!(live.board().followed[&followed].streams, 1);
        streams.clear();
        let board = live.board();
        assert_eq!((board.streams, board.followed.len()), (0, 0));
    }
}
