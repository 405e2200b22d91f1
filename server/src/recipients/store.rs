//! The SQL of recipients. They are of no organisation: whoever asks is found by a cookie, a link or an address.

pub(super) mod mails;

use imprimatur_protocol::{CertificateId, OrganisationId, RecipientAddressId, RecipientId};

use crate::error::Result;
use crate::workspace::{Db, Tx, args, record};

record! {
    /// Whose browser it is.
    pub(super) struct VisitRow {
        pub(super) recipient_id: RecipientId,
        pub(super) seen_at: i64,
    }
}

/// Whose browser has a cookie of this hash, while it is good.
pub(super) async fn by_cookie(
    db: &Db,
    token_hash: Vec<u8>,
    now_ms: i64,
) -> Result<Option<VisitRow>> {
    db.look(
        "SELECT r.id AS recipient_id, r.seen_at FROM recipient_sessions s JOIN recipients r ON r.id = s.recipient_id
         WHERE s.token_hash = $1 AND s.expires_at > $2",
        args![token_hash, now_ms],
    )
    .await
}

/// Notes that somebody is here.
pub(super) async fn seen(tx: &mut Tx, recipient: RecipientId, now_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE recipients SET seen_at = $2 WHERE id = $1",
        args![recipient, now_ms],
    )
    .await?;
    Ok(())
}

/// Lets a browser in until a moment, and the oldest out where there are more than some.
pub(super) async fn enter(
    tx: &mut Tx,
    recipient: RecipientId,
    token_hash: Vec<u8>,
    (now_ms, until_ms): (i64, i64),
    at_most: u32,
) -> Result<()> {
    tx.execute(
        "INSERT INTO recipient_sessions (token_hash, recipient_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        args![token_hash, recipient, now_ms, until_ms],
    )
    .await?;
    tx.execute(
        "DELETE FROM recipient_sessions WHERE recipient_id = $1 AND token_hash NOT IN (
             SELECT token_hash FROM recipient_sessions WHERE recipient_id = $1
             ORDER BY created_at DESC, token_hash LIMIT $2)",
        args![recipient, at_most],
    )
    .await?;
    Ok(())
}

/// Lets a browser out.
pub(super) async fn leave(tx: &mut Tx, token_hash: Vec<u8>) -> Result<()> {
    tx.execute(
        "DELETE FROM recipient_sessions WHERE token_hash = $1",
        args![token_hash],
    )
    .await?;
    Ok(())
}

/// Forgets browsers whose time is over, some at once.
pub(super) async fn forget_sessions(tx: &mut Tx, now_ms: i64, at_most: u32) -> Result<()> {
    tx.execute(
        "DELETE FROM recipient_sessions WHERE token_hash IN (
             SELECT token_hash FROM recipient_sessions WHERE expires_at <= $1 LIMIT $2)",
        args![now_ms, at_most],
    )
    .await?;
    Ok(())
}

record! {
    /// An address of a recipient.
    pub(super) struct AddressRow {
        pub(super) id: RecipientAddressId,
        pub(super) address: String,
        pub(super) proved_at: i64,
    }
}

/// The addresses of a recipient, the oldest first.
pub(super) async fn addresses(tx: &mut Tx, recipient: RecipientId) -> Result<Vec<AddressRow>> {
    tx.fetch_all(
        "SELECT id, address, proved_at FROM recipient_addresses WHERE recipient_id = $1 ORDER BY id",
        args![recipient],
    )
    .await
}

record! {
    struct RecipientRow {
        recipient_id: RecipientId,
    }
}

/// Whose an address is.
pub(super) async fn by_address(tx: &mut Tx, address_hash: &str) -> Result<Option<RecipientId>> {
    let row: Option<RecipientRow> = tx
        .fetch_optional(
            "SELECT recipient_id FROM recipient_addresses WHERE address_hash = $1",
            args![address_hash],
        )
        .await?;
    Ok(row.map(|row| row.recipient_id))
}

/// Somebody new.
pub(super) async fn make(tx: &mut Tx, recipient: RecipientId, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO recipients (id, created_at, seen_at) VALUES ($1, $2, $2)",
        args![recipient, now_ms],
    )
    .await?;
    Ok(())
}

/// An address that somebody has shown to be theirs.
pub(super) struct Proved<'a> {
    pub(super) id: RecipientAddressId,
    pub(super) address: &'a str,
    pub(super) hash: &'a str,
    pub(super) now_ms: i64,
}

/// Notes that an address is somebody's; false when it is somebody's already.
pub(super) async fn prove(
    tx: &mut Tx,
    recipient: RecipientId,
    proved: &Proved<'_>,
) -> Result<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO recipient_addresses (id, recipient_id, address, address_hash, proved_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
            args![
                proved.id,
                recipient,
                proved.address,
                proved.hash,
                proved.now_ms
            ],
        )
        .await?;
    Ok(inserted == 1)
}

/// Gives an address over to somebody else.
pub(super) async fn give_over(
    tx: &mut Tx,
    address_hash: &str,
    (from, to): (RecipientId, RecipientId),
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE recipient_addresses SET recipient_id = $3, proved_at = $4 WHERE address_hash = $1 AND recipient_id = $2",
        args![address_hash, from, to, now_ms],
    )
    .await?;
    Ok(())
}

/// What somebody has who has no address any more becomes another's, and they are forgotten.
pub(super) async fn merge(tx: &mut Tx, from: RecipientId, to: RecipientId) -> Result<()> {
    tx.execute(
        "UPDATE holdings SET recipient_id = $2 WHERE recipient_id = $1",
        args![from, to],
    )
    .await?;
    tx.execute(
        "DELETE FROM recipient_sessions WHERE recipient_id = $1",
        args![from],
    )
    .await?;
    forget(tx, from).await
}

/// Forgets somebody who has nothing.
pub(super) async fn forget(tx: &mut Tx, recipient: RecipientId) -> Result<()> {
    tx.execute("DELETE FROM recipients WHERE id = $1", args![recipient])
        .await?;
    Ok(())
}

/// Takes an address away from whom it was.
pub(super) async fn remove(
    tx: &mut Tx,
    recipient: RecipientId,
    address: RecipientAddressId,
) -> Result<bool> {
    let removed = tx
        .execute(
            "DELETE FROM recipient_addresses WHERE recipient_id = $1 AND id = $2",
            args![recipient, address],
        )
        .await?;
    Ok(removed == 1)
}

/// Gives a certificate to whoever claims it, unless somebody has it.
pub(super) async fn hold(
    tx: &mut Tx,
    (organisation, certificate): (OrganisationId, CertificateId),
    recipient: RecipientId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO holdings (certificate_id, organisation_id, recipient_id, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        args![certificate, organisation, recipient, now_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// Who has claimed a certificate.
    pub(super) struct HoldingRow {
        pub(super) organisation_id: OrganisationId,
        pub(super) certificate_id: CertificateId,
        pub(super) recipient_id: RecipientId,
    }
}

/// What somebody has claimed.
pub(super) async fn holdings(tx: &mut Tx, recipient: RecipientId) -> Result<Vec<HoldingRow>> {
    tx.fetch_all(
        "SELECT organisation_id, certificate_id, recipient_id FROM holdings WHERE recipient_id = $1",
        args![recipient],
    )
    .await
}

/// Who has claimed some certificates; of those that somebody has.
pub(super) async fn holders(
    tx: &mut Tx,
    certificates: impl Iterator<Item = CertificateId>,
) -> Result<Vec<HoldingRow>> {
    tx.fetch_listed(
        "SELECT organisation_id, certificate_id, recipient_id FROM holdings WHERE certificate_id IN (SELECT value FROM json_each($1))",
        "SELECT organisation_id, certificate_id, recipient_id FROM holdings WHERE certificate_id IN (SELECT json_array_elements_text($1::json))",
        args![],
        certificates,
    )
    .await
}

record! {
    struct IdRow {
        id: OrganisationId,
    }
}

/// The organisations that have issued something.
pub(super) async fn issuing(tx: &mut Tx, at_most: u32) -> Result<Vec<OrganisationId>> {
    let rows: Vec<IdRow> = tx
        .fetch_all(
            "SELECT o.id FROM organisations o WHERE EXISTS (SELECT 1 FROM batches b WHERE b.organisation_id = o.id) ORDER BY o.id LIMIT $1",
            args![at_most],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

record! {
    /// What an organisation is called.
    pub(super) struct NameRow {
        pub(super) id: OrganisationId,
        pub(super) name: String,
    }
}

/// What some organisations are called.
pub(super) async fn names(
    tx: &mut Tx,
    organisations: impl Iterator<Item = OrganisationId>,
) -> Result<Vec<NameRow>> {
    tx.fetch_listed(
        "SELECT id, name FROM organisations WHERE id IN (SELECT value FROM json_each($1))",
        "SELECT id, name FROM organisations WHERE id IN (SELECT json_array_elements_text($1::json))",
        args![],
        organisations,
    )
    .await
}

record! {
    struct KeptRow {
        recipient_id: RecipientId,
        addresses: i64,
        held: i64,
    }
}

/// Forgets that an address is somebody's, and with their last one whoever it was. Where they hold something under that one alone, it stays: it is how they get there.
pub(crate) async fn forget_address(tx: &mut Tx, address: &str) -> Result<()> {
    let address = address.to_lowercase();
    let kept: Option<KeptRow> = tx
        .fetch_optional(
            "SELECT a.recipient_id,
                    (SELECT COUNT(*) FROM recipient_addresses o WHERE o.recipient_id = a.recipient_id) AS addresses,
                    (SELECT COUNT(*) FROM holdings h WHERE h.recipient_id = a.recipient_id) AS held
             FROM recipient_addresses a WHERE LOWER(a.address) = $1",
            args![address.clone()],
        )
        .await?;
    let Some(kept) = kept else {
        return Ok(());
    };
    let is_last = kept.addresses == 1;
    if is_last && kept.held > 0 {
        return Ok(());
    }
    let recipient = kept.recipient_id;
    tx.execute(
        "DELETE FROM recipient_addresses WHERE recipient_id = $1 AND LOWER(address) = $2",
        args![recipient, address.clone()],
    )
    .await?;
    tx.execute(
        "DELETE FROM recipient_mails WHERE LOWER(address) = $1",
        args![address],
    )
    .await?;
    if is_last {
        tx.execute(
            "DELETE FROM recipient_sessions WHERE recipient_id = $1",
            args![recipient],
        )
        .await?;
        forget(tx, recipient).await?;
    }
    Ok(())
}
