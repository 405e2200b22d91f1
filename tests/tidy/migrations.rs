//! Twin migrations: the same numbers and the same names for both engines.

use std::collections::BTreeSet;

use crate::{none, sources};

fn names(engine: &str) -> BTreeSet<String> {
    sources(&format!("migrations/workspace/{engine}"), &[".sql"])
        .into_iter()
        .map(|source| {
            source
                .path
                .rsplit('/')
                .next()
                .expect("a last part")
                .to_owned()
        })
        .collect()
}

#[test]
fn both_engines_have_the_same_migrations() {
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty());
    let breaches: Vec<String> = sqlite.symmetric_difference(&postgres).cloned().collect();
    none(
        "a migration exists for both engines, with one number and one name",
        &breaches,
    );
    let numbers: BTreeSet<&str> = sqlite.iter().map(|name| &name[..4]).collect();
    assert_eq!(
        numbers.len(),
        sqlite.len(),
        "{sqlite:?}: a number is given once"
    );
    for name in &sqlite {
        assert!(
            name[..4].bytes().all(|it| it.is_ascii_digit()) && name[4..].starts_with('_'),
            "{name}: begins with its number"
        );
    }
}

#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let shape = |engine: &str| -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for source in sources(&format!("migrations/workspace/{engine}"), &[".sql"]) {
            let mut table = String::new();
            for line in source.text.lines() {
                let mut words = line.split_whitespace();
                match (words.next(), words.next(), words.next()) {
                    (Some("CREATE"), Some("TABLE"), Some(name)) => name.clone_into(&mut table),
                    (Some(column), Some(kind), _)
                        if ["TEXT", "INTEGER", "BIGINT", "BLOB", "BYTEA"]
                            .contains(&kind.trim_end_matches(',')) =>
                    {
                        found.insert(format!("{table}.{column}"));
                    }
                    _ => {}
                }
            }
        }
        found
    };
    let (sqlite, postgres) = (shape("sqlite"), shape("postgres"));
    assert!(sqlite.len() > 20, "{sqlite:?}");
    let breaches: Vec<String> = sqlite.symmetric_difference(&postgres).cloned().collect();
    none("a column exists on both engines", &breaches);
}
