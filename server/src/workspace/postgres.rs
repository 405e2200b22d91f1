//! The engine for several nodes.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool, Postgres, Row, Transaction};

use super::{Arg, schema};
use crate::error::{Error, Result};

/// A statement that runs longer has a fault, and would hold its connection and its locks. Less than [`ANSWER_WITHIN`]: what was given up is over
/// by then, and does not commit behind the back of whoever tries again.
const STATEMENT_TIMEOUT: &str = "9s";

/// A transaction that a lost node left open holds locks, also those of drafts that people on other nodes are writing in. No transaction of ours
/// waits between two statements for anything but the network.
const IDLE_IN_TRANSACTION_TIMEOUT: &str = "5s";

/// Where the network swallows what is sent, nobody says so: the system would wait for a quarter of an hour. A statement that is not answered in this
/// time is given up with its connection, and whatever wrote tries again. A healthy database answers in milliseconds, a busy one in seconds.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// A connection that was not answered on in this time, when it is taken or given back, is none.
const ALIVE_WITHIN: Duration = Duration::from_secs(1);

/// A connection that was given back so lately was answered on just then.
const FRESH: Duration = Duration::from_millis(50);

/// After a transaction was given up while it began, connections that are given back so soon are asked whether they are still in one.
const SUSPECTED_FOR: Duration = Duration::from_secs(60);

/// Whether a connection is in a transaction that an earlier question has begun. In the simple protocol a statement by itself begins one at its own time.
const IS_LEFT_OPEN: &str = "SELECT transaction_timestamp() <> statement_timestamp()";

/// The connections of a node, and whether one of them may have been left in the middle of its `BEGIN`.
#[derive(Clone)]
pub(super) struct Connections {
    pub(super) pool: PgPool,
    suspicion: Arc<Suspicion>,
}

impl Connections {
    /// Begins a transaction, by this statement or by `BEGIN`.
    pub(super) async fn begin(
        &self,
        statement: Option<&'static str>,
    ) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        let begin: BoxFuture<'_, _> = match statement {
            Some(statement) => Box::pin(self.pool.begin_with(statement)),
            None => Box::pin(self.pool.begin()),
        };
        answered(Begin {
            begin,
            is_over: false,
            suspicion: &self.suspicion,
        })
        .await
    }
}

/// The beginning of a transaction. Whoever gives it up, because nobody waits for the answer any more or because it does not come, may leave it begun:
/// the connection would go back into the pool in the middle of it, and what the next one writes would not be committed.
struct Begin<'a, T> {
    begin: BoxFuture<'a, Result<T, sqlx::Error>>,
    is_over: bool,
    suspicion: &'a Suspicion,
}

impl<T> Future for Begin<'_, T> {
    type Output = Result<T, sqlx::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = self.begin.as_mut().poll(context);
        self.is_over = polled.is_ready();
        polled
    }
}

impl<T> Drop for Begin<'_, T> {
    fn drop(&mut self) {
        // Before the connection goes back, which it does when what is in here is dropped.
        if !self.is_over {
            self.suspicion.raise();
        }
    }
}

/// Until when connections that are given back are asked.
struct Suspicion {
    start: Instant,
    /// Milliseconds since the start.
    until: AtomicU64,
}

impl Suspicion {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            until: AtomicU64::new(0),
        }
    }

    fn raise(&self) {
        let until = self.start.elapsed() + SUSPECTED_FOR;
        let until = u64::try_from(until.as_millis()).unwrap_or(u64::MAX);
        self.until.fetch_max(until, Ordering::SeqCst);
    }

    fn is_raised(&self) -> bool {
        self.start.elapsed() < Duration::from_millis(self.until.load(Ordering::SeqCst))
    }
}

/// Connects, and brings the schema up to date. Several nodes may start at once: the migrator takes a lock.
pub(super) async fn open(url: &str, connections: u32, wait: Duration) -> Result<Connections> {
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
    let suspicion = Arc::new(Suspicion::new());
    let suspected = Arc::clone(&suspicion);
    let pool = PgPoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(wait)
        // Ours instead, which does not wait for ever.
        .test_before_acquire(false)
        .before_acquire(|connection, used| {
            Box::pin(async move {
                if used.idle_for < FRESH {
                    return Ok(true);
                }
                assert_alive(connection).await
            })
        })
        .after_release(move |connection, _| {
            let is_suspected = suspected.is_raised();
            Box::pin(async move {
                if is_suspected {
                    return assert_idle(connection).await;
                }
                assert_alive(connection).await
            })
        })
        .connect_with(options)
        .await?;
    Ok(Connections { pool, suspicion })
}

/// Asks whether anybody is there, and whether a transaction is open. One that is goes with its connection.
async fn assert_idle(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let asked = sqlx::raw_sql(IS_LEFT_OPEN).fetch_one(connection);
    match tokio::time::timeout(ALIVE_WITHIN, asked).await {
        Ok(answered) => answered?.try_get::<bool, _>(0).map(|is_open| !is_open),
        Err(_) => Err(no_answer()),
    }
}

/// Asks whether anybody is there. The error makes the pool let go of the connection at once, without a farewell that nobody hears.
async fn assert_alive(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    match tokio::time::timeout(ALIVE_WITHIN, connection.ping()).await {
        Ok(answered) => answered.map(|()| true),
        Err(_) => Err(no_answer()),
    }
}

/// Makes a connection beside those of the pool, and closes it again.
pub(super) async fn knock(pool: &PgPool) -> Result<(), sqlx::Error> {
    let connection = PgConnection::connect_with(&pool.connect_options()).await?;
    connection.close().await
}

/// Waits for an answer, and not for ever.
pub(super) fn answered<T>(
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> impl Future<Output = Result<T, sqlx::Error>> {
    // Boxed: it is large, and would be in here twice.
    let answer = Box::pin(answer);
    async move {
        tokio::time::timeout(ANSWER_WITHIN, answer)
            .await
            .unwrap_or_else(|_| Err(no_answer()))
    }
}

fn no_answer() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(
        std::io::ErrorKind::TimedOut,
        "Postgres does not answer",
    ))
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
