//! Folding: the snapshot takes in the journal rows behind it, so that opening a draft stays cheap however long its history.

use imprimatur_crdt::Document;
use tokio::task::spawn_blocking;

#[cfg(test)]
use super::Work;
use super::{Journal, Place};
use crate::collab::store::{self, Stored};
use crate::error::{Error, Result};

/// What a fold came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::collab) enum Folded {
    /// The snapshot goes up to this row now, and those before it are gone.
    UpTo {
        /// The row.
        head: u64,
        /// How many rows it took in.
        rows: u32,
        /// How many bytes they took.
        bytes: usize,
    },
    /// Nothing to fold, or another fold was first. Nothing was changed.
    Nothing,
}

impl Journal {
    /// Folds the committed rows of a draft into its snapshot.
    ///
    /// Reads what is stored rather than asking the room, so that nothing can get into the snapshot that is not on
    /// disk. Rows appended meanwhile stay where they are.
    ///
    /// # Errors
    /// The database failed, or a stored update does not apply: then the rows are evidence, and are kept.
    pub(in crate::collab) async fn fold(&self, place: Place) -> Result<Folded> {
        let shared = &self.shared;
        let _turn = shared
            .folds
            .acquire()
            .await
            .map_err(|cause| Error::internal("folding").caused_by(cause))?;
        #[cfg(test)]
        let turn = shared.faults.enter(Work::Load).await?;
        let mut tx = shared.db.read().await?;
        let stored = store::load(&mut tx, place.organisation, place.draft).await?;
        drop(tx);
        #[cfg(test)]
        turn.leave().await?;
        let Some(stored) = stored.filter(|stored| !stored.rows.is_empty()) else {
            return Ok(Folded::Nothing);
        };
        let (span, rows, bytes) = (
            (stored.snapshot_head, stored.head),
            stored.rows.len(),
            stored.row_bytes(),
        );
        let state = spawn_blocking(move || merge(&stored))
            .await
            .map_err(|cause| Error::internal("folding a journal").caused_by(cause))??;
        #[cfg(test)]
        let turn = shared.faults.enter(Work::Fold).await?;
        let mut tx = shared.db.begin().await?;
        let now_ms = shared.clock.now_ms();
        if !store::fold(
            &mut tx,
            place.organisation,
            place.draft,
            span,
            state,
            now_ms,
        )
        .await?
        {
            return Ok(Folded::Nothing);
        }
        tx.commit().await?;
        #[cfg(test)]
        turn.leave().await?;
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        tracing::debug!(draft.id = %place.draft, rows, bytes, "{}: {rows} journal rows were folded", place.draft);
        Ok(Folded::UpTo {
            head: span.1,
            rows,
            bytes,
        })
    }
}

fn merge(stored: &Stored) -> Result<Vec<u8>> {
    let updates = stored.updates()?;
    let (document, left_out) =
        Document::load(Some(&stored.snapshot), updates.iter().map(|it| &**it))
            .map_err(|cause| Error::internal("reading a snapshot").caused_by(cause))?;
    if !left_out.is_empty() {
        return Err(Error::internal(
            "a stored update does not apply; the journal is left as it is",
        ));
    }
    Ok(document.encode_state())
}
