//! What a session may do, and what the others see of it.

use std::time::Duration;

use imprimatur_crdt::{ClientId, Document};
use imprimatur_protocol::frame::{Access, Message, Own, write_varuint};
use imprimatur_protocol::{Close, ErrorCode};

use super::{ANNAS, LUCAS, refused};
use crate::collab::outbox::{End, Next};
use crate::collab::room::RoomMsg;
use crate::collab::testing::{
    Got, PATIENCE, Peer, World, asks, eventually, held, person_of, read, updates, watermarks,
    write_of, write_text,
};

#[tokio::test]
async fn r1_a_viewers_write_is_refused_unseen_and_the_socket_stays_open() {
    let world = World::new(&[]).await;
    let (mut anna, mut viewer) = (world.anna().await, world.viewer().await);
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    viewer.answer(&write_of(ANNAS, 0)).await; // Held: no refusal.
    viewer.update(&write_of(LUCAS, 0)).await;
    viewer.update(&write_of(LUCAS, 7)).await; // A gap, were it looked at: no question.
    let got = viewer.after().await;
    assert_eq!(
        refused(&got),
        [(2, ErrorCode::ReadOnly), (3, ErrorCode::ReadOnly)]
    );
    assert_eq!(asks(&got), 1, "the greeting's");
    assert_eq!(watermarks(&got), [3]);
    assert_eq!(viewer.outgoing.ended(), None);
    assert!(updates(&anna.after().await).is_empty());
    assert_eq!(held(&world.stored().await, LUCAS), 0);
}

#[tokio::test]
async fn r5_a_full_draft_takes_deletions_only() {
    let world = World::new(&["--limit-document-bytes=2000"]).await;
    let mut anna = world.anna().await;
    anna.update(&write_text(ANNAS, 0, &"x".repeat(1_000))).await;
    anna.saved(1).await;
    // Client 100, clocks 0 to 1 deleted.
    let mut deletion = vec![0, 1];
    for number in [ANNAS, 1, 0, 1] {
        write_varuint(&mut deletion, number);
    }
    anna.update(&deletion).await;
    anna.saved(2).await;
    // What was deleted leaves room, once it is measured.
    anna.update(&write_text(ANNAS, 1, &"y".repeat(1_500))).await;
    anna.saved(3).await;
    anna.update(&write_text(ANNAS, 2, &"z".repeat(1_500))).await;
    assert_eq!(anna.closed().await, End::Close(Close::DocumentFull));
}

#[tokio::test]
async fn u11_a_session_that_does_not_read_is_caught_up_and_the_others_go_on() {
    let world = World::new(&["--limit-session-queue=50"]).await;
    let (mut anna, luca) = (world.anna().await, world.luca().await);
    // Long enough that each leaves in a message of its own.
    let long = "n".repeat(9_000);
    for clock in 0..100 {
        anna.update(&write_text(ANNAS, clock, &long)).await;
    }
    anna.saved(100).await;
    anna.shows(ANNAS, 1, Some("{}")).await;
    anna.after().await;
    let mut reader = Slow::default();
    assert!(reader.reads(&luca, u32::MAX).await, "he is to be caught up");
    assert!(reader.holds() < 100);
    // What is told while he has not asked yet is not lost either.
    anna.update(&write_of(ANNAS, 100)).await;
    anna.saved(101).await;
    luca.room.send(RoomMsg::CatchUp(luca.key)).await.ok();
    reader.reads(&luca, 101).await;
    assert!(reader.got.contains(&Got::Own(Own::Lagging)));
    assert!(reader.got.iter().any(|it| matches!(it, Got::Presence(_))));
    anna.update(&write_of(ANNAS, 101)).await;
    reader.reads(&luca, 102).await;
    assert_eq!(luca.outgoing.ended(), None);
}

/// What a peer has read that takes its time.
struct Slow {
    document: Document,
    got: Vec<Got>,
}

impl Default for Slow {
    fn default() -> Self {
        Self {
            document: Document::new(ClientId::READER),
            got: Vec::new(),
        }
    }
}

impl Slow {
    fn holds(&self) -> u32 {
        held(&self.document, ANNAS)
    }

    /// Reads until it holds so many of Anna's operations and was told of somebody, or nothing waits and the room is to catch it up.
    async fn reads(&mut self, peer: &Peer, count: u32) -> bool {
        let reading = async {
            while self.holds() < count || !self.got.iter().any(|it| matches!(it, Got::Presence(_)))
            {
                match peer.outgoing.next().await {
                    Next::Frames(frames) => {
                        for got in frames.iter().map(read) {
                            if let Got::Answer(update) | Got::Update(update) = &got {
                                self.document.apply(update).unwrap();
                            }
                            self.got.push(got);
                        }
                    }
                    Next::CatchUp => return true,
                    Next::End(end) => panic!("{end:?}"),
                }
            }
            false
        };
        tokio::time::timeout(PATIENCE, reading)
            .await
            .expect("what is to come comes")
    }
}

#[tokio::test]
async fn r2_a_draft_takes_a_bounded_number_of_sessions() {
    let world = World::new(&["--limit-sessions-per-draft=2"]).await;
    let (anna, luca) = (world.anna().await, world.luca().await);
    let who = imprimatur_protocol::frame::PresentPerson {
        id: person_of(&luca.got()).unwrap(),
        name: String::new(),
        color: String::new(),
    };
    assert_eq!(
        world.peer(&who, Access::Edit, true).await.err(),
        Some(Close::DraftFull)
    );
    anna.leave().await;
    eventually("no place is free", async || {
        world.peer(&who, Access::Edit, true).await.is_ok()
    })
    .await;
}

#[tokio::test]
async fn p1_p3_presence_reaches_the_others_and_ends_with_the_socket() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.shows(ANNAS, 3, Some(r#"{"user":{"name":"Admin"}}"#))
        .await;
    anna.after().await;
    let got = luca.after().await;
    let Some(Got::Presence(states)) = got.last() else {
        panic!("{got:?}")
    };
    assert!(states[0].2.as_ref().unwrap().contains("Anna Keller"));
    // Under her id nobody else shows himself.
    luca.shows(ANNAS, 99, None).await;
    luca.shows(ANNAS, 100, Some("{}")).await;
    luca.after().await;
    assert!(
        !anna
            .after()
            .await
            .iter()
            .any(|got| matches!(got, Got::Presence(_)))
    );
    let mut late = world.luca().await;
    assert!(
        late.after()
            .await
            .iter()
            .any(|got| matches!(got, Got::Presence(states) if states[0].0 == ANNAS))
    );
    anna.leave().await;
    eventually("her cursor is still there", async || {
        let is_gone = |got: &Got| matches!(got, Got::Presence(states) if states[0].2.is_none());
        late.got().iter().any(is_gone)
    })
    .await;
}

#[tokio::test]
async fn p4_p5_time_quietens_withdraws_and_echoes() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.shows(ANNAS, 3, Some("{}")).await;
    anna.after().await;
    luca.after().await;
    tokio::time::pause();
    let mut states = Vec::new();
    for _ in 0..36 {
        tokio::time::advance(Duration::from_millis(500)).await;
        tokio::task::yield_now().await;
        luca.outgoing.link().hear();
        for got in luca.got() {
            if let Got::Presence(entries) = got {
                states.extend(entries.into_iter().map(|(_, _, state)| state));
            }
        }
    }
    tokio::time::resume();
    let quiet = states
        .iter()
        .position(|it| it.as_ref().is_some_and(|it| it.contains("\"quiet\":true")));
    let gone = states.iter().position(Option::is_none);
    assert!(quiet.is_some() && gone > quiet, "{states:?}");
    // What Anna has missed: an echo of her own state, at her own clock.
    let echo = anna.got().into_iter().find_map(|got| match got {
        Got::Presence(entries) => entries.into_iter().find(|(client, ..)| *client == ANNAS),
        _ => None,
    });
    assert_eq!(echo.map(|(_, clock, _)| clock), Some(3));
    // Heard again: visible again.
    assert!(anna.outgoing.link().hear());
    anna.room.send(RoomMsg::Heard(anna.key)).await.unwrap();
    anna.after().await;
    let back = luca.got();
    assert!(back.iter().any(|got| matches!(got, Got::Presence(it) if it[0].2.as_deref().is_some_and(|it| !it.contains("quiet")))), "{back:?}");
}

#[tokio::test]
async fn a_panic_ends_its_room_only_and_the_sessions_come_back_to_what_is_on_disk() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    anna.room
        .send(RoomMsg::Test(crate::collab::room::Examination::Panic))
        .await
        .unwrap();
    assert_eq!(anna.closed().await, End::Close(Close::RoomFailed));
    let mut again = world.anna().await;
    again.send(Message::SyncStep1(&[0])).await.unwrap();
    let got = again.after().await;
    assert!(
        got.iter()
            .any(|got| matches!(got, Got::Answer(update) if update.len() > 2)),
        "{got:?}"
    );
}

#[tokio::test]
async fn shutting_down_saves_what_waits_and_says_so() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    let stopped = world.collab.journal().faults().appends_wait.write().await;
    for clock in 0..20 {
        anna.update(&write_of(ANNAS, clock)).await;
    }
    anna.after().await;
    world.collab.platform().shutdown.cancel();
    assert_eq!(anna.closed().await, End::Close(Close::Restarting));
    assert!(
        anna.got()
            .iter()
            .any(|got| matches!(got, Got::Own(Own::GoingAway(_))))
    );
    drop(stopped);
    world.collab.stopped().await;
    assert_eq!(held(&world.stored().await, ANNAS), 20);
    let person = imprimatur_protocol::frame::PresentPerson {
        id: world.collab.platform().clock.id(),
        name: String::new(),
        color: String::new(),
    };
    assert_eq!(
        world.peer(&person, Access::View, true).await.err(),
        Some(Close::Restarting)
    );
}
