//! Arrows between crates, between the server's modules, and between the rooms of the web client.

use crate::{none, product_lines, sources};

/// The server's modules from left to right; each may know only those on its left.
const SERVER: [&str; 36] = [
    "config",
    "error",
    "clock",
    "seal",
    "telemetry",
    "rate",
    "mail",
    "workspace",
    "events",
    "registry",
    "bus",
    "workos",
    "platform",
    "live",
    "http",
    "access",
    "people",
    "assets",
    "collab",
    "pictures",
    "templates",
    "audit",
    "versions",
    "notifications",
    "comments",
    "reviews",
    "guests",
    "publishing",
    "issuance",
    "lists",
    "verification",
    "recipients",
    "subjects",
    "router",
    "app",
    "commands",
];

/// Modules inside a crate, and what the crate may depend on of the house and of the world's I/O.
#[test]
fn crates_point_one_way() {
    let forbidden: [(&str, &[&str]); 3] = [
        (
            "crdt/Cargo.toml",
            &["imprimatur", "tokio", "sqlx", "axum", "reqwest"],
        ),
        (
            "protocol/Cargo.toml",
            &["imprimatur", "yrs", "tokio", "sqlx", "axum.", "reqwest"],
        ),
        ("server/Cargo.toml", &["yrs", "imprimatur-tests"]),
    ];
    let mut breaches = Vec::new();
    for (manifest, names) in forbidden {
        let text = std::fs::read_to_string(imprimatur_tests::root().join(manifest))
            .expect("the manifest is there");
        let (_, dependencies) = text
            .split_once("\n[dependencies]")
            .expect("dependencies are listed");
        let dependencies = dependencies.split("\n[").next().expect("a first part");
        for line in dependencies.lines() {
            if names.iter().any(|name| line.starts_with(name)) {
                breaches.push(format!("{manifest}: {line}"));
            }
        }
    }
    none(
        "crdt and protocol do no I/O and do not know each other; the server knows no yrs",
        &breaches,
    );
}

#[test]
fn only_crdt_speaks_yrs() {
    let breaches: Vec<String> = ["server", "protocol"]
        .iter()
        .flat_map(|folder| sources(folder, &[".rs"]))
        .filter(|source| product_lines(&source.text).any(|(_, line)| line.contains("yrs::")))
        .map(|source| source.path)
        .collect();
    none("only crdt (and tests) may name yrs", &breaches);
}

#[test]
fn modules_of_the_server_point_left() {
    let mut breaches = Vec::new();
    for source in sources("server/src", &[".rs"]) {
        let inside = source
            .path
            .strip_prefix("server/src/")
            .expect("it lies there");
        let own = inside
            .split('/')
            .next()
            .expect("a first part")
            .trim_end_matches(".rs");
        if own == "main" || own == "lib" {
            continue;
        }
        let Some(rank) = SERVER.iter().position(|module| *module == own) else {
            breaches.push(format!("{}: {own} has no place in the order", source.path));
            continue;
        };
        for (number, line) in product_lines(&source.text) {
            for target in named_modules(line) {
                let known = SERVER.iter().position(|module| *module == target);
                if known.is_none_or(|other| other > rank) {
                    breaches.push(format!("{}:{number}: {own} knows {target}", source.path));
                }
            }
        }
    }
    none(
        &format!("arrows point left only: {}", SERVER.join(" < ")),
        &breaches,
    );
}

/// The top-level modules that a line names after `crate::`.
fn named_modules(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for rest in line.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut start = 0;
            for (index, letter) in group.char_indices() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth > 0 => depth -= 1,
                    '}' | ',' if depth == 0 => {
                        found.push(word(group[start..index].trim()));
                        start = index + 1;
                        if letter == '}' {
                            break;
                        }
                    }
                    _ => {}
                }
            }
        } else if !rest[word(rest).len()..].starts_with('!') {
            found.push(word(rest));
        }
    }
    // A capital is an item of the root, and there are none; macros are named by the crate, too.
    found.retain(|name| name.starts_with(|letter: char| letter.is_ascii_lowercase()));
    found
}

fn word(text: &str) -> &str {
    let end = text
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .unwrap_or(text.len());
    &text[..end]
}

#[test]
fn named_modules_are_found() {
    assert_eq!(named_modules("use crate::access::roles::Role;"), ["access"]);
    assert_eq!(
        named_modules("use crate::{error::{Error, Result}, platform::Platform};"),
        ["error", "platform"]
    );
    assert_eq!(
        named_modules("fn a(b: crate::clock::Clock) -> crate::error::Error {"),
        ["clock", "error"]
    );
}

/// What the rooms of the web client may not import, by the start of their path.
const WEB: [(&str, &[&str], &str); 10] = [
    (
        "kernels/",
        &[
            "react",
            "yjs",
            "document/",
            "sync/",
            "canvas/",
            "panels/",
            "pages/",
        ],
        "kernels are arithmetic",
    ),
    (
        "sync/",
        &["canvas/", "panels/", "pages/", "tools/", "ui/"],
        "syncing knows no interface",
    ),
    (
        "document/",
        &["sync/", "canvas/", "panels/", "pages/", "tools/", "ui/"],
        "the document knows no interface and no socket",
    ),
    (
        "tools/",
        &["yjs", "sync/", "panels/", "pages/"],
        "gestures write through commands",
    ),
    (
        "panels/",
        &["yjs", "sync/", "pages/"],
        "panels write through commands",
    ),
    (
        "canvas/",
        &["yjs", "sync/", "panels/", "pages/"],
        "the canvas writes through commands",
    ),
    (
        "comments/",
        &["yjs", "panels/", "pages/"],
        "discussions are beside the document",
    ),
    (
        "ui/",
        &[
            "yjs",
            "document/",
            "sync/",
            "canvas/",
            "panels/",
            "pages/",
            "tools/",
        ],
        "components know no certificate",
    ),
    (
        "verifying/",
        &[
            "react",
            "yjs",
            "api/",
            "document/",
            "sync/",
            "canvas/",
            "panels/",
            "pages/",
            "tools/",
            "ui/",
        ],
        "checking knows no interface, and is told whom it may ask",
    ),
    (
        "protocol/",
        &["document/", "sync/", "api/", "react"],
        "the wire knows nothing else",
    ),
];

#[test]
fn rooms_of_the_web_client_keep_apart() {
    let mut breaches = Vec::new();
    for source in sources("web-client/src", &[".ts", ".tsx"]) {
        if source.path.contains(".test.") || source.path.contains("/testing") {
            continue;
        }
        let inside = source
            .path
            .strip_prefix("web-client/src/")
            .expect("it lies there");
        for (room, names, why) in WEB.iter().filter(|(room, ..)| inside.starts_with(room)) {
            for (index, line) in source.text.lines().enumerate() {
                // Types cost nothing and say what is spoken about.
                if line.starts_with("import type") {
                    continue;
                }
                let Some(target) = imported(line, inside) else {
                    continue;
                };
                if names.iter().any(|name| {
                    target == name.trim_end_matches('/')
                        || (name.ends_with('/') && target.starts_with(name))
                }) {
                    breaches.push(format!(
                        "{}:{}: {room} imports {target}: {why}",
                        source.path,
                        index + 1
                    ));
                }
            }
        }
    }
    none("rooms of the web client keep apart", &breaches);
}

/// What a line imports: a package, or a path from `src/`.
fn imported(line: &str, file: &str) -> Option<String> {
    let (_, rest) = line.split_once(" from ")?;
    let target = rest.trim().trim_matches([';', '\'', '"']);
    let Some(mut up) = target.strip_prefix('.') else {
        return Some(target.to_owned());
    };
    let mut folder: Vec<&str> = file.split('/').collect();
    folder.pop();
    up = up.strip_prefix('/').unwrap_or(up);
    while let Some(rest) = up.strip_prefix("./").or_else(|| up.strip_prefix("../")) {
        folder.pop();
        up = rest;
    }
    folder.push(up);
    Some(folder.join("/"))
}

#[test]
fn imports_are_read() {
    assert_eq!(
        imported("import { a } from '../document/view'", "tools/move.ts").as_deref(),
        Some("document/view")
    );
    assert_eq!(
        imported("import { a } from './b'", "tools/move.ts").as_deref(),
        Some("tools/b")
    );
    assert_eq!(
        imported("} from '../../sync'", "pages/editor/x.tsx").as_deref(),
        Some("sync")
    );
    assert_eq!(
        imported("import * as Y from 'yjs'", "tools/move.ts").as_deref(),
        Some("yjs")
    );
}
