//! How a room ends with the program: everybody is told, what waits is saved, and who can moves to another node first (SPEC N7).

use std::time::Duration;

use imprimatur_protocol::Close;
use imprimatur_protocol::frame::{GoingAway, Own};
use tokio::time::Instant;

use super::Room;

/// How long a session that was told to move may keep its socket: much longer than opening another one takes, and well within the time that
/// the program has to end.
const MOVE_WITHIN: Duration = Duration::from_secs(4);

/// How long clients wait, at most, before they come back to a server that restarts.
const RETRY_AFTER_MS: u64 = 1_000;

impl Room {
    /// Tells everybody that the server goes away. What is unsaved is still saved. Where there are other nodes, a session may
    /// open its next socket there while this one still works.
    pub(super) fn drain(&mut self) {
        self.draining = true;
        if self.neighbours.is_some() {
            self.stay_until = Some(Instant::now() + MOVE_WITHIN);
            self.send_elsewhere();
        } else {
            self.go_away();
        }
    }

    /// Closes the sockets of those who have not moved in time.
    pub(super) fn end_in_time(&mut self, now: Instant) {
        if self.stay_until.is_some_and(|until| now >= until) {
            self.stay_until = None;
            self.go_away();
        }
    }

    /// The program ends, everybody has left, and what could be saved is.
    pub(super) fn has_ended(&self) -> bool {
        self.draining && self.is_settled() && self.members.is_empty()
    }

    /// Nothing is in flight, and nothing waits.
    fn is_settled(&self) -> bool {
        // A journal that fails while the server stops: the browsers hold what it could not take.
        let nothing_waits = self.gathering.is_empty() || self.pace.is_failing();
        self.in_flight.is_none() && nothing_waits && self.folding.is_none()
    }

    /// Tells everybody that the server goes away, and closes their sockets.
    fn go_away(&mut self) {
        self.announce_end();
        self.expel_all(Close::Restarting);
    }

    /// As [`Self::go_away`], but who understands it keeps the socket until the next one is open. Stock clients do not; they come back
    /// when theirs closes.
    fn send_elsewhere(&mut self) {
        self.announce_end();
        self.members.retain(|_, member| {
            let understands = member.outbox.understands();
            if !understands {
                member.outbox.close(Close::Restarting);
            }
            understands
        });
        self.spare_permit();
    }

    fn announce_end(&self) {
        for member in self.members.values() {
            member.outbox.own(&Own::GoingAway(GoingAway {
                reason: Close::Restarting.reason().to_owned(),
                retry_after_ms: RETRY_AFTER_MS,
            }));
        }
    }
}
