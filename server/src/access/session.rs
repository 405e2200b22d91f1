//! Sessions: a secret that the browser or program holds, and a row that knows only its hash.

use std::collections::HashMap;
use std::fmt;

use axum::http::{HeaderMap, Uri, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use imprimatur_protocol::{OrganisationId, PersonId, SessionId};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::caller::{Caller, SessionKind};
use super::roles::Rights;
use super::seal::seal;
use super::{api_keys, bearer, renewal, store};
use crate::bus::Notice;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::events::{self, Event, EventKind};
use crate::platform::Platform;
use crate::workos::token;
use crate::workspace::Tx;

/// The name of the session cookie.
pub const COOKIE: &str = "imprimatur_session";

const SECRET_BYTES: usize = 32;

/// How keys for programs begin, so that people and scanners of leaked secrets know them.
const KEY_PREFIX: &str = "imprimatur_";

/// A token of WorkOS is shorter, with all that an environment may put into it.
const JWT_BYTES_MOST: usize = 8 * 1024;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The secret of a session. Whoever holds it is the person; so it is never stored and never shown.
pub struct Token(String);

impl Token {
    /// A new one.
    pub fn new(clock: &Clock) -> Self {
        Self(URL_SAFE_NO_PAD.encode(clock.random::<SECRET_BYTES>()))
    }

    /// A new key for programs.
    pub(super) fn new_key(clock: &Clock) -> Self {
        Self(format!("{KEY_PREFIX}{}", Self::new(clock).0))
    }

    /// Reads what a client sent. Anything that neither we nor WorkOS can have given out is no token.
    pub fn read(text: &str) -> Option<Self> {
        if token::looks_like_one(text) {
            return (text.len() <= JWT_BYTES_MOST).then(|| Self(text.to_owned()));
        }
        let bare = text.strip_prefix(KEY_PREFIX).unwrap_or(text);
        let secret = URL_SAFE_NO_PAD.decode(bare).ok()?;
        (secret.len() == SECRET_BYTES).then(|| Self(text.to_owned()))
    }

    /// The token of WorkOS that it is, if it is one.
    fn of_workos(&self) -> Option<&str> {
        token::looks_like_one(&self.0).then_some(self.0.as_str())
    }

    /// What the database knows of it. A plain hash is enough: 256 random bits cannot be guessed.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// The secret itself, for the one answer that gives it out.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What a sign-in by WorkOS brings.
pub struct Brought {
    /// The session of WorkOS.
    pub sid: String,
    /// What the access token brings.
    pub granted: Rights,
    /// What the next one is had for.
    pub refresh_token: String,
    /// Until when this one is good, in milliseconds since 1970.
    pub access_until_ms: i64,
    /// Who acts in the person's name.
    pub impersonator: Option<String>,
    /// When the session ends, in milliseconds since 1970, where it goes on from another one.
    pub expires_at_ms: Option<i64>,
}

/// Begins a session. Beyond `LIMIT_SESSIONS_PER_PERSON` the person's oldest ones end.
///
/// # Errors
/// They are no member there, or the database failed.
pub async fn begin(
    platform: &Platform,
    organisation: OrganisationId,
    person: PersonId,
    brought: Option<Brought>,
) -> Result<Token> {
    let token = Token::new(&platform.clock);
    let id: SessionId = platform.clock.id();
    let now_ms = platform.clock.now_ms();
    let mut session = store::NewSession {
        kind: SessionKind::Local,
        expires_at: now_ms + i64::from(platform.config.session_days) * DAY_MS,
        ..store::NewSession::new(id, token.hash(), now_ms)
    };
    if let Some(brought) = brought {
        let secret = platform.workos()?.client.settings().api_key.as_str();
        let place = id.to_string();
        let sealed = seal(
            secret,
            place.as_bytes(),
            &brought.refresh_token,
            &platform.clock,
        );
        session.kind = SessionKind::WorkOs;
        session.granted = Some(brought.granted);
        session.workos_sid = Some(brought.sid);
        session.refresh_token = Some(sealed);
        session.access_until = Some(brought.access_until_ms);
        session.impersonator = brought.impersonator;
        session.expires_at = brought.expires_at_ms.unwrap_or(session.expires_at);
    }
    let mut tx = platform.db.begin().await?;
    record_impersonation(&mut tx, &platform.clock, organisation, person, &session).await?;
    store::insert_session(&mut tx, organisation, person, session).await?;
    let ended =
        store::end_oldest(&mut tx, person, platform.config.limits.sessions_per_person).await?;
    tx.commit().await?;
    for session in ended {
        platform.notify(Notice::SessionEnded(session));
    }
    Ok(token)
}

/// That somebody acts in a member's name is recorded where it begins.
pub(super) async fn record_impersonation(
    tx: &mut Tx,
    clock: &Clock,
    organisation: OrganisationId,
    person: PersonId,
    session: &store::NewSession,
) -> Result<()> {
    let Some(address) = session.impersonator.as_deref() else {
        return Ok(());
    };
    let begun = Event {
        kind: EventKind::SessionImpersonated,
        organisation,
        actor: person.into(),
        impersonator: Some(address),
        subject: Some(session.id.to_string()),
        details: json!({}),
    };
    events::record(tx, clock, &begun).await
}

/// Ends a session, on every node.
pub async fn end(platform: &Platform, session: SessionId) -> Result<()> {
    let mut tx = platform.db.begin().await?;
    store::end_session(&mut tx, session).await?;
    tx.commit().await?;
    platform.notify(Notice::SessionEnded(session));
    Ok(())
}

/// Deletes expired rows, a bounded batch in each transaction. Gives how many.
pub async fn sweep(platform: &Platform) -> Result<u64> {
    let batch = platform.config.limits.sweep_rows;
    let mut total = 0;
    loop {
        let mut tx = platform.db.begin().await?;
        let now_ms = platform.clock.now_ms();
        let swept = store::delete_expired(&mut tx, now_ms, batch).await?;
        store::forget_ended(&mut tx, now_ms, batch).await?;
        tx.commit().await?;
        total += swept;
        if swept < u64::from(batch) {
            return Ok(total);
        }
    }
}

/// How the caller of a request proves who they are.
pub(crate) enum Proof {
    /// `Authorization: Bearer`, or `?token=` on a socket: something that no page of another origin can add.
    Token(Token),
    /// The cookie, which a browser adds by itself.
    Cookie(Token),
}

impl Proof {
    /// From the headers. A bearer token goes before the cookie; one that is malformed is no session.
    pub(super) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
            if !scheme.eq_ignore_ascii_case("bearer") {
                return None;
            }
            return Token::read(token.trim()).map(Self::Token);
        }
        let jar = CookieJar::from_headers(headers);
        jar.get(COOKIE)
            .and_then(|cookie| Token::read(cookie.value()))
            .map(Self::Cookie)
    }

    /// From `?token=`, which only the socket's route takes: browsers cannot set a header there.
    pub(super) fn from_query(uri: &Uri) -> Option<Self> {
        let token = uri
            .query()?
            .split('&')
            .find_map(|pair| pair.strip_prefix("token="))?;
        Token::read(token).map(Self::Token)
    }

    fn token(&self) -> &Token {
        match self {
            Self::Token(token) | Self::Cookie(token) => token,
        }
    }
}

/// Looks the session up. What its person may do is read anew each time, so that a change of it holds from the next request on.
pub(crate) async fn look_up(platform: &Platform, proof: &Proof) -> Result<Caller> {
    let token = proof.token();
    let hash = token.hash();
    let now_ms = platform.clock.now_ms();
    let row = match (
        store::find_session(&platform.db, &hash, now_ms).await?,
        token.of_workos(),
    ) {
        (Some(row), _) => row,
        (None, Some(text)) => bearer::take_in(platform, text, hash.clone()).await?,
        (None, None) => return Err(Error::unauthenticated()),
    };
    if row.is_over(now_ms) {
        renewal::renew(platform, row.session_id).await?;
        let now_ms = platform.clock.now_ms();
        let row = store::find_session(&platform.db, &hash, now_ms).await?;
        let row = row.filter(|row| !row.is_unheard_of(now_ms));
        return row.ok_or_else(Error::unauthenticated)?.into_caller();
    }
    if row.kind()? == SessionKind::Key {
        api_keys::was_used(platform, row.session_id, row.key_used_at).await;
    }
    row.into_caller()
}

/// Sessions that are looked up with one query.
const HOLDERS_AT_ONCE: usize = 1_000;

/// Whose these sessions are and what they may do now, for those who hold sockets open in their names. Those that have ended or expired are
/// not among them. An error beside a session says that its own row cannot be read.
///
/// # Errors
/// The database failed; nothing is known of any of them.
pub async fn holders(
    platform: &Platform,
    sessions: &[SessionId],
) -> Result<HashMap<SessionId, Result<Caller>>> {
    let mut holders = HashMap::with_capacity(sessions.len());
    let mut over = Vec::new();
    let mut tx = platform.db.read().await?;
    let now_ms = platform.clock.now_ms();
    for some in sessions.chunks(HOLDERS_AT_ONCE) {
        for row in store::find_sessions_by_id(&mut tx, some, now_ms).await? {
            if row.is_over(now_ms) {
                over.push(row.session_id);
            }
            if row.is_unheard_of(now_ms) {
                continue;
            }
            holders.insert(row.session_id, row.into_caller());
        }
    }
    drop(tx);
    // Whoever holds a socket open may ask for nothing else for hours.
    renewal::renew_soon(platform, over);
    Ok(holders)
}

/// The cookie that carries a token.
pub fn cookie(config: &Config, token: &Token) -> Cookie<'static> {
    let mut cookie = secret_cookie(config, COOKIE, "/", token.reveal().to_owned());
    cookie.set_max_age(time::Duration::days(i64::from(config.session_days)));
    cookie
}

/// The cookie that removes it.
pub fn removal_cookie(config: &Config) -> Cookie<'static> {
    let mut cookie = secret_cookie(config, COOKIE, "/", String::new());
    cookie.make_removal();
    cookie
}

/// A cookie that no script reads and no page of another site sends with a change, for the addresses below a path.
pub fn secret_cookie(
    config: &Config,
    name: &'static str,
    path: &'static str,
    value: String,
) -> Cookie<'static> {
    Cookie::build((name, value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .path(path)
        .secure(
            config
                .public_url
                .as_ref()
                .is_some_and(crate::config::PublicUrl::is_secure),
        )
        .build()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::HeaderValue;

    use super::*;
    use crate::access::locales::Locale;
    use crate::access::sample;
    use crate::bus::{Heard, News, Topic};

    #[test]
    fn only_what_we_gave_out_is_a_token() {
        let token = Token::new(&Clock::system());
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(Token::read(token.reveal()).unwrap().hash(), token.hash());
        for text in [
            "",
            "short",
            &"A".repeat(42),
            &"A".repeat(44),
            &"+".repeat(43),
        ] {
            assert!(Token::read(text).is_none(), "{text}");
        }
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn a_bearer_token_goes_before_the_cookie() {
        let (bearer, cookie) = (Token::new(&Clock::system()), Token::new(&Clock::system()));
        let mut headers = HeaderMap::new();
        let value = format!("a=b; {COOKIE}={}", cookie.reveal());
        headers.insert(header::COOKIE, HeaderValue::from_str(&value).unwrap());
        assert!(matches!(
            Proof::from_headers(&headers),
            Some(Proof::Cookie(_))
        ));
        let value = format!("bearer {}", bearer.reveal());
        headers.insert(
            header::AUTHORIZATION,
            HeaderValue::from_str(&value).unwrap(),
        );
        let Some(Proof::Token(found)) = Proof::from_headers(&headers) else {
            panic!()
        };
        assert_eq!(found.hash(), bearer.hash());
        headers.insert(
            header::AUTHORIZATION,
            HeaderValue::from_static("Bearer nonsense"),
        );
        assert!(Proof::from_headers(&headers).is_none());
    }

    #[test]
    fn a_socket_may_name_its_token_in_the_query() {
        let token = Token::new(&Clock::system());
        let uri: Uri = format!("/collab/x?a=1&token={}", token.reveal())
            .parse()
            .unwrap();
        assert!(matches!(Proof::from_query(&uri), Some(Proof::Token(_))));
        assert!(Proof::from_query(&Uri::from_static("/collab/x?mytoken=1")).is_none());
    }

    #[tokio::test]
    async fn a_session_ends_with_its_time_and_is_swept_in_batches() {
        let (_folder, platform) =
            Platform::for_test(&["--session-days=2", "--limit-sweep-rows=2"]).await;
        sample::plant(&platform).await.unwrap();
        let (organisation, person) = sample::find("designer@sample.example").unwrap();
        let mut tokens = Vec::new();
        for _ in 0..5 {
            tokens.push(begin(&platform, organisation, person, None).await.unwrap());
        }
        let proof = Proof::Token(tokens.remove(0));
        let caller = look_up(&platform, &proof).await.unwrap();
        assert_eq!(
            (caller.organisation.id, caller.person.id),
            (organisation, person)
        );
        platform
            .clock
            .advance(Duration::from_secs(2 * 24 * 3600 - 1));
        assert!(look_up(&platform, &proof).await.is_ok());
        assert_eq!(sweep(&platform).await.unwrap(), 0);
        platform.clock.advance(Duration::from_secs(1));
        let refused = look_up(&platform, &proof).await.unwrap_err();
        assert_eq!(refused.kind(), crate::error::Kind::Unauthenticated);
        let holders = holders(&platform, &[caller.session]).await.unwrap();
        assert!(holders.is_empty());
        assert_eq!(sweep(&platform).await.unwrap(), 5);
    }

    #[tokio::test]
    async fn a_new_session_beyond_the_limit_ends_the_oldest_and_says_so() {
        let (_folder, platform) = Platform::for_test(&["--limit-sessions-per-person=2"]).await;
        sample::plant(&platform).await.unwrap();
        let (organisation, person) = sample::find("viewer@other.example").unwrap();
        let mut notices = platform.bus.subscribe(Topic::Notices);
        let mut proofs = Vec::new();
        for _ in 0..3 {
            platform.clock.advance(Duration::from_millis(1));
            let token = begin(&platform, organisation, person, None).await.unwrap();
            proofs.push(Proof::Token(token));
        }
        assert!(look_up(&platform, &proofs[0]).await.is_err());
        let second = look_up(&platform, &proofs[1]).await.unwrap();
        assert!(look_up(&platform, &proofs[2]).await.is_ok());
        let Heard::Envelope(first) = notices.next().await else {
            panic!()
        };
        assert!(matches!(first.news, News::Notice(Notice::SessionEnded(_))));
        end(&platform, second.session).await.unwrap();
        let Heard::Envelope(ended) = notices.next().await else {
            panic!()
        };
        assert_eq!(
            ended.news,
            News::Notice(Notice::SessionEnded(second.session))
        );
        assert!(look_up(&platform, &proofs[1]).await.is_err());
    }

    #[tokio::test]
    async fn holders_of_many_sessions_are_looked_up_together() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        sample::plant(&platform).await.unwrap();
        let mut sessions = Vec::new();
        for email in ["designer@sample.example", "viewer@other.example"] {
            let (organisation, person) = sample::find(email).unwrap();
            let token = begin(&platform, organisation, person, None).await.unwrap();
            let caller = look_up(&platform, &Proof::Token(token)).await.unwrap();
            sessions.push(caller);
        }
        let ended: SessionId = platform.clock.id();
        let mut asked = vec![ended; HOLDERS_AT_ONCE];
        asked.extend(sessions.iter().map(|it| it.session));
        let holders = holders(&platform, &asked).await.unwrap();
        assert_eq!(holders.len(), 2);
        for caller in sessions {
            let Ok(found) = &holders[&caller.session] else {
                panic!("{holders:?}")
            };
            assert_eq!(
                (found.person.id, found.role),
                (caller.person.id, caller.role)
            );
        }
    }

    #[tokio::test]
    async fn planting_twice_changes_nothing_and_locking_out_ends_all() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        sample::plant(&platform).await.unwrap();
        let (organisation, person) = sample::find("designer2@sample.example").unwrap();
        let proof = Proof::Token(begin(&platform, organisation, person, None).await.unwrap());
        let mut tx = platform.db.begin().await.unwrap();
        store::set_locale(&mut tx, person, Locale::Rm)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        sample::plant(&platform).await.unwrap();
        let caller = look_up(&platform, &proof).await.unwrap();
        assert_eq!(caller.person.preferred_locale, Locale::Rm);
        sample::lock_out(&platform).await.unwrap();
        assert!(look_up(&platform, &proof).await.is_err());
    }
}
