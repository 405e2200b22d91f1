//! The page that anybody sees: the answer in the first line, then what the certificate says, then the proof. It needs no script, and reads in black and white.

use imprimatur_credential::{Credential, IdentityKind, Secured};
use imprimatur_protocol::api::access::Locale;
use imprimatur_protocol::api::issuance::CertificateState;
use imprimatur_render::format::FieldKind;
use imprimatur_render::format_value;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::answer::Found;
use super::words::{Words, reason, sentence, words};
use crate::access::locales::locale_name;
use crate::clock::rfc3339;
use crate::issuance::Said;

const LANGUAGES: [(Locale, &str); 5] = [
    (Locale::De, "Deutsch"),
    (Locale::Fr, "Français"),
    (Locale::It, "Italiano"),
    (Locale::Rm, "Rumantsch"),
    (Locale::En, "English"),
];

/// What stands in the first line, and how it looks.
enum Tone {
    Good,
    Warn,
    Bad,
    Neutral,
}

impl Tone {
    /// Its class, and its sign: never colour alone.
    const fn marks(&self) -> (&'static str, &'static str) {
        match self {
            Self::Good => ("good", "✓"),
            Self::Warn => ("warn", "!"),
            Self::Bad => ("bad", "✕"),
            Self::Neutral => ("neutral", "?"),
        }
    }
}

/// The page of a certificate, or of none.
pub(super) fn of(found: Option<&Found>, locale: Locale, now_ms: i64) -> Markup {
    let words = words(locale);
    let Some(found) = found else {
        return whole(
            words,
            locale,
            &Tone::Neutral,
            words.unknown,
            &html! { p { (words.unknown_more) } },
        );
    };
    match &found.said {
        Said::Damaged(_) => whole(
            words,
            locale,
            &Tone::Bad,
            words.damaged,
            &html! { p { (words.damaged_more) } },
        ),
        Said::Erased => {
            let more = html! {
                (state_note(found, locale, words))
                p { (words.erased) }
                dl { (row(words.number, found.number.as_deref().unwrap_or("–"))) }
            };
            whole(
                words,
                locale,
                &tone(found.state),
                sentence(locale, found.state),
                &more,
            )
        }
        Said::Genuine(_, secured) => {
            let more = html! {
                (state_note(found, locale, words))
                p { a.picture href={ "/v/" (found.id) "/certificate.pdf" } {
                    img src={ "/v/" (found.id) "/certificate.png" } alt={ (words.certificate) ": " (secured.document.name) } loading="lazy";
                } }
                (facts(&secured.document, found, locale, words))
                (proof(secured, found, locale, words, now_ms))
            };
            whole(
                words,
                locale,
                &tone(found.state),
                sentence(locale, found.state),
                &more,
            )
        }
    }
}

/// The page of a certificate whose recipient shows that it holds, and no more: of them only the first letters of their name.
pub(super) fn brief(found: Option<&Found>, locale: Locale) -> Markup {
    let words = words(locale);
    let Some(found) = found else {
        let more = html! { p { (words.brief_unknown_more) } };
        return whole(words, locale, &Tone::Neutral, words.brief_unknown, &more);
    };
    let secured = match &found.said {
        Said::Damaged(_) => {
            let more = html! { p { (words.damaged_more) } };
            return whole(words, locale, &Tone::Bad, words.damaged, &more);
        }
        Said::Erased => None,
        Said::Genuine(_, secured) => Some(&secured.document),
    };
    let more = html! {
        (state_note(found, locale, words))
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
    let (tone, sentence) = (tone(found.state), sentence(locale, found.state));
    whole(words, locale, &tone, sentence, &more)
}

/// The first letters of a name: `Z. Ç.`.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|part| {
        let first = part.chars().find(|letter| letter.is_alphanumeric())?;
        Some(format!("{}.", first.to_uppercase()))
    });
    letters.take(4).collect::<Vec<_>>().join(" ")
}

/// The page for when nobody can tell.
pub(super) fn away(locale: Locale) -> Markup {
    let words = words(locale);
    whole(
        words,
        locale,
        &Tone::Neutral,
        words.away,
        &html! { p { (words.away_more) } },
    )
}

const fn tone(state: CertificateState) -> Tone {
    match state {
        CertificateState::Valid => Tone::Good,
        CertificateState::NotYet | CertificateState::Expired | CertificateState::Suspended => {
            Tone::Warn
        }
        CertificateState::Revoked => Tone::Bad,
    }
}

fn state_note(found: &Found, locale: Locale, words: &Words) -> Markup {
    html! {
        @if let Some(why) = found.reason {
            p { (reason(locale, why)) @if let Some(at) = found.changed_at { " (" (words.since) " " (day(at, locale)) ")" } }
        }
    }
}

fn facts(credential: &Credential, found: &Found, locale: Locale, words: &Words) -> Markup {
    let recipient = &credential.credential_subject;
    let fields = &recipient.achievement.fields;
    let said = recipient.values.iter().map(|value| {
        let field = fields.iter().find(|field| field.id == value.field);
        (
            field.map_or(value.field.as_str(), |field| field.name.as_str()),
            value.value.as_str(),
        )
    });
    html! {
        h2 { (words.facts) }
        dl lang=(recipient.achievement.in_language) {
            (row(words.certificate, credential.name.as_str()))
            @for identity in &recipient.identifier {
                (row(identity_label(identity.identity_type, words), if identity.hashed { words.hidden } else { identity.identity_hash.as_str() }))
            }
            (row(words.issuer, credential.issuer.name.as_str()))
            @if let Some(number) = &recipient.license_number { (row(words.number, number.as_str())) }
            @if let Some(at) = found.issued_at { (row(words.issued, &day(at, locale))) }
            (row(words.valid_from, &day(credential.valid_from.ms(), locale)))
            (row(words.valid_until, &credential.valid_until.as_ref().map_or_else(|| words.no_end.to_owned(), |it| day(it.ms(), locale))))
            @for (label, value) in said { (row(label, value)) }
        }
        p { (recipient.achievement.criteria.narrative) }
    }
}

const fn identity_label(kind: IdentityKind, words: &Words) -> &'static str {
    match kind {
        IdentityKind::Name => words.recipient,
        IdentityKind::EmailAddress => "E-Mail",
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
        dl {
            (row(words.signed_at, &moment(proof.created.ms(), locale)))
            (row(words.checked_at, &moment(now_ms, locale)))
            (row(words.issuer, document.issuer.id.as_str()))
            (row(words.key, proof.verification_method.as_str().rsplit('#').next().unwrap_or_default()))
        }
        p { a href={ "/v/" (found.id) "/credential.json" } download={ (found.id) ".json" } { (words.credential) } " · " a href={ "/v/" (found.id) "/certificate.pdf" } { "PDF" } }
    }
}

fn row(label: &str, value: &str) -> Markup {
    html! { div { dt { (label) } dd { (value) } } }
}

fn day(ms: i64, locale: Locale) -> String {
    format_value(
        FieldKind::Date,
        &rfc3339(ms)[..10],
        None,
        locale_name(locale),
    )
    .into_owned()
}

/// To the minute, in UTC: whoever looks may be anywhere.
fn moment(ms: i64, locale: Locale) -> String {
    let text = rfc3339(ms);
    format!("{}, {} UTC", day(ms, locale), &text[11..16])
}

fn whole(words: &Words, locale: Locale, tone: &Tone, answer: &str, more: &Markup) -> Markup {
    let around = Frame {
        locale,
        kind: words.title,
        tone: tone.marks(),
        heading: answer,
    };
    frame(&around, more)
}

/// What stands around the content of a public page.
pub(crate) struct Frame<'a> {
    /// Its language.
    pub(crate) locale: Locale,
    /// What kind of page it is.
    pub(crate) kind: &'static str,
    /// How its heading looks, and its sign.
    pub(crate) tone: (&'static str, &'static str),
    /// What it says in large letters.
    pub(crate) heading: &'a str,
}

/// A page that anybody sees, without a script.
pub(crate) fn frame(around: &Frame<'_>, more: &Markup) -> Markup {
    let Frame {
        locale,
        kind,
        tone: (class, sign),
        heading,
    } = around;
    html! {
        (DOCTYPE)
        html lang=(locale_name(*locale)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (heading) " · Imprimatur" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    span.name { "Imprimatur" }
                    nav aria-label=(words(*locale).languages) {
                        @for (other, name) in LANGUAGES {
                            a href={ "?lang=" (locale_name(other)) } lang=(locale_name(other)) hreflang=(locale_name(other))
                              aria-current=[(other == *locale).then_some("true")] { (name) }
                        }
                    }
                }
                main {
                    p.kind { (kind) }
                    h1.(class) { span.sign aria-hidden="true" { (sign) } (heading) }
                    (more)
                }
            }
        }
    }
}

/// Ink and paper; the same by day and by night as the rest of the product.
const STYLE: &str = "
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1b1d22; --soft: #5a5f69; --line: #d9d5cb; --good: #1f6b4f; --warn: #8a5a00; --bad: #9e2b25; --focus: #2b5ba8 }
@media (prefers-color-scheme: dark) { :root { --paper: #16181c; --ink: #eceae4; --soft: #a3a8b3; --line: #2c3038; --good: #7ccba8; --warn: #e3b45c; --bad: #f08a80; --focus: #8db4f0 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 Inter, system-ui, sans-serif; overflow-wrap: anywhere }
header { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: space-between; padding: 16px 24px; border-bottom: 1px solid var(--line) }
.name { font: 600 18px/28px 'EB Garamond', Garamond, Georgia, serif }
nav { display: flex; flex-wrap: wrap; gap: 0 16px; font-size: 14px }
a { color: inherit; text-underline-offset: 3px }
nav a { padding: 4px 0; color: var(--soft) }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none }
a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px }
main { max-width: 640px; margin: 0 auto; padding: 40px 24px 80px }
.kind { margin: 0; color: var(--soft); font-size: 14px }
h1 { display: flex; gap: 12px; margin: 4px 0 24px; font: 500 32px/40px 'EB Garamond', Garamond, Georgia, serif }
.sign { flex: none; display: inline-grid; place-content: center; width: 40px; height: 40px; border: 2px solid currentColor; border-radius: 50%; font: 600 20px/1 system-ui, sans-serif }
.good { color: var(--good) } .warn { color: var(--warn) } .bad { color: var(--bad) } .neutral { color: var(--soft) }
.picture img { display: block; max-width: 100%; max-height: 480px; border: 1px solid var(--line) }
h2 { margin: 40px 0 8px; font-size: 16px }
button { min-height: 40px; margin-top: 8px; padding: 8px 20px; border: 1px solid var(--bad); border-radius: 6px; background: none; color: var(--bad); font: 500 15px/24px Inter, system-ui, sans-serif; cursor: pointer }
button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
dl { margin: 0; border-top: 1px solid var(--line) }
dl div { display: grid; grid-template-columns: 200px 1fr; gap: 0 16px; padding: 8px 0; border-bottom: 1px solid var(--line) }
dt { color: var(--soft) } dd { margin: 0; white-space: pre-line }
@media (max-width: 520px) { dl div { grid-template-columns: 1fr } h1 { font-size: 26px; line-height: 34px } main { padding-top: 24px } }
@media print { nav { display: none } :root { --paper: #fff; --ink: #000; --soft: #333; --line: #999; --good: #000; --warn: #000; --bad: #000 } }
";

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
