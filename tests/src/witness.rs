//! What must hold whatever happened: everybody has everything, and the database says the same.

use std::collections::BTreeSet;
use std::time::Duration;

use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, Transact, Update};

use crate::database::{Database, updates_of};
use crate::peer::{new_doc, random_client_id};
use crate::{Node, Peer, eventually};

/// Waits until a peer has all of these elements.
pub async fn has_all(what: &str, peer: &Peer, ids: &BTreeSet<String>) {
    eventually(what, Duration::from_secs(30), || {
        let there: BTreeSet<String> = peer.elements().into_iter().collect();
        let lacks = ids.difference(&there).count();
        async move { (lacks == 0).then_some(()) }
    })
    .await;
}

/// The database as witness: rows without a hole, each resting only on those before it, and every client id one person's.
pub async fn the_journal_is_whole(node: &Node, draft: &str) {
    let mut database = Database::of(node).await;
    // Nobody writes any more; a fold may still be on its way.
    let (folded, state) = database.snapshot(draft).await;
    let mut rows = database.journal(draft).await;
    rows.retain(|(number, _)| *number > folded);
    let head = database
        .number(&format!("SELECT head FROM drafts WHERE id = '{draft}'"))
        .await;
    assert_eq!(
        rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(),
        (folded + 1..=head).collect::<Vec<_>>()
    );
    let document = new_doc(random_client_id());
    let state = Update::decode_v1(&state).expect("a snapshot is an update");
    document
        .transact_mut()
        .apply_update(state)
        .expect("a snapshot applies");
    for (number, updates) in rows {
        for update in updates_of(&updates) {
            let update = Update::decode_v1(update).expect("the journal holds updates");
            document
                .transact_mut()
                .apply_update(update)
                .expect("an update applies");
        }
        assert!(
            !document.transact().has_missing_updates(),
            "row {number} rests on what comes after it"
        );
    }
    let twice = database
        .number("SELECT COUNT(*) FROM (SELECT client_id FROM draft_clients GROUP BY draft_id, client_id HAVING COUNT(DISTINCT person_id) > 1) AS twice")
        .await;
    assert_eq!(twice, 0);
}

/// Bytes of a server that are in memory.
#[must_use]
pub fn memory(node: &Node) -> u64 {
    let pid = node.pid().expect("it runs");
    let pages = std::fs::read_to_string(format!("/proc/{pid}/statm")).expect("a running process");
    let resident = pages.split(' ').nth(1).expect("the second number");
    resident.parse::<u64>().expect("a number") * 4_096
}
