//! One link of the chain: what it says, and the hash over it. Pure.
//!
//! A hash is taken over bytes of our own, never over what a database gives back: MySQL writes JSON anew, with its keys in another order.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// What the first link of a chain follows.
pub(super) const BEGINNING: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// Begins the bytes of a link. Another layout of them is another word.
const LINK: &str = "imprimatur-audit-1";

/// Begins the bytes of what is known of somebody.
const SUBJECT: &str = "imprimatur-subject-1";

/// Letters of a name and of an address in the registry.
const NAME_LETTERS: usize = 512;
const EMAIL_LETTERS: usize = 320;

/// A link, without its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) organisation: String,
    /// From 1, without a hole.
    pub(super) sequence: i64,
    pub(super) kind: String,
    pub(super) template: Option<String>,
    pub(super) version: Option<String>,
    pub(super) certificate: Option<String>,
    pub(super) actor_kind: String,
    pub(super) actor: Option<String>,
    pub(super) details: Value,
    /// As the registry writes moments.
    pub(super) occurred_at: String,
    pub(super) previous_hash: String,
}

impl Entry {
    /// The hash over all of it.
    pub(super) fn hash(&self) -> String {
        let Self {
            id,
            organisation,
            sequence,
            kind,
            template,
            version,
            certificate,
            actor_kind,
            actor,
            details,
            occurred_at,
            previous_hash,
        } = self;
        hash(&json!([
            LINK,
            organisation,
            sequence,
            id,
            kind,
            template,
            version,
            certificate,
            actor_kind,
            actor,
            details,
            occurred_at,
            previous_hash
        ]))
    }
}

/// Somebody in an event, as they were known when it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// What they were in it.
    pub(super) part: String,
    pub(super) person: String,
    /// Their own, so that erasing one of two leaves nothing by which the other could be guessed.
    pub(super) salt: String,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
}

impl Subject {
    /// What is chained of them: without the salt nobody can tell whether it is somebody's.
    pub(super) fn hash(&self) -> String {
        let Self {
            part,
            person,
            salt,
            name,
            email,
        } = self;
        hash(&json!([SUBJECT, salt, part, person, name, email]))
    }

    /// Those of an event, from what was handed over with it.
    pub(super) fn read(people: &str, salt: &str) -> Vec<Self> {
        let people: Vec<Value> = serde_json::from_str(people).unwrap_or_default();
        // As long as their columns take it.
        let cut = |text: String, most| text.chars().take(most).collect();
        let read = |person: &Value| {
            let text = |name: &str| person[name].as_str().map(str::to_owned);
            let part = text("part")?;
            Some(Self {
                salt: hex::encode(Sha256::digest(format!("{salt}/{part}"))),
                person: text("person")?,
                name: text("name").map(|it| cut(it, NAME_LETTERS)),
                email: text("email").map(|it| cut(it, EMAIL_LETTERS)),
                part,
            })
        };
        people.iter().filter_map(read).collect()
    }
}

/// What a link says beyond its columns.
pub(super) fn details(
    subject: Option<&str>,
    impersonator: Option<&str>,
    said: &Value,
    people: &[Subject],
) -> Value {
    let mut all = Map::new();
    let mut say = |name: &str, value: Value| all.insert(name.to_owned(), value);
    if let Some(subject) = subject {
        say("subject", subject.into());
    }
    if let Some(impersonator) = impersonator {
        say("impersonator", impersonator.into());
    }
    say("said", whole(said));
    let hashes = people.iter().map(|it| (it.part.clone(), it.hash().into()));
    say("people", Value::Object(hashes.collect()));
    Value::Object(all)
}

/// The same with every broken number as a text: engines write those differently.
fn whole(value: &Value) -> Value {
    match value {
        Value::Number(number) if !number.is_i64() => number.to_string().into(),
        Value::Array(items) => items.iter().map(whole).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), whole(value)))
                .collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn hash(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(&mut text, value);
    hex::encode(Sha256::digest(text))
}

/// Writes JSON in the one way in which it is hashed: keys in order, no spaces.
fn write_canonical(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_canonical(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            out.push('{');
            for (index, name) in names.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_canonical(out, &Value::String(name.clone()));
                out.push(':');
                write_canonical(out, &fields[name]);
            }
            out.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "{value}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            id: "evt_1".to_owned(),
            organisation: "org_1".to_owned(),
            sequence: 1,
            kind: "key.created".to_owned(),
            template: None,
            version: None,
            certificate: None,
            actor_kind: "person".to_owned(),
            actor: Some("per_1".to_owned()),
            details: json!({ "said": { "b": 1, "a": ["é", null] } }),
            occurred_at: "2026-11-27 08:00:00.000".to_owned(),
            previous_hash: BEGINNING.to_owned(),
        }
    }

    /// What is chained today has to be believed for ever: another value here breaks every chain there is.
    #[test]
    fn a_hash_never_changes() {
        assert_eq!(
            entry().hash(),
            "9b38ea1c1c40823598e041b125dc53e9ea4dd26ab5321e20f972c8f519e10c38"
        );
    }

    #[test]
    fn every_part_counts() {
        let changes: [fn(&mut Entry); 12] = [
            |it| it.id.push('x'),
            |it| it.organisation.push('x'),
            |it| it.sequence += 1,
            |it| it.kind.push('x'),
            |it| it.template = Some(String::new()),
            |it| it.version = Some(String::new()),
            |it| it.certificate = Some(String::new()),
            |it| it.actor_kind.push('x'),
            |it| it.actor = None,
            |it| it.details = json!({}),
            |it| it.occurred_at.push('x'),
            |it| it.previous_hash.push('x'),
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let mut changed = entry();
            change(&mut changed);
            assert_ne!(changed.hash(), entry().hash(), "change {index}");
        }
    }

    #[test]
    fn the_order_of_keys_does_not_count() {
        let mut other = entry();
        other.details = serde_json::from_str(r#"{ "said": {"a": ["\u00e9", null], "b": 1} }"#)
            .expect("it is JSON");
        assert_eq!(other.hash(), entry().hash());
    }

    #[test]
    fn numbers_that_engines_write_differently_are_texts() {
        let said = json!({ "a": 1.50, "b": 2, "c": [0.25] });
        assert_eq!(whole(&said), json!({ "a": "1.5", "b": 2, "c": ["0.25"] }));
    }

    #[test]
    fn each_person_of_an_event_has_a_salt_of_their_own() {
        let people = json!([
            { "part": "actor", "person": "per_1", "name": "Anna", "email": "anna@example.ch" },
            { "part": "impersonator", "person": "imp_1", "name": null, "email": "help@workos.com" },
        ]);
        let read = Subject::read(&people.to_string(), "00");
        assert_eq!(read.len(), 2);
        assert_ne!(read[0].salt, read[1].salt);
        let hashes = details(None, Some("imp_1"), &json!({}), &read);
        assert_eq!(hashes["people"]["actor"], read[0].hash());
        let all = hashes.to_string();
        for word in ["Anna", "example", "workos"] {
            assert!(!all.contains(word), "{all}");
        }
        let again = Subject::read(&people.to_string(), "01");
        assert_ne!(again[0].hash(), read[0].hash());
    }
}
