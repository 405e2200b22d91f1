//! A service that speaks S3, inside the test's own process, on a temporary folder: with one bucket, one key to it, signatures
//! and conditional writes judged as the real ones do. It can go away and come back, as a network lets it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// The bucket's name.
pub const NAME: &str = "certificates";

/// Names the only key.
pub const ACCESS_KEY_ID: &str = "TESTKEY";

/// The only key.
pub const SECRET_ACCESS_KEY: &str = "a-secret-of-tests";

/// A bucket that is there until it is dropped, or sent away.
pub struct Bucket {
    folder: tempfile::TempDir,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

impl Bucket {
    /// An empty bucket, served at a port: 0 takes a free one.
    pub async fn start(port: u16) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("imprimatur-bucket.")
            .tempdir()
            .expect("a temporary folder");
        std::fs::create_dir(folder.path().join(NAME)).expect("a folder");
        let mut bucket = Self {
            folder,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            serving: None,
        };
        bucket.come_back().await;
        bucket
    }

    /// `http://127.0.0.1:port`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Closes every connection, and answers nobody.
    pub async fn go_away(&mut self) {
        let serving = self.serving.take().expect("it is there");
        serving.abort();
        // An error is what ending it early gives.
        let _ = serving.await;
    }

    /// Answers again, at the same port and with the same objects.
    pub async fn come_back(&mut self) {
        assert!(self.serving.is_none(), "it is there");
        let listener = TcpListener::bind(self.address)
            .await
            .expect("the port is free");
        self.address = listener.local_addr().expect("a socket has an address");
        let service = service(self.folder.path());
        self.serving = Some(tokio::spawn(serve(listener, service)));
    }

    /// Where an object rests, to damage it.
    #[must_use]
    pub fn file(&self, key: &str) -> PathBuf {
        self.folder.path().join(NAME).join(key)
    }

    /// The keys of all objects, in order.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let root = self.folder.path().join(NAME);
        let mut folders = vec![root.clone()];
        let mut keys = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let key = path.strip_prefix(&root).expect("it was found below");
                    keys.push(key.to_string_lossy().into_owned());
                }
            }
        }
        keys.sort();
        keys
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }
}

fn service(folder: &Path) -> S3Service {
    let objects = FileSystem::new(folder).expect("the folder is there");
    let mut service = S3ServiceBuilder::new(objects);
    service.set_auth(SimpleAuth::from_single(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
    service.build()
}

/// Until it is aborted, and the connections with it.
async fn serve(listener: TcpListener, service: S3Service) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let service = service.clone();
                connections.spawn(async move {
                    // A connection that breaks is the client's business.
                    let _ = http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}
