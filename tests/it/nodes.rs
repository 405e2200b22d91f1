//! Three servers, one workspace: whichever node one is on, and whatever becomes of nodes and bus, edits arrive and none is lost.

use std::collections::BTreeSet;
use std::time::Duration;

use imprimatur_tests::node::free_port;
use imprimatur_tests::postgres::Postgres;
use imprimatur_tests::witness::{has_all, the_journal_is_whole};
use imprimatur_tests::{Backend, Cluster, Dialect, Node, Peer, Person, Redis, eventually};
use serde_json::json;

use super::seen::number;

/// Draws, and waits until it is on disk.
async fn draw(peer: &Peer, prefix: &str, count: usize, all: &mut BTreeSet<String>) {
    let mut last = 0;
    for number in 0..count {
        let id = format!("{prefix}{number}");
        last = peer.draw(&id);
        all.insert(id);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    peer.saved(last).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_survive_nodes_and_bus() {
    let mut cluster = Cluster::start(3, &[]).await;
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    cluster.nodes[2].set("METRICS_LISTEN", &listen);
    cluster.nodes[2].kill();
    cluster.nodes[2].restart().await;
    let reaches = async |wanted: f64| {
        let why = format!("the bus is {wanted} in the metrics");
        eventually(&why, Duration::from_secs(30), async || {
            let text = Person::stranger(&format!("http://{listen}"));
            let text = text.get("/metrics").await.text;
            (number(&text, "imprimatur_bus_connected") == Some(wanted)).then_some(())
        })
        .await;
    };
    reaches(1.0).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let viewer = cluster.person(2, "viewer@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let mut all = BTreeSet::new();

    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::ours(&luca, &draft).await;
    let stock = Peer::stock(&viewer, &draft).await;
    let (mut first, mut second) = (BTreeSet::new(), BTreeSet::new());
    tokio::join!(
        draw(&annas, "a", 100, &mut first),
        draw(&lucas, "b", 100, &mut second)
    );
    all.extend(first);
    all.extend(second);
    for (name, peer) in [("Anna", &annas), ("Luca", &lucas), ("the viewer", &stock)] {
        has_all(&format!("{name} sees both"), peer, &all).await;
    }

    // A node dies. What Anna had not been told is saved she still holds; she goes on elsewhere.
    annas.draw("dying");
    all.insert("dying".to_owned());
    cluster.nodes[0].kill();
    annas.closed().await;
    let doc = annas.cut().await;
    let anna = cluster.at(1, &anna);
    let annas = Peer::connect(&anna, &draft, Dialect::Ours, doc).await;
    annas.synced().await;
    draw(&annas, "c", 20, &mut all).await;
    has_all("the viewer sees what came after the crash", &stock, &all).await;

    // The bus dies. Edits arrive by comparing heads.
    cluster.redis.kill();
    draw(&annas, "d", 20, &mut all).await;
    has_all(
        "the viewer sees what was written without a bus",
        &stock,
        &all,
    )
    .await;
    reaches(0.0).await;
    let log = cluster.nodes[2].log();
    assert!(log.contains("the bus is cut off"), "{log}");
    cluster.redis.restart();
    // Each life of a node says so once more.
    for (node, times) in [(1, 2), (2, 3)] {
        cluster.connected(&cluster.nodes[node], times).await;
    }
    reaches(1.0).await;
    draw(&lucas, "e", 20, &mut all).await;
    has_all(
        "the viewer sees what was written with the bus again",
        &stock,
        &all,
    )
    .await;

    // A node stands still and goes on.
    cluster.nodes[2].hold();
    draw(&annas, "f", 20, &mut all).await;
    cluster.nodes[2].go_on();
    has_all(
        "the viewer sees what was written while his node stood still",
        &stock,
        &all,
    )
    .await;

    cluster.nodes[0].restart().await;
    let mut seen = Vec::new();
    for node in 0..3 {
        let fresh = Peer::stock(&cluster.at(node, &viewer), &draft).await;
        has_all(&format!("node {node} has everything"), &fresh, &all).await;
        seen.push(fresh.json());
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    the_journal_is_whole(&cluster.nodes[0], &draft).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_on_other_nodes_are_seen_and_go_with_their_node() {
    let mut cluster = Cluster::start(2, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::stock(&luca, &draft).await;
    annas.present(1, json!({ "cursor": [1, 2] }));
    let id = annas.client_id();
    imprimatur_tests::soon("Luca sees Anna", || {
        lucas.seen().presence.get(&id).is_some_and(|state| {
            state["cursor"] == json!([1, 2]) && state["user"]["name"].is_string()
        })
    })
    .await;
    lucas.present(1, json!({ "cursor": [3, 4] }));
    let other = lucas.client_id();
    imprimatur_tests::soon("Anna sees Luca", || {
        annas.seen().presence.contains_key(&other)
    })
    .await;
    cluster.nodes[0].kill();
    eventually("Anna is gone", Duration::from_secs(60), || {
        let gone = !lucas.seen().presence.contains_key(&id);
        async move { gone.then_some(()) }
    })
    .await;
    assert!(lucas.is_open());
}

/// A sign-out and a deletion on one node close sockets on the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ends_ends_on_every_node() {
    let cluster = Cluster::start(2, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&cluster.at(1, &anna), &made.draft_id).await;
    let lucas = Peer::ours(&luca, &made.draft_id).await;
    anna.post("/auth/sign-out", &json!({})).await.expect(200);
    assert_eq!(annas.closed().await.0, 4401);
    assert!(lucas.is_open());
    let admin = cluster.person(0, "admin@sample.example").await;
    admin
        .delete(&format!("/api/templates/{}", made.id))
        .await
        .expect(204);
    assert_eq!(lucas.closed().await.0, 4404);
}

/// One node after the other ends and starts anew while everybody writes: a new version is rolled out at noon.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rollout_under_load_loses_nothing() {
    let mut cluster = Cluster::start(3, &[]).await;
    let mut all = BTreeSet::new();
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(0, "designer2@sample.example").await;
    let admin = cluster.person(0, "admin@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let mut writers = Vec::new();
    for (node, person) in [&anna, &luca, &admin].into_iter().enumerate() {
        let peer = Peer::ours(&cluster.at(node, person), &draft).await;
        writers.push((person.clone(), node, peer));
    }
    for ending in 0..3 {
        write(&writers, ending, "before", &mut all).await;
        cluster.nodes[ending].ask_to_end();
        for (person, node, peer) in &mut writers {
            if *node != ending {
                continue;
            }
            imprimatur_tests::soon("the node says that it ends", || {
                !peer.seen().going_away.is_empty()
            })
            .await;
            // The next socket is open before the old one is let go; both hold one document.
            *node = (ending + 1) % 3;
            let next = Peer::connect(
                &cluster.at(*node, person),
                &draft,
                Dialect::Ours,
                peer.doc().clone(),
            )
            .await;
            next.synced().await;
            *peer = next;
        }
        write(&writers, ending, "meanwhile", &mut all).await;
        assert_eq!(cluster.nodes[ending].ended(), Some(0));
        cluster.nodes[ending].restart().await;
    }
    write(&writers, 3, "after", &mut all).await;
    for (_, node, peer) in &writers {
        has_all(&format!("the writer on node {node} has all"), peer, &all).await;
        assert!(peer.is_open());
    }
    for node in 0..3 {
        let fresh = Peer::stock(&cluster.at(node, &anna), &draft).await;
        has_all(&format!("node {node} has all"), &fresh, &all).await;
    }
    the_journal_is_whole(&cluster.nodes[0], &draft).await;
}

/// Everybody writes, and waits until all of it is on disk.
async fn write(
    writers: &[(Person, usize, Peer)],
    round: usize,
    when: &str,
    all: &mut BTreeSet<String>,
) {
    let mut last = vec![0; writers.len()];
    for number in 0..30 {
        for (index, (_, _, peer)) in writers.iter().enumerate() {
            let id = format!("{when}{round}w{index}n{number}");
            last[index] = peer.draw(&id);
            all.insert(id);
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    for ((_, _, peer), last) in writers.iter().zip(last) {
        peer.saved(last).await;
    }
}

/// A database that stands still holds up what is to be saved, and nothing else; all of it is saved when it goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn edits_wait_for_a_database_that_stands_still() {
    let (postgres, redis) = (Postgres::start(), Redis::start());
    let (database, bus) = (postgres.url(), redis.url());
    let settings = [("DATABASE_URL", database.as_str()), ("REDIS_URL", &bus)];
    let one = Node::start(Backend::Embedded, &settings).await;
    let two = Node::start(Backend::Embedded, &settings).await;
    let anna = Person::sign_in(&one.address(), "designer@sample.example").await;
    let luca = Person::sign_in(&two.address(), "designer2@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::ours(&luca, &draft).await;
    let mut all = BTreeSet::new();
    draw(&annas, "before", 5, &mut all).await;
    has_all("Luca sees what was written before", &lucas, &all).await;

    let frozen = postgres.freeze().await;
    let mut last = 0;
    for number in 0..50 {
        let id = format!("meanwhile{number}");
        last = annas.draw(&id);
        all.insert(id);
    }
    // Presence goes on.
    annas.present(1, json!({ "cursor": [5, 6] }));
    let id = annas.client_id();
    imprimatur_tests::soon("Luca sees where Anna is", || {
        lucas.seen().presence.contains_key(&id)
    })
    .await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert!(annas.seen().saved_up_to < last, "nothing is called saved");
    assert!(!lucas.has("meanwhile49"), "nobody sees what is not on disk");
    assert!(annas.is_open() && lucas.is_open());
    drop(frozen);
    annas.saved(last).await;
    has_all("Luca sees all of it", &lucas, &all).await;
}
