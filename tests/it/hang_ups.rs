//! People close their pages in the middle of a question. Nothing of it stays open behind them.

use std::time::Duration;

use imprimatur_tests::cable::Flow;
use imprimatur_tests::database::Database;
use imprimatur_tests::{Cluster, Person};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Questions that nobody waits for, in each of some rounds.
const QUESTIONS: u32 = 100;
const ROUNDS: u32 = 4;

/// A connection to the database that was given back in the middle of its `BEGIN` would show the next one an old state, and keep what that one
/// wrote and told from ever being committed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_hangs_up_leaves_no_transaction_open() {
    let settings = [
        ("LIMIT_DATABASE_CONNECTIONS", "3"),
        ("LIMIT_REQUESTS_PER_MINUTE_OF_PERSON", "1000000"),
        ("LIMIT_REQUESTS_PER_MINUTE_OF_ADDRESS", "1000000"),
        ("LIMIT_REQUESTS_PER_MINUTE_OF_ORGANISATION", "1000000"),
    ];
    let cluster = Cluster::over_cables(1, &settings).await;
    let node = &cluster.nodes[0];
    let address = node.address();
    let designer = Person::sign_in(&address, "designer@sample.example").await;
    let made = designer.template("Diplom").await;
    let host = address.strip_prefix("http://").expect("an address");
    let threads = format!("/api/drafts/{}/threads", made.draft_id);
    let question = format!(
        "GET {threads} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\n\r\n",
        designer.token()
    );
    let mut database = Database::of(node).await;
    let way = &cluster.cables[0].database;
    for round in 0..ROUNDS {
        // Each way to the database and back takes long enough to be left in the middle.
        way.set(Flow::Slow(Duration::from_millis(3)));
        for number in 0..QUESTIONS {
            let mut line = TcpStream::connect(host).await.expect("it listens");
            line.write_all(question.as_bytes()).await.expect("it reads");
            // At any moment of what follows.
            tokio::time::sleep(Duration::from_micros(u64::from(number % 50) * 1_000)).await;
        }
        way.set(Flow::Open);
        tokio::time::sleep(Duration::from_millis(500)).await;
        let log = node.log();
        let odd: Vec<&str> = log
            .lines()
            .filter(|it| it.contains("already a transaction in progress"))
            .collect();
        assert!(
            odd.is_empty(),
            "round {round}: {} times, {}",
            odd.len(),
            odd[0]
        );
        let open = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
                    AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '200 ms'";
        assert_eq!(database.number(open).await, 0, "round {round}");
        let anchor = json!({ "kind": "point", "place": { "page": "page", "x": 20, "y": 30 } });
        let body =
            json!({ "key": format!("{round:016}"), "anchor": anchor, "body": "Das Siegel fehlt." });
        designer.post(&threads, &body).await.expect(201);
        let said = "SELECT COUNT(*) FROM comments";
        assert_eq!(database.number(said).await, i64::from(round) + 1);
    }
}
