//! Rows that are written once and stay.

use super::upsert::Dialect;

/// A table whose rows are written once.
#[derive(Debug, PartialEq, Eq)]
pub struct RowTable {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in the order of the values. The first belongs to the primary key.
    pub columns: &'static [&'static str],
}

/// What becomes of a row whose key is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfThere {
    /// Nothing is written, of no row.
    Fail,
    /// The one that is there stays; the others are written.
    Keep,
}

impl RowTable {
    /// One statement that writes so many rows.
    pub(super) fn insert(&self, dialect: Dialect, rows: usize, if_there: IfThere) -> String {
        let Self { name, columns } = self;
        let places = format!("({})", vec!["?"; columns.len()].join(", "));
        let places = vec![places; rows].join(", ");
        let insert = format!(
            "INSERT INTO {name} ({}) VALUES {places}",
            columns.join(", ")
        );
        match (if_there, dialect) {
            (IfThere::Fail, _) => insert,
            (IfThere::Keep, Dialect::Sqlite) => format!("{insert} ON CONFLICT DO NOTHING"),
            // IGNORE would pass over every other fault as well.
            (IfThere::Keep, Dialect::MySql) => {
                let first = columns[0];
                format!("{insert} ON DUPLICATE KEY UPDATE {first} = {first}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THINGS: RowTable = RowTable {
        name: "things",
        columns: &["id", "said"],
    };

    #[test]
    fn each_engine_is_asked_in_its_words() {
        for (dialect, if_there, sql) in [
            (
                Dialect::Sqlite,
                IfThere::Fail,
                "INSERT INTO things (id, said) VALUES (?, ?), (?, ?)",
            ),
            (
                Dialect::MySql,
                IfThere::Fail,
                "INSERT INTO things (id, said) VALUES (?, ?), (?, ?)",
            ),
            (
                Dialect::Sqlite,
                IfThere::Keep,
                "INSERT INTO things (id, said) VALUES (?, ?), (?, ?) ON CONFLICT DO NOTHING",
            ),
            (
                Dialect::MySql,
                IfThere::Keep,
                "INSERT INTO things (id, said) VALUES (?, ?), (?, ?) ON DUPLICATE KEY UPDATE id = id",
            ),
        ] {
            assert_eq!(THINGS.insert(dialect, 2, if_there), sql);
        }
    }
}
