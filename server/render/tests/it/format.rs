//! `tests/golden/format.json`: values as this side and its twin in the page both write them, and CLDR's own word on the dates.
//!
//! With `IMPRIMATUR_BLESS=1` the file is written anew.

use std::path::Path;
use std::process::Command;

use imprimatur_render::format::{FieldKind, format_value};
use serde_json::{Value, json};

const LANGUAGES: [&str; 7] = ["de", "fr", "it", "rm", "en", "fr-CA", "es"];

const DATES: [&str; 22] = [
    "2026-01-01",
    "2026-02-28",
    "2024-02-29",
    "2026-03-01",
    "2026-04-30",
    "2026-05-05",
    "2026-06-11",
    "2026-07-31",
    "2026-08-01",
    "2026-09-09",
    "2026-10-21",
    "2026-11-25",
    "2026-12-31",
    "1999-12-31",
    "0007-01-02",
    "1582-10-10",
    "9999-12-31",
    "2026-02-29",
    "2026-13-01",
    "0000-01-01",
    "25.11.2026",
    "",
];
const DATE_FORMATS: [&str; 9] = [
    "", "long", "medium", "short", "full", "iso", "year", "month", "upper",
];

const NUMBERS: [&str; 22] = [
    "0",
    "-0",
    "7",
    "007",
    "999",
    "1000",
    "-1234",
    "1234567.891",
    "0.5",
    "-0.5",
    "2.5",
    "1.005",
    "999.995",
    "-999.95",
    "85",
    "123456789012345678901234567890",
    "0.000000000000000000000000000001",
    "1234567890123456789012345678901",
    "1e3",
    "1,5",
    "five",
    "-.5",
];
const NUMBER_FORMATS: [&str; 8] = [
    "",
    "plain",
    "0",
    "0.0",
    "0.00",
    "percent",
    "ungrouped",
    "long",
];

const TEXTS: [&str; 6] = [
    "Straße Zürich",
    "l’élève ŉ ﬁ",
    "Größe ẞ",
    "iıİI",
    "2026-11-25",
    "ǆ Ωσς",
];
const TEXT_FORMATS: [&str; 3] = ["", "upper", "long"];

fn cases() -> Vec<Value> {
    let mut cases = Vec::new();
    let mut add = |kind, name: &str, values: &[&str], formats: &[&str]| {
        for language in LANGUAGES {
            // The codes that count as others need no more than a glance.
            let few = if language.len() > 2 || language == "es" {
                3
            } else {
                values.len()
            };
            for value in &values[..few.min(values.len())] {
                for format in formats {
                    let written = format_value(
                        kind,
                        value,
                        Some(format).filter(|it| !it.is_empty()).copied(),
                        language,
                    );
                    cases.push(json!([language, name, value, format, written]));
                }
            }
        }
    };
    add(FieldKind::Date, "date", &DATES, &DATE_FORMATS);
    add(FieldKind::Number, "number", &NUMBERS, &NUMBER_FORMATS);
    add(FieldKind::Text, "text", &TEXTS, &TEXT_FORMATS);
    cases
}

#[test]
fn values_are_written_as_both_sides_agreed() {
    let lines: Vec<String> = cases().iter().map(Value::to_string).collect();
    let text = format!(
        "{{\"about\": \"[language, type, value, format (empty: none), what is shown], by server/render/FORMAT.md\",\n\"cases\": [\n{}\n]}}\n",
        lines.join(",\n")
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/format.json");
    if std::env::var_os("IMPRIMATUR_BLESS").is_some_and(|it| it == "1") {
        std::fs::write(&path, &text).expect("the file can be written");
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    for (new, known) in text.lines().zip(known.lines()) {
        assert_eq!(new, known, "make bless, after a change that is meant");
    }
    assert_eq!(text.len(), known.len(), "as many cases as before");
}

/// The release of CLDR whose patterns FORMAT.md holds; other releases may differ, and are not asked.
const CLDR: &str = "48";

/// Prints, for each locale and style, a day of each month of 2026 and each weekday.
const ASK: &str = r"
const days = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 5 + 2 * month)))
const say = (locale, options) => days.map((day) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(day))
const locales = { de: 'de-CH', fr: 'fr-CH', it: 'it-CH', rm: 'rm', en: 'en-CH' }
const out = {}
for (const [language, locale] of Object.entries(locales)) {
  out[language] = { month: say(locale, { year: 'numeric', month: 'long' }) }
  for (const style of ['full', 'long', 'medium', 'short']) out[language][style] = say(locale, { dateStyle: style })
}
console.log(JSON.stringify({ cldr: process.versions.cldr, days: days.map((day) => day.toISOString().slice(0, 10)), out }))
";

#[test]
fn f2_dates_are_those_of_cldr() {
    let answer = Command::new("node")
        .args(["--eval", ASK])
        .output()
        .expect("the tests need Node.js");
    let answer: Value = serde_json::from_slice(&answer.stdout).expect("JSON comes back");
    let release = answer["cldr"].as_str().unwrap_or_default();
    if release.split('.').next() != Some(CLDR) {
        eprintln!("this Node.js has CLDR {release}, and FORMAT.md holds {CLDR}: not compared");
        return;
    }
    let mut compared = 0;
    for (language, styles) in answer["out"].as_object().expect("by language") {
        for (style, written) in styles.as_object().expect("by style") {
            let days = answer["days"].as_array().expect("a list");
            for (day, written) in days.iter().zip(written.as_array().expect("a list")) {
                let day = day.as_str().expect("a date");
                let own = format_value(FieldKind::Date, day, Some(style), language);
                assert_eq!(
                    Some(own.as_ref()),
                    written.as_str(),
                    "{language} {style} {day}"
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 5 * 5 * 12);
}
