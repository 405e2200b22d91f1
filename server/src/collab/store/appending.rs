//! Appending to the journal of drafts: the head advances, and the row of its number is written, in one transaction.

use imprimatur_protocol::{DraftId, OrganisationId};

use super::{signed, unsigned};
use crate::error::{Error, Result};
use crate::workspace::{Db, Tx, args, record};

record! {
    struct HeadRow {
        head: i64,
    }
}

/// Advances a draft's head by one and locks its row until the transaction ends, so that numbers follow the order of
/// commits. `None` when there is no such draft.
pub(in crate::collab) async fn advance(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<Option<u64>> {
    let row: Option<HeadRow> = tx
        .fetch_optional(
            "UPDATE drafts SET head = head + 1 WHERE organisation_id = $1 AND id = $2 RETURNING head",
            args![organisation, draft],
        )
        .await?;
    Ok(row.map(|row| unsigned(row.head)))
}

/// A journal row that is to be written.
pub(in crate::collab) struct NewRow {
    pub(in crate::collab) organisation: OrganisationId,
    pub(in crate::collab) draft: DraftId,
    pub(in crate::collab) updates: Vec<u8>,
    /// Whether the template counts as edited now.
    pub(in crate::collab) touch: bool,
}

record! {
    struct AppendedRow {
        draft_id: DraftId,
        number: i64,
    }
}

/// What [`append_all`] has SQLite do, and what else. Each statement wakes whoever waits for the whole, so there is none that does nothing.
macro_rules! append_to_sqlite {
    ($more:literal) => {
        concat!(
            "BEGIN IMMEDIATE;
             UPDATE drafts SET head = head + 1
             WHERE (organisation_id, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each($1));
             INSERT INTO draft_journal (draft_id, number, updates, committed_at)
             SELECT d.id, d.head, substr($2, given.value ->> 2, given.value ->> 3), $3
             FROM json_each($1) given
             CROSS JOIN drafts d ON d.organisation_id = given.value ->> 0 AND d.id = given.value ->> 1
             RETURNING draft_id, number;",
            $more,
            "COMMIT"
        )
    };
}

/// Advances the head of each of these drafts as [`advance`] does, in the order of their ids, writes the journal row of each, and
/// [touches](touch) templates: one transaction. Gives the numbers of the rows; of drafts that are not there, none. A draft may be given
/// once.
pub(in crate::collab) async fn append_all(
    db: &Db,
    rows: impl Iterator<Item = NewRow>,
    now_ms: i64,
) -> Result<Vec<(DraftId, u64)>> {
    // Where the row of each begins in all the bytes, counted from 1, and how long it is.
    let (mut places, mut bytes) = (Vec::new(), Vec::new());
    let mut sqlite = append_to_sqlite!("");
    for row in rows {
        let (at, length) = (bytes.len() + 1, row.updates.len());
        let (organisation, draft, touch) = (row.organisation, row.draft, row.touch);
        places.push(format!(
            r#"["{organisation}","{draft}",{at},{length},{touch}]"#
        ));
        bytes.extend(row.updates);
        if touch {
            sqlite = append_to_sqlite!(
                "UPDATE templates SET updated_at = $3
                 WHERE updated_at < $3 AND (organisation_id, id) IN (
                     SELECT d.organisation_id, d.template_id
                     FROM json_each($1) given
                     CROSS JOIN drafts d ON d.organisation_id = given.value ->> 0 AND d.id = given.value ->> 1
                     WHERE given.value ->> 4);"
            );
        }
    }
    let places = format!("[{}]", places.join(","));
    let rows: Vec<AppendedRow> = db
        .at_once(
            sqlite,
            r#"WITH given AS (
                 SELECT it ->> 0 AS organisation_id, it ->> 1 AS draft_id,
                        (it ->> 2)::int AS at, (it ->> 3)::int AS length, (it ->> 4)::bool AS touch
                 FROM json_array_elements($1::json) it
             ), locked AS (
                 SELECT d.organisation_id, d.id, d.template_id, given.at, given.length, given.touch
                 FROM given JOIN drafts d ON d.organisation_id = given.organisation_id AND d.id = given.draft_id
                 ORDER BY d.id COLLATE "C" FOR NO KEY UPDATE OF d
             ), advanced AS (
                 UPDATE drafts d SET head = d.head + 1 FROM locked WHERE d.id = locked.id
                 RETURNING d.id, d.head, locked.at, locked.length
             ), touched AS (
                 UPDATE templates t SET updated_at = $3 FROM locked
                 WHERE locked.touch AND t.organisation_id = locked.organisation_id AND t.id = locked.template_id
                   AND t.updated_at < $3
             )
             INSERT INTO draft_journal (draft_id, number, updates, committed_at)
             SELECT id, head, substring($2::bytea FROM at FOR length), $3 FROM advanced
             RETURNING draft_id, number"#,
            args![places, bytes, now_ms],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.draft_id, unsigned(row.number)))
        .collect())
}

/// Takes an advance back, in the same transaction.
pub(in crate::collab) async fn retreat(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<()> {
    tx.execute(
        "UPDATE drafts SET head = head - 1 WHERE organisation_id = $1 AND id = $2",
        args![organisation, draft],
    )
    .await?;
    Ok(())
}

/// Writes the journal row of an advanced head.
pub(in crate::collab) async fn append(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    head: u64,
    updates: Vec<u8>,
    now_ms: i64,
) -> Result<()> {
    let written = tx
        .execute(
            "INSERT INTO draft_journal (draft_id, number, updates, committed_at)
             SELECT id, $3, $4, $5 FROM drafts WHERE organisation_id = $1 AND id = $2",
            args![organisation, draft, signed(head), updates, now_ms],
        )
        .await?;
    // What was not written must not be reported saved.
    if written == 1 {
        Ok(())
    } else {
        Err(Error::internal(format!(
            "{draft} has no place for row {head}"
        )))
    }
}

/// Marks the draft's template as edited, so that lists show it first.
pub(in crate::collab) async fn touch(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE templates SET updated_at = $3
         WHERE organisation_id = $1 AND updated_at < $3
           AND id = (SELECT template_id FROM drafts WHERE organisation_id = $1 AND id = $2)",
        args![organisation, draft, now_ms],
    )
    .await?;
    Ok(())
}
