//! Documents of every released version are read by every later one.
//!
//! `tests/golden/documents/<version>-<writer>.bin` is a whole state, the `.json` beside it what is read from it. With
//! `IMPRIMATUR_BLESS=1` the JSON is written anew, and a document that is not there yet is made; one that is there is never
//! written again: that is the point of it.

#[path = "support/editors.rs"]
mod editors;

use std::fs;
use std::path::PathBuf;

use editors::Editors;
use imprimatur_crdt::held::{Held, Verdict};
use imprimatur_crdt::scan::{ScanLimits, scan};
use imprimatur_crdt::{Document, canonical, json, starter_state};
use serde_json::{Value, json as value};
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, Map, MapPrelim, MapRef, OffsetKind, Options, ReadTxn, Text, TextRef, Transact, Update,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/documents")
}

fn blessing() -> bool {
    std::env::var_os("IMPRIMATUR_BLESS").is_some_and(|it| it == "1")
}

/// What is read from a document, with what was odd.
fn reading(state: &[u8]) -> Value {
    let reading = Document::from_state(state)
        .expect("a golden document reads")
        .layout();
    let problems = reading
        .problems
        .iter()
        .map(|it| value!({"at": it.at, "code": it.code}));
    value!({"layout": json::to_json(&reading.layout), "problems": problems.collect::<Vec<_>>()})
}

fn check(name: &str, make: impl FnOnce() -> Vec<u8>) {
    let (document, expected) = (
        folder().join(format!("{name}.bin")),
        folder().join(format!("{name}.json")),
    );
    if blessing() {
        fs::create_dir_all(folder()).expect("the folder can be made");
        if !document.exists() {
            fs::write(&document, make()).expect("a document can be written");
        }
        let state = fs::read(&document).expect("just written");
        fs::write(&expected, format!("{:#}\n", reading(&state)))
            .expect("what is read can be written");
    }
    let hint = "make it with IMPRIMATUR_BLESS=1 cargo test -p imprimatur-crdt --test golden";
    let state = fs::read(&document)
        .unwrap_or_else(|error| panic!("{}: {error}; {hint}", document.display()));
    let expected = fs::read_to_string(&expected)
        .unwrap_or_else(|error| panic!("{name}.json: {error}; {hint}"));
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let read = reading(&state);
    assert!(
        read == expected,
        "{name} is read as\n{read:#}\nand was\n{expected:#}\n{hint} when this is meant"
    );

    // A server that has just started takes it, and takes it as nothing new after that.
    let scanned = scan(&state, &ScanLimits::default()).expect("a golden document scans");
    let mut held = Held::default();
    assert!(matches!(held.check(&scanned), Ok(Verdict::New { .. })));
    held.admit(&scanned);
    assert_eq!(held.check(&scanned), Ok(Verdict::Nothing));
    // And what was read makes a new draft that reads the same.
    let layout =
        json::from_json(&read["layout"]).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
    assert_eq!(reading(&starter_state(&layout))["layout"], read["layout"]);

    // Its canonical bytes are hashed, and the hashes are kept for ever: they are never blessed anew.
    let file = folder().join(format!("{name}.canonical"));
    let document = Document::from_state(&state).expect("read above");
    let bytes = canonical(&document.layout().layout);
    if blessing() && !file.exists() {
        fs::write(&file, &bytes).expect("canonical bytes can be written");
    }
    let kept = fs::read(&file).unwrap_or_else(|error| panic!("{name}.canonical: {error}; {hint}"));
    assert!(
        bytes == kept,
        "the canonical bytes of {name} are not what they were: every hash over them would be void"
    );
    assert_eq!(
        canonical(&layout),
        kept,
        "and a draft made of it has the same"
    );
}

#[test]
fn v1_written_by_yjs_with_history_and_unknown_keys() {
    check("v1-yjs", || Editors::start().updates("golden").remove(0));
}

#[test]
fn v1_written_by_yrs_on_top_of_a_starter() {
    check("v1-yrs", || {
        let starter =
            starter_state(&json::from_json(&starter_layout()).expect("a readable starter"));
        let people = [1_001, 1_002].map(|client| {
            let mut options = Options::with_client_id(ClientID::new(client));
            options.offset_kind = OffsetKind::Utf16;
            let doc = Doc::with_options(options);
            doc.transact_mut()
                .apply_update(Update::decode_v1(&starter).unwrap())
                .unwrap();
            doc
        });
        for (doc, words) in people.iter().zip(["Sehr gut 🎓 ", "Bravo "]) {
            let elements = doc.get_or_insert_map("elements");
            let mut txn = doc.transact_mut();
            let get = |map: &MapRef, key: &str, txn: &yrs::TransactionMut| {
                map.get(txn, key).unwrap().cast::<MapRef>().unwrap()
            };
            let title = get(&elements, "title", &txn);
            let texts = get(&title, "texts", &txn);
            let text: TextRef = texts.get(&txn, "de").unwrap().cast().unwrap();
            text.insert(&mut txn, 0, words);
            text.format(&mut txn, 0, 5, [("italic".into(), Any::from(true))].into());
            title.insert(
                &mut txn,
                "at",
                Any::from(vec![Any::from(12.5), Any::from(words.len() as f64)]),
            );
            elements.remove(&mut txn, "line");
            let id = format!("by{}", doc.client_id());
            let made = elements.insert(
                &mut txn,
                id,
                MapPrelim::from([("type", "polygon"), ("parent", "front"), ("order", "Z")]),
            );
            made.insert(&mut txn, "sides", 7);
        }
        let [first, second] = people;
        let state = second
            .transact()
            .encode_state_as_update_v1(&yrs::StateVector::default());
        first
            .transact_mut()
            .apply_update(Update::decode_v1(&state).unwrap())
            .unwrap();
        first
            .transact()
            .encode_state_as_update_v1(&yrs::StateVector::default())
    });
}

#[test]
fn v1_starter_bytes_stay_the_same() {
    let starter =
        || starter_state(&json::from_json(&starter_layout()).expect("a readable starter"));
    check("v1-starter", starter);
    let stored = fs::read(folder().join("v1-starter.bin")).expect("checked above");
    assert_eq!(
        starter(),
        stored,
        "the same layout gives the same bytes, in every version"
    );
}

fn starter_layout() -> Value {
    value!({
        "schema": 1,
        "languages": ["de", "fr", "it", "rm", "en"],
        "pages": [{"id": "front", "order": "V", "size": [210, 297], "elements": [
            {"id": "title", "type": "text", "order": "V", "at": [20, 40], "size": [170, 20], "textSize": 28, "fit": [14, 28], "style": "heading",
             "texts": {"de": [{"insert": "Kursbestätigung\nfür "}, {"insert": {"field": "name", "fallback": "…"}, "attributes": {"weight": 700}}],
                       "fr": [{"insert": "Attestation de cours"}], "it": [{"insert": "Attestato di frequenza"}],
                       "rm": [{"insert": "Attest dal curs"}], "en": [{"insert": "Course certificate"}]}},
            {"id": "line", "type": "line", "order": "W", "at": [20, 70], "size": [170, 0], "stroke": "style:gold", "strokeWidth": 0.5},
            {"id": "foot", "type": "group", "order": "X", "at": [20, 250], "size": [0, 0], "elements": [
                {"id": "date", "type": "field", "order": "V", "at": [0, 0], "size": [60, 8], "field": "date", "format": "long"},
                {"id": "sign", "type": "signature", "order": "W", "at": [100, 0], "size": [70, 20], "role": {"de": "Kursleitung", "fr": "Direction du cours"}}]}]}],
        "fields": [
            {"key": "name", "order": "V", "label": {"de": "Name", "fr": "Nom"}, "required": true, "sample": {"*": "Flurina Caduff"}},
            {"key": "date", "order": "W", "label": {"de": "Datum", "fr": "Date"}, "type": "date", "sample": {"*": "2026-11-22"}}],
        "styles": [
            {"id": "gold", "order": "V", "kind": "color", "name": "Gold", "value": "#c9a227"},
            {"id": "heading", "order": "W", "kind": "text", "name": "Titel", "family": "EB Garamond", "weight": 600}],
    })
}
