//! The SQL of people, members and sessions.

mod keys;
mod known;
mod organisations;
mod workos;

use imprimatur_protocol::{OrganisationId, PersonId, SessionId};

use super::caller::{Caller, Organisation, Person, SessionKind};
use super::colors::color;
use super::grants::impersonated;
use super::locales::{Locale, locale_name, locale_named};
use super::renewal::is_unheard_of;
use super::roles::{Rights, Role, role_name, role_named};
use super::sample::SamplePerson;
use crate::error::{Error, Result};
use crate::workspace::{Db, Tx, args, record};

pub(super) use self::keys::*;
pub(super) use self::known::*;
pub(super) use self::organisations::{organisation_name, workos_organisation};
pub(super) use self::workos::*;

/// A session that is about to be stored.
pub(super) struct NewSession {
    pub(super) id: SessionId,
    pub(super) kind: SessionKind,
    pub(super) token_hash: Vec<u8>,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
    pub(super) granted: Option<Rights>,
    pub(super) workos_sid: Option<String>,
    pub(super) refresh_token: Option<Vec<u8>>,
    pub(super) access_until: Option<i64>,
    pub(super) impersonator: Option<String>,
}

impl NewSession {
    /// One that is over at once, and brings whatever its person may do.
    pub(super) fn new(id: SessionId, token_hash: Vec<u8>, now_ms: i64) -> Self {
        Self {
            id,
            kind: SessionKind::Local,
            token_hash,
            created_at: now_ms,
            expires_at: now_ms,
            granted: None,
            workos_sid: None,
            refresh_token: None,
            access_until: None,
            impersonator: None,
        }
    }
}

record! {
    /// A live session with its person and organisation.
    pub(super) struct SessionRow {
        pub(super) session_id: SessionId,
        expires_at: i64,
        organisation_id: OrganisationId,
        organisation_name: String,
        person_id: PersonId,
        person_name: String,
        email: String,
        preferred_locale: String,
        role: String,
        roles: Option<String>,
        color: i64,
        kind: String,
        granted: Option<String>,
        access_until: Option<i64>,
        impersonator: Option<String>,
        pub(super) key_used_at: Option<i64>,
    }
}

impl SessionRow {
    /// Whether what WorkOS said of its person is too old to be believed.
    pub(super) fn is_over(&self, now_ms: i64) -> bool {
        self.access_until.is_some_and(|until| until <= now_ms)
    }

    /// Whether WorkOS has not been heard of for too long to go by it.
    pub(super) fn is_unheard_of(&self, now_ms: i64) -> bool {
        is_unheard_of(self.access_until, now_ms)
    }

    pub(super) fn kind(&self) -> Result<SessionKind> {
        SessionKind::named(&self.kind).ok_or_else(|| {
            Error::internal(format!(
                "the kind `{}` of {} is unknown",
                self.kind, self.session_id
            ))
        })
    }

    pub(super) fn into_caller(self) -> Result<Caller> {
        let kind = self.kind()?;
        let role = role_named(&self.role).ok_or_else(|| {
            Error::internal(format!(
                "the role `{}` of {} is unknown",
                self.role, self.person_id
            ))
        })?;
        let preferred_locale = locale_named(&self.preferred_locale).ok_or_else(|| {
            Error::internal(format!(
                "the language `{}` of {} is unknown",
                self.preferred_locale, self.person_id
            ))
        })?;
        // Null: the one in `role`. A name that a newer version has written brings nothing.
        let roles = self.roles.as_deref().unwrap_or(&self.role);
        let mut rights = Rights::of_roles(roles.split(',').filter_map(role_named));
        if let Some(granted) = &self.granted {
            rights = rights.and(Rights::named(granted));
        }
        if self.impersonator.is_some() {
            rights = impersonated(rights);
        }
        Ok(Caller {
            session: self.session_id,
            expires_at_ms: self.expires_at,
            organisation: Organisation {
                id: self.organisation_id,
                name: self.organisation_name,
            },
            person: Person {
                id: self.person_id,
                name: self.person_name,
                email: self.email,
                color: color(self.color),
                preferred_locale,
            },
            role,
            rights,
            kind,
            impersonator: self.impersonator,
        })
    }
}

/// What is selected of sessions that live at `$1`, with a further condition.
macro_rules! live_sessions {
    ($condition:literal) => {
        concat!(
            "SELECT s.id AS session_id, s.expires_at, o.id AS organisation_id, o.name AS organisation_name,
                    p.id AS person_id, p.name AS person_name, p.email, p.preferred_locale, m.role, m.roles, m.color,
                    s.kind, s.granted, s.access_until, s.impersonator, k.used_at AS key_used_at
             FROM sessions s
             JOIN members m ON m.organisation_id = s.organisation_id AND m.person_id = s.person_id
             JOIN organisations o ON o.id = s.organisation_id
             JOIN people p ON p.id = s.person_id
             LEFT JOIN api_keys k ON k.session_id = s.id
             WHERE s.expires_at > $1 AND ",
            $condition
        )
    };
}

/// The live session with this hash. This is where a caller's organisation comes from, so it asks for none.
pub(super) async fn find_session(
    db: &Db,
    token_hash: &[u8],
    now_ms: i64,
) -> Result<Option<SessionRow>> {
    db.look(
        live_sessions!("s.token_hash = $2"),
        args![now_ms, token_hash],
    )
    .await
}

/// Those of these sessions that live, for whoever holds sockets open in their names.
pub(super) async fn find_sessions_by_id(
    tx: &mut Tx,
    sessions: &[SessionId],
    now_ms: i64,
) -> Result<Vec<SessionRow>> {
    tx.fetch_listed(
        live_sessions!("s.id IN (SELECT value FROM json_each($2))"),
        live_sessions!("s.id IN (SELECT json_array_elements_text($2::json))"),
        args![now_ms],
        sessions.iter(),
    )
    .await
}

pub(super) async fn insert_session(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    session: NewSession,
) -> Result<()> {
    tx.execute(
        "INSERT INTO sessions (token_hash, id, organisation_id, person_id, created_at, expires_at, kind, granted, workos_sid,
                               refresh_token, access_until, impersonator)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT DO NOTHING",
        args![
            session.token_hash,
            session.id,
            organisation,
            person,
            session.created_at,
            session.expires_at,
            session.kind.as_str(),
            session.granted.map(Rights::names),
            session.workos_sid,
            session.refresh_token,
            session.access_until,
            session.impersonator
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn end_session(tx: &mut Tx, session: SessionId) -> Result<()> {
    tx.execute("DELETE FROM sessions WHERE id = $1", args![session])
        .await?;
    Ok(())
}

record! {
    struct IdRow {
        id: SessionId,
    }
}

/// Ends what a person has beyond the newest `keep`; at most a hundred a time, and more with the next sign-in.
pub(super) async fn end_oldest(tx: &mut Tx, person: PersonId, keep: u32) -> Result<Vec<SessionId>> {
    let rows: Vec<IdRow> = tx
        .fetch_all(
            "DELETE FROM sessions WHERE id IN (
                 SELECT id FROM sessions WHERE person_id = $1 AND kind IN ('local', 'workos')
                 ORDER BY created_at DESC, id DESC LIMIT 100 OFFSET $2)
             RETURNING id",
            args![person, keep],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

pub(super) async fn delete_expired(tx: &mut Tx, now_ms: i64, at_most: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM sessions WHERE id IN (
             SELECT id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        args![now_ms, at_most],
    )
    .await
}

/// Ends every session in an organisation.
pub(super) async fn end_sessions_of(tx: &mut Tx, organisation: OrganisationId) -> Result<()> {
    tx.execute(
        "DELETE FROM sessions WHERE organisation_id = $1",
        args![organisation],
    )
    .await?;
    Ok(())
}

pub(super) async fn end_all(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<()> {
    tx.execute(
        "DELETE FROM sessions WHERE organisation_id = $1 AND person_id = $2",
        args![organisation, person],
    )
    .await?;
    Ok(())
}

pub(super) async fn plant_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
    name: &str,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO organisations (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        args![organisation, name, now_ms],
    )
    .await?;
    Ok(())
}

pub(super) async fn plant_member(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: &SamplePerson,
    place: i64,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO people (id, email, name, preferred_locale, created_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        args![
            person.id(),
            person.email,
            person.name,
            locale_name(person.locale),
            now_ms
        ],
    )
    .await?;
    tx.execute(
        "INSERT INTO members (organisation_id, person_id, role, color, created_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        args![
            organisation,
            person.id(),
            role_name(person.role),
            place,
            now_ms
        ],
    )
    .await?;
    Ok(())
}

/// A person belongs to no organisation; the caller changes only their own row.
pub(super) async fn set_locale(
    tx: &mut Tx,
    person: PersonId,
    locale: Locale,
) -> Result<Option<String>> {
    let row: WorkOsIdRow = tx
        .fetch_one(
            "UPDATE people SET preferred_locale = $2, locale_chosen = 1 WHERE id = $1 RETURNING workos_id",
            args![person, locale_name(locale)],
        )
        .await?;
    Ok(row.workos_id)
}

record! {
    struct WorkOsIdRow {
        workos_id: Option<String>,
    }
}

record! {
    pub(super) struct AbleRow {
        pub(super) id: PersonId,
        pub(super) name: String,
        pub(super) color: i64,
        pub(super) roles: String,
    }
}

/// Members with a role that is like one of five patterns, by their names.
pub(super) async fn able(
    tx: &mut Tx,
    organisation: OrganisationId,
    [a, b, c, d, e]: &[String; 5],
    at_most: u32,
) -> Result<Vec<AbleRow>> {
    tx.fetch_all(
        "SELECT p.id, p.name, m.color, COALESCE(m.roles, m.role) AS roles
         FROM members m JOIN people p ON p.id = m.person_id
         WHERE m.organisation_id = $1 AND p.is_program = 0 AND p.deleted_at IS NULL
           AND (',' || COALESCE(m.roles, m.role) || ',' LIKE $2 OR ',' || COALESCE(m.roles, m.role) || ',' LIKE $3
                OR ',' || COALESCE(m.roles, m.role) || ',' LIKE $4 OR ',' || COALESCE(m.roles, m.role) || ',' LIKE $5
                OR ',' || COALESCE(m.roles, m.role) || ',' LIKE $6)
         ORDER BY COALESCE(p.folded, LOWER(p.name)), p.id LIMIT $7",
        args![organisation, a, b, c, d, e, at_most],
    )
    .await
}

record! {
    struct RolesRow {
        roles: String,
    }
}

/// The roles of a member, separated by commas; none: they are no member.
pub(super) async fn roles_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Option<String>> {
    let row: Option<RolesRow> = tx
        .fetch_optional(
            "SELECT COALESCE(roles, role) AS roles FROM members WHERE organisation_id = $1 AND person_id = $2",
            args![organisation, person],
        )
        .await?;
    Ok(row.map(|row| row.roles))
}

/// Gives a member another role. False when there is no such member.
pub(super) async fn set_role(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    role: Role,
) -> Result<bool> {
    let changed = tx
        .execute(
            "UPDATE members SET role = $3, roles = NULL WHERE organisation_id = $1 AND person_id = $2",
            args![organisation, person, role_name(role)],
        )
        .await?;
    Ok(changed == 1)
}

record! {
    struct CountRow {
        free_at_us: i64,
    }
}

record! {
    struct RowsRow {
        rows: i64,
    }
}

/// Counts a sign-in of a network, where it stays within a minute's worth. Gives none then, and else when the network has its whole minute again.
pub(super) async fn count_sign_in(
    tx: &mut Tx,
    network: &str,
    now_us: i64,
    cost_us: i64,
    minute_us: i64,
) -> Result<Option<i64>> {
    let counted = tx
        .execute(
            "INSERT INTO sign_in_counts (network, free_at_us) VALUES ($1, $2 + $3)
             ON CONFLICT (network) DO UPDATE SET free_at_us =
                 CASE WHEN sign_in_counts.free_at_us > $2 THEN sign_in_counts.free_at_us ELSE $2 END + $3
             WHERE sign_in_counts.free_at_us <= $2 + $4 - $3",
            args![network, now_us, cost_us, minute_us],
        )
        .await?;
    if counted == 1 {
        return Ok(None);
    }
    let row: Option<CountRow> = tx
        .fetch_optional(
            "SELECT free_at_us FROM sign_in_counts WHERE network = $1",
            args![network],
        )
        .await?;
    // It was swept meanwhile: the next try passes.
    Ok(Some(row.map_or(now_us, |row| row.free_at_us)))
}

/// Whether a network is counted.
pub(super) async fn is_counted(tx: &mut Tx, network: &str) -> Result<bool> {
    let row: Option<CountRow> = tx
        .fetch_optional(
            "SELECT free_at_us FROM sign_in_counts WHERE network = $1",
            args![network],
        )
        .await?;
    Ok(row.is_some())
}

/// How many networks are counted.
pub(super) async fn networks_counted(tx: &mut Tx) -> Result<i64> {
    let row: RowsRow = tx
        .fetch_one("SELECT COUNT(*) AS rows FROM sign_in_counts", args![])
        .await?;
    Ok(row.rows)
}

/// Deletes what holds nobody back any more, and what a clock that was wrong has left.
pub(super) async fn forget_sign_ins(tx: &mut Tx, now_us: i64, latest_us: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM sign_in_counts WHERE free_at_us <= $1 OR free_at_us > $2",
        args![now_us, latest_us],
    )
    .await
}
