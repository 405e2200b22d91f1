//! Reads a chain from its first link to its last, and says the first thing that is not as it was written. A page of links is held at a time.

use imprimatur_protocol::OrganisationId;

use super::chain::Stop;
use super::entry::{BEGINNING, Entry};
use super::links::{self, LINKS, Link};
use super::store;
use crate::platform::Platform;
use crate::registry::Registry;

/// What is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// A link is not there.
    Missing,
    /// A link, or who was in it, says something else now.
    Changed,
    /// A link stands in another one's place.
    Reordered,
    /// A link follows another one than that before it.
    Forked,
}

impl Wrong {
    /// The word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::Reordered => "reordered",
            Self::Forked => "forked",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Links that are as they were written.
    pub links: i64,
    /// People who were erased from them, or never known.
    pub erased: i64,
    /// The first link that is not, and how.
    pub wrong: Option<(i64, Wrong)>,
}

/// Reads the chain of an organisation.
pub(super) async fn verify(
    platform: &Platform,
    registry: &Registry,
    organisation: OrganisationId,
) -> Result<Verified, Stop> {
    // Before the chain is read: it may grow meanwhile.
    let mut tx = platform.db.read().await?;
    let head = store::head(&mut tx, organisation).await?;
    drop(tx);
    let mut verified = Verified {
        links: 0,
        erased: 0,
        wrong: None,
    };
    let mut hash = BEGINNING.to_owned();
    let wrong_at = |verified: Verified, wrong| Verified {
        wrong: Some((verified.links + 1, wrong)),
        ..verified
    };
    loop {
        let page = links::after(registry, organisation, verified.links).await?;
        let Some(last) = page.last() else { break };
        let to = last.entry.sequence;
        let people = links::subjects(registry, organisation, verified.links + 1, to).await?;
        for link in page {
            if let Some(wrong) = judge(verified.links, &hash, &link) {
                return Ok(wrong_at(verified, wrong));
            }
            let hashes = link.entry.details["people"].as_object();
            for (part, chained) in hashes.into_iter().flatten() {
                let known = people
                    .iter()
                    .find(|(id, it)| *id == link.entry.id && it.part == *part);
                match known {
                    None => verified.erased += 1,
                    Some((_, it)) if it.hash() == *chained => {}
                    Some(_) => return Ok(wrong_at(verified, Wrong::Changed)),
                }
            }
            // Who is in no link was put there afterwards.
            let mut known = people.iter().filter(|(id, _)| *id == link.entry.id);
            if known.any(|(_, it)| hashes.is_none_or(|all| !all.contains_key(&it.part))) {
                return Ok(wrong_at(verified, Wrong::Changed));
            }
            if let Some(head) = &head
                && head.sequence == link.entry.sequence
                && head.hash != link.hash
            {
                return Ok(wrong_at(verified, Wrong::Changed));
            }
            verified.links += 1;
            hash.clone_from(&link.hash);
        }
    }
    match head {
        // It was longer once.
        Some(head) if head.sequence > verified.links => Ok(wrong_at(verified, Wrong::Missing)),
        _ => Ok(verified),
    }
}

/// What is wrong with the link that comes after so many.
fn judge(links_before: i64, hash_before: &str, link: &Link) -> Option<Wrong> {
    let (number, entry) = (links_before + 1, &link.entry);
    if !link.is_whole() {
        // One that says what it said under another number was moved. Further away it is taken for one that was changed: it is wrong in any case.
        let near = (entry.sequence - LINKS).max(1)..=entry.sequence + LINKS;
        let was_there = |sequence| {
            let there = Entry {
                sequence,
                ..entry.clone()
            };
            there.hash() == link.hash
        };
        let is_moved = near.into_iter().any(was_there);
        return Some(if is_moved {
            Wrong::Reordered
        } else {
            Wrong::Changed
        });
    }
    if entry.sequence > number {
        return Some(Wrong::Missing);
    }
    (entry.sequence != number || entry.previous_hash != hash_before).then_some(Wrong::Forked)
}
