//! What other servers of shared documents are known to get wrong, forced between two nodes. Those that a process shows better are in
//! `tests/it/peers_faults.rs`; ARCHITECTURE.md names for each fault its test.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use imprimatur_crdt::{ClientId, Document};
use imprimatur_protocol::frame::{Access, Message};
use imprimatur_protocol::{Close, DraftId, TemplateId};
use tokio::time::Instant;

use crate::collab::outbox::End;
use crate::collab::room::{Examination, RoomMsg};
use crate::collab::store;
use crate::collab::testing::{Got, Peer, World, eventually, held, write_of, write_text};
use crate::workspace::args;

const ANNAS: u64 = 100;
const LUCAS: u64 = 200;

/// The first answer that a peer is given, as a document.
async fn first_answer(peer: &mut Peer) -> Document {
    peer.send(Message::SyncStep1(&[0])).await.unwrap();
    let mut document = Document::new(ClientId::READER);
    let wait = async {
        let (mut answered, mut early) = (false, Vec::new());
        while !answered {
            for got in peer.got() {
                match got {
                    Got::Answer(update) => {
                        document.apply(&update).unwrap();
                        answered = true;
                    }
                    Got::Update(update) => early.push(update),
                    _ => {}
                }
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // What came before may have rested on the answer (C5).
        for update in early {
            document.apply(&update).unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait)
        .await
        .expect("a question is answered");
    document
}

/// Reads on until so many operations of a client have come.
async fn comes_to(peer: &Peer, document: &mut Document, client: u64, count: u32) {
    let until = Instant::now() + Duration::from_secs(20);
    while held(document, client) < count {
        assert!(
            Instant::now() < until,
            "only {} of {count} operations of {client} came",
            held(document, client)
        );
        for got in peer.got() {
            if let Got::Answer(update) | Got::Update(update) = got {
                document.apply(&update).unwrap();
            }
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn loads(world: &World) -> usize {
    world.collab.journal().faults().loads.load(Ordering::SeqCst)
}

/// The same node, another draft.
async fn another_draft(world: &World) -> World {
    let clock = &world.collab.platform().clock;
    let (template, draft): (TemplateId, DraftId) = (clock.id(), clock.id());
    let mut place = world.place;
    place.draft = draft;
    let mut tx = world.collab.platform().db.begin().await.unwrap();
    tx.execute(
        "INSERT INTO templates (id, organisation_id, name, search_name, created_by, created_at, updated_at)
         VALUES ($1, $2, 'Award', 'award', $3, 0, 0)",
        args![template, place.organisation, world.anna.id],
    )
    .await
    .unwrap();
    let new = store::NewDraft {
        id: draft,
        template,
        state: Document::new(ClientId::READER).encode_state(),
        now_ms: 0,
    };
    store::insert(&mut tx, place.organisation, new)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    on(world, world, draft)
}

/// A draft as it is opened on a node.
fn on(node: &World, like: &World, draft: DraftId) -> World {
    let mut place = like.place;
    place.draft = draft;
    World {
        folder: Arc::clone(&like.folder),
        collab: node.collab.clone(),
        bus: Arc::clone(&node.bus),
        place,
        anna: like.anna.clone(),
        luca: like.luca.clone(),
    }
}

/// Fault 1: a room that is unloaded while its save is under way, and opened again from before it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_room_is_not_unloaded_while_a_save_is_pending() {
    let one = World::first(&["--limit-idle-seconds=1"]).await;
    let two = one.next(2);
    let mut anna = one.anna().await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    let stopped = one.collab.journal().faults().appends_wait.write().await;
    for clock in 1..10 {
        anna.update(&write_of(ANNAS, clock)).await;
    }
    anna.after().await;
    anna.leave().await;
    // Everybody has left, and it is asked to go, again and again.
    for _ in 0..20 {
        one.collab.hub().evict(one.place.draft).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(one.collab.hub().places().len(), 1, "the room stays");
    // Whoever comes meanwhile is shown what is on disk, here and there, and the rest when it is.
    let (mut here, mut there) = (one.luca().await, two.luca().await);
    let mut seen = [
        first_answer(&mut here).await,
        first_answer(&mut there).await,
    ];
    assert_eq!(seen.each_ref().map(|it| held(it, ANNAS)), [1, 1]);
    drop(stopped);
    comes_to(&here, &mut seen[0], ANNAS, 10).await;
    comes_to(&there, &mut seen[1], ANNAS, 10).await;
    here.leave().await;
    one.collab.hub().evict(one.place.draft).await;
    let mut again = one.luca().await;
    assert_eq!(held(&first_answer(&mut again).await, ANNAS), 10);
}

/// Fault 2: a load that fails leaves an empty document, which is then saved over the good one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_load_that_fails_overwrites_nothing() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let mut anna = one.anna().await;
    for clock in 0..5 {
        anna.update(&write_text(ANNAS, clock, "good")).await;
    }
    anna.saved(5).await;
    let faults = two.collab.journal().faults();
    faults.loads_fail.store(true, Ordering::SeqCst);
    for _ in 0..5 {
        let refused = two.peer(&two.luca.clone(), Access::Edit, true).await;
        assert_eq!(refused.err(), Some(Close::RoomFailed));
    }
    assert!(two.collab.hub().places().is_empty());
    // It is folded meanwhile, on both nodes, and written on.
    one.collab.journal().fold(one.place).await.unwrap();
    let _ = two.collab.journal().fold(two.place).await;
    anna.update(&write_of(ANNAS, 5)).await;
    anna.saved(6).await;
    faults.loads_fail.store(false, Ordering::SeqCst);
    let mut luca = two.luca().await;
    assert_eq!(held(&first_answer(&mut luca).await, ANNAS), 6);
    luca.update(&write_of(LUCAS, 0)).await;
    luca.saved(1).await;
    let stored = one.stored().await;
    assert_eq!((held(&stored, ANNAS), held(&stored, LUCAS)), (6, 1));
}

/// Faults 3 and 4: two loads at once, of which the later wins; and an answer that is given before the load has ended, empty.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_open_a_draft_at_once_and_none_is_answered_with_less_than_was_saved() {
    let one = World::first(&[]).await;
    let nodes = [one.next(2), one.next(3)];
    let mut anna = one.anna().await;
    for clock in 0..50 {
        anna.update(&write_text(ANNAS, clock, "before they came"))
            .await;
    }
    anna.saved(50).await;
    let joining = nodes.iter().flat_map(|node| {
        (0..25).map(move |_| async move {
            let mut peer = node.luca().await;
            let document = first_answer(&mut peer).await;
            (peer, document)
        })
    });
    let writing = async {
        for clock in 50..100 {
            anna.update(&write_of(ANNAS, clock)).await;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        anna.saved(100).await;
    };
    let (mut joined, ()) = tokio::join!(futures_util::future::join_all(joining), writing);
    for (_, document) in &joined {
        assert!(
            held(document, ANNAS) >= 50,
            "an answer lacks what was saved"
        );
    }
    for (peer, document) in &mut joined {
        comes_to(peer, document, ANNAS, 100).await;
    }
    assert_eq!(nodes.each_ref().map(loads), [1, 1]);
}

/// Fault 5: one save queued for every update when the store is slow. What gathers is saved together.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slow_store_is_given_few_large_saves() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, mut luca) = (one.anna().await, two.luca().await);
    let stopped = (
        one.collab.journal().faults().appends_wait.write().await,
        two.collab.journal().faults().appends_wait.write().await,
    );
    for clock in 0..300 {
        anna.update(&write_of(ANNAS, clock)).await;
        luca.update(&write_of(LUCAS, clock)).await;
    }
    anna.after().await;
    luca.after().await;
    for node in [&one, &two] {
        let queued = node.collab.hub().looked_at().rooms_queue;
        assert_eq!(queued, 0, "what waits is the room's own");
    }
    drop(stopped);
    anna.saved(300).await;
    luca.saved(300).await;
    // The one that was under way on each node, and what had gathered behind it.
    let rows = one
        .count("SELECT COUNT(*) AS count FROM draft_journal")
        .await;
    assert!((2..=6).contains(&rows), "{rows} saves for 600 updates");
    let stored = one.stored().await;
    assert_eq!((held(&stored, ANNAS), held(&stored, LUCAS)), (300, 300));
}

/// Fault 7: one room that fails, or is stuck, holds up what all others are sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_bad_room_stalls_no_other() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let bad = [
        on(&one, &one, one.place.draft),
        on(&two, &one, one.place.draft),
    ];
    let good_one = another_draft(&one).await;
    let good_two = on(&two, &one, good_one.place.draft);
    let mut writer = good_one.anna().await;
    let mut reader = good_two.luca().await;
    let mut document = first_answer(&mut reader).await;
    let stop = tokio_util::sync::CancellationToken::new();
    // The bad one panics on both nodes, is opened again at once, and panics again; somebody in it reads nothing of a flood.
    let havoc = bad.map(|node| {
        let stop = stop.clone();
        tokio::spawn(async move {
            let mut panics = 0;
            while !stop.is_cancelled() {
                let Ok(mut peer) = node.peer(&node.anna.clone(), Access::Edit, true).await else {
                    continue;
                };
                for number in 0..50 {
                    let state = format!(r#"{{"at":{number}}}"#);
                    peer.shows(ANNAS, number + 1, Some(&state)).await;
                }
                if peer
                    .room
                    .send(RoomMsg::Test(Examination::Panic))
                    .await
                    .is_ok()
                {
                    assert_eq!(peer.closed().await, End::Close(Close::RoomFailed));
                    panics += 1;
                }
            }
            panics
        })
    });
    let mut slowest = Duration::ZERO;
    for clock in 0..100 {
        let begun = Instant::now();
        writer.update(&write_of(ANNAS, clock)).await;
        let count = u32::try_from(clock + 1).unwrap();
        comes_to(&reader, &mut document, ANNAS, count).await;
        slowest = slowest.max(begun.elapsed());
    }
    stop.cancel();
    for node in havoc {
        let panics = node.await.unwrap();
        assert!(panics > 0, "the bad room was bad");
    }
    assert!(
        slowest < Duration::from_secs(10),
        "an edit took {slowest:?}"
    );
    assert_eq!(writer.outgoing.ended(), None);
    assert_eq!(reader.outgoing.ended(), None);
    eventually("the bad room is a good one again", async || {
        one.peer(&one.anna.clone(), Access::Edit, true)
            .await
            .is_ok()
    })
    .await;
}
