//! What structs carry.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Cursor, Scan, ScanError, StructKind};

/// What a struct carries.
pub(super) struct Content {
    pub(super) kind: StructKind,
    /// In clocks.
    pub(super) length: u32,
    pub(super) attribute: u32,
    pub(super) plain_bytes: u32,
}

/// Reads the content that `reference` announces.
pub(super) fn scan(
    cursor: &mut Cursor<'_>,
    reference: u8,
    scan: &mut Scan,
) -> Result<Content, ScanError> {
    let before = cursor.position();
    let mut kind = StructKind::Text;
    let (mut attribute, mut plain) = (0, false);
    let length = match reference {
        1 => {
            kind = StructKind::Deleted;
            cursor.clock()?
        }
        2 => {
            return Err(ScanError::Unsupported {
                what: "JSON content of Yjs 12",
            });
        }
        3 => {
            cursor.buffer()?;
            kind = StructKind::Single;
            1
        }
        4 => utf16_length(cursor)?,
        5 => {
            json(cursor, scan.nesting)?;
            (kind, plain) = (StructKind::Single, true);
            1
        }
        6 => {
            let mut name = DefaultHasher::new();
            cursor.string()?.hash(&mut name);
            attribute = name.finish() as u32;
            (kind, plain) = (StructKind::Format, true);
            json(cursor, scan.nesting)?;
            1
        }
        7 => {
            shared_type(cursor)?;
            kind = StructKind::Type;
            1
        }
        8 => {
            let count = cursor.count(1)?;
            any_values(cursor, count, scan.nesting)?;
            (kind, plain) = (StructKind::Values, true);
            u32::try_from(count).map_err(|_| cursor.malformed("too many values"))?
        }
        9 => {
            return Err(ScanError::Unsupported {
                what: "a subdocument",
            });
        }
        11 => return Err(ScanError::Unsupported { what: "a move" }),
        _ => return Err(cursor.malformed("unknown content")),
    };
    let bytes = cursor.position() - before;
    scan.content_bytes += bytes;
    // No value takes less than a byte.
    let plain_bytes = if plain { bytes } else { 0 };
    Ok(Content {
        kind,
        length,
        attribute,
        plain_bytes: u32::try_from(plain_bytes).unwrap_or(u32::MAX),
    })
}

/// Length of a string in UTF-16 units, which is what clocks count.
fn utf16_length(cursor: &mut Cursor<'_>) -> Result<u32, ScanError> {
    let text = cursor.string()?;
    // A character takes one unit, and a second one when it has four bytes.
    let units = text.bytes().filter(|byte| (byte & 0xc0) != 0x80).count()
        + text.bytes().filter(|byte| *byte >= 0xf0).count();
    u32::try_from(units).map_err(|_| cursor.malformed("a string too long"))
}

fn shared_type(cursor: &mut Cursor<'_>) -> Result<(), ScanError> {
    match cursor.byte()? {
        // Array, map, text, XML fragment, XML text.
        0 | 1 | 2 | 4 | 6 => {}
        // XML element, with its name.
        3 => _ = cursor.string()?,
        5 => {
            return Err(ScanError::Unsupported {
                what: "an XML hook",
            });
        }
        7 => {
            return Err(ScanError::Unsupported {
                what: "a weak link",
            });
        }
        9 => {
            return Err(ScanError::Unsupported {
                what: "a subdocument",
            });
        }
        _ => return Err(cursor.malformed("an unknown shared type")),
    }
    Ok(())
}

/// Passes over `count` plain values, each with all that it holds, without recursion.
fn any_values(cursor: &mut Cursor<'_>, count: usize, limit: usize) -> Result<(), ScanError> {
    // What is still open: how many values it lacks, and whether each has a key before it.
    let mut open = [(0_usize, false); 65];
    let mut depth = 0;
    open[0] = (count, false);
    loop {
        let (left, keyed) = &mut open[depth];
        if *left == 0 {
            if depth == 0 {
                return Ok(());
            }
            depth -= 1;
            continue;
        }
        *left -= 1;
        if *keyed {
            cursor.string()?;
        }
        let inner = match cursor.byte()? {
            // Undefined, null, true, false.
            127 | 126 | 121 | 120 => None,
            125 => {
                cursor.varint()?;
                None
            }
            124 => {
                cursor.take(4)?;
                None
            }
            123 | 122 => {
                cursor.take(8)?;
                None
            }
            119 => {
                cursor.string()?;
                None
            }
            // An entry takes two bytes at least: an empty key and a value.
            118 => Some((cursor.count(2)?, true)),
            117 => Some((cursor.count(1)?, false)),
            116 => {
                cursor.buffer()?;
                None
            }
            _ => return Err(cursor.malformed("an unknown value")),
        };
        if let Some(inner) = inner {
            if depth == limit {
                return Err(ScanError::Nesting { limit });
            }
            depth += 1;
            open[depth] = inner;
        }
    }
}

/// Passes over a string of JSON that yrs will be able to parse.
fn json(cursor: &mut Cursor<'_>, limit: usize) -> Result<(), ScanError> {
    let text = cursor.string()?;
    if json_depth(text) > limit {
        return Err(ScanError::Nesting { limit });
    }
    match text {
        // What formatting is made of.
        "null" | "true" | "false" => Ok(()),
        _ => serde_json::from_str::<Plain>(text)
            .map(|_| ())
            .map_err(|_| cursor.malformed("JSON that does not parse")),
    }
}

/// The greatest number of brackets that are open at once, those in strings not counted.
fn json_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quoted = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => _ = bytes.next(),
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// JSON that yrs takes, and nothing kept of it: the visitor refuses what yrs' own refuses.
struct Plain;

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Plain, E> {
        i64::try_from(number)
            .map(|_| Plain)
            .map_err(|_| E::custom("a number of more than 63 bits"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_str<E>(self, _: &str) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Plain, A::Error> {
        while values.next_element::<Plain>()?.is_some() {}
        Ok(Plain)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Plain, A::Error> {
        while entries.next_entry::<Plain, Plain>()?.is_some() {}
        Ok(Plain)
    }
}
