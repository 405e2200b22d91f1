//! The SQL of `sync_status`: what is to be brought to the registry, who has taken it on, and how it went.

use crate::error::Result;
use crate::workspace::{Tx, args, record};

/// Notes that a thing has a new state, which is to be brought to the registry. In the transaction of the change.
pub(in crate::people) async fn want(
    tx: &mut Tx,
    kind: &str,
    id: &str,
    organisation: Option<&str>,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO sync_status (target, kind, id, organisation_id, wanted, synced, wanted_since, attempts, next_try_at,
                                  lease, leased_until)
         VALUES ('registry', $1, $2, $3, $4, 0, $4, 0, $4, 0, 0)
         ON CONFLICT (target, kind, id) DO UPDATE SET
             wanted = CASE WHEN sync_status.wanted >= excluded.wanted THEN sync_status.wanted + 1 ELSE excluded.wanted END,
             wanted_since = CASE WHEN sync_status.wanted > sync_status.synced THEN sync_status.wanted_since
                                 ELSE excluded.wanted_since END,
             next_try_at = CASE WHEN sync_status.wanted > sync_status.synced THEN sync_status.next_try_at
                                ELSE excluded.next_try_at END",
        args![kind, id, organisation.map(str::to_owned), now_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// What somebody has taken on.
    #[derive(Clone)]
    pub(in crate::people) struct TakenRow {
        pub(in crate::people) kind: String,
        pub(in crate::people) id: String,
        pub(in crate::people) wanted: i64,
        pub(in crate::people) attempts: i64,
        pub(in crate::people) error_reason: Option<String>,
    }
}

/// Takes on what is due, for as long as a lease lasts; nothing of a kind that only a later version knows.
pub(in crate::people) async fn take_due(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
    at_most: u32,
) -> Result<Vec<TakenRow>> {
    // By where the rows lie: what was just found is not looked for a second time, however many rows there are.
    macro_rules! take {
        ($place:literal, $among:literal, $locked:literal) => {
            concat!(
                "UPDATE sync_status SET lease = $1, leased_until = $3 WHERE ",
                $place,
                $among,
                "(SELECT ",
                $place,
                " FROM sync_status
                 WHERE target = 'registry' AND wanted > synced AND next_try_at <= $2 AND leased_until <= $2
                     AND kind IN ('organization', 'organization_domain', 'user', 'organisation_settings')
                 ORDER BY next_try_at LIMIT $4",
                $locked,
                ") RETURNING kind, id, wanted, attempts, error_reason"
            )
        };
    }
    let args = args![lease, now_ms, until_ms, at_most];
    tx.fetch_either(
        take!("rowid", " IN ", ""),
        take!("ctid", " = ANY (ARRAY", " FOR UPDATE SKIP LOCKED)"),
        args,
    )
    .await
}

macro_rules! settled {
    ($before:literal, $with:literal, $wanted:literal, $listed:literal, $is_listed:literal) => {
        concat!(
            $before,
            $with,
            "UPDATE sync_status SET synced = ",
            $wanted,
            ", synced_at = $3, attempts = 0, error_reason = NULL, error_said = NULL,
                 failed_at = NULL, leased_until = 0,
                 wanted_since = CASE WHEN wanted > ",
            $wanted,
            " THEN $3 ELSE wanted_since END
             FROM ",
            $listed,
            " WHERE ",
            $is_listed
        )
    };
}

/// By where the rows lie, which are found in the order of what is listed: otherwise SQLite looks through all rows of the kind.
macro_rules! settled_on_sqlite {
    ($before:literal) => {
        settled!(
            $before,
            "WITH listed AS MATERIALIZED (
                 SELECT s.rowid AS place, it.value FROM json_each($4) it
                 CROSS JOIN sync_status s ON s.target = 'registry' AND s.kind = $1 AND s.id = it.key AND s.lease = $2) ",
            "listed.value",
            "listed",
            "sync_status.rowid = listed.place"
        )
    };
}

/// These were brought there, each in the state that was wanted then. Gives how many: of what somebody else has by now, nothing is changed.
pub(in crate::people) async fn synced(
    tx: &mut Tx,
    kind: &str,
    rows: &[(&str, i64)],
    lease: i64,
    now_ms: i64,
) -> Result<usize> {
    if rows.is_empty() {
        return Ok(0);
    }
    let listed: serde_json::Map<String, serde_json::Value> = rows
        .iter()
        .map(|(id, wanted)| ((*id).to_owned(), (*wanted).into()))
        .collect();
    let listed = serde_json::Value::Object(listed).to_string();
    let args = args![kind, lease, now_ms, listed];
    let settled = tx
        .execute_either(
            settled_on_sqlite!(""),
            settled!(
                "",
                "",
                "CAST(listed.value AS BIGINT)",
                "json_each_text($4::json) AS listed",
                "target = 'registry' AND kind = $1 AND sync_status.id = listed.key AND lease = $2"
            ),
            args,
        )
        .await?;
    Ok(usize::try_from(settled).unwrap_or(usize::MAX))
}

/// It was not, and is tried again at a time.
pub(in crate::people) async fn failed(
    tx: &mut Tx,
    taken: &TakenRow,
    lease: i64,
    now_ms: i64,
    next_try_ms: i64,
    reason: &str,
    said: &str,
) -> Result<bool> {
    let settled = tx
        .execute(
            "UPDATE sync_status SET attempts = attempts + 1, error_reason = $4, error_said = $5, failed_at = $6,
                 next_try_at = $7, leased_until = 0
             WHERE target = 'registry' AND kind = $1 AND id = $2 AND lease = $3",
            args![
                taken.kind.as_str(),
                taken.id.as_str(),
                lease,
                reason,
                said,
                now_ms,
                next_try_ms
            ],
        )
        .await?;
    Ok(settled == 1)
}

/// These were not tried, and are due as they were.
pub(in crate::people) async fn hand_back(
    tx: &mut Tx,
    kind: &str,
    ids: &[&str],
    lease: i64,
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    tx.execute_either(
        "UPDATE sync_status SET leased_until = 0
         WHERE target = 'registry' AND kind = $1 AND lease = $2 AND id IN (SELECT value FROM json_each($3))",
        "UPDATE sync_status SET leased_until = 0
         WHERE target = 'registry' AND kind = $1 AND lease = $2 AND id IN (SELECT json_array_elements_text($3::json))",
        args![kind, lease, serde_json::json!(ids).to_string()],
    )
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Platform;

    record! {
        struct PlanRow {
            detail: String,
        }
    }

    /// However many rows there are, those that are settled are found one by one.
    #[tokio::test]
    async fn what_is_settled_is_found_by_its_id() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        let mut tx = platform.db.begin().await.unwrap();
        let plan: Vec<PlanRow> = tx
            .fetch_all(
                settled_on_sqlite!("EXPLAIN QUERY PLAN "),
                args!["user", 1_i64, 2_i64, "{}"],
            )
            .await
            .unwrap();
        let plan: Vec<&str> = plan.iter().map(|row| row.detail.as_str()).collect();
        for found in ["kind=? AND id=?", "PRIMARY KEY (rowid=?)"] {
            assert!(plan.iter().any(|step| step.contains(found)), "{plan:?}");
        }
    }
}
