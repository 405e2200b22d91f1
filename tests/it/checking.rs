//! What whoever checks certificates builds on: how long an answer may be kept, and which databases it needs.

use std::time::{Duration, Instant};

use imprimatur_tests::database::Database;
use imprimatur_tests::postgres::Postgres;
use imprimatur_tests::{Backend, Person, World, eventually, stories_with_settings};
use reqwest::Method;
use serde_json::{Value, json};

use super::erasures::erase;
use super::issuance::{SETTINGS, Served, layout, published, published_with, wanted};
use super::successions::issued;

/// Issues one, and gives its id.
async fn one(designer: &Person, approver: &Person) -> String {
    let template = published(designer, approver).await;
    let certificates = vec![wanted("Zoë Çelik", "zoe@acme.example")];
    let ids = issued(approver, &template, "0123456789abcdef", certificates).await;
    ids[0].clone()
}

/// A front that says something of each person, and a back that says the same of everybody.
pub(super) fn two_pages() -> Value {
    let mut two = layout();
    let mut back = two["pages"][0].clone();
    back["id"] = json!("back");
    for element in back["elements"].as_array_mut().expect("elements") {
        element["id"] = json!(format!("back-{}", element["id"].as_str().expect("an id")));
        element["at"] = json!([40, element["at"][1]]);
        let says = json!([{ "insert": "Rückseite" }]);
        element["texts"] = json!({ "de": says, "fr": says });
    }
    two["pages"].as_array_mut().expect("pages").push(back);
    two
}

async fn every_page_of_a_certificate_is_shown(backend: Backend) {
    let mut world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published_with(&designer, &approver, &two_pages()).await;
    let certificates = vec![
        wanted("Zoë Çelik", "zoe@acme.example"),
        wanted("Luc", "luc@acme.example"),
    ];
    let ids = issued(&approver, &template, "0123456789abcdef", certificates).await;
    let stranger = world.stranger();
    for format in ["png", "svg"] {
        let path = format!("/v/{}/certificate.{format}", ids[0]);
        let front = stranger.bytes(&path).await;
        let back = stranger.bytes(&format!("{path}?page=2")).await;
        assert_eq!(front, stranger.bytes(&format!("{path}?page=1")).await);
        assert!(front != back && back == stranger.bytes(&format!("{path}?page=2")).await);
        for none in ["0", "3", "101"] {
            let answer = stranger.get(&format!("{path}?page={none}")).await;
            answer.expect_error(404, "page_not_found");
        }
        let answer = stranger.get(&format!("{path}?page=two")).await;
        answer.expect_error(400, "address_invalid");
    }
    let page = stranger.get(&format!("/v/{}?lang=de", ids[0])).await.text;
    for shown in ["/certificate.png\"", "/certificate.png?page=2\"", "(2/2)"] {
        assert!(page.contains(shown), "{shown} is not in {page}");
    }
    // Each is kept alone, whoever has the same.
    let back = |id: &String| format!("/v/{id}/certificate.png?page=2");
    let own = stranger.bytes(&back(&ids[0])).await;
    assert!(own == stranger.bytes(&back(&ids[1])).await);
    let me = approver.get("/api/me").await.expect(200);
    let organisation = me["organisation"]["id"].as_str().expect("an id");
    let shelf = world.node.data().join("assets/org").join(organisation);
    let shelf = shelf.join("sheet");
    let answer = stranger.get(&back(&ids[0])).await;
    let hash = answer.header("etag").trim_matches('"');
    let is_kept = |id: &String| shelf.join(format!("{id}-{hash}")).is_file();
    assert!(is_kept(&ids[0]) && is_kept(&ids[1]), "both have one");
    // Erasing one takes all of it, and nothing from the other.
    erase(&mut world, organisation, "zoe@acme.example").await;
    eventually("its page is gone", Duration::from_secs(30), async || {
        (!is_kept(&ids[0])).then_some(())
    })
    .await;
    // Before anybody asks for it, who would have it drawn anew.
    assert!(is_kept(&ids[1]), "nobody else is touched");
    assert!(own == stranger.bytes(&back(&ids[1])).await);
    let answer = stranger.get(&back(&ids[0])).await;
    answer.expect_error(404, "not_found");
}

/// What it was issued from can be read no more: what it says stands in itself.
async fn it_is_told_where_its_pages_cannot_be_counted(backend: Backend) {
    let mut world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published_with(&designer, &approver, &two_pages()).await;
    let certificates = vec![wanted("Zoë Çelik", "zoe@acme.example")];
    let ids = issued(&approver, &template, "0123456789abcdef", certificates).await;
    let mut registry = Database::registry_of(&world.node).await;
    registry
        .run("UPDATE template_versions SET layout = x'00'")
        .await;
    // Nothing is remembered.
    world.node.stop();
    world.node.restart().await;
    let stranger = world.stranger();
    let page = stranger.get(&format!("/v/{}?lang=de", ids[0])).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for shown in [
        "Dieses Zertifikat ist gültig",
        "Zoë Çelik",
        "/certificate.png\"",
    ] {
        assert!(page.text.contains(shown), "{shown} is not in {}", page.text);
    }
    assert!(!page.text.contains("?page=2"), "{}", page.text);
}

async fn a_list_is_fetched_again_only_when_it_has_changed(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = one(&designer, &approver).await;
    let stranger = world.stranger();
    let credential = stranger.get(&format!("/v/{id}/credential.json")).await;
    let credential = credential.expect(200);
    let list = |purpose: &str| {
        let entries = credential["credentialStatus"].as_array().expect("a list");
        let entry = entries.iter().find(|it| it["statusPurpose"] == purpose);
        let address = entry.expect("an entry")["statusListCredential"].as_str();
        let path = address.and_then(|it| it.strip_prefix("https://certificates.example"));
        path.expect("one of ours").to_owned()
    };
    let (revoked, suspended) = (list("revocation"), list("suspension"));
    let fetched = async |path: &str, tag: Option<&str>| {
        let headers: Vec<(&str, &str)> =
            tag.map(|tag| ("if-none-match", tag)).into_iter().collect();
        let answer = stranger.ask(Method::GET, path, None, &headers).await;
        // A minute: whoever has one that is older asks again. Pages of any site may, and see the tag.
        for (name, value) in [
            ("content-type", "application/vc"),
            ("cache-control", "public, max-age=60"),
            ("access-control-allow-origin", "*"),
            ("access-control-expose-headers", "etag"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        answer
    };
    let mut tags = Vec::new();
    for path in [&revoked, &suspended] {
        let whole = fetched(path, None).await;
        let tag = whole.header("etag").to_owned();
        assert!(
            whole.status == 200 && whole.text.contains("encodedList"),
            "{path}: {}",
            whole.text
        );
        assert!(tag.len() > 2 && tag.starts_with('"'), "{path}: {tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}")] {
            let same = fetched(path, Some(known.as_str())).await;
            assert_eq!(
                (same.status, same.text.as_str(), same.header("etag")),
                (304, "", tag.as_str()),
                "{path}: {known}"
            );
        }
        let other = fetched(path, Some("\"another\"")).await;
        assert_eq!((other.status, &other.text), (200, &whole.text), "{path}");
        tags.push(tag);
    }
    let reason = json!({ "reason": "mistake" });
    approver
        .post(&format!("/api/certificates/{id}/suspend"), &reason)
        .await
        .expect(200);
    let same = fetched(&revoked, Some(tags[0].as_str())).await;
    assert_eq!(same.status, 304, "nothing was revoked");
    let changed = fetched(&suspended, Some(tags[1].as_str())).await;
    assert_eq!(changed.status, 200, "somebody is suspended");
    assert_ne!(changed.header("etag"), tags[1]);
    for nothing in [
        "/status/stl_01989f2c6d3e7c119a5b2f1d3c4b5a69/revocation".to_owned(),
        revoked.replace("/revocation", "/anything"),
    ] {
        let answer = stranger.get(&nothing).await;
        answer.expect_error(404, "not_found");
        assert!(
            !answer.header("cache-control").contains("public"),
            "there may be one later: {:?}",
            answer.headers
        );
    }
}

/// The database of the workspace stands still, and then it is gone: whether a certificate holds is told all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_told_whatever_became_of_the_workspace() {
    let postgres = Postgres::start();
    let url = postgres.url();
    let settings = [&SETTINGS[..], &[("DATABASE_URL", url.as_str())]].concat();
    let world = World::with(Backend::Embedded, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = one(&designer, &approver).await;
    let stranger = world.stranger();
    let is_away = async |how: &str| {
        eventually(how, Duration::from_secs(60), async || {
            (stranger.get("/readyz").await.status == 503).then_some(())
        })
        .await;
    };
    let is_told = async || {
        let begun = Instant::now();
        let page = stranger.get(&format!("/v/{id}?lang=de")).await;
        assert!(
            page.status == 200 && page.text.contains("Dieses Zertifikat ist gültig"),
            "{}",
            page.text
        );
        let checked = stranger.get(&format!("/api/verify/{id}")).await.expect(200);
        assert_eq!(checked["state"], "valid");
        // And all that engines of others ask for.
        Served::of(&stranger, &[&id]).await;
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(10), "nobody waits: {took:?}");
    };
    let frozen = postgres.freeze().await;
    is_away("the workspace stands still").await;
    is_told().await;
    drop(frozen);
    drop(postgres);
    is_away("the workspace is gone").await;
    is_told().await;
}

stories_with_settings![
    a_list_is_fetched_again_only_when_it_has_changed,
    every_page_of_a_certificate_is_shown,
    it_is_told_where_its_pages_cannot_be_counted,
];
