//! What a link leads to, and what its button does.

use imprimatur_protocol::api::recipients::{LinkBody, LinkKind, OfferedCertificateBody};
use imprimatur_protocol::{ErrorCode, RecipientId};

use super::Recipients;
use super::caller::Recipient;
use super::model::{ADDRESSES_MOST, BROWSERS_MOST, DAY_MS, hinted, unknown, usable, used};
use super::store::mails::{self, Kind, SentRow};
use super::store::{self, Proved};
use crate::access::members;
use crate::access::session::Token;
use crate::clock::rfc3339;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::issuance::Claim;
use crate::workspace::Tx;

/// Who is let in: what their cookie carries from now on, and for how many seconds; none: the one that they have.
pub(super) struct Entered {
    pub(super) cookie: Option<(Token, i64)>,
}

/// A link that there is.
enum Link {
    Claim(Claim),
    Sent(SentRow),
}

impl Recipients {
    /// What a link would do. Using it comes later, and is another request.
    pub(super) async fn look(&self, secret: &str) -> Result<LinkBody> {
        let (_, link) = self.link(secret).await?;
        let now_ms = self.platform().clock.now_ms();
        match link {
            Link::Claim(claim) => {
                usable(claim.claimed_at, claim.until_ms, now_ms)?;
                let found = self.claimed(&claim).await?;
                let mut tx = self.platform().db.read().await?;
                let organisation = members::organisation_name(&mut tx, claim.organisation).await?;
                Ok(LinkBody {
                    kind: LinkKind::Claim,
                    expires_at: rfc3339(claim.until_ms),
                    address: found.email.as_deref().map(hinted),
                    page: None,
                    certificate: Some(OfferedCertificateBody {
                        id: found.id,
                        title: found.title,
                        organisation,
                        number: found.number,
                        state: found.state,
                    }),
                })
            }
            Link::Sent(row) => {
                usable(row.used_at, row.expires_at, now_ms)?;
                let page = match row.recipient_id.as_deref().map(str::parse) {
                    Some(Ok(asker)) => {
                        let mut tx = self.platform().db.read().await?;
                        let addresses = store::addresses(&mut tx, asker).await?;
                        addresses.first().map(|it| hinted(&it.address))
                    }
                    _ => None,
                };
                Ok(LinkBody {
                    page,
                    kind: match row.kind {
                        Kind::SignIn => LinkKind::SignIn,
                        Kind::Address => LinkKind::Address,
                    },
                    expires_at: rfc3339(row.expires_at),
                    address: Some(hinted(&row.address)),
                    certificate: None,
                })
            }
        }
    }

    /// Does what a link is for. `visitor`: whose browser it is already.
    pub(super) async fn enter(&self, secret: &str, visitor: Option<&Recipient>) -> Result<Entered> {
        let (secret, link) = self.link(secret).await?;
        let (kind, entered) = match link {
            Link::Claim(claim) => ("claim", self.enter_by_claim(&secret, &claim, visitor).await),
            Link::Sent(row) => match row.kind {
                Kind::SignIn => ("sign_in", self.enter_by_mail(&secret, &row, visitor).await),
                Kind::Address => ("address", self.add_address(&secret, &row, visitor).await),
            },
        };
        let outcome = match &entered {
            Ok(_) => "done",
            Err(refusal) if refusal.kind().is_ours() => "failed",
            Err(_) => "refused",
        };
        metrics::counter!("imprimatur_recipient_entries_total", "link" => kind, "outcome" => outcome).increment(1);
        entered
    }

    async fn link(&self, secret: &str) -> Result<(Token, Link)> {
        let secret = Token::read(secret).ok_or_else(unknown)?;
        if let Some(claim) = self.issuance().claim(&secret).await? {
            return Ok((secret, Link::Claim(claim)));
        }
        let row = mails::by_secret(&self.platform().db, secret.hash()).await?;
        let row = row.ok_or_else(unknown)?;
        Ok((secret, Link::Sent(row)))
    }

    /// The certificate of a link.
    async fn claimed(
        &self,
        claim: &Claim,
    ) -> Result<imprimatur_protocol::api::issuance::CertificateBody> {
        let wanted = [claim.certificate];
        let found = self.issuance().some(claim.organisation, &wanted).await?;
        found.into_iter().next().ok_or_else(unknown)
    }

    async fn enter_by_claim(
        &self,
        secret: &Token,
        claim: &Claim,
        visitor: Option<&Recipient>,
    ) -> Result<Entered> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mine = (claim.organisation, claim.certificate);
        if let (Some(visitor), true) = (visitor, claim.claimed_at.is_some()) {
            // Whoever has pressed the button twice is where they wanted to be.
            let mut tx = platform.db.read().await?;
            let holders = store::holders(&mut tx, [claim.certificate].into_iter()).await?;
            if holders.iter().any(|it| it.recipient_id == visitor.id) {
                return Ok(Entered { cookie: None });
            }
        }
        usable(claim.claimed_at, claim.until_ms, now_ms)?;
        // The link was sent to the address of the certificate: whoever has it reads what is sent there.
        let address = self.claimed(claim).await?.email.ok_or_else(unknown)?;
        let mut tx = platform.db.begin().await?;
        let issuance = self.issuance();
        if !issuance
            .use_up(&mut tx, claim.organisation, secret, now_ms)
            .await?
        {
            return Err(used());
        }
        let recipient = self.of_address(&mut tx, &address, now_ms).await?;
        store::hold(&mut tx, mine, recipient, now_ms).await?;
        let holders = store::holders(&mut tx, [claim.certificate].into_iter()).await?;
        if holders.iter().any(|it| it.recipient_id != recipient) {
            return Err(Error::new(
                ErrorKind::Conflict,
                ErrorCode::CertificateClaimed,
                "Somebody else has claimed this certificate. Ask whoever has issued it.",
            ));
        }
        let cookie = self.let_in(&mut tx, recipient, visitor, now_ms).await?;
        tx.commit().await?;
        Ok(Entered {
            cookie: Some(cookie),
        })
    }

    async fn enter_by_mail(
        &self,
        secret: &Token,
        row: &SentRow,
        visitor: Option<&Recipient>,
    ) -> Result<Entered> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        usable(row.used_at, row.expires_at, now_ms)?;
        let mut tx = platform.db.begin().await?;
        if !mails::use_up(&mut tx, secret.hash(), now_ms).await? {
            return Err(used());
        }
        let recipient = self.of_address(&mut tx, &row.address, now_ms).await?;
        let cookie = self.let_in(&mut tx, recipient, visitor, now_ms).await?;
        tx.commit().await?;
        Ok(Entered {
            cookie: Some(cookie),
        })
    }

    /// Adds an address to the page that asked for it, in a browser that is signed in to that page: else whoever gets such a mail and presses its button would give
    /// their certificates to whoever had it sent.
    async fn add_address(
        &self,
        secret: &Token,
        row: &SentRow,
        visitor: Option<&Recipient>,
    ) -> Result<Entered> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        usable(row.used_at, row.expires_at, now_ms)?;
        let visitor = visitor.filter(|it| row.recipient_id == Some(it.id.to_string()));
        let Some(visitor) = visitor else {
            return Err(Error::new(
                ErrorKind::Forbidden,
                ErrorCode::RecipientOtherBrowser,
                "Open this link in the browser in which you have asked for it, and in which you are signed in to your page.",
            ));
        };
        let mut tx = platform.db.begin().await?;
        if !mails::use_up(&mut tx, secret.hash(), now_ms).await? {
            return Err(used());
        }
        // Whoever adds two at once adds them one after the other.
        store::seen(&mut tx, visitor.id, now_ms).await?;
        if store::addresses(&mut tx, visitor.id).await?.len() >= ADDRESSES_MOST {
            return Err(addresses_full());
        }
        let proved = Proved {
            id: platform.clock.id(),
            address: &row.address,
            hash: &row.address_hash,
            now_ms,
        };
        if !store::prove(&mut tx, visitor.id, &proved).await? {
            let owner = store::by_address(&mut tx, &row.address_hash).await?;
            if let Some(owner) = owner.filter(|owner| *owner != visitor.id) {
                // Whoever reads what is sent there could open that page as well.
                let parties = (owner, visitor.id);
                store::give_over(&mut tx, &row.address_hash, parties, now_ms).await?;
                if store::addresses(&mut tx, owner).await?.is_empty() {
                    store::merge(&mut tx, owner, visitor.id).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(Entered { cookie: None })
    }

    /// Whose an address is; somebody new where it was nobody's.
    async fn of_address(&self, tx: &mut Tx, address: &str, now_ms: i64) -> Result<RecipientId> {
        let hash = self.address_hash(address);
        if let Some(known) = store::by_address(tx, &hash).await? {
            return Ok(known);
        }
        let clock = &self.platform().clock;
        let recipient: RecipientId = clock.id();
        store::make(tx, recipient, now_ms).await?;
        let proved = Proved {
            id: clock.id(),
            address,
            hash: &hash,
            now_ms,
        };
        if store::prove(tx, recipient, &proved).await? {
            return Ok(recipient);
        }
        // Somebody was faster, in another window: it is theirs.
        store::forget(tx, recipient).await?;
        let known = store::by_address(tx, &hash).await?;
        known.ok_or_else(|| Error::internal("finding an address that was just there"))
    }

    /// Lets a browser in; gives what its cookie carries, and for how many seconds. What it carried until now is good for nothing any more.
    async fn let_in(
        &self,
        tx: &mut Tx,
        recipient: RecipientId,
        visitor: Option<&Recipient>,
        now_ms: i64,
    ) -> Result<(Token, i64)> {
        let platform = self.platform();
        if let Some(visitor) = visitor {
            store::leave(tx, visitor.token_hash.clone()).await?;
        }
        let lasts_ms = i64::from(platform.config.limits.recipient_session_days) * DAY_MS;
        let token = Token::new(&platform.clock);
        let times = (now_ms, now_ms + lasts_ms);
        store::enter(tx, recipient, token.hash(), times, BROWSERS_MOST).await?;
        store::seen(tx, recipient, now_ms).await?;
        Ok((token, lasts_ms / 1_000))
    }

    /// Lets a browser out.
    pub(super) async fn leave(&self, recipient: &Recipient) -> Result<()> {
        let mut tx = self.platform().db.begin().await?;
        store::leave(&mut tx, recipient.token_hash.clone()).await?;
        tx.commit().await
    }
}

/// The refusal of one address too many.
pub(super) fn addresses_full() -> Error {
    Error::new(
        ErrorKind::Conflict,
        ErrorCode::AddressesFull,
        format!("A page has {ADDRESSES_MOST} addresses at most. Take one away first."),
    )
}
