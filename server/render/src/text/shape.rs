//! Shaping a stretch with HarfBuzz, and with other faces where one lacks something (T6, T12).

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use harfrust::{Direction, Feature, GlyphBuffer, ShapeOptions, ShapePlan, Tag, UnicodeBuffer};

use crate::fonts::Fonts;

/// All that a stretch's shape depends on, beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct How {
    /// The wanted face.
    pub face: usize,
    /// The weight that was asked for, which chooses fallback faces.
    pub weight: u16,
    /// Off when letters are spaced.
    pub ligatures: bool,
    /// Whether the stretch runs from right to left.
    pub rtl: bool,
}

/// A shaped stretch, in font units of each glyph's face.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// Those of a cluster stand together, from left to right.
    pub glyphs: Vec<ShapedGlyph>,
    /// In logical order.
    pub clusters: Vec<Cluster>,
}

/// A glyph, in font units of its face.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShapedGlyph {
    pub face: usize,
    pub id: u16,
    pub advance: i32,
    pub offset_x: i32,
    pub offset_y: i32,
}

/// What cannot be parted.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    /// Its glyphs, neighbours in the shape.
    pub glyphs: Range<usize>,
    /// Its characters, counted from the beginning of the stretch.
    pub characters: Range<usize>,
}

impl Shape {
    /// Whether a cluster has a sign for what is missing in it.
    pub(crate) fn lacks(&self, cluster: &Cluster) -> bool {
        self.glyphs[cluster.glyphs.clone()]
            .iter()
            .any(|glyph| glyph.id == 0)
    }
}

/// Shapes a stretch; what the wanted face lacks comes from the fallback faces in turn (T6).
pub(crate) fn shape(fonts: &Fonts, how: How, text: &str) -> Arc<Shape> {
    fonts
        .shapes
        .shape(how, text, || with_fallback(fonts, how, text))
}

fn with_fallback(fonts: &Fonts, how: How, text: &str) -> Shape {
    let mut shaping = Shaping {
        fonts,
        how,
        buffer: Some(UnicodeBuffer::new()),
        shape: Shape::default(),
    };
    let faces: Vec<usize> = [how.face]
        .into_iter()
        .chain(fonts.fallback(how.weight))
        .chain([how.face])
        .collect();
    let characters: Vec<char> = text.chars().collect();
    shaping.fill(&faces, &characters, 0);
    shaping.shape
}

struct Shaping<'a> {
    fonts: &'a Fonts,
    how: How,
    /// Used again and again.
    buffer: Option<UnicodeBuffer>,
    shape: Shape,
}

impl Shaping<'_> {
    /// Shapes with the first face, and what it lacks with the others; the last one keeps what it lacks.
    /// Never deeper than there are faces.
    fn fill(&mut self, faces: &[usize], characters: &[char], base: usize) {
        let Some((&face, others)) = faces.split_first() else {
            return;
        };
        let part = self.plain(face, characters);
        let mut clusters = part.clusters.as_slice();
        while let Some(first) = clusters.first() {
            let lacking = clusters
                .iter()
                .position(|cluster| !part.lacks(cluster))
                .unwrap_or(clusters.len());
            if lacking > 0 && !others.is_empty() {
                let from = first.characters.start;
                let to = clusters[lacking - 1].characters.end;
                self.fill(others, &characters[from..to], base + from);
                clusters = &clusters[lacking..];
            } else {
                let start = self.shape.glyphs.len();
                self.shape
                    .glyphs
                    .extend_from_slice(&part.glyphs[first.glyphs.clone()]);
                self.shape.clusters.push(Cluster {
                    glyphs: start..self.shape.glyphs.len(),
                    characters: base + first.characters.start..base + first.characters.end,
                });
                clusters = &clusters[1..];
            }
        }
    }

    /// T12, with one face.
    fn plain(&mut self, face: usize, characters: &[char]) -> Shape {
        let how = How { face, ..self.how };
        let mut buffer = self.buffer.take().unwrap_or_default();
        for (index, &character) in characters.iter().enumerate() {
            // A text has at most `MAX_UNITS` characters.
            buffer.add(character, index as u32);
        }
        buffer.set_direction(if how.rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.guess_segment_properties();
        if buffer.script() == harfrust::script::UNKNOWN {
            buffer.set_script(harfrust::script::COMMON);
        }
        let script = Some(buffer.script());
        let entry = self.fonts.face(face);
        let font = entry.font();
        let shaper = entry.shaper.shaper(&font).build();
        let features = if how.ligatures {
            &[][..]
        } else {
            &NO_LIGATURES[..]
        };
        let plan = self.fonts.shapes.plan(how, script, || {
            ShapePlan::new(&shaper, buffer.direction(), script, None, features)
        });
        let options = ShapeOptions::new().plan(Some(&plan)).features(features);
        let shaped = shaper.shape(buffer, options);
        let shape = gathered(face, &shaped, characters.len(), how.rtl);
        self.buffer = Some(shaped.clear());
        shape
    }
}

/// Letters that are spaced do not join.
static NO_LIGATURES: LazyLock<[Feature; 2]> =
    LazyLock::new(|| [b"liga", b"clig"].map(|tag| Feature::new(Tag::new(tag), 0, ..)));

/// Glyphs by cluster, clusters in logical order.
fn gathered(face: usize, shaped: &GlyphBuffer, characters: usize, rtl: bool) -> Shape {
    let infos = shaped.glyph_infos();
    let mut shape = Shape::default();
    let mut starts: Vec<(usize, usize)> = Vec::with_capacity(characters);
    for (index, (info, position)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
        shape.glyphs.push(ShapedGlyph {
            face,
            // Faces have at most 65,535 glyphs.
            id: info.glyph_id as u16,
            advance: position.x_advance,
            offset_x: position.x_offset,
            offset_y: position.y_offset,
        });
        let cluster = info.cluster as usize;
        if index == 0 || infos[index - 1].cluster != info.cluster {
            starts.push((cluster, index));
        }
    }
    let mut ends: Vec<usize> = starts.iter().skip(1).map(|&(_, index)| index).collect();
    ends.push(infos.len());
    let mut groups: Vec<(usize, Range<usize>)> = starts
        .into_iter()
        .zip(ends)
        .map(|((cluster, start), end)| (cluster, start..end))
        .collect();
    if rtl {
        groups.reverse();
    }
    for index in 0..groups.len() {
        let (start, glyphs) = groups[index].clone();
        // The first one takes what stands before it, should a face have swallowed that.
        let start = if index == 0 { 0 } else { start };
        let end = groups.get(index + 1).map_or(characters, |next| next.0);
        shape.clusters.push(Cluster {
            glyphs,
            characters: start..end,
        });
    }
    shape
}
