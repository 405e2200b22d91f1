use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use imprimatur_crdt::ClientId;
use imprimatur_protocol::PersonId;

use super::*;
use crate::collab::testing::{World, eventually, held, write_of, write_text};
use crate::workspace::record;

pub(super) fn append(place: Place, update: Vec<u8>) -> Append {
    Append {
        place,
        updates: vec![update.into()],
        binds: vec![],
        deleters: vec![],
        touch: false,
        sitting: vec![],
        spans: vec![],
        again: false,
    }
}

#[tokio::test]
async fn u6_numbers_follow_the_order_of_the_appends() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    let waiting: Vec<_> = (0..50)
        .map(|clock| journal.append(append(world.place, write_of(100, clock))))
        .collect();
    for (number, appended) in (1..).zip(waiting) {
        assert_eq!(appended.await, Ok(Appended::Committed { head: number }));
    }
    assert_eq!(held(&world.stored().await, 100), 50);
}

#[tokio::test]
async fn edits_are_expected_until_they_are_written() {
    let world = World::new(&[]).await;
    let db = &world.collab.platform().db;
    let journal = world.collab.journal();
    let mut anna = world.anna().await;
    let stopped = journal.faults().appends_wait.write().await;
    anna.update(&write_of(100, 0)).await;
    eventually("nobody expects the edit", async || db.expects_somebody()).await;
    drop(stopped);
    anna.saved(1).await;
    eventually("it is expected still", async || !db.expects_somebody()).await;
}

/// Of several tries one: on a busy machine any of them may be held up.
#[tokio::test]
async fn others_give_way_to_whoever_is_expected_and_those_do_not() {
    let world = World::new(&[]).await;
    let db = &world.collab.platform().db;
    let soon = Duration::from_millis(2);
    let took = async |first: bool| {
        db.expect(tokio::time::Instant::now() + soon);
        let asked = Instant::now();
        let begun = if first {
            db.begin_first().await
        } else {
            db.begin().await
        };
        drop(begun.unwrap());
        asked.elapsed()
    };
    let (mut gave_way, mut went_first) = (false, false);
    for _ in 0..20 {
        gave_way |= took(false).await >= soon * 2;
        went_first |= took(true).await < soon;
        if gave_way && went_first {
            return;
        }
    }
    panic!("gave way: {gave_way}, went first: {went_first}");
}

#[tokio::test]
async fn a_draft_that_is_gone_harms_nobody_in_its_group() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    let stopped = journal.faults().appends_wait.write().await;
    // The first is taken at once; the others gather behind it and share a transaction.
    let first = journal.append(append(world.place, write_of(100, 0)));
    let nowhere = Place {
        draft: world.collab.platform().clock.id(),
        ..world.place
    };
    let lost = journal.append(append(nowhere, write_of(100, 0)));
    let next = journal.append(append(world.place, write_of(100, 1)));
    drop(stopped);
    assert_eq!(first.await, Ok(Appended::Committed { head: 1 }));
    assert_eq!(lost.await, Ok(Appended::Gone));
    assert_eq!(next.await, Ok(Appended::Committed { head: 2 }));
}

#[tokio::test]
async fn a_panic_fails_its_group_and_the_journal_goes_on() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    journal.faults().append_panics.store(true, Ordering::SeqCst);
    let first = journal.append(append(world.place, write_of(100, 0)));
    assert_eq!(first.await, Ok(Appended::Failed));
    let again = journal.append(append(world.place, write_of(100, 0)));
    assert_eq!(again.await, Ok(Appended::Committed { head: 1 }));
}

#[tokio::test]
async fn an_organisation_cannot_append_to_anothers_draft() {
    let world = World::new(&[]).await;
    let elsewhere = Place {
        organisation: world.collab.platform().clock.id(),
        ..world.place
    };
    let appended = world
        .collab
        .journal()
        .append(append(elsewhere, write_of(100, 0)));
    assert_eq!(appended.await, Ok(Appended::Gone));
    assert!(
        world
            .collab
            .journal()
            .load(elsewhere)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn u4_a_binding_is_in_the_transaction_and_for_ever() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    let people: Vec<PersonId> = {
        record! {
            struct Row {
                id: PersonId,
            }
        }
        let mut tx = world.collab.platform().db.read().await.unwrap();
        let rows: Vec<Row> = tx
            .fetch_all("SELECT id FROM people ORDER BY id", vec![])
            .await
            .unwrap();
        rows.into_iter().map(|row| row.id).collect()
    };
    let client = ClientId::new(100).unwrap();
    let mut bound = append(world.place, write_of(100, 0));
    bound.binds = vec![(client, people[0])];
    assert_eq!(
        journal.append(bound).await,
        Ok(Appended::Committed { head: 1 })
    );
    let mut again = append(world.place, write_of(100, 1));
    again.binds = vec![(client, people[0])];
    assert_eq!(
        journal.append(again).await,
        Ok(Appended::Committed { head: 2 })
    );
    let mut foreign = append(world.place, write_of(100, 2));
    let fresh = ClientId::new(101).unwrap();
    foreign.binds = vec![(fresh, people[1]), (client, people[1])];
    assert_eq!(journal.append(foreign).await, Ok(Appended::ForeignClient));
    let bound = "SELECT COUNT(*) AS count FROM draft_clients";
    assert_eq!(world.count(bound).await, 1, "nothing of it was written");
    let loaded = journal.load(world.place).await.unwrap().unwrap();
    assert_eq!(loaded.head, 2);
    assert_eq!(loaded.clients.get(&client), Some(&people[0]));
    assert_eq!(held(&loaded.into_document(), 100), 2);
}

#[tokio::test]
async fn a_fold_keeps_the_content_and_takes_the_rows() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    for clock in 0..30 {
        journal
            .append(append(world.place, write_text(100, clock, "abc")))
            .await
            .unwrap();
    }
    let before = journal.load(world.place).await.unwrap().unwrap();
    assert_eq!((before.tail_rows, before.state.is_some()), (30, false));
    let folded = journal.fold(world.place).await.unwrap();
    assert!(matches!(
        folded,
        Folded::UpTo {
            head: 30,
            rows: 30,
            ..
        }
    ));
    let after = journal.load(world.place).await.unwrap().unwrap();
    assert_eq!((after.head, after.tail_rows, after.tail_bytes), (30, 0, 0));
    let before = before.into_document().encode_state();
    // What is stored is what a newcomer is sent, without decoding or encoding anything.
    assert_eq!(after.state.as_deref(), Some(&*before));
    assert!(matches!(after.replica, Replica::Asleep(_)));
    assert_eq!(after.into_document().encode_state(), before);
    assert_eq!(journal.fold(world.place).await.unwrap(), Folded::Nothing);
    // The next row goes on counting.
    let next = journal.append(append(world.place, write_of(100, 30)));
    assert_eq!(next.await, Ok(Appended::Committed { head: 31 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn folds_race_appends_loads_and_each_other_without_losing_a_row() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    let write = async {
        for clock in 0..300 {
            journal
                .append(append(world.place, write_of(100, clock)))
                .await
                .unwrap();
        }
    };
    let fold = async || {
        for _ in 0..40 {
            journal.fold(world.place).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let load = async {
        let mut least = 0;
        for _ in 0..100 {
            let seen = held(&world.stored().await, 100);
            assert!(seen >= least, "a load went back");
            least = seen;
        }
    };
    tokio::join!(write, fold(), fold(), load);
    assert_eq!(held(&world.stored().await, 100), 300);
}

#[tokio::test]
async fn a_stored_update_that_does_not_apply_is_left_out_and_never_folded_away() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    journal
        .append(append(world.place, write_of(100, 0)))
        .await
        .unwrap();
    journal
        .append(append(world.place, vec![9, 9, 9]))
        .await
        .unwrap();
    journal
        .append(append(world.place, write_of(100, 1)))
        .await
        .unwrap();
    assert!(journal.fold(world.place).await.is_err());
    assert_eq!(held(&world.stored().await, 100), 2);
    // Now it is known, and nothing is folded until an operator has released it.
    assert_eq!(journal.fold(world.place).await.unwrap(), Folded::Nothing);
    assert_eq!(
        world
            .count("SELECT COUNT(*) AS count FROM draft_journal")
            .await,
        3
    );
}

/// It scans, and deletes what nobody has written.
#[tokio::test]
async fn what_scans_and_does_not_apply_is_never_folded_away_either() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    let deletes = vec![0, 1, 0xac, 2, 1, 0, 1];
    for update in [write_of(100, 0), deletes, write_of(100, 1)] {
        journal.append(append(world.place, update)).await.unwrap();
    }
    assert!(journal.fold(world.place).await.is_err());
}

/// A fold that was cut off after it had put the snapshot in its place leaves rows behind that nobody reads.
#[tokio::test]
async fn rows_that_a_fold_has_left_behind_harm_nobody_and_go_with_the_next() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    for clock in 0..3 {
        let row = append(world.place, write_of(100, clock));
        journal.append(row).await.unwrap();
    }
    journal.fold(world.place).await.unwrap();
    let mut tx = world.collab.platform().db.begin().await.unwrap();
    tx.execute(
        "INSERT INTO draft_journal (draft_id, number, updates, committed_at) SELECT id, 2, x'09', 0 FROM drafts",
        vec![],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let row = append(world.place, write_of(100, 3));
    journal.append(row).await.unwrap();
    assert_eq!(held(&world.stored().await, 100), 4);
    journal.fold(world.place).await.unwrap();
    let rows = world.count("SELECT COUNT(*) AS count FROM draft_journal");
    assert_eq!(rows.await, 0);
    assert_eq!(held(&world.stored().await, 100), 4);
}

#[tokio::test]
async fn a_journal_with_a_hole_is_not_loaded() {
    let world = World::new(&[]).await;
    let journal = world.collab.journal();
    for clock in 0..3 {
        journal
            .append(append(world.place, write_of(100, clock)))
            .await
            .unwrap();
    }
    let mut tx = world.collab.platform().db.begin().await.unwrap();
    tx.execute("DELETE FROM draft_journal WHERE number = 2", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(journal.load(world.place).await.is_err());
    assert!(journal.fold(world.place).await.is_err());
}

/// A room that is written to has its journal folded as it grows, and opening stays cheap.
#[tokio::test]
async fn a_long_history_opens_as_fast_as_a_short_one() {
    let world = World::new(&["--limit-fold-rows=20", "--limit-updates-burst=100000"]).await;
    let mut anna = world.anna().await;
    for clock in 0..2_000 {
        anna.update(&write_of(100, clock)).await;
        if clock % 20 == 0 {
            anna.saved(clock + 1).await;
        }
    }
    anna.saved(2_000).await;
    eventually("the journal is not folded", async || {
        world
            .count("SELECT COUNT(*) AS count FROM draft_journal")
            .await
            < 40
    })
    .await;
    let start = Instant::now();
    let loaded = world
        .collab
        .journal()
        .load(world.place)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(held(&loaded.into_document(), 100), 2_000);
    assert!(
        start.elapsed().as_millis() < 500,
        "opening took {:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn an_edit_marks_its_template_as_edited_but_not_every_time() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(100, 0)).await;
    anna.saved(1).await;
    let edited = world
        .count("SELECT updated_at AS count FROM templates")
        .await;
    assert!(edited > 0);
    anna.update(&write_of(100, 1)).await;
    anna.saved(2).await;
    assert_eq!(
        world
            .count("SELECT updated_at AS count FROM templates")
            .await,
        edited
    );
}

#[tokio::test]
async fn a_row_that_binds_nobody_marks_its_template_as_edited_when_it_is_to() {
    let world = World::new(&[]).await;
    let mut tx = world.collab.platform().db.begin().await.unwrap();
    tx.execute("UPDATE templates SET updated_at = 0", vec![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for (clock, touch) in [(0, false), (1, true)] {
        let mut row = append(world.place, write_of(100, clock));
        row.touch = touch;
        world.collab.journal().append(row).await.unwrap();
        let edited = world
            .count("SELECT updated_at AS count FROM templates")
            .await;
        assert_eq!(edited > 0, touch);
    }
}

#[tokio::test]
async fn u10_a_database_that_can_not_be_written_hides_edits_until_it_can() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    // Somebody holds the writer: the journal waits, and nothing is seen or saved.
    let blocking = world.collab.platform().db.begin().await.unwrap();
    anna.update(&write_of(100, 0)).await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let got = anna.after().await;
    assert!(!got.iter().any(|got| matches!(
        got,
        crate::collab::testing::Got::Own(imprimatur_protocol::frame::Own::Saved(_))
    )));
    drop(blocking);
    anna.saved(1).await;
}
