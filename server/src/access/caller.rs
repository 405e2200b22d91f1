//! The caller of a request, and permissions as types in a handler's arguments.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use imprimatur_protocol::{ErrorCode, OrganisationId, PersonId, SessionId};

use serde_json::Value;

use super::locales::Locale;
use super::roles::{Permission, Rights, Role, allows, permission_name, role_name};
use super::session::{self, Proof};
use crate::error::{Error, Kind, Result};
use crate::events::{Event, EventKind};
use crate::platform::Platform;

/// Somebody with a session. That says who they are, not yet what they may do.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The session, by its id; not a secret.
    pub session: SessionId,
    /// When the session ends, in milliseconds since 1970.
    pub expires_at_ms: i64,
    /// The organisation that they signed in to; every row they reach is its own.
    pub organisation: Organisation,
    /// Who they are.
    pub person: Person,
    /// What they are there to do: the first of their roles.
    pub role: Role,
    /// What they may do: what their membership allows and their session brings.
    pub rights: Rights,
    /// What kind of a session it is.
    pub kind: SessionKind,
    /// Who acts in their name, by their address.
    pub impersonator: Option<String>,
}

/// What kind of a session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// Of somebody who signed in here, without a password.
    Local,
    /// Of a browser that came by WorkOS.
    WorkOs,
    /// Of a program that holds a token of WorkOS. It ends with the token.
    Bearer,
    /// Of a program that holds a key of ours.
    Key,
}

impl SessionKind {
    /// As the database has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::WorkOs => "workos",
            Self::Bearer => "bearer",
            Self::Key => "key",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Local, Self::WorkOs, Self::Bearer, Self::Key]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// A customer.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Stable.
    pub id: OrganisationId,
    /// As its members call it.
    pub name: String,
}

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// Stable.
    pub id: PersonId,
    /// First name and surname.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// The colour of their cursor, `#rrggbb`.
    pub color: &'static str,
    /// The language that the interface greets them in.
    pub preferred_locale: Locale,
}

impl Caller {
    /// Whether they may.
    pub fn may(&self, permission: Permission) -> bool {
        self.rights.allow(permission)
    }

    /// Something that they do, to be recorded in the transaction in which it is done.
    pub fn does(&self, kind: EventKind, subject: Option<String>, details: Value) -> Event<'_> {
        Event {
            kind,
            organisation: self.organisation.id,
            actor: self.person.id.into(),
            impersonator: self.impersonator.as_deref(),
            subject,
            details,
        }
    }

    /// Refuses, with a sentence, what the role does not allow.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) {
            return Ok(());
        }
        let permission_name = permission_name(permission);
        let sentence = if self.impersonator.is_some() && allows(self.role, permission) {
            format!(
                "This needs the permission `{permission_name}`, which nobody has who acts in somebody else's name."
            )
        } else if allows(self.role, permission) {
            format!(
                "This needs the permission `{permission_name}`, which this sign-in does not bring. Sign in again, or ask for a key that has it."
            )
        } else {
            format!(
                "This needs the permission `{permission_name}`, which the role `{}` does not have. Ask an administrator of {}.",
                role_name(self.role),
                self.organisation.name
            )
        };
        Err(Error::new(
            Kind::Forbidden,
            ErrorCode::PermissionRequired,
            sentence,
        ))
    }
}

/// Looks the caller up, and counts the request for the person and the organisation.
async fn admit(platform: &Platform, proof: &Proof) -> Result<Caller> {
    let caller = session::look_up(platform, proof).await?;
    platform.requests.of_caller(
        caller.organisation.id,
        caller.person.id.into(),
        platform.clock.now_ms(),
    )?;
    Ok(caller)
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Platform: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let proof = Proof::from_headers(&parts.headers).ok_or_else(Error::unauthenticated)?;
        admit(&Platform::from_ref(state), &proof).await
    }
}

/// A caller who may view, on the route of a socket (C2): `?token=` is taken too, and the cookie counts only with
/// an `Origin`, whose being our own has been checked for every request that carries one.
#[derive(Debug, Clone)]
pub struct SocketCaller(pub Caller);

impl<S> FromRequestParts<S> for SocketCaller
where
    S: Send + Sync,
    Platform: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let proof = Proof::from_query(&parts.uri)
            .or_else(|| Proof::from_headers(&parts.headers))
            .ok_or_else(Error::unauthenticated)?;
        if matches!(proof, Proof::Cookie(_)) && !parts.headers.contains_key(header::ORIGIN) {
            return Err(Error::new(
                Kind::Forbidden,
                ErrorCode::OriginNotAllowed,
                "A socket without an Origin needs a token: `Authorization: Bearer` or `?token=`.",
            ));
        }
        let caller = admit(&Platform::from_ref(state), &proof).await?;
        caller.require(Permission::View)?;
        Ok(Self(caller))
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $permission:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(Caller);

        impl $name {
            /// The caller's organisation, the first argument of every query.
            pub fn organisation(&self) -> OrganisationId {
                self.0.organisation.id
            }

            /// Who it is.
            pub fn caller(&self) -> &Caller {
                &self.0
            }
        }

        impl<S> FromRequestParts<S> for $name
        where
            S: Send + Sync,
            Platform: FromRef<S>,
        {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
                let caller = Caller::from_request_parts(parts, state).await?;
                caller.require($permission)?;
                Ok(Self(caller))
            }
        }
    )*};
}

permissions! {
    /// A caller who may see templates and drafts. Holding one is the permission.
    Viewer = Permission::View;
    /// A caller who may change layouts, and make and remove templates. Holding one is the permission.
    Designer = Permission::EditLayout;
    /// A caller who may take part in discussions. Holding one is the permission.
    Commenter = Permission::Comment;
    /// A caller who may change texts of layouts, or more of them. Holding one is the permission.
    Editor = Permission::EditTexts;
    /// A caller who may decide reviews. Holding one is the permission.
    Approver = Permission::Approve;
    /// A caller who may publish what was approved. Holding one is the permission.
    Publisher = Permission::Publish;
    /// A caller who may manage members and settings. Holding one is the permission.
    Manager = Permission::Manage;
    /// A caller who may issue certificates, suspend and revoke them. Holding one is the permission.
    Issuer = Permission::Issue;
}
