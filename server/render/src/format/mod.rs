//! Writing values of merge fields in the five languages. The law is `FORMAT.md`; rules are named here by their numbers.

mod date;
mod names;
mod number;

use std::borrow::Cow;

pub use imprimatur_crdt::layout::FieldKind;

/// How a language writes (F0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    German,
    French,
    Italian,
    Romansh,
    English,
}

impl Locale {
    /// F0.
    fn of(language: &str) -> Self {
        let first = language.split('-').next().unwrap_or_default();
        match first.to_ascii_lowercase().as_str() {
            "de" => Self::German,
            "fr" => Self::French,
            "it" => Self::Italian,
            "rm" => Self::Romansh,
            _ => Self::English,
        }
    }
}

/// Writes the value of a field as a language does. What is not of the field's type is shown as it stands (F1).
pub fn format_value<'a>(
    kind: FieldKind,
    value: &'a str,
    format: Option<&str>,
    language: &str,
) -> Cow<'a, str> {
    let format = format.unwrap_or_default();
    let locale = Locale::of(language);
    let written = match kind {
        FieldKind::Date => date::written(value, format, locale),
        FieldKind::Number => number::written(value, format, locale),
        FieldKind::Text => (format == "upper").then(|| upper(value)),
        FieldKind::Image => None,
    };
    written.map_or(Cow::Borrowed(value), Cow::Owned)
}

/// F4.
pub(crate) fn upper(value: &str) -> String {
    let parts: Vec<String> = value.split('ß').map(str::to_uppercase).collect();
    parts.join("ß")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str, format: &str) -> String {
        format_value(FieldKind::Text, value, Some(format), "de").into_owned()
    }

    #[test]
    fn f0_a_language_is_known_by_its_first_part() {
        for (language, written) in [
            ("de", "1. März 2026"),
            ("DE-AT", "1. März 2026"),
            ("rm-sursilv", "1 da mars 2026"),
            ("es", "1 March 2026"),
            ("", "1 March 2026"),
        ] {
            let date = format_value(FieldKind::Date, "2026-03-01", None, language);
            assert_eq!(date, written, "{language}");
        }
    }

    #[test]
    fn f4_capitals_leave_the_sharp_s_alone() {
        assert_eq!(text("Straße fjällräven ŉ", "upper"), "STRAßE FJÄLLRÄVEN ʼN");
        assert_eq!(text("Straße", "long"), "Straße");
        assert_eq!(text("2026-03-01", "full"), "2026-03-01");
    }

    #[test]
    fn f4_words_of_other_types_are_ignored() {
        let date = format_value(FieldKind::Date, "2026-03-01", Some("upper"), "en");
        assert_eq!(date, "1 March 2026");
        let number = format_value(FieldKind::Number, "1234", Some("long"), "en");
        assert_eq!(number, "1’234");
        assert_eq!(
            format_value(FieldKind::Image, "ast_1", Some("upper"), "en"),
            "ast_1"
        );
    }
}
