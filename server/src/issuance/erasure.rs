//! What a certificate says of a person is erased, because it is older than its organisation keeps what it issues, or because somebody asked for it.
//!
//! What stays is that a certificate was issued, its number, its days, its state, and the hash of its credential. The credential holds a signature that nobody
//! can guess, so that its hash says nothing; whoever holds the credential still proves by it that exactly this was issued (`POST /api/verify`).
//!
//! That it is to be erased is noted first. Then it is erased in the registry, so that nothing is drawn from it any more; its pictures are deleted; then
//! it is noted here, with its event. Each may be done again. A picture that was being drawn meanwhile is found some time later, when none can be any more.

use std::time::Duration;

use imprimatur_protocol::{CertificateId, OrganisationId};
use serde_json::json;

use super::pictures::alone;
use super::store::erasures::{self, ErasureRow};
use super::store::images as images_waiting;
use super::{Issuance, images};
use crate::assets::Assets;
use crate::error::{Error, Result, describe};
use crate::events::{self, Event, EventKind};
use crate::platform::{Platform, Rounds};
use crate::registry::{Failure, Registry, moment};
use crate::workspace::record;

/// How long whoever took one on may take. Whoever dies holds it up for no longer.
const LEASE_MS: i64 = 5 * 60 * 1_000;

/// How often it is looked for what others have not come to the end of, and whose turn it is.
const LOOK_EVERY: Duration = Duration::from_secs(15);

/// A picture that was being drawn when it was erased is kept by then: drawing and storing give up long before.
const ONCE_MORE_MS: i64 = 15 * 60 * 1_000;

/// Between two tries at first, and at most.
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 5 * 60 * 1_000;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How often the certificates of an organisation are looked through, and after an outage.
const EVERY_MS: i64 = DAY_MS;
const AGAIN_MS: i64 = 5 * 60 * 1_000;

/// Certificates that are noted in one transaction, and in one round of an organisation.
const AT_ONCE: usize = 500;
const PAGES: usize = 200;

/// Why it is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is older than the organisation keeps what it issues.
    Retention,
    /// Somebody asked for it.
    Asked,
}

impl Why {
    /// As databases hold it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retention => "retention",
            Self::Asked => "asked",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Retention, Self::Asked]
            .into_iter()
            .find(|why| why.as_str() == name)
    }
}

record! {
    struct FileRow {
        format: String,
        sha256: String,
    }
}

record! {
    struct OldRow {
        certificate_id: CertificateId,
    }
}

/// Erases, with or without a server around it.
#[derive(Clone)]
pub struct Eraser {
    platform: Platform,
    registry: Registry,
    assets: Assets,
}

impl Eraser {
    /// Nothing runs by itself.
    #[must_use]
    pub const fn new(platform: Platform, registry: Registry, assets: Assets) -> Self {
        Self {
            platform,
            registry,
            assets,
        }
    }

    /// Has what certificates say of somebody erased, those that are issued and those that are not yet: it is done whatever ends from now on.
    /// Gives of how many that waited to be issued.
    ///
    /// # Errors
    /// The database failed, or where images rest is away: then it is noted all the same.
    pub async fn ask(
        &self,
        organisation: OrganisationId,
        issued: &[CertificateId],
        waiting: &[CertificateId],
    ) -> Result<u64> {
        let now_ms = self.platform.clock.now_ms();
        let mut tx = self.platform.db.begin().await?;
        let shown = images_waiting::of_certificates(&mut tx, organisation, waiting).await?;
        let unwanted = erasures::unwant(&mut tx, organisation, waiting, now_ms).await?;
        // Those that waited as well: one may be in the registry by now, and not noted here.
        for some in [issued, waiting] {
            erasures::ask(&mut tx, organisation, some, Why::Asked, now_ms).await?;
        }
        tx.commit().await?;
        // At once, whether a node runs or not; one that does would find what is left.
        for image in shown {
            let image = image.image();
            self.assets
                .forget_of_certificate(organisation, image.id, &image.sha256)
                .await?;
            let mut tx = self.platform.db.begin().await?;
            images_waiting::forget(&mut tx, organisation, image.id).await?;
            tx.commit().await?;
        }
        Ok(unwanted)
    }

    /// Erases at once what was asked for.
    ///
    /// # Errors
    /// The registry, the workspace or where files rest is away: a running node goes on with it.
    pub async fn erase(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> Result<()> {
        let platform = &self.platform;
        let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
        let until_ms = platform.clock.now_ms() + LEASE_MS;
        let mut tx = platform.db.begin().await?;
        let row = erasures::take_one(&mut tx, organisation, certificate, lease, until_ms).await?;
        tx.commit().await?;
        let Some(row) = row else {
            // A node has done it meanwhile.
            return Ok(());
        };
        self.settle(&row).await
    }

    /// Erases what is due first. Whether there was anything.
    async fn erase_due(&self) -> Result<bool> {
        let platform = &self.platform;
        let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let row = erasures::take(&mut tx, lease, now_ms, now_ms + LEASE_MS).await?;
        tx.commit().await?;
        let Some(row) = row else {
            return Ok(false);
        };
        if let Err(cause) = self.settle(&row).await {
            let said = describe(&cause);
            tracing::warn!(certificate.id = %row.certificate_id, error.cause = %said, "what {} says of a person could not be erased, and will be: {said}", row.certificate_id);
            let wait_ms = FIRST_WAIT_MS.saturating_mul(1 << row.attempts.clamp(0, 10));
            let next = platform.clock.now_ms() + wait_ms.min(LONGEST_WAIT_MS);
            let mut tx = platform.db.begin().await?;
            erasures::put_off(&mut tx, &row, next).await?;
            tx.commit().await?;
        }
        Ok(true)
    }

    async fn settle(&self, row: &ErasureRow) -> Result<()> {
        let (organisation, certificate) = (row.organisation_id, row.certificate_id);
        let (is_there, is_new) = self
            .erase_in_registry(row)
            .await
            .map_err(super::acts::away)?;
        self.delete_pictures(organisation, certificate).await?;
        let platform = &self.platform;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let is_told = if row.erased_at.is_some() {
            erasures::forget(&mut tx, row).await?;
            // One that was just being issued when it was erased first.
            is_new
        } else {
            erasures::done(&mut tx, row, now_ms, now_ms + ONCE_MORE_MS).await? && is_there
        };
        if is_told {
            let event = Event {
                kind: EventKind::CertificateErased,
                organisation,
                actor: events::by_itself(),
                impersonator: None,
                subject: Some(certificate.to_string()),
                details: json!({ "certificate": certificate, "reason": row.reason.as_str() }),
            };
            events::record(&mut tx, &platform.clock, &event).await?;
            metrics::counter!("imprimatur_certificates_erased_total", "reason" => row.reason.as_str())
                .increment(1);
        }
        tx.commit().await
    }

    /// Whether there is such a certificate, and whether it was erased just now.
    async fn erase_in_registry(
        &self,
        row: &ErasureRow,
    ) -> std::result::Result<(bool, bool), Failure> {
        self.registry.may_be_written().await?;
        let erased = self
            .registry
            .change(
                "UPDATE certificate_subjects SET email_hash = NULL, external_id_hash = NULL, name = NULL, email = NULL, claims = NULL, credential = NULL,
                        erased_reason = ?, erased_at = ?
                 WHERE organisation_id = ? AND certificate_id = ? AND erased_at IS NULL",
                &[
                    row.reason.as_str().into(),
                    moment(row.asked_at).into(),
                    row.organisation_id.to_string().into(),
                    row.certificate_id.to_string().into(),
                ],
            )
            .await?;
        // Why it does not hold may have been said in words that name somebody.
        self.registry
            .change(
                "UPDATE issued_certificates SET revocation_note = NULL WHERE organisation_id = ? AND id = ? AND revocation_note IS NOT NULL",
                &[
                    row.organisation_id.to_string().into(),
                    row.certificate_id.to_string().into(),
                ],
            )
            .await?;
        // Under it nothing is shown any more.
        self.registry
            .change(
                "DELETE FROM certificate_shares WHERE organisation_id = ? AND certificate_id = ?",
                &[
                    row.organisation_id.to_string().into(),
                    row.certificate_id.to_string().into(),
                ],
            )
            .await?;
        let found: Vec<OldRow> = self
            .registry
            .fetch_all(
                "SELECT certificate_id FROM certificate_subjects WHERE organisation_id = ? AND certificate_id = ?",
                &[
                    row.organisation_id.to_string().into(),
                    row.certificate_id.to_string().into(),
                ],
            )
            .await?;
        Ok((
            found
                .iter()
                .any(|it| it.certificate_id == row.certificate_id),
            erased > 0,
        ))
    }

    async fn delete_pictures(
        &self,
        organisation: OrganisationId,
        certificate: CertificateId,
    ) -> Result<()> {
        let ids = || {
            [
                organisation.to_string().into(),
                certificate.to_string().into(),
            ]
        };
        let files: Vec<FileRow> = self
            .registry
            .fetch_all(
                "SELECT format, sha256 FROM certificate_files WHERE organisation_id = ? AND certificate_id = ? LIMIT 500",
                &ids(),
            )
            .await
            .map_err(super::acts::away)?;
        for file in files {
            // First what is in it, and then that it is there: where this ends in between, it is found again.
            let alone = alone(&file.format, certificate);
            self.assets
                .forget(organisation, alone, &file.sha256)
                .await?;
            self.registry
                .change(
                    "DELETE FROM certificate_files WHERE organisation_id = ? AND certificate_id = ? AND format = ? AND sha256 = ?",
                    &[&ids()[..], &[file.format.into(), file.sha256.into()]].concat(),
                )
                .await
                .map_err(super::acts::away)?;
        }
        let images = images::of(&self.registry, organisation, certificate).await;
        for image in images.map_err(super::acts::away)? {
            self.assets
                .forget_of_certificate(organisation, image.id, &image.sha256)
                .await?;
            self.registry
                .change(
                    "DELETE FROM certificate_images WHERE organisation_id = ? AND certificate_id = ? AND id = ?",
                    &[&ids()[..], &[image.id.to_string().into()]].concat(),
                )
                .await
                .map_err(super::acts::away)?;
        }
        Ok(())
    }

    /// Notes what of the organisation whose turn it is is older than it keeps. Whether there was one.
    async fn look_through(&self) -> Result<bool> {
        let platform = &self.platform;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let Some(due) = erasures::keeps(&mut tx, now_ms).await? else {
            return Ok(false);
        };
        let organisation = due.organisation_id;
        let again = now_ms + AGAIN_MS;
        let is_ours = erasures::turn(&mut tx, organisation, RETENTION, now_ms, again).await?;
        tx.commit().await?;
        if !is_ours {
            return Ok(true);
        }
        let before = moment(now_ms - due.days.saturating_mul(DAY_MS));
        let mut after = String::new();
        for _ in 0..PAGES {
            let old = self.older(organisation, &before, &after).await;
            let old: Vec<CertificateId> = old.map_err(super::acts::away)?;
            let Some(last) = old.last() else { break };
            after = last.to_string();
            let mut tx = platform.db.begin().await?;
            erasures::ask(&mut tx, organisation, &old, Why::Retention, now_ms).await?;
            tx.commit().await?;
            if old.len() < AT_ONCE {
                break;
            }
        }
        let mut tx = platform.db.begin().await?;
        let due_at = platform.clock.now_ms() + EVERY_MS;
        erasures::reach(&mut tx, organisation, RETENTION, 0, due_at).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Certificates that were issued and have ended before a moment, and still say something of a person. What has no end is counted from its issue alone.
    async fn older(
        &self,
        organisation: OrganisationId,
        before: &str,
        after: &str,
    ) -> std::result::Result<Vec<CertificateId>, Failure> {
        let rows: Vec<OldRow> = self
            .registry
            .fetch_all(
                "SELECT s.certificate_id FROM certificate_subjects s
                 JOIN issued_certificates c ON c.organisation_id = s.organisation_id AND c.id = s.certificate_id
                 WHERE s.organisation_id = ? AND s.erased_at IS NULL AND s.certificate_id > ?
                   AND c.issued_at < ? AND (c.valid_until IS NULL OR c.valid_until < ?)
                 ORDER BY s.certificate_id LIMIT 500",
                &[
                    organisation.to_string().into(),
                    after.into(),
                    before.into(),
                    before.into(),
                ],
            )
            .await?;
        Ok(rows.into_iter().map(|row| row.certificate_id).collect())
    }
}

/// The rounds that look for what is too old.
const RETENTION: &str = "retention";

impl Issuance {
    fn eraser(&self) -> Eraser {
        let shared = &self.0;
        Eraser::new(
            shared.platform.clone(),
            shared.registry.clone(),
            shared.assets.clone(),
        )
    }

    /// Erases what is to be, and looks for what is too old, until the program ends.
    pub(super) async fn erase_until_shutdown(&self) {
        let eraser = self.eraser();
        let rounds = |of| Rounds {
            of,
            look_every: LOOK_EVERY,
            go_on_after: Duration::ZERO,
            wake: None,
        };
        tokio::join!(
            self.platform()
                .work(rounds("things to be erased of certificates"), || eraser
                    .erase_due()),
            self.platform()
                .work(rounds("certificates that are too old"), || eraser
                    .look_through())
        );
    }
}

/// What is not there is not erased.
pub(super) fn erased() -> Error {
    Error::new(
        crate::error::Kind::Conflict,
        imprimatur_protocol::ErrorCode::CertificateErased,
        "What this certificate says of a person was erased.",
    )
}
