//! The SQL of links that are sent to recipients.

use imprimatur_protocol::api::access::Locale;
use imprimatur_protocol::{MailId, RecipientId};

use crate::access::locales::locale_name;
use crate::error::Result;
use crate::workspace::{Column, Columns, Db, Tx, args, record, word};

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::recipients) enum Kind {
    /// Lets in whoever has the address.
    SignIn,
    /// Adds the address to a page.
    Address,
}

impl Kind {
    pub(in crate::recipients) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Address => "address",
        }
    }
}

impl Column for Kind {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        word(row, name, |word| {
            let mut known = [Self::SignIn, Self::Address].into_iter();
            known.find(|kind| kind.as_str() == word)
        })
    }
}

/// A link that is asked for.
pub(in crate::recipients) struct NewMail<'a> {
    pub(in crate::recipients) id: MailId,
    pub(in crate::recipients) kind: Kind,
    pub(in crate::recipients) recipient: Option<RecipientId>,
    pub(in crate::recipients) address: &'a str,
    pub(in crate::recipients) address_hash: &'a str,
    pub(in crate::recipients) language: Locale,
    pub(in crate::recipients) now_ms: i64,
    /// When its row may be forgotten, should it never leave.
    pub(in crate::recipients) until_ms: i64,
}

/// Has a link sent.
pub(in crate::recipients) async fn ask(tx: &mut Tx, new: &NewMail<'_>) -> Result<()> {
    tx.execute(
        "INSERT INTO recipient_mails (id, kind, recipient_id, address, address_hash, language, state, asked_at, attempts, next_try_at, lease,
                                      leased_until, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, $7, 0, 0, $8)",
        args![
            new.id,
            new.kind.as_str(),
            new.recipient.map(|id| id.to_string()),
            new.address,
            new.address_hash,
            locale_name(new.language),
            new.now_ms,
            new.until_ms
        ],
    )
    .await?;
    Ok(())
}

record! {
    struct Count {
        count: i64,
    }
}

/// Links that wait to be sent.
pub(in crate::recipients) async fn waiting(tx: &mut Tx) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM recipient_mails WHERE ended_at IS NULL",
            args![],
        )
        .await?;
    Ok(row.count)
}

/// Links that were asked for since then, for an address.
pub(in crate::recipients) async fn asked_for(
    tx: &mut Tx,
    kind: Kind,
    address_hash: &str,
    since_ms: i64,
) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM recipient_mails WHERE address_hash = $1 AND asked_at > $2 AND kind = $3",
            args![address_hash, since_ms, kind.as_str()],
        )
        .await?;
    Ok(row.count)
}

/// Links that were asked for since then, by a recipient.
pub(in crate::recipients) async fn asked_by(
    tx: &mut Tx,
    recipient: RecipientId,
    since_ms: i64,
) -> Result<i64> {
    let row: Count = tx
        .fetch_one(
            "SELECT COUNT(*) AS count FROM recipient_mails WHERE recipient_id = $1 AND asked_at > $2",
            args![recipient, since_ms],
        )
        .await?;
    Ok(row.count)
}

record! {
    /// A link that is being sent.
    #[derive(Debug, Clone)]
    pub(in crate::recipients) struct MailRow {
        pub(in crate::recipients) id: MailId,
        pub(in crate::recipients) kind: Kind,
        /// Whose page it adds an address to.
        pub(in crate::recipients) recipient_id: Option<String>,
        pub(in crate::recipients) address: String,
        pub(in crate::recipients) address_hash: String,
        pub(in crate::recipients) language: String,
        pub(in crate::recipients) attempts: i64,
        pub(in crate::recipients) lease: i64,
    }
}

/// Takes on the one that is due first, for a while.
pub(in crate::recipients) async fn take(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<MailRow>> {
    tx.fetch_optional(
        "UPDATE recipient_mails SET state = 'sending', attempts = attempts + 1, lease = $1, leased_until = $3
         WHERE state = 'waiting' AND id = (
             SELECT id FROM recipient_mails WHERE ended_at IS NULL AND state = 'waiting' AND next_try_at <= $2 ORDER BY next_try_at LIMIT 1)
         RETURNING id, kind, recipient_id, address, address_hash, language, attempts, lease",
        args![lease, now_ms, until_ms],
    )
    .await
}

/// Links that somebody began to send and never spoke of again: they are not sent twice by themselves.
pub(in crate::recipients) async fn left_behind(tx: &mut Tx, now_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE recipient_mails SET state = 'unknown', ended_at = $1 WHERE ended_at IS NULL AND state = 'sending' AND leased_until <= $1",
        args![now_ms],
    )
    .await?;
    Ok(())
}

/// Notes the secret of a link that is about to leave, if it is still ours.
pub(in crate::recipients) async fn arm(
    tx: &mut Tx,
    row: &MailRow,
    secret_hash: Vec<u8>,
    expires_at: i64,
) -> Result<bool> {
    let armed = tx
        .execute(
            "UPDATE recipient_mails SET secret_hash = $3, expires_at = $4 WHERE id = $1 AND lease = $2 AND state = 'sending'",
            args![row.id, row.lease, secret_hash, expires_at],
        )
        .await?;
    Ok(armed == 1)
}

/// What became of a link, if it is still ours.
pub(in crate::recipients) async fn settle(
    tx: &mut Tx,
    row: &MailRow,
    state: &'static str,
    next_try_at: i64,
    ended_at: Option<i64>,
) -> Result<()> {
    tx.execute(
        "UPDATE recipient_mails SET state = $3, next_try_at = $4, ended_at = $5, leased_until = 0
         WHERE id = $1 AND lease = $2 AND state = 'sending'",
        args![row.id, row.lease, state, next_try_at, ended_at],
    )
    .await?;
    Ok(())
}

record! {
    /// A link that was sent.
    pub(in crate::recipients) struct SentRow {
        pub(in crate::recipients) kind: Kind,
        /// Whose page it adds an address to.
        pub(in crate::recipients) recipient_id: Option<String>,
        pub(in crate::recipients) address: String,
        pub(in crate::recipients) address_hash: String,
        pub(in crate::recipients) expires_at: i64,
        pub(in crate::recipients) used_at: Option<i64>,
    }
}

/// The link with a secret of this hash.
pub(in crate::recipients) async fn by_secret(
    db: &Db,
    secret_hash: Vec<u8>,
) -> Result<Option<SentRow>> {
    db.look(
        "SELECT kind, recipient_id, address, address_hash, expires_at, used_at FROM recipient_mails WHERE secret_hash = $1",
        args![secret_hash],
    )
    .await
}

/// Uses a link up; false when it was before, or its time is over.
pub(in crate::recipients) async fn use_up(
    tx: &mut Tx,
    secret_hash: Vec<u8>,
    now_ms: i64,
) -> Result<bool> {
    let used = tx
        .execute(
            "UPDATE recipient_mails SET used_at = $2 WHERE secret_hash = $1 AND used_at IS NULL AND expires_at > $2",
            args![secret_hash, now_ms],
        )
        .await?;
    Ok(used == 1)
}

/// Forgets links that were over before then, some at once: with them goes the address that somebody has typed.
pub(in crate::recipients) async fn forget(
    tx: &mut Tx,
    now_ms: i64,
    before_ms: i64,
    at_most: u32,
) -> Result<u64> {
    tx.execute(
        "DELETE FROM recipient_mails WHERE id IN (
             SELECT id FROM recipient_mails
             WHERE ended_at IS NOT NULL AND (expires_at < $2 OR expires_at < $1 AND state = 'dropped') ORDER BY expires_at LIMIT $3)",
        args![now_ms, before_ms, at_most],
    )
    .await
}
