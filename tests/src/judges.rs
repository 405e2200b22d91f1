//! Engines of others, which nobody here wrote, judge credentials: two from npm, one from PyPI.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// How long the engines may take over some hundred credentials together.
const PATIENCE: Duration = Duration::from_secs(400);

/// What an engine says of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Its name.
    pub engine: String,
    /// It takes it: nothing is wrong with the signature, nor with anything else that it looks at.
    pub verified: bool,
    /// What it says of its state; none: it cannot tell.
    pub revoked: Option<bool>,
    /// As well.
    pub suspended: Option<bool>,
    /// What it says against it.
    pub error: String,
}

impl Verdict {
    /// Whether it believes it: `verifier-core` says that of the signature alone, and everything else in an error.
    #[must_use]
    pub fn believes(&self) -> bool {
        self.verified && self.error.is_empty()
    }
}

/// A credential, and all that whoever judges it may load, by address.
#[derive(Debug, Clone)]
pub struct Case {
    /// As it was signed.
    pub credential: String,
    /// DID documents and lists.
    pub documents: BTreeMap<String, Value>,
    /// The moment at which it is judged.
    pub now: String,
}

/// What each of three engines says of each credential, in their order.
pub async fn judge(cases: &[Case]) -> Vec<Vec<Verdict>> {
    let lines: Vec<String> = cases
        .iter()
        .enumerate()
        .map(|(id, case)| {
            json!({ "id": id, "credential": case.credential, "documents": case.documents, "now": case.now }).to_string()
        })
        .collect();
    let input = lines.join("\n") + "\n";
    let folder = crate::root().join("tests/verifiers");
    let python = crate::root().join("target/verifiers/bin/python");
    assert!(
        folder.join("node_modules").exists() && python.exists(),
        "the engines are missing: run `make test`, or `npm ci` in tests/verifiers and tests/setup/verifiers.sh"
    );
    let mut node = Command::new("node");
    node.arg(folder.join("judge.mjs"));
    let mut other = Command::new(python);
    other.arg(folder.join("judge.py"));
    let (first, second) = tokio::join!(hear(node, &input), hear(other, &input));
    let mut verdicts = vec![Vec::new(); cases.len()];
    for said in first.into_iter().chain(second) {
        let id = said["id"].as_u64().and_then(|id| usize::try_from(id).ok());
        let id = id.expect("a verdict names its case");
        for (engine, said) in said["engines"].as_object().expect("engines") {
            verdicts[id].push(Verdict {
                engine: engine.clone(),
                verified: said["verified"] == true,
                revoked: said["revoked"].as_bool(),
                suspended: said["suspended"].as_bool(),
                error: said["error"].as_str().unwrap_or_default().to_owned(),
            });
        }
    }
    for verdict in &verdicts {
        assert_eq!(verdict.len(), 3, "three engines have judged: {verdict:?}");
    }
    verdicts
}

async fn hear(mut command: Command, input: &str) -> Vec<Value> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("an engine can be run");
    let mut stdin = child.stdin.take().expect("standard input was piped");
    let writing = async {
        stdin
            .write_all(input.as_bytes())
            .await
            .expect("an engine reads");
        drop(stdin);
    };
    let running = async { tokio::join!(writing, child.wait_with_output()).1 };
    let output = tokio::time::timeout(PATIENCE, running).await;
    let output = output
        .expect("an engine ends in time")
        .expect("an engine can be waited for");
    assert!(
        output.status.success(),
        "an engine ended with {}",
        output.status
    );
    let text = String::from_utf8(output.stdout).expect("verdicts are text");
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_str(line).expect("a verdict is JSON"))
        .collect()
}
