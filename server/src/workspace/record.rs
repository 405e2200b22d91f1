//! Rows that both engines give, read by the names of their columns.
//!
//! Written here rather than derived: sqlx's derive comes with its checked queries, and those build both drivers, SQLite in C
//! included, a second time for the compiler.

use std::borrow::Cow;

use imprimatur_protocol::{
    ActorId, ApiKeyId, AssetId, BatchId, CertificateActId, CertificateId, CertificateImageId,
    CommentId, DraftId, EventId, GuestId, ImpersonatorId, MailId, NameRequestId, NotificationId,
    OrganisationId, PersonId, PublicationId, RecipientAddressId, RecipientId, ReviewId, RunId,
    SessionId, ShareId, TemplateId, ThreadId, VersionId,
};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Error, Row};

/// A row of either engine. Columns are of the three types that both know, each nullable.
pub trait Columns {
    /// A `TEXT` column.
    fn text(&self, name: &str) -> Result<Option<String>, Error>;
    /// A `BIGINT` column.
    fn int(&self, name: &str) -> Result<Option<i64>, Error>;
    /// A `BYTEA` or `BLOB` column.
    fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, Error>;
}

macro_rules! columns {
    ($($row:ty),*) => {$(
        impl Columns for $row {
            fn text(&self, name: &str) -> Result<Option<String>, Error> {
                self.try_get(name)
            }

            fn int(&self, name: &str) -> Result<Option<i64>, Error> {
                self.try_get(name)
            }

            fn bytes(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
                self.try_get(name)
            }
        }
    )*};
}
columns!(SqliteRow, PgRow);

/// What a column is read as.
pub trait Column: Sized {
    /// Reads the column of this name.
    ///
    /// # Errors
    /// There is no such column, or what it holds is no such value.
    fn read(row: &dyn Columns, name: &str) -> Result<Self, Error>;
}

/// Why a column cannot be read.
fn unreadable(name: &str, cause: impl Into<Cow<'static, str>>) -> Error {
    Error::ColumnDecode {
        index: name.to_owned(),
        source: cause.into().into(),
    }
}

impl Column for Option<String> {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, Error> {
        row.text(name)
    }
}

impl Column for Option<i64> {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, Error> {
        row.int(name)
    }
}

impl Column for Option<Vec<u8>> {
    fn read(row: &dyn Columns, name: &str) -> Result<Self, Error> {
        row.bytes(name)
    }
}

macro_rules! never_null {
    ($($value:ty),*) => {$(
        impl Column for $value {
            fn read(row: &dyn Columns, name: &str) -> Result<Self, Error> {
                Option::<$value>::read(row, name)?.ok_or_else(|| unreadable(name, "is null"))
            }
        }
    )*};
}
never_null!(String, i64, Vec<u8>);

/// Reads a column of text as a value that may refuse it.
///
/// # Errors
/// As [`Column::read`].
pub fn parse<T>(
    row: &dyn Columns,
    name: &str,
    parse: impl FnOnce(String) -> Result<T, String>,
) -> Result<T, Error> {
    parse(String::read(row, name)?).map_err(|cause| unreadable(name, cause))
}

/// Reads a column of text as one of some words. A newer version may have written another one.
///
/// # Errors
/// As [`Column::read`].
pub fn word<T>(
    row: &dyn Columns,
    name: &str,
    named: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Error> {
    parse(row, name, |word| {
        named(&word).ok_or_else(|| format!("`{word}` is unknown here"))
    })
}

macro_rules! ids {
    ($($id:ty),*) => {$(
        impl Column for $id {
            fn read(row: &dyn Columns, name: &str) -> Result<Self, Error> {
                parse(row, name, |text| Self::try_from(text).map_err(|cause| cause.to_string()))
            }
        }
    )*};
}
ids!(
    AssetId,
    ApiKeyId,
    EventId,
    ImpersonatorId,
    RunId,
    DraftId,
    OrganisationId,
    PersonId,
    SessionId,
    TemplateId,
    ThreadId,
    CommentId,
    NotificationId,
    MailId,
    VersionId,
    ReviewId,
    NameRequestId,
    PublicationId,
    GuestId,
    CertificateId,
    CertificateImageId,
    RecipientAddressId,
    RecipientId,
    ShareId,
    CertificateActId,
    BatchId,
    ActorId
);

/// A row with the columns that a statement names. Declared with [`record!`].
pub trait Record: Sized + Send + Unpin {
    /// Reads a row.
    ///
    /// # Errors
    /// A column is missing, or cannot be read as its field.
    fn read(row: &dyn Columns) -> Result<Self, Error>;
}

/// Declares a struct whose fields are the columns of a row, under the same names.
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type),*
        }

        impl $crate::workspace::Record for $name {
            fn read(row: &dyn $crate::workspace::Columns) -> Result<Self, sqlx::Error> {
                Ok(Self {
                    $($field: <$type as $crate::workspace::Column>::read(row, stringify!($field))?),*
                })
            }
        }
    };
}
pub(crate) use record;
