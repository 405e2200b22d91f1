//! The node's own database, looked at and meddled with from outside while it runs.

use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::Node;

/// A connection beside the server's own.
pub enum Database {
    /// To the file in the data folder.
    Sqlite(SqliteConnection),
    /// To the private Postgres.
    Postgres(PgConnection),
}

impl Database {
    /// Connects to the database of a node.
    pub async fn of(node: &Node) -> Self {
        match node.database_url() {
            Some(url) => Self::Postgres(
                PgConnection::connect(url)
                    .await
                    .expect("Postgres accepts connections"),
            ),
            None => Self::file(node, "workspace.sqlite").await,
        }
    }

    /// Connects to the registry of a node that keeps it in its data folder.
    pub async fn registry_of(node: &Node) -> Self {
        Self::file(node, "registry.sqlite").await
    }

    async fn file(node: &Node, name: &str) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(node.data().join(name))
            .busy_timeout(Duration::from_secs(10));
        Self::Sqlite(
            SqliteConnection::connect_with(&options)
                .await
                .expect("the file can be opened"),
        )
    }

    /// Runs statements that mean the same on both engines.
    pub async fn run(&mut self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
            Self::Postgres(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
        }
        .expect("the statement runs");
    }

    /// One whole number.
    pub async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await,
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await,
        }
        .expect("the query runs")
    }

    /// The rows of a query that gives two texts.
    pub async fn pairs(&mut self, sql: &str) -> Vec<(String, String)> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_as(sql).fetch_all(connection).await,
            Self::Postgres(connection) => sqlx::query_as(sql).fetch_all(connection).await,
        }
        .expect("the query runs")
    }

    /// What a draft was folded into: up to which row, and the state.
    pub async fn snapshot(&mut self, draft: &str) -> (i64, Vec<u8>) {
        let sql = "SELECT head, state FROM draft_snapshots WHERE draft_id = $1";
        match self {
            Self::Sqlite(connection) => sqlx::query_as(sql).bind(draft).fetch_one(connection).await,
            Self::Postgres(connection) => {
                sqlx::query_as(sql).bind(draft).fetch_one(connection).await
            }
        }
        .expect("a draft has a snapshot")
    }

    /// Appends a row to a draft's journal, whatever it holds.
    pub async fn append(&mut self, draft: &str, row: Vec<u8>) {
        let advance = "UPDATE drafts SET head = head + 1 WHERE id = $1";
        let insert = "INSERT INTO draft_journal (draft_id, number, updates, committed_at) SELECT id, head, $2, 0 FROM drafts WHERE id = $1";
        match self {
            Self::Sqlite(it) => {
                let advanced = sqlx::query(advance).bind(draft).execute(&mut *it).await;
                advanced.expect("the head advances");
                let inserted = sqlx::query(insert).bind(draft).bind(row);
                inserted.execute(it).await.map(drop)
            }
            Self::Postgres(it) => {
                let advanced = sqlx::query(advance).bind(draft).execute(&mut *it).await;
                advanced.expect("the head advances");
                let inserted = sqlx::query(insert).bind(draft).bind(row);
                inserted.execute(it).await.map(drop)
            }
        }
        .expect("the row is inserted");
    }

    /// The rows of a draft's journal, in order: number and bytes.
    pub async fn journal(&mut self, draft: &str) -> Vec<(i64, Vec<u8>)> {
        let sql = "SELECT number, updates FROM draft_journal WHERE draft_id = $1 ORDER BY number";
        match self {
            Self::Sqlite(connection) => sqlx::query_as(sql).bind(draft).fetch_all(connection).await,
            Self::Postgres(connection) => {
                sqlx::query_as(sql).bind(draft).fetch_all(connection).await
            }
        }
        .expect("the query runs")
    }
}

/// The updates in a row of the journal, each behind its length.
#[must_use]
pub fn updates_of(row: &[u8]) -> Vec<&[u8]> {
    let mut reader = crate::wire::Reader(row);
    let mut updates = Vec::new();
    while !reader.0.is_empty() {
        updates.push(reader.bytes().expect("a row of the journal can be read"));
    }
    updates
}
