//! The page of a recipient: their addresses, and their certificates of all organisations.

use std::collections::{BTreeMap, BTreeSet};

use imprimatur_protocol::api::issuance::CertificateBody;
use imprimatur_protocol::api::name_requests::OwnNameRequestBody;
use imprimatur_protocol::api::recipients::{MineBody, OwnAddressBody, OwnCertificateBody};
use imprimatur_protocol::{
    CertificateId, ErrorCode, OrganisationId, RecipientAddressId, RecipientId,
};

use super::Recipients;
use super::model::{ORGANISATIONS_MOST, SHOWN_MOST};
use super::store;
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};

/// A certificate, and whose it is.
type Known = (OrganisationId, CertificateId);

impl Recipients {
    /// All that a recipient sees.
    pub(super) async fn view(&self, recipient: RecipientId) -> Result<MineBody> {
        let mut tx = self.platform().db.read().await?;
        let addresses = store::addresses(&mut tx, recipient).await?;
        drop(tx);
        let known = self.known(recipient).await?;
        let more = known.len() > SHOWN_MOST;
        // Ids are ordered by time.
        let shown: Vec<Known> = known
            .into_iter()
            .rev()
            .take(SHOWN_MOST)
            .map(|(id, organisation)| (organisation, id))
            .collect();
        let mut by_organisation: BTreeMap<OrganisationId, Vec<CertificateId>> = BTreeMap::new();
        for (organisation, certificate) in shown.iter().copied() {
            by_organisation
                .entry(organisation)
                .or_default()
                .push(certificate);
        }
        let mut tx = self.platform().db.read().await?;
        let names = store::names(&mut tx, by_organisation.keys().copied()).await?;
        drop(tx);
        let mut shares = self.shares(&shown).await?;
        let mut certificates = Vec::with_capacity(shown.len());
        for (organisation, ids) in by_organisation {
            let name = names.iter().find(|row| row.id == organisation);
            let name = name.map(|row| row.name.as_str()).unwrap_or_default();
            let some = self.issuance().some(organisation, &ids).await?;
            let asked = self.issuance().asked_names(organisation, &some).await?;
            for (found, asked) in some.into_iter().zip(asked) {
                let share = shares.remove(&found.id);
                let brief_url = share.map(|it| self.brief_url(it));
                certificates.push(body(found, name, brief_url, asked));
            }
        }
        certificates.sort_by_key(|one| std::cmp::Reverse(one.id));
        let addresses = addresses.into_iter().map(|row| OwnAddressBody {
            id: row.id,
            address: row.address,
            since: rfc3339(row.proved_at),
        });
        Ok(MineBody {
            addresses: addresses.collect(),
            certificates,
            more,
        })
    }

    /// The certificates of a recipient, by id: those that they have claimed, and those that went to an address of theirs and that nobody else has claimed.
    async fn known(
        &self,
        recipient: RecipientId,
    ) -> Result<BTreeSet<(CertificateId, OrganisationId)>> {
        let mut tx = self.platform().db.read().await?;
        let held = store::holdings(&mut tx, recipient).await?;
        drop(tx);
        let held = held
            .into_iter()
            .map(|row| (row.certificate_id, row.organisation_id));
        let mut known: BTreeSet<_> = held.collect();
        let sent = self.sent_to(recipient, None).await?;
        known.extend(
            sent.into_iter()
                .map(|(organisation, id)| (id, organisation)),
        );
        Ok(known)
    }

    /// What went to addresses of a recipient, or to one of them, and was not claimed by another.
    async fn sent_to(
        &self,
        recipient: RecipientId,
        only: Option<RecipientAddressId>,
    ) -> Result<Vec<Known>> {
        let mut tx = self.platform().db.read().await?;
        let addresses = store::addresses(&mut tx, recipient).await?;
        let issuing = store::issuing(&mut tx, ORGANISATIONS_MOST).await?;
        drop(tx);
        let addresses: Vec<String> = addresses
            .into_iter()
            .filter(|row| only.is_none_or(|only| only == row.id))
            .map(|row| row.address)
            .collect();
        let mut given = self.issuance().given_to(&issuing, &addresses).await?;
        let mut tx = self.platform().db.read().await?;
        let holders = store::holders(&mut tx, given.iter().map(|(_, id)| *id)).await?;
        let others: BTreeSet<CertificateId> = holders
            .into_iter()
            .filter(|row| row.recipient_id != recipient)
            .map(|row| row.certificate_id)
            .collect();
        given.retain(|(_, id)| !others.contains(id));
        Ok(given)
    }

    /// Whose a certificate of a recipient is.
    ///
    /// # Errors
    /// `not_found`: it is none of theirs.
    pub(super) async fn own(
        &self,
        recipient: RecipientId,
        certificate: CertificateId,
    ) -> Result<OrganisationId> {
        let known = self.known(recipient).await?;
        let found = known.into_iter().find(|(id, _)| *id == certificate);
        let (_, organisation) = found.ok_or_else(|| Error::not_found("certificate"))?;
        Ok(organisation)
    }

    /// Takes an address away from a page. What was found by it stays there: it is claimed first, so that whoever has the address later sees none of it.
    pub(super) async fn remove_address(
        &self,
        recipient: RecipientId,
        address: RecipientAddressId,
    ) -> Result<()> {
        let sent = self.sent_to(recipient, Some(address)).await?;
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        // Whoever takes away two at once takes them one after the other.
        store::seen(&mut tx, recipient, now_ms).await?;
        for known in sent {
            store::hold(&mut tx, known, recipient, now_ms).await?;
        }
        if !store::remove(&mut tx, recipient, address).await? {
            return Err(Error::not_found("address"));
        }
        if store::addresses(&mut tx, recipient).await?.is_empty() {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::AddressLast,
                "It is the only address of this page. Add another one first, else nobody could come back to it.",
            ));
        }
        tx.commit().await
    }
}

fn body(
    found: CertificateBody,
    organisation: &str,
    brief_url: Option<String>,
    (may_ask_name, name_request): (bool, Option<OwnNameRequestBody>),
) -> OwnCertificateBody {
    OwnCertificateBody {
        id: found.id,
        title: found.title,
        organisation: organisation.to_owned(),
        number: found.number,
        recipient_name: found.recipient_name,
        state: found.state,
        reason: found.reason,
        reason_note: found.reason_note,
        issued_at: found.issued_at,
        valid_from: found.valid_from,
        valid_until: found.valid_until,
        url: found.url,
        brief_url,
        may_ask_name,
        name_request,
    }
}
