//! Who is where in one draft (SPEC §3). Pure: time is given to it, and what is to be sent comes back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use imprimatur_protocol::{PersonId, presence};
use tokio::time::Instant;

use super::elsewhere::Elsewhere;
use super::outbox::Sent;
use super::room::SessionKey;
use super::session::Stated;
use crate::bus::NodeId;

/// A socket of which nothing was heard for so long is shown as quiet (P4).
pub(super) const QUIET_AFTER: Duration = Duration::from_secs(5);
/// A socket of which nothing was heard for so long is shown no more (P4).
pub(super) const WITHDRAWN_AFTER: Duration = Duration::from_secs(15);
/// Stock clients forget a state that was not renewed for 30 s, and a page in the background renews its own too late.
const RENEWED_AFTER: Duration = Duration::from_secs(20);
/// Each state is told to the other nodes at least every [`RENEWED_AFTER`]. One that was not for so long is withdrawn: what was lost on
/// the way was that its owner has left.
pub(super) const UNREPEATED_AFTER: Duration = Duration::from_secs(45);
/// How long a client id that nobody uses stays its person's: longer than stock clients repeat it.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// Ids of people on other nodes that a room knows of: more than the sessions of a draft can have.
const ELSEWHERE_MOST: usize = 16_384;

/// Clocks of clients from here on are not followed: one step more and browsers could no longer read ours.
const FARTHEST_CLOCK: u64 = 1 << 50;

/// Where our clocks begin at the earliest. No client counts so far, so a clock from here on is one that we sent: the
/// message repeats what we said of somebody else, as stock clients do.
const CLOCKS_BEGIN: u64 = 1 << 33;

/// Who speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaker {
    pub(super) session: SessionKey,
    pub(super) person: PersonId,
}

/// Every client id of a draft that has shown itself.
///
/// Clocks are the server's own: the time, or one more than the last one. So a page that outlives the room, or comes to it from
/// another node, takes no new state for an old one.
pub(super) struct Presence {
    entries: BTreeMap<u64, Entry>,
    /// The time at `opened`.
    floor: u64,
    opened: Instant,
    ids_most: usize,
}

struct Entry {
    /// Where its owner is; `None` once it has left.
    owner: Option<Owner>,
    person: PersonId,
    /// Bound by an edit, rather than by having been shown first.
    bound: bool,
    /// The last clock that was sent.
    clock: u64,
    /// The clock at which the client itself holds the state.
    own_clock: u64,
    state: Option<Arc<str>>,
    shown: Shown,
    changed_at: Instant,
    /// When another node last told of it.
    told_at: Instant,
}

/// Who owns an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// A session in this room.
    Here(SessionKey),
    /// Somebody on another node.
    There(NodeId),
}

impl Owner {
    /// Whether a session may take the place of this owner for its own person: a reconnect overtakes the socket that it replaces, on
    /// whichever node that was.
    fn gives_way_to(self, session: SessionKey) -> bool {
        match self {
            Self::Here(before) => before < session,
            Self::There(_) => true,
        }
    }
}

/// How the others see a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Plainly,
    Quiet,
    NotAtAll,
}

impl Presence {
    /// Nobody yet. `floor` is where clocks begin `now`.
    pub(super) fn new(floor: u64, ids_most: usize, now: Instant) -> Self {
        Self {
            entries: BTreeMap::new(),
            floor: floor.max(CLOCKS_BEGIN),
            opened: now,
            ids_most,
        }
    }

    /// The least clock of what is sent now.
    fn clock(&self, now: Instant) -> u64 {
        let since = now.saturating_duration_since(self.opened).as_millis();
        self.floor + u64::try_from(since).unwrap_or(0)
    }

    /// The session writes under this id, and the id is its person's (U5): it owns it from now on.
    pub(super) fn bind(&mut self, who: Speaker, client: u64, now: Instant) -> Option<Sent> {
        let least = self.clock(now);
        let owner = Owner::Here(who.session);
        let entry = self
            .entries
            .entry(client)
            .or_insert_with(|| Entry::new(owner, who.person, least, now));
        entry.bound = true;
        let stranger = entry.person != who.person;
        entry.person = who.person;
        if entry.owner == Some(owner) {
            return None;
        }
        entry.owner = Some(owner);
        // Somebody else has shown himself under it.
        (stranger && entry.state.take().is_some()).then(|| entry.send(client, least, now))
    }

    /// The journal says whose these ids are, and it has the last word: somebody else may have written under one here, and that was not kept.
    /// Gives what the others are to be sent.
    pub(super) fn settle(
        &mut self,
        bound: impl Iterator<Item = (u64, PersonId)>,
        now: Instant,
    ) -> Vec<Sent> {
        let least = self.clock(now);
        let mut sent = Vec::new();
        for (client, person) in bound {
            let Some(entry) = self.entries.get_mut(&client) else {
                continue;
            };
            entry.bound = true;
            if entry.person == person {
                continue;
            }
            (entry.person, entry.owner) = (person, None);
            let was_seen = entry.visible().is_some();
            (entry.state, entry.changed_at) = (None, now);
            if was_seen {
                sent.push(entry.send(client, least, now));
            }
        }
        sent
    }

    /// Takes what a client says; gives what the others are to be sent. Entries for ids that are not the session's
    /// are dropped in silence (P1). `bound_to` knows whose an id is by its edits.
    pub(super) fn state(
        &mut self,
        who: Speaker,
        stated: Stated,
        bound_to: Option<PersonId>,
        now: Instant,
    ) -> Option<Sent> {
        let client = stated.client;
        if !self.owns(who, client) && !self.claim(who, &stated, bound_to, now) {
            return None;
        }
        let least = self.clock(now);
        let entry = self.entries.get_mut(&client)?;
        let was_there = entry.state.is_some();
        entry.own_clock = stated.clock;
        entry.state = stated.state.map(Arc::from);
        entry.shown = Shown::Plainly;
        if stated.clock < FARTHEST_CLOCK {
            entry.clock = entry.clock.max(stated.clock.saturating_sub(1));
        }
        (was_there || entry.state.is_some()).then(|| entry.send(client, least, now))
    }

    /// Everything that this session sees: the states of all others. Each at a clock that was never sent: a page that
    /// comes back has forgotten the states, but not their clocks.
    pub(super) fn seen_by(&mut self, session: SessionKey) -> Vec<Sent> {
        let mut seen = Vec::new();
        for (client, entry) in &mut self.entries {
            if entry.owner != Some(Owner::Here(session))
                && let Some(state) = entry.visible()
            {
                entry.clock += 1;
                seen.push(entry.at(*client, Some(state)));
            }
        }
        seen
    }

    /// A session's own states at its own clock (P5): it knows them, so hearing them changes nothing.
    pub(super) fn echo(&self, session: SessionKey) -> Vec<Sent> {
        let own = self
            .entries
            .iter()
            .filter(|(_, it)| it.owner == Some(Owner::Here(session)));
        own.filter_map(|(client, it)| {
            let state = it.state.clone()?;
            Some(Sent {
                client: *client,
                clock: it.own_clock,
                state: Some(state),
            })
        })
        .collect()
    }

    /// The session has left; gives what the others are to be sent.
    pub(super) fn leave(&mut self, session: SessionKey, now: Instant) -> Vec<Sent> {
        let least = self.clock(now);
        let mut sent = Vec::new();
        for (client, entry) in &mut self.entries {
            if entry.owner == Some(Owner::Here(session)) {
                entry.owner = None;
                let was_seen = entry.visible().is_some();
                entry.state = None;
                if was_seen {
                    sent.push(entry.send(*client, least, now));
                } else {
                    entry.changed_at = now;
                }
            }
        }
        sent
    }

    /// Nothing was heard of the session for so long; gives what the others are to be sent.
    pub(super) fn silence(
        &mut self,
        session: SessionKey,
        silence: Duration,
        now: Instant,
    ) -> Vec<Sent> {
        self.owner_silence(Owner::Here(session), silence, now)
    }

    /// Nothing was heard of another node for so long; gives what those here are to be sent.
    pub(super) fn node_silence(
        &mut self,
        node: NodeId,
        silence: Duration,
        now: Instant,
    ) -> Vec<Sent> {
        let owner = Owner::There(node);
        let mut sent = self.unrepeated(owner, now);
        sent.extend(self.owner_silence(owner, silence, now));
        sent
    }

    /// Withdraws what another node has not told of for long.
    fn unrepeated(&mut self, owner: Owner, now: Instant) -> Vec<Sent> {
        let least = self.clock(now);
        let mut sent = Vec::new();
        for (client, entry) in &mut self.entries {
            let old = now.duration_since(entry.told_at) >= UNREPEATED_AFTER;
            if entry.owner == Some(owner) && entry.state.is_some() && old {
                let was_seen = entry.visible().is_some();
                entry.state = None;
                if was_seen {
                    sent.push(entry.send(*client, least, now));
                }
            }
        }
        sent
    }

    /// What another node says of somebody; gives what those here are to be sent. The newest word on an id of a person holds, whichever
    /// node it comes from: the person has moved.
    pub(super) fn elsewhere(&mut self, node: NodeId, it: Elsewhere, now: Instant) -> Option<Sent> {
        let Elsewhere { person, sent } = it;
        let (least, owner) = (self.clock(now), Owner::There(node));
        let Some(entry) = self.entries.get_mut(&sent.client) else {
            sent.state.as_ref()?;
            if self.entries.len() >= ELSEWHERE_MOST {
                return None;
            }
            let mut entry = Entry::new(owner, person, least, now);
            entry.clock = sent.clock;
            entry.state = sent.state.clone();
            self.entries.insert(sent.client, entry);
            return Some(sent);
        };
        let theirs = entry.owner == Some(owner);
        // Taking over somebody else's id needs a state; and what was said before we last spoke is old.
        let newer = sent.state.is_some() && sent.clock > entry.clock;
        if entry.person != person || !(theirs || newer) {
            return None;
        }
        entry.owner = Some(owner);
        entry.told_at = now;
        entry.state = sent.state;
        entry.shown = Shown::Plainly;
        entry.clock = entry.clock.max(sent.clock.saturating_sub(1));
        Some(entry.send(sent.client, least.min(sent.clock), now))
    }

    /// Where those here are, for other nodes.
    pub(super) fn seen_from_elsewhere(&self) -> Vec<Sent> {
        let here = |it: &Entry| matches!(it.owner, Some(Owner::Here(_)));
        self.entries
            .iter()
            .filter(|(_, it)| here(it))
            .filter_map(|(client, it)| Some(it.at(*client, Some(it.visible()?))))
            .collect()
    }

    /// Whose an id is.
    pub(super) fn person(&self, client: u64) -> Option<PersonId> {
        self.entries.get(&client).map(|it| it.person)
    }

    fn owner_silence(&mut self, owner: Owner, silence: Duration, now: Instant) -> Vec<Sent> {
        let least = self.clock(now);
        let shown = if silence >= WITHDRAWN_AFTER {
            Shown::NotAtAll
        } else if silence >= QUIET_AFTER {
            Shown::Quiet
        } else {
            Shown::Plainly
        };
        let mut sent = Vec::new();
        for (client, entry) in &mut self.entries {
            if entry.owner != Some(owner) || entry.state.is_none() {
                continue;
            }
            let renew =
                shown == Shown::Plainly && now.duration_since(entry.changed_at) >= RENEWED_AFTER;
            if entry.shown != shown || renew {
                entry.shown = shown;
                sent.push(entry.send(*client, least, now));
            }
        }
        sent
    }

    /// Forgets ids that nobody has used for a while. What follows begins above their clocks, which a client may have driven ahead of
    /// the time.
    pub(super) fn forget(&mut self, now: Instant) {
        let least = self.clock(now);
        let mut ahead = 0;
        self.entries.retain(|_, entry| {
            let used = match entry.owner {
                Some(Owner::Here(_)) => true,
                Some(Owner::There(_)) => entry.state.is_some(),
                None => false,
            };
            let keep = used || now.duration_since(entry.changed_at) < KEPT_FOR;
            if !keep {
                ahead = ahead.max(entry.clock.saturating_sub(least));
            }
            keep
        });
        self.floor += ahead;
    }

    fn owns(&self, who: Speaker, client: u64) -> bool {
        self.entries
            .get(&client)
            .is_some_and(|it| it.owner == Some(Owner::Here(who.session)))
    }

    /// Whether the session may show itself under an id that it does not own yet: its first one, if nobody else has it.
    fn claim(
        &mut self,
        who: Speaker,
        stated: &Stated,
        bound_to: Option<PersonId>,
        now: Instant,
    ) -> bool {
        // Withdrawing what one does not own is what stock clients do for others after 30 s.
        let repeated = stated.clock >= CLOCKS_BEGIN;
        if repeated || stated.state.is_none() || bound_to.is_some_and(|person| person != who.person)
        {
            return false;
        }
        let mut owned = self
            .entries
            .values()
            .filter(|it| it.owner == Some(Owner::Here(who.session)))
            .peekable();
        let first = owned.peek().is_none();
        let (mut count, mut shown) = (0, false);
        for entry in owned {
            count += 1;
            shown |= !entry.bound;
        }
        if shown || count >= self.ids_most {
            return false;
        }
        let (least, owner) = (self.clock(now), Owner::Here(who.session));
        let Some(entry) = self.entries.get_mut(&stated.client) else {
            self.entries
                .insert(stated.client, Entry::new(owner, who.person, least, now));
            return true;
        };
        // A page that repeats what its neighbour said does not take its place.
        let free = entry
            .owner
            .is_none_or(|before| before.gives_way_to(who.session) && first);
        let takes = free && entry.person == who.person;
        if takes {
            entry.owner = Some(owner);
        }
        takes
    }
}

impl Entry {
    fn new(owner: Owner, person: PersonId, clock: u64, now: Instant) -> Self {
        Self {
            owner: Some(owner),
            person,
            bound: false,
            clock,
            own_clock: 0,
            state: None,
            shown: Shown::Plainly,
            changed_at: now,
            told_at: now,
        }
    }

    /// The state as the others see it.
    fn visible(&self) -> Option<Arc<str>> {
        let state = self.state.as_ref()?;
        match self.shown {
            Shown::Plainly => Some(Arc::clone(state)),
            Shown::Quiet => Some(presence::quieten(state).into()),
            Shown::NotAtAll => None,
        }
    }

    fn at(&self, client: u64, state: Option<Arc<str>>) -> Sent {
        Sent {
            client,
            clock: self.clock,
            state,
        }
    }

    /// The state as it stands, one clock later, or at the time.
    fn send(&mut self, client: u64, least: u64, now: Instant) -> Sent {
        self.clock = (self.clock + 1).max(least);
        self.changed_at = now;
        let state = self.visible();
        self.at(client, state)
    }
}

#[cfg(test)]
mod tests;
