//! Names of months and weekdays, as CLDR has them for Switzerland.

use super::Locale;

/// How a month is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Month {
    /// Alone, and before a year.
    Alone,
    /// Behind a day: `da favrer`.
    OfDate,
    /// Behind a day, short.
    Abbreviated,
}

impl Locale {
    /// The name of a month, 1 to 12.
    pub(crate) fn month(self, month: u32, how: Month) -> &'static str {
        let names = match (self, how) {
            (Self::German, _) => &GERMAN,
            (Self::French, Month::Abbreviated) => &FRENCH_ABBREVIATED,
            (Self::French, _) => &FRENCH,
            (Self::Italian, Month::Abbreviated) => &ITALIAN_ABBREVIATED,
            (Self::Italian, _) => &ITALIAN,
            (Self::Romansh, Month::Alone) => &ROMANSH,
            (Self::Romansh, _) => &ROMANSH_OF,
            (Self::English, Month::Abbreviated) => &ENGLISH_ABBREVIATED,
            (Self::English, _) => &ENGLISH,
        };
        names[month as usize - 1]
    }

    /// The name of a weekday, Monday being 0.
    pub(crate) fn weekday(self, weekday: usize) -> &'static str {
        let names = match self {
            Self::German => &GERMAN_DAYS,
            Self::French => &FRENCH_DAYS,
            Self::Italian => &ITALIAN_DAYS,
            Self::Romansh => &ROMANSH_DAYS,
            Self::English => &ENGLISH_DAYS,
        };
        names[weekday]
    }
}

#[rustfmt::skip]
const GERMAN: [&str; 12] = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
];
#[rustfmt::skip]
const FRENCH: [&str; 12] = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
];
#[rustfmt::skip]
const FRENCH_ABBREVIATED: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
];
#[rustfmt::skip]
const ITALIAN: [&str; 12] = [
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
];
#[rustfmt::skip]
const ITALIAN_ABBREVIATED: [&str; 12] = [
    "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
];
#[rustfmt::skip]
const ROMANSH: [&str; 12] = [
    "schaner", "favrer", "mars", "avrigl", "matg", "zercladur", "fanadur", "avust", "settember", "october", "november", "december",
];
#[rustfmt::skip]
const ROMANSH_OF: [&str; 12] = [
    "da schaner", "da favrer", "da mars", "d’avrigl", "da matg", "da zercladur", "da fanadur", "d’avust", "da settember", "d’october",
    "da november", "da december",
];
#[rustfmt::skip]
const ENGLISH: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
];
#[rustfmt::skip]
const ENGLISH_ABBREVIATED: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
];
#[rustfmt::skip]
const GERMAN_DAYS: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
#[rustfmt::skip]
const FRENCH_DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
#[rustfmt::skip]
const ITALIAN_DAYS: [&str; 7] = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"];
#[rustfmt::skip]
const ROMANSH_DAYS: [&str; 7] = ["glindesdi", "mardi", "mesemna", "gievgia", "venderdi", "sonda", "dumengia"];
#[rustfmt::skip]
const ENGLISH_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
