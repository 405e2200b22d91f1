//! `kill -9` at any moment: nothing that anybody saw, and nothing that was reported saved, is missing afterwards (SPEC §2 U6).

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use imprimatur_tests::{Backend, Dialect, Peer, World, eventually, soak};
use serde_json::json;
use yrs::{Map, ReadTxn, Transact};

/// How often the server is killed.
fn kills() -> u32 {
    if soak() { 30 } else { 3 }
}

/// A moment under load that differs from run to run; printed, so that a failure can be told by it.
fn random_moment() -> Duration {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("a clock after 1970")
        .subsec_nanos();
    Duration::from_millis(200 + u64::from(nanos / 1_000) % 1_200)
}

async fn nothing_seen_or_acknowledged_is_lost(backend: Backend) {
    let mut world = World::with(backend, &[("LIMIT_UPDATES_PER_SECOND", "1000")]).await;
    let anna = world.designer().await;
    let made = anna
        .create(&json!({ "name": "Diplom", "layout": imprimatur_tests::fixtures::certificate() }))
        .await;
    let people = [
        anna.clone(),
        world.second_designer().await,
        world.admin().await,
    ];
    let viewer = world.viewer().await;
    let mut must_hold: BTreeSet<String> = BTreeSet::new();
    let mut acknowledged = 0;
    let mut observed = 0;

    for kill in 0..kills() {
        // Everybody starts with an empty document, so that nobody could bring back what the server lost.
        let mut writers = Vec::new();
        for person in &people {
            writers.push(Peer::join(person, &made.draft_id, Dialect::Ours).await);
        }
        let mut watchers = vec![
            Peer::stock(&viewer, &made.draft_id).await,
            Peer::ours(&viewer, &made.draft_id).await,
        ];
        let moment = random_moment();
        let start = Instant::now();
        let mut written = 0_u64;
        let mut numbers: Vec<Vec<(u64, String)>> = vec![Vec::new(); writers.len()];
        while start.elapsed() < moment {
            for (index, writer) in writers.iter().enumerate() {
                let id = format!("k{kill}w{index}n{written}");
                numbers[index].push((writer.draw(&id), id));
            }
            written += 1;
            if written.is_multiple_of(40) {
                // A joiner's first picture is an observation, too.
                watchers.push(
                    Peer::connect(
                        &viewer,
                        &made.draft_id,
                        Dialect::Stock,
                        imprimatur_tests::peer::new_doc(imprimatur_tests::peer::random_client_id()),
                    )
                    .await,
                );
            }
            tokio::time::sleep(Duration::from_millis(4)).await;
        }
        world.node.kill();

        // What was on the wire when the server died still arrives; wait for the end of each socket.
        for peer in writers.iter().chain(&watchers) {
            peer.closed().await;
        }
        for (writer, numbers) in writers.iter().zip(&numbers) {
            let saved = writer.seen().saved_up_to;
            let before = must_hold.len();
            must_hold.extend(
                numbers
                    .iter()
                    .filter(|(number, _)| *number <= saved)
                    .map(|(_, id)| id.clone()),
            );
            acknowledged += must_hold.len() - before;
            // A writer also sees the others' edits; its own count only when they were acknowledged.
            let own: BTreeSet<&String> = numbers.iter().map(|(_, id)| id).collect();
            must_hold.extend(writer.elements().into_iter().filter(|id| !own.contains(id)));
        }
        for watcher in &watchers {
            let before = must_hold.len();
            must_hold.extend(watcher.elements());
            observed += must_hold.len() - before;
        }
        drop((writers, watchers));

        world.node.restart().await;
        let fresh = Peer::stock(&viewer, &made.draft_id).await;
        let there: BTreeSet<String> = fresh.elements().into_iter().collect();
        let lost: Vec<&String> = must_hold.difference(&there).collect();
        assert!(
            lost.is_empty(),
            "kill {kill} after {moment:?}: {} of {} are lost: {lost:?}",
            lost.len(),
            must_hold.len()
        );
        let elements = fresh.doc().get_or_insert_map("elements");
        let txn = fresh.doc().transact();
        assert!(!txn.has_missing_updates());
        for id in must_hold.iter().filter(|id| id.starts_with('k')) {
            let Some(yrs::Out::YMap(element)) = elements.get(&txn, id) else {
                panic!("{id} is an element")
            };
            assert_eq!(element.len(&txn), 5, "{id} is whole");
        }
        println!(
            "kill {kill} after {moment:?}: {written} rounds of 3 edits, {} elements must hold, {} are there",
            must_hold.len(),
            there.len()
        );
    }
    assert!(
        acknowledged > 30,
        "the load was a load: {acknowledged} acknowledged, {observed} observed besides"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded() {
    nothing_seen_or_acknowledged_is_lost(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    nothing_seen_or_acknowledged_is_lost(Backend::Postgres).await;
}

/// Clients that come back after a crash bring what they hold, and everybody ends up equal.
async fn clients_come_back_and_lose_nothing_at_all(backend: Backend) {
    let mut world = World::start(backend).await;
    let people = [world.designer().await, world.second_designer().await];
    let made = people[0].template("Diplom").await;
    let mut docs = Vec::new();
    for person in &people {
        let peer = Peer::join(person, &made.draft_id, Dialect::Ours).await;
        docs.push(peer.cut().await);
    }
    let mut drawn = BTreeSet::new();
    for round in 0..3 {
        let mut peers = Vec::new();
        for (person, doc) in people.iter().zip(docs.drain(..)) {
            peers.push(Peer::connect(person, &made.draft_id, Dialect::Ours, doc).await);
        }
        for number in 0..200 {
            for (index, peer) in peers.iter().enumerate() {
                let id = format!("r{round}p{index}n{number}");
                peer.draw(&id);
                drawn.insert(id);
            }
        }
        let progress = eventually("some of it is saved", Duration::from_secs(20), || {
            let saved = peers[0].seen().saved_up_to;
            async move { (saved > 20).then_some(saved) }
        })
        .await;
        println!("round {round}: killed when {progress} were saved");
        world.node.kill();
        for peer in peers {
            docs.push(peer.cut().await);
        }
        world.node.restart().await;
    }
    let mut peers = Vec::new();
    for (person, doc) in people.iter().zip(docs) {
        let peer = Peer::connect(person, &made.draft_id, Dialect::Ours, doc).await;
        peer.synced().await;
        peers.push(peer);
    }
    eventually("everybody is equal", Duration::from_secs(30), || {
        let equal = peers[0].elements().len() == drawn.len() && peers[0].json() == peers[1].json();
        async move { equal.then_some(()) }
    })
    .await;
    for peer in &peers {
        peer.saved(peer.seen().sent).await;
        assert!(peer.is_open(), "an honest client is never punished");
    }
    let fresh = Peer::stock(&people[0], &made.draft_id).await;
    assert_eq!(fresh.elements().into_iter().collect::<BTreeSet<_>>(), drawn);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded_return() {
    clients_come_back_and_lose_nothing_at_all(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_return() {
    clients_come_back_and_lose_nothing_at_all(Backend::Postgres).await;
}
