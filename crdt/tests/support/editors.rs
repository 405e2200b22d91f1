//! Editors on real Yjs in a Node process.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The folder with the editors, its packages installed.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yjs");
        if !folder.join("node_modules/yjs/package.json").exists() {
            let done = Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund"])
                .current_dir(&folder)
                .status();
            assert!(
                done.expect("npm is needed for this test").success(),
                "npm ci failed in {}",
                folder.display()
            );
        }
        folder
    })
}

pub struct Editors {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Editors {
    pub fn start() -> Self {
        let mut command = Command::new("node");
        command
            .arg("editors.mjs")
            .current_dir(folder())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().expect("node is needed for this test");
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Self {
            child,
            input,
            output,
        }
    }

    pub fn ask(&mut self, line: &str) -> Value {
        writeln!(self.input, "{line}").expect("the editors listen");
        let mut answer = String::new();
        self.output
            .read_line(&mut answer)
            .expect("the editors answer");
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error} after {line:.200}"))
    }

    pub fn updates(&mut self, line: &str) -> Vec<Vec<u8>> {
        let answer = self.ask(line);
        let updates = answer["updates"].as_array().expect("updates").iter();
        updates
            .map(|it| unhex(it.as_str().expect("hexadecimal")))
            .collect()
    }
}

impl Drop for Editors {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .map(|it| it.to_digit(16).expect("hexadecimal") as u8)
        .collect();
    digits
        .chunks_exact(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}
