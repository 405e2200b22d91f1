//! What WorkOS says of its things, read tolerantly: unknown fields, absent optional ones and unknown words are no errors. (WorkOS OpenAPI;
//! "Understanding events".)

use serde::Deserialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The kinds of things that are kept, by WorkOS's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    User,
    Organization,
    OrganizationDomain,
    OrganizationMembership,
    Role,
    DirectoryUser,
}

impl Kind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Organization => "organization",
            Self::OrganizationDomain => "organization_domain",
            Self::OrganizationMembership => "organization_membership",
            Self::Role => "role",
            Self::DirectoryUser => "directory_user",
        }
    }
}

/// A state of a thing, as WorkOS said it at some time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Object {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) updated_at_ms: i64,
    pub(super) said_at_ms: i64,
    /// The event that said it, if one did.
    pub(super) said_by: String,
    pub(super) deleted: bool,
    /// The deletion is only inferred.
    pub(super) inferred: bool,
    pub(super) user: Option<String>,
    pub(super) organisation: Option<String>,
    pub(super) body: Value,
}

/// What an event asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// A thing has this state, or is no more.
    Object(Object),
    /// A session of WorkOS has ended.
    SessionEnded(String),
    /// Nothing that is known here.
    Unknown,
}

/// An event, as a webhook and the Events API have it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) event: String,
    pub(super) data: Value,
    pub(super) created_at: String,
}

/// Why something of WorkOS cannot be read: words with the place.
pub(super) type Unreadable = String;

impl Event {
    pub(super) fn occurred_at_ms(&self) -> Result<i64, Unreadable> {
        moment(&self.created_at)
    }

    /// What it asks for.
    pub(super) fn change(&self) -> Result<Change, Unreadable> {
        let Some((subject, verb)) = self.event.rsplit_once('.') else {
            return Ok(Change::Unknown);
        };
        let kind = match (subject, verb) {
            ("user", "created" | "updated" | "deleted") => Kind::User,
            ("organization", "created" | "updated" | "deleted") => Kind::Organization,
            ("organization_domain", _) => Kind::OrganizationDomain,
            ("organization_membership", _) => Kind::OrganizationMembership,
            ("role" | "organization_role", _) => Kind::Role,
            ("dsync.user", "created" | "updated" | "deleted") => Kind::DirectoryUser,
            ("session", "revoked") => {
                return Ok(Change::SessionEnded(text(&self.data, "id")?.to_owned()));
            }
            _ => return Ok(Change::Unknown),
        };
        // A verification that failed wraps the domain beside its reason.
        let data = match self.data.get("organization_domain") {
            Some(wrapped) if kind == Kind::OrganizationDomain => wrapped,
            _ => &self.data,
        };
        let said_at_ms = self.occurred_at_ms()?;
        let object = Object::read(kind, data, said_at_ms, verb == "deleted")?;
        Ok(Change::Object(Object {
            said_by: self.id.clone(),
            ..object
        }))
    }
}

impl Object {
    /// Reads a thing that WorkOS spoke of at a time.
    pub(super) fn read(
        kind: Kind,
        data: &Value,
        said_at_ms: i64,
        deleted: bool,
    ) -> Result<Self, Unreadable> {
        let optional = |name| data.get(name).and_then(Value::as_str).map(str::to_owned);
        let organisation = optional("organization_id");
        // A role has no id in events: it is named by its slug, in its organisation or in all.
        let id = match kind {
            Kind::Role => format!(
                "{}/{}",
                organisation.as_deref().unwrap_or("*"),
                text(data, "slug")?
            ),
            _ => text(data, "id")?.to_owned(),
        };
        if id.len() > LONGEST_ID {
            return Err(format!("an id of {} bytes", id.len()));
        }
        // Of what is gone nothing is kept but that it is.
        let body = match deleted {
            true => Map::new(),
            false => kept(kind, data)?,
        };
        let body = Value::Object(body);
        if holds_nul(&body) {
            return Err("a text holds a NUL, which no database keeps".to_owned());
        }
        Ok(Self {
            kind,
            id,
            updated_at_ms: moment(text(data, "updated_at")?)?,
            said_at_ms,
            said_by: String::new(),
            inferred: false,
            deleted,
            user: optional("user_id"),
            organisation,
            body,
        })
    }

    /// The id of what may be no readable thing, where it has one.
    pub(super) fn id_of(data: &Value) -> Option<&str> {
        text(data, "id").ok()
    }
}

/// What is kept of a thing: all of it, where others do not speak of the same, once it is known that what is used of it can be read.
fn kept(kind: Kind, data: &Value) -> Result<Map<String, Value>, Unreadable> {
    let made = |at: &str| moment(at).map(drop);
    let wrong = |cause: serde_json::Error| cause.to_string();
    match kind {
        Kind::User => made(&User::deserialize(data).map_err(wrong)?.created_at)?,
        Kind::Organization => made(&Organization::deserialize(data).map_err(wrong)?.created_at)?,
        Kind::OrganizationDomain => made(&Domain::deserialize(data).map_err(wrong)?.created_at)?,
        Kind::OrganizationMembership => drop(Membership::deserialize(data).map_err(wrong)?),
        Kind::Role | Kind::DirectoryUser => {}
    }
    let mut kept = data.as_object().cloned().unwrap_or_default();
    reduce(kind, &mut kept);
    Ok(kept)
}

/// Leaves out what is said of people elsewhere: it is kept once, and goes once.
pub(super) fn reduce(kind: Kind, body: &mut Map<String, Value>) {
    match kind {
        // A copy of the user.
        Kind::OrganizationMembership => drop(body.remove("user")),
        Kind::DirectoryUser => body.retain(|name, _| ["id", "state"].contains(&name.as_str())),
        Kind::User | Kind::Organization | Kind::OrganizationDomain | Kind::Role => {}
    }
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(holds_nul),
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Object {
    /// A thing that is known to be gone, though WorkOS has not said when.
    pub(super) fn gone(kind: Kind, id: &str, updated_at_ms: i64, now_ms: i64) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            updated_at_ms,
            said_at_ms: now_ms,
            said_by: String::new(),
            inferred: true,
            deleted: true,
            user: None,
            organisation: None,
            body: Value::Object(Map::new()),
        }
    }
}

/// Bytes of an id; those of WorkOS have about 30.
const LONGEST_ID: usize = 64;

fn text<'a>(data: &'a Value, name: &str) -> Result<&'a str, Unreadable> {
    let value = data.get(name).and_then(Value::as_str);
    value.ok_or_else(|| format!("`{name}` is missing, or is no text"))
}

/// Milliseconds since 1970 of a moment such as `2026-01-15T12:00:00.000Z`.
pub(super) fn moment(text: &str) -> Result<i64, Unreadable> {
    let read =
        OffsetDateTime::parse(text, &Rfc3339).map_err(|_| format!("`{text}` is no moment"))?;
    i64::try_from(read.unix_timestamp_nanos() / 1_000_000)
        .map_err(|_| format!("`{text}` is far off"))
}

/// What is used of a user.
#[derive(Debug, Deserialize)]
pub(super) struct User {
    pub(super) email: String,
    #[serde(default)]
    pub(super) email_verified: bool,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) name: Option<String>,
    pub(super) profile_picture_url: Option<String>,
    pub(super) locale: Option<String>,
    pub(super) created_at: String,
}

impl User {
    /// How they are called: their names, or what stands before the @.
    pub(super) fn called(&self) -> String {
        let parts = [&self.first_name, &self.last_name];
        let names: Vec<&str> = parts
            .into_iter()
            .flatten()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty())
            .collect();
        if !names.is_empty() {
            return names.join(" ");
        }
        let name = self.name.as_deref().map(str::trim).unwrap_or_default();
        if !name.is_empty() {
            return name.to_owned();
        }
        self.email.split('@').next().unwrap_or_default().to_owned()
    }
}

/// What is used of an organisation.
#[derive(Debug, Deserialize)]
pub(super) struct Organization {
    pub(super) name: String,
    #[serde(default)]
    pub(super) metadata: Map<String, Value>,
    pub(super) created_at: String,
}

/// What is used of a domain.
#[derive(Debug, Deserialize)]
pub(super) struct Domain {
    pub(super) domain: String,
    pub(super) state: Option<String>,
    pub(super) created_at: String,
    pub(super) updated_at: String,
}

impl Domain {
    /// Whether it was proven that the domain is the organisation's.
    pub(super) fn is_verified(&self) -> bool {
        matches!(self.state.as_deref(), Some("verified" | "legacy_verified"))
    }
}

/// What is used of a membership.
#[derive(Debug, Deserialize)]
pub(super) struct Membership {
    pub(super) status: String,
    role: Option<RoleSlug>,
    roles: Option<Vec<RoleSlug>>,
}

#[derive(Debug, Deserialize)]
struct RoleSlug {
    slug: String,
}

impl Membership {
    pub(super) fn is_active(&self) -> bool {
        self.status == "active"
    }

    /// The slugs of all roles; the list, where there is one, else the one.
    pub(super) fn roles(&self) -> impl Iterator<Item = &str> {
        let listed = self.roles.as_deref().unwrap_or_default();
        let one = self.role.as_slice();
        let all = if listed.is_empty() { one } else { listed };
        all.iter().map(|role| role.slug.as_str())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const AT: &str = "2026-01-15T12:00:00.123Z";

    fn event(name: &str, data: Value) -> Event {
        Event {
            id: "event_01".to_owned(),
            event: name.to_owned(),
            data,
            created_at: AT.to_owned(),
        }
    }

    #[test]
    fn moments_are_read_to_the_millisecond() {
        assert_eq!(moment(AT), Ok(1_768_478_400_123));
        assert_eq!(
            moment("2026-01-15T13:00:00.123+01:00"),
            Ok(1_768_478_400_123)
        );
        assert!(moment("yesterday").is_err());
    }

    #[test]
    fn an_event_says_what_has_changed() {
        let user = json!({"object": "user", "id": "user_01", "email": "anna@example.ch", "created_at": AT, "updated_at": AT, "new_field": 1});
        let Change::Object(object) = event("user.updated", user.clone()).change().unwrap() else {
            panic!()
        };
        assert_eq!((object.kind, object.deleted), (Kind::User, false));
        assert_eq!(object.body, user);
        let Change::Object(gone) = event("user.deleted", user).change().unwrap() else {
            panic!()
        };
        assert_eq!((gone.deleted, gone.body), (true, json!({})));

        let domain = json!({
            "id": "org_domain_01", "organization_id": "org_01", "domain": "example.ch", "created_at": AT, "updated_at": AT, "state": "failed"
        });
        let wrapped =
            json!({"reason": "domain_verification_period_expired", "organization_domain": domain});
        let failed = event("organization_domain.verification_failed", wrapped);
        let Change::Object(object) = failed.change().unwrap() else {
            panic!()
        };
        assert_eq!(object.id, "org_domain_01");
        assert_eq!(object.organisation.as_deref(), Some("org_01"));

        let role = json!({"slug": "designer", "updated_at": AT});
        let Change::Object(object) = event("role.updated", role).change().unwrap() else {
            panic!()
        };
        assert_eq!(object.id, "*/designer");

        let session = event("session.revoked", json!({"id": "session_01"}));
        assert_eq!(
            session.change(),
            Ok(Change::SessionEnded("session_01".to_owned()))
        );
        for unknown in [
            "invoice.paid",
            "permission.created",
            "nonsense",
            "session.created",
        ] {
            assert_eq!(event(unknown, json!({})).change(), Ok(Change::Unknown));
        }
        let nameless = event("user.created", json!({"updated_at": AT}));
        assert!(nameless.change().unwrap_err().contains("`id`"));
    }

    #[test]
    fn what_cannot_be_used_is_refused_before_it_is_kept() {
        let read = |kind, data: Value| Object::read(kind, &data, 0, false);
        let user = |change: fn(&mut Value)| {
            let mut user =
                json!({"id": "user_01", "email": "a@b.ch", "created_at": AT, "updated_at": AT});
            change(&mut user);
            read(Kind::User, user)
        };
        assert!(user(|_| ()).is_ok());
        assert!(user(|it| it["email"] = Value::Null).is_err());
        assert!(user(|it| it["created_at"] = json!("once")).is_err());
        assert!(
            user(|it| it["first_name"] = json!("a\0b"))
                .unwrap_err()
                .contains("NUL")
        );
        assert!(user(|it| it["metadata"] = json!({ "a\0": [] })).is_err());
        let stateless = json!({"id": "om_01", "updated_at": AT});
        assert!(read(Kind::OrganizationMembership, stateless).is_err());
    }

    #[test]
    fn what_others_say_of_people_is_not_kept_twice() {
        let membership = json!({"id": "om_01", "updated_at": AT, "status": "active", "user": {"email": "a@b.ch"}});
        let object = Object::read(Kind::OrganizationMembership, &membership, 0, false).unwrap();
        assert_eq!(object.body.get("user"), None);
        assert_eq!(object.body["status"], "active");
        let directory =
            json!({"id": "directory_user_01", "updated_at": AT, "state": "active", "emails": []});
        let object = Object::read(Kind::DirectoryUser, &directory, 0, false).unwrap();
        assert_eq!(
            object.body,
            json!({"id": "directory_user_01", "state": "active"})
        );
    }

    #[test]
    fn a_membership_names_one_role_or_several() {
        let read = |data| serde_json::from_value::<Membership>(data).unwrap();
        let one = read(json!({"status": "active", "role": {"slug": "approver"}}));
        assert_eq!(one.roles().collect::<Vec<_>>(), ["approver"]);
        let two = read(
            json!({"status": "pending", "role": {"slug": "a"}, "roles": [{"slug": "a"}, {"slug": "b"}]}),
        );
        assert_eq!(two.roles().collect::<Vec<_>>(), ["a", "b"]);
        assert!(!two.is_active());
    }

    #[test]
    fn somebody_without_a_name_is_called_by_their_address() {
        let read = |first: Value, name: Value| {
            let user = json!({"email": "anna@example.ch", "first_name": first, "name": name, "created_at": AT});
            serde_json::from_value::<User>(user).unwrap().called()
        };
        assert_eq!(read(json!(" Anna "), json!("x")), "Anna");
        assert_eq!(read(Value::Null, json!("Anna K")), "Anna K");
        assert_eq!(read(Value::Null, Value::Null), "anna");
    }
}
