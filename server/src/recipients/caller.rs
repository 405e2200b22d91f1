//! The recipient of a request: who holds the cookie that a link in a mail was exchanged for.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar};
use imprimatur_protocol::RecipientId;

use super::model::SEEN_EVERY_MS;
use super::store;
use crate::access::session::{Token, secret_cookie};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::platform::Platform;

/// The name of the cookie.
pub const COOKIE: &str = "imprimatur_recipient";

/// The only addresses that it is sent to.
const COOKIE_PATH: &str = "/api/mine";

/// Somebody whom a link in a mail has let in. Holding one is the permission to see their own page, and nobody else's.
pub(super) struct Recipient {
    pub(super) id: RecipientId,
    pub(super) token_hash: Vec<u8>,
}

impl Recipient {
    /// Who holds the cookie of a request; none: nobody whom we know.
    pub(super) async fn of(platform: &Platform, jar: &CookieJar) -> Result<Option<Self>> {
        let token = jar.get(COOKIE).and_then(|it| Token::read(it.value()));
        let Some(token_hash) = token.map(|it| it.hash()) else {
            return Ok(None);
        };
        let now_ms = platform.clock.now_ms();
        let row = store::by_cookie(&platform.db, token_hash.clone(), now_ms).await?;
        let Some(row) = row else { return Ok(None) };
        if row.seen_at + SEEN_EVERY_MS <= now_ms {
            let mut tx = platform.db.begin().await?;
            store::seen(&mut tx, row.recipient_id, now_ms).await?;
            tx.commit().await?;
        }
        Ok(Some(Self {
            id: row.recipient_id,
            token_hash,
        }))
    }
}

impl<S> FromRequestParts<S> for Recipient
where
    S: Send + Sync,
    Platform: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let platform = Platform::from_ref(state);
        let jar = CookieJar::from_headers(&parts.headers);
        let found = Self::of(&platform, &jar).await?;
        found.ok_or_else(Error::unauthenticated)
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
