//! Guests: people without an account, whom a review link lets look at one draft and say something to it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::{IntoParams, ToSchema};

use super::comments::AuthorBody;
use crate::id::{GuestId, VersionId};

/// How a review link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GuestState {
    /// It lets its guest in.
    Open,
    /// Its days are over.
    Expired,
    /// It was taken back.
    Revoked,
}

/// A guest of a draft, as those see them who work on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct GuestBody {
    /// Stable.
    pub id: GuestId,
    /// As they were called when they were invited; it stands beside what they say.
    pub name: String,
    /// How their link stands.
    pub state: GuestState,
    /// Who invited them.
    pub invited_by: AuthorBody,
    /// When: RFC 3339, UTC.
    pub invited_at: String,
    /// Until when their link lets them in.
    pub expires_at: String,
    /// When they were last seen here, to some minutes; null: never yet.
    pub seen_at: Option<String>,
}

/// Answer of `GET /api/drafts/{draft}/guests`: the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct GuestsBody {
    /// Also those whose link lets nobody in any more.
    pub guests: Vec<GuestBody>,
}

/// Body of `POST /api/drafts/{draft}/guests`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InviteGuestBody {
    /// As they are to be called.
    pub name: String,
    /// For how many days their link lets them in: 1 to 90.
    pub days: u32,
}

/// Answer of `POST /api/drafts/{draft}/guests`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct InvitedGuestBody {
    /// Who was invited.
    pub guest: GuestBody,
    /// Their review link, from the first `/` on. It is told this once; the secret behind `#` is not kept, and a browser never sends it to a server
    /// by itself.
    pub link: String,
}

/// Body of `POST /api/guest/session`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EnterBody {
    /// What stands behind `#` in the review link.
    pub secret: String,
}

/// The version that a guest is shown: the one that was given to approvers last, unless that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct ReadyVersionBody {
    /// Stable.
    pub id: VersionId,
    /// As people call it.
    pub number: u32,
    /// When it was frozen: RFC 3339, UTC.
    pub frozen_at: String,
    /// SHA-256 over all that it holds, in hexadecimal digits.
    pub hash: String,
}

/// Answer of `GET /api/guest` and `POST /api/guest/session`: what a guest is let in to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct GuestViewBody {
    /// Who they are: without `person`, and with `guest`.
    pub me: AuthorBody,
    /// The organisation, as its members call it.
    pub organisation: String,
    /// The certificate, as it is called.
    pub template: String,
    /// Who invited them; null when they were deleted.
    pub invited_by: Option<String>,
    /// Until when they are let in: RFC 3339, UTC.
    pub expires_at: String,
    /// What they are shown; null while nothing is ready.
    pub version: Option<ReadyVersionBody>,
}

/// Query of `GET /api/guest/threads`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GuestThreadsQuery {
    /// Only threads that changed after this revision; 0 and absent are all.
    #[ts(type = "number", optional)]
    pub since: Option<u64>,
    /// Comments that have not changed since this revision are known to the caller and not told, as with members.
    #[ts(type = "number", optional)]
    pub known: Option<u64>,
}

/// Query of `GET /api/guest/layout`, and of `POST /api/guest/threads`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GuestVersionQuery {
    /// A version that was ready, while a newer one is; absent: the newest.
    #[ts(optional)]
    #[param(value_type = Option<String>)]
    pub version: Option<VersionId>,
}

/// Query of `GET /api/guest/page.png`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, IntoParams, TS)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GuestPageQuery {
    /// As in [`GuestVersionQuery`].
    #[ts(optional)]
    #[param(value_type = Option<String>)]
    pub version: Option<VersionId>,
    /// From 1; absent: the first.
    #[ts(optional)]
    pub page: Option<u32>,
    /// One of the layout's languages; absent: their first.
    #[ts(optional)]
    pub locale: Option<String>,
}
