//! Random weather on three real nodes, while six people write: nodes are killed, stand still, are ended and started; the ways to the database,
//! the bus and the clients are slow, stall, break and forget. In the end the weather is fine, and nobody has lost anything.
//!
//! The seed is printed; `WEATHER_SEED=7` makes the same weather again. It lasts for minutes in a soak (`WEATHER_SECONDS`).

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use imprimatur_tests::cable::{Cable, Flow};
use imprimatur_tests::dice::Dice;
use imprimatur_tests::witness::{has_all, the_journal_is_whole};
use imprimatur_tests::writer::Plan;
use imprimatur_tests::{Cluster, Dialect, Node, Peer, Writer, soak};

const NODES: u64 = 3;
const WRITERS: usize = 6;

fn lasts() -> Duration {
    let given = std::env::var("WEATHER_SECONDS").ok();
    let seconds = given.and_then(|it| it.parse().ok());
    Duration::from_secs(seconds.unwrap_or(if soak() { 300 } else { 8 }))
}

/// What comes over the nodes, and for how long.
async fn strike(cluster: &mut Cluster, dice: &mut Dice) -> String {
    let number = dice.below(NODES);
    let node = usize::try_from(number).expect("a small number");
    let span = Duration::from_millis(300 + dice.below(if soak() { 8_000 } else { 1_200 }));
    let flow = match dice.below(4) {
        0 => Flow::Cut,
        1 => Flow::Slow(Duration::from_millis(5 + dice.below(100))),
        _ => Flow::Stalled,
    };
    match dice.below(11) {
        0 | 1 => {
            cluster.nodes[node].kill();
            tokio::time::sleep(span / 4).await;
            cluster.nodes[node].restart().await;
            format!("node {node} was killed")
        }
        2 => {
            cluster.nodes[node].hold();
            tokio::time::sleep(span).await;
            cluster.nodes[node].go_on();
            format!("node {node} stood still for {span:?}")
        }
        3 => {
            cluster.nodes[node].ask_to_end();
            // With its database away it may have to be given up.
            let _ = cluster.nodes[node].ended();
            cluster.nodes[node].restart().await;
            format!("node {node} was ended and started")
        }
        4 => {
            cluster.redis.kill();
            tokio::time::sleep(span).await;
            cluster.redis.restart();
            format!("Redis was away for {span:?}")
        }
        5 => {
            cluster.redis.hold();
            tokio::time::sleep(span).await;
            cluster.redis.go_on();
            format!("Redis stood still for {span:?}")
        }
        6 => {
            cluster.cables[node].database.forget();
            cluster.cables[node].bus.forget();
            format!("node {node}'s connections were forgotten")
        }
        kind => {
            let cables = &cluster.cables[node];
            let (name, cable): (&str, &Cable) = match kind {
                7 | 8 => ("database", &cables.database),
                9 => ("bus", &cables.bus),
                _ => ("clients", &cables.front),
            };
            cable.set(flow);
            tokio::time::sleep(span).await;
            cable.set(Flow::Open);
            format!("node {node} and its {name}: {flow:?} for {span:?}")
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_loses_anything_in_any_weather() {
    let seed = Dice::seed("WEATHER_SEED");
    println!("WEATHER_SEED={seed}");
    let mut dice = Dice::new(seed);
    let mut cluster = Cluster::over_cables(3, &[]).await;
    let fronts: Vec<String> = (0..3).map(|node| cluster.front(node)).collect();
    let emails = ["designer@sample.example", "designer2@sample.example"];
    let people = [
        cluster.person(0, emails[0]).await,
        cluster.person(1, emails[1]).await,
    ];
    let drafts = [
        people[0].template("Diplom").await.draft_id,
        people[1].template("Urkunde").await.draft_id,
    ];
    let mut writers = Vec::new();
    for place in 0..WRITERS {
        let mut nodes = fronts.clone();
        nodes.rotate_left(place % 3);
        let plan = Plan {
            person: people[place % 2].clone(),
            draft: drafts[usize::from(place >= WRITERS / 2)].clone(),
            dialect: if place % 3 == 2 {
                Dialect::Stock
            } else {
                Dialect::Ours
            },
            nodes,
            prefix: format!("w{place}n"),
            pace: Duration::from_millis(40),
        };
        writers.push(Writer::start(plan).await);
    }
    let begun = Instant::now();
    while begun.elapsed() < lasts() {
        let struck = strike(&mut cluster, &mut dice).await;
        println!("{:>8.1?} {struck}", begun.elapsed());
        tokio::time::sleep(Duration::from_millis(dice.below(700))).await;
    }

    let mut all = [BTreeSet::new(), BTreeSet::new()];
    // Stock clients are not told what is saved: they stay until all of it is there.
    let mut peers = Vec::new();
    for (place, writer) in writers.into_iter().enumerate() {
        let (peer, account) = writer.finish().await;
        peers.push(peer);
        println!(
            "writer {place}: {} edits, {} moves, {} losses {:?}, {} refusals, longest without a socket {:?}",
            account.drawn.len(),
            account.moves,
            account.losses,
            account.closed,
            account.refusals.len(),
            account.longest_gap
        );
        let accused = account
            .closed
            .iter()
            .any(|code| (4400..4500).contains(code));
        assert!(!accused, "an honest client is never accused: {account:?}");
        all[usize::from(place >= WRITERS / 2)].extend(account.drawn);
    }
    for (draft, all) in drafts.iter().zip(&all) {
        for (node, it) in cluster.nodes.iter().enumerate() {
            let fresh = Peer::stock(&people[0].at(&Node::address(it)), draft).await;
            has_all(&format!("node {node} has all of {draft}"), &fresh, all).await;
        }
        the_journal_is_whole(&cluster.nodes[0], draft).await;
    }
}
