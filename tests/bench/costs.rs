//! Costs that are no throughput: a commit, opening a draft with a long history, and what editing leaves behind.

use std::os::unix::fs::FileExt;
use std::process::Command;
use std::time::{Duration, Instant};

use imprimatur_tests::peer::{new_doc, random_client_id};
use imprimatur_tests::{Backend, Dialect, Peer, Person, World, eventually};

/// From sending one edit to hearing that it is saved, alone on the server, beside what the disk alone takes.
pub(crate) async fn commit_latency(world: &World, person: &Person) {
    let draft = person.template("Commit").await.draft_id;
    let peer = Peer::ours(person, &draft).await;
    let mut saved = Vec::new();
    for number in 0..300 {
        let start = Instant::now();
        let sent = peer.draw(&format!("c{number}"));
        while peer.seen().saved_up_to < sent {
            tokio::task::yield_now().await;
        }
        saved.push(start.elapsed());
    }
    // Over and over at one place, as a write-ahead log does it: a file that grows costs more.
    let file =
        tempfile::NamedTempFile::new_in(world.node.data()).expect("a file beside the database");
    let mut synced = Vec::new();
    for _ in 0..300 {
        let start = Instant::now();
        file.as_file()
            .write_all_at(&[7; 4_096], 0)
            .expect("the disk takes it");
        file.as_file().sync_data().expect("the disk syncs");
        synced.push(start.elapsed());
    }
    println!(
        "{:<34} {:>12} {:>9} {:>9}",
        "one edit at a time", "", "p50 ms", "p99 ms"
    );
    for (what, times) in [
        ("write 4 KiB and sync, the disk", &mut synced),
        ("sent to saved, SQLite FULL", &mut saved),
    ] {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
        println!("{what:<34} {:>12} {:>9.2} {:>9.2}", "", at(50), at(99));
    }
    println!();
}

/// How long the first picture of a draft takes that nobody has open, after a short and after a long history.
pub(crate) async fn opening(history: u64) {
    println!(
        "{:<34} {:>12} {:>9} {:>9}",
        "opening a draft, cold", "bytes", "first ms", "rows"
    );
    for edits in [history / 100, history] {
        let mut world = World::with(Backend::Embedded, &crate::RAISED).await;
        let person = world.designer().await;
        let draft = person.template("History").await.draft_id;
        let peer = Peer::ours(&person, &draft).await;
        for number in 0..edits {
            // Sixty elements that are moved again and again.
            peer.draw(&format!("e{}", number % 60));
            if number % 500 == 499 {
                wait(&peer).await;
            }
        }
        wait(&peer).await;
        drop(peer);
        world.node.stop();
        world.node.restart().await;
        let mut database = imprimatur_tests::database::Database::of(&world.node).await;
        let rows = database.number("SELECT COUNT(*) FROM draft_journal").await;
        let bytes = database
            .number("SELECT COALESCE(SUM(LENGTH(state)), 0) FROM draft_snapshots")
            .await;
        let start = Instant::now();
        let fresh =
            Peer::connect(&person, &draft, Dialect::Stock, new_doc(random_client_id())).await;
        while !fresh.seen().synced {
            tokio::task::yield_now().await;
        }
        let what = format!("after {edits} edits");
        println!(
            "{what:<34} {bytes:>12} {:>9.2} {rows:>9}",
            start.elapsed().as_secs_f64() * 1e3
        );
    }
    println!();
}

async fn wait(peer: &Peer) {
    eventually("the load is saved", Duration::from_secs(60), || {
        let seen = peer.seen();
        async move { (seen.saved_up_to >= seen.sent).then_some(()) }
    })
    .await;
}

/// The bytes that an hour of editing leaves in a document, as the document's own crate measures them.
pub(crate) fn an_hour_of_editing() {
    let root = imprimatur_tests::root();
    if !root.join("crdt/examples/hour.rs").exists() {
        return;
    }
    let arguments = [
        "run",
        "--release",
        "--quiet",
        "--locked",
        "-p",
        "imprimatur-crdt",
        "--example",
        "hour",
    ];
    let status = Command::new("cargo")
        .args(arguments)
        .current_dir(root)
        .status()
        .expect("cargo runs");
    assert!(status.success(), "the measurement failed");
}
