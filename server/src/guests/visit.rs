//! What a guest is let in to.

use imprimatur_protocol::api::comments::AuthorBody;
use imprimatur_protocol::api::guests::{GuestViewBody, ReadyVersionBody};
use imprimatur_protocol::{ErrorCode, VersionId};

use super::Guests;
use super::caller::Guest;
use super::model::{BROWSERS_MOST, let_in, state};
use super::store::{self, VisitRow};
use crate::access::colors::color;
use crate::access::session::Token;
use crate::clock::rfc3339;
use crate::error::{Error, Kind, Result};
use crate::reviews::{ready_version, was_ready};
use crate::versions;

impl Guests {
    /// Lets a browser in that holds the secret of a link; gives what its cookie carries, and for how many seconds.
    pub(super) async fn enter(&self, secret: &str) -> Result<(VisitRow, Token, i64)> {
        let unknown = || {
            Error::new(
                Kind::NotFound,
                ErrorCode::GuestLinkUnknown,
                "There is no such review link. Open it as it was sent, to its last letter.",
            )
        };
        let platform = self.platform();
        let secret = Token::read(secret).ok_or_else(unknown)?;
        let row = store::by_link(&platform.db, secret.hash()).await?;
        let row = row.ok_or_else(unknown)?;
        let now_ms = platform.clock.now_ms();
        let_in(state(row.revoked_at, row.expires_at, now_ms))?;
        let (organisation, guest) = (row.organisation_id, row.guest_id);
        platform
            .requests
            .of_caller(organisation, guest.into(), now_ms)?;
        let token = Token::new(&platform.clock);
        let mut tx = platform.db.begin().await?;
        let hash = token.hash();
        store::enter(&mut tx, organisation, guest, hash, now_ms, BROWSERS_MOST).await?;
        store::seen(&mut tx, organisation, guest, now_ms).await?;
        tx.commit().await?;
        let seconds = (row.expires_at - now_ms) / 1_000;
        Ok((row, token, seconds))
    }

    /// Lets a browser out.
    pub(super) async fn leave(&self, guest: &Guest) -> Result<()> {
        let mut tx = self.platform().db.begin().await?;
        store::leave(&mut tx, guest.organisation(), guest.token_hash.clone()).await?;
        tx.commit().await
    }

    /// What stands around the version that a guest is shown.
    pub(super) async fn view(&self, row: VisitRow) -> Result<GuestViewBody> {
        let mut tx = self.platform().db.read().await?;
        let version = match ready_version(&mut tx, row.organisation_id, row.draft_id).await? {
            Some(id) => versions::find(&mut tx, row.organisation_id, id).await?,
            None => None,
        };
        Ok(GuestViewBody {
            me: AuthorBody::new(row.guest_id.into(), Some(row.name), color(row.color)),
            organisation: row.organisation_name,
            template: row.template_name,
            invited_by: row.inviter_name,
            expires_at: rfc3339(row.expires_at),
            version: version.map(|it| ReadyVersionBody {
                id: it.id,
                number: it.number.and_then(|it| u32::try_from(it).ok()).unwrap_or(0),
                frozen_at: rfc3339(it.created_at),
                hash: it.hash,
            }),
        })
    }

    /// Whether there is a version that guests are shown.
    pub(super) async fn is_ready(&self, guest: &Guest) -> Result<bool> {
        let mut tx = self.platform().db.read().await?;
        let ready = ready_version(&mut tx, guest.organisation(), guest.draft()).await?;
        Ok(ready.is_some())
    }

    /// The version that a guest is shown: the one that is ready, or one that was.
    pub(super) async fn ready(&self, guest: &Guest, asked: Option<VersionId>) -> Result<VersionId> {
        let (organisation, draft) = (guest.organisation(), guest.draft());
        let mut tx = self.platform().db.read().await?;
        let ready = match asked {
            None => ready_version(&mut tx, organisation, draft).await?,
            Some(version) => {
                let found = versions::find(&mut tx, organisation, version).await?;
                let is_here = found.is_some_and(|it| it.draft_id == draft);
                let was_ready = is_here && was_ready(&mut tx, organisation, version).await?;
                was_ready.then_some(version)
            }
        };
        ready.ok_or_else(|| {
            Error::new(
                Kind::NotFound,
                ErrorCode::VersionNotReady,
                "There is nothing to look at: this version was not given to approvers, or none was yet.",
            )
        })
    }
}
