//! From the shared document to the layout, by the rules of `SCHEMA.md` ("How it is read"). It never fails.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};
use yrs::{Array, Map as _, MapRef, Out, ReadTxn};

use crate::element::{Element, ElementKind};
use crate::layout::{Extra, Fault, Layout, Page, Reading};
use crate::order;
use crate::parse::{self, Faults, Object, Source, place};
use crate::schema;
use crate::value;

/// Reads the layout that a document holds.
pub(crate) fn read(txn: &impl ReadTxn) -> Reading {
    let mut faults = Faults::new();
    let (schema, languages, mut extra) = meta(txn, &mut faults);
    let mut pages = things(txn, schema::PAGES, schema::is_id, &mut faults, parse::page);
    sort(&mut pages, |it| (&mut it.order, &it.id));
    if pages.is_empty() {
        pages.push(fallback_page());
    }
    stand(txn, &mut pages, &mut faults);
    let mut fields = things(
        txn,
        schema::FIELDS,
        schema::is_field_key,
        &mut faults,
        |key, object| Some(parse::field(key, object)),
    );
    sort(&mut fields, |it| (&mut it.order, &it.key));
    let mut styles = things(
        txn,
        schema::STYLES,
        schema::is_id,
        &mut faults,
        parse::style,
    );
    sort(&mut styles, |it| (&mut it.order, &it.id));
    unknown_roots(txn, &mut extra);
    faults.sort();
    Reading {
        layout: Layout {
            schema,
            languages,
            pages,
            fields,
            styles,
            extra,
        },
        problems: faults,
    }
}

fn meta(txn: &impl ReadTxn, faults: &mut Faults) -> (u32, Vec<String>, Extra) {
    let entries = txn
        .get_map(schema::META)
        .map(|map| shallow(&map, txn))
        .unwrap_or_default();
    let mut object = Object::new(entries, Source::Document, place("", schema::META), faults);
    let schema = object
        .take_always("schema", "a whole number from 1 on", parse::version)
        .unwrap_or(schema::VERSION);
    let languages = object.take_always("languages", "an array of language codes", parse::languages);
    let rest = object.extra();
    let mut extra = Extra::new();
    if !rest.is_empty() {
        extra.insert(
            schema::META.to_owned(),
            Value::Object(rest.into_iter().collect()),
        );
    }
    (
        schema,
        languages.unwrap_or_else(parse::all_languages),
        extra,
    )
}

/// The page of a layout that has none (rule 5).
fn fallback_page() -> Page {
    Page {
        id: schema::FALLBACK_PAGE.to_owned(),
        size: schema::A4,
        order: order::between(None, None, 0),
        name: None,
        background: None,
        bleed: 0.0,
        elements: Vec::new(),
        extra: Extra::new(),
    }
}

/// Reads every readable entry of a root map.
fn things<T>(
    txn: &impl ReadTxn,
    root: &str,
    is_id: fn(&str) -> bool,
    faults: &mut Faults,
    mut parse: impl FnMut(String, Object<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(map) = txn.get_map(root) else {
        return Vec::new();
    };
    let mut read = Vec::new();
    for (id, out) in map.iter(txn) {
        let at = place(&place("", root), id);
        let Some(entries) = entries(&out, txn) else {
            faults.push(Fault::new(
                at,
                "wrong_value",
                "What stands here must be a map.",
            ));
            continue;
        };
        if !is_id(id) {
            faults.push(Fault::new(at, "wrong_key", "This cannot be an id."));
            continue;
        }
        read.extend(parse(
            id.to_owned(),
            Object::new(entries, Source::Document, at, faults),
        ));
    }
    read
}

/// The keys of a thing. A plain object counts as a map, so that a careless writer loses nothing.
fn entries(out: &Out, txn: &impl ReadTxn) -> Option<Map<String, Value>> {
    match out {
        Out::YMap(map) => Some(shallow(map, txn)),
        Out::Any(_) => parse::entries(value::from_out(out, txn, 0)),
        _ => None,
    }
}

fn shallow(map: &MapRef, txn: &impl ReadTxn) -> Map<String, Value> {
    map.iter(txn)
        .map(|(key, out)| (key.to_owned(), value::from_out(&out, txn, 1)))
        .collect()
}

/// Puts every element where it stands (rules 3, 4, 6 and 8).
fn stand(txn: &impl ReadTxn, pages: &mut [Page], faults: &mut Faults) {
    let page_ids: HashSet<String> = pages.iter().map(|page| page.id.clone()).collect();
    let mut parents = BTreeMap::new();
    let elements = things(
        txn,
        schema::ELEMENTS,
        schema::is_id,
        faults,
        |id, mut object| {
            if page_ids.contains(&id) {
                object.fault("", "wrong_key", "A page has this id already.");
                return None;
            }
            let parent = object.string("parent");
            let element = parse::element(id, Source::Document, object)?;
            parents.insert(element.id.clone(), parent.unwrap_or_default());
            Some(element)
        },
    );
    let mut elements: HashMap<String, Element> =
        elements.into_iter().map(|it| (it.id.clone(), it)).collect();
    break_cycles(&mut parents, &elements, &page_ids, &pages[0].id, faults);
    let reached = reach(pages, &elements, &mut parents, faults);
    // From the deepest up, so that a group is whole before it is handed to its own parent.
    let mut standing: HashMap<String, Vec<Element>> = HashMap::new();
    for id in reached.into_iter().rev() {
        let (Some(mut element), Some(parent)) = (elements.remove(&id), parents.remove(&id)) else {
            continue;
        };
        if let Some(mut own) = standing.remove(&id) {
            sort(&mut own, |it| (&mut it.order, &it.id));
            if let ElementKind::Group { elements } | ElementKind::Unknown { elements, .. } =
                &mut element.kind
            {
                *elements = own;
            }
        }
        standing.entry(parent).or_default().push(element);
    }
    for page in pages {
        page.elements = standing.remove(&page.id).unwrap_or_default();
        sort(&mut page.elements, |it| (&mut it.order, &it.id));
    }
    for (id, _) in parents {
        faults.push(Fault::new(
            place("/elements", &id),
            "no_page",
            "This element stands on no page.",
        ));
    }
}

/// The elements that stand on a page, from the pages down, as deep as groups may nest. What is never reached is no part
/// of the layout; what is too deep loses its parent, so that it is told of once.
fn reach(
    pages: &[Page],
    elements: &HashMap<String, Element>,
    parents: &mut BTreeMap<String, String>,
    faults: &mut Faults,
) -> Vec<String> {
    let mut children: HashMap<String, Vec<String>> = HashMap::new();
    for (id, parent) in &*parents {
        children.entry(parent.clone()).or_default().push(id.clone());
    }
    let mut reached = Vec::new();
    let mut waiting: VecDeque<(String, usize)> =
        pages.iter().map(|page| (page.id.clone(), 0)).collect();
    while let Some((parent, depth)) = waiting.pop_front() {
        for id in children.get(&parent).into_iter().flatten() {
            if depth > schema::GROUP_DEPTH {
                let at = place("/elements", id);
                faults.push(Fault::new(
                    at,
                    "too_deep",
                    "The groups around this element nest too deeply.",
                ));
                parents.remove(id);
                continue;
            }
            if elements.get(id).is_some_and(is_container) {
                waiting.push_back((id.clone(), depth + 1));
            }
            reached.push(id.clone());
        }
    }
    reached
}

/// Lets the smallest element of every circle of groups stand on the first page (rule 4).
fn break_cycles(
    parents: &mut BTreeMap<String, String>,
    elements: &HashMap<String, Element>,
    page_ids: &HashSet<String>,
    first_page: &str,
    faults: &mut Faults,
) {
    // What an element stands in, as long as that is itself an element that can hold others.
    let holder = |id: &str| {
        let parent = parents.get(id)?;
        let is_page = page_ids.contains(parent);
        (!is_page && elements.get(parent).is_some_and(is_container)).then_some(parent.as_str())
    };
    let mut settled: HashSet<&str> = HashSet::new();
    let mut broken = Vec::new();
    for start in parents.keys() {
        let mut chain: Vec<&str> = Vec::new();
        let mut next = Some(start.as_str());
        while let Some(id) = next.filter(|id| !settled.contains(id)) {
            settled.insert(id);
            chain.push(id);
            next = holder(id);
        }
        // The chain ended at something judged before: a circle if that was on this very chain.
        if let Some(first) = next.and_then(|end| chain.iter().position(|id| *id == end)) {
            broken.extend(chain[first..].iter().min().map(|id| (*id).to_owned()));
        }
    }
    for id in broken {
        faults.push(Fault::new(
            place("/elements", &id),
            "cycle",
            "This element stood within itself.",
        ));
        parents.insert(id, first_page.to_owned());
    }
}

const fn is_container(element: &Element) -> bool {
    matches!(
        element.kind,
        ElementKind::Group { .. } | ElementKind::Unknown { .. }
    )
}

/// Sorts siblings by key, then by id; gives a key to those that have none (they come first).
fn sort<T>(siblings: &mut [T], key: impl Fn(&mut T) -> (&mut String, &String)) {
    order::sort(siblings, &key);
    order::complete(siblings, key);
}

/// Keeps roots that this version does not know, those with anything in them.
fn unknown_roots(txn: &impl ReadTxn, extra: &mut Extra) {
    for (name, _) in txn
        .root_refs()
        .filter(|(name, _)| !schema::ROOTS.contains(name))
    {
        let map = txn
            .get_map(name)
            .map(|map| shallow(&map, txn))
            .filter(|it| !it.is_empty());
        let list = || {
            let array = txn.get_array(name).filter(|it| it.len(txn) > 0)?;
            Some(
                array
                    .iter(txn)
                    .map(|it| value::from_out(&it, txn, 1))
                    .collect(),
            )
        };
        if let Some(kept) = map.map(Value::Object).or_else(list) {
            extra.insert(name.to_owned(), value::canonical(kept));
        }
    }
}
