//! What is shown is on disk; what is not on disk is shown to nobody (SPEC §2 U6, U10).

use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::deadline::stays;
use imprimatur_tests::{Peer, World, eventually, soon, stories};
use yrs::{ReadTxn, Transact};

/// Takes the journal's table away, so that appends fail, until it is put back.
const AWAY: &str = "ALTER TABLE draft_journal RENAME TO draft_journal_away";
const BACK: &str = "ALTER TABLE draft_journal_away RENAME TO draft_journal";

async fn u10_a_failed_append_hides_its_edits_until_they_are_saved(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("before");
    annas.saved(number).await;
    watcher.sees("before").await;

    let mut database = Database::of(&world.node).await;
    database.run(AWAY).await;
    let number = annas.draw("hidden");
    soon("she is told that it waits", || {
        !annas.seen().unsaved.is_empty()
    })
    .await;
    assert_eq!(annas.seen().unsaved[0]["code"], "journal_unavailable");
    annas.draw("hidden_too");
    stays(
        "nobody sees what could be lost",
        Duration::from_secs(1),
        || !watcher.has("hidden") && annas.seen().saved_up_to < number,
    )
    .await;
    let layout = anna.layout(&made.draft_id).await;
    assert!(!layout.to_string().contains("hidden"), "nor do programs");
    assert!(annas.is_open() && watcher.is_open());

    database.run(BACK).await;
    annas.saved(annas.seen().sent).await;
    watcher.sees("hidden").await;
    watcher.sees("hidden_too").await;
    assert_eq!(watcher.json(), annas.json());
}

async fn u10_a_kill_while_the_journal_is_away_loses_nothing_that_was_seen(mut world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("before");
    annas.saved(number).await;
    watcher.sees("before").await;
    let mut database = Database::of(&world.node).await;
    database.run(AWAY).await;
    annas.draw("hidden");
    soon("she is told that it waits", || {
        !annas.seen().unsaved.is_empty()
    })
    .await;
    world.node.kill();
    database.run(BACK).await;
    drop(database);
    world.node.restart().await;
    let fresh = Peer::stock(&anna, &made.draft_id).await;
    assert_eq!(fresh.elements(), ["before"]);
    assert_eq!(watcher.elements(), ["before"]);
    // Her browser still holds it, and brings it back.
    let doc = annas.cut().await;
    let back = Peer::connect(&anna, &made.draft_id, imprimatur_tests::Dialect::Ours, doc).await;
    back.synced().await;
    fresh.sees("hidden").await;
}

async fn a_load_that_fails_harms_nothing(mut world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("a1");
    annas.saved(number).await;
    let doc = annas.cut().await;
    world.node.kill();
    world.node.restart().await;
    let mut database = Database::of(&world.node).await;
    database.run(AWAY).await;
    let attempt =
        imprimatur_tests::Socket::try_open(&anna, &made.draft_id, imprimatur_tests::Dialect::Stock)
            .await;
    if let Ok(mut socket) = attempt {
        let (code, _) = socket.until_closed().await;
        assert!(
            !(4400..4500).contains(&code),
            "a stock client comes back after {code}"
        );
    }
    database.run(BACK).await;
    drop(database);
    let back = Peer::connect(&anna, &made.draft_id, imprimatur_tests::Dialect::Ours, doc).await;
    back.synced().await;
    back.sees("a1").await;
    let fresh = eventually("the draft opens again", Duration::from_secs(25), || async {
        Some(Peer::stock(&anna, &made.draft_id).await)
    })
    .await;
    fresh.sees("a1").await;
}

async fn edits_of_many_rooms_share_commits_and_stay_apart(world: World) {
    let anna = world.designer().await;
    let mut peers = Vec::new();
    for number in 0..6 {
        let made = anna.template(&format!("Diplom {number}")).await;
        peers.push((Peer::ours(&anna, &made.draft_id).await, made));
    }
    for round in 0..50 {
        for (index, (peer, _)) in peers.iter().enumerate() {
            peer.draw(&format!("d{index}x{round}"));
        }
    }
    for (index, (peer, made)) in peers.iter().enumerate() {
        peer.saved(peer.seen().sent).await;
        let fresh = Peer::stock(&anna, &made.draft_id).await;
        assert_eq!(fresh.elements().len(), 50);
        assert!(
            fresh
                .elements()
                .iter()
                .all(|id| id.starts_with(&format!("d{index}x"))),
            "only its own"
        );
    }
}

async fn a_long_history_is_folded_and_opens_whole(mut world: World) {
    let anna = world.designer().await;
    world.node.kill();
    world.node.set("LIMIT_FOLD_ROWS", "20");
    world.node.restart().await;
    let made = anna.template("Diplom").await;
    let peer = Peer::ours(&anna, &made.draft_id).await;
    // Each is waited for, so that each is a commit and a row of its own.
    for number in 0..120 {
        let number = peer.draw(&format!("a{number}"));
        peer.saved(number).await;
    }
    let mut database = Database::of(&world.node).await;
    let rows = "SELECT COUNT(*) FROM draft_journal";
    for _ in 0..500 {
        if database.number(rows).await <= 60 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(
        database.number(rows).await <= 60,
        "folded rows are gone from the journal"
    );
    drop(database);
    let before = peer.json();
    world.node.kill();
    world.node.restart().await;
    let fresh = Peer::stock(&anna, &made.draft_id).await;
    assert_eq!(fresh.json(), before);
    assert!(!fresh.doc().transact().has_missing_updates());
    let head = anna
        .get(&format!("/api/drafts/{}", made.draft_id))
        .await
        .expect(200)["head"]
        .clone();
    assert_eq!(head, 120, "numbers go on over folding");
}

stories![
    u10_a_failed_append_hides_its_edits_until_they_are_saved,
    u10_a_kill_while_the_journal_is_away_loses_nothing_that_was_seen,
    a_load_that_fails_harms_nothing,
    edits_of_many_rooms_share_commits_and_stay_apart,
    a_long_history_is_folded_and_opens_whole,
];
