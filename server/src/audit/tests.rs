//! A chain is whole wherever its writer ends, and says so when somebody has touched it.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use imprimatur_protocol::OrganisationId;
use serde_json::{Value, json};

use super::chain::{self, Stop};
use super::{Audit, AuditFormat, Wrong, links, store};
use crate::access::sample::{self, ORGANISATIONS};
use crate::events::{self, Event, EventKind};
use crate::platform::Platform;
use crate::registry::Registry;

struct Ground {
    _folder: tempfile::TempDir,
    platform: Platform,
    registry: Registry,
    audit: Audit,
}

async fn ground() -> Ground {
    let (folder, platform) = Platform::for_test(&[]).await;
    sample::plant(&platform).await.unwrap();
    let registry = Registry::open(&platform.config).await.unwrap();
    Ground {
        audit: Audit::new(platform.clone(), registry.clone()),
        _folder: folder,
        platform,
        registry,
    }
}

fn organisation() -> OrganisationId {
    ORGANISATIONS[0].id()
}

impl Ground {
    /// Records so many events.
    async fn happen(&self, count: i64) {
        let mut tx = self.platform.db.begin().await.unwrap();
        for number in 0..count {
            let event = Event {
                kind: EventKind::SettingsChanged,
                organisation: organisation(),
                actor: ORGANISATIONS[0].people[0].id().into(),
                impersonator: (number % 3 == 0).then_some("help@workos.example"),
                subject: None,
                details: json!({ "b": number, "a": [null, "é"] }),
            };
            events::record(&mut tx, &self.platform.clock, &event)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn chain(&self) -> usize {
        chain::round(&self.platform, &self.registry).await.unwrap()
    }

    async fn waits(&self) -> i64 {
        let mut tx = self.platform.db.read().await.unwrap();
        store::totals(&mut tx).await.unwrap().waiting
    }

    /// How many links there are, and what is wrong with the first that is not as it was.
    async fn verified(&self) -> (i64, Option<(i64, Wrong)>) {
        let verified = self.audit.verify(organisation()).await.unwrap();
        (verified.links, verified.wrong)
    }

    async fn exported(&self, format: AuditFormat) -> String {
        let mut export = self.audit.export(organisation(), format);
        let mut text = String::new();
        while let Some(part) = export.next().await.unwrap() {
            text.push_str(&part);
        }
        text
    }
}

/// Runs it until it has waited so often, and drops it there. Whether it ended before.
async fn cut_off<T>(work: impl Future<Output = T>, waits: usize) -> Option<T> {
    let mut work = pin!(work);
    let mut left = waits;
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn what_happens_is_chained_once_and_in_order() {
    let ground = ground().await;
    ground.happen(250).await;
    assert_eq!(ground.chain().await, 250);
    assert_eq!(ground.chain().await, 0);
    ground.happen(3).await;
    assert_eq!(ground.chain().await, 3);
    assert_eq!(ground.waits().await, 0);
    assert_eq!(ground.verified().await, (253, None));
    // Another organisation's chain is its own.
    let other = ground.audit.verify(ORGANISATIONS[1].id()).await.unwrap();
    assert_eq!((other.links, other.wrong), (0, None));
}

/// Wherever the writer ends, whoever comes next goes on: nothing twice, no hole, no fork.
#[tokio::test]
async fn a_crash_between_any_two_statements_neither_doubles_nor_forks() {
    let ground = ground().await;
    let mut happened = 0;
    for waits in 0.. {
        ground.happen(2).await;
        happened += 2;
        let ended = cut_off(chain::round(&ground.platform, &ground.registry), waits).await;
        // Its lease is over.
        ground
            .platform
            .clock
            .advance(std::time::Duration::from_secs(120));
        assert_eq!(ground.verified().await.1, None, "after {waits} waits");
        if waits % 3 == 0 {
            ground.chain().await;
        }
        if matches!(ended, Some(Ok(added)) if added > 0) && waits > 20 {
            break;
        }
        assert!(waits < 500, "it ends at last");
    }
    ground.chain().await;
    assert_eq!(ground.waits().await, 0);
    assert_eq!(ground.verified().await, (happened, None));
}

/// Nobody holds the lease that both believe in: the registry decides.
#[tokio::test]
async fn two_writers_at_once_neither_double_nor_fork() {
    let ground = ground().await;
    ground.happen(300).await;
    let mut tx = ground.platform.db.begin().await.unwrap();
    let now_ms = ground.platform.clock.now_ms();
    store::take(&mut tx, organisation(), 1, now_ms, now_ms + 1_000)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let write = || chain::add(&ground.platform, &ground.registry, organisation(), 1);
    let (one, other, third) = tokio::join!(write(), write(), write());
    let added = [one, other, third].map(|it| it.unwrap());
    assert!(added.iter().sum::<usize>() <= 300, "{added:?}");
    while chain::add(&ground.platform, &ground.registry, organisation(), 1)
        .await
        .unwrap()
        > 0
    {}
    assert_eq!(ground.waits().await, 0);
    assert_eq!(ground.verified().await, (300, None));
}

#[tokio::test]
async fn whatever_is_touched_is_found_at_its_place() {
    for (what, sql, wrong) in [
        (
            "a word",
            "UPDATE certificate_events SET kind = 'key.created' WHERE sequence = 7",
            (7, Wrong::Changed),
        ),
        (
            "a moment",
            "UPDATE certificate_events SET occurred_at = '2020-01-01 00:00:00.000' WHERE sequence = 1",
            (1, Wrong::Changed),
        ),
        (
            "details",
            r#"UPDATE certificate_events SET details = '{"said":{}}' WHERE sequence = 10"#,
            (10, Wrong::Changed),
        ),
        (
            "one that is removed",
            "DELETE FROM certificate_events WHERE sequence = 4",
            (4, Wrong::Missing),
        ),
        (
            "the last",
            "DELETE FROM certificate_events WHERE sequence > 9",
            (10, Wrong::Missing),
        ),
        ("all", "DELETE FROM certificate_events", (1, Wrong::Missing)),
        (
            "one that is removed, and those behind it moved up",
            "DELETE FROM certificate_events WHERE sequence = 4;
             UPDATE certificate_events SET sequence = sequence - 1 WHERE sequence > 4",
            (4, Wrong::Reordered),
        ),
        (
            "two that change places",
            "UPDATE certificate_events SET sequence = 999 WHERE sequence = 5;
             UPDATE certificate_events SET sequence = 5 WHERE sequence = 6;
             UPDATE certificate_events SET sequence = 6 WHERE sequence = 999",
            (5, Wrong::Reordered),
        ),
        (
            "who somebody was",
            "UPDATE event_subjects SET name = 'Nobody' WHERE event_id = (SELECT id FROM certificate_events WHERE sequence = 3)",
            (3, Wrong::Changed),
        ),
        (
            "somebody who was not there",
            "INSERT INTO event_subjects (event_id, part, organisation_id, person_id, salt, name, email)
             SELECT id, 'impersonator', organisation_id, 'somebody', '00', 'Nobody', NULL FROM certificate_events WHERE sequence = 8",
            (8, Wrong::Changed),
        ),
    ] {
        let ground = ground().await;
        ground.happen(12).await;
        ground.chain().await;
        for statement in sql.split(';') {
            ground.registry.run_for_test(statement).await;
        }
        let (links, found) = ground.verified().await;
        assert_eq!((links, found), (wrong.0 - 1, Some(wrong)), "{what}");
    }
}

/// A link with the right hash that follows another one than that before it: whoever made it knew how.
#[tokio::test]
async fn a_link_that_was_made_to_measure_is_found() {
    let ground = ground().await;
    ground.happen(5).await;
    ground.chain().await;
    let mut all = links::after(&ground.registry, organisation(), 0)
        .await
        .unwrap();
    let mut forged = all.remove(2);
    forged.entry.kind = "key.created".to_owned();
    forged.hash = forged.entry.hash();
    ground
        .registry
        .run_for_test("DELETE FROM certificate_events WHERE sequence = 3")
        .await;
    links::add(&ground.registry, &[forged]).await.unwrap();
    assert_eq!(
        ground.verified().await,
        (3, Some((4, Wrong::Forked))),
        "the link behind it does not follow it"
    );
    // All of them made anew: the workspace knows how the chain ended.
    let mut previous = super::entry::BEGINNING.to_owned();
    let mut again = links::after(&ground.registry, organisation(), 0)
        .await
        .unwrap();
    for link in &mut again {
        link.entry.previous_hash = previous;
        link.hash = link.entry.hash();
        previous = link.hash.clone();
    }
    ground
        .registry
        .run_for_test("DELETE FROM certificate_events")
        .await;
    links::add(&ground.registry, &again).await.unwrap();
    assert_eq!(ground.verified().await, (4, Some((5, Wrong::Changed))));
}

#[tokio::test]
async fn nothing_is_added_to_a_chain_that_is_not_as_it_was_left() {
    let ground = ground().await;
    ground.happen(5).await;
    ground.chain().await;
    ground
        .registry
        .run_for_test("DELETE FROM certificate_events WHERE sequence = 5")
        .await;
    ground.happen(1).await;
    assert_eq!(ground.chain().await, 0);
    let mut tx = ground.platform.db.read().await.unwrap();
    let head = store::head(&mut tx, organisation()).await.unwrap().unwrap();
    drop(tx);
    assert_eq!(head.broken.as_deref(), Some("link 5 is missing"));
    assert!(matches!(
        chain::add(&ground.platform, &ground.registry, organisation(), 1).await,
        Err(Stop::Broken(_))
    ));
    assert_eq!(ground.waits().await, 1);
}

#[tokio::test]
async fn somebody_is_forgotten_and_the_chain_stays_whole() {
    let ground = ground().await;
    ground.happen(4).await;
    ground.chain().await;
    ground.happen(2).await;
    let anna = ORGANISATIONS[0].people[0].id().to_string();
    let before = ground.exported(AuditFormat::Json).await;
    assert!(before.contains("Anna Keller") && before.contains("help@workos.example"));
    // In what is chained, and in what still waits.
    assert_eq!(ground.audit.erase(organisation(), &anna).await.unwrap(), 6);
    ground.chain().await;
    for format in [AuditFormat::Csv, AuditFormat::Json] {
        let after = ground.exported(format).await;
        assert!(!after.contains("Anna Keller"), "{after}");
        assert!(!after.contains("admin@sample.example"), "{after}");
        assert!(after.contains(&anna), "her id stays");
        assert!(after.contains("help@workos.example"), "others stay");
    }
    assert_eq!(ground.verified().await, (6, None));
    let verified = ground.audit.verify(organisation()).await.unwrap();
    assert_eq!(verified.erased, 4);
}

#[tokio::test]
async fn an_export_is_what_it_says_to_be() {
    let ground = ground().await;
    let nothing: Vec<Value> =
        serde_json::from_str(&ground.exported(AuditFormat::Json).await).unwrap();
    assert!(nothing.is_empty());
    ground.happen(450).await;
    ground.chain().await;
    let all: Vec<Value> = serde_json::from_str(&ground.exported(AuditFormat::Json).await).unwrap();
    assert_eq!(all.len(), 450);
    assert_eq!(all[449]["sequence"], 450);
    assert_eq!(all[1]["previous_hash"], all[0]["hash"]);
    let csv = ground.exported(AuditFormat::Csv).await;
    assert_eq!(csv.lines().count(), 451);
    assert!(csv.starts_with("\u{feff}\"sequence\","), "{csv}");
}
