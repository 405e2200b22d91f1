//! Anything that an organisation may sign, drawn by chance, and all that is served beside it.

use std::collections::BTreeMap;

use imprimatur_credential::{
    Achievement, AchievementKind, Bits, Credential, Did, DidDocument, Field, FieldKind, FieldValue,
    Identity, IdentityKind, Issuer, Moment, PublicKey, Purpose, Recipient, Signer, SigningKey,
    StatusEntry, StatusList, Text, Url, sign, verify,
};
use imprimatur_tests::dice::Dice;
use imprimatur_tests::judges::Case;
use serde_json::{Value, json};

const HOST: &str = "certificates.example";
const NOW: &str = "2026-11-29T09:00:00Z";

fn text(value: impl Into<String>) -> Text {
    Text::new(value).expect("a text")
}

fn url(value: impl Into<String>) -> Url {
    Url::new(value).expect("an address")
}

pub(super) fn moment(value: &str) -> Moment {
    Moment::new(value).expect("a moment")
}

/// An organisation that issues, with the lists of what it took back.
pub(super) struct House {
    did: Did,
    pub(super) key: SigningKey,
    pub(super) former: Vec<PublicKey>,
    pub(super) revoked: Bits,
    pub(super) suspended: Bits,
}

impl House {
    pub(super) fn new(dice: &mut Dice) -> Self {
        Self {
            did: Did::web(HOST, &["issuers", "acme"]).expect("a name"),
            key: key(dice),
            former: Vec::new(),
            revoked: Bits::default(),
            suspended: Bits::default(),
        }
    }

    pub(super) fn sign(&self, credential: &Credential) -> String {
        let signer = Signer {
            issuer: &self.did,
            key: &self.key,
        };
        sign(credential, signer, moment("2026-11-29T08:00:00Z")).expect("a signed certificate")
    }

    pub(super) fn list(&self, purpose: Purpose) -> String {
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

    pub(super) fn case(&self, credential: &str) -> Case {
        Case {
            credential: credential.to_owned(),
            documents: self.documents(),
            now: NOW.to_owned(),
        }
    }

    /// Whether the house itself believes it.
    pub(super) fn believes(&self, credential: &str) -> bool {
        let key = self.key.public();
        verify::<Credential>(credential.as_bytes(), |method| {
            (*method == self.did.method(&key)).then_some(key)
        })
        .is_ok()
    }
}

pub(super) fn key(dice: &mut Dice) -> SigningKey {
    let mut seed = [0; 32];
    seed.fill_with(|| u8::try_from(dice.below(256)).expect("a byte"));
    SigningKey::from_seed(&seed)
}

pub(super) fn list_url(purpose: Purpose) -> Url {
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

/// A day from a year on, before another: a leap day, one at the end of a year, or any.
fn day(dice: &mut Dice, (from, before): (u64, u64)) -> String {
    let year = from + dice.below(before - from);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match dice.below(4) {
        0 if is_leap => format!("{year:04}-02-29"),
        0 => format!("{year:04}-02-28"),
        1 => format!("{year:04}-12-31"),
        2 => format!("{year:04}-01-01"),
        _ => format!(
            "{year:04}-{:02}-{:02}",
            1 + dice.below(12),
            1 + dice.below(28)
        ),
    }
}

/// The first second of a day before this year, however long ago.
fn begin(dice: &mut Dice) -> Moment {
    moment(&format!("{}T00:00:00Z", day(dice, (1, 2026))))
}

/// The last second of a day after today, also one that nobody will see.
fn end(dice: &mut Dice) -> Moment {
    let years = match dice.below(3) {
        0 => (2027, 2040),
        1 => (2040, 9999),
        _ => (9999, 10_000),
    };
    moment(&format!("{}T23:59:59Z", day(dice, years)))
}

/// Points as they are printed: with a sign, separators and decimals, or without.
fn score(dice: &mut Dice) -> Text {
    let sign = ["", "", "-"][usize::try_from(dice.below(3)).expect("small")];
    let whole = match dice.below(3) {
        0 => dice.below(10).to_string(),
        1 => dice.below(1_000_000).to_string(),
        _ => format!("{}’{:03}", 1 + dice.below(999), dice.below(1_000)),
    };
    let decimals = match dice.below(3) {
        0 => String::new(),
        1 => format!(".{}", dice.below(10)),
        _ => format!(".{:05}", dice.below(100_000)),
    };
    text(format!("{sign}{whole}{decimals}"))
}

/// A certificate of which everything that may differ does.
pub(super) fn certificate(dice: &mut Dice, house: &House, number: u32) -> Credential {
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
        let said = match kind {
            FieldKind::Result => words(dice),
            FieldKind::RawScore => score(dice),
        };
        achievement
            .fields
            .push(Field::new(id.clone(), words(dice), kind));
        values.push(FieldValue::new(id, said));
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
    let mut credential = Credential::new(id, words(dice), issuer, begin(dice), recipient);
    credential.valid_until = (dice.below(2) == 0).then(|| end(dice));
    if dice.below(4) > 0 {
        credential.credential_status = [Purpose::Revocation, Purpose::Suspension]
            .map(|purpose| StatusEntry::new(list_url(purpose), purpose, number))
            .into();
    }
    credential
}
