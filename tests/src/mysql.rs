//! A MySQL of a story's own: MariaDB, or MySQL itself where it is at hand.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::guard::Guarded;
use crate::node::free_port;

/// The password of every account. Nobody else reaches the server.
const PASSWORD: &str = "pw";

/// A private server with a database and two accounts: `maker` may make tables, `writer` only write rows.
pub struct MySql {
    folder: tempfile::TempDir,
    port: u16,
    running: Option<Guarded>,
}

impl MySql {
    /// Starts a MariaDB and waits until it answers.
    pub fn start() -> Self {
        let mut server = Self {
            folder: tempfile::Builder::new()
                .prefix("imprimatur-mysql.")
                .tempdir()
                .expect("a temporary folder"),
            port: free_port(),
            running: None,
        };
        let data = server.path("data");
        // It makes whoever starts it the owner; as root it wants to be told that this is meant.
        let made = Command::new("mariadb-install-db")
            .args([
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ])
            .arg(format!("--datadir={data}"))
            .args(as_root())
            .output();
        let made = made.expect("mariadb-install-db is there (tests/setup/install.sh installs it)");
        assert!(made.status.success(), "{}", said(&made));
        server.restart();
        server.run(&format!(
            "CREATE DATABASE registry CHARACTER SET utf8mb4;
             CREATE USER maker@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'; GRANT ALL ON registry.* TO maker@'127.0.0.1';
             CREATE USER writer@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';
             GRANT SELECT, INSERT, UPDATE, DELETE ON registry.* TO writer@'127.0.0.1';"
        ));
        server
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The `REGISTRY_DATABASE_URL` of whoever may make tables.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_of("maker")
    }

    /// The same of an account that may only write rows.
    #[must_use]
    pub fn url_without_ddl(&self) -> String {
        self.url_of("writer")
    }

    fn url_of(&self, account: &str) -> String {
        format!(
            "mysql://{account}:{PASSWORD}@127.0.0.1:{}/registry",
            self.port
        )
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

    /// Starts it again, on the same port and files.
    pub fn restart(&mut self) {
        let log = self.path("server.log");
        let mut line = vec![
            "mariadbd".to_owned(),
            "--no-defaults".to_owned(),
            format!("--datadir={}", self.path("data")),
            format!("--socket={}", self.path("socket")),
            format!("--port={}", self.port),
            "--bind-address=127.0.0.1".to_owned(),
            "--innodb-buffer-pool-size=32M".to_owned(),
            "--innodb-log-file-size=16M".to_owned(),
            "--performance-schema=OFF".to_owned(),
            "--skip-name-resolve".to_owned(),
        ];
        line.extend(as_root().into_iter().map(str::to_owned));
        self.running = Some(Guarded::spawn(Path::new(&log), &line, &[]));
        let begun = Instant::now();
        while !self.client("SELECT 1").status.success() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "MariaDB did not start:\n{}",
                std::fs::read_to_string(&log).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn client(&self, sql: &str) -> Output {
        Command::new("mariadb")
            .args([
                "--no-defaults",
                "-uroot",
                "--batch",
                "--skip-column-names",
                "--raw",
            ])
            .arg(format!("--socket={}", self.path("socket")))
            .args(["--default-character-set=utf8mb4", "-e", sql])
            .output()
            .expect("the client of MariaDB is there")
    }

    /// Runs statements as the administrator; gives the rows, columns apart by tabs.
    ///
    /// # Panics
    /// A statement failed.
    #[must_use]
    pub fn rows(&self, sql: &str) -> Vec<String> {
        let done = self.client(&format!("USE registry; {sql}"));
        assert!(done.status.success(), "{sql}: {}", said(&done));
        let text = String::from_utf8_lossy(&done.stdout);
        text.lines().map(str::to_owned).collect()
    }

    /// Runs statements as the administrator.
    ///
    /// # Panics
    /// A statement failed.
    pub fn run(&self, sql: &str) {
        let done = self.client(sql);
        assert!(done.status.success(), "{sql}: {}", said(&done));
    }
}

fn as_root() -> Option<&'static str> {
    // A container has often nobody else.
    let user = Command::new("id").arg("-u").output().ok()?;
    (user.stdout.trim_ascii() == b"0").then_some("--user=root")
}

fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}
