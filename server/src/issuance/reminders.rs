//! Whoever has a certificate is reminded before it ends, so many days as its organisation has settled; once, and only of what still holds then and has no
//! successor.
//!
//! A round goes from the end up to which it was looked before to the end that is so many days ahead, and how far it is is noted in the transaction in
//! which the mails are asked for. What is issued for fewer days than that is not reminded of: whoever was given it has just been told.

use std::time::Duration;

use imprimatur_protocol::{CertificateId, OrganisationId};

use super::Issuance;
use super::acts::away;
use super::list::moment_ms;
use super::store::{deliveries, erasures};
use crate::error::{Error, Result};
use crate::platform::Rounds;
use crate::registry::{Failure, moment};
use crate::workspace::record;

const REMINDERS: &str = "reminders";

/// How often it is looked whose turn it is.
const LOOK_EVERY: Duration = Duration::from_secs(15);

const HOUR_MS: i64 = 60 * 60 * 1_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How often the certificates of an organisation are looked through, and after an outage.
const EVERY_MS: i64 = 6 * HOUR_MS;
const AGAIN_MS: i64 = 5 * 60 * 1_000;

/// Certificates that are reminded of in one transaction.
const AT_ONCE: usize = 200;

record! {
    struct EndingRow {
        id: CertificateId,
        valid_until: String,
        email: Option<String>,
    }
}

impl Issuance {
    /// Reminds until the program ends.
    pub(super) async fn remind_until_shutdown(&self) {
        let rounds = Rounds {
            of: "certificates that end soon",
            look_every: LOOK_EVERY,
            go_on_after: Duration::ZERO,
            wake: None,
        };
        self.platform().work(rounds, || self.remind_next()).await;
    }

    /// Reminds of what ends soon in the organisation whose turn it is. Whether there was one.
    async fn remind_next(&self) -> Result<bool> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let Some(due) = erasures::reminds(&mut tx, now_ms).await? else {
            return Ok(false);
        };
        let organisation = due.organisation_id;
        let again = now_ms + AGAIN_MS;
        let is_ours = erasures::turn(&mut tx, organisation, REMINDERS, now_ms, again).await?;
        tx.commit().await?;
        if !is_ours {
            return Ok(true);
        }
        let until = now_ms + due.days.saturating_mul(DAY_MS);
        if due.reached > until {
            // Fewer days than before: what ends until then is looked at anew, and nobody is reminded twice.
            let mut tx = platform.db.begin().await?;
            erasures::reach(&mut tx, organisation, REMINDERS, until, now_ms + EVERY_MS).await?;
            tx.commit().await?;
            return Ok(true);
        }
        let mut after = (due.reached.max(now_ms), String::new());
        // The first end of which somebody could not be reminded yet: it is looked at again from there.
        let mut held = i64::MAX;
        while after.0 < until && !platform.shutdown.is_cancelled() {
            let ending = self.ending(organisation, &after, until).await;
            let ending = ending.map_err(away)?;
            let is_last = ending.len() < AT_ONCE;
            if let Some(last) = ending.last() {
                after = (end_of(last)?, last.id.to_string());
            }
            let mut tx = platform.db.begin().await?;
            for row in ending.iter().filter(|row| row.email.is_some()) {
                let mail = platform.clock.id();
                if !deliveries::remind(&mut tx, organisation, row.id, mail, now_ms).await? {
                    held = held.min(end_of(row)? - 1);
                }
            }
            let (reached, due_at) = if is_last {
                (until, now_ms + EVERY_MS)
            } else {
                // Of those that end in the same moment some may be left: they are looked at once more, and reminded of once.
                (after.0 - 1, again)
            };
            let reached = reached.min(held);
            erasures::reach(&mut tx, organisation, REMINDERS, reached, due_at).await?;
            tx.commit().await?;
            if is_last {
                break;
            }
        }
        Ok(true)
    }

    /// Certificates that hold and end after one and up to a moment, the next to end first.
    async fn ending(
        &self,
        organisation: OrganisationId,
        (after_ms, after): &(i64, String),
        until_ms: i64,
    ) -> std::result::Result<Vec<EndingRow>, Failure> {
        self.registry()
            .fetch_all(
                "SELECT c.id, CAST(c.valid_until AS CHAR) AS valid_until, s.email
                 FROM issued_certificates c
                 JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
                 WHERE c.organisation_id = ? AND c.valid_until <= ? AND (c.valid_until > ? OR (c.valid_until = ? AND c.id > ?))
                   AND c.state = 'issued' AND c.superseded_by_id IS NULL
                 ORDER BY c.valid_until, c.id LIMIT 200",
                &[
                    organisation.to_string().into(),
                    moment(until_ms).into(),
                    moment(*after_ms).into(),
                    moment(*after_ms).into(),
                    after.as_str().into(),
                ],
            )
            .await
    }
}

fn end_of(row: &EndingRow) -> Result<i64> {
    moment_ms(&row.valid_until)
        .ok_or_else(|| Error::internal("the end of a certificate cannot be read"))
}
