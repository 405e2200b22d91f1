//! What a content editor may change: texts, and nothing else.
//!
//! A content editor may put text and merge fields into shared texts (`elements/<id>/texts/<language>`), delete what stands in them,
//! begin a text in a language that has none, and set the strings by language: `alt`, `signer`, `role` and `fallback` of elements,
//! `sample` of fields. An update with anything beyond that is refused whole, before it is journalled (SPEC R8 to R12).
//!
//! **Judged is what an update is, not what it does.** Every struct of it says, or inherits from its neighbours, in which list or
//! under which key it stands. [`Permit`] knows that place for every struct that is held ([`places`]), so a struct is allowed by
//! its place and its content alone. An effect would have to be tried out, and hides: a format at the end of a text shows nothing until
//! somebody types there, and of two values of one key it shows only later which one stands. A place never changes.
//!
//! - A struct whose neighbours stand in different places is refused: yrs follows the left one, Yjs the right one.
//! - What comes into something collected is collected on arrival, in both; it is let pass, as nobody can tell what it once was.
//! - Inserted text has no format of its own. It takes the look of where it stands, as Yjs writes it when a person types.
//! - A deletion is allowed by the place of what it deletes. What is deleted already doesn't count: every SyncStep2 repeats all.
//!
//! **Formats are the exception**, because honest clients of Yjs delete those that have become superfluous whenever text goes, and put
//! them back when that is undone. A format may be deleted if no character that stays looks different then. That depends
//! on the order of a text, so it is looked at in two copies of that text alone, once with and once without what happens to
//! its formats ([`copy`]). And a format may be put back: one with the same attribute and value must have been deleted
//! from the same text.
//!
//! A permit weighs 12 bytes for each run of structs (some 24 KB for 60 elements after an hour) and a copy of each look and chip, and
//! takes every update in that its room admits. Rooms without a content editor have none. Judging changes nothing; so after a refusal there is nothing to undo.

mod copy;
mod detail;
mod places;
mod resolve;

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use self::detail::{Carried, Detail};
use self::places::{Ground, Places, What};
use self::resolve::Resolved;
use crate::document::DecodeError;
use crate::held::Held;
use crate::id::{ClientId, Id};
use crate::scan::{Range, Scan, ScanLimits, scan};

/// What of a draft is text, as far as it is held.
#[derive(Debug, Clone, Default)]
pub struct Permit {
    places: Places,
}

/// An update, with the place of everything in it. It belongs to what was held when it was read.
#[derive(Debug)]
pub struct Placed<'a> {
    bytes: &'a [u8],
    scan: &'a Scan,
    resolved: Resolved,
}

/// What an update has that a content editor may not write. Its words are for logs and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not for content editors: {0}")]
pub struct Forbidden(&'static str);

/// A judgement, as far as it can be passed without the order of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// All of it is allowed.
    Allowed,
    /// All of it is allowed if [`Permit::looks_stay`].
    Formats(Formats),
}

/// The texts whose formats an update deletes or puts back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formats(BTreeSet<u32>);

impl Permit {
    /// Reads what is held: a whole state, then the updates that are in flight.
    ///
    /// # Errors
    ///
    /// Bytes that do not scan.
    pub fn read<'u>(history: impl IntoIterator<Item = &'u [u8]>) -> Result<Self, DecodeError> {
        let mut permit = Self::default();
        let mut held = Held::default();
        for bytes in history {
            let mut scan = scan(bytes, &ScanLimits::stored())?;
            let trimmed = held.trim(bytes, &scan)?;
            let bytes = trimmed.as_deref().unwrap_or(bytes);
            if trimmed.is_some() {
                scan = crate::scan::scan(bytes, &ScanLimits::stored())?;
            }
            held.check(&scan)?;
            let taken = permit.place(bytes, &scan, &held).map(Placed::into_taken);
            if let Some(taken) = taken {
                permit.take(taken);
                held.admit(&scan);
            }
        }
        Ok(permit)
    }

    /// Finds the place of everything in an update that is no gap. `held` is what it was checked against; the permit must have taken in
    /// all of that. `None`: its structs rest on each other in a circle.
    pub fn place<'a>(&self, bytes: &'a [u8], scan: &'a Scan, held: &Held) -> Option<Placed<'a>> {
        let resolved = self.places.resolve(bytes, scan, held)?;
        Some(Placed {
            bytes,
            scan,
            resolved,
        })
    }

    /// Takes in what the room has admitted.
    pub fn take(&mut self, taken: Taken) {
        self.places.take(taken.0);
    }

    /// Judges an update. `held` is what it was placed against, `own` says which client ids are the author's.
    ///
    /// # Errors
    ///
    /// The first thing found that a content editor may not write.
    pub fn judge(
        &self,
        update: &Placed<'_>,
        held: &Held,
        own: impl Fn(ClientId) -> bool,
    ) -> Result<Ruling, Forbidden> {
        let mut judge = Judge {
            permit: self,
            update,
            held,
            formats: BTreeSet::new(),
            put_back: HashMap::new(),
            deleted: joined(&update.scan.deletions),
        };
        judge.structs()?;
        judge.deletions(own)?;
        Ok(if judge.formats.is_empty() {
            Ruling::Allowed
        } else {
            Ruling::Formats(Formats(judge.formats))
        })
    }

    /// Whether every character that an update leaves in these texts keeps its look. `history` is what is held, as for [`Permit::read`].
    pub fn looks_stay<'u>(
        &self,
        formats: &Formats,
        history: impl IntoIterator<Item = &'u [u8]>,
        update: &Placed<'_>,
    ) -> bool {
        self.looks_stay_in(formats, history, update) == Some(true)
    }
}

/// What a permit takes in of an update; it no longer holds on to its bytes.
#[derive(Debug)]
pub struct Taken(Resolved);

impl Placed<'_> {
    /// What [`Permit::take`] needs of it.
    pub fn into_taken(self) -> Taken {
        Taken(self.resolved)
    }
}

struct Judge<'a> {
    permit: &'a Permit,
    update: &'a Placed<'a>,
    held: &'a Held,
    /// Texts whose formats change.
    formats: BTreeSet<u32>,
    /// How often the update sets each attribute to each value in each text.
    put_back: HashMap<(u32, &'a str, &'a str), usize>,
    /// What the update itself deletes: who deletes and undoes it at once, or offline, brings both in one.
    deleted: Vec<Range>,
}

/// Ranges in order, without overlaps.
fn joined(ranges: &[Range]) -> Vec<Range> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable_by_key(|range| (range.client, range.from));
    let mut joined: Vec<Range> = Vec::with_capacity(sorted.len());
    for range in sorted {
        match joined.last_mut() {
            Some(last) if last.client == range.client && range.from <= last.to => {
                last.to = last.to.max(range.to);
            }
            _ => joined.push(range),
        }
    }
    joined
}

impl<'a> Judge<'a> {
    fn structs(&mut self) -> Result<(), Forbidden> {
        let Placed { bytes, scan, .. } = self.update;
        for (client, structs) in scan.clients.iter().enumerate() {
            let next = self.held.next(structs.client);
            for it in structs.structs.iter().filter(|it| it.to > next) {
                let id = Id {
                    client: structs.client,
                    clock: it.from.max(next),
                };
                let detail = Detail::read(bytes, it).ok_or(Forbidden("what cannot be read"))?;
                if !matches!(detail.carried, Carried::Nothing) {
                    let place = self.update.resolved.place_in(client, id.clock);
                    self.may_stand(place, &detail)?;
                }
            }
        }
        Ok(())
    }

    fn may_stand(&mut self, place: u32, detail: &Detail<'a>) -> Result<(), Forbidden> {
        let what = match detail.carried {
            Carried::Type(reference) => What::of_type(reference),
            _ => What::Plain,
        };
        match (self.ground(place), detail.carried) {
            (Ground::Gone, _) => Ok(()),
            (Ground::Text, Carried::Text | Carried::Deleted) => Ok(()),
            (Ground::Text, Carried::Embed(json)) => self.may_be_chip(place, json),
            (Ground::Text, Carried::Format { key, value }) => {
                self.may_be_put_back(place, key, value)
            }
            (Ground::Sentence, Carried::Sentence | Carried::Deleted) => Ok(()),
            (Ground::Language, Carried::Type(_)) if what == What::Text => self.is_free(place),
            (Ground::Texts | Ground::Strings | Ground::Samples, Carried::Type(_))
                if what == What::Map =>
            {
                self.is_free(place)
            }
            (
                Ground::Language | Ground::Texts | Ground::Strings | Ground::Samples,
                Carried::Deleted,
            ) => self.is_free(place),
            (Ground::Text, _) => Err(Forbidden("something else within a text")),
            (Ground::Sentence, _) => Err(Forbidden("something else than a string by language")),
            (Ground::Language | Ground::Texts | Ground::Strings | Ground::Samples, _) => {
                Err(Forbidden("something else in the place of texts"))
            }
            (Ground::Element, _) => Err(Forbidden("an element")),
            (Ground::Field, _) => Err(Forbidden("a field's declaration")),
            (Ground::Designers, _) => Err(Forbidden("what is no text")),
        }
    }

    /// A key is begun, never replaced: nothing that is held stands there.
    fn is_free(&self, place: u32) -> Result<(), Forbidden> {
        if self.permit.places.stands(place, self.held) {
            return Err(Forbidden("a text in the place of another"));
        }
        Ok(())
    }

    fn may_be_chip(&self, place: u32, json: &str) -> Result<(), Forbidden> {
        let chip = Chip::read(json).ok_or(Forbidden("an embed that is no merge field"))?;
        let places = &self.permit.places;
        let element = self.update.resolved.element_of(places, place);
        if element.is_some_and(|element| places.had_chip(element, &chip)) {
            return Ok(());
        }
        if chip.format.is_some() {
            return Err(Forbidden("a format of a merge field"));
        }
        if !places.declares(&chip.field, self.held) {
            return Err(Forbidden("a merge field that is not declared"));
        }
        Ok(())
    }

    fn may_be_put_back(
        &mut self,
        place: u32,
        key: &'a str,
        value: &'a str,
    ) -> Result<(), Forbidden> {
        let formats = self.permit.places.formats_of(place, key, value);
        let gone = formats
            .iter()
            .filter(|id| self.held.is_deleted(**id) || self.deletes(**id))
            .count();
        let count = self.put_back.entry((place, key, value)).or_default();
        *count += 1;
        if *count > gone {
            return Err(Forbidden("a format"));
        }
        self.formats.insert(place);
        Ok(())
    }

    fn deletes(&self, id: Id) -> bool {
        let behind = self
            .deleted
            .partition_point(|range| (range.client, range.from) <= (id.client, id.clock));
        behind > 0 && {
            let range = &self.deleted[behind - 1];
            range.client == id.client && id.clock < range.to
        }
    }

    fn deletions(&mut self, own: impl Fn(ClientId) -> bool) -> Result<(), Forbidden> {
        for range in &self.update.scan.deletions {
            for left in self.held.undeleted(*range) {
                for (part, place, what) in self.runs(left) {
                    self.may_go(part.client, place, what, &own)?;
                }
            }
        }
        Ok(())
    }

    fn may_go(
        &mut self,
        client: ClientId,
        place: u32,
        what: What,
        own: impl Fn(ClientId) -> bool,
    ) -> Result<(), Forbidden> {
        match self.ground(place) {
            Ground::Gone | Ground::Sentence => Ok(()),
            Ground::Text => {
                if what == What::Format {
                    self.formats.insert(place);
                }
                Ok(())
            }
            // Undoing that one has begun it.
            Ground::Language | Ground::Texts | Ground::Strings | Ground::Samples if own(client) => {
                Ok(())
            }
            Ground::Language | Ground::Texts => Err(Forbidden("deleting a text whole")),
            Ground::Strings | Ground::Samples => Err(Forbidden("deleting words of every language")),
            Ground::Element => Err(Forbidden("deleting an element")),
            Ground::Field => Err(Forbidden("deleting a field")),
            Ground::Designers => Err(Forbidden("deleting what is no text")),
        }
    }

    fn ground(&self, place: u32) -> Ground {
        self.update.resolved.ground(&self.permit.places, place)
    }

    fn runs(&self, range: Range) -> Vec<(Range, u32, What)> {
        self.update
            .resolved
            .runs(&self.permit.places, self.update.scan, range)
    }
}

/// A merge field within a text, as far as it looks: its fallback is text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Chip {
    field: String,
    format: Option<String>,
}

impl Chip {
    /// `None`: it has something else in it.
    fn read(json: &str) -> Option<Self> {
        let Value::Object(entries) = serde_json::from_str(json).ok()? else {
            return None;
        };
        let (mut field, mut format) = (None, None);
        for (key, value) in entries {
            let Value::String(value) = value else {
                return None;
            };
            match key.as_str() {
                "field" => field = Some(value),
                "format" => format = Some(value),
                "fallback" => {}
                _ => return None,
            }
        }
        Some(Self {
            field: field?,
            format,
        })
    }
}
