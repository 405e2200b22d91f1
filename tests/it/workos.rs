//! People who come from WorkOS: they sign in there, and may do here what it says.

use std::time::Duration;

use imprimatur_tests::company::{Company, permissions};
use imprimatur_tests::{Backend, Peer, Person, eventually, soon};
use reqwest::Method;
use serde_json::json;

async fn comes_in(backend: Backend) {
    let company = Company::on(backend, &[]).await;
    company.employ("anna@schule-chur.ch", "designer").await;
    let options = Person::stranger(&company.node.address())
        .get("/auth/options")
        .await
        .expect(200);
    assert_eq!(
        (options["workos"].clone(), options["local"].clone()),
        (json!(true), json!([]))
    );
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let me = anna.get("/api/me").await.expect(200);
    assert_eq!(me["role"], "designer");
    assert_eq!(
        permissions(&me),
        ["view", "edit_layout", "edit_texts", "comment"]
    );
    assert_eq!(me["organisation"]["name"], "Schule Chur");
    assert_eq!(me["person"]["email"], "anna@schule-chur.ch");
    assert_eq!(me["person"]["preferred_locale"], "rm");
    assert_eq!(me["organisations"].as_array().map(Vec::len), Some(1));
    anna.template("Diplom").await;

    // Signing out leads on to WorkOS; the session is over here at once.
    let out = anna.post("/auth/sign-out", &json!({})).await.expect(200);
    let next = out["next"].as_str().expect("a page of WorkOS");
    assert!(
        next.starts_with(&format!(
            "{}/user_management/sessions/logout?session_id=session_",
            company.workos.address()
        )),
        "{next}"
    );
    anna.get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signs_in_works_and_signs_out() {
    comes_in(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signs_in_works_and_signs_out_on_postgres() {
    comes_in(Backend::Postgres).await;
}

/// Whoever comes before the news of them is asked about at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_has_to_wait_for_a_webhook() {
    let company = Company::start(&[]).await;
    company
        .workos
        .control(Method::PATCH, "webhooks", json!({ "on": false }))
        .await;
    company.employ("anna@schule-chur.ch", "approver").await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let me = anna.get("/api/me").await.expect(200);
    assert_eq!(
        permissions(&me),
        ["view", "comment", "approve", "publish", "issue"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_come_in_is_told_why() {
    let company = Company::start(&[]).await;
    let (workos, node) = (&company.workos, &company.node);
    company.employ("anna@schule-chur.ch", "designer").await;
    workos
        .make("users", json!({ "email": "nobody@example.ch" }))
        .await;
    // A member of nothing.
    let (led, _) = workos.go_round(node, "nobody@example.ch", None).await;
    assert_eq!(
        led,
        "/sign-in?error=organisation_required&next=%2Ftemplates%3Ffrom%3Dstory"
    );
    // WorkOS says no: they have thought better of it.
    let (led, cookies) = workos.turn_back(node, "anna@schule-chur.ch").await;
    assert_eq!(
        led,
        "/sign-in?error=sign_in_refused&next=%2Ftemplates%3Ffrom%3Dstory"
    );
    assert!(
        !cookies
            .iter()
            .any(|it| it.starts_with("imprimatur_session=")),
        "{cookies:?}"
    );
    // WorkOS does not answer.
    let fault = json!({ "path": "/user_management/authenticate", "status": 503 });
    workos.make("faults", fault).await;
    let (led, _) = workos.go_round(node, "anna@schule-chur.ch", None).await;
    assert_eq!(
        led,
        "/sign-in?error=sign_in_unavailable&next=%2Ftemplates%3Ffrom%3Dstory"
    );
    // A way back that another browser left by, or nobody.
    let stranger = Person::stranger(&node.address());
    let left = stranger.get("/auth/sign-in?return_to=/settings").await;
    let own = left
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a cookie");
    for (query, cookie) in [
        ("code=c&state=s", ""),
        ("code=c&state=s", "imprimatur_sign_in=s"),
        ("code=c", "imprimatur_sign_in=s"),
        ("", ""),
        ("", &format!("{own}A")),
    ] {
        let answer = stranger
            .ask(
                Method::GET,
                &format!("/auth/callback?{query}"),
                None,
                &[("cookie", cookie)],
            )
            .await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/sign-in?error=sign_in_over"),
            "{query} {cookie}"
        );
    }
    // Their own browser, and a way back that somebody else has made.
    for query in ["code=c&state=s", "code=c"] {
        let path = format!("/auth/callback?{query}");
        let answer = stranger
            .ask(Method::GET, &path, None, &[("cookie", own)])
            .await;
        assert_eq!(
            answer.header("location"),
            "/sign-in?error=sign_in_over&next=%2Fsettings"
        );
    }
    // Nobody is sent on to another site.
    let away = stranger.get("/auth/sign-in?return_to=//evil.example").await;
    assert_eq!(away.status, 303);
    // Local sign-in is off.
    stranger
        .post(
            "/auth/local",
            &json!({ "email": "designer@sample.example" }),
        )
        .await
        .expect_error(403, "local_sign_in_off");
}

/// A right that is taken away ends open sockets, and one that is given is there with the next token.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_workos_changes_holds_at_once() {
    let company = Company::start(&[]).await;
    let (workos, node) = (&company.workos, &company.node);
    let (_, membership) = company.employ("anna@schule-chur.ch", "designer").await;
    let (luca, _) = company.employ("luca@schule-chur.ch", "viewer").await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let draft = anna.template("Diplom").await.draft_id;
    let peer = Peer::ours(&anna, &draft).await;
    peer.saved(peer.draw("a")).await;
    // A designer becomes a viewer: the socket closes, and comes back as one that only looks.
    workos
        .change("memberships", &membership, json!({ "role_slug": "viewer" }))
        .await;
    soon("the socket follows", || {
        peer.seen().closed.is_some_and(|(code, _)| code == 4501)
    })
    .await;
    let me = anna.get("/api/me").await.expect(200);
    assert_eq!(permissions(&me), ["view"]);
    // And back again: the token is renewed, for it said viewer.
    workos
        .change("memberships", &membership, json!({ "role_slug": "admin" }))
        .await;
    eventually("the right is there", Duration::from_secs(100), async || {
        let me = anna.get("/api/me").await.expect(200);
        (me["role"] == "admin" && permissions(&me).contains(&"manage")).then_some(())
    })
    .await;
    // A session that is revoked at WorkOS is over here, with its sockets.
    let peer = Peer::ours(&anna, &draft).await;
    workos
        .make("sessions/end", json!({ "status": "revoked" }))
        .await;
    soon("the socket is closed", || {
        peer.seen().closed.is_some_and(|(code, _)| code == 4401)
    })
    .await;
    anna.get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    // Somebody who is deleted is a member nowhere.
    let lucas = workos.sign_in(node, "luca@schule-chur.ch", None).await;
    let peer = Peer::ours(&lucas, &draft).await;
    workos.delete("users", &luca).await;
    soon("the socket is closed", || peer.seen().closed.is_some()).await;
    lucas
        .get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
}

/// Nobody acts in somebody else's name where it counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_acts_in_another_name_does_not_approve() {
    let company = Company::start(&[]).await;
    company.employ("anna@schule-chur.ch", "admin").await;
    let plan = json!({ "email": "anna@schule-chur.ch", "impersonator": { "email": "support@workos.example", "reason": "a ticket" } });
    company.workos.make("next-sign-in", plan).await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let me = anna.get("/api/me").await.expect(200);
    assert_eq!(me["impersonator"], "support@workos.example");
    assert_eq!(
        permissions(&me),
        ["view", "edit_layout", "edit_texts", "comment", "manage"]
    );
    // It can be seen afterwards, and what was done in her name.
    let mut settings = anna.get("/api/settings").await.expect(200);
    settings["default_language"] = json!("rm");
    anna.ask(Method::PUT, "/api/settings", Some(&settings), &[])
        .await
        .expect(200);
    let herself = company.sign_in("anna@schule-chur.ch").await;
    let happened = herself.get("/api/admin/events").await.expect(200);
    let events = happened["events"].as_array().expect("a list");
    let told: Vec<_> = events
        .iter()
        .map(|event| (event["kind"].as_str(), event["impersonator"].as_str()))
        .collect();
    let support = Some("support@workos.example");
    assert_eq!(
        told,
        [
            (Some("settings.changed"), support),
            (Some("session.impersonated"), support)
        ],
        "{happened}"
    );
    assert!(
        events
            .iter()
            .all(|event| event["actor_id"] == me["person"]["id"])
    );
    // Another organisation's administrator sees nothing of it.
    let other = company.neighbour("Verein Scuol", "mia@scuol.example").await;
    let mia = company
        .workos
        .sign_in(&company.node, "mia@scuol.example", Some(&other))
        .await;
    let happened = mia.get("/api/admin/events").await.expect(200);
    assert_eq!(happened["events"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_goes_over_to_another_organisation() {
    let company = Company::start(&[]).await;
    let workos = &company.workos;
    let (user, _) = company.employ("anna@schule-chur.ch", "admin").await;
    let other = workos
        .make("organisations", json!({ "name": "Verein Scuol" }))
        .await;
    let other_id = other["id"].as_str().expect("an id");
    workos
        .make(
            "memberships",
            json!({ "user_id": user, "organization_id": other_id, "role_slug": "viewer" }),
        )
        .await;
    let anna = workos
        .sign_in(
            &company.node,
            "anna@schule-chur.ch",
            Some(&company.organisation),
        )
        .await;
    let draft = anna.template("Diplom").await;
    let me = eventually("both are known", Duration::from_secs(100), async || {
        let me = anna.get("/api/me").await.expect(200);
        (me["organisations"].as_array().map(Vec::len) == Some(2)).then_some(me)
    })
    .await;
    let organisations = me["organisations"].as_array().expect("a list");
    let there = organisations
        .iter()
        .find(|it| it["name"] == "Verein Scuol")
        .expect("it is there");
    let moved = anna
        .post("/auth/switch", &json!({ "organisation_id": there["id"] }))
        .await
        .expect(200);
    // The session that was left is none any more: its refresh token has moved on.
    anna.get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    let anna = Person::with_token(
        &company.node.address(),
        "",
        moved["token"].as_str().expect("a token"),
    );
    let me = anna.get("/api/me").await.expect(200);
    assert_eq!(
        (me["organisation"]["name"].as_str(), permissions(&me)),
        (Some("Verein Scuol"), vec!["view"])
    );
    anna.get(&format!("/api/templates/{}", draft.id))
        .await
        .expect_error(404, "not_found");
    anna.post(
        "/auth/switch",
        &json!({ "organisation_id": "org_00000000000000000000000000000000" }),
    )
    .await
    .expect_error(404, "not_found");
}
