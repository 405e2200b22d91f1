//! What a certificate says, as a credential. Pure.

use std::collections::BTreeMap;

use imprimatur_crdt::Layout;
use imprimatur_crdt::layout::FieldKind as LayoutKind;
use imprimatur_credential::{
    Achievement, AchievementKind, Credential, Fault, Field, FieldKind, FieldValue, Identity,
    IdentityKind, Issuer, Moment, Purpose, Recipient, StatusEntry, TEXT_CHARACTERS, Text, Url,
};
use imprimatur_protocol::{Id, StatusListId, VersionId};
use imprimatur_render::format_value;
use sha2::{Digest, Sha256};

use super::fill;
use super::images::digest;
use super::rows::{Press, Wanted, holds};
use super::words::criteria;
use crate::assets::CertificateImage;

/// A text of ours that was not written for credentials: what may not stand in one becomes a space.
fn plain(text: &str) -> Text {
    let plain: String = text
        .chars()
        .map(|it| match Text::new(it.to_string()) {
            Err(Fault::Character(_)) => ' ',
            _ => it,
        })
        .take(TEXT_CHARACTERS)
        .collect();
    Text::new(plain).unwrap_or_else(|_| Text::new("–").expect("a dash is a text"))
}

/// What a certificate says.
pub(super) fn credential(
    press: &Press,
    wanted: &Wanted,
    number: &str,
    (list, place): (StatusListId, u32),
) -> Result<Credential, Fault> {
    let (job, body) = (&press.job, &wanted.body);
    let language = body.language.as_deref().unwrap_or_default();
    let version = version_url(job.version_id);
    let title = plain(&job.template_name);
    let mut achievement = Achievement::new(
        Url::new(version.as_str())?,
        title.clone(),
        title.clone(),
        plain(&criteria(language, &press.organisation_name)),
        Text::new(language)?,
        Text::new(job.version_number.to_string())?,
    );
    achievement.achievement_type = Some(AchievementKind::Certificate);
    let values = fill::values(&press.layout, body, number);
    let (fields, said) = fields(
        &press.layout,
        (language, version.as_str()),
        &values,
        &wanted.images,
    )?;
    achievement.fields = fields;
    let mut identities = vec![Identity::open(
        IdentityKind::Name,
        Text::new(body.recipient.name.as_str())?,
    )];
    // Its own for each certificate, so that two of them do not show that they are of one address.
    let salt = Text::new(hex::encode(Sha256::digest(format!("{}/email", wanted.id))))?;
    if let Some(email) = &body.recipient.email {
        identities.push(Identity::hashed(IdentityKind::EmailAddress, email, salt));
    }
    if let Some(id) = &body.recipient.external_id {
        identities.push(Identity::open(
            IdentityKind::SystemId,
            Text::new(id.as_str())?,
        ));
    }
    let mut recipient = Recipient::new(identities, achievement);
    recipient.license_number = Some(Text::new(number)?);
    recipient.values = said;
    let mut issuer = Issuer::new(press.key.issuer.clone(), plain(&press.organisation_name));
    issuer.url = Some(Url::new(press.origin.as_str())?);
    let (from_ms, until_ms) = holds(body);
    let from = Moment::of_ms(from_ms).ok_or(Fault::Moment)?;
    let id = Url::new(format!("{}/v/{}", press.origin, wanted.id))?;
    let mut credential = Credential::new(id, title, issuer, from, recipient);
    credential.valid_until = until_ms.and_then(Moment::of_ms);
    for purpose in [Purpose::Revocation, Purpose::Suspension] {
        let list = Url::new(format!(
            "{}/status/{list}/{}",
            press.origin,
            purpose.as_str()
        ))?;
        credential
            .credential_status
            .push(StatusEntry::new(list, purpose, place));
    }
    Ok(credential)
}

/// A version of a template, as a credential names it.
fn version_url(version: VersionId) -> String {
    format!("urn:uuid:{}", version.uuid())
}

/// A field of it.
pub(super) fn field_url(version: VersionId, key: &str) -> String {
    field_of(&version_url(version), key)
}

fn field_of(version: &str, key: &str) -> String {
    format!("{version}#{key}")
}

/// The fields that a certificate says something in, and what, as it is printed; of an image, its hash.
fn fields(
    layout: &Layout,
    (language, version): (&str, &str),
    values: &BTreeMap<String, String>,
    images: &[CertificateImage],
) -> Result<(Vec<Field>, Vec<FieldValue>), Fault> {
    let (mut fields, mut said) = (Vec::new(), Vec::new());
    for field in &layout.fields {
        // Name and number stand in places of their own.
        if [fill::NAME, fill::NUMBER].contains(&field.key.as_str()) {
            continue;
        }
        let Some(value) = values.get(&field.key) else {
            continue;
        };
        let written = match field.kind {
            LayoutKind::Image => {
                let image = images.iter().find(|it| it.id.to_string() == *value);
                // Nothing is signed of which it is not known what it shows.
                image.and_then(digest).ok_or(Fault::Empty)?
            }
            LayoutKind::Text | LayoutKind::Date | LayoutKind::Number => {
                format_value(field.kind, value, None, language).into_owned()
            }
        };
        let label = [language, "*"].iter().find_map(|it| field.label.get(*it));
        let label = label.or_else(|| field.label.values().next());
        let label = label
            .filter(|it| !it.trim().is_empty())
            .unwrap_or(&field.key);
        let kind = match field.kind {
            LayoutKind::Number => FieldKind::RawScore,
            LayoutKind::Text | LayoutKind::Date | LayoutKind::Image => FieldKind::Result,
        };
        let id = Url::new(field_of(version, &field.key))?;
        fields.push(Field::new(id.clone(), plain(label), kind));
        said.push(FieldValue::new(id, plain(&written)));
    }
    Ok((fields, said))
}
