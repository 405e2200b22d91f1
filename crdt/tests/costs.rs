//! Updates that are small and costly: what a document would weigh is known before anything integrates it.

use std::collections::HashMap;

use imprimatur_crdt::held::{Held, Verdict, Weight};
use imprimatur_crdt::scan::{Scan, ScanError, ScanLimits, scan};
use imprimatur_crdt::{ClientId, Document};
use proptest::prelude::*;

type Id = (u64, u32);

/// A struct by hand: one letter, or a format.
#[derive(Clone)]
struct Letter {
    left: Option<Id>,
    right: Option<Id>,
    key: Option<&'static str>,
    text: String,
    format: Option<String>,
}

impl Letter {
    fn between(left: Option<Id>, right: Option<Id>) -> Self {
        Self {
            left,
            right,
            key: None,
            text: "x".to_owned(),
            format: None,
        }
    }

    fn put(&self, out: &mut Vec<u8>) {
        let kind = if self.format.is_some() { 6 } else { 4 };
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        out.push(
            kind | flag(self.left.is_some(), 0x80)
                | flag(self.right.is_some(), 0x40)
                | flag(self.key.is_some(), 0x20),
        );
        for (client, clock) in [self.left, self.right].into_iter().flatten() {
            number(out, client);
            number(out, u64::from(clock));
        }
        if self.left.is_none() && self.right.is_none() {
            number(out, 1);
            text(out, "t");
            self.key.iter().for_each(|key| text(out, key));
        }
        match &self.format {
            Some(name) => {
                text(out, name);
                text(out, "1");
            }
            None => text(out, &self.text),
        }
    }
}

fn number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn update(client: u64, from: u32, letters: &[Letter], deletions: &[(u32, u32)]) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, u64::from(!letters.is_empty()));
    if !letters.is_empty() {
        number(&mut out, letters.len() as u64);
        number(&mut out, client);
        number(&mut out, u64::from(from));
        letters.iter().for_each(|it| it.put(&mut out));
    }
    number(&mut out, u64::from(!deletions.is_empty()));
    if !deletions.is_empty() {
        number(&mut out, client);
        number(&mut out, deletions.len() as u64);
        for (from, length) in deletions {
            number(&mut out, u64::from(*from));
            number(&mut out, u64::from(*length));
        }
    }
    out
}

fn scanned(update: &[u8]) -> Scan {
    scan(update, &ScanLimits::default()).expect("an update that scans")
}

/// Bounds as the server's settings have them.
const MOST: Weight = Weight {
    parts: 400_000,
    steps: 4_000_000,
    formatting: 500_000,
};

/// Takes the first in, and must not take the second.
fn too_much(first: &[u8], second: &[u8]) -> Weight {
    let mut held = Held::default();
    held.admit_within(&scanned(first), &MOST).expect("fits");
    let (weight, vector) = (held.weight(), held.state_vector());
    let bomb = scanned(second);
    let verdict = held.check(&bomb);
    assert!(matches!(verdict, Ok(Verdict::New { .. })));
    let over = held.admit_within(&bomb, &MOST).expect_err("too much");
    assert_eq!((held.weight(), held.state_vector()), (weight, vector));
    assert_eq!(held.check(&bomb), verdict, "it was given back whole");
    over
}

#[test]
fn ten_thousand_at_the_place_of_ten_thousand_are_too_much() {
    // 50 KB that took a server 18 s, and every browser that saw them.
    let letters = vec![Letter::between(Some((20, 0)), None); 10_000];
    let base = Letter::between(None, None);
    let mut first = update(21, 0, &letters, &[]);
    // Both in one update, the higher client first.
    first[0] = 2;
    first.pop();
    for byte in [1, 20, 0] {
        number(&mut first, byte);
    }
    base.put(&mut first);
    first.push(0);
    let mut held = Held::default();
    let over = held.admit_within(&scanned(&first), &MOST);
    assert!(over.is_err(), "contested by one person already");
    assert_eq!(
        held.state_vector().iter().count(),
        0,
        "all of it was given back"
    );
}

#[test]
fn letters_before_every_letter_of_a_text_are_too_much() {
    let base = Letter {
        text: "x".repeat(10_001),
        ..Letter::between(None, None)
    };
    let letters: Vec<_> = (1..10_000)
        .map(|clock| Letter::between(None, Some((20, clock))))
        .collect();
    too_much(&update(20, 0, &[base], &[]), &update(21, 0, &letters, &[]));
}

#[test]
fn one_key_written_thousands_of_times_as_if_it_were_new_is_too_much() {
    let entry = Letter {
        key: Some("k"),
        ..Letter::between(None, None)
    };
    let some = update(20, 0, &vec![entry.clone(); 100], &[]);
    too_much(&some, &update(21, 0, &vec![entry; 10_000], &[]));
}

#[test]
fn a_deletion_of_every_other_letter_is_too_much() {
    let base = Letter {
        text: "x".repeat(1_000_001),
        ..Letter::between(None, None)
    };
    let every_other: Vec<_> = (0..450_000).map(|it| (2 * it, 1)).collect();
    let bomb = update(20, 1, &[], &every_other);
    too_much(&update(20, 0, &[base], &[]), &bomb);
}

#[test]
fn a_text_with_a_new_attribute_for_every_letter_is_too_much() {
    // 89 KB whose reading took a minute and gigabytes.
    let letters: Vec<_> = (0..10_000_u32)
        .map(|clock| Letter {
            format: clock.is_multiple_of(2).then(|| format!("k{clock}")),
            ..Letter::between(clock.checked_sub(1).map(|before| (21, before)), None)
        })
        .collect();
    let base = update(
        20,
        0,
        &[Letter {
            key: Some("k"),
            ..Letter::between(None, None)
        }],
        &[],
    );
    let over = too_much(&base, &update(21, 0, &letters, &[]));
    assert!(over.formatting > MOST.formatting);
}

#[test]
fn a_megabyte_of_nulls_weighs_what_it_takes() {
    let mut bomb = vec![1, 1, 20, 0, 0x28, 1, 1, b'm', 1, b'k'];
    number(&mut bomb, 1_000_000);
    bomb.extend(std::iter::repeat_n(126, 1_000_000));
    bomb.push(0);
    let mut held = Held::default();
    held.admit(&scanned(&bomb));
    assert!(held.weight().parts > 30_000, "{:?}", held.weight());
}

#[test]
fn text_and_values_in_turn_do_not_join() {
    let mut bomb = vec![1];
    number(&mut bomb, 1_000);
    bomb.extend([20, 0, 0x04, 1, 1, b't', 1, b'x']);
    for clock in 0..999_u64 {
        let content: [u8; 2] = if clock % 2 == 0 { [1, 126] } else { [1, b'x'] };
        bomb.push(if clock % 2 == 0 { 0x88 } else { 0x84 });
        number(&mut bomb, 20);
        number(&mut bomb, clock);
        bomb.extend(content);
    }
    bomb.push(0);
    let mut held = Held::default();
    held.admit(&scanned(&bomb));
    assert_eq!(held.weight().parts, 1_000);
}

#[test]
fn more_structs_than_a_draft_may_have_are_not_even_listed() {
    let bomb = update(20, 0, &vec![Letter::between(None, None); 101], &[]);
    let limits = ScanLimits {
        structs: 100,
        ..ScanLimits::default()
    };
    assert_eq!(scan(&bomb, &limits), Err(ScanError::TooMany { limit: 100 }));
    let deletions: Vec<_> = (0..101).map(|it| (2 * it, 1)).collect();
    let bomb = update(20, 0, &[], &deletions);
    assert_eq!(scan(&bomb, &limits), Err(ScanError::TooMany { limit: 100 }));
}

#[test]
fn what_one_person_writes_contests_nothing_wherever_it_is_written() {
    let mut held = Held::default();
    let mut document = Document::new(ClientId::READER);
    let mut clock = 0;
    let mut write = |left, right, document: &mut Document, held: &mut Held| {
        let bytes = update(20, clock, &[Letter::between(left, right)], &[]);
        held.admit(&scanned(&bytes));
        document.apply(&bytes).expect("applies");
        clock += 1;
        (20, clock - 1)
    };
    let mut first = write(None, None, &mut document, &mut held);
    let last = first;
    // Before everything, again and again; then after the first; then in the midst of that.
    for _ in 0..500 {
        first = write(None, Some(first), &mut document, &mut held);
    }
    let mut end = last;
    for _ in 0..500 {
        end = write(Some(end), None, &mut document, &mut held);
    }
    let mut middle = (20, 502);
    for _ in 0..500 {
        middle = write(Some((20, 501)), Some(middle), &mut document, &mut held);
    }
    assert_eq!(held.weight().steps, 0);
    // The run typed at the end is one part, but where it was cut.
    assert!(held.weight().parts < 1_010, "{:?}", held.weight());
    let reloaded = Held::from_document(&document).expect("reads");
    assert_eq!(reloaded.weight().steps, 0);
}

/// The lists of Yjs, done naively, counting how far each struct walks beyond its first step.
#[derive(Default)]
struct List {
    items: Vec<(Id, Option<Id>, Option<Id>)>,
    walked: u64,
}

impl List {
    fn place(&self, id: Id) -> usize {
        let place = self.items.iter().position(|it| it.0 == id);
        place.expect("what is named is there")
    }

    fn integrate(&mut self, (id, left, right): (Id, Option<Id>, Option<Id>)) {
        let mut at = left.map_or(0, |left| self.place(left) + 1);
        let end = right.map(|right| self.place(right));
        let (mut before, mut conflicting, mut walk) = (Vec::new(), Vec::new(), at);
        while walk < self.items.len() && Some(walk) != end {
            let (other, others_left, others_right) = self.items[walk];
            self.walked += 1;
            before.push(other);
            conflicting.push(other);
            if others_left == left {
                if other.0 < id.0 {
                    at = walk + 1;
                    conflicting.clear();
                } else if others_right == right {
                    break;
                }
            } else if others_left.is_some_and(|it| before.contains(&it)) {
                if !others_left.is_some_and(|it| conflicting.contains(&it)) {
                    at = walk + 1;
                    conflicting.clear();
                }
            } else {
                break;
            }
            walk += 1;
        }
        self.items.insert(at, (id, left, right));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Neighbours as honest clients name them and others, in the order of arrival and in another one.
    #[test]
    fn no_order_walks_farther_than_was_counted(choices in prop::collection::vec((0_u64..4, any::<u16>(), any::<u16>(), 0_u8..4), 1..80), shuffle: u64) {
        let (mut held, mut list) = (Held::default(), List::default());
        let mut clocks: HashMap<u64, u32> = HashMap::new();
        let mut all: Vec<(Id, Option<Id>, Option<Id>)> = Vec::new();
        for (client, one, other, how) in choices {
            let clock = clocks.entry(20 + client).or_default();
            let id = (20 + client, *clock);
            *clock += 1;
            let pick = |at: u16, from: usize| match usize::from(at) % (from + 1) {
                0 => None,
                at => Some(list.items[at - 1].0),
            };
            let left = pick(one, list.items.len());
            let right = if how == 0 {
                pick(other, list.items.len())
            } else {
                let next = left.map_or(0, |left| list.place(left) + 1);
                list.items.get(next).map(|it| it.0)
            };
            let bytes = update(id.0, id.1, &[Letter::between(left, right)], &[]);
            held.admit(&scanned(&bytes));
            list.integrate((id, left, right));
            all.push((id, left, right));
        }
        let steps = held.weight().steps + all.len() as u64;
        prop_assert!(list.walked <= steps, "{} walked, {steps} counted", list.walked);

        let (mut again, mut waiting, mut dice) = (List::default(), all, shuffle);
        while !waiting.is_empty() {
            let there = |id: Option<Id>, list: &List| id.is_none_or(|id| list.items.iter().any(|it| it.0 == id));
            let ready: Vec<usize> = (0..waiting.len())
                .filter(|at| {
                    let (id, left, right) = waiting[*at];
                    let own = id.1.checked_sub(1).map(|clock| (id.0, clock));
                    there(own, &again) && there(left, &again) && there(right, &again)
                })
                .collect();
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            again.integrate(waiting.remove(ready[(dice >> 33) as usize % ready.len()]));
        }
        prop_assert!(again.walked <= steps, "{} walked in another order, {steps} counted", again.walked);
    }
}
