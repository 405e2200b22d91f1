//! The registry database: what an organisation publishes and issues, and the people and organisations that its reports ask for. SQLite inside
//! the program, or MySQL as PlanetScale has it.
//!
//! Invariants: nobody's work waits for it, so it may be away for any time; an address that is not this computer is spoken to over TLS, and
//! has to prove its name; a copy is never replaced by an older state; every statement ends within 15 s.

mod failure;
mod insert;
mod mysql;
mod ready;
mod schema;
mod transaction;
mod upsert;

use std::sync::Arc;
use std::time::Duration;

use sqlx::Sqlite;
use sqlx::sqlite::SqliteArguments;

use crate::config::{Config, RegistryDatabase};
use crate::error::{Error, Result};
use crate::workspace::{Embedded, Erases, Record, open_embedded, record};

use self::failure::failure;
pub use self::failure::{Failure, Reason};
pub use self::insert::{IfThere, RowTable};
use self::ready::FoundWell;
pub use self::schema::Difference;
use self::schema::Expected;
pub use self::transaction::Tx;
use self::upsert::Dialect;
pub use self::upsert::{Copy, CopyTable};

/// Rows that one statement writes.
pub const ROWS_AT_ONCE: usize = 250;

/// The database. Cloning shares its connections.
#[derive(Clone)]
pub struct Registry(Engine, Arc<FoundWell>);

#[derive(Clone)]
enum Engine {
    Sqlite(Embedded),
    MySql(mysql::Server),
}

record! {
    struct HashRow {
        copy_key: String,
        hash: String,
    }
}

record! {
    struct CountRow {
        all_rows: i64,
    }
}

/// A value for a placeholder, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, JSON, or a moment (see [`moment`]).
    Text(Option<String>),
    /// A whole number.
    Int(Option<i64>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

macro_rules! value_from {
    ($($type:ty => |$value:ident| $into:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self { $into }
        }
    )*};
}

value_from! {
    &str => |value| Self::Text(Some(value.to_owned()));
    String => |value| Self::Text(Some(value));
    Option<String> => |value| Self::Text(value);
    i64 => |value| Self::Int(Some(value));
    Option<i64> => |value| Self::Int(value);
    bool => |value| Self::Int(Some(value.into()));
    Vec<u8> => |value| Self::Bytes(Some(value));
}

/// How a moment is written in the registry, on both engines: `2026-11-27 08:00:00.000`, UTC.
pub fn moment(ms: i64) -> String {
    let text = crate::clock::rfc3339(ms);
    text.trim_end_matches('Z').replace('T', " ")
}

impl Registry {
    /// Opens the file, or takes the address: a MySQL that is away does not keep the program from starting.
    ///
    /// # Errors
    /// When the file cannot be opened, or the address cannot be read.
    pub async fn open(config: &Config) -> Result<Self> {
        let limits = &config.limits;
        let wait = Duration::from_secs(limits.database_wait_seconds);
        let engine = match &config.registry_database {
            RegistryDatabase::Sqlite(file) => {
                let migrator = sqlx_macros::migrate!("../migrations/registry/sqlite");
                Engine::Sqlite(
                    open_embedded(file, limits.sqlite_readers, wait, migrator, Erases::Always)
                        .await?,
                )
            }
            RegistryDatabase::MySql { url, migrating } => Engine::MySql(mysql::open(
                url,
                *migrating,
                limits.registry_connections,
                wait,
            )?),
        };
        Ok(Self(engine, Arc::default()))
    }

    /// Adds what the tables lack, where that is this program's to do, and gives what is not as it has to be. While there is anything, nothing
    /// is to be written.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn prepare(&self) -> Result<Vec<Difference>, Failure> {
        match &self.0 {
            Engine::Sqlite(_) => Ok(Vec::new()),
            Engine::MySql(server) => Ok(server.prepare(&expected()?).await?),
        }
    }

    /// As [`Self::prepare`], and changes nothing.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn differences(&self) -> Result<Vec<Difference>, Failure> {
        match &self.0 {
            Engine::Sqlite(_) => Ok(Vec::new()),
            Engine::MySql(server) => Ok(server.differences(&expected()?).await?),
        }
    }

    /// Writes copies, each where it is newer than, or as new as, what is there. All of them or none.
    ///
    /// # Errors
    /// Nothing was written, as far as one can know.
    pub async fn upsert(&self, table: &CopyTable, copies: &[&Copy]) -> Result<(), Failure> {
        if copies.is_empty() {
            return Ok(());
        }
        let values = table.values(copies);
        self.execute(|dialect| table.upsert(dialect, copies.len()), &values)
            .await
            .map(drop)
    }

    /// Writes rows that are never changed afterwards. All of them or none.
    ///
    /// # Errors
    /// Nothing was written, as far as one can know; [`Reason::Duplicate`]: one of them is there already, and was not to be.
    pub async fn insert(
        &self,
        table: &RowTable,
        rows: &[Vec<Value>],
        if_there: IfThere,
    ) -> Result<(), Failure> {
        if rows.is_empty() {
            return Ok(());
        }
        let values: Vec<&Value> = rows.iter().flatten().collect();
        self.execute(
            |dialect| table.insert(dialect, rows.len(), if_there),
            &values,
        )
        .await
        .map(drop)
    }

    /// Runs a statement that both engines understand, with `?` for its values; gives the number of rows that it found.
    ///
    /// # Errors
    /// Nothing was changed, as far as one can know.
    pub async fn change(&self, sql: &'static str, values: &[Value]) -> Result<u64, Failure> {
        let values: Vec<&Value> = values.iter().collect();
        self.execute(|_| sql.to_owned(), &values).await
    }

    /// The hashes of copies by their keys; of those that are there.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn hashes(
        &self,
        table: &CopyTable,
        keys: &[&str],
    ) -> Result<Vec<(String, String)>, Failure> {
        let mut hashes = Vec::with_capacity(keys.len());
        for some in keys.chunks(ROWS_AT_ONCE) {
            let values: Vec<Value> = some.iter().map(|key| Value::from(*key)).collect();
            let rows: Vec<HashRow> = self.fetch(table.hashes(some.len()), &values).await?;
            hashes.extend(rows.into_iter().map(|row| (row.copy_key, row.hash)));
        }
        Ok(hashes)
    }

    /// How many copies there are.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn count(&self, table: &CopyTable) -> Result<i64, Failure> {
        let rows: Vec<CountRow> = self.fetch(table.count(), &[]).await?;
        Ok(rows.first().map_or(0, |row| row.all_rows))
    }

    async fn execute(
        &self,
        sql: impl Fn(Dialect) -> String,
        values: &[&Value],
    ) -> Result<u64, Failure> {
        let values = values.iter().copied();
        Ok(match &self.0 {
            Engine::Sqlite(embedded) => query(sql(Dialect::Sqlite), values)
                .execute(&embedded.writer)
                .await?
                .rows_affected(),
            Engine::MySql(server) => server.execute(sql(Dialect::MySql), values).await?,
        })
    }

    /// Every row. The statement bounds their number, has `?` for its values, and says what both engines understand: moments and JSON are
    /// read as `CAST(… AS CHAR)`.
    ///
    /// # Errors
    /// It cannot be asked, or a row is not as it has to be.
    pub async fn fetch_all<R: Record>(
        &self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<R>, Failure> {
        self.fetch(sql.to_owned(), values).await
    }

    /// As [`Self::fetch_all`], of a statement that ends with a column which is to be one of these. There is at least one.
    ///
    /// # Errors
    /// It cannot be asked, or a row is not as it has to be.
    pub async fn fetch_among<R: Record>(
        &self,
        sql: &'static str,
        values: &[Value],
        among: &[Value],
    ) -> Result<Vec<R>, Failure> {
        self.fetch(one_of(sql, among.len()), &[values, among].concat())
            .await
    }

    /// Every row of a statement that ends in `AND` or `WHERE`, for which one of some conditions holds: the same one, each time with other values.
    ///
    /// # Errors
    /// What the database says.
    pub async fn fetch_any<R: Record>(
        &self,
        sql: &'static str,
        first: &[Value],
        condition: &'static str,
        each: &[Vec<Value>],
    ) -> Result<Vec<R>, Failure> {
        let mut rows = Vec::new();
        for some in each.chunks(ROWS_AT_ONCE) {
            let conditions = vec![format!("({condition})"); some.len()].join(" OR ");
            let values: Vec<Value> = first.iter().chain(some.iter().flatten()).cloned().collect();
            rows.extend(self.fetch(format!("{sql} ({conditions})"), &values).await?);
        }
        Ok(rows)
    }

    async fn fetch<R: Record>(&self, sql: String, values: &[Value]) -> Result<Vec<R>, Failure> {
        Ok(match &self.0 {
            Engine::Sqlite(embedded) => {
                let query = query(sql, values.iter());
                let rows = query.fetch_all(&embedded.readers).await?;
                let rows: Result<Vec<R>, sqlx::Error> =
                    rows.iter().map(|row| R::read(row)).collect();
                rows?
            }
            Engine::MySql(server) => server.fetch(sql, values).await?,
        })
    }

    /// Closes every connection, waiting for those in use.
    pub async fn close(&self) {
        match &self.0 {
            Engine::Sqlite(embedded) => embedded.close().await,
            Engine::MySql(server) => server.close().await,
        }
    }
}

/// The statements that make the tables of an empty MySQL database.
///
/// # Errors
/// A migration cannot be read; a test sees to it that all can.
pub fn schema() -> Result<Vec<Difference>> {
    expected()
        .map(|expected| expected.all())
        .map_err(|cause| Error::internal("reading the schema of the registry").caused_by(cause))
}

fn expected() -> Result<Expected, Failure> {
    let migrator = sqlx_macros::migrate!("../migrations/registry/mysql");
    let texts = migrator.iter().map(|migration| migration.sql.as_str());
    Expected::read(texts).map_err(|cause| Failure::new(Reason::Schema, cause))
}

/// A statement that ends with a column, with places for so many values of it.
fn one_of(sql: &str, count: usize) -> String {
    format!("{sql} IN ({})", vec!["?"; count].join(", "))
}

fn query<'q>(
    sql: String,
    values: impl Iterator<Item = &'q Value>,
) -> sqlx::query::Query<'q, Sqlite, SqliteArguments> {
    let query = sqlx::query(sqlx::AssertSqlSafe(sql));
    values.fold(query, |query, value| match value {
        Value::Text(value) => query.bind(value.as_deref()),
        Value::Int(value) => query.bind(*value),
        Value::Bytes(value) => query.bind(value.as_deref()),
    })
}

#[cfg(test)]
impl Registry {
    /// Runs a statement on the embedded engine, to make it fail.
    pub(crate) async fn run_for_test(&self, sql: &'static str) {
        let Engine::Sqlite(embedded) = &self.0 else {
            panic!("only the embedded engine can be made so");
        };
        sqlx::query(sql)
            .execute(&embedded.writer)
            .await
            .expect("a statement");
    }
}
