//! How an organisation issues: how numbers are made, and whether whoever has a certificate is reminded of its end.

use std::collections::BTreeSet;
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, MySql, Node, Person, World, eventually, stories_with_settings};
use reqwest::Method;
use serde_json::{Value, json};

use super::batches::is_held;
use super::issuance::{SETTINGS, published, wanted};
use super::notifications::mails;
use super::successions::issued;

const RULES: &str = "/api/settings/issuing";

async fn settles(admin: &Person, numbering: Value, reminder_days: Option<u32>) {
    let rules = json!({ "numbering": numbering, "reminder_days": reminder_days });
    let answer = admin.ask(Method::PUT, RULES, Some(&rules), &[]).await;
    assert_eq!(answer.expect(200), rules);
}

fn numbering(kind: &str, prefix: &str, year: bool, digits: u32) -> Value {
    json!({ "kind": kind, "prefix": prefix, "year": year, "digits": digits })
}

async fn numbers_are_made_as_was_settled_and_never_given_twice(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let admin = world.admin().await;
    let template = published(&designer, &approver).await;
    assert_eq!(
        approver.get(RULES).await.expect(200),
        json!({ "numbering": numbering("gapless", "", true, 5), "reminder_days": null })
    );
    let rules = json!({ "numbering": numbering("gapless", "X", true, 5), "reminder_days": null });
    approver
        .ask(Method::PUT, RULES, Some(&rules), &[])
        .await
        .expect_error(403, "permission_required");
    for wrong in [
        json!({ "numbering": numbering("gapless", "A/B", true, 5), "reminder_days": null }),
        json!({ "numbering": numbering("random", "", true, 7), "reminder_days": null }),
        json!({ "numbering": numbering("gapless", "", true, 5), "reminder_days": 0 }),
        json!({ "numbering": numbering("gapless", "", true, 5), "reminder_days": 367 }),
    ] {
        admin
            .ask(Method::PUT, RULES, Some(&wrong), &[])
            .await
            .expect_error(422, "settings_invalid");
    }
    let mut all: Vec<String> = Vec::new();
    let mut turn = 0;
    let mut give = async |names: usize| {
        turn += 1;
        let people = (0..names).map(|it| wanted("A", &format!("a{it}@acme.example")));
        let ids = issued(
            &approver,
            &template,
            &format!("{turn:016}"),
            people.collect(),
        )
        .await;
        let mut numbers = Vec::new();
        for id in ids {
            let one = approver
                .get(&format!("/api/certificates/{id}"))
                .await
                .expect(200);
            numbers.push(one["number"].as_str().expect("a number").to_owned());
        }
        numbers.sort();
        numbers
    };
    all.extend(give(2).await);
    let year = all[0][..4].to_owned();
    assert_eq!(all, [format!("{year}-00001"), format!("{year}-00002")]);
    settles(&admin, numbering("gapless", "ACME", false, 3), None).await;
    let acme = give(2).await;
    assert_eq!(acme, ["ACME-001", "ACME-002"]);
    all.extend(acme);
    // What begins in the same way is counted on, whatever has led to it.
    settles(&admin, numbering("gapless", &year, false, 6), None).await;
    let same = give(1).await;
    assert_eq!(same, [format!("{year}-000003")]);
    all.extend(same);
    settles(&admin, numbering("random", "ACME", true, 8), None).await;
    let drawn = give(30).await;
    for number in &drawn {
        let rest = number
            .strip_prefix(&format!("ACME-{year}-"))
            .expect("its beginning");
        assert!(
            rest.len() == 8 && !rest.contains(['0', 'O', '1', 'I', 'L', 'B', 'S', 'Z', 'G']),
            "{number}"
        );
    }
    all.extend(drawn);
    settles(&admin, numbering("gapless", "ACME", false, 3), None).await;
    let on = give(1).await;
    assert_eq!(on, ["ACME-003"]);
    all.extend(on);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
}

/// The rules change again and again while two nodes issue and one dies: no number is given twice, and what is counted has no hole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_changes_the_rules_meanwhile_no_number_is_given_twice() {
    let registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let mut first = Node::start(Backend::Postgres, &settings).await;
    let second = Node::join(&first, &settings).await;
    let sign_in = async |email: &str| Person::sign_in(&second.address(), email).await;
    let designer = sign_in("designer@sample.example").await;
    let approver = sign_in("approver@sample.example").await;
    let admin = sign_in("admin@sample.example").await;
    let template = published(&designer, &approver).await;
    let mut database = Database::of(&second).await;
    let mut batches = Vec::new();
    // The first is given to the node that dies, while nobody else can take it on.
    let here = approver.at(&first.address());
    second.hold();
    for (batch, issuer) in [&here, &approver, &approver].into_iter().enumerate() {
        if batch == 1 {
            eventually("it is taken on", Duration::from_secs(60), async || {
                is_held(&mut database, &batches[0]).await.then_some(())
            })
            .await;
            second.go_on();
        }
        let people: Vec<Value> = (0..250)
            .map(|it| wanted("A", &format!("a{batch}x{it}@acme.example")))
            .collect();
        let body = json!({ "key": format!("{batch:016}"), "template_id": template, "certificates": people });
        batches.push(issuer.post("/api/batches", &body).await.expect(202));
    }
    let path = format!("/api/batches/{}", batches[0]["id"].as_str().expect("an id"));
    for turn in 0..8 {
        let kind = if turn % 4 == 3 { "random" } else { "gapless" };
        let prefix = ["", "A", "B", "A"][turn % 4];
        settles(&admin, numbering(kind, prefix, true, 8), None).await;
        if turn == 0 {
            eventually("it is at work", Duration::from_secs(120), async || {
                let stands = approver.get(&path).await.expect(200);
                (stands["issued"].as_u64() > Some(0)).then_some(())
            })
            .await;
            // It comes no further, and is found at work.
            registry.hold();
            first.kill();
            assert!(is_held(&mut database, &batches[0]).await, "it died at work");
            registry.go_on();
            first.restart().await;
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    // Whoever takes over when the lease is over counts on.
    settles(&admin, numbering("gapless", "A", true, 8), None).await;
    for batch in &batches {
        super::issuance::done(&approver, batch).await;
    }
    let all = registry.rows("SELECT COUNT(*), COUNT(DISTINCT number) FROM issued_certificates");
    assert_eq!(all, ["750\t750"]);
    let holes = registry.rows(
        "SELECT s.series FROM number_series s WHERE s.series <> '*' AND s.next_number - 1 <> (
             SELECT COUNT(*) FROM issued_certificates c WHERE c.number REGEXP CONCAT('^', s.series, '-[0-9]+$'))",
    );
    assert_eq!(holes, Vec::<String>::new());
}

/// Whoever has a certificate that ends soon is reminded once, in its language; others are not.
async fn whoever_has_one_is_reminded_once_before_it_ends(backend: Backend) {
    let settings = [
        &SETTINGS[..],
        &[("LIMIT_CERTIFICATE_MAILS_PER_MINUTE", "6000")],
    ]
    .concat();
    let mut world = World::with(backend, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let admin = world.admin().await;
    let template = published(&designer, &approver).await;
    let day = |ahead: u64| {
        let at = std::time::SystemTime::now() + Duration::from_secs(ahead * 86_400);
        let ms = at
            .duration_since(std::time::UNIX_EPOCH)
            .expect("a time")
            .as_millis();
        let moment = imprimatur_credential::Moment::of_ms(i64::try_from(ms).expect("a time"));
        moment.expect("a moment").to_string()[..10].to_owned()
    };
    let ending = |name: &str, ahead: u64| {
        let mut one = wanted(name, &format!("{}@acme.example", name.to_lowercase()));
        one["valid_until"] = json!(day(ahead));
        one
    };
    let mut french = ending("Luc", 5);
    french["language"] = json!("fr");
    let mut silent = ending("Silent", 5);
    silent["recipient"]
        .as_object_mut()
        .expect("fields")
        .remove("email");
    let people = vec![
        ending("Zoe", 10),
        french,
        silent,
        ending("Later", 60),
        ending("Revoked", 10),
        ending("Renewed", 10),
        wanted("Endless", "endless@acme.example"),
    ];
    let ids = issued(&approver, &template, "0123456789abcdef", people).await;
    approver
        .post(
            &format!("/api/certificates/{}/revoke", ids[4]),
            &json!({ "reason": "asked" }),
        )
        .await
        .expect(200);
    let body = json!({ "key": "renewed012345678", "certificate": ending("Renewed", 400) });
    let renewed = approver
        .post(&format!("/api/certificates/{}/renew", ids[5]), &body)
        .await
        .expect(202);
    super::issuance::done(&approver, &renewed).await;
    let data = world.node.data();
    assert_eq!(
        mails(&data).len(),
        0,
        "nobody is written to before that is settled"
    );

    settles(&admin, numbering("gapless", "", true, 5), Some(30)).await;
    let texts = eventually("two are reminded", Duration::from_secs(90), || {
        let texts = mails(&data);
        async move { (texts.len() >= 2).then_some(texts) }
    })
    .await;
    for (address, parts) in [
        (
            "zoe@acme.example",
            ["gilt noch bis und mit", ids[0].as_str()],
        ),
        ("luc@acme.example", ["valable jusqu’au", ids[1].as_str()]),
    ] {
        let text = texts
            .iter()
            .find(|text| text.contains(address))
            .expect("a mail");
        for part in parts {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
    let mut database = Database::of(&world.node).await;
    // A mail that lies there and is not yet written down as sent would be sent once more.
    let open = "SELECT COUNT(*) FROM deliveries WHERE ended_at IS NULL";
    eventually(
        "both are written down as sent",
        Duration::from_secs(60),
        async || (database.number(open).await == 0).then_some(()),
    )
    .await;
    // Looked through once more, by another process, from the beginning.
    world.node.kill();
    database
        .run("UPDATE certificate_rounds SET due_at = 0, reached = 0 WHERE round = 'reminders'")
        .await;
    world.node.restart().await;
    let due = "SELECT COUNT(*) FROM certificate_rounds WHERE round = 'reminders' AND reached > 0";
    eventually(
        "it is looked through",
        Duration::from_secs(60),
        async || (database.number(due).await == 1).then_some(()),
    )
    .await;
    assert_eq!(database.number(open).await, 0);
    assert_eq!(mails(&data).len(), 2);
    assert_eq!(database.number("SELECT COUNT(*) FROM reminders").await, 2);
}

stories_with_settings![
    numbers_are_made_as_was_settled_and_never_given_twice,
    whoever_has_one_is_reminded_once_before_it_ends,
];
