//! What is signed is read again by whoever has the key, and nothing else is.

#[path = "support/samples.rs"]
mod samples;

use imprimatur_credential::{
    Bits, Credential, Did, LIST_LENGTH, Purpose, Refusal, Signer, SigningKey, StatusList, Text,
    pack, sign, unpack, verify,
};
use proptest::prelude::*;
use samples::{certificate, issuer, key, moment, signed, url};
use serde_json::Value;

#[test]
fn whoever_has_the_key_reads_what_was_signed() {
    let (certificate, key) = (certificate("Zoë Çelik", "5.5"), key(1));
    let json = signed(&certificate, &key);
    let read = verify::<Credential>(json.as_bytes(), |method| {
        assert_eq!(method, &issuer().method(&key.public()));
        Some(key.public())
    });
    let read = read.expect("a certificate that holds");
    assert_eq!(read.document, certificate);
    assert_eq!(read.proof.created, moment("2026-11-29T08:00:01Z"));
    // The same input has the same bytes.
    assert_eq!(signed(&certificate, &key), json);
}

#[test]
fn a_proof_that_is_another_keys_or_nobodys_does_not_hold() {
    let json = signed(&certificate("Zoë", "5"), &key(1));
    let with = |json: &str, key: Option<SigningKey>| {
        verify::<Credential>(json.as_bytes(), |_| key.map(|key| key.public())).map(drop)
    };
    assert_eq!(with(&json, Some(key(2))), Err(Refusal::Signature));
    assert!(matches!(with(&json, None), Err(Refusal::UnknownKey(_))));
    let mut value: Value = serde_json::from_str(&json).expect("JSON");
    value["issuer"]["id"] = "did:web:elsewhere.example".into();
    assert!(matches!(
        with(&value.to_string(), Some(key(1))),
        Err(Refusal::ForeignKey(_))
    ));
    value.as_object_mut().expect("an object").remove("proof");
    assert_eq!(
        with(&value.to_string(), Some(key(1))),
        Err(Refusal::NoProof)
    );
    let large = format!("{json}{}", " ".repeat(256 * 1024));
    assert_eq!(with(&large, Some(key(1))), Err(Refusal::Large));
    for bad in [
        "",
        "{",
        "[]",
        "null",
        &json[..json.len() - 1],
        &json.replacen("\"name\"", "\"name\":\"A\",\"name\"", 1),
    ] {
        assert!(
            matches!(with(bad, Some(key(1))), Err(Refusal::Shape(_))),
            "{bad}"
        );
    }
}

#[test]
fn in_a_code_it_is_small_and_what_does_not_fit_is_refused() {
    let json = signed(&certificate("Zoë Çelik", "5.5"), &key(1));
    let packed = pack(json.as_bytes()).expect("it is small");
    // A code of version 25 at most: 1,273 bytes with the address before it.
    assert!(packed.len() < 1_200, "{} characters", packed.len());
    let mut dice = 1_u64;
    let noise: String = std::iter::repeat_with(|| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'!' + u8::try_from((dice >> 40) % 90).expect("below 90"))
    })
    .take(3_500)
    .collect();
    let large = signed(&certificate(&noise, "5.5"), &key(1));
    assert_eq!(pack(large.as_bytes()), Err(Refusal::Large));
    assert!(matches!(pack(b"{}"), Err(Refusal::Shape(_))));
}

#[test]
fn nobody_signs_in_another_name() {
    let other = Did::web("certificates.example", &["issuers", "other"]).expect("a name");
    let signer = Signer {
        issuer: &other,
        key: &key(1),
    };
    let refused = sign(
        &certificate("Zoë", "5"),
        signer,
        moment("2026-11-29T08:00:01Z"),
    );
    assert!(matches!(refused, Err(Refusal::ForeignKey(_))));
}

#[test]
fn a_list_is_signed_and_says_whose_bit_is_set() {
    let mut bits = Bits::default();
    bits.set(4711, true);
    let list = StatusList::new(
        url("https://certificates.example/status/revocation"),
        issuer(),
        Purpose::Revocation,
        &bits,
        moment("2026-11-29T08:00:00Z"),
    );
    let key = key(1);
    let signer = Signer {
        issuer: &issuer(),
        key: &key,
    };
    let json = sign(&list, signer, moment("2026-11-29T08:00:00Z")).expect("a signed list");
    let read = verify::<StatusList>(json.as_bytes(), |_| Some(key.public()));
    let read = read.expect("a list that holds").document;
    let bits = read.bits().expect("bits");
    assert_eq!(
        (bits.is_set(4711), bits.is_set(4712)),
        (Some(true), Some(false))
    );
    assert_eq!(bits.is_set(LIST_LENGTH), None);
    // A list is no certificate.
    assert!(verify::<Credential>(json.as_bytes(), |_| Some(key.public())).is_err());
}

/// Every place in a document where a value stands.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(values) => {
            for (number, value) in values.iter().enumerate() {
                places(value, &format!("{at}/{number}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

#[test]
fn whatever_is_changed_in_it_it_does_not_hold_any_more() {
    let key = key(3);
    let json = signed(&certificate("Zoë Çelik", "5.5"), &key);
    let document: Value = serde_json::from_str(&json).expect("JSON");
    let mut found = Vec::new();
    places(&document, "", &mut found);
    assert!(found.len() > 40, "{found:?}");
    let refuses = |changed: &Value, what: &str| {
        let text = changed.to_string();
        let read = verify::<Credential>(text.as_bytes(), |_| Some(key.public()));
        assert!(read.is_err(), "{what} was not seen: {text}");
    };
    for place in &found {
        let mut changed = document.clone();
        let value = changed.pointer_mut(place).expect("a place");
        *value = match value {
            Value::Bool(is) => Value::Bool(!*is),
            Value::String(text) => {
                // The last character but one: of base-58 and of addresses each one counts.
                let mut letters: Vec<char> = text.chars().collect();
                let at = letters.len().saturating_sub(2);
                letters[at] = if letters[at] == '3' { '4' } else { '3' };
                letters.into_iter().collect::<String>().into()
            }
            other => panic!("no value is {other}"),
        };
        refuses(&changed, place);
        let (parent, name) = place.rsplit_once('/').expect("a name");
        let mut less = document.clone();
        match less.pointer_mut(parent).expect("what holds it") {
            Value::Object(fields) => drop(fields.remove(name)),
            Value::Array(values) => drop(values.remove(name.parse().expect("a number"))),
            other => panic!("{other} holds nothing"),
        }
        refuses(&less, &format!("without {place}"));
        let mut more = document.clone();
        if let Some(Value::Object(fields)) = more.pointer_mut(parent) {
            fields.insert("comment".into(), "added".into());
            refuses(&more, &format!("more beside {place}"));
        }
    }
}

/// Anything that may stand in a text.
fn any_text() -> impl Strategy<Value = Text> {
    let odd = prop::sample::select(vec![
        '"',
        '\\',
        '\n',
        'é',
        'ß',
        '\u{1F393}',
        '\u{202E}',
        '字',
        '<',
        '&',
        '{',
        '\'',
        '\u{301}',
    ]);
    prop::collection::vec(prop_oneof![any::<char>(), odd], 1..40)
        .prop_filter_map("no text", |letters| {
            Text::new(letters.into_iter().collect::<String>()).ok()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_may_stand_in_it_is_read_as_it_was_signed(name in any_text(), mark in any_text(), seed in any::<[u8; 32]>()) {
        let key = SigningKey::from_seed(&seed);
        let certificate = certificate(name.as_str(), mark.as_str());
        let json = signed(&certificate, &key);
        let read = verify::<Credential>(json.as_bytes(), |_| Some(key.public()));
        prop_assert_eq!(read.map(|it| it.document), Ok(certificate.clone()));
        // In a code as well.
        let packed = pack(json.as_bytes()).expect("it is small");
        let unpacked = unpack(&packed).expect("a credential");
        let read = verify::<Credential>(unpacked.as_bytes(), |_| Some(key.public()));
        prop_assert_eq!(read.map(|it| it.document), Ok(certificate));
    }
}
