//! What the server keeps for a connection that only listens, and for a draft, while it is edited and once it is quiet.

use std::time::{Duration, Instant};

use crate::Plan;
use crate::listener::{Client, fresh_client};
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};
use crate::updates::Writer;

/// Drafts over which idle connections are spread.
const IDLE_DRAFTS: usize = 50;

/// Elements of a draft: a certificate.
const ELEMENTS: usize = 60;

/// Moves in each draft while it is edited, and the time between two.
const MOVES: usize = 20;
const BETWEEN: Duration = Duration::from_millis(250);

/// What the server gets to put things in order before it is looked at.
const REST: Duration = Duration::from_secs(4);

/// How long a draft may take to count as quiet; it is over earlier when nothing falls any more.
const QUIET: Duration = Duration::from_secs(40);
const UNCHANGED: Duration = Duration::from_secs(12);

/// Drafts opened beforehand, so that what the program takes once is not counted.
const WARMING: usize = 10;

const KIB: f64 = 1024.0;

async fn join_all(server: &Server, drafts: &[String], each: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    for draft in drafts {
        for _ in 0..each {
            clients.push(Client::join(server, draft).await.expect("it takes readers"));
        }
    }
    clients
}

/// KiB for each connection that only listens.
async fn idle(kind: Kind, plan: &Plan) -> f64 {
    let server = Server::start(kind).await;
    let drafts = server.drafts("idle", IDLE_DRAFTS).await;
    let first = join_all(&server, &drafts, 1).await;
    tokio::time::sleep(REST).await;
    let before = server.resident();
    let each = plan.idle.div_ceil(IDLE_DRAFTS);
    let more = join_all(&server, &drafts, each).await;
    tokio::time::sleep(REST).await;
    let growth = server.resident().saturating_sub(before) as f64 / KIB;
    let open = first.iter().chain(&more);
    let closed = open.filter(|client| client.listener.closed.get()).count();
    assert_eq!(closed, 0, "{} keeps idle connections", kind.name());
    let each = growth / more.len() as f64;
    println!(
        "{:<30} {each:>8.1} KiB an idle connection, of {}",
        kind.name(),
        more.len()
    );
    each
}

/// Opens drafts with one client each, who makes the elements and moves them for a while.
async fn edit(server: &Server, drafts: &[String]) -> Vec<Client> {
    let mut clients = join_all(server, drafts, 1).await;
    let mut writers = Vec::new();
    for client in &mut clients {
        let writer = Writer::new(fresh_client(), ELEMENTS);
        client.send(&writer.beginning).await.expect("it listens");
        writers.push(writer);
    }
    for _ in 0..MOVES {
        for (client, writer) in clients.iter_mut().zip(&mut writers) {
            for message in writer.moves(1) {
                client.send(&message).await.expect("it listens");
            }
        }
        tokio::time::sleep(BETWEEN).await;
    }
    clients
}

/// What a draft takes, in KiB.
struct Draft {
    edited: f64,
    quiet: f64,
    opened: f64,
}

async fn draft(kind: Kind, plan: &Plan) -> Draft {
    let mut server = Server::start(kind).await;
    let warming = server.drafts("warm", WARMING).await;
    let drafts = server.drafts("edited", plan.rooms).await;
    let kept = edit(&server, &warming).await;
    let before = server.resident();
    let growth = |server: &Server, before: u64| {
        server.resident().saturating_sub(before) as f64 / KIB / plan.rooms as f64
    };
    let clients = edit(&server, &drafts).await;
    let edited = growth(&server, before);
    let (start, mut lowest, mut since) = (Instant::now(), edited, Instant::now());
    while start.elapsed() < QUIET && since.elapsed() < UNCHANGED {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = growth(&server, before);
        if now < 0.99 * lowest {
            (lowest, since) = (now, Instant::now());
        }
    }
    drop((clients, kept));
    server.restart().await;
    let kept = join_all(&server, &warming, 1).await;
    tokio::time::sleep(REST).await;
    let before = server.resident();
    let clients = join_all(&server, &drafts, 1).await;
    tokio::time::sleep(REST).await;
    let opened = growth(&server, before);
    drop((clients, kept));
    println!(
        "{:<30} {edited:>8.1} KiB a draft of {ELEMENTS} elements while edited, {lowest:.1} once quiet, {opened:.1} opened and never edited; of {}",
        kind.name(),
        plan.rooms
    );
    Draft {
        edited,
        quiet: lowest,
        opened,
    }
}

/// Memory.
pub(crate) async fn memory(plan: &Plan) -> Vec<Row> {
    println!("memory, resident");
    let connection = idle(Kind::Embedded, plan).await;
    let theirs = idle(Kind::Hocuspocus, plan).await;
    let beside = idle(Kind::Postgres, plan).await;
    let ours = draft(Kind::Embedded, plan).await;
    let hocuspocus = draft(Kind::Hocuspocus, plan).await;
    let postgres = draft(Kind::Postgres, plan).await;
    vec![
        Row::new("an idle connection", Bound::AtMost(8.0), connection, "KiB")
            .note(format!("on Postgres {beside:.1}, Hocuspocus {theirs:.1}")),
        Row::new(
            "a draft of 60 elements with one client, edited / Hocuspocus",
            Bound::AtMost(0.75),
            ours.edited / hocuspocus.edited,
            "x",
        )
        .note(format!(
            "{:.0} and {:.0} KiB; on Postgres {:.0}",
            ours.edited, hocuspocus.edited, postgres.edited
        )),
        Row::new(
            "the same once it is quiet",
            Bound::AtMost(60.0),
            ours.quiet,
            "KiB",
        )
        .note(format!(
            "opened and never edited: {:.0}; on Postgres {:.0} and {:.0}; Hocuspocus {:.0} and {:.0}",
            ours.opened, postgres.quiet, postgres.opened, hocuspocus.quiet, hocuspocus.opened
        )),
    ]
}
