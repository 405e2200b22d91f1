//! Whether editing becomes dearer as a draft grows older.

use std::time::SystemTime;

use super::opening::write_history;
use crate::Plan;
use crate::load::{Crowd, Outcome, Pace, Shape, What};
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};

/// Edits of history.
const HISTORY: usize = 5_000;

/// Drafts of each age, so that each stays as old as it is while enough is measured.
const DRAFTS: usize = 20;

/// One writer moves sixty elements, and others look on.
const SHAPE: Shape = Shape {
    clients: 5,
    writers: 1,
    elements: 60,
};

/// Edits of a writer a second.
const RATE: f64 = 50.0;

/// Rounds of each age in turn, of which the cheapest of each counts: what else the machine does only adds to it, and so do folds, which fall in some
/// of the rounds of old drafts. All rounds together are told beside it.
const ROUNDS: usize = 8;

/// Old by fresh.
struct Ratio {
    cheapest: f64,
    together: f64,
}

async fn measured(kind: Kind, plan: &Plan) -> Ratio {
    let server = Server::start(kind).await;
    let mut old = Vec::new();
    for draft in server.drafts("old", DRAFTS).await {
        write_history(&server, &draft, HISTORY).await;
        old.push(draft);
    }
    let mut costs = [Vec::new(), Vec::new()];
    for number in 0..ROUNDS {
        let fresh = server.drafts(&format!("fresh-{number}"), DRAFTS).await;
        for (age, drafts) in [&fresh, &old].into_iter().enumerate() {
            let pace = Pace {
                rate: RATE,
                span: plan.span / 2,
            };
            let mut crowd = Crowd::join(&server, drafts, SHAPE, None).await;
            let start = SystemTime::now();
            let outcome = crowd.run(&server, What::Moves, pace).await;
            let folds = server.folds_since(start).await;
            let age_name = ["fresh", "old"][age];
            let folds = folds.map_or_else(String::new, |folds| format!("; {folds} folds"));
            println!(
                "{:<30} {outcome}{folds}",
                format!("{}, {age_name}", kind.name())
            );
            costs[age].push(outcome.cpu_micros());
        }
    }
    let [fresh, old] = costs;
    let cheapest = |costs: &[f64]| costs.iter().copied().fold(f64::INFINITY, f64::min);
    Ratio {
        cheapest: cheapest(&old) / cheapest(&fresh),
        together: old.iter().sum::<f64>() / fresh.iter().sum::<f64>(),
    }
}

/// After 5,000 edits, and in a fresh draft.
pub(crate) async fn history(plan: &Plan) -> Vec<Row> {
    println!(
        "{:<30} {}",
        format!("edits after {HISTORY} edits"),
        Outcome::heads()
    );
    let ours = measured(Kind::Embedded, plan).await;
    let hocuspocus = measured(Kind::Hocuspocus, plan).await;
    let postgres = measured(Kind::Postgres, plan).await;
    vec![
        Row::new(
            "CPU of an edit after 5,000 edits / in a fresh draft",
            Bound::AtMost(1.1),
            ours.cheapest,
            "x",
        )
        .note(format!(
            "all rounds together {:.2} x; Hocuspocus {:.2} and {:.2} x",
            ours.together, hocuspocus.cheapest, hocuspocus.together
        )),
        Row::new(
            "the same on Postgres, with its CPU",
            Bound::None,
            postgres.cheapest,
            "x",
        )
        .note(format!("all rounds together {:.2} x", postgres.together)),
    ]
}
