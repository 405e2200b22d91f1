//! Who did what: the history that everybody sees, and the audit that proves itself.

use std::time::Duration;

use imprimatur_tests::company::Company;
use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, Cluster, MySql, Node, Peer, Person, World, eventually, stories};
use serde_json::{Value, json};

/// Kinds with who did it, the newest first.
fn told(body: &Value) -> Vec<(String, String)> {
    let entries = body["entries"].as_array().expect("a list");
    entries
        .iter()
        .map(|entry| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            (text(&entry["kind"]), text(&entry["person"]["name"]))
        })
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(kind, name)| ((*kind).to_owned(), (*name).to_owned()))
        .collect()
}

async fn activity(who: &Person, query: &str) -> Value {
    who.get(&format!("/api/activity{query}")).await.expect(200)
}

async fn what_happens_to_a_template_stands_in_its_history(world: World) {
    let luca = world.designer().await;
    let flurina = world.second_designer().await;
    let made = luca.template("Diplom").await;
    luca.patch(
        &format!("/api/templates/{}", made.id),
        &json!({ "name": "Diplom HF" }),
    )
    .await
    .expect(200);
    // However much somebody edits, with however many pages, it is one sitting.
    for _ in 0..3 {
        let peer = Peer::ours(&luca, &made.draft_id).await;
        for number in 0..5 {
            peer.saved(peer.draw(&format!("l{number}"))).await;
        }
        peer.cut().await;
    }
    let peer = Peer::ours(&flurina, &made.draft_id).await;
    peer.saved(peer.draw("f")).await;
    let other = luca.template("Ausweis").await;
    luca.delete(&format!("/api/templates/{}", other.id))
        .await
        .expect(204);

    let viewer = world.viewer().await;
    let of_template = format!("?template={}", made.id);
    let history = pairs(&[
        ("draft.edited", "Flurina Caduff"),
        ("draft.edited", "Luca Bernasconi"),
        ("template.renamed", "Luca Bernasconi"),
        ("template.created", "Luca Bernasconi"),
    ]);
    let found = activity(&viewer, &of_template).await;
    assert_eq!(told(&found), history);
    assert_eq!(found["entries"][0]["template"]["name"], "Diplom HF");
    assert_eq!(found["entries"][0]["template"]["draft_id"], made.draft_id);
    assert_eq!(found["before"], Value::Null);

    let all = activity(&viewer, "").await;
    let deleted = pairs(&[
        ("template.deleted", "Luca Bernasconi"),
        ("template.created", "Luca Bernasconi"),
    ]);
    assert_eq!(told(&all), [deleted, history].concat());
    assert_eq!(
        all["entries"][0]["template"]["draft_id"],
        Value::Null,
        "there is nothing to open any more"
    );
    let edits = activity(&viewer, "?kinds=draft.edited,template.renamed").await;
    assert_eq!(told(&edits).len(), 3);
    let me = flurina.get("/api/me").await.expect(200);
    let hers = format!("?person={}", me["person"]["id"].as_str().expect("an id"));
    assert_eq!(
        told(&activity(&viewer, &hers).await),
        pairs(&[("draft.edited", "Flurina Caduff")])
    );
    for query in [
        "?kinds=key.created",
        "?kinds=template.painted",
        "?template=x",
        "?page=2",
    ] {
        viewer
            .get(&format!("/api/activity{query}"))
            .await
            .expect_error(400, "address_invalid");
    }
}

async fn a_long_history_comes_page_by_page(world: World) {
    let luca = world.designer().await;
    for number in 0..70 {
        luca.template(&format!("Diplom {number}")).await;
    }
    let first = activity(&luca, "").await;
    assert_eq!(told(&first).len(), 60);
    let before = first["before"].as_str().expect("there is more");
    let second = activity(&luca, &format!("?before={before}")).await;
    assert_eq!(told(&second).len(), 10);
    assert_eq!(second["before"], Value::Null);
}

async fn nobody_sees_the_history_of_others(world: World) {
    let luca = world.designer().await;
    let made = luca.template("Diplom der Musterschule").await;
    let outsider = world.outsider().await;
    for query in [String::new(), format!("?template={}", made.id)] {
        let found = activity(&outsider, &query).await;
        assert_eq!(found["entries"], json!([]), "{query}");
    }
    let admin = world.admin().await;
    eventually("it is chained", Duration::from_secs(60), async || {
        let csv = admin.get("/api/audit/export").await;
        csv.text.contains(&made.id).then_some(())
    })
    .await;
    let theirs = outsider.get("/api/audit/export").await;
    assert_eq!(theirs.text.lines().count(), 1, "{}", theirs.text);
    luca.get("/api/audit/export")
        .await
        .expect_error(403, "permission_required");
    world
        .stranger()
        .get("/api/activity")
        .await
        .expect_error(401, "unauthenticated");
    admin
        .get("/api/audit/export?format=pdf")
        .await
        .expect_error(400, "address_invalid");
    let json = admin.get("/api/audit/export?format=json").await.expect(200);
    let created = json.as_array().expect("a list").iter();
    let created: Vec<_> = created
        .filter(|link| link["template_id"] == made.id)
        .collect();
    assert_eq!(created.len(), 1, "{json}");
    assert_eq!(created[0]["people"][0]["name"], "Luca Bernasconi");
}

/// `imprimatur audit verify`: its status, and what it says.
async fn verify(node: &Node) -> (i32, String) {
    let ran = node.run(&["audit", "verify"]).await;
    (ran.status, ran.out)
}

/// How many events wait to be chained.
async fn all_chained(node: &Node) {
    let mut database = Database::of(node).await;
    eventually("all is chained", Duration::from_secs(120), async || {
        let waiting = database.number("SELECT COUNT(*) FROM audit_outbox").await;
        (waiting == 0).then_some(())
    })
    .await;
}

/// On MariaDB, and on MySQL where it could be had: what is touched in the registry is found, by its number; and who was erased is erased.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_proves_itself_on_every_engine() {
    for registry in std::iter::once(MySql::start()).chain(MySql::start_mysql()) {
        let company = Company::with(&[("REGISTRY_DATABASE_URL", &registry.url())]).await;
        company.employ("anna@schule-chur.ch", "admin").await;
        let anna = company.sign_in("anna@schule-chur.ch").await;
        for number in 0..6 {
            anna.template(&format!("Diplom {number} ß🦊")).await;
            let key = json!({ "name": "Library", "scopes": ["view"] });
            anna.post("/api/keys", &key).await.expect(201);
        }
        let node = &company.node;
        all_chained(node).await;
        let (status, said) = verify(node).await;
        assert_eq!(status, 0, "{said}");
        assert!(
            said.contains(": 12 links are as they were written"),
            "{said}"
        );

        let me = anna.get("/api/me").await.expect(200);
        let id = |of: &str| me[of]["id"].as_str().expect("an id").to_owned();
        let (organisation, person) = (id("organisation"), id("person"));
        let csv = node
            .run(&["audit", "export", "--organisation", &organisation])
            .await;
        assert!(csv.out.contains("anna@schule-chur.ch"), "{}", csv.out);
        let erased = node
            .run(&[
                "audit",
                "erase",
                "--organisation",
                &organisation,
                "--person",
                &person,
            ])
            .await;
        assert_eq!(erased.status, 0, "{erased:?}");
        let csv = node
            .run(&["audit", "export", "--organisation", &organisation])
            .await;
        assert!(!csv.out.contains("anna@schule-chur.ch"), "{}", csv.out);
        assert!(csv.out.contains(&person), "{}", csv.out);
        assert_eq!(verify(node).await.0, 0);

        for (sql, undo, said) in [
            (
                "UPDATE certificate_events SET actor_id = NULL WHERE sequence = 5",
                format!("UPDATE certificate_events SET actor_id = '{person}' WHERE sequence = 5"),
                "link 5 is changed",
            ),
            (
                "UPDATE certificate_events SET details = JSON_INSERT(details, '$.further', 'x') WHERE sequence = 2",
                "UPDATE certificate_events SET details = JSON_REMOVE(details, '$.further') WHERE sequence = 2"
                    .to_owned(),
                "link 2 is changed",
            ),
            (
                "DELETE FROM certificate_events WHERE sequence = 1",
                String::new(),
                "link 1 is missing",
            ),
        ] {
            registry.run(&format!("USE registry; {sql}"));
            let (status, found) = verify(node).await;
            assert_eq!(status, 2, "{sql}: {found}");
            assert!(found.contains(said), "{sql}: {found}");
            if !undo.is_empty() {
                registry.run(&format!("USE registry; {undo}"));
                assert_eq!(verify(node).await.0, 0);
            }
        }
        // Nothing is added to what is not as it was left.
        registry.run("USE registry; DELETE FROM certificate_events WHERE sequence > 10");
        anna.template("Nach dem Bruch").await;
        eventually("it is told", Duration::from_secs(60), async || {
            node.log().contains("is not as it was left").then_some(())
        })
        .await;
        assert_eq!(
            registry.rows("SELECT COUNT(*) FROM certificate_events"),
            ["9"]
        );
    }
}

/// Three nodes chain at once, one is killed again and again, and the registry is away for a while: one chain, whole, with everything in it once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dies_while_it_is_chained_there_is_one_chain() {
    let mut registry = MySql::start();
    let url = registry.url();
    let settings = [("REGISTRY_DATABASE_URL", url.as_str())];
    let first = Node::start(Backend::Postgres, &settings).await;
    let mut second = Node::join(&first, &settings).await;
    let third = Node::join(&first, &settings).await;
    let admin = Person::sign_in(&first.address(), "admin@sample.example").await;
    let outsider = Person::sign_in(&third.address(), "admin@other.example").await;
    let (mut ours, mut theirs) = (0, 0);
    for part in 0..8 {
        for number in 0..10 {
            admin.template(&format!("Diplom {part} {number}")).await;
            ours += 1;
        }
        outsider.template("Diplom").await;
        theirs += 1;
        match part % 4 {
            0 => second.kill(),
            1 => second.restart().await,
            2 => registry.kill(),
            _ => registry.restart(),
        }
    }
    all_chained(&first).await;
    let (status, said) = verify(&first).await;
    assert_eq!(status, 0, "{said}");
    for links in [ours, theirs] {
        assert!(
            said.contains(&format!(": {links} links are as they were written")),
            "{said}"
        );
    }
    assert_eq!(
        registry.rows("SELECT COUNT(*), COUNT(DISTINCT id) FROM certificate_events"),
        [format!("{}\t{}", ours + theirs, ours + theirs)]
    );
}

/// Who edits on another node sits once, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sitting_on_two_nodes_is_one() {
    let cluster = Cluster::start(2, &[]).await;
    let luca = cluster.person(0, "designer@sample.example").await;
    let made = luca.template("Diplom").await;
    for node in [0, 1, 0] {
        let peer = Peer::ours(&cluster.at(node, &luca), &made.draft_id).await;
        peer.saved(peer.draw(&format!("n{node}"))).await;
        peer.cut().await;
    }
    let found = activity(&luca, "?kinds=draft.edited").await;
    assert_eq!(told(&found), pairs(&[("draft.edited", "Luca Bernasconi")]));
}

stories![
    what_happens_to_a_template_stands_in_its_history,
    a_long_history_comes_page_by_page,
    nobody_sees_the_history_of_others,
];
