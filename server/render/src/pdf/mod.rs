//! Scenes as one PDF: real text with embedded faces, vectors as paths, every picture once however often it is shown.
//!
//! The same scenes always give the same bytes: no clock, no random ids.

mod archive;
mod marks;
mod outlines;

use std::collections::HashMap;
use std::sync::Arc;

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

pub use self::archive::{Enclosed, Standard, write_enclosing_pdf};
use self::marks::{Meaning, Tagging, has_text, spaced_words, what_is};
use self::outlines::draw_path;
use crate::RENDERER_VERSION;
use crate::assets::{AssetKind, Assets};
use crate::fonts::{Fonts, Step};
use crate::outline::{self, GlyphPlace, millimetres};
use crate::scene::{Group, Ink, Item, Matrix, Scene, apply};
use crate::stop::{Failure, Stop};
use crate::svg::Title;
use crate::text::{GlyphRun, SetText};

/// Points a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// Bytes of the file; the pictures in it are the greater part.
const BYTES_MAX: usize = 64 * 1024 * 1024;
/// Pages of a file.
const PAGES_MAX: usize = 100;
/// A page without extent cannot be written; this is as good as none.
const SIDE_MIN: f64 = 0.01;

/// Writes the pages as one file.
///
/// # Errors
/// When it would be too large, or when the work was stopped.
pub fn write_pdf(
    scenes: &[Scene],
    title: Title<'_>,
    fonts: &Fonts,
    assets: &Assets,
    stop: &Stop,
) -> Result<Vec<u8>, Failure> {
    write(
        scenes,
        title,
        None,
        SerializeSettings::default(),
        fonts,
        assets,
        stop,
    )
}

fn write(
    scenes: &[Scene],
    title: Title<'_>,
    enclosed: Option<&Enclosed<'_>>,
    settings: SerializeSettings,
    fonts: &Fonts,
    assets: &Assets,
    stop: &Stop,
) -> Result<Vec<u8>, Failure> {
    if scenes.len() > PAGES_MAX {
        return Err(Failure::TooLarge);
    }
    let mut document = Document::new_with(settings);
    let mut metadata = Metadata::new()
        .title(title.text.to_owned())
        .language(title.language.to_owned())
        .creator("Imprimatur".to_owned())
        .producer(format!("Imprimatur {RENDERER_VERSION}"));
    if let Some(enclosed) = enclosed {
        metadata = metadata.creation_date(archive::moment(enclosed.made));
        archive::enclose(&mut document, enclosed, title)?;
    }
    document.set_metadata(metadata);
    let mut tags = TagTree::new().with_lang(Some(title.language.to_owned()));
    let mut writer = Writer {
        fonts,
        assets,
        stop,
        faces: HashMap::new(),
        pictures: HashMap::new(),
        bytes: 0,
        // What is kept for good leaves nothing to whoever shows it.
        is_smoothed: enclosed.is_none(),
    };
    for scene in scenes {
        writer.page(&mut document, scene, &mut tags)?;
    }
    document.set_tag_tree(tags);
    stop.check()?;
    let bytes = document
        .finish()
        .map_err(|cause| Failure::Writing(format!("{cause:?}")))?;
    if bytes.len() > BYTES_MAX {
        return Err(Failure::TooLarge);
    }
    Ok(bytes)
}

enum Picture {
    Pixels(krilla::image::Image),
    Drawing(Box<usvg::Tree>),
}

struct Writer<'a> {
    fonts: &'a Fonts,
    assets: &'a Assets,
    stop: &'a Stop,
    faces: HashMap<usize, Option<Font>>,
    /// What cannot be read is nothing (P7).
    pictures: HashMap<String, Option<Arc<Picture>>>,
    /// Bytes of the pictures as they were uploaded.
    bytes: usize,
    /// Whether a reader may smooth the pixels of a JPEG.
    is_smoothed: bool,
}

#[expect(clippy::cast_possible_truncation)]
fn float(value: f64) -> f32 {
    value as f32
}

fn transform(matrix: &Matrix) -> Transform {
    let [a, b, c, d, e, f] = matrix.map(float);
    Transform::from_row(a, b, c, d, e, f)
}

/// The library stops the whole program over numbers that leave its own range, so nothing that is far out reaches it. Any honest place
/// lies within 100 m of its origin (`SCHEMA.md`), deeper groups included.
const FAR: f64 = 10_000_000.0;

fn writable(numbers: impl IntoIterator<Item = f64>) -> bool {
    numbers
        .into_iter()
        .all(|number| number.is_finite() && number.abs() <= FAR)
}

fn normal(value: f64) -> NormalizedF32 {
    NormalizedF32::new(float(value.clamp(0.0, 1.0))).unwrap_or(NormalizedF32::ONE)
}

/// A colour and its opacity; none for `none`.
fn color(ink: Ink) -> Option<(rgb::Color, NormalizedF32)> {
    match ink {
        Ink::None | Ink::Color([_, _, _, 0]) => None,
        Ink::Color([r, g, b, a]) => Some((rgb::Color::new(r, g, b), normal(f64::from(a) / 255.0))),
    }
}

fn filled(ink: Ink, rule: FillRule) -> Option<Fill> {
    color(ink).map(|(color, opacity)| Fill {
        paint: color.into(),
        opacity,
        rule,
    })
}

impl Writer<'_> {
    fn page(
        &mut self,
        document: &mut Document,
        scene: &Scene,
        tags: &mut TagTree,
    ) -> Result<(), Failure> {
        let bleed = scene.bleed * POINTS;
        let [width, height] = scene.size.map(|side| side.max(SIDE_MIN) * POINTS);
        let (wide, high) = (width + 2.0 * bleed, height + 2.0 * bleed);
        let unwritable = || Failure::Writing("a page has no extent".to_owned());
        let size = Size::from_wh(float(wide), float(high)).ok_or_else(unwritable)?;
        let whole = Rect::from_xywh(0.0, 0.0, float(wide), float(high));
        let trim = Rect::from_xywh(float(bleed), float(bleed), float(width), float(height));
        let settings = PageSettings::new(size)
            .with_trim_box(trim)
            .with_bleed_box(whole.filter(|_| bleed > 0.0));
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.start_tagged(ContentTag::Artifact(Artifact::new(
            ArtifactType::Background,
            whole,
        )));
        for ink in scene.papers() {
            let mut builder = PathBuilder::new();
            if let Some(whole) = whole {
                builder.push_rect(whole);
            }
            if let Some(path) = builder.finish() {
                surface.set_stroke(None);
                surface.set_fill(filled(ink, FillRule::NonZero));
                surface.draw_path(&path);
            }
        }
        surface.end_tagged();
        surface.push_transform(&transform(&[POINTS, 0.0, 0.0, POINTS, bleed, bleed]));
        let mut groups = Vec::new();
        let drawn = self.items(&mut surface, &scene.items, Tagging::Open(&mut groups));
        surface.pop();
        surface.finish();
        page.finish();
        for group in groups {
            tags.push(group);
        }
        drawn
    }

    /// Draws what it can and tells the first failure, so that the surface is left as it was found.
    fn items(
        &mut self,
        surface: &mut Surface<'_>,
        items: &[Item],
        mut tagging: Tagging<'_>,
    ) -> Result<(), Failure> {
        for item in items {
            self.stop.check()?;
            match item {
                Item::Group(group) => self.group(surface, group, tagging.again())?,
                other => {
                    tagging.around(surface, what_is(other), |surface| self.leaf(surface, other))?
                }
            }
        }
        Ok(())
    }

    fn group(
        &mut self,
        surface: &mut Surface<'_>,
        group: &Group,
        mut tagging: Tagging<'_>,
    ) -> Result<(), Failure> {
        if group.opacity.is_nan()
            || group.opacity <= 0.0
            || group.items.is_empty()
            || !writable(group.transform)
        {
            return Ok(());
        }
        // Marks cannot reach into what is drawn apart, so what is seen through is one piece, as is what has a text of its own instead.
        if group.opacity < 1.0 || group.label.is_some() {
            let meaning = match &group.label {
                Some(label) => Meaning::Figure(label.clone()),
                None if has_text(&group.items) => Meaning::Paragraph(spaced_words(&group.items)),
                None => Meaning::Ornament,
            };
            return tagging.around(surface, meaning, |surface| {
                surface.push_transform(&transform(&group.transform));
                surface.push_opacity(normal(group.opacity));
                let drawn = self.items(surface, &group.items, Tagging::Inside);
                surface.pop();
                surface.pop();
                drawn
            });
        }
        surface.push_transform(&transform(&group.transform));
        let drawn = self.items(surface, &group.items, tagging.again());
        surface.pop();
        drawn
    }

    fn leaf(&mut self, surface: &mut Surface<'_>, item: &Item) -> Result<(), Failure> {
        match item {
            Item::Group(_) => Ok(()),
            Item::Path(path) => {
                draw_path(surface, path);
                Ok(())
            }
            Item::Text(set) => self.text(surface, set),
            Item::Image(image) => self.image(surface, image),
            Item::Glyphs(glyphs) => {
                let places = glyphs.glyphs.iter().copied();
                self.outlines(surface, glyphs.face, glyphs.fill, places);
                Ok(())
            }
        }
    }

    fn text(&mut self, surface: &mut Surface<'_>, set: &SetText) -> Result<(), Failure> {
        for line in &set.lines {
            self.stop.check()?;
            for run in line.runs.iter().filter(|run| !run.glyphs.is_empty()) {
                let ink = Ink::read(&run.color).unwrap_or(Ink::DARK);
                match self.face(run.face) {
                    Some(font) => draw_run(surface, run, ink, font),
                    None => self.outlines(surface, run.face, ink, outline::of_run(self.fonts, run)),
                }
            }
        }
        Ok(())
    }

    fn face(&mut self, index: usize) -> Option<Font> {
        let fonts = self.fonts;
        self.faces
            .entry(index)
            .or_insert_with(|| {
                let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = fonts.face(index).bytes.clone();
                Font::new(bytes.into(), 0)
            })
            .clone()
    }

    fn outlines(
        &self,
        surface: &mut Surface<'_>,
        face: usize,
        ink: Ink,
        places: impl Iterator<Item = GlyphPlace>,
    ) {
        let Some(fill) = filled(ink, FillRule::NonZero) else {
            return;
        };
        let mut builder = PathBuilder::new();
        for (id, matrix) in places.filter(|(_, matrix)| writable(*matrix)) {
            let at = |[x, y]: [f32; 2]| apply(&matrix, [f64::from(x), f64::from(y)]).map(float);
            for step in &outline::of(self.fonts, face, id).steps {
                match step {
                    Step::Move(to) => {
                        let [x, y] = at(*to);
                        builder.move_to(x, y);
                    }
                    Step::Line(to) => {
                        let [x, y] = at(*to);
                        builder.line_to(x, y);
                    }
                    Step::Quad(a, to) => {
                        let ([a, b], [x, y]) = (at(*a), at(*to));
                        builder.quad_to(a, b, x, y);
                    }
                    Step::Cubic(a, b, to) => {
                        let ([a, b], [c, d], [x, y]) = (at(*a), at(*b), at(*to));
                        builder.cubic_to(a, b, c, d, x, y);
                    }
                    Step::Close => builder.close(),
                }
            }
        }
        if let Some(path) = builder.finish() {
            surface.set_stroke(None);
            surface.set_fill(Some(fill));
            surface.draw_path(&path);
        }
    }

    fn image(
        &mut self,
        surface: &mut Surface<'_>,
        image: &crate::scene::Image,
    ) -> Result<(), Failure> {
        let Some(picture) = self.picture(&image.asset)? else {
            return Ok(());
        };
        if !writable(image.view) || !writable(image.place) {
            return Ok(());
        }
        let [x, y, w, h] = image.view.map(float);
        let [px, py, pw, ph] = image.place;
        let (Some(view), Some(size)) = (
            Rect::from_xywh(x, y, w, h),
            Size::from_wh(float(pw), float(ph)),
        ) else {
            return Ok(());
        };
        let mut builder = PathBuilder::new();
        builder.push_rect(view);
        let Some(clip) = builder.finish() else {
            return Ok(());
        };
        surface.push_clip_path(&clip, &FillRule::NonZero);
        surface.push_transform(&Transform::from_translate(float(px), float(py)));
        match &*picture {
            Picture::Pixels(pixels) => surface.draw_image(pixels.clone(), size),
            Picture::Drawing(tree) => {
                let settings = SvgSettings {
                    embed_text: false,
                    ..SvgSettings::default()
                };
                // It tells nothing but that it has drawn.
                let _ = surface.draw_svg(tree, size, settings);
            }
        }
        surface.pop();
        surface.pop();
        Ok(())
    }

    fn picture(&mut self, id: &str) -> Result<Option<Arc<Picture>>, Failure> {
        if let Some(known) = self.pictures.get(id) {
            return Ok(known.clone());
        }
        let picture = match self.assets.get(id) {
            None => None,
            Some(asset) => {
                let is_smoothed = self.is_smoothed;
                self.bytes += asset.bytes.len();
                if self.bytes > BYTES_MAX {
                    return Err(Failure::TooLarge);
                }
                match asset.kind {
                    AssetKind::Svg => asset.drawing().map(|tree| Picture::Drawing(Box::new(tree))),
                    // Only whole files are handed on: the library would fail as a whole over one that breaks off. A JPEG stays as it
                    // is in the file, so its pixels are read for the proof alone.
                    AssetKind::Jpeg => asset.pixels().map(|pixels| {
                        let jpeg = krilla::image::Image::from_jpeg_with_icc(
                            asset.bytes.clone().into(),
                            None,
                            is_smoothed,
                        );
                        let rgba = || {
                            let pixels = pixels.into_rgba8();
                            let (width, height) = pixels.dimensions();
                            krilla::image::Image::from_rgba8(pixels.into_raw(), width, height)
                        };
                        Picture::Pixels(jpeg.unwrap_or_else(|_| rgba()))
                    }),
                    AssetKind::Png | AssetKind::WebP => asset.pixels().map(|pixels| {
                        let pixels = pixels.into_rgba8();
                        let (width, height) = pixels.dimensions();
                        Picture::Pixels(krilla::image::Image::from_rgba8(
                            pixels.into_raw(),
                            width,
                            height,
                        ))
                    }),
                }
            }
        };
        let picture = picture.map(Arc::new);
        self.pictures.insert(id.to_owned(), picture.clone());
        Ok(picture)
    }
}

/// One run as real text. What a glyph stands for is found by those who copy, search and listen.
fn draw_run(surface: &mut Surface<'_>, run: &GlyphRun, ink: Ink, font: Font) {
    let Some(fill) = filled(ink, FillRule::NonZero) else {
        return;
    };
    // A size is at most 2,000,000 mpt.
    #[expect(clippy::cast_precision_loss)]
    let size = run.size as f64 / 1000.0 / POINTS;
    let em = |micropoints: i64| float(millimetres(micropoints) / size);
    let glyphs: Vec<KrillaGlyph> = run
        .glyphs
        .iter()
        .map(|glyph| KrillaGlyph {
            glyph_id: GlyphId::new(u32::from(glyph.id)),
            text_range: glyph.text.clone(),
            x_advance: em(glyph.advance),
            x_offset: em(glyph.offset_x),
            y_offset: em(glyph.offset_y),
            y_advance: 0.0,
            location: None,
        })
        .collect();
    surface.set_stroke(None);
    surface.set_fill(Some(fill));
    let start = Point::from_xy(float(millimetres(run.x)), float(millimetres(run.y)));
    surface.draw_glyphs(start, &glyphs, font, &run.text, float(size), false);
}
