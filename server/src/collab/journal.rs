//! The durable log of every draft's edits.
//!
//! One task appends for all rooms of the node: it takes what waits, writes it in one transaction (and in a second one
//! what binds client ids) and tells each room, while more gathers. Rooms hand over at most one batch at a time and
//! never wait for the disk themselves.
//!
//! Invariants: nothing is reported committed that is not; a load sees every append that was handed over before it;
//! a fold touches committed rows only and changes nothing when another was first.

mod append;
#[cfg(test)]
pub(super) mod faults;
mod fold;
mod load;
pub(super) mod rows;
#[cfg(test)]
mod tests;
pub(super) mod tries;

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use futures_util::FutureExt;
use imprimatur_crdt::{ClientId, Document, held::Held};
use imprimatur_protocol::{DraftId, OrganisationId, PersonId};
use tokio::sync::mpsc::{OwnedPermit, error::TrySendError};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tracing::Span;

#[cfg(test)]
use self::faults::{Faults, Work};
pub(super) use self::fold::Folded;
use self::tries::{Note, Noted, Tries};
use super::room::Replica;
use super::{metrics, store};
use crate::clock::Clock;
use crate::config::Limits;
use crate::error::{Error, Result, describe};
use crate::workspace::Db;

/// Folds at once on a node: they take a core each, and edits need the others.
const FOLDS: usize = 2;

/// Hands batches to the journal, and reads from it. Cloning shares it.
#[derive(Clone)]
pub(super) struct Journal {
    shared: Arc<Shared>,
    queue: mpsc::Sender<Command>,
}

struct Shared {
    db: Db,
    clock: Clock,
    batch_bytes: usize,
    folds: Semaphore,
    tries: Tries,
    #[cfg(test)]
    faults: Faults,
}

/// A draft of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) organisation: OrganisationId,
    pub(super) draft: DraftId,
}

/// One room's batch.
#[derive(Debug)]
pub(super) struct Append {
    pub(super) place: Place,
    /// The updates as they came. Empty updates are none.
    pub(super) updates: Vec<Bytes>,
    /// Client ids that these updates use for the first time, and whose they are from now on.
    pub(super) binds: Vec<(ClientId, PersonId)>,
    /// People who have only deleted, and are to be noted.
    pub(super) deleters: Vec<PersonId>,
    /// Whether the template counts as edited now.
    pub(super) touch: bool,
    /// People of whom it is to be noted now that they edit.
    pub(super) sitting: Vec<PersonId>,
    /// Traces of these updates, of those that are written.
    pub(super) spans: Vec<Span>,
    /// Whether it failed before. It is then written on its own: if it is the cause, nobody else fails with it.
    pub(super) again: bool,
}

impl Append {
    fn bytes(&self) -> usize {
        self.updates.iter().map(Bytes::len).sum()
    }
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Appended {
    /// It is on disk, as this row.
    Committed { head: u64 },
    /// There is no such draft any more.
    Gone,
    /// One of its client ids is somebody else's; nothing was written.
    ForeignClient,
    /// The database failed. Nothing was written, as far as one can know.
    Failed,
}

/// How a draft is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As its bytes, where they were held before without harm.
    Stored,
    /// Decoded in any case.
    Decoded,
}

/// A draft, loaded.
pub(super) struct Loaded {
    pub(super) replica: Replica,
    /// `None` where nobody has needed it yet: the bytes say it.
    pub(super) held: Option<Held>,
    pub(super) head: u64,
    pub(super) clients: HashMap<ClientId, PersonId>,
    /// The encoded state, where it was not decoded.
    pub(super) state: Option<Bytes>,
    /// Rows and bytes since the snapshot.
    pub(super) tail_rows: u32,
    pub(super) tail_bytes: usize,
    /// How large the state is at most.
    pub(super) state_bytes: usize,
    /// It can only be read.
    pub(super) is_damaged: bool,
    /// Rooms of it have failed lately.
    pub(super) rooms_failed: bool,
}

impl Loaded {
    /// The document.
    ///
    /// # Panics
    /// The stored snapshot was held before, and can no longer be read.
    pub(super) fn into_document(self) -> Document {
        match (self.replica, &self.state) {
            (Replica::Awake(document), _) => document,
            (_, Some(state)) => Document::from_state(state).expect("it was held before"),
            (_, None) => unreachable!("what is asleep has its bytes"),
        }
    }
}

/// What was committed beyond a row, by whichever node.
pub(super) enum Since {
    /// These rows, in order, each with its number, and whose the client ids of the draft are.
    Rows {
        rows: Vec<(u64, Bytes)>,
        clients: Vec<(ClientId, PersonId)>,
        /// There are further ones.
        more: bool,
    },
    /// Some of them were folded into the snapshot: only loading the draft gives them.
    Folded,
    /// There is no such draft any more.
    Gone,
}

/// Rows that are read at once to catch up.
const ROWS_AT_ONCE: u32 = 256;

enum Command {
    Append(Append, oneshot::Sender<Appended>),
    /// How loading a draft goes.
    Note(Place, Note, oneshot::Sender<Result<()>>),
    /// Answered when all that was handed over before has been dealt with.
    Settle(oneshot::Sender<()>),
}

impl Journal {
    /// A journal, and the task that writes it. The task ends when the last handle is dropped.
    pub(super) fn new(
        db: Db,
        clock: Clock,
        limits: &Limits,
    ) -> (Self, impl Future<Output = ()> + use<>) {
        let (queue, commands) = mpsc::channel(limits.journal_queue);
        let shared = Arc::new(Shared {
            db,
            clock,
            batch_bytes: limits.journal_batch_bytes,
            folds: Semaphore::new(FOLDS),
            tries: Tries::default(),
            #[cfg(test)]
            faults: Faults::default(),
        });
        (
            Self {
                shared: Arc::clone(&shared),
                queue,
            },
            write(shared, commands),
        )
    }

    /// A place for one batch. Never waits: `None` while as many wait as may.
    pub(super) fn slot(&self) -> Option<Slot> {
        match self.queue.clone().try_reserve_owned() {
            Ok(permit) => Some(Slot(Some(permit))),
            Err(TrySendError::Full(_)) => None,
            Err(TrySendError::Closed(_)) => Some(Slot(None)),
        }
    }

    /// A batch is to be handed over at that moment: others who write shortly before let it go first.
    pub(super) fn expect(&self, at: tokio::time::Instant) {
        // Simulated time stands still while the database works, so nobody can wait there.
        #[cfg(test)]
        if self.shared.faults.weather.get().is_some() {
            return;
        }
        self.shared.db.expect(at);
    }

    /// Batches that wait now.
    pub(super) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }
}

impl Journal {
    /// What other nodes have committed beyond row `after`. Cheap when that is nothing.
    pub(super) async fn since(&self, place: Place, after: u64) -> Result<Since> {
        #[cfg(test)]
        let turn = self.shared.faults.since().await?;
        let mut tx = self.shared.db.read().await?;
        let Place {
            organisation,
            draft,
        } = place;
        let since = match store::since(&mut tx, organisation, draft, after, ROWS_AT_ONCE).await? {
            None => Since::Gone,
            Some(store::Since::Folded) => Since::Folded,
            Some(store::Since::Rows { rows, more }) => Since::Rows {
                clients: if rows.is_empty() {
                    Vec::new()
                } else {
                    store::clients::bound(&mut tx, organisation, draft).await?
                },
                rows,
                more,
            },
        };
        drop(tx);
        #[cfg(test)]
        turn.leave().await?;
        Ok(since)
    }
}

/// A place in the queue of the journal.
pub(super) struct Slot(Option<OwnedPermit<Command>>);

impl Slot {
    /// Hands a batch over. Where nobody writes any more, nobody answers.
    pub(super) fn append(self, append: Append) -> oneshot::Receiver<Appended> {
        let (reply, appended) = oneshot::channel();
        if let Some(permit) = self.0 {
            permit.send(Command::Append(append, reply));
        }
        appended
    }
}

type Waiting = (Append, oneshot::Sender<Appended>);

/// The journal's task: takes what waits, writes it, tells the rooms, and again.
async fn write(shared: Arc<Shared>, mut commands: mpsc::Receiver<Command>) {
    let mut next: VecDeque<Waiting> = VecDeque::new();
    while let Some(first) = commands.recv().await {
        gather(&commands).await;
        let mut settles = Vec::new();
        let mut notes: Vec<Noted> = Vec::new();
        let mut group = Group::new(shared.batch_bytes);
        let mut command = Some(first);
        while let Some(taken) = command {
            match taken {
                // A room hands over one batch at a time, so the order of the queue is all the order there is.
                Command::Append(append, reply) => {
                    if let Some(apart) = group.take((append, reply)) {
                        next.push_back(apart);
                    }
                }
                Command::Note(place, note, reply) => notes.push((place, note, reply)),
                Command::Settle(reply) => settles.push(reply),
            }
            command = if group.is_full() {
                None
            } else {
                commands.try_recv().ok()
            };
        }
        shared.commit(group.waiting).await;
        // What failed before, and what no longer fitted.
        for apart in next.drain(..) {
            shared.commit(vec![apart]).await;
        }
        shared.write_down(notes).await;
        for settle in settles {
            let _ = settle.send(());
        }
    }
}

/// Rooms hand over at the same moments: lets all of them do so whose turn it is.
async fn gather(commands: &mpsc::Receiver<Command>) {
    let mut before = 0;
    while commands.len() > before || before == 0 {
        before = commands.len().max(1);
        tokio::task::yield_now().await;
    }
}

/// What goes into one transaction.
struct Group {
    waiting: Vec<Waiting>,
    bytes: usize,
    most: usize,
}

impl Group {
    fn new(most: usize) -> Self {
        Self {
            waiting: Vec::new(),
            bytes: 0,
            most,
        }
    }

    fn is_full(&self) -> bool {
        self.bytes >= self.most
    }

    /// Gives back what must be written on its own.
    fn take(&mut self, waiting: Waiting) -> Option<Waiting> {
        let bytes = waiting.0.bytes();
        if waiting.0.again || (self.bytes > 0 && self.bytes + bytes > self.most) {
            self.bytes += bytes;
            return Some(waiting);
        }
        self.bytes += bytes;
        self.waiting.push(waiting);
        None
    }
}

impl Shared {
    /// Writes a group, and tells each room what became of its batch.
    async fn commit(&self, mut group: Vec<Waiting>) {
        // Rows are locked in the same order on every node, so that two groups never wait for each other.
        group.sort_by_key(|(append, _)| append.place.draft);
        let (plain, binding) = append::split(group);
        self.commit_together(plain, false).await;
        self.commit_together(binding, true).await;
        self.db.came();
    }

    /// Writes batches in one transaction.
    async fn commit_together(&self, group: Vec<Waiting>, binds: bool) {
        if group.is_empty() {
            return;
        }
        let started = Instant::now();
        let traced = metrics::commits(group.iter().flat_map(|(append, _)| &append.spans));
        // A panic fails this group, and each batch of it is then tried on its own; it must not end the journal of all.
        let written = AssertUnwindSafe(self.write(&group, binds))
            .catch_unwind()
            .await;
        let written =
            written.unwrap_or_else(|_| Err(Error::internal("writing the journal panicked")));
        drop(traced);
        metrics::committed(started, written.is_ok());
        match written {
            Ok(outcomes) => {
                for ((_, reply), outcome) in group.into_iter().zip(outcomes) {
                    let _ = reply.send(outcome);
                }
            }
            Err(cause) => {
                let cause = describe(&cause);
                tracing::warn!(
                    batches = group.len(),
                    error.cause = %cause,
                    "edits of {} drafts could not be saved and wait: {cause}",
                    group.len()
                );
                for (_, reply) in group {
                    let _ = reply.send(Appended::Failed);
                }
            }
        }
    }

    async fn write(&self, group: &[Waiting], binds: bool) -> Result<Vec<Appended>> {
        #[cfg(test)]
        let turn = self.faults.append().await?;
        let appended = if binds {
            self.write_binding(group).await?
        } else {
            self.write_rows(group).await?
        };
        #[cfg(test)]
        self.faults.committed(group, &appended);
        #[cfg(test)]
        turn.leave().await?;
        Ok(appended)
    }
}

#[cfg(test)]
impl Journal {
    pub(super) fn faults(&self) -> &Faults {
        &self.shared.faults
    }
}
