//! The SQL of keys for programs.

use imprimatur_protocol::{ApiKeyId, OrganisationId, PersonId, SessionId};

use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    /// A key.
    pub(in crate::access) struct ApiKeyRow {
        pub(in crate::access) id: ApiKeyId,
        pub(in crate::access) name: String,
        pub(in crate::access) shown: String,
        pub(in crate::access) scopes: String,
        pub(in crate::access) created_by: PersonId,
        pub(in crate::access) created_by_name: String,
        pub(in crate::access) created_at: i64,
        pub(in crate::access) used_at: Option<i64>,
        pub(in crate::access) revoked_at: Option<i64>,
    }
}

/// A key that is about to be kept.
pub(in crate::access) struct NewApiKey<'a> {
    pub(in crate::access) id: ApiKeyId,
    pub(in crate::access) program: PersonId,
    pub(in crate::access) session: SessionId,
    pub(in crate::access) name: &'a str,
    pub(in crate::access) shown: &'a str,
    pub(in crate::access) scopes: &'a str,
    pub(in crate::access) created_by: PersonId,
    pub(in crate::access) now_ms: i64,
}

/// Makes the person that a program acts as, who is a member like others and signs in nowhere.
pub(in crate::access) async fn insert_program(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: &NewApiKey<'_>,
    role: &str,
) -> Result<()> {
    tx.execute(
        "INSERT INTO people (id, email, name, preferred_locale, created_at, is_program)
         VALUES ($1, 'program:' || $1, $2, 'en', $3, 1)",
        args![key.program, key.name, key.now_ms],
    )
    .await?;
    tx.execute(
        "INSERT INTO members (organisation_id, person_id, role, color, created_at) VALUES ($1, $2, $3, 0, $4)",
        args![organisation, key.program, role, key.now_ms],
    )
    .await?;
    Ok(())
}

pub(in crate::access) async fn insert_key(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: &NewApiKey<'_>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO api_keys (id, organisation_id, person_id, session_id, name, shown, scopes, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            key.id,
            organisation,
            key.program,
            key.session,
            key.name,
            key.shown,
            key.scopes,
            key.created_by,
            key.now_ms
        ],
    )
    .await?;
    Ok(())
}

record! {
    struct CountedKeys {
        keys: i64,
    }
}

/// How many keys of an organisation are good.
pub(in crate::access) async fn count_keys(
    tx: &mut Tx,
    organisation: OrganisationId,
) -> Result<i64> {
    let row: CountedKeys = tx
        .fetch_one(
            "SELECT COUNT(*) AS keys FROM api_keys WHERE organisation_id = $1 AND revoked_at IS NULL",
            args![organisation],
        )
        .await?;
    Ok(row.keys)
}

/// The keys of an organisation, the newest first, those that were taken back among them.
pub(in crate::access) async fn keys(
    tx: &mut Tx,
    organisation: OrganisationId,
    at_most: u32,
) -> Result<Vec<ApiKeyRow>> {
    tx.fetch_all(
        "SELECT k.id, k.name, k.shown, k.scopes, k.created_by, p.name AS created_by_name, k.created_at, k.used_at,
                k.revoked_at
         FROM api_keys k JOIN people p ON p.id = k.created_by
         WHERE k.organisation_id = $1 ORDER BY CASE WHEN k.revoked_at IS NULL THEN 0 ELSE 1 END, k.created_at DESC, k.id DESC LIMIT $2",
        args![organisation, at_most],
    )
    .await
}

record! {
    struct RevokedRow {
        session_id: SessionId,
    }
}

/// Takes a key back; gives the session that was it. None: there is no such key that is good.
pub(in crate::access) async fn revoke_key(
    tx: &mut Tx,
    organisation: OrganisationId,
    key: ApiKeyId,
    now_ms: i64,
) -> Result<Option<SessionId>> {
    let row: Option<RevokedRow> = tx
        .fetch_optional(
            "UPDATE api_keys SET revoked_at = $3
             WHERE organisation_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING session_id",
            args![organisation, key, now_ms],
        )
        .await?;
    Ok(row.map(|row| row.session_id))
}

/// Notes that a key was used, unless that was noted since.
pub(in crate::access) async fn key_used(
    tx: &mut Tx,
    session: SessionId,
    now_ms: i64,
    since_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE api_keys SET used_at = $2 WHERE session_id = $1 AND (used_at IS NULL OR used_at < $3)",
        args![session, now_ms, since_ms],
    )
    .await?;
    Ok(())
}

record! {
    struct KeyOfSession {
        id: ApiKeyId,
    }
}

/// The key that a session is.
pub(in crate::access) async fn key_of_session(
    tx: &mut Tx,
    session: SessionId,
) -> Result<Option<ApiKeyId>> {
    let row: Option<KeyOfSession> = tx
        .fetch_optional(
            "SELECT id FROM api_keys WHERE session_id = $1",
            args![session],
        )
        .await?;
    Ok(row.map(|row| row.id))
}

/// Takes back every key of an organisation.
pub(in crate::access) async fn revoke_keys(
    tx: &mut Tx,
    organisation: OrganisationId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE api_keys SET revoked_at = $2 WHERE organisation_id = $1 AND revoked_at IS NULL",
        args![organisation, now_ms],
    )
    .await?;
    Ok(())
}
