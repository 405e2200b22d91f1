//! Which runs of an element are set, and in what (P5): a run's own keys, the shared style that it names, the element's keys, the
//! shared style of the element, the schema's defaults.

use std::collections::HashMap;

use imprimatur_crdt::Layout;
use imprimatur_crdt::element::{self, Element, ElementKind, Insert, Run, Texts, Typography};
use imprimatur_crdt::layout::StyleKind;

use super::Ask;
use super::fields::{Filling, fill, nonempty};
use super::items::Ink;
use super::paint::Palette;
use crate::text::{Align, Frame, StyledRun, TextStyle, Valign};

/// Times the size, where nobody says.
const LINE_HEIGHT: f64 = 1.3;

/// The shared text styles of a layout: the six keys and the line height.
pub(super) struct Styles<'a>(HashMap<&'a str, (&'a element::TextStyle, Option<f64>)>);

impl<'a> Styles<'a> {
    pub(super) fn of(layout: &'a Layout) -> Self {
        let styles = layout.styles.iter().filter_map(|style| match &style.kind {
            StyleKind::Text { text, line_height } => {
                Some((style.id.as_str(), (text, *line_height)))
            }
            StyleKind::Color { .. } | StyleKind::Unknown { .. } => None,
        });
        Self(styles.collect())
    }

    fn get(&self, id: Option<&str>) -> Option<(&'a element::TextStyle, Option<f64>)> {
        self.0.get(id?).copied()
    }

    /// The frame of an element with this typography in a box.
    pub(super) fn frame(
        &self,
        typography: &Typography,
        size: [f64; 2],
        palette: &Palette<'_>,
    ) -> Frame {
        let shared = self.get(typography.style.as_deref());
        let beneath = shared.map_or_else(TextStyle::default, |(style, _)| {
            over(style, &TextStyle::default(), palette)
        });
        Frame {
            width: size[0],
            height: size[1],
            line_height: typography
                .line_height
                .or(shared.and_then(|(_, line_height)| line_height))
                .unwrap_or(LINE_HEIGHT),
            align: match typography.align.unwrap_or_default() {
                element::Align::Start => Align::Start,
                element::Align::Center => Align::Center,
                element::Align::End => Align::End,
                element::Align::Justify => Align::Justify,
            },
            valign: match typography.valign.unwrap_or_default() {
                element::VerticalAlign::Top => Valign::Top,
                element::VerticalAlign::Middle => Valign::Middle,
                element::VerticalAlign::Bottom => Valign::Bottom,
            },
            fit: typography.fit,
            own: over(&typography.text, &beneath, palette),
        }
    }

    /// Runs with their fields filled in.
    pub(super) fn runs(
        &self,
        layout: &Layout,
        ask: &Ask<'_>,
        runs: &[Run],
        own: &TextStyle,
        palette: &Palette<'_>,
    ) -> Vec<StyledRun> {
        let mut set: Vec<StyledRun> = Vec::new();
        let mut after_plain = false;
        for run in runs {
            let Some(text) = filled(layout, ask, run) else {
                continue;
            };
            let beneath = self
                .get(run.shared.as_deref())
                .map(|(style, _)| over(style, own, palette));
            let style = over(&run.style, beneath.as_ref().unwrap_or(own), palette);
            let plain = matches!(run.insert, Insert::Text(_));
            match set.last_mut() {
                Some(last) if plain && after_plain && last.style == style => {
                    last.text.push_str(&text);
                }
                _ => set.push(StyledRun { text, style }),
            }
            after_plain = plain;
        }
        set
    }
}

/// What a run says, with its field filled in; nothing for what is no text.
pub(super) fn filled(layout: &Layout, ask: &Ask<'_>, run: &Run) -> Option<String> {
    match &run.insert {
        Insert::Text(text) => Some(text.clone()),
        Insert::Field {
            field,
            format,
            fallback,
            ..
        } => match fill(layout, ask, field, format.as_deref(), fallback.as_deref()) {
            Filling::Text(text) => Some(text),
            Filling::Image(_) => None,
        },
        Insert::Unknown(_) => None,
    }
}

/// The runs to show: in the language, or in the first of the layout's that has any (P5).
pub(super) fn shown<'a>(layout: &Layout, ask: &Ask<'_>, texts: &'a Texts) -> &'a [Run] {
    let in_language = |language: &str| texts.get(language).filter(|runs| !runs.is_empty());
    in_language(ask.language)
        .or_else(|| {
            layout
                .languages
                .iter()
                .find_map(|language| in_language(language))
        })
        .map_or(&[], Vec::as_slice)
}

/// The one run of a field element.
pub(super) fn field_filling(layout: &Layout, ask: &Ask<'_>, element: &Element) -> Option<Filling> {
    let ElementKind::Field {
        field,
        format,
        fallback,
        ..
    } = &element.kind
    else {
        return None;
    };
    let key = field.as_deref()?;
    Some(fill(
        layout,
        ask,
        key,
        format.as_deref(),
        nonempty(fallback, ask.language),
    ))
}

/// The six keys over what lies beneath.
fn over(style: &element::TextStyle, beneath: &TextStyle, palette: &Palette<'_>) -> TextStyle {
    TextStyle {
        family: style
            .family
            .clone()
            .unwrap_or_else(|| beneath.family.clone()),
        weight: style.weight.map_or(beneath.weight, whole_weight),
        italic: style.italic.unwrap_or(beneath.italic),
        size: style.size.unwrap_or(beneath.size),
        color: style.color.as_deref().map_or_else(
            || beneath.color.clone(),
            |color| palette.ink(color, Ink::DARK).text(),
        ),
        spacing: style.spacing.unwrap_or(beneath.spacing),
    }
}

/// A weight as whole number; the readers keep it within 100 to 900.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_weight(weight: f64) -> u16 {
    (weight + 0.5).floor().clamp(1.0, 1000.0) as u16
}
