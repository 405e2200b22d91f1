//! A WorkOS of a story's own: the stand-in of `tests/workos`.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::guard::Guarded;
use crate::node::free_port;
use crate::{Node, Person, eventually};

/// What the server is set up with for it.
const CLIENT_ID: &str = "client_test";
const API_KEY: &str = "sk_test_x";
const WEBHOOK_SECRET: &str = "whsec_x";

/// A stand-in that runs.
pub struct WorkOs {
    folder: tempfile::TempDir,
    port: u16,
    client: reqwest::Client,
    _running: Guarded,
}

impl WorkOs {
    /// Starts one, with further options, and waits until it listens.
    pub async fn start(options: &[&str]) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("imprimatur-workos.")
            .tempdir()
            .expect("a temporary folder");
        let port = free_port();
        let program = crate::root().join("tests/workos/server.mjs");
        let mut line = vec![
            "node".to_owned(),
            program.display().to_string(),
            format!("--port={port}"),
            "--auto-sign-in".to_owned(),
        ];
        line.extend(options.iter().map(|option| (*option).to_owned()));
        let log = folder.path().join("workos.log");
        let running = Guarded::spawn(&log, &line, &[]);
        let workos = Self {
            folder,
            port,
            client: crate::client()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(60))
                .build()
                .expect("a client without TLS"),
            _running: running,
        };
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(100),
                "{}",
                workos.log()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        workos
    }

    /// Where it answers.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it has printed.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("workos.log")).unwrap_or_default()
    }

    /// The settings of a server whose people come from it.
    #[must_use]
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let address = self.address();
        vec![
            ("WORKOS_CLIENT_ID", CLIENT_ID.to_owned()),
            ("WORKOS_API_KEY", API_KEY.to_owned()),
            ("WORKOS_BASE_URL", address.clone()),
            (
                "WORKOS_ISSUERS",
                format!("{address}/user_management/{CLIENT_ID}"),
            ),
            ("WORKOS_WEBHOOK_SECRET", WEBHOOK_SECRET.to_owned()),
        ]
    }

    /// Has webhooks sent to a server from now on.
    pub async fn call(&self, node: &Node) {
        let url = format!("{}/webhooks/workos", node.address());
        self.control(
            Method::POST,
            "webhooks/endpoints",
            json!({ "url": url, "secret": WEBHOOK_SECRET }),
        )
        .await;
    }

    /// Asks something of its control.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let mut request = self.client.request(
            method.clone(),
            format!("{}/_control/{path}", self.address()),
        );
        if method != Method::GET {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the stand-in answers");
        let status = response.status();
        let text = response.text().await.expect("an answer");
        assert!(status.is_success(), "{path} {body}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Makes something.
    pub async fn make(&self, what: &str, body: Value) -> Value {
        self.control(Method::POST, what, body).await
    }

    /// Changes something.
    pub async fn change(&self, what: &str, id: &str, body: Value) -> Value {
        self.control(Method::PATCH, &format!("{what}/{id}"), body)
            .await
    }

    /// Deletes something.
    pub async fn delete(&self, what: &str, id: &str) {
        self.control(Method::DELETE, &format!("{what}/{id}"), json!({}))
            .await;
    }

    /// Everything that there is.
    pub async fn state(&self) -> Value {
        self.control(Method::GET, "state", json!({})).await
    }

    /// Waits until every webhook was delivered, or given up.
    pub async fn is_quiet(&self) {
        eventually(
            "webhooks are delivered",
            Duration::from_secs(60),
            async || {
                let idle = self.client.get(format!(
                    "{}/_control/webhooks/idle?timeout_ms=5000",
                    self.address()
                ));
                let answer = idle.send().await.expect("the stand-in answers");
                answer.status().is_success().then_some(())
            },
        )
        .await;
    }

    /// An access token, as a program has one that signed in by itself.
    pub async fn token(&self, email: &str, organization: Option<&str>) -> Value {
        let mut body = json!({ "email": email });
        if let Some(organization) = organization {
            body["organization_id"] = organization.into();
        }
        self.make("sign-in", body).await
    }

    /// Signs somebody in at a server as a browser does, from the way out to the way back, and gives them with their session.
    pub async fn sign_in(&self, node: &Node, email: &str, organization: Option<&str>) -> Person {
        let (location, cookies) = self.go_round(node, email, organization).await;
        assert_eq!(location, "/templates?from=story", "{cookies:?}");
        let session = cookies
            .iter()
            .find_map(|cookie| cookie.strip_prefix("imprimatur_session="))
            .expect("the way back gives a session");
        Person::with_token(&node.address(), email, session)
    }

    /// Goes the way of a browser; gives where it is led in the end, and what it is given to keep.
    pub async fn go_round(
        &self,
        node: &Node,
        email: &str,
        organization: Option<&str>,
    ) -> (String, Vec<String>) {
        let chosen = organization.map(|it| format!("&chosen_organization_id={it}"));
        self.go(node, email, &chosen.unwrap_or_default()).await
    }

    /// As [`Self::go_round`], of somebody who thinks better of it at WorkOS.
    pub async fn turn_back(&self, node: &Node, email: &str) -> (String, Vec<String>) {
        self.go(node, email, "&cancel=1").await
    }

    async fn go(&self, node: &Node, email: &str, chosen: &str) -> (String, Vec<String>) {
        let choice = format!("&email={email}{chosen}");
        let away = format!(
            "{}/auth/sign-in?return_to=/templates?from=story&login_hint={email}",
            node.address()
        );
        let away = self
            .client
            .get(away)
            .send()
            .await
            .expect("the server answers");
        assert_eq!(away.status().as_u16(), 303, "{away:?}");
        let cookies = cookies(&away);
        let authorize = location(&away);
        assert!(authorize.starts_with(&self.address()), "{authorize}");
        let mut chosen = authorize.replace("/authorize?", "/authorize/continue?");
        chosen.push_str(&choice);
        let back = self
            .client
            .get(chosen)
            .send()
            .await
            .expect("the stand-in answers");
        let back = location(&back);
        assert!(back.starts_with(&node.address()), "{back}");
        let carried = cookies.join("; ");
        let back = self.client.get(back).header("cookie", carried);
        let back = back.send().await.expect("the server answers");
        (location(&back), self::cookies(&back))
    }
}

fn location(response: &reqwest::Response) -> String {
    let location = response.headers().get("location");
    let location = location.unwrap_or_else(|| panic!("nowhere to go: {response:?}"));
    location.to_str().expect("an address").to_owned()
}

/// What is to be kept, as it is sent back.
fn cookies(response: &reqwest::Response) -> Vec<String> {
    let all = response.headers().get_all("set-cookie").iter();
    all.filter_map(|value| value.to_str().ok())
        .filter_map(|value| value.split(';').next())
        .map(str::to_owned)
        .collect()
}
