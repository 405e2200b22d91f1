//! Addresses under which a recipient shows that a certificate holds, without what it says of them. They stand in the registry: verification answers there.

use std::collections::BTreeMap;

use imprimatur_protocol::{CertificateId, ErrorCode, OrganisationId, ShareId};

use super::Recipients;
use crate::error::{Error, Kind, Result};
use crate::registry::{Failure, IfThere, RowTable, Value, moment};
use crate::workspace::record;

const SHARES: RowTable = RowTable {
    name: "certificate_shares",
    columns: &["id", "organisation_id", "certificate_id", "shared_at"],
};

record! {
    struct ShareRow {
        id: ShareId,
        certificate_id: CertificateId,
    }
}

impl Recipients {
    /// The addresses of some certificates; of those that have one.
    pub(super) async fn shares(
        &self,
        certificates: &[(OrganisationId, CertificateId)],
    ) -> Result<BTreeMap<CertificateId, ShareId>> {
        let each: Vec<Vec<Value>> = certificates
            .iter()
            .map(|(organisation, id)| vec![organisation.to_string().into(), id.to_string().into()])
            .collect();
        let rows: Vec<ShareRow> = self
            .0
            .registry
            .fetch_any(
                "SELECT id, certificate_id FROM certificate_shares WHERE ",
                &[],
                "organisation_id = ? AND certificate_id = ?",
                &each,
            )
            .await
            .map_err(away)?;
        Ok(rows
            .into_iter()
            .map(|row| (row.certificate_id, row.id))
            .collect())
    }

    /// Makes the address of a certificate, or finds the one that it has.
    pub(super) async fn share(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> Result<String> {
        let clock = &self.platform().clock;
        let id: ShareId = clock.id();
        let row = vec![
            id.to_string().into(),
            organisation.to_string().into(),
            certificate.to_string().into(),
            moment(clock.now_ms()).into(),
        ];
        let registry = &self.0.registry;
        registry
            .insert(&SHARES, &[row], IfThere::Keep)
            .await
            .map_err(away)?;
        let mut found = self.shares(&[(organisation, certificate)]).await?;
        let found = found.remove(&certificate);
        let found = found.ok_or_else(|| Error::internal("finding what was just shared"))?;
        Ok(self.brief_url(found))
    }

    /// Takes the address of a certificate back: from the next look on it leads nowhere, for ever.
    pub(super) async fn unshare(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> Result<()> {
        let which = [
            organisation.to_string().into(),
            certificate.to_string().into(),
        ];
        let deleted = self.0.registry.change(
            "DELETE FROM certificate_shares WHERE organisation_id = ? AND certificate_id = ?",
            &which,
        );
        deleted.await.map(drop).map_err(away)
    }

    pub(super) fn brief_url(&self, share: ShareId) -> String {
        format!("{}/s/{share}", self.0.origin)
    }
}

fn away(failure: Failure) -> Error {
    Error::new(
        Kind::Busy,
        ErrorCode::RegistryUnavailable,
        "The registry does not answer right now. Try again in a moment.",
    )
    .caused_by(failure)
}
