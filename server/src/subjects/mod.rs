//! What is kept of somebody to whom certificates were given, or are to be: told, or erased, as they may ask. They have no account, so it is the operator who
//! does it, by the command line.
//!
//! Invariants: somebody is looked for in one organisation; what is erased is noted before it is, so that it is done in the end whatever ends; erasing
//! twice is erasing once; a report of what was erased names nobody.

mod report;
mod store;

use imprimatur_protocol::{BatchId, CertificateId, OrganisationId};

pub use self::report::{access, access_text, erased, erased_text};
use crate::assets::Assets;
use crate::audit::Audit;
use crate::error::{Error, Kind, Result};
use crate::issuance::Eraser;
use crate::platform::Platform;
use crate::recipients::forget_address;
use crate::registry::{Failure, Registry};

/// Whom somebody asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Whoever has this address.
    Email(String),
    /// Whom the organisation calls so in a system of its own.
    ExternalId(String),
}

impl Who {
    fn is(&self, email: Option<&str>, external_id: Option<&str>) -> bool {
        match self {
            Self::Email(asked) => email.is_some_and(|it| it.to_lowercase() == asked.to_lowercase()),
            Self::ExternalId(asked) => external_id == Some(asked.as_str()),
        }
    }
}

/// All that is kept of somebody.
#[derive(Debug, Default)]
pub struct Kept {
    certificates: Vec<Certificate>,
    waiting: Vec<Waiting>,
    audited: Vec<Audited>,
    /// Since when it is known that the address is theirs, in milliseconds since 1970.
    proved_at: Option<i64>,
}

/// A certificate of theirs.
#[derive(Debug)]
struct Certificate {
    id: CertificateId,
    number: String,
    title: String,
    state: String,
    language: String,
    issued_at: String,
    valid_from: String,
    valid_until: Option<String>,
    name: Option<String>,
    email: Option<String>,
    /// Why it does not hold: a word of the list.
    revocation_reason: Option<String>,
    /// The same in words of the organisation.
    revocation_note: Option<String>,
    /// As JSON: what they are called elsewhere, and the values of the fields.
    claims: serde_json::Value,
    credential: Option<serde_json::Value>,
    pictures: Vec<(String, i64)>,
    /// Those that it was filled with: what they rest as, and in how many bytes.
    images: Vec<(String, i64)>,
    mails: Vec<(String, String, i64)>,
    /// Other names that were asked for in it.
    asked_names: Vec<AskedName>,
    /// Since when somebody has it on a page of theirs, in milliseconds since 1970.
    claimed_at: Option<i64>,
    /// Since when they show it to others under an address of its own, as the registry writes moments.
    shared_at: Option<String>,
}

/// Another name that was asked for in a certificate.
#[derive(Debug)]
struct AskedName {
    name: String,
    note: Option<String>,
    state: String,
    answer: Option<String>,
    asked_at: i64,
}

/// A certificate that is to be theirs, and is not issued.
#[derive(Debug)]
struct Waiting {
    batch: BatchId,
    number: i64,
    certificate: CertificateId,
    wanted: serde_json::Value,
}

/// Somebody of that address in the audit: a member, or who acted in another's name.
#[derive(Debug)]
struct Audited {
    person: String,
    events: i64,
}

/// What was erased.
#[derive(Debug)]
pub struct Erased {
    certificates: Vec<CertificateId>,
    waiting: u64,
    audited: Vec<Audited>,
}

/// Looks for somebody. Cloning shares it.
#[derive(Clone)]
pub struct Subjects {
    platform: Platform,
    registry: Registry,
    assets: Assets,
}

impl Subjects {
    /// Nothing runs by itself.
    #[must_use]
    pub const fn new(platform: Platform, registry: Registry, assets: Assets) -> Self {
        Self {
            platform,
            registry,
            assets,
        }
    }

    /// All that is kept of somebody.
    ///
    /// # Errors
    /// The workspace or the registry failed.
    pub async fn kept(&self, organisation: OrganisationId, who: &Who) -> Result<Kept> {
        let db = &self.platform.db;
        // First: what is issued meanwhile is then found in the registry.
        let waiting = store::waiting(db, organisation, who).await?;
        let certificates = store::certificates(&self.registry, organisation, who).await;
        let mut certificates = certificates.map_err(away)?;
        store::add_what_came_of(db, organisation, &mut certificates).await?;
        let audited = store::audited(db, &self.registry, organisation, who).await?;
        Ok(Kept {
            certificates,
            waiting,
            audited,
            proved_at: store::proved_at(db, organisation, who).await?,
        })
    }

    /// Erases all of it. What was begun goes on by itself on a running node, should this end in the middle.
    ///
    /// # Errors
    /// The workspace, the registry or where files rest failed.
    pub async fn erase(&self, organisation: OrganisationId, who: &Who) -> Result<Erased> {
        let kept = self.kept(organisation, who).await?;
        let eraser = Eraser::new(
            self.platform.clone(),
            self.registry.clone(),
            self.assets.clone(),
        );
        let issued: Vec<CertificateId> = kept.certificates.iter().map(|it| it.id).collect();
        let waiting: Vec<CertificateId> = kept.waiting.iter().map(|it| it.certificate).collect();
        let unwanted = eraser.ask(organisation, &issued, &waiting).await?;
        for certificate in issued.iter().chain(&waiting) {
            eraser.erase(organisation, *certificate).await?;
        }
        let audit = Audit::new(self.platform.clone(), self.registry.clone());
        for audited in &kept.audited {
            audit.erase(organisation, &audited.person).await?;
        }
        if let Who::Email(email) = who {
            let mut tx = self.platform.db.begin().await?;
            forget_address(&mut tx, email).await?;
            tx.commit().await?;
        }
        Ok(Erased {
            certificates: issued,
            waiting: unwanted,
            audited: kept.audited,
        })
    }
}

fn away(failure: Failure) -> Error {
    Error::new(
        Kind::Busy,
        imprimatur_protocol::ErrorCode::RegistryUnavailable,
        "The registry does not answer. Try again in a moment.",
    )
    .caused_by(failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_known_by_an_address_in_any_case_or_by_an_exact_id() {
        let anna = Who::Email("Anna@Example.ch".to_owned());
        assert!(anna.is(Some("anna@example.CH"), None));
        assert!(
            !anna.is(Some("anna@example.com"), None) && !anna.is(None, Some("Anna@Example.ch"))
        );
        let number = Who::ExternalId("K-17".to_owned());
        assert!(number.is(None, Some("K-17")) && number.is(Some("x@y.ch"), Some("K-17")));
        assert!(!number.is(None, Some("k-17")) && !number.is(None, None));
    }
}
