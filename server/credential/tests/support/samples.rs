//! Certificates to try things on.

#![allow(dead_code, reason = "each test uses some of it")]

use imprimatur_credential::{
    Achievement, Credential, Did, Field, FieldKind, FieldValue, Identity, IdentityKind, Issuer,
    Moment, Purpose, Recipient, Signer, SigningKey, StatusEntry, Text, Url, sign,
};

pub(crate) fn text(value: &str) -> Text {
    Text::new(value).expect("a text")
}

pub(crate) fn url(value: &str) -> Url {
    Url::new(value).expect("an address")
}

pub(crate) fn moment(value: &str) -> Moment {
    Moment::new(value).expect("a moment")
}

pub(crate) fn issuer() -> Did {
    Did::web("certificates.example", &["issuers", "acme"]).expect("a name")
}

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32])
}

/// A certificate for somebody, with a mark.
pub(crate) fn certificate(name: &str, mark: &str) -> Credential {
    let field = "https://certificates.example/templates/t1#mark";
    let mut achievement = Achievement::new(
        url("https://certificates.example/templates/t1/versions/3"),
        text("Kurs für Fortgeschrittene"),
        text("Fünf Tage mit Prüfung."),
        text("Wer die Prüfung besteht."),
        text("de"),
        text("3"),
    );
    achievement.fields = vec![Field::new(url(field), text("Note"), FieldKind::RawScore)];
    let identities = vec![
        Identity::open(IdentityKind::Name, text(name)),
        Identity::hashed(IdentityKind::EmailAddress, "zoe@acme.example", text("9f1c")),
    ];
    let mut recipient = Recipient::new(identities, achievement);
    recipient.license_number = Some(text("2026-00017"));
    recipient.values = vec![FieldValue::new(url(field), text(mark))];
    let mut credential = Credential::new(
        url("https://certificates.example/v/crt_1"),
        text("Kurs für Fortgeschrittene"),
        Issuer::new(issuer(), text("Acme AG")),
        moment("2026-11-29T08:00:00Z"),
        recipient,
    );
    credential.valid_until = Some(moment("2031-11-29T08:00:00Z"));
    credential.credential_status = [Purpose::Revocation, Purpose::Suspension]
        .map(|purpose| {
            let list = format!("https://certificates.example/status/{}", purpose.as_str());
            StatusEntry::new(url(&list), purpose, 4711)
        })
        .into();
    credential
}

pub(crate) fn signed(credential: &Credential, key: &SigningKey) -> String {
    let signer = Signer {
        issuer: &issuer(),
        key,
    };
    sign(credential, signer, moment("2026-11-29T08:00:01Z")).expect("a signed certificate")
}
