//! The faces that text is set in: their figures from the manifest, their glyphs from bytes that somebody else loads.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::ShaperData;
use serde::Deserialize;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use thiserror::Error;

use crate::text::DEFAULT_FAMILY;
use crate::text::cache::ShapeCache;

/// Outlines that are kept, counted in path commands: some 20 MB. All glyphs that certificates really use are far fewer.
const CACHED_COMMANDS: usize = 1_000_000;

/// From this weight on a run counts as bold when a fallback face is looked for (T6).
const BOLD: u16 = 600;

/// Why the faces cannot be used.
#[derive(Debug, Error)]
pub enum FontsError {
    /// The manifest is not what it should be.
    #[error("the manifest of fonts cannot be read: {0}")]
    Manifest(#[from] serde_json::Error),
    /// The manifest names a family that it does not hold.
    #[error("the manifest of fonts has no face of {0}")]
    NoFamily(String),
    /// A file is not there.
    #[error("the font file {0} is missing")]
    Missing(String),
    /// A file is no font.
    #[error("the font file {0} cannot be read")]
    Unreadable(String),
    /// Figures that text cannot be set with.
    #[error("the manifest's figures of {0} are out of range")]
    Figures(String),
}

/// What a family is for, as the page groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Body text with serifs.
    Serif,
    /// Body text without.
    Sans,
    /// Handwriting.
    Script,
    /// Titles.
    Display,
    /// What other faces lack; not offered.
    Fallback,
}

/// One face: a family in one weight and slant.
pub struct Face {
    /// As layouts name it.
    pub family: String,
    /// What it is for.
    pub category: Category,
    /// 100 to 900.
    pub weight: u16,
    /// Whether it is an italic.
    pub italic: bool,
    /// Font units an em.
    pub units: i64,
    /// Above the baseline, font units.
    pub ascent: i64,
    /// Below the baseline, positive, font units.
    pub descent: i64,
    /// Its file's name.
    pub file: String,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
    /// The font file as it is.
    pub bytes: Arc<Cow<'static, [u8]>>,
    pub(crate) shaper: ShaperData,
}

impl Face {
    /// A view on the tables; cheap.
    pub(crate) fn font(&self) -> FontRef<'_> {
        FontRef::new(&self.bytes).expect("the bytes were read once, and do not change")
    }

    /// Whether the face has a glyph of its own for a character.
    pub fn has(&self, character: char) -> bool {
        self.font()
            .charmap()
            .map(character)
            .is_some_and(|glyph| glyph != GlyphId::NOTDEF)
    }
}

/// A step of an outline, font units, y upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins a contour.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A quadratic curve: control point, end.
    Quad([f32; 2], [f32; 2]),
    /// A cubic curve: two control points, end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// Back to the beginning of the contour.
    Close,
}

/// The shape of a glyph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Empty for what shows nothing, as spaces.
    pub steps: Vec<Step>,
}

impl Outline {
    /// As the `d` of an SVG path: font units, y downwards.
    pub fn path(&self) -> String {
        let mut d = String::with_capacity(self.steps.len() * 12);
        let mut put = |letter: char, points: &[[f32; 2]]| {
            d.push(letter);
            for (index, [x, y]) in points.iter().enumerate() {
                let gap = if index == 0 { "" } else { " " };
                // Zero minus, since `-0` would be written with its sign.
                write!(d, "{gap}{x} {}", 0.0 - y).expect("a string takes everything");
            }
        };
        for step in &self.steps {
            match step {
                Step::Move(end) => put('M', &[*end]),
                Step::Line(end) => put('L', &[*end]),
                Step::Quad(control, end) => put('Q', &[*control, *end]),
                Step::Cubic(first, second, end) => put('C', &[*first, *second, *end]),
                Step::Close => put('Z', &[]),
            }
        }
        d
    }
}

impl OutlinePen for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.steps.push(Step::Move([x, y]));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.steps.push(Step::Line([x, y]));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.steps.push(Step::Quad([cx, cy], [x, y]));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.steps.push(Step::Cubic([ax, ay], [bx, by], [x, y]));
    }

    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}

/// All faces of the house, and what was shaped and drawn with them lately. Shared by all threads.
pub struct Fonts {
    faces: Vec<Face>,
    /// Families that help out, each as its faces, in order (T6).
    fallback: Vec<Vec<usize>>,
    outlines: Mutex<Outlines>,
    pub(crate) shapes: ShapeCache,
}

#[derive(Default)]
struct Outlines {
    kept: HashMap<(usize, u16), Arc<Outline>>,
    commands: usize,
}

#[derive(Deserialize)]
struct Manifest {
    fallback: Vec<String>,
    faces: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    family: String,
    category: Category,
    weight: u16,
    italic: bool,
    file: String,
    sha256: String,
    units: i64,
    ascent: i64,
    descent: i64,
}

impl Fonts {
    /// Reads the manifest (`fonts.json`) and asks `load` for the bytes of each file that it names.
    ///
    /// # Errors
    /// When a file is missing or no font, or the manifest is not one.
    pub fn new(
        manifest: &str,
        mut load: impl FnMut(&str) -> Option<Cow<'static, [u8]>>,
    ) -> Result<Self, FontsError> {
        let manifest: Manifest = serde_json::from_str(manifest)?;
        let faces = manifest
            .faces
            .into_iter()
            .map(|entry| {
                let bytes = load(&entry.file).ok_or(FontsError::Missing(entry.file.clone()))?;
                entry.face(bytes)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let of_family = |family: &str| {
            let found: Vec<usize> = (0..faces.len())
                .filter(|&index| faces[index].family == family)
                .collect();
            if found.is_empty() {
                return Err(FontsError::NoFamily(family.to_owned()));
            }
            Ok(found)
        };
        of_family(DEFAULT_FAMILY)?;
        let fallback = manifest
            .fallback
            .iter()
            .map(|family| of_family(family))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            shapes: ShapeCache::default(),
            faces,
            fallback,
            outlines: Mutex::default(),
        })
    }

    /// The face with an index of the manifest.
    ///
    /// # Panics
    /// When there is none: indices come from [`Self::wanted`] and from set text only.
    pub fn face(&self, index: usize) -> &Face {
        &self.faces[index]
    }

    /// All faces, in the manifest's order.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The face of a family that is nearest to what is wanted (T5); none when the family is unknown.
    pub fn nearest(&self, family: &str, weight: u16, italic: bool) -> Option<usize> {
        let of_family = || {
            self.faces
                .iter()
                .enumerate()
                .filter(|(_, face)| face.family == family)
        };
        let slanted = of_family().any(|(_, face)| face.italic == italic);
        of_family()
            .filter(|(_, face)| !slanted || face.italic == italic)
            .min_by_key(|(_, face)| (face.weight.abs_diff(weight), u16::MAX - face.weight))
            .map(|(index, _)| index)
    }

    /// As [`Self::nearest`], with Inter for an unknown family (T5).
    pub fn wanted(&self, family: &str, weight: u16, italic: bool) -> usize {
        self.nearest(family, weight, italic)
            .or_else(|| self.nearest(DEFAULT_FAMILY, weight, italic))
            .expect("the manifest was checked for it")
    }

    /// The fallback faces for a weight, in their order (T6).
    pub(crate) fn fallback(&self, weight: u16) -> impl Iterator<Item = usize> + '_ {
        let bold = weight >= BOLD;
        self.fallback.iter().map(move |faces| {
            let fits = |&&face: &&usize| (self.faces[face].weight >= BOLD) == bold;
            *faces.iter().find(fits).unwrap_or(&faces[0])
        })
    }

    /// The outline of a glyph; empty when the face has none for it.
    pub fn outline(&self, face: usize, glyph: u16) -> Arc<Outline> {
        let key = (face, glyph);
        {
            let outlines = self.outlines.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(outline) = outlines.kept.get(&key) {
                return outline.clone();
            }
        }
        let outline = Arc::new(self.drawn(face, glyph));
        let mut outlines = self.outlines.lock().unwrap_or_else(PoisonError::into_inner);
        if outlines.commands > CACHED_COMMANDS {
            *outlines = Outlines::default();
        }
        if outlines.kept.insert(key, outline.clone()).is_none() {
            // One more for the entry itself, so that empty outlines count as well.
            outlines.commands += outline.steps.len() + 1;
        }
        outline
    }

    fn drawn(&self, face: usize, glyph: u16) -> Outline {
        let font = self.faces[face].font();
        let mut outline = Outline::default();
        let unscaled = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if let Some(shape) = font.outline_glyphs().get(GlyphId::from(glyph))
            && shape.draw(unscaled, &mut outline).is_err()
        {
            // A glyph that is broken in its file shows nothing.
            return Outline::default();
        }
        outline
    }
}

impl Entry {
    fn face(self, bytes: Cow<'static, [u8]>) -> Result<Face, FontsError> {
        let bytes = Arc::new(bytes);
        let font = FontRef::new(&bytes).map_err(|_| FontsError::Unreadable(self.file.clone()))?;
        let shaper = ShaperData::new(&font);
        // 2^14 is the greatest that the format allows for an em; with it, T1's products stay exact.
        let sound = (16..=16_384).contains(&self.units)
            && (0..=65_535).contains(&self.ascent)
            && (-32_768..=32_768).contains(&self.descent);
        if !sound {
            return Err(FontsError::Figures(self.file));
        }
        Ok(Face {
            family: self.family,
            category: self.category,
            weight: self.weight,
            italic: self.italic,
            units: self.units,
            ascent: self.ascent,
            descent: self.descent,
            file: self.file,
            sha256: self.sha256,
            bytes,
            shaper,
        })
    }
}
