//! Guests: people without an account, whom a review link lets look at one draft and say something to it.

use imprimatur_tests::database::Database;
use imprimatur_tests::person::{Answer, Created};
use imprimatur_tests::{Person, World, stories};
use reqwest::Method;
use serde_json::{Value, json};

const SEAL: [f64; 2] = [100.0, 200.0];

async fn made(person: &Person, name: &str) -> Created {
    let layout = json!({ "schema": 1, "languages": ["de", "rm"], "pages": [{ "id": "page", "size": [210, 297], "order": "V", "elements": [
        { "id": "seal", "type": "ellipse", "order": "V", "at": SEAL, "size": [30, 30] }
    ] }] });
    person
        .create(&json!({ "name": name, "layout": layout }))
        .await
}

fn guests_at(draft: &str) -> String {
    format!("/api/drafts/{draft}/guests")
}

async fn invited(person: &Person, draft: &str, name: &str) -> Value {
    let body = json!({ "name": name, "days": 14 });
    person.post(&guests_at(draft), &body).await.expect(201)
}

fn secret(invited: &Value) -> String {
    let link = invited["link"].as_str().expect("a link");
    let secret = link.strip_prefix("/guest#").expect("a secret behind #");
    secret.to_owned()
}

async fn ready(person: &Person, draft: &str) -> Value {
    let path = format!("/api/drafts/{draft}/review");
    let asked = person.post(&path, &json!({})).await;
    asked.expect(201)["review"].clone()
}

fn thread(key: &str, words: &str) -> Value {
    let anchor = json!({ "kind": "element", "element": "seal", "offset": [0.5, 0.5], "place": { "page": "page", "x": SEAL[0], "y": SEAL[1] } });
    json!({ "key": key, "anchor": anchor, "body": words })
}

/// A browser that a link has let in.
struct Visitor {
    browser: Person,
    cookie: String,
}

impl Visitor {
    async fn enter(world: &World, invited: &Value) -> Self {
        let browser = world.stranger();
        let body = json!({ "secret": secret(invited) });
        let answer = browser.post("/api/guest/session", &body).await;
        let cookie = answer.header("set-cookie").to_owned();
        answer.expect(200);
        let attributes = ["HttpOnly", "SameSite=Lax", "Path=/api/guest", "Max-Age="];
        for attribute in attributes {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        let cookie = cookie.split(';').next().expect("a value").to_owned();
        Self { browser, cookie }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        self.browser.ask(method, path, body, &headers).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, Some(body)).await
    }
}

async fn a_link_lets_in_until_it_is_taken_back(world: World) {
    let anna = world.designer().await;
    let made = made(&anna, "Diplom").await;
    let draft = &made.draft_id;
    for (name, days, code) in [
        ("", 14, "name_invalid"),
        ("Frau\u{0}", 14, "name_invalid"),
        ("Frau Tanner", 0, "guest_days_invalid"),
        ("Frau Tanner", 91, "guest_days_invalid"),
    ] {
        let body = json!({ "name": name, "days": days });
        let refused = anna.post(&guests_at(draft), &body).await;
        refused.expect_error(422, code);
    }
    let invitation = invited(&anna, draft, " Frau Tanner ").await;
    assert_eq!(invitation["guest"]["name"], "Frau Tanner");
    assert_eq!(invitation["guest"]["state"], "open");
    assert_eq!(invitation["guest"]["seen_at"], json!(null));

    let stranger = world.stranger();
    stranger
        .get("/api/guest")
        .await
        .expect_error(401, "unauthenticated");
    for secret in ["", "x", &"A".repeat(43)] {
        let refused = stranger
            .post("/api/guest/session", &json!({ "secret": secret }))
            .await;
        refused.expect_error(404, "guest_link_unknown");
    }
    // Whatever follows links gets the page and uses nothing up.
    for _ in 0..3 {
        let page = stranger.get("/guest").await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("set-cookie"), "");
    }

    let tanner = Visitor::enter(&world, &invitation).await;
    let view = tanner.get("/api/guest").await.expect(200);
    assert_eq!(view["me"]["name"], "Frau Tanner");
    assert_eq!(view["me"]["guest"], invitation["guest"]["id"]);
    assert_eq!(view["template"], "Diplom");
    assert_eq!(view["version"], json!(null));
    for nothing in ["/api/guest/layout", "/api/guest/page.png"] {
        let nothing = tanner.get(nothing).await;
        nothing.expect_error(404, "version_not_ready");
    }
    let begun = tanner
        .post("/api/guest/threads", &thread("0123456789abcdef", "Hm"))
        .await;
    begun.expect_error(404, "version_not_ready");

    let review = ready(&anna, draft).await;
    let version = review["version_id"].as_str().expect("a version");
    let view = tanner.get("/api/guest").await.expect(200);
    assert_eq!(view["version"]["id"], version);
    assert_eq!(view["version"]["number"], 1);
    let layout = tanner.get("/api/guest/layout").await.expect(200);
    let frozen = anna.get(&format!("/api/versions/{version}/layout")).await;
    assert_eq!(layout, frozen.expect(200));
    let picture = tanner.get("/api/guest/page.png?page=1&locale=rm").await;
    assert_eq!(picture.header("content-type"), "image/png");
    let of_version = format!("/api/versions/{version}/render.png?page=1&locale=rm");
    let of_version = anna.get(&of_version).await;
    assert_eq!(picture.header("etag"), of_version.header("etag"));
    // Who still looks at a version sees it, while a newer one is ready; what was never given to approvers they never see.
    let named = format!("/api/guest/layout?version={version}");
    tanner.get(&named).await.expect(200);
    let other = self::made(&anna, "Ausweis").await;
    let other = ready(&anna, &other.draft_id).await["version_id"].clone();
    let other = other.as_str().expect("a version");
    for path in ["layout", "page.png"] {
        let refused = tanner
            .get(&format!("/api/guest/{path}?version={other}"))
            .await;
        refused.expect_error(404, "version_not_ready");
    }
    let no_page = tanner.get("/api/guest/page.png?page=2").await;
    no_page.expect_error(404, "page_not_found");

    // The secret is good again in another browser, and each browser leaves for itself.
    let phone = Visitor::enter(&world, &invitation).await;
    phone
        .ask(Method::DELETE, "/api/guest/session", None)
        .await
        .expect(204);
    phone
        .get("/api/guest")
        .await
        .expect_error(401, "unauthenticated");
    tanner.get("/api/guest").await.expect(200);

    let list = anna.get(&guests_at(draft)).await.expect(200);
    assert_ne!(list["guests"][0]["seen_at"], json!(null));
    let guest = format!(
        "/api/guests/{}",
        list["guests"][0]["id"].as_str().expect("an id")
    );
    for _ in 0..2 {
        anna.delete(&guest).await.expect(204);
    }
    let list = anna.get(&guests_at(draft)).await.expect(200);
    assert_eq!(list["guests"][0]["state"], "revoked");
    for path in ["/api/guest", "/api/guest/layout", "/api/guest/threads"] {
        let refused = tanner.get(path).await;
        refused.expect_error(403, "guest_link_revoked");
    }
    let body = json!({ "secret": secret(&invitation) });
    let refused = stranger.post("/api/guest/session", &body).await;
    refused.expect_error(403, "guest_link_revoked");

    // A link whose days are over.
    let invitation = invited(&anna, draft, "Herr Koch").await;
    let koch = Visitor::enter(&world, &invitation).await;
    let mut database = Database::of(&world.node).await;
    database
        .run("UPDATE guests SET expires_at = 1 WHERE name = 'Herr Koch'")
        .await;
    koch.get("/api/guest")
        .await
        .expect_error(403, "guest_link_expired");
    let body = json!({ "secret": secret(&invitation) });
    let refused = stranger.post("/api/guest/session", &body).await;
    refused.expect_error(403, "guest_link_expired");
    let list = anna.get(&guests_at(draft)).await.expect(200);
    assert_eq!(list["guests"][0]["state"], "expired");

    // With the template all of its links go.
    anna.delete(&format!("/api/templates/{}", made.id))
        .await
        .expect(204);
    koch.get("/api/guest")
        .await
        .expect_error(401, "unauthenticated");
}

async fn roles_invite_as_they_may(world: World) {
    let anna = world.designer().await;
    let made = made(&anna, "Diplom").await;
    let draft = &made.draft_id;
    let body = json!({ "name": "Frau Tanner", "days": 7 });
    for (person, may_invite, may_see) in [
        (world.admin().await, true, true),
        (world.designer().await, true, true),
        (world.content_editor().await, true, true),
        (world.approver().await, false, true),
        (world.viewer().await, false, false),
    ] {
        let answer = person.post(&guests_at(draft), &body).await;
        match may_invite {
            true => {
                let guest = answer.expect(201)["guest"]["id"].clone();
                let guest = format!("/api/guests/{}", guest.as_str().expect("an id"));
                let viewer = world.viewer().await.delete(&guest).await;
                viewer.expect_error(403, "permission_required");
                person.delete(&guest).await.expect(204);
            }
            false => answer.expect_error(403, "permission_required"),
        }
        let listed = person.get(&guests_at(draft)).await;
        match may_see {
            true => drop(listed.expect(200)),
            false => listed.expect_error(403, "permission_required"),
        }
    }
}

async fn a_guest_says_what_they_think(world: World) {
    let (anna, luca) = (world.designer().await, world.approver().await);
    let made = made(&anna, "Diplom").await;
    let draft = &made.draft_id;
    let review = ready(&anna, draft).await;
    let tanner = Visitor::enter(&world, &invited(&anna, draft, "Frau Tanner").await).await;
    let me = anna.get("/api/me").await.expect(200)["person"]["id"].clone();
    let me = me.as_str().expect("an id");

    let words = format!("Das Siegel ist zu klein, @{me}.");
    let body = thread("0123456789abcdef", &words);
    let begun = tanner.post("/api/guest/threads", &body).await.expect(201);
    assert_eq!(begun["version"], review["version_id"]);
    assert_eq!(begun["comments"][0]["author"]["name"], "Frau Tanner");
    assert_eq!(begun["comments"][0]["author"]["person"], json!(null));
    assert_eq!(
        begun["comments"][0]["mentions"],
        json!([]),
        "a guest calls nobody"
    );
    let again = tanner.post("/api/guest/threads", &body).await.expect(201);
    assert_eq!(again["id"], begun["id"], "the same key writes once");
    let mut blocking = thread("1123456789abcdef", "Halt!");
    blocking["blocking"] = json!(true);
    let refused = tanner.post("/api/guest/threads", &blocking).await;
    refused.expect_error(403, "not_the_author");

    // Members see it as any other, on the live draft.
    let id = begun["id"].as_str().expect("an id");
    let seen = anna.get(&format!("/api/drafts/{draft}/threads")).await;
    let seen = seen.expect(200)["threads"][0].clone();
    assert_eq!((&seen["id"], &seen["unread"]), (&begun["id"], &json!(true)));
    assert_eq!(
        seen["comments"][0]["author"]["guest"],
        begun["comments"][0]["author"]["guest"]
    );
    let answer = json!({ "key": "0123456789abcdef", "body": "Wird grösser." });
    let answers = format!("/api/threads/{id}/comments");
    anna.post(&answers, &answer).await.expect(201);
    luca.get("/api/inbox").await.expect(200);

    // The guest answers, and whoever takes part is told by whom.
    let news = tanner.get("/api/guest/threads").await.expect(200);
    assert_eq!(news["threads"][0]["unread"], true);
    let revision = news["revision"].clone();
    let read = format!("/api/guest/threads/{id}/read");
    let read = tanner
        .ask(Method::PUT, &read, Some(&json!({ "revision": revision })))
        .await;
    read.expect(204);
    let news = tanner.get("/api/guest/threads").await.expect(200);
    assert_eq!(news["threads"][0]["unread"], false);
    let answers = format!("/api/guest/threads/{id}/comments");
    let answer = json!({ "key": "2123456789abcdef", "body": "Danke." });
    let answered = tanner.post(&answers, &answer).await.expect(201);
    let inbox = anna.get("/api/inbox").await.expect(200);
    let told = &inbox["notifications"][0];
    assert_eq!(
        (&told["kind"], &told["actor"]["name"], &told["excerpt"]),
        (&json!("reply"), &json!("Frau Tanner"), &json!("Danke."))
    );
    let since = format!("/api/guest/threads?since={revision}");
    let since = tanner.get(&since).await.expect(200);
    assert_eq!(since["threads"].as_array().map(Vec::len), Some(1));

    // Their own words are theirs, and those of others are not.
    let own = format!(
        "/api/guest/comments/{}",
        text(&answered["comments"][2]["id"])
    );
    let others = format!(
        "/api/guest/comments/{}",
        text(&answered["comments"][1]["id"])
    );
    let other_words = json!({ "body": "Vielen Dank." });
    let reworded = tanner.ask(Method::PATCH, &own, Some(&other_words)).await;
    assert_eq!(reworded.expect(200)["comments"][2]["body"], "Vielen Dank.");
    for (method, body) in [(Method::PATCH, Some(&other_words)), (Method::DELETE, None)] {
        let refused = tanner.ask(method, &others, body).await;
        refused.expect_error(403, "not_the_author");
    }
    let refused = anna.patch(&own.replace("guest/", ""), &other_words).await;
    refused.expect_error(403, "not_the_author");
    let deleted = tanner.ask(Method::DELETE, &own, None).await.expect(200);
    assert_eq!(deleted["comments"][2]["deleted"], true);

    // Words of the live draft that others have marked stay theirs.
    let anchor = json!({ "kind": "passage", "element": "seal", "language": "de", "quote": "geheim", "prefix": "sehr ", "suffix": "",
                         "offset": 5, "place": { "page": "page", "x": 1, "y": 2 } });
    let marked = json!({ "key": "4123456789abcdef", "anchor": anchor, "body": "Stimmt das?" });
    let threads = format!("/api/drafts/{draft}/threads");
    anna.post(&threads, &marked).await.expect(201);
    let news = tanner.get("/api/guest/threads").await;
    assert!(!news.text.contains("geheim"), "{}", news.text);
    assert!(news.text.contains("Stimmt das?"), "{}", news.text);

    // Members settle it, and the history says who was there.
    anna.patch(
        &format!("/api/threads/{id}"),
        &json!({ "state": "resolved" }),
    )
    .await
    .expect(200);
    let news = tanner.get("/api/guest/threads").await.expect(200);
    let threads = news["threads"].as_array().expect("threads");
    let settled = threads.iter().find(|it| it["id"] == begun["id"]);
    assert_eq!(settled.expect("the thread")["state"], "resolved");
    let activity = anna.get("/api/activity").await.expect(200);
    let said: Vec<(&str, &str)> = activity["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|it| (text(&it["kind"]), text(&it["person"]["name"])))
        .collect();
    assert!(said.contains(&("comment.added", "Frau Tanner")), "{said:?}");
    assert!(
        said.iter().any(|(kind, _)| *kind == "guest.invited"),
        "{said:?}"
    );
}

async fn a_guest_reaches_one_draft_alone(world: World) {
    let anna = world.designer().await;
    let (here, there) = (made(&anna, "Diplom").await, made(&anna, "Ausweis").await);
    for draft in [&here.draft_id, &there.draft_id] {
        ready(&anna, draft).await;
    }
    let tanner = Visitor::enter(&world, &invited(&anna, &here.draft_id, "Frau Tanner").await).await;
    let koch = Visitor::enter(&world, &invited(&anna, &there.draft_id, "Herr Koch").await).await;
    let pinned = anna
        .post(
            &format!("/api/drafts/{}/threads", there.draft_id),
            &thread("0123456789abcdef", "Das Siegel fehlt."),
        )
        .await
        .expect(201);
    let begun = koch
        .post("/api/guest/threads", &thread("0123456789abcdef", "Wo?"))
        .await;
    let begun = begun.expect(201);
    let threads = tanner.get("/api/guest/threads").await.expect(200);
    assert_eq!(threads["threads"], json!([]));
    for at in [&pinned, &begun] {
        let (thread, comment) = (text(&at["id"]), text(&at["comments"][0]["id"]));
        let says = json!({ "key": "3123456789abcdef", "body": "Meins" });
        for (method, path, body) in [
            (
                Method::POST,
                format!("/api/guest/threads/{thread}/comments"),
                Some(&says),
            ),
            (
                Method::PUT,
                format!("/api/guest/threads/{thread}/read"),
                Some(&json!({ "revision": 1 })),
            ),
            (
                Method::PATCH,
                format!("/api/guest/comments/{comment}"),
                Some(&json!({ "body": "Meins" })),
            ),
            (
                Method::DELETE,
                format!("/api/guest/comments/{comment}"),
                None,
            ),
        ] {
            let refused = tanner.ask(method, &path, body).await;
            refused.expect_error(404, "not_found");
        }
    }

    // The cookie opens nothing that is a member's, and a member's session nothing that is a guest's.
    for path in [
        "/api/me".to_owned(),
        "/api/templates".to_owned(),
        "/api/inbox".to_owned(),
        "/api/mentionable".to_owned(),
        format!("/api/drafts/{}", here.draft_id),
        format!("/api/drafts/{}/threads", here.draft_id),
        format!("/api/drafts/{}/guests", here.draft_id),
    ] {
        let refused = tanner.get(&path).await;
        refused.expect_error(401, "unauthenticated");
        let token = tanner
            .cookie
            .replace("imprimatur_guest", "imprimatur_session");
        let headers = [("cookie", token.as_str())];
        let refused = tanner.browser.ask(Method::GET, &path, None, &headers).await;
        refused.expect_error(401, "unauthenticated");
    }
    for path in ["/api/guest", "/api/guest/layout", "/api/guest/threads"] {
        let refused = anna.get(path).await;
        refused.expect_error(401, "unauthenticated");
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

stories![
    a_link_lets_in_until_it_is_taken_back,
    roles_invite_as_they_may,
    a_guest_says_what_they_think,
    a_guest_reaches_one_draft_alone,
];
