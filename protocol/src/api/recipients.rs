//! Recipients: those whom certificates were given to. They have no account; who they are is shown by links in mails to an address of theirs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::access::Locale;
use super::issuance::{CertificateState, StateReason};
use super::name_requests::OwnNameRequestBody;
use crate::id::{CertificateId, RecipientAddressId};

/// What a link in a mail does once its button is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Claims a certificate, and opens the page of whom it was given to.
    Claim,
    /// Opens the page of whoever has the address.
    SignIn,
    /// Adds the address to the page that asked for it.
    Address,
}

/// Body of `POST /api/mine/look` and of `POST /api/mine/session`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LinkSecretBody {
    /// What stands behind `#` in the link.
    pub secret: String,
}

/// Answer of `POST /api/mine/look`: what a link would do. Looking uses nothing up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct LinkBody {
    /// What it does.
    pub kind: LinkKind,
    /// Until when it can be used (RFC 3339).
    pub expires_at: String,
    /// The address that it was sent to, most of it hidden: `z…@acme.example`. Null where that was erased.
    pub address: Option<String>,
    /// Of a link that adds an address: the oldest address of the page that it is added to, most of it hidden, so that whoever presses knows whose page that is.
    pub page: Option<String>,
    /// The certificate that it claims.
    pub certificate: Option<OfferedCertificateBody>,
}

/// A certificate, as its claim link shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct OfferedCertificateBody {
    /// Stable.
    pub id: CertificateId,
    /// What it is called.
    pub title: String,
    /// Who has issued it.
    pub organisation: String,
    /// Its number.
    pub number: String,
    /// Whether it holds.
    pub state: CertificateState,
}

/// Body of `POST /api/mine/links` and of `POST /api/mine/addresses`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AskLinkBody {
    /// Where the link is sent to.
    pub email: String,
    /// The language of the mail.
    pub language: Locale,
}

/// Answer of `GET /api/mine`: the page of a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct MineBody {
    /// The addresses that are theirs, the oldest first.
    pub addresses: Vec<OwnAddressBody>,
    /// Their certificates, of all organisations, the newest first.
    pub certificates: Vec<OwnCertificateBody>,
    /// Whether there are more of them than are shown.
    pub more: bool,
}

/// An address of a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct OwnAddressBody {
    /// Stable.
    pub id: RecipientAddressId,
    /// The address.
    pub address: String,
    /// Since when it is known to be theirs (RFC 3339).
    pub since: String,
}

/// A certificate, as whom it was given to sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct OwnCertificateBody {
    /// Stable.
    pub id: CertificateId,
    /// What it is called.
    pub title: String,
    /// Who has issued it.
    pub organisation: String,
    /// Its number.
    pub number: String,
    /// As they are called in it; null once that was erased.
    pub recipient_name: Option<String>,
    /// Whether it holds.
    pub state: CertificateState,
    /// Why it does not.
    pub reason: Option<StateReason>,
    /// Why, in words of its issuer.
    pub reason_note: Option<String>,
    /// When it was issued (RFC 3339).
    pub issued_at: String,
    /// Since when it holds (RFC 3339).
    pub valid_from: String,
    /// Until when (RFC 3339).
    pub valid_until: Option<String>,
    /// Where anybody sees all that it says.
    pub url: String,
    /// Where anybody sees that it holds, and nothing of what it says of them; null: there is no such address.
    pub brief_url: Option<String>,
    /// Whether they may ask to be called otherwise in it.
    pub may_ask_name: bool,
    /// What they have asked last.
    pub name_request: Option<OwnNameRequestBody>,
}

/// Answer of `PUT /api/mine/certificates/{id}/share`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct SharedBody {
    /// Where anybody sees that the certificate holds, and nothing of what it says of somebody.
    pub brief_url: String,
}
