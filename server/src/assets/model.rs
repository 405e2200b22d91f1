//! What is known of an image. Pure.

use std::fmt::Write as _;

use bytes::Bytes;
use imprimatur_protocol::api::access::PersonRefBody;
use imprimatur_protocol::api::assets::AssetBody;
use imprimatur_protocol::{AssetId, ErrorCode, PersonId};
use sha2::{Digest, Sha256};

pub use imprimatur_protocol::api::assets::AssetType;

use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::http::saved_as::saved_as;
use crate::workspace::{Column, Columns, parse, record};

/// What a file without a usable name is called.
const UNNAMED: &str = "image";

/// An image with its bytes.
#[derive(Debug)]
pub struct Asset {
    /// What is known of it.
    pub meta: AssetMeta,
    /// As they are stored: nothing in them runs or refers elsewhere.
    pub bytes: Bytes,
}

record! {
    /// What is known of an image.
    #[derive(Debug, Clone)]
    pub struct AssetMeta {
        /// Stable.
        pub id: AssetId,
        /// SHA-256 of the stored bytes, in hexadecimal digits.
        pub sha256: String,
        /// What it rests as.
        pub kind: AssetType,
        /// The name of the file that was uploaded first.
        pub name: String,
        /// Thousandths of a pixel.
        pub width_millipixels: i64,
        /// Thousandths of a pixel.
        pub height_millipixels: i64,
        /// How many bytes it rests in.
        pub bytes: i64,
        /// Milliseconds since 1970.
        pub created_at: i64,
        pub(super) author_id: PersonId,
        pub(super) author_name: String,
    }
}

impl AssetMeta {
    /// Width in pixels.
    pub fn width(&self) -> f64 {
        pixels(self.width_millipixels)
    }

    /// Height in pixels.
    pub fn height(&self) -> f64 {
        pixels(self.height_millipixels)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a side has at most nine digits")]
fn pixels(millipixels: i64) -> f64 {
    millipixels as f64 / 1_000.0
}

impl From<AssetMeta> for AssetBody {
    fn from(meta: AssetMeta) -> Self {
        Self {
            id: meta.id,
            kind: meta.kind,
            width: meta.width(),
            height: meta.height(),
            bytes: u64::try_from(meta.bytes).unwrap_or_default(),
            created_at: rfc3339(meta.created_at),
            created_by: PersonRefBody {
                id: meta.author_id,
                name: meta.author_name,
            },
            name: meta.name,
        }
    }
}

impl Column for AssetType {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        parse(row, name, |text| {
            [Self::Png, Self::Jpeg, Self::Svg]
                .into_iter()
                .find(|kind| type_name(*kind) == text)
                .ok_or_else(|| format!("`{text}` is no type of image"))
        })
    }
}

/// The type as the database holds it.
pub const fn type_name(kind: AssetType) -> &'static str {
    match kind {
        AssetType::Png => "png",
        AssetType::Jpeg => "jpeg",
        AssetType::Svg => "svg",
    }
}

/// The type as HTTP says it.
pub(super) const fn media_type(kind: AssetType) -> &'static str {
    match kind {
        AssetType::Png => "image/png",
        AssetType::Jpeg => "image/jpeg",
        AssetType::Svg => "image/svg+xml",
    }
}

/// How the name of a file of this type ends.
const fn ending(kind: AssetType) -> &'static str {
    match kind {
        AssetType::Png => "png",
        AssetType::Jpeg => "jpg",
        AssetType::Svg => "svg",
    }
}

/// What an upload was before it became a PNG, as endings.
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "svg", "jfif"];

/// SHA-256 in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// A name to show, from what a browser called the file: its last part, without what deceives or cannot be seen.
pub(super) fn name(told: Option<&str>, at_most: usize) -> String {
    let last = told
        .unwrap_or_default()
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|it| !it.is_control() && !is_deceiving(*it))
        .take(at_most)
        .collect();
    let clean = clean.trim();
    if clean.is_empty() {
        UNNAMED.to_owned()
    } else {
        clean.to_owned()
    }
}

/// Takes no ink, or turns the direction of what follows.
fn is_deceiving(it: char) -> bool {
    matches!(
        it,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What a browser that saves the file is told to call it. Never shown inside the page's origin, whatever it is.
pub(super) fn disposition(name: &str, kind: AssetType) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, end)) if ENDINGS.contains(&end.to_ascii_lowercase().as_str()) => stem,
        _ => name,
    };
    let file = format!("{stem}.{}", ending(kind));
    saved_as("attachment", &file)
}

/// A place in the list of images, newest first: ids follow time, so what was made before has a smaller one.
pub(super) fn read_cursor(after: Option<&str>) -> Result<String> {
    let Some(after) = after else {
        // Greater than every id.
        return Ok("~".to_owned());
    };
    let id: AssetId = after.parse().map_err(|_| {
        Error::invalid(
            ErrorCode::AddressInvalid,
            "`after` takes what `next` of the page before gave.",
        )
    })?;
    Ok(id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_never_refused() {
        for (told, shown) in [
            (None, "image"),
            (Some("  "), "image"),
            (Some("C:\\Users\\anna\\Logo.png"), "Logo.png"),
            (Some("../../etc/passwd"), "passwd"),
            (Some("a\u{202e}gpj.exe\0\r\n"), "agpj.exe"),
            (Some("Zürcher Wappen.svg"), "Zürcher Wappen.svg"),
            (Some("x/"), "image"),
        ] {
            assert_eq!(name(told, 200), shown);
        }
        assert_eq!(name(Some(&"é".repeat(300)), 200).chars().count(), 200);
    }

    #[test]
    fn a_saved_file_has_the_ending_of_what_it_is() {
        assert_eq!(
            disposition("Logo.webp", AssetType::Png),
            "attachment; filename=\"Logo.png\"; filename*=UTF-8''Logo.png"
        );
        assert_eq!(
            disposition("Zür\"ich.v2", AssetType::Svg),
            "attachment; filename=\"Z_r_ich.v2.svg\"; filename*=UTF-8''Z%C3%BCr%22ich.v2.svg"
        );
    }

    #[test]
    fn a_hash_is_written_in_hexadecimal_digits() {
        assert_eq!(
            hash(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
