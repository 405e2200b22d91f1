//! What people do to discussions, each in one transaction, and told to every node after its commit.

use std::collections::{BTreeMap, BTreeSet};

use imprimatur_protocol::api::comments::{NewCommentBody, NewThreadBody, ThreadBody};
use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{
    ActorId, CommentId, DraftId, ErrorCode, OrganisationId, PersonId, ThreadId, VersionId,
};
use serde_json::json;

use super::Comments;
use super::model::{Act, Words, check_anchor, check_key, place, require};
use super::reading::one;
use super::speaker::Speaker;
use super::store::{self, DraftRow, NewComment, NewThread, PlaceRow};
use crate::error::{Error, Kind, Result};
use crate::events::{self, EventKind};
use crate::notifications::{self, Changed, Tell, announce};
use crate::workspace::Tx;

impl Comments {
    /// Begins a thread, on a version that a guest looks at or on the live draft. The same key again changes nothing.
    ///
    /// # Errors
    /// There is no such draft for them, they may not, what they say is none, there is no room for it, or the database failed.
    pub async fn begin(
        &self,
        speaker: &Speaker,
        draft: DraftId,
        body: &NewThreadBody,
        version: Option<VersionId>,
    ) -> Result<ThreadBody> {
        let (organisation, author) = (speaker.organisation, speaker.actor);
        let draft = self.draft(speaker, draft).await?;
        check_key(&body.key)?;
        check_anchor(&body.anchor)?;
        if body.blocking {
            require(speaker, Act::Block, true)?;
        }
        let limits = &self.platform().config.limits;
        let words = Words::read(&body.body, limits.comment_characters)?;
        self.admit(author)?;
        let clock = &self.platform().clock;
        let mut tx = self.platform().db.begin().await?;
        let next = store::next_revision(&mut tx, organisation, draft.draft_id, 1).await?;
        let (thread, now_ms) = (clock.id(), clock.now_ms());
        let new = NewThread {
            id: thread,
            draft: draft.draft_id,
            number: next.threads,
            anchor: written(&body.anchor)?,
            page: &place(&body.anchor).page,
            version,
            is_blocking: body.blocking,
            author,
            revision: next.revision,
            now_ms,
        };
        store::insert_thread(&mut tx, organisation, new).await?;
        let comment = NewComment {
            id: clock.id(),
            thread,
            author,
            body: words.as_str(),
            key: &body.key,
            revision: next.revision,
            now_ms,
        };
        let most = i64::from(limits.threads_per_draft);
        let is_new = store::insert_comment(&mut tx, organisation, &comment).await?;
        if !is_new || next.threads > most {
            drop(tx);
            return match store::kept(&self.platform().db, organisation, author, &body.key).await? {
                Some(kept) if kept.draft_id == draft.draft_id => {
                    self.show(speaker, kept.thread_id).await
                }
                Some(_) => Err(key_reused()),
                None => Err(full(
                    ErrorCode::ThreadsFull,
                    format!("The draft has {most} threads, which is the limit of this server."),
                )),
            };
        }
        let said = Said {
            comment: &comment,
            number: next.threads,
            words: &words,
        };
        let told = self.say(&mut tx, speaker, &draft, &said).await?;
        let place = (draft.draft_id, thread);
        self.done(tx, speaker, place, next.revision, &[told]).await
    }

    /// Answers in a thread. The same key again changes nothing.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn answer(
        &self,
        speaker: &Speaker,
        thread: ThreadId,
        body: &NewCommentBody,
    ) -> Result<ThreadBody> {
        let (organisation, author) = (speaker.organisation, speaker.actor);
        let draft = self.draft_of(speaker, thread).await?;
        check_key(&body.key)?;
        let limits = &self.platform().config.limits;
        let words = Words::read(&body.body, limits.comment_characters)?;
        self.admit(author)?;
        let mut tx = self.platform().db.begin().await?;
        let next = store::next_revision(&mut tx, organisation, draft.draft_id, 0).await?;
        let clock = &self.platform().clock;
        let comment = NewComment {
            id: clock.id(),
            thread,
            author,
            body: words.as_str(),
            key: &body.key,
            revision: next.revision,
            now_ms: clock.now_ms(),
        };
        let most = i64::from(limits.comments_per_thread);
        let is_new = store::insert_comment(&mut tx, organisation, &comment).await?;
        let known = store::count_comment(&mut tx, organisation, &comment).await?;
        if !is_new || known.comments > most {
            drop(tx);
            return match store::kept(&self.platform().db, organisation, author, &body.key).await? {
                Some(kept) if kept.thread_id == thread => self.show(speaker, thread).await,
                Some(_) => Err(key_reused()),
                None => Err(full(
                    ErrorCode::ThreadFull,
                    format!(
                        "The thread has {most} comments, which is the limit of this server. Begin another one."
                    ),
                )),
            };
        }
        let said = Said {
            comment: &comment,
            number: known.number,
            words: &words,
        };
        let told = self.say(&mut tx, speaker, &draft, &said).await?;
        let place = (draft.draft_id, thread);
        self.done(tx, speaker, place, next.revision, &[told]).await
    }

    /// Gives a comment of one's own other words.
    ///
    /// # Errors
    /// There is no such comment for them, it is not theirs, what they say is none, or the database failed.
    pub async fn reword(
        &self,
        speaker: &Speaker,
        comment: CommentId,
        body: &str,
    ) -> Result<ThreadBody> {
        let organisation = speaker.organisation;
        let found = self.comment(speaker, comment).await?;
        require(speaker, Act::Reword, is_own(speaker, &found))?;
        let words = Words::read(body, self.platform().config.limits.comment_characters)?;
        self.admit(speaker.actor)?;
        let now_ms = self.platform().clock.now_ms();
        let mut tx = self.platform().db.begin().await?;
        let revision = self.next(&mut tx, organisation, comment, &found).await?;
        let at = (revision, now_ms);
        store::reword(&mut tx, organisation, comment, words.as_str(), at).await?;
        notifications::reworded(&mut tx, organisation, comment, words.as_str()).await?;
        let now = match speaker.actor {
            ActorId::Person(_) => words.mentions(),
            ActorId::Guest(_) => BTreeSet::new(),
        };
        let thread = found.thread_id;
        let before = store::mentioned(&mut tx, organisation, thread, comment).await?;
        store::forget_mentions(&mut tx, organisation, thread, comment).await?;
        let now = store::mention(&mut tx, organisation, thread, comment, now).await?;
        let new = now.into_iter().filter(|it| !before.contains(it));
        let known = store::known(&mut tx, organisation, found.thread_id).await?;
        let about = AboutThread {
            draft: found.draft_id,
            thread: found.thread_id,
            number: known.number,
        };
        let people = new.map(|it| (it, NotificationKind::Mention)).collect();
        let told = self
            .tell(
                &mut tx,
                speaker,
                &about,
                Some(comment),
                people,
                words.as_str(),
            )
            .await?;
        store::touch(&mut tx, organisation, found.thread_id, revision).await?;
        self.done(
            tx,
            speaker,
            (found.draft_id, found.thread_id),
            revision,
            &[told],
        )
        .await
    }

    /// Deletes a comment of one's own.
    ///
    /// # Errors
    /// There is no such comment for them, it is not theirs, or the database failed.
    pub async fn delete(&self, speaker: &Speaker, comment: CommentId) -> Result<ThreadBody> {
        let organisation = speaker.organisation;
        let found = self.comment(speaker, comment).await?;
        require(speaker, Act::Reword, is_own(speaker, &found))?;
        self.admit(speaker.actor)?;
        let now_ms = self.platform().clock.now_ms();
        let mut tx = self.platform().db.begin().await?;
        let revision = self.next(&mut tx, organisation, comment, &found).await?;
        let at = (revision, now_ms);
        store::delete_comment(&mut tx, organisation, found.thread_id, comment, at).await?;
        let told = notifications::taken_back(&mut tx, organisation, comment).await?;
        store::touch(&mut tx, organisation, found.thread_id, revision).await?;
        self.done(
            tx,
            speaker,
            (found.draft_id, found.thread_id),
            revision,
            &[told],
        )
        .await
    }

    /// Takes the next revision for a change of a comment, unless that was deleted meanwhile.
    pub(super) async fn next(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        comment: CommentId,
        found: &PlaceRow,
    ) -> Result<i64> {
        let next = store::next_revision(tx, organisation, found.draft_id, 0).await?;
        let now = store::place_of_comment(tx, organisation, comment).await?;
        match now {
            Some(now) if now.deleted_at.is_none() => Ok(next.revision),
            Some(_) | None => Err(Error::not_found("comment")),
        }
    }

    /// All that follows from a comment in the transaction in which it is written.
    async fn say(
        &self,
        tx: &mut Tx,
        speaker: &Speaker,
        draft: &DraftRow,
        said: &Said<'_>,
    ) -> Result<Changed> {
        let (organisation, comment) = (speaker.organisation, said.comment);
        let members = match speaker.actor {
            ActorId::Person(_) => {
                let meant = said.words.mentions();
                store::mention(tx, organisation, comment.thread, comment.id, meant).await?
            }
            // A guest is told of no member, and calls none.
            ActorId::Guest(_) => Vec::new(),
        };
        let mut people: BTreeMap<PersonId, NotificationKind> = BTreeMap::new();
        for person in store::participants(tx, organisation, comment.thread).await? {
            people.insert(person, NotificationKind::Reply);
        }
        // Whoever is mentioned is told that, and not that somebody answers as well.
        for person in members {
            people.insert(person, NotificationKind::Mention);
        }
        let about = AboutThread {
            draft: draft.draft_id,
            thread: comment.thread,
            number: said.number,
        };
        // Whoever answers has read.
        let (author, revision) = (comment.author, comment.revision);
        store::read_thread(tx, organisation, author, comment.thread, revision).await?;
        let kind = EventKind::CommentAdded;
        self.record(tx, speaker, kind, draft, comment.thread, Some(comment.id))
            .await?;
        // Last: whoever else tells the same people, in whichever draft, waits from here on until the commit.
        self.tell(tx, speaker, &about, Some(comment.id), people, comment.body)
            .await
    }

    /// Tells people of a thread.
    pub(super) async fn tell(
        &self,
        tx: &mut Tx,
        speaker: &Speaker,
        about: &AboutThread,
        comment: Option<CommentId>,
        people: BTreeMap<PersonId, NotificationKind>,
        words: &str,
    ) -> Result<Changed> {
        let tell = Tell {
            organisation: speaker.organisation,
            actor: Some(speaker.actor),
            people,
            draft: about.draft,
            thread: Some((
                about.thread,
                u32::try_from(about.number).unwrap_or(u32::MAX),
            )),
            comment,
            subject: None,
            words,
        };
        notifications::tell(tx, self.platform(), &tell).await
    }

    /// Records what was done to a thread; the subject is the template, whose history it is a part of.
    pub(super) async fn record(
        &self,
        tx: &mut Tx,
        speaker: &Speaker,
        kind: EventKind,
        draft: &DraftRow,
        thread: ThreadId,
        comment: Option<CommentId>,
    ) -> Result<()> {
        let details = match comment {
            Some(comment) => {
                json!({ "draft": draft.draft_id, "thread": thread, "comment": comment })
            }
            None => json!({ "draft": draft.draft_id, "thread": thread }),
        };
        let subject = Some(draft.template_id.to_string());
        let done = speaker.does(kind, subject, details);
        events::record(tx, &self.platform().clock, &done).await
    }

    /// Commits, tells every node, and gives the thread as it is by then. It is read afterwards: nobody waits for that who has something to write.
    pub(super) async fn done(
        &self,
        tx: Tx,
        speaker: &Speaker,
        (draft, thread): (DraftId, ThreadId),
        revision: i64,
        told: &[Changed],
    ) -> Result<ThreadBody> {
        tx.commit().await?;
        let news = News {
            about: About::Discussions,
            revision: u64::try_from(revision).unwrap_or(0),
        };
        self.collab().tell_draft(speaker.organisation, draft, news);
        for changed in told {
            announce(self.platform(), changed);
        }
        one(&self.platform().db, speaker, thread).await
    }
}

/// A comment that is written, with what follows from its words.
struct Said<'a> {
    comment: &'a NewComment<'a>,
    number: i64,
    words: &'a Words,
}

fn is_own(speaker: &Speaker, found: &PlaceRow) -> bool {
    found.author_id == speaker.actor
}

/// A thread that people are told of.
pub(super) struct AboutThread {
    pub(super) draft: DraftId,
    pub(super) thread: ThreadId,
    pub(super) number: i64,
}

pub(super) fn written(anchor: &imprimatur_protocol::api::comments::AnchorBody) -> Result<String> {
    serde_json::to_string(anchor)
        .map_err(|cause| Error::internal("writing an anchor").caused_by(cause))
}

fn key_reused() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::KeyReused,
        "This key was used for another comment before. Make a new one for each.",
    )
}

pub(super) fn full(code: ErrorCode, message: String) -> Error {
    Error::new(Kind::Conflict, code, message)
}
