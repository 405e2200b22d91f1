//! The layout: a typed, read-only picture of a draft.
//!
//! Lengths are millimetres, text sizes points, angles degrees clockwise. What this version does not know is kept
//! in `extra`, as JSON, so that nothing is lost on the way through.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::element::{Element, ElementKind, TextStyle};

/// What the schema does not know, by key.
pub type Extra = BTreeMap<String, Value>;
/// One string for each language code; `*` stands for all of them where the schema says so.
pub type ByLanguage = BTreeMap<String, String>;

/// A certificate layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The schema version that its writer wrote.
    pub schema: u32,
    /// Language codes, in the order in which a text falls back.
    pub languages: Vec<String>,
    /// In order; never empty.
    pub pages: Vec<Page>,
    /// In order.
    pub fields: Vec<Field>,
    /// In order.
    pub styles: Vec<Style>,
    /// Roots and keys of `meta` that this version does not know; the latter under `meta`.
    pub extra: Extra,
}

/// One page of a layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Names the page for ever.
    pub id: String,
    /// `[width, height]` in millimetres.
    pub size: [f64; 2],
    /// Fractional index among the pages.
    pub order: String,
    /// What the list of pages shows.
    pub name: Option<String>,
    /// A colour or `style:<id>`; white when absent.
    pub background: Option<String>,
    /// Millimetres beyond the edge that are printed and cut off.
    pub bleed: f64,
    /// What stands on the page, back to front.
    pub elements: Vec<Element>,
    /// Keys that this version does not know.
    pub extra: Extra,
}

/// A declared merge field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Names the field for ever.
    pub key: String,
    /// What people read.
    pub label: ByLanguage,
    /// What may be filled in.
    pub kind: FieldKind,
    /// Whether a certificate can be issued without it.
    pub required: bool,
    /// An example; the key `*` is for all languages.
    pub sample: ByLanguage,
    /// Fractional index among the fields.
    pub order: String,
    /// Keys that this version does not know.
    pub extra: Extra,
}

/// What a merge field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldKind {
    /// Any string.
    #[default]
    Text,
    /// A calendar date.
    Date,
    /// A number.
    Number,
    /// An uploaded image.
    Image,
}

/// A shared style that elements refer to by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Names the style for ever.
    pub id: String,
    /// What the list of styles shows.
    pub name: String,
    /// Fractional index among the styles.
    pub order: String,
    /// What it gives.
    pub kind: StyleKind,
    /// Keys that this version does not know.
    pub extra: Extra,
}

/// What a shared style gives.
#[derive(Debug, Clone, PartialEq)]
pub enum StyleKind {
    /// A colour: `#rrggbb` or `#rrggbbaa`.
    Color {
        /// Absent until somebody chose one.
        value: Option<String>,
    },
    /// Typography beneath an element's own keys.
    Text {
        /// The six keys of a run.
        text: TextStyle,
        /// Times the size.
        line_height: Option<f64>,
    },
    /// A kind that this version does not know.
    Unknown {
        /// What the document calls it.
        kind: String,
    },
}

/// A layout as read, and what was odd in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What could be read.
    pub layout: Layout,
    /// What was left out or counted as absent, in the order of places.
    pub problems: Vec<Problem>,
}

/// Something odd at one place: a stable code for programs, a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where, as a JSON pointer: into the layout's JSON, or (when a document was read) `/elements/<id>/<key>`.
    pub at: String,
    /// Stable and short.
    pub code: &'static str,
    /// What is wrong, in English.
    pub message: String,
}

/// What a reader of the document found odd.
pub type Problem = Fault;

impl Fault {
    pub(crate) fn new(
        at: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            at: at.into(),
            code,
            message: message.into(),
        }
    }
}

impl Layout {
    /// Every element, page by page, groups before their children, back to front.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.pages.iter().flat_map(|page| {
            let mut stack: Vec<&Element> = page.elements.iter().rev().collect();
            std::iter::from_fn(move || {
                let element = stack.pop()?;
                stack.extend(element.children().iter().rev());
                Some(element)
            })
        })
    }
}

impl Element {
    /// What stands in this element: the children of a group, back to front.
    pub fn children(&self) -> &[Element] {
        match &self.kind {
            ElementKind::Group { elements } | ElementKind::Unknown { elements, .. } => elements,
            _ => &[],
        }
    }
}
