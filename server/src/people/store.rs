//! The SQL of what WorkOS said, of its events, and of what is to be brought to the registry.

mod figures;
mod inbox;
mod leftovers;
mod overview;
mod runs;
mod settings;
mod sign_ins;
mod sync;

pub(super) use self::figures::*;
pub(super) use self::inbox::*;
pub(super) use self::leftovers::*;
pub(super) use self::overview::*;
pub(super) use self::runs::*;
pub(super) use self::settings::*;
pub(super) use self::sign_ins::*;
pub(super) use self::sync::*;
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

record! {
    struct AddressRow {
        known_as: Option<String>,
    }
}

/// The address of a user, in lower case, as it is kept.
pub(super) async fn address_of(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    let row: Option<AddressRow> = tx
        .fetch_optional(
            "SELECT known_as FROM workos_objects WHERE kind = 'user' AND id = $1",
            args![id],
        )
        .await?;
    Ok(row.and_then(|row| row.known_as))
}

/// Whose an address is: of all users of whom it was said, and who were not deleted, the one of whom it was said last.
pub(super) async fn addressed(tx: &mut Tx, address: &str) -> Result<Option<KeptRow>> {
    tx.fetch_optional(
        "SELECT id, updated_at, inferred, organisation_id, user_id, body FROM workos_objects
         WHERE kind = 'user' AND deleted_at IS NULL AND known_as = $1
         ORDER BY updated_at DESC, said_at DESC, id DESC LIMIT 1",
        args![address],
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
