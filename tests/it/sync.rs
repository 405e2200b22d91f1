//! Joining, editing and being told what is saved (SPEC §1, §2, §5).

use std::time::Duration;

use imprimatur_tests::deadline::stays;
use imprimatur_tests::peer::{new_doc, rectangle};
use imprimatur_tests::socket::Event;
use imprimatur_tests::wire::{self, Message};
use imprimatur_tests::{Dialect, Peer, Socket, World, soon, stories};
use serde_json::json;
use yrs::{GetString, Map, ReadTxn, Text, TextPrelim, Transact};

async fn c2_a_socket_is_entered_by_token_or_by_a_cookie_of_the_own_origin(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let path = format!("/collab/{}", made.draft_id);
    let own = world.node.address();
    let cookie = format!("imprimatur_session={}", anna.token());
    let bearer = format!("Bearer {}", anna.token());
    let by_query = format!("{path}?token={}", anna.token());
    let foreign = "https://elsewhere.example";

    type Row<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>, u16);
    let rows: Vec<Row<'_>> = vec![
        ("a token", &by_query, vec![], 101),
        (
            "a bearer token",
            &path,
            vec![("authorization", &bearer)],
            101,
        ),
        (
            "a cookie of the own origin",
            &path,
            vec![("cookie", &cookie), ("origin", &own)],
            101,
        ),
        (
            "a cookie without an origin",
            &path,
            vec![("cookie", &cookie)],
            403,
        ),
        (
            "a cookie from elsewhere",
            &path,
            vec![("cookie", &cookie), ("origin", foreign)],
            403,
        ),
        (
            "a token from elsewhere",
            &by_query,
            vec![("origin", foreign)],
            403,
        ),
        ("nothing", &path, vec![("origin", &own)], 401),
        (
            "a forged token",
            &path,
            vec![("authorization", "Bearer forged")],
            401,
        ),
        (
            "another host",
            &by_query,
            vec![("host", "elsewhere.example")],
            421,
        ),
    ];
    let mut wrong = Vec::new();
    for (what, path, headers, expected) in rows {
        let status = Socket::dial(&own, path, &headers)
            .await
            .err()
            .map_or(101, |refusal| refusal.status);
        if status != expected {
            wrong.push(format!("{what}: {status}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        !world.node.log().contains(anna.token()),
        "a token never stands in the log"
    );
}

async fn c3_only_those_who_ask_get_our_own_messages(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let mut ours = Socket::open(&anna, &made.draft_id, Dialect::Ours).await;
    let me = anna.get("/api/me").await.expect(200);
    let Event::Message(Message::Own(wire::HELLO, hello)) = ours.next().await else {
        panic!("hello comes first")
    };
    assert_eq!(hello["protocol"], 1);
    assert_eq!(hello["access"], "edit");
    assert_eq!(hello["head"], 0);
    for part in ["id", "name", "color"] {
        assert_eq!(hello["person"][part], me["person"][part]);
    }
    assert!(
        hello["session"]
            .as_str()
            .is_some_and(|id| id.starts_with("ses_")),
        "{hello}"
    );

    let stock = Peer::stock(&anna, &made.draft_id).await;
    let other = Peer::ours(&world.second_designer().await, &made.draft_id).await;
    for number in 0..20 {
        stock.draw(&format!("stock{number}"));
        other.draw(&format!("other{number}"));
    }
    stock.sees("other19").await;
    other.sees("stock19").await;
    let seen = stock.seen();
    assert!(
        seen.hello.is_none() && seen.saved_up_to == 0,
        "a stock client hears y-protocols only"
    );
}

async fn c4_a_text_message_is_a_breach(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
    socket.send_text("hello").await;
    assert_eq!(socket.until_closed().await, (4400, "malformed".to_owned()));
}

async fn c5_the_server_asks_first_and_answers_every_question(world: World) {
    let anna = world.designer().await;
    let made = anna
        .create(&json!({ "name": "Diplom", "layout": imprimatur_tests::fixtures::certificate() }))
        .await;
    // Many at once on a draft that nobody has open: nobody gets an empty answer.
    let mut joins = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (anna, draft) = (anna.clone(), made.draft_id.clone());
        joins.spawn(async move {
            let mut socket = Socket::open(&anna, &draft, Dialect::Stock).await;
            socket.send(&Message::SyncStep1(vec![0])).await;
            let mut asked = false;
            let update = socket
                .until("SyncStep2", |message| match message {
                    Message::SyncStep1(_) => {
                        asked = true;
                        None
                    }
                    Message::SyncStep2(update) => Some(update.clone()),
                    _ => None,
                })
                .await;
            if !asked {
                socket
                    .until("SyncStep1", |message| {
                        matches!(message, Message::SyncStep1(_)).then_some(())
                    })
                    .await;
            }
            update
        });
    }
    for update in joins.join_all().await {
        let doc = new_doc(77);
        let update = yrs::updates::decoder::Decode::decode_v1(&update).expect("it decodes");
        doc.transact_mut().apply_update(update).expect("it applies");
        let elements = doc.get_or_insert_map("elements");
        assert_eq!(
            elements.len(&doc.transact()),
            5,
            "the whole starter content"
        );
    }
}

async fn three_people_edit_and_end_up_equal(world: World) {
    let people = [
        world.designer().await,
        world.second_designer().await,
        world.admin().await,
    ];
    let made = people[0].template("Diplom").await;
    let mut peers = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let dialect = if index == 0 {
            Dialect::Ours
        } else {
            Dialect::Stock
        };
        peers.push(Peer::join(person, &made.draft_id, dialect).await);
    }
    peers[0].edit(|elements, txn| {
        elements.insert(txn, "title", rectangle());
        elements.insert(txn, "words", TextPrelim::new("Diplom"));
    });
    for peer in &peers {
        peer.sees("words").await;
    }
    for round in 0..100 {
        for (index, peer) in peers.iter().enumerate() {
            peer.draw(&format!("r{index}x{round}"));
            peer.edit(|elements, txn| {
                let Some(yrs::Out::YText(words)) = elements.get(txn, "words") else {
                    panic!("the text is there")
                };
                words.insert(txn, 0, ["ü", "👩‍🎓", "x"][index]);
            });
        }
    }
    let (first, others) = peers.split_first().expect("three peers");
    first.saved(first.seen().sent).await;
    for peer in others {
        let equal = || first.json() == peer.json() && first.elements().len() >= 302;
        soon("everybody is equal", equal).await;
    }
    let fresh = Peer::stock(&people[0], &made.draft_id).await;
    assert_eq!(fresh.json(), first.json());
    let words = fresh.doc().get_or_insert_map("elements");
    let txn = fresh.doc().transact();
    let Some(yrs::Out::YText(words)) = words.get(&txn, "words") else {
        panic!("the text is there")
    };
    assert_eq!(words.get_string(&txn).matches("👩‍🎓").count(), 100);
}

async fn u7_updates_arrive_in_order_and_not_at_their_author(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let author = Peer::ours(&anna, &made.draft_id).await;
    let mut watchers = Vec::new();
    for _ in 0..3 {
        watchers.push(Socket::open(&world.viewer().await, &made.draft_id, Dialect::Stock).await);
    }
    let mut last = 0;
    for number in 0..50 {
        last = author.draw(&format!("a{number}"));
    }
    author.saved(last).await;
    let mut orders = Vec::new();
    for watcher in &mut watchers {
        let doc = new_doc(78);
        let elements = doc.get_or_insert_map("elements");
        let mut order = Vec::new();
        while order.len() < 50 {
            let update = watcher
                .until("an update", |message| match message {
                    Message::Update(update) => Some(update.clone()),
                    _ => None,
                })
                .await;
            let mut txn = doc.transact_mut();
            txn.apply_update(
                yrs::updates::decoder::Decode::decode_v1(&update).expect("it decodes"),
            )
            .expect("it applies");
            let mut new: Vec<String> = elements
                .keys(&txn)
                .map(str::to_owned)
                .filter(|id| !order.contains(id))
                .collect();
            new.sort_by_key(|id| id[1..].parse::<u32>().expect("a number"));
            order.extend(new);
        }
        orders.push(order);
    }
    assert_eq!(
        orders[0],
        (0..50)
            .map(|number| format!("a{number}"))
            .collect::<Vec<_>>()
    );
    assert!(orders.iter().all(|order| *order == orders[0]));
    assert_eq!(
        author.seen().updates,
        0,
        "the author does not get its own back"
    );
}

async fn u8_what_brings_nothing_is_acknowledged_and_goes_no_further(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.viewer().await, &made.draft_id).await;
    let author = Peer::ours(&anna, &made.draft_id).await;
    let number = author.draw("a1");
    author.saved(number).await;
    watcher.sees("a1").await;
    let head = || async {
        anna.get(&format!("/api/drafts/{}", made.draft_id))
            .await
            .expect(200)["head"]
            .clone()
    };
    let (before, heard) = (head().await, watcher.seen().updates);

    let whole = author
        .doc()
        .transact()
        .encode_state_as_update_v1(&yrs::StateVector::default());
    for message in [
        Message::Update(vec![0, 0]),
        Message::Update(whole.clone()),
        Message::SyncStep2(whole),
    ] {
        author.send(&message);
    }
    author.saved(author.seen().sent).await;
    assert_eq!(head().await, before, "nothing was journalled");
    stays("nobody hears of it", Duration::from_millis(300), || {
        watcher.seen().updates == heard
    })
    .await;
}

async fn saved_counts_every_update_message(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let peer = Peer::ours(&anna, &made.draft_id).await;
    soon("the server asks for what it lacks", || {
        peer.seen().asked >= 1
    })
    .await;
    for round in 1..=3 {
        for number in 0..30 {
            peer.draw(&format!("a{round}x{number}"));
        }
        let sent = peer.seen().sent;
        peer.saved(sent).await;
    }
    let draft = anna
        .get(&format!("/api/drafts/{}", made.draft_id))
        .await
        .expect(200);
    let head = draft["head"].as_u64().expect("a number");
    assert!(
        (1..=90).contains(&head),
        "commits are grouped: {head} rows for 90 updates"
    );
}

async fn offline_edits_merge_on_return(world: World) {
    let anna = world.designer().await;
    let luca = world.second_designer().await;
    let made = anna.template("Diplom").await;
    let here = Peer::ours(&luca, &made.draft_id).await;
    let away = Peer::ours(&anna, &made.draft_id).await;
    here.draw("before");
    away.sees("before").await;
    let id = away.client_id();
    let doc = away.cut().await;
    {
        let elements = doc.get_or_insert_map("elements");
        let mut txn = doc.transact_mut();
        for number in 0..40 {
            elements.insert(&mut txn, format!("offline{number}"), rectangle());
        }
        elements.remove(&mut txn, "before");
    }
    here.draw("meanwhile");
    let back = Peer::connect(&anna, &made.draft_id, Dialect::Ours, doc).await;
    assert_eq!(back.client_id(), id, "it comes back as whom it left");
    back.synced().await;
    here.sees("offline39").await;
    back.sees("meanwhile").await;
    soon("both are equal", || {
        here.json() == back.json() && !here.has("before")
    })
    .await;
    back.saved(1).await;
}

async fn a_signed_out_persons_sockets_end(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let luca = Peer::ours(&world.second_designer().await, &made.draft_id).await;
    let mine = Peer::ours(&anna, &made.draft_id).await;
    anna.post("/auth/sign-out", &json!({})).await.expect(200);
    assert_eq!(mine.closed().await, (4401, "session_ended".to_owned()));
    assert!(luca.is_open());
}

async fn a_deleted_drafts_sockets_end(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let peers = [
        Peer::ours(&anna, &made.draft_id).await,
        Peer::stock(&world.viewer().await, &made.draft_id).await,
    ];
    anna.delete(&format!("/api/templates/{}", made.id))
        .await
        .expect(204);
    for peer in &peers {
        assert_eq!(peer.closed().await, (4404, "draft_gone".to_owned()));
    }
    let refused = Socket::try_open(&anna, &made.draft_id, Dialect::Stock)
        .await
        .err()
        .expect("refused");
    assert_eq!(refused.status, 404);
}

async fn r2_a_server_that_ends_says_so_and_clients_come_back(mut world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let ours = Peer::ours(&anna, &made.draft_id).await;
    let stock = Peer::stock(&anna, &made.draft_id).await;
    let last = ours.draw("a1");
    ours.saved(last).await;
    assert_eq!(world.node.stop(), Some(0), "told to end, it ends well");
    for peer in [&ours, &stock] {
        assert_eq!(peer.closed().await, (1012, "restarting".to_owned()));
    }
    assert_eq!(
        ours.seen().going_away.len(),
        1,
        "our own clients are told before"
    );
    assert!(stock.seen().going_away.is_empty());
    world.node.restart().await;
    Peer::stock(&anna, &made.draft_id).await.sees("a1").await;
}

stories![
    c2_a_socket_is_entered_by_token_or_by_a_cookie_of_the_own_origin,
    c3_only_those_who_ask_get_our_own_messages,
    c4_a_text_message_is_a_breach,
    c5_the_server_asks_first_and_answers_every_question,
    three_people_edit_and_end_up_equal,
    u7_updates_arrive_in_order_and_not_at_their_author,
    u8_what_brings_nothing_is_acknowledged_and_goes_no_further,
    saved_counts_every_update_message,
    offline_edits_merge_on_return,
    a_signed_out_persons_sockets_end,
    a_deleted_drafts_sockets_end,
    r2_a_server_that_ends_says_so_and_clients_come_back,
];
