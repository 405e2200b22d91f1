//! Costs that no other server is compared with: a commit, and what editing leaves behind.

use std::os::unix::fs::FileExt;
use std::process::Command;
use std::time::Instant;

use imprimatur_tests::{Backend, Peer, Person, World};

use crate::Plan;
use crate::table::Row;

/// A commit, and an hour of editing.
pub(crate) async fn commit(_plan: &Plan) -> Vec<Row> {
    let world = World::start(Backend::Embedded).await;
    let anna = world.designer().await;
    commit_latency(&world, &anna).await;
    drop(world);
    an_hour_of_editing();
    Vec::new()
}

/// From sending one edit to hearing that it is saved, alone on the server, beside what the disk alone takes.
async fn commit_latency(world: &World, person: &Person) {
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

/// The bytes that an hour of editing leaves in a document, as the document's own crate measures them.
fn an_hour_of_editing() {
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
