//! Reviews: who asks whom, who decides what, and what an edit makes of it.

use std::time::{Duration, Instant};

use imprimatur_tests::database::Database;
use imprimatur_tests::person::Created;
use imprimatur_tests::{Peer, Person, World, eventually, stories};
use reqwest::Method;
use serde_json::{Value, json};

/// A second, and five times that for a machine that runs other tests beside this one.
const TOLD_WITHIN: Duration = Duration::from_secs(5);

/// A page with one text in a box of some width.
fn layout(words: &str, width: f64) -> Value {
    json!({ "schema": 1, "languages": ["de"], "pages": [{ "id": "page", "size": [210, 297], "order": "V", "elements": [
        { "id": "title", "type": "text", "order": "V", "at": [20, 20], "size": [width, 8], "texts": { "de": [{ "insert": words }] } }
    ] }] })
}

async fn made(person: &Person) -> Created {
    person
        .create(&json!({ "name": "Diplom", "layout": layout("Diplom", 150.0) }))
        .await
}

async fn id_of(person: &Person) -> Value {
    person.get("/api/me").await.expect(200)["person"]["id"].clone()
}

fn review_at(draft: &str) -> String {
    format!("/api/drafts/{draft}/review")
}

async fn submitted(person: &Person, draft: &str, body: &Value) -> Value {
    person.post(&review_at(draft), body).await.expect(201)
}

async fn standing(person: &Person, draft: &str) -> Value {
    person.get(&review_at(draft)).await.expect(200)
}

/// The address of an act on the review that a body holds.
fn act(body: &Value, act: &str) -> String {
    let id = body["review"]["id"].as_str().expect("a review");
    format!("/api/reviews/{id}/{act}")
}

fn hash(body: &Value) -> Value {
    json!({ "content_hash": body["review"]["content_hash"] })
}

async fn settle(admin: &Person, rules: &Value) {
    let answer = admin
        .ask(Method::PUT, "/api/settings/review", Some(rules), &[])
        .await;
    answer.expect(200);
}

async fn a_version_is_asked_about_approved_and_an_edit_is_told(world: World) {
    let (anna, luca) = (world.designer().await, world.approver().await);
    let made = made(&anna).await;
    let draft = &made.draft_id;
    let fresh = standing(&anna, draft).await;
    assert_eq!(
        (&fresh["state"], &fresh["review"]),
        (&json!("draft"), &json!(null))
    );

    let asked = submitted(&anna, draft, &json!({ "note": " Bitte bis Freitag " })).await;
    assert_eq!(asked["state"], "in_review");
    assert_eq!(asked["review"]["note"], "Bitte bis Freitag");
    assert_eq!(asked["review"]["version_number"], 1);
    assert_eq!(
        (&asked["review"]["missing"], &asked["is_changed"]),
        (&json!(1), &json!(false))
    );
    assert_eq!(asked["may"]["submit"], "review_open");
    assert_eq!(asked["may"]["approve"], "permission_required", "{asked}");
    assert_eq!(standing(&luca, draft).await["may"]["approve"], json!(null));

    let approved = luca
        .post(&act(&asked, "approve"), &hash(&asked))
        .await
        .expect(200);
    assert_eq!(approved["state"], "approved");
    let verdict = &approved["review"]["verdicts"][0];
    assert_eq!(
        (&verdict["verdict"], &verdict["person"]["id"]),
        (&json!("approved"), &id_of(&luca).await)
    );
    assert!(approved["revision"].as_u64() > asked["revision"].as_u64());

    // An edit, by anybody: whoever asks is told, and what was approved stays approved.
    let peer = Peer::stock(&anna, draft).await;
    peer.draw("frame");
    let drawn_at = Instant::now();
    let told = eventually("the edit is told", Duration::from_secs(5), || async {
        let now = standing(&luca, draft).await;
        (now["is_changed"] == true).then_some(now)
    })
    .await;
    assert!(drawn_at.elapsed() < TOLD_WITHIN, "within a second");
    assert_eq!(told["state"], "approved");
    assert_eq!(
        told["review"]["content_hash"],
        asked["review"]["content_hash"]
    );

    // Taken back, it is what was approved.
    peer.edit(|elements, txn| {
        use yrs::Map;
        elements.remove(txn, "frame");
    });
    eventually("it is as it was", Duration::from_secs(5), || async {
        let now = standing(&luca, draft).await;
        (now["is_changed"] == false).then_some(())
    })
    .await;
    // Nobody was told of another approval: the next question is a new one.
    peer.draw("seal");
    eventually("it is changed again", Duration::from_secs(5), || async {
        (standing(&luca, draft).await["is_changed"] == true).then_some(())
    })
    .await;
    let again = submitted(&anna, draft, &json!({})).await;
    assert_eq!(
        (&again["state"], &again["review"]["number"]),
        (&json!("in_review"), &json!(2))
    );
    assert_eq!(again["review"]["version_number"], 2);
    assert_eq!(again["review"]["verdicts"], json!([]));
}

/// Everything that HTTP can do to a review, in every state that there is.
async fn each_forbidden_step_is_refused_with_its_code(world: World) {
    let (anna, luca) = (world.designer().await, world.approver().await);
    let (closed, open) = ("review_closed", "review_open");
    #[rustfmt::skip]
    let table = [
        // state,              submit,      approve,    request changes,     withdraw, reassign
        ("in_review",         [open,        "approved", "changes_requested", "draft",  "in_review"]),
        ("changes_requested", ["in_review", closed,     closed,              "draft",  closed]),
        ("approved",          ["in_review", "approved", "changes_requested", "draft",  closed]),
        ("published",         ["in_review", closed,     closed,              closed,   closed]),
        ("draft",             ["in_review", closed,     closed,              closed,   closed]),
    ];
    let mut database = Database::of(&world.node).await;
    for (state, row) in table {
        for (step, expected) in row.into_iter().enumerate() {
            let made = made(&anna).await;
            let draft = &made.draft_id;
            let asked = submitted(&anna, draft, &json!({})).await;
            let id = asked["review"]["id"].as_str().expect("an id");
            match state {
                "changes_requested" => {
                    let body = json!({ "note": "Bitte das Datum prüfen." });
                    luca.post(&act(&asked, "request-changes"), &body)
                        .await
                        .expect(200);
                }
                "approved" => {
                    luca.post(&act(&asked, "approve"), &hash(&asked))
                        .await
                        .expect(200);
                }
                "draft" => {
                    let path = act(&asked, "withdraw");
                    anna.ask(Method::POST, &path, None, &[]).await.expect(200);
                }
                "published" => {
                    database
                        .run(&format!(
                            "UPDATE reviews SET state = 'published' WHERE id = '{id}'"
                        ))
                        .await;
                }
                _ => {}
            }
            assert_eq!(standing(&anna, draft).await["state"], state);
            let answer = match step {
                0 => anna.post(&review_at(draft), &json!({})).await,
                1 => luca.post(&act(&asked, "approve"), &hash(&asked)).await,
                2 => {
                    let body = json!({ "note": "Nein." });
                    luca.post(&act(&asked, "request-changes"), &body).await
                }
                3 => {
                    let path = act(&asked, "withdraw");
                    anna.ask(Method::POST, &path, None, &[]).await
                }
                _ => {
                    let (path, body) = (
                        act(&asked, "approvers"),
                        json!({ "approvers": [], "due_at": null }),
                    );
                    anna.ask(Method::PUT, &path, Some(&body), &[]).await
                }
            };
            if answer.status < 300 {
                assert_eq!(answer.body["state"], expected, "{state}, step {step}");
            } else {
                answer.expect_error(409, expected);
                assert_eq!(standing(&anna, draft).await["state"], state);
            }
        }
    }
}

async fn roles_and_words_are_judged(world: World) {
    let (anna, luca) = (world.designer().await, world.approver().await);
    let made = made(&anna).await;
    let draft = &made.draft_id;
    for person in [&luca, &world.viewer().await] {
        let answer = person.post(&review_at(draft), &json!({})).await;
        answer.expect_error(403, "permission_required");
    }
    for (body, code) in [
        (
            json!({ "due_at": "2020-01-01T00:00:00Z" }),
            "deadline_invalid",
        ),
        (json!({ "due_at": "morgen" }), "deadline_invalid"),
        (json!({ "note": "x".repeat(2_001) }), "note_invalid"),
        (
            json!({ "approvers": [id_of(&anna).await] }),
            "approver_unknown",
        ),
        (
            json!({ "approvers": [id_of(&luca).await, id_of(&luca).await] }),
            "approver_unknown",
        ),
    ] {
        anna.post(&review_at(draft), &body)
            .await
            .expect_error(422, code);
    }
    assert_eq!(standing(&anna, draft).await["state"], "draft");

    let editor = world.content_editor().await;
    let asked = submitted(&editor, draft, &json!({})).await;
    for person in [&anna, &editor] {
        let answer = person.post(&act(&asked, "approve"), &hash(&asked)).await;
        answer.expect_error(403, "permission_required");
    }
    let other = json!({ "content_hash": "0".repeat(64) });
    luca.post(&act(&asked, "approve"), &other)
        .await
        .expect_error(409, "review_moved");
    luca.post(&act(&asked, "request-changes"), &json!({ "note": "  " }))
        .await
        .expect_error(422, "note_invalid");

    // A program with a key that may approve is nobody who can be asked.
    let admin = world.admin().await;
    let key = admin
        .post(
            "/api/keys",
            &json!({ "name": "Freigabe", "scopes": ["view", "approve"] }),
        )
        .await;
    let key = key.expect(201);
    let token = key["key"].as_str().expect("a key");
    let program = Person::with_token(&world.node.address(), "program", token);
    program
        .post(&act(&asked, "approve"), &hash(&asked))
        .await
        .expect_error(403, "approval_not_asked");

    // Who may is asked at that moment, not when they signed in.
    let mut database = Database::of(&world.node).await;
    database
        .run("UPDATE members SET role = 'viewer' WHERE person_id IN (SELECT id FROM people WHERE email = 'approver@sample.example')")
        .await;
    luca.post(&act(&asked, "approve"), &hash(&asked))
        .await
        .expect_error(403, "permission_required");
}

async fn named_approvers_alone_decide_until_others_are_asked(world: World) {
    let (anna, luca, admin) = (
        world.designer().await,
        world.approver().await,
        world.admin().await,
    );
    let made = made(&anna).await;
    let draft = &made.draft_id;
    let known = anna.get("/api/approvers").await.expect(200);
    let ids: Vec<&Value> = known["approvers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| &it["id"])
        .collect();
    let (luca_id, admin_id) = (id_of(&luca).await, id_of(&admin).await);
    assert!(ids.contains(&&luca_id) && ids.contains(&&admin_id) && ids.len() == 2);

    let asked = submitted(&anna, draft, &json!({ "approvers": [admin_id] })).await;
    assert_eq!(asked["review"]["approvers"][0]["id"], admin_id);
    luca.post(&act(&asked, "approve"), &hash(&asked))
        .await
        .expect_error(403, "approval_not_asked");
    assert_eq!(
        standing(&luca, draft).await["may"]["approve"],
        "approval_not_asked"
    );
    let due = json!({ "approvers": [luca_id], "due_at": "2099-01-01T00:00:00Z" });
    let path = act(&asked, "approvers");
    anna.ask(Method::PUT, &path, Some(&due), &[])
        .await
        .expect_error(422, "deadline_invalid");
    let others = json!({ "approvers": [luca_id], "due_at": null });
    anna.ask(Method::PUT, &path, Some(&others), &[])
        .await
        .expect(200);
    admin
        .post(&act(&asked, "approve"), &hash(&asked))
        .await
        .expect_error(403, "approval_not_asked");
    let approved = luca.post(&act(&asked, "approve"), &hash(&asked)).await;
    assert_eq!(approved.expect(200)["state"], "approved");
}

async fn whoever_changed_it_is_not_its_only_approver(world: World) {
    let (anna, luca, admin) = (
        world.designer().await,
        world.approver().await,
        world.admin().await,
    );
    let made = made(&anna).await;
    let draft = &made.draft_id;
    let peer = Peer::stock(&admin, draft).await;
    peer.draw("frame");
    eventually("it is saved", Duration::from_secs(5), || async {
        let layout = anna.layout(draft).await;
        layout.to_string().contains("frame").then_some(())
    })
    .await;
    let only = json!({ "approvers": [id_of(&admin).await] });
    anna.post(&review_at(draft), &only)
        .await
        .expect_error(422, "four_eyes");

    let asked = submitted(&anna, draft, &json!({})).await;
    // Whoever began the template brought what it began with.
    let authors = asked["review"]["authors"].as_array().expect("authors");
    for who in [&admin, &anna] {
        let id = id_of(who).await;
        assert!(authors.iter().any(|it| it["id"] == id), "{asked}");
    }
    let first = admin
        .post(&act(&asked, "approve"), &hash(&asked))
        .await
        .expect(200);
    assert_eq!(first["state"], "in_review");
    assert_eq!(
        (
            &first["review"]["missing"],
            &first["review"]["independent_missing"]
        ),
        (&json!(0), &json!(true))
    );
    let second = luca.post(&act(&asked, "approve"), &hash(&asked)).await;
    assert_eq!(second.expect(200)["state"], "approved");

    // Where two eyes are enough, one of them may be the author's.
    let rules = json!({ "approvals": 1, "role": null, "four_eyes": false, "severities": {} });
    settle(&admin, &rules).await;
    let asked = submitted(&anna, draft, &only).await;
    let alone = admin.post(&act(&asked, "approve"), &hash(&asked)).await;
    assert_eq!(alone.expect(200)["state"], "approved");
}

async fn whoever_began_it_is_not_its_only_approver(world: World) {
    let (anna, luca, admin) = (
        world.designer().await,
        world.approver().await,
        world.admin().await,
    );
    let begun = made(&admin).await;
    let copied = admin
        .post(
            &format!("/api/templates/{}/duplicate", begun.id),
            &json!({ "name": "Kopie" }),
        )
        .await
        .expect(201);
    let copied = copied["draft_id"].as_str().expect("a draft").to_owned();
    for draft in [&begun.draft_id, &copied] {
        let asked = submitted(&anna, draft, &json!({})).await;
        let alone = admin.post(&act(&asked, "approve"), &hash(&asked)).await;
        let alone = alone.expect(200);
        assert_eq!(alone["state"], "in_review");
        assert_eq!(alone["review"]["independent_missing"], true);
        let second = luca.post(&act(&asked, "approve"), &hash(&asked)).await;
        assert_eq!(second.expect(200)["state"], "approved");
    }
}

async fn two_who_press_at_once_do_it_once(world: World) {
    let (anna, second) = (world.designer().await, world.second_designer().await);
    let (luca, admin) = (world.approver().await, world.admin().await);
    let rules = json!({ "approvals": 2, "role": null, "four_eyes": true, "severities": {} });
    settle(&admin, &rules).await;
    for _ in 0..3 {
        let made = made(&anna).await;
        let draft = &made.draft_id;
        let (path, body) = (review_at(draft), json!({}));
        let (one, other) = tokio::join!(anna.post(&path, &body), second.post(&path, &body));
        let mut codes = [one.status, other.status];
        codes.sort_unstable();
        assert_eq!(codes, [201, 409], "{} {}", one.text, other.text);

        let asked = standing(&anna, draft).await;
        let (path, hash) = (act(&asked, "approve"), hash(&asked));
        let (one, other) = tokio::join!(luca.post(&path, &hash), admin.post(&path, &hash));
        one.expect(200);
        other.expect(200);
        let approved = standing(&anna, draft).await;
        assert_eq!(approved["state"], "approved");
        let verdicts = approved["review"]["verdicts"].as_array().expect("a list");
        assert_eq!(verdicts.len(), 2);
        // Once more changes nothing.
        luca.post(&path, &hash).await.expect(200);
        let again = standing(&anna, draft).await;
        assert_eq!(
            again["review"]["verdicts"].as_array().map(Vec::len),
            Some(2)
        );
    }
    let mut database = Database::of(&world.node).await;
    let asked = database
        .number("SELECT COUNT(*) FROM events WHERE kind = 'review.submitted'")
        .await;
    assert_eq!(asked, 3, "each question is recorded once");
}

async fn those_who_are_asked_hear_of_it_and_open_discussions_shut_the_gate(world: World) {
    let (anna, luca) = (world.designer().await, world.approver().await);
    let made = made(&anna).await;
    let draft = &made.draft_id;
    let anchor = json!({ "kind": "point", "place": { "page": "page", "x": 20, "y": 30 } });
    let thread = json!({ "key": "0123456789abcdef", "anchor": anchor, "body": "Das Siegel fehlt.", "blocking": true });
    let threads = format!("/api/drafts/{draft}/threads");
    let pinned = luca.post(&threads, &thread).await.expect(201);
    let gate = anna.get(&format!("/api/drafts/{draft}/gate")).await;
    let line = &gate.expect(200)["findings"][0];
    assert_eq!(
        (&line["code"], &line["measured"]),
        (&json!("threads_blocking"), &json!(1.0))
    );
    anna.post(&review_at(draft), &json!({}))
        .await
        .expect_error(422, "gate_closed");
    let thread = format!("/api/threads/{}", pinned["id"].as_str().expect("an id"));
    anna.patch(&thread, &json!({ "state": "resolved" }))
        .await
        .expect(200);

    let asked = submitted(&anna, draft, &json!({ "note": "Bitte bis Freitag" })).await;
    let inbox = luca.get("/api/inbox").await.expect(200);
    let news = &inbox["notifications"][0];
    assert_eq!(
        (&news["kind"], &news["subject_id"]),
        (&json!("review_asked"), &asked["review"]["id"])
    );
    let approved = luca.post(&act(&asked, "approve"), &hash(&asked)).await;
    approved.expect(200);
    let inbox = anna.get("/api/inbox").await.expect(200);
    assert_eq!(inbox["notifications"][0]["kind"], "review_decided");
}

stories![
    a_version_is_asked_about_approved_and_an_edit_is_told,
    each_forbidden_step_is_refused_with_its_code,
    roles_and_words_are_judged,
    named_approvers_alone_decide_until_others_are_asked,
    whoever_changed_it_is_not_its_only_approver,
    whoever_began_it_is_not_its_only_approver,
    two_who_press_at_once_do_it_once,
    those_who_are_asked_hear_of_it_and_open_discussions_shut_the_gate,
];
