//! The embedded engine: one file, one writer, several readers. The registry has a file of its own.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Sqlite, SqlitePool};
use tokio_util::task::AbortOnDropHandle;

use super::precedence::Precedence;
use super::{Arg, checkpoints, schema};
use crate::error::{Error, Result};

/// How long a statement waits for another process that holds the file. Inside this one, nobody waits for a lock.
const BUSY: Duration = Duration::from_secs(5);

/// Rows that a connection reads before somebody takes them. Each time it has to wait, two threads are put to sleep and woken: a draft has
/// hundreds of rows.
const ROWS_AHEAD: usize = 1024;

/// Pages in the write-ahead log from which on a commit brings them into the file. Most of them are the same few pages again and again, so that
/// fewer and longer checkpoints write less. So many fit into the first block of the log's index (4,062), which every connection maps.
/// (SQLite, "WAL-mode File Format", section 2.)
pub(super) const LOG_PAGES: u32 = 4_000;

/// Keeps a second program from the file, until it is dropped or the program ends, however it ends.
type Claim = Arc<File>;

/// An open file.
#[derive(Clone, Debug)]
pub(crate) struct Embedded {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    pub(super) precedence: Precedence,
    checkpoints: SqlitePool,
    _checkpointing: Arc<AbortOnDropHandle<()>>,
    _claim: Claim,
}

impl Embedded {
    /// Closes every connection, waiting for those in use.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.checkpoints.close().await;
        // The last connection folds the write-ahead log into the file.
        self.writer.close().await;
    }
}

/// What becomes of the bytes of what is deleted (`PRAGMA secure_delete`).
#[derive(Debug, Clone, Copy)]
pub(crate) enum Erases {
    /// They are overwritten, wherever they stand.
    Always,
    /// They are where that takes no page more to be written: much is deleted.
    InPassing,
}

impl Erases {
    const fn word(self) -> &'static str {
        match self {
            Self::Always => "ON",
            Self::InPassing => "FAST",
        }
    }
}

/// Opens or makes the file and brings its schema up to date.
///
/// # Errors
/// Another program has it, it is no database, or holds a schema of another past.
pub(crate) async fn open_embedded(
    file: &Path,
    readers: u32,
    wait: Duration,
    migrator: Migrator,
    erases: Erases,
) -> Result<Embedded> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| {
            Error::internal("opening a database file").caused_by(format!(
                "cannot make the data folder {}: {cause}",
                folder.display()
            ))
        })?;
    }
    let claim = claim(file)?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .row_buffer_size(ROWS_AHEAD)
        .pragma("wal_autocheckpoint", LOG_PAGES.to_string())
        .pragma("secure_delete", erases.word());
    let options = options.create_if_missing(true);
    // A pool would go on trying until its time is over, and not say why.
    let mut first = options.connect().await?;
    assert_durable(&mut first).await?;
    forget_sizes(&mut first).await?;
    let writer = pool(1, wait).connect_with(options.clone()).await?;
    first.close().await?;
    migrate(&writer, migrator).await?;
    let checkpoints = pool(1, wait).connect_with(options.clone()).await?;
    let checkpointing = tokio::spawn(checkpoints::run(checkpoints.clone()));
    let readers = pool(readers, wait)
        .connect_with(options.create_if_missing(false).read_only(true))
        .await?;
    Ok(Embedded {
        writer,
        readers,
        precedence: Precedence::default(),
        checkpoints,
        _checkpointing: Arc::new(AbortOnDropHandle::new(checkpointing)),
        _claim: claim,
    })
}

/// What was counted when the tables were nearly empty makes SQLite look through all of a table that has grown since, for each of its rows.
/// Without it, SQLite takes tables to be large and the index that fits best, as statements here are written for. (SQLite, "ANALYZE", section 3.)
/// A connection that has read it keeps it: this is the first one, which is closed again.
async fn forget_sizes(first: &mut SqliteConnection) -> Result<()> {
    for drop in [
        "DROP TABLE IF EXISTS sqlite_stat1",
        "DROP TABLE IF EXISTS sqlite_stat4",
    ] {
        sqlx::query(drop).execute(&mut *first).await?;
    }
    Ok(())
}

async fn migrate(writer: &SqlitePool, migrator: Migrator) -> Result<()> {
    let mut connection = writer.acquire().await?;
    let migrator = schema::of_our_past(&mut *connection, migrator).await?;
    migrator
        .run(&mut *connection)
        .await
        .map_err(|cause| Error::internal("opening a database file").caused_by(cause))
}

/// Two programs on one file would each show people what only one of them knows: drafts live in memory.
fn claim(file: &Path) -> Result<Claim> {
    let mut lock = file.as_os_str().to_owned();
    lock.push(".lock");
    let failed = |cause: String| Error::internal("opening a database file").caused_by(cause);
    let claim = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(&lock)
        .map_err(|cause| failed(format!("cannot open {}: {cause}", lock.display())))?;
    match claim.try_lock() {
        Ok(()) => Ok(Arc::new(claim)),
        Err(TryLockError::WouldBlock) => Err(failed(format!(
            "another imprimatur uses {}; end it, or set DATA_DIR to another folder",
            file.display()
        ))),
        // Some network file systems have no locks.
        Err(TryLockError::Error(cause)) => {
            tracing::warn!(error.cause = %cause, "nothing keeps a second program from {}: {cause}", file.display());
            Ok(Arc::new(claim))
        }
    }
}

/// Connections that were checked, and are never closed for age: opening one costs more than keeping it. Nobody can cut them, so they are
/// not asked whether they are there.
fn pool(connections: u32, wait: Duration) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(wait)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(|connection, _| Box::pin(assert_durable(connection)))
        .before_acquire(|connection, _| {
            // SQLite rolls back by itself when the disk is full; sqlx then still counts a transaction, and every later
            // one would fail for ever. Such a connection is closed, and another one opened.
            let clean = !connection.is_in_transaction();
            Box::pin(async move { Ok(clean) })
        })
}

/// Reads the pragmas back: what was asked for is not what a file system without shared memory gives, and a
/// `kill -9` cannot tell the difference, only a power cut can.
async fn assert_durable(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let (mode,): (String,) = sqlx::query_as("PRAGMA journal_mode")
        .fetch_one(&mut *connection)
        .await?;
    let (synchronous,): (i64,) = sqlx::query_as("PRAGMA synchronous")
        .fetch_one(&mut *connection)
        .await?;
    let (foreign_keys,): (i64,) = sqlx::query_as("PRAGMA foreign_keys")
        .fetch_one(&mut *connection)
        .await?;
    const FULL: i64 = 2;
    if mode != "wal" || synchronous != FULL || foreign_keys != 1 {
        return Err(sqlx::Error::Configuration(
            format!(
                "SQLite gave journal_mode={mode}, synchronous={synchronous}, foreign_keys={foreign_keys}; \
                 the workspace needs wal, 2 (FULL) and 1"
            )
            .into(),
        ));
    }
    Ok(())
}

/// A statement with its values.
pub(super) fn query(
    sql: &'static str,
    args: Vec<Arg>,
) -> sqlx::query::Query<'static, Sqlite, SqliteArguments> {
    args.into_iter()
        .fold(sqlx::query(sql), |query, arg| match arg {
            Arg::Text(value) => query.bind(value),
            Arg::Int(value) => query.bind(value),
            Arg::Bytes(value) => query.bind(value),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn open(file: &Path, readers: u32, wait: Duration) -> Result<Embedded> {
        let migrator = sqlx_macros::migrate!("../migrations/workspace/sqlite");
        open_embedded(file, readers, wait, migrator, Erases::InPassing).await
    }

    #[tokio::test]
    async fn connections_are_durable_and_readers_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/w.sqlite");
        let open = open(&file, 2, Duration::from_secs(1)).await.unwrap();
        for pool in [&open.writer, &open.readers] {
            assert_durable(&mut pool.acquire().await.unwrap())
                .await
                .unwrap();
        }
        let refused = sqlx::query("DELETE FROM templates")
            .execute(&open.readers)
            .await;
        assert!(refused.unwrap_err().to_string().contains("readonly"));
    }

    #[tokio::test]
    async fn nobody_relies_on_how_large_tables_once_were() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.sqlite");
        let plan = "EXPLAIN QUERY PLAN SELECT a FROM things WHERE b = 1";
        let run = async |pool: &SqlitePool, sql: &'static str| {
            sqlx::query(sql).execute(pool).await.unwrap();
        };
        let first = open(&file, 1, Duration::from_secs(1)).await.unwrap();
        run(&first.writer, "CREATE TABLE things (a, b)").await;
        run(&first.writer, "CREATE INDEX things_by_b ON things (b)").await;
        run(&first.writer, "INSERT INTO things VALUES (1, 1), (2, 1)").await;
        run(&first.writer, "ANALYZE").await;
        first.close().await;
        drop(first);
        // Two things of one kind: looking through them takes no longer than finding them.
        let raw = SqliteConnectOptions::new().filename(&file);
        let mut raw = raw.connect().await.unwrap();
        let planned: (i64, i64, i64, String) =
            sqlx::query_as(plan).fetch_one(&mut raw).await.unwrap();
        assert!(planned.3.contains("SCAN"), "{planned:?}");
        raw.close().await.unwrap();
        let again = open(&file, 1, Duration::from_secs(1)).await.unwrap();
        for pool in [&again.writer, &again.readers] {
            let planned: (i64, i64, i64, String) =
                sqlx::query_as(plan).fetch_one(pool).await.unwrap();
            assert!(planned.3.contains("things_by_b"), "{planned:?}");
        }
    }

    /// It is compiled with what `.cargo/config.toml` says.
    #[tokio::test]
    async fn what_a_statement_would_take_back_makes_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.sqlite");
        let open = open(&file, 1, Duration::from_secs(1)).await.unwrap();
        let options: Vec<(String,)> = sqlx::query_as("PRAGMA compile_options")
            .fetch_all(&open.writer)
            .await
            .unwrap();
        let spill = ("STMTJRNL_SPILL=1048576".to_owned(),);
        assert!(options.contains(&spill), "{options:?}");
    }

    #[tokio::test]
    async fn a_lax_connection_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("lax.sqlite"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal);
        let refused = assert_durable(&mut options.connect().await.unwrap()).await;
        assert!(refused.unwrap_err().to_string().contains("synchronous=1"));
    }

    #[tokio::test]
    async fn a_second_start_finds_the_schema() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.sqlite");
        for _ in 0..2 {
            let open = open(&file, 1, Duration::from_secs(1)).await.unwrap();
            open.close().await;
        }
    }

    #[tokio::test]
    async fn a_disk_that_was_full_is_written_again_when_it_has_room() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.sqlite");
        let open = open(&file, 1, Duration::from_secs(1)).await.unwrap();
        let writer = &open.writer;
        sqlx::query("CREATE TABLE things (bytes BLOB)")
            .execute(writer)
            .await
            .unwrap();
        // This connection has no room for more pages; another one has.
        sqlx::query("PRAGMA max_page_count = 1")
            .execute(writer)
            .await
            .unwrap();
        let write = async || {
            let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
            sqlx::query("INSERT INTO things VALUES (zeroblob(1000000))")
                .execute(&mut *tx)
                .await?;
            tx.commit().await
        };
        let full = write().await.unwrap_err().to_string();
        assert!(full.contains("full"), "{full}");
        write().await.unwrap();
    }

    #[tokio::test]
    async fn a_second_program_is_kept_from_the_file_until_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("w.sqlite");
        let first = open(&file, 1, Duration::from_secs(1)).await.unwrap();
        let refused = open(&file, 1, Duration::from_secs(1)).await.unwrap_err();
        let cause = crate::error::describe(&refused);
        assert!(cause.contains("another imprimatur"), "{cause}");
        drop(first);
        open(&file, 1, Duration::from_secs(1)).await.unwrap();
    }
}
