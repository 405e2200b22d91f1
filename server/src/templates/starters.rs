//! The designs to begin from, carried by the binary.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use imprimatur_crdt::{Layout, json};
use imprimatur_protocol::api::templates::StarterBody;
use serde_json::Value;

/// In the order in which they are shown.
const FILES: [&str; 6] = [
    include_str!("starters/course-completion.json"),
    include_str!("starters/diploma.json"),
    include_str!("starters/attendance.json"),
    include_str!("starters/award.json"),
    include_str!("starters/licence.json"),
    include_str!("starters/membership.json"),
];

/// One A4 page and nothing on it.
const EMPTY: &str = r#"{"schema":1,"languages":["de","fr","it","rm","en"],"pages":[{"id":"page","size":[210,297]}]}"#;

/// A design to begin from.
pub(super) struct Starter {
    id: String,
    name: BTreeMap<String, String>,
    description: BTreeMap<String, String>,
    layout: Layout,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    name: BTreeMap<String, String>,
    description: BTreeMap<String, String>,
    layout: Value,
}

static STARTERS: LazyLock<Vec<Starter>> =
    LazyLock::new(|| FILES.iter().map(|file| read(file)).collect());

static EMPTY_LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    let value: Value =
        serde_json::from_str(EMPTY).expect("the empty layout is JSON: a test reads it");
    layout(&value)
});

fn read(file: &str) -> Starter {
    let file: File = serde_json::from_str(file)
        .expect("a starter is JSON of this shape: a test reads all of them");
    Starter {
        layout: layout(&file.layout),
        id: file.id,
        name: file.name,
        description: file.description,
    }
}

fn layout(value: &Value) -> Layout {
    json::from_json(value).expect("a starter has no faults: a test reads all of them")
}

/// All of them, in the order in which they are shown.
pub(super) fn all() -> &'static [Starter] {
    &STARTERS
}

/// The layout of the starter of that id.
pub(super) fn find(id: &str) -> Option<&'static Layout> {
    STARTERS
        .iter()
        .find(|starter| starter.id == id)
        .map(|starter| &starter.layout)
}

/// One empty page.
pub(super) fn empty() -> &'static Layout {
    &EMPTY_LAYOUT
}

impl From<&Starter> for StarterBody {
    fn from(starter: &Starter) -> Self {
        Self {
            id: starter.id.clone(),
            name: starter.name.clone(),
            description: starter.description.clone(),
            layout: json::to_json(&starter.layout),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_starter_is_whole_and_speaks_every_language() {
        assert_eq!(empty().pages.len(), 1);
        let mut ids = Vec::new();
        for starter in all() {
            for language in ["de", "fr", "it", "rm", "en"] {
                assert!(
                    starter.name.contains_key(language),
                    "{} {language}",
                    starter.id
                );
                assert!(
                    starter.description.contains_key(language),
                    "{} {language}",
                    starter.id
                );
            }
            assert!(find(&starter.id).is_some());
            ids.push(&starter.id);
        }
        ids.dedup();
        assert_eq!(ids.len(), FILES.len());
    }
}
