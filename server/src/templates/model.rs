//! Rules of templates. Pure.

use imprimatur_protocol::api::access::PersonRefBody;
use imprimatur_protocol::api::templates::TemplateBody;
use imprimatur_protocol::{DraftId, ErrorCode, PersonId, TemplateId};

use crate::clock::rfc3339;
use crate::error::{Error, Result};
use crate::http::note::is_deceiving;
use crate::workspace::record;

record! {
    /// A template with its draft and its author.
    #[derive(Debug, Clone)]
    pub(super) struct Template {
        pub(super) id: TemplateId,
        pub(super) name: String,
        pub(super) draft_id: DraftId,
        pub(super) created_at: i64,
        pub(super) updated_at: i64,
        pub(super) author_id: PersonId,
        pub(super) author_name: String,
    }
}

impl From<Template> for TemplateBody {
    fn from(template: Template) -> Self {
        Self {
            id: template.id,
            name: template.name,
            draft_id: template.draft_id,
            created_at: rfc3339(template.created_at),
            updated_at: rfc3339(template.updated_at),
            created_by: PersonRefBody {
                id: template.author_id,
                name: template.author_name,
            },
        }
    }
}

/// A name that a template may have, or a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Takes what somebody typed, without the white space around it.
    ///
    /// # Errors
    /// It is empty, too long, or holds what is no part of a name.
    pub fn read(text: &str, at_most: usize) -> Result<Self> {
        let name = text.trim();
        let wrong = |message: String| Err(Error::unprocessable(ErrorCode::NameInvalid, message));
        if name.is_empty() {
            return wrong("A name has at least one character.".to_owned());
        }
        if name.chars().count() > at_most {
            return wrong(format!("A name has at most {at_most} characters."));
        }
        if name.chars().any(|it| it.is_control() || is_deceiving(it)) {
            return wrong("A name has no line breaks or other control characters.".to_owned());
        }
        if name.chars().all(is_unseen) {
            return wrong("A name has at least one character that can be seen.".to_owned());
        }
        Ok(Self(name.to_owned()))
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is searched.
    pub(super) fn searched(&self) -> String {
        self.0.to_lowercase()
    }
}

/// Takes no ink: spaces, joiners, fillers, marks of direction.
fn is_unseen(it: char) -> bool {
    it.is_whitespace()
        || matches!(
            it,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// What `LIKE` must match so that a name contains the text, whatever the case. `\` escapes.
pub(super) fn pattern(search: Option<&str>) -> String {
    let mut pattern = String::from("%");
    for letter in search.unwrap_or_default().trim().to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    if pattern.len() > 1 {
        pattern.push('%');
    }
    pattern
}

/// A place in the list that is ordered by the last edit: everything older follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) updated_at: i64,
    pub(super) id: String,
}

impl Cursor {
    /// Before the first.
    pub(super) fn start() -> Self {
        Self {
            updated_at: i64::MAX,
            id: String::new(),
        }
    }

    /// After this template.
    pub(super) fn after(template: &Template) -> Self {
        Self {
            updated_at: template.updated_at,
            id: template.id.to_string(),
        }
    }

    /// Reads what [`Self::write`] wrote.
    pub(super) fn read(text: &str) -> Result<Self> {
        let place = text.split_once('.').and_then(|(updated_at, id)| {
            let id = id.parse::<TemplateId>().ok()?;
            Some((updated_at.parse().ok()?, id))
        });
        let (updated_at, id) = place.ok_or_else(|| {
            Error::invalid(
                ErrorCode::AddressInvalid,
                "`after` takes what `next` of the page before gave.",
            )
        })?;
        Ok(Self {
            updated_at,
            id: id.to_string(),
        })
    }

    /// For `next`.
    pub(super) fn write(&self) -> String {
        format!("{}.{}", self.updated_at, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(
            Name::read("  Diplôme \n", 200)
                .map(|name| name.0)
                .ok()
                .as_deref(),
            Some("Diplôme")
        );
        for unseen in [
            "\u{200b}\u{200d}",
            "\u{3164}",
            "\u{feff} \u{2060}",
            "\u{ad}",
        ] {
            assert!(Name::read(unseen, 200).is_err(), "{unseen:?}");
        }
        for deceiving in ["gpj.\u{202e}x", "a\u{2066}b", "a\u{2028}b", "a\u{0}b"] {
            assert!(Name::read(deceiving, 200).is_err(), "{deceiving:?}");
        }
        // Joiners within a name are letters of some languages, and of some pictures.
        assert!(Name::read("👩‍🎓 نمی‌خواهم", 200).is_ok());
        assert_eq!(
            Name::read("ÄÖÜ", 3)
                .map(|name| name.searched())
                .ok()
                .as_deref(),
            Some("äöü")
        );
        for wrong in ["", "   ", "a\u{7}b", "a\nb", "ÄÖÜx"] {
            let refused = Name::read(wrong, 3).map_err(|error| error.code());
            assert_eq!(refused, Err(ErrorCode::NameInvalid), "{wrong:?}");
        }
    }

    #[test]
    fn a_wildcard_is_a_character() {
        assert_eq!(pattern(None), "%");
        assert_eq!(pattern(Some(" ")), "%");
        assert_eq!(pattern(Some("50% Ö_\\")), "%50\\% ö\\_\\\\%");
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor = Cursor {
            updated_at: 7,
            id: "tpl_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b".to_owned(),
        };
        assert_eq!(Cursor::read(&cursor.write()).ok(), Some(cursor));
        for wrong in ["", "7", "x.tpl_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b", "7.drf_x"] {
            assert!(Cursor::read(wrong).is_err(), "{wrong}");
        }
    }
}
