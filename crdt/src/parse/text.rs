//! Runs of text.

use serde_json::{Map, Value};

use super::{Faults, Object, Source, place};
use crate::element::{Insert, Run, TextStyle, Texts};
use crate::layout::Fault;
use crate::schema;
use crate::value::canonical;

/// The runs of every language; a language without any is left out.
pub(super) fn texts(
    languages: Map<String, Value>,
    source: Source,
    at: &str,
    faults: &mut Faults,
) -> Texts {
    let mut texts = Texts::new();
    for (language, delta) in languages {
        let at = place(at, &language);
        if !schema::is_language(&language) {
            faults.push(Fault::new(
                at,
                "wrong_key",
                "A text's language must be a language code.",
            ));
            continue;
        }
        let Value::Array(delta) = delta else {
            faults.push(Fault::new(
                at,
                "wrong_value",
                "A text must be an array of runs.",
            ));
            continue;
        };
        let runs = runs(delta, source, &at, faults);
        if !runs.is_empty() {
            texts.insert(language, runs);
        }
    }
    texts
}

fn runs(delta: Vec<Value>, source: Source, at: &str, faults: &mut Faults) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::with_capacity(delta.len());
    for (position, value) in delta.into_iter().enumerate() {
        let at = format!("{at}/{position}");
        let Some(run) = run(value, source, at, faults) else {
            continue;
        };
        // Neighbours in one style are one run, whoever typed them.
        if let (Insert::Text(text), Some(last)) = (&run.insert, runs.last_mut())
            && last.style == run.style
            && last.shared == run.shared
            && last.extra == run.extra
            && let Insert::Text(before) = &mut last.insert
        {
            before.push_str(text);
            continue;
        }
        runs.push(run);
    }
    runs
}

fn run(value: Value, source: Source, at: String, faults: &mut Faults) -> Option<Run> {
    let Value::Object(mut entries) = value else {
        faults.push(Fault::new(
            at,
            "wrong_value",
            "A run must be an object with insert.",
        ));
        return None;
    };
    let insert = match entries.remove("insert") {
        Some(Value::String(text)) if text.is_empty() => return None,
        Some(Value::String(text)) => Insert::Text(text),
        None | Some(Value::Null) => {
            faults.push(Fault::new(at, "missing", "A run needs insert."));
            return None;
        }
        Some(embed) => embedded(embed, source, place(&at, "insert"), faults),
    };
    let mut attributes = match entries.remove("attributes") {
        Some(Value::Object(attributes)) => attributes,
        None | Some(Value::Null) => Map::new(),
        Some(_) => {
            faults.push(Fault::new(
                place(&at, "attributes"),
                "wrong_value",
                "attributes must be an object.",
            ));
            Map::new()
        }
    };
    // In JSON, what the schema does not know stands beside the attributes, so that those remain plain.
    if let (Source::Json, Some(extra)) = (source, entries.remove("extra")) {
        attributes.insert("extra".to_owned(), extra);
    }
    let mut object = Object::new(attributes, source, place(&at, "attributes"), faults);
    let style = style(&mut object, "size");
    let shared = object.id("style");
    let mut extra = object.extra();
    // Null ends an attribute.
    extra.retain(|_, value| !value.is_null());
    Some(Run {
        insert,
        style,
        shared,
        extra,
    })
}

fn embedded(embed: Value, source: Source, at: String, faults: &mut Faults) -> Insert {
    match embed {
        Value::Object(entries) if entries.get("field").is_some_and(Value::is_string) => {
            let mut object = Object::new(entries, source, at, faults);
            Insert::Field {
                field: object.string("field").unwrap_or_default(),
                format: object.string("format"),
                fallback: object.string("fallback"),
                extra: object.extra(),
            }
        }
        other => Insert::Unknown(canonical(other)),
    }
}

/// The six keys that runs, elements and styles share.
pub(super) fn style(object: &mut Object<'_>, size: &str) -> TextStyle {
    TextStyle {
        family: object.text_where("family", "a font family", |name| {
            (1..=100).contains(&name.encode_utf16().count())
        }),
        weight: object.number("weight", 100.0, 900.0),
        italic: object.boolean("italic"),
        size: object.number(size, 0.1, 2_000.0),
        color: object.color("color", false),
        spacing: object.number("spacing", -1_000.0, 1_000.0),
    }
}
