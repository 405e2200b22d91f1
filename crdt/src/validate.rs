//! What a layout must satisfy to be frozen into a version.
//!
//! Two good edits may merge into a bad layout, so this is asked when a layout is frozen, whoever wrote what before.

use std::collections::HashSet;

use crate::element::{Element, ElementKind, Insert, Run, Texts, Typography};
use crate::json;
use crate::layout::{Fault, Layout, StyleKind};
use crate::schema;

/// All that keeps a layout from being frozen, in the order of pages and elements; empty when nothing does.
///
/// Places are `/pages/<id>`, `/elements/<id>/<key>`, `/fields/<key>` and `/styles/<id>`, as those of a reading are: they name
/// things by id, so that the editor can show them.
pub fn validate(layout: &Layout) -> Vec<Fault> {
    let mut check = Check {
        fields: layout.fields.iter().map(|it| it.key.as_str()).collect(),
        colors: styles(layout, |kind| {
            matches!(kind, StyleKind::Color { value: Some(_) })
        }),
        texts: styles(layout, |kind| matches!(kind, StyleKind::Text { .. })),
        languages: &layout.languages,
        faults: Vec::new(),
    };
    if layout.schema > schema::VERSION {
        check.fault(
            "/meta/schema",
            "schema_too_new",
            "The layout was written by a newer version.",
        );
    }
    if layout.pages.len() > json::PAGES_MAX {
        check.fault(
            "/pages",
            "too_many",
            format!("A certificate has at most {} pages.", json::PAGES_MAX),
        );
    }
    if layout.elements().count() > json::ELEMENTS_MAX {
        check.fault(
            "/elements",
            "too_many",
            format!("A certificate has at most {} elements.", json::ELEMENTS_MAX),
        );
    }
    for page in &layout.pages {
        let at = format!("/pages/{}", page.id);
        if page.size.iter().any(|length| *length < 10.0) {
            check.fault(
                &format!("{at}/size"),
                "page_too_small",
                "A page is at least 10 mm wide and high.",
            );
        }
        check.color(&at, "background", page.background.as_deref());
    }
    for element in layout.elements() {
        check.element(element);
    }
    for field in layout
        .fields
        .iter()
        .filter(|it| it.label.values().all(|label| label.trim().is_empty()))
    {
        check.fault(
            &format!("/fields/{}/label", field.key),
            "label_missing",
            "This field has no label.",
        );
    }
    check.faults
}

fn styles(layout: &Layout, gives: impl Fn(&StyleKind) -> bool) -> HashSet<&str> {
    layout
        .styles
        .iter()
        .filter(|it| gives(&it.kind))
        .map(|it| it.id.as_str())
        .collect()
}

struct Check<'a> {
    fields: HashSet<&'a str>,
    colors: HashSet<&'a str>,
    texts: HashSet<&'a str>,
    languages: &'a [String],
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, at: &str, code: &'static str, message: impl Into<String>) {
        self.faults.push(Fault::new(at, code, message));
    }

    fn element(&mut self, element: &Element) {
        let at = format!("/elements/{}", element.id);
        self.color(&at, "fill", element.fill.as_deref());
        self.color(&at, "stroke", element.stroke.as_deref());
        if let Some(texts) = element.texts() {
            self.runs(&at, texts);
        }
        match &element.kind {
            ElementKind::Text { texts, typography } => {
                self.typography(&at, typography);
                if !self.languages.iter().any(|it| texts.contains_key(it)) {
                    self.fault(
                        &format!("{at}/texts"),
                        "text_empty",
                        "This text is empty in every language.",
                    );
                }
            }
            ElementKind::Field {
                field, typography, ..
            } => {
                self.typography(&at, typography);
                match field.as_deref() {
                    None => self.fault(
                        &format!("{at}/field"),
                        "field_missing",
                        "No field is chosen.",
                    ),
                    Some(key) => self.field(&format!("{at}/field"), key),
                }
            }
            ElementKind::Image { asset: None, .. } => {
                self.fault(
                    &format!("{at}/asset"),
                    "image_missing",
                    "No picture is chosen.",
                );
            }
            ElementKind::Path { d, .. } if d.trim().is_empty() => {
                self.fault(&format!("{at}/d"), "path_empty", "The path is empty.");
            }
            ElementKind::Seal {
                design: None,
                asset: None,
                ..
            } => {
                self.fault(
                    &format!("{at}/design"),
                    "seal_missing",
                    "Neither a seal nor a picture is chosen.",
                );
            }
            ElementKind::Qr { ground, .. } => self.color(&at, "ground", ground.as_deref()),
            ElementKind::Unknown { name, .. } => {
                self.fault(
                    &format!("{at}/type"),
                    "type_unknown",
                    format!("{name} is no type that this version can draw."),
                );
            }
            ElementKind::Image { .. }
            | ElementKind::Path { .. }
            | ElementKind::Seal { .. }
            | ElementKind::Rectangle { .. }
            | ElementKind::Ellipse
            | ElementKind::Polygon { .. }
            | ElementKind::Line
            | ElementKind::Signature { .. }
            | ElementKind::Group { .. } => {}
        }
    }

    fn runs(&mut self, at: &str, texts: &Texts) {
        for (language, runs) in texts {
            let at = format!("{at}/texts/{language}");
            for Run {
                insert,
                style,
                shared,
                ..
            } in runs
            {
                self.color(&at, "color", style.color.as_deref());
                self.text_style(&at, shared.as_deref());
                match insert {
                    Insert::Text(_) => {}
                    Insert::Field { field, .. } => self.field(&at, field),
                    Insert::Unknown(_) => self.fault(
                        &at,
                        "embed_unknown",
                        "The text holds something that cannot be drawn.",
                    ),
                }
            }
        }
    }

    fn typography(&mut self, at: &str, typography: &Typography) {
        self.color(at, "color", typography.text.color.as_deref());
        self.text_style(at, typography.style.as_deref());
    }

    fn text_style(&mut self, at: &str, id: Option<&str>) {
        if let Some(id) = id.filter(|id| !self.texts.contains(id)) {
            self.fault(
                &format!("{at}/style"),
                "style_missing",
                format!("There is no text style {id}."),
            );
        }
    }

    fn color(&mut self, at: &str, key: &str, color: Option<&str>) {
        let id = color.and_then(|it| it.strip_prefix("style:"));
        if let Some(id) = id.filter(|id| !self.colors.contains(id)) {
            self.fault(
                &format!("{at}/{key}"),
                "style_missing",
                format!("There is no colour style {id}."),
            );
        }
    }

    fn field(&mut self, at: &str, key: &str) {
        if !self.fields.contains(key) {
            self.fault(at, "field_unknown", format!("There is no field {key}."));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes(layout: serde_json::Value) -> Vec<(String, &'static str)> {
        let layout = json::from_json(&layout).expect("a readable layout");
        validate(&layout)
            .into_iter()
            .map(|it| (it.at, it.code))
            .collect()
    }

    #[test]
    fn a_sound_layout_has_no_faults() {
        let layout = json!({
            "pages": [{"id": "p", "size": [210, 297], "background": "style:paper", "elements": [
                {"id": "t", "type": "text", "texts": {"de": [{"insert": {"field": "name"}}]}},
                {"id": "g", "type": "group", "elements": [{"id": "f", "type": "field", "field": "name"}]},
            ]}],
            "fields": [{"key": "name", "label": {"de": "Name"}}],
            "styles": [{"id": "paper", "kind": "color", "value": "#ffffff"}],
        });
        assert_eq!(codes(layout), []);
    }

    #[test]
    fn all_that_is_wrong_is_told() {
        let layout = json!({
            "pages": [{"id": "p", "size": [5, 297], "background": "style:gone", "elements": [
                {"id": "t", "type": "text", "style": "gone"},
                {"id": "f", "type": "field", "field": "gone"},
                {"id": "i", "type": "image"},
                {"id": "q", "type": "qr", "ground": "style:gone"},
                {"id": "h", "type": "hologram"},
            ]}],
            "fields": [{"key": "name"}],
        });
        let expected = [
            ("/pages/p/size", "page_too_small"),
            ("/pages/p/background", "style_missing"),
            ("/elements/t/style", "style_missing"),
            ("/elements/t/texts", "text_empty"),
            ("/elements/f/field", "field_unknown"),
            ("/elements/i/asset", "image_missing"),
            ("/elements/q/ground", "style_missing"),
            ("/elements/h/type", "type_unknown"),
            ("/fields/name/label", "label_missing"),
        ];
        assert_eq!(
            codes(layout),
            expected.map(|(at, code)| (at.to_owned(), code))
        );
    }
}
