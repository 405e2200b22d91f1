//! What people are told of that concerns them: an inbox, a live badge, and mail for those who do not look.
//!
//! The walk of one notification: a slice on the right calls [`tell`] in the transaction of what it is about, and [`announce`] after the commit, which
//! tells the open sockets of those people that their inbox has changed (SPEC O4). What is not read in time is gathered into one mail by `digest`.
//!
//! Invariants: every query of somebody's notifications names the organisation and the person; nobody is told of what they did themselves; nobody is told
//! who is no member; a mail is begun once, and what became of it is never guessed, so none arrives twice.

mod digest;
mod model;
mod routes;
mod store;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::FromRef;
use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{ActorId, CommentId, DraftId, OrganisationId, PersonId, ThreadId};

pub use self::routes::router;
use crate::bus::Notice;
use crate::error::Result;
use crate::live::Live;
use crate::mail::Mailer;
use crate::platform::Platform;
use crate::workspace::Tx;

/// People who are told of one thing: as many as a review asks at most. Who takes part in a discussion is fewer.
const PEOPLE_MOST: usize = 500;

/// Characters of what was said that are shown.
const EXCERPT_MOST: usize = 200;

/// Notifications, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Notifications(Arc<Inner>);

struct Inner {
    platform: Platform,
    mailer: Mailer,
    live: Live,
}

impl FromRef<Notifications> for Platform {
    fn from_ref(notifications: &Notifications) -> Self {
        notifications.0.platform.clone()
    }
}

impl Notifications {
    /// Nothing runs yet.
    ///
    /// # Errors
    /// The way that mail leaves cannot be set up.
    pub fn new(platform: Platform, live: Live) -> Result<Self> {
        let mailer = Mailer::new(&platform.config.mail)?;
        Ok(Self(Arc::new(Inner {
            platform,
            mailer,
            live,
        })))
    }

    /// Mails what nobody reads, until the program ends.
    pub async fn run_until_shutdown(self) {
        digest::run(&self.0.platform, &self.0.mailer).await;
    }
}

/// Something to tell people of.
pub struct Tell<'a> {
    /// Where.
    pub organisation: OrganisationId,
    /// Who did it, if somebody did; they are not told.
    pub actor: Option<ActorId>,
    /// Who is told, and of what. Who is no member of the organisation is passed over.
    pub people: BTreeMap<PersonId, NotificationKind>,
    /// The draft that it is about.
    pub draft: DraftId,
    /// The thread that it is about, and its number.
    pub thread: Option<(ThreadId, u32)>,
    /// The comment that it is about.
    pub comment: Option<CommentId>,
    /// What else it is about, by its id.
    pub subject: Option<String>,
    /// What was said; its beginning is shown.
    pub words: &'a str,
}

/// An inbox that has changed: to be given to [`announce`] after the commit.
#[must_use = "open sockets are told after the commit"]
pub struct Changed {
    organisation: OrganisationId,
    inboxes: Vec<(PersonId, i64)>,
}

/// Tells people, in the transaction of what they are told of.
///
/// # Errors
/// The database failed.
pub async fn tell(tx: &mut Tx, platform: &Platform, tell: &Tell<'_>) -> Result<Changed> {
    let clock = &platform.clock;
    let soon = platform.config.limits.mail_wait_seconds;
    let now_ms = clock.now_ms();
    let organisation = tell.organisation;
    let people = tell
        .people
        .keys()
        .filter(|it| tell.actor != Some(ActorId::Person(**it)));
    let people: Vec<PersonId> = people.take(PEOPLE_MOST).copied().collect();
    let mut new = Vec::new();
    // In one order, so that two who tell the same people never wait for each other.
    for member in store::members(tx, organisation, &people).await? {
        let Some(kind) = tell.people.get(&member.person_id).copied() else {
            continue;
        };
        let wanted = member.preferences();
        let (in_inbox, by_mail) = (wanted.inbox(kind), wanted.mail(kind));
        if !in_inbox && !by_mail {
            continue;
        }
        new.push(store::NewNotification {
            id: clock.id(),
            person: member.person_id,
            kind,
            in_inbox,
            mail_at: by_mail.then(|| now_ms + model::wait_ms(wanted.pace(), soon)),
        });
    }
    if new.is_empty() {
        return Ok(Changed {
            organisation,
            inboxes: Vec::new(),
        });
    }
    let excerpt = model::excerpt(tell.words, EXCERPT_MOST);
    store::insert(tx, tell, &new, &excerpt, now_ms).await?;
    let mut inboxes = Vec::new();
    for row in store::told(tx, organisation, &new).await? {
        let (person, revision) = (row.person_id, row.revision);
        if revision % model::PRUNE_EVERY == 0 {
            store::prune(tx, organisation, person, model::KEPT_MOST).await?;
        }
        if new.iter().any(|it| it.person == person && it.in_inbox) {
            inboxes.push((person, revision));
        }
    }
    Ok(Changed {
        organisation,
        inboxes,
    })
}

/// The words of a comment have changed: what was told of it says so.
///
/// # Errors
/// The database failed.
pub async fn reworded(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
    words: &str,
) -> Result<()> {
    for person in store::told_of(tx, organisation, comment).await? {
        store::hold(tx, organisation, person).await?;
    }
    let excerpt = model::excerpt(words, EXCERPT_MOST);
    store::reword(tx, organisation, comment, &excerpt).await
}

/// A comment was deleted, and nobody is told of it any more.
///
/// # Errors
/// The database failed.
pub async fn taken_back(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
) -> Result<Changed> {
    for person in store::told_of(tx, organisation, comment).await? {
        store::hold(tx, organisation, person).await?;
    }
    let mut inboxes = Vec::new();
    for person in store::delete_of_comment(tx, organisation, comment).await? {
        inboxes.push((person, store::changed(tx, organisation, person).await?));
    }
    Ok(Changed {
        organisation,
        inboxes,
    })
}

/// There is nothing to do any more about something: nobody is told of it who has not read it yet.
///
/// # Errors
/// The database failed.
pub async fn settled(
    tx: &mut Tx,
    organisation: OrganisationId,
    kind: NotificationKind,
    subject: &str,
) -> Result<Changed> {
    let mut inboxes = Vec::new();
    for person in store::unread_of(tx, organisation, kind, subject).await? {
        store::hold(tx, organisation, person).await?;
        let of = (person, kind);
        if store::delete_unread_of(tx, organisation, of, subject).await? > 0 {
            inboxes.push((person, store::changed(tx, organisation, person).await?));
        }
    }
    Ok(Changed {
        organisation,
        inboxes,
    })
}

/// Somebody has read a thread, and so what they were told of it.
///
/// # Errors
/// The database failed.
pub async fn thread_was_read(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    thread: ThreadId,
    now_ms: i64,
) -> Result<Changed> {
    store::hold(tx, organisation, person).await?;
    let read = store::read_thread(tx, organisation, person, thread, now_ms).await?;
    after_reading(tx, organisation, person, read).await
}

/// As [`thread_was_read`], of all threads of a draft.
///
/// # Errors
/// The database failed.
pub async fn draft_was_read(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    draft: DraftId,
    now_ms: i64,
) -> Result<Changed> {
    store::hold(tx, organisation, person).await?;
    let read = store::read_draft(tx, organisation, person, draft, now_ms).await?;
    after_reading(tx, organisation, person, read).await
}

async fn after_reading(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    read: u64,
) -> Result<Changed> {
    let mut inboxes = Vec::new();
    if read > 0 {
        inboxes.push((person, store::changed(tx, organisation, person).await?));
    }
    Ok(Changed {
        organisation,
        inboxes,
    })
}

/// Tells the open sockets of those people, on every node. After the commit, never within it.
pub fn announce(platform: &Platform, changed: &Changed) {
    for (person, revision) in &changed.inboxes {
        let news = News {
            about: About::Inbox,
            revision: u64::try_from(*revision).unwrap_or(0),
        };
        platform.notify(Notice::PersonNews(changed.organisation, *person, news));
    }
}
