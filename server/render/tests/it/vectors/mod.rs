//! `tests/golden/text/vectors.json`: what this engine and its twin in the page both say, case by case.
//!
//! The cases are generated (`cases.rs`), always the same ones. With `IMPRIMATUR_BLESS=1` the file is written anew.

mod cases;
mod words;

use std::fmt::Write;
use std::path::Path;

use imprimatur_render::{Line, SetText, set_text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use cases::Case;

use crate::loaded::FONTS;

/// So many cases carry all their glyphs, to see where two engines part; the others carry a hash.
const IN_FULL: usize = 112;

/// What stands at the head of the file.
const ABOUT: [&str; 9] = [
    "What setting text by server/render/TEXT.md gives; written by IMPRIMATUR_BLESS=1 cargo test -p imprimatur-render --test it vectors::.",
    "styles: [family, weight, italic, size in points, letter spacing in points]",
    "case: {name, runs: [[text, style]], frame: [width mm, height mm, lineHeight, align, valign, fit or null, style of the element], out}",
    "out: {height, width, overflows, fitted (mpt, or null), told (codes, sorted, each once), lines, glyphs (of the first cases only)}",
    "line: [baseline, start, end, x, width, hard_end (1 or 0), hash]; lengths in micropoints, places in UTF-16 units",
    "glyphs: for each line its glyphs from left to right, spaces and what hangs included, as [face, size_mpt, glyph, x, y, cluster]",
    "x and y of a glyph are where its origin is drawn, offsets included, from the box's top left, y downwards; cluster is the first unit it stands for",
    "hash: the first 16 hexadecimal digits of the SHA-256 of the line's glyphs written as ASCII text,",
    "each glyph as its six numbers in decimal, separated by commas, and a line feed behind each glyph: \"7,12000,36,0,14400000,0\\n\"",
];

#[test]
fn cases_give_what_is_written() {
    let cases = cases::all();
    let text = written(&cases);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/text/vectors.json");
    if std::env::var_os("IMPRIMATUR_BLESS").is_some_and(|it| it == "1") {
        std::fs::create_dir_all(path.parent().expect("it lies in a folder"))
            .and_then(|()| std::fs::write(&path, &text))
            .expect("the file can be written");
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines = known.lines();
    for (number, line) in text.lines().enumerate() {
        let known = lines.next().unwrap_or("nothing");
        assert!(
            line == known,
            "line {} of vectors.json is\n{known}\nand should be\n{line}\n(make bless, after a change that is meant)",
            number + 1
        );
    }
    assert_eq!(lines.next(), None, "vectors.json has more than it should");
}

/// One case a line, so that a change shows as what it is.
fn written(cases: &[Case]) -> String {
    let mut styles: Vec<Value> = Vec::new();
    let mut lines = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let mut style = |it: &imprimatur_render::TextStyle| {
            let value = json!([it.family, it.weight, it.italic, it.size, it.spacing]);
            let known = styles.iter().position(|known| *known == value);
            known.unwrap_or_else(|| {
                styles.push(value);
                styles.len() - 1
            })
        };
        let runs: Vec<Value> = case
            .runs
            .iter()
            .map(|run| json!([run.text, style(&run.style)]))
            .collect();
        let frame = &case.frame;
        let set = set_text(&FONTS, &case.runs, frame);
        let line = json!({
            "name": case.name,
            "runs": runs,
            "frame": [
                frame.width, frame.height, frame.line_height,
                cases::align_name(frame.align), cases::valign_name(frame.valign),
                frame.fit, style(&frame.own),
            ],
            "out": out(&set, index < IN_FULL),
        });
        lines.push(line.to_string());
    }
    let styles: Vec<String> = styles.iter().map(Value::to_string).collect();
    format!(
        "{{\"about\": {},\n\"styles\": [\n{}\n],\n\"cases\": [\n{}\n]}}\n",
        serde_json::to_string_pretty(&ABOUT).expect("plain text"),
        styles.join(",\n"),
        lines.join(",\n")
    )
}

fn out(set: &SetText, in_full: bool) -> Value {
    let lines: Vec<Value> = set
        .lines
        .iter()
        .map(|line| {
            json!([
                line.baseline,
                line.start,
                line.end,
                line.x,
                line.width,
                u8::from(line.hard_end),
                hash(line)
            ])
        })
        .collect();
    let mut told: Vec<&str> = set.told.iter().map(|it| it.code()).collect();
    told.sort_unstable();
    told.dedup();
    let mut out = json!({
        "height": set.height,
        "width": set.width,
        "overflows": set.overflows,
        "fitted": set.fitted,
        "told": told,
        "lines": lines,
    });
    if in_full {
        out["glyphs"] = set
            .lines
            .iter()
            .map(|line| Value::from(glyphs(line)))
            .collect();
    }
    out
}

fn glyphs(line: &Line) -> Vec<Value> {
    tuples(line).map(|it| json!(it)).collect()
}

fn tuples(line: &Line) -> impl Iterator<Item = [i64; 6]> {
    line.runs.iter().flat_map(|run| {
        run.glyphs.iter().map(|glyph| {
            [
                run.face as i64,
                run.size,
                i64::from(glyph.id),
                glyph.x,
                glyph.y,
                glyph.cluster as i64,
            ]
        })
    })
}

fn hash(line: &Line) -> String {
    let mut text = String::new();
    for [face, size, glyph, x, y, cluster] in tuples(line) {
        writeln!(text, "{face},{size},{glyph},{x},{y},{cluster}")
            .expect("a string takes everything");
    }
    let hash = Sha256::digest(text.as_bytes());
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
