use std::process::{Child, Command, Stdio};

use imprimatur_protocol::{Id, SessionId};
use uuid::Uuid;

use super::*;
use crate::bus::{Heard, News, Notice, contract};

/// A Redis of this test's own, on a private port; ends with it.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    async fn start(port: Option<u16>) -> Self {
        let port = port.unwrap_or_else(|| {
            let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
            free.local_addr().expect("an address").port()
        });
        let child = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed (tests/setup/install.sh)");
        Self { child, port }
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn bus(server: &Server, queue: usize) -> Arc<RedisBus> {
    static NODES: AtomicU64 = AtomicU64::new(1);
    let node = NodeId(NODES.fetch_add(1, Ordering::Relaxed));
    let bus = RedisBus::start(&server.url(), "test", queue, node);
    Arc::new(bus.expect("the URL is right"))
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < limit, "not within 30 s: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn connected(bus: &RedisBus) {
    until("connected", || {
        matches!(bus.condition(), Condition::Connected(_))
    })
    .await;
}

/// Waits until what others say on this topic arrives.
async fn listens(subscription: &mut Subscription) {
    assert_eq!(subscription.next().await, Heard::Missed);
}

fn notice(bus: &RedisBus, number: u128) -> Envelope {
    Envelope {
        node: bus.node,
        topic: Topic::Notices,
        news: News::Notice(Notice::SessionEnded(SessionId::from_uuid(Uuid::from_u128(
            number,
        )))),
    }
}

#[tokio::test]
async fn keeps_the_contract() {
    let server = Server::start(None).await;
    contract::bus_contract(async |queue| {
        let alone = bus(&server, queue);
        connected(&alone).await;
        let node = alone.node;
        (alone as Arc<dyn Bus>, node)
    })
    .await;
}

#[tokio::test]
async fn another_node_hears_what_is_said_and_nobody_hears_an_echo() {
    let server = Server::start(None).await;
    let (one, two) = (bus(&server, 64), bus(&server, 64));
    connected(&one).await;
    connected(&two).await;
    let mut here = one.subscribe(Topic::Notices);
    let mut there = two.subscribe(Topic::Notices);
    listens(&mut here).await;
    listens(&mut there).await;
    one.publish(notice(&one, 1));
    two.publish(notice(&two, 2));
    one.publish(notice(&one, 3));
    for subscription in [&mut here, &mut there] {
        let mut heard = Vec::new();
        for _ in 0..3 {
            heard.push(subscription.next().await);
        }
        let own = |number| Heard::Envelope(notice(&one, number));
        assert!(
            heard.contains(&own(1)) && heard.contains(&own(3)),
            "{heard:?}"
        );
        assert!(
            heard.contains(&Heard::Envelope(notice(&two, 2))),
            "{heard:?}"
        );
    }
    let more = timeout(Duration::from_millis(200), here.next()).await;
    assert!(more.is_err(), "an echo: {more:?}");
}

/// A subscriber that its library has given up on looks alive and hears nothing. Ours comes back, whatever the length of the outage.
#[tokio::test]
async fn an_outage_is_told_of_and_survived() {
    let server = Server::start(None).await;
    let port = server.port;
    let (one, two) = (bus(&server, 64), bus(&server, 64));
    let mut there = two.subscribe(Topic::Notices);
    connected(&one).await;
    connected(&two).await;
    listens(&mut there).await;
    drop(server);
    until("cut off", || {
        one.condition() == Condition::CutOff && two.condition() == Condition::CutOff
    })
    .await;
    for number in 0..1_000 {
        one.publish(notice(&one, number));
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let _server = Server::start(Some(port)).await;
    connected(&one).await;
    connected(&two).await;
    assert_eq!(
        there.next().await,
        Heard::Missed,
        "an outage may have cost messages"
    );
    one.publish(notice(&one, 7_777));
    let heard = loop {
        match there.next().await {
            Heard::Missed => {}
            heard => break heard,
        }
    };
    assert_eq!(
        heard,
        Heard::Envelope(notice(&one, 7_777)),
        "what was said in the outage is old news"
    );
    assert!(one.lost() >= 900, "{}", one.lost());
}

/// A connection that is open and carries nothing, as a cut cable leaves it.
#[tokio::test]
async fn a_silent_connection_is_given_up() {
    let server = Server::start(None).await;
    let bus = bus(&server, 64);
    connected(&bus).await;
    let pid = server.child.id().to_string();
    let signal = |name: &str| {
        let done = Command::new("kill").args([name, &pid]).status();
        assert!(done.expect("kill can be run").success());
    };
    signal("-STOP");
    until("cut off", || bus.condition() == Condition::CutOff).await;
    signal("-CONT");
    connected(&bus).await;
}
