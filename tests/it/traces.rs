//! Traces by OTLP/HTTP, as a collector receives them.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use imprimatur_tests::node::free_port;
use imprimatur_tests::{Backend, Cluster, Node, Peer, Person, Socket, World, eventually};
use reqwest::Method;
use tokio::net::TcpListener;

pub(crate) type Received = Arc<Mutex<Vec<Bytes>>>;

/// A collector that keeps what it is sent.
pub(crate) async fn collector() -> (SocketAddr, Received) {
    async fn take(State(received): State<Received>, body: Bytes) {
        received.lock().expect("nobody panicked").push(body);
    }
    let received = Received::default();
    let router = Router::new()
        .route("/v1/traces", post(take))
        .with_state(Arc::clone(&received));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, received)
}

/// A number of protobuf, seven bits a byte.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// The messages and strings of a field; everything else is passed over.
fn fields(mut bytes: &[u8], wanted: u64) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes).expect("a key");
        let length = match key & 7 {
            0 => {
                varint(&mut bytes).expect("a number");
                continue;
            }
            1 => 8,
            2 => usize::try_from(varint(&mut bytes).expect("a length")).expect("it fits"),
            5 => 4,
            kind => panic!("no such kind of field: {kind}"),
        };
        let (inside, rest) = bytes.split_at(length);
        bytes = rest;
        if key >> 3 == wanted && key & 7 == 2 {
            found.push(inside);
        }
    }
    found
}

/// The spans of a request for export: resource spans (1), scope spans (2), spans (2).
fn spans(body: &[u8]) -> Vec<&[u8]> {
    let resources = fields(body, 1).into_iter();
    let scopes = resources.flat_map(|resource| fields(resource, 2));
    scopes.flat_map(|scope| fields(scope, 2)).collect()
}

fn name(span: &[u8]) -> String {
    let name = fields(span, 5);
    String::from_utf8(name.first().expect("a span has a name").to_vec()).expect("a name is text")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_is_a_span_that_names_nobody() {
    let (address, received) = collector().await;
    let url = format!("http://{address}");
    let mut world = World::with(Backend::Embedded, &[("OTLP_URL", &url), ("LOG", "error")]).await;
    let anna = world.designer().await;
    anna.get("/api/me").await.expect(200);
    let made = anna.template("Geheimnis").await;
    anna.layout(&made.draft_id).await;
    let names = || -> Vec<String> {
        let received = received.lock().expect("nobody panicked");
        received
            .iter()
            .flat_map(|body| spans(body).into_iter().map(name).collect::<Vec<_>>())
            .collect()
    };
    eventually("the spans arrive", Duration::from_secs(15), || {
        let found = names();
        let all = [
            "POST /auth/local",
            "GET /api/me",
            "POST /api/templates",
            "GET /api/drafts/{id}/layout",
        ]
        .iter()
        .all(|wanted| found.iter().any(|name| name == wanted));
        async move { all.then_some(()) }
    })
    .await;
    // What still waits is delivered at the end.
    anna.get("/api/starters").await.expect(200);
    assert_eq!(world.node.stop(), Some(0));
    assert!(
        names().iter().any(|name| name == "GET /api/starters"),
        "{:?}",
        names()
    );
    for body in received.lock().expect("nobody panicked").iter() {
        let text = String::from_utf8_lossy(body).into_owned();
        for hidden in [anna.token(), "sample.example", "Geheimnis"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_edit_is_one_trace_from_socket_to_commit_to_bus() {
    let (address, received) = collector().await;
    let url = format!("http://{address}");
    let cluster = Cluster::start(2, &[("OTLP_URL", &url)]).await;
    let anna = cluster.person(0, "designer@sample.example").await;
    let luca = cluster.person(1, "designer2@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::ours(&luca, &draft).await;
    annas.saved(annas.draw("a")).await;
    lucas.sees("a").await;
    let traces_of = |wanted: &str| -> BTreeSet<Vec<u8>> {
        let received = received.lock().expect("nobody panicked");
        let all = received.iter().flat_map(|body| spans(body));
        let named = all.filter(|span| name(span) == wanted);
        named.map(|span| fields(span, 1)[0].to_vec()).collect()
    };
    eventually("the edit's spans arrive", Duration::from_secs(15), || {
        let [edits, commits, buses] = ["edit", "commit", "bus"].map(traces_of);
        let one = edits
            .iter()
            .any(|edit| commits.contains(edit) && buses.contains(edit));
        async move { one.then_some(()) }
    })
    .await;
}

/// Sixteen bytes of a trace and eight of a span, as a proxy names them.
pub(crate) const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
pub(crate) const ABOVE: &str = "00f067aa0ba902b7";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The trace (1) that a span of this name belongs to, and the span above it (4), for each that has arrived.
pub(crate) fn placed(received: &Received, wanted: &str) -> Vec<(String, String)> {
    let received = received.lock().expect("nobody panicked");
    let all = received.iter().flat_map(|body| spans(body));
    all.filter(|span| name(span) == wanted)
        .map(|span| {
            let above = fields(span, 4).first().map(|bytes| hex(bytes));
            (hex(fields(span, 1)[0]), above.unwrap_or_default())
        })
        .collect()
}

/// A query between two requests takes the span of neither away, nor a line of the log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_span_gets_lost_between_queries() {
    const REQUESTS: usize = 50;
    let (address, received) = collector().await;
    let url = format!("http://{address}");
    let mut world = World::with(Backend::Postgres, &[("OTLP_URL", &url)]).await;
    let anna = world.designer().await;
    for _ in 0..REQUESTS {
        anna.get("/api/templates").await.expect(200);
    }
    assert_eq!(world.node.stop(), Some(0));
    let log = world.node.log();
    assert!(log.contains("imprimatur: ended"), "{log}");
    assert_eq!(placed(&received, "GET /api/templates").len(), REQUESTS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_names_the_trace_and_nobody_else_does() {
    let (address, received) = collector().await;
    let url = format!("http://{address}");
    let with = async |proxies: &str| {
        let settings = [("OTLP_URL", url.as_str()), ("TRUSTED_PROXIES", proxies)];
        World::with(Backend::Embedded, &settings).await
    };
    let named = format!("00-{TRACE}-{ABOVE}-01");
    let not_written = format!("00-{TRACE}-{ABOVE}-00");
    let ask = async |person: &Person, path: &str, traceparent: &str| {
        let headers = [("traceparent", traceparent)];
        person
            .ask(Method::GET, path, None, &headers)
            .await
            .expect(200);
    };
    let mut trusting = with("127.0.0.0/8").await;
    let anna = trusting.designer().await;
    let draft = anna.template("Diplom").await.draft_id;
    ask(&anna, "/api/me", &named).await;
    // A trace that the proxy does not write is not written here, and what names none begins one.
    ask(&anna, "/api/starters", &not_written).await;
    ask(&anna, "/api/templates", "00-nonsense-01").await;
    let path = format!("/collab/{draft}?token={}", anna.token());
    let socket = Socket::dial(anna.address(), &path, &[("traceparent", &named)]).await;
    drop(socket.expect("it is let in"));
    assert_eq!(trusting.node.stop(), Some(0));
    let ours = (TRACE.to_owned(), ABOVE.to_owned());
    assert_eq!(
        placed(&received, "GET /api/me"),
        std::slice::from_ref(&ours)
    );
    assert_eq!(placed(&received, "GET /collab/{draft_id}"), [ours]);
    assert_eq!(placed(&received, "GET /api/starters"), []);
    let own = placed(&received, "GET /api/templates");
    assert!(
        matches!(&own[..], [(trace, above)] if trace != TRACE && above.is_empty()),
        "{own:?}"
    );

    received.lock().expect("nobody panicked").clear();
    let mut strict = with("192.0.2.7").await;
    let anna = strict.designer().await;
    ask(&anna, "/api/me", &named).await;
    ask(&anna, "/api/starters", &not_written).await;
    assert_eq!(strict.node.stop(), Some(0));
    for name in ["GET /api/me", "GET /api/starters"] {
        let own = placed(&received, name);
        assert!(
            matches!(&own[..], [(trace, above)] if trace != TRACE && above.is_empty()),
            "{name}: {own:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_away_costs_one_line() {
    let url = format!("http://127.0.0.1:{}", free_port());
    let mut node = Node::start(Backend::Embedded, &[("OTLP_URL", &url)]).await;
    let stranger = Person::stranger(&node.address());
    let told = |log: &str| log.matches("traces cannot be delivered").count();
    for round in 0..3 {
        for _ in 0..100 {
            assert_eq!(stranger.get("/healthz").await.status, 200);
        }
        if round == 0 {
            eventually("it is told", Duration::from_secs(15), || {
                let told = told(&node.log());
                async move { (told > 0).then_some(()) }
            })
            .await;
        }
    }
    assert_eq!(node.stop(), Some(0), "it ends as soon as without");
    assert_eq!(told(&node.log()), 1, "{}", node.log());
}
