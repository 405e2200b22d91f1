//! Updates made by hand, byte by byte: what no honest client would send.

use crate::wire::{put_bytes, put_varuint};

/// The id of one struct: client and clock.
pub type Id = (u64, u64);

/// One struct of a forged update.
pub struct Struct {
    origin: Option<Id>,
    right_origin: Option<Id>,
    parent: Parent,
    key: Option<&'static str>,
    content: Content,
}

enum Parent {
    Root(&'static str),
    Item(Id),
}

enum Content {
    Any(Vec<Vec<u8>>),
    Map,
    Text(String),
    Skip(u64),
}

impl Struct {
    /// Sets `key` in the root map `root` to an encoded value.
    #[must_use]
    pub fn entry(root: &'static str, key: &'static str, value: Vec<u8>) -> Self {
        Self {
            origin: None,
            right_origin: None,
            parent: Parent::Root(root),
            key: Some(key),
            content: Content::Any(vec![value]),
        }
    }

    /// Sets `key` in the root map `root`, or in what it lies [inside](Self::inside), to a shared map.
    #[must_use]
    pub fn map(root: &'static str, key: &'static str) -> Self {
        Self {
            content: Content::Map,
            ..Self::entry(root, key, Vec::new())
        }
    }

    /// A piece of text at the start of the root text `root`.
    #[must_use]
    pub fn text(root: &'static str, text: &str) -> Self {
        Self {
            origin: None,
            right_origin: None,
            parent: Parent::Root(root),
            key: None,
            content: Content::Text(text.to_owned()),
        }
    }

    /// A hole: says that the structs are known elsewhere.
    #[must_use]
    pub fn skip(length: u64) -> Self {
        Self {
            origin: None,
            right_origin: None,
            parent: Parent::Root(""),
            key: None,
            content: Content::Skip(length),
        }
    }

    /// Stands to the right of another struct.
    #[must_use]
    pub fn after(mut self, origin: Id) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Stands to the left of another struct.
    #[must_use]
    pub fn before(mut self, right_origin: Id) -> Self {
        self.right_origin = Some(right_origin);
        self
    }

    /// Lies in a shared type that another struct made.
    #[must_use]
    pub fn inside(mut self, parent: Id) -> Self {
        self.parent = Parent::Item(parent);
        self
    }

    fn put(&self, out: &mut Vec<u8>) {
        let (reference, payload) = match &self.content {
            Content::Skip(length) => {
                out.push(10);
                put_varuint(out, *length);
                return;
            }
            Content::Any(values) => {
                let mut payload = Vec::new();
                put_varuint(&mut payload, values.len() as u64);
                payload.extend(values.iter().flatten());
                (8_u8, payload)
            }
            // A shared type, of the kind that is a map.
            Content::Map => (7_u8, vec![1]),
            Content::Text(text) => {
                let mut payload = Vec::new();
                put_bytes(&mut payload, text.as_bytes());
                (4_u8, payload)
            }
        };
        let mut info = reference;
        info |= if self.origin.is_some() { 0x80 } else { 0 };
        info |= if self.right_origin.is_some() { 0x40 } else { 0 };
        info |= if self.key.is_some() { 0x20 } else { 0 };
        out.push(info);
        for (client, clock) in [self.origin, self.right_origin].into_iter().flatten() {
            put_varuint(out, client);
            put_varuint(out, clock);
        }
        if self.origin.is_none() && self.right_origin.is_none() {
            match self.parent {
                Parent::Root(name) => {
                    put_varuint(out, 1);
                    put_bytes(out, name.as_bytes());
                }
                Parent::Item((client, clock)) => {
                    put_varuint(out, 0);
                    put_varuint(out, client);
                    put_varuint(out, clock);
                }
            }
            if let Some(key) = self.key {
                put_bytes(out, key.as_bytes());
            }
        }
        out.extend_from_slice(&payload);
    }
}

/// One update (v1) of structs of one client from `clock` on, and deleted ranges.
#[must_use]
pub fn update(client: u64, clock: u64, structs: &[Struct], deletions: &[(Id, u64)]) -> Vec<u8> {
    let mut out = Vec::new();
    put_varuint(&mut out, u64::from(!structs.is_empty()));
    if !structs.is_empty() {
        put_varuint(&mut out, structs.len() as u64);
        put_varuint(&mut out, client);
        put_varuint(&mut out, clock);
        for each in structs {
            each.put(&mut out);
        }
    }
    put_varuint(&mut out, deletions.len() as u64);
    for ((client, clock), length) in deletions {
        put_varuint(&mut out, *client);
        put_varuint(&mut out, 1);
        put_varuint(&mut out, *clock);
        put_varuint(&mut out, *length);
    }
    out
}

/// An encoded string value.
#[must_use]
pub fn string(value: &str) -> Vec<u8> {
    let mut out = vec![119];
    put_bytes(&mut out, value.as_bytes());
    out
}

/// `depth` arrays, each in the other, two bytes a level.
#[must_use]
pub fn nested_arrays(depth: usize) -> Vec<u8> {
    let mut out = [117, 1].repeat(depth);
    out.push(126);
    out
}

/// `depth` objects, each in the other, four bytes a level.
#[must_use]
pub fn nested_objects(depth: usize) -> Vec<u8> {
    let mut out = [118, 1, 1, b'a'].repeat(depth);
    out.push(126);
    out
}

#[cfg(test)]
mod tests {
    use yrs::updates::decoder::Decode;
    use yrs::{Doc, GetString, Map, ReadTxn, Transact, Update};

    use super::{Struct, string, update};

    #[test]
    fn forged_updates_are_well_formed() {
        let doc = Doc::new();
        let map = doc.get_or_insert_map("elements");
        let text = doc.get_or_insert_text("notes");
        let bytes = update(
            99,
            0,
            &[
                Struct::entry("elements", "a", string("b")),
                Struct::text("notes", "hello"),
            ],
            &[],
        );
        let more = update(
            99,
            6,
            &[Struct::text("notes", "!").after((99, 5))],
            &[((99, 0), 1)],
        );
        for bytes in [bytes, more] {
            let decoded = Update::decode_v1(&bytes).expect("it decodes");
            doc.transact_mut()
                .apply_update(decoded)
                .expect("it applies");
        }
        let txn = doc.transact();
        assert_eq!(map.len(&txn), 0, "the entry was deleted again");
        assert_eq!(text.get_string(&txn), "hello!");
        assert!(!txn.has_missing_updates());
    }
}
