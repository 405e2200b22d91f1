//! PNG, JPEG and WebP.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, Limits};
use imprimatur_protocol::api::assets::{AssetType, AssetWarning};

use super::color::{self, Profile};
use super::{Bounds, Picture, Refusal, jpeg};

/// Of a JPEG that is written anew: nobody sees a difference, at a fifth of the bytes of a PNG.
const QUALITY: u8 = 92;

/// Pixels up to which a PNG is compressed well; beyond it, fast: it would take seconds.
const COMPRESSED_WELL: u64 = 6_000_000;

/// Bytes that a decoder may take beside 8 for each pixel that is allowed: profiles, rows, tables.
const DECODER_BYTES: u64 = 32 * 1024 * 1024;

pub(super) fn png(bytes: &[u8], bounds: &Bounds) -> Result<Picture, Refusal> {
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits(bounds)).map_err(refused)?;
    let animated = decoder.is_apng().map_err(refused)?;
    let decoded = decode(decoder, bounds)?;
    let image = decoded.uniform();
    finish(&image, AssetType::Png, png_bytes(&image)?, animated)
}

pub(super) fn jpeg(bytes: &[u8], bounds: &Bounds) -> Result<Picture, Refusal> {
    // Also finds what the decoder would take for an image: a file that is cut off.
    let file = jpeg::File::read(bytes)?;
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(refused)?;
    let decoded = decode(decoder, bounds)?;
    if decoded.is_uniform()
        && let Some(stripped) = file.stripped()
    {
        return finish(&decoded.image, AssetType::Jpeg, stripped, false);
    }
    let image = decoded.uniform();
    finish(&image, AssetType::Jpeg, jpeg_bytes(&image)?, false)
}

pub(super) fn webp(bytes: &[u8], bounds: &Bounds) -> Result<Picture, Refusal> {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(refused)?;
    let animated = decoder.has_animation();
    let image = decode(decoder, bounds)?.uniform();
    let png = png_bytes(&image)?;
    if image.color().has_alpha() {
        return finish(&image, AssetType::Png, png, animated);
    }
    // A photograph is smaller as JPEG, a flat drawing as PNG.
    let jpeg = jpeg_bytes(&image)?;
    if jpeg.len() < png.len() {
        finish(&image, AssetType::Jpeg, jpeg, animated)
    } else {
        finish(&image, AssetType::Png, png, animated)
    }
}

/// An image as it lay in the file, and what has to be done to it.
struct Decoded {
    image: DynamicImage,
    profile: Option<Profile>,
    orientation: Orientation,
}

impl Decoded {
    /// Whether the pixels are those that everybody would show without knowing more.
    fn is_uniform(&self) -> bool {
        self.profile.is_none() && self.orientation == Orientation::NoTransforms
    }

    /// Turned, in sRGB, and without an alpha channel that says nothing.
    fn uniform(self) -> DynamicImage {
        let mut image = match self.profile {
            Some(profile) => profile.to_srgb(self.image),
            None => self.image,
        };
        image.apply_orientation(self.orientation);
        match image {
            DynamicImage::ImageRgba8(pixels) if pixels.pixels().all(|it| it.0[3] == u8::MAX) => {
                DynamicImage::ImageRgba8(pixels).into_rgb8().into()
            }
            DynamicImage::ImageLumaA8(pixels) if pixels.pixels().all(|it| it.0[1] == u8::MAX) => {
                DynamicImage::ImageLumaA8(pixels).into_luma8().into()
            }
            other => other,
        }
    }
}

fn decode(mut decoder: impl ImageDecoder, bounds: &Bounds) -> Result<Decoded, Refusal> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > bounds.pixels || width.max(height) > bounds.side {
        return Err(Refusal::TooManyPixels);
    }
    decoder.set_limits(limits(bounds)).map_err(refused)?;
    // Metadata that cannot be read is as good as none, here as in every browser.
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let image = eight_bits(image);
    let profile = profile.and_then(|profile| color::profile(&profile, image.color()));
    Ok(Decoded {
        image,
        profile,
        orientation,
    })
}

fn eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_)
        | DynamicImage::ImageLumaA8(_)
        | DynamicImage::ImageRgb8(_)
        | DynamicImage::ImageRgba8(_) => image,
        DynamicImage::ImageLuma16(_) => image.into_luma8().into(),
        DynamicImage::ImageLumaA16(_) => image.into_luma_alpha8().into(),
        DynamicImage::ImageRgb16(_) => image.into_rgb8().into(),
        other => other.into_rgba8().into(),
    }
}

fn limits(bounds: &Bounds) -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(bounds.side);
    limits.max_image_height = Some(bounds.side);
    limits.max_alloc = Some(
        bounds
            .pixels
            .saturating_mul(8)
            .saturating_add(DECODER_BYTES),
    );
    limits
}

fn png_bytes(image: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let pixels = u64::from(image.width()) * u64::from(image.height());
    let compression = if pixels <= COMPRESSED_WELL {
        CompressionType::Default
    } else {
        CompressionType::Fast
    };
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, compression, FilterType::Adaptive);
    write(image, encoder)?;
    Ok(bytes)
}

fn jpeg_bytes(image: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    write(image, JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
    Ok(bytes)
}

fn write(image: &DynamicImage, encoder: impl ImageEncoder) -> Result<(), Refusal> {
    encoder
        .write_image(
            image.as_bytes(),
            image.width(),
            image.height(),
            image.color().into(),
        )
        .map_err(refused)
}

fn finish(
    image: &DynamicImage,
    kind: AssetType,
    bytes: Vec<u8>,
    animated: bool,
) -> Result<Picture, Refusal> {
    Ok(Picture {
        kind,
        width_millipixels: i64::from(image.width()) * 1_000,
        height_millipixels: i64::from(image.height()) * 1_000,
        bytes,
        warnings: animated
            .then_some(AssetWarning::AnimationLeftOut)
            .into_iter()
            .collect(),
    })
}

fn refused(cause: ImageError) -> Refusal {
    match cause {
        ImageError::Limits(_) => Refusal::TooManyPixels,
        // Only the first line: some decoders tell their whole state.
        other => Refusal::Unreadable(
            other
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .trim_end_matches('.')
                .to_owned(),
        ),
    }
}
