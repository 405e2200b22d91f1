//! What the tables of the registry have to be, read from the migrations, and what a MySQL database lacks of it.
//!
//! The schema is compared rather than counted in migrations: a branch of PlanetScale with safe migrations takes no DDL from a program, so
//! what is there came by a deploy request, and nothing but the tables themselves says which. Where DDL is allowed, what is missing is added;
//! that may be done twice at once.

use std::collections::BTreeMap;
use std::fmt;

/// A table as a migration makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    columns: Vec<Column>,
    keys: Vec<Key>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    /// All that stands behind the name.
    definition: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    /// `PRIMARY` is the primary one.
    name: String,
    unique: bool,
    columns: Vec<String>,
}

/// What the tables have to be.
#[derive(Debug)]
pub(super) struct Expected {
    tables: Vec<Table>,
}

/// What is in a database, as `information_schema` says it.
#[derive(Debug, Default)]
pub(super) struct Present {
    tables: BTreeMap<String, PresentTable>,
}

#[derive(Debug, Default)]
struct PresentTable {
    columns: BTreeMap<String, PresentColumn>,
    keys: BTreeMap<String, Key>,
}

#[derive(Debug, PartialEq, Eq)]
struct PresentColumn {
    kind: String,
    nullable: bool,
    collation: Option<String>,
}

/// A difference between what the tables are and what they have to be, and the statement that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In words.
    pub what: String,
    /// One statement, without a semicolon.
    pub sql: String,
    /// Whether it only adds: a program may run it by itself, and older programs do not mind.
    pub adds: bool,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "-- {}\n{};", self.what, self.sql)
    }
}

impl Expected {
    /// From the texts of the migrations, in their order. They hold `CREATE TABLE` and `ALTER TABLE … ADD …`, a line for each part.
    ///
    /// # Errors
    /// A text that is not written so, in words.
    pub(super) fn read<'a>(migrations: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let mut expected = Self { tables: Vec::new() };
        for text in migrations {
            let lines = || {
                let lines = text.lines().map(str::trim);
                lines.filter(|line| !line.is_empty() && !line.starts_with("--"))
            };
            let first = lines().next().ok_or("a migration is empty")?;
            if let Some(name) = first.strip_prefix("CREATE TABLE ") {
                let name = name.trim_end_matches(" (").to_owned();
                let mut table = Table {
                    name,
                    columns: Vec::new(),
                    keys: Vec::new(),
                };
                for line in lines().skip(1).take_while(|line| !line.starts_with(')')) {
                    table.add(line.trim_end_matches(','))?;
                }
                expected.tables.push(table);
            } else if let Some(rest) = first.strip_prefix("ALTER TABLE ") {
                let name = rest.split_whitespace().next().unwrap_or_default();
                let tables = &mut expected.tables;
                let table = tables.iter_mut().find(|table| table.name == name);
                let table = table.ok_or_else(|| format!("there is no table {name} to alter"))?;
                for line in lines().skip(1) {
                    let part = line.trim_end_matches([',', ';']).strip_prefix("ADD ");
                    let part = part.ok_or_else(|| format!("`{line}` adds nothing"))?;
                    table.add(part.strip_prefix("COLUMN ").unwrap_or(part))?;
                }
            } else {
                return Err(format!("`{first}` neither makes nor extends a table"));
            }
        }
        Ok(expected)
    }

    /// Everything, for an empty database.
    pub(super) fn all(&self) -> Vec<Difference> {
        self.differences(&Present::default())
    }

    /// What a database lacks, in the order in which it is to be made. Columns, keys and tables that only the database knows are let be:
    /// a newer version may have brought them.
    pub(super) fn differences(&self, present: &Present) -> Vec<Difference> {
        let mut found = Vec::new();
        for table in &self.tables {
            match present.tables.get(&table.name) {
                None => found.push(Difference {
                    what: format!("the table {} is missing", table.name),
                    sql: table.create(),
                    adds: true,
                }),
                Some(there) => table.compare(there, &mut found),
            }
        }
        found
    }
}

impl Table {
    /// Takes a line of a table's definition.
    fn add(&mut self, line: &str) -> Result<(), String> {
        let unreadable = || format!("{}: `{line}` cannot be read", self.name);
        let (name, rest) = line.split_once(' ').ok_or_else(unreadable)?;
        let unique = name == "UNIQUE";
        if !unique && name != "KEY" && name != "PRIMARY" {
            self.columns.push(Column {
                name: name.to_owned(),
                definition: rest.to_owned(),
            });
            return Ok(());
        }
        let rest = if name == "KEY" {
            rest
        } else {
            rest.strip_prefix("KEY ").ok_or_else(unreadable)?
        };
        let (label, columns) = rest.split_once('(').ok_or_else(unreadable)?;
        let columns = columns.strip_suffix(')').ok_or_else(unreadable)?;
        self.keys.push(Key {
            name: if name == "PRIMARY" {
                PRIMARY.to_owned()
            } else {
                label.trim().to_owned()
            },
            unique: unique || name == "PRIMARY",
            columns: columns.split(',').map(|it| it.trim().to_owned()).collect(),
        });
        Ok(())
    }

    fn create(&self) -> String {
        let columns = self
            .columns
            .iter()
            .map(|column| format!("    {} {}", column.name, column.definition));
        let keys = self.keys.iter().map(|key| format!("    {key}"));
        let parts: Vec<String> = columns.chain(keys).collect();
        format!(
            "CREATE TABLE IF NOT EXISTS {} (\n{}\n) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            self.name,
            parts.join(",\n")
        )
    }

    fn compare(&self, there: &PresentTable, found: &mut Vec<Difference>) {
        let name = &self.name;
        for column in &self.columns {
            let (what, verb) = match there.columns.get(&column.name) {
                None => ("is missing".to_owned(), "ADD"),
                Some(present) => match column.unlike(present) {
                    Some(unlike) => (unlike, "MODIFY"),
                    None => continue,
                },
            };
            found.push(Difference {
                what: format!("the column {name}.{} {what}", column.name),
                sql: format!(
                    "ALTER TABLE {name} {verb} COLUMN {} {}",
                    column.name, column.definition
                ),
                adds: verb == "ADD",
            });
        }
        for key in &self.keys {
            let what = match there.keys.get(&key.name) {
                None => "is missing",
                Some(present) if present != key => "is another one",
                Some(_) => continue,
            };
            let is_missing = !there.keys.contains_key(&key.name);
            let drop = match (is_missing, key.name.as_str()) {
                (true, _) => String::new(),
                (false, PRIMARY) => "DROP PRIMARY KEY, ".to_owned(),
                (false, old) => format!("DROP KEY {old}, "),
            };
            found.push(Difference {
                what: format!("the key {} of {name} {what}", key.name),
                sql: format!("ALTER TABLE {name} {drop}ADD {key}"),
                adds: is_missing && key.name != PRIMARY,
            });
        }
    }
}

const PRIMARY: &str = "PRIMARY";

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.columns.join(", ");
        match (self.name.as_str(), self.unique) {
            (PRIMARY, _) => write!(f, "PRIMARY KEY ({columns})"),
            (name, true) => write!(f, "UNIQUE KEY {name} ({columns})"),
            (name, false) => write!(f, "KEY {name} ({columns})"),
        }
    }
}

impl Column {
    /// How a column is not what it has to be.
    fn unlike(&self, present: &PresentColumn) -> Option<String> {
        let mut words = self.definition.split_whitespace();
        let kind = words.next().unwrap_or_default().to_ascii_lowercase();
        if !is_same_kind(&kind, &present.kind) {
            return Some(format!("is {}, and has to be {kind}", present.kind));
        }
        let nullable = !self.definition.contains("NOT NULL");
        if nullable != present.nullable {
            let may = |nullable| if nullable { "may" } else { "may not" };
            return Some(format!(
                "{} be null, and {}",
                may(present.nullable),
                may(nullable)
            ));
        }
        let (_, collation) = self.definition.split_once(" COLLATE ")?;
        let collation = collation.split(' ').next();
        (collation != present.collation.as_deref()).then(|| {
            format!(
                "is compared by {}, and has to be by {}",
                present.collation.as_deref().unwrap_or("nothing"),
                collation.unwrap_or_default()
            )
        })
    }
}

/// MariaDB and older MySQL show a width with integers, which means nothing; MariaDB has a text for JSON.
fn is_same_kind(expected: &str, present: &str) -> bool {
    let bare = |kind: &str| match kind.split_once('(') {
        Some((name @ ("int" | "bigint"), _)) => name.to_owned(),
        _ => kind.to_owned(),
    };
    bare(expected) == bare(present) || (expected == "json" && present == "longtext")
}

impl Present {
    /// Takes a row of `information_schema.columns`.
    pub(super) fn column(
        &mut self,
        table: String,
        name: String,
        kind: &str,
        nullable: &str,
        collation: Option<String>,
    ) {
        let table = self.tables.entry(table).or_default();
        table.columns.insert(
            name,
            PresentColumn {
                kind: kind.to_ascii_lowercase(),
                nullable: nullable.eq_ignore_ascii_case("yes"),
                collation,
            },
        );
    }

    /// Takes a row of `information_schema.statistics`; those of a key come in the order of its columns.
    pub(super) fn key(&mut self, table: String, name: String, unique: bool, column: String) {
        let table = self.tables.entry(table).or_default();
        let key = table.keys.entry(name.clone()).or_insert_with(|| Key {
            name,
            unique,
            columns: Vec::new(),
        });
        key.columns.push(column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THINGS: &str = "-- Things.
CREATE TABLE things (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- How many.
    number INT NULL,
    said JSON NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY things_by_number (number, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
";

    fn expected() -> Expected {
        let later = "ALTER TABLE things\n    ADD COLUMN note TEXT NULL,\n    ADD KEY things_by_note (note)\n";
        Expected::read([THINGS, later].into_iter()).unwrap()
    }

    /// As MariaDB shows the table.
    fn present() -> Present {
        let mut present = Present::default();
        let things = || "things".to_owned();
        for (name, kind, nullable, collation) in [
            ("id", "varchar(64)", "NO", Some("ascii_bin")),
            ("number", "int(11)", "YES", None),
            ("said", "longtext", "NO", Some("utf8mb4_bin")),
            ("note", "text", "YES", Some("utf8mb4_bin")),
            ("newer", "text", "YES", None),
        ] {
            present.column(
                things(),
                name.to_owned(),
                kind,
                nullable,
                collation.map(str::to_owned),
            );
        }
        for (name, unique, column) in [
            ("PRIMARY", true, "id"),
            ("things_by_number", true, "number"),
            ("things_by_number", true, "id"),
            ("things_by_note", false, "note"),
        ] {
            present.key(things(), name.to_owned(), unique, column.to_owned());
        }
        present
    }

    #[test]
    fn what_is_as_it_has_to_be_is_not_told() {
        assert_eq!(expected().differences(&present()), []);
    }

    #[test]
    fn a_table_that_is_missing_is_made_whole() {
        let all = expected().all();
        assert_eq!(all.len(), 1);
        assert!(all[0].adds);
        for part in [
            "CREATE TABLE IF NOT EXISTS things (",
            "note TEXT NULL",
            "UNIQUE KEY things_by_number (number, id)",
            "KEY things_by_note (note)",
            "PRIMARY KEY (id)",
        ] {
            assert!(all[0].sql.contains(part), "{}", all[0].sql);
        }
    }

    #[test]
    fn each_difference_is_told_in_words_with_what_mends_it() {
        let mut present = present();
        let things = present.tables.get_mut("things").unwrap();
        things.columns.remove("note");
        things.keys.remove("things_by_note");
        things.columns.get_mut("number").unwrap().kind = "bigint(20)".to_owned();
        things.columns.get_mut("said").unwrap().nullable = true;
        things.columns.get_mut("id").unwrap().collation = Some("utf8mb4_general_ci".to_owned());
        things.keys.get_mut("things_by_number").unwrap().unique = false;
        let found = expected().differences(&present);
        let told: Vec<(&str, bool)> = found.iter().map(|it| (it.what.as_str(), it.adds)).collect();
        assert_eq!(
            told,
            [
                (
                    "the column things.id is compared by utf8mb4_general_ci, and has to be by ascii_bin",
                    false
                ),
                (
                    "the column things.number is bigint(20), and has to be int",
                    false
                ),
                ("the column things.said may be null, and may not", false),
                ("the column things.note is missing", true),
                ("the key things_by_number of things is another one", false),
                ("the key things_by_note of things is missing", true),
            ]
        );
        assert_eq!(found[3].sql, "ALTER TABLE things ADD COLUMN note TEXT NULL");
        assert_eq!(
            found[4].sql,
            "ALTER TABLE things DROP KEY things_by_number, ADD UNIQUE KEY things_by_number (number, id)"
        );
    }

    #[test]
    fn a_migration_that_is_written_otherwise_is_refused() {
        for (text, why) in [
            ("DROP TABLE things", "neither makes nor extends"),
            (
                "ALTER TABLE nothing\n    ADD COLUMN a INT NULL",
                "no table nothing",
            ),
            ("-- only words", "empty"),
        ] {
            let refused = Expected::read([text].into_iter()).unwrap_err();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
