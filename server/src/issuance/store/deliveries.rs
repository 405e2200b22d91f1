//! The SQL of mails to those whom certificates were given to.

use imprimatur_protocol::{CertificateId, MailId, NameRequestId, OrganisationId};

use crate::error::Result;
use crate::workspace::{Column, Columns, Tx, args, record, word};

record! {
    /// A mail that is being sent.
    #[derive(Debug, Clone)]
    pub(in crate::issuance) struct DeliveryRow {
        pub(in crate::issuance) id: MailId,
        pub(in crate::issuance) organisation_id: OrganisationId,
        pub(in crate::issuance) certificate_id: CertificateId,
        pub(in crate::issuance) attempts: i64,
        /// What it says.
        pub(in crate::issuance) kind: Kind,
        /// The request that it answers, rather than what its kind says.
        pub(in crate::issuance) request_id: Option<String>,
    }
}

/// What a mail about a certificate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::issuance) enum Kind {
    /// That it was issued, and where it stands.
    Issued,
    /// That it ends soon.
    Ends,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Ends => "ends",
        }
    }
}

impl Column for Kind {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        word(row, name, |word| {
            let mut known = [Self::Issued, Self::Ends].into_iter();
            known.find(|kind| kind.as_str() == word)
        })
    }
}

/// Has a mail sent, unless one to the same is open. Whether it will be.
pub(in crate::issuance) async fn ask(
    tx: &mut Tx,
    kind: Kind,
    (organisation, certificate): (OrganisationId, CertificateId),
    id: MailId,
    now_ms: i64,
) -> Result<bool> {
    let asked = tx
        .execute(
            "INSERT INTO deliveries (id, organisation_id, certificate_id, state, created_at, attempts, next_try_at, lease, leased_until, kind)
             VALUES ($1, $2, $3, 'waiting', $4, 0, $4, 0, 0, $5)
             ON CONFLICT DO NOTHING",
            args![id, organisation, certificate, now_ms, kind.as_str()],
        )
        .await?;
    Ok(asked == 1)
}

/// Has whoever has asked for another name told that they are not called so.
pub(in crate::issuance) async fn answer(
    tx: &mut Tx,
    request: NameRequestId,
    (organisation, certificate): (OrganisationId, CertificateId),
    id: MailId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO deliveries (id, organisation_id, certificate_id, state, created_at, attempts, next_try_at, lease, leased_until, request_id)
         VALUES ($1, $2, $3, 'waiting', $4, 0, $4, 0, 0, $5)",
        args![id, organisation, certificate, now_ms, request],
    )
    .await?;
    Ok(())
}

/// Has whoever has a certificate reminded of its end, unless they were. False: they are being written to just now, and are to be reminded later.
pub(in crate::issuance) async fn remind(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
    id: MailId,
    now_ms: i64,
) -> Result<bool> {
    let is_new = tx
        .execute(
            "INSERT INTO reminders (organisation_id, certificate_id, asked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            args![organisation, certificate, now_ms],
        )
        .await?;
    if is_new == 0 {
        return Ok(true);
    }
    let is_asked = ask(tx, Kind::Ends, (organisation, certificate), id, now_ms).await?;
    if !is_asked {
        tx.execute(
            "DELETE FROM reminders WHERE organisation_id = $1 AND certificate_id = $2",
            args![organisation, certificate],
        )
        .await?;
    }
    Ok(is_asked)
}

/// Takes on the one that is due first, for a while. What a newer version says is left to that.
pub(in crate::issuance) async fn take(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<DeliveryRow>> {
    tx.fetch_optional(
        "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, lease = $1, leased_until = $3
         WHERE state = 'waiting' AND id = (
             SELECT id FROM deliveries WHERE ended_at IS NULL AND state = 'waiting' AND next_try_at <= $2 AND kind IN ('issued', 'ends')
             ORDER BY next_try_at LIMIT 1)
         RETURNING id, organisation_id, certificate_id, attempts, kind, request_id",
        args![lease, now_ms, until_ms],
    )
    .await
}

/// Mails that somebody began to send and never spoke of again: nobody knows whether they arrived, and they are not sent twice by themselves. Gives how many.
pub(in crate::issuance) async fn left_behind(tx: &mut Tx, now_ms: i64) -> Result<u64> {
    tx.execute(
        "UPDATE deliveries SET state = 'unknown', ended_at = $1, error = 'the node that sent it ended'
         WHERE ended_at IS NULL AND state = 'sending' AND leased_until <= $1",
        args![now_ms],
    )
    .await
}

/// What became of a mail, if it is still ours.
pub(in crate::issuance) async fn settle(
    tx: &mut Tx,
    row: &DeliveryRow,
    lease: i64,
    state: &'static str,
    next_try_at: i64,
    ended_at: Option<i64>,
    error: Option<String>,
) -> Result<()> {
    tx.execute(
        "UPDATE deliveries SET state = $4, next_try_at = $5, ended_at = $6, error = $7, leased_until = 0
         WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND state = 'sending'",
        args![
            row.organisation_id,
            row.id,
            lease,
            state,
            next_try_at,
            ended_at,
            error
        ],
    )
    .await?;
    Ok(())
}

/// Puts a mail off of which nothing could be tried: what it says cannot be read now. It is no try.
pub(in crate::issuance) async fn put_off(
    tx: &mut Tx,
    row: &DeliveryRow,
    lease: i64,
    next_try_at: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE deliveries SET state = 'waiting', attempts = attempts - 1, next_try_at = $4, leased_until = 0
         WHERE organisation_id = $1 AND id = $2 AND lease = $3 AND state = 'sending'",
        args![row.organisation_id, row.id, lease, next_try_at],
    )
    .await?;
    Ok(())
}

record! {
    /// How the newest mail to somebody stands.
    pub(in crate::issuance) struct StandsRow {
        pub(in crate::issuance) certificate_id: CertificateId,
        pub(in crate::issuance) state: String,
        pub(in crate::issuance) at: i64,
        pub(in crate::issuance) claimed_at: Option<i64>,
    }
}

/// What the engines say in the same words of how mails stand, up to where the ids are listed.
macro_rules! stand {
    ($listed:literal) => {
        concat!(
            "SELECT d.certificate_id, d.state, COALESCE(d.ended_at, d.created_at) AS at,
                    (SELECT MAX(c.claimed_at) FROM deliveries c WHERE c.organisation_id = $1 AND c.certificate_id = d.certificate_id) AS claimed_at
             FROM deliveries d WHERE d.organisation_id = $1 AND d.certificate_id IN (",
            $listed,
            ") AND d.id = (SELECT MAX(n.id) FROM deliveries n WHERE n.organisation_id = $1 AND n.certificate_id = d.certificate_id AND n.request_id IS NULL)"
        )
    };
}

/// How the newest mail about each of some certificates stands; of those about which there was one.
pub(in crate::issuance) async fn stand(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificates: impl Iterator<Item = CertificateId>,
) -> Result<Vec<StandsRow>> {
    tx.fetch_listed(
        stand!("SELECT value FROM json_each($2)"),
        stand!("SELECT json_array_elements_text($2::json)"),
        args![organisation],
        certificates,
    )
    .await
}

record! {
    struct CertificateRow {
        certificate_id: CertificateId,
    }
}

/// The certificates before one whose newest mail is in a state, the newest first.
pub(in crate::issuance) async fn in_state(
    tx: &mut Tx,
    organisation: OrganisationId,
    state: &'static str,
    before: &str,
    at_most: u32,
) -> Result<Vec<CertificateId>> {
    let rows: Vec<CertificateRow> = tx
        .fetch_all(
            "SELECT d.certificate_id FROM deliveries d
             WHERE d.organisation_id = $1 AND d.state = $2 AND d.certificate_id < $3
               AND d.id = (SELECT MAX(n.id) FROM deliveries n WHERE n.organisation_id = $1 AND n.certificate_id = d.certificate_id AND n.request_id IS NULL)
             ORDER BY d.certificate_id DESC LIMIT $4",
            args![organisation, state, before, at_most],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.certificate_id).collect())
}
