//! Who is in a room: joining, leaving, what each is sent.

use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::StateVector;
use imprimatur_protocol::frame::{Access, Hello, Message, Own, PROTOCOL_VERSION, Saved};
use imprimatur_protocol::{Close, PersonId};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{Joiner, LONG_BYTES, Participant, Room, SessionKey, aside};
use crate::collab::acks::Acks;
use crate::collab::metrics::{self, CatchUp};
use crate::collab::outbox::{Outbox, awareness};
use crate::collab::presence::{QUIET_AFTER, Speaker};
use crate::collab::session::Breach;

/// Stock clients count application messages, not pings, and reconnect after 30 s without one (P5).
const ECHO_AFTER: Duration = Duration::from_secs(15);

/// A SyncStep1 that was not answered for so long is asked again.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(10);

/// After an answer that was itself a gap the client is asked again, later and later: it waits for somebody else.
const ASK_LATER: Duration = Duration::from_secs(1);
const ASK_LATEST: Duration = Duration::from_secs(30);

/// A longer vector is not kept until it can be answered: its client is sent everything then.
const KEPT_VECTOR_BYTES: usize = 8 * 1024;

/// One socket in the room.
pub(super) struct Member {
    pub(super) who: Participant,
    pub(super) outbox: Outbox,
    pub(super) acks: Acks,
    /// Client ids that this session has bound.
    pub(super) bound: usize,
    pub(super) asked: Asked,
    /// How long the client was last given before it was asked again.
    waited: Duration,
    /// What the client holds, as it said or as we know: it is answered when there is a document, and when it reads again.
    pub(super) wants: Option<Bytes>,
    /// It is judged once this reading of the journal has ended.
    pub(super) reading: u64,
    /// It was told that updates wait for the journal.
    pub(super) told_unsaved: bool,
}

/// Our question to a client: "send me what I lack" (U3).
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked {
    /// It has answered; nothing is open.
    Answered,
    /// A SyncStep1 is outstanding.
    Open { since: Instant },
    /// Its answer was a gap too. Not asked before then.
    Later { at: Instant },
}

impl Member {
    /// What its session may do has changed, and its socket is about to end: what it still brings or asks counts for nothing.
    pub(super) fn is_barred(&self) -> bool {
        self.outbox.link().is_barred()
    }

    /// It lacks something, or we do, and asking again at once would not help. Whoever goes on writing does not put it off.
    pub(super) fn ask_later(&mut self, now: Instant) {
        if matches!(self.asked, Asked::Later { .. }) {
            return;
        }
        self.waited = (self.waited * 2).clamp(ASK_LATER, ASK_LATEST);
        self.asked = Asked::Later {
            at: now + self.waited,
        };
    }
}

impl Room {
    pub(super) fn join(
        &mut self,
        key: SessionKey,
        Joiner { who, outbox }: Joiner,
        reply: oneshot::Sender<Result<(), Close>>,
    ) {
        let refused = if self.draining {
            Some(Close::Restarting)
        } else if self.members.len() >= self.ground.limits.sessions_per_draft {
            Some(Close::DraftFull)
        } else {
            None
        };
        if let Some(close) = refused {
            let _ = reply.send(Err(close));
            return;
        }
        outbox.own(&Own::Hello(Hello {
            protocol: PROTOCOL_VERSION,
            session: who.session,
            person: who.person.clone(),
            access: if self.damage.is_damaged {
                Access::View
            } else {
                who.access
            },
            head: self.head,
            damaged: self.damage.is_damaged,
        }));
        let mut member = Box::new(Member {
            who,
            outbox,
            acks: Acks::default(),
            bound: 0,
            asked: Asked::Answered,
            waited: Duration::ZERO,
            wants: None,
            reading: self.reading_for_newcomer(),
            told_unsaved: false,
        });
        // From here on it gets every update; so nothing falls between the answer to its SyncStep1 and the first
        // update after it. What arrives before that answer a client keeps until it has the rest.
        self.ask(&mut member);
        member.outbox.presence(&self.presence.seen_by(key));
        self.members.insert(key, member);
        // A socket that has ended meanwhile sends `Leave` next.
        let _ = reply.send(Ok(()));
    }

    pub(super) fn leave(&mut self, key: SessionKey, now: Instant) {
        let Some(member) = self.members.remove(&key) else {
            return;
        };
        member.outbox.link().hang_up();
        self.unpark(key);
        self.spare_permit();
        if self.members.is_empty() {
            self.idle_since = now;
        }
        // Who was told to move is about to show up elsewhere, and is not to be gone in between.
        if self.draining && self.neighbours.is_some() {
            return;
        }
        for sent in self.presence.leave(key, now) {
            self.show(&sent, None);
        }
    }

    /// Ends a session that broke a rule. The room and the others are unharmed (R3).
    pub(super) fn expel(&mut self, key: SessionKey, breach: impl Into<Breach>, now: Instant) {
        let Breach { close, cause } = breach.into();
        if let Some(member) = self.members.get(&key) {
            tracing::info!(
                draft.id = %self.place.draft, session.id = %member.who.session, close.reason = close.reason(),
                error.cause = %cause, "a session of {} was closed: {cause}", self.place.draft
            );
            member.outbox.close(close);
        }
        self.leave(key, now);
    }

    pub(super) fn expel_all(&mut self, close: Close) {
        for member in self.members.values() {
            member.outbox.close(close);
        }
        self.members.clear();
        self.permit = None;
        self.idle_since = Instant::now();
    }

    /// Asks a client for what the document lacks (SyncStep1). Our own word for what we hold is what is on disk: what
    /// is in flight may still fail.
    pub(super) fn ask(&self, member: &mut Member) {
        // Everybody is asked when the document is there again.
        let Some(vector) = self.replica.vector() else {
            return;
        };
        let vector = vector.encode();
        member
            .outbox
            .insist(Message::SyncStep1(&vector).write().into());
        member.asked = Asked::Open {
            since: Instant::now(),
        };
    }

    pub(super) fn ask_everybody(&mut self) {
        let mut members = std::mem::take(&mut self.members);
        members.values_mut().for_each(|member| self.ask(member));
        self.members = members;
    }

    /// Answers a SyncStep1 (C5).
    pub(super) fn answer(&mut self, key: SessionKey, vector: &Bytes) {
        if !self.members.contains_key(&key) {
            return;
        }
        let long = self.state_bytes >= LONG_BYTES;
        let answer = if is_empty_vector(vector) {
            self.encoded().map(|state| Ok(state.frame.clone()))
        } else {
            let document = self.awake();
            document
                .map(|document| aside(long, || document.diff(vector).map(|it| answer_frame(&it))))
        };
        // Whoever lacks most of a large draft is sent all of it, from the bytes that all such answers share.
        let answer = match answer {
            Some(Ok(frame)) if long && frame.len() >= self.state_bytes / 2 => {
                self.encoded().map(|state| Ok(state.frame.clone()))
            }
            other => other,
        };
        match answer {
            Some(Ok(frame)) => {
                if let Some(member) = self.members.get_mut(&key)
                    && !member.outbox.answer(frame)
                {
                    // It was asked for with less than what was left out since: it is all that is wanted.
                    member.wants = Some(kept(vector));
                }
            }
            Some(Err(error)) => {
                let breach = Breach {
                    close: Close::Malformed,
                    cause: error.to_string(),
                };
                self.expel(key, breach, Instant::now());
            }
            None => {
                if let Some(member) = self.members.get_mut(&key) {
                    member.wants = Some(kept(vector));
                }
            }
        }
    }

    /// Answers what was asked while there was no document.
    pub(super) fn answer_postponed(&mut self) {
        let wants: Vec<(SessionKey, Bytes)> = self
            .members
            .iter_mut()
            .filter_map(|(key, member)| Some((*key, member.wants.take()?)))
            .collect();
        for (key, vector) in wants {
            self.answer(key, &vector);
        }
    }

    /// A session whose queue was full has read what was in it: it is sent what was left out since, as one difference.
    pub(super) fn catch_up(&mut self, key: SessionKey) {
        let Some(member) = self.members.get_mut(&key) else {
            return;
        };
        metrics::catches_up(CatchUp::Session);
        member.outbox.resume();
        member.outbox.own(&Own::Lagging);
        // Without a document it is answered as soon as there is one.
        if !self.replica.is_lost()
            && let Some(vector) = member.wants.take()
        {
            self.answer(key, &vector);
        }
        self.query_presence(key);
    }

    /// Tells a session how far it is saved, if that rose.
    pub(super) fn report(&mut self, key: SessionKey) {
        let head = self.head;
        if let Some(member) = self.members.get_mut(&key)
            && let Some(up_to) = member.acks.rise()
        {
            member.outbox.saved(Saved { up_to, head });
        }
    }

    /// Who speaks on a socket.
    pub(super) fn speaker(&self, key: SessionKey) -> Option<Speaker> {
        let member = self.members.get(&key).filter(|it| !it.is_barred())?;
        let person: PersonId = member.who.person.id;
        Some(Speaker {
            session: key,
            person,
        })
    }

    /// What is due by time alone: silence, echoes, questions that were not answered, sockets that have ended.
    pub(super) fn look_after_members(&mut self, now: Instant) {
        let keys: Vec<SessionKey> = self.members.keys().copied().collect();
        for key in keys {
            let Some(member) = self.members.get(&key) else {
                continue;
            };
            let silence = member.outbox.link().silence();
            if silence >= QUIET_AFTER {
                member.outbox.link().mark_quiet();
            }
            if member.outbox.idle() >= ECHO_AFTER {
                member
                    .outbox
                    .insist(awareness(self.presence.echo(key).iter()));
            }
            self.silence(key, silence, now);
            self.ask_again(key, now);
        }
    }

    fn ask_again(&mut self, key: SessionKey, now: Instant) {
        let Some(mut member) = self.members.remove(&key) else {
            return;
        };
        let due = match member.asked {
            Asked::Answered => false,
            // Only who has sent a gap owes an answer; others may never have heard of SyncStep1.
            Asked::Open { since } => {
                member.acks.has_gap() && now.duration_since(since) >= ASK_AGAIN_AFTER
            }
            Asked::Later { at } => now >= at,
        };
        if due && self.reloading.is_none() {
            self.ask(&mut member);
        }
        self.members.insert(key, member);
    }

    /// The client has answered our SyncStep1, usefully or with another gap.
    pub(super) fn answered(&mut self, key: SessionKey, gap: bool, now: Instant) {
        if let Some(member) = self.members.get_mut(&key) {
            if gap {
                member.ask_later(now);
            } else {
                member.waited = Duration::ZERO;
                member.asked = Asked::Answered;
            }
        }
    }
}

fn answer_frame(update: &[u8]) -> Bytes {
    Message::SyncStep2(update).write().into()
}

/// A vector to be answered later. A long one costs more than sending everything, and none keeps the message alive that it came in.
fn kept(vector: &Bytes) -> Bytes {
    if vector.len() > KEPT_VECTOR_BYTES {
        StateVector::default().encode().into()
    } else {
        Bytes::copy_from_slice(vector)
    }
}

/// A state vector of nobody: the client holds nothing.
fn is_empty_vector(vector: &[u8]) -> bool {
    vector == [0]
}
