//! Bytes are hostile: each kind is answered with its code, and the room and the others are unharmed (SPEC §2 U1, §4).

use imprimatur_tests::forge::{self, Struct};
use imprimatur_tests::wire::{Entry, Message, put_bytes, put_varuint};
use imprimatur_tests::{Dialect, Peer, Socket, World, soon, stories};
use serde_json::json;
use yrs::{GetString, ReadTxn, Transact};

/// An id that no other client of the story has.
const CLIENT: u64 = 777_777;

/// A whole, honest update of some size, to be cut and bent.
fn honest() -> Vec<u8> {
    let structs = [
        Struct::entry("elements", "a", forge::string("ein Wert")),
        Struct::text("notes", "Grüezi mitenand"),
        Struct::entry("elements", "b", forge::nested_arrays(5)),
    ];
    forge::update(CLIENT, 0, &structs, &[])
}

/// A message type followed by something that is not what the type promises.
fn message(kind: u64, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    put_varuint(&mut out, kind);
    out.extend_from_slice(payload);
    out
}

fn update(bytes: Vec<u8>) -> Vec<u8> {
    Message::Update(bytes).encode()
}

/// Every kind of bad bytes, with the close code and reason it earns.
fn bad_bytes() -> Vec<(&'static str, Vec<u8>, u16, &'static str)> {
    let malformed = |what, bytes| (what, bytes, 4400, "malformed");
    let deep = |what, bytes| (what, bytes, 4409, "nesting_too_deep");
    let mut trailing = update(honest());
    trailing.extend_from_slice(b"more");
    let mut cut_outside = update(honest());
    cut_outside.pop();
    let mut huge_length = vec![0, 2];
    put_varuint(&mut huge_length, u64::from(u32::MAX));
    let mut endless = vec![0, 2];
    endless.extend([0xff; 40]);
    // Counts that promise more than there is: nothing may be reserved for them.
    let mut many_structs = Vec::new();
    for number in [1, 1 << 52, CLIENT, 0] {
        put_varuint(&mut many_structs, number);
    }
    let mut many_clients = Vec::new();
    put_varuint(&mut many_clients, 1 << 40);
    let mut many_deletions = vec![0, 1];
    put_varuint(&mut many_deletions, CLIENT);
    put_varuint(&mut many_deletions, 1 << 50);
    let mut bad_text = vec![1, 1];
    put_varuint(&mut bad_text, CLIENT);
    bad_text.extend([0, 4, 1, 1, b'n']);
    put_bytes(&mut bad_text, &[0xff, 0xfe, 0x00]);
    bad_text.push(0);
    let big_client = forge::update(1 << 53, 0, &[Struct::text("notes", "x")], &[]);
    let far_clock = forge::update(
        CLIENT,
        u64::from(u32::MAX),
        &[Struct::text("notes", "xxxx")],
        &[],
    );

    vec![
        malformed("an empty message", vec![]),
        malformed("an unknown type", message(7, &[1, 2, 3])),
        malformed("an unknown sync message", vec![0, 9, 0]),
        malformed("a type that never ends", vec![0xff; 30]),
        malformed(
            "our own saved",
            Message::Own(101, json!({ "upTo": 5 })).encode(),
        ),
        malformed("our own hello", Message::Own(100, json!({})).encode()),
        malformed(
            "an unknown message of our own",
            Message::Own(199, json!({})).encode(),
        ),
        malformed("a sync message without a payload", vec![0, 2]),
        malformed("a length beyond the end", huge_length),
        malformed("a length that never ends", endless),
        malformed("bytes after the end", trailing),
        malformed("a message cut off", cut_outside),
        malformed(
            "an update that is noise",
            update(vec![0xde, 0xad, 0xbe, 0xef]),
        ),
        malformed("an empty update", update(vec![])),
        malformed("more structs than bytes", update(many_structs)),
        malformed("more clients than bytes", update(many_clients)),
        malformed("more deletions than bytes", update(many_deletions)),
        malformed("text that is not UTF-8", update(bad_text)),
        malformed("a client id of more than 53 bits", update(big_client)),
        malformed("a clock that overflows", update(far_clock)),
        malformed(
            "a state vector that is noise",
            Message::SyncStep1(vec![0xff; 9]).encode(),
        ),
        malformed("awareness that is noise", message(1, &[3, 9, 9, 9])),
        deep(
            "20 KB of nested arrays",
            update(forge::update(
                CLIENT,
                0,
                &[Struct::entry("elements", "a", forge::nested_arrays(10_000))],
                &[],
            )),
        ),
        deep(
            "nested objects",
            update(forge::update(
                CLIENT,
                0,
                &[Struct::entry("elements", "a", forge::nested_objects(5_000))],
                &[],
            )),
        ),
        deep(
            "33 levels",
            update(forge::update(
                CLIENT,
                0,
                &[Struct::entry("elements", "a", forge::nested_arrays(33))],
                &[],
            )),
        ),
        deep(
            "nested arrays in SyncStep2",
            Message::SyncStep2(forge::update(
                CLIENT,
                0,
                &[Struct::entry("elements", "a", forge::nested_arrays(10_000))],
                &[],
            ))
            .encode(),
        ),
        (
            "an oversize message",
            update(vec![0; 5_000_000]),
            4413,
            "frame_too_large",
        ),
    ]
}

async fn u1_bad_bytes_close_their_sender_and_nobody_else(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let bystander = Peer::ours(&world.second_designer().await, &made.draft_id).await;
    let mut wrong = Vec::new();
    for (what, bytes, code, reason) in bad_bytes() {
        for dialect in [Dialect::Stock, Dialect::Ours] {
            let mut socket = Socket::open(&anna, &made.draft_id, dialect).await;
            socket.send_bytes(bytes.clone()).await;
            let closed = socket.until_closed().await;
            if closed != (code, reason.to_owned()) {
                wrong.push(format!(
                    "{what} ({dialect:?}): {closed:?}, not {code} {reason}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let number = bystander.draw("still_here");
    bystander.saved(number).await;
    assert_eq!(
        bystander.elements(),
        ["still_here"],
        "nothing of it reached the document"
    );
    let fresh = Peer::stock(&anna, &made.draft_id).await;
    assert_eq!(fresh.elements(), ["still_here"]);
}

async fn u1_every_truncation_of_an_update_is_refused_or_harmless(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let bystander = Peer::ours(&world.second_designer().await, &made.draft_id).await;
    let whole = honest();
    for length in 0..whole.len() {
        let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
        socket
            .send(&Message::Update(whole[..length].to_vec()))
            .await;
        assert_eq!(
            socket.until_closed().await,
            (4400, "malformed".to_owned()),
            "cut after {length} bytes"
        );
    }
    assert!(bystander.is_open() && bystander.elements().is_empty());
}

async fn r3_bent_bytes_never_harm_the_room(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let bystander = Peer::ours(&world.second_designer().await, &made.draft_id).await;
    let whole = honest();
    // A plain sequence in place of a generator: every byte is bent in two ways.
    for (index, bend) in (0..whole.len()).flat_map(|index| [(index, 0x80_u8), (index, 0x15)]) {
        let mut bent = whole.clone();
        bent[index] ^= bend;
        let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Ours).await;
        socket.send(&Message::Update(bent)).await;
        // What still is an update is taken or asked about; the rest closes. Either way the next question is answered.
        drop(socket);
    }
    let number = bystander.draw("still_here");
    bystander.saved(number).await;
    let fresh = Peer::stock(&anna, &made.draft_id).await;
    fresh.sees("still_here").await;
    assert!(!fresh.doc().transact().has_missing_updates());
    anna.layout(&made.draft_id).await;
}

async fn depth_up_to_the_limit_passes(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let peer = Peer::ours(&anna, &made.draft_id).await;
    peer.send(&Message::Update(forge::update(
        CLIENT,
        0,
        &[Struct::entry("elements", "deep", forge::nested_arrays(30))],
        &[],
    )));
    peer.saved(peer.seen().sent).await;
    Peer::stock(&anna, &made.draft_id).await.sees("deep").await;
}

async fn deep_nesting_in_pieces_is_refused_too(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    // Shared maps in shared maps, one update each: no single one is deep, and readers would still go down all the way.
    let peer = Peer::ours(&anna, &made.draft_id).await;
    peer.edit(|elements, txn| {
        let mut inner: yrs::MapRef =
            yrs::Map::insert(elements, txn, "deep", yrs::MapPrelim::default());
        for _ in 0..5_000 {
            inner = yrs::Map::insert(&inner, txn, "in", yrs::MapPrelim::default());
        }
    });
    // Either answer is good, as long as the server lives and the layout can be read.
    imprimatur_tests::eventually("an answer", std::time::Duration::from_secs(20), || {
        let seen = peer.seen();
        async move {
            (seen.closed.is_some() || seen.saved_up_to >= seen.sent || !seen.refused.is_empty())
                .then_some(())
        }
    })
    .await;
    anna.layout(&made.draft_id).await;
    let fresh = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
    drop(fresh);
}

/// What is held of an update is cut off, and the rest is judged as the whole would have been.
async fn depth_behind_what_is_held_is_refused_too(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Ours).await;
    let held = forge::update(CLIENT, 0, &[Struct::text("notes", "abc")], &[]);
    let mut more = vec![
        Struct::text("notes", "abcd"),
        Struct::map("elements", "deep"),
    ];
    more.extend((4..44).map(|clock| Struct::map("", "in").inside((CLIENT, clock))));
    for update in [held, forge::update(CLIENT, 0, &more, &[])] {
        socket.send(&Message::Update(update)).await;
    }
    assert_eq!(
        socket.until_closed().await,
        (4409, "nesting_too_deep".to_owned())
    );
}

async fn presence_of_strange_shapes_is_dropped_or_refused(world: World) {
    let anna = world.designer().await;
    let made = anna.template("Diplom").await;
    let watcher = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    for state in [
        json!([1, 2]),
        json!("text"),
        json!(7),
        json!({ "big": "x".repeat(100_000) }),
    ] {
        let mut socket = Socket::open(&anna, &made.draft_id, Dialect::Stock).await;
        socket
            .send(&Message::Awareness(vec![Entry {
                client: CLIENT,
                clock: 1,
                state,
            }]))
            .await;
        socket.send(&Message::SyncStep1(vec![0])).await;
        let _ = socket.next().await;
    }
    assert!(
        !watcher.seen().presence.contains_key(&CLIENT),
        "nobody saw it"
    );
    assert!(watcher.is_open());
}

async fn whoever_comes_after_a_crash(world: &mut World, draft: &str) -> Peer {
    world.node.kill();
    world.node.restart().await;
    Peer::stock(&world.second_designer().await, draft).await
}

/// Clocks that are taken, said again with another content and another place, and something new behind them.
async fn u2_what_goes_on_from_taken_ids_reads_alike_everywhere_and_after_a_crash(mut world: World) {
    let made = world.designer().await.template("Diplom").await;
    let watcher = Peer::stock(&world.second_designer().await, &made.draft_id).await;
    let mut socket = Socket::open(&world.designer().await, &made.draft_id, Dialect::Ours).await;
    let honest = [
        Struct::entry("elements", "a", forge::string("x")),
        Struct::text("notes", "ab"),
    ];
    let taken = [Struct::text("elsewhere", "xyz")];
    for update in [
        forge::update(CLIENT, 0, &honest, &[]),
        forge::update(CLIENT, 1, &taken, &[]),
    ] {
        socket.send(&Message::Update(update)).await;
    }
    let texts_of = |peer: &Peer| {
        let [notes, elsewhere] =
            ["notes", "elsewhere"].map(|name| peer.doc().get_or_insert_text(name));
        let txn = peer.doc().transact();
        [notes.get_string(&txn), elsewhere.get_string(&txn)]
    };
    let expected = ["abz".to_owned(), String::new()];
    soon("she reads it", || texts_of(&watcher) == expected).await;
    let after = whoever_comes_after_a_crash(&mut world, &made.draft_id).await;
    soon("whoever comes later reads it", || {
        texts_of(&after) == expected
    })
    .await;
    // Between the z and the b that stands before it there is no place: it comes behind the z.
    let mut socket = Socket::open(&world.designer().await, &made.draft_id, Dialect::Ours).await;
    let between = Struct::text("", "x").after((CLIENT, 3)).before((CLIENT, 2));
    let nowhere = forge::update(CLIENT, 4, &[between], &[]);
    socket.send(&Message::Update(nowhere)).await;
    let expected = ["abzx".to_owned(), String::new()];
    soon("who is there reads it", || texts_of(&after) == expected).await;
    let later = whoever_comes_after_a_crash(&mut world, &made.draft_id).await;
    soon("whoever comes then reads the same", || {
        texts_of(&later) == expected
    })
    .await;
}

stories![
    u2_what_goes_on_from_taken_ids_reads_alike_everywhere_and_after_a_crash,
    u1_bad_bytes_close_their_sender_and_nobody_else,
    u1_every_truncation_of_an_update_is_refused_or_harmless,
    r3_bent_bytes_never_harm_the_room,
    depth_up_to_the_limit_passes,
    deep_nesting_in_pieces_is_refused_too,
    depth_behind_what_is_held_is_refused_too,
    presence_of_strange_shapes_is_dropped_or_refused,
];
