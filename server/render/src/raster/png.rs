//! Opaque pixels as PNG.

use std::io::Write;

use png::{BitDepth, ColorType, Compression, Encoder, PixelDimensions, Unit};
use tiny_skia::Pixmap;

use crate::stop::{Failure, Stop};

/// Rows that are written between two looks at the flag.
const ROWS: usize = 64;
/// 96 pixels an inch, in pixels a metre.
const PIXELS_A_METRE: f64 = 96.0 / 0.0254;

pub(super) fn encode(pixmap: &Pixmap, scale: f64, stop: &Stop) -> Result<Vec<u8>, Failure> {
    let failed = |cause: png::EncodingError| Failure::Writing(cause.to_string());
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    // A scale is bounded by the sides of a picture.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let density = (scale * PIXELS_A_METRE).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: density,
        yppu: density,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(failed)?;
    let mut stream = writer.stream_writer().map_err(failed)?;
    let row = pixmap.width() as usize * 4;
    let mut opaque = Vec::with_capacity(ROWS * row);
    for rows in pixmap.data().chunks(ROWS * row) {
        stop.check()?;
        opaque.clear();
        for pixel in rows.chunks_exact(4) {
            opaque.extend_from_slice(&pixel[..3]);
        }
        stream
            .write_all(&opaque)
            .map_err(|cause| Failure::Writing(cause.to_string()))?;
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
