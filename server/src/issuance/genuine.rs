//! Whether what is kept of a certificate is what was issued: its bytes by their hash, and its issuer's signature.
//!
//! Anybody may ask any number of times, so what was found genuine is known for good: bytes of one hash never change, and only a key that is taken back changes
//! what is found. What is not known yet is checked away from the async threads, few at a time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use imprimatur_credential::{Credential, Did, PublicKey, Secured, read, verify};
use imprimatur_protocol::{ErrorCode, OrganisationId};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{Issuance, keys};
use crate::error::{Error, Kind};
use crate::registry::Failure;

/// Certificates that are known to be genuine: some 200 bytes each.
const KNOWN: usize = 20_000;

/// Signatures that are checked at once, some two milliseconds each.
const AT_ONCE: usize = 2;

/// What is kept of a certificate.
pub enum Said {
    /// Its bytes, and what they say.
    Genuine(Vec<u8>, Box<Secured<Credential>>),
    /// What it says of a person was erased. That it was issued stays true.
    Erased,
    /// What is kept is not what was issued. Nobody is to believe it.
    Damaged(String),
}

/// What was found genuine, by its hash and the key that has signed it.
pub(super) struct Known {
    found: Mutex<HashSet<(String, PublicKey)>>,
    places: Arc<Semaphore>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            found: Mutex::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Known {
    fn found(&self) -> MutexGuard<'_, HashSet<(String, PublicKey)>> {
        // Held for a few steps only, and nothing under it can panic half way.
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the registry says a certificate is.
pub struct Recorded {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Who has issued it, by the name in it.
    pub issuer: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// Its bytes; none: they were erased.
    pub credential: Option<Vec<u8>>,
}

impl Issuance {
    /// Whether what is kept is what was issued.
    ///
    /// # Errors
    /// The registry does not answer.
    pub async fn judge(&self, recorded: Recorded) -> Result<Said, Failure> {
        let Recorded {
            organisation,
            issuer,
            hash,
            credential,
        } = recorded;
        let Some(bytes) = credential else {
            return Ok(Said::Erased);
        };
        let Ok(secured) = read::<Credential>(&bytes) else {
            return Ok(Said::Damaged("it cannot be read".to_owned()));
        };
        let method = &secured.proof.verification_method;
        let is_ours = Did::parse(issuer.as_str()).is_ok_and(|issuer| issuer.is_of(method));
        if !is_ours || hex::encode(Sha256::digest(&bytes)) != hash {
            return Ok(Said::Damaged(
                "its bytes are not those that were issued".to_owned(),
            ));
        }
        let Some(key) = keys::public_key(self.registry(), organisation, method.as_str()).await?
        else {
            return Ok(Said::Damaged(format!("the key {method} is not known")));
        };
        let known = &self.0.known;
        if known.found().contains(&(hash.clone(), key)) {
            return Ok(Said::Genuine(bytes, Box::new(secured)));
        }
        let place = Arc::clone(&known.places).acquire_owned().await;
        let place = place.map_err(|cause| Failure::locked(cause.to_string()))?;
        let judged = spawn_blocking(move || {
            let _place = place;
            match verify::<Credential>(&bytes, |_| Some(key)) {
                Ok(secured) => Said::Genuine(bytes, Box::new(secured)),
                Err(refusal) => Said::Damaged(refusal.to_string()),
            }
        });
        let judged = judged
            .await
            .map_err(|cause| Failure::locked(cause.to_string()))?;
        if matches!(judged, Said::Genuine(..)) {
            let mut found = known.found();
            if found.len() >= KNOWN {
                found.clear();
            }
            found.insert((hash, key));
        }
        Ok(judged)
    }
}

/// Nobody is to believe what is kept of a certificate.
pub fn damaged(why: &str) -> Error {
    Error::new(
        Kind::Conflict,
        ErrorCode::CertificateDamaged,
        "What is kept of this certificate is not what was issued. It is not to be trusted.",
    )
    .caused_by(why.to_owned())
}
