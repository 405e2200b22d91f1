//! Uploaded pictures in pixels.

use std::collections::HashMap;
use std::rc::Rc;

use image::imageops::{self, FilterType};
use tiny_skia::{
    FillRule, FilterQuality, IntSize, Paint, PathBuilder, Pattern, Pixmap, Rect, SpreadMode,
};

use super::{PIXELS_MAX, bounds, transform};
use crate::assets::{AssetKind, Assets};
use crate::scene::{Image, Matrix, after};
use crate::stop::Failure;

/// The pictures of one scene, each read once.
pub(super) struct Pictures<'a> {
    assets: &'a Assets,
    read: HashMap<String, Option<Rc<Source>>>,
    /// Pixels of all that were read.
    pixels: u64,
}

enum Source {
    Pixels(Pixmap),
    Drawing(Box<usvg::Tree>),
}

impl<'a> Pictures<'a> {
    pub(super) fn of(assets: &'a Assets) -> Self {
        Self {
            assets,
            read: HashMap::new(),
            pixels: 0,
        }
    }

    /// What cannot be read is nothing (P7).
    fn source(&mut self, id: &str) -> Result<Option<Rc<Source>>, Failure> {
        if let Some(known) = self.read.get(id) {
            return Ok(known.clone());
        }
        let source = match self.assets.get(id) {
            None => None,
            Some(asset) if asset.kind == AssetKind::Svg => {
                asset.drawing().map(|tree| Source::Drawing(Box::new(tree)))
            }
            Some(asset) => asset.pixels().and_then(premultiplied).map(Source::Pixels),
        };
        if let Some(Source::Pixels(pixmap)) = &source {
            self.pixels += u64::from(pixmap.width()) * u64::from(pixmap.height());
            if self.pixels > PIXELS_MAX {
                return Err(Failure::TooLarge);
            }
        }
        let source = source.map(Rc::new);
        self.read.insert(id.to_owned(), source.clone());
        Ok(source)
    }

    pub(super) fn draw(
        &mut self,
        pixmap: &mut Pixmap,
        image: &Image,
        matrix: &Matrix,
        opacity: f64,
    ) -> Result<(), Failure> {
        let Some(source) = self.source(&image.asset)? else {
            return Ok(());
        };
        match &*source {
            Source::Pixels(pixels) => draw_pixels(pixmap, pixels, image, matrix, opacity),
            Source::Drawing(tree) => draw_drawing(pixmap, tree, image, matrix, opacity)?,
        }
        Ok(())
    }
}

fn premultiplied(pixels: image::DynamicImage) -> Option<Pixmap> {
    let pixels = pixels.into_rgba8();
    let size = IntSize::from_wh(pixels.width(), pixels.height())?;
    let mut bytes = pixels.into_raw();
    for pixel in bytes.chunks_exact_mut(4) {
        let alpha = u16::from(pixel[3]);
        for part in &mut pixel[..3] {
            // A product of two bytes over 255 is a byte.
            #[expect(clippy::cast_possible_truncation)]
            let scaled = ((u16::from(*part) * alpha + 127) / 255) as u8;
            *part = scaled;
        }
    }
    Pixmap::from_vec(bytes, size)
}

/// What of a picture's place is seen.
fn seen(image: &Image) -> Option<tiny_skia::Path> {
    let [x, y, w, h] = image.view;
    let [px, py, pw, ph] = image.place;
    let (left, top) = (x.max(px), y.max(py));
    let (right, low) = ((x + w).min(px + pw), (y + h).min(py + ph));
    #[expect(clippy::cast_possible_truncation)]
    let rect = Rect::from_ltrb(left as f32, top as f32, right as f32, low as f32)?;
    Some(PathBuilder::from_rect(rect))
}

fn draw_pixels(pixmap: &mut Pixmap, pixels: &Pixmap, image: &Image, matrix: &Matrix, opacity: f64) {
    let Some(path) = seen(image) else {
        return;
    };
    let [x, y, w, h] = image.place;
    let [a, b, c, d, ..] = *matrix;
    // What is drawn smaller is averaged first: a filter of two by two pixels would skip the rest.
    let wanted = [a.hypot(b) * w, c.hypot(d) * h];
    let reduced = reduced(pixels, wanted);
    let pixels = reduced.as_ref().unwrap_or(pixels);
    let unit = [
        w / f64::from(pixels.width()),
        0.0,
        0.0,
        h / f64::from(pixels.height()),
        x,
        y,
    ];
    #[expect(clippy::cast_possible_truncation)]
    let pattern = Pattern::new(
        pixels.as_ref(),
        SpreadMode::Pad,
        FilterQuality::Bilinear,
        opacity as f32,
        transform(&unit),
    );
    let paint = Paint {
        shader: pattern,
        anti_alias: true,
        ..Paint::default()
    };
    pixmap.fill_path(&path, &paint, FillRule::Winding, transform(matrix), None);
}

/// The picture in about the size that it is drawn in, when that is smaller than its own.
fn reduced(pixels: &Pixmap, wanted: [f64; 2]) -> Option<Pixmap> {
    let side = |own: u32, wanted: f64| {
        // Within the picture's own sides.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let side = wanted.ceil().clamp(1.0, f64::from(own)) as u32;
        side
    };
    let (width, height) = (
        side(pixels.width(), wanted[0]),
        side(pixels.height(), wanted[1]),
    );
    if (width, height) == (pixels.width(), pixels.height()) {
        return None;
    }
    let view = image::ImageBuffer::<image::Rgba<u8>, &[u8]>::from_raw(
        pixels.width(),
        pixels.height(),
        pixels.data(),
    )?;
    let small = imageops::resize(&view, width, height, FilterType::Triangle);
    Pixmap::from_vec(small.into_raw(), IntSize::from_wh(width, height)?)
}

/// A drawing is drawn in the picture's own pixels, then shown through its view.
fn draw_drawing(
    pixmap: &mut Pixmap,
    tree: &usvg::Tree,
    image: &Image,
    matrix: &Matrix,
    opacity: f64,
) -> Result<(), Failure> {
    let Some(path) = seen(image) else {
        return Ok(());
    };
    let size = [pixmap.width(), pixmap.height()];
    let visible = [image.place, image.view];
    let Some(([left, top], [width, height])) = bounds::of_pictures(&visible, matrix, size) else {
        return Ok(());
    };
    let mut layer = Pixmap::new(width, height).ok_or(Failure::TooLarge)?;
    let [x, y, w, h] = image.place;
    let own = tree.size();
    let unit = [
        w / f64::from(own.width()),
        0.0,
        0.0,
        h / f64::from(own.height()),
        x,
        y,
    ];
    let moved = after(
        &[1.0, 0.0, 0.0, 1.0, -f64::from(left), -f64::from(top)],
        &after(matrix, &unit),
    );
    resvg::render(tree, transform(&moved), &mut layer.as_mut());
    let Some(back) = transform(matrix).invert() else {
        return Ok(());
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let pattern = Pattern::new(
        layer.as_ref(),
        SpreadMode::Pad,
        FilterQuality::Nearest,
        opacity as f32,
        back.pre_translate(left as f32, top as f32),
    );
    let paint = Paint {
        shader: pattern,
        anti_alias: true,
        ..Paint::default()
    };
    pixmap.fill_path(&path, &paint, FillRule::Winding, transform(matrix), None);
    Ok(())
}
