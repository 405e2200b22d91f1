//! A few texts by themselves, to see what becomes of their looks.
//!
//! The copy is made of the raw structs of what is held: those of these texts as they are, everything else as collected. So it has
//! the same ids, takes the same updates, and reading it costs what the texts cost. It is made in one pass, however many texts
//! there are. Both copies get the update without the
//! characters that it brings; one of them also without what it does to formats. If they read alike, nothing that stays
//! has changed its look, wherever in the order of its text it stands.

use std::collections::{BTreeMap, HashMap};

use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Map, Out, ReadTxn, Text, TextRef, Transact};

use super::detail::{Carried, Detail};
use super::places::What;
use super::{Formats, Permit, Placed};
use crate::document::Document;
use crate::id::{ClientId, Id};
use crate::scan::{
    Cursor, LEFT, PARENT_SUB, RIGHT, Range, Scan, ScanLimits, Struct, StructKind, scan,
};
use crate::write::varuint;

/// Where a copy keeps its texts, by their places.
const ROOT: &str = "texts";

/// What of an update a copy gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    /// All of it: it is held.
    All,
    /// Its deletions of text, and its formats.
    Formats,
    /// Its deletions of text alone.
    Deletions,
}

impl Permit {
    /// `None`: it cannot be seen.
    pub(super) fn looks_stay_in<'u>(
        &self,
        formats: &Formats,
        history: impl IntoIterator<Item = &'u [u8]>,
        update: &Placed<'_>,
    ) -> Option<bool> {
        let mut texts = HashMap::new();
        for place in &formats.0 {
            texts.insert(update.resolved.text_of(&self.places, *place)?, *place);
        }
        let mut base = Vec::new();
        for bytes in history {
            let scan = scan(bytes, &ScanLimits::stored()).ok()?;
            let held = Copier {
                permit: self,
                update: None,
                texts: &texts,
                formats,
                take: Take::All,
            };
            base.push(held.copy(bytes, &scan));
        }
        let looks = |take| {
            let copier = Copier {
                permit: self,
                update: Some(update),
                texts: &texts,
                formats,
                take,
            };
            read(&base, &copier.copy(update.bytes, update.scan))
        };
        Some(looks(Take::Formats)? == looks(Take::Deletions)?)
    }
}

/// The runs of a text: what, and in which look.
type Looks = Vec<(String, Attrs)>;

fn read(base: &[Vec<u8>], update: &[u8]) -> Option<BTreeMap<String, Looks>> {
    let mut document = Document::new(ClientId::READER);
    for bytes in base {
        document.apply(bytes).ok()?;
    }
    document.apply(update).ok()?;
    let txn = document.doc().transact();
    let Some(texts) = txn.get_map(ROOT) else {
        return Some(BTreeMap::new());
    };
    let texts = texts.iter(&txn).filter_map(|(place, text)| {
        let text = text.cast::<TextRef>().ok()?;
        Some((place.to_owned(), looks_of(&text, &txn)))
    });
    Some(texts.collect())
}

fn looks_of(text: &TextRef, txn: &impl ReadTxn) -> Looks {
    let mut looks = Looks::new();
    for run in text.diff(txn, YChange::identity) {
        let what = match &run.insert {
            Out::Any(Any::String(text)) => text.to_string(),
            // Which one doesn't matter: both copies have the same.
            _ => "\u{fffc}".to_owned(),
        };
        let look = run.attributes.map(|attributes| *attributes);
        let look = look.unwrap_or_default();
        match looks.last_mut() {
            Some((text, last)) if *last == look => text.push_str(&what),
            _ => looks.push((what, look)),
        }
    }
    looks
}

struct Copier<'a> {
    permit: &'a Permit,
    /// `None`: what is copied is held.
    update: Option<&'a Placed<'a>>,
    texts: &'a HashMap<Id, u32>,
    formats: &'a Formats,
    take: Take,
}

impl Copier<'_> {
    fn copy(&self, bytes: &[u8], scan: &Scan) -> Vec<u8> {
        let mut out = Vec::new();
        let clients = scan.clients.iter().filter(|it| !it.structs.is_empty());
        varuint(&mut out, clients.clone().count() as u64);
        for client in clients {
            let (mut body, mut count, mut collected) = (Vec::new(), 0, 0);
            for it in &client.structs {
                let id = Id {
                    client: client.client,
                    clock: it.from,
                };
                let copied = self.copy_struct(bytes, id, it);
                if let Some(copied) = copied {
                    count += collect(&mut body, &mut collected) + 1;
                    body.extend_from_slice(&copied);
                } else if it.kind == StructKind::Skip {
                    count += collect(&mut body, &mut collected) + 1;
                    body.extend_from_slice(raw(bytes, it));
                } else {
                    collected += it.to - it.from;
                }
            }
            count += collect(&mut body, &mut collected);
            varuint(&mut out, count);
            varuint(&mut out, client.client.get());
            varuint(&mut out, u64::from(client.structs[0].from));
            out.extend_from_slice(&body);
        }
        self.copy_deletions(&mut out, scan);
        out
    }

    /// `None`: it is no part of the text.
    fn copy_struct(&self, bytes: &[u8], id: Id, it: &Struct) -> Option<Vec<u8>> {
        let text = self.texts.get(&id);
        if let (Some(place), StructKind::Type) = (text, it.kind) {
            // A text stands in a map of its own, under its place.
            let mut copied = vec![PARENT_SUB | 7, 1];
            for name in [ROOT, &place.to_string()] {
                varuint(&mut copied, name.len() as u64);
                copied.extend_from_slice(name.as_bytes());
            }
            copied.push(2);
            return Some(copied);
        }
        // Of what was held only in part the new part says where it stands.
        let last = Id {
            clock: it.to - 1,
            ..id
        };
        if !self.formats.0.contains(&self.of(last).0) {
            return None;
        }
        let detail = Detail::read(bytes, it)?;
        if detail.carried == Carried::Nothing {
            return None;
        }
        let kept = match (self.take, detail.carried) {
            (Take::All, _) => true,
            (Take::Formats, Carried::Format { .. }) => true,
            (Take::Formats | Take::Deletions, _) => false,
        };
        Some(if kept {
            raw(bytes, it).to_vec()
        } else {
            deleted(bytes, it)?
        })
    }

    fn copy_deletions(&self, out: &mut Vec<u8>, scan: &Scan) {
        let mut clients: Vec<(ClientId, Vec<Range>)> = Vec::new();
        for range in &scan.deletions {
            let kept = match self.update {
                Some(update) if self.take == Take::Deletions => {
                    let parts = update.resolved.runs(&self.permit.places, scan, *range);
                    let parts = parts.into_iter();
                    let kept = parts.filter(|(_, _, what)| *what != What::Format);
                    kept.map(|(part, ..)| part).collect()
                }
                _ => vec![*range],
            };
            match clients.last_mut() {
                Some((client, ranges)) if *client == range.client => ranges.extend(kept),
                _ => clients.push((range.client, kept)),
            }
        }
        clients.retain(|(_, ranges)| !ranges.is_empty());
        varuint(out, clients.len() as u64);
        for (client, ranges) in clients {
            varuint(out, client.get());
            varuint(out, ranges.len() as u64);
            for range in ranges {
                varuint(out, u64::from(range.from));
                varuint(out, u64::from(range.to - range.from));
            }
        }
    }

    fn of(&self, id: Id) -> (u32, What) {
        match self.update {
            Some(update) => update.resolved.of(&self.permit.places, update.scan, id),
            None => self.permit.places.of(id),
        }
    }
}

fn raw<'a>(bytes: &'a [u8], it: &Struct) -> &'a [u8] {
    &bytes[it.bytes.0 as usize..it.bytes.1 as usize]
}

/// The same struct, deleted: it takes its place, and nobody reads it.
fn deleted(bytes: &[u8], it: &Struct) -> Option<Vec<u8>> {
    let info = *raw(bytes, it).first()?;
    let mut cursor = Cursor::at(bytes, it.bytes.0 as usize + 1);
    for _ in 0..usize::from(it.left) + usize::from(it.right) {
        cursor.id().ok()?;
    }
    if !it.left && !it.right {
        cursor.byte().ok()?;
        cursor.id().ok()?;
    }
    let place = &bytes[it.bytes.0 as usize + 1..cursor.position()];
    let mut copied = vec![info & (LEFT | RIGHT) | 1];
    copied.extend_from_slice(place);
    varuint(&mut copied, u64::from(it.to - it.from));
    Some(copied)
}

/// Writes what was collected so far as one struct.
fn collect(body: &mut Vec<u8>, collected: &mut u32) -> u64 {
    if *collected == 0 {
        return 0;
    }
    body.push(0);
    varuint(body, u64::from(std::mem::take(collected)));
    1
}
