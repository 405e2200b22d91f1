//! Chains what was handed over to the audit: takes on the chain of an organisation, adds what waits to it in the registry, and notes that it is there.
//!
//! The registry decides: a number and an id are there once, so whoever was too slow, or begins again after a crash, adds nothing twice and
//! follows no link that another one has followed. The lease only spares two nodes the same work. Between any two statements this may end:
//! people are written before the links that their hashes are in, links before it is noted that they are there, and whoever comes next looks
//! first what the registry holds beyond what was noted.

use std::time::Duration;

use imprimatur_protocol::OrganisationId;
use serde_json::Value;

use super::entry::{self, Entry, Subject};
use super::links::{self, Link};
use super::store::{self, Head, WaitingRow};
use crate::error::{Error, Result};
use crate::platform::Platform;
use crate::registry::{Failure, Reason, Registry, moment};

/// How long somebody may take with one batch of a chain before another one takes it on: a batch takes some statements, each of seconds at the most.
const LEASE: Duration = Duration::from_secs(60);

/// Links that are added with one statement.
const LINKS_AT_ONCE: u32 = 100;

/// How often one chain is added to before the next one has its turn.
const BATCHES: usize = 20;

/// Chains that are taken on in one round.
const CHAINS: u32 = 50;

/// How long a chain is let be that is not as it was left. An operator may bring the registry back meanwhile.
const BROKEN_FOR: Duration = Duration::from_secs(60);

/// How long a chain is let be when the registry failed.
const FAILED_FOR: Duration = Duration::from_secs(3);

/// Why a chain was not added to.
#[derive(Debug)]
pub(super) enum Stop {
    /// The workspace failed.
    Workspace(Error),
    /// The registry failed.
    Registry(Failure),
    /// The chain is not as it was left.
    Broken(String),
}

impl From<Error> for Stop {
    fn from(cause: Error) -> Self {
        Self::Workspace(cause)
    }
}

impl From<Failure> for Stop {
    fn from(cause: Failure) -> Self {
        Self::Registry(cause)
    }
}

/// Adds what waits to every chain that nobody else writes now. Gives how many links were added.
///
/// # Errors
/// The workspace or the registry failed; what was added before stays.
pub(super) async fn round(platform: &Platform, registry: &Registry) -> Result<usize, Stop> {
    let mut tx = platform.db.read().await?;
    let due = store::due(&mut tx, platform.clock.now_ms(), CHAINS).await?;
    drop(tx);
    let mut added = 0;
    for organisation in due {
        if platform.shutdown.is_cancelled() {
            break;
        }
        added += chain(platform, registry, organisation).await?;
    }
    Ok(added)
}

/// Adds what waits to one chain, unless somebody else does. Gives how many links were added.
async fn chain(
    platform: &Platform,
    registry: &Registry,
    organisation: OrganisationId,
) -> Result<usize, Stop> {
    let Some(lease) = take(platform, organisation).await? else {
        return Ok(0);
    };
    let done = add(platform, registry, organisation, lease).await;
    let (wait, broken) = match &done {
        Ok(_) | Err(Stop::Workspace(_)) => (Duration::ZERO, None),
        Err(Stop::Registry(_)) => (FAILED_FOR, None),
        Err(Stop::Broken(why)) => (BROKEN_FOR, Some(why.as_str())),
    };
    let_go(platform, organisation, lease, wait, broken).await?;
    match done {
        // The others go on.
        Err(Stop::Broken(why)) => {
            tracing::error!(organisation.id = %organisation, "the audit of {organisation} is not as it was left, and nothing is added to it until it is: {why}. `imprimatur audit verify` says where");
            Ok(0)
        }
        other => other,
    }
}

/// Takes a chain on.
pub(super) async fn take(
    platform: &Platform,
    organisation: OrganisationId,
) -> Result<Option<i64>, Error> {
    let lease = i64::from_be_bytes(platform.clock.random()) & i64::MAX;
    let now_ms = platform.clock.now_ms();
    let mut tx = platform.db.begin().await?;
    let is_ours = store::take(&mut tx, organisation, lease, now_ms, now_ms + ms(LEASE)).await?;
    tx.commit().await?;
    Ok(is_ours.then_some(lease))
}

/// Goes on holding it; false when somebody else has taken it on.
async fn keep(
    platform: &Platform,
    organisation: OrganisationId,
    lease: i64,
) -> Result<bool, Error> {
    let until_ms = platform.clock.now_ms() + ms(LEASE);
    let mut tx = platform.db.begin().await?;
    let is_ours = store::keep(&mut tx, organisation, lease, until_ms).await?;
    tx.commit().await?;
    Ok(is_ours)
}

/// Lets go of it, for others at once or after a while.
pub(super) async fn let_go(
    platform: &Platform,
    organisation: OrganisationId,
    lease: i64,
    wait: Duration,
    broken: Option<&str>,
) -> Result<(), Error> {
    let until_ms = match wait {
        Duration::ZERO => 0,
        wait => platform.clock.now_ms() + ms(wait),
    };
    let mut tx = platform.db.begin().await?;
    store::let_go(&mut tx, organisation, lease, until_ms, broken).await?;
    tx.commit().await
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Adds what waits to a chain that is held.
pub(super) async fn add(
    platform: &Platform,
    registry: &Registry,
    organisation: OrganisationId,
    lease: i64,
) -> Result<usize, Stop> {
    let mut added = 0;
    for _ in 0..BATCHES {
        let head = catch_up(platform, registry, organisation).await?;
        let mut tx = platform.db.read().await?;
        let waiting = store::waiting(&mut tx, organisation, LINKS_AT_ONCE).await?;
        drop(tx);
        if waiting.is_empty() || platform.shutdown.is_cancelled() {
            break;
        }
        // Whoever erases somebody takes the chain first: what was read before that must not be written after it.
        if !keep(platform, organisation, lease).await? {
            break;
        }
        let (links, subjects) = prepare(organisation, &head, waiting);
        links::add_subjects(registry, organisation, &subjects).await?;
        match links::add(registry, &links).await {
            Ok(()) => {}
            // Somebody else was first with some of them: what they did is read, and the rest is tried again.
            Err(failure) if failure.reason == Reason::Duplicate => continue,
            Err(failure) => return Err(failure.into()),
        }
        settle(platform, organisation, &links).await?;
        added += links.len();
        metrics::counter!("imprimatur_audit_chained_total").increment(links.len() as u64);
    }
    Ok(added)
}

/// Notes what is in the registry beyond what was noted, and gives where the chain ends. Looks whether what was noted is there still.
async fn catch_up(
    platform: &Platform,
    registry: &Registry,
    organisation: OrganisationId,
) -> Result<Head, Stop> {
    let mut tx = platform.db.read().await?;
    let head = store::head(&mut tx, organisation).await?;
    drop(tx);
    let mut head = head.ok_or_else(|| Error::internal("a chain that is held has no row"))?;
    if head.sequence > 0 {
        let there = links::hash_of(registry, organisation, head.sequence).await?;
        match there {
            Some(hash) if hash == head.hash => {}
            Some(_) => {
                return Err(Stop::Broken(format!(
                    "link {} is another one",
                    head.sequence
                )));
            }
            None => return Err(Stop::Broken(format!("link {} is missing", head.sequence))),
        }
    }
    loop {
        let further = links::after(registry, organisation, head.sequence).await?;
        let Some(last) = further.last() else {
            return Ok(head);
        };
        let mut before = (head.sequence, &head.hash);
        for link in &further {
            let follows = link.entry.sequence == before.0 + 1
                && link.entry.previous_hash == *before.1
                && link.is_whole();
            if !follows {
                return Err(Stop::Broken(format!(
                    "link {} does not follow link {}",
                    link.entry.sequence, before.0
                )));
            }
            before = (link.entry.sequence, &link.hash);
        }
        let new = Head {
            sequence: last.entry.sequence,
            hash: last.hash.clone(),
            broken: None,
        };
        settle(platform, organisation, &further).await?;
        head = new;
    }
}

async fn settle(
    platform: &Platform,
    organisation: OrganisationId,
    links: &[Link],
) -> Result<(), Error> {
    let Some(last) = links.last() else {
        return Ok(());
    };
    let ids: Vec<String> = links.iter().map(|link| link.entry.id.clone()).collect();
    let mut tx = platform.db.begin().await?;
    store::settle(&mut tx, organisation, &ids, last.entry.sequence, &last.hash).await?;
    tx.commit().await
}

/// The links of what waits, behind the end of the chain, and who is in them.
fn prepare(
    organisation: OrganisationId,
    head: &Head,
    waiting: Vec<WaitingRow>,
) -> (Vec<Link>, Vec<(String, Subject)>) {
    let (mut links, mut subjects) = (Vec::with_capacity(waiting.len()), Vec::new());
    let (mut sequence, mut previous_hash) = (head.sequence, head.hash.clone());
    for row in waiting {
        sequence += 1;
        let said: Value = serde_json::from_str(&row.details).unwrap_or_default();
        let people = row.people.as_deref();
        let people = people.map_or_else(Vec::new, |it| Subject::read(it, &row.salt));
        let named = |name: &str| said[name].as_str().map(str::to_owned);
        let entry = Entry {
            id: row.event_id.to_string(),
            organisation: organisation.to_string(),
            sequence,
            kind: row.kind,
            version: named("version"),
            certificate: named("certificate"),
            template: row.template_id,
            actor_kind: if row.is_program == 0 {
                "person"
            } else {
                "program"
            }
            .to_owned(),
            actor: Some(row.actor_id.to_string()),
            details: entry::details(
                row.subject_id.as_deref(),
                row.impersonator_id.as_deref(),
                &said,
                &people,
            ),
            occurred_at: moment(row.occurred_at),
            previous_hash,
        };
        previous_hash = entry.hash();
        subjects.extend(people.into_iter().map(|it| (entry.id.clone(), it)));
        links.push(Link {
            hash: previous_hash.clone(),
            entry,
        });
    }
    (links, subjects)
}
