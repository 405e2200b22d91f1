//! Access tokens of WorkOS: which are believed, and how sessions and sockets go on with the next one.

use std::time::Duration;

use imprimatur_tests::company::{Company, permissions, server};
use imprimatur_tests::{Backend, Node, Peer, Person, WorkOs, eventually, soon};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_show_tokens_of_workos() {
    let company = Company::start(&[]).await;
    let (workos, node) = (&company.workos, &company.node);
    let (_, membership) = company.employ("anna@schule-chur.ch", "designer").await;
    workos.is_quiet().await;
    let signed_in = workos
        .token("anna@schule-chur.ch", Some(&company.organisation))
        .await;
    let session = signed_in["session_id"].as_str().expect("an id");
    let with = |token: &str| Person::with_token(&node.address(), "", token);
    let good = with(signed_in["access_token"].as_str().expect("a token"));
    eventually(
        "the membership is known",
        Duration::from_secs(100),
        async || (good.get("/api/me").await.status == 200).then_some(()),
    )
    .await;
    let draft = good.template("Diplom").await.draft_id;
    let peer = Peer::stock(&good, &draft).await;
    peer.draw("a");

    let forge = async |body: Value| {
        let made = workos.make("token", body).await;
        with(made["token"].as_str().expect("a token"))
            .get("/api/me")
            .await
    };
    let again = json!({ "session_id": session });
    assert_eq!(forge(again).await.status, 200);
    for (what, body) in [
        (
            "with a key of somebody else",
            json!({ "session_id": session, "key": "unknown" }),
        ),
        (
            "an HMAC with the public key",
            json!({ "session_id": session, "alg": "HS256" }),
        ),
        (
            "not signed at all",
            json!({ "session_id": session, "alg": "none" }),
        ),
        (
            "of another environment",
            json!({ "session_id": session, "claims": { "iss": "https://api.workos.com/user_management/client_other" } }),
        ),
        (
            "whose issuer has a slash more",
            json!({ "session_id": session, "claims": { "iss": format!("{}/user_management/client_test/", workos.address()) } }),
        ),
        (
            "for another program",
            json!({ "session_id": session, "claims": { "client_id": "client_other" } }),
        ),
        (
            "that is over",
            json!({ "session_id": session, "claims": { "exp": 1_700_000_000 } }),
        ),
        (
            "that is not good yet",
            json!({ "session_id": session, "claims": { "nbf": 4_000_000_000_u64 } }),
        ),
        (
            "without an end",
            json!({ "session_id": session, "claims": { "exp": null } }),
        ),
        (
            "without an issuer",
            json!({ "session_id": session, "claims": { "iss": null } }),
        ),
    ] {
        let answer = forge(body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (401, "unauthenticated"),
            "{what}"
        );
    }
    // Ordinary tokens name no audience; one that does is no worse.
    let with_audience = json!({ "session_id": session, "claims": { "aud": "anything" } });
    assert_eq!(forge(with_audience).await.status, 200);
    let nowhere = json!({ "session_id": session, "claims": { "org_id": null } });
    let answer = forge(nowhere).await;
    assert_eq!(
        (answer.status, answer.code()),
        (403, "organisation_required")
    );

    // Rights are what both say: the token brings what it brings, and the membership ends it all.
    let lesser =
        json!({ "session_id": session, "claims": { "role": "viewer", "roles": ["viewer"] } });
    assert_eq!(permissions(&forge(lesser).await.body), ["view"]);
    let more = json!({ "session_id": session, "claims": { "role": "admin", "roles": ["admin"] } });
    assert_eq!(
        permissions(&forge(more).await.body),
        ["view", "edit_layout", "edit_texts", "comment"]
    );
    let named = json!({ "session_id": session, "claims": { "permissions": ["imprimatur:view", "imprimatur:publish", "widgets:x"] } });
    assert_eq!(permissions(&forge(named).await.body), ["view"]);

    workos.delete("memberships", &membership).await;
    soon("the stock client's socket is closed", || {
        peer.seen().closed.is_some()
    })
    .await;
    let answer = good.get("/api/me").await;
    assert!(matches!(answer.status, 401 | 403), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_keys_nobody_is_called_a_forger() {
    let company = Company::start(&[]).await;
    let workos = &company.workos;
    company.employ("anna@schule-chur.ch", "designer").await;
    let signed_in = workos
        .token("anna@schule-chur.ch", Some(&company.organisation))
        .await;
    workos
        .make(
            "faults",
            json!({ "path": "/sso/jwks/*", "status": 500, "times": 1000 }),
        )
        .await;
    let anna = Person::with_token(
        &company.node.address(),
        "",
        signed_in["access_token"].as_str().expect("a token"),
    );
    anna.get("/api/me")
        .await
        .expect_error(503, "sign_in_unavailable");
    workos.control(Method::DELETE, "faults", json!({})).await;
    eventually(
        "keys are fetched again",
        Duration::from_secs(100),
        async || (anna.get("/api/me").await.status == 200).then_some(()),
    )
    .await;
    // A new key is fetched when the first token comes that is signed with it.
    let keys = json!({ "publish_old": false });
    workos.make("keys/rotate", keys).await;
    let again = workos
        .token("anna@schule-chur.ch", Some(&company.organisation))
        .await;
    let again = Person::with_token(
        &company.node.address(),
        "",
        again["access_token"].as_str().expect("a token"),
    );
    // Anybody can name a key that is none, so they are not fetched for each.
    eventually(
        "the new key is fetched",
        Duration::from_secs(60),
        async || {
            let answer = again.get("/api/me").await;
            if answer.status != 200 {
                answer.expect_error(401, "unauthenticated");
            }
            (answer.status == 200).then_some(())
        },
    )
    .await;
}

/// Tokens last for seconds here. Whatever becomes of the answers, a session is renewed once at a time, and nobody is signed out for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_renewed_on_two_nodes_and_through_a_bad_network() {
    let workos = WorkOs::start(&["--token-seconds=3"]).await;
    let first = server(&workos, Backend::Postgres).await;
    let settings = workos.settings();
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let second = Node::join(&first, &settings).await;
    let made = workos
        .make("organisations", json!({ "name": "Schule Chur" }))
        .await;
    let user = workos
        .make("users", json!({ "email": "anna@schule-chur.ch" }))
        .await;
    workos
        .make(
            "memberships",
            json!({ "user_id": user["id"], "organization_id": made["id"] }),
        )
        .await;
    let anna = workos.sign_in(&first, "anna@schule-chur.ch", None).await;
    let there = anna.at(&second.address());
    let both = async || {
        let asked = [
            anna.get("/api/me"),
            there.get("/api/me"),
            anna.get("/api/me"),
            there.get("/api/me"),
        ];
        for answer in futures_util::future::join_all(asked).await {
            answer.expect(200);
        }
    };
    let renewals = async || {
        let all = workos
            .control(
                Method::GET,
                "requests?path=/user_management/authenticate",
                json!({}),
            )
            .await;
        all.as_array()
            .expect("a list")
            .iter()
            .filter(|it| it["body"]["grant_type"] == "refresh_token")
            .count()
    };
    for _ in 0..3 {
        let before = renewals().await;
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        both().await;
        let asked = renewals().await - before;
        assert!((1..=2).contains(&asked), "asked {asked} times");
    }
    // The answer is lost: the same token brings the same pair again. Then WorkOS is busy: the session goes on as it was.
    for fault in [
        json!({ "path": "/user_management/authenticate", "when": "after", "drop": true }),
        json!({ "path": "/user_management/authenticate", "status": 503, "times": 2 }),
        json!({ "path": "/user_management/authenticate", "status": 429 }),
    ] {
        workos.make("faults", fault).await;
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        both().await;
    }
    tokio::time::sleep(Duration::from_secs(6)).await;
    both().await;
    // The session ends at WorkOS, and no webhook says so: the next renewal does.
    workos
        .make("sessions/end", json!({ "status": "expired" }))
        .await;
    eventually("it is over", Duration::from_secs(150), async || {
        (anna.get("/api/me").await.status == 401).then_some(())
    })
    .await;
}

/// A socket of a program goes on with the next token of its session; a stock client's ends with the first one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o3_a_socket_goes_on_with_a_fresh_token() {
    let company = Company::start(&["--token-seconds=8"]).await;
    let (workos, node) = (&company.workos, &company.node);
    for email in ["anna@schule-chur.ch", "luca@schule-chur.ch"] {
        company.employ(email, "designer").await;
    }
    workos.is_quiet().await;
    let mut sessions = Vec::new();
    for email in ["anna@schule-chur.ch", "luca@schule-chur.ch"] {
        let signed_in = workos.token(email, Some(&company.organisation)).await;
        let token = signed_in["access_token"].as_str().expect("a token");
        let person = Person::with_token(&node.address(), email, token);
        eventually(
            "the membership is known",
            Duration::from_secs(100),
            async || (person.get("/api/me").await.status == 200).then_some(()),
        )
        .await;
        sessions.push((signed_in["session_id"].clone(), person));
    }
    let (session, anna) = sessions.remove(0);
    let (_, luca) = sessions.remove(0);
    let draft = anna.template("Diplom").await.draft_id;
    let (annas, lucas) = (
        Peer::ours(&anna, &draft).await,
        Peer::stock(&luca, &draft).await,
    );
    annas.saved(annas.draw("before")).await;
    soon("she is told", || !annas.seen().expiring.is_empty()).await;
    // What WorkOS gives for her refresh token: the same session, later.
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed();
    let until = now.expect("it is after 1970").as_secs() + 120;
    let next = json!({ "session_id": session, "claims": { "exp": until } });
    let next = workos.make("token", next).await;
    let fresh = Person::with_token(
        &node.address(),
        "",
        next["token"].as_str().expect("a token"),
    );
    fresh.get("/api/me").await.expect(200);
    eventually(
        "the stock client's ends",
        Duration::from_secs(30),
        async || {
            lucas
                .seen()
                .closed
                .is_some_and(|(code, _)| code == 4401)
                .then_some(())
        },
    )
    .await;
    assert!(annas.seen().closed.is_none(), "{:?}", annas.seen());
    annas.saved(annas.draw("after")).await;
}
