//! The proxy that is deployed (`deploy/nginx.conf`), between people and two nodes.

use std::net::{IpAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use imprimatur_tests::guard::Guarded;
use imprimatur_tests::node::free_port;
use imprimatur_tests::{Cluster, Node, Peer, Person, Socket, eventually, root};
use reqwest::Method;

use crate::traces::{ABOVE, TRACE, collector, placed};

/// Where Debian keeps it: the path of people who are not root does not lead there.
const DEBIANS: &str = "/usr/sbin/nginx";

/// What it prints, and who asked for what.
const LOG: &str = "nginx.log";
const ACCESS_LOG: &str = "access.log";

/// An nginx of a story's own.
struct Proxy {
    _running: Guarded,
    folder: tempfile::TempDir,
    port: u16,
}

impl Proxy {
    /// Starts it before two nodes, and waits until it takes connections.
    fn before(nodes: &[Node]) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("imprimatur-nginx.")
            .tempdir()
            .expect("a temporary folder");
        let port = free_port();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("nginx.conf"), configuration(port, nodes)).expect("a file");
        let program = if Path::new(DEBIANS).exists() {
            DEBIANS
        } else {
            "nginx"
        };
        let prefix = folder.path().display().to_string();
        let line = [
            program,
            "-p",
            &prefix,
            "-c",
            "nginx.conf",
            "-e",
            "stderr",
            "-g",
            // One process: with it everything of it ends.
            "daemon off; master_process off; pid nginx.pid;",
        ];
        let line: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
        let log = path(LOG);
        let running = Guarded::spawn(&log, &line, &[]);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "nginx did not start (tests/setup/install.sh installs it):\n{}",
                std::fs::read_to_string(&log).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        Self {
            _running: running,
            folder,
            port,
        }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All that it has written.
    fn log(&self) -> String {
        let read = |name| std::fs::read_to_string(self.folder.path().join(name)).expect("a log");
        read(LOG) + &read(ACCESS_LOG)
    }
}

/// What is deployed, but for what a story has of its own: the port, the nodes, and a folder to write in.
fn configuration(port: u16, nodes: &[Node]) -> String {
    let node = |index: usize| format!("server 127.0.0.1:{} ", nodes[index].port());
    let folders = "http {
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;";
    let own = [
        ("http {", folders.to_owned()),
        ("listen 8080;", format!("listen 127.0.0.1:{port};")),
        ("server node1:8080 ", node(0)),
        ("server node2:8080 ", node(1)),
        ("/var/log/nginx/access.log", ACCESS_LOG.to_owned()),
        (
            "server node3:8080 max_fails=1 fail_timeout=2s;",
            String::new(),
        ),
    ];
    let deployed = std::fs::read_to_string(root().join("deploy/nginx.conf")).expect("it is there");
    own.iter().fold(deployed, |text, (deployed, own)| {
        assert_eq!(text.matches(deployed).count(), 1, "`{deployed}`");
        text.replace(deployed, own)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_work_together_behind_the_proxy_and_each_is_known_by_their_own_address() {
    let (address, received) = collector().await;
    let url = format!("http://{address}");
    let settings = [
        ("PUBLIC_URL", "https://certificates.example.org"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("LOCAL_SIGN_IN", "insecure-anyone-may-enter"),
        ("LIMIT_REQUESTS_PER_MINUTE_OF_ADDRESS", "60"),
        ("OTLP_URL", url.as_str()),
    ];
    let mut cluster = Cluster::start(2, &settings).await;
    let proxy = Proxy::before(&cluster.nodes);

    // A node answers for the name that people know.
    let stranger = Person::stranger(&proxy.address());
    for path in ["/", "/healthz"] {
        let host = [("host", "certificates.example.org")];
        let answer = stranger.ask(Method::GET, path, None, &host).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }

    let anna = Person::sign_in(&proxy.address(), "designer@sample.example").await;
    let luca = Person::sign_in(&proxy.address(), "designer2@sample.example").await;
    let draft = anna.template("Diplom").await.draft_id;
    let annas = Peer::ours(&anna, &draft).await;
    let lucas = Peer::ours(&luca, &draft).await;
    annas.saved(annas.draw("a")).await;
    lucas.sees("a").await;

    // Neither a trace nor a request gets its name from a visitor.
    let trace = format!("00-{TRACE}-{ABOVE}-01");
    let named = [("traceparent", trace.as_str()), ("x-request-id", "mine")];
    let me = anna.ask(Method::GET, "/api/me", None, &named).await;
    assert_eq!(me.status, 200, "{}", me.text);
    assert_eq!(me.header("x-request-id").len(), 32, "{:?}", me.headers);
    let path = format!("/collab/{draft}?token={}", anna.token());
    let socket = Socket::dial(anna.address(), &path, &named).await;
    drop(socket.expect("it is let in"));
    let opened = format!("\"GET /collab/{draft}\" 101");
    eventually(
        "the socket stands in the log",
        Duration::from_secs(20),
        async || proxy.log().contains(&opened).then_some(()),
    )
    .await;

    // Each visitor has a rate of their own, whatever address they claim.
    let visitor = |last: u8| {
        let address = IpAddr::from([127, 0, 0, last]);
        let client = imprimatur_tests::client().local_address(address).build();
        client.expect("a client")
    };
    let ask = async |visitor: &reqwest::Client| {
        let request = visitor.get(format!("{}/api/me", proxy.address()));
        let request = request.header("x-forwarded-for", "203.0.113.7");
        let request = request.header("traceparent", &trace);
        request.send().await.expect("an answer").status().as_u16()
    };
    let (busy, other) = (visitor(7), visitor(8));
    let mut asked = 0;
    while ask(&busy).await != 429 {
        asked += 1;
        assert!(asked < 2_000, "nobody is told to wait");
    }
    for _ in 0..10 {
        assert_eq!(ask(&other).await, 401);
    }

    // A node that has ended is asked no more, and nobody notices.
    annas.cut().await;
    lucas.cut().await;
    assert_eq!(cluster.nodes[0].stop(), Some(0));
    for _ in 0..4 {
        assert_eq!(stranger.get("/healthz").await.status, 200);
        drop(Socket::dial(anna.address(), &path, &named).await);
    }
    assert!(!proxy.log().contains(anna.token()), "{}", proxy.log());
    assert_eq!(cluster.nodes[1].stop(), Some(0));
    for name in ["GET /api/me", "GET /collab/{draft_id}"] {
        let spans = placed(&received, name);
        assert!(!spans.is_empty(), "{name}");
        for (trace, above) in spans {
            assert!(
                trace != TRACE && above.is_empty(),
                "{name}: {trace} {above}"
            );
        }
    }
}
