//! In which form and language somebody wants to be answered: `Accept` and `Accept-Language` as HTTP Semantics has them (RFC 9110, section 12.5). Pure.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Uri, header};
use imprimatur_protocol::api::access::Locale;
use serde::Deserialize;

use crate::access::locales::locale_named;
use crate::error::Result;
use crate::issuance::Sheet;
use crate::pictures::{Format, page_not_found};

/// Parts of one header that are looked at; browsers send some ten.
const PARTS: usize = 50;

/// What programs are answered with, by the names that they know it by.
const FOR_PROGRAMS: [&str; 3] = ["application/json", "application/vc", "application/ld+json"];

/// What of a page is asked for. Whatever else stands in the address, there is a page.
#[derive(Debug, Default, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// `de`, `fr`, `it`, `rm` or `en`; without it what the browser prefers.
    pub(super) lang: Option<String>,
}

/// Which page of a certificate is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PictureQuery {
    /// From 1, which it is unless something else is said.
    page: Option<usize>,
}

impl PictureQuery {
    pub(super) fn sheet(&self, format: Format) -> Result<Sheet> {
        let page = self.page.unwrap_or(1).checked_sub(1);
        let page = page.ok_or_else(page_not_found)?;
        Ok(Sheet { format, page })
    }
}

impl<S: Sync> FromRequestParts<S> for PageQuery {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri))
    }
}

impl PageQuery {
    /// What an address asks for.
    pub(super) fn of(uri: &Uri) -> Self {
        let all = Query::<Vec<(String, String)>>::try_from_uri(uri);
        let all = all.map(|it| it.0).unwrap_or_default().into_iter();
        let mut named = all.filter(|(name, _)| name == "lang");
        Self {
            lang: named.next().map(|(_, value)| value),
        }
    }
}

/// What stands in a list, in lower case, and how much it is wanted, in thousandths. What says nothing of that is wanted as much as can be.
fn weighed(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, u16)> {
    let values = headers.get_all(name).iter();
    let parts = values.filter_map(|value| value.to_str().ok());
    let parts = parts.flat_map(|value| value.split(','));
    parts
        .filter_map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let what = pieces.next()?.to_ascii_lowercase();
            let weight = pieces.find_map(|piece| {
                let (name, value) = piece.split_once('=')?;
                name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
            });
            let weight = weight.map_or(Some(1_000), thousandths);
            (!what.is_empty()).then_some((what, weight?))
        })
        .take(PARTS)
        .collect()
}

/// A weight as it is written: from 0 to 1, with three digits behind the point at most. What is none is passed over with what it weighs.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = rest.bytes().all(|byte| byte.is_ascii_digit());
    if !matches!(whole, "0" | "1") || rest.len() > 3 || !are_digits {
        return None;
    }
    let weight = format!("{whole}{rest:0<3}").parse().ok()?;
    (weight <= 1_000).then_some(weight)
}

/// Whether a program asks: it wants JSON more than a page. Who wants both alike, or does not say, gets the page.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = weighed(headers, &header::ACCEPT);
    // The most exact range that holds a type says how much it is wanted.
    let weight = |media_type: &str| {
        let family = media_type.split_once('/').map(|(family, _)| family);
        let family = format!("{}/*", family.unwrap_or_default());
        [media_type, &family, "*/*"]
            .into_iter()
            .find_map(|range| accepted.iter().find(|(it, _)| it == range))
            .map_or(0, |(_, weight)| *weight)
    };
    let json = FOR_PROGRAMS.into_iter().map(weight).max().unwrap_or(0);
    json > weight("text/html")
}

/// The language that is asked for in the address, or that is wanted most of those that there are, or that of the certificate.
pub(crate) fn locale_of(asked: Option<&str>, headers: &HeaderMap, own: Option<&str>) -> Locale {
    let primary = |tag: &str| locale_named(tag.split('-').next().unwrap_or_default());
    let preferred = || {
        let mut wanted = weighed(headers, &header::ACCEPT_LANGUAGE);
        wanted.retain(|(_, weight)| *weight > 0);
        // Of what is wanted alike, what stands first.
        wanted.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        wanted.iter().find_map(|(tag, _)| primary(tag))
    };
    let own = || primary(own?);
    asked
        .and_then(locale_named)
        .or_else(preferred)
        .or_else(own)
        .unwrap_or(Locale::De)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_language_is_what_was_asked_for_or_what_is_wanted_most() {
        let of = |asked: Option<&str>, accepted: &'static str| {
            locale_of(asked, &headers(header::ACCEPT_LANGUAGE, accepted), None)
        };
        assert_eq!(of(Some("rm"), "fr"), Locale::Rm);
        // What says nothing of its weight is wanted most, wherever it stands.
        assert_eq!(of(Some("es"), "fr-CH;q=0.9, de"), Locale::De);
        assert_eq!(of(None, "en;q=0.8,FR-ch;q=0.85, es"), Locale::Fr);
        assert_eq!(of(None, "es, it-CH"), Locale::It);
        assert_eq!(of(None, "fr;q=0, en;q=0.001"), Locale::En);
        assert_eq!(of(None, "en;q=1.5, fr;q=high, it;q=0.1"), Locale::It);
        assert_eq!(of(None, "en ; Q = 0.2 , rm;q=0.3"), Locale::Rm);
        assert_eq!(of(None, "es, *"), Locale::De);
        let own = |accepted| {
            locale_of(
                None,
                &headers(header::ACCEPT_LANGUAGE, accepted),
                Some("fr-CH"),
            )
        };
        assert_eq!((own("es, *;q=0.5"), own("en")), (Locale::Fr, Locale::En));
    }

    #[test]
    fn a_browser_gets_the_page_and_a_program_what_it_asks_for() {
        let wants = |accept: &'static str| wants_json(&headers(header::ACCEPT, accept));
        for json in [
            "application/json",
            "application/vc",
            "application/*",
            "text/html;q=0.5, application/json",
            "text/html;q=0.5, application/json;q=0.501",
            "Application/JSON; charset=utf-8",
            "text/html;q=0, */*;q=0.1",
        ] {
            assert!(wants(json), "{json}");
        }
        for page in [
            "text/html,application/xhtml+xml,application/json;q=0.9,*/*",
            "application/json, text/html",
            "*/*",
            "image/png",
            "application/json;q=0",
            "application/json;q=2",
            "",
        ] {
            assert!(!wants(page), "{page}");
        }
        assert!(!wants_json(&HeaderMap::new()));
    }
}
