//! When a room has its journal folded.

use super::ANNAS;
use crate::collab::testing::{World, eventually, write_of};

const ROWS: &str = "SELECT COUNT(*) AS count FROM draft_journal";
const BYTES: &str = "SELECT COALESCE(SUM(LENGTH(updates)), 0) AS count FROM draft_journal";

/// Writes much until it is folded; gives the rows and bytes that the first fold took in. When it is calm, less is left than the setting says.
async fn folded_first(setting: &str, left: &'static str, most: i64) -> (usize, usize) {
    let world = World::new(&[setting]).await;
    let folded = || {
        let folded = world.collab.journal().faults().folded.lock().unwrap();
        folded.first().copied()
    };
    let mut anna = world.anna().await;
    let mut written = 0;
    for _ in 0..2_000 {
        // As many at once as make a room busy.
        for _ in 0..16 {
            anna.update(&write_of(ANNAS, written)).await;
            written += 1;
        }
        anna.saved(written).await;
        if folded().is_some() {
            break;
        }
    }
    let first = folded().expect("it is not put off for ever");
    eventually("it is folded when it is calm", async || {
        world.count(left).await < most
    })
    .await;
    let stored = super::held(&world.stored().await, ANNAS);
    assert_eq!(u64::from(stored), written);
    first
}

#[tokio::test]
async fn a_fold_waits_while_much_is_written_but_not_for_ever() {
    let (rows, _) = folded_first("--limit-fold-rows=4", ROWS, 4).await;
    assert!(rows >= 32, "folded at {rows} rows");
    let (_, bytes) = folded_first("--limit-fold-bytes=1000", BYTES, 1_000).await;
    assert!(bytes >= 8_000, "folded at {bytes} bytes");
}
