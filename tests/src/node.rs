//! One server process: the real binary, which stories start, kill and start again on the same data.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio::process::Command;

use crate::Backend;
use crate::guard::Guarded;

/// Long, because a debug build on two busy cores migrates an empty Postgres first.
const START_LIMIT: Duration = Duration::from_secs(40);

/// How long a node may take to end: it is to be within 10 s, on a machine that does nothing else.
const ENDS_WITHIN: Duration = Duration::from_secs(20);

/// How long a command may take.
const COMMAND_LIMIT: Duration = Duration::from_secs(300);

/// How often is looked at how much memory a command holds.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What a command has come to.
#[derive(Debug)]
pub struct Ran {
    /// Its exit status.
    pub status: i32,
    /// What it has printed for people.
    pub out: String,
    /// What it has complained of.
    pub complaint: String,
    /// The most memory that it has held at once, in KiB, as far as was looked.
    pub peak_kib: u64,
    /// How long it took.
    pub took: Duration,
}

/// Which program a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The product.
    This,
    /// What stands for the version after it (`tests/next`).
    Next,
}

/// A server on a data folder of its own and, on Postgres, a database that other nodes may share.
pub struct Node {
    folder: tempfile::TempDir,
    database: Option<String>,
    port: u16,
    settings: Vec<(String, String)>,
    version: Version,
    core: Option<usize>,
    running: Option<Guarded>,
}

impl Node {
    /// Starts a server on an empty database, with `settings` in its environment.
    pub async fn start(backend: Backend, settings: &[(&str, &str)]) -> Self {
        Self::on(backend.new_database().await, settings, None).await
    }

    /// As [`Node::start`], and on this core alone.
    pub async fn start_on(core: usize, backend: Backend, settings: &[(&str, &str)]) -> Self {
        Self::on(backend.new_database().await, settings, Some(core)).await
    }

    /// Starts another server on the database of `first`, with a data folder, a port and `settings` of its own.
    ///
    /// Only Postgres is shared: the embedded database belongs to one process.
    pub async fn join(first: &Self, settings: &[(&str, &str)]) -> Self {
        let database = first.database.clone();
        assert!(database.is_some(), "several nodes share a Postgres");
        Self::on(database, settings, None).await
    }

    /// Starts a server on a database that is there. Its settings may name another way to it.
    pub async fn on_database(url: &str, settings: &[(&str, &str)]) -> Self {
        Self::on(Some(url.to_owned()), settings, None).await
    }

    async fn on(database: Option<String>, settings: &[(&str, &str)], core: Option<usize>) -> Self {
        let settings = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let mut node = Self {
            folder: tempfile::Builder::new()
                .prefix("imprimatur-node.")
                .tempdir()
                .expect("a temporary folder"),
            database,
            port: free_port(),
            settings,
            version: Version::This,
            core,
            running: None,
        };
        node.restart().await;
        node
    }

    /// `http://127.0.0.1:port`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port, which stays the same over restarts.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The process' id while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.running.as_ref().map(Guarded::pid)
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The `DATABASE_URL`, on Postgres.
    #[must_use]
    pub fn database_url(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Everything that the server has printed, over all its lives.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// Changes a setting for the next start.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Which program the next start takes.
    pub fn becomes(&mut self, version: Version) {
        self.version = version;
    }

    /// Which program it is.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Ends the process at once, as a power cut would end it (`kill -9`), and waits until it is gone.
    pub fn kill(&mut self) {
        self.end("KILL", Duration::from_secs(10));
    }

    /// Stops the process where it stands (`SIGSTOP`), until [`Node::go_on`].
    pub fn hold(&self) {
        self.running.as_ref().expect("it runs").signal("STOP");
    }

    /// Lets a held process go on.
    pub fn go_on(&self) {
        self.running.as_ref().expect("it runs").signal("CONT");
    }

    /// Waits until a process that was asked to end has ended, and gives its exit status.
    pub fn ended(&mut self) -> Option<i32> {
        // A second signal would end it at once.
        self.end("CONT", ENDS_WITHIN)
    }

    /// Asks the process to end, and does not wait.
    pub fn ask_to_end(&self) {
        self.running.as_ref().expect("it runs").signal("TERM");
    }

    /// Asks the process to end (`SIGTERM`), waits, and gives its exit status.
    pub fn stop(&mut self) -> Option<i32> {
        self.end("TERM", ENDS_WITHIN)
    }

    /// Starts the process again, on the same port, folder and database, and waits until it answers.
    pub async fn restart(&mut self) {
        if let Err(reason) = self.try_restart().await {
            panic!("the server did not start: {reason}");
        }
    }

    /// Runs the program with the node's settings for something else than serving, and waits until it has ended.
    pub async fn run(&self, line: &[&str]) -> Ran {
        let begun = Instant::now();
        let child = Command::new(binary())
            .args(line)
            .envs(self.variables())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        let child = child.expect("the program runs");
        let pid = child.id().expect("it has just begun");
        let mut output = std::pin::pin!(child.wait_with_output());
        let mut peak_kib = 0;
        let output = loop {
            tokio::select! {
                output = &mut output => break output.expect("it ends"),
                () = tokio::time::sleep(LOOK_EVERY) => peak_kib = peak(pid).unwrap_or(peak_kib),
            }
            assert!(begun.elapsed() < COMMAND_LIMIT, "{line:?} does not end");
        };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran {
            status: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            complaint: text(&output.stderr),
            peak_kib,
            took: begun.elapsed(),
        }
    }

    fn variables(&self) -> Vec<(String, String)> {
        let mut variables = vec![
            ("LISTEN".to_owned(), format!("127.0.0.1:{}", self.port)),
            ("DATA_DIR".to_owned(), self.data().display().to_string()),
            // Many servers run at once; a story that looks at metrics names an address of its own.
            ("METRICS_LISTEN".to_owned(), "off".to_owned()),
        ];
        variables.extend(
            self.database
                .iter()
                .map(|url| ("DATABASE_URL".to_owned(), url.clone())),
        );
        variables.extend(self.settings.iter().cloned());
        variables
    }

    /// As [`Node::restart`], where it may refuse to start. Gives what it said then.
    pub async fn try_restart(&mut self) -> Result<(), String> {
        assert!(self.running.is_none(), "the node still runs");
        let variables = self.variables();
        let mut line: Vec<String> = self.core.map(pinned).into_iter().flatten().collect();
        let program = match self.version {
            Version::This => binary(),
            Version::Next => beside("imprimatur-next"),
        };
        line.extend([program.display().to_string(), "serve".to_owned()]);
        self.running = Some(Guarded::spawn(&self.log_path(), &line, &variables));
        self.answers().await
    }

    /// Waits until `/healthz` answers.
    async fn answers(&mut self) -> Result<(), String> {
        let start = Instant::now();
        let client = crate::client()
            .timeout(Duration::from_secs(5))
            .build()
            .expect("a client");
        let health = format!("{}/healthz", self.address());
        loop {
            if client
                .get(&health)
                .send()
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                return Ok(());
            }
            let running = self.running.as_mut().expect("it was just started");
            if let Some(status) = running.ended() {
                self.running = None;
                return Err(format!("it ended at its start ({status}):\n{}", self.log()));
            }
            assert!(
                start.elapsed() < START_LIMIT,
                "the server did not answer within {START_LIMIT:?}:\n{}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn end(&mut self, signal: &str, limit: Duration) -> Option<i32> {
        match self.running.take()?.end(signal, limit) {
            Some(status) => status.code(),
            None => panic!(
                "the server did not end within {limit:?} of {signal}:\n{}",
                self.log()
            ),
        }
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("node.log")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log();
            let tail: Vec<&str> = log.lines().rev().take(40).collect();
            eprintln!("--- the end of the server's log ---");
            for line in tail.iter().rev() {
                eprintln!("{line}");
            }
        }
    }
}

/// The words before a command that is to run on one core alone, with the same process id.
#[must_use]
pub fn pinned(core: usize) -> [String; 3] {
    ["taskset".into(), "--cpu-list".into(), core.to_string()]
}

/// The binary that the same build made beside this test, or the one named by `IMPRIMATUR_BIN`.
#[must_use]
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("IMPRIMATUR_BIN") {
        return PathBuf::from(path);
    }
    beside("imprimatur")
}

/// A binary that the same build made beside this test.
fn beside(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a running test has a path");
    let folder = test
        .parent()
        .and_then(Path::parent)
        .expect("tests lie in target/<profile>/deps");
    let binary = folder.join(name);
    assert!(
        binary.exists(),
        "{} is missing: run `make test`, or `cargo build --workspace --bins` first",
        binary.display()
    );
    warn_when_stale(&binary);
    binary
}

/// A story alone (`cargo test -p imprimatur-tests`) does not build the binary; what fails then may have been mended already.
fn warn_when_stale(binary: &Path) {
    let modified = |path: &Path| path.metadata().and_then(|it| it.modified()).ok();
    let built = modified(binary);
    let newer = ["server/src", "crdt/src", "protocol/src", "migrations"]
        .iter()
        .flat_map(|folder| files(&crate::root().join(folder)))
        .find(|path| modified(path) > built);
    if let Some(path) = newer {
        eprintln!(
            "note: the server is older than {}; `cargo build --bin imprimatur` first",
            path.display()
        );
    }
}

/// All files in a folder, however deep; none where there is no such folder.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let into = if path.is_dir() {
                &mut folders
            } else {
                &mut found
            };
            into.push(path);
        }
    }
    found
}

/// A port that was free just now, outside the range that outgoing connections use.
#[must_use]
pub fn free_port() -> u16 {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    for _ in 0..500 {
        let step = TRIED.fetch_add(1, Ordering::Relaxed);
        let offset = (std::process::id().wrapping_mul(97).wrapping_add(step)) % 11_000;
        let port = 10_000 + u16::try_from(offset).expect("below 11,000");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no free port between 10000 and 21000");
}

/// The most that a process has held so far, in KiB. (proc(5), `VmHWM`.)
fn peak(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
