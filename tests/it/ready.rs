//! Whether a server may be given work, as a load balancer asks it.

use std::time::{Duration, Instant};

use imprimatur_tests::postgres::Postgres;
use imprimatur_tests::{Backend, Node, Peer, Person, World, eventually, stories};
use serde_json::Value;

async fn a_server_that_can_work_says_so(world: World) {
    let stranger = world.stranger();
    let body = stranger.get("/readyz").await.expect(200);
    assert_eq!(body["status"], "ready");
    for part in ["database", "data_folder", "program", "bus"] {
        assert_eq!(body["parts"][part]["state"], "ok", "{body}");
        let since = body["parts"][part]["since"].as_str();
        assert!(since.is_some_and(|since| since.ends_with('Z')), "{body}");
    }
}

stories!(a_server_that_can_work_says_so);

/// The time of the answer is asserted with every question.
async fn asked(person: &Person) -> (u16, Value) {
    let start = Instant::now();
    let answer = person.get("/readyz").await;
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    (answer.status, answer.body)
}

/// What is not on disk stays in the browsers; a database that says nothing keeps no node from ending.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_whose_postgres_stands_still_ends_in_time() {
    let postgres = Postgres::start();
    let url = postgres.url();
    let mut node = Node::start(Backend::Embedded, &[("DATABASE_URL", &url)]).await;
    let anna = Person::sign_in(&node.address(), "designer@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let peer = Peer::ours(&anna, &draft).await;
    peer.saved(peer.draw("first")).await;
    let _frozen = postgres.freeze().await;
    peer.draw("unsaved");
    eventually("Anna is told", Duration::from_secs(30), || {
        let told = !peer.seen().unsaved.is_empty();
        async move { told.then_some(()) }
    })
    .await;
    let begun = Instant::now();
    assert_eq!(node.stop(), Some(0));
    // The promise is 10 s.
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(14), "{took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_does_not_answer_is_red_until_it_does() {
    let postgres = Postgres::start();
    let url = postgres.url();
    let node = Node::start(Backend::Embedded, &[("DATABASE_URL", &url)]).await;
    let probe = Person::stranger(&node.address());
    assert_eq!(asked(&probe).await.0, 200);

    let frozen = postgres.freeze().await;
    let body = eventually("red", Duration::from_secs(15), || async {
        let (status, body) = asked(&probe).await;
        (status == 503).then_some(body)
    })
    .await;
    assert_eq!(body["status"], "not_ready");
    assert_eq!(body["parts"]["database"]["state"], "no_answer", "{body}");
    assert_eq!(body["parts"]["data_folder"]["state"], "ok", "{body}");
    assert!(!body.to_string().contains("postgres"), "no address: {body}");
    // Whether the process answers is another question.
    assert_eq!(probe.get("/healthz").await.status, 200);
    // However often it is asked, it holds one connection, and waits for none.
    for _ in 0..50 {
        assert_eq!(asked(&probe).await.0, 503);
    }

    drop(frozen);
    eventually("green", Duration::from_secs(15), || async {
        (asked(&probe).await.0 == 200).then_some(())
    })
    .await;
    let log = node.log();
    assert!(log.contains("not ready: database is no_answer"), "{log}");
    assert!(log.contains("database is well again"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_is_not_there_is_red_and_not_called_busy() {
    let postgres = Postgres::start();
    let url = postgres.url();
    // More people ask for something than there may be connections: who waits for one may not hide why.
    let settings = [
        ("DATABASE_URL", url.as_str()),
        ("LIMIT_DATABASE_CONNECTIONS", "2"),
    ];
    let node = Node::start(Backend::Embedded, &settings).await;
    let probe = Person::stranger(&node.address());
    assert_eq!(asked(&probe).await.0, 200);
    let anna = Person::sign_in(&node.address(), "designer@sample.example").await;
    drop(postgres);
    let mut crowd = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let anna = anna.at(&node.address());
        crowd.spawn(async move {
            loop {
                anna.get("/api/templates").await;
            }
        });
    }
    eventually("unreachable", Duration::from_secs(30), || async {
        let (_, body) = asked(&probe).await;
        let state = body["parts"]["database"]["state"].as_str();
        assert_ne!(state, Some("no_connection"), "{body}");
        (state == Some("unreachable")).then_some(())
    })
    .await;
    // And it says the same as long as nobody is there, whoever gave up meanwhile.
    let (_, first) = asked(&probe).await;
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let (_, body) = asked(&probe).await;
        assert_eq!(body["parts"]["database"], first["parts"]["database"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_takes_no_writes_is_red() {
    let world = World::start(Backend::Postgres).await;
    let stranger = world.stranger();
    assert_eq!(asked(&stranger).await.0, 200);
    let mut database = imprimatur_tests::database::Database::of(&world.node).await;
    // What is connected already keeps its own mind; an operator ends such connections, too.
    let name = world
        .node
        .database_url()
        .and_then(|url| url.rsplit('/').next());
    let name = name.expect("a database").to_owned();
    let others = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    database
        .run(&format!(
            "ALTER DATABASE {name} SET default_transaction_read_only = on"
        ))
        .await;
    database.number(others).await;
    let body = eventually("red", Duration::from_secs(15), || async {
        let (status, body) = asked(&stranger).await;
        let state = body["parts"]["database"]["state"].as_str();
        (status == 503 && state == Some("read_only")).then_some(body.clone())
    })
    .await;
    assert_eq!(body["status"], "not_ready");
    database
        .run(&format!(
            "SET default_transaction_read_only = off; ALTER DATABASE {name} RESET default_transaction_read_only"
        ))
        .await;
    database.number(others).await;
    eventually("green", Duration::from_secs(15), || async {
        (asked(&stranger).await.0 == 200).then_some(())
    })
    .await;
}
