//! The engine for PlanetScale, and for any MySQL or MariaDB.
//!
//! What PlanetScale does not take is not asked of the others either: foreign keys, triggers, procedures, named locks, `RETURNING`, row aliases
//! in an upsert, `||`, statements and transactions of 20 s and more. A test reads every text for it.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use sqlx::mysql::{MySqlArguments, MySqlConnectOptions, MySqlPoolOptions, MySqlRow, MySqlSslMode};
use sqlx::{MySql, MySqlPool, Row, Transaction};

use super::schema::{Difference, Expected, Present};
use super::{Value, failure};
use crate::config::Migrating;
use crate::error::{Error, Result};
use crate::workspace::{Columns, record};

/// PlanetScale ends a transaction after 20 s. A statement that takes so long is given up with its connection.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// PlanetScale ends a connection after a day, and one of a password that was deleted within minutes.
const LIFE: Duration = Duration::from_secs(30 * 60);

/// A connection that nobody needs is closed after so long.
const IDLE: Duration = Duration::from_secs(5 * 60);

/// The database at an address.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pool: MySqlPool,
    migrating: Migrating,
}

/// Takes the address; nothing is connected to before somebody asks for something.
pub(super) fn open(
    url: &str,
    migrating: Migrating,
    connections: u32,
    wait: Duration,
) -> Result<Server> {
    let options = MySqlConnectOptions::from_str(url).map_err(|cause| {
        Error::internal("opening the registry").caused_by(format!(
            "REGISTRY_DATABASE_URL cannot be read: {}",
            failure(&cause)
        ))
    })?;
    let is_local = is_loopback(options.get_host());
    // PlanetScale refuses the one, and what both change about SQL is nothing that we write.
    let mut options = options.pipes_as_concat(false).no_engine_substitution(false);
    if !is_local {
        // The driver's default would take any certificate.
        options = options.ssl_mode(MySqlSslMode::VerifyIdentity);
    }
    let migrating = match migrating {
        Migrating::Auto if is_local => Migrating::Run,
        Migrating::Auto => Migrating::Check,
        other => other,
    };
    let pool = MySqlPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(wait)
        .max_lifetime(LIFE)
        .idle_timeout(IDLE)
        .connect_lazy_with(options);
    Ok(Server { pool, migrating })
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|it: IpAddr| it.is_loopback())
}

/// Waits for an answer, and not for ever.
pub(super) async fn answered<T>(
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    tokio::time::timeout(ANSWER_WITHIN, answer)
        .await
        .unwrap_or_else(|_| {
            Err(sqlx::Error::Io(std::io::Error::new(
                std::io::ErrorKind::TimedOut,
                "MySQL does not answer",
            )))
        })
}

impl Columns for MySqlRow {
    fn text(&self, name: &str) -> Result<Option<String>, sqlx::Error> {
        self.try_get(name)
    }

    fn int(&self, name: &str) -> Result<Option<i64>, sqlx::Error> {
        self.try_get(name)
    }

    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, sqlx::Error> {
        self.try_get(name)
    }
}

record! {
    struct ColumnRow {
        table_name: String,
        column_name: String,
        column_type: String,
        is_nullable: String,
        collation_name: Option<String>,
    }
}

record! {
    struct KeyRow {
        table_name: String,
        index_name: String,
        non_unique: i64,
        column_name: String,
    }
}

/// On Vitess the name of the database may have the kind of tablet behind it. Some servers give these names as bytes.
const COLUMNS: &str =
    "SELECT CAST(table_name AS CHAR) AS table_name, CAST(column_name AS CHAR) AS column_name,
       CAST(column_type AS CHAR) AS column_type, CAST(is_nullable AS CHAR) AS is_nullable,
       CAST(collation_name AS CHAR) AS collation_name
FROM information_schema.columns
WHERE table_schema = SUBSTRING_INDEX(DATABASE(), '@', 1)";

const KEYS: &str =
    "SELECT CAST(table_name AS CHAR) AS table_name, CAST(index_name AS CHAR) AS index_name,
       CAST(non_unique AS SIGNED) AS non_unique, CAST(column_name AS CHAR) AS column_name
FROM information_schema.statistics
WHERE table_schema = SUBSTRING_INDEX(DATABASE(), '@', 1) AND column_name IS NOT NULL
ORDER BY table_name, index_name, seq_in_index";

/// What a statement of ours answers when somebody else has just made the same table, column or key.
const THERE_ALREADY: [u16; 3] = [1050, 1060, 1061];

/// What it answers where this account may not make any, or nobody may directly (PlanetScale, "Safe migrations").
const NOT_ALLOWED: [u16; 2] = [1044, 1142];
const NOT_DIRECTLY: &str = "DDL is disabled";

impl Server {
    /// Adds what is missing, where that is this program's to do, and gives what is not as it has to be.
    pub(super) async fn prepare(
        &self,
        expected: &Expected,
    ) -> Result<Vec<Difference>, sqlx::Error> {
        let found = self.differences(expected).await?;
        if self.migrating != Migrating::Run {
            return Ok(found);
        }
        for difference in found.iter().filter(|it| it.adds) {
            let sql = sqlx::AssertSqlSafe(difference.sql.clone());
            match answered(sqlx::query(sql).execute(&self.pool)).await {
                Ok(_) => tracing::info!("the registry was extended: {} no more", difference.what),
                Err(cause) if has_number(&cause, &THERE_ALREADY) => {}
                // Then it is somebody else's, and what is missing is told.
                Err(cause) if is_not_allowed(&cause) => break,
                Err(cause) => return Err(cause),
            }
        }
        self.differences(expected).await
    }

    /// What is not as it has to be.
    pub(super) async fn differences(
        &self,
        expected: &Expected,
    ) -> Result<Vec<Difference>, sqlx::Error> {
        let mut present = Present::default();
        for row in self.fetch::<ColumnRow>(COLUMNS.to_owned(), &[]).await? {
            present.column(
                row.table_name,
                row.column_name,
                &row.column_type,
                &row.is_nullable,
                row.collation_name,
            );
        }
        for row in self.fetch::<KeyRow>(KEYS.to_owned(), &[]).await? {
            present.key(
                row.table_name,
                row.index_name,
                row.non_unique == 0,
                row.column_name,
            );
        }
        Ok(expected.differences(&present))
    }

    pub(super) async fn execute(
        &self,
        sql: String,
        values: impl Iterator<Item = &Value>,
    ) -> Result<u64, sqlx::Error> {
        Ok(answered(query(sql, values).execute(&self.pool))
            .await?
            .rows_affected())
    }

    pub(super) async fn fetch<R: crate::workspace::Record>(
        &self,
        sql: String,
        values: &[Value],
    ) -> Result<Vec<R>, sqlx::Error> {
        let rows = answered(query(sql, values.iter()).fetch_all(&self.pool)).await?;
        rows.iter().map(|row| R::read(row)).collect()
    }

    pub(super) async fn begin(&self) -> Result<Transaction<'static, MySql>, sqlx::Error> {
        answered(self.pool.begin()).await
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

fn has_number(cause: &sqlx::Error, numbers: &[u16]) -> bool {
    cause
        .as_database_error()
        .and_then(|error| error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>())
        .is_some_and(|error| numbers.contains(&error.number()))
}

fn is_not_allowed(cause: &sqlx::Error) -> bool {
    let says_so = |error: &dyn sqlx::error::DatabaseError| error.message().contains(NOT_DIRECTLY);
    has_number(cause, &NOT_ALLOWED) || cause.as_database_error().is_some_and(says_so)
}

pub(super) fn query<'q>(
    sql: String,
    values: impl Iterator<Item = &'q Value>,
) -> sqlx::query::Query<'q, MySql, MySqlArguments> {
    let query = sqlx::query(sqlx::AssertSqlSafe(sql));
    values.fold(query, |query, value| match value {
        Value::Text(value) => query.bind(value.as_deref()),
        Value::Int(value) => query.bind(*value),
        Value::Bytes(value) => query.bind(value.as_deref()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_may_go_without_a_certificate() {
        for (host, local) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("::1", true),
            ("[::1]", true),
            ("aws.connect.psdb.cloud", false),
            ("10.0.0.4", false),
            ("localhost.example", false),
        ] {
            assert_eq!(is_loopback(host), local, "{host}");
        }
    }
}
