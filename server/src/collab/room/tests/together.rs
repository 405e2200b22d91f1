//! What many write at once: handed over together, taken in together, sent together.

use std::time::Duration;

use imprimatur_crdt::{ClientId, Document};
use imprimatur_protocol::Close;
use imprimatur_protocol::frame::Message;
use tokio::sync::oneshot;

use super::{ANNAS, EMPTY, LUCAS, unsaved};
use crate::collab::outbox::End;
use crate::collab::room::{Examination, RoomMsg};
use crate::collab::testing::{Got, Peer, World, asks, eventually, held, updates, write_of};

async fn ask(peer: &Peer, examination: Examination) {
    let asked = peer.room.send(RoomMsg::Test(examination)).await;
    assert!(asked.is_ok(), "the room is there");
}

/// Waits until the journal has a batch of the room, and nothing but so many entries gathers.
async fn has_handed_over(peer: &Peer, gathers: usize) {
    eventually("the journal is not given its batch", async || {
        let (reply, left) = oneshot::channel();
        ask(peer, Examination::Left(reply)).await;
        let left = left.await.expect("it answers");
        (left.in_flight, left.gathering) == (1, gathers)
    })
    .await;
}

fn taken_in(got: &[Got]) -> (u32, u32) {
    let mut document = Document::new(ClientId::READER);
    for update in updates(got) {
        document.apply(update).expect("it follows on what was sent");
    }
    (held(&document, ANNAS), held(&document, LUCAS))
}

#[tokio::test]
async fn u7_what_is_written_together_leaves_as_one_message_without_what_its_reader_wrote() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca, mut other) =
        (world.anna().await, world.luca().await, world.anna().await);
    let stopped = world.collab.journal().faults().appends_wait.write().await;
    anna.update(&write_of(ANNAS, 0)).await;
    has_handed_over(&anna, 0).await;
    anna.update(&write_of(ANNAS, 1)).await;
    luca.update(&write_of(LUCAS, 0)).await;
    anna.update(&write_of(ANNAS, 2)).await;
    luca.update(&write_of(LUCAS, 1)).await;
    has_handed_over(&anna, 4).await;
    drop(stopped);
    let (annas, mut lucas) = (anna.saved(3).await, luca.saved(2).await);
    lucas.extend(luca.after().await);
    let others = other.after().await;
    assert_eq!(updates(&others).len(), 2, "{others:?}");
    assert_eq!(taken_in(&others), (3, 2));
    assert_eq!(taken_in(&lucas), (3, 0));
    assert_eq!((updates(&annas).len(), taken_in(&annas)), (1, (0, 2)));
}

#[tokio::test]
async fn a_room_that_finds_no_place_in_the_journal_waits_for_one_and_nobody_is_worried() {
    let world = World::new(&["--limit-journal-queue=1"]).await;
    let mut anna = world.anna().await;
    let taken = world.collab.journal().slot().expect("it is free");
    anna.update(&write_of(ANNAS, 0)).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(taken);
    let got = anna.saved(1).await;
    assert_eq!(unsaved(&got), 0);
    assert_eq!(held(&world.stored().await, ANNAS), 1);
}

#[tokio::test]
async fn u9_of_what_was_taken_in_together_nobody_is_blamed_before_it_is_known_who() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.answer(EMPTY).await;
    luca.answer(EMPTY).await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(2).await;
    anna.got();
    luca.got();
    // Annas next update no longer applies; it stands in a batch with Lucas.
    let stopped = world.collab.journal().faults().appends_wait.write().await;
    luca.update(&write_of(LUCAS, 0)).await;
    has_handed_over(&luca, 0).await;
    luca.update(&write_of(LUCAS, 1)).await;
    anna.update(&write_of(ANNAS, 1)).await;
    has_handed_over(&luca, 2).await;
    drop(stopped);
    ask(&anna, Examination::LoseDocument).await;
    eventually("nobody is asked again", async || asks(&luca.got()) > 0).await;
    anna.answer(EMPTY).await;
    luca.answer(EMPTY).await;
    anna.saved(4).await;
    luca.saved(4).await;
    assert_eq!((anna.outgoing.ended(), luca.outgoing.ended()), (None, None));
    // Should it come again, it is known whose it is.
    ask(&anna, Examination::LoseDocument).await;
    anna.update(&write_of(ANNAS, 2)).await;
    assert_eq!(anna.closed().await, End::Close(Close::Malformed));
    luca.send(Message::SyncStep1(&[0])).await.unwrap();
    luca.update(&write_of(LUCAS, 2)).await;
    luca.after().await;
    assert_eq!(luca.outgoing.ended(), None);
}
