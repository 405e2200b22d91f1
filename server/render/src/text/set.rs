//! From runs and a box to a text in its box: heights, fitting, what is told (T5, T6, T19 to T22).

use super::characters::paragraphs;
use super::lines::{Filled, FilledLines, Measures, Setting};
use super::pieces::{Shaped, shaped};
use super::place::{begin, place};
use super::shape::How;
use super::units::{self, div, scaled};
use super::{Frame, Line, SetText, StyledRun, TextStyle, Told, Valign};
use crate::fonts::Fonts;

/// Families and characters that are told at most, each: a person cannot act on more.
const MAX_TOLD: usize = 50;
/// T22: tenths of a point that are tried, at least and at most.
const TENTHS: (i64, i64) = (1, 20_000);
/// Millipoints in a tenth of a point.
const TENTH: i64 = 100;

/// Sets runs in a box. Whatever comes in, the work is bounded: T7 and T2 see to it.
pub fn set_text(fonts: &Fonts, runs: &[StyledRun], frame: &Frame) -> SetText {
    let mut told = Vec::new();
    let how: Vec<How> = runs.iter().map(|run| how(fonts, &run.style)).collect();
    let (paragraphs, too_long) = paragraphs(runs);
    tell_fonts(fonts, runs, &mut told);
    if too_long {
        told.push(Told::TextTooLong);
    }
    let shaped: Vec<Shaped> = paragraphs
        .into_iter()
        .map(|paragraph| shaped(fonts, paragraph, &how))
        .collect();
    tell_missing(&shaped, &mut told);

    let text = Text {
        fonts,
        runs,
        how: &how,
        frame,
        shaped: &shaped,
        limit: units::side(frame.width),
        height: units::side(frame.height),
        own: units::size(frame.own.size),
    };
    let (fitted, size) = match frame.fit {
        Some(bounds) => {
            let size = text.fit(bounds);
            (Some(size), size)
        }
        None => (None, text.own),
    };
    let mut set = text.set(&text.scaled(size));
    set.fitted = fitted;
    set.told = told;
    set
}

fn how(fonts: &Fonts, style: &TextStyle) -> How {
    How {
        face: fonts.wanted(&style.family, style.weight, style.italic),
        weight: style.weight,
        ligatures: units::spacing(style.spacing) == 0,
        rtl: false,
    }
}

/// T5, of runs in which something stands.
fn tell_fonts(fonts: &Fonts, runs: &[StyledRun], told: &mut Vec<Told>) {
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        let family = &run.style.family;
        if told.len() < MAX_TOLD && fonts.nearest(family, run.style.weight, false).is_none() {
            let news = Told::FontUnknown {
                family: family.clone(),
            };
            if !told.contains(&news) {
                told.push(news);
            }
        }
    }
}

/// T6.
fn tell_missing(shaped: &[Shaped], told: &mut Vec<Told>) {
    let mut count = 0;
    for shaped in shaped {
        for cell in &shaped.cells {
            if count == MAX_TOLD {
                return;
            }
            if !cell.shape.lacks(&cell.shape.clusters[cell.cluster]) {
                continue;
            }
            let letters = &shaped.paragraph.letters[cell.letters.clone()];
            let news = Told::GlyphMissing {
                text: letters.iter().map(|it| it.character).collect(),
            };
            if !told.contains(&news) {
                told.push(news);
                count += 1;
            }
        }
    }
}

struct Text<'a> {
    fonts: &'a Fonts,
    runs: &'a [StyledRun],
    how: &'a [How],
    frame: &'a Frame,
    shaped: &'a [Shaped],
    /// Micropoints.
    limit: i64,
    /// Of the box, micropoints.
    height: i64,
    /// The element's own size, millipoints.
    own: i64,
}

/// Measures of all runs and of the element, at one size.
struct Scaled {
    runs: Vec<Measures>,
    own: Measures,
}

impl<'a> Text<'a> {
    /// T22: everything as it is when the element's own size is another one.
    fn scaled(&self, candidate: i64) -> Scaled {
        let measures = |style: &TextStyle, face: usize| {
            let size = units::size(style.size);
            let spacing = units::spacing(style.spacing);
            self.measures(
                face,
                units::within_sizes(div(size * candidate, self.own)),
                units::within_spacing(div(spacing * candidate, self.own)),
            )
        };
        let own = &self.frame.own;
        let face = self.fonts.wanted(&own.family, own.weight, own.italic);
        Scaled {
            runs: self
                .runs
                .iter()
                .zip(self.how)
                .map(|(run, how)| measures(&run.style, how.face))
                .collect(),
            own: measures(own, face),
        }
    }

    /// T19.
    fn measures(&self, face: usize, size: i64, spacing: i64) -> Measures {
        let face = self.fonts.face(face);
        let ascent = scaled(face.ascent, size, face.units);
        let descent = scaled(face.descent, size, face.units);
        let times = units::line_height(self.frame.line_height);
        let line = ((size * 1_000) as f64 * times).floor() as i64;
        let half = div(line - ascent - descent, 2);
        Measures {
            size,
            spacing,
            above: ascent + half,
            below: line - ascent - half,
        }
    }

    fn setting<'s>(&'s self, scaled: &'s Scaled) -> Setting<'s> {
        Setting {
            fonts: self.fonts,
            how: self.how,
            measures: &scaled.runs,
            own: scaled.own,
            limit: self.limit,
        }
    }

    fn fill(&self, scaled: &Scaled) -> Vec<FilledLines> {
        let setting = self.setting(scaled);
        self.shaped.iter().map(|it| setting.fill(it)).collect()
    }

    /// T22: the size in millipoints that is the largest that fits.
    fn fit(&self, [smallest, largest]: [f64; 2]) -> i64 {
        // Casts saturate, and turn what is no number to 0.
        let within = |tenths: f64| (tenths as i64).clamp(TENTHS.0, TENTHS.1);
        let mut low = within((smallest * 10.0).ceil());
        let mut high = within((largest * 10.0).floor());
        if high < low {
            low = within((smallest * 10.0 + 0.5).floor());
            high = low;
        }
        if self.fits(high) {
            return high * TENTH;
        }
        if !self.fits(low) {
            return low * TENTH;
        }
        while high - low > 1 {
            let middle = div(low + high, 2);
            if self.fits(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low * TENTH
    }

    fn fits(&self, tenths: i64) -> bool {
        let filled = self.fill(&self.scaled(tenths * TENTH));
        let lines = || filled.iter().flat_map(|it| &it.lines);
        let height: i64 = lines().map(|line| line.above + line.below).sum();
        height <= self.height
            && lines().all(|line| line.width <= self.limit)
            && !filled.iter().any(|it| it.broken)
    }

    /// T20, T21: everything at its place.
    fn set(&self, scaled: &Scaled) -> SetText {
        let filled = self.fill(scaled);
        let lines = || filled.iter().flat_map(|it| &it.lines);
        let height: i64 = lines().map(|line| line.above + line.below).sum();
        let width = lines().map(|line| line.width).max().unwrap_or(0);
        let spare = self.height - height;
        let mut top = match self.frame.valign {
            Valign::Top => 0,
            Valign::Middle => div(spare, 2),
            Valign::Bottom => spare,
        };
        let colors: Vec<&str> = self.runs.iter().map(|it| it.style.color.as_str()).collect();
        let setting = self.setting(scaled);
        let mut placed = Vec::with_capacity(lines().count());
        for (shaped, paragraph) in self.shaped.iter().zip(&filled) {
            for line in &paragraph.lines {
                placed.push(self.line(&setting, shaped, line, &colors, top));
                top += line.above + line.below;
            }
        }
        SetText {
            lines: placed,
            height,
            width,
            overflows: height > self.height || width > self.limit,
            fitted: None,
            told: Vec::new(),
        }
    }

    fn line(
        &self,
        setting: &Setting,
        shaped: &Shaped,
        line: &Filled,
        colors: &[&str],
        top: i64,
    ) -> Line {
        let baseline = top + line.above;
        Line {
            baseline,
            top,
            height: line.above + line.below,
            x: begin(self.frame.align, self.limit, line.width),
            width: line.width,
            start: line.start,
            end: line.end,
            hard_end: line.hard_end,
            runs: place(setting, shaped, line, colors, self.frame.align, baseline),
        }
    }
}
