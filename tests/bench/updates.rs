//! Edits as a page makes them, made before the clock runs, and a look at what an update brings that takes no document.

use imprimatur_tests::peer::{new_doc, rectangle};
use imprimatur_tests::wire::{Message, Reader};
use tokio_tungstenite::tungstenite::Bytes;
use yrs::{Any, Doc, Map, MapRef, ReadTxn, Transact};

/// Somebody who moves elements of their own, with a real document that writes each update.
pub(crate) struct Writer {
    /// The client id under which everything is written.
    pub(crate) client: u64,
    /// The update that creates the elements.
    pub(crate) beginning: Bytes,
    /// How far the beginning goes.
    pub(crate) begun: u64,
    doc: Doc,
    elements: Vec<MapRef>,
    written: usize,
}

impl Writer {
    /// Creates `count` rectangles.
    pub(crate) fn new(client: u64, count: usize) -> Self {
        let doc = new_doc(client);
        let root = doc.get_or_insert_map("elements");
        let mut txn = doc.transact_mut();
        let elements = (0..count)
            .map(|number| root.insert(&mut txn, format!("{client}-{number}"), rectangle()))
            .collect();
        let update = txn.encode_update_v1();
        drop(txn);
        let mut writer = Self {
            client,
            beginning: Message::Update(update).encode().into(),
            begun: 0,
            doc,
            elements,
            written: 0,
        };
        writer.begun = writer.clock();
        writer
    }

    /// The clock that the next edit gets; each edit takes one.
    pub(crate) fn clock(&self) -> u64 {
        let vector = self.doc.transact().state_vector();
        u64::from(vector.get(&self.doc.client_id()))
    }

    /// The next `count` moves, each a message.
    pub(crate) fn moves(&mut self, count: usize) -> Vec<Bytes> {
        self.edits(count, "at", |number| {
            let at = [number % 190, number / 190 % 280].map(|each| each as f64 + 0.25);
            Any::from(at.map(Any::from).to_vec())
        })
    }

    /// The next `count` drawings of an outline that takes some `bytes`; each replaces the one before.
    pub(crate) fn outlines(&mut self, count: usize, bytes: usize) -> Vec<Bytes> {
        self.edits(count, "d", |number| {
            let mut outline = format!("M0 {number}");
            while outline.len() < bytes {
                outline.push_str("L10.5 20.25");
            }
            Any::from(outline)
        })
    }

    fn edits(
        &mut self,
        count: usize,
        key: &'static str,
        value: impl Fn(usize) -> Any,
    ) -> Vec<Bytes> {
        let edits = self.written..self.written + count;
        self.written = edits.end;
        edits
            .map(|number| {
                let element = &self.elements[number % self.elements.len()];
                let mut txn = self.doc.transact_mut();
                element.insert(&mut txn, key, value(number));
                Message::Update(txn.encode_update_v1()).encode().into()
            })
            .collect()
    }
}

/// Says for each client of an update from which clock to which it brings something. None for bytes that are no update.
pub(crate) fn brings(update: &[u8], mut each: impl FnMut(u64, u64, u64)) -> Option<()> {
    let mut reader = Reader(update);
    for _ in 0..reader.varuint()? {
        let (structs, client, mut clock) =
            (reader.varuint()?, reader.varuint()?, reader.varuint()?);
        for _ in 0..structs {
            let (length, here) = skip_struct(&mut reader)?;
            if here {
                each(client, clock, clock + length);
            }
            clock += length;
        }
    }
    Some(())
}

/// How long a struct is, and whether it is one: a hole is none.
fn skip_struct(reader: &mut Reader<'_>) -> Option<(u64, bool)> {
    let info = byte(reader)?;
    match info & 0x1f {
        0 => return Some((reader.varuint()?, true)),
        10 => return Some((reader.varuint()?, false)),
        _ => {}
    }
    for _ in 0..(info & 0xc0).count_ones() {
        reader.varuint()?;
        reader.varuint()?;
    }
    if info & 0xc0 == 0 {
        if reader.varuint()? == 1 {
            reader.bytes()?;
        } else {
            reader.varuint()?;
            reader.varuint()?;
        }
        if info & 0x20 != 0 {
            reader.bytes()?;
        }
    }
    let length = match info & 0x1f {
        1 => reader.varuint()?,
        3 | 5 => {
            reader.bytes()?;
            1
        }
        4 => reader.string()?.encode_utf16().count() as u64,
        6 => {
            reader.bytes()?;
            reader.bytes()?;
            1
        }
        // Maps, arrays and texts; the schema has no XML.
        7 => {
            let kind = reader.varuint()?;
            (kind <= 2).then_some(1)?
        }
        8 => {
            let count = reader.varuint()?;
            for _ in 0..count {
                skip_value(reader)?;
            }
            count
        }
        _ => return None,
    };
    Some((length, true))
}

fn skip_value(reader: &mut Reader<'_>) -> Option<()> {
    match byte(reader)? {
        120 | 121 | 126 | 127 => {}
        // Whole numbers: the second bit of the first byte is the sign, the rest goes as with a varuint.
        125 => while byte(reader)? & 0x80 != 0 {},
        124 => skip_bytes(reader, 4)?,
        122 | 123 => skip_bytes(reader, 8)?,
        116 | 119 => drop(reader.bytes()?),
        118 => {
            for _ in 0..reader.varuint()? {
                reader.bytes()?;
                skip_value(reader)?;
            }
        }
        117 => {
            for _ in 0..reader.varuint()? {
                skip_value(reader)?;
            }
        }
        _ => return None,
    }
    Some(())
}

fn byte(reader: &mut Reader<'_>) -> Option<u8> {
    let (&first, rest) = reader.0.split_first()?;
    reader.0 = rest;
    Some(first)
}

fn skip_bytes(reader: &mut Reader<'_>, count: usize) -> Option<()> {
    reader.0 = reader.0.get(count..)?;
    Some(())
}
