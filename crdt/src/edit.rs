//! Every write that the server makes to a document.
//!
//! There is one: the state of a new draft. It writes whole strings into texts that are empty, so it never cuts a grapheme.

use serde_json::{Map, Value};

use crate::element::{Element, Insert, Run, Texts};
use crate::id::ClientId;
use crate::json;
use crate::layout::{Extra, Layout};
use crate::schema;
use crate::write::{Parent, Shared, Writer};

/// The state of a new draft that holds `layout`, as one v1 update.
///
/// The same layout gives the same bytes, written under [`ClientId::STARTER`] from clock 0 on. It is written once, when the
/// draft is created; written again into a draft it would change nothing.
pub fn starter_state(layout: &Layout) -> Vec<u8> {
    let mut writer = Writer::new(ClientId::STARTER);
    meta(&mut writer, layout);
    for page in &layout.pages {
        let map = writer.set_shared(Parent::Root(schema::PAGES), &page.id, Shared::Map);
        entries(&mut writer, map, json::page(page).0, &page.extra);
        for element in &page.elements {
            write_element(&mut writer, element, &page.id);
        }
    }
    for field in &layout.fields {
        let map = writer.set_shared(Parent::Root(schema::FIELDS), &field.key, Shared::Map);
        entries(&mut writer, map, json::field(field).0, &field.extra);
    }
    for style in &layout.styles {
        let map = writer.set_shared(Parent::Root(schema::STYLES), &style.id, Shared::Map);
        entries(&mut writer, map, json::style(style).0, &style.extra);
    }
    for (root, kept) in layout
        .extra
        .iter()
        .filter(|(root, _)| !schema::ROOTS.contains(&root.as_str()))
    {
        match kept {
            Value::Object(kept) => {
                for (key, value) in kept {
                    writer.set(Parent::Root(root), key, value);
                }
            }
            Value::Array(kept) => writer.list(Parent::Root(root), kept),
            // No reader makes one.
            _ => {}
        }
    }
    writer.finish()
}

fn meta(writer: &mut Writer, layout: &Layout) {
    let meta = Parent::Root(schema::META);
    writer.set(meta, "schema", &Value::from(layout.schema));
    writer.set(meta, "languages", &Value::from(layout.languages.clone()));
    if let Some(Value::Object(rest)) = layout.extra.get(schema::META) {
        for (key, value) in rest
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "schema" | "languages"))
        {
            writer.set(meta, key, value);
        }
    }
}

/// Recursion ends with `schema::GROUP_DEPTH`: no reader makes a deeper tree.
fn write_element(writer: &mut Writer, element: &Element, parent: &str) {
    let map = writer.set_shared(Parent::Root(schema::ELEMENTS), &element.id, Shared::Map);
    writer.set(map, "parent", &Value::from(parent));
    let mut own = json::element(element).0;
    let texts = element.texts();
    own.remove(schema::TEXTS);
    entries(writer, map, own, &element.extra);
    if let Some(texts) = texts {
        write_texts(writer, map, texts);
    }
    for child in element.children() {
        write_element(writer, child, &element.id);
    }
}

/// Writes the keys of a thing, then those that the schema does not know.
fn entries(writer: &mut Writer, map: Parent<'static>, known: Map<String, Value>, extra: &Extra) {
    for (key, value) in &known {
        match value {
            Value::Object(strings) if schema::SHARED_MAPS.contains(&key.as_str()) => {
                let inner = writer.set_shared(map, key, Shared::Map);
                for (language, text) in strings {
                    writer.set(inner, language, text);
                }
            }
            plain => writer.set(map, key, plain),
        }
    }
    for (key, value) in extra
        .iter()
        .filter(|(key, _)| !known.contains_key(*key) && *key != "parent")
    {
        writer.set(map, key, value);
    }
}

/// Writes all five languages, so that two people who begin one at once write into the same text.
fn write_texts(writer: &mut Writer, map: Parent<'static>, texts: &Texts) {
    let inner = writer.set_shared(map, schema::TEXTS, Shared::Map);
    let others = texts
        .keys()
        .map(String::as_str)
        .filter(|it| !schema::LANGUAGES.contains(it));
    for language in schema::LANGUAGES.into_iter().chain(others) {
        let text = writer.set_shared(inner, language, Shared::Text);
        if let Some(runs) = texts.get(language) {
            write_runs(writer, text, runs);
        }
    }
}

fn write_runs(writer: &mut Writer, text: Parent<'static>, runs: &[Run]) {
    let mut text = writer.text(text);
    let mut current: Map<String, Value> = Map::new();
    for run in runs {
        let mut wanted = json::attributes(run);
        for (key, value) in &run.extra {
            wanted.entry(key.clone()).or_insert_with(|| value.clone());
        }
        for key in current.keys().filter(|key| !wanted.contains_key(*key)) {
            text.format(key, &Value::Null);
        }
        for (key, value) in wanted
            .iter()
            .filter(|(key, value)| current.get(*key) != Some(value))
        {
            text.format(key, value);
        }
        current = wanted;
        match &run.insert {
            Insert::Text(string) => text.string(string),
            embed => text.embed(&json::insert(embed, false)),
        }
    }
    for key in current.keys() {
        text.format(key, &Value::Null);
    }
}
