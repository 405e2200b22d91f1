//! The SQL of drafts: head, snapshot, journal, client ids. The organisation comes first, always.

pub(super) mod appending;
pub(super) mod clients;
pub(super) mod quarantine;

use bytes::Bytes;
use imprimatur_crdt::DECODER;
use imprimatur_protocol::{DraftId, OrganisationId, TemplateId};

use self::quarantine::{Cause, Quarantined, Try};
use crate::error::{Error, Result};
use crate::workspace::{Db, Tx, args, record};

/// A draft that is about to be made.
pub(super) struct NewDraft {
    pub(super) id: DraftId,
    pub(super) template: TemplateId,
    pub(super) state: Vec<u8>,
    pub(super) now_ms: i64,
}

/// Makes a draft with its snapshot at head 0.
pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: NewDraft,
) -> Result<()> {
    tx.execute(
        "INSERT INTO drafts (id, organisation_id, template_id, head, created_at) VALUES ($1, $2, $3, 0, $4)",
        args![draft.id, organisation, draft.template, draft.now_ms],
    )
    .await?;
    tx.execute(
        "INSERT INTO draft_snapshots (draft_id, head, state, created_at) VALUES ($1, 0, $2, $3)",
        args![draft.id, draft.state, draft.now_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// What is known of a draft without its content.
    #[derive(Debug)]
    pub(super) struct DraftRow {
        pub(super) template_id: TemplateId,
        pub(super) template_name: String,
        head: i64,
    }
}

impl DraftRow {
    pub(super) fn head(&self) -> u64 {
        unsigned(self.head)
    }
}

const FIND: &str =
    "SELECT d.template_id, t.name AS template_name, d.head
     FROM drafts d JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
     WHERE d.organisation_id = $1 AND d.id = $2 AND t.deleted_at IS NULL";

/// A draft whose template was not deleted.
pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<DraftRow>> {
    tx.fetch_optional(FIND, args![organisation, draft]).await
}

/// The same by itself, for whoever needs nothing else of that moment.
pub(super) async fn look(
    db: &Db,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<DraftRow>> {
    db.look(FIND, args![organisation, draft]).await
}

record! {
    struct PlaceRow {
        draft_id: DraftId,
        organisation_id: OrganisationId,
    }
}

/// Those of these drafts that are there, each with its organisation: their templates were not deleted.
pub(super) async fn present(
    tx: &mut Tx,
    drafts: impl Iterator<Item = DraftId>,
) -> Result<Vec<(OrganisationId, DraftId)>> {
    macro_rules! drafts_by_id {
        ($ids:literal) => {
            concat!(
                "SELECT d.id AS draft_id, d.organisation_id
                 FROM drafts d JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
                 WHERE t.deleted_at IS NULL AND d.id IN ",
                $ids
            )
        };
    }
    let rows: Vec<PlaceRow> = tx
        .fetch_listed(
            drafts_by_id!("(SELECT value FROM json_each($1))"),
            drafts_by_id!("(SELECT json_array_elements_text($1::json))"),
            args![],
            drafts,
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.organisation_id, row.draft_id))
        .collect())
}

/// A draft as it is stored: a snapshot, and the updates since.
pub(super) struct Stored {
    /// The newest journal row.
    pub(super) head: u64,
    /// The journal row up to which the snapshot goes.
    pub(super) snapshot_head: u64,
    pub(super) snapshot: Bytes,
    /// The bytes of the journal rows since, in order.
    pub(super) rows: Vec<Bytes>,
    /// Whether a draft with these rows was held in memory before, without harm.
    pub(super) is_proven: bool,
    /// Tries to load it that have begun and not ended well.
    pub(super) tries: Vec<Try>,
    /// What is wrong with it.
    pub(super) quarantine: Vec<Quarantined>,
}

impl Stored {
    /// The rows that may be applied, each with its number: those that end their loader are passed over.
    pub(super) fn live_rows(&self) -> impl Iterator<Item = (u64, &Bytes)> + Clone {
        let is_fatal = |number: u64| {
            let mut known = self.quarantine.iter();
            known.any(|it| it.number == number && it.cause == Cause::Fatal)
        };
        (self.snapshot_head + 1..)
            .zip(&self.rows)
            .filter(move |(number, _)| !is_fatal(*number))
    }

    /// How many bytes the rows take.
    pub(super) fn row_bytes(&self) -> usize {
        self.rows.iter().map(Bytes::len).sum()
    }

    /// It can only be read.
    pub(super) fn is_damaged(&self) -> bool {
        self.quarantine.iter().any(|it| !it.is_released)
    }
}

record! {
    struct SnapshotRow {
        head: i64,
        proven_head: i64,
        proven_by: String,
        snapshot_head: i64,
        state: Vec<u8>,
    }
}

record! {
    struct JournalRow {
        number: i64,
        updates: Vec<u8>,
    }
}

/// Reads a draft as it is stored. `None` when there is none, or its template was deleted.
pub(super) async fn load(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<Stored>> {
    let found: Option<SnapshotRow> = tx
        .fetch_optional(
            "SELECT d.head, d.proven_head, d.proven_by, s.head AS snapshot_head, s.state
             FROM drafts d
             JOIN draft_snapshots s ON s.draft_id = d.id
             JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             WHERE d.organisation_id = $1 AND d.id = $2 AND t.deleted_at IS NULL",
            args![organisation, draft],
        )
        .await?;
    let Some(found) = found else { return Ok(None) };
    let rows: Vec<JournalRow> = tx
        .fetch_all(
            "SELECT j.number, j.updates
             FROM draft_journal j JOIN drafts d ON d.id = j.draft_id
             WHERE d.organisation_id = $1 AND j.draft_id = $2 AND j.number > $3
             ORDER BY j.number",
            args![organisation, draft, found.snapshot_head],
        )
        .await?;
    // A hole would be loaded as silently as a whole journal, and then be overwritten by what follows.
    let whole = rows
        .iter()
        .map(|row| row.number)
        .eq(found.snapshot_head + 1..=found.head);
    if !whole {
        return Err(Error::internal(format!(
            "the journal of {draft} has a hole"
        )));
    }
    Ok(Some(Stored {
        head: unsigned(found.head),
        snapshot_head: unsigned(found.snapshot_head),
        snapshot: found.state.into(),
        rows: rows.into_iter().map(|row| row.updates.into()).collect(),
        is_proven: found.proven_head >= found.head && found.proven_by == DECODER,
        tries: quarantine::tries(tx, organisation, draft).await?,
        quarantine: quarantine::quarantined(tx, organisation, draft).await?,
    }))
}

/// What a draft's journal holds beyond a row.
pub(super) enum Since {
    /// These rows, in order, each with its number; `more` when there are further ones.
    Rows { rows: Vec<(u64, Bytes)>, more: bool },
    /// Some of them were folded into the snapshot.
    Folded,
}

record! {
    struct HeadsRow {
        head: i64,
        snapshot_head: i64,
    }
}

/// Reads the rows beyond `after`, at most `most` of them. `None` when there is no such draft, or its template was deleted.
pub(super) async fn since(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    after: u64,
    most: u32,
) -> Result<Option<Since>> {
    let found: Option<HeadsRow> = tx
        .fetch_optional(
            "SELECT d.head, s.head AS snapshot_head
             FROM drafts d
             JOIN draft_snapshots s ON s.draft_id = d.id
             JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             WHERE d.organisation_id = $1 AND d.id = $2 AND t.deleted_at IS NULL",
            args![organisation, draft],
        )
        .await?;
    let Some(found) = found else { return Ok(None) };
    let nothing = Since::Rows {
        rows: Vec::new(),
        more: false,
    };
    if unsigned(found.head) <= after {
        return Ok(Some(nothing));
    }
    if unsigned(found.snapshot_head) > after {
        return Ok(Some(Since::Folded));
    }
    let rows: Vec<JournalRow> = tx
        .fetch_all(
            "SELECT j.number, j.updates
             FROM draft_journal j JOIN drafts d ON d.id = j.draft_id
             WHERE d.organisation_id = $1 AND j.draft_id = $2 AND j.number > $3
             ORDER BY j.number LIMIT $4",
            args![organisation, draft, signed(after), most],
        )
        .await?;
    let last = rows.last().map_or(after, |row| unsigned(row.number));
    Ok(Some(Since::Rows {
        more: last < unsigned(found.head),
        rows: rows
            .into_iter()
            .map(|row| (unsigned(row.number), row.updates.into()))
            .collect(),
    }))
}

/// Replaces the snapshot that went up to `from` by one that goes up to `to`. False, and nothing is changed, when another fold was first.
pub(super) async fn fold(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    span: (u64, u64),
    state: Vec<u8>,
    now_ms: i64,
) -> Result<bool> {
    let (from, to) = span;
    let replaced = tx
        .execute(
            "UPDATE draft_snapshots SET head = $4, state = $5, created_at = $6
             WHERE draft_id = (SELECT id FROM drafts WHERE organisation_id = $1 AND id = $2) AND head = $3",
            args![organisation, draft, signed(from), signed(to), state, now_ms],
        )
        .await?;
    Ok(replaced > 0)
}

/// Removes the oldest journal rows up to `to`, which the snapshot holds, `most` of them. Gives how many there were.
pub(super) async fn forget(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    to: u64,
    most: u32,
) -> Result<u64> {
    tx.execute(
        "DELETE FROM draft_journal
         WHERE draft_id = (SELECT id FROM drafts WHERE organisation_id = $1 AND id = $2) AND number <= (
             SELECT max(number) FROM (
                 SELECT number FROM draft_journal WHERE draft_id = $2 AND number <= $3 ORDER BY number LIMIT $4) oldest)",
        args![organisation, draft, signed(to), most],
    )
    .await
}

/// Numbers of rows and ids of clients stay below 2^53.
fn signed(number: u64) -> i64 {
    i64::try_from(number).expect("a row number or client id is below 2^53")
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).expect("a row number or client id is never negative")
}
