//! Lists: a file with many people in it is read, its columns are taken for what they are, every row is judged, and then all of it is issued at once.
//!
//! The walk of one list: its file is kept as it came (`store`); each question reads it anew (`read`), by what the caller says of it, and finds out the
//! rest (`guess`); a mapping makes certificates of its rows (`mapping`, `values`), which are judged as any others are. Issuing it asks for a batch under
//! a key that is made from the list's own id: a list is issued once, whoever asks how often.
//!
//! Invariants: nothing is issued of a list in which anything is wrong; asking changes nothing; a file is bounded before it is read, and unpacked nowhere but
//! under a bound; what it says of people is forgotten once it is issued, or after a day.

mod acts;
mod guess;
mod mapping;
mod read;
mod routes;
mod sameness;
mod store;
mod values;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use self::routes::router;
use crate::error::{Error, Result};
use crate::issuance::Issuance;
use crate::pictures::Pictures;
use crate::platform::{Platform, Rounds};

/// Files that are received at once: each lies in memory until it is kept.
const RECEIVED_AT_ONCE: usize = 4;

/// Files that are read at once: each takes some times its size.
const READ_AT_ONCE: usize = 2;

/// How often it is looked for what has expired, and how many are forgotten in a transaction.
const FORGET_EVERY: Duration = Duration::from_secs(600);
const FORGOTTEN_AT_ONCE: u32 = 20;

/// Lists, on this node. Cloning shares it.
#[derive(Clone)]
pub struct Lists(Arc<Inner>);

struct Inner {
    platform: Platform,
    issuance: Issuance,
    pictures: Pictures,
    /// Places of files that are received, and of those that are read.
    receiving: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl FromRef<Lists> for Platform {
    fn from_ref(lists: &Lists) -> Self {
        lists.0.platform.clone()
    }
}

impl Lists {
    /// Nothing runs before [`Self::run_until_shutdown`].
    pub fn new(platform: Platform, issuance: Issuance, pictures: Pictures) -> Self {
        Self(Arc::new(Inner {
            platform,
            issuance,
            pictures,
            receiving: Arc::new(Semaphore::new(RECEIVED_AT_ONCE)),
            places: Arc::new(Semaphore::new(READ_AT_ONCE)),
        }))
    }

    fn platform(&self) -> &Platform {
        &self.0.platform
    }

    /// A place among files that are received; refused when all are taken.
    fn receiving(&self) -> Result<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.0.receiving).try_acquire_owned();
        place.map_err(|_| {
            Error::unavailable("So many lists are being received already. Try again in a moment.")
        })
    }

    /// Forgets what has expired, until the program ends.
    pub async fn run_until_shutdown(self) {
        let rounds = Rounds {
            of: "lists that have expired",
            look_every: FORGET_EVERY,
            go_on_after: Duration::ZERO,
            wake: None,
        };
        self.platform().work(rounds, || self.forget()).await;
    }

    async fn forget(&self) -> Result<bool> {
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        let gone = store::forget(&mut tx, platform.clock.now_ms(), FORGOTTEN_AT_ONCE).await?;
        tx.commit().await?;
        Ok(gone > 0)
    }
}
