//! What crosses the wire: ids, bodies, frames and codes. No input or output, and no knowledge of
//! what a layout is: a frame carries edits as bytes, a body carries a layout as JSON.

pub mod api;
pub mod error;
pub mod frame;
pub mod id;
pub mod presence;
#[cfg(test)]
mod typescript;

pub use error::{Close, ErrorBody, ErrorCode, Fault};
pub use id::{
    ActorId, ApiKeyId, AssetId, BatchId, CertificateActId, CertificateId, CertificateImageId,
    CommentId, DraftId, EventId, GuestId, Id, ImpersonatorId, ListId, MailId, NameRequestId,
    NotificationId, OrganisationId, PersonId, PublicationId, RecipientAddressId, RecipientId,
    ReviewId, RunId, SessionId, ShareId, StatusListId, TemplateId, ThreadId, VersionId,
};
