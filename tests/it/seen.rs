//! What an operator sees from outside: metrics and lines of the log, with nothing of people in them.

use imprimatur_tests::fixtures::certificate;
use imprimatur_tests::node::free_port;
use imprimatur_tests::picture::{gradient, png};
use imprimatur_tests::{Answer, Backend, Dialect, Node, Peer, Person, Socket, World};
use imprimatur_tests::{eventually, stories_with_settings};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// What everybody's address at the samples' ends in.
const DOMAINS: [&str; 2] = ["sample.example", "other.example"];

async fn metrics(port: u16) -> Answer {
    Person::stranger(&format!("http://127.0.0.1:{port}"))
        .get("/metrics")
        .await
}

/// The value of a metric with these labels.
pub(super) fn number(text: &str, line: &str) -> Option<f64> {
    let line = format!("{line} ");
    let rest = text.lines().find_map(|it| it.strip_prefix(&line))?;
    rest.trim().parse().ok()
}

async fn everything_counted_can_be_read_and_names_nobody(backend: Backend) {
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    let world = World::with(backend, &[("METRICS_LISTEN", &listen)]).await;
    let anna = world.designer().await;
    let made = anna
        .create(&json!({ "name": "Diplom", "layout": certificate() }))
        .await;
    let picture = format!("/api/drafts/{}/render.svg", made.draft_id);
    for _ in 0..2 {
        assert_eq!(anna.get(&picture).await.status, 200);
    }
    let image = png(&gradient(20, 20));
    assert_eq!(anna.upload("a.png", image).await.status, 201);
    let annas = Peer::ours(&anna, &made.draft_id).await;
    annas.saved(annas.draw("a")).await;
    world
        .stranger()
        .get("/api/me")
        .await
        .expect_error(401, "unauthenticated");
    anna.get("/api/designer@sample.example")
        .await
        .expect_error(404, "not_found");

    let answer = metrics(port).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    let text = &answer.text;
    let pool = match backend {
        Backend::Embedded => "sqlite_writer",
        Backend::Postgres => "postgres",
    };
    for (line, least) in [
        (r#"imprimatur_http_requests_total{method="GET",route="/api/drafts/{id}/render.svg",status="2xx"}"#.to_owned(), 2.0),
        (r#"imprimatur_http_requests_total{method="GET",route="/collab/{draft_id}",status="1xx"}"#.to_owned(), 1.0),
        (r#"imprimatur_http_requests_total{method="GET",route="other",status="4xx"}"#.to_owned(), 1.0),
        (r#"imprimatur_http_request_seconds_count{method="POST",route="/auth/local",status="2xx"}"#.to_owned(), 1.0),
        (r#"imprimatur_http_refusals_total{code="unauthenticated"}"#.to_owned(), 1.0),
        (r#"imprimatur_http_connections{listener="public"}"#.to_owned(), 1.0),
        (r#"imprimatur_pictures_total{format="svg",outcome="drawn"}"#.to_owned(), 1.0),
        (r#"imprimatur_pictures_total{format="svg",outcome="cached"}"#.to_owned(), 1.0),
        (r#"imprimatur_pictures_draw_seconds_count{format="svg"}"#.to_owned(), 1.0),
        ("imprimatur_pictures_cache_bytes".to_owned(), 1_000.0),
        (r#"imprimatur_assets_uploads_total{outcome="new"}"#.to_owned(), 1.0),
        (format!(r#"imprimatur_database_wait_seconds_count{{pool="{pool}"}}"#), 3.0),
        (format!(r#"imprimatur_database_connections_max{{pool="{pool}"}}"#), 1.0),
        (format!(r#"imprimatur_database_connections{{pool="{pool}",state="idle"}}"#), 0.0),
        ("imprimatur_rooms".to_owned(), 1.0),
        ("imprimatur_sessions".to_owned(), 1.0),
        ("imprimatur_sessions_queue_bytes".to_owned(), 0.0),
        ("imprimatur_journal_queue".to_owned(), 0.0),
        ("imprimatur_updates_received_total".to_owned(), 1.0),
        (r#"imprimatur_commit_seconds_count{outcome="written"}"#.to_owned(), 1.0),
        ("imprimatur_bus_connected".to_owned(), 1.0),
        ("imprimatur_process_resident_bytes".to_owned(), 1_000_000.0),
        ("imprimatur_process_open_files".to_owned(), 5.0),
        (r#"imprimatur_ready{part="database"}"#.to_owned(), 1.0),
        (r#"imprimatur_ready{part="data_folder"}"#.to_owned(), 1.0),
    ] {
        let found = number(text, &line);
        assert!(found.is_some_and(|found| found >= least), "{line} is {found:?} in\n{text}");
    }
    // The bus has a metric of its own, and an alarm for each part that is not ready does not count it.
    assert!(!text.contains(r#"part="bus""#), "{text}");
    for line in text.lines() {
        let name = line
            .trim_start_matches("# HELP ")
            .trim_start_matches("# TYPE ");
        assert!(line.is_empty() || name.starts_with("imprimatur_"), "{line}");
    }
    for hidden in [
        &*made.id,
        &*made.draft_id,
        "designer@",
        anna.token(),
        "Diplom",
    ] {
        assert!(!text.contains(hidden), "{hidden} in\n{text}");
    }
    // Apart from everything else, and for no page of another site.
    assert_ne!(
        world
            .stranger()
            .get("/metrics")
            .await
            .header("content-type"),
        answer.header("content-type")
    );
    let beside = Person::stranger(&format!("http://{listen}"));
    assert_eq!(beside.get("/api/me").await.status, 404);
    let foreign = beside
        .ask(
            Method::GET,
            "/metrics",
            None,
            &[("host", "elsewhere.example")],
        )
        .await;
    assert_eq!(foreign.status, 421);
    drop(annas);
    eventually("the socket is closed", Duration::from_secs(10), || async {
        let text = metrics(port).await.text;
        number(&text, "imprimatur_http_requests_in_flight").filter(|open| *open == 0.0)
    })
    .await;
}

async fn no_line_of_the_log_names_anybody_and_each_names_its_request(backend: Backend) {
    for format in ["text", "json"] {
        let settings = [("LOG", "debug"), ("LOG_FORMAT", format)];
        a_story_of_everything(&World::with(backend, &settings).await, format).await;
    }
}

/// Signs in, edits, is refused and fails, and then reads what was logged.
async fn a_story_of_everything(world: &World, format: &str) {
    let anna = world.designer().await;
    let me = anna.get("/api/me").await.expect(200);
    let stranger = world.stranger();
    let nobody = json!({ "email": "nobody@sample.example" });
    stranger
        .post("/auth/local", &nobody)
        .await
        .expect_error(403, "sign_in_unknown");
    let headers = [("x-request-id", "story-7")];
    let made = anna
        .ask(
            Method::POST,
            "/api/templates",
            Some(&json!({ "name": "Geheimnis" })),
            &headers,
        )
        .await;
    assert_eq!(made.header("x-request-id"), "story-7");
    let made = made.expect(201);
    let draft = made["draft_id"].as_str().expect("an id");
    let annas = Peer::ours(&anna, draft).await;
    annas.saved(annas.draw("a")).await;
    annas.present(1, json!({ "user": { "name": "Erfunden" } }));
    // What somebody types into addresses, queries and headers.
    let token = anna.token();
    for path in [
        format!("/api/templates/{token}"),
        format!("/api/designer@sample.example/{token}"),
        format!("/api/me?token={token}"),
        format!("/api/templates?after={token}"),
        format!("/{token}"),
    ] {
        anna.get(&path).await;
    }
    let forged = anna
        .ask(
            Method::GET,
            "/api/me",
            None,
            &[("x-request-id", "me@sample.example")],
        )
        .await;
    assert_eq!(forged.header("x-request-id").len(), 16);
    let refused = Socket::try_open(&stranger, draft, Dialect::Ours).await;
    assert_eq!(refused.err().map(|it| it.status), Some(401));
    // A fault of ours.
    let mut database = imprimatur_tests::database::Database::of(&world.node).await;
    database
        .run("ALTER TABLE templates RENAME TO hidden_templates")
        .await;
    let failed = anna
        .ask(
            Method::GET,
            "/api/templates",
            None,
            &[("x-request-id", "story-8")],
        )
        .await;
    failed.expect_error(500, "internal");

    let log = eventually("the failure is logged", Duration::from_secs(10), || async {
        let log = world.node.log();
        log.contains("story-8").then_some(log)
    })
    .await;
    let name = me["person"]["name"].as_str().expect("a name");
    let surname = name.rsplit(' ').next().expect("a name");
    let mut hidden = vec![token, name, surname, "Erfunden", "Geheimnis", "token="];
    hidden.extend(DOMAINS);
    for line in log.lines() {
        // What is printed for a person before the log begins names nobody either.
        for hidden in &hidden {
            assert!(!line.contains(hidden), "{hidden} in {line}");
        }
    }
    // Every line that a request caused carries its name, also those of the database below.
    let of = |id: &str| -> Vec<&str> { log.lines().filter(|line| line.contains(id)).collect() };
    let statements = |lines: &[&str]| lines.iter().any(|line| line.contains("sqlx"));
    let (made, failed) = (of("story-7"), of("story-8"));
    assert!(made.len() > 2 && statements(&made), "{made:#?}");
    assert!(
        failed
            .iter()
            .any(|line| line.contains("hidden") || line.contains("templates"))
    );
    if format == "json" {
        for line in made {
            let line: Value = serde_json::from_str(line).expect("a line is an object");
            assert_eq!(line["span"]["request.id"], "story-7", "{line}");
        }
        let error = failed
            .iter()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .find(|line| line["level"] == "ERROR")
            .expect("a fault of ours is an error");
        assert_eq!(error["span"]["request.id"], "story-8", "{error}");
        assert_eq!(error["span"]["http.path"], "/api/templates", "{error}");
        assert_eq!(error["error.code"], "internal", "{error}");
    }
}

stories_with_settings!(
    everything_counted_can_be_read_and_names_nobody,
    no_line_of_the_log_names_anybody_and_each_names_its_request,
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_taken_address_for_metrics_is_warned_of_and_keeps_nobody_from_working() {
    let listen = format!("127.0.0.1:{}", free_port());
    let taken = std::net::TcpListener::bind(&listen).expect("it was free just now");
    let node = Node::start(Backend::Embedded, &[("METRICS_LISTEN", &listen)]).await;
    let log = node.log();
    assert!(
        log.contains("WARN") && log.contains("METRICS_LISTEN"),
        "{log}"
    );
    assert_eq!(
        Person::stranger(&node.address())
            .get("/readyz")
            .await
            .status,
        200
    );
    drop(taken);
}
