//! That somebody looked, and what they were told; nothing of who they are, but for a hash that tells visitors of a day from each other. Written some at once, past the answers: nobody waits for it.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use hmac::{Hmac, KeyInit, Mac};
use imprimatur_protocol::{CertificateId, EventId, OrganisationId};

use crate::error::Error;
use crate::http::client_address::ClientAddress;
use crate::platform::{Platform, Rounds};
use crate::rate::network;
use crate::registry::{Failure, IfThere, ROWS_AT_ONCE, Registry, RowTable, Value, moment};
use crate::workspace::record;
use sha2::Sha256;

/// How long what was asked waits to be written at most.
const WRITE_EVERY: Duration = Duration::from_secs(2);

/// How long what was asked is kept: a year and some, so that two years can be compared.
const KEPT_MS: i64 = 400 * 24 * 3_600 * 1_000;

/// How often what is older is looked for, and how much of it goes at once: statements of the registry are short.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);
const SWEPT_AT_ONCE: usize = 1_000;
/// Between two of many, so that others are served.
const SWEEP_ON_AFTER: Duration = Duration::from_millis(50);

/// So much waits at most. What is more is counted, and not noted.
const WAITING_MOST: usize = 2_000;

const DAY_MS: i64 = 24 * 3_600 * 1_000;

/// Bytes of what a visitor is called: enough for those of a day.
const VISITOR_BYTES: usize = 8;

/// Whoever looks, by the address that they come from. Nothing of it is written as it is.
#[derive(Clone, Copy)]
pub(super) struct Visitor(IpAddr);

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let known = parts.extensions.get::<ClientAddress>();
        Ok(Self(
            known.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |it| it.0),
        ))
    }
}

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
        "visitor",
    ],
};

/// What was asked and is not written yet.
#[derive(Default)]
pub(super) struct Logs {
    waiting: Mutex<Vec<Vec<Value>>>,
    /// Of which day it is, in days since 1970, and the salt of visitors. It is kept nowhere: with the day it is gone, and with the node.
    salt: Mutex<Option<(i64, [u8; 32])>>,
}

/// Something that was asked.
pub(super) struct Asked<'a> {
    pub(super) organisation: OrganisationId,
    pub(super) certificate: CertificateId,
    /// `page`, `api` or `credential`.
    pub(super) method: &'static str,
    pub(super) outcome: &'static str,
    pub(super) language: Option<&'a str>,
    pub(super) visitor: Visitor,
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
            self.name(platform, asked.visitor).into(),
        ];
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING_MOST {
            waiting.push(row);
        } else {
            metrics::counter!("imprimatur_verification_logs_lost_total").increment(1);
        }
    }

    /// What a visitor is called on this day, by this node.
    fn name(&self, platform: &Platform, visitor: Visitor) -> String {
        let today = platform.clock.now_ms().div_euclid(DAY_MS);
        let mut salt = self.salt.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, key) = match &*salt {
            Some(known) if known.0 == today => *known,
            _ => *salt.insert((today, platform.clock.random())),
        };
        drop(salt);
        let mut keyed =
            Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes a key of any length");
        match network(visitor.0) {
            IpAddr::V4(address) => keyed.update(&address.octets()),
            IpAddr::V6(address) => keyed.update(&address.octets()),
        }
        hex::encode(&keyed.finalize().into_bytes()[..VISITOR_BYTES])
    }

    /// Writes what waits, until the program ends and once more then.
    pub(super) async fn write_until_shutdown(&self, platform: &Platform, registry: &Registry) {
        loop {
            let is_over = tokio::select! {
                () = platform.shutdown.cancelled() => true,
                () = tokio::time::sleep(WRITE_EVERY) => false,
            };
            let waiting =
                std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
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

record! {
    struct OldRow {
        id: String,
    }
}

/// Deletes what is too old, until the program ends.
pub(super) async fn sweep_until_shutdown(platform: &Platform, registry: &Registry) {
    let rounds = Rounds {
        of: "old looks at certificates",
        look_every: SWEEP_EVERY,
        go_on_after: SWEEP_ON_AFTER,
        wake: None,
    };
    let round = || async {
        let swept = sweep(platform, registry).await;
        swept.map_err(|cause| Error::internal("deleting old looks").caused_by(cause.to_string()))
    };
    platform.work(rounds, round).await;
}

/// Deletes some of what is too old. Ids begin with their time. Whether there may be more.
async fn sweep(platform: &Platform, registry: &Registry) -> Result<bool, Failure> {
    let oldest = first_id(platform.clock.now_ms() - KEPT_MS);
    let old: Vec<OldRow> = registry
        .fetch_all(
            "SELECT id FROM verification_logs WHERE id < ? ORDER BY id LIMIT 1000",
            &[oldest.into()],
        )
        .await?;
    let Some(last) = old.last() else {
        return Ok(false);
    };
    let delete = "DELETE FROM verification_logs WHERE id <= ?";
    registry.change(delete, &[last.id.clone().into()]).await?;
    Ok(old.len() == SWEPT_AT_ONCE)
}

/// What is less than every id that was made from then on.
fn first_id(ms: i64) -> String {
    format!("evt_{:012x}", ms.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_visitor_is_known_for_a_day_and_by_one_node() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let visitor = |text: &str| Visitor(text.parse().expect("an address"));
        let (logs, others) = (Logs::default(), Logs::default());
        let name = logs.name(&platform, visitor("192.0.2.7"));
        assert_eq!(name.len(), 16);
        assert_eq!(name, logs.name(&platform, visitor("192.0.2.7")));
        assert_ne!(name, logs.name(&platform, visitor("192.0.2.8")));
        assert_ne!(name, others.name(&platform, visitor("192.0.2.7")));
        assert_eq!(
            logs.name(&platform, visitor("2001:db8::1")),
            logs.name(&platform, visitor("2001:db8::2"))
        );
        // As a socket for both versions tells it.
        assert_eq!(name, logs.name(&platform, visitor("::ffff:192.0.2.7")));
        let yesterday = logs
            .salt
            .lock()
            .expect("a salt")
            .as_mut()
            .map(|it| it.0 -= 1);
        assert_eq!(yesterday, Some(()));
        assert_ne!(name, logs.name(&platform, visitor("192.0.2.7")));
    }

    #[tokio::test]
    async fn what_is_too_old_goes_and_the_rest_stays() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let registry = Registry::open(&platform.config).await.expect("a registry");
        let now_ms = platform.clock.now_ms();
        let row = |number: usize, ms: i64| {
            let id = format!("{}{number:020x}", first_id(ms));
            let text = |text: &str| Value::from(text);
            vec![
                Value::from(id),
                text("org_1"),
                text("crt_1"),
                text("page"),
                text("valid"),
                text("de"),
                moment(ms).into(),
                text("0123456789abcdef"),
            ]
        };
        let old = (0..2_500).map(|number| row(number, now_ms - KEPT_MS - 1));
        let rows: Vec<_> = old
            .chain([row(0, now_ms - KEPT_MS), row(0, now_ms)])
            .collect();
        for some in rows.chunks(ROWS_AT_ONCE) {
            registry
                .insert(&LOGS, some, IfThere::Fail)
                .await
                .expect("rows");
        }
        while sweep(&platform, &registry).await.expect("a sweep") {}
        let left: Vec<OldRow> = registry
            .fetch_all("SELECT id FROM verification_logs", &[])
            .await
            .expect("rows");
        assert_eq!(left.len(), 2);
    }
}
