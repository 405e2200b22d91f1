//! The servers that are measured, each a process of its own on one core, with a port and a folder of its own.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use imprimatur_tests::database::Database;
use imprimatur_tests::guard::Guarded;
use imprimatur_tests::node::{free_port, pinned};
use imprimatur_tests::{Backend, Node, Person, World, eventually, root};

use crate::line::{Ear, Framing, Line, Sink};
use crate::machine::{self, SERVER_CORE};

/// Limits of rates, which a saturating load would meet. Metrics are counted, as everything else is as an operator has it.
pub(crate) const RAISED: [(&str, &str); 9] = [
    ("LIMIT_UPDATES_PER_SECOND", "1000000"),
    ("LIMIT_UPDATES_BURST", "1000000"),
    ("LIMIT_PRESENCE_PER_SECOND", "1000000"),
    ("LIMIT_PRESENCE_BURST", "1000000"),
    ("LIMIT_REQUESTS_PER_MINUTE_OF_ADDRESS", "1000000"),
    ("LIMIT_REQUESTS_PER_MINUTE_OF_PERSON", "1000000"),
    ("LIMIT_REQUESTS_PER_MINUTE_OF_ORGANISATION", "1000000"),
    ("LIMIT_COMMENTS_PER_MINUTE", "1000000"),
    ("METRICS_LISTEN", "127.0.0.1:0"),
];

/// How long a server may take to listen, and to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which server it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The ceiling: hands messages on, no document, no storage.
    Bare,
    /// The product on SQLite.
    Embedded,
    /// The product on Postgres.
    Postgres,
    /// Hocuspocus with its SQLite extension.
    Hocuspocus,
    /// `@y/websocket-server` with leveldb.
    Leveldb,
}

impl Kind {
    /// What tables call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare broadcast",
            Self::Embedded => "Imprimatur, SQLite",
            Self::Postgres => "Imprimatur, Postgres",
            Self::Hocuspocus => "Hocuspocus, SQLite",
            Self::Leveldb => "y/websocket-server, leveldb",
        }
    }
}

/// A running server.
pub(crate) struct Server {
    /// Which one.
    pub(crate) kind: Kind,
    running: Running,
}

enum Running {
    Ours {
        world: Box<World>,
        person: Box<Person>,
        postmaster: Option<u32>,
    },
    Other(Process),
}

impl Server {
    /// Starts it on an empty store.
    pub(crate) async fn start(kind: Kind) -> Self {
        let running = match kind {
            Kind::Embedded => ours(Backend::Embedded).await,
            Kind::Postgres => ours(Backend::Postgres).await,
            Kind::Bare | Kind::Hocuspocus | Kind::Leveldb => {
                Running::Other(Process::start(kind).await)
            }
        };
        Self { kind, running }
    }

    /// Gives Postgres another core than the server: that of the load, where there are two.
    pub(crate) fn move_postgres_to(&self, core: usize) {
        if let Running::Ours {
            postmaster: Some(postmaster),
            ..
        } = &self.running
        {
            machine::move_to(core, *postmaster);
        }
    }

    /// How many drafts' journals were folded since that moment; none where it is not known.
    pub(crate) async fn folds_since(&self, since: SystemTime) -> Option<i64> {
        let Running::Ours { world, .. } = &self.running else {
            return None;
        };
        let since_ms = since
            .duration_since(UNIX_EPOCH)
            .expect("a clock that is set")
            .as_millis();
        // A draft is made with a snapshot at head 0.
        let folded = format!(
            "SELECT COUNT(*) FROM draft_snapshots WHERE head > 0 AND created_at >= {since_ms}"
        );
        Some(Database::of(&world.node).await.number(&folded).await)
    }

    /// Those of the sample organisation who may comment.
    pub(crate) async fn people(&self) -> Vec<Person> {
        match &self.running {
            Running::Ours { world, .. } => vec![
                world.designer().await,
                world.second_designer().await,
                world.approver().await,
                world.content_editor().await,
            ],
            Running::Other(_) => Vec::new(),
        }
    }

    /// Makes an empty draft.
    pub(crate) async fn draft(&self, name: &str) -> String {
        match &self.running {
            Running::Ours { person, .. } => person.template(name).await.draft_id,
            // The others make a document of whatever name is asked for.
            Running::Other(_) => name.to_owned(),
        }
    }

    /// Makes several empty drafts.
    pub(crate) async fn drafts(&self, name: &str, count: usize) -> Vec<String> {
        let mut drafts = Vec::with_capacity(count);
        for number in 0..count {
            drafts.push(self.draft(&format!("{name}-{number}")).await);
        }
        drafts
    }

    /// Connects to a draft and asks for all of it.
    pub(crate) async fn join(&self, draft: &str) -> Result<(Sink, Ear), String> {
        self.join_with(draft, None).await
    }

    /// As [`Server::join`], with a bound on what the kernel takes for a client that does not read.
    pub(crate) async fn join_with(
        &self,
        draft: &str,
        buffer: Option<u32>,
    ) -> Result<(Sink, Ear), String> {
        let (port, path, framing) = match &self.running {
            Running::Ours { world, person, .. } => (
                world.node.port(),
                format!("/collab/{draft}?token={}", person.token()),
                Framing::Plain,
            ),
            Running::Other(process) => match self.kind {
                Kind::Hocuspocus => (process.port, "/".into(), Framing::Named(draft.to_owned())),
                _ => (process.port, format!("/{draft}"), Framing::Plain),
            },
        };
        Line::dial(port, &path, framing, buffer)
            .await?
            .greet()
            .await
    }

    /// The server's own process.
    fn pid(&self) -> u32 {
        match &self.running {
            Running::Ours { world, .. } => world.node.pid().expect("the server runs"),
            Running::Other(process) => process.pid(),
        }
    }

    /// CPU time taken so far, with that of Postgres where there is one.
    pub(crate) fn cpu(&self) -> Duration {
        let beside = match &self.running {
            Running::Ours { postmaster, .. } => postmaster.map(machine::family_cpu),
            Running::Other(_) => None,
        };
        machine::cpu(self.pid()) + beside.unwrap_or_default()
    }

    /// Bytes resident in the server itself.
    pub(crate) fn resident(&self) -> u64 {
        machine::resident(self.pid())
    }

    /// Ends it in good order and starts it again on the same store.
    pub(crate) async fn restart(&mut self) {
        match &mut self.running {
            Running::Ours { world, .. } => {
                world.node.stop();
                world.node.restart().await;
            }
            Running::Other(process) => {
                process.end("TERM");
                process.again().await;
            }
        }
    }

    /// Ends it at once (`kill -9`) and starts it again on the same store.
    pub(crate) async fn kill_and_restart(&mut self) {
        match &mut self.running {
            Running::Ours { world, .. } => {
                world.node.kill();
                world.node.restart().await;
            }
            Running::Other(process) => {
                process.end("KILL");
                process.again().await;
            }
        }
    }
}

async fn ours(backend: Backend) -> Running {
    let node = Node::start_on(SERVER_CORE, backend, &RAISED).await;
    let world = Box::new(World { backend, node });
    let postmaster = match backend {
        Backend::Embedded => None,
        Backend::Postgres => {
            let mut database = Database::of(&world.node).await;
            let own = database.number("SELECT pg_backend_pid()::bigint").await;
            let own = u32::try_from(own).expect("a process id");
            let postmaster = machine::parent(own).expect("Postgres runs on this machine");
            machine::move_to(SERVER_CORE, postmaster);
            Some(postmaster)
        }
    };
    let person = Box::new(world.designer().await);
    Running::Ours {
        world,
        person,
        postmaster,
    }
}

/// A server that is not the product.
struct Process {
    kind: Kind,
    port: u16,
    folder: tempfile::TempDir,
    running: Option<Guarded>,
}

impl Process {
    async fn start(kind: Kind) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("imprimatur-bench.")
            .tempdir()
            .expect("a temporary folder");
        let mut process = Self {
            kind,
            port: free_port(),
            folder,
            running: None,
        };
        process.again().await;
        process
    }

    fn pid(&self) -> u32 {
        self.running.as_ref().expect("the server runs").pid()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Starts it on its port and its folder, and waits until it listens.
    async fn again(&mut self) {
        let (line, mut variables) = self.command();
        variables.push(("PORT", self.port.to_string()));
        variables.push(("HOST", "127.0.0.1".to_owned()));
        let variables: Vec<(String, String)> = variables
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let line: Vec<String> = pinned(SERVER_CORE).into_iter().chain(line).collect();
        let mut running = Guarded::spawn(&self.log(), &line, &variables);
        let (name, port) = (self.kind.name(), self.port);
        eventually(&format!("{name} listens"), PATIENCE, || {
            if let Some(status) = running.ended() {
                let log = std::fs::read_to_string(self.log()).unwrap_or_default();
                panic!("{name} ended ({status}):\n{log}");
            }
            async move {
                let socket = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
                socket.ok().map(drop)
            }
        })
        .await;
        self.running = Some(running);
    }

    /// What to run, and what it is told through its environment.
    fn command(&self) -> (Vec<String>, Vec<(&'static str, String)>) {
        let peers = root().join("tests/bench/peers");
        assert!(
            self.kind == Kind::Bare || peers.join("node_modules").exists(),
            "tests/bench/peers/node_modules is missing: run `make bench`, or `npm ci` there first"
        );
        let text = |path: PathBuf| path.display().to_string();
        let node = |script: &str| vec!["node".to_owned(), text(peers.join(script))];
        let store = |name: &str| text(self.folder.path().join(name));
        match self.kind {
            Kind::Hocuspocus => (
                node("hocuspocus.mjs"),
                vec![("DATABASE", store("hocuspocus.sqlite"))],
            ),
            Kind::Leveldb => (
                node("node_modules/@y/websocket-server/src/server.js"),
                vec![("YPERSISTENCE", store("leveldb"))],
            ),
            Kind::Bare | Kind::Embedded | Kind::Postgres => {
                let bench = std::env::current_exe().expect("a running bench has a path");
                (
                    vec![text(bench), "bare".to_owned(), self.port.to_string()],
                    Vec::new(),
                )
            }
        }
    }

    fn end(&mut self, signal: &str) {
        let running = self.running.take().expect("the server runs");
        let ended = running.end(signal, PATIENCE);
        assert!(ended.is_some(), "{} ends", self.kind.name());
    }
}

/// Names and versions of the peers that are installed.
pub(crate) fn peers() -> String {
    let modules = root().join("tests/bench/peers/node_modules");
    ["@hocuspocus/server", "@y/websocket-server", "yjs"]
        .map(|name| {
            let text = std::fs::read_to_string(modules.join(name).join("package.json"));
            let version = text
                .ok()
                .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
                .and_then(|package| package["version"].as_str().map(str::to_owned));
            format!("{name} {}", version.as_deref().unwrap_or("missing"))
        })
        .join(", ")
}
