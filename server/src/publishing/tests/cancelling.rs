//! Somebody thinks better of it: nothing of it is so, or all of it.

use super::*;
use crate::error::Result;

impl Ground {
    async fn cancel(&self, publication: &PublicationRow) -> Result<PublicationRow> {
        let approver = of_role(Role::Approver);
        self.nodes[1].cancel(&approver, publication.id).await
    }

    /// A publication that a node has worked at until it had waited so often. Whether it ended before.
    async fn begun(&self, made: Made, waits: usize) -> (PublicationRow, bool) {
        let version = self.approved(made).await;
        let asked = self.publish(version).await;
        self.platform.clock.advance(Duration::from_millis(1));
        let ended = cut_off(self.nodes[0].round(), waits).await;
        (asked, ended)
    }

    async fn cancellations(&self, made: Made) -> i64 {
        let mut tx = self.platform.db.read().await.unwrap();
        let events: Count = tx
            .fetch_one(
                "SELECT COUNT(*) AS count FROM events WHERE organisation_id = $1 AND template_id = $2 AND kind = 'publication.cancelled'",
                args![organisation(), made.template],
            )
            .await
            .unwrap();
        events.count
    }
}

#[tokio::test]
async fn cancelled_at_any_moment_nothing_of_it_is_so_or_all_of_it() {
    let ground = Ground::new().await;
    let (mut waits, mut cancelled, mut settled) = (0, 0, 0);
    loop {
        let made = ground.template("Diplom").await;
        let (asked, ended) = ground.begun(made, waits).await;
        let why = format!("cancelled after {waits} waits");
        let answer = ground.cancel(&asked).await;
        ground.work(1).await;
        ground.work(0).await;
        match answer {
            Ok(row) => {
                cancelled += 1;
                let by = of_role(Role::Approver).person.id;
                assert_eq!((row.state, row.cancelled_by), (State::Cancelled, Some(by)));
                assert!(ground.open(made).await.is_none(), "{why}: nothing is open");
                assert!(ground.newest(made).await.is_none(), "{why}: nothing is so");
                for sql in [
                    "SELECT COUNT(*) AS count FROM template_versions WHERE template_id = ?",
                    "SELECT COUNT(*) AS count FROM certificate_templates WHERE id = ?",
                ] {
                    assert_eq!(ground.rows(sql, made).await, 0, "{why}: {sql}");
                }
                let again = ground.cancel(&asked).await.unwrap();
                assert_eq!(again.state, State::Cancelled, "{why}: again");
                assert_eq!(ground.cancellations(made).await, 1, "{why}: one event");
            }
            Err(refused) => {
                settled += 1;
                assert_eq!(refused.code(), ErrorCode::PublishingSettled, "{why}");
                ground.is_published_once(made, asked.version_id, &why).await;
                assert_eq!(ground.cancellations(made).await, 0, "{why}: no event");
            }
        }
        if ended {
            break;
        }
        waits += if waits < 12 { 1 } else { 3 };
    }
    assert!(
        cancelled > 5 && settled > 0,
        "{cancelled} in time, {settled} too late"
    );
}

#[tokio::test]
async fn who_may_publish_may_cancel_and_publish_again() {
    let ground = Ground::new().await;
    let made = ground.template("Diplom").await;
    let version = ground.approved(made).await;
    let asked = ground.publish(version).await;
    assert!(asked.may_cancel());
    for role in [Role::Designer, Role::ContentEditor, Role::Viewer] {
        let refused = ground.nodes[0].cancel(&of_role(role), asked.id).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::PermissionRequired);
    }
    let unknown = ground.platform.clock.id();
    let refused = ground.nodes[0].cancel(&of_role(Role::Admin), unknown).await;
    assert_eq!(refused.unwrap_err().code(), ErrorCode::NotFound);
    ground.cancel(&asked).await.unwrap();
    let again = ground.publish(version).await;
    assert_ne!(again.id, asked.id);
    ground.work(0).await;
    ground.is_published_once(made, version, "asked anew").await;
    let refused = ground.cancel(&again).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PublishingSettled);
}

/// The registry knows which files it would have been, and they hold nothing.
#[tokio::test]
async fn files_of_what_was_cancelled_go() {
    use futures_util::TryStreamExt;
    let ground = Ground::new().await;
    let assets = ground.nodes[0].assets().clone();
    let files = async || -> usize {
        let all: Vec<_> = assets
            .published(organisation())
            .try_collect()
            .await
            .unwrap();
        all.len()
    };
    let made = ground.template("Diplom").await;
    let version = ground.approved(made).await;
    let asked = ground.publish(version).await;
    let now_ms = ground.platform.clock.now_ms();
    let mut tx = ground.platform.db.begin().await.unwrap();
    let jobs = store::take(&mut tx, 7, now_ms, now_ms + 60_000, 4).await;
    tx.commit().await.unwrap();
    let job = &jobs.unwrap()[0];
    let frozen = ground.nodes[0].frozen(job).await.unwrap();
    ground.nodes[0].put_files(job, &frozen).await.unwrap();
    let known =
        "SELECT COUNT(*) AS count FROM template_version_files WHERE template_version_id <> ?";
    assert!(ground.rows(known, made).await > 0);
    assert!(files().await > 0);
    let collect = async |day| {
        ground.is_ahead(day);
        ground.nodes[1].collect(organisation()).await.unwrap();
    };
    for day in [8, 10] {
        collect(day).await;
    }
    assert!(files().await > 0, "what is being published is kept");
    ground.cancel(&asked).await.unwrap();
    for day in [12, 14] {
        collect(day).await;
    }
    assert_eq!(files().await, 0);
}
