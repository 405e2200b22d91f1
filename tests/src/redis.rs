//! A Redis of a story's own.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::guard::Guarded;
use crate::node::free_port;

/// A private Redis that keeps nothing on disk.
pub struct Redis {
    folder: tempfile::TempDir,
    port: u16,
    running: Option<Guarded>,
}

impl Redis {
    /// Starts one and waits until it answers.
    pub fn start() -> Self {
        let mut redis = Self {
            folder: tempfile::Builder::new()
                .prefix("imprimatur-redis.")
                .tempdir()
                .expect("a temporary folder"),
            port: free_port(),
            running: None,
        };
        redis.restart();
        redis
    }

    /// The `REDIS_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Ends it, as a crash would.
    pub fn kill(&mut self) {
        self.running = None;
    }

    /// Stops it where it stands (`SIGSTOP`): connections stay, and nobody answers.
    pub fn hold(&self) {
        self.running.as_ref().expect("it runs").signal("STOP");
    }

    /// Lets it go on.
    pub fn go_on(&self) {
        self.running.as_ref().expect("it runs").signal("CONT");
    }

    /// Starts it again, on the same port.
    pub fn restart(&mut self) {
        let log = self.folder.path().join("redis.log");
        let port = self.port.to_string();
        let line = [
            "redis-server",
            "--port",
            &port,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ];
        let line: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
        self.running = Some(Guarded::spawn(&log, &line, &[]));
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "Redis did not start (tests/setup/install.sh installs it):\n{}",
                std::fs::read_to_string(&log).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
