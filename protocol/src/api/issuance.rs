//! Issuing: a published version is filled in for one person, signed, and stands for itself from then on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::access::PersonRefBody;
use super::assets::{AssetType, AssetWarning};
use crate::id::{BatchId, CertificateId, CertificateImageId, TemplateId, VersionId};

/// Somebody who is given a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RecipientBody {
    /// First name and surname, as the certificate has it.
    pub name: String,
    /// E-mail address. The certificate holds a hash of it, and no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub email: Option<String>,
    /// What they are called in a system of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub external_id: Option<String>,
}

/// What one certificate is to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewCertificateBody {
    /// Whom it is given to.
    pub recipient: RecipientBody,
    /// One of the template's languages; without it the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub language: Option<String>,
    /// Since when it holds (a day, `2026-11-29`); without it today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_from: Option<String>,
    /// The last day on which it holds; without it, it does for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_until: Option<String>,
    /// The fields of the template by key. `recipient_name`, `certificate_number`, `valid_from` and `valid_until` fill themselves. An image is given by the
    /// id that `POST /api/certificate-images` gave, and is of one certificate.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

/// Answer of `POST /api/certificate-images`: an image that a field of one certificate can be filled with. It is forgotten after a day unless one is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct CertificateImageBody {
    /// What the certificate names it by.
    pub id: CertificateImageId,
    /// What it rests as.
    #[serde(rename = "type")]
    pub kind: AssetType,
    /// Width in pixels; of an SVG its own, which may have a fraction.
    pub width: f64,
    /// Height in pixels, as `width`.
    pub height: f64,
    /// What was not taken over.
    pub warnings: Vec<AssetWarning>,
}

/// Certificates that are issued together: all of them are judged before the first is issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewBatchBody {
    /// Made anew for each by whoever asks, 16 to 64 letters, digits and hyphens. The same again changes nothing.
    pub key: String,
    /// From which template.
    pub template_id: TemplateId,
    /// What they are to say.
    pub certificates: Vec<NewCertificateBody>,
    /// Whether whoever has an address is sent a mail that says where theirs stands.
    #[serde(default)]
    pub deliver: bool,
}

/// What is to stand in the place of a certificate in which something is wrong. That one does not hold any more then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectionBody {
    /// As in [`NewBatchBody`].
    pub key: String,
    /// All that the new one is to say, not only what is corrected.
    pub certificate: NewCertificateBody,
    /// Whether it is made from the version that is published now, rather than from the one that the old certificate was made from.
    #[serde(default)]
    pub from_current: bool,
    /// Whether whoever has an address is sent a mail that says where theirs stands.
    #[serde(default)]
    pub deliver: bool,
}

/// What is to follow on a certificate, from the version that is published now. That one goes on holding until it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RenewalBody {
    /// As in [`NewBatchBody`].
    pub key: String,
    /// All that the new one is to say.
    pub certificate: NewCertificateBody,
    /// Whether whoever has an address is sent a mail that says where theirs stands.
    #[serde(default)]
    pub deliver: bool,
}

/// How a certificate takes the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Succession {
    /// Something was wrong in the old one, which does not hold any more.
    Correction,
    /// The old one holds until it ends, and this is the newer one.
    Renewal,
}

/// How the numbers of an organisation are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum NumberingKind {
    /// One after the other, without a hole.
    Gapless,
    /// At random, so that a number says nothing of how many there are.
    Random,
}

/// How the numbers of certificates are made: `ACME-2026-00017`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NumberingBody {
    /// How they are found.
    pub kind: NumberingKind,
    /// What they begin with: up to 16 letters and digits, with hyphens and points between them. Empty: nothing.
    pub prefix: String,
    /// Whether the year of issue stands in them, and counting begins anew with it.
    pub year: bool,
    /// How many digits there are at least, 3 to 10; at random, how many characters, 8 to 16.
    pub digits: u32,
}

/// How an organisation issues; also the body of `PUT /api/settings/issuing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct IssuingRulesBody {
    /// How numbers are made.
    pub numbering: NumberingBody,
    /// So many days before a certificate ends, whoever has it and whose address is known is sent a mail; null: never.
    pub reminder_days: Option<u32>,
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// It is being done, or is tried again soon.
    Open,
    /// Somebody holds it up.
    Paused,
    /// Everything is issued.
    Done,
    /// What was not issued by then never will be.
    Cancelled,
    /// It cannot be done; what was issued until then stays.
    Failed,
}

/// Certificates that are issued together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct BatchBody {
    /// Stable.
    pub id: BatchId,
    /// From which template.
    pub template_id: TemplateId,
    /// As that was called.
    pub title: String,
    /// From which version of it.
    pub version_id: VersionId,
    /// How far it is.
    pub state: BatchState,
    /// How many there are.
    pub all: u32,
    /// How many of them are issued.
    pub issued: u32,
    /// Why it waits: the registry does not answer, or something else that the log says.
    pub waits: bool,
    /// Who asked for it.
    pub asked_by: PersonRefBody,
    /// When (RFC 3339).
    pub asked_at: String,
    /// When it ended (RFC 3339).
    pub ended_at: Option<String>,
    /// The certificate that the one of this batch takes the place of; null: of none.
    pub supersedes: Option<CertificateId>,
    /// Those that are issued, in the order in which they were asked for; the first 100.
    pub certificates: Vec<CertificateId>,
}

/// Answer of `GET /api/batches`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct BatchesBody {
    /// Those that have not ended, then the others; the newest first, 20 at most; each without its certificates.
    pub batches: Vec<BatchBody>,
}

/// Whether a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// It holds.
    Valid,
    /// It does not hold yet.
    NotYet,
    /// It did, until a day that has passed.
    Expired,
    /// It does not hold for now.
    Suspended,
    /// It does not hold any more.
    Revoked,
    /// It does not hold any more: it was corrected, and another one stands in its place.
    Superseded,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct CertificateBody {
    /// Stable.
    pub id: CertificateId,
    /// Its number.
    pub number: String,
    /// From which template.
    pub template_id: TemplateId,
    /// What that was called.
    pub title: String,
    /// From which version of it.
    pub version_id: VersionId,
    /// Whom it was given to; null once that was erased.
    pub recipient_name: Option<String>,
    /// Their address; null where none is known.
    pub email: Option<String>,
    /// Its language.
    pub language: String,
    /// Whether it holds.
    pub state: CertificateState,
    /// Since when it holds (RFC 3339).
    pub valid_from: String,
    /// Until when (RFC 3339).
    pub valid_until: Option<String>,
    /// When it was issued (RFC 3339).
    pub issued_at: String,
    /// Why it was revoked or suspended.
    pub reason: Option<StateReason>,
    /// Why, in words of whoever did it.
    pub reason_note: Option<String>,
    /// The certificate that it takes the place of.
    pub supersedes: Option<CertificateId>,
    /// The certificate that has taken its place.
    pub superseded_by: Option<CertificateId>,
    /// How it did.
    pub succession: Option<Succession>,
    /// Where anybody can check it.
    pub url: String,
    /// What became of the newest mail about it; null: none was sent.
    pub delivery: Option<DeliveryBody>,
}

/// A mail to whom a certificate was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct DeliveryBody {
    /// How far it is.
    pub state: DeliveryState,
    /// Since when (RFC 3339).
    pub at: String,
    /// When somebody has claimed the certificate by its link (RFC 3339); null: nobody has.
    pub claimed_at: Option<String>,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is sent soon, or tried again.
    Waiting,
    /// It is being sent.
    Sending,
    /// It was taken.
    Sent,
    /// It will never be taken.
    Failed,
    /// There was nothing to say any more.
    Dropped,
    /// Nobody knows whether it arrived.
    Unknown,
    /// It was taken, and came back: there is no such mailbox, or whoever has it called it spam.
    Bounced,
    /// It was not sent: whoever has the address wants no more mail of this organisation.
    Unsubscribed,
}

/// Why a mail came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BounceKind {
    /// It never will arrive there.
    Hard,
    /// It did not this time; the service tries again, or a later mail may arrive.
    Soft,
    /// Whoever got it called it spam.
    Complaint,
}

/// Body of `POST /webhooks/bounces`: what became of a mail after it was taken, told by whoever carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BounceBody {
    /// The `Message-ID` of the mail, with or without its angle brackets.
    pub message_id: String,
    /// Why it came back.
    pub kind: BounceKind,
    /// When (RFC 3339).
    pub at: String,
}

/// Answer of `GET /api/certificates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct CertificatesBody {
    /// The newest first.
    pub certificates: Vec<CertificateBody>,
    /// Give it as `before` for the next ones; null: there are no more.
    pub next: Option<CertificateId>,
}

/// Why a certificate does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum StateReason {
    /// Something in it is wrong.
    Mistake,
    /// It was given to the wrong person.
    WrongPerson,
    /// What it was given for does not hold any more.
    NoLongerMet,
    /// It was got by deceit.
    Deceit,
    /// Its recipient wants it so.
    Asked,
    /// Something else.
    Other,
}

/// Why a certificate is to be suspended or revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// Why.
    pub reason: StateReason,
    /// Why, in words: 300 characters at most. Whoever checks the certificate reads them. Asked again when it is so already, reason and words take the
    /// place of those before; empty words take them back, and none leaves them as they are unless the reason is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
}

/// Answer of `POST /api/verify`: what the registry says of a credential that somebody holds. It works also once what the registry kept of it was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct HeldBody {
    /// Which certificate it is.
    pub id: CertificateId,
    /// Whether exactly this, byte for byte, was issued as that certificate.
    pub is_issued: bool,
    /// Whether that certificate holds.
    pub state: CertificateState,
    /// Why it does not.
    pub reason: Option<StateReason>,
    /// Why, in words of its issuer.
    pub reason_note: Option<String>,
    /// The newer certificate that has taken its place.
    pub superseded_by: Option<CertificateId>,
    /// When it was checked (RFC 3339).
    pub checked_at: String,
}

/// Answer of `GET /api/verify/{id}`: what the registry says of a certificate, for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct VerificationBody {
    /// Which one.
    pub id: CertificateId,
    /// Whether it holds.
    pub state: CertificateState,
    /// Why it does not.
    pub reason: Option<StateReason>,
    /// Why, in words of its issuer.
    pub reason_note: Option<String>,
    /// The certificate that it takes the place of.
    pub supersedes: Option<CertificateId>,
    /// The newer certificate that has taken its place. One that was renewed holds all the same until it ends.
    pub superseded_by: Option<CertificateId>,
    /// When it was checked (RFC 3339).
    pub checked_at: String,
    /// Domains that are proven to be its issuer's, and nobody else's; none: nothing is known of that.
    pub domains: Vec<VerifiedDomainBody>,
    /// What became of it, the first first.
    pub history: Vec<CertificateStepBody>,
    /// The signed credential, as it was issued; null once what it says of a person was erased.
    #[ts(type = "unknown")]
    pub credential: Option<serde_json::Value>,
}

/// A domain that is proven to be an organisation's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct VerifiedDomainBody {
    /// `acme.example`.
    pub domain: String,
    /// Since when (RFC 3339).
    pub verified_at: String,
}

/// Something that was done to a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct CertificateStepBody {
    /// What.
    pub step: CertificateStep,
    /// When (RFC 3339).
    pub at: String,
}

/// What is done to certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStep {
    /// It was issued.
    Issued,
    /// It was suspended.
    Suspended,
    /// It holds again.
    Reinstated,
    /// It was revoked.
    Revoked,
    /// Another certificate has taken its place: something was wrong in it.
    Corrected,
    /// A newer certificate follows on it.
    Renewed,
    /// Its days are over.
    Expired,
}
