//! The keys by which organisations sign: in the registry, sealed, the newest signs and the others stay known, so that what they have signed verifies.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use imprimatur_credential::{Did, PublicKey, SigningKey};
use imprimatur_protocol::OrganisationId;
use tokio::time::Instant;

use super::Issuance;
use crate::access::members;
use crate::config::MasterKey;
use crate::error::{Error, Result, describe};
use crate::registry::{Failure, IfThere, Registry, RowTable, moment};
use crate::seal::Sealer;
use crate::workspace::record;

const PURPOSE: &[u8] = b"imprimatur issuer keys 1";

/// How long a node goes on signing with a key without asking whether there is a newer one.
const KNOWN_FOR: Duration = Duration::from_secs(10);

/// Keys that are held open.
const KNOWN: usize = 1_000;

/// Keys of one issuer: one a week for twenty years. All of them are listed, so there are no more.
const MOST: usize = 1_000;

const KEYS: RowTable = RowTable {
    name: "issuer_keys",
    columns: &[
        "id",
        "organisation_id",
        "verification_method",
        "algorithm",
        "public_key",
        "sealed_private_key",
        "state",
        "created_at",
    ],
};

/// Which organisation of WorkOS an issuer is.
const ISSUERS: RowTable = RowTable {
    name: "issuers",
    columns: &["organisation_id", "workos_external_id"],
};

/// Who an organisation is as an issuer, where this program answers at an origin.
///
/// # Errors
/// The origin is none that can stand in a name.
pub fn did_of(origin: &str, organisation: OrganisationId) -> Result<Did> {
    let authority = origin
        .split_once("://")
        .map_or(origin, |(_, authority)| authority);
    Did::web(authority, &["issuers", &organisation.to_string()])
        .map_err(|cause| Error::internal("naming an issuer").caused_by(cause))
}

/// A key that signs.
#[derive(Debug)]
pub(super) struct Key {
    /// Of its row.
    pub(super) id: String,
    pub(super) issuer: Did,
    pub(super) key: SigningKey,
}

/// Keys that are held open, by their organisation.
#[derive(Default)]
pub(super) struct Signing {
    open: Mutex<HashMap<OrganisationId, (Instant, Arc<Key>)>>,
    /// Issuers of which the registry knows which organisation of WorkOS they are.
    named: Mutex<HashSet<OrganisationId>>,
}

impl Signing {
    fn known(&self) -> MutexGuard<'_, HashMap<OrganisationId, (Instant, Arc<Key>)>> {
        // Held for a few steps only, and nothing under it can panic half way.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn named(&self) -> MutexGuard<'_, HashSet<OrganisationId>> {
        self.named.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, organisation: OrganisationId) -> Option<Arc<Key>> {
        let known = self.known();
        let (since, key) = known.get(&organisation)?;
        (since.elapsed() < KNOWN_FOR).then(|| Arc::clone(key))
    }

    fn put(&self, organisation: OrganisationId, key: &Arc<Key>) {
        let mut known = self.known();
        if known.len() >= KNOWN {
            known.clear();
        }
        known.insert(organisation, (Instant::now(), Arc::clone(key)));
    }

    fn forget(&self, organisation: OrganisationId) {
        self.known().remove(&organisation);
    }
}

record! {
    struct KeyRow {
        id: String,
        verification_method: String,
        public_key: Vec<u8>,
        sealed_private_key: Option<Vec<u8>>,
        state: String,
    }
}

impl KeyRow {
    /// Its place among the keys of the organisation, from 1.
    fn number(&self) -> u32 {
        let number = self.id.rsplit_once('.').map(|(_, number)| number.parse());
        number.and_then(std::result::Result::ok).unwrap_or(0)
    }

    fn public(&self) -> Option<PublicKey> {
        let bytes = self.public_key.as_slice().try_into().ok()?;
        Some(PublicKey::from_bytes(bytes))
    }
}

/// The keys of an organisation, the newest first.
async fn rows(registry: &Registry, organisation: OrganisationId) -> Result<Vec<KeyRow>, Failure> {
    let mut rows: Vec<KeyRow> = registry
        .fetch_all(
            "SELECT id, verification_method, public_key, sealed_private_key, state
             FROM issuer_keys WHERE organisation_id = ? LIMIT 1001",
            &[organisation.to_string().into()],
        )
        .await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.number()));
    Ok(rows)
}

/// The keys whose signatures hold in the name of an issuer: the one that signs, and those that have. The newest first.
pub(crate) async fn public_keys(
    registry: &Registry,
    organisation: OrganisationId,
    issuer: &Did,
) -> Result<Vec<PublicKey>, Failure> {
    let rows = rows(registry, organisation).await?;
    // A key is known by its issuer's name; where the program has moved to another host, older keys are those of another name.
    let holds = |row: &&KeyRow| row.state != "revoked" && is_of(issuer, row);
    Ok(rows
        .iter()
        .filter(holds)
        .filter_map(KeyRow::public)
        .collect())
}

/// The key of that name, whose signatures hold; none: there is none, or it was taken back.
pub(super) async fn public_key(
    registry: &Registry,
    organisation: OrganisationId,
    method: &str,
) -> Result<Option<PublicKey>, Failure> {
    let rows: Vec<KeyRow> = registry
        .fetch_all(
            "SELECT id, verification_method, public_key, sealed_private_key, state
             FROM issuer_keys WHERE organisation_id = ? AND verification_method = ?",
            &[organisation.to_string().into(), method.into()],
        )
        .await?;
    let row = rows.into_iter().find(|row| row.state != "revoked");
    Ok(row.and_then(|row| row.public()))
}

impl Issuance {
    /// The key that an organisation signs with, made where there is none yet.
    pub(super) async fn signing_key(
        &self,
        organisation: OrganisationId,
    ) -> Result<Arc<Key>, Failure> {
        if let Some(known) = self.0.signing.get(organisation) {
            return Ok(known);
        }
        let issuer =
            did_of(self.origin(), organisation).map_err(|cause| Failure::row(cause.to_string()))?;
        let found = rows(self.registry(), organisation).await?;
        let newest = found
            .iter()
            .find(|row| is_of(&issuer, row) && row.state == "active");
        let key = match newest {
            Some(row) => opened(&self.0.master_key, &issuer, row)?,
            None => self.made(organisation, &issuer, next(&found)).await?,
        };
        let key = Arc::new(key);
        self.0.signing.put(organisation, &key);
        // Whoever checks a certificate is told by it since when the issuer's domain is verified; what is signed does not depend on it.
        if let Err(cause) = self.name_issuer(organisation).await {
            tracing::warn!(organisation.id = %organisation, error.cause = %cause, "the registry was not told which organisation of WorkOS {organisation} is, and is told again soon: {cause}");
        }
        Ok(key)
    }

    /// Tells the registry which organisation of WorkOS an issuer is, where that knows it: once, for it stays the same one.
    async fn name_issuer(&self, organisation: OrganisationId) -> Result<(), String> {
        if self.0.signing.named().contains(&organisation) {
            return Ok(());
        }
        let name = async {
            let mut tx = self.platform().db.read().await?;
            members::workos_organisation(&mut tx, organisation).await
        };
        if let Some(name) = name.await.map_err(|cause: Error| describe(&cause))? {
            let row = vec![organisation.to_string().into(), name.into()];
            let rows = [row];
            let told = self.registry().insert(&ISSUERS, &rows, IfThere::Keep).await;
            told.map_err(|failure| failure.to_string())?;
        }
        let mut named = self.0.signing.named();
        if named.len() >= KNOWN {
            named.clear();
        }
        named.insert(organisation);
        Ok(())
    }

    /// The place of the key that would be the next one.
    pub(super) async fn next_key(&self, organisation: OrganisationId) -> Result<u32, Failure> {
        let found = rows(self.registry(), organisation).await?;
        if found.len() >= MOST {
            return Err(Failure::refused(
                "the organisation has as many keys as it may",
            ));
        }
        Ok(next(&found))
    }

    /// Signs with the key of a place from now on, made where there is none yet; gives what it is called. Doing it twice is doing it once.
    pub(super) async fn rotate_to(
        &self,
        organisation: OrganisationId,
        number: u32,
    ) -> Result<Key, Failure> {
        self.registry().may_be_written().await?;
        let issuer =
            did_of(self.origin(), organisation).map_err(|cause| Failure::row(cause.to_string()))?;
        let key = self.made(organisation, &issuer, number).await?;
        let found = rows(self.registry(), organisation).await?;
        let now = moment(self.platform().clock.now_ms());
        // Those before it alone: of two rotations, the later one's key goes on signing.
        let before = found
            .iter()
            .filter(|row| row.state == "active" && row.number() < number);
        for row in before {
            self.registry()
                .change(
                    "UPDATE issuer_keys SET state = 'retired', retired_at = ? WHERE organisation_id = ? AND id = ?",
                    &[now.clone().into(), organisation.to_string().into(), row.id.clone().into()],
                )
                .await?;
        }
        self.0.signing.forget(organisation);
        Ok(key)
    }

    /// Makes the key of a number; of two that make it at once, both have the first one's.
    async fn made(
        &self,
        organisation: OrganisationId,
        issuer: &Did,
        number: u32,
    ) -> Result<Key, Failure> {
        let clock = &self.platform().clock;
        let seed = clock.random::<32>();
        let key = SigningKey::from_seed(&seed);
        let id = format!("{organisation}.{number}");
        let method = issuer.method(&key.public());
        let sealed = sealer(&self.0.master_key).seal(method.as_str().as_bytes(), &seed, clock);
        let row = vec![
            id.clone().into(),
            organisation.to_string().into(),
            method.as_str().into(),
            "Ed25519".into(),
            key.public().as_bytes().to_vec().into(),
            sealed.into(),
            "active".into(),
            moment(clock.now_ms()).into(),
        ];
        self.registry().insert(&KEYS, &[row], IfThere::Keep).await?;
        let found = rows(self.registry(), organisation).await?;
        let there = found.iter().find(|row| row.id == id);
        let there = there.ok_or_else(|| Failure::row("a key that was just made is not there"))?;
        opened(&self.0.master_key, issuer, there)
    }
}

fn is_of(issuer: &Did, row: &KeyRow) -> bool {
    row.public()
        .is_some_and(|key| issuer.method(&key).as_str() == row.verification_method)
}

fn next(found: &[KeyRow]) -> u32 {
    found.iter().map(KeyRow::number).max().unwrap_or(0) + 1
}

fn sealer(master_key: &MasterKey) -> Sealer<'_> {
    Sealer {
        purpose: PURPOSE,
        secret: master_key.as_bytes(),
    }
}

fn opened(master_key: &MasterKey, issuer: &Did, row: &KeyRow) -> Result<Key, Failure> {
    let seed = row.sealed_private_key.as_deref().and_then(|sealed| {
        let place = row.verification_method.as_bytes();
        let seed = sealer(master_key).open(place, sealed)?;
        <[u8; 32]>::try_from(seed).ok()
    });
    let key = seed.map(|seed| SigningKey::from_seed(&seed));
    match key {
        Some(key) if Some(key.public()) == row.public() => Ok(Key {
            id: row.id.clone(),
            issuer: issuer.clone(),
            key,
        }),
        Some(_) | None => Err(Failure::refused(
            "the issuer's key was sealed with another ISSUER_MASTER_KEY: give this node the one of the others, or rotate the key",
        )),
    }
}
