//! Two people in real Chromium, and every page looked at by axe-core.

use std::time::Duration;

use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, World, root};

/// Where pictures of every page are left for people.
fn pictures(story: &str) -> String {
    root()
        .join("test-results")
        .join(story)
        .to_string_lossy()
        .into_owned()
}

async fn two_people_edit_one_certificate(backend: Backend) {
    let mut world = World::start(backend).await;
    let out = pictures(&format!("together-{backend:?}").to_lowercase());
    let mut script = Script::start(
        "browser/together.mjs",
        &["--address", &world.node.address(), "--out", &out],
    );
    script.line("kill", Duration::from_secs(150)).await;
    world.node.kill();
    world.node.restart().await;
    println!("{}", script.finish(Duration::from_secs(90)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded_two_people_edit_one_certificate() {
    two_people_edit_one_certificate(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_two_people_edit_one_certificate() {
    two_people_edit_one_certificate(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_accessible_and_photographed() {
    let world = World::start(Backend::Embedded).await;
    let address = world.node.address();
    let script = Script::start(
        "browser/pages.mjs",
        &["--address", &address, "--out", &pictures("pages")],
    );
    println!("{}", script.finish(Duration::from_secs(240)).await);
}
