//! News of discussions reaches everybody who has the draft open, on whichever node, and nobody else.

use std::time::{Duration, Instant};

use imprimatur_tests::{Cluster, Peer, World, soon, stories};
use serde_json::{Value, json};

use crate::comments::{answer, begin, since};

/// The newest revision of the draft's discussions that a peer was told of.
fn told(peer: &Peer) -> u64 {
    let news = peer.seen().news;
    let of_discussions = news.iter().filter(|it| it["about"] == "discussions");
    of_discussions
        .filter_map(|it| it["revision"].as_u64())
        .max()
        .unwrap_or(0)
}

async fn o4_everybody_in_the_draft_is_told_and_nobody_else(world: World) {
    let (anna, luca) = (world.designer().await, world.second_designer().await);
    let viewer = world.viewer().await;
    let draft = anna.template("Diplom").await.draft_id;
    let other = anna.template("Urkunde").await.draft_id;
    let peers = [
        Peer::ours(&anna, &draft).await,
        Peer::ours(&luca, &draft).await,
        Peer::ours(&viewer, &draft).await,
    ];
    let elsewhere = Peer::ours(&luca, &other).await;
    let stock = Peer::stock(&luca, &draft).await;
    let thread = begin(&anna, &draft, "first", "Eins").await;
    for peer in &peers {
        soon("all are told", || told(peer) == 1).await;
    }
    let begun = Instant::now();
    for number in 0..30 {
        answer(&luca, &thread, &format!("n{number}"), "Ja").await;
    }
    // The first at once, and then one each quarter of a second, of the draft and of an inbox.
    let quarters = usize::try_from(begun.elapsed().as_millis() / 250).expect("a few");
    let told_most = 2 * (quarters + 3);
    for peer in &peers {
        soon("all are told of the newest", || told(peer) == 31).await;
        let news: Vec<Value> = peer.seen().news;
        assert!(
            news.len() <= told_most,
            "{told_most} words at most tell of thirty changes: {news:?}"
        );
        assert!(
            news.iter().all(|it| it.as_object().unwrap().len() == 2),
            "nothing but the revision: {news:?}"
        );
    }
    assert_eq!(elsewhere.seen().news, Vec::<Value>::new());
    assert!(
        stock.is_open(),
        "a stock client is told nothing that it does not know"
    );
    // Whoever comes later asks.
    let late = Peer::ours(&anna, &draft).await;
    late.synced().await;
    assert_eq!(since(&anna, &draft, 0).await["revision"], 31);
    // An edit is still an edit.
    let number = late.draw("after");
    late.saved(number).await;
    peers[1].sees("after").await;
}

stories![o4_everybody_in_the_draft_is_told_and_nobody_else];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o4_news_reach_every_node_within_a_second_and_what_is_lost_is_said_again() {
    let mut cluster = Cluster::start(2, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::ours(&luca, &draft).await;
    let thread = begin(&anna, &draft, "first", "Eins").await;
    let said_at = Instant::now();
    soon("the other node is told", || told(&lucas) == 1).await;
    let took = said_at.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    println!("a comment was told on the other node after {took:?}");
    answer(&luca, &thread, "second", "Zwei").await;
    soon("and back", || told(&annas) == 2).await;

    // Without a bus the other node finds it in the database.
    cluster.redis.kill();
    answer(&luca, &thread, "third", "Drei").await;
    soon("Anna is told without a bus", || told(&annas) == 3).await;
    assert_eq!(
        since(&anna, &draft, 2).await["threads"][0]["comments"][2]["body"],
        json!("Drei")
    );
    cluster.redis.restart();
    for node in &cluster.nodes {
        cluster.connected(node, 2).await;
    }
    answer(&anna, &thread, "fourth", "Vier").await;
    soon("Luca is told with the bus again", || told(&lucas) == 4).await;
}
