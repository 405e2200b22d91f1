//! What became of a certificate, from the chain in the registry. The chain is a little behind: what the certificate itself says of its state closes it.

use imprimatur_protocol::api::issuance::{CertificateState, CertificateStep};
use imprimatur_protocol::{CertificateId, OrganisationId};

use crate::issuance::moment_ms;
use crate::registry::{Failure, Registry};
use crate::workspace::record;

/// Something that was done to a certificate, and when, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) step: CertificateStep,
    pub(super) at_ms: i64,
}

record! {
    struct EventRow {
        kind: String,
        occurred_at: String,
    }
}

/// What was done to a certificate after it was issued, as it was chained: the first fifty acts, which nobody reaches who means it.
pub(super) async fn chained(
    registry: &Registry,
    organisation: OrganisationId,
    certificate: CertificateId,
) -> Result<Vec<Step>, Failure> {
    let rows: Vec<EventRow> = registry
        .fetch_all(
            "SELECT kind, CAST(occurred_at AS CHAR) AS occurred_at FROM certificate_events
             WHERE organisation_id = ? AND certificate_id = ?
               AND kind IN ('certificate.suspended', 'certificate.reinstated', 'certificate.revoked', 'certificate.corrected', 'certificate.renewed')
             ORDER BY sequence LIMIT 50",
            &[organisation.to_string().into(), certificate.to_string().into()],
        )
        .await?;
    let step = |row: EventRow| {
        let step = match row.kind.as_str() {
            "certificate.suspended" => CertificateStep::Suspended,
            "certificate.reinstated" => CertificateStep::Reinstated,
            "certificate.revoked" => CertificateStep::Revoked,
            "certificate.corrected" => CertificateStep::Corrected,
            "certificate.renewed" => CertificateStep::Renewed,
            _ => return None,
        };
        let at_ms = moment_ms(&row.occurred_at)?;
        Some(Step { step, at_ms })
    };
    Ok(rows.into_iter().filter_map(step).collect())
}

/// The whole of it. What was asked for again when it was so already is no step, and the last one is what the certificate is in now.
pub(super) fn whole(
    issued_at: Option<i64>,
    chained: Vec<Step>,
    state: CertificateState,
    changed_at: Option<i64>,
    until: Option<i64>,
) -> Vec<Step> {
    let issued = issued_at.map(|at_ms| Step {
        step: CertificateStep::Issued,
        at_ms,
    });
    let mut steps: Vec<Step> = issued.into_iter().chain(chained).collect();
    let now = match state {
        CertificateState::Suspended => Some(CertificateStep::Suspended),
        CertificateState::Revoked => Some(CertificateStep::Revoked),
        CertificateState::Superseded => Some(CertificateStep::Corrected),
        CertificateState::Valid | CertificateState::NotYet | CertificateState::Expired => None,
    };
    // The chain may be behind: what does not hold it back any more is not the last word.
    if now.is_none() {
        while steps
            .last()
            .is_some_and(|last| last.step == CertificateStep::Suspended)
        {
            steps.pop();
        }
    }
    // That a newer one follows on it changes nothing of what it is in.
    let mut acts = steps.iter().rev();
    let last = acts.find(|it| it.step != CertificateStep::Renewed);
    if let (Some(step), Some(at_ms)) = (now, changed_at)
        && last.is_none_or(|last| last.step != step)
    {
        steps.push(Step { step, at_ms });
    }
    if let (CertificateState::Expired, Some(at_ms)) = (state, until) {
        let step = CertificateStep::Expired;
        steps.push(Step { step, at_ms });
    }
    steps.dedup_by_key(|step| step.step);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_in_what_it_is_in_now_and_nothing_stands_twice() {
        use CertificateStep::{
            Corrected, Expired, Issued, Reinstated, Renewed, Revoked, Suspended,
        };
        let step = |step, at_ms| Step { step, at_ms };
        let whole =
            |issued, chained, state, changed| whole(issued, chained, state, changed, Some(9));
        let chained = vec![step(Suspended, 2), step(Suspended, 3), step(Reinstated, 4)];
        assert_eq!(
            whole(Some(1), chained.clone(), CertificateState::Valid, None),
            [step(Issued, 1), step(Suspended, 2), step(Reinstated, 4)]
        );
        // The chain does not have it yet.
        assert_eq!(
            whole(Some(1), chained, CertificateState::Revoked, Some(5)).last(),
            Some(&step(Revoked, 5))
        );
        assert_eq!(
            whole(Some(1), Vec::new(), CertificateState::Superseded, Some(8)),
            [step(Issued, 1), step(Corrected, 8)]
        );
        let renewed = vec![step(Suspended, 2), step(Renewed, 3)];
        assert_eq!(
            whole(Some(1), renewed, CertificateState::Suspended, Some(2)),
            [step(Issued, 1), step(Suspended, 2), step(Renewed, 3)]
        );
        assert_eq!(
            whole(
                Some(1),
                vec![step(Renewed, 3)],
                CertificateState::Expired,
                None
            ),
            [step(Issued, 1), step(Renewed, 3), step(Expired, 9)]
        );
        let revoked = vec![step(Revoked, 6), step(Revoked, 7)];
        assert_eq!(
            whole(None, revoked, CertificateState::Revoked, Some(5)),
            [step(Revoked, 6)]
        );
    }
}
