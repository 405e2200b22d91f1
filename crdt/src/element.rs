//! Elements: what stands on a page.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::layout::{ByLanguage, Extra};

/// One thing on a page or in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Names the element for ever.
    pub id: String,
    /// Fractional index among the children of one parent; the greatest is in front.
    pub order: String,
    /// Top left corner of the unrotated box, relative to the parent, in millimetres.
    pub at: [f64; 2],
    /// `[width, height]` in millimetres; a line's may be negative.
    pub size: [f64; 2],
    /// Degrees clockwise about the centre of the box.
    pub rotation: f64,
    /// 0 to 1.
    pub opacity: f64,
    /// A colour, `style:<id>` or `none`; absent: by type.
    pub fill: Option<String>,
    /// As `fill`.
    pub stroke: Option<String>,
    /// Millimetres.
    pub stroke_width: f64,
    /// Millimetres on and off in turn.
    pub stroke_dash: Vec<f64>,
    /// What the list of layers shows; absent: the type's name.
    pub name: Option<String>,
    /// Kept from being changed by accident.
    pub locked: bool,
    /// Not drawn.
    pub hidden: bool,
    /// Alternative text.
    pub alt: ByLanguage,
    /// What it is.
    pub kind: ElementKind,
    /// Keys and values that this version does not know.
    pub extra: Extra,
}

/// The runs of a text by language; languages without any text are left out.
pub type Texts = BTreeMap<String, Vec<Run>>;

/// What an element is, and what only such an element has.
#[derive(Debug, Clone, PartialEq)]
pub enum ElementKind {
    /// Styled text in several languages.
    Text {
        /// Paragraphs are separated by `\n`.
        texts: Texts,
        /// What its runs are set in.
        typography: Typography,
    },
    /// A merge field that stands alone.
    Field {
        /// Key of the declared field.
        field: Option<String>,
        /// By the field's type.
        format: Option<String>,
        /// Shown when the field is empty.
        fallback: ByLanguage,
        /// What it is set in.
        typography: Typography,
    },
    /// An uploaded picture.
    Image {
        /// Id of the asset.
        asset: Option<String>,
        /// How it fills its box.
        fit: ImageFit,
    },
    /// A rectangle.
    Rectangle {
        /// Of its corners, in millimetres.
        radius: f64,
    },
    /// An ellipse in its box.
    Ellipse,
    /// A regular polygon or a star.
    Polygon {
        /// 3 to 100.
        sides: u32,
        /// A star: the radius of its inner corners, 0 to 1.
        inner: Option<f64>,
    },
    /// From the top left corner of the box to its bottom right.
    Line,
    /// A path.
    Path {
        /// `M L C Q Z`, absolute, in the coordinates of `view`.
        d: String,
        /// `box` in the document: what is stretched to `size`.
        view: Option<[f64; 2]>,
    },
    /// A QR code.
    Qr {
        /// `verification`, `offline` or `text:<literal>`.
        content: String,
        /// How much of it may be damaged.
        level: QrLevel,
        /// What lies beneath it: a colour or `none`; white when absent.
        ground: Option<String>,
    },
    /// A place to sign.
    Signature {
        /// Who signs.
        signer: ByLanguage,
        /// As what.
        role: ByLanguage,
        /// Id of the picture of a signature.
        asset: Option<String>,
    },
    /// A seal: built in, or a picture.
    Seal {
        /// Name of a built-in seal.
        design: Option<String>,
        /// What is written on it.
        texts: Texts,
        /// Id of a picture in its stead.
        asset: Option<String>,
    },
    /// Elements that move as one.
    Group {
        /// Its children, back to front.
        elements: Vec<Element>,
    },
    /// A type that this version does not know. Its keys are in `extra`.
    Unknown {
        /// What the document calls it.
        name: String,
        /// Its texts, should it have any.
        texts: Texts,
        /// Its children, should it have any.
        elements: Vec<Element>,
    },
}

/// A stretch of text in one style, or one merge field.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What stands there.
    pub insert: Insert,
    /// Over the element's typography.
    pub style: TextStyle,
    /// Id of a shared text style, beneath the run's own keys.
    pub shared: Option<String>,
    /// Attributes that this version does not know.
    pub extra: Extra,
}

/// What a run holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Insert {
    /// Never empty.
    Text(String),
    /// A merge field; one UTF-16 unit long.
    Field {
        /// Key of the declared field.
        field: String,
        /// By the field's type.
        format: Option<String>,
        /// Shown when the field is empty.
        fallback: Option<String>,
        /// Keys that this version does not know.
        extra: Extra,
    },
    /// An embed that this version does not know.
    Unknown(Value),
}

/// The six keys that a run, an element and a shared style have alike; absent ones come from beneath.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TextStyle {
    /// Font family.
    pub family: Option<String>,
    /// 100 to 900.
    pub weight: Option<f64>,
    /// Slanted.
    pub italic: Option<bool>,
    /// Points.
    pub size: Option<f64>,
    /// A colour or `style:<id>`.
    pub color: Option<String>,
    /// Between letters, in points.
    pub spacing: Option<f64>,
}

/// What a text or field element is set in; absent keys come from the shared style, then from the schema.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Typography {
    /// The six keys of a run; `size` is `textSize` in the document.
    pub text: TextStyle,
    /// Times the size.
    pub line_height: Option<f64>,
    /// Along the line.
    pub align: Option<Align>,
    /// In the box.
    pub valign: Option<VerticalAlign>,
    /// `[smallest, largest]` points: as large as fits.
    pub fit: Option<[f64; 2]>,
    /// Id of a shared text style, beneath these keys.
    pub style: Option<String>,
}

/// Along the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Where reading begins.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Where reading ends.
    End,
    /// Both edges straight.
    Justify,
}

/// Where text stands in its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerticalAlign {
    /// At the top.
    #[default]
    Top,
    /// In the middle.
    Middle,
    /// At the bottom.
    Bottom,
}

/// How a picture fills its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImageFit {
    /// All of it is seen.
    #[default]
    Contain,
    /// All of the box is filled.
    Cover,
    /// Stretched.
    Fill,
}

/// How much of a QR code may be damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QrLevel {
    /// About 7 %.
    L,
    /// About 15 %.
    #[default]
    M,
    /// About 25 %.
    Q,
    /// About 30 %.
    H,
}

/// An enum that the document writes as one word.
pub(crate) trait Word: Copy + PartialEq + 'static {
    /// Every value with its word.
    const WORDS: &'static [(&'static str, Self)];

    fn parse(word: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, value)| *value)
    }

    fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, value)| *value == self)
            .map_or("", |(name, _)| name)
    }
}

impl Word for Align {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("start", Self::Start),
        ("center", Self::Center),
        ("end", Self::End),
        ("justify", Self::Justify),
    ];
}

impl Word for VerticalAlign {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("top", Self::Top),
        ("middle", Self::Middle),
        ("bottom", Self::Bottom),
    ];
}

impl Word for ImageFit {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("contain", Self::Contain),
        ("cover", Self::Cover),
        ("fill", Self::Fill),
    ];
}

impl Word for QrLevel {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("L", Self::L),
        ("M", Self::M),
        ("Q", Self::Q),
        ("H", Self::H),
    ];
}

impl Word for crate::layout::FieldKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("text", Self::Text),
        ("date", Self::Date),
        ("number", Self::Number),
        ("image", Self::Image),
    ];
}

impl Element {
    /// Width of a stroke that says nothing else, in millimetres.
    pub const STROKE_WIDTH_MM: f64 = 0.25;

    /// The texts of an element that can have some: of a text or a seal always, of an unknown type when it has any.
    pub fn texts(&self) -> Option<&Texts> {
        match &self.kind {
            ElementKind::Text { texts, .. } | ElementKind::Seal { texts, .. } => Some(texts),
            ElementKind::Unknown { texts, .. } if !texts.is_empty() => Some(texts),
            _ => None,
        }
    }
}

impl ElementKind {
    /// Corners of a polygon that says nothing else.
    pub const SIDES: u32 = 5;
    /// The content of a QR code that says nothing else: the certificate's public address.
    pub const QR_CONTENT: &'static str = "verification";
    /// The content of a QR code that holds the whole certificate behind its public address, so that it can be checked without the server.
    pub const QR_OFFLINE: &'static str = "offline";

    /// What the document calls it.
    pub fn name(&self) -> &str {
        match self {
            Self::Text { .. } => "text",
            Self::Field { .. } => "field",
            Self::Image { .. } => "image",
            Self::Rectangle { .. } => "rectangle",
            Self::Ellipse => "ellipse",
            Self::Polygon { .. } => "polygon",
            Self::Line => "line",
            Self::Path { .. } => "path",
            Self::Qr { .. } => "qr",
            Self::Signature { .. } => "signature",
            Self::Seal { .. } => "seal",
            Self::Group { .. } => "group",
            Self::Unknown { name, .. } => name,
        }
    }
}
