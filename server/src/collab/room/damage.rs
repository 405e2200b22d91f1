//! A draft in quarantine can be read and not changed (SPEC U12, R13), or not even opened; and what a room has to say of how it went.

use std::time::Duration;

use imprimatur_protocol::{Close, ErrorCode};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::intake::Refusal;
use super::{Letter, Room, RoomMsg, Shut};
use crate::collab::journal::Loaded;
use crate::error::Error;

/// A room that has lived so long is no victim of its draft: what kills a room does so while it is opened or written to.
const LIVED_LONG: Duration = Duration::from_secs(60);

pub(super) const DAMAGED: Refusal = Refusal {
    code: ErrorCode::DraftDamaged,
    message: "This draft is damaged and can only be read until an operator has seen to it.",
};

/// How sound a room's draft is.
pub(super) struct Damage {
    /// It can only be read.
    pub(super) is_damaged: bool,
    /// Rooms before this one have failed, and this one is not known to do better.
    rooms_failed: bool,
    opened_at: Instant,
    /// The row up to which it is known that the draft does no harm.
    proven: u64,
}

impl Damage {
    pub(super) fn of(loaded: &Loaded, now: Instant) -> Self {
        Self {
            is_damaged: loaded.is_damaged,
            rooms_failed: loaded.rooms_failed,
            opened_at: now,
            proven: loaded.head,
        }
    }
}

/// Why a draft that could not be loaded stays shut.
pub(super) fn shut(cause: &Error) -> Shut {
    match cause.code() {
        ErrorCode::DraftDamaged => Shut::Damaged,
        _ => Shut::Failed,
    }
}

/// Tells whoever waits in the mailbox why there is no room.
pub(super) fn refuse_all(mut mailbox: mpsc::Receiver<Letter>, shut: Shut) {
    mailbox.close();
    let close = match shut {
        Shut::Gone => Close::DraftGone,
        Shut::Failed => Close::RoomFailed,
        Shut::Damaged => Close::DraftDamaged,
    };
    while let Ok(letter) = mailbox.try_recv() {
        if let RoomMsg::Join { reply, .. } = letter.message {
            let _ = reply.send(Err(close));
        }
    }
}

impl Room {
    /// The database says otherwise than what was loaded: another node has put the draft into quarantine, or an operator has released it.
    pub(super) fn hear_of_damage(&mut self, is_damaged: bool) {
        if is_damaged != self.damage.is_damaged {
            self.start_over("the draft was put into quarantine, or released");
        }
    }

    /// The draft was loaded again. Where that changes what people may do, they come back and learn of it.
    pub(super) fn reloaded_as(&mut self, damage: Damage) {
        let changed = self.damage.is_damaged != damage.is_damaged;
        self.damage = damage;
        if changed {
            let (keys, now) = (
                self.members.keys().copied().collect::<Vec<_>>(),
                Instant::now(),
            );
            for key in keys {
                self.expel(key, Close::RightsChanged, now);
            }
        }
    }

    /// Forgets rooms that have failed when this one does not.
    pub(super) fn live_on(&mut self, now: Instant) {
        if !self.damage.rooms_failed || now.duration_since(self.damage.opened_at) < LIVED_LONG {
            return;
        }
        self.damage.rooms_failed = false;
        let (journal, place, head) = (self.ground.journal.clone(), self.place, self.head);
        tokio::spawn(async move { journal.lived(place, head).await });
    }

    /// The room has ended well: what it held has done no harm, so that opening it again costs nothing. Holds nothing of the room.
    pub(super) fn has_lived(&self) -> impl Future<Output = ()> + use<> {
        let is_news = self.head > self.damage.proven || self.damage.rooms_failed;
        let head = (is_news && !self.replica.is_lost()).then_some(self.head);
        let (journal, place) = (self.ground.journal.clone(), self.place);
        async move {
            if let Some(head) = head {
                journal.lived(place, head).await;
            }
        }
    }
}
