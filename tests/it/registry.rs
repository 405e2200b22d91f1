//! People and organisations reach the registry for certain: whatever comes in whichever order, and whatever fails on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use imprimatur_tests::company::Company;
use imprimatur_tests::{Backend, MySql, Node, WorkOs, eventually, soak};
use reqwest::Method;
use serde_json::{Value, json};

/// Users that live, by their ids: what the registry has to say of each.
fn users(state: &Value) -> BTreeMap<String, String> {
    let all = state["users"].as_array().expect("a list");
    all.iter()
        .map(|user| {
            let text = |name: &str| user[name].as_str().unwrap_or("NULL").to_owned();
            (
                text("id"),
                format!(
                    "{}\t{}\t{}",
                    text("email"),
                    text("first_name"),
                    text("updated_at")
                ),
            )
        })
        .collect()
}

fn organisations(state: &Value) -> BTreeMap<String, String> {
    let all = state["organizations"].as_array().expect("a list");
    all.iter()
        .map(|it| {
            (
                it["id"].as_str().expect("an id").to_owned(),
                it["name"].as_str().expect("a name").to_owned(),
            )
        })
        .collect()
}

fn domains(state: &Value) -> BTreeMap<String, String> {
    let all = state["organization_domains"].as_array().expect("a list");
    all.iter()
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap_or("NULL").to_owned();
            (
                text("id"),
                format!(
                    "{}\t{}\t{}",
                    text("organization_id"),
                    text("domain"),
                    text("state")
                ),
            )
        })
        .collect()
}

fn by_id(rows: Vec<String>) -> BTreeMap<String, String> {
    rows.into_iter()
        .filter_map(|row| {
            row.split_once('\t')
                .map(|(id, rest)| (id.to_owned(), rest.to_owned()))
        })
        .collect()
}

fn there(registry: &MySql) -> [BTreeMap<String, String>; 3] {
    [
        "SELECT workos_external_id, email, COALESCE(first_name, 'NULL'),
                CONCAT(REPLACE(DATE_FORMAT(updated_at, '%Y-%m-%d %H:%i:%s'), ' ', 'T'), '.', LPAD(MICROSECOND(updated_at) DIV 1000, 3, '0'), 'Z')
         FROM users WHERE deleted_at IS NULL",
        "SELECT workos_external_id, name FROM organisations WHERE deleted_at IS NULL",
        "SELECT workos_external_id, organisation_id, domain, state FROM organisation_domains WHERE deleted_at IS NULL",
    ]
    .map(|sql| by_id(registry.rows(sql)))
}

/// Changes come in random order and more than once, the registry fails at random, three nodes work at it, and one of them is killed again and
/// again. In the end the registry says what WorkOS says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_the_registry_says_what_workos_says() {
    let workos = WorkOs::start(&[]).await;
    let mut registry = MySql::start();
    let url = registry.url();
    let mut settings: Vec<(&str, String)> = workos.settings();
    settings.push(("REGISTRY_DATABASE_URL", url));
    settings.push(("LIMIT_SYNC_RETRY_SECONDS", "1".to_owned()));
    settings.push(("LIMIT_EVENTS_SECONDS", "2".to_owned()));
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let first = Node::start(Backend::Postgres, &settings).await;
    let second = Node::join(&first, &settings).await;
    let mut third = Node::join(&first, &settings).await;
    for node in [&first, &second, &third] {
        workos.call(node).await;
    }
    // Each webhook goes to all of them, some twice, none in its place.
    let shuffled =
        json!({ "shuffle": { "seed": 7, "spread_ms": 400, "duplicates": 0.3 }, "retries": 1 });
    workos.control(Method::PATCH, "webhooks", shuffled).await;
    let changes = if soak() { 10_000 } else { 500 };
    for part in 0..5 {
        let churn = json!({ "seed": 11 + part, "changes": changes / 5 });
        workos.make("churn", churn).await;
        match part {
            0 => third.kill(),
            1 => registry.kill(),
            2 => third.restart().await,
            3 => registry.restart(),
            _ => {
                registry.hold();
                third.kill();
                tokio::time::sleep(Duration::from_secs(2)).await;
                registry.go_on();
                third.restart().await;
            }
        }
        // What goes by webhooks while nobody hears it comes by the Events API.
        let on = part % 2 == 0;
        workos
            .control(Method::PATCH, "webhooks", json!({ "on": on }))
            .await;
    }
    let state = workos.state().await;
    let expected = [users(&state), organisations(&state), domains(&state)];
    assert!(
        expected.iter().all(|all| all.len() > 5),
        "the story has people in it: {expected:?}"
    );
    let begun = Instant::now();
    loop {
        let found = there(&registry);
        if found == expected {
            break;
        }
        if begun.elapsed() > Duration::from_secs(if soak() { 900 } else { 300 }) {
            for (found, expected) in found.iter().zip(&expected) {
                let (found, expected): (BTreeSet<_>, BTreeSet<_>) =
                    (found.iter().collect(), expected.iter().collect());
                println!(
                    "only in the registry: {:?}",
                    found.difference(&expected).collect::<Vec<_>>()
                );
                println!(
                    "only at WorkOS: {:?}",
                    expected.difference(&found).collect::<Vec<_>>()
                );
            }
            panic!("the registry does not say what WorkOS says");
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    // Nothing waits, and nothing failed for good.
    let mut database = imprimatur_tests::database::Database::of(&first).await;
    for (what, sql) in [
        (
            "copies that wait",
            "SELECT COUNT(*) FROM sync_status WHERE wanted > synced",
        ),
        (
            "events that wait",
            "SELECT COUNT(*) FROM workos_events WHERE state = 'waiting'",
        ),
        (
            "events that were given up",
            "SELECT COUNT(*) FROM workos_events WHERE state = 'failed'",
        ),
    ] {
        // What a node had taken on that was killed waits until its lease is over, also where it was brought.
        eventually(what, Duration::from_secs(300), async || {
            (database.number(sql).await == 0).then_some(())
        })
        .await;
    }
    // Here too it is as WorkOS has it: who has which address, and who is a member.
    let found = database.pairs(
        "SELECT workos_id, email FROM people WHERE workos_id IS NOT NULL AND email NOT LIKE 'parked:%' AND email LIKE '%@%'",
    );
    assert_eq!(pairs(found.await), addresses(&state));
    let found = database.pairs(
        "SELECT DISTINCT p.workos_id, o.workos_id FROM members m
         JOIN people p ON p.id = m.person_id JOIN organisations o ON o.id = m.organisation_id
         WHERE p.workos_id IS NOT NULL AND o.workos_id IS NOT NULL",
    );
    assert_eq!(pairs(found.await), members(&state));
}

fn pairs(rows: Vec<(String, String)>) -> BTreeSet<(String, String)> {
    rows.into_iter().collect()
}

/// Whose address is which, at WorkOS.
fn addresses(state: &Value) -> BTreeSet<(String, String)> {
    let all = state["users"].as_array().expect("a list");
    let text = |user: &Value, name: &str| user[name].as_str().expect("a text").to_owned();
    all.iter()
        .map(|user| (text(user, "id"), text(user, "email")))
        .collect()
}

/// Who is a member of what there, with a role that means something here.
fn members(state: &Value) -> BTreeSet<(String, String)> {
    const KNOWN: [&str; 6] = [
        "admin",
        "designer",
        "content_editor",
        "approver",
        "viewer",
        "member",
    ];
    let all = state["organization_memberships"].as_array();
    let all = all.expect("a list").iter();
    all.filter(|it| it["status"] == "active")
        .filter(|it| {
            let roles = it["roles"].as_array().expect("a list");
            let mut slugs = roles.iter().filter_map(|role| role["slug"].as_str());
            slugs.any(|slug| KNOWN.contains(&slug))
        })
        .map(|it| {
            let text = |name: &str| it[name].as_str().expect("a text").to_owned();
            (text("user_id"), text("organization_id"))
        })
        .collect()
}

/// Each engine that there is: MariaDB, and MySQL itself where it could be had.
fn engines() -> impl Iterator<Item = MySql> {
    std::iter::once(MySql::start()).chain(MySql::start_mysql())
}

/// An account that may not make tables: the program says what is missing and writes nothing, and goes on by itself once somebody has made them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_make_tables_is_told_which_are_missing() {
    for registry in engines() {
        let url = registry.url_without_ddl();
        let company = Company::with(&[("REGISTRY_DATABASE_URL", &url)]).await;
        company.employ("anna@schule-chur.ch", "admin").await;
        let anna = company.sign_in("anna@schule-chur.ch").await;
        let seen = eventually("it is told", Duration::from_secs(150), async || {
            let seen = anna.get("/api/admin/sync").await.expect(200);
            (seen["registry"]["state"] == "differs").then_some(seen)
        })
        .await;
        let missing = seen["registry"]["differences"].as_array().expect("a list");
        assert_eq!(missing.len(), 21, "{seen}");
        let printed = company.node.run(&["registry", "schema"]).await;
        assert_eq!(printed.status, 1, "{printed:?}");
        // As it was printed, by somebody who may.
        registry.run(&format!("USE registry; {}", printed.out));
        let printed = company.node.run(&["registry", "schema"]).await;
        assert_eq!(printed.status, 0, "{printed:?}");
        eventually("Anna is there", Duration::from_secs(300), async || {
            let names = registry.rows("SELECT email FROM users");
            (names == ["anna@schule-chur.ch"]).then_some(())
        })
        .await;
        // A column is lost: nothing is written until it is back.
        registry.run("USE registry; ALTER TABLE users DROP COLUMN profile_picture_url");
        let printed = company.node.run(&["registry", "schema"]).await;
        assert_eq!(printed.status, 1, "{printed:?}");
        let mends = printed
            .out
            .contains("ALTER TABLE users ADD COLUMN profile_picture_url");
        assert!(mends, "{printed:?}");
    }
}

/// What PlanetScale may hold holds here: emoji, long names, a person whose name a collation would take for another's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_arrive_as_they_are_on_every_engine() {
    for registry in engines() {
        let company = Company::with(&[("REGISTRY_DATABASE_URL", &registry.url())]).await;
        let names = [
            "Zoë",
            "Zoe",
            "ZOE",
            "Strauß",
            "Strauss",
            "🦊",
            "🐻",
            "x",
            "x ",
            "o'Neil; --",
        ];
        for (place, name) in names.into_iter().enumerate() {
            let user = json!({ "email": format!("a{place}@schule-chur.ch"), "first_name": name });
            company.workos.make("users", user).await;
        }
        let expected: BTreeMap<String, String> = names
            .into_iter()
            .enumerate()
            .map(|(place, name)| (format!("a{place}@schule-chur.ch"), name.to_owned()))
            .collect();
        eventually("all are there", Duration::from_secs(300), async || {
            let rows = registry.rows_if_there("SELECT email, first_name FROM users")?;
            (by_id(rows) == expected).then_some(())
        })
        .await;
    }
}
