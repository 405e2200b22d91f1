//! A room and its editors in one process: replicas that edit at random, a network that delays and loses, and a room that
//! does with every update what the server does.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use imprimatur_crdt::Document;
use imprimatur_crdt::held::{Held, Verdict};
use imprimatur_crdt::scan::{Scan, ScanLimits, scan};
use imprimatur_crdt::splice::{join, splice};
use yrs::block::ClientID;
use yrs::types::ToJson;
use yrs::undo::UndoManager;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Array, ArrayPrelim, Doc, Map, MapPrelim, MapRef, OffsetKind, Options, Out, ReadTxn, Text,
    TextPrelim, TextRef, Transact, TransactionMut, Update,
};

/// Random numbers from a seed that a failure prints (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            0
        } else {
            (self.roll() % bound as u64) as usize
        }
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// The room of one draft, as far as the document is concerned.
pub struct Room {
    pub document: Document,
    pub held: Held,
    /// What is accepted and not yet applied.
    pub in_flight: VecDeque<Vec<u8>>,
    pub accepted: usize,
    pub gaps: usize,
    /// The state as it was last stored, and what was applied since.
    stored: (Vec<u8>, Vec<Vec<u8>>),
    /// Times that it could be put together without decoding, and times that it could not.
    pub spliced: usize,
    pub decoded: usize,
    /// Times that several updates went out as one.
    pub joined: usize,
}

/// Updates after which the state is stored anew.
const STORED_EVERY: usize = 16;

impl Room {
    pub fn new(starter: &[u8]) -> Self {
        let document = Document::from_state(starter).expect("a starter that reads");
        let held = Held::from_document(&document).expect("its own state scans");
        Self {
            document,
            held,
            in_flight: VecDeque::new(),
            accepted: 0,
            gaps: 0,
            stored: (starter.to_vec(), Vec::new()),
            spliced: 0,
            decoded: 0,
            joined: 0,
        }
    }

    /// True when the update was taken, or brought nothing; false when it was a gap.
    pub fn receive(&mut self, update: &[u8]) -> bool {
        let scan_of = |update: &[u8]| {
            scan(update, &ScanLimits::default())
                .unwrap_or_else(|error| panic!("{error}: {update:?}"))
        };
        let trimmed = self.held.trim(update, &scan_of(update)).expect("it scans");
        let update = trimmed.as_deref().unwrap_or(update);
        let scanned = scan_of(update);
        match self
            .held
            .check(&scanned)
            .unwrap_or_else(|error| panic!("{error}: {update:?}"))
        {
            Verdict::Gap => {
                self.gaps += 1;
                false
            }
            Verdict::Nothing => true,
            Verdict::New { .. } => {
                let straight = self.held.straighten(update, &scanned).expect("it scans");
                let update = straight.as_deref().unwrap_or(update);
                self.held.admit(&scan_of(update));
                self.accepted += 1;
                self.in_flight.push_back(update.to_vec());
                true
            }
        }
    }

    /// Applies what is in flight; what others are to see of it.
    pub fn commit(&mut self) -> Vec<Vec<u8>> {
        let updates: Vec<Vec<u8>> = self.in_flight.drain(..).collect();
        for update in &updates {
            let applied = self
                .document
                .apply(update)
                .unwrap_or_else(|error| panic!("{error}: {update:?}"));
            self.held.learn(&applied);
        }
        self.stored.1.extend(updates.iter().cloned());
        if self.stored.1.len() >= STORED_EVERY {
            self.check_spliced();
            self.stored = (self.document.encode_state(), Vec::new());
        }
        self.joined(updates)
    }

    /// As one update, where they simply follow each other.
    fn joined(&mut self, updates: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        let scans: Vec<Scan> = updates
            .iter()
            .map(|it| scan(it, &ScanLimits::default()).expect("what was taken scans"))
            .collect();
        match join(updates.iter().map(|it| &**it).zip(&scans)) {
            Some(joined) if updates.len() > 1 => {
                self.joined += 1;
                vec![joined]
            }
            _ => updates,
        }
    }

    /// What is stored says the same when it is put together as bytes.
    fn check_spliced(&mut self) {
        let (state, since) = &self.stored;
        let since = since.iter().map(|it| &**it);
        let Some(spliced) = splice(state, since).expect("what was applied scans") else {
            self.decoded += 1;
            return;
        };
        self.spliced += 1;
        assert_eq!(spliced.vector, self.document.state_vector());
        let read = Document::from_state(&spliced.state).expect("it reads");
        assert_eq!(read.state_vector(), spliced.vector);
        assert_eq!(read.layout(), self.document.layout());
        // Neither has anything that the other lacks, deletions included.
        for (one, other) in [(&read, &self.document), (&self.document, &read)] {
            let held = Held::from_document(one).expect("its own state scans");
            let other = scan(&other.encode_state(), &ScanLimits::default());
            let verdict = held.check(&other.expect("its own state scans"));
            assert_eq!(verdict, Ok(Verdict::Nothing));
        }
        let held = Held::from_state(&spliced.state).expect("it scans");
        assert_eq!(held.state_vector(), spliced.vector);
    }

    /// What must hold whenever nothing is in flight.
    pub fn check(&self) {
        assert_eq!(self.held.state_vector(), self.document.state_vector());
        let whole = scan(&self.document.encode_state(), &ScanLimits::default())
            .expect("its own state scans");
        assert_eq!(
            self.held.check(&whole),
            Ok(Verdict::Nothing),
            "held and document differ"
        );
        // As after a restart: from the bytes alone.
        let opened =
            Held::from_state(&self.document.encode_state()).expect("its own state is whole");
        assert_eq!(opened.state_vector(), self.document.state_vector());
        assert_eq!(opened.check(&whole), Ok(Verdict::Nothing));
        let again =
            Document::from_state(&self.document.encode_state()).expect("its own state reads");
        assert_eq!(again.layout(), self.document.layout());
    }
}

/// One editor with a stock CRDT and an undo of its own.
pub struct Replica {
    pub doc: Doc,
    undo: UndoManager<()>,
    /// Written and not yet sent.
    pub outbox: Arc<Mutex<VecDeque<Vec<u8>>>>,
    /// Sent by the room and not yet arrived.
    pub inbox: VecDeque<Vec<u8>>,
    next: usize,
}

const REMOTE: &str = "remote";
const WORDS: [&str; 8] = [
    "Diplom ",
    "für ",
    "é",
    "🎓",
    "\n",
    "à l’école",
    "e\u{301}",
    "Zürich",
];

impl Replica {
    pub fn new(client: u64, starter: &[u8]) -> Self {
        let mut options = Options::with_client_id(ClientID::new(client));
        options.offset_kind = OffsetKind::Utf16;
        let doc = Doc::with_options(options);
        doc.transact_mut_with(REMOTE)
            .apply_update(Update::decode_v1(starter).unwrap())
            .unwrap();
        let mut undo = UndoManager::with_options(yrs::undo::Options {
            capture_timeout_millis: 0,
            ..Default::default()
        });
        for root in ["elements", "pages", "unknown"] {
            undo.expand_scope(&doc, &doc.get_or_insert_map(root));
        }
        let outbox = Arc::new(Mutex::new(VecDeque::new()));
        let sink = outbox.clone();
        doc.observe_update_v1("outbox", move |txn, event| {
            if txn
                .origin()
                .is_none_or(|it| it.as_ref() != REMOTE.as_bytes())
            {
                sink.lock().unwrap().push_back(event.update.clone());
            }
        })
        .unwrap();
        Self {
            doc,
            undo,
            outbox,
            inbox: VecDeque::new(),
            next: 0,
        }
    }

    pub fn receive(&mut self, update: &[u8]) {
        let update = Update::decode_v1(update).unwrap();
        self.doc
            .transact_mut_with(REMOTE)
            .apply_update(update)
            .unwrap();
    }

    /// What the room lacks.
    pub fn answer(&self, vector: &[u8]) -> Vec<u8> {
        let vector = yrs::StateVector::decode_v1(vector).unwrap();
        self.doc.transact().encode_state_as_update_v1(&vector)
    }

    pub fn state(&self) -> Vec<u8> {
        self.doc
            .transact()
            .encode_state_as_update_v1(&yrs::StateVector::default())
    }

    pub fn json(&self) -> Any {
        let txn = self.doc.transact();
        let roots = ["meta", "pages", "elements", "fields", "styles", "unknown"];
        let json = |name: &str| {
            txn.get_map(name)
                .map(|it| it.to_json(&txn))
                .unwrap_or(Any::Null)
        };
        Any::from(roots.map(json).to_vec())
    }

    /// One random edit.
    pub fn edit(&mut self, dice: &mut Dice) {
        match dice.below(20) {
            0..3 => self.create(dice),
            3..8 => self.set(dice),
            8..14 => self.write(dice),
            14 => self.delete(dice),
            15 => self.nest(dice),
            16 => self.page(dice),
            17 => _ = self.undo.undo_blocking(),
            18 => _ = self.undo.redo_blocking(),
            _ => self.undo.reset(),
        }
    }

    fn create(&mut self, dice: &mut Dice) {
        self.next += 1;
        let id = format!("e{}-{}", self.doc.client_id(), self.next);
        let kind = dice.pick(&[
            "text",
            "group",
            "rectangle",
            "line",
            "field",
            "hologram",
            "group",
        ]);
        let parent = self.parent(dice);
        let elements = self.doc.get_or_insert_map("elements");
        let mut txn = self.doc.transact_mut();
        let map = elements.insert(&mut txn, id, MapPrelim::default());
        map.insert(&mut txn, "type", kind);
        map.insert(&mut txn, "parent", parent);
        map.insert(&mut txn, "order", "V");
        if kind == "text" {
            let texts = map.insert(&mut txn, "texts", MapPrelim::default());
            for language in ["de", "fr", "it", "rm", "en"] {
                texts.insert(&mut txn, language, TextPrelim::new(""));
            }
        }
    }

    fn parent(&self, dice: &mut Dice) -> String {
        let elements = self.doc.get_or_insert_map("elements");
        let pages = self.doc.get_or_insert_map("pages");
        let txn = self.doc.transact();
        let mut ids: Vec<String> = pages.keys(&txn).map(str::to_owned).collect();
        ids.extend(elements.keys(&txn).map(str::to_owned));
        ids.sort();
        if ids.is_empty() {
            "page".to_owned()
        } else {
            dice.pick(&ids)
        }
    }

    fn element(&self, dice: &mut Dice) -> Option<MapRef> {
        let elements = self.doc.get_or_insert_map("elements");
        let txn = self.doc.transact();
        let mut ids: Vec<String> = elements.keys(&txn).map(str::to_owned).collect();
        ids.sort();
        (!ids.is_empty()).then(|| elements.get(&txn, &dice.pick(&ids))?.cast().ok())?
    }

    fn set(&mut self, dice: &mut Dice) {
        let parent = self.parent(dice);
        let Some(map) = self.element(dice) else {
            return;
        };
        let pair = Any::from(vec![
            Any::from(dice.below(300) as f64 / 2.0),
            Any::from(dice.below(300) as f64),
        ]);
        let mut txn = self.doc.transact_mut();
        match dice.below(9) {
            0 => _ = map.insert(&mut txn, "at", pair),
            1 => _ = map.insert(&mut txn, "size", pair),
            2 => _ = map.insert(&mut txn, "rotation", dice.below(360) as i64),
            3 => _ = map.insert(&mut txn, "parent", parent),
            4 => _ = map.insert(&mut txn, "order", dice.pick(&["V", "W", "a", "0", ""])),
            5 => _ = map.insert(&mut txn, "opacity", dice.pick(&[0.5, 2.0, f64::INFINITY])),
            6 => {
                _ = map.insert(
                    &mut txn,
                    dice.pick(&["fill", "glow", "texts"]),
                    dice.pick(&["#ff0000", "red"]),
                )
            }
            7 => _ = map.remove(&mut txn, dice.pick(&["fill", "type", "order", "texts"])),
            _ => _ = map.insert(&mut txn, "alt", MapPrelim::from([("de", "Bild")])),
        }
    }

    fn write(&mut self, dice: &mut Dice) {
        let Some(map) = self.element(dice) else {
            return;
        };
        let mut txn = self.doc.transact_mut();
        let texts = map
            .get(&txn, "texts")
            .and_then(|it| it.cast::<MapRef>().ok());
        let language = dice.pick(&["de", "fr"]);
        let Some(text) = texts
            .and_then(|it| it.get(&txn, language))
            .and_then(|it| it.cast::<TextRef>().ok())
        else {
            return;
        };
        type_into(&text, &mut txn, dice);
    }

    fn delete(&mut self, dice: &mut Dice) {
        let elements = self.doc.get_or_insert_map("elements");
        let mut txn = self.doc.transact_mut();
        let mut ids: Vec<String> = elements.keys(&txn).map(str::to_owned).collect();
        ids.sort();
        if !ids.is_empty() {
            elements.remove(&mut txn, &dice.pick(&ids));
        }
    }

    /// Shared types within shared types, under roots and keys that the schema does not know.
    fn nest(&mut self, dice: &mut Dice) {
        let unknown = self.doc.get_or_insert_map("unknown");
        let mut txn = self.doc.transact_mut();
        let list = match unknown
            .get(&txn, "list")
            .and_then(|it| it.cast::<yrs::ArrayRef>().ok())
        {
            Some(list) if dice.chance(90) => list,
            _ => unknown.insert(&mut txn, "list", ArrayPrelim::default()),
        };
        let length = list.len(&txn);
        match dice.below(3) {
            0 => {
                _ = list.insert(
                    &mut txn,
                    0,
                    MapPrelim::from([("deep", Any::from(vec![1, 2]))]),
                )
            }
            1 if length > 0 => list.remove(&mut txn, dice.below(length as usize) as u32),
            _ => {
                let inner = list.push_back(&mut txn, ArrayPrelim::default());
                inner.push_back(&mut txn, TextPrelim::new("tief"));
            }
        }
    }

    fn page(&mut self, dice: &mut Dice) {
        let pages = self.doc.get_or_insert_map("pages");
        let mut txn = self.doc.transact_mut();
        let id = dice.pick(&["front", "back", "page"]);
        if dice.chance(30) {
            pages.remove(&mut txn, id);
        } else {
            let page = pages.insert(&mut txn, id, MapPrelim::default());
            page.insert(&mut txn, "size", Any::from(vec![210, 297]));
            page.insert(&mut txn, "order", "V");
        }
    }
}

/// Types, formats, embeds or deletes at grapheme bounds (of the words above: none is cut).
fn type_into(text: &TextRef, txn: &mut TransactionMut, dice: &mut Dice) {
    let places = bounds(text, txn);
    let at = dice.pick(&places);
    let rest: Vec<u32> = places.iter().copied().filter(|place| *place > at).collect();
    match dice.below(6) {
        0..3 => text.insert(txn, at, dice.pick(&WORDS)),
        3 if !rest.is_empty() => text.remove_range(txn, at, dice.pick(&rest) - at),
        4 if !rest.is_empty() => {
            let value = dice.pick(&[Any::from(700), Any::from("#ff0000"), Any::Null]);
            let key = dice.pick(&["weight", "color"]);
            text.format(txn, at, dice.pick(&rest) - at, [(key.into(), value)].into());
        }
        _ => _ = text.insert_embed(txn, at, Any::from_json(r#"{"field":"name"}"#).unwrap()),
    }
}

/// Offsets in UTF-16 units between the words that were typed; a word is never entered.
fn bounds(text: &TextRef, txn: &impl ReadTxn) -> Vec<u32> {
    let mut places = vec![0];
    let mut at = 0;
    for run in text.diff(txn, yrs::types::text::YChange::identity) {
        match run.insert {
            Out::Any(Any::String(words)) => {
                let mut chars = words.chars().peekable();
                while let Some(next) = chars.next() {
                    at += next.len_utf16() as u32;
                    // A combining mark belongs to the letter before it.
                    if chars.peek() != Some(&'\u{301}') {
                        places.push(at);
                    }
                }
            }
            _ => {
                at += 1;
                places.push(at);
            }
        }
    }
    places
}
