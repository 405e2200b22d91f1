//! Deletes published files that nothing in the registry refers to. Never by a request, and never at once: a file is noted first, and goes a day later if
//! it still is not referred to.
//!
//! A publication that needs a file takes its note away before it writes that it refers to it, and waits while it is being deleted. So a file is
//! deleted only when nobody referred to it since it was noted, and nobody begins to in the moment in which it goes.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::TryStreamExt;
use imprimatur_protocol::OrganisationId;
use serde_json::json;

use super::model::{Stop, Wait};
use super::{Publishing, rows, store};
use crate::error::{Result, describe};
use crate::platform::Platform;
use crate::workspace::{Tx, args, record};

/// A file of a publication that is still being done is younger, even if the registry is away for days.
const OLD_MS: i64 = 7 * DAY_MS;

/// How long a file that nothing refers to is let be.
const NOTED_MS: i64 = DAY_MS;

/// How often the files of an organisation are looked through.
const EVERY_MS: i64 = DAY_MS;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Nobody deletes a file for longer: storing and deleting give up before (`LIMIT_STORAGE_SECONDS`).
const DELETING_MS: i64 = 5 * 60 * 1000;

/// How often it is looked whose turn it is.
const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);

record! {
    struct OrganisationRow {
        organisation_id: OrganisationId,
    }
}

record! {
    struct CountRow {
        all_rows: i64,
    }
}

/// Takes away the notes on files that are about to be referred to.
pub(super) async fn keep(
    platform: &Platform,
    organisation: OrganisationId,
    hashes: &BTreeSet<&str>,
) -> Result<(), Stop> {
    let hashes = json!(hashes).to_string();
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    tx.execute_either(
        "DELETE FROM unreferenced_files
         WHERE organisation_id = $1 AND deleting_until < $2 AND sha256 IN (SELECT value FROM json_each($3))",
        "DELETE FROM unreferenced_files
         WHERE organisation_id = $1 AND deleting_until < $2 AND sha256 IN (SELECT json_array_elements_text($3::json))",
        args![organisation, now_ms, hashes.clone()],
    )
    .await?;
    let going: Vec<CountRow> = tx
        .fetch_either(
            "SELECT COUNT(*) AS all_rows FROM unreferenced_files
             WHERE organisation_id = $1 AND sha256 IN (SELECT value FROM json_each($2))",
            "SELECT COUNT(*) AS all_rows FROM unreferenced_files
             WHERE organisation_id = $1 AND sha256 IN (SELECT json_array_elements_text($2::json))",
            args![organisation, hashes],
        )
        .await?;
    tx.commit().await?;
    if going.first().is_some_and(|row| row.all_rows > 0) {
        let said = "a file that it needs is being deleted, and is put there anew afterwards";
        return Err(Stop::Wait(Wait::Storage, said.to_owned()));
    }
    Ok(())
}

impl Publishing {
    /// Looks through the files of one organisation after the other, until the program ends.
    pub(super) async fn collect_until_shutdown(&self) {
        let platform = self.platform();
        loop {
            tokio::select! {
                () = platform.shutdown.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            while !platform.shutdown.is_cancelled() {
                match self.collect_next().await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(stop) => {
                        let cause = describe(&crate::error::Error::from(stop));
                        tracing::warn!(error.cause = %cause, "published files could not be looked through, and will be again: {cause}");
                        break;
                    }
                }
            }
        }
    }

    /// Looks through the files of the organisation whose turn it is. Whether there was one.
    async fn collect_next(&self) -> Result<bool, Stop> {
        let platform = self.platform();
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let due: Option<OrganisationRow> = tx
            .fetch_optional(
                "SELECT DISTINCT u.organisation_id
                 FROM publications u LEFT JOIN file_collections c ON c.organisation_id = u.organisation_id
                 WHERE c.due_at IS NULL OR c.due_at <= $1 LIMIT 1",
                args![now_ms],
            )
            .await?;
        let Some(OrganisationRow { organisation_id }) = due else {
            return Ok(false);
        };
        let is_ours = tx
            .execute(
                "INSERT INTO file_collections (organisation_id, due_at) VALUES ($1, $3)
                 ON CONFLICT (organisation_id) DO UPDATE SET due_at = $3 WHERE file_collections.due_at <= $2",
                args![organisation_id, now_ms, now_ms + EVERY_MS],
            )
            .await?;
        tx.commit().await?;
        if is_ours == 1 {
            self.collect(organisation_id).await?;
        }
        Ok(true)
    }

    /// Notes the files of an organisation that nothing refers to, and deletes those that were noted long enough ago.
    pub(super) async fn collect(&self, organisation: OrganisationId) -> Result<(), Stop> {
        let platform = self.platform();
        let mut files = self.assets().published(organisation);
        let away = |error: crate::error::Error| super::model::of_files(&error);
        while let Some(file) = files.try_next().await.map_err(away)? {
            let now_ms = platform.clock.now_ms();
            let is_young = file.written_at_ms > now_ms - OLD_MS;
            if is_young || self.is_referenced(organisation, &file.sha256).await? {
                continue;
            }
            let mut tx = platform.db.begin().await?;
            let is_going = note(&mut tx, organisation, &file.sha256, now_ms).await?;
            tx.commit().await?;
            if !is_going {
                continue;
            }
            // Whoever began to refer to it did so before this, or waits for it.
            if !self.is_referenced(organisation, &file.sha256).await? {
                let deleted = self.assets().unpublish(organisation, &file.sha256).await;
                deleted.map_err(|error| super::model::of_files(&error))?;
                metrics::counter!("imprimatur_published_files_deleted_total").increment(1);
            }
            let mut tx = platform.db.begin().await?;
            forget(&mut tx, organisation, &file.sha256).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn is_referenced(
        &self,
        organisation: OrganisationId,
        sha256: &str,
    ) -> Result<bool, Stop> {
        let mut tx = self.platform().db.read().await?;
        // Before the registry is read: a publication that ends in between has its version there.
        let open = store::open_versions(&mut tx, organisation).await?;
        drop(tx);
        rows::is_referenced(self.registry(), organisation, sha256, &open).await
    }
}

/// Notes that nothing refers to a file. True: that was noted long enough ago, and it is this node's to delete.
async fn note(
    tx: &mut Tx,
    organisation: OrganisationId,
    sha256: &str,
    now_ms: i64,
) -> Result<bool> {
    tx.execute(
        "INSERT INTO unreferenced_files (organisation_id, sha256, seen_at, deleting_until) VALUES ($1, $2, $3, 0)
         ON CONFLICT (organisation_id, sha256) DO NOTHING",
        args![organisation, sha256, now_ms],
    )
    .await?;
    let is_going = tx
        .execute(
            "UPDATE unreferenced_files SET deleting_until = $5
             WHERE organisation_id = $1 AND sha256 = $2 AND seen_at <= $3 AND deleting_until < $4",
            args![
                organisation,
                sha256,
                now_ms - NOTED_MS,
                now_ms,
                now_ms + DELETING_MS
            ],
        )
        .await?;
    Ok(is_going == 1)
}

async fn forget(tx: &mut Tx, organisation: OrganisationId, sha256: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM unreferenced_files WHERE organisation_id = $1 AND sha256 = $2",
        args![organisation, sha256],
    )
    .await?;
    Ok(())
}
