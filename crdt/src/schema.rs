//! Names, units, ranges and defaults of the shared document; `SCHEMA.md` says what they mean.

/// The version that this code writes and the newest that it reads in full.
pub const VERSION: u32 = 1;

/// Root map: `schema` and `languages`.
pub const META: &str = "meta";
/// Root map of pages by id.
pub const PAGES: &str = "pages";
/// Root map of elements by id.
pub const ELEMENTS: &str = "elements";
/// Root map of fields by key.
pub const FIELDS: &str = "fields";
/// Root map of styles by id.
pub const STYLES: &str = "styles";
/// Every root that this version knows.
pub const ROOTS: [&str; 5] = [META, PAGES, ELEMENTS, FIELDS, STYLES];

/// The five languages, in the order in which a text falls back when `meta.languages` is absent.
pub const LANGUAGES: [&str; 5] = ["de", "fr", "it", "rm", "en"];

/// The id of the page that a layout without any readable page has.
pub const FALLBACK_PAGE: &str = "page";
/// A4 upright, in millimetres.
pub const A4: [f64; 2] = [210.0, 297.0];

/// Keys whose values are shared maps of plain values.
pub const SHARED_MAPS: [&str; 6] = ["alt", "fallback", "label", "role", "sample", "signer"];
/// The key whose value is a shared map of shared texts by language.
pub const TEXTS: &str = "texts";

/// The greatest width or height, in millimetres (reading rule 1).
pub const SIZE_MAX_MM: f64 = 5_000.0;
/// The greatest distance of a position from its origin, in millimetres.
pub const POSITION_MAX_MM: f64 = 100_000.0;
/// Groups nest at most this deep; what is deeper is no part of the layout (reading rule 6).
pub const GROUP_DEPTH: usize = 32;
/// Shared types and plain values nest at most this deep when they are read as JSON.
pub const VALUE_DEPTH: usize = 64;

/// Whether `id` may name a page, an element or a style: 1 to 40 of `[A-Za-z0-9_-]`.
pub fn is_id(id: &str) -> bool {
    (1..=40).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Whether `key` may name a field: `[a-z][a-z0-9_]*`, 1 to 60 characters.
pub fn is_field_key(key: &str) -> bool {
    (1..=60).contains(&key.len())
        && key.as_bytes()[0].is_ascii_lowercase()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether `text` is a colour as the document writes it: `#rrggbb` or `#rrggbbaa`.
pub fn is_color(text: &str) -> bool {
    matches!(text.len(), 7 | 9)
        && text.starts_with('#')
        && text
            .bytes()
            .skip(1)
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte.to_ascii_lowercase()))
}

/// Whether `tag` may be a language code: 2 to 12 of `[A-Za-z0-9-]`, so `de` as well as `de-CH`.
pub fn is_language(tag: &str) -> bool {
    (2..=12).contains(&tag.len())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
