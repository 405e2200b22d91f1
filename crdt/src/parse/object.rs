//! Takes typed values out of an object and keeps what it could not read.

use serde_json::{Map, Value};

use crate::element::Word;
use crate::layout::{ByLanguage, Extra, Fault};
use crate::schema;
use crate::value::canonical;

/// Where an object comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The shared document: every key is its own.
    Document,
    /// A layout's JSON: what the schema does not know may also stand under `extra`, and is no fault there.
    Json,
}

/// Everything that was wrong, in the order of finding.
pub(crate) type Faults = Vec<Fault>;

/// An object half read: each `take` removes a key; what is left at the end is `extra`.
pub(crate) struct Object<'a> {
    entries: Map<String, Value>,
    /// What stood under `extra`.
    spare: Map<String, Value>,
    at: String,
    pub(crate) faults: &'a mut Faults,
}

impl<'a> Object<'a> {
    pub(crate) fn new(
        mut entries: Map<String, Value>,
        source: Source,
        at: String,
        faults: &'a mut Faults,
    ) -> Self {
        let spare = match (source, entries.remove("extra")) {
            (Source::Json, Some(Value::Object(spare))) => spare,
            (Source::Json, Some(_)) => {
                faults.push(wrong(&at, "extra", "an object"));
                Map::new()
            }
            (Source::Document, Some(own)) => {
                entries.insert("extra".to_owned(), own);
                Map::new()
            }
            (_, None) => Map::new(),
        };
        Self {
            entries,
            spare,
            at,
            faults,
        }
    }

    pub(crate) fn at(&self) -> &str {
        &self.at
    }

    pub(crate) fn fault(&mut self, key: &str, code: &'static str, message: impl Into<String>) {
        let at = if key.is_empty() {
            self.at.clone()
        } else {
            place(&self.at, key)
        };
        self.faults.push(Fault::new(at, code, message));
    }

    /// The value as it stands.
    pub(crate) fn raw(&mut self, key: &str) -> Option<Value> {
        let value = self.entries.remove(key).or_else(|| self.spare.remove(key));
        value.filter(|it| !it.is_null())
    }

    /// A value that `parse` understands. Otherwise it counts as absent, is reported and kept.
    pub(crate) fn take<T>(
        &mut self,
        key: &str,
        expected: &str,
        parse: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        if let Some(value) = self.entries.get(key) {
            if let Some(parsed) = parse(value) {
                self.entries.remove(key);
                self.spare.remove(key);
                return Some(parsed);
            }
            if value.is_null() {
                self.entries.remove(key);
                return None;
            }
            self.faults.push(wrong(&self.at, key, expected));
            return None;
        }
        let parsed = self.spare.get(key).and_then(parse)?;
        self.spare.remove(key);
        Some(parsed)
    }

    /// As `take`, for a key that every writer writes: what could not be read is not kept beside what replaces it.
    pub(crate) fn take_always<T>(
        &mut self,
        key: &str,
        expected: &str,
        parse: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let taken = self.take(key, expected, parse);
        self.entries.remove(key);
        self.spare.remove(key);
        taken
    }

    pub(crate) fn string(&mut self, key: &str) -> Option<String> {
        self.take(key, "a string", |value| value.as_str().map(str::to_owned))
    }

    pub(crate) fn text_where(
        &mut self,
        key: &str,
        expected: &str,
        accept: impl Fn(&str) -> bool,
    ) -> Option<String> {
        self.take(key, expected, |value| {
            value
                .as_str()
                .filter(|text| accept(text))
                .map(str::to_owned)
        })
    }

    pub(crate) fn boolean(&mut self, key: &str) -> Option<bool> {
        self.take(key, "true or false", Value::as_bool)
    }

    pub(crate) fn number(&mut self, key: &str, least: f64, greatest: f64) -> Option<f64> {
        let expected = format!("a number from {least} to {greatest}");
        self.take(key, &expected, |value| {
            finite(value).filter(|it| (least..=greatest).contains(it))
        })
    }

    /// A pair, each part within `least..=greatest` or the whole counts as absent.
    pub(crate) fn pair(&mut self, key: &str, least: f64, greatest: f64) -> Option<[f64; 2]> {
        let expected = format!("two numbers from {least} to {greatest}");
        self.take(key, &expected, |value| pair(value, least, greatest))
    }

    /// A position in millimetres.
    pub(crate) fn position(&mut self, key: &str) -> Option<[f64; 2]> {
        let greatest = schema::POSITION_MAX_MM;
        let expected = format!("two numbers from -{greatest} to {greatest}");
        self.take_always(key, &expected, |value| pair(value, -greatest, greatest))
    }

    /// A width and a height in millimetres, clamped to what a page can hold; a line's may be negative.
    pub(crate) fn size(&mut self, key: &str, least_mm: f64) -> Option<[f64; 2]> {
        let sizes =
            self.take_always(key, "two numbers", |value| pair(value, f64::MIN, f64::MAX))?;
        Some(sizes.map(|it| it.clamp(least_mm, schema::SIZE_MAX_MM)))
    }

    pub(crate) fn color(&mut self, key: &str, or_none: bool) -> Option<String> {
        let expected = if or_none {
            "a colour, style:<id> or none"
        } else {
            "a colour or style:<id>"
        };
        self.text_where(key, expected, |text| {
            is_paint(text) || (or_none && text == "none")
        })
    }

    pub(crate) fn id(&mut self, key: &str) -> Option<String> {
        self.text_where(key, "an id", schema::is_id)
    }

    pub(crate) fn word<T: Word>(&mut self, key: &str) -> Option<T> {
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        self.take(key, &format!("one of {}", words.join(", ")), |value| {
            value.as_str().and_then(T::parse)
        })
    }

    /// Strings by language code; an entry that is no string counts as absent.
    pub(crate) fn by_language(&mut self, key: &str) -> ByLanguage {
        let entries = self.take(key, "an object of strings by language code", |value| {
            value.as_object().cloned()
        });
        let mut strings = ByLanguage::new();
        for (language, value) in entries.into_iter().flatten() {
            match value {
                Value::String(text) => _ = strings.insert(language, text),
                Value::Null => {}
                _ => self
                    .faults
                    .push(wrong(&place(&self.at, key), &language, "a string")),
            }
        }
        strings
    }

    /// What nobody took.
    pub(crate) fn extra(self) -> Extra {
        let mut extra: Extra = self
            .spare
            .into_iter()
            .map(|(key, value)| (key, canonical(value)))
            .collect();
        extra.extend(
            self.entries
                .into_iter()
                .map(|(key, value)| (key, canonical(value))),
        );
        extra
    }
}

/// A JSON pointer to `key` below `at`.
pub(crate) fn place(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn wrong(at: &str, key: &str, expected: &str) -> Fault {
    Fault::new(
        place(at, key),
        "wrong_value",
        format!("{key} must be {expected}."),
    )
}

fn finite(value: &Value) -> Option<f64> {
    value.as_f64().filter(|it| it.is_finite())
}

pub(super) fn pair(value: &Value, least: f64, greatest: f64) -> Option<[f64; 2]> {
    let [first, second] = value.as_array()?.as_slice() else {
        return None;
    };
    let pair = [finite(first)?, finite(second)?];
    pair.iter()
        .all(|it| (least..=greatest).contains(it))
        .then_some(pair)
}

fn is_paint(text: &str) -> bool {
    schema::is_color(text) || text.strip_prefix("style:").is_some_and(schema::is_id)
}
