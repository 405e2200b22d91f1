//! Content editors change texts and nothing else, whichever client they bring (SPEC §4, R8 to R12).

use std::time::Duration;

use imprimatur_tests::deadline::stays;
use imprimatur_tests::fixtures::certificate;
use imprimatur_tests::peer::{doc_json, new_doc, random_client_id, rectangle};
use imprimatur_tests::scripts::Script;
use imprimatur_tests::wire::Message;
use imprimatur_tests::{Dialect, Peer, Person, World, soon, stories};
use serde_json::{Value, json};
use yrs::types::Attrs;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, GetString, Map, MapPrelim, MapRef, ReadTxn, Text, TextPrelim, TextRef, Transact,
    TransactionMut, Update,
};

/// How long nothing may come before it counts as not coming.
const QUIET: Duration = Duration::from_millis(200);

fn entry(elements: &MapRef, txn: &impl ReadTxn, id: &str) -> MapRef {
    let element = elements.get(txn, id).expect("an element");
    element.cast().expect("a map")
}

fn texts(elements: &MapRef, txn: &impl ReadTxn) -> MapRef {
    let texts = entry(elements, txn, "title").get(txn, "texts");
    texts.expect("texts").cast().expect("a map")
}

fn german(elements: &MapRef, txn: &impl ReadTxn) -> TextRef {
    let text = texts(elements, txn).get(txn, "de");
    text.expect("a text").cast().expect("a shared text")
}

fn bold() -> Attrs {
    Attrs::from([("weight".into(), Any::from(300))])
}

async fn draft(anna: &Person) -> String {
    let request = json!({ "name": "Diplom", "layout": certificate() });
    anna.create(&request).await.draft_id
}

fn words(peer: &Peer) -> String {
    let txn = peer.doc().transact();
    let elements = txn.get_map("elements").expect("elements");
    german(&elements, &txn).get_string(&txn)
}

/// A document of its own with what a peer sees now: what a page makes after a refusal.
fn fresh(from: &Peer) -> Doc {
    let doc = new_doc(random_client_id());
    doc.get_or_insert_map("elements");
    let state = from
        .doc()
        .transact()
        .encode_state_as_update_v1(&yrs::StateVector::default());
    doc.transact_mut()
        .apply_update(Update::decode_v1(&state).expect("its own state"))
        .expect("it applies");
    doc
}

fn write(doc: &Doc, change: impl FnOnce(&MapRef, &mut TransactionMut<'_>)) -> Vec<u8> {
    let elements = doc.get_or_insert_map("elements");
    let mut txn = doc.transact_mut();
    change(&elements, &mut txn);
    txn.encode_update_v1()
}

fn title(layout: &Value) -> &Value {
    let elements = layout["pages"][0]["elements"].as_array();
    let mut elements = elements.expect("elements").iter();
    elements.find(|it| it["id"] == "title").expect("the title")
}

/// Everything that is theirs to change reaches the others and the disk, and is there after a `kill -9`.
async fn r8_texts_are_written_and_survive(mut world: World) {
    let (anna, editor) = (world.designer().await, world.content_editor().await);
    let draft = draft(&anna).await;
    let annas = Peer::ours(&anna, &draft).await;
    let theirs = Peer::ours(&editor, &draft).await;
    assert_eq!(theirs.seen().hello.expect("hello")["access"], "texts");

    theirs.edit(|elements, txn| german(elements, txn).insert(txn, 6, "e"));
    // Into the bold run, and out of it.
    theirs.edit(|elements, txn| {
        let text = german(elements, txn);
        let end = text.len(txn);
        text.insert(txn, end - 6, "!");
    });
    theirs.edit(|elements, txn| german(elements, txn).remove_range(txn, 0, 3));
    theirs.edit(|elements, txn| {
        let chip = Any::from_json(r#"{"field":"place"}"#).expect("JSON");
        german(elements, txn).insert_embed(txn, 0, chip);
    });
    // A language that has none, at once with its words; a description; a sample.
    theirs.edit(|elements, txn| {
        texts(elements, txn).insert(txn, "de-CH", TextPrelim::new("Diplom, aber anders"));
    });
    theirs.edit(|elements, txn| {
        let alt = entry(elements, txn, "title").get(txn, "alt").expect("alt");
        alt.cast::<MapRef>()
            .expect("a map")
            .insert(txn, "fr", "Titre");
    });
    let number = theirs.edit(|_, txn| {
        let fields = txn.get_map("fields").expect("fields");
        let name = fields.get(txn, "name").expect("a field");
        let sample = name.cast::<MapRef>().expect("a map").get(txn, "sample");
        let sample = sample.expect("a sample").cast::<MapRef>().expect("a map");
        sample.insert(txn, "fr", "Ursina Caduff");
    });
    theirs.saved(number).await;
    assert!(theirs.seen().refused.is_empty(), "{:?}", theirs.seen());
    soon("the designer sees it", || annas.json() == theirs.json()).await;
    // A designer's edits are followed meanwhile.
    annas.saved(annas.draw("annas")).await;

    world.node.kill();
    world.node.restart().await;
    let layout = anna.layout(&draft).await;
    let title = title(&layout);
    assert_eq!(
        title["texts"]["de-CH"][0]["insert"], "Diplom, aber anders",
        "{title}"
    );
    assert_eq!(title["alt"]["fr"], "Titre");
    let german = title["texts"]["de"].as_array().expect("runs");
    let last = german.last().expect("a run");
    let last_text = last["insert"].as_str().expect("text");
    assert!(last_text.contains('!'), "{last}");
    assert_eq!(
        last["attributes"]["weight"], 700,
        "in its neighbours' style"
    );
    assert_eq!(layout["fields"][0]["sample"]["fr"], "Ursina Caduff");
}

type Change = fn(&MapRef, &mut TransactionMut<'_>);

/// Each of these hides in some other way.
fn trespasses() -> Vec<(&'static str, Change)> {
    vec![
        (
            "deleting a description in every language",
            |elements, txn| {
                entry(elements, txn, "title").remove(txn, "alt");
            },
        ),
        ("moving", |elements, txn| {
            let at = Any::from(vec![Any::from(1), Any::from(2)]);
            entry(elements, txn, "title").insert(txn, "at", at);
        }),
        ("a format alone", |elements, txn| {
            german(elements, txn).format(txn, 0, 6, bold());
        }),
        (
            "a format at the end, that shows nothing yet",
            |elements, txn| {
                let text = german(elements, txn);
                let end = text.len(txn);
                text.insert_with_attributes(txn, end, "x", bold());
                text.remove_range(txn, end, 1);
            },
        ),
        ("text in a style of its own", |elements, txn| {
            german(elements, txn).insert_with_attributes(txn, 0, "fett", bold());
        }),
        ("a move among much text", |elements, txn| {
            let text = german(elements, txn);
            for _ in 0..500 {
                text.insert(txn, 0, "Lorem ipsum dolor sit amet. ");
            }
            entry(elements, txn, "title").insert(txn, "rotation", 4);
            text.remove_range(txn, 0, 1_000);
        }),
        ("a new element", |elements, txn| {
            elements.insert(txn, "theirs", rectangle());
        }),
        ("deleting an element", |elements, txn| {
            elements.remove(txn, "frame");
        }),
        ("a text in the place of another", |elements, txn| {
            texts(elements, txn).insert(txn, "de", TextPrelim::new("ersetzt"));
        }),
        ("deleting a text whole", |elements, txn| {
            texts(elements, txn).remove(txn, "de");
        }),
        (
            "deleting a description in every language",
            |elements, txn| {
                entry(elements, txn, "title").remove(txn, "alt");
            },
        ),
        ("an element's name", |elements, txn| {
            let frame = entry(elements, txn, "frame");
            frame.insert(txn, "name", "Rahmen");
        }),
        ("a page", |_, txn| {
            let pages = txn.get_map("pages").expect("pages");
            pages.insert(txn, "back", MapPrelim::default());
        }),
        ("the languages", |_, txn| {
            let meta = txn.get_map("meta").expect("meta");
            meta.insert(txn, "languages", Any::from(vec![Any::from("de")]));
        }),
        ("a style", |_, txn| {
            let styles = txn.get_map("styles").expect("styles");
            styles.remove(txn, "gold");
        }),
        ("a field's kind", |_, txn| {
            let fields = txn.get_map("fields").expect("fields");
            let name = fields.get(txn, "name").expect("a field");
            let name = name.cast::<MapRef>().expect("a map");
            name.insert(txn, "type", "date");
        }),
        ("a merge field with a format", |elements, txn| {
            let chip = Any::from_json(r#"{"field":"name","format":"upper"}"#).expect("JSON");
            german(elements, txn).insert_embed(txn, 0, chip);
        }),
    ]
}

/// Refused whole, with a code; nobody else hears of it, and the socket can be used on.
async fn r8_anything_else_is_refused_whole(world: World) {
    let (anna, editor) = (world.designer().await, world.content_editor().await);
    let draft = draft(&anna).await;
    let annas = Peer::ours(&anna, &draft).await;
    // Roots are known by use.
    let before = (
        annas.json(),
        annas.seen().updates,
        anna.layout(&draft).await,
    );
    let theirs = Peer::ours(&editor, &draft).await;
    for (what, change) in trespasses() {
        for beside in [false, true] {
            let refused = theirs.seen().refused.len();
            let doc = fresh(&annas);
            for root in ["pages", "meta", "styles", "fields"] {
                doc.get_or_insert_map(root);
            }
            let update = write(&doc, |elements, txn| {
                if beside {
                    german(elements, txn).insert(txn, 0, "Neu: ");
                }
                change(elements, txn);
            });
            theirs.send(&Message::Update(update));
            soon(&format!("{what} is refused"), || {
                theirs.seen().refused.len() > refused
            })
            .await;
            let seen = theirs.seen();
            let last = seen.refused.last().expect("a refusal");
            assert_eq!(last["code"], "texts_only", "{what}: {last}");
            assert_eq!(last["update"], seen.sent, "{what}");
            theirs.saved(seen.sent).await;
        }
    }
    stays("the designer hears nothing", QUIET, || {
        annas.seen().updates == before.1
    })
    .await;
    assert_eq!(annas.json(), before.0);
    assert_eq!(anna.layout(&draft).await, before.2);
    // The same socket, a new document.
    let update = write(&fresh(&annas), |elements, txn| {
        german(elements, txn).insert(txn, 0, "Neu: ");
    });
    theirs.send(&Message::Update(update));
    soon("its texts arrive", || words(&annas).starts_with("Neu: ")).await;
    assert!(theirs.is_open());
}

/// What was made offline comes in one answer. It is refused whole, and its texts can be brought again.
async fn r11_a_mixed_update_from_offline_is_refused_whole(world: World) {
    let (anna, editor) = (world.designer().await, world.content_editor().await);
    let draft = draft(&anna).await;
    let annas = Peer::ours(&anna, &draft).await;
    let offline = Peer::ours(&editor, &draft).await;
    offline.edit_silently(|elements, txn| german(elements, txn).insert(txn, 0, "Offline "));
    offline.edit_silently(|elements, txn| {
        entry(elements, txn, "title").insert(txn, "rotation", 4);
    });
    offline.edit_silently(|elements, txn| german(elements, txn).insert(txn, 0, "Ganz "));
    let doc = offline.cut().await;
    let back = Peer::connect(&editor, &draft, Dialect::Ours, doc).await;
    soon("it is refused", || !back.seen().refused.is_empty()).await;
    assert_eq!(back.seen().refused[0]["code"], "texts_only");
    // What rests on the refused is asked for and judged with it.
    back.edit(|elements, txn| german(elements, txn).insert(txn, 0, "Und "));
    soon("that is refused, too", || back.seen().refused.len() == 2).await;
    assert!(back.is_open());
    assert_eq!(words(&annas), "Diplom für  – Glück auf 👩‍🎓");

    let again = Peer::connect(&editor, &draft, Dialect::Ours, fresh(&annas)).await;
    again.synced().await;
    let number = again.edit(|elements, txn| german(elements, txn).insert(txn, 0, "Ganz Offline "));
    again.saved(number).await;
    soon("they arrive", || words(&annas).starts_with("Ganz Offline ")).await;
    assert_eq!(doc_json(annas.doc()), again.json());
}

/// Who may look may not write texts either, and who may edit is not held to them.
async fn r8_others_are_as_they_were(world: World) {
    let (anna, editor) = (world.designer().await, world.content_editor().await);
    let draft = draft(&anna).await;
    let theirs = Peer::ours(&editor, &draft).await;
    let number = theirs.edit(|elements, txn| german(elements, txn).insert(txn, 0, "A"));
    theirs.saved(number).await;
    let viewer = Peer::ours(&world.viewer().await, &draft).await;
    viewer.edit(|elements, txn| german(elements, txn).insert(txn, 0, "B"));
    soon("it is refused", || !viewer.seen().refused.is_empty()).await;
    assert_eq!(viewer.seen().refused[0]["code"], "read_only");
    let annas = Peer::ours(&anna, &draft).await;
    let number = annas.edit(|elements, txn| {
        german(elements, txn).format(txn, 0, 4, bold());
        entry(elements, txn, "title").insert(txn, "rotation", 4);
    });
    annas.saved(number).await;
    soon("all see it", || {
        theirs.json() == annas.json() && words(&annas).starts_with("AD")
    })
    .await;
}

/// yjs and y-websocket from npm: texts and their undo pass, the rest does not.
async fn r12_a_stock_client_is_held_to_the_same(world: World) {
    let (anna, editor) = (world.designer().await, world.content_editor().await);
    let draft = draft(&anna).await;
    let tokens = format!("{},{}", anna.token(), editor.token());
    let arguments = [
        "--address",
        &world.node.address(),
        "--draft",
        &draft,
        "--tokens",
        &tokens,
    ];
    let script = Script::start("peers/texts.mjs", &arguments);
    println!("{}", script.finish(Duration::from_secs(60)).await);
    let layout: Value = anna.layout(&draft).await;
    let title = title(&layout);
    assert_eq!(title["at"], json!([30, 40]), "{title}");
}

stories![
    r8_texts_are_written_and_survive,
    r8_anything_else_is_refused_whole,
    r11_a_mixed_update_from_offline_is_refused_whole,
    r8_others_are_as_they_were,
    r12_a_stock_client_is_held_to_the_same,
];
