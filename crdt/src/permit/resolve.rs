//! Finds the place of everything that an update brings, without taking it in.

use std::collections::HashMap;

use super::Chip;
use super::detail::{Carried, Detail};
use super::places::{
    DESIGNERS, GONE, Ground, Name, Noted, Parent, Places, Run, What, below, in_root, push_run,
    run_at,
};
use crate::held::Held;
use crate::id::{ClientId, Id};
use crate::scan::{Range, Scan, Struct, StructKind};

/// The places of an update's structs beyond what is held.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// By the place of the client in the update.
    pub(super) runs: Vec<(ClientId, Vec<Run>)>,
    /// Places that are new with it.
    pub(super) names: Vec<(Name, Ground)>,
    pub(super) noted: Vec<(u32, Noted)>,
    by_name: HashMap<Name, u32>,
    /// The number of its first new place.
    first: u32,
}

impl Places {
    pub(super) fn resolve(&self, bytes: &[u8], scan: &Scan, held: &Held) -> Option<Resolved> {
        let clients = scan.clients.iter();
        let mut resolved = Resolved {
            runs: clients.map(|it| (it.client, Vec::new())).collect(),
            first: self.next(),
            ..Resolved::default()
        };
        for (client, position) in held.order_of(scan)? {
            let (owner, it) = (
                scan.clients[client].client,
                &scan.clients[client].structs[position],
            );
            let from = it.from.max(held.next(owner));
            if it.to <= from || it.kind == StructKind::Skip {
                continue;
            }
            let id = Id {
                client: owner,
                clock: from,
            };
            let (place, what) = match Detail::read(bytes, it) {
                Some(detail) => {
                    let place = resolved.place_of(self, scan, (id, it), &detail);
                    resolved.note(self, place, id, &detail.carried);
                    (place, What::of(&detail.carried))
                }
                None => (DESIGNERS, What::Plain),
            };
            push_run(&mut resolved.runs[client].1, Run { from, place, what });
        }
        Some(resolved)
    }
}

impl Resolved {
    fn place_of(
        &mut self,
        places: &Places,
        scan: &Scan,
        (id, it): (Id, &Struct),
        detail: &Detail<'_>,
    ) -> u32 {
        if detail.carried == Carried::Nothing {
            return GONE;
        }
        let ids = &scan.ids[it.first_id as usize..][..it.ids()];
        let neighbours = &ids[..usize::from(it.left) + usize::from(it.right)];
        // Where its beginning is held already, the rest goes to its right.
        let begun = (id.clock > it.from).then(|| Id {
            clock: id.clock - 1,
            ..id
        });
        let mut found = None;
        for neighbour in neighbours.iter().chain(&begun) {
            match (self.of(places, scan, *neighbour).0, found) {
                (GONE, _) => {}
                (place, None) => found = Some(place),
                (place, Some(other)) if place == other => {}
                _ => return DESIGNERS,
            }
        }
        if !neighbours.is_empty() {
            return found.unwrap_or(GONE);
        }
        let named = self.place_named(places, scan, ids, detail);
        match found {
            // It names the list itself, and its beginning stands in one as well: whose word counts is not the same in yrs and Yjs.
            Some(begun) if begun != named => DESIGNERS,
            _ => named,
        }
    }

    /// The place that a struct without neighbours names: a root or a parent, and a key.
    fn place_named(
        &mut self,
        places: &Places,
        scan: &Scan,
        ids: &[Id],
        detail: &Detail<'_>,
    ) -> u32 {
        let (parent, ground) = match ids.last() {
            Some(parent) => {
                let (place, what) = self.of(places, scan, *parent);
                let ground = below(self.ground(places, place), what, detail.key);
                (Parent::Of(*parent), ground)
            }
            None => match in_root(detail) {
                Some(found) => found,
                None => return DESIGNERS,
            },
        };
        match ground {
            Ground::Gone => GONE,
            Ground::Designers => DESIGNERS,
            _ => self.named(
                places,
                Name {
                    parent,
                    key: detail.key.map(Into::into),
                },
                ground,
            ),
        }
    }

    fn named(&mut self, places: &Places, name: Name, ground: Ground) -> u32 {
        let known = places
            .named(&name)
            .or_else(|| self.by_name.get(&name).copied());
        known.unwrap_or_else(|| {
            let place = self.first + self.names.len() as u32;
            self.by_name.insert(name.clone(), place);
            self.names.push((name, ground));
            place
        })
    }

    fn note(&mut self, places: &Places, place: u32, id: Id, carried: &Carried<'_>) {
        let noted = match (self.ground(places, place), carried) {
            (
                Ground::Field
                | Ground::Texts
                | Ground::Language
                | Ground::Strings
                | Ground::Samples,
                carried,
            ) if *carried != Carried::Deleted => Noted::Entry(id),
            (Ground::Text, Carried::Format { key, value }) => Noted::Format {
                id,
                key: (*key).to_owned(),
                value: (*value).to_owned(),
            },
            (Ground::Text, Carried::Embed(json)) => {
                let (Some(chip), Some(element)) =
                    (Chip::read(json), self.element_of(places, place))
                else {
                    return;
                };
                Noted::Chip { element, chip }
            }
            _ => return,
        };
        self.noted.push((place, noted));
    }

    /// The place of anything that is held or that the update has brought so far, and what it is.
    pub(super) fn of(&self, places: &Places, scan: &Scan, id: Id) -> (u32, What) {
        let brought = scan
            .position(id.client)
            .map(|at| self.runs[at].1.as_slice());
        match brought.and_then(|runs| run_at(runs, id.clock)) {
            Some(run) => (run.place, run.what),
            None => places.of(id),
        }
    }

    /// The place of a new struct, by the place of its client in the update.
    pub(super) fn place_in(&self, client: usize, clock: u32) -> u32 {
        let runs = self.runs.get(client).map_or(&[][..], |(_, runs)| runs);
        run_at(runs, clock).map_or(DESIGNERS, |run| run.place)
    }

    pub(super) fn ground(&self, places: &Places, place: u32) -> Ground {
        let new = || Some(self.names.get(place.checked_sub(self.first)? as usize)?.1);
        let known = if place < self.first {
            places.ground(place)
        } else {
            new()
        };
        known.unwrap_or(Ground::Designers)
    }

    fn name<'a>(&'a self, places: &'a Places, place: u32) -> Option<&'a Name> {
        if place < self.first {
            places.name(place)
        } else {
            Some(&self.names.get((place - self.first) as usize)?.0)
        }
    }

    /// The element whose text a place lies in: text, language, `texts`, element.
    pub(super) fn element_of(&self, places: &Places, text: u32) -> Option<Id> {
        let above = |place: u32| match self.name(places, place)?.parent {
            Parent::Of(id) => Some(id),
            Parent::Elements | Parent::Fields => None,
        };
        let place_of = |id: Id| {
            let brought = self.runs.iter().find(|(client, _)| *client == id.client);
            let run = brought.and_then(|(_, runs)| run_at(runs, id.clock));
            run.map_or_else(|| places.of(id).0, |run| run.place)
        };
        let language = place_of(above(text)?);
        let texts = place_of(above(language)?);
        above(texts)
    }

    /// The shared text that a place lies in.
    pub(super) fn text_of(&self, places: &Places, text: u32) -> Option<Id> {
        match self.name(places, text)?.parent {
            Parent::Of(id) => Some(id),
            Parent::Elements | Parent::Fields => None,
        }
    }

    /// A range in parts that are alike and stand in one place.
    pub(super) fn runs(
        &self,
        places: &Places,
        scan: &Scan,
        range: Range,
    ) -> Vec<(Range, u32, What)> {
        let held = places.runs_of(range.client);
        let brought = scan.position(range.client);
        let brought = brought.map_or(&[][..], |at| self.runs[at].1.as_slice());
        let mut parts = Vec::new();
        let mut from = range.from;
        // What is brought begins where what is held ends.
        for runs in [held, brought] {
            let ends = match brought.first() {
                Some(first) if std::ptr::eq(runs, held) => first.from,
                _ => range.to,
            };
            let mut at = runs.partition_point(|run| run.from <= from);
            while from < range.to.min(ends) && at > 0 {
                let to = runs.get(at).map_or(ends, |next| next.from);
                let part = Range {
                    from,
                    to: to.min(range.to).min(ends),
                    ..range
                };
                parts.push((part, runs[at - 1].place, runs[at - 1].what));
                from = part.to;
                at += 1;
            }
        }
        if from < range.to {
            parts.push((Range { from, ..range }, DESIGNERS, What::Plain));
        }
        parts
    }
}
