//! The rules of the house, as tests: arrows, sizes, names, words, twins, settings and what is deployed.

mod arrows;
mod deploy;
mod files;
mod metrics;
mod migrations;
mod registry;
mod settings;
mod words;

use std::path::{Path, PathBuf};

/// Folders that hold nothing written by people.
const SKIPPED: [&str; 7] = [
    ".git",
    "target",
    "node_modules",
    "dist",
    "data",
    "test-results",
    "golden",
];

/// A file of the house.
struct Source {
    /// Relative to the root, with `/`.
    path: String,
    text: String,
}

/// Every text file below `folder` (relative to the root; empty: all), in order.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let root = imprimatur_tests::root();
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    found.sort();
    found
        .into_iter()
        .filter(|path| {
            endings
                .iter()
                .any(|ending| path.to_string_lossy().ends_with(ending))
        })
        .filter_map(|path| {
            let text = std::fs::read_to_string(&path).ok()?;
            let path = path
                .strip_prefix(&root)
                .expect("it was found below the root");
            Some(Source {
                path: path.to_string_lossy().replace('\\', "/"),
                text,
            })
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if !SKIPPED.iter().any(|skipped| name == *skipped) {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// Fails with every breach, not the first.
#[track_caller]
fn none(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}\n  {}", breaches.join("\n  "));
}

/// The lines of a Rust file that are not its tests, with their numbers.
fn product_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}
