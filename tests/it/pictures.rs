//! Drafts as pictures, over HTTP: what is drawn, who may have it, what is kept, and what is refused.

use imprimatur_tests::fixtures::certificate;
use imprimatur_tests::{
    Answer, Backend, Peer, Person, World, picture, stories, stories_with_settings,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// For anything that is drawn or refused, on a machine with other things to do.
const BOUNDED: Duration = Duration::from_secs(25);
/// What the whole server may ever have held, in KiB: fonts, cache, and a few pictures of the largest size at once.
const HELD_MAX: u64 = 1_500_000;

/// A query with what it needs escaped.
fn at(draft: &str, ending: &str, query: &[(&str, &str)]) -> String {
    let mut url = reqwest::Url::parse(&format!(
        "http://localhost/api/drafts/{draft}/render.{ending}"
    ))
    .expect("an address");
    url.query_pairs_mut().extend_pairs(query);
    format!("{}?{}", url.path(), url.query().unwrap_or_default())
}

fn layout(elements: &[Value]) -> Value {
    json!({ "schema": 1, "languages": ["de"],
            "pages": [{ "id": "page", "size": [210, 297], "order": "V", "elements": elements }] })
}

async fn draft(person: &Person, layout: &Value) -> String {
    person
        .create(&json!({ "name": "Diplom «Zürich»", "layout": layout }))
        .await
        .draft_id
}

async fn a_draft_is_drawn_in_three_formats(world: World) {
    let anna = world.designer().await;
    let viewer = world.viewer().await;
    let draft = draft(&anna, &certificate()).await;

    for (ending, media, begins) in [
        ("svg", "image/svg+xml", &b"<svg "[..]),
        ("png", "image/png", b"\x89PNG\r\n"),
        ("pdf", "application/pdf", b"%PDF-"),
    ] {
        let path = at(&draft, ending, &[]);
        let answer = viewer.get(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("content-type"), media);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("sandbox"),
            "{policy}"
        );
        let name = answer.header("content-disposition");
        assert!(
            name.ends_with(&format!("Z%C3%BCrich%C2%BB.{ending}")),
            "{name}"
        );
        let bytes = viewer.bytes(&path).await;
        assert!(bytes.starts_with(begins), "{ending}");
        assert_eq!(bytes, anna.bytes(&path).await, "the same for everybody");

        let tag = answer.header("etag").to_owned();
        let again = viewer
            .ask(Method::GET, &path, None, &[("if-none-match", &tag)])
            .await;
        assert_eq!((again.status, again.text.as_str()), (304, ""));
        assert_eq!(again.header("etag"), tag);
        world
            .stranger()
            .get(&path)
            .await
            .expect_error(401, "unauthenticated");
    }

    let small = picture::decode(&viewer.bytes(&at(&draft, "png", &[])).await);
    let large = picture::decode(&viewer.bytes(&at(&draft, "png", &[("scale", "2")])).await);
    assert_eq!((small.width(), small.height()), (1123, 794));
    assert_eq!((large.width(), large.height()), (2246, 1588));
}

async fn an_edit_a_language_a_value_make_another_picture(world: World) {
    let anna = world.designer().await;
    let draft = draft(&anna, &certificate()).await;
    let tag = |answer: Answer| {
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.header("etag").to_owned()
    };
    let plain = tag(anna.get(&at(&draft, "svg", &[])).await);
    let mut tags = vec![plain.clone()];
    for query in [
        &[("locale", "fr")][..],
        &[("values", "{\"name\":\"Beat Müller\"}")],
        &[("values", "{}")],
    ] {
        tags.push(tag(anna.get(&at(&draft, "svg", query)).await));
    }
    let words = |pdf: Vec<u8>| async move { printed_words(&pdf) };
    let sample = words(anna.bytes(&at(&draft, "pdf", &[])).await).await;
    assert!(sample.contains("Diplom für Anna Keller"), "{sample}");
    let given = at(&draft, "pdf", &[("values", "{\"name\":\"Beat Müller\"}")]);
    let given = words(anna.bytes(&given).await).await;
    assert!(given.contains("Diplom für Beat Müller"), "{given}");
    let french = words(anna.bytes(&at(&draft, "pdf", &[("locale", "fr")])).await).await;
    assert!(french.contains("Diplôme"), "{french}");

    let peer = Peer::ours(&anna, &draft).await;
    peer.draw("added");
    peer.saved(peer.seen().sent).await;
    let edited = anna
        .ask(
            Method::GET,
            &at(&draft, "svg", &[]),
            None,
            &[("if-none-match", &plain)],
        )
        .await;
    tags.push(tag(edited));
    let count = tags.len();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), count, "each has a name of its own");
}

/// What poppler reads in a file.
fn printed_words(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("draft.pdf");
    std::fs::write(&file, pdf).expect("a file");
    let output = std::process::Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .arg(&file)
        .arg("-")
        .output()
        .expect("pdftotext: tests/setup/install.sh installs it");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn a_pdf_has_all_pages_and_one_when_asked(world: World) {
    let anna = world.designer().await;
    let mut two = certificate();
    two["pages"].as_array_mut().expect("pages").push(
        json!({ "id": "back", "size": [297, 210], "order": "k", "elements": [
            { "id": "t", "type": "text", "order": "V", "at": [20, 20], "size": [100, 20], "texts": { "de": [{ "insert": "Rückseite" }] } }] }),
    );
    let draft = draft(&anna, &two).await;
    let all = printed_words(&anna.bytes(&at(&draft, "pdf", &[])).await);
    assert!(
        all.contains("Diplom für") && all.contains("Rückseite"),
        "{all}"
    );
    let back = printed_words(&anna.bytes(&at(&draft, "pdf", &[("page", "2")])).await);
    assert_eq!(back, "Rückseite");
    let front = anna.bytes(&at(&draft, "png", &[])).await;
    assert_eq!(
        front,
        anna.bytes(&at(&draft, "png", &[("page", "1")])).await
    );
    assert_ne!(
        front,
        anna.bytes(&at(&draft, "png", &[("page", "2")])).await
    );
}

async fn what_cannot_be_drawn_is_refused_by_name(world: World) {
    let anna = world.designer().await;
    let draft = draft(&anna, &certificate()).await;
    let many: serde_json::Map<String, Value> = (0..501)
        .map(|index| (format!("f{index}"), json!("")))
        .collect();
    let many = Value::Object(many).to_string();
    for (ending, query, status, code) in [
        ("svg", [("page", "0")], 404, "page_not_found"),
        ("svg", [("page", "2")], 404, "page_not_found"),
        (
            "png",
            [("page", "18446744073709551615")],
            404,
            "page_not_found",
        ),
        ("pdf", [("page", "2")], 404, "page_not_found"),
        ("svg", [("page", "-1")], 400, "address_invalid"),
        ("svg", [("page", "x")], 400, "address_invalid"),
        ("png", [("scale", "0")], 422, "scale_out_of_range"),
        ("png", [("scale", "-1")], 422, "scale_out_of_range"),
        ("png", [("scale", "NaN")], 422, "scale_out_of_range"),
        ("png", [("scale", "inf")], 422, "scale_out_of_range"),
        ("png", [("scale", "1e308")], 422, "scale_out_of_range"),
        ("png", [("scale", "10")], 422, "picture_too_large"),
        ("svg", [("locale", "xx")], 400, "locale_unknown"),
        ("svg", [("locale", "it")], 400, "locale_unknown"),
        ("svg", [("values", "{")], 422, "values_invalid"),
        ("svg", [("values", "[]")], 422, "values_invalid"),
        ("svg", [("values", "{\"a\":1}")], 422, "values_invalid"),
        ("svg", [("values", &many)], 422, "values_invalid"),
    ] {
        let answer = anna.get(&at(&draft, ending, &query)).await;
        assert_eq!(
            (answer.status, answer.code()),
            (status, code),
            "{ending} {query:?}: {}",
            answer.text
        );
    }
    anna.get(&at("drf_0190c0ffee0070008000000000000000", "png", &[]))
        .await
        .expect_error(404, "not_found");
    world
        .outsider()
        .await
        .get(&at(&draft, "png", &[]))
        .await
        .expect_error(404, "not_found");
}

async fn hostile_layouts_end_soon_in_a_picture_or_a_refusal(world: World) {
    let anna = world.designer().await;
    let place = |index: usize| json!([3 * (index % 70), 4 * (index / 70)]);
    let order = |index: usize| format!("V{index:05}V");
    let text = |insert: &str| {
        layout(&[
            json!({ "id": "t", "type": "text", "order": "V", "at": [10, 10], "size": [190, 270], "texts": { "de": [{ "insert": insert }] } }),
        ])
    };
    let seals: Vec<Value> = (0..4_000)
        .map(|index| json!({ "id": format!("e{index}"), "type": "seal", "order": order(index), "at": place(index), "size": [30, 30] }))
        .collect();
    let runs: Vec<Value> = (0..1_000)
        .map(|index| json!({ "insert": format!("w{index} "), "attributes": { "size": 1 + index % 40, "family": format!("No font {index}") } }))
        .collect();
    let mut deep =
        json!({ "id": "r", "type": "rectangle", "order": "V", "at": [0, 0], "size": [10, 10] });
    for depth in 0..30 {
        deep = json!({ "id": format!("g{depth}"), "type": "group", "order": "V", "at": [1, 1], "rotation": 7, "opacity": 0.9, "elements": [deep] });
    }
    let mut wide = layout(&[]);
    wide["pages"][0]["size"] = json!([5000, 5000]);
    let millions = text(&"wort ".repeat(200_000));
    anna.post(
        "/api/templates",
        &json!({ "name": "a million characters", "layout": millions }),
    )
    .await
    .expect_error(422, "layout_invalid");
    for (what, layout, refused) in [
        ("a long text", text(&"wort ".repeat(10_000)), false),
        ("one word", text(&"x".repeat(50_000)), false),
        ("marks", text(&"\u{301}".repeat(50_000)), false),
        (
            "runs",
            layout(&[
                json!({ "id": "t", "type": "text", "order": "V", "at": [0, 0], "size": [200, 280], "fit": [1, 500], "texts": { "de": runs } }),
            ]),
            false,
        ),
        ("deep groups", layout(&[deep]), false),
        ("seals", layout(&seals), true),
        ("a sheet as large as a room", wide, true),
    ] {
        let answer = anna
            .post("/api/templates", &json!({ "name": what, "layout": layout }))
            .await
            .expect(201);
        let draft = answer["draft_id"].as_str().expect("an id").to_owned();
        for ending in ["svg", "png", "pdf"] {
            let begun = Instant::now();
            let answer = anna.get(&at(&draft, ending, &[])).await;
            let took = begun.elapsed();
            assert!(took < BOUNDED, "{what} as {ending} took {took:?}");
            if refused && (ending == "png" || what == "seals") {
                answer.expect_error(422, "picture_too_large");
            } else {
                // A machine with other things to do says so in time.
                let in_time = answer.status == 200 || answer.code() == "render_timeout";
                assert!(in_time, "{what} as {ending}: {}", answer.text);
            }
        }
    }
    let held = most_held(world.node.pid().expect("it runs"));
    println!("{} MiB held at most", held / 1024);
    assert!(held < HELD_MAX, "{held} KiB");
}

/// The most memory that a process has ever held, in KiB.
fn most_held(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("Linux tells it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    number.expect("a figure").parse().expect("a number")
}

async fn uploaded_drawings_read_no_files_and_foreign_images_are_nothing(world: World) {
    let anna = world.designer().await;
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"30\">\
         <image width=\"40\" height=\"30\" href=\"file:///etc/passwd\"/><image width=\"40\" height=\"30\" xlink:href=\"/etc/passwd\"/>\
         <rect width=\"20\" height=\"30\" fill=\"#00aa00\"/></svg>";
    let uploaded = anna.upload("Wappen.svg", drawing).await.expect(201);
    let asset = uploaded["asset"]["id"].as_str().expect("an id");
    let theirs = world
        .outsider()
        .await
        .upload("Fremd.png", picture::png(&picture::gradient(40, 30)))
        .await
        .expect(201);
    let theirs = theirs["asset"]["id"].as_str().expect("an id");
    let image = |id: &str, asset: &str, x: u32| json!({ "id": id, "type": "image", "order": "V", "at": [x, 0], "size": [40, 30], "asset": asset });
    let draft = draft(
        &anna,
        &layout(&[image("own", asset, 0), image("foreign", theirs, 50)]),
    )
    .await;
    let pixels = picture::decode(&anna.bytes(&at(&draft, "png", &[])).await).into_rgb8();
    assert_eq!(pixels.get_pixel(30, 50).0, [0, 0xaa, 0]);
    assert_eq!(pixels.get_pixel(250, 50).0, [255; 3], "not ours");
    let svg = String::from_utf8(anna.bytes(&at(&draft, "svg", &[])).await).expect("UTF-8");
    assert!(!svg.contains("passwd") && !svg.contains("root:"));
}

/// Takes a while: sheet upon sheet that is seen through, at three hundred dots an inch and more.
fn heavy() -> Value {
    let sheets: Vec<Value> = (0..400)
        .map(|index| json!({ "id": format!("e{index}"), "type": "ellipse", "order": format!("V{index:04}V"), "at": [0, 0], "size": [210, 297], "opacity": 0.5, "fill": "#ff0000" }))
        .collect();
    layout(&sheets)
}

async fn too_many_at_once_are_told_to_come_back(backend: Backend) {
    let settings = [
        ("LIMIT_RENDERS", "1"),
        ("LIMIT_RENDER_QUEUE", "2"),
        ("LIMIT_RENDER_SECONDS", "3"),
    ];
    let world = World::with(backend, &settings).await;
    let anna = world.designer().await;
    let heavy = draft(&anna, &heavy()).await;
    let asked: Vec<_> = (0..12)
        .map(|index| {
            let anna = anna.clone();
            let path = at(&heavy, "png", &[("scale", &format!("5.{index}"))]);
            tokio::spawn(async move { anna.get(&path).await })
        })
        .collect();
    let mut codes = Vec::new();
    for answer in asked {
        let answer = answer.await.expect("a task ends");
        if answer.status != 200 {
            assert_eq!(answer.status, 503, "{}", answer.text);
            assert!(!answer.header("retry-after").is_empty(), "it says when");
        }
        codes.push(answer.code().to_owned());
    }
    let busy = codes.iter().filter(|code| *code == "render_busy").count();
    assert_eq!(busy, 9, "one is drawn, two wait: {codes:?}");

    // The threads are free again.
    let small = draft(&anna, &certificate()).await;
    let begun = Instant::now();
    anna.bytes(&at(&small, "png", &[])).await;
    assert!(begun.elapsed() < BOUNDED);
}

async fn what_takes_too_long_ends(backend: Backend) {
    let settings = [("LIMIT_RENDERS", "1"), ("LIMIT_RENDER_SECONDS", "1")];
    let world = World::with(backend, &settings).await;
    let anna = world.designer().await;
    let heavy = draft(&anna, &heavy()).await;
    let begun = Instant::now();
    anna.get(&at(&heavy, "png", &[("scale", "5.5")]))
        .await
        .expect_error(503, "render_timeout");
    assert!(begun.elapsed() < BOUNDED);

    // Somebody who goes away takes the work along.
    let path = at(&heavy, "png", &[("scale", "5.6")]);
    let gone = tokio::spawn({
        let anna = anna.clone();
        async move { anna.get(&path).await }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    gone.abort();
    let small = draft(&anna, &certificate()).await;
    let begun = Instant::now();
    anna.bytes(&at(&small, "png", &[])).await;
    assert!(begun.elapsed() < BOUNDED);
}

stories![
    a_draft_is_drawn_in_three_formats,
    an_edit_a_language_a_value_make_another_picture,
    a_pdf_has_all_pages_and_one_when_asked,
    what_cannot_be_drawn_is_refused_by_name,
    hostile_layouts_end_soon_in_a_picture_or_a_refusal,
    uploaded_drawings_read_no_files_and_foreign_images_are_nothing,
];

stories_with_settings![
    too_many_at_once_are_told_to_come_back,
    what_takes_too_long_ends
];
