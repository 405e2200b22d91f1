//! Why a certificate does not hold, in words: which of them stand, and that they stand nowhere where nobody can erase them.

use std::time::Duration;

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, MySql, Person, World, eventually, stories_with_settings};
use serde_json::{Value, json};

use super::erasures::erase;
use super::issuance::{SETTINGS, done, published, wanted};
use super::successions::issued;

const FIRST: &str = "Zoe has two of them.";
const SECOND: &str = "Zoe owes us a paper.";

fn because(words: &str) -> Value {
    json!({ "reason": "other", "note": words })
}

/// Issues one to Zoe, and gives its id.
async fn one(designer: &Person, approver: &Person) -> String {
    let template = published(designer, approver).await;
    let certificates = vec![wanted("Zoe", "zoe@acme.example")];
    let ids = issued(approver, &template, "0123456789abcdef", certificates).await;
    ids[0].clone()
}

/// The state of a certificate, and the words why: the same for whoever checks it and for whoever has issued it.
async fn told(approver: &Person, id: &str) -> (Value, Value) {
    let stranger = Person::stranger(approver.address());
    let checked = stranger.get(&format!("/api/verify/{id}")).await.expect(200);
    let listed = approver.get(&format!("/api/certificates/{id}")).await;
    assert_eq!(checked["reason_note"], listed.expect(200)["reason_note"]);
    (checked["state"].clone(), checked["reason_note"].clone())
}

async fn the_newest_words_stand_as_long_as_what_they_are_about(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = one(&designer, &approver).await;
    let does = async |act: &str, body: Value| {
        let path = format!("/api/certificates/{id}/{act}");
        let answer = approver.post(&path, &body).await.expect(200);
        let told = told(&approver, &id).await;
        assert_eq!(answer["reason_note"], told.1, "{act}");
        told
    };
    let suspended = |words: &str| (json!("suspended"), json!(words));
    assert_eq!(does("suspend", because(FIRST)).await, suspended(FIRST));
    assert_eq!(does("suspend", because(SECOND)).await, suspended(SECOND));
    let silent = json!({ "reason": "other" });
    assert_eq!(
        does("suspend", silent).await,
        suspended(SECOND),
        "whoever says nothing takes nothing back"
    );
    let wordless = (json!("suspended"), Value::Null);
    let other = json!({ "reason": "mistake" });
    assert_eq!(
        does("suspend", other).await,
        wordless,
        "they were about another reason"
    );
    assert_eq!(does("suspend", because(SECOND)).await, suspended(SECOND));
    assert_eq!(
        does("suspend", because("")).await,
        wordless,
        "they are taken back"
    );
    let valid = (json!("valid"), Value::Null);
    assert_eq!(does("reinstate", json!({})).await, valid);
    assert_eq!(does("suspend", because(FIRST)).await, suspended(FIRST));
    let body =
        json!({ "key": "corrected0123456", "certificate": wanted("Zoë", "zoe@acme.example") });
    let correct = format!("/api/certificates/{id}/correct");
    let asked = approver.post(&correct, &body).await.expect(202);
    let done = done(&approver, &asked).await;
    let new = done["certificates"][0].as_str().expect("an id");
    assert_eq!(
        told(&approver, &id).await,
        (json!("superseded"), Value::Null),
        "that it was corrected says why"
    );
    assert_eq!(told(&approver, new).await, valid);

    // What is chained stays for ever: of why, it has what can be chosen from, and no words.
    let mut registry = Database::registry_of(&world.node).await;
    let chained = "SELECT COUNT(*) FROM certificate_events WHERE kind = 'certificate.corrected'";
    eventually("all is chained", Duration::from_secs(60), async || {
        (registry.number(chained).await == 1).then_some(())
    })
    .await;
    let saying = |table: &str, words: &str| {
        format!("SELECT COUNT(*) FROM {table} WHERE CAST(details AS TEXT) LIKE '%{words}%'")
    };
    let mut database = Database::of(&world.node).await;
    assert!(
        registry
            .number(&saying("certificate_events", "other"))
            .await
            > 0
    );
    assert!(database.number(&saying("events", "other")).await > 0);
    for words in [FIRST, SECOND] {
        let in_registry = saying("certificate_events", words);
        assert_eq!(registry.number(&in_registry).await, 0, "{words}");
        let in_workspace = saying("events", words);
        assert_eq!(database.number(&in_workspace).await, 0, "{words}");
    }
}

/// Nobody would erase them there: they are not kept at all.
async fn of_what_was_erased_nothing_is_said_in_words(backend: Backend) {
    let mut world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = one(&designer, &approver).await;
    let me = approver.get("/api/me").await.expect(200);
    let organisation = me["organisation"]["id"].as_str().expect("an id");
    erase(&mut world, organisation, "zoe@acme.example").await;
    for (act, state) in [("suspend", "suspended"), ("revoke", "revoked")] {
        let path = format!("/api/certificates/{id}/{act}");
        let answer = approver.post(&path, &because(FIRST)).await.expect(200);
        assert_eq!(answer["reason_note"], Value::Null, "{act}");
        assert_eq!(told(&approver, &id).await, (json!(state), Value::Null));
    }
    let mut registry = Database::registry_of(&world.node).await;
    let noted = "SELECT COUNT(*) FROM issued_certificates WHERE revocation_note IS NOT NULL";
    assert_eq!(registry.number(noted).await, 0);
    let mut database = Database::of(&world.node).await;
    let noted = "SELECT COUNT(*) FROM certificate_acts WHERE note IS NOT NULL";
    assert_eq!(database.number(noted).await, 0);
}

/// The registry is away when somebody says why: the words wait with the rest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_were_said_while_the_registry_was_away_are_told_when_it_is_back() {
    let mut registry = MySql::start();
    let url = registry.url();
    let settings = [&SETTINGS[..], &[("REGISTRY_DATABASE_URL", url.as_str())]].concat();
    let world = World::with(Backend::Embedded, &settings).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = one(&designer, &approver).await;
    registry.kill();
    let revoke = format!("/api/certificates/{id}/revoke");
    let answer = approver.post(&revoke, &because(FIRST)).await;
    assert_eq!((answer.status, answer.text.as_str()), (202, "null"));
    registry.restart();
    let stranger = world.stranger();
    let verify = format!("/api/verify/{id}");
    eventually("it is revoked", Duration::from_secs(150), async || {
        let answer = stranger.get(&verify).await;
        (answer.status == 200 && answer.body["state"] == "revoked").then_some(())
    })
    .await;
    assert_eq!(told(&approver, &id).await, (json!("revoked"), json!(FIRST)));
}

/// A workspace that was restored takes up what was open when it was copied. Where it was done since, and others after it, it is neither done nor told
/// again.
async fn what_was_done_long_ago_is_not_done_again(backend: Backend) {
    let world = World::with(backend, &SETTINGS).await;
    let (designer, approver) = (world.designer().await, world.approver().await);
    let id = one(&designer, &approver).await;
    for act in ["suspend", "reinstate"] {
        let path = format!("/api/certificates/{id}/{act}");
        approver.post(&path, &because(FIRST)).await.expect(200);
    }
    let mut database = Database::of(&world.node).await;
    let told_of = "SELECT COUNT(*) FROM events WHERE kind = 'certificate.suspended'";
    assert_eq!(database.number(told_of).await, 1);
    database
        .run("UPDATE certificate_acts SET ended_at = NULL, next_try_at = 0 WHERE act = 'suspend'")
        .await;
    let open = "SELECT COUNT(*) FROM certificate_acts WHERE ended_at IS NULL";
    eventually("it is ended", Duration::from_secs(60), async || {
        (database.number(open).await == 0).then_some(())
    })
    .await;
    assert_eq!(told(&approver, &id).await, (json!("valid"), Value::Null));
    assert_eq!(
        database.number(told_of).await,
        1,
        "it happened once, and not now"
    );
}

stories_with_settings![
    what_was_done_long_ago_is_not_done_again,
    the_newest_words_stand_as_long_as_what_they_are_about,
    of_what_was_erased_nothing_is_said_in_words,
];
