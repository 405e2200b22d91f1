//! What is remembered of loads that went wrong: the SQL of tries, of what they have proven, and of quarantine.

use std::collections::HashSet;

use imprimatur_crdt::DECODER;
use imprimatur_protocol::{DraftId, OrganisationId};

use super::{signed, unsigned};
use crate::error::{Error, Result};
use crate::workspace::{Tx, args, record};

/// What a try was at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::collab) enum Stage {
    /// All of the draft at once.
    Whole,
    /// The snapshot, or what follows when all rows are in.
    Snapshot,
    /// This row of the journal.
    Row(u64),
    /// The room had the draft open.
    Room,
}

/// A try to load a draft that has begun and not ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::collab) struct Try {
    pub(in crate::collab) id: i64,
    pub(in crate::collab) stage: Stage,
}

/// Why a draft can only be read, or not even that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::collab) enum Cause {
    /// The row has ended who loaded it, and is passed over.
    Fatal,
    /// The row, or a part of it, does not apply.
    Refused,
    /// Nothing can be loaded.
    Snapshot,
    /// Rooms failed on the draft, and nobody knows at what.
    Room,
}

impl Cause {
    /// As it is stored, and logged.
    pub(in crate::collab) const fn as_str(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Refused => "refused",
            Self::Snapshot => "snapshot",
            Self::Room => "room",
        }
    }

    fn read(text: &str) -> Result<Self> {
        [Self::Fatal, Self::Refused, Self::Snapshot, Self::Room]
            .into_iter()
            .find(|cause| cause.as_str() == text)
            .ok_or_else(|| Error::internal("reading a quarantine").caused_by(text.to_owned()))
    }
}

/// One thing that is wrong with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::collab) struct Quarantined {
    /// The row; with [`Cause::Snapshot`] and [`Cause::Room`] how far the draft was.
    pub(in crate::collab) number: u64,
    pub(in crate::collab) cause: Cause,
    /// An operator lets the draft go on without it.
    pub(in crate::collab) is_released: bool,
}

/// As it is stored: its word, and a number.
fn stored(stage: Stage) -> (&'static str, i64) {
    match stage {
        Stage::Whole => ("whole", 0),
        Stage::Snapshot => ("snapshot", 0),
        Stage::Row(number) => ("row", signed(number)),
        Stage::Room => ("room", 0),
    }
}

record! {
    struct TryRow {
        id: i64,
        stage: String,
        number: i64,
    }
}

/// The tries of a draft that have not ended well, in the order in which they began.
pub(in crate::collab) async fn tries(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Vec<Try>> {
    let rows: Vec<TryRow> = tx
        .fetch_all(
            "SELECT t.id, t.stage, t.number
             FROM draft_tries t JOIN drafts d ON d.id = t.draft_id
             WHERE d.organisation_id = $1 AND t.draft_id = $2
             ORDER BY t.begun_at, t.id",
            args![organisation, draft],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Try {
            id: row.id,
            stage: match row.stage.as_str() {
                "row" => Stage::Row(unsigned(row.number)),
                "snapshot" => Stage::Snapshot,
                "room" => Stage::Room,
                // What a newer program may write says at least that something was tried.
                _ => Stage::Whole,
            },
        })
        .collect())
}

/// Notes what a try is at, before it is.
pub(in crate::collab) async fn mark(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    tried: Try,
    now_ms: i64,
) -> Result<()> {
    let (stage, number) = stored(tried.stage);
    tx.execute(
        "INSERT INTO draft_tries (draft_id, id, stage, number, begun_at)
         SELECT id, $3, $4, $5, $6 FROM drafts WHERE organisation_id = $1 AND id = $2
         ON CONFLICT (draft_id, id) DO UPDATE SET stage = excluded.stage, number = excluded.number",
        args![organisation, draft, tried.id, stage, number, now_ms],
    )
    .await?;
    Ok(())
}

/// Forgets a try.
pub(in crate::collab) async fn forget(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    tried: i64,
) -> Result<()> {
    tx.execute(
        "DELETE FROM draft_tries
         WHERE draft_id = (SELECT id FROM drafts WHERE organisation_id = $1 AND id = $2) AND id = $3",
        args![organisation, draft, tried],
    )
    .await?;
    Ok(())
}

/// Forgets a try that is still at what it was read at. False, and nothing is changed, when it is not, or has ended.
pub(in crate::collab) async fn take(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    tried: Try,
) -> Result<bool> {
    let (stage, number) = stored(tried.stage);
    let taken = tx
        .execute(
            "DELETE FROM draft_tries
             WHERE draft_id = (SELECT id FROM drafts WHERE organisation_id = $1 AND id = $2) AND id = $3
               AND (stage = $4 OR $4 = 'whole' AND stage NOT IN ('snapshot', 'row', 'room')) AND number = $5",
            args![organisation, draft, tried.id, stage, number],
        )
        .await?;
    Ok(taken == 1)
}

/// Forgets that rooms failed on a draft.
pub(in crate::collab) async fn forget_rooms(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<()> {
    tx.execute(
        "DELETE FROM draft_tries
         WHERE draft_id = (SELECT id FROM drafts WHERE organisation_id = $1 AND id = $2) AND stage = 'room'",
        args![organisation, draft],
    )
    .await?;
    Ok(())
}

/// Notes that a draft was held in memory up to a row without harm.
pub(in crate::collab) async fn prove(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    head: u64,
) -> Result<()> {
    tx.execute(
        "UPDATE drafts SET proven_head = $3, proven_by = $4
         WHERE organisation_id = $1 AND id = $2 AND (proven_head < $3 OR proven_by <> $4)",
        args![organisation, draft, signed(head), DECODER],
    )
    .await?;
    Ok(())
}

/// Notes what is wrong with a draft, and keeps the bytes of the row. What is noted already stays as it is; but what was released and has
/// done harm again is in quarantine again. A row that does not apply does none: it is released for good.
pub(in crate::collab) async fn quarantine(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    (number, cause): (u64, Cause),
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO draft_quarantine (draft_id, number, cause, updates, quarantined_at)
         SELECT d.id, $3, $4, j.updates, $5
         FROM drafts d LEFT JOIN draft_journal j ON j.draft_id = d.id AND j.number = $3
         WHERE d.organisation_id = $1 AND d.id = $2
         ON CONFLICT (draft_id, number, cause) DO UPDATE
             SET released_at = NULL, quarantined_at = excluded.quarantined_at
             WHERE draft_quarantine.released_at IS NOT NULL AND draft_quarantine.cause <> $6",
        args![
            organisation,
            draft,
            signed(number),
            cause.as_str(),
            now_ms,
            Cause::Refused.as_str()
        ],
    )
    .await?;
    Ok(())
}

record! {
    struct QuarantineRow {
        number: i64,
        cause: String,
        released_at: Option<i64>,
    }
}

/// What is wrong with a draft.
pub(in crate::collab) async fn quarantined(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Vec<Quarantined>> {
    let rows: Vec<QuarantineRow> = tx
        .fetch_all(
            "SELECT q.number, q.cause, q.released_at
             FROM draft_quarantine q JOIN drafts d ON d.id = q.draft_id
             WHERE d.organisation_id = $1 AND q.draft_id = $2",
            args![organisation, draft],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Quarantined {
                number: unsigned(row.number),
                cause: Cause::read(&row.cause)?,
                is_released: row.released_at.is_some(),
            })
        })
        .collect()
}

record! {
    struct DamagedRow {
        draft_id: DraftId,
    }
}

/// Every draft that can only be read now and was not deleted, of all organisations: it is for the operator, and for rooms that are open.
pub(in crate::collab) async fn damaged(tx: &mut Tx) -> Result<HashSet<DraftId>> {
    let rows: Vec<DamagedRow> = tx
        .fetch_all(
            "SELECT DISTINCT q.draft_id
             FROM draft_quarantine q
             JOIN drafts d ON d.id = q.draft_id
             JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             WHERE q.released_at IS NULL AND t.deleted_at IS NULL",
            args![],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.draft_id).collect())
}
