//! Keys for programs: what they may do, who makes them, and that they end.

use std::time::Duration;

use imprimatur_tests::company::{Company, permissions};
use imprimatur_tests::{Answer, Peer, Person, eventually};
use reqwest::Method;
use serde_json::{Value, json};

async fn key(admin: &Person, scopes: &[&str]) -> (String, Person) {
    let asked = json!({ "name": "Library", "scopes": scopes });
    let made = admin.post("/api/keys", &asked).await.expect(201);
    let text = |name: &str| made[name].as_str().expect("a text").to_owned();
    let program = Person::with_token(admin.address(), "", &text("key"));
    (text("id"), program)
}

async fn keys(admin: &Person) -> Vec<Value> {
    let listed = admin.get("/api/keys").await.expect(200);
    listed["keys"].as_array().expect("a list").clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_does_what_it_was_made_for_until_it_is_taken_back() {
    let company = Company::start(&[]).await;
    company.employ("anna@schule-chur.ch", "admin").await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let (id, program) = key(&anna, &["view", "edit_layout"]).await;
    let me = program.get("/api/me").await.expect(200);
    assert_eq!(permissions(&me), ["view", "edit_layout"]);
    let draft = program.template("By a program").await.draft_id;
    let layout = program.layout(&draft).await;
    assert!(layout.is_object(), "{layout}");
    // What it was not given, its organisation's administrators have.
    program
        .get("/api/keys")
        .await
        .expect_error(403, "permission_required");
    program
        .get("/api/admin/people")
        .await
        .expect_error(403, "permission_required");
    // It is listed, without its secret, and is no member.
    let listed = keys(&anna).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (&listed[0]["id"], &listed[0]["scopes"]),
        (&json!(id), &json!(["view", "edit_layout"]))
    );
    assert!(listed[0]["used_at"].is_string(), "{listed:?}");
    assert!(!listed[0].to_string().contains(program.token()));
    let people = anna.get("/api/admin/people").await.expect(200);
    assert_eq!(people["total"], 1, "{people}");
    // Whoever took it back has its sockets closed as well.
    let peer = Peer::ours(&program, &draft).await;
    peer.saved(peer.draw("a")).await;
    let path = format!("/api/keys/{id}");
    anna.delete(&path).await.expect(204);
    eventually("its socket closes", Duration::from_secs(100), async || {
        let closed = peer.seen().closed;
        closed.map(|(code, _)| assert_eq!(code, 4401))
    })
    .await;
    program
        .get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    anna.delete(&path).await.expect_error(404, "not_found");
    let happened = anna.get("/api/admin/events").await.expect(200);
    let told = happened["events"].as_array().expect("a list").iter();
    let told: Vec<_> = told
        .map(|it| (it["kind"].as_str(), &it["subject_id"]))
        .collect();
    let id = json!(id);
    assert_eq!(
        told,
        [(Some("key.revoked"), &id), (Some("key.created"), &id)]
    );
    assert!(keys(&anna).await[0]["revoked_at"].is_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_hands_on_what_they_do_not_have() {
    let company = Company::start(&[]).await;
    company.employ("anna@schule-chur.ch", "admin").await;
    company.employ("ben@schule-chur.ch", "designer").await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let ask = async |who: &Person, name: &str, scopes: Value| -> Answer {
        let asked = json!({ "name": name, "scopes": scopes });
        who.post("/api/keys", &asked).await
    };
    for (name, scopes, code) in [
        ("Library", json!([]), "scopes_invalid"),
        ("Library", json!(["manage"]), "scopes_invalid"),
        ("Library", json!(["view", "manage"]), "scopes_invalid"),
        ("", json!(["view"]), "name_invalid"),
        ("a\u{7}b", json!(["view"]), "name_invalid"),
    ] {
        ask(&anna, name, scopes).await.expect_error(422, code);
    }
    ask(&anna, "Library", json!(["fly"]))
        .await
        .expect_error(400, "body_invalid");
    // A designer makes none, a program makes none.
    let ben = company.sign_in("ben@schule-chur.ch").await;
    ask(&ben, "Library", json!(["view"]))
        .await
        .expect_error(403, "permission_required");
    let (_, program) = key(&anna, &["view", "approve"]).await;
    ask(&program, "Another", json!(["view"]))
        .await
        .expect_error(403, "permission_required");
    // Whoever acts as an administrator leaves nothing behind.
    let plan = json!({ "email": "anna@schule-chur.ch", "impersonator": { "email": "support@workos.example", "reason": "a ticket" } });
    company.workos.make("next-sign-in", plan).await;
    let acted = company.sign_in("anna@schule-chur.ch").await;
    ask(&acted, "Library", json!(["view"]))
        .await
        .expect_error(403, "permission_required");
    assert_eq!(keys(&anna).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_of_one_organisation() {
    let company = Company::start(&[]).await;
    company.employ("anna@schule-chur.ch", "admin").await;
    let other = company.neighbour("Verein Scuol", "mia@scuol.example").await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let mia = company
        .workos
        .sign_in(&company.node, "mia@scuol.example", Some(&other))
        .await;
    let (id, program) = key(&anna, &["view", "edit_layout"]).await;
    let template = program.template("Diplom").await;
    assert_eq!(keys(&mia).await.len(), 0);
    mia.delete(&format!("/api/keys/{id}"))
        .await
        .expect_error(404, "not_found");
    let (_, stranger) = key(&mia, &["view"]).await;
    let path = format!("/api/templates/{}", template.id);
    stranger.get(&path).await.expect_error(404, "not_found");
    program.get(&path).await.expect(200);
    // A program that signs out gives its key up.
    program
        .ask(Method::POST, "/auth/sign-out", None, &[])
        .await
        .expect(200);
    program
        .get(&path)
        .await
        .expect_error(401, "unauthenticated");
    assert!(keys(&anna).await[0]["revoked_at"].is_string());
}
