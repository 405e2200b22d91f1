//! The designs that people begin from are ready to be handed out: in every language, and for people with long names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use imprimatur_crdt::Layout;
use imprimatur_crdt::json::from_json;
use imprimatur_render::scene::{IDENTITY, Ink, Item, Matrix, Scene, after};
use imprimatur_render::{Ask, Assets, Context, SetText, Stop, compose, write_png};
use serde_json::Value;

use crate::loaded::FONTS;

const IDS: [&str; 6] = [
    "attendance",
    "award",
    "course-completion",
    "diploma",
    "licence",
    "membership",
];
const LANGUAGES: [&str; 5] = ["de", "fr", "it", "rm", "en"];
/// As long as names in a civil register get.
const LONG_NAME: &str = "Maria-Magdalena von Hohenstein-Wettenschwiler";
/// Of words against what they stand on: WCAG 2.2, success criterion 1.4.3.
const CONTRAST_MIN: f64 = 4.5;
/// Millimetres of a code with its quiet zone, so that a telephone reads it from paper at arm's length.
const CODE_MIN: f64 = 18.0;
/// Pixels a CSS pixel of the picture that the ground is read from.
const SCALE: f64 = 1.0;
const PIXELS_A_MILLIMETRE: f64 = SCALE * 96.0 / 25.4;
/// Micropoints a millimetre.
const MICROPOINTS: f64 = 72_000_000.0 / 25.4;
/// Micropoints a millipoint of a size: a little into the first letter.
const QUARTER_EM: f64 = 250.0;

/// Every starter by its id, as its file has it.
fn starters() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/templates/starters");
    fs::read_dir(folder)
        .expect("the starters")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a starter");
            let value: Value = serde_json::from_str(&text).expect("a starter is JSON");
            (value["id"].as_str().expect("an id").to_owned(), value)
        })
        .collect()
}

fn scenes(
    layout: &Layout,
    language: &str,
    values: Option<&BTreeMap<String, String>>,
) -> Vec<Scene> {
    let stop = Stop::default();
    let context = Context {
        fonts: &FONTS,
        picture_size: &|_| None,
        verification: "https://imprimatur.example/v/sample",
        packed: None,
        stop: &stop,
    };
    (0..layout.pages.len())
        .map(|page| {
            let ask = Ask {
                page,
                language,
                values,
                is_issued: false,
            };
            let composed = compose(layout, ask, &context).expect("a starter can be drawn");
            assert_eq!(composed.notices, [], "page {page} in {language}");
            composed.scene
        })
        .collect()
}

/// A text with its element and the matrix from its coordinates to the page's.
struct Standing<'a> {
    element: &'a str,
    text: &'a SetText,
    at: Matrix,
}

fn texts<'a>(items: &'a [Item], element: &'a str, at: Matrix, into: &mut Vec<Standing<'a>>) {
    for item in items {
        match item {
            Item::Group(group) => {
                let inside = group.id.as_deref().unwrap_or(element);
                texts(&group.items, inside, after(&at, &group.transform), into);
            }
            Item::Text(text) => into.push(Standing { element, text, at }),
            Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => {}
        }
    }
}

/// Every JSON object in a layout that is an element.
fn elements<'a>(value: &'a Value, into: &mut Vec<&'a Value>) {
    for element in value["elements"].as_array().into_iter().flatten() {
        into.push(element);
        elements(element, into);
    }
}

fn all_elements(starter: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    for page in starter["layout"]["pages"].as_array().expect("pages") {
        elements(page, &mut found);
    }
    found
}

#[test]
fn there_are_six_with_all_that_belongs_to_a_certificate() {
    let starters = starters();
    assert_eq!(
        starters.keys().collect::<Vec<_>>(),
        IDS.iter().collect::<Vec<_>>()
    );
    for (id, starter) in &starters {
        let elements = all_elements(starter);
        let of = |kind: &str| elements.iter().filter(|it| it["type"] == kind).count();
        assert!(of("signature") >= 1, "{id} is signed");
        assert_eq!(of("seal"), 1, "{id} is sealed");
        assert!(of("path") + of("polygon") >= 1, "{id} is adorned");
        let code = elements
            .iter()
            .find(|it| it["type"] == "qr")
            .expect("a code");
        let side = code["size"][0].as_f64().expect("a width");
        assert!(side >= CODE_MIN, "{id}: a code of {side} mm");
        for element in elements {
            let Some(texts) = element["texts"].as_object() else {
                continue;
            };
            for language in LANGUAGES {
                let there = texts.get(language).and_then(Value::as_array);
                assert!(
                    there.is_some_and(|it| !it.is_empty()),
                    "{id} {} {language}",
                    element["id"]
                );
            }
        }
        for field in starter["layout"]["fields"].as_array().expect("fields") {
            for language in LANGUAGES {
                for (what, by) in [("sample", &field["sample"]), ("label", &field["label"])] {
                    let words = by
                        .get(language)
                        .or_else(|| by.get("*"))
                        .and_then(Value::as_str);
                    assert!(
                        words.is_some_and(|it| !it.is_empty()),
                        "{id} {} {what} {language}",
                        field["key"]
                    );
                }
            }
        }
    }
}

#[test]
fn no_text_leaves_its_box() {
    let mut faults = Vec::new();
    for (id, starter) in starters() {
        let layout = from_json(&starter["layout"]).expect("a layout");
        let mut samples = BTreeMap::new();
        for field in starter["layout"]["fields"].as_array().expect("fields") {
            let key = field["key"].as_str().expect("a key").to_owned();
            let sample = &field["sample"];
            if let Some(words) = sample
                .get("*")
                .or_else(|| sample.get("de"))
                .and_then(Value::as_str)
            {
                samples.insert(key, words.to_owned());
            }
        }
        let name = samples
            .keys()
            .find(|key| key.ends_with("_name") && key.starts_with("recipient"));
        let mut long = samples.clone();
        long.insert(
            name.expect("somebody receives it").clone(),
            LONG_NAME.to_owned(),
        );
        for language in LANGUAGES {
            for values in [None, Some(&long)] {
                for scene in scenes(&layout, language, values) {
                    let mut all = Vec::new();
                    texts(&scene.items, "", IDENTITY, &mut all);
                    assert!(!all.is_empty());
                    let over = all.iter().filter(|it| it.text.overflows);
                    let long = if values.is_some() { ", long name" } else { "" };
                    faults
                        .extend(over.map(|it| format!("{id} in {language}{long}: {}", it.element)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The relative luminance of a colour: WCAG 2.2, glossary.
fn luminance(color: [u8; 3]) -> f64 {
    let [r, g, b] = color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Without its words.
fn bare(items: &[Item]) -> Vec<Item> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Group(group) => {
                let mut group = group.clone();
                group.items = bare(&group.items);
                Some(Item::Group(group))
            }
            Item::Text(_) => None,
            other => Some(other.clone()),
        })
        .collect()
}

#[test]
fn words_stand_out_from_what_they_stand_on() {
    for (id, starter) in starters() {
        let layout = from_json(&starter["layout"]).expect("a layout");
        let mut compared = 0;
        for scene in LANGUAGES
            .iter()
            .flat_map(|language| scenes(&layout, language, None))
        {
            let ground = Scene {
                items: bare(&scene.items),
                ..scene.clone()
            };
            let (assets, stop) = (Assets::new(), Stop::default());
            let png = write_png(&ground, SCALE, &FONTS, &assets, &stop).expect("a picture");
            let picture = image::load_from_memory(&png).expect("a PNG").into_rgb8();
            let mut all = Vec::new();
            texts(&scene.items, "", IDENTITY, &mut all);
            for Standing { element, text, at } in all {
                for line in &text.lines {
                    let middle = (line.top + line.height / 2) as f64 / MICROPOINTS;
                    for run in &line.runs {
                        let Ink::Color([r, g, b, _]) = Ink::read(&run.color).expect("a colour")
                        else {
                            continue;
                        };
                        let [a, b2, c, d, e, f] = at;
                        let along = (run.x as f64 + run.size as f64 * QUARTER_EM) / MICROPOINTS;
                        let place = [a * along + c * middle + e, b2 * along + d * middle + f];
                        let [x, y] = place.map(|it| (it * PIXELS_A_MILLIMETRE) as u32);
                        let under = picture
                            .get_pixel(x.min(picture.width() - 1), y.min(picture.height() - 1))
                            .0;
                        let ratio = contrast([r, g, b], under);
                        assert!(
                            ratio >= CONTRAST_MIN,
                            "{id} {element}: {ratio:.2} of {under:?}"
                        );
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 0, "{id} has words");
    }
}
