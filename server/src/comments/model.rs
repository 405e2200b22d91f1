//! Rules of discussions. Pure.

use std::collections::BTreeSet;

use imprimatur_crdt::schema;
use imprimatur_protocol::api::comments::{AnchorBody, PlaceBody, ThreadState};
use imprimatur_protocol::{ErrorCode, PersonId};

use super::speaker::Speaker;
use crate::access::roles::{Permission, Rights};
use crate::error::{Error, Kind, Result};

/// Characters of a quoted passage: some ten lines. What is longer is found again by its beginning.
const QUOTE_MOST: usize = 1_000;

/// Characters before and after a passage: enough to tell one "Name" from another.
const SURROUNDINGS_MOST: usize = 32;

/// Characters of a hint: a relative position takes some sixty.
const HINT_MOST: usize = 400;

/// People that one comment mentions. Whoever means more means everybody.
const MENTIONS_MOST: usize = 20;

/// What takes more than the permission to comment, which allows to begin threads, to answer, react, resolve, open again and pin elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Change or delete words.
    Reword,
    /// Say that the draft is not ready as long as the thread is open, or take that back.
    Block,
}

/// Whether somebody with these rights may; `is_own`: the words, or the thread, are theirs. A guest says what they think, and holds nothing back.
pub(super) fn may(rights: Rights, is_guest: bool, act: Act, is_own: bool) -> bool {
    rights.allow(Permission::Comment)
        && match act {
            Act::Reword => is_own,
            Act::Block => is_own && !is_guest || rights.allow(Permission::Approve),
        }
}

/// Refuses what somebody may not do.
pub(super) fn require(speaker: &Speaker, act: Act, is_own: bool) -> Result<()> {
    let is_guest = speaker.actor.guest().is_some();
    if may(speaker.rights, is_guest, act, is_own) {
        return Ok(());
    }
    let sentence = match act {
        Act::Block if is_guest => "A guest does not say whether a thread holds the draft back.",
        Act::Block => {
            "Only whoever began the thread, and those who approve, say whether it holds the draft back."
        }
        Act::Reword => "Only whoever wrote a comment changes or deletes it.",
    };
    Err(Error::new(
        Kind::Forbidden,
        ErrorCode::NotTheAuthor,
        sentence,
    ))
}

/// Words that a comment may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words(String);

impl Words {
    /// Takes what somebody wrote, without white space around it, and without what cannot be seen and does harm: control characters, marks that turn
    /// the direction of what follows. Text that was pasted must not be lost for them.
    pub(super) fn read(text: &str, at_most: usize) -> Result<Self> {
        let unified = text.replace("\r\n", "\n").replace('\r', "\n");
        let clean: String = unified.chars().filter(|it| is_harmless(*it)).collect();
        let clean = clean.trim();
        let wrong = |message: String| Err(Error::unprocessable(ErrorCode::CommentInvalid, message));
        if clean.is_empty() {
            return wrong("A comment has at least one character that can be seen.".to_owned());
        }
        if clean.chars().count() > at_most {
            return wrong(format!("A comment has at most {at_most} characters."));
        }
        Ok(Self(clean.to_owned()))
    }

    /// As they are kept.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whom they mention, each once, the first [`MENTIONS_MOST`] of them. Who of them is a member is not known here.
    pub(super) fn mentions(&self) -> BTreeSet<PersonId> {
        let mut found = BTreeSet::new();
        for (at, _) in self.0.match_indices("@per_") {
            // 4 for the prefix, 32 for the digits; a longer word is no id.
            let word = &self.0[at + 1..];
            let end = word
                .find(|it: char| !it.is_ascii_alphanumeric() && it != '_')
                .unwrap_or(word.len());
            if let Ok(person) = word[..end].parse() {
                found.insert(person);
            }
            if found.len() == MENTIONS_MOST {
                break;
            }
        }
        found
    }
}

/// No control character but line break and tab, and no mark that turns the direction of what follows.
fn is_harmless(it: char) -> bool {
    matches!(it, '\n' | '\t')
        || !(it.is_control()
            || matches!(it, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
}

/// Whether a client may have made this key.
pub(super) fn check_key(key: &str) -> Result<()> {
    let is_one = (16..=64).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_one {
        return Ok(());
    }
    Err(Error::unprocessable(
        ErrorCode::CommentInvalid,
        "A key has 16 to 64 characters of A-Z, a-z, 0-9, _ and -.",
    ))
}

/// Whether something may be pinned there. That it is in the layout is not asked: it may be gone by now.
pub(super) fn check_anchor(anchor: &AnchorBody) -> Result<()> {
    let wrong =
        |message: &'static str| Err(Error::unprocessable(ErrorCode::AnchorInvalid, message));
    let is_id = |id: &str| schema::is_id(id);
    let fits = |text: &str, most: usize| text.chars().count() <= most && !text.contains('\0');
    let PlaceBody { page, x, y } = place(anchor);
    let is_near = |at: &f64| at.is_finite() && at.abs() <= schema::POSITION_MAX_MM;
    if !is_id(page) || !is_near(x) || !is_near(y) {
        return wrong("A place is a page and millimetres within 100000 of its corner.");
    }
    match anchor {
        AnchorBody::Point { .. } => Ok(()),
        AnchorBody::Element {
            element, offset, ..
        } => {
            if !is_id(element) || !offset.iter().all(|at| (0.0..=1.0).contains(at)) {
                return wrong("A place in an element is its id and two fractions from 0 to 1.");
            }
            Ok(())
        }
        AnchorBody::Passage {
            element,
            language,
            quote,
            prefix,
            suffix,
            hint,
            ..
        } => {
            let is_whole = is_id(element)
                && schema::is_language(language)
                && !quote.is_empty()
                && fits(quote, QUOTE_MOST)
                && fits(prefix, SURROUNDINGS_MOST)
                && fits(suffix, SURROUNDINGS_MOST)
                && hint.as_ref().is_none_or(|hint| fits(hint, HINT_MOST));
            if !is_whole {
                return wrong(
                    "A passage is an element, a language, 1 to 1000 quoted characters, and at most 32 before and after them.",
                );
            }
            Ok(())
        }
    }
}

/// Where an anchor was last seen.
pub(super) fn place(anchor: &AnchorBody) -> &PlaceBody {
    match anchor {
        AnchorBody::Element { place, .. }
        | AnchorBody::Point { place }
        | AnchorBody::Passage { place, .. } => place,
    }
}

/// A state as the database has it.
pub(super) const fn state_name(state: ThreadState) -> &'static str {
    match state {
        ThreadState::Open => "open",
        ThreadState::Resolved => "resolved",
    }
}

/// What a pattern of `LIKE` must be so that a folded name begins with this, at its start or at one of its words. `\` escapes.
pub(super) fn beginnings(prefix: &str) -> (String, String) {
    let mut pattern = String::new();
    for letter in prefix.trim().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    (format!("{pattern}%"), format!("% {pattern}%"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::access::roles::{ROLES, Role};

    #[test]
    fn who_may_do_what() {
        #[rustfmt::skip]
        let table = [
            //                    reword        block
            //                    own  others'  own  others'
            (Role::Admin,         [1,  0,       1,   1]),
            (Role::Designer,      [1,  0,       1,   0]),
            (Role::ContentEditor, [1,  0,       1,   0]),
            (Role::Approver,      [1,  0,       1,   1]),
            (Role::Viewer,        [0,  0,       0,   0]),
        ];
        assert_eq!(table.map(|(role, _)| role), ROLES);
        for (role, row) in table {
            let rights = Rights::of_roles([role]);
            let asked = [
                (Act::Reword, true),
                (Act::Reword, false),
                (Act::Block, true),
                (Act::Block, false),
            ];
            for ((act, is_own), allowed) in asked.into_iter().zip(row) {
                let found = may(rights, false, act, is_own);
                assert_eq!(found, allowed == 1, "{role:?} {act:?}");
            }
        }
        let guest = Rights::NONE.with(Permission::Comment);
        let found = [
            (Act::Reword, true),
            (Act::Reword, false),
            (Act::Block, true),
            (Act::Block, false),
        ]
        .map(|(act, is_own)| may(guest, true, act, is_own));
        assert_eq!(found, [true, false, false, false]);
    }

    #[test]
    fn words_are_cleaned_and_bounded() {
        for (text, kept) in [
            ("  Grüezi \r\n mitenand\r", Some("Grüezi \n mitenand")),
            ("a\u{0}b\u{7}c\u{202e}d\u{feff}", Some("abcd")),
            ("tab\tstays", Some("tab\tstays")),
            ("12345678901234567890", Some("12345678901234567890")),
            ("123456789012345678901", None),
            ("🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋", Some("🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋🖋")),
            ("", None),
            (" \n\t\u{0} ", None),
        ] {
            let words = Words::read(text, 20).ok();
            assert_eq!(words.as_ref().map(Words::as_str), kept, "{text:?}");
        }
    }

    #[test]
    fn mentions_are_whole_ids_and_each_counts_once() {
        let id = |digit: &str| format!("per_0190a1b2c3d47e5f8a9b0c1d2e3f4a5{digit}");
        let [a, b, c] = ["a", "b", "c"].map(id);
        let text = format!("@{a}, @{b}: @{a}! mail@x.ch {c} @{c}0 @per_12 @PER_{c} (@{b})");
        let found = Words::read(&text, 4_000).unwrap().mentions();
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, [a, b]);

        let many: Vec<String> = (100..150)
            .map(|number| format!("@per_0190a1b2c3d47e5f8a9b0c1d2e3f4{number}"))
            .collect();
        let found = Words::read(&many.join(" "), 4_000).unwrap().mentions();
        assert_eq!(found.len(), MENTIONS_MOST);
    }

    #[test]
    fn keys_are_bounded_words() {
        for (key, is_good) in [
            ("0123456789abcdef", true),
            ("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", true),
            ("short", false),
            ("0123456789abcde ", false),
            ("0123456789abcdé", false),
        ] {
            assert_eq!(check_key(key).is_ok(), is_good, "{key}");
        }
        assert!(check_key(&"k".repeat(64)).is_ok());
        assert!(check_key(&"k".repeat(65)).is_err());
    }

    #[test]
    fn anchors_are_bounded() {
        let place = json!({ "page": "p1", "x": 10.0, "y": -3.5 });
        let element = |element: &str, offset: [f64; 2]| json!({ "kind": "element", "element": element, "offset": offset, "place": place });
        let point = |page: &str, x: f64| json!({ "kind": "point", "place": { "page": page, "x": x, "y": 0 } });
        let passage = |language: &str, quote: &str, prefix: &str| {
            json!({ "kind": "passage", "element": "e1", "language": language, "quote": quote, "prefix": prefix, "suffix": "",
                    "offset": 0, "place": place })
        };
        let long = |letters: usize| "ü".repeat(letters);
        for (anchor, is_good) in [
            (element("e1", [0.0, 1.0]), true),
            (element("e1", [0.0, 1.01]), false),
            (element("e1", [-0.01, 0.5]), false),
            (element("", [0.5, 0.5]), false),
            (element("e 1", [0.5, 0.5]), false),
            (element(&"e".repeat(41), [0.5, 0.5]), false),
            (point("p1", 100_000.0), true),
            (point("p1", 100_001.0), false),
            (point("p/1", 0.0), false),
            (passage("de", "Diplom", "das "), true),
            (passage("de", "", "das "), false),
            (passage("d", "Diplom", ""), false),
            (passage("de", &long(1_000), &long(32)), true),
            (passage("de", &long(1_001), ""), false),
            (passage("de", "Diplom", &long(33)), false),
            (passage("de", "Di\u{0}plom", ""), false),
        ] {
            let read: AnchorBody = serde_json::from_value(anchor.clone()).unwrap();
            assert_eq!(check_anchor(&read).is_ok(), is_good, "{anchor}");
            assert_eq!(serde_json::to_value(&read).unwrap()["kind"], anchor["kind"]);
        }
        let more = json!({ "kind": "point", "place": place, "more": 1 });
        assert!(serde_json::from_value::<AnchorBody>(more).is_err());
    }

    #[test]
    fn what_likens_is_escaped() {
        let (start, word) = beginnings(" a_b%c\\ ");
        assert_eq!(
            (start.as_str(), word.as_str()),
            (r"a\_b\%c\\%", r"% a\_b\%c\\%")
        );
    }
}
