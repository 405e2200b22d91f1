//! The shared document: bytes in, bytes and a layout out.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use yrs::updates::decoder::Decode;
use yrs::{Doc, OffsetKind, Options, ReadTxn, Transact, Update};

use crate::id::ClientId;
use crate::layout::Reading;
use crate::scan::{self, Range, ScanError, ScanLimits};
use crate::trim;
use crate::vector::StateVector;

/// One draft's shared document. Its owner is one room; nobody else holds it.
///
/// Offsets count UTF-16 units, as Yjs counts them. What is deleted is collected at once. The
/// document never writes anything by itself: formatting that became redundant is left as it
/// stands, so that it holds what the journal holds and nothing else.
pub struct Document {
    /// `None` after an apply that panicked: what yrs then holds may be linked to freed memory.
    doc: Option<Doc>,
    /// The next clock of every client, as the applied updates say.
    next: HashMap<yrs::block::ClientID, u32>,
}

/// What [`Document::apply`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// False when the update brought nothing that the document lacked.
    pub changed: bool,
    /// All that is deleted now and was not before: what the update names, and what follows from merging it (the
    /// loser of two writes to one key, what was put into something already deleted). [`crate::held::Held::learn`] takes it.
    pub deleted: Vec<Range>,
    /// What was applied in its stead: the update brought half a struct of which the other half was there.
    pub trimmed: Option<Vec<u8>>,
}

/// Why an update was not applied. The document must be dropped and loaded again
/// ([`Document::load`] leaves out what does not apply).
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ApplyError {
    /// The bytes are not an update. The document is as it was.
    #[error("not an update: {0}")]
    Decode(String),
    /// The update names operations that the document lacks, and waits for them.
    #[error("the update rests on operations that the document lacks")]
    Pending,
    /// The update contradicts the document; part of it may have been applied.
    #[error("the update contradicts the document: {0}")]
    Refused(String),
    /// The CRDT library panicked; the document can no longer be used.
    #[error("the update broke the document")]
    Broken,
}

/// Why bytes could not be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes do not scan.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The bytes scan, but do not apply to an empty document.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// Nothing can be read from a document whose last apply panicked.
    #[error("the document is broken")]
    Broken,
}

impl Document {
    /// An empty document that writes under `client_id`.
    pub fn new(client_id: ClientId) -> Self {
        let mut options = Options::with_client_id(client_id.yrs());
        options.offset_kind = OffsetKind::Utf16;
        options.skip_gc = false;
        options.cleanup_formatting = false;
        Self {
            doc: Some(Doc::with_options(options)),
            next: HashMap::new(),
        }
    }

    /// Reads a whole state, as [`Document::encode_state`] writes it.
    ///
    /// The bytes are scanned first: a damaged row must not end the process.
    pub fn from_state(state: &[u8]) -> Result<Self, DecodeError> {
        scan::scan(state, &ScanLimits::stored())?;
        let mut document = Self::new(ClientId::READER);
        document.apply(state)?;
        Ok(document)
    }

    /// Loads a draft: a whole state, then the updates of its journal in their order.
    ///
    /// An update that does not scan, leaves something pending or breaks the document is left out, the same one
    /// every time, so that one bad row never makes a draft unreadable. Gives the positions of what was left out.
    ///
    /// # Errors
    ///
    /// The state itself cannot be read. Nothing is left out of a state.
    pub fn load<'u>(
        state: Option<&[u8]>,
        updates: impl IntoIterator<Item = &'u [u8]> + Clone,
    ) -> Result<(Self, Vec<usize>), DecodeError> {
        let mut left_out = Vec::new();
        'again: loop {
            let mut document = match state {
                Some(state) => Self::from_state(state)?,
                None => Self::new(ClientId::READER),
            };
            for (position, update) in updates.clone().into_iter().enumerate() {
                if left_out.contains(&position) {
                    continue;
                }
                let scanned = scan::scan(update, &ScanLimits::stored());
                if scanned.is_ok() && document.apply(update).is_ok() {
                    continue;
                }
                left_out.push(position);
                // What did not even scan has touched nothing; what half applied has.
                if scanned.is_ok() {
                    continue 'again;
                }
            }
            return Ok((document, left_out));
        }
    }

    /// Applies one update, which must have been scanned and checked against what is held.
    ///
    /// # Errors
    ///
    /// Anything but [`ApplyError::Decode`] leaves the document in a state that nobody may see: drop it.
    ///
    /// # Panics
    ///
    /// Panics when an earlier apply returned [`ApplyError::Broken`], as every other method does.
    pub fn apply(&mut self, update: &[u8]) -> Result<Applied, ApplyError> {
        let mut decoded = decode(update)?;
        let brought = decoded.insertions(true);
        // See `trim`: half a struct stands behind what is held of it, here as after every load.
        let halved = brought.iter().any(|(client, ranges)| {
            let next = self.next.get(client).copied().unwrap_or(0);
            ranges.iter().any(|it| it.start < next && next < it.end)
        });
        let mut trimmed = None;
        if halved {
            let held = self.next.iter().map(|(client, next)| (*client, *next));
            let rest = trim::beyond(update, &held.collect())
                .ok_or_else(|| ApplyError::Decode("it cannot be cut".to_owned()))?;
            decoded = decode(&rest)?;
            trimmed = Some(rest);
        }
        for (client, ranges) in brought.iter() {
            let Some(end) = ranges.iter().map(|it| it.end).max() else {
                continue;
            };
            let next = self.next.entry(*client).or_default();
            *next = (*next).max(end);
        }
        let doc = self.doc();
        let mut txn = doc.transact_mut();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            txn.apply_update(decoded)?;
            txn.commit();
            Ok::<_, yrs::error::UpdateError>(())
        }));
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(ApplyError::Refused(error.to_string())),
            Err(_) => {
                // Dropping the transaction would commit it: with half an item linked that reads freed memory, and
                // a second panic while unwinding ends the process. Leaking one document is the better end.
                std::mem::forget(txn);
                if let Some(doc) = self.doc.take() {
                    std::mem::forget(doc);
                }
                return Err(ApplyError::Broken);
            }
        }
        if txn.has_missing_updates() {
            return Err(ApplyError::Pending);
        }
        let changed = !txn.insert_set().is_empty() || !txn.delete_set().is_empty();
        let mut deleted = Vec::new();
        for (client, ranges) in txn.delete_set().iter() {
            let Some(client) = ClientId::new(client.get()) else {
                continue;
            };
            deleted.extend(ranges.iter().map(|range| Range {
                client,
                from: range.start,
                to: range.end,
            }));
        }
        Ok(Applied {
            changed,
            deleted,
            trimmed,
        })
    }

    /// The whole state as one v1 update.
    pub fn encode_state(&self) -> Vec<u8> {
        self.doc()
            .transact()
            .encode_diff_v1(&yrs::StateVector::default())
    }

    /// What a peer with the encoded state vector `vector` lacks, as one v1 update with the whole delete set.
    pub fn diff(&self, vector: &[u8]) -> Result<Vec<u8>, DecodeError> {
        let vector = StateVector::decode(vector)?;
        let vector = vector
            .iter()
            .map(|(client, clock)| (client.yrs(), clock))
            .collect::<yrs::StateVector>();
        let doc = self.doc.as_ref().ok_or(DecodeError::Broken)?;
        catch_unwind(AssertUnwindSafe(|| doc.transact().encode_diff_v1(&vector)))
            .map_err(|_| DecodeError::Broken)
    }

    /// The next clock of every client.
    pub fn state_vector(&self) -> StateVector {
        self.doc()
            .transact()
            .state_vector()
            .iter()
            .filter_map(|(client, clock)| Some((ClientId::new(client.get())?, *clock)))
            .collect()
    }

    /// Reads the layout. Never fails: what is odd is left out and reported beside it.
    pub fn layout(&self) -> Reading {
        crate::read::read(&self.doc().transact())
    }

    pub(crate) fn doc(&self) -> &Doc {
        self.doc
            .as_ref()
            .expect("a document is dropped after an apply that broke it")
    }
}

fn decode(update: &[u8]) -> Result<Update, ApplyError> {
    catch_unwind(|| Update::decode_v1(update))
        .map_err(|_| ApplyError::Decode("the decoder panicked".to_owned()))?
        .map_err(|error| ApplyError::Decode(error.to_string()))
}

#[cfg(test)]
impl Document {
    /// The languages for which an element has a shared text.
    pub(crate) fn shared_texts(&self, element: &str) -> std::collections::BTreeSet<String> {
        use yrs::{Map, MapRef, Out, TextRef};
        let txn = self.doc().transact();
        let inner =
            |map: &MapRef, key: &str| map.get(&txn, key).and_then(|it| it.cast::<MapRef>().ok());
        let texts = txn
            .get_map("elements")
            .and_then(|it| inner(&it, element))
            .and_then(|it| inner(&it, "texts"));
        let texts = texts.expect("an element with texts");
        let is_text = |out: Out| out.cast::<TextRef>().is_ok();
        texts
            .iter(&txn)
            .filter(|(_, out)| is_text(out.clone()))
            .map(|(key, _)| key.to_owned())
            .collect()
    }
}
