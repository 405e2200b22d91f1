//! The pages that anybody sees: the answer in the first line, then what the certificate says, then the proof and what became of it. They need no script, and
//! read in black and white.

use std::borrow::Cow;

use imprimatur_credential::{Credential, IdentityKind, PublicKey, Secured, pack};
use imprimatur_protocol::OrganisationId;
use imprimatur_protocol::api::access::Locale;
use imprimatur_protocol::api::issuance::{CertificateState, StateReason};
use maud::{Markup, html};
use serde_json::Value;

use super::answer::Found;
use super::issuers::{Domain, Issuer};
use super::parts::{Tone, day, moment, row, row_in, whole};
use super::words::{Words, reason, sentence, step, words};
use crate::issuance::{Said, Why};

/// The page of a certificate, which has so many pages, or of none.
pub(super) fn of(found: Option<&Found>, locale: Locale, now_ms: i64, pages: usize) -> Markup {
    let words = words(locale);
    let Some(found) = found else {
        return unknown(locale);
    };
    let stands = (Some(tone(found.state)), sentence(locale, found.state));
    match &found.said {
        Said::Damaged(_) => whole(
            words.title,
            locale,
            (Some(Tone::Bad), words.damaged),
            &html! { p { (words.damaged_more) } },
        ),
        Said::Erased => {
            let more = html! {
                (why(found, (locale, words), found.reason_note.as_deref()))
                (successions(found, (locale, words), true))
                p { @if found.erased == Some(Why::Retention) { (words.too_old) " " } (words.erased) }
                dl { (row(words.number, found.number.as_deref().unwrap_or("–"))) }
                (history(found, locale, words))
            };
            whole(words.title, locale, stands, &more)
        }
        Said::Genuine(bytes, secured) => {
            let language = secured
                .document
                .credential_subject
                .achievement
                .in_language
                .as_str();
            let more = html! {
                (why(found, (locale, words), found.reason_note.as_deref()))
                (successions(found, (locale, words), true))
                @for page in 1..=pages { (picture(found, &secured.document, (page, pages), words)) }
                (facts(&secured.document, found, locale, words))
                (proof(secured, found, locale, words, now_ms))
                (history(found, locale, words))
                (all_of_it(bytes, language, words))
                ul.more {
                    li { a href={ "/v/" (found.id) "/certificate.pdf" } { "PDF" } }
                    li { a href={ "/v/" (found.id) "/credential.json" } download={ (found.id) ".json" } { (words.credential) } }
                    @if pack(bytes).is_ok() {
                        li { a href={ "/v/" (found.id) "/offline-qr.svg" } { (words.offline_qr) } }
                    }
                }
            };
            whole(words.title, locale, stands, &more)
        }
    }
}

/// The page of a certificate whose recipient shows that it holds, and no more: of them only the first letters of their name.
pub(super) fn brief(found: Option<&Found>, locale: Locale) -> Markup {
    let words = words(locale);
    let Some(found) = found else {
        let more = html! { p { (words.brief_unknown_more) } };
        let answer = (Some(Tone::Neutral), words.brief_unknown);
        return whole(words.title, locale, answer, &more);
    };
    let secured = match &found.said {
        Said::Damaged(_) => {
            let more = html! { p { (words.damaged_more) } };
            let answer = (Some(Tone::Bad), words.damaged);
            return whole(words.title, locale, answer, &more);
        }
        Said::Erased => None,
        Said::Genuine(_, secured) => Some(&secured.document),
    };
    let more = html! {
        (why(found, (locale, words), None))
        (successions(found, (locale, words), false))
        dl {
            @if let Some(credential) = secured {
                @let recipient = &credential.credential_subject;
                (row(words.certificate, credential.name.as_str()))
                @for identity in recipient.identifier.iter().filter(|it| it.identity_type == IdentityKind::Name && !it.hashed) {
                    (row(words.recipient, &initials(identity.identity_hash.as_str())))
                }
                (row(words.issuer, credential.issuer.name.as_str()))
            }
            @if let Some(at) = found.issued_at { (row(words.issued, &day(at, locale))) }
        }
        p { (if secured.is_some() { words.brief } else { words.erased }) }
    };
    let answer = (Some(tone(found.state)), sentence(locale, found.state));
    whole(words.title, locale, answer, &more)
}

/// The first letters of a name: `Z. Ç.`.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|part| {
        let first = part.chars().find(|letter| letter.is_alphanumeric())?;
        Some(format!("{}.", first.to_uppercase()))
    });
    letters.take(4).collect::<Vec<_>>().join(" ")
}

/// The page for what there is not.
pub(super) fn unknown(locale: Locale) -> Markup {
    let words = words(locale);
    let answer = (Some(Tone::Neutral), words.unknown);
    whole(
        words.title,
        locale,
        answer,
        &html! { p { (words.unknown_more) } },
    )
}

/// The page for when nobody can tell.
pub(super) fn away(locale: Locale) -> Markup {
    let words = words(locale);
    let answer = (Some(Tone::Neutral), words.away);
    whole(
        words.title,
        locale,
        answer,
        &html! { p { (words.away_more) } },
    )
}

/// The page for who asks too often.
pub(super) fn busy(locale: Locale) -> Markup {
    let words = words(locale);
    let answer = (Some(Tone::Neutral), words.busy);
    whole(
        words.title,
        locale,
        answer,
        &html! { p { (words.busy_more) } },
    )
}

/// The page of an organisation that issues.
pub(super) fn issuer(
    organisation: OrganisationId,
    did: &str,
    keys: &[PublicKey],
    issuer: &Issuer,
    locale: Locale,
) -> Markup {
    let words = words(locale);
    let more = html! {
        p { (words.issuer_more) }
        (domains(&issuer.domains, locale, words))
        h2 { (words.proof) }
        dl {
            (row("ID", did))
            @for key in keys { (row(words.key, &key.to_string())) }
        }
        ul.more { li { a href={ "/issuers/" (organisation) "/did.json" } { "did.json" } } }
    };
    let name = issuer.name.as_deref().unwrap_or(words.issuer_unnamed);
    whole(words.issuer_title, locale, (None, name), &more)
}

/// The page for an issuer that there is not.
pub(super) fn no_issuer(locale: Locale) -> Markup {
    let words = words(locale);
    whole(
        words.issuer_title,
        locale,
        (Some(Tone::Neutral), words.issuer_unknown),
        &html! { p { (words.unknown_more) } },
    )
}

const fn tone(state: CertificateState) -> Tone {
    match state {
        CertificateState::Valid => Tone::Good,
        CertificateState::NotYet | CertificateState::Expired | CertificateState::Suspended => {
            Tone::Warn
        }
        CertificateState::Revoked | CertificateState::Superseded => Tone::Bad,
    }
}

/// A page of it, from 1.
fn picture(
    found: &Found,
    credential: &Credential,
    (page, pages): (usize, usize),
    words: &Words,
) -> Markup {
    let query = (page > 1).then(|| format!("?page={page}"));
    let which = (pages > 1).then(|| format!(" ({page}/{pages})"));
    html! {
        p { a.picture href={ "/v/" (found.id) "/certificate.pdf" } {
            img src={ "/v/" (found.id) "/certificate.png" (query.unwrap_or_default()) }
                alt={ (words.certificate) ": " (credential.name) (which.unwrap_or_default()) } loading="lazy";
        } }
    }
}

/// Why it does not hold, and as its issuer says it: what they write is told from what we say, and is in a language that we do not know.
fn why(found: &Found, (locale, words): (Locale, &Words), note: Option<&str>) -> Markup {
    // That the reason is told on request says nothing where it is told.
    let told = found
        .reason
        .filter(|it| note.is_none() || *it != StateReason::Other);
    let since = found.changed_at.filter(|_| found.reason.is_some());
    html! {
        @if let Some(told) = told {
            p { (reason(locale, told)) @if let Some(at) = since { " (" (words.since) " " (day(at, locale)) ")" } }
        }
        @if let Some(note) = note {
            p {
                (words.in_words)
                @if told.is_none() && let Some(at) = since { " (" (words.since) " " (day(at, locale)) ")" }
                (words.colon)
            }
            blockquote lang="" { (note) }
        }
    }
}

/// What has taken its place, and what it takes the place of. Where it is shown without details, nothing leads to others, which show theirs.
fn successions(found: &Found, (locale, words): (Locale, &Words), is_linked: bool) -> Markup {
    html! {
        @if let Some(newer) = found.superseded_by {
            p.newer {
                @if found.state == CertificateState::Superseded {
                    (words.corrected) @if let Some(at) = found.changed_at { " (" (words.since) " " (day(at, locale)) ")" } " "
                } @else {
                    (words.renewed) " "
                }
                @if is_linked { a href={ "/v/" (newer) } { (words.to_newer) } }
            }
        }
        @if let Some(older) = found.supersedes {
            p { (words.supersedes) @if is_linked { " " a href={ "/v/" (older) } { (words.to_older) } } }
        }
    }
}

fn facts(credential: &Credential, found: &Found, locale: Locale, words: &Words) -> Markup {
    let recipient = &credential.credential_subject;
    let language = recipient.achievement.in_language.as_str();
    let fields = &recipient.achievement.fields;
    let said = recipient.values.iter().map(|value| {
        let field = fields.iter().find(|field| field.id == value.field);
        (
            field.map_or(value.field.as_str(), |field| field.name.as_str()),
            in_words(value.value.as_str(), words),
        )
    });
    html! {
        h2 { (words.facts) }
        dl {
            (row_in((words.certificate, None), credential.name.as_str(), language))
            @for identity in &recipient.identifier {
                (row(identity_label(identity.identity_type, words), if identity.hashed { words.hidden } else { identity.identity_hash.as_str() }))
            }
            (row(words.issuer, credential.issuer.name.as_str()))
            @if let Some(number) = &recipient.license_number { (row(words.number, number.as_str())) }
            @if let Some(at) = found.issued_at { (row(words.issued, &day(at, locale))) }
            (row(words.valid_from, &day(credential.valid_from.ms(), locale)))
            (row(words.valid_until, &credential.valid_until.as_ref().map_or_else(|| words.no_end.to_owned(), |it| day(it.ms(), locale))))
            // What its fields are called is said by the certificate.
            @for (label, value) in said { (row_in((label, Some(language)), &value, language)) }
        }
        p lang=(language) { (recipient.achievement.criteria.narrative) }
    }
}

/// A value as people read it: of an image its hash is signed.
fn in_words<'a>(value: &'a str, words: &Words) -> Cow<'a, str> {
    let is_hash = |rest: &str| {
        rest.len() == 44
            && rest
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"+/=".contains(&it))
    };
    if value.strip_prefix("sha256-").is_some_and(is_hash) {
        format!("{} {value}", words.image).into()
    } else {
        value.into()
    }
}

const fn identity_label(kind: IdentityKind, words: &Words) -> &'static str {
    match kind {
        IdentityKind::Name => words.recipient,
        IdentityKind::EmailAddress => words.email,
        IdentityKind::SystemId => "ID",
    }
}

fn proof(
    secured: &Secured<Credential>,
    found: &Found,
    locale: Locale,
    words: &Words,
    now_ms: i64,
) -> Markup {
    let Secured { document, proof } = secured;
    html! {
        h2 { (words.proof) }
        p { (words.trust) }
        (domains(&found.issuer.domains, locale, words))
        dl {
            (row(words.signed_at, &moment(proof.created.ms(), locale)))
            (row(words.checked_at, &moment(now_ms, locale)))
            div { dt { (words.issuer) } dd { a href={ "/issuers/" (found.organisation) } { (document.issuer.id) } } }
            (row(words.key, proof.verification_method.as_str().rsplit('#').next().unwrap_or_default()))
        }
    }
}

/// Whose name it is: by its domains, or a warning that nobody knows.
fn domains(domains: &[Domain], locale: Locale, words: &Words) -> Markup {
    html! {
        @if domains.is_empty() {
            p.note { (words.domain_unknown) }
        } @else {
            dl {
                @for domain in domains {
                    (row(words.domain, &format!("{} ({} {})", domain.name, words.verified_since, day(domain.since_ms, locale))))
                }
            }
        }
    }
}

fn history(found: &Found, locale: Locale, words: &Words) -> Markup {
    html! {
        h2 { (words.history) }
        dl { @for it in &found.history { (row(&moment(it.at_ms, locale), step(locale, it.step))) } }
    }
}

/// Everything that was signed, as it stands in the file.
fn all_of_it(bytes: &[u8], language: &str, words: &Words) -> Markup {
    let mut all = Vec::new();
    if let Ok(value) = serde_json::from_slice(bytes) {
        flatten(&value, String::new(), &mut all);
    }
    html! {
        details {
            summary { (words.all_of_it) }
            dl.raw lang=(language) { @for (path, value) in &all { div { dt lang="en" { (path) } dd { (value) } } } }
        }
    }
}

/// Every value of a document, and where it stands.
fn flatten(value: &Value, path: String, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                flatten(value, format!("{path}{dot}{name}"), found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                flatten(item, format!("{path}[{place}]"), found);
            }
        }
        Value::String(text) => found.push((path, text.clone())),
        Value::Null | Value::Bool(_) | Value::Number(_) => found.push((path, value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_only_its_first_letters_are_shown() {
        for (name, letters) in [
            ("Zoë Çelik", "Z. Ç."),
            ("Jean-Luc  von Péclard", "J. V. P."),
            ("李 小龙", "李. 小."),
            ("«Anna»", "A."),
            ("—", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
