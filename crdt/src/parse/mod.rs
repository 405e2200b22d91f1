//! From objects to the typed layout; the shared document and the layout's JSON are read by the same code.

mod object;
mod text;

use serde_json::{Map, Value};

pub(crate) use object::{Faults, Object, Source, place};

use crate::element::{Element, ElementKind, ImageFit, QrLevel, Texts, Typography};
use crate::layout::{Field, FieldKind, Page, Style, StyleKind};
use crate::schema::{self, POSITION_MAX_MM, SIZE_MAX_MM};

/// A page without its elements. `order` is empty when it has none.
pub(crate) fn page(id: String, mut object: Object<'_>) -> Option<Page> {
    let Some(size) = object.size("size", 0.0) else {
        object.fault("size", "missing", "A page needs a size.");
        return None;
    };
    Some(Page {
        id,
        size,
        order: order(&mut object),
        name: object.string("name"),
        background: object.color("background", false),
        bleed: object.number("bleed", 0.0, 100.0).unwrap_or(0.0),
        elements: Vec::new(),
        extra: object.extra(),
    })
}

/// A declared field.
pub(crate) fn field(key: String, mut object: Object<'_>) -> Field {
    Field {
        key,
        label: object.by_language("label"),
        kind: object.word::<FieldKind>("type").unwrap_or_default(),
        required: object.boolean("required").unwrap_or(false),
        sample: object.by_language("sample"),
        order: order(&mut object),
        extra: object.extra(),
    }
}

/// A shared style; `None` without a kind.
pub(crate) fn style(id: String, mut object: Object<'_>) -> Option<Style> {
    let Some(kind) = object.string("kind") else {
        object.fault("kind", "missing", "A style needs a kind.");
        return None;
    };
    let name = object
        .take_always("name", "a string", |it| it.as_str().map(str::to_owned))
        .unwrap_or_default();
    let order = order(&mut object);
    let kind = match kind.as_str() {
        "color" => StyleKind::Color {
            value: object.text_where("value", "a colour", schema::is_color),
        },
        "text" => StyleKind::Text {
            text: text::style(&mut object, "size"),
            line_height: object.number("lineHeight", 0.1, 10.0),
        },
        _ => StyleKind::Unknown { kind },
    };
    Some(Style {
        id,
        name,
        order,
        kind,
        extra: object.extra(),
    })
}

/// An element without its children; `None` without a type.
pub(crate) fn element(id: String, source: Source, mut object: Object<'_>) -> Option<Element> {
    let Some(name) = object.string("type") else {
        object.fault("type", "missing", "An element needs a type.");
        return None;
    };
    let least = if name == "line" { -SIZE_MAX_MM } else { 0.0 };
    let order = order(&mut object);
    let at = object.position("at").unwrap_or_default();
    let size = object.size("size", least).unwrap_or_default();
    let kind = kind(name, source, &mut object);
    Some(Element {
        id,
        order,
        at,
        size,
        rotation: object
            .number("rotation", -36_000.0, 36_000.0)
            .unwrap_or(0.0),
        opacity: object.number("opacity", 0.0, 1.0).unwrap_or(1.0),
        fill: object.color("fill", true),
        stroke: object.color("stroke", true),
        stroke_width: object
            .number("strokeWidth", 0.0, 1_000.0)
            .unwrap_or(Element::STROKE_WIDTH_MM),
        stroke_dash: object
            .take("strokeDash", "at most 20 lengths in millimetres", dash)
            .unwrap_or_default(),
        name: object.string("name"),
        locked: object.boolean("locked").unwrap_or(false),
        hidden: object.boolean("hidden").unwrap_or(false),
        alt: object.by_language("alt"),
        kind,
        extra: object.extra(),
    })
}

fn kind(name: String, source: Source, object: &mut Object<'_>) -> ElementKind {
    match name.as_str() {
        "text" => ElementKind::Text {
            texts: texts(object, source),
            typography: typography(object),
        },
        "field" => ElementKind::Field {
            field: object.text_where("field", "a field key", schema::is_field_key),
            format: object.string("format"),
            fallback: object.by_language("fallback"),
            typography: typography(object),
        },
        "image" => ElementKind::Image {
            asset: object.string("asset"),
            fit: object.word::<ImageFit>("fit").unwrap_or_default(),
        },
        "rectangle" => ElementKind::Rectangle {
            radius: object.number("radius", 0.0, SIZE_MAX_MM).unwrap_or(0.0),
        },
        "ellipse" => ElementKind::Ellipse,
        "polygon" => ElementKind::Polygon {
            sides: object
                .take("sides", "a whole number from 3 to 100", sides)
                .unwrap_or(ElementKind::SIDES),
            inner: object.number("inner", 0.0, 1.0),
        },
        "line" => ElementKind::Line,
        "path" => ElementKind::Path {
            d: object
                .text_where("d", "a path of M L C Q Z", is_path)
                .unwrap_or_default(),
            view: object.pair("box", 0.0, POSITION_MAX_MM),
        },
        "qr" => ElementKind::Qr {
            content: object
                .text_where(
                    "content",
                    "verification, offline or text:<literal>",
                    is_qr_content,
                )
                .unwrap_or_else(|| ElementKind::QR_CONTENT.to_owned()),
            level: object.word::<QrLevel>("level").unwrap_or_default(),
            ground: object.color("ground", true),
        },
        "signature" => ElementKind::Signature {
            signer: object.by_language("signer"),
            role: object.by_language("role"),
            asset: object.string("asset"),
        },
        "seal" => ElementKind::Seal {
            design: object.string("design"),
            texts: texts(object, source),
            asset: object.string("asset"),
        },
        "group" => ElementKind::Group {
            elements: Vec::new(),
        },
        _ => ElementKind::Unknown {
            name,
            texts: texts(object, source),
            elements: Vec::new(),
        },
    }
}

fn texts(object: &mut Object<'_>, source: Source) -> Texts {
    match object.raw(schema::TEXTS) {
        None => Texts::new(),
        Some(Value::Object(languages)) => {
            let at = place(object.at(), schema::TEXTS);
            text::texts(languages, source, &at, object.faults)
        }
        Some(_) => {
            object.fault(
                schema::TEXTS,
                "wrong_value",
                "texts must be an object of texts by language code.",
            );
            Texts::new()
        }
    }
}

fn typography(object: &mut Object<'_>) -> Typography {
    Typography {
        text: text::style(object, "textSize"),
        line_height: object.number("lineHeight", 0.1, 10.0),
        align: object.word("align"),
        valign: object.word("valign"),
        fit: object.take("fit", "two sizes from 0.1 to 2000, the smaller first", fit),
        style: object.id("style"),
    }
}

fn fit(value: &Value) -> Option<[f64; 2]> {
    object::pair(value, 0.1, 2_000.0).filter(|[smallest, largest]| smallest <= largest)
}

fn order(object: &mut Object<'_>) -> String {
    let is_order = |text: &&str| crate::order::is_valid(text);
    let order = object.take_always("order", "a fractional index", |value| {
        value.as_str().filter(is_order).map(str::to_owned)
    });
    order.unwrap_or_default()
}

fn dash(value: &Value) -> Option<Vec<f64>> {
    let lengths = value.as_array().filter(|it| it.len() <= 20)?.iter();
    lengths
        .map(|it| it.as_f64().filter(|it| (0.0..=SIZE_MAX_MM).contains(it)))
        .collect()
}

fn sides(value: &Value) -> Option<u32> {
    let sides = value
        .as_f64()
        .filter(|it| it.fract() == 0.0 && (3.0..=100.0).contains(it))?;
    Some(sides as u32)
}

fn is_path(d: &str) -> bool {
    d.bytes().all(|byte| {
        matches!(
            byte,
            b'M' | b'L' | b'C' | b'Q' | b'Z' | b'0'
                ..=b'9' | b'.' | b'-' | b'+' | b'e' | b',' | b' '
        )
    })
}

fn is_qr_content(content: &str) -> bool {
    [ElementKind::QR_CONTENT, ElementKind::QR_OFFLINE].contains(&content)
        || content
            .strip_prefix("text:")
            .is_some_and(|it| !it.is_empty())
}

/// A schema version.
pub(crate) fn version(value: &Value) -> Option<u32> {
    let version = value
        .as_f64()
        .filter(|it| it.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(it))?;
    Some(version as u32)
}

/// An array of different language codes, at least one.
pub(crate) fn languages(value: &Value) -> Option<Vec<String>> {
    let mut languages: Vec<String> = Vec::new();
    for language in value.as_array().filter(|it| (1..=20).contains(&it.len()))? {
        let language = language.as_str().filter(|it| schema::is_language(it))?;
        if languages.iter().any(|it| it == language) {
            return None;
        }
        languages.push(language.to_owned());
    }
    Some(languages)
}

/// The five languages, for a layout that names none.
pub(crate) fn all_languages() -> Vec<String> {
    schema::LANGUAGES.map(str::to_owned).to_vec()
}

/// The entries of an object.
pub(crate) fn entries(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(entries) => Some(entries),
        _ => None,
    }
}
