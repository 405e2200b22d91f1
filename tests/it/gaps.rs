//! Gaps are asked about, never applied; client ids belong to one person (SPEC §2 U2 to U5, §4 R1, O1).

use std::time::Duration;

use imprimatur_tests::deadline::stays;
use imprimatur_tests::forge::{self, Struct};
use imprimatur_tests::peer::{new_doc, rectangle};
use imprimatur_tests::wire::Message;
use imprimatur_tests::{Dialect, Peer, Socket, World, soon, stories};
use yrs::{Map, ReadTxn, StateVector, Transact};

/// The whole document as one update.
fn whole(peer: &Peer) -> Vec<u8> {
    peer.doc()
        .transact()
        .encode_state_as_update_v1(&StateVector::default())
}

async fn u3_a_lost_update_is_asked_for_and_nothing_is_lost(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    let peer = Peer::ours(&anna, &made.draft_id).await;
    peer.draw("first");
    watcher.sees("first").await;
    let asked = peer.seen().asked;
    // Lost on the way; the next one rests on it. yrs would take that without complaint, and Yjs peers would wait for ever.
    peer.edit_silently(|elements, txn| {
        elements.insert(txn, "lost", rectangle());
    });
    peer.draw("after");
    watcher.sees("lost").await;
    watcher.sees("after").await;
    assert_eq!(peer.seen().asked, asked + 1, "the server asked once");
    peer.saved(peer.seen().sent).await;
    assert!(peer.is_open(), "a gap is no breach");
    assert_eq!(watcher.json(), peer.json());
}

async fn u3_many_gaps_are_one_question(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let author = new_doc(700_001);
    let elements = author.get_or_insert_map("elements");
    let mut updates = Vec::new();
    for number in 0..50 {
        let mut txn = author.transact_mut();
        elements.insert(&mut txn, format!("a{number}"), rectangle());
        updates.push(txn.encode_update_v1());
    }
    let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Ours).await;
    socket
        .until("the first question", |message| {
            matches!(message, Message::SyncStep1(_)).then_some(())
        })
        .await;
    // That question is answered with nothing, as by a client that is as empty as the draft.
    socket.send(&Message::SyncStep2(vec![0, 0])).await;
    socket
        .until("saved", |message| {
            matches!(message, Message::Own(101, _)).then_some(())
        })
        .await;
    for update in &updates[1..] {
        socket.send(&Message::Update(update.clone())).await;
    }
    socket
        .until("a question", |message| {
            matches!(message, Message::SyncStep1(_)).then_some(())
        })
        .await;
    let more = socket.next_within(Duration::from_millis(500)).await;
    assert_eq!(
        more, None,
        "at most one question is open, and nothing is reported saved (O1)"
    );
    let watcher = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    assert_eq!(
        watcher.elements(),
        Vec::<String>::new(),
        "nothing was applied"
    );

    socket
        .send(&Message::SyncStep2(
            author
                .transact()
                .encode_state_as_update_v1(&StateVector::default()),
        ))
        .await;
    let saved = socket
        .until("all of it is saved", |message| match message {
            Message::Own(101, body) if body["upTo"].as_u64() >= Some(51) => Some(body.clone()),
            _ => None,
        })
        .await;
    assert_eq!(saved["upTo"], 51, "the gaps too, now that they are closed");
    soon("the watcher sees all", || watcher.elements().len() == 50).await;
}

async fn u2_every_kind_of_gap_is_asked_about_and_none_applied(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::ours(&world.second_designer().await, &made.draft_id).await;
    let unknown = (999_999, 5);
    type Make = fn(u64) -> Vec<u8>;
    let gaps: [(&str, Make); 6] = [
        ("a struct beyond the clock", |client| {
            forge::update(
                client,
                7,
                &[Struct::entry("elements", "a", forge::string("x"))],
                &[],
            )
        }),
        ("an unknown origin", |client| {
            forge::update(
                client,
                0,
                &[Struct::text("notes", "x").after((999_999, 5))],
                &[],
            )
        }),
        ("an unknown right origin", |client| {
            forge::update(
                client,
                0,
                &[Struct::text("notes", "x").before((999_999, 5))],
                &[],
            )
        }),
        ("an unknown parent", |client| {
            forge::update(
                client,
                0,
                &[Struct::entry("", "a", forge::string("x")).inside((999_999, 5))],
                &[],
            )
        }),
        ("its own future", |client| {
            forge::update(
                client,
                0,
                &[Struct::text("notes", "x").after((client, 40))],
                &[],
            )
        }),
        ("a skip", |client| {
            forge::update(
                client,
                0,
                &[Struct::skip(5), Struct::text("notes", "x")],
                &[],
            )
        }),
    ];
    for (index, (what, make)) in gaps.into_iter().enumerate() {
        asked_and_unseen(&world, &made.draft_id, what, make(600_000 + index as u64)).await;
    }
    asked_and_unseen(
        &world,
        &made.draft_id,
        "a deletion of the unknown",
        forge::update(0, 0, &[], &[(unknown, 3)]),
    )
    .await;
    // Client ids in a gap stay free: somebody else may take one of them.
    watcher.send(&Message::Update(forge::update(
        600_000,
        0,
        &[Struct::entry("elements", "mine", forge::string("x"))],
        &[],
    )));
    watcher.saved(watcher.seen().sent).await;
    assert!(watcher.is_open() && !watcher.has("a"));
    let fresh = Peer::stock(&anna, &made.draft_id).await;
    assert_eq!(fresh.elements(), ["mine"]);
}

async fn asked_and_unseen(world: &World, draft: &str, what: &str, update: Vec<u8>) {
    let mut socket = Socket::open(&world.designer().await, draft, Dialect::Ours).await;
    socket
        .until("the first question", |message| {
            matches!(message, Message::SyncStep1(_)).then_some(())
        })
        .await;
    socket.send(&Message::SyncStep2(vec![0, 0])).await;
    socket
        .until("saved", |message| {
            matches!(message, Message::Own(101, _)).then_some(())
        })
        .await;
    socket.send(&Message::Update(update)).await;
    let answer = socket.until(what, |message| Some(message.clone())).await;
    assert!(
        matches!(answer, Message::SyncStep1(_)),
        "{what} is answered by a question, not by {answer:?}"
    );
}

async fn u3_two_people_draw_while_one_loses_every_third_update(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let lossy = Peer::ours(&anna, &made.draft_id).await;
    let honest = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    for number in 0..150 {
        if number % 3 == 0 {
            lossy.edit_silently(|elements, txn| {
                elements.insert(txn, format!("l{number}"), rectangle());
            });
        } else {
            lossy.draw(&format!("l{number}"));
        }
        honest.draw(&format!("h{number}"));
        if number % 10 == 0 {
            tokio::task::yield_now().await;
        }
    }
    lossy.saved(lossy.seen().sent).await;
    soon("both are equal", || {
        lossy.elements().len() == 300 && lossy.json() == honest.json()
    })
    .await;
    assert!(!honest.doc().transact().has_missing_updates());
}

async fn u4_nobody_writes_under_somebody_elses_id(world: World) {
    let anna = world.designer().await;
    let luca = world.second_designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("annas");
    annas.saved(number).await;
    let clock = u64::from(
        annas
            .doc()
            .transact()
            .state_vector()
            .get(&annas.doc().client_id()),
    );

    for dialect in [Dialect::Stock, Dialect::Ours] {
        let mut forger = Socket::open(&luca, &made.draft_id, dialect).await;
        let forged = forge::update(
            annas.client_id(),
            clock,
            &[Struct::entry("elements", "forged", forge::string("x"))],
            &[],
        );
        forger.send(&Message::Update(forged)).await;
        assert_eq!(
            forger.until_closed().await,
            (4403, "foreign_client_id".to_owned())
        );
    }
    // Not in place of what she is about to write, either: her next edit counts.
    let number = annas.draw("annas_next");
    annas.saved(number).await;
    let fresh = Peer::stock(&luca, &made.draft_id).await;
    assert!(fresh.has("annas_next") && !fresh.has("forged"));
}

async fn u4_a_binding_is_for_ever(mut world: World) {
    let anna = world.designer().await;
    let luca = world.second_designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("annas");
    annas.saved(number).await;
    let id = annas.client_id();
    drop(annas);
    world.node.kill();
    world.node.restart().await;
    let mut forger = Socket::open(&luca, &made.draft_id, Dialect::Stock).await;
    let clock = 6; // Past the rectangle and its five properties.
    forger
        .send(&Message::Update(forge::update(
            id,
            clock,
            &[Struct::entry("elements", "forged", forge::string("x"))],
            &[],
        )))
        .await;
    assert_eq!(
        forger.until_closed().await,
        (4403, "foreign_client_id".to_owned())
    );
}

async fn u4_an_old_copy_may_be_restored_by_anybody(world: World) {
    let anna = world.designer().await;
    let luca = world.second_designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("annas");
    annas.saved(number).await;
    let copy = Peer::stock(&luca, &made.draft_id).await;
    copy.sees("annas").await;
    let doc = copy.cut().await;
    let back = Peer::connect(&luca, &made.draft_id, Dialect::Ours, doc).await;
    back.synced().await;
    back.send(&Message::Update(whole(&back)));
    let number = back.draw("lucas");
    back.saved(number).await;
    annas.sees("lucas").await;
    assert!(annas.is_open() && back.is_open());
}

async fn u5_an_id_passes_to_a_newer_socket_of_the_same_person(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let first = Peer::ours(&anna, &made.draft_id).await;
    let number = first.draw("one");
    first.saved(number).await;
    let doc = first.doc().clone();
    // The old socket is still open on the server: it has not noticed yet that the network is gone.
    let second = Peer::connect(&anna, &made.draft_id, Dialect::Ours, doc).await;
    second.synced().await;
    second.draw("two");
    second.saved(second.seen().sent).await;
    Peer::stock(&world.viewer().await, &made.draft_id)
        .await
        .sees("two")
        .await;
}

async fn u5_reserved_ids_are_the_servers_own(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    for id in [0, 1, 15] {
        let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
        socket.send(&Message::SyncStep1(vec![0])).await;
        let held = socket
            .until("SyncStep2", |message| match message {
                Message::SyncStep2(update) => Some(update.clone()),
                _ => None,
            })
            .await;
        let doc = new_doc(79);
        doc.transact_mut()
            .apply_update(yrs::updates::decoder::Decode::decode_v1(&held).expect("it decodes"))
            .expect("it applies");
        let clock = doc
            .transact()
            .state_vector()
            .get(&yrs::block::ClientID::new(id));
        let forged = forge::update(
            id,
            u64::from(clock),
            &[Struct::entry("elements", "forged", forge::string("x"))],
            &[],
        );
        socket.send(&Message::Update(forged)).await;
        assert_eq!(
            socket.until_closed().await,
            (4403, "foreign_client_id".to_owned()),
            "id {id}"
        );
    }
}

async fn u5_a_session_binds_a_bounded_number_of_ids(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
    for id in 0..17 {
        let update = forge::update(
            800_000 + id,
            0,
            &[Struct::entry("elements", "a", forge::string("x"))],
            &[],
        );
        socket.send(&Message::Update(update)).await;
    }
    assert_eq!(
        socket.until_closed().await,
        (4408, "client_ids_exhausted".to_owned())
    );
}

async fn r1_a_viewers_write_is_dropped_and_the_socket_stays_open(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("annas");
    annas.saved(number).await;
    for email in ["viewer", "approver"] {
        let person = world.person(&format!("{email}@sample.example")).await;
        let reader = Peer::ours(&person, &made.draft_id).await;
        reader.sees("annas").await;
        assert_eq!(
            reader.seen().hello.expect("hello")["access"],
            "view",
            "{email}"
        );
        assert!(
            reader.seen().refused.is_empty(),
            "answering the server's question brings nothing new and is no offence"
        );

        let number = reader.draw("readers");
        soon("it is refused", || !reader.seen().refused.is_empty()).await;
        let refused = &reader.seen().refused[0];
        assert_eq!(
            (&refused["code"], &refused["update"]),
            (&"read_only".into(), &number.into()),
            "{email}: {refused}"
        );
        // Judged before the gap check: no question for what would be refused anyway.
        let asked = reader.seen().asked;
        reader.edit_silently(|elements, txn| {
            elements.insert(txn, "lost", rectangle());
        });
        reader.draw("after_a_gap");
        soon("it is refused, too", || reader.seen().refused.len() == 2).await;
        stays("no question", Duration::from_millis(200), || {
            reader.seen().asked == asked
        })
        .await;
        assert!(reader.is_open() && !annas.has("readers"), "{email}");

        let stock = Peer::stock(&person, &made.draft_id).await;
        stock.draw("stock_readers");
        stays(
            "a stock reader stays, too",
            Duration::from_millis(200),
            || stock.is_open() && !annas.has("stock_readers"),
        )
        .await;
    }
    let fresh = Peer::stock(&anna, &made.draft_id).await;
    assert_eq!(fresh.elements(), ["annas"]);
}

async fn o2_who_was_refused_starts_again_and_is_welcome(world: World) {
    let anna = world.designer().await;
    let luca = world.second_designer().await;
    let made = anna.template("Diplom").await;
    let annas = Peer::ours(&anna, &made.draft_id).await;
    let number = annas.draw("annas");
    annas.saved(number).await;
    // A copied browser profile: Luca's page writes under Anna's client id.
    let doc = new_doc(annas.client_id());
    let copied = Peer::connect(&luca, &made.draft_id, Dialect::Ours, doc).await;
    copied.synced().await;
    copied.draw("copied");
    assert_eq!(
        copied.closed().await,
        (4403, "foreign_client_id".to_owned())
    );
    // A new document and a new id; what the old one wanted is done again.
    let again = Peer::ours(&luca, &made.draft_id).await;
    assert!(again.has("annas") && !again.has("copied"));
    let number = again.draw("copied");
    again.saved(number).await;
    annas.sees("copied").await;
}

stories![
    u3_a_lost_update_is_asked_for_and_nothing_is_lost,
    u3_many_gaps_are_one_question,
    u2_every_kind_of_gap_is_asked_about_and_none_applied,
    u3_two_people_draw_while_one_loses_every_third_update,
    u4_nobody_writes_under_somebody_elses_id,
    u4_a_binding_is_for_ever,
    u4_an_old_copy_may_be_restored_by_anybody,
    u5_an_id_passes_to_a_newer_socket_of_the_same_person,
    u5_reserved_ids_are_the_servers_own,
    u5_a_session_binds_a_bounded_number_of_ids,
    r1_a_viewers_write_is_dropped_and_the_socket_stays_open,
    o2_who_was_refused_starts_again_and_is_welcome,
];
