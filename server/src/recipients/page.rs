//! The page that stops mail of an organisation: a question, a button, an answer. It needs no script, and mail programs press its button by themselves (RFC 8058).

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use imprimatur_protocol::api::access::Locale;
use maud::{Markup, html};

use super::words::unsubscribing;
use crate::issuance::Stop;
use crate::verification::{Tone, locale_of, whole};

/// What is found under a link.
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// Somebody to whom mail goes.
    Asked(Stop),
    /// Somebody to whom none goes any more.
    Stopped(Stop),
}

/// The page, in the language that was asked for or that the browser prefers.
pub(super) fn answer(found: &Found, lang: Option<&str>, headers: &HeaderMap) -> Response {
    let locale = locale_of(lang, headers, None);
    let status = match found {
        Found::Nothing => StatusCode::NOT_FOUND,
        Found::Asked(_) | Found::Stopped(_) => StatusCode::OK,
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, of(found, locale).into_string()).into_response()
}

fn of(found: &Found, locale: Locale) -> Markup {
    let words = unsubscribing(locale);
    let organisation = match found {
        Found::Nothing => "",
        Found::Asked(stop) | Found::Stopped(stop) => stop.organisation_name.as_str(),
    };
    let with = |text: &str| text.replace("{organisation}", organisation);
    let (tone, heading, text, button) = match found {
        Found::Nothing => (Tone::Neutral, words.unknown, words.unknown_more, None),
        Found::Asked(_) => (
            Tone::Neutral,
            words.ask,
            words.ask_more,
            Some(("List-Unsubscribe", "One-Click", words.stop)),
        ),
        Found::Stopped(_) => (
            Tone::Good,
            words.stopped,
            words.stopped_more,
            Some(("again", "yes", words.again)),
        ),
    };
    let heading = with(heading);
    let more = html! {
        p { (with(text)) }
        @if let Some((name, value, label)) = button {
            form method="post" { input type="hidden" name=(name) value=(value); button type="submit" { (label) } }
        }
    };
    whole(words.kind, locale, (Some(tone), &heading), &more)
}
