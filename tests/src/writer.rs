//! Somebody who writes on and on, and finds another node when theirs ends, as the page and a provider behind a proxy do.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::{Dialect, Peer, Person};

/// How long somebody waits before another try, when no node takes them.
const AGAIN: Duration = Duration::from_millis(50);

/// A connection that does not come to its first state in this time is given up, and the next node tried.
const FIRST_STATE: Duration = Duration::from_secs(10);

/// The server pings every 2 s. Of which nothing was heard for so long, that socket leads nowhere: the page opens the next one, too.
const SILENCE: Duration = Duration::from_secs(7);

/// How long everything may take to be saved after the last edit.
const SETTLE: Duration = Duration::from_secs(60);

/// Who writes where.
pub struct Plan {
    /// In whose name.
    pub person: Person,
    /// The draft.
    pub draft: String,
    /// Whether it moves when it is told to, or comes back when it is closed.
    pub dialect: Dialect,
    /// The addresses of all nodes; the first is tried first. As behind a proxy, a node where nobody listens is passed over.
    pub nodes: Vec<String>,
    /// What the ids of its elements begin with.
    pub prefix: String,
    /// Between two edits.
    pub pace: Duration,
}

/// Somebody who writes.
pub struct Writer {
    shared: Arc<Shared>,
    task: JoinHandle<Peer>,
}

#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    saved: AtomicU64,
    seen: Mutex<Account>,
}

/// What somebody has been through.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Everything that was drawn.
    pub drawn: Vec<String>,
    /// How often it changed over to another socket while the old one worked.
    pub moves: u64,
    /// How often its socket ended under it.
    pub losses: u64,
    /// What nodes that listened said against a connection.
    pub refusals: Vec<String>,
    /// Codes with which sockets were closed.
    pub closed: Vec<u16>,
    /// The longest time without a socket.
    pub longest_gap: Duration,
}

impl Writer {
    /// Begins to write.
    pub async fn start(plan: Plan) -> Self {
        let shared = Arc::<Shared>::default();
        let doc = crate::peer::new_doc(crate::peer::random_client_id());
        let peer = connect(&plan, &shared, 0, doc).await;
        let task = tokio::spawn(write(plan, Arc::clone(&shared), peer));
        Self { shared, task }
    }

    /// Edits that are saved on the present socket. It begins again with each.
    #[must_use]
    pub fn saved(&self) -> u64 {
        self.shared.saved.load(Ordering::Relaxed)
    }

    /// What it has been through so far.
    #[must_use]
    pub fn account(&self) -> Account {
        self.shared.account().clone()
    }

    /// Writes no more, and waits until all of it is saved. Gives the last socket, and what was written. A stock client is not told what is saved:
    /// what it wrote last may not be there yet, and is lost where its socket is dropped at once.
    pub async fn finish(self) -> (Peer, Account) {
        self.shared.stop.store(true, Ordering::Relaxed);
        let peer = self.task.await.expect("the writer does not panic");
        let account = self.shared.account().clone();
        (peer, account)
    }
}

impl Shared {
    fn account(&self) -> std::sync::MutexGuard<'_, Account> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(plan: Plan, shared: Arc<Shared>, mut peer: Peer) -> Peer {
    let mut at = 0;
    let mut number = 0;
    let mut stopped: Option<Instant> = None;
    let mut heard = (0, Instant::now());
    loop {
        let seen = peer.seen();
        if heard.0 != seen.frames {
            heard = (seen.frames, Instant::now());
        }
        if seen.closed.is_some() || heard.1.elapsed() > SILENCE {
            let gone = Instant::now();
            {
                let mut account = shared.account();
                account.losses += 1;
                account.closed.extend(seen.closed.map(|(code, _)| code));
            }
            at += 1;
            let doc = peer.cut().await;
            peer = connect(&plan, &shared, at, doc).await;
            let mut account = shared.account();
            account.longest_gap = account.longest_gap.max(gone.elapsed());
            heard = (0, Instant::now());
        } else if !seen.going_away.is_empty() {
            // The next socket is open before the old one is let go; both hold one document.
            at += 1;
            peer = connect(&plan, &shared, at, peer.doc().clone()).await;
            shared.account().moves += 1;
            heard = (0, Instant::now());
        }
        shared
            .saved
            .store(peer.seen().saved_up_to, Ordering::Relaxed);
        if !shared.stop.load(Ordering::Relaxed) {
            let id = format!("{}{number}", plan.prefix);
            peer.draw(&id);
            shared.account().drawn.push(id);
            number += 1;
        } else if is_settled(&plan, &peer) {
            return peer;
        } else if stopped.get_or_insert_with(Instant::now).elapsed() > SETTLE {
            panic!("{} was not all saved: {:?}", plan.prefix, peer.seen());
        }
        tokio::time::sleep(plan.pace).await;
    }
}

/// Whether everything is saved, as far as the client is told: stock clients are not.
fn is_settled(plan: &Plan, peer: &Peer) -> bool {
    let seen = peer.seen();
    seen.closed.is_none() && (plan.dialect == Dialect::Stock || seen.saved_up_to >= seen.sent)
}

/// Connects to the first node that listens, from number `at` on, with a document that may hold something already.
async fn connect(plan: &Plan, shared: &Shared, at: usize, doc: yrs::Doc) -> Peer {
    let begun = Instant::now();
    loop {
        for step in 0..plan.nodes.len() {
            let node = &plan.nodes[(at + step) % plan.nodes.len()];
            let person = plan.person.at(node);
            let opening = Peer::try_connect(&person, &plan.draft, plan.dialect, doc.clone());
            match tokio::time::timeout(FIRST_STATE, opening).await {
                Ok(Ok(peer)) if first_state(&peer).await => return peer,
                // Nobody listens there, or the connection broke: a proxy tries the next one.
                Ok(Ok(_)) | Err(_) => {}
                Ok(Err(refusal)) if refusal.status == 0 => {}
                Ok(Err(refusal)) => shared
                    .account()
                    .refusals
                    .push(format!("{} {}", refusal.status, refusal.body)),
            }
        }
        assert!(begun.elapsed() < SETTLE, "no node took the client");
        tokio::time::sleep(AGAIN).await;
    }
}

/// Waits for the first state; false when it does not come.
async fn first_state(peer: &Peer) -> bool {
    let begun = Instant::now();
    loop {
        let seen = peer.seen();
        if seen.synced {
            return true;
        }
        if seen.closed.is_some() || begun.elapsed() > FIRST_STATE {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
