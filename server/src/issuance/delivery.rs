//! Mail to those whom certificates were given to, in their language: where theirs stands. Asked for in the transaction in which it is noted that a
//! certificate is issued, or by hand; sent by one node at a time, at a rate that keeps it out of the spam; at most once each time it was asked for.

use std::time::Duration;

use imprimatur_protocol::api::issuance::DeliveryState;
use imprimatur_protocol::{CertificateId, ErrorCode};

use super::Issuance;
use super::acts::{away, may_still};
use super::list::{self, Listing};
use super::store::deliveries::{self, DeliveryRow};
use super::words;
use crate::access::roles::Permission;
use crate::access::{Caller, members};
use crate::error::{Error, Kind, Result, describe};
use crate::mail::{Letter, Mailer, Outcome};
use crate::platform::Rounds;

/// How often it is looked for what is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How long a node may take with one mail; it is given up long before.
const LEASE_MS: i64 = 5 * 60 * 1_000;

/// How long to wait after each try. After the last it is given up, and shown.
const WAIT_MS: [i64; 5] = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000];

/// What becomes of one mail.
struct End {
    state: DeliveryState,
    why: Option<String>,
}

impl Issuance {
    /// Sends mail until the program ends.
    pub(super) async fn deliver_until_shutdown(&self, mailer: &Mailer) {
        let platform = self.platform();
        // So many a minute, evenly.
        let pause =
            Duration::from_secs(60) / platform.config.limits.certificate_mails_per_minute.max(1);
        let rounds = Rounds {
            of: "mails about certificates",
            look_every: LOOK_EVERY,
            go_on_after: pause,
            wake: None,
        };
        platform.work(rounds, || self.deliver_one(mailer)).await;
    }

    /// Sends the mail that is due first. Whether there was one.
    async fn deliver_one(&self, mailer: &Mailer) -> Result<bool> {
        let platform = self.platform();
        let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        deliveries::left_behind(&mut tx, now_ms).await?;
        let row = deliveries::take(&mut tx, lease, now_ms, now_ms + LEASE_MS).await?;
        tx.commit().await?;
        let Some(row) = row else {
            return Ok(false);
        };
        let outcome = match self.letter(&row).await {
            Ok(Some(letter)) => mailer.send(&letter).await,
            Ok(None) => {
                let dropped = End {
                    state: DeliveryState::Dropped,
                    why: None,
                };
                self.settle_delivery(&row, lease, dropped).await?;
                return Ok(true);
            }
            // Nothing has left yet.
            Err(cause) => Outcome::Later(describe(&cause)),
        };
        let tries = usize::try_from(row.attempts).unwrap_or(usize::MAX);
        let (state, why) = match outcome {
            Outcome::Sent => (DeliveryState::Sent, None),
            Outcome::Never(why) => (DeliveryState::Failed, Some(why)),
            Outcome::Unknown(why) => (DeliveryState::Unknown, Some(why)),
            Outcome::Later(why) if tries > WAIT_MS.len() => (DeliveryState::Failed, Some(why)),
            Outcome::Later(why) => (DeliveryState::Waiting, Some(why)),
        };
        self.settle_delivery(&row, lease, End { state, why })
            .await?;
        Ok(true)
    }

    async fn settle_delivery(&self, row: &DeliveryRow, lease: i64, end: End) -> Result<()> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let state = state_name(end.state);
        metrics::counter!("imprimatur_certificate_mails_total", "outcome" => state).increment(1);
        if let Some(why) = &end.why {
            tracing::warn!(mail.id = %row.id, mail.state = state, error.cause = %why, "{} was not sent: {why}", row.id);
        }
        let (next, ended) = match end.state {
            DeliveryState::Waiting => {
                let tries = usize::try_from(row.attempts - 1).unwrap_or(0);
                (now_ms + WAIT_MS.get(tries).copied().unwrap_or(0), None)
            }
            _ => (now_ms, Some(now_ms)),
        };
        let mut tx = platform.db.begin().await?;
        deliveries::settle(&mut tx, row, lease, state, next, ended, end.why).await?;
        tx.commit().await
    }

    /// What a mail says. None: there is nobody to write to, or it does not hold any more.
    async fn letter(&self, row: &DeliveryRow) -> Result<Option<Letter>> {
        let platform = self.platform();
        let listing = Listing {
            organisation: row.organisation_id,
            origin: self.origin(),
            now_ms: platform.clock.now_ms(),
        };
        let found = list::one(self.registry(), &listing, row.certificate_id).await;
        let Some(found) = found.map_err(away)? else {
            return Ok(None);
        };
        let (Some(to), Some(name)) = (found.email, found.recipient_name) else {
            return Ok(None);
        };
        if !list::is_worth_telling(found.state) {
            return Ok(None);
        }
        let mut tx = platform.db.read().await?;
        let organisation = members::organisation_name(&mut tx, row.organisation_id).await?;
        drop(tx);
        let said = words::Told {
            name: &name,
            organisation: &organisation,
            title: &found.title,
            number: &found.number,
            url: &found.url,
        };
        let (subject, text) = words::mail(&found.language, &said);
        Ok(Some(Letter {
            id: row.id.to_string(),
            at_ms: platform.clock.now_ms(),
            to,
            name,
            subject,
            text,
            settings_url: None,
        }))
    }

    /// Sends the mail about a certificate once more.
    pub(super) async fn send_again(
        &self,
        caller: &Caller,
        certificate: CertificateId,
    ) -> Result<()> {
        let organisation = caller.organisation.id;
        let platform = self.platform();
        let listing = Listing {
            organisation,
            origin: self.origin(),
            now_ms: platform.clock.now_ms(),
        };
        let found = list::one(self.registry(), &listing, certificate).await;
        let found = found
            .map_err(away)?
            .ok_or_else(|| Error::not_found("certificate"))?;
        let refused = |sentence: &'static str| {
            Error::new(Kind::Conflict, ErrorCode::CertificateState, sentence)
        };
        if found.email.is_none() {
            return Err(refused("No address is known to which it could be sent."));
        }
        if !list::is_worth_telling(found.state) {
            return Err(refused("It does not hold any more."));
        }
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        // One that is open already is that one.
        let (id, now_ms) = (platform.clock.id(), platform.clock.now_ms());
        deliveries::ask(&mut tx, organisation, certificate, id, now_ms).await?;
        tx.commit().await
    }
}

/// A state as the database has it.
const fn state_name(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Sending => "sending",
        DeliveryState::Sent => "sent",
        DeliveryState::Failed => "failed",
        DeliveryState::Dropped => "dropped",
        DeliveryState::Unknown => "unknown",
    }
}

/// The state of that name.
pub(super) fn state_named(name: &str) -> Option<DeliveryState> {
    use DeliveryState::{Dropped, Failed, Sending, Sent, Unknown, Waiting};
    [Waiting, Sending, Sent, Failed, Dropped, Unknown]
        .into_iter()
        .find(|state| state_name(*state) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_those_of_the_wire() {
        for name in ["waiting", "sending", "sent", "failed", "dropped", "unknown"] {
            let state = state_named(name).expect("a state");
            assert_eq!(serde_json::to_value(state).expect("JSON"), name);
        }
        assert_eq!(state_named("lost"), None);
    }
}
