//! The certificates of an organisation, as its own people see them.

use imprimatur_protocol::api::issuance::{CertificateBody, CertificateState};
use imprimatur_protocol::{CertificateId, OrganisationId, TemplateId, VersionId};

use super::reasons::reason_named;
use super::store::succession_named;
use crate::clock::{read_rfc3339, rfc3339};
use crate::registry::{Failure, Registry, Value};
use crate::workspace::record;

/// Greater than every id, in the order of every database: after their prefix they have digits up to `f`.
pub(super) const AFTER_ALL: &str = "crt_g";

/// Whose certificates are asked for, and when.
pub(super) struct Listing<'a> {
    pub(super) organisation: OrganisationId,
    pub(super) origin: &'a str,
    pub(super) now_ms: i64,
}

record! {
    struct CertificateRow {
        id: CertificateId,
        number: Option<String>,
        template_id: TemplateId,
        title: String,
        version_id: VersionId,
        name: Option<String>,
        email: Option<String>,
        language: String,
        state: String,
        valid_from: String,
        valid_until: Option<String>,
        issued_at: String,
        reason: Option<String>,
        reason_note: Option<String>,
        erased_at: Option<String>,
        supersedes_id: Option<String>,
        superseded_by_id: Option<String>,
        succession: Option<String>,
    }
}

macro_rules! certificates {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.number, v.template_id, t.name AS title, v.id AS version_id, s.name, s.email, c.language, c.state,
                    CAST(c.valid_from AS CHAR) AS valid_from, CAST(c.valid_until AS CHAR) AS valid_until,
                    CAST(c.issued_at AS CHAR) AS issued_at, c.revocation_reason AS reason, c.revocation_note AS reason_note, CAST(s.erased_at AS CHAR) AS erased_at,
                    c.supersedes_id, c.superseded_by_id, n.succession
             FROM issued_certificates c
             JOIN template_versions v ON v.organisation_id = c.organisation_id AND v.id = c.template_version_id
             JOIN certificate_templates t ON t.organisation_id = v.organisation_id AND t.id = v.template_id
             LEFT JOIN certificate_subjects s ON s.organisation_id = c.organisation_id AND s.certificate_id = c.id
             LEFT JOIN issued_certificates n ON n.organisation_id = c.organisation_id AND n.id = c.superseded_by_id
             WHERE c.organisation_id = ? AND ",
            $rest
        )
    };
}

/// One of them.
pub(super) async fn one(
    registry: &Registry,
    listing: &Listing<'_>,
    certificate: CertificateId,
) -> Result<Option<CertificateBody>, Failure> {
    let values = [
        listing.organisation.to_string().into(),
        certificate.to_string().into(),
    ];
    let rows: Vec<CertificateRow> = registry
        .fetch_all(certificates!("c.id = ?"), &values)
        .await?;
    Ok(rows.into_iter().next().map(|row| body(listing, row)))
}

/// Certificates of one question.
const AMONG_AT_ONCE: usize = 500;

/// Those of some that there are, in no order.
pub(super) async fn among(
    registry: &Registry,
    listing: &Listing<'_>,
    certificates: &[CertificateId],
) -> Result<Vec<CertificateBody>, Failure> {
    let organisation = [listing.organisation.to_string().into()];
    let mut found = Vec::with_capacity(certificates.len());
    for some in certificates.chunks(AMONG_AT_ONCE) {
        let among: Vec<Value> = some.iter().map(|id| id.to_string().into()).collect();
        let rows: Vec<CertificateRow> = registry
            .fetch_among(certificates!("c.id"), &organisation, &among)
            .await?;
        found.extend(rows.into_iter().map(|row| body(listing, row)));
    }
    Ok(found)
}

/// The newest before one, the newest first.
pub(super) async fn newest(
    registry: &Registry,
    listing: &Listing<'_>,
    before: Option<CertificateId>,
    at_most: u32,
) -> Result<Vec<CertificateBody>, Failure> {
    let before = before.map_or_else(|| AFTER_ALL.to_owned(), |id| id.to_string());
    let values: [Value; 3] = [
        listing.organisation.to_string().into(),
        before.into(),
        i64::from(at_most).into(),
    ];
    let rows: Vec<CertificateRow> = registry
        .fetch_all(
            certificates!("c.id < ? ORDER BY c.id DESC LIMIT ?"),
            &values,
        )
        .await?;
    Ok(rows.into_iter().map(|row| body(listing, row)).collect())
}

fn body(listing: &Listing<'_>, row: CertificateRow) -> CertificateBody {
    let moment = |text: &str| moment_ms(text).map(rfc3339).unwrap_or_default();
    CertificateBody {
        url: format!("{}/v/{}", listing.origin, row.id),
        id: row.id,
        number: row.number.unwrap_or_default(),
        template_id: row.template_id,
        title: row.title,
        version_id: row.version_id,
        recipient_name: row.name,
        email: row.email,
        language: row.language,
        // What nobody here can read is not said to hold.
        state: state_at(
            &row.state,
            moment_ms(&row.valid_from).unwrap_or(i64::MAX),
            row.valid_until
                .as_deref()
                .map(|it| moment_ms(it).unwrap_or(i64::MIN)),
            listing.now_ms,
        )
        .unwrap_or(CertificateState::Suspended),
        valid_from: moment(&row.valid_from),
        valid_until: row.valid_until.as_deref().map(moment),
        issued_at: moment(&row.issued_at),
        reason: row.reason.as_deref().and_then(reason_named),
        // Words belong to a reason, and may name somebody.
        reason_note: row
            .reason
            .and(row.reason_note)
            .filter(|_| row.erased_at.is_none()),
        supersedes: row.supersedes_id.and_then(|id| id.parse().ok()),
        superseded_by: row.superseded_by_id.and_then(|id| id.parse().ok()),
        succession: row.succession.as_deref().and_then(succession_named),
        delivery: None,
    }
}

/// A moment as the registry writes it: `2026-11-27 08:00:00.000`, UTC.
pub(crate) fn moment_ms(text: &str) -> Option<i64> {
    read_rfc3339(&format!("{}Z", text.replace(' ', "T")))
}

/// Whether a certificate holds at a moment. What was done to it counts before its days. None: it is in a state that this version does not know.
pub(crate) fn state_at(
    stored: &str,
    from_ms: i64,
    until_ms: Option<i64>,
    now_ms: i64,
) -> Option<CertificateState> {
    match stored {
        "revoked" => Some(CertificateState::Revoked),
        "superseded" => Some(CertificateState::Superseded),
        "suspended" => Some(CertificateState::Suspended),
        "issued" if until_ms.is_some_and(|until| now_ms > until.saturating_add(999)) => {
            Some(CertificateState::Expired)
        }
        "issued" if now_ms < from_ms => Some(CertificateState::NotYet),
        "issued" => Some(CertificateState::Valid),
        _ => None,
    }
}

/// Whether whom it was given to is to be told of it.
pub(super) const fn is_worth_telling(state: CertificateState) -> bool {
    match state {
        CertificateState::Valid | CertificateState::NotYet => true,
        CertificateState::Expired
        | CertificateState::Suspended
        | CertificateState::Revoked
        | CertificateState::Superseded => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_counts_before_the_days() {
        use CertificateState::{Expired, NotYet, Revoked, Superseded, Suspended, Valid};
        for (stored, now, state) in [
            ("issued", 5_000, Valid),
            ("issued", 999, NotYet),
            ("issued", 9_999, Valid),
            ("issued", 10_000, Expired),
            ("suspended", 5_000, Suspended),
            ("suspended", 99_000, Suspended),
            ("revoked", 0, Revoked),
            ("revoked", 99_000, Revoked),
            ("superseded", 5_000, Superseded),
            ("superseded", 99_000, Superseded),
        ] {
            let found = state_at(stored, 1_000, Some(9_000), now);
            assert_eq!(found, Some(state), "{stored} {now}");
        }
        assert_eq!(state_at("issued", 0, None, i64::MAX), Some(Valid));
        assert_eq!(
            state_at("frozen", 0, None, 1),
            None,
            "a newer version may know it"
        );
    }

    #[test]
    fn moments_are_read_as_the_registry_writes_them() {
        let written = crate::registry::moment(1_763_804_096_007);
        assert_eq!(moment_ms(&written), Some(1_763_804_096_007));
        assert_eq!(moment_ms("yesterday"), None);
    }
}
