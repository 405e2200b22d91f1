//! Plain values: from the shared document to JSON.

use serde_json::{Map, Value};
use yrs::types::text::YChange;
use yrs::{Any, Array, GetString, Map as _, Out, ReadTxn, Text, TextRef};

use crate::schema;

/// A number as JSON writes it: whole ones without a point, so that equal numbers are equal values.
pub(crate) fn number(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        return Value::from(number as i64);
    }
    serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// The same value with its numbers and the order of its keys made canonical.
pub(crate) fn canonical(value: Value) -> Value {
    match value {
        Value::Number(it) => number(it.as_f64().unwrap_or(0.0)),
        Value::Array(values) => values.into_iter().map(canonical).collect(),
        Value::Object(entries) => {
            let mut sorted: Vec<(String, Value)> = entries.into_iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            sorted
                .into_iter()
                .map(|(key, value)| (key, canonical(value)))
                .collect::<Map<_, _>>()
                .into()
        }
        plain => plain,
    }
}

/// How deep a value nests: 0 for a plain one.
pub(crate) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(entries) => 1 + entries.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// A value of the document; beyond `schema::VALUE_DEPTH` it is null.
pub(crate) fn from_any(any: &Any, depth: usize) -> Value {
    if depth > schema::VALUE_DEPTH {
        return Value::Null;
    }
    match any {
        Any::Null | Any::Undefined => Value::Null,
        Any::Bool(it) => Value::Bool(*it),
        Any::Number(it) => number(it.as_f64().unwrap_or(f64::NAN)),
        Any::String(it) => Value::from(&**it),
        Any::Buffer(bytes) => bytes.iter().copied().map(Value::from).collect(),
        Any::Array(values) => values.iter().map(|it| from_any(it, depth + 1)).collect(),
        Any::Map(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, it)| (key.clone(), from_any(it, depth + 1)))
                .collect(),
        ),
    }
}

/// A value or a shared type of the document, shared texts as a delta.
pub(crate) fn from_out(out: &Out, txn: &impl ReadTxn, depth: usize) -> Value {
    if depth > schema::VALUE_DEPTH {
        return Value::Null;
    }
    match out {
        Out::Any(any) => from_any(any, depth),
        Out::YText(text) => delta(text, txn, depth),
        Out::YArray(array) => array
            .iter(txn)
            .map(|it| from_out(&it, txn, depth + 1))
            .collect(),
        Out::YMap(map) => Value::Object(
            map.iter(txn)
                .map(|(key, it)| (key.to_owned(), from_out(&it, txn, depth + 1)))
                .collect(),
        ),
        Out::YXmlElement(xml) => Value::from(xml.get_string(txn)),
        Out::YXmlFragment(xml) => Value::from(xml.get_string(txn)),
        Out::YXmlText(xml) => Value::from(xml.get_string(txn)),
        Out::YDoc(_) | Out::UndefinedRef(_) => Value::Null,
    }
}

/// The runs of a shared text: `[{"insert", "attributes"?}]`.
pub(crate) fn delta(text: &TextRef, txn: &impl ReadTxn, depth: usize) -> Value {
    let runs = text.diff(txn, YChange::identity);
    runs.into_iter()
        .map(|run| {
            let mut entry = Map::new();
            entry.insert("insert".to_owned(), from_out(&run.insert, txn, depth + 1));
            if let Some(attributes) = run.attributes.filter(|it| !it.is_empty()) {
                let attributes = attributes
                    .iter()
                    .map(|(key, it)| (key.to_string(), from_any(it, depth + 1)));
                entry.insert("attributes".to_owned(), Value::Object(attributes.collect()));
            }
            Value::Object(entry)
        })
        .collect()
}
