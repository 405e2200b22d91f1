//! The actor of one open draft: the only owner of its document.
//!
//! Everything that can wake a room is in [`Room::run`]'s one `select!`; everything that sockets may ask is in
//! [`RoomMsg`]. The room never waits for the disk: what it accepts gathers while an append is in flight, and is
//! applied, shown and reported saved when the journal says that it is on disk.
//!
//! Invariants: the document holds committed updates only; `held` is the document plus what is in flight or gathers;
//! what has neither been written to nor asked for more than its bytes is its bytes;
//! nothing is pending in the document after an apply; a room with nobody in it and nothing in flight may vanish.

mod beat;
mod commit;
mod damage;
pub(super) mod deletions;
mod encoded;
mod ending;
#[cfg(test)]
mod examine;
mod intake;
mod mailbox;
mod members;
mod neighbours;
mod replica;
mod showing;
mod shown;
mod sittings;
#[cfg(test)]
mod tests;
mod texts;
mod waking;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use imprimatur_crdt::{ClientId, held::Held, permit::Permit};
use imprimatur_protocol::frame::{Access, PresentPerson};
use imprimatur_protocol::{Close, PersonId, SessionId};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{mpsc, oneshot};
use tokio::task::block_in_place;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

pub(super) use self::beat::Beat;
use self::beat::Rush;
use self::commit::{Entry, InFlight, Pace};
use self::damage::Damage;
use self::deletions::Deletions;
use self::encoded::{Encoded, Known};
#[cfg(test)]
pub(super) use self::examine::{Examination, Left};
pub(super) use self::mailbox::{Joiner, Letter, RoomMsg};
use self::members::Member;
use self::neighbours::{Neighbours, Stirred};
pub(super) use self::replica::Replica;
use self::showing::Showing;
use self::waking::{answer_of, at, stirred};
use super::journal::{Appended, Folded, How, Journal, Loaded, Place};
use super::presence::Presence;
use crate::bus::{Bus, NodeId, Topic};
use crate::clock::Clock;
use crate::config::Limits;

/// How often a room looks at its sockets: fine enough for presence (P4), and nothing against the cost of an edit.
const TICK: Duration = Duration::from_millis(500);

/// Messages that are heard before the room looks at what else there is.
const HEARD_AT_ONCE: usize = 32;

/// From so many bytes on, encoding a state or applying updates takes longer than the other tasks of a thread should wait.
const LONG_BYTES: usize = 16 * 1024;

/// Where clocks of presence begin: 1 January 2024, in milliseconds since 1970. Small numbers are short on the wire.
const CLOCK_EPOCH_MS: i64 = 1_704_067_200_000;

/// One socket of this node. Later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SessionKey(pub(super) u64);

/// Who is behind a socket.
#[derive(Debug, Clone)]
pub(super) struct Participant {
    pub(super) session: SessionId,
    pub(super) person: PresentPerson,
    pub(super) access: Access,
}

/// A committed state.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) head: u64,
    pub(super) state: Bytes,
}

/// Why a room could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shut {
    /// There is no such draft.
    Gone,
    /// It could not be loaded.
    Failed,
    /// Nothing of it can be loaded.
    Damaged,
}

/// What a room stands on.
#[derive(Clone)]
pub(super) struct Ground {
    pub(super) journal: Journal,
    pub(super) clock: Clock,
    pub(super) bus: Arc<dyn Bus>,
    pub(super) node: NodeId,
    pub(super) limits: Arc<Limits>,
    pub(super) beat: Beat,
    /// The program is to end.
    pub(super) shutdown: CancellationToken,
}

/// The actor of one open draft.
pub(super) struct Room {
    ground: Ground,
    place: Place,
    mailbox: mpsc::Receiver<Letter>,
    /// The draft was deleted.
    gone: CancellationToken,
    replica: Replica,
    /// What the document and all that is unsaved hold. `None`: there are the bytes alone, and nothing is unsaved.
    held: Option<Held>,
    /// Which deletions `held` knows.
    held_knows: Known,
    /// What of `held` is text; only while somebody is here who may write nothing else.
    permit: Option<Permit>,
    head: u64,
    clients: HashMap<ClientId, PersonId>,
    members: BTreeMap<SessionKey, Box<Member>>,
    presence: Presence,
    showing: Showing,
    /// `None` where no other node can be.
    neighbours: Option<Neighbours>,
    /// Accepted, not handed to the journal yet.
    gathering: VecDeque<Entry>,
    /// Bytes in `gathering` and `in_flight` together.
    unsaved_bytes: usize,
    in_flight: Option<InFlight>,
    pace: Pace,
    /// A load that replaces the document; `None` from it: the draft is gone.
    reloading: Option<oneshot::Receiver<Option<Box<Loaded>>>>,
    folding: Option<oneshot::Receiver<Option<Folded>>>,
    /// A fold that failed is not tried again at once.
    fold_after: Instant,
    rush: Rush,
    /// That on other nodes.
    rush_elsewhere: Rush,
    tail_rows: u32,
    tail_bytes: usize,
    /// The encoded state at `head`, once somebody has asked for it.
    state: Option<Encoded>,
    /// How large the state is at most: as it was last measured, and all bytes since.
    state_bytes: usize,
    /// Bytes since it was measured.
    unmeasured_bytes: usize,
    /// Parts of what is held when it was last made from a state.
    weighed_parts: u64,
    touched_at: Option<Instant>,
    /// When it was last noted of somebody that they edit.
    sittings: HashMap<PersonId, Instant>,
    deletions: Deletions,
    damage: Damage,
    /// Something did not apply: what is written is taken in one by one from then on.
    one_by_one: bool,
    /// How the draft is to be loaded again.
    load_how: How,
    /// When what gathers is handed over.
    submit_at: Option<Instant>,
    /// When the document was last needed as more than its bytes.
    needed_at: Instant,
    idle_since: Instant,
    /// The program is to end.
    draining: bool,
    /// Until then sessions may stay although the program is to end: they are on their way to another node.
    stay_until: Option<Instant>,
}

/// What woke the room.
enum Woken {
    Appended(Appended),
    Reloaded(Option<Option<Box<Loaded>>>),
    Folded(Option<Folded>),
    Stirred(Stirred),
    Due,
    Tick,
    Message(Option<Letter>),
    Gone,
    Shutdown,
}

/// How a room ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// Nobody was in it and nothing was left to do.
    Idle,
    /// The draft is gone, or the program ends.
    Closed,
    /// It could not be loaded.
    NotLoaded,
}

impl Room {
    /// Loads the draft and then serves it until nobody needs it. `vacate` gives the place free for a next room; after
    /// it has been called, what still arrives is dropped, and its senders ask the hub again.
    pub(super) async fn serve(
        ground: Ground,
        place: Place,
        mailbox: mpsc::Receiver<Letter>,
        gone: CancellationToken,
        vacate: impl FnOnce(),
    ) -> Ended {
        // Before loading: what is said meanwhile waits.
        let neighbours = ground
            .bus
            .is_shared()
            .then(|| Neighbours::new(ground.bus.subscribe(Topic::Draft(place.draft))));
        let loaded = match ground.journal.load(place).await {
            Ok(Some(loaded)) => Ok(loaded),
            Ok(None) => Err(Shut::Gone),
            Err(cause) => {
                let shut = damage::shut(&cause);
                let cause = crate::error::describe(&cause);
                tracing::error!(
                    draft.id = %place.draft, error.cause = %cause,
                    "{} could not be opened: {cause}", place.draft
                );
                Err(shut)
            }
        };
        match loaded {
            Ok(loaded) => {
                let mut room = Self::new(ground, place, mailbox, gone, loaded, neighbours);
                room.greet_neighbours();
                let ended = room.run().await;
                vacate();
                room.mailbox.close();
                let lived = room.has_lived();
                // The next room may be open already: this one is to be gone before anything is waited for.
                drop(room);
                lived.await;
                ended
            }
            Err(shut) => {
                vacate();
                damage::refuse_all(mailbox, shut);
                Ended::NotLoaded
            }
        }
    }

    fn new(
        ground: Ground,
        place: Place,
        mailbox: mpsc::Receiver<Letter>,
        gone: CancellationToken,
        loaded: Loaded,
        neighbours: Option<Neighbours>,
    ) -> Self {
        let now = Instant::now();
        let floor = u64::try_from(ground.clock.now_ms() - CLOCK_EPOCH_MS).unwrap_or(0);
        let ids_most = ground.limits.client_ids_per_session;
        let weighed_parts = replica::parts(loaded.held.as_ref());
        let damage = Damage::of(&loaded, now);
        Self {
            ground,
            place,
            mailbox,
            gone,
            replica: loaded.replica,
            // What is loaded with the bytes was decoded.
            held_knows: Known::All,
            held: loaded.held,
            permit: None,
            head: loaded.head,
            clients: loaded.clients,
            members: BTreeMap::new(),
            presence: Presence::new(floor, ids_most, now),
            showing: Showing::default(),
            neighbours,
            gathering: VecDeque::new(),
            unsaved_bytes: 0,
            in_flight: None,
            pace: Pace::default(),
            reloading: None,
            folding: None,
            fold_after: now,
            rush: Rush::new(),
            rush_elsewhere: Rush::new(),
            tail_rows: loaded.tail_rows,
            tail_bytes: loaded.tail_bytes,
            state: loaded
                .state
                .as_deref()
                .map(|it| Encoded::new(it, Known::Named)),
            state_bytes: loaded.state_bytes,
            unmeasured_bytes: loaded.tail_bytes,
            weighed_parts,
            touched_at: None,
            sittings: HashMap::new(),
            deletions: Deletions::default(),
            damage,
            one_by_one: false,
            load_how: How::Stored,
            submit_at: None,
            needed_at: now,
            idle_since: now,
            draining: false,
            stay_until: None,
        }
    }

    async fn run(&mut self) -> Ended {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let due = [self.showing.due(), self.submit_due()];
            let due = due.into_iter().flatten().min();
            // What the disk says goes first: it frees bytes. Then time, so that neither busy neighbours nor a busy mailbox can stop it.
            let woken = tokio::select! {
                biased;
                appended = answer_of(self.in_flight.as_mut().map(|it| &mut it.reply)) => {
                    // A journal that has ended has written nothing.
                    Woken::Appended(appended.unwrap_or(Appended::Failed))
                }
                loaded = answer_of(self.reloading.as_mut()) => Woken::Reloaded(loaded),
                folded = answer_of(self.folding.as_mut()) => Woken::Folded(folded.flatten()),
                () = self.gone.cancelled() => Woken::Gone,
                () = self.ground.shutdown.cancelled(), if !self.draining => Woken::Shutdown,
                () = at(due) => Woken::Due,
                stirred = stirred(self.neighbours.as_mut()) => Woken::Stirred(stirred),
                _ = ticks.tick() => Woken::Tick,
                message = self.mailbox.recv(), if !self.is_full() => Woken::Message(message),
            };
            let on_time = matches!(woken, Woken::Due);
            match woken {
                Woken::Appended(appended) => self.appended(appended),
                Woken::Reloaded(Some(loaded)) => self.reloaded(loaded),
                // The loader is no more; another room will load.
                Woken::Reloaded(None) => {
                    self.expel_all(Close::RoomFailed);
                    return Ended::Closed;
                }
                Woken::Folded(folded) => self.folded(folded),
                Woken::Stirred(stirred) => self.stir(stirred),
                // What came with the beat is handed over with it; the rest is done below, as whenever the room wakes.
                Woken::Due => self.hear_what_waits(),
                Woken::Tick => self.tick(Instant::now()),
                Woken::Message(Some(letter)) => self.hear_all(letter),
                // Every handle is gone, the hub's too.
                Woken::Message(None) => {
                    self.draining = true;
                    self.expel_all(Close::Restarting);
                }
                Woken::Gone => {
                    self.expel_all(Close::DraftGone);
                    return Ended::Closed;
                }
                Woken::Shutdown => self.drain(),
            }
            self.submit(on_time);
            self.show_in_turn();
            self.fold();
            if self.has_ended() {
                return Ended::Closed;
            }
            if self.is_idle() {
                return Ended::Idle;
            }
        }
    }

    /// Hears what waits now, if anything does.
    fn hear_what_waits(&mut self) {
        if !self.is_full()
            && let Ok(first) = self.mailbox.try_recv()
        {
            self.hear_all(first);
        }
    }

    /// Hears a message, and those that wait behind it: waking costs more than hearing one.
    fn hear_all(&mut self, first: Letter) {
        let mut letter = first;
        for heard in 1.. {
            let Letter { message, space } = letter;
            self.hear(message);
            drop(space);
            if heard == HEARD_AT_ONCE || self.is_full() {
                return;
            }
            letter = match self.mailbox.try_recv() {
                Ok(next) => next,
                Err(_) => return,
            };
        }
    }

    fn hear(&mut self, message: RoomMsg) {
        let now = Instant::now();
        match message {
            RoomMsg::Join { key, joiner, reply } => self.join(key, *joiner, reply),
            RoomMsg::Leave(key) => self.leave(key, now),
            RoomMsg::Breach { key, breach } => self.expel(key, *breach, now),
            RoomMsg::Answer { key, vector } => self.answer(key, &vector),
            RoomMsg::Update { key, update } => self.take(key, update, now),
            RoomMsg::Presence { key, stated } => self.presence(key, stated, now),
            RoomMsg::QueryPresence(key) => self.query_presence(key),
            RoomMsg::CatchUp(key) => self.catch_up(key),
            RoomMsg::Damaged(is_damaged) => self.hear_of_damage(is_damaged),
            RoomMsg::Heard(key) => self.silence(key, Duration::ZERO, now),
            RoomMsg::State(reply) => {
                let head = self.head;
                if let Some(state) = self.encoded() {
                    // Whoever asked may have gone.
                    let _ = reply.send(State {
                        head,
                        state: state.state(),
                    });
                }
            }
            #[cfg(test)]
            RoomMsg::Test(examination) => self.examine(examination),
        }
    }

    fn tick(&mut self, now: Instant) {
        self.end_in_time(now);
        self.look_after_members(now);
        self.look_after_neighbours(now);
        self.presence.forget(now);
        self.fall_asleep(now);
        self.live_on(now);
        if !self.members.is_empty() {
            self.idle_since = now;
        }
    }

    /// The journal works but is slower than the sockets: they are read when it has caught up. While it fails, they
    /// are read on, up to the bound (U10), so that presence goes on.
    fn is_full(&self) -> bool {
        !self.pace.is_failing() && self.unsaved_bytes >= self.ground.limits.room_unsaved_bytes / 2
    }

    /// Nobody has been here for a while, and nothing would be lost. Decided and acted on in one turn, before
    /// another message is heard.
    fn is_idle(&self) -> bool {
        self.members.is_empty()
            && self.in_flight.is_none()
            && self.gathering.is_empty()
            && self.folding.is_none()
            && self.idle_since.elapsed() >= Duration::from_secs(self.ground.limits.idle_seconds)
    }

    /// The encoded state, measured and kept until the next edit. `None` while a broken document is loaded again.
    fn encoded(&mut self) -> Option<&Encoded> {
        if self.state.is_none() {
            let Replica::Awake(document) = &self.replica else {
                return None;
            };
            let long = self.state_bytes >= LONG_BYTES;
            let state = aside(long, || Encoded::new(&document.encode_state(), Known::All));
            self.state_bytes = state.length;
            self.unmeasured_bytes = 0;
            self.state = Some(state);
        }
        self.state.as_ref()
    }
}

/// Does what may take long without holding up the other tasks of its thread: they move to another one. The room itself waits.
fn aside<T>(long: bool, work: impl FnOnce() -> T) -> T {
    let threads = Handle::current().runtime_flavor() == RuntimeFlavor::MultiThread;
    if long && threads {
        block_in_place(work)
    } else {
        work()
    }
}
