//! That somebody looked, and what they were told; nothing of who they are. Written some at once, past the answers: nobody waits for it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use imprimatur_protocol::{CertificateId, EventId, OrganisationId};

use crate::platform::Platform;
use crate::registry::{IfThere, ROWS_AT_ONCE, Registry, RowTable, Value, moment};

/// How long what was asked waits to be written at most.
const WRITE_EVERY: Duration = Duration::from_secs(2);

/// So much waits at most. What is more is counted, and not noted.
const WAITING_MOST: usize = 2_000;

const LOGS: RowTable = RowTable {
    name: "verification_logs",
    columns: &[
        "id",
        "organisation_id",
        "certificate_id",
        "method",
        "outcome",
        "language",
        "occurred_at",
    ],
};

/// What was asked and is not written yet.
#[derive(Default)]
pub(super) struct Logs(Mutex<Vec<Vec<Value>>>);

/// Something that was asked.
pub(super) struct Asked<'a> {
    pub(super) organisation: OrganisationId,
    pub(super) certificate: CertificateId,
    /// `page`, `api` or `credential`.
    pub(super) method: &'static str,
    pub(super) outcome: &'static str,
    pub(super) language: Option<&'a str>,
}

impl Logs {
    /// Notes it soon.
    pub(super) fn note(&self, platform: &Platform, asked: &Asked<'_>) {
        let id: EventId = platform.clock.id();
        let row = vec![
            id.to_string().into(),
            asked.organisation.to_string().into(),
            asked.certificate.to_string().into(),
            asked.method.into(),
            asked.outcome.into(),
            asked.language.map(str::to_owned).into(),
            moment(platform.clock.now_ms()).into(),
        ];
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING_MOST {
            waiting.push(row);
        } else {
            metrics::counter!("imprimatur_verification_logs_lost_total").increment(1);
        }
    }

    /// Writes what waits, until the program ends and once more then.
    pub(super) async fn write_until_shutdown(&self, platform: &Platform, registry: &Registry) {
        loop {
            let is_over = tokio::select! {
                () = platform.shutdown.cancelled() => true,
                () = tokio::time::sleep(WRITE_EVERY) => false,
            };
            let waiting =
                std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
            for some in waiting.chunks(ROWS_AT_ONCE) {
                if let Err(cause) = registry.insert(&LOGS, some, IfThere::Keep).await {
                    metrics::counter!("imprimatur_verification_logs_lost_total")
                        .increment(some.len() as u64);
                    tracing::warn!(error.cause = %cause, "{} looks at certificates could not be noted: {cause}", some.len());
                }
            }
            if is_over {
                return;
            }
        }
    }
}
