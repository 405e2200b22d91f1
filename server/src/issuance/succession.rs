//! A certificate takes the place of another: a correction, after which the old one does not hold any more, or a renewal, which the old one outlives until
//! it ends. It is a batch of one, and what becomes of the old one is written in the transaction of the registry in which the new one is: where a
//! node ends, either both is so or nothing.
//!
//! A corrected certificate is set in the list of what is revoked. Its credential is another than the new one, with an id of its own, so nothing but its
//! status tells a verifier that it does not hold; verifiers know revocation and suspension, and only revocation is for ever, as this is. Why it
//! is so, the registry says (`superseded`), and so do the page and `/api/verify`.

use axum::extract::State;
use axum::http::StatusCode;
use imprimatur_credential::Purpose;
use imprimatur_protocol::api::issuance::{
    BatchBody, CorrectionBody, NewCertificateBody, RecipientBody, RenewalBody, Succession,
};
use imprimatur_protocol::{
    CertificateId, ErrorBody, ErrorCode, OrganisationId, StatusListId, TemplateId, VersionId,
};
use serde::Deserialize;
use serde_json::json;

use super::acts::{Asked, Source, away, check_key, hash_of};
use super::erasure::erased;
use super::list::moment_ms;
use super::routes::answer;
use super::rows::{Press, Wanted, email_hash};
use super::status::{Bit, set_bit};
use super::store::BatchRow;
use super::store::jobs::Job;
use super::store::name_requests::NameRequestRow;
use super::{Issuance, fill};
use crate::access::{Caller, Issuer};
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::events::{Event, EventKind};
use crate::http::extract::{Json, Path};
use crate::registry::{Failure, Tx, moment};
use crate::workspace::record;

record! {
    struct PredecessorRow {
        template_id: TemplateId,
        title: String,
        version_id: VersionId,
        version_number: i64,
        state: String,
        superseded_by_id: Option<String>,
        email_hash: Option<String>,
    }
}

record! {
    struct HeldRow {
        state: String,
        status_list_id: Option<String>,
        status_list_index: Option<i64>,
        superseded_by_id: Option<String>,
    }
}

record! {
    struct ContentRow {
        name: Option<String>,
        email: Option<String>,
        claims: Option<String>,
        language: String,
        valid_from: String,
        valid_until: Option<String>,
    }
}

/// What a certificate was filled in with, as the registry holds it.
#[derive(Deserialize)]
struct Claims {
    external_id: Option<String>,
    values: std::collections::BTreeMap<String, String>,
}

/// Whether another certificate may take the place of one in a state.
fn may(how: Succession, state: &str) -> bool {
    match how {
        // What is suspended may be so because of what is wrong in it.
        Succession::Correction => matches!(state, "issued" | "suspended"),
        Succession::Renewal => state == "issued",
    }
}

/// The event of the one whose place was taken.
pub(super) fn event(
    job: &Job,
    of: CertificateId,
    how: Succession,
    by: CertificateId,
) -> Event<'static> {
    Event {
        kind: match how {
            Succession::Correction => EventKind::CertificateCorrected,
            Succession::Renewal => EventKind::CertificateRenewed,
        },
        organisation: job.organisation_id,
        actor: job.asked_by.into(),
        // Nobody issues who acts in another's name.
        impersonator: None,
        subject: Some(of.to_string()),
        details: json!({ "certificate": of, "superseded_by": by }),
    }
}

/// Nobody has two successors.
pub(super) fn superseded() -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::CertificateSuperseded,
        "Another certificate has taken the place of this one, or is being issued for it. Correct or renew that one.",
    )
}

impl Issuance {
    /// Has a certificate issued in the place of one in which something is wrong.
    ///
    /// It is made from the version of the old one unless somebody says otherwise, and also when nothing new is issued from that any more: what
    /// somebody holds can be put right as long as it exists.
    pub(super) async fn correct(
        &self,
        caller: &Caller,
        certificate: CertificateId,
        body: CorrectionBody,
    ) -> Result<BatchRow> {
        let hash = hash_of(&("correction", certificate, &body))?;
        let from_current = body.from_current;
        let asked = (body.key, body.certificate, body.deliver);
        let how = Succession::Correction;
        let succession = (certificate, how, None);
        self.succeed(caller, succession, from_current, hash, asked)
            .await
    }

    /// Has a certificate issued anew with the name that was asked for in it.
    pub(super) async fn rename(
        &self,
        caller: &Caller,
        request: NameRequestRow,
        certificate: NewCertificateBody,
    ) -> Result<BatchRow> {
        // A key of its own: whether it is done already, the request says.
        let key = hex::encode(self.platform().clock.random::<16>());
        let hash = hash_of(&("name", request.id))?;
        let succession = (
            request.certificate_id,
            Succession::Correction,
            Some(request),
        );
        self.succeed(caller, succession, false, hash, (key, certificate, true))
            .await
    }

    /// Has a certificate issued that follows on one.
    pub(super) async fn renew(
        &self,
        caller: &Caller,
        certificate: CertificateId,
        body: RenewalBody,
    ) -> Result<BatchRow> {
        let hash = hash_of(&("renewal", certificate, &body))?;
        let asked = (body.key, body.certificate, body.deliver);
        let how = Succession::Renewal;
        self.succeed(caller, (certificate, how, None), true, hash, asked)
            .await
    }

    async fn succeed(
        &self,
        caller: &Caller,
        (of, how, request): (CertificateId, Succession, Option<NameRequestRow>),
        from_current: bool,
        hash: String,
        (key, certificate, deliver): (String, NewCertificateBody, bool),
    ) -> Result<BatchRow> {
        let organisation = caller.organisation.id;
        check_key(&key)?;
        if let Some(known) = self.asked_before(caller, &key, &hash).await? {
            return Ok(known);
        }
        let old = self.predecessor(organisation, of).await.map_err(away)?;
        let old = old.ok_or_else(|| Error::not_found("certificate"))?;
        if old.superseded_by_id.is_some() {
            return Err(superseded());
        }
        if !may(how, &old.state) {
            return Err(Error::new(
                Kind::Conflict,
                ErrorCode::CertificateState,
                match how {
                    Succession::Correction => "It was revoked, and stays so. Issue a new one.",
                    Succession::Renewal => {
                        "It does not hold: issue a new one, or reinstate it first."
                    }
                },
            ));
        }
        let from = if from_current {
            self.current_source(organisation, old.template_id).await?
        } else {
            Source {
                template: old.template_id,
                template_name: old.title,
                version: old.version_id,
                version_number: old.version_number,
            }
        };
        let email = certificate.recipient.email.as_deref();
        let email_hash = email.map(|it| email_hash(organisation, it.trim()));
        let keeps_holder = email_hash.is_some() && email_hash == old.email_hash;
        let asked = Asked {
            key,
            hash,
            from,
            certificates: vec![certificate],
            place: |_| "/certificate".to_owned(),
            deliver,
            succession: Some((of, how)),
            keeps_holder,
            request,
        };
        self.ask(caller, asked).await
    }

    async fn predecessor(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> Result<Option<PredecessorRow>, Failure> {
        let rows: Vec<PredecessorRow> = self
            .registry()
            .fetch_all(
                "SELECT v.template_id, t.name AS title, v.id AS version_id, v.number AS version_number, c.state, c.superseded_by_id, s.email_hash
                 FROM issued_certificates c
                 LEFT JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
                 JOIN template_versions v ON v.organisation_id = c.organisation_id AND v.id = c.template_version_id
                 JOIN certificate_templates t ON t.organisation_id = v.organisation_id AND t.id = v.template_id
                 WHERE c.organisation_id = ? AND c.id = ?",
                &[organisation.to_string().into(), certificate.to_string().into()],
            )
            .await?;
        Ok(rows.into_iter().next())
    }

    /// Where what is being issued takes the place of a certificate, writes that there; once what is issued is written, both is so.
    pub(super) async fn supersede(
        &self,
        tx: &mut Tx,
        press: &Press,
        missing: &[Wanted],
        now_ms: i64,
    ) -> Result<(), Failure> {
        let job = &press.job;
        let (Some((of, how)), Some(new)) =
            (job.succession().map_err(Failure::row)?, missing.first())
        else {
            return Ok(());
        };
        let organisation = job.organisation_id;
        let ids = || [organisation.to_string().into(), of.to_string().into()];
        let found: Vec<HeldRow> = tx
            .fetch_locked(
                "SELECT state, status_list_id, status_list_index, superseded_by_id FROM issued_certificates WHERE organisation_id = ? AND id = ?",
                &ids(),
            )
            .await?;
        let old = found.into_iter().next();
        let old = old.ok_or_else(|| Failure::row("what it takes the place of is not there"))?;
        if old.superseded_by_id.is_some() {
            return Err(Failure::row("another one has taken that place meanwhile"));
        }
        if !may(how, &old.state) {
            return Err(Failure::row(
                "what it takes the place of does not hold any more",
            ));
        }
        if how == Succession::Renewal {
            tx.change(
                "UPDATE issued_certificates SET superseded_by_id = ? WHERE organisation_id = ? AND id = ?",
                &[&[new.id.to_string().into()], &ids()[..]].concat(),
            )
            .await?;
            return Ok(());
        }
        let list = old
            .status_list_id
            .and_then(|list| list.parse::<StatusListId>().ok());
        let index = old
            .status_list_index
            .and_then(|index| u32::try_from(index).ok());
        let (Some(list), Some(index)) = (list, index) else {
            return Err(Failure::row(
                "what it takes the place of has no place in a list",
            ));
        };
        let bit = Bit {
            list,
            purpose: Purpose::Revocation,
            index,
            is_set: true,
        };
        set_bit(
            tx,
            organisation,
            (&*press.key, press.origin.as_str()),
            bit,
            now_ms,
        )
        .await?;
        let said = [
            new.id.to_string().into(),
            job.asked_by.to_string().into(),
            moment(now_ms).into(),
        ];
        tx.change(
            "UPDATE issued_certificates SET state = 'superseded', superseded_by_id = ?, revoked_by = ?, revoked_at = ?, revocation_reason = NULL, revocation_note = NULL
             WHERE organisation_id = ? AND id = ?",
            &[&said[..], &ids()].concat(),
        )
        .await?;
        Ok(())
    }

    /// What a certificate says, as it could be asked for once more.
    pub(super) async fn content(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> Result<NewCertificateBody> {
        let rows: Result<Vec<ContentRow>, Failure> = self
            .registry()
            .fetch_all(
                "SELECT s.name, s.email, CAST(s.claims AS CHAR) AS claims, c.language,
                        CAST(c.valid_from AS CHAR) AS valid_from, CAST(c.valid_until AS CHAR) AS valid_until
                 FROM issued_certificates c
                 LEFT JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
                 WHERE c.organisation_id = ? AND c.id = ?",
                &[organisation.to_string().into(), certificate.to_string().into()],
            )
            .await;
        let row = rows.map_err(away)?.into_iter().next();
        let row = row.ok_or_else(|| Error::not_found("certificate"))?;
        let (Some(name), Some(claims)) = (row.name, row.claims) else {
            return Err(erased());
        };
        let claims: Claims = serde_json::from_str(&claims)
            .map_err(|cause| Error::internal("reading a certificate").caused_by(cause))?;
        let day = |text: &str| moment_ms(text).map(|ms| rfc3339(ms)[..10].to_owned());
        Ok(NewCertificateBody {
            recipient: RecipientBody {
                name,
                email: row.email,
                external_id: claims.external_id,
            },
            language: Some(row.language),
            valid_from: day(&row.valid_from),
            valid_until: row.valid_until.as_deref().and_then(day),
            values: fill::without_own(claims.values),
        })
    }
}

/// What a certificate says, as it could be asked for once more
#[utoipa::path(get, path = "/api/certificates/{id}/content", tag = "issuance", params(("id" = CertificateId, Path)), responses(
    (status = 200, body = NewCertificateBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_erased`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`", body = ErrorBody),
))]
pub(super) async fn read_content(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
) -> Result<axum::Json<NewCertificateBody>> {
    let content = issuance.content(who.organisation(), certificate).await;
    content.map(axum::Json)
}

/// Issues a certificate in the place of one in which something is wrong
///
/// The old one does not hold any more from the moment on in which the new one is issued: it is set in the list of what is revoked, and its page
/// shows the new one. The new one is judged against the version that the old one was made from, or against the current one.
/// Asking again by the same key is answered with what was asked first.
#[utoipa::path(post, path = "/api/certificates/{id}/correct", tag = "issuance", request_body = CorrectionBody, params(("id" = CertificateId, Path)), responses(
    (status = 202, body = BatchBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_superseded`, `certificate_state`, `nothing_to_issue_from`, `key_reused`", body = ErrorBody),
    (status = 422, description = "`certificate_invalid`, with `faults`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`, `storage_unavailable`", body = ErrorBody),
))]
pub(super) async fn correct_one(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
    Json(body): Json<CorrectionBody>,
) -> Result<(StatusCode, axum::Json<BatchBody>)> {
    let row = issuance.correct(who.caller(), certificate, body).await?;
    Ok((StatusCode::ACCEPTED, answer(&issuance, &who, row).await?))
}

/// Issues a certificate that follows on one
///
/// The old one holds until it ends, and its page shows the new one. The new one is judged against the current version.
/// Asking again by the same key is answered with what was asked first.
#[utoipa::path(post, path = "/api/certificates/{id}/renew", tag = "issuance", request_body = RenewalBody, params(("id" = CertificateId, Path)), responses(
    (status = 202, body = BatchBody),
    (status = 404, body = ErrorBody),
    (status = 409, description = "`certificate_superseded`, `certificate_state`, `nothing_to_issue_from`, `key_reused`", body = ErrorBody),
    (status = 422, description = "`certificate_invalid`, with `faults`", body = ErrorBody),
    (status = 503, description = "`registry_unavailable`, `storage_unavailable`", body = ErrorBody),
))]
pub(super) async fn renew_one(
    State(issuance): State<Issuance>,
    who: Issuer,
    Path(certificate): Path<CertificateId>,
    Json(body): Json<RenewalBody>,
) -> Result<(StatusCode, axum::Json<BatchBody>)> {
    let row = issuance.renew(who.caller(), certificate, body).await?;
    Ok((StatusCode::ACCEPTED, answer(&issuance, &who, row).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_has_no_successor() {
        use Succession::{Correction, Renewal};
        for (how, state, is_so) in [
            (Correction, "issued", true),
            (Correction, "suspended", true),
            (Correction, "revoked", false),
            (Correction, "superseded", false),
            (Renewal, "issued", true),
            (Renewal, "suspended", false),
            (Renewal, "revoked", false),
            (Renewal, "superseded", false),
        ] {
            assert_eq!(may(how, state), is_so, "{how:?} {state}");
        }
    }
}
