//! What is known of a version. Pure.

use std::collections::BTreeSet;

use imprimatur_protocol::{DraftId, ErrorCode, PersonId, VersionId};

pub use imprimatur_protocol::api::versions::{VersionKind, VersionOccasion as Occasion};

use super::Content;
use crate::clock::read_rfc3339;
use crate::error::{Error, Result};
use crate::workspace::{Column, Columns, parse, record};

record! {
    /// What is known of a version, without what it holds.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Version {
        /// Stable.
        pub id: VersionId,
        /// The draft that held it.
        pub draft_id: DraftId,
        /// Whether it stays.
        pub kind: VersionKind,
        /// Why it was made.
        pub occasion: Occasion,
        /// From 1, of frozen ones.
        pub number: Option<i64>,
        /// As somebody called it.
        pub name: Option<String>,
        /// SHA-256 over all that it holds.
        pub hash: String,
        /// The newest journal row in it.
        pub head: i64,
        /// What its template was called.
        pub title: String,
        /// Who wrote since the version before it.
        pub authors: Authors,
        /// Who asked for it.
        pub made_by: Option<PersonId>,
        /// What its pictures are drawn by.
        pub renderer: i64,
        /// Milliseconds since 1970.
        pub created_at: i64,
    }
}

/// A version with all that it holds.
pub struct Frozen {
    /// What is known of it.
    pub version: Version,
    /// What it holds.
    pub content: Content,
}

/// People by their ids, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Authors(pub Vec<PersonId>);

impl Authors {
    /// Everybody of both.
    pub(super) fn with(&self, others: &Self) -> Self {
        let all: BTreeSet<_> = self.0.iter().chain(&others.0).copied().collect();
        Self(all.into_iter().collect())
    }

    /// As the database holds them.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(&self.0).expect("ids are JSON")
    }
}

impl Column for Authors {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        parse(row, name, |text| {
            serde_json::from_str(&text)
                .map(Self)
                .map_err(|cause| cause.to_string())
        })
    }
}

macro_rules! words {
    ($type:ty, $name:ident: $($value:ident = $word:literal),* $(,)?) => {
        /// As the database holds it.
        pub(super) const fn $name(value: $type) -> &'static str {
            match value { $(<$type>::$value => $word,)* }
        }

        impl Column for $type {
            fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
                parse(row, name, |text| match text.as_str() {
                    $($word => Ok(Self::$value),)*
                    other => Err(format!("`{other}` is unknown here")),
                })
            }
        }
    };
}

words!(VersionKind, kind_name: Frozen = "frozen", Checkpoint = "checkpoint");
words!(
    Occasion,
    occasion_name:
    Asked = "asked",
    Edited = "edited",
    Quiet = "quiet",
    BeforeRestore = "before_restore",
);

impl Column for Option<PersonId> {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, sqlx::Error> {
        match row.text(name)? {
            None => Ok(None),
            Some(_) => PersonId::read(row, name).map(Some),
        }
    }
}

/// A place in a draft's history, which is ordered by time: everything older follows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cursor {
    pub(super) created_at: i64,
    /// Of the version there; empty: of none, so before all of that millisecond.
    pub(super) id: String,
}

impl Cursor {
    /// Before everything that was made at this time or later.
    pub(super) fn before(created_at: i64) -> Self {
        Self {
            created_at,
            id: String::new(),
        }
    }

    pub(super) fn after(version: &Version) -> Self {
        Self {
            created_at: version.created_at,
            id: version.id.to_string(),
        }
    }

    pub(super) fn write(&self) -> String {
        format!("{}-{}", self.created_at, self.id)
    }

    pub(super) fn read(text: &str) -> Result<Self> {
        let wrong = || {
            Error::invalid(
                ErrorCode::AddressInvalid,
                "`after` is not the `next` of a page before.",
            )
        };
        let (created_at, id) = text.split_once('-').ok_or_else(wrong)?;
        let id: VersionId = id.parse().map_err(|_| wrong())?;
        Ok(Self {
            created_at: created_at.parse().map_err(|_| wrong())?,
            id: id.to_string(),
        })
    }
}

/// A time of a query.
pub(super) fn moment(name: &str, text: &str) -> Result<i64> {
    read_rfc3339(text).ok_or_else(|| {
        Error::invalid(
            ErrorCode::AddressInvalid,
            format!("`{name}` is a time as RFC 3339 writes it: 2026-11-28T09:30:00Z."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_history_is_read_as_it_was_written() {
        let text = "1763804096007-ver_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b";
        assert_eq!(Cursor::read(text).unwrap().write(), text);
        for odd in [
            "",
            "1",
            "1-",
            "x-ver_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b",
            "1-tpl_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b",
        ] {
            assert!(Cursor::read(odd).is_err(), "{odd}");
        }
        assert!(
            Cursor::before(5) < Cursor::read("5-ver_0190a1b2c3d47e5f8a9b0c1d2e3f4a5b").unwrap()
        );
    }

    #[test]
    fn authors_are_each_named_once() {
        let id = |last: char| -> PersonId {
            format!("per_0190a1b2c3d47e5f8a9b0c1d2e3f4a5{last}")
                .parse()
                .unwrap()
        };
        let both = Authors(vec![id('b'), id('d')]).with(&Authors(vec![id('a'), id('b')]));
        assert_eq!(both, Authors(vec![id('a'), id('b'), id('d')]));
        assert_eq!(Authors::default().text(), "[]");
    }
}
