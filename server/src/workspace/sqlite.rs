//! The embedded engine: one file, one writer, several readers.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Sqlite, SqlitePool};

use super::Arg;
use crate::error::{Error, Result};

/// How long a statement waits for another process that holds the file. Inside this one, nobody waits for a lock.
const BUSY: Duration = Duration::from_secs(5);

/// Opens or makes the file, brings its schema up to date; gives the writer and the readers.
pub(super) async fn open(
    file: &Path,
    readers: u32,
    wait: Duration,
) -> Result<(SqlitePool, SqlitePool)> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| {
            Error::internal("opening the workspace").caused_by(format!(
                "cannot make the data folder {}: {cause}",
                folder.display()
            ))
        })?;
    }
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .optimize_on_close(true, None);
    let options = options.create_if_missing(true);
    // A pool would go on trying until its time is over, and not say why.
    let mut first = options.connect().await?;
    assert_durable(&mut first).await?;
    let writer = pool(1, wait).connect_with(options.clone()).await?;
    first.close().await?;
    sqlx::migrate!("../migrations/workspace/sqlite")
        .run(&writer)
        .await
        .map_err(|cause| Error::internal("opening the workspace").caused_by(cause))?;
    let readers = pool(readers, wait)
        .connect_with(
            options
                .create_if_missing(false)
                .read_only(true)
                .optimize_on_close(false, None),
        )
        .await?;
    Ok((writer, readers))
}

/// Connections that were checked, and are never closed for age: opening one costs more than keeping it.
fn pool(connections: u32, wait: Duration) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(wait)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(|connection, _| Box::pin(assert_durable(connection)))
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

    #[tokio::test]
    async fn connections_are_durable_and_readers_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/w.sqlite");
        let (writer, readers) = open(&file, 2, Duration::from_secs(1)).await.unwrap();
        for pool in [&writer, &readers] {
            assert_durable(&mut pool.acquire().await.unwrap())
                .await
                .unwrap();
        }
        let refused = sqlx::query("DELETE FROM templates").execute(&readers).await;
        assert!(refused.unwrap_err().to_string().contains("readonly"));
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
            let (writer, readers) = open(&file, 1, Duration::from_secs(1)).await.unwrap();
            readers.close().await;
            writer.close().await;
        }
    }
}
