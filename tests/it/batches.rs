//! Certificates that are issued together, whoever dies on the way and whoever thinks better of it.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, MySql, Node, Person, eventually};
use serde_json::{Value, json};

use super::issuance::{SETTINGS, done, published, wanted};
use super::lists::{guessed, taken};

/// Whether somebody has a batch in their hands: taken on, and neither put off nor let go of nor ended. Of a node that was just killed it says that the
/// node died at work.
pub(super) async fn is_held(database: &mut Database, batch: &Value) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    // Nothing that waits is put off for longer.
    let later = now.expect("a time").as_millis() + 30_000;
    let id = batch["id"].as_str().expect("an id");
    let held = format!(
        "SELECT COUNT(*) FROM batches WHERE id = '{id}' AND ended_at IS NULL AND next_try_at > {later}"
    );
    database.number(&held).await == 1
}

/// The node that works is killed, and the other goes on when its lease is over; then the other way round, and MySQL is killed as well: in the end each
/// has one, and the numbers have no hole.
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
    let mut second = Node::join(&first, &settings).await;
    let designer = Person::sign_in(&first.address(), "designer@sample.example").await;
    let here = Person::sign_in(&first.address(), "approver@sample.example").await;
    let approver = here.at(&second.address());
    let template = published(&designer, &here).await;
    let rows = (0..many).map(|number| format!("Person {number};p{number}@acme.example;5,5\r\n"));
    let file = format!("Name;E-Mail;Note\r\n{}", rows.collect::<String>());
    let list = taken(&here, &template, "Kurs.csv", file).await;
    let mapping = guessed(&list);
    let issue = format!("/api/lists/{}/issue", list["id"].as_str().expect("an id"));
    let body = json!({ "mapping": mapping });
    let mut database = Database::of(&first).await;
    // Only the first can take it on.
    second.hold();
    let asked = here.post(&issue, &body).await.expect(202);
    let path = format!("/api/batches/{}", asked["id"].as_str().expect("an id"));
    let issued = async |who: &Person| {
        let stands = who.get(&path).await.expect(200);
        stands["issued"].as_u64().expect("a number")
    };
    let goes_on = async |who: &Person, from: u64| {
        eventually("more are issued", Duration::from_secs(300), async || {
            (issued(who).await > from).then_some(())
        })
        .await;
    };
    goes_on(&here, 0).await;
    second.go_on();
    first.kill();
    assert!(
        is_held(&mut database, &asked).await,
        "the first died at work"
    );
    let left = issued(&approver).await;
    assert!(left < many, "{left}");
    goes_on(&approver, left).await;
    // The other has taken over; now it dies as well, and nobody is there for a moment.
    second.kill();
    assert!(
        is_held(&mut database, &asked).await,
        "the second died at work"
    );
    first.restart().await;
    let left = issued(&here).await;
    assert!(left < many, "{left}");
    goes_on(&here, left).await;
    registry.kill();
    let waits = format!(
        "SELECT COUNT(*) FROM batches WHERE id = '{}' AND ended_at IS NULL AND reason = 'registry'",
        asked["id"].as_str().expect("an id")
    );
    eventually("it waits for MySQL", Duration::from_secs(60), async || {
        (database.number(&waits).await == 1).then_some(())
    })
    .await;
    registry.restart();
    second.restart().await;
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
    let again = here.post(&issue, &body).await.expect(202);
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
