//! Folding: the snapshot takes in the journal rows behind it, so that opening a draft stays cheap however long its history.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::time::Duration;

use imprimatur_crdt::Document;

#[cfg(test)]
use super::Work;
use super::load::{spliced, take_in, within};
use super::tries::Trying;
use super::{Journal, Place};
use crate::collab::store::{self, Stored};
use crate::error::{Error, Result, describe};

/// How long merging may take: it decodes and encodes once.
const MERGING_MOST: Duration = Duration::from_secs(120);

/// Beyond this a merge may be what ends the program. It is let alone for longer than a load, for it stands back.
const LONG: Duration = Duration::from_secs(1);

/// How far a fold stands back, as `nice` counts it: it gets a tenth of a core that others want too.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Journal rows that are removed at once, and how long others have the database then.
const FORGOTTEN_AT_ONCE: u32 = if cfg!(test) { 8 } else { 128 };
const FORGET_EVERY: Duration = Duration::from_millis(5);

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
    /// The database failed, or a row does not apply that nobody has released: then the rows are evidence, and are kept.
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
        let Some(stored) = stored.filter(|stored| !stored.rows.is_empty() && !stored.is_damaged())
        else {
            return Ok(Folded::Nothing);
        };
        let (span, rows, bytes) = (
            (stored.snapshot_head, stored.head),
            stored.rows.len(),
            stored.row_bytes(),
        );
        let Some(state) = self.merged(place, stored).await? else {
            return Err(Error::internal(
                "a stored update does not apply; the journal is left as it is",
            ));
        };
        if !self.write_fold(place, span, state).await? {
            return Ok(Folded::Nothing);
        }
        #[cfg(test)]
        self.shared.faults.has_folded(rows, bytes);
        if let Err(cause) = self.forget(place, span.1).await {
            let cause = describe(&cause);
            tracing::warn!(
                draft.id = %place.draft, error.cause = %cause,
                "journal rows of {} that its snapshot holds stay until it is folded again: {cause}", place.draft
            );
        }
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        tracing::debug!(draft.id = %place.draft, rows, bytes, "{}: {rows} journal rows were folded", place.draft);
        Ok(Folded::UpTo {
            head: span.1,
            rows,
            bytes,
        })
    }

    /// The state with all rows in it. `None` when a row does not apply that nobody has released.
    async fn merged(&self, place: Place, stored: Stored) -> Result<Option<Vec<u8>>> {
        let mut trying = Trying::new(self, place);
        let merging = within(MERGING_MOST, move || behind(move || merge(&stored)));
        // A room holds what is merged here.
        let merged = trying.mark_if_long(LONG, merging).await;
        match merged {
            // What follows says nothing of the draft, however it goes, and nobody is to wait for it.
            Ok(_) => trying.says_nothing().await,
            Err(_) => trying.failed().await,
        }
        merged
    }

    /// False when another fold was first.
    async fn write_fold(&self, place: Place, span: (u64, u64), state: Vec<u8>) -> Result<bool> {
        let shared = &self.shared;
        #[cfg(test)]
        let turn = shared.faults.fold().await?;
        let mut tx = shared.db.begin().await?;
        let now_ms = shared.clock.now_ms();
        let (organisation, draft) = (place.organisation, place.draft);
        let is_first = store::fold(&mut tx, organisation, draft, span, state, now_ms).await?;
        tx.commit().await?;
        #[cfg(test)]
        turn.leave().await?;
        Ok(is_first)
    }

    /// Removes the rows that the snapshot holds, and that nobody reads any more. Few at a time: edits wait while they are removed.
    async fn forget(&self, place: Place, to: u64) -> Result<()> {
        loop {
            #[cfg(test)]
            let turn = self.shared.faults.enter(Work::Fold).await?;
            let mut tx = self.shared.db.begin().await?;
            let (organisation, draft) = (place.organisation, place.draft);
            let forgotten =
                store::forget(&mut tx, organisation, draft, to, FORGOTTEN_AT_ONCE).await?;
            tx.commit().await?;
            #[cfg(test)]
            turn.leave().await?;
            if forgotten < u64::from(FORGOTTEN_AT_ONCE) {
                return Ok(());
            }
            tokio::time::sleep(FORGET_EVERY).await;
        }
    }
}

/// Runs work on a thread that the system runs after all others: nobody waits for a fold, and people wait for edits.
fn behind<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let thread = std::thread::Builder::new()
        .name("fold".to_owned())
        .spawn(move || {
            step_back();
            work()
        })
        .map_err(|cause| Error::internal("folding").caused_by(cause))?;
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Lowers the priority of this thread, for good.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(cause) =
        rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS)
    {
        tracing::debug!(error.cause = %cause, "a fold runs like everything else: {cause}");
    }
}

/// `None` when a row does not apply that nobody has released.
fn merge(stored: &Stored) -> Result<Option<Vec<u8>>> {
    // What is decoded at once takes a fraction of what it takes row by row. Only the rows tell which of them is at fault.
    let sound = stored.quarantine.is_empty();
    if let Some(spliced) = sound.then(|| spliced(stored)).flatten()
        && let Ok(document) = Document::from_state(&spliced.state)
        && document.state_vector() == spliced.vector
    {
        return Ok(Some(document.encode_state()));
    }
    let (document, refused) = take_in(stored)?;
    // What was released is passed over for good: its bytes are kept in quarantine.
    let known: BTreeSet<u64> = stored.quarantine.iter().map(|it| it.number).collect();
    Ok(refused.is_subset(&known).then(|| document.encode_state()))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn work_that_nobody_waits_for_stands_back() {
        let own = || rustix::process::getpriority_process(Some(rustix::thread::gettid())).unwrap();
        let before = own();
        assert_eq!(behind(move || Ok(own())).unwrap(), NICENESS);
        assert_eq!(own(), before);
    }
}
