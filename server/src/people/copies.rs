//! How people, organisations and domains stand in the registry.

use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::objects::{Domain, Kind, Organization, User, moment};
use super::store::{self, StateRow};
use crate::access::locales::{Locale, locale_name};
use crate::registry::{Copy, CopyTable, Value, moment as written};
use crate::workspace::Tx;

const USERS: CopyTable = CopyTable {
    name: "users",
    key: "workos_external_id",
    columns: &[
        "email",
        "first_name",
        "last_name",
        "email_verified",
        "profile_picture_url",
        "preferred_locale",
        "created_at",
        "updated_at",
        "deleted_at",
        "content_hash",
        "synced_at",
    ],
};

const ORGANISATIONS: CopyTable = CopyTable {
    name: "organisations",
    key: "workos_external_id",
    columns: &[
        "name",
        "metadata",
        "created_at",
        "updated_at",
        "deleted_at",
        "content_hash",
        "synced_at",
    ],
};

const DOMAINS: CopyTable = CopyTable {
    name: "organisation_domains",
    key: "workos_external_id",
    columns: &[
        "organisation_id",
        "domain",
        "state",
        "verified_at",
        "created_at",
        "updated_at",
        "deleted_at",
        "content_hash",
        "synced_at",
    ],
};

const SETTLED: CopyTable = CopyTable {
    name: "organizations_settings",
    key: "organisation_id",
    columns: &[
        "brand_guidelines",
        "billing",
        "metadata",
        "default_language",
        "retention_days",
        "updated_at",
        "deleted_at",
        "content_hash",
        "synced_at",
    ],
};

/// The word for what an organisation has settled, among the kinds of WorkOS.
pub(super) const SETTINGS: &str = "organisation_settings";

/// What has copies in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CopyKind {
    Organization,
    OrganizationDomain,
    User,
    Settings,
}

impl CopyKind {
    /// Each, in the order in which they are compared.
    pub(super) const ALL: [Self; 4] = [
        Self::Organization,
        Self::OrganizationDomain,
        Self::User,
        Self::Settings,
    ];

    /// As it is written everywhere.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Organization => Kind::Organization.as_str(),
            Self::OrganizationDomain => Kind::OrganizationDomain.as_str(),
            Self::User => Kind::User.as_str(),
            Self::Settings => SETTINGS,
        }
    }

    /// The kind of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What it is at WorkOS, if it is there.
    pub(super) const fn thing(self) -> Option<Kind> {
        match self {
            Self::Organization => Some(Kind::Organization),
            Self::OrganizationDomain => Some(Kind::OrganizationDomain),
            Self::User => Some(Kind::User),
            Self::Settings => None,
        }
    }

    /// The table that holds its copies.
    pub(super) const fn table(self) -> &'static CopyTable {
        match self {
            Self::Organization => &ORGANISATIONS,
            Self::OrganizationDomain => &DOMAINS,
            Self::User => &USERS,
            Self::Settings => &SETTLED,
        }
    }
}

/// A state as its row. What was deleted keeps its key and the time, and nothing of the person.
///
/// # Errors
/// What WorkOS said of it cannot be read, in words.
pub(super) fn copy(
    kind: CopyKind,
    state: &StateRow,
    revision: i64,
    now_ms: i64,
) -> Result<Copy, String> {
    let body = state.body.as_str();
    let updated_at = written(state.updated_at);
    let deleted_at = state.deleted_at.map(written);
    let is_gone = deleted_at.is_some();
    let values: Vec<Value> = match kind {
        CopyKind::User => {
            let locale = state.preferred_locale.clone();
            let locale = locale.unwrap_or_else(|| locale_name(Locale::De).to_owned());
            let user = if is_gone {
                None
            } else {
                Some(read::<User>(body)?)
            };
            let created_at = created(user.as_ref().map(|user| user.created_at.as_str()), state)?;
            vec![
                Value::from(user.as_ref().map_or("", |user| user.email.as_str())),
                Value::from(user.as_ref().and_then(|user| user.first_name.clone())),
                Value::from(user.as_ref().and_then(|user| user.last_name.clone())),
                Value::from(user.as_ref().is_some_and(|user| user.email_verified)),
                Value::from(
                    user.as_ref()
                        .and_then(|user| user.profile_picture_url.clone()),
                ),
                Value::from(locale),
                Value::from(created_at),
            ]
        }
        CopyKind::Organization => {
            let organization = if is_gone {
                None
            } else {
                Some(read::<Organization>(body)?)
            };
            let created_at = organization.as_ref().map(|it| it.created_at.as_str());
            let created_at = created(created_at, state)?;
            let (name, metadata) = match organization {
                Some(it) => (it.name, Json::Object(it.metadata).to_string()),
                None => (String::new(), "{}".to_owned()),
            };
            vec![
                Value::from(name),
                Value::from(metadata),
                Value::from(created_at),
            ]
        }
        CopyKind::OrganizationDomain => {
            let domain = if is_gone {
                None
            } else {
                Some(read::<Domain>(body)?)
            };
            let created_at = created(domain.as_ref().map(|it| it.created_at.as_str()), state)?;
            let verified_at = match &domain {
                Some(domain) if domain.is_verified() => Some(written(moment(&domain.updated_at)?)),
                _ => None,
            };
            let word = domain.as_ref().and_then(|it| it.state.clone());
            vec![
                Value::from(state.organisation_id.clone().unwrap_or_default()),
                Value::from(domain.map_or_else(String::new, |it| it.domain.to_ascii_lowercase())),
                Value::from(word.unwrap_or_else(|| "unknown".to_owned())),
                Value::from(verified_at),
                Value::from(created_at),
            ]
        }
        CopyKind::Settings => {
            // Who is gone has no brand, and no address for bills.
            let body: Json = if is_gone { Json::Null } else { read(body)? };
            let language = body["default_language"].as_str().unwrap_or("de").to_owned();
            let metadata = state.metadata.clone().filter(|_| !is_gone);
            let part = |name: &str| match &body[name] {
                Json::Null => "{}".to_owned(),
                part => part.to_string(),
            };
            vec![
                Value::from(part("brand")),
                Value::from(part("billing")),
                Value::from(metadata.unwrap_or_else(|| "{}".to_owned())),
                Value::from(language),
                Value::from(body["retention_days"].as_i64()),
            ]
        }
    };
    let mut row = Vec::with_capacity(values.len() + 6);
    row.push(Value::from(state.id.as_str()));
    row.extend(values);
    row.push(Value::from(updated_at));
    row.push(Value::from(deleted_at));
    row.push(Value::from(hash_of(&state.id, &row[1..])));
    row.push(Value::from(written(now_ms)));
    row.push(Value::from(revision));
    Ok(Copy { row })
}

fn read<T: serde::de::DeserializeOwned>(body: &str) -> Result<T, String> {
    serde_json::from_str(body).map_err(|cause| cause.to_string())
}

/// When it was made, by WorkOS; when it was last changed, where nobody knows any more.
fn created(created_at: Option<&str>, state: &StateRow) -> Result<String, String> {
    Ok(match created_at {
        Some(created_at) => written(moment(created_at)?),
        None => written(state.updated_at),
    })
}

/// The states of things of a kind, by their ids.
pub(super) async fn states<'a>(
    tx: &mut Tx,
    kind: CopyKind,
    ids: impl Iterator<Item = &'a str>,
) -> crate::error::Result<Vec<StateRow>> {
    match kind.thing() {
        Some(thing) => store::states(tx, thing, ids).await,
        None => store::settled(tx, ids).await,
    }
}

/// The states of things of a kind after an id, of all or of what belongs to an organisation.
pub(super) async fn states_after(
    tx: &mut Tx,
    kind: CopyKind,
    organisation: Option<&str>,
    after: &str,
    at_most: u32,
) -> crate::error::Result<Vec<StateRow>> {
    match kind.thing() {
        Some(thing) => store::states_after(tx, thing, organisation, after, at_most).await,
        None => store::settled_after(tx, organisation, after, at_most).await,
    }
}

/// The hash of how a state stands in the registry.
///
/// # Errors
/// As [`copy`].
pub(super) fn hash(kind: CopyKind, state: &StateRow, now_ms: i64) -> Result<String, String> {
    let mut copy = copy(kind, state, 0, now_ms)?;
    // Before the moment of writing, and the revision.
    let place = copy.row.len() - 3;
    match copy.row.swap_remove(place) {
        Value::Text(Some(hash)) => Ok(hash),
        _ => Err("a copy has no hash".to_owned()),
    }
}

/// Of what a row says, for comparing both sides without reading all of it. MySQL writes JSON in its own way, so it is not the row that is hashed.
fn hash_of(id: &str, values: &[Value]) -> String {
    let said: Vec<Said<'_>> = values.iter().map(Said).collect();
    let text = serde_json::to_vec(&(id, said)).expect("text and numbers are JSON");
    hex::encode(Sha256::digest(text))
}

/// A value as JSON.
struct Said<'a>(&'a Value);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => text.serialize(serializer),
            Value::Int(number) => number.serialize(serializer),
            Value::Bytes(bytes) => bytes.as_deref().map(hex::encode).serialize(serializer),
        }
    }
}
