//! Node programs beside a story: stock clients from npm, and real Chromium.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A running script. It ends when it is dropped.
pub struct Script {
    name: String,
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    printed: Vec<String>,
}

impl Script {
    /// Starts `node tests/<path>` with arguments.
    #[must_use]
    pub fn start(path: &str, arguments: &[&str]) -> Self {
        Self::run(Command::new("node"), path, arguments)
    }

    /// Starts it, and all that it starts itself, on the first core alone.
    #[must_use]
    pub fn start_on_one_core(path: &str, arguments: &[&str]) -> Self {
        let mut pinned = Command::new("taskset");
        pinned.args(["--cpu-list", "0", "node"]);
        Self::run(pinned, path, arguments)
    }

    fn run(mut command: Command, path: &str, arguments: &[&str]) -> Self {
        let tests = crate::root().join("tests");
        let folder = path.split('/').next().expect("a path has a first part");
        assert!(
            tests.join(folder).join("node_modules").exists(),
            "tests/{folder}/node_modules is missing: run `make test`, or `npm ci` there first"
        );
        let mut child = command
            .arg(tests.join(path))
            .args(arguments)
            .current_dir(tests.join(folder))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program can be run");
        let stdout = child.stdout.take().expect("standard output was piped");
        Self {
            name: path.to_owned(),
            child,
            lines: BufReader::new(stdout).lines(),
            printed: Vec::new(),
        }
    }

    /// Reads until a line starts with `prefix`, and gives the rest of it.
    pub async fn line(&mut self, prefix: &str, limit: Duration) -> String {
        let deadline = tokio::time::Instant::now() + limit;
        loop {
            match tokio::time::timeout_at(deadline, self.lines.next_line()).await {
                Ok(Ok(Some(line))) => {
                    let rest = line.strip_prefix(prefix).map(|rest| rest.trim().to_owned());
                    self.printed.push(line);
                    if let Some(rest) = rest {
                        return rest;
                    }
                }
                Ok(_) => panic!(
                    "{} ended before it printed '{prefix}':\n{}",
                    self.name,
                    self.printed.join("\n")
                ),
                Err(_) => panic!(
                    "{} did not print '{prefix}' within {limit:?}:\n{}",
                    self.name,
                    self.printed.join("\n")
                ),
            }
        }
    }

    /// Waits for the end, asserts that it was a good one, and gives all that was printed.
    pub async fn finish(mut self, limit: Duration) -> String {
        let deadline = tokio::time::Instant::now() + limit;
        loop {
            match tokio::time::timeout_at(deadline, self.lines.next_line()).await {
                Ok(Ok(Some(line))) => self.printed.push(line),
                Ok(_) => break,
                Err(_) => panic!(
                    "{} did not end within {limit:?}:\n{}",
                    self.name,
                    self.printed.join("\n")
                ),
            }
        }
        let status = self.child.wait().await.expect("node can be waited for");
        let printed = self.printed.join("\n");
        assert!(
            status.success(),
            "{} ended with {status}:\n{printed}",
            self.name
        );
        printed
    }
}
