//! The rooms of this node: one for each open draft, however many people open it together.
//!
//! A slot is claimed before its draft is loaded, and joiners wait in the mailbox of the room that loads. A room that
//! ends gives its slot free first and drops its mailbox after, in one turn; whoever still wrote to it gets no answer
//! and asks again, and finds the slot free or taken by the next room. So no draft is ever held twice, and nobody is
//! answered by a room that is about to vanish.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use imprimatur_protocol::frame::{Access, News};
use imprimatur_protocol::{Close, DraftId, OrganisationId, PersonId, SessionId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::journal::Place;
use super::metrics::Open;
use super::news::Whom;
use super::outbox::{Link, Outbox, Waiting};
use super::room::{
    Beat, Ended, Ground, Joiner, Letter, Participant, Room, RoomMsg, SessionKey, State,
};
use crate::config::Limits;

/// How often a joiner asks for another room before it gives up: once is rare, twice a coincidence.
const TRIES: usize = 16;

/// Unit in which the bytes that wait for a room are counted.
const PERMIT_BYTES: usize = 1024;

/// The rooms of this node. Cloning shares them.
#[derive(Clone)]
pub(super) struct Hub(Arc<Shared>);

struct Shared {
    ground: Ground,
    /// One slot for each open draft. Guards never cross an await.
    rooms: DashMap<DraftId, Slot>,
    /// How many slots there are; the map itself cannot be counted while one of its entries is held.
    open: AtomicUsize,
    /// Every socket of this node, so that a session that ends closes its own at once.
    sockets: DashMap<SessionKey, Socket>,
    numbers: AtomicU64,
    /// Rooms and sockets; all of them end before the program does.
    tasks: TaskTracker,
}

/// A socket of this node, and what it may do.
pub(super) struct Socket {
    pub(super) session: SessionId,
    pub(super) organisation: OrganisationId,
    pub(super) draft: DraftId,
    pub(super) person: PersonId,
    pub(super) access: Access,
    /// It knows our own messages.
    pub(super) own: bool,
    pub(super) link: Arc<Link>,
}

/// An open draft.
#[derive(Clone)]
struct Slot {
    place: Place,
    room: RoomHandle,
    /// Tells this room from the next one of the same draft.
    generation: u64,
    gone: CancellationToken,
}

/// Speaks to one room.
#[derive(Clone)]
pub(super) struct RoomHandle {
    mailbox: mpsc::Sender<Letter>,
    /// Bytes that may wait in the mailbox.
    space: Arc<Semaphore>,
    space_most: u32,
    /// When the room hands over.
    pub(super) beat: Beat,
}

/// The room has ended.
#[derive(Debug)]
pub(super) struct RoomEnded;

impl RoomHandle {
    /// Waits for a place in the mailbox, and for space for what a client has brought with it.
    pub(super) async fn send(&self, message: RoomMsg) -> Result<(), RoomEnded> {
        let space = match message.weight() {
            0 => None,
            bytes => Some(self.space_for(bytes).await?),
        };
        let letter = Letter { message, space };
        self.mailbox.send(letter).await.map_err(|_| RoomEnded)
    }

    async fn space_for(&self, bytes: usize) -> Result<OwnedSemaphorePermit, RoomEnded> {
        let units = u32::try_from(bytes.div_ceil(PERMIT_BYTES))
            .unwrap_or(u32::MAX)
            .clamp(1, self.space_most);
        Arc::clone(&self.space)
            .acquire_many_owned(units)
            .await
            .map_err(|_| RoomEnded)
    }
}

impl Hub {
    /// No rooms yet.
    pub(super) fn new(ground: Ground) -> Self {
        Self(Arc::new(Shared {
            ground,
            rooms: DashMap::new(),
            open: AtomicUsize::new(0),
            sockets: DashMap::new(),
            numbers: AtomicU64::new(0),
            tasks: TaskTracker::new(),
        }))
    }

    /// A number that no other socket or room of this node has; later ones are greater.
    fn number(&self) -> u64 {
        self.0.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A key for a new socket.
    pub(super) fn key(&self) -> SessionKey {
        SessionKey(self.number())
    }

    /// The limits of this node.
    pub(super) fn limits(&self) -> &Arc<Limits> {
        &self.0.ground.limits
    }

    /// The tasks of this node's rooms and sockets.
    pub(super) fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    /// Takes a socket into the draft's room, which is opened if need be. `outbox` makes the socket's queue anew for
    /// each try, because a room that vanishes takes it along.
    ///
    /// # Errors
    /// Why the socket is to be closed.
    pub(super) async fn join(
        &self,
        place: Place,
        key: SessionKey,
        who: &Participant,
        mut outbox: impl FnMut() -> Outbox,
    ) -> Result<RoomHandle, Close> {
        for _ in 0..TRIES {
            let slot = self.slot(place)?;
            let (reply, joined) = oneshot::channel();
            let joiner = Box::new(Joiner {
                who: who.clone(),
                outbox: outbox(),
            });
            let join = RoomMsg::Join { key, joiner, reply };
            if slot.room.send(join).await.is_ok() {
                match joined.await {
                    Ok(Ok(())) => return Ok(slot.room),
                    Ok(Err(close)) => return Err(close),
                    Err(_) => {}
                }
            }
            // It has ended. If it failed, its slot may still be there.
            self.vacate(place.draft, slot.generation);
            tokio::task::yield_now().await;
        }
        Err(Close::RoomFailed)
    }

    /// Whether the draft is open here, and this organisation's.
    pub(super) fn is_open(&self, place: Place) -> bool {
        let slot = self.0.rooms.get(&place.draft);
        slot.is_some_and(|slot| slot.place == place && !slot.gone.is_cancelled())
    }

    /// The committed state of a draft that is open here.
    pub(super) async fn state(&self, draft: DraftId) -> Option<State> {
        let room = self.0.rooms.get(&draft)?.room.clone();
        let (reply, state) = oneshot::channel();
        room.send(RoomMsg::State(reply)).await.ok()?;
        state.await.ok()
    }

    /// Closes the draft's sockets (4404).
    pub(super) fn close_draft(&self, draft: DraftId) {
        if let Some((_, slot)) = self.0.rooms.remove(&draft) {
            self.0.open.fetch_sub(1, Ordering::Relaxed);
            slot.gone.cancel();
        }
    }

    /// Closes the session's sockets (4401).
    pub(super) fn close_session(&self, session: SessionId) {
        for socket in &self.0.sockets {
            if socket.session == session {
                socket.link.close(Close::SessionEnded);
            }
        }
    }

    /// A session may do this much now, or nothing at all: its sockets that were opened with other rights close, and come back.
    /// Those that stay last as long as the sign-in does now.
    pub(super) fn set_access(&self, session: SessionId, access: Option<(Access, i64)>) {
        for socket in &self.0.sockets {
            if socket.session != session {
                continue;
            }
            match access {
                Some((access, ends_at_ms)) if access == socket.access => {
                    socket
                        .link
                        .ends_at_ms()
                        .store(ends_at_ms, Ordering::Relaxed);
                }
                Some(_) => socket.link.close(Close::RightsChanged),
                None => socket.link.close(Close::SessionEnded),
            }
        }
    }

    /// A person's sessions in an organisation that have a socket here, each once.
    pub(super) fn sessions_of(
        &self,
        organisation: OrganisationId,
        person: PersonId,
    ) -> Vec<SessionId> {
        let sockets = self.0.sockets.iter();
        let mut sessions: Vec<SessionId> = sockets
            .filter(|it| it.organisation == organisation && it.person == person)
            .map(|it| it.session)
            .collect();
        sessions.sort_unstable();
        sessions.dedup();
        sessions
    }

    /// Sessions that have a socket here, each once.
    pub(super) fn sessions(&self) -> Vec<SessionId> {
        let mut sessions: Vec<SessionId> =
            self.0.sockets.iter().map(|socket| socket.session).collect();
        sessions.sort_unstable();
        sessions.dedup();
        sessions
    }

    /// Tells every room whether its draft is among those that are in quarantine now.
    pub(super) fn tell_damaged(&self, damaged: &HashSet<DraftId>) {
        for slot in &self.0.rooms {
            let is_damaged = damaged.contains(slot.key());
            // A room that is busy is told the next time.
            let message = RoomMsg::Damaged(is_damaged);
            let _ = slot.room.mailbox.try_send(Letter {
                message,
                space: None,
            });
        }
    }

    /// Tells the sockets that it concerns that there is news, past the rooms.
    pub(super) fn tell(&self, whom: Whom, news: News) {
        for socket in &self.0.sockets {
            if socket.own && whom.is(&socket) {
                socket.link.tell(news);
            }
        }
    }

    /// Drafts that are open here.
    pub(super) fn places(&self) -> Vec<Place> {
        self.0.rooms.iter().map(|slot| slot.value().place).collect()
    }

    /// What is open here, and what waits in its queues.
    pub(super) fn looked_at(&self) -> Open {
        let mut sessions_queue = Waiting::default();
        for socket in &self.0.sockets {
            let waiting = socket.link.waiting();
            sessions_queue.frames += waiting.frames;
            sessions_queue.bytes += waiting.bytes;
        }
        let mailboxes = self.0.rooms.iter().map(|slot| {
            let mailbox = &slot.room.mailbox;
            mailbox.max_capacity() - mailbox.capacity()
        });
        Open {
            rooms: self.0.open.load(Ordering::Relaxed),
            sessions: self.0.sockets.len(),
            journal: 0,
            rooms_queue: mailboxes.sum(),
            sessions_queue,
        }
    }

    /// Notes a socket, until the guard is dropped.
    pub(super) fn register(&self, key: SessionKey, socket: Socket) -> Registered {
        self.0.sockets.insert(key, socket);
        Registered {
            hub: self.clone(),
            key,
        }
    }

    /// The draft's slot; claims it, and opens a room, if there is none.
    fn slot(&self, place: Place) -> Result<Slot, Close> {
        let shared = &self.0;
        if shared.ground.shutdown.is_cancelled() {
            return Err(Close::Restarting);
        }
        match shared.rooms.entry(place.draft) {
            Entry::Occupied(slot) => Ok(slot.get().clone()),
            Entry::Vacant(vacant) => {
                let opened = shared.open.fetch_add(1, Ordering::Relaxed);
                if opened >= shared.ground.limits.drafts_per_node {
                    shared.open.fetch_sub(1, Ordering::Relaxed);
                    return Err(Close::DraftFull);
                }
                let (slot, mailbox) = self.new_slot(place, opened);
                vacant.insert(slot.clone());
                self.open(slot.clone(), mailbox);
                Ok(slot)
            }
        }
    }

    fn new_slot(&self, place: Place, opened: usize) -> (Slot, mpsc::Receiver<Letter>) {
        let limits = &self.0.ground.limits;
        let (mailbox, receiver) = mpsc::channel(limits.room_queue);
        let units = (limits.room_queue_bytes / PERMIT_BYTES).clamp(1, Semaphore::MAX_PERMITS);
        let room = RoomHandle {
            mailbox,
            space: Arc::new(Semaphore::new(units)),
            space_most: u32::try_from(units).unwrap_or(u32::MAX),
            beat: self.0.ground.beat.of(opened),
        };
        (
            Slot {
                place,
                room,
                generation: self.number(),
                gone: CancellationToken::new(),
            },
            receiver,
        )
    }

    /// Runs the room, and sees to it that its slot is given free however it ends.
    fn open(&self, slot: Slot, mailbox: mpsc::Receiver<Letter>) {
        let (hub, place, generation) = (self.clone(), slot.place, slot.generation);
        let vacate = {
            let hub = hub.clone();
            move || hub.vacate(place.draft, generation)
        };
        let ground = Ground {
            beat: slot.room.beat,
            ..hub.0.ground.clone()
        };
        // A task of its own, so that a panic ends this room and nothing else. Unwinding drops the outboxes, and
        // each socket tells its client to come back.
        let room = tokio::spawn(Room::serve(ground, place, mailbox, slot.gone, vacate));
        self.0.tasks.spawn(async move {
            match room.await {
                Ok(Ended::Idle | Ended::Closed | Ended::NotLoaded) => {}
                Err(cause) => {
                    tracing::error!(
                        draft.id = %place.draft, error.cause = %cause,
                        "the room of {} failed; its sessions come back to a new one: {cause}", place.draft
                    );
                    // Before its slot is given free here. Whoever wants to join and meets the end first gives it free themselves.
                    if cause.is_panic() {
                        hub.0.ground.journal.room_failed(place).await;
                    }
                    hub.vacate(place.draft, generation);
                }
            }
        });
    }

    /// Gives a slot free, unless the next room has it already.
    fn vacate(&self, draft: DraftId, generation: u64) {
        if self
            .0
            .rooms
            .remove_if(&draft, |_, slot| slot.generation == generation)
            .is_some()
        {
            self.0.open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
impl Hub {
    /// The room of a draft that is open here.
    pub(super) fn room(&self, draft: DraftId) -> Option<RoomHandle> {
        self.0.rooms.get(&draft).map(|slot| slot.room.clone())
    }

    /// Lets the draft's room vanish as if it had been idle for long, if nobody is in it.
    pub(super) async fn evict(&self, draft: DraftId) {
        let room = self.0.rooms.get(&draft).map(|slot| slot.room.clone());
        if let Some(room) = room {
            let _ = room
                .send(RoomMsg::Test(super::room::Examination::Tire))
                .await;
        }
    }
}

/// A socket's entry in the hub. Dropping it removes the entry.
pub(super) struct Registered {
    hub: Hub,
    key: SessionKey,
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.hub.0.sockets.remove(&self.key);
    }
}

#[cfg(test)]
mod tests;
