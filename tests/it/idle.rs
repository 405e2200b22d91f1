//! Doing nothing for a while (SPEC §3 P5).

use std::time::Duration;

use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, World, soak};

/// Stock clients reconnect after 30 s without a message, and pings don't count: 70 s show that something is sent in time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p5_idle_stock_clients_do_not_reconnect() {
    let seconds: u64 = if soak() { 600 } else { 70 };
    let world = World::start(Backend::Embedded).await;
    let (anna, viewer) = (world.designer().await, world.viewer().await);
    let made = anna.template("Diplom").await;
    let tokens = format!("{},{}", anna.token(), viewer.token());
    let address = world.node.address();
    let seconds_text = seconds.to_string();
    let arguments = [
        "--address",
        &address,
        "--draft",
        &made.draft_id,
        "--tokens",
        &tokens,
        "--seconds",
        &seconds_text,
    ];
    println!(
        "{}",
        Script::start("peers/idle.mjs", &arguments)
            .finish(Duration::from_secs(seconds + 30))
            .await
    );
}
