//! Somebody who uses the HTTP interface.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

/// A signed-in person, or a stranger without a session.
#[derive(Clone)]
pub struct Person {
    address: String,
    email: String,
    token: Option<String>,
    client: reqwest::Client,
}

/// A template that was just made.
#[derive(Debug, Clone)]
pub struct Created {
    /// The template.
    pub id: String,
    /// Its draft.
    pub draft_id: String,
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
    /// The body as JSON; null when it is none.
    pub body: Value,
}

impl Answer {
    /// The stable error code, empty when there is none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A header as text, empty when it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Asserts the status and gives the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "the answer was {}", self.text);
        self.body
    }

    /// Asserts that this is an error of the documented shape, with this status and code.
    #[track_caller]
    pub fn expect_error(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status, self.code()),
            (status, code),
            "the answer was {}",
            self.text
        );
        assert!(
            self.body["message"]
                .as_str()
                .is_some_and(|message| message.len() > 5),
            "an error has a sentence for people: {}",
            self.text
        );
    }
}

impl Person {
    /// The same session at another server of the same workspace.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..self.clone()
        }
    }

    /// Signs in and keeps the token.
    pub async fn sign_in(address: &str, email: &str) -> Self {
        let mut person = Self::stranger(address);
        email.clone_into(&mut person.email);
        let body = person
            .post("/auth/local", &json!({ "email": email }))
            .await
            .expect(200);
        person.token = Some(
            body["token"]
                .as_str()
                .expect("signing in gives a token")
                .to_owned(),
        );
        person
    }

    /// Somebody who has a token from elsewhere.
    #[must_use]
    pub fn with_token(address: &str, email: &str, token: &str) -> Self {
        Self {
            email: email.to_owned(),
            token: Some(token.to_owned()),
            ..Self::stranger(address)
        }
    }

    /// Somebody without a session.
    #[must_use]
    pub fn stranger(address: &str) -> Self {
        let client = crate::client()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .expect("a client without TLS needs nothing that could be missing");
        Self {
            address: address.to_owned(),
            email: String::new(),
            token: None,
            client,
        }
    }

    /// The e-mail address that the person signed in with.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The server's address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The bearer token; panics for a stranger.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("a stranger has no token")
    }

    /// The token, unless this is a stranger.
    #[must_use]
    pub fn token_if_any(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None, &[]).await
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, Some(body), &[]).await
    }

    /// `PATCH` with a JSON body.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::PATCH, path, Some(body), &[]).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, None, &[]).await
    }

    /// Any method, body and headers; a header given here replaces the usual one.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut all = HeaderMap::new();
        if let Some(token) = &self.token {
            all.insert(
                "authorization",
                HeaderValue::from_str(&format!("Bearer {token}")).expect("tokens are ASCII"),
            );
        }
        if body.is_some() {
            all.insert("content-type", HeaderValue::from_static("application/json"));
        }
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header name");
            all.insert(name, HeaderValue::from_str(value).expect("a header value"));
        }
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.address))
            .headers(all);
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        answer(request.send().await.expect("the server answers")).await
    }

    /// Uploads a file, as a page does that knows only its bytes and its name (ASCII letters, digits, dots).
    pub async fn upload(&self, name: &str, file: impl Into<reqwest::Body>) -> Answer {
        self.upload_as(
            &format!("/api/assets?name={name}"),
            "application/octet-stream",
            file,
        )
        .await
    }

    /// Uploads a file to a path of one's own choice, declared as one likes.
    pub async fn upload_as(
        &self,
        path: &str,
        declared: &str,
        file: impl Into<reqwest::Body>,
    ) -> Answer {
        self.try_upload_as(path, declared, file)
            .await
            .expect("the server answers")
    }

    /// As [`Self::upload_as`]; none where the server broke it off before its answer was heard.
    pub async fn try_upload_as(
        &self,
        path: &str,
        declared: &str,
        file: impl Into<reqwest::Body>,
    ) -> Option<Answer> {
        let mut request = self
            .client
            .post(format!("{}{path}", self.address))
            .header("content-type", declared)
            .body(file);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        Some(answer(request.send().await.ok()?).await)
    }

    /// The bytes of something.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let mut request = self.client.get(format!("{}{path}", self.address));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.expect("the server answers");
        assert_eq!(response.status().as_u16(), 200, "GET {path}");
        let bytes = response.bytes().await.expect("the answer can be read");
        bytes.to_vec()
    }

    /// Makes a template from scratch.
    pub async fn template(&self, name: &str) -> Created {
        self.create(&json!({ "name": name })).await
    }

    /// Makes a template from a request body.
    pub async fn create(&self, request: &Value) -> Created {
        let body = self.post("/api/templates", request).await.expect(201);
        let field = |name: &str| body[name].as_str().expect("an id").to_owned();
        Created {
            id: field("id"),
            draft_id: field("draft_id"),
        }
    }

    /// Asks for a review of a draft, and has it approved. Gives the version's id.
    pub async fn approved_by(&self, approver: &Self, draft: &str) -> String {
        let review = format!("/api/drafts/{draft}/review");
        let asked = self.post(&review, &json!({})).await.expect(201);
        let text = |name: &str| asked["review"][name].as_str().expect("a text").to_owned();
        approver
            .post(
                &format!("/api/reviews/{}/approve", text("id")),
                &json!({ "content_hash": text("content_hash") }),
            )
            .await
            .expect(200);
        text("version_id")
    }

    /// The committed layout of a draft.
    pub async fn layout(&self, draft: &str) -> Value {
        self.get(&format!("/api/drafts/{draft}/layout"))
            .await
            .expect(200)
    }
}

async fn answer(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.text().await.expect("the answer can be read");
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer {
        status,
        headers,
        text,
        body,
    }
}
