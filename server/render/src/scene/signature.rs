//! A place to sign (P9).

use super::items::{Ink, Item, Join, Path, Segment};
use crate::fonts::Fonts;
use crate::text::{Align, Frame, SetText, StyledRun, TextStyle, Valign, set_text};

/// The greatest size of the signer's name, in millimetres.
const TYPE_MAX: f64 = 3.4;
/// Of the rule, in millimetres.
const RULE_WIDTH: f64 = 0.25;
/// The role stands behind the name.
const ROLE_COLOR: &str = "#5a5f69";
/// Words are not wrapped: no name comes near.
const LINE: [f64; 2] = [5_000.0, 100.0];
/// Micropoints that a baseline may lie away: 35 km, where nobody sees it, and sums still hold.
const FARTHEST: i64 = 100_000_000_000_000;

/// Where the parts stand in a box of a height.
pub(super) struct Measures {
    type_size: f64,
    /// The rule, from the top.
    pub(super) rule: f64,
}

impl Measures {
    pub(super) fn of(height: f64) -> Self {
        let type_size = TYPE_MAX.min(height * 0.2);
        Self {
            type_size,
            rule: (height - type_size * 2.9).max(height * 0.3),
        }
    }

    /// The rule and the words beneath it.
    pub(super) fn items(
        &self,
        fonts: &Fonts,
        width: f64,
        ink: Ink,
        signer: &str,
        role: &str,
    ) -> Vec<Item> {
        let d = vec![
            Segment::Move([0.0, self.rule]),
            Segment::Line([width, self.rule]),
        ];
        let mut items = vec![Item::Path(Path::drawn(
            d,
            ink.or(Ink::DARK),
            RULE_WIDTH,
            Join::Miter,
        ))];
        let dark = Ink::DARK.text();
        let rows = [
            (signer, self.type_size, self.type_size * 1.25, dark.as_str()),
            (
                role,
                self.type_size * 0.88,
                self.type_size * 2.5,
                ROLE_COLOR,
            ),
        ];
        for (words, size, below, color) in rows {
            items.extend(line(fonts, words, size, self.rule + below, color).map(Item::Text));
        }
        items
    }
}

/// One line with its baseline at a height; nothing without words.
fn line(fonts: &Fonts, words: &str, size: f64, baseline: f64, color: &str) -> Option<SetText> {
    if words.is_empty() {
        return None;
    }
    let style = TextStyle {
        size: size * 72.0 / 25.4,
        color: color.to_owned(),
        ..TextStyle::default()
    };
    let frame = Frame {
        width: LINE[0],
        height: LINE[1],
        line_height: 1.0,
        align: Align::Start,
        valign: Valign::Top,
        fit: None,
        own: style.clone(),
    };
    let text = words.replace('\n', " ");
    let mut set = set_text(fonts, &[StyledRun { text, style }], &frame);
    let by = micropoints(baseline).clamp(-FARTHEST, FARTHEST) - set.lines.first()?.baseline;
    for line in &mut set.lines {
        line.baseline += by;
        line.top += by;
        for run in &mut line.runs {
            run.y += by;
            for glyph in &mut run.glyphs {
                glyph.y += by;
            }
        }
    }
    Some(set)
}

/// T2.
#[expect(clippy::cast_possible_truncation)]
fn micropoints(millimetres: f64) -> i64 {
    (millimetres * 72_000_000.0 / 25.4).floor() as i64
}
