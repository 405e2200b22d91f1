//! What peers write: real documents, and the changes that each of them may make.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use imprimatur_protocol::frame::Access;
use yrs::block::ClientID;
use yrs::types::ToJson;
use yrs::undo::{Options as UndoOptions, UndoManager};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Any, Array, ArrayPrelim, ArrayRef, Doc, GetString, Map, MapPrelim, MapRef, OffsetKind, Options,
    Out, ReadTxn, StateVector, Text, TextPrelim, TextRef, Transact, TransactionMut, Update,
};

use super::dice::Dice;
use super::sky::FORBIDDEN;

/// What a peer's own changes come from.
const ME: &str = "me";

/// Elements that peers draw and remove.
const ELEMENTS: usize = 5;

/// A shared text is kept about so long.
const LONG: u32 = 24;

/// Somebody's document.
pub(super) struct Paper {
    pub(super) client: u64,
    doc: Doc,
    elements: MapRef,
    undo: UndoManager<()>,
    changes: Arc<Mutex<Vec<Vec<u8>>>>,
    remote: Arc<AtomicBool>,
}

fn new_doc(client: u64) -> Doc {
    Doc::with_options(Options {
        client_id: ClientID::new(client),
        offset_kind: OffsetKind::Utf16,
        ..Options::default()
    })
}

/// The state in which every draft begins, written by the server.
pub(super) fn first_state() -> Vec<u8> {
    let doc = new_doc(1);
    let elements = doc.get_or_insert_map("elements");
    let mut txn = doc.transact_mut();
    elements.insert(
        &mut txn,
        "title",
        MapPrelim::from([("type", Any::from("text"))]),
    );
    let title: MapRef = at(&elements, &txn, "title");
    title.insert(&mut txn, "texts", MapPrelim::default());
    title.insert(&mut txn, "alt", MapPrelim::default());
    let texts: MapRef = at(&title, &txn, "texts");
    for language in ["de", "fr"] {
        texts.insert(&mut txn, language, TextPrelim::new("Diplom"));
    }
    title.insert(&mut txn, "stack", ArrayPrelim::from(["a", "b"]));
    elements.insert(
        &mut txn,
        "guard",
        MapPrelim::from([("kept", Any::from("yes"))]),
    );
    drop(txn);
    let txn = doc.transact();
    txn.encode_state_as_update_v1(&StateVector::default())
}

/// The shared value at a key. Those of the first state are never removed.
fn at<T: TryFrom<Out>>(map: &MapRef, txn: &impl ReadTxn, key: &str) -> T {
    map.get(txn, key)
        .and_then(|it| T::try_from(it).ok())
        .expect("it is in every draft from its beginning")
}

impl Paper {
    pub(super) fn new(client: u64) -> Self {
        let doc = new_doc(client);
        let elements = doc.get_or_insert_map("elements");
        let (changes, remote) = (
            Arc::<Mutex<Vec<Vec<u8>>>>::default(),
            Arc::new(AtomicBool::new(false)),
        );
        {
            let (changes, remote) = (Arc::clone(&changes), Arc::clone(&remote));
            doc.observe_update_v1(ME, move |_, event| {
                if !remote.load(SeqCst) {
                    let mut changes = changes.lock().unwrap_or_else(PoisonError::into_inner);
                    changes.push(event.update.clone());
                }
            })
            .expect("nobody else holds the document");
        }
        let mut undo = UndoManager::with_options(UndoOptions {
            capture_timeout_millis: 0,
            ..UndoOptions::default()
        });
        undo.expand_scope(&doc, &elements);
        undo.include_origin(ME);
        Self {
            client,
            doc,
            elements,
            undo,
            changes,
            remote,
        }
    }

    /// Takes in what came from elsewhere.
    pub(super) fn apply(&self, update: &[u8]) -> Result<(), String> {
        let update = Update::decode_v1(update).map_err(|cause| cause.to_string())?;
        self.remote.store(true, SeqCst);
        let applied = self.doc.transact_mut().apply_update(update);
        self.remote.store(false, SeqCst);
        applied.map_err(|cause| cause.to_string())
    }

    /// The updates of the changes made since this was last asked.
    pub(super) fn changes(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.changes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// All that is beyond a state vector; `None` when that is none.
    pub(super) fn beyond(&self, vector: &[u8]) -> Option<Vec<u8>> {
        let vector = StateVector::decode_v1(vector).ok()?;
        Some(self.doc.transact().encode_state_as_update_v1(&vector))
    }

    /// How many operations of each client it holds.
    pub(super) fn clocks(&self) -> Vec<(u64, u32)> {
        let vector = self.doc.transact().state_vector();
        let mut clocks: Vec<(u64, u32)> = vector
            .iter()
            .filter(|(_, clock)| **clock > 0)
            .map(|(client, clock)| (client.get(), *clock))
            .collect();
        clocks.sort_unstable();
        clocks
    }

    pub(super) fn json(&self) -> String {
        let txn = self.doc.transact();
        let mut out = String::new();
        sorted(&self.elements.to_json(&txn)).to_json(&mut out);
        out
    }

    /// It waits for something that it was not sent.
    pub(super) fn has_holes(&self) -> bool {
        self.doc.transact().has_missing_updates()
    }

    pub(super) fn is_empty(&self) -> bool {
        let txn = self.doc.transact();
        self.elements.get(&txn, "title").is_none()
    }

    /// What nobody may remove or change.
    pub(super) fn guard(&self) -> bool {
        let txn = self.doc.transact();
        let guard = self.elements.get(&txn, "guard");
        let guard = guard.and_then(|it| MapRef::try_from(it).ok());
        guard.is_some_and(|it| {
            it.get(&txn, "kept") == Some(Out::Any(Any::from("yes"))) && it.len(&txn) == 1
        })
    }

    fn write(&self, change: impl FnOnce(&MapRef, &mut TransactionMut<'_>)) {
        let mut txn = self.doc.transact_mut_with(ME);
        change(&self.elements, &mut txn);
    }

    /// One change that somebody with this access may make.
    pub(super) fn edit(&mut self, access: Access, dice: &mut Dice) {
        self.undo.reset();
        match access {
            Access::View => {}
            Access::Edit if dice.percent(60) => {
                self.write(|elements, txn| draw(elements, txn, dice))
            }
            Access::Edit | Access::Texts => {
                self.write(|elements, txn| write_text(elements, txn, dice))
            }
        }
    }

    /// One change that somebody who may not draw may not make; it may bring something that is allowed as well.
    pub(super) fn trespass(&mut self, access: Access, dice: &mut Dice) {
        self.write(|elements, txn| {
            if access == Access::Texts && dice.percent(50) {
                write_text(elements, txn, dice);
            }
            match dice.below(4) {
                0 => elements
                    .remove(txn, "guard")
                    .map(|_| ())
                    .unwrap_or_default(),
                1 => {
                    let guard = elements
                        .get(txn, "guard")
                        .and_then(|it| MapRef::try_from(it).ok());
                    if let Some(guard) = guard {
                        guard.insert(txn, "kept", FORBIDDEN);
                    }
                }
                2 => {
                    let title: MapRef = at(elements, txn, "title");
                    title.insert(txn, "name", FORBIDDEN);
                }
                _ => {
                    elements.insert(
                        txn,
                        FORBIDDEN,
                        MapPrelim::from([("type", Any::from("line"))]),
                    );
                }
            }
        });
    }

    /// An update that continues what another client wrote, as far as this document knows it.
    pub(super) fn forge(&self, victim: u64) -> Vec<u8> {
        let doc = new_doc(victim);
        let state = self.beyond(&StateVector::default().encode_v1());
        let state = Update::decode_v1(&state.expect("a vector")).expect("its own state");
        doc.transact_mut().apply_update(state).expect("it applies");
        let elements = doc.get_or_insert_map("elements");
        let mut txn = doc.transact_mut();
        elements.insert(&mut txn, FORBIDDEN, "forged");
        txn.encode_update_v1()
    }

    pub(super) fn undo(&mut self) {
        self.undo.undo_blocking();
    }
}

/// Keys in order, so that equal layouts are equal texts.
fn sorted(any: &Any) -> Any {
    match any {
        Any::Map(map) => {
            let mut entries: Vec<(&String, &Any)> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            let entries = entries.into_iter();
            Any::from(
                entries
                    .map(|(key, value)| Any::from(vec![Any::from(key.as_str()), sorted(value)]))
                    .collect::<Vec<_>>(),
            )
        }
        other => other.clone(),
    }
}

fn draw(elements: &MapRef, txn: &mut TransactionMut<'_>, dice: &mut Dice) {
    let id = format!("e{}", dice.below(ELEMENTS));
    let there = elements
        .get(txn, &id)
        .and_then(|it| MapRef::try_from(it).ok());
    let number = dice.below(1_000).to_string();
    match (dice.below(10), there) {
        (0..2, Some(_)) => {
            elements.remove(txn, &id);
        }
        (0..5, Some(element)) => {
            element.insert(txn, ["at", "size", "fill"][dice.below(3)], number);
        }
        (0..5, None) => {
            let entries = [("type", Any::from("rectangle")), ("at", Any::from(number))];
            elements.insert(txn, id, MapPrelim::from(entries));
        }
        _ => {
            let title: MapRef = at(elements, txn, "title");
            let stack: ArrayRef = at(&title, txn, "stack");
            let length = stack.len(txn);
            let place = |dice: &mut Dice, length: u32| {
                u32::try_from(dice.below(length as usize + 1)).expect("fits")
            };
            if length > 1 && dice.percent(60) {
                // To another place, or away.
                let from = place(dice, length - 1);
                let value = stack.get(txn, from).map(|it| it.to_string(txn));
                stack.remove(txn, from);
                if let Some(value) = value.filter(|_| length < 8) {
                    stack.insert(txn, place(dice, length - 1), value);
                }
            } else {
                stack.insert(txn, place(dice, length), number);
            }
        }
    }
}

fn write_text(elements: &MapRef, txn: &mut TransactionMut<'_>, dice: &mut Dice) {
    let title: MapRef = at(elements, txn, "title");
    if dice.percent(15) {
        let alt: MapRef = at(&title, txn, "alt");
        alt.insert(
            txn,
            ["de", "fr", "en"][dice.below(3)],
            dice.below(1_000).to_string(),
        );
        return;
    }
    let texts: MapRef = at(&title, txn, "texts");
    let text: TextRef = at(&texts, txn, ["de", "fr"][dice.below(2)]);
    let length = text.len(txn);
    let place = u32::try_from(dice.below(length as usize + 1)).expect("fits");
    if dice.below(LONG as usize) < length as usize / 2 {
        let rest = length - place;
        let few = u32::try_from(dice.below(4)).expect("fits").min(rest);
        if few > 0 {
            text.remove_range(txn, place, few);
        }
    } else {
        let words = ["a", "be", "ü", " und ", "Note\n"];
        text.insert(txn, place, words[dice.below(words.len())]);
    }
    // Reading it finds out early when it cannot be read.
    text.get_string(txn);
}

/// An update, to be read by people.
pub(super) fn told(update: &[u8]) -> String {
    match Update::decode_v1(update) {
        Ok(update) => format!("{update:?}"),
        Err(cause) => cause.to_string(),
    }
}
