//! Pictures to upload, and looking at those that came back.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbImage};

/// No two rows and no two columns are alike, so that a turned picture is seen to be turned.
#[must_use]
pub fn gradient(width: u32, height: u32) -> RgbImage {
    let level = |at: u32, of: u32| u8::try_from(at * 255 / of.max(1)).expect("at most 255");
    RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([level(x, width), level(y, height), 64])
    })
}

/// As a PNG.
#[must_use]
pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(picture, PngEncoder::new(&mut bytes));
    bytes
}

/// As a JPEG.
#[must_use]
pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(picture, JpegEncoder::new_with_quality(&mut bytes, 95));
    bytes
}

/// As a WebP without losses.
#[must_use]
pub fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(picture, WebPEncoder::new_lossless(&mut bytes));
    bytes
}

fn write(picture: &RgbImage, encoder: impl ImageEncoder) {
    encoder
        .write_image(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("a picture in memory can be written");
}

/// A JPEG with this EXIF orientation, where a camera writes it, and a place on earth beside it.
#[must_use]
pub fn turned_jpeg(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.push(orientation);
    exif.extend(b"\0\0\0\0\0\0GPS 46.9480 N 7.4474 E");
    let length = u16::try_from(exif.len() + 2).expect("short");
    let plain = jpeg(picture);
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&plain[2..]);
    bytes
}

/// Decodes what came back.
#[must_use]
pub fn decode(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).expect("what the server gives can be decoded")
}
