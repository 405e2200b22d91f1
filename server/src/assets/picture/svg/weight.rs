//! What drawing an SVG takes at most, before anybody tries.
//!
//! A few elements can stand for billions: a `use` of a group of `use`s, a pattern filled with patterns, a marker at each
//! point of a long path. So each element is weighed together with what it draws, from above, and once.

use std::collections::HashMap;

use usvg::roxmltree::{Document, Node};

use crate::assets::picture::{Bounds, Refusal};

/// Levels of elements in elements, and of references that lead on to others. usvg goes down them by recursion; honest files have
/// some 20.
const NESTING: u32 = 100;

/// Bytes of all attributes, as often as they are drawn.
const DRAWN_BYTES: u64 = 64 * 1024 * 1024;

/// Bytes of an attribute that is no outline. Longer ones are made to be inherited by many.
const ATTRIBUTE_BYTES: usize = 16 * 1024;

/// Bytes of a list of dashes, which every element below takes over.
const DASH_BYTES: usize = 512;

/// Rules of style sheets times elements: each rule is compared with each element.
const COMPARISONS: u64 = 10_000_000;

/// Refuses what would take too much.
pub(super) fn check(document: &Document<'_>, bounds: &Bounds) -> Result<(), Refusal> {
    let elements = nesting(document)?;
    attributes(document)?;
    let mut scales = Scales {
        by_id: HashMap::new(),
        rules: sheets(document, elements)?,
        weighed: HashMap::new(),
    };
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            // As usvg has it: the last of its name.
            scales.by_id.insert(id, node);
        }
    }
    let total = scales.weigh(document.root_element(), 0)?;
    if total.elements > bounds.elements {
        return Err(Refusal::TooComplex("it draws too many elements"));
    }
    if total.bytes > DRAWN_BYTES {
        return Err(Refusal::TooComplex("what it draws is too long"));
    }
    Ok(())
}

/// How many elements there are; none of them stands too deep.
fn nesting(document: &Document<'_>) -> Result<u64, Refusal> {
    let (mut elements, mut level) = (0, 0_u32);
    let mut next = Some(document.root_element());
    while let Some(node) = next {
        elements += 1;
        if let Some(child) = node.first_element_child() {
            level += 1;
            if level > NESTING {
                return Err(Refusal::TooComplex("its elements are nested too deep"));
            }
            next = Some(child);
            continue;
        }
        let mut done = node;
        next = loop {
            if let Some(sibling) = done.next_sibling_element() {
                break Some(sibling);
            }
            match done.parent_element() {
                Some(parent) => {
                    level = level.saturating_sub(1);
                    done = parent;
                }
                None => break None,
            }
        };
    }
    Ok(elements)
}

/// No attribute that is inherited is long.
fn attributes(document: &Document<'_>) -> Result<(), Refusal> {
    for node in document.descendants() {
        for it in node.attributes() {
            let at_most = match it.name() {
                // Outlines are weighed; pictures are dropped.
                "d" | "points" | "href" => continue,
                "stroke-dasharray" => DASH_BYTES,
                _ => ATTRIBUTE_BYTES,
            };
            if it.value().len() > at_most {
                return Err(Refusal::TooComplex("it has too long an attribute"));
            }
            if it.name() == "style" {
                declarations(it.value())?;
            }
        }
    }
    Ok(())
}

/// No declaration of dashes is long.
fn declarations(text: &str) -> Result<(), Refusal> {
    for part in text.split(['{', '}', ';']) {
        if part.len() > DASH_BYTES && part.contains("dasharray") || part.len() > ATTRIBUTE_BYTES {
            return Err(Refusal::TooComplex("it has too long a style"));
        }
    }
    Ok(())
}

/// What an element draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Weight {
    elements: u64,
    bytes: u64,
}

impl Weight {
    const NONE: Self = Self {
        elements: 0,
        bytes: 0,
    };

    fn plus(self, other: Self) -> Self {
        Self {
            elements: self.elements.saturating_add(other.elements),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    fn times(self, count: u64) -> Self {
        Self {
            elements: self.elements.saturating_mul(count),
            bytes: self.bytes.saturating_mul(count),
        }
    }
}

struct Scales<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    rules: Vec<Rule<'a>>,
    /// None while an element is being weighed: who meets it again goes round in circles.
    weighed: HashMap<Node<'a, 'input>, Option<Weight>>,
}

impl<'a, 'input> Scales<'a, 'input> {
    /// An element with everything inside it and everything that it refers to.
    fn weigh(&mut self, node: Node<'a, 'input>, level: u32) -> Result<Weight, Refusal> {
        if level > 2 * NESTING {
            return Err(Refusal::TooComplex("its references lead too far"));
        }
        match self.weighed.get(&node) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(Refusal::TooComplex("it refers to itself")),
            None => {}
        }
        self.weighed.insert(node, None);
        let mut bytes = 0_u64;
        for it in node.attributes() {
            // A picture inside is dropped unread.
            if it.name() != "href" {
                bytes = bytes.saturating_add(length(it.value()));
            }
        }
        let mut weight = Weight { elements: 1, bytes };
        for child in node.children().filter(Node::is_element) {
            weight = weight.plus(self.weigh(child, level + 1)?);
        }
        if is_followed(node.tag_name().name()) {
            for it in node.attributes().filter(|it| it.name() == "href") {
                let target = it.value().trim().strip_prefix('#');
                if let Some(target) = target.and_then(|id| self.by_id.get(id).copied()) {
                    weight = weight.plus(self.weigh(target, level + 1)?);
                }
            }
        }
        // What an attribute refers to is drawn for each element below that takes it over, a marker at each point of each.
        let mut referred = Weight::NONE;
        let mut texts: Vec<(&str, bool)> = node
            .attributes()
            .map(|it| {
                let marks = it.name().starts_with("marker") || it.value().contains("marker");
                (it.value(), marks)
            })
            .collect();
        let applied = self.rules.iter().filter(|rule| rule.may_apply(node));
        texts.extend(applied.map(|it| (it.declarations, it.declarations.contains("marker"))));
        for (text, marks) in texts {
            let count = if marks { weight.bytes } else { weight.elements };
            referred = referred.plus(self.referred(text, level)?.times(count));
        }
        weight = weight.plus(referred);
        // Gradients are drawn by nobody: they are looked up. Their stops weigh little.
        if node.tag_name().name().ends_with("Gradient") {
            weight = Weight {
                elements: weight.elements.div_ceil(16),
                bytes: weight.bytes.div_ceil(16),
            };
        }
        self.weighed.insert(node, Some(weight));
        Ok(weight)
    }

    /// All that a text refers to by `url(#…)`.
    fn referred(&mut self, text: &'a str, level: u32) -> Result<Weight, Refusal> {
        let mut weight = Weight::NONE;
        for target in targets(text) {
            if let Some(node) = self.by_id.get(target).copied() {
                weight = weight.plus(self.weigh(node, level + 1)?);
            }
        }
        Ok(weight)
    }
}

/// A selector of a style sheet, as far as it is needed: whom it may speak of, and what it makes them refer to.
struct Rule<'a> {
    element: Option<&'a str>,
    class: Option<&'a str>,
    id: Option<&'a str>,
    declarations: &'a str,
}

impl Rule<'_> {
    /// Whether the rule may apply; what else the selector asks for is taken as given.
    fn may_apply(&self, node: Node<'_, '_>) -> bool {
        self.element
            .is_none_or(|name| name == node.tag_name().name())
            && self.id.is_none_or(|id| node.attribute("id") == Some(id))
            && self.class.is_none_or(|class| {
                node.attribute("class")
                    .is_some_and(|all| all.split_whitespace().any(|one| one == class))
            })
    }
}

/// The rules that refer to something. All rules are counted: each is compared with each element.
fn sheets<'a>(document: &'a Document<'_>, elements: u64) -> Result<Vec<Rule<'a>>, Refusal> {
    let (mut found, mut selectors) = (Vec::new(), 0_u64);
    let sheets = document
        .descendants()
        .filter(|it| it.tag_name().name() == "style");
    for text in sheets
        .flat_map(|it| it.children())
        .filter_map(|it| it.text())
    {
        declarations(text)?;
        for block in text.split('}') {
            let Some((before, declarations)) = block.rsplit_once('{') else {
                continue;
            };
            // Inside `@media {` the selector begins after it.
            let before = before.rsplit(['{', ';']).next().unwrap_or_default();
            for selector in before.split(',') {
                selectors += 1;
                if targets(declarations).next().is_some() {
                    found.push(rule(selector, declarations));
                }
            }
        }
    }
    if selectors.saturating_mul(elements) > COMPARISONS {
        return Err(Refusal::TooComplex("its style sheets are too long"));
    }
    Ok(found)
}

/// Reads the last part of a selector, behind spaces and combinators: `g > path.thin:first-child` speaks of `path.thin`.
fn rule<'a>(selector: &'a str, declarations: &'a str) -> Rule<'a> {
    // What stands behind a comment is the selector; what is odd, speaks of everything.
    let selector = selector.rsplit("*/").next().unwrap_or_default().trim();
    let last = selector
        .rsplit(|it: char| it.is_whitespace() || matches!(it, '>' | '+' | '~'))
        .next()
        .unwrap_or_default();
    let odd = last.contains(['[', '(', '\\', '/']) || selector.contains(['[', '(', '\\', '/']);
    let word = |from: &'a str| {
        let end = from.find(['.', '#', ':', '*']).unwrap_or(from.len());
        (!odd && end > 0).then_some(&from[..end])
    };
    Rule {
        element: word(last),
        class: last.split_once('.').and_then(|(_, rest)| word(rest)),
        id: last.split_once('#').and_then(|(_, rest)| word(rest)),
        declarations,
    }
}

/// Elements whose `href` is part of what they draw.
fn is_followed(name: &str) -> bool {
    matches!(
        name,
        "use"
            | "linearGradient"
            | "radialGradient"
            | "pattern"
            | "feImage"
            | "filter"
            | "textPath"
            | "tref"
    )
}

/// The ids in `url(#…)`, in quotes or not.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("url(").skip(1).filter_map(|rest| {
        let inside = rest.split(')').next()?;
        inside
            .trim_matches(|it: char| it.is_whitespace() || matches!(it, '\'' | '"'))
            .strip_prefix('#')
    })
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}
