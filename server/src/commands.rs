//! What is done from the command line, beside serving.

mod audit;
mod subject;

use std::io::{IsTerminal, Write, stderr};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::app;
use crate::config::Config;
use crate::error::{Error, Result, describe};
use crate::people::convex;
use crate::people::runs::{self, Asking, Ended, RunKind, Tally, Work};
use crate::registry::{self, Registry};

pub use self::audit::audit;
pub use self::subject::subject;

/// Prints what the tables of the registry lack. Fails when that is something, or cannot be known.
#[tokio::main]
pub async fn registry_schema(config: &Config, all: bool) -> ExitCode {
    let found = if all {
        registry::schema().map_err(|cause| reason(&cause))
    } else {
        match Registry::open(config).await {
            Ok(registry) => registry
                .differences()
                .await
                .map_err(|cause| cause.to_string()),
            Err(cause) => Err(reason(&cause)),
        }
    };
    match found {
        Ok(found) => {
            for difference in &found {
                println!("{difference}\n");
            }
            if found.is_empty() {
                println!(
                    "-- {}: the tables are as they have to be",
                    config.registry_database
                );
            }
            if all || found.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(cause) => {
            eprintln!(
                "the registry at {} cannot be asked: {cause}",
                config.registry_database
            );
            ExitCode::FAILURE
        }
    }
}

/// Reads everything of WorkOS anew, from where an earlier reading was broken off.
#[tokio::main]
pub async fn backfill(
    config: Config,
    organisation: Option<&str>,
    dry_run: bool,
    removes: bool,
) -> ExitCode {
    if config.workos.is_none() {
        eprintln!(
            "There is nothing to read from: the settings that begin with WORKOS_ are missing."
        );
        return ExitCode::FAILURE;
    }
    let platform = match app::without_server(config).await {
        Ok(platform) => platform,
        Err(cause) => return cannot_begin(&cause),
    };
    let mut progress = Progress::new("things of WorkOS");
    let mut tell = |tally: &Tally| progress.show(tally);
    let done = async {
        if dry_run {
            return runs::rehearse(&platform, organisation, &mut tell).await;
        }
        let id = runs::ask_for(
            &platform,
            RunKind::Backfill,
            organisation,
            Asking::Command { removes },
        )
        .await?;
        runs::do_now(&platform, Work::Backfill, id, &mut tell).await
    };
    let done: Result<Ended> = done.await;
    platform.db.close().await;
    progress.end();
    summary(done, |tally| {
        let Tally {
            done,
            created,
            changed,
            unchanged,
            refused,
            removed,
            ..
        } = tally;
        if dry_run {
            return format!(
                "{done} things of WorkOS: {created} would be created, {changed} would be changed, {unchanged} are known, {refused} cannot be read. What is not found is only looked for when it is done."
            );
        }
        format!(
            "{done} things of WorkOS: created {created}, changed {changed}, unchanged {unchanged}, refused {refused}, removed {removed}. A running node brings them to the registry."
        )
    })
}

/// Takes over an export of the system before this one.
#[tokio::main]
pub async fn take_over(config: Config, file: &Path, dry_run: bool) -> ExitCode {
    let platform = match app::without_server(config).await {
        Ok(platform) => platform,
        Err(cause) => return cannot_begin(&cause),
    };
    let mut progress = Progress::new("documents");
    let mut tell = |tally: &Tally| progress.show(tally);
    let done = async {
        let tally = convex::import(&platform, file, dry_run, &mut tell).await?;
        Ok(Ended { tally, left: None })
    };
    let done: Result<Ended> = done.await;
    platform.db.close().await;
    progress.end();
    summary(done, |tally| {
        format!(
            "{} documents: new {}, completed {}, known {}, passed over {}; the log says why.",
            tally.done, tally.created, tally.changed, tally.unchanged, tally.refused
        )
    })
}

/// Compares the registry with what is known here.
#[tokio::main]
pub async fn reconcile(config: Config) -> ExitCode {
    let registry = match Registry::open(&config).await {
        Ok(registry) => registry,
        Err(cause) => return cannot_begin(&cause),
    };
    let platform = match app::without_server(config).await {
        Ok(platform) => platform,
        Err(cause) => return cannot_begin(&cause),
    };
    let mut progress = Progress::new("copies");
    let mut tell = |tally: &Tally| progress.show(tally);
    let done = async {
        let id = runs::ask_for(
            &platform,
            RunKind::Reconcile,
            None,
            Asking::Command { removes: false },
        )
        .await?;
        runs::do_now(&platform, Work::Reconcile(&registry), id, &mut tell).await
    };
    let done: Result<Ended> = done.await;
    platform.db.close().await;
    registry.close().await;
    progress.end();
    summary(done, |tally| {
        format!(
            "{} copies: missing {}, different {}, as they should be {}, in the registry alone or unreadable {}. A running node writes what was missing or different.",
            tally.done, tally.created, tally.changed, tally.unchanged, tally.refused
        )
    })
}

fn cannot_begin(cause: &Error) -> ExitCode {
    eprintln!("It cannot begin: {}", reason(cause));
    ExitCode::FAILURE
}

fn summary(done: Result<Ended>, say: impl Fn(&Tally) -> String) -> ExitCode {
    match done {
        Ok(Ended { tally, left }) => {
            println!("{}", say(&tally));
            if let Some(left) = &left {
                eprintln!("{left}");
            }
            if tally.refused > 0 || left.is_some() {
                return ExitCode::from(2);
            }
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!(
                "It was broken off, and goes on from there when it is asked for again, or when a node goes on with it: {}",
                reason(&cause)
            );
            ExitCode::FAILURE
        }
    }
}

/// How far it is, on one line of a terminal, and as lines now and then elsewhere.
struct Progress {
    what: &'static str,
    begun: Instant,
    /// What was done before it went on.
    before: Option<i64>,
    shown_at: Option<Instant>,
    is_terminal: bool,
}

const SHOWN_EVERY: Duration = Duration::from_millis(200);
const WRITTEN_EVERY: Duration = Duration::from_secs(10);

impl Progress {
    fn new(what: &'static str) -> Self {
        Self {
            what,
            begun: Instant::now(),
            before: None,
            shown_at: None,
            is_terminal: stderr().is_terminal(),
        }
    }

    fn show(&mut self, tally: &Tally) {
        let every = if self.is_terminal {
            SHOWN_EVERY
        } else {
            WRITTEN_EVERY
        };
        let before = *self.before.get_or_insert(tally.done);
        if self.shown_at.is_some_and(|at| at.elapsed() < every) {
            return;
        }
        self.shown_at = Some(Instant::now());
        let line = line(self.what, tally, tally.done - before, self.begun.elapsed());
        if self.is_terminal {
            eprint!("\r\x1b[2K{line}");
            // A terminal that is gone shows nothing.
            let _ = stderr().flush();
        } else {
            eprintln!("{line}");
        }
    }

    fn end(&self) {
        if self.is_terminal {
            eprint!("\r\x1b[2K");
        }
    }
}

/// A bar as far as the total is known, the rate, and the time that is left.
fn line(what: &str, tally: &Tally, done_now: i64, took: Duration) -> String {
    const WIDTH: i64 = 24;
    let rate = done_now as f64 / took.as_secs_f64().max(0.001);
    let head = format!("{} {what}, {rate:.0} a second", tally.done);
    match tally
        .total
        .filter(|total| *total > tally.done && rate > 0.0)
    {
        Some(total) => {
            let full = usize::try_from(WIDTH * tally.done / total).unwrap_or(0);
            let empty = usize::try_from(WIDTH).unwrap_or(0).saturating_sub(full);
            let left = (total - tally.done) as f64 / rate;
            format!(
                "[{}{}] {head}, some {left:.0} s left",
                "#".repeat(full),
                "-".repeat(empty)
            )
        }
        None => head,
    }
}

/// At the command line, what lay beneath says more than what a caller of the API would be told.
fn reason(error: &Error) -> String {
    error
        .cause()
        .map_or_else(|| error.to_string(), |cause| describe(cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_shown_where_the_end_is_known() {
        let tally = Tally {
            done: 250,
            total: Some(1_000),
            ..Tally::default()
        };
        assert_eq!(
            line("things", &tally, 250, Duration::from_secs(5)),
            "[######------------------] 250 things, 50 a second, some 15 s left"
        );
        let unknown = Tally {
            total: Some(100),
            ..tally
        };
        assert_eq!(
            line("things", &unknown, 50, Duration::from_secs(5)),
            "250 things, 10 a second"
        );
    }
}
