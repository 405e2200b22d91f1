//! Rows that are copies: written again and again, and never replaced by an older state of the same thing.

use super::Value;

/// A table of copies. All of its columns but the key and the revision are in `columns`.
#[derive(Debug, PartialEq, Eq)]
pub struct CopyTable {
    /// Its name.
    pub name: &'static str,
    /// Its primary key, one column.
    pub key: &'static str,
    /// What is copied, in the order of the values.
    pub columns: &'static [&'static str],
}

/// `key` is a word of MySQL's own.
const KEY: &str = "copy_key";

/// The column that says which of two states is the newer one.
const REVISION: &str = "revision";

/// A state of one thing, for its row.
#[derive(Debug, Clone)]
pub struct Copy {
    /// The primary key, a value for each column, and the revision, which is higher for a later state.
    pub row: Vec<Value>,
}

/// Which words an engine has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    MySql,
}

impl CopyTable {
    /// The statement that reads the hashes of so many keys. By their keys, not from one to another: engines sort text differently.
    pub(super) fn hashes(&self, keys: usize) -> String {
        let Self { name, key, .. } = self;
        let places = vec!["?"; keys].join(", ");
        format!("SELECT {key} AS {KEY}, content_hash AS hash FROM {name} WHERE {key} IN ({places})")
    }

    /// The statement that counts rows.
    pub(super) fn count(&self) -> String {
        format!("SELECT COUNT(*) AS all_rows FROM {}", self.name)
    }

    /// One statement that writes so many rows, each where it is newer than, or as new as, the one that is there.
    pub(super) fn upsert(&self, dialect: Dialect, rows: usize) -> String {
        let Self { name, key, columns } = self;
        let all = columns.join(", ");
        let places = format!("({})", vec!["?"; columns.len() + 2].join(", "));
        let places = vec![places; rows].join(", ");
        let insert = format!("INSERT INTO {name} ({key}, {all}, {REVISION}) VALUES {places}");
        match dialect {
            Dialect::Sqlite => {
                let set: Vec<String> = columns
                    .iter()
                    .chain(&[REVISION])
                    .map(|column| format!("{column} = excluded.{column}"))
                    .collect();
                format!(
                    "{insert} ON CONFLICT ({key}) DO UPDATE SET {} WHERE excluded.{REVISION} >= {name}.{REVISION}",
                    set.join(", ")
                )
            }
            // From left to right, each seeing what was set before it: the revision comes last.
            Dialect::MySql => {
                let set: Vec<String> = columns
                    .iter()
                    .map(|column| {
                        format!("{column} = IF(VALUES({REVISION}) >= {REVISION}, VALUES({column}), {column})")
                    })
                    .collect();
                format!(
                    "{insert} ON DUPLICATE KEY UPDATE {}, {REVISION} = GREATEST({REVISION}, VALUES({REVISION}))",
                    set.join(", ")
                )
            }
        }
    }

    /// The values of rows, in the order of the statement.
    pub(super) fn values<'a>(&self, copies: &[&'a Copy]) -> Vec<&'a Value> {
        let mut all = Vec::with_capacity(copies.len() * (self.columns.len() + 2));
        for copy in copies {
            assert_eq!(copy.row.len(), self.columns.len() + 2, "{}", self.name);
            all.extend(&copy.row);
        }
        all
    }
}
