//! Whether the tables may be written.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{Failure, Reason, Registry};

/// Tables that were well are not looked at again for so long: somebody may change them.
const BELIEVED_FOR: Duration = Duration::from_secs(300);

/// When the tables were last found well.
pub(super) type FoundWell = Mutex<Option<Instant>>;

impl Registry {
    /// Looks at the tables, and adds what they lack where that is this program's to do, unless that was done a short while ago.
    ///
    /// # Errors
    /// It cannot be asked, or its tables are not as this version needs them: nothing is to be written.
    pub async fn may_be_written(&self) -> Result<(), Failure> {
        let found_well = *self.1.lock().unwrap_or_else(PoisonError::into_inner);
        if found_well.is_some_and(|at| at.elapsed() < BELIEVED_FOR) {
            return Ok(());
        }
        let looked = match self.prepare().await {
            Ok(differences) if differences.is_empty() => Ok(()),
            Ok(differences) => Err(Failure::new(
                Reason::Schema,
                format!(
                    "its tables are not as this version needs them: {}",
                    differences[0].what
                ),
            )),
            Err(failure) => Err(failure),
        };
        let mut found_well = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        *found_well = looked.is_ok().then(Instant::now);
        looked
    }
}
