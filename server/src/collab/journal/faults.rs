//! How tests make the database fail, wait and answer late.

use std::any::Any;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use futures_util::future::BoxFuture;
use tokio::sync::{RwLock, oneshot};

use super::{Append, Appended, Journal, Waiting};
use crate::error::{Error, Result};

/// Switches, for tests that need one fault; and the weather, for the simulation, which has all of them.
#[derive(Default)]
pub(in crate::collab) struct Faults {
    pub(in crate::collab) appends_fail: AtomicBool,
    /// The next append panics.
    pub(in crate::collab) append_panics: AtomicBool,
    pub(in crate::collab) loads_fail: AtomicBool,
    /// The next reading of what follows on a row is never answered.
    pub(in crate::collab) since_hangs: AtomicBool,
    pub(in crate::collab) folds_fail: AtomicBool,
    /// How many rows and bytes each fold took in.
    pub(in crate::collab) folded: Mutex<Vec<(usize, usize)>>,
    /// So many notes are written down yet, then none until this is `None` again.
    pub(in crate::collab) notes_left: Mutex<Option<usize>>,
    /// Appends wait while this is held.
    pub(in crate::collab) appends_wait: RwLock<()>,
    /// While it is held for writing, nothing that is read is answered.
    pub(in crate::collab) reads_wait: RwLock<()>,
    pub(in crate::collab) loads: AtomicUsize,
    /// How often anything was read.
    pub(in crate::collab) reads: AtomicUsize,
    pub(in crate::collab) weather: OnceLock<Arc<dyn Weather>>,
}

impl Journal {
    /// Hands a batch over.
    pub(in crate::collab) fn append(&self, append: Append) -> oneshot::Receiver<Appended> {
        self.slot().expect("the queue is full").append(append)
    }
}

/// What a node does with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::collab) enum Work {
    /// Writes rows.
    Append,
    /// Reads a draft, or the rows beyond a head.
    Load,
    /// Writes a snapshot, and removes the rows that are in it.
    Fold,
}

/// Decides what becomes of a node's work with the database.
pub(in crate::collab) trait Weather: Send + Sync {
    /// Before the work. What is given is held until it is done.
    fn enter(&self, work: Work) -> BoxFuture<'_, Result<Box<dyn Any + Send>>>;

    /// It is done; an error says that its answer was lost.
    fn leave(&self, work: Work) -> BoxFuture<'_, Result<()>>;

    /// This row is on disk now.
    fn committed(&self, append: &Append, head: u64);
}

/// A piece of work that has begun.
pub(in crate::collab) struct Turn {
    work: Work,
    held: Option<(Arc<dyn Weather>, Box<dyn Any + Send>)>,
}

impl Turn {
    /// The work is done.
    pub(in crate::collab) async fn leave(self) -> Result<()> {
        let Some((weather, held)) = self.held else {
            return Ok(());
        };
        drop(held);
        weather.leave(self.work).await
    }
}

impl Faults {
    pub(super) async fn enter(&self, work: Work) -> Result<Turn> {
        let held = match self.weather.get() {
            Some(weather) => Some((Arc::clone(weather), weather.enter(work).await?)),
            None => None,
        };
        Ok(Turn { work, held })
    }

    pub(super) async fn append(&self) -> Result<Turn> {
        let _passed = self.appends_wait.read().await;
        assert!(
            !self.append_panics.swap(false, Ordering::SeqCst),
            "the test has asked for it"
        );
        switched(&self.appends_fail)?;
        self.enter(Work::Append).await
    }

    pub(in crate::collab) async fn read(&self) -> Result<Turn> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        let _passed = self.reads_wait.read().await;
        switched(&self.loads_fail)?;
        self.enter(Work::Load).await
    }

    pub(super) async fn since(&self) -> Result<Turn> {
        if self.since_hangs.swap(false, Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        self.read().await
    }

    pub(super) async fn fold(&self) -> Result<Turn> {
        switched(&self.folds_fail)?;
        self.enter(Work::Fold).await
    }

    pub(super) fn has_folded(&self, rows: usize, bytes: usize) {
        let mut folded = self.folded.lock().expect("nobody panics with it");
        folded.push((rows, bytes));
    }

    pub(super) async fn note(&self) -> Result<Turn> {
        if self.is_out_of_notes() {
            return Err(Error::unavailable("The test lets no note pass."));
        }
        self.enter(Work::Append).await
    }

    fn is_out_of_notes(&self) -> bool {
        let mut left = self.notes_left.lock().expect("nobody panics with it");
        match &mut *left {
            Some(0) => true,
            Some(left) => {
                *left -= 1;
                false
            }
            None => false,
        }
    }

    pub(super) fn committed(&self, group: &[Waiting], outcomes: &[Appended]) {
        let Some(weather) = self.weather.get() else {
            return;
        };
        for ((append, _), outcome) in group.iter().zip(outcomes) {
            if let Appended::Committed { head } = outcome {
                weather.committed(append, *head);
            }
        }
    }
}

fn switched(off: &AtomicBool) -> Result<()> {
    if off.load(Ordering::SeqCst) {
        return Err(Error::unavailable("The test has switched the journal off."));
    }
    Ok(())
}
