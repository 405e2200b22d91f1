//! Organisation A never sees B: every route that the server describes, and the socket, from the other side of the border.

use std::collections::BTreeSet;

use imprimatur_tests::database::Database;
use imprimatur_tests::picture;
use imprimatur_tests::{Dialect, Peer, Socket, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

use super::issuance;

/// What is on this side of the border.
struct Ids<'a> {
    template: &'a str,
    draft: &'a str,
    asset: &'a str,
    certificate_image: &'a str,
    thread: &'a str,
    comment: &'a str,
    version: &'a str,
    review: &'a str,
    guest: &'a str,
    publication: &'a str,
    batch: &'a str,
    certificate: &'a str,
    list: &'a str,
    name_request: &'a str,
}

/// A body that the route takes.
fn body_for(method: &Method, path: &str) -> Value {
    match (method.as_str(), path) {
        ("POST", "/api/drafts/{id}/threads") => thread_body("0123456789abcdef"),
        ("PUT", "/api/drafts/{id}/threads/read" | "/api/threads/{id}/read") => {
            json!({ "revision": 1 })
        }
        ("PATCH", "/api/threads/{id}") => json!({ "state": "resolved" }),
        ("POST", "/api/threads/{id}/comments") => {
            json!({ "key": "0123456789abcdef", "body": "Meins" })
        }
        ("PATCH", "/api/comments/{id}") => json!({ "body": "Meins" }),
        ("POST", "/api/drafts/{id}/guests") => json!({ "name": "Meins", "days": 7 }),
        ("PUT", "/api/comments/{id}/reaction") => json!({ "emoji": "👍", "on": true }),
        ("POST", "/api/drafts/{id}/review" | "/api/reviews/{id}/request-changes") => {
            json!({ "note": "Meins" })
        }
        ("POST", "/api/reviews/{id}/approve") => json!({ "content_hash": "00" }),
        ("PUT", "/api/reviews/{id}/approvers") => json!({ "approvers": [], "due_at": null }),
        ("POST", "/api/lists/{id}/read") => json!({}),
        ("POST", "/api/lists/{id}/check") => json!({ "columns": [] }),
        ("POST", "/api/lists/{id}/fit") => json!({ "mapping": { "columns": [] }, "from": 1 }),
        ("POST", "/api/lists/{id}/preview") => json!({ "mapping": { "columns": [] }, "row": 1 }),
        ("POST", "/api/lists/{id}/issue") => json!({ "mapping": { "columns": [] } }),
        ("POST", "/api/certificates/{id}/suspend" | "/api/certificates/{id}/revoke") => {
            json!({ "reason": "mistake" })
        }
        ("POST", "/api/certificates/{id}/correct" | "/api/certificates/{id}/renew") => {
            json!({ "key": "0123456789abcdef", "certificate": { "recipient": { "name": "Meins" } } })
        }
        ("POST", "/api/name-requests/{id}/decline") => {
            json!({ "name": "Musterschule", "answer": "Meins" })
        }
        _ => json!({ "name": "Meins" }),
    }
}

fn thread_body(key: &str) -> Value {
    let anchor = json!({ "kind": "point", "place": { "page": "page", "x": 20, "y": 30 } });
    json!({ "key": key, "anchor": anchor, "body": "Das Siegel der Musterschule fehlt." })
}

/// What stands in for a part of a path.
fn fill(path: &str, ids: &Ids<'_>) -> String {
    let Ids {
        template,
        draft,
        asset,
        certificate_image,
        thread,
        comment,
        version,
        review,
        guest,
        publication,
        batch,
        certificate,
        list,
        name_request,
    } = *ids;
    let id = if path.starts_with("/api/versions/") {
        version
    } else if path.starts_with("/api/reviews/") {
        review
    } else if path.starts_with("/api/guests/") {
        guest
    } else if path.starts_with("/api/publications/") {
        publication
    } else if path.starts_with("/api/batches/") {
        batch
    } else if path.starts_with("/api/certificates/") {
        certificate
    } else if path.starts_with("/api/lists/") {
        list
    } else if path.starts_with("/api/name-requests/") {
        name_request
    } else if path.contains("/api/threads/") {
        thread
    } else if path.contains("/api/comments/") {
        comment
    } else if path.contains("/drafts/") || path.contains("/collab/") {
        draft
    } else if path.contains("/assets/") {
        asset
    } else if path.contains("/certificate-images/") {
        certificate_image
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

/// The id of a publication of this side.
async fn published(world: &World) -> String {
    let (designer, approver) = (world.designer().await, world.approver().await);
    let layout = json!({ "schema": 1, "languages": ["de"], "pages": [{ "id": "p", "size": [210, 297], "elements": [] }], "fields": [], "styles": [] });
    let made = designer
        .create(&json!({ "name": "Musterschule", "layout": layout }))
        .await;
    let version = designer.approved_by(&approver, &made.draft_id).await;
    let publish = format!("/api/versions/{version}/publish");
    let publication = approver.post(&publish, &json!({})).await.expect(202);
    publication["id"].as_str().expect("an id").to_owned()
}

/// The ids of a batch of this side, of a certificate of it, and of a list.
async fn issued(world: &World) -> (String, String, String) {
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = issuance::published(&designer, &approver).await;
    let certificates = [issuance::wanted("Musterschule", "m@acme.example")];
    let body =
        json!({ "key": "0123456789abcdef", "template_id": template, "certificates": certificates });
    let asked = approver.post("/api/batches", &body).await.expect(202);
    let done = issuance::done(&approver, &asked).await;
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    let address = format!("/api/lists?template_id={template}&name=Musterschule");
    let file = "Name;Note\nMusterschule;5\n";
    let list = approver.upload_as(&address, "application/octet-stream", file);
    let list = list.await.expect(201);
    (
        text(&done["id"]),
        text(&done["certificates"][0]),
        text(&list["id"]),
    )
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
    let threads = format!("/api/drafts/{}/threads", made.draft_id);
    let pinned = anna
        .post(&threads, &thread_body("0123456789abcdef"))
        .await
        .expect(201);
    let discussed = anna.get(&threads).await.expect(200);
    let frozen = anna
        .post(
            &format!("/api/drafts/{}/versions", made.draft_id),
            &json!({ "name": "Musterschule" }),
        )
        .await
        .expect(200);
    let asked = anna
        .post(
            &format!("/api/drafts/{}/review", made.draft_id),
            &json!({ "note": "Musterschule" }),
        )
        .await
        .expect(201);
    let invited = anna
        .post(
            &format!("/api/drafts/{}/guests", made.draft_id),
            &json!({ "name": "Musterschule", "days": 7 }),
        )
        .await
        .expect(201);
    let published = published(&world).await;
    let (batch, certificate, list) = issued(&world).await;
    let portrait = picture::png(&picture::gradient(4, 3));
    let portrait = world
        .approver()
        .await
        .upload_as("/api/certificate-images", "image/png", portrait)
        .await
        .expect(201);
    let name_request = "nrq_0190c0ffee0070008000000000000001";
    let of = anna.get("/api/me").await.expect(200)["organisation"]["id"].clone();
    let of = of.as_str().expect("an id");
    Database::of(&world.node)
        .await
        .run(&format!(
            "INSERT INTO name_requests (id, organisation_id, certificate_id, name, state, asked_at)
             VALUES ('{name_request}', '{of}', '{certificate}', 'Musterschule', 'open', 1)"
        ))
        .await;
    let ids = Ids {
        name_request,
        batch: &batch,
        certificate: &certificate,
        list: &list,
        publication: &published,
        version: frozen["id"].as_str().expect("an id"),
        review: asked["review"]["id"].as_str().expect("an id"),
        guest: invited["guest"]["id"].as_str().expect("an id"),
        template: &made.id,
        draft: &made.draft_id,
        asset,
        certificate_image: portrait["id"].as_str().expect("an id"),
        thread: pinned["id"].as_str().expect("an id"),
        comment: pinned["comments"][0]["id"].as_str().expect("an id"),
    };
    let unknown = Ids {
        template: "tpl_0190c0ffee0070008000000000000000",
        draft: "drf_0190c0ffee0070008000000000000000",
        asset: "ast_0190c0ffee0070008000000000000000",
        certificate_image: "cim_0190c0ffee0070008000000000000000",
        thread: "thr_0190c0ffee0070008000000000000000",
        comment: "com_0190c0ffee0070008000000000000000",
        version: "ver_0190c0ffee0070008000000000000000",
        review: "rev_0190c0ffee0070008000000000000000",
        guest: "gst_0190c0ffee0070008000000000000000",
        publication: "pub_0190c0ffee0070008000000000000000",
        batch: "bat_0190c0ffee0070008000000000000000",
        certificate: "crt_0190c0ffee0070008000000000000000",
        list: "lst_0190c0ffee0070008000000000000000",
        name_request: "nrq_0190c0ffee0070008000000000000000",
    };

    let described = anna.get("/api/openapi.json").await.expect(200);
    let mut walked = BTreeSet::new();
    for (path, operations) in described["paths"].as_object().expect("paths") {
        for method in ["get", "post", "put", "patch", "delete"] {
            let Some(operation) = operations.get(method) else {
                continue;
            };
            // Those of guests know no members: `guests.rs` walks them. What anybody may ask has no border: `issuance.rs` walks it.
            // Those of recipients belong to no organisation: `recipients.rs` walks them.
            let is_public = operation["tags"][0] == "verification";
            let is_theirs = operation["tags"][0] == "recipients";
            if is_theirs || !path.contains('{') || path.starts_with("/api/guest/") || is_public {
                continue;
            }
            let method: Method = method.to_uppercase().parse().expect("a method");
            let real = fill(path, &ids);
            let body = operation
                .get("requestBody")
                .map(|_| body_for(&method, path));
            let answer = outsider
                .ask(method.clone(), &real, body.as_ref(), &[])
                .await;
            answer.expect_error(404, "not_found");
            assert!(
                !answer.text.contains("Musterschule"),
                "{method} {path} tells nothing"
            );

            // Just as for something that does not exist at all.
            let nothing = fill(path, &unknown);
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
        "GET /api/drafts/{id}/threads",
        "POST /api/drafts/{id}/threads",
        "PATCH /api/threads/{id}",
        "PUT /api/comments/{id}/reaction",
        "GET /api/drafts/{id}/versions",
        "POST /api/drafts/{id}/versions",
        "GET /api/drafts/{id}/versions/times",
        "GET /api/drafts/{id}/guests",
        "POST /api/drafts/{id}/guests",
        "DELETE /api/guests/{id}",
        "GET /api/versions/{id}",
        "PATCH /api/versions/{id}",
        "GET /api/versions/{id}/layout",
        "GET /api/versions/{id}/render.png",
        "GET /api/versions/{id}/render.pdf",
        "GET /api/versions/{id}/diff",
        "POST /api/versions/{id}/restore",
        "GET /api/drafts/{id}/gate",
        "GET /api/drafts/{id}/review",
        "POST /api/drafts/{id}/review",
        "POST /api/reviews/{id}/approve",
        "POST /api/reviews/{id}/request-changes",
        "POST /api/reviews/{id}/withdraw",
        "PUT /api/reviews/{id}/approvers",
        "GET /api/drafts/{id}/publication",
        "POST /api/versions/{id}/publish",
        "POST /api/versions/{id}/roll-back",
        "POST /api/templates/{id}/archive",
        "POST /api/publications/{id}/cancel",
        "GET /api/batches/{id}",
        "GET /api/batches/{id}/report",
        "POST /api/batches/{id}/cancel",
        "POST /api/lists/{id}/check",
        "POST /api/lists/{id}/issue",
        "DELETE /api/lists/{id}",
        "GET /api/certificates/{id}",
        "POST /api/certificates/{id}/send",
        "POST /api/certificates/{id}/suspend",
        "POST /api/certificates/{id}/reinstate",
        "POST /api/certificates/{id}/revoke",
        "GET /api/certificates/{id}/content",
        "POST /api/certificates/{id}/correct",
        "POST /api/certificates/{id}/renew",
        "POST /api/name-requests/{id}/accept",
        "POST /api/name-requests/{id}/decline",
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
    assert_eq!(anna.get(&threads).await.expect(200), discussed);
    let kept = anna.get(&format!("/api/versions/{}", ids.version)).await;
    assert_eq!(kept.expect(200), frozen, "neither was the version");
    let kept = anna
        .get(&format!("/api/drafts/{}/review", made.draft_id))
        .await;
    assert_eq!(kept.expect(200), asked, "nor the review");
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
