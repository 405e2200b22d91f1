//! Why the registry did not do what it was asked, as far as that decides what is done next.

use std::fmt;

use sqlx::mysql::MySqlDatabaseError;

/// Why, by a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nobody answers there, or not in time; or it does not take connections now.
    Unreachable,
    /// It does not let this program in, or not do this.
    Refused,
    /// Its tables are not as they have to be.
    Schema,
    /// Somebody else held what this needed. Trying again helps.
    Locked,
    /// A row of this key is there already.
    Duplicate,
    /// A row is not one that the table takes: a value is too long, or is none.
    Row,
    /// Anything else.
    Failed,
}

impl Reason {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::Schema => "schema",
            Self::Locked => "locked",
            Self::Duplicate => "duplicate",
            Self::Row => "row",
            Self::Failed => "failed",
        }
    }
}

/// A statement failed; nothing of it was done, as far as one can know.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Why.
    pub reason: Reason,
    /// What the database said, without addresses and without values.
    pub said: String,
}

impl Failure {
    pub(super) fn new(reason: Reason, said: impl Into<String>) -> Self {
        Self {
            reason,
            said: said.into(),
        }
    }

    /// It does not let this program do something, in words.
    pub fn refused(said: impl Into<String>) -> Self {
        Self::new(Reason::Refused, said)
    }

    /// Somebody else held what was needed, in words: it is tried again.
    pub fn locked(said: impl Into<String>) -> Self {
        Self::new(Reason::Locked, said)
    }

    /// A row that cannot be written at all, in words.
    pub fn row(said: impl Into<String>) -> Self {
        Self::new(Reason::Row, said)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason.as_str(), self.said)
    }
}

impl std::error::Error for Failure {}

impl From<sqlx::Error> for Failure {
    fn from(cause: sqlx::Error) -> Self {
        Self::new(reason(&cause), failure(&cause))
    }
}

/// What is told of an error: its message, in which no value of a row stands.
pub(super) fn failure(cause: &sqlx::Error) -> String {
    match cause {
        sqlx::Error::Database(error) => without_values(error.message()),
        other => other.to_string(),
    }
}

/// Letters of what is told: a sentence, and not the statement that some append.
const TOLD: usize = 300;

/// Where Vitess begins to tell who asked, for what and with which values.
const APPENDED: [&str; 3] = [" (CallerID", ": Sql:", "BindVars:"];

/// What may stand in quotes: names of ours, which say what is wrong.
const NAMED: [&str; 5] = ["column ", "key ", "table ", "constraint ", "command "];

/// Servers quote values in their messages: "Duplicate entry 'anna@example.ch' for key 'users.PRIMARY'".
fn without_values(message: &str) -> String {
    let ends = APPENDED.iter().filter_map(|word| message.find(word));
    let message = &message[..ends.min().unwrap_or(message.len())];
    let message = without_quoted(message);
    let mut told = String::with_capacity(message.len());
    for (index, part) in message.split('\'').enumerate() {
        if index % 2 == 0 {
            told.push_str(part);
            continue;
        }
        let is_name = NAMED.iter().any(|word| told.ends_with(word));
        told.push('\'');
        told.push_str(if is_name { part } else { "…" });
        told.push('\'');
    }
    told.chars().take(TOLD).collect()
}

/// Without what stands in double quotes, which are around values alone.
fn without_quoted(message: &str) -> String {
    let parts = message.split('"').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 0 { part } else { "…" });
    parts.collect::<Vec<_>>().join("\"")
}

fn reason(cause: &sqlx::Error) -> Reason {
    let error = match cause {
        sqlx::Error::Database(error) => error,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed => return Reason::Unreachable,
        _ => return Reason::Failed,
    };
    let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() else {
        // SQLite: busy, locked; constraint, mismatch, too big.
        return match error.code().as_deref().map(str::parse::<u32>) {
            // A primary key, and another one.
            Some(Ok(1555 | 2067)) => Reason::Duplicate,
            Some(Ok(code)) if [5, 6].contains(&(code & 0xff)) => Reason::Locked,
            Some(Ok(code)) if [18, 19, 20].contains(&(code & 0xff)) => Reason::Row,
            // It can only be read; reading or writing the file failed, the disk is full, the file cannot be opened.
            Some(Ok(code)) if code & 0xff == 8 => Reason::Refused,
            Some(Ok(code)) if [10, 13, 14].contains(&(code & 0xff)) => Reason::Unreachable,
            Some(Ok(1)) if is_of_schema(error.message()) => Reason::Schema,
            _ => Reason::Failed,
        };
    };
    match error.number() {
        // Too many connections; shutting down; gone away, as proxies say it.
        1040 | 1053 | 1129 | 1203 | 2006 | 2013 => Reason::Unreachable,
        // No such user, database, or right; direct DDL is disabled comes with 1105.
        1044 | 1045 | 1049 | 1142 | 1143 | 1227 | 1290 | 1698 => Reason::Refused,
        // No such table, column or key; a column without a default.
        1054 | 1146 | 1364 => Reason::Schema,
        // The disk or a table is full, the engine has failed, it can only be read for now, a statement took too long or was ended.
        1021 | 1030 | 1114 | 1317 | 1836 | 3024 => Reason::Unreachable,
        1205 | 1213 => Reason::Locked,
        1062 => Reason::Duplicate,
        // Null, wrong value, out of range, too long, no JSON, a check.
        1048 | 1264 | 1292 | 1366 | 1406 | 3140 | 3141 | 3819 | 4025 => Reason::Row,
        // Vitess wraps what it cannot name. A message that is too large stays so.
        1105 if error.message().contains("message larger than max") => Reason::Failed,
        1105 if is_passing(error.message()) => Reason::Unreachable,
        _ => Reason::Failed,
    }
}

/// Words of SQLite, which has no number for it.
fn is_of_schema(message: &str) -> bool {
    ["no such table", "no such column", "has no column named"]
        .iter()
        .any(|words| message.contains(words))
}

/// Words of Vitess for what is over soon.
fn is_passing(message: &str) -> bool {
    [
        "ResourceExhausted",
        "Unavailable",
        "Aborted",
        "DeadlineExceeded",
    ]
    .iter()
    .any(|word| message.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_of_a_row_is_told() {
        for (message, told) in [
            (
                "Duplicate entry 'anna' for key 'users.PRIMARY'",
                "Duplicate entry '…' for key 'users.PRIMARY'",
            ),
            (
                "Data too long for column 'first_name' at row 1",
                "Data too long for column 'first_name' at row 1",
            ),
            (
                "target: main.-.primary: vttablet: Data truncated (errno 1265) (sqlstate 01000) (CallerID: x): Sql: \"insert into users values (:v1)\", BindVars: {v1: \"anna@example.ch\"}",
                "target: main.-.primary: vttablet: Data truncated (errno 1265) (sqlstate 01000)",
            ),
            (
                "near \"anna@example.ch\": syntax error",
                "near \"…\": syntax error",
            ),
            (
                "Incorrect string value: '\\xF0\\x9F' for column 'name' at row 1",
                "Incorrect string value: '…' for column 'name' at row 1",
            ),
        ] {
            assert_eq!(without_values(message), told);
        }
        assert_eq!(without_values(&"long ".repeat(1_000)).len(), TOLD);
    }
}
