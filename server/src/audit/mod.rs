//! Who did what: the history of templates for all who may see them, and the audit for those who manage.
//!
//! The history (`activity`) is read from the events of the workspace. The audit is a chain for each organisation in the registry: every link
//! holds the hash of the one before, so that what is changed, removed or moved is evident. `events::record` hands an event over in the
//! transaction of the act (the table `audit_outbox`), and one node at a time chains it (`chain`).
//!
//! Invariants: a chain has no hole, no fork and nothing twice, whoever writes it and wherever that ends; links hold ids and hashes with a
//! salt, and what is known of people stands beside them and can be erased; nothing is added to a chain that is not as it was left.

mod activity;
mod chain;
mod entry;
mod export;
mod links;
mod routes;
mod store;
mod verify;

use std::sync::Arc;
use std::time::Duration;

use imprimatur_protocol::OrganisationId;
use tokio::sync::Semaphore;

use self::chain::Stop;
pub use self::export::Export;
pub use self::routes::router;
pub use self::verify::{Verified, Wrong};
use crate::config::AuditFormat;
use crate::error::{Error, Result, describe};
use crate::platform::Platform;
use crate::registry::{Failure, Registry};

/// What is handed over waits no longer than this while all is well.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Exports that are written at once; each is a few statements a second on the registry.
const EXPORTS: usize = 4;

/// Organisations that are looked at with one query.
const ORGANISATIONS: u32 = 200;

/// How often and how long it is tried to take a chain on whose lease another node holds: as long as a lease is.
const TAKES: u32 = 130;
const TAKE_EVERY: Duration = Duration::from_millis(500);

/// The audit. Cloning shares it.
#[derive(Clone)]
pub struct Audit {
    platform: Platform,
    registry: Registry,
    /// Places for exports.
    exports: Arc<Semaphore>,
}

impl axum::extract::FromRef<Audit> for Platform {
    fn from_ref(audit: &Audit) -> Self {
        audit.platform.clone()
    }
}

impl Audit {
    /// Nothing runs yet.
    #[must_use]
    pub fn new(platform: Platform, registry: Registry) -> Self {
        Self {
            platform,
            registry,
            exports: Arc::new(Semaphore::new(EXPORTS)),
        }
    }

    /// Chains what is handed over, until the program ends.
    pub async fn run_until_shutdown(self) {
        let Self {
            platform, registry, ..
        } = &self;
        let mut is_well = true;
        loop {
            let done = match registry.may_be_written().await {
                Ok(()) => chain::round(platform, registry).await.map(drop),
                Err(failure) => Err(Stop::Registry(failure)),
            };
            match done {
                Ok(()) => is_well = true,
                // One line for as long as it lasts.
                Err(stop) if is_well => {
                    is_well = false;
                    let cause = Error::from(stop);
                    let cause = describe(&cause);
                    tracing::warn!(error.cause = %cause, "what is to be in the audit waits: {cause}");
                }
                Err(_) => {}
            }
            tokio::select! {
                () = platform.shutdown.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Shows how much waits.
    pub async fn observe(&self) {
        let totals = async {
            let mut tx = self.platform.db.read().await?;
            store::totals(&mut tx).await
        };
        // A workspace that cannot be read is told of elsewhere.
        let Ok(totals) = totals.await else { return };
        metrics::gauge!("imprimatur_audit_waiting").set(totals.waiting as f64);
        metrics::gauge!("imprimatur_audit_broken").set(totals.broken as f64);
    }

    /// Every organisation that has a chain, here or in the registry.
    ///
    /// # Errors
    /// The workspace or the registry failed.
    pub async fn organisations(&self) -> Result<Vec<OrganisationId>> {
        let mut all: Vec<OrganisationId> = Vec::new();
        loop {
            let after = all.last().map(ToString::to_string).unwrap_or_default();
            let mut tx = self.platform.db.read().await?;
            let some = store::organisations(&mut tx, &after, ORGANISATIONS).await?;
            drop(tx);
            if some.is_empty() {
                break;
            }
            all.extend(some);
        }
        let mut after = String::new();
        loop {
            let some = links::organisations(&self.registry, &after).await;
            let some = some.map_err(Stop::Registry)?;
            let Some(last) = some.last() else { break };
            after.clone_from(last);
            all.extend(
                some.into_iter()
                    .filter_map(|id| id.parse::<OrganisationId>().ok()),
            );
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    /// Reads the chain of an organisation, and says what is not as it was written.
    ///
    /// # Errors
    /// The workspace or the registry failed.
    pub async fn verify(&self, organisation: OrganisationId) -> Result<Verified> {
        Ok(verify::verify(&self.platform, &self.registry, organisation).await?)
    }

    /// The chain of an organisation as a file, part by part.
    #[must_use]
    pub fn export(&self, organisation: OrganisationId, format: AuditFormat) -> Export {
        Export::new(self.registry.clone(), organisation, format)
    }

    /// Forgets who somebody is in all that an organisation has audited: `person` is a person's id, or that of somebody who acted in another's
    /// name. The chain stays whole. Gives in how many events.
    ///
    /// # Errors
    /// The workspace or the registry failed, or the chain is being written by a node that does not end.
    pub async fn erase(&self, organisation: OrganisationId, person: &str) -> Result<u64> {
        // Whoever writes the chain may hold what is about to be forgotten.
        let mut lease = None;
        for _ in 0..TAKES {
            lease = chain::take(&self.platform, organisation).await?;
            if lease.is_some() {
                break;
            }
            tokio::time::sleep(TAKE_EVERY).await;
        }
        let lease = lease.ok_or_else(|| {
            Error::unavailable("The audit is being written at the moment. Try again.")
        })?;
        let erased = async {
            let mut tx = self.platform.db.begin().await?;
            let waiting = store::erase(&mut tx, organisation, person).await?;
            tx.commit().await?;
            let chained = links::erase(&self.registry, organisation, person).await;
            Ok::<_, Error>(waiting + chained.map_err(Stop::Registry)?)
        };
        let erased = erased.await;
        chain::let_go(&self.platform, organisation, lease, Duration::ZERO, None).await?;
        erased
    }
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Workspace(cause) => cause,
            Stop::Registry(failure) => registry_unavailable(failure),
            Stop::Broken(why) => Error::internal(why),
        }
    }
}

/// The registry does not answer, or is not as it has to be.
fn registry_unavailable(failure: Failure) -> Error {
    Error::unavailable("The registry does not answer at the moment. Try again.").caused_by(failure)
}

#[cfg(test)]
mod tests;
