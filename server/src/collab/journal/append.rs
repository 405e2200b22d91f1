//! Writing batches in one transaction.

use std::collections::HashMap;

use imprimatur_protocol::DraftId;

use super::{Append, Appended, Place, Shared, Waiting, rows};
use crate::clock::Clock;
use crate::collab::store::appending::{self, NewRow};
use crate::collab::store::clients::{self, Bound};
use crate::error::Result;
use crate::events;
use crate::workspace::Tx;

/// Splits a group into batches that are rows and nothing else, one of each draft, and the rest.
pub(super) fn split(group: Vec<Waiting>) -> (Vec<Waiting>, Vec<Waiting>) {
    let mut batches: HashMap<DraftId, usize> = HashMap::new();
    for (append, _) in &group {
        *batches.entry(append.place.draft).or_default() += 1;
    }
    group.into_iter().partition(|(append, _)| {
        let is_plain =
            append.binds.is_empty() && append.deleters.is_empty() && append.sitting.is_empty();
        is_plain && batches[&append.place.draft] == 1
    })
}

impl Shared {
    /// Writes rows, and what became of each: each way to the database and back takes as long as writing a row does, so there is one.
    pub(super) async fn write_rows(&self, plain: &[Waiting]) -> Result<Vec<Appended>> {
        let rows = plain.iter().map(|(append, _)| NewRow {
            organisation: append.place.organisation,
            draft: append.place.draft,
            updates: rows::write(append.updates.iter()),
            touch: append.touch,
        });
        let heads = appending::append_all(&self.db, rows, self.clock.now_ms()).await?;
        let heads: HashMap<_, _> = heads.into_iter().collect();
        let appended = plain.iter().map(|(append, _)| {
            heads
                .get(&append.place.draft)
                .map_or(Appended::Gone, |head| Appended::Committed { head: *head })
        });
        Ok(appended.collect())
    }

    /// Writes batches that bind client ids as well, or note who has deleted or who sits there, and what became of each.
    pub(super) async fn write_binding(&self, group: &[Waiting]) -> Result<Vec<Appended>> {
        let now_ms = self.clock.now_ms();
        let mut tx = self.db.begin_first().await?;
        let mut appended = Vec::with_capacity(group.len());
        for (append, _) in group {
            appended.push(write(&mut tx, &self.clock, append, now_ms).await?);
        }
        tx.commit().await?;
        Ok(appended)
    }
}

async fn write(tx: &mut Tx, clock: &Clock, append: &Append, now_ms: i64) -> Result<Appended> {
    let Place {
        organisation,
        draft,
    } = append.place;
    let Some(head) = appending::advance(tx, organisation, draft).await? else {
        return Ok(Appended::Gone);
    };
    let mut new = Vec::new();
    for (client, person) in &append.binds {
        let (client, person) = (*client, *person);
        match clients::bind(tx, organisation, draft, client, person, now_ms).await? {
            Bound::Now => new.push(client),
            Bound::Before => {}
            Bound::Foreign => {
                // The others of the group go on; of this batch nothing stays.
                for client in new {
                    clients::unbind(tx, organisation, draft, client).await?;
                }
                appending::retreat(tx, organisation, draft).await?;
                return Ok(Appended::ForeignClient);
            }
        }
    }
    for person in &append.deleters {
        clients::note_deletion(tx, organisation, draft, *person, now_ms).await?;
    }
    let updates = rows::write(append.updates.iter());
    appending::append(tx, organisation, draft, head, updates, now_ms).await?;
    if append.touch {
        appending::touch(tx, organisation, draft, now_ms).await?;
    }
    for person in &append.sitting {
        events::record_sitting(tx, clock, organisation, draft, *person).await?;
    }
    Ok(Appended::Committed { head })
}
