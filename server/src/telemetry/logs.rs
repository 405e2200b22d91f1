//! One line a failure, for people or for programs.

use std::io::IsTerminal;

use tracing::Subscriber;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::{Config, LogFormat};
use crate::error::{Error, Result};

/// Writes to standard error.
pub(super) fn layer<S>(config: &Config) -> Result<Box<dyn Layer<S> + Send + Sync>>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    // A word alone would be taken for the name of a module that there is not, and silence everything, errors too.
    let unknown = config.log.split(',').map(str::trim).find(|part| {
        !part.contains(['=', '['])
            && part.parse::<LevelFilter>().is_err()
            && !part.starts_with("imprimatur")
    });
    if let Some(word) = unknown {
        return Err(Error::internal("reading LOG").caused_by(format!(
            "LOG={}: `{word}` is no level; there are error, warn, info, debug, trace and off",
            config.log
        )));
    }
    // Postgres notices that a table exists already, at every start; and readers of drawings repeat what stands in those, which may be anything.
    // A filter that names them still shows them.
    let quiet =
        "sqlx::postgres::notice=warn,usvg=off,resvg=off,simplecss=off,svgtypes=off,fontdb=off";
    let filter = EnvFilter::try_new(format!("{quiet},{}", config.log)).map_err(|cause| {
        Error::internal("reading LOG")
            .caused_by(format!("LOG={} is not a filter: {cause}", config.log))
    })?;
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        // A line that cannot be written, as when the log's disk is full, would be complained of where it could not be written, and
        // that panics: in the midst of a request, or of the journal.
        .log_internal_errors(false);
    Ok(match config.log_format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        // Spans are objects of their own in a line; the innermost one is the request.
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .with_filter(filter)
            .boxed(),
    })
}
