//! Signed certificates, as `tests/golden/credentials.json` holds them for the page that checks them in the browser: what this crate signs, that one reads.
//! With `IMPRIMATUR_BLESS=1` the file is written anew.

#[path = "support/samples.rs"]
mod samples;

use std::path::PathBuf;

use imprimatur_credential::{
    Bits, Credential, DidDocument, Identity, IdentityKind, LIST_LENGTH, Purpose, Signer,
    StatusEntry, StatusList, pack, sign, unpack, verify,
};
use samples::{certificate, issuer, key, moment, signed, text, url};
use serde_json::{Value, json};

/// Places in the lists of states: of what holds, of what is revoked, and of what is suspended.
const PLACES: [(&str, u32); 3] = [("holds", 4711), ("revoked", 4712), ("suspended", 4713)];

fn list_url(purpose: Purpose) -> String {
    format!(
        "https://certificates.example/status/lst_1/{}",
        purpose.as_str()
    )
}

fn at_place(mut credential: Credential, number: u32, place: u32) -> Credential {
    credential.id = url(&format!("https://certificates.example/v/crt_{number:032x}"));
    credential.credential_status = [Purpose::Revocation, Purpose::Suspension]
        .map(|purpose| StatusEntry::new(url(&list_url(purpose)), purpose, place))
        .into();
    credential
}

/// One of each kind.
fn credentials() -> Vec<(&'static str, Credential)> {
    let mut all: Vec<_> = PLACES
        .into_iter()
        .zip(1..)
        .map(|((name, place), number)| {
            (
                name,
                at_place(certificate("Zoë Çelik", "5.5"), number, place),
            )
        })
        .collect();
    let mut bare = at_place(certificate("Luc", "4"), 4, 4714);
    bare.valid_until = None;
    bare.credential_subject.identifier = vec![Identity::open(IdentityKind::Name, text("Luc"))];
    bare.credential_subject.license_number = None;
    bare.credential_subject.values.clear();
    bare.credential_subject.achievement.fields.clear();
    all.push(("bare", bare));
    let odd = "„Ö“ \"\\\n\u{1F393}\u{202E}字<&{'\u{301}";
    all.push(("odd", at_place(certificate(odd, odd), 5, 4715)));
    let mut soon = at_place(certificate("Zoë", "5"), 6, 4716);
    soon.valid_from = moment("2999-01-01T00:00:00Z");
    soon.valid_until = None;
    all.push(("soon", soon));
    let mut over = at_place(certificate("Zoë", "5"), 7, 4717);
    over.valid_from = moment("2019-01-01T00:00:00Z");
    over.valid_until = Some(moment("2020-01-01T00:00:00Z"));
    all.push(("over", over));
    all
}

fn list(purpose: Purpose, place: u32) -> String {
    let mut bits = Bits::default();
    bits.set(place, true);
    let since = moment("2026-11-29T08:00:00Z");
    let list = StatusList::new(
        url(&list_url(purpose)),
        issuer(),
        purpose,
        &bits,
        since.clone(),
    );
    let signer = Signer {
        issuer: &issuer(),
        key: &key(1),
    };
    sign(&list, signer, since).expect("a signed list")
}

fn file() -> Value {
    let cases: Vec<Value> = credentials()
        .into_iter()
        .map(|(name, credential)| {
            let json = signed(&credential, &key(1));
            let packed = pack(json.as_bytes()).expect("it is small");
            json!({ "name": name, "json": json, "packed": packed })
        })
        .collect();
    let forged = signed(&credentials()[0].1, &key(9));
    let lists = [(Purpose::Revocation, 4712), (Purpose::Suspension, 4713)]
        .map(|(purpose, place)| json!({ "url": list_url(purpose), "json": list(purpose, place) }));
    json!({
        "about": "What this program signs; written by IMPRIMATUR_BLESS=1 cargo test -p imprimatur-credential --test golden.",
        "origin": "https://certificates.example",
        "issuer": issuer(),
        // The key that signs, and one that has.
        "did": DidDocument::new(&issuer(), &[key(1).public(), key(2).public()]),
        "lists": lists,
        "credentials": cases,
        // By a key that is none of the issuer's, under its name.
        "forged": forged,
    })
}

/// The same, without how it is packed: that depends on who packs, and says nothing.
fn said(file: &Value) -> Value {
    let texts = |list: &str, name: &str| -> Vec<String> {
        let items = file[list].as_array().map(Vec::as_slice).unwrap_or_default();
        let text = |item: &Value| item[name].as_str().unwrap_or_default().to_owned();
        items.iter().map(text).collect()
    };
    let parsed = |text: &String| serde_json::from_str::<Value>(text).unwrap_or_default();
    let unpacked = texts("credentials", "packed")
        .iter()
        .map(|packed| unpack(packed).map(|json| parsed(&json)).unwrap_or_default())
        .collect::<Vec<_>>();
    let lists = texts("lists", "json")
        .iter()
        .map(|json| {
            let list = verify::<StatusList>(json.as_bytes(), |_| Some(key(1).public()));
            let bits = list.ok().and_then(|list| list.document.bits());
            let places = (0..LIST_LENGTH)
                .filter(|place| bits.as_ref().and_then(|bits| bits.is_set(*place)) == Some(true));
            places.collect::<Vec<_>>()
        })
        .collect::<Vec<_>>();
    json!({
        "origin": file["origin"],
        "issuer": file["issuer"],
        "did": file["did"],
        "forged": file["forged"],
        "names": texts("credentials", "name"),
        "credentials": texts("credentials", "json"),
        "unpacked": unpacked,
        "lists": lists,
        "urls": texts("lists", "url"),
    })
}

#[test]
fn what_is_signed_is_what_the_page_reads() {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/credentials.json");
    let fresh = file();
    if std::env::var_os("IMPRIMATUR_BLESS").is_some_and(|it| it == "1") {
        std::fs::write(&path, format!("{fresh:#}\n")).expect("a file");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let kept = serde_json::from_str(&kept).unwrap_or_default();
    assert!(
        said(&kept) == said(&fresh),
        "tests/golden/credentials.json is stale: run `make bless` and commit it"
    );
}
