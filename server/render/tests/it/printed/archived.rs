//! The file that whoever has a certificate is given: kept for good (PDF/A), read out to those who do not see it (PDF/UA), and with the credential inside.

use imprimatur_render::scene::{Item, Scene};
use imprimatur_render::{Assets, Enclosed, Failure, Standard, Stop, Title, write_enclosing_pdf};
use serde_json::Value;

use super::{
    LANGUAGES, Scratch, path, plain, read_lines, reads_as, run, scenes, set_lines, starters,
};
use crate::loaded::FONTS;

const CREDENTIAL: &str = "{\"type\":[\"VerifiableCredential\"],\"name\":\"Zoë Çelik\"}";

/// A part of what is read out, in its order.
#[derive(Debug)]
enum Part {
    Words(String),
    /// Its alternative text.
    Figure(String),
}

fn archived(scenes: &[Scene], language: &str, assets: &Assets) -> Result<Vec<u8>, Failure> {
    let title = Title {
        text: "Diplom «Zürich»",
        language,
    };
    let enclosed = Enclosed {
        name: "credential.json",
        media_type: "application/vc",
        description: "Zertifikat",
        bytes: CREDENTIAL.as_bytes(),
        made: [2026, 11, 29, 9, 30, 0],
    };
    let inside = (&enclosed, Standard::Archive);
    write_enclosing_pdf(scenes, title, inside, &FONTS, assets, &Stop::default())
}

/// The words of items, each line apart, with their spaces as they were set.
fn words(items: &[Item]) -> String {
    let mut all = Vec::new();
    for item in items {
        match item {
            Item::Group(group) => all.push(words(&group.items)),
            Item::Text(set) => {
                let lines = set.lines.iter();
                all.extend(lines.map(|line| {
                    let runs = line.runs.iter().map(|run| run.text.as_str());
                    runs.collect::<String>()
                }));
            }
            Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => {}
        }
    }
    all.retain(|it| !it.trim().is_empty());
    all.join(" ")
}

/// What is to be read out of items, in the order of the layout. What has a text of its own says that instead, and what is seen through is one piece.
fn meant(items: &[Item], parts: &mut Vec<Part>) {
    for item in items {
        match item {
            Item::Group(group) if group.opacity <= 0.0 || group.items.is_empty() => {}
            Item::Group(group) => match &group.label {
                Some(label) => parts.push(Part::Figure(label.clone())),
                None if group.opacity < 1.0 => {
                    let words = words(&group.items);
                    if !words.is_empty() {
                        parts.push(Part::Words(words));
                    }
                }
                None => meant(&group.items, parts),
            },
            Item::Text(_) => parts.push(Part::Words(words(std::slice::from_ref(item)))),
            Item::Path(_) | Item::Image(_) | Item::Glyphs(_) => {}
        }
    }
}

/// The alternative texts of a file, in the order of its structure. Poppler does not tell them.
fn alternatives(file: &std::path::Path) -> Vec<String> {
    let told = run("qpdf", &["--json", "--json-key=qpdf", path(file)]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let objects = &told["qpdf"][1];
    let resolve = |value: &Value| match value.as_str() {
        Some(reference) if reference.ends_with(" R") => {
            objects[format!("obj:{reference}")]["value"].clone()
        }
        _ => value.clone(),
    };
    let root = resolve(&objects["trailer"]["value"]["/Root"]);
    let mut found = Vec::new();
    let mut left = vec![resolve(&root["/StructTreeRoot"])];
    while let Some(part) = left.pop() {
        if let Some(text) = part["/Alt"].as_str() {
            found.push(text.strip_prefix("u:").expect("a text").to_owned());
        }
        let inside = match resolve(&part["/K"]) {
            Value::Array(parts) => parts,
            one => vec![one],
        };
        // The first of them is the next.
        left.extend(inside.iter().rev().map(resolve).filter(Value::is_object));
    }
    found
}

/// What is read out of a file by its structure.
fn read_out(file: &std::path::Path) -> Vec<Part> {
    let mut alternatives = alternatives(file).into_iter();
    let mut parts: Vec<Part> = Vec::new();
    for line in run("pdfinfo", &["-struct-text", path(file)]).lines() {
        match (line.trim(), parts.last_mut()) {
            ("Document", _) => {}
            ("P (block)", _) => parts.push(Part::Words(String::new())),
            (line, _) if line.starts_with("Figure") => {
                let text = alternatives.next().expect("a figure has a text");
                parts.push(Part::Figure(text));
            }
            (line, Some(Part::Words(words))) => words.push_str(line.trim_matches('"')),
            _ => {}
        }
    }
    assert_eq!(alternatives.next(), None, "only figures have one");
    parts
}

/// Whether a part that was read is the one that was meant. Poppler takes the first mark inside a part for its end, and there is one where a glyph stands
/// for two characters: for a space, and for one that breaks no line.
fn is_same(read: &Part, meant: &Part) -> bool {
    let letters = |text: &str| -> String { text.split_whitespace().collect() };
    match (read, meant) {
        (Part::Figure(read), Part::Figure(meant)) => read == meant,
        (Part::Words(read), Part::Words(meant)) => {
            let mut up_to = meant.split(|one: char| one.is_whitespace() && one != ' ');
            let sure = letters(up_to.next().unwrap_or_default());
            let (read, whole) = (letters(read), letters(meant));
            whole.starts_with(&read)
                && read.starts_with(&sure)
                && (up_to.next().is_some() || read == whole)
        }
        _ => false,
    }
}

#[test]
fn starters_in_all_languages_are_archived_and_read_out_in_their_order() {
    let scratch = Scratch::new("archived");
    let assets = Assets::new();
    for (name, layout) in starters() {
        for language in LANGUAGES {
            let place = format!("{name} {language}");
            let scenes = scenes(&layout, language, &assets);
            let bytes = archived(&scenes, language, &assets)
                .unwrap_or_else(|cause| panic!("{place} cannot be kept for good: {cause:?}"));
            let again = archived(&scenes, language, &assets);
            assert!(
                again.is_ok_and(|again| again == bytes),
                "{place}: the same bytes each time"
            );
            let file = scratch.file("archived.pdf", &bytes);
            run("qpdf", &["--check", path(&file)]);
            let enclosed = run("qpdf", &["--show-attachment=credential.json", path(&file)]);
            assert_eq!(enclosed, CREDENTIAL, "{place}: what is inside is whole");

            let told = run("pdfinfo", &[path(&file)]);
            let tagged = told.lines().find(|line| line.starts_with("Tagged"));
            assert!(
                tagged.is_some_and(|line| line.ends_with("yes")),
                "{place}: {told}"
            );
            let meta = run("pdfinfo", &["-meta", path(&file)]);
            for part in [
                "<pdfaid:part>3</pdfaid:part>",
                "<pdfaid:conformance>A</pdfaid:conformance>",
                "<pdfuaid:part>1</pdfuaid:part>",
            ] {
                assert!(meta.contains(part), "{place}: {part} is not in {meta}");
            }
            let open = run(
                "qpdf",
                &["--qdf", "--object-streams=disable", path(&file), "-"],
            );
            // Of the file, and of what is read out of it.
            let language_told = open.matches(&format!("/Lang ({language})")).count();
            assert_eq!(language_told, 2, "{place}: the language is told");

            let (mut parts, mut lines) = (Vec::new(), Vec::new());
            for scene in &scenes {
                meant(&scene.items, &mut parts);
                set_lines(&scene.items, &mut lines);
            }
            let figures = parts.iter().filter(|it| matches!(it, Part::Figure(_)));
            assert!(figures.count() > 0, "{place} has figures");
            let read = read_out(&file);
            let same = read.iter().zip(&parts).take_while(|(a, b)| is_same(a, b));
            assert!(
                read.len() == parts.len() && same.count() == parts.len(),
                "{place}:\n{read:?}\n{parts:?}"
            );
            // The letters of a file that is kept for good can be searched and copied as those of any other.
            let (read, set) = (read_lines(&file).join(" "), plain(&lines.join(" ")));
            assert!(reads_as(&read, &set), "{place}:\n{read}\n{set}");
        }
    }
}
