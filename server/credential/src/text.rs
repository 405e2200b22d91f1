//! The values of a credential: texts, addresses and moments that every RDF writer writes alike.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Characters of one text at most: a credential travels in a file and in a code.
pub const TEXT_CHARACTERS: usize = 4_000;

/// Characters of an address at most.
pub const URL_CHARACTERS: usize = 500;

/// Why a value cannot stand in a credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing is said.
    #[error("it is empty")]
    Empty,
    /// More than [`TEXT_CHARACTERS`], or [`URL_CHARACTERS`].
    #[error("it has more than {0} characters")]
    Long(usize),
    /// A control character, or one that Unicode keeps for itself.
    #[error("it has the character U+{0:04X}, which cannot be written in a credential")]
    Character(u32),
    /// No address.
    #[error("it is no address that begins with https:, http:, urn: or did:")]
    Url,
    /// No moment in UTC.
    #[error("it is no moment as 2026-11-29T08:00:00Z")]
    Moment,
}

macro_rules! checked_text {
    ($name:ident, $check:path) => {
        impl $name {
            /// Takes a value that is one.
            ///
            /// # Errors
            /// It is none.
            pub fn new(value: impl Into<String>) -> Result<Self, Fault> {
                let value = value.into();
                $check(&value)?;
                Ok(Self(value))
            }

            /// As it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    };
}

/// A text for people. Line breaks may stand in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Text(String);
checked_text!(Text, check_text);

/// An absolute address in ASCII.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Url(String);
checked_text!(Url, check_url);

/// A moment in UTC, to the second: `2026-11-29T08:00:00Z`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Moment(String);
checked_text!(Moment, check_moment);

impl Moment {
    /// The second in which these milliseconds since 1970 fall. `None`: no year of four digits.
    pub fn of_ms(ms: i64) -> Option<Self> {
        let at = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1000)).ok()?;
        Self::new(at.format(&Rfc3339).ok()?).ok()
    }

    /// Milliseconds since 1970.
    pub fn ms(&self) -> i64 {
        OffsetDateTime::parse(&self.0, &Rfc3339).map_or(0, |at| at.unix_timestamp() * 1000)
    }
}

fn check_text(value: &str) -> Result<(), Fault> {
    if value.trim().is_empty() {
        return Err(Fault::Empty);
    }
    if value.chars().count() > TEXT_CHARACTERS {
        return Err(Fault::Long(TEXT_CHARACTERS));
    }
    // What RDF writers escape differently, or not at all (RDF Dataset Canonicalization, section 5): control characters but the line feed, and
    // what is no character (Unicode, section 23.7).
    let odd = value.chars().find(|it| {
        let code = u32::from(*it);
        (it.is_control() && *it != '\n')
            || (0xFDD0..=0xFDEF).contains(&code)
            || code & 0xFFFE == 0xFFFE
    });
    odd.map_or(Ok(()), |it| Err(Fault::Character(u32::from(it))))
}

fn check_url(value: &str) -> Result<(), Fault> {
    if value.len() > URL_CHARACTERS {
        return Err(Fault::Long(URL_CHARACTERS));
    }
    let scheme = value.split_once(':').ok_or(Fault::Url)?;
    let is_known = matches!(scheme.0, "https" | "http" | "urn" | "did") && !scheme.1.is_empty();
    // RFC 3986, section 2: what an address is written with.
    let is_plain = value
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&it));
    if is_known && is_plain {
        Ok(())
    } else {
        Err(Fault::Url)
    }
}

fn check_moment(value: &str) -> Result<(), Fault> {
    // One spelling for each second, so that what was signed can be compared as text.
    if value.len() == "2026-11-29T08:00:00Z".len()
        && value.ends_with('Z')
        && value.is_ascii()
        && value.as_bytes()[10] == b'T'
        && OffsetDateTime::parse(value, &Rfc3339).is_ok()
    {
        Ok(())
    } else {
        Err(Fault::Moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_every_writer_writes_alike() {
        for good in ["Zoë Çelik", "a\nb", "\u{1F393}", "e\u{301}", "\"\\'"] {
            assert_eq!(Text::new(good).map(|it| it.0), Ok(good.to_owned()));
        }
        assert_eq!(Text::new(" \n"), Err(Fault::Empty));
        for bad in [
            '\0',
            '\t',
            '\r',
            '\u{7F}',
            '\u{85}',
            '\u{FFFE}',
            '\u{FDD0}',
            '\u{1FFFF}',
        ] {
            assert_eq!(
                Text::new(format!("a{bad}")),
                Err(Fault::Character(bad.into()))
            );
        }
        assert!(Text::new("ä".repeat(TEXT_CHARACTERS)).is_ok());
        assert_eq!(
            Text::new("ä".repeat(TEXT_CHARACTERS + 1)),
            Err(Fault::Long(TEXT_CHARACTERS))
        );
    }

    #[test]
    fn an_address_is_absolute_and_plain() {
        for good in [
            "https://a.example/v/1#7",
            "urn:uuid:0",
            "did:web:a.example:b",
            "http://[::1]:8080/",
        ] {
            assert!(Url::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/v/1",
            "https:",
            "javascript:alert(1)",
            "https://a b",
            "https://ä.example",
            "https://a/\"",
            "https://a/<",
        ] {
            assert_eq!(Url::new(bad), Err(Fault::Url), "{bad}");
        }
    }

    #[test]
    fn a_moment_has_one_spelling() {
        assert_eq!(
            Moment::of_ms(1_763_804_096_007).map(|it| it.0),
            Some("2025-11-22T09:34:56Z".to_owned())
        );
        assert_eq!(
            Moment::of_ms(-1).map(|it| it.0),
            Some("1969-12-31T23:59:59Z".to_owned())
        );
        assert_eq!(Moment::of_ms(i64::MAX), None);
        for ms in [0, 1_763_804_096_000, -62_135_596_800_000] {
            assert_eq!(Moment::of_ms(ms).map(|it| it.ms()), Some(ms));
        }
        for bad in [
            "2026-11-29",
            "2026-11-29T08:00:00+01:00",
            "2026-11-29T08:00:00.0Z",
            "2026-11-29t08:00:00Z",
            "2026-13-29T08:00:00Z",
            "2026-11-29T08:00:00z",
        ] {
            assert_eq!(Moment::new(bad), Err(Fault::Moment), "{bad}");
        }
    }
}
