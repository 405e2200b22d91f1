//! An organisation signs with a new key from now on. Which one that is to be is noted first; then it is made in the registry, where making it twice is making
//! it once; then it is noted that it is so, with its event.

use std::time::Duration;

use imprimatur_protocol::{OrganisationId, PersonId};
use serde_json::json;

use super::Issuance;
use super::acts::{away, may_still};
use crate::access::Caller;
use crate::access::roles::Permission;
use crate::error::{Result, describe};
use crate::events::{self, Event, EventKind};
use crate::platform::Rounds;
use crate::workspace::{args, record};

/// How often it is looked for what others have not come to the end of.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Whoever asked for one has so long to do it; then others do.
const OWN_MS: i64 = 60_000;

/// Between two tries at first, and at most.
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 60_000;

record! {
    struct RotationRow {
        organisation_id: OrganisationId,
        number: i64,
        asked_by: PersonId,
        attempts: i64,
    }
}

impl Issuance {
    /// Signs with a new key from now on. What was signed until now still verifies. False: it is done as soon as the registry is back.
    pub(super) async fn rotate(&self, caller: &Caller) -> Result<bool> {
        let organisation = caller.organisation.id;
        let platform = self.platform();
        let number = self.next_key(organisation).await.map_err(away)?;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        may_still(&mut tx, caller, Permission::Manage).await?;
        // Of two that ask at once, both have the one that is noted.
        tx.execute(
            "INSERT INTO key_rotations (organisation_id, number, asked_by, asked_at, attempts, next_try_at) VALUES ($1, $2, $3, $4, 0, $5)
             ON CONFLICT DO NOTHING",
            args![
                organisation,
                i64::from(number),
                caller.person.id,
                now_ms,
                now_ms + OWN_MS
            ],
        )
        .await?;
        let row: RotationRow = tx
            .fetch_one(
                "SELECT organisation_id, number, asked_by, attempts FROM key_rotations WHERE organisation_id = $1",
                args![organisation],
            )
            .await?;
        tx.commit().await?;
        self.settle_rotation(&row).await
    }

    /// Works off what others have not come to the end of, until the program ends.
    pub(super) async fn rotate_until_shutdown(&self) {
        let rounds = Rounds {
            of: "keys to be made",
            look_every: LOOK_EVERY,
            go_on_after: Duration::ZERO,
            wake: None,
        };
        self.platform().work(rounds, || self.rotate_due()).await;
    }

    async fn rotate_due(&self) -> Result<bool> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let row: Option<RotationRow> = tx
            .fetch_optional(
                "UPDATE key_rotations SET next_try_at = $2, attempts = attempts + 1
                 WHERE next_try_at <= $1 AND organisation_id = (
                     SELECT organisation_id FROM key_rotations WHERE next_try_at <= $1 ORDER BY next_try_at LIMIT 1)
                 RETURNING organisation_id, number, asked_by, attempts",
                args![now_ms, now_ms + OWN_MS],
            )
            .await?;
        tx.commit().await?;
        let Some(row) = row else {
            return Ok(false);
        };
        self.settle_rotation(&row).await?;
        Ok(true)
    }

    /// Does it, and notes how it went. Whether it is done.
    async fn settle_rotation(&self, row: &RotationRow) -> Result<bool> {
        let platform = self.platform();
        let organisation = row.organisation_id;
        let number = u32::try_from(row.number).unwrap_or(0);
        let key = match self.rotate_to(organisation, number).await {
            Ok(key) => key,
            Err(failure) => {
                let said = failure.to_string();
                tracing::warn!(organisation.id = %organisation, error.cause = %said, "a new key of {organisation} waits: {said}");
                let wait_ms = FIRST_WAIT_MS.saturating_mul(1 << row.attempts.clamp(0, 10));
                let next = platform.clock.now_ms() + wait_ms.min(LONGEST_WAIT_MS);
                let mut tx = platform.db.begin().await?;
                tx.execute(
                    "UPDATE key_rotations SET next_try_at = $3 WHERE organisation_id = $1 AND number = $2",
                    args![organisation, row.number, next],
                )
                .await?;
                tx.commit().await?;
                return Ok(false);
            }
        };
        let noted = async {
            let mut tx = platform.db.begin().await?;
            let is_ours = tx
                .execute(
                    "DELETE FROM key_rotations WHERE organisation_id = $1 AND number = $2",
                    args![organisation, row.number],
                )
                .await?;
            if is_ours == 1 {
                let event = Event {
                    kind: EventKind::IssuerKeyRotated,
                    organisation,
                    actor: row.asked_by.into(),
                    // Nobody does that who acts in another's name.
                    impersonator: None,
                    subject: Some(key.id.clone()),
                    details: json!({ "key": key.id }),
                };
                events::record(&mut tx, &platform.clock, &event).await?;
            }
            tx.commit().await
        };
        if let Err(cause) = noted.await {
            // It is noted by whoever looks next.
            let cause = describe(&cause);
            tracing::warn!(organisation.id = %organisation, error.cause = %cause, "that {organisation} signs with a new key could not be noted, and will be: {cause}");
            return Ok(false);
        }
        Ok(true)
    }
}
