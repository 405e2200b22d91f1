//! A scene as JSON, as `tests/golden/scenes` holds it.

use serde_json::{Value, json};

use super::items::{Group, Item, Join, Path, Rule, Scene, Segment};
use crate::text::SetText;

/// Decimals of a millimetre that are written; both sides agree to one in the sixth place.
const SCALE: f64 = 1e7;

/// The scene as `PICTURE.md` spells it.
pub fn to_json(scene: &Scene) -> Value {
    json!({
        "size": numbers(&scene.size),
        "bleed": number(scene.bleed),
        "background": scene.background.text(),
        "items": items(&scene.items),
    })
}

fn items(all: &[Item]) -> Vec<Value> {
    all.iter().map(item).collect()
}

/// Recursion ends with the depth of groups.
fn item(item: &Item) -> Value {
    match item {
        Item::Group(it) => group(it),
        Item::Path(it) => path(it),
        Item::Text(it) => text(it),
        Item::Image(it) => json!({
            "kind": "image", "asset": it.asset, "box": numbers(&it.place), "view": numbers(&it.view),
        }),
        Item::Glyphs(it) => json!({
            "kind": "glyphs", "face": it.face, "fill": it.fill.text(),
            "glyphs": it.glyphs.iter().map(|(id, matrix)| {
                let mut row = vec![json!(id)];
                row.extend(matrix.iter().map(|value| number(*value)));
                Value::from(row)
            }).collect::<Vec<_>>(),
        }),
    }
}

fn group(it: &Group) -> Value {
    let mut value = json!({
        "kind": "group", "transform": numbers(&it.transform), "opacity": number(it.opacity), "items": items(&it.items),
    });
    if let Some(id) = &it.id {
        value["id"] = json!(id);
    }
    if let Some(label) = &it.label {
        value["label"] = json!(label);
        value["role"] = json!("img");
    }
    value
}

fn path(it: &Path) -> Value {
    json!({
        "kind": "path", "d": outline(&it.d), "fill": it.fill.text(), "stroke": it.stroke.text(),
        "strokeWidth": number(it.stroke_width), "dash": numbers(&it.dash),
        "join": match it.join { Join::Miter => "miter", Join::Round => "round" },
        "rule": match it.rule { Rule::Nonzero => "nonzero", Rule::Evenodd => "evenodd" },
    })
}

/// Only lines and runs that have glyphs.
fn text(set: &SetText) -> Value {
    let lines: Vec<Value> = set
        .lines
        .iter()
        .map(|line| {
            line.runs
                .iter()
                .filter(|run| !run.glyphs.is_empty())
                .map(|run| {
                    let glyphs: Vec<Value> = run
                        .glyphs
                        .iter()
                        .map(|glyph| json!({ "id": glyph.id, "x": glyph.x, "y": glyph.y }))
                        .collect();
                    json!({
                        "face": run.face, "size_mpt": run.size, "color": run.color,
                        "x": run.x, "y": run.y, "glyphs": glyphs,
                    })
                })
                .collect::<Vec<Value>>()
        })
        .filter(|runs| !runs.is_empty())
        .map(|runs| json!({ "runs": runs }))
        .collect();
    json!({ "kind": "text", "lines": lines })
}

/// An outline as SVG writes it.
fn outline(d: &[Segment]) -> String {
    let mut text = String::new();
    let mut push = |letter: char, points: &[[f64; 2]]| {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push(letter);
        for value in points.iter().flatten() {
            text.push(' ');
            text.push_str(&number(*value).to_string());
        }
    };
    for segment in d {
        match segment {
            Segment::Move(to) => push('M', &[*to]),
            Segment::Line(to) => push('L', &[*to]),
            Segment::Quad(a, to) => push('Q', &[*a, *to]),
            Segment::Cubic(a, b, to) => push('C', &[*a, *b, *to]),
            Segment::Close => push('Z', &[]),
        }
    }
    text
}

fn numbers(values: &[f64]) -> Value {
    values.iter().map(|value| number(*value)).collect()
}

/// Whole numbers without a point, others as short as their place allows.
fn number(value: f64) -> Value {
    let rounded = (value * SCALE).round() / SCALE;
    if rounded == rounded.trunc() && rounded.abs() < 1e15 {
        // No fraction, and far from the bounds.
        #[expect(clippy::cast_possible_truncation)]
        return json!(rounded as i64);
    }
    json!(rounded)
}
