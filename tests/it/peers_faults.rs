//! What other servers of shared documents are known to get wrong, shown on several real nodes. Faults that a process cannot force are in
//! `server/src/collab/hub/tests/peers_faults.rs`; ARCHITECTURE.md names for each fault its test.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use imprimatur_tests::peer::{doc_json, new_doc, random_client_id};
use imprimatur_tests::socket::Event;
use imprimatur_tests::wire::Message;
use imprimatur_tests::witness::{has_all, memory, the_journal_is_whole};
use imprimatur_tests::{Cluster, Dialect, Peer, Socket, eventually};
use serde_json::json;
use yrs::updates::decoder::Decode;
use yrs::{GetString, Map, ReadTxn, Text, Transact, Update};

const MIB: u64 = 1 << 20;

/// Fault 4: an empty first answer. Whoever comes to any node is first told what was saved before, also by nodes that just started. Only what was
/// saved on another node within the last milliseconds may follow on it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_answer_of_every_node_holds_what_was_saved() {
    let mut cluster = Cluster::start(3, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let viewer = cluster.person(0, "viewer@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let mut all = BTreeSet::new();
    for round in 0..12 {
        if round == 6 {
            cluster.nodes[1].kill();
            cluster.nodes[1].restart().await;
        }
        let id = format!("e{round}");
        annas.saved(annas.draw(&id)).await;
        all.insert(id.clone());
        let newest = id;
        // At once on all nodes, on some of which the room is open already.
        let at = [0, 1, 2].map(|node| cluster.at(node, &viewer));
        let joins = at.each_ref().map(|person| Peer::ours(person, &draft));
        for peer in futures_util::future::join_all(joins).await {
            // What came first was the answer.
            let there: BTreeSet<String> = peer.elements().into_iter().collect();
            let lacks: Vec<&String> = all.difference(&there).collect();
            assert!(
                lacks.iter().all(|it| **it == newest),
                "round {round} lacks {lacks:?}"
            );
            has_all("the newest follows", &peer, &all).await;
            assert!(peer.seen().updates <= 1, "round {round}");
        }
    }
}

/// Fault 6: a lock in Redis that stops saves, when Redis stands still or whoever holds it has died.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_in_redis_stops_a_save() {
    let mut cluster = Cluster::start(3, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::ours(&luca, &draft).await;
    let third = Peer::ours(&cluster.at(2, &luca), &draft).await;
    let mut all = BTreeSet::new();
    let save = async |what: &str, all: &mut BTreeSet<String>| {
        for (name, peer) in [("a", &annas), ("b", &lucas)] {
            for number in 0..5 {
                let id = format!("{what}{name}{number}");
                let begun = Instant::now();
                peer.saved(peer.draw(&id)).await;
                let took = begun.elapsed();
                assert!(took < Duration::from_secs(10), "{what}: {took:?}");
                all.insert(id);
            }
        }
    };
    save("before", &mut all).await;
    cluster.redis.hold();
    save("held", &mut all).await;
    has_all("the other node has all", &lucas, &all).await;
    // A node dies while it saves: it leaves nothing behind that holds up the others.
    for number in 0..200 {
        third.draw(&format!("dying{number}"));
    }
    cluster.nodes[2].kill();
    save("died", &mut all).await;
    cluster.redis.go_on();
    save("again", &mut all).await;
    for peer in [&annas, &lucas] {
        has_all("everybody has all", peer, &all).await;
    }
    the_journal_is_whole(&cluster.nodes[0], &draft).await;
}

/// Fault 8: awareness that takes memory for each message, on the node of whoever moves or on the others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn presence_takes_memory_for_people_and_not_for_messages() {
    let settings = [
        ("LIMIT_PRESENCE_PER_SECOND", "1000000"),
        ("LIMIT_PRESENCE_BURST", "1000000"),
    ];
    let cluster = Cluster::start(2, &settings).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::ours(&luca, &draft).await;
    let id = annas.client_id();
    let gesture = "x".repeat(4_000);
    let move_on = async |from: u64, to: u64| {
        for clock in from..to {
            annas.present(clock, json!({ "at": clock, "gesture": gesture }));
            if clock % 50 == 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        eventually("Luca sees the last of it", Duration::from_secs(30), || {
            let seen = lucas.seen();
            let at = seen.presence.get(&id).map(|state| state["at"].clone());
            async move { (at == Some(json!(to - 1))).then_some(()) }
        })
        .await;
    };
    // Once for what is taken at all.
    move_on(1, 1_000).await;
    let before = [0, 1].map(|node| memory(&cluster.nodes[node]));
    // 24 MB of states, and 200 people who come, show themselves and go.
    move_on(1_000, 7_000).await;
    for number in 0..200 {
        let guest = Peer::connect(&anna, &draft, Dialect::Ours, new_doc(random_client_id())).await;
        guest.present(1, json!({ "guest": number, "gesture": gesture }));
        if number % 20 == 0 {
            guest.synced().await;
        }
    }
    eventually("all guests are gone", Duration::from_secs(30), || {
        let there = lucas.seen().presence.len();
        async move { (there == 1).then_some(()) }
    })
    .await;
    for node in [0, 1] {
        let grown = memory(&cluster.nodes[node]).saturating_sub(before[node]);
        println!("node {node} grew by {} KiB", grown >> 10);
        assert!(grown < 8 * MIB, "node {node} grew by {grown} bytes");
    }
}

/// Fault 9: content that is there twice after a restart, because the template was written anew, or a returning client's copy was taken for news.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_doubles_nothing() {
    let mut cluster = Cluster::start(2, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let starters = anna.get("/api/starters").await.expect(200);
    let starter = &starters.as_array().expect("a list of starters")[0]["id"];
    let request = json!({ "name": "Diplom", "starter": starter });
    let draft = anna.create(&request).await.draft_id;
    let mut annas = Peer::ours(&anna, &draft).await;
    let mut lucas = Peer::stock(&luca, &draft).await;
    let begun_with = annas.elements().len();
    assert!(begun_with > 3, "a starter has elements");
    let words = annas.doc().get_or_insert_text("words");
    let mut expected = 0;
    for round in 0..3 {
        for number in 0..20 {
            let text = words.clone();
            annas.edit(move |_, txn| text.push(txn, &format!("[{round}.{number}]")));
            expected += 1;
        }
        annas.saved(annas.seen().sent).await;
        lucas.draw(&format!("l{round}"));
        // Both nodes die, and both clients come back with all they hold, to each other's node.
        for node in &mut cluster.nodes {
            node.kill();
        }
        let docs = (annas.cut().await, lucas.cut().await);
        for node in &mut cluster.nodes {
            node.restart().await;
        }
        let (to, other) = ((round + 1) % 2, round % 2);
        annas = Peer::connect(&cluster.at(to, &anna), &draft, Dialect::Ours, docs.0).await;
        lucas = Peer::connect(&cluster.at(other, &luca), &draft, Dialect::Stock, docs.1).await;
        annas.synced().await;
        lucas.synced().await;
        annas.sees(&format!("l{round}")).await;
        let fresh = Peer::ours(&cluster.at(other, &anna), &draft).await;
        eventually("everybody is equal", Duration::from_secs(20), || {
            let equal = annas.json() == fresh.json() && lucas.json() == fresh.json();
            async move { equal.then_some(()) }
        })
        .await;
        assert_eq!(fresh.elements().len(), begun_with + round + 1);
        for peer in [&annas, &fresh] {
            let said = text_of(peer.doc());
            assert_eq!(said.matches('[').count(), expected, "{said}");
        }
    }
    the_journal_is_whole(&cluster.nodes[0], &draft).await;
}

fn text_of(doc: &yrs::Doc) -> String {
    let words = doc.get_or_insert_text("words");
    let txn = doc.transact();
    words.get_string(&txn)
}

/// Fault 10: updates are dropped for a slow reader, whose socket stays open. On another node than the writer it is caught up, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_on_another_node_is_whole_again() {
    let settings = [
        ("LIMIT_UPDATES_PER_SECOND", "100000"),
        ("LIMIT_UPDATES_BURST", "100000"),
    ];
    let cluster = Cluster::start(2, &settings).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let viewer = cluster.person(1, "viewer@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let quick = Peer::ours(&viewer, &draft).await;
    let mut slow = Socket::open(&viewer, &draft, Dialect::Stock).await;
    slow.until("the first question", |message| {
        matches!(message, Message::SyncStep1(_)).then_some(())
    })
    .await;
    let before = memory(&cluster.nodes[1]);
    let big = "x".repeat(40_000);
    for number in 0..900 {
        annas.edit(|elements, txn| {
            elements.insert(txn, format!("a{}", number % 10), format!("{number}{big}"));
        });
        if number % 20 == 19 {
            annas.saved(annas.seen().sent).await;
        }
    }
    eventually("others are not held up", Duration::from_secs(20), || {
        let equal = quick.json() == annas.json();
        async move { equal.then_some(()) }
    })
    .await;
    // What was busy is given back soon; what waited for a socket would not be, and three times as much has passed.
    eventually("the node keeps little", Duration::from_secs(20), || {
        let grown = memory(&cluster.nodes[1]).saturating_sub(before);
        async move { (grown < 12 * MIB).then_some(()) }
    })
    .await;
    let doc = new_doc(random_client_id());
    slow.send(&Message::SyncStep1(vec![0])).await;
    while doc_json(&doc) != annas.json() {
        match slow.next().await {
            Event::Message(Message::SyncStep2(update) | Message::Update(update)) => {
                let update = Update::decode_v1(&update).expect("an update");
                let mut txn = doc.transact_mut();
                txn.apply_update(update).expect("it applies");
                assert!(!txn.has_missing_updates(), "a slow reader is sent a gap");
            }
            Event::Message(_) => {}
            Event::Closed(code, reason) => panic!("closed: {code} {reason}"),
        }
    }
}
