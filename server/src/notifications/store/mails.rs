//! The SQL of mails: what is due, whose it is, and what became of it. Whoever sends works for everybody, so what is due is looked for in all
//! organisations; what it is about is read by organisation and person.

use imprimatur_protocol::{MailId, NotificationId, OrganisationId, PersonId, TemplateId};

use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    /// An inbox of which something is to be mailed.
    pub(in crate::notifications) struct DueInbox {
        pub(in crate::notifications) organisation_id: OrganisationId,
        pub(in crate::notifications) person_id: PersonId,
        pub(in crate::notifications) mail_at: i64,
    }
}

/// The inbox whose mail has been due for longest.
pub(in crate::notifications) async fn due_inbox(
    tx: &mut Tx,
    now_ms: i64,
) -> Result<Option<DueInbox>> {
    tx.fetch_optional(
        "SELECT organisation_id, person_id, mail_at FROM inboxes WHERE mail_at <= $1 ORDER BY mail_at LIMIT 1",
        args![now_ms],
    )
    .await
}

/// Takes what waits of an inbox into a mail that is about to be written. False: somebody else has, or it was read.
pub(in crate::notifications) async fn begin_mail(
    tx: &mut Tx,
    due: &DueInbox,
    mail: MailId,
) -> Result<bool> {
    let mine = tx
        .execute(
            "UPDATE inboxes SET mail_at = NULL WHERE organisation_id = $1 AND person_id = $2 AND mail_at = $3",
            args![due.organisation_id, due.person_id, due.mail_at],
        )
        .await?;
    if mine == 0 {
        return Ok(false);
    }
    let taken = tx
        .execute(
            "UPDATE notifications SET mail_id = $3
             WHERE organisation_id = $1 AND person_id = $2 AND by_mail = 1 AND mail_id IS NULL AND read_at IS NULL",
            args![due.organisation_id, due.person_id, mail],
        )
        .await?;
    Ok(taken > 0)
}

/// A mail that is about to be sent.
pub(in crate::notifications) async fn new_mail(
    tx: &mut Tx,
    due: &DueInbox,
    mail: MailId,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO mails (id, organisation_id, person_id, state, created_at, attempts, next_try_at, lease, leased_until)
         VALUES ($1, $2, $3, 'sending', $4, 1, $4, $5, $6)",
        args![
            mail,
            due.organisation_id,
            due.person_id,
            now_ms,
            lease,
            until_ms
        ],
    )
    .await?;
    Ok(())
}

record! {
    /// A mail.
    pub(in crate::notifications) struct MailRow {
        pub(in crate::notifications) id: MailId,
        pub(in crate::notifications) organisation_id: OrganisationId,
        pub(in crate::notifications) person_id: PersonId,
        pub(in crate::notifications) attempts: i64,
    }
}

/// Takes on a mail that was surely not sent and is to be tried again.
pub(in crate::notifications) async fn take_waiting(
    tx: &mut Tx,
    lease: i64,
    now_ms: i64,
    until_ms: i64,
) -> Result<Option<MailRow>> {
    tx.fetch_optional(
        "UPDATE mails SET state = 'sending', attempts = attempts + 1, lease = $1, leased_until = $3
         WHERE state = 'waiting' AND id = (
             SELECT id FROM mails WHERE state = 'waiting' AND next_try_at <= $2 ORDER BY next_try_at LIMIT 1)
         RETURNING id, organisation_id, person_id, attempts",
        args![lease, now_ms, until_ms],
    )
    .await
}

/// Mails that somebody began to send and never spoke of again: nobody knows whether they arrived, and they are not sent twice. Gives how many.
pub(in crate::notifications) async fn left_behind(tx: &mut Tx, now_ms: i64) -> Result<u64> {
    tx.execute(
        "UPDATE mails SET state = 'unknown', ended_at = $1, error = 'the node that sent it ended'
         WHERE state = 'sending' AND leased_until <= $1",
        args![now_ms],
    )
    .await
}

/// What became of a mail, if it is still ours.
pub(in crate::notifications) async fn settle(
    tx: &mut Tx,
    mail: MailId,
    lease: i64,
    state: &'static str,
    next_try_at: i64,
    ended_at: Option<i64>,
    error: Option<String>,
) -> Result<bool> {
    let settled = tx
        .execute(
            "UPDATE mails SET state = $3, next_try_at = $4, ended_at = $5, error = $6, leased_until = 0
             WHERE id = $1 AND lease = $2 AND state = 'sending'",
            args![mail, lease, state, next_try_at, ended_at, error],
        )
        .await?;
    Ok(settled == 1)
}

record! {
    /// Who a mail goes to.
    pub(in crate::notifications) struct Recipient {
        pub(in crate::notifications) email: String,
        pub(in crate::notifications) name: String,
        pub(in crate::notifications) locale: String,
        pub(in crate::notifications) organisation: String,
    }
}

/// Who a mail goes to, if they are a member still.
pub(in crate::notifications) async fn recipient(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Option<Recipient>> {
    tx.fetch_optional(
        "SELECT p.email, p.name, p.preferred_locale AS locale, o.name AS organisation
         FROM members m
         JOIN people p ON p.id = m.person_id
         JOIN organisations o ON o.id = m.organisation_id
         WHERE m.organisation_id = $1 AND m.person_id = $2 AND p.deleted_at IS NULL AND o.deleted_at IS NULL",
        args![organisation, person],
    )
    .await
}

record! {
    /// One thing that a mail tells of.
    pub(in crate::notifications) struct ItemRow {
        pub(in crate::notifications) kind: String,
        pub(in crate::notifications) actor_name: Option<String>,
        pub(in crate::notifications) template_id: TemplateId,
        pub(in crate::notifications) template_name: String,
        pub(in crate::notifications) thread_number: Option<i64>,
        pub(in crate::notifications) excerpt: String,
    }
}

/// What a mail tells of, without what was read meanwhile: by template, the oldest first.
pub(in crate::notifications) async fn items(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    mail: MailId,
    at_most: u32,
) -> Result<Vec<ItemRow>> {
    tx.fetch_all(
        "SELECT n.kind, COALESCE(NULLIF(p.name, ''), g.name) AS actor_name, t.id AS template_id, t.name AS template_name, n.thread_number, n.excerpt
         FROM notifications n
         JOIN drafts d ON d.organisation_id = n.organisation_id AND d.id = n.draft_id
         JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         LEFT JOIN people p ON p.id = n.actor_id
         LEFT JOIN guests g ON g.organisation_id = n.organisation_id AND g.id = n.actor_id
         WHERE n.organisation_id = $1 AND n.person_id = $2 AND n.by_mail = 1 AND n.mail_id = $3 AND n.read_at IS NULL
           AND t.deleted_at IS NULL
         ORDER BY t.id, n.id LIMIT $4",
        args![organisation, person, mail, at_most],
    )
    .await
}

record! {
    struct Waiting {
        waiting: i64,
    }
}

/// Mails that wait to be tried again, and inboxes of which something is due.
pub(in crate::notifications) async fn waiting(tx: &mut Tx, now_ms: i64) -> Result<i64> {
    let row: Waiting = tx
        .fetch_one(
            "SELECT (SELECT COUNT(*) FROM mails WHERE state IN ('sending', 'waiting'))
                  + (SELECT COUNT(*) FROM inboxes WHERE mail_at <= $1) AS waiting",
            args![now_ms],
        )
        .await?;
    Ok(row.waiting)
}

/// Deletes what is older than an id that was made then; gives how much.
pub(in crate::notifications) async fn sweep(
    tx: &mut Tx,
    notification: NotificationId,
    mail: MailId,
    at_most: u32,
) -> Result<u64> {
    let told = tx
        .execute(
            "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE id < $1 ORDER BY id LIMIT $2)",
            args![notification, at_most],
        )
        .await?;
    let mails = tx
        .execute(
            "DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE id < $1 AND state NOT IN ('sending', 'waiting') ORDER BY id LIMIT $2)",
            args![mail, at_most],
        )
        .await?;
    Ok(told + mails)
}
