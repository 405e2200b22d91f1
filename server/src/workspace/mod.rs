//! The workspace database: SQLite inside the program, or Postgres. Slices write their SQL once, with
//! `$1` placeholders and what both engines agree on; everything else of the engines stays in this folder.
//!
//! Invariants: a SQLite connection that is not in WAL mode with `synchronous=FULL` and foreign keys on is
//! never handed out; a transaction that is dropped is rolled back; there is one SQLite writer.

mod postgres;
mod record;
mod schema;
mod sqlite;
mod watch;

use std::time::Duration;

use imprimatur_protocol::{AssetId, DraftId, OrganisationId, PersonId, SessionId, TemplateId};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use crate::config::{Config, Database};
use crate::error::Result;

pub(crate) use self::record::record;
pub use self::record::{Column, Columns, Record, parse};
pub use self::watch::Trouble;
use self::watch::{POSTGRES, READERS, WRITER, failed, taken};

/// Values for the placeholders of a statement, in order: `args![organisation, name, now_ms]`.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::workspace::Arg::from($value)),*] };
}
pub(crate) use args;

/// The database. Cloning shares its connections.
#[derive(Clone)]
pub struct Db(Engine);

#[derive(Clone)]
enum Engine {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
        _claim: sqlite::Claim,
    },
    Postgres(PgPool),
}

/// A transaction. Rolled back when dropped before [`Tx::commit`].
pub struct Tx(Open);

enum Open {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A value for a placeholder.
#[derive(Debug, Clone)]
pub enum Arg {
    /// `TEXT`
    Text(String),
    /// `BIGINT`
    Int(i64),
    /// `BYTEA` or `BLOB`
    Bytes(Vec<u8>),
}

impl Db {
    /// Connects, and brings the schema up to date.
    ///
    /// # Errors
    /// When the database cannot be reached or opened, or holds a schema that this program does not know.
    pub async fn open(config: &Config) -> Result<Self> {
        let limits = &config.limits;
        let wait = Duration::from_secs(limits.database_wait_seconds);
        let engine = match &config.database {
            Database::Sqlite(file) => {
                let (writer, readers, claim) =
                    sqlite::open(file, limits.sqlite_readers, wait).await?;
                Engine::Sqlite {
                    writer,
                    readers,
                    _claim: claim,
                }
            }
            Database::Postgres(url) => {
                Engine::Postgres(postgres::open(url, limits.database_connections, wait).await?)
            }
        };
        Ok(Self(engine))
    }

    /// Begins a transaction that may write. On SQLite it holds the writer at once, so that reading first and
    /// writing afterwards cannot fail for a lock.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx(match &self.0 {
            Engine::Sqlite { writer, .. } => {
                Open::Sqlite(taken(WRITER, writer, writer.begin_with("BEGIN IMMEDIATE")).await?)
            }
            Engine::Postgres(pool) => {
                Open::Postgres(taken(POSTGRES, pool, postgres::answered(pool.begin())).await?)
            }
        }))
    }

    /// Begins a transaction that only reads, all of it at one moment. A write in it fails.
    pub async fn read(&self) -> Result<Tx> {
        Ok(Tx(match &self.0 {
            Engine::Sqlite { readers, .. } => {
                Open::Sqlite(taken(READERS, readers, readers.begin()).await?)
            }
            Engine::Postgres(pool) => Open::Postgres(
                taken(
                    POSTGRES,
                    pool,
                    postgres::answered(
                        pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
                    ),
                )
                .await?,
            ),
        }))
    }

    /// Closes every connection, waiting for those in use. Later transactions fail.
    pub async fn close(&self) {
        match &self.0 {
            Engine::Sqlite {
                writer, readers, ..
            } => {
                readers.close().await;
                // The last connection folds the write-ahead log into the file.
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything durable. What was not committed did not happen.
    pub async fn commit(self) -> Result<()> {
        match self.0 {
            Open::Sqlite(tx) => tx
                .commit()
                .await
                .inspect_err(|cause| failed(WRITER, cause))?,
            Open::Postgres(tx) => postgres::answered(tx.commit())
                .await
                .inspect_err(|cause| failed(POSTGRES, cause))?,
        }
        Ok(())
    }

    /// Runs a statement; gives the number of rows that it changed.
    pub async fn execute(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64> {
        Ok(match &mut self.0 {
            Open::Sqlite(tx) => sqlite::query(sql, args)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Open::Postgres(tx) => postgres::answered(postgres::query(sql, args).execute(&mut **tx))
                .await?
                .rows_affected(),
        })
    }

    /// The one row, or none.
    pub async fn fetch_optional<R: Record>(
        &mut self,
        sql: &'static str,
        args: Vec<Arg>,
    ) -> Result<Option<R>> {
        Ok(match &mut self.0 {
            Open::Sqlite(tx) => match sqlite::query(sql, args).fetch_optional(&mut **tx).await? {
                Some(row) => Some(R::read(&row)?),
                None => None,
            },
            Open::Postgres(tx) => {
                match postgres::answered(postgres::query(sql, args).fetch_optional(&mut **tx))
                    .await?
                {
                    Some(row) => Some(R::read(&row)?),
                    None => None,
                }
            }
        })
    }

    /// The one row, or none, of what SQLite and Postgres say in different ways.
    pub async fn fetch_either<R: Record>(
        &mut self,
        sqlite: &'static str,
        postgres: &'static str,
        args: Vec<Arg>,
    ) -> Result<Option<R>> {
        let sql = match &self.0 {
            Open::Sqlite(_) => sqlite,
            Open::Postgres(_) => postgres,
        };
        Ok(self.fetch_all(sql, args).await?.pop())
    }

    /// Rows by a list of ids, of what SQLite and Postgres say in different ways. The ids are the last placeholder, as a list in JSON.
    pub async fn fetch_listed<R: Record>(
        &mut self,
        sqlite: &'static str,
        postgres: &'static str,
        mut args: Vec<Arg>,
        ids: impl Iterator<Item = impl std::fmt::Display>,
    ) -> Result<Vec<R>> {
        let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
        args.push(Arg::Text(format!("[{}]", ids.join(","))));
        let sql = match &self.0 {
            Open::Sqlite(_) => sqlite,
            Open::Postgres(_) => postgres,
        };
        self.fetch_all(sql, args).await
    }

    /// The one row. That it is absent is a fault of ours.
    pub async fn fetch_one<R: Record>(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<R> {
        let row = self.fetch_optional(sql, args).await?;
        Ok(row.ok_or(sqlx::Error::RowNotFound)?)
    }

    /// Every row. The statement bounds their number.
    pub async fn fetch_all<R: Record>(
        &mut self,
        sql: &'static str,
        args: Vec<Arg>,
    ) -> Result<Vec<R>> {
        let rows: Result<Vec<R>, sqlx::Error> = match &mut self.0 {
            Open::Sqlite(tx) => {
                let rows = sqlite::query(sql, args).fetch_all(&mut **tx).await?;
                rows.iter().map(|row| R::read(row)).collect()
            }
            Open::Postgres(tx) => {
                let rows =
                    postgres::answered(postgres::query(sql, args).fetch_all(&mut **tx)).await?;
                rows.iter().map(|row| R::read(row)).collect()
            }
        };
        Ok(rows?)
    }
}

macro_rules! arg_from {
    ($($type:ty => |$value:ident| $arg:expr;)*) => {$(
        impl From<$type> for Arg {
            fn from($value: $type) -> Self { $arg }
        }
    )*};
}

arg_from! {
    &str => |value| Self::Text(value.to_owned());
    &String => |value| Self::Text(value.clone());
    String => |value| Self::Text(value);
    i64 => |value| Self::Int(value);
    u32 => |value| Self::Int(value.into());
    Vec<u8> => |value| Self::Bytes(value);
    &[u8] => |value| Self::Bytes(value.to_vec());
    OrganisationId => |value| Self::Text(value.to_string());
    PersonId => |value| Self::Text(value.to_string());
    TemplateId => |value| Self::Text(value.to_string());
    DraftId => |value| Self::Text(value.to_string());
    SessionId => |value| Self::Text(value.to_string());
    AssetId => |value| Self::Text(value.to_string());
}
