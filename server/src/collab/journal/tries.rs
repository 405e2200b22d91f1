//! Tries to load a draft: written down before, forgotten when they ended well, judged when they did not.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use imprimatur_protocol::DraftId;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::{sleep, timeout};

#[cfg(test)]
use super::Work;
use super::load::unwritten;
use super::{Command, Journal, Place, Shared};
use crate::collab::store::quarantine::{self, Cause, Stage, Try};
use crate::error::{Error, Result};

/// So many tries that did not end well are enough.
const TRIES: usize = 2;

/// How long opening a draft waits until its try is written down. Then it is opened all the same: it must be possible to read from a
/// database that takes no writes.
const MARK_WITHIN: Duration = Duration::from_secs(2);

/// How long a load that goes row by row waits for each mark: without it, it does not go on.
const MARK_SURELY_WITHIN: Duration = Duration::from_secs(30);

/// A good end is written down so often at most, a while apart: then the try counts as one that did not end well.
const ENDINGS: u32 = 8;

/// What this node has under way.
pub(super) struct Tries {
    /// Its own tries, which are no sign of anything while they last. Never held across an await.
    ours: Mutex<HashSet<i64>>,
    /// Loading row by row.
    pub(super) one_by_one: Semaphore,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            ours: Mutex::default(),
            one_by_one: Semaphore::new(1),
        }
    }
}

impl Tries {
    /// Tries that are not under way here.
    pub(super) fn not_ours(&self, tries: &[Try]) -> Vec<Try> {
        let ours = self.ours.lock().unwrap_or_else(PoisonError::into_inner);
        let tries = tries.iter().copied();
        tries.filter(|it| !ours.contains(&it.id)).collect()
    }
}

/// What is written down beside the edits, in the journal's own turn.
#[derive(Debug, Clone)]
pub(super) enum Note {
    /// A try is at this.
    At(Try),
    /// The draft was loaded up to a row. `ended` are tries that say nothing any more; `refused` are rows that do not apply.
    Proven {
        ended: Vec<i64>,
        head: u64,
        refused: Vec<u64>,
    },
    /// A room has held the draft up to a row, and done well.
    Lived { head: u64 },
    /// This try says nothing: what it was at did neither well nor badly.
    SaysNothing(i64),
}

/// What is to be put into quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) number: u64,
    pub(super) cause: Cause,
}

/// Judges a draft by tries that did not end well. The row that was named most often, or else last, is to blame; then the snapshot; then
/// what rooms do with the draft. Tries that name nothing only say that it is worth looking.
pub(super) fn judge(tries: &[Try], head: u64) -> Option<Sentence> {
    if tries.len() < TRIES {
        return None;
    }
    let times = |stage: Stage| tries.iter().filter(|it| it.stage == stage).count();
    let rows = tries.iter().filter_map(|it| match it.stage {
        Stage::Row(number) => Some(number),
        Stage::Whole | Stage::Snapshot | Stage::Room => None,
    });
    let (number, cause) = if let Some(row) = rows.max_by_key(|row| times(Stage::Row(*row))) {
        (row, Cause::Fatal)
    } else if times(Stage::Snapshot) > 0 {
        (head, Cause::Snapshot)
    } else if times(Stage::Room) >= TRIES {
        (head, Cause::Room)
    } else {
        return None;
    };
    Some(Sentence { number, cause })
}

/// A try that is under way here. Dropping it says that it did not end well, if it was written down.
pub(super) struct Trying {
    journal: Journal,
    place: Place,
    id: i64,
    is_marked: bool,
}

impl Trying {
    pub(super) fn new(journal: &Journal, place: Place) -> Self {
        let id = i64::from_be_bytes(journal.shared.clock.random()) & i64::MAX;
        journal.shared.ours(|ours| ours.insert(id));
        Self {
            journal: journal.clone(),
            place,
            id,
            is_marked: false,
        }
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    pub(super) fn is_marked(&self) -> bool {
        self.is_marked
    }

    /// Writes down what comes next, before it does.
    pub(super) async fn at(&mut self, stage: Stage) -> Result<()> {
        self.at_within(MARK_SURELY_WITHIN, stage).await
    }

    async fn at_within(&mut self, most: Duration, stage: Stage) -> Result<()> {
        // It may be written even if we do not hear of it.
        self.is_marked = true;
        let note = Note::At(Try { id: self.id, stage });
        match timeout(most, self.journal.note(self.place, note)).await {
            Ok(written) => written,
            Err(cause) => Err(Error::internal("writing down a try").caused_by(cause)),
        }
    }

    /// As [`Self::at`]; what comes next comes also if that fails, or takes long.
    pub(super) async fn try_at(&mut self, stage: Stage) {
        if let Err(cause) = self.at_within(MARK_WITHIN, stage).await {
            unwritten(self.place, &cause);
        }
    }

    /// Does what a draft that was held before is taken in with. It is written down when it takes long: what ends a program takes its time.
    pub(super) async fn mark_if_long<T>(
        &mut self,
        long: Duration,
        work: impl Future<Output = T>,
    ) -> T {
        tokio::pin!(work);
        match timeout(long, &mut work).await {
            Ok(done) => done,
            Err(_) => {
                self.try_at(Stage::Whole).await;
                work.await
            }
        }
    }

    /// It has failed, and this process lives on.
    pub(super) async fn failed(mut self) {
        if !self.is_marked {
            self.try_at(Stage::Whole).await;
        }
    }

    /// It has ended well. Written down while the draft is being used already.
    pub(super) fn ended_well(self, note: Note, done: oneshot::Sender<()>) {
        let note = match note {
            Note::Proven {
                mut ended,
                head,
                refused,
            } => {
                ended.push(self.id);
                Note::Proven {
                    ended,
                    head,
                    refused,
                }
            }
            other => other,
        };
        tokio::spawn(self.write_down(note, done));
    }

    /// It has ended without a word on the draft: the database failed, or what was made of the draft is not needed any more. Waits for that
    /// to be written down, once; it comes after all that this try has handed to the journal before.
    pub(super) async fn says_nothing(self) {
        if !self.is_marked {
            return;
        }
        let note = Note::SaysNothing(self.id);
        let (done, noted) = oneshot::channel();
        tokio::spawn(self.write_down(note, done));
        // It is dropped, not sent.
        let _ = timeout(MARK_WITHIN, noted).await;
    }

    async fn write_down(self, note: Note, done: oneshot::Sender<()>) {
        let mut done = Some(done);
        for endings in 0..ENDINGS {
            let written = self.journal.note(self.place, note.clone()).await;
            // Whoever waits for it has waited long enough.
            drop(done.take());
            let Err(cause) = written else { break };
            unwritten(self.place, &cause);
            sleep(MARK_WITHIN * 2_u32.pow(endings)).await;
        }
    }
}

impl Drop for Trying {
    fn drop(&mut self) {
        self.journal.shared.ours(|ours| ours.remove(&self.id));
    }
}

impl Journal {
    /// A room has held the draft up to a row and done well. Waits for it to be written down, for a while.
    pub(in crate::collab) async fn lived(&self, place: Place, head: u64) {
        match timeout(MARK_WITHIN, self.note(place, Note::Lived { head })).await {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => unwritten(place, &cause),
            Err(cause) => unwritten(
                place,
                &Error::internal("writing down a room").caused_by(cause),
            ),
        }
    }

    /// A room has failed inside. Nobody knows at what; rooms of one draft that fail again and again are a sign.
    pub(in crate::collab) async fn room_failed(&self, place: Place) {
        let mut trying = Trying::new(self, place);
        trying.try_at(Stage::Room).await;
    }

    /// Every draft that can only be read now.
    pub(in crate::collab) async fn damaged(&self) -> Result<HashSet<DraftId>> {
        #[cfg(test)]
        let turn = self.shared.faults.enter(Work::Load).await?;
        let mut tx = self.shared.db.read().await?;
        let damaged = quarantine::damaged(&mut tx).await?;
        drop(tx);
        #[cfg(test)]
        turn.leave().await?;
        Ok(damaged)
    }

    /// Writes something down, after all that was handed over before.
    pub(super) async fn note(&self, place: Place, note: Note) -> Result<()> {
        let (reply, written) = oneshot::channel();
        let ended = || Error::unavailable("The journal has ended.");
        self.queue
            .send(Command::Note(place, note, reply))
            .await
            .map_err(|_| ended())?;
        written.await.map_err(|_| ended())?
    }
}

/// What is to be written down, and who waits for it.
pub(super) type Noted = (Place, Note, oneshot::Sender<Result<()>>);

impl Shared {
    fn ours(&self, change: impl FnOnce(&mut HashSet<i64>) -> bool) {
        change(
            &mut self
                .tries
                .ours
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    /// Writes down all that waits, in one transaction.
    pub(super) async fn write_down(&self, mut notes: Vec<Noted>) {
        if notes.is_empty() {
            return;
        }
        // As with edits: in the same order on every node.
        notes.sort_by_key(|(place, ..)| place.draft);
        let written = self.write_notes(&notes).await;
        let failed = written.as_ref().err().map(crate::error::Error::to_string);
        for (_, _, reply) in notes {
            let result = match &failed {
                None => Ok(()),
                Some(cause) => Err(Error::internal("writing down a try").caused_by(cause.clone())),
            };
            // Whoever asked may have given up.
            let _ = reply.send(result);
        }
    }

    async fn write_notes(&self, notes: &[Noted]) -> Result<()> {
        #[cfg(test)]
        let turn = self.faults.note().await?;
        let now_ms = self.clock.now_ms();
        // The journal writes them itself: whoever gave way to it here would wait for themselves.
        let mut tx = self.db.begin_first().await?;
        for (place, note, _) in notes {
            let (organisation, draft) = (place.organisation, place.draft);
            match note {
                Note::At(tried) => {
                    quarantine::mark(&mut tx, organisation, draft, *tried, now_ms).await?;
                }
                Note::Proven {
                    ended,
                    head,
                    refused,
                } => {
                    for id in ended {
                        quarantine::forget(&mut tx, organisation, draft, *id).await?;
                    }
                    for number in refused {
                        let what = (*number, Cause::Refused);
                        quarantine::quarantine(&mut tx, organisation, draft, what, now_ms).await?;
                    }
                    quarantine::prove(&mut tx, organisation, draft, *head).await?;
                }
                Note::Lived { head } => {
                    quarantine::forget_rooms(&mut tx, organisation, draft).await?;
                    quarantine::prove(&mut tx, organisation, draft, *head).await?;
                }
                Note::SaysNothing(id) => {
                    quarantine::forget(&mut tx, organisation, draft, *id).await?;
                }
            }
        }
        tx.commit().await?;
        #[cfg(test)]
        turn.leave().await?;
        Ok(())
    }
}

/// A row that holds this ends who decodes it, as far as one can within a test.
#[cfg(test)]
pub(in crate::collab) const POISON: &str = "poison for the loader";

#[cfg(test)]
pub(super) fn poison(row: &[u8]) {
    let held = |part: &[u8]| part == POISON.as_bytes();
    assert!(
        !row.windows(POISON.len()).any(held),
        "the test has asked for it"
    );
}
