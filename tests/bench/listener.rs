//! What one client hears, whoever serves it: up to where it holds everybody's edits, and how long each timed delivery took.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use imprimatur_tests::wire::Reader;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Bytes;

use crate::line::{Ear, Heard, Sink};
use crate::servers::Server;
use crate::updates::brings;

/// A client id that no other client of this bench has; below are the server's own.
pub(crate) fn fresh_client() -> u64 {
    thread_local!(static LAST: Cell<u64> = const { Cell::new(1_000_000) });
    LAST.with(|last| {
        last.set(last.get() + 1);
        last.get()
    })
}

/// When what is on its way was due, by client: the number of the first, and the moments.
#[derive(Default)]
pub(crate) struct Due(RefCell<HashMap<u64, (u64, Vec<Instant>)>>);

/// One timed delivery.
#[derive(Clone, Copy)]
pub(crate) struct Delivery {
    /// When it was due.
    pub(crate) due: Instant,
    /// How many microseconds it took from then on.
    pub(crate) micros: u32,
}

impl Due {
    /// Forgets the round before.
    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    /// Times what a client sends from this number on.
    pub(crate) fn expect(&self, client: u64, first: u64, moments: Vec<Instant>) {
        self.0.borrow_mut().insert(client, (first, moments));
    }
}

/// What one client has heard.
#[derive(Default)]
pub(crate) struct Listener {
    /// Up to which clock, by client; the first that is missing.
    held: RefCell<HashMap<u64, u64>>,
    /// The same for presence, by the numbers in the states.
    shown: RefCell<HashMap<u64, u64>>,
    /// What was timed since somebody took it.
    pub(crate) timed: RefCell<Vec<Delivery>>,
    /// Whether something came that rests on what did not.
    pub(crate) gap: Cell<bool>,
    /// Whether the first answer has come, and whether it brought anything.
    pub(crate) answered: Cell<Option<bool>>,
    /// Whether the connection is over.
    pub(crate) closed: Cell<bool>,
    /// Whether the client does not read at the moment.
    pub(crate) stopped: Cell<bool>,
}

impl Listener {
    /// Up to which clock of a client everything is there.
    pub(crate) fn holds(&self, client: u64) -> u64 {
        self.held.borrow().get(&client).copied().unwrap_or(0)
    }

    /// Forgets what was timed, and makes room for as much as will be: memory that everybody asks for at the same moment would hold up
    /// all that is timed just then.
    pub(crate) fn expect(&self, deliveries: usize) {
        let nothing = Delivery {
            due: Instant::now(),
            micros: 0,
        };
        let mut timed = vec![nothing; deliveries];
        timed.clear();
        *self.timed.borrow_mut() = timed;
    }

    fn take(&self, own: u64, due: &Due, heard: &Heard<'_>) {
        let mut brought = false;
        if let Heard::Answer(update) | Heard::Edits(update) = heard {
            brings(update, |client, from, to| {
                brought = true;
                let mut held = self.held.borrow_mut();
                let held = held.entry(client).or_insert(0);
                if from > *held {
                    self.gap.set(true);
                } else if to > *held {
                    let news = std::mem::replace(held, to)..to;
                    self.time(own, due, client, news);
                }
            });
        }
        if let (Heard::Answer(_), None) = (heard, self.answered.get()) {
            self.answered.set(Some(brought));
        }
        if let Heard::Presence(entries) = heard {
            numbers(entries, |client, number| {
                let mut shown = self.shown.borrow_mut();
                let next = shown.entry(client).or_insert(0);
                if number >= *next {
                    // A newer state stands for those that it replaces.
                    let news = std::mem::replace(next, number + 1)..number + 1;
                    self.time(own, due, client, news);
                }
            });
        }
    }

    fn time(&self, own: u64, due: &Due, client: u64, numbers: std::ops::Range<u64>) {
        if client == own {
            return;
        }
        let due = due.0.borrow();
        let Some((first, moments)) = due.get(&client) else {
            return;
        };
        let now = Instant::now();
        let mut timed = self.timed.borrow_mut();
        for number in numbers {
            let moment = number
                .checked_sub(*first)
                .and_then(|index| moments.get(index as usize));
            if let Some(due) = moment {
                timed.push(Delivery {
                    due: *due,
                    micros: now.saturating_duration_since(*due).as_micros() as u32,
                });
            }
        }
    }
}

/// The number in each state of an awareness message that has one.
fn numbers(entries: &[u8], mut each: impl FnMut(u64, u64)) -> Option<()> {
    const MARK: &str = "\"n\":";
    let mut reader = Reader(entries);
    for _ in 0..reader.varuint()? {
        let (client, _clock, state) = (reader.varuint()?, reader.varuint()?, reader.string()?);
        let Some((_, rest)) = state.split_once(MARK) else {
            continue;
        };
        let end = rest
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len());
        if let Ok(number) = rest[..end].parse() {
            each(client, number);
        }
    }
    Some(())
}

/// A client of a draft, which hears whatever comes.
pub(crate) struct Client {
    /// Lent to whoever sends for a while.
    pub(crate) sink: Option<Sink>,
    /// What it has heard.
    pub(crate) listener: Rc<Listener>,
    reading: JoinHandle<()>,
}

impl Client {
    /// Joins a draft as nobody in particular.
    pub(crate) async fn join(server: &Server, draft: &str) -> Result<Self, String> {
        Ok(Self::over(
            server.join(draft).await?,
            fresh_client(),
            Rc::default(),
        ))
    }

    /// A client over a connection, under a client id of its own.
    pub(crate) fn over((sink, mut ear): (Sink, Ear), own: u64, due: Rc<Due>) -> Self {
        let listener = Rc::new(Listener::default());
        let hearing = Rc::clone(&listener);
        let reading = tokio::task::spawn_local(async move {
            while let Some(frame) = ear.next().await {
                ear.hear(&frame, |heard| hearing.take(own, &due, &heard));
                while hearing.stopped.get() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            hearing.closed.set(true);
        });
        Self {
            sink: Some(sink),
            listener,
            reading,
        }
    }

    /// Sends one message.
    pub(crate) async fn send(&mut self, message: &Bytes) -> Result<(), String> {
        let sink = self.sink.as_mut().ok_or("somebody else sends")?;
        sink.send(message).await
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.reading.abort();
    }
}
