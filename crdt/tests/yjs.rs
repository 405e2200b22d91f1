//! The same as `replicas.rs`, with editors on real Yjs in a Node process; and the room against their bytes.

#[path = "support/editors.rs"]
mod editors;
mod support;

use editors::{Editors, hex, unhex};
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::{Document, json, starter_state};
use serde_json::{Map, Value, json as value};
use support::{Dice, Room};
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Array, Doc, GetString, Map as _, OffsetKind, Options, Out, ReadTxn, Text, Transact, Update,
};

/// The ranges of our scan are those of yrs.
fn agrees_with_yrs(bytes: &[u8]) {
    let scan = scan(bytes, &ScanLimits::default())
        .unwrap_or_else(|error| panic!("{error}: {}", hex(bytes)));
    let update = Update::decode_v1(bytes).expect("what scans decodes");
    let sets = [update.insertions(true), update.delete_set().clone()];
    let [theirs, theirs_deleted] = sets.map(|set| {
        let mut ranges: Vec<(u64, u32, u32)> = Vec::new();
        for (client, clocks) in set.iter() {
            ranges.extend(clocks.iter().map(|it| (client.get(), it.start, it.end)));
        }
        ranges.sort_unstable();
        ranges
    });
    let sorted = |ranges: Vec<imprimatur_crdt::scan::Range>| {
        let mut ranges: Vec<_> = ranges
            .into_iter()
            .map(|it| (it.client.get(), it.from, it.to))
            .collect();
        ranges.sort_unstable();
        ranges
    };
    assert_eq!(
        sorted(scan.insertions().collect()),
        theirs,
        "{}",
        hex(bytes)
    );
    assert_eq!(sorted(scan.deletions), theirs_deleted, "{}", hex(bytes));
}

/// All roots of a state as yrs reads them, in the form that the editors give.
fn roots(state: &[u8]) -> Value {
    let doc = Doc::with_options(Options {
        offset_kind: OffsetKind::Utf16,
        ..Options::default()
    });
    doc.transact_mut()
        .apply_update(Update::decode_v1(state).expect("a state decodes"))
        .expect("a state applies");
    let names = ["meta", "pages", "elements", "fields", "styles", "unknown"];
    let maps = names.map(|name| (name.to_owned(), doc.get_or_insert_map(name)));
    let txn = doc.transact();
    maps.into_iter()
        .map(|(name, map)| (name, plain(&Out::YMap(map), &txn)))
        .collect::<Map<_, _>>()
        .into()
}

fn plain(out: &Out, txn: &impl ReadTxn) -> Value {
    match out {
        Out::Any(any) => plain_any(any),
        Out::YMap(map) => map
            .iter(txn)
            .map(|(key, it)| (key.to_owned(), plain(&it, txn)))
            .collect::<Map<_, _>>()
            .into(),
        Out::YArray(array) => array.iter(txn).map(|it| plain(&it, txn)).collect(),
        Out::YXmlElement(xml) => xml.get_string(txn).into(),
        Out::YXmlText(xml) => xml.get_string(txn).into(),
        Out::YText(text) => {
            let mut runs: Vec<(Value, Value)> = Vec::new();
            for run in text.diff(txn, YChange::identity) {
                let attributes = run.attributes.map(|it| *it).unwrap_or_default();
                let attributes = attributes
                    .iter()
                    .map(|(key, it)| (key.to_string(), plain_any(it)));
                let attributes = Value::Object(attributes.collect());
                let insert = plain(&run.insert, txn);
                match (runs.last_mut(), &insert) {
                    (Some((Value::String(before), same)), Value::String(more))
                        if *same == attributes =>
                    {
                        before.push_str(more)
                    }
                    _ => runs.push((insert, attributes)),
                }
            }
            runs.into_iter()
                .map(|(insert, attributes)| value!({"insert": insert, "attributes": attributes}))
                .collect()
        }
        other => panic!("unexpected {other:?}"),
    }
}

fn plain_any(any: &Any) -> Value {
    match any {
        Any::Undefined | Any::Null => Value::Null,
        Any::Bool(it) => (*it).into(),
        Any::String(it) => it.to_string().into(),
        Any::Buffer(bytes) => bytes.iter().copied().map(Value::from).collect(),
        Any::Array(values) => values.iter().map(plain_any).collect(),
        Any::Map(entries) => entries
            .iter()
            .map(|(key, it)| (key.clone(), plain_any(it)))
            .collect::<Map<_, _>>()
            .into(),
        Any::Number(it) => {
            let number = it.as_f64().expect("a number");
            if number.fract() == 0.0 {
                Value::from(number as i64)
            } else {
                Value::from(number)
            }
        }
    }
}

/// JavaScript's numbers have no types: 257.0 is 257.
fn canonical(value: Value) -> Value {
    match value {
        Value::Number(it) => plain_any(&Any::from(it.as_f64().expect("a number"))),
        Value::Array(values) => values.into_iter().map(canonical).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, it)| (key, canonical(it)))
            .collect::<Map<_, _>>()
            .into(),
        plain => plain,
    }
}

fn starter() -> Vec<u8> {
    let layout = value!({
        "pages": [{"id": "front", "size": [210, 297], "elements": [
            {"id": "title", "type": "text", "texts": {"de": [
                {"insert": "Kurs"}, {"insert": "bestätigung 🎓", "attributes": {"weight": 700, "color": "#aa0000"}},
                {"insert": {"field": "name", "format": "upper"}}]}},
            {"id": "frame", "type": "group", "at": [1.5, -2.25], "elements": [{"id": "box", "type": "rectangle", "size": [10, 10]}]},
        ]}],
        "fields": [{"key": "name", "label": {"de": "Name"}}],
        "styles": [{"id": "paper", "kind": "color", "value": "#ffffff"}],
    });
    starter_state(&json::from_json(&layout).expect("a readable starter"))
}

fn edit_together(editors: &mut Editors, seed: u64, people: usize, steps: usize) -> Room {
    println!("seed {seed}");
    let mut dice = Dice::new(seed);
    let starter = starter();
    let mut room = Room::new(&starter);
    let mut outboxes = vec![Vec::<Vec<u8>>::new(); people];
    let mut inboxes = vec![std::collections::VecDeque::<Vec<u8>>::new(); people];
    for who in 0..people {
        // Stock Yjs takes random ids of 32 bits, yrs of 53.
        let client = if who == 0 {
            (1 << 53) - 1
        } else {
            4_294_967_295 - who as u64
        };
        editors.ask(&format!("new {who} {client} {}", hex(&starter)));
    }
    for _ in 0..steps {
        let who = dice.below(people);
        match dice.below(10) {
            0..5 => outboxes[who]
                .extend(editors.updates(&format!("edit {who} {}", dice.below(1 << 31)))),
            5 | 6 => send(
                editors,
                &mut room,
                who,
                std::mem::take(&mut outboxes[who]),
                &mut dice,
            ),
            7 => {
                for update in room.commit() {
                    inboxes
                        .iter_mut()
                        .for_each(|inbox| inbox.push_back(update.clone()));
                }
            }
            _ => {
                if let Some(update) = inboxes[who].pop_front() {
                    editors.ask(&format!("apply {who} {}", hex(&update)));
                }
            }
        }
    }
    for who in 0..people {
        let answer = editors.updates(&format!(
            "answer {who} {}",
            hex(&room.document.state_vector().encode())
        ));
        agrees_with_yrs(&answer[0]);
        assert!(room.receive(&answer[0]), "a whole answer is never a gap");
        room.commit();
    }
    room.check();
    let state = room.document.encode_state();
    let ours = roots(&state);
    let layout = room.document.layout();
    for who in 0..people {
        // As the room sends it: what they lack.
        editors.ask(&format!("apply {who} {}", hex(&state)));
        let read = editors.ask(&format!("read {who}"));
        assert_eq!(read["pending"], false);
        let theirs = canonical(read["roots"].clone());
        assert!(
            theirs == ours,
            "seed {seed}: Yjs has\n{theirs:#}\nyrs has\n{ours:#}"
        );
        let state = unhex(read["updates"][0].as_str().expect("hexadecimal"));
        agrees_with_yrs(&state);
        let document = Document::from_state(&state).expect("a state of Yjs reads");
        assert_eq!(document.state_vector(), room.document.state_vector());
        assert_eq!(document.layout(), layout);
    }
    room
}

fn send(
    editors: &mut Editors,
    room: &mut Room,
    who: usize,
    mut waiting: Vec<Vec<u8>>,
    dice: &mut Dice,
) {
    if waiting.len() > 2 && dice.chance(30) {
        // A provider may merge what waits; with one lost in the middle the result has a skip.
        if dice.chance(30) {
            waiting.remove(1);
        }
        let hexes: Vec<String> = waiting.iter().map(|it| hex(it)).collect();
        waiting = editors.updates(&format!("merge {}", hexes.join(" ")));
    }
    for update in waiting {
        agrees_with_yrs(&update);
        if dice.chance(8) {
            continue;
        }
        if !room.receive(&update) {
            let answer = editors.updates(&format!(
                "answer {who} {}",
                hex(&room.held.state_vector().encode())
            ));
            agrees_with_yrs(&answer[0]);
            assert!(
                room.receive(&answer[0]),
                "the answer to a gap is never a gap"
            );
        }
    }
}

#[test]
fn editors_on_yjs_converge_with_the_room_whatever_is_lost() {
    let mut editors = Editors::start();
    let (mut accepted, mut gaps) = (0, 0);
    for seed in 0..40 {
        let room = edit_together(&mut editors, seed, 3, 200);
        accepted += room.accepted;
        gaps += room.gaps;
    }
    println!("{accepted} updates accepted, {gaps} gaps");
    assert!(
        accepted > 500 && gaps > 20,
        "{accepted} accepted, {gaps} gaps"
    );
}

#[test]
fn a_long_session_on_yjs() {
    let room = edit_together(&mut Editors::start(), 20_261_122, 4, 3_000);
    assert!(
        room.accepted > 300 && room.joined > 30,
        "{} accepted, {} joined",
        room.accepted,
        room.joined
    );
}
