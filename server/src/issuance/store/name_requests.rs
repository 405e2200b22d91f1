//! The SQL of requests for another name. They hang on the certificate, whoever has that by now.

use imprimatur_protocol::api::name_requests::NameRequestState;
use imprimatur_protocol::{BatchId, CertificateId, NameRequestId, OrganisationId, PersonId};

use crate::error::Result;
use crate::workspace::{Column, Columns, Tx, args, record, word};

const STATES: [(NameRequestState, &str); 3] = [
    (NameRequestState::Open, "open"),
    (NameRequestState::Accepted, "accepted"),
    (NameRequestState::Declined, "declined"),
];

impl Column for NameRequestState {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        word(row, name, |word| {
            let known = STATES.iter().find(|(_, known)| *known == word);
            known.map(|(state, _)| *state)
        })
    }
}

record! {
    /// A request.
    #[derive(Debug, Clone)]
    pub(in crate::issuance) struct NameRequestRow {
        pub(in crate::issuance) id: NameRequestId,
        pub(in crate::issuance) certificate_id: CertificateId,
        pub(in crate::issuance) name: String,
        pub(in crate::issuance) note: Option<String>,
        pub(in crate::issuance) state: NameRequestState,
        pub(in crate::issuance) asked_at: i64,
        pub(in crate::issuance) decided_at: Option<i64>,
        pub(in crate::issuance) answer: Option<String>,
        /// By which it is issued, if it was accepted.
        pub(in crate::issuance) batch_id: Option<String>,
    }
}

macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "SELECT q.id, q.certificate_id, q.name, q.note, q.state, q.asked_at, q.decided_at, q.answer, q.batch_id
             FROM name_requests q WHERE q.organisation_id = $1 AND q.state <> 'taken_back' AND ",
            $rest
        )
    };
}

/// One of them.
pub(in crate::issuance) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    request: NameRequestId,
) -> Result<Option<NameRequestRow>> {
    tx.fetch_optional(requests!("q.id = $2"), args![organisation, request])
        .await
}

/// Those that nobody has decided, the oldest first.
pub(in crate::issuance) async fn open(
    tx: &mut Tx,
    organisation: OrganisationId,
    at_most: u32,
) -> Result<Vec<NameRequestRow>> {
    tx.fetch_all(
        requests!("q.state = 'open' ORDER BY q.id LIMIT $2"),
        args![organisation, at_most],
    )
    .await
}

record! {
    struct CountRow {
        asked: i64,
    }
}

/// How often something was asked about a certificate, what was taken back included; and what is open.
pub(in crate::issuance) async fn about(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
) -> Result<(i64, Option<NameRequestRow>)> {
    let counted: CountRow = tx
        .fetch_one(
            "SELECT COUNT(*) AS asked FROM name_requests WHERE organisation_id = $1 AND certificate_id = $2",
            args![organisation, certificate],
        )
        .await?;
    let open = tx
        .fetch_optional(
            requests!("q.certificate_id = $2 AND q.state = 'open'"),
            args![organisation, certificate],
        )
        .await?;
    Ok((counted.asked, open))
}

/// The newest about each of some certificates; of those about which there is one.
pub(in crate::issuance) async fn newest(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificates: impl Iterator<Item = CertificateId>,
) -> Result<Vec<NameRequestRow>> {
    tx.fetch_listed(
        requests!(
            "q.certificate_id IN (SELECT value FROM json_each($2))
             AND q.id = (SELECT MAX(n.id) FROM name_requests n WHERE n.organisation_id = $1 AND n.certificate_id = q.certificate_id AND n.state <> 'taken_back')"
        ),
        requests!(
            "q.certificate_id IN (SELECT json_array_elements_text($2::json))
             AND q.id = (SELECT MAX(n.id) FROM name_requests n WHERE n.organisation_id = $1 AND n.certificate_id = q.certificate_id AND n.state <> 'taken_back')"
        ),
        args![organisation],
        certificates,
    )
    .await
}

/// What somebody asks.
pub(in crate::issuance) struct NewNameRequest<'a> {
    pub(in crate::issuance) id: NameRequestId,
    pub(in crate::issuance) certificate: CertificateId,
    pub(in crate::issuance) name: &'a str,
    pub(in crate::issuance) note: Option<&'a str>,
    pub(in crate::issuance) now_ms: i64,
}

/// Asks. Where one is open, it is that one which asks so from now on.
pub(in crate::issuance) async fn ask(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &NewNameRequest<'_>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO name_requests (id, organisation_id, certificate_id, name, note, state, asked_at) VALUES ($1, $2, $3, $4, $5, 'open', $6)
         ON CONFLICT (organisation_id, certificate_id) WHERE state = 'open' DO UPDATE SET name = $4, note = $5, asked_at = $6",
        args![
            new.id,
            organisation,
            new.certificate,
            new.name,
            new.note.map(str::to_owned),
            new.now_ms
        ],
    )
    .await?;
    Ok(())
}

/// Takes back what nobody has decided, and forgets what it was. Whether there was something.
pub(in crate::issuance) async fn take_back(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
) -> Result<bool> {
    let gone = tx
        .execute(
            "UPDATE name_requests SET state = 'taken_back', name = '', note = NULL
             WHERE organisation_id = $1 AND certificate_id = $2 AND state = 'open'",
            args![organisation, certificate],
        )
        .await?;
    Ok(gone == 1)
}

/// Accepts one, if it still asks for that name and nobody has decided. Whether it is accepted by that.
pub(in crate::issuance) async fn accept(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: &NameRequestRow,
    by_batch: BatchId,
    (by, now_ms): (PersonId, i64),
) -> Result<bool> {
    let accepted = tx
        .execute(
            "UPDATE name_requests SET state = 'accepted', batch_id = $4, decided_by = $5, decided_at = $6
             WHERE organisation_id = $1 AND id = $2 AND name = $3 AND state = 'open'",
            args![organisation, row.id, row.name.clone(), by_batch, by, now_ms],
        )
        .await?;
    Ok(accepted == 1)
}

/// Declines one, if it still asks for that name and nobody has decided. Whether it is declined by that.
pub(in crate::issuance) async fn decline(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: &NameRequestRow,
    answer: &str,
    (by, now_ms): (PersonId, i64),
) -> Result<bool> {
    let declined = tx
        .execute(
            "UPDATE name_requests SET state = 'declined', answer = $4, decided_by = $5, decided_at = $6
             WHERE organisation_id = $1 AND id = $2 AND name = $3 AND state = 'open'",
            args![organisation, row.id, row.name.clone(), answer, by, now_ms],
        )
        .await?;
    Ok(declined == 1)
}

/// What was accepted by a batch that has ended and issued nothing is open again; unless something else is asked by now.
pub(in crate::issuance) async fn reopen(
    tx: &mut Tx,
    organisation: OrganisationId,
    batch: BatchId,
) -> Result<()> {
    tx.execute(
        "UPDATE name_requests SET state = 'open', batch_id = NULL, decided_by = NULL, decided_at = NULL
         WHERE organisation_id = $1 AND batch_id = $2 AND state = 'accepted'
           AND EXISTS (SELECT 1 FROM batches b WHERE b.organisation_id = $1 AND b.id = $2 AND b.issued = 0 AND b.ended_at IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM name_requests o
                           WHERE o.organisation_id = $1 AND o.certificate_id = name_requests.certificate_id AND o.state = 'open')",
        args![organisation, batch],
    )
    .await?;
    Ok(())
}

record! {
    struct AddressRow {
        address: String,
    }
}

/// The address of whoever has claimed a certificate to which they are written: the one that it went to while that is theirs, else the one that they have
/// proved last. None: nobody has claimed it.
pub(in crate::issuance) async fn holder_address(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
    went_to: &str,
) -> Result<Option<String>> {
    let row: Option<AddressRow> = tx
        .fetch_optional(
            "SELECT a.address FROM holdings h JOIN recipient_addresses a ON a.recipient_id = h.recipient_id
             WHERE h.organisation_id = $1 AND h.certificate_id = $2
             ORDER BY CASE WHEN LOWER(a.address) = $3 THEN 0 ELSE 1 END, a.proved_at DESC, a.id DESC LIMIT 1",
            args![organisation, certificate, went_to.to_lowercase()],
        )
        .await?;
    Ok(row.map(|row| row.address))
}
