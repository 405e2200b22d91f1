//! The gate: what stands against submitting a draft, by the rules and the brand of its organisation.

use std::time::Duration;

use imprimatur_tests::{Peer, Person, World, eventually, stories};
use reqwest::Method;
use serde_json::{Value, json};

/// A page with one text in a box of some width.
fn layout(words: &str, width: f64) -> Value {
    json!({ "schema": 1, "languages": ["de"], "pages": [{ "id": "page", "size": [210, 297], "order": "V", "elements": [
        { "id": "title", "type": "text", "order": "V", "at": [20, 20], "size": [width, 8], "texts": { "de": [{ "insert": words }] } }
    ] }] })
}

async fn draft(person: &Person, words: &str, width: f64) -> String {
    let request = json!({ "name": "Diplom", "layout": layout(words, width) });
    person.create(&request).await.draft_id
}

async fn settle(admin: &Person, rules: &Value) {
    let answer = admin
        .ask(Method::PUT, "/api/settings/review", Some(rules), &[])
        .await;
    answer.expect(200);
}

fn review_at(draft: &str) -> String {
    format!("/api/drafts/{draft}/review")
}

async fn the_gate_is_shut_by_what_the_organisation_does_not_let_pass(world: World) {
    let (anna, admin) = (world.designer().await, world.admin().await);
    let words = "Höhere Fachprüfung mit eidgenössischem Diplom";
    let draft = draft(&anna, words, 30.0).await;
    let gate = format!("/api/drafts/{draft}/gate");
    let found = anna.get(&gate).await.expect(200);
    assert_eq!(found["is_open"], false);
    let line = &found["findings"][0];
    assert_eq!(
        [
            &line["code"],
            &line["severity"],
            &line["element"],
            &line["page"],
            &line["language"]
        ],
        ["text_overflows", "error", "title", "page", "de"]
    );
    anna.post(&review_at(&draft), &json!({}))
        .await
        .expect_error(422, "gate_closed");

    let rules = |severity: &str| json!({ "approvals": 1, "role": null, "four_eyes": true, "severities": { "text_overflows": severity } });
    let refused = anna
        .ask(
            Method::PUT,
            "/api/settings/review",
            Some(&rules("off")),
            &[],
        )
        .await;
    refused.expect_error(403, "permission_required");
    settle(&admin, &rules("warning")).await;
    let warned = anna.get(&gate).await.expect(200);
    assert_eq!(
        (&warned["is_open"], &warned["findings"][0]["severity"]),
        (&json!(true), &json!("warning"))
    );
    settle(&admin, &rules("off")).await;
    assert_eq!(anna.get(&gate).await.expect(200)["findings"], json!([]));
    let asked = anna.post(&review_at(&draft), &json!({})).await.expect(201);

    // The version is looked at as it was, whatever the live draft has become.
    let peer = Peer::stock(&anna, &draft).await;
    peer.edit(|elements, txn| {
        use yrs::Map;
        elements.remove(txn, "title");
    });
    settle(&admin, &rules("error")).await;
    eventually(
        "the live draft is clear",
        Duration::from_secs(5),
        || async { (anna.get(&gate).await.expect(200)["is_open"] == true).then_some(()) },
    )
    .await;
    let version = asked["review"]["version_id"].as_str().expect("an id");
    let of_version = anna.get(&format!("{gate}?version={version}")).await;
    assert_eq!(of_version.expect(200)["is_open"], false);
    let other = self::draft(&anna, "Diplom", 150.0).await;
    anna.get(&format!("/api/drafts/{other}/gate?version={version}"))
        .await
        .expect_error(404, "not_found");
}

async fn a_brand_is_settled_and_asked_about(world: World) {
    let (anna, admin) = (world.designer().await, world.admin().await);
    let draft = draft(&anna, "Diplom", 150.0).await;
    let mut settings = admin.get("/api/settings").await.expect(200);
    settings["brand"]["colors"] = json!(["#1E7A5A"]);
    settings["brand"]["fonts"] = json!(["EB Garamond"]);
    let put = |body: Value| {
        let admin = admin.clone();
        async move {
            admin
                .ask(Method::PUT, "/api/settings", Some(&body), &[])
                .await
        }
    };
    assert_eq!(put(settings.clone()).await.expect(200), settings);
    assert_eq!(
        anna.get("/api/settings").await.expect(200)["brand"],
        settings["brand"]
    );
    let gate = format!("/api/drafts/{draft}/gate");
    let found = anna.get(&gate).await.expect(200);
    assert_eq!(found["findings"][0]["code"], "brand_font", "{found}");
    assert_eq!(found["findings"][0]["about"], "Inter");

    settings["brand"]["colors"] = json!(["green"]);
    put(settings).await.expect_error(422, "settings_invalid");
}

stories![
    the_gate_is_shut_by_what_the_organisation_does_not_let_pass,
    a_brand_is_settled_and_asked_about,
];
