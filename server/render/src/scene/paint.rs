//! Colours of a layout (P3): shared ones are looked up, absent ones come by type.

use std::collections::HashMap;

use imprimatur_crdt::Layout;
use imprimatur_crdt::element::{Element, ElementKind};
use imprimatur_crdt::layout::StyleKind;

use super::items::Ink;

/// The shared colours of a layout.
pub(super) struct Palette<'a>(HashMap<&'a str, &'a str>);

impl<'a> Palette<'a> {
    pub(super) fn of(layout: &'a Layout) -> Self {
        let colors = layout.styles.iter().filter_map(|style| match &style.kind {
            StyleKind::Color { value } => Some((style.id.as_str(), value.as_deref()?)),
            StyleKind::Text { .. } | StyleKind::Unknown { .. } => None,
        });
        Self(colors.collect())
    }

    /// The colour that a value stands for; `missing` where it stands for none that is there.
    pub(super) fn ink(&self, value: &str, missing: Ink) -> Ink {
        let value = match value.strip_prefix("style:") {
            Some(id) => self.0.get(id).copied().unwrap_or_default(),
            None => value,
        };
        Ink::read(value).unwrap_or(missing)
    }

    /// What an element is filled with.
    pub(super) fn fill(&self, element: &Element) -> Ink {
        match &element.fill {
            Some(fill) => self.ink(fill, Ink::None),
            None => default_fill(&element.kind),
        }
    }

    /// What an element's lines are drawn with.
    pub(super) fn stroke(&self, element: &Element) -> Ink {
        match &element.stroke {
            Some(stroke) => self.ink(stroke, Ink::DARK),
            None => default_stroke(&element.kind),
        }
    }
}

fn default_fill(kind: &ElementKind) -> Ink {
    match kind {
        ElementKind::Qr { .. } | ElementKind::Seal { .. } => Ink::DARK,
        ElementKind::Text { .. }
        | ElementKind::Field { .. }
        | ElementKind::Image { .. }
        | ElementKind::Rectangle { .. }
        | ElementKind::Ellipse
        | ElementKind::Polygon { .. }
        | ElementKind::Line
        | ElementKind::Path { .. }
        | ElementKind::Signature { .. }
        | ElementKind::Group { .. }
        | ElementKind::Unknown { .. } => Ink::None,
    }
}

fn default_stroke(kind: &ElementKind) -> Ink {
    match kind {
        ElementKind::Rectangle { .. }
        | ElementKind::Ellipse
        | ElementKind::Polygon { .. }
        | ElementKind::Line
        | ElementKind::Path { .. }
        | ElementKind::Signature { .. } => Ink::DARK,
        ElementKind::Text { .. }
        | ElementKind::Field { .. }
        | ElementKind::Image { .. }
        | ElementKind::Qr { .. }
        | ElementKind::Seal { .. }
        | ElementKind::Group { .. }
        | ElementKind::Unknown { .. } => Ink::None,
    }
}
