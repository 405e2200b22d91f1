//! What a state of a thing changes here: what is kept of it, who is a member with which roles, and what is to be brought to the registry. All of
//! it in one transaction, and the same whatever came before it.

use super::copies::SETTINGS;
use super::objects::{Change, Kind, Membership, Object, Organization, Unreadable, User};
use super::store;
use crate::access::known::{self, KnownPerson};
use crate::access::locales::{Locale, locale_named};
use crate::access::{entry, role_of_slug};
use crate::bus::Notice;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::workspace::Tx;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is as it says now.
    Applied,
    /// Something newer is known, or it was deleted.
    Stale,
    /// It says nothing that is known here.
    Unknown,
}

impl Outcome {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Stale => "stale",
            Self::Unknown => "unknown",
        }
    }
}

/// Does what a change says. The notices are told when the transaction is committed.
pub(super) async fn apply(
    tx: &mut Tx,
    clock: &Clock,
    change: &Change,
) -> Result<(Outcome, Vec<Notice>)> {
    if !matches!(change, Change::Unknown) {
        known::bring_alone(tx).await?;
    }
    match change {
        Change::Unknown => Ok((Outcome::Unknown, Vec::new())),
        Change::SessionEnded(sid) => {
            let notices = entry::end_workos_session(tx, sid, clock.now_ms()).await?;
            Ok((Outcome::Applied, notices))
        }
        Change::Object(object) => {
            let now_ms = clock.now_ms();
            let address = match object.kind {
                Kind::User => store::address_of(tx, &object.id).await?,
                _ => None,
            };
            if !store::keep(tx, object, now_ms).await? {
                store::seen(tx, object.kind, &object.id, now_ms).await?;
                // News that came at the same moment as the user's, or the organisation's, before this was done alone.
                let notices = match object.kind {
                    Kind::OrganizationMembership => follow(tx, clock, object).await?,
                    _ => Vec::new(),
                };
                return Ok((Outcome::Stale, notices));
            }
            let notices = follow(tx, clock, object).await?;
            if let Some(address) = address {
                give_back(tx, clock, &address).await?;
            }
            Ok((Outcome::Applied, notices))
        }
    }
}

/// Brings what this program goes by in line with a thing that has just been kept.
async fn follow(tx: &mut Tx, clock: &Clock, object: &Object) -> Result<Vec<Notice>> {
    let id = object.id.as_str();
    let now_ms = clock.now_ms();
    let mut notices = Vec::new();
    match object.kind {
        Kind::User => {
            if object.deleted {
                notices.extend(known::forget_person(tx, clock, id).await?);
            } else {
                let user: User = body(object)?;
                keep_person(tx, clock, id, &user).await?;
                notices.extend(follow_members(tx, clock, Some(id), None).await?);
            }
            store::want(tx, Kind::User.as_str(), id, None, now_ms).await?;
        }
        Kind::Organization => {
            if object.deleted {
                notices.extend(known::end_organisation(tx, clock, id).await?);
            } else {
                let organization: Organization = body(object)?;
                let is_known = known::knows_organisation(tx, id).await?;
                known::keep_organisation(tx, clock, id, &organization.name).await?;
                // Of one that is known its members are.
                if !is_known {
                    notices.extend(follow_members(tx, clock, None, Some(id)).await?);
                }
            }
            store::want(tx, Kind::Organization.as_str(), id, Some(id), now_ms).await?;
            if store::has_settled(tx, id).await? {
                store::want(tx, SETTINGS, id, Some(id), now_ms).await?;
            }
        }
        Kind::OrganizationDomain => {
            let organisation = object.organisation.as_deref();
            let kind = Kind::OrganizationDomain.as_str();
            store::want(tx, kind, id, organisation, now_ms).await?;
        }
        Kind::OrganizationMembership => {
            // A deletion need not say whose it was.
            let kept = store::kept(tx, object.kind, id).await?;
            let kept =
                kept.ok_or_else(|| Error::internal("a membership that was kept is not there"))?;
            let (user, organisation) = (kept.user_id.as_deref(), kept.organisation_id.as_deref());
            if let (Some(user), Some(organisation)) = (user, organisation) {
                notices.extend(follow_member(tx, clock, user, organisation).await?);
            }
        }
        Kind::Role | Kind::DirectoryUser => {}
    }
    Ok(notices)
}

/// Keeps somebody as they are now. An address is theirs of whom WorkOS said it last.
async fn keep_person(tx: &mut Tx, clock: &Clock, id: &str, user: &User) -> Result<()> {
    let owner = store::addressed(tx, &user.email.to_lowercase()).await?;
    let is_owner = owner.is_none_or(|owner| owner.id == id);
    let known = KnownPerson {
        workos_id: id,
        email: is_owner.then_some(user.email.as_str()),
        name: &user.called(),
        locale: guess(user.locale.as_deref()),
    };
    known::keep_person(tx, clock, &known).await.map(drop)
}

/// An address that somebody has had may be theirs now who had to wait for it.
async fn give_back(tx: &mut Tx, clock: &Clock, address: &str) -> Result<()> {
    let Some(owner) = store::addressed(tx, address).await? else {
        return Ok(());
    };
    let user: User = serde_json::from_str(&owner.body)
        .map_err(|cause| unreadable(Kind::User, &owner.id, &cause.to_string()))?;
    keep_person(tx, clock, &owner.id, &user).await
}

/// Memberships may come before the user and the organisation that they speak of.
async fn follow_members(
    tx: &mut Tx,
    clock: &Clock,
    user: Option<&str>,
    organisation: Option<&str>,
) -> Result<Vec<Notice>> {
    let mut notices = Vec::new();
    for membership in store::memberships(tx, user, organisation).await? {
        let (user, organisation) = (&membership.user_id, &membership.organisation_id);
        if let (Some(user), Some(organisation)) = (user, organisation) {
            notices.extend(follow_member(tx, clock, user, organisation).await?);
        }
    }
    Ok(notices)
}

/// What somebody may do in an organisation is what the newest of their memberships says that has not been deleted.
async fn follow_member(
    tx: &mut Tx,
    clock: &Clock,
    user: &str,
    organisation: &str,
) -> Result<Vec<Notice>> {
    let memberships = store::memberships(tx, Some(user), Some(organisation)).await?;
    let roles = match memberships.last() {
        Some(newest) => {
            let membership: Membership = serde_json::from_str(&newest.body).map_err(|cause| {
                unreadable(Kind::OrganizationMembership, &newest.id, &cause.to_string())
            })?;
            match membership.is_active() {
                true => membership.roles().filter_map(role_of_slug).collect(),
                false => Vec::new(),
            }
        }
        None => Vec::new(),
    };
    known::keep_member(tx, clock, organisation, user, &roles).await
}

/// A language of ours out of a locale such as `de-CH`; German, where it is none of ours.
fn guess(locale: Option<&str>) -> Locale {
    let language = locale.unwrap_or_default().split(['-', '_']).next();
    locale_named(&language.unwrap_or_default().to_ascii_lowercase()).unwrap_or(Locale::De)
}

fn body<T: serde::de::DeserializeOwned>(object: &Object) -> Result<T> {
    T::deserialize(&object.body)
        .map_err(|cause: serde_json::Error| unreadable(object.kind, &object.id, &cause.to_string()))
}

fn unreadable(kind: Kind, id: &str, why: &Unreadable) -> Error {
    Error::internal(format!(
        "{} {id} of WorkOS cannot be read: {why}",
        kind.as_str()
    ))
}
