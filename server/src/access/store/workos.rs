//! The SQL of sessions that are a part of one of WorkOS.

use imprimatur_protocol::{OrganisationId, PersonId, SessionId};

use crate::access::roles::Rights;
use crate::error::Result;
use crate::workspace::{Db, Tx, args, record};

record! {
    /// What is needed to go on in a session.
    pub(in crate::access) struct RenewalRow {
        pub(in crate::access) organisation_id: OrganisationId,
        pub(in crate::access) person_id: PersonId,
        pub(in crate::access) workos_organisation: Option<String>,
        pub(in crate::access) former_role: Option<String>,
        pub(in crate::access) granted: Option<String>,
        pub(in crate::access) refresh_token: Option<Vec<u8>>,
        pub(in crate::access) access_until: Option<i64>,
        pub(in crate::access) renewing_until: i64,
    }
}

/// How a session stands, if it lives.
pub(in crate::access) async fn find_renewal(
    db: &Db,
    session: SessionId,
    now_ms: i64,
) -> Result<Option<RenewalRow>> {
    db.look(
        "SELECT s.organisation_id, s.person_id, o.workos_id AS workos_organisation, p.former_role, s.granted, s.refresh_token,
                s.access_until, s.renewing_until
         FROM sessions s
         JOIN organisations o ON o.id = s.organisation_id
         JOIN people p ON p.id = s.person_id
         WHERE s.id = $1 AND s.expires_at > $2",
        args![session, now_ms],
    )
    .await
}

/// Takes on asking for a session's next token, for a while. False: somebody else has, or it was asked for.
pub(in crate::access) async fn begin_renewal(
    tx: &mut Tx,
    session: SessionId,
    now_ms: i64,
    until_ms: i64,
) -> Result<bool> {
    let taken = tx
        .execute(
            "UPDATE sessions SET renewing_until = $3
             WHERE id = $1 AND renewing_until <= $2 AND access_until <= $2",
            args![session, now_ms, until_ms],
        )
        .await?;
    Ok(taken == 1)
}

/// Keeps the next pair. False: whoever was slow has lost the turn, or the session has ended.
pub(in crate::access) async fn renewed(
    tx: &mut Tx,
    session: SessionId,
    turn: i64,
    granted: Rights,
    access_until: i64,
) -> Result<bool> {
    let kept = tx
        .execute(
            "UPDATE sessions SET granted = $3, access_until = $4, renewing_until = 0
             WHERE id = $1 AND renewing_until = $2",
            args![session, turn, granted.names(), access_until],
        )
        .await?;
    Ok(kept == 1)
}

/// Keeps what the next pair is had for, in one's turn.
pub(in crate::access) async fn keep_refresh_token(
    tx: &mut Tx,
    session: SessionId,
    turn: i64,
    refresh_token: Vec<u8>,
) -> Result<()> {
    tx.execute(
        "UPDATE sessions SET refresh_token = $3 WHERE id = $1 AND renewing_until = $2",
        args![session, turn, refresh_token],
    )
    .await?;
    Ok(())
}

/// Nobody asks again before a time.
pub(in crate::access) async fn renew_later(
    tx: &mut Tx,
    session: SessionId,
    turn: i64,
    not_before_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE sessions SET renewing_until = $3 WHERE id = $1 AND renewing_until = $2",
        args![session, turn, not_before_ms],
    )
    .await?;
    Ok(())
}

/// The sessions of somebody in an organisation are to be asked about anew: what they may do has changed.
pub(in crate::access) async fn outdate(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE sessions SET access_until = $3
         WHERE organisation_id = $1 AND person_id = $2 AND kind = 'workos' AND access_until > $3",
        args![organisation, person, now_ms],
    )
    .await?;
    Ok(())
}

record! {
    struct EndedRow {
        id: SessionId,
    }
}

/// Ends what is a part of a session of WorkOS, and remembers that until its last token is over.
pub(in crate::access) async fn end_by_sid(
    tx: &mut Tx,
    sid: &str,
    until_ms: i64,
) -> Result<Vec<SessionId>> {
    tx.execute(
        "INSERT INTO ended_workos_sessions (sid, until) VALUES ($1, $2)
         ON CONFLICT (sid) DO UPDATE SET until = excluded.until",
        args![sid, until_ms],
    )
    .await?;
    let rows: Vec<EndedRow> = tx
        .fetch_all(
            "DELETE FROM sessions WHERE workos_sid = $1 RETURNING id",
            args![sid],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

record! {
    struct KnownSid {
        sid: String,
    }
}

/// Whether a session of WorkOS has ended.
pub(in crate::access) async fn has_ended(tx: &mut Tx, sid: &str) -> Result<bool> {
    let row: Option<KnownSid> = tx
        .fetch_optional(
            "SELECT sid FROM ended_workos_sessions WHERE sid = $1",
            args![sid],
        )
        .await?;
    Ok(row.is_some_and(|row| row.sid == sid))
}

/// Forgets ended sessions of WorkOS of which no token is good any more.
pub(in crate::access) async fn forget_ended(tx: &mut Tx, now_ms: i64, at_most: u32) -> Result<u64> {
    tx.execute(
        "DELETE FROM ended_workos_sessions WHERE sid IN (
             SELECT sid FROM ended_workos_sessions WHERE until <= $1 ORDER BY until LIMIT $2)",
        args![now_ms, at_most],
    )
    .await
}

record! {
    /// A member, by the ids of WorkOS.
    pub(in crate::access) struct WorkOsMember {
        pub(in crate::access) organisation_id: OrganisationId,
        pub(in crate::access) person_id: PersonId,
        pub(in crate::access) former_role: Option<String>,
    }
}

/// Somebody who is a member, by the ids of WorkOS.
pub(in crate::access) async fn member_by_workos(
    tx: &mut Tx,
    organisation: &str,
    user: &str,
) -> Result<Option<WorkOsMember>> {
    tx.fetch_optional(
        "SELECT m.organisation_id, m.person_id, p.former_role
         FROM members m
         JOIN organisations o ON o.id = m.organisation_id
         JOIN people p ON p.id = m.person_id
         WHERE o.workos_id = $1 AND p.workos_id = $2",
        args![organisation, user],
    )
    .await
}

record! {
    struct MembershipRow {
        workos_id: Option<String>,
    }
}

/// Whether somebody is a member; and then WorkOS's id of the organisation, if it has one.
pub(in crate::access) async fn membership(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Option<Option<String>>> {
    let row: Option<MembershipRow> = tx
        .fetch_optional(
            "SELECT o.workos_id FROM members m JOIN organisations o ON o.id = m.organisation_id
             WHERE m.organisation_id = $1 AND m.person_id = $2",
            args![organisation, person],
        )
        .await?;
    Ok(row.map(|row| row.workos_id))
}

record! {
    /// An organisation that somebody is a member of.
    pub(in crate::access) struct MemberOfRow {
        pub(in crate::access) id: OrganisationId,
        pub(in crate::access) name: String,
    }
}

/// The organisations that somebody is a member of, by their names.
pub(in crate::access) async fn memberships(
    tx: &mut Tx,
    person: PersonId,
) -> Result<Vec<MemberOfRow>> {
    tx.fetch_all(
        "SELECT o.id, o.name FROM members m JOIN organisations o ON o.id = m.organisation_id
         WHERE m.person_id = $1 ORDER BY o.name, o.id LIMIT 1000",
        args![person],
    )
    .await
}

/// Takes the turn for a session in any case, whatever its token is still good for. False: somebody else has it.
pub(in crate::access) async fn begin_move(
    tx: &mut Tx,
    session: SessionId,
    now_ms: i64,
    until_ms: i64,
) -> Result<bool> {
    let taken = tx
        .execute(
            "UPDATE sessions SET renewing_until = $3 WHERE id = $1 AND renewing_until <= $2",
            args![session, now_ms, until_ms],
        )
        .await?;
    Ok(taken == 1)
}

record! {
    struct SidRow {
        workos_sid: Option<String>,
    }
}

/// The session of WorkOS that a session is a part of.
pub(in crate::access) async fn sid_of(tx: &mut Tx, session: SessionId) -> Result<Option<String>> {
    let row: Option<SidRow> = tx
        .fetch_optional(
            "SELECT workos_sid FROM sessions WHERE id = $1",
            args![session],
        )
        .await?;
    Ok(row
        .and_then(|row| row.workos_sid)
        .filter(|sid| !sid.is_empty()))
}

/// A session of a program goes on with its next token, which lasts longer. False: there is none, or its token is no older.
pub(in crate::access) async fn go_on(
    tx: &mut Tx,
    sid: &str,
    organisation: OrganisationId,
    person: PersonId,
    (token_hash, granted, until_ms): (Vec<u8>, Rights, i64),
) -> Result<bool> {
    let gone_on = tx
        .execute(
            "UPDATE sessions SET token_hash = $4, granted = $5, expires_at = $6
             WHERE id = (SELECT id FROM sessions
                         WHERE workos_sid = $1 AND kind = 'bearer' AND organisation_id = $2 AND person_id = $3 AND expires_at < $6
                         ORDER BY expires_at DESC LIMIT 1)
               AND NOT EXISTS (SELECT 1 FROM sessions WHERE token_hash = $4)",
            args![
                sid,
                organisation,
                person,
                token_hash,
                granted.names(),
                until_ms
            ],
        )
        .await?;
    Ok(gone_on == 1)
}
