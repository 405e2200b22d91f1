//! Numbers, as digits, never through a double (F1, F3).

use super::Locale;

/// F1: digits of a number that are read.
const MAX_DIGITS: usize = 30;
/// Digits of a group.
const GROUP: usize = 3;

/// The number as the language writes it; none when the value is no number.
pub(crate) fn written(value: &str, format: &str, locale: Locale) -> Option<String> {
    let number = Number::read(value)?;
    let number = match format {
        "0" => number.rounded(0),
        "0.0" => number.rounded(1),
        "0.00" => number.rounded(2),
        _ => number,
    };
    let mut written = number.shown(locale, format != "ungrouped");
    if format == "percent" {
        written.push('%');
    }
    Some(written)
}

/// Digits as characters, without zeros at the beginning.
struct Number {
    negative: bool,
    whole: String,
    decimals: String,
}

impl Number {
    /// F1.
    fn read(value: &str) -> Option<Self> {
        let (negative, digits) = match value.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, value),
        };
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        let (whole, decimals) = match digits.split_once('.') {
            Some((whole, decimals)) if is_digits(decimals) => (whole, decimals),
            Some(_) => return None,
            None => (digits, ""),
        };
        if !is_digits(whole) || whole.len() + decimals.len() > MAX_DIGITS {
            return None;
        }
        Some(Self {
            negative,
            whole: without_zeros(whole).to_owned(),
            decimals: decimals.to_owned(),
        })
    }

    /// Half away from zero.
    fn rounded(mut self, places: usize) -> Self {
        if self.decimals.len() <= places {
            let zeros = places - self.decimals.len();
            self.decimals.extend(std::iter::repeat_n('0', zeros));
            return self;
        }
        let up = self.decimals.as_bytes()[places] >= b'5';
        self.decimals.truncate(places);
        if up {
            let digits = one_more(&format!("{}{}", self.whole, self.decimals));
            let (whole, decimals) = digits.split_at(digits.len() - places);
            self.whole = without_zeros(whole).to_owned();
            self.decimals = decimals.to_owned();
        }
        self
    }

    fn shown(&self, locale: Locale, grouped: bool) -> String {
        let (group, point) = match locale {
            Locale::French => ('\u{202F}', ','),
            Locale::German | Locale::Italian | Locale::Romansh | Locale::English => ('’', '.'),
        };
        let mut shown = String::new();
        let is_zero = |part: &str| part.bytes().all(|it| it == b'0');
        if self.negative && !(is_zero(&self.whole) && is_zero(&self.decimals)) {
            shown.push('-');
        }
        for (index, digit) in self.whole.chars().enumerate() {
            if grouped && index > 0 && (self.whole.len() - index).is_multiple_of(GROUP) {
                shown.push(group);
            }
            shown.push(digit);
        }
        if !self.decimals.is_empty() {
            shown.push(point);
            shown.push_str(&self.decimals);
        }
        shown
    }
}

/// Up to the last digit.
fn without_zeros(whole: &str) -> &str {
    let kept = whole.trim_start_matches('0');
    if kept.is_empty() { "0" } else { kept }
}

/// One more in the last place.
fn one_more(digits: &str) -> String {
    let mut bytes = digits.as_bytes().to_vec();
    for digit in bytes.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return String::from_utf8(bytes).expect("digits are ASCII");
        }
        *digit = b'0';
    }
    format!("1{}", "0".repeat(digits.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(value: &str, format: &str) -> String {
        written(value, format, Locale::German).unwrap_or_else(|| "no number".to_owned())
    }

    #[test]
    fn f1_what_is_a_number() {
        for other in [
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "+1",
            "1,5",
            "1 000",
            "١",
            "--1",
            "1.2.3",
            "NaN",
            "1234567890123456789012345678901",
            "-.1",
        ] {
            assert_eq!(german(other, "plain"), "no number", "{other}");
        }
        assert_eq!(
            german("-123456789012345678901234567890", "plain"),
            "-123’456’789’012’345’678’901’234’567’890"
        );
    }

    #[test]
    fn f3_rounding_goes_away_from_zero_in_decimals() {
        for (value, format, written) in [
            ("2.5", "0", "3"),
            ("-2.5", "0", "-3"),
            ("2.4999999999999999999999", "0", "2"),
            ("1.005", "0.00", "1.01"),
            ("999.995", "0.00", "1’000.00"),
            ("0.05", "0.0", "0.1"),
            ("-0.4", "0", "0"),
            ("-0.04", "0.0", "0.0"),
            ("7", "0.00", "7.00"),
            ("9.99", "0.0", "10.0"),
            ("0.5", "0", "1"),
        ] {
            assert_eq!(german(value, format), written, "{value} {format}");
        }
    }

    #[test]
    fn f3_signs_and_groups() {
        assert_eq!(german("0012345.60", "plain"), "12’345.60");
        assert_eq!(german("1234", "ungrouped"), "1234");
        assert_eq!(german("85", "percent"), "85%");
        assert_eq!(german("-0.00", "nonsense"), "0.00");
        assert_eq!(german("000", "plain"), "0");
        assert_eq!(
            written("-1234.5", "plain", Locale::French).as_deref(),
            Some("-1\u{202F}234,5")
        );
    }
}
