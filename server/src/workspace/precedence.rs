//! Who goes first to the one writer of the embedded engine: edits, of which people see at once when they wait, come at moments that are known
//! before. Whoever else would write shortly before one of them writes right after it, when the next is far.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// How long others mostly hold the writer. Somebody who is expected within this time is waited for.
const HELD: Duration = Duration::from_millis(8);

/// Whoever was expected and has not written so long after that moment is not waited for any longer.
const LATE: Duration = Duration::from_millis(10);

/// The expected. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub(super) struct Precedence(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// When somebody writes next who goes first. Never held across an await.
    expected: Mutex<Option<Instant>>,
    come: Notify,
}

impl Precedence {
    /// Somebody who goes first is to write at that moment, or has said so of an earlier one.
    pub(super) fn expect(&self, at: Instant) {
        let mut expected = self.0.expected();
        *expected = Some(expected.map_or(at, |earlier| earlier.min(at)));
    }

    /// Whoever was expected has come, and takes the writer next: who waited queues behind.
    pub(super) fn come(&self) {
        *self.0.expected() = None;
        self.0.come.notify_waiters();
    }

    /// Lets whoever is expected soon go first, once: no stream of them keeps anybody from writing.
    pub(super) async fn give_way(&self) {
        let come = self.0.come.notified();
        let Some(at) = self.0.soon(Instant::now()) else {
            return;
        };
        // Whether they came or not, it is our turn.
        let _ = timeout_at(at + LATE, come).await;
    }
}

impl Shared {
    fn expected(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When somebody is expected, if that is soon.
    fn soon(&self, now: Instant) -> Option<Instant> {
        let mut expected = self.expected();
        let at = (*expected)?;
        if now >= at + LATE {
            *expected = None;
            return None;
        }
        (now + HELD > at).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// How long it waits until it may begin.
    async fn waits(precedence: &Precedence) -> Duration {
        let asked = Instant::now();
        precedence.give_way().await;
        asked.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_nobody_nor_for_somebody_who_is_far() {
        let precedence = Precedence::default();
        assert_eq!(waits(&precedence).await, Duration::ZERO);
        precedence.expect(Instant::now() + HELD + MS);
        assert_eq!(waits(&precedence).await, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_is_expected_soon_goes_first() {
        let precedence = Precedence::default();
        precedence.expect(Instant::now() + HELD * 2);
        precedence.expect(Instant::now() + HELD / 2);
        precedence.expect(Instant::now() + HELD * 3);
        let others = tokio::join!(waits(&precedence), waits(&precedence), async {
            tokio::time::sleep(HELD).await;
            precedence.come();
        });
        assert_eq!((others.0, others.1), (HELD, HELD));
        assert_eq!(waits(&precedence).await, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_come_is_not_waited_for_any_longer() {
        let precedence = Precedence::default();
        precedence.expect(Instant::now() + MS);
        assert_eq!(waits(&precedence).await, MS + LATE);
        assert_eq!(waits(&precedence).await, Duration::ZERO);
        assert_eq!(*precedence.0.expected(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_of_them_keeps_nobody_from_writing() {
        let precedence = Precedence::default();
        precedence.expect(Instant::now() + MS);
        let stream = async {
            for _ in 0..100 {
                tokio::time::sleep(MS).await;
                precedence.come();
                precedence.expect(Instant::now() + MS);
            }
        };
        let (waited, ()) = tokio::join!(waits(&precedence), stream);
        assert_eq!(waited, MS);
    }
}
