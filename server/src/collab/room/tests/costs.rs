//! Small updates that would cost much (SPEC R7).

use imprimatur_protocol::Close;
use imprimatur_protocol::frame::{Message, write_bytes, write_varuint};

use super::{ANNAS, LUCAS};
use crate::collab::outbox::End;
use crate::collab::room::RoomMsg;
use crate::collab::testing::{World, held, write_of, write_text};

/// `count` structs of Anna's from `clock` on, all of which claim the place right of her first one.
fn crowd(clock: u64, count: u64) -> Vec<u8> {
    let mut out = Vec::new();
    for number in [1, count, ANNAS, clock] {
        write_varuint(&mut out, number);
    }
    for _ in 0..count {
        out.push(0x88);
        for number in [ANNAS, 0, 1] {
            write_varuint(&mut out, number);
        }
        out.push(126);
    }
    out.push(0);
    out
}

/// A list of 40 values of Anna's, from `clock` on, in a root of its own.
fn list(clock: u64) -> Vec<u8> {
    let mut out = Vec::new();
    for number in [1, 1, ANNAS, clock] {
        write_varuint(&mut out, number);
    }
    out.extend([8, 1]);
    write_bytes(&mut out, format!("list{clock}").as_bytes());
    out.push(40);
    out.extend([126; 40]);
    out.push(0);
    out
}

/// Deletes every other one of such a list.
fn every_other(clock: u64, first: u64) -> Vec<u8> {
    let mut out = vec![0, 1];
    write_varuint(&mut out, ANNAS);
    out.push(20);
    for at in 0..20 {
        write_varuint(&mut out, clock + first + 2 * at);
        out.push(1);
    }
    out
}

#[tokio::test]
async fn r7_a_crowd_at_one_place_is_refused_before_the_journal_has_it() {
    let world = World::new(&["--limit-document-steps=5000"]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    // Some are no crowd.
    anna.update(&crowd(1, 50)).await;
    anna.saved(2).await;
    anna.update(&crowd(51, 50)).await;
    assert_eq!(anna.closed().await, End::Close(Close::DocumentFull));
    luca.update(&write_of(LUCAS, 0)).await;
    luca.saved(1).await;
    assert_eq!(held(&world.stored().await, ANNAS), 51);
}

/// Threads of a real server: what takes long moves aside.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r7_a_draft_is_weighed_anew_before_an_update_is_refused() {
    let world = World::new(&["--limit-document-parts=64"]).await;
    let mut anna = world.anna().await;
    let mut sent = 0;
    for clock in [0, 40, 80] {
        for update in [list(clock), every_other(clock, 0), every_other(clock, 1)] {
            anna.update(&update).await;
            sent += 1;
            anna.saved(sent).await;
        }
    }
    assert_eq!(held(&world.stored().await, ANNAS), 120);
}

#[tokio::test]
async fn c5_answers_with_the_whole_state_share_its_bytes() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.update(&write_text(ANNAS, 0, &"x".repeat(100_000)))
        .await;
    anna.saved(1).await;
    anna.got();
    luca.got();
    // One says that it holds nothing, the other that it holds something that nobody knows.
    let mut pointers = Vec::new();
    for (peer, vector) in [(&mut anna, &[0][..]), (&mut luca, &[1, 99, 5])] {
        peer.send(Message::SyncStep1(vector)).await.unwrap();
        let (reply, state) = tokio::sync::oneshot::channel();
        peer.room.send(RoomMsg::State(reply)).await.unwrap();
        state.await.unwrap();
        pointers.extend(peer.outgoing.flush().iter().map(|frame| frame.as_ptr()));
    }
    assert_eq!(pointers.len(), 2);
    assert_eq!(pointers[0], pointers[1]);
}
