//! Back-up and restore as `docs/operations.md` tells them: taken while people edit, opened by another server.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, Node, Peer, Person, World, eventually};
use serde_json::json;

use super::issuance::{published, wanted};
use super::recipients::{HOST, issued};

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

/// Issues under a name of its own, by a key in its data folder.
const ISSUER: [(&str, &str); 2] = [
    ("PUBLIC_URL", HOST),
    ("LOCAL_SIGN_IN", "insecure-anyone-may-enter"),
];

/// Copies of a node's two databases, its key and its images.
struct Copies(tempfile::TempDir);

impl Copies {
    fn none() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    async fn workspace(&self, of: &Node) {
        self.copy(Database::of(of).await, "workspace.sqlite").await;
    }

    async fn registry(&self, of: &Node) {
        self.copy(Database::registry_of(of).await, "registry.sqlite")
            .await;
        for name in ["issuer_master_key", "assets"] {
            let from = of.data().join(name);
            runs(Command::new("cp").arg("-r").arg(from).arg(self.0.path()));
        }
    }

    async fn copy(&self, mut database: Database, name: &str) {
        let to = self.0.path().join(name);
        database
            .run(&format!("VACUUM INTO '{}'", to.display()))
            .await;
    }

    async fn opened(&self) -> (Node, Person) {
        let data = self.0.path().display().to_string();
        let settings = [&ISSUER[..], &[("DATA_DIR", &data)]].concat();
        let node = Node::start(Backend::Embedded, &settings).await;
        let approver = Person::sign_in(&node.address(), "approver@sample.example").await;
        (node, approver)
    }
}

async fn state(person: &Person, certificate: &str) -> String {
    let answer = person.get(&format!("/api/verify/{certificate}")).await;
    let state = answer.expect(200)["state"].clone();
    state.as_str().expect("a state").to_owned()
}

/// What was issued holds on the restored node as well, can be revoked there, and more is issued under the same name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_issued() {
    let world = World::with(Backend::Embedded, &ISSUER).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let before = issued(&approver, &template, "a", &[("Zoë", "zoe@acme.example")]).await;
    let copies = Copies::none();
    copies.workspace(&world.node).await;
    copies.registry(&world.node).await;
    let later = issued(&approver, &template, "b", &[("Luc", "luc@acme.example")]).await;
    drop(world);
    let (_node, approver) = copies.opened().await;
    assert_eq!(state(&approver, &before[0]).await, "valid");
    let lost = approver.get(&format!("/api/verify/{}", later[0])).await;
    lost.expect_error(404, "not_found");
    let revoke = format!("/api/certificates/{}/revoke", before[0]);
    let why = json!({ "reason": "mistake" });
    approver.post(&revoke, &why).await.expect(200);
    assert_eq!(state(&approver, &before[0]).await, "revoked");
    let again = issued(&approver, &template, "b", &[("Luc", "luc@acme.example")]).await;
    assert_eq!(state(&approver, &again[0]).await, "valid");
}

/// A workspace that was restored from before something was issued does not know that it was: the registry does, and by the same key nothing is issued twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_older_workspace_has_forgotten_is_not_issued_twice() {
    let world = World::with(Backend::Embedded, &ISSUER).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let copies = Copies::none();
    copies.workspace(&world.node).await;
    let once = issued(&approver, &template, "a", &[("Zoë", "zoe@acme.example")]).await;
    let does = async |who: &Person, act: &str| {
        let path = format!("/api/certificates/{}/{act}", once[0]);
        let why = json!({ "reason": "mistake" });
        who.post(&path, &why).await.expect(200)
    };
    does(&approver, "suspend").await;
    does(&approver, "reinstate").await;
    copies.registry(&world.node).await;
    drop(world);
    let (_node, approver) = copies.opened().await;
    assert_eq!(state(&approver, &once[0]).await, "valid");
    let certificates = [wanted("Zoë", "zoe@acme.example")];
    let body = json!({ "key": "a0123456789abcdef", "template_id": template, "deliver": true, "certificates": certificates });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let batch = format!("/api/batches/{}", asked["id"].as_str().expect("an id"));
    eventually("it is given up", Duration::from_secs(60), async || {
        let answer = approver.get(&batch).await.expect(200);
        (answer["state"] == "failed").then_some(())
    })
    .await;
    let all = approver.get("/api/certificates").await.expect(200);
    assert_eq!(all["certificates"].as_array().map(Vec::len), Some(1));
    // What was done to it is unknown here as well, and what is done now is done.
    does(&approver, "revoke").await;
    assert_eq!(state(&approver, &once[0]).await, "revoked");
    // By another key it is another wish.
    let other = issued(&approver, &template, "b", &[("Zoë", "zoe@acme.example")]).await;
    assert_eq!(state(&approver, &other[0]).await, "valid");
}
