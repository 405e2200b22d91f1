//! Who goes first to the one writer of the embedded engine: edits, of which people see at once when they wait, come at moments that are known
//! before. Whoever else would write shortly before one of them waits until they are written.
//!
//! While much is edited such a moment comes every 4 ms, and everybody waits for one: the writer is then taken by those who have waited
//! right after each, so there are at least some 200 others a second, and each of them waits for 15 ms at most.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// How long others mostly hold the writer. Somebody who is expected within this time is waited for.
pub(super) const HELD: Duration = Duration::from_millis(5);

/// Whoever was expected and has not written so long after that moment is not waited for any longer.
pub(super) const LATE: Duration = Duration::from_millis(10);

/// The expected. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub(super) struct Precedence(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// When they write who go first. They come at the same moments, so that there are two or three. Never held across an await.
    expected: Mutex<BTreeSet<Instant>>,
    came: Notify,
}

impl Precedence {
    /// Somebody who goes first is to write at that moment.
    pub(super) fn expect(&self, at: Instant) {
        let mut expected = self.0.expected();
        let now = Instant::now();
        expected.retain(|at| now < *at + LATE);
        expected.insert(at);
    }

    /// Everybody who was expected until now has written: who waited may.
    pub(super) fn came(&self) {
        let now = Instant::now();
        self.0.expected().retain(|at| now < *at);
        self.0.came.notify_waiters();
    }

    /// Lets whoever is expected soon go first, once: no stream of them keeps anybody from writing.
    pub(super) async fn give_way(&self) {
        let came = self.0.came.notified();
        if let Some(at) = self.0.soon(Instant::now()) {
            // Whether they came or not, it is our turn.
            let _ = timeout_at(at + LATE, came).await;
        }
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.expected().is_empty()
    }
}

impl Shared {
    fn expected(&self) -> MutexGuard<'_, BTreeSet<Instant>> {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When somebody is expected, if that is soon.
    fn soon(&self, now: Instant) -> Option<Instant> {
        let expected = self.expected();
        let mut expected = expected.iter().filter(|at| now < **at + LATE);
        expected.next().copied().filter(|at| *at < now + HELD)
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
        precedence.expect(Instant::now() + HELD * 3);
        precedence.expect(Instant::now() + HELD / 2);
        let others = tokio::join!(waits(&precedence), waits(&precedence), async {
            tokio::time::sleep(HELD).await;
            precedence.came();
        });
        assert_eq!((others.0, others.1), (HELD, HELD));
        assert_eq!(waits(&precedence).await, Duration::ZERO);
        // Who was expected later is waited for in their turn.
        tokio::time::sleep(HELD + MS).await;
        assert_eq!(waits(&precedence).await, HELD - MS + LATE);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_come_is_not_waited_for_any_longer() {
        let precedence = Precedence::default();
        precedence.expect(Instant::now() + MS);
        assert_eq!(waits(&precedence).await, MS + LATE);
        assert_eq!(waits(&precedence).await, Duration::ZERO);
        precedence.expect(Instant::now() + HELD + MS);
        assert_eq!(precedence.0.expected().len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_of_them_keeps_nobody_from_writing() {
        let precedence = Precedence::default();
        precedence.expect(Instant::now() + MS);
        let stream = async {
            for _ in 0..100 {
                tokio::time::sleep(MS).await;
                precedence.came();
                precedence.expect(Instant::now() + MS);
            }
        };
        let (waited, ()) = tokio::join!(waits(&precedence), stream);
        assert_eq!(waited, MS);
    }
}
