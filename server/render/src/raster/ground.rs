//! What texts stand on: a page painted step by step without its words, and read where they stand.

use tiny_skia::{Pixmap, Rect, Transform};

use super::pictures::Pictures;
use super::{Painter, paint};
use crate::assets::Assets;
use crate::fonts::Fonts;
use crate::scene::{Item, Matrix, Scene, apply};
use crate::stop::{Failure, Stop};

/// Pixels a millimetre: a line as thin as a hair is seen, and a certificate takes a quarter of a million.
const PIXELS_A_MILLIMETRE: f64 = 2.0;
/// Pixels of a page; a larger one is read more coarsely.
const PIXELS_MAX: f64 = 2_000_000.0;

/// A page without its words, as far as it is painted.
pub(crate) struct Ground<'a> {
    pixmap: Pixmap,
    painter: Painter<'a>,
    factor: f64,
}

impl<'a> Ground<'a> {
    /// The paper of a page.
    pub(crate) fn new(
        scene: &Scene,
        fonts: &'a Fonts,
        assets: &'a Assets,
        stop: &'a Stop,
    ) -> Result<Self, Failure> {
        let [width, height] = scene.size.map(|side| side.max(1.0));
        let factor = PIXELS_A_MILLIMETRE.min((PIXELS_MAX / (width * height)).sqrt());
        // At most some millions, and at least one.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let side = |millimetres: f64| (millimetres * factor).ceil().max(1.0) as u32;
        let mut pixmap = Pixmap::new(side(width), side(height)).ok_or(Failure::TooLarge)?;
        #[expect(clippy::cast_precision_loss)]
        let all = Rect::from_xywh(0.0, 0.0, pixmap.width() as f32, pixmap.height() as f32)
            .ok_or(Failure::TooLarge)?;
        for ink in scene.papers() {
            pixmap.fill_rect(all, &paint(ink, 1.0), Transform::identity(), None);
        }
        Ok(Self {
            pixmap,
            painter: Painter {
                fonts,
                stop,
                pictures: Pictures::of(assets),
                layers: 0,
                bare: true,
            },
            factor,
        })
    }

    /// Paints what stands next on the page, without its words.
    pub(crate) fn paint(&mut self, item: &Item) -> Result<(), Failure> {
        let matrix = [self.factor, 0.0, 0.0, self.factor, 0.0, 0.0];
        let items = std::slice::from_ref(item);
        self.painter.items(&mut self.pixmap, items, matrix, 1.0)
    }

    /// The colour at a point of something on the page; none beside the page.
    pub(crate) fn color(&self, matrix: &Matrix, point: [f64; 2]) -> Option<[u8; 3]> {
        let [x, y] = apply(matrix, point).map(|it| (it * self.factor).floor());
        if !(x >= 0.0 && y >= 0.0) {
            return None;
        }
        // Whole and not negative; what is beyond has no pixel.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let pixel = self.pixmap.pixel(x as u32, y as u32)?.demultiply();
        Some([pixel.red(), pixel.green(), pixel.blue()])
    }
}
