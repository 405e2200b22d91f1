//! The guest of a request: who holds the cookie that a review link was exchanged for.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar};
use imprimatur_protocol::{DraftId, GuestId, OrganisationId};

use super::model::{SEEN_EVERY_MS, let_in, state};
use super::store::{self, VisitRow};
use crate::access::roles::{Permission, Rights};
use crate::access::session::{Token, secret_cookie};
use crate::comments::Speaker;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::platform::Platform;

/// The name of the cookie.
pub const COOKIE: &str = "imprimatur_guest";

/// The only addresses that it is sent to.
const COOKIE_PATH: &str = "/api/guest";

/// Somebody whom a review link has let in. Holding one is the permission to see the version that is ready, and to take part in its discussions.
pub(super) struct Guest {
    pub(super) row: VisitRow,
    pub(super) token_hash: Vec<u8>,
}

impl Guest {
    pub(super) fn id(&self) -> GuestId {
        self.row.guest_id
    }

    pub(super) fn organisation(&self) -> OrganisationId {
        self.row.organisation_id
    }

    pub(super) fn draft(&self) -> DraftId {
        self.row.draft_id
    }

    /// As who they take part.
    pub(super) fn speaker(&self) -> Speaker {
        Speaker {
            organisation: self.organisation(),
            actor: self.id().into(),
            rights: Rights::NONE.with(Permission::Comment),
            impersonator: None,
            within: Some(self.draft()),
        }
    }
}

impl<S> FromRequestParts<S> for Guest
where
    S: Send + Sync,
    Platform: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let platform = Platform::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let token = jar.get(COOKIE).and_then(|it| Token::read(it.value()));
        let token_hash = token.ok_or_else(Error::unauthenticated)?.hash();
        let row = store::by_cookie(&platform.db, token_hash.clone()).await?;
        let row = row.ok_or_else(Error::unauthenticated)?;
        let now_ms = platform.clock.now_ms();
        let_in(self::state(row.revoked_at, row.expires_at, now_ms))?;
        platform
            .requests
            .of_caller(row.organisation_id, row.guest_id.into(), now_ms)?;
        if row.seen_at.is_none_or(|at| at + SEEN_EVERY_MS <= now_ms) {
            let mut tx = platform.db.begin().await?;
            store::seen(&mut tx, row.organisation_id, row.guest_id, now_ms).await?;
            tx.commit().await?;
        }
        Ok(Self { row, token_hash })
    }
}

/// The cookie that carries a token for so long.
pub(super) fn cookie(config: &Config, token: &Token, seconds: i64) -> Cookie<'static> {
    let value = token.reveal().to_owned();
    let mut cookie = secret_cookie(config, COOKIE, COOKIE_PATH, value);
    cookie.set_max_age(time::Duration::seconds(seconds));
    cookie
}

/// The cookie that removes it.
pub(super) fn removal_cookie(config: &Config) -> Cookie<'static> {
    let mut cookie = secret_cookie(config, COOKIE, COOKIE_PATH, String::new());
    cookie.make_removal();
    cookie
}
