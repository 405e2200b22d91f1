//! Versions and checkpoints: what is frozen stays as it was, what is made by itself comes and goes as the settings say, and everything can be had back.

use std::collections::BTreeSet;

use imprimatur_tests::fixtures::{certificate, from_the_future};
use imprimatur_tests::{
    Backend, Peer, Person, World, node, picture, stories, stories_with_settings,
};
use reqwest::Method;
use serde_json::{Value, json};
use yrs::{Any, Map, MapRef};

/// Looks often, and makes checkpoints while one waits.
pub(crate) const QUICK: &[(&str, &str)] = &[
    ("LIMIT_CHECKPOINT_SECONDS", "2"),
    ("LIMIT_CHECKPOINT_QUIET_SECONDS", "1"),
    ("LIMIT_CHECKPOINT_LOOK_SECONDS", "1"),
];

pub(crate) async fn draft(person: &Person) -> String {
    let request = json!({ "name": "Diplom", "layout": certificate() });
    person.create(&request).await.draft_id
}

pub(crate) async fn freeze(person: &Person, draft: &str) -> Value {
    person
        .post(&format!("/api/drafts/{draft}/versions"), &json!({}))
        .await
        .expect(200)
}

pub(crate) async fn listed(person: &Person, draft: &str, query: &str) -> Vec<Value> {
    let body = person
        .get(&format!("/api/drafts/{draft}/versions{query}"))
        .await
        .expect(200);
    body["versions"].as_array().expect("a list").clone()
}

pub(crate) fn id(version: &Value) -> &str {
    version["id"].as_str().expect("an id")
}

/// Ids of the authors.
pub(crate) fn authors(version: &Value) -> BTreeSet<String> {
    let authors = version["authors"].as_array().expect("authors");
    authors
        .iter()
        .map(|it| it["id"].as_str().expect("an id").to_owned())
        .collect()
}

pub(crate) async fn me(person: &Person) -> String {
    let me = person.get("/api/me").await.expect(200);
    me["person"]["id"].as_str().expect("an id").to_owned()
}

/// Moves an element, and waits until that is on disk.
pub(crate) async fn place(peer: &Peer, element: &str, at: [f64; 2]) {
    let number = peer.edit(|elements, txn| {
        let element: MapRef = elements
            .get(txn, element)
            .and_then(|it| it.cast().ok())
            .expect("the element");
        element.insert(txn, "at", Any::from(at.map(Any::from).to_vec()));
    });
    peer.saved(number).await;
}

async fn the_same_content_has_the_same_hash(world: World) {
    let anna = world.designer().await;
    let draft = draft(&anna).await;
    let first = freeze(&anna, &draft).await;
    let hash = first["content_hash"].as_str().expect("a hash");
    assert_eq!(hash.len(), 64);
    assert_eq!(
        (&first["number"], &first["kind"]),
        (&json!(1), &json!("frozen"))
    );
    assert_eq!(first["made_by"]["id"], json!(me(&anna).await));
    assert_eq!(
        freeze(&anna, &draft).await,
        first,
        "nothing has changed: it is the same version"
    );

    let peer = Peer::ours(&anna, &draft).await;
    place(&peer, "title", [31.0, 40.0]).await;
    let second = freeze(&anna, &draft).await;
    assert_eq!(second["number"], 2);
    assert_ne!(second["content_hash"], hash);
    assert_eq!(authors(&second), BTreeSet::from([me(&anna).await]));
    place(&peer, "title", [30.0, 40.0]).await;
    let third = freeze(&anna, &draft).await;
    assert_eq!(
        (&third["number"], &third["content_hash"]),
        (&json!(3), &json!(hash))
    );

    // A copy of the template is another document, with other orders and another history, and says the same.
    let copy = anna
        .create(&json!({ "name": "Kopie", "layout": anna.layout(&draft).await }))
        .await;
    assert_eq!(freeze(&anna, &copy.draft_id).await["content_hash"], hash);
    // So it does for somebody else, whose organisation has its own.
    let outsider = world.outsider().await;
    let theirs = outsider
        .create(&json!({ "name": "Diplom", "layout": certificate() }))
        .await;
    assert_eq!(
        freeze(&outsider, &theirs.draft_id).await["content_hash"],
        hash
    );

    let layout = anna
        .get(&format!("/api/versions/{}/layout", id(&first)))
        .await;
    assert_eq!(layout.header("etag"), format!("\"{hash}\""));
    let tag = layout.header("etag").to_owned();
    let layout = layout.expect(200);
    assert_eq!(layout["pages"][0]["elements"][1]["at"], json!([30, 40]));
    let path = format!("/api/versions/{}/layout", id(&third));
    let known = anna
        .ask(Method::GET, &path, None, &[("if-none-match", &tag)])
        .await;
    assert_eq!(known.status, 304, "the same content, whichever version");
    // What a version gives makes a template that says the same.
    let again = anna
        .create(&json!({ "name": "Wieder", "layout": layout }))
        .await;
    assert_eq!(freeze(&anna, &again.draft_id).await["content_hash"], hash);
}

async fn an_image_counts_by_what_it_shows(world: World) {
    let anna = world.designer().await;
    let mut hashes = BTreeSet::new();
    for size in [4, 5] {
        let image = picture::png(&picture::gradient(size, 3));
        let uploaded = anna.upload("logo.png", image).await.expect(201);
        let mut layout = certificate();
        layout["pages"][0]["elements"][0] = json!({ "id": "logo", "type": "image", "at": [0, 0], "size": [9, 9],
            "asset": uploaded["asset"]["id"] });
        let made = anna
            .create(&json!({ "name": "Logo", "layout": layout }))
            .await;
        let version = freeze(&anna, &made.draft_id).await;
        hashes.insert(version["content_hash"].as_str().expect("a hash").to_owned());
    }
    assert_eq!(hashes.len(), 2);
    // What no version of this program knows is content as well.
    let future = anna
        .create(&json!({ "name": "Morgen", "layout": from_the_future() }))
        .await;
    let version = freeze(&anna, &future.draft_id).await;
    let layout = anna
        .get(&format!("/api/versions/{}/layout", id(&version)))
        .await
        .expect(200);
    assert_eq!(layout["pages"][0]["extra"]["grid"], 5);
    assert!(hashes.insert(version["content_hash"].as_str().expect("a hash").to_owned()));
}

async fn versions_are_named_listed_and_paged(world: World) {
    let anna = world.designer().await;
    let draft = draft(&anna).await;
    let path = format!("/api/drafts/{draft}/versions");
    let peer = Peer::ours(&anna, &draft).await;
    for number in 1..=5 {
        place(&peer, "title", [f64::from(number), 40.0]).await;
        let body = json!({ "name": format!("Stand {number}") });
        let version = anna.post(&path, &body).await.expect(200);
        assert_eq!(version["number"], number);
    }
    let mut names = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let page = anna.get(&format!("{path}{query}")).await.expect(200);
        let versions = page["versions"].as_array().expect("a list");
        names.extend(
            versions
                .iter()
                .map(|it| it["name"].as_str().expect("a name").to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => query = format!("?limit=2&after={next}"),
            None => break,
        }
    }
    assert_eq!(
        names,
        ["Stand 5", "Stand 4", "Stand 3", "Stand 2", "Stand 1"]
    );

    let all = listed(&anna, &draft, "").await;
    let made = |at: usize| all[at]["created_at"].as_str().expect("a time");
    let some = listed(
        &anna,
        &draft,
        &format!("?from={}&until={}", made(3), made(1)),
    )
    .await;
    assert!(
        some.iter().any(|it| it == &all[2]) && some.iter().all(|it| it != &all[1]),
        "{some:?}"
    );

    let one = format!("/api/versions/{}", id(&all[0]));
    let named = anna
        .patch(&one, &json!({ "name": " Schluss " }))
        .await
        .expect(200);
    assert_eq!(named["name"], "Schluss");
    assert_eq!(named["content_hash"], all[0]["content_hash"]);
    let unnamed = anna.patch(&one, &json!({ "name": null })).await.expect(200);
    assert_eq!(
        (&unnamed["name"], &unnamed["number"]),
        (&Value::Null, &json!(5))
    );
    anna.patch(&one, &json!({ "name": "\u{202e}" }))
        .await
        .expect_error(422, "name_invalid");
    anna.post(&path, &json!({ "name": " " }))
        .await
        .expect_error(422, "name_invalid");
    for odd in ["?limit=0", "?after=x", "?from=gestern", "?until=1"] {
        anna.get(&format!("{path}{odd}"))
            .await
            .expect_error(400, "address_invalid");
    }

    // Somebody who may only look does only that.
    for (person, is_allowed) in [
        (world.viewer().await, false),
        (world.content_editor().await, false),
        (world.approver().await, false),
        (world.second_designer().await, true),
        (world.admin().await, true),
    ] {
        person.get(&one).await.expect(200);
        let answers = [
            person.post(&path, &json!({})).await,
            person.patch(&one, &json!({ "name": "Andere" })).await,
            person
                .ask(Method::POST, &format!("{one}/restore"), None, &[])
                .await,
        ];
        for answer in answers {
            match is_allowed {
                true => _ = answer.expect(200),
                false => answer.expect_error(403, "permission_required"),
            }
        }
    }

    let times = anna
        .get(&format!("{path}/times?minutes=1440"))
        .await
        .expect(200);
    let counted: u64 = times["times"]
        .as_array()
        .expect("times")
        .iter()
        .map(|it| it["versions"].as_u64().expect("a number"))
        .sum();
    assert_eq!(counted as usize, listed(&anna, &draft, "").await.len());
    for odd in [
        "?minutes=0",
        "?minutes=1441",
        "?minutes=1&from=2026-01-01T00:00:00Z",
        "?from=2126-01-01T00:00:00Z",
    ] {
        anna.get(&format!("{path}/times{odd}"))
            .await
            .expect_error(400, "address_invalid");
    }
}

async fn what_changed_is_told_by_name_property_and_language(world: World) {
    let anna = world.designer().await;
    let draft = draft(&anna).await;
    let before = freeze(&anna, &draft).await;
    let path = format!("/api/versions/{}/diff", id(&before));
    assert_eq!(anna.get(&path).await.expect(200)["changes"], json!([]));

    let peer = Peer::ours(&anna, &draft).await;
    place(&peer, "title", [31.0, 40.0]).await;
    let saved = peer.edit(|elements, txn| {
        elements.remove(txn, "rule");
        let title: MapRef = elements
            .get(txn, "title")
            .and_then(|it| it.cast().ok())
            .expect("it");
        let alt: MapRef = title
            .get(txn, "alt")
            .and_then(|it| it.cast().ok())
            .expect("it");
        alt.insert(txn, "fr", "Titre");
    });
    peer.saved(saved).await;
    let told = anna.get(&path).await.expect(200);
    let expected = json!([
        { "thing": "element", "id": "title", "how": "changed", "kind": "text",
          "name": "Diplom für {{name}} – Glück auf 👩‍🎓", "page": "page", "properties": [
            { "key": "alt", "language": "fr", "before": null, "after": "Titre" },
            { "key": "at", "language": null, "before": [30, 40], "after": [31, 40] } ] },
        { "thing": "element", "id": "rule", "how": "removed", "kind": "line", "name": null, "page": "page", "properties": [] },
    ]);
    assert_eq!(told["changes"], expected);
    assert_eq!(
        (&told["total"], &told["before_hash"]),
        (&json!(2), &before["content_hash"])
    );

    let after = freeze(&anna, &draft).await;
    assert_eq!(told["after_hash"], after["content_hash"]);
    let both = anna
        .get(&format!("{path}?against={}", id(&after)))
        .await
        .expect(200);
    assert_eq!(both, told);
    let other = anna.template("Anderes").await;
    let unrelated = freeze(&anna, &other.draft_id).await;
    anna.get(&format!("{path}?against={}", id(&unrelated)))
        .await
        .expect_error(422, "versions_unrelated");
    let theirs = world.outsider().await.template("Fremd").await;
    let theirs = freeze(&world.outsider().await, &theirs.draft_id).await;
    anna.get(&format!("{path}?against={}", id(&theirs)))
        .await
        .expect_error(404, "not_found");
}

async fn a_version_is_restored_over_a_checkpoint(world: World) {
    let anna = world.designer().await;
    let draft = draft(&anna).await;
    let first = freeze(&anna, &draft).await;
    let peer = Peer::ours(&anna, &draft).await;
    place(&peer, "title", [77.0, 40.0]).await;
    let live = anna.layout(&draft).await;

    let path = format!("/api/versions/{}/restore", id(&first));
    let restored = anna.ask(Method::POST, &path, None, &[]).await.expect(200);
    assert_eq!(
        restored["layout"]["pages"][0]["elements"][1]["at"],
        json!([30, 40])
    );
    let before = &restored["before"];
    assert_eq!(
        (&before["kind"], &before["occasion"]),
        (&json!("checkpoint"), &json!("before_restore"))
    );
    assert_eq!(
        anna.layout(&draft).await,
        live,
        "whoever restores it writes it"
    );
    let kept = anna
        .get(&format!("/api/versions/{}/layout", id(before)))
        .await
        .expect(200);
    assert_eq!(kept["pages"][0]["elements"][1]["at"], json!([77, 40]));
    // Twice is once: nothing has changed in between.
    let again = anna.ask(Method::POST, &path, None, &[]).await.expect(200);
    assert_eq!(again["before"], *before);
    let said = anna.get("/api/activity").await.expect(200).to_string();
    assert!(
        said.contains("draft.restored") && said.contains("version.frozen"),
        "{said}"
    );
}

async fn pictures_are_drawn_once_and_served_as_they_were(backend: Backend) {
    let mut world = World::with(backend, QUICK).await;
    let anna = world.designer().await;
    let draft = draft(&anna).await;
    let version = freeze(&anna, &draft).await;
    let at = |ending: &str| format!("/api/versions/{}/render.{ending}", id(&version));
    let pdf = anna.get(&at("pdf?locale=fr")).await;
    assert_eq!(
        (pdf.status, pdf.header("content-type")),
        (200, "application/pdf")
    );
    let tag = pdf.header("etag").to_owned();
    let bytes = anna.bytes(&at("pdf?locale=fr")).await;
    assert!(bytes.starts_with(b"%PDF-"));
    let png = anna.bytes(&at("png")).await;
    assert!(png.starts_with(b"\x89PNG"));
    let known = anna
        .ask(
            Method::GET,
            &at("pdf?locale=fr"),
            None,
            &[("if-none-match", &tag)],
        )
        .await;
    assert_eq!(known.status, 304);

    // Neither another name of the template nor another life of the server draws it anew.
    let head = anna.get(&format!("/api/drafts/{draft}")).await.expect(200);
    let template = head["template"]["id"].as_str().expect("an id");
    anna.patch(
        &format!("/api/templates/{template}"),
        &json!({ "name": "Anders" }),
    )
    .await
    .expect(200);
    world.node.kill();
    world.node.restart().await;
    assert_eq!(anna.bytes(&at("pdf?locale=fr")).await, bytes);
    assert_eq!(
        anna.bytes(&at("png?page=1&locale=de")).await,
        png,
        "the first language"
    );
    anna.get(&at("png?page=2"))
        .await
        .expect_error(404, "page_not_found");
    anna.get(&at("png?page=0"))
        .await
        .expect_error(404, "page_not_found");
    anna.get(&at("png?locale=xx"))
        .await
        .expect_error(400, "locale_unknown");
    // The rest was drawn of itself.
    let en = anna.bytes(&at("pdf?locale=en")).await;
    assert_eq!(anna.bytes(&at("pdf?locale=en")).await, en);

    // What is lost or spoilt where it rests is drawn again, and rests there again.
    let resting = |bytes: &[u8]| {
        let mut files = node::files(&world.node.data().join("assets")).into_iter();
        let found = files.find(|it| std::fs::read(it).is_ok_and(|held| held == bytes));
        found.expect("a file of these bytes")
    };
    let (lost, spoilt) = (resting(&bytes), resting(&png));
    std::fs::remove_file(&lost).expect("removed");
    std::fs::write(&spoilt, b"something else").expect("written");
    assert_eq!(anna.bytes(&at("pdf?locale=fr")).await, bytes);
    assert_eq!(anna.bytes(&at("png?page=1&locale=de")).await, png);
    assert_eq!(std::fs::read(&lost).expect("a file"), bytes);
    assert_eq!(std::fs::read(&spoilt).expect("a file"), png);
}

async fn a_draft_that_is_full_of_versions_says_so(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_VERSIONS_PER_DRAFT", "2")]).await;
    let anna = world.designer().await;
    let draft = draft(&anna).await;
    let peer = Peer::ours(&anna, &draft).await;
    for number in 1..=2 {
        place(&peer, "title", [f64::from(number), 0.0]).await;
        freeze(&anna, &draft).await;
    }
    assert_eq!(
        freeze(&anna, &draft).await["number"],
        2,
        "it is there already"
    );
    place(&peer, "title", [3.0, 0.0]).await;
    anna.post(&format!("/api/drafts/{draft}/versions"), &json!({}))
        .await
        .expect_error(409, "versions_full");
}

stories![
    the_same_content_has_the_same_hash,
    an_image_counts_by_what_it_shows,
    versions_are_named_listed_and_paged,
    what_changed_is_told_by_name_property_and_language,
    a_version_is_restored_over_a_checkpoint,
];

stories_with_settings![
    pictures_are_drawn_once_and_served_as_they_were,
    a_draft_that_is_full_of_versions_says_so,
];
