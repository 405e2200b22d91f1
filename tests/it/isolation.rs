//! Organisation A never sees B: every route that the server describes, and the socket, from the other side of the border.

use std::collections::BTreeSet;

use imprimatur_tests::picture;
use imprimatur_tests::{Dialect, Peer, Socket, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

/// What stands in for a part of a path.
fn fill(path: &str, template: &str, draft: &str, asset: &str) -> String {
    let id = if path.contains("/drafts/") || path.contains("/collab/") {
        draft
    } else if path.contains("/assets/") {
        asset
    } else {
        template
    };
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (_, after) = after.split_once('}').expect("a brace that is closed");
        filled.push_str(before);
        filled.push_str(id);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

async fn every_route_says_not_found_across_the_border(world: World) {
    let anna = world.designer().await;
    let outsider = world.outsider().await;
    let made = anna.template("Diplom der Musterschule").await;
    let before = anna
        .get(&format!("/api/templates/{}", made.id))
        .await
        .expect(200);
    let layout = anna.layout(&made.draft_id).await;
    let uploaded = anna
        .upload("Musterschule.png", picture::png(&picture::gradient(4, 3)))
        .await
        .expect(201);
    let asset = uploaded["asset"]["id"].as_str().expect("an id");

    let described = anna.get("/api/openapi.json").await.expect(200);
    let mut walked = BTreeSet::new();
    for (path, operations) in described["paths"].as_object().expect("paths") {
        for method in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = operations.get(method) else {
                continue;
            };
            if !path.contains('{') {
                continue;
            }
            let method: Method = method.to_uppercase().parse().expect("a method");
            let real = fill(path, &made.id, &made.draft_id, asset);
            let body = operation
                .get("requestBody")
                .map(|_| json!({ "name": "Meins" }));
            let answer = outsider
                .ask(method.clone(), &real, body.as_ref(), &[])
                .await;
            answer.expect_error(404, "not_found");
            assert!(
                !answer.text.contains("Musterschule"),
                "{method} {path} tells nothing"
            );

            // Just as for something that does not exist at all.
            let nothing = fill(
                path,
                "tpl_0190c0ffee0070008000000000000000",
                "drf_0190c0ffee0070008000000000000000",
                "ast_0190c0ffee0070008000000000000000",
            );
            let unknown = outsider
                .ask(method.clone(), &nothing, body.as_ref(), &[])
                .await;
            assert_eq!(
                (unknown.status, unknown.text),
                (answer.status, answer.text),
                "{method} {path}"
            );
            walked.insert(format!("{method} {path}"));
        }
    }
    for expected in [
        "GET /api/templates/{id}",
        "PATCH /api/templates/{id}",
        "DELETE /api/templates/{id}",
        "POST /api/templates/{id}/duplicate",
        "GET /api/assets/{id}",
        "GET /api/drafts/{id}",
        "GET /api/drafts/{id}/layout",
    ] {
        assert!(
            walked.contains(expected),
            "{expected} was walked, among {walked:?}"
        );
    }
    assert!(
        walked.iter().any(|path| path.starts_with("GET /collab/")),
        "the socket is described, too: {walked:?}"
    );

    let after = anna
        .get(&format!("/api/templates/{}", made.id))
        .await
        .expect(200);
    assert_eq!(after, before, "nothing was changed from the other side");
    assert_eq!(anna.layout(&made.draft_id).await, layout);
}

async fn lists_show_only_ones_own(world: World) {
    let anna = world.designer().await;
    let outsider = world.outsider().await;
    let made = anna.template("Diplom").await;
    let theirs = outsider.template("Diplom").await;
    let ids = |body: &Value| -> Vec<String> {
        body["templates"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|each| each["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(
        ids(&anna.get("/api/templates?search=Diplom").await.expect(200)),
        [made.id]
    );
    assert_eq!(
        ids(&outsider
            .get("/api/templates?search=Diplom")
            .await
            .expect(200)),
        [theirs.id]
    );
}

async fn c1_the_socket_says_not_found_across_the_border(world: World) {
    let anna = world.designer().await;
    let outsider = world.outsider().await;
    let made = anna.template("Diplom").await;
    // Open or closed makes no difference.
    let _peer = Peer::stock(&anna, &made.draft_id).await;
    let unknown = "drf_0190c0ffee0070008000000000000000";
    for dialect in [Dialect::Stock, Dialect::Ours] {
        let refused = Socket::try_open(&outsider, &made.draft_id, dialect)
            .await
            .err()
            .expect("refused");
        assert_eq!(refused.status, 404, "{refused:?}");
        assert_eq!(
            Socket::try_open(&outsider, unknown, dialect).await.err(),
            Some(refused)
        );
        let stranger = Socket::try_open(&world.stranger(), &made.draft_id, dialect)
            .await
            .err()
            .expect("refused");
        assert_eq!(stranger.status, 401, "{stranger:?}");
    }
}

stories![
    every_route_says_not_found_across_the_border,
    lists_show_only_ones_own,
    c1_the_socket_says_not_found_across_the_border,
];
