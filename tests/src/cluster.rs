//! Several servers on one Postgres and one Redis.

use std::time::Duration;

use crate::{Backend, Node, Person, Redis, eventually};

/// Nodes that serve one workspace together.
pub struct Cluster {
    /// What connects them.
    pub redis: Redis,
    /// The servers.
    pub nodes: Vec<Node>,
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
        let cluster = Self { redis, nodes };
        for node in &cluster.nodes {
            cluster.connected(node, 1).await;
        }
        cluster
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
