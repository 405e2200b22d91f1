//! What an hour of editing leaves behind, in bytes and in time; the figures stand in `SCHEMA.md`.
//!
//! `cargo run -p imprimatur-crdt --release --example hour`

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use imprimatur_crdt::held::{Held, Verdict};
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::{Document, json, starter_state};
use serde_json::json as value;
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::{Any, Doc, Map, MapRef, OffsetKind, Options, Text, TextRef, Transact, Update};

/// Elements of the certificate that is edited.
const ELEMENTS: usize = 60;
/// Gestures that ended within the hour: moves, resizes, rotations.
const GESTURES: usize = 600;
/// Characters typed within the hour, one in eight of them taken back.
const CHARACTERS: usize = 3_000;
/// Property changes: colours, sizes, names.
const PROPERTIES: usize = 200;
/// What two people make when every pointer event of an hour is written: about 28 a second each.
const NAIVE_MOVES: usize = 200_000;

fn main() {
    let starter = starter();
    println!(
        "a certificate of {ELEMENTS} elements: {} bytes\n",
        starter.len()
    );
    println!(
        "{:<44} {:>9} {:>13} {:>13} {:>13}",
        "", "updates", "on the wire", "state after", "left behind"
    );
    let row = |what: &str, updates: &VecDeque<Vec<u8>>, hour: &Hour| {
        let wire: usize = updates.iter().map(Vec::len).sum();
        let left = hour.state.len() - starter.len();
        println!(
            "{what:<44} {:>9} {wire:>13} {:>13} {left:>13}",
            updates.len(),
            hour.state.len()
        );
    };
    let whole = edit(&starter, GESTURES, CHARACTERS, 2, PROPERTIES);
    let hour = room(&starter, &whole);
    row("an hour as the editor writes it", &whole, &hour);
    for (what, gestures, characters, properties) in [
        ("  of it 600 gestures", GESTURES, 0, 0),
        (
            "  of it 3,000 characters, 250 ms together",
            0,
            CHARACTERS,
            0,
        ),
        ("  of it 200 property changes", 0, 0, PROPERTIES),
    ] {
        let updates = edit(&starter, gestures, characters, 2, properties);
        row(what, &updates, &room(&starter, &updates));
    }
    let naive = edit(&starter, NAIVE_MOVES, CHARACTERS, 1, PROPERTIES);
    let naive_hour = room(&starter, &naive);
    row(
        "200,000 moves and every character by itself",
        &naive,
        &naive_hour,
    );

    println!(
        "\n{:<44} {:>9} {:>13} {:>13}",
        "time an update", "scan", "check, admit", "apply"
    );
    for (what, updates, hour) in [
        ("the hour", &whole, &hour),
        ("the naive hour", &naive, &naive_hour),
    ] {
        let each = |total: Duration| format!("{} ns", total.as_nanos() / updates.len() as u128);
        println!(
            "{what:<44} {:>9} {:>13} {:>13}",
            each(hour.scanning),
            each(hour.checking),
            each(hour.applying)
        );
    }
    let began = Instant::now();
    let scanned = scan(&naive_hour.state, &ScanLimits::default()).expect("a state scans");
    let (scanning, began) = (began.elapsed(), Instant::now());
    Held::default().admit(&scanned);
    let (holding, began) = (began.elapsed(), Instant::now());
    let document = Document::from_state(&naive_hour.state).expect("a state reads");
    let (reading, began) = (began.elapsed(), Instant::now());
    _ = document.layout();
    println!(
        "\nopening the naive state: scan {scanning:?}, held {holding:?}, document {reading:?}, layout {:?}",
        began.elapsed()
    );
}

fn starter() -> Vec<u8> {
    let elements: Vec<_> = (0..ELEMENTS)
        .map(|n| {
            let at = [10.0 + n as f64 * 3.0, 20.5 + n as f64 * 4.0];
            match n % 3 {
                0 => value!({"id": format!("element-{n:03}"), "type": "text", "at": at, "size": [120, 12], "textSize": 11,
                    "texts": {"de": [{"insert": format!("Absatz {n}, der etwas bestätigt.")}], "fr": [{"insert": "Un paragraphe."}]}}),
                1 => value!({"id": format!("element-{n:03}"), "type": "rectangle", "at": at, "size": [40, 20], "stroke": "#1b1d22"}),
                _ => value!({"id": format!("element-{n:03}"), "type": "line", "at": at, "size": [60, 0]}),
            }
        })
        .collect();
    let layout = value!({"pages": [{"id": "front", "size": [210, 297], "elements": elements}]});
    starter_state(&json::from_json(&layout).expect("a readable starter"))
}

/// The updates of two people who take turns; `together` characters are one update.
fn edit(
    starter: &[u8],
    gestures: usize,
    characters: usize,
    together: usize,
    properties: usize,
) -> VecDeque<Vec<u8>> {
    let outbox = Arc::new(Mutex::new(VecDeque::new()));
    let people = [2_311_874_113, 987_654_321].map(|client| {
        let mut options = Options::with_client_id(ClientID::new(client));
        options.offset_kind = OffsetKind::Utf16;
        let doc = Doc::with_options(options);
        doc.transact_mut()
            .apply_update(Update::decode_v1(starter).expect("a starter decodes"))
            .expect("and applies");
        let sink = outbox.clone();
        doc.observe_update_v1("outbox", move |txn, event| {
            if txn.origin().is_none() {
                sink.lock()
                    .expect("one thread")
                    .push_back(event.update.clone());
            }
        })
        .expect("nobody else has a transaction");
        doc
    });
    let mut sent = VecDeque::new();
    let mut dice = 20_261_122_u64;
    let mut below = move |bound: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % bound
    };
    let batches = characters / together;
    let mut left = [gestures, batches, properties];
    // Where each person is typing.
    let mut typing = [(0, 0); 2];
    while left.iter().sum::<usize>() > 0 {
        let mut turn = below(left.iter().sum());
        let what = left
            .iter()
            .position(|it| turn.checked_sub(*it).map(|rest| turn = rest).is_none())
            .expect("some are left");
        left[what] -= 1;
        // A person types on for a while; gestures and properties change hands more often.
        let who = if what == 1 {
            left[1] / 40 % 2
        } else {
            below(2)
        };
        let doc = &people[who];
        match what {
            0 => gesture(doc, &mut below),
            1 => {
                if left[1].is_multiple_of(40) {
                    typing[who] = (below(ELEMENTS / 3) * 3, 0);
                }
                type_on(doc, &mut typing[who], together, below(8) == 0);
            }
            _ => property(doc, &mut below),
        }
        // What one writes the other has before the next; a real delay changes little here.
        for update in outbox.lock().expect("one thread").drain(..) {
            let other = &people[1 - who];
            let decoded = Update::decode_v1(&update).expect("an update decodes");
            other
                .transact_mut_with("remote")
                .apply_update(decoded)
                .expect("and applies");
            sent.push_back(update);
        }
    }
    sent
}

fn element(doc: &Doc, n: usize) -> MapRef {
    let elements = doc.get_or_insert_map("elements");
    let txn = doc.transact();
    elements
        .get(&txn, &format!("element-{n:03}"))
        .and_then(|it| it.cast().ok())
        .expect("nothing is deleted here")
}

fn pair(first: f64, second: f64) -> Any {
    Any::from(vec![Any::from(first), Any::from(second)])
}

/// The end of a move (one to three elements), of a resize or of a rotation, to a hundredth of a millimetre.
fn gesture(doc: &Doc, below: &mut impl FnMut(usize) -> usize) {
    let count = if below(4) == 0 { 3 } else { 1 };
    let maps: Vec<MapRef> = (0..count).map(|_| element(doc, below(ELEMENTS))).collect();
    let mut mm = |most: usize| below(most * 100) as f64 / 100.0;
    let (at, size, angle) = (pair(mm(200), mm(290)), pair(mm(100), mm(50)), mm(360));
    let kind = below(10);
    let mut txn = doc.transact_mut();
    for map in maps {
        match kind {
            0..7 => _ = map.insert(&mut txn, "at", at.clone()),
            7 | 8 => _ = map.insert(&mut txn, "size", size.clone()),
            _ => _ = map.insert(&mut txn, "rotation", angle),
        }
    }
}

fn type_on(doc: &Doc, (element_of, at): &mut (usize, u32), together: usize, back: bool) {
    let map = element(doc, *element_of);
    let mut txn = doc.transact_mut();
    let texts: MapRef = map
        .get(&txn, "texts")
        .and_then(|it| it.cast().ok())
        .expect("a text has texts");
    let text: TextRef = texts
        .get(&txn, "de")
        .and_then(|it| it.cast().ok())
        .expect("a text in every language");
    if back && *at >= 1 {
        *at -= 1;
        text.remove_range(&mut txn, *at, 1);
    } else {
        text.insert(&mut txn, *at, &"e".repeat(together));
        *at += together as u32;
    }
}

fn property(doc: &Doc, below: &mut impl FnMut(usize) -> usize) {
    let map = element(doc, below(ELEMENTS));
    let (key, value) = [
        ("fill", Any::from("#c9a227")),
        ("textSize", Any::from(10 + below(30) as i64)),
        ("opacity", Any::from(0.5)),
        ("name", Any::from("Rahmen oben")),
    ][below(4)]
    .clone();
    map.insert(&mut doc.transact_mut(), key, value);
}

struct Hour {
    state: Vec<u8>,
    scanning: Duration,
    checking: Duration,
    applying: Duration,
}

/// Does with every update what a room does.
fn room(starter: &[u8], updates: &VecDeque<Vec<u8>>) -> Hour {
    let mut document = Document::from_state(starter).expect("a starter reads");
    let mut held = Held::from_document(&document).expect("its own state scans");
    let mut hour = Hour {
        state: Vec::new(),
        scanning: Duration::ZERO,
        checking: Duration::ZERO,
        applying: Duration::ZERO,
    };
    for update in updates {
        let began = Instant::now();
        let scanned = scan(update, &ScanLimits::default()).expect("an honest update scans");
        let scanned_at = Instant::now();
        assert!(matches!(held.check(&scanned), Ok(Verdict::New { .. })));
        held.admit(&scanned);
        let checked_at = Instant::now();
        let applied = document.apply(update).expect("what is admitted applies");
        hour.applying += checked_at.elapsed();
        held.learn(&applied);
        hour.scanning += scanned_at - began;
        hour.checking += checked_at - scanned_at;
    }
    hour.state = document.encode_state();
    hour
}
