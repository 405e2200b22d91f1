use std::time::Duration;

use imprimatur_protocol::Close;
use imprimatur_protocol::frame::{Access, Hello, Own};

use super::super::tests::append;
use super::super::tries::POISON;
use super::super::{Appended, Folded};
use super::*;
use crate::collab::outbox::End;
use crate::collab::room::Replica;
use crate::collab::room::{Examination, RoomMsg};
use crate::collab::testing::{Got, Peer, World, eventually, held, write_of, write_text};
use crate::workspace::args;

const TRIED: &str = "SELECT COUNT(*) AS count FROM draft_tries";
const DAMAGE: &str = "SELECT COUNT(*) AS count FROM draft_quarantine WHERE released_at IS NULL";

fn tried(id: i64, stage: Stage) -> Try {
    Try { id, stage }
}

fn blame(number: u64, cause: Cause) -> Option<Sentence> {
    Some(Sentence { number, cause })
}

#[test]
fn u12_one_try_or_tries_that_name_nothing_condemn_nobody() {
    assert_eq!(judge(&[], 9), None);
    assert_eq!(judge(&[tried(1, Stage::Row(4))], 9), None);
    let whole = [1, 2, 3].map(|id| tried(id, Stage::Whole));
    assert_eq!(judge(&whole, 9), None);
    let mixed = [tried(1, Stage::Whole), tried(2, Stage::Room)];
    assert_eq!(judge(&mixed, 9), None);
}

#[test]
fn u12_what_two_tries_come_to_is_the_most_exact_of_what_they_name() {
    let row = [tried(1, Stage::Whole), tried(2, Stage::Row(4))];
    assert_eq!(judge(&row, 9), blame(4, Cause::Fatal));
    let rows = [4, 4, 7].map(|number| tried(0, Stage::Row(number)));
    assert_eq!(judge(&rows, 9), blame(4, Cause::Fatal));
    let snapshot = [tried(1, Stage::Whole), tried(2, Stage::Snapshot)];
    assert_eq!(judge(&snapshot, 9), blame(9, Cause::Snapshot));
    let rooms = [tried(1, Stage::Room), tried(2, Stage::Room)];
    assert_eq!(judge(&rooms, 9), blame(9, Cause::Room));
    let both = [tried(1, Stage::Room), tried(2, Stage::Row(4))];
    assert_eq!(judge(&both, 9), blame(4, Cause::Fatal));
}

/// A draft of three rows.
async fn three_rows(world: &World, second: &str) {
    for (client, text) in [(100, "one"), (101, second), (102, "three")] {
        let row = append(world.place, write_text(client, 0, text));
        let appended = world.collab.journal().append(row).await;
        assert!(matches!(appended, Ok(Appended::Committed { .. })));
    }
}

async fn run(world: &World, sql: &'static str) {
    let mut tx = world.collab.platform().db.begin().await.unwrap();
    tx.execute(sql, args![]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Leaves a try behind, as a process does that was ended while it was at this.
async fn left_behind(world: &World, id: i64, stage: Stage) {
    let mut tx = world.collab.platform().db.begin().await.unwrap();
    let place = world.place;
    store::quarantine::mark(
        &mut tx,
        place.organisation,
        place.draft,
        tried(id, stage),
        id,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn load(world: &World) -> Result<Loaded> {
    let loaded = world.collab.journal().load(world.place).await;
    loaded.map(|it| it.expect("there is such a draft"))
}

/// The three clients' operations in what was loaded, and whether it can only be read.
fn reads(loaded: Loaded) -> ([u32; 3], bool) {
    let is_damaged = loaded.is_damaged;
    (all(&loaded.into_document()), is_damaged)
}

/// The three clients' operations in a document.
fn all(document: &Document) -> [u32; 3] {
    [100, 101, 102].map(|client| held(document, client))
}

fn hello(got: &[Got]) -> Hello {
    let mut hellos = got.iter().filter_map(|it| match it {
        Got::Own(Own::Hello(hello)) => Some(hello.clone()),
        _ => None,
    });
    hellos.next().expect("the room says hello first")
}

async fn joins(world: &World) -> (Peer, Hello) {
    let mut peer = world.anna().await;
    let got = peer.after().await;
    let hello = hello(&got);
    (peer, hello)
}

#[tokio::test]
async fn u12_a_row_that_ends_two_loaders_is_kept_and_passed_over_and_the_draft_can_only_be_read() {
    let world = World::new(&[]).await;
    three_rows(&world, POISON).await;
    assert!(load(&world).await.is_err(), "the first try");
    assert!(load(&world).await.is_err(), "the second, row by row");
    let loaded = load(&world).await.unwrap();
    assert_eq!(reads(loaded), ([1, 0, 1], true));
    let kept = "SELECT COUNT(*) AS count FROM draft_quarantine q JOIN draft_journal j
                ON j.draft_id = q.draft_id AND j.number = q.number AND j.updates = q.updates
                WHERE q.number = 2 AND q.cause = 'fatal'";
    assert_eq!(world.count(kept).await, 1, "the row is evidence");
    let folded = world.collab.journal().fold(world.place).await;
    assert_eq!(folded.unwrap(), Folded::Nothing);
    eventually("the tries are not forgotten", async || {
        world.count(TRIED).await == 0
    })
    .await;
    let layout = world
        .collab
        .layout(world.place.organisation, world.place.draft)
        .await;
    assert_eq!(layout.unwrap().head, 3, "it can be drawn");
}

#[tokio::test]
async fn r13_everybody_sees_a_damaged_draft_and_nobody_changes_it_until_it_is_released() {
    let world = World::new(&[]).await;
    three_rows(&world, POISON).await;
    left_behind(&world, 1, Stage::Whole).await;
    left_behind(&world, 2, Stage::Row(2)).await;
    let (mut anna, hello) = joins(&world).await;
    assert_eq!((hello.damaged, hello.access), (true, Access::View));
    let mut stock = world.stock().await;
    anna.update(&write_of(200, 0)).await;
    let got = anna.saved(1).await;
    let refused = got.iter().find_map(|it| match it {
        Got::Own(Own::Refused(refused)) => Some(refused.code),
        _ => None,
    });
    assert_eq!(refused, Some(ErrorCode::DraftDamaged));
    stock.update(&write_of(201, 0)).await;
    stock.after().await;
    assert_eq!(world.count("SELECT head AS count FROM drafts").await, 3);
    // Presence goes on.
    stock.shows(201, 1, Some("{}")).await;
    stock.after().await;
    let got = anna.after().await;
    assert!(
        got.iter().any(|it| matches!(it, Got::Presence(_))),
        "{got:?}"
    );

    run(&world, "UPDATE draft_quarantine SET released_at = 1").await;
    let told = End::Close(Close::RightsChanged);
    assert_eq!([anna.closed().await, stock.closed().await], [told, told]);
    let (mut anna, hello) = joins(&world).await;
    assert_eq!((hello.damaged, hello.access), (false, Access::Edit));
    anna.update(&write_of(200, 0)).await;
    anna.saved(1).await;
    // The row is still passed over, and its bytes outlive the journal.
    let folded = world.collab.journal().fold(world.place).await.unwrap();
    assert!(matches!(
        folded,
        Folded::UpTo {
            head: 4,
            rows: 4,
            ..
        }
    ));
    let loaded = load(&world).await.unwrap();
    assert_eq!(reads(loaded), ([1, 0, 1], false));
    let bytes = "SELECT COUNT(*) AS count FROM draft_quarantine WHERE updates IS NOT NULL";
    assert_eq!(world.count(bytes).await, 1);
}

#[tokio::test]
async fn u12_a_process_that_was_ended_while_it_loaded_an_honest_draft_harms_it_not() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    left_behind(&world, 1, Stage::Whole).await;
    let loaded = load(&world).await.unwrap();
    assert_eq!(reads(loaded), ([1, 1, 1], false));
    eventually("the try is not forgotten", async || {
        world.count(TRIED).await == 0
    })
    .await;
}

/// Tries of a node that lives say nothing: they come to an end while one looks.
#[tokio::test]
async fn u12_nodes_that_load_at_once_do_not_condemn_each_other() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    left_behind(&world, 1, Stage::Row(1)).await;
    left_behind(&world, 2, Stage::Row(2)).await;
    let others = async {
        tokio::time::sleep(STANDS_STILL / 2).await;
        left_behind(&world, 2, Stage::Row(3)).await;
        tokio::time::sleep(STANDS_STILL / 2).await;
        run(&world, "DELETE FROM draft_tries").await;
    };
    let (loaded, ()) = tokio::join!(load(&world), others);
    let loaded = loaded.unwrap();
    assert_eq!(reads(loaded), ([1, 1, 1], false));
    assert_eq!(world.count(DAMAGE).await, 0);
}

#[tokio::test]
async fn u12_a_row_that_does_not_apply_damages_the_draft_on_every_node_and_what_can_be_read_is() {
    let world = World::first(&[]).await;
    let (mut anna, _) = joins(&world).await;
    three_rows(&world, "two").await;
    run(
        &world,
        "UPDATE draft_journal SET updates = x'03090909' WHERE number = 2",
    )
    .await;
    let loaded = load(&world.next(2)).await.unwrap();
    assert_eq!(reads(loaded), ([1, 0, 1], true));
    // A room that is open learns of it, whichever node has found it.
    assert_eq!(anna.closed().await, End::Close(Close::RightsChanged));
    anna.after().await;
    let (_, hello) = joins(&world).await;
    assert!(hello.damaged);
}

/// Everybody comes back when a draft turns out to be damaged. Who does not is not to be seen for ever.
#[tokio::test]
async fn u12_nobody_who_was_sent_away_from_a_damaged_draft_stays_to_be_seen() {
    let world = World::first(&[]).await;
    let (mut anna, _) = joins(&world).await;
    three_rows(&world, "two").await;
    anna.shows(100, 1, Some("{}")).await;
    anna.after().await;
    run(
        &world,
        "UPDATE draft_journal SET updates = x'03090909' WHERE number = 2",
    )
    .await;
    load(&world.next(2)).await.unwrap();
    assert_eq!(anna.closed().await, End::Close(Close::RightsChanged));
    let mut luca = world.luca().await;
    let got = luca.after().await;
    assert!(hello(&got).damaged);
    let seen = got.iter().any(|it| match it {
        Got::Presence(states) => states.iter().any(|(_, _, state)| state.is_some()),
        _ => false,
    });
    assert!(!seen, "{got:?}");
}

/// It scans, and rests on what is not there: as bytes alone it would be sent to everybody.
#[tokio::test]
async fn u12_what_scans_and_does_not_apply_is_left_out_at_every_load() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    let deletes_what_nobody_wrote =
        "UPDATE draft_journal SET updates = x'070001ac02010001' WHERE number = 2";
    run(&world, deletes_what_nobody_wrote).await;
    for round in 0..3 {
        let loaded = load(&world).await.unwrap();
        assert!(
            !matches!(loaded.replica, Replica::Asleep(_)),
            "round {round}"
        );
        assert_eq!(reads(loaded), ([1, 0, 1], true), "round {round}");
    }
}

#[tokio::test]
async fn u12_a_draft_without_its_snapshot_is_not_opened_and_says_so() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    run(&world, "UPDATE draft_snapshots SET state = x'ffffff'").await;
    for _ in 0..2 {
        let failed = load(&world).await.err().expect("it cannot be read");
        assert_eq!(failed.code(), ErrorCode::Internal);
    }
    let failed = load(&world).await.err().expect("it cannot be read");
    assert_eq!(failed.code(), ErrorCode::DraftDamaged);
    let refused = world.peer(&world.anna.clone(), Access::Edit, true).await;
    assert_eq!(refused.err(), Some(Close::DraftDamaged));
    // Whoever has mended it lets it be tried again.
    run(&world, "UPDATE draft_snapshots SET state = x'0000'").await;
    run(&world, "UPDATE draft_quarantine SET released_at = 1").await;
    assert_eq!(reads(load(&world).await.unwrap()).0, [1, 1, 1]);
}

#[tokio::test]
async fn u12_rooms_that_fail_again_and_again_end_in_a_draft_that_can_be_read() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    for _ in 0..2 {
        let (peer, hello) = joins(&world).await;
        assert!(!hello.damaged);
        peer.room
            .send(RoomMsg::Test(Examination::Panic))
            .await
            .unwrap();
        world.quiet().await;
    }
    let (mut peer, hello) = joins(&world).await;
    assert!(hello.damaged);
    peer.update(&write_of(200, 0)).await;
    peer.saved(1).await;
    assert_eq!(world.count("SELECT head AS count FROM drafts").await, 3);
    let what = "SELECT COUNT(*) AS count FROM draft_quarantine WHERE cause = 'room'";
    assert_eq!(world.count(what).await, 1);
}

#[tokio::test]
async fn decoding_that_does_not_end_is_given_up() {
    let endless = || {
        std::thread::sleep(Duration::from_secs(10));
        Ok(())
    };
    let begun = Instant::now();
    assert!(within(Duration::from_millis(20), endless).await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(5));
}

/// The database fails while a draft is gone through row by row, for as long as nobody can be told of it.
#[tokio::test]
async fn u12_marks_that_cannot_be_written_condemn_no_row() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    let notes_left = |left| *world.collab.journal().faults().notes_left.lock().unwrap() = left;
    left_behind(&world, 1, Stage::Whole).await;
    left_behind(&world, 2, Stage::Row(2)).await;
    run(&world, "DELETE FROM draft_tries WHERE id = 2").await;
    for round in 0..2 {
        // The snapshot's mark and the first row's are written, the second row's is not.
        notes_left(Some(2));
        assert!(load(&world).await.is_err());
        notes_left(None);
        let own = "SELECT COUNT(*) AS count FROM draft_tries WHERE id <> 1";
        eventually("what was tried is not forgotten", async || {
            world.count(own).await == 0
        })
        .await;
        assert_eq!(world.count(DAMAGE).await, 0, "round {round}");
    }
    let loaded = load(&world).await.unwrap();
    assert_eq!(reads(loaded), ([1, 1, 1], false));
}

#[tokio::test]
async fn u12_a_fold_that_cannot_be_written_says_nothing_of_the_draft() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    let journal = world.collab.journal();
    journal.faults().folds_fail.store(true, SeqCst);
    assert!(journal.fold(world.place).await.is_err());
    assert_eq!(world.count(TRIED).await, 0);
    journal.faults().folds_fail.store(false, SeqCst);
    let folded = journal.fold(world.place).await.unwrap();
    assert!(matches!(folded, Folded::UpTo { head: 3, .. }));
    assert_eq!(world.count(TRIED).await, 0);
}

/// A load that was believed to have ended went on after all, just before the sentence.
#[tokio::test]
async fn u12_tries_that_ended_well_before_the_sentence_condemn_nothing() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    let tries = [tried(1, Stage::Row(1)), tried(2, Stage::Row(2))];
    let sentence = judge(&tries, 3).unwrap();
    let sentences = async || {
        let journal = world.collab.journal();
        journal
            .sentence(world.place, sentence, &tries)
            .await
            .unwrap();
        world.count(DAMAGE).await
    };
    left_behind(&world, 1, Stage::Row(1)).await;
    assert_eq!(sentences().await, 0, "one has ended");
    assert_eq!(world.count(TRIED).await, 1, "and the other is as it was");
    left_behind(&world, 2, Stage::Row(3)).await;
    assert_eq!(sentences().await, 0, "one has gone on");
    left_behind(&world, 2, Stage::Row(2)).await;
    assert_eq!(sentences().await, 1);
    assert_eq!(world.count(TRIED).await, 0);
}

#[tokio::test]
async fn u12_a_draft_that_was_released_is_in_quarantine_again_when_it_fails_again() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    for round in 0..2 {
        for _ in 0..2 {
            let (peer, hello) = joins(&world).await;
            assert!(!hello.damaged, "round {round}");
            peer.room
                .send(RoomMsg::Test(Examination::Panic))
                .await
                .unwrap();
            world.quiet().await;
        }
        let (peer, hello) = joins(&world).await;
        assert!(hello.damaged, "round {round}");
        run(&world, "UPDATE draft_quarantine SET released_at = 1").await;
        let told = End::Close(Close::RightsChanged);
        assert_eq!(peer.closed().await, told);
        // Nobody is in it any more.
        peer.leave().await;
        world.collab.hub().evict(world.place.draft).await;
        world.quiet().await;
    }
}

#[tokio::test]
async fn a_damaged_draft_that_was_deleted_is_nobodys_trouble() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    left_behind(&world, 1, Stage::Room).await;
    left_behind(&world, 2, Stage::Room).await;
    assert!(load(&world).await.unwrap().is_damaged);
    let damaged = async || world.collab.journal().damaged().await.unwrap().len();
    assert_eq!(damaged().await, 1);
    run(&world, "UPDATE templates SET deleted_at = 1").await;
    assert_eq!(damaged().await, 0);
}

/// A writer that is busy is what a write would wait for.
#[tokio::test]
async fn a_draft_that_was_held_before_is_opened_without_a_write() {
    let world = World::new(&["--limit-idle-seconds=1"]).await;
    let (mut anna, _) = joins(&world).await;
    anna.update(&write_of(100, 0)).await;
    anna.saved(1).await;
    anna.leave().await;
    world.quiet().await;
    eventually("the room's end says nothing", async || {
        world.count("SELECT proven_head AS count FROM drafts").await == 1
    })
    .await;
    let writer = world.collab.platform().db.begin().await.unwrap();
    let begun = Instant::now();
    assert_eq!(load(&world).await.unwrap().head, 1);
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(writer);
}

#[tokio::test]
async fn a_draft_is_opened_also_when_nothing_can_be_written_down() {
    let world = World::new(&[]).await;
    three_rows(&world, "two").await;
    let writer = world.collab.platform().db.begin().await.unwrap();
    let loaded = load(&world).await.unwrap();
    assert_eq!(reads(loaded).0, [1, 1, 1]);
    drop(writer);
}
