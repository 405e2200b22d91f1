//! What is known of the registry's tables, for those who look after it, and for whoever is to write there.

use std::sync::{Arc, PoisonError, RwLock};

use crate::platform::Platform;
use crate::registry::{Failure, Registry};

/// How the registry stood when it was last looked at. Cloning shares it.
#[derive(Clone, Default)]
pub(super) struct RegistryWatch(Arc<RwLock<RegistryState>>);

/// How it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RegistryState {
    /// `unchecked`, `ok`, `differs`, `unreachable`.
    pub(super) state: &'static str,
    /// When it was looked at, in milliseconds since 1970.
    pub(super) checked_at_ms: Option<i64>,
    /// Why it cannot be asked.
    pub(super) failure: Option<String>,
    /// What its tables lack, as the SQL that mends it.
    pub(super) differences: Vec<String>,
}

impl Default for RegistryState {
    fn default() -> Self {
        Self {
            state: "unchecked",
            checked_at_ms: None,
            failure: None,
            differences: Vec::new(),
        }
    }
}

impl RegistryWatch {
    /// How it stood.
    pub(super) fn state(&self) -> RegistryState {
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    /// Looks at it, and adds what its tables lack where that is this program's to do. Whether it may be written.
    pub(super) async fn look(&self, platform: &Platform, registry: &Registry) -> bool {
        let looked = registry.prepare().await;
        let now_ms = platform.clock.now_ms();
        let state = match looked {
            Ok(differences) => RegistryState {
                state: if differences.is_empty() {
                    "ok"
                } else {
                    "differs"
                },
                checked_at_ms: Some(now_ms),
                failure: None,
                differences: differences.iter().map(ToString::to_string).collect(),
            },
            Err(failure) => unreachable_now(&failure, now_ms),
        };
        let may_be_written = state.state == "ok";
        self.keep(state);
        may_be_written
    }

    fn keep(&self, state: RegistryState) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.state != state.state {
            match state.state {
                "ok" if kept.checked_at_ms.is_some() => {
                    tracing::info!("the registry is well again")
                }
                "ok" => {}
                "differs" => tracing::error!(
                    "the tables of the registry are not as this version needs them; nothing is written there. `imprimatur registry schema` prints what is missing: {}",
                    state.differences.join("; ")
                ),
                _ => tracing::error!(
                    "the registry cannot be asked; what is to be brought there waits: {}",
                    state.failure.as_deref().unwrap_or_default()
                ),
            }
        }
        *kept = state;
    }
}

fn unreachable_now(failure: &Failure, now_ms: i64) -> RegistryState {
    RegistryState {
        state: "unreachable",
        checked_at_ms: Some(now_ms),
        failure: Some(failure.to_string()),
        differences: Vec::new(),
    }
}
