//! What is seen of the program while it runs: lines of its log, metrics, traces. No secrets, no personal data.

mod logs;
pub mod metrics;
mod traces;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

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
    // Fails when a test has begun to log before.
    let _ = tracing_subscriber::registry()
        .with(logs::layer(config)?)
        .with(traced)
        .try_init();
    Ok(traces)
}
