//! Who the caller is, and signing in and out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::id::{ApiKeyId, OrganisationId, PersonId};

/// What a member of an organisation is there to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Does everything, and manages the organisation.
    Admin,
    /// Makes layouts.
    Designer,
    /// Writes texts inside the layouts of others.
    ContentEditor,
    /// Decides reviews and publishes.
    Approver,
    /// Looks.
    Viewer,
}

/// What a role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See templates, drafts and who is in them.
    View,
    /// Change layouts; create, rename and delete templates.
    EditLayout,
    /// Change texts inside a layout.
    EditTexts,
    /// Take part in discussions.
    Comment,
    /// Decide a review.
    Approve,
    /// Place a version in the registry.
    Publish,
    /// Manage members and settings.
    Manage,
    /// Issue certificates, suspend and revoke them.
    Issue,
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// German.
    De,
    /// French.
    Fr,
    /// Italian.
    It,
    /// Romansh.
    Rm,
    /// English.
    En,
}

/// Answer of `GET /auth/options`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct SignInOptionsBody {
    /// The sample people that anybody may sign in as; empty when local sign-in is off.
    pub local: Vec<LocalPersonBody>,
    /// Whether people sign in by WorkOS: `GET /auth/sign-in`.
    #[serde(default)]
    pub workos: bool,
}

/// Body of `POST /auth/switch`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SwitchBody {
    /// Where to go over to.
    pub organisation_id: OrganisationId,
}

/// Answer of `POST /auth/sign-out`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct SignedOutBody {
    /// Where the browser has to go to end the sign-in there, too: a page of WorkOS. Null where there is none.
    pub next: Option<String>,
}

/// A key for programs, without its secret.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct ApiKeyBody {
    /// Stable.
    pub id: ApiKeyId,
    /// What it is for, in its maker's words.
    pub name: String,
    /// How it begins, to tell it from others.
    pub shown: String,
    /// What it allows.
    pub scopes: Vec<Permission>,
    /// Who made it.
    pub created_by: PersonRefBody,
    /// When it was made (RFC 3339).
    pub created_at: String,
    /// When it was last used, to the minute.
    pub used_at: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<String>,
}

/// Answer of `GET /api/keys`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct ApiKeysBody {
    /// The newest first; those that were taken back among them.
    pub keys: Vec<ApiKeyBody>,
}

/// Body of `POST /api/keys`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct NewApiKeyBody {
    /// What it is for.
    pub name: String,
    /// What it is to allow; anything but `manage`.
    pub scopes: Vec<Permission>,
}

/// Answer of `POST /api/keys`.
#[derive(Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct CreatedApiKeyBody {
    /// The key's id.
    pub id: ApiKeyId,
    /// For `Authorization: Bearer`. A secret, and shown this once.
    pub key: String,
}

/// A sample person on the sign-in page.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct LocalPersonBody {
    /// The address to send to `POST /auth/local`.
    pub email: String,
    /// First name and surname.
    pub name: String,
    /// What this person may do.
    pub role: Role,
    /// The name of the person's organisation.
    pub organisation: String,
}

/// Body of `POST /auth/local`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LocalSignInBody {
    /// One of the addresses that `GET /auth/options` lists.
    pub email: String,
}

/// Answer of `POST /auth/local`.
#[derive(Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct SignedInBody {
    /// For `Authorization: Bearer`, and `?token=` on a socket. A secret. Browsers use the cookie instead.
    pub token: String,
}

/// Answer of `GET /api/me`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct MeBody {
    /// The caller.
    pub person: PersonBody,
    /// The organisation that the caller signed in to.
    pub organisation: OrganisationBody,
    /// The caller's role there.
    pub role: Role,
    /// What the caller may do: what the roles allow and the sign-in brings.
    pub permissions: Vec<Permission>,
    /// Every organisation that the caller is a member of, this one among them.
    #[serde(default)]
    pub organisations: Vec<OrganisationBody>,
    /// Who acts in the caller's name, by their address.
    #[serde(default)]
    pub impersonator: Option<String>,
}

/// Body of `PATCH /api/me`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeMeBody {
    /// The language that the interface greets the caller in: `de` `fr` `it` `rm` `en`.
    #[schema(value_type = Locale)]
    #[ts(as = "Locale")]
    pub preferred_locale: String,
}

/// The caller, as the caller sees it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct PersonBody {
    /// Stable.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The colour of the person's cursor, `#rrggbb`.
    pub color: String,
    /// The language that the interface greets the person in.
    pub preferred_locale: Locale,
}

/// Somebody, as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, TS)]
pub struct PersonRefBody {
    /// Stable.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
}

/// A customer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, TS)]
pub struct OrganisationBody {
    /// Stable.
    pub id: OrganisationId,
    /// As its members call it.
    pub name: String,
}
