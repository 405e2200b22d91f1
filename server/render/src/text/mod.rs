//! Setting text: runs in a box become glyphs at places. The law is `TEXT.md`; rules are named here by their numbers.
//!
//! All places are micropoints from the top left corner of the box, y downwards (T1).

pub(crate) mod cache;
mod characters;
mod lines;
mod pieces;
mod place;
mod set;
mod shape;
mod units;

use std::ops::Range;

pub use set::set_text;

/// How a run looks. Sizes and spacing are points, as the layout has them.
#[derive(Debug, Clone, PartialEq)]
pub struct TextStyle {
    /// Family as the layout names it; an unknown one is set in Inter (T5).
    pub family: String,
    /// 100 to 900.
    pub weight: u16,
    /// Whether an italic face is wanted.
    pub italic: bool,
    /// Points.
    pub size: f64,
    /// Carried through to the glyphs, never read.
    pub color: String,
    /// Letter spacing in points.
    pub spacing: f64,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            family: DEFAULT_FAMILY.to_owned(),
            weight: 400,
            italic: false,
            size: 12.0,
            color: "#1b1d22".to_owned(),
            spacing: 0.0,
        }
    }
}

/// What an unknown family counts as (T5).
pub const DEFAULT_FAMILY: &str = "Inter";

/// A part of a text in one style; merge fields are filled in already.
#[derive(Debug, Clone, PartialEq)]
pub struct StyledRun {
    /// What stands there.
    pub text: String,
    /// How it looks.
    pub style: TextStyle,
}

/// Where lines stand between the sides of the box (T18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right.
    End,
    /// At both sides, but the last line of a paragraph at the left.
    Justify,
}

/// Where all lines stand in the height of the box (T20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Valign {
    /// At the top.
    #[default]
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}

/// The box that a text is set in, and what counts for all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Millimetres.
    pub width: f64,
    /// Millimetres.
    pub height: f64,
    /// Times the size.
    pub line_height: f64,
    /// Between the sides.
    pub align: Align,
    /// In the height.
    pub valign: Valign,
    /// Smallest and largest size in points: as large as fits (T22).
    pub fit: Option<[f64; 2]>,
    /// The element's own style: a text without any run has its height (T19), and `fit` scales in relation to its size.
    pub own: TextStyle,
}

/// A text in its box.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SetText {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// The sum of the lines' heights, micropoints.
    pub height: i64,
    /// The widest line, micropoints.
    pub width: i64,
    /// Whether it needs more than the box (T21).
    pub overflows: bool,
    /// The size that `fit` came to, for the element's own size, millipoints; absent without `fit`.
    pub fitted: Option<i64>,
    /// What a person should hear about, each once.
    pub told: Vec<Told>,
}

/// A line of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Micropoints from the top of the box.
    pub baseline: i64,
    /// Micropoints from the top of the box.
    pub top: i64,
    /// Micropoints.
    pub height: i64,
    /// Where what is visible begins, micropoints from the left of the box.
    pub x: i64,
    /// Its width before `justify` widened it (T18), micropoints.
    pub width: i64,
    /// First unit of the text on this line, UTF-16 units of the text with its fields filled in.
    pub start: usize,
    /// Behind its last unit; a `\n` that ends it is not of it.
    pub end: usize,
    /// Whether its paragraph ends here.
    pub hard_end: bool,
    /// From left to right.
    pub runs: Vec<GlyphRun>,
}

/// Neighbouring glyphs of one line, from left to right, that one face draws in one size and colour.
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphRun {
    /// Index of the face in the manifest.
    pub face: usize,
    /// Millipoints, after `fit`.
    pub size: i64,
    /// Which of the given runs it belongs to.
    pub run: usize,
    /// The run's colour.
    pub color: String,
    /// Bidirectional level; odd: right to left.
    pub level: u8,
    /// Where its pen begins, micropoints from the left of the box.
    pub x: i64,
    /// Its baseline, micropoints from the top of the box.
    pub y: i64,
    /// What its glyphs stand for, in reading order.
    pub text: String,
    /// Whether its letters stand more than a tenth of the size apart: whoever reads by positions takes each of them for a word.
    pub spaced: bool,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
}

/// A glyph at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// Index in its face; 0 is the sign for what is missing.
    pub id: u16,
    /// Where its origin is drawn, micropoints from the left of the box.
    pub x: i64,
    /// Where its origin is drawn, micropoints from the top of the box.
    pub y: i64,
    /// Part of `x` that is an offset from the pen, micropoints.
    pub offset_x: i64,
    /// How far the origin is above the baseline, micropoints.
    pub offset_y: i64,
    /// How far the pen moves on behind it, letter spacing and widening included.
    pub advance: i64,
    /// First unit of what it stands for, UTF-16 units of the whole text.
    pub cluster: usize,
    /// What it stands for: bytes of its run's `text`.
    pub text: Range<usize>,
}

/// What a person should hear about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// T5: set in Inter instead.
    FontUnknown {
        /// The family that was asked for.
        family: String,
    },
    /// T6: no face has it.
    GlyphMissing {
        /// The characters.
        text: String,
    },
    /// T7: what is beyond is not set.
    TextTooLong,
}

impl Told {
    /// Its name, the same on all sides.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FontUnknown { .. } => "font_unknown",
            Self::GlyphMissing { .. } => "glyph_missing",
            Self::TextTooLong => "text_too_long",
        }
    }
}
