//! Whether a certificate still holds: Bitstring Status List 1.0.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::did::Did;
use crate::proof::{Document, Proof};
use crate::shape::{
    BitstringStatusList, BitstringStatusListCredential, BitstringStatusListEntry, V2Context,
    VerifiableCredential,
};
use crate::text::{Moment, Url};

/// Places of a list: as many as it must have at least, so that a place in it says nothing of whose it is (section 2.2).
pub const LIST_LENGTH: u32 = 131_072;

const LIST_BYTES: usize = LIST_LENGTH as usize / 8;

/// What a list says of those whose bit is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// They do not hold any more, for ever.
    Revocation,
    /// They do not hold for now.
    Suspension,
}

impl Purpose {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }
}

/// Where a credential's bit stands: `BitstringStatusListEntry` (section 2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatusEntry {
    id: Url,
    #[serde(rename = "type")]
    types: BitstringStatusListEntry,
    status_purpose: Purpose,
    status_list_index: String,
    status_list_credential: Url,
}

impl StatusEntry {
    /// A place in a list.
    ///
    /// # Panics
    /// Never: the address of a list and a number are an address.
    pub fn new(list: Url, purpose: Purpose, index: u32) -> Self {
        Self {
            id: Url::new(format!("{list}#{index}")).expect("an address and a number are one"),
            types: BitstringStatusListEntry::It,
            status_purpose: purpose,
            status_list_index: index.to_string(),
            status_list_credential: list,
        }
    }

    /// What the list says.
    pub const fn purpose(&self) -> Purpose {
        self.status_purpose
    }

    /// Where the list stands.
    pub const fn list(&self) -> &Url {
        &self.status_list_credential
    }

    /// The place. `None`: it is no number.
    pub fn index(&self) -> Option<u32> {
        self.status_list_index.parse().ok()
    }
}

/// The bits of a list; the first place is the highest bit of the first byte (section 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(Vec<u8>);

impl Default for Bits {
    fn default() -> Self {
        Self(vec![0; LIST_BYTES])
    }
}

impl Bits {
    /// Bits as they were kept. `None`: they are not as many as a list has.
    pub fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        (bytes.len() == LIST_BYTES).then_some(Self(bytes))
    }

    /// All of them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether a bit is set. `None`: there is no such place.
    pub fn is_set(&self, index: u32) -> Option<bool> {
        let byte = self.0.get(index as usize / 8)?;
        Some(byte & mask(index) != 0)
    }

    /// Sets a bit, or takes it back. Gives whether there is such a place.
    pub fn set(&mut self, index: u32, is_set: bool) -> bool {
        let Some(byte) = self.0.get_mut(index as usize / 8) else {
            return false;
        };
        if is_set {
            *byte |= mask(index);
        } else {
            *byte &= !mask(index);
        }
        true
    }

    /// GZIP (RFC 1952) without a time in it, in base-64 for addresses: the same bits have the same text.
    fn encode(&self) -> String {
        let mut gzip = GzBuilder::new()
            .mtime(0)
            .operating_system(255)
            .write(Vec::new(), Compression::default());
        let zipped = gzip.write_all(&self.0).and_then(|()| gzip.finish());
        let zipped = zipped.expect("writing into memory does not fail");
        format!("u{}", URL_SAFE_NO_PAD.encode(zipped))
    }

    fn decode(text: &str) -> Option<Self> {
        let zipped = URL_SAFE_NO_PAD.decode(text.strip_prefix('u')?).ok()?;
        let mut bytes = Vec::with_capacity(LIST_BYTES);
        // One byte more than there may be, so that more is seen, however far it would unpack.
        let most = LIST_BYTES as u64 + 1;
        GzDecoder::new(&zipped[..])
            .take(most)
            .read_to_end(&mut bytes)
            .ok()?;
        Self::from_bytes(bytes)
    }
}

const fn mask(index: u32) -> u8 {
    0x80 >> (index % 8)
}

/// A list, to be signed: `BitstringStatusListCredential` (section 2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatusList {
    #[serde(rename = "@context")]
    context: [V2Context; 1],
    id: Url,
    #[serde(rename = "type")]
    types: (VerifiableCredential, BitstringStatusListCredential),
    issuer: Did,
    valid_from: Moment,
    credential_subject: Listed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proof: Option<[Proof; 1]>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Listed {
    id: Url,
    #[serde(rename = "type")]
    types: BitstringStatusList,
    status_purpose: Purpose,
    encoded_list: String,
}

impl StatusList {
    /// The list that stands at an address, since a moment.
    ///
    /// # Panics
    /// Never: an address with a fragment is one.
    pub fn new(id: Url, issuer: Did, purpose: Purpose, bits: &Bits, valid_from: Moment) -> Self {
        Self {
            context: Default::default(),
            types: Default::default(),
            issuer,
            valid_from,
            credential_subject: Listed {
                id: Url::new(format!("{id}#list")).expect("an address with a fragment is one"),
                types: BitstringStatusList::It,
                status_purpose: purpose,
                encoded_list: bits.encode(),
            },
            id,
            proof: None,
        }
    }

    /// Where it stands.
    pub const fn id(&self) -> &Url {
        &self.id
    }

    /// What it says of those whose bit is set.
    pub const fn purpose(&self) -> Purpose {
        self.credential_subject.status_purpose
    }

    /// Its bits. `None`: they cannot be read, or are not as many as there must be.
    pub fn bits(&self) -> Option<Bits> {
        Bits::decode(&self.credential_subject.encoded_list)
    }
}

impl Document for StatusList {
    fn contexts(&self) -> Value {
        json!(self.context)
    }

    fn issuer(&self) -> &Did {
        &self.issuer
    }

    fn proof(&mut self) -> &mut Option<[Proof; 1]> {
        &mut self.proof
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_the_highest_bit() {
        let mut bits = Bits::default();
        assert!(bits.set(0, true) && bits.set(9, true));
        assert_eq!(bits.as_bytes()[..2], [0x80, 0x40]);
        assert_eq!(
            (bits.is_set(0), bits.is_set(1), bits.is_set(9)),
            (Some(true), Some(false), Some(true))
        );
        assert!(bits.set(0, false));
        assert_eq!(bits.is_set(0), Some(false));
        assert!(bits.set(LIST_LENGTH - 1, true) && !bits.set(LIST_LENGTH, true));
        assert_eq!(bits.is_set(LIST_LENGTH), None);
    }

    #[test]
    fn a_list_reads_as_it_was_written_and_not_further_than_it_may() {
        let mut bits = Bits::default();
        for index in (0..LIST_LENGTH).step_by(977) {
            bits.set(index, true);
        }
        assert_eq!(Bits::decode(&bits.encode()), Some(bits.clone()));
        assert_eq!(bits.encode(), bits.clone().encode());
        let zipped = |length: usize| Bits(vec![0; length]).encode();
        // A short list, and one that unpacks to a thousand times what it may.
        assert_eq!(Bits::decode(&zipped(LIST_BYTES - 1)), None);
        assert_eq!(Bits::decode(&zipped(LIST_BYTES * 1000)), None);
        for bad in ["", "u", "uAAAA", "zAAAA"] {
            assert_eq!(Bits::decode(bad), None, "{bad}");
        }
    }
}
