//! Words that somebody adds to what they ask or decide.

use imprimatur_protocol::ErrorCode;

use crate::error::{Error, Result};

/// Words without the white space around them; none where there are none.
///
/// # Errors
/// `note_invalid`: there are more characters than `at_most`, or some that control something.
pub fn read_note(at_most: usize, text: &str) -> Result<Option<&str>> {
    let note = text.trim();
    let is_odd = |it: char| (it.is_control() && it != '\n' && it != '\t') || is_deceiving(it);
    if note.chars().count() > at_most || note.chars().any(is_odd) {
        return Err(Error::unprocessable(
            ErrorCode::NoteInvalid,
            format!("A note has at most {at_most} characters, and none that control something."),
        ));
    }
    Ok((!note.is_empty()).then_some(note))
}

/// Whether somebody who reads it would take it for something else: line and paragraph separators, marks that turn the direction of what follows (also
/// beyond the text itself), spaces without a width, tags, and letters that mean what somebody has agreed on in private.
#[must_use]
pub fn is_deceiving(it: char) -> bool {
    matches!(
        it,
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_bounded_and_control_nothing() {
        assert_eq!(read_note(5, "  so \n").expect("a note"), Some("so"));
        assert_eq!(read_note(5, " \t\n ").expect("no note"), None);
        assert_eq!(read_note(5, "a\nb\tc").expect("lines"), Some("a\nb\tc"));
        for text in ["abcdef", "a\0", "\u{1b}[2J", "\u{202e}b", "a\u{200b}"] {
            let refused = read_note(5, text).expect_err("refused");
            assert_eq!(refused.code(), ErrorCode::NoteInvalid, "{text:?}");
        }
    }
}
