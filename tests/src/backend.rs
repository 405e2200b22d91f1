//! The databases that stories run on, each story in one of its own.

use std::process::Child;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::{AssertSqlSafe, Connection};

use crate::postgres::spawn;

/// Which combination of backends a story runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// All embedded: SQLite in the data folder.
    Embedded,
    /// All real: Postgres.
    Postgres,
}

impl Backend {
    /// Both, for stories that take the backend as a parameter.
    pub const ALL: [Self; 2] = [Self::Embedded, Self::Postgres];

    /// The `DATABASE_URL` of a new, empty database; none for the embedded one, whose file lies in `DATA_DIR`.
    pub async fn new_database(self) -> Option<String> {
        match self {
            Self::Embedded => None,
            Self::Postgres => Some(new_postgres_database().await),
        }
    }
}

/// Where the private Postgres listens: the one that `with-services.sh` started for the whole run, or one of this process' own.
fn postgres_server() -> &'static str {
    static SERVER: OnceLock<(String, Option<Child>)> = OnceLock::new();
    let (url, _) = SERVER.get_or_init(|| match std::env::var("IMPRIMATUR_TEST_POSTGRES") {
        Ok(url) => (url, None),
        Err(_) => {
            let (child, url) = spawn();
            (url, Some(child))
        }
    });
    url
}

async fn new_postgres_database() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = postgres_server();
    // A run of many browsers starts more processes than there are ids: an id comes back, a moment does not.
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock that is set");
    let name = format!(
        "t{}_{}_{}",
        since.as_nanos(),
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::Relaxed)
    );
    let mut connection = sqlx::PgConnection::connect(&format!("{server}/postgres"))
        .await
        .expect("the private Postgres accepts connections");
    // template0: nobody is ever connected to it, so that many tests can copy it at once.
    sqlx::query(AssertSqlSafe(format!(
        "CREATE DATABASE {name} TEMPLATE template0"
    )))
    .execute(&mut connection)
    .await
    .expect("a database can be made");
    connection.close().await.expect("the connection closes");
    format!("{server}/{name}")
}
