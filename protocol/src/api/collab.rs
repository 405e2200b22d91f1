//! What is known of a draft outside its socket.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::id::{DraftId, TemplateId};

/// Answer of `GET /api/drafts/{id}`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct DraftBody {
    /// Stable.
    pub id: DraftId,
    /// Whose layout it is.
    pub template: TemplateRefBody,
    /// The number of the newest journal row; 0 when nothing was edited yet.
    #[ts(type = "number")]
    pub head: u64,
}

/// A template by id and name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct TemplateRefBody {
    /// Stable.
    pub id: TemplateId,
    /// As its authors call it.
    pub name: String,
}
