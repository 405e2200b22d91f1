//! What editing together costs, as ratios in one run.
//!
//! `make bench` compares with a bare broadcast over WebSockets (`bare.rs`): no document, no database, no sessions, the ceiling of
//! what two cores can hand out. Both servers are processes of their own and get the very same bytes from the same load.

mod bare;
mod costs;
mod load;
mod pictures;

use std::time::Duration;

use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, World};

/// Limits that a saturating load would meet; everything else is as an operator has it.
const RAISED: [(&str, &str); 4] = [
    ("LIMIT_UPDATES_PER_SECOND", "1000000"),
    ("LIMIT_UPDATES_BURST", "1000000"),
    ("LIMIT_SESSION_QUEUE", "65536"),
    ("LIMIT_CLIENT_IDS_PER_SESSION", "64"),
];

/// What was asked for.
struct Plan {
    drafts: usize,
    clients: usize,
    seconds: u64,
    rounds: usize,
    /// Updates a client has on their way at most.
    window: usize,
    history: u64,
}

fn plan(arguments: &[String]) -> Plan {
    let mut plan = Plan {
        drafts: 4,
        clients: 4,
        seconds: 4,
        rounds: 3,
        window: 32,
        history: 20_000,
    };
    let mut words = arguments.iter().filter(|word| *word != "--bench");
    while let Some(name) = words.next() {
        let value: u64 = words
            .next()
            .and_then(|value| value.parse().ok())
            .unwrap_or_else(|| panic!("{name} takes a number"));
        match name.as_str() {
            "--drafts" => plan.drafts = value as usize,
            "--clients" => plan.clients = value.max(2) as usize,
            "--seconds" => plan.seconds = value,
            "--rounds" => plan.rounds = value as usize,
            "--window" => plan.window = value as usize,
            "--history" => plan.history = value,
            other => panic!(
                "unknown: {other}; there are --drafts --clients --seconds --rounds --window --history"
            ),
        }
    }
    plan
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    match arguments.first().map(String::as_str) {
        Some("bare") => runtime.block_on(bare::serve(arguments[1].parse().expect("a port"))),
        _ => runtime.block_on(run(&plan(&arguments))),
    }
}

async fn run(plan: &Plan) {
    println!(
        "{} drafts x {} clients, {} s a round, at most {} updates of a client on their way",
        plan.drafts, plan.clients, plan.seconds, plan.window
    );
    println!(
        "raised limits: {}\n",
        RAISED
            .map(|(name, value)| format!("{name}={value}"))
            .join(" ")
    );

    let bare = bare::Process::start().await;
    let world = World::with(Backend::Embedded, &RAISED).await;
    let mut drafts = Vec::new();
    let anna = world.designer().await;
    for number in 0..plan.drafts {
        drafts.push(anna.template(&format!("Bench {number}")).await.draft_id);
    }

    let span = Duration::from_secs(plan.seconds);
    let mut client_ids = load::ClientIds::default();
    let mut ceilings = Vec::new();
    let mut ours = Vec::new();
    println!(
        "{:<34} {:>12} {:>9} {:>9}",
        "saturated", "delivered/s", "p50 ms", "p99 ms"
    );
    for _ in 0..plan.rounds {
        let ceiling = load::run(
            &load::Target::Bare(bare.address()),
            plan,
            span,
            None,
            &mut client_ids,
        )
        .await;
        println!("{:<34} {ceiling}", "bare broadcast");
        ceilings.push(ceiling);
        let measured = load::run(
            &load::Target::Imprimatur(&anna, &drafts),
            plan,
            span,
            None,
            &mut client_ids,
        )
        .await;
        println!("{:<34} {measured}", "imprimatur, SQLite, journal on");
        ours.push(measured);
    }
    let (ceiling, measured) = (load::median(ceilings), load::median(ours));
    println!(
        "{:<34} {:>11.1}% {:>8.1}x {:>8.1}x   (medians)\n",
        "imprimatur / ceiling",
        100.0 * measured.delivered_per_second / ceiling.delivered_per_second,
        measured.p50_ms / ceiling.p50_ms,
        measured.p99_ms / ceiling.p99_ms
    );

    println!(
        "{:<34} {:>12} {:>9} {:>9}",
        "paced: 10 updates/s a client", "delivered/s", "p50 ms", "p99 ms"
    );
    let pace = Some(Duration::from_millis(100));
    let ceiling = load::run(
        &load::Target::Bare(bare.address()),
        plan,
        span,
        pace,
        &mut client_ids,
    )
    .await;
    println!("{:<34} {ceiling}", "bare broadcast");
    let measured = load::run(
        &load::Target::Imprimatur(&anna, &drafts),
        plan,
        span,
        pace,
        &mut client_ids,
    )
    .await;
    println!("{:<34} {measured}\n", "imprimatur, SQLite, journal on");
    drop(bare);

    costs::commit_latency(&world, &anna).await;
    drop(world);
    costs::opening(plan.history).await;
    costs::an_hour_of_editing();
    pictures::certificates(span).await;
    keystroke().await;
}

/// What a letter costs in the editor itself.
async fn keystroke() {
    let world = World::start(Backend::Embedded).await;
    let address = world.node.address();
    let script = Script::start("browser/keystroke.mjs", &["--address", &address]);
    println!("{}", script.finish(Duration::from_secs(300)).await);
}
