//! Processes that a story starts: each ends with the test process, however that ends.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Starts a program and ends it when its own standard input ends, that is with the test process.
const GUARD: &str = r#"
exec 3<&0 </dev/null
log=$1; shift
"$@" 3<&- >>"$log" 2>&1 &
child=$!
echo "$child"
{ read -r _ <&3; kill -KILL "$child"; } 2>/dev/null &
watch=$!
exec 3<&-
wait "$child"; status=$?
kill "$watch" 2>/dev/null
exit "$status"
"#;

/// A process that ends with this one.
pub struct Guarded {
    guard: Child,
    pid: u32,
}

impl Guarded {
    /// Starts `line` (the program first) with nothing in its environment but the path and `variables`. What it prints goes to
    /// `log`.
    pub fn spawn(log: &Path, line: &[String], variables: &[(String, String)]) -> Self {
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .arg(log)
            .args(line)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(std::env::var_os("RUST_BACKTRACE").map(|value| ("RUST_BACKTRACE", value)))
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be run");
        let mut line = String::new();
        let stdout = guard.stdout.take().expect("standard output was piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("the guard prints a process id");
        let pid = line.trim().parse().expect("the guard prints a process id");
        Self { guard, pid }
    }

    /// The process' id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Its exit status, when it has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.guard.try_wait().expect("the guard can be asked")
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let _ = Command::new("kill")
            .args([&format!("-{name}"), &self.pid.to_string()])
            .stderr(Stdio::null())
            .status();
    }

    /// Sends a signal that ends it, waits, and gives the exit status. `None` when it had to be killed after `limit`.
    pub fn end(mut self, signal: &str, limit: Duration) -> Option<ExitStatus> {
        self.signal(signal);
        let start = Instant::now();
        loop {
            if let Some(status) = self.ended() {
                return Some(status);
            }
            if start.elapsed() > limit {
                return None;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        if self.ended().is_none() {
            self.signal("KILL");
            drop(self.guard.stdin.take());
            let _ = self.guard.wait();
        }
    }
}
