//! From runs to paragraphs of characters (T7, T8).

use super::StyledRun;

/// T7: UTF-16 units of a text that are set.
pub(crate) const MAX_UNITS: usize = 50_000;
/// T8: spaces that a tab counts as.
const TAB: usize = 4;
/// Drawn at the end of a line only (T10, T15).
pub(crate) const SOFT_HYPHEN: char = '\u{AD}';

/// A character that takes part, at its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letter {
    /// As it counts (T8).
    pub character: char,
    /// UTF-16 units before it in the whole text.
    pub at: usize,
    /// The run it comes from.
    pub run: usize,
}

/// What stands between two ends of paragraphs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub letters: Vec<Letter>,
    /// Its first unit.
    pub start: usize,
    /// Behind its last unit, before the `\n`.
    pub end: usize,
    /// The run that gives an empty paragraph its height (T19); none: the element's own style.
    pub style: Option<usize>,
}

/// T7, T8. The flag says whether the text was too long.
pub(crate) fn paragraphs(runs: &[StyledRun]) -> (Vec<Paragraph>, bool) {
    let mut done = Vec::new();
    let mut open = Paragraph::default();
    let mut at = 0;
    for (run, styled) in runs.iter().enumerate() {
        for character in styled.text.chars() {
            let units = character.len_utf16();
            if at + units > MAX_UNITS {
                open.end = at;
                done.push(open);
                return (done, true);
            }
            open.style = Some(run);
            if character == '\n' {
                open.end = at;
                let next = Paragraph {
                    start: at + units,
                    style: Some(run),
                    ..Paragraph::default()
                };
                done.push(std::mem::replace(&mut open, next));
            } else {
                let (character, times) = counted(character);
                let letter = Letter { character, at, run };
                open.letters.extend(std::iter::repeat_n(letter, times));
            }
            at += units;
        }
    }
    open.end = at;
    done.push(open);
    (done, false)
}

/// T8: what a character counts as, and how often.
fn counted(character: char) -> (char, usize) {
    match character {
        '\t' => (' ', TAB),
        '\u{B}'..='\u{D}' | '\u{85}' | '\u{2028}' | '\u{2029}' => (' ', 1),
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{FEFF}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => (character, 0),
        other => (other, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextStyle;

    fn run(text: &str) -> StyledRun {
        StyledRun {
            text: text.to_owned(),
            style: TextStyle::default(),
        }
    }

    fn shown(paragraph: &Paragraph) -> String {
        paragraph.letters.iter().map(|it| it.character).collect()
    }

    #[test]
    fn t7_what_is_too_long_is_cut_at_a_character() {
        let (paragraphs, cut) = paragraphs(&[run(&"a".repeat(MAX_UNITS - 1)), run("𝄞b")]);
        assert!(cut);
        assert_eq!(paragraphs[0].letters.len(), MAX_UNITS - 1);
        assert_eq!(paragraphs[0].end, MAX_UNITS - 1);
        let (_, cut) = super::paragraphs(&[run(&"a".repeat(MAX_UNITS))]);
        assert!(!cut);
    }

    #[test]
    fn t8_characters_count_as_others_or_are_dropped_with_their_place_kept() {
        let (paragraphs, _) = paragraphs(&[run("a\tb\u{200E}\u{7F}𝄞\r\nc"), run("\u{2028}d\n")]);
        assert_eq!(paragraphs.len(), 3);
        assert_eq!(shown(&paragraphs[0]), "a    b𝄞 ");
        let places: Vec<usize> = paragraphs[0].letters.iter().map(|it| it.at).collect();
        assert_eq!(places, [0, 1, 1, 1, 1, 2, 5, 7]);
        assert_eq!((paragraphs[0].start, paragraphs[0].end), (0, 8));
        assert_eq!(shown(&paragraphs[1]), "c d");
        assert_eq!((paragraphs[1].start, paragraphs[1].end), (9, 12));
        assert_eq!((paragraphs[2].start, paragraphs[2].end), (13, 13));
        assert_eq!(paragraphs[2].style, Some(1));
    }

    #[test]
    fn t19_an_empty_paragraph_has_the_style_of_what_ends_it() {
        let (paragraphs, _) = paragraphs(&[run("a\n"), run("\n"), run(""), run("\u{200E}")]);
        let styles: Vec<_> = paragraphs.iter().map(|it| it.style).collect();
        assert_eq!(styles, [Some(0), Some(1), Some(3)]);
        assert_eq!(super::paragraphs(&[run("")]).0[0].style, None);
    }
}
