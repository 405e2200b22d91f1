//! Cases for the layout's JSON, and for the state that is written from it.

use serde_json::{Value, json};

use super::{from_json, to_json};
use crate::{ClientId, Document, Layout, scan, schema, starter_state};

/// A layout with everything in it, and with things that this version does not know.
pub(crate) fn rich() -> Value {
    json!({
        "schema": 1,
        "languages": ["de", "fr", "rm"],
        "pages": [
            {"id": "front", "order": "V", "size": [297, 210], "name": "Vorderseite", "background": "style:paper", "bleed": 3, "elements": [
                {"id": "title", "type": "text", "order": "V", "at": [20, 30.5], "size": [257, 20], "textSize": 36, "weight": 700,
                 "align": "center", "valign": "middle", "fit": [12, 36], "lineHeight": 1.1, "style": "heading", "alt": {"de": "Titel"},
                 "texts": {
                    "de": [{"insert": "Diplom für "}, {"insert": {"field": "name", "format": "upper", "fallback": "…"}, "attributes": {"weight": 700}},
                           {"insert": "\nund 🎓 mehr", "attributes": {"color": "#aa0000", "italic": true, "size": 14.5}, "extra": {"glow": {"by": 2}}}],
                    "rm": [{"insert": "Diplom"}]}},
                {"id": "g", "type": "group", "order": "X", "at": [1, 2], "size": [0, 0], "name": "Rahmen", "locked": true, "elements": [
                    {"id": "r", "type": "rectangle", "order": "V", "at": [0, 0], "size": [10, 10], "radius": 2, "fill": "none", "stroke": "#0000ff80", "strokeWidth": 0.5, "strokeDash": [1, 0.5]},
                    {"id": "inner", "type": "group", "order": "W", "at": [0, 0], "size": [0, 0], "elements": [
                        {"id": "l", "type": "line", "order": "V", "at": [5, 5], "size": [10, -4], "rotation": 12.25, "opacity": 0.5}]}]},
                {"id": "star", "type": "polygon", "order": "Y", "at": [0, 0], "size": [9, 9], "sides": 6, "inner": 0.4, "hidden": true},
                {"id": "p", "type": "path", "order": "Z", "at": [0, 0], "size": [9, 9], "d": "M0 0 L10 10 Z", "box": [10, 10]},
                {"id": "holo", "type": "hologram", "order": "a", "at": [0, 0], "size": [9, 9],
                 "texts": {"en": [{"insert": "hm"}]}, "elements": [{"id": "e", "type": "ellipse", "order": "V", "at": [0, 0], "size": [1, 1]}],
                 "extra": {"waves": [400, 700.5], "inner": 3, "opacity2": null}}]},
            {"id": "back", "order": "W", "size": [210, 297], "elements": [
                {"id": "q", "type": "qr", "order": "V", "at": [0, 0], "size": [20, 20], "content": "text:hallo", "level": "H", "ground": "style:paper"},
                {"id": "s", "type": "signature", "order": "W", "at": [0, 0], "size": [60, 20], "signer": {"de": "A. Keller"}, "role": {"fr": "Directrice"}, "asset": "ast_1"},
                {"id": "seal", "type": "seal", "order": "X", "at": [0, 0], "size": [30, 30], "design": "laurel", "texts": {"de": [{"insert": "2026"}]}},
                {"id": "f", "type": "field", "order": "Y", "at": [0, 0], "size": [60, 8], "field": "date", "format": "long", "fallback": {"de": "Datum"}},
                {"id": "i", "type": "image", "order": "Z", "at": [0, 0], "size": [60, 8], "asset": "ast_2", "fit": "cover", "extra": {"fill": "gradient:sun"}}],
             "extra": {"paper": "recycled"}}],
        "fields": [
            {"key": "name", "order": "V", "label": {"de": "Name"}, "required": true, "sample": {"*": "Flurina Caduff"}},
            {"key": "date", "order": "W", "label": {"de": "Datum", "fr": "Date"}, "type": "date"}],
        "styles": [
            {"id": "paper", "order": "V", "kind": "color", "name": "Papier", "value": "#fffdf8"},
            {"id": "heading", "order": "W", "kind": "text", "name": "Titel", "family": "Spectral", "size": 30, "lineHeight": 1.2},
            {"id": "wood", "order": "X", "kind": "texture", "name": "Holz", "extra": {"grain": 3}}],
        "extra": {"meta": {"origin": "import"}, "guides": {"a": {"x": 10}}, "log": [1, "two"]},
    })
}

fn layout(value: &Value) -> Layout {
    from_json(value).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn a_round_trip_through_json_keeps_everything() {
    let mut expected = rich();
    // What is null in the schema's own words is absent; what the schema does not know is kept as it is.
    let first = layout(&expected);
    assert_eq!(layout(&to_json(&first)), first);
    expected["pages"][0]["elements"][4]["extra"]["opacity2"] = Value::Null;
    assert_eq!(to_json(&first), expected);
}

#[test]
fn a_round_trip_through_the_document_keeps_everything() {
    let first = layout(&rich());
    let state = starter_state(&first);
    let document = Document::from_state(&state).expect("a state that reads");
    let reading = document.layout();
    assert_eq!(to_json(&reading.layout), to_json(&first));
    assert_eq!(reading.layout, first);
    // The one value that this version does not know is told, and kept.
    let told: Vec<_> = reading
        .problems
        .iter()
        .map(|it| (it.at.as_str(), it.code))
        .collect();
    assert_eq!(told, [("/elements/i/fill", "wrong_value")]);
    assert_eq!(
        document.state_vector().get(ClientId::STARTER),
        scan_end(&state)
    );
}

fn scan_end(state: &[u8]) -> u32 {
    let scan = scan::scan(state, &scan::ScanLimits::default()).expect("our own bytes scan");
    assert_eq!(scan.insertions().count(), 1, "one client, no skips");
    scan.insertions().map(|it| it.to).sum()
}

#[test]
fn the_same_layout_gives_the_same_bytes() {
    let first = starter_state(&layout(&rich()));
    for _ in 0..3 {
        assert_eq!(starter_state(&layout(&rich())), first);
    }
    assert_eq!(starter_state(&layout(&to_json(&layout(&rich())))), first);
}

#[test]
fn a_starter_applied_twice_is_there_once() {
    let state = starter_state(&layout(&rich()));
    let mut document = Document::from_state(&state).unwrap();
    let before = document.encode_state();
    assert!(!document.apply(&state).unwrap().changed);
    assert_eq!(document.encode_state(), before);
}

#[test]
fn every_language_of_a_text_stands_ready() {
    let value =
        json!({"pages": [{"id": "p", "size": [1, 1], "elements": [{"id": "t", "type": "text"}]}]});
    let document = Document::from_state(&starter_state(&layout(&value))).unwrap();
    let texts = document.shared_texts("t");
    assert_eq!(
        texts,
        schema::LANGUAGES.map(str::to_owned).into_iter().collect()
    );
}

#[test]
fn orders_are_made_where_they_are_missing() {
    let value = json!({"pages": [{"id": "p", "size": [1, 1], "elements": [
        {"id": "a", "type": "ellipse"}, {"id": "b", "type": "ellipse", "order": "V"}, {"id": "c", "type": "ellipse"},
    ]}]});
    let layout = layout(&value);
    let ids: Vec<&str> = layout.pages[0]
        .elements
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(
        layout.pages[0]
            .elements
            .is_sorted_by(|a, b| a.order < b.order)
    );
}

#[test]
fn every_fault_is_told_with_its_place() {
    let value = json!({
        "languages": ["de", "de"],
        "pages": [
            {"id": "p", "size": [210, "wide"]},
            {"id": "q", "size": [210, 297], "elements": [
                {"id": "a", "type": "text", "opacity": 3, "fit": [20, 10], "texts": {"de": [{"insert": "x", "attributes": {"weight": "bold"}}, {}]}},
                {"id": "a", "type": "ellipse"},
                {"type": "ellipse"},
                {"id": "b/c", "type": "ellipse"},
                {"id": "e", "type": "ellipse", "elements": []},
                {"id": "q", "type": "group", "elements": []},
                7,
            ]},
            {"id": "q", "size": [1, 1]},
        ],
        "fields": [{"key": "Name"}],
        "styles": {},
        "extra": {"elements": {}},
    });
    let faults = from_json(&value).unwrap_err();
    let told: Vec<_> = faults.iter().map(|it| (it.at.as_str(), it.code)).collect();
    assert_eq!(
        told,
        [
            ("/elements", "wrong_key"),
            ("/fields/0/key", "wrong_value"),
            ("/languages", "wrong_value"),
            ("/pages/0/size", "missing"),
            ("/pages/0/size", "wrong_value"),
            ("/pages/1/elements/0/fit", "wrong_value"),
            ("/pages/1/elements/0/opacity", "wrong_value"),
            (
                "/pages/1/elements/0/texts/de/0/attributes/weight",
                "wrong_value"
            ),
            ("/pages/1/elements/0/texts/de/1", "missing"),
            ("/pages/1/elements/1/id", "duplicate"),
            ("/pages/1/elements/2/id", "missing"),
            ("/pages/1/elements/3/id", "wrong_value"),
            ("/pages/1/elements/4/elements", "wrong_key"),
            ("/pages/1/elements/5/id", "duplicate"),
            ("/pages/1/elements/6", "wrong_value"),
            ("/pages/2/id", "duplicate"),
            ("/styles", "wrong_value"),
        ]
    );
}

#[test]
fn deep_groups_and_deep_values_are_faults_not_overflows() {
    let mut group = json!({"id": "g", "type": "group"});
    for depth in 0..40 {
        group = json!({"id": format!("g{depth}"), "type": "group", "elements": [group]});
    }
    let value = json!({"pages": [{"id": "p", "size": [1, 1], "elements": [group]}]});
    assert_eq!(from_json(&value).unwrap_err()[0].code, "nesting_too_deep");

    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let value = json!({"pages": [{"id": "p", "size": [1, 1], "elements": [{"id": "e", "type": "ellipse", "deep": deep}]}]});
    assert_eq!(
        from_json(&value).unwrap_err()[0].at,
        "/pages/0/elements/0/deep"
    );
}

#[test]
fn what_is_no_layout_is_told() {
    for value in [
        json!(null),
        json!([]),
        json!({}),
        json!({"pages": []}),
        json!({"schema": 2, "pages": [{"id": "p", "size": [1, 1]}]}),
    ] {
        assert!(!from_json(&value).unwrap_err().is_empty(), "{value}");
    }
}
