//! News of discussions that this node has not heard of: a notice is sent once, and may be lost where nobody can know of it.

use std::collections::HashMap;
use std::time::Duration;

use imprimatur_protocol::frame::{About, News};
use imprimatur_protocol::{DraftId, OrganisationId};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::store;
use crate::bus::Condition;
use crate::collab::Collab;
use crate::error::{Result, describe};
use crate::platform::Platform;

/// How often it is looked at most: while the bus is cut off.
const LOOK_EVERY: Duration = Duration::from_millis(1_500);

/// How often it is looked in any case: one query for each organisation with an open draft.
const COMPARE_EVERY: Duration = Duration::from_secs(30);

/// Compares what is open here with the database now and then, until the program ends.
pub(super) async fn until_shutdown(platform: Platform, collab: Collab) {
    let mut looks = interval(LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut compared_at = Instant::now();
    let mut known = HashMap::new();
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = platform.shutdown.cancelled() => return,
        }
        // Where no other node can be, nothing gets lost between them.
        if !platform.bus.is_shared() {
            continue;
        }
        let is_cut_off = platform.bus.condition() == Condition::CutOff;
        if !is_cut_off && compared_at.elapsed() < COMPARE_EVERY {
            continue;
        }
        compared_at = Instant::now();
        match look(&platform, &collab, &known).await {
            Ok(now) => known = now,
            Err(cause) => {
                let cause = describe(&cause);
                tracing::warn!(error.cause = %cause, "what is new in discussions cannot be read: {cause}");
            }
        }
    }
}

/// Tells of every open draft that is further than it was at the last look; gives how far each is now.
async fn look(
    platform: &Platform,
    collab: &Collab,
    known: &HashMap<DraftId, i64>,
) -> Result<HashMap<DraftId, i64>> {
    let mut open: HashMap<OrganisationId, Vec<DraftId>> = HashMap::new();
    for (organisation, draft) in collab.open_drafts() {
        open.entry(organisation).or_default().push(draft);
    }
    let mut now = HashMap::new();
    for (organisation, drafts) in open {
        let mut tx = platform.db.read().await?;
        for row in store::revisions(&mut tx, organisation, &drafts).await? {
            if known.get(&row.draft_id) != Some(&row.revision) {
                let revision = u64::try_from(row.revision).unwrap_or(0);
                let about = About::Discussions;
                collab.tell_draft_here(organisation, row.draft_id, News { about, revision });
            }
            now.insert(row.draft_id, row.revision);
        }
    }
    Ok(now)
}
