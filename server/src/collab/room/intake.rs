//! What becomes of an update that a client brings (SPEC §2, §4).

use imprimatur_crdt::ClientId;
use imprimatur_crdt::held::{Held, Verdict, Weight};
use imprimatur_crdt::scan::{Range, Scan, ScanError, ScanLimits, scan};
use imprimatur_protocol::frame::{Access, Own, Refused, Unsaved};
use imprimatur_protocol::{Close, ErrorCode, PersonId};
use tokio::time::Instant;

use super::commit::{ENTRY_BYTES, Edit, Entry};
use super::damage::DAMAGED;
use super::members::Asked;
use super::{Known, LONG_BYTES, Replica, Room, SessionKey, aside};
use crate::collab::metrics::{self, CatchUp};
use crate::collab::session::Incoming;

/// How much must have been written since the state was last measured before it is worth measuring again.
const MEASURED_PARTS: usize = 64;

/// Why an update is refused whole.
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) message: &'static str,
}

/// How many times an update was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    First,
    Last,
}

const READ_ONLY: Refusal = Refusal {
    code: ErrorCode::ReadOnly,
    message: "Your role may look at this layout, but not change it.",
};

const TEXTS_ONLY: Refusal = Refusal {
    code: ErrorCode::TextsOnly,
    message: "Your role may change the texts of this layout, and nothing else.",
};

impl Room {
    pub(super) fn take(&mut self, key: SessionKey, update: Box<Incoming>, now: Instant) {
        if self.must_wait(key) {
            self.wait_or_ask(key, update, now);
        } else {
            self.decide(key, update, Look::First, now);
        }
    }

    /// Judges what has waited until everything was read that its session can have seen elsewhere.
    pub(super) fn judge_finally(&mut self, key: SessionKey, update: Box<Incoming>, now: Instant) {
        self.decide(key, update, Look::Last, now);
    }

    /// Keeps an update until the journal was read. Where too much waits already it counts as a gap: the session is asked for it again,
    /// later, when less may wait.
    fn wait_or_ask(&mut self, key: SessionKey, update: Box<Incoming>, now: Instant) {
        let number = update.number;
        if !self.park(key, update)
            && let Some(member) = self.members.get_mut(&key)
        {
            member.acks.gap(number);
            member.ask_later(now);
        }
    }

    fn decide(&mut self, key: SessionKey, mut update: Box<Incoming>, look: Look, now: Instant) {
        // What is not here may be on disk, written by another node.
        let again = look == Look::First && self.neighbours.is_some();
        let member = self.members.get_mut(&key);
        let Some(member) = member.filter(|it| !it.is_barred()) else {
            return;
        };
        if update.scan.is_empty() {
            member.acks.settled(update.number);
            if update.answer {
                // The client holds nothing beyond what we told it, and we told it only of what is on disk.
                member.acks.resolve(update.number);
                self.answered(key, false, now);
            }
            return self.report(key);
        }
        let access = member.who.access;
        if let Err(error) = self.trim(&mut update) {
            return self.expel(key, error, now);
        }
        let mut verdict = self.verdict(&update.scan);
        // What seems to be deleted now may have followed from what others wrote: the client was told of that, and has done nothing. Whoever only
        // looks is refused anything else without that.
        let may_be_known = match (&verdict, access) {
            (Some(Ok(Verdict::New { beyond })), Access::View) => beyond.is_empty(),
            (Some(Ok(Verdict::New { .. })), Access::Texts) => true,
            _ => false,
        };
        if may_be_known && self.hold_whole() {
            verdict = self.verdict(&update.scan);
        }
        let (Some(verdict), None) = (verdict, &self.reloading) else {
            // What is held is not known now; everybody is asked when it is.
            if let Some(member) = self.members.get_mut(&key) {
                member.acks.gap(update.number);
            }
            return;
        };
        match (verdict, access) {
            (Ok(Verdict::Nothing), _) => self.take_nothing(key, &update, now),
            (_, Access::View) => self.refuse(key, &update, &READ_ONLY, now),
            _ if self.damage.is_damaged => self.refuse(key, &update, &DAMAGED, now),
            (Ok(Verdict::New { beyond }), _) => match self.straighten(&mut update) {
                Ok(()) => self.take_new(key, update, &beyond, again, now),
                Err(error) => self.expel(key, error, now),
            },
            (Ok(Verdict::Gap), _) if again => self.wait_or_ask(key, update, now),
            (Ok(Verdict::Gap), _) => self.take_gap(key, &update, now),
            (Err(error), _) => self.expel(key, error, now),
        }
    }

    /// How an update stands to what is held; `None` while that is not known.
    fn verdict(&mut self, scan: &Scan) -> Option<Result<Verdict, ScanError>> {
        Some(self.held()?.check(scan))
    }

    /// Cuts off what is held already of a struct that goes on beyond that (U2).
    fn trim(&mut self, update: &mut Incoming) -> Result<(), ScanError> {
        let Some(held) = self.held() else {
            return Ok(());
        };
        let rest = held.trim(&update.bytes, &update.scan)?;
        self.replace(update, rest)
    }

    /// Takes out what would make structs stand elsewhere for somebody else (U2).
    fn straighten(&mut self, update: &mut Incoming) -> Result<(), ScanError> {
        let Some(held) = self.held() else {
            return Ok(());
        };
        let straight = held.straighten(&update.bytes, &update.scan)?;
        self.replace(update, straight)
    }

    /// What is left of an update counts in its place, and is judged as it was.
    fn replace(&self, update: &mut Incoming, left: Option<Vec<u8>>) -> Result<(), ScanError> {
        if let Some(left) = left {
            let limits = ScanLimits {
                nesting: self.ground.limits.nesting,
                ..ScanLimits::stored()
            };
            update.scan = scan(&left, &limits)?;
            update.bytes = left.into();
        }
        Ok(())
    }

    /// All of it is held already (U8). It may be held only because it is in flight, so it is saved no earlier.
    fn take_nothing(&mut self, key: SessionKey, update: &Incoming, now: Instant) {
        let settled = self.in_flight.is_none() && self.gathering.is_empty();
        let Some(member) = self.members.get_mut(&key) else {
            return;
        };
        if settled {
            member.acks.settled(update.number);
            if update.answer {
                member.acks.resolve(update.number);
            }
            self.report(key);
        } else {
            member.acks.accepted(update.number, update.answer);
            self.unsaved_bytes += ENTRY_BYTES;
            self.gathering.push_back(Entry {
                author: key,
                number: update.number,
                edit: None,
            });
        }
        if update.answer {
            self.answered(key, false, now);
        }
    }

    /// It rests on something that is not here (U3): ask for all that is lacking, once.
    fn take_gap(&mut self, key: SessionKey, update: &Incoming, now: Instant) {
        let Some(mut member) = self.members.remove(&key) else {
            return;
        };
        metrics::catches_up(CatchUp::Client);
        member.acks.gap(update.number);
        if !update.answer && matches!(member.asked, Asked::Answered) {
            self.ask(&mut member);
        }
        self.members.insert(key, member);
        if update.answer {
            self.answered(key, true, now);
        }
    }

    /// A session that may not write this (R1, R8): the room does not change, and nobody else hears of it.
    fn refuse(&mut self, key: SessionKey, update: &Incoming, why: &Refusal, now: Instant) {
        let Some(member) = self.members.get_mut(&key) else {
            return;
        };
        metrics::update_refused(why.code);
        member.acks.settled(update.number);
        member.outbox.own(&Own::Refused(Refused {
            update: update.number,
            code: why.code,
            message: why.message.to_owned(),
        }));
        if update.answer {
            member.acks.resolve(update.number);
            self.answered(key, false, now);
        }
        self.report(key);
    }

    fn take_new(
        &mut self,
        key: SessionKey,
        update: Box<Incoming>,
        beyond: &[Range],
        again: bool,
        now: Instant,
    ) {
        let Some(speaker) = self.speaker(key) else {
            return;
        };
        let binds = match self.binds(key, speaker.person, beyond) {
            Ok(binds) => binds,
            Err(Close::ForeignClientId) if again => return self.wait_or_ask(key, update, now),
            Err(close) => return self.expel(key, close, now),
        };
        // What only deletes is always taken: it is how a full draft gets room again.
        if !beyond.is_empty() && !self.has_room_for(update.bytes.len()) {
            return self.expel(key, Close::DocumentFull, now);
        }
        let bytes = update.bytes.len() + ENTRY_BYTES;
        if self.unsaved_bytes + bytes > self.ground.limits.room_unsaved_bytes {
            if let Some(member) = self.members.get_mut(&key) {
                member.acks.gap(update.number);
            }
            return self.start_over("too much waits for the journal");
        }
        let Ok(texts) = self.judge(key, &update, &binds) else {
            return self.refuse(key, &update, &TEXTS_ONLY, now);
        };
        if !self.admit(&update.scan) {
            return self.expel(key, Close::DocumentFull, now);
        }
        self.follow(texts);
        self.clients.extend(binds.iter().copied());
        for range in beyond {
            if let Some(sent) = self.presence.bind(speaker, range.client.get(), now) {
                self.show(&sent, Some(key));
            }
        }
        let failing = self.pace.is_failing();
        if let Some(member) = self.members.get_mut(&key) {
            member.bound += binds.len();
            member.acks.accepted(update.number, update.answer);
            if failing && !member.told_unsaved {
                member.told_unsaved = true;
                member.outbox.own(&unsaved());
            }
        }
        if update.answer {
            self.answered(key, false, now);
        }
        self.unsaved_bytes += bytes;
        self.gathering.push_back(Entry {
            author: key,
            number: update.number,
            edit: Some(Edit {
                bytes: update.bytes,
                binds,
                deleter: beyond.is_empty().then_some(speaker.person),
                span: update.span,
            }),
        });
    }

    /// Takes an update into what is held, unless the draft would weigh too much. Counted from above; weighed anew when that says
    /// no. It must be known before the update is journalled: what is on disk has to be integrated at every load.
    fn admit(&mut self, scan: &Scan) -> bool {
        let limits = &self.ground.limits;
        let most = Weight {
            parts: limits.document_parts,
            steps: limits.document_steps,
            formatting: limits.document_formatting,
        };
        let weighed = self.weighed_parts;
        let Some(held) = self.held() else {
            return false;
        };
        if held.admit_within(scan, &most).is_ok() {
            return true;
        }
        let since = held.weight().parts.saturating_sub(weighed);
        if since <= most.parts / MEASURED_PARTS as u64 {
            return false;
        }
        match aside(true, || self.weigh()) {
            Some((held, known)) => self.now_held(Some(held), known),
            None => self.weighed_parts = super::replica::parts(self.held.as_ref()),
        }
        self.held()
            .is_some_and(|held| held.admit_within(scan, &most).is_ok())
    }

    /// Makes what is held anew out of the document, when it was only read from bytes. False: it knows every deletion already, or the document
    /// cannot be read now.
    fn hold_whole(&mut self) -> bool {
        if self.held_knows == Known::All || self.awake().is_none() {
            return false;
        }
        let long = self.state_bytes >= LONG_BYTES;
        let Some((held, known)) = aside(long, || self.weigh()) else {
            return false;
        };
        self.now_held(Some(held), known);
        true
    }

    /// What is held, made anew from the document and from what is in flight or gathers.
    fn weigh(&self) -> Option<(Held, Known)> {
        let (mut held, known) = match &self.replica {
            Replica::Awake(document) => (Held::from_document(document).ok()?, Known::All),
            Replica::Asleep(_) => {
                let encoded = self.state.as_ref()?;
                (Held::from_state(&encoded.state()).ok()?, encoded.known)
            }
            Replica::Lost => return None,
        };
        for edit in self.unsaved_edits() {
            held.admit(&scan(&edit.bytes, &ScanLimits::stored()).ok()?);
        }
        Some((held, known))
    }

    /// What is in flight or gathers, in the order in which it was accepted.
    pub(super) fn unsaved_edits(&self) -> impl Iterator<Item = &Edit> {
        let in_flight = self.in_flight.iter().flat_map(|it| it.entries.iter());
        self.landed_entries()
            .chain(in_flight)
            .chain(&self.gathering)
            .filter_map(|entry| entry.edit.as_ref())
    }

    /// Client ids that are to be bound to this person (U4, U5).
    fn binds(
        &self,
        key: SessionKey,
        person: PersonId,
        beyond: &[Range],
    ) -> Result<Vec<(ClientId, PersonId)>, Close> {
        let mut binds = Vec::new();
        for range in beyond {
            if range.client.is_reserved() {
                return Err(Close::ForeignClientId);
            }
            match self.clients.get(&range.client) {
                Some(owner) if *owner == person => {}
                Some(_) => return Err(Close::ForeignClientId),
                None => binds.push((range.client, person)),
            }
        }
        let bound = self.members.get(&key).map_or(0, |member| member.bound);
        if bound + binds.len() > self.ground.limits.client_ids_per_session {
            return Err(Close::ClientIdsExhausted);
        }
        Ok(binds)
    }

    /// Whether the draft stays below its limit. Counted from above; measured when that says no.
    fn has_room_for(&mut self, bytes: usize) -> bool {
        let most = self.ground.limits.document_bytes;
        let fits = |room: &Self| room.state_bytes + room.unsaved_bytes + bytes <= most;
        if !fits(self) && self.unmeasured_bytes > most / MEASURED_PARTS {
            self.encoded();
        }
        fits(self)
    }
}

/// "Your updates wait for the journal."
pub(super) fn unsaved() -> Own {
    Own::Unsaved(Unsaved {
        code: ErrorCode::JournalUnavailable,
        message: "Edits are kept and will be saved as soon as storage is back.".to_owned(),
    })
}
