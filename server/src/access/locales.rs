//! The languages of the interface, and how they are written. Pure.

pub use imprimatur_protocol::api::access::Locale;

/// Every language of the interface.
const LOCALES: [Locale; 5] = [Locale::De, Locale::Fr, Locale::It, Locale::Rm, Locale::En];

/// A language as the database holds it, and as it is written everywhere else.
pub const fn locale_name(locale: Locale) -> &'static str {
    match locale {
        Locale::De => "de",
        Locale::Fr => "fr",
        Locale::It => "it",
        Locale::Rm => "rm",
        Locale::En => "en",
    }
}

/// The language of that name.
pub fn locale_named(name: &str) -> Option<Locale> {
    LOCALES
        .into_iter()
        .find(|locale| locale_name(*locale) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_wire() {
        for locale in LOCALES {
            assert_eq!(serde_json::to_value(locale).unwrap(), locale_name(locale));
            assert_eq!(locale_named(locale_name(locale)), Some(locale));
        }
        assert_eq!(locale_named("es"), None);
    }
}
