//! Dates (F1, F2).

use super::Locale;
use super::names::Month;

/// A day of the proleptic Gregorian calendar that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Date {
    year: u32,
    month: u32,
    day: u32,
}

/// The date as the language writes it; none when the value is no date.
pub(crate) fn written(value: &str, format: &str, locale: Locale) -> Option<String> {
    let date = Date::read(value)?;
    Some(match format {
        "iso" => value.to_owned(),
        "year" => date.year.to_string(),
        "month" => format!("{} {}", locale.month(date.month, Month::Alone), date.year),
        "full" => date.full(locale),
        "medium" => date.medium(locale),
        "short" => date.short(locale),
        _ => date.long(locale),
    })
}

impl Date {
    /// F1.
    fn read(value: &str) -> Option<Self> {
        let bytes = value.as_bytes();
        let digits = |from: usize, to: usize| {
            let part = &bytes[from..to];
            part.iter().try_fold(0, |sum, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + u32::from(digit - b'0'))
            })
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let date = Self {
            year: digits(0, 4)?,
            month: digits(5, 7)?,
            day: digits(8, 10)?,
        };
        let exists = date.year >= 1
            && (1..=12).contains(&date.month)
            && (1..=date.days_of_month()).contains(&date.day);
        exists.then_some(date)
    }

    fn days_of_month(self) -> u32 {
        match self.month {
            2 if self.is_leap_year() => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    fn is_leap_year(self) -> bool {
        self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400))
    }

    /// Monday is 0.
    fn weekday(self) -> usize {
        // Days since the first of March of the year 0, which was a Wednesday: February, and with it the leap day, ends the year.
        let (year, month) = if self.month > 2 {
            (self.year, self.month - 3)
        } else {
            (self.year - 1, self.month + 9)
        };
        let before_month = (153 * month + 2) / 5;
        let days = 365 * year + year / 4 - year / 100 + year / 400 + before_month + self.day - 1;
        (days as usize + 2) % 7
    }

    /// The day where the month is a word.
    fn day_before_word(self, locale: Locale) -> String {
        match (self.day, locale) {
            (1, Locale::French) => "1er".to_owned(),
            (1, Locale::Italian) => "1º".to_owned(),
            (day, Locale::German) => format!("{day}."),
            (day, _) => day.to_string(),
        }
    }

    fn long(self, locale: Locale) -> String {
        let day = self.day_before_word(locale);
        let month = locale.month(self.month, Month::OfDate);
        format!("{day} {month} {}", self.year)
    }

    fn full(self, locale: Locale) -> String {
        let weekday = locale.weekday(self.weekday());
        let article = if locale == Locale::Romansh {
            "ils "
        } else {
            ""
        };
        format!("{weekday}, {article}{}", self.long(locale))
    }

    fn medium(self, locale: Locale) -> String {
        let Self { year, month, day } = self;
        match locale {
            Locale::German => format!("{day:02}.{month:02}.{year}"),
            Locale::Romansh => format!("{day:02}-{month:02}-{year}"),
            Locale::French | Locale::Italian | Locale::English => {
                let day = self.day_before_word(locale);
                format!("{day} {} {year}", locale.month(month, Month::Abbreviated))
            }
        }
    }

    fn short(self, locale: Locale) -> String {
        let Self { year, month, day } = self;
        match locale {
            Locale::German | Locale::French | Locale::Italian => {
                format!("{day:02}.{month:02}.{:02}", year % 100)
            }
            Locale::Romansh => format!("{day:02}-{month:02}-{:02}", year % 100),
            Locale::English => format!("{day:02}.{month:02}.{year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_only_days_that_exist_are_dates() {
        for date in ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert!(Date::read(date).is_some(), "{date}");
        }
        for other in [
            "2026-02-29",
            "1900-02-29",
            "0000-01-01",
            "2026-13-01",
            "2026-00-01",
            "2026-04-31",
            "2026-01-00",
            "2026-1-1",
            "20260101",
            "2026-01-01T00:00",
            " 2026-01-01",
            "+026-01-01",
            "२०२६-०१-०१",
            "",
            "2026/01/01",
        ] {
            assert!(Date::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn f2_weekdays() {
        for (date, weekday) in [
            ("0001-01-01", "Monday"),
            ("1970-01-01", "Thursday"),
            ("2000-02-29", "Tuesday"),
            ("2026-11-25", "Wednesday"),
            ("9999-12-31", "Friday"),
        ] {
            let full = written(date, "full", Locale::English).expect("a date");
            assert!(full.starts_with(weekday), "{full}");
        }
    }

    #[test]
    fn f2_the_first_of_a_month_where_it_is_a_word() {
        let first = |format, locale| written("2026-05-01", format, locale).expect("a date");
        assert_eq!(first("long", Locale::French), "1er mai 2026");
        assert_eq!(first("full", Locale::Italian), "venerdì, 1º maggio 2026");
        assert_eq!(first("medium", Locale::French), "1er mai 2026");
        assert_eq!(first("short", Locale::French), "01.05.26");
        assert_eq!(first("long", Locale::German), "1. Mai 2026");
        assert_eq!(
            first("full", Locale::Romansh),
            "venderdi, ils 1 da matg 2026"
        );
    }
}
