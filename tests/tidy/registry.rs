//! What PlanetScale takes away is used nowhere: neither in the tables of the registry nor in what is asked of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{none, sources};

/// Words that no statement may have, in upper case with single spaces.
const DENIED: [&str; 24] = [
    "FOREIGN KEY",
    "REFERENCES ",
    "ON DELETE",
    "TRIGGER",
    "PROCEDURE",
    "CREATE FUNCTION",
    "CREATE EVENT",
    "CREATE DATABASE",
    "DROP DATABASE",
    "GET_LOCK",
    "RELEASE_LOCK",
    "LOCK TABLES",
    "RETURNING",
    " AS NEW ",
    "LOAD DATA",
    "JSON_TABLE",
    "WITH RECURSIVE",
    "PIPES_AS_CONCAT,",
    "ANSI_QUOTES",
    "SET GLOBAL",
    "XA ",
    "||",
    "->>",
    ":=",
];

/// A text without its comments, in upper case with single spaces.
fn plain(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    format!(" {} ", words.join(" ").to_uppercase())
}

/// What stands between quotes in a Rust file, outside its tests: the SQL is in there.
fn quoted(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let texts: Vec<&str> = text
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|text| {
            ["SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "CREATE"]
                .iter()
                .any(|verb| text.contains(verb))
        })
        .collect();
    texts.join(" ; ")
}

#[test]
fn nothing_is_asked_that_planetscale_refuses() {
    let mut breaches = Vec::new();
    let mut looked_at = 0;
    let tables = sources("migrations/registry", &[".sql"]);
    let code = sources("server/src/registry", &[".rs"])
        .into_iter()
        .chain(sources("server/src/people", &["copies.rs"]))
        .chain(sources("server/src/audit", &["links.rs"]))
        .chain(sources("server/src/publishing", &["rows.rs"]));
    let texts = tables
        .into_iter()
        .map(|source| (source.path, plain(&source.text)))
        .chain(code.map(|source| (source.path, plain(&quoted(&source.text)))));
    for (path, text) in texts {
        looked_at += 1;
        for word in DENIED.iter().filter(|word| text.contains(**word)) {
            breaches.push(format!("{path}: {word}"));
        }
    }
    assert!(looked_at > 30, "only {looked_at} files");
    none("the registry runs on PlanetScale", &breaches);
}

#[test]
fn every_table_is_whole_in_one_statement() {
    let mut breaches = Vec::new();
    for source in sources("migrations/registry/mysql", &[".sql"]) {
        let text = plain(&source.text);
        // What extends a table has these already.
        let is_new = !text.starts_with(" ALTER TABLE ");
        for needed in [
            "PRIMARY KEY (",
            "ENGINE=INNODB DEFAULT CHARACTER SET UTF8MB4 COLLATE UTF8MB4_BIN",
        ] {
            if is_new && !text.contains(needed) {
                breaches.push(format!("{}: lacks {needed}", source.path));
            }
        }
        if text.contains(';') {
            breaches.push(format!("{}: one statement a file", source.path));
        }
        for line in source.text.lines() {
            let column = line.trim_start();
            let is_text = column.contains(" VARCHAR(")
                || column.contains(" CHAR(")
                || column.contains(" TEXT");
            if is_text && !column.starts_with("--") && !column.contains("COLLATE") {
                breaches.push(format!("{}: {column} names no collation", source.path));
            }
        }
    }
    none("tables of the registry", &breaches);
}

/// The columns of each table.
fn shape(engine: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources(&format!("migrations/registry/{engine}"), &[".sql"]) {
        let mut table = String::new();
        for line in source.text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "TABLE", name, ..] => (*name).clone_into(&mut table),
                [first, ..]
                    if line.starts_with("    ")
                        && first.chars().all(|c| c.is_ascii_lowercase() || c == '_') =>
                {
                    tables
                        .entry(table.clone())
                        .or_default()
                        .insert((*first).to_owned());
                }
                _ => {}
            }
        }
    }
    tables
}

#[test]
fn both_engines_have_the_same_tables() {
    let (sqlite, mysql) = (shape("sqlite"), shape("mysql"));
    assert!(mysql.len() >= 14, "{:?}", mysql.keys());
    assert_eq!(sqlite, mysql);
}
