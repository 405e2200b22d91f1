//! Templates and the starters they are made from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use super::access::PersonRefBody;
use crate::id::{DraftId, TemplateId};

/// A template as lists and pages show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct TemplateBody {
    /// Stable.
    pub id: TemplateId,
    /// As its authors call it.
    pub name: String,
    /// The live layout.
    pub draft_id: DraftId,
    /// When it was made: RFC 3339, UTC.
    pub created_at: String,
    /// When its name or layout last changed: RFC 3339, UTC.
    pub updated_at: String,
    /// Who made it.
    pub created_by: PersonRefBody,
}

/// Query of `GET /api/templates`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TemplatesQuery {
    /// Only templates whose name contains this, whatever the case.
    #[ts(optional)]
    pub search: Option<String>,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// How many at most; bounded by `LIMIT_PAGE_ROWS`.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// Answer of `GET /api/templates`: newest edited first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct TemplatesBody {
    /// One page of them.
    pub templates: Vec<TemplateBody>,
    /// Where the next page begins; null on the last.
    pub next: Option<String>,
}

/// Body of `POST /api/templates`. With neither starter nor layout, the template has one empty A4 page.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateTemplateBody {
    /// As its authors will call it.
    pub name: String,
    /// Id of a starter to begin from.
    #[ts(optional)]
    pub starter: Option<String>,
    /// A layout to begin from, as `GET /api/drafts/{id}/layout` gives it.
    #[schema(value_type = Option<Object>)]
    #[ts(type = "unknown", optional)]
    pub layout: Option<serde_json::Value>,
}

/// Answer of `POST /api/templates` and of duplicating.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct CreatedTemplateBody {
    /// The new template.
    pub id: TemplateId,
    /// Its live layout.
    pub draft_id: DraftId,
}

/// Body of `PATCH /api/templates/{id}` and of duplicating.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NameTemplateBody {
    /// The new name.
    pub name: String,
}

/// A design to begin from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct StarterBody {
    /// For `starter` in `POST /api/templates`.
    pub id: String,
    /// By language code.
    pub name: BTreeMap<String, String>,
    /// By language code.
    pub description: BTreeMap<String, String>,
    /// The layout, so that a page can draw it.
    #[schema(value_type = Object)]
    #[ts(type = "unknown")]
    pub layout: serde_json::Value,
}
