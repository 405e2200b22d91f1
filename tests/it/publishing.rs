//! From an approved version to the rows from which certificates are issued, whoever dies on the way.

use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::person::Created;
use imprimatur_tests::{
    Backend, Cluster, MySql, Node, Person, World, eventually, picture, stories,
};
use serde_json::{Value, json};

/// A layout against which nothing stands.
fn layout(words: &str, asset: Option<&str>) -> Value {
    let mut elements = vec![
        json!({ "id": "t", "type": "text", "at": [20, 20], "size": [150, 20], "texts": { "de": [{ "insert": words }] } }),
    ];
    if let Some(asset) = asset {
        elements.push(json!({ "id": "i", "type": "image", "at": [20, 60], "size": [4, 3], "asset": asset, "alt": { "de": "Wappen" } }));
    }
    json!({ "schema": 1, "languages": ["de"], "pages": [{ "id": "p", "size": [210, 297], "elements": elements }], "fields": [], "styles": [] })
}

async fn publish(approver: &Person, version: &str) -> Value {
    approver
        .post(&format!("/api/versions/{version}/publish"), &json!({}))
        .await
        .expect(202)
}

async fn stands(who: &Person, made: &Created) -> Value {
    who.get(&format!("/api/drafts/{}/publication", made.draft_id))
        .await
        .expect(200)
}

async fn is_published(who: &Person, made: &Created, version: &str) {
    eventually("it is published", Duration::from_secs(240), async || {
        let stands = stands(who, made).await;
        let is_so = stands["current"]["version_id"] == version && stands["open"].is_null();
        (is_so && stands["current"]["is_archived"] == false).then_some(())
    })
    .await;
}

async fn an_approved_version_is_published_and_nothing_else(world: World) {
    let designer = world.designer().await;
    let approver = world.approver().await;
    let uploaded = designer
        .upload("Wappen.png", picture::png(&picture::gradient(400, 300)))
        .await
        .expect(201);
    let asset = uploaded["asset"]["id"].as_str().expect("an id");
    let made = designer
        .create(&json!({ "name": "Diplom", "layout": layout("Diplom", Some(asset)) }))
        .await;
    let before = stands(&designer, &made).await;
    assert_eq!(before["current"], Value::Null);
    assert_eq!(before["may"], "permission_required");
    assert_eq!(stands(&approver, &made).await["may"], Value::Null);

    let frozen = designer
        .post(
            &format!("/api/drafts/{}/versions", made.draft_id),
            &json!({}),
        )
        .await
        .expect(200);
    let path = format!(
        "/api/versions/{}/publish",
        frozen["id"].as_str().expect("an id")
    );
    approver
        .post(&path, &json!({}))
        .await
        .expect_error(409, "version_not_approved");
    let version = designer.approved_by(&approver, &made.draft_id).await;
    designer
        .post(&format!("/api/versions/{version}/publish"), &json!({}))
        .await
        .expect_error(403, "permission_required");
    let asked = publish(&approver, &version).await;
    let again = publish(&world.admin().await, &version).await;
    assert_eq!(asked["id"], again["id"], "two who press press once");
    is_published(&designer, &made, &version).await;
    let state = designer
        .get(&format!("/api/drafts/{}/review", made.draft_id))
        .await
        .expect(200);
    assert_eq!(state["state"], "published");
    let history = designer
        .get(&format!(
            "/api/activity?template={}&kinds=version.published",
            made.id
        ))
        .await
        .expect(200);
    assert_eq!(history["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(history["entries"][0]["number"], 1);

    approver
        .post(&format!("/api/templates/{}/archive", made.id), &json!({}))
        .await
        .expect(202);
    eventually("it is ended", Duration::from_secs(60), async || {
        let stands = stands(&designer, &made).await;
        (stands["current"]["is_archived"] == true).then_some(())
    })
    .await;
    approver
        .post(&format!("/api/versions/{version}/roll-back"), &json!({}))
        .await
        .expect(202);
    is_published(&designer, &made, &version).await;
    let stands = stands(&designer, &made).await;
    let acts: Vec<&str> = stands["history"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["act"].as_str())
        .collect();
    assert_eq!(acts, ["roll_back", "archive", "publish"]);

    // Whoever thinks better of it ends also the way back.
    approver
        .post(&format!("/api/templates/{}/archive", made.id), &json!({}))
        .await
        .expect(202);
    eventually("it is ended again", Duration::from_secs(60), async || {
        let stands = self::stands(&designer, &made).await;
        (stands["current"]["is_archived"] == true).then_some(())
    })
    .await;
    let review = state["review"]["id"].as_str().expect("an id");
    let changes = format!("/api/reviews/{review}/request-changes");
    approver
        .post(&changes, &json!({ "note": "Doch nicht." }))
        .await
        .expect(200);
    approver
        .post(&format!("/api/versions/{version}/roll-back"), &json!({}))
        .await
        .expect_error(409, "version_not_approved");
}

/// Everybody in the draft is told, on every node.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_in_the_draft_is_told_on_every_node() {
    use imprimatur_tests::socket::Event;
    use imprimatur_tests::wire::Message;
    use imprimatur_tests::{Dialect, Socket};
    let cluster = Cluster::start(2, &[]).await;
    let designer = cluster.person(0, "designer@sample.example").await;
    let approver = cluster.person(0, "approver@sample.example").await;
    let made = designer
        .create(&json!({ "name": "Diplom", "layout": layout("Diplom", None) }))
        .await;
    let version = designer.approved_by(&approver, &made.draft_id).await;
    let mut socket = Socket::open(&cluster.at(1, &designer), &made.draft_id, Dialect::Ours).await;
    publish(&approver, &version).await;
    let told = async {
        loop {
            if let Event::Message(Message::Own(107, body)) = socket.next().await
                && body["about"] == "publication"
            {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), told)
        .await
        .expect("it is told");
    is_published(&cluster.at(1, &designer), &made, &version).await;
}

/// Nodes are killed while they publish, and the registry is away meanwhile: the page says so, and in the end there is one of everything. What is in the
/// registry and where files rest is enough to issue from.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dies_on_the_way_there_is_one_publication_each_time() {
    let mut registry = MySql::start();
    let url = registry.url();
    let settings = [("REGISTRY_DATABASE_URL", url.as_str())];
    let mut first = Node::start(Backend::Postgres, &settings).await;
    let second = Node::join(&first, &settings).await;
    let designer = Person::sign_in(&second.address(), "designer@sample.example").await;
    let approver = Person::sign_in(&second.address(), "approver@sample.example").await;
    let mut all = Vec::new();
    for number in 0..9 {
        let made = designer
            .create(&json!({ "name": format!("Diplom {number} ß"), "layout": layout(&format!("Diplom {number}"), None) }))
            .await;
        let version = designer.approved_by(&approver, &made.draft_id).await;
        all.push((made, version));
    }
    let at_first = approver.at(&first.address());
    for (index, (_, version)) in all[..4].iter().enumerate() {
        publish(&at_first, version).await;
        if index == 2 {
            first.kill();
            first.restart().await;
        }
    }
    tokio::time::sleep(Duration::from_millis(40)).await;
    first.kill();
    registry.kill();
    for (_, version) in &all[4..8] {
        publish(&approver, version).await;
    }
    let (made, _) = &all[7];
    eventually(
        "it is said that the registry is away",
        Duration::from_secs(120),
        async || {
            let open = &stands(&designer, made).await["open"];
            (open["waits_for"] == "registry" && open["next_try_at"].is_string()).then_some(())
        },
    )
    .await;
    // Somebody thinks better of the ninth while it waits.
    let (ninth, version) = all.pop().expect("nine were made");
    let asked = publish(&approver, &version).await;
    let cancel = format!(
        "/api/publications/{}/cancel",
        asked["id"].as_str().expect("an id")
    );
    designer
        .post(&cancel, &json!({}))
        .await
        .expect_error(403, "permission_required");
    for _ in 0..2 {
        let cancelled = approver.post(&cancel, &json!({})).await.expect(200);
        assert_eq!(cancelled["state"], "cancelled");
        assert_eq!(cancelled["cancelled_by"]["id"], asked["asked_by"]["id"]);
    }
    let left = stands(&designer, &ninth).await;
    assert_eq!(
        (&left["open"], &left["current"]),
        (&Value::Null, &Value::Null)
    );
    registry.restart();
    first.restart().await;
    for (made, version) in &all {
        is_published(&designer, made, version).await;
    }
    let mut database = Database::of(&second).await;
    eventually("all is chained", Duration::from_secs(120), async || {
        let waiting = database.number("SELECT COUNT(*) FROM audit_outbox").await;
        (waiting == 0).then_some(())
    })
    .await;
    for (what, sql) in [
        (
            "versions",
            "SELECT COUNT(*), COUNT(DISTINCT template_id) FROM template_versions",
        ),
        (
            "templates",
            "SELECT COUNT(*), COUNT(DISTINCT current_version_id) FROM certificate_templates WHERE archived_at IS NULL",
        ),
        (
            "events",
            "SELECT COUNT(*), COUNT(DISTINCT template_version_id) FROM certificate_events WHERE kind = 'version.published'",
        ),
    ] {
        assert_eq!(registry.rows(sql), ["8\t8"], "{what}");
    }
    let verified = second.run(&["audit", "verify"]).await;
    assert_eq!(verified.status, 0, "{verified:?}");

    // Without the workspace: the layout, and each file under its hash.
    let layouts =
        registry.rows("SELECT CONVERT(layout USING utf8mb4) FROM template_versions ORDER BY id");
    assert!(layouts[0].contains("Diplom 0"), "{}", layouts[0]);
    let files =
        registry.rows("SELECT DISTINCT organisation_id, sha256, bytes FROM template_version_files");
    assert!(files.len() > 2, "{files:?}");
}

stories![an_approved_version_is_published_and_nothing_else];
