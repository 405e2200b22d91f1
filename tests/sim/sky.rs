//! What all nodes of a run share: the database's one order, the bus between them, and a witness of what is on disk.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use imprimatur_crdt::held::{Held, Verdict};
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::{ClientId, Document};
use imprimatur_protocol::PersonId;
use tokio::sync::watch;
use tokio::time::sleep;

use super::dice::Dice;
use crate::bus::{Bus, Condition, Envelope, LocalBus, Subscription, Topic};
use crate::collab::journal::Append;
use crate::collab::journal::faults::{Weather, Work};
use crate::error::{Error, Result};

/// Stands in everything that nobody may write. None of it may reach the disk.
pub(super) const FORBIDDEN: &str = "forbidden";

/// What is on disk, noted commit by commit, before anybody can have read it.
pub(super) struct Witness {
    /// What deleting a value deletes with it is known only by the whole.
    document: Document,
    held: Held,
    head: u64,
    people: BTreeMap<ClientId, PersonId>,
}

/// Shared by all nodes of a run.
pub(super) struct Sky {
    dice: Mutex<Dice>,
    witness: Mutex<Witness>,
    breaches: Mutex<Vec<String>>,
    /// One piece of work with the database at a time.
    database: Arc<tokio::sync::Mutex<()>>,
    buses: Mutex<Vec<Arc<NodeBus>>>,
    lost: AtomicU64,
    twice: AtomicU64,
    delay_ms: AtomicU64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sky {
    pub(super) fn new(seed: u64, state: &[u8]) -> Arc<Self> {
        let whole = "the first state is whole";
        Arc::new(Self {
            dice: Mutex::new(Dice::new(!seed)),
            witness: Mutex::new(Witness {
                document: Document::from_state(state).expect(whole),
                held: Held::from_state(state).expect(whole),
                head: 0,
                people: BTreeMap::new(),
            }),
            breaches: Mutex::default(),
            database: Arc::default(),
            buses: Mutex::default(),
            lost: AtomicU64::new(0),
            twice: AtomicU64::new(0),
            delay_ms: AtomicU64::new(0),
        })
    }

    pub(super) fn breach(&self, what: impl Into<String>) {
        lock(&self.breaches).push(what.into());
    }

    pub(super) fn breaches(&self) -> Vec<String> {
        lock(&self.breaches).clone()
    }

    pub(super) fn weather(&self, lost: u64, twice: u64, delay_ms: u64) {
        self.lost.store(lost, SeqCst);
        self.twice.store(twice, SeqCst);
        self.delay_ms.store(delay_ms, SeqCst);
    }

    /// Whether all that an update brings is on disk.
    pub(super) fn is_on_disk(&self, update: &[u8]) -> bool {
        let Ok(scan) = scan(update, &ScanLimits::stored()) else {
            return false;
        };
        lock(&self.witness).held.check(&scan) == Ok(Verdict::Nothing)
    }

    /// How many operations of a client are on disk.
    pub(super) fn on_disk(&self, client: ClientId) -> u32 {
        lock(&self.witness).held.next(client)
    }

    pub(super) fn head(&self) -> u64 {
        lock(&self.witness).head
    }

    pub(super) fn people(&self) -> BTreeMap<ClientId, PersonId> {
        lock(&self.witness).people.clone()
    }

    pub(super) fn vector(&self) -> imprimatur_crdt::StateVector {
        lock(&self.witness).held.state_vector()
    }

    fn up_to(&self, most: u64) -> Duration {
        Duration::from_millis(lock(&self.dice).between(0, most))
    }

    fn percent(&self, chance: u64) -> bool {
        lock(&self.dice).percent(chance)
    }

    /// A row was committed.
    fn note(&self, append: &Append, head: u64) {
        let mut witness = lock(&self.witness);
        let witness = &mut *witness;
        if head != witness.head + 1 {
            self.breach(format!("row {head} follows on row {}", witness.head));
        }
        witness.head = head;
        for (client, person) in &append.binds {
            if *witness.people.entry(*client).or_insert(*person) != *person {
                self.breach(format!("row {head}: {client:?} is somebody else's"));
            }
        }
        for update in &append.updates {
            if contains(update, FORBIDDEN.as_bytes()) {
                self.breach(format!("row {head} holds what nobody may write"));
            }
            let scanned = scan(update, &ScanLimits::stored());
            let fits = scanned.as_ref().ok().map(|it| witness.held.check(it));
            match (scanned, fits) {
                (Ok(scan), Some(Ok(Verdict::New { .. } | Verdict::Nothing))) => {
                    let unbound = scan.insertions().any(|it| {
                        !witness.people.contains_key(&it.client)
                            && witness.held.next(it.client) < it.to
                    });
                    if unbound {
                        self.breach(format!("row {head} brings a client id that is nobody's"));
                    }
                    witness.held.admit(&scan);
                    match witness.document.apply(update) {
                        Ok(applied) => witness.held.learn(&applied),
                        Err(cause) => self.breach(format!("row {head} does not apply: {cause}")),
                    }
                }
                (_, fits) => self.breach(format!(
                    "row {head} rests on what is not before it: {fits:?}"
                )),
            }
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

/// How one node does.
pub(super) struct Health {
    dead: AtomicBool,
    still: watch::Sender<bool>,
    pub(super) cut: AtomicBool,
    pub(super) appends_fail: AtomicBool,
    pub(super) loads_fail: AtomicBool,
    /// Of a hundred.
    pub(super) answers_lost: AtomicU64,
    pub(super) slow_ms: AtomicU64,
}

impl Health {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            dead: AtomicBool::new(false),
            still: watch::channel(false).0,
            cut: AtomicBool::new(false),
            appends_fail: AtomicBool::new(false),
            loads_fail: AtomicBool::new(false),
            answers_lost: AtomicU64::new(0),
            slow_ms: AtomicU64::new(0),
        })
    }

    /// Everything but death passes.
    pub(super) fn heal(&self) {
        self.still.send_replace(false);
        for switch in [&self.cut, &self.appends_fail, &self.loads_fail] {
            switch.store(false, SeqCst);
        }
        self.answers_lost.store(0, SeqCst);
        self.slow_ms.store(0, SeqCst);
    }

    pub(super) fn die(&self) {
        self.dead.store(true, SeqCst);
        self.still.send_replace(false);
    }

    pub(super) fn is_dead(&self) -> bool {
        self.dead.load(SeqCst)
    }

    pub(super) fn hold(&self, still: bool) {
        self.still.send_replace(still);
    }

    pub(super) fn is_still(&self) -> bool {
        *self.still.borrow()
    }

    /// Waits while the node is held still. False when it is dead.
    pub(super) async fn runs(&self) -> bool {
        let mut still = self.still.subscribe();
        // The sender lives as long as the node does.
        let _ = still.wait_for(|still| !still).await;
        !self.is_dead()
    }

    /// As [`Self::runs`]; of a dead node nothing ever comes.
    async fn goes_on(&self) {
        if !self.runs().await {
            std::future::pending::<()>().await;
        }
    }
}

/// Holds the simulated time while something happens in real time, on another thread.
pub(super) struct Stopped(
    #[expect(dead_code, reason = "its end is what is waited for")] mpsc::Sender<()>,
);

impl Stopped {
    pub(super) fn time() -> Self {
        let (held, end) = mpsc::channel::<()>();
        // A paused clock is not moved on while a blocking task runs.
        tokio::task::spawn_blocking(move || end.recv().is_ok());
        Self(held)
    }
}

/// The database as one node has it.
pub(super) struct NodeWeather {
    pub(super) sky: Arc<Sky>,
    pub(super) health: Arc<Health>,
}

impl NodeWeather {
    async fn takes_long(&self) {
        let most = self.health.slow_ms.load(SeqCst);
        sleep(self.sky.up_to(most + 2)).await;
        self.health.goes_on().await;
    }
}

impl Weather for NodeWeather {
    fn enter(&self, work: Work) -> BoxFuture<'_, Result<Box<dyn Any + Send>>> {
        async move {
            let turn = loop {
                self.takes_long().await;
                let turn = Arc::clone(&self.sky.database).lock_owned().await;
                if !self.health.is_dead() && !self.health.is_still() {
                    break turn;
                }
            };
            let fails = match work {
                Work::Append | Work::Fold => &self.health.appends_fail,
                Work::Load => &self.health.loads_fail,
            };
            if fails.load(SeqCst) {
                return Err(Error::unavailable("The database is away."));
            }
            let held: Box<dyn Any + Send> = Box::new((Stopped::time(), turn));
            Ok(held)
        }
        .boxed()
    }

    fn leave(&self, work: Work) -> BoxFuture<'_, Result<()>> {
        async move {
            self.takes_long().await;
            let lost = self.sky.percent(self.health.answers_lost.load(SeqCst));
            if work != Work::Load && lost {
                return Err(Error::unavailable("The answer was lost."));
            }
            Ok(())
        }
        .boxed()
    }

    fn committed(&self, append: &Append, head: u64) {
        self.sky.note(append, head);
    }
}

/// The bus as one node has it.
pub(super) struct NodeBus {
    sky: Arc<Sky>,
    health: Arc<Health>,
    local: LocalBus,
    shared: bool,
}

impl NodeBus {
    pub(super) fn new(
        sky: &Arc<Sky>,
        health: &Arc<Health>,
        queue: usize,
        shared: bool,
    ) -> Arc<Self> {
        let bus = Arc::new(Self {
            sky: Arc::clone(sky),
            health: Arc::clone(health),
            local: LocalBus::shared(queue),
            shared,
        });
        let mut buses = lock(&sky.buses);
        buses.retain(|it| !it.health.is_dead());
        buses.push(Arc::clone(&bus));
        bus
    }

    pub(super) fn missed(&self) {
        self.local.missed();
    }
}

impl Bus for NodeBus {
    fn publish(&self, envelope: Envelope) {
        let buses = lock(&self.sky.buses).clone();
        for to in buses {
            let copies = if self.sky.percent(self.sky.lost.load(SeqCst)) {
                0
            } else {
                1 + usize::from(self.sky.percent(self.sky.twice.load(SeqCst)))
            };
            for _ in 0..copies {
                let (from, to) = (Arc::clone(&self.health), Arc::clone(&to));
                let (envelope, delay) = (
                    envelope.clone(),
                    self.sky.up_to(self.sky.delay_ms.load(SeqCst)),
                );
                tokio::spawn(async move {
                    if !from.runs().await || from.cut.load(SeqCst) {
                        return;
                    }
                    sleep(delay).await;
                    if to.health.runs().await && !to.health.cut.load(SeqCst) {
                        to.local.publish(envelope);
                    }
                });
            }
        }
    }

    fn subscribe(&self, topic: Topic) -> Subscription {
        if matches!(topic, Topic::Draft(_)) && self.local.listeners(topic) > 0 {
            self.sky.breach("a draft is open twice on one node");
        }
        self.local.subscribe(topic)
    }

    fn is_shared(&self) -> bool {
        self.shared
    }

    fn condition(&self) -> Condition {
        Condition::Local
    }

    fn lost(&self) -> u64 {
        0
    }
}
