//! What an operator can set is written where an operator looks.

use crate::{none, sources};

fn read(path: &str) -> String {
    std::fs::read_to_string(imprimatur_tests::root().join(path)).expect("the file is there")
}

#[test]
fn the_readme_names_every_setting() {
    let readme = read("README.md");
    let sources = sources("server/src/config", &[".rs"]);
    let names: Vec<&str> = sources
        .iter()
        .flat_map(|source| source.text.split("env = \"").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(names.len() >= 20, "{names:?}");
    let breaches: Vec<String> = names
        .into_iter()
        .filter(|name| !readme.contains(name))
        .map(str::to_owned)
        .collect();
    none(
        "README names every setting (the limits stand in --help)",
        &breaches,
    );
}

#[test]
fn the_specification_and_the_limits_agree() {
    let limits = read("server/src/config/limits.rs");
    let breaches: Vec<String> = read("protocol/SPEC.md")
        .split('`')
        .filter(|word| {
            word.starts_with("LIMIT_")
                && word
                    .chars()
                    .all(|letter| letter.is_ascii_uppercase() || letter == '_')
        })
        .filter(|word| !limits.contains(&format!("\"{word}\"")))
        .map(str::to_owned)
        .collect();
    none("a limit that SPEC names is a setting", &breaches);
}

#[test]
fn every_rule_of_the_specification_is_cited_by_a_test() {
    let spec = read("protocol/SPEC.md");
    let rules = spec
        .split("- **")
        .skip(1)
        .filter_map(|rest| rest.split("**").next());
    let tests: String = [
        "tests/it",
        "tests/browser",
        "tests/peers",
        "crdt/src",
        "crdt/tests",
        "protocol/src",
        "server/src",
        "web-client/src",
    ]
    .iter()
    .flat_map(|folder| crate::sources(folder, &[".rs", ".ts", ".mjs"]))
    .map(|source| source.text)
    .collect();
    let breaches: Vec<String> = rules
        .filter(|rule| {
            rule.len() <= 3 && rule.starts_with(|letter: char| letter.is_ascii_uppercase())
        })
        .filter(|rule| {
            !tests.contains(&format!("{}_", rule.to_lowercase()))
                && !tests.contains(&format!(" {rule},"))
                && !tests.contains(&format!("({rule})"))
        })
        .map(str::to_owned)
        .collect();
    none(
        "every rule of SPEC is cited by a test (u6_…, or (U6))",
        &breaches,
    );
}

#[test]
fn lock_files_name_no_address() {
    let breaches: Vec<String> = [
        "web-client",
        "tests/peers",
        "tests/browser",
        "tests/bench/peers",
        "crdt/tests/yjs",
    ]
    .iter()
    .map(|folder| format!("{folder}/package-lock.json"))
    .filter(|path| read(path).contains("\"resolved\""))
    .collect();
    none(
        "a lock file pins by version and hash, not by address (omit-lockfile-registry-resolved)",
        &breaches,
    );
}
