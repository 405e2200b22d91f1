//! What is seen of the database from outside: how its connections are used, and whether it can be written.

use std::future::Future;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use sqlx::{Database, Pool};

use super::postgres::Connections;
use super::sqlite::Embedded;
use super::{Db, Engine, Line, args, postgres, record};
use crate::error::Error;

/// The pools, by their names in metrics.
pub(super) const WRITER: &str = "sqlite_writer";
pub(super) const READERS: &str = "sqlite_readers";
pub(super) const POSTGRES: &str = "postgres";

/// Waits for a connection, counted.
///
/// # Errors
/// A pool that had room for another connection and made none in time is an error of the network: it tries as long as it may wait, and
/// then says the same as one whose connections are all in use.
pub(super) async fn taken<D: Database, T>(
    name: &'static str,
    pool: &Pool<D>,
    acquire: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    let waiting = Waiting::begin(name);
    let started = Instant::now();
    let taken = acquire.await.map_err(|cause| match cause {
        sqlx::Error::PoolTimedOut if !is_exhausted(pool) => sqlx::Error::Io(io::Error::new(
            io::ErrorKind::TimedOut,
            "no connection could be made in time",
        )),
        other => other,
    });
    drop(waiting);
    metrics::histogram!("imprimatur_database_wait_seconds", "pool" => name)
        .record(started.elapsed());
    if let Err(cause) = &taken {
        failed(name, cause);
    }
    taken
}

/// Counts a failure.
pub(super) fn failed(pool: &'static str, cause: &sqlx::Error) {
    metrics::counter!("imprimatur_database_failures_total",
        "pool" => pool, "reason" => trouble(cause).as_str())
    .increment(1);
}

/// Counts somebody who waits, also when they give up.
struct Waiting(&'static str);

impl Waiting {
    fn begin(pool: &'static str) -> Self {
        metrics::gauge!("imprimatur_database_waiting", "pool" => pool).increment(1.0);
        Self(pool)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        metrics::gauge!("imprimatur_database_waiting", "pool" => self.0).decrement(1.0);
    }
}

/// What is wrong with a database that cannot be written. The words are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answers there.
    Unreachable,
    /// All connections are in use.
    NoConnection,
    /// It only reads: a stand-by, a file or a disk that was made so.
    ReadOnly,
    /// Its disk is full.
    Full,
    /// Anything else; the log says what.
    Failed,
}

impl Trouble {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NoConnection => "no_connection",
            Self::ReadOnly => "read_only",
            Self::Full => "full",
            Self::Failed => "failed",
        }
    }
}

/// Whether Postgres takes writes: a stand-by does not, nor one whose owner said so.
const MODE: &str = "SELECT CASE current_setting('transaction_read_only') WHEN 'off' THEN 0::bigint ELSE 1::bigint END AS read_only";

record! {
    struct Mode {
        read_only: i64,
    }
}

/// What an error of the driver says of the database.
fn trouble(cause: &sqlx::Error) -> Trouble {
    match cause {
        sqlx::Error::PoolTimedOut => Trouble::NoConnection,
        sqlx::Error::Io(_) | sqlx::Error::PoolClosed => Trouble::Unreachable,
        sqlx::Error::Database(error) => match error.code().as_deref() {
            // Postgres: a read-only transaction, a full disk, too many connections, going away or starting.
            Some("25006") => Trouble::ReadOnly,
            Some("53100") => Trouble::Full,
            Some("53300") => Trouble::NoConnection,
            Some("57P01" | "57P02" | "57P03") => Trouble::Unreachable,
            // SQLite: the low byte is the kind of failure, what stands above it says more of it.
            Some(code) if code.len() < 5 => match code.parse::<u32>().map(|code| code & 0xff) {
                Ok(8) => Trouble::ReadOnly,
                Ok(13) => Trouble::Full,
                _ => Trouble::Failed,
            },
            _ => Trouble::Failed,
        },
        _ => Trouble::Failed,
    }
}

impl Db {
    /// Writes something that changes nothing, durably. `connected` is set once a connection is there.
    ///
    /// # Errors
    /// With what is wrong, and the cause for the log.
    pub async fn check(&self, connected: &AtomicBool) -> Result<(), (Trouble, Error)> {
        let told = |error: Error| {
            let known = error.cause().and_then(|cause| cause.downcast_ref());
            (known.map_or(Trouble::Failed, trouble), error)
        };
        let mut tx = self.begin().await.map_err(told)?;
        connected.store(true, Ordering::Relaxed);
        let statement = match tx.line() {
            // Written into the file's header, which holds it already; the commit is synced as every other one.
            Line::Sqlite(_) => "PRAGMA user_version = 0",
            // A message in the write-ahead log that nobody listens to; so the commit is synced as every other one.
            Line::Postgres(_) => "SELECT pg_logical_emit_message(true, 'imprimatur', '')",
        };
        if matches!(tx.line(), Line::Postgres(_)) {
            // A message could be written where rows cannot.
            let mode: Mode = tx.fetch_one(MODE, args![]).await.map_err(told)?;
            if mode.read_only != 0 {
                let cause =
                    Error::internal("Postgres takes no writes: transaction_read_only is on");
                return Err((Trouble::ReadOnly, cause));
            }
        }
        tx.execute(statement, args![]).await.map_err(told)?;
        tx.commit().await.map_err(told)
    }

    /// Whether every connection for writing is in use.
    pub fn is_exhausted(&self) -> bool {
        match &self.0 {
            Engine::Sqlite(Embedded { writer, .. }) => is_exhausted(writer),
            Engine::Postgres(Connections { pool, .. }) => is_exhausted(pool),
        }
    }

    /// Knocks, on a connection beside all others: those may be in use because whoever holds them waits for a database that is gone.
    ///
    /// # Errors
    /// With what is wrong, and the cause for the log.
    pub async fn knock(&self) -> Result<(), (Trouble, Error)> {
        match &self.0 {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(Connections { pool, .. }) => {
                postgres::knock(pool).await.map_err(|cause| {
                    let found = trouble(&cause);
                    (
                        found,
                        Error::internal("knocking at Postgres").caused_by(cause),
                    )
                })
            }
        }
    }

    /// Shows how the connections are used now.
    pub fn observe(&self) {
        match &self.0 {
            Engine::Sqlite(Embedded {
                writer, readers, ..
            }) => {
                observe(WRITER, writer);
                observe(READERS, readers);
            }
            Engine::Postgres(Connections { pool, .. }) => observe(POSTGRES, pool),
        }
    }
}

fn is_exhausted<D: Database>(pool: &Pool<D>) -> bool {
    pool.num_idle() == 0 && pool.size() >= pool.options().get_max_connections()
}

fn observe<D: Database>(name: &'static str, pool: &Pool<D>) {
    let open = f64::from(pool.size());
    let idle = f64::from(u32::try_from(pool.num_idle()).unwrap_or(u32::MAX));
    metrics::gauge!("imprimatur_database_connections", "pool" => name, "state" => "used")
        .set((open - idle).max(0.0));
    metrics::gauge!("imprimatur_database_connections", "pool" => name, "state" => "idle").set(idle);
    metrics::gauge!("imprimatur_database_connections_max", "pool" => name)
        .set(f64::from(pool.options().get_max_connections()));
}

#[cfg(test)]
impl Db {
    /// Makes the embedded database refuse writes as a read-only file does, or take them again.
    pub(crate) async fn set_read_only(&self, read_only: bool) {
        let Engine::Sqlite(Embedded { writer, .. }) = &self.0 else {
            panic!("only the embedded engine can be made so");
        };
        let statement = if read_only {
            "PRAGMA query_only = ON"
        } else {
            "PRAGMA query_only = OFF"
        };
        sqlx::query(statement)
            .execute(writer)
            .await
            .expect("a pragma");
    }
}
