//! The SQL of what stands in mails about certificates: links that claim, links that stop further mail, and what comes back.

use imprimatur_protocol::{CertificateId, MailId, OrganisationId};

use super::deliveries::DeliveryRow;
use crate::error::Result;
use crate::workspace::{Db, Tx, args, record};

/// The secrets of one mail, as hashes.
pub(in crate::issuance) struct Links {
    pub(in crate::issuance) claim_hash: Vec<u8>,
    pub(in crate::issuance) claim_until: i64,
    pub(in crate::issuance) stop_hash: Vec<u8>,
    pub(in crate::issuance) address_hash: String,
}

/// Notes the links of a mail that is about to leave, if it is still ours. What an earlier try had is of no use: it surely did not leave.
pub(in crate::issuance) async fn arm(
    tx: &mut Tx,
    row: &DeliveryRow,
    lease: i64,
    links: Links,
) -> Result<bool> {
    let armed = tx
        .execute(
            "UPDATE deliveries SET claim_hash = $4, claim_until = $5, stop_hash = $6, address_hash = $7
             WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND state = 'sending'",
            args![
                row.organisation_id,
                row.id,
                lease,
                links.claim_hash,
                links.claim_until,
                links.stop_hash,
                links.address_hash
            ],
        )
        .await?;
    Ok(armed == 1)
}

record! {
    /// A link that claims.
    pub(in crate::issuance) struct ClaimRow {
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) certificate_id: CertificateId,
        pub(in crate::issuance) claim_until: i64,
        pub(in crate::issuance) claimed_at: Option<i64>,
    }
}

/// What a secret claims. This is where the organisation comes from, so it asks for none.
pub(in crate::issuance) async fn claim(db: &Db, secret_hash: Vec<u8>) -> Result<Option<ClaimRow>> {
    db.look(
        "SELECT organisation_id, certificate_id, claim_until, claimed_at FROM deliveries WHERE claim_hash = $1",
        args![secret_hash],
    )
    .await
}

/// Uses a link up; false when it was before, or its time is over.
pub(in crate::issuance) async fn use_up(
    tx: &mut Tx,
    organisation: OrganisationId,
    secret_hash: Vec<u8>,
    now_ms: i64,
) -> Result<bool> {
    let used = tx
        .execute(
            "UPDATE deliveries SET claimed_at = $3
             WHERE organisation_id = $1 AND claim_hash = $2 AND claimed_at IS NULL AND claim_until > $3",
            args![organisation, secret_hash, now_ms],
        )
        .await?;
    Ok(used == 1)
}

record! {
    /// Whom a link stops mail to, and whether it is stopped.
    pub(in crate::issuance) struct StopRow {
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) organisation_name: String,
        pub(in crate::issuance) address_hash: String,
        pub(in crate::issuance) stopped_at: Option<i64>,
    }
}

/// What a link stops. This is where the organisation comes from, so it asks for none.
pub(in crate::issuance) async fn stop_of(db: &Db, stop_hash: Vec<u8>) -> Result<Option<StopRow>> {
    db.look(
        "SELECT d.organisation_id, o.name AS organisation_name, d.address_hash, s.stopped_at
         FROM deliveries d
         JOIN organisations o ON o.id = d.organisation_id
         LEFT JOIN stopped_mail s ON s.organisation_id = d.organisation_id AND s.address_hash = d.address_hash
         WHERE d.stop_hash = $1 AND d.address_hash IS NOT NULL",
        args![stop_hash],
    )
    .await
}

/// Stops further mail; the first word counts.
pub(in crate::issuance) async fn stop(
    tx: &mut Tx,
    organisation: OrganisationId,
    address_hash: &str,
    why: &'static str,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO stopped_mail (organisation_id, address_hash, why, stopped_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        args![organisation, address_hash, why, now_ms],
    )
    .await?;
    Ok(())
}

/// Lets mail go there again.
pub(in crate::issuance) async fn resume(
    tx: &mut Tx,
    organisation: OrganisationId,
    address_hash: &str,
) -> Result<()> {
    tx.execute(
        "DELETE FROM stopped_mail WHERE organisation_id = $1 AND address_hash = $2",
        args![organisation, address_hash],
    )
    .await?;
    Ok(())
}

record! {
    struct StoppedRow {
        count: i64,
    }
}

/// Whether an address wants no more mail of an organisation.
pub(in crate::issuance) async fn is_stopped(
    tx: &mut Tx,
    organisation: OrganisationId,
    address_hash: &str,
) -> Result<bool> {
    let found: StoppedRow = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM stopped_mail WHERE organisation_id = $1 AND address_hash = $2",
            args![organisation, address_hash],
        )
        .await?;
    Ok(found.count > 0)
}

record! {
    /// A mail that came back.
    pub(in crate::issuance) struct BouncedRow {
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) address_hash: Option<String>,
    }
}

/// Notes that a mail came back. None: there is no such mail, or it never left. The mail's id is all that whoever carries it knows, so no organisation is asked for.
pub(in crate::issuance) async fn bounce(
    tx: &mut Tx,
    mail: MailId,
    why: &'static str,
    at_ms: i64,
) -> Result<Option<BouncedRow>> {
    tx.fetch_optional(
        "UPDATE deliveries SET state = 'bounced', ended_at = $3, error = $2
         WHERE id = $1 AND state IN ('sending', 'sent', 'unknown', 'bounced')
         RETURNING organisation_id, address_hash",
        args![mail, why, at_ms],
    )
    .await
}

/// Whoever has claimed a certificate has the one as well that takes its place.
pub(in crate::issuance) async fn hand_on(
    tx: &mut Tx,
    organisation: OrganisationId,
    (from, to): (CertificateId, CertificateId),
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO holdings (certificate_id, organisation_id, recipient_id, since)
         SELECT $3, organisation_id, recipient_id, $4 FROM holdings WHERE organisation_id = $1 AND certificate_id = $2
         ON CONFLICT DO NOTHING",
        args![organisation, from, to, now_ms],
    )
    .await?;
    Ok(())
}
