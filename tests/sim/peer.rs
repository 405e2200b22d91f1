//! A client that keeps the rules of SPEC: it answers what it is asked, comes back, and resends what is not saved.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::ClientId;
use imprimatur_protocol::Close;
use imprimatur_protocol::frame::{Access, Message, Own, PresentPerson};
use imprimatur_protocol::presence::{self, Entry};
use tokio::time::Instant;

use super::dice::Dice;
use super::layout::Paper;
use super::line::Line;
use super::node::Node;
use super::sky::Sky;
use crate::collab::journal::Place;
use crate::collab::room::Participant;

/// Clients say again where they are when they have not done so for so long, as stock clients do.
const RENEW_AFTER: Duration = Duration::from_secs(15);

/// What a peer knows of the others: the newest clock of each, and the state, if it is there.
type Seen = BTreeMap<u64, (u64, Option<String>)>;

/// A client.
pub(super) struct Peer {
    number: usize,
    pub(super) person: PresentPerson,
    pub(super) access: Access,
    pub(super) own: bool,
    pub(super) paper: Paper,
    pub(super) line: Option<Line>,
    /// It stays away until it is told to come back.
    pub(super) offline: bool,
    pub(super) asleep: bool,
    pub(super) reads: bool,
    /// It holds what may not be saved.
    pub(super) dirty: bool,
    /// Its socket is to be closed, because it has forged.
    pub(super) forged: bool,
    /// It was given something by another way than its server, which learns of it when it comes back the next time.
    pub(super) given: bool,
    /// Its node goes away.
    pub(super) sent_away: bool,
    back_at: Instant,
    clock: u64,
    shows: bool,
    shown_at: Instant,
    seen: Seen,
    sky: Arc<Sky>,
    dice: Dice,
}

impl Peer {
    pub(super) fn new(
        sky: &Arc<Sky>,
        number: usize,
        person: PresentPerson,
        access: Access,
        own: bool,
        mut dice: Dice,
    ) -> Self {
        let client = a_client(&mut dice);
        let now = Instant::now();
        Self {
            number,
            person,
            access,
            own,
            paper: Paper::new(client),
            line: None,
            offline: false,
            asleep: false,
            reads: true,
            dirty: false,
            forged: false,
            given: false,
            sent_away: false,
            back_at: now,
            clock: 0,
            shows: false,
            shown_at: now,
            seen: Seen::new(),
            sky: Arc::clone(sky),
            dice,
        }
    }

    fn breach(&self, what: &str) {
        self.sky.breach(format!(
            "peer {} ({:?}, {}): {what}",
            self.number,
            self.access,
            if self.own { "ours" } else { "stock" }
        ));
    }

    /// Opens a socket; the one it had is left, and its node notices so many milliseconds later.
    pub(super) fn connect(&mut self, node: &Node, number: usize, place: Place, unnoticed_ms: u64) {
        self.disconnect(unnoticed_ms);
        let who = Participant {
            session: node.clock.id(),
            person: self.person.clone(),
            access: self.access,
        };
        let mut line = Line::open(node, number, place, who, self.own);
        line.send(&Message::SyncStep1(&self.paper.vector()));
        self.line = Some(line);
        if self.shows {
            self.show();
        }
    }

    pub(super) fn disconnect(&mut self, unnoticed_ms: u64) {
        if let Some(line) = self.line.take() {
            line.leave(unnoticed_ms);
        }
        // What y-protocols does: the states are forgotten, the clocks are not.
        self.seen.values_mut().for_each(|(_, state)| *state = None);
        self.sent_away = false;
        self.forged = false;
        self.given = false;
        self.back_at = Instant::now() + Duration::from_millis(self.dice.between(0, 1_500));
    }

    /// Whether it is time to come back.
    pub(super) fn wants_back(&self) -> bool {
        !self.offline && self.line.is_none() && Instant::now() >= self.back_at
    }

    /// Begins with a new document and a new client id (O2).
    pub(super) fn start_again(&mut self) {
        self.disconnect(0);
        self.paper = Paper::new(a_client(&mut self.dice));
        self.dirty = false;
        (self.clock, self.shows) = (0, false);
        self.seen = Seen::new();
    }

    /// Sends what was changed.
    pub(super) fn send_changes(&mut self) {
        let changes = self.paper.changes();
        if let Some(line) = &mut self.line {
            for update in changes {
                line.send(&Message::Update(&update));
            }
        }
    }

    pub(super) fn edit(&mut self) {
        if !self.paper.is_empty() {
            self.paper.edit(self.access, &mut self.dice);
            self.send_changes();
        }
    }

    pub(super) fn trespass(&mut self) {
        if !self.paper.is_empty() && self.access != Access::Edit {
            self.paper.trespass(self.access, &mut self.dice);
            self.dirty = true;
            self.send_changes();
        }
    }

    pub(super) fn undo(&mut self) {
        self.paper.undo();
        self.send_changes();
    }

    pub(super) fn forge(&mut self, victim: u64) {
        let forged = self.paper.forge(victim);
        if let Some(line) = &mut self.line {
            line.send(&Message::Update(&forged));
            self.forged = true;
        }
    }

    pub(super) fn show(&mut self) {
        self.clock += 1;
        self.shows = true;
        self.shown_at = Instant::now();
        let state = format!("{{\"at\":{}}}", self.clock);
        let entry = Entry {
            client: self.paper.client,
            clock: self.clock,
            state: Some(&state),
        };
        let payload = presence::write([entry].into_iter());
        if let Some(line) = &mut self.line {
            line.send(&Message::Awareness(&payload));
        }
    }

    /// Takes what came, and does what follows from it.
    pub(super) fn pump(&mut self, all: bool) {
        if self.asleep {
            return;
        }
        let Some(line) = &mut self.line else { return };
        line.pull(self.reads);
        let most = if all { usize::MAX } else { self.dice.below(12) };
        for _ in 0..most {
            let Some(bytes) = self.line.as_mut().and_then(Line::next) else {
                break;
            };
            self.take(&bytes);
        }
        if let Some(close) = self.line.as_ref().and_then(Line::over) {
            self.closed(close);
        }
        if self.shows && self.line.is_some() && self.shown_at.elapsed() >= RENEW_AFTER {
            self.show();
        }
    }

    fn closed(&mut self, close: Close) {
        let forged = self.forged;
        self.disconnect(0);
        match close {
            Close::Lagging | Close::Restarting | Close::RoomFailed => {}
            // A page stops here. What it holds is its own, so it may begin again.
            Close::ForeignClientId if forged => self.start_again(),
            close => self.breach(&format!("its socket was closed with {close:?}")),
        }
    }

    fn take(&mut self, bytes: &Bytes) {
        match Message::read(bytes) {
            Ok(Message::SyncStep1(vector)) => self.asked(vector),
            Ok(Message::SyncStep2(update)) => {
                if let Some(line) = &mut self.line {
                    line.synced = true;
                }
                self.told(update);
            }
            Ok(Message::Update(update)) => self.told(update),
            Ok(Message::Awareness(payload)) => self.told_who(payload),
            Ok(Message::QueryAwareness) => self.breach("a server asks who is there"),
            Err(_) => match Own::read(bytes) {
                Ok(own) => self.told_own(&own),
                Err(_) => self.breach("what it was sent is no message"),
            },
        }
    }

    /// The server says what it holds, and that must be on disk.
    fn asked(&mut self, vector: &[u8]) {
        match imprimatur_crdt::StateVector::decode(vector) {
            Ok(holds) => {
                let beyond = holds
                    .iter()
                    .any(|(client, clock)| clock > self.sky.on_disk(client));
                if beyond {
                    self.breach("a server says that it holds what is not on disk (C5)");
                }
            }
            Err(_) => self.breach("a state vector cannot be read"),
        }
        let answer = self.paper.beyond(vector).unwrap_or_default();
        if let Some(line) = &mut self.line {
            line.send(&Message::SyncStep2(&answer));
        }
    }

    /// Whatever anybody sees must be on disk (U6).
    fn told(&mut self, update: &[u8]) {
        if !self.sky.is_on_disk(update) {
            self.breach("it was shown what is not on disk (U6)");
        }
        if let Err(cause) = self.paper.apply(update) {
            self.breach(&format!("what it was sent does not apply: {cause}"));
        }
    }

    fn told_who(&mut self, payload: &[u8]) {
        let Ok(entries) = presence::read(payload, usize::MAX) else {
            return self.breach("presence cannot be read");
        };
        for Entry {
            client,
            clock,
            state,
        } in entries
        {
            let known = self.seen.entry(client).or_insert((0, None));
            let withdraws = clock == known.0 && state.is_none() && known.1.is_some();
            if clock > known.0 || withdraws {
                *known = (clock, state.map(str::to_owned));
            }
        }
    }

    fn told_own(&mut self, own: &Own) {
        if !self.own {
            return self.breach("a stock client was sent a message of ours (C3)");
        }
        match own {
            Own::Hello(hello) if hello.access != self.access => {
                self.breach("hello says another access")
            }
            Own::Saved(saved) => self.saved(saved.up_to),
            Own::Refused(refused) => {
                if !self.dirty {
                    let sent = self.line.as_ref().map(|it| it.sent.as_slice());
                    let update = sent.and_then(|it| it.get(as_index(refused.update) - 1));
                    let update = update.map(|it| super::layout::told(it));
                    self.breach(&format!(
                        "an honest update was refused: {refused:?}: {update:?}"
                    ));
                }
                self.start_again();
            }
            Own::GoingAway(_) => self.sent_away = true,
            Own::Hello(_) | Own::Lagging | Own::Unsaved(_) | Own::Expiring(_) | Own::News(_) => {}
        }
    }

    /// What is reported saved must be on disk (U6, O1).
    fn saved(&mut self, up_to: u64) {
        let Some(line) = &mut self.line else { return };
        let (from, to) = (as_index(line.saved), as_index(up_to));
        line.saved = up_to;
        let reported = line.sent.get(from..to).unwrap_or_default();
        let lost = reported.iter().any(|it| !self.sky.is_on_disk(it));
        // What is refused counts as saved (R1), and the refusal may come after.
        if to > line.sent.len() || from > to {
            self.breach("saved counts what was not sent");
        } else if lost && !self.dirty && !self.forged {
            self.breach("it is told that something is saved that is not on disk");
        }
    }

    /// Whether all that it sent is reported saved, as far as it is told.
    pub(super) fn is_saved(&self) -> bool {
        let saved = |line: &Line| !self.own || as_index(line.saved) == line.sent.len();
        self.line.as_ref().is_some_and(saved)
    }

    /// The client id under which the others are to see it.
    pub(super) fn shown_as(&self) -> Option<u64> {
        (self.shows && self.line.is_some()).then_some(self.paper.client)
    }

    /// Whom it sees.
    pub(super) fn sees(&self) -> Vec<u64> {
        let there = self.seen.iter().filter(|(_, (_, state))| state.is_some());
        there
            .map(|(client, _)| *client)
            .filter(|it| *it != self.paper.client)
            .collect()
    }
}

fn as_index(number: u64) -> usize {
    usize::try_from(number).expect("fits")
}

fn a_client(dice: &mut Dice) -> u64 {
    let client = dice.between(1_000, u64::from(u32::MAX));
    ClientId::new(client).expect("below 2^53").get()
}
