//! A journal row that kills who loads it costs two processes, and then the draft can be read (SPEC U12, R13).

use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::node::free_port;
use imprimatur_tests::{Dialect, Peer, Person, World, eventually, soon, stories};
use serde_json::json;

/// So many letters at one place take minutes to put in order.
const LETTERS: u64 = 60_000;

/// As `docs/operations.md` tells an operator.
const RELEASE: &str = "UPDATE draft_quarantine SET released_at = 1 WHERE released_at IS NULL";

fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A journal row with one update: a letter of a text, and all others right after it, each as if it knew of no other.
fn endless_row() -> Vec<u8> {
    let mut update = vec![2];
    // Client 21: letters whose left neighbour is the first one of client 20.
    for part in [LETTERS, 21, 0] {
        number(&mut update, part);
    }
    for _ in 0..LETTERS {
        update.extend([0x84, 20, 0, 1, b'x']);
    }
    update.extend([1, 20, 0, 0x04, 1, 1, b't', 1, b'x', 0]);
    let mut row = Vec::new();
    number(&mut row, update.len() as u64);
    row.extend(update);
    row
}

/// Somebody opens the draft, and the process is killed while it loads, as one is that takes too much memory.
async fn opened_and_killed(world: &mut World, anna: &Person, draft: &str, at: &str) {
    world.node.restart().await;
    let opening = Peer::connect(
        anna,
        draft,
        Dialect::Ours,
        imprimatur_tests::peer::new_doc(imprimatur_tests::peer::random_client_id()),
    )
    .await;
    let node = &world.node;
    eventually(
        "the try is written down",
        Duration::from_secs(20),
        || async move {
            let mut database = Database::of(node).await;
            (database.number(at).await > 0).then_some(())
        },
    )
    .await;
    assert!(!opening.seen().synced);
    world.node.kill();
}

/// Waits until the metrics tell of so many.
async fn damaged_drafts(port: u16, drafts: u32) {
    let operator = Person::stranger(&format!("http://127.0.0.1:{port}"));
    let line = format!("imprimatur_drafts_damaged {drafts}");
    eventually(
        "an operator hears of it",
        Duration::from_secs(10),
        || async {
            let told = operator.get("/metrics").await.text;
            told.lines().any(|it| it == line).then_some(())
        },
    )
    .await;
}

async fn u12_a_row_that_kills_its_loader_is_quarantined_after_two_tries(mut world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let draft = made.draft_id.as_str();
    let peer = Peer::ours(&anna, draft).await;
    peer.saved(peer.draw("before")).await;
    drop(peer);
    world.node.kill();
    let mut database = Database::of(&world.node).await;
    database.append(draft, endless_row()).await;
    drop(database);

    let whole = "SELECT COUNT(*) FROM draft_tries WHERE stage = 'whole'";
    opened_and_killed(&mut world, &anna, draft, whole).await;
    let row = "SELECT COUNT(*) FROM draft_tries WHERE stage = 'row' AND number = 2";
    opened_and_killed(&mut world, &anna, draft, row).await;

    let port = free_port();
    world
        .node
        .set("METRICS_LISTEN", &format!("127.0.0.1:{port}"));
    world.node.restart().await;
    let viewer = world.viewer().await;
    let (annas, stock) = tokio::join!(Peer::ours(&anna, draft), Peer::stock(&viewer, draft));
    assert_eq!(
        (annas.elements(), stock.elements()),
        (vec!["before".to_owned()], vec!["before".to_owned()])
    );
    let hello = annas.seen().hello.expect("the first message");
    assert_eq!(
        (&hello["damaged"], &hello["access"]),
        (&json!(true), &json!("view"))
    );
    annas.saved(annas.draw("after")).await;
    assert_eq!(annas.seen().refused[0]["code"], "draft_damaged");
    annas.present(1, json!({ "tool": "hand" }));
    soon("presence goes on", || {
        stock.seen().presence.contains_key(&annas.client_id())
    })
    .await;
    let layout = anna.layout(draft).await.to_string();
    assert!(layout.contains("before") && !layout.contains("after"));
    let picture = anna.get(&format!("/api/drafts/{draft}/render.svg")).await;
    assert_eq!(picture.status, 200);
    assert!(
        world
            .node
            .log()
            .contains("is in quarantine until an operator has released it")
    );

    damaged_drafts(port, 1).await;
    let mut database = Database::of(&world.node).await;
    assert_eq!(database.journal(draft).await.len(), 2, "the row is kept");
    database.run(RELEASE).await;
    assert_eq!(annas.closed().await.0, 4501);
    let annas = Peer::ours(&anna, draft).await;
    assert_eq!(
        annas.seen().hello.expect("the first message")["access"],
        "edit"
    );
    annas.saved(annas.draw("again")).await;
    damaged_drafts(port, 0).await;
    stock.closed().await;
    Peer::stock(&viewer, draft).await.sees("again").await;
}

stories![u12_a_row_that_kills_its_loader_is_quarantined_after_two_tries];
