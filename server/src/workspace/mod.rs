//! The workspace database: SQLite inside the program, or Postgres. Slices write their SQL once, with
//! `$1` placeholders and what both engines agree on; everything else of the engines stays in this folder.
//!
//! Invariants: a SQLite connection that is not in WAL mode with `synchronous=FULL` and foreign keys on is
//! never handed out; a transaction that is dropped is rolled back; there is one SQLite writer.

mod checkpoints;
mod postgres;
mod precedence;
mod record;
mod schema;
mod sqlite;
mod watch;

use std::time::Duration;

use imprimatur_protocol::{
    ActorId, ApiKeyId, AssetId, BatchId, CertificateActId, CertificateId, CertificateImageId,
    CommentId, DraftId, EventId, GuestId, ImpersonatorId, ListId, MailId, NameRequestId,
    NotificationId, OrganisationId, PersonId, PublicationId, RecipientAddressId, RecipientId,
    ReviewId, RunId, SessionId, TemplateId, ThreadId, VersionId,
};
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};
use tokio::time::Instant;

use crate::config::{Config, Database};
use crate::error::Result;

use self::postgres::Connections;
pub(crate) use self::record::record;
pub use self::record::{Column, Columns, Record, parse, word};
pub(crate) use self::sqlite::{Embedded, Erases, open_embedded};
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
    Sqlite(Embedded),
    Postgres(Connections),
}

/// A transaction. Rolled back when dropped before [`Tx::commit`].
pub struct Tx(Open);

enum Open {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// What a statement runs on.
enum Line<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// A value for a placeholder.
#[derive(Debug, Clone)]
pub enum Arg {
    /// `TEXT`, or null
    Text(Option<String>),
    /// `BIGINT`, or null
    Int(Option<i64>),
    /// `BYTEA` or `BLOB`, or null
    Bytes(Option<Vec<u8>>),
}

/// Who begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// Somebody to whom the others give way.
    First,
    /// One of the others.
    Other,
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
                let migrator = || sqlx_macros::migrate!("../migrations/workspace/sqlite");
                let readers = limits.sqlite_readers;
                let embedded =
                    open_embedded(file, readers, wait, migrator(), Erases::InPassing).await?;
                let floor = sqlx::query_scalar(schema::FLOOR);
                schema::above_floor(&migrator(), floor.fetch_one(&embedded.readers).await?)?;
                Engine::Sqlite(embedded)
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
        self.begin_as(Rank::Other).await
    }

    /// As [`Self::begin`], of somebody to whom the others [give way](Self::expect).
    pub async fn begin_first(&self) -> Result<Tx> {
        self.begin_as(Rank::First).await
    }

    async fn begin_as(&self, rank: Rank) -> Result<Tx> {
        Ok(Tx(match &self.0 {
            Engine::Sqlite(Embedded {
                writer, precedence, ..
            }) => {
                let begin = async {
                    if rank == Rank::Other {
                        precedence.give_way().await;
                    }
                    writer.begin_with("BEGIN IMMEDIATE").await
                };
                Open::Sqlite(taken(WRITER, writer, begin).await?)
            }
            Engine::Postgres(connections) => {
                let begin = connections.begin(None);
                Open::Postgres(taken(POSTGRES, &connections.pool, begin).await?)
            }
        }))
    }

    /// At that moment somebody writes who goes first, by [`Self::at_once`] or [`Self::begin_first`]. Others who would begin shortly before wait until
    /// [they have](Self::came). Where writers do not wait for each other, nobody does.
    pub fn expect(&self, at: Instant) {
        if let Engine::Sqlite(Embedded { precedence, .. }) = &self.0 {
            precedence.expect(at);
        }
    }

    /// Whoever was [expected](Self::expect) until now has written.
    pub fn came(&self) {
        if let Engine::Sqlite(Embedded { precedence, .. }) = &self.0 {
            precedence.came();
        }
    }

    /// Whether somebody was expected who has not come.
    #[cfg(test)]
    pub(crate) fn expects_somebody(&self) -> bool {
        matches!(&self.0, Engine::Sqlite(Embedded { precedence, .. }) if !precedence.is_empty())
    }

    /// Runs a transaction in one way to the database and back, and gives its rows: a [`Tx`] takes one for its begin, for each statement
    /// and for its end. SQLite is given statements from `BEGIN IMMEDIATE` to `COMMIT`, Postgres one statement. They bound the number of
    /// rows. It is to be waited for to its end: a future that is dropped leaves SQLite in the middle of the transaction.
    ///
    /// # Errors
    /// Nothing was written, as far as one can know: when the answer of Postgres is lost, it may have been.
    pub async fn at_once<R: Record>(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
        args: Vec<Arg>,
    ) -> Result<Vec<R>> {
        let rows: Result<Vec<R>, sqlx::Error> = match &self.0 {
            Engine::Sqlite(Embedded { writer, .. }) => {
                let mut connection = taken(WRITER, writer, writer.acquire()).await?;
                let done = sqlite::query(sqlite, args)
                    .fetch_all(&mut *connection)
                    .await;
                match done {
                    Ok(rows) => rows.iter().map(|row| R::read(row)).collect(),
                    Err(cause) => {
                        failed(WRITER, &cause);
                        // What it had begun goes with it, and so does a connection that is none any more.
                        if let Err(cause) = connection.close().await {
                            tracing::warn!(error.cause = %cause, "a connection to SQLite could not be closed: {cause}");
                        }
                        Err(cause)
                    }
                }
            }
            Engine::Postgres(Connections { pool, .. }) => {
                let mut connection =
                    taken(POSTGRES, pool, postgres::answered(pool.acquire())).await?;
                let query = postgres::query(postgres, args).fetch_all(&mut *connection);
                let rows = postgres::answered(query).await;
                let rows = rows.inspect_err(|cause| failed(POSTGRES, cause))?;
                rows.iter().map(|row| R::read(row)).collect()
            }
        };
        Ok(rows?)
    }

    /// Begins a transaction that only reads, all of it at one moment. A write in it fails.
    pub async fn read(&self) -> Result<Tx> {
        Ok(Tx(match &self.0 {
            Engine::Sqlite(Embedded { readers, .. }) => {
                Open::Sqlite(taken(READERS, readers, readers.begin()).await?)
            }
            Engine::Postgres(connections) => {
                let begin =
                    connections.begin(Some("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
                Open::Postgres(taken(POSTGRES, &connections.pool, begin).await?)
            }
        }))
    }

    /// The one row that a statement reads, or none. It needs no transaction around it, which would take two more ways to the database.
    pub async fn look<R: Record>(&self, sql: &'static str, args: Vec<Arg>) -> Result<Option<R>> {
        match &self.0 {
            Engine::Sqlite(Embedded { readers, .. }) => {
                let mut connection = taken(READERS, readers, readers.acquire()).await?;
                Line::Sqlite(&mut connection)
                    .fetch_optional(sql, args)
                    .await
            }
            Engine::Postgres(Connections { pool, .. }) => {
                let acquire = postgres::answered(pool.acquire());
                let mut connection = taken(POSTGRES, pool, acquire).await?;
                Line::Postgres(&mut connection)
                    .fetch_optional(sql, args)
                    .await
            }
        }
    }

    /// As [`Self::look`], of what the engines have different words for.
    pub async fn look_either<R: Record>(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
        args: Vec<Arg>,
    ) -> Result<Option<R>> {
        let sql = match &self.0 {
            Engine::Sqlite(_) => sqlite,
            Engine::Postgres(_) => postgres,
        };
        self.look(sql, args).await
    }

    /// Closes every connection, waiting for those in use. Later transactions fail.
    pub async fn close(&self) {
        match &self.0 {
            Engine::Sqlite(embedded) => embedded.close().await,
            Engine::Postgres(Connections { pool, .. }) => pool.close().await,
        }
    }
}

impl Line<'_> {
    async fn fetch_optional<R: Record>(
        self,
        sql: &'static str,
        args: Vec<Arg>,
    ) -> Result<Option<R>> {
        Ok(match self {
            Line::Sqlite(line) => match sqlite::query(sql, args).fetch_optional(line).await? {
                Some(row) => Some(R::read(&row)?),
                None => None,
            },
            Line::Postgres(line) => {
                match postgres::answered(postgres::query(sql, args).fetch_optional(line)).await? {
                    Some(row) => Some(R::read(&row)?),
                    None => None,
                }
            }
        })
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

    fn line(&mut self) -> Line<'_> {
        match &mut self.0 {
            Open::Sqlite(tx) => Line::Sqlite(tx),
            Open::Postgres(tx) => Line::Postgres(tx),
        }
    }

    /// Runs a statement; gives the number of rows that it changed.
    pub async fn execute(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64> {
        Ok(match self.line() {
            Line::Sqlite(line) => sqlite::query(sql, args)
                .execute(line)
                .await?
                .rows_affected(),
            Line::Postgres(line) => postgres::answered(postgres::query(sql, args).execute(line))
                .await?
                .rows_affected(),
        })
    }

    /// Runs a statement that the engines have different words for; gives the number of rows that it changed.
    pub async fn execute_either(
        &mut self,
        sqlite: &'static str,
        postgres: &'static str,
        args: Vec<Arg>,
    ) -> Result<u64> {
        let sql = match self.line() {
            Line::Sqlite(_) => sqlite,
            Line::Postgres(_) => postgres,
        };
        self.execute(sql, args).await
    }

    /// The one row, or none.
    pub async fn fetch_optional<R: Record>(
        &mut self,
        sql: &'static str,
        args: Vec<Arg>,
    ) -> Result<Option<R>> {
        self.line().fetch_optional(sql, args).await
    }

    /// Rows by a list of ids, of what SQLite and Postgres say in different ways. The ids are the last placeholder, as a list in JSON.
    pub async fn fetch_listed<R: Record>(
        &mut self,
        sqlite: &'static str,
        postgres: &'static str,
        mut args: Vec<Arg>,
        ids: impl Iterator<Item = impl std::fmt::Display>,
    ) -> Result<Vec<R>> {
        args.push(Arg::list(ids));
        self.fetch_either(sqlite, postgres, args).await
    }

    /// Every row of a statement that the engines have different words for.
    pub async fn fetch_either<R: Record>(
        &mut self,
        sqlite: &'static str,
        postgres: &'static str,
        args: Vec<Arg>,
    ) -> Result<Vec<R>> {
        let sql = match self.line() {
            Line::Sqlite(_) => sqlite,
            Line::Postgres(_) => postgres,
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
        let rows: Result<Vec<R>, sqlx::Error> = match self.line() {
            Line::Sqlite(line) => {
                let rows = sqlite::query(sql, args).fetch_all(line).await?;
                rows.iter().map(|row| R::read(row)).collect()
            }
            Line::Postgres(line) => {
                let rows = postgres::answered(postgres::query(sql, args).fetch_all(line)).await?;
                rows.iter().map(|row| R::read(row)).collect()
            }
        };
        Ok(rows?)
    }
}

impl Arg {
    /// Ids as a list in JSON, which both engines can read rows from.
    pub fn list(ids: impl Iterator<Item = impl std::fmt::Display>) -> Self {
        let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
        Self::from(serde_json::json!(ids).to_string())
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
    &str => |value| Self::Text(Some(value.to_owned()));
    &String => |value| Self::Text(Some(value.clone()));
    String => |value| Self::Text(Some(value));
    Option<String> => |value| Self::Text(value);
    i64 => |value| Self::Int(Some(value));
    Option<i64> => |value| Self::Int(value);
    u32 => |value| Self::Int(Some(value.into()));
    Vec<u8> => |value| Self::Bytes(Some(value));
    Option<Vec<u8>> => |value| Self::Bytes(value);
    &[u8] => |value| Self::Bytes(Some(value.to_vec()));
    OrganisationId => |value| Self::Text(Some(value.to_string()));
    PersonId => |value| Self::Text(Some(value.to_string()));
    TemplateId => |value| Self::Text(Some(value.to_string()));
    DraftId => |value| Self::Text(Some(value.to_string()));
    SessionId => |value| Self::Text(Some(value.to_string()));
    AssetId => |value| Self::Text(Some(value.to_string()));
    ApiKeyId => |value| Self::Text(Some(value.to_string()));
    EventId => |value| Self::Text(Some(value.to_string()));
    ImpersonatorId => |value| Self::Text(Some(value.to_string()));
    RunId => |value| Self::Text(Some(value.to_string()));
    ThreadId => |value| Self::Text(Some(value.to_string()));
    CommentId => |value| Self::Text(Some(value.to_string()));
    NotificationId => |value| Self::Text(Some(value.to_string()));
    MailId => |value| Self::Text(Some(value.to_string()));
    VersionId => |value| Self::Text(Some(value.to_string()));
    ReviewId => |value| Self::Text(Some(value.to_string()));
    NameRequestId => |value| Self::Text(Some(value.to_string()));
    PublicationId => |value| Self::Text(Some(value.to_string()));
    GuestId => |value| Self::Text(Some(value.to_string()));
    CertificateId => |value| Self::Text(Some(value.to_string()));
    CertificateImageId => |value| Self::Text(Some(value.to_string()));
    CertificateActId => |value| Self::Text(Some(value.to_string()));
    RecipientId => |value| Self::Text(Some(value.to_string()));
    RecipientAddressId => |value| Self::Text(Some(value.to_string()));
    BatchId => |value| Self::Text(Some(value.to_string()));
    ListId => |value| Self::Text(Some(value.to_string()));
    ActorId => |value| Self::Text(Some(value.to_string()));
}
