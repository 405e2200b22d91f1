//! Reading everything of WorkOS anew: it counts, goes on where it was broken off, removes what is gone and not what it only missed.

use std::time::Duration;

use imprimatur_tests::company::Company;
use imprimatur_tests::database::Database;
use imprimatur_tests::node::Ran;
use imprimatur_tests::{Person, eventually};
use reqwest::Method;
use serde_json::{Value, json};

/// A company that nothing is told of but by reading it anew.
async fn untold(settings: &[(&str, &str)]) -> Company {
    let company = Company::with(settings).await;
    company.employ("anna@schule-chur.ch", "admin").await;
    company.workos.is_quiet().await;
    // Signing in is told of whoever does.
    company.sign_in("anna@schule-chur.ch").await;
    company
        .workos
        .control(Method::PATCH, "webhooks", json!({ "on": false }))
        .await;
    company
}

async fn backfill(company: &Company, line: &[&str]) -> Ran {
    let all = [&["backfill", "workos"], line].concat();
    company.node.run(&all).await
}

#[track_caller]
fn expect(ran: &Ran, status: i32, said: &str) {
    assert_eq!(ran.status, status, "{ran:?}");
    let all = format!("{}{}", ran.out, ran.complaint);
    assert!(all.contains(said), "`{said}` is not in {ran:?}");
}

async fn members(anna: &Person) -> i64 {
    let seen = anna.get("/api/admin/people").await.expect(200);
    seen["total"].as_i64().expect("a number")
}

async fn delete_quietly(company: &Company, users: &[Value]) {
    for user in users {
        let path = format!("users/{}?quiet=1", user["id"].as_str().expect("an id"));
        company
            .workos
            .control(Method::DELETE, &path, json!({}))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_there_before_is_read_and_what_is_gone_goes() {
    let company = untold(&[]).await;
    let workos = &company.workos;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let here =
        json!({ "users": 130, "organization_id": company.organisation, "role_slugs": ["viewer"] });
    workos.make("bulk", here).await;
    workos
        .make(
            "bulk",
            json!({ "users": 120, "organizations": 2, "role_slugs": ["viewer"], "prefix": "far" }),
        )
        .await;
    // It only counts.
    let counted = backfill(&company, &["--dry-run"]).await;
    expect(&counted, 0, "503 would be created");
    assert_eq!(members(&anna).await, 1);
    // One organisation alone: its own people, and nobody else's.
    let line = ["--organisation", company.organisation.as_str()];
    let read = backfill(&company, &line).await;
    expect(&read, 0, "created 261,");
    assert_eq!(members(&anna).await, 131);
    let mut database = Database::of(&company.node).await;
    let people = "SELECT COUNT(*) FROM people WHERE is_program = 0";
    assert_eq!(database.number(people).await, 131);
    // All of it, and once more: then nothing is new.
    let read = backfill(&company, &[]).await;
    expect(&read, 0, "created 242,");
    assert_eq!(database.number(people).await, 251);
    let read = backfill(&company, &[]).await;
    expect(&read, 0, "created 0, changed 0,");
    // Some are deleted, and nobody says so.
    let state = workos.state().await;
    let users: Vec<Value> = state["users"].as_array().expect("a list").clone();
    let near: Vec<Value> = users
        .iter()
        .filter(|user| {
            user["email"]
                .as_str()
                .is_some_and(|it| it.starts_with("bulk"))
        })
        .cloned()
        .collect();
    delete_quietly(&company, &near[..10]).await;
    let seen_long_ago = "UPDATE workos_objects SET seen_at = seen_at - 3600000";
    database.run(seen_long_ago).await;
    let read = backfill(&company, &[]).await;
    expect(&read, 0, "removed 20.");
    assert_eq!(members(&anna).await, 121);
    // What a list had only left out is found again.
    database
        .run("UPDATE workos_objects SET deleted_at = 1, inferred = 1, body = '{}' WHERE kind = 'organization_membership' AND id IN (SELECT id FROM workos_objects WHERE kind = 'organization_membership' AND deleted_at IS NULL ORDER BY id DESC LIMIT 5)")
        .await;
    let read = backfill(&company, &[]).await;
    expect(&read, 0, "changed 5,");
    let gone = "SELECT COUNT(*) FROM workos_objects WHERE kind = 'organization_membership' AND inferred = 1 AND deleted_at = 1";
    assert_eq!(database.number(gone).await, 0);
    // So many that nobody believes it.
    delete_quietly(&company, &near[10..50]).await;
    database.run(seen_long_ago).await;
    let read = backfill(&company, &[]).await;
    expect(&read, 2, "Nothing was removed");
    expect(&read, 2, "40 of 241 of the kind user");
    assert_eq!(members(&anna).await, 121);
    let read = backfill(&company, &["--remove"]).await;
    expect(&read, 0, "removed 80.");
    assert_eq!(members(&anna).await, 81);
}

/// WorkOS breaks off in the middle of it, and the program is killed: nobody begins anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_goes_on_where_it_was_broken_off() {
    let company = untold(&[]).await;
    let workos = &company.workos;
    let people =
        json!({ "users": 450, "organization_id": company.organisation, "role_slugs": ["viewer"] });
    workos.make("bulk", people).await;
    let fault =
        json!({ "path": "/user_management/organization_memberships", "status": 400, "times": 1 });
    workos.make("faults", fault).await;
    let read = backfill(&company, &[]).await;
    expect(&read, 1, "It was broken off");
    workos.control(Method::DELETE, "requests", json!({})).await;
    let read = backfill(&company, &[]).await;
    expect(&read, 0, "910 things");
    let asked = workos
        .control(
            Method::GET,
            "requests?path=/user_management/users",
            json!({}),
        )
        .await;
    assert_eq!(asked, json!([]), "people are not read twice");
    // Asked for on the page, a node does it; the node is killed, and the next one goes on.
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let slow = json!({ "path": "/user_management/organization_memberships", "hang_ms": 3000, "times": 1, "status": 503 });
    workos.make("faults", slow).await;
    let asked = json!({ "kind": "backfill" });
    let first = anna.post("/api/admin/sync/runs", &asked).await.expect(202);
    // It is that one until it has ended.
    let again = anna.post("/api/admin/sync/runs", &asked).await.expect(202);
    assert_eq!(first["id"], again["id"]);
    let run = async || {
        let seen = anna.get("/api/admin/sync").await.expect(200);
        seen["runs"][0].clone()
    };
    eventually("it is under way", Duration::from_secs(150), async || {
        (run().await["done"].as_i64() > Some(0)).then_some(())
    })
    .await;
    let mut company = company;
    company.node.kill();
    company.node.restart().await;
    // As long as whoever did it has it for, and some more.
    let ended = eventually("it has ended", Duration::from_secs(180), async || {
        let run = run().await;
        (run["state"] == "done").then_some(run)
    })
    .await;
    assert_eq!(ended["done"], 910, "{ended}");
}

/// What cannot be read is counted, told of, and keeps nothing else from being read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_refused_and_the_rest_is_not() {
    let company = untold(&[]).await;
    let workos = &company.workos;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let bad = json!({ "email": "bad@schule-chur.ch", "first_name": "B\u{0}d" });
    let bad = workos.control(Method::POST, "users?quiet=1", bad).await;
    let here =
        json!({ "users": 3, "organization_id": company.organisation, "role_slugs": ["viewer"] });
    workos.make("bulk", here).await;
    let read = backfill(&company, &[]).await;
    expect(&read, 2, "refused 1,");
    assert_eq!(members(&anna).await, 4);
    let mut database = Database::of(&company.node).await;
    let id = bad["id"].as_str().expect("an id");
    let kept = format!("SELECT COUNT(*) FROM workos_objects WHERE id = '{id}'");
    assert_eq!(database.number(&kept).await, 0);
}

/// The last event that was fetched is forgotten at WorkOS.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gap_in_the_events_is_told_and_mended() {
    let company = untold(&[("LIMIT_EVENTS_SECONDS", "1")]).await;
    let anna = company.sign_in("anna@schule-chur.ch").await;
    let mut database = Database::of(&company.node).await;
    let events = async || anna.get("/api/admin/sync").await.expect(200)["events"].clone();
    eventually("events are fetched", Duration::from_secs(150), async || {
        events().await["event_at"].is_string().then_some(())
    })
    .await;
    // A moment ago: from its time on they are fetched again, and nothing is missing.
    eventually("it is noticed", Duration::from_secs(150), async || {
        let lost = "UPDATE workos_cursor SET event_id = 'event_that_never_was'";
        database.run(lost).await;
        let log = company.node.log();
        log.contains("does not know the last event").then_some(())
    })
    .await;
    company.employ("ben@schule-chur.ch", "viewer").await;
    eventually("Ben is known", Duration::from_secs(150), async || {
        (members(&anna).await == 2).then_some(())
    })
    .await;
    assert_eq!(events().await["gap_at"], Value::Null);
    // Long ago: some are missing, which a reading of everything mends.
    eventually("the gap is told", Duration::from_secs(150), async || {
        let lost = "UPDATE workos_cursor SET event_id = 'event_that_never_was', event_at = 1, fetched_at = 1";
        database.run(lost).await;
        events().await["gap_at"].is_string().then_some(())
    })
    .await;
    company.employ("mia@schule-chur.ch", "viewer").await;
    eventually("Mia is known", Duration::from_secs(150), async || {
        (members(&anna).await == 3).then_some(())
    })
    .await;
    let read = backfill(&company, &[]).await;
    expect(&read, 0, "refused 0, removed 0.");
    assert_eq!(events().await["gap_at"], Value::Null);
}
