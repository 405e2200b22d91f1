//! Who is where (SPEC §3).

use std::time::{Duration, Instant};

use imprimatur_tests::deadline::stays;
use imprimatur_tests::wire::{Entry, Message};
use imprimatur_tests::{Dialect, Peer, Socket, World, eventually, soon, stories};
use serde_json::{Value, json};

fn cursor(x: u32) -> Value {
    json!({ "cursor": { "page": "page", "at": [x, 2] }, "selection": ["title"] })
}

async fn p2_the_server_says_who_somebody_is(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let me = anna.get("/api/me").await.expect(200);
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let annas = Peer::stock(&anna, &made.draft_id).await;
    annas.present(
        1,
        json!({ "user": { "id": "per_forged", "name": "Luca" }, "cursor": null }),
    );
    soon("she is seen", || {
        watcher.seen().presence.contains_key(&annas.client_id())
    })
    .await;
    let state = watcher.seen().presence[&annas.client_id()].clone();
    let person = &me["person"];
    assert_eq!(
        state["user"],
        json!({ "id": person["id"], "name": person["name"], "color": person["color"] })
    );
}

async fn p1_others_ids_are_dropped_in_silence(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let annas = Peer::stock(&anna, &made.draft_id).await;
    annas.draw("a1");
    annas.present(1, cursor(1));
    soon("she is seen", || {
        watcher.seen().presence.contains_key(&annas.client_id())
    })
    .await;
    let before = watcher.seen().presence[&annas.client_id()].clone();

    // What stock clients do: re-send everybody's state, and withdraw others after 30 s.
    let luca = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    luca.present(1, cursor(9));
    let foreign = |clock, state| Entry {
        client: annas.client_id(),
        clock,
        state,
    };
    luca.send(&Message::Awareness(vec![foreign(5, cursor(666))]));
    luca.send(&Message::Awareness(vec![foreign(9, Value::Null)]));
    soon("Luca is seen", || {
        watcher.seen().presence.contains_key(&luca.client_id())
    })
    .await;
    stays("nobody speaks for her", Duration::from_millis(300), || {
        watcher.seen().presence.get(&annas.client_id()) == Some(&before)
    })
    .await;
    assert!(luca.is_open(), "and nobody is punished");
    annas.present(2, cursor(2));
    soon("her own next word counts", || {
        watcher.seen().presence[&annas.client_id()]["cursor"]["at"][0] == 2
    })
    .await;
}

async fn p3_a_joiner_sees_everybody_at_once(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let mut peers = Vec::new();
    for person in [&anna, &world.second_designer().await, &world.viewer().await] {
        let peer = Peer::stock(person, &made.draft_id).await;
        peer.present(1, cursor(3));
        peers.push(peer);
    }
    soon("all are known", || {
        peers.iter().all(|peer| peer.seen().presence.len() >= 2)
    })
    .await;
    let joiner = Peer::stock(&world.admin().await, &made.draft_id).await;
    soon("the joiner sees all three", || {
        joiner.seen().presence.len() == 3
    })
    .await;
}

async fn p3_who_returns_with_an_old_clock_is_visible_at_once(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let mut annas = Peer::stock(&anna, &made.draft_id).await;
    annas.draw("a1");
    annas.present(7, cursor(1));
    for round in 0..3 {
        soon("she is seen", || {
            watcher.seen().presence.contains_key(&annas.client_id())
        })
        .await;
        let id = annas.client_id();
        let doc = annas.cut().await;
        soon("a closed tab is gone", || {
            !watcher.seen().presence.contains_key(&id)
        })
        .await;
        annas = Peer::connect(&anna, &made.draft_id, Dialect::Stock, doc).await;
        // The same clock as ever: the client does not know that it was withdrawn.
        annas.present(7, cursor(round));
    }
    soon("she is seen again", || {
        watcher.seen().presence.contains_key(&annas.client_id())
    })
    .await;
}

async fn p4_a_dead_network_dims_and_then_withdraws(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let client = 500_001;
    let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
    socket
        .send(&Message::Awareness(vec![Entry {
            client,
            clock: 1,
            state: cursor(1),
        }]))
        .await;
    soon("she is seen", || {
        watcher.seen().presence.contains_key(&client)
    })
    .await;
    let start = Instant::now();
    // From here on the socket is not read, so that no ping is answered: to the server, the network is dead.
    eventually("she is dimmed", Duration::from_secs(25), || {
        let quiet = watcher
            .seen()
            .presence
            .get(&client)
            .is_some_and(|state| state["quiet"] == true);
        async move { quiet.then_some(()) }
    })
    .await;
    assert!(
        start.elapsed() > Duration::from_secs(2),
        "not at the first missing breath"
    );
    // The network is back: reading answers the pings that waited.
    socket.until("anything", |_| Some(())).await;
    eventually("she is bright again", Duration::from_secs(25), async || {
        let _ = socket.next_within(Duration::from_millis(50)).await;
        let bright = watcher
            .seen()
            .presence
            .get(&client)
            .is_some_and(|state| state["quiet"] != true);
        bright.then_some(())
    })
    .await;
    let start = Instant::now();
    eventually("she is gone", Duration::from_secs(75), || {
        let gone = !watcher.seen().presence.contains_key(&client);
        async move { gone.then_some(()) }
    })
    .await;
    assert!(
        start.elapsed() > Duration::from_secs(10),
        "not before she was missed for a while"
    );
    drop(socket);
}

async fn p6_only_the_newest_presence_counts(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let annas = Peer::stock(&anna, &made.draft_id).await;
    for clock in 1..=600_u32 {
        annas.present(u64::from(clock), cursor(clock));
    }
    eventually("the last one arrives", Duration::from_secs(60), || {
        let at = watcher
            .seen()
            .presence
            .get(&annas.client_id())
            .map(|state| state["cursor"]["at"][0].clone());
        async move { (at == Some(json!(600))).then_some(()) }
    })
    .await;
    assert!(
        annas.is_open(),
        "a burst of presence is coalesced, not punished"
    );
}

async fn viewers_are_seen_too(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let viewer = Peer::ours(&world.viewer().await, &made.draft_id).await;
    viewer.present(1, cursor(1));
    soon("the viewer is seen", || {
        annas.seen().presence.contains_key(&viewer.client_id())
    })
    .await;
}

stories![
    p2_the_server_says_who_somebody_is,
    p1_others_ids_are_dropped_in_silence,
    p3_a_joiner_sees_everybody_at_once,
    p3_who_returns_with_an_old_clock_is_visible_at_once,
    p4_a_dead_network_dims_and_then_withdraws,
    p6_only_the_newest_presence_counts,
    viewers_are_seen_too,
];
