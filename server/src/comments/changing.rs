//! What members do to discussions without a word of their own.

use imprimatur_protocol::api::comments::{ChangeThreadBody, ReactBody, ThreadBody, ThreadState};
use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::{CommentId, ErrorCode, ThreadId};

use super::Comments;
use super::model::{Act, check_anchor, place, require, state_name};
use super::speaker::Speaker;
use super::store;
use super::writing::{AboutThread, full, written};
use crate::access::Commenter;
use crate::error::{Error, Result};
use crate::events::EventKind;

/// Reactions that one comment may have: one of each person of a large meeting.
const REACTIONS_MOST: i64 = 200;

impl Comments {
    /// Reacts to a comment, or does not any more.
    pub(super) async fn react(
        &self,
        who: &Commenter,
        comment: CommentId,
        body: ReactBody,
    ) -> Result<ThreadBody> {
        let speaker = &Speaker::from(who);
        let (organisation, person) = (speaker.organisation, who.caller().person.id);
        let found = self.comment(speaker, comment).await?;
        self.admit(speaker.actor)?;
        let (thread, emoji) = (found.thread_id, body.emoji.as_str());
        let now_ms = self.platform().clock.now_ms();
        let mut tx = self.platform().db.begin().await?;
        let revision = self.next(&mut tx, organisation, comment, &found).await?;
        let changed = if body.on {
            let count = store::count_reactions(&mut tx, organisation, thread, comment).await?;
            let added = store::react(
                &mut tx,
                organisation,
                thread,
                comment,
                emoji,
                person,
                now_ms,
            )
            .await?;
            if added && count >= REACTIONS_MOST {
                return Err(full(
                    ErrorCode::ThreadFull,
                    format!(
                        "The comment has {REACTIONS_MOST} reactions, which is the limit of this server."
                    ),
                ));
            }
            added
        } else {
            store::unreact(&mut tx, organisation, thread, comment, emoji, person).await?
        };
        if !changed {
            drop(tx);
            return self.show(speaker, thread).await;
        }
        store::touch_comment(&mut tx, organisation, comment, revision).await?;
        store::touch(&mut tx, organisation, thread, revision).await?;
        self.done(tx, speaker, (found.draft_id, thread), revision, &[])
            .await
    }

    /// Resolves a thread or opens it again, says whether it holds the draft back, pins it elsewhere.
    pub(super) async fn change(
        &self,
        who: &Commenter,
        thread: ThreadId,
        body: &ChangeThreadBody,
    ) -> Result<ThreadBody> {
        let speaker = &Speaker::from(who);
        let (organisation, person) = (speaker.organisation, who.caller().person.id);
        let draft = self.draft_of(speaker, thread).await?;
        if let Some(anchor) = &body.anchor {
            check_anchor(anchor)?;
        }
        self.admit(speaker.actor)?;
        let now_ms = self.platform().clock.now_ms();
        let mut tx = self.platform().db.begin().await?;
        let next = store::next_revision(&mut tx, organisation, draft.draft_id, 0).await?;
        let row = store::thread(&mut tx, organisation, speaker.actor, thread).await?;
        let row = row.ok_or_else(|| Error::not_found("thread"))?;
        let mut changed = false;
        let mut told = Vec::new();
        if let Some(is_blocking) = body.blocking {
            require(speaker, Act::Block, row.created_by == speaker.actor)?;
            changed |= store::set_blocking(&mut tx, organisation, thread, is_blocking).await?;
        }
        if let Some(anchor) = &body.anchor {
            let (kept, page) = (written(anchor)?, &place(anchor).page);
            changed |= store::set_anchor(&mut tx, organisation, thread, &kept, page).await?;
        }
        if let Some(state) = body.state {
            let (kind, resolved) = match state {
                ThreadState::Resolved => (EventKind::ThreadResolved, Some((person, now_ms))),
                ThreadState::Open => (EventKind::ThreadReopened, None),
            };
            let name = state_name(state);
            if store::set_state(&mut tx, organisation, thread, name, resolved).await? {
                changed = true;
                self.record(&mut tx, speaker, kind, &draft, thread, None)
                    .await?;
                if state == ThreadState::Resolved {
                    let people = store::participants(&mut tx, organisation, thread).await?;
                    let people = people.into_iter();
                    let people = people.map(|it| (it, NotificationKind::Resolved)).collect();
                    let about = AboutThread {
                        draft: draft.draft_id,
                        thread,
                        number: row.number,
                    };
                    told.push(
                        self.tell(&mut tx, speaker, &about, None, people, "")
                            .await?,
                    );
                }
            }
        }
        if !changed {
            drop(tx);
            return self.show(speaker, thread).await;
        }
        store::touch(&mut tx, organisation, thread, next.revision).await?;
        let place = (draft.draft_id, thread);
        self.done(tx, speaker, place, next.revision, &told).await
    }
}
