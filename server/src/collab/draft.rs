//! A draft's beginning, and its committed layout.

use std::collections::HashMap;

use bytes::Bytes;
use imprimatur_crdt::{ClientId, Document, Layout, StateVector, starter_state};
use imprimatur_protocol::{DraftId, OrganisationId, PersonId, TemplateId};
use tokio::task::spawn_blocking;

use super::Collab;
use super::journal::Place;
use super::room::deletions::NOTE_EVERY;
use super::store::{self, NewDraft, clients};
use crate::error::{Error, Result};
use crate::workspace::Tx;

/// Layouts read at once on a node. Each takes a core, and at its bounds a hundred megabytes; further ones wait, as long as
/// their request does.
pub(super) const READINGS: usize = 4;

/// A layout as it is on disk.
pub struct CommittedLayout {
    /// The newest journal row in it.
    pub head: u64,
    /// The layout.
    pub layout: Layout,
    /// How much of each client's writing is in it.
    pub vector: StateVector,
}

/// How far a draft is, without its content.
pub struct DraftHead {
    /// The newest journal row.
    pub head: u64,
    /// The name of its template.
    pub name: String,
}

/// What a new draft begins with.
pub struct FirstContent(Vec<u8>);

impl FirstContent {
    /// Encodes a layout. Off the async threads, and before the transaction: SQLite's one writer is not held meanwhile.
    pub async fn of(layout: Layout) -> Result<Self> {
        let state = spawn_blocking(move || starter_state(&layout)).await;
        state
            .map(Self)
            .map_err(|cause| Error::internal("encoding a layout").caused_by(cause))
    }
}

impl Collab {
    /// Makes a draft with this content, in the transaction that makes its template. It is written once, under
    /// the server's own client id, and is never written again as new operations.
    pub async fn create_draft(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        template: TemplateId,
        content: FirstContent,
    ) -> Result<DraftId> {
        let clock = &self.platform().clock;
        let id = clock.id();
        let draft = NewDraft {
            id,
            template,
            state: content.0,
            now_ms: clock.now_ms(),
        };
        store::insert(tx, organisation, draft).await?;
        Ok(id)
    }

    /// How far a draft is; cheap beside its layout.
    pub async fn head(&self, organisation: OrganisationId, draft: DraftId) -> Result<DraftHead> {
        let mut tx = self.platform().db.read().await?;
        let row = store::find(&mut tx, organisation, draft)
            .await?
            .ok_or_else(|| Error::not_found("draft"))?;
        Ok(DraftHead {
            head: row.head(),
            name: row.template_name,
        })
    }

    /// The committed layout of a draft: from its room when it is open here, else from the database.
    pub async fn layout(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
    ) -> Result<CommittedLayout> {
        let turn = self
            .readings()
            .acquire_owned()
            .await
            .map_err(|cause| Error::internal("reading a layout").caused_by(cause))?;
        let (head, state) = self
            .committed_state(Place {
                organisation,
                draft,
            })
            .await?;
        let (layout, vector) = spawn_blocking(move || {
            // Held by the work itself: it goes on when its request has been given up.
            let _turn = turn;
            Document::from_state(&state)
                .map(|document| (document.layout().layout, document.state_vector()))
        })
        .await
        .map_err(|cause| Error::internal("reading a layout").caused_by(cause))?
        .map_err(|cause| {
            Error::internal(format!("the state of {draft} cannot be read")).caused_by(cause)
        })?;
        Ok(CommittedLayout {
            head,
            layout,
            vector,
        })
    }

    /// Whose each client id of a draft is: authorship is read from it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn clients(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        draft: DraftId,
    ) -> Result<HashMap<ClientId, PersonId>> {
        let bound = clients::bound(tx, organisation, draft).await?;
        Ok(bound.into_iter().collect())
    }

    /// Who has deleted something from a moment on, to some seconds. What only deletes carries no client id.
    ///
    /// # Errors
    /// The database failed.
    pub async fn deleters_since(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        draft: DraftId,
        since_ms: i64,
    ) -> Result<Vec<PersonId>> {
        let slack = i64::try_from(NOTE_EVERY.as_millis()).unwrap_or_default();
        clients::deleters_since(tx, organisation, draft, since_ms - slack).await
    }

    async fn committed_state(&self, place: Place) -> Result<(u64, Bytes)> {
        // The row says whether the caller may know of it; the room is not asked for the organisation.
        let mut tx = self.platform().db.read().await?;
        let found = store::find(&mut tx, place.organisation, place.draft).await?;
        drop(tx);
        let found = found.ok_or_else(|| Error::not_found("draft"))?;
        // A room may not have heard yet what another node has saved.
        if let Some(open) = self.hub().state(place.draft).await
            && open.head >= found.head()
        {
            return Ok((open.head, open.state));
        }
        let loaded = self
            .journal()
            .load(place)
            .await?
            .ok_or_else(|| Error::not_found("draft"))?;
        let head = loaded.head;
        let state = match &loaded.state {
            Some(state) => state.clone(),
            None => spawn_blocking(move || Bytes::from(loaded.into_document().encode_state()))
                .await
                .map_err(|cause| Error::internal("encoding a draft").caused_by(cause))?,
        };
        Ok((head, state))
    }
}
