//! News in any order, many times over, through the workspace to the registry.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::apply::{Outcome, apply};
use super::objects::Event;
use super::store;
use super::sync::{Round, round};
use crate::clock::rfc3339;
use crate::platform::Platform;
use crate::registry::Registry;
use crate::workspace::{args, record};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

const START_MS: i64 = 1_768_478_400_000;

/// What WorkOS holds, and the events of how it came to that.
struct WorkOs {
    dice: Dice,
    now_ms: i64,
    /// By kind and id; none: deleted.
    things: BTreeMap<(&'static str, String), Option<Value>>,
    events: Vec<Event>,
}

impl WorkOs {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            now_ms: START_MS,
            things: BTreeMap::new(),
            events: Vec::new(),
        }
    }

    fn say(&mut self, kind: &'static str, verb: &str, id: &str, data: &Value) {
        let number = self.events.len();
        self.events.push(Event {
            id: format!("event_{number:05}"),
            event: format!("{kind}.{verb}"),
            data: data.clone(),
            created_at: rfc3339(self.now_ms),
        });
        let left = (verb != "deleted").then(|| data.clone());
        self.things.insert((kind, id.to_owned()), left);
    }

    /// Something happens.
    fn change(&mut self) {
        // Several things may happen in one millisecond, but not to one.
        self.now_ms += 1 + self.dice.below(50) as i64;
        let at = rfc3339(self.now_ms);
        let (user, organisation) = (self.dice.below(12), self.dice.below(4));
        let (user, organisation) = (format!("user_{user:02}"), format!("org_{organisation}"));
        let turn = self.now_ms % 1000;
        let (kind, id, mut data) = match self.dice.below(4) {
            0 => {
                // Addresses are few and go from one to another; never do two have one at once.
                let shared = format!("mail.{}@example.ch", self.dice.below(8));
                let taken = self.living("user");
                let is_free = !taken
                    .iter()
                    .any(|(id, it)| *id != user && it["email"] == json!(shared));
                let email = if is_free {
                    shared
                } else {
                    format!("{user}.{turn}@example.ch")
                };
                let data = json!({"first_name": format!("Anna {turn}"), "email": email, "email_verified": true, "locale": "fr-CH"});
                ("user", user, data)
            }
            1 => {
                let data = json!({"name": format!("Schule {turn}"), "metadata": {"tier": turn.to_string()}});
                ("organization", organisation, data)
            }
            2 => {
                let id = format!("org_domain_{}", self.dice.below(6));
                let state = ["pending", "verified", "failed"][self.dice.below(3)];
                let data = json!({"organization_id": organisation, "domain": format!("d{turn}.ch"), "state": state});
                ("organization_domain", id, data)
            }
            _ => {
                let id = format!("om_{user}_{organisation}");
                let status = ["active", "active", "inactive"][self.dice.below(3)];
                let role = ["admin", "designer", "member", "cook"][self.dice.below(4)];
                let data = json!({"user_id": user, "organization_id": organisation, "status": status, "role": {"slug": role}});
                ("organization_membership", id, data)
            }
        };
        data["id"] = json!(id);
        data["created_at"] = json!(rfc3339(START_MS));
        data["updated_at"] = json!(at);
        let verb = match self.things.get(&(kind, id.clone())) {
            None => "created",
            // What was deleted stays so: its id is never used again.
            Some(None) => return,
            Some(Some(_)) if self.dice.below(12) == 0 => "deleted",
            Some(Some(_)) => "updated",
        };
        self.say(kind, verb, &id, &data);
    }

    /// Its events as they arrive: in no order, and some of them twice.
    fn deliveries(&mut self) -> Vec<Event> {
        let mut all = self.events.clone();
        for _ in 0..all.len() / 3 {
            let again = self.dice.below(self.events.len());
            all.push(self.events[again].clone());
        }
        for last in (1..all.len()).rev() {
            let other = self.dice.below(last + 1);
            all.swap(last, other);
        }
        all
    }

    fn living(&self, kind: &str) -> BTreeMap<&str, &Value> {
        self.things
            .iter()
            .filter(|((of, _), _)| *of == kind)
            .filter_map(|((_, id), thing)| Some((id.as_str(), thing.as_ref()?)))
            .collect()
    }
}

record! {
    struct UserRow {
        id: String,
        email: String,
        first_name: Option<String>,
        preferred_locale: String,
        deleted: i64,
        updated_at: String,
    }
}

record! {
    struct OrganisationRow {
        id: String,
        name: String,
        metadata: String,
    }
}

record! {
    struct DomainRow {
        id: String,
        state: String,
        verified: i64,
    }
}

record! {
    struct PersonRow {
        id: String,
        email: String,
    }
}

record! {
    struct MemberRow {
        person: String,
        organisation: String,
        role: String,
    }
}

async fn assert_same(platform: &Platform, registry: &Registry, workos: &WorkOs) {
    let users: Vec<UserRow> = registry
        .fetch_all(
            "SELECT workos_external_id AS id, email, first_name, preferred_locale, deleted_at IS NOT NULL AS deleted,
                    CAST(updated_at AS CHAR) AS updated_at
             FROM users ORDER BY workos_external_id",
            &[],
        )
        .await
        .unwrap();
    let living = workos.living("user");
    let mut seen = BTreeSet::new();
    for row in &users {
        let Some(user) = living.get(row.id.as_str()) else {
            assert_eq!(
                (row.deleted, row.email.as_str(), &row.first_name),
                (1, "", &None)
            );
            continue;
        };
        seen.insert(row.id.as_str());
        assert_eq!(row.deleted, 0);
        assert_eq!(json!(row.email), user["email"]);
        assert_eq!(json!(row.first_name), user["first_name"]);
        assert_eq!(row.preferred_locale, "fr");
        let updated_at = user["updated_at"].as_str().unwrap();
        assert_eq!(row.updated_at.replace(' ', "T") + "Z", updated_at);
    }
    assert_eq!(seen, living.keys().copied().collect());

    let organisations: Vec<OrganisationRow> = registry
        .fetch_all(
            "SELECT workos_external_id AS id, name, CAST(metadata AS CHAR) AS metadata FROM organisations
             WHERE deleted_at IS NULL ORDER BY workos_external_id",
            &[],
        )
        .await
        .unwrap();
    let living = workos.living("organization");
    assert_eq!(organisations.len(), living.len());
    for row in organisations {
        let expected = living[row.id.as_str()];
        assert_eq!(json!(row.name), expected["name"]);
        let metadata: Value = serde_json::from_str(&row.metadata).unwrap();
        assert_eq!(metadata, expected["metadata"]);
    }

    let domains: Vec<DomainRow> = registry
        .fetch_all(
            "SELECT workos_external_id AS id, state, verified_at IS NOT NULL AS verified FROM organisation_domains
             WHERE deleted_at IS NULL ORDER BY workos_external_id",
            &[],
        )
        .await
        .unwrap();
    let living = workos.living("organization_domain");
    assert_eq!(domains.len(), living.len());
    for row in domains {
        assert_eq!(json!(row.state), living[row.id.as_str()]["state"]);
        assert_eq!(row.verified == 1, row.state == "verified");
    }

    let mut tx = platform.db.read().await.unwrap();
    let members: Vec<MemberRow> = tx
        .fetch_all(
            "SELECT p.workos_id AS person, o.workos_id AS organisation, m.role FROM members m
             JOIN people p ON p.id = m.person_id JOIN organisations o ON o.id = m.organisation_id",
            args![],
        )
        .await
        .unwrap();
    let found: BTreeSet<(String, String, String)> = members
        .into_iter()
        .map(|row| (row.person, row.organisation, row.role))
        .collect();
    let (users, organisations) = (workos.living("user"), workos.living("organization"));
    let people: Vec<PersonRow> = tx
        .fetch_all(
            "SELECT workos_id AS id, email FROM people WHERE workos_id IS NOT NULL",
            args![],
        )
        .await
        .unwrap();
    let addresses: BTreeMap<&str, Value> = people
        .iter()
        .filter(|row| users.contains_key(row.id.as_str()))
        .map(|row| (row.id.as_str(), json!(row.email)))
        .collect();
    let expected = users.iter().map(|(id, user)| (*id, user["email"].clone()));
    assert_eq!(addresses, expected.collect());
    let expected: BTreeSet<(String, String, String)> = workos
        .living("organization_membership")
        .values()
        .filter_map(|membership| {
            let text = |name: &str| membership[name].as_str().unwrap().to_owned();
            let role = match membership["role"]["slug"].as_str().unwrap() {
                "member" => "viewer",
                "cook" => return None,
                role => role,
            };
            let (user, organisation) = (text("user_id"), text("organization_id"));
            (membership["status"] == "active"
                && users.contains_key(user.as_str())
                && organisations.contains_key(organisation.as_str()))
            .then(|| (user, organisation, role.to_owned()))
        })
        .collect();
    assert_eq!(found, expected);
}

async fn take(platform: &Platform, event: &Event) -> Outcome {
    let mut tx = platform.db.begin().await.unwrap();
    let change = event.change().unwrap();
    let (outcome, notices) = apply(&mut tx, &platform.clock, &change).await.unwrap();
    tx.commit().await.unwrap();
    for notice in notices {
        platform.notify(notice);
    }
    outcome
}

/// Everything that waits, until nothing does.
async fn bring(platform: &Platform, registry: &Registry) {
    loop {
        let Round { taken, failed, .. } = round(platform, registry).await.unwrap();
        assert_eq!(failed, 0);
        if taken == 0 {
            return;
        }
    }
}

#[tokio::test]
async fn news_in_any_order_and_many_times_ends_in_the_same_state() {
    for seed in 1..=6 {
        let (_folder, platform) = Platform::for_test(&["--limit-sync-rows=7"]).await;
        let registry = Registry::open(&platform.config).await.unwrap();
        let mut workos = WorkOs::new(seed);
        for _ in 0..150 {
            workos.change();
        }
        let mut stale = 0;
        for (number, event) in workos.deliveries().iter().enumerate() {
            platform.clock.advance(Duration::from_millis(3));
            stale += usize::from(take(&platform, event).await == Outcome::Stale);
            if number % 10 == 0 {
                round(&platform, &registry).await.unwrap();
            }
        }
        assert!(stale > 20, "{stale}");
        bring(&platform, &registry).await;
        assert_same(&platform, &registry, &workos).await;
    }
}

#[tokio::test]
async fn a_registry_that_fails_keeps_what_waits_and_one_bad_row_keeps_no_other() {
    let (_folder, platform) = Platform::for_test(&[]).await;
    let registry = Registry::open(&platform.config).await.unwrap();
    let mut workos = WorkOs::new(9);
    while workos.events.len() < 60 || !workos.living("user").contains_key("user_03") {
        workos.change();
    }
    for event in workos.events.clone() {
        take(&platform, &event).await;
    }
    let trigger =
        "CREATE TRIGGER refuse BEFORE INSERT ON users WHEN NEW.workos_external_id = 'user_03'
                   BEGIN SELECT RAISE(ABORT, 'not this one'); END";
    registry.run_for_test(trigger).await;
    let first = round(&platform, &registry).await.unwrap();
    assert_eq!((first.failed, first.synced), (1, first.taken - 1));
    // Before its time, it is let be.
    let again = round(&platform, &registry).await.unwrap();
    assert_eq!(again, Round::default());
    registry.run_for_test("DROP TRIGGER refuse").await;
    platform.clock.advance(Duration::from_secs(2));
    bring(&platform, &registry).await;
    assert_same(&platform, &registry, &workos).await;
}

#[tokio::test]
async fn who_comes_too_late_with_what_they_took_on_changes_nothing() {
    let (_folder, platform) = Platform::for_test(&[]).await;
    let registry = Registry::open(&platform.config).await.unwrap();
    let mut workos = WorkOs::new(3);
    while workos.living("user").is_empty() {
        workos.change();
    }
    for event in workos.events.clone() {
        take(&platform, &event).await;
    }
    // One takes it on, and is not heard of.
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await.unwrap();
    let lost = store::take_due(&mut tx, 1, now_ms, now_ms + 1_000, 100)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(round(&platform, &registry).await.unwrap(), Round::default());
    platform.clock.advance(Duration::from_secs(1));
    bring(&platform, &registry).await;
    assert_same(&platform, &registry, &workos).await;
    // Now it comes.
    let mut tx = platform.db.begin().await.unwrap();
    for row in &lost {
        assert!(
            !store::failed(&mut tx, row, 1, now_ms, now_ms, "failed", "late")
                .await
                .unwrap()
        );
        let late = [(row.id.as_str(), row.wanted)];
        let synced = store::synced(&mut tx, &row.kind, &late, 1, now_ms).await;
        assert_eq!(synced.unwrap(), 0);
    }
}

/// A registry that does not answer is asked once, and what was not tried is due as before.
#[tokio::test]
async fn what_a_registry_that_is_away_was_not_asked_for_is_handed_back() {
    let (_folder, platform) = Platform::for_test(&[]).await;
    let registry = Registry::open(&platform.config).await.unwrap();
    let mut workos = WorkOs::new(4);
    while workos.living("user").len() < 3 || workos.living("organization").len() < 2 {
        workos.change();
    }
    for event in workos.events.clone() {
        take(&platform, &event).await;
    }
    // Organisations come first.
    registry
        .run_for_test("ALTER TABLE organisations RENAME TO away")
        .await;
    let first = round(&platform, &registry).await.unwrap();
    let organisations = first.failed;
    assert!(organisations >= 2 && first.synced == 0, "{first:?}");
    registry
        .run_for_test("ALTER TABLE away RENAME TO organisations")
        .await;
    let second = round(&platform, &registry).await.unwrap();
    let others = first.taken - organisations;
    assert_eq!(
        (second.taken, second.synced, second.failed),
        (others, others, 0)
    );
    platform.clock.advance(Duration::from_secs(2));
    bring(&platform, &registry).await;
    assert_same(&platform, &registry, &workos).await;
}

/// A row that the registry refuses for a reason that nobody knows keeps the others waiting for two tries only.
#[tokio::test]
async fn what_fails_for_an_unknown_reason_is_tried_alone_in_the_end() {
    let (_folder, platform) = Platform::for_test(&[]).await;
    let registry = Registry::open(&platform.config).await.unwrap();
    let mut workos = WorkOs::new(9);
    while workos.living("user").len() < 5 || !workos.living("user").contains_key("user_03") {
        workos.change();
    }
    for event in workos.events.clone() {
        take(&platform, &event).await;
    }
    // A constraint is a row's fault; what a function says, or one that is not there, may be anybody's.
    let trigger =
        "CREATE TRIGGER refuse BEFORE INSERT ON users WHEN NEW.workos_external_id = 'user_03'
                   BEGIN SELECT abs(-9223372036854775807 - 1); END";
    registry.run_for_test(trigger).await;
    for (tries, failed) in [(1, 5..=12), (2, 5..=12), (3, 1..=1)] {
        let round = round(&platform, &registry).await.unwrap();
        assert!(failed.contains(&round.failed), "try {tries}: {round:?}");
        platform.clock.advance(Duration::from_secs(8 * tries));
    }
    registry.run_for_test("DROP TRIGGER refuse").await;
    platform.clock.advance(Duration::from_secs(60));
    bring(&platform, &registry).await;
    assert_same(&platform, &registry, &workos).await;
}
