//! The SQL of what WorkOS said, of its events, and of what is to be brought to the registry.

mod figures;
mod inbox;
mod leftovers;
mod overview;
mod runs;
mod settings;
mod sign_ins;

pub(super) use self::figures::*;
pub(super) use self::inbox::*;
pub(super) use self::leftovers::*;
pub(super) use self::overview::*;
pub(super) use self::runs::*;
pub(super) use self::settings::*;
pub(super) use self::sign_ins::*;
use super::lookups::found_by;
use super::objects::{Kind, Object};
use crate::error::Result;
use crate::workspace::{Tx, args, record};

/// Keeps a state of a thing, when it is the newest, and the thing was not deleted. False: it is neither. A role's name may be used again, and what
/// was only not found may be found.
pub(super) async fn keep(tx: &mut Tx, object: &Object, now_ms: i64) -> Result<bool> {
    let deleted_at = object.deleted.then_some(object.said_at_ms);
    let may_return = i64::from(object.kind == Kind::Role);
    let [known_as, external_id] = found_by(object.kind, &object.body);
    let kept = tx
        .execute(
            "INSERT INTO workos_objects (kind, id, updated_at, said_at, deleted_at, user_id, organisation_id, body, seen_at, known_as,
                                         external_id, said_by, inferred)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $10, $11, $12, $13, $14)
             ON CONFLICT (kind, id) DO UPDATE SET updated_at = excluded.updated_at, said_at = excluded.said_at,
                 deleted_at = excluded.deleted_at, body = excluded.body, seen_at = excluded.seen_at,
                 known_as = excluded.known_as, external_id = excluded.external_id, said_by = excluded.said_by,
                 inferred = excluded.inferred,
                 user_id = COALESCE(excluded.user_id, workos_objects.user_id),
                 organisation_id = COALESCE(excluded.organisation_id, workos_objects.organisation_id)
             WHERE (workos_objects.deleted_at IS NULL OR $9 = 1 OR workos_objects.inferred = 1)
               AND (excluded.updated_at > workos_objects.updated_at
                    OR (excluded.updated_at = workos_objects.updated_at AND excluded.said_at > workos_objects.said_at)
                    OR (excluded.updated_at = workos_objects.updated_at AND excluded.said_at = workos_objects.said_at
                        AND excluded.said_by > workos_objects.said_by)
                    OR (excluded.deleted_at IS NOT NULL AND $9 = 0))",
            args![
                object.kind.as_str(),
                object.id.as_str(),
                object.updated_at_ms,
                object.said_at_ms,
                deleted_at,
                object.user.clone(),
                object.organisation.clone(),
                object.body.to_string(),
                may_return,
                now_ms,
                known_as,
                external_id,
                object.said_by.as_str(),
                i64::from(object.inferred)
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// WorkOS has spoken of a thing.
pub(super) async fn seen(tx: &mut Tx, kind: Kind, id: &str, now_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE workos_objects SET seen_at = $3 WHERE kind = $1 AND id = $2",
        args![kind.as_str(), id, now_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// A thing that is kept.
    pub(super) struct KeptRow {
        pub(super) id: String,
        pub(super) updated_at: i64,
        /// Not found in a whole reading, and therefore taken for deleted.
        pub(super) inferred: i64,
        pub(super) organisation_id: Option<String>,
        pub(super) user_id: Option<String>,
        pub(super) body: String,
    }
}

/// A thing, deleted or not.
pub(super) async fn kept(tx: &mut Tx, kind: Kind, id: &str) -> Result<Option<KeptRow>> {
    tx.fetch_optional(
        "SELECT id, updated_at, inferred, organisation_id, user_id, body FROM workos_objects
         WHERE kind = $1 AND id = $2",
        args![kind.as_str(), id],
    )
    .await
}

/// The memberships of a user or an organisation that were not deleted, the newest last.
pub(super) async fn memberships(
    tx: &mut Tx,
    user: Option<&str>,
    organisation: Option<&str>,
) -> Result<Vec<KeptRow>> {
    const ALL: &str =
        "SELECT id, updated_at, inferred, organisation_id, user_id, body FROM workos_objects
         WHERE kind = 'organization_membership' AND deleted_at IS NULL AND user_id = $1
         ORDER BY updated_at, said_at";
    const IN: &str =
        "SELECT id, updated_at, inferred, organisation_id, user_id, body FROM workos_objects
         WHERE kind = 'organization_membership' AND deleted_at IS NULL AND organisation_id = $1
         ORDER BY updated_at, said_at";
    const ONE: &str = "SELECT id, updated_at, inferred, organisation_id, user_id, body FROM workos_objects
         WHERE kind = 'organization_membership' AND deleted_at IS NULL AND user_id = $1 AND organisation_id = $2
         ORDER BY updated_at, said_at";
    match (user, organisation) {
        (Some(user), Some(organisation)) => tx.fetch_all(ONE, args![user, organisation]).await,
        (Some(user), None) => tx.fetch_all(ALL, args![user]).await,
        (None, Some(organisation)) => tx.fetch_all(IN, args![organisation]).await,
        (None, None) => Ok(Vec::new()),
    }
}

/// Notes that a thing has a new state, which is to be brought to the registry. In the transaction of the change.
pub(super) async fn want(
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
    pub(super) struct TakenRow {
        pub(super) kind: String,
        pub(super) id: String,
        pub(super) wanted: i64,
        pub(super) attempts: i64,
    }
}

/// Takes on what is due, for as long as a lease lasts.
pub(super) async fn take_due(
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
                 ORDER BY next_try_at LIMIT $4",
                $locked,
                ") RETURNING kind, id, wanted, attempts"
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

/// These were brought there, each in the state that was wanted then. Gives how many: of what somebody else has by now, nothing is changed.
pub(super) async fn synced(
    tx: &mut Tx,
    kind: &str,
    rows: &[(&str, i64)],
    lease: i64,
    now_ms: i64,
) -> Result<usize> {
    macro_rules! settled {
        ($wanted:literal, $listed:literal) => {
            concat!(
                "UPDATE sync_status SET synced = ",
                $wanted,
                ", synced_at = $3, attempts = 0, error_reason = NULL, error_said = NULL,
                     failed_at = NULL, leased_until = 0,
                     wanted_since = CASE WHEN wanted > ",
                $wanted,
                " THEN $3 ELSE wanted_since END
                 FROM ",
                $listed,
                " AS listed
                 WHERE target = 'registry' AND kind = $1 AND sync_status.id = listed.key AND lease = $2"
            )
        };
    }
    if rows.is_empty() {
        return Ok(0);
    }
    let listed: serde_json::Map<String, serde_json::Value> = rows
        .iter()
        .map(|(id, wanted)| ((*id).to_owned(), (*wanted).into()))
        .collect();
    let settled = tx
        .execute_either(
            settled!("listed.value", "json_each($4)"),
            settled!("CAST(listed.value AS BIGINT)", "json_each_text($4::json)"),
            args![
                kind,
                lease,
                now_ms,
                serde_json::Value::Object(listed).to_string()
            ],
        )
        .await?;
    Ok(usize::try_from(settled).unwrap_or(usize::MAX))
}

/// It was not, and is tried again at a time.
pub(super) async fn failed(
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

record! {
    /// A thing with what only this program knows of it.
    pub(super) struct StateRow {
        pub(super) id: String,
        pub(super) updated_at: i64,
        pub(super) deleted_at: Option<i64>,
        pub(super) organisation_id: Option<String>,
        pub(super) body: String,
        pub(super) preferred_locale: Option<String>,
        /// Of what an organisation has settled: what the system before this one knew of it.
        pub(super) metadata: Option<String>,
        pub(super) wanted: i64,
        pub(super) synced: i64,
    }
}

/// What is selected of states; of whether they are in the registry only where it is asked for.
macro_rules! states {
    ($condition:expr) => {
        states!(
            "COALESCE(s.wanted, 0) AS wanted, COALESCE(s.synced, 0) AS synced",
            "LEFT JOIN sync_status s ON s.target = 'registry' AND s.kind = o.kind AND s.id = o.id",
            $condition
        )
    };
    ($synced:literal, $join:literal, $condition:expr) => {
        concat!(
            "SELECT o.id, o.updated_at, o.deleted_at, o.organisation_id, o.body, p.preferred_locale, NULL AS metadata, ",
            $synced,
            " FROM workos_objects o
             LEFT JOIN people p ON o.kind = 'user' AND p.workos_id = o.id ",
            $join,
            " WHERE o.kind = $1 AND ",
            $condition
        )
    };
}

/// The states of things of a kind, by their ids; not, whether they are in the registry.
pub(super) async fn states<'a>(
    tx: &mut Tx,
    kind: Kind,
    ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<StateRow>> {
    tx.fetch_listed(
        states!(
            "0 AS wanted, 0 AS synced",
            "",
            "o.id IN (SELECT value FROM json_each($2))"
        ),
        states!(
            "CAST(0 AS BIGINT) AS wanted, CAST(0 AS BIGINT) AS synced",
            "",
            "o.id IN (SELECT json_array_elements_text($2::json))"
        ),
        args![kind.as_str()],
        ids,
    )
    .await
}

/// What belongs to an organisation, with `$4` its id: itself, its domains, and users who are or were members.
macro_rules! of_organisation {
    () => {
        "(o.organisation_id = $4 OR (o.kind = 'organization' AND o.id = $4) OR (o.kind = 'user' AND o.id IN (
             SELECT m.user_id FROM workos_objects m WHERE m.kind = 'organization_membership' AND m.deleted_at IS NULL AND m.organisation_id = $4)))"
    };
}

/// The states of things of a kind after an id, of all or of what belongs to an organisation.
pub(super) async fn states_after(
    tx: &mut Tx,
    kind: Kind,
    organisation: Option<&str>,
    after: &str,
    at_most: u32,
) -> Result<Vec<StateRow>> {
    const ALL: &str = states!("o.id > $2 ORDER BY o.id LIMIT $3");
    const OF_ONE: &str = states!(concat!(
        "o.id > $2 AND ",
        of_organisation!(),
        " ORDER BY o.id LIMIT $3"
    ));
    match organisation {
        None => {
            tx.fetch_all(ALL, args![kind.as_str(), after, at_most])
                .await
        }
        Some(organisation) => {
            tx.fetch_all(OF_ONE, args![kind.as_str(), after, at_most, organisation])
                .await
        }
    }
}

record! {
    struct StatesRow {
        states: i64,
    }
}

/// How many states of a kind there are, of all or of what belongs to an organisation.
pub(super) async fn count_states(
    tx: &mut Tx,
    kind: Kind,
    organisation: Option<&str>,
) -> Result<i64> {
    const ALL: &str = "SELECT COUNT(*) AS states FROM workos_objects o WHERE o.kind = $1";
    const OF_ONE: &str = concat!(
        "SELECT COUNT(*) AS states FROM workos_objects o WHERE o.kind = $1 AND COALESCE($2, $3, '') IS NOT NULL AND ",
        of_organisation!()
    );
    let row: StatesRow = match organisation {
        None => tx.fetch_one(ALL, args![kind.as_str()]).await?,
        Some(organisation) => {
            // The condition names its organisation as the fourth.
            tx.fetch_one(OF_ONE, args![kind.as_str(), "", "", organisation])
                .await?
        }
    };
    Ok(row.states)
}
