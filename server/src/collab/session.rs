//! One client's side of the conversation, message by message. Pure: bytes in, a step out, no input or output.
//!
//! It begins when the room has taken the session in, and is over after the first breach: then nothing is heard any more.
//! Everything that can be judged without the document is judged here, off the room's back:
//! the message's form, the update's structure and nesting, the shape of presence. The room judges what the session may write.

use bytes::Bytes;
use imprimatur_crdt::scan::{Scan, ScanError, ScanLimits, scan};
use imprimatur_protocol::Close;
use imprimatur_protocol::frame::{FrameError, Message, PresentPerson};
use imprimatur_protocol::presence;
use tracing::Span;

use super::metrics;
use crate::config::Limits;

/// What follows from one message.
#[derive(Debug)]
pub(super) enum Step {
    /// The client says what it holds and wants the rest.
    Answer(Bytes),
    /// The client brings an update.
    Update(Incoming),
    /// The client says where it is.
    Presence(Vec<Stated>),
    /// The client wants to know where the others are.
    QueryPresence,
    /// Nothing.
    Ignored,
}

/// An update message that scans.
#[derive(Debug)]
pub(super) struct Incoming {
    /// Counted on the socket from 1.
    pub(super) number: u64,
    /// A SyncStep2: the answer to our SyncStep1.
    pub(super) answer: bool,
    /// The update.
    pub(super) bytes: Bytes,
    /// What it brings and what it rests on.
    pub(super) scan: Scan,
    /// Its trace.
    pub(super) span: Span,
}

impl Incoming {
    /// What it takes in memory while it waits, in bytes: what was read of it may take more than it did itself.
    pub(super) fn weight(&self) -> usize {
        self.bytes.len() + self.scan.bytes()
    }
}

/// One entry of an awareness message, with the server's word in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) client: u64,
    pub(super) clock: u64,
    /// `None` withdraws.
    pub(super) state: Option<String>,
}

impl Stated {
    /// What it takes in memory, in bytes.
    pub(super) fn weight(&self) -> usize {
        size_of::<Self>() + self.state.as_ref().map_or(0, String::len)
    }
}

/// One client's side of the conversation.
#[derive(Debug)]
pub(super) struct Session {
    /// Whatever still arrives is not heard.
    is_over: bool,
    person: PresentPerson,
    updates: u64,
    frame_bytes: usize,
    nesting: usize,
    structs: usize,
    presence_bytes: usize,
    presence_entries: usize,
}

impl Session {
    /// A session that the room has taken in.
    pub(super) fn new(person: PresentPerson, limits: &Limits) -> Self {
        Self {
            is_over: false,
            person,
            updates: 0,
            frame_bytes: limits.frame_bytes,
            nesting: limits.nesting,
            // A whole state of a draft that was full, and that deletions have cut since.
            structs: usize::try_from(limits.document_parts.saturating_mul(2)).unwrap_or(usize::MAX),
            presence_bytes: limits.presence_bytes,
            // Stock clients repeat what they are told of others, so an honest message names everybody at most.
            presence_entries: limits
                .sessions_per_draft
                .saturating_mul(limits.client_ids_per_session),
        }
    }

    /// Takes one binary message.
    ///
    /// # Errors
    /// A breach. The session is over from then on.
    pub(super) fn step(&mut self, message: &Bytes) -> Result<Step, Breach> {
        if self.is_over {
            return Ok(Step::Ignored);
        }
        let step = self.read(message);
        self.is_over = step.is_err();
        step
    }

    fn read(&mut self, message: &Bytes) -> Result<Step, Breach> {
        if message.len() > self.frame_bytes {
            return Err(Close::FrameTooLarge.into());
        }
        match Message::read(message)? {
            Message::SyncStep1(vector) => Ok(Step::Answer(message.slice_ref(vector))),
            Message::SyncStep2(update) => self.update(message.slice_ref(update), true),
            Message::Update(update) => self.update(message.slice_ref(update), false),
            Message::Awareness(payload) => {
                let entries = presence::read(payload, self.presence_entries)?;
                Ok(Step::Presence(
                    entries
                        .into_iter()
                        .filter_map(|entry| self.attribute(&entry))
                        .collect(),
                ))
            }
            Message::QueryAwareness => Ok(Step::QueryPresence),
        }
    }

    fn update(&mut self, bytes: Bytes, answer: bool) -> Result<Step, Breach> {
        let scan = scan(
            &bytes,
            &ScanLimits {
                nesting: self.nesting,
                structs: self.structs,
            },
        )?;
        self.updates += 1;
        Ok(Step::Update(Incoming {
            number: self.updates,
            answer,
            span: metrics::edit(&scan, bytes.len()),
            bytes,
            scan,
        }))
    }

    /// A state that is too large or no object is dropped in silence (P2): the one before it stays.
    fn attribute(&self, entry: &presence::Entry<'_>) -> Option<Stated> {
        let state = match entry.state {
            Some(state) if state.len() > self.presence_bytes => return None,
            Some(state) => Some(presence::attribute(state, &self.person)?),
            None => None,
        };
        Some(Stated {
            client: entry.client,
            clock: entry.clock,
            state,
        })
    }
}

/// Why a session is closed, mostly because a rule was broken. The client is told less of it than the log: its author may be honest, and we wrong.
#[derive(Debug)]
pub(super) struct Breach {
    /// What the socket is closed with.
    pub(super) close: Close,
    /// What it was.
    pub(super) cause: String,
}

impl From<Close> for Breach {
    fn from(close: Close) -> Self {
        Self {
            close,
            cause: close.reason().to_owned(),
        }
    }
}

impl From<FrameError> for Breach {
    fn from(error: FrameError) -> Self {
        Self {
            close: Close::Malformed,
            cause: error.to_string(),
        }
    }
}

impl From<ScanError> for Breach {
    fn from(error: ScanError) -> Self {
        let close = match error {
            ScanError::Nesting { .. } => Close::NestingTooDeep,
            // More than any draft may hold.
            ScanError::TooMany { .. } => Close::DocumentFull,
            ScanError::Truncated
            | ScanError::Malformed { .. }
            | ScanError::Unsupported { .. }
            | ScanError::Contradiction { .. } => Close::Malformed,
        };
        Self {
            close,
            cause: error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use imprimatur_protocol::frame::{Own, write_bytes, write_varuint};
    use imprimatur_protocol::presence::Entry;

    use super::*;

    fn session() -> Session {
        let person = PresentPerson {
            id: "per_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b".parse().unwrap(),
            name: "Luca Bernasconi".to_owned(),
            color: "#123456".to_owned(),
        };
        let limits = Limits {
            presence_bytes: 100,
            ..Limits::default()
        };
        Session::new(person, &limits)
    }

    fn step(session: &mut Session, message: Message<'_>) -> Result<Step, Close> {
        closed(session.step(&message.write().into()))
    }

    fn closed(step: Result<Step, Breach>) -> Result<Step, Close> {
        step.map_err(|breach| breach.close)
    }

    const EMPTY_UPDATE: &[u8] = &[0, 0];

    #[test]
    fn updates_are_counted_from_one_and_nothing_else_is() {
        let mut session = session();
        step(&mut session, Message::SyncStep1(&[0])).unwrap();
        for (expected, message) in [
            Message::SyncStep2(EMPTY_UPDATE),
            Message::Update(EMPTY_UPDATE),
        ]
        .into_iter()
        .enumerate()
        {
            let Ok(Step::Update(update)) = step(&mut session, message) else {
                panic!()
            };
            assert_eq!(
                (update.number, update.answer),
                (expected as u64 + 1, expected == 0)
            );
        }
    }

    #[test]
    fn c4_a_breach_ends_the_session() {
        let mut session = session();
        assert_eq!(
            closed(session.step(&Bytes::from_static(&[9]))).unwrap_err(),
            Close::Malformed
        );
        assert!(matches!(
            step(&mut session, Message::QueryAwareness),
            Ok(Step::Ignored)
        ));
    }

    #[test]
    fn r6_a_message_over_the_limit_is_a_breach() {
        let mut session = session();
        session.frame_bytes = 10;
        let refused = step(&mut session, Message::Update(&[0; 10])).unwrap_err();
        assert_eq!(refused, Close::FrameTooLarge);
    }

    #[test]
    fn r2_our_own_messages_from_a_client_are_a_breach() {
        let message: Bytes = Own::Lagging.write().into();
        let refused = closed(session().step(&message)).unwrap_err();
        assert_eq!(refused, Close::Malformed);
    }

    #[test]
    fn u1_what_does_not_scan_is_a_breach() {
        let update: Bytes = Message::Update(&[1, 2, 3]).write().into();
        let breach = session().step(&update).unwrap_err();
        assert_eq!(breach.close, Close::Malformed);
        // The log says more of it.
        assert_ne!(breach.cause, Close::Malformed.reason());
    }

    /// 20 KB of arrays within arrays would overflow the stack of whoever decodes them.
    #[test]
    fn u1_a_nesting_bomb_is_refused_before_anything_decodes_it() {
        let mut update = Vec::new();
        // One struct of client 77 at clock 0: an `Any` under the root `meta`, key `k`.
        for number in [1, 1, 77, 0] {
            write_varuint(&mut update, number);
        }
        update.push(0x28);
        write_varuint(&mut update, 1);
        write_bytes(&mut update, b"meta");
        write_bytes(&mut update, b"k");
        write_varuint(&mut update, 1);
        for _ in 0..10_000 {
            update.extend([117, 1]);
        }
        update.push(126);
        write_varuint(&mut update, 0);
        let refused = step(&mut session(), Message::Update(&update)).unwrap_err();
        assert_eq!(refused, Close::NestingTooDeep);
    }

    /// Each entry is parsed and written anew: a message of a million small ones would take seconds.
    #[test]
    fn p1_a_message_counts_as_many_entries_as_people_can_have_and_no_more() {
        let mut session = session();
        session.presence_entries = 2;
        let entries = (20..25).map(|client| Entry {
            client,
            clock: 1,
            state: Some("{}"),
        });
        let entries: Vec<Entry<'_>> = entries.collect();
        let payload = presence::write(entries.into_iter());
        let Ok(Step::Presence(stated)) = step(&mut session, Message::Awareness(&payload)) else {
            panic!()
        };
        let clients: Vec<u64> = stated.iter().map(|it| it.client).collect();
        assert_eq!(clients, [20, 21]);
    }

    #[test]
    fn p2_a_state_gets_the_servers_word_and_an_odd_one_is_dropped_in_silence() {
        let large = format!("{{\"a\":\"{}\"}}", "x".repeat(200));
        let entries = [
            Entry {
                client: 20,
                clock: 1,
                state: Some(r#"{"user":{"name":"Admin"}}"#),
            },
            Entry {
                client: 21,
                clock: 1,
                state: Some("[]"),
            },
            Entry {
                client: 22,
                clock: 1,
                state: Some(&large),
            },
            Entry {
                client: 23,
                clock: 1,
                state: None,
            },
        ];
        let payload = presence::write(entries.into_iter());
        let Ok(Step::Presence(stated)) = step(&mut session(), Message::Awareness(&payload)) else {
            panic!()
        };
        let clients: Vec<u64> = stated.iter().map(|it| it.client).collect();
        assert_eq!(clients, [20, 23]);
        assert!(
            stated[0]
                .state
                .as_ref()
                .unwrap()
                .contains("Luca Bernasconi")
        );
        assert_eq!(stated[1].state, None);
    }
}
