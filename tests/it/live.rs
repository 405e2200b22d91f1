//! Pages without a socket are told of news by a stream: on every node, their own alone, and only as long as they may.

use std::time::Duration;

use imprimatur_tests::{Cluster, Person};
use reqwest::header::{ACCEPT, AUTHORIZATION};
use serde_json::json;
use tokio::time::timeout;

/// However slow a machine is.
const SOON: Duration = Duration::from_secs(20);

/// A stream that somebody holds.
struct Held(reqwest::Response);

impl Held {
    async fn open(who: &Person) -> Self {
        let answer = reqwest::Client::new()
            .get(format!("{}/api/inbox/live", who.address()))
            .header(AUTHORIZATION, format!("Bearer {}", who.token()))
            .header(ACCEPT, "text/event-stream")
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        Self(answer)
    }

    /// What it says until it says this, or ends.
    async fn until(&mut self, words: &str) -> bool {
        let mut said = String::new();
        let told = timeout(SOON, async {
            while let Ok(Some(more)) = self.0.chunk().await {
                said.push_str(&String::from_utf8_lossy(&more));
                if said.contains(words) {
                    return true;
                }
            }
            false
        });
        told.await
            .unwrap_or_else(|_| panic!("neither `{words}` nor an end: {said}"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_meant_is_told_on_another_node_until_they_sign_out() {
    let cluster = Cluster::start(2, &[]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let outsider = cluster.person(1, "designer@other.example").await;
    let (mut lucas, mut theirs) = (Held::open(&luca).await, Held::open(&outsider).await);
    let made = anna.template("Diplom").await;
    let me = luca.get("/api/me").await.expect(200);
    let luca_id = me["person"]["id"].as_str().expect("an id");
    let anchor = json!({ "kind": "point", "place": { "page": "page", "x": 20, "y": 30 } });
    let body = json!({ "key": "0123456789abcdef", "anchor": anchor, "body": format!("@{luca_id} Was meinst du?") });
    anna.post(&format!("/api/drafts/{}/threads", made.draft_id), &body)
        .await
        .expect(201);
    assert!(lucas.until(r#"{"about":"inbox","revision":"#).await);
    luca.post("/auth/sign-out", &json!({})).await;
    assert!(!lucas.until("inbox").await, "it ends with the session");
    outsider.post("/auth/sign-out", &json!({})).await;
    assert!(!theirs.until("inbox").await, "nothing was theirs to know");
}
