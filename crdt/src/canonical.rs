//! The one spelling of a layout, so that what is the same can be known by its bytes.
//!
//! Two drafts that say the same give the same bytes, whatever their histories: which fractional indices their things were given, and
//! where a text was once cut into runs, says nothing. It is the JSON of the layout (`SCHEMA.md`) without `order`, with sorted keys and
//! without white space; an array's order says what `order` said. The bytes never change their meaning: hashes over them
//! are kept for ever, so golden files hold them.

use serde_json::{Map, Value};

use crate::json::to_json;
use crate::layout::Layout;
use crate::value;

/// What this spelling is called in whatever is hashed over it.
pub const CANONICAL: &str = "imprimatur-layout-1";

/// The canonical bytes of a layout. [`json::from_json`](crate::json::from_json) reads them.
pub fn canonical(layout: &Layout) -> Vec<u8> {
    let mut layout = to_json(layout);
    for list in ["pages", "fields", "styles"] {
        for thing in things(&mut layout, list) {
            thing.remove("order");
            elements(thing);
        }
    }
    value::canonical(layout).to_string().into_bytes()
}

/// The objects of a list.
fn things<'a>(
    value: &'a mut Value,
    list: &str,
) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    let found = value.get_mut(list).and_then(Value::as_array_mut);
    found.into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Recursion ends with `schema::GROUP_DEPTH`, as the tree does.
fn elements(parent: &mut Map<String, Value>) {
    let found = parent.get_mut("elements").and_then(Value::as_array_mut);
    for element in found.into_iter().flatten() {
        let Some(element) = element.as_object_mut() else {
            continue;
        };
        element.remove("order");
        let texts = element
            .get_mut(crate::schema::TEXTS)
            .and_then(Value::as_object_mut);
        for runs in texts.into_iter().flat_map(Map::values_mut) {
            if let Value::Array(runs) = runs {
                *runs = joined(std::mem::take(runs));
            }
        }
        elements(element);
    }
}

/// Runs of words in one style that stand side by side are one run.
pub(crate) fn joined(runs: Vec<Value>) -> Vec<Value> {
    let mut joined: Vec<Value> = Vec::with_capacity(runs.len());
    for run in runs {
        if let Some(last) = joined.last_mut()
            && let (Some(before), Some(words)) = (last["insert"].as_str(), run["insert"].as_str())
            && last.get("attributes") == run.get("attributes")
            && last.get("extra") == run.get("extra")
        {
            last["insert"] = format!("{before}{words}").into();
            continue;
        }
        joined.push(run);
    }
    joined
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::from_json;

    fn bytes(layout: &Value) -> String {
        let layout = from_json(layout).unwrap_or_else(|faults| panic!("{faults:#?}"));
        String::from_utf8(canonical(&layout)).unwrap()
    }

    fn page(elements: &Value) -> Value {
        json!({"schema": 1, "languages": ["de", "fr"], "pages": [
            {"id": "p", "size": [210, 297], "elements": elements}], "fields": [], "styles": []})
    }

    #[test]
    fn the_same_said_in_other_ways_is_the_same() {
        let spelled = page(&json!([
            {"id": "a", "type": "text", "at": [1, 2.5], "size": [10, 0], "texts": {"de": [
                {"insert": "Diplom"}, {"insert": " der "}, {"insert": "Schule", "attributes": {"weight": 700}}]}},
            {"id": "b", "type": "ellipse", "at": [0, 0], "size": [1, 1]}]));
        let otherwise = page(&json!([
            {"texts": {"de": [
                {"insert": "Diplom der "}, {"attributes": {"weight": 700.0}, "insert": "Sch"},
                {"insert": "ule", "attributes": {"weight": 700}}]},
             "order": "V1", "size": [10.0, -0.0], "at": [1.0, 2.50], "type": "text", "id": "a", "opacity": 1},
            {"id": "b", "type": "ellipse", "order": "V7", "at": [0, 0], "size": [1, 1], "hidden": false}]));
        assert_eq!(bytes(&spelled), bytes(&otherwise));
    }

    #[test]
    fn what_is_not_the_same_is_told_apart() {
        let element = |change: &Value| {
            let mut element = json!({"id": "a", "type": "text", "at": [1, 2], "size": [10, 5],
                "texts": {"de": [{"insert": "Diplom"}]}});
            for (key, value) in change.as_object().unwrap() {
                element[key] = value.clone();
            }
            bytes(&page(&json!([element])))
        };
        let same = element(&json!({}));
        for change in [
            json!({"at": [1, 2.000_001]}),
            json!({"size": [10, 6]}),
            json!({"rotation": 1}),
            json!({"name": "Titel"}),
            json!({"locked": true}),
            json!({"alt": {"fr": "Titre"}}),
            json!({"italic": false}),
            json!({"texts": {"de": [{"insert": "diplom"}]}}),
            json!({"texts": {"de": [{"insert": "Diplom"}], "fr": [{"insert": "Diplôme"}]}}),
            json!({"texts": {"de": [{"insert": "Dip"}, {"insert": "lom", "attributes": {"italic": true}}]}}),
            json!({"extra": {"glow": 3}}),
            json!({"id": "b"}),
        ] {
            assert_ne!(element(&change), same, "{change}");
        }
        let two = |first: &str, second: &str| {
            let of = |id: &str| json!({"id": id, "type": "ellipse", "at": [0, 0], "size": [1, 1]});
            bytes(&page(&json!([of(first), of(second)])))
        };
        assert_ne!(two("a", "b"), two("b", "a"), "what is in front is content");
    }

    #[test]
    fn it_is_read_as_what_it_was_made_of() {
        let layout = page(&json!([
            {"id": "g", "type": "group", "at": [3, 4], "size": [0, 0], "elements": [
                {"id": "a", "type": "later", "at": [0, 0], "size": [1, 1], "extra": {"ordered": 7, "z": {"b": 1, "a": [2.5]}},
                 "texts": {"de": [{"insert": "x"}, {"insert": {"field": "name"}}, {"insert": "y"}]}}]}]));
        let read = bytes(&layout);
        assert_eq!(bytes(&serde_json::from_str(&read).unwrap()), read);
        assert!(
            read.contains(r#""extra":{"ordered":7,"z":{"a":[2.5],"b":1}}"#),
            "{read}"
        );
        assert!(!read.contains("\"order\":\""), "{read}");
    }
}
