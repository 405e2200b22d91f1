//! Values as they are told.

use serde_json::Value;

use super::VALUE_CHARACTERS;
use crate::element::{Element, Insert, Run};

/// What stands for something that has no words.
const OBJECT: char = '\u{fffc}';

/// The words of a text's runs; a merge field as `{{key}}`.
pub(super) fn words(runs: &Value) -> String {
    let mut words = String::new();
    for run in runs.as_array().into_iter().flatten() {
        match &run["insert"] {
            Value::String(text) => words.push_str(text),
            insert => match insert["field"].as_str() {
                Some(field) => words.extend(["{{", field, "}}"]),
                None => words.push(OBJECT),
            },
        }
    }
    words
}

/// The first words of an element that has some, in the first of the layout's languages that has any.
pub(super) fn first(element: &Element, languages: &[String]) -> Option<String> {
    let texts = element.texts()?;
    let runs = languages.iter().find_map(|language| texts.get(language))?;
    let line: String = runs.iter().map(run_words).collect();
    let line = line.lines().find(|line| !line.trim().is_empty())?;
    Some(line.trim().to_owned())
}

fn run_words(run: &Run) -> String {
    match &run.insert {
        Insert::Text(text) => text.clone(),
        Insert::Field { field, .. } => format!("{{{{{field}}}}}"),
        Insert::Unknown(_) => OBJECT.to_string(),
    }
}

/// At most [`VALUE_CHARACTERS`] of it.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(VALUE_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A value of bearable size: texts are cut, and what is neither plain nor a short list is told as cut JSON.
pub(super) fn told(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(cut(&text)),
        Value::Array(_) | Value::Object(_) => {
            let text = value.to_string();
            match text.char_indices().nth(VALUE_CHARACTERS) {
                Some(_) => Value::String(cut(&text)),
                None => value,
            }
        }
        plain => plain,
    }
}
