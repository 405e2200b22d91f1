//! The rooms of the same draft on other nodes.
//!
//! The journal gives all of them one order: a room applies every row in it, its own and theirs, each once and in order.
//! The bus only says sooner what the journal says surely. A row that is missing is read from the journal; a room that hears
//! nothing compares heads; and what a session brings is judged only by a room that has read all that the session can have seen
//! elsewhere.
//!
//! Where no other node can be, none of this is there.

mod reading;
#[cfg(test)]
mod tests;
mod waiting;
mod whereabouts;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::held::Verdict;
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::{ApplyError, ClientId};
use imprimatur_protocol::PersonId;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::commit::Entry;
use super::shown::Shown;
use super::{Replica, Room, SessionKey, aside};
use crate::bus::{Envelope, Heard, News, NodeId, RoomNews, Said, Subscription, Topic};
use crate::collab::journal::{Place, Since, rows};
use crate::collab::outbox::Sent;
use crate::collab::presence::UNREPEATED_AFTER;
use crate::collab::session::Incoming;
use crate::collab::{elsewhere, metrics};
use crate::error::Result;

/// How long a row may be waited for that the bus is about to bring, before the journal is asked for it.
const GRACE: Duration = Duration::from_millis(20);
/// A room with people in it that has neither written nor read so long compares its head with the database's.
const COMPARE_EVERY: Duration = Duration::from_secs(3);
/// A room with people in it is heard of at least so often.
const SPEAK_EVERY: Duration = Duration::from_secs(2);
/// A room that has missed something asks at most so often who is where: many that miss something together must not drown each other
/// in questions.
const GREET_EVERY: Duration = Duration::from_secs(1);
/// Presence is told to other nodes at most so often; of each person only the newest.
const PRESENCE_EVERY: Duration = Duration::from_millis(30);
/// A longer row is only announced: a bus is made for small messages, and the journal has it.
const ROW_BYTES_MOST: usize = 32 * 1024;
/// Rows that may wait for the one before them, and their bytes. Beyond it the journal is read instead.
const AHEAD_MOST: usize = 1_024;
const AHEAD_BYTES_MOST: usize = 4 * 1024 * 1024;

/// A node of which nothing was heard for so long is forgotten: by then all its people are withdrawn.
const FORGOTTEN_AFTER: Duration = UNREPEATED_AFTER.saturating_mul(2);

/// What a room knows of the rooms of its draft elsewhere.
pub(super) struct Neighbours {
    subscription: Subscription,
    /// Rows beyond the head, which wait for those before them.
    ahead: BTreeMap<u64, Row>,
    /// The journal is being read.
    reading: Option<oneshot::Receiver<Result<Since>>>,
    /// How many times it was begun to be read, and how many of these have ended.
    begun: u64,
    ended: u64,
    /// When it is to be read.
    read_at: Option<Instant>,
    failures: u32,
    /// When this room last knew that it holds all that is on disk.
    compared_at: Instant,
    spoke_at: Instant,
    /// When it last asked who is where, and when it is to ask again.
    greeted_at: Option<Instant>,
    greet_at: Option<Instant>,
    /// What sessions brought that may rest on rows which are not read yet; each with the reading that settles that.
    parked: VecDeque<Parked>,
    parked_bytes: usize,
    /// When each node was last heard of.
    nodes: HashMap<NodeId, Instant>,
    /// Presence that is to be told to the others.
    moved: BTreeMap<u64, Sent>,
    tell_at: Option<Instant>,
}

enum Row {
    /// Written by this room, and to be reported to its authors.
    Own(Vec<Entry>),
    /// Written elsewhere.
    Theirs {
        row: Bytes,
        clients: Vec<(ClientId, PersonId)>,
    },
}

struct Parked {
    key: SessionKey,
    update: Box<Incoming>,
    /// The reading after which it is judged.
    reading: u64,
}

/// Why a row of another node cannot be taken in.
enum Trouble {
    Row(&'static str),
    Document(ApplyError),
}

/// What wakes a room that has neighbours.
pub(super) enum Stirred {
    Heard(Heard),
    /// `None`: whoever read is gone.
    Read(Option<Result<Since>>),
    /// Something is due.
    Due,
}

impl Neighbours {
    pub(super) fn new(subscription: Subscription) -> Self {
        let now = Instant::now();
        Self {
            subscription,
            ahead: BTreeMap::new(),
            reading: None,
            begun: 0,
            ended: 0,
            read_at: None,
            failures: 0,
            compared_at: now,
            spoke_at: now,
            greeted_at: None,
            greet_at: None,
            parked: VecDeque::new(),
            parked_bytes: 0,
            nodes: HashMap::new(),
            moved: BTreeMap::new(),
            tell_at: None,
        }
    }

    /// Waits until something happens. May be dropped while it waits without losing anything.
    pub(super) async fn stirred(&mut self) -> Stirred {
        let due = [
            self.tell_at,
            self.greet_at,
            self.read_at.filter(|_| self.reading.is_none()),
        ];
        let due = due.into_iter().flatten().min();
        tokio::select! {
            biased;
            read = super::answer_of(self.reading.as_mut()) => Stirred::Read(read),
            () = super::at(due) => Stirred::Due,
            heard = self.subscription.next() => Stirred::Heard(heard),
        }
    }

    /// Reads the journal soon, unless it is to be read sooner.
    fn read_within(&mut self, wait: Duration) {
        let at = Instant::now() + wait;
        self.read_at = Some(self.read_at.map_or(at, |before| before.min(at)));
    }

    /// Asks who is where, soon.
    pub(super) fn greet_in_turn(&mut self) {
        let now = Instant::now();
        let turn = self.greeted_at.map_or(now, |at| at + GREET_EVERY);
        self.greet_at.get_or_insert(turn.max(now));
    }

    /// The reading that begins after this moment.
    fn next_reading(&self) -> u64 {
        self.begun + 1
    }

    /// Whether a row may wait for those before it.
    fn may_wait(&self, row: &Bytes) -> bool {
        let waiting = self.ahead.values().map(|it| match it {
            Row::Own(_) => 0,
            Row::Theirs { row, .. } => row.len(),
        });
        self.ahead.len() < AHEAD_MOST && waiting.sum::<usize>() + row.len() <= AHEAD_BYTES_MOST
    }

    /// Takes out the rows up to `head`, and gives their authors' entries. They are on disk.
    fn take_up_to(&mut self, head: u64) -> Vec<Entry> {
        let beyond = self.ahead.split_off(&(head + 1));
        let rows = std::mem::replace(&mut self.ahead, beyond).into_values();
        rows.flat_map(|row| match row {
            Row::Own(entries) => entries,
            Row::Theirs { .. } => Vec::new(),
        })
        .collect()
    }
}

impl Room {
    /// Asks who is where, and says who is here: the room is open, or may have missed something.
    pub(super) fn greet_neighbours(&mut self) {
        if let Some(neighbours) = &mut self.neighbours {
            neighbours.greeted_at = Some(Instant::now());
            neighbours.greet_at = None;
        }
        self.say(Said::WhoIsThere);
        self.tell_everything();
    }

    pub(super) fn stir(&mut self, stirred: Stirred) {
        match stirred {
            Stirred::Heard(Heard::Envelope(envelope)) => self.hear_from(envelope),
            // Rows, and where people are, may have been missed.
            Stirred::Heard(Heard::Missed) => {
                if let Some(neighbours) = &mut self.neighbours {
                    neighbours.greet_in_turn();
                }
                self.read_journal_within(Duration::ZERO);
            }
            Stirred::Read(read) => self.has_read(read),
            Stirred::Due => {
                let now = Instant::now();
                let due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
                let Some(neighbours) = &mut self.neighbours else {
                    return;
                };
                let (tell, greet) = (due(neighbours.tell_at), due(neighbours.greet_at));
                if greet {
                    self.greet_neighbours();
                }
                if tell {
                    self.tell();
                }
                if self.neighbours.as_ref().is_some_and(|it| due(it.read_at)) {
                    self.read_journal();
                }
            }
        }
    }

    /// A batch of this room's is on disk as row `head`.
    pub(super) fn landed(&mut self, head: u64, entries: Vec<Entry>) {
        self.announce(head, &entries);
        if head <= self.head {
            // The journal was read before we were told.
            return self.settle(&entries);
        }
        let Some(neighbours) = &mut self.neighbours else {
            return;
        };
        neighbours.ahead.insert(head, Row::Own(entries));
        self.advance();
    }

    /// Applies the rows that follow on the head.
    fn advance(&mut self) {
        while self.reloading.is_none() {
            let next = self.head + 1;
            let Some(neighbours) = &mut self.neighbours else {
                return;
            };
            let Some(row) = neighbours.ahead.remove(&next) else {
                // What waits now waits for a row that is not here.
                if !neighbours.ahead.is_empty() {
                    neighbours.read_within(GRACE);
                }
                return;
            };
            neighbours.compared_at = Instant::now();
            self.head = next;
            match row {
                Row::Own(entries) => self.take_own(&entries),
                Row::Theirs { row, clients } => self.take_theirs(&row, clients),
            }
        }
    }

    /// Applies a row that another node has written.
    fn take_theirs(&mut self, row: &Bytes, clients: Vec<(ClientId, PersonId)>) {
        let Ok(updates) = rows::read(row) else {
            return self.start_over("a row of the journal cannot be read");
        };
        // Folding would hold up those who write there.
        self.rush_elsewhere.hand_over(updates.len(), Instant::now());
        self.settle_ids(Some(&clients));
        self.clients.extend(clients);
        // What is held first: it is read from the bytes, which go with the first update.
        if self.held().is_none() || self.awake().is_none() {
            return;
        }
        self.state = None;
        self.tail_rows += 1;
        self.tail_bytes += row.len();
        let mut shown = Vec::with_capacity(updates.len());
        let mut trouble = None;
        for update in updates {
            match self.take_their(&update) {
                Ok(trimmed) => shown.push(trimmed.map_or(update, Bytes::from)),
                Err(found) => {
                    trouble = Some(found);
                    break;
                }
            }
        }
        let shown: Vec<Shown<'_>> = shown
            .iter()
            .map(|update| Shown {
                update,
                author: None,
            })
            .collect();
        // What the document has taken in is shown in any case: who loads it again shows only what is beyond.
        self.fan_out(&shown);
        match trouble {
            None => {}
            Some(Trouble::Row(why)) => self.start_over(why),
            Some(Trouble::Document(error)) => self.fail_closed(None, &error),
        }
    }

    /// Gives what is to be shown in its stead, where half of it was here.
    fn take_their(&mut self, update: &Bytes) -> std::result::Result<Option<Vec<u8>>, Trouble> {
        self.state_bytes += update.len();
        self.unmeasured_bytes += update.len();
        let unscanned = |_| Trouble::Row("a row of the journal does not scan");
        let mut scan_of = scan(update, &ScanLimits::stored()).map_err(unscanned)?;
        let lost = || Trouble::Row("there is no document");
        let held = self.held().ok_or_else(lost)?;
        let rest = held.trim(update, &scan_of).map_err(unscanned)?;
        // What is held may not be in the document yet, so that cuts for itself.
        let beyond = rest.as_deref().unwrap_or(update);
        if rest.is_some() {
            scan_of = scan(beyond, &ScanLimits::stored()).map_err(unscanned)?;
        }
        match held.check(&scan_of) {
            Ok(Verdict::New { .. } | Verdict::Nothing) => {}
            Ok(Verdict::Gap) | Err(_) => {
                return Err(Trouble::Row(
                    "a row of the journal rests on what is not there",
                ));
            }
        }
        let held = self.held.as_mut().ok_or_else(lost)?;
        if let Some(permit) = &mut self.permit {
            let placed = aside(update.len() >= super::LONG_BYTES, || {
                permit.place(beyond, &scan_of, held)
            });
            match placed {
                Some(placed) => permit.take(placed.into_taken()),
                None => self.permit = None,
            }
        }
        held.admit(&scan_of);
        let Replica::Awake(document) = &mut self.replica else {
            return Err(lost());
        };
        let applied = document.apply(update).map_err(Trouble::Document)?;
        held.learn(&applied);
        Ok(applied.trimmed)
    }

    /// Tells the other nodes of a row of ours.
    fn announce(&self, head: u64, entries: &[Entry]) {
        if self.neighbours.is_none() {
            return;
        }
        let edits = || entries.iter().filter_map(|entry| entry.edit.as_ref());
        let _traced = metrics::announces(edits().map(|edit| &edit.span));
        let row = rows::write(edits().map(|edit| &edit.bytes));
        let said = if row.len() > ROW_BYTES_MOST {
            Said::Here
        } else {
            let binds = edits().flat_map(|edit| &edit.binds);
            Said::Committed {
                row: row.into(),
                binds: binds.map(|(id, person)| (id.get(), *person)).collect(),
            }
        };
        self.ground.publish(self.place, head, said);
    }

    fn say(&mut self, said: Said) {
        let head = self.head;
        if let Some(neighbours) = &mut self.neighbours {
            neighbours.spoke_at = Instant::now();
            self.ground.publish(self.place, head, said);
        }
    }

    fn hear_from(&mut self, envelope: Envelope) {
        let (node, now) = (envelope.node, Instant::now());
        let News::Room(RoomNews { head, said }) = envelope.news else {
            return;
        };
        let own_head = self.head;
        let Some(neighbours) = &mut self.neighbours else {
            return;
        };
        if node == self.ground.node {
            return;
        }
        neighbours.nodes.insert(node, now);
        match said {
            Said::Committed { row, binds } if head > own_head => {
                if neighbours.may_wait(&row) {
                    let clients = binds
                        .into_iter()
                        .filter_map(|(id, person)| Some((ClientId::new(id)?, person)))
                        .collect();
                    neighbours
                        .ahead
                        .entry(head)
                        .or_insert(Row::Theirs { row, clients });
                    self.advance();
                } else {
                    neighbours.read_within(Duration::ZERO);
                }
                return;
            }
            Said::Presence(states) => {
                for it in elsewhere::read(&states) {
                    self.hear_of(node, it, now);
                }
            }
            Said::WhoIsThere => self.tell_everything(),
            Said::Committed { .. } | Said::Here => {}
        }
        if head > own_head {
            self.read_journal_within(GRACE);
        }
    }

    /// What is due by time alone.
    pub(super) fn look_after_neighbours(&mut self, now: Instant) {
        let Some(neighbours) = &mut self.neighbours else {
            return;
        };
        let silences: Vec<(NodeId, Duration)> = neighbours
            .nodes
            .iter()
            .map(|(node, heard)| (*node, now.duration_since(*heard)))
            .collect();
        neighbours
            .nodes
            .retain(|_, heard| now.duration_since(*heard) < FORGOTTEN_AFTER);
        let compare = now.duration_since(neighbours.compared_at) >= COMPARE_EVERY;
        let speak = now.duration_since(neighbours.spoke_at) >= SPEAK_EVERY;
        for (node, silence) in silences {
            for sent in self.presence.node_silence(node, silence, now) {
                self.show_here(&sent, None);
            }
        }
        if self.members.is_empty() {
            return;
        }
        if compare {
            self.read_journal_within(Duration::ZERO);
        }
        if speak {
            self.say(Said::Here);
        }
    }

    /// Own rows that wait for theirs: on disk, not in the document yet.
    pub(super) fn landed_entries(&self) -> impl Iterator<Item = &Entry> {
        let ahead = self.neighbours.iter().flat_map(|it| it.ahead.values());
        ahead.flat_map(|row| match row {
            Row::Own(entries) => entries.as_slice(),
            Row::Theirs { .. } => &[],
        })
    }
}

impl super::Ground {
    /// Tells the rooms of a draft on other nodes.
    fn publish(&self, place: Place, head: u64, said: Said) {
        self.bus.publish(Envelope {
            node: self.node,
            topic: Topic::Draft(place.draft),
            news: News::Room(RoomNews { head, said }),
        });
    }
}
