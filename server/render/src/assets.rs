//! Uploaded pictures, as bytes that somebody else loaded, and how they are read.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};

/// Bytes that decoding one picture may take.
const DECODED_MAX: u64 = 256 * 1024 * 1024;
/// Pixels a side; larger ones are not taken as uploads either.
const SIDE_MAX: u32 = 20_000;
/// Bytes of an SVG that is drawn; its tree in memory is some 20 times as large.
pub const SVG_MAX: usize = 4 * 1024 * 1024;

/// What an uploaded picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetKind {
    /// `image/png`
    Png,
    /// `image/jpeg`
    Jpeg,
    /// `image/webp`
    WebP,
    /// `image/svg+xml`
    Svg,
}

impl AssetKind {
    /// The kind of a media type.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        [Self::Png, Self::Jpeg, Self::WebP, Self::Svg]
            .into_iter()
            .find(|kind| kind.media_type() == media_type)
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    const fn format(self) -> Option<ImageFormat> {
        match self {
            Self::Png => Some(ImageFormat::Png),
            Self::Jpeg => Some(ImageFormat::Jpeg),
            Self::WebP => Some(ImageFormat::WebP),
            Self::Svg => None,
        }
    }
}

/// An uploaded picture.
#[derive(Clone)]
pub struct Asset {
    /// What it is.
    pub kind: AssetKind,
    /// The file.
    pub bytes: Arc<Vec<u8>>,
    /// Width and height in its own units.
    pub size: [f64; 2],
}

/// Uploaded pictures by id; what is not there cannot be had.
pub type Assets = BTreeMap<String, Asset>;

impl Asset {
    /// Its pixels; none for an SVG, and for a file that is not what it says.
    pub(crate) fn pixels(&self) -> Option<DynamicImage> {
        let mut reader =
            ImageReader::with_format(Cursor::new(self.bytes.as_slice()), self.kind.format()?);
        let mut limits = Limits::default();
        limits.max_alloc = Some(DECODED_MAX);
        limits.max_image_width = Some(SIDE_MAX);
        limits.max_image_height = Some(SIDE_MAX);
        reader.limits(limits);
        reader.decode().ok()
    }

    /// Its drawing; none for pixels, and for a file that cannot be read. Whatever it refers to outside itself is left out.
    pub(crate) fn drawing(&self) -> Option<usvg::Tree> {
        if self.kind != AssetKind::Svg || self.bytes.len() > SVG_MAX {
            return None;
        }
        let text = std::str::from_utf8(&self.bytes).ok()?;
        let options = usvg::Options {
            image_href_resolver: usvg::ImageHrefResolver {
                resolve_data: Box::new(|media_type, data, _| embedded(media_type, &data)),
                // The library's own resolver reads local files.
                resolve_string: Box::new(|_, _| None),
            },
            ..usvg::Options::default()
        };
        usvg::Tree::from_str(text, &options).ok()
    }
}

/// A picture within an SVG, as PNG, so that nobody else decodes what came from outside; never another SVG.
fn embedded(media_type: &str, data: &Arc<Vec<u8>>) -> Option<usvg::ImageKind> {
    let kind = match media_type {
        "image/jpg" => AssetKind::Jpeg,
        other => AssetKind::of_media_type(other).filter(|kind| *kind != AssetKind::Svg)?,
    };
    let asset = Asset {
        kind,
        bytes: Arc::clone(data),
        size: [0.0; 2],
    };
    let pixels = asset.pixels()?.into_rgba8();
    let mut png = Vec::new();
    pixels
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .ok()?;
    Some(usvg::ImageKind::PNG(Arc::new(png)))
}
