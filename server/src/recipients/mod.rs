//! Recipients: those whom certificates were given to, with a page of their own and without an account.
//!
//! The walk of one recipient: the mail about a certificate carries a link whose secret stands behind `#`, which no browser sends; the page behind it says what
//! it would do, and its button does it, so whoever only opens links (programs that look into mail do) uses nothing up. The button claims the certificate, once,
//! and lets the browser in (`entering`). Whoever comes later, or from another browser, has a link sent to an address that is theirs (`links`), and adds a private
//! one, so that nobody depends on an address of their employer. What they see are certificates of all organisations: those that went to an address of
//! theirs, and those that they claimed (`mine`).
//!
//! It stands to the right of issuance, which knows what certificates there are, writes the links into its mails and keeps what they lead to; and to the right of
//! verification, whose public pages it borrows the frame of. Verification needs nothing of it: an address under which a certificate is shown without what it
//! says of somebody stands in the registry.
//!
//! Invariants: secrets of links and cookies are never stored and never logged; a link works once; what is asked with an address is answered the same whether or not
//! anything is known of it; a certificate that somebody has claimed is shown to nobody else, whoever has the address by now; an address comes to a page
//! only in a browser that is signed in to that page, and by a link that was sent to it. Rows of recipients are of no organisation; that is what they are for.

mod caller;
mod entering;
mod links;
mod mine;
mod model;
mod page;
mod routes;
mod shares;
mod store;
mod words;

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use axum::extract::FromRef;
use tokio::sync::Notify;

pub use self::caller::COOKIE;
pub use self::routes::router;
pub(crate) use self::store::forget_address;
use crate::error::Result;
use crate::issuance::Issuance;
use crate::mail::Mailer;
use crate::platform::Platform;
use crate::rate::{Rate, WhenFull, network, too_often};
use crate::registry::Registry;

/// Recipients, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Recipients(Arc<Shared>);

struct Shared {
    platform: Platform,
    registry: Registry,
    issuance: Issuance,
    mailer: Mailer,
    /// Where this program answers.
    origin: String,
    tries: Rate<IpAddr>,
    wake: Notify,
    /// When it was last looked for what is over.
    swept_at: AtomicI64,
}

impl FromRef<Recipients> for Platform {
    fn from_ref(recipients: &Recipients) -> Self {
        recipients.0.platform.clone()
    }
}

impl Recipients {
    /// Nothing is sent before [`Self::run_until_shutdown`].
    ///
    /// # Errors
    /// Mail cannot be set up.
    pub fn new(
        platform: Platform,
        registry: Registry,
        issuance: Issuance,
        origin: String,
    ) -> Result<Self> {
        let limits = &platform.config.limits;
        let tries = Rate::new(
            limits.recipient_tries_per_minute,
            limits.sign_in_addresses,
            WhenFull::Refuse,
        );
        let mailer = Mailer::new(&platform.config.mail)?;
        Ok(Self(Arc::new(Shared {
            platform,
            registry,
            issuance,
            mailer,
            origin,
            tries,
            wake: Notify::new(),
            swept_at: AtomicI64::new(0),
        })))
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }

    fn issuance(&self) -> &Issuance {
        &self.0.issuance
    }

    /// Counts a look at a link, a use of one, or asking for one, whatever becomes of it.
    ///
    /// # Errors
    /// `too_many_requests`.
    fn tried(&self, client: IpAddr) -> Result<()> {
        let now_ms = self.platform().clock.now_ms();
        self.0.tries.take(network(client), now_ms).map_err(|over| {
            let sentence =
                "There were too many tries from this address. Try again in a minute.".to_owned();
            too_often(sentence, over)
        })
    }

    /// The hash of an address, by which recipients are found.
    fn address_hash(&self, address: &str) -> String {
        self.issuance().address_hash("recipients", address)
    }
}
