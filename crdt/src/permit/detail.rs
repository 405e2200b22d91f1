//! Reads again what the scan of an update has passed over: where a struct says it stands, and what it carries.

use crate::scan::{CONTENT, Cursor, GC, LEFT, PARENT_SUB, RIGHT, SKIP, Struct};

/// What the bytes of a struct say, beside the ids that the scan has listed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Detail<'a> {
    /// The root that it stands in, if it names one.
    pub(super) root: Option<&'a str>,
    /// The key that it names. A struct that names a neighbour inherits it.
    pub(super) key: Option<&'a str>,
    pub(super) carried: Carried<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried<'a> {
    /// Collected, or passed over.
    Nothing,
    /// Deleted, but it takes its place, and with it the place of what stood there.
    Deleted,
    Text,
    /// An embed, as JSON.
    Embed(&'a str),
    /// An attribute from here on, and its value as JSON.
    Format {
        key: &'a str,
        value: &'a str,
    },
    /// A shared type.
    Type(u8),
    /// Strings as plain values. Several are those that were set at one key one after the other: only the last is seen.
    Sentence,
    Other,
}

impl<'a> Detail<'a> {
    /// `None` for bytes that were not scanned.
    pub(super) fn read(bytes: &'a [u8], it: &Struct) -> Option<Self> {
        let mut cursor = Cursor::at(bytes, it.bytes.0 as usize);
        let info = cursor.byte().ok()?;
        let (mut root, mut key) = (None, None);
        let reference = info & CONTENT;
        if matches!(reference, GC | SKIP) {
            let carried = Carried::Nothing;
            return Some(Self { root, key, carried });
        }
        let (left, right) = (info & LEFT != 0, info & RIGHT != 0);
        for _ in 0..usize::from(left) + usize::from(right) {
            cursor.id().ok()?;
        }
        if !left && !right {
            if cursor.byte().ok()? == 1 {
                root = Some(cursor.string().ok()?);
            } else {
                cursor.id().ok()?;
            }
            if info & PARENT_SUB != 0 {
                key = Some(cursor.string().ok()?);
            }
        }
        let carried = match reference {
            1 => Carried::Deleted,
            4 => Carried::Text,
            5 => Carried::Embed(cursor.string().ok()?),
            6 => Carried::Format {
                key: cursor.string().ok()?,
                value: cursor.string().ok()?,
            },
            7 => Carried::Type(cursor.byte().ok()?),
            8 if is_strings(&mut cursor)? => Carried::Sentence,
            _ => Carried::Other,
        };
        Some(Self { root, key, carried })
    }
}

/// Whether plain values follow that are strings, one at least. `None` for bytes that were not scanned.
fn is_strings(cursor: &mut Cursor<'_>) -> Option<bool> {
    let count = cursor.varuint().ok()?;
    for _ in 0..count {
        if cursor.byte().ok()? != STRING {
            return Some(false);
        }
        cursor.string().ok()?;
    }
    Some(count > 0)
}

/// A plain value that is a string.
const STRING: u8 = 119;
