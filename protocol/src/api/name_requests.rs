//! Requests for another name: whoever has a certificate asks to be called otherwise in it, and the organisation accepts that or not.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::issuance::CertificateBody;
use crate::id::NameRequestId;

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum NameRequestState {
    /// Nobody has decided.
    Open,
    /// The certificate is corrected, or about to be.
    Accepted,
    /// It stays as it is.
    Declined,
}

/// Body of `PUT /api/mine/certificates/{id}/name-request`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewNameRequestBody {
    /// As they would be called.
    pub name: String,
    /// Why, in their words; 500 characters at most.
    pub note: Option<String>,
}

/// A request, as whoever has made it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct OwnNameRequestBody {
    /// As they would be called.
    pub name: String,
    /// Why, in their words.
    pub note: Option<String>,
    /// How it stands.
    pub state: NameRequestState,
    /// When it was made, or changed last (RFC 3339).
    pub asked_at: String,
    /// When it was decided (RFC 3339).
    pub decided_at: Option<String>,
    /// Why not, in words of the organisation.
    pub answer: Option<String>,
}

/// A request that nobody has decided, as the organisation sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct NameRequestBody {
    /// Stable.
    pub id: NameRequestId,
    /// The certificate, as it is now.
    pub certificate: CertificateBody,
    /// As its recipient would be called.
    pub name: String,
    /// Why, in their words.
    pub note: Option<String>,
    /// When it was made, or changed last (RFC 3339).
    pub asked_at: String,
}

/// Answer of `GET /api/name-requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct NameRequestsBody {
    /// Those that nobody has decided, the oldest first; 100 at most.
    pub requests: Vec<NameRequestBody>,
    /// Whether there are more of them.
    pub more: bool,
}

/// Body of `POST /api/name-requests/{id}/accept`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AcceptNameBody {
    /// The name that is accepted: as it was read. Where another one is asked for by now, nothing is done.
    pub name: String,
}

/// Body of `POST /api/name-requests/{id}/decline`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DeclineNameBody {
    /// The name that is declined: as it was read. Where another one is asked for by now, nothing is done.
    pub name: String,
    /// Why not: whoever has asked reads it. 500 characters at most.
    pub answer: String,
}
