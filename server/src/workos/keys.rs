//! The public keys that tokens are signed with, kept by their ids.
//!
//! Nothing is promised about when they change. So an unknown id is a reason to fetch them once more, but not often: anybody can make up ids. While
//! they cannot be fetched, those that are known go on being good.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jsonwebtoken::DecodingKey;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::client::{Failure, WorkOsClient};

/// How often an unknown id makes them fetched, while they can be.
const FETCH_EVERY: Duration = Duration::from_secs(15);

/// The same while they cannot: people wait at the door.
const TRY_EVERY: Duration = Duration::from_secs(2);

/// Keys that are kept; WorkOS has one or two.
const KEYS_MOST: usize = 32;

/// Why there is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFailure {
    /// WorkOS has none of this id.
    Unknown,
    /// WorkOS could not be asked.
    Away,
}

/// What is known of the keys, for those who look after this program.
#[derive(Debug, Clone, Default)]
pub struct KeysState {
    /// The ids of those that are known.
    pub ids: Vec<String>,
    /// When they were last fetched, in milliseconds since 1970.
    pub fetched_at_ms: Option<i64>,
    /// Why that failed the last time, if it did.
    pub failure: Option<String>,
}

/// The keys. Cloning shares them.
#[derive(Clone)]
pub struct Keys(Arc<Shared>);

struct Shared {
    client: WorkOsClient,
    known: RwLock<HashMap<String, Arc<DecodingKey>>>,
    state: RwLock<KeysState>,
    /// When they were last asked for; held while they are, so that many who wait ask once.
    asked_at: Mutex<Option<Instant>>,
}

impl Keys {
    /// None is known yet.
    #[must_use]
    pub fn new(client: WorkOsClient) -> Self {
        Self(Arc::new(Shared {
            client,
            known: RwLock::default(),
            state: RwLock::default(),
            asked_at: Mutex::new(None),
        }))
    }

    /// What is known of them.
    #[must_use]
    pub fn state(&self) -> KeysState {
        self.0
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The key of an id.
    ///
    /// # Errors
    /// There is none, or WorkOS could not be asked.
    pub async fn key(&self, id: &str) -> Result<Arc<DecodingKey>, KeyFailure> {
        if let Some(key) = self.known(id) {
            return Ok(key);
        }
        let mut asked_at = self.0.asked_at.lock().await;
        // Somebody else may have fetched it meanwhile.
        if let Some(key) = self.known(id) {
            return Ok(key);
        }
        let has_failed = self.state().failure.is_some();
        let pause = if has_failed { TRY_EVERY } else { FETCH_EVERY };
        if asked_at.is_none_or(|at| at.elapsed() >= pause) {
            self.fetch().await;
            // From the answer on: one that takes long is not followed by the next question.
            *asked_at = Some(Instant::now());
        }
        drop(asked_at);
        self.known(id)
            .ok_or_else(|| match self.state().failure.is_some() {
                true => KeyFailure::Away,
                false => KeyFailure::Unknown,
            })
    }

    fn known(&self, id: &str) -> Option<Arc<DecodingKey>> {
        let known = self.0.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(id).cloned()
    }

    async fn fetch(&self) {
        let fetched = self.0.client.keys().await;
        let mut state = self.0.state.write().unwrap_or_else(PoisonError::into_inner);
        match fetched {
            Ok(set) => {
                let keys: HashMap<String, Arc<DecodingKey>> = set
                    .keys
                    .iter()
                    .filter(|key| {
                        key.kty == "RSA" && key.alg.as_deref().is_none_or(|it| it == "RS256")
                    })
                    .filter_map(|key| {
                        let decoding = DecodingKey::from_rsa_components(&key.n, &key.e).ok()?;
                        Some((key.kid.clone(), Arc::new(decoding)))
                    })
                    .take(KEYS_MOST)
                    .collect();
                state.ids = keys.keys().cloned().collect();
                state.ids.sort();
                state.fetched_at_ms = Some(self.0.client.now_ms());
                state.failure = None;
                *self.0.known.write().unwrap_or_else(PoisonError::into_inner) = keys;
            }
            Err(failure) => {
                tracing::warn!(error.cause = %failure, "the keys of WorkOS could not be fetched: {failure}");
                state.failure = Some(failure.to_string());
            }
        }
    }
}

impl From<KeyFailure> for Failure {
    fn from(failure: KeyFailure) -> Self {
        match failure {
            KeyFailure::Unknown => {
                Self::Unreadable("a token names a key that WorkOS does not have".to_owned())
            }
            KeyFailure::Away => Self::Away("the keys of WorkOS could not be fetched".to_owned()),
        }
    }
}
