//! What a picture is made of: plain data, in millimetres.

use crate::text::SetText;

/// A matrix as SVG writes it: `x' = a x + c y + e`, `y' = b x + d y + f`.
pub type Matrix = [f64; 6];

/// Leaves everything where it is.
pub const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The inner matrix, then the outer one.
#[must_use]
pub fn after(outer: &Matrix, inner: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *outer;
    let [p, q, r, s, t, u] = *inner;
    [
        a * p + c * q,
        b * p + d * q,
        a * r + c * s,
        b * r + d * s,
        a * t + c * u + e,
        b * t + d * u + f,
    ]
}

/// `[x, y, width, height]`.
pub type Box4 = [f64; 4];

/// A page as it is drawn: its paper, then its elements.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// `[width, height]` of the page.
    pub size: [f64; 2],
    /// What is printed beyond the edge, and cut off.
    pub bleed: f64,
    /// Of the paper, over white.
    pub background: Ink,
    /// Back to front.
    pub items: Vec<Item>,
}

impl Scene {
    /// What the paper is painted with, one over the other: white shows through a background that does not cover it (P1).
    pub fn papers(&self) -> Vec<Ink> {
        match self.background {
            Ink::None | Ink::Color([_, _, _, 0]) => vec![Ink::WHITE],
            Ink::Color([_, _, _, 0xff]) => vec![self.background],
            Ink::Color(_) => vec![Ink::WHITE, self.background],
        }
    }
}

/// A colour, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Nothing is painted.
    None,
    /// Red, green, blue, alpha.
    Color([u8; 4]),
}

impl Ink {
    /// Black type and lines that say nothing else.
    pub const DARK: Self = Self::Color([0x1b, 0x1d, 0x22, 0xff]);
    /// Paper.
    pub const WHITE: Self = Self::Color([0xff; 4]);

    /// Reads `#rrggbb`, `#rrggbbaa` or `none`.
    pub fn read(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::None);
        }
        let digits = text.strip_prefix('#')?;
        if !matches!(digits.len(), 6 | 8) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut color = [0xff; 4];
        for (place, part) in color.iter_mut().zip(digits.as_bytes().chunks(2)) {
            *place = u8::from_str_radix(std::str::from_utf8(part).ok()?, 16).ok()?;
        }
        Some(Self::Color(color))
    }

    /// Whether it leaves no trace.
    pub fn is_none(self) -> bool {
        matches!(self, Self::None | Self::Color([_, _, _, 0]))
    }

    /// As the items write it; eight digits only where it is not opaque.
    pub fn text(self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Color([r, g, b, 0xff]) => format!("#{r:02x}{g:02x}{b:02x}"),
            Self::Color([r, g, b, a]) => format!("#{r:02x}{g:02x}{b:02x}{a:02x}"),
        }
    }

    /// `other` where this is `none`.
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::None => other,
            Self::Color(_) => self,
        }
    }
}

/// Something that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An element, a group of elements, or a part that has a matrix of its own.
    Group(Group),
    /// An outline.
    Path(Path),
    /// Set text, as TEXT.md has it; at least one glyph.
    Text(SetText),
    /// A picture.
    Image(Image),
    /// Outlines of glyphs, each by its own matrix.
    Glyphs(Glyphs),
}

/// An element, a group of elements, or a part that has a matrix of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The element's; parts within an element have none.
    pub id: Option<String>,
    /// From its coordinates to its parent's.
    pub transform: Matrix,
    /// Of the group as a whole.
    pub opacity: f64,
    /// Its alternative text, when it has one.
    pub label: Option<String>,
    /// Back to front.
    pub items: Vec<Item>,
}

/// How the corners of a stroke are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Pointed, up to a limit of 4.
    Miter,
    /// Rounded.
    Round,
}

/// What is inside an outline that crosses itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// What is gone round more often one way than the other.
    Nonzero,
    /// What an odd number of edges encloses.
    Evenodd,
}

/// A stretch of an outline; all points are absolute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Segment {
    /// Begins anew at a point.
    Move([f64; 2]),
    /// A straight line.
    Line([f64; 2]),
    /// A parabola: control point, end.
    Quad([f64; 2], [f64; 2]),
    /// A cubic: two control points, end.
    Cubic([f64; 2], [f64; 2], [f64; 2]),
    /// Back to where it began.
    Close,
}

impl Segment {
    /// Its points, control points included.
    pub(crate) fn points(&self) -> impl Iterator<Item = [f64; 2]> {
        let [a, b, c] = match *self {
            Self::Move(to) | Self::Line(to) => [Some(to), None, None],
            Self::Quad(control, to) => [Some(control), Some(to), None],
            Self::Cubic(first, second, to) => [Some(first), Some(second), Some(to)],
            Self::Close => [None; 3],
        };
        [a, b, c].into_iter().flatten()
    }
}

/// An outline with its inks.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The outline.
    pub d: Vec<Segment>,
    /// Inside.
    pub fill: Ink,
    /// Along the outline.
    pub stroke: Ink,
    /// Of the stroke; 0 is none.
    pub stroke_width: f64,
    /// On and off in turn; empty is a whole line.
    pub dash: Vec<f64>,
    /// Of the stroke.
    pub join: Join,
    /// Of the fill.
    pub rule: Rule,
}

impl Path {
    /// An outline that is filled and nothing else.
    pub fn filled(d: Vec<Segment>, fill: Ink) -> Self {
        Self {
            d,
            fill,
            stroke: Ink::None,
            stroke_width: 0.0,
            dash: Vec::new(),
            join: Join::Miter,
            rule: Rule::Nonzero,
        }
    }

    /// An outline that is drawn with a line and nothing else.
    pub fn drawn(d: Vec<Segment>, stroke: Ink, width: f64, join: Join) -> Self {
        Self {
            stroke,
            stroke_width: width,
            join,
            ..Self::filled(d, Ink::None)
        }
    }
}

/// A picture that is drawn into a box.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Id of the asset.
    pub asset: String,
    /// Where all of it is drawn.
    pub place: Box4,
    /// What lies outside is cut off.
    pub view: Box4,
}

/// Outlines of glyphs in font units (y upwards), each by its own matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyphs {
    /// Index in `fonts.json`.
    pub face: usize,
    /// Of all of them.
    pub fill: Ink,
    /// Number in the face, and matrix.
    pub glyphs: Vec<(u32, Matrix)>,
}
