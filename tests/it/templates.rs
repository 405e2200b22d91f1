//! Templates and their layouts, as programs use them.

use imprimatur_tests::fixtures::{certificate, from_the_future};
use imprimatur_tests::{Dialect, Peer, Person, World, eventually, stories};
use serde_json::{Value, json};
use std::time::Duration;

async fn a_template_is_made_read_renamed_copied_and_deleted(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom 2027").await;
    assert!(
        made.id.starts_with("tpl_") && made.draft_id.starts_with("drf_"),
        "{made:?}"
    );

    let path = format!("/api/templates/{}", made.id);
    let body = anna.get(&path).await.expect(200);
    assert_eq!(
        (&body["id"], &body["draft_id"]),
        (&json!(made.id), &json!(made.draft_id))
    );
    assert_eq!(body["name"], "Diplom 2027");
    let me = anna.get("/api/me").await.expect(200);
    assert_eq!(
        body["created_by"],
        json!({ "id": me["person"]["id"], "name": me["person"]["name"] })
    );
    assert!(
        body["created_at"]
            .as_str()
            .is_some_and(|time| time.starts_with("20") && time.ends_with('Z')),
        "{body}"
    );

    let draft = anna
        .get(&format!("/api/drafts/{}", made.draft_id))
        .await
        .expect(200);
    assert_eq!(
        draft["template"],
        json!({ "id": made.id, "name": "Diplom 2027" })
    );
    assert_eq!(draft["head"], 0);

    let renamed = anna
        .patch(&path, &json!({ "name": "Diplôme 2027" }))
        .await
        .expect(200);
    assert_eq!(renamed["name"], "Diplôme 2027");
    let copy = anna
        .post(&format!("{path}/duplicate"), &json!({ "name": "Kopie" }))
        .await
        .expect(201);
    assert_ne!(copy["draft_id"], made.draft_id.as_str());

    anna.delete(&path).await.expect(204);
    anna.get(&path).await.expect_error(404, "not_found");
    anna.get(&format!("/api/drafts/{}", made.draft_id))
        .await
        .expect_error(404, "not_found");
    anna.get(&format!("/api/drafts/{}/layout", made.draft_id))
        .await
        .expect_error(404, "not_found");
    let copied = anna
        .get(&format!(
            "/api/templates/{}",
            copy["id"].as_str().expect("an id")
        ))
        .await
        .expect(200);
    assert_eq!(copied["name"], "Kopie", "the copy lives on");
}

async fn the_list_is_searched_and_paged_newest_edited_first(world: World) {
    let anna = world.designer().await;
    let mut made = Vec::new();
    for number in 0..7 {
        made.push(anna.template(&format!("Zeugnis {number}")).await);
    }
    anna.template("Diplom").await;
    anna.patch(
        &format!("/api/templates/{}", made[2].id),
        &json!({ "name": "Zeugnis zwei" }),
    )
    .await
    .expect(200);

    let mut names = Vec::new();
    let mut after = String::new();
    loop {
        let page = anna
            .get(&format!("/api/templates?search=zEUGNIS&limit=3{after}"))
            .await
            .expect(200);
        let templates = page["templates"].as_array().expect("a list");
        assert!(templates.len() <= 3);
        names.extend(
            templates
                .iter()
                .map(|each| each["name"].as_str().expect("a name").to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(
        names,
        [
            "Zeugnis zwei",
            "Zeugnis 6",
            "Zeugnis 5",
            "Zeugnis 4",
            "Zeugnis 3",
            "Zeugnis 1",
            "Zeugnis 0"
        ]
    );
    // A NUL is in no name, and Postgres takes none.
    anna.get("/api/templates?search=a%00b").await.expect(400);
    let none = anna.get("/api/templates?search=%25").await.expect(200);
    assert_eq!(
        none["templates"],
        json!([]),
        "a per cent sign is a character, not a wildcard"
    );
}

async fn an_edit_brings_a_template_to_the_top(mut world: World) {
    let anna = world.designer().await;
    let first = anna.template("First").await;
    anna.template("Second").await;
    let peer = Peer::ours(&anna, &first.draft_id).await;
    let number = peer.draw("a1");
    peer.saved(number).await;
    stands_first(&anna, &first.id).await;
    // The next room knows the client by now, so the same is written in another way.
    let doc = peer.cut().await;
    world.node.stop();
    world.node.restart().await;
    anna.template("Third").await;
    let peer = Peer::connect(&anna, &first.draft_id, Dialect::Ours, doc).await;
    peer.synced().await;
    let number = peer.draw("a2");
    peer.saved(number).await;
    stands_first(&anna, &first.id).await;
}

async fn stands_first(person: &Person, template: &str) {
    eventually(
        "the edited template stands first",
        Duration::from_secs(25),
        || async {
            let list = person.get("/api/templates").await.expect(200);
            (list["templates"][0]["id"] == template).then_some(())
        },
    )
    .await;
}

async fn a_layout_round_trip_keeps_everything(world: World) {
    let anna = world.designer().await;
    for layout in [certificate(), from_the_future()] {
        let made = anna
            .create(&json!({ "name": "Rundreise", "layout": layout }))
            .await;
        let read = anna.layout(&made.draft_id).await;
        assert_keeps(&layout, &read, "");
        let again = anna
            .create(&json!({ "name": "Zweite Reise", "layout": read }))
            .await;
        assert_eq!(
            anna.layout(&again.draft_id).await,
            read,
            "what was read once is read again, word for word"
        );
    }
}

/// Everything in `sent` stands in `read`; `read` may say more (empty texts, defaults).
fn assert_keeps(sent: &Value, read: &Value, at: &str) {
    match (sent, read) {
        (Value::Object(sent), Value::Object(read)) => {
            for (key, value) in sent {
                let found = read
                    .get(key)
                    .or_else(|| read.get("extra").and_then(|extra| extra.get(key)));
                match found {
                    Some(found) => assert_keeps(value, found, &format!("{at}/{key}")),
                    None => assert!(
                        value.as_array().is_some_and(Vec::is_empty),
                        "{at}/{key} is gone"
                    ),
                }
            }
        }
        (Value::Array(sent), Value::Array(read)) => {
            assert_eq!(sent.len(), read.len(), "{at}");
            for (index, (sent, read)) in sent.iter().zip(read).enumerate() {
                assert_keeps(sent, read, &format!("{at}/{index}"));
            }
        }
        (Value::Number(sent), Value::Number(read)) => {
            assert_eq!(sent.as_f64(), read.as_f64(), "{at}")
        }
        _ => assert_eq!(sent, read, "{at}"),
    }
}

async fn all_faults_of_a_layout_are_listed_with_their_place(world: World) {
    let anna = world.designer().await;
    let mut layout = certificate();
    layout["pages"][0]["size"] = json!("A4");
    layout["pages"][0]["elements"][1]["texts"]["de"] = json!([{ "inser": "x" }]);
    layout["pages"][0]["elements"][0]["id"] = json!("not an id!");
    layout["fields"][0]["key"] = json!("Name");
    let answer = anna
        .post(
            "/api/templates",
            &json!({ "name": "Falsch", "layout": layout }),
        )
        .await;
    answer.expect_error(422, "layout_invalid");
    let faults = answer.body["faults"].as_array().expect("a list");
    for at in [
        "/pages/0/size",
        "/pages/0/elements/1/texts/de",
        "/pages/0/elements/0/id",
        "/fields/0/key",
    ] {
        assert!(
            faults.iter().any(|fault| fault["at"]
                .as_str()
                .is_some_and(|place| place.starts_with(at))),
            "a fault at {at} in {faults:?}"
        );
    }
    for fault in faults {
        assert!(
            fault["code"].is_string() && fault["message"].is_string(),
            "{fault}"
        );
    }
    let list = anna.get("/api/templates").await.expect(200);
    assert_eq!(list["templates"], json!([]), "nothing was made");

    for (what, layout) in [
        ("no object", json!([])),
        ("deep", deep(200)),
        ("two of one id", twice()),
    ] {
        let answer = anna
            .post("/api/templates", &json!({ "name": what, "layout": layout }))
            .await;
        assert_eq!(
            (answer.status, answer.code()),
            (422, "layout_invalid"),
            "{what}: {}",
            answer.text
        );
    }
}

/// A value nested far deeper than any client could send by socket.
fn deep(levels: usize) -> Value {
    let mut layout = certificate();
    layout["extra"] =
        json!({ "deep": (0..levels - 80).fold(json!(null), |inner, _| json!([inner])) });
    layout
}

fn twice() -> Value {
    let mut layout = certificate();
    let element = layout["pages"][0]["elements"][0].clone();
    layout["pages"][0]["elements"]
        .as_array_mut()
        .expect("a list")
        .push(element);
    layout
}

async fn every_starter_makes_a_template(world: World) {
    let anna = world.designer().await;
    let starters = anna.get("/api/starters").await.expect(200);
    let starters = starters.as_array().expect("a list");
    assert!(starters.len() >= 2, "a course confirmation and a diploma");
    for starter in starters {
        for language in ["de", "fr", "it", "rm", "en"] {
            assert!(
                starter["name"][language].is_string()
                    && starter["description"][language].is_string(),
                "{language}"
            );
        }
        let made = anna
            .create(&json!({ "name": "Aus Vorlage", "starter": starter["id"] }))
            .await;
        assert_keeps(&starter["layout"], &anna.layout(&made.draft_id).await, "");
    }
}

async fn starter_content_is_written_once(mut world: World) {
    let anna = world.designer().await;
    let starters = anna.get("/api/starters").await.expect(200);
    let made = anna
        .create(&json!({ "name": "Diplom", "starter": starters[0]["id"] }))
        .await;
    let before = anna.layout(&made.draft_id).await;
    let vector = |peer: &Peer| yrs::ReadTxn::state_vector(&yrs::Transact::transact(peer.doc()));
    let first = Peer::stock(&anna, &made.draft_id).await;
    let vector_before = vector(&first);
    drop(first);
    world.node.kill();
    world.node.restart().await;
    let second = Peer::stock(&anna, &made.draft_id).await;
    assert_eq!(vector(&second), vector_before, "no new operations");
    assert_eq!(anna.layout(&made.draft_id).await, before);
}

async fn a_layout_has_a_tag_that_changes_with_it(world: World) {
    let anna = world.designer().await;
    let made = anna
        .create(&json!({ "name": "Diplom", "layout": certificate() }))
        .await;
    let path = format!("/api/drafts/{}/layout", made.draft_id);
    let tag = anna.get(&path).await.header("etag").to_owned();
    assert!(!tag.is_empty());
    let same = anna
        .ask(
            reqwest::Method::GET,
            &path,
            None,
            &[("if-none-match", &tag)],
        )
        .await;
    assert_eq!(same.status, 304);
    let peer = Peer::ours(&anna, &made.draft_id).await;
    let number = peer.draw("a1");
    peer.saved(number).await;
    let changed = anna
        .ask(
            reqwest::Method::GET,
            &path,
            None,
            &[("if-none-match", &tag)],
        )
        .await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

stories![
    a_template_is_made_read_renamed_copied_and_deleted,
    the_list_is_searched_and_paged_newest_edited_first,
    an_edit_brings_a_template_to_the_top,
    a_layout_round_trip_keeps_everything,
    all_faults_of_a_layout_are_listed_with_their_place,
    every_starter_makes_a_template,
    starter_content_is_written_once,
    a_layout_has_a_tag_that_changes_with_it,
];
