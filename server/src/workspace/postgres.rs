//! The engine for several nodes.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool, Postgres};

use super::{Arg, schema};
use crate::error::{Error, Result};

/// A statement that runs longer has a fault, and would hold its connection and its locks.
const STATEMENT_TIMEOUT: &str = "30s";

/// A transaction that a lost node left open must not hold its locks for ever.
const IDLE_IN_TRANSACTION_TIMEOUT: &str = "60s";

/// Connects, and brings the schema up to date. Several nodes may start at once: the migrator takes a lock.
pub(super) async fn open(url: &str, connections: u32, wait: Duration) -> Result<PgPool> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|cause| {
            Error::internal("opening the workspace")
                .caused_by(format!("DATABASE_URL cannot be read: {cause}"))
        })?
        .application_name("imprimatur");
    migrate(&options).await?;
    let options = options.options([
        ("statement_timeout", STATEMENT_TIMEOUT),
        (
            "idle_in_transaction_session_timeout",
            IDLE_IN_TRANSACTION_TIMEOUT,
        ),
    ]);
    let pool = PgPoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(wait)
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// Runs on a connection of its own: a migration may take longer than any statement of a request.
async fn migrate(options: &PgConnectOptions) -> Result<()> {
    let mut connection = PgConnection::connect_with(options).await.map_err(|cause| {
        let (host, port) = (options.get_host(), options.get_port());
        Error::internal("opening the workspace")
            .caused_by(format!("cannot open Postgres at {host}:{port}: {cause}"))
    })?;
    let migrator = sqlx_macros::migrate!("../migrations/workspace/postgres");
    let migrator = schema::of_our_past(&mut connection, migrator).await?;
    migrator
        .run(&mut connection)
        .await
        .map_err(|cause| Error::internal("opening the workspace").caused_by(cause))?;
    let floor = sqlx::query_scalar(schema::FLOOR);
    schema::above_floor(&migrator, floor.fetch_one(&mut connection).await?)?;
    connection.close().await?;
    Ok(())
}

/// A statement with its values.
pub(super) fn query(
    sql: &'static str,
    args: Vec<Arg>,
) -> sqlx::query::Query<'static, Postgres, PgArguments> {
    args.into_iter()
        .fold(sqlx::query(sql), |query, arg| match arg {
            Arg::Text(value) => query.bind(value),
            Arg::Int(value) => query.bind(value),
            Arg::Bytes(value) => query.bind(value),
        })
}
