//! What is told of it, for programs and for people. Pure.

use std::fmt::Write as _;

use imprimatur_protocol::OrganisationId;
use serde_json::{Value, json};

use super::{Audited, Certificate, Erased, Kept, Who};
use crate::clock::rfc3339;

fn of(who: &Who) -> Value {
    match who {
        Who::Email(email) => json!({ "email": email }),
        Who::ExternalId(id) => json!({ "external_id": id }),
    }
}

fn name(who: &Who) -> &str {
    match who {
        Who::Email(it) | Who::ExternalId(it) => it,
    }
}

fn audited(all: &[Audited]) -> Vec<Value> {
    all.iter()
        .map(|it| json!({ "person": it.person, "events": it.events }))
        .collect()
}

/// All that is kept of somebody, as JSON.
#[must_use]
pub fn access(organisation: OrganisationId, who: &Who, kept: &Kept) -> Value {
    let certificate = |it: &Certificate| {
        let pictures = it
            .pictures
            .iter()
            .map(|(format, bytes)| json!({ "format": format, "bytes": bytes }));
        let images = it
            .images
            .iter()
            .map(|(kind, bytes)| json!({ "type": kind, "bytes": bytes }));
        let mails = it.mails.iter().map(
            |(kind, state, at)| json!({ "kind": kind, "state": state, "asked_at": rfc3339(*at) }),
        );
        let asked_names = it.asked_names.iter().map(|asked| {
            json!({
                "name": asked.name,
                "note": asked.note,
                "state": asked.state,
                "answer": asked.answer,
                "asked_at": rfc3339(asked.asked_at),
            })
        });
        json!({
            "id": it.id,
            "number": it.number,
            "title": it.title,
            "state": it.state,
            "language": it.language,
            "issued_at": it.issued_at,
            "valid_from": it.valid_from,
            "valid_until": it.valid_until,
            "name": it.name,
            "email": it.email,
            "external_id": it.claims["external_id"],
            "values": it.claims["values"],
            "credential": it.credential,
            "pictures": pictures.collect::<Vec<_>>(),
            "images": images.collect::<Vec<_>>(),
            "mails": mails.collect::<Vec<_>>(),
            "asked_names": asked_names.collect::<Vec<_>>(),
            "claimed_at": it.claimed_at.map(rfc3339),
            "shared_at": it.shared_at,
            "revocation_reason": it.revocation_reason,
            "revocation_note": it.revocation_note,
        })
    };
    let waiting = kept.waiting.iter().map(|it| {
        json!({ "batch": it.batch, "row": it.number, "certificate": it.certificate, "wanted": it.wanted })
    });
    json!({
        "organisation": organisation,
        "asked": of(who),
        "certificates": kept.certificates.iter().map(certificate).collect::<Vec<_>>(),
        "waiting": waiting.collect::<Vec<_>>(),
        "audit": audited(&kept.audited),
        "address_proved_at": kept.proved_at.map(rfc3339),
    })
}

/// The same in words.
#[must_use]
pub fn access_text(organisation: OrganisationId, who: &Who, kept: &Kept) -> String {
    let mut text = format!(
        "Kept of {} by {organisation}: {} certificates, {} that wait to be issued, {} people in the audit.\n",
        name(who),
        kept.certificates.len(),
        kept.waiting.len(),
        kept.audited.len()
    );
    // Writing to a string does not fail.
    if let Some(at) = kept.proved_at {
        let _ = writeln!(
            text,
            "The address was proved to be theirs on {}.",
            rfc3339(at)
        );
    }
    for it in &kept.certificates {
        let _ = writeln!(
            text,
            "\n{} ({}), {}: {}",
            it.id, it.number, it.title, it.state
        );
        let until = it.valid_until.as_deref().unwrap_or("no end");
        let _ = writeln!(
            text,
            "  issued {}, holds from {} until {until}, in {}",
            it.issued_at, it.valid_from, it.language
        );
        let given = [
            ("name", it.name.as_deref()),
            ("address", it.email.as_deref()),
            ("external id", it.claims["external_id"].as_str()),
        ];
        for (label, value) in given {
            if let Some(value) = value {
                let _ = writeln!(text, "  {label}: {value}");
            }
        }
        for (key, value) in it.claims["values"].as_object().into_iter().flatten() {
            let _ = writeln!(text, "  {key} = {}", value.as_str().unwrap_or_default());
        }
        for (format, bytes) in &it.pictures {
            let _ = writeln!(text, "  a picture ({format}, {bytes} bytes)");
        }
        for (kind, bytes) in &it.images {
            let _ = writeln!(
                text,
                "  an image that it was filled with ({kind}, {bytes} bytes)"
            );
        }
        for (kind, state, at) in &it.mails {
            let _ = writeln!(
                text,
                "  a mail ({kind}), {state}, asked for {}",
                rfc3339(*at)
            );
        }
        for asked in &it.asked_names {
            let _ = writeln!(
                text,
                "  asked to be called {} ({}), {}: {}; {}",
                asked.name,
                rfc3339(asked.asked_at),
                asked.state,
                asked.note.as_deref().unwrap_or("no note"),
                asked.answer.as_deref().unwrap_or("no answer")
            );
        }
        if let Some(at) = it.claimed_at {
            let _ = writeln!(text, "  claimed {}", rfc3339(at));
        }
        if let Some(at) = &it.shared_at {
            let _ = writeln!(text, "  shown to others without details since {at}");
        }
        if let Some(reason) = &it.revocation_reason {
            let note = it.revocation_note.as_deref().unwrap_or("no words");
            let _ = writeln!(text, "  does not hold because of {reason}: {note}");
        }
    }
    for it in &kept.waiting {
        let _ = writeln!(
            text,
            "\nrow {} of {} waits to be issued as {}: {}",
            it.number, it.batch, it.certificate, it.wanted
        );
    }
    for it in &kept.audited {
        let _ = writeln!(
            text,
            "\n{} stands in {} events of the audit, with name or address",
            it.person, it.events
        );
    }
    text
}

/// What was erased, as JSON. It names nobody.
#[must_use]
pub fn erased(organisation: OrganisationId, erased: &Erased) -> Value {
    json!({
        "organisation": organisation,
        "certificates": erased.certificates,
        "waiting": erased.waiting,
        "audit": audited(&erased.audited),
    })
}

/// The same in words.
#[must_use]
pub fn erased_text(organisation: OrganisationId, erased: &Erased) -> String {
    let mut text = format!(
        "Erased by {organisation}: what {} certificates say of somebody with their pictures, {} that waited to be issued and never will be, {} people in the audit.\n",
        erased.certificates.len(),
        erased.waiting,
        erased.audited.len()
    );
    for id in &erased.certificates {
        let _ = writeln!(text, "  {id}");
    }
    for it in &erased.audited {
        let _ = writeln!(text, "  {} in {} events", it.person, it.events);
    }
    text
}
