//! From the bytes that somebody sent to an image that browser, PNG and PDF show alike. Pure; hostile files welcome.
//!
//! What a file is, is told by its first bytes. What it declares is checked before anything is decoded; then it is decoded
//! once in full, and written anew or, a JPEG that needs no change, stripped to what the picture is made of.

mod color;
mod jpeg;
mod raster;
mod svg;

use imprimatur_protocol::api::assets::{AssetType, AssetWarning};
use imprimatur_render::SVG_MAX;

/// An image made uniform.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) kind: AssetType,
    /// Thousandths of a pixel.
    pub(super) width_millipixels: i64,
    /// Thousandths of a pixel.
    pub(super) height_millipixels: i64,
    pub(super) bytes: Vec<u8>,
    pub(super) warnings: Vec<AssetWarning>,
}

/// What a file may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Pixels altogether.
    pub(super) pixels: u64,
    /// Pixels of the longer side.
    pub(super) side: u32,
    /// Elements of an SVG, as often as they are drawn.
    pub(super) elements: u64,
    /// Bytes that it may rest in.
    pub(super) stored_bytes: usize,
}

/// Why a file was not taken. The texts say what comes after "it cannot be read:".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    TypeUnknown,
    Unreadable(String),
    TooManyPixels,
    TooComplex(&'static str),
    TooLarge,
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Png,
    Jpeg,
    Webp,
    /// Begins like XML; whether it is an SVG, its root element says.
    Xml,
}

/// Judges a file and makes it uniform.
pub(super) fn read(bytes: &[u8], bounds: &Bounds) -> Result<Picture, Refusal> {
    let picture = match sniff(bytes).ok_or(Refusal::TypeUnknown)? {
        Format::Png => raster::png(bytes, bounds),
        Format::Jpeg => raster::jpeg(bytes, bounds),
        Format::Webp => raster::webp(bytes, bounds),
        Format::Xml => svg::read(bytes, bounds),
    }?;
    if picture.bytes.len() > bounds.stored_bytes {
        return Err(Refusal::TooLarge);
    }
    // What cannot be drawn would be missing without a word.
    if picture.kind == AssetType::Svg && picture.bytes.len() > SVG_MAX {
        return Err(Refusal::TooComplex("its paths take more than 4 MiB"));
    }
    Ok(picture)
}

fn sniff(bytes: &[u8]) -> Option<Format> {
    const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(Format::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some(Format::Jpeg);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Format::Webp);
    }
    let text = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    text.trim_ascii_start()
        .starts_with(b"<")
        .then_some(Format::Xml)
}

#[cfg(test)]
mod tests;
