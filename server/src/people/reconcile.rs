//! Compares the registry with what is known here, page by page and by hashes, and has written anew what differs.
//!
//! What is in the registry alone is counted and left: it may be from the system before this one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::copies::{self, CopyKind};
use super::runs::{Run, Tally};
use super::store;
use crate::error::{Error, Result};
use crate::platform::Platform;
use crate::registry::{Failure, Registry};

/// Rows that are compared at once.
const AT_ONCE: u32 = 500;

/// Where it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    kind: usize,
    after: String,
    /// Of this kind: how many the registry had when it was begun with, and how many of them are known here.
    there: i64,
    found: i64,
}

/// Goes on from where the run is.
pub(super) async fn run(
    platform: &Platform,
    registry: &Registry,
    run: &mut Run,
    tell: &mut (dyn FnMut(&Tally) + Send),
) -> Result<()> {
    let mut place: Place = serde_json::from_str(&run.place).unwrap_or_default();
    if run.tally.total.is_none() {
        let mut tx = platform.db.read().await?;
        let mut total = 0;
        for thing in CopyKind::ALL.into_iter().filter_map(CopyKind::thing) {
            total += store::count_states(&mut tx, thing, run.scope.as_deref()).await?;
        }
        run.tally.total = Some(total);
    }
    while let Some(kind) = CopyKind::ALL.get(place.kind) {
        if place.after.is_empty() {
            place.there = registry.count(kind.table()).await.map_err(away)?;
        }
        place = match compare(platform, registry, run, *kind, &mut place).await? {
            Some(after) => Place { after, ..place },
            None => {
                if run.scope.is_none() {
                    count_strangers(run, *kind, &place);
                }
                Place {
                    kind: place.kind + 1,
                    ..Place::default()
                }
            }
        };
        run.place = serde_json::to_string(&place).unwrap_or_default();
        let mut tx = platform.db.begin().await?;
        run.at(&mut tx, platform.clock.now_ms()).await?;
        tx.commit().await?;
        tell(&run.tally);
    }
    Ok(())
}

/// Compares a page; gives where the next one begins, if there is one.
async fn compare(
    platform: &Platform,
    registry: &Registry,
    run: &mut Run,
    kind: CopyKind,
    place: &mut Place,
) -> Result<Option<String>> {
    let table = kind.table();
    let scope = run.scope.as_deref();
    let mut tx = platform.db.read().await?;
    let states = copies::states_after(&mut tx, kind, scope, &place.after, AT_ONCE).await?;
    drop(tx);
    let last = states.last().map(|state| state.id.clone());
    let is_end = states.len() < AT_ONCE as usize;
    let keys: Vec<&str> = states.iter().map(|state| state.id.as_str()).collect();
    let there = registry.hashes(table, &keys).await.map_err(away)?;
    let mut there: BTreeMap<String, String> = there.into_iter().collect();
    place.found += i64::try_from(there.len()).unwrap_or(i64::MAX);
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    for state in &states {
        run.tally.done += 1;
        let said = there.remove(&state.id);
        let hash = match copies::hash(kind, state, now_ms) {
            Ok(hash) => hash,
            Err(why) => {
                run.tally.refused += 1;
                tracing::warn!(
                    workos.kind = kind.as_str(),
                    workos.id = state.id,
                    "a copy cannot be made: {why}"
                );
                continue;
            }
        };
        match said {
            Some(said) if said == hash => run.tally.unchanged += 1,
            // On its way already.
            _ if state.wanted > state.synced => run.tally.unchanged += 1,
            different => {
                if different.is_some() {
                    run.tally.changed += 1;
                } else {
                    run.tally.created += 1;
                }
                let organisation = state.organisation_id.as_deref();
                store::want(&mut tx, kind.as_str(), &state.id, organisation, now_ms).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(if is_end { None } else { last })
}

/// Counts what is in the registry alone. Of one organisation nobody can say: only what is its own was read here.
fn count_strangers(run: &mut Run, kind: CopyKind, place: &Place) {
    let alone = (place.there - place.found).max(0);
    if alone > 0 {
        run.tally.refused += alone;
        let table = kind.table().name;
        tracing::warn!(
            registry.table = table,
            "{alone} rows of {table} are in the registry alone"
        );
    }
}

fn away(failure: Failure) -> Error {
    Error::unavailable("The registry cannot be asked.").caused_by(failure)
}
