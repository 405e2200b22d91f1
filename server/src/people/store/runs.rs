//! The SQL of work on everything: who does it, how far it is, and what came of it.

use imprimatur_protocol::RunId;

use crate::error::Result;
use crate::people::objects::Kind;
use crate::people::runs::Tally;
use crate::workspace::{Tx, args, record};

record! {
    /// A run.
    pub(in crate::people) struct RunRow {
        pub(in crate::people) id: RunId,
        pub(in crate::people) kind: String,
        pub(in crate::people) scope: Option<String>,
        pub(in crate::people) state: String,
        pub(in crate::people) started_at: i64,
        pub(in crate::people) ended_at: Option<i64>,
        pub(in crate::people) place: String,
        pub(in crate::people) done: i64,
        pub(in crate::people) total: Option<i64>,
        pub(in crate::people) created: i64,
        pub(in crate::people) changed: i64,
        pub(in crate::people) unchanged: i64,
        pub(in crate::people) refused: i64,
        pub(in crate::people) removed: i64,
        pub(in crate::people) error: Option<String>,
        pub(in crate::people) attempts: i64,
        pub(in crate::people) removes: i64,
    }
}

/// Every column of a run.
macro_rules! run_columns {
    () => {
        "id, kind, scope, state, started_at, ended_at, place, done, total, created, changed, unchanged, refused, removed, error, attempts,
         removes"
    };
}

/// Begins a run that nobody does yet, where none of its kind and scope has not ended.
pub(in crate::people) async fn begin_run(
    tx: &mut Tx,
    id: RunId,
    kind: &'static str,
    scope: Option<&str>,
    now_ms: i64,
    left_until_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO people_runs (id, kind, scope, state, started_at, place, done, created, changed, unchanged, refused, removed,
                                  lease, leased_until)
         VALUES ($1, $2, $3, 'running', $4, '{}', 0, 0, 0, 0, 0, 0, 0, $5)
         ON CONFLICT (kind, COALESCE(scope, '')) WHERE state = 'running' DO NOTHING",
        args![id, kind, scope.map(str::to_owned), now_ms, left_until_ms],
    )
    .await?;
    Ok(())
}

/// A run of this kind and scope that was begun and has not ended.
pub(in crate::people) async fn open_run(
    tx: &mut Tx,
    kind: &'static str,
    scope: Option<&str>,
) -> Result<Option<RunRow>> {
    tx.fetch_optional(
        concat!(
            "SELECT ",
            run_columns!(),
            " FROM people_runs WHERE kind = $1 AND COALESCE(scope, '') = $2 AND state = 'running'
              ORDER BY started_at DESC LIMIT 1"
        ),
        args![kind, scope.unwrap_or_default()],
    )
    .await
}

/// It removes what it does not find, however much that is.
pub(in crate::people) async fn run_removes(tx: &mut Tx, id: RunId) -> Result<()> {
    tx.execute(
        "UPDATE people_runs SET removes = 1 WHERE id = $1",
        args![id],
    )
    .await?;
    Ok(())
}

/// Takes on a run, this one or any, until a time. None: there is none that nobody does. One that was put off is gone on with when its time has come,
/// or when somebody asks for it.
pub(in crate::people) async fn take_run(
    tx: &mut Tx,
    id: Option<RunId>,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<RunRow>> {
    tx.fetch_optional(
        concat!(
            "UPDATE people_runs SET lease = $1, leased_until = $3
             WHERE state = 'running' AND (leased_until <= $2 OR (lease = 0 AND id = $4)) AND id = COALESCE($4,
                 (SELECT id FROM people_runs WHERE state = 'running' AND leased_until <= $2 ORDER BY started_at LIMIT 1))
             RETURNING ",
            run_columns!()
        ),
        args![lease, now_ms, until_ms, id.map(|id| id.to_string())],
    )
    .await
}

/// How far a run is, in the transaction of what it did. False: somebody else does it by now.
pub(in crate::people) async fn run_at(
    tx: &mut Tx,
    id: RunId,
    lease: i64,
    place: &str,
    tally: &Tally,
    until_ms: i64,
) -> Result<bool> {
    let kept = tx
        .execute(
            "UPDATE people_runs SET place = $3, done = $4, total = $5, created = $6, changed = $7, unchanged = $8, refused = $9,
                 removed = $10, leased_until = $11, attempts = 0, error = NULL
             WHERE id = $1 AND lease = $2 AND state = 'running'",
            args![
                id,
                lease,
                place,
                tally.done,
                tally.total,
                tally.created,
                tally.changed,
                tally.unchanged,
                tally.refused,
                tally.removed,
                until_ms
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// A run was broken off; from a time on it is gone on with.
pub(in crate::people) async fn put_off(
    tx: &mut Tx,
    id: RunId,
    lease: i64,
    error: &str,
    until_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE people_runs SET attempts = attempts + 1, error = $3, lease = 0, leased_until = $4 WHERE id = $1 AND lease = $2",
        args![id, lease, error, until_ms],
    )
    .await?;
    Ok(())
}

/// A run has ended, well or with an error.
pub(in crate::people) async fn end_run(
    tx: &mut Tx,
    id: RunId,
    lease: i64,
    tally: &Tally,
    error: Option<&str>,
    now_ms: i64,
) -> Result<()> {
    let state = if error.is_some() { "failed" } else { "done" };
    tx.execute(
        "UPDATE people_runs SET state = $3, error = $4, ended_at = $5, leased_until = 0, total = $6 WHERE id = $1 AND lease = $2",
        args![id, lease, state, error.map(str::to_owned), now_ms, tally.total],
    )
    .await?;
    Ok(())
}

/// The newest runs of a scope.
pub(in crate::people) async fn runs(tx: &mut Tx, scope: &str, at_most: u32) -> Result<Vec<RunRow>> {
    tx.fetch_all(
        concat!(
            "SELECT ",
            run_columns!(),
            " FROM people_runs WHERE scope = $1 ORDER BY started_at DESC LIMIT $2"
        ),
        args![scope, at_most],
    )
    .await
}

record! {
    struct CountRow {
        things: i64,
    }
}

/// How many things of a kind are known that were not deleted, of one organisation or of all.
pub(in crate::people) async fn count_things(
    tx: &mut Tx,
    kind: Kind,
    organisation: Option<&str>,
) -> Result<i64> {
    const ALL: &str =
        "SELECT COUNT(*) AS things FROM workos_objects WHERE kind = $1 AND deleted_at IS NULL";
    const OF_ONE: &str = "SELECT COUNT(*) AS things FROM workos_objects WHERE kind = $1 AND deleted_at IS NULL AND organisation_id = $2";
    let row: CountRow = match organisation {
        None => tx.fetch_one(ALL, args![kind.as_str()]).await?,
        Some(organisation) => {
            tx.fetch_one(OF_ONE, args![kind.as_str(), organisation])
                .await?
        }
    };
    Ok(row.things)
}

record! {
    struct ThingRow {
        id: String,
    }
}

/// The organisation after this one that was not deleted.
pub(in crate::people) async fn next_organisation(
    tx: &mut Tx,
    after: &str,
) -> Result<Option<String>> {
    let row: Option<ThingRow> = tx
        .fetch_optional(
            "SELECT id FROM workos_objects WHERE kind = 'organization' AND deleted_at IS NULL AND id > $1 ORDER BY id LIMIT 1",
            args![after],
        )
        .await?;
    Ok(row.map(|row| row.id))
}

/// How many things of a kind were not deleted, and WorkOS has not spoken of them since a time. Of one organisation: what belongs to it.
pub(in crate::people) async fn count_unseen(
    tx: &mut Tx,
    kind: Kind,
    organisation: Option<&str>,
    since_ms: i64,
) -> Result<i64> {
    let row: CountRow = tx
        .fetch_one(
            "SELECT COUNT(*) AS things FROM workos_objects
             WHERE kind = $1 AND deleted_at IS NULL AND seen_at < $2 AND ($3 = '' OR organisation_id = $3)",
            args![kind.as_str(), since_ms, organisation.unwrap_or_default()],
        )
        .await?;
    Ok(row.things)
}

record! {
    /// A thing of which WorkOS has not spoken for long.
    pub(in crate::people) struct UnseenRow {
        pub(in crate::people) id: String,
        pub(in crate::people) updated_at: i64,
    }
}

/// Some things of a kind that were not deleted, and of which WorkOS has not spoken since a time. Of one organisation: what belongs to it.
pub(in crate::people) async fn unseen(
    tx: &mut Tx,
    kind: Kind,
    organisation: Option<&str>,
    since_ms: i64,
    at_most: u32,
) -> Result<Vec<UnseenRow>> {
    macro_rules! unseen {
        ($locked:literal) => {
            concat!(
                "SELECT id, updated_at FROM workos_objects
                 WHERE kind = $1 AND deleted_at IS NULL AND seen_at < $2 AND ($3 = '' OR organisation_id = $3) ORDER BY id LIMIT $4",
                $locked
            )
        };
    }
    // Whom somebody speaks of just now is not among them.
    tx.fetch_either(
        unseen!(""),
        unseen!(" FOR UPDATE SKIP LOCKED"),
        args![
            kind.as_str(),
            since_ms,
            organisation.unwrap_or_default(),
            at_most
        ],
    )
    .await
}
