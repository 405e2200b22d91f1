//! Who is where in one draft (SPEC §3). Pure: time is given to it, and what is to be sent comes back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use imprimatur_protocol::{PersonId, presence};
use tokio::time::Instant;

use super::outbox::Sent;
use super::room::SessionKey;
use super::session::Stated;

/// A socket of which nothing was heard for so long is shown as quiet (P4).
pub(super) const QUIET_AFTER: Duration = Duration::from_secs(5);
/// A socket of which nothing was heard for so long is shown no more (P4).
pub(super) const WITHDRAWN_AFTER: Duration = Duration::from_secs(15);
/// Stock clients forget a state that was not renewed for 30 s, and a page in the background renews its own too late.
const RENEWED_AFTER: Duration = Duration::from_secs(20);
/// How long a client id that nobody uses stays its person's: longer than stock clients repeat it.
const KEPT_FOR: Duration = Duration::from_secs(60);

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
/// Clocks are the server's own, and rise for as long as the room is open. They begin at a number that a room opened
/// later begins above, so that a page that outlives the room, or the server, takes no new state for an old one.
pub(super) struct Presence {
    entries: BTreeMap<u64, Entry>,
    floor: u64,
    ids_most: usize,
}

struct Entry {
    /// The session that owns the id; `None` once it has left.
    owner: Option<SessionKey>,
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
}

/// How the others see a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Plainly,
    Quiet,
    NotAtAll,
}

impl Presence {
    /// Nobody yet. `floor` is where clocks begin.
    pub(super) fn new(floor: u64, ids_most: usize) -> Self {
        Self {
            entries: BTreeMap::new(),
            floor: floor.max(CLOCKS_BEGIN),
            ids_most,
        }
    }

    /// The session writes under this id, and the id is its person's (U5): it owns it from now on.
    pub(super) fn bind(&mut self, who: Speaker, client: u64, now: Instant) -> Option<Sent> {
        let floor = self.floor;
        let entry = self
            .entries
            .entry(client)
            .or_insert_with(|| Entry::new(who, floor, now));
        entry.bound = true;
        let stranger = entry.person != who.person;
        entry.person = who.person;
        if entry.owner == Some(who.session) {
            return None;
        }
        entry.owner = Some(who.session);
        // Somebody else has shown himself under it.
        (stranger && entry.state.take().is_some()).then(|| entry.send(client, now))
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
        let entry = self.entries.get_mut(&client)?;
        let was_there = entry.state.is_some();
        entry.own_clock = stated.clock;
        entry.state = stated.state.map(Arc::from);
        entry.shown = Shown::Plainly;
        if stated.clock < FARTHEST_CLOCK {
            entry.clock = entry.clock.max(stated.clock.saturating_sub(1));
        }
        (was_there || entry.state.is_some()).then(|| entry.send(client, now))
    }

    /// Everything that this session sees: the states of all others. Each at a clock that was never sent: a page that
    /// comes back has forgotten the states, but not their clocks.
    pub(super) fn seen_by(&mut self, session: SessionKey) -> Vec<Sent> {
        let mut seen = Vec::new();
        for (client, entry) in &mut self.entries {
            if entry.owner != Some(session)
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
            .filter(|(_, it)| it.owner == Some(session));
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
        let mut sent = Vec::new();
        for (client, entry) in &mut self.entries {
            if entry.owner == Some(session) {
                entry.owner = None;
                let was_seen = entry.visible().is_some();
                entry.state = None;
                if was_seen {
                    sent.push(entry.send(*client, now));
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
        let shown = if silence >= WITHDRAWN_AFTER {
            Shown::NotAtAll
        } else if silence >= QUIET_AFTER {
            Shown::Quiet
        } else {
            Shown::Plainly
        };
        let mut sent = Vec::new();
        for (client, entry) in &mut self.entries {
            if entry.owner != Some(session) || entry.state.is_none() {
                continue;
            }
            let renew =
                shown == Shown::Plainly && now.duration_since(entry.changed_at) >= RENEWED_AFTER;
            if entry.shown != shown || renew {
                entry.shown = shown;
                sent.push(entry.send(*client, now));
            }
        }
        sent
    }

    /// Forgets ids that nobody has used for a while. What follows begins above their clocks.
    pub(super) fn forget(&mut self, now: Instant) {
        let floor = &mut self.floor;
        self.entries.retain(|_, entry| {
            let keep = entry.owner.is_some() || now.duration_since(entry.changed_at) < KEPT_FOR;
            if !keep {
                *floor = (*floor).max(entry.clock);
            }
            keep
        });
    }

    fn owns(&self, who: Speaker, client: u64) -> bool {
        self.entries
            .get(&client)
            .is_some_and(|it| it.owner == Some(who.session))
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
            .filter(|it| it.owner == Some(who.session))
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
        let Some(entry) = self.entries.get_mut(&stated.client) else {
            self.entries
                .insert(stated.client, Entry::new(who, self.floor, now));
            return true;
        };
        // A reconnect overtakes the socket that it replaces; a page that repeats what its neighbour said does not.
        let free = entry.owner.is_none_or(|owner| owner < who.session && first);
        let takes = free && entry.person == who.person;
        if takes {
            entry.owner = Some(who.session);
        }
        takes
    }
}

impl Entry {
    fn new(who: Speaker, floor: u64, now: Instant) -> Self {
        Self {
            owner: Some(who.session),
            person: who.person,
            bound: false,
            clock: floor,
            own_clock: 0,
            state: None,
            shown: Shown::Plainly,
            changed_at: now,
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

    /// The state as it stands, one clock later.
    fn send(&mut self, client: u64, now: Instant) -> Sent {
        self.clock += 1;
        self.changed_at = now;
        let state = self.visible();
        self.at(client, state)
    }
}

#[cfg(test)]
mod tests;
