//! Which old checkpoints go: all of the last days are kept, then the last of every hour, then the last of every day. What is frozen or named is
//! not looked at.

use std::time::Duration;

use imprimatur_protocol::{DraftId, OrganisationId, VersionId};

use super::Versions;
use super::store::{self, Old};
use crate::config::Limits;
use crate::error::Result;
use crate::workspace::Tx;

const HOUR_MS: i64 = 60 * 60 * 1_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Checkpoints that one transaction looks at: a week of them in a draft that never rests is a thousand.
const LOOKED_AT: u32 = 500;
/// Between two thinnings of one draft.
const AGAIN_MS: i64 = DAY_MS;
/// A content that began to be held lately is let be: whoever holds it may not have committed yet.
const UNUSED: Duration = Duration::from_secs(60 * 60);

/// For how many days which checkpoints are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keep {
    pub(super) all_days: i64,
    pub(super) hourly_days: i64,
    pub(super) daily_days: i64,
}

impl Keep {
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            all_days: limits.checkpoint_days.into(),
            hourly_days: limits.checkpoint_hourly_days.into(),
            daily_days: limits.checkpoint_daily_days.into(),
        }
    }

    /// The stretch of time of which only the last checkpoint is kept; a length of 0: it is kept in any case.
    fn stretch(self, created_at: i64, now_ms: i64) -> Option<(i64, i64)> {
        let age = now_ms - created_at;
        let length = match age {
            _ if age < self.all_days * DAY_MS => 0,
            _ if age < self.hourly_days.max(self.all_days) * DAY_MS => HOUR_MS,
            _ if age < self.daily_days.max(self.hourly_days).max(self.all_days) * DAY_MS => DAY_MS,
            _ => return None,
        };
        Some((length, created_at.checked_div(length).unwrap_or(created_at)))
    }
}

/// What becomes of a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    /// It goes: a later one of its stretch of time is kept.
    Merged,
    /// It goes with its whole stretch of time.
    Gone,
}

/// What becomes of checkpoints that were made at these times, the oldest first. The last one of a stretch is kept only when something later is
/// known, so nothing is decided here that more rows would decide otherwise.
pub(super) fn fates(made: &[i64], now_ms: i64, keep: Keep) -> Vec<Fate> {
    let stretches: Vec<_> = made.iter().map(|at| keep.stretch(*at, now_ms)).collect();
    stretches
        .iter()
        .enumerate()
        .map(|(index, stretch)| match stretch {
            None => Fate::Gone,
            Some((0, _)) => Fate::Kept,
            Some(_) if stretches.get(index + 1) == Some(stretch) => Fate::Merged,
            Some(_) => Fate::Kept,
        })
        .collect()
}

impl Versions {
    /// Thins the old checkpoints of a draft. Each transaction looks at some of them.
    ///
    /// # Errors
    /// The database failed.
    pub(super) async fn thin(&self, organisation: OrganisationId, draft: DraftId) -> Result<u64> {
        let platform = &self.0.platform;
        let keep = Keep::of(&platform.config.limits);
        let (mut removed, mut after) = (0, 0);
        let now_ms = platform.clock.now_ms();
        let mut is_first = true;
        loop {
            let mut tx = platform.db.begin().await?;
            if is_first
                && !store::thin_next(&mut tx, organisation, draft, now_ms, now_ms + AGAIN_MS)
                    .await?
            {
                return Ok(0);
            }
            is_first = false;
            let before = now_ms - keep.all_days * DAY_MS;
            let old = store::old(&mut tx, organisation, draft, (after, before), LOOKED_AT).await?;
            let made: Vec<i64> = old.iter().map(|it| it.created_at).collect();
            for (checkpoint, fate) in old.into_iter().zip(fates(&made, now_ms, keep)) {
                let Old { id, hash, .. } = checkpoint;
                match fate {
                    Fate::Kept => {}
                    Fate::Merged | Fate::Gone => {
                        // Whoever wrote in a version that goes is known with the next one: they may not approve alone what stems from them.
                        if !hand_on(&mut tx, organisation, draft, id).await? {
                            continue;
                        }
                        if store::remove(&mut tx, organisation, id).await? {
                            removed += 1;
                            let unused = i64::try_from(UNUSED.as_millis()).unwrap_or(i64::MAX);
                            let unused = now_ms - unused;
                            store::remove_content(&mut tx, organisation, &hash, unused).await?;
                        }
                    }
                }
            }
            tx.commit().await?;
            match made.last() {
                Some(last) if made.len() as u64 == u64::from(LOOKED_AT) => {
                    // The last one looked at may be followed by one of the same stretch: it is looked at again.
                    after = last - 1;
                    if made.first() == made.last() {
                        return Ok(removed);
                    }
                }
                _ => return Ok(removed),
            }
        }
    }
}

/// Names who wrote in a version with the next one, of whichever kind. False: there is none.
async fn hand_on(
    tx: &mut Tx,
    organisation: OrganisationId,
    draft: DraftId,
    id: VersionId,
) -> Result<bool> {
    let Some(next) = store::next_version(tx, organisation, draft, id).await? else {
        return Ok(false);
    };
    // Read now: what was removed before it may have handed on to it.
    if let Some(going) = store::find(tx, organisation, id).await? {
        let all = next.authors.with(&going.authors);
        store::set_authors(tx, organisation, next.id, &all).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEEP: Keep = Keep {
        all_days: 2,
        hourly_days: 5,
        daily_days: 10,
    };

    /// Checkpoints by how long ago they were made, in minutes, and what becomes of each.
    #[test]
    fn old_checkpoints_are_thinned() {
        use Fate::{Gone, Kept, Merged};
        // At midnight, so that days and hours of age begin where those of the calendar do.
        let now_ms = 20_000 * DAY_MS;
        let (hour, day) = (60, 24 * 60);
        let table: &[(&str, &[(i64, Fate)])] = &[
            ("nothing", &[]),
            (
                "the last days stay whole",
                &[
                    (2 * day - 1, Kept),
                    (hour, Kept),
                    (11, Kept),
                    (10, Kept),
                    (0, Kept),
                ],
            ),
            (
                "then the last of every hour",
                &[
                    (3 * day, Merged),
                    (3 * day - 10, Merged),
                    (3 * day - 59, Kept),
                    (3 * day - 60, Kept),
                    (3 * day - 3 * hour, Merged),
                    (3 * day - 3 * hour - 59, Kept),
                ],
            ),
            (
                "then the last of every day",
                &[
                    (8 * day, Merged),
                    (8 * day - 5 * hour, Merged),
                    (7 * day + 1, Kept),
                    (7 * day, Kept),
                    (5 * day + 1, Kept),
                ],
            ),
            (
                "and nothing for ever",
                &[
                    (400 * day, Gone),
                    (10 * day + 1, Gone),
                    (10 * day, Gone),
                    (10 * day - 1, Kept),
                ],
            ),
            (
                "where a day of hours follows a day of one",
                &[
                    (5 * day + 10, Kept),
                    (5 * day - 10, Kept),
                    (5 * day - 70, Kept),
                ],
            ),
        ];
        for (name, rows) in table {
            let made: Vec<i64> = rows.iter().map(|(ago, _)| now_ms - ago * 60_000).collect();
            let expected: Vec<Fate> = rows.iter().map(|(_, fate)| *fate).collect();
            assert_eq!(fates(&made, now_ms, KEEP), expected, "{name}");
            // What was kept stays kept when it is looked at again.
            let kept = made
                .iter()
                .zip(&expected)
                .filter(|(_, fate)| **fate == Kept);
            let kept: Vec<i64> = kept.map(|(at, _)| *at).collect();
            assert!(
                fates(&kept, now_ms, KEEP).iter().all(|it| *it == Kept),
                "{name}"
            );
        }
    }

    #[test]
    fn settings_that_cross_keep_the_longer() {
        let keep = Keep {
            all_days: 5,
            hourly_days: 2,
            daily_days: 1,
        };
        let now_ms = 20_000 * DAY_MS;
        let made = [
            now_ms - 5 * DAY_MS,
            now_ms - 4 * DAY_MS - 1,
            now_ms - 4 * DAY_MS,
        ];
        assert_eq!(
            fates(&made, now_ms, keep),
            [Fate::Gone, Fate::Kept, Fate::Kept]
        );
    }
}
