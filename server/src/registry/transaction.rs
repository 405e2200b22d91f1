//! Several statements that are done together or not at all. What is in one ends within seconds: PlanetScale ends a transaction after 20.

use sqlx::{MySql, Sqlite, Transaction};

use super::failure::Failure;
use super::insert::{IfThere, RowTable};
use super::upsert::Dialect;
use super::{Engine, Registry, Value, mysql, one_of, query};
use crate::workspace::Record;

/// A transaction that may write. Rolled back when dropped before [`Tx::commit`].
pub struct Tx(Open);

enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    MySql(Transaction<'static, MySql>),
}

impl Registry {
    /// Begins a transaction. On SQLite it holds the writer at once.
    ///
    /// # Errors
    /// Nobody answers, or not in time.
    pub async fn begin(&self) -> Result<Tx, Failure> {
        Ok(Tx(match &self.0 {
            Engine::Sqlite(embedded) => {
                Open::Sqlite(embedded.writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Engine::MySql(server) => Open::MySql(server.begin().await?),
        }))
    }
}

impl Tx {
    /// Makes everything durable. What was not committed did not happen.
    ///
    /// # Errors
    /// Nobody can know whether it was done when the answer is lost.
    pub async fn commit(self) -> Result<(), Failure> {
        match self.0 {
            Open::Sqlite(tx) => tx.commit().await?,
            Open::MySql(tx) => mysql::answered(tx.commit()).await?,
        }
        Ok(())
    }

    /// Writes rows that are never changed afterwards. All of them or none.
    ///
    /// # Errors
    /// As [`Registry::insert`].
    pub async fn insert(
        &mut self,
        table: &RowTable,
        rows: &[Vec<Value>],
        if_there: IfThere,
    ) -> Result<(), Failure> {
        if rows.is_empty() {
            return Ok(());
        }
        let sql = |dialect| table.insert(dialect, rows.len(), if_there);
        let values: Vec<&Value> = rows.iter().flatten().collect();
        self.run(sql, &values).await.map(drop)
    }

    /// As [`Registry::change`].
    ///
    /// # Errors
    /// It failed; the transaction is to be dropped.
    pub async fn change(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Failure> {
        let values: Vec<&Value> = values.iter().collect();
        self.run(|_| sql.to_owned(), &values).await
    }

    async fn run(
        &mut self,
        sql: impl Fn(Dialect) -> String,
        values: &[&Value],
    ) -> Result<u64, Failure> {
        let values = values.iter().copied();
        Ok(match &mut self.0 {
            Open::Sqlite(tx) => query(sql(Dialect::Sqlite), values)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Open::MySql(tx) => {
                let run = mysql::query(sql(Dialect::MySql), values).execute(&mut **tx);
                mysql::answered(run).await?.rows_affected()
            }
        })
    }

    /// As [`Registry::fetch_all`].
    ///
    /// # Errors
    /// It failed; the transaction is to be dropped.
    pub async fn fetch_all<R: Record>(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<R>, Failure> {
        self.fetch(sql.to_owned(), values).await
    }

    /// As [`Self::fetch_all`]; nobody else writes these rows until the transaction ends.
    ///
    /// # Errors
    /// It failed; the transaction is to be dropped.
    pub async fn fetch_locked<R: Record>(
        &mut self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<R>, Failure> {
        let sql = match &self.0 {
            // Nobody else writes at all.
            Open::Sqlite(_) => sql.to_owned(),
            Open::MySql(_) => format!("{sql} FOR UPDATE"),
        };
        self.fetch(sql, values).await
    }

    /// As [`Self::fetch_all`], of a statement that ends with a column which is to be one of these. There is at least one.
    ///
    /// # Errors
    /// It failed; the transaction is to be dropped.
    pub async fn fetch_among<R: Record>(
        &mut self,
        sql: &'static str,
        values: &[Value],
        among: &[Value],
    ) -> Result<Vec<R>, Failure> {
        self.fetch(one_of(sql, among.len()), &[values, among].concat())
            .await
    }

    async fn fetch<R: Record>(&mut self, sql: String, values: &[Value]) -> Result<Vec<R>, Failure> {
        let rows: Result<Vec<R>, sqlx::Error> = match &mut self.0 {
            Open::Sqlite(tx) => {
                let rows = query(sql, values.iter()).fetch_all(&mut **tx).await?;
                rows.iter().map(|row| R::read(row)).collect()
            }
            Open::MySql(tx) => {
                let fetch = mysql::query(sql, values.iter()).fetch_all(&mut **tx);
                let rows = mysql::answered(fetch).await?;
                rows.iter().map(|row| R::read(row)).collect()
            }
        };
        Ok(rows?)
    }
}
