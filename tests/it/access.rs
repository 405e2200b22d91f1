//! Signing in and out, sessions, cookies, origins, hosts: who gets in, and what is turned away at the door.

use imprimatur_tests::{Person, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

async fn everybody_signs_in_and_is_told_who_they_are(world: World) {
    let options = world.stranger().get("/auth/options").await.expect(200);
    let local = options["local"].as_array().expect("a list").clone();
    let mut roles: Vec<(String, String)> = Vec::new();
    for listed in &local {
        let email = listed["email"].as_str().expect("an address");
        let person = world.person(email).await;
        let me = person.get("/api/me").await.expect(200);
        assert_eq!(me["person"]["name"], listed["name"]);
        assert_eq!(me["organisation"]["name"], listed["organisation"]);
        assert_eq!(me["role"], listed["role"]);
        assert!(
            me["person"]["color"]
                .as_str()
                .is_some_and(|color| color.starts_with('#'))
        );
        let organisation = me["organisation"]["name"]
            .as_str()
            .expect("a name")
            .to_owned();
        roles.push((
            organisation,
            me["role"].as_str().expect("a role").to_owned(),
        ));
    }
    roles.sort();
    roles.dedup();
    assert_eq!(
        roles.len(),
        10,
        "five roles in each of two organisations: {roles:?}"
    );
    for email in [
        "admin",
        "designer",
        "designer2",
        "editor",
        "approver",
        "viewer",
    ] {
        for organisation in ["sample", "other"] {
            let email = format!("{email}@{organisation}.example");
            assert!(
                local.iter().any(|listed| listed["email"] == email.as_str()),
                "{email} is listed"
            );
        }
    }
}

async fn the_role_decides_what_one_may_do(world: World) {
    let table = [
        (
            "admin",
            vec![
                "view",
                "edit_layout",
                "edit_texts",
                "comment",
                "approve",
                "publish",
                "manage",
                "issue",
            ],
        ),
        (
            "designer",
            vec!["view", "edit_layout", "edit_texts", "comment"],
        ),
        ("editor", vec!["view", "edit_texts", "comment"]),
        (
            "approver",
            vec!["view", "comment", "approve", "publish", "issue"],
        ),
        ("viewer", vec!["view"]),
    ];
    let template = world.designer().await.template("Diplom").await;
    for (name, expected) in table {
        let person = world.person(&format!("{name}@sample.example")).await;
        let me = person.get("/api/me").await.expect(200);
        let mut permissions: Vec<&str> = me["permissions"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|each| each.as_str().expect("a word"))
            .collect();
        let mut expected = expected.clone();
        permissions.sort_unstable();
        expected.sort_unstable();
        assert_eq!(permissions, expected, "{name}");

        person
            .get(&format!("/api/templates/{}", template.id))
            .await
            .expect(200);
        person.get("/api/starters").await.expect(200);
        let may_edit = expected.contains(&"edit_layout");
        let created = person
            .post("/api/templates", &json!({ "name": "Zeugnis" }))
            .await;
        let renamed = person
            .patch(
                &format!("/api/templates/{}", template.id),
                &json!({ "name": "Diplom" }),
            )
            .await;
        let copied = person
            .post(
                &format!("/api/templates/{}/duplicate", template.id),
                &json!({ "name": "Kopie" }),
            )
            .await;
        if may_edit {
            assert_eq!(
                (created.status, renamed.status, copied.status),
                (201, 200, 201),
                "{name}"
            );
        } else {
            created.expect_error(403, "permission_required");
            renamed.expect_error(403, "permission_required");
            copied.expect_error(403, "permission_required");
            person
                .delete(&format!("/api/templates/{}", template.id))
                .await
                .expect_error(403, "permission_required");
        }
    }
}

async fn signing_out_ends_the_session(world: World) {
    let anna = world.designer().await;
    let elsewhere = world.designer().await;
    anna.get("/api/me").await.expect(200);
    anna.post("/auth/sign-out", &json!({})).await.expect(200);
    anna.get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    elsewhere.get("/api/me").await.expect(200);
}

async fn a_session_outlives_the_server(mut world: World) {
    let anna = world.designer().await;
    world.node.kill();
    world.node.restart().await;
    anna.get("/api/me").await.expect(200);
}

async fn the_cookie_is_kept_from_scripts_and_other_sites(world: World) {
    let body = json!({ "email": "designer@sample.example" });
    let answer = world.stranger().post("/auth/local", &body).await;
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["imprimatur_session=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(
        !cookie.contains("Secure"),
        "on plain HTTP a secure cookie would never come back"
    );
    let cookie = cookie.split(';').next().expect("a first part").to_owned();
    let by_cookie =
        |origin: Option<String>, method: Method, path: &'static str, body: Option<Value>| {
            let cookie = cookie.clone();
            let stranger = world.stranger();
            async move {
                let mut headers = vec![("cookie", cookie.as_str())];
                if let Some(origin) = &origin {
                    headers.push(("origin", origin));
                }
                stranger.ask(method, path, body.as_ref(), &headers).await
            }
        };
    let own = Some(world.node.address());
    by_cookie(None, Method::GET, "/api/me", None)
        .await
        .expect(200);
    let new = json!({ "name": "Diplom" });
    by_cookie(own, Method::POST, "/api/templates", Some(new.clone()))
        .await
        .expect(201);
    let foreign = Some("https://elsewhere.example".to_owned());
    by_cookie(foreign, Method::POST, "/api/templates", Some(new))
        .await
        .expect_error(403, "origin_not_allowed");
}

async fn without_a_session_everything_is_json_and_401(world: World) {
    let stranger = world.stranger();
    let forged = Person::stranger(&world.node.address());
    for path in [
        "/api/me",
        "/api/templates",
        "/api/starters",
        "/api/nothing",
        "/api/",
        "/auth/nothing",
    ] {
        let answer = stranger.get(path).await;
        answer.expect_error(401, "unauthenticated");
        assert!(
            answer
                .header("content-type")
                .starts_with("application/json"),
            "{path} is JSON, never the page"
        );
        let answer = forged
            .ask(
                Method::GET,
                path,
                None,
                &[("authorization", "Bearer forged")],
            )
            .await;
        answer.expect_error(401, "unauthenticated");
    }
}

async fn anything_else_is_the_page(world: World) {
    let stranger = world.stranger();
    for path in ["/", "/templates", "/templates/tpl_x/edit"] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(
            !answer.header("content-security-policy").is_empty(),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

async fn the_language_of_the_interface_is_remembered(world: World) {
    let anna = world.designer().await;
    for locale in ["rm", "fr"] {
        let me = anna
            .patch("/api/me", &json!({ "preferred_locale": locale }))
            .await
            .expect(200);
        assert_eq!(me["person"]["preferred_locale"], locale);
        let me = world.designer().await.get("/api/me").await.expect(200);
        assert_eq!(me["person"]["preferred_locale"], locale);
    }
}

stories![
    everybody_signs_in_and_is_told_who_they_are,
    the_role_decides_what_one_may_do,
    signing_out_ends_the_session,
    a_session_outlives_the_server,
    the_cookie_is_kept_from_scripts_and_other_sites,
    without_a_session_everything_is_json_and_401,
    anything_else_is_the_page,
    the_language_of_the_interface_is_remembered,
];
