//! The load, the same for every server: a crowd of clients in drafts, of whom some write at a fixed pace; every delivery to somebody else is
//! timed from the moment at which it was due to be sent, so that a server that holds writers up does not look quick.

use std::fmt;
use std::rc::Rc;
use std::time::{Duration, Instant};

use imprimatur_tests::wire::{Entry, Message};
use serde_json::json;
use tokio_tungstenite::tungstenite::Bytes;

use crate::listener::{Client, Delivery, Due, fresh_client};
use crate::machine;
use crate::scenarios::median;
use crate::servers::Server;
use crate::updates::Writer;

/// Beyond this a server counts as overloaded.
pub(crate) const SLOWEST_MS: f64 = 100.0;

/// How long what was sent may take to reach everybody before the round is over.
const DRAIN: Duration = Duration::from_secs(2);

/// A round is also looked at in pieces of this length.
const MOMENT: Duration = Duration::from_millis(500);

/// How long joining and hearing the beginnings may take.
const JOINING: Duration = Duration::from_secs(60);

/// How many are in each draft.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Clients of a draft.
    pub(crate) clients: usize,
    /// How many of them write.
    pub(crate) writers: usize,
    /// Elements that each writer makes and then moves.
    pub(crate) elements: usize,
}

/// What writers send.
#[derive(Clone, Copy)]
pub(crate) enum What {
    /// Moves of elements.
    Moves,
    /// Outlines of so many bytes.
    Outlines(usize),
    /// Pointers.
    Presence,
}

/// How fast and how long.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    /// Of each writer, a second.
    pub(crate) rate: f64,
    /// From the first to the last.
    pub(crate) span: Duration,
}

/// Somebody who writes, and which client sends it.
struct Hand {
    client: usize,
    writer: Writer,
    shown: u64,
}

/// Clients in drafts, of whom some write.
pub(crate) struct Crowd {
    /// All of them, draft by draft; in each the writers first.
    pub(crate) clients: Vec<Client>,
    shape: Shape,
    hands: Vec<Hand>,
    due: Rc<Due>,
}

impl Crowd {
    /// Joins drafts, has every writer begin, and waits until everybody holds all beginnings. The last client of each draft gets the buffer.
    pub(crate) async fn join(
        server: &Server,
        drafts: &[String],
        shape: Shape,
        buffer: Option<u32>,
    ) -> Self {
        let mut crowd = Self {
            clients: Vec::new(),
            shape,
            hands: Vec::new(),
            due: Rc::default(),
        };
        for draft in drafts {
            for place in 0..shape.clients {
                let own = fresh_client();
                let buffer = buffer.filter(|_| place + 1 == shape.clients);
                let line = server.join_with(draft, buffer).await;
                let line = line.expect("the server takes everybody");
                let client = Client::over(line, own, Rc::clone(&crowd.due));
                if place < shape.writers {
                    crowd.hands.push(Hand {
                        client: crowd.clients.len(),
                        writer: Writer::new(own, shape.elements),
                        shown: 0,
                    });
                }
                crowd.clients.push(client);
            }
        }
        for hand in &crowd.hands {
            let client = &mut crowd.clients[hand.client];
            let sent = client.send(&hand.writer.beginning).await;
            sent.expect("the server takes a beginning");
        }
        let everywhere = crowd.everywhere(JOINING).await;
        assert!(
            everywhere,
            "{}: not all hear each other",
            server.kind.name()
        );
        crowd
    }

    /// Whether within the limit everybody holds all that anybody has written.
    pub(crate) async fn everywhere(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut waiting: Vec<usize> = (0..self.clients.len()).collect();
        loop {
            waiting.retain(|index| !self.whole(*index));
            if waiting.is_empty() {
                return true;
            }
            if Instant::now() > deadline {
                return false;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Whether a client holds all that the others of its draft have written.
    pub(crate) fn whole(&self, index: usize) -> bool {
        let draft = index / self.shape.clients;
        let hands = &self.hands[draft * self.shape.writers..(draft + 1) * self.shape.writers];
        hands.iter().all(|hand| {
            hand.client == index
                || self.clients[index].listener.holds(hand.writer.client) >= hand.writer.clock()
        })
    }

    /// Has every writer write at this pace, and says what came of it.
    pub(crate) async fn run(&mut self, server: &Server, what: What, pace: Pace) -> Outcome {
        let count = (pace.rate * pace.span.as_secs_f64()).ceil().max(1.0) as usize;
        let mut scripts = Vec::new();
        for hand in &mut self.hands {
            scripts.push(hand.script(what, count));
        }
        for client in &self.clients {
            client.listener.expect(count * self.shape.writers);
        }
        let taken = || {
            [
                server.cpu(),
                machine::cpu(std::process::id()),
                machine::stolen(),
            ]
        };
        let before = taken();
        let start = Instant::now() + Duration::from_millis(20);
        let end = start + pace.span + DRAIN;
        let mut sending = tokio::task::JoinSet::new();
        self.due.clear();
        for (index, (first, messages)) in scripts.into_iter().enumerate() {
            let phase = index as f64 / self.hands.len() as f64;
            let moments: Vec<Instant> = (0..count)
                .map(|number| start + Duration::from_secs_f64((number as f64 + phase) / pace.rate))
                .collect();
            let hand = &self.hands[index];
            self.due.expect(hand.writer.client, first, moments.clone());
            let sink = self.clients[hand.client].sink.take();
            let mut sink = sink.expect("a round gives it back");
            let client = hand.client;
            sending.spawn_local(async move {
                for (message, moment) in messages.iter().zip(moments) {
                    tokio::time::sleep_until(moment.into()).await;
                    if Instant::now() > end || sink.send(message).await.is_err() {
                        break;
                    }
                }
                (client, sink)
            });
        }
        let expected = (count * self.hands.len() * (self.shape.clients - 1)) as u64;
        let mut delivered = 0;
        while Instant::now() < end && delivered < expected && self.open() {
            tokio::time::sleep(Duration::from_millis(5)).await;
            delivered = self.delivered();
        }
        let span = start.elapsed();
        let after = taken();
        while let Some(sent) = sending.join_next().await {
            let (client, sink) = sent.expect("sending does not fail");
            self.clients[client].sink = Some(sink);
        }
        let timed: Vec<Delivery> = self
            .clients
            .iter()
            .flat_map(|client| std::mem::take(&mut *client.listener.timed.borrow_mut()))
            .collect();
        let mut moments =
            vec![Vec::new(); (pace.span.as_millis() / MOMENT.as_millis()) as usize + 1];
        for delivery in &timed {
            let moment = delivery.due.saturating_duration_since(start);
            let index = (moment.as_millis() / MOMENT.as_millis()) as usize;
            moments[index].push(delivery.micros);
        }
        let usual = moments.into_iter().filter(|moment| !moment.is_empty());
        let usual = usual.map(|moment| percentile(moment, 0.99)).collect();
        let all = || timed.iter().map(|delivery| delivery.micros).collect();
        Outcome {
            rate: pace.rate,
            expected,
            delivered: timed.len() as u64,
            span,
            cpu: after[0] - before[0],
            load_cpu: after[1] - before[1],
            stolen: after[2] - before[2],
            p50_ms: percentile(all(), 0.5),
            p99_ms: percentile(all(), 0.99),
            usual_p99_ms: median(usual),
            closed: self.closed(),
        }
    }

    /// Waits until the server has ended every connection and all that it had sent is read.
    pub(crate) async fn all_closed(&self, limit: Duration) {
        let deadline = Instant::now() + limit;
        while self.open() && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// How many edits somebody else had seen that a client does not get within the limit. What a writer began with counts as one.
    pub(crate) async fn missed_by(&self, fresh: &Client, limit: Duration) -> u64 {
        let deadline = Instant::now() + limit;
        loop {
            let missed = self.hands.iter().map(|hand| {
                let held = fresh.listener.holds(hand.writer.client);
                self.seen(hand).saturating_sub(hand.edits(held))
            });
            let missed = missed.sum();
            if missed == 0 || Instant::now() > deadline {
                return missed;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether somebody else has seen more of every writer than what they began with.
    pub(crate) fn saw_all_write(&self) -> bool {
        self.hands.iter().all(|hand| self.seen(hand) > 1)
    }

    /// How many edits of a writer somebody else had seen.
    fn seen(&self, hand: &Hand) -> u64 {
        let others = self.clients.iter().enumerate();
        let others = others.filter(|(index, _)| *index != hand.client);
        let held = others.map(|(_, other)| other.listener.holds(hand.writer.client));
        hand.edits(held.max().unwrap_or(0))
    }

    fn delivered(&self) -> u64 {
        let took = |client: &Client| client.listener.timed.borrow().len() as u64;
        self.clients.iter().map(took).sum()
    }

    fn closed(&self) -> usize {
        let closed = |client: &&Client| client.listener.closed.get();
        self.clients.iter().filter(closed).count()
    }

    /// Whether anybody is still there to hear.
    fn open(&self) -> bool {
        self.closed() < self.clients.len()
    }
}

impl Hand {
    /// How many edits there are up to a clock. The beginning has many clocks, and is one edit.
    fn edits(&self, clock: u64) -> u64 {
        (clock + 1).saturating_sub(self.writer.begun)
    }

    /// The number of the first message, and the messages.
    fn script(&mut self, what: What, count: usize) -> (u64, Vec<Bytes>) {
        match what {
            What::Moves => (self.writer.clock(), self.writer.moves(count)),
            What::Outlines(bytes) => (self.writer.clock(), self.writer.outlines(count, bytes)),
            What::Presence => {
                let first = self.shown;
                self.shown += count as u64;
                let states = (first..self.shown).map(|number| self.pointer(number));
                (first, states.collect())
            }
        }
    }

    /// A pointer over the page, as the page sends it, with a number.
    fn pointer(&self, number: u64) -> Bytes {
        let entry = Entry {
            client: self.writer.client,
            clock: number + 1,
            state: json!({
                "cursor": { "page": "page", "x": number % 190, "y": number % 280 },
                "n": number,
            }),
        };
        Message::Awareness(vec![entry]).encode().into()
    }
}

/// In milliseconds; endless when nothing was delivered.
fn percentile(mut micros: Vec<u32>, share: f64) -> f64 {
    let index = (micros.len().saturating_sub(1) as f64 * share) as usize;
    if index >= micros.len() {
        return f64::INFINITY;
    }
    let (_, value, _) = micros.select_nth_unstable(index);
    f64::from(*value) / 1e3
}

/// What one round came to.
pub(crate) struct Outcome {
    /// Of each writer, a second.
    pub(crate) rate: f64,
    expected: u64,
    delivered: u64,
    span: Duration,
    cpu: Duration,
    load_cpu: Duration,
    /// What a hypervisor kept from all cores meanwhile.
    stolen: Duration,
    /// From when it was due to somebody else's having it.
    pub(crate) p50_ms: f64,
    /// As above.
    pub(crate) p99_ms: f64,
    /// The p99 of the moment in the middle.
    pub(crate) usual_p99_ms: f64,
    /// Connections that the server has ended.
    closed: usize,
}

impl Outcome {
    /// Deliveries to somebody else, a second.
    pub(crate) fn per_second(&self) -> f64 {
        self.delivered as f64 / self.span.as_secs_f64()
    }

    /// Deliveries for each second of the server's CPU.
    pub(crate) fn per_cpu_second(&self) -> f64 {
        self.delivered as f64 / self.cpu.as_secs_f64()
    }

    /// Microseconds of the server's CPU for each delivery.
    pub(crate) fn cpu_micros(&self) -> f64 {
        1e6 / self.per_cpu_second()
    }

    /// What a hypervisor kept from all cores, as a share of one.
    pub(crate) fn stolen(&self) -> f64 {
        self.stolen.as_secs_f64() / self.span.as_secs_f64()
    }

    /// Whether everything arrived, and in time: of the whole round, in which a server may have stopped for a moment to store.
    pub(crate) fn keeps_up(&self) -> bool {
        self.delivered == self.expected && self.p99_ms < SLOWEST_MS && self.closed == 0
    }

    /// The heads of what is printed for each.
    pub(crate) fn heads() -> &'static str {
        "rate/s  delivered/s   lost  p50 ms  p99 ms   usual  CPU us each  server CPU  load CPU  stolen"
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |cpu: Duration| 100.0 * cpu.as_secs_f64() / self.span.as_secs_f64();
        write!(
            f,
            "{:>6.1} {:>12.0} {:>6} {:>7.2} {:>7.2} {:>7.2} {:>12.2} {:>10.0}% {:>8.0}% {:>6.1}%",
            self.rate,
            self.per_second(),
            self.expected - self.delivered,
            self.p50_ms,
            self.p99_ms,
            self.usual_p99_ms,
            self.cpu_micros(),
            share(self.cpu),
            share(self.load_cpu),
            share(self.stolen),
        )?;
        if self.closed > 0 {
            write!(f, "  {} connections ended by the server", self.closed)?;
        }
        Ok(())
    }
}
