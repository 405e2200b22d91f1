//! Glyphs of set text as outlines at their places.

use std::sync::Arc;

use crate::fonts::{Fonts, Outline};
use crate::scene::Matrix;
use crate::text::GlyphRun;

/// A glyph's number, and the matrix from its font units (y upwards) to millimetres.
pub(crate) type GlyphPlace = (u32, Matrix);

/// The outline of a glyph; empty when there is none.
pub(crate) fn of(fonts: &Fonts, face: usize, id: u32) -> Arc<Outline> {
    u16::try_from(id).map_or_else(|_| Arc::default(), |id| fonts.outline(face, id))
}

/// The glyphs of a run.
pub(crate) fn of_run<'a>(
    fonts: &Fonts,
    run: &'a GlyphRun,
) -> impl Iterator<Item = GlyphPlace> + 'a {
    // Both are small whole numbers.
    #[expect(clippy::cast_precision_loss)]
    let unit = run.size as f64 / 1000.0 * 25.4 / 72.0 / fonts.face(run.face).units as f64;
    run.glyphs.iter().map(move |glyph| {
        let (x, y) = (millimetres(glyph.x), millimetres(glyph.y));
        (u32::from(glyph.id), [unit, 0.0, 0.0, -unit, x, y])
    })
}

/// Micropoints as millimetres.
pub(crate) fn millimetres(micropoints: i64) -> f64 {
    // Places in a picture are far below 2^53 micropoints.
    #[expect(clippy::cast_precision_loss)]
    let micropoints = micropoints as f64;
    micropoints * 25.4 / 72_000_000.0
}
