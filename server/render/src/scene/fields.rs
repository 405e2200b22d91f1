//! What stands in place of a merge field (P6).

use imprimatur_crdt::Layout;
use imprimatur_crdt::layout::{ByLanguage, Field, FieldKind};

use super::Ask;
use crate::format::format_value;

/// What a field is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filling {
    /// To be set as text.
    Text(String),
    /// The asset that a field of type image names, if it names one.
    Image(Option<String>),
}

/// What stands in place of a field.
pub(super) fn fill(
    layout: &Layout,
    ask: &Ask<'_>,
    key: &str,
    format: Option<&str>,
    fallback: Option<&str>,
) -> Filling {
    let field = layout.fields.iter().find(|field| field.key == key);
    let value = given(layout, ask, key, field);
    match field.map_or(FieldKind::Text, |field| field.kind) {
        FieldKind::Image => Filling::Image(value.filter(|it| !it.is_empty()).map(str::to_owned)),
        kind @ (FieldKind::Text | FieldKind::Date | FieldKind::Number) => {
            Filling::Text(match value {
                Some(value) => format_value(kind, value, format, ask.language).into_owned(),
                None => match fallback.filter(|it| !it.is_empty()) {
                    Some(fallback) => fallback.to_owned(),
                    None if ask.is_issued => String::new(),
                    None => format!("«{}»", label(layout, ask, key, field)),
                },
            })
        }
    }
}

/// The given value when values were given, else the sample.
fn given<'a>(
    layout: &'a Layout,
    ask: &Ask<'a>,
    key: &str,
    field: Option<&'a Field>,
) -> Option<&'a str> {
    if let Some(values) = ask.values {
        return values.get(key).map(String::as_str);
    }
    let sample = &field?.sample;
    nonempty(sample, ask.language)
        .or_else(|| nonempty(sample, "*"))
        .or_else(|| {
            layout
                .languages
                .iter()
                .find_map(|language| nonempty(sample, language))
        })
}

fn label<'a>(layout: &Layout, ask: &Ask<'_>, key: &'a str, field: Option<&'a Field>) -> &'a str {
    field
        .and_then(|field| in_language(layout, ask, &field.label))
        .unwrap_or(key)
}

/// The string in the language, or in the first of the layout's that has one.
pub(super) fn in_language<'a>(
    layout: &Layout,
    ask: &Ask<'_>,
    by: &'a ByLanguage,
) -> Option<&'a str> {
    nonempty(by, ask.language).or_else(|| {
        layout
            .languages
            .iter()
            .find_map(|language| nonempty(by, language))
    })
}

/// The string in a language, unless it is empty.
pub(super) fn nonempty<'a>(by: &'a ByLanguage, language: &str) -> Option<&'a str> {
    by.get(language)
        .map(String::as_str)
        .filter(|it| !it.is_empty())
}
