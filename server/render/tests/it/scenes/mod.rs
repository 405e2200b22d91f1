//! The lists of items of starters and of generated layouts, as `tests/golden/scenes/` holds them for both sides. With `IMPRIMATUR_BLESS=1`
//! they are written anew.

mod generated;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use imprimatur_crdt::Layout;
use imprimatur_crdt::json::from_json;
use imprimatur_render::scene::to_json;
use imprimatur_render::{Ask, Context, Fonts, Stop, compose};
use serde_json::{Value, json};

use crate::loaded::FONTS;

/// Numbers of both sides agree to this.
const TOLERANCE: f64 = 1e-6;
const GENERATED: u64 = 50;
const VERIFICATION: &str = "https://imprimatur.example/v/sample";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/scenes")
}

fn starters() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../src/templates/starters")
}

/// Width and height of the pictures that generated layouts name.
fn pictures() -> BTreeMap<&'static str, [f64; 2]> {
    BTreeMap::from([
        ("ast_wide", [800.0, 300.0]),
        ("ast_tall", [200.5, 640.0]),
        ("ast_portrait", [480.0, 640.0]),
    ])
}

fn scene(
    fonts: &Fonts,
    layout: &Layout,
    page: usize,
    language: &str,
    values: Option<&Value>,
) -> Value {
    let values: Option<BTreeMap<String, String>> =
        values.map(|values| serde_json::from_value(values.clone()).expect("values are strings"));
    let pictures = pictures();
    let context = Context {
        fonts,
        picture_size: &|id| pictures.get(id).copied(),
        verification: VERIFICATION,
        packed: None,
        stop: &Stop::default(),
    };
    let ask = Ask {
        page,
        language,
        values: values.as_ref(),
        is_issued: false,
    };
    to_json(
        &compose(layout, ask, &context)
            .expect("it is no larger than a picture may be")
            .scene,
    )
}

/// Every golden file by its name.
fn files(fonts: &Fonts) -> BTreeMap<String, Value> {
    let mut files = BTreeMap::new();
    let mut starters: Vec<_> = fs::read_dir(starters())
        .expect("starters are there")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    starters.sort();
    for path in starters {
        let starter: Value =
            serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("JSON");
        let layout = from_json(&starter["layout"]).expect("a starter has no faults");
        let mut cases = Vec::new();
        for page in 0..layout.pages.len() {
            for language in ["de", "fr", "it", "rm", "en"] {
                let scene = scene(fonts, &layout, page, language, None);
                cases.push(json!({ "page": page, "language": language, "scene": scene }));
            }
        }
        let id = starter["id"].as_str().expect("an id");
        let file =
            json!({ "starter": id, "verification": VERIFICATION, "pictures": {}, "cases": cases });
        files.insert(format!("starter-{id}.json"), file);
    }
    for seed in 1..=GENERATED {
        let (layout, language, values) = generated::layout(seed);
        let read = from_json(&layout).unwrap_or_else(|faults| panic!("seed {seed}: {faults:?}"));
        let mut case = json!({ "page": 0, "language": language, "scene": scene(fonts, &read, 0, language, values.as_ref()) });
        if let Some(values) = values {
            case["values"] = values;
        }
        let file = json!({ "layout": layout, "verification": VERIFICATION, "pictures": pictures(), "cases": [case] });
        files.insert(format!("generated-{seed:02}.json"), file);
    }
    files
}

/// Where two values differ, if they do.
fn difference(at: &str, ours: &Value, golden: &Value) -> Option<String> {
    match (ours, golden) {
        (Value::Object(ours), Value::Object(golden)) => {
            if !ours.keys().eq(golden.keys()) {
                return Some(format!(
                    "{at}: {:?} instead of {:?}",
                    ours.keys(),
                    golden.keys()
                ));
            }
            ours.iter()
                .find_map(|(key, value)| difference(&format!("{at}/{key}"), value, &golden[key]))
        }
        (Value::Array(ours), Value::Array(golden)) => {
            if ours.len() != golden.len() {
                return Some(format!("{at}: {} instead of {}", ours.len(), golden.len()));
            }
            ours.iter()
                .zip(golden)
                .enumerate()
                .find_map(|(index, (ours, golden))| {
                    difference(&format!("{at}/{index}"), ours, golden)
                })
        }
        (Value::Number(one), Value::Number(other)) => {
            let far = (one.as_f64()? - other.as_f64()?).abs();
            (far > TOLERANCE).then(|| format!("{at}: {one} instead of {other}"))
        }
        (Value::String(one), Value::String(other)) if at.ends_with("/d") => {
            outline_difference(at, one, other)
        }
        _ => (ours != golden).then(|| format!("{at}: {ours} instead of {golden}")),
    }
}

/// Outlines are compared number by number.
fn outline_difference(at: &str, ours: &str, golden: &str) -> Option<String> {
    let (mut ours, mut golden) = (ours.split(' '), golden.split(' '));
    loop {
        match (ours.next(), golden.next()) {
            (None, None) => return None,
            (Some(one), Some(other)) => {
                let near = match (one.parse::<f64>(), other.parse::<f64>()) {
                    (Ok(one), Ok(other)) => (one - other).abs() <= TOLERANCE,
                    _ => one == other,
                };
                if !near {
                    return Some(format!("{at}: {one} instead of {other}"));
                }
            }
            (one, other) => return Some(format!("{at}: {one:?} instead of {other:?}")),
        }
    }
}

#[test]
fn scenes_are_those_that_both_sides_agreed_on() {
    let files = files(&FONTS);
    let folder = folder();
    if std::env::var_os("IMPRIMATUR_BLESS").is_some_and(|it| it == "1") {
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("old files go");
        }
        fs::create_dir_all(&folder).expect("a folder");
        for (name, file) in &files {
            fs::write(folder.join(name), format!("{file}\n")).expect("a file");
        }
        return;
    }
    let hint = "if the change is meant, `make bless` writes the files anew";
    let mut there: Vec<String> = fs::read_dir(&folder)
        .unwrap_or_else(|cause| panic!("{}: {cause}; {hint}", folder.display()))
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .into_string()
                .expect("a plain name")
        })
        .collect();
    there.sort();
    assert!(
        there.iter().eq(files.keys()),
        "other files than expected; {hint}"
    );
    for (name, ours) in &files {
        let golden = fs::read_to_string(folder.join(name)).expect("a file");
        let golden: Value = serde_json::from_str(&golden).expect("JSON");
        let difference = difference("", ours, &golden);
        assert!(
            difference.is_none(),
            "{name}{}; {hint}",
            difference.unwrap_or_default()
        );
    }
}
