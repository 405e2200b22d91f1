use serde_json::json;

use super::*;
use crate::json::from_json;

fn layout(value: &Value) -> Layout {
    from_json(value).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn base() -> Value {
    json!({
        "schema": 1, "languages": ["de", "fr"],
        "pages": [
            {"id": "p1", "size": [210, 297], "elements": [
                {"id": "t", "type": "text", "at": [1, 2], "size": [10, 5], "texts": {
                    "de": [{"insert": "Diplom für "}, {"insert": {"field": "name"}}], "fr": [{"insert": "Diplôme"}]}},
                {"id": "e", "type": "ellipse", "at": [0, 0], "size": [4, 4], "name": "Punkt", "alt": {"de": "Ein Punkt"}},
                {"id": "g", "type": "group", "at": [0, 0], "size": [0, 0], "elements": [
                    {"id": "l", "type": "line", "at": [0, 0], "size": [9, 0]}]}]},
            {"id": "p2", "size": [210, 297], "name": "Rückseite", "elements": []}],
        "fields": [{"key": "name", "label": {"de": "Name"}, "sample": {"*": "Flurina"}}],
        "styles": [{"id": "gold", "kind": "color", "name": "Gold", "value": "#c9a227"}],
    })
}

/// One line for each change, one more for each property.
fn told(found: &Diff) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &found.changes {
        let name = it.name.as_deref().unwrap_or("-");
        let page = it.page.as_deref().unwrap_or("-");
        lines.push(format!(
            "{:?} {} {:?} {name} {page}",
            it.thing, it.id, it.became
        ));
        for property in &it.properties {
            let language = property.language.as_deref().unwrap_or("-");
            let value =
                |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), Value::to_string);
            let (before, after) = (value(&property.before), value(&property.after));
            lines.push(format!("  {} {language}: {before} > {after}", property.key));
        }
    }
    lines
}

#[track_caller]
fn check(change: impl FnOnce(&mut Value), expected: &[&str]) {
    let before = base();
    let mut after = before.clone();
    change(&mut after);
    let (before, after) = (layout(&before), layout(&after));
    let found = diff(&before, &after);
    assert_eq!(told(&found), expected);
    assert_eq!(found.total, found.changes.len());
    // The way back tells of the same things.
    let mut there: Vec<_> = found.changes.iter().map(|it| it.id.clone()).collect();
    let mut back: Vec<_> = diff(&after, &before)
        .changes
        .iter()
        .map(|it| it.id.clone())
        .collect();
    there.sort();
    back.sort();
    assert_eq!(there, back);
}

#[test]
fn nothing_has_changed() {
    check(|_| {}, &[]);
    // Neither has it when a text is only cut otherwise.
    check(
        |it| {
            it["pages"][0]["elements"][0]["texts"]["fr"] =
                json!([{"insert": "Dip"}, {"insert": "lôme"}])
        },
        &[],
    );
}

#[test]
fn elements_come_go_move_and_change() {
    check(
        |it| it["pages"][0]["elements"][0]["at"] = json!([3, 2]),
        &[
            "Element t Moved Diplom für {{name}} p1",
            "  at -: [1,2] > [3,2]",
        ],
    );
    check(
        |it| {
            it["pages"][0]["elements"][1]["at"] = json!([3, 2]);
            it["pages"][0]["elements"][1]["fill"] = json!("#ff0000");
            it["pages"][0]["elements"][1]["name"] = json!("Fleck");
        },
        &[
            "Element e Changed Fleck p1",
            "  at -: [0,0] > [3,2]",
            "  fill -: - > \"#ff0000\"",
            "  name -: \"Punkt\" > \"Fleck\"",
        ],
    );
    check(
        |it| {
            let gone = it["pages"][0]["elements"].as_array_mut().unwrap().remove(1);
            assert_eq!(gone["id"], "e");
            it["pages"][1]["elements"] =
                json!([{"id": "n", "type": "image", "at": [0, 0], "size": [1, 1]}]);
        },
        &["Element n Added - p2", "Element e Removed Punkt p1"],
    );
    check(
        |it| {
            let moved = it["pages"][0]["elements"].as_array_mut().unwrap().remove(1);
            it["pages"][1]["elements"] = json!([moved]);
        },
        &[
            "Element e Moved Punkt p2",
            "  page -: \"p1\" > \"p2\"",
            "  parent -: \"p1\" > \"p2\"",
        ],
    );
    check(
        |it| {
            let moved = it["pages"][0]["elements"].as_array_mut().unwrap().remove(0);
            it["pages"][0]["elements"]
                .as_array_mut()
                .unwrap()
                .push(moved);
        },
        &["Element t Moved Diplom für {{name}} p1", "  order -: 0 > 2"],
    );
    check(
        |it| {
            it["pages"][0]["elements"][2]["elements"] = json!([]);
        },
        &["Element l Removed - p1"],
    );
}

#[test]
fn texts_change_by_language() {
    check(
        |it| {
            let texts = &mut it["pages"][0]["elements"][0]["texts"];
            texts["de"] = json!([{"insert": "Urkunde für "}, {"insert": {"field": "name"}}]);
            texts["it"] = json!([{"insert": "Diploma"}]);
            texts.as_object_mut().unwrap().remove("fr");
        },
        &[
            "Element t Changed Urkunde für {{name}} p1",
            "  texts de: \"Diplom für {{name}}\" > \"Urkunde für {{name}}\"",
            "  texts fr: \"Diplôme\" > -",
            "  texts it: - > \"Diploma\"",
        ],
    );
    check(
        |it| {
            it["pages"][0]["elements"][0]["texts"]["fr"] =
                json!([{"insert": "Dip", "attributes": {"italic": true}}, {"insert": "lôme"}]);
        },
        &[
            "Element t Changed Diplom für {{name}} p1",
            "  textStyle fr: - > -",
        ],
    );
    check(
        |it| it["pages"][0]["elements"][1]["alt"] = json!({"de": "Punkt", "fr": "Un point"}),
        &[
            "Element e Changed Punkt p1",
            "  alt de: \"Ein Punkt\" > \"Punkt\"",
            "  alt fr: - > \"Un point\"",
        ],
    );
}

#[test]
fn pages_fields_styles_and_the_layout_itself_change() {
    check(
        |it| {
            it["languages"] = json!(["fr", "de"]);
            it["pages"][0]["size"] = json!([297, 210]);
            it["pages"][1]["name"] = json!("Dos");
            it["fields"][0]["sample"] = json!({"*": "Gian"});
            it["fields"]
                .as_array_mut()
                .unwrap()
                .push(json!({"key": "day", "type": "date"}));
            it["styles"][0]["value"] = json!("#000000");
        },
        &[
            "Layout  Changed - -",
            "  languages -: [\"de\",\"fr\"] > [\"fr\",\"de\"]",
            "Page p1 Changed - -",
            "  size -: [210,297] > [297,210]",
            "Page p2 Changed Dos -",
            "  name -: \"Rückseite\" > \"Dos\"",
            "Field name Changed Name -",
            "  sample *: \"Flurina\" > \"Gian\"",
            "Field day Added - -",
            "Style gold Changed Gold -",
            "  value -: \"#c9a227\" > \"#000000\"",
        ],
    );
    let mut swapped = base();
    swapped["pages"].as_array_mut().unwrap().reverse();
    assert_eq!(
        told(&diff(&layout(&base()), &layout(&swapped))),
        ["Page p2 Moved Rückseite -", "  order -: 1 > 0"],
        "of two that have changed places one has moved"
    );
    check(
        |it| {
            it["pages"].as_array_mut().unwrap().remove(0);
        },
        &[
            "Page p1 Removed - -",
            "Element t Removed Diplom für {{name}} p1",
            "Element e Removed Punkt p1",
            "Element g Removed - p1",
            "Element l Removed - p1",
        ],
    );
}

#[test]
fn what_this_version_does_not_know_is_compared_too() {
    check(
        |it| it["pages"][0]["elements"][1]["extra"] = json!({"glow": {"size": 3}}),
        &["Element e Changed Punkt p1", "  glow -: - > {\"size\":3}"],
    );
}

#[test]
fn it_is_bounded() {
    let mut crowded = base();
    let many: Vec<Value> = (0..CHANGES_MAX + 7)
        .map(|it| json!({"id": format!("n{it}"), "type": "ellipse", "at": [0, 0], "size": [1, 1]}))
        .collect();
    crowded["pages"][1]["elements"] = json!(many);
    let found = diff(&layout(&base()), &layout(&crowded));
    assert_eq!(
        (found.changes.len(), found.total),
        (CHANGES_MAX, CHANGES_MAX + 7)
    );

    let mut wordy = base();
    wordy["pages"][0]["elements"][1]["extra"] = (0..100)
        .map(|it| (format!("k{it}"), json!("ü".repeat(1_000))))
        .collect::<Map<_, _>>()
        .into();
    let found = diff(&layout(&base()), &layout(&wordy));
    assert_eq!(found.changes[0].properties.len(), PROPERTIES_MAX);
    let told = found.changes[0].properties[0].after.as_ref().unwrap();
    assert_eq!(told.as_str().unwrap().chars().count(), VALUE_CHARACTERS + 1);
}
