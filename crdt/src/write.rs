//! Writes v1 updates byte by byte.
//!
//! The server's own writes are few and start from nothing, and the same layout must give the same bytes; yrs keeps maps in
//! an order that changes from run to run. So they are encoded here.

use serde_json::Value;

use crate::id::ClientId;

/// Appends lib0's unsigned number.
pub(crate) fn varuint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn varint(out: &mut Vec<u8>, number: i64) {
    let sign = if number < 0 { 0x40 } else { 0 };
    let mut rest = number.unsigned_abs();
    let more = |rest: u64| if rest > 0 { 0x80 } else { 0 };
    let low = (rest & 0x3f) as u8;
    rest >>= 6;
    out.push(low | sign | more(rest));
    while rest > 0 {
        let low = (rest & 0x7f) as u8;
        rest >>= 7;
        out.push(low | more(rest));
    }
}

fn string(out: &mut Vec<u8>, text: &str) {
    varuint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// A plain value, numbers in the shortest form that loses nothing, as lib0 writes them.
fn any(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.push(126),
        Value::Bool(true) => out.push(120),
        Value::Bool(false) => out.push(121),
        Value::Number(it) => {
            let number = it.as_f64().unwrap_or(0.0);
            if number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) {
                out.push(125);
                varint(out, number as i64);
            } else if f64::from(number as f32) == number {
                out.push(124);
                out.extend_from_slice(&(number as f32).to_be_bytes());
            } else {
                out.push(123);
                out.extend_from_slice(&number.to_be_bytes());
            }
        }
        Value::String(text) => {
            out.push(119);
            string(out, text);
        }
        Value::Array(values) => {
            out.push(117);
            varuint(out, values.len() as u64);
            for value in values {
                any(out, value);
            }
        }
        Value::Object(entries) => {
            out.push(118);
            varuint(out, entries.len() as u64);
            for (key, value) in entries {
                string(out, key);
                any(out, value);
            }
        }
    }
}

/// Where a struct goes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Parent<'a> {
    Root(&'a str),
    /// The shared type that the writer made at this clock.
    Type(u32),
}

/// A shared type that a writer makes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shared {
    Map = 1,
    Text = 2,
}

/// Writes one client's operations from clock 0 on. Values must be canonical.
pub(crate) struct Writer {
    client: ClientId,
    structs: Vec<u8>,
    count: u64,
    clock: u32,
}

impl Writer {
    pub(crate) const fn new(client: ClientId) -> Self {
        Self {
            client,
            structs: Vec::new(),
            count: 0,
            clock: 0,
        }
    }

    /// Puts a plain value under a key.
    pub(crate) fn set(&mut self, parent: Parent<'_>, key: &str, value: &Value) {
        self.place(8, parent, Some(key));
        varuint(&mut self.structs, 1);
        any(&mut self.structs, value);
        self.clock += 1;
    }

    /// Puts a new shared type under a key; gives what its children name as their parent.
    pub(crate) fn set_shared(
        &mut self,
        parent: Parent<'_>,
        key: &str,
        shared: Shared,
    ) -> Parent<'static> {
        self.place(7, parent, Some(key));
        self.structs.push(shared as u8);
        let made = Parent::Type(self.clock);
        self.clock += 1;
        made
    }

    /// Fills a root list with plain values.
    pub(crate) fn list(&mut self, parent: Parent<'_>, values: &[Value]) {
        let Ok(length) = u32::try_from(values.len()) else {
            return;
        };
        if length == 0 {
            return;
        }
        self.place(8, parent, None);
        varuint(&mut self.structs, u64::from(length));
        for value in values {
            any(&mut self.structs, value);
        }
        self.clock += length;
    }

    /// Begins a shared text; what follows is appended.
    pub(crate) const fn text(&mut self, parent: Parent<'static>) -> TextWriter<'_> {
        TextWriter {
            writer: self,
            parent,
            begun: false,
        }
    }

    fn place(&mut self, content: u8, parent: Parent<'_>, key: Option<&str>) {
        self.count += 1;
        self.structs
            .push(content | if key.is_some() { 0x20 } else { 0 });
        match parent {
            Parent::Root(name) => {
                self.structs.push(1);
                string(&mut self.structs, name);
            }
            Parent::Type(clock) => {
                self.structs.push(0);
                self.id(clock);
            }
        }
        if let Some(key) = key {
            string(&mut self.structs, key);
        }
    }

    fn id(&mut self, clock: u32) {
        varuint(&mut self.structs, self.client.get());
        varuint(&mut self.structs, u64::from(clock));
    }

    /// The update.
    pub(crate) fn finish(self) -> Vec<u8> {
        if self.count == 0 {
            return vec![0, 0];
        }
        let mut out = Vec::with_capacity(self.structs.len() + 16);
        varuint(&mut out, 1);
        varuint(&mut out, self.count);
        varuint(&mut out, self.client.get());
        varuint(&mut out, 0);
        out.extend_from_slice(&self.structs);
        // Nothing is deleted.
        varuint(&mut out, 0);
        out
    }
}

/// Appends to one shared text.
pub(crate) struct TextWriter<'a> {
    writer: &'a mut Writer,
    parent: Parent<'static>,
    begun: bool,
}

impl TextWriter<'_> {
    pub(crate) fn string(&mut self, text: &str) {
        let Ok(length) = u32::try_from(text.encode_utf16().count()) else {
            return;
        };
        if length == 0 {
            return;
        }
        self.place(4);
        string(&mut self.writer.structs, text);
        self.writer.clock += length;
    }

    /// Begins (or with null ends) an attribute.
    pub(crate) fn format(&mut self, key: &str, value: &Value) {
        self.place(6);
        string(&mut self.writer.structs, key);
        string(&mut self.writer.structs, &value.to_string());
        self.writer.clock += 1;
    }

    pub(crate) fn embed(&mut self, value: &Value) {
        self.place(5);
        string(&mut self.writer.structs, &value.to_string());
        self.writer.clock += 1;
    }

    fn place(&mut self, content: u8) {
        if self.begun {
            self.writer.count += 1;
            self.writer.structs.push(content | 0x80);
            let last = self.writer.clock - 1;
            self.writer.id(last);
        } else {
            self.writer.place(content, self.parent, None);
            self.begun = true;
        }
    }
}
