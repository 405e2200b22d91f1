//! Where everything that is held stands, as far as it matters for texts.

use std::collections::{HashMap, HashSet};

use super::Chip;
use super::detail::{Carried, Detail};
use super::resolve::Resolved;
use crate::held::Held;
use crate::id::{ClientId, Id};
use crate::schema::{ELEMENTS, FIELDS, TEXTS, is_language};

/// Nothing stands there any more.
pub(super) const GONE: u32 = 0;
/// Every place in which only designers write.
pub(super) const DESIGNERS: u32 = 1;
/// How many places need no entry.
pub(super) const FIRST: u32 = 2;

/// The keys of an element that hold strings by language.
const STRINGS: [&str; 4] = ["alt", "signer", "role", "fallback"];
/// The key of a field that does.
const SAMPLE: &str = "sample";
/// Stands for every language in a sample.
const EVERY_LANGUAGE: &str = "*";

/// What a place is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    Gone,
    Designers,
    /// The entry of an element.
    Element,
    /// The entry of a field.
    Field,
    /// `texts` of an element.
    Texts,
    /// A language of `texts`.
    Language,
    /// Within a shared text.
    Text,
    /// A key of an element that holds strings by language.
    Strings,
    /// `sample` of a field.
    Samples,
    /// A language of those.
    Sentence,
}

/// What a struct is, as far as others stand in it or it looks like something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Plain,
    /// Whatever it was: nothing can stand in it any more.
    Deleted,
    Format,
    Map,
    Text,
    OtherType,
}

impl What {
    pub(super) const fn of(carried: &Carried<'_>) -> Self {
        match carried {
            Carried::Deleted => Self::Deleted,
            Carried::Format { .. } => Self::Format,
            Carried::Type(reference) => Self::of_type(*reference),
            _ => Self::Plain,
        }
    }

    pub(super) const fn of_type(reference: u8) -> Self {
        match reference {
            1 => Self::Map,
            2 => Self::Text,
            _ => Self::OtherType,
        }
    }
}

/// Structs of one client from a clock on that are alike and stand in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) from: u32,
    pub(super) place: u32,
    pub(super) what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Parent {
    Elements,
    Fields,
    Of(Id),
}

/// A list, or a key of a map.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Name {
    pub(super) parent: Parent,
    pub(super) key: Option<Box<str>>,
}

/// What stands somewhere and is asked for by what it is.
#[derive(Debug)]
pub(super) enum Noted {
    /// Something in the place of a map, a text or a declaration.
    Entry(Id),
    Format {
        id: Id,
        key: String,
        value: String,
    },
    /// A merge field in the text of an element.
    Chip {
        element: Id,
        chip: Chip,
    },
}

/// An attribute and its value, as JSON, in a text.
type Look = (u32, Box<str>, Box<str>);

#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    clients: HashMap<ClientId, Vec<Run>>,
    /// From [`FIRST`] on.
    names: Vec<(Name, Ground)>,
    by_name: HashMap<Name, u32>,
    entries: HashMap<u32, Vec<Id>>,
    formats: HashMap<Look, Vec<Id>>,
    /// By element. One that was deleted may be put back, so nothing is forgotten.
    chips: HashMap<Id, HashSet<Chip>>,
}

impl Places {
    /// The place of something that is held, and what it is.
    pub(super) fn of(&self, id: Id) -> (u32, What) {
        let runs = self.clients.get(&id.client).map_or(&[][..], Vec::as_slice);
        run_at(runs, id.clock).map_or((DESIGNERS, What::Plain), |run| (run.place, run.what))
    }

    pub(super) fn runs_of(&self, client: ClientId) -> &[Run] {
        self.clients.get(&client).map_or(&[], Vec::as_slice)
    }

    pub(super) fn ground(&self, place: u32) -> Option<Ground> {
        match place {
            GONE => Some(Ground::Gone),
            DESIGNERS => Some(Ground::Designers),
            other => Some(self.names.get((other - FIRST) as usize)?.1),
        }
    }

    pub(super) fn name(&self, place: u32) -> Option<&Name> {
        let at = place.checked_sub(FIRST)?;
        Some(&self.names.get(at as usize)?.0)
    }

    pub(super) fn named(&self, name: &Name) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The number that the next new place gets.
    pub(super) fn next(&self) -> u32 {
        FIRST + u32::try_from(self.names.len()).expect("fewer places than clocks")
    }

    pub(super) fn take(&mut self, resolved: Resolved) {
        for (name, ground) in resolved.names {
            let place = self.next();
            self.by_name.insert(name.clone(), place);
            self.names.push((name, ground));
        }
        for (client, runs) in resolved.runs {
            let known = self.clients.entry(client).or_default();
            for run in runs {
                push_run(known, run);
            }
        }
        for (place, noted) in resolved.noted {
            match noted {
                Noted::Entry(id) => self.entries.entry(place).or_default().push(id),
                Noted::Format { id, key, value } => {
                    let look = (place, key.into(), value.into());
                    self.formats.entry(look).or_default().push(id);
                }
                Noted::Chip { element, chip } => {
                    self.chips.entry(element).or_default().insert(chip);
                }
            }
        }
    }

    /// Whether something that is not deleted has this place.
    pub(super) fn stands(&self, place: u32, held: &Held) -> bool {
        let entries = self.entries.get(&place);
        entries.is_some_and(|entries| entries.iter().any(|id| !held.is_deleted(*id)))
    }

    pub(super) fn declares(&self, field: &str, held: &Held) -> bool {
        let name = Name {
            parent: Parent::Fields,
            key: Some(field.into()),
        };
        self.named(&name)
            .is_some_and(|place| self.stands(place, held))
    }

    pub(super) fn had_chip(&self, element: Id, chip: &Chip) -> bool {
        self.chips
            .get(&element)
            .is_some_and(|chips| chips.contains(chip))
    }

    /// The formats of a text that set an attribute to a value: where one has been deleted, one may stand again.
    pub(super) fn formats_of(&self, place: u32, key: &str, value: &str) -> &[Id] {
        let look = (place, key.into(), value.into());
        self.formats.get(&look).map_or(&[], |ids| ids.as_slice())
    }
}

/// What stands below a struct, under a key or in its list.
pub(super) fn below(ground: Ground, what: What, key: Option<&str>) -> Ground {
    match (ground, what, key) {
        (Ground::Gone, ..) | (_, What::Deleted, _) => Ground::Gone,
        (Ground::Element, What::Map, Some(TEXTS)) => Ground::Texts,
        (Ground::Element, What::Map, Some(key)) if STRINGS.contains(&key) => Ground::Strings,
        (Ground::Field, What::Map, Some(SAMPLE)) => Ground::Samples,
        (Ground::Texts, What::Map, Some(language)) if is_language(language) => Ground::Language,
        (Ground::Language, What::Text, None) => Ground::Text,
        (Ground::Strings | Ground::Samples, What::Map, Some(language)) if is_language(language) => {
            Ground::Sentence
        }
        (Ground::Samples, What::Map, Some(EVERY_LANGUAGE)) => Ground::Sentence,
        _ => Ground::Designers,
    }
}

/// What stands in a root.
pub(super) fn in_root(detail: &Detail<'_>) -> Option<(Parent, Ground)> {
    match (detail.root?, detail.key?) {
        (ELEMENTS, _) => Some((Parent::Elements, Ground::Element)),
        (FIELDS, _) => Some((Parent::Fields, Ground::Field)),
        _ => None,
    }
}

pub(super) fn run_at(runs: &[Run], clock: u32) -> Option<&Run> {
    let after = runs.partition_point(|run| run.from <= clock);
    after.checked_sub(1).map(|at| &runs[at])
}

pub(super) fn push_run(runs: &mut Vec<Run>, run: Run) {
    let last = runs.last();
    if last.is_none_or(|last| (last.place, last.what) != (run.place, run.what)) {
        runs.push(run);
    }
}
