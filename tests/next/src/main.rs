//! The version after this one, as far as a node of this one can tell: it brings the database one migration further, writes what only it
//! knows into the new table and the new column, and says on the bus what this version has no word for. All else is this version's own program.

use std::process::ExitCode;
use std::time::Duration;

use imprimatur::app::App;
use imprimatur::config::{Config, Database, Redis};
use imprimatur::error::describe;
use imprimatur::telemetry;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, PgConnection, SqlSafeStr, SqliteConnection};
use tokio::signal::unix::{SignalKind, signal};

/// What expands: a table, a column that may be empty, an index. The same words for both engines.
const EXPANDS: &str = "CREATE TABLE next_notes (id TEXT PRIMARY KEY, said BIGINT NOT NULL);
     ALTER TABLE templates ADD COLUMN next_note TEXT;
     CREATE INDEX templates_by_next_note ON templates (organisation_id, next_note);";

/// What writes there, with every round.
const USES: [&str; 2] = [
    "INSERT INTO next_notes (id, said) VALUES ('next', 1) ON CONFLICT (id) DO UPDATE SET said = next_notes.said + 1",
    "UPDATE templates SET next_note = 'said by the next version'",
];

/// Between two rounds.
const EVERY: Duration = Duration::from_millis(100);

type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let (_, config) = match Config::read(std::env::args_os()) {
        Ok(read) => read,
        Err(cause) => cause.exit(),
    };
    match run(config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("the next version cannot run: {cause}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(config: Config) -> Result<(), Failed> {
    let traces = telemetry::start(&config).map_err(|cause| describe(&cause))?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut workspace = Workspace::open(&config.database).await?;
    workspace.expand().await?;
    let redis = config.redis.clone();
    let running = App::start(config).await.map_err(|cause| describe(&cause))?;
    println!("the next version serves on http://{}", running.address());
    let speaking = tokio::spawn(speak(workspace, redis));
    terminate.recv().await;
    // A connection of its own must not keep the embedded database from being closed.
    speaking.abort();
    running.stop().await;
    traces.end().await;
    match speaking.await {
        Ok(failed) => failed,
        Err(_) => Ok(()),
    }
}

/// The tables, beside the program's own connections.
enum Workspace {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Workspace {
    async fn open(database: &Database) -> Result<Self, Failed> {
        Ok(match database {
            Database::Sqlite(file) => {
                let options = SqliteConnectOptions::new()
                    .filename(file)
                    .busy_timeout(Duration::from_secs(10));
                Self::Sqlite(SqliteConnection::connect_with(&options).await?)
            }
            Database::Postgres(url) => Self::Postgres(PgConnection::connect(url).await?),
        })
    }

    /// Brings the tables to where the next version needs them.
    async fn expand(&mut self) -> Result<(), Failed> {
        match self {
            Self::Sqlite(connection) => {
                let today = sqlx_macros::migrate!("../../migrations/workspace/sqlite");
                after(&today).run(connection).await?;
            }
            Self::Postgres(connection) => {
                let today = sqlx_macros::migrate!("../../migrations/workspace/postgres");
                after(&today).run(connection).await?;
            }
        }
        Ok(())
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
            Self::Postgres(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
        }
    }

    async fn drafts(&mut self) -> Result<Vec<String>, sqlx::Error> {
        let sql = "SELECT id FROM drafts LIMIT 100";
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_all(connection).await,
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_all(connection).await,
        }
    }
}

/// Today's migrations and the next one.
fn after(today: &Migrator) -> Migrator {
    let mut all: Vec<Migration> = today.iter().cloned().collect();
    let newest = all.iter().map(|migration| migration.version).max();
    all.push(Migration::new(
        newest.unwrap_or(0) + 1,
        "what only the next version knows".into(),
        MigrationType::Simple,
        EXPANDS.into_sql_str(),
        false,
    ));
    Migrator::with_migrations(all)
}

/// Uses what is new, and says on the bus what this version does not know, on and on.
async fn speak(mut workspace: Workspace, redis: Option<Redis>) -> Result<(), Failed> {
    let mut bus = match &redis {
        Some(redis) => {
            let client = redis::Client::open(redis.url.as_str())?;
            Some((
                client.get_multiplexed_async_connection().await?,
                &redis.prefix,
            ))
        }
        None => None,
    };
    loop {
        for sql in USES {
            workspace.run(sql).await?;
        }
        if let Some((connection, prefix)) = &mut bus {
            let mut channels = vec![format!("{prefix}:notices"), format!("{prefix}:next")];
            channels.extend(
                workspace
                    .drafts()
                    .await?
                    .iter()
                    .map(|draft| format!("{prefix}:draft:{draft}")),
            );
            for channel in channels {
                for message in unknown() {
                    let publish = redis::cmd("PUBLISH").arg(&channel).arg(message).to_owned();
                    publish.query_async::<()>(connection).await?;
                }
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// A kind that this version does not know, in a layout that it knows; and another layout.
fn unknown() -> [Vec<u8>; 2] {
    let node = [8, 0, 0, 0, 0, 0, 0, 0, 9];
    [
        [&[1], &node[..], &[99, 1, 2, 3]].concat(),
        [&[2], &node[..], &[7; 40]].concat(),
    ]
}
