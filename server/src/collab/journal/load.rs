//! Loading: what is stored becomes a document, and what would end the program on the way is found and passed over.
//!
//! Before a draft is decoded that was never held in memory as it is, a *try* is written down, and forgotten when it has ended well. Whoever
//! finds one that did not end well goes row by row and writes down each before it takes it. What has ended two tries is put into
//! quarantine: a row is passed over from then on, and the draft can only be read; without its snapshot nothing of it is.
//!
//! A draft that was held before, by whichever node with the same decoder, is opened without writing anything.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;
#[cfg(test)]
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::splice::{Spliced, splice};
use imprimatur_crdt::{ClientId, Document, held::Held};
use imprimatur_protocol::{ErrorCode, PersonId};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};

#[cfg(test)]
use super::Work;
use super::tries::{Note, Sentence, Trying, judge};
use super::{Command, How, Journal, Loaded, Place, rows};
use crate::collab::room::Replica;
use crate::collab::store::quarantine::{Cause, Stage, Try};
use crate::collab::store::{self, Stored};
use crate::error::{Error, Kind, Result, describe};

/// How long decoding may take. A draft at all its bounds takes some two seconds on a slow core; beyond this it never ends.
const DECODING_MOST: Duration = Duration::from_secs(60);

/// A draft that was held before is written down only when it takes so long: memory that runs out takes its time, too.
const LONG: Duration = Duration::from_millis(250);

/// How long tries of others must stand still before they count as ended: loading takes much less, and nodes' clocks are not compared.
const STANDS_STILL: Duration = Duration::from_millis(if cfg!(test) { 400 } else { 5_000 });

/// How long tries of others may go on before the draft is loaded row by row, which takes a commit for each.
const MAY_END: Duration = Duration::from_millis(if cfg!(test) { 100 } else { 1_000 });

/// They are looked at again after so long, then ever less often: most end within milliseconds.
const FIRST_LOOK: Duration = Duration::from_millis(10);
const LAST_LOOK: Duration = Duration::from_millis(250);

impl Journal {
    /// Loads a draft, after all that was handed over before. `None` when there is no such draft.
    ///
    /// # Errors
    /// With [`ErrorCode::DraftDamaged`] when nothing of it can be loaded, and will not be until an operator has seen to it.
    pub(in crate::collab) async fn load(&self, place: Place) -> Result<Option<Loaded>> {
        self.load_as(place, How::Stored).await
    }

    /// As [`Self::load`].
    pub(in crate::collab) async fn load_as(
        &self,
        place: Place,
        how: How,
    ) -> Result<Option<Loaded>> {
        let (reply, settled) = oneshot::channel();
        if self.queue.send(Command::Settle(reply)).await.is_ok() {
            // Dropped only when the journal ends, and then nothing is in flight.
            let _ = settled.await;
        }
        // A task of its own: whoever asked may leave, and a load that was dropped would look like one that was the end of somebody.
        let journal = self.clone();
        tokio::spawn(async move { journal.load_now(place, how).await })
            .await
            .map_err(|cause| Error::internal("loading a draft").caused_by(cause))?
    }

    async fn load_now(&self, place: Place, how: How) -> Result<Option<Loaded>> {
        let mut watched: Option<(Vec<Try>, Instant)> = None;
        let mut look = FIRST_LOOK;
        #[cfg(test)]
        self.shared.faults.loads.fetch_add(1, SeqCst);
        loop {
            let Some((mut stored, clients)) = self.read(place).await? else {
                return Ok(None);
            };
            stored.is_proven &= how == How::Stored;
            let lost = |it: &store::quarantine::Quarantined| {
                it.cause == Cause::Snapshot && !it.is_released
            };
            if stored.quarantine.iter().any(lost) {
                return Err(damaged());
            }
            let tries = self.shared.tries.not_ours(&stored.tries);
            if tries.is_empty() {
                return self.load_at_once(place, stored, clients).await.map(Some);
            }
            let sentence = judge(&tries, stored.head);
            let still = match &watched {
                Some((before, since)) if *before == tries => since.elapsed(),
                _ => {
                    watched = Some((tries.clone(), Instant::now()));
                    Duration::ZERO
                }
            };
            // Rooms that have failed are not under way.
            let may_live = tries.iter().any(|it| it.stage != Stage::Room);
            let patience = match sentence {
                _ if !may_live => Duration::ZERO,
                Some(_) => STANDS_STILL,
                None => MAY_END,
            };
            if still < patience {
                sleep(look).await;
                look = (look * 2).min(LAST_LOOK);
                continue;
            }
            match sentence {
                Some(sentence) => self.sentence(place, sentence, &tries).await?,
                None => {
                    let loaded = self.load_row_by_row(place, stored, clients, tries).await;
                    return loaded.map(Some);
                }
            }
        }
    }

    async fn read(&self, place: Place) -> Result<Option<(Stored, Vec<(ClientId, PersonId)>)>> {
        #[cfg(test)]
        let turn = self.shared.faults.read().await?;
        let mut tx = self.shared.db.read().await?;
        let Some(stored) = store::load(&mut tx, place.organisation, place.draft).await? else {
            return Ok(None);
        };
        let clients = store::clients::bound(&mut tx, place.organisation, place.draft).await?;
        drop(tx);
        #[cfg(test)]
        turn.leave().await?;
        Ok(Some((stored, clients)))
    }

    async fn load_at_once(
        &self,
        place: Place,
        stored: Stored,
        clients: Vec<(ClientId, PersonId)>,
    ) -> Result<Loaded> {
        let mut trying = Trying::new(self, place);
        if !stored.is_proven {
            trying.try_at(Stage::Whole).await;
        }
        let is_proven = stored.is_proven;
        let decoding = within(DECODING_MOST, move || decode(&stored, clients));
        let decoded = trying.mark_if_long(LONG, decoding).await;
        self.decoded(trying, decoded, is_proven, &[]).await
    }

    /// One such load at a time: should it end the program, it is known what did.
    async fn load_row_by_row(
        &self,
        place: Place,
        stored: Stored,
        clients: Vec<(ClientId, PersonId)>,
        tries: Vec<Try>,
    ) -> Result<Loaded> {
        let _turn = self
            .shared
            .tries
            .one_by_one
            .acquire()
            .await
            .map_err(|cause| Error::internal("loading a draft").caused_by(cause))?;
        tracing::warn!(
            draft.id = %place.draft, tries = tries.len(),
            "{}: an earlier load has not ended well; it is loaded row by row", place.draft
        );
        let mut trying = Trying::new(self, place);
        let stored = Arc::new(stored);
        let decoded = match self.rehearse(&mut trying, &stored).await {
            Ok(()) => within(DECODING_MOST, move || decode(&stored, clients)).await,
            Err(Stopped::Failed(cause)) => Err(cause),
            // The draft has done nothing: what it was at is no sign of anything.
            Err(Stopped::Unwritten(cause)) => {
                trying.says_nothing().await;
                return Err(cause);
            }
        };
        // That rooms failed is forgotten when one has lived for a while.
        let ended: Vec<i64> = tries
            .iter()
            .filter(|it| it.stage != Stage::Room)
            .map(|it| it.id)
            .collect();
        self.decoded(trying, decoded, false, &ended).await
    }

    /// Takes the snapshot and row after row into a document that is thrown away. Each is written down before.
    async fn rehearse(&self, trying: &mut Trying, stored: &Arc<Stored>) -> Result<(), Stopped> {
        // What cannot be written down is not tried: it might end the program as often as it is.
        trying
            .at(Stage::Snapshot)
            .await
            .map_err(Stopped::Unwritten)?;
        let snapshot = stored.snapshot.clone();
        let mut document = within(DECODING_MOST, move || {
            Document::from_state(&snapshot).map_err(unreadable)
        })
        .await
        .map_err(Stopped::Failed)?;
        let numbers: Vec<u64> = stored.live_rows().map(|(number, _)| number).collect();
        for number in numbers {
            let written = trying.at(Stage::Row(number)).await;
            written.map_err(Stopped::Unwritten)?;
            let stored = Arc::clone(stored);
            let taken_in = within(DECODING_MOST, move || rehearse(document, &stored, number)).await;
            document = taken_in.map_err(Stopped::Failed)?;
        }
        // What is made of the whole.
        trying
            .at(Stage::Snapshot)
            .await
            .map_err(Stopped::Unwritten)?;
        within(DECODING_MOST, move || {
            document.encode_state();
            Ok(())
        })
        .await
        .map_err(Stopped::Failed)
    }

    /// Decoding has ended, well or not.
    async fn decoded(
        &self,
        trying: Trying,
        decoded: Result<Decoded>,
        is_proven: bool,
        ended: &[i64],
    ) -> Result<Loaded> {
        let Decoded {
            mut loaded,
            refused,
        } = match decoded {
            Ok(decoded) => decoded,
            Err(cause) => {
                trying.failed().await;
                return Err(cause);
            }
        };
        let place = trying.place();
        if !refused.is_empty() {
            loaded.is_damaged = true;
            tracing::error!(
                draft.id = %place.draft, journal.rows = ?refused,
                "{}: {} journal rows do not apply; the draft can only be read until an operator has released it",
                place.draft, refused.len()
            );
        }
        if trying.is_marked() || !is_proven || !refused.is_empty() {
            let (done, noted) = oneshot::channel();
            let wait = !refused.is_empty();
            trying.ended_well(
                Note::Proven {
                    ended: ended.to_vec(),
                    head: loaded.head,
                    refused,
                },
                done,
            );
            // Whoever opens the draft next is to know of it as well.
            if wait {
                let _ = noted.await;
            }
        }
        Ok(loaded)
    }

    /// Puts what has ended its loaders into quarantine, if the tries that say so still stand as they were read: some may have ended
    /// well since.
    async fn sentence(&self, place: Place, sentence: Sentence, tries: &[Try]) -> Result<()> {
        let Sentence { number, cause } = sentence;
        #[cfg(test)]
        let turn = self.shared.faults.enter(Work::Append).await?;
        let now_ms = self.shared.clock.now_ms();
        let mut tx = self.shared.db.begin().await?;
        let (organisation, draft) = (place.organisation, place.draft);
        for it in tries {
            if !store::quarantine::take(&mut tx, organisation, draft, *it).await? {
                return Ok(());
            }
        }
        store::quarantine::quarantine(&mut tx, organisation, draft, (number, cause), now_ms)
            .await?;
        tx.commit().await?;
        #[cfg(test)]
        turn.leave().await?;
        let what = match cause {
            Cause::Fatal | Cause::Refused => "a journal row has ended those who loaded it",
            Cause::Snapshot => "its snapshot has ended those who loaded it",
            Cause::Room => "its rooms have failed",
        };
        tracing::error!(
            draft.id = %draft, journal.number = number, quarantine.cause = cause.as_str(),
            "{draft}: {what}, twice; the draft is in quarantine until an operator has released it"
        );
        Ok(())
    }
}

/// Why a draft was not gone through to its end.
enum Stopped {
    /// It does not decode.
    Failed(Error),
    /// What was next could not be written down.
    Unwritten(Error),
}

/// Runs what takes a core off the async threads, and waits for it so long at most. What never ends keeps its thread.
pub(super) async fn within<T: Send + 'static>(
    most: Duration,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match timeout(most, spawn_blocking(work)).await {
        Ok(Ok(done)) => done,
        Ok(Err(cause)) => Err(Error::internal("decoding a draft").caused_by(cause)),
        Err(cause) => Err(Error::internal("decoding a draft").caused_by(cause)),
    }
}

/// Nothing of the draft can be loaded.
fn damaged() -> Error {
    Error::new(
        Kind::Internal,
        ErrorCode::DraftDamaged,
        "This draft is damaged and cannot be opened. An operator must see to it.",
    )
}

fn unreadable(cause: imprimatur_crdt::DecodeError) -> Error {
    Error::internal("reading a draft").caused_by(cause)
}

/// A draft, decoded, and the rows that do not apply and of which nobody knew.
struct Decoded {
    loaded: Loaded,
    refused: Vec<u64>,
}

/// Takes in what is stored; gives the document and the rows of which something does not apply.
pub(super) fn take_in(stored: &Stored) -> Result<(Document, BTreeSet<u64>)> {
    let mut refused = BTreeSet::new();
    let mut updates = Vec::new();
    for (number, row) in stored.live_rows() {
        #[cfg(test)]
        super::tries::poison(row);
        match rows::read(row) {
            Ok(read) => updates.extend(read.into_iter().map(|update| (number, update))),
            Err(_) => {
                refused.insert(number);
            }
        }
    }
    let (document, left_out) = Document::load(
        Some(&stored.snapshot),
        updates.iter().map(|(_, update)| &**update),
    )
    .map_err(unreadable)?;
    refused.extend(left_out.into_iter().map(|position| updates[position].0));
    Ok((document, refused))
}

/// All that is stored as one state, where that can be had without decoding it.
pub(super) fn spliced(stored: &Stored) -> Option<Spliced> {
    let mut updates = Vec::new();
    for (_, row) in stored.live_rows() {
        updates.extend(rows::read(row).ok()?);
    }
    splice(&stored.snapshot, updates.iter().map(|it| &**it)).ok()?
}

/// Decoding takes a core for as long as the draft is large, so this runs off the async threads.
fn decode(stored: &Stored, clients: Vec<(ClientId, PersonId)>) -> Result<Decoded> {
    // What was held before is what a newcomer is sent, and nobody needs more than its bytes until somebody writes. But of what was ever
    // damaged some rows do not apply, and only decoding leaves them out.
    let is_sound = stored.is_proven && stored.quarantine.is_empty();
    let spliced = is_sound.then(|| spliced(stored)).flatten();
    let (replica, held, state, refused) = match spliced {
        Some(Spliced { state, vector }) => {
            let replica = Replica::Asleep(vector);
            (replica, None, Some(Bytes::from(state)), BTreeSet::new())
        }
        None => {
            let (document, refused) = take_in(stored)?;
            let held = Held::from_document(&document).map_err(unreadable)?;
            (Replica::Awake(document), Some(held), None, refused)
        }
    };
    let tail_bytes = stored.row_bytes();
    let known = |number: &u64| stored.quarantine.iter().any(|it| it.number == *number);
    Ok(Decoded {
        refused: refused.into_iter().filter(|it| !known(it)).collect(),
        loaded: Loaded {
            held,
            replica,
            head: stored.head,
            clients: clients.into_iter().collect(),
            state_bytes: stored.snapshot.len() + tail_bytes,
            state,
            tail_rows: u32::try_from(stored.rows.len()).unwrap_or(u32::MAX),
            tail_bytes,
            is_damaged: stored.is_damaged(),
            rooms_failed: stored.tries.iter().any(|it| it.stage == Stage::Room),
        },
    })
}

/// Takes one row into a document, and gives it back. What does not apply is left out, as it will be.
fn rehearse(mut document: Document, stored: &Stored, number: u64) -> Result<Document> {
    let found = stored.live_rows().find(|(it, _)| *it == number);
    let Some((_, row)) = found else {
        return Ok(document);
    };
    #[cfg(test)]
    super::tries::poison(row);
    for update in rows::read(row).unwrap_or_default() {
        if scan(&update, &ScanLimits::stored()).is_ok() && document.apply(&update).is_err() {
            // It can no longer be used: all up to here is taken in anew.
            let updates: Vec<_> = stored
                .live_rows()
                .take_while(|(it, _)| *it <= number)
                .flat_map(|(_, row)| rows::read(row).unwrap_or_default())
                .collect();
            let (again, _) = Document::load(Some(&stored.snapshot), updates.iter().map(|it| &**it))
                .map_err(unreadable)?;
            return Ok(again);
        }
    }
    Ok(document)
}

/// Logs that what was tried could not be written down.
pub(super) fn unwritten(place: Place, cause: &Error) {
    let cause = describe(cause);
    tracing::warn!(
        draft.id = %place.draft, error.cause = %cause,
        "how loading {} went could not be written down: {cause}", place.draft
    );
}
