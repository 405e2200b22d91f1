//! The SQL of images that wait for certificates. What is issued, the registry knows, and nothing of it is left here.

use imprimatur_protocol::api::assets::AssetType;
use imprimatur_protocol::{BatchId, CertificateId, CertificateImageId, OrganisationId};

use crate::assets::{CertificateImage, type_name};
use crate::error::Result;
use crate::workspace::{Arg, Tx, args, record};

record! {
    /// An image that waits.
    #[derive(Debug, Clone)]
    pub(in crate::issuance) struct ImageRow {
        id: CertificateImageId,
        sha256: String,
        kind: AssetType,
        bytes: i64,
        certificate_id: Option<String>,
        copy_of: Option<String>,
        expires_at: i64,
    }
}

impl ImageRow {
    /// What is known of it.
    pub(in crate::issuance) fn image(&self) -> CertificateImage {
        CertificateImage {
            id: self.id,
            sha256: self.sha256.clone(),
            kind: self.kind,
            bytes: self.bytes,
        }
    }

    /// Whether somebody can ask for a certificate with it.
    pub(in crate::issuance) fn is_free(&self, now_ms: i64) -> bool {
        self.certificate_id.is_none() && self.copy_of.is_none() && self.expires_at > now_ms
    }

    /// Whether it can be seen: it is not forgotten.
    pub(in crate::issuance) fn is_there(&self, now_ms: i64) -> bool {
        self.certificate_id.is_some() || self.expires_at > now_ms
    }

    /// Whether a certificate waits to be issued with it.
    pub(in crate::issuance) fn is_of(&self, certificate: CertificateId) -> bool {
        self.certificate_id == Some(certificate.to_string())
    }
}

/// Notes an image that is about to be stored.
pub(in crate::issuance) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    image: &CertificateImage,
    copy_of: Option<CertificateId>,
    expires_at: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO certificate_images (id, organisation_id, sha256, kind, bytes, copy_of, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            image.id,
            organisation,
            image.sha256.as_str(),
            type_name(image.kind),
            image.bytes,
            copy_of.map(|it| it.to_string()),
            expires_at
        ],
    )
    .await?;
    Ok(())
}

/// It could not be stored, and is forgotten.
pub(in crate::issuance) async fn expire(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: CertificateImageId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE certificate_images SET expires_at = $3 WHERE organisation_id = $1 AND id = $2 AND certificate_id IS NULL",
        args![organisation, id, now_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// What an organisation has here.
    pub(in crate::issuance) struct HeldRow {
        /// Images for which nobody has asked for a certificate yet.
        pub(in crate::issuance) unused: i64,
        /// Bytes of all that are not issued.
        pub(in crate::issuance) bytes: i64,
    }
}

/// What an organisation has here.
pub(in crate::issuance) async fn held(
    tx: &mut Tx,
    organisation: OrganisationId,
    now_ms: i64,
) -> Result<HeldRow> {
    tx.fetch_one(
        "SELECT COUNT(CASE WHEN certificate_id IS NULL AND copy_of IS NULL THEN 1 END) AS unused, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes
         FROM certificate_images WHERE organisation_id = $1 AND (certificate_id IS NOT NULL OR expires_at > $2)",
        args![organisation, now_ms],
    )
    .await
}

macro_rules! images {
    ($which:literal) => {
        concat!(
            "SELECT id, sha256, kind, bytes, certificate_id, copy_of, expires_at FROM certificate_images WHERE organisation_id = $1 AND ",
            $which
        )
    };
}

/// Those of some ids that are there.
pub(in crate::issuance) async fn among(
    tx: &mut Tx,
    organisation: OrganisationId,
    ids: &[CertificateImageId],
) -> Result<Vec<ImageRow>> {
    tx.fetch_listed(
        images!("id IN (SELECT value FROM json_each($2))"),
        images!("id IN (SELECT json_array_elements_text($2::json))"),
        args![organisation],
        ids.iter(),
    )
    .await
}

/// Has certificates wait with their images. Gives how many of those were free.
pub(in crate::issuance) async fn take(
    tx: &mut Tx,
    organisation: OrganisationId,
    pairs: &[(CertificateImageId, CertificateId)],
    now_ms: i64,
) -> Result<u64> {
    tx.execute_either(
        "UPDATE certificate_images SET certificate_id = it.certificate
         FROM (SELECT value ->> 0 AS image, value ->> 1 AS certificate FROM json_each($2)) it
         WHERE certificate_images.id = it.image AND organisation_id = $1 AND certificate_id IS NULL AND expires_at > $3",
        "UPDATE certificate_images SET certificate_id = it ->> 1
         FROM json_array_elements($2::json) it
         WHERE id = it ->> 0 AND organisation_id = $1 AND certificate_id IS NULL AND expires_at > $3",
        args![organisation, serde_json::json!(pairs).to_string(), now_ms],
    )
    .await
}

/// Those that some certificates wait with.
pub(in crate::issuance) async fn of_certificates(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificates: &[CertificateId],
) -> Result<Vec<ImageRow>> {
    tx.fetch_listed(
        images!("certificate_id IN (SELECT value FROM json_each($2))"),
        images!("certificate_id IN (SELECT json_array_elements_text($2::json))"),
        args![organisation],
        certificates.iter(),
    )
    .await
}

/// Certificates are issued: the registry has their images.
pub(in crate::issuance) async fn issued(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificates: &[CertificateId],
) -> Result<()> {
    tx.execute_either(
        "DELETE FROM certificate_images WHERE organisation_id = $1 AND certificate_id IN (SELECT value FROM json_each($2))",
        "DELETE FROM certificate_images WHERE organisation_id = $1 AND certificate_id IN (SELECT json_array_elements_text($2::json))",
        args![organisation, Arg::list(certificates.iter())],
    )
    .await?;
    Ok(())
}

/// Some certificates are never issued, or were erased: their images are forgotten, and copies of them that nobody has.
pub(in crate::issuance) async fn let_go(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificates: &[CertificateId],
    now_ms: i64,
) -> Result<()> {
    tx.execute_either(
        "UPDATE certificate_images SET certificate_id = NULL, expires_at = $3
         WHERE organisation_id = $1 AND (certificate_id IN (SELECT value FROM json_each($2))
               OR certificate_id IS NULL AND copy_of IN (SELECT value FROM json_each($2)))",
        "UPDATE certificate_images SET certificate_id = NULL, expires_at = $3
         WHERE organisation_id = $1 AND (certificate_id IN (SELECT json_array_elements_text($2::json))
               OR certificate_id IS NULL AND copy_of IN (SELECT json_array_elements_text($2::json)))",
        args![organisation, Arg::list(certificates.iter()), now_ms],
    )
    .await?;
    Ok(())
}

/// What of a batch is not issued never is: its images are forgotten.
pub(in crate::issuance) async fn let_go_of_batch(
    tx: &mut Tx,
    organisation: OrganisationId,
    batch: BatchId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE certificate_images SET certificate_id = NULL, expires_at = $3
         WHERE organisation_id = $1 AND certificate_id IN (SELECT certificate_id FROM batch_rows WHERE organisation_id = $1 AND batch_id = $2)",
        args![organisation, batch, now_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// An image that is to be forgotten.
    pub(in crate::issuance) struct UnusedRow {
        pub(in crate::issuance) id: CertificateImageId,
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) sha256: String,
    }
}

/// Those of all organisations that no certificate waits for by a moment.
pub(in crate::issuance) async fn unused(
    tx: &mut Tx,
    before_ms: i64,
    at_most: u32,
) -> Result<Vec<UnusedRow>> {
    tx.fetch_all(
        "SELECT id, organisation_id, sha256 FROM certificate_images WHERE certificate_id IS NULL AND expires_at < $1 ORDER BY expires_at LIMIT $2",
        args![before_ms, at_most],
    )
    .await
}

/// Forgets one that no certificate waits for.
pub(in crate::issuance) async fn forget(
    tx: &mut Tx,
    organisation: OrganisationId,
    id: CertificateImageId,
) -> Result<()> {
    tx.execute(
        "DELETE FROM certificate_images WHERE organisation_id = $1 AND id = $2 AND certificate_id IS NULL",
        args![organisation, id],
    )
    .await?;
    Ok(())
}
