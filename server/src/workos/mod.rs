//! WorkOS: what is asked of it, and what it says of somebody who signs in.
//!
//! Invariants: nothing of a token is believed before its signature, issuer and time are checked, with RS256 and no other algorithm; an answer that
//! does not come is told from one that says no; no secret of it is ever in an error or in a log.

pub mod client;
pub mod keys;
pub mod signature;
pub mod token;

use std::sync::Arc;

use tokio::sync::Semaphore;

pub use self::client::{Authenticated, Failure, Page, WorkOsClient};
pub use self::keys::Keys;
pub use self::token::{Claims, Doubt, Trust};
use crate::clock::Clock;
use crate::config::WorkOs;
use crate::error::Result;

/// Sessions that a node renews at once without anybody waiting for it.
const RENEWALS: usize = 8;

/// WorkOS, for whoever lets people in. Cloning shares it.
#[derive(Clone)]
pub struct WorkOsAccess {
    /// The way there.
    pub client: WorkOsClient,
    /// The keys that it signs tokens with.
    pub keys: Keys,
    /// Whose tokens are believed.
    pub trust: Trust,
    /// Places for sessions that are renewed without anybody waiting.
    pub renewals: Arc<Semaphore>,
}

impl WorkOsAccess {
    /// As the settings say. Nothing is asked of it yet.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(settings: WorkOs, clock: &Clock) -> Result<Self> {
        let trust = Trust {
            issuers: settings.issuers.clone(),
            client_id: settings.client_id.clone(),
        };
        let client = WorkOsClient::new(settings, clock.clone())?;
        Ok(Self {
            keys: Keys::new(client.clone()),
            client,
            trust,
            renewals: Arc::new(Semaphore::new(RENEWALS)),
        })
    }
}
