mod costs;
mod folding;
mod people;
mod quiet;
mod together;

use std::sync::atomic::Ordering;
use std::time::Duration;

use imprimatur_crdt::Document;
use imprimatur_protocol::frame::{Access, Message, Own};
use imprimatur_protocol::{Close, ErrorCode};

use crate::collab::outbox::End;
use crate::collab::testing::{
    Got, World, asks, eventually, held, updates, watermarks, write_of, write_text,
};

const EMPTY: &[u8] = &[0, 0];
const ANNAS: u64 = 100;
const LUCAS: u64 = 200;

fn refused(got: &[Got]) -> Vec<(u64, ErrorCode)> {
    got.iter()
        .filter_map(|got| match got {
            Got::Own(Own::Refused(refused)) => Some((refused.update, refused.code)),
            _ => None,
        })
        .collect()
}

fn unsaved(got: &[Got]) -> usize {
    got.iter()
        .filter(|got| matches!(got, Got::Own(Own::Unsaved(_))))
        .count()
}

#[tokio::test]
async fn c3_a_stock_client_gets_no_message_of_ours() {
    let world = World::new(&[]).await;
    let mut stock = world.stock().await;
    stock.answer(&write_of(LUCAS, 0)).await;
    eventually("not saved", async || {
        held(&world.stored().await, LUCAS) == 1
    })
    .await;
    assert_eq!(stock.after().await, [Got::Ask]);
}

#[tokio::test]
async fn c5_a_session_is_greeted_then_asked_and_its_question_is_answered() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    let got = anna.after().await;
    assert!(
        matches!(&got[0], Got::Own(Own::Hello(hello)) if hello.access == Access::Edit && hello.head == 0)
    );
    assert_eq!(got[1], Got::Ask);
    anna.send(Message::SyncStep1(&[0])).await.unwrap();
    assert_eq!(anna.after().await, [Got::Answer(EMPTY.to_vec())]);
}

/// What a joiner is told first and what follows leave nothing out, whenever it joins.
#[tokio::test]
async fn c5_nothing_falls_between_the_answer_and_the_first_update() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    for clock in 0..40 {
        anna.update(&write_of(ANNAS, clock)).await;
        if clock % 4 == 0 {
            let mut luca = world.luca().await;
            luca.send(Message::SyncStep1(&[0])).await.unwrap();
            anna.update(&write_of(ANNAS, 1_000 + clock)).await; // A gap, which nobody sees.
            let mut seen = Vec::new();
            eventually("the joiner never sees it all", async || {
                held(&world.stored().await, ANNAS) == u32::try_from(clock).unwrap() + 1
            })
            .await;
            seen.extend(luca.after().await);
            let mut document = Document::new(imprimatur_crdt::ClientId::READER);
            // A client keeps what it cannot place yet; here the answer is put first.
            seen.sort_by_key(|got| !matches!(got, Got::Answer(_)));
            for got in &seen {
                if let Got::Answer(update) | Got::Update(update) = got {
                    document.apply(update).unwrap();
                }
            }
            assert_eq!(u64::from(held(&document, ANNAS)), clock + 1);
            luca.leave().await;
        }
    }
}

#[tokio::test]
async fn u1_a_contradiction_closes_its_author_and_nobody_else() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    assert_eq!(
        anna.send(Message::Update(&[1, 1, 7])).await,
        Err(Close::Malformed)
    );
    luca.update(&write_of(LUCAS, 0)).await;
    luca.saved(1).await;
}

#[tokio::test]
async fn u3_a_gap_is_neither_applied_nor_journalled_and_asked_about_once() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.answer(EMPTY).await;
    anna.after().await;
    for clock in 5..50 {
        anna.update(&write_of(ANNAS, clock)).await;
    }
    let got = anna.after().await;
    assert_eq!(asks(&got), 1);
    assert_eq!(watermarks(&got), Vec::<u64>::new(), "a gap is not saved");
    assert_eq!(updates(&luca.after().await).len(), 0);
    assert_eq!(
        world
            .count("SELECT COUNT(*) AS count FROM draft_journal")
            .await,
        0
    );
    assert_eq!(
        world
            .count("SELECT COUNT(*) AS count FROM draft_clients")
            .await,
        0
    );
    // The answer brings what was missing, and everything is saved, the gaps included (O1).
    let mut whole = Document::new(imprimatur_crdt::ClientId::READER);
    for clock in 0..50 {
        whole.apply(&write_of(ANNAS, clock)).unwrap();
    }
    anna.answer(&whole.encode_state()).await;
    anna.saved(47).await;
    assert_eq!(held(&world.stored().await, ANNAS), 50);
}

#[tokio::test]
async fn u3_a_gap_before_the_first_answer_asks_no_second_time() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(ANNAS, 3)).await;
    assert_eq!(asks(&anna.after().await), 1, "the one that greeted it");
}

/// A client that itself waits for somebody else's edits answers with a gap, for ever.
#[tokio::test]
async fn u3_an_answer_that_is_a_gap_is_not_asked_about_at_once() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    for _ in 0..20 {
        anna.answer(&write_of(ANNAS, 3)).await;
    }
    assert_eq!(asks(&anna.after().await), 1);
}

#[tokio::test]
async fn u4_structs_under_somebody_elses_id_close_with_4403() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.update(&write_of(ANNAS, 0)).await;
    // The binding holds from acceptance on, not only once it is on disk.
    luca.update(&write_of(ANNAS, 1)).await;
    assert_eq!(luca.closed().await, End::Close(Close::ForeignClientId));
    anna.update(&write_of(ANNAS, 1)).await;
    anna.saved(2).await;
    assert_eq!(held(&world.stored().await, ANNAS), 2);
}

#[tokio::test]
async fn u4_a_binding_outlives_the_room() {
    let world = World::new(&["--limit-idle-seconds=1"]).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    anna.leave().await;
    world.quiet().await;
    let mut luca = world.luca().await;
    luca.update(&write_of(ANNAS, 1)).await;
    assert_eq!(luca.closed().await, End::Close(Close::ForeignClientId));
}

/// A browser that restores an old copy sends what is held, whoever wrote it; saved, however, only when it is on disk.
#[tokio::test]
async fn u4_u8_what_is_held_is_taken_from_anybody_and_goes_no_further() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    let stopped = world.collab.journal().faults().appends_wait.write().await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.after().await;
    luca.answer(&write_of(ANNAS, 0)).await;
    assert_eq!(
        watermarks(&luca.after().await),
        Vec::<u64>::new(),
        "it is in flight only"
    );
    drop(stopped);
    luca.saved(1).await;
    luca.update(&write_of(ANNAS, 0)).await;
    luca.saved(2).await;
    anna.saved(1).await;
    assert_eq!(updates(&anna.after().await).len(), 0);
    assert_eq!(
        world
            .count("SELECT COUNT(*) AS count FROM draft_journal")
            .await,
        1
    );
}

#[tokio::test]
async fn u5_ids_of_the_server_are_nobodys() {
    let world = World::new(&[]).await;
    let mut anna = world.anna().await;
    anna.update(&write_of(1, 0)).await;
    assert_eq!(anna.closed().await, End::Close(Close::ForeignClientId));
}

#[tokio::test]
async fn u5_a_session_binds_a_bounded_number_of_ids() {
    let world = World::new(&["--limit-client-ids-per-session=3"]).await;
    let mut anna = world.anna().await;
    for client in ANNAS..ANNAS + 3 {
        anna.update(&write_of(client, 0)).await;
    }
    anna.saved(3).await;
    anna.update(&write_of(ANNAS + 3, 0)).await;
    assert_eq!(anna.closed().await, End::Close(Close::ClientIdsExhausted));
    // They are the person's: a new socket goes on with them.
    let mut again = world.anna().await;
    again.update(&write_of(ANNAS, 1)).await;
    again.saved(1).await;
}

#[tokio::test]
async fn u6_nobody_sees_an_edit_before_it_is_on_disk() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    let stopped = world.collab.journal().faults().appends_wait.write().await;
    anna.update(&write_of(ANNAS, 0)).await;
    assert_eq!(watermarks(&anna.after().await), Vec::<u64>::new());
    luca.send(Message::SyncStep1(&[0])).await.unwrap();
    let got = luca.after().await;
    assert!(updates(&got).is_empty() && got.contains(&Got::Answer(EMPTY.to_vec())));
    drop(stopped);
    anna.saved(1).await;
    assert_eq!(updates(&luca.after().await), [write_of(ANNAS, 0)]);
}

#[tokio::test]
async fn u7_updates_go_to_the_others_in_order_and_not_back() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    let sent: Vec<Vec<u8>> = (0..200).map(|clock| write_of(ANNAS, clock)).collect();
    for update in &sent {
        anna.update(update).await;
    }
    let got = anna.saved(200).await;
    assert!(updates(&got).is_empty());
    let got = luca.after().await;
    let mut document = Document::new(imprimatur_crdt::ClientId::READER);
    for update in updates(&got) {
        document.apply(update).expect("they come in order");
    }
    assert_eq!(held(&document, ANNAS), 200);
    assert!(updates(&got).len() < 200, "many in one message");
    // Batches, not one row each.
    assert!(
        world
            .count("SELECT COUNT(*) AS count FROM draft_journal")
            .await
            < 200
    );
}

#[tokio::test]
async fn u10_a_failing_journal_hides_edits_and_saves_them_when_it_is_back() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    let faults = world.collab.journal().faults();
    faults.appends_fail.store(true, Ordering::SeqCst);
    anna.update(&write_of(ANNAS, 0)).await;
    anna.update(&write_of(ANNAS, 1)).await;
    let mut got = Vec::new();
    tokio::time::sleep(Duration::from_millis(600)).await;
    got.extend(anna.after().await);
    assert_eq!((unsaved(&got), watermarks(&got)), (1, vec![]));
    luca.after().await;
    assert_eq!(anna.outgoing.ended(), None);
    faults.appends_fail.store(false, Ordering::SeqCst);
    anna.saved(2).await;
    assert_eq!(updates(&luca.after().await).len(), 1, "both at once");
    // The next outage is told again.
    faults.appends_fail.store(true, Ordering::SeqCst);
    anna.update(&write_of(ANNAS, 2)).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(unsaved(&anna.after().await), 1);
}

#[tokio::test]
async fn u10_a_room_over_its_bound_is_discarded_reloaded_and_asks_everybody() {
    let world = World::new(&["--limit-room-unsaved-bytes=4000"]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.answer(EMPTY).await;
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(2).await;
    let faults = world.collab.journal().faults();
    faults.appends_fail.store(true, Ordering::SeqCst);
    faults.loads_fail.store(true, Ordering::SeqCst);
    let text = "x".repeat(500);
    let mut document = Document::new(imprimatur_crdt::ClientId::READER);
    document.apply(&write_of(ANNAS, 0)).unwrap();
    for clock in 1..40 {
        let update = write_text(ANNAS, clock, &text);
        document.apply(&update).unwrap();
        anna.update(&update).await;
        anna.after().await;
    }
    luca.after().await;
    // A reader is still answered, with what is on disk.
    luca.send(Message::SyncStep1(&[0])).await.unwrap();
    let got = luca.after().await;
    assert!(
        got.iter().any(|got| matches!(got, Got::Answer(_))),
        "{got:?}"
    );
    faults.appends_fail.store(false, Ordering::SeqCst);
    faults.loads_fail.store(false, Ordering::SeqCst);
    let mut got = Vec::new();
    for _ in 0..2_000 {
        got.extend(anna.after().await);
        if asks(&got) > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(asks(&got), 1);
    assert_eq!(
        watermarks(&got),
        Vec::<u64>::new(),
        "what was thrown away is not saved"
    );
    assert_eq!((anna.outgoing.ended(), luca.outgoing.ended()), (None, None));
    anna.answer(&document.encode_state()).await;
    anna.saved(42).await;
    assert_eq!(held(&world.stored().await, ANNAS), 40);
}

/// Rows that this room did not write: another node's, or its own from a commit whose answer was lost.
#[tokio::test]
async fn u9_a_head_that_jumped_makes_the_room_read_the_journal_and_show_the_rest() {
    let world = World::new(&[]).await;
    let (mut anna, mut luca) = (world.anna().await, world.luca().await);
    anna.update(&write_of(ANNAS, 0)).await;
    anna.saved(1).await;
    let elsewhere = crate::collab::journal::Append {
        place: world.place,
        updates: vec![write_of(300, 0).into()],
        binds: vec![],
        deleters: vec![],
        touch: false,
        sitting: vec![],
        spans: vec![],
        again: false,
    };
    world.collab.journal().append(elsewhere).await.unwrap();
    anna.update(&write_of(ANNAS, 1)).await;
    anna.saved(2).await;
    let mut document = Document::new(imprimatur_crdt::ClientId::READER);
    for _ in 0..2_000 {
        for got in luca.after().await {
            if let Got::Update(update) = got {
                document.apply(&update).unwrap();
            }
        }
        if held(&document, 300) == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!((held(&document, ANNAS), held(&document, 300)), (2, 1));
    luca.update(&write_of(LUCAS, 0)).await;
    luca.saved(1).await;
}
