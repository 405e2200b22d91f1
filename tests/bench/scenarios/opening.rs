//! How long a draft with a long history takes to open after a restart.

use std::time::{Duration, Instant};

use super::median;
use crate::Plan;
use crate::listener::{Client, fresh_client};
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};
use crate::updates::Writer;

/// Writers of the history, each with as many elements: a certificate of sixty.
const WRITERS: usize = 4;
const ELEMENTS: usize = 15;

/// Edits that are on their way before the next are sent, so that no queue overflows.
const BURST: usize = 250;

/// Restarts, of which the middle one counts.
const OPENINGS: usize = 3;

/// How long a server may take to pass on a burst, or to show a draft.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whoever wrote, and how far.
pub(crate) type Extent = Vec<(u64, u64)>;

/// Writes a history through the server itself, one move at a time, and gives how far it goes.
pub(crate) async fn write_history(server: &Server, draft: &str, edits: usize) -> Extent {
    let mut writers = Vec::new();
    let mut client = Client::join(server, draft).await.expect("it takes writers");
    let witness = Client::join(server, draft).await.expect("it takes readers");
    for _ in 0..WRITERS {
        let writer = Writer::new(fresh_client(), ELEMENTS);
        client.send(&writer.beginning).await.expect("it listens");
        writers.push(writer);
    }
    let mut left = edits;
    while left > 0 {
        let count = BURST.min(left.div_ceil(WRITERS));
        for writer in &mut writers {
            for message in writer.moves(count) {
                client.send(&message).await.expect("it listens");
            }
        }
        left = left.saturating_sub(count * WRITERS);
        let extent = extent(&writers);
        assert!(
            holds(&witness, &extent, PATIENCE).await,
            "{} passes a history on",
            server.kind.name()
        );
    }
    extent(&writers)
}

fn extent(writers: &[Writer]) -> Extent {
    let each = |writer: &Writer| (writer.client, writer.clock());
    writers.iter().map(each).collect()
}

/// Whether a client holds all that is known within the limit.
pub(crate) async fn holds(client: &Client, extent: &Extent, limit: Duration) -> bool {
    let deadline = Instant::now() + limit;
    loop {
        let whole = extent
            .iter()
            .all(|(author, clock)| client.listener.holds(*author) >= *clock);
        if whole {
            return true;
        }
        if Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// From connecting to having everything.
async fn open(server: &Server, draft: &str, extent: &Extent) -> f64 {
    let start = Instant::now();
    let client = Client::join(server, draft).await.expect("it takes readers");
    assert!(
        holds(&client, extent, PATIENCE).await,
        "{} shows the whole draft",
        server.kind.name()
    );
    start.elapsed().as_secs_f64() * 1e3
}

async fn measured(kind: Kind, edits: usize) -> f64 {
    let mut server = Server::start(kind).await;
    let draft = server.draft("history").await;
    let start = Instant::now();
    let extent = write_history(&server, &draft, edits).await;
    let writing = start.elapsed();
    let mut times = Vec::new();
    for _ in 0..OPENINGS {
        server.restart().await;
        times.push(open(&server, &draft, &extent).await);
    }
    let middle = median(times.clone());
    println!(
        "{:<30} {middle:>10.1} ms   (of {}; writing it took {:.0} s)",
        kind.name(),
        times
            .iter()
            .map(|time| format!("{time:.1}"))
            .collect::<Vec<_>>()
            .join(", "),
        writing.as_secs_f64()
    );
    middle
}

/// Opening after a restart.
pub(crate) async fn opening(plan: &Plan) -> Vec<Row> {
    println!(
        "opening a draft with {} edits of history, written through the server itself, after a restart",
        plan.history
    );
    let ours = measured(Kind::Embedded, plan.history).await;
    let hocuspocus = measured(Kind::Hocuspocus, plan.history).await;
    let postgres = measured(Kind::Postgres, plan.history).await;
    vec![
        Row::new(
            format!(
                "opening a draft of {} edits, Hocuspocus / ours",
                plan.history
            ),
            Bound::AtLeast(10.0),
            hocuspocus / ours,
            "x",
        )
        .note(format!("{ours:.1} and {hocuspocus:.1} ms")),
        Row::new(
            "the same on Postgres",
            Bound::None,
            hocuspocus / postgres,
            "x",
        )
        .note(format!("{postgres:.1} ms")),
    ]
}
