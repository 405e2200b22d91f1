//! Whoever has a certificate asks to be called otherwise in it, and the organisation accepts that or not. Accepting corrects the certificate: all else stays as
//! it is, the old one does not hold any more, and whoever has claimed it has the new one.
//!
//! What is accepted is the name that was read: whoever has asked may ask for another one meanwhile.

use axum::extract::State;
use axum::http::StatusCode;
use imprimatur_protocol::api::issuance::{BatchBody, CertificateBody, CertificateState};
use imprimatur_protocol::api::name_requests::{
    AcceptNameBody, DeclineNameBody, NameRequestBody, NameRequestState, NameRequestsBody,
    NewNameRequestBody, OwnNameRequestBody,
};
use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::{CertificateId, ErrorBody, ErrorCode, NameRequestId, OrganisationId};
use serde_json::json;

use super::acts::{away, may_still};
use super::list::{self, Listing};
use super::routes::answer;
use super::store::deliveries;
use super::store::name_requests::{self, NameRequestRow, NewNameRequest};
use super::store::{self, BatchRow};
use super::{Issuance, fill, succession};
use crate::access::roles::Permission;
use crate::access::{Caller, Issuer, members};
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::events::{self, Event, EventKind};
use crate::http::extract::{Json, Path};
use crate::http::note::read_note;
use crate::notifications::{self, Tell};
use crate::platform::Platform;
use crate::workspace::Tx;

/// Requests of one answer.
const LISTED: u32 = 100;

/// Requests about one certificate, those that were taken back included: whoever was refused so often writes a letter.
const REQUESTS_MOST: i64 = 5;

/// People who are told that something is asked.
const TOLD_MOST: u32 = 100;

/// Letters of what somebody adds.
const NOTE_LETTERS_MOST: usize = 500;

/// Somebody has done something else meanwhile.
pub(super) fn moved() -> Error {
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

/// Tells those who may decide it. What is asked is personal, and stands where it is decided alone.
async fn tell_issuers(
    tx: &mut Tx,
    platform: &Platform,
    (organisation, certificate): (OrganisationId, &CertificateBody),
) -> Result<Option<notifications::Changed>> {
    let draft = store::draft_of(tx, organisation, certificate.template_id).await?;
    // A notice stands at a draft. Where the template was deleted, what is asked is found where it is decided.
    let Some(draft) = draft else {
        return Ok(None);
    };
    let able = members::able(tx, organisation, Permission::Issue, TOLD_MOST).await?;
    let people = able.into_iter();
    let tell = Tell {
        organisation,
        actor: None,
        people: people
            .map(|it| (it.id, NotificationKind::NameAsked))
            .collect(),
        draft,
        thread: None,
        comment: None,
        subject: Some(certificate.id.to_string()),
        words: "",
    };
    notifications::tell(tx, platform, &tell).await.map(Some)
}

/// Nobody has to decide any more what was asked about a certificate.
pub(super) async fn name_decided(
    tx: &mut Tx,
    organisation: OrganisationId,
    certificate: CertificateId,
) -> Result<notifications::Changed> {
    let subject = certificate.to_string();
    notifications::settled(tx, organisation, NotificationKind::NameAsked, &subject).await
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
            let row = row.map(|at| own(rows.swap_remove(at)));
            let may = may_ask(it);
            // Nobody decides any more what cannot be.
            let asked = row.filter(|row| may || row.state != NameRequestState::Open);
            (may, asked)
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
        let (asked, open) = name_requests::about(&mut tx, organisation, certificate).await?;
        if open.is_none() && asked >= REQUESTS_MOST {
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
        let mut told = None;
        if open.is_none() {
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
            told = tell_issuers(&mut tx, platform, (organisation, &found)).await?;
        }
        let (_, row) = name_requests::about(&mut tx, organisation, certificate).await?;
        tx.commit().await?;
        if let Some(told) = told {
            notifications::announce(platform, &told);
        }
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
        let platform = self.platform();
        let mut tx = platform.db.begin().await?;
        if !name_requests::take_back(&mut tx, organisation, certificate).await? {
            return Err(moved());
        }
        let seen = name_decided(&mut tx, organisation, certificate).await?;
        tx.commit().await?;
        notifications::announce(platform, &seen);
        Ok(())
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
        let gone = |row: &NameRequestRow| {
            let certificate = found.iter().find(|it| it.id == row.certificate_id);
            certificate.is_some_and(|it| !may_ask(it))
        };
        self.end_names(organisation, rows.iter().filter(|row| gone(row)))
            .await?;
        let requests = rows.into_iter().filter_map(|row| {
            let certificate = found.iter().find(|it| it.id == row.certificate_id)?;
            may_ask(certificate).then(|| NameRequestBody {
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

    /// What is asked of certificates in which nothing can be corrected any more is asked no more: they were revoked, or another one has taken their place.
    async fn end_names(
        &self,
        organisation: OrganisationId,
        gone: impl Iterator<Item = &NameRequestRow>,
    ) -> Result<()> {
        let gone: Vec<CertificateId> = gone.map(|row| row.certificate_id).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let mut tx = self.platform().db.begin().await?;
        let mut seen = Vec::new();
        for certificate in gone {
            name_requests::take_back(&mut tx, organisation, certificate).await?;
            seen.push(name_decided(&mut tx, organisation, certificate).await?);
        }
        tx.commit().await?;
        for seen in &seen {
            notifications::announce(self.platform(), seen);
        }
        Ok(())
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
        if row.state == NameRequestState::Open && row.name == name {
            let mut certificate = self.content(organisation, row.certificate_id).await?;
            name.clone_into(&mut certificate.recipient.name);
            match self.rename(caller, row, certificate).await {
                // Another approver may have been faster.
                Err(refused) if refused.code() == ErrorCode::NameRequestMoved => {}
                done => return done,
            }
        }
        let mut tx = self.platform().db.read().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        let row = name_requests::find(&mut tx, organisation, request).await?;
        let accepted =
            row.filter(|row| row.state == NameRequestState::Accepted && row.name == name);
        let batch = accepted.and_then(|row| row.batch_id?.parse().ok());
        let batch = batch.ok_or_else(moved)?;
        let batch = store::find(&mut tx, organisation, batch).await?;
        batch.ok_or_else(moved)
    }

    async fn decline_name(
        &self,
        caller: &Caller,
        request: NameRequestId,
        DeclineNameBody { name, answer }: &DeclineNameBody,
    ) -> Result<()> {
        let organisation = caller.organisation.id;
        let answer = read_note(NOTE_LETTERS_MOST, answer)?.ok_or_else(|| {
            Error::unprocessable(
                ErrorCode::NoteInvalid,
                "Say why not: whoever has asked reads it.",
            )
        })?;
        let row = self.found_name(organisation, request).await?;
        if row.name != *name {
            return Err(moved());
        }
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Issue).await?;
        let by = (caller.person.id, now_ms);
        if !name_requests::decline(&mut tx, organisation, &row, answer, by).await? {
            return Err(moved());
        }
        let subject = Some(row.certificate_id.to_string());
        let details = json!({ "certificate": row.certificate_id, "request": request });
        let done = caller.does(EventKind::CertificateNameDeclined, subject, details);
        events::record(&mut tx, &platform.clock, &done).await?;
        let (of, id) = ((organisation, row.certificate_id), platform.clock.id());
        deliveries::answer(&mut tx, request, of, id, now_ms).await?;
        let seen = name_decided(&mut tx, organisation, row.certificate_id).await?;
        tx.commit().await?;
        notifications::announce(platform, &seen);
        Ok(())
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
    (status = 503, description = "`registry_unavailable`, `storage_unavailable`", body = ErrorBody),
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

/// Says no to another name, and why; whoever has asked reads it on their page, and in a mail where one can be sent
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
    issuance.decline_name(who.caller(), request, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}
