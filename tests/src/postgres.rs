//! A Postgres of one story's own, which it may freeze.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use sqlx::Connection;

/// A server that nobody else uses. It ends with the story.
pub struct Postgres {
    child: Child,
    url: String,
}

/// The server's processes while none of them runs. Dropping it lets them go on.
pub struct Frozen(Vec<u32>);

impl Postgres {
    /// Starts it.
    #[must_use]
    pub fn start() -> Self {
        let (child, url) = spawn();
        Self { child, url }
    }

    /// The address of its database `postgres`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/postgres", self.url)
    }

    /// Stops every process that accepts or serves our connections (`SIGSTOP`): the network is there, and nobody answers.
    pub async fn freeze(&self) -> Frozen {
        let mut connection = sqlx::PgConnection::connect(&self.url())
            .await
            .expect("Postgres accepts connections");
        let serving: Vec<i32> = sqlx::query_scalar(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'imprimatur'",
        )
        .fetch_all(&mut connection)
        .await
        .expect("Postgres knows who is connected");
        connection.close().await.expect("the connection closes");
        let mut pids: Vec<u32> = serving
            .into_iter()
            .map(|pid| u32::try_from(pid).expect("a process id"))
            .collect();
        pids.insert(0, parent(*pids.first().expect("a server is connected")));
        signal("STOP", &pids);
        Frozen(pids)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        signal("CONT", &self.0);
    }
}

fn parent(pid: u32) -> u32 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs here");
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:"));
    let line = line.expect("a process has a parent");
    line.trim().parse().expect("a process id")
}

fn signal(name: &str, pids: &[u32]) {
    let status = Command::new("kill")
        .arg(format!("-{name}"))
        .args(pids.iter().map(u32::to_string))
        .status();
    assert!(status.is_ok_and(|status| status.success()) || std::thread::panicking());
}

/// Starts Postgres through the script that the Makefile uses, too. It ends when its standard input does: with this process.
pub(crate) fn spawn() -> (Child, String) {
    let script = crate::root().join("tests/setup/with-services.sh");
    let mut child = Command::new(script)
        .args(["sh", "-c", "echo \"$IMPRIMATUR_TEST_POSTGRES\"; read -r _"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("tests/setup/with-services.sh can be run");
    let mut url = String::new();
    let stdout = child.stdout.take().expect("standard output was piped");
    BufReader::new(stdout)
        .read_line(&mut url)
        .expect("the script prints the address");
    let url = url.trim().to_owned();
    assert!(
        !url.is_empty(),
        "Postgres did not start; see the lines above"
    );
    (child, url)
}
