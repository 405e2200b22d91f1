//! Cases for what is held.

use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, GetString, Map, MapPrelim, MapRef, ReadTxn, Text, Transact, TransactionMut, Update,
};

use super::*;
use crate::document::ApplyError;

/// What a client writes in one transaction.
fn write(doc: &Doc, edit: impl FnOnce(&mut TransactionMut)) -> Vec<u8> {
    let mut txn = doc.transact_mut();
    edit(&mut txn);
    txn.encode_update_v1()
}

fn scanned(update: &[u8]) -> Scan {
    scan(update, &ScanLimits::default()).expect("an update that scans")
}

fn id(client: u64) -> ClientId {
    ClientId::new(client).expect("a small id")
}

fn beyond(client: u64, from: u32, to: u32) -> Verdict {
    Verdict::New {
        beyond: vec![Range {
            client: id(client),
            from,
            to,
        }],
    }
}

#[test]
fn u2_a_lost_update_makes_the_next_one_a_gap() {
    let doc = Doc::with_client_id(20);
    let map = doc.get_or_insert_map("m");
    let first = scanned(&write(&doc, |txn| _ = map.insert(txn, "a", 1)));
    let second = scanned(&write(&doc, |txn| _ = map.insert(txn, "b", 2)));
    let third = scanned(&write(&doc, |txn| _ = map.insert(txn, "c", 3)));

    let mut held = Held::default();
    assert_eq!(held.check(&first), Ok(beyond(20, 0, 1)));
    held.admit(&first);
    assert_eq!(held.check(&first), Ok(Verdict::Nothing));
    assert_eq!(held.check(&third), Ok(Verdict::Gap));
    assert_eq!(held.check(&second), Ok(beyond(20, 1, 2)));
    // What brings the lost update along is none.
    let all = scanned(&doc.transact().encode_diff_v1(&yrs::StateVector::default()));
    assert_eq!(held.check(&all), Ok(beyond(20, 1, 3)));
    held.admit(&all);
    assert_eq!(held.next(id(20)), 3);
}

#[test]
fn u2_what_rests_on_unknown_ids_is_a_gap() {
    let (ana, ben) = (Doc::with_client_id(20), Doc::with_client_id(21));
    let (text, theirs) = (ana.get_or_insert_text("t"), ben.get_or_insert_text("t"));
    let first = write(&ana, |txn| text.insert(txn, 0, "Hallo"));
    ben.transact_mut()
        .apply_update(yrs::Update::decode_v1(&first).unwrap())
        .unwrap();
    let middle = write(&ben, |txn| theirs.insert(txn, 2, "xx"));
    let deletion = write(&ben, |txn| theirs.remove_range(txn, 0, 1));

    let mut held = Held::default();
    // Its origins are unknown; then only its deletion is.
    assert_eq!(held.check(&scanned(&middle)), Ok(Verdict::Gap));
    assert_eq!(held.check(&scanned(&deletion)), Ok(Verdict::Gap));
    held.admit(&scanned(&first));
    assert_eq!(held.check(&scanned(&middle)), Ok(beyond(21, 0, 2)));
    assert_eq!(
        held.check(&scanned(&deletion)),
        Ok(Verdict::New { beyond: vec![] })
    );
    held.admit(&scanned(&deletion));
    assert_eq!(held.check(&scanned(&deletion)), Ok(Verdict::Nothing));
}

#[test]
fn a_skip_is_no_gap_only_when_it_is_held() {
    // Client 5: clock 0, a skip of 2, clock 3, all collected.
    let scan = scanned(&[1, 3, 5, 0, 0, 1, 10, 2, 0, 1, 0]);
    let mut held = Held::default();
    assert_eq!(held.check(&scan), Ok(Verdict::Gap));
    held.admit(&scanned(&[1, 1, 5, 0, 0, 3, 0]));
    assert_eq!(held.check(&scan), Ok(beyond(5, 3, 4)));
}

#[test]
fn u8_a_whole_delete_set_is_compared_by_difference() {
    let doc = Doc::with_client_id(20);
    let text = doc.get_or_insert_text("t");
    write(&doc, |txn| text.insert(txn, 0, "abcdefghij"));
    for place in [8, 6, 4, 2, 0] {
        write(&doc, |txn| text.remove_range(txn, place, 1));
    }
    let state = doc.transact().encode_diff_v1(&yrs::StateVector::default());
    let mut held = Held::from_state(&state).unwrap();
    assert_eq!(held.check(&scanned(&state)), Ok(Verdict::Nothing));
    let more = write(&doc, |txn| text.remove_range(txn, 1, 1));
    assert_eq!(
        held.check(&scanned(&more)),
        Ok(Verdict::New { beyond: vec![] })
    );
    held.admit(&scanned(&more));
    assert_eq!(held.check(&scanned(&more)), Ok(Verdict::Nothing));
}

#[test]
fn r1_what_follows_from_merging_is_learned_so_that_a_viewers_answer_brings_nothing() {
    let (ana, ben) = (Doc::with_client_id(20), Doc::with_client_id(21));
    let (left, right) = (ana.get_or_insert_map("m"), ben.get_or_insert_map("m"));
    let updates = [
        write(&ana, |txn| _ = left.insert(txn, "k", 1)),
        write(&ben, |txn| _ = right.insert(txn, "k", 2)),
    ];
    let mut document = Document::new(ClientId::READER);
    let mut held = Held::default();
    for update in &updates {
        held.admit(&scanned(update));
        held.learn(&document.apply(update).unwrap());
    }
    // No update names the deletion of the loser.
    let whole = scanned(&document.encode_state());
    assert!(!whole.deletions.is_empty());
    assert_eq!(held.check(&whole), Ok(Verdict::Nothing));
    assert_eq!(held.state_vector(), document.state_vector());
}

#[test]
fn structs_that_rest_on_each_other_are_refused() {
    // Client 6 rests on 5 and 5 on 6.
    let circle = [
        2, 1, 6, 0, 0x84, 5, 0, 1, b'x', 1, 5, 0, 0x84, 6, 0, 1, b'x', 0,
    ];
    assert!(matches!(
        Held::default().check(&scanned(&circle)),
        Err(ScanError::Contradiction { .. })
    ));
    // One rests on itself; one on the next of its own client.
    let own = [1, 1, 5, 0, 0x84, 5, 0, 1, b'x', 0];
    assert!(matches!(
        Held::default().check(&scanned(&own)),
        Err(ScanError::Contradiction { .. })
    ));
    let next = [1, 2, 5, 0, 0x84, 5, 1, 1, b'x', 4, 1, 1, b'm', 1, b'x', 0];
    assert!(matches!(
        Held::default().check(&scanned(&next)),
        Err(ScanError::Contradiction { .. })
    ));
}

#[test]
fn a_parent_that_can_have_no_children_is_refused() {
    // A string in the root m; then a child of that string.
    let string = [1, 1, 5, 0, 4, 1, 1, b'm', 2, b'a', b'b', 0];
    let child = [1, 1, 6, 0, 4, 0, 5, 1, 1, b'x', 0];
    let mut held = Held::default();
    held.admit(&scanned(&string));
    assert!(matches!(
        held.check(&scanned(&child)),
        Err(ScanError::Contradiction { .. })
    ));
    let mut document = Document::from_state(&string).unwrap();
    assert!(
        matches!(document.apply(&child), Err(ApplyError::Refused(_))),
        "which is what yrs would find too late"
    );
    // Once it is deleted and collected, the child is collected with it.
    let deletion = [0, 1, 5, 1, 0, 2];
    held.admit(&scanned(&deletion));
    assert_eq!(held.check(&scanned(&child)), Ok(beyond(6, 0, 1)));
    let mut document = Document::from_state(&string).unwrap();
    document.apply(&deletion).unwrap();
    document.apply(&child).unwrap();
}

#[test]
fn maps_in_maps_are_bounded_one_update_at_a_time() {
    let doc = Doc::with_client_id(20);
    let mut map: MapRef = doc.get_or_insert_map("m");
    let mut held = Held::default();
    for depth in 1..=33 {
        let mut inner = None;
        let update = scanned(&write(&doc, |txn| {
            inner = Some(map.insert(txn, "in", MapPrelim::default()))
        }));
        map = inner.unwrap();
        let verdict = held.check(&update);
        if depth <= 32 {
            assert_eq!(verdict, Ok(beyond(20, depth - 1, depth)));
            held.admit(&update);
        } else {
            assert_eq!(verdict, Err(ScanError::Nesting { limit: 32 }));
        }
    }
    // All at once likewise, also from a state without any history here.
    let whole = scanned(&doc.transact().encode_diff_v1(&yrs::StateVector::default()));
    assert_eq!(
        Held::default().check(&whole),
        Err(ScanError::Nesting { limit: 32 })
    );
}

#[test]
fn depth_is_followed_through_origins_and_after_a_reload() {
    let doc = Doc::with_client_id(20);
    let root = doc.get_or_insert_array("l");
    let mut list = root.clone();
    use yrs::{Array, ArrayPrelim};
    for _ in 0..32 {
        // The second one names no parent, only its left neighbour.
        let mut txn = doc.transact_mut();
        list.push_back(&mut txn, Any::from(1));
        list = list.push_back(&mut txn, ArrayPrelim::default());
    }
    let state = doc.transact().encode_diff_v1(&yrs::StateVector::default());
    let held = Held::from_state(&state).unwrap();
    let more = write(&doc, |txn| {
        list.push_back(txn, Any::from(1));
    });
    assert!(held.check(&scanned(&more)).is_ok());
    let mut held = held;
    held.admit(&scanned(&more));
    let deeper = write(&doc, |txn| _ = list.push_back(txn, ArrayPrelim::default()));
    assert_eq!(
        held.check(&scanned(&deeper)),
        Err(ScanError::Nesting { limit: 32 })
    );
}

#[test]
fn one_bad_row_does_not_make_a_draft_unreadable() {
    let string: &[u8] = &[1, 1, 5, 0, 4, 1, 1, b'm', 2, b'a', b'b', 0];
    let child: &[u8] = &[1, 1, 6, 0, 4, 0, 5, 1, 1, b'x', 0];
    let pending: &[u8] = &[0, 1, 9, 1, 0, 2];
    let broken: &[u8] = &[1, 2, 3];
    let more: &[u8] = &[1, 1, 7, 0, 0x84, 5, 1, 1, b'c', 0];
    let journal = [string, child, broken, pending, more];
    let (document, left_out) = Document::load(None, journal.iter().copied()).unwrap();
    assert_eq!(left_out, [1, 2, 3]);
    assert_eq!(
        document
            .state_vector()
            .iter()
            .map(|(it, clock)| (it.get(), clock))
            .collect::<Vec<_>>(),
        [(5, 2), (7, 1)]
    );
}

#[test]
fn two_people_who_type_in_turn_rest_on_each_other_and_are_no_circle() {
    let (ana, ben) = (Doc::with_client_id(1001), Doc::with_client_id(1002));
    let texts = [ana.get_or_insert_text("t"), ben.get_or_insert_text("t")];
    let mut room = (Held::default(), Document::new(id(1)));
    for turn in 0..40 {
        let (own, other) = if turn % 2 == 0 {
            (&ana, &ben)
        } else {
            (&ben, &ana)
        };
        let text = &texts[turn % 2];
        let update = write(own, |txn| text.insert(txn, turn as u32, "x"));
        let decoded = yrs::Update::decode_v1(&update).unwrap();
        other.transact_mut().apply_update(decoded).unwrap();
        assert!(matches!(
            room.0.check(&scanned(&update)),
            Ok(Verdict::New { .. })
        ));
        room.0.admit(&scanned(&update));
        room.1.apply(&update).unwrap();
    }
    // The whole state holds their structs apart, a client's after the other's.
    let whole = room.1.encode_state();
    assert_eq!(room.0.check(&scanned(&whole)), Ok(Verdict::Nothing));
    let opened = Held::from_state(&whole).unwrap();
    assert_eq!(opened.state_vector(), room.0.state_vector());
    assert_eq!(opened.check(&scanned(&whole)), Ok(Verdict::Nothing));
}

/// A document that has taken `first`, and what is held with it.
fn with(first: &[u8]) -> (Document, Held) {
    let mut document = Document::new(ClientId::READER);
    document.apply(first).expect("it applies");
    let held = Held::from_document(&document).expect("it scans");
    (document, held)
}

fn text_of(document: &Document, name: &str) -> String {
    let doc = document.doc();
    let text = doc.get_or_insert_text(name);
    text.get_string(&doc.transact())
}

#[test]
fn u2_what_was_begun_to_be_sent_comes_whole_and_only_its_rest_is_taken() {
    let doc = Doc::with_client_id(20);
    let text = doc.get_or_insert_text("t");
    let first = write(&doc, |txn| text.push(txn, "Zür"));
    write(&doc, |txn| text.push(txn, "ich 🎓"));
    let whole = doc.transact().encode_diff_v1(&yrs::StateVector::default());
    let (mut document, held) = with(&first);
    let rest = held
        .trim(&whole, &scanned(&whole))
        .unwrap()
        .expect("a rest");
    let brought = scanned(&rest);
    assert_eq!(brought.clients[0].structs[0].from, 3);
    assert_eq!(held.check(&brought), Ok(beyond(20, 3, 9)));
    assert_eq!(held.straighten(&rest, &brought), Ok(None));
    // Whoever has only the bytes cuts them alike.
    let applied = document.apply(&whole).unwrap();
    assert_eq!(applied.trimmed.as_deref(), Some(&rest[..]));
    assert_eq!(text_of(&document, "t"), "Zürich 🎓");
    assert_eq!(held.trim(&first, &scanned(&first)), Ok(None));
}

#[test]
fn u2_what_is_forged_under_ids_that_are_taken_stands_where_the_next_load_puts_it() {
    let write_to = |name: &str, content: &str| {
        let doc = Doc::with_client_id(20);
        let text = doc.get_or_insert_text(name);
        write(&doc, |txn| text.push(txn, content))
    };
    let (mut document, _) = with(&write_to("titel", "ab"));
    document.apply(&write_to("verboten", "xyz")).unwrap();
    let again = Document::from_state(&document.encode_state()).unwrap();
    for document in [&document, &again] {
        assert_eq!(text_of(document, "titel"), "abz");
        assert_eq!(text_of(document, "verboten"), "");
    }
}

/// Client 20 after `from` clocks: one struct, right of (20, left) and left of (20, right), that reads "x".
fn between(from: u8, left: u8, right: u8) -> Vec<u8> {
    vec![1, 1, 20, from, 0b1100_0100, 20, left, 20, right, 1, b'x', 0]
}

/// The same, right of (20, left) alone.
fn behind(from: u8, left: u8) -> Vec<u8> {
    vec![1, 1, 20, from, 0b1000_0100, 20, left, 1, b'x', 0]
}

#[test]
fn u2_a_right_neighbour_that_stands_on_the_left_within_a_run_is_left_out() {
    let doc = Doc::with_client_id(20);
    let text = doc.get_or_insert_text("t");
    // "cdefab": c was written last, before a.
    let first = write(&doc, |txn| {
        text.push(txn, "a");
        text.push(txn, "b");
        text.insert(txn, 0, "cdef");
    });
    let (_, held) = with(&first);
    let straight = |left, right| {
        let update = between(6, left, right);
        held.straighten(&update, &scanned(&update)).unwrap()
    };
    assert_eq!(straight(0, 1), None, "it is right");
    assert_eq!(straight(5, 0), None, "f stands left of a");
    assert_eq!(straight(1, 0), None, "a begins its run");
    assert_eq!(straight(5, 2), None, "so does c");
    assert_eq!(straight(1, 1), Some(behind(6, 1)));
    assert_eq!(straight(5, 4), Some(behind(6, 5)));
    // The same in one update, and where only the end of the run is new.
    let run = |from: u8, x: &[u8]| {
        let mut bytes = vec![1, 2, 20, from, 0b1000_0100, 20, from - 1, 2, b'g', b'h'];
        bytes.extend(x);
        bytes
    };
    let turned = run(6, &[0b1100_0100, 20, 7, 20, 5, 1, b'x', 0]);
    assert_eq!(
        held.straighten(&turned, &scanned(&turned)).unwrap(),
        Some(run(6, &[0b1000_0100, 20, 7, 1, b'x', 0]))
    );
}

#[test]
fn u2_what_is_left_behind_its_left_neighbour_stands_there_for_everybody() {
    let pieces = |words: &[&str]| {
        let doc = Doc::with_client_id(20);
        let text = doc.get_or_insert_text("t");
        let updates = words.iter().map(|it| write(&doc, |txn| text.push(txn, it)));
        updates.collect::<Vec<_>>()
    };
    // "xab", as one struct and as three; and the place between b and a, or that before x.
    let whole = pieces(&["xab"]);
    let parts = pieces(&["x", "a", "b"]);
    let (_, held) = with(&whole[0]);
    for right in 0..=2 {
        let update = between(3, 2, right);
        let straight = held.straighten(&update, &scanned(&update)).unwrap();
        let update = straight.unwrap_or(update);
        for history in [&whole, &parts] {
            let mut document = Document::new(ClientId::READER);
            for it in history.iter().chain([&update]) {
                document.apply(it).unwrap();
            }
            let again = Document::from_state(&document.encode_state()).unwrap();
            for document in [&document, &again] {
                assert_eq!(text_of(document, "t"), "xabx", "left of {right}");
            }
        }
    }
}

#[test]
fn u2_several_right_neighbours_are_left_out_whatever_the_ids() {
    let doc = Doc::with_client_id(300);
    let text = doc.get_or_insert_text("t");
    let first = write(&doc, |txn| text.push(txn, &"x".repeat(200)));
    let (_, held) = with(&first);
    let id = |clock: u8| [0xac, 2, clock | 0x80, 1];
    // Clocks from 200 on: behind 199 and before 150, behind 200 and before 140, behind 201 and before nothing.
    let update = |rights: [&[u8]; 2], info: u8| {
        let mut bytes = vec![1, 3, 0xac, 2, 200, 1];
        for (left, right) in [199_u8, 200].into_iter().zip(rights) {
            bytes.push(info);
            bytes.extend(id(left - 128));
            bytes.extend(right);
            bytes.extend([1, b'y']);
        }
        bytes.push(0b1000_0100);
        bytes.extend(id(201 - 128));
        bytes.extend([1, b'z', 0]);
        bytes
    };
    let turned = update([&id(150 - 128), &id(140 - 128)], 0b1100_0100);
    assert_eq!(
        held.straighten(&turned, &scanned(&turned)).unwrap(),
        Some(update([&[], &[]], 0b1000_0100))
    );
}

#[test]
fn u2_a_run_goes_on_where_somebody_else_wrote_at_the_same_place() {
    let (anna, luca) = (Doc::with_client_id(20), Doc::with_client_id(30));
    let texts = [&anna, &luca].map(|doc| doc.get_or_insert_text("t"));
    let words = ["x", "a", "b"].map(|it| write(&anna, |txn| texts[0].push(txn, it)));
    for it in &words {
        let update = Update::decode_v1(it).unwrap();
        luca.transact_mut().apply_update(update).unwrap();
    }
    let anna_s = write(&anna, |txn| texts[0].push(txn, "T"));
    let luca_s = write(&luca, |txn| texts[1].push(txn, "N"));
    let turned = between(4, 3, 1);
    for both in [[&anna_s, &luca_s], [&luca_s, &anna_s]] {
        let history = words.iter().chain(both);
        let mut document = Document::new(ClientId::READER);
        let mut held = Held::default();
        for it in history {
            document.apply(it).unwrap();
            held.admit(&scanned(it));
        }
        let straight = held.straighten(&turned, &scanned(&turned)).unwrap();
        assert_eq!(straight.as_deref(), Some(&behind(4, 3)[..]));
        document.apply(&straight.unwrap()).unwrap();
        let again = Document::from_state(&document.encode_state()).unwrap();
        for document in [&document, &again] {
            assert_eq!(text_of(document, "t"), "xabTxN");
        }
    }
}
