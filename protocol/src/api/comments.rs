//! Discussions: threads that are pinned to a draft, and what people say in them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use super::access::PersonRefBody;
use crate::id::{ActorId, CommentId, DraftId, GuestId, PersonId, ThreadId, VersionId};

/// A place on a page, in millimetres from its top left corner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PlaceBody {
    /// The page, by its id in the layout.
    pub page: String,
    /// Rightwards.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// What a thread is pinned to. The server knows no layout: whoever shows it finds the element, or shows the last place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AnchorBody {
    /// An element.
    Element {
        /// The element, by its id in the layout.
        element: String,
        /// Where in the element: fractions of width and height of its own frame, before it is rotated, each 0 to 1.
        offset: [f64; 2],
        /// Where that was on the page when it was last seen.
        place: PlaceBody,
    },
    /// A point of a page.
    Point {
        /// Where.
        place: PlaceBody,
    },
    /// A passage of a text.
    Passage {
        /// The element that holds the text.
        element: String,
        /// The language of the text.
        language: String,
        /// The words themselves; an embedded field counts as one U+FFFC.
        quote: String,
        /// What stood before them, at most 32 characters.
        prefix: String,
        /// What stood after them, at most 32 characters.
        suffix: String,
        /// Where the words began, in UTF-16 units from the start of the text.
        offset: u32,
        /// A relative position of Yjs, as the page writes it. Only a hint: it moves when text is deleted and brought back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        hint: Option<String>,
        /// Where the passage was on the page when it was last seen.
        place: PlaceBody,
    },
}

/// How a thread stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThreadState {
    /// There is something to settle.
    Open,
    /// It is settled.
    Resolved,
}

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct AuthorBody {
    /// Who; null for a guest.
    pub person: Option<PersonId>,
    /// Which guest; absent for somebody who signs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub guest: Option<GuestId>,
    /// As others call them; null when they were deleted.
    pub name: Option<String>,
    /// Their colour, `#rrggbb`.
    pub color: String,
}

impl AuthorBody {
    /// Somebody, by what is known of them.
    pub fn new(actor: ActorId, name: Option<String>, color: &str) -> Self {
        Self {
            person: actor.person(),
            guest: actor.guest(),
            name,
            color: color.to_owned(),
        }
    }
}

/// A reaction to a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
pub enum Emoji {
    /// Yes.
    #[serde(rename = "👍")]
    Agree,
    /// No.
    #[serde(rename = "👎")]
    Disagree,
    /// Love.
    #[serde(rename = "❤️")]
    Heart,
    /// Joy over something done.
    #[serde(rename = "🎉")]
    Hooray,
    /// A laugh.
    #[serde(rename = "😄")]
    Laugh,
    /// Doubt.
    #[serde(rename = "🤔")]
    Doubt,
    /// "I am looking at it."
    #[serde(rename = "👀")]
    Eyes,
    /// Done.
    #[serde(rename = "✅")]
    Done,
}

impl Emoji {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Agree,
        Self::Disagree,
        Self::Heart,
        Self::Hooray,
        Self::Laugh,
        Self::Doubt,
        Self::Eyes,
        Self::Done,
    ];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "👍",
            Self::Disagree => "👎",
            Self::Heart => "❤️",
            Self::Hooray => "🎉",
            Self::Laugh => "😄",
            Self::Doubt => "🤔",
            Self::Eyes => "👀",
            Self::Done => "✅",
        }
    }

    /// The one that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|emoji| emoji.as_str() == name)
    }
}

/// Who reacted with one emoji.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ReactionBody {
    /// With which.
    pub emoji: Emoji,
    /// Who did, the first to do so first.
    pub people: Vec<PersonId>,
}

/// What somebody has said in a thread.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct CommentBody {
    /// Stable.
    pub id: CommentId,
    /// Who said it.
    pub author: AuthorBody,
    /// The words: plain text with `**bold**`, `_italic_`, `` `code` `` and addresses that begin with `http://` or `https://`. A mention is `@` and
    /// the id of a person, as `@per_…`; those who are meant are in `mentions`, and any other is text. Empty when it was deleted.
    pub body: String,
    /// When it was said: RFC 3339, UTC.
    pub created_at: String,
    /// When its words last changed.
    pub edited_at: Option<String>,
    /// Its author took it back.
    pub deleted: bool,
    /// By emoji, the first that was used first.
    pub reactions: Vec<ReactionBody>,
    /// Who is mentioned.
    pub mentions: Vec<PersonRefBody>,
}

/// A discussion that is pinned to a draft.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct ThreadBody {
    /// Stable.
    pub id: ThreadId,
    /// The draft that it is pinned to.
    pub draft_id: DraftId,
    /// As people call it: counted in the draft from 1.
    pub number: u32,
    /// What it is pinned to.
    pub anchor: AnchorBody,
    /// The version that a guest has pinned it to; absent: to the live draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub version: Option<VersionId>,
    /// How it stands.
    pub state: ThreadState,
    /// Who resolved it, while it is resolved.
    pub resolved_by: Option<AuthorBody>,
    /// When.
    pub resolved_at: Option<String>,
    /// As long as it is open, the draft is not ready.
    pub blocking: bool,
    /// What was said, in order: all of it, or only what changed after `comments_since`.
    pub comments: Vec<CommentBody>,
    /// Comments that are not here have not changed since this revision of the draft's discussions; 0 where none is missing.
    #[ts(type = "number")]
    pub comments_since: u64,
    /// All that was said in it was deleted: it is not shown any more.
    pub gone: bool,
    /// Somebody else has said something in it that the caller has not read.
    pub unread: bool,
    /// The revision of the draft's discussions in which it last changed.
    #[ts(type = "number")]
    pub revision: u64,
}

/// Query of `GET /api/drafts/{draft}/threads`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThreadsQuery {
    /// Only threads that changed after this revision; 0 and absent are all.
    #[ts(type = "number", optional)]
    pub since: Option<u64>,
    /// Comments that have not changed since this revision are known to the caller and not told; 0 and absent: none is. It stays the same from the first
    /// answer to the last one of those that say that there is more, whose `since` rises.
    #[ts(type = "number", optional)]
    pub known: Option<u64>,
    /// Only threads in this state.
    #[param(inline)]
    #[ts(optional)]
    pub state: Option<ThreadState>,
    /// Only threads that the caller began, took part in or is mentioned in.
    #[ts(optional)]
    pub mine: Option<bool>,
    /// Only threads on this page of the layout, by where they were last seen.
    #[ts(optional)]
    pub page: Option<String>,
    /// How many at most; bounded by `LIMIT_PAGE_ROWS`.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// Answer of `GET /api/drafts/{draft}/threads`: least recently changed first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct ThreadsBody {
    /// Each as it is now, without those of its comments that are `known`.
    pub threads: Vec<ThreadBody>,
    /// For `since` of the next question: everything up to this revision is in this answer and those before it.
    #[ts(type = "number")]
    pub revision: u64,
    /// There are more: ask again at once.
    pub more: bool,
}

/// Body of `POST /api/drafts/{draft}/threads`. Answered with the thread; the same key again changes nothing and is answered with it as it is by then.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewThreadBody {
    /// Made by the client, once for each thread: 16 to 64 characters of `[A-Za-z0-9_-]`.
    pub key: String,
    /// What it is pinned to.
    pub anchor: AnchorBody,
    /// The first words.
    pub body: String,
    /// Whether the draft is not ready as long as it is open.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub blocking: bool,
}

/// Body of `POST /api/threads/{thread}/comments`. Answered with the thread, as [`NewThreadBody`] is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewCommentBody {
    /// Made by the client, once for each comment: 16 to 64 characters of `[A-Za-z0-9_-]`.
    pub key: String,
    /// The words.
    pub body: String,
}

/// Body of `PATCH /api/comments/{comment}`. Answered with the thread.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EditCommentBody {
    /// The words from now on.
    pub body: String,
}

/// Body of `PUT /api/comments/{comment}/reaction`. Answered with the thread.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReactBody {
    /// Which.
    pub emoji: Emoji,
    /// Whether the caller reacts with it from now on.
    pub on: bool,
}

/// Body of `PATCH /api/threads/{thread}`: what is absent stays. Answered with the thread.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeThreadBody {
    /// Resolves it, or opens it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub state: Option<ThreadState>,
    /// Whether the draft is not ready as long as it is open: for whoever began it, and those who approve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub blocking: Option<bool>,
    /// Pins it to something else, or notes where it was last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub anchor: Option<AnchorBody>,
}

/// Body of `PUT /api/threads/{thread}/read`, and of `PUT /api/drafts/{draft}/threads/read` for all of a draft.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadThreadBody {
    /// What was said up to this revision is read.
    #[ts(type = "number")]
    pub revision: u64,
}

/// Query of `GET /api/mentionable`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MentionableQuery {
    /// How a part of the name begins, whatever the case and the accents; absent: anybody.
    #[ts(optional)]
    pub prefix: Option<String>,
}

/// Answer of `GET /api/mentionable`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct MentionableBody {
    /// Members of the organisation, by name; ten at most.
    pub people: Vec<AuthorBody>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_written_as_serde_writes_it() {
        for emoji in Emoji::ALL {
            assert_eq!(serde_json::to_value(emoji).unwrap(), emoji.as_str());
            assert_eq!(Emoji::named(emoji.as_str()), Some(emoji));
        }
        assert_eq!(Emoji::named("x"), None);
    }
}
