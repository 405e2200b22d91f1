//! A draft to which nobody has written for a while is kept as bytes.

use imprimatur_crdt::{Document, StateVector};
use imprimatur_protocol::frame::{Access, Message, Own, write_bytes, write_varuint};
use tokio::sync::oneshot;

use super::{ANNAS, LUCAS};
use crate::collab::room::{Examination, RoomMsg};
use crate::collab::testing::{Got, Peer, World, updates, write_of};

/// What a viewer writes under, who may not write.
const VIEWERS: u64 = 300;

async fn is_asleep(peer: &Peer) -> bool {
    let (reply, answer) = oneshot::channel();
    let asked = RoomMsg::Test(Examination::IsAsleep(reply));
    peer.room.send(asked).await.unwrap();
    answer.await.unwrap()
}

/// Opens the draft until it is opened from its bytes: that its room has ended well is written down after it has ended.
async fn opened_from_bytes(world: &World, join: impl AsyncFn() -> Peer) -> Peer {
    loop {
        world.collab.hub().evict(world.place.draft).await;
        world.quiet().await;
        let peer = join().await;
        if is_asleep(&peer).await {
            return peer;
        }
        peer.leave().await;
    }
}

async fn nobody_writes_for_long(peer: &Peer) {
    let tire = RoomMsg::Test(Examination::Tire);
    peer.room.send(tire).await.unwrap();
}

#[tokio::test]
async fn a_quiet_draft_is_kept_as_bytes_and_answers_and_takes_edits_as_before() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    luca.after().await;
    assert!(!is_asleep(&anna).await);
    nobody_writes_for_long(&anna).await;
    assert!(is_asleep(&anna).await);

    // Whoever holds nothing is sent the bytes.
    luca.send(Message::SyncStep1(&[0])).await.unwrap();
    let whole = world.stored().await.encode_state();
    assert_eq!(luca.after().await, [Got::Answer(whole)]);
    assert!(is_asleep(&anna).await);

    // An edit that rests on what is there is no gap, and reaches the others.
    anna.update(&write_of(ANNAS, 1)).await;
    anna.saved(2).await;
    assert_eq!(updates(&luca.after().await), [write_of(ANNAS, 1)]);
    assert!(!is_asleep(&anna).await);
    assert_eq!(world.stored().await.state_vector(), vector(&[(ANNAS, 2)]));

    // Whoever comes back to a quiet draft is sent what is lacking.
    nobody_writes_for_long(&anna).await;
    let held = vector(&[(ANNAS, 1)]).encode();
    luca.send(Message::SyncStep1(&held)).await.unwrap();
    let got = luca.after().await;
    let [Got::Answer(answer)] = got.as_slice() else {
        panic!("{got:?}")
    };
    let whole = world.stored().await.diff(&held).unwrap();
    assert_eq!(answer, &whole);
    luca.update(&write_of(LUCAS, 0)).await;
    luca.saved(1).await;
}

#[tokio::test]
async fn a_draft_that_was_held_before_is_opened_from_snapshot_and_tail_as_bytes() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    for number in 0..3 {
        anna.update(&write_of(ANNAS, number)).await;
        anna.saved(number + 1).await;
    }
    anna.leave().await;
    let mut luca = opened_from_bytes(&world, async || world.luca().await).await;
    let rows = world
        .count("SELECT COUNT(*) AS count FROM draft_journal")
        .await;
    assert_eq!(rows, 3, "nothing was folded");
    luca.after().await;
    luca.send(Message::SyncStep1(&[0])).await.unwrap();
    let got = luca.after().await;
    let [Got::Answer(whole)] = got.as_slice() else {
        panic!("{got:?}")
    };
    let read = Document::from_state(whole).unwrap();
    assert_eq!(read.state_vector(), vector(&[(ANNAS, 3)]));
    assert!(is_asleep(&luca).await, "nobody has written");

    // What is written next rests on it, and reaches whoever joins then.
    luca.update(&write_of(LUCAS, 0)).await;
    luca.saved(1).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(ANNAS, 3)).await;
    anna.saved(1).await;
    let expected = vector(&[(ANNAS, 4), (LUCAS, 1)]);
    assert_eq!(world.stored().await.state_vector(), expected);
}

fn vector(clocks: &[(u64, u32)]) -> StateVector {
    let clocks = clocks.iter().map(|(client, clock)| {
        let client = imprimatur_crdt::ClientId::new(*client).unwrap();
        (client, *clock)
    });
    clocks.collect()
}

/// Sets one property of a map of its own root, knowing of no other value.
fn set(client: u64) -> Vec<u8> {
    let mut out = Vec::new();
    for number in [1, 1, client, 0] {
        write_varuint(&mut out, number);
    }
    // Content of any kind, under a key of a root, with no neighbour.
    out.extend([0x28, 1]);
    write_bytes(&mut out, b"map");
    write_bytes(&mut out, b"key");
    out.extend([1, 126, 0]);
    out
}

#[tokio::test]
async fn r1_what_followed_from_others_writing_is_not_taken_for_a_viewers() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    // Both at once: one of the two values is deleted, and nobody has said so.
    anna.update(&set(ANNAS)).await;
    luca.update(&set(LUCAS)).await;
    anna.saved(1).await;
    luca.saved(1).await;
    let known = world.stored().await.encode_state();
    anna.leave().await;
    luca.leave().await;
    let refused = |got: &Got| matches!(got, Got::Own(Own::Refused(_)));
    for access in [Access::Texts, Access::View] {
        let mut back = opened_from_bytes(&world, async || {
            world.peer(&world.luca.clone(), access, true).await.unwrap()
        })
        .await;
        back.after().await;
        back.answer(&known).await;
        let got = back.saved(1).await;
        assert!(!got.iter().any(refused), "{access:?}: {got:?}");
        back.leave().await;
    }
    let mut viewer = world.viewer().await;
    viewer.after().await;
    // What is really new is refused all the same.
    viewer.update(&write_of(VIEWERS, 0)).await;
    let got = viewer.after().await;
    assert!(got.iter().any(refused), "{got:?}");
}
