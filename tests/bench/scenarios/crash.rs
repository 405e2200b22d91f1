//! `kill -9` while people edit: what somebody else had already seen must be there afterwards.

use std::time::Duration;

use futures_util::future::join_all;

use super::median;
use crate::Plan;
use crate::listener::Client;
use crate::load::{Crowd, Pace, Shape, What};
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};

/// Five writers and one who looks on.
const SHAPE: Shape = Shape {
    clients: 6,
    writers: 5,
    elements: 12,
};

/// Of each writer: fifty edits a second in all.
const RATE: f64 = 10.0;

/// The first and the last moment of the kill, in seconds of editing; rounds are spread between.
const EARLIEST: f64 = 3.0;
const LATEST: f64 = 10.0;

/// How long what had left the server may take to be read.
const READING_OUT: Duration = Duration::from_secs(2);

/// How long the fresh client waits for what is missing.
const PATIENCE: Duration = Duration::from_secs(4);

/// Edits that somebody else had seen and that a fresh client does not get.
async fn round(server: &mut Server, name: &str, after: Duration) -> u64 {
    let drafts = [server.draft(name).await];
    let mut crowd = Crowd::join(server, &drafts, SHAPE, None).await;
    let pace = Pace {
        rate: RATE,
        span: after * 2,
    };
    tokio::select! {
        _ = crowd.run(server, What::Moves, pace) => panic!("the round outlasts the kill"),
        () = tokio::time::sleep(after) => {}
    }
    server.kill_and_restart().await;
    crowd.all_closed(READING_OUT).await;
    assert!(crowd.saw_all_write(), "there was nothing to lose");
    let fresh = Client::join(server, &drafts[0]).await;
    let fresh = fresh.expect("it takes readers again");
    crowd.missed_by(&fresh, PATIENCE).await
}

async fn measured(kind: Kind, rounds: usize) -> Vec<f64> {
    let mut server = Server::start(kind).await;
    let mut lost = Vec::new();
    for number in 0..rounds {
        let share = (number as f64 + 0.5) / rounds as f64;
        let after = Duration::from_secs_f64(EARLIEST + share * (LATEST - EARLIEST));
        let edits = round(&mut server, &format!("crash-{number}"), after).await;
        lost.push(edits as f64);
    }
    println!(
        "{:<30} lost {}",
        kind.name(),
        lost.iter()
            .map(f64::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    );
    lost
}

/// `kill -9` at fifty edits a second. Nothing is timed, so all servers are killed side by side.
pub(crate) async fn crash(plan: &Plan) -> Vec<Row> {
    println!("kill -9 at 50 edits/s, {} rounds", plan.rounds);
    let kinds = [
        Kind::Embedded,
        Kind::Postgres,
        Kind::Hocuspocus,
        Kind::Leveldb,
    ];
    let lost = join_all(kinds.map(|kind| measured(kind, plan.rounds))).await;
    let [embedded, postgres, hocuspocus, leveldb] = lost.try_into().expect("one for each server");
    let what = format!("edits lost by kill -9, {} rounds", plan.rounds);
    let row = |what: String, lost: Vec<f64>| {
        Row::new(what, Bound::AtMost(0.0), lost.iter().sum(), "").vital()
    };
    vec![
        row(format!("{what}, SQLite"), embedded).note(format!(
            "medians of a round: Hocuspocus {}, y-websocket {}",
            median(hocuspocus),
            median(leveldb)
        )),
        row(format!("{what}, Postgres"), postgres),
    ]
}
