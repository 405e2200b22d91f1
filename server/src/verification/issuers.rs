//! Who an organisation is that has issued something, as far as the registry knows: its name, and the domains that are proven to be its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use imprimatur_protocol::OrganisationId;
use tokio::time::Instant;

use crate::issuance::moment_ms;
use crate::registry::{Failure, Registry};
use crate::workspace::record;

/// How long what is known of an issuer is told without asking anew.
const KNOWN_FOR: Duration = Duration::from_secs(60);

/// Issuers that are known at once, some 200 bytes each.
const KNOWN: usize = 2_000;

/// A domain that is proven to be an organisation's, and nobody else's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Domain {
    pub(super) name: String,
    /// Since when, in milliseconds since 1970.
    pub(super) since_ms: i64,
}

/// What is known of an issuer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Issuer {
    /// None: nobody has said it to the registry.
    pub(super) name: Option<String>,
    pub(super) domains: Vec<Domain>,
}

record! {
    struct IssuerRow {
        name: String,
        domain: Option<String>,
        verified_at: Option<String>,
    }
}

/// Issuers that were asked for lately.
#[derive(Default)]
pub(super) struct Issuers(Mutex<HashMap<OrganisationId, (Instant, Arc<Issuer>)>>);

impl Issuers {
    fn known(&self) -> MutexGuard<'_, HashMap<OrganisationId, (Instant, Arc<Issuer>)>> {
        // Held for a few steps only, and nothing under it can panic half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of an organisation.
    pub(super) async fn of(
        &self,
        registry: &Registry,
        organisation: OrganisationId,
    ) -> Result<Arc<Issuer>, Failure> {
        let known = self.known().get(&organisation).cloned();
        if let Some((since, issuer)) = known
            && since.elapsed() < KNOWN_FOR
        {
            return Ok(issuer);
        }
        let issuer = Arc::new(read(registry, organisation).await?);
        let mut known = self.known();
        if known.len() >= KNOWN {
            known.clear();
        }
        known.insert(organisation, (Instant::now(), Arc::clone(&issuer)));
        Ok(issuer)
    }
}

/// A domain that two organisations have proven belongs to neither. Who has ended has no domain any more.
async fn read(registry: &Registry, organisation: OrganisationId) -> Result<Issuer, Failure> {
    let rows: Vec<IssuerRow> = registry
        .fetch_all(
            "SELECT o.name, d.domain, CAST(d.verified_at AS CHAR) AS verified_at
             FROM issuers i
             JOIN organisations o ON o.workos_external_id = i.workos_external_id AND o.deleted_at IS NULL
             LEFT JOIN organisation_domains d ON d.organisation_id = i.workos_external_id AND d.deleted_at IS NULL AND d.verified_at IS NOT NULL
               AND NOT EXISTS (
                 SELECT 1 FROM organisation_domains other WHERE other.domain = d.domain AND other.organisation_id <> d.organisation_id
                   AND other.deleted_at IS NULL AND other.verified_at IS NOT NULL)
             WHERE i.organisation_id = ? ORDER BY d.verified_at, d.domain LIMIT 20",
            &[organisation.to_string().into()],
        )
        .await?;
    let name = rows.first().map(|row| row.name.clone());
    let domain = |row: IssuerRow| {
        Some(Domain {
            name: row.domain?,
            since_ms: moment_ms(&row.verified_at?)?,
        })
    };
    Ok(Issuer {
        name: name.filter(|name| !name.is_empty()),
        domains: rows.into_iter().filter_map(domain).collect(),
    })
}
