//! Images that an organisation uploaded.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use super::access::PersonRefBody;
use crate::id::AssetId;

/// What an image rests as. Others are converted when they come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AssetType {
    /// `image/png`, 8 bits a channel.
    Png,
    /// `image/jpeg`, grey or YCbCr.
    Jpeg,
    /// `image/svg+xml`: paths, gradients, patterns, masks and clips; nothing that runs or refers elsewhere.
    Svg,
}

/// Something that an image had and that was not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AssetWarning {
    /// Text of an SVG; it has to be converted to paths before.
    TextLeftOut,
    /// Pictures inside an SVG.
    PicturesLeftOut,
    /// Filters of an SVG, such as shadows and blurs.
    FiltersLeftOut,
    /// Scripts and embedded pages of an SVG.
    ScriptsLeftOut,
    /// All frames of an animation but the first.
    AnimationLeftOut,
}

/// An image of the organisation. It never changes: other content is another image.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct AssetBody {
    /// Stable; what `asset` of an element names.
    pub id: AssetId,
    /// The name of the file that was uploaded first with this content.
    pub name: String,
    /// What it rests as.
    #[serde(rename = "type")]
    pub kind: AssetType,
    /// Width in pixels; of an SVG its own, which may have a fraction.
    pub width: f64,
    /// Height in pixels, as `width`.
    pub height: f64,
    /// How many bytes it rests in.
    #[ts(type = "number")]
    pub bytes: u64,
    /// When it was uploaded first: RFC 3339, UTC.
    pub created_at: String,
    /// Who uploaded it first.
    pub created_by: PersonRefBody,
}

/// Query of `POST /api/assets`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UploadAssetQuery {
    /// The file's name. What is no part of a name is left out of it.
    #[ts(optional)]
    pub name: Option<String>,
}

/// Answer of `POST /api/assets`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct UploadedAssetBody {
    /// The image; the same again when the organisation had it already.
    pub asset: AssetBody,
    /// What was not taken over.
    pub warnings: Vec<AssetWarning>,
}

/// Query of `GET /api/assets`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssetsQuery {
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// How many at most; bounded by `LIMIT_PAGE_ROWS`.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// Answer of `GET /api/assets`: newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct AssetsBody {
    /// One page of them.
    pub assets: Vec<AssetBody>,
    /// Where the next page begins; null on the last.
    pub next: Option<String>,
}
