//! What the registry says of a certificate, checked.

use std::sync::Arc;

use imprimatur_credential::{Did, PublicKey};
use imprimatur_protocol::api::issuance::{CertificateState, StateReason};
use imprimatur_protocol::{CertificateId, OrganisationId, ShareId, VersionId};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Verification;
use super::history::{self, Step};
use super::issuers::Issuer;
use crate::issuance::{Recorded, Said, Why, moment_ms, public_keys, reason_named, state_at};
use crate::registry::{Failure, Registry};
use crate::workspace::record;

/// A certificate that was found.
pub(super) struct Found {
    pub(super) id: CertificateId,
    pub(super) organisation: OrganisationId,
    pub(super) number: Option<String>,
    pub(super) state: CertificateState,
    pub(super) reason: Option<StateReason>,
    /// Why, in words of its issuer.
    pub(super) reason_note: Option<String>,
    /// When it was suspended or revoked, in milliseconds since 1970.
    pub(super) changed_at: Option<i64>,
    pub(super) issued_at: Option<i64>,
    pub(super) language: String,
    /// What it was issued from.
    pub(super) version: VersionId,
    /// The certificate that it takes the place of.
    pub(super) supersedes: Option<CertificateId>,
    /// The one that has taken its place.
    pub(super) superseded_by: Option<CertificateId>,
    /// Why what it says of a person was erased.
    pub(super) erased: Option<Why>,
    pub(super) said: Said,
    /// What became of it, the first first.
    pub(super) history: Vec<Step>,
    pub(super) issuer: Arc<Issuer>,
}

record! {
    struct CertificateRow {
        id: CertificateId,
        organisation_id: OrganisationId,
        version_id: VersionId,
        number: Option<String>,
        issuer: String,
        credential_hash: String,
        language: String,
        state: String,
        valid_from: String,
        valid_until: Option<String>,
        issued_at: String,
        changed_at: Option<String>,
        reason: Option<String>,
        reason_note: Option<String>,
        act_number: Option<i64>,
        supersedes_id: Option<String>,
        superseded_by_id: Option<String>,
        erased_reason: Option<String>,
        credential: Option<Vec<u8>>,
    }
}

record! {
    struct SharedRow {
        certificate_id: CertificateId,
    }
}

record! {
    struct IdRow {
        id: CertificateId,
    }
}

record! {
    struct ListRow {
        credential: Option<Vec<u8>>,
        revision: i64,
    }
}

impl Verification {
    /// What there is under an id; none: it is none of ours.
    pub(super) async fn find(&self, certificate: CertificateId) -> Result<Option<Found>, Failure> {
        let registry = &self.0.registry;
        // Asks for no organisation: whoever asks has none, and only knows the id.
        let rows: Vec<CertificateRow> = registry
            .fetch_all(
                "SELECT c.id, c.organisation_id, c.template_version_id AS version_id, c.number, c.issuer, c.credential_hash, c.language, c.state,
                        CAST(c.valid_from AS CHAR) AS valid_from, CAST(c.valid_until AS CHAR) AS valid_until,
                        CAST(c.issued_at AS CHAR) AS issued_at, CAST(c.revoked_at AS CHAR) AS changed_at,
                        c.revocation_reason AS reason, c.revocation_note AS reason_note, c.act_number, c.supersedes_id, c.superseded_by_id, s.erased_reason, s.credential
                 FROM issued_certificates c
                 LEFT JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
                 WHERE c.id = ?",
                &[certificate.to_string().into()],
            )
            .await?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let now_ms = self.0.platform.clock.now_ms();
        let recorded = Recorded {
            organisation: row.organisation_id,
            issuer: row.issuer,
            hash: row.credential_hash,
            credential: row.credential,
        };
        let said = self.0.issuance.judge(recorded).await?;
        // What cannot be read says nothing good.
        let from_ms = moment_ms(&row.valid_from);
        let until_ms = row.valid_until.as_deref().map(moment_ms);
        let state = match (from_ms, until_ms) {
            (None, _) | (_, Some(None)) => None,
            (Some(from), until) => state_at(&row.state, from, until.flatten(), now_ms),
        };
        let (state, said) = match state {
            Some(state) => (state, said),
            None => (
                CertificateState::Suspended,
                Said::Damaged("its state cannot be read".to_owned()),
            ),
        };
        let organisation = row.organisation_id;
        let issuer = self.0.issuers.of(registry, organisation).await?;
        // What nothing was done to has no history, and is not asked for one.
        let chained = match (&row.act_number, &row.superseded_by_id) {
            (Some(_), _) | (_, Some(_)) => {
                history::chained(registry, organisation, certificate).await?
            }
            (None, None) => Vec::new(),
        };
        let reason = row.reason.as_deref().and_then(reason_named);
        // Words belong to a reason, and may name somebody.
        let is_erased = matches!(said, Said::Erased);
        let reason_note = reason.and(row.reason_note).filter(|_| !is_erased);
        let issued_at = moment_ms(&row.issued_at);
        let changed_at = row.changed_at.as_deref().and_then(moment_ms);
        Ok(Some(Found {
            id: row.id,
            organisation: row.organisation_id,
            number: row.number,
            state,
            reason,
            reason_note,
            changed_at,
            issued_at,
            language: row.language,
            version: row.version_id,
            supersedes: row.supersedes_id.and_then(|id| id.parse().ok()),
            superseded_by: row.superseded_by_id.and_then(|id| id.parse().ok()),
            erased: row.erased_reason.as_deref().and_then(Why::named),
            said,
            history: history::whole(issued_at, chained, state, changed_at, until_ms.flatten()),
            issuer,
        }))
    }

    /// How many pages there are to be seen. Whether it holds is said also where that cannot be told.
    pub(super) async fn pages(&self, found: Option<&Found>) -> usize {
        let Some(found) = found.filter(|it| matches!(it.said, Said::Genuine(..))) else {
            return 0;
        };
        let pages = self.0.issuance.pages(found.organisation, found.version);
        pages.await.unwrap_or_else(|cause| {
            tracing::warn!(certificate.id = %found.id, error.cause = %cause, "how many pages {} has cannot be told: {cause}", found.id);
            1
        })
    }

    /// What is shown under an address of a recipient's own; none: there is no such address any more.
    pub(super) async fn find_shared(&self, share: ShareId) -> Result<Option<Found>, Failure> {
        // Asks for no organisation, as above.
        let rows: Vec<SharedRow> = self
            .0
            .registry
            .fetch_all(
                "SELECT certificate_id FROM certificate_shares WHERE id = ?",
                &[share.to_string().into()],
            )
            .await?;
        match rows.first() {
            Some(row) => self.find(row.certificate_id).await,
            None => Ok(None),
        }
    }

    /// What is known of an organisation that issues.
    pub(super) async fn issuer(
        &self,
        organisation: OrganisationId,
    ) -> Result<Arc<Issuer>, Failure> {
        self.0.issuers.of(&self.0.registry, organisation).await
    }

    /// What there is of a credential that somebody holds, by its bytes or else by the id in it, and whether it is exactly what was issued.
    pub(super) async fn find_held(&self, held: &[u8]) -> Result<Option<(Found, bool)>, Failure> {
        let hash = hex::encode(Sha256::digest(held));
        let rows: Vec<IdRow> = self
            .0
            .registry
            .fetch_all(
                "SELECT id FROM issued_certificates WHERE credential_hash = ?",
                &[hash.into()],
            )
            .await?;
        let by_hash = rows.into_iter().next().map(|row| row.id);
        let Some(id) = by_hash.or_else(|| named_in(held, &self.0.origin)) else {
            return Ok(None);
        };
        let found = self.find(id).await?;
        Ok(found.map(|found| (found, by_hash.is_some())))
    }

    /// A list of states, signed, and how often it was changed; none: there is no such list.
    pub(super) async fn list(&self, list: &str) -> Result<Option<(Vec<u8>, i64)>, Failure> {
        let rows: Vec<ListRow> = self
            .0
            .registry
            .fetch_all(
                "SELECT credential, revision FROM status_lists WHERE id = ?",
                &[list.into()],
            )
            .await?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Some((row.credential?, row.revision))))
    }

    /// The keys whose signatures hold in the name of an organisation.
    pub(super) async fn keys(
        &self,
        organisation: OrganisationId,
        issuer: &Did,
    ) -> Result<Vec<PublicKey>, Failure> {
        let registry: &Registry = &self.0.registry;
        public_keys(registry, organisation, issuer).await
    }
}

/// The certificate of ours that a credential says it is.
fn named_in(held: &[u8], origin: &str) -> Option<CertificateId> {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    let named: Named = serde_json::from_slice(held).ok()?;
    let id = named.id.strip_prefix(origin)?.strip_prefix("/v/")?;
    id.parse().ok()
}

/// A word for logs and metrics.
pub(super) fn outcome(found: Option<&Found>) -> &'static str {
    let Some(found) = found else {
        return "unknown";
    };
    match (&found.said, found.state) {
        (Said::Damaged(_), _) => "damaged",
        (_, CertificateState::Valid) => "valid",
        (_, CertificateState::NotYet) => "not_yet",
        (_, CertificateState::Expired) => "expired",
        (_, CertificateState::Suspended) => "suspended",
        (_, CertificateState::Revoked) => "revoked",
        (_, CertificateState::Superseded) => "superseded",
    }
}
