//! From JSON to a layout, with everything that is wrong and where.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::element::{Element, ElementKind, Insert, Texts};
use crate::layout::{Extra, Fault, Field, Layout, Page, Style};
use crate::order;
use crate::parse::{self, Faults, Object, Source, place};
use crate::schema;
use crate::value;

/// Pages of a layout. A certificate has one or two; a booklet fits.
pub(crate) const PAGES_MAX: usize = 100;
/// Elements of a layout, groups counted. Ten times what a crowded certificate has.
pub(crate) const ELEMENTS_MAX: usize = 5_000;
/// Declared fields, and likewise shared styles.
const NAMES_MAX: usize = 500;
/// Runs of one text in one language.
const RUNS_MAX: usize = 2_000;
/// UTF-16 units of one text in one language: twenty pages.
const TEXT_MAX: usize = 50_000;
/// How deep a value that the schema does not know may nest.
const EXTRA_DEPTH_MAX: usize = 24;
/// Faults that are told; a broken file has the same one everywhere.
pub const FAULTS_MAX: usize = 200;

/// Reads a layout from JSON.
///
/// `order` keys are kept where they are given and made where they are absent, so that the
/// order of the arrays stays. Keys that the schema does not know are moved to `extra`.
///
/// # Errors
///
/// Everything that is wrong (at most [`FAULTS_MAX`]), each with its place as a JSON pointer.
pub fn from_json(value: &Value) -> Result<Layout, Vec<Fault>> {
    let mut faults = Faults::new();
    let layout = layout(value, &mut faults);
    match layout {
        Some(layout) if faults.is_empty() => Ok(layout),
        _ => {
            faults.sort();
            faults.truncate(FAULTS_MAX);
            Err(faults)
        }
    }
}

fn layout(value: &Value, faults: &mut Faults) -> Option<Layout> {
    let Value::Object(entries) = value else {
        faults.push(Fault::new("", "wrong_value", "A layout must be an object."));
        return None;
    };
    let mut object = Object::new(entries.clone(), Source::Json, String::new(), faults);
    let schema = object
        .take("schema", "a version that this server knows", known_version)
        .unwrap_or(schema::VERSION);
    let languages = object.take(
        "languages",
        "an array of different language codes",
        parse::languages,
    );
    let [pages, fields, styles] =
        [schema::PAGES, schema::FIELDS, schema::STYLES].map(|key| object.raw(key));
    let extra = object.extra();

    let mut reader = Reader {
        faults,
        elements: 0,
        ids: pages.iter().flat_map(page_ids).collect(),
    };
    reader.roots(&extra);
    let mut pages = reader.list(pages, "/pages", "id", PAGES_MAX, Reader::page);
    if pages.is_empty() && reader.faults.is_empty() {
        reader.fault("/pages", "missing", "A layout needs a page.");
    }
    let mut fields = reader.list(fields, "/fields", "key", NAMES_MAX, Reader::field);
    let mut styles = reader.list(styles, "/styles", "id", NAMES_MAX, Reader::style);
    arrange(&mut pages, |it| (&mut it.order, &it.id));
    arrange(&mut fields, |it| (&mut it.order, &it.key));
    arrange(&mut styles, |it| (&mut it.order, &it.id));
    Some(Layout {
        schema,
        languages: languages.unwrap_or_else(parse::all_languages),
        pages,
        fields,
        styles,
        extra,
    })
}

struct Reader<'a> {
    faults: &'a mut Faults,
    elements: usize,
    /// Of pages, and of elements wherever they stand: none may be taken for another.
    ids: HashSet<String>,
}

impl Reader<'_> {
    fn fault(&mut self, at: &str, code: &'static str, message: &str) {
        self.faults.push(Fault::new(at, code, message));
    }

    /// Reads an array of objects, each with an id of its own.
    fn list<T>(
        &mut self,
        value: Option<Value>,
        at: &str,
        key: &str,
        most: usize,
        mut read: impl FnMut(&mut Self, String, Map<String, Value>, String) -> Option<T>,
    ) -> Vec<T> {
        let values = match value {
            None => return Vec::new(),
            Some(Value::Array(values)) => values,
            Some(_) => {
                self.fault(at, "wrong_value", "This must be an array.");
                return Vec::new();
            }
        };
        if values.len() > most {
            self.fault(at, "too_many", &format!("At most {most} can stand here."));
            return Vec::new();
        }
        let mut ids = HashSet::new();
        let mut things = Vec::with_capacity(values.len());
        for (position, value) in values.into_iter().enumerate() {
            let at = format!("{at}/{position}");
            let Value::Object(mut entries) = value else {
                self.fault(&at, "wrong_value", "This must be an object.");
                continue;
            };
            let is_id = if key == "key" {
                schema::is_field_key
            } else {
                schema::is_id
            };
            let id = match entries.remove(key) {
                Some(Value::String(id)) if is_id(&id) => id,
                found => {
                    let code = if found.is_some() {
                        "wrong_value"
                    } else {
                        "missing"
                    };
                    self.fault(
                        &place(&at, key),
                        code,
                        &format!("This needs a {key}, and a well-formed one."),
                    );
                    continue;
                }
            };
            if !ids.insert(id.clone()) {
                self.fault(
                    &place(&at, key),
                    "duplicate",
                    &format!("There are two {id}."),
                );
                continue;
            }
            things.extend(read(self, id, entries, at));
        }
        things
    }

    fn page(&mut self, id: String, mut entries: Map<String, Value>, at: String) -> Option<Page> {
        let elements = entries.remove("elements");
        let page = parse::page(
            id,
            Object::new(entries, Source::Json, at.clone(), self.faults),
        );
        // A page that cannot stand says nothing against what is on it: all faults are told at once.
        let elements = self.children(elements, &place(&at, "elements"), 0);
        let mut page = page?;
        self.extra(&page.extra, &at);
        page.elements = elements;
        Some(page)
    }

    fn field(&mut self, key: String, entries: Map<String, Value>, at: String) -> Option<Field> {
        let field = parse::field(
            key,
            Object::new(entries, Source::Json, at.clone(), self.faults),
        );
        self.extra(&field.extra, &at);
        Some(field)
    }

    fn style(&mut self, id: String, entries: Map<String, Value>, at: String) -> Option<Style> {
        let style = parse::style(
            id,
            Object::new(entries, Source::Json, at.clone(), self.faults),
        )?;
        self.extra(&style.extra, &at);
        Some(style)
    }

    /// Recursion ends with `schema::GROUP_DEPTH`.
    fn children(&mut self, value: Option<Value>, at: &str, depth: usize) -> Vec<Element> {
        if depth > schema::GROUP_DEPTH {
            self.fault(
                at,
                "nesting_too_deep",
                &format!("Groups nest at most {} deep.", schema::GROUP_DEPTH),
            );
            return Vec::new();
        }
        let mut elements = self.list(value, at, "id", ELEMENTS_MAX, |reader, id, entries, at| {
            reader.element(id, entries, at, depth)
        });
        arrange(&mut elements, |it| (&mut it.order, &it.id));
        elements
    }

    fn element(
        &mut self,
        id: String,
        mut entries: Map<String, Value>,
        at: String,
        depth: usize,
    ) -> Option<Element> {
        self.elements += 1;
        if self.elements > ELEMENTS_MAX {
            if self.elements == ELEMENTS_MAX + 1 {
                self.fault(
                    &at,
                    "too_many",
                    &format!("A layout has at most {ELEMENTS_MAX} elements."),
                );
            }
            return None;
        }
        if !self.ids.insert(id.clone()) {
            self.fault(
                &place(&at, "id"),
                "duplicate",
                &format!("There are two {id}."),
            );
            return None;
        }
        // The tree says where it stands.
        entries.remove("parent");
        let children = entries.remove("elements").filter(|it| !it.is_null());
        let object = Object::new(entries, Source::Json, at.clone(), self.faults);
        let mut element = parse::element(id, Source::Json, object)?;
        self.extra(&element.extra, &at);
        if let ElementKind::Text { texts, .. }
        | ElementKind::Seal { texts, .. }
        | ElementKind::Unknown { texts, .. } = &element.kind
        {
            self.texts(texts, &place(&at, schema::TEXTS));
        }
        let below = place(&at, "elements");
        match &mut element.kind {
            ElementKind::Group { elements } | ElementKind::Unknown { elements, .. } => {
                *elements = self.children(children, &below, depth + 1);
            }
            _ if children.is_some() => {
                self.fault(&below, "wrong_key", "Only a group holds elements.")
            }
            _ => {}
        }
        Some(element)
    }

    fn texts(&mut self, texts: &Texts, at: &str) {
        for (language, runs) in texts {
            let at = place(at, language);
            if runs.len() > RUNS_MAX {
                self.fault(
                    &at,
                    "too_many",
                    &format!("A text has at most {RUNS_MAX} runs."),
                );
            }
            let units: usize = runs.iter().map(|run| length(&run.insert)).sum();
            if units > TEXT_MAX {
                self.fault(
                    &at,
                    "too_long",
                    &format!("A text has at most {TEXT_MAX} characters."),
                );
            }
            for run in runs {
                self.extra(&run.extra, &at);
                match &run.insert {
                    Insert::Text(_) => {}
                    Insert::Field { extra, .. } => self.extra(extra, &at),
                    Insert::Unknown(value) => self.depth(value, &at),
                }
            }
        }
    }

    fn extra(&mut self, extra: &Extra, at: &str) {
        for (key, value) in extra {
            self.depth(value, &place(at, key));
        }
    }

    fn depth(&mut self, value: &Value, at: &str) {
        if value::depth(value) > EXTRA_DEPTH_MAX {
            self.fault(
                at,
                "nesting_too_deep",
                &format!("Values nest at most {EXTRA_DEPTH_MAX} deep."),
            );
        }
    }

    /// What stands beside pages, fields and styles becomes a root of its own.
    fn roots(&mut self, extra: &Extra) {
        self.extra(extra, "");
        for (key, value) in extra {
            let own = schema::ROOTS.contains(&key.as_str()) && key != schema::META;
            let fits = if key == schema::META {
                value.is_object()
            } else {
                value.is_object() || value.is_array()
            };
            if own || !fits {
                self.fault(
                    &place("", key),
                    "wrong_key",
                    "This cannot stand beside pages, fields and styles.",
                );
            }
        }
    }
}

/// The ids of pages that are not read yet.
fn page_ids(pages: &Value) -> impl Iterator<Item = String> {
    let pages = pages.as_array().into_iter().flatten();
    pages.filter_map(|page| Some(page.get("id")?.as_str()?.to_owned()))
}

/// UTF-16 units of an insert.
fn length(insert: &Insert) -> usize {
    match insert {
        Insert::Text(text) => text.encode_utf16().count(),
        Insert::Field { .. } | Insert::Unknown(_) => 1,
    }
}

/// Gives keys to those that have none, where they stand; then sorts.
fn arrange<T>(siblings: &mut [T], key: impl Fn(&mut T) -> (&mut String, &String)) {
    order::complete(siblings, &key);
    order::sort(siblings, key);
}

/// A version that this code reads in full.
fn known_version(value: &Value) -> Option<u32> {
    parse::version(value).filter(|it| *it <= schema::VERSION)
}
