//! Days, as people give them, and moments of them. Pure.

use imprimatur_render::format::FieldKind;
use imprimatur_render::format_value;
use time::format_description::FormatItem;
use time::macros::format_description;
use time::{Date, Time};

const DAY: &[FormatItem<'static>] = format_description!("[year]-[month]-[day]");

/// A day of a year of four digits: `2026-11-29`.
pub(super) fn day(text: &str) -> Option<Date> {
    let day = Date::parse(text, DAY).ok()?;
    (text.len() == 10 && day.year() >= 1).then_some(day)
}

/// Its first millisecond in UTC, since 1970.
pub(super) fn begins_ms(day: Date) -> i64 {
    day.with_time(Time::MIDNIGHT).assume_utc().unix_timestamp() * 1000
}

/// Its last second in UTC.
pub(super) fn ends_ms(day: Date) -> i64 {
    begins_ms(day) + 86_399_000
}

/// The day of a moment, in UTC.
pub(super) fn day_of_ms(ms: i64) -> String {
    crate::clock::rfc3339(ms)[..10].to_owned()
}

/// The day of a moment, in UTC, as a language writes it.
pub(super) fn written(ms: i64, language: &str) -> String {
    format_value(FieldKind::Date, &day_of_ms(ms), None, language).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_that_is() {
        let given = day("2026-11-29").expect("a day");
        assert_eq!(
            (begins_ms(given), ends_ms(given)),
            (1_795_910_400_000, 1_795_996_799_000)
        );
        assert_eq!(day_of_ms(ends_ms(given)), "2026-11-29");
        for bad in [
            "",
            "2026-02-29",
            "29.11.2026",
            "2026-11-29T08:00",
            "+2026-11-29",
            "0000-01-01",
            "12026-01-01",
        ] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }
}
