//! Fractional indices: where a thing stands among its siblings.
//!
//! A key is the fraction 0.d₁d₂… in base 62, over `0-9A-Za-z`, and compares byte by byte. It does not end in `0`, so that
//! there is always room below it.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u8 = 62;

/// Whether `key` is a fractional index.
pub fn is_valid(key: &str) -> bool {
    !key.is_empty() && !key.ends_with('0') && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A key strictly between two neighbours; absent (or no valid key): at that end.
///
/// `random` makes the last three digits, so that two people who insert at the same place seldom make
/// the same key. When `after` is not below `before` there is no room between them, and the key lies right above `after`.
pub(crate) fn between(after: Option<&str>, before: Option<&str>, random: u64) -> String {
    let low = after.filter(|key| is_valid(key)).unwrap_or("");
    let high = before.filter(|key| is_valid(key) && low < *key);
    let mut key = String::new();
    let mut bounded = high.is_some();
    for place in 0.. {
        let lowest = digit(low, place);
        let highest = if bounded {
            digit(high.unwrap_or(""), place)
        } else {
            BASE
        };
        // At the ends a small step, of the finer of two digits while there is one left, so that a thousand things put in
        // front one after the other keep short keys.
        let (at_front, at_back) = (
            high.is_none() && !low.is_empty(),
            low.is_empty() && high.is_some(),
        );
        if at_front && place % 2 == 0 && digit(low, place + 1) < BASE - 1 {
            key.push(char::from(DIGITS[usize::from(lowest)]));
            continue;
        }
        if at_back && bounded && place % 2 == 0 && digit(high.unwrap_or(""), place + 1) >= 2 {
            key.push(char::from(DIGITS[usize::from(highest)]));
            continue;
        }
        if highest - lowest >= 2 {
            let step = match (at_front, at_back) {
                (true, _) => 1,
                (_, true) => highest - lowest - 1,
                _ => (highest - lowest) / 2,
            };
            key.push(char::from(DIGITS[usize::from(lowest + step)]));
            break;
        }
        key.push(char::from(DIGITS[usize::from(lowest)]));
        // Once below the upper key, only the rest of the lower one counts.
        bounded = bounded && highest == lowest;
    }
    let (first, rest) = (random % 62, random / 62);
    let (second, third) = (rest % 62, rest / 62 % 61 + 1);
    key.extend([first, second, third].map(|digit| char::from(DIGITS[digit as usize])));
    key
}

/// Gives a key to each sibling that has none, so that they stay in the order in which they stand.
pub(crate) fn complete<T>(siblings: &mut [T], key: impl Fn(&mut T) -> (&mut String, &String)) {
    let mut keys: Vec<String> = siblings.iter_mut().map(|it| key(it).0.clone()).collect();
    fill(&mut keys);
    for (it, filled) in siblings.iter_mut().zip(keys) {
        *key(it).0 = filled;
    }
}

/// Fills the empty keys of a list; the same list gives the same keys.
fn fill(keys: &mut [String]) {
    for place in 0..keys.len() {
        if keys[place].is_empty() {
            let after = place.checked_sub(1).map(|before| keys[before].clone());
            let before = keys[place + 1..].iter().find(|key| !key.is_empty());
            keys[place] = between(
                after.as_deref(),
                before.map(String::as_str),
                0x5eed ^ place as u64,
            );
        }
    }
}

/// Sorts siblings by key, then by id.
pub(crate) fn sort<T>(siblings: &mut [T], key: impl Fn(&mut T) -> (&mut String, &String)) {
    let mut keyed: Vec<(String, String)> = Vec::with_capacity(siblings.len());
    for it in siblings.iter_mut() {
        let (order, id) = key(it);
        keyed.push((order.clone(), id.clone()));
    }
    let mut keys = keyed.into_iter();
    // A cached key is made once for each, in the order of the slice.
    siblings.sort_by_cached_key(|_| keys.next());
}

fn digit(key: &str, place: usize) -> u8 {
    match key.as_bytes().get(place) {
        None => 0,
        Some(byte @ b'0'..=b'9') => byte - b'0',
        Some(byte @ b'A'..=b'Z') => byte - b'A' + 10,
        Some(byte) => byte.wrapping_sub(b'a').saturating_add(36).min(BASE - 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_put_in_front_again_and_again_keeps_a_short_key() {
        let mut key = between(None, None, 7);
        for random in 0..1_000 {
            let next = between(Some(&key), None, random * 7919);
            assert!(next > key, "{next} is not above {key}");
            key = next;
        }
        assert!(key.len() <= 8, "{key}");
    }

    #[test]
    fn what_is_put_behind_again_and_again_keeps_a_short_key() {
        let mut key = between(None, None, 7);
        for random in 0..1_000 {
            let next = between(None, Some(&key), random * 7919);
            assert!(next < key, "{next} is not below {key}");
            key = next;
        }
        assert!(key.len() <= 8, "{key}");
    }

    #[test]
    fn equal_or_broken_neighbours_still_give_a_key() {
        assert!(between(Some("V"), Some("V"), 1).as_str() > "V");
        assert!(is_valid(&between(Some("V0"), Some("é"), 1)));
        assert!(between(Some("z"), None, 1).as_str() > "z");
        let low = between(None, Some("01"), 1);
        assert!(is_valid(&low) && low.as_str() < "01");
    }

    #[test]
    fn missing_keys_are_filled_in_place() {
        let mut keys = ["", "", "V", "", "W", ""].map(str::to_owned);
        fill(&mut keys);
        assert!(keys.is_sorted(), "{keys:?}");
        assert!(keys.iter().all(|key| is_valid(key)));
    }

    proptest! {
        #[test]
        fn a_key_lies_strictly_between(a in "[0-9A-Za-z]{0,6}[1-9A-Za-z]", b in "[0-9A-Za-z]{0,6}[1-9A-Za-z]", random: u64) {
            prop_assume!(a != b);
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            let key = between(Some(&low), Some(&high), random);
            prop_assert!(is_valid(&key));
            prop_assert!(low < key && key < high, "{} {} {}", low, key, high);
        }
    }
}
