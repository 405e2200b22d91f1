//! Mail to those whom certificates were given to, in their language: where theirs stands. Asked for in the transaction in which it is noted that a
//! certificate is issued, or by hand; sent by one node at a time, at a rate that keeps it out of the spam; at most once each time it was asked for.

use std::time::Duration;

use imprimatur_protocol::api::issuance::DeliveryState;
use imprimatur_protocol::{CertificateId, ErrorCode};
use imprimatur_render::format::FieldKind;
use imprimatur_render::format_value;

use super::acts::{away, may_still};
use super::list::{self, Listing};
use super::store::deliveries::{self, DeliveryRow, Kind as MailKind};
use super::store::links::{self, Links};
use super::store::name_requests;
use super::{Issuance, dates, words};
use crate::access::roles::Permission;
use crate::access::session::Token;
use crate::access::{Caller, members};
use crate::error::{Error, Kind, Result, describe};
use crate::mail::{Letter, Mailer, Outcome, Unsubscribe};
use crate::platform::Rounds;
use crate::workspace::Tx;

/// How often it is looked for what is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How long a node may take with one mail; it is given up long before.
const LEASE_MS: i64 = 5 * 60 * 1_000;

/// How long to wait after each try. After the last it is given up, and shown.
const WAIT_MS: [i64; 5] = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000];

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// While what a mail says cannot be read.
const UNREAD_MS: i64 = 30_000;

/// What becomes of one mail.
struct End {
    state: DeliveryState,
    why: Option<String>,
}

/// What is to be said.
enum Composed {
    Letter(Box<Letter>),
    /// There is nobody to write to, or it does not hold any more.
    Nothing,
    /// Whoever has the address wants no more mail of this organisation.
    Unsubscribed,
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
        let ended = async |state| {
            let end = End { state, why: None };
            self.settle_delivery(&row, lease, end).await.map(|()| true)
        };
        let outcome = match self.letter(&row, lease).await {
            Ok(Composed::Letter(letter)) => mailer.send(&letter).await,
            Ok(Composed::Nothing) => return ended(DeliveryState::Dropped).await,
            Ok(Composed::Unsubscribed) => return ended(DeliveryState::Unsubscribed).await,
            // Nothing has left yet, and nobody was asked to take it: however long the registry is away, it is no try.
            Err(cause) => {
                let cause = describe(&cause);
                tracing::warn!(mail.id = %row.id, error.cause = %cause, "{} waits, for what it says cannot be read: {cause}", row.id);
                let next = platform.clock.now_ms() + UNREAD_MS;
                let mut tx = platform.db.begin().await?;
                deliveries::put_off(&mut tx, &row, lease, next).await?;
                tx.commit().await?;
                return Ok(true);
            }
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

    /// What a mail says, with links of its own: of a mail that leaves they are known.
    async fn letter(&self, row: &DeliveryRow, lease: i64) -> Result<Composed> {
        let platform = self.platform();
        let (organisation, now_ms) = (row.organisation_id, platform.clock.now_ms());
        let listing = Listing {
            organisation,
            origin: self.origin(),
            now_ms,
        };
        let found = list::one(self.registry(), &listing, row.certificate_id).await;
        let Some(found) = found.map_err(away)? else {
            return Ok(Composed::Nothing);
        };
        let (Some(email), Some(name)) = (found.email, found.recipient_name) else {
            return Ok(Composed::Nothing);
        };
        let mut tx = platform.db.begin().await?;
        let declined = match &row.request_id {
            Some(request) => match declined(&mut tx, row, request, &email).await? {
                // Erased meanwhile, or asked for anew.
                None => return Ok(Composed::Nothing),
                some => some,
            },
            None => None,
        };
        if declined.is_none() {
            if !list::is_worth_telling(found.state) {
                return Ok(Composed::Nothing);
            }
            // Renewed meanwhile, it has a successor of which they were told.
            if row.kind == MailKind::Ends && found.superseded_by.is_some() {
                return Ok(Composed::Nothing);
            }
        }
        // Whoever reads by now what is sent to an address that somebody has given up is not told what they have asked for.
        let to = declined.as_ref().map_or(email, |it| it.to.clone());
        let address_hash = self.address_hash(&organisation.to_string(), &to);
        let (claim, stop) = (Token::new(&platform.clock), Token::new(&platform.clock));
        let days = i64::from(platform.config.limits.claim_link_days);
        let claim_until = now_ms + days * DAY_MS;
        if links::is_stopped(&mut tx, organisation, &address_hash).await? {
            return Ok(Composed::Unsubscribed);
        }
        let armed = Links {
            claim_hash: claim.hash(),
            claim_until,
            stop_hash: stop.hash(),
            address_hash,
        };
        if !links::arm(&mut tx, row, lease, armed).await? {
            return Err(Error::internal(
                "sending a mail that somebody else has taken on",
            ));
        }
        let issuer = members::organisation_name(&mut tx, organisation).await?;
        tx.commit().await?;
        let stop_url = format!("{}/unsubscribe/{}", self.origin(), stop.reveal());
        let said = words::Told {
            name: &name,
            organisation: &issuer,
            title: &found.title,
            number: &found.number,
            url: &found.url,
            claim_url: &format!("{}/claim#{}", self.origin(), claim.reveal()),
            claim_until: &dates::written(claim_until, &found.language),
            stop_url: &stop_url,
        };
        let locale = found.language.as_str();
        let until = found.valid_until.as_deref().and_then(|it| it.get(..10));
        let (subject, text) = match (&declined, row.kind, until) {
            (Some(it), ..) => {
                let page = format!("{}/mine", self.origin());
                let declined = words::Declined {
                    asked: &it.asked,
                    answer: &it.answer,
                    page: &page,
                };
                words::declined(locale, &said, &declined)
            }
            (None, MailKind::Ends, Some(day)) => {
                let day = format_value(FieldKind::Date, day, None, locale);
                words::reminder(locale, &said, &day)
            }
            (None, MailKind::Issued | MailKind::Ends, _) => words::mail(locale, &said),
        };
        Ok(Composed::Letter(Box::new(Letter {
            id: row.id.to_string(),
            at_ms: now_ms,
            to,
            name,
            subject,
            text,
            html_language: Some(found.language),
            unsubscribe: Unsubscribe::OneClick(stop_url),
        })))
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
        let of = (organisation, certificate);
        deliveries::ask(&mut tx, MailKind::Issued, of, id, now_ms).await?;
        tx.commit().await
    }
}

/// A name that is not accepted.
struct Declined {
    /// Who is told.
    to: String,
    asked: String,
    answer: String,
}

/// What a mail about a request says, and to whom; none where there is no answer any more.
async fn declined(
    tx: &mut Tx,
    row: &DeliveryRow,
    request: &str,
    email: &str,
) -> Result<Option<Declined>> {
    let (organisation, certificate) = (row.organisation_id, row.certificate_id);
    let Ok(request) = request.parse() else {
        return Ok(None);
    };
    let Some(asked) = name_requests::find(tx, organisation, request).await? else {
        return Ok(None);
    };
    let to = name_requests::holder_address(tx, organisation, certificate, email).await?;
    Ok(asked.answer.map(|answer| Declined {
        to: to.unwrap_or_else(|| email.to_owned()),
        asked: asked.name,
        answer,
    }))
}

/// A state as the database has it.
pub(super) const fn state_name(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Sending => "sending",
        DeliveryState::Sent => "sent",
        DeliveryState::Failed => "failed",
        DeliveryState::Dropped => "dropped",
        DeliveryState::Unknown => "unknown",
        DeliveryState::Bounced => "bounced",
        DeliveryState::Unsubscribed => "unsubscribed",
    }
}

/// The state of that name.
pub(super) fn state_named(name: &str) -> Option<DeliveryState> {
    use DeliveryState::{Bounced, Dropped, Failed, Sending, Sent, Unknown, Unsubscribed, Waiting};
    [
        Waiting,
        Sending,
        Sent,
        Failed,
        Dropped,
        Unknown,
        Bounced,
        Unsubscribed,
    ]
    .into_iter()
    .find(|state| state_name(*state) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_those_of_the_wire() {
        for name in [
            "waiting",
            "sending",
            "sent",
            "failed",
            "dropped",
            "unknown",
            "bounced",
            "unsubscribed",
        ] {
            let state = state_named(name).expect("a state");
            assert_eq!(serde_json::to_value(state).expect("JSON"), name);
        }
        assert_eq!(state_named("lost"), None);
    }
}
