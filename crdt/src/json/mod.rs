//! A layout as JSON: what the API gives and takes, and what a certificate's version is made of.
//!
//! Elements stand as a tree, in their pages and groups, back to front; names are those of `SCHEMA.md`; texts
//! are Yjs deltas. What the schema does not know stands under `extra`. A round trip keeps everything.

mod read;

pub(crate) use read::{ELEMENTS_MAX, PAGES_MAX};
pub use read::{FAULTS_MAX, from_json};

use serde_json::{Map, Value, json};

use crate::element::{Element, ElementKind, Insert, Run, TextStyle, Texts, Typography, Word};
use crate::layout::{ByLanguage, Extra, Field, FieldKind, Layout, Page, Style, StyleKind};
use crate::value::number;

/// The layout as JSON. Defaults are left out, but for `at` and `size`.
pub fn to_json(layout: &Layout) -> Value {
    let mut entries = Entries::default();
    entries.set("schema", layout.schema);
    entries.set("languages", layout.languages.clone());
    entries.set(
        "pages",
        layout
            .pages
            .iter()
            .map(page_with_elements)
            .collect::<Vec<_>>(),
    );
    entries.set(
        "fields",
        layout
            .fields
            .iter()
            .map(|it| named("key", &it.key, field(it), &it.extra))
            .collect::<Vec<_>>(),
    );
    entries.set(
        "styles",
        layout
            .styles
            .iter()
            .map(|it| named("id", &it.id, style(it), &it.extra))
            .collect::<Vec<_>>(),
    );
    entries.with_extra(&layout.extra)
}

fn page_with_elements(it: &Page) -> Value {
    let mut entries = page(it);
    entries.set(
        "elements",
        it.elements
            .iter()
            .map(element_with_children)
            .collect::<Vec<_>>(),
    );
    named("id", &it.id, entries, &it.extra)
}

/// Recursion ends with `schema::GROUP_DEPTH`: neither reader makes a deeper tree.
fn element_with_children(it: &Element) -> Value {
    let mut entries = element(it);
    if let ElementKind::Group { elements } | ElementKind::Unknown { elements, .. } = &it.kind
        && (!elements.is_empty() || matches!(it.kind, ElementKind::Group { .. }))
    {
        entries.set(
            "elements",
            elements
                .iter()
                .map(element_with_children)
                .collect::<Vec<_>>(),
        );
    }
    named("id", &it.id, entries, &it.extra)
}

fn named(key: &str, id: &str, mut entries: Entries, extra: &Extra) -> Value {
    entries.set(key, id);
    entries.with_extra(extra)
}

/// The keys of a thing as the document names them; texts as deltas, numbers canonical.
#[derive(Debug, Default)]
pub(crate) struct Entries(pub(crate) Map<String, Value>);

impl Entries {
    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn option<T: Into<Value> + Clone>(&mut self, key: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.set(key, value.clone());
        }
    }

    fn number(&mut self, key: &str, value: Option<f64>) {
        if let Some(value) = value {
            self.set(key, number(value));
        }
    }

    fn number_unless(&mut self, key: &str, value: f64, default: f64) {
        self.number(key, Some(value).filter(|it| *it != default));
    }

    fn pair(&mut self, key: &str, value: [f64; 2]) {
        self.set(key, value.map(number).to_vec());
    }

    fn truth(&mut self, key: &str, value: bool) {
        if value {
            self.set(key, true);
        }
    }

    fn word<T: Word>(&mut self, key: &str, value: T, default: T) {
        if value != default {
            self.set(key, value.word());
        }
    }

    fn by_language(&mut self, key: &str, strings: &ByLanguage) {
        if !strings.is_empty() {
            self.set(key, json!(strings));
        }
    }

    fn texts(&mut self, texts: &Texts) {
        if !texts.is_empty() {
            let deltas = texts
                .iter()
                .map(|(language, runs)| (language.clone(), runs.iter().map(run).collect()));
            self.set(crate::schema::TEXTS, Value::Object(deltas.collect()));
        }
    }

    fn with_extra(mut self, extra: &Extra) -> Value {
        if !extra.is_empty() {
            self.set("extra", json!(extra));
        }
        Value::Object(self.0)
    }
}

pub(crate) fn page(it: &Page) -> Entries {
    let mut entries = Entries::default();
    entries.pair("size", it.size);
    entries.set("order", it.order.as_str());
    entries.option("name", &it.name);
    entries.option("background", &it.background);
    entries.number_unless("bleed", it.bleed, 0.0);
    entries
}

pub(crate) fn field(it: &Field) -> Entries {
    let mut entries = Entries::default();
    entries.by_language("label", &it.label);
    entries.word("type", it.kind, FieldKind::default());
    entries.truth("required", it.required);
    entries.by_language("sample", &it.sample);
    entries.set("order", it.order.as_str());
    entries
}

pub(crate) fn style(it: &Style) -> Entries {
    let mut entries = Entries::default();
    entries.set("name", it.name.as_str());
    entries.set("order", it.order.as_str());
    match &it.kind {
        StyleKind::Color { value } => {
            entries.set("kind", "color");
            entries.option("value", value);
        }
        StyleKind::Text { text, line_height } => {
            entries.set("kind", "text");
            text_style(&mut entries, text, "size");
            entries.number("lineHeight", *line_height);
        }
        StyleKind::Unknown { kind } => entries.set("kind", kind.as_str()),
    }
    entries
}

pub(crate) fn element(it: &Element) -> Entries {
    let mut entries = Entries::default();
    entries.set("type", it.kind.name());
    entries.set("order", it.order.as_str());
    entries.pair("at", it.at);
    entries.pair("size", it.size);
    entries.number_unless("rotation", it.rotation, 0.0);
    entries.number_unless("opacity", it.opacity, 1.0);
    entries.option("fill", &it.fill);
    entries.option("stroke", &it.stroke);
    entries.number_unless("strokeWidth", it.stroke_width, Element::STROKE_WIDTH_MM);
    if !it.stroke_dash.is_empty() {
        entries.set(
            "strokeDash",
            it.stroke_dash
                .iter()
                .copied()
                .map(number)
                .collect::<Vec<_>>(),
        );
    }
    entries.option("name", &it.name);
    entries.truth("locked", it.locked);
    entries.truth("hidden", it.hidden);
    entries.by_language("alt", &it.alt);
    kind(&mut entries, &it.kind);
    entries
}

fn kind(entries: &mut Entries, kind: &ElementKind) {
    match kind {
        ElementKind::Text { texts, typography } => {
            entries.texts(texts);
            self::typography(entries, typography);
        }
        ElementKind::Field {
            field,
            format,
            fallback,
            typography,
        } => {
            entries.option("field", field);
            entries.option("format", format);
            entries.by_language("fallback", fallback);
            self::typography(entries, typography);
        }
        ElementKind::Image { asset, fit } => {
            entries.option("asset", asset);
            entries.word("fit", *fit, Default::default());
        }
        ElementKind::Rectangle { radius } => entries.number_unless("radius", *radius, 0.0),
        ElementKind::Ellipse | ElementKind::Line | ElementKind::Group { .. } => {}
        ElementKind::Polygon { sides, inner } => {
            if *sides != ElementKind::SIDES {
                entries.set("sides", *sides);
            }
            entries.number("inner", *inner);
        }
        ElementKind::Path { d, view } => {
            if !d.is_empty() {
                entries.set("d", d.as_str());
            }
            if let Some(view) = view {
                entries.pair("box", *view);
            }
        }
        ElementKind::Qr {
            content,
            level,
            ground,
        } => {
            if content != ElementKind::QR_CONTENT {
                entries.set("content", content.as_str());
            }
            entries.word("level", *level, Default::default());
            entries.option("ground", ground);
        }
        ElementKind::Signature {
            signer,
            role,
            asset,
        } => {
            entries.by_language("signer", signer);
            entries.by_language("role", role);
            entries.option("asset", asset);
        }
        ElementKind::Seal {
            design,
            texts,
            asset,
        } => {
            entries.option("design", design);
            entries.texts(texts);
            entries.option("asset", asset);
        }
        ElementKind::Unknown { texts, .. } => entries.texts(texts),
    }
}

fn typography(entries: &mut Entries, it: &Typography) {
    text_style(entries, &it.text, "textSize");
    entries.number("lineHeight", it.line_height);
    entries.option("align", &it.align.map(Word::word));
    entries.option("valign", &it.valign.map(Word::word));
    if let Some(fit) = it.fit {
        entries.pair("fit", fit);
    }
    entries.option("style", &it.style);
}

fn text_style(entries: &mut Entries, it: &TextStyle, size: &str) {
    entries.option("family", &it.family);
    entries.number("weight", it.weight);
    entries.option("italic", &it.italic);
    entries.number(size, it.size);
    entries.option("color", &it.color);
    entries.number("spacing", it.spacing);
}

fn run(it: &Run) -> Value {
    let mut entries = Entries::default();
    entries.set("insert", insert(&it.insert, true));
    let known = attributes(it);
    if !known.is_empty() {
        entries.set("attributes", known);
    }
    entries.with_extra(&it.extra)
}

/// The attributes of a run that the schema knows.
pub(crate) fn attributes(it: &Run) -> Map<String, Value> {
    let mut entries = Entries::default();
    text_style(&mut entries, &it.style, "size");
    entries.option("style", &it.shared);
    entries.0
}

/// What a run inserts: for JSON with `extra` apart, for the document with everything in one object.
pub(crate) fn insert(it: &Insert, apart: bool) -> Value {
    match it {
        Insert::Text(text) => Value::from(text.as_str()),
        Insert::Unknown(value) => value.clone(),
        Insert::Field {
            field,
            format,
            fallback,
            extra,
        } => {
            let mut entries = Entries::default();
            entries.set("field", field.as_str());
            entries.option("format", format);
            entries.option("fallback", fallback);
            if apart {
                return entries.with_extra(extra);
            }
            for (key, value) in extra {
                entries
                    .0
                    .entry(key.clone())
                    .or_insert_with(|| value.clone());
            }
            Value::Object(entries.0)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
