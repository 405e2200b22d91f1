//! A scene as pixels: the same items that the page draws, by the same rules of coverage.

mod bounds;
mod ground;
mod pictures;
mod png;

use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, PixmapPaint, Rect, Stroke, StrokeDash,
    Transform,
};

pub(crate) use self::ground::Ground;

use self::pictures::Pictures;
use crate::assets::Assets;
use crate::fonts::{Fonts, Step};
use crate::outline::{self, GlyphPlace};
use crate::scene::{Group, Ink, Item, Join, Matrix, Path, Rule, Scene, Segment, after};
use crate::stop::{Failure, Stop};

/// Pixels of a picture (P12, P13); with four bytes each this is what one picture takes in memory.
pub const PIXELS_MAX: u64 = 40_000_000;
/// Pixels of all layers that are open at once: groups that are drawn as one before they are seen through.
const LAYERS_MAX: u64 = 2 * PIXELS_MAX;
/// Pixels a millimetre at scale 1.
const PIXELS_A_MILLIMETRE: f64 = 96.0 / 25.4;

/// Width and height of a page's picture in pixels (P12).
///
/// # Errors
/// When there would be more than a picture may have.
pub fn pixel_size(size: [f64; 2], scale: f64) -> Result<[u32; 2], Failure> {
    let side = |millimetres: f64| {
        (millimetres * scale * PIXELS_A_MILLIMETRE - 0.01)
            .ceil()
            .max(1.0)
    };
    let [width, height] = size.map(side);
    // Both are whole, and a float holds their product near the bound exactly.
    #[expect(clippy::cast_precision_loss)]
    let most = PIXELS_MAX as f64;
    let pixels = width * height;
    if pixels.is_nan() || pixels > most {
        return Err(Failure::TooLarge);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Ok([width as u32, height as u32])
}

/// Draws a scene and writes it as PNG.
///
/// # Errors
/// When it has too many pixels, or when the work was stopped.
pub fn write_png(
    scene: &Scene,
    scale: f64,
    fonts: &Fonts,
    assets: &Assets,
    stop: &Stop,
) -> Result<Vec<u8>, Failure> {
    let pixmap = draw(scene, scale, fonts, assets, stop)?;
    png::encode(&pixmap, scale, stop)
}

/// Draws a scene; every pixel is opaque.
fn draw(
    scene: &Scene,
    scale: f64,
    fonts: &Fonts,
    assets: &Assets,
    stop: &Stop,
) -> Result<Pixmap, Failure> {
    let [width, height] = pixel_size(scene.size, scale)?;
    let mut pixmap = Pixmap::new(width, height).ok_or(Failure::TooLarge)?;
    for ink in scene.papers() {
        let paint = paint(ink, 1.0);
        #[expect(clippy::cast_precision_loss)]
        let all =
            Rect::from_xywh(0.0, 0.0, width as f32, height as f32).ok_or(Failure::TooLarge)?;
        pixmap.fill_rect(all, &paint, Transform::identity(), None);
    }
    let mut painter = Painter {
        fonts,
        stop,
        pictures: Pictures::of(assets),
        layers: 0,
        bare: false,
    };
    let factor = scale * PIXELS_A_MILLIMETRE;
    let matrix = [factor, 0.0, 0.0, factor, 0.0, 0.0];
    painter.items(&mut pixmap, &scene.items, matrix, 1.0)?;
    Ok(pixmap)
}

#[expect(clippy::cast_possible_truncation)]
fn transform(matrix: &Matrix) -> Transform {
    let [a, b, c, d, e, f] = matrix.map(|value| value as f32);
    Transform::from_row(a, b, c, d, e, f)
}

fn paint(ink: Ink, opacity: f64) -> Paint<'static> {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    if let Ink::Color([r, g, b, a]) = ink {
        // Between 0 and 255.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let alpha = (f64::from(a) * opacity).round() as u8;
        paint.set_color_rgba8(r, g, b, alpha);
    }
    paint
}

struct Painter<'a> {
    fonts: &'a Fonts,
    stop: &'a Stop,
    pictures: Pictures<'a>,
    /// Pixels of the layers that are open.
    layers: u64,
    /// Whether words are left out.
    bare: bool,
}

impl Painter<'_> {
    /// `opacity` is that of the one thing that is drawn.
    fn items(
        &mut self,
        pixmap: &mut Pixmap,
        items: &[Item],
        matrix: Matrix,
        opacity: f64,
    ) -> Result<(), Failure> {
        for item in items {
            self.stop.check()?;
            match item {
                Item::Group(group) => self.group(pixmap, group, &matrix)?,
                Item::Path(path) => draw_path(pixmap, path, &matrix, opacity),
                Item::Text(_) if self.bare => {}
                Item::Text(set) => {
                    for run in set.lines.iter().flat_map(|line| &line.runs) {
                        self.stop.check()?;
                        let ink = Ink::read(&run.color).unwrap_or(Ink::DARK);
                        self.glyphs(
                            pixmap,
                            run.face,
                            ink,
                            outline::of_run(self.fonts, run),
                            &matrix,
                        );
                    }
                }
                Item::Glyphs(glyphs) => {
                    let places = glyphs.glyphs.iter().copied();
                    self.glyphs(pixmap, glyphs.face, glyphs.fill, places, &matrix);
                }
                Item::Image(image) => self.pictures.draw(pixmap, image, &matrix, opacity)?,
            }
        }
        Ok(())
    }

    fn group(
        &mut self,
        pixmap: &mut Pixmap,
        group: &Group,
        matrix: &Matrix,
    ) -> Result<(), Failure> {
        let matrix = after(matrix, &group.transform);
        if group.opacity <= 0.0 {
            return Ok(());
        }
        if group.opacity >= 1.0 {
            return self.items(pixmap, &group.items, matrix, 1.0);
        }
        if is_single(&group.items) {
            return self.items(pixmap, &group.items, matrix, group.opacity);
        }
        let Some(([left, top], [width, height])) = bounds::in_pixels(
            &group.items,
            &matrix,
            self.fonts,
            [pixmap.width(), pixmap.height()],
        ) else {
            return Ok(());
        };
        let pixels = u64::from(width) * u64::from(height);
        self.layers += pixels;
        if self.layers > LAYERS_MAX {
            return Err(Failure::TooLarge);
        }
        let mut layer = Pixmap::new(width, height).ok_or(Failure::TooLarge)?;
        let moved = after(
            &[1.0, 0.0, 0.0, 1.0, -f64::from(left), -f64::from(top)],
            &matrix,
        );
        self.items(&mut layer, &group.items, moved, 1.0)?;
        #[expect(clippy::cast_possible_truncation)]
        let paint = PixmapPaint {
            opacity: group.opacity as f32,
            ..PixmapPaint::default()
        };
        pixmap.draw_pixmap(
            left,
            top,
            layer.as_ref(),
            &paint,
            Transform::identity(),
            None,
        );
        self.layers -= pixels;
        Ok(())
    }

    fn glyphs(
        &self,
        pixmap: &mut Pixmap,
        face: usize,
        ink: Ink,
        places: impl Iterator<Item = GlyphPlace>,
        matrix: &Matrix,
    ) {
        if ink.is_none() {
            return;
        }
        let paint = paint(ink, 1.0);
        for (id, place) in places {
            let mut builder = PathBuilder::new();
            for step in &outline::of(self.fonts, face, id).steps {
                match step {
                    Step::Move([x, y]) => builder.move_to(*x, *y),
                    Step::Line([x, y]) => builder.line_to(*x, *y),
                    Step::Quad([a, b], [x, y]) => builder.quad_to(*a, *b, *x, *y),
                    Step::Cubic([a, b], [c, d], [x, y]) => builder.cubic_to(*a, *b, *c, *d, *x, *y),
                    Step::Close => builder.close(),
                }
            }
            if let Some(path) = builder.finish() {
                let placed = transform(&after(matrix, &place));
                pixmap.fill_path(&path, &paint, FillRule::Winding, placed, None);
            }
        }
    }
}

/// Whether opacity may be given to the one thing itself, because nothing in it lies over something else.
fn is_single(items: &[Item]) -> bool {
    match items {
        [Item::Path(path)] => path.fill.is_none() || path.stroke.is_none(),
        [Item::Image(_)] => true,
        _ => false,
    }
}

/// The outline for the drawing library; none when it is empty or beyond what its numbers hold.
#[expect(clippy::cast_possible_truncation)]
pub(super) fn built(d: &[Segment]) -> Option<tiny_skia::Path> {
    let mut builder = PathBuilder::new();
    let point = |[x, y]: [f64; 2]| (x as f32, y as f32);
    for segment in d {
        match segment {
            Segment::Move(to) => {
                let (x, y) = point(*to);
                builder.move_to(x, y);
            }
            Segment::Line(to) => {
                let (x, y) = point(*to);
                builder.line_to(x, y);
            }
            Segment::Quad(a, to) => {
                let ((a, b), (x, y)) = (point(*a), point(*to));
                builder.quad_to(a, b, x, y);
            }
            Segment::Cubic(a, b, to) => {
                let ((a, b), (c, d), (x, y)) = (point(*a), point(*b), point(*to));
                builder.cubic_to(a, b, c, d, x, y);
            }
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

#[expect(clippy::cast_possible_truncation)]
fn draw_path(pixmap: &mut Pixmap, path: &Path, matrix: &Matrix, opacity: f64) {
    let Some(outline) = built(&path.d) else {
        return;
    };
    let placed = transform(matrix);
    if !path.fill.is_none() {
        let rule = match path.rule {
            Rule::Nonzero => FillRule::Winding,
            Rule::Evenodd => FillRule::EvenOdd,
        };
        pixmap.fill_path(&outline, &paint(path.fill, opacity), rule, placed, None);
    }
    if !path.stroke.is_none() && path.stroke_width > 0.0 {
        let stroke = Stroke {
            width: path.stroke_width as f32,
            miter_limit: 4.0,
            line_cap: LineCap::Butt,
            line_join: match path.join {
                Join::Miter => LineJoin::Miter,
                Join::Round => LineJoin::Round,
            },
            dash: dash(&path.dash),
        };
        pixmap.stroke_path(
            &outline,
            &paint(path.stroke, opacity),
            &stroke,
            placed,
            None,
        );
    }
}

/// Dashes in pairs: an odd list is gone through twice, as SVG has it.
#[expect(clippy::cast_possible_truncation)]
pub(crate) fn pairs(dash: &[f64]) -> Vec<f32> {
    let mut lengths: Vec<f32> = dash.iter().map(|length| *length as f32).collect();
    if lengths.len() % 2 == 1 {
        lengths.extend_from_within(..);
    }
    lengths
}

fn dash(lengths: &[f64]) -> Option<StrokeDash> {
    if lengths.is_empty() {
        return None;
    }
    StrokeDash::new(pairs(lengths), 0.0)
}
