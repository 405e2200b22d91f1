//! Several nodes on one database: each a `World` of its own, on a bus that can be cut.

use std::sync::atomic::Ordering;
use std::time::Duration;

use imprimatur_crdt::{ClientId, Document};
use imprimatur_protocol::frame::{Access, Message};
use imprimatur_protocol::{Close, ErrorCode};

use crate::collab::outbox::End;
use crate::collab::testing::{
    Got, Peer, World, eventually, held, updates, watermarks, write_of, write_text,
};

const ANNAS: u64 = 100;
const LUCAS: u64 = 200;

/// A peer with the document that it has been sent.
struct Reader {
    peer: Peer,
    document: Document,
    got: Vec<Got>,
}

impl Reader {
    async fn of(world: &World) -> Self {
        let mut peer = world.luca().await;
        peer.send(Message::SyncStep1(&[0])).await.unwrap();
        Self {
            peer,
            document: Document::new(ClientId::READER),
            got: Vec::new(),
        }
    }

    /// Waits until so many operations of a client have arrived.
    async fn has(&mut self, client: u64, count: u32) {
        let until = tokio::time::Instant::now() + Duration::from_secs(20);
        while held(&self.document, client) < count {
            assert!(
                tokio::time::Instant::now() < until,
                "only {} of {count} operations of {client} arrived",
                held(&self.document, client)
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
            for got in self.peer.got() {
                if let Got::Answer(update) | Got::Update(update) = &got {
                    self.document.apply(update).unwrap();
                }
                self.got.push(got);
            }
        }
    }
}

fn loads(world: &World) -> usize {
    world.collab.journal().faults().loads.load(Ordering::SeqCst)
}

#[tokio::test]
async fn n1_an_edit_reaches_the_other_node_and_is_read_there_once() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, mut luca) = (one.anna().await, Reader::of(&two).await);
    for clock in 0..20 {
        anna.update(&write_of(ANNAS, clock)).await;
    }
    anna.saved(20).await;
    luca.has(ANNAS, 20).await;
    let mut read = Document::new(ClientId::READER);
    for update in updates(&luca.got) {
        read.apply(update).unwrap();
    }
    assert_eq!(held(&read, ANNAS), 20, "the updates alone bring all of it");
    assert_eq!(
        (loads(&one), loads(&two)),
        (1, 1),
        "nothing was loaded anew"
    );
}

#[tokio::test]
async fn n5_what_the_bus_loses_arrives_by_comparing_heads() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, mut luca) = (one.anna().await, Reader::of(&two).await);
    anna.update(&write_of(ANNAS, 0)).await;
    luca.has(ANNAS, 1).await;
    one.bus.cut(true);
    for clock in 1..10 {
        anna.update(&write_of(ANNAS, clock)).await;
    }
    anna.saved(10).await;
    luca.has(ANNAS, 10).await;
    assert_eq!((loads(&one), loads(&two)), (1, 1));
}

/// The network swallows the statement with which it is read: nobody waits for its answer for long.
#[tokio::test]
async fn n5_a_reading_that_is_never_answered_is_given_up_for_another() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, mut luca) = (one.anna().await, Reader::of(&two).await);
    anna.update(&write_of(ANNAS, 0)).await;
    luca.has(ANNAS, 1).await;
    let since_hangs = &two.collab.journal().faults().since_hangs;
    since_hangs.store(true, Ordering::SeqCst);
    one.bus.cut(true);
    anna.update(&write_of(ANNAS, 1)).await;
    anna.saved(2).await;
    luca.has(ANNAS, 2).await;
    assert!(!since_hangs.load(Ordering::SeqCst), "none was begun");
}

/// Rows of both nodes interleave; the journal has one order, and both documents are equal to it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_that_write_at_once_hold_the_same() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, mut luca) = (one.anna().await, two.luca().await);
    let (mut here, mut there) = (Reader::of(&one).await, Reader::of(&two).await);
    for clock in 0..200 {
        if clock == 60 {
            one.bus.cut(true);
        } else if clock == 140 {
            one.bus.cut(false);
        }
        anna.update(&write_of(ANNAS, clock)).await;
        luca.update(&write_of(LUCAS, clock)).await;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let (annas, lucas) = (anna.saved(200).await, luca.saved(200).await);
    for watermarks in [watermarks(&annas), watermarks(&lucas)] {
        assert!(watermarks.is_sorted(), "{watermarks:?}");
    }
    for reader in [&mut here, &mut there] {
        reader.has(ANNAS, 200).await;
        reader.has(LUCAS, 200).await;
    }
    let stored = one.stored().await;
    assert_eq!((held(&stored, ANNAS), held(&stored, LUCAS)), (200, 200));
    let heads = one
        .count("SELECT COUNT(*) - MAX(number) AS count FROM draft_journal")
        .await;
    assert_eq!(heads, 0, "the journal has a hole");
    assert_eq!(loads(&two), 1, "catching up reads rows, not the draft");
}

/// A client that moves brings what it was shown elsewhere, others' edits included. The node that it comes to has not read them yet.
#[tokio::test]
async fn n2_a_client_that_moved_is_not_taken_for_a_forger() {
    for access in [Access::Edit, Access::Texts, Access::View] {
        let one = World::first(&[]).await;
        let two = one.next(2);
        let mut anna = one.anna().await;
        // The room of the second node is open, and hears nothing any more.
        let _stays = Reader::of(&two).await;
        one.bus.cut(true);
        for clock in 0..5 {
            anna.update(&write_of(ANNAS, clock)).await;
        }
        anna.saved(5).await;
        let mut luca = two.peer(&two.luca.clone(), access, true).await.unwrap();
        let seen = one.stored().await.encode_state();
        luca.answer(&seen).await;
        if access == Access::Edit {
            luca.update(&write_of(LUCAS, 0)).await;
        }
        let got = luca.saved(if access == Access::Edit { 2 } else { 1 }).await;
        let refused: Vec<&Got> = got
            .iter()
            .filter(|it| format!("{it:?}").contains("Refused"))
            .collect();
        assert!(refused.is_empty(), "{access:?}: {refused:?}");
        assert_eq!(luca.outgoing.ended(), None, "{access:?}");
        assert_eq!(loads(&two), 1, "{access:?}");
        one.bus.cut(false);
    }
}

/// What the bus has not told is found in the journal before anybody is accused; what is not there either is refused.
#[tokio::test]
async fn n3_a_client_id_is_bound_on_every_node() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, mut luca) = (one.anna().await, two.luca().await);
    luca.update(&write_of(LUCAS, 0)).await;
    luca.saved(1).await;
    luca.after().await;
    one.bus.cut(true);
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    // Luca knows of it by another way than the server, as tabs of one browser do. It is there, so it is nothing new.
    luca.update(&write_of(ANNAS, 0)).await;
    eventually("the draft is not loaded anew", async || {
        luca.got().contains(&Got::Ask)
    })
    .await;
    luca.answer(&write_of(ANNAS, 0)).await;
    luca.saved(3).await;
    assert_eq!(luca.outgoing.ended(), None);
    luca.update(&write_of(ANNAS, 1)).await;
    assert_eq!(luca.closed().await, End::Close(Close::ForeignClientId));
    assert_eq!(held(&one.stored().await, ANNAS), 1);
}

#[tokio::test]
async fn r1_a_viewer_is_refused_after_all() {
    let one = World::first(&[]).await;
    let mut viewer = one.viewer().await;
    viewer.update(&write_of(LUCAS, 0)).await;
    let got = viewer.saved(1).await;
    let codes: Vec<ErrorCode> = got
        .iter()
        .filter_map(|it| match it {
            Got::Own(imprimatur_protocol::frame::Own::Refused(it)) => Some(it.code),
            _ => None,
        })
        .collect();
    assert_eq!(codes, [ErrorCode::ReadOnly]);
}

#[tokio::test]
async fn rows_that_were_folded_meanwhile_are_loaded_with_the_draft() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, mut luca) = (one.anna().await, Reader::of(&two).await);
    anna.update(&write_of(ANNAS, 0)).await;
    luca.has(ANNAS, 1).await;
    one.bus.cut(true);
    for clock in 1..10 {
        anna.update(&write_text(ANNAS, clock, "folded")).await;
    }
    anna.saved(10).await;
    one.collab.journal().fold(one.place).await.unwrap();
    luca.has(ANNAS, 10).await;
    assert_eq!(loads(&two), 2);
    // Its own edits go on.
    luca.peer.update(&write_of(LUCAS, 0)).await;
    luca.peer.saved(1).await;
}

#[tokio::test]
async fn edits_wait_while_what_others_wrote_cannot_be_read() {
    let one = World::first(&[]).await;
    let mut anna = one.anna().await;
    one.collab
        .journal()
        .faults()
        .loads_fail
        .store(true, Ordering::SeqCst);
    let mut luca = one.luca().await;
    luca.update(&write_of(LUCAS, 0)).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    let got = luca.after().await;
    assert!(format!("{got:?}").contains("Unsaved"), "{got:?}");
    one.collab
        .journal()
        .faults()
        .loads_fail
        .store(false, Ordering::SeqCst);
    luca.saved(1).await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
}

/// What could not even be kept until the journal was read is asked for again, also where its session says nothing more.
#[tokio::test]
async fn n2_what_was_not_kept_while_the_journal_could_not_be_read_is_asked_for_again() {
    let one = World::first(&["--limit-room-queue-bytes=1024"]).await;
    let _stays = one.anna().await;
    let loads_fail = &one.collab.journal().faults().loads_fail;
    loads_fail.store(true, Ordering::SeqCst);
    let mut luca = one.luca().await;
    let writes: Vec<Vec<u8>> = (0..12).map(|clock| write_of(LUCAS, clock)).collect();
    for write in &writes {
        luca.update(write).await;
    }
    luca.after().await;
    loads_fail.store(false, Ordering::SeqCst);
    eventually("nobody asks for it", async || {
        luca.got().contains(&Got::Ask)
    })
    .await;
    let (all, _) = Document::load(None, writes.iter().map(|it| &**it)).unwrap();
    luca.answer(&all.encode_state()).await;
    luca.saved(13).await;
    assert_eq!(held(&one.stored().await, LUCAS), 12);
}

/// Whoever copies or prints a layout gets all that anybody was told is saved, whichever node answers.
#[tokio::test]
async fn a_layout_is_no_older_than_what_was_saved_on_another_node() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let mut anna = one.anna().await;
    let _open_there = Reader::of(&two).await;
    one.bus.cut(true);
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    let place = two.place;
    let layout = two.collab.layout(place.organisation, place.draft).await;
    assert_eq!(layout.unwrap().head, 1);
}

fn states(got: &[Got]) -> Vec<(u64, Option<String>)> {
    got.iter()
        .flat_map(|it| match it {
            Got::Presence(states) => states
                .iter()
                .map(|(client, _, state)| (*client, state.clone()))
                .collect(),
            _ => Vec::new(),
        })
        .collect()
}

async fn sees(peer: &Peer, what: &str, so: impl Fn(&[(u64, Option<String>)]) -> bool) {
    let mut all = Vec::new();
    let wait = async {
        while !so(&all) {
            tokio::time::sleep(Duration::from_millis(5)).await;
            all.extend(states(&peer.got()));
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait)
        .await
        .unwrap_or_else(|_| panic!("{what}: {all:?}"));
}

#[tokio::test]
async fn n4_people_are_seen_on_every_node_come_go_and_move() {
    let one = World::first(&[]).await;
    let two = one.next(2);
    let (mut anna, luca) = (one.anna().await, two.luca().await);
    anna.shows(ANNAS, 1, Some(r#"{"at":1}"#)).await;
    let shown = |at: u32| {
        move |all: &[(u64, Option<String>)]| {
            all.iter().any(|(client, state)| {
                *client == ANNAS
                    && state
                        .as_ref()
                        .is_some_and(|it| it.contains(&format!("\"at\":{at}")))
            })
        }
    };
    sees(&luca, "Anna is there", shown(1)).await;
    // Who comes to a node that was not open yet sees those on the others.
    let three = one.next(3);
    let late = three.luca().await;
    sees(&late, "Anna is there already", shown(1)).await;
    // She moves, and is never gone: her new node speaks before the old one has noticed.
    let mut moved = three.anna().await;
    moved.shows(ANNAS, 2, Some(r#"{"at":2}"#)).await;
    sees(&luca, "Anna has moved", shown(2)).await;
    anna.leave().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let gone = states(&luca.got());
    assert!(
        gone.iter()
            .all(|(client, state)| *client != ANNAS || state.is_some()),
        "the socket that she left takes nothing with it: {gone:?}"
    );
    moved.leave().await;
    sees(&luca, "Anna has left", |all| all.contains(&(ANNAS, None))).await;
}

/// Somebody has shown himself under an id with which another one writes on another node.
#[tokio::test]
async fn p1_an_id_is_its_writers_whichever_way_the_row_comes() {
    for is_cut in [false, true] {
        let one = World::first(&[]).await;
        let two = one.next(2);
        let (mut luca, mut anna) = (one.luca().await, two.anna().await);
        let watcher = two.viewer().await;
        let shown = |at: u32| {
            move |all: &[(u64, Option<String>)]| {
                let at = format!("\"at\":{at}");
                let is_it =
                    |state: &Option<String>| state.as_ref().is_some_and(|it| it.contains(&at));
                all.iter()
                    .any(|(client, state)| *client == LUCAS && is_it(state))
            }
        };
        one.bus.cut(is_cut);
        anna.shows(LUCAS, 1, Some(r#"{"at":1}"#)).await;
        sees(&watcher, "Anna shows herself", shown(1)).await;
        luca.update(&write_of(LUCAS, 0)).await;
        luca.saved(1).await;
        sees(&watcher, "it is not hers", |all| {
            all.contains(&(LUCAS, None))
        })
        .await;
        one.bus.cut(false);
        luca.shows(LUCAS, 2, Some(r#"{"at":2}"#)).await;
        sees(&watcher, "it is his", shown(2)).await;
    }
}

/// Whoever is told to move is live elsewhere before the old socket closes, and nobody sees them gone.
#[tokio::test]
async fn n7_a_node_that_ends_lets_its_people_move() {
    let one = World::first(&[]).await;
    let two = one.ending_apart(2);
    let (mut anna, luca) = (two.anna().await, one.luca().await);
    let mut stock = two.stock().await;
    stock.after().await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    anna.shows(ANNAS, 1, Some(r#"{"at":1}"#)).await;
    sees(&luca, "Anna is there", |all| {
        all.iter()
            .any(|(client, state)| *client == ANNAS && state.is_some())
    })
    .await;
    two.collab.platform().shutdown.cancel();
    assert_eq!(stock.closed().await, End::Close(Close::Restarting));
    let mut said = Vec::new();
    eventually("Anna is not told", async || {
        format!("{:?}", anna.got()).contains("GoingAway")
    })
    .await;
    // Her socket still works, and what she writes is saved.
    anna.update(&write_of(ANNAS, 1)).await;
    anna.saved(2).await;
    assert_eq!(anna.outgoing.ended(), None);
    // Nobody new comes in.
    assert_eq!(
        two.peer(&two.luca.clone(), Access::Edit, true).await.err(),
        Some(Close::Restarting)
    );
    let mut moved = one.anna().await;
    moved.answer(&one.stored().await.encode_state()).await;
    moved.shows(ANNAS, 2, Some(r#"{"at":2}"#)).await;
    anna.leave().await;
    tokio::time::timeout(Duration::from_secs(20), two.collab.stopped())
        .await
        .expect("the node ends when everybody has moved");
    said.extend(states(&luca.got()));
    assert!(
        said.iter()
            .all(|(client, state)| *client != ANNAS || state.is_some()),
        "{said:?}"
    );
}

#[tokio::test]
async fn n7_who_does_not_move_is_closed_in_the_end() {
    let one = World::first(&[]).await;
    let two = one.ending_apart(2);
    let anna = two.anna().await;
    two.collab.platform().shutdown.cancel();
    assert_eq!(anna.closed().await, End::Close(Close::Restarting));
    tokio::time::timeout(Duration::from_secs(20), two.collab.stopped())
        .await
        .expect("the node ends");
}
