//! Ids that could end an attribute. usvg writes ids as they are, so an odd one is renamed before it gets them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use usvg::roxmltree::{Attribute, Document};

/// The file with other names for its odd ids and for what refers to them; none when it has no odd ones.
pub(super) fn renamed(document: &Document<'_>) -> Option<String> {
    let mut names: HashMap<&str, String> = HashMap::new();
    let mut taken: HashSet<&str> = HashSet::new();
    for node in document.descendants() {
        taken.extend(node.attribute("id"));
        taken.extend(node.attributes().filter_map(referred));
    }
    // Names that nobody has or looks for: what referred to one element must not come to refer to another.
    let mut free = (0_u64..)
        .map(|number| format!("odd-{number}"))
        .filter(|name| !taken.contains(name.as_str()));
    for node in document.descendants() {
        if let Some(id) = node.attribute("id").filter(|id| is_odd(id))
            && !names.contains_key(id)
        {
            names.extend(free.next().map(|name| (id, name)));
        }
    }
    if names.is_empty() {
        return None;
    }
    // By place, and each place once.
    let mut changes: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for it in document.descendants().flat_map(|node| node.attributes()) {
        let new = match it.name() {
            "id" => names.get(it.value()).cloned(),
            "href" => referred(it)
                .and_then(|id| names.get(id))
                .map(|name| format!("#{name}")),
            _ => repainted(it.value(), &names),
        };
        if let Some(new) = new {
            let range = it.range_value();
            changes.insert(range.start, (range, new));
        }
    }
    let from = document.input_text();
    let mut text = String::with_capacity(from.len());
    let mut at = 0;
    for (range, new) in changes.into_values() {
        text.push_str(from.get(at..range.start)?);
        text.push_str(&new);
        at = range.end;
    }
    text.push_str(from.get(at..)?);
    Some(text)
}

/// The id that an attribute `href` names.
fn referred<'a>(it: Attribute<'a, '_>) -> Option<&'a str> {
    (it.name() == "href")
        .then(|| it.value().trim().strip_prefix('#'))
        .flatten()
}

/// A value of which each `url(#…)` names what an id was renamed to, escaped as an attribute's; none when nothing in it was renamed.
fn repainted(value: &str, names: &HashMap<&str, String>) -> Option<String> {
    let mut renamed = false;
    let mut parts = value.split("url(");
    let mut text = parts.next()?.to_owned();
    for part in parts {
        text.push_str("url(");
        let (address, rest) = part.split_once(')').unwrap_or((part, ""));
        let bare = address.trim();
        let quoted = ['"', '\'']
            .into_iter()
            .find_map(|sign| bare.strip_prefix(sign)?.strip_suffix(sign));
        let id = quoted.unwrap_or(bare).trim().strip_prefix('#');
        match id.and_then(|id| names.get(id)) {
            Some(name) => {
                renamed = true;
                text.extend(["#", name, ")", rest]);
            }
            None => text.push_str(part),
        }
    }
    let escaped = || {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('"', "&quot;")
            .replace('\'', "&apos;")
    };
    renamed.then(escaped)
}

/// Whether an id holds what has a meaning inside an attribute.
fn is_odd(id: &str) -> bool {
    id.contains(['"', '&', '<'])
}
