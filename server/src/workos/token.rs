//! Access tokens of WorkOS: JWTs, signed with RS256. (WorkOS, "Session tokens".)

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;

use super::keys::{KeyFailure, Keys};

/// How far our clock and theirs may be apart.
const LEEWAY_MS: i64 = 5_000;

/// What a token says of whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// The user.
    pub sub: String,
    /// The session.
    pub sid: Option<String>,
    /// The organisation that they are in; none where they chose none.
    pub org_id: Option<String>,
    /// The weightiest of their roles there.
    pub role: Option<String>,
    /// Every role there.
    pub roles: Option<Vec<String>>,
    /// What the roles allow, by the slugs of the environment.
    pub permissions: Option<Vec<String>>,
    /// The program that it was made for.
    pub client_id: Option<String>,
    /// Who acts in the name of the user.
    pub act: Option<Actor>,
    /// Until when it is good, in seconds since 1970.
    pub exp: i64,
    /// From when on, where it is said.
    pub nbf: Option<i64>,
}

/// Somebody who acts in the name of another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Actor {
    /// Their address.
    pub sub: String,
}

impl Claims {
    /// Until when it is good, in milliseconds since 1970.
    #[must_use]
    pub fn expires_at_ms(&self) -> i64 {
        self.exp.saturating_mul(1000)
    }

    /// The slugs of all roles, where the token names any.
    #[must_use]
    pub fn role_slugs(&self) -> Option<Vec<&str>> {
        match (&self.roles, &self.role) {
            (Some(roles), _) if !roles.is_empty() => {
                Some(roles.iter().map(String::as_str).collect())
            }
            (_, Some(role)) => Some(vec![role]),
            _ => None,
        }
    }
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is none of WorkOS's, it is for somebody else, or somebody has changed it.
    Forged,
    /// Its time is over, or has not come.
    Expired,
    /// No key could be had to check it with.
    NoKey,
}

impl Doubt {
    /// A stable word: it is counted.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Forged => "forged",
            Self::Expired => "expired",
            Self::NoKey => "no_key",
        }
    }
}

/// Whose tokens are believed.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Who may have issued one, to the letter.
    pub issuers: Vec<String>,
    /// Whom they are made for.
    pub client_id: String,
}

/// Whether a text may be a token, from afar: three parts.
#[must_use]
pub fn looks_like_one(text: &str) -> bool {
    text.starts_with("ey") && text.bytes().filter(|byte| *byte == b'.').count() == 2
}

/// Reads a token and checks all of it. `aud` is not asked for: ordinary tokens have none.
///
/// # Errors
/// Why it is not believed.
pub async fn read(text: &str, keys: &Keys, trust: &Trust, now_ms: i64) -> Result<Claims, Doubt> {
    let header = decode_header(text).map_err(|_| Doubt::Forged)?;
    // Never what the token asks for: a public key is no secret to check an HMAC with.
    if header.alg != Algorithm::RS256 {
        return Err(Doubt::Forged);
    }
    let kid = header.kid.ok_or(Doubt::Forged)?;
    let key = keys.key(&kid).await.map_err(|failure| match failure {
        KeyFailure::Unknown => Doubt::Forged,
        KeyFailure::Away => Doubt::NoKey,
    })?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&trust.issuers);
    validation.set_required_spec_claims(&["exp", "iss", "sub"]);
    validation.validate_aud = false;
    // By our own clock, below.
    validation.validate_exp = false;
    let claims = decode::<Claims>(text, &key, &validation)
        .map_err(|cause| match cause.kind() {
            ErrorKind::ExpiredSignature | ErrorKind::ImmatureSignature => Doubt::Expired,
            _ => Doubt::Forged,
        })?
        .claims;
    if claims
        .client_id
        .as_ref()
        .is_some_and(|client| *client != trust.client_id)
    {
        return Err(Doubt::Forged);
    }
    let begins_at_ms = claims.nbf.unwrap_or(0).saturating_mul(1000);
    if claims.expires_at_ms() <= now_ms - LEEWAY_MS || begins_at_ms > now_ms + LEEWAY_MS {
        return Err(Doubt::Expired);
    }
    Ok(claims)
}
