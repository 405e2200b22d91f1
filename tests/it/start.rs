//! Starting, refusing to start, and saying what there is.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use imprimatur_tests::database::Database;
use imprimatur_tests::node::{self, binary, free_port};
use imprimatur_tests::{Backend, World, picture, stories};

/// Runs the binary with a few settings and nothing else in its environment, and waits for its end.
fn run(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Command::new("timeout")
        .arg("20")
        .arg(binary())
        .args(arguments)
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("DATA_DIR", folder.path())
        .envs(settings.iter().copied())
        .output()
        .expect("the binary runs")
}

#[test]
fn help_lists_every_setting() {
    let output = run(&["--help"], &[]);
    assert!(output.status.success());
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    let sources = node::files(&imprimatur_tests::root().join("server/src/config"));
    let read = |path| std::fs::read_to_string(path).expect("the settings' source");
    let sources: Vec<String> = sources.iter().map(read).collect();
    let mut names: Vec<&str> = sources
        .iter()
        .flat_map(|source| source.split("env = \"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let words = sources.iter().flat_map(|source| source.split('"'));
    let is_limit = |word: &&str| {
        let rest = word.strip_prefix("LIMIT_").unwrap_or_default();
        !rest.is_empty() && rest.chars().all(|it| it.is_ascii_uppercase() || it == '_')
    };
    names.extend(words.filter(is_limit));
    assert!(names.len() > 60, "{names:?}");
    for name in names {
        assert!(help.contains(name), "{name} is in the help");
    }
    assert!(
        String::from_utf8_lossy(&run(&["serve", "--help"], &[]).stdout)
            .contains("LIMIT_FRAME_BYTES")
    );
}

#[test]
fn local_sign_in_is_refused_where_others_could_reach_it() {
    for listen in ["0.0.0.0", "[::]", "192.0.2.7"] {
        let listen = format!("{listen}:{}", free_port());
        let output = run(&["serve"], &[("LISTEN", &listen)]);
        assert!(!output.status.success(), "{listen}");
        assert_ne!(
            output.status.code(),
            Some(124),
            "{listen}: it refuses at once"
        );
        let said = String::from_utf8_lossy(&output.stderr).into_owned()
            + &String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("LOCAL_SIGN_IN"), "it says what to do: {said}");
    }
}

/// Its disk is full, or the pipe behind it is broken: every line that could not be written broke off a request, or the journal.
#[tokio::test]
async fn a_log_that_cannot_be_written_breaks_off_no_request() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let port = free_port();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("a device that is always full");
    let mut server = Command::new(binary())
        .arg("serve")
        .env_clear()
        .env("DATA_DIR", folder.path())
        .env("LISTEN", format!("127.0.0.1:{port}"))
        .env("LOG", "debug")
        .stdout(std::process::Stdio::null())
        .stderr(full)
        .spawn()
        .expect("the binary runs");
    let client = imprimatur_tests::client().build();
    let client = client.expect("a client");
    let healthy = async || {
        let health = client.get(format!("http://127.0.0.1:{port}/healthz"));
        health.send().await.is_ok_and(|it| it.status().is_success())
    };
    let mut answered = 0;
    for _ in 0..400 {
        answered += u32::from(healthy().await);
        if answered == 20 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    server.kill().expect("it still runs");
    server.wait().expect("it ends");
    assert_eq!(answered, 20);
}

#[test]
fn a_wrong_setting_is_named() {
    for (name, value) in [
        ("LISTEN", "somewhere"),
        ("LIMIT_NESTING", "many"),
        ("LIMIT_FRAME_BYTES", "0"),
        ("DATABASE_URL", "mysql://x"),
        ("STORAGE_URL", "gs://certificates"),
    ] {
        let output = run(&["serve"], &[(name, value)]);
        assert!(!output.status.success(), "{name}={value}");
        assert_ne!(
            output.status.code(),
            Some(124),
            "{name}={value}: it refuses at once"
        );
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let flag = name.to_lowercase().replace('_', "-");
        assert!(
            said.contains(name) || said.contains(&flag),
            "{name}={value}: {said}"
        );
    }
}

#[test]
fn a_bucket_that_is_half_set_is_refused_with_what_is_missing() {
    let bucket = ("STORAGE_URL", "s3://certificates");
    let id = ("AWS_ACCESS_KEY_ID", "AKIA");
    let key = ("AWS_SECRET_ACCESS_KEY", "hush-hush");
    for (settings, missing) in [
        (&[bucket, id, key][..], &["region="][..]),
        (&[bucket, key], &["region=", "AWS_ACCESS_KEY_ID"]),
        (&[bucket, id], &["region=", "AWS_SECRET_ACCESS_KEY"]),
    ] {
        let output = run(&["serve"], settings);
        assert!(!output.status.success(), "{missing:?}");
        assert_ne!(output.status.code(), Some(124), "{missing:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        for word in missing {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert!(!said.contains("hush-hush"), "{said}");
    }
}

#[test]
fn a_database_that_is_away_is_said_and_no_secret_with_it() {
    let url = format!(
        "postgres://imprimatur:hush-hush@127.0.0.1:{}/nothing",
        free_port()
    );
    let output = run(
        &["serve"],
        &[("DATABASE_URL", &url), ("LISTEN", "127.0.0.1:0")],
    );
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    assert!(!said.is_empty() && !said.contains("hush-hush"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_local_sign_in_nobody_gets_in() {
    let world = World::with(Backend::Embedded, &[("LOCAL_SIGN_IN", "off")]).await;
    let stranger = world.stranger();
    let options = stranger.get("/auth/options").await.expect(200);
    assert_eq!(options["local"], serde_json::json!([]));
    let body = serde_json::json!({ "email": "admin@sample.example" });
    let answer = stranger.post("/auth/local", &body).await;
    answer.expect_error(403, "local_sign_in_off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_https_the_cookie_is_secure() {
    let settings = [
        ("PUBLIC_URL", "https://certificates.example"),
        ("LOCAL_SIGN_IN", "insecure-anyone-may-enter"),
    ];
    let world = World::with(Backend::Embedded, &settings).await;
    let body = serde_json::json!({ "email": "admin@sample.example" });
    let answer = world.stranger().post("/auth/local", &body).await;
    assert!(
        answer.header("set-cookie").contains("Secure"),
        "{:?}",
        answer.headers
    );
}

/// `synchronous=FULL` is a property of each connection, which nobody else can see and no kill can tell: the server asserts it
/// at its start, and a test of its own shows that it refuses anything less. What the file itself says is checked here.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_writes_ahead() {
    let world = World::start(Backend::Embedded).await;
    world.designer().await;
    let mut database = Database::of(&world.node).await;
    let Database::Sqlite(connection) = &mut database else {
        panic!("the embedded database is SQLite")
    };
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(connection)
        .await
        .expect("a pragma");
    assert_eq!(mode, "wal");
}

/// Whoever runs the server is told to keep it: without it nothing can be signed any more in the name of those who have issued.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_was_made_is_its_owners_alone_and_is_told() {
    let mut world = World::start(Backend::Embedded).await;
    let file = world.node.data().join("issuer_master_key");
    let key = std::fs::read_to_string(&file).expect("it was made");
    let about = std::fs::metadata(&file).expect("a file");
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
    world.node.kill();
    world.node.restart().await;
    assert_eq!(std::fs::read_to_string(&file).expect("it stays"), key);
    let told = format!(
        "issuers' keys are sealed with a key in {}: back it up",
        file.display()
    );
    let log = world.node.log();
    assert_eq!(log.matches(&told).count(), 2, "at each start: {log}");
    assert!(!log.contains(key.trim()), "it is not told itself");

    let given = "ab".repeat(32);
    let world = World::with(Backend::Embedded, &[("ISSUER_MASTER_KEY", &given)]).await;
    let log = world.node.log();
    assert!(
        !log.contains("issuers' keys are sealed with") && !log.contains(&given),
        "{log}"
    );
    assert!(!world.node.data().join("issuer_master_key").exists());
}

/// Databases, images and mails tell of people.
async fn what_rests_in_the_data_folder_is_not_for_others(world: World) {
    let anna = world.designer().await;
    let file = picture::png(&picture::gradient(20, 20));
    anna.upload("Logo.png", file).await.expect(201);
    let files = node::files(&world.node.data());
    let is_for_others = |file: &&std::path::PathBuf| {
        std::fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o007 != 0)
    };
    let open: Vec<_> = files.iter().filter(is_for_others).collect();
    assert!(!files.is_empty() && open.is_empty(), "{open:?}");
}

async fn health_and_description_are_for_everybody(world: World) {
    let stranger = world.stranger();
    assert_eq!(
        stranger.get("/healthz").await.expect(200),
        serde_json::json!({ "status": "ok" })
    );
    let described = stranger.get("/api/openapi.json").await.expect(200);
    assert_eq!(described["openapi"], "3.1.0");
    let paths = described["paths"].as_object().expect("paths");
    let expected = [
        ("/healthz", "get"),
        ("/api/openapi.json", "get"),
        ("/auth/options", "get"),
        ("/auth/local", "post"),
        ("/auth/sign-out", "post"),
        ("/api/me", "get"),
        ("/api/me", "patch"),
        ("/api/starters", "get"),
        ("/api/templates", "get"),
        ("/api/templates", "post"),
        ("/api/templates/{id}", "get"),
        ("/api/templates/{id}", "patch"),
        ("/api/templates/{id}", "delete"),
        ("/api/templates/{id}/duplicate", "post"),
        ("/api/drafts/{id}", "get"),
        ("/api/drafts/{id}/layout", "get"),
        ("/collab/{draft_id}", "get"),
    ];
    for (path, method) in expected {
        let operation = &paths
            .get(path)
            .unwrap_or_else(|| panic!("{path} is described"))[method];
        assert!(
            operation["responses"].is_object(),
            "{method} {path} says what it answers"
        );
        assert!(
            operation["summary"].is_string() || operation["description"].is_string(),
            "{method} {path} says what it does"
        );
    }
    let count: usize = paths
        .values()
        .map(|operations| operations.as_object().map_or(0, serde_json::Map::len))
        .sum();
    assert!(count >= expected.len());
}

stories![
    health_and_description_are_for_everybody,
    what_rests_in_the_data_folder_is_not_for_others,
];
