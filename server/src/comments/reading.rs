//! What was said, for whoever reads it, and how far they have read.

use imprimatur_protocol::api::comments::{ReadThreadBody, ThreadBody, ThreadsBody, ThreadsQuery};
use imprimatur_protocol::{CommentId, DraftId, ErrorCode, ThreadId};

use super::model::state_name;
use super::store::{self, Asked, DraftRow, Listed, PlaceRow};
use super::{Comments, Speaker, view};
use crate::error::{Error, Result};
use crate::notifications::{self, announce};
use crate::workspace::Db;

/// Threads of an answer when nobody asks for a number.
const PAGE_ROWS: u32 = 100;

/// Comments of an answer, beyond its first thread: an answer stays below some megabytes.
const PAGE_COMMENTS: i64 = 500;

/// Letters of the id of a page in a query; one that is longer names none.
const PAGE_ID_MOST: usize = 40;

impl Comments {
    /// The discussions of a draft, or what has changed in them.
    ///
    /// # Errors
    /// There is no such draft for them, the query is none (`address_invalid`), or the database failed.
    pub async fn list(
        &self,
        speaker: &Speaker,
        draft: DraftId,
        query: &ThreadsQuery,
    ) -> Result<ThreadsBody> {
        let platform = self.platform();
        let most = platform.config.limits.page_rows;
        let limit = query.limit.unwrap_or(PAGE_ROWS).min(most);
        let page = query.page.as_deref().unwrap_or_default();
        if limit == 0 || page.len() > PAGE_ID_MOST || page.contains('\0') {
            return Err(Error::invalid(
                ErrorCode::AddressInvalid,
                "`limit` is at least 1, and `page` the id of a page.",
            ));
        }
        let organisation = speaker.organisation;
        let asked = Asked {
            draft,
            since: revision_of(query.since),
            state: query.state.map(state_name).unwrap_or_default(),
            page,
            is_mine: query.mine.unwrap_or(false),
            // One more than asked for tells whether there are more.
            at_most: limit + 1,
        };
        let found = store::list(&platform.db, organisation, speaker.actor, &asked).await?;
        let found = found.filter(|it| speaker.reaches(it.draft));
        let Listed {
            revision: newest,
            threads: mut rows,
            ..
        } = found.ok_or_else(|| Error::not_found("draft"))?;
        let mut weight = 0;
        let within = rows
            .iter()
            .take(usize::try_from(limit).unwrap_or(usize::MAX));
        let fit = within
            .take_while(|row| {
                weight += row.comments;
                weight == row.comments || weight <= PAGE_COMMENTS
            })
            .count();
        let more = rows.len() > fit;
        rows.truncate(fit);
        let revision = if more {
            rows.last().map_or(newest, |last| last.revision)
        } else {
            newest
        };
        Ok(ThreadsBody {
            threads: view::threads(&platform.db, organisation, rows, revision_of(query.known))
                .await?,
            revision: u64::try_from(revision).unwrap_or(0),
            more,
        })
    }

    /// A thread as somebody sees it now.
    ///
    /// # Errors
    /// There is no such thread for them, or the database failed.
    pub async fn show(&self, speaker: &Speaker, thread: ThreadId) -> Result<ThreadBody> {
        self.draft_of(speaker, thread).await?;
        one(&self.platform().db, speaker, thread).await
    }

    /// The thread in which somebody has written under a key before.
    ///
    /// # Errors
    /// As [`Self::show`].
    pub async fn written_before(&self, speaker: &Speaker, key: &str) -> Result<Option<ThreadBody>> {
        let db = &self.platform().db;
        let kept = store::kept(db, speaker.organisation, speaker.actor, key).await?;
        match kept {
            Some(kept) => self.show(speaker, kept.thread_id).await.map(Some),
            None => Ok(None),
        }
    }

    /// Notes up to where somebody has read a thread.
    ///
    /// # Errors
    /// As [`Self::show`].
    pub async fn read(
        &self,
        speaker: &Speaker,
        thread: ThreadId,
        body: ReadThreadBody,
    ) -> Result<()> {
        let organisation = speaker.organisation;
        let revision = upto(self.draft_of(speaker, thread).await?.revision, body);
        let mut tx = self.platform().db.begin().await?;
        store::read_thread(&mut tx, organisation, speaker.actor, thread, revision).await?;
        let Some(person) = speaker.actor.person() else {
            return tx.commit().await;
        };
        let now_ms = self.platform().clock.now_ms();
        let read =
            notifications::thread_was_read(&mut tx, organisation, person, thread, now_ms).await?;
        tx.commit().await?;
        announce(self.platform(), &read);
        Ok(())
    }

    /// Notes that somebody has read all threads of a draft.
    ///
    /// # Errors
    /// There is no such draft for them, or the database failed.
    pub async fn read_all(
        &self,
        speaker: &Speaker,
        draft: DraftId,
        body: ReadThreadBody,
    ) -> Result<()> {
        let organisation = speaker.organisation;
        let found = self.draft(speaker, draft).await?;
        let (draft, revision) = (found.draft_id, upto(found.revision, body));
        let mut tx = self.platform().db.begin().await?;
        store::read_all(&mut tx, organisation, speaker.actor, draft, revision).await?;
        let Some(person) = speaker.actor.person() else {
            return tx.commit().await;
        };
        let now_ms = self.platform().clock.now_ms();
        let read =
            notifications::draft_was_read(&mut tx, organisation, person, draft, now_ms).await?;
        tx.commit().await?;
        announce(self.platform(), &read);
        Ok(())
    }

    /// That a draft is there for somebody.
    ///
    /// # Errors
    /// It is not, or the database failed.
    pub async fn reach(&self, speaker: &Speaker, draft: DraftId) -> Result<()> {
        self.draft(speaker, draft).await.map(|_| ())
    }

    /// A draft that is there for somebody.
    pub(super) async fn draft(&self, speaker: &Speaker, draft: DraftId) -> Result<DraftRow> {
        let found = store::draft(&self.platform().db, speaker.organisation, draft).await?;
        found
            .filter(|it| speaker.reaches(it.draft_id))
            .ok_or_else(|| Error::not_found("draft"))
    }

    /// The draft of a thread that is there for somebody.
    pub(super) async fn draft_of(&self, speaker: &Speaker, thread: ThreadId) -> Result<DraftRow> {
        let db = &self.platform().db;
        let found = store::draft_of_thread(db, speaker.organisation, thread).await?;
        found
            .filter(|it| speaker.reaches(it.draft_id))
            .ok_or_else(|| Error::not_found("thread"))
    }

    /// Where a comment stands that is there for somebody and was not deleted.
    pub(super) async fn comment(&self, speaker: &Speaker, comment: CommentId) -> Result<PlaceRow> {
        let mut tx = self.platform().db.read().await?;
        let found = store::place_of_comment(&mut tx, speaker.organisation, comment).await?;
        found
            .filter(|it| it.deleted_at.is_none() && speaker.reaches(it.draft_id))
            .ok_or_else(|| Error::not_found("comment"))
    }
}

/// A thread as somebody sees it now, whole.
pub(super) async fn one(db: &Db, speaker: &Speaker, thread: ThreadId) -> Result<ThreadBody> {
    let organisation = speaker.organisation;
    let row = store::thread_now(db, organisation, speaker.actor, thread).await?;
    let row = row.ok_or_else(|| Error::not_found("thread"))?;
    let mut whole = view::threads(db, organisation, vec![row], 0).await?;
    whole.pop().ok_or_else(|| Error::not_found("thread"))
}

/// A revision of a query; absent is the one before all.
fn revision_of(asked: Option<u64>) -> i64 {
    i64::try_from(asked.unwrap_or(0)).unwrap_or(i64::MAX)
}

/// Nobody has read what was not said yet.
fn upto(newest: i64, body: ReadThreadBody) -> i64 {
    i64::try_from(body.revision).map_or(newest, |revision| revision.min(newest))
}
