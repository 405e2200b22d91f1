//! When a room has its journal folded.

use super::ANNAS;
use crate::collab::testing::{World, eventually, write_of};

const ROWS: &str = "SELECT COUNT(*) AS count FROM draft_journal";

#[tokio::test]
async fn a_fold_waits_while_much_is_written_but_not_for_ever() {
    let world = World::new(&["--limit-fold-rows=4"]).await;
    let folded = || {
        world
            .collab
            .journal()
            .faults()
            .folded
            .lock()
            .unwrap()
            .clone()
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
        if !folded().is_empty() {
            break;
        }
    }
    let first = folded().first().copied();
    assert!(
        first.is_some_and(|rows| rows >= 32),
        "folded at {first:?} rows"
    );
    eventually("it is folded when it is calm", async || {
        world.count(ROWS).await < 4
    })
    .await;
    assert_eq!(
        u64::from(super::held(&world.stored().await, ANNAS)),
        written
    );
}
