//! How the numbers of certificates are made, as their organisation has settled it. Pure.
//!
//! A number is a stem and what follows on it: `ACME-2026` and `00017`. What is counted is counted for each stem, whichever settings have led to it, so a
//! number that was given is not given again when they change.

use imprimatur_protocol::ErrorCode;
use imprimatur_protocol::api::issuance::{NumberingBody, NumberingKind};

use crate::clock::Clock;
use crate::error::{Error, Result};

/// Letters of what numbers begin with.
const PREFIX_LETTERS: usize = 16;

/// Digits of what is counted: fewer look like a mistake, more nobody reads out.
const COUNTED_DIGITS: std::ops::RangeInclusive<u32> = 3..=10;

/// Characters of what is drawn at random: with eight there are 54,000,000,000 of them, so who guesses meets one of a thousand certificates once in
/// 54,000,000 tries, and is told nothing by it: certificates are found by their ids alone.
const RANDOM_CHARACTERS: std::ops::RangeInclusive<u32> = 8..=16;

/// What is drawn from: nothing that looks like something else (0 O D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V), of each pair one at most, and no vowels, so that no words come of it.
const CHARACTERS: &[u8; 22] = b"3479CFHJKMNPQRTVWXY258";

/// Of those, the ones that are no digits: one of them at least is in each, so that it is never what is counted.
fn is_letter(character: char) -> bool {
    character.is_ascii_uppercase()
}

/// The numbers of an organisation that has settled nothing: `2026-00001`.
pub(super) fn unsettled() -> NumberingBody {
    NumberingBody {
        kind: NumberingKind::Gapless,
        prefix: String::new(),
        year: true,
        digits: 5,
    }
}

/// Refuses what makes no numbers.
pub(super) fn check(numbering: &NumberingBody) -> Result<()> {
    let wrong = |what: String| Err(Error::unprocessable(ErrorCode::SettingsInvalid, what));
    let prefix = numbering.prefix.as_bytes();
    let is_plain = prefix
        .iter()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.'));
    let ends_well = |it: Option<&u8>| it.is_none_or(u8::is_ascii_alphanumeric);
    if prefix.len() > PREFIX_LETTERS
        || !is_plain
        || !ends_well(prefix.first())
        || !ends_well(prefix.last())
    {
        return wrong(format!(
            "Numbers begin with at most {PREFIX_LETTERS} letters from A to Z and digits, with hyphens and points between them."
        ));
    }
    let range = match numbering.kind {
        NumberingKind::Gapless => COUNTED_DIGITS,
        NumberingKind::Random => RANDOM_CHARACTERS,
    };
    if !range.contains(&numbering.digits) {
        return wrong(format!(
            "Numbers of this kind have {} to {} digits.",
            range.start(),
            range.end()
        ));
    }
    Ok(())
}

/// What the numbers of a year begin with.
pub(super) fn stem(numbering: &NumberingBody, year: &str) -> String {
    let year = numbering.year.then_some(year);
    let prefix = Some(numbering.prefix.as_str()).filter(|it| !it.is_empty());
    let parts: Vec<&str> = prefix.into_iter().chain(year).collect();
    parts.join("-")
}

/// The number of a place, from 1.
pub(super) fn counted(numbering: &NumberingBody, stem: &str, place: i64) -> String {
    let digits = usize::try_from(numbering.digits).unwrap_or(5);
    joined(stem, &format!("{place:0digits$}"))
}

/// A number at random. Somebody has to see to it that it is new.
pub(super) fn drawn(numbering: &NumberingBody, stem: &str, clock: &Clock) -> String {
    loop {
        let mut text = String::new();
        while text.len() < numbering.digits as usize {
            let [byte] = clock.random::<1>();
            // Beyond the last whole round some would come more often.
            let most = 256 / CHARACTERS.len() * CHARACTERS.len();
            if usize::from(byte) < most {
                text.push(char::from(CHARACTERS[usize::from(byte) % CHARACTERS.len()]));
            }
        }
        if text.contains(is_letter) {
            return joined(stem, &text);
        }
    }
}

fn joined(stem: &str, rest: &str) -> String {
    if stem.is_empty() {
        return rest.to_owned();
    }
    format!("{stem}-{rest}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn numbering(kind: NumberingKind, prefix: &str, year: bool, digits: u32) -> NumberingBody {
        NumberingBody {
            kind,
            prefix: prefix.to_owned(),
            year,
            digits,
        }
    }

    /// The page shows an example, made by `numbering.ts` from the same rows.
    #[test]
    fn numbers_are_what_was_settled() {
        for (prefix, year, digits, place, number) in [
            ("", true, 5, 1, "2026-00001"),
            ("", true, 3, 1_000, "2026-1000"),
            ("", false, 5, 17, "00017"),
            ("ACME", true, 4, 17, "ACME-2026-0017"),
            ("A.b-C", false, 6, 17, "A.b-C-000017"),
        ] {
            let settled = numbering(NumberingKind::Gapless, prefix, year, digits);
            check(&settled).expect("numbers");
            let stem = stem(&settled, "2026");
            assert_eq!(counted(&settled, &stem, place), number);
        }
    }

    #[test]
    fn the_same_beginning_is_the_same_series() {
        let one = numbering(NumberingKind::Gapless, "A", true, 5);
        let other = numbering(NumberingKind::Gapless, "A-2026", false, 5);
        assert_eq!(stem(&one, "2026"), stem(&other, "2027"));
    }

    #[test]
    fn what_is_drawn_is_read_in_one_way_and_never_counted() {
        let settled = numbering(NumberingKind::Random, "A", true, 8);
        let clock = Clock::held(1_763_804_096_007);
        let drawn: Vec<String> = (0..2_000)
            .map(|_| drawn(&settled, "A-2026", &clock))
            .collect();
        let mut seen = BTreeSet::new();
        for number in &drawn {
            let rest = number.strip_prefix("A-2026-").expect("its stem");
            assert!(rest.len() == 8 && rest.contains(is_letter), "{number}");
            seen.extend(rest.bytes());
        }
        assert_eq!(seen, CHARACTERS.iter().copied().collect());
        assert!(drawn.iter().collect::<BTreeSet<_>>().len() == drawn.len());
        for alike in ["0OD", "1IL", "2Z", "5S", "6G", "8B", "UV"] {
            let there = alike.bytes().filter(|it| CHARACTERS.contains(it)).count();
            assert!(there <= 1, "{alike}");
        }
    }

    #[test]
    fn what_makes_no_numbers_is_refused() {
        use NumberingKind::{Gapless, Random};
        assert!(check(&unsettled()).is_ok());
        for (kind, prefix, digits, is_good) in [
            (Gapless, "ABCDEFGHIJKLMNOP", 5, true),
            (Gapless, "ABCDEFGHIJKLMNOPQ", 5, false),
            (Gapless, "-A", 5, false),
            (Gapless, "A-", 5, false),
            (Gapless, "A/B", 5, false),
            (Gapless, "Ä", 5, false),
            (Gapless, "A B", 5, false),
            (Gapless, "A", 2, false),
            (Gapless, "A", 11, false),
            (Random, "A", 7, false),
            (Random, "A", 8, true),
            (Random, "A", 17, false),
        ] {
            let found = check(&numbering(kind, prefix, true, digits)).is_ok();
            assert_eq!(found, is_good, "{kind:?} {prefix} {digits}");
        }
    }
}
