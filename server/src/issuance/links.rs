//! What stands in a mail about a certificate leads to: claiming it, and having no more mail. Of secrets only hashes are kept.

use hmac::{Hmac, KeyInit, Mac};
use imprimatur_protocol::api::issuance::CertificateBody;
use imprimatur_protocol::{CertificateId, OrganisationId};
use sha2::Sha256;

use super::Issuance;
use super::acts::away;
use super::list::{self, Listing};
use super::rows::email_hash;
use super::store::links;
use crate::access::session::Token;
use crate::error::Result;
use crate::registry::Value;
use crate::workspace::{Tx, record};

/// A link that claims a certificate, as it stands.
pub struct Claim {
    /// Whose certificate it is.
    pub organisation: OrganisationId,
    /// Which one.
    pub certificate: CertificateId,
    /// Until when it can be used, in milliseconds since 1970.
    pub until_ms: i64,
    /// When it was used.
    pub claimed_at: Option<i64>,
}

/// Whom a link stops mail to.
pub struct Stop {
    /// Whose mail.
    pub organisation: OrganisationId,
    /// What they are called.
    pub organisation_name: String,
    /// Whether it is stopped.
    pub is_stopped: bool,
    address_hash: String,
}

record! {
    struct GivenRow {
        organisation_id: OrganisationId,
        certificate_id: CertificateId,
    }
}

impl Issuance {
    /// An address as a hash with a key of this program's own: whoever reads the database learns of no address whether it is in there. `within` says of what it
    /// is the hash, so that hashes of different things cannot be compared.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    #[must_use]
    pub fn address_hash(&self, within: &str, address: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.master_key.as_bytes())
            .expect("HMAC takes a key of any length");
        for part in ["imprimatur addresses 1", within, &address.to_lowercase()] {
            mac.update(part.as_bytes());
            mac.update(b"\n");
        }
        hex::encode(mac.finalize().into_bytes())
    }

    /// What a secret claims; none: nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim(&self, secret: &Token) -> Result<Option<Claim>> {
        let row = links::claim(&self.platform().db, secret.hash()).await?;
        Ok(row.map(|row| Claim {
            organisation: row.organisation_id,
            certificate: row.certificate_id,
            until_ms: row.claim_until,
            claimed_at: row.claimed_at,
        }))
    }

    /// Uses a link up, in the transaction in which somebody gets what it claims; false when somebody was faster, or its time is over.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn use_up(
        &self,
        tx: &mut Tx,
        organisation: OrganisationId,
        secret: &Token,
        now_ms: i64,
    ) -> Result<bool> {
        links::use_up(tx, organisation, secret.hash(), now_ms).await
    }

    /// Whom a link stops mail to; none: nobody.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn stop(&self, secret: &Token) -> Result<Option<Stop>> {
        let row = links::stop_of(&self.platform().db, secret.hash()).await?;
        Ok(row.map(|row| Stop {
            organisation: row.organisation_id,
            organisation_name: row.organisation_name,
            is_stopped: row.stopped_at.is_some(),
            address_hash: row.address_hash,
        }))
    }

    /// Stops mail about certificates of the organisation to that address, or lets it go there again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn turn_mail(&self, stop: &Stop, is_stopped: bool) -> Result<()> {
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        let (organisation, hash) = (stop.organisation, &stop.address_hash);
        if is_stopped {
            let now_ms = platform.clock.now_ms();
            links::stop(&mut tx, organisation, hash, "asked", now_ms).await?;
        } else {
            links::resume(&mut tx, organisation, hash).await?;
        }
        tx.commit().await
    }

    /// Which certificates of some organisations were given to one of some addresses.
    ///
    /// # Errors
    /// The registry does not answer.
    pub async fn given_to(
        &self,
        organisations: &[OrganisationId],
        addresses: &[String],
    ) -> Result<Vec<(OrganisationId, CertificateId)>> {
        let mut each: Vec<Vec<Value>> = Vec::new();
        for organisation in organisations {
            for address in addresses {
                let hash = email_hash(*organisation, address);
                each.push(vec![organisation.to_string().into(), hash.into()]);
            }
        }
        let rows: Vec<GivenRow> = self
            .registry()
            .fetch_any(
                "SELECT organisation_id, certificate_id FROM certificate_subjects WHERE ",
                &[],
                "organisation_id = ? AND email_hash = ?",
                &each,
            )
            .await
            .map_err(away)?;
        Ok(rows
            .into_iter()
            .map(|row| (row.organisation_id, row.certificate_id))
            .collect())
    }

    /// Some certificates of an organisation, as the registry has them, in no order.
    ///
    /// # Errors
    /// The registry does not answer.
    pub async fn some(
        &self,
        organisation: OrganisationId,
        certificates: &[CertificateId],
    ) -> Result<Vec<CertificateBody>> {
        let listing = Listing {
            organisation,
            origin: self.origin(),
            now_ms: self.platform().clock.now_ms(),
        };
        list::among(self.registry(), &listing, certificates)
            .await
            .map_err(away)
    }
}
