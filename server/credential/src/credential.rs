//! A certificate as a credential: Open Badges 3.0, section B ("Data Model"), `OpenBadgeCredential`, and of it what certificates say.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::did::Did;
use crate::proof::{Document, Proof};
use crate::shape::{
    AchievementSubject, AchievementType, IdentityObject, Ob3Context, OpenBadgeCredential, Profile,
    ResultDescription, ResultType, V2Context, VerifiableCredential,
};
use crate::status::StatusEntry;
use crate::text::{Moment, Text, Url};

/// What a certificate says. Signed by [`crate::sign`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Credential {
    #[serde(rename = "@context")]
    context: (V2Context, Ob3Context),
    /// Where it can be checked.
    pub id: Url,
    #[serde(rename = "type")]
    types: (VerifiableCredential, OpenBadgeCredential),
    /// What it is called.
    pub name: Text,
    /// Whose it is.
    pub issuer: Issuer,
    /// Since when it holds.
    pub valid_from: Moment,
    /// Until when; without it, for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Moment>,
    /// Whom it is given to, and for what.
    pub credential_subject: Recipient,
    /// Where it is said that it does not hold any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credential_status: Vec<StatusEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proof: Option<[Proof; 1]>,
}

impl Credential {
    /// One that holds for ever, and whose state stands in no list.
    pub fn new(
        id: Url,
        name: Text,
        issuer: Issuer,
        valid_from: Moment,
        recipient: Recipient,
    ) -> Self {
        Self {
            context: Default::default(),
            id,
            types: Default::default(),
            name,
            issuer,
            valid_from,
            valid_until: None,
            credential_subject: recipient,
            credential_status: Vec::new(),
            proof: None,
        }
    }
}

impl Document for Credential {
    fn contexts(&self) -> Value {
        json!(self.context)
    }

    fn issuer(&self) -> &Did {
        &self.issuer.id
    }

    fn proof(&mut self) -> &mut Option<[Proof; 1]> {
        &mut self.proof
    }
}

/// An organisation that issues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Who it is, for machines.
    pub id: Did,
    #[serde(rename = "type")]
    types: [Profile; 1],
    /// Who it is, for people.
    pub name: Text,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
}

impl Issuer {
    /// One without a page.
    pub fn new(id: Did, name: Text) -> Self {
        Self {
            id,
            types: Default::default(),
            name,
            url: None,
        }
    }
}

/// Whom a certificate is given to, and for what: `AchievementSubject`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recipient {
    #[serde(rename = "type")]
    types: [AchievementSubject; 1],
    /// Who they are, said in one way or several.
    pub identifier: Vec<Identity>,
    /// The number of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_number: Option<Text>,
    /// For what.
    pub achievement: Achievement,
    /// What else the certificate says: its fields.
    #[serde(default, rename = "result", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<FieldValue>,
}

impl Recipient {
    /// Somebody who has achieved something.
    pub fn new(identifier: Vec<Identity>, achievement: Achievement) -> Self {
        Self {
            types: Default::default(),
            identifier,
            license_number: None,
            achievement,
            values: Vec::new(),
        }
    }
}

/// One way to say who somebody is: `IdentityObject`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Identity {
    #[serde(rename = "type")]
    types: IdentityObject,
    /// Whether it can be compared, and not read.
    pub hashed: bool,
    /// What is said, or `sha256$` and the hash of it and of the salt in hex.
    pub identity_hash: Text,
    /// What it is.
    pub identity_type: IdentityKind,
    /// What was hashed with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Text>,
}

/// What somebody is known by (Open Badges 3.0, `IdentifierTypeEnum`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IdentityKind {
    /// Their name.
    Name,
    /// Their address for mail.
    EmailAddress,
    /// What they are called in a system of the issuer's.
    SystemId,
}

impl Identity {
    /// Said openly.
    pub fn open(kind: IdentityKind, value: Text) -> Self {
        Self {
            types: IdentityObject::It,
            hashed: false,
            identity_hash: value,
            identity_type: kind,
            salt: None,
        }
    }

    /// Said so that who knows it finds it again, and nobody reads it.
    pub fn hashed(kind: IdentityKind, value: &str, salt: Text) -> Self {
        use sha2::{Digest, Sha256};
        let hash = Sha256::digest(format!("{value}{salt}"));
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Self {
            types: IdentityObject::It,
            hashed: true,
            identity_hash: Text::new(format!("sha256${hex}")).expect("a plain text"),
            identity_type: kind,
            salt: Some(salt),
        }
    }
}

/// For what a certificate is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Achievement {
    /// Which one, for machines.
    pub id: Url,
    #[serde(rename = "type")]
    types: [AchievementType; 1],
    /// Of what kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub achievement_type: Option<AchievementKind>,
    /// What it is called.
    pub name: Text,
    /// What it is.
    pub description: Text,
    /// What had to be done for it.
    pub criteria: Criteria,
    /// The language of these words.
    pub in_language: Text,
    /// The version of the template that the certificate was made from.
    pub version: Text,
    /// The fields that a certificate for it has.
    #[serde(
        default,
        rename = "resultDescription",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub fields: Vec<Field>,
}

impl Achievement {
    /// One whose certificates have no fields.
    pub fn new(
        id: Url,
        name: Text,
        description: Text,
        criteria: Text,
        in_language: Text,
        version: Text,
    ) -> Self {
        Self {
            id,
            types: Default::default(),
            achievement_type: None,
            name,
            description,
            criteria: Criteria {
                narrative: criteria,
            },
            in_language,
            version,
            fields: Vec::new(),
        }
    }
}

/// Kinds of certificates (Open Badges 3.0, `AchievementType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AchievementKind {
    /// For taking part or having done something.
    Certificate,
    /// For finishing an education.
    Diploma,
    /// Leave to do something.
    License,
    /// For being a member.
    Membership,
    /// For being the best, or good.
    Award,
}

/// What had to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// In words.
    pub narrative: Text,
}

/// A field that certificates have: `ResultDescription`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Field {
    /// Which one, for machines.
    pub id: Url,
    #[serde(rename = "type")]
    types: [ResultDescription; 1],
    /// What it is called.
    pub name: Text,
    /// Of what kind.
    pub result_type: FieldKind,
}

impl Field {
    /// One with a name.
    pub fn new(id: Url, name: Text, kind: FieldKind) -> Self {
        Self {
            id,
            types: Default::default(),
            name,
            result_type: kind,
        }
    }
}

/// Kinds of fields (Open Badges 3.0, `ResultType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// Anything that is said.
    Result,
    /// Points, or a mark.
    RawScore,
}

/// What a certificate says in a field: `Result`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldValue {
    #[serde(rename = "type")]
    types: [ResultType; 1],
    /// Which field.
    #[serde(rename = "resultDescription")]
    pub field: Url,
    /// As it is printed.
    pub value: Text,
}

impl FieldValue {
    /// What is said in a field.
    pub fn new(field: Url, value: Text) -> Self {
        Self {
            types: Default::default(),
            field,
            value,
        }
    }
}
