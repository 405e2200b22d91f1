//! The list of what a stored SVG may hold. What usvg writes passes; that it does is not taken on trust.

use std::collections::HashMap;

use usvg::roxmltree::{Document, Node};

use super::NAMESPACE;
use crate::assets::picture::Refusal;

/// Elements that draw, and what they refer to.
const ELEMENTS: [&str; 10] = [
    "clipPath",
    "defs",
    "g",
    "linearGradient",
    "mask",
    "path",
    "pattern",
    "radialGradient",
    "stop",
    "svg",
];

/// Elements that are left out with all that they hold.
const LEFT_OUT: [&str; 3] = ["filter", "image", "text"];

/// Attributes with numbers, words and colours.
const ATTRIBUTES: [&str; 48] = [
    "clip-rule",
    "cx",
    "cy",
    "d",
    "fill-opacity",
    "fill-rule",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "mask-type",
    "maskContentUnits",
    "maskUnits",
    "offset",
    "opacity",
    "paint-order",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "preserveAspectRatio",
    "r",
    "shape-rendering",
    "spreadMethod",
    "stop-color",
    "stop-opacity",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "style",
    "transform",
    "viewBox",
    "visibility",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
    "clipPathUnits",
    "rx",
    "ry",
];

/// Attributes that may refer to another element.
const REFERRING: [&str; 4] = ["clip-path", "fill", "mask", "stroke"];

/// Writes the document anew: listed elements and attributes, ids of our own, a view box so that it scales everywhere.
pub(super) fn write(document: &Document<'_>) -> Result<String, Refusal> {
    let mut ids = HashMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            let next = format!("i{}", ids.len());
            ids.entry(id).or_insert(next);
        }
    }
    let root = document.root_element();
    let mut out = String::with_capacity(root.range().len());
    // Start tags on the way down, end tags on the way up, without recursion.
    let mut open: Vec<(Node<'_, '_>, &str)> = Vec::new();
    let mut next = Some(root);
    while let Some(node) = next {
        let written = element(node, &ids, &mut out)?;
        let child = node.first_element_child().filter(|_| written.is_some());
        match (written, child) {
            (Some(name), Some(child)) => {
                out.push('>');
                open.push((node, name));
                next = Some(child);
                continue;
            }
            (Some(_), None) => out.push_str("/>"),
            (None, _) => {}
        }
        let mut done = node;
        next = loop {
            if open.is_empty() {
                break None;
            }
            if let Some(sibling) = done.next_sibling_element() {
                break Some(sibling);
            }
            if let Some((parent, name)) = open.pop() {
                out.push_str("</");
                out.push_str(name);
                out.push('>');
                done = parent;
            }
        };
    }
    Ok(out)
}

/// Writes a start tag without its end; none when the element is left out.
fn element(
    node: Node<'_, '_>,
    ids: &HashMap<&str, String>,
    out: &mut String,
) -> Result<Option<&'static str>, Refusal> {
    let told = node.tag_name().name();
    if LEFT_OUT.contains(&told) {
        return Ok(None);
    }
    let is_root = node.parent_element().is_none();
    let name = ELEMENTS
        .into_iter()
        .find(|name| *name == told)
        .filter(|name| {
            is_root == (*name == "svg") && node.tag_name().namespace() == Some(NAMESPACE)
        })
        .ok_or_else(|| Refusal::Unreadable(format!("it holds `{told}`")))?;
    out.push('<');
    out.push_str(name);
    if is_root {
        let side = |name| node.attribute(name).unwrap_or_default();
        let (width, height) = (side("width"), side("height"));
        attribute(out, "xmlns", NAMESPACE);
        attribute(
            out,
            "viewBox",
            safe("viewBox", &format!("0 0 {width} {height}"))?,
        );
        attribute(out, "preserveAspectRatio", "none");
    }
    for it in node.attributes() {
        if it.namespace().is_some() {
            continue;
        }
        if it.name() == "id" {
            if let Some(id) = ids.get(it.value()) {
                attribute(out, "id", id);
            }
        } else if REFERRING.contains(&it.name()) {
            reference(out, it.name(), it.value(), ids)?;
        } else if ATTRIBUTES.contains(&it.name()) {
            attribute(out, it.name(), safe(it.name(), it.value())?);
        }
    }
    Ok(Some(name))
}

/// A colour, `none`, or `url(#id)` of an element that is there.
fn reference(
    out: &mut String,
    name: &str,
    value: &str,
    ids: &HashMap<&str, String>,
) -> Result<(), Refusal> {
    if let Some(rest) = value.strip_prefix("url(#") {
        let id = rest.strip_suffix(')').and_then(|id| ids.get(id));
        let id = id.ok_or_else(|| Refusal::Unreadable(format!("`{name}` refers to nothing")))?;
        attribute(out, name, &format!("url(#{id})"));
    } else {
        attribute(out, name, safe(name, value)?);
    }
    Ok(())
}

/// Numbers, words, colours, `matrix(…)`, and of styles `mix-blend-mode` and `isolation`. Nothing here can end an
/// attribute or name an address.
fn safe<'a>(name: &str, value: &'a str) -> Result<&'a str, Refusal> {
    let plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b" .,-+#()%:;".contains(&byte));
    // A coordinate that is no number.
    let numbers = name != "d" || !value.contains(['i', 'n', 'N']);
    if !plain || !numbers || value.contains("url") {
        return Err(Refusal::Unreadable(format!("`{name}` has an odd value")));
    }
    Ok(value)
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(value);
    out.push('"');
}
