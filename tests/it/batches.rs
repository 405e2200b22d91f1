//! Certificates that are issued together, whoever dies on the way and whoever thinks better of it.

use std::collections::BTreeSet;
use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, MySql, Node, Person, eventually};
use serde_json::{Value, json};

use super::issuance::{SETTINGS, done, published, wanted};
use super::lists::{guessed, taken};

/// A node is killed twice while it issues, and MySQL once: in the end each has one, and the numbers have no hole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dies_on_the_way_each_has_one_certificate() {
    let many = if imprimatur_tests::soak() {
        10_000
    } else {
        500
    };
    let mut registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let mut first = Node::start(Backend::Postgres, &settings).await;
    let second = Node::join(&first, &settings).await;
    let designer = Person::sign_in(&second.address(), "designer@sample.example").await;
    let approver = Person::sign_in(&second.address(), "approver@sample.example").await;
    let template = published(&designer, &approver).await;
    let rows = (0..many).map(|number| format!("Person {number};p{number}@acme.example;5,5\r\n"));
    let file = format!("Name;E-Mail;Note\r\n{}", rows.collect::<String>());
    let list = taken(&approver, &template, "Kurs.csv", file).await;
    let mapping = guessed(&list);
    let issue = format!("/api/lists/{}/issue", list["id"].as_str().expect("an id"));
    let body = json!({ "mapping": mapping });
    let asked = approver.post(&issue, &body).await.expect(202);
    let path = format!("/api/batches/{}", asked["id"].as_str().expect("an id"));
    let issued = async |least: u64| {
        eventually("some are issued", Duration::from_secs(300), async || {
            let stands = approver.get(&path).await.expect(200);
            (stands["issued"].as_u64() >= Some(least)).then_some(())
        })
        .await;
    };
    issued(many / 10).await;
    first.kill();
    first.restart().await;
    issued(many * 4 / 10).await;
    registry.kill();
    tokio::time::sleep(Duration::from_millis(300)).await;
    first.kill();
    registry.restart();
    first.restart().await;
    let done = done(&approver, &asked).await;
    assert_eq!(done["issued"].as_u64(), Some(many));
    let expected = format!("{many}\t{many}\t{many}\t{many}");
    let sql = "SELECT COUNT(*), COUNT(DISTINCT number), COUNT(DISTINCT recipient_hash), COUNT(DISTINCT status_list_index) FROM issued_certificates";
    assert_eq!(registry.rows(sql), [expected]);
    let report = approver.get(&format!("{path}/report")).await;
    let lines: BTreeSet<&str> = report.text.lines().skip(1).collect();
    assert_eq!(lines.len() as u64, many, "a line for each");
    assert!(
        lines.iter().all(|line| line.contains("/v/crt_")),
        "each is issued: {}",
        report.text
    );
    let again = approver.post(&issue, &body).await.expect(202);
    assert_eq!(again["id"], asked["id"], "a list is issued once");
    let highest = registry
        .rows("SELECT MAX(CAST(SUBSTRING(number, 6) AS UNSIGNED)) FROM issued_certificates");
    assert_eq!(
        highest,
        [many.to_string()],
        "a number has no hole before it"
    );
    assert_eq!(
        registry.rows("SELECT COUNT(*) FROM certificate_subjects"),
        [many.to_string()]
    );
    let mut database = Database::of(&second).await;
    let events = "SELECT COUNT(*) FROM events WHERE kind = 'certificate.issued'";
    assert_eq!(u64::try_from(database.number(events).await), Ok(many));
    let each = "SELECT COUNT(DISTINCT subject_id) FROM events WHERE kind = 'certificate.issued'";
    assert_eq!(u64::try_from(database.number(each).await), Ok(many));

    // What was not issued when somebody cancelled it never will be, and what was is told.
    let more: Vec<Value> = (0..many)
        .map(|number| {
            wanted(
                &format!("Person {number}"),
                &format!("q{number}@acme.example"),
            )
        })
        .collect();
    let more = json!({ "key": "fedcba9876543210", "template_id": template, "certificates": more });
    let more = approver.post("/api/batches", &more).await.expect(202);
    let path = format!("/api/batches/{}", more["id"].as_str().expect("an id"));
    let turned = async |act: &str| approver.post(&format!("{path}/{act}"), &json!({})).await;
    assert_eq!(turned("pause").await.expect(200)["state"], "paused");
    assert_eq!(turned("resume").await.expect(200)["state"], "open");
    eventually("some are issued", Duration::from_secs(120), async || {
        let stands = approver.get(&path).await.expect(200);
        (stands["issued"].as_u64() > Some(0)).then_some(())
    })
    .await;
    turned("cancel").await.expect(200);
    let ended = eventually("it is ended", Duration::from_secs(120), async || {
        let stands = approver.get(&path).await.expect(200);
        stands["ended_at"].is_string().then_some(stands)
    })
    .await;
    assert_eq!(ended["state"], "cancelled");
    let there = registry.rows("SELECT COUNT(*) FROM issued_certificates");
    let told = ended["issued"].as_u64().expect("a number") + many;
    assert_eq!(there, [told.to_string()]);
    assert!(told < 2 * many, "it was cancelled in time");
    turned("resume")
        .await
        .expect_error(409, "certificate_state");
}
