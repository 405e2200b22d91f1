//! Issuing: a published version is filled in for one person, signed, and stands for itself from then on.
//!
//! Whoever issues writes what is wanted into the workspace, one certificate or ten thousand (`acts`); one node at a time works it off, some at once
//! (`worker`): in one transaction of the registry they get their numbers and their places in a list of states, are signed and written (`rows`), and then it
//! is noted here, with an event of each. What is issued can be suspended and revoked (`lifecycle`), and another one can take its place (`succession`).
//!
//! Invariants: a certificate is issued from a published version alone, and never changes; its id is fixed before the first try, so that it is issued once
//! wherever a node ends; number, recipient, place and predecessor are unique in the transaction in which it is written; keys rest sealed; what it says of a person stands in
//! one row that can be erased, with the images that it names.

mod acts;
mod bounces;
mod credential;
mod dates;
mod delivery;
mod erasure;
mod fill;
mod genuine;
mod images;
mod keys;
mod lifecycle;
mod links;
mod list;
mod master_key;
mod name_requests;
mod numbering;
mod pictures;
mod published;
mod reasons;
mod rehearsal;
mod reminders;
mod report;
mod rotation;
mod routes;
mod rows;
mod rules;
mod series;
mod status;
mod store;
mod succession;
mod words;
mod worker;

use std::sync::Arc;

use axum::extract::FromRef;
use tokio::sync::Notify;

pub use self::erasure::{Eraser, Why};
pub use self::genuine::{Recorded, Said, damaged};
pub use self::keys::did_of;
pub(crate) use self::keys::public_keys;
pub use self::links::{Claim, Stop};
pub(crate) use self::list::{moment_ms, state_at};
pub use self::pictures::{Picture, Sheet};
pub use self::reasons::reason_named;
pub use self::rehearsal::{Given, GivenBefore, Stage};
pub use self::routes::router;
pub(crate) use self::rows::{email_hash, external_id_hash};
use crate::assets::Assets;
use crate::config::MasterKey;
use crate::error::Result;
use crate::mail::Mailer;
use crate::pictures::Pictures;
use crate::platform::Platform;
use crate::registry::Registry;

/// Issuing, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Issuance(Arc<Shared>);

struct Shared {
    platform: Platform,
    registry: Registry,
    assets: Assets,
    pictures: Pictures,
    /// Where this program answers: `https://certificates.example`. Credentials say it, so it is not to change.
    origin: String,
    master_key: MasterKey,
    mailer: Mailer,
    signing: keys::Signing,
    layouts: published::Layouts,
    known: genuine::Known,
    wake: Notify,
}

impl FromRef<Issuance> for Platform {
    fn from_ref(issuance: &Issuance) -> Self {
        issuance.0.platform.clone()
    }
}

impl Issuance {
    /// Nothing runs before [`Self::run_until_shutdown`].
    ///
    /// # Errors
    /// The key that seals others cannot be read or made, or mail cannot be set up.
    pub fn open(
        platform: Platform,
        registry: Registry,
        assets: Assets,
        pictures: Pictures,
        origin: String,
    ) -> Result<Self> {
        let master_key = master_key::open(&platform.config, &platform.clock)?;
        let mailer = Mailer::new(&platform.config.mail)?;
        Ok(Self(Arc::new(Shared {
            platform,
            registry,
            assets,
            pictures,
            origin,
            master_key,
            mailer,
            signing: keys::Signing::default(),
            layouts: published::Layouts::default(),
            known: genuine::Known::default(),
            wake: Notify::new(),
        })))
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }

    fn registry(&self) -> &Registry {
        &self.0.registry
    }

    fn origin(&self) -> &str {
        &self.0.origin
    }

    /// Something was asked for: it is begun at once.
    fn wake(&self) {
        self.0.wake.notify_one();
    }
}
