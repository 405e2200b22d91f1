//! Bounds: what happens when one is reached, and that honest bursts are not (SPEC §4).

use std::time::Duration;

use imprimatur_tests::forge::{self, Struct};
use imprimatur_tests::socket::Event;
use imprimatur_tests::wire::Message;
use imprimatur_tests::witness::memory;
use imprimatur_tests::{
    Backend, Dialect, Peer, Socket, World, eventually, soon, stories, stories_with_settings,
};

async fn r4_a_burst_of_a_thousand_updates_passes(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    for number in 0..1_000 {
        annas.draw(&format!("a{number}"));
    }
    annas.saved(annas.seen().sent).await;
    soon("everybody has all of it", || {
        watcher.elements().len() == 1_000
    })
    .await;
    assert!(annas.is_open() && annas.seen().refused.is_empty());
}

async fn r4_over_the_rate_nothing_is_lost(backend: Backend) {
    let world = World::with(
        backend,
        &[
            ("LIMIT_UPDATES_PER_SECOND", "100"),
            ("LIMIT_UPDATES_BURST", "50"),
        ],
    )
    .await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let start = std::time::Instant::now();
    for number in 0..350 {
        annas.draw(&format!("a{number}"));
    }
    eventually("all are saved", Duration::from_secs(30), || {
        let seen = annas.seen();
        async move { (seen.saved_up_to >= seen.sent).then_some(()) }
    })
    .await;
    assert!(
        start.elapsed() > Duration::from_secs(2),
        "the socket was read more slowly: {:?}",
        start.elapsed()
    );
    soon("everybody has all of it", || {
        watcher.elements().len() == 350
    })
    .await;
}

/// More than the kernel's buffers on both sides take: 36 MB.
async fn write_much(peer: &Peer) {
    let big = "x".repeat(40_000);
    for number in 0..900 {
        peer.edit(|elements, txn| {
            yrs::Map::insert(
                elements,
                txn,
                format!("a{}", number % 10),
                format!("{number}{big}"),
            );
        });
        if number % 20 == 19 {
            peer.saved(peer.seen().sent).await;
        }
    }
}

/// Whoever stops reading costs the server little, others nothing, and is whole again when it reads on.
async fn u11_a_session_that_stops_reading_is_caught_up(backend: Backend) {
    let settings = [
        ("LIMIT_UPDATES_PER_SECOND", "100000"),
        ("LIMIT_UPDATES_BURST", "100000"),
    ];
    let world = World::with(backend, &settings).await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    // What the editing itself takes is taken now, when nobody is slow.
    write_much(&annas).await;
    for dialect in [Dialect::Stock, Dialect::Ours] {
        let mut slow = Socket::open(&world.viewer().await, &made.draft_id, dialect).await;
        slow.until("the first question", |message| {
            matches!(message, Message::SyncStep1(_)).then_some(())
        })
        .await;
        let before = memory(&world.node);
        write_much(&annas).await;
        // What was busy is given back soon; what waited for a socket would not be, and three times as much has passed.
        eventually("the server keeps little", Duration::from_secs(20), || {
            let grown = memory(&world.node).saturating_sub(before);
            async move { (grown < 12 << 20).then_some(()) }
        })
        .await;
        // It reads on: first what was on its way, then one difference.
        let doc = imprimatur_tests::peer::new_doc(imprimatur_tests::peer::random_client_id());
        doc.get_or_insert_map("elements");
        slow.send(&Message::SyncStep1(vec![0])).await;
        let mut lagging = false;
        loop {
            let update = match slow.next().await {
                Event::Message(Message::SyncStep2(update) | Message::Update(update)) => update,
                Event::Message(Message::Own(kind, _)) => {
                    lagging |= kind == imprimatur_tests::wire::LAGGING;
                    continue;
                }
                Event::Message(_) => continue,
                Event::Closed(code, reason) => panic!("closed: {code} {reason}"),
            };
            apply(&doc, &update);
            if imprimatur_tests::peer::doc_json(&doc) == annas.json() {
                break;
            }
        }
        assert_eq!(lagging, dialect == Dialect::Ours);
    }
    assert!(annas.is_open(), "nobody else noticed");
}

fn apply(doc: &yrs::Doc, update: &[u8]) {
    use yrs::Transact;
    use yrs::updates::decoder::Decode;
    let update = yrs::Update::decode_v1(update).expect("an update");
    doc.transact_mut().apply_update(update).expect("it applies");
}

async fn r2_a_full_draft_sends_away_and_takes_in_again(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_SESSIONS_PER_DRAFT", "2")]).await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let first = Peer::stock(&anna, &made.draft_id).await;
    let second = Peer::stock(&anna, &made.draft_id).await;
    let mut third = Socket::open(&anna, &made.draft_id, Dialect::Ours).await;
    assert_eq!(third.until_closed().await, (1013, "draft_full".to_owned()));
    drop(second.cut().await);
    eventually("there is room again", Duration::from_secs(10), || async {
        let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
        let came = socket.next_within(Duration::from_millis(500)).await;
        matches!(came, Some(imprimatur_tests::socket::Event::Message(_))).then_some(())
    })
    .await;
    assert!(first.is_open());
}

async fn r2_a_full_node_sends_away(backend: Backend) {
    let world = World::with(
        backend,
        &[("LIMIT_DRAFTS_PER_NODE", "1"), ("LIMIT_IDLE_SECONDS", "1")],
    )
    .await;
    let anna = world.designer().await;
    let (one, two) = (anna.template("Eins").await, anna.template("Zwei").await);
    let first = Peer::stock(&anna, &one.draft_id).await;
    let mut second = Socket::open(&anna, &two.draft_id, Dialect::Stock).await;
    assert_eq!(second.until_closed().await, (1013, "draft_full".to_owned()));
    drop(first.cut().await);
    eventually(
        "an idle draft makes room",
        Duration::from_secs(15),
        || async {
            let mut socket = Socket::open(&anna, &two.draft_id, Dialect::Stock).await;
            let came = socket.next_within(Duration::from_millis(500)).await;
            matches!(came, Some(imprimatur_tests::socket::Event::Message(_))).then_some(())
        },
    )
    .await;
}

async fn r5_a_full_draft_takes_only_deletions(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_DOCUMENT_BYTES", "200000")]).await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Ours).await;
    for number in 0..10 {
        let value = forge::string(&"x".repeat(50_000));
        let update = forge::update(
            900_000,
            number,
            &[Struct::entry(
                "elements",
                ["a", "b", "c", "d"][number as usize % 4],
                value,
            )],
            &[],
        );
        socket.send(&Message::Update(update)).await;
    }
    assert_eq!(
        socket.until_closed().await,
        (4414, "document_full".to_owned())
    );
    assert!(watcher.is_open());
    let back = Peer::stock(&anna, &made.draft_id).await;
    // It may still be on its way to the disk.
    soon("what fitted is there", || back.has("a")).await;
    assert!(back.elements().len() <= 4, "{:?}", back.elements());
    back.edit(|elements, txn| {
        yrs::Map::remove(elements, txn, "a");
    });
    soon("making room is always possible", || !watcher.has("a")).await;
}

async fn r6_a_message_over_the_limit_is_refused_in_words(backend: Backend) {
    let settings = [
        ("LIMIT_FRAME_BYTES", "100000"),
        ("LIMIT_PRESENCE_BYTES", "1000"),
    ];
    let world = World::with(backend, &settings).await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let bystander = Peer::ours(&world.second_designer().await, &made.draft_id).await;
    for (bytes, told) in [(150_000, true), (190_000, true), (2_000_000, false)] {
        let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
        socket.send(&Message::Update(vec![0; bytes])).await;
        let closed = socket.until_closed().await;
        if told {
            assert_eq!(closed, (4413, "frame_too_large".to_owned()), "{bytes}");
        }
    }
    let number = bystander.draw("still_here");
    bystander.saved(number).await;
}

async fn a_silent_socket_is_closed_in_the_end(backend: Backend) {
    let world = World::with(
        backend,
        &[
            ("LIMIT_SILENCE_SECONDS", "3"),
            ("LIMIT_SESSIONS_PER_DRAFT", "1"),
        ],
    )
    .await;
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let mut dead = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
    dead.until("the first question", |message| {
        matches!(message, Message::SyncStep1(_)).then_some(())
    })
    .await;
    // It is not read any more, so that no ping is answered; its place is free again in the end.
    eventually("its place is free", Duration::from_secs(25), || async {
        let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
        let came = socket.next_within(Duration::from_millis(500)).await;
        matches!(came, Some(imprimatur_tests::socket::Event::Message(_))).then_some(())
    })
    .await;
    drop(dead);
}

stories![r4_a_burst_of_a_thousand_updates_passes];

stories_with_settings![
    r4_over_the_rate_nothing_is_lost,
    u11_a_session_that_stops_reading_is_caught_up,
    r2_a_full_draft_sends_away_and_takes_in_again,
    r2_a_full_node_sends_away,
    r5_a_full_draft_takes_only_deletions,
    r6_a_message_over_the_limit_is_refused_in_words,
    a_silent_socket_is_closed_in_the_end,
];
