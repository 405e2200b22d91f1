//! How names are searched and put in order: without capitals and marks. Neither database does that for all letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text without what people do not type when they look for somebody: `Özlem` and `ozlem` are one.
pub fn folded(text: &str) -> String {
    let bare = text.nfd().filter(|letter| !is_combining_mark(*letter));
    bare.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_marks_are_nothing() {
        assert_eq!(folded("Özlem ÄRNI"), "ozlem arni");
        assert_eq!(folded("Zoë d'Été"), "zoe d'ete");
        assert_eq!(folded("Strauß"), "strauß");
    }
}
