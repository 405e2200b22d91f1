//! The rules of `SCHEMA.md`, "How it is read". Each test names its rule.

use imprimatur_crdt::element::{ElementKind, Insert};
use imprimatur_crdt::{Document, Reading};
use serde_json::{Value, json};
use yrs::{Any, Doc, Map, MapPrelim, ReadTxn, Text, TextPrelim, Transact};

/// Reads a document whose roots hold these maps, their values plain.
fn read(roots: Value) -> Reading {
    let doc = Doc::with_client_id(99);
    for (root, things) in roots.as_object().expect("roots") {
        let root = doc.get_or_insert_map(root.as_str());
        let mut txn = doc.transact_mut();
        for (id, keys) in things.as_object().expect("things") {
            let Value::Object(keys) = keys else {
                root.insert(
                    &mut txn,
                    id.as_str(),
                    Any::from_json(&keys.to_string()).expect("JSON"),
                );
                continue;
            };
            let thing = root.insert(&mut txn, id.as_str(), MapPrelim::default());
            for (key, value) in keys {
                thing.insert(
                    &mut txn,
                    key.as_str(),
                    Any::from_json(&value.to_string()).expect("JSON"),
                );
            }
        }
    }
    reading(&doc)
}

fn reading(doc: &Doc) -> Reading {
    let state = doc.transact().encode_diff_v1(&yrs::StateVector::default());
    Document::from_state(&state)
        .expect("a state reads")
        .layout()
}

/// `page(child group(child))`, in order.
fn picture(reading: &Reading) -> String {
    fn siblings(elements: &[imprimatur_crdt::element::Element]) -> String {
        let names = elements.iter().map(|it| match it.children() {
            [] => it.id.clone(),
            children => format!("{}({})", it.id, siblings(children)),
        });
        names.collect::<Vec<_>>().join(" ")
    }
    let pages = reading
        .layout
        .pages
        .iter()
        .map(|it| format!("{}[{}]", it.id, siblings(&it.elements)));
    pages.collect::<Vec<_>>().join(" ")
}

fn problems(reading: &Reading) -> Vec<(&str, &str)> {
    reading
        .problems
        .iter()
        .map(|it| (it.at.as_str(), it.code))
        .collect()
}

fn element(kind: &str, parent: &str, order: &str) -> Value {
    json!({"type": kind, "parent": parent, "order": order})
}

#[test]
fn rule_1_what_is_wrong_or_out_of_range_counts_as_absent() {
    let doc = Doc::with_client_id(99);
    let (pages, elements) = (
        doc.get_or_insert_map("pages"),
        doc.get_or_insert_map("elements"),
    );
    {
        let mut txn = doc.transact_mut();
        let page = pages.insert(&mut txn, "p", MapPrelim::default());
        page.insert(
            &mut txn,
            "size",
            Any::from(vec![Any::from(9_000.0), Any::from(-3.0)]),
        );
        let it = elements.insert(
            &mut txn,
            "e",
            MapPrelim::from([("type", "rectangle"), ("parent", "p"), ("order", "V")]),
        );
        it.insert(
            &mut txn,
            "at",
            Any::from(vec![Any::from(f64::NAN), Any::from(1.0)]),
        );
        it.insert(&mut txn, "rotation", f64::INFINITY);
        it.insert(&mut txn, "opacity", 2.0);
        it.insert(&mut txn, "locked", "yes");
        it.insert(&mut txn, "fill", "red");
        it.insert(&mut txn, "radius", Any::Undefined);
    }
    let reading = reading(&doc);
    assert_eq!(reading.layout.pages[0].size, [5_000.0, 0.0]);
    let it = &reading.layout.pages[0].elements[0];
    assert_eq!(
        (it.at, it.rotation, it.opacity, it.locked, &it.fill),
        ([0.0, 0.0], 0.0, 1.0, false, &None)
    );
    assert_eq!(
        it.extra.keys().collect::<Vec<_>>(),
        ["fill", "locked", "opacity"],
        "JSON has no infinity"
    );
    let at = ["at", "fill", "locked", "opacity"]
        .map(|key| (format!("/elements/e/{key}"), "wrong_value"));
    let told: Vec<_> = problems(&reading)
        .into_iter()
        .map(|(at, code)| (at.to_owned(), code))
        .collect();
    assert_eq!(told, at);
}

#[test]
fn rule_2_unknown_keys_types_and_roots_are_kept() {
    let reading = read(json!({
        "pages": {"p": {"size": [1, 1], "order": "V", "paper": {"gsm": 120}}},
        "elements": {"e": {"type": "hologram", "parent": "p", "order": "V", "waves": [1, 2.5]}, "f": element("ellipse", "e", "V")},
        "guides": {"left": {"x": 20}},
        "meta": {"schema": 3, "origin": "import"},
    }));
    assert_eq!(
        picture(&reading),
        "p[e(f)]",
        "what an unknown type holds is not lost"
    );
    assert_eq!(reading.layout.schema, 3);
    assert_eq!(reading.layout.extra["guides"], json!({"left": {"x": 20}}));
    assert_eq!(reading.layout.extra["meta"], json!({"origin": "import"}));
    assert_eq!(reading.layout.pages[0].extra["paper"], json!({"gsm": 120}));
    assert_eq!(
        reading.layout.pages[0].elements[0].extra["waves"],
        json!([1, 2.5])
    );
    assert_eq!(problems(&reading), []);
}

#[test]
fn rule_3_what_stands_on_no_page_is_no_part_of_the_layout() {
    let reading = read(json!({
        "pages": {"p": {"size": [1, 1], "order": "V"}},
        "elements": {
            "a": element("ellipse", "gone", "V"), "b": element("group", "gone", "V"), "c": element("ellipse", "b", "V"),
            "d": element("ellipse", "p", "V"), "e": element("ellipse", "d", "V"), "f": {"type": "ellipse"}, "g": {"parent": "p"},
        },
    }));
    assert_eq!(picture(&reading), "p[d]", "an ellipse holds nothing");
    let expected = ["a", "b", "c", "e", "f"].map(|id| (format!("/elements/{id}"), "no_page"));
    let told: Vec<_> = problems(&reading)
        .into_iter()
        .filter(|it| it.1 == "no_page")
        .map(|it| (it.0.to_owned(), it.1))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn rule_4_a_circle_of_groups_is_broken_at_its_smallest_id() {
    let reading = read(json!({
        "pages": {"p": {"size": [1, 1], "order": "V"}, "q": {"size": [1, 1], "order": "W"}},
        "elements": {
            "c": element("group", "a", "V"), "a": element("group", "b", "V"), "b": element("group", "c", "V"),
            "own": element("group", "own", "V"), "tail": element("group", "b", "W"), "leaf": element("line", "tail", "V"),
        },
    }));
    assert_eq!(picture(&reading), "p[a(c(b(tail(leaf)))) own] q[]");
    assert_eq!(
        problems(&reading),
        [("/elements/a", "cycle"), ("/elements/own", "cycle")]
    );
}

#[test]
fn rule_5_without_a_readable_page_there_is_one() {
    let empty = Document::from_state(&[0, 0]).unwrap().layout();
    assert_eq!(picture(&empty), "page[]");
    assert_eq!(empty.layout.pages[0].size, [210.0, 297.0]);
    let reading = read(
        json!({"pages": {"p": {"size": "A4"}, "q": 7}, "elements": {"e": element("line", "page", "V"), "f": element("line", "p", "V")}}),
    );
    assert_eq!(picture(&reading), "page[e]");
}

#[test]
fn rule_6_groups_nest_thirty_two_deep_and_thousands_do_no_harm() {
    let mut elements = serde_json::Map::new();
    for n in 0..5_000 {
        let parent = if n == 0 {
            "p".to_owned()
        } else {
            format!("g{:04}", n - 1)
        };
        elements.insert(format!("g{n:04}"), element("group", &parent, "V"));
    }
    let reading =
        read(json!({"pages": {"p": {"size": [1, 1], "order": "V"}}, "elements": elements}));
    assert_eq!(
        reading.layout.elements().count(),
        33,
        "32 groups around the innermost"
    );
    assert_eq!(problems(&reading)[0], ("/elements/g0033", "too_deep"));
}

#[test]
fn rule_7_siblings_stand_by_key_then_by_id_and_those_without_a_key_first() {
    let reading = read(json!({
        "pages": {"p": {"size": [1, 1], "order": "V"}},
        "elements": {
            "z": {"type": "line", "parent": "p"}, "y": element("line", "p", "0"), "c": element("line", "p", "a"),
            "b": element("line", "p", "V"), "a": element("line", "p", "V"),
        },
    }));
    assert_eq!(picture(&reading), "p[y z a b c]");
    assert!(
        reading.layout.pages[0]
            .elements
            .is_sorted_by(|a, b| a.order <= b.order)
    );
    assert!(
        reading.layout.pages[0]
            .elements
            .iter()
            .all(|it| imprimatur_crdt::order::is_valid(&it.order))
    );
}

/// Its children would be the page's and its own, and it would stand within itself.
#[test]
fn rule_8_an_element_with_the_id_of_a_page_is_no_part_of_the_layout() {
    let reading = read(json!({
        "pages": {"p": {"size": [1, 1], "order": "V"}},
        "elements": {"p": element("group", "p", "V"), "a": element("line", "p", "V")},
    }));
    assert_eq!(picture(&reading), "p[a]");
    assert_eq!(problems(&reading), [("/elements/p", "wrong_key")]);
}

#[test]
fn texts_are_read_with_their_runs_fields_and_odd_things() {
    let doc = Doc::with_client_id(99);
    let (pages, elements) = (
        doc.get_or_insert_map("pages"),
        doc.get_or_insert_map("elements"),
    );
    {
        let mut txn = doc.transact_mut();
        pages.insert(&mut txn, "p", MapPrelim::default()).insert(
            &mut txn,
            "size",
            Any::from(vec![210, 297]),
        );
        let it = elements.insert(
            &mut txn,
            "t",
            MapPrelim::from([("type", "text"), ("parent", "p"), ("order", "V")]),
        );
        let texts = it.insert(&mut txn, "texts", MapPrelim::default());
        let text = texts.insert(&mut txn, "de", TextPrelim::new("Diplom"));
        text.format(
            &mut txn,
            0,
            3,
            [
                ("weight".into(), Any::from("bold")),
                ("size".into(), Any::from(9)),
            ]
            .into(),
        );
        text.insert_embed(
            &mut txn,
            6,
            Any::from_json(r#"{"field":"name","shade":1}"#).unwrap(),
        );
        text.insert_embed(&mut txn, 7, Any::from_json(r#"{"video":true}"#).unwrap());
        texts.insert(&mut txn, "fr", TextPrelim::new(""));
        texts.insert(&mut txn, "it", 7);
    }
    let reading = reading(&doc);
    let ElementKind::Text { texts, .. } = &reading.layout.pages[0].elements[0].kind else {
        panic!("a text")
    };
    assert_eq!(texts.keys().collect::<Vec<_>>(), ["de"]);
    let runs = &texts["de"];
    assert_eq!(runs[0].insert, Insert::Text("Dip".to_owned()));
    assert_eq!(
        (runs[0].style.size, runs[0].style.weight),
        (Some(9.0), None)
    );
    assert_eq!(runs[0].extra["weight"], json!("bold"));
    assert!(
        matches!(&runs[2].insert, Insert::Field { field, extra, .. } if field == "name" && extra["shade"] == json!(1))
    );
    assert_eq!(runs[3].insert, Insert::Unknown(json!({"video": true})));
    assert_eq!(
        problems(&reading),
        [
            ("/elements/t/texts/de/0/attributes/weight", "wrong_value"),
            ("/elements/t/texts/it", "wrong_value")
        ]
    );
}
