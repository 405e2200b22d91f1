//! The project speaks only of itself.

use crate::{none, sources};

/// What no tracked file says, in two halves so that this file does not find itself: where it was built, from where packages came, and by whom it was written.
const FORBIDDEN: [(&str, &str); 12] = [
    ("/wo", "rk/"),
    ("/ro", "ot/."),
    ("/ho", "me/"),
    ("registry.npm", "js.org"),
    ("index.crates", ".io"),
    ("static.crates", ".io"),
    ("deb.deb", "ian.org"),
    ("pypi", ".org"),
    ("cl", "aude"),
    ("chat", "gpt"),
    ("as an ", "ai"),
    ("language ", "model"),
];

#[test]
fn no_file_speaks_of_where_it_was_made() {
    let endings = [
        ".rs", ".ts", ".tsx", ".css", ".mjs", ".sql", ".sh", ".md", ".toml", ".json", ".html",
        ".ftl", "Makefile", ".lock", ".npmrc", "/run",
    ];
    let mut breaches = Vec::new();
    for source in sources("", &endings) {
        for (index, line) in source.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for (front, back) in FORBIDDEN {
                let word = format!("{front}{back}");
                // The lock file of cargo names its registry by a word of its own, never by a host that is reached.
                if lower.contains(&word)
                    && !(source.path == "Cargo.lock" && line.starts_with("source = "))
                {
                    breaches.push(format!("{}:{}: {word}", source.path, index + 1));
                }
            }
        }
    }
    none("no file speaks of where it was made", &breaches);
}

#[test]
fn british_spelling() {
    let american = [
        ("organi", "zation"),
        ("cen", "tered"),
        ("catalog ", "of"),
        ("behav", "ior"),
        ("normali", "zed"),
    ];
    let mut breaches = Vec::new();
    for source in sources("", &[".md", ".ftl"]) {
        for (index, line) in source.text.lines().enumerate() {
            for (front, back) in american {
                let word = format!("{front}{back}");
                if line.to_lowercase().contains(&word) {
                    breaches.push(format!("{}:{}: {word}", source.path, index + 1));
                }
            }
        }
    }
    none("British spelling, as the interface has it", &breaches);
}
