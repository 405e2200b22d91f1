//! Who issues, for machines: `did:web` (W3C CCG, the did:web Method Specification) and the document behind it.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::key::PublicKey;
use crate::shape::{DidContext, Multikey, MultikeyContext};
use crate::text::{Fault, Url};

/// An issuer: `did:web:certificates.example:issuers:acme`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Did(String);

impl Did {
    /// The one whose document stands at `https://authority/path/…/did.json`. A port becomes a part of the name (`%3A`).
    ///
    /// # Errors
    /// A part of it cannot stand in an address.
    pub fn web(authority: &str, path: &[&str]) -> Result<Self, Fault> {
        let mut parts = vec![authority.replace(':', "%3A")];
        parts.extend(path.iter().map(|part| (*part).to_owned()));
        Self::parse(format!("did:web:{}", parts.join(":")))
    }

    /// Reads a name.
    ///
    /// # Errors
    /// It is no `did:web`.
    pub fn parse(value: impl Into<String>) -> Result<Self, Fault> {
        let value = value.into();
        Url::new(value.as_str())?;
        let name = value.strip_prefix("did:web:").ok_or(Fault::Url)?;
        let is_plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"-._%".contains(&it))
        };
        if name.split(':').all(is_plain) {
            Ok(Self(value))
        } else {
            Err(Fault::Url)
        }
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where its document stands.
    pub fn document_url(&self) -> String {
        let name = self.0.strip_prefix("did:web:").unwrap_or_default();
        let (authority, path) = match name.split_once(':') {
            Some((authority, path)) => (authority, path.replace(':', "/")),
            None => (name, ".well-known".to_owned()),
        };
        format!("https://{}/{path}/did.json", authority.replace("%3A", ":"))
    }

    /// What a key of it is called.
    ///
    /// # Panics
    /// Never: a name and a key are an address.
    pub fn method(&self, key: &PublicKey) -> Url {
        Url::new(format!("{self}#{key}")).expect("a name and a key are an address")
    }

    /// Whether a key is one of its own, by what that is called.
    pub fn is_of(&self, method: &Url) -> bool {
        let rest = method.as_str().strip_prefix(self.as_str());
        rest.is_some_and(|rest| rest.starts_with('#'))
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Did {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// What others ask for to check what an issuer has signed (Controlled Identifiers 1.0, section 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DidDocument {
    #[serde(rename = "@context")]
    context: (DidContext, MultikeyContext),
    id: Did,
    verification_method: Vec<ListedKey>,
    assertion_method: Vec<Url>,
}

/// A key of an issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedKey {
    id: Url,
    #[serde(rename = "type")]
    types: Multikey,
    controller: Did,
    public_key_multibase: String,
}

impl DidDocument {
    /// An issuer with the keys whose signatures hold: the one that signs, and those that have.
    pub fn new(issuer: &Did, keys: &[PublicKey]) -> Self {
        let listed = |key: &PublicKey| ListedKey {
            id: issuer.method(key),
            types: Multikey::It,
            controller: issuer.clone(),
            public_key_multibase: key.to_string(),
        };
        Self {
            context: Default::default(),
            id: issuer.clone(),
            verification_method: keys.iter().map(listed).collect(),
            assertion_method: keys.iter().map(|key| issuer.method(key)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_where_its_document_stands() {
        let url = |did: Result<Did, Fault>| did.map(|did| did.document_url());
        assert_eq!(
            url(Did::web("a.example", &[])),
            Ok("https://a.example/.well-known/did.json".to_owned())
        );
        assert_eq!(
            url(Did::web("a.example", &["issuers", "org_1"])),
            Ok("https://a.example/issuers/org_1/did.json".to_owned())
        );
        let with_port = Did::web("127.0.0.1:8080", &["issuers", "a"]);
        assert_eq!(
            with_port.as_ref().map(Did::as_str),
            Ok("did:web:127.0.0.1%3A8080:issuers:a")
        );
        assert_eq!(
            url(with_port),
            Ok("https://127.0.0.1:8080/issuers/a/did.json".to_owned())
        );
        for bad in [
            "",
            "did:web:",
            "did:key:z6Mk",
            "did:web:a:",
            "did:web:a/b",
            "did:web:a#b",
            "did:web:a b",
        ] {
            assert!(Did::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_belongs_to_one_issuer() {
        let (one, longer) = (
            Did::web("a.example", &["b"]),
            Did::web("a.example", &["b", "c"]),
        );
        let (one, longer) = (one.expect("a name"), longer.expect("a name"));
        let key = PublicKey::from_bytes([1; 32]);
        assert!(one.is_of(&one.method(&key)) && longer.is_of(&longer.method(&key)));
        assert!(!one.is_of(&longer.method(&key)) && !longer.is_of(&one.method(&key)));
    }
}
