//! What one certificate is to say, judged against what its template asks for. Pure.

use std::collections::{BTreeMap, BTreeSet};

use imprimatur_crdt::Layout;
use imprimatur_crdt::layout::{Field, FieldKind};
use imprimatur_credential::Text;
use imprimatur_protocol::Fault;
use imprimatur_protocol::api::issuance::NewCertificateBody;
use sha2::{Digest, Sha256};

use super::dates::{day, day_of_ms};
use super::images;
use crate::http::note::is_deceiving;
use crate::templates::Name;

/// Letters of a name: as many as its column in the registry has, with room for what combines.
const NAME_LETTERS: usize = 200;

/// Letters of an address (RFC 5321, section 4.5.3.1) and of what somebody is called in another system.
const EMAIL_LETTERS: usize = 254;
const EXTERNAL_ID_LETTERS: usize = 100;

/// Letters of a language's name in the registry: `de-CH`, `rm-surs`.
const LANGUAGE_LETTERS: usize = 8;

/// Letters of all values of a certificate: what it says travels in a file.
const VALUES_LETTERS: usize = 40_000;

/// Letters of the value of a field. What is longer leaves every box.
const VALUE_LETTERS: usize = 2_000;

/// Digits of a number, so that no two programs read it differently.
const NUMBER_DIGITS: usize = 15;

/// Fields that fill themselves.
pub(super) const NAME: &str = "recipient_name";
pub(super) const NUMBER: &str = "certificate_number";
pub(super) const VALID_FROM: &str = "valid_from";
pub(super) const VALID_UNTIL: &str = "valid_until";
const OWN: [&str; 4] = [NAME, NUMBER, VALID_FROM, VALID_UNTIL];

/// The day of issue, where it is asked for and nobody has said another.
const DATE: &str = "date";

/// What is wrong with some of what was asked for, each with its place.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

/// So many faults are told: whoever has made more sees what is wrong.
const FAULTS_TOLD: usize = 200;

impl Faults {
    pub(super) fn add(&mut self, at: String, code: &str, message: impl Into<String>) {
        if self.0.len() < FAULTS_TOLD {
            self.0.push(Fault {
                at,
                code: code.to_owned(),
                message: message.into(),
            });
        }
    }
}

/// What is to stand in a certificate, with what was left out; none where anything is wrong.
pub(super) fn judged(
    layout: &Layout,
    mut wanted: NewCertificateBody,
    now_ms: i64,
    at: &str,
    faults: &mut Faults,
) -> Option<NewCertificateBody> {
    let before = faults.0.len();
    judge_recipient(&mut wanted, at, faults);
    let language = wanted.language.take();
    let language = language.or_else(|| layout.languages.first().cloned());
    match &language {
        Some(language)
            if layout.languages.contains(language) && language.len() <= LANGUAGE_LETTERS => {}
        _ => faults.add(
            format!("{at}/language"),
            "language_unknown",
            format!(
                "The template has the languages {}.",
                layout.languages.join(", ")
            ),
        ),
    }
    wanted.language = language;
    let from = wanted.valid_from.get_or_insert_with(|| day_of_ms(now_ms));
    let from = day(from);
    let no_day = "A day is written 2026-11-29.";
    if from.is_none() {
        faults.add(format!("{at}/valid_from"), "day_invalid", no_day);
    }
    match (from, wanted.valid_until.as_deref().map(day)) {
        (_, Some(None)) => faults.add(format!("{at}/valid_until"), "day_invalid", no_day),
        (Some(from), Some(Some(until))) if until < from => faults.add(
            format!("{at}/valid_until"),
            "day_invalid",
            "It would have ended before it began.",
        ),
        _ => {}
    }
    judge_values(layout, &mut wanted, now_ms, at, faults);
    (faults.0.len() == before).then_some(wanted)
}

/// What somebody can be called in a certificate, without the white space around it; or what is wrong with it.
pub(super) fn read_name(text: &str) -> std::result::Result<&str, String> {
    let name = text.trim();
    if Text::new(name).is_err() || Name::read(name, NAME_LETTERS).is_err() {
        return Err(format!(
            "A name has 1 to {NAME_LETTERS} letters that can be seen, no line breaks and no control characters."
        ));
    }
    Ok(name)
}

fn judge_recipient(wanted: &mut NewCertificateBody, at: &str, faults: &mut Faults) {
    let recipient = &mut wanted.recipient;
    recipient.name = recipient.name.trim().to_owned();
    if let Err(said) = read_name(&recipient.name) {
        faults.add(format!("{at}/recipient/name"), "name_invalid", said);
    }
    let given = |it: &mut Option<String>| {
        *it = it
            .take()
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty());
    };
    given(&mut recipient.email);
    given(&mut recipient.external_id);
    if recipient.email.as_deref().is_some_and(|it| !is_address(it)) {
        faults.add(
            format!("{at}/recipient/email"),
            "email_invalid",
            "This is no e-mail address.",
        );
    }
    let is_odd = |id: &str| Text::new(id).is_err() || Name::read(id, EXTERNAL_ID_LETTERS).is_err();
    if recipient.external_id.as_deref().is_some_and(is_odd) {
        faults.add(
            format!("{at}/recipient/external_id"),
            "external_id_invalid",
            format!("It has at most {EXTERNAL_ID_LETTERS} letters and no control characters."),
        );
    }
}

/// Where the value of a field stands in what was sent (a JSON Pointer, RFC 6901).
pub(super) fn value_place(at: &str, key: &str) -> String {
    format!("{at}/values/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn judge_values(
    layout: &Layout,
    wanted: &mut NewCertificateBody,
    now_ms: i64,
    at: &str,
    faults: &mut Faults,
) {
    let place = |key: &str| value_place(at, key);
    wanted.values.retain(|_, value| !value.trim().is_empty());
    for (key, value) in &wanted.values {
        let Some(field) = layout.fields.iter().find(|field| field.key == *key) else {
            faults.add(
                place(key),
                "field_unknown",
                "The template has no such field.",
            );
            continue;
        };
        if OWN.contains(&key.as_str()) {
            faults.add(place(key), "field_fills_itself", "This field fills itself.");
        } else if let Err(why) = judge_value(field, value) {
            faults.add(place(key), "value_invalid", why);
        }
    }
    let is_image = |key: &String| {
        layout
            .fields
            .iter()
            .any(|it| it.key == *key && it.kind == FieldKind::Image)
    };
    if wanted.values.keys().filter(|key| is_image(key)).count() > images::OF_ONE {
        faults.add(
            format!("{at}/values"),
            "values_too_long",
            format!("A certificate has at most {} images.", images::OF_ONE),
        );
    }
    let letters: usize = wanted.values.values().map(|it| it.chars().count()).sum();
    if letters > VALUES_LETTERS {
        faults.add(
            format!("{at}/values"),
            "values_too_long",
            format!("All values together have at most {VALUES_LETTERS} letters."),
        );
    }
    if is_asked(layout, DATE) && !wanted.values.contains_key(DATE) {
        wanted.values.insert(DATE.to_owned(), day_of_ms(now_ms));
    }
    for field in layout.fields.iter().filter(|field| field.required) {
        let is_there = match field.key.as_str() {
            NAME | NUMBER | VALID_FROM => true,
            VALID_UNTIL => wanted.valid_until.is_some(),
            key => wanted.values.contains_key(key),
        };
        if !is_there {
            faults.add(
                place(&field.key),
                "value_missing",
                "The template asks for it.",
            );
        }
    }
}

/// Whether a layout asks for something that fills itself. No picture does.
fn is_asked(layout: &Layout, key: &str) -> bool {
    let mut fields = layout.fields.iter();
    fields.any(|field| field.key == key && field.kind != FieldKind::Image)
}

fn judge_value(field: &Field, value: &str) -> Result<(), String> {
    if longer(value, VALUE_LETTERS) {
        return Err(format!("A value has at most {VALUE_LETTERS} letters."));
    }
    match field.kind {
        FieldKind::Text => Text::new(value)
            .map(drop)
            .map_err(|fault| format!("As a value {fault}.")),
        FieldKind::Date if day(value).is_some() => Ok(()),
        FieldKind::Date => Err("A day is written 2026-11-29.".to_owned()),
        FieldKind::Number if is_number(value) => Ok(()),
        FieldKind::Number => Err(format!(
            "A number is written 1234.5, with at most {NUMBER_DIGITS} digits."
        )),
        // Whether there is one, and nobody else's, is looked for where it is asked for.
        FieldKind::Image if images::is_id(value) => Ok(()),
        FieldKind::Image => {
            Err("An image is given by the id that `POST /api/certificate-images` gave.".to_owned())
        }
    }
}

fn is_number(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, rest) = match digits.split_once('.') {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (digits, None),
    };
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let length = whole.len() + rest.map_or(0, str::len);
    plain(whole) && rest.is_none_or(plain) && length <= NUMBER_DIGITS
}

/// Something that mail can be sent to, as far as one can see.
fn is_address(text: &str) -> bool {
    let is_odd = |it: char| {
        it.is_whitespace() || it.is_control() || is_deceiving(it) || "<>(),;:\\\"[]".contains(it)
    };
    match text.rsplit_once('@') {
        Some((local, domain)) => {
            !local.is_empty()
                && !local.contains('@')
                && domain.split('.').count() > 1
                && domain.split('.').all(|part| !part.is_empty())
                && !text.contains(is_odd)
                && !longer(text, EMAIL_LETTERS)
        }
        None => false,
    }
}

fn longer(text: &str, letters: usize) -> bool {
    text.chars().nth(letters).is_some()
}

/// Whom a certificate is given to, as far as it can be told whether two are the same: by address, else by what they are called elsewhere, else by name.
///
/// Under a secret of the batch, so that nobody who does not know it can tell whose it is.
pub(super) fn recipient_hash(secret: &str, wanted: &NewCertificateBody) -> String {
    let recipient = &wanted.recipient;
    let who = match (&recipient.email, &recipient.external_id) {
        (Some(email), _) => format!("email {}", email.to_lowercase()),
        (None, Some(id)) => format!("id {id}"),
        (None, None) => format!("name {}", recipient.name),
    };
    hex::encode(Sha256::digest(format!("{secret}\n{who}")))
}

/// Notes those who are named twice.
pub(super) fn judge_twice(all: &[NewCertificateBody], faults: &mut Faults) {
    let mut known = BTreeSet::new();
    for (index, wanted) in all.iter().enumerate() {
        if !known.insert(recipient_hash("", wanted)) {
            faults.add(
                format!("/certificates/{index}/recipient"),
                "recipient_twice",
                "Somebody is given one certificate of a batch; this is given to somebody who has one already.",
            );
        }
    }
}

/// The values of the fields, without those that fill themselves.
pub(super) fn without_own(mut values: BTreeMap<String, String>) -> BTreeMap<String, String> {
    values.retain(|key, _| !OWN.contains(&key.as_str()));
    values
}

/// The values of the fields, with those that fill themselves.
pub(super) fn values(
    layout: &Layout,
    wanted: &NewCertificateBody,
    number: &str,
) -> BTreeMap<String, String> {
    let mut values = wanted.values.clone();
    let own = [
        (NAME, Some(wanted.recipient.name.as_str())),
        (NUMBER, Some(number)),
        (VALID_FROM, wanted.valid_from.as_deref()),
        (VALID_UNTIL, wanted.valid_until.as_deref()),
    ];
    for (key, value) in own {
        if let (true, Some(value)) = (is_asked(layout, key), value) {
            values.insert(key.to_owned(), value.to_owned());
        }
    }
    values
}
