//! What all pages that anybody sees have in common: the frame, the answer in the first line, rows of facts, and how days are written.

use imprimatur_protocol::api::access::Locale;
use imprimatur_render::format::FieldKind;
use imprimatur_render::format_value;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::words::words;
use crate::access::locales::locale_name;
use crate::clock::rfc3339;

const LANGUAGES: [(Locale, &str); 5] = [
    (Locale::De, "Deutsch"),
    (Locale::Fr, "Français"),
    (Locale::It, "Italiano"),
    (Locale::Rm, "Rumantsch"),
    (Locale::En, "English"),
];

/// What stands in the first line, and how it looks.
pub(crate) enum Tone {
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

/// A fact.
pub(super) fn row(label: &str, value: &str) -> Markup {
    html! { div { dt { (label) } dd { (value) } } }
}

/// A fact whose value is written in another language than the page, and its name perhaps as well.
pub(super) fn row_in(
    (label, label_language): (&str, Option<&str>),
    value: &str,
    language: &str,
) -> Markup {
    html! { div { dt lang=[label_language] { (label) } dd lang=(language) { (value) } } }
}

pub(super) fn day(ms: i64, locale: Locale) -> String {
    format_value(
        FieldKind::Date,
        &rfc3339(ms)[..10],
        None,
        locale_name(locale),
    )
    .into_owned()
}

/// To the minute, in UTC: whoever looks may be anywhere.
pub(super) fn moment(ms: i64, locale: Locale) -> String {
    let text = rfc3339(ms);
    format!("{}, {} UTC", day(ms, locale), &text[11..16])
}

/// A page of a kind. `tone`: what its first line means; none, where that is no answer.
pub(crate) fn whole(
    kind: &str,
    locale: Locale,
    (tone, answer): (Option<Tone>, &str),
    more: &Markup,
) -> Markup {
    let words = words(locale);
    let marks = tone.map(|tone| tone.marks());
    html! {
        (DOCTYPE)
        html lang=(locale_name(locale)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (answer) " · Imprimatur" }
                style { (PreEscaped(STYLE)) }
                // Shows one link, and nothing that is an answer depends on it.
                script src="/offline-code.js" defer {}
            }
            body {
                header {
                    span.name { "Imprimatur" }
                    nav aria-label=(words.languages) {
                        @for (other, name) in LANGUAGES {
                            a href={ "?lang=" (locale_name(other)) } lang=(locale_name(other)) hreflang=(locale_name(other))
                              aria-current=[(other == locale).then_some("true")] { (name) }
                        }
                    }
                }
                main {
                    p.kind { (kind) }
                    h1.(marks.map_or("", |(class, _)| class)) {
                        @if let Some((_, sign)) = marks { span.sign aria-hidden="true" { (sign) } }
                        (answer)
                    }
                    p.note #offline-code hidden { a href="/verify" { (words.check_code) } }
                    (more)
                }
                footer { a href="/verify" { (words.check_other) } }
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
main { max-width: 640px; margin: 0 auto; padding: 40px 24px 56px }
.kind { margin: 0; color: var(--soft); font-size: 14px }
h1 { display: flex; gap: 12px; margin: 4px 0 24px; font: 500 32px/40px 'EB Garamond', Garamond, Georgia, serif }
.sign { flex: none; display: inline-grid; place-content: center; width: 40px; height: 40px; border: 2px solid currentColor; border-radius: 50%; font: 600 20px/1 system-ui, sans-serif }
.good { color: var(--good) } .warn { color: var(--warn) } .bad { color: var(--bad) } .neutral { color: var(--soft) }
blockquote { margin: 12px 0; padding: 4px 16px; border-left: 3px solid var(--line); overflow-wrap: anywhere; white-space: pre-line }
.note { padding: 12px 16px; border: 1px solid var(--line); border-left: 3px solid var(--warn) }
.newer { padding: 12px 16px; border: 1px solid currentColor; border-radius: 6px }
.more { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; list-style: none }
.more a { display: inline-block; padding: 4px 0 }
summary { margin: 40px 0 8px; padding: 4px 0; font-weight: 600; cursor: pointer }
summary:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
.raw { font-size: 14px } .raw dt { overflow-wrap: anywhere }
footer { max-width: 640px; margin: 0 auto; padding: 0 24px 48px; font-size: 14px }
.picture img { display: block; max-width: 100%; max-height: 480px; border: 1px solid var(--line) }
h2 { margin: 40px 0 8px; font-size: 16px }
button { min-height: 40px; margin-top: 8px; padding: 8px 20px; border: 1px solid var(--bad); border-radius: 6px; background: none; color: var(--bad); font: 500 15px/24px Inter, system-ui, sans-serif; cursor: pointer }
button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
dl { margin: 0; border-top: 1px solid var(--line) }
dl div { display: grid; grid-template-columns: 200px 1fr; gap: 0 16px; padding: 8px 0; border-bottom: 1px solid var(--line) }
dt { color: var(--soft) } dd { margin: 0; white-space: pre-line }
@media (max-width: 520px) { dl div { grid-template-columns: 1fr } h1 { font-size: 26px; line-height: 34px } main { padding-top: 24px } }
@media print { nav, footer, .more { display: none } :root { --paper: #fff; --ink: #000; --soft: #333; --line: #999; --good: #000; --warn: #000; --bad: #000 } }
";
