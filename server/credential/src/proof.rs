//! Signing and checking: Data Integrity EdDSA Cryptosuites 1.0, section 3.2 (`eddsa-rdfc-2022`).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::canonical;
use crate::did::Did;
use crate::key::{PublicKey, SIGNATURE_BYTES, SigningKey, from_base58, to_base58};
use crate::shape::{AssertionMethod, DataIntegrityProof, EddsaRdfc2022};
use crate::text::{Moment, Url};

/// Bytes of a document at most, before anything reads it. A list of [`crate::LIST_LENGTH`] places that are set at random has some 30,000.
pub const DOCUMENT_BYTES: usize = 256 * 1024;

/// Something that can be signed.
pub trait Document: Clone + Serialize + DeserializeOwned {
    /// Its contexts; a proof has the same.
    fn contexts(&self) -> Value;
    /// Who has to have signed it.
    fn issuer(&self) -> &Did;
    /// Where its proof stands.
    fn proof(&mut self) -> &mut Option<[Proof; 1]>;
}

/// That, when, and with which key somebody signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proof {
    #[serde(rename = "type")]
    types: DataIntegrityProof,
    cryptosuite: EddsaRdfc2022,
    /// When.
    pub created: Moment,
    /// Which key, by the issuer's name and its own.
    pub verification_method: Url,
    proof_purpose: AssertionMethod,
    proof_value: String,
}

/// A proof without its value, as it is signed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Options<'a> {
    #[serde(rename = "@context")]
    context: Value,
    #[serde(rename = "type")]
    types: DataIntegrityProof,
    cryptosuite: EddsaRdfc2022,
    created: &'a Moment,
    verification_method: &'a Url,
    proof_purpose: AssertionMethod,
}

/// Who signs.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    /// In whose name.
    pub issuer: &'a Did,
    /// With what.
    pub key: &'a SigningKey,
}

/// A document that its issuer has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secured<T> {
    /// What it says, without the proof.
    pub document: T,
    /// That they have.
    pub proof: Proof,
}

/// Why a document is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More than [`DOCUMENT_BYTES`].
    #[error("it is larger than {DOCUMENT_BYTES} bytes")]
    Large,
    /// It is not written as what it should be, or says something that is no part of that.
    #[error("it is not written as it should be: {0}")]
    Shape(String),
    /// Nobody has signed it.
    #[error("it has no proof")]
    NoProof,
    /// The key that it names is none of its issuer's.
    #[error("the key {0} is none of its issuer's")]
    ForeignKey(Url),
    /// Its issuer has no such key, or took it back.
    #[error("the key {0} is not known")]
    UnknownKey(Url),
    /// It was changed after it was signed, or signed with another key.
    #[error("its signature does not hold")]
    Signature,
}

/// Signs a document, and gives the bytes of it: what is given out and kept. They were verified.
///
/// # Errors
/// It is somebody else's, is too large, or cannot be read back; nothing is given out then.
pub fn sign<T: Document>(
    document: &T,
    signer: Signer<'_>,
    created: Moment,
) -> Result<String, Refusal> {
    let method = signer.issuer.method(&signer.key.public());
    if document.issuer() != signer.issuer {
        return Err(Refusal::ForeignKey(method));
    }
    let mut signed = document.clone();
    *signed.proof() = None;
    let data = signed_data(&signed, &created, &method)?;
    *signed.proof() = Some([Proof {
        types: DataIntegrityProof::It,
        cryptosuite: EddsaRdfc2022::It,
        created,
        verification_method: method,
        proof_purpose: AssertionMethod::It,
        proof_value: to_base58(&signer.key.sign(&data)),
    }]);
    let json = written(&signed)?;
    verify::<T>(json.as_bytes(), |_| Some(signer.key.public()))?;
    Ok(json)
}

/// Reads a document and checks who has signed it. `key` gives the key that an issuer had under a name: those that do not sign any more as well, and
/// not those that were taken back.
///
/// # Errors
/// Why it is not taken.
pub fn verify<T: Document>(
    json: &[u8],
    key: impl FnOnce(&Url) -> Option<PublicKey>,
) -> Result<Secured<T>, Refusal> {
    let Secured { document, proof } = read::<T>(json)?;
    let method = &proof.verification_method;
    if !document.issuer().is_of(method) {
        return Err(Refusal::ForeignKey(method.clone()));
    }
    let key = key(method).ok_or_else(|| Refusal::UnknownKey(method.clone()))?;
    let data = signed_data(&document, &proof.created, method)?;
    let signature = from_base58(&proof.proof_value).filter(|it| it.len() == SIGNATURE_BYTES);
    match signature {
        Some(signature) if key.has_signed(&data, &signature) => Ok(Secured { document, proof }),
        Some(_) | None => Err(Refusal::Signature),
    }
}

/// Reads a document without checking who has signed it: for whoever has checked these bytes before, or is about to.
///
/// # Errors
/// Why it cannot be read.
pub fn read<T: Document>(json: &[u8]) -> Result<Secured<T>, Refusal> {
    if json.len() > DOCUMENT_BYTES {
        return Err(Refusal::Large);
    }
    let mut document: T =
        serde_json::from_slice(json).map_err(|cause| Refusal::Shape(cause.to_string()))?;
    let [proof] = document.proof().take().ok_or(Refusal::NoProof)?;
    Ok(Secured { document, proof })
}

/// What is signed: the hash of the proof without its value, and the hash of the document without its proof (section 3.2.5).
fn signed_data<T: Document>(
    document: &T,
    created: &Moment,
    method: &Url,
) -> Result<Vec<u8>, Refusal> {
    let options = Options {
        context: document.contexts(),
        types: DataIntegrityProof::It,
        cryptosuite: EddsaRdfc2022::It,
        created,
        verification_method: method,
        proof_purpose: AssertionMethod::It,
    };
    let hash =
        |json: String| canonical::hash(&json).map_err(|cause| Refusal::Shape(cause.to_string()));
    Ok([hash(written(&options)?)?, hash(written(document)?)?].concat())
}

fn written(document: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(document).map_err(|cause| Refusal::Shape(cause.to_string()))
}
