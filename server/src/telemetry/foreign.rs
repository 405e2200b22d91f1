//! Lines of libraries that write by the `log` crate.

use log::{Log, Metadata, Record};
use tracing::level_filters::LevelFilter;
use tracing_log::{AsLog, LogTracer};

/// Hands lines on to whatever listens to ours. Whether one would be written is never asked of the filters: they remember the answer for the next
/// span or line of this thread, which then vanishes without a word (tokio-rs/tracing issue 2519). sqlx asks after every query, and writes by `tracing`.
struct Foreign(LogTracer);

impl Log for Foreign {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        false
    }

    fn log(&self, record: &Record<'_>) {
        // Asks and writes at once, which leaves nothing behind.
        self.0.log(record);
    }

    fn flush(&self) {
        self.0.flush();
    }
}

/// Hears them from now on. Once for a process.
pub(super) fn hear() {
    if log::set_boxed_logger(Box::new(Foreign(LogTracer::new()))).is_ok() {
        log::set_max_level(LevelFilter::current().as_log());
    }
}
