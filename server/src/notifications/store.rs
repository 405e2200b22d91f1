//! The SQL of notifications: organisation and person come first.

mod mails;
mod settled;

use imprimatur_protocol::api::notifications::{MailPace, NotificationKind};
use imprimatur_protocol::{
    CommentId, DraftId, NotificationId, OrganisationId, PersonId, TemplateId, ThreadId,
};

pub(super) use self::mails::{
    MailRow, Recipient, begin_mail, due_inbox, items, left_behind, new_mail, recipient, settle,
    sweep, take_waiting, waiting,
};
pub(super) use self::settled::{delete_unread_of, unread_of};
use serde_json::{Value, json};

use super::Tell;
use super::model::{Chosen, Preferences, pace_named};
use crate::error::Result;
use crate::workspace::{Tx, args, record};

record! {
    /// A member, and what they want to be told of.
    pub(super) struct MemberRow {
        pub(super) person_id: PersonId,
        inbox_on: Option<String>,
        inbox_off: Option<String>,
        mail_on: Option<String>,
        mail_off: Option<String>,
        mail_pace: Option<String>,
    }
}

impl MemberRow {
    /// What they want to be told of.
    pub(super) fn preferences(&self) -> Preferences {
        let (inbox_on, inbox_off) = (self.inbox_on.as_deref(), self.inbox_off.as_deref());
        let (mail_on, mail_off) = (self.mail_on.as_deref(), self.mail_off.as_deref());
        let pace = self.mail_pace.as_deref().unwrap_or_default();
        Preferences {
            inbox: Chosen::named(inbox_on.unwrap_or_default(), inbox_off.unwrap_or_default()),
            mail: Chosen::named(mail_on.unwrap_or_default(), mail_off.unwrap_or_default()),
            is_daily: pace_named(pace) == MailPace::Daily,
        }
    }
}

macro_rules! members_in {
    ($people:literal) => {
        concat!(
            "SELECT m.person_id, s.inbox_on, s.inbox_off, s.mail_on, s.mail_off, s.mail_pace
             FROM members m
             JOIN people p ON p.id = m.person_id
             LEFT JOIN notification_settings s ON s.organisation_id = m.organisation_id AND s.person_id = m.person_id
             WHERE m.organisation_id = $1 AND p.deleted_at IS NULL AND m.person_id IN (",
            $people,
            ") ORDER BY m.person_id"
        )
    };
}

/// Those of these people who are members, by their ids.
pub(super) async fn members(
    tx: &mut Tx,
    organisation: OrganisationId,
    people: &[PersonId],
) -> Result<Vec<MemberRow>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    tx.fetch_listed(
        members_in!("SELECT value FROM json_each($2)"),
        members_in!("SELECT json_array_elements_text($2::json)"),
        args![organisation],
        people.iter(),
    )
    .await
}

/// Decides what somebody is told of.
pub(super) async fn decide(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    wanted: &Preferences,
    now_ms: i64,
) -> Result<()> {
    let ((inbox_on, inbox_off), (mail_on, mail_off)) = (wanted.inbox.names(), wanted.mail.names());
    tx.execute(
        "INSERT INTO notification_settings (organisation_id, person_id, inbox_on, inbox_off, mail_on, mail_off, mail_pace, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (organisation_id, person_id) DO UPDATE SET inbox_on = excluded.inbox_on, inbox_off = excluded.inbox_off,
             mail_on = excluded.mail_on, mail_off = excluded.mail_off, mail_pace = excluded.mail_pace, updated_at = excluded.updated_at",
        args![
            organisation,
            person,
            inbox_on,
            inbox_off,
            mail_on,
            mail_off,
            super::model::pace_name(wanted.pace()),
            now_ms
        ],
    )
    .await?;
    Ok(())
}

/// Something that one person is told.
pub(super) struct NewNotification {
    pub(super) id: NotificationId,
    pub(super) person: PersonId,
    pub(super) kind: NotificationKind,
    pub(super) in_inbox: bool,
    /// When it is to be mailed, if it is.
    pub(super) mail_at: Option<i64>,
}

/// As both engines take it in: a list in JSON.
fn listed(new: &[NewNotification]) -> String {
    let each = new.iter().map(|it| {
        json!({
            "id": it.id,
            "person": it.person,
            "kind": it.kind.as_str(),
            "in_inbox": i64::from(it.in_inbox),
            "by_mail": i64::from(it.mail_at.is_some()),
            "mail_at": it.mail_at,
        })
    });
    Value::from_iter(each).to_string()
}

macro_rules! insert_each {
    ($each:literal) => {
        concat!(
            "INSERT INTO notifications (id, organisation_id, person_id, kind, actor_id, draft_id, thread_id, thread_number, comment_id,
                                        subject_id, excerpt, created_at, in_inbox, by_mail)
             SELECT value ->> 'id', CAST($1 AS TEXT), value ->> 'person', value ->> 'kind', CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT),
                    CAST($5 AS BIGINT), CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT), CAST($9 AS BIGINT),
                    CAST(value ->> 'in_inbox' AS BIGINT), CAST(value ->> 'by_mail' AS BIGINT)
             FROM ",
            $each
        )
    };
}

/// Tells each of them the same thing.
pub(super) async fn insert(
    tx: &mut Tx,
    tell: &Tell<'_>,
    new: &[NewNotification],
    excerpt: &str,
    now_ms: i64,
) -> Result<()> {
    tx.execute_either(
        insert_each!("json_each($10)"),
        insert_each!("json_array_elements($10::json) AS each (value)"),
        args![
            tell.organisation,
            tell.actor.map(|it| it.to_string()),
            tell.draft,
            tell.thread.map(|(id, _)| id.to_string()),
            tell.thread.map(|(_, number)| i64::from(number)),
            tell.comment.map(|it| it.to_string()),
            tell.subject.clone(),
            excerpt,
            now_ms,
            listed(new)
        ],
    )
    .await?;
    Ok(())
}

record! {
    /// An inbox that has changed.
    pub(super) struct InboxRow {
        pub(super) person_id: PersonId,
        pub(super) revision: i64,
    }
}

macro_rules! told_each {
    ($each:literal) => {
        concat!(
            "INSERT INTO inboxes (organisation_id, person_id, revision, mail_at)
             SELECT CAST($1 AS TEXT), value ->> 'person', 1, CAST(value ->> 'mail_at' AS BIGINT) FROM ",
            $each,
            // SQLite takes an ON behind a table for a join.
            " WHERE TRUE
             ON CONFLICT (organisation_id, person_id) DO UPDATE SET revision = inboxes.revision + 1,
                 mail_at = COALESCE(inboxes.mail_at, excluded.mail_at)
             RETURNING person_id, revision"
        )
    };
}

/// The inboxes of those who are told have changed. What is to be mailed is mailed with what waits already, if something does.
pub(super) async fn told(
    tx: &mut Tx,
    organisation: OrganisationId,
    new: &[NewNotification],
) -> Result<Vec<InboxRow>> {
    tx.fetch_either(
        told_each!("json_each($2)"),
        told_each!("json_array_elements($2::json) AS each (value)"),
        args![organisation, listed(new)],
    )
    .await
}

record! {
    struct RevisionRow {
        revision: i64,
    }
}

/// An inbox has changed; gives its revision.
pub(super) async fn changed(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<i64> {
    let row: RevisionRow = tx
        .fetch_one(
            "INSERT INTO inboxes (organisation_id, person_id, revision, mail_at) VALUES ($1, $2, 1, NULL)
             ON CONFLICT (organisation_id, person_id) DO UPDATE SET revision = inboxes.revision + 1
             RETURNING revision",
            args![organisation, person],
        )
        .await?;
    Ok(row.revision)
}

/// Holds an inbox until the transaction ends. Everybody takes it before what is in it, so that nobody waits for each other.
pub(super) async fn hold(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<()> {
    tx.execute(
        "UPDATE inboxes SET revision = revision WHERE organisation_id = $1 AND person_id = $2",
        args![organisation, person],
    )
    .await?;
    Ok(())
}

/// Whom a comment was told, each once and in order.
pub(super) async fn told_of(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
) -> Result<Vec<PersonId>> {
    let rows: Vec<ToldRow> = tx
        .fetch_all(
            "SELECT DISTINCT person_id FROM notifications WHERE organisation_id = $1 AND comment_id = $2 ORDER BY person_id",
            args![organisation, comment],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Deletes what somebody was told beyond the newest.
pub(super) async fn prune(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    kept: i64,
) -> Result<()> {
    tx.execute(
        "DELETE FROM notifications WHERE organisation_id = $1 AND person_id = $2 AND id < (
             SELECT id FROM notifications WHERE organisation_id = $1 AND person_id = $2 ORDER BY id DESC LIMIT 1 OFFSET $3)",
        args![organisation, person, kept - 1],
    )
    .await?;
    Ok(())
}

pub(super) async fn reword(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
    excerpt: &str,
) -> Result<()> {
    tx.execute(
        "UPDATE notifications SET excerpt = $3 WHERE organisation_id = $1 AND comment_id = $2",
        args![organisation, comment, excerpt],
    )
    .await?;
    Ok(())
}

record! {
    struct ToldRow {
        person_id: PersonId,
    }
}

/// Deletes what was told of a comment; gives whom, each once and in order.
pub(super) async fn delete_of_comment(
    tx: &mut Tx,
    organisation: OrganisationId,
    comment: CommentId,
) -> Result<Vec<PersonId>> {
    let mut told: Vec<PersonId> = tx
        .fetch_all::<ToldRow>(
            "DELETE FROM notifications WHERE organisation_id = $1 AND comment_id = $2 RETURNING person_id",
            args![organisation, comment],
        )
        .await?
        .into_iter()
        .map(|row| row.person_id)
        .collect();
    told.sort_unstable();
    told.dedup();
    Ok(told)
}

/// Somebody has read what they were told of a thread; gives how much of it was unread.
pub(super) async fn read_thread(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    thread: ThreadId,
    now_ms: i64,
) -> Result<u64> {
    tx.execute(
        "UPDATE notifications SET read_at = $4
         WHERE organisation_id = $1 AND person_id = $2 AND thread_id = $3 AND read_at IS NULL",
        args![organisation, person, thread, now_ms],
    )
    .await
}

/// As [`read_thread`], of all threads of a draft.
pub(super) async fn read_draft(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    draft: DraftId,
    now_ms: i64,
) -> Result<u64> {
    tx.execute(
        "UPDATE notifications SET read_at = $4
         WHERE organisation_id = $1 AND person_id = $2 AND draft_id = $3 AND thread_id IS NOT NULL AND read_at IS NULL",
        args![organisation, person, draft, now_ms],
    )
    .await
}

/// Somebody has read this and all before it that their inbox shows: what was to come by mail alone still does.
pub(super) async fn read_up_to(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    up_to: NotificationId,
    now_ms: i64,
) -> Result<u64> {
    tx.execute(
        "UPDATE notifications SET read_at = $4
         WHERE organisation_id = $1 AND person_id = $2 AND id <= $3 AND in_inbox = 1 AND read_at IS NULL",
        args![organisation, person, up_to, now_ms],
    )
    .await
}

/// Somebody has read this.
pub(super) async fn read_one(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    id: NotificationId,
    now_ms: i64,
) -> Result<u64> {
    tx.execute(
        "UPDATE notifications SET read_at = $4
         WHERE organisation_id = $1 AND person_id = $2 AND id = $3 AND in_inbox = 1 AND read_at IS NULL",
        args![organisation, person, id, now_ms],
    )
    .await
}

record! {
    /// How an inbox stands.
    pub(super) struct StandRow {
        pub(super) unread: i64,
        pub(super) revision: Option<i64>,
    }
}

/// How an inbox stands. What is about a template that was deleted does not count.
pub(super) async fn stand(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<StandRow> {
    tx.fetch_one(
        "SELECT (SELECT COUNT(*) FROM notifications n
                 JOIN drafts d ON d.organisation_id = n.organisation_id AND d.id = n.draft_id
                 JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
                 WHERE n.organisation_id = $1 AND n.person_id = $2 AND n.read_at IS NULL AND n.in_inbox = 1 AND t.deleted_at IS NULL) AS unread,
                (SELECT revision FROM inboxes WHERE organisation_id = $1 AND person_id = $2) AS revision",
        args![organisation, person],
    )
    .await
}

record! {
    /// A notification with what it names.
    pub(super) struct NotificationRow {
        pub(super) id: NotificationId,
        pub(super) kind: String,
        pub(super) actor_id: Option<String>,
        pub(super) actor_name: Option<String>,
        pub(super) actor_color: Option<i64>,
        pub(super) template_id: TemplateId,
        pub(super) template_name: String,
        pub(super) draft_id: DraftId,
        pub(super) thread_id: Option<String>,
        pub(super) thread_number: Option<i64>,
        pub(super) subject_id: Option<String>,
        pub(super) excerpt: String,
        pub(super) created_at: i64,
        pub(super) read_at: Option<i64>,
    }
}

/// What somebody was told, the newest first, before one of them.
pub(super) async fn list(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
    before: Option<NotificationId>,
    only_unread: bool,
    at_most: u32,
) -> Result<Vec<NotificationRow>> {
    tx.fetch_all(
        "SELECT n.id, n.kind, n.actor_id, COALESCE(NULLIF(p.name, ''), g.name) AS actor_name,
                COALESCE(m.color, g.color) AS actor_color, t.id AS template_id,
                t.name AS template_name, n.draft_id, n.thread_id, n.thread_number, n.subject_id, n.excerpt, n.created_at, n.read_at
         FROM notifications n
         JOIN drafts d ON d.organisation_id = n.organisation_id AND d.id = n.draft_id
         JOIN templates t ON t.organisation_id = d.organisation_id AND t.id = d.template_id
         LEFT JOIN people p ON p.id = n.actor_id
         LEFT JOIN members m ON m.organisation_id = n.organisation_id AND m.person_id = n.actor_id
         LEFT JOIN guests g ON g.organisation_id = n.organisation_id AND g.id = n.actor_id
         WHERE n.organisation_id = $1 AND n.person_id = $2 AND n.in_inbox = 1 AND t.deleted_at IS NULL
           AND ($3 = '' OR n.id < $3) AND (CAST($4 AS BIGINT) = 0 OR n.read_at IS NULL)
         ORDER BY n.id DESC LIMIT $5",
        args![
            organisation,
            person,
            before.map(|it| it.to_string()).unwrap_or_default(),
            i64::from(only_unread),
            at_most
        ],
    )
    .await
}

record! {
    /// Somebody by name.
    pub(super) struct NameRow {
        pub(super) person_id: PersonId,
        pub(super) name: String,
    }
}

macro_rules! names_in {
    ($people:literal) => {
        concat!(
            "SELECT m.person_id, p.name FROM members m JOIN people p ON p.id = m.person_id
             WHERE m.organisation_id = $1 AND p.deleted_at IS NULL AND m.person_id IN (",
            $people,
            ")"
        )
    };
}

/// How members are called.
pub(super) async fn names(
    tx: &mut Tx,
    organisation: OrganisationId,
    people: impl Iterator<Item = PersonId>,
) -> Result<Vec<NameRow>> {
    tx.fetch_listed(
        names_in!("SELECT value FROM json_each($2)"),
        names_in!("SELECT json_array_elements_text($2::json)"),
        args![organisation],
        people,
    )
    .await
}
