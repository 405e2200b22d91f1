//! What a room waits for.

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::neighbours::{Neighbours, Stirred};

/// Waits for something to happen on other nodes, or, where there are none, for ever.
pub(super) async fn stirred(neighbours: Option<&mut Neighbours>) -> Stirred {
    match neighbours {
        Some(neighbours) => neighbours.stirred().await,
        None => std::future::pending().await,
    }
}

/// Waits until something is due, or for ever.
pub(super) async fn at(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// Waits for an answer that is expected, or for ever. `None`: whoever was to answer is gone.
pub(super) async fn answer_of<T>(expected: Option<&mut oneshot::Receiver<T>>) -> Option<T> {
    match expected {
        Some(answer) => answer.await.ok(),
        None => std::future::pending().await,
    }
}
