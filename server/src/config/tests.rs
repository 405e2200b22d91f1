//! What is set is read as it was meant, and shown without its secrets.

use super::*;

fn read(arguments: &[&str]) -> Result<Config, String> {
    Config::read([&["imprimatur", "serve"], arguments].concat())
        .map(|(_, config)| config)
        .map_err(|error| error.to_string())
}

#[test]
fn the_defaults_stand() {
    let config = read(&[]).unwrap();
    assert_eq!(config.listen.port(), 8080);
    assert_eq!(config.limits.nesting, 32);
    assert_eq!(config.local_sign_in, LocalSignIn::On);
}

#[test]
fn settings_stand_before_and_after_the_command() {
    let line = [
        "imprimatur",
        "--limit-nesting=7",
        "serve",
        "--session-days",
        "3",
    ];
    let (command, config) = Config::read(line).unwrap();
    assert_eq!(command, Some(Command::Serve));
    assert_eq!((config.limits.nesting, config.session_days), (7, 3));
}

#[test]
fn an_open_address_needs_a_word() {
    for open in ["0.0.0.0:8080", "[::]:8080", "192.168.1.4:80"] {
        let listen = format!("--listen={open}");
        assert!(read(&[&listen]).unwrap_err().contains("LOCAL_SIGN_IN"));
        assert!(read(&[&listen, "--local-sign-in=off"]).is_ok());
        assert!(read(&[&listen, "--local-sign-in=insecure-anyone-may-enter"]).is_ok());
    }
    for loopback in ["127.0.0.1:0", "127.8.8.8:1", "[::1]:8080"] {
        assert!(read(&[&format!("--listen={loopback}")]).is_ok());
    }
}

#[test]
fn nonsense_is_refused_with_a_reason() {
    for (argument, reason) in [
        ("--limit-nesting=0", "at least 1"),
        ("--database-url=mysql://x", "postgres://"),
        ("--registry-database-url=postgres://x", "mysql://"),
        ("--redis-url=redis://x", "DATABASE_URL"),
        ("--redis-url=http://x", "redis://"),
        ("--redis-prefix=", "a word"),
        ("--allowed-hosts=https://a.example", "plain host names"),
        ("--public-url=certificates.example.org", "http"),
        ("--session-days=0", "1..=365"),
        ("--metrics-listen=everywhere", "off"),
        ("--otlp-url=collector:4318", "http://"),
        ("--trusted-proxies=10.0.0.0/33", "network"),
        ("--limit-presence-bytes=99999999", "LIMIT_FRAME_BYTES"),
        ("--limit-asset-stored-bytes=9", "LIMIT_ASSET_BYTES"),
        ("--limit-storage-seconds=30", "LIMIT_REQUEST_SECONDS"),
        ("--storage-url=images", "STORAGE_URL"),
        ("--smtp-url=smtp://mail.example.org", "MAIL_FROM"),
        ("--mail-from=nobody", "MAIL_FROM"),
    ] {
        let message = read(&[argument]).unwrap_err();
        assert!(message.contains(reason), "{argument}: {message}");
    }
}

#[test]
fn a_password_is_never_shown() {
    let config = read(&[
        "--database-url=postgres://me:hush@db.example/w?password=hush",
        "--redis-url=redis://me:hush@bus.example",
    ])
    .unwrap();
    let shown = format!("{config:?} {}", config.database);
    assert!(!shown.contains("hush"), "{shown}");
    assert!(shown.contains("db.example/w"));
}

#[test]
fn the_help_names_every_limit() {
    let help = Config::help();
    for (env, _) in Limits::default().all() {
        assert!(
            help.contains(&format!("[env: {env}=")),
            "{env} is not in the help"
        );
    }
}
