//! Several servers on one Postgres and one Redis.

use std::time::Duration;

use crate::cable::Cable;
use crate::{Backend, Node, Person, Redis, eventually};

/// Nodes that serve one workspace together.
pub struct Cluster {
    /// What connects them.
    pub redis: Redis,
    /// The servers.
    pub nodes: Vec<Node>,
    /// What each node hangs on, where a story spoils the network.
    pub cables: Vec<Cables>,
}

/// The ways to and from one node.
pub struct Cables {
    /// From the node to Postgres.
    pub database: Cable,
    /// From the node to Redis.
    pub bus: Cable,
    /// From clients to the node.
    pub front: Cable,
}

impl Cluster {
    /// Starts `count` servers with some settings changed, and waits until the bus connects them.
    pub async fn start(count: usize, settings: &[(&str, &str)]) -> Self {
        let redis = Redis::start();
        let url = redis.url();
        let settings = [&[("REDIS_URL", url.as_str())], settings].concat();
        let first = Node::start(Backend::Postgres, &settings).await;
        let mut nodes = vec![first];
        while nodes.len() < count {
            nodes.push(Node::join(&nodes[0], &settings).await);
        }
        Self::of(redis, nodes, Vec::new()).await
    }

    /// As [`Self::start`], each node at the end of cables of its own.
    pub async fn over_cables(count: usize, settings: &[(&str, &str)]) -> Self {
        let redis = Redis::start();
        let database = Backend::Postgres.new_database().await;
        let database = database.expect("Postgres has an address");
        let (mut nodes, mut cables) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let to_database = Cable::to(port_of(&database)).await;
            let to_redis = Cable::to(port_of(&redis.url())).await;
            let through = |url: &str, cable: &Cable| {
                url.replace(&format!(":{}", port_of(url)), &format!(":{}", cable.port()))
            };
            let (own_database, own_redis) = (
                through(&database, &to_database),
                through(&redis.url(), &to_redis),
            );
            let own = [
                ("DATABASE_URL", own_database.as_str()),
                ("REDIS_URL", &own_redis),
            ];
            let node = Node::on_database(&database, &[&own[..], settings].concat()).await;
            cables.push(Cables {
                database: to_database,
                bus: to_redis,
                front: Cable::to(node.port()).await,
            });
            nodes.push(node);
        }
        Self::of(redis, nodes, cables).await
    }

    /// Waits until all hear each other.
    async fn of(redis: Redis, nodes: Vec<Node>, cables: Vec<Cables>) -> Self {
        let cluster = Self {
            redis,
            nodes,
            cables,
        };
        for node in &cluster.nodes {
            cluster.connected(node, 1).await;
        }
        cluster
    }

    /// The address at which clients reach a node through its cable.
    #[must_use]
    pub fn front(&self, node: usize) -> String {
        format!("http://127.0.0.1:{}", self.cables[node].front.port())
    }

    /// Waits until a node has connected to the bus so many times.
    pub async fn connected(&self, node: &Node, times: usize) {
        eventually("the bus connects", Duration::from_secs(30), || {
            let said = node
                .log()
                .matches("the bus reaches the other nodes")
                .count();
            async move { (said >= times).then_some(()) }
        })
        .await;
    }

    /// Signs in by e-mail address, at a node.
    pub async fn person(&self, node: usize, email: &str) -> Person {
        Person::sign_in(&self.nodes[node].address(), email).await
    }

    /// The same person, in the same session, at another node.
    #[must_use]
    pub fn at(&self, node: usize, person: &Person) -> Person {
        person.at(&self.nodes[node].address())
    }
}

/// The port that an address on this machine names.
fn port_of(url: &str) -> u16 {
    let (_, rest) = url
        .split_once("127.0.0.1:")
        .expect("it is on this machine, at a port");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a port")
}
