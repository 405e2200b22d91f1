//! Works publications off: takes on what is due for a while, does what is left of it, and notes how it went.

use std::time::Duration;

use futures_util::future::join_all;

use super::Publishing;
use super::model::{Stop, Wait, is_given_up, wait_ms};
use super::store::{self, Job};
use crate::error::{Result, describe};
use crate::platform::Rounds;

/// How long whoever took a job on may take with one step of it, and with one file. Whoever dies holds it up for no longer.
pub(super) const LEASE_MS: i64 = 60_000;

/// Jobs that a node works at once. Each waits for the registry most of the time.
const AT_ONCE: u32 = 4;

/// Without a word from here, it is looked after so long: another node may have taken the request.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Publishing {
    /// Works until the program ends.
    pub async fn run_until_shutdown(self) {
        let shutdown = self.platform().shutdown.clone();
        tokio::join!(self.work_until_shutdown(), self.collect_until_shutdown());
        debug_assert!(shutdown.is_cancelled());
    }

    async fn work_until_shutdown(&self) {
        let rounds = Rounds {
            of: "publications",
            look_every: LOOK_EVERY,
            go_on_after: Duration::ZERO,
            wake: Some(&self.0.wake),
        };
        let round = || async { Ok(self.round().await? > 0) };
        self.platform().work(rounds, round).await;
    }

    /// Takes on what is due and works it off. Gives how many there were.
    pub(super) async fn round(&self) -> Result<usize> {
        let platform = self.platform();
        let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let jobs = store::take(&mut tx, lease, now_ms, now_ms + LEASE_MS, AT_ONCE).await?;
        tx.commit().await?;
        join_all(jobs.iter().map(|job| self.work_off(job))).await;
        Ok(jobs.len())
    }

    /// Does what is left of a job, and notes how it went.
    pub(super) async fn work_off(&self, job: &Job) {
        let done = async {
            self.registry().may_be_written().await?;
            self.work(job).await
        };
        let noted = match done.await {
            Ok(()) | Err(Stop::Overtaken) => Ok(()),
            Err(Stop::Never(said)) => self.give_up(job, Wait::Fault, &said).await,
            Err(Stop::Wait(wait, said))
                if is_given_up(wait, job.attempts, job.settled_at.is_some()) =>
            {
                self.give_up(job, wait, &said).await
            }
            Err(Stop::Wait(wait, said)) => self.wait(job, wait, &said).await,
        };
        if let Err(cause) = noted {
            // It is taken on again when its lease is over.
            let cause = describe(&cause);
            tracing::warn!(publication.id = %job.id, error.cause = %cause, "how it went with {} could not be noted: {cause}", job.id);
        }
    }

    async fn wait(&self, job: &Job, wait: Wait, said: &str) -> Result<()> {
        let platform = self.platform();
        if job.attempts == 1 {
            tracing::warn!(publication.id = %job.id, error.cause = %said, "{} has to wait: {said}", job.id);
        }
        let [scatter] = platform.clock.random::<1>();
        let next_try_at = platform.clock.now_ms() + wait_ms(job.attempts - 1, scatter);
        let mut tx = platform.db.begin().await?;
        store::wait(&mut tx, job, wait, said, next_try_at).await?;
        tx.commit().await?;
        self.tell(job.organisation_id, job.draft_id);
        Ok(())
    }
}
