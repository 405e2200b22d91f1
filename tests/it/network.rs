//! The network between nodes, their database, their bus and their clients is slow, stands still, breaks or forgets. Edits wait, and none is
//! lost; whoever is not cut off goes on.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use imprimatur_tests::cable::Flow;
use imprimatur_tests::database::Database;
use imprimatur_tests::postgres::Postgres;
use imprimatur_tests::witness::{has_all, memory, the_journal_is_whole};
use imprimatur_tests::writer::Plan;
use imprimatur_tests::{
    Backend, Cluster, Dialect, Node, Peer, Person, Writer, eventually, soak, soon,
};
use serde_json::json;
use yrs::Map;

/// Two people on two nodes, in one draft.
struct Pair {
    cluster: Cluster,
    draft: String,
    anna: Person,
    annas: Peer,
    lucas: Peer,
    all: BTreeSet<String>,
}

impl Pair {
    async fn meet() -> Self {
        let cluster = Cluster::over_cables(2, &[]).await;
        let anna = cluster.person(0, "designer@sample.example").await;
        let luca = cluster.person(1, "designer2@sample.example").await;
        let draft = anna.template("Diplom").await.draft_id;
        let annas = Peer::ours(&anna, &draft).await;
        let lucas = Peer::ours(&luca, &draft).await;
        annas.saved(annas.draw("first")).await;
        lucas.sees("first").await;
        Self {
            cluster,
            draft,
            anna,
            annas,
            lucas,
            all: BTreeSet::from(["first".to_owned()]),
        }
    }

    /// Anna draws, and waits for nothing. Gives the number of her last edit.
    fn anna_draws(&mut self, prefix: &str, count: usize) -> u64 {
        let mut last = 0;
        for number in 0..count {
            let id = format!("{prefix}{number}");
            last = self.annas.draw(&id);
            self.all.insert(id);
        }
        last
    }

    /// Luca draws one after the other. Gives the longest time until one was saved.
    async fn luca_saves(&mut self, prefix: &str, count: usize) -> Duration {
        let mut longest = Duration::ZERO;
        for number in 0..count {
            let id = format!("{prefix}{number}");
            let begun = Instant::now();
            self.lucas.saved(self.lucas.draw(&id)).await;
            longest = longest.max(begun.elapsed());
            self.all.insert(id);
        }
        longest
    }

    /// Both have everything, on sockets that never closed, and the database says the same.
    async fn end_whole(self) {
        for (name, peer) in [("Anna", &self.annas), ("Luca", &self.lucas)] {
            has_all(&format!("{name} has all"), peer, &self.all).await;
            assert!(peer.is_open(), "{name}: {:?}", peer.seen().closed);
        }
        let fresh = Peer::stock(&self.anna, &self.draft).await;
        has_all("whoever comes has all", &fresh, &self.all).await;
        the_journal_is_whole(&self.cluster.nodes[0], &self.draft).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_cut_from_the_database_saves_all_when_it_is_back() {
    let mut pair = Pair::meet().await;
    pair.cluster.cables[0].database.set(Flow::Cut);
    let last = pair.anna_draws("cut", 20);
    eventually("Anna is told", Duration::from_secs(10), || {
        let told = !pair.annas.seen().unsaved.is_empty();
        async move { told.then_some(()) }
    })
    .await;
    // Presence goes on, and so do those on the other node.
    pair.annas.present(1, json!({ "cursor": [1, 2] }));
    let id = pair.annas.client_id();
    soon("Luca sees where Anna is", || {
        pair.lucas.seen().presence.contains_key(&id)
    })
    .await;
    let longest = pair.luca_saves("meanwhile", 10).await;
    assert!(longest < Duration::from_secs(10), "{longest:?}");
    assert!(!pair.lucas.has("cut19"), "nobody sees what is not on disk");
    pair.cluster.cables[0].database.set(Flow::Open);
    pair.annas.saved(last).await;
    pair.end_whole().await;
}

/// Nobody says that the connections are gone. A transaction under way holds the draft's head: the others wait for seconds, not for minutes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_to_the_database_that_are_swallowed_hold_nobody_up_for_long() {
    let mut pair = Pair::meet().await;
    // Whoever writes for the first time brings a client id: more than one statement writes that down.
    let newcomer = Peer::ours(&pair.anna, &pair.draft).await;
    // Slow, so that a transaction can be met in its middle: the row is written, and the word that makes it last is on its way.
    let slow = Flow::Slow(Duration::from_millis(60));
    pair.cluster.cables[0].database.set(slow);
    let mut database = Database::of(&pair.cluster.nodes[1]).await;
    let newcomers = newcomer.draw("newcomer");
    pair.all.insert("newcomer".to_owned());
    let last = pair.anna_draws("swallowed", 20);
    let way = &pair.cluster.cables[0].database;
    // Looked at while nothing passes, so that the word cannot slip through before the connections are swallowed.
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        way.set(Flow::Stalled);
        let held = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
            AND state = 'idle in transaction' AND backend_xid IS NOT NULL";
        // What the cable had handed over before may still be on its way through the kernel.
        tokio::time::sleep(Duration::from_millis(50)).await;
        if database.number(held).await > 0 {
            break;
        }
        assert!(
            Instant::now() < until,
            "no transaction is met in its middle"
        );
        way.set(slow);
        tokio::time::sleep(Duration::from_millis(7)).await;
    }
    way.forget();
    way.set(Flow::Open);
    let longest = pair.luca_saves("meanwhile", 10).await;
    println!("Luca waited for {longest:?}");
    assert!(longest > Duration::from_secs(1), "nothing was held up");
    assert!(longest < Duration::from_secs(8), "{longest:?}");
    let begun = Instant::now();
    eventually("Anna's edits are saved", Duration::from_secs(25), || {
        let saved =
            pair.annas.seen().saved_up_to >= last && newcomer.seen().saved_up_to >= newcomers;
        async move { saved.then_some(()) }
    })
    .await;
    println!("Anna waited for another {:?}", begun.elapsed());
    pair.end_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_way_to_the_database_makes_saving_slow_and_nothing_else() {
    let mut pair = Pair::meet().await;
    let slow = Duration::from_millis(100);
    pair.cluster.cables[0].database.set(Flow::Slow(slow));
    let begun = Instant::now();
    let last = pair.anna_draws("slow", 50);
    pair.annas.present(1, json!({ "cursor": [1, 2] }));
    let id = pair.annas.client_id();
    soon("Luca sees where Anna is", || {
        pair.lucas.seen().presence.contains_key(&id)
    })
    .await;
    assert!(
        pair.annas.seen().saved_up_to < last,
        "what is not on disk is not called saved"
    );
    pair.annas.saved(last).await;
    let took = begun.elapsed();
    // There and back for a statement takes 200 ms; fifty edits are a few commits, not fifty.
    assert!(took > 2 * slow, "{took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    pair.end_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_cut_from_the_bus_goes_on_by_the_database() {
    let mut pair = Pair::meet().await;
    for (round, flow) in [Flow::Stalled, Flow::Cut].into_iter().enumerate() {
        pair.cluster.cables[0].bus.set(flow);
        let last = pair.anna_draws(&format!("bus{round}n"), 10);
        pair.annas.saved(last).await;
        let longest = pair.luca_saves(&format!("bus{round}l"), 10).await;
        assert!(longest < Duration::from_secs(10), "{flow:?}: {longest:?}");
        let begun = Instant::now();
        has_all("Anna has Luca's", &pair.annas, &pair.all).await;
        has_all("Luca has Anna's", &pair.lucas, &pair.all).await;
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(20), "{flow:?}: {took:?}");
    }
    // Whoever signs out at the node that is cut off: the other one, which is not, learns of it all the same.
    let admin = pair.cluster.person(1, "admin@sample.example").await;
    let admins = Peer::ours(&admin, &pair.draft).await;
    let begun = Instant::now();
    let elsewhere = pair.cluster.at(0, &admin);
    elsewhere
        .post("/auth/sign-out", &json!({}))
        .await
        .expect(200);
    assert_eq!(admins.closed().await.0, 4401);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    pair.cluster.cables[0].bus.set(Flow::Open);
    pair.lucas.present(1, json!({ "cursor": [3, 4] }));
    let id = pair.lucas.client_id();
    eventually("Anna sees Luca again", Duration::from_secs(15), || {
        let seen = pair.annas.seen().presence.contains_key(&id);
        async move { seen.then_some(()) }
    })
    .await;
    pair.end_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_whose_network_stalls_and_breaks_loses_nothing() {
    let cluster = Cluster::over_cables(2, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let plan = Plan {
        person: anna.clone(),
        draft: draft.clone(),
        dialect: Dialect::Ours,
        nodes: vec![cluster.front(0), cluster.front(1)],
        prefix: "a".to_owned(),
        pace: Duration::from_millis(10),
    };
    let writer = Writer::start(plan).await;
    for flow in [
        Flow::Stalled,
        Flow::Cut,
        Flow::Slow(Duration::from_millis(50)),
    ] {
        for cables in &cluster.cables {
            cables.front.set(flow);
        }
        tokio::time::sleep(Duration::from_millis(800)).await;
        for cables in &cluster.cables {
            cables.front.set(Flow::Open);
        }
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    let (peer, account) = writer.finish().await;
    assert_eq!(account.refusals, Vec::<String>::new());
    assert!(account.losses >= 1, "the network broke: {account:?}");
    let all = account.drawn.into_iter().collect();
    has_all("Anna has all", &peer, &all).await;
    for node in 0..2 {
        let fresh = Peer::stock(&cluster.at(node, &anna), &draft).await;
        has_all(&format!("node {node} has all"), &fresh, &all).await;
    }
    the_journal_is_whole(&cluster.nodes[0], &draft).await;
}

/// A database that stands still for long, while people write on: what a draft's edits may take of a node's memory is bounded
/// (`LIMIT_ROOM_UNSAVED_BYTES`, `LIMIT_ROOM_QUEUE_BYTES`); what is beyond it waits with the clients.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_outage_of_the_database_takes_bounded_memory() {
    const BOUND: u64 = 2 << 20;
    let postgres = Postgres::start();
    let (database, bound) = (postgres.url(), BOUND.to_string());
    let settings = [
        ("DATABASE_URL", database.as_str()),
        ("LIMIT_ROOM_UNSAVED_BYTES", &bound),
        ("LIMIT_ROOM_QUEUE_BYTES", &bound),
        ("LIMIT_UPDATES_PER_SECOND", "100000"),
        ("LIMIT_UPDATES_BURST", "100000"),
    ];
    let node = Node::start(Backend::Embedded, &settings).await;
    let mut people = Vec::new();
    for email in ["designer@sample.example", "designer2@sample.example"] {
        people.push(Person::sign_in(&node.address(), email).await);
    }
    let draft = people[0].template("Diplom").await.draft_id;
    let mut peers = Vec::new();
    for person in &people {
        peers.push(Peer::ours(person, &draft).await);
    }
    // 40 KB an edit, on few places: the draft stays small, and what is sent does not.
    let write = |round: usize, edits: usize| {
        let big = "x".repeat(40_000);
        for (index, peer) in peers.iter().enumerate() {
            for number in 0..edits {
                let at = format!("p{index}e{}", number % 10);
                let value = format!("{round}.{number}{big}");
                peer.edit(|elements, txn| {
                    elements.insert(txn, at, value);
                });
            }
        }
    };
    write(0, 20);
    for peer in &peers {
        peer.saved(peer.seen().sent).await;
    }
    let before = memory(&node);
    let frozen = postgres.freeze().await;
    let (begun, mut most) = (Instant::now(), 0);
    // In a soak for longer than a statement is waited for: first it stands still, then it fails.
    let rounds = if soak() { 20 } else { 5 };
    for round in 1..=rounds {
        write(round, 100);
        tokio::time::sleep(Duration::from_secs(1)).await;
        most = most.max(memory(&node).saturating_sub(before));
    }
    println!(
        "after {:?} and {} MB the server had grown by {} KiB at most",
        begun.elapsed(),
        8 * rounds,
        most >> 10
    );
    // Both bounds, each with what the allocator and the sockets' own buffers add.
    assert!(most < 8 * BOUND, "the server grew by {most} bytes");
    for peer in &peers {
        let seen = peer.seen();
        assert!(peer.is_open() && seen.saved_up_to < seen.sent);
    }
    drop(frozen);
    for peer in &peers {
        eventually("all of it is saved", Duration::from_secs(100), || {
            let seen = peer.seen();
            async move { (seen.saved_up_to >= seen.sent).then_some(()) }
        })
        .await;
    }
    let fresh = Peer::stock(&people[0], &draft).await;
    eventually("everybody is equal", Duration::from_secs(20), || {
        let equal = peers.iter().all(|peer| peer.json() == fresh.json());
        async move { equal.then_some(()) }
    })
    .await;
}
