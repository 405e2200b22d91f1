//! What an administrator sees of people and organisations: how they come in from WorkOS, and how they go out to the registry.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::access::{Locale, Role};
use crate::id::{AssetId, EventId, PersonId, RunId};

/// Answer of `GET /api/admin/sync`, and each message of its stream. Of things, only those of the caller's organisation are counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct SyncBody {
    /// Whether people come from WorkOS here.
    pub workos: bool,
    /// The registry that copies are brought to.
    pub registry: RegistryBody,
    /// How many things stand how, by their kind.
    pub kinds: Vec<SyncKindBody>,
    /// Since when the oldest change waits that is not in the registry (RFC 3339).
    pub oldest_waiting_at: Option<String>,
    /// The last hour of the whole program, minute by minute, the oldest first; minutes in which nothing happened are left out.
    pub minutes: Vec<SyncMinuteBody>,
    /// What comes in by webhooks.
    pub webhooks: WebhooksBody,
    /// What is fetched by the Events API.
    pub events: EventsBody,
    /// The keys that tokens are checked with.
    pub keys: KeysBody,
    /// The newest runs, the newest first.
    pub runs: Vec<RunBody>,
}

/// The registry that copies are brought to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct RegistryBody {
    /// Whether it is a MySQL of its own, rather than a file of this program's.
    pub is_mysql: bool,
    /// `ok`, `differs`, `unreachable`, or `unchecked` before the first look.
    pub state: String,
    /// When it was last looked at (RFC 3339).
    pub checked_at: Option<String>,
    /// Why it cannot be asked, in words.
    pub failure: Option<String>,
    /// What its tables lack, as the SQL that mends it.
    pub differences: Vec<String>,
}

/// How many things of a kind stand how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct SyncKindBody {
    /// `user`, `organization`, `organization_domain`, `organisation_settings`.
    pub kind: String,
    /// To be brought, for the first time or anew.
    #[ts(type = "number")]
    pub pending: i64,
    /// To be brought, and the last try failed.
    #[ts(type = "number")]
    pub failed: i64,
    /// In the registry as they are.
    #[ts(type = "number")]
    pub success: i64,
}

/// What was done in a minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct SyncMinuteBody {
    /// When it began (RFC 3339).
    pub at: String,
    /// Brought to the registry.
    #[ts(type = "number")]
    pub synced: i64,
    /// Not brought there.
    #[ts(type = "number")]
    pub failed: i64,
    /// Events that came from WorkOS.
    #[ts(type = "number")]
    pub received: i64,
}

/// What comes in by webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct WebhooksBody {
    /// When the last one came (RFC 3339).
    pub received_at: Option<String>,
    /// Events that are not worked off yet, whichever way they came.
    #[ts(type = "number")]
    pub waiting: i64,
    /// Events that were given up.
    #[ts(type = "number")]
    pub failed: i64,
    /// Webhooks that were refused for their signature.
    pub refused: Vec<RefusedWebhooksBody>,
}

/// Webhooks that were refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct RefusedWebhooksBody {
    /// `malformed`, `too_old`, `too_new`, `forged`.
    pub reason: String,
    /// How many.
    #[ts(type = "number")]
    pub times: i64,
    /// When the last one was (RFC 3339).
    pub refused_at: String,
}

/// What is fetched by the Events API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct EventsBody {
    /// When they were last fetched (RFC 3339).
    pub fetched_at: Option<String>,
    /// When the last one happened that was fetched (RFC 3339).
    pub event_at: Option<String>,
    /// Why they cannot be fetched, in words.
    pub failure: Option<String>,
    /// Since when some are missing that WorkOS does not keep any more (RFC 3339); a backfill mends it.
    pub gap_at: Option<String>,
}

/// The keys that tokens are checked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct KeysBody {
    /// Their ids. Empty until the first token comes.
    pub ids: Vec<String>,
    /// When they were last fetched (RFC 3339).
    pub fetched_at: Option<String>,
    /// Why they cannot be fetched, in words.
    pub failure: Option<String>,
}

/// Answer of `GET /api/admin/events`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct HappenedBody {
    /// The newest first.
    pub events: Vec<EventBody>,
    /// What the next answer is asked with; none at the end.
    pub before: Option<EventId>,
}

/// Something that was done that somebody may have to answer for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct EventBody {
    /// Stable; later ones sort after earlier ones.
    pub id: EventId,
    /// `session.impersonated`, `key.created`, `key.revoked`, `settings.changed`, `run.asked`.
    pub kind: String,
    /// Who did it.
    pub actor_id: PersonId,
    /// How they are called, unless they are gone.
    pub actor_name: Option<String>,
    /// The address of whoever acted in their name, unless that was erased.
    pub impersonator: Option<String>,
    /// What it was done to.
    pub subject_id: Option<String>,
    /// What else there is to say.
    #[ts(type = "unknown")]
    pub details: serde_json::Value,
    /// When (RFC 3339).
    pub occurred_at: String,
}

/// Work on everything of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct RunBody {
    /// Stable.
    pub id: RunId,
    /// `backfill` or `reconcile`.
    pub kind: String,
    /// `running`, `done`, `failed`.
    pub state: String,
    /// When it was asked for (RFC 3339).
    pub started_at: String,
    /// When it ended (RFC 3339).
    pub ended_at: Option<String>,
    /// Things that were looked at.
    #[ts(type = "number")]
    pub done: i64,
    /// How many there are, as far as one can know.
    #[ts(type = "number | null")]
    pub total: Option<i64>,
    /// Not known before; with a reconcile, missing in the registry.
    #[ts(type = "number")]
    pub created: i64,
    /// Known as something else; with a reconcile, different in the registry.
    #[ts(type = "number")]
    pub changed: i64,
    /// Known as they are.
    #[ts(type = "number")]
    pub unchanged: i64,
    /// Not to be read; with a reconcile, in the registry alone.
    #[ts(type = "number")]
    pub refused: i64,
    /// Gone at WorkOS.
    #[ts(type = "number")]
    pub removed: i64,
    /// Why it failed, in words.
    pub error: Option<String>,
}

/// Body of `POST /api/admin/sync/runs`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewRunBody {
    /// `backfill` or `reconcile`.
    pub kind: String,
}

/// Answer of `POST /api/admin/sync/runs`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct AskedRunBody {
    /// The run that was asked for, now or before.
    pub id: RunId,
}

/// Body of `POST /api/admin/sync/retry`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RetryBody {
    /// One thing alone; all that failed without it.
    #[serde(default)]
    pub thing: Option<ThingBody>,
}

/// A thing of WorkOS.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ThingBody {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// Answer of `POST /api/admin/sync/retry`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct RetriedBody {
    /// How many are tried again now.
    #[ts(type = "number")]
    pub retried: u64,
}

/// Answer of `GET /api/admin/sync/things`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct SyncThingsBody {
    /// In the order of kind and id.
    pub things: Vec<SyncThingBody>,
    /// What to ask for next: `?after=`. Null at the end.
    pub after: Option<String>,
}

/// How a thing stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct SyncThingBody {
    /// Its kind.
    pub kind: String,
    /// Its id at WorkOS.
    pub id: String,
    /// What people call it: a name, an address, a domain.
    pub name: String,
    /// `pending`, `failed`, `success`.
    pub state: String,
    /// Tries since it last was brought.
    #[ts(type = "number")]
    pub attempts: i64,
    /// Why the last try failed, as a stable word.
    pub reason: Option<String>,
    /// And in the registry's words.
    pub said: Option<String>,
    /// When it failed (RFC 3339).
    pub failed_at: Option<String>,
    /// When it is tried next (RFC 3339).
    pub next_try_at: Option<String>,
    /// When it was last brought (RFC 3339).
    pub synced_at: Option<String>,
}

/// Answer of `GET /api/admin/people`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct MembersBody {
    /// By their names.
    pub members: Vec<MemberBody>,
    /// How many there are in all.
    #[ts(type = "number")]
    pub total: i64,
    /// What to ask for next: `?after=`. Null at the end.
    pub after: Option<String>,
    /// The domains of the organisation.
    pub domains: Vec<DomainBody>,
    /// Whether they come from WorkOS, and are changed there.
    pub workos: bool,
}

/// A member of the organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
pub struct MemberBody {
    /// Stable.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The colour of their cursor, `#rrggbb`.
    pub color: String,
    /// Every role, the weightiest first.
    pub roles: Vec<Role>,
    /// The language that the interface greets them in.
    pub preferred_locale: Locale,
    /// When they became one (RFC 3339).
    pub since: String,
}

/// A domain of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct DomainBody {
    /// The domain.
    pub domain: String,
    /// `pending`, `verified`, `failed`, …, as WorkOS has it.
    pub state: String,
    /// Another organisation has verified it as well: nobody is found by it.
    pub is_contested: bool,
}

/// What an organisation has settled for itself; also the body of `PUT /api/settings`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettingsBody {
    /// The language in which it issues, where nothing else is said.
    pub default_language: Locale,
    /// For how many days what it issues is kept; null: for ever.
    #[ts(type = "number | null")]
    pub retention_days: Option<i64>,
    /// How it looks.
    pub brand: BrandBody,
    /// Who is billed. Empty for those who do not manage.
    pub billing: BillingBody,
}

/// How an organisation looks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct BrandBody {
    /// Its main colour, `#RRGGBB`.
    pub primary: Option<String>,
    /// What stands out against it, `#RRGGBB`.
    pub accent: Option<String>,
    /// Colours beside these two that certificates may have, `#RRGGBB`. Without any, every colour is free.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub colors: Vec<String>,
    /// Families that certificates are set in. Without any, every family is free.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub fonts: Vec<String>,
    /// The logo that certificates carry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub logo: Option<BrandLogoBody>,
    /// Elements that are to be locked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Lockable>>", optional)]
    pub locked: Vec<Lockable>,
}

/// A logo, and the room around it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BrandLogoBody {
    /// Uploaded images that show it.
    pub assets: Vec<AssetId>,
    /// Millimetres around it in which nothing else stands.
    pub clear_mm: f64,
}

/// A kind of elements that an organisation may want locked, so that nobody moves one by accident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Lockable {
    /// Whatever shows the logo.
    Logo,
    /// Seals.
    Seal,
    /// Places to sign.
    Signature,
    /// QR codes.
    Qr,
}

impl Lockable {
    /// As it is written everywhere.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Logo => "logo",
            Self::Seal => "seal",
            Self::Signature => "signature",
            Self::Qr => "qr",
        }
    }
}

/// Who is billed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct BillingBody {
    /// Where bills go.
    pub email: Option<String>,
    /// What is to stand on them.
    pub reference: Option<String>,
}

/// Answer of `GET /api/people/lookup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct FoundPersonBody {
    /// Stable.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Their id at WorkOS, if they come from there.
    pub workos_id: Option<String>,
}
