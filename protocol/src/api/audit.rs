//! What happened to templates, and who did it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::id::{ActorId, DraftId, EventId, TemplateId};

/// Answer of `GET /api/activity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ActivityBody {
    /// The newest first.
    pub entries: Vec<ActivityEntryBody>,
    /// For the next page: what happened before this.
    pub before: Option<EventId>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ActivityEntryBody {
    /// Stable.
    pub id: EventId,
    /// `template.created`, `draft.edited`, `review.approved`, … A newer server may know more.
    pub kind: String,
    /// When it began (RFC 3339).
    pub at: String,
    /// When it was last so, where several of one kind are one entry.
    pub until: Option<String>,
    /// To which template.
    pub template: Option<ActivityTemplateBody>,
    /// Who did it.
    pub person: ActivityPersonBody,
    /// The number of the version that it is about.
    #[ts(type = "number | null")]
    pub number: Option<i64>,
}

/// A template in the history; it may be deleted meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ActivityTemplateBody {
    /// Stable.
    pub id: TemplateId,
    /// As it is called now.
    pub name: String,
    /// Its draft; none once it is deleted.
    pub draft_id: Option<DraftId>,
}

/// Somebody in the history; they may be gone meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ActivityPersonBody {
    /// Stable; of a guest theirs.
    #[schema(value_type = String)]
    pub id: ActorId,
    /// How they are called; none of somebody who is gone.
    pub name: Option<String>,
    /// The colour of their cursor, `#rrggbb`.
    pub color: String,
}
