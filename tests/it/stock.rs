//! Stock clients from npm: yjs and y-websocket as anybody installs them.

use std::time::Duration;

use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, World, soak};

/// 10,000 operations of three clients, with lost connections and a dead server half-way; the soak makes ten times as many.
async fn three_stock_clients_converge(backend: Backend) {
    let operations = if soak() { 100_000 } else { 10_000 };
    let limit = Duration::from_secs(if soak() { 1_500 } else { 240 });
    let mut world = World::start(backend).await;
    let people = [
        world.designer().await,
        world.second_designer().await,
        world.admin().await,
    ];
    let made = people[0].template("Diplom").await;
    let tokens = people
        .each_ref()
        .map(imprimatur_tests::Person::token)
        .join(",");
    let seed = std::env::var("SEED").unwrap_or_else(|_| std::process::id().to_string());
    let arguments = [
        "--address",
        &world.node.address(),
        "--draft",
        &made.draft_id,
        "--tokens",
        &tokens,
        "--operations",
        &operations.to_string(),
        "--seed",
        &seed,
    ];
    let mut script = Script::start("peers/converge.mjs", &arguments);
    script.line("half", limit).await;
    world.node.kill();
    world.node.restart().await;
    println!("{}", script.finish(limit).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn embedded_converge() {
    three_stock_clients_converge(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_converge() {
    three_stock_clients_converge(Backend::Postgres).await;
}

/// Two stock clients in a new draft, as a script of `tests/peers` has them.
async fn two_stock_clients(script: &str) {
    let world = World::start(Backend::Embedded).await;
    let (anna, luca) = (world.designer().await, world.second_designer().await);
    let made = anna.template("Diplom").await;
    let tokens = format!("{},{}", anna.token(), luca.token());
    let address = world.node.address();
    let arguments = [
        "--address",
        &address,
        "--draft",
        &made.draft_id,
        "--tokens",
        &tokens,
    ];
    println!(
        "{}",
        Script::start(script, &arguments)
            .finish(Duration::from_secs(60))
            .await
    );
}

/// What stock clients see of each other, reconnects included (SPEC §3 P2, P3).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p3_a_stock_clients_cursor_is_back_at_once() {
    two_stock_clients("peers/presence.mjs").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn u2_whoever_undoes_and_redoes_again_and_again_stays() {
    two_stock_clients("peers/undone.mjs").await;
}
