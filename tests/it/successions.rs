//! Certificates that take the place of others, whoever dies on the way and however many want to at once.

use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::judges::judge;
use imprimatur_tests::{Backend, MySql, Node, Person, World, eventually, stories_with_settings};
use serde_json::{Value, json};

use super::batches::is_held;
use super::issuance::{SETTINGS, Served, done, published, wanted};

/// The ids of certificates, one for each name, in their order.
pub(super) async fn issued(
    issuer: &Person,
    template: &str,
    key: &str,
    certificates: Vec<Value>,
) -> Vec<String> {
    let body = json!({ "key": key, "template_id": template, "certificates": certificates });
    let asked = issuer.post("/api/batches", &body).await.expect(202);
    let done = done(issuer, &asked).await;
    let ids = done["certificates"].as_array().expect("ids");
    ids.iter()
        .map(|id| id.as_str().expect("an id").to_owned())
        .collect()
}

async fn one(issuer: &Person, batch: &Value) -> String {
    let done = done(issuer, batch).await;
    done["certificates"][0].as_str().expect("an id").to_owned()
}

async fn one_is_corrected_and_renewed(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let mut wrong = wanted("Zoe Celik", "zoe@acme.example");
    wrong["recipient"]["external_id"] = json!("K-17");
    wrong["valid_from"] = json!("2026-11-01");
    wrong["valid_until"] = json!("2031-10-31");
    let ids = issued(
        &approver,
        &template,
        "0123456789abcdef",
        vec![
            wrong,
            wanted("Luc", "luc@acme.example"),
            wanted("Mia", "mia@acme.example"),
        ],
    )
    .await;
    let [old, luc, mia] = [&ids[0], &ids[1], &ids[2]];

    // What it says can be asked for once more, without the fields that fill themselves.
    let content = approver
        .get(&format!("/api/certificates/{old}/content"))
        .await
        .expect(200);
    assert_eq!(
        (
            &content["recipient"],
            &content["valid_from"],
            &content["valid_until"]
        ),
        (
            &json!({ "name": "Zoe Celik", "email": "zoe@acme.example", "external_id": "K-17" }),
            &json!("2026-11-01"),
            &json!("2031-10-31")
        )
    );
    let mut right = content.clone();
    right["recipient"]["name"] = json!("Zoë Çelik");
    let correct = format!("/api/certificates/{old}/correct");
    let body = json!({ "key": "corrected0123456", "certificate": right });
    designer
        .post(&correct, &body)
        .await
        .expect_error(403, "permission_required");
    world
        .outsider()
        .await
        .post(&correct, &body)
        .await
        .expect_error(404, "not_found");
    let mut bad = body.clone();
    bad["certificate"]["values"]["grade"] = json!("good");
    let refused = approver.post(&correct, &bad).await;
    refused.expect_error(422, "certificate_invalid");
    assert_eq!(refused.body["faults"][0]["at"], "/certificate/values/grade");
    let asked = approver.post(&correct, &body).await.expect(202);
    assert_eq!(asked["supersedes"], old.as_str());
    let again = approver.post(&correct, &body).await.expect(202);
    assert_eq!(asked["id"], again["id"], "asking twice is asking once");
    let mut other = body.clone();
    other["certificate"]["values"]["grade"] = json!("6");
    approver
        .post(&correct, &other)
        .await
        .expect_error(409, "key_reused");
    let new = one(&approver, &asked).await;
    other["key"] = json!("another012345678");
    approver
        .post(&correct, &other)
        .await
        .expect_error(409, "certificate_superseded");
    for act in ["suspend", "revoke"] {
        let reason = json!({ "reason": "mistake" });
        approver
            .post(&format!("/api/certificates/{old}/{act}"), &reason)
            .await
            .expect_error(409, "certificate_superseded");
    }

    // Anybody is told, in words and by programs, and engines of others see that the old one does not hold.
    let stranger = world.stranger();
    for (lang, said, link) in [
        (
            "de",
            "Dieses Zertifikat wurde korrigiert",
            "Zum neuen Zertifikat",
        ),
        (
            "fr",
            "Ce certificat a été corrigé",
            "Voir le nouveau certificat",
        ),
        (
            "it",
            "Questo certificato è stato corretto",
            "Vai al nuovo certificato",
        ),
        (
            "rm",
            "Quest certificat è vegnì curregì",
            "Tar il nov certificat",
        ),
        (
            "en",
            "This certificate was corrected",
            "See the new certificate",
        ),
    ] {
        let seen = stranger.get(&format!("/v/{old}?lang={lang}")).await;
        let linked = format!("href=\"/v/{new}\">{link}");
        assert!(
            seen.text.contains(said) && seen.text.contains(&linked),
            "{lang}: {}",
            seen.text
        );
    }
    let seen = stranger.get(&format!("/v/{new}?lang=en")).await;
    assert!(
        seen.text.contains("This certificate is valid")
            && seen.text.contains("Zoë Çelik")
            && seen.text.contains(&format!("href=\"/v/{old}\"")),
        "{}",
        seen.text
    );
    let checked = stranger
        .get(&format!("/api/verify/{old}"))
        .await
        .expect(200);
    assert_eq!(
        (&checked["state"], &checked["superseded_by"]),
        (&json!("superseded"), &json!(new))
    );
    let checked = stranger
        .get(&format!("/api/verify/{new}"))
        .await
        .expect(200);
    assert_eq!(
        (&checked["state"], &checked["supersedes"]),
        (&json!("valid"), &json!(old))
    );
    let served = Served::of(&stranger, &[old, &new]).await;
    let verdicts = judge(&served.cases()).await;
    for verdict in &verdicts[0] {
        assert_eq!(
            (verdict.revoked, verdict.suspended),
            (Some(true), Some(false)),
            "{verdict:?}"
        );
    }
    for verdict in &verdicts[1] {
        assert!(
            verdict.believes() && verdict.revoked == Some(false),
            "{verdict:?}"
        );
    }

    // What was renewed holds until it ends, and shows the newer one.
    let mut next = wanted("Luc", "luc@acme.example");
    next["valid_from"] = json!("2027-01-01");
    let body = json!({ "key": "renewed012345678", "certificate": next });
    let renew = format!("/api/certificates/{luc}/renew");
    let asked = approver.post(&renew, &body).await.expect(202);
    let newer = one(&approver, &asked).await;
    let checked = stranger
        .get(&format!("/api/verify/{luc}"))
        .await
        .expect(200);
    assert_eq!(
        (&checked["state"], &checked["superseded_by"]),
        (&json!("valid"), &json!(newer))
    );
    let seen = stranger.get(&format!("/v/{luc}?lang=en")).await;
    assert!(
        seen.text.contains("This certificate is valid")
            && seen.text.contains("a newer one is issued already"),
        "{}",
        seen.text
    );
    let listed = approver
        .get(&format!("/api/certificates/{luc}"))
        .await
        .expect(200);
    assert_eq!(
        (&listed["superseded_by"], &listed["succession"]),
        (&json!(newer), &json!("renewal"))
    );
    // The newer one does not hold yet: of that, verifiers say nothing else.
    let served = Served::of(&stranger, &[luc]).await;
    for verdict in judge(&served.cases()).await.iter().flatten() {
        assert!(
            verdict.believes() && verdict.revoked == Some(false),
            "{verdict:?}"
        );
    }

    // What was revoked has no successor; what was suspended can be corrected, and not renewed.
    let reason = json!({ "reason": "mistake" });
    let mia_path = |act: &str| format!("/api/certificates/{mia}/{act}");
    approver
        .post(&mia_path("suspend"), &reason)
        .await
        .expect(200);
    let body =
        json!({ "key": "0000000000000001", "certificate": wanted("Mia", "mia@acme.example") });
    approver
        .post(&mia_path("renew"), &body)
        .await
        .expect_error(409, "certificate_state");
    // Also from a template that nothing new is issued from any more.
    designer
        .delete(&format!("/api/templates/{template}"))
        .await
        .expect(204);
    let mut current = body.clone();
    current["from_current"] = json!(true);
    approver
        .post(&mia_path("correct"), &current)
        .await
        .expect_error(409, "nothing_to_issue_from");
    let asked = approver.post(&mia_path("correct"), &body).await.expect(202);
    let right = one(&approver, &asked).await;
    let revoke = format!("/api/certificates/{right}/revoke");
    approver.post(&revoke, &reason).await.expect(200);
    let body =
        json!({ "key": "0000000000000002", "certificate": wanted("Mia", "mia@acme.example") });
    approver
        .post(&format!("/api/certificates/{right}/correct"), &body)
        .await
        .expect_error(409, "certificate_state");

    let mut database = Database::of(&world.node).await;
    for (kind, times) in [
        ("certificate.issued", 6),
        ("certificate.corrected", 2),
        ("certificate.renewed", 1),
    ] {
        let sql = format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'");
        assert_eq!(database.number(&sql).await, times, "{kind}");
    }
}

/// Many want to correct the same, on two nodes: one of them does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_those_who_correct_at_once_one_does() {
    let registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let first = Node::start(Backend::Postgres, &settings).await;
    let second = Node::join(&first, &settings).await;
    let designer = Person::sign_in(&first.address(), "designer@sample.example").await;
    let here = Person::sign_in(&first.address(), "approver@sample.example").await;
    let there = Person::sign_in(&second.address(), "approver@sample.example").await;
    let template = published(&designer, &here).await;
    let ids = issued(
        &here,
        &template,
        "0123456789abcdef",
        vec![wanted("A", "a@acme.example")],
    )
    .await;
    let path = format!("/api/certificates/{}/correct", ids[0]);
    let asks = (0..8).map(|number| {
        let who = if number % 2 == 0 { &here } else { &there };
        let body =
            json!({ "key": format!("{number:016}"), "certificate": wanted("B", "a@acme.example") });
        let path = &path;
        async move { who.post(path, &body).await }
    });
    let answers = futures_util::future::join_all(asks).await;
    let taken: Vec<_> = answers.iter().filter(|it| it.status == 202).collect();
    assert_eq!(taken.len(), 1, "{answers:?}");
    for answer in answers.iter().filter(|it| it.status != 202) {
        answer.expect_error(409, "certificate_superseded");
    }
    done(&here, &taken[0].body).await;
    assert_eq!(
        registry.rows("SELECT COUNT(*) FROM issued_certificates WHERE supersedes_id IS NOT NULL"),
        ["1"]
    );
}

/// The node that corrects is killed again and again, and MySQL once; in the end the other takes over: each has one successor, or none and holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dies_on_the_way_each_has_one_successor() {
    let mut registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let mut first = Node::start(Backend::Postgres, &settings).await;
    let second = Node::join(&first, &settings).await;
    let designer = Person::sign_in(&first.address(), "designer@sample.example").await;
    let here = Person::sign_in(&first.address(), "approver@sample.example").await;
    let there = here.at(&second.address());
    let template = published(&designer, &here).await;
    let names: Vec<Value> = (0..12)
        .map(|number| {
            wanted(
                &format!("Person {number}"),
                &format!("p{number}@acme.example"),
            )
        })
        .collect();
    let ids = issued(&here, &template, "0123456789abcdef", names).await;
    let mut database = Database::of(&second).await;
    let mut asked = Vec::new();
    let mut died_at_work = 0;
    for (number, id) in ids.iter().enumerate() {
        let path = format!("/api/certificates/{id}/correct");
        let body = json!({ "key": format!("{number:016}"), "certificate": wanted("Right", "r@acme.example") });
        if number % 3 == 2 {
            // Only the first can take it on.
            second.hold();
        }
        // The registry may be away when it is asked; by the same key it is one thing that is asked for.
        let taken = eventually("it is taken", Duration::from_secs(60), async || {
            // Whoever is asked takes it on.
            let answer = here.post(&path, &body).await;
            (answer.status != 503).then(|| answer.expect(202))
        })
        .await;
        if number % 3 == 2 {
            // Somewhere between being asked, written and noted; nearer to its beginning each time.
            tokio::time::sleep(Duration::from_millis(15 * (11 - number as u64))).await;
            if number == 8 {
                registry.kill();
            } else {
                registry.hold();
            }
            if number == 11 {
                let ended = format!(
                    "SELECT COUNT(*) FROM batches WHERE id = '{}' AND ended_at IS NOT NULL",
                    taken["id"].as_str().expect("an id")
                );
                eventually("it is begun", Duration::from_secs(30), async || {
                    let is_begun =
                        is_held(&mut database, &taken).await || database.number(&ended).await == 1;
                    is_begun.then_some(())
                })
                .await;
            }
            second.go_on();
            first.kill();
            died_at_work += u32::from(is_held(&mut database, &taken).await);
            if number == 8 {
                registry.restart();
            } else {
                registry.go_on();
            }
            if number < 11 {
                first.restart().await;
            }
        }
        asked.push(taken);
    }
    assert!(died_at_work > 0, "it had something in its hands");
    // It stays away: what it has left is done by the other.
    for batch in &asked {
        done(&there, batch).await;
    }
    let both = registry.rows(
        "SELECT COUNT(*), COUNT(DISTINCT o.superseded_by_id) FROM issued_certificates o
         JOIN issued_certificates n ON n.id = o.superseded_by_id AND n.supersedes_id = o.id WHERE o.state = 'superseded'",
    );
    assert_eq!(both, ["12\t12"]);
    assert_eq!(
        registry.rows("SELECT COUNT(*) FROM issued_certificates"),
        ["24"]
    );
    let highest = registry
        .rows("SELECT MAX(CAST(SUBSTRING(number, 6) AS UNSIGNED)) FROM issued_certificates");
    assert_eq!(highest, ["24"], "a number has no hole before it");
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'certificate.corrected'";
    eventually("all is told", Duration::from_secs(30), async || {
        (database.number(told).await == 12).then_some(())
    })
    .await;
}

stories_with_settings![one_is_corrected_and_renewed];
