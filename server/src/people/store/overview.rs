//! The SQL of what an administrator sees: things of one organisation, named by the id of WorkOS, and figures of the whole program.

use imprimatur_protocol::{OrganisationId, PersonId};

use crate::error::Result;
use crate::workspace::{Tx, args, record};

/// What of `sync_status` belongs to the organisation `$1`. Users belong to none by their row, and each half is found by an index of its own.
macro_rules! own {
    () => {
        "(SELECT * FROM sync_status WHERE target = 'registry' AND organisation_id = $1
          UNION ALL
          SELECT * FROM sync_status WHERE target = 'registry' AND kind = 'user' AND organisation_id IS NULL AND id IN (
              SELECT m.user_id FROM workos_objects m WHERE m.kind = 'organization_membership' AND m.deleted_at IS NULL AND m.organisation_id = $1))"
    };
}

record! {
    /// How many things of a kind stand how.
    pub(in crate::people) struct KindRow {
        pub(in crate::people) kind: String,
        pub(in crate::people) pending: i64,
        pub(in crate::people) failed: i64,
        pub(in crate::people) success: i64,
        pub(in crate::people) oldest: Option<i64>,
    }
}

pub(in crate::people) async fn kinds(tx: &mut Tx, organisation: &str) -> Result<Vec<KindRow>> {
    // Sums of Postgres are of another type than what they sum.
    tx.fetch_all(
        concat!(
            "SELECT s.kind,
                    CAST(SUM(CASE WHEN s.wanted > s.synced AND s.error_reason IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS pending,
                    CAST(SUM(CASE WHEN s.wanted > s.synced AND s.error_reason IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS failed,
                    CAST(SUM(CASE WHEN s.wanted > s.synced THEN 0 ELSE 1 END) AS BIGINT) AS success,
                    MIN(CASE WHEN s.wanted > s.synced THEN s.wanted_since END) AS oldest
             FROM ",
            own!(),
            " AS s GROUP BY s.kind ORDER BY s.kind"
        ),
        args![organisation],
    )
    .await
}

record! {
    /// How a thing stands.
    pub(in crate::people) struct ThingStatusRow {
        pub(in crate::people) kind: String,
        pub(in crate::people) id: String,
        pub(in crate::people) body: Option<String>,
        pub(in crate::people) wanted: i64,
        pub(in crate::people) synced: i64,
        pub(in crate::people) attempts: i64,
        pub(in crate::people) error_reason: Option<String>,
        pub(in crate::people) error_said: Option<String>,
        pub(in crate::people) failed_at: Option<i64>,
        pub(in crate::people) next_try_at: i64,
        pub(in crate::people) synced_at: Option<i64>,
    }
}

/// What of `sync_status s` has a state.
macro_rules! in_state {
    () => {
        "($5 = 'all' OR ($5 = 'success' AND s.wanted <= s.synced)
          OR ($5 = 'failed' AND s.wanted > s.synced AND s.error_reason IS NOT NULL)
          OR ($5 = 'pending' AND s.wanted > s.synced AND s.error_reason IS NULL))"
    };
}

/// Things after one, in the order of kind and id: of a state, or `all`.
pub(in crate::people) async fn things(
    tx: &mut Tx,
    organisation: &str,
    state: &str,
    after: (&str, &str),
    at_most: u32,
) -> Result<Vec<ThingStatusRow>> {
    tx.fetch_all(
        concat!(
            "SELECT s.kind, s.id, o.body, s.wanted, s.synced, s.attempts, s.error_reason, s.error_said, s.failed_at,
                    s.next_try_at, s.synced_at
             FROM ",
            own!(),
            " AS s
             LEFT JOIN workos_objects o ON o.kind = s.kind AND o.id = s.id
             WHERE (s.kind > $2 OR (s.kind = $2 AND s.id > $3)) AND ",
            in_state!(),
            " ORDER BY s.kind, s.id LIMIT $4"
        ),
        args![organisation, after.0, after.1, at_most, state],
    )
    .await
}

/// Has what failed tried again now: one thing, or all.
pub(in crate::people) async fn try_again(
    tx: &mut Tx,
    organisation: &str,
    thing: Option<(&str, &str)>,
    now_ms: i64,
) -> Result<u64> {
    let (kind, id) = thing.unwrap_or(("", ""));
    tx.execute(
        "UPDATE sync_status SET next_try_at = $2
         WHERE target = 'registry' AND wanted > synced AND error_reason IS NOT NULL AND next_try_at > $2
           AND ($3 = '' OR (kind = $3 AND id = $4))
           AND (organisation_id = $1 OR (kind = 'user' AND id IN (
             SELECT m.user_id FROM workos_objects m WHERE m.kind = 'organization_membership' AND m.deleted_at IS NULL AND m.organisation_id = $1)))",
        args![organisation, now_ms, kind, id],
    )
    .await
}

record! {
    /// What was done in a minute since 1970.
    pub(in crate::people) struct MinuteRow {
        pub(in crate::people) minute: i64,
        pub(in crate::people) synced: i64,
        pub(in crate::people) failed: i64,
        pub(in crate::people) received: i64,
    }
}

pub(in crate::people) async fn minutes(tx: &mut Tx, since: i64) -> Result<Vec<MinuteRow>> {
    tx.fetch_all(
        "SELECT minute, synced, failed, received FROM sync_minutes WHERE minute >= $1 ORDER BY minute",
        args![since],
    )
    .await
}

record! {
    /// How events stand, of the whole program.
    pub(in crate::people) struct InboxRow {
        pub(in crate::people) received_at: Option<i64>,
        pub(in crate::people) waiting: i64,
        pub(in crate::people) failed: i64,
    }
}

pub(in crate::people) async fn inbox(tx: &mut Tx) -> Result<InboxRow> {
    tx.fetch_one(
        "SELECT (SELECT MAX(received_at) FROM workos_events WHERE source = 'webhook') AS received_at,
                (SELECT COUNT(*) FROM workos_events WHERE state = 'waiting') AS waiting,
                (SELECT COUNT(*) FROM workos_events WHERE state = 'failed') AS failed",
        args![],
    )
    .await
}

record! {
    /// Webhooks that were refused.
    pub(in crate::people) struct RefusalRow {
        pub(in crate::people) reason: String,
        pub(in crate::people) times: i64,
        pub(in crate::people) refused_at: i64,
    }
}

pub(in crate::people) async fn refusals(tx: &mut Tx) -> Result<Vec<RefusalRow>> {
    tx.fetch_all(
        "SELECT reason, times, refused_at FROM workos_refusals ORDER BY reason",
        args![],
    )
    .await
}

/// How far events were fetched; none before the first time.
pub(in crate::people) async fn cursor(tx: &mut Tx) -> Result<Option<super::CursorRow>> {
    tx.fetch_optional(
        "SELECT event_id, event_at, from_ms, fetched_at, failure, gap_at FROM workos_cursor WHERE name = 'events'",
        args![],
    )
    .await
}

record! {
    /// A member.
    pub(in crate::people) struct MemberRow {
        pub(in crate::people) id: PersonId,
        pub(in crate::people) name: String,
        /// The name as it is put in order by.
        pub(in crate::people) folded: String,
        pub(in crate::people) email: String,
        pub(in crate::people) preferred_locale: String,
        pub(in crate::people) role: String,
        pub(in crate::people) roles: Option<String>,
        pub(in crate::people) color: i64,
        pub(in crate::people) created_at: i64,
    }
}

/// Members after one, by folded name and id, whose name or address holds a text: in the first place as it is folded, in the second in lower case, for
/// names that nobody has folded yet, and for addresses. Programs are none.
pub(in crate::people) async fn members(
    tx: &mut Tx,
    organisation: OrganisationId,
    [holding, lower]: [&str; 2],
    after: (&str, &str),
    at_most: u32,
) -> Result<Vec<MemberRow>> {
    tx.fetch_all(
        "SELECT p.id, p.name, COALESCE(p.folded, LOWER(p.name)) AS folded, p.email, p.preferred_locale, m.role, m.roles, m.color, m.created_at
         FROM members m JOIN people p ON p.id = m.person_id
         WHERE m.organisation_id = $1 AND p.is_program = 0
           AND ($2 = '' OR p.folded LIKE $2 ESCAPE '!' OR (p.folded IS NULL AND LOWER(p.name) LIKE $6 ESCAPE '!')
                OR LOWER(p.email) LIKE $6 ESCAPE '!')
           AND (COALESCE(p.folded, LOWER(p.name)) > $3 OR (COALESCE(p.folded, LOWER(p.name)) = $3 AND p.id > $4))
         ORDER BY COALESCE(p.folded, LOWER(p.name)), p.id LIMIT $5",
        args![organisation, holding, after.0, after.1, at_most, lower],
    )
    .await
}

record! {
    struct MembersRow {
        members: i64,
    }
}

pub(in crate::people) async fn count_members(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<i64> {
    let row: MembersRow = tx
        .fetch_one(
            "SELECT COUNT(*) AS members FROM members m JOIN people p ON p.id = m.person_id
             WHERE m.organisation_id = $1 AND p.is_program = 0",
            args![organisation],
        )
        .await?;
    Ok(row.members)
}

record! {
    /// What is kept of a domain.
    pub(in crate::people) struct DomainRow {
        pub(in crate::people) organisation_id: String,
        pub(in crate::people) body: String,
    }
}

/// The domains of an organisation.
pub(in crate::people) async fn domains(
    tx: &mut Tx,
    organisation: &str,
    at_most: u32,
) -> Result<Vec<DomainRow>> {
    tx.fetch_all(
        "SELECT organisation_id, body FROM workos_objects
         WHERE kind = 'organization_domain' AND deleted_at IS NULL AND organisation_id = $1 ORDER BY id LIMIT $2",
        args![organisation, at_most],
    )
    .await
}

/// The domains of a name, of whichever organisation.
pub(in crate::people) async fn domains_named(tx: &mut Tx, name: &str) -> Result<Vec<DomainRow>> {
    tx.fetch_all(
        "SELECT organisation_id, body FROM workos_objects
         WHERE kind = 'organization_domain' AND deleted_at IS NULL AND known_as = $1 AND organisation_id IS NOT NULL
         ORDER BY id LIMIT 100",
        args![name],
    )
    .await
}

record! {
    struct UserRow {
        id: String,
    }
}

/// The user with this address, in lower case.
pub(in crate::people) async fn user_known_as(tx: &mut Tx, email: &str) -> Result<Option<String>> {
    let row: Option<UserRow> = tx
        .fetch_optional(
            "SELECT id FROM workos_objects WHERE kind = 'user' AND deleted_at IS NULL AND known_as = $1
             ORDER BY updated_at DESC LIMIT 1",
            args![email],
        )
        .await?;
    Ok(row.map(|row| row.id))
}

/// The user that another system has this id for.
pub(in crate::people) async fn user_with_external_id(
    tx: &mut Tx,
    external_id: &str,
) -> Result<Option<String>> {
    let row: Option<UserRow> = tx
        .fetch_optional(
            "SELECT id FROM workos_objects WHERE kind = 'user' AND deleted_at IS NULL AND external_id = $1
             ORDER BY updated_at DESC LIMIT 1",
            args![external_id],
        )
        .await?;
    Ok(row.map(|row| row.id))
}

record! {
    /// How much waits, of the whole program.
    pub(in crate::people) struct TotalsRow {
        pub(in crate::people) waiting: i64,
        pub(in crate::people) failing: i64,
        pub(in crate::people) oldest: Option<i64>,
        pub(in crate::people) events: i64,
    }
}

pub(in crate::people) async fn totals(tx: &mut Tx) -> Result<TotalsRow> {
    tx.fetch_one(
        "SELECT (SELECT COUNT(*) FROM sync_status WHERE target = 'registry' AND wanted > synced) AS waiting,
                (SELECT COUNT(*) FROM sync_status WHERE target = 'registry' AND wanted > synced AND error_reason IS NOT NULL) AS failing,
                (SELECT MIN(wanted_since) FROM sync_status WHERE target = 'registry' AND wanted > synced) AS oldest,
                (SELECT COUNT(*) FROM workos_events WHERE state = 'waiting') AS events",
        args![],
    )
    .await
}

record! {
    /// A member who was looked up.
    pub(in crate::people) struct FoundRow {
        pub(in crate::people) id: PersonId,
        pub(in crate::people) name: String,
        pub(in crate::people) email: String,
        pub(in crate::people) workos_id: Option<String>,
    }
}

/// The member with an address, in lower case.
pub(in crate::people) async fn member_by_email(
    tx: &mut Tx,
    organisation: OrganisationId,
    email: &str,
) -> Result<Option<FoundRow>> {
    tx.fetch_optional(
        "SELECT p.id, p.name, p.email, p.workos_id FROM members m JOIN people p ON p.id = m.person_id
         WHERE m.organisation_id = $1 AND p.is_program = 0 AND LOWER(p.email) = $2",
        args![organisation, email],
    )
    .await
}

/// The member whom WorkOS knows by an id.
pub(in crate::people) async fn member_by_user(
    tx: &mut Tx,
    organisation: OrganisationId,
    user: &str,
) -> Result<Option<FoundRow>> {
    tx.fetch_optional(
        "SELECT p.id, p.name, p.email, p.workos_id FROM members m JOIN people p ON p.id = m.person_id
         WHERE m.organisation_id = $1 AND p.is_program = 0 AND p.workos_id = $2",
        args![organisation, user],
    )
    .await
}
