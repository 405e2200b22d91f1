//! What is seen of the program while it runs: lines of its log, metrics, traces. No secrets, no personal data.

mod foreign;
mod logs;
pub mod metrics;
mod traces;

use tracing_subscriber::layer::SubscriberExt;

pub use traces::{Traces, follow};

use crate::config::Config;
use crate::error::Result;

/// Begins to log to standard error and, with `OTLP_URL`, to write traces. Once for a process; a second call changes nothing.
/// What is given back is to be ended last.
///
/// # Errors
/// When `LOG` is no filter, or `OTLP_URL` no address.
pub fn start(config: &Config) -> Result<Traces> {
    let (traces, traced) = traces::start(config)?;
    let subscriber = tracing_subscriber::registry()
        .with(logs::layer(config)?)
        .with(traced);
    // Fails when a test has begun to log before.
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        foreign::hear();
    }
    Ok(traces)
}
