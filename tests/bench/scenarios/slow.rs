//! One client stops reading while much passes: what it costs the server, and the others.

use std::time::Duration;

use crate::Plan;
use crate::load::{Crowd, Outcome, Pace, Shape, What};
use crate::servers::{Kind, Server};
use crate::table::{Bound, Row};

const SHAPE: Shape = Shape {
    clients: 20,
    writers: 4,
    elements: 15,
};

/// Bytes of each edit: somebody draws outlines.
const EDIT_BYTES: usize = 8 * 1024;

/// Bytes that pass in all.
const PASSING: usize = 12_000_000;

const SPAN: Duration = Duration::from_secs(10);

/// What the kernel takes for the client that does not read. By itself it would take most of the 12 MB.
const KERNEL_BUFFER: u32 = 64 * 1024;

/// What is resident varies by as much as is measured here, so it is measured so often, and the one in the middle counts.
const TIMES: usize = 3;

/// How long catching up may take.
const CATCHING_UP: Duration = Duration::from_secs(20);

/// Runs a round and gives what was resident towards its end, when the most waits for whoever does not read: the middle of the last quarter. The
/// document is folded every second, which takes and gives back more than is measured here.
async fn resident(crowd: &mut Crowd, server: &Server) -> (Outcome, u64) {
    let edits = PASSING / EDIT_BYTES / SHAPE.writers;
    let pace = Pace {
        rate: edits as f64 / SPAN.as_secs_f64(),
        span: SPAN,
    };
    let mut samples = Vec::new();
    let running = crowd.run(server, What::Outlines(EDIT_BYTES), pace);
    tokio::pin!(running);
    let outcome = loop {
        tokio::select! {
            outcome = &mut running => break outcome,
            () = tokio::time::sleep(Duration::from_millis(100)) => samples.push(server.resident()),
        }
    };
    let mut last = samples.split_off(samples.len() * 3 / 4);
    last.sort_unstable();
    (outcome, last[last.len() / 2])
}

struct Measured {
    growth: f64,
    slower: f64,
    whole: bool,
}

/// What is resident in the last of three rounds in which all read: every round grows a document, its journal and what the database keeps of
/// it, whoever reads.
async fn usual(kind: Kind) -> u64 {
    let server = Server::start(kind).await;
    let drafts = server.drafts("slow", 1).await;
    let mut crowd = Crowd::join(&server, &drafts, SHAPE, Some(KERNEL_BUFFER)).await;
    let mut usual = 0;
    for _ in 0..3 {
        (_, usual) = resident(&mut crowd, &server).await;
    }
    usual
}

async fn measured(kind: Kind) -> Measured {
    let before = usual(kind).await;
    let server = Server::start(kind).await;
    let drafts = server.drafts("slow", 1).await;
    let mut crowd = Crowd::join(&server, &drafts, SHAPE, Some(KERNEL_BUFFER)).await;
    // The first round is for the allocator alone.
    resident(&mut crowd, &server).await;
    let (all_read, _) = resident(&mut crowd, &server).await;
    println!("{:<30} {all_read}", format!("{}, all read", kind.name()));
    let last = crowd.clients.len() - 1;
    crowd.clients[last].listener.stopped.set(true);
    let (one_stopped, after) = resident(&mut crowd, &server).await;
    println!(
        "{:<30} {one_stopped}",
        format!("{}, one stopped", kind.name())
    );
    crowd.clients[last].listener.stopped.set(false);
    let whole = crowd.everywhere(CATCHING_UP).await;
    let listener = &crowd.clients[last].listener;
    let growth = (after as f64 - before as f64) / 1e6;
    println!(
        "{:<30} grew by {growth:.1} MB; reading on, the client was {}",
        kind.name(),
        match (whole, listener.closed.get(), listener.gap.get()) {
            (true, ..) => "whole again",
            (_, true, _) => "found to be cut off",
            (.., true) => "left with a gap",
            _ => "not brought up to date",
        }
    );
    Measured {
        growth,
        slower: one_stopped.usual_p99_ms / all_read.usual_p99_ms,
        whole,
    }
}

/// The same several times.
async fn several(kind: Kind) -> Measured {
    let mut all = Vec::new();
    for _ in 0..TIMES {
        all.push(measured(kind).await);
    }
    let middle = |mut figures: Vec<f64>| {
        figures.sort_by(f64::total_cmp);
        figures[TIMES / 2]
    };
    Measured {
        growth: middle(all.iter().map(|one| one.growth).collect()),
        slower: middle(all.iter().map(|one| one.slower).collect()),
        whole: all.iter().all(|one| one.whole),
    }
}

/// A client that stops reading while 12 MB pass.
pub(crate) async fn slow(_plan: &Plan) -> Vec<Row> {
    println!("{:<30} {}", "12 MB pass", Outcome::heads());
    let ours = several(Kind::Embedded).await;
    let hocuspocus = measured(Kind::Hocuspocus).await;
    let postgres = several(Kind::Postgres).await;
    vec![
        Row::new(
            "a client stops reading while 12 MB pass: the server grows by",
            Bound::AtMost(1.0),
            ours.growth,
            "MB",
        )
        .note(format!(
            "on Postgres {:.1}, Hocuspocus {:.1}",
            postgres.growth, hocuspocus.growth
        )),
        Row::new(
            "the others' usual p99 / when all read",
            Bound::AtMost(1.2),
            ours.slower,
            "x",
        )
        .note(format!(
            "on Postgres {:.2}, Hocuspocus {:.2}",
            postgres.slower, hocuspocus.slower
        )),
        Row::new(
            "it is whole again when it reads on, both databases (1: yes)",
            Bound::AtLeast(1.0),
            f64::from(u8::from(ours.whole && postgres.whole)),
            "",
        )
        .note(format!("Hocuspocus {}", u8::from(hocuspocus.whole))),
    ]
}
