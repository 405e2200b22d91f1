//! Uploaded images: what they may cost, and that what was answered is there after a crash.

use imprimatur_tests::database::Database;
use imprimatur_tests::{Backend, Person, World, node, picture, stories, stories_with_settings};
use serde_json::Value;

fn id(body: &Value) -> String {
    body["asset"]["id"].as_str().expect("an id").to_owned()
}

fn ids(body: &Value) -> Vec<String> {
    let assets = body["assets"].as_array().expect("a list");
    assets
        .iter()
        .map(|each| each["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// The files that images rest in, and those that are not complete.
fn files(world: &World) -> Vec<std::path::PathBuf> {
    node::files(&world.node.data().join("assets"))
}

/// Where the bytes of the only image rest.
fn only_file(world: &World) -> std::path::PathBuf {
    let mut found = files(world);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

async fn what_was_answered_survives_and_what_is_damaged_is_never_served(mut world: World) {
    let anna = world.designer().await;
    let file = picture::png(&picture::gradient(8, 6));
    let asset = id(&anna.upload("Logo.png", file.clone()).await.expect(201));
    let path = format!("/api/assets/{asset}");
    let before = anna.bytes(&path).await;
    world.node.kill();
    world.node.restart().await;
    assert_eq!(anna.bytes(&path).await, before, "after kill -9");

    // Bytes without a row, as a crash between the two leaves them: nobody is answered from them, and the next upload
    // of the same content finds its place.
    let mut database = Database::of(&world.node).await;
    database.run("DELETE FROM assets").await;
    drop(database);
    world.node.kill();
    world.node.restart().await;
    anna.get(&path).await.expect_error(404, "not_found");
    assert_eq!(
        ids(&anna.get("/api/assets").await.expect(200)),
        Vec::<String>::new()
    );
    let asset = id(&anna.upload("Logo.png", file.clone()).await.expect(201));
    let path = format!("/api/assets/{asset}");

    // A row whose bytes are damaged or gone: an error that is ours, never wrong bytes; uploading again mends it.
    for damage in [Some(&b"half"[..]), Some(&vec![0; before.len()]), None] {
        world.node.kill();
        match damage {
            Some(bytes) => std::fs::write(only_file(&world), bytes).expect("written"),
            None => std::fs::remove_file(only_file(&world)).expect("removed"),
        }
        world.node.restart().await;
        anna.get(&path).await.expect_error(500, "internal");
        assert_eq!(
            id(&anna.upload("Logo.png", file.clone()).await.expect(200)),
            asset
        );
        assert_eq!(anna.bytes(&path).await, before);
    }
}

pub(crate) async fn uploads_that_a_kill_cuts_off_leave_nothing_wrong(mut world: World) {
    let anna = world.designer().await;
    for round in 0..3_u32 {
        let uploads: Vec<_> = (0..8)
            .map(|number| {
                let anna = anna.clone();
                let file = picture::png(&picture::gradient(200 + number, 100 + round));
                tokio::spawn(async move { try_upload(&anna, file).await })
            })
            .collect();
        // Some are answered by then, some not: which differs from run to run, the rule does not.
        tokio::time::sleep(std::time::Duration::from_millis(20 + 40 * u64::from(round))).await;
        world.node.kill();
        let mut answered = Vec::new();
        for upload in uploads {
            answered.extend(upload.await.expect("a task ends"));
        }
        world.node.restart().await;
        let listed = ids(&anna.get("/api/assets").await.expect(200));
        for asset in &answered {
            assert!(
                listed.contains(asset),
                "{asset} was answered and is not there"
            );
        }
        for asset in &listed {
            let image = picture::decode(&anna.bytes(&format!("/api/assets/{asset}")).await);
            assert!(image.width() >= 200);
        }
    }
}

/// The id, when the server lived long enough to answer.
async fn try_upload(person: &Person, file: Vec<u8>) -> Option<String> {
    let answer = imprimatur_tests::client()
        .build()
        .expect("a client")
        .post(format!("{}/api/assets", person.address()))
        .bearer_auth(person.token())
        .header("content-type", "image/png")
        .body(file)
        .send()
        .await
        .ok()?;
    let body: Value = answer.json().await.ok()?;
    body["asset"]["id"].as_str().map(str::to_owned)
}

async fn where_nothing_can_be_stored_is_told_and_nothing_is_half_there(world: World) {
    let anna = world.designer().await;
    let file = picture::png(&picture::gradient(8, 6));
    // No folder can be made where a file stands, whoever the server runs as.
    let place = world.node.data().join("assets/org");
    std::fs::create_dir_all(place.parent().expect("a parent")).expect("a folder");
    std::fs::write(&place, b"in the way").expect("written");
    let answer = anna.upload("Logo.png", file.clone()).await;
    answer.expect_error(503, "storage_unavailable");
    assert!(
        answer.text.contains("could not be stored"),
        "{}",
        answer.text
    );
    assert_eq!(
        ids(&anna.get("/api/assets").await.expect(200)),
        Vec::<String>::new()
    );
    std::fs::remove_file(&place).expect("removed");
    let asset = id(&anna.upload("Logo.png", file).await.expect(201));
    assert!(!anna.bytes(&format!("/api/assets/{asset}")).await.is_empty());
    only_file(&world);
}

/// Begins an upload of a file, sends only half of it, and hangs up.
async fn hang_up(world: &World, person: &Person, file: &[u8]) {
    use tokio::io::AsyncWriteExt as _;

    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", world.node.port()))
        .await
        .expect("the server listens");
    let head = format!(
        "POST /api/assets?name=Logo.png HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nauthorization: Bearer {}\r\ncontent-type: image/png\r\ncontent-length: {}\r\n\r\n",
        world.node.port(),
        person.token(),
        file.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream
        .write_all(&file[..file.len() / 2])
        .await
        .expect("sent");
    // Long enough for the server to wait for the rest.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
}

async fn an_upload_that_is_given_up_leaves_nothing_and_keeps_nobody_waiting(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_ASSET_UPLOADS", "1")]).await;
    let anna = world.designer().await;
    let file = picture::png(&picture::gradient(300, 200));
    for _ in 0..3 {
        hang_up(&world, &anna, &file).await;
    }
    assert_eq!(files(&world), Vec::<std::path::PathBuf>::new());
    assert_eq!(
        ids(&anna.get("/api/assets").await.expect(200)),
        Vec::<String>::new()
    );
    // The only place is free again.
    anna.upload("Logo.png", file).await.expect(201);
    only_file(&world);
}

async fn bounds_are_told_and_hold(backend: Backend) {
    let settings = [
        ("LIMIT_ASSET_BYTES", "4000"),
        ("LIMIT_ASSET_PIXELS", "1000"),
        ("LIMIT_ASSET_SIDE", "100"),
        ("LIMIT_ASSETS_PER_ORGANISATION", "2"),
    ];
    let world = World::with(backend, &settings).await;
    let anna = world.designer().await;
    let file = |width, height| picture::png(&picture::gradient(width, height));
    anna.upload("a.png", vec![0x89; 4_001])
        .await
        .expect_error(413, "asset_too_large");
    // In pieces, and without a length that could be believed.
    let pieces =
        futures_util::stream::iter((0..10).map(|_| Ok::<_, std::io::Error>(vec![0x89; 1_000])));
    anna.upload("a.png", reqwest::Body::wrap_stream(pieces))
        .await
        .expect_error(413, "asset_too_large");
    anna.upload("a.png", file(40, 26))
        .await
        .expect_error(422, "asset_too_many_pixels");
    anna.upload("a.png", file(101, 1))
        .await
        .expect_error(422, "asset_too_many_pixels");
    anna.upload("a.png", file(100, 10)).await.expect(201);
    anna.upload("b.png", file(40, 25)).await.expect(201);
    anna.upload("c.png", file(3, 3))
        .await
        .expect_error(409, "assets_full");
    world
        .outsider()
        .await
        .upload("c.png", file(3, 3))
        .await
        .expect(201);
}

async fn the_bytes_of_an_organisation_are_bounded(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_ASSETS_BYTES_PER_ORGANISATION", "400")]).await;
    let anna = world.designer().await;
    let file = |width| picture::png(&picture::gradient(width, 2));
    let mut held = 0;
    let refused = loop {
        let answer = anna.upload("a.png", file(2 + held)).await;
        if answer.status != 201 {
            break answer;
        }
        held += 1;
        assert!(held < 20);
    };
    refused.expect_error(409, "assets_full");
    assert!(held >= 2, "{held}");
    let body = anna.get("/api/assets").await.expect(200);
    let assets = body["assets"].as_array().expect("a list");
    let bytes: u64 = assets
        .iter()
        .map(|it| it["bytes"].as_u64().expect("a number"))
        .sum();
    assert!(bytes <= 400, "{bytes}");
}

async fn uploading_has_a_rate(backend: Backend) {
    let world = World::with(backend, &[("LIMIT_ASSETS_PER_MINUTE", "4")]).await;
    let (anna, bruno) = (world.designer().await, world.second_designer().await);
    let file = picture::png(&picture::gradient(8, 6));
    for status in [201, 200, 200, 200] {
        anna.upload("a.png", file.clone()).await.expect(status);
    }
    let answer = bruno.upload("a.png", file.clone()).await;
    answer.expect_error(429, "too_many_requests");
    assert!(!answer.header("retry-after").is_empty());
    world
        .outsider()
        .await
        .upload("a.png", file)
        .await
        .expect(201);
}

async fn many_large_uploads_at_once_are_all_answered(backend: Backend) {
    let settings = [("LIMIT_ASSET_UPLOADS", "2"), ("LIMIT_ASSET_DECODES", "1")];
    let world = World::with(backend, &settings).await;
    let anna = world.designer().await;
    let uploads = (0..6).map(|number| {
        let file = picture::jpeg(&picture::gradient(1_500 + number, 1_000));
        anna.upload("Foto.jpg", file)
    });
    for answer in futures_util::future::join_all(uploads).await {
        answer.expect(201);
    }
}

stories![
    what_was_answered_survives_and_what_is_damaged_is_never_served,
    uploads_that_a_kill_cuts_off_leave_nothing_wrong,
    where_nothing_can_be_stored_is_told_and_nothing_is_half_there,
];

stories_with_settings![
    an_upload_that_is_given_up_leaves_nothing_and_keeps_nobody_waiting,
    bounds_are_told_and_hold,
    the_bytes_of_an_organisation_are_bounded,
    uploading_has_a_rate,
    many_large_uploads_at_once_are_all_answered,
];
