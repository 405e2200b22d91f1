//! Versions as the API tells them.

use std::collections::{BTreeMap, BTreeSet};

use imprimatur_crdt::diff::{Became, Change, Diff, Thing};
use imprimatur_protocol::api::versions::{
    ChangeBody, ChangedHow, ChangedPropertyBody, ChangedThing, DiffBody, VersionAuthorBody,
    VersionBody,
};
use imprimatur_protocol::{OrganisationId, PersonId};

use super::model::Version;
use super::store;
use crate::access::colors::color;
use crate::clock::rfc3339;
use crate::error::Result;
use crate::workspace::Tx;

/// These versions, with the names of the people in them.
pub(super) async fn bodies(
    tx: &mut Tx,
    organisation: OrganisationId,
    versions: Vec<Version>,
) -> Result<Vec<VersionBody>> {
    let named = versions
        .iter()
        .flat_map(|it| it.authors.0.iter().chain(&it.made_by));
    let named: BTreeSet<PersonId> = named.copied().collect();
    let known = store::people(tx, organisation, &named).await?;
    let known: BTreeMap<PersonId, VersionAuthorBody> = known
        .into_iter()
        .map(|row| {
            let author = VersionAuthorBody {
                id: row.id,
                name: row.name,
                color: color(row.color.unwrap_or_default()).to_owned(),
            };
            (row.id, author)
        })
        .collect();
    let author = |id: &PersonId| {
        let gone = || VersionAuthorBody {
            id: *id,
            name: String::new(),
            color: color(0).to_owned(),
        };
        known.get(id).cloned().unwrap_or_else(gone)
    };
    let body = |it: Version| VersionBody {
        id: it.id,
        draft_id: it.draft_id,
        kind: it.kind,
        occasion: it.occasion,
        number: it.number.and_then(|number| u32::try_from(number).ok()),
        name: it.name,
        content_hash: it.hash,
        head: u64::try_from(it.head).unwrap_or_default(),
        authors: it.authors.0.iter().map(author).collect(),
        made_by: it.made_by.as_ref().map(author),
        renderer: u32::try_from(it.renderer).unwrap_or_default(),
        created_at: rfc3339(it.created_at),
    };
    Ok(versions.into_iter().map(body).collect())
}

/// One version, as [`bodies`].
pub(super) async fn body(
    tx: &mut Tx,
    organisation: OrganisationId,
    version: Version,
) -> Result<VersionBody> {
    let mut bodies = bodies(tx, organisation, vec![version]).await?;
    Ok(bodies.remove(0))
}

/// What changed, between these two hashes.
pub(super) fn changes(found: Diff, before_hash: &str, after_hash: &str) -> DiffBody {
    DiffBody {
        changes: found.changes.into_iter().map(change).collect(),
        total: u32::try_from(found.total).unwrap_or(u32::MAX),
        before_hash: before_hash.to_owned(),
        after_hash: after_hash.to_owned(),
    }
}

fn change(it: Change) -> ChangeBody {
    let properties = it.properties.into_iter().map(|it| ChangedPropertyBody {
        key: it.key,
        language: it.language,
        before: it.before,
        after: it.after,
    });
    ChangeBody {
        thing: match it.thing {
            Thing::Layout => ChangedThing::Layout,
            Thing::Page => ChangedThing::Page,
            Thing::Element => ChangedThing::Element,
            Thing::Field => ChangedThing::Field,
            Thing::Style => ChangedThing::Style,
        },
        id: it.id,
        how: match it.became {
            Became::Added => ChangedHow::Added,
            Became::Removed => ChangedHow::Removed,
            Became::Moved => ChangedHow::Moved,
            Became::Changed => ChangedHow::Changed,
        },
        kind: it.kind,
        name: it.name,
        page: it.page,
        properties: properties.collect(),
    }
}
