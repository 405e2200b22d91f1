//! Reviews: asking that a version is approved, deciding it, and what stands against it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use super::access::{PersonRefBody, Role};
use crate::error::ErrorCode;
use crate::id::{PersonId, ReviewId, VersionId};

/// How a draft stands between being made and being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Nobody has been asked, or whoever asked has thought better of it.
    Draft,
    /// A version waits to be decided.
    InReview,
    /// Somebody wants something changed first.
    ChangesRequested,
    /// A version may be published.
    Approved,
    /// That version is published.
    Published,
}

/// Answer of `GET /api/drafts/{id}/review`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct DraftReviewBody {
    /// How the draft stands.
    pub state: ReviewState,
    /// The newest review; none before the first.
    pub review: Option<ReviewBody>,
    /// Whether the live draft is another one by now than the version that the review is about.
    pub is_changed: bool,
    /// The rules that the next review goes by.
    pub rules: ReviewRulesBody,
    /// What the caller may do now.
    pub may: ReviewActsBody,
    /// Rises with everything that is done here.
    #[ts(type = "number")]
    pub revision: u64,
}

/// Why the caller may not do something; null where they may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ReviewActsBody {
    /// Ask for a review.
    pub submit: Option<ErrorCode>,
    /// Approve.
    pub approve: Option<ErrorCode>,
    /// Ask for changes.
    pub request_changes: Option<ErrorCode>,
    /// Take the question back.
    pub withdraw: Option<ErrorCode>,
    /// Ask others, or until another day.
    pub reassign: Option<ErrorCode>,
}

/// One version, and what is said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ReviewBody {
    /// Stable.
    pub id: ReviewId,
    /// The how manieth of its draft.
    pub number: u32,
    /// The version that it is about.
    pub version_id: VersionId,
    /// Its number.
    pub version_number: u32,
    /// The hash of its content: whoever approves, approves this.
    pub content_hash: String,
    /// How it stands; `draft` when it was taken back.
    pub state: ReviewState,
    /// Who asked.
    pub asked_by: PersonRefBody,
    /// When (RFC 3339).
    pub asked_at: String,
    /// Until when it should be decided (RFC 3339).
    pub due_at: Option<String>,
    /// What whoever asked wants known.
    pub note: Option<String>,
    /// Who is asked by name. Empty: whoever may by the rules.
    pub approvers: Vec<ReviewerBody>,
    /// What was said, in the order in which it was.
    pub verdicts: Vec<VerdictBody>,
    /// The version that was published last: what this one is held against.
    pub published_version_id: Option<VersionId>,
    /// Who has changed the draft since the version that was published last.
    pub authors: Vec<PersonRefBody>,
    /// How many must approve.
    pub needed: u32,
    /// As what they must; null: whoever may approve.
    pub role: Option<Role>,
    /// Whether somebody must approve who has not changed it.
    pub four_eyes: bool,
    /// How many approvals are missing.
    pub missing: u32,
    /// Whether one of somebody who has not changed it is missing, however many there are.
    pub independent_missing: bool,
}

/// Somebody who may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ReviewerBody {
    /// Stable.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
    /// Their colour, `#rrggbb`.
    pub color: String,
}

/// Answer of `GET /api/approvers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ApproversBody {
    /// Those who may approve, by their names.
    pub approvers: Vec<ReviewerBody>,
}

/// What somebody says to a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It may be published as it is.
    Approved,
    /// Something is to be changed first.
    ChangesRequested,
}

/// What somebody has said to a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct VerdictBody {
    /// Who.
    pub person: ReviewerBody,
    /// What.
    pub verdict: Verdict,
    /// In their words.
    pub note: Option<String>,
    /// When (RFC 3339).
    pub decided_at: String,
}

/// Body of `POST /api/drafts/{id}/review`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SubmitReviewBody {
    /// Who is asked. Empty: whoever may by the rules of the organisation.
    #[serde(default)]
    pub approvers: Vec<PersonId>,
    /// Until when (RFC 3339).
    #[serde(default)]
    pub due_at: Option<String>,
    /// What they should know.
    #[serde(default)]
    pub note: Option<String>,
}

/// Body of `POST /api/reviews/{id}/approve`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ApproveBody {
    /// The hash of what was looked at.
    pub content_hash: String,
    /// In one's own words.
    #[serde(default)]
    pub note: Option<String>,
}

/// Body of `POST /api/reviews/{id}/request-changes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RequestChangesBody {
    /// What is to be changed.
    pub note: String,
}

/// Body of `PUT /api/reviews/{id}/approvers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReassignBody {
    /// Who is asked from now on. Empty: whoever may by the rules of the organisation.
    pub approvers: Vec<PersonId>,
    /// Until when (RFC 3339).
    pub due_at: Option<String>,
}

/// What is asked before a version is submitted or published. A code keeps its meaning for ever; new ones may be added.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum GateCode {
    /// Discussions are open that forbid publishing; `measured` says how many.
    ThreadsBlocking,
    /// Something is said in some of the layout's languages and not in this one.
    TranslationMissing,
    /// A text with its samples needs more than its box.
    TextOverflows,
    /// A text needs more than its box with the longest values to be expected.
    TextOverflowsLongest,
    /// A text is longer than what is set of it.
    TextTooLong,
    /// Too little difference between words and what they stand on: `measured` and `wanted` are ratios.
    ContrastLow,
    /// Somebody who does not see the picture is told nothing.
    AltMissing,
    /// A picture has too few pixels for its size: `measured` and `wanted` are pixels an inch.
    ImageLowResolution,
    /// No picture was chosen, or it cannot be had.
    ImageMissing,
    /// Nothing of the element (`about` is `all`), a part of it (`part`), or not all of its words (`words`) is on the page; `measured` is in millimetres.
    OffPage,
    /// No face has the letters in `about`.
    GlyphMissing,
    /// The family in `about` is none of the house's.
    FontUnknown,
    /// The merge field in `about` is not declared; empty: the element names none.
    FieldUndeclared,
    /// The merge field in `about` is declared and stands nowhere.
    FieldUnused,
    /// The colour in `about` is none of the brand's.
    BrandColor,
    /// The family in `about` is none of the brand's.
    BrandFont,
    /// No element shows the logo.
    BrandLogoMissing,
    /// The element in `about` stands nearer to the logo than `wanted` millimetres.
    BrandLogoSpace,
    /// An element of a type that is to be locked is not.
    BrandUnlocked,
}

/// How much a finding weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It forbids submitting and publishing.
    Error,
    /// It is told.
    Warning,
    /// It is not asked about.
    Off,
}

/// Query of `GET /api/drafts/{id}/gate`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, TS)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct GateQuery {
    /// A version of the draft; without it the live draft as it is saved.
    #[param(value_type = Option<String>)]
    #[ts(optional)]
    pub version: Option<VersionId>,
}

/// Answer of `GET /api/drafts/{id}/gate`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct GateBody {
    /// Whether nothing forbids submitting and publishing.
    pub is_open: bool,
    /// What stands against it: what forbids it first, each page by page and from back to front.
    pub findings: Vec<FindingBody>,
    /// Whether there may be more than is told.
    pub is_cut: bool,
}

/// One thing that stands against it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct FindingBody {
    /// Stable; the sentence for people is chosen by it.
    pub code: GateCode,
    /// How much it weighs; never `off`.
    pub severity: Severity,
    /// The element; null: of the layout as a whole.
    pub element: Option<String>,
    /// The page of it.
    pub page: Option<String>,
    /// The language; null: all of them.
    pub language: Option<String>,
    /// What it is about: characters, a family, a colour, a key, an id; may be empty.
    pub about: String,
    /// What was measured.
    pub measured: Option<f64>,
    /// What it should be.
    pub wanted: Option<f64>,
}

/// By which rules reviews are decided; also the body of `PUT /api/settings/review`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewRulesBody {
    /// How many must approve.
    pub approvals: u32,
    /// As what they must, `approver` or `admin`; null: whoever may approve.
    pub role: Option<Role>,
    /// Whether whoever has changed it since the version that was published last cannot be its only approver.
    pub four_eyes: bool,
    /// How much what the gate asks about weighs, where it is not what it weighs by itself.
    #[serde(default)]
    #[ts(type = "Partial<Record<GateCode, Severity>>")]
    pub severities: BTreeMap<GateCode, Severity>,
}

impl GateCode {
    /// All of them, in the order of this file.
    pub const ALL: [Self; 19] = [
        Self::ThreadsBlocking,
        Self::TranslationMissing,
        Self::TextOverflows,
        Self::TextOverflowsLongest,
        Self::TextTooLong,
        Self::ContrastLow,
        Self::AltMissing,
        Self::ImageLowResolution,
        Self::ImageMissing,
        Self::OffPage,
        Self::GlyphMissing,
        Self::FontUnknown,
        Self::FieldUndeclared,
        Self::FieldUnused,
        Self::BrandColor,
        Self::BrandFont,
        Self::BrandLogoMissing,
        Self::BrandLogoSpace,
        Self::BrandUnlocked,
    ];

    /// What it weighs where an organisation has not said otherwise.
    #[must_use]
    pub const fn weighs(self) -> Severity {
        match self {
            Self::ThreadsBlocking
            | Self::TranslationMissing
            | Self::TextOverflows
            | Self::TextTooLong
            | Self::ImageMissing
            | Self::OffPage
            | Self::GlyphMissing
            | Self::FieldUndeclared => Severity::Error,
            Self::TextOverflowsLongest
            | Self::ContrastLow
            | Self::AltMissing
            | Self::ImageLowResolution
            | Self::FontUnknown
            | Self::FieldUnused
            | Self::BrandColor
            | Self::BrandFont
            | Self::BrandLogoMissing
            | Self::BrandLogoSpace
            | Self::BrandUnlocked => Severity::Warning,
        }
    }
}
