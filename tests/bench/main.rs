//! What editing together costs, as ratios in one run.
//!
//! `make bench` compares with the Yjs servers that people use (`peers/`) and with a bare broadcast over WebSockets (`bare.rs`): no document, no
//! database, no sessions, the ceiling of what a core can hand out. Every server is a process of its own on one core, with a folder of its
//! own, and gets the same load from another core.

mod bare;
mod costs;
mod line;
mod listener;
mod load;
mod machine;
mod pictures;
mod scenarios;
mod servers;
mod table;
mod updates;

use std::future::Future;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use imprimatur_tests::scripts::Script;
use imprimatur_tests::{Backend, World};

use crate::machine::LOAD_CORE;
use crate::scenarios::{
    comments, crash, delivery, history, issuing, memory, opening, people, proving, returning, slow,
    versions,
};
use crate::table::Row;

/// Set for the process that runs on the load's core.
const PINNED: &str = "IMPRIMATUR_BENCH_PINNED";

/// In what is measured, a commit on Postgres reaches the disk; in tests nobody waits for that.
const POSTGRES: (&str, &str) = ("IMPRIMATUR_TEST_POSTGRES_FSYNC", "on");

/// How long one scenario may take before it is given up, and all of them together.
const LIMIT: Duration = Duration::from_secs(900);
const ALL: Duration = Duration::from_secs(60 * 60);

/// What was asked for.
#[derive(Clone)]
pub(crate) struct Plan {
    /// Only this scenario.
    only: Option<String>,
    /// Drafts, clients in each, and how many of them write.
    drafts: usize,
    clients: usize,
    writers: usize,
    /// How long a round at one pace takes.
    span: Duration,
    /// How long each step takes on the way to the most.
    step: Duration,
    /// Edits of the long history.
    history: usize,
    /// Idle connections.
    idle: usize,
    /// Drafts that are open at once where memory is measured.
    rooms: usize,
    /// Rounds of `kill -9`.
    rounds: usize,
    /// People that are read from WorkOS.
    people: usize,
}

const NAMES: [&str; 18] = [
    "cost",
    "edits",
    "presence",
    "opening",
    "history",
    "memory",
    "returning",
    "slow",
    "crash",
    "commit",
    "certificates",
    "keystroke",
    "synced",
    "backfill",
    "comments",
    "versions",
    "issuing",
    "proving",
];

/// What is no matter of speed: where it could not be measured, the whole run has failed.
const VITAL: [&str; 1] = ["crash"];

fn plan(arguments: &[String]) -> Plan {
    let mut plan = Plan {
        only: None,
        drafts: 10,
        clients: 20,
        writers: 4,
        span: Duration::from_secs(8),
        step: Duration::from_secs(3),
        history: 200_000,
        idle: 1_000,
        rooms: 100,
        rounds: if imprimatur_tests::soak() { 20 } else { 5 },
        people: 100_000,
    };
    let mut words = arguments.iter().filter(|word| *word != "--bench");
    while let Some(name) = words.next() {
        let value = words
            .next()
            .unwrap_or_else(|| panic!("{name} takes a value"));
        if name == "--only" {
            assert!(
                NAMES.contains(&value.as_str()),
                "unknown: {value}; there are {}",
                NAMES.join(" ")
            );
            plan.only = Some(value.clone());
            continue;
        }
        let number: usize = value
            .parse()
            .unwrap_or_else(|_| panic!("{name} takes a number"));
        let number = number.max(1);
        match name.as_str() {
            "--drafts" => plan.drafts = number,
            "--clients" => plan.clients = number.max(2),
            "--writers" => plan.writers = number,
            "--seconds" => plan.span = Duration::from_secs(number as u64),
            "--step" => plan.step = Duration::from_secs(number as u64),
            "--history" => plan.history = number,
            "--idle" => plan.idle = number,
            "--rooms" => plan.rooms = number,
            "--rounds" => plan.rounds = number,
            "--people" => plan.people = number,
            other => panic!(
                "unknown: {other}; there are --only --drafts --clients --writers --seconds --step --history --idle --rooms --rounds --people"
            ),
        }
    }
    plan.writers = plan.writers.min(plan.clients);
    plan
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, port] = arguments.as_slice()
        && role == "bare"
    {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(bare::serve(port.parse().expect("a port")));
        return ExitCode::SUCCESS;
    }
    if let [role, port, rows, page] = arguments.as_slice()
        && role == "page"
    {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let page = std::fs::read(page).expect("the page is there");
        let serving = bare::serve_page(port.parse().expect("a port"), rows, page);
        runtime.block_on(serving);
        return ExitCode::SUCCESS;
    }
    if std::env::var_os(PINNED).is_none() {
        let [taskset, rest @ ..] = imprimatur_tests::node::pinned(LOAD_CORE);
        let cause = Command::new(taskset)
            .args(rest)
            .arg(std::env::current_exe().expect("a running bench has a path"))
            .args(&arguments)
            .env(PINNED, "1")
            .env(POSTGRES.0, POSTGRES.1)
            .exec();
        panic!("taskset is there (util-linux): {cause}");
    }
    let plan = plan(&arguments);
    // One thread: the load has one core, and waking another thread would cost more than it brings.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let local = tokio::task::LocalSet::new();
    let rows = runtime.block_on(local.run_until(Box::pin(run(plan))));
    if rows.iter().any(Row::is_fault) {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Runs a scenario in a task of its own and within its time, so that one that fails does not take the others with it.
async fn guarded(
    name: &'static str,
    end: Instant,
    scenario: impl Future<Output = Vec<Row>> + 'static,
) -> Vec<Row> {
    let start = Instant::now();
    let limit = LIMIT.min(end.saturating_duration_since(start));
    let task = tokio::task::spawn_local(scenario);
    let abort = task.abort_handle();
    let unknown = |why: String| {
        let row = Row::unknown(name, why);
        vec![if VITAL.contains(&name) {
            row.vital()
        } else {
            row
        }]
    };
    let rows = match tokio::time::timeout(limit, task).await {
        Ok(Ok(rows)) => rows,
        Ok(Err(_)) => unknown("failed; the lines above say why".to_owned()),
        Err(_) => {
            abort.abort();
            unknown(format!("not within {} s", limit.as_secs()))
        }
    };
    println!(
        "({name}: {:.0} s, load average {})\n",
        start.elapsed().as_secs_f64(),
        machine::busy()
    );
    rows
}

async fn run(plan: Plan) -> Vec<Row> {
    println!("{}", machine::described());
    println!(
        "servers on core {}, the load on core {LOAD_CORE}; load average {}; Postgres syncs to disk",
        machine::SERVER_CORE,
        machine::busy()
    );
    println!(
        "raised limits: {}",
        servers::RAISED
            .map(|(name, value)| format!("{name}={value}"))
            .join(" ")
    );
    println!(
        "peers, as npm installs them but for address, port and path: {}",
        servers::peers()
    );
    println!(
        "{} drafts x {} clients, {} of them write\n",
        plan.drafts, plan.clients, plan.writers
    );
    let end = Instant::now() + ALL;
    let mut rows = Vec::new();
    let asked = |name: &str| plan.only.as_deref().is_none_or(|only| only == name);
    macro_rules! scenarios {
        ($($name:literal => $scenario:path),+ $(,)?) => {
            $(if asked($name) {
                let plan = plan.clone();
                rows.extend(guarded($name, end, async move { $scenario(&plan).await }).await);
            })+
        };
    }
    scenarios! {
        "cost" => delivery::cost,
        "edits" => delivery::most_edits,
        "presence" => delivery::most_presence,
        "opening" => opening::opening,
        "history" => history::history,
        "memory" => memory::memory,
        "returning" => returning::returning,
        "slow" => slow::slow,
        "crash" => crash::crash,
        "commit" => costs::commit,
        "certificates" => pictures::certificates,
        "keystroke" => keystroke,
        "synced" => people::synced,
        "backfill" => people::backfill,
        "comments" => comments::comments,
        "versions" => versions::versions,
        "issuing" => issuing::issuing,
        "proving" => proving::proving,
    }
    table::print(&rows);
    rows
}

/// What a letter costs in the editor itself.
async fn keystroke(_plan: &Plan) -> Vec<Row> {
    let world = World::start(Backend::Embedded).await;
    let address = world.node.address();
    let script = Script::start("browser/keystroke.mjs", &["--address", &address]);
    println!("{}", script.finish(Duration::from_secs(280)).await);
    Vec::new()
}
