//! Versions of a draft: what was frozen, the checkpoints that are made by themselves, and what changed between two of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use crate::id::{DraftId, PersonId, VersionId};

/// What a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum VersionKind {
    /// Asked for: it has a number and stays for ever.
    Frozen,
    /// Made by itself. An old one goes in time, unless somebody named it.
    Checkpoint,
}

/// Why there is a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum VersionOccasion {
    /// Somebody asked for it.
    Asked,
    /// The draft had been edited for a while.
    Edited,
    /// The draft was edited, and then no more.
    Quiet,
    /// Somebody was about to restore an older one.
    BeforeRestore,
}

/// Somebody who wrote what a version brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct VersionAuthorBody {
    /// Stable.
    pub id: PersonId,
    /// First name and surname; empty when they are gone.
    pub name: String,
    /// As in presence: `#rrggbb`.
    pub color: String,
}

/// What a draft held at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct VersionBody {
    /// Stable.
    pub id: VersionId,
    /// The draft that held it.
    pub draft_id: DraftId,
    /// What it is.
    pub kind: VersionKind,
    /// Why it was made.
    pub occasion: VersionOccasion,
    /// From 1, of a draft's frozen versions; null for a checkpoint.
    pub number: Option<u32>,
    /// As somebody called it.
    pub name: Option<String>,
    /// SHA-256 over everything that it holds, its images and fonts included, in hexadecimal digits: the same content, the same hash.
    pub content_hash: String,
    /// The newest saved edit in it.
    pub head: u64,
    /// Who wrote since the version before it.
    pub authors: Vec<VersionAuthorBody>,
    /// Who asked for it; null when nobody did.
    pub made_by: Option<VersionAuthorBody>,
    /// The renderer that its pictures are drawn by.
    pub renderer: u32,
    /// When it was made: RFC 3339, UTC.
    pub created_at: String,
}

/// Query of `GET /api/drafts/{id}/versions`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionsQuery {
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// How many at most; bounded by `LIMIT_PAGE_ROWS`.
    #[ts(optional)]
    pub limit: Option<u32>,
    /// Only those that stay: frozen or named.
    #[ts(optional)]
    pub kept: Option<bool>,
    /// Only those made at this time or later: RFC 3339.
    #[ts(optional)]
    pub from: Option<String>,
    /// Only those made before this time: RFC 3339.
    #[ts(optional)]
    pub until: Option<String>,
}

/// Answer of `GET /api/drafts/{id}/versions`: the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct VersionsBody {
    /// One page of them.
    pub versions: Vec<VersionBody>,
    /// Where the next page begins; null on the last.
    pub next: Option<String>,
}

/// Query of `GET /api/drafts/{id}/versions/times`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionTimesQuery {
    /// From when on: RFC 3339. Without it a day before `until`.
    #[ts(optional)]
    pub from: Option<String>,
    /// Before when: RFC 3339. Without it now.
    #[ts(optional)]
    pub until: Option<String>,
    /// Minutes of one stretch, 1 to 1,440; without it ten. There are at most 400 stretches.
    #[ts(optional)]
    pub minutes: Option<u32>,
}

/// Answer of `GET /api/drafts/{id}/versions/times`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct VersionTimesBody {
    /// Stretches in which versions were made, the oldest first.
    pub times: Vec<VersionTimeBody>,
}

/// A stretch of time in which versions were made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct VersionTimeBody {
    /// When it begins: RFC 3339, UTC.
    pub at: String,
    /// How many versions were made in it.
    pub versions: u32,
}

/// Body of `POST /api/drafts/{id}/versions`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FreezeBody {
    /// As it shall be called.
    #[ts(optional)]
    pub name: Option<String>,
}

/// Body of `PATCH /api/versions/{id}`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NameVersionBody {
    /// The new name; null takes it away, and a checkpoint without a name goes in time.
    pub name: Option<String>,
}

/// Answer of `POST /api/versions/{id}/restore`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct RestoredBody {
    /// What the draft held just before: the way back for everybody.
    pub before: VersionBody,
    /// The layout to be written, as an edit of whoever restores it.
    #[schema(value_type = Object)]
    #[ts(type = "unknown")]
    pub layout: serde_json::Value,
}

/// Query of `GET /api/versions/{id}/diff`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DiffQuery {
    /// The other version of the same draft; without it what the draft holds now.
    #[ts(optional)]
    pub against: Option<VersionId>,
}

/// Answer of `GET /api/versions/{id}/diff`: what changed from this version to the other.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct DiffBody {
    /// At most 1,000.
    pub changes: Vec<ChangeBody>,
    /// How many there are in all.
    pub total: u32,
    /// Hash of what this version holds.
    pub before_hash: String,
    /// Hash of what the other holds.
    pub after_hash: String,
}

/// What sort of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangedThing {
    /// What belongs to no thing in the layout: its languages.
    Layout,
    /// A page.
    Page,
    /// An element.
    Element,
    /// A merge field.
    Field,
    /// A shared style.
    Style,
}

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangedHow {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It stands elsewhere, and is otherwise the same.
    Moved,
    /// Something else of it changed as well.
    Changed,
}

/// A thing that changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct ChangeBody {
    /// What sort of thing.
    pub thing: ChangedThing,
    /// Its id; of a field its key; of the layout nothing.
    pub id: String,
    /// What became of it.
    pub how: ChangedHow,
    /// The type of an element, a field or a style.
    pub kind: Option<String>,
    /// What its authors call it; of a text without a name its first words.
    pub name: Option<String>,
    /// The page that an element stands on, of one that is gone: stood.
    pub page: Option<String>,
    /// What changed of it; of what was added or removed nothing.
    pub properties: Vec<ChangedPropertyBody>,
}

/// A property that changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct ChangedPropertyBody {
    /// As `SCHEMA.md` names it; also `order`, `page`, `parent` and `textStyle`.
    pub key: String,
    /// Of a property that has languages.
    pub language: Option<String>,
    /// What it was; null: the default.
    #[schema(value_type = Object)]
    #[ts(type = "unknown")]
    pub before: Option<serde_json::Value>,
    /// What it is; null: the default.
    #[schema(value_type = Object)]
    #[ts(type = "unknown")]
    pub after: Option<serde_json::Value>,
}
