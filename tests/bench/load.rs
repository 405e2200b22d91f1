//! The load: every client writes small edits and hears those of the others; each delivery is timed.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use imprimatur_tests::forge::{self, Struct};
use imprimatur_tests::wire::{Message, Reader};
use imprimatur_tests::{Dialect, Person, Socket};
use tokio::sync::Semaphore;
use tokio_tungstenite::tungstenite::Message as Frame;

use crate::Plan;

/// Which server gets the load.
pub(crate) enum Target<'a> {
    /// The ceiling, at this address.
    Bare(String),
    /// The product: as this person, in these drafts.
    Imprimatur(&'a Person, &'a [String]),
}

/// Fresh client ids for every round.
#[derive(Default)]
pub(crate) struct ClientIds(u64);

/// What one round came to.
pub(crate) struct Outcome {
    /// Updates that reached somebody else's socket, a second.
    pub(crate) delivered_per_second: f64,
    /// From the author's send to another's receive.
    pub(crate) p50_ms: f64,
    /// As above.
    pub(crate) p99_ms: f64,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>12.0} {:>9.2} {:>9.2}",
            self.delivered_per_second, self.p50_ms, self.p99_ms
        )
    }
}

/// The outcome in the middle, by throughput.
pub(crate) fn median(mut outcomes: Vec<Outcome>) -> Outcome {
    outcomes.sort_by(|a, b| a.delivered_per_second.total_cmp(&b.delivered_per_second));
    outcomes.swap_remove(outcomes.len() / 2)
}

/// One writer's sends: nanoseconds since the start, by clock, and how many of the others have each.
struct Author {
    sent: Vec<AtomicU64>,
    heard: Vec<AtomicUsize>,
    window: Semaphore,
}

/// More edits than one client gets to write in a round.
const EDITS: usize = 200_000;

struct Round {
    authors: HashMap<u64, Author>,
    start: Instant,
    ended: AtomicBool,
}

/// Runs one round and gives what it came to.
pub(crate) async fn run(
    target: &Target<'_>,
    plan: &Plan,
    span: Duration,
    pace: Option<Duration>,
    ids: &mut ClientIds,
) -> Outcome {
    let mut sockets = Vec::new();
    let mut authors = HashMap::new();
    for draft in 0..plan.drafts {
        for _ in 0..plan.clients {
            ids.0 += 1;
            let id = 1_000_000 + ids.0;
            let socket = match target {
                Target::Bare(address) => Socket::dial(address, &format!("/room/{draft}"), &[])
                    .await
                    .expect("it takes everybody"),
                Target::Imprimatur(person, drafts) => {
                    Socket::open(person, &drafts[draft], Dialect::Stock).await
                }
            };
            sockets.push((id, socket.into_stream()));
            let author = Author {
                sent: (0..EDITS).map(|_| AtomicU64::new(0)).collect(),
                heard: (0..EDITS).map(|_| AtomicUsize::new(0)).collect(),
                window: Semaphore::new(plan.window),
            };
            authors.insert(id, author);
        }
    }
    let round = Arc::new(Round {
        authors,
        start: Instant::now(),
        ended: AtomicBool::new(false),
    });
    let others = plan.clients - 1;
    let mut tasks = tokio::task::JoinSet::new();
    for (id, stream) in sockets {
        let (mut sink, mut stream) = stream.split();
        let writing = Arc::clone(&round);
        tasks.spawn(async move {
            let author = &writing.authors[&id];
            let mut clock = 0;
            while !writing.ended.load(Ordering::Relaxed) && clock < EDITS {
                let Ok(Ok(permit)) =
                    tokio::time::timeout(Duration::from_millis(200), author.window.acquire()).await
                else {
                    continue;
                };
                permit.forget();
                let frame = Frame::Binary(Message::Update(edit(id, clock as u64)).encode().into());
                author.sent[clock].store(nanos(&writing), Ordering::Relaxed);
                if sink.send(frame).await.is_err() {
                    panic!("the server closed a socket of the load");
                }
                clock += 1;
                if let Some(pace) = pace {
                    tokio::time::sleep(pace).await;
                }
            }
            // Kept open until the others have heard everything.
            while !writing.ended.load(Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Vec::new()
        });
        let reading = Arc::clone(&round);
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            while !reading.ended.load(Ordering::Relaxed) {
                let Ok(frame) =
                    tokio::time::timeout(Duration::from_millis(200), stream.next()).await
                else {
                    continue;
                };
                let Some(Ok(frame)) = frame else { break };
                let Frame::Binary(bytes) = frame else {
                    continue;
                };
                let Some((id, clock)) = written(&bytes) else {
                    continue;
                };
                let Some(author) = reading.authors.get(&id) else {
                    continue;
                };
                latencies.push(nanos(&reading) - author.sent[clock].load(Ordering::Relaxed));
                if author.heard[clock].fetch_add(1, Ordering::Relaxed) + 1 == others {
                    author.window.add_permits(1);
                }
            }
            latencies
        });
    }
    tokio::time::sleep(span).await;
    round.ended.store(true, Ordering::Relaxed);
    let elapsed = round.start.elapsed();
    let mut latencies: Vec<u64> = tasks.join_all().await.into_iter().flatten().collect();
    assert!(!latencies.is_empty(), "nothing was delivered");
    latencies.sort_unstable();
    let at = |share: f64| latencies[((latencies.len() - 1) as f64 * share) as usize] as f64 / 1e6;
    Outcome {
        delivered_per_second: latencies.len() as f64 / elapsed.as_secs_f64(),
        p50_ms: at(0.5),
        p99_ms: at(0.99),
    }
}

fn nanos(round: &Round) -> u64 {
    u64::try_from(round.start.elapsed().as_nanos()).expect("a round is short")
}

/// What a move of an element writes: a map entry that replaces the one before.
fn edit(client: u64, clock: u64) -> Vec<u8> {
    let value = forge::string("[12.5,99.25]");
    let entry = Struct::entry("elements", "bench", value);
    let entry = if clock == 0 {
        entry
    } else {
        entry.after((client, clock - 1))
    };
    forge::update(client, clock, &[entry], &[])
}

/// Author and clock of an update of the load.
fn written(bytes: &[u8]) -> Option<(u64, usize)> {
    let Message::Update(update) = Message::decode(bytes)? else {
        return None;
    };
    let mut reader = Reader(&update);
    let (clients, structs) = (reader.varuint()?, reader.varuint()?);
    if (clients, structs) != (1, 1) {
        return None;
    }
    Some((reader.varuint()?, usize::try_from(reader.varuint()?).ok()?))
}
