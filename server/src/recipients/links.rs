//! Links that people have sent to themselves: to come back to their page, and to add an address to it. Asked for in a row, sent by one node at a time; whether
//! anything is known of an address is only looked up then, so that nobody can tell it by the answer, nor by how long that takes.

use std::sync::atomic::Ordering;
use std::time::Duration;

use imprimatur_protocol::api::access::Locale;
use imprimatur_protocol::{ErrorCode, RecipientId};

use super::Recipients;
use super::entering::addresses_full;
use super::model::{
    ADDRESSES_MOST, ASKED_MOST, DAY_MS, HOUR_MS, ORGANISATIONS_MOST, link_ms, read_address,
};
use super::store::mails::{self, Kind, MailRow, NewMail};
use super::{store, words};
use crate::access::locales::locale_named;
use crate::access::session::Token;
use crate::error::{Error, Kind as ErrorKind, Result, describe};
use crate::mail::{Letter, Outcome, Unsubscribe};
use crate::platform::Rounds;
use crate::rate::{TooOften, too_often};

/// How often it is looked for what is due.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How long a node may take with one mail; it is given up long before.
const LEASE_MS: i64 = 5 * 60 * 1_000;

/// How long to wait after each try. After the last it is given up: whoever asked asks again.
const WAIT_MS: [i64; 3] = [20_000, 120_000, 600_000];

/// How often it is looked for what is over.
const SWEEP_EVERY_MS: i64 = 10 * 60 * 1_000;

/// A whole hour, for whoever has asked too often.
const HOUR_US: i64 = HOUR_MS * 1_000;

impl Recipients {
    /// Has a link sent to an address, if anything is known of it. The answer does not say so.
    pub(super) async fn ask(&self, email: &str, language: Locale) -> Result<()> {
        let address = read_address(email)?;
        self.queue(Kind::SignIn, None, &address, language).await
    }

    /// Has a link sent that adds an address to the page of a recipient.
    pub(super) async fn ask_address(
        &self,
        recipient: RecipientId,
        email: &str,
        language: Locale,
    ) -> Result<()> {
        let address = read_address(email)?;
        self.queue(Kind::Address, Some(recipient), &address, language)
            .await
    }

    async fn queue(
        &self,
        kind: Kind,
        recipient: Option<RecipientId>,
        address: &str,
        language: Locale,
    ) -> Result<()> {
        let platform = self.platform();
        let limits = &platform.config.limits;
        let now_ms = platform.clock.now_ms();
        let hash = self.address_hash(address);
        let mut tx = platform.db.begin().await?;
        if mails::waiting(&mut tx).await? >= i64::from(limits.recipient_mails_waiting) {
            return Err(Error::new(
                ErrorKind::Busy,
                ErrorCode::Unavailable,
                "Too many links wait to be sent. Try again in a moment.",
            ));
        }
        if let Some(recipient) = recipient {
            if store::addresses(&mut tx, recipient).await?.len() >= ADDRESSES_MOST {
                return Err(addresses_full());
            }
            if mails::asked_by(&mut tx, recipient, now_ms - HOUR_MS).await? >= ASKED_MOST {
                let sentence = "Too many links were asked for within an hour. Wait a while.";
                return Err(too_often(sentence.to_owned(), TooOften::after(HOUR_US)));
            }
        }
        let asked = mails::asked_for(&mut tx, kind, &hash, now_ms - HOUR_MS).await?;
        if asked >= i64::from(limits.recipient_links_per_hour) {
            // That so many were asked for is nobody's business who does not read what is sent there.
            return Ok(());
        }
        let new = NewMail {
            id: platform.clock.id(),
            kind,
            recipient,
            address,
            address_hash: &hash,
            language,
            now_ms,
            until_ms: now_ms + HOUR_MS,
        };
        mails::ask(&mut tx, &new).await?;
        tx.commit().await?;
        self.0.wake.notify_one();
        Ok(())
    }

    /// Sends links until the program ends.
    pub async fn run_until_shutdown(self) {
        let rounds = Rounds {
            of: "links of recipients",
            look_every: LOOK_EVERY,
            go_on_after: Duration::ZERO,
            wake: Some(&self.0.wake),
        };
        self.platform().work(rounds, || self.round()).await;
    }

    /// Sends the link that is due first. Whether there was one.
    async fn round(&self) -> Result<bool> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        if let Err(cause) = self.sweep(now_ms).await {
            let cause = describe(&cause);
            tracing::warn!(error.cause = %cause, "links of recipients that are over could not be forgotten: {cause}");
        }
        let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
        let mut tx = platform.db.begin().await?;
        mails::left_behind(&mut tx, now_ms).await?;
        let row = mails::take(&mut tx, lease, now_ms, now_ms + LEASE_MS).await?;
        tx.commit().await?;
        let Some(row) = row else {
            return Ok(false);
        };
        let outcome = match self.letter(&row).await {
            Ok(Some(letter)) => self.0.mailer.send(&letter).await,
            Ok(None) => {
                self.settle(&row, "dropped", None).await?;
                return Ok(true);
            }
            // Nothing has left yet.
            Err(cause) => Outcome::Later(describe(&cause)),
        };
        let tries = usize::try_from(row.attempts).unwrap_or(usize::MAX);
        let (state, why) = match outcome {
            Outcome::Sent => ("sent", None),
            Outcome::Never(why) => ("failed", Some(why)),
            Outcome::Unknown(why) => ("unknown", Some(why)),
            Outcome::Later(why) if tries > WAIT_MS.len() => ("failed", Some(why)),
            Outcome::Later(why) => ("waiting", Some(why)),
        };
        self.settle(&row, state, why).await?;
        Ok(true)
    }

    async fn settle(&self, row: &MailRow, state: &'static str, why: Option<String>) -> Result<()> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let link = row.kind.as_str();
        metrics::counter!("imprimatur_recipient_mails_total", "link" => link, "outcome" => state)
            .increment(1);
        if let Some(why) = why {
            tracing::warn!(mail.id = %row.id, mail.state = state, error.cause = %why, "{} was not sent: {why}", row.id);
        }
        let (next, ended) = if state == "waiting" {
            let tries = usize::try_from(row.attempts - 1).unwrap_or(0);
            (now_ms + WAIT_MS.get(tries).copied().unwrap_or(0), None)
        } else {
            (now_ms, Some(now_ms))
        };
        let mut tx = platform.db.begin().await?;
        mails::settle(&mut tx, row, state, next, ended).await?;
        tx.commit().await
    }

    /// What a mail says, with a link of its own. None: there is nobody to write to.
    async fn letter(&self, row: &MailRow) -> Result<Option<Letter>> {
        let wanted = match row.kind {
            Kind::SignIn => self.is_known(&row.address, &row.address_hash).await?,
            Kind::Address => match row.recipient_id.as_deref().map(str::parse) {
                Some(Ok(recipient)) => {
                    let mut tx = self.platform().db.read().await?;
                    !store::addresses(&mut tx, recipient).await?.is_empty()
                }
                Some(Err(_)) | None => false,
            },
        };
        if !wanted {
            return Ok(None);
        }
        let platform = self.platform();
        let minutes = platform.config.limits.recipient_link_minutes;
        let now_ms = platform.clock.now_ms();
        let secret = Token::new(&platform.clock);
        let mut tx = platform.db.begin().await?;
        if !mails::arm(&mut tx, row, secret.hash(), now_ms + link_ms(minutes)).await? {
            return Err(Error::internal(
                "sending a link that somebody else has taken on",
            ));
        }
        tx.commit().await?;
        let locale = locale_named(&row.language).unwrap_or(Locale::De);
        let url = format!("{}/claim#{}", self.0.origin, secret.reveal());
        let (subject, text) = words::mail(locale, row.kind, &url, minutes);
        Ok(Some(Letter {
            id: row.id.to_string(),
            at_ms: now_ms,
            to: row.address.clone(),
            name: String::new(),
            subject,
            text,
            html_language: Some(row.language.clone()),
            unsubscribe: Unsubscribe::Nothing,
        }))
    }

    /// Whether an address is somebody's, or certificates were given to it that nobody else has claimed.
    async fn is_known(&self, address: &str, hash: &str) -> Result<bool> {
        let mut tx = self.platform().db.read().await?;
        if store::by_address(&mut tx, hash).await?.is_some() {
            return Ok(true);
        }
        let issuing = store::issuing(&mut tx, ORGANISATIONS_MOST).await?;
        drop(tx);
        let address = [address.to_owned()];
        let given = self.issuance().given_to(&issuing, &address).await?;
        let mut tx = self.platform().db.read().await?;
        let holders = store::holders(&mut tx, given.iter().map(|(_, id)| *id)).await?;
        Ok(given.len() > holders.len())
    }

    /// Forgets, now and then, links and sign-ins that are over.
    async fn sweep(&self, now_ms: i64) -> Result<()> {
        let last = self.0.swept_at.load(Ordering::Relaxed);
        if now_ms - last < SWEEP_EVERY_MS {
            return Ok(());
        }
        let platform = self.platform();
        let rows = platform.config.limits.sweep_rows;
        let mut tx = platform.db.begin().await?;
        // For a day it is still told of a link that its time is over.
        let gone = mails::forget(&mut tx, now_ms, now_ms - DAY_MS, rows).await?;
        store::forget_sessions(&mut tx, now_ms, rows).await?;
        tx.commit().await?;
        // As long as there are more, the next round goes on.
        if gone < u64::from(rows) {
            self.0.swept_at.store(now_ms, Ordering::Relaxed);
        }
        Ok(())
    }
}
