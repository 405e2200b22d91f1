//! The SQL of requests for another name. They hang on the certificate, whoever has that by now.

use imprimatur_protocol::api::name_requests::NameRequestState;
use imprimatur_protocol::{CertificateId, NameRequestId, OrganisationId, PersonId};

use crate::error::Result;
use crate::workspace::{Column, Columns, Tx, args, parse, record};

const STATES: [(NameRequestState, &str); 3] = [
    (NameRequestState::Open, "open"),
    (NameRequestState::Accepted, "accepted"),
    (NameRequestState::Declined, "declined"),
];

impl Column for NameRequestState {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        parse(row, name, |word| {
            let known = STATES.iter().find(|(_, known)| *known == word);
            known
                .map(|(state, _)| *state)
                .ok_or_else(|| format!("`{word}` is unknown here"))
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
    }
}

macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "SELECT q.id, q.certificate_id, q.name, q.note, q.state, q.asked_at, q.decided_at, q.answer
             FROM name_requests q WHERE q.organisation_id = $1 AND ",
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

/// All about a certificate, the newest first.
pub(in crate::issuance) async fn about(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
    at_most: u32,
) -> Result<Vec<NameRequestRow>> {
    tx.fetch_all(
        requests!("q.certificate_id = $2 ORDER BY q.id DESC LIMIT $3"),
        args![organisation, certificate, at_most],
    )
    .await
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
             AND q.id = (SELECT MAX(n.id) FROM name_requests n WHERE n.organisation_id = $1 AND n.certificate_id = q.certificate_id)"
        ),
        requests!(
            "q.certificate_id IN (SELECT json_array_elements_text($2::json))
             AND q.id = (SELECT MAX(n.id) FROM name_requests n WHERE n.organisation_id = $1 AND n.certificate_id = q.certificate_id)"
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

/// Takes back what nobody has decided. Whether there was something.
pub(in crate::issuance) async fn take_back(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
) -> Result<bool> {
    let gone = tx
        .execute(
            "DELETE FROM name_requests WHERE organisation_id = $1 AND certificate_id = $2 AND state = 'open'",
            args![organisation, certificate],
        )
        .await?;
    Ok(gone == 1)
}

/// Decides one, if it still asks for that name and nobody has. Whether it is decided by that.
pub(in crate::issuance) async fn decide(
    tx: &mut Tx,
    organisation: OrganisationId,
    row: &NameRequestRow,
    (to, answer): (NameRequestState, Option<&str>),
    (by, now_ms): (PersonId, i64),
) -> Result<bool> {
    let word = STATES.iter().find(|(state, _)| *state == to);
    let decided = tx
        .execute(
            "UPDATE name_requests SET state = $3, answer = $4, decided_by = $5, decided_at = $6
             WHERE organisation_id = $1 AND id = $2 AND name = $7 AND state = 'open'",
            args![
                organisation,
                row.id,
                word.map_or("", |(_, word)| *word),
                answer.map(str::to_owned),
                by,
                now_ms,
                row.name.clone()
            ],
        )
        .await?;
    Ok(decided == 1)
}
