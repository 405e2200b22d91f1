//! A credential so small that it stands in a code, behind the `#` of its address: what every credential says alike is left out, and put back by whoever reads
//! it. Nothing else may go: the proof is over all of it, so what came back is either what was signed, or does not verify.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde_json::{Map, Value, json};

use crate::credential::Credential;
use crate::proof::{DOCUMENT_BYTES, Refusal, read};
use crate::shape::{
    AchievementSubject, AchievementType, AssertionMethod, BitstringStatusListEntry,
    DataIntegrityProof, EddsaRdfc2022, IdentityObject, Ob3Context, OpenBadgeCredential, Profile,
    ResultDescription, ResultType, V2Context, VerifiableCredential,
};

/// Characters of a packed credential at most: what the largest code holds.
pub const PACKED_CHARACTERS: usize = 2_953;

/// Packs a signed credential: deflate (RFC 1951), in base-64 for addresses.
///
/// # Errors
/// It is no credential of ours, or too large for a code.
pub fn pack(json: &[u8]) -> Result<String, Refusal> {
    read::<Credential>(json)?;
    let whole = parsed(json)?;
    let mut trimmed = whole.clone();
    each_place(&mut trimmed, &mut trim);
    let mut back = trimmed.clone();
    each_place(&mut back, &mut restore);
    if back != whole {
        return Err(Refusal::Shape("it does not come back as it was".to_owned()));
    }
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    let zipped = deflate
        .write_all(trimmed.to_string().as_bytes())
        .and_then(|()| deflate.finish());
    let packed = URL_SAFE_NO_PAD.encode(zipped.expect("writing into memory does not fail"));
    if packed.len() > PACKED_CHARACTERS {
        return Err(Refusal::Large);
    }
    Ok(packed)
}

/// The signed credential that was packed; whether its proof holds is for [`crate::verify`] to say.
///
/// # Errors
/// It was not packed here, or would not end.
pub fn unpack(packed: &str) -> Result<String, Refusal> {
    let broken = || Refusal::Shape("it is no packed credential".to_owned());
    if packed.len() > PACKED_CHARACTERS {
        return Err(Refusal::Large);
    }
    let zipped = URL_SAFE_NO_PAD.decode(packed).map_err(|_| broken())?;
    let mut bytes = Vec::new();
    let read = DeflateDecoder::new(&zipped[..])
        .take(DOCUMENT_BYTES as u64 + 1)
        .read_to_end(&mut bytes);
    if read.map_err(|_| broken())? > DOCUMENT_BYTES {
        return Err(Refusal::Large);
    }
    let mut value = parsed(&bytes)?;
    each_place(&mut value, &mut restore);
    Ok(value.to_string())
}

fn parsed(json: &[u8]) -> Result<Value, Refusal> {
    serde_json::from_slice(json).map_err(|cause| Refusal::Shape(cause.to_string()))
}

/// Takes out of a place what is always the same there.
fn trim(object: &mut Map<String, Value>, same: Map<String, Value>) {
    for (name, value) in same {
        if object.get(&name) == Some(&value) {
            object.remove(&name);
        }
    }
}

/// Puts it back.
fn restore(object: &mut Map<String, Value>, same: Map<String, Value>) {
    for (name, value) in same {
        object.entry(name).or_insert(value);
    }
}

/// Every place of a credential with what is always the same in it.
fn each_place(
    credential: &mut Value,
    act: &mut impl FnMut(&mut Map<String, Value>, Map<String, Value>),
) {
    let whole = json!({
        "@context": (V2Context::It, Ob3Context::It),
        "type": (VerifiableCredential::It, OpenBadgeCredential::It),
    });
    at(credential, &[], &whole, act);
    at(
        credential,
        &["issuer"],
        &json!({ "type": [Profile::It] }),
        act,
    );
    let subject = "credentialSubject";
    for (path, same) in [
        (&[subject][..], json!({ "type": [AchievementSubject::It] })),
        (
            &[subject, "identifier"],
            json!({ "type": IdentityObject::It }),
        ),
        (
            &[subject, "achievement"],
            json!({ "type": [AchievementType::It] }),
        ),
        (
            &[subject, "achievement", "resultDescription"],
            json!({ "type": [ResultDescription::It] }),
        ),
        (&[subject, "result"], json!({ "type": [ResultType::It] })),
        (
            &["proof"],
            json!({ "type": DataIntegrityProof::It, "cryptosuite": EddsaRdfc2022::It, "proofPurpose": AssertionMethod::It }),
        ),
    ] {
        at(credential, path, &same, act);
    }
    for entry in objects(credential, &["credentialStatus"]) {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let id = format!(
            "{}#{}",
            text("statusListCredential"),
            text("statusListIndex")
        );
        let mut same = Map::new();
        same.insert("type".to_owned(), json!(BitstringStatusListEntry::It));
        same.insert("id".to_owned(), id.into());
        act(entry, same);
    }
}

fn at(
    value: &mut Value,
    path: &[&str],
    same: &Value,
    act: &mut impl FnMut(&mut Map<String, Value>, Map<String, Value>),
) {
    for object in objects(value, path) {
        act(object, same.as_object().cloned().unwrap_or_default());
    }
}

/// The object at a path, or those in the list that stands there.
fn objects<'a>(value: &'a mut Value, path: &[&str]) -> Vec<&'a mut Map<String, Value>> {
    let mut found = value;
    for name in path {
        match found.get_mut(*name) {
            Some(next) => found = next,
            None => return Vec::new(),
        }
    }
    match found {
        Value::Array(items) => items.iter_mut().filter_map(Value::as_object_mut).collect(),
        Value::Object(object) => vec![object],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_packed_credential_is_refused_and_nothing_unpacks_for_ever() {
        let packed = |text: &str| {
            let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
            deflate.write_all(text.as_bytes()).expect("bytes");
            URL_SAFE_NO_PAD.encode(deflate.finish().expect("bytes"))
        };
        assert_eq!(
            unpack(&packed(&" ".repeat(DOCUMENT_BYTES + 1))),
            Err(Refusal::Large)
        );
        assert_eq!(
            unpack(&"A".repeat(PACKED_CHARACTERS + 1)),
            Err(Refusal::Large)
        );
        for bad in ["", "=", "AAAA", "ä", &packed("{")] {
            assert!(matches!(unpack(bad), Err(Refusal::Shape(_))), "{bad}");
        }
        // Whatever JSON it is, it comes back as some.
        for odd in ["[]", "1", r#"{"proof":[1,{}],"issuer":"a"}"#] {
            assert!(unpack(&packed(odd)).is_ok(), "{odd}");
        }
    }
}
