//! A MySQL of a story's own: MariaDB, or MySQL itself where it is at hand (tests/setup/mysql.sh says whether it is).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::guard::Guarded;
use crate::node::free_port;

/// The password of every account. Nobody else reaches the server.
const PASSWORD: &str = "pw";

/// Whose server it is.
enum Engine {
    MariaDb,
    /// Unpacked into a folder, and run with the C library that it came with. It takes nobody without TLS, as PlanetScale does.
    MySql(PathBuf),
}

/// A private server with a database and two accounts: `maker` may make tables, `writer` only write rows.
pub struct MySql {
    engine: Engine,
    folder: tempfile::TempDir,
    port: u16,
    running: Option<Guarded>,
}

impl MySql {
    /// Starts a MariaDB and waits until it answers.
    pub fn start() -> Self {
        Self::start_engine(Engine::MariaDb)
    }

    /// Starts MySQL's own server and waits until it answers. None: it could not be had on this machine.
    pub fn start_mysql() -> Option<Self> {
        let root = crate::root().join("target/mysql/root");
        let is_there = root.join("usr/sbin/mysqld").exists();
        is_there.then(|| Self::start_engine(Engine::MySql(root)))
    }

    fn start_engine(engine: Engine) -> Self {
        let mut server = Self {
            engine,
            folder: tempfile::Builder::new()
                .prefix("imprimatur-mysql.")
                .tempdir()
                .expect("a temporary folder"),
            port: free_port(),
            running: None,
        };
        server.make_files();
        server.restart();
        server.run(&format!(
            "CREATE DATABASE registry CHARACTER SET utf8mb4;
             CREATE USER maker@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'; GRANT ALL ON registry.* TO maker@'127.0.0.1';
             CREATE USER writer@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';
             GRANT SELECT, INSERT, UPDATE, DELETE ON registry.* TO writer@'127.0.0.1';"
        ));
        server
    }

    fn make_files(&self) {
        std::fs::create_dir(self.temporary()).expect("a folder");
        let data = format!("--datadir={}", self.path("data"));
        match &self.engine {
            Engine::MariaDb => succeed(
                Command::new("mariadb-install-db")
                    .args([
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                    ])
                    .arg(data)
                    .env("TMPDIR", self.temporary())
                    .args(as_root()),
            ),
            Engine::MySql(_) => {
                self.make_certificates();
                let mut line = self.program("sbin/mysqld");
                line.extend([data, "--initialize-insecure".to_owned()]);
                line.push(format!("--tmpdir={}", self.temporary()));
                line.extend(as_root().map(str::to_owned));
                succeed(&mut command(&line));
            }
        }
    }

    /// An authority of its own, and a certificate for `localhost`.
    fn make_certificates(&self) {
        let openssl = |line: &str| {
            let line = line.replace("DIR", &self.folder.path().display().to_string());
            succeed(Command::new("openssl").args(line.split(' ')));
        };
        std::fs::write(
            self.path("ext"),
            "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n",
        )
        .expect("a file");
        openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout DIR/ca.key -out DIR/ca.pem -days 2 -subj /CN=authority",
        );
        openssl(
            "req -newkey rsa:2048 -nodes -keyout DIR/server.key -out DIR/server.csr -subj /CN=localhost",
        );
        openssl(
            "x509 -req -in DIR/server.csr -CA DIR/ca.pem -CAkey DIR/ca.key -CAcreateserial -out DIR/server.pem -days 2 -extfile DIR/ext",
        );
    }

    /// The beginning of a line that runs a program of the engine.
    fn program(&self, name: &str) -> Vec<String> {
        let base = Path::new(name).file_name().expect("a name");
        let base = base.display().to_string();
        let mut line = match &self.engine {
            Engine::MariaDb => vec![base],
            Engine::MySql(root) => {
                let libraries = root.join("usr/lib/x86_64-linux-gnu");
                let text = |path: PathBuf| path.display().to_string();
                vec![
                    text(libraries.join("ld-linux-x86-64.so.2")),
                    "--library-path".to_owned(),
                    text(libraries),
                    text(root.join("usr").join(name)),
                ]
            }
        };
        line.push("--no-defaults".to_owned());
        if let (Engine::MySql(root), "sbin/mysqld") = (&self.engine, name) {
            let root = root.join("usr").display().to_string();
            line.extend([
                format!("--basedir={root}"),
                format!("--lc-messages-dir={root}/share/mysql"),
                format!("--character-sets-dir={root}/share/mysql/charsets"),
                "--secure-file-priv=".to_owned(),
            ]);
        }
        line
    }

    /// A server that starts removes what others of its kind have left in the folder for temporary tables, also what they still need.
    fn temporary(&self) -> String {
        self.path("temporary")
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
        let port = self.port;
        match self.engine {
            Engine::MariaDb => format!("mysql://{account}:{PASSWORD}@127.0.0.1:{port}/registry"),
            Engine::MySql(_) => format!(
                "mysql://{account}:{PASSWORD}@localhost:{port}/registry?ssl-mode=VERIFY_IDENTITY&ssl-ca={}",
                self.path("ca.pem")
            ),
        }
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
        let (server, further) = match self.engine {
            Engine::MariaDb => (
                "sbin/mariadbd",
                vec!["--innodb-log-file-size=16M".to_owned()],
            ),
            Engine::MySql(_) => (
                "sbin/mysqld",
                vec![
                    "--mysqlx=OFF".to_owned(),
                    "--skip-log-bin".to_owned(),
                    format!("--log-error={}", self.path("server.err")),
                    "--require-secure-transport=ON".to_owned(),
                    format!("--ssl-ca={}", self.path("ca.pem")),
                    format!("--ssl-cert={}", self.path("server.pem")),
                    format!("--ssl-key={}", self.path("server.key")),
                ],
            ),
        };
        let mut line = self.program(server);
        line.extend([
            format!("--datadir={}", self.path("data")),
            format!("--tmpdir={}", self.temporary()),
            format!("--socket={}", self.path("socket")),
            format!("--port={}", self.port),
            "--bind-address=127.0.0.1".to_owned(),
            "--innodb-buffer-pool-size=32M".to_owned(),
            "--performance-schema=OFF".to_owned(),
            "--skip-name-resolve".to_owned(),
        ]);
        line.extend(further);
        line.extend(as_root().map(str::to_owned));
        self.running = Some(Guarded::spawn(Path::new(&log), &line, &[]));
        let begun = Instant::now();
        while !self.client("SELECT 1").status.success() {
            assert!(
                begun.elapsed() < Duration::from_secs(180),
                "the server did not start:\n{}{}",
                std::fs::read_to_string(&log).unwrap_or_default(),
                std::fs::read_to_string(self.path("server.err")).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn client(&self, sql: &str) -> Output {
        let client = match self.engine {
            Engine::MariaDb => "bin/mariadb",
            Engine::MySql(_) => "bin/mysql",
        };
        command(&self.program(client))
            .args(["-uroot", "--batch", "--skip-column-names", "--raw"])
            .arg(format!("--socket={}", self.path("socket")))
            .args(["--default-character-set=utf8mb4", "-e", sql])
            .output()
            .expect("its client is there")
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

    /// The same, where a table may not be there yet.
    #[must_use]
    pub fn rows_if_there(&self, sql: &str) -> Option<Vec<String>> {
        let done = self.client(&format!("USE registry; {sql}"));
        let text = String::from_utf8_lossy(&done.stdout);
        done.status
            .success()
            .then(|| text.lines().map(str::to_owned).collect())
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

fn command(line: &[String]) -> Command {
    let mut command = Command::new(&line[0]);
    command.args(&line[1..]);
    command
}

fn succeed(command: &mut Command) {
    let done = command.output();
    let done = done.expect("the program is there (tests/setup/install.sh installs it)");
    assert!(done.status.success(), "{command:?}: {}", said(&done));
}

/// It makes whoever starts it the owner; as root it wants to be told that this is meant.
fn as_root() -> Option<&'static str> {
    // A container has often nobody else.
    let user = Command::new("id").arg("-u").output().ok()?;
    (user.stdout.trim_ascii() == b"0").then_some("--user=root")
}

fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}
