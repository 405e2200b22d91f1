//! From accepted to on disk to shown (U6, U7), and what happens when that fails (U9, U10).

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::{ApplyError, ClientId};
use imprimatur_protocol::{Close, ErrorCode, PersonId};
use tokio::sync::oneshot;
use tokio::time::Instant;
use tracing::Span;

use super::damage::Damage;
use super::shown::{Carried, Shown};
use super::{Encoded, Ground, Known, LONG_BYTES, Replica, Room, SessionKey, aside};
use crate::clock::Clock;
use crate::collab::journal::{Append, Appended, Folded, How, Journal, Loaded, Place, rows};
use crate::collab::metrics::{self, CatchUp};
use crate::error::describe;

/// What an entry takes beside its bytes, so that a flood of small ones is bounded too.
pub(super) const ENTRY_BYTES: usize = 64;

/// Waits between tries of a failing journal.
const SHORTEST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A template counts as edited at most so often: lists need no more, and the row is shared.
const TOUCH_EVERY: Duration = Duration::from_secs(10);

/// While much is written, a fold waits, at most until the journal of the draft has so many times the rows, or the bytes, that are folded otherwise.
const BUSY_TIMES: u32 = 8;

/// A fold that failed is tried again after so long.
const FOLD_AGAIN_AFTER: Duration = Duration::from_secs(60);

/// An update message that was accepted and is not on disk yet.
pub(super) struct Entry {
    pub(super) author: SessionKey,
    pub(super) number: u64,
    /// `None`: it brought nothing, and is settled when all before it is.
    pub(super) edit: Option<Edit>,
}

/// An update to be journalled.
pub(super) struct Edit {
    pub(super) bytes: Bytes,
    pub(super) binds: Vec<(ClientId, PersonId)>,
    /// Who only deletes with it: nothing in its bytes says so.
    pub(super) deleter: Option<PersonId>,
    /// Its trace, which ends when it is shown and reported.
    pub(super) span: Span,
}

impl Entry {
    fn bytes(&self) -> usize {
        ENTRY_BYTES + self.edit.as_ref().map_or(0, |edit| edit.bytes.len())
    }
}

/// The one batch that the journal has.
pub(super) struct InFlight {
    pub(super) entries: Vec<Entry>,
    pub(super) reply: oneshot::Receiver<Appended>,
}

/// When a failing journal is tried again.
#[derive(Debug, Default)]
pub(super) struct Pace {
    failures: u32,
    not_before: Option<Instant>,
}

impl Pace {
    pub(super) fn is_failing(&self) -> bool {
        self.failures > 0
    }

    fn is_due(&self) -> bool {
        self.not_before.is_none_or(|at| Instant::now() >= at)
    }

    fn fail(&mut self, clock: &Clock) {
        self.not_before = Some(Instant::now() + wait(self.failures, clock));
        self.failures = self.failures.saturating_add(1);
    }
}

/// Doubles from the shortest to the longest; scattered, so that rooms that fail together do not come back together.
pub(super) fn wait(failures: u32, clock: &Clock) -> Duration {
    let longest = SHORTEST_WAIT
        .saturating_mul(1 << failures.min(8))
        .min(LONGEST_WAIT);
    let [scatter] = clock.random::<1>();
    longest / 2 + longest / 2 * u32::from(scatter) / 256
}

impl Room {
    /// Hands what has gathered to the journal, unless it still has a batch of ours. `on_time`: the clock woke the room. Only then it is
    /// its turn: clocks wake all rooms together, and messages each at a time of its own.
    pub(super) fn submit(&mut self, on_time: bool) {
        if self.in_flight.is_some() {
            // A turn that comes while the journal is slow is made up for as soon as it has answered.
            if !self.gathering.is_empty() {
                self.submit_at = Some(self.turn(Instant::now()));
            }
            return;
        }
        if self.reloading.is_some() || !self.pace.is_due() {
            return;
        }
        // Nothing is before these any more.
        while let Some(entry) = self.gathering.pop_front_if(|entry| entry.edit.is_none()) {
            self.settle(std::slice::from_ref(&entry));
        }
        if self.gathering.is_empty() {
            self.submit_at = None;
            return;
        }
        let now = Instant::now();
        // A failing journal has its own pace.
        if !self.draining && !self.pace.is_failing() {
            let turn = self.turn(now);
            self.submit_at = Some(turn);
            self.ground.journal.expect(turn);
            if !on_time || now < turn {
                return;
            }
        }
        let Some(slot) = self.ground.journal.slot() else {
            // More rooms wait for the journal than may.
            self.submit_at = Some(self.next_beat(now));
            return;
        };
        self.submit_at = None;
        self.rush.hand_over(self.gathering.len(), now);
        let (mut entries, mut bytes) = (Vec::new(), 0);
        while let Some(entry) = self.gathering.pop_front() {
            bytes += entry.bytes();
            entries.push(entry);
            if bytes >= self.ground.limits.journal_batch_bytes {
                break;
            }
        }
        let touch = self.touched_at.is_none_or(|at| at.elapsed() >= TOUCH_EVERY);
        if touch {
            self.touched_at = Some(Instant::now());
        }
        let sitting = self.sitting_down(&entries);
        let edits = entries.iter().filter_map(|entry| entry.edit.as_ref());
        let deleters = edits.clone().filter_map(|edit| edit.deleter);
        let deleters = self.deletions.take_note(deleters, now);
        let reply = slot.append(Append {
            place: self.place,
            updates: edits.clone().map(|edit| edit.bytes.clone()).collect(),
            spans: metrics::traced(edits.clone().map(|edit| &edit.span)),
            binds: edits.flat_map(|edit| edit.binds.iter().copied()).collect(),
            deleters,
            touch,
            sitting,
            again: self.pace.is_failing(),
        });
        self.in_flight = Some(InFlight { entries, reply });
    }

    /// When what gathers is to be handed over, if nothing else holds it up.
    fn turn(&self, now: Instant) -> Instant {
        let turn = self.submit_at.unwrap_or_else(|| self.next_beat(now));
        let much = self.rush.is_enough(self.gathering.len(), now)
            || self.unsaved_bytes >= self.ground.limits.room_unsaved_bytes / 4;
        if much {
            turn.min(self.ground.beat.next_quick(now))
        } else {
            turn
        }
    }

    fn next_beat(&self, now: Instant) -> Instant {
        let beat = self.ground.beat;
        if self.rush.is_on(now) {
            beat.next_of_half(now)
        } else {
            beat.next(now)
        }
    }

    /// When the room has to wake for it.
    pub(super) fn submit_due(&self) -> Option<Instant> {
        let held_up = self.in_flight.is_some() || self.reloading.is_some();
        self.submit_at.filter(|_| !held_up && self.pace.is_due())
    }

    /// The journal has dealt with our batch.
    pub(super) fn appended(&mut self, appended: Appended) {
        let Some(InFlight { entries, .. }) = self.in_flight.take() else {
            return;
        };
        match appended {
            Appended::Committed { head } => {
                self.rush.committed(Instant::now());
                self.journal_is_back();
                if self.neighbours.is_some() {
                    self.landed(head, entries);
                } else if head == self.head + 1 {
                    self.head = head;
                    self.take_own(&entries);
                } else {
                    // Rows that we have not read are before ours. What is ours is saved all the same.
                    self.settle(&entries);
                    self.start_over("the journal has rows that this room has not read");
                }
            }
            Appended::Failed => {
                self.touched_at = None;
                self.sittings.clear();
                self.deletions.forget();
                self.pace.fail(&self.ground.clock);
                for entry in &entries {
                    self.tell_unsaved(entry.author);
                }
                for entry in entries.into_iter().rev() {
                    self.gathering.push_front(entry);
                }
            }
            Appended::Gone => self.gone.cancel(),
            Appended::ForeignClient => {
                for entry in entries.into_iter().rev() {
                    self.gathering.push_front(entry);
                }
                self.start_over("a client id was bound elsewhere");
            }
        }
    }

    fn journal_is_back(&mut self) {
        if self.pace.is_failing() {
            self.pace = Pace::default();
            self.members
                .values_mut()
                .for_each(|member| member.told_unsaved = false);
        }
    }

    /// Takes in a row of this room's, whose turn it is.
    pub(super) fn take_own(&mut self, entries: &[Entry]) {
        let bytes: usize = entries.iter().map(Entry::bytes).sum();
        aside(bytes >= LONG_BYTES, || self.show_committed(entries));
        self.settle(entries);
    }

    /// Applies what is on disk and shows it, in the order of the journal.
    fn show_committed(&mut self, entries: &[Entry]) {
        if self.held().is_none() || self.awake().is_none() {
            return;
        }
        self.state = None;
        self.tail_rows += 1;
        let shown: Vec<Shown<'_>> = entries
            .iter()
            .filter_map(|entry| {
                entry.edit.as_ref().map(|edit| Shown {
                    update: &edit.bytes,
                    author: Some(entry.author),
                })
            })
            .collect();
        // As they are stored: what a fold has taken in is subtracted again.
        self.tail_bytes += rows::length(shown.iter().map(|it| it.update.len()));
        let bytes: usize = shown.iter().map(|it| it.update.len()).sum();
        self.state_bytes += bytes;
        self.unmeasured_bytes += bytes;
        let carried = if self.one_by_one {
            Carried::one_by_one(&shown)
        } else {
            Carried::new(&shown)
        };
        let Replica::Awake(document) = &mut self.replica else {
            return;
        };
        let mut taken = 0;
        for carrier in &carried.all {
            match document.apply(carrier.update()) {
                Ok(applied) => {
                    taken += carrier.count;
                    if let Some(held) = &mut self.held {
                        held.learn(&applied);
                    }
                }
                Err(error) => {
                    // Whose it is can be told of one alone: it will be brought again.
                    self.one_by_one = true;
                    let author = shown[taken].author.filter(|_| carrier.count == 1);
                    self.fan_out(&shown[..taken]);
                    return self.fail_closed(author, &error);
                }
            }
        }
        self.send_out(&carried);
    }

    /// The document cannot take what is on disk (U9). It is loaded again, without what it could not take, and whoever
    /// wrote that is stopped: coming back, it would bring it again.
    pub(super) fn fail_closed(&mut self, author: Option<SessionKey>, error: &ApplyError) {
        tracing::error!(
            draft.id = %self.place.draft, journal.number = self.head, error.cause = %error,
            "{}: an update of journal row {} does not apply: {error}; the draft is loaded again",
            self.place.draft, self.head
        );
        self.replica = Replica::Lost;
        if let Some(author) = author {
            self.expel(author, Close::Malformed, Instant::now());
        }
        self.start_over("the document failed");
    }

    /// Tells the authors that all of these are on disk.
    pub(super) fn settle(&mut self, entries: &[Entry]) {
        let mut last: Option<SessionKey> = None;
        for entry in entries {
            self.unsaved_bytes = self.unsaved_bytes.saturating_sub(entry.bytes());
            if let Some(member) = self.members.get_mut(&entry.author) {
                member.acks.on_disk(entry.number);
            }
            // Neighbours are mostly of one author, and one report is enough for all of them.
            if last != Some(entry.author)
                && let Some(author) = last.replace(entry.author)
            {
                self.report(author);
            }
        }
        if let Some(author) = last {
            self.report(author);
        }
    }

    /// Throws away what is not on disk, loads the draft anew, and then asks every session for what it lacks (U9,
    /// U10). The sockets stay open, and what they send meanwhile counts as a gap.
    pub(super) fn start_over(&mut self, why: &'static str) {
        if self.reloading.is_some() {
            return;
        }
        metrics::catches_up(CatchUp::Reload);
        tracing::warn!(
            draft.id = %self.place.draft, room.unsaved_bytes = self.unsaved_bytes,
            "{} is loaded again: {why}", self.place.draft
        );
        self.forget_rows();
        self.gathering = VecDeque::new();
        self.in_flight = None;
        self.permit = None;
        self.unsaved_bytes = 0;
        self.members
            .values_mut()
            .for_each(|member| member.acks.discard());
        let (reply, loaded) = oneshot::channel();
        tokio::spawn(load_until_there(
            self.ground.clone(),
            self.place,
            self.load_how,
            reply,
        ));
        self.reloading = Some(loaded);
    }

    /// The draft is there again.
    pub(super) fn reloaded(&mut self, loaded: Option<Box<Loaded>>) {
        self.reloading = None;
        let Some(loaded) = loaded else {
            return self.gone.cancel();
        };
        self.journal_is_back();
        let damage = Damage::of(&loaded, Instant::now());
        let before = self.replica.vector();
        self.replica = loaded.replica;
        self.load_how = How::Stored;
        self.now_held(loaded.held, Known::All);
        self.head = loaded.head;
        self.clients = loaded.clients;
        self.settle_ids(None);
        self.tail_rows = loaded.tail_rows;
        self.tail_bytes = loaded.tail_bytes;
        self.state = loaded
            .state
            .as_deref()
            .map(|it| Encoded::new(it, Known::Named));
        self.state_bytes = loaded.state_bytes;
        self.unmeasured_bytes = loaded.tail_bytes;
        // What sessions have not seen: all beyond what they were shown, or, where that is not known, everything.
        let unseen = match before {
            Some(before) => self
                .awake()
                .and_then(|document| document.diff(&before.encode()).ok())
                .map(Bytes::from),
            None => self.encoded().map(Encoded::state),
        };
        if let Some(unseen) = unseen {
            self.fan_out(&[Shown {
                update: &unseen,
                author: None,
            }]);
        }
        self.reloaded_as(damage);
        self.answer_postponed();
        self.ask_everybody();
        self.read_again();
    }

    /// Has the journal folded when its tail has grown over the limits; one fold at a time.
    pub(super) fn fold(&mut self) {
        let limits = &self.ground.limits;
        let now = Instant::now();
        let is_busy = self.rush.is_on(now) || self.rush_elsewhere.is_on(now);
        let times = if is_busy { BUSY_TIMES } else { 1 };
        let rows = limits.fold_rows.saturating_mul(times);
        let bytes = limits.fold_bytes.saturating_mul(times as usize);
        let due = self.tail_rows >= rows || self.tail_bytes >= bytes;
        if !due
            || self.folding.is_some()
            || self.reloading.is_some()
            || self.draining
            || self.damage.is_damaged
            || now < self.fold_after
        {
            return;
        }
        let (reply, folding) = oneshot::channel();
        tokio::spawn(fold(self.ground.journal.clone(), self.place, reply));
        self.folding = Some(folding);
    }

    /// A fold has ended; `None`: it failed, and the rows are as they were.
    pub(super) fn folded(&mut self, folded: Option<Folded>) {
        self.folding = None;
        metrics::folded(folded.is_some());
        match folded {
            Some(Folded::UpTo { rows, bytes, .. }) => {
                self.tail_rows = self.tail_rows.saturating_sub(rows);
                self.tail_bytes = self.tail_bytes.saturating_sub(bytes);
            }
            Some(Folded::Nothing) => (self.tail_rows, self.tail_bytes) = (0, 0),
            None => self.fold_after = Instant::now() + FOLD_AGAIN_AFTER,
        }
    }
}

/// Loads a draft until that succeeds, or nobody wants it any more.
async fn load_until_there(
    ground: Ground,
    place: Place,
    how: How,
    mut reply: oneshot::Sender<Option<Box<Loaded>>>,
) {
    for failures in 0.. {
        let loaded = tokio::select! {
            loaded = ground.journal.load_as(place, how) => loaded,
            () = reply.closed() => return,
        };
        match loaded {
            Ok(loaded) => {
                // The room may have ended meanwhile.
                let _ = reply.send(loaded.map(Box::new));
                return;
            }
            // The room ends, and whoever comes back learns of it.
            Err(cause) if cause.code() == ErrorCode::DraftDamaged => return,
            Err(cause) => {
                let cause = describe(&cause);
                tracing::warn!(draft.id = %place.draft, error.cause = %cause, "{} cannot be loaded: {cause}", place.draft);
            }
        }
        tokio::select! {
            () = tokio::time::sleep(wait(failures, &ground.clock)) => {}
            () = reply.closed() => return,
        }
    }
}

async fn fold(journal: Journal, place: Place, reply: oneshot::Sender<Option<Folded>>) {
    let folded = match journal.fold(place).await {
        Ok(folded) => Some(folded),
        Err(cause) => {
            let cause = describe(&cause);
            tracing::error!(draft.id = %place.draft, error.cause = %cause, "{} was not folded: {cause}", place.draft);
            None
        }
    };
    // The room waits for this; if it failed meanwhile, the fold is complete all the same.
    let _ = reply.send(folded);
}
