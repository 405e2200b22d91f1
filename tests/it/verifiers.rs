//! What the house signs is believed by engines of others, and what was changed in it is not, by them or by us.

use std::collections::BTreeMap;

use imprimatur_credential::{
    Achievement, AchievementKind, Bits, Credential, Did, DidDocument, Field, FieldKind, FieldValue,
    Identity, IdentityKind, Issuer, Moment, PublicKey, Purpose, Recipient, Signer, SigningKey,
    StatusEntry, StatusList, Text, Url, sign, verify,
};
use imprimatur_tests::dice::Dice;
use imprimatur_tests::judges::{Case, judge};
use serde_json::{Value, json};

const HOST: &str = "certificates.example";
const NOW: &str = "2026-11-29T09:00:00Z";

fn text(value: impl Into<String>) -> Text {
    Text::new(value).expect("a text")
}

fn url(value: impl Into<String>) -> Url {
    Url::new(value).expect("an address")
}

fn moment(value: &str) -> Moment {
    Moment::new(value).expect("a moment")
}

/// An organisation that issues, with the lists of what it took back.
struct House {
    did: Did,
    key: SigningKey,
    former: Vec<PublicKey>,
    revoked: Bits,
    suspended: Bits,
}

impl House {
    fn new(dice: &mut Dice) -> Self {
        Self {
            did: Did::web(HOST, &["issuers", "acme"]).expect("a name"),
            key: key(dice),
            former: Vec::new(),
            revoked: Bits::default(),
            suspended: Bits::default(),
        }
    }

    fn sign(&self, credential: &Credential) -> String {
        let signer = Signer {
            issuer: &self.did,
            key: &self.key,
        };
        sign(credential, signer, moment("2026-11-29T08:00:00Z")).expect("a signed certificate")
    }

    fn list(&self, purpose: Purpose) -> String {
        let bits = match purpose {
            Purpose::Revocation => &self.revoked,
            Purpose::Suspension => &self.suspended,
        };
        let created = moment("2026-11-29T08:30:00Z");
        let list = StatusList::new(
            list_url(purpose),
            self.did.clone(),
            purpose,
            bits,
            created.clone(),
        );
        let signer = Signer {
            issuer: &self.did,
            key: &self.key,
        };
        sign(&list, signer, created).expect("a signed list")
    }

    /// All that is served beside a certificate.
    fn documents(&self) -> BTreeMap<String, Value> {
        let keys = [&[self.key.public()], &self.former[..]].concat();
        let document = serde_json::to_value(DidDocument::new(&self.did, &keys)).expect("JSON");
        let mut documents = BTreeMap::from([
            (self.did.to_string(), document.clone()),
            (self.did.document_url(), document),
        ]);
        for purpose in [Purpose::Revocation, Purpose::Suspension] {
            documents.insert(list_url(purpose).to_string(), json!(self.list(purpose)));
        }
        documents
    }

    fn case(&self, credential: &str) -> Case {
        Case {
            credential: credential.to_owned(),
            documents: self.documents(),
            now: NOW.to_owned(),
        }
    }

    /// Whether the house itself believes it.
    fn believes(&self, credential: &str) -> bool {
        let key = self.key.public();
        verify::<Credential>(credential.as_bytes(), |method| {
            (*method == self.did.method(&key)).then_some(key)
        })
        .is_ok()
    }
}

fn key(dice: &mut Dice) -> SigningKey {
    let mut seed = [0; 32];
    seed.fill_with(|| u8::try_from(dice.below(256)).expect("a byte"));
    SigningKey::from_seed(&seed)
}

fn list_url(purpose: Purpose) -> Url {
    url(format!("https://{HOST}/status/stl_1/{}", purpose.as_str()))
}

/// Anything that people are called, and write in fields.
fn words(dice: &mut Dice) -> Text {
    const LETTERS: &[&str] = &[
        "a",
        "Z",
        "ü",
        "Ç",
        "ł",
        "ș",
        " ",
        " ",
        "-",
        "'",
        "’",
        "\"",
        "\\",
        "<b>",
        "&amp;",
        "{",
        "\n",
        "\u{301}",
        "字",
        "ي",
        "ש",
        "\u{1F393}",
        "\u{202E}",
        "\u{2028}",
        "%",
        "$1",
        "\u{A0}",
        "0",
        "1e-7",
        "null",
    ];
    loop {
        let letters = (0..=dice.below(30))
            .map(|_| LETTERS[usize::try_from(dice.below(LETTERS.len() as u64)).expect("small")]);
        if let Ok(text) = Text::new(letters.collect::<String>()) {
            return text;
        }
    }
}

/// A certificate of which everything that may differ does.
fn certificate(dice: &mut Dice, house: &House, number: u32) -> Credential {
    let version = "urn:uuid:01989f2c-6d3e-7c11-9a5b-2f1d3c4b5a69";
    let mut achievement = Achievement::new(
        url(version),
        words(dice),
        words(dice),
        words(dice),
        text(["de", "fr", "it", "rm", "en"][usize::try_from(dice.below(5)).expect("small")]),
        text(dice.below(100).to_string()),
    );
    achievement.achievement_type = (dice.below(2) == 0).then_some(AchievementKind::Certificate);
    let mut values = Vec::new();
    for field in 0..dice.below(5) {
        let id = url(format!("{version}#field_{field}"));
        let kind = if dice.below(2) == 0 {
            FieldKind::Result
        } else {
            FieldKind::RawScore
        };
        achievement
            .fields
            .push(Field::new(id.clone(), words(dice), kind));
        values.push(FieldValue::new(id, words(dice)));
    }
    let mut identities = vec![Identity::open(IdentityKind::Name, words(dice))];
    if dice.below(2) == 0 {
        identities.push(Identity::hashed(
            IdentityKind::EmailAddress,
            "zoe@acme.example",
            text("9f1c"),
        ));
    }
    if dice.below(3) == 0 {
        identities.push(Identity::open(IdentityKind::SystemId, text("K-4711")));
    }
    let mut recipient = Recipient::new(identities, achievement);
    recipient.license_number = (dice.below(4) > 0).then(|| text(format!("2026-{number:05}")));
    recipient.values = values;
    let mut issuer = Issuer::new(house.did.clone(), words(dice));
    issuer.url = (dice.below(2) == 0).then(|| url(format!("https://{HOST}")));
    let id = url(format!("https://{HOST}/v/crt_{number}"));
    let mut credential = Credential::new(
        id,
        words(dice),
        issuer,
        moment("2026-11-29T00:00:00Z"),
        recipient,
    );
    credential.valid_until = (dice.below(2) == 0).then(|| moment("2031-11-28T23:59:59Z"));
    if dice.below(4) > 0 {
        credential.credential_status = [Purpose::Revocation, Purpose::Suspension]
            .map(|purpose| StatusEntry::new(list_url(purpose), purpose, number))
            .into();
    }
    credential
}

#[tokio::test]
async fn whatever_is_valid_is_believed_by_everybody() {
    let seed = Dice::seed("IMPRIMATUR_CREDENTIALS_SEED");
    println!("IMPRIMATUR_CREDENTIALS_SEED={seed}");
    let mut dice = Dice::new(seed);
    let house = House::new(&mut dice);
    let many = if imprimatur_tests::soak() { 1_000 } else { 40 };
    let signed: Vec<String> = (0..many)
        .map(|number| house.sign(&certificate(&mut dice, &house, number)))
        .collect();
    let cases: Vec<Case> = signed.iter().map(|signed| house.case(signed)).collect();
    for (signed, verdicts) in signed.iter().zip(judge(&cases).await) {
        assert!(house.believes(signed), "we do not believe {signed}");
        for verdict in verdicts {
            assert!(verdict.believes(), "seed {seed}: {verdict:?} of {signed}");
            assert_ne!(verdict.revoked, Some(true), "{verdict:?}");
        }
    }
}

/// Every place in a document where a value stands.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            places(value, &format!("{at}/{}", name.replace('/', "~1")), found)
        }),
        Value::Array(values) => values
            .iter()
            .enumerate()
            .for_each(|(number, value)| places(value, &format!("{at}/{number}"), found)),
        _ => found.push(at.to_owned()),
    }
}

/// The same with something in it that is not so.
fn changed(dice: &mut Dice, document: &Value) -> (String, String) {
    let mut found = Vec::new();
    places(document, "", &mut found);
    // Contexts say what words mean: an engine that knows none of that name may say anything.
    found.retain(|place| !place.starts_with("/@context"));
    let place = found[usize::try_from(dice.below(found.len() as u64)).expect("small")].clone();
    let (parent, name) = place.rsplit_once('/').expect("a name");
    let mut other = document.clone();
    let what = match dice.below(3) {
        0 => {
            match other.pointer_mut(parent).expect("what holds it") {
                Value::Object(fields) => drop(fields.remove(name)),
                Value::Array(values) => drop(values.remove(name.parse().expect("a number"))),
                other => panic!("{other} holds nothing"),
            }
            format!("without {place}")
        }
        1 if !parent.is_empty() && document.pointer(parent).is_some_and(Value::is_object) => {
            let fields = other
                .pointer_mut(parent)
                .and_then(Value::as_object_mut)
                .expect("an object");
            fields.insert("name".to_owned(), "somebody else".into());
            format!("another name beside {place}")
        }
        _ => {
            let value = other.pointer_mut(&place).expect("a place");
            *value = match value {
                Value::Bool(is) => json!(!*is),
                Value::String(text) => {
                    let mut letters: Vec<char> = text.chars().collect();
                    let at = usize::try_from(dice.below(letters.len() as u64)).expect("small");
                    letters[at] = if letters[at] == '3' { '4' } else { '3' };
                    json!(letters.into_iter().collect::<String>())
                }
                other => panic!("no value is {other}"),
            };
            format!("another {place}")
        }
    };
    (what, other.to_string())
}

#[tokio::test]
async fn whatever_is_changed_in_it_nobody_believes_it_any_more() {
    let seed = Dice::seed("IMPRIMATUR_CREDENTIALS_SEED");
    println!("IMPRIMATUR_CREDENTIALS_SEED={seed}");
    let mut dice = Dice::new(seed);
    let house = House::new(&mut dice);
    let (mut whats, mut cases) = (Vec::new(), Vec::new());
    let many = if imprimatur_tests::soak() { 10 } else { 2 };
    for number in 0..many {
        let signed = house.sign(&certificate(&mut dice, &house, number));
        let document: Value = serde_json::from_str(&signed).expect("JSON");
        for _ in 0..100 {
            let (what, other) = changed(&mut dice, &document);
            assert!(
                !house.believes(&other),
                "seed {seed}, {what}: we believe {other}"
            );
            cases.push(house.case(&other));
            whats.push(what);
        }
    }
    for ((what, case), verdicts) in whats.iter().zip(&cases).zip(judge(&cases).await) {
        for verdict in verdicts {
            assert!(
                !verdict.believes(),
                "seed {seed}, {what}: {verdict:?} of {}",
                case.credential
            );
        }
    }
}

#[tokio::test]
async fn each_state_has_its_answer_and_so_has_each_forgery() {
    let mut dice = Dice::new(7);
    let mut house = House::new(&mut dice);
    let mut made = Vec::new();
    for number in 0..4 {
        let mut credential = certificate(&mut dice, &house, number);
        credential.credential_status = [Purpose::Revocation, Purpose::Suspension]
            .map(|purpose| StatusEntry::new(list_url(purpose), purpose, number))
            .into();
        credential.valid_until = Some(moment("2031-11-28T23:59:59Z"));
        made.push(house.sign(&credential));
    }
    house.revoked.set(1, true);
    house.suspended.set(2, true);
    let mut cases: Vec<Case> = made[..3].iter().map(|signed| house.case(signed)).collect();
    let mut expired = house.case(&made[3]);
    expired.now = "2031-11-30T00:00:00Z".to_owned();
    cases.push(expired);
    let mut without_list = house.case(&made[3]);
    without_list
        .documents
        .remove(list_url(Purpose::Revocation).as_str());
    cases.push(without_list);
    let mut forged_list = house.case(&made[1]);
    let list = house.list(Purpose::Suspension);
    forged_list
        .documents
        .insert(list_url(Purpose::Revocation).to_string(), json!(list));
    cases.push(forged_list);
    // Signed with a key that is none of the issuer's.
    let mut forger = House::new(&mut dice);
    let forged = forger.sign(&certificate(&mut dice, &house, 9));
    cases.push(house.case(&forged));
    // The issuer signs with another key by now, and what was signed before still holds.
    let before = std::mem::replace(&mut house.key, key(&mut dice));
    house.former.push(before.public());
    cases.push(house.case(&made[0]));
    // A key that was taken back is not listed any more.
    forger.former.clear();
    house.former.clear();
    cases.push(house.case(&made[0]));

    let verdicts = judge(&cases).await;
    for verdict in &verdicts[0] {
        assert!(
            verdict.believes()
                && verdict.revoked == Some(false)
                && verdict.suspended == Some(false),
            "{verdict:?}"
        );
    }
    for (place, revoked, suspended) in [(1, true, false), (2, false, true)] {
        for verdict in &verdicts[place] {
            assert_eq!(
                (verdict.revoked, verdict.suspended),
                (Some(revoked), Some(suspended)),
                "{verdict:?}"
            );
        }
    }
    for (place, what) in [
        (3, "expired"),
        (4, "a list that is missing"),
        (5, "a list that is another"),
        (6, "a forged key"),
        (8, "a key that was taken back"),
    ] {
        for verdict in &verdicts[place] {
            assert!(!verdict.believes(), "{what}: {verdict:?}");
        }
    }
    for verdict in &verdicts[7] {
        assert!(verdict.believes(), "after a rotation: {verdict:?}");
    }
}

/// The terms that are built in mean what the published contexts say.
#[tokio::test]
async fn our_terms_are_those_of_the_published_contexts() {
    let root = imprimatur_tests::root();
    let output = tokio::process::Command::new("node")
        .arg(root.join("tests/verifiers/terms.mjs"))
        .arg(root.join("server/credential/src/terms.json"))
        .output()
        .await
        .expect("node can be run");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
