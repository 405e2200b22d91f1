//! One run: the steps of a plan, then fine weather, and then everything must be in order.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use imprimatur_protocol::frame::{Access, PresentPerson};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::dice::Dice;
use super::layout::{Paper, first_state};
use super::node::Node;
use super::peer::Peer;
use super::plan::{Plan, Step};
use super::sky::{Sky, Stopped};
use crate::bus::{LocalBus, NodeId};
use crate::clock::Clock;
use crate::collab::journal::Place;
use crate::collab::room::Left;
use crate::collab::testing;
use crate::config::Config;
use crate::platform::Platform;
use crate::rate::Requests;
use crate::workspace::Db;

/// How long everything may take to come to rest in fine weather, in simulated time: longer than any wait of the product.
const RESTS_WITHIN: Duration = Duration::from_secs(150);

/// How finely the time passes.
const SLICE_MS: u64 = 40;

struct Run<'a> {
    plan: &'a Plan,
    sky: Arc<Sky>,
    platform: Platform,
    place: Place,
    /// The node of each number; a dead one stays until it is started anew.
    nodes: Vec<Node>,
    /// Nodes that were told to end, and whose place others have taken.
    leaving: Vec<Node>,
    /// How many nodes were started.
    started: u64,
    shared: bool,
    peers: Vec<Peer>,
    dice: Dice,
    told_time: Instant,
}

/// Runs a plan.
///
/// # Errors
/// What is not in order.
pub(super) async fn run(seed: u64, plan: &Plan) -> Result<(), String> {
    let folder = folder();
    let mut run = Run::begin(seed, plan, &folder).await;
    for (step, wait_ms) in &plan.steps {
        run.take(*step);
        run.pass(*wait_ms).await;
    }
    run.clear_up();
    let end = run.comes_to_rest().await;
    let breaches = run.sky.breaches();
    if !breaches.is_empty() {
        return Err(breaches.join("\n  "));
    }
    end?;
    run.check_disk().await
}

/// In memory where that can be: what the disk itself does is not simulated.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a temporary folder")
}

async fn platform(settings: &[String], folder: &tempfile::TempDir) -> Platform {
    let data = format!("--data-dir={}", folder.path().display());
    let line = ["imprimatur", "serve", &data].map(str::to_owned);
    let line = line.into_iter().chain(settings.iter().cloned());
    let (_, config) = Config::read(line).expect("the settings of a run are right");
    Platform {
        db: Db::open(&config).await.expect("an empty database opens"),
        clock: Clock::drawn(0, 0),
        requests: Arc::new(Requests::new(&config.limits)),
        config: Arc::new(config),
        shutdown: CancellationToken::new(),
        bus: Arc::new(LocalBus::new(1)),
        node: NodeId(0),
        workos: None,
    }
}

impl<'a> Run<'a> {
    async fn begin(seed: u64, plan: &'a Plan, folder: &tempfile::TempDir) -> Self {
        let _stopped = Stopped::time();
        let mut dice = Dice::new(seed ^ 0x5eed);
        let platform = platform(&plan.settings, folder).await;
        let state = first_state();
        let sky = Sky::new(seed, &state);
        let (place, people) = testing::plant(&platform, state, plan.people.len()).await;
        let peers = plan.peers.iter().enumerate();
        let peers = peers
            .map(|(number, part)| {
                let person: PresentPerson = people[part.person].clone();
                let access = plan.people[part.person];
                let own = Dice::new(dice.draw());
                Peer::new(&sky, number, person, access, part.own, own)
            })
            .collect();
        let mut run = Self {
            plan,
            sky,
            platform,
            place,
            nodes: Vec::new(),
            leaving: Vec::new(),
            started: 0,
            shared: plan.nodes > 1 || dice.percent(50),
            peers,
            dice,
            told_time: Instant::now(),
        };
        for _ in 0..plan.nodes {
            let node = run.new_node();
            run.nodes.push(node);
        }
        run
    }

    fn new_node(&mut self) -> Node {
        self.started += 1;
        Node::start(
            &self.platform,
            &self.sky,
            self.place,
            self.started,
            self.shared,
        )
    }

    /// Starts a node in the place of one that has ended, or is about to.
    fn start(&mut self, number: usize) {
        if self.nodes[number].takes_sockets() {
            return;
        }
        if !self.shared {
            // Where there can be only one, the next begins when the last has ended.
            self.nodes[number].crash();
        }
        let node = self.new_node();
        let before = std::mem::replace(&mut self.nodes[number], node);
        self.leaving.push(before);
    }

    /// A node that takes sockets, other than this one if there is another.
    fn another(&mut self, not: Option<usize>) -> Option<usize> {
        let open: Vec<usize> = (0..self.nodes.len())
            .filter(|it| self.nodes[*it].takes_sockets())
            .collect();
        let others: Vec<usize> = open.iter().copied().filter(|it| Some(*it) != not).collect();
        let from = if others.is_empty() { open } else { others };
        (!from.is_empty()).then(|| from[self.dice.below(from.len())])
    }

    fn connect(&mut self, peer: usize, not: Option<usize>, unnoticed_ms: u64) {
        if let Some(number) = self.another(not) {
            self.peers[peer].connect(&self.nodes[number], number, self.place, unnoticed_ms);
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Edit(peer, times) => (0..times).for_each(|_| self.peers[peer].edit()),
            Step::Trespass(peer) => self.peers[peer].trespass(),
            Step::Forge(peer) => self.forge(peer),
            Step::Undo(peer) => self.peers[peer].undo(),
            Step::Show(peer) => self.peers[peer].show(),
            Step::Share(peer) => self.share(peer),
            Step::GoOffline(peer, unnoticed_ms) => {
                self.peers[peer].offline = true;
                self.peers[peer].disconnect(unnoticed_ms);
            }
            Step::GoOnline(peer) => self.peers[peer].offline = false,
            Step::Move(peer, unnoticed_ms) => {
                let from = self.peers[peer].line.as_ref().map(|it| it.node);
                if from.is_some() && !self.peers[peer].asleep {
                    self.connect(peer, from, unnoticed_ms);
                }
            }
            Step::FallAsleep(peer) => self.peers[peer].asleep = true,
            Step::WakeUp(peer) => self.peers[peer].asleep = false,
            Step::StopReading(peer) => self.peers[peer].reads = false,
            Step::ReadOn(peer) => self.peers[peer].reads = true,
            Step::StartAgain(peer) => self.peers[peer].start_again(),
            Step::BusWeather(lost, twice, delay_ms) => self.sky.weather(lost, twice, delay_ms),
            Step::Start(node) => self.start(node),
            Step::Crash(node) => self.nodes[node].crash(),
            Step::Drain(node) => self.nodes[node].drain(),
            Step::Rest => {}
            of_node => self.take_of_node(of_node),
        }
    }

    fn take_of_node(&mut self, step: Step) {
        match step {
            Step::CutBus(node) => self.nodes[node].health.cut.store(true, SeqCst),
            Step::MendBus(node, told) => {
                self.nodes[node].health.cut.store(false, SeqCst);
                if told {
                    self.nodes[node].bus.missed();
                }
            }
            Step::AppendsFail(node, fail) => {
                self.nodes[node].health.appends_fail.store(fail, SeqCst);
            }
            Step::LoadsFail(node, fail) => self.nodes[node].health.loads_fail.store(fail, SeqCst),
            Step::AnswersLost(node, often) => {
                self.nodes[node].health.answers_lost.store(often, SeqCst);
            }
            Step::SlowDatabase(node, ms) => self.nodes[node].health.slow_ms.store(ms, SeqCst),
            Step::HoldStill(node) => self.nodes[node].health.hold(true),
            Step::LetGo(node) => self.nodes[node].health.hold(false),
            Step::Fold(node) => self.nodes[node].fold(),
            Step::Tire(node) => self.nodes[node].tire(),
            Step::JumpClock(node, by_ms) => self.nodes[node].clock.jump(by_ms),
            _ => unreachable!("a step of people"),
        }
    }

    /// Writes under the id of somebody else, who is known to the disk.
    fn forge(&mut self, peer: usize) {
        let own = self.peers[peer].person.id;
        let others = self.sky.people().into_iter().filter(|(_, it)| *it != own);
        let others: Vec<u64> = others.map(|(client, _)| client.get()).collect();
        if !others.is_empty() && self.peers[peer].access == Access::Edit {
            let victim = others[self.dice.below(others.len())];
            self.peers[peer].forge(victim);
        }
    }

    /// Another tab of the same person gets what this one holds, by another way than the server.
    fn share(&mut self, from: usize) {
        let person = self.peers[from].person.id;
        let to =
            (0..self.peers.len()).find(|it| *it != from && self.peers[*it].person.id == person);
        if let Some(to) = to
            && !self.peers[from].dirty
            && !self.peers[from].paper.is_empty()
        {
            self.peers[to].given = true;
            let vector = self.peers[to].paper.vector();
            if let Some(update) = self.peers[from].paper.beyond(&vector)
                && self.peers[to].paper.apply(&update).is_err()
            {
                self.sky.breach("what another tab holds does not apply");
            }
        }
    }

    /// Lets time pass, and peers do what they do by themselves.
    async fn pass(&mut self, wait_ms: u64) {
        let until = Instant::now() + Duration::from_millis(wait_ms);
        // Tasks take their turns without any time passing.
        for _ in 0..self.dice.below(30) {
            tokio::task::yield_now().await;
        }
        loop {
            self.look(false);
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            sleep(left.min(Duration::from_millis(SLICE_MS))).await;
        }
    }

    /// Peers take what came, and come back where they are to.
    fn look(&mut self, all: bool) {
        let passed = self.told_time.elapsed().as_millis();
        self.told_time = Instant::now();
        for node in self.nodes.iter().chain(&self.leaving) {
            node.clock.jump(i64::try_from(passed).expect("fits"));
        }
        for number in 0..self.peers.len() {
            self.peers[number].pump(all);
            if self.peers[number].asleep {
                continue;
            }
            if self.peers[number].sent_away {
                let from = self.peers[number].line.as_ref().map(|it| it.node);
                let soon = self.dice.between(0, 300);
                self.connect(number, from, soon);
            } else if self.peers[number].wants_back() {
                self.connect(number, None, 0);
            }
        }
    }

    /// From here on nothing fails, and everybody is there.
    fn clear_up(&mut self) {
        self.sky.weather(0, 0, 5);
        for node in self.nodes.iter().chain(&self.leaving) {
            node.health.heal();
        }
        if !self.nodes.iter().any(Node::takes_sockets) {
            self.start(0);
        }
        for peer in &mut self.peers {
            (peer.offline, peer.asleep, peer.reads) = (false, false, true);
            // A stock client is not told of refusals (R12): its page is loaded anew.
            if peer.dirty && !peer.own {
                peer.start_again();
            }
            if peer.given {
                peer.disconnect(0);
            }
        }
    }

    async fn comes_to_rest(&mut self) -> Result<(), String> {
        let until = Instant::now() + RESTS_WITHIN;
        loop {
            self.look(true);
            let restless = self.restless().await;
            if restless.is_none() || !self.sky.breaches().is_empty() {
                break;
            }
            if let Some(why) = restless.filter(|_| Instant::now() >= until) {
                return Err(format!("it does not come to rest: {why}"));
            }
            sleep(Duration::from_millis(100)).await;
        }
        for node in &self.leaving {
            let ends = node.collab.stopped();
            if !node.health.is_dead() && tokio::time::timeout(RESTS_WITHIN, ends).await.is_err() {
                return Err("a node that was told to end does not".to_owned());
            }
        }
        Ok(())
    }

    /// What is not as it must be in the end.
    async fn restless(&self) -> Option<String> {
        let expected: Vec<(u64, u32)> = self
            .sky
            .vector()
            .iter()
            .map(|(client, clock)| (client.get(), clock))
            .collect();
        for (number, peer) in self.peers.iter().enumerate() {
            let Some(line) = &peer.line else {
                return Some(format!("peer {number} has no socket"));
            };
            if !line.rests() {
                return Some(format!("peer {number} has something to read"));
            }
            if peer.dirty {
                return Some(format!("peer {number} was not told of a refusal"));
            }
            if peer.paper.clocks() != expected {
                return Some(format!(
                    "peer {number} holds {:?}, on disk are {expected:?}",
                    peer.paper.clocks()
                ));
            }
            if !peer.is_saved() {
                return Some(format!(
                    "peer {number} waits for saved: {} of {}",
                    line.saved,
                    line.sent.len()
                ));
            }
            if peer.paper.has_holes() {
                return Some(format!("peer {number} waits for something"));
            }
        }
        self.crooked_presence().or(self.crooked_layouts().await)
    }

    fn crooked_presence(&self) -> Option<String> {
        let there: BTreeSet<u64> = self.peers.iter().filter_map(Peer::shown_as).collect();
        for (number, peer) in self.peers.iter().enumerate() {
            let seen: BTreeSet<u64> = peer.sees().into_iter().collect();
            let mut others = there.clone();
            others.remove(&peer.paper.client);
            let wrong = if self.plan.turns_back() {
                !seen.is_subset(&others)
            } else {
                seen != others
            };
            if wrong {
                return Some(format!("peer {number} sees {seen:?}, there are {others:?}"));
            }
        }
        None
    }

    async fn crooked_layouts(&self) -> Option<String> {
        let layout = self.peers[0].paper.json();
        for (number, peer) in self.peers.iter().enumerate() {
            if peer.paper.json() != layout {
                return Some(format!(
                    "peer {number} has {}, peer 0 {layout}",
                    peer.paper.json()
                ));
            }
            if !peer.paper.guard() {
                return Some("what nobody may change was changed".to_owned());
            }
        }
        for (number, node) in self.nodes.iter().enumerate() {
            if !node.takes_sockets() || !node.is_open() {
                continue;
            }
            let Some((head, state, left)) = node.state().await else {
                return Some(format!("node {number} does not answer"));
            };
            if left != Left::default() {
                return Some(format!("node {number} is busy: {left:?}"));
            }
            if head != self.sky.head() || json(&state) != layout {
                return Some(format!(
                    "node {number} is at row {head} of {}, with {}, peers with {layout}",
                    self.sky.head(),
                    json(&state)
                ));
            }
        }
        None
    }

    /// What is loaded from the database is what everybody has, and nobody's name is used by another.
    async fn check_disk(&self) -> Result<(), String> {
        let node = self.nodes.iter().find(|it| it.takes_sockets());
        let node = node.expect("one was started");
        let (head, document) = node.stored().await;
        if head != self.sky.head() {
            return Err(format!(
                "row {head} is loaded, {} was committed",
                self.sky.head()
            ));
        }
        let (loaded, layout) = (json(&document.encode_state()), self.peers[0].paper.json());
        if loaded != layout {
            return Err(format!("loaded is {loaded}, peers have {layout}"));
        }
        let people = self.sky.people();
        let mut bound = node.clients().await;
        bound.sort_unstable();
        if bound != people.into_iter().collect::<Vec<_>>() {
            return Err(format!(
                "client ids are bound otherwise than committed: {bound:?}"
            ));
        }
        Ok(())
    }
}

fn json(state: &[u8]) -> String {
    let paper = Paper::new(1);
    match paper.apply(state) {
        Ok(()) => paper.json(),
        Err(cause) => cause,
    }
}
