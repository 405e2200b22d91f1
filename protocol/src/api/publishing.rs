//! Publishing: a version of a template is placed in the registry, from which certificates are issued.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::access::PersonRefBody;
use crate::error::ErrorCode;
use crate::id::{PublicationId, VersionId};

/// What is done to what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PublicationAct {
    /// A version becomes the published one.
    Publish,
    /// An earlier published version becomes it again.
    RollBack,
    /// Nothing new is issued from the template.
    Archive,
}

/// How far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PublicationState {
    /// It is being done, or is tried again soon.
    Open,
    /// It is so.
    Done,
    /// It cannot be done; nothing has changed.
    Failed,
    /// Somebody thought better of it in time; nothing has changed.
    Cancelled,
}

/// What keeps a publication waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PublicationWait {
    /// The registry does not answer.
    Registry,
    /// Where files rest does not answer.
    Storage,
    /// Something else failed; the log says what.
    Fault,
}

/// Something that was asked to be done to what is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct PublicationBody {
    /// Stable.
    pub id: PublicationId,
    /// What is done.
    pub act: PublicationAct,
    /// The version that it is about.
    pub version_id: VersionId,
    /// Its number.
    pub version_number: u32,
    /// How far it is.
    pub state: PublicationState,
    /// How many of its steps are done.
    pub step: u32,
    /// How many it has.
    pub steps: u32,
    /// What keeps it waiting, or why it failed.
    pub waits_for: Option<PublicationWait>,
    /// When it is tried again (RFC 3339).
    pub next_try_at: Option<String>,
    /// Who asked for it.
    pub asked_by: PersonRefBody,
    /// When (RFC 3339).
    pub asked_at: String,
    /// When it was done, given up or cancelled (RFC 3339).
    pub ended_at: Option<String>,
    /// Nothing of it stands in the registry yet: it can still be cancelled.
    pub may_cancel: bool,
    /// Who cancelled it.
    pub cancelled_by: Option<PersonRefBody>,
}

/// Answer of `GET /api/drafts/{id}/publication`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct DraftPublicationBody {
    /// The version that is published; none before the first.
    pub current: Option<PublishedBody>,
    /// What is being done.
    pub open: Option<PublicationBody>,
    /// What was done, the newest first; the last 50.
    pub history: Vec<PublicationBody>,
    /// Why the caller may do nothing of it; null where they may.
    pub may: Option<ErrorCode>,
}

/// The version from which certificates are issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct PublishedBody {
    /// Stable.
    pub version_id: VersionId,
    /// Its number.
    pub version_number: u32,
    /// The hash of its content.
    pub content_hash: String,
    /// Since when (RFC 3339).
    pub published_at: String,
    /// Nothing new is issued from the template.
    pub is_archived: bool,
}
