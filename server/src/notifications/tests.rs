//! Who is told, what is mailed, and that no mail is sent twice whoever ends when.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use imprimatur_protocol::api::notifications::NotificationKind;
use imprimatur_protocol::{CommentId, DraftId, OrganisationId, PersonId, TemplateId};

use super::digest::round;
use super::{Tell, model, store, taken_back, tell, thread_was_read};
use crate::access::sample;
use crate::clock::Clock;
use crate::config::{Mail, MailWay, Smtp, SmtpSecurity};
use crate::mail::Mailer;
use crate::platform::Platform;
use crate::workspace::{args, record};

/// Somebody, a draft, and a folder for mail.
struct World {
    _folder: tempfile::TempDir,
    platform: Platform,
    organisation: OrganisationId,
    anna: PersonId,
    max: PersonId,
    draft: DraftId,
}

record! {
    struct MailState {
        state: String,
        attempts: i64,
    }
}

record! {
    struct Count {
        count: i64,
    }
}

impl World {
    async fn new() -> Self {
        let (folder, platform) = Platform::for_test(&[]).await;
        sample::plant(&platform).await.unwrap();
        let (organisation, anna) = sample::find("designer@sample.example").unwrap();
        let (_, max) = sample::find("approver@sample.example").unwrap();
        let (template, draft): (TemplateId, DraftId) = (platform.clock.id(), platform.clock.id());
        let mut tx = platform.db.begin().await.unwrap();
        tx.execute(
            "INSERT INTO templates (id, organisation_id, name, search_name, created_by, created_at, updated_at)
             VALUES ($1, $2, 'Diplom', 'diplom', $3, 0, 0)",
            args![template, organisation, anna],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO drafts (id, organisation_id, template_id, head, created_at) VALUES ($1, $2, $3, 0, 0)",
            args![draft, organisation, template],
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        Self {
            _folder: folder,
            platform,
            organisation,
            anna,
            max,
            draft,
        }
    }

    fn clock(&self) -> &Clock {
        &self.platform.clock
    }

    fn folder(&self) -> PathBuf {
        match &self.platform.config.mail.way {
            MailWay::Folder(folder) => folder.clone(),
            MailWay::Smtp(_) => panic!("tests write mail into a folder"),
        }
    }

    fn mailer(&self) -> Mailer {
        Mailer::new(&self.platform.config.mail).unwrap()
    }

    /// Nobody listens there.
    fn no_service(&self) -> Mailer {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        Mailer::new(&Mail {
            from: "no-reply@example.org".parse().unwrap(),
            reply_to: None,
            bounce_secret: None,
            way: MailWay::Smtp(Smtp {
                host: "127.0.0.1".to_owned(),
                port,
                security: SmtpSecurity::Clear,
                credentials: None,
            }),
        })
        .unwrap()
    }

    /// Max does something, and these are told.
    async fn told(
        &self,
        people: &[(PersonId, NotificationKind)],
        comment: Option<CommentId>,
        words: &str,
    ) -> Vec<PersonId> {
        let mut tx = self.platform.db.begin().await.unwrap();
        let about = Tell {
            organisation: self.organisation,
            actor: Some(self.max.into()),
            people: people.iter().copied().collect::<BTreeMap<_, _>>(),
            draft: self.draft,
            thread: None,
            comment,
            subject: None,
            words,
        };
        let changed = tell(&mut tx, &self.platform, &about).await.unwrap();
        tx.commit().await.unwrap();
        changed.inboxes.iter().map(|(person, _)| *person).collect()
    }

    async fn unread(&self, person: PersonId) -> i64 {
        let mut tx = self.platform.db.read().await.unwrap();
        let stand = store::stand(&mut tx, self.organisation, person).await;
        stand.unwrap().unread
    }

    async fn mails(&self) -> Vec<(String, i64)> {
        let mut tx = self.platform.db.read().await.unwrap();
        let rows: Vec<MailState> = tx
            .fetch_all("SELECT state, attempts FROM mails ORDER BY id", args![])
            .await
            .unwrap();
        rows.into_iter().map(|it| (it.state, it.attempts)).collect()
    }

    fn files(&self) -> Vec<String> {
        let Ok(folder) = fs::read_dir(self.folder()) else {
            return Vec::new();
        };
        let mut texts: Vec<String> = folder
            .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        texts.sort();
        texts
    }
}

const SOON: Duration = Duration::from_secs(900);

#[tokio::test]
async fn who_did_it_and_who_is_no_member_is_not_told() {
    let world = World::new().await;
    let (_, outsider) = sample::find("admin@other.example").unwrap();
    let mention = NotificationKind::Mention;
    let people = [
        (world.anna, mention),
        (world.max, mention),
        (outsider, mention),
    ];
    let told = world.told(&people, None, "Bitte").await;
    assert_eq!(told, [world.anna]);
    assert_eq!(world.unread(world.anna).await, 1);
    assert_eq!(world.unread(world.max).await, 0);
    assert_eq!(world.unread(outsider).await, 0);
}

#[tokio::test]
async fn what_is_not_read_in_time_is_one_mail_and_no_more() {
    let world = World::new().await;
    let mailer = world.mailer();
    world
        .told(&[(world.anna, NotificationKind::Mention)], None, "Eins")
        .await;
    world
        .told(&[(world.anna, NotificationKind::Reply)], None, "Zwei")
        .await;
    assert_eq!(
        round(&world.platform, &mailer).await.unwrap(),
        0,
        "it waits"
    );
    world.clock().advance(SOON);
    assert_eq!(round(&world.platform, &mailer).await.unwrap(), 1);
    let files = world.files();
    assert_eq!(files.len(), 1);
    assert!(files[0].contains("To: "), "{}", files[0]);
    assert!(files[0].contains("designer@sample.example"), "{}", files[0]);
    assert_eq!(world.mails().await, [("sent".to_owned(), 1)]);
    world.clock().advance(SOON * 10);
    assert_eq!(round(&world.platform, &mailer).await.unwrap(), 0);
    assert_eq!(world.files().len(), 1, "said once");
    // What is new later is a mail of its own, without what was said.
    world
        .told(&[(world.anna, NotificationKind::Reply)], None, "Drei")
        .await;
    world.clock().advance(SOON);
    assert_eq!(round(&world.platform, &mailer).await.unwrap(), 1);
    assert_eq!(world.files().len(), 2);
}

#[tokio::test]
async fn what_was_read_deleted_or_is_not_wanted_is_not_mailed() {
    let world = World::new().await;
    let mailer = world.mailer();
    let comment: CommentId = world.clock().id();
    world
        .told(
            &[(world.anna, NotificationKind::Mention)],
            Some(comment),
            "Weg",
        )
        .await;
    assert_eq!(world.unread(world.anna).await, 1);
    let mut tx = world.platform.db.begin().await.unwrap();
    let changed = taken_back(&mut tx, world.organisation, comment)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(changed.inboxes.len(), 1, "the badge changes");
    assert_eq!(world.unread(world.anna).await, 0);
    // That a thread was resolved is not mailed unless somebody wants it.
    world
        .told(&[(world.anna, NotificationKind::Resolved)], None, "")
        .await;
    assert_eq!(world.unread(world.anna).await, 1);
    world.clock().advance(SOON);
    round(&world.platform, &mailer).await.unwrap();
    assert_eq!(world.mails().await, []);
    assert_eq!(world.files().len(), 0);
    // Read between being taken into a mail and being tried again.
    let mut tx = world.platform.db.begin().await.unwrap();
    let mut wanted = model::Preferences::default();
    let mut body = wanted.body();
    for kind in &mut body.kinds {
        kind.inbox = false;
    }
    wanted.decide(&body);
    store::decide(&mut tx, world.organisation, world.anna, &wanted, 0)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let told = world
        .told(&[(world.anna, NotificationKind::Mention)], None, "Nur Post")
        .await;
    assert_eq!(told, [], "not in the inbox");
    world.clock().advance(SOON);
    round(&world.platform, &world.no_service()).await.unwrap();
    assert_eq!(world.mails().await, [("waiting".to_owned(), 1)]);
    let mut tx = world.platform.db.begin().await.unwrap();
    tx.execute(
        "UPDATE notifications SET read_at = 1 WHERE organisation_id = $1 AND person_id = $2",
        args![world.organisation, world.anna],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    world.clock().advance(Duration::from_secs(60));
    round(&world.platform, &mailer).await.unwrap();
    assert_eq!(world.mails().await, [("dropped".to_owned(), 2)]);
    assert_eq!(world.files().len(), 0);
}

#[tokio::test]
async fn a_service_that_is_away_is_tried_again_and_given_up_in_the_end() {
    let world = World::new().await;
    let away = world.no_service();
    world
        .told(&[(world.anna, NotificationKind::Mention)], None, "Bitte")
        .await;
    world.clock().advance(SOON);
    for tries in 1..=5 {
        assert_eq!(round(&world.platform, &away).await.unwrap(), 1);
        assert_eq!(world.mails().await, [("waiting".to_owned(), tries)]);
        assert_eq!(
            round(&world.platform, &away).await.unwrap(),
            0,
            "not before its time"
        );
        world.clock().advance(Duration::from_secs(21_600));
    }
    round(&world.platform, &away).await.unwrap();
    assert_eq!(world.mails().await, [("failed".to_owned(), 6)]);
    world.clock().advance(Duration::from_secs(21_600));
    assert_eq!(round(&world.platform, &world.mailer()).await.unwrap(), 0);
    assert_eq!(world.files().len(), 0);

    // One that is there again in time gets it once.
    world
        .told(&[(world.anna, NotificationKind::Mention)], None, "Nochmals")
        .await;
    world.clock().advance(SOON);
    round(&world.platform, &away).await.unwrap();
    world.clock().advance(Duration::from_secs(60));
    round(&world.platform, &world.mailer()).await.unwrap();
    assert_eq!(world.files().len(), 1);
}

#[tokio::test]
async fn a_mail_of_a_node_that_ended_while_it_sent_is_not_sent_again() {
    let world = World::new().await;
    world
        .told(&[(world.anna, NotificationKind::Mention)], None, "Bitte")
        .await;
    world.clock().advance(SOON);
    // As a node leaves it that ends between the two transactions.
    let now_ms = world.clock().now_ms();
    let mut tx = world.platform.db.begin().await.unwrap();
    let due = store::due_inbox(&mut tx, now_ms).await.unwrap().unwrap();
    let mail = world.clock().id();
    assert!(store::begin_mail(&mut tx, &due, mail).await.unwrap());
    store::new_mail(&mut tx, &due, mail, 7, now_ms, now_ms + 1_000)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mailer = world.mailer();
    assert_eq!(round(&world.platform, &mailer).await.unwrap(), 0);
    assert_eq!(
        world.mails().await,
        [("sending".to_owned(), 1)],
        "it may be alive"
    );
    world.clock().advance(Duration::from_secs(2));
    assert_eq!(round(&world.platform, &mailer).await.unwrap(), 0);
    assert_eq!(world.mails().await, [("unknown".to_owned(), 1)]);
    assert_eq!(world.files().len(), 0);
    // Should it be alive after all, it is not believed.
    let mut tx = world.platform.db.begin().await.unwrap();
    let late = store::settle(&mut tx, mail, 7, "waiting", 0, None, None).await;
    assert!(!late.unwrap());
}

/// Two nodes at one moment: each mail is begun by one of them.
#[tokio::test]
async fn two_nodes_send_each_mail_once() {
    let world = World::new().await;
    let members = [
        "designer@sample.example",
        "designer2@sample.example",
        "editor@sample.example",
        "viewer@sample.example",
    ];
    for member in members {
        let (_, person) = sample::find(member).unwrap();
        world
            .told(&[(person, NotificationKind::Mention)], None, "Bitte")
            .await;
    }
    world.clock().advance(SOON);
    let (one, other) = (world.mailer(), world.mailer());
    let (first, second) =
        tokio::join!(round(&world.platform, &one), round(&world.platform, &other));
    assert_eq!(first.unwrap() + second.unwrap(), members.len());
    assert_eq!(world.files().len(), members.len());
    assert_eq!(world.mails().await.len(), members.len());
}

#[tokio::test]
async fn an_inbox_keeps_the_newest_and_no_more() {
    let world = World::new().await;
    let many = model::KEPT_MOST + 2 * model::PRUNE_EVERY;
    for number in 0..many {
        world
            .told(
                &[(world.anna, NotificationKind::Reply)],
                None,
                &format!("Nummer {number}"),
            )
            .await;
    }
    let mut tx = world.platform.db.read().await.unwrap();
    let row: Count = tx
        .fetch_one("SELECT COUNT(*) AS count FROM notifications", args![])
        .await
        .unwrap();
    assert_eq!(row.count, model::KEPT_MOST);
    let newest = store::list(&mut tx, world.organisation, world.anna, None, false, 1)
        .await
        .unwrap();
    assert_eq!(newest[0].excerpt, format!("Nummer {}", many - 1));
}

#[tokio::test]
async fn whoever_reads_nothing_new_changes_nothing() {
    let world = World::new().await;
    let thread = world.clock().id();
    let mut tx = world.platform.db.begin().await.unwrap();
    let changed = thread_was_read(&mut tx, world.organisation, world.anna, thread, 1)
        .await
        .unwrap();
    assert_eq!(changed.inboxes.len(), 0);
}
