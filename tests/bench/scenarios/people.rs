//! How fast people come in from WorkOS, in how much memory, and how fast they go out to the registry.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use imprimatur_tests::company::Company;
use imprimatur_tests::{Backend, MySql};
use serde_json::json;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{AssertSqlSafe, ConnectOptions};

use crate::Plan;
use crate::machine::SERVER_CORE;
use crate::table::{Bound, Row};

/// People that are brought to the registry.
const SYNCED: usize = 40_000;

/// People that the smaller reading is of.
const FEW: usize = 10_000;

/// Rows of a statement: as many as the product writes at once.
const AT_ONCE: usize = 250;

/// How often it is looked how many are there. Counting them keeps the registry from its work.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How long bringing them there may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bringing them to the registry, beside writing the same rows to the same server with nothing else to do.
pub(crate) async fn synced(_plan: &Plan) -> Vec<Row> {
    let mut rows = Vec::new();
    for (backend, workspace) in [
        (Backend::Embedded, "SQLite"),
        (Backend::Postgres, "Postgres"),
    ] {
        let registry = MySql::start();
        let settings = [("REGISTRY_DATABASE_URL", registry.url())];
        let settings = settings.each_ref().map(|(name, url)| (*name, url.as_str()));
        let mut company = company(SYNCED, backend, &settings).await;
        read(&mut company).await;
        let mut connection = connect(&registry).await;
        company.node.restart().await;
        let rate = arriving(&mut connection).await;
        company.node.stop();
        let bare = bare(&mut connection).await;
        println!(
            "{rate:.0} people a second reach the registry (MariaDB) from {workspace}; {bare:.0} rows a second where nothing else is done"
        );
        let note = format!("{rate:.0} and {bare:.0} bare batched upserts");
        let what = format!("people brought to the registry a second, from {workspace}");
        rows.push(Row::new(what, Bound::AtLeast(0.5), rate / bare, "x").note(note));
    }
    rows
}

/// How many a second arrive, from the first look that finds some to the last of them.
async fn arriving(connection: &mut MySqlConnection) -> f64 {
    let (mut begun, mut before) = (Instant::now(), 0);
    let deadline = Instant::now() + PATIENCE;
    loop {
        let there = count(connection).await;
        if before == 0 && there > 0 {
            (begun, before) = (Instant::now(), there);
        }
        if there >= SYNCED {
            return (there - before) as f64 / begun.elapsed().as_secs_f64();
        }
        assert!(Instant::now() < deadline, "{there} of {SYNCED} are there");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Reading many people anew, beside reading a few.
pub(crate) async fn backfill(plan: &Plan) -> Vec<Row> {
    let mut peaks = Vec::new();
    for people in [FEW, plan.people] {
        let mut company = company(people, Backend::Postgres, &[]).await;
        let (peak, took) = read(&mut company).await;
        println!(
            "{people} people and as many memberships read in {:.0} s, {:.0} a second, in {:.1} MB",
            took.as_secs_f64(),
            2.0 * people as f64 / took.as_secs_f64(),
            peak / 1024.0
        );
        peaks.push(peak);
    }
    vec![
        Row::new(
            format!(
                "memory of reading {} people from WorkOS / {FEW}",
                plan.people
            ),
            Bound::AtMost(1.2),
            peaks[1] / peaks[0],
            "x",
        )
        .note(format!("{:.1} MB", peaks[1] / 1024.0)),
    ]
}

/// A company of which nobody has told yet, and whose server does not run.
async fn company(people: usize, backend: Backend, settings: &[(&str, &str)]) -> Company {
    let company = Company::on_core(SERVER_CORE, backend, settings).await;
    let bulk = json!({ "users": people, "organization_id": company.organisation, "role_slugs": ["viewer"] });
    company.workos.make("bulk", bulk).await;
    company
}

/// Reads all of it from the command line; gives the most memory, in KiB, and the time.
async fn read(company: &mut Company) -> (f64, Duration) {
    company.node.stop();
    let ran = company.node.run(&["backfill", "workos"]).await;
    assert_eq!(ran.status, 0, "{ran:?}");
    (ran.peak_kib as f64, ran.took)
}

async fn connect(registry: &MySql) -> MySqlConnection {
    let options: MySqlConnectOptions = registry.url().parse().expect("an address");
    options
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .connect()
        .await
        .expect("MariaDB takes us")
}

async fn count(connection: &mut MySqlConnection) -> usize {
    // The table comes with the server that is just starting.
    let counted = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM users")
        .fetch_one(connection)
        .await;
    counted.map_or(0, |rows| usize::try_from(rows).unwrap_or(0))
}

/// Rows a second of the same statement, one after the other.
async fn bare(connection: &mut MySqlConnection) -> f64 {
    const COLUMNS: [&str; 12] = [
        "email",
        "first_name",
        "last_name",
        "email_verified",
        "profile_picture_url",
        "preferred_locale",
        "created_at",
        "updated_at",
        "deleted_at",
        "content_hash",
        "synced_at",
        "revision",
    ];
    sqlx::query("CREATE TABLE bare_users LIKE users")
        .execute(&mut *connection)
        .await
        .expect("a table");
    let row = format!("({})", vec!["?"; COLUMNS.len() + 1].join(", "));
    let mut sql = format!(
        "INSERT INTO bare_users (workos_external_id, {}) VALUES {} ON DUPLICATE KEY UPDATE ",
        COLUMNS.join(", "),
        vec![row; AT_ONCE].join(", ")
    );
    for column in COLUMNS {
        let _ = write!(
            sql,
            "{column} = IF(VALUES(revision) >= revision, VALUES({column}), {column}), "
        );
    }
    sql.truncate(sql.len() - 2);
    let begun = Instant::now();
    for batch in 0..SYNCED / AT_ONCE {
        let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
        for place in 0..AT_ONCE {
            let number = batch * AT_ONCE + place;
            query = query
                .bind(format!("user_{number:026}"))
                .bind(format!("bulk-{number}@example.com"))
                .bind("bulk")
                .bind(number.to_string())
                .bind(0_i64)
                .bind(None::<String>)
                .bind("de")
                .bind("2026-11-27 08:00:00.000")
                .bind("2026-11-27 08:00:00.000")
                .bind(None::<String>)
                .bind("0".repeat(64))
                .bind("2026-11-27 08:00:00.000")
                .bind(1_i64);
        }
        query.execute(&mut *connection).await.expect("rows");
    }
    SYNCED as f64 / begun.elapsed().as_secs_f64()
}
