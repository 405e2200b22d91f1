//! Drafts, threads and comments that are there, for whoever asks or is about to change something.

use imprimatur_protocol::api::comments::ThreadBody;
use imprimatur_protocol::{CommentId, DraftId, OrganisationId, ThreadId};

use super::store::{self, DraftRow, PlaceRow};
use super::{Comments, view};
use crate::access::Caller;
use crate::error::{Error, Result};
use crate::workspace::Tx;

impl Comments {
    /// A thread as somebody sees it now.
    pub(super) async fn show(&self, caller: &Caller, thread: ThreadId) -> Result<ThreadBody> {
        let mut tx = self.platform().db.read().await?;
        one(&mut tx, caller, thread).await
    }

    /// A draft that is there.
    pub(super) async fn draft(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
    ) -> Result<DraftRow> {
        let mut tx = self.platform().db.read().await?;
        let found = store::draft(&mut tx, organisation, draft).await?;
        found.ok_or_else(|| Error::not_found("draft"))
    }

    /// The draft of a thread that is there.
    pub(super) async fn draft_of(
        &self,
        organisation: OrganisationId,
        thread: ThreadId,
    ) -> Result<DraftRow> {
        let mut tx = self.platform().db.read().await?;
        let found = store::draft_of_thread(&mut tx, organisation, thread).await?;
        found.ok_or_else(|| Error::not_found("thread"))
    }

    /// Where a comment stands that was not deleted.
    pub(super) async fn comment(
        &self,
        organisation: OrganisationId,
        comment: CommentId,
    ) -> Result<PlaceRow> {
        let mut tx = self.platform().db.read().await?;
        let found = store::place_of_comment(&mut tx, organisation, comment).await?;
        found
            .filter(|it| it.deleted_at.is_none())
            .ok_or_else(|| Error::not_found("comment"))
    }
}

/// A thread as somebody sees it in this transaction.
pub(super) async fn one(tx: &mut Tx, caller: &Caller, thread: ThreadId) -> Result<ThreadBody> {
    let (organisation, reader) = (caller.organisation.id, caller.person.id);
    let row = store::thread(tx, organisation, reader, thread).await?;
    let row = row.ok_or_else(|| Error::not_found("thread"))?;
    let mut whole = view::whole(tx, organisation, reader, vec![row]).await?;
    whole.pop().ok_or_else(|| Error::not_found("thread"))
}
