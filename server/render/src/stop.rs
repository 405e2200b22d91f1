//! How making a picture ends without one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// The layout has fewer pages.
    #[error("the layout has no such page")]
    NoSuchPage,
    /// More than a picture may hold (P13).
    #[error("the picture is larger than a picture may be")]
    TooLarge,
    /// Whoever asked does not want it any more.
    #[error("the work was stopped")]
    Stopped,
    /// The drawing library refused; a fault of ours.
    #[error("the picture could not be written: {0}")]
    Writing(String),
}

/// Asks running work to end. Clones speak to the same work.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end; work ends at its next element or line.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the end was asked for.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// # Errors
    /// When the end was asked for.
    pub fn check(&self) -> Result<(), Failure> {
        if self.asked() {
            Err(Failure::Stopped)
        } else {
            Ok(())
        }
    }
}
