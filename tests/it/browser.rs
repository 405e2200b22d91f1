//! Two people in real Chromium, and every page looked at by axe-core.

use std::time::{Duration, Instant};

use imprimatur_tests::database::Database;
use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, Cluster, World, root};
use serde_json::json;

use super::checking::two_pages;
use super::issuance::{done, published, published_with, wanted};

/// Where pictures of every page are left for people.
fn pictures(story: &str) -> String {
    root()
        .join("test-results")
        .join(story)
        .to_string_lossy()
        .into_owned()
}

/// On Postgres; the other stories are told on what runs with nothing configured.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_edit_one_certificate() {
    let mut world = World::start(Backend::Postgres).await;
    let arguments = [
        "--address",
        &world.node.address(),
        "--out",
        &pictures("together"),
    ];
    let mut script = Script::start("browser/together.mjs", &arguments);
    script.line("kill", Duration::from_secs(220)).await;
    world.node.kill();
    world.node.restart().await;
    println!("{}", script.finish(Duration::from_secs(120)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_people_and_a_guest_bring_a_draft_to_a_publication() {
    story("publication").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_says_what_they_think() {
    story("guests").await;
}

/// One that holds and one that was revoked are checked by a stranger, with the server and without.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_checks_certificates() {
    let mut world = World::start(Backend::Embedded).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let certificates = [("Zoë Çelik", "zoe"), ("Luc", "luc")]
        .map(|(name, address)| wanted(name, &format!("{address}@acme.example")));
    let body =
        json!({ "key": "0123456789abcdef", "template_id": template, "certificates": certificates });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let id = |place: usize| done["certificates"][place].as_str().expect("an id");
    approver
        .post(
            &format!("/api/certificates/{}/revoke", id(1)),
            &json!({ "reason": "mistake" }),
        )
        .await
        .expect(200);
    let path = format!("/v/{}/credential.json", id(0));
    let credential = world.stranger().bytes(&path).await;
    let packed = imprimatur_credential::pack(&credential).expect("it is small");
    let (address, out) = (world.node.address(), pictures("verifying"));
    let arguments = [
        ["--address", &address],
        ["--holds", id(0)],
        ["--revoked", id(1)],
        ["--packed", &packed],
        ["--out", &out],
    ];
    let mut script = Script::start("browser/verifying.mjs", arguments.as_flattened());
    script.line("stop", Duration::from_secs(240)).await;
    world.node.kill();
    println!("{}", script.finish(Duration::from_secs(120)).await);
}

/// A story that needs nothing but a server of its own.
async fn story(name: &str) {
    let world = World::start(Backend::Embedded).await;
    let out = pictures(name);
    let program = format!("browser/{name}.mjs");
    let arguments = ["--address", &world.node.address(), "--out", &out];
    let script = Script::start(&program, &arguments);
    println!("{}", script.finish(Duration::from_secs(300)).await);
}

/// A story in which mail is read.
async fn story_with_mail(name: &str) {
    let world = World::start(Backend::Embedded).await;
    let (out, data) = (pictures(name), world.node.data());
    let mail = data.join("mail").to_string_lossy().into_owned();
    let address = world.node.address();
    let arguments = ["--address", &address, "--mail", &mail, "--out", &out];
    let script = Script::start(&format!("browser/{name}.mjs"), &arguments);
    println!("{}", script.finish(Duration::from_secs(300)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_claims_a_certificate_and_keeps_it() {
    story_with_mail("claiming").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_asks_for_another_name_and_certificates_are_corrected_and_renewed() {
    story_with_mail("naming").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photograph_is_chosen_printed_and_proved() {
    story_with_mail("portraits").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_write_in_one_paragraph() {
    story("writing").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_discuss_a_certificate() {
    story("comments").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_content_editor_writes_texts_only() {
    story("texts").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_draft_says_so_and_goes_on_when_it_is_released() {
    let world = World::start(Backend::Embedded).await;
    let mut script = Script::start(
        "browser/damaged.mjs",
        &[
            "--address",
            &world.node.address(),
            "--out",
            &pictures("damaged"),
        ],
    );
    let draft = script.line("damage ", Duration::from_secs(120)).await;
    let mut database = Database::of(&world.node).await;
    database
        .run(&format!("INSERT INTO draft_quarantine (draft_id, number, cause, quarantined_at) VALUES ('{draft}', 0, 'room', 1)"))
        .await;
    script.line("release", Duration::from_secs(120)).await;
    database
        .run("UPDATE draft_quarantine SET released_at = 1")
        .await;
    script.line("shut", Duration::from_secs(120)).await;
    database
        .run("UPDATE draft_quarantine SET cause = 'snapshot', released_at = NULL")
        .await;
    println!("{}", script.finish(Duration::from_secs(120)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_is_told_of_what_concerns_them() {
    story("inbox").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_tool_draws() {
    story("tools").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_version_is_reviewed_and_an_edit_is_told() {
    story("review").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_ends_and_its_people_move() {
    let mut cluster = Cluster::start(2, &[]).await;
    let (address, other) = (cluster.nodes[0].address(), cluster.nodes[1].address());
    let arguments = ["--address", &address, "--other", &other];
    let mut script = Script::start("browser/moving.mjs", &arguments);
    script.line("end", Duration::from_secs(120)).await;
    let mut node = cluster.nodes.remove(0);
    let ending = tokio::task::spawn_blocking(move || {
        let asked = Instant::now();
        (node.stop(), asked.elapsed())
    });
    println!("{}", script.finish(Duration::from_secs(180)).await);
    let (status, took) = ending.await.expect("it ends");
    println!("the node ended after {took:?}");
    assert_eq!(status, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_becomes_certificates() {
    let world = World::start(Backend::Embedded).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    published_with(&designer, &approver, &two_pages()).await;
    let (address, out) = (world.node.address(), pictures("listing"));
    let arguments = ["--address", &address, "--out", &out];
    let script = Script::start("browser/listing.mjs", &arguments);
    println!("{}", script.finish(Duration::from_secs(600)).await);
}

/// Every page and state, in parts that run beside each other.
async fn every_page_is_accessible_and_photographed(part: &str) {
    let world = World::start(Backend::Embedded).await;
    let (address, out) = (world.node.address(), pictures("pages"));
    let arguments = ["--address", &address, "--part", part, "--out", &out];
    let script = Script::start("browser/pages.mjs", &arguments);
    println!("{}", script.finish(Duration::from_secs(340)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_in_light() {
    every_page_is_accessible_and_photographed("light").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_in_the_dark() {
    every_page_is_accessible_and_photographed("dark").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_in_five_languages() {
    every_page_is_accessible_and_photographed("languages").await;
}
