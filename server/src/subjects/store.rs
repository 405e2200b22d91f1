//! Where somebody is looked for. The organisation comes first, always; what there may be much of is read page by page.

use imprimatur_protocol::{BatchId, CertificateId, OrganisationId};
use serde_json::Value as Json;

use super::{AskedName, Audited, Certificate, Waiting, Who, away};
use crate::error::Result;
use crate::issuance::{email_hash, external_id_hash};
use crate::registry::{Failure, Registry, Value};
use crate::workspace::{Db, args, record};

/// Rows of one statement.
const PAGE: usize = 500;

record! {
    struct SubjectRow {
        certificate_id: CertificateId,
        email: Option<String>,
        claims: Option<String>,
    }
}

record! {
    struct CertificateRow {
        number: Option<String>,
        title: String,
        state: String,
        language: String,
        issued_at: String,
        valid_from: String,
        valid_until: Option<String>,
        name: Option<String>,
        email: Option<String>,
        claims: Option<String>,
        credential: Option<Vec<u8>>,
        revocation_reason: Option<String>,
        revocation_note: Option<String>,
        shared_at: Option<String>,
    }
}

record! {
    struct FileRow {
        format: String,
        bytes: i64,
    }
}

record! {
    struct WaitingRow {
        batch_id: BatchId,
        number: i64,
        certificate_id: CertificateId,
        wanted: String,
    }
}

record! {
    struct MailRow {
        kind: String,
        state: String,
        created_at: i64,
    }
}

record! {
    struct AskedNameRow {
        name: String,
        note: Option<String>,
        state: String,
        answer: Option<String>,
        asked_at: i64,
    }
}

record! {
    struct SinceRow {
        since: i64,
    }
}

record! {
    struct AuditedRow {
        person: String,
        events: i64,
    }
}

fn read(json: &str) -> Json {
    serde_json::from_str(json).unwrap_or(Json::Null)
}

/// The certificates of somebody that are not erased.
pub(super) async fn certificates(
    registry: &Registry,
    organisation: OrganisationId,
    who: &Who,
) -> std::result::Result<Vec<Certificate>, Failure> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let page = page(registry, organisation, who, &after).await?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        after = last.certificate_id.to_string();
        let is_last = page.len() < PAGE;
        for row in page {
            let claims = row.claims.as_deref().map_or(Json::Null, read);
            if who.is(row.email.as_deref(), claims["external_id"].as_str()) {
                found.extend(certificate(registry, organisation, row.certificate_id).await?);
            }
        }
        if is_last {
            return Ok(found);
        }
    }
}

async fn page(
    registry: &Registry,
    organisation: OrganisationId,
    who: &Who,
    after: &str,
) -> std::result::Result<Vec<SubjectRow>, Failure> {
    let organisation_id: Value = organisation.to_string().into();
    match who {
        Who::Email(email) => {
            registry
                .fetch_all(
                    "SELECT certificate_id, email, CAST(claims AS CHAR) AS claims FROM certificate_subjects
                     WHERE organisation_id = ? AND email_hash = ? AND certificate_id > ? ORDER BY certificate_id LIMIT 500",
                    &[
                        organisation_id,
                        email_hash(organisation, email).into(),
                        after.into(),
                    ],
                )
                .await
        }
        // Certificates of earlier versions have no hash of it, and neither have those without: of them, what they say is read.
        Who::ExternalId(id) => {
            registry
                .fetch_all(
                    "SELECT certificate_id, email, CAST(claims AS CHAR) AS claims FROM certificate_subjects
                     WHERE organisation_id = ? AND (external_id_hash = ? OR external_id_hash IS NULL) AND erased_at IS NULL AND certificate_id > ?
                     ORDER BY certificate_id LIMIT 500",
                    &[
                        organisation_id,
                        external_id_hash(organisation, id).into(),
                        after.into(),
                    ],
                )
                .await
        }
    }
}

async fn certificate(
    registry: &Registry,
    organisation: OrganisationId,
    id: CertificateId,
) -> std::result::Result<Option<Certificate>, Failure> {
    let ids = [organisation.to_string().into(), id.to_string().into()];
    let rows: Vec<CertificateRow> = registry
        .fetch_all(
            "SELECT c.number, t.name AS title, c.state, c.language, CAST(c.issued_at AS CHAR) AS issued_at,
                    CAST(c.valid_from AS CHAR) AS valid_from, CAST(c.valid_until AS CHAR) AS valid_until,
                    s.name, s.email, CAST(s.claims AS CHAR) AS claims, s.credential,
                    c.revocation_reason, c.revocation_note, CAST(h.shared_at AS CHAR) AS shared_at
             FROM issued_certificates c
             JOIN template_versions v ON v.organisation_id = c.organisation_id AND v.id = c.template_version_id
             JOIN certificate_templates t ON t.organisation_id = v.organisation_id AND t.id = v.template_id
             JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
             LEFT JOIN certificate_shares h ON h.organisation_id = c.organisation_id AND h.certificate_id = c.id
             WHERE c.organisation_id = ? AND c.id = ?",
            &ids,
        )
        .await?;
    let files: Vec<FileRow> = registry
        .fetch_all(
            "SELECT format, bytes FROM certificate_files WHERE organisation_id = ? AND certificate_id = ? ORDER BY format LIMIT 500",
            &ids,
        )
        .await?;
    let images: Vec<FileRow> = registry
        .fetch_all(
            "SELECT kind AS format, bytes FROM certificate_images WHERE organisation_id = ? AND certificate_id = ? ORDER BY id LIMIT 100",
            &ids,
        )
        .await?;
    Ok(rows.into_iter().next().map(|row| Certificate {
        id,
        number: row.number.unwrap_or_default(),
        title: row.title,
        state: row.state,
        language: row.language,
        issued_at: row.issued_at,
        valid_from: row.valid_from,
        valid_until: row.valid_until,
        name: row.name,
        email: row.email,
        claims: row.claims.as_deref().map_or(Json::Null, read),
        credential: row
            .credential
            .and_then(|bytes| serde_json::from_slice(&bytes).ok()),
        pictures: files.into_iter().map(|it| (it.format, it.bytes)).collect(),
        images: images.into_iter().map(|it| (it.format, it.bytes)).collect(),
        mails: Vec::new(),
        asked_names: Vec::new(),
        claimed_at: None,
        revocation_reason: row.revocation_reason,
        revocation_note: row.revocation_note,
        shared_at: row.shared_at,
    }))
}

/// Adds what came of certificates: mails about them, other names that were asked for, and whether somebody has claimed them.
pub(super) async fn add_what_came_of(
    db: &Db,
    organisation: OrganisationId,
    certificates: &mut [Certificate],
) -> Result<()> {
    for certificate in certificates {
        let mut tx = db.read().await?;
        let mails: Vec<MailRow> = tx
            .fetch_all(
                "SELECT kind, state, created_at FROM deliveries WHERE organisation_id = $1 AND certificate_id = $2 ORDER BY created_at LIMIT 1000",
                args![organisation, certificate.id],
            )
            .await?;
        let mails = mails.into_iter();
        certificate.mails = mails.map(|it| (it.kind, it.state, it.created_at)).collect();
        let asked: Vec<AskedNameRow> = tx
            .fetch_all(
                "SELECT name, note, state, answer, asked_at FROM name_requests WHERE organisation_id = $1 AND certificate_id = $2 ORDER BY id LIMIT 1000",
                args![organisation, certificate.id],
            )
            .await?;
        let asked = asked.into_iter().map(|it| AskedName {
            name: it.name,
            note: it.note,
            state: it.state,
            answer: it.answer,
            asked_at: it.asked_at,
        });
        certificate.asked_names = asked.collect();
        let holding: Option<SinceRow> = tx
            .fetch_optional(
                "SELECT since FROM holdings WHERE organisation_id = $1 AND certificate_id = $2",
                args![organisation, certificate.id],
            )
            .await?;
        certificate.claimed_at = holding.map(|it| it.since);
    }
    Ok(())
}

/// Since when it is known that an address is somebody's, if they have a certificate of the organisation. Of others, and of other addresses of theirs, it is
/// told nothing.
pub(super) async fn proved_at(
    db: &Db,
    organisation: OrganisationId,
    who: &Who,
) -> Result<Option<i64>> {
    let Who::Email(email) = who else {
        return Ok(None);
    };
    let mut tx = db.read().await?;
    let proved: Option<SinceRow> = tx
        .fetch_optional(
            "SELECT a.proved_at AS since FROM recipient_addresses a
             WHERE LOWER(a.address) = $1 AND EXISTS (SELECT 1 FROM holdings h WHERE h.recipient_id = a.recipient_id AND h.organisation_id = $2)",
            args![email.to_lowercase(), organisation],
        )
        .await?;
    Ok(proved.map(|it| it.since))
}

/// What is to be issued to somebody and is not yet.
pub(super) async fn waiting(
    db: &Db,
    organisation: OrganisationId,
    who: &Who,
) -> Result<Vec<Waiting>> {
    let mut found = Vec::new();
    let (mut batch, mut number) = (String::new(), 0_i64);
    loop {
        let mut tx = db.read().await?;
        let rows: Vec<WaitingRow> = tx
            .fetch_all(
                "SELECT batch_id, number, certificate_id, wanted FROM batch_rows
                 WHERE organisation_id = $1 AND (batch_id, number) > ($2, $3) AND wanted IS NOT NULL
                 ORDER BY batch_id, number LIMIT 500",
                args![organisation, batch, number],
            )
            .await?;
        drop(tx);
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        (batch, number) = (last.batch_id.to_string(), last.number);
        let is_last = rows.len() < PAGE;
        for row in rows {
            let wanted = read(&row.wanted);
            let recipient = &wanted["recipient"];
            if who.is(
                recipient["email"].as_str(),
                recipient["external_id"].as_str(),
            ) {
                found.push(Waiting {
                    batch: row.batch_id,
                    number: row.number,
                    certificate: row.certificate_id,
                    wanted,
                });
            }
        }
        if is_last {
            return Ok(found);
        }
    }
}

/// Whoever of that address stands in the audit, chained or waiting for it.
pub(super) async fn audited(
    db: &Db,
    registry: &Registry,
    organisation: OrganisationId,
    who: &Who,
) -> Result<Vec<Audited>> {
    let Who::Email(email) = who else {
        return Ok(Vec::new());
    };
    let email = email.to_lowercase();
    let chained: std::result::Result<Vec<AuditedRow>, Failure> = registry
        .fetch_all(
            "SELECT person_id AS person, COUNT(*) AS events FROM event_subjects
             WHERE organisation_id = ? AND LOWER(email) = ? GROUP BY person_id ORDER BY person_id LIMIT 1000",
            &[organisation.to_string().into(), email.as_str().into()],
        )
        .await;
    let chained = chained.map_err(away)?;
    let mut tx = db.read().await?;
    let waiting: Vec<AuditedRow> = tx
        .fetch_all(
            "SELECT p.id AS person, COUNT(*) AS events FROM people p
             JOIN events e ON e.actor_id = p.id AND e.organisation_id = $1
             JOIN audit_outbox o ON o.organisation_id = e.organisation_id AND o.event_id = e.id AND o.people IS NOT NULL
             WHERE LOWER(p.email) = $2 GROUP BY p.id ORDER BY p.id LIMIT 1000",
            args![organisation, email],
        )
        .await?;
    let mut found: Vec<Audited> = Vec::new();
    for row in chained.into_iter().chain(waiting) {
        match found.iter_mut().find(|it| it.person == row.person) {
            Some(known) => known.events += row.events,
            None => found.push(Audited {
                person: row.person,
                events: row.events,
            }),
        }
    }
    Ok(found)
}
