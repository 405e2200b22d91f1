//! How long anybody waits who proves a certificate, under load; beside a server that reads one row by its key and gives a page of the same size.

use std::time::{Duration, Instant};

use imprimatur_tests::guard::Guarded;
use imprimatur_tests::node::{free_port, pinned};
use imprimatur_tests::{Backend, Node, World, eventually};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::issuing::{issued, published};
use crate::Plan;
use crate::machine::SERVER_CORE;
use crate::table::{Bound, Row};

/// Certificates that are looked at in turn.
const CERTIFICATES: usize = 200;
/// Pages a second that are asked for, whether the last came or not.
const PACE: u32 = 300;
/// Rounds of each server, in turn.
const ROUNDS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(30);

/// The slowest hundredth of all, in milliseconds, of both.
pub(crate) async fn proving(plan: &Plan) -> Vec<Row> {
    // All of them come from one address here.
    let raised = [
        ("LIMIT_REQUESTS_PER_MINUTE_OF_ADDRESS", "10000000"),
        ("LIMIT_VERIFICATIONS_PER_MINUTE_OF_ADDRESS", "10000000"),
    ];
    let node = Node::start_on(SERVER_CORE, Backend::Embedded, &raised).await;
    let world = World {
        backend: Backend::Embedded,
        node,
    };
    let (designer, approver) = (world.designer().await, world.approver().await);
    let template = published(&designer, &approver).await;
    let ids = issued(&approver, &template, "0123456789abcdef", CERTIFICATES).await;
    let page = world.stranger().bytes(&format!("/v/{}", ids[0])).await;
    let size = page.len();
    let (bare, _folder, _server) = bare(&ids, page).await;
    let addresses =
        |base: &str| -> Vec<String> { ids.iter().map(|id| format!("{base}/{id}")).collect() };
    let ours = addresses(&format!("{}/v", world.node.address()));
    let theirs = addresses(&bare);
    let (mut of_ours, mut of_theirs) = (Vec::new(), Vec::new());
    asked(&ours, Duration::from_secs(1)).await;
    asked(&theirs, Duration::from_secs(1)).await;
    for _ in 0..ROUNDS {
        of_ours.extend(asked(&ours, plan.span / 2).await);
        of_theirs.extend(asked(&theirs, plan.span / 2).await);
    }
    let (p99, floor) = (slowest(&mut of_ours), slowest(&mut of_theirs));
    println!(
        "{PACE} pages a second of {size} bytes: p99 {p99:.2} ms, median {:.2} ms; one read and a page of that size: p99 {floor:.2} ms, median {:.2} ms",
        middle(&of_ours),
        middle(&of_theirs)
    );
    vec![
        Row::new(
            "p99 of proving a certificate / of one read and such a page",
            Bound::AtMost(2.0),
            p99 / floor,
            "x",
        )
        .note(format!("{p99:.2} and {floor:.2} ms")),
    ]
}

/// A server of one row and one page. It ends with the last of what is given back.
async fn bare(ids: &[String], page: Vec<u8>) -> (String, tempfile::TempDir, Guarded) {
    let folder = tempfile::tempdir().expect("a folder");
    let (rows, file) = (
        folder.path().join("rows.sqlite"),
        folder.path().join("page"),
    );
    let options = SqliteConnectOptions::new()
        .filename(&rows)
        .create_if_missing(true);
    let mut connection: SqliteConnection = options.connect().await.expect("a database");
    let make = "CREATE TABLE rows (id TEXT PRIMARY KEY, body BLOB NOT NULL)";
    sqlx::query(make)
        .execute(&mut connection)
        .await
        .expect("a table");
    for id in ids {
        // As much as a credential has.
        let add = "INSERT INTO rows (id, body) VALUES (?, zeroblob(3000))";
        let added = sqlx::query(add).bind(id).execute(&mut connection).await;
        added.expect("a row");
    }
    connection.close().await.expect("it is closed");
    std::fs::write(&file, page).expect("the page is written");
    let port = free_port();
    let bench = std::env::current_exe().expect("a running bench has a path");
    let words = [
        bench.display().to_string(),
        "page".to_owned(),
        port.to_string(),
        rows.display().to_string(),
        file.display().to_string(),
    ];
    let line: Vec<String> = pinned(SERVER_CORE).into_iter().chain(words).collect();
    let server = Guarded::spawn(&folder.path().join("log"), &line, &[]);
    eventually("the bare server listens", PATIENCE, async || {
        let socket = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
        socket.ok().map(drop)
    })
    .await;
    (format!("http://127.0.0.1:{port}"), folder, server)
}

/// Asks for pages at an even pace, and gives back how long each took from when it was due, in milliseconds.
async fn asked(addresses: &[String], span: Duration) -> Vec<f64> {
    let client = reqwest::Client::builder().build().expect("a client");
    let (begun, pause) = (Instant::now(), Duration::from_secs(1) / PACE);
    let mut asking = Vec::new();
    for (number, address) in (0_u32..).zip(addresses.iter().cycle()) {
        let due = begun + pause * number;
        if due.duration_since(begun) >= span {
            break;
        }
        tokio::time::sleep_until(due.into()).await;
        let request = client.get(address);
        asking.push(tokio::task::spawn_local(async move {
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.status().as_u16(), 200, "a page");
            answer.bytes().await.expect("all of it");
            due.elapsed().as_secs_f64() * 1_000.0
        }));
    }
    let mut took = Vec::with_capacity(asking.len());
    for one in asking {
        took.push(one.await.expect("it was asked"));
    }
    took
}

fn slowest(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}

fn middle(times: &[f64]) -> f64 {
    times[times.len() / 2]
}
