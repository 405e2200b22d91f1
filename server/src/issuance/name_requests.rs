//! Whoever has a certificate asks to be called otherwise in it, and the organisation accepts that or not. Accepting corrects the certificate: all else stays as
//! it is, the old one does not hold any more, and whoever has claimed it has the new one.
//!
//! What is accepted is the name that was read: whoever has asked may ask for another one meanwhile.

use axum::extract::State;
use axum::http::StatusCode;
use imprimatur_protocol::api::issuance::{
    BatchBody, CertificateBody, CertificateState, CorrectionBody,
};
use imprimatur_protocol::api::name_requests::{
    AcceptNameBody, DeclineNameBody, NameRequestBody, NameRequestState, NameRequestsBody,
    NewNameRequestBody, OwnNameRequestBody,
};
use imprimatur_protocol::{CertificateId, ErrorBody, ErrorCode, NameRequestId, OrganisationId};
use serde_json::json;

use super::acts::{away, may_still};
use super::list::{self, Listing};
use super::routes::answer;
use super::store::BatchRow;
use super::store::deliveries::{self, Kind as MailKind};
use super::store::name_requests::{self, NameRequestRow, NewNameRequest};
use super::{Issuance, fill, succession};
use crate::access::roles::Permission;
use crate::access::{Caller, Issuer};
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::events::{self, Event, EventKind};
use crate::http::extract::{Json, Path};
use crate::http::note::read_note;

/// Requests of one answer.
const LISTED: u32 = 100;

/// Requests about one certificate: whoever was refused so often writes a letter.
const REQUESTS_MOST: u32 = 5;

/// Letters of what somebody adds.
const NOTE_LETTERS_MOST: usize = 500;

fn moved() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::NameRequestMoved,
        "The request was taken back, changed or decided meanwhile. Look at it again.",
    )
}

/// Whether whom a certificate was given to may ask for another name in it: whether it can be corrected.
fn may_ask(certificate: &CertificateBody) -> bool {
    use CertificateState::{Expired, NotYet, Revoked, Superseded, Suspended, Valid};
    let stands = match certificate.state {
        Valid | NotYet | Expired | Suspended => true,
        Revoked | Superseded => false,
    };
    stands && certificate.superseded_by.is_none() && certificate.recipient_name.is_some()
}

fn own(row: NameRequestRow) -> OwnNameRequestBody {
    OwnNameRequestBody {
        name: row.name,
        note: row.note,
        state: row.state,
        asked_at: rfc3339(row.asked_at),
        decided_at: row.decided_at.map(rfc3339),
        answer: row.answer,
    }
}

impl Issuance {
    /// What was asked last about some certificates of an organisation, and whether something may be asked now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn asked_names(
        &self,
        organisation: OrganisationId,
        certificates: &[CertificateBody],
    ) -> Result<Vec<(bool, Option<OwnNameRequestBody>)>> {
        let mut tx = self.platform().db.read().await?;
        let ids = certificates.iter().map(|it| it.id);
        let mut rows = name_requests::newest(&mut tx, organisation, ids).await?;
        let asked = certificates.iter().map(|it| {
            let row = rows.iter().position(|row| row.certificate_id == it.id);
            (may_ask(it), row.map(|at| own(rows.swap_remove(at))))
        });
        Ok(asked.collect())
    }

    /// Asks for another name in a certificate, in the name of whoever has it: who that is was made sure of. An open request asks for that one from now on.
    ///
    /// # Errors
    /// It is no name, or the one that stands there; the certificate cannot be corrected; it was asked too often; or the registry is away.
    pub async fn ask_name(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
        body: &NewNameRequestBody,
    ) -> Result<OwnNameRequestBody> {
        let name = fill::read_name(&body.name)
            .map_err(|said| Error::unprocessable(ErrorCode::NameInvalid, said))?;
        let note = body
            .note
            .as_deref()
            .map(|it| read_note(NOTE_LETTERS_MOST, it));
        let note = note.transpose()?.flatten();
        let found = self.some(organisation, &[certificate]).await?;
        let found = found.into_iter().next();
        let found = found.ok_or_else(|| Error::not_found("certificate"))?;
        if found.superseded_by.is_some() {
            return Err(succession::superseded());
        }
        if !may_ask(&found) {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::CertificateState,
                "It was revoked, or what it said was erased: nothing in it can be corrected.",
            ));
        }
        if found.recipient_name.as_deref() == Some(name) {
            return Err(Error::unprocessable(
                ErrorCode::NameInvalid,
                "That is the name that stands in the certificate.",
            ));
        }
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        let before =
            name_requests::about(&mut tx, organisation, certificate, REQUESTS_MOST).await?;
        let is_open = |row: &NameRequestRow| row.state == NameRequestState::Open;
        let changes = before.iter().any(is_open);
        if !changes && before.len() >= REQUESTS_MOST as usize {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::NameRequestsFull,
                "Another name was asked for in this certificate as often as it may be. Write to the organisation that has issued it.",
            ));
        }
        let new = NewNameRequest {
            id: platform.clock.id(),
            certificate,
            name,
            note,
            now_ms: platform.clock.now_ms(),
        };
        name_requests::ask(&mut tx, organisation, &new).await?;
        if !changes {
            let event = Event {
                kind: EventKind::CertificateNameAsked,
                organisation,
                // Whoever has it is of no organisation, and is not named there.
                actor: events::by_itself(),
                impersonator: None,
                subject: Some(certificate.to_string()),
                details: json!({ "certificate": certificate, "request": new.id }),
            };
            events::record(&mut tx, &platform.clock, &event).await?;
        }
        let rows = name_requests::about(&mut tx, organisation, certificate, 1).await?;
        tx.commit().await?;
        let row = rows.into_iter().next();
        row.map(own)
            .ok_or_else(|| Error::internal("finding what was just asked"))
    }

    /// Takes back what was asked, and nobody has decided.
    ///
    /// # Errors
    /// `name_request_moved`: there is nothing to take back.
    pub async fn take_name_back(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> Result<()> {
        let mut tx = self.platform().db.begin().await?;
        if !name_requests::take_back(&mut tx, organisation, certificate).await? {
            return Err(moved());
        }
        tx.commit().await
    }

    async fn open_names(&self, organisation: OrganisationId) -> Result<NameRequestsBody> {
        let mut tx = self.platform().db.read().await?;
        let mut rows = name_requests::open(&mut tx, organisation, LISTED + 1).await?;
        drop(tx);
        let more = rows.len() > LISTED as usize;
        rows.truncate(LISTED as usize);
        let ids: Vec<CertificateId> = rows.iter().map(|row| row.certificate_id).collect();
        let listing = Listing {
            organisation,
            origin: self.origin(),
            now_ms: self.platform().clock.now_ms(),
        };
        let found = list::among(self.registry(), &listing, &ids).await;
        let found = found.map_err(away)?;
        let requests = rows.into_iter().filter_map(|row| {
            let certificate = found.iter().find(|it| it.id == row.certificate_id)?;
            Some(NameRequestBody {
                id: row.id,
                certificate: certificate.clone(),
                name: row.name,
                note: row.note,
                asked_at: rfc3339(row.asked_at),
            })
        });
        Ok(NameRequestsBody {
            requests: requests.collect(),
            more,
        })
    }

    async fn found_name(
        &self,
        organisation: OrganisationId,
        request: NameRequestId,
    ) -> Result<NameRequestRow> {
        let mut tx = self.platform().db.read().await?;
        let row = name_requests::find(&mut tx, organisation, request).await?;
        row.ok_or_else(|| Error::not_found("request"))
    }

    /// Has the certificate issued anew with that name. Doing it twice is doing it once.
    async fn accept_name(
        &self,
        caller: &Caller,
        request: NameRequestId,
        name: &str,
    ) -> Result<BatchRow> {
        let organisation = caller.organisation.id;
        let row = self.found_name(organisation, request).await?;
        if row.state == NameRequestState::Declined || row.name != name {
            return Err(moved());
        }
        let mut certificate = self.content(organisation, row.certificate_id).await?;
        name.clone_into(&mut certificate.recipient.name);
        let correction = CorrectionBody {
            key: format!("name-{}", request.to_string().replace('_', "-")),
            certificate,
            from_current: false,
            deliver: true,
        };
        let batch = self.correct(caller, row.certificate_id, correction).await?;
        let platform = self.platform();
        let to = (NameRequestState::Accepted, None);
        let by = (caller.person.id, platform.clock.now_ms());
        let mut tx = platform.db.begin().await?;
        // Where it was taken back at the last moment, it is corrected all the same.
        name_requests::decide(&mut tx, organisation, &row, to, by).await?;
        tx.commit().await?;
        Ok(batch)
    }

    async fn decline_name(
        &self,
        caller: &Caller,
        request: NameRequestId,
        answer: &str,
    ) -> Result<()> {
        let organisation = caller.organisation.id;
        let answer = read_note(NOTE_LETTERS_MOST, answer)?.ok_or_else(|| {
            Error::unprocessable(
                ErrorCode::NoteInvalid,
                "Say why not: whoever has asked reads it.",
            )
        })?;
        let row = self.found_name(organisation, request).await?;
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        let to = (NameRequestState::Declined, Some(answer));
        let by = (caller.person.id, now_ms);
        if !name_requests::decide(&mut tx, organisation, &row, to, by).await? {
            return Err(moved());
        }
        let subject = Some(row.certificate_id.to_string());
        let details = json!({ "certificate": row.certificate_id, "request": request });
        let done = caller.does(EventKind::CertificateNameDeclined, subject, details);
        events::record(&mut tx, &platform.clock, &done).await?;
        // Where another mail about it is open, their page says it.
        let (of, id) = ((organisation, row.certificate_id), platform.clock.id());
        deliveries::ask(&mut tx, MailKind::Declined, of, id, now_ms).await?;
        tx.commit().await
    }
}

/// What those who have certificates ask: other names that nobody has decided on
#[utoipa::path(get, path = "/api/name-requests", tag = "issuance", responses(
    (status = 200, body = NameRequestsBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
pub(super) async fn open_ones(
    State(issuance): State<Issuance>,
    who: Issuer,
) -> Result<axum::Json<NameRequestsBody>> {
    issuance
        .open_names(who.organisation())
        .await
        .map(axum::Json)
}

/// Has a certificate issued anew with the name that was asked for
///
/// It is a correction: the old certificate does not hold any more, and whoever has an address is sent a mail about the new one.
#[utoipa::path(post, path = "/api/name-requests/{id}/accept", tag = "issuance", request_body = AcceptNameBody, params(("id" = NameRequestId, Path)), responses(
    (status = 202, body = BatchBody),
    (status = 404, description = "There is none, or it was taken back", body = ErrorBody),
    (status = 409, description = "`name_request_moved`, `certificate_superseded`, `certificate_state`, `certificate_erased`", body = ErrorBody),
    (status = 422, description = "`certificate_invalid`, with `faults`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
pub(super) async fn accept_one(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(request): Path<NameRequestId>,
    Json(body): Json<AcceptNameBody>,
) -> Result<(StatusCode, axum::Json<BatchBody>)> {
    let row = issuance
        .accept_name(who.caller(), request, &body.name)
        .await?;
    Ok((StatusCode::ACCEPTED, answer(&issuance, &who, row).await?))
}

/// Says no to another name, and why; whoever has asked reads it on their page, and in a mail
#[utoipa::path(post, path = "/api/name-requests/{id}/decline", tag = "issuance", request_body = DeclineNameBody, params(("id" = NameRequestId, Path)), responses(
    (status = 204),
    (status = 404, description = "There is none, or it was taken back", body = ErrorBody),
    (status = 409, description = "`name_request_moved`", body = ErrorBody),
    (status = 422, description = "`note_invalid`", body = ErrorBody),
))]
pub(super) async fn decline_one(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(request): Path<NameRequestId>,
    Json(body): Json<DeclineNameBody>,
) -> Result<StatusCode> {
    issuance
        .decline_name(who.caller(), request, &body.answer)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
