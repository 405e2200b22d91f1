//! What is asked of a picture, and its name among those that are kept.

use std::collections::BTreeMap;
use std::fmt::Write;

use imprimatur_protocol::ErrorCode;
use sha2::{Digest, Sha256};

use crate::error::{Error, Kind, Result};
use crate::http::saved_as::saved_as;

/// Times its natural size of 96 pixels an inch; what is smaller shows nothing, what is larger than paper can be printed.
const SCALE: std::ops::RangeInclusive<f64> = 0.05..=10.0;
/// A layout has at most so many fields.
const VALUES_MAX: usize = 500;
/// UTF-16 units of a value: as many as a text is set of.
const VALUE_UNITS_MAX: usize = 50_000;

/// What sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Vectors, one page.
    Svg,
    /// Pixels, one page.
    Png,
    /// One page or all.
    Pdf,
}

impl Format {
    /// The end of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// What it is served as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }
}

/// The query of a picture as it came.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Query {
    /// From 1. Without it the first page, of a PDF all of them.
    page: Option<u64>,
    /// Times 96 pixels an inch, 0.05 to 10; only of a PNG.
    scale: Option<f64>,
    /// One of the layout's languages; without it their first.
    locale: Option<String>,
    /// Values of the merge fields by key: a JSON object of strings. Without it their samples are shown.
    values: Option<String>,
}

/// What is to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wish {
    pub(super) format: Format,
    /// From 0; none: all pages of a PDF.
    pub(super) page: Option<usize>,
    pub(super) scale: f64,
    pub(super) locale: Option<String>,
    pub(super) values: Option<BTreeMap<String, String>>,
}

impl Query {
    /// Judges what can be judged without the layout.
    pub(super) fn wish(self, format: Format) -> Result<Wish> {
        let scale = match self.scale {
            Some(scale) if format == Format::Png => scale,
            _ => 1.0,
        };
        if !SCALE.contains(&scale) {
            return Err(Error::unprocessable(
                ErrorCode::ScaleOutOfRange,
                format!(
                    "A picture's scale lies between {} and {}.",
                    SCALE.start(),
                    SCALE.end()
                ),
            ));
        }
        let page = match self.page {
            None if format == Format::Pdf => None,
            None => Some(0),
            Some(number) => Some(
                number
                    .checked_sub(1)
                    .and_then(|index| usize::try_from(index).ok())
                    .ok_or_else(page_not_found)?,
            ),
        };
        Ok(Wish {
            format,
            page,
            scale,
            locale: self.locale,
            values: self.values.as_deref().map(values).transpose()?,
        })
    }
}

fn values(text: &str) -> Result<BTreeMap<String, String>> {
    let invalid = |why: String| Error::unprocessable(ErrorCode::ValuesInvalid, why);
    let values: BTreeMap<String, String> = serde_json::from_str(text).map_err(|cause| {
        invalid(format!(
            "`values` is not a JSON object of strings: {cause}."
        ))
    })?;
    if values.len() > VALUES_MAX {
        return Err(invalid(format!(
            "`values` holds more than {VALUES_MAX} values."
        )));
    }
    if values
        .values()
        .any(|value| value.encode_utf16().count() > VALUE_UNITS_MAX)
    {
        return Err(invalid(format!(
            "A value has at most {VALUE_UNITS_MAX} UTF-16 units."
        )));
    }
    Ok(values)
}

/// The layout has fewer pages.
pub fn page_not_found() -> Error {
    Error::new(
        Kind::NotFound,
        ErrorCode::PageNotFound,
        "The layout has no such page; the first is 1.",
    )
}

/// The name of a picture: everything that it is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key(String);

impl Key {
    /// Of parts that are told apart by their lengths.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut text = String::new();
        for byte in &hash.finalize()[..16] {
            write!(text, "{byte:02x}").expect("a string takes everything");
        }
        Self(text)
    }

    /// As an `ETag`.
    pub(super) fn tag(&self) -> String {
        format!("\"{}\"", self.0)
    }
}

/// What a browser that saves the file is told to call it.
pub(super) fn disposition(name: &str, wish: &Wish) -> String {
    let page = match wish.page {
        Some(page) if page > 0 => format!("-{}", page + 1),
        _ => String::new(),
    };
    let file = format!("{name}{page}.{}", wish.format.ending());
    saved_as("inline", &file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(query: Query, format: Format) -> &'static str {
        query
            .wish(format)
            .err()
            .map_or("", |error| error.code().as_str())
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let scale = |scale| Query {
            scale: Some(scale),
            ..Query::default()
        };
        for odd in [0.0, -1.0, 0.049, 10.1, f64::NAN, f64::INFINITY] {
            assert_eq!(code(scale(odd), Format::Png), "scale_out_of_range", "{odd}");
            assert_eq!(code(scale(odd), Format::Pdf), "", "a PDF has no scale");
        }
        for good in [0.05, 1.0, 10.0] {
            assert_eq!(code(scale(good), Format::Png), "");
        }
        let page = |page| Query {
            page: Some(page),
            ..Query::default()
        };
        assert_eq!(code(page(0), Format::Svg), "page_not_found");
        assert_eq!(code(page(u64::MAX), Format::Svg), "");
        let values = |text: &str| Query {
            values: Some(text.to_owned()),
            ..Query::default()
        };
        for odd in ["", "1", "[]", "{\"a\":1}", "{\"a\":{}}", "{\"a\""] {
            assert_eq!(code(values(odd), Format::Svg), "values_invalid", "{odd}");
        }
        let many: BTreeMap<String, String> = (0..501)
            .map(|it| (format!("f{it}"), String::new()))
            .collect();
        assert_eq!(
            code(values(&serde_json::to_string(&many).unwrap()), Format::Svg),
            "values_invalid"
        );
        assert_eq!(code(values("{\"a\":\"b\"}"), Format::Svg), "");
    }

    #[test]
    fn a_file_is_named_after_its_template() {
        let wish = |page| Wish {
            format: Format::Png,
            page,
            scale: 1.0,
            locale: None,
            values: None,
        };
        assert_eq!(
            disposition("Diplom \"Zürich\"\n", &wish(Some(0))),
            "inline; filename=\"Diplom _Z_rich__.png\"; filename*=UTF-8''Diplom%20%22Z%C3%BCrich%22%0A.png"
        );
        assert!(disposition("x", &wish(Some(1))).ends_with("x-2.png"));
    }

    #[test]
    fn keys_tell_their_parts_apart() {
        assert_ne!(Key::of(&[b"ab", b"c"]), Key::of(&[b"a", b"bc"]));
        assert_eq!(Key::of(&[b"a"]).tag().len(), 34);
    }
}
