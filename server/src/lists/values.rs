//! What stands in a cell, as certificates have it: days, numbers and languages, however people write them. Pure.

use imprimatur_protocol::api::lists::DayOrder;
use time::{Date, Month};

/// Years of two digits mean those up to so many years from 2000; later ones are of the century before.
const TWO_DIGITS_UP_TO: i32 = 2069;

/// Names of months as people write them, in five languages, without accents; the first three letters tell them apart, but for a few.
const MONTHS: [&[&str]; 12] = [
    &["jan", "gen", "schaner"],
    &["feb", "fev", "fav"],
    &["mar", "maerz", "mrz"],
    &["apr", "avr", "avrigl"],
    &["mai", "may", "mag", "matg"],
    &["jun", "juin", "giu", "zerc"],
    &["jul", "juil", "lug", "fan"],
    &["aug", "aou", "ago", "avu"],
    &["sep", "set"],
    &["oct", "okt", "ott", "oct"],
    &["nov"],
    &["dec", "dez", "dic", "dec"],
];

/// What a text says about days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayRead {
    /// One day, whatever comes first.
    Plain(Date),
    /// Two numbers that could both be day and month: by day first, by month first.
    Either(Date, Date),
    /// Only with the day first, or only with the month first.
    Only(DayOrder, Date),
}

impl DayRead {
    /// The day by an order; none where it is none so.
    pub(super) fn by(self, order: DayOrder) -> Option<Date> {
        match self {
            Self::Plain(day) => Some(day),
            Self::Either(day_first, month_first) => Some(match order {
                DayOrder::DayFirst => day_first,
                DayOrder::MonthFirst => month_first,
            }),
            Self::Only(only, day) => (only == order).then_some(day),
        }
    }
}

/// A day: `2026-11-29`, `29.11.2026`, `29/11/26`, `11/29/2026`, `29. November 2026`, with a time of day behind it or without.
pub(super) fn day(text: &str) -> Option<DayRead> {
    let text = text.trim();
    // A time of day is left away.
    let text = match text.split_once(['T', ' ']) {
        Some((first, rest)) if rest.contains(':') && first.len() >= 6 => first,
        _ => text,
    };
    let parts: Vec<&str> = text
        .split(|it: char| it.is_whitespace() || ".-/,".contains(it))
        .filter(|part| !part.is_empty() && *part != "de" && *part != "da")
        .collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    if let Some(month) = month_named(second) {
        return date(year(third)?, month, number(first)?).map(DayRead::Plain);
    }
    if let Some(month) = month_named(first) {
        return date(year(third)?, month, number(second)?).map(DayRead::Plain);
    }
    let (middle, outer) = (number(second)?, number(first)?);
    if first.len() == 4 {
        return date(i32::from(outer), middle, number(third)?).map(DayRead::Plain);
    }
    let year = year(third)?;
    let day_first = date(year, middle, outer);
    // With points, nobody writes the month first.
    let month_first = if text.contains('.') {
        None
    } else {
        date(year, outer, middle)
    };
    match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => Some(DayRead::Plain(one)),
        (Some(one), Some(other)) => Some(DayRead::Either(one, other)),
        (Some(one), None) if text.contains('.') => Some(DayRead::Plain(one)),
        (Some(one), None) => Some(DayRead::Only(DayOrder::DayFirst, one)),
        (None, Some(other)) => Some(DayRead::Only(DayOrder::MonthFirst, other)),
        (None, None) => None,
    }
}

fn date(year: i32, month: u16, day: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    (1..=9999).contains(&year).then_some(date)
}

fn number(text: &str) -> Option<u16> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn year(text: &str) -> Option<i32> {
    let year = i32::from(number(text)?);
    match text.len() {
        4 => Some(year),
        2 if 2000 + year <= TWO_DIGITS_UP_TO => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn month_named(text: &str) -> Option<u16> {
    let plain = plain_letters(text);
    if plain.len() < 3 || plain.bytes().any(|it| it.is_ascii_digit()) {
        return None;
    }
    let found = MONTHS
        .iter()
        .position(|names| names.iter().any(|name| plain.starts_with(name)));
    found.and_then(|index| u16::try_from(index + 1).ok())
}

/// Small letters without accents.
pub(super) fn plain_letters(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd()
        .filter(|it| !unicode_normalization::char::is_combining_mark(*it))
        .collect::<String>()
        .to_lowercase()
        .replace('ß', "ss")
}

/// A number as certificates have it: `1234.5`.
///
/// Thousands may be set apart as they are in Switzerland (`1’234.5`), Germany (`1.234,5`), France (`1 234,5`) and England (`1,234.5`).
/// A single comma before three digits may be either, and is not guessed.
pub(super) fn number_of(text: &str) -> Option<String> {
    let kept: String = text
        .trim()
        .chars()
        .filter(|it| !it.is_whitespace() && !"'’\u{202f}\u{a0}".contains(*it))
        .map(|it| if it == '−' || it == '–' { '-' } else { it })
        .collect();
    let (sign, digits) = match kept.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", kept.strip_prefix('+').unwrap_or(&kept)),
    };
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let digits = match (points, commas) {
        (_, 0) if points <= 1 => digits.to_owned(),
        (_, 0) => grouped(digits, '.')?,
        (0, 1) => {
            let (whole, rest) = digits.split_once(',')?;
            // 1,234: a thousand, or one and a bit?
            if rest.len() == 3 && whole.len() <= 3 && whole != "0" {
                return None;
            }
            format!("{whole}.{rest}")
        }
        (0, _) => grouped(digits, ',')?,
        _ => {
            let at = digits.rfind(['.', ','])?;
            let (whole, rest) = digits.split_at(at);
            let separator = if rest.starts_with('.') { ',' } else { '.' };
            let rest = &rest[1..];
            if rest.contains(separator) {
                return None;
            }
            format!("{}.{rest}", grouped(whole, separator)?)
        }
    };
    let is_plain = digits.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let ends_well = digits.starts_with(|it: char| it.is_ascii_digit())
        && digits.ends_with(|it: char| it.is_ascii_digit());
    (is_plain && ends_well).then(|| format!("{sign}{digits}"))
}

/// Without what sets thousands apart, which stands before three digits each.
fn grouped(digits: &str, separator: char) -> Option<String> {
    let mut groups = digits.split(separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let fits = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    (fits || rest.is_empty()).then(|| format!("{first}{}", rest.concat()))
}

/// Names of languages in five languages, without accents, beside their codes.
const LANGUAGES: [(&str, &[&str]); 5] = [
    (
        "de",
        &[
            "deutsch", "german", "allemand", "tedesco", "tudestg", "d", "ger", "deu",
        ],
    ),
    (
        "fr",
        &[
            "franzosisch",
            "franzoesisch",
            "french",
            "francais",
            "francese",
            "franzos",
            "f",
            "fra",
            "fre",
        ],
    ),
    (
        "it",
        &[
            "italienisch",
            "italian",
            "italien",
            "italiano",
            "talian",
            "i",
            "ita",
        ],
    ),
    (
        "rm",
        &[
            "ratoromanisch",
            "raetoromanisch",
            "romanisch",
            "romansh",
            "romanche",
            "romancio",
            "rumantsch",
            "rm",
            "roh",
        ],
    ),
    (
        "en",
        &[
            "englisch", "english", "anglais", "inglese", "englais", "e", "eng",
        ],
    ),
];

/// The language of a template that somebody has named: by its code, one that begins alike, or its name.
pub(super) fn language<'a>(text: &str, of_template: &'a [String]) -> Option<&'a String> {
    let plain = plain_letters(text.trim()).replace('_', "-");
    let by = |code: &str| {
        of_template
            .iter()
            .find(|it| it.to_lowercase() == code)
            .or_else(|| {
                let base = |it: &str| it.split('-').next().unwrap_or_default().to_lowercase();
                of_template.iter().find(|it| base(it) == base(code))
            })
    };
    if let Some((code, _)) = LANGUAGES
        .iter()
        .find(|(_, names)| names.contains(&plain.as_str()))
    {
        return by(code);
    }
    by(&plain)
}

/// Whether it is what a spreadsheet shows where it could not calculate something.
pub(super) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 10] = [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
    ];
    ERRORS.contains(&text.trim())
}

/// Whether a spreadsheet would run it, were it to stand in one again.
pub(super) fn is_formula(text: &str) -> bool {
    // After a sign a number may stand, with what belongs to it, and nothing that calculates or calls.
    let signed = |rest: &str| {
        let rest = rest.trim_start();
        let calls = rest.as_bytes().windows(2).any(|pair| {
            pair[0].is_ascii_alphanumeric() && pair[1] == b'(' && !pair[0].is_ascii_digit()
        });
        !rest.starts_with(|it: char| it.is_ascii_digit() || it == '(')
            || calls
            || rest.contains(['|', '!', '+', '*', '&', '^', '=', '<', '>', '@'])
    };
    match text.chars().next() {
        Some('=' | '@') => true,
        Some(sign @ ('+' | '-')) => {
            signed(text.trim_start_matches(sign)) && text.chars().count() > 1
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DayOrder::{DayFirst, MonthFirst};

    fn both(text: &str) -> (Option<String>, Option<String>) {
        let by = |order| {
            day(text)
                .and_then(|it| it.by(order))
                .map(|it| it.to_string())
        };
        (by(DayFirst), by(MonthFirst))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2026-11-29",
            "2026/11/29",
            "2026.11.29",
            "29.11.2026",
            "29. 11. 2026",
            "29.11.26",
            "29. November 2026",
            "29 novembre 2026",
            "29 da november 2026",
            "Nov 29, 2026",
            "29-Nov-26",
            "2026-11-29 00:00:00",
            "2026-11-29T08:00:00",
            "29.11.2026 08:00",
        ] {
            assert_eq!(
                both(text),
                (Some("2026-11-29".into()), Some("2026-11-29".into())),
                "{text}"
            );
        }
        assert_eq!(both("29/11/2026"), (Some("2026-11-29".into()), None));
        assert_eq!(both("11/29/2026"), (None, Some("2026-11-29".into())));
        assert_eq!(
            both("03/04/2026"),
            (Some("2026-04-03".into()), Some("2026-03-04".into()))
        );
        assert_eq!(
            both("04.04.70"),
            (Some("1970-04-04".into()), Some("1970-04-04".into()))
        );
        for (text, month) in [
            ("3. März 2026", 3),
            ("3 août 2026", 8),
            ("3 avrigl 2026", 4),
            ("3 avust 2026", 8),
            ("3 gennaio 2026", 1),
            ("3 zercladur 2026", 6),
            ("3 fanadur 2026", 7),
            ("3 juin 2026", 6),
            ("3 juillet 2026", 7),
            ("3 matg 2026", 5),
            ("3 mars 2026", 3),
            ("3 settember 2026", 9),
        ] {
            assert_eq!(both(text).0, Some(format!("2026-{month:02}-03")), "{text}");
        }
        for text in [
            "",
            "heute",
            "29.2.2026",
            "31.11.2026",
            "2026",
            "1.2",
            "12345",
            "29.11.126",
            "1-2-3-4",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("5", "5"),
            ("5.5", "5.5"),
            ("5,5", "5.5"),
            ("1'234.50", "1234.50"),
            ("1’234", "1234"),
            ("1.234,5", "1234.5"),
            ("1 234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("-3", "-3"),
            ("−3", "-3"),
            ("+3", "3"),
            ("0,125", "0.125"),
            ("1.234", "1.234"),
        ] {
            assert_eq!(number_of(text).as_deref(), Some(number), "{text}");
        }
        for text in [
            "", "1,234", "12,34,5", "1.23.4", "5 Punkte", "1e5", "5.", ".5", "1,2.3,4", "٣",
        ] {
            assert_eq!(number_of(text), None, "{text}");
        }
    }

    #[test]
    fn languages_are_known_by_code_and_name() {
        let of_template = ["de-CH", "fr", "rm"].map(str::to_owned);
        for (text, language_found) in [
            ("de", Some("de-CH")),
            ("DE-ch", Some("de-CH")),
            ("Deutsch", Some("de-CH")),
            ("Français", Some("fr")),
            ("fr_CH", Some("fr")),
            ("Rätoromanisch", Some("rm")),
            ("rumantsch", Some("rm")),
            ("F", Some("fr")),
            ("it", None),
            ("Klingonisch", None),
            ("", None),
        ] {
            assert_eq!(
                language(text, &of_template).map(String::as_str),
                language_found,
                "{text}"
            );
        }
    }

    #[test]
    fn formulas_are_known() {
        for text in [
            "=1+1",
            "@SUM(A1)",
            "=HYPERLINK(\"x\")",
            "+cmd|' /C calc'!A0",
            "-cmd",
            "--x",
            "+1+HYPERLINK(\"http://evil.example\")",
            "-1+cmd|' /C calc'!A0",
            "-5-SUM(A1)",
        ] {
            assert!(is_formula(text), "{text}");
        }
        for text in [
            "Anna",
            "+41 79 000 00 00",
            "-5",
            "+ 3",
            "-",
            "a=b",
            "",
            "+(41) 79",
            "-12 Grad (C)",
        ] {
            assert!(!is_formula(text), "{text}");
        }
        for (text, is) in [
            ("#REF!", true),
            (" #N/A ", true),
            ("#1", false),
            ("", false),
        ] {
            assert_eq!(is_error(text), is, "{text}");
        }
    }
}
