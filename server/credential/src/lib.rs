//! What an issued certificate says, signed: a W3C Verifiable Credential (Data Model 2.0) that is an Open Badge (3.0), secured by a Data Integrity proof
//! `eddsa-rdfc-2022`, with its place in Bitstring Status Lists and the `did:web` document of who issued it.
//!
//! Pure: no input or output, no clock, no randomness. Nothing is ever fetched: the terms that are used are built in (`terms.json`), and a test holds them
//! against the published contexts.
//!
//! Invariants: what is signed is one of the typed structs in here, so every term of it is one that verifiers know; what was signed was verified before it is
//! given out; a text that two RDF writers could write differently is refused before it is signed.

mod canonical;
mod credential;
mod did;
mod key;
mod offline;
mod proof;
mod shape;
mod status;
mod text;

pub use credential::{
    Achievement, AchievementKind, Credential, Criteria, Field, FieldKind, FieldValue, Identity,
    IdentityKind, Issuer, Recipient,
};
pub use did::{Did, DidDocument, ListedKey};
pub use key::{PublicKey, SigningKey};
pub use offline::{PACKED_CHARACTERS, pack, unpack};
pub use proof::{DOCUMENT_BYTES, Document, Proof, Refusal, Secured, Signer, read, sign, verify};
pub use status::{Bits, LIST_LENGTH, Purpose, StatusEntry, StatusList};
pub use text::{Fault, Moment, TEXT_CHARACTERS, Text, URL_CHARACTERS, Url};
