//! Reads everything of WorkOS anew: organisations with their domains, users, memberships of each organisation, roles. What it does not find, and
//! WorkOS has not spoken of since it began, was deleted without our hearing of it; unless that is so much that something else must be wrong.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::apply::{Outcome, apply};
use super::objects::{Change, Kind, Object};
use super::runs::{Run, Tally};
use super::store;
use crate::bus::Notice;
use crate::error::{Error, Result};
use crate::platform::Platform;
use crate::workos::client::PAGE;
use crate::workos::{Failure, Page};

/// Tries for a page, and waits between them: with a limit that WorkOS has reached, or a network that is away for a minute.
const TRIES: u32 = 8;
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Pages begin so far apart: below a half of what WorkOS allows, which others of the environment use as well.
const PAGE_EVERY: Duration = Duration::from_millis(20);

/// What WorkOS spoke of so long before a reading began is not gone, whatever the reading finds: clocks differ, and lists lag behind news.
const SLACK_MS: i64 = 10 * 60 * 1000;

/// How much of a kind may be missing before nobody believes it without being told to: a part of it, and never less than a few.
const BELIEVED_PART: i64 = 10;
const BELIEVED: i64 = 20;

/// Where it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    part: Part,
    /// The last thing of the list that was read.
    after: Option<String>,
    /// Whose memberships are read.
    organisation: String,
    /// Something was read that names no id: nobody can say that a thing was not found.
    met_nameless: bool,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    #[default]
    Organisations,
    Users,
    Memberships,
    Roles,
    Gone,
    End,
}

/// What is looked for that is gone.
const MAY_BE_GONE: [Kind; 4] = [
    Kind::OrganizationMembership,
    Kind::User,
    Kind::OrganizationDomain,
    Kind::Organization,
];

/// Reads on from where the run is.
pub(super) async fn run(
    platform: &Platform,
    run: &mut Run,
    tell: &mut (dyn FnMut(&Tally) + Send),
) -> Result<()> {
    let mut place: Place = serde_json::from_str(&run.place).unwrap_or_default();
    if run.tally.total.is_none() {
        run.tally.total = Some(known(platform, run.scope.as_deref()).await?);
    }
    while place.part != Part::End {
        place = match place.part {
            Part::Organisations => organisations(platform, run, place).await?,
            Part::Users => users(platform, run, place).await?,
            Part::Memberships => memberships(platform, run, place).await?,
            Part::Roles => roles(platform, run, place).await?,
            Part::Gone => gone(platform, run, place).await?,
            Part::End => place,
        };
        tell(&run.tally);
        tokio::time::sleep(PAGE_EVERY).await;
    }
    if run.scope.is_none() && !run.dry && run.left.is_none() {
        let mut tx = platform.db.begin().await?;
        store::gap_mended(&mut tx, run.started_at).await?;
        tx.commit().await?;
    }
    // Lists tell no total; what was there is what there is.
    run.tally.total = Some(run.tally.done);
    tell(&run.tally);
    Ok(())
}

/// How much is known already: the best guess at how much there is.
async fn known(platform: &Platform, scope: Option<&str>) -> Result<i64> {
    let mut tx = platform.db.read().await?;
    let mut known = 0;
    let kinds: &[Kind] = match scope {
        None => &[Kind::Organization, Kind::User, Kind::OrganizationMembership],
        // Each membership, and its user.
        Some(_) => &[Kind::OrganizationMembership, Kind::OrganizationMembership],
    };
    for kind in kinds {
        known += store::count_things(&mut tx, *kind, scope).await?;
    }
    Ok(known)
}

async fn organisations(platform: &Platform, run: &mut Run, place: Place) -> Result<Place> {
    let (things, after) = match &run.scope {
        Some(scope) => {
            let path = format!("/organizations/{scope}");
            (vec![patiently(platform, &path).await?], None)
        }
        None => page(platform, "/organizations", &[], &place).await?,
    };
    let mut next = next(place, Part::Users, after);
    keep_all(platform, run, Kind::Organization, &things, &mut next).await?;
    Ok(next)
}

async fn users(platform: &Platform, run: &mut Run, place: Place) -> Result<Place> {
    let scope = run.scope.clone();
    let query: Vec<(&str, &str)> = scope
        .iter()
        .map(|scope| ("organization_id", scope.as_str()))
        .collect();
    let (things, after) = page(platform, "/user_management/users", &query, &place).await?;
    let mut next = next(place, Part::Memberships, after);
    keep_all(platform, run, Kind::User, &things, &mut next).await?;
    Ok(next)
}

async fn memberships(platform: &Platform, run: &mut Run, mut place: Place) -> Result<Place> {
    if place.after.is_none() {
        let organisation = match &run.scope {
            Some(scope) if place.organisation.is_empty() => Some(scope.clone()),
            Some(_) => None,
            None if run.dry => next_at_workos(platform, &place.organisation).await?,
            None => {
                let mut tx = platform.db.read().await?;
                store::next_organisation(&mut tx, &place.organisation).await?
            }
        };
        match organisation {
            Some(organisation) => place.organisation = organisation,
            None => return Ok(next(place, Part::Roles, None)),
        }
    }
    let organisation = place.organisation.clone();
    let query = [
        ("organization_id", organisation.as_str()),
        ("statuses", "active,inactive,pending"),
    ];
    let path = "/user_management/organization_memberships";
    let (things, after) = page(platform, path, &query, &place).await?;
    place.after = after;
    let kind = Kind::OrganizationMembership;
    keep_all(platform, run, kind, &things, &mut place).await?;
    Ok(place)
}

/// The organisation after this one, where none was kept.
async fn next_at_workos(platform: &Platform, after: &str) -> Result<Option<String>> {
    let place = Place {
        after: Some(after.to_owned()).filter(|after| !after.is_empty()),
        ..Place::default()
    };
    let (things, _) = page(platform, "/organizations", &[], &place).await?;
    let next = things.iter().find_map(Object::id_of);
    Ok(next.map(str::to_owned))
}

async fn roles(platform: &Platform, run: &mut Run, place: Place) -> Result<Place> {
    let listed: Page = patiently(platform, "/authorization/roles")
        .await
        .and_then(|listed| {
            serde_json::from_value(listed)
                .map_err(|cause| Error::internal("reading the roles of WorkOS").caused_by(cause))
        })?;
    let mut next = next(place, Part::Gone, None);
    keep_all(platform, run, Kind::Role, &listed.data, &mut next).await?;
    Ok(next)
}

/// Deletes what was not found.
async fn gone(platform: &Platform, run: &mut Run, place: Place) -> Result<Place> {
    let scope = run.scope.clone();
    let scope = scope.as_deref();
    let end = Place {
        part: Part::End,
        ..Place::default()
    };
    if run.dry {
        return Ok(end);
    }
    if place.met_nameless {
        run.left = Some(
            "Nothing was removed: something that WorkOS lists has no id. The log says what."
                .to_owned(),
        );
        return Ok(end);
    }
    // A user belongs to no one organisation, and an organisation to none: only a reading of all knows that they are gone.
    let kinds = MAY_BE_GONE
        .into_iter()
        .filter(|kind| scope.is_none() || !matches!(kind, Kind::User | Kind::Organization));
    let kinds: Vec<Kind> = kinds.collect();
    let since_ms = run.started_at - SLACK_MS;
    let doubts = doubts(platform, &kinds, scope, since_ms).await?;
    if !doubts.is_empty() && !run.removes && run.tally.removed == 0 {
        let only = scope.map(|scope| format!(" --organisation {scope}"));
        run.left = Some(format!(
            "Nothing was removed, for so much would be gone that something else may be wrong: {}. If it is so: `imprimatur backfill workos{} --remove`.",
            doubts.join(", "),
            only.unwrap_or_default()
        ));
        return Ok(end);
    }
    for kind in kinds {
        loop {
            let now_ms = platform.clock.now_ms();
            let mut tx = platform.db.begin().await?;
            let at_most = u32::try_from(PAGE).unwrap_or(u32::MAX);
            let unseen = store::unseen(&mut tx, kind, scope, since_ms, at_most).await?;
            let mut notices = Vec::new();
            for row in &unseen {
                let object = Object::gone(kind, &row.id, row.updated_at, now_ms);
                let (_, told) = apply(&mut tx, &platform.clock, &Change::Object(object)).await?;
                notices.extend(told);
                run.tally.removed += 1;
            }
            run.place = serde_json::to_string(&place).unwrap_or_default();
            run.at(&mut tx, now_ms).await?;
            tx.commit().await?;
            notices.into_iter().for_each(|it| platform.notify(it));
            if unseen.len() < PAGE {
                break;
            }
        }
    }
    Ok(end)
}

/// Of which kinds more was not found than is believed, in words.
async fn doubts(
    platform: &Platform,
    kinds: &[Kind],
    scope: Option<&str>,
    since_ms: i64,
) -> Result<Vec<String>> {
    let mut tx = platform.db.read().await?;
    let mut doubts = Vec::new();
    for kind in kinds {
        let known = store::count_things(&mut tx, *kind, scope).await?;
        let unseen = store::count_unseen(&mut tx, *kind, scope, since_ms).await?;
        // Nor is that there is nothing at all any more.
        let is_all = known > 1 && unseen == known;
        if is_all || unseen > BELIEVED.max(known / BELIEVED_PART) {
            doubts.push(format!("{unseen} of {known} of the kind {}", kind.as_str()));
        }
    }
    Ok(doubts)
}

/// On to the next page, or the next part.
fn next(place: Place, part: Part, after: Option<String>) -> Place {
    match after {
        Some(_) => Place { after, ..place },
        None => Place {
            part,
            met_nameless: place.met_nameless,
            ..Place::default()
        },
    }
}

/// A page of a list, and where the next one begins.
async fn page(
    platform: &Platform,
    path: &str,
    query: &[(&str, &str)],
    place: &Place,
) -> Result<(Vec<Value>, Option<String>)> {
    let mut query = query.to_vec();
    if let Some(after) = &place.after {
        query.push(("after", after));
    }
    let client = &platform.workos()?.client;
    let mut tries = 0;
    loop {
        match client.list(path, &query).await {
            Ok(Page {
                data,
                list_metadata,
            }) => return Ok((data, list_metadata.after)),
            Err(failure) => wait_for(platform, &mut tries, failure).await?,
        }
    }
}

async fn patiently(platform: &Platform, path: &str) -> Result<Value> {
    let client = &platform.workos()?.client;
    let mut tries = 0;
    loop {
        match client.get(path).await {
            Ok(thing) => return Ok(thing),
            Err(failure) => wait_for(platform, &mut tries, failure).await?,
        }
    }
}

/// Waits until WorkOS may be asked again.
///
/// # Errors
/// It said no, or was asked often enough.
async fn wait_for(platform: &Platform, tries: &mut u32, failure: Failure) -> Result<()> {
    *tries += 1;
    if !failure.is_passing() || *tries >= TRIES {
        return Err(Error::internal("reading WorkOS anew").caused_by(failure));
    }
    tracing::warn!(error.cause = %failure, "WorkOS is asked again: {failure}");
    let [scatter] = platform.clock.random::<1>();
    let wait = FIRST_WAIT * 2_u32.pow(*tries - 1);
    tokio::time::sleep(wait / 2 + wait / 2 * u32::from(scatter) / 255).await;
    Ok(())
}

/// Keeps a page, and how far the run is, in one transaction.
async fn keep_all(
    platform: &Platform,
    run: &mut Run,
    kind: Kind,
    things: &[Value],
    next: &mut Place,
) -> Result<()> {
    let now_ms = platform.clock.now_ms();
    let before = run.tally;
    let mut tx = platform.db.begin().await?;
    let mut notices: Vec<Notice> = Vec::new();
    for thing in things {
        run.tally.done += 1;
        let domains = thing.get("domains").and_then(Value::as_array);
        let with_domains = domains
            .into_iter()
            .flatten()
            .map(|domain| (Kind::OrganizationDomain, domain));
        for (kind, thing) in std::iter::once((kind, thing)).chain(with_domains) {
            let object = match Object::read(kind, thing, now_ms, false) {
                Ok(object) => object,
                Err(why) => {
                    run.tally.refused += 1;
                    match Object::id_of(thing) {
                        // It is there, whatever it is.
                        Some(id) if !run.dry => store::seen(&mut tx, kind, id, now_ms).await?,
                        Some(_) => {}
                        None => next.met_nameless = true,
                    }
                    let id = Object::id_of(thing).unwrap_or("without an id");
                    tracing::warn!(
                        workos.kind = kind.as_str(),
                        workos.id = id,
                        "a {} of WorkOS cannot be read: {why}",
                        kind.as_str()
                    );
                    continue;
                }
            };
            let known = store::kept(&mut tx, kind, &object.id).await?;
            let is_new = known.is_none();
            // What was only not found is found now.
            let is_known = known
                .as_ref()
                .is_some_and(|it| it.inferred == 0 && it.updated_at >= object.updated_at_ms);
            // A membership that is known may have made nobody a member: its user or organisation came at the same moment, before
            // news was brought by one at a time.
            if !run.dry && (!is_known || kind == Kind::OrganizationMembership) {
                let (outcome, told) =
                    apply(&mut tx, &platform.clock, &Change::Object(object)).await?;
                notices.extend(told);
                // Deleted before, and news of that came first.
                if outcome != Outcome::Applied {
                    run.tally.unchanged += 1;
                    continue;
                }
            } else if !run.dry {
                store::seen(&mut tx, kind, &object.id, now_ms).await?;
            }
            match (is_known, is_new) {
                (true, _) => run.tally.unchanged += 1,
                (false, true) => run.tally.created += 1,
                (false, false) => run.tally.changed += 1,
            }
        }
    }
    if run.dry {
        return Ok(());
    }
    run.place = serde_json::to_string(next).unwrap_or_default();
    let kept = async {
        run.at(&mut tx, now_ms).await?;
        tx.commit().await
    };
    if let Err(cause) = kept.await {
        run.tally = before;
        return Err(cause);
    }
    notices.into_iter().for_each(|it| platform.notify(it));
    Ok(())
}
