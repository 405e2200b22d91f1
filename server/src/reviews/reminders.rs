//! Reminding those who are asked, a day before a review should be decided.

use std::time::Duration;

use imprimatur_protocol::api::notifications::NotificationKind;
use serde_json::json;

use super::acts;
use super::store::{self, DueRow};
use super::telling::Telling;
use crate::error::{Result, describe};
use crate::events::{self, Event, EventKind};
use crate::notifications::{self, Changed};
use crate::platform::Platform;
use crate::workspace::Tx;

/// How long before: a day's work.
const BEFORE_MS: i64 = 24 * 60 * 60 * 1000;
/// How often it is looked. Nobody minds a minute.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// Reviews that are reminded of in one transaction.
const AT_ONCE: u32 = 100;

/// Looks now and then, until the program ends. Every node does: a review is taken and recorded in one transaction, so it is reminded of once.
pub(super) async fn run(platform: &Platform) {
    loop {
        if let Err(cause) = remind(platform).await {
            let cause = describe(&cause);
            tracing::warn!(error.cause = %cause, "nobody could be reminded of a review: {cause}");
        }
        tokio::select! {
            () = platform.shutdown.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Reminds of everything that is due, and says of how many reviews.
pub(super) async fn remind(platform: &Platform) -> Result<usize> {
    let mut reminded = 0;
    loop {
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await?;
        let due = store::take_due(&mut tx, now_ms + BEFORE_MS, now_ms, AT_ONCE).await?;
        let count = due.len();
        let mut told = Vec::new();
        for review in due {
            let event = Event {
                kind: EventKind::ReviewDue,
                organisation: review.organisation_id,
                // Nobody did anything; whoever asked wants it decided.
                actor: review.asked_by.into(),
                impersonator: None,
                subject: Some(review.id.to_string()),
                details: json!({ "draft": review.draft_id, "version": review.version_id }),
            };
            events::record(&mut tx, &platform.clock, &event).await?;
            told.extend(tell(&mut tx, platform, review).await?);
        }
        tx.commit().await?;
        for changed in &told {
            notifications::announce(platform, changed);
        }
        reminded += count;
        if count < AT_ONCE as usize {
            return Ok(reminded);
        }
    }
}

/// Tells those who are asked and have said nothing yet.
async fn tell(tx: &mut Tx, platform: &Platform, due: DueRow) -> Result<Option<Changed>> {
    let organisation = due.organisation_id;
    let Some(row) = store::find(tx, organisation, due.id).await? else {
        return Ok(None);
    };
    let asked = acts::asked_by(tx, organisation, &row).await?;
    let said = store::verdicts(tx, organisation, row.id).await?;
    let mut candidates = acts::candidates(tx, organisation).await?;
    candidates.retain(|it| said.iter().all(|verdict| verdict.person_id != it.id));
    let telling = Telling {
        organisation,
        actor: None,
        draft: due.draft_id,
        review: due.id,
        words: "",
    };
    let kind = NotificationKind::ReviewDue;
    let told = telling
        .asked(tx, platform, kind, &asked, &candidates)
        .await?;
    Ok(Some(told))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use imprimatur_protocol::{DraftId, ReviewId, TemplateId, VersionId};

    use super::*;
    use crate::access::sample::ORGANISATIONS;
    use crate::workspace::{args, record};

    record! {
        struct CountRow {
            count: i64,
        }
    }

    async fn reminded_of(platform: &Platform) -> i64 {
        let mut tx = platform.db.read().await.unwrap();
        let row: CountRow = tx
            .fetch_one(
                "SELECT COUNT(*) AS count FROM events WHERE kind = 'review.due'",
                args![],
            )
            .await
            .unwrap();
        row.count
    }

    #[tokio::test]
    async fn a_review_is_reminded_of_once_and_a_day_before() {
        let (_folder, platform) = Platform::for_test(&[]).await;
        crate::access::prepare(&platform).await.unwrap();
        let organisation = &ORGANISATIONS[0];
        let (organisation, person) = (organisation.id(), organisation.people[0].id());
        let now_ms = platform.clock.now_ms();
        let mut tx = platform.db.begin().await.unwrap();
        for (state, due_at) in [
            ("in_review", Some(now_ms + BEFORE_MS + 60_000)),
            ("in_review", None),
            ("approved", Some(now_ms)),
        ] {
            let (template, draft): (TemplateId, DraftId) =
                (platform.clock.id(), platform.clock.id());
            let (review, version): (ReviewId, VersionId) =
                (platform.clock.id(), platform.clock.id());
            tx.execute(
                "INSERT INTO templates (id, organisation_id, name, search_name, created_by, created_at, updated_at) VALUES ($1, $2, 'x', 'x', $3, 0, 0)",
                args![template, organisation, person],
            )
            .await
            .unwrap();
            tx.execute(
                "INSERT INTO drafts (id, organisation_id, template_id, head, created_at) VALUES ($1, $2, $3, 0, 0)",
                args![draft, organisation, template],
            )
            .await
            .unwrap();
            tx.execute(
                "INSERT INTO reviews (id, organisation_id, draft_id, number, version_id, version_number, content_hash, head, state, needed, four_eyes, asked_by, asked_at, due_at, revision)
                 VALUES ($1, $2, $3, 1, $4, 1, '', 0, $5, 1, 1, $6, 0, $7, 1)",
                args![review, organisation, draft, version, state, person, due_at],
            )
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();

        assert_eq!(remind(&platform).await.unwrap(), 0, "it is too early");
        platform.clock.advance(Duration::from_secs(61));
        assert_eq!(remind(&platform).await.unwrap(), 1);
        assert_eq!(remind(&platform).await.unwrap(), 0);
        assert_eq!(reminded_of(&platform).await, 1);
    }
}
