//! Words that somebody adds to what they ask or decide.

use imprimatur_protocol::ErrorCode;

use crate::error::{Error, Result};

/// Words without the white space around them; none where there are none.
///
/// # Errors
/// `note_invalid`: there are more characters than `at_most`, or some that control something.
pub fn read_note(at_most: usize, text: &str) -> Result<Option<&str>> {
    let note = text.trim();
    let is_odd = |it: char| it.is_control() && it != '\n' && it != '\t';
    if note.chars().count() > at_most || note.chars().any(is_odd) {
        return Err(Error::unprocessable(
            ErrorCode::NoteInvalid,
            format!("A note has at most {at_most} characters, and none that control something."),
        ));
    }
    Ok((!note.is_empty()).then_some(note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_bounded_and_control_nothing() {
        assert_eq!(read_note(5, "  so \n").expect("a note"), Some("so"));
        assert_eq!(read_note(5, " \t\n ").expect("no note"), None);
        assert_eq!(read_note(5, "a\nb\tc").expect("lines"), Some("a\nb\tc"));
        for text in ["abcdef", "a\0", "\u{1b}[2J"] {
            let refused = read_note(5, text).expect_err("refused");
            assert_eq!(refused.code(), ErrorCode::NoteInvalid, "{text:?}");
        }
    }
}
