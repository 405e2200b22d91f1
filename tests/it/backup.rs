//! Back-up and restore as `docs/operations.md` tells them: taken while people edit, opened by another server.

use std::path::PathBuf;
use std::process::Command;

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, Node, Peer, Person, World};

/// A world in which somebody edits, and twenty elements are on disk.
async fn edited(backend: Backend) -> (World, String, Peer) {
    let world = World::start(backend).await;
    let anna = world.designer().await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    draw(&annas, "before", 20).await;
    (world, draft, annas)
}

async fn draw(peer: &Peer, prefix: &str, count: usize) {
    let mut last = 0;
    for number in 0..count {
        last = peer.draw(&format!("{prefix}{number}"));
    }
    peer.saved(last).await;
}

/// Another server on what was restored: all that was saved before the back-up is there, and work goes on.
async fn goes_on(node: &Node, draft: &str) {
    let luca = Person::sign_in(&node.address(), "designer2@sample.example").await;
    let peer = Peer::ours(&luca, draft).await;
    for number in 0..20 {
        peer.sees(&format!("before{number}")).await;
    }
    draw(&peer, "restored", 5).await;
}

/// A program of Postgres' own version.
fn postgres_program(name: &str) -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut found: Vec<PathBuf> = installed
        .flatten()
        .map(|version| version.path().join("bin").join(name))
        .filter(|program| program.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from(name))
}

fn runs(command: &mut Command) {
    let output = command.output().expect("the program can be run");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    let (world, draft, annas) = edited(Backend::Postgres).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dump = folder.path().join("workspace.dump");
    let from = world.node.database_url().expect("Postgres");
    runs(
        Command::new(postgres_program("pg_dump"))
            .args(["--format=custom", "--file"])
            .arg(&dump)
            .arg(from),
    );
    draw(&annas, "after", 10).await;
    let to = Backend::Postgres.new_database().await.expect("Postgres");
    runs(
        Command::new(postgres_program("pg_restore"))
            .args(["--no-owner", "--exit-on-error", "--dbname", &to])
            .arg(&dump),
    );
    let node = Node::start(Backend::Embedded, &[("DATABASE_URL", &to)]).await;
    goes_on(&node, &draft).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded() {
    let (world, draft, annas) = edited(Backend::Embedded).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join("workspace.sqlite");
    Database::of(&world.node)
        .await
        .run(&format!("VACUUM INTO '{}'", copy.display()))
        .await;
    draw(&annas, "after", 10).await;
    let data = folder.path().display().to_string();
    let node = Node::start(Backend::Embedded, &[("DATA_DIR", &data)]).await;
    goes_on(&node, &draft).await;
}
