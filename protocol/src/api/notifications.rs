//! What somebody is told of that concerns them: an inbox, and by mail.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use super::access::PersonRefBody;
use super::collab::TemplateRefBody;
use super::comments::AuthorBody;
use crate::id::{DraftId, NotificationId, ThreadId};

/// What somebody is told of.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// A comment mentions them.
    Mention,
    /// Somebody answers in a thread that they take part in.
    Reply,
    /// A thread that they take part in was resolved.
    Resolved,
    /// They are asked for a review.
    ReviewAsked,
    /// A review that they are asked for is due soon.
    ReviewDue,
    /// A review that they asked for was decided.
    ReviewDecided,
    /// Whoever has a certificate asks to be called otherwise in it.
    NameAsked,
}

impl NotificationKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Mention,
        Self::Reply,
        Self::Resolved,
        Self::ReviewAsked,
        Self::ReviewDue,
        Self::ReviewDecided,
        Self::NameAsked,
    ];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Reply => "reply",
            Self::Resolved => "resolved",
            Self::ReviewAsked => "review_asked",
            Self::ReviewDue => "review_due",
            Self::ReviewDecided => "review_decided",
            Self::NameAsked => "name_asked",
        }
    }

    /// The one that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Something that somebody is told of.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct NotificationBody {
    /// Stable; later ones are greater.
    pub id: NotificationId,
    /// What it is.
    pub kind: NotificationKind,
    /// Who has done it; null when nobody has, or they were deleted.
    pub actor: Option<AuthorBody>,
    /// Where.
    pub template: TemplateRefBody,
    /// The draft of the template.
    pub draft_id: DraftId,
    /// The thread, where it is about one.
    pub thread_id: Option<ThreadId>,
    /// The number of the thread in its draft.
    pub thread_number: Option<u32>,
    /// What else it is about, by its id: a review, or a certificate.
    pub subject_id: Option<String>,
    /// The beginning of what was said. A mention is `@` and an id, as in a comment; empty when nothing was said.
    pub excerpt: String,
    /// Who is mentioned in it.
    pub mentions: Vec<PersonRefBody>,
    /// When: RFC 3339, UTC.
    pub created_at: String,
    /// Whether it was read.
    pub read: bool,
}

/// Query of `GET /api/inbox`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InboxQuery {
    /// Only what was not read.
    #[ts(optional)]
    pub unread: Option<bool>,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// How many at most; bounded by `LIMIT_PAGE_ROWS`.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// Answer of `GET /api/inbox`: the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct InboxBody {
    /// One page of them.
    pub notifications: Vec<NotificationBody>,
    /// Where the next page begins; null on the last.
    pub next: Option<String>,
    /// How many were not read.
    pub unread: u32,
    /// Rises with each change of the inbox.
    #[ts(type = "number")]
    pub revision: u64,
}

/// Answer of `GET /api/inbox/unread`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct UnreadBody {
    /// How many were not read.
    pub unread: u32,
    /// Rises with each change of the inbox.
    #[ts(type = "number")]
    pub revision: u64,
}

/// Body of `PUT /api/inbox/read`. With neither, nothing is read.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadInboxBody {
    /// These; `LIMIT_PAGE_ROWS` at most.
    #[serde(default)]
    #[ts(as = "Option<Vec<NotificationId>>", optional)]
    pub ids: Vec<NotificationId>,
    /// This one and all before it.
    #[serde(default)]
    #[ts(optional)]
    pub up_to: Option<NotificationId>,
    /// All that is about this thread.
    #[serde(default)]
    #[ts(optional)]
    pub thread_id: Option<ThreadId>,
}

/// How often somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MailPace {
    /// What comes within a quarter of an hour, together.
    Soon,
    /// What comes within a day, together.
    Daily,
}

/// Where one kind arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PreferenceBody {
    /// Which.
    pub kind: NotificationKind,
    /// In the inbox.
    pub inbox: bool,
    /// By mail, when it was not read until then.
    pub mail: bool,
}

/// Body and answer of `/api/inbox/preferences`: of the caller, in the organisation that they signed in to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PreferencesBody {
    /// Each kind once; one that is left out stays as it is.
    pub kinds: Vec<PreferenceBody>,
    /// How often somebody is written to.
    pub mail_pace: MailPace,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_written_as_serde_writes_it() {
        for kind in NotificationKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(NotificationKind::named(kind.as_str()), Some(kind));
        }
        assert_eq!(NotificationKind::named("fly"), None);
    }
}
