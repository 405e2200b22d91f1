//! The SQL of guests. The organisation comes first, but where it is found by a secret.

use imprimatur_protocol::{DraftId, GuestId, OrganisationId, PersonId};

use crate::error::Result;
use crate::workspace::{Db, Tx, args, record};

record! {
    /// A guest, as those see them who work on the draft.
    pub(super) struct GuestRow {
        pub(super) id: GuestId,
        pub(super) draft_id: DraftId,
        pub(super) name: String,
        pub(super) invited_by: PersonId,
        pub(super) inviter_name: Option<String>,
        pub(super) inviter_color: Option<i64>,
        pub(super) invited_at: i64,
        pub(super) expires_at: i64,
        pub(super) revoked_at: Option<i64>,
        pub(super) seen_at: Option<i64>,
    }
}

/// What is selected of guests whose template is there, with a further condition.
macro_rules! guests_where {
    ($condition:literal) => {
        concat!(
            "SELECT g.id, g.draft_id, g.name, g.invited_by, NULLIF(p.name, '') AS inviter_name, m.color AS inviter_color, g.invited_at,
                    g.expires_at, g.revoked_at, g.seen_at
             FROM guests g
             JOIN drafts d ON d.organisation_id = g.organisation_id AND d.id = g.draft_id
             JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             LEFT JOIN people p ON p.id = g.invited_by
             LEFT JOIN members m ON m.organisation_id = g.organisation_id AND m.person_id = g.invited_by
             WHERE g.organisation_id = $1 AND t.deleted_at IS NULL AND ",
            $condition
        )
    };
}

/// The guests of a draft, the newest first.
pub(super) async fn list(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    at_most: i64,
) -> Result<Vec<GuestRow>> {
    tx.fetch_all(
        guests_where!("g.draft_id = $2 ORDER BY g.id DESC LIMIT $3"),
        args![organisation, draft, at_most],
    )
    .await
}

/// One guest.
pub(super) async fn find(
    tx: &mut Tx,
    organisation: OrganisationId,
    guest: GuestId,
) -> Result<Option<GuestRow>> {
    tx.fetch_optional(guests_where!("g.id = $2"), args![organisation, guest])
        .await
}

record! {
    struct Count {
        count: i64,
    }
}

/// How many guests a draft has, had ones among them.
pub(super) async fn count(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM guests WHERE organisation_id = $1 AND draft_id = $2",
            args![organisation, draft],
        )
        .await?;
    Ok(row.count)
}

/// A guest who is invited.
pub(super) struct NewGuest<'a> {
    pub(super) id: GuestId,
    pub(super) draft: DraftId,
    pub(super) name: &'a str,
    pub(super) color: i64,
    pub(super) secret_hash: Vec<u8>,
    pub(super) invited_by: PersonId,
    pub(super) now_ms: i64,
    pub(super) expires_at: i64,
}

pub(super) async fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: NewGuest<'_>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO guests (id, organisation_id, draft_id, name, color, secret_hash, invited_by, invited_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            new.id,
            organisation,
            new.draft,
            new.name,
            new.color,
            new.secret_hash,
            new.invited_by,
            new.now_ms,
            new.expires_at
        ],
    )
    .await?;
    Ok(())
}

/// Takes a link back; false when it was before.
pub(super) async fn revoke(
    tx: &mut Tx,
    organisation: OrganisationId,
    guest: GuestId,
    now_ms: i64,
) -> Result<bool> {
    let changed = tx
        .execute(
            "UPDATE guests SET revoked_at = $3 WHERE organisation_id = $1 AND id = $2 AND revoked_at IS NULL",
            args![organisation, guest, now_ms],
        )
        .await?;
    Ok(changed == 1)
}

/// Forgets the browsers that links of a draft had let in that ended before then.
pub(super) async fn forget_ended(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    before_ms: i64,
) -> Result<()> {
    tx.execute(
        "DELETE FROM guest_sessions WHERE organisation_id = $1 AND guest_id IN (
             SELECT id FROM guests WHERE organisation_id = $1 AND draft_id = $2 AND (expires_at < $3 OR revoked_at < $3))",
        args![organisation, draft, before_ms],
    )
    .await?;
    Ok(())
}

record! {
    /// A guest who is here, with what their page names.
    pub(super) struct VisitRow {
        pub(super) guest_id: GuestId,
        pub(super) organisation_id: OrganisationId,
        pub(super) organisation_name: String,
        pub(super) draft_id: DraftId,
        pub(super) template_name: String,
        pub(super) name: String,
        pub(super) color: i64,
        pub(super) inviter_name: Option<String>,
        pub(super) expires_at: i64,
        pub(super) revoked_at: Option<i64>,
        pub(super) seen_at: Option<i64>,
    }
}

/// What is selected of a guest whose draft is there, by a secret in `$1`. With the membership of whoever invited them a link ends.
macro_rules! visits_by {
    ($source:literal) => {
        concat!(
            "SELECT g.id AS guest_id, g.organisation_id, o.name AS organisation_name, g.draft_id, t.name AS template_name, g.name, g.color,
                    NULLIF(p.name, '') AS inviter_name, g.expires_at, g.revoked_at, g.seen_at
             FROM ",
            $source,
            " JOIN organisations o ON o.id = g.organisation_id
             JOIN drafts d ON d.organisation_id = g.organisation_id AND d.id = g.draft_id
             JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
             LEFT JOIN people p ON p.id = g.invited_by AND p.deleted_at IS NULL
             WHERE o.deleted_at IS NULL AND t.deleted_at IS NULL AND EXISTS (
                 SELECT 1 FROM members m WHERE m.organisation_id = g.organisation_id AND m.person_id = g.invited_by)
               AND "
        )
    };
}

/// Whose link has a secret of this hash. This is where a guest's organisation comes from, so it asks for none.
pub(super) async fn by_link(db: &Db, secret_hash: Vec<u8>) -> Result<Option<VisitRow>> {
    db.look(
        concat!(visits_by!("guests g"), "g.secret_hash = $1"),
        args![secret_hash],
    )
    .await
}

/// Whose browser has a cookie of this hash. This is where a guest's organisation comes from, so it asks for none.
pub(super) async fn by_cookie(db: &Db, token_hash: Vec<u8>) -> Result<Option<VisitRow>> {
    db.look(
        concat!(
            visits_by!(
                "guest_sessions s JOIN guests g ON g.organisation_id = s.organisation_id AND g.id = s.guest_id"
            ),
            "s.token_hash = $1"
        ),
        args![token_hash],
    )
    .await
}

/// Lets a browser in, and the oldest out where there are more than some.
pub(super) async fn enter(
    tx: &mut Tx,
    organisation: OrganisationId,
    guest: GuestId,
    token_hash: Vec<u8>,
    now_ms: i64,
    at_most: u32,
) -> Result<()> {
    tx.execute(
        "INSERT INTO guest_sessions (token_hash, organisation_id, guest_id, created_at) VALUES ($1, $2, $3, $4)",
        args![token_hash, organisation, guest, now_ms],
    )
    .await?;
    tx.execute(
        "DELETE FROM guest_sessions WHERE organisation_id = $1 AND guest_id = $2 AND token_hash NOT IN (
             SELECT token_hash FROM guest_sessions WHERE organisation_id = $1 AND guest_id = $2
             ORDER BY created_at DESC, token_hash LIMIT $3)",
        args![organisation, guest, at_most],
    )
    .await?;
    Ok(())
}

/// Lets a browser out.
pub(super) async fn leave(
    tx: &mut Tx,
    organisation: OrganisationId,
    token_hash: Vec<u8>,
) -> Result<()> {
    tx.execute(
        "DELETE FROM guest_sessions WHERE organisation_id = $1 AND token_hash = $2",
        args![organisation, token_hash],
    )
    .await?;
    Ok(())
}

/// Notes that a guest is here.
pub(super) async fn seen(
    tx: &mut Tx,
    organisation: OrganisationId,
    guest: GuestId,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE guests SET seen_at = $3 WHERE organisation_id = $1 AND id = $2",
        args![organisation, guest, now_ms],
    )
    .await?;
    Ok(())
}
