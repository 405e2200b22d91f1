//! The harness: the product from outside.
//!
//! Stories speak as people (`world.designer().await`) and as programs (`Peer`, `Socket`) to the real binary, started as
//! a process of its own on a private database, so that a story can also end it with `kill -9` and start it again.
//! Nothing here sleeps to synchronise: what is waited for is polled for, with a deadline.

pub mod backend;
pub mod cable;
pub mod cluster;
pub mod company;
pub mod database;
pub mod deadline;
pub mod dice;
pub mod fixtures;
pub mod forge;
pub mod guard;
pub mod judges;
pub mod mysql;
pub mod node;
pub mod peer;
pub mod person;
pub mod picture;
pub mod postgres;
pub mod redis;
pub mod scripts;
pub mod socket;
pub mod wire;
pub mod witness;
pub mod workos;
pub mod world;
pub mod writer;

pub use backend::Backend;
pub use cluster::Cluster;
pub use deadline::{eventually, soon};
pub use mysql::MySql;
pub use node::Node;
pub use peer::Peer;
pub use person::{Answer, Person};
pub use redis::Redis;
pub use socket::{Dialect, Socket};
pub use workos::WorkOs;
pub use world::World;
pub use writer::Writer;

/// Whether the long versions run (`make soak`).
#[must_use]
pub fn soak() -> bool {
    std::env::var_os("IMPRIMATUR_SOAK").is_some_and(|value| !value.is_empty())
}

/// A client as all stories use it: with no proxy of the machine between it and the server.
pub fn client() -> reqwest::ClientBuilder {
    // It has TLS because the server has, and wants to be told whose cryptography to use; refused when it was told before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // Stories speak to this machine without TLS: reading its certificates for every client would only take time.
    reqwest::Client::builder().no_proxy().tls_certs_only([])
}

/// The root of the checkout.
#[must_use]
pub fn root() -> std::path::PathBuf {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the tests crate lies below the root")
        .to_path_buf()
}

/// Runs each story once on the embedded database and once on Postgres.
///
/// A story is an `async fn` that takes a [`World`]; one that is not listed is an unused function, which the lint refuses.
#[macro_export]
macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        mod embedded {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::World::start($crate::Backend::Embedded).await).await;
                }
            )+
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::World::start($crate::Backend::Postgres).await).await;
                }
            )+
        }
    };
}

/// As [`stories`], for stories that start their own world (with settings of their own) on the backend given to them.
#[macro_export]
macro_rules! stories_with_settings {
    ($($name:ident),+ $(,)?) => {
        mod embedded_set {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::Backend::Embedded).await;
                }
            )+
        }
        mod postgres_set {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::Backend::Postgres).await;
                }
            )+
        }
    };
}
