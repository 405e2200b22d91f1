//! Works batches off: takes on what is due for a while, issues some at once, and notes how far it is.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use imprimatur_protocol::api::issuance::BatchState;
use serde_json::json;
use tokio::time::Instant;

use super::rows::{Press, Wanted};
use super::store::deliveries::{self, Kind as MailKind};
use super::store::images::ImageRow;
use super::store::jobs::{self, Job, Row};
use super::store::name_requests;
use super::succession;
use super::{Issuance, images, rules, store};
use crate::access::members;
use crate::error::{Result, describe};
use crate::events::{self, Event, EventKind};
use crate::platform::Rounds;
use crate::registry::{Failure, Reason};

/// How long whoever took a job on may take with one part of it. Whoever dies holds it up for no longer.
const LEASE: Duration = Duration::from_secs(60);
const LEASE_MS: i64 = LEASE.as_millis() as i64;

/// Jobs that a node works at once.
const AT_ONCE: u32 = 2;

/// Certificates that are written in one transaction of the registry: signing them takes a tenth of a second, and so long others of the same
/// organisation wait.
pub(super) const PART: u32 = 25;

/// Parts of one batch before others have their turn.
const PARTS_AT_ONCE: u32 = 20;

/// Without a word from here, it is looked after so long: another node may have taken the request.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What is no outage is given up after so many in a row: some minutes. Somebody may go on with it.
const FAULTS_MOST: i64 = 12;

/// Between two tries at first, and at most.
const FIRST_WAIT_MS: i64 = 500;
const LONGEST_WAIT_MS: i64 = 30_000;

/// Why a part was not done.
enum Stop {
    /// Somebody else does it by now, or it is held up.
    Overtaken,
    /// It is tried again.
    Wait(&'static str, String),
    /// It can never be done.
    Never(String),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        match failure.reason {
            // Trying again would be refused again.
            Reason::Row => Self::Never(failure.to_string()),
            // Two that write the same part meet in a key.
            Reason::Unreachable
            | Reason::Refused
            | Reason::Schema
            | Reason::Locked
            | Reason::Duplicate => Self::Wait("registry", failure.to_string()),
            Reason::Failed => Self::Wait("fault", failure.to_string()),
        }
    }
}

impl From<crate::error::Error> for Stop {
    fn from(error: crate::error::Error) -> Self {
        // However long it is away: it comes back.
        Self::Wait("workspace", describe(&error))
    }
}

impl Issuance {
    /// Works until the program ends.
    pub async fn run_until_shutdown(self) {
        tokio::join!(
            self.work_until_shutdown(),
            self.settle_until_shutdown(),
            self.deliver_until_shutdown(&self.0.mailer),
            self.erase_until_shutdown(),
            self.forget_images_until_shutdown(),
            self.remind_until_shutdown(),
            self.rotate_until_shutdown()
        );
    }

    async fn work_until_shutdown(&self) {
        let rounds = Rounds {
            of: "batches",
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
        let due = jobs::take(&mut tx, lease, now_ms, now_ms + LEASE_MS, AT_ONCE).await?;
        tx.commit().await?;
        let since = Instant::now();
        join_all(due.iter().map(|job| self.work_off(job, since))).await;
        Ok(due.len())
    }

    /// Does what is left of a job, and notes how it went.
    async fn work_off(&self, job: &Job, since: Instant) {
        let done = async {
            self.registry().may_be_written().await?;
            self.work(job, since).await
        };
        let noted = match done.await {
            Ok(()) | Err(Stop::Overtaken) => Ok(()),
            Err(Stop::Never(said)) => self.give_up(job, &said).await,
            Err(Stop::Wait(reason, said)) => self.wait(job, reason, &said).await,
        };
        if let Err(cause) = noted {
            // It is taken on again when its lease is over.
            let cause = describe(&cause);
            tracing::warn!(batch.id = %job.id, error.cause = %cause, "how it went with {} could not be noted: {cause}", job.id);
        }
    }

    async fn work(&self, job: &Job, mut since: Instant) -> Result<(), Stop> {
        let organisation = job.organisation_id;
        let layout = self
            .0
            .layouts
            .of(self.registry(), organisation, job.version_id);
        let layout = layout.await?;
        let layout = layout.ok_or_else(|| Stop::Never("there is no such version".to_owned()))?;
        let mut issued = job.issued;
        for _ in 0..PARTS_AT_ONCE {
            if self.platform().shutdown.is_cancelled() {
                break;
            }
            let mut tx = self.platform().db.read().await?;
            let wanted = jobs::wanted(&mut tx, job, issued, PART).await?;
            let name = members::organisation_name(&mut tx, organisation).await?;
            let numbering = rules::settled(&mut tx, organisation).await?.numbering;
            let Some(last) = wanted.last().map(Row::number) else {
                return Ok(());
            };
            let mut wanted: Vec<Wanted> = wanted
                .into_iter()
                .filter_map(|row| match row {
                    Row::Wanted(wanted) => Some(*wanted),
                    Row::Erased(_) => None,
                })
                .collect();
            if !images::fields(&layout).is_empty() {
                let ids: Vec<_> = wanted.iter().map(|it| it.id).collect();
                let rows = store::images::of_certificates(&mut tx, organisation, &ids).await?;
                for one in &mut wanted {
                    let own = rows.iter().filter(|row| row.is_of(one.id));
                    one.images = own.map(ImageRow::image).collect();
                }
            }
            drop(tx);
            if job.state == BatchState::Cancelled {
                // Of a part that somebody was writing when it was cancelled, either all is there or nothing.
                if self.are_there(job, &wanted).await? {
                    self.note(job, &wanted, last).await?;
                }
                return Ok(self.end(job).await?);
            }
            // Each time: an organisation may have another key by now.
            let press = Press {
                job: job.clone(),
                organisation_name: name,
                numbering,
                layout: Arc::clone(&layout),
                key: self.signing_key(organisation).await?,
                origin: self.origin().to_owned(),
                until: since + LEASE / 2,
            };
            self.write(press, wanted.clone()).await?;
            let noting = Instant::now();
            match self.note(job, &wanted, last).await? {
                BatchState::Open => (issued, since) = (last, noting),
                BatchState::Done | BatchState::Failed => return Ok(()),
                BatchState::Paused => return Ok(self.release(job).await?),
                BatchState::Cancelled => return Ok(self.end(job).await?),
            }
        }
        // Others have their turn, or another node goes on.
        Ok(self.release(job).await?)
    }

    /// Notes that certificates are issued, with an event of each, in one transaction. Gives the state of the batch by then.
    async fn note(&self, job: &Job, issued: &[Wanted], last: i64) -> Result<BatchState, Stop> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let state = jobs::advance(&mut tx, job, last, now_ms, now_ms + LEASE_MS).await?;
        let state = state.ok_or(Stop::Overtaken)?;
        let superseded = job.succession().map_err(Stop::Never)?;
        let shown = issued.iter().filter(|it| !it.images.is_empty());
        let shown: Vec<_> = shown.map(|it| it.id).collect();
        if !shown.is_empty() {
            store::images::issued(&mut tx, job.organisation_id, &shown).await?;
        }
        for wanted in issued {
            if let Some((of, how)) = superseded {
                let event = succession::event(job, of, how, wanted.id);
                events::record(&mut tx, &platform.clock, &event).await?;
            }
            let event = Event {
                kind: EventKind::CertificateIssued,
                organisation: job.organisation_id,
                actor: job.asked_by.into(),
                // Nobody issues who acts in another's name.
                impersonator: None,
                subject: Some(wanted.id.to_string()),
                details: json!({
                    "template": job.template_id,
                    "version": job.version_id,
                    "number": job.version_number,
                    "certificate": wanted.id,
                    "batch": job.id,
                    "supersedes": superseded.map(|(of, _)| of),
                }),
            };
            events::record(&mut tx, &platform.clock, &event).await?;
            if job.deliver != 0
                && state != BatchState::Cancelled
                && wanted.body.recipient.email.is_some()
            {
                let (of, mail) = ((job.organisation_id, wanted.id), platform.clock.id());
                deliveries::ask(&mut tx, MailKind::Issued, of, mail, now_ms).await?;
            }
        }
        tx.commit().await?;
        metrics::counter!("imprimatur_certificates_issued_total").increment(issued.len() as u64);
        Ok(state)
    }

    async fn release(&self, job: &Job) -> Result<()> {
        let mut tx = self.platform().db.begin().await?;
        jobs::release(&mut tx, job, self.platform().clock.now_ms()).await?;
        tx.commit().await
    }

    async fn end(&self, job: &Job) -> Result<()> {
        let mut tx = self.platform().db.begin().await?;
        if jobs::end(&mut tx, job, self.platform().clock.now_ms()).await? {
            // Here, where nobody writes it any more: until now it may have been issued all the same.
            name_requests::reopen(&mut tx, job.organisation_id, job.id).await?;
        }
        tx.commit().await
    }

    async fn give_up(&self, job: &Job, said: &str) -> Result<()> {
        tracing::error!(batch.id = %job.id, error.cause = %said, "{} was given up: {said}", job.id);
        let mut tx = self.platform().db.begin().await?;
        jobs::fail(&mut tx, job, said, self.platform().clock.now_ms()).await?;
        tx.commit().await
    }

    async fn wait(&self, job: &Job, reason: &str, said: &str) -> Result<()> {
        let platform = self.platform();
        if job.attempts == 1 {
            tracing::warn!(batch.id = %job.id, error.cause = %said, "{} has to wait: {said}", job.id);
        }
        let doubled = FIRST_WAIT_MS.saturating_mul(1 << (job.attempts - 1).clamp(0, 10));
        let next_try_at = platform.clock.now_ms() + doubled.min(LONGEST_WAIT_MS);
        let mut tx = platform.db.begin().await?;
        let faults = jobs::wait(&mut tx, job, reason, said, next_try_at).await?;
        tx.commit().await?;
        if faults >= FAULTS_MOST {
            return self.give_up(job, said).await;
        }
        Ok(())
    }
}
