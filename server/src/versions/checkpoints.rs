//! Checkpoints, and what else is done of itself: thinning, and pictures of frozen versions.

use std::time::Duration;

use futures_util::future::BoxFuture;
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId};

use super::model::{Occasion, Version, VersionKind};
use super::store::{self, Due, Edited, NewVersion};
use super::{Prepared, Versions};
use crate::error::{Kind, Result, describe};

/// Drafts that one look takes on; the next look comes soon, at once when there are more.
const DRAFTS_AT_ONCE: u32 = 20;
/// How long a draft's history is a node's to work on, and how long one that cannot be read is let be.
const CLAIM: Duration = Duration::from_secs(5 * 60);
/// How far back a look goes: drafts that were edited before were looked at then. The first looks after the start go back to the beginning.
const LOOKED_BACK: Duration = Duration::from_secs(24 * 60 * 60);
/// Frozen versions whose pictures one look draws: each takes some tenths of a second.
const DRAWN_AT_ONCE: u32 = 5;

impl Versions {
    /// Makes checkpoints, thins old ones and draws what was frozen, until the program ends.
    pub async fn run_until_shutdown(self) {
        let shutdown = self.0.platform.shutdown.clone();
        let every = Duration::from_secs(self.0.platform.config.limits.checkpoint_look_seconds);
        let mut from = 0;
        loop {
            let look: BoxFuture<'_, _> = Box::pin(self.look(from));
            let (edited, full) = look.await;
            if edited.is_ok() && !full {
                let back = i64::try_from(LOOKED_BACK.as_millis()).unwrap_or(i64::MAX);
                from = self.0.platform.clock.now_ms() - back;
            }
            if let Err(cause) = edited {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "histories of drafts could not be looked at: {cause}");
            }
            if full && !shutdown.is_cancelled() {
                continue;
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(every) => {}
            }
        }
    }

    /// Does what is due. Whether as much was due as one look takes.
    async fn look(&self, from: i64) -> (Result<()>, bool) {
        let mut full = false;
        let mut done = Ok(());
        for work in [
            self.checkpoints(from).await,
            self.thin_due().await,
            self.draw_due().await,
        ] {
            match work {
                Ok(more) => full |= more,
                Err(cause) => done = Err(cause),
            }
        }
        (done, full)
    }

    async fn checkpoints(&self, from: i64) -> Result<bool> {
        let platform = &self.0.platform;
        let limits = &platform.config.limits;
        let now_ms = platform.clock.now_ms();
        let ago = |seconds: u64| {
            now_ms.saturating_sub(i64::try_from(seconds * 1_000).unwrap_or(i64::MAX))
        };
        let due = Due {
            edited_from: from,
            looked_before: ago(limits.checkpoint_seconds),
            quiet_before: ago(limits.checkpoint_quiet_seconds),
            now_ms,
        };
        let mut tx = platform.db.read().await?;
        let found = store::due(&mut tx, due, DRAFTS_AT_ONCE).await?;
        drop(tx);
        let is_full = found.len() == DRAFTS_AT_ONCE as usize;
        let mut made = 0;
        for edited in found {
            if platform.shutdown.is_cancelled() {
                return Ok(false);
            }
            let occasion = match edited.edited_at < due.quiet_before {
                true => Occasion::Quiet,
                false => Occasion::Edited,
            };
            let draft = edited.draft_id;
            match self.take(edited, occasion).await {
                Ok(()) => made += 1,
                // It is claimed, so the next try is not at once.
                Err(cause) => {
                    let cause = describe(&cause);
                    tracing::warn!(draft = %draft, error.cause = %cause, "no checkpoint could be made of {draft}: {cause}");
                }
            }
        }
        // Where all fail there is something else the matter: the next look is not at once.
        Ok(made > 0 && is_full)
    }

    async fn take(&self, edited: Edited, occasion: Occasion) -> Result<()> {
        let Edited {
            organisation_id,
            draft_id,
            ..
        } = edited;
        let platform = &self.0.platform;
        let now_ms = platform.clock.now_ms();
        let until = now_ms + i64::try_from(CLAIM.as_millis()).unwrap_or(i64::MAX);
        let mut tx = platform.db.begin().await?;
        store::lock(&mut tx, organisation_id, draft_id, now_ms).await?;
        let is_ours = store::claim(&mut tx, organisation_id, draft_id, now_ms, until).await?;
        tx.commit().await?;
        if !is_ours {
            return Ok(());
        }
        match self.prepare(organisation_id, draft_id).await {
            Ok(prepared) => {
                self.checkpoint(organisation_id, draft_id, &prepared, occasion)
                    .await?;
                Ok(())
            }
            // Deleted meanwhile.
            Err(error) if error.kind() == Kind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Makes a checkpoint of what was prepared, unless the newest version holds the same: then it is that one.
    ///
    /// # Errors
    /// The database failed.
    pub(super) async fn checkpoint(
        &self,
        organisation: OrganisationId,
        draft: DraftId,
        prepared: &Prepared,
        occasion: Occasion,
    ) -> Result<Version> {
        let platform = &self.0.platform;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let noted = store::lock(&mut tx, organisation, draft, now_ms).await?;
        let newest = store::newest(&mut tx, organisation, draft).await?;
        if let Some(newest) = newest.filter(|it| it.hash == prepared.content.hash()) {
            let head = i64::try_from(prepared.head).unwrap_or(i64::MAX);
            store::nothing_new(&mut tx, organisation, draft, head, now_ms).await?;
            tx.commit().await?;
            return Ok(newest);
        }
        let new = NewVersion {
            kind: VersionKind::Checkpoint,
            occasion,
            number: None,
            name: None,
            made_by: None,
        };
        let version = self
            .insert(&mut tx, organisation, draft, prepared, &noted, new)
            .await?;
        tx.commit().await?;
        metrics::counter!("imprimatur_versions_checkpoints_total").increment(1);
        Ok(version)
    }

    async fn thin_due(&self) -> Result<bool> {
        let platform = &self.0.platform;
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.read().await?;
        let due = store::to_thin(&mut tx, now_ms, DRAFTS_AT_ONCE).await?;
        drop(tx);
        let is_full = due.len() == DRAFTS_AT_ONCE as usize;
        let mut removed = 0;
        for thick in due {
            if platform.shutdown.is_cancelled() {
                return Ok(false);
            }
            removed += self.thin(thick.organisation_id, thick.draft_id).await?;
        }
        metrics::counter!("imprimatur_versions_thinned_total").increment(removed);
        Ok(is_full)
    }

    async fn draw_due(&self) -> Result<bool> {
        let platform = &self.0.platform;
        let mut tx = platform.db.read().await?;
        let due = store::undrawn(&mut tx, DRAWN_AT_ONCE).await?;
        drop(tx);
        let is_full = due.len() == DRAWN_AT_ONCE as usize;
        for undrawn in due {
            if platform.shutdown.is_cancelled() {
                return Ok(false);
            }
            let drawn = self.draw_ahead(undrawn.organisation_id, undrawn.id).await;
            match drawn {
                Ok(()) => {}
                // People go first, and what rests elsewhere may be away: it is drawn with the next look, or when somebody asks for it.
                Err(error)
                    if matches!(
                        error.code(),
                        ErrorCode::RenderBusy
                            | ErrorCode::StorageUnavailable
                            | ErrorCode::Unavailable
                    ) =>
                {
                    return Ok(false);
                }
                // One that cannot be drawn keeps no other from it.
                Err(cause) => {
                    let cause = describe(&cause);
                    tracing::warn!(version.id = %undrawn.id, error.cause = %cause, "{} cannot be drawn ahead: {cause}", undrawn.id);
                }
            }
        }
        Ok(is_full)
    }
}
