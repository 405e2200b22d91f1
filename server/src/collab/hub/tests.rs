mod peers_faults;

use std::sync::atomic::Ordering;
use std::time::Duration;

use imprimatur_protocol::frame::{Access, Message, PresentPerson};
use imprimatur_protocol::{Close, SessionId};

use super::Socket;
use crate::collab::outbox::End;
use crate::collab::testing::{Got, Peer, World, eventually, held, write_of};

const ANNAS: u64 = 100;

fn somebody(world: &World) -> PresentPerson {
    PresentPerson {
        id: world.collab.platform().clock.id(),
        name: "Somebody".to_owned(),
        color: "#000000".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_draft_opened_by_many_at_once_is_loaded_once() {
    let world = World::new(&[]).await;
    let peers = futures_util::future::join_all((0..50).map(|_| async { world.luca().await })).await;
    assert_eq!(
        world.collab.journal().faults().loads.load(Ordering::SeqCst),
        1
    );
    assert_eq!(world.collab.hub().places().len(), 1);
    drop(peers);
}

#[tokio::test]
async fn a_failed_load_is_reported_leaves_no_room_and_changes_nothing() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    world.collab.hub().close_draft(world.place.draft);
    assert_eq!(anna.closed().await, End::Close(Close::DraftGone));
    world.quiet().await;
    let faults = world.collab.journal().faults();
    faults.loads_fail.store(true, Ordering::SeqCst);
    let refused = world.peer(&somebody(&world), Access::Edit, true).await;
    assert_eq!(refused.err(), Some(Close::RoomFailed));
    assert!(world.collab.hub().places().is_empty());
    faults.loads_fail.store(false, Ordering::SeqCst);
    assert_eq!(held(&world.stored().await, ANNAS), 1);
    world.anna().await;
}

#[tokio::test]
async fn a_joiner_waits_for_the_load_and_gets_no_empty_answer() {
    let world = World::new(&["--limit-idle-seconds=1"]).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    anna.leave().await;
    world.quiet().await;
    let mut luca = world.luca().await;
    luca.send(Message::SyncStep1(&[0])).await.unwrap();
    let got = luca.after().await;
    assert!(
        got.iter()
            .any(|got| matches!(got, Got::Answer(update) if update.len() > 2)),
        "{got:?}"
    );
}

#[tokio::test]
async fn a_draft_that_was_deleted_closes_its_sockets_and_opens_no_more() {
    let world = World::new(&[]).await;
    let anna = world.anna().await;
    let mut tx = world.collab.platform().db.begin().await.unwrap();
    tx.execute("UPDATE templates SET deleted_at = 1", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world
        .collab
        .draft_deleted(world.place.organisation, world.place.draft);
    assert_eq!(anna.closed().await, End::Close(Close::DraftGone));
    let late = world.peer(&somebody(&world), Access::Edit, true).await;
    assert_eq!(late.err(), Some(Close::DraftGone));
}

fn socket(world: &World, peer: &Peer, session: SessionId) -> Socket {
    Socket {
        session,
        organisation: world.place.organisation,
        draft: world.place.draft,
        person: world.anna.id,
        access: Access::Edit,
        own: true,
        link: std::sync::Arc::clone(peer.outgoing.link()),
    }
}

#[tokio::test]
async fn what_a_session_may_do_closes_the_sockets_that_were_opened_with_other_rights() {
    let world = World::new(&[]).await;
    let (anna, luca) = (world.anna().await, world.luca().await);
    let hub = world.collab.hub();
    let (mine, yours) = (
        world.collab.platform().clock.id(),
        world.collab.platform().clock.id(),
    );
    let _registered = [
        hub.register(anna.key, socket(&world, &anna, mine)),
        hub.register(luca.key, socket(&world, &luca, yours)),
    ];
    let person = socket(&world, &anna, mine).person;
    assert_eq!(hub.sessions_of(world.place.organisation, person).len(), 2);
    let elsewhere = world.collab.platform().clock.id();
    assert_eq!(hub.sessions_of(elsewhere, person), []);
    hub.set_access(mine, Some((Access::Edit, i64::MAX)));
    assert_eq!(anna.outgoing.ended(), None);
    hub.set_access(mine, Some((Access::View, i64::MAX)));
    hub.set_access(yours, None);
    assert_eq!(anna.closed().await, End::Close(Close::RightsChanged));
    assert_eq!(luca.closed().await, End::Close(Close::SessionEnded));
}

#[tokio::test]
async fn a_session_that_ends_closes_its_own_sockets_only() {
    let world = World::new(&[]).await;
    let (anna, luca) = (world.anna().await, world.luca().await);
    let hub = world.collab.hub();
    let (mine, yours) = (
        world.collab.platform().clock.id(),
        world.collab.platform().clock.id(),
    );
    let _anna = hub.register(anna.key, socket(&world, &anna, mine));
    let luca_registered = hub.register(luca.key, socket(&world, &luca, yours));
    world
        .collab
        .platform()
        .notify(crate::bus::Notice::SessionEnded(mine));
    assert_eq!(anna.closed().await, End::Close(Close::SessionEnded));
    assert_eq!(luca.outgoing.ended(), None);
    drop(luca_registered);
    assert_eq!(hub.sessions(), [mine]);
}

#[tokio::test]
async fn r2_a_node_opens_a_bounded_number_of_drafts() {
    let world = World::new(&["--limit-drafts-per-node=1", "--limit-idle-seconds=1"]).await;
    let anna = world.anna().await;
    let mut elsewhere = world.place;
    elsewhere.draft = world.collab.platform().clock.id();
    let hub = world.collab.hub();
    assert_eq!(hub.slot(elsewhere).err(), Some(Close::DraftFull));
    anna.leave().await;
    world.quiet().await;
    assert!(hub.slot(elsewhere).is_ok());
    // It does not exist, so its slot is free again, and the count with it.
    world.quiet().await;
    world.anna().await;
}

/// Rooms vanish the moment they are empty, while others come, write and go: whatever was saved is there at the end,
/// every joiner sees all that was saved before it joined, and no draft is ever open twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eviction_races_neither_a_joiner_nor_an_append() {
    const ROUNDS: u64 = 400;
    const WRITERS: u64 = 4;
    let world = World::new(&["--limit-idle-seconds=1"]).await;
    let hub = world.collab.hub();
    let writer = async |client: u64| {
        for round in 0..ROUNDS {
            let mut peer = world.anna().await;
            peer.send(Message::SyncStep1(&[0])).await.unwrap();
            peer.update(&write_of(client, round)).await;
            let got = peer.saved(1).await;
            let mut document = imprimatur_crdt::Document::new(imprimatur_crdt::ClientId::READER);
            let answer = got.iter().find_map(|got| match got {
                Got::Answer(update) => Some(update),
                _ => None,
            });
            document
                .apply(answer.expect("an answer comes before what follows it"))
                .unwrap();
            assert!(
                u64::from(held(&document, client)) >= round,
                "the joiner missed a saved edit"
            );
            peer.leave().await;
            if round % 8 == client % 8 {
                // The room vanishes under the others.
                hub.evict(world.place.draft).await;
            }
        }
    };
    futures_util::future::join_all((0..WRITERS).map(|it| writer(ANNAS + it))).await;
    eventually("the room stays", async || hub.places().is_empty()).await;
    let stored = world.stored().await;
    for client in ANNAS..ANNAS + WRITERS {
        assert_eq!(u64::from(held(&stored, client)), ROUNDS);
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
}
