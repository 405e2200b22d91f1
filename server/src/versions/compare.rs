//! What changed between two versions, or between one and the draft.

use imprimatur_crdt::diff;
use imprimatur_protocol::api::versions::DiffBody;
use imprimatur_protocol::{ErrorCode, OrganisationId, VersionId};
use tokio::task::spawn_blocking;

use super::{Content, Versions, body, load};
use crate::error::{Error, Result};

impl Versions {
    /// What changed from a version to another of the same draft; without another, to what the draft holds now.
    ///
    /// # Errors
    /// There is no such version; or the two are of different drafts (`versions_unrelated`).
    pub async fn diff(
        &self,
        organisation: OrganisationId,
        version: VersionId,
        against: Option<VersionId>,
    ) -> Result<DiffBody> {
        let mut tx = self.0.platform.db.read().await?;
        let not_found = || Error::not_found("version");
        let before = load(&mut tx, organisation, version)
            .await?
            .ok_or_else(not_found)?;
        let other = match against {
            Some(against) => Some(
                load(&mut tx, organisation, against)
                    .await?
                    .ok_or_else(not_found)?,
            ),
            None => None,
        };
        drop(tx);
        let draft = before.version.draft_id;
        let after = match other {
            Some(other) if other.version.draft_id != draft => {
                return Err(Error::unprocessable(
                    ErrorCode::VersionsUnrelated,
                    "The two versions are of different drafts.",
                ));
            }
            Some(other) => other.content,
            None => self.prepare(organisation, draft).await?.content,
        };
        changes(before.content, after).await
    }
}

/// What changed between two contents, away from the async threads.
///
/// # Errors
/// The work was broken off.
pub(super) async fn changes(before: Content, after: Content) -> Result<DiffBody> {
    spawn_blocking(move || {
        let found = diff(before.layout(), after.layout());
        body::changes(found, before.hash(), after.hash())
    })
    .await
    .map_err(|cause| Error::internal("comparing two versions").caused_by(cause))
}
