//! Asking WorkOS over HTTPS. (WorkOS API reference, "User Management", "Events", "Organizations".)

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::{Client, Method, RequestBuilder, StatusCode, header, redirect};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use crate::clock::Clock;
use crate::config::WorkOs;
use crate::error::{Error, Result as OurResult};

/// How long connecting, and all of an answer, may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Bytes of an answer: a page of a hundred things, each with all that its metadata may hold, is below two megabytes.
const ANSWER_BYTES_MOST: usize = 8 * 1024 * 1024;

/// What is asked of a list at once: the most that WorkOS gives.
pub const PAGE: usize = 100;

/// A way to WorkOS. Cloning shares its connections.
#[derive(Clone)]
pub struct WorkOsClient(Arc<Inner>);

struct Inner {
    http: Client,
    settings: WorkOs,
    clock: Clock,
}

/// Why WorkOS has not done what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It could not be reached, or was busy: the same may be asked again.
    Away(String),
    /// It said no, for good: its code, and its words.
    Refused {
        /// `invalid_grant`, `organization_selection_required` …; empty where it gives none.
        code: String,
        /// In words.
        said: String,
        /// The status of its answer.
        status: u16,
    },
    /// What it answered cannot be read.
    Unreadable(String),
}

impl Failure {
    /// Whether the same may be asked again.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Away(_))
    }

    /// The code with which it said no.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Refused { code, .. } => code,
            Self::Away(_) | Self::Unreadable(_) => "",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away(said) => write!(f, "WorkOS does not answer: {said}"),
            Self::Refused { code, said, status } => {
                write!(f, "WorkOS refused with {status} {code}: {said}")
            }
            Self::Unreadable(said) => write!(f, "what WorkOS answered cannot be read: {said}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Somebody has signed in, or goes on.
#[derive(Deserialize)]
pub struct Authenticated {
    /// The user, as WorkOS has them now.
    pub user: Value,
    /// Where they are signed in to.
    pub organization_id: Option<String>,
    /// What they may do, for some minutes.
    pub access_token: String,
    /// What the next access token is had for, once.
    pub refresh_token: String,
    /// Who acts in their name.
    pub impersonator: Option<Impersonator>,
}

/// Somebody of WorkOS who acts in the name of a user.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Impersonator {
    /// Their address.
    pub email: String,
    /// Why they do it, if they said so.
    pub reason: Option<String>,
}

/// A part of a list.
#[derive(Debug, Clone, Deserialize)]
pub struct Page {
    /// What is in it.
    pub data: Vec<Value>,
    /// Where the rest is.
    #[serde(default)]
    pub list_metadata: ListMetadata,
}

/// Where the rest of a list is.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ListMetadata {
    /// The id after which the next page begins; none at the end.
    pub after: Option<String>,
}

/// The public keys, as WorkOS gives them. (RFC 7517.)
#[derive(Deserialize)]
pub struct KeySet {
    /// Each of them.
    pub keys: Vec<Jwk>,
}

/// A public key. (RFC 7518, section 6.3.)
#[derive(Deserialize)]
pub struct Jwk {
    /// Its kind; `RSA`.
    pub kty: String,
    /// Its id.
    pub kid: String,
    /// What it is used with.
    pub alg: Option<String>,
    /// The modulus.
    #[serde(default)]
    pub n: String,
    /// The exponent.
    #[serde(default)]
    pub e: String,
}

/// Where somebody is sent who is to sign in.
pub struct SignIn<'a> {
    /// Where WorkOS sends them back to.
    pub redirect_uri: &'a str,
    /// What it gives back untouched.
    pub state: &'a str,
    /// SHA-256 of the verifier, in base64url. (RFC 7636, section 4.2.)
    pub challenge: &'a str,
    /// Where they are to sign in to; none: they choose.
    pub organization: Option<&'a str>,
    /// Their address, where it is known.
    pub login_hint: Option<&'a str>,
}

impl WorkOsClient {
    /// A way to WorkOS.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(settings: WorkOs, clock: Clock) -> OurResult<Self> {
        // Whoever was first has installed the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            .redirect(redirect::Policy::none())
            .user_agent(concat!("imprimatur/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|cause| Error::internal("setting up a way to WorkOS").caused_by(cause))?;
        Ok(Self(Arc::new(Inner {
            http,
            settings,
            clock,
        })))
    }

    /// How it is spoken to.
    #[must_use]
    pub fn settings(&self) -> &WorkOs {
        &self.0.settings
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.0.clock.now_ms()
    }

    fn url(&self, path: &str) -> Result<Url, Failure> {
        Url::parse(&format!("{}{path}", self.0.settings.base_url))
            .map_err(|cause| Failure::Unreadable(cause.to_string()))
    }

    /// The page on which somebody signs in.
    ///
    /// # Errors
    /// The address of WorkOS is none.
    pub fn authorize_url(&self, sign_in: &SignIn<'_>) -> Result<Url, Failure> {
        let mut url = self.url("/user_management/authorize")?;
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("client_id", &self.0.settings.client_id)
                .append_pair("redirect_uri", sign_in.redirect_uri)
                .append_pair("response_type", "code")
                .append_pair("state", sign_in.state)
                .append_pair("code_challenge", sign_in.challenge)
                .append_pair("code_challenge_method", "S256");
            // Exactly one of the two.
            match sign_in.organization {
                Some(organization) => query.append_pair("organization_id", organization),
                None => query.append_pair("provider", "authkit"),
            };
            if let Some(hint) = sign_in.login_hint {
                query.append_pair("login_hint", hint);
            }
        }
        Ok(url)
    }

    /// The page that ends a session of WorkOS in the browser.
    ///
    /// # Errors
    /// The address of WorkOS is none.
    pub fn logout_url(&self, sid: &str, return_to: Option<&str>) -> Result<Url, Failure> {
        let mut url = self.url("/user_management/sessions/logout")?;
        url.query_pairs_mut().append_pair("session_id", sid);
        if let Some(return_to) = return_to {
            url.query_pairs_mut().append_pair("return_to", return_to);
        }
        Ok(url)
    }

    /// Gives a code for tokens.
    ///
    /// # Errors
    /// The code is not good, or WorkOS did not answer.
    pub async fn exchange(&self, code: &str, verifier: &str) -> Result<Authenticated, Failure> {
        self.authenticate(json!({
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
        }))
        .await
    }

    /// Gives a refresh token for the next pair; with an organisation, in that one.
    ///
    /// # Errors
    /// `invalid_grant`: it is over. Or WorkOS did not answer: the same token may be given again.
    pub async fn refresh(
        &self,
        refresh_token: &str,
        organization: Option<&str>,
    ) -> Result<Authenticated, Failure> {
        let mut body = json!({
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
        });
        if let Some(organization) = organization {
            body["organization_id"] = organization.into();
        }
        self.authenticate(body).await
    }

    async fn authenticate(&self, mut body: Value) -> Result<Authenticated, Failure> {
        body["client_id"] = self.0.settings.client_id.as_str().into();
        body["client_secret"] = self.0.settings.api_key.as_str().into();
        let url = self.url("/user_management/authenticate")?;
        answer(self.0.http.post(url).json(&body)).await
    }

    /// Ends a session of WorkOS.
    ///
    /// # Errors
    /// WorkOS did not.
    pub async fn revoke_session(&self, sid: &str) -> Result<(), Failure> {
        let url = self.url("/user_management/sessions/revoke")?;
        let request = self
            .asked(Method::POST, url)
            .json(&json!({ "session_id": sid }));
        answer::<Value>(request).await.map(drop)
    }

    /// The public keys.
    ///
    /// # Errors
    /// WorkOS did not give them.
    pub async fn keys(&self) -> Result<KeySet, Failure> {
        let url = self.url(&format!("/sso/jwks/{}", self.0.settings.client_id))?;
        answer(self.0.http.get(url)).await
    }

    /// A part of a list: at most [`PAGE`], in the order in which they were made.
    ///
    /// # Errors
    /// WorkOS did not give it.
    pub async fn list(&self, path: &str, query: &[(&str, &str)]) -> Result<Page, Failure> {
        let mut url = self.url(path)?;
        url.query_pairs_mut()
            .append_pair("limit", &PAGE.to_string())
            .append_pair("order", "asc")
            .extend_pairs(query);
        answer(self.asked(Method::GET, url)).await
    }

    /// One thing.
    ///
    /// # Errors
    /// WorkOS did not give it; with the status 404, there is none.
    pub async fn get(&self, path: &str) -> Result<Value, Failure> {
        let url = self.url(path)?;
        answer(self.asked(Method::GET, url)).await
    }

    fn asked(&self, method: Method, url: Url) -> RequestBuilder {
        self.0
            .http
            .request(method, url)
            .bearer_auth(&self.0.settings.api_key)
    }
}

/// What WorkOS says when it says no: one of two shapes.
#[derive(Default, Deserialize)]
#[serde(default)]
struct No {
    code: Option<String>,
    message: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Failure> {
    let response = request.send().await.map_err(|cause| away(&cause))?;
    let status = response.status();
    let request_id = response
        .headers()
        .get("x-request-id")
        .and_then(|id| id.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let retry_after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .map(|value| format!(", again after {value} s"))
        .unwrap_or_default();
    let body = body(response).await?;
    if status.is_success() {
        // A plain 200 or 204 may have no body.
        let text: &[u8] = if body.is_empty() { b"null" } else { &body };
        return serde_json::from_slice(text)
            .map_err(|cause| Failure::Unreadable(format!("{cause} (request {request_id})")));
    }
    let no: No = serde_json::from_slice(&body).unwrap_or_default();
    let said = no.message.or(no.error_description).unwrap_or_default();
    let said = format!("{said} (request {request_id}{retry_after})");
    let passes = status.is_server_error()
        || status == StatusCode::REQUEST_TIMEOUT
        || status == StatusCode::TOO_MANY_REQUESTS;
    Err(if passes {
        Failure::Away(format!("{} {said}", status.as_u16()))
    } else {
        Failure::Refused {
            code: no.error.or(no.code).unwrap_or_default(),
            said,
            status: status.as_u16(),
        }
    })
}

async fn body(mut response: reqwest::Response) -> Result<BytesMut, Failure> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|cause| away(&cause))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MOST {
            return Err(Failure::Unreadable(format!(
                "more than {ANSWER_BYTES_MOST} bytes"
            )));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Without the address, in which a code or an id may stand.
fn away(cause: &reqwest::Error) -> Failure {
    let why = if cause.is_timeout() {
        "no answer in time"
    } else if cause.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    Failure::Away(why.to_owned())
}
