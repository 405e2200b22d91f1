//! What the program says while it runs: one line a failure, no secrets, no personal data.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};
use crate::error::{Error, Result};

/// Begins to log to standard error. Once for a process; a second call changes nothing.
///
/// # Errors
/// When `LOG` is not a filter.
pub fn start(config: &Config) -> Result<()> {
    // Postgres notices that a table exists already, at every start. A filter that names it still shows it.
    let filter = EnvFilter::try_new(format!("sqlx::postgres::notice=warn,{}", config.log))
        .map_err(|cause| {
            Error::internal("reading LOG")
                .caused_by(format!("LOG={} is not a filter: {cause}", config.log))
        })?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        // A line that cannot be written, as when the log's disk is full, would be complained of where it could not be written, and
        // that panics: in the midst of a request, or of the journal.
        .log_internal_errors(false);
    // Fails when a test has begun to log before.
    let _ = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}
