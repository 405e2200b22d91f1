//! Wherever a node ends, and however often somebody presses the button: one publication, and one event of it.

mod cancelling;
mod standing;

use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use imprimatur_crdt::{Layout, json, starter_state};
use imprimatur_protocol::{DraftId, ErrorCode, OrganisationId, TemplateId, VersionId};
use serde_json::json;

use super::Publishing;
use super::model::{Act, State, Wait};
use super::store::{self, PublicationRow};
use crate::access::caller::SessionKind;
use crate::access::roles::{Rights, Role};
use crate::access::sample::{self, ORGANISATIONS, SamplePerson};
use crate::access::{Caller, Organisation, Person};
use crate::assets::Assets;
use crate::collab::{Collab, FirstContent};
use crate::pictures::Pictures;
use crate::platform::Platform;
use crate::registry::Registry;
use crate::reviews::Reviews;
use crate::versions::Versions;
use crate::workspace::{args, record};

struct Ground {
    _folder: tempfile::TempDir,
    platform: Platform,
    registry: Registry,
    collab: Collab,
    versions: Versions,
    /// Two nodes on the same databases.
    nodes: [Publishing; 2],
}

/// A template with its draft.
#[derive(Clone, Copy)]
struct Made {
    template: TemplateId,
    draft: DraftId,
}

fn organisation() -> OrganisationId {
    ORGANISATIONS[0].id()
}

fn layout(words: &str) -> Layout {
    json::from_json(&json!({"schema": 1, "languages": ["de"], "pages": [{"id": "p", "size": [210, 297], "elements": [
        {"id": "t", "type": "text", "at": [20, 20], "size": [150, 20], "texts": {"de": [{"insert": words}]}},
    ]}], "fields": [], "styles": []}))
    .unwrap()
}

fn caller(person: &SamplePerson) -> Caller {
    let platform_id = person.id();
    Caller {
        session: "ses_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b".parse().unwrap(),
        expires_at_ms: i64::MAX,
        organisation: Organisation {
            id: organisation(),
            name: "Musterschule".to_owned(),
        },
        person: Person {
            id: platform_id,
            name: person.name.to_owned(),
            email: person.email.to_owned(),
            color: "#C0392B",
            preferred_locale: person.locale,
        },
        role: person.role,
        rights: Rights::of_roles([person.role]),
        kind: SessionKind::Local,
        impersonator: None,
    }
}

fn of_role(role: Role) -> Caller {
    let people = &ORGANISATIONS[0].people;
    caller(people.iter().find(|it| it.role == role).unwrap())
}

record! {
    struct Count {
        count: i64,
    }
}

impl Ground {
    async fn new() -> Self {
        let (folder, platform) = Platform::for_test(&[]).await;
        sample::plant(&platform).await.unwrap();
        let registry = Registry::open(&platform.config).await.unwrap();
        let assets = Assets::open(platform.clone()).await.unwrap();
        let collab = Collab::start(platform.clone());
        let pictures = Pictures::new(platform.clone(), assets.clone(), collab.clone());
        let versions = Versions::new(
            platform.clone(),
            assets.clone(),
            collab.clone(),
            pictures.clone(),
        );
        let reviews = Reviews::new(platform.clone(), collab.clone(), pictures, versions.clone());
        let node = || {
            Publishing::new(
                platform.clone(),
                registry.clone(),
                assets.clone(),
                collab.clone(),
                reviews.clone(),
            )
        };
        Self {
            nodes: [node(), node()],
            _folder: folder,
            registry,
            collab,
            versions,
            platform,
        }
    }

    /// Makes a template.
    async fn template(&self, words: &str) -> Made {
        let template: TemplateId = self.platform.clock.id();
        let author = ORGANISATIONS[0].people[0].id();
        let content = FirstContent::of(layout(words)).await.unwrap();
        let mut tx = self.platform.db.begin().await.unwrap();
        tx.execute(
            "INSERT INTO templates (id, organisation_id, name, search_name, created_by, created_at, updated_at)
             VALUES ($1, $2, 'Diplom', 'diplom', $3, 0, 0)",
            args![template, organisation(), author],
        )
        .await
        .unwrap();
        let draft = self
            .collab
            .create_draft(&mut tx, organisation(), template, content)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Made { template, draft }
    }

    /// Writes something else into a draft.
    async fn write(&self, made: Made, words: &str) {
        let state = starter_state(&layout(words));
        let mut tx = self.platform.db.begin().await.unwrap();
        tx.execute(
            "UPDATE drafts SET head = head + 1 WHERE organisation_id = $1 AND id = $2",
            args![organisation(), made.draft],
        )
        .await
        .unwrap();
        tx.execute(
            "UPDATE draft_snapshots SET head = head + 1, state = $2 WHERE draft_id = $1",
            args![made.draft, state],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Freezes what a draft holds, and has it approved.
    async fn approved(&self, made: Made) -> VersionId {
        let [asks, approves] = [0, 4].map(|index| ORGANISATIONS[0].people[index].id());
        let version = self
            .versions
            .freeze(organisation(), made.draft, asks)
            .await
            .unwrap();
        let review: imprimatur_protocol::ReviewId = self.platform.clock.id();
        let mut tx = self.platform.db.begin().await.unwrap();
        tx.execute(
            "INSERT INTO reviews (id, organisation_id, draft_id, number, version_id, version_number, content_hash, head, state,
                                  needed, four_eyes, asked_by, asked_at, revision)
             VALUES ($1, $2, $3, $4, $5, $4, $6, 0, 'approved', 1, 0, $7, 0, 1)",
            args![
                review,
                organisation(),
                made.draft,
                version.number.unwrap(),
                version.id,
                &version.hash,
                asks
            ],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO review_verdicts (organisation_id, review_id, person_id, verdict, content_hash, decided_at)
             VALUES ($1, $2, $3, 'approved', $4, 0)",
            args![organisation(), review, approves, &version.hash],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        version.id
    }

    async fn publish(&self, version: VersionId) -> PublicationRow {
        let approver = of_role(Role::Approver);
        self.nodes[0].publish(&approver, version).await.unwrap()
    }

    /// Works off what is due, on a node; the lease of whoever died is over.
    async fn work(&self, node: usize) {
        self.platform.clock.advance(Duration::from_secs(120));
        self.nodes[node].round().await.unwrap();
    }

    /// So many days from today: files are dated by the disk, whose clock is the real one.
    fn is_ahead(&self, days: i64) {
        let real = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now_ms = i64::try_from(real.unwrap().as_millis()).unwrap();
        let ahead = now_ms + days * 86_400_000 - self.platform.clock.now_ms();
        let ahead = u64::try_from(ahead).unwrap();
        self.platform.clock.advance(Duration::from_millis(ahead));
    }

    async fn open(&self, made: Made) -> Option<PublicationRow> {
        let mut tx = self.platform.db.read().await.unwrap();
        store::open(&mut tx, organisation(), made.template)
            .await
            .unwrap()
    }

    async fn newest(&self, made: Made) -> Option<PublicationRow> {
        let mut tx = self.platform.db.read().await.unwrap();
        store::newest_done(&mut tx, organisation(), made.template)
            .await
            .unwrap()
    }

    /// Rows of a template in the registry.
    async fn rows(&self, sql: &'static str, made: Made) -> i64 {
        let rows: Vec<Count> = self
            .registry
            .fetch_all(sql, &[made.template.to_string().into()])
            .await
            .unwrap();
        rows[0].count
    }

    /// There is one of everything.
    async fn is_published_once(&self, made: Made, version: VersionId, why: &str) {
        assert!(self.open(made).await.is_none(), "{why}: nothing is open");
        let newest = self.newest(made).await.expect(why);
        assert_eq!(
            (newest.act, newest.version_id),
            (Act::Publish, version),
            "{why}"
        );
        for (what, sql) in [
            (
                "version",
                "SELECT COUNT(*) AS count FROM template_versions WHERE template_id = ?",
            ),
            (
                "template",
                "SELECT COUNT(*) AS count FROM certificate_templates WHERE id = ? AND current_version_id IS NOT NULL AND archived_at IS NULL",
            ),
        ] {
            assert_eq!(self.rows(sql, made).await, 1, "{why}: one {what}");
        }
        let mut tx = self.platform.db.read().await.unwrap();
        let events: Count = tx
            .fetch_one(
                "SELECT COUNT(*) AS count FROM events WHERE organisation_id = $1 AND template_id = $2 AND kind = 'version.published'",
                args![organisation(), made.template],
            )
            .await
            .unwrap();
        assert_eq!(events.count, 1, "{why}: one event");
    }
}

/// Runs it until it has waited so often, and drops it there. Whether it ended before.
async fn cut_off(work: impl Future<Output = crate::error::Result<usize>>, waits: usize) -> bool {
    let mut work = pin!(work);
    let mut left = waits;
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => {
            done.unwrap();
            Poll::Ready(true)
        }
        Poll::Pending if left == 0 => Poll::Ready(false),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_crash_at_any_moment_ends_with_one_publication() {
    let ground = Ground::new().await;
    let (mut waits, mut crashes) = (0, 0);
    loop {
        let made = ground.template("Diplom").await;
        let version = ground.approved(made).await;
        ground.publish(version).await;
        ground.platform.clock.advance(Duration::from_millis(1));
        let ended = cut_off(ground.nodes[0].round(), waits).await;
        ground.work(1).await;
        // What was dropped may have been in the middle of a statement that still held the job.
        ground.work(0).await;
        let why = format!("cut off after {waits} waits");
        ground.is_published_once(made, version, &why).await;
        if ended {
            break;
        }
        crashes += 1;
        // Each of the first ones, where the job is taken on; then every third.
        waits += if waits < 12 { 1 } else { 3 };
    }
    assert!(crashes > 20, "only {crashes} crashes");
}

#[tokio::test]
async fn two_nodes_at_one_job_do_it_once() {
    let ground = Ground::new().await;
    for round in 0..4 {
        let made = ground.template("Diplom").await;
        let version = ground.approved(made).await;
        ground.publish(version).await;
        // Both have taken it on: the first was too slow.
        let mut jobs = Vec::new();
        for lease in [1, 2] {
            ground.platform.clock.advance(Duration::from_secs(120));
            let now_ms = ground.platform.clock.now_ms();
            let mut tx = ground.platform.db.begin().await.unwrap();
            let taken = store::take(&mut tx, lease + 10 * round, now_ms, now_ms + 1, 4).await;
            tx.commit().await.unwrap();
            jobs.extend(taken.unwrap());
        }
        let [one, other] = &ground.nodes;
        tokio::join!(one.work_off(&jobs[0]), other.work_off(&jobs[1]));
        ground.is_published_once(made, version, "two at once").await;
    }
}

#[tokio::test]
async fn pressing_twice_is_pressing_once() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let version = ground.approved(made).await;
    let (approver, admin) = (of_role(Role::Approver), of_role(Role::Admin));
    let [one, other] = &ground.nodes;
    let (first, second) = tokio::join!(
        one.publish(&approver, version),
        other.publish(&admin, version)
    );
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.id, second.id);
    ground.work(0).await;
    ground
        .is_published_once(made, version, "pressed at once")
        .await;
    let again = ground.publish(version).await;
    assert_eq!((again.id, again.state), (first.id, State::Done));
    // Another version has to wait.
    ground.write(made, "Diplom HF").await;
    let second = ground.approved(made).await;
    ground.write(made, "Diplom FH").await;
    let third = ground.approved(made).await;
    ground.publish(second).await;
    let refused = one.publish(&approver, third).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PublishingOpen);
    let refused = one.archive(&approver, made.template).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PublishingOpen);
}

#[tokio::test]
async fn a_registry_that_is_away_is_waited_for_and_said_to_be() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let version = ground.approved(made).await;
    ground.publish(version).await;
    ground
        .registry
        .run_for_test("ALTER TABLE template_versions RENAME TO away")
        .await;
    // More often than faults are tried.
    for _ in 0..20 {
        ground.work(0).await;
    }
    let open = ground.open(made).await.expect("it waits");
    assert_eq!(open.waits_for(), Some(Wait::Registry));
    assert_eq!(open.step, 1, "files are there");
    assert!(ground.newest(made).await.is_none());
    ground
        .registry
        .run_for_test("ALTER TABLE away RENAME TO template_versions")
        .await;
    ground.work(0).await;
    ground.is_published_once(made, version, "it is back").await;
}

#[tokio::test]
async fn what_cannot_be_is_given_up_and_can_be_asked_for_again() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let version = ground.approved(made).await;
    let asked = ground.publish(version).await;
    let mut tx = ground.platform.db.begin().await.unwrap();
    tx.execute(
        "UPDATE publications SET content_hash = 'another' WHERE organisation_id = $1 AND id = $2",
        args![organisation(), asked.id],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    ground.work(0).await;
    assert!(ground.open(made).await.is_none());
    let mut tx = ground.platform.db.read().await.unwrap();
    let failed = store::find(&mut tx, organisation(), asked.id).await;
    drop(tx);
    assert_eq!(failed.unwrap().unwrap().state, State::Failed);
    let again = ground.publish(version).await;
    assert_ne!(again.id, asked.id);
    ground.work(0).await;
    ground
        .is_published_once(made, version, "the second time")
        .await;
}
