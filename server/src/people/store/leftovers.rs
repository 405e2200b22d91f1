//! The SQL of what an older version has left.

use crate::error::Result;
use crate::people::objects::Kind;
use crate::workspace::{Tx, args, record};

record! {
    /// A name, and as it is searched.
    pub(in crate::people) struct NameRow {
        pub(in crate::people) id: String,
        pub(in crate::people) name: String,
        pub(in crate::people) folded: Option<String>,
    }
}

/// People of all organisations after an id: a name belongs to none.
pub(in crate::people) async fn names_after(
    tx: &mut Tx,
    after: &str,
    at_most: u32,
) -> Result<Vec<NameRow>> {
    tx.fetch_all(
        "SELECT id, name, folded FROM people WHERE id > $1 AND is_program = 0 ORDER BY id LIMIT $2",
        args![after, at_most],
    )
    .await
}

/// How somebody is searched who still has this name.
pub(in crate::people) async fn fold(
    tx: &mut Tx,
    id: &str,
    name: &str,
    folded: Option<String>,
) -> Result<()> {
    tx.execute(
        "UPDATE people SET folded = $3 WHERE id = $1 AND name = $2",
        args![id, name, folded],
    )
    .await?;
    Ok(())
}

record! {
    /// What is kept of a thing.
    pub(in crate::people) struct BodyRow {
        pub(in crate::people) id: String,
        pub(in crate::people) body: String,
    }
}

/// Things of a kind after an id, of all organisations.
pub(in crate::people) async fn bodies_after(
    tx: &mut Tx,
    kind: Kind,
    after: &str,
    at_most: u32,
) -> Result<Vec<BodyRow>> {
    tx.fetch_all(
        "SELECT id, body FROM workos_objects WHERE kind = $1 AND id > $2 AND deleted_at IS NULL ORDER BY id LIMIT $3",
        args![kind.as_str(), after, at_most],
    )
    .await
}

/// Keeps less of a thing of which still the same is kept.
pub(in crate::people) async fn rewrite(
    tx: &mut Tx,
    kind: Kind,
    id: &str,
    was: &str,
    body: &str,
) -> Result<()> {
    tx.execute(
        "UPDATE workos_objects SET body = $4 WHERE kind = $1 AND id = $2 AND body = $3",
        args![kind.as_str(), id, was, body],
    )
    .await?;
    Ok(())
}

/// Empties events that were worked off; gives how many.
pub(in crate::people) async fn empty_events(tx: &mut Tx, at_most: u32) -> Result<u64> {
    tx.execute(
        "UPDATE workos_events SET body = '' WHERE id IN (
             SELECT id FROM workos_events WHERE state NOT IN ('waiting', 'failed') AND body <> '' LIMIT $1)",
        args![at_most],
    )
    .await
}
