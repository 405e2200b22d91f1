//! This version and the next one side by side: on one database, on one bus, in front of the same people.

use std::collections::BTreeSet;
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::node::Version;
use imprimatur_tests::witness::{has_all, the_journal_is_whole};
use imprimatur_tests::writer::Plan;
use imprimatur_tests::{
    Backend, Cluster, Dialect, Node, Peer, World, Writer, eventually, stories_with_settings,
};

/// What a node logs of a message that only the next version knows.
const PASSED_OVER: &str = "a message of another version";

/// Waits until everybody has written so much more, and it is on disk.
async fn write_on(writers: &[Writer], edits: usize) {
    let drawn = |writer: &Writer| writer.account().drawn.len();
    let goals: Vec<usize> = writers.iter().map(|it| drawn(it) + edits).collect();
    eventually("everybody writes on", Duration::from_secs(30), || {
        let all = writers
            .iter()
            .zip(&goals)
            .all(|(writer, goal)| drawn(writer) >= *goal);
        async move { all.then_some(()) }
    })
    .await;
}

/// Ends a node, and starts it again as another version, while everybody writes.
async fn roll(cluster: &mut Cluster, node: usize, version: Version, writers: &[Writer]) {
    let log = cluster.nodes[node].log();
    let connected = log.matches("the bus reaches the other nodes").count();
    cluster.nodes[node].ask_to_end();
    assert_eq!(cluster.nodes[node].ended(), Some(0));
    write_on(writers, 5).await;
    cluster.nodes[node].becomes(version);
    cluster.nodes[node].restart().await;
    cluster.connected(&cluster.nodes[node], connected + 1).await;
    write_on(writers, 10).await;
}

/// (N8) The next version takes the place of this one at noon, node by node, and one node goes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_version_is_rolled_out_under_load_and_one_node_goes_back() {
    let settings = [("LOG", "info,imprimatur::bus=debug")];
    let mut cluster = Cluster::start(3, &settings).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let admin = cluster.person(2, "admin@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let addresses: Vec<String> = cluster.nodes.iter().map(Node::address).collect();
    let mut writers = Vec::new();
    for (place, (person, dialect)) in [
        (&anna, Dialect::Ours),
        (&luca, Dialect::Ours),
        (&admin, Dialect::Ours),
        (&admin, Dialect::Stock),
    ]
    .into_iter()
    .enumerate()
    {
        let mut nodes = addresses.clone();
        nodes.rotate_left(place % 3);
        let plan = Plan {
            person: person.clone(),
            draft: draft.clone(),
            dialect,
            nodes,
            prefix: format!("w{place}n"),
            pace: Duration::from_millis(25),
        };
        writers.push(Writer::start(plan).await);
    }
    write_on(&writers, 10).await;

    roll(&mut cluster, 0, Version::Next, &writers).await;
    // The tables are ahead of two nodes, and what they do not know is said to them.
    for old in [1, 2] {
        eventually(
            "a node hears the next version",
            Duration::from_secs(10),
            || {
                let heard = cluster.nodes[old].log().contains(PASSED_OVER);
                async move { heard.then_some(()) }
            },
        )
        .await;
        let fresh = Peer::stock(&cluster.at(old, &luca), &draft).await;
        assert!(fresh.is_open());
    }
    let made = cluster.at(1, &anna).template("Urkunde").await;
    anna.layout(&made.draft_id).await;
    roll(&mut cluster, 1, Version::Next, &writers).await;
    roll(&mut cluster, 2, Version::Next, &writers).await;
    // Back again, onto tables that the next version has expanded and fills.
    roll(&mut cluster, 1, Version::This, &writers).await;
    assert!(
        cluster.nodes[1]
            .log()
            .contains("a newer version has brought the database to migration")
    );

    let mut all = BTreeSet::new();
    let mut last = Vec::new();
    for writer in writers {
        let (peer, account) = writer.finish().await;
        println!(
            "{} edits, {} moves, {} losses {:?}, longest without a socket {:?}",
            account.drawn.len(),
            account.moves,
            account.losses,
            account.closed,
            account.longest_gap
        );
        assert_eq!(account.refusals, Vec::<String>::new());
        // Who is told to move is never without a socket; who cannot be told is closed with a code that calls it back.
        if peer.seen().hello.is_some() {
            assert_eq!((account.losses, account.moves > 0), (0, true));
        }
        assert!(account.closed.iter().all(|code| *code == 1012));
        all.extend(account.drawn);
        last.push(peer);
    }
    for peer in &last {
        has_all("whoever wrote has all", peer, &all).await;
    }
    for node in 0..3 {
        let fresh = Peer::stock(&cluster.at(node, &anna), &draft).await;
        has_all(&format!("node {node} has all"), &fresh, &all).await;
    }
    the_journal_is_whole(&cluster.nodes[0], &draft).await;
    let mut database = Database::of(&cluster.nodes[0]).await;
    let said = database.number("SELECT said FROM next_notes").await;
    assert!(said > 10, "the next version used what is new: {said}");
}

/// The tables were expanded by a newer version, which is taken back.
async fn a_version_starts_on_tables_that_the_next_has_expanded(backend: Backend) {
    let mut world = World::start(backend).await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let mut all = BTreeSet::new();
    for (round, version) in [Version::Next, Version::This].into_iter().enumerate() {
        assert_eq!(world.node.stop(), Some(0));
        world.node.becomes(version);
        world.node.restart().await;
        let peer = Peer::ours(&anna, &made.draft_id).await;
        let id = format!("round{round}");
        peer.saved(peer.draw(&id)).await;
        all.insert(id);
        has_all("everything is there", &peer, &all).await;
        anna.template(&format!("Urkunde {round}")).await;
    }
}

/// A later version has taken away what this one uses: it says so, and leaves everything as it is.
async fn a_version_does_not_start_on_tables_that_a_later_one_has_contracted(backend: Backend) {
    let mut world = World::start(backend).await;
    assert_eq!(world.node.stop(), Some(0));
    let mut database = Database::of(&world.node).await;
    database
        .run("UPDATE schema_floor SET migration = 4000")
        .await;
    let refused = world.node.try_restart().await.expect_err("it refuses");
    assert!(
        refused.contains("start a version that knows migration 4000"),
        "{refused}"
    );
    database.run("UPDATE schema_floor SET migration = 5").await;
    world.node.restart().await;

    // A past that is not this program's.
    assert_eq!(world.node.stop(), Some(0));
    let applied = "SELECT COUNT(*) FROM _sqlx_migrations";
    let before = database.number(applied).await;
    database
        .run("UPDATE _sqlx_migrations SET version = -1 WHERE version = 1")
        .await;
    let refused = world.node.try_restart().await.expect_err("it refuses");
    assert!(refused.contains("another program's"), "{refused}");
    assert_eq!(database.number(applied).await, before);
}

stories_with_settings![
    a_version_starts_on_tables_that_the_next_has_expanded,
    a_version_does_not_start_on_tables_that_a_later_one_has_contracted,
];

/// (N8) A client of the next version offers what it speaks, newest first; this version takes what it knows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_of_the_next_version_is_answered_in_what_both_know() {
    use imprimatur_tests::Socket;
    use imprimatur_tests::wire::{HELLO, Message};
    let world = World::start(Backend::Embedded).await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let path = format!("/collab/{}?token={}", made.draft_id, anna.token());
    let offers = [("sec-websocket-protocol", "imprimatur.v2, imprimatur.v1")];
    let mut socket = Socket::dial(anna.address(), &path, &offers)
        .await
        .expect("it is let in");
    let protocol = socket
        .until("hello", |message| match message {
            Message::Own(HELLO, body) => Some(body["protocol"].clone()),
            _ => None,
        })
        .await;
    assert_eq!(protocol, 1);
}
