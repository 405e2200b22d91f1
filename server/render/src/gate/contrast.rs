//! Words against what they stand on: WCAG 2.2, success criterion 1.4.3, read from the page as it is painted.

use super::texts::each;
use super::{Check, Examination, Findings, Lacking};
use crate::outline::millimetres;
use crate::raster::Ground;
use crate::scene::{Ink, Item, Matrix};
use crate::stop::Failure;
use crate::text::{GlyphRun, SetText};

/// What words need, whatever their size.
const CONTRAST_MIN: f64 = 4.5;
/// Places of a run that are read; a longer one is read in steps.
const PLACES: usize = 60;
/// So many of a hundred places may be worse: a line that crosses a word does not make it unreadable.
const WORSE_PERCENT: usize = 10;
/// How high above its baseline a letter is read, in sizes of it.
const HEIGHTS: [f64; 2] = [0.15, 0.45];

/// Reads every page: what stands on it is painted from back to front, and before what is in front of it comes, each text is compared.
pub(super) fn read(
    it: &Examination<'_>,
    lacking: &Lacking,
    findings: &mut Findings,
) -> Result<(), Failure> {
    for page in 0..it.layout.pages.len() {
        let scenes = it
            .layout
            .languages
            .iter()
            .map(|language| Ok((language, it.composed(page, language, None)?.scene)))
            .collect::<Result<Vec<_>, Failure>>()?;
        let Some((_, first)) = scenes.first() else {
            continue;
        };
        let mut ground = Ground::new(first, it.fonts, it.assets, it.stop)?;
        for (place, item) in first.items.iter().enumerate() {
            ground.paint(item)?;
            for (language, scene) in &scenes {
                // What is drawn does not depend on the language, so the lists are of the same length.
                let Some(item) = scene.items.get(place) else {
                    continue;
                };
                compare(item, &ground, &mut |element, ratio| {
                    if !lacking.contains(&(element.to_owned(), (*language).clone())) {
                        let (is, should) = (Some(ratio), Some(CONTRAST_MIN));
                        // The same in all languages, mostly: it is told once.
                        findings.measured(Check::ContrastLow, element, None, "", is, should);
                    }
                });
            }
        }
    }
    Ok(())
}

fn compare(item: &Item, ground: &Ground<'_>, tell: &mut dyn FnMut(&str, f64)) {
    let opacities = opacities(item);
    each(std::slice::from_ref(item), &mut |element, text, matrix| {
        let opacity = opacities
            .iter()
            .find(|(id, _)| *id == element)
            .map_or(1.0, |(_, opacity)| *opacity);
        let worst = text_ratio(text, matrix, opacity, ground);
        if let Some(ratio) = worst.filter(|ratio| *ratio < CONTRAST_MIN) {
            tell(element, ratio);
        }
    });
}

/// How much is seen of each element with words, the groups around it counted.
fn opacities(item: &Item) -> Vec<(&str, f64)> {
    fn walk<'a>(item: &'a Item, outer: f64, into: &mut Vec<(&'a str, f64)>) {
        let Item::Group(group) = item else {
            return;
        };
        let opacity = outer * group.opacity;
        if let Some(id) = &group.id {
            into.push((id, opacity));
        }
        for inside in &group.items {
            walk(inside, opacity, into);
        }
    }
    let mut found = Vec::new();
    walk(item, 1.0, &mut found);
    found
}

/// The least contrast of a text's runs.
fn text_ratio(text: &SetText, matrix: &Matrix, opacity: f64, ground: &Ground<'_>) -> Option<f64> {
    let runs = text.lines.iter().flat_map(|line| &line.runs);
    runs.filter_map(|run| run_ratio(run, matrix, opacity, ground))
        .min_by(f64::total_cmp)
}

fn run_ratio(run: &GlyphRun, matrix: &Matrix, opacity: f64, ground: &Ground<'_>) -> Option<f64> {
    let Ink::Color([r, g, b, alpha]) = Ink::read(&run.color).unwrap_or(Ink::DARK) else {
        return None;
    };
    if run.text.trim().is_empty() {
        return None;
    }
    let alpha = f64::from(alpha) / 255.0 * opacity;
    // Millipoints, and a thousand of them are a point.
    let size = millimetres(run.size.saturating_mul(1_000));
    let step = run.glyphs.len().div_ceil(PLACES).max(1);
    let mut ratios: Vec<f64> = run
        .glyphs
        .iter()
        .step_by(step)
        .flat_map(|glyph| {
            let x = millimetres(glyph.x + glyph.advance / 2);
            HEIGHTS.map(|height| [x, millimetres(glyph.y) - height * size])
        })
        .filter_map(|point| {
            let under = ground.color(matrix, point)?;
            let seen = over([r, g, b], alpha, under);
            Some(contrast(seen, under))
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() * WORSE_PERCENT / 100).copied()
}

/// A colour that lets through what is beneath.
fn over(ink: [u8; 3], alpha: f64, under: [u8; 3]) -> [u8; 3] {
    let mix = |ink: u8, under: u8| {
        let mixed = f64::from(ink) * alpha + f64::from(under) * (1.0 - alpha);
        // Between 0 and 255.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let byte = mixed.round() as u8;
        byte
    };
    [
        mix(ink[0], under[0]),
        mix(ink[1], under[1]),
        mix(ink[2], under[2]),
    ]
}

/// The relative luminance of a colour: WCAG 2.2, glossary.
fn luminance(color: [u8; 3]) -> f64 {
    let [r, g, b] = color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// From 1, the same, to 21, black on white.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_of_wcag() {
        for (one, other, ratio) in [
            ([0, 0, 0], [255, 255, 255], 21.0),
            ([255, 255, 255], [255, 255, 255], 1.0),
            ([0x76, 0x76, 0x76], [255, 255, 255], 4.54),
            ([0x77, 0x77, 0x77], [255, 255, 255], 4.48),
        ] {
            assert!((contrast(one, other) - ratio).abs() < 0.01, "{one:?}");
            assert!((contrast(other, one) - ratio).abs() < 0.01, "{one:?}");
        }
        assert_eq!(over([0; 3], 0.5, [255, 255, 255]), [128; 3]);
    }
}
