//! Ids that carry their kind: a prefix, then a time-ordered UUID (version 7) as 32 lower-case hex digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// What all ids have in common, so that a clock can make any of them.
pub trait Id: Copy + Eq + fmt::Display + FromStr<Err = MalformedId> {
    /// The kind, as written before the underscore.
    const PREFIX: &'static str;

    /// The id that wraps this UUID.
    fn from_uuid(uuid: Uuid) -> Self;

    /// The UUID inside.
    fn uuid(self) -> Uuid;
}

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind: expected `{expected}_` and 32 lower-case hexadecimal digits")]
pub struct MalformedId {
    /// The prefix that was expected.
    pub expected: &'static str,
}

/// Reads exactly what [`fmt::Display`] writes: one id has one spelling.
fn parse(text: &str, prefix: &'static str) -> Result<Uuid, MalformedId> {
    let malformed = MalformedId { expected: prefix };
    let digits = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .ok_or(malformed)?;
    let lower_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digits.len() != 32 || !digits.bytes().all(lower_hex) {
        return Err(malformed);
    }
    Uuid::try_parse(digits).map_err(|_| malformed)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ts_rs::TS, utoipa::ToSchema)]
        #[ts(type = "string")]
        #[schema(value_type = String)]
        pub struct $name(Uuid);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;

            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                parse(text, $prefix).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = MalformedId;

            fn try_from(text: String) -> Result<Self, MalformedId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A customer.
    OrganisationId = "org";
    /// Somebody who signs in.
    PersonId = "per";
    /// A certificate design.
    TemplateId = "tpl";
    /// The live, shared layout of a template.
    DraftId = "drf";
    /// An uploaded image.
    AssetId = "ast";
    /// One sign-in of one person. Not a secret: the token is, and is never stored.
    SessionId = "ses";
    /// A key for programs. Not a secret: what is shown once is.
    ApiKeyId = "key";
    /// Work on everything that somebody has asked for.
    RunId = "run";
    /// Something that was done.
    EventId = "evt";
    /// Somebody who acted in another's name.
    ImpersonatorId = "imp";
    /// A discussion that is pinned to a draft.
    ThreadId = "thr";
    /// What somebody has said in a discussion.
    CommentId = "com";
    /// Something that somebody is told of.
    NotificationId = "ntf";
    /// A mail.
    MailId = "mal";
    /// What a draft held at one moment.
    VersionId = "ver";
    /// A decision that is asked for on one version.
    ReviewId = "rev";
    /// Something that is done to what is published of a template.
    PublicationId = "pub";
    /// Somebody without an account, whom a review link lets in.
    GuestId = "gst";
    /// A published version that was filled in for one person. Random enough that nobody finds one by guessing.
    CertificateId = "crt";
    /// Certificates that are issued together.
    BatchId = "bat";
    /// An image that a field of a certificate is filled with.
    CertificateImageId = "cim";
    /// Something that is done to a certificate after it was issued.
    CertificateActId = "act";
    /// Where it is said whether certificates still hold.
    StatusListId = "stl";
    /// A file with many people in it, from which certificates are issued.
    ListId = "lst";
    /// Somebody whom certificates were given to, and who has shown that an address is theirs.
    RecipientId = "rcp";
    /// An address of theirs.
    RecipientAddressId = "adr";
    /// What somebody asks of an organisation: to be called otherwise in a certificate.
    NameRequestId = "nrq";
    /// An address under which a certificate is shown without what it says of somebody. As random as that of a certificate.
    ShareId = "shr";
}

/// Who does something: somebody who signs in, or a guest. Written as the id of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ts_rs::TS)]
#[ts(type = "string")]
pub enum ActorId {
    /// Somebody who signs in.
    Person(PersonId),
    /// A guest.
    Guest(GuestId),
}

impl ActorId {
    /// The person, if it is one.
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Guest(_) => None,
        }
    }

    /// The guest, if it is one.
    pub const fn guest(self) -> Option<GuestId> {
        match self {
            Self::Person(_) => None,
            Self::Guest(guest) => Some(guest),
        }
    }
}

impl From<PersonId> for ActorId {
    fn from(person: PersonId) -> Self {
        Self::Person(person)
    }
}

impl From<GuestId> for ActorId {
    fn from(guest: GuestId) -> Self {
        Self::Guest(guest)
    }
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(person) => fmt::Display::fmt(person, f),
            Self::Guest(guest) => fmt::Display::fmt(guest, f),
        }
    }
}

impl FromStr for ActorId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        text.parse()
            .map(Self::Person)
            .or_else(|_| text.parse().map(Self::Guest))
    }
}

impl TryFrom<String> for ActorId {
    type Error = MalformedId;

    fn try_from(text: String) -> Result<Self, MalformedId> {
        text.parse()
    }
}

impl Serialize for ActorId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ActorId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b";

    #[test]
    fn an_id_has_one_spelling() {
        let text = format!("tpl_{UUID}");
        let id: TemplateId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{text}\""));
        assert_eq!(
            serde_json::from_str::<TemplateId>(&format!("\"{text}\"")).unwrap(),
            id
        );
    }

    #[test]
    fn an_actor_is_a_person_or_a_guest() {
        let person: PersonId = format!("per_{UUID}").parse().unwrap();
        let guest: GuestId = format!("gst_{UUID}").parse().unwrap();
        for (actor, of) in [
            (ActorId::from(person), (Some(person), None)),
            (ActorId::from(guest), (None, Some(guest))),
        ] {
            let text = actor.to_string();
            assert_eq!(text.parse::<ActorId>(), Ok(actor));
            assert_eq!(
                serde_json::to_string(&actor).unwrap(),
                format!("\"{text}\"")
            );
            assert_eq!((actor.person(), actor.guest()), of);
        }
        assert!(format!("tpl_{UUID}").parse::<ActorId>().is_err());
    }

    #[test]
    fn other_spellings_are_malformed() {
        for text in [
            "",
            "tpl_",
            UUID,
            &format!("drf_{UUID}"),
            &format!("tpl_{}", UUID.to_uppercase()),
            &format!("tpl_{UUID}0"),
            &format!("tpl_{} ", &UUID[..31]),
            "tpl_0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
            "tpl_{0190a1b2c3d47e5f8a9b0c1d2e3f4a5}",
        ] {
            assert!(text.parse::<TemplateId>().is_err(), "{text:?} was taken");
        }
    }
}
