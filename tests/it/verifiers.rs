//! What the house signs is believed by engines of others, and what was changed in it is not, by them or by us.

use imprimatur_credential::{Purpose, StatusEntry};
use imprimatur_tests::dice::Dice;
use imprimatur_tests::judges::{Case, judge};
use serde_json::{Value, json};

use super::house::{House, certificate, key, list_url, moment};

/// Who judges, in the order in which their reasons stand here.
const ENGINES: [&str; 3] = ["digitalbazaar", "verifier-core", "openbadgeslib"];

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
    let mut forger = House::new(&mut dice);
    let mut cases: Vec<Case> = made[..3].iter().map(|signed| house.case(signed)).collect();
    let mut expired = house.case(&made[3]);
    expired.now = "2031-11-30T00:00:00Z".to_owned();
    cases.push(expired);
    let mut without_list = house.case(&made[3]);
    without_list
        .documents
        .remove(list_url(Purpose::Revocation).as_str());
    cases.push(without_list);
    let with_list = |list: String| {
        let mut case = house.case(&made[1]);
        let address = list_url(Purpose::Revocation).to_string();
        case.documents.insert(address, json!(list));
        case
    };
    let another = with_list(house.list(Purpose::Suspension));
    // Nothing is revoked any more, below the signature of when something was; and by somebody who is not the issuer.
    let foreign = forger.list(Purpose::Revocation);
    let read = |list: &str| serde_json::from_str::<Value>(list).expect("JSON");
    let mut changed = read(&house.list(Purpose::Revocation));
    changed["credentialSubject"]["encodedList"] =
        read(&foreign)["credentialSubject"]["encodedList"].clone();
    let (changed, foreign) = (with_list(changed.to_string()), with_list(foreign));
    cases.push(another);
    // Signed with a key that is none of the issuer's.
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
    cases.extend([changed, foreign]);

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
    // Whatever else goes wrong is said in other words.
    let no_key = [
        "is no key of",
        "The signature is not valid",
        "has no verificationMethod with id",
    ];
    for (place, what, reasons) in [
        (
            3,
            "expired",
            [
                "is after \"validUntil\"",
                "expired",
                "Credential has expired",
            ],
        ),
        (
            4,
            "a list that is missing",
            [
                "is not among the documents",
                "NotFoundError",
                "is not among the documents",
            ],
        ),
        (
            5,
            "a list that is another",
            [
                "does not match the status purpose \"revocation\"",
                "The status list couldn't be verified",
                "is not declared by the status list",
            ],
        ),
        (6, "a forged key", no_key),
        (8, "a key that was taken back", no_key),
        (
            9,
            "a list that was changed",
            [
                "\"BitstringStatusListCredential\" not verified; reason: Verification error(s). Verification error(s). Invalid signature",
                "The signature on the status list is invalid",
                "signature mismatch",
            ],
        ),
        (
            10,
            "a list by somebody else",
            [
                "is no key of",
                "The signature on the status list is invalid",
                "has no verificationMethod with id",
            ],
        ),
    ] {
        for (engine, reason) in ENGINES.into_iter().zip(reasons) {
            let verdict = verdicts[place].iter().find(|it| it.engine == engine);
            let verdict = verdict.expect("it has judged");
            assert!(
                !verdict.believes() && verdict.error.contains(reason),
                "{what}: {verdict:?}"
            );
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
