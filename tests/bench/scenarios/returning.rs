//! Everybody loses the connection at once and comes back at once.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::median;
use super::opening::{Extent, holds, write_history};
use crate::Plan;
use crate::listener::Client;
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};

const DRAFTS: usize = 20;
const CLIENTS: usize = 25;

/// What each draft has behind it.
const HISTORY: usize = 500;

const ROUNDS: usize = 3;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(60);

async fn everybody(server: &Server, drafts: &[(String, Extent)]) -> Vec<Client> {
    let joining = drafts
        .iter()
        .flat_map(|each| std::iter::repeat_n(each, CLIENTS))
        .map(|(draft, extent)| async move {
            let client = Client::join(server, draft).await.expect("it takes readers");
            let whole = holds(&client, extent, PATIENCE).await;
            assert!(whole, "{} shows whole drafts", server.kind.name());
            client
        });
    join_all(joining).await
}

/// Seconds until everybody has everything, and how many first answers brought nothing.
async fn measured(kind: Kind) -> (f64, usize) {
    let server = Server::start(kind).await;
    let mut drafts = Vec::new();
    for draft in server.drafts("returning", DRAFTS).await {
        let extent = write_history(&server, &draft, HISTORY).await;
        drafts.push((draft, extent));
    }
    let mut clients = everybody(&server, &drafts).await;
    let (mut times, mut empty) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        drop(clients);
        let start = Instant::now();
        clients = everybody(&server, &drafts).await;
        times.push(start.elapsed().as_secs_f64());
        empty += clients
            .iter()
            .filter(|client| client.listener.answered.get() == Some(false))
            .count();
    }
    let middle = median(times);
    println!(
        "{:<30} {:>8.0} ms, {empty} empty first answers in {ROUNDS} rounds",
        kind.name(),
        middle * 1e3
    );
    (middle, empty)
}

/// 500 clients of 20 drafts.
pub(crate) async fn returning(_plan: &Plan) -> Vec<Row> {
    println!(
        "{} clients of {DRAFTS} drafts drop and return",
        DRAFTS * CLIENTS
    );
    let (ours, empty) = measured(Kind::Embedded).await;
    let (hocuspocus, theirs) = measured(Kind::Hocuspocus).await;
    let (postgres, empty_on_postgres) = measured(Kind::Postgres).await;
    vec![
        Row::new(
            "500 clients of 20 drafts drop and return, time / Hocuspocus",
            Bound::AtMost(0.4),
            ours / hocuspocus,
            "x",
        )
        .note(format!("{:.0} and {:.0} ms", ours * 1e3, hocuspocus * 1e3)),
        Row::new(
            "the same on Postgres",
            Bound::None,
            postgres / hocuspocus,
            "x",
        )
        .note(format!("{:.0} ms", postgres * 1e3)),
        Row::new(
            "empty first answers, both databases",
            Bound::AtMost(0.0),
            (empty + empty_on_postgres) as f64,
            "",
        )
        .note(format!("Hocuspocus {theirs}")),
    ]
}
