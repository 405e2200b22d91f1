//! Waiting with an end: poll until it holds, or say what did not happen.

use std::time::{Duration, Instant};

/// How often a condition is looked at again.
const STEP: Duration = Duration::from_millis(20);

/// Five times "within a second", the patience of most stories on a busy two-core machine.
const SOON: Duration = Duration::from_secs(5);

/// Polls until `condition` gives a value; panics with `what` when it does not within `limit`.
pub async fn eventually<T>(
    what: &str,
    limit: Duration,
    mut condition: impl AsyncFnMut() -> Option<T>,
) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = condition().await {
            return value;
        }
        assert!(start.elapsed() < limit, "not within {limit:?}: {what}");
        tokio::time::sleep(STEP).await;
    }
}

/// [`eventually`] for a plain condition and five seconds.
pub async fn soon(what: &str, mut condition: impl FnMut() -> bool) {
    eventually(what, SOON, || {
        let holds = condition();
        async move { holds.then_some(()) }
    })
    .await;
}

/// Asserts that `condition` stays true for `span`: the only way to see that something does *not* happen.
pub async fn stays(what: &str, span: Duration, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while start.elapsed() < span {
        assert!(condition(), "after {:?}: {what}", start.elapsed());
        tokio::time::sleep(STEP).await;
    }
}
