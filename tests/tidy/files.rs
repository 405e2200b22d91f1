//! Sizes and names of files, and what code may not contain.

use crate::{none, product_lines, sources};

const WRITTEN_BY_PEOPLE: [&str; 9] = [
    ".rs", ".ts", ".tsx", ".css", ".mjs", ".sql", ".sh", ".md", ".toml",
];

/// Files that may be longer, each with its reason.
const LONG: [(&str, &str); 0] = [];

#[test]
fn files_stay_small() {
    let breaches: Vec<String> = sources("", &WRITTEN_BY_PEOPLE)
        .iter()
        .filter(|source| !LONG.iter().any(|(path, _)| *path == source.path))
        .filter(|source| !source.text.starts_with("// Generated"))
        .filter(|source| !source.text.starts_with("// Written by `make bless`"))
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > 500).then(|| format!("{}: {lines} lines", source.path))
        })
        .collect();
    none(
        "a file has at most 500 lines; where is the seam?",
        &breaches,
    );
}

#[test]
fn nothing_is_called_utils() {
    let forbidden = [
        "util", "utils", "helper", "helpers", "common", "misc", "shared", "stuff", "manager",
        "base2",
    ];
    let breaches: Vec<String> = sources("", &WRITTEN_BY_PEOPLE)
        .into_iter()
        .map(|source| source.path)
        .filter(|path| {
            path.split(['/', '.'])
                .any(|part| forbidden.contains(&part.to_lowercase().as_str()))
        })
        .collect();
    none("a file is named after what it holds", &breaches);

    let mut breaches = Vec::new();
    for source in sources("", &[".rs", ".ts", ".tsx"]) {
        for (number, line) in product_lines(&source.text) {
            let Some(name) = ["struct ", "enum ", "trait ", "class ", "interface "]
                .iter()
                .find_map(|kind| declared(line, kind))
            else {
                continue;
            };
            if ["Manager", "Helper", "Util", "Utils", "Data", "Info"]
                .iter()
                .any(|ending| name.ends_with(ending))
            {
                breaches.push(format!("{}:{number}: {name}", source.path));
            }
        }
    }
    none("names are the domain's own nouns", &breaches);
}

/// The name that a line declares.
fn declared<'a>(line: &'a str, kind: &str) -> Option<&'a str> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let line = line
        .strip_prefix("pub(crate) ")
        .or_else(|| line.strip_prefix("pub "))
        .unwrap_or(line);
    let rest = line.strip_prefix(kind)?;
    let end = rest
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    Some(&rest[..end])
}

#[test]
fn the_product_takes_no_short_cuts() {
    let rules = [
        (".unwrap()", "say why it cannot fail: expect(\"…\")"),
        ("unbounded_channel", "every queue has a bound"),
        ("mpsc::unbounded", "every queue has a bound"),
        ("println!", "print through tracing"),
        ("process::exit", "end by returning"),
        ("sqlx::Any", "two engines, no third"),
    ];
    let mut breaches = Vec::new();
    for source in ["server/src", "crdt/src", "protocol/src"]
        .iter()
        .flat_map(|folder| sources(folder, &[".rs"]))
    {
        if is_test_file(&source.path)
            || source.path.starts_with("server/src/commands/")
            || ["server/src/main.rs", "server/src/commands.rs"].contains(&source.path.as_str())
        {
            continue;
        }
        for (number, line) in product_lines(&source.text) {
            for (text, why) in rules {
                if line.contains(text) {
                    breaches.push(format!("{}:{number}: {text}: {why}", source.path));
                }
            }
        }
    }
    none("the product takes no short cuts", &breaches);
}

/// Modules that are compiled for tests only, as a file of their own.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs")
        || path.contains("/tests/")
        || path.ends_with("_tests.rs")
        || path.ends_with("/contract.rs")
        || path.ends_with("/typescript.rs")
        || path.contains("/testing")
}

#[test]
fn time_chance_and_environment_come_through_their_room() {
    let rules = [
        ("SystemTime::now", "server/src/clock.rs"),
        ("getrandom::", "server/src/clock.rs"),
        ("Uuid::now_v7", "server/src/clock.rs"),
        ("env::var", "server/src/config/"),
    ];
    let mut breaches = Vec::new();
    for source in sources("server/src", &[".rs"]) {
        for (number, line) in product_lines(&source.text) {
            for (text, room) in rules {
                if line.contains(text)
                    && !source.path.starts_with(room)
                    && !is_test_file(&source.path)
                {
                    breaches.push(format!(
                        "{}:{number}: {text} belongs to {room}",
                        source.path
                    ));
                }
            }
        }
    }
    none(
        "time, chance and environment come through their room",
        &breaches,
    );
}

#[test]
fn nothing_is_left_to_do() {
    // Split, so that this file does not find itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("HA", "CK"),
    ];
    let mut breaches = Vec::new();
    for source in sources("", &WRITTEN_BY_PEOPLE) {
        for (index, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                breaches.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    none("what is not done is not promised in a comment", &breaches);
}
