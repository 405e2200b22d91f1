//! What a delivery costs at a pace that everybody keeps, and how much can be delivered before it takes too long: edits, and presence.

use std::time::Duration;

use super::median;
use crate::Plan;
use crate::listener::fresh_client;
use crate::load::{Crowd, Outcome, Pace, Shape, What};
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};

/// Edits of a writer a second, where the cost of each is compared.
const FIXED_RATE: f64 = 10.0;

/// Rounds at that pace, of which the one in the middle counts.
const ROUNDS: usize = 3;

/// From where the rate is raised, and by how much each time.
const FIRST_RATE: f64 = 20.0;
const STEP: f64 = 1.5;

/// Beyond this the core of the load writes no faster: who keeps up here may do so at more.
const LAST_RATE: f64 = 4_000.0;

/// How often the space between the last rate that was kept and the first that was not is halved.
const HALVINGS: usize = 2;

/// Before each round, so that nobody is measured while still compiling or growing into its memory.
const WARMING: Pace = Pace {
    rate: FIXED_RATE,
    span: Duration::from_secs(1),
};

/// One round with a crowd of its own in drafts of its own.
async fn round(server: &Server, plan: &Plan, what: What, pace: Pace) -> Outcome {
    let shape = Shape {
        clients: plan.clients,
        writers: plan.writers,
        elements: 15,
    };
    let drafts = server.drafts(&unique(), plan.drafts).await;
    let mut crowd = Crowd::join(server, &drafts, shape, None).await;
    crowd.run(server, what, WARMING).await;
    let outcome = crowd.run(server, what, pace).await;
    println!("{:<30} {outcome}", server.kind.name());
    outcome
}

/// A name that nobody has used yet in this run.
fn unique() -> String {
    format!("round-{}", fresh_client())
}

/// CPU for each delivered edit.
pub(crate) async fn cost(plan: &Plan) -> Vec<Row> {
    println!("{:<30} {}", "edits at a fixed pace", Outcome::heads());
    let mut servers = Vec::new();
    for kind in [
        Kind::Bare,
        Kind::Embedded,
        Kind::Hocuspocus,
        Kind::Leveldb,
        Kind::Postgres,
    ] {
        servers.push((Server::start(kind).await, Vec::new()));
    }
    let pace = Pace {
        rate: FIXED_RATE,
        span: plan.span / 2,
    };
    // In turn, so that what else the machine does meets all of them.
    for _ in 0..ROUNDS {
        for (server, costs) in &mut servers {
            let outcome = round(server, plan, What::Moves, pace).await;
            costs.push(outcome.cpu_micros());
        }
    }
    let costs: Vec<f64> = servers
        .into_iter()
        .map(|(_, costs)| median(costs))
        .collect();
    let [ceiling, ours, hocuspocus, leveldb, postgres] =
        costs.try_into().expect("one for each server");
    let what = "CPU for each delivered edit at 10 edits/s a writer";
    vec![
        Row::new(
            format!("{what} / Hocuspocus"),
            Bound::AtMost(0.5),
            ours / hocuspocus,
            "x",
        ),
        Row::new(
            format!("{what} / ceiling"),
            Bound::AtMost(1.35),
            ours / ceiling,
            "x",
        ),
        Row::new(
            format!("{what} / y-websocket"),
            Bound::None,
            ours / leveldb,
            "x",
        ),
        Row::new(
            "the same on Postgres, with its CPU / Hocuspocus",
            Bound::None,
            postgres / hocuspocus,
            "x",
        ),
    ]
}

/// Rounds at twice Hocuspocus' most, of whose p99 the one in the middle counts.
const ROUNDS_AT_TWICE: usize = 5;

/// A round counts for that in which a hypervisor kept less than this of one core from the machine. Beyond it the slowest hundredth is what waited for the
/// machine: at a tenth it takes almost twice as long.
const QUIET: f64 = 0.01;

/// So many rounds at most are tried for that. Where too few of them are quiet, those count that were the quietest.
const TRIED_AT_TWICE: usize = 25;

/// Raises the rate until the server does not keep up, and gives the best round.
async fn most(kind: Kind, plan: &Plan, what: What) -> Outcome {
    let server = Server::start(kind).await;
    let span = plan.step;
    let mut best: Option<Outcome> = None;
    let mut too_much = LAST_RATE;
    let mut rate = FIRST_RATE;
    while rate < LAST_RATE {
        let outcome = round(&server, plan, what, Pace { rate, span }).await;
        if !outcome.keeps_up() {
            too_much = rate;
            break;
        }
        best = Some(outcome);
        rate *= STEP;
    }
    for _ in 0..HALVINGS {
        let kept = best.as_ref().map_or(FIRST_RATE / 4.0, |best| best.rate);
        let rate = (kept * too_much).sqrt();
        let outcome = round(&server, plan, what, Pace { rate, span }).await;
        if outcome.keeps_up() {
            best = Some(outcome);
        } else {
            too_much = rate;
        }
    }
    best.unwrap_or_else(|| panic!("{} keeps up with nothing", kind.name()))
}

/// How many rounds were tried, and as many as count, those in which the machine was ours.
async fn quiet_rounds(plan: &Plan, pace: Pace) -> (usize, Vec<Outcome>) {
    let mut outcomes = Vec::new();
    let is_quiet = |outcome: &&Outcome| outcome.stolen() < QUIET;
    while outcomes.iter().filter(is_quiet).count() < ROUNDS_AT_TWICE
        && outcomes.len() < TRIED_AT_TWICE
    {
        let server = Server::start(Kind::Embedded).await;
        outcomes.push(round(&server, plan, What::Moves, pace).await);
    }
    let tried = outcomes.len();
    outcomes.sort_by(|one, other| one.stolen().total_cmp(&other.stolen()));
    outcomes.truncate(ROUNDS_AT_TWICE);
    (tried, outcomes)
}

/// Most edits delivered a second.
pub(crate) async fn most_edits(plan: &Plan) -> Vec<Row> {
    println!("{:<30} {}", "edits, faster and faster", Outcome::heads());
    let hocuspocus = most(Kind::Hocuspocus, plan, What::Moves).await;
    let ours = most(Kind::Embedded, plan, What::Moves).await;
    let postgres = most(Kind::Postgres, plan, What::Moves).await;
    let leveldb = most(Kind::Leveldb, plan, What::Moves).await;
    let bare = most(Kind::Bare, plan, What::Moves).await;
    println!("{:<30} {}", "at twice Hocuspocus' most", Outcome::heads());
    let twice = Pace {
        rate: 2.0 * hocuspocus.rate,
        span: plan.span,
    };
    let (tried, at_twice) = quiet_rounds(plan, twice).await;
    let what = "most edits delivered a second at p99 under 100 ms";
    let note = |outcome: &Outcome| format!("{:.0}/s", outcome.per_second());
    vec![
        Row::new(
            format!("{what} / Hocuspocus"),
            Bound::AtLeast(2.0),
            ours.per_second() / hocuspocus.per_second(),
            "x",
        )
        .note(format!("{} and {}", note(&ours), note(&hocuspocus))),
        Row::new(
            "the same for each second of the server's CPU",
            Bound::AtLeast(3.0),
            ours.per_cpu_second() / hocuspocus.per_cpu_second(),
            "x",
        ),
        Row::new(
            "its p99 at twice Hocuspocus' most",
            Bound::AtMost(20.0),
            median(at_twice.iter().map(|it| it.p99_ms).collect()),
            "ms",
        )
        .note(format!(
            "of {tried} rounds the {} quietest; at most {:.1} % stolen",
            at_twice.len(),
            100.0 * at_twice.iter().map(Outcome::stolen).fold(0.0, f64::max),
        )),
        Row::new(
            format!("{what} / ceiling"),
            Bound::None,
            ours.per_second() / bare.per_second(),
            "x",
        )
        .note(note(&bare)),
        Row::new(
            format!("{what} / y-websocket"),
            Bound::None,
            ours.per_second() / leveldb.per_second(),
            "x",
        )
        .note(note(&leveldb)),
        Row::new(
            "the same on Postgres / Hocuspocus",
            Bound::None,
            postgres.per_second() / hocuspocus.per_second(),
            "x",
        )
        .note(note(&postgres)),
    ]
}

/// Most presence a second: a state counts for everybody who has it, or a newer one of the same client.
pub(crate) async fn most_presence(plan: &Plan) -> Vec<Row> {
    println!("{:<30} {}", "presence, faster and faster", Outcome::heads());
    let hocuspocus = most(Kind::Hocuspocus, plan, What::Presence).await;
    let ours = most(Kind::Embedded, plan, What::Presence).await;
    let postgres = most(Kind::Postgres, plan, What::Presence).await;
    let note = |outcome: &Outcome| format!("{:.0}/s", outcome.per_second());
    vec![
        Row::new(
            "presence, coalesced, a second at p99 under 100 ms / Hocuspocus",
            Bound::AtLeast(6.0),
            ours.per_second() / hocuspocus.per_second(),
            "x",
        )
        .note(format!("{} and {}", note(&ours), note(&hocuspocus))),
        Row::new(
            "the same on Postgres",
            Bound::None,
            postgres.per_second() / hocuspocus.per_second(),
            "x",
        )
        .note(note(&postgres)),
    ]
}
