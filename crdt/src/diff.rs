//! What changed between two layouts: thing by thing, property by property, and language by language.
//!
//! Things are known by their ids, so an element that was moved, renamed and painted is one changed element. It is told what a person
//! would name: the keys of `SCHEMA.md` with what they were and what they are, texts as words, and of the order of siblings only those
//! that left it. The answer is bounded and always the same for the same two layouts: things of the layout first, then pages, elements,
//! fields and styles, each in the order of the layout after the change, and what is gone at the end of its kind.

mod siblings;
mod words;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::element::Element;
use crate::json::{self, Entries};
use crate::layout::{Extra, Layout};
use crate::schema;

use self::siblings::reordered;
use self::words::{cut, words};

/// Changed things that are told. A layout has at most some 6,000; nobody reads further.
pub const CHANGES_MAX: usize = 1_000;
/// Changed properties of one thing that are told: more than a thing has that the schema knows.
pub const PROPERTIES_MAX: usize = 60;
/// Characters of a value that are told.
pub const VALUE_CHARACTERS: usize = 300;

/// The position among its siblings, from 0 at the back.
const ORDER: &str = "order";
/// The page that an element stands on.
const PAGE: &str = "page";
/// The group that an element stands in.
const PARENT: &str = "parent";
/// Of a text whose words are the same and whose styles are not.
const TEXT_STYLE: &str = "textStyle";
/// What only says where an element stands.
const PLACE: [&str; 4] = ["at", ORDER, PAGE, PARENT];

/// What changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    /// At most [`CHANGES_MAX`].
    pub changes: Vec<Change>,
    /// How many there are in all.
    pub total: usize,
}

/// What sort of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// What belongs to no thing in it: its languages, unknown roots.
    Layout,
    /// A page.
    Page,
    /// An element.
    Element,
    /// A merge field.
    Field,
    /// A shared style.
    Style,
}

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It stands elsewhere, and is otherwise the same.
    Moved,
    /// Something else of it changed as well.
    Changed,
}

/// A thing that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What sort of thing.
    pub thing: Thing,
    /// Its id; of a field its key; of the layout nothing.
    pub id: String,
    /// What became of it.
    pub became: Became,
    /// The type of an element, a field or a style.
    pub kind: Option<String>,
    /// What its authors call it; of a text without a name its first words.
    pub name: Option<String>,
    /// The page that an element stands on, of one that is gone: stood.
    pub page: Option<String>,
    /// What changed of it, by key and language; of what was added or removed nothing. At most [`PROPERTIES_MAX`].
    pub properties: Vec<Property>,
}

/// A property that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// As `SCHEMA.md` names it; also `order`, `page` and `parent` of an element, and `textStyle`.
    pub key: String,
    /// Of a property that has languages.
    pub language: Option<String>,
    /// What it was; none: absent, so the default.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// What changed from one layout to another.
pub fn diff(before: &Layout, after: &Layout) -> Diff {
    let mut found = Found::default();
    found.whole(before, after);
    found.things(Thing::Page, pages(before), pages(after));
    found.things(Thing::Element, elements(before), elements(after));
    found.things(Thing::Field, fields(before), fields(after));
    found.things(Thing::Style, styles(before), styles(after));
    found.0
}

/// A thing as it is compared.
struct Compared {
    id: String,
    kind: Option<String>,
    name: Option<String>,
    page: Option<String>,
    /// Among whom it has its place: things of one parent.
    parent: String,
    entries: Map<String, Value>,
}

fn compared(id: &str, entries: Entries, extra: &Extra) -> Compared {
    let mut entries = entries.0;
    entries.remove(ORDER);
    let text = |key: &str| entries.get(key).and_then(Value::as_str).map(str::to_owned);
    let (kind, name) = (text("type").or_else(|| text("kind")), text("name"));
    for (key, value) in extra {
        entries.entry(key.clone()).or_insert_with(|| value.clone());
    }
    Compared {
        id: id.to_owned(),
        kind,
        name,
        page: None,
        parent: String::new(),
        entries,
    }
}

fn pages(layout: &Layout) -> Vec<Compared> {
    let of = |it: &crate::layout::Page| compared(&it.id, json::page(it), &it.extra);
    layout.pages.iter().map(of).collect()
}

fn fields(layout: &Layout) -> Vec<Compared> {
    let of = |it: &crate::layout::Field| {
        let label = it.label.iter().find(|(_, label)| !label.is_empty());
        Compared {
            name: label.map(|(_, label)| label.clone()),
            ..compared(&it.key, json::field(it), &it.extra)
        }
    };
    layout.fields.iter().map(of).collect()
}

fn styles(layout: &Layout) -> Vec<Compared> {
    let of = |it: &crate::layout::Style| compared(&it.id, json::style(it), &it.extra);
    layout.styles.iter().map(of).collect()
}

/// Every element, groups before their children, back to front; each with its page and parent.
fn elements(layout: &Layout) -> Vec<Compared> {
    fn walk(
        page: &str,
        parent: &str,
        elements: &[Element],
        languages: &[String],
        found: &mut Vec<Compared>,
    ) {
        for element in elements {
            let mut one = compared(&element.id, json::element(element), &element.extra);
            one.name = one.name.or_else(|| words::first(element, languages));
            one.page = Some(page.to_owned());
            one.parent = parent.to_owned();
            found.push(one);
            walk(page, &element.id, element.children(), languages, found);
        }
    }
    let mut found = Vec::new();
    for page in &layout.pages {
        walk(
            &page.id,
            &page.id,
            &page.elements,
            &layout.languages,
            &mut found,
        );
    }
    found
}

#[derive(Default)]
struct Found(Diff);

impl Found {
    fn add(&mut self, change: Change) {
        self.0.total += 1;
        if self.0.changes.len() < CHANGES_MAX {
            self.0.changes.push(change);
        }
    }

    /// What belongs to no thing in the layout.
    fn whole(&mut self, before: &Layout, after: &Layout) {
        let entries = |layout: &Layout| {
            let mut entries: Map<String, Value> = layout
                .extra
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            entries.insert("languages".to_owned(), layout.languages.clone().into());
            entries.insert("schema".to_owned(), layout.schema.into());
            entries
        };
        let properties = properties(&entries(before), &entries(after));
        if !properties.is_empty() {
            self.add(Change {
                thing: Thing::Layout,
                id: String::new(),
                became: Became::Changed,
                kind: None,
                name: None,
                page: None,
                properties: bounded(properties),
            });
        }
    }

    fn things(&mut self, thing: Thing, before: Vec<Compared>, after: Vec<Compared>) {
        let moved = reordered(
            before.iter().map(|it| (it.parent.as_str(), it.id.as_str())),
            after.iter().map(|it| (it.parent.as_str(), it.id.as_str())),
        );
        let mut known: BTreeMap<&str, &Compared> =
            before.iter().map(|it| (it.id.as_str(), it)).collect();
        for new in &after {
            let Some(old) = known.remove(new.id.as_str()) else {
                self.add(whole(thing, Became::Added, new));
                continue;
            };
            let mut properties = properties(&old.entries, &new.entries);
            let mut place = |key: &str, before: Value, after: Value| {
                properties.push(Property {
                    key: key.to_owned(),
                    language: None,
                    before: Some(before),
                    after: Some(after),
                });
            };
            if old.page != new.page {
                place(PAGE, old.page.clone().into(), new.page.clone().into());
            }
            if old.parent != new.parent {
                place(
                    PARENT,
                    old.parent.as_str().into(),
                    new.parent.as_str().into(),
                );
            }
            if let Some((from, to)) = moved.get(new.id.as_str()) {
                place(ORDER, (*from).into(), (*to).into());
            }
            if properties.is_empty() {
                continue;
            }
            let is_place = |it: &Property| PLACE.contains(&it.key.as_str());
            let became = match properties.iter().all(is_place) {
                true => Became::Moved,
                false => Became::Changed,
            };
            self.add(Change {
                properties: bounded(properties),
                ..whole(thing, became, new)
            });
        }
        for old in before
            .iter()
            .filter(|it| known.contains_key(it.id.as_str()))
        {
            self.add(whole(thing, Became::Removed, old));
        }
    }
}

fn whole(thing: Thing, became: Became, it: &Compared) -> Change {
    Change {
        thing,
        id: it.id.clone(),
        became,
        kind: it.kind.clone(),
        name: it.name.as_deref().map(cut),
        page: it.page.clone(),
        properties: Vec::new(),
    }
}

/// In the order of their keys and languages.
fn bounded(mut properties: Vec<Property>) -> Vec<Property> {
    properties.sort_by(|a, b| (&a.key, &a.language).cmp(&(&b.key, &b.language)));
    properties.truncate(PROPERTIES_MAX);
    for property in &mut properties {
        for value in [&mut property.before, &mut property.after] {
            *value = value.take().map(words::told);
        }
    }
    properties
}

fn properties(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Property> {
    let mut found = Vec::new();
    for (key, old, new) in pairs(before, after) {
        let by_language = key == schema::TEXTS || schema::SHARED_MAPS.contains(&key.as_str());
        if !by_language {
            found.push(Property {
                key: key.clone(),
                language: None,
                before: old.cloned(),
                after: new.cloned(),
            });
            continue;
        }
        let empty = Map::new();
        let of = |value: Option<&'_ Value>| value.and_then(Value::as_object).cloned();
        let (old, new) = (of(old).unwrap_or_default(), of(new).unwrap_or(empty));
        for (language, old, new) in pairs(&old, &new) {
            found.extend(in_language(key, language, old, new));
        }
    }
    found
}

/// A change of a text or of a string in one language.
fn in_language(
    key: &str,
    language: &str,
    old: Option<&Value>,
    new: Option<&Value>,
) -> Option<Property> {
    let property = |key: &str, before: Option<Value>, after: Option<Value>| Property {
        key: key.to_owned(),
        language: Some(language.to_owned()),
        before,
        after,
    };
    if key != schema::TEXTS {
        return Some(property(key, old.cloned(), new.cloned()));
    }
    let (before, after) = (old.map(words), new.map(words));
    if before != after {
        let value = |words: Option<String>| words.map(Value::String);
        return Some(property(key, value(before), value(after)));
    }
    // The words are the same: only their styles differ, unless just the cuts between runs of one style do.
    let joined = |value: Option<&Value>| {
        let runs = value.and_then(Value::as_array).cloned();
        crate::canonical::joined(runs.unwrap_or_default())
    };
    (joined(old) != joined(new)).then(|| property(TEXT_STYLE, None, None))
}

/// Keys whose values differ, in order.
fn pairs<'a>(
    before: &'a Map<String, Value>,
    after: &'a Map<String, Value>,
) -> Vec<(&'a String, Option<&'a Value>, Option<&'a Value>)> {
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .map(|key| (key, before.get(key), after.get(key)))
        .filter(|(_, old, new)| old != new)
        .collect()
}

#[cfg(test)]
mod tests;
